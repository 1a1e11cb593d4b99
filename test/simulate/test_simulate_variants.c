/* test_simulate_variants.c - mistakes that only show when something fails: each must be found.
 *
 * The linker puts these functions in place of the right ones (--wrap).
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal/journal.h"
#include "simulate_shared.h"
#include "vault/vault.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <inttypes.h>
#include <stdio.h>

/* Worlds within which a mistake must be found. */
#define MAX_WORLDS 40
#define STEPS 2500

static enum {
	NO_MISTAKE,
	KEYS_NOT_KEPT,
	FAILED_COMMIT_UNNOTICED,
	HEADS_NOT_ROLLED_BACK,
	COMMAND_NOT_FOUND,
} mistake;

status __real_vault_key_keep(
	struct vault *vault, const struct vault_key_record *records, size_t count, struct error *error);
status __wrap_vault_key_keep(
	struct vault *vault, const struct vault_key_record *records, size_t count, struct error *error);
status __real_store_commit(struct store *store, struct error *error);
status __wrap_store_commit(struct store *store, struct error *error);
void __real_journal_rolled_back(struct journal *journal);
void __wrap_journal_rolled_back(struct journal *journal);
status __real_journal_find(struct store *store, int region, struct id actor, struct span command_id,
	struct arena *arena, struct journal_entry *entry, bool *found, struct error *error);
status __wrap_journal_find(struct store *store, int region, struct id actor, struct span command_id,
	struct arena *arena, struct journal_entry *entry, bool *found, struct error *error);

/* Sealed with a key that is only in memory. */
status __wrap_vault_key_keep(
	struct vault *vault, const struct vault_key_record *records, size_t count, struct error *error)
{
	if (mistake == KEYS_NOT_KEPT) return STATUS_OK;
	return __real_vault_key_keep(vault, records, count, error);
}

status __wrap_store_commit(struct store *store, struct error *error)
{
	status code = __real_store_commit(store, error);
	return mistake == FAILED_COMMIT_UNNOTICED ? STATUS_OK : code;
}

void __wrap_journal_rolled_back(struct journal *journal)
{
	if (mistake == HEADS_NOT_ROLLED_BACK)
		journal_committed(journal);
	else
		__real_journal_rolled_back(journal);
}

status __wrap_journal_find(struct store *store, int region, struct id actor, struct span command_id,
	struct arena *arena, struct journal_entry *entry, bool *found, struct error *error)
{
	*found = false;
	if (mistake == COMMAND_NOT_FOUND) return STATUS_OK;
	return __real_journal_find(store, region, actor, command_id, arena, entry, found, error);
}

static void must_be_found(const char *name)
{
	for (uint64_t seed = 1; seed <= MAX_WORLDS; seed++) {
		struct simulate_report report;
		struct simulate_options options = simulate_shared_options(seed, STEPS);
		simulate_run(&options, &report);
		if (report.problem[0] == '\0') continue;
		printf("%s: found in world %" PRIu64 " at step %" PRId64 ": %s\n", name, seed, report.step,
			report.problem);
		return;
	}
	fail_msg("%s was not found in %d worlds", name, MAX_WORLDS);
}

/* A command is answered though the key of what it sealed is nowhere. */
static void test_keys_not_kept__is_found(void **state)
{
	(void)state;
	mistake = KEYS_NOT_KEPT;
	must_be_found("keys not kept");
}

/* A commit fails, and the command is answered as done. */
static void test_failed_commit_unnoticed__is_found(void **state)
{
	(void)state;
	mistake = FAILED_COMMIT_UNNOTICED;
	must_be_found("failed commit unnoticed");
}

/* After a batch that was rolled back the chain goes on where it would have been. */
static void test_heads_not_rolled_back__is_found(void **state)
{
	(void)state;
	mistake = HEADS_NOT_ROLLED_BACK;
	must_be_found("heads not rolled back");
}

/* A command id that was there already is not known again. */
static void test_command_not_found__is_found(void **state)
{
	(void)state;
	mistake = COMMAND_NOT_FOUND;
	must_be_found("command not found");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys_not_kept__is_found),
		cmocka_unit_test(test_failed_commit_unnoticed__is_found),
		cmocka_unit_test(test_heads_not_rolled_back__is_found),
		cmocka_unit_test(test_command_not_found__is_found),
	};
	int code = simulate_shared_open() ? cmocka_run_group_tests(tests, NULL, NULL) : 1;
	simulate_shared_close();
	return code;
}
