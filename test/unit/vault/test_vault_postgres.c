/* test_vault_postgres.c - the key store in PostgreSQL, where several processes share it.
 *
 * Runs where VANGNET_TEST_POSTGRES says how to reach one; each test has a schema of its own.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"

#define NOT_RUN 77 /* what meson takes for a test that was skipped */

static char schema[48];
static struct store_options keys;

/* The fixture's vault with its key store moved to PostgreSQL. */
static int start(void **state)
{
	char text[ID_TEXT_SIZE];

	fixture_start(state);
	struct fixture *fixture = *state;
	snprintf(schema, sizeof schema, "vault_%s", id_text(id_draw(&fixture->prng), text));
	keys = (struct store_options){
		.kind = STORE_POSTGRES,
		.mode = STORE_READ_WRITE,
		.set = STORE_KEYS,
		.conninfo = getenv("VANGNET_TEST_POSTGRES"),
		.schema = schema,
	};
	fixture->options.keys = &keys;
	fixture_reopen(fixture);
	return 0;
}

/* What is kept opens after reopening with the same indexes; what is destroyed does not. */
static void test_vault_postgres__keeps_and_destroys(void **state)
{
	struct fixture *fixture = *state;
	uint8_t before[VAULT_INDEX_BYTES];
	uint8_t after[VAULT_INDEX_BYTES];
	struct span text = SPAN_LITERAL("Ik slaap al weken slecht.");
	struct span opened;

	struct id subject = fixture_subject(fixture);
	struct span sealed = fixture_seal(fixture, fixture->vault, subject, VAULT_STORY, text);
	vault_index(fixture->vault, "bsn", text, before);
	fixture_reopen(fixture);
	vault_index(fixture->vault, "bsn", text, after);
	assert_memory_equal(before, after, sizeof before);
	assert_ok(fixture_unseal(fixture, subject, VAULT_STORY, sealed, &opened));
	assert_true(span_equal(opened, text));
	for (int i = 0; i < 2; i++) {
		assert_ok(vault_key_destroy(fixture->vault, subject, &fixture->error));
		assert_int_equal(
			fixture_unseal(fixture, subject, VAULT_STORY, sealed, &opened), STATUS_KEY);
		fixture_reopen(fixture);
	}
}

/* Keeping the same key twice is right; a second key for a subject is refused with its batch. */
static void test_vault_postgres__keeps_one_key_for_a_subject(void **state)
{
	struct fixture *fixture = *state;
	struct vault_key_record ours;
	struct vault_key_record theirs[2];
	struct vault *other;
	struct span opened;

	struct error *error = &fixture->error;
	struct id subject = id_draw(&fixture->prng);
	struct id bystander = id_draw(&fixture->prng);
	assert_ok(vault_open(&fixture->options, &other, error));
	assert_ok(vault_key_draw(fixture->vault, subject, &fixture->prng, &ours, error));
	assert_ok(vault_key_draw(other, bystander, &fixture->prng, &theirs[0], error));
	assert_ok(vault_key_draw(other, subject, &fixture->prng, &theirs[1], error));
	assert_ok(vault_key_keep(fixture->vault, &ours, 1, error));
	assert_ok(vault_key_keep(fixture->vault, &ours, 1, error));
	assert_int_equal(vault_key_keep(other, theirs, 2, error), STATUS_CONFLICT);
	struct span lost = fixture_seal(fixture, other, bystander, VAULT_NAME, SPAN_LITERAL("x"));
	vault_close(other);
	assert_int_equal(fixture_unseal(fixture, bystander, VAULT_NAME, lost, &opened), STATUS_KEY);
	assert_non_null(strstr(error->message, "has no key"));
}

/* A batch as large as they come. */
static void test_vault_postgres__takes_ten_thousand(void **state)
{
	enum { COUNT = 10000 };
	struct fixture *fixture = *state;
	struct span opened;
	struct vault_key_record *records = ARENA_ARRAY(&fixture->arena, struct vault_key_record, COUNT);
	struct span *sealed = ARENA_ARRAY(&fixture->arena, struct span, COUNT);

	for (size_t i = 0; i < COUNT; i++) {
		struct id subject = id_draw(&fixture->prng);
		assert_ok(
			vault_key_draw(fixture->vault, subject, &fixture->prng, &records[i], &fixture->error));
		sealed[i] = fixture_seal(
			fixture, fixture->vault, subject, VAULT_NAME, span_bytes(subject.bytes, ID_SIZE));
	}
	assert_ok(vault_key_keep(fixture->vault, records, COUNT, &fixture->error));
	fixture_reopen(fixture);
	for (size_t i = 0; i < COUNT; i += 10)
		assert_ok(fixture_unseal(fixture, records[i].subject, VAULT_NAME, sealed[i], &opened));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_vault_postgres__keeps_and_destroys),
		TEST(test_vault_postgres__keeps_one_key_for_a_subject),
		TEST(test_vault_postgres__takes_ten_thousand),
	};
	if (getenv("VANGNET_TEST_POSTGRES") == NULL) {
		fprintf(stderr, "vault_postgres: NOT RUN: VANGNET_TEST_POSTGRES is not set\n");
		return NOT_RUN;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
