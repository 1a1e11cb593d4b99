/* fuzz_body.c - bodies of any bytes, for every command in turn: refused with a reason, or
 * understood.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fuzz.h"
#include "api/api_decode.h"
#include "base/check.h"
#include "vault/vault.h"
#include <sodium.h>

/* The first byte chooses the command; what is understood must be encoded and read back the same.
 * */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct region *division;
	static struct vault *vault;
	static struct arena arena;
	struct error error = {0};
	if (division == NULL) {
		CHECK(sodium_init() >= 0);
		CHECK(region_open(&division, &error) == STATUS_OK);
		CHECK(vault_open_seeded(1, &vault, &error) == STATUS_OK);
		arena_init(&arena, 1 << 16, 1 << 26);
	}
	if (size == 0) return 0;
	arena_reset(&arena);
	struct api_decoding *decoding = ARENA_NEW(&arena, struct api_decoding);
	*decoding = (struct api_decoding){.entry = &command_entries[data[0] % command_entry_count],
		.division = division,
		.vault = vault,
		.arena = &arena};
	if (!api_decode_body(decoding, span_bytes(data + 1, size - 1))) {
		CHECK(decoding->fault.code == 400 || decoding->fault.code == 422);
		CHECK(decoding->fault.key != NULL && decoding->fault.count <= API_FAULT_PARAMETERS);
		return 0;
	}
	struct buf encoded, again;
	struct command_params read;
	buf_init(&encoded, 1 << 20);
	buf_init(&again, 1 << 20);
	command_encode(decoding->entry, &decoding->params, &encoded);
	CHECK(!encoded.overflowed);
	CHECK(command_decode(decoding->entry, buf_span(&encoded), &read));
	command_encode(decoding->entry, &read, &again);
	CHECK(span_equal(buf_span(&encoded), buf_span(&again)));
	buf_finish(&encoded);
	buf_finish(&again);
	return 0;
}
