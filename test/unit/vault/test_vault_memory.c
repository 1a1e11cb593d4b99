/* test_vault_memory.c - wrapped keys kept in memory.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include "vault/vault_private.h"

#define MANY 5000 /* more than twice the first number of buckets */

static struct vault_key_record record_of(uint32_t number)
{
	struct vault_key_record record = {.subject = {{1}}, .slot = (uint8_t)number};

	memcpy(record.subject.bytes + 4, &number, sizeof number);
	memset(record.wrapped, (int)(number % 251), sizeof record.wrapped);
	return record;
}

static bool has(struct vault_memory *memory, uint32_t number)
{
	struct vault_key_record expected = record_of(number);
	struct vault_memory_row *row = vault_memory_find(memory, expected.subject);

	if (row == NULL) return false;
	assert_true(id_equal(row->record.subject, expected.subject));
	assert_int_equal(row->record.slot, expected.slot);
	assert_memory_equal(row->record.wrapped, expected.wrapped, sizeof expected.wrapped);
	assert_false(row->destroyed);
	return true;
}

/* Every row is found while their number grows; nothing else is. */
static void test_vault_memory__finds_what_was_added(void **state)
{
	struct vault_memory memory;
	struct error error;

	(void)state;
	vault_memory_init(&memory);
	assert_false(has(&memory, 0));
	for (uint32_t i = 0; i < MANY; i++) {
		struct vault_key_record record = record_of(i);
		assert_false(has(&memory, i));
		assert_ok(vault_memory_add(&memory, &record, &error));
		assert_true(has(&memory, i));
		assert_true(has(&memory, i / 2));
	}
	assert_int_equal(vault_memory_count(&memory), MANY);
	for (uint32_t i = 0; i < MANY; i++) assert_true(has(&memory, i));
	vault_memory_finish(&memory);
}

/* Taking back the newest leaves the older ones, also when there was a growth in between, and what
 * was taken back can be added again. */
static void test_vault_memory_cut__takes_the_newest_back(void **state)
{
	static const uint32_t left[] = {MANY, MANY - 1, 1025, 1024, 1023, 1, 0};
	struct vault_memory memory;
	struct error error;

	(void)state;
	vault_memory_init(&memory);
	for (size_t round = 0; round < sizeof left / sizeof left[0]; round++) {
		for (uint32_t i = (uint32_t)vault_memory_count(&memory); i < MANY; i++) {
			struct vault_key_record record = record_of(i);
			assert_ok(vault_memory_add(&memory, &record, &error));
		}
		vault_memory_cut(&memory, left[round]);
		for (uint32_t i = 0; i < MANY; i++) assert_int_equal(has(&memory, i), i < left[round]);
	}
	vault_memory_finish(&memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vault_memory__finds_what_was_added),
		cmocka_unit_test(test_vault_memory_cut__takes_the_newest_back),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
