/* fuzz_sealed.c - arbitrary bytes never open, and what was sealed opens only unchanged.
 *
 * The input is tried as a sealed text as it is. Then it is read as an edit (place u16, bits u8,
 * cut u8) and a text, which is sealed and edited: it opens if and only if the edit changed
 * nothing.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "fuzz.h"
#include "vault/vault.h"

struct setting {
	struct vault *vault;
	struct prng prng;
	struct id subject;
	struct buf sealed;
	struct arena arena;
};

static void setting_start(struct setting *setting)
{
	struct vault_key_record record;

	prng_init_seed(&setting->prng, 1);
	setting->subject = id_draw(&setting->prng);
	CHECK(vault_open_seeded(1, &setting->vault, NULL) == STATUS_OK);
	CHECK(vault_key_draw(setting->vault, setting->subject, &setting->prng, &record, NULL) ==
		STATUS_OK);
	buf_init(&setting->sealed, VAULT_MAX_TEXT_BYTES + VAULT_SEAL_BYTES);
	arena_init(&setting->arena, 65536, 4 * VAULT_MAX_TEXT_BYTES);
}

static status unseal(struct setting *setting, struct span sealed, struct span *text)
{
	struct error error;

	arena_reset(&setting->arena);
	return vault_unseal(
		setting->vault, setting->subject, VAULT_WORDS, sealed, &setting->arena, text, &error);
}

static void try_edit(struct setting *setting, struct buf_reader *input)
{
	size_t place = buf_take_u16(input);
	uint8_t bits = buf_take_u8(input);
	size_t cut = buf_take_u8(input);
	struct span text = {(const char *)input->at, (size_t)(input->end - input->at)};
	struct span opened;

	buf_reset(&setting->sealed);
	status sealed = vault_seal(setting->vault, setting->subject, VAULT_WORDS, text, &setting->prng,
		&setting->sealed, NULL);
	CHECK(sealed == (text.size <= VAULT_MAX_TEXT_BYTES ? STATUS_OK : STATUS_BOUND));
	if (sealed != STATUS_OK) return;
	struct span bytes = buf_span(&setting->sealed);
	setting->sealed.bytes[place % bytes.size] ^= (char)bits;
	bytes.size -= cut < bytes.size ? cut : bytes.size;
	status done = unseal(setting, bytes, &opened);
	CHECK(done == (bits == 0 && cut == 0 ? STATUS_OK : STATUS_KEY));
	CHECK(done == STATUS_OK ? span_equal(opened, text) : opened.size == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct setting setting;
	struct span opened;
	struct buf_reader input = buf_read(span_bytes(bytes, size));

	if (setting.vault == NULL) setting_start(&setting);
	CHECK(unseal(&setting, span_bytes(bytes, size), &opened) == STATUS_KEY);
	if (size >= 4) try_edit(&setting, &input);
	return 0;
}
