/* test_vault_seal.c - what is sealed opens for whom and what it was sealed for, and nothing else.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include "vault/vault_private.h"

/* Text of any length up to the bound comes back as it was; what sealing adds is always as much. */
static void test_vault_seal__opens_again(void **state)
{
	static const size_t sizes[] = {0, 1, 15, 16, 17, 63, 64, 65, 1000, VAULT_MAX_TEXT_BYTES};
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);

	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		char *bytes = arena_need(&fixture->arena, sizes[i]);
		prng_fill(&fixture->prng, bytes, sizes[i]);
		struct span text = {bytes, sizes[i]};
		struct span opened;
		struct span sealed = fixture_seal(fixture, fixture->vault, subject, VAULT_STORY, text);
		assert_int_equal(sealed.size, sizes[i] + VAULT_SEAL_BYTES);
		assert_ok(fixture_unseal(fixture, subject, VAULT_STORY, sealed, &opened));
		assert_true(span_equal(opened, text));
	}
	struct span opened;
	struct span sealed =
		fixture_seal(fixture, fixture->vault, subject, VAULT_STORY, (struct span){NULL, 0});
	assert_ok(fixture_unseal(fixture, subject, VAULT_STORY, sealed, &opened));
	assert_int_equal(opened.size, 0);
}

/* Another program that knows the key and the form of vault.h opens it too. */
static void test_vault_seal__has_the_documented_form(void **state)
{
	static const struct span text = {"Het gaat niet goed thuis.", 25};
	struct fixture *fixture = *state;
	struct vault_key_record record;
	struct id subject = id_draw(&fixture->prng);
	uint8_t additional[ID_SIZE + 2];
	uint8_t key[32];
	uint8_t opened[25];

	assert_ok(vault_key_draw(fixture->vault, subject, &fixture->prng, &record, &fixture->error));
	assert_int_equal(record.slot, 1);
	assert_true(id_equal(record.subject, subject));
	assert_true(fixture_unwrap(&record, FIXTURE_KEY_1, key));
	/* A field of two bytes shows their order. */
	struct span sealed =
		fixture_seal(fixture, fixture->vault, subject, (enum vault_field)0x0203, text);
	const uint8_t *bytes = (const uint8_t *)sealed.start;
	assert_int_equal(bytes[0], 1);
	assert_int_equal(bytes[1], 1);
	memcpy(additional, subject.bytes, ID_SIZE);
	additional[ID_SIZE] = 0x03;
	additional[ID_SIZE + 1] = 0x02;
	assert_int_equal(crypto_aead_xchacha20poly1305_ietf_decrypt(opened, NULL, NULL, bytes + 26,
						 sealed.size - 26, additional, sizeof additional, bytes + 2, key),
		0);
	assert_memory_equal(opened, text.start, text.size);
}

/* Neither another person's key nor the same person's other field opens it. */
static void test_vault_unseal__wants_the_same_subject_and_field(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct id other = fixture_subject(fixture);
	struct span opened;
	struct span sealed =
		fixture_seal(fixture, fixture->vault, subject, VAULT_NAME, SPAN_LITERAL("Jansen"));

	assert_int_equal(fixture_unseal(fixture, other, VAULT_NAME, sealed, &opened), STATUS_KEY);
	assert_int_equal(opened.size, 0);
	for (int field = 1; field <= 0x1001; field++) {
		status expected = field == VAULT_NAME ? STATUS_OK : STATUS_KEY;
		assert_int_equal(
			fixture_unseal(fixture, subject, (enum vault_field)field, sealed, &opened), expected);
	}
}

/* Not one bit can be changed anywhere, and nothing of the text is given out then. */
static void test_vault_unseal__refuses_any_flipped_bit(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct span opened;
	struct span sealed = fixture_seal(fixture, fixture->vault, subject, VAULT_WORDS,
		SPAN_LITERAL("Ik wil weer aan het werk, maar niet meer 's nachts."));
	char *bytes = arena_need(&fixture->arena, sealed.size);

	for (size_t bit = 0; bit < 8 * sealed.size; bit++) {
		memcpy(bytes, sealed.start, sealed.size);
		bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
		fixture->error.message[0] = 0;
		assert_int_equal(
			fixture_unseal(fixture, subject, VAULT_WORDS, span_bytes(bytes, sealed.size), &opened),
			STATUS_KEY);
		assert_null(opened.start);
		assert_int_equal(opened.size, 0);
		assert_true(fixture->error.message[0] != 0);
	}
}

/* Shorter than it was, at any length, or longer: it does not open. */
static void test_vault_unseal__refuses_another_length(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct span opened;
	struct span sealed = fixture_seal(
		fixture, fixture->vault, subject, VAULT_CONTACT, SPAN_LITERAL("06 12 34 56 78"));
	char *longer = arena_need(&fixture->arena, VAULT_SEAL_BYTES + VAULT_MAX_TEXT_BYTES + 1);

	memcpy(longer, sealed.start, sealed.size);
	for (size_t size = 0; size < sealed.size; size++)
		assert_int_equal(fixture_unseal(fixture, subject, VAULT_CONTACT,
							 span_bytes(sealed.start, size), &opened),
			STATUS_KEY);
	assert_int_equal(fixture_unseal(fixture, subject, VAULT_CONTACT,
						 span_bytes(longer, sealed.size + 1), &opened),
		STATUS_KEY);
	assert_int_equal(fixture_unseal(fixture, subject, VAULT_CONTACT,
						 span_bytes(longer, VAULT_SEAL_BYTES + VAULT_MAX_TEXT_BYTES + 1), &opened),
		STATUS_KEY);
	assert_int_equal(
		fixture_unseal(fixture, subject, VAULT_CONTACT, (struct span){NULL, 0}, &opened),
		STATUS_KEY);
}

/* Whoever sees two sealed texts does not learn whether they are the same. */
static void test_vault_seal__never_gives_the_same_bytes(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct span text = SPAN_LITERAL("somber");
	struct span a = fixture_seal(fixture, fixture->vault, subject, VAULT_WORDS, text);
	struct span b = fixture_seal(fixture, fixture->vault, subject, VAULT_WORDS, text);

	assert_memory_not_equal(a.start + 2, b.start + 2, 24);
	assert_memory_not_equal(a.start + 26, b.start + 26, a.size - 26);
}

/* What is refused leaves the buffer as it was. */
static void test_vault_seal__adds_all_or_nothing(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	char *text = arena_need(&fixture->arena, VAULT_MAX_TEXT_BYTES + 1);
	struct buf out;

	buf_init(&out, 2 + VAULT_SEAL_BYTES + 5);
	buf_add_text(&out, "ab");
	assert_int_equal(
		vault_seal(fixture->vault, subject, VAULT_NAME, span_bytes(text, VAULT_MAX_TEXT_BYTES + 1),
			&fixture->prng, &out, &fixture->error),
		STATUS_BOUND);
	assert_int_equal(vault_seal(fixture->vault, id_draw(&fixture->prng), VAULT_NAME,
						 SPAN_LITERAL("x"), &fixture->prng, &out, &fixture->error),
		STATUS_KEY);
	assert_true(span_is(buf_span(&out), "ab"));
	assert_false(out.overflowed);
	assert_int_equal(vault_seal(fixture->vault, subject, VAULT_NAME, SPAN_LITERAL("abcdef"),
						 &fixture->prng, &out, &fixture->error),
		STATUS_BOUND);
	assert_true(span_is(buf_span(&out), "ab"));
	buf_reset(&out);
	buf_add_text(&out, "ab");
	assert_ok(vault_seal(fixture->vault, subject, VAULT_NAME, SPAN_LITERAL("abcde"), &fixture->prng,
		&out, &fixture->error));
	assert_int_equal(out.size, 2 + VAULT_SEAL_BYTES + 5);
	buf_finish(&out);
}

/* An arena that is too small for the text is an operating error, not a wrong key. */
static void test_vault_unseal__says_when_the_arena_is_full(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct arena small;
	struct span opened;
	struct span sealed = fixture_seal(fixture, fixture->vault, subject, VAULT_NAME,
		SPAN_LITERAL("een lange naam, langer dan de arena"));

	arena_init(&small, 16, 16);
	assert_int_equal(
		vault_unseal(fixture->vault, subject, VAULT_NAME, sealed, &small, &opened, &fixture->error),
		STATUS_MEMORY);
	arena_finish(&small);
}

/* Field 0 names nothing; a nonce from a seed could come twice. */
static void test_vault_seal__checks_its_caller(void **state)
{
	struct fixture *fixture = *state;
	struct id subject = fixture_subject(fixture);
	struct span text = SPAN_LITERAL("x");
	struct prng seeded;
	struct buf out;

	prng_init_seed(&seeded, 1);
	buf_init(&out, 1000);
	assert_raises(
		vault_seal(fixture->vault, subject, (enum vault_field)0, text, &fixture->prng, &out, NULL));
	assert_raises(vault_seal(
		fixture->vault, subject, (enum vault_field)0x10000, text, &fixture->prng, &out, NULL));
	assert_raises(vault_seal(fixture->vault, subject, VAULT_NAME, text, &seeded, &out, NULL));
	buf_finish(&out);
}

static bool same_index(struct vault *vault, const char *purpose, const char *text,
	struct vault *other, const char *other_purpose, const char *other_text)
{
	uint8_t a[VAULT_INDEX_BYTES];
	uint8_t b[VAULT_INDEX_BYTES];

	vault_index(vault, purpose, span_of(text), a);
	vault_index(other, other_purpose, span_of(other_text), b);
	return memcmp(a, b, sizeof a) == 0;
}

/* Equal for equal text and purpose, here and after reopening; otherwise different, and different
 * at every site. */
static void test_vault_index__is_equal_for_equal_text_only(void **state)
{
	struct fixture *fixture = *state;
	struct vault *vault = fixture->vault;
	struct vault *elsewhere;
	uint8_t before[VAULT_INDEX_BYTES];
	uint8_t after[VAULT_INDEX_BYTES];

	assert_ok(vault_open_seeded(1, &elsewhere, &fixture->error));
	assert_true(same_index(vault, "bsn", "123456782", vault, "bsn", "123456782"));
	assert_true(same_index(vault, "bsn", "", vault, "bsn", ""));
	assert_false(same_index(vault, "bsn", "123456782", vault, "bsn", "123456783"));
	assert_false(same_index(vault, "bsn", "123456782", vault, "login", "123456782"));
	assert_false(same_index(vault, "ab", "c", vault, "a", "bc"));
	assert_false(same_index(vault, "bsn", "123456782", elsewhere, "bsn", "123456782"));
	vault_close(elsewhere);
	vault_index(vault, "bsn", SPAN_LITERAL("123456782"), before);
	fixture_reopen(fixture);
	vault_index(fixture->vault, "bsn", SPAN_LITERAL("123456782"), after);
	assert_memory_equal(before, after, sizeof before);
	assert_raises((vault_index(fixture->vault, "", SPAN_LITERAL("x"), after), 0));
}

/* The same at each asking, also after reopening; a short one begins a long one; anything else
 * about it gives something else. */
static void test_vault_derive__follows_from_id_and_purpose(void **state)
{
	struct fixture *fixture = *state;
	struct id id = id_draw(&fixture->prng);
	uint8_t first[300];
	uint8_t again[300];

	vault_derive(fixture->vault, "claim", id, first, sizeof first);
	fixture_reopen(fixture);
	for (size_t size = 1; size <= sizeof again; size++) {
		memset(again, 0, sizeof again);
		vault_derive(fixture->vault, "claim", id, again, size);
		assert_memory_equal(first, again, size);
		for (size_t i = size; i < sizeof again; i++) assert_int_equal(again[i], 0);
	}
	for (size_t block = 64; block + 64 <= sizeof first; block += 64)
		assert_memory_not_equal(first, first + block, 64);
	vault_derive(fixture->vault, "token", id, again, 16);
	assert_memory_not_equal(first, again, 16);
	vault_derive(fixture->vault, "claim", id_draw(&fixture->prng), again, 16);
	assert_memory_not_equal(first, again, 16);
}

/* Indexes are stored, so their form may never change: computed here from the two secrets, which
 * are different. */
static void test_vault_index__has_a_form_that_stays(void **state)
{
	struct fixture *fixture = *state;
	const struct vault_site *site = fixture->vault->site;
	struct id id = id_draw(&fixture->prng);
	uint8_t input[ID_SIZE + 4] = {0};
	uint8_t key[32];
	uint8_t expected[64];
	uint8_t result[64];

	assert_memory_not_equal(site->index_secret, site->derive_secret, 32);
	assert_false(sodium_is_zero(site->index_secret, 32));
	assert_false(sodium_is_zero(site->derive_secret, 32));
	crypto_generichash(key, 32, (const uint8_t *)"bsn", 3, site->index_secret, 32);
	crypto_generichash(expected, 16, (const uint8_t *)"123456782", 9, key, 32);
	vault_index(fixture->vault, "bsn", SPAN_LITERAL("123456782"), result);
	assert_memory_equal(result, expected, 16);
	memcpy(input, id.bytes, ID_SIZE);
	crypto_generichash(key, 32, (const uint8_t *)"claim", 5, site->derive_secret, 32);
	crypto_generichash(expected, 64, input, sizeof input, key, 32);
	vault_derive(fixture->vault, "claim", id, result, 64);
	assert_memory_equal(result, expected, 64);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_vault_seal__opens_again),
		TEST(test_vault_seal__has_the_documented_form),
		TEST(test_vault_unseal__wants_the_same_subject_and_field),
		TEST(test_vault_unseal__refuses_any_flipped_bit),
		TEST(test_vault_unseal__refuses_another_length),
		TEST(test_vault_seal__never_gives_the_same_bytes),
		TEST(test_vault_seal__adds_all_or_nothing),
		TEST(test_vault_unseal__says_when_the_arena_is_full),
		TEST(test_vault_seal__checks_its_caller),
		TEST(test_vault_index__is_equal_for_equal_text_only),
		TEST(test_vault_derive__follows_from_id_and_purpose),
		TEST(test_vault_index__has_a_form_that_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
