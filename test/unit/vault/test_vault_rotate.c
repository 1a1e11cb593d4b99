/* test_vault_rotate.c - a newer site key takes over while the vault is used: every key is wrapped
 * with it, in steps after any of which the program may end, and nothing is ever unreadable.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include "vault/vault_private.h"
#include <pthread.h>
#include <stdatomic.h>

#define TEXT SPAN_LITERAL("Ik slaap al weken slecht.")
#define SUBJECTS 40

struct sealed {
	struct id subject;
	struct span bytes;
};

static void make(struct fixture *fixture, struct sealed *sealed, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sealed[i].subject = fixture_subject(fixture);
		sealed[i].bytes =
			fixture_seal(fixture, fixture->vault, sealed[i].subject, VAULT_STORY, TEXT);
	}
}

static void expect_readable(struct fixture *fixture, const struct sealed *sealed, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct span text;
		assert_ok(fixture_unseal(fixture, sealed[i].subject, VAULT_STORY, sealed[i].bytes, &text));
		assert_true(span_equal(text, TEXT));
	}
}

static int64_t count_with(struct fixture *fixture, int slot)
{
	int64_t counts[256];
	assert_ok(vault_count_slots(fixture->vault, counts, &fixture->error));
	return counts[slot];
}

static int add_slot(struct fixture *fixture)
{
	int slot = 0;
	status done = vault_site_key_add(fixture->site_path, &slot, &fixture->error);
	if (done != STATUS_OK) fail_msg("%s", fixture->error.message);
	return slot;
}

static struct vault_rotation rotate(struct fixture *fixture, size_t most)
{
	struct vault_rotation rotation;
	status done = vault_rotate(fixture->vault, most, &rotation, &fixture->error);
	if (done != STATUS_OK) fail_msg("%s", fixture->error.message);
	return rotation;
}

/* Leaves one slot in the file: lines begin with its number and a blank. */
static void write_only(struct fixture *fixture, int keep)
{
	char line[200], kept[200] = "", begins[16];
	FILE *file = fopen(fixture->site_path, "r");
	snprintf(begins, sizeof begins, "%d ", keep);
	assert_non_null(file);
	while (fgets(line, sizeof line, file) != NULL)
		if (strncmp(line, begins, strlen(begins)) == 0) snprintf(kept, sizeof kept, "%s", line);
	fclose(file);
	fixture_write(fixture->site_path, kept, 0600);
}

/* From the first slot to the second, in steps, while texts open and new subjects come; afterwards
 * the first slot may go. Keyed indexes and what is derived stay what they were. */
static void test_rotate__wraps_every_key_with_the_newer_slot(void **state)
{
	struct fixture *fixture = *state;
	struct sealed sealed[SUBJECTS + 1];
	uint8_t before[VAULT_INDEX_BYTES], after[VAULT_INDEX_BYTES];
	int64_t rewrapped = 0;
	make(fixture, sealed, SUBJECTS);
	vault_index(fixture->vault, "test", TEXT, before);
	struct vault_rotation rotation = {.is_over = false};
	for (int steps = 0; !rotation.is_over; steps++) {
		rotation = rotate(fixture, 7);
		assert_true(!rotation.is_new && rotation.rewrapped == 0 && rotation.slot == 1);
		assert_true(steps < SUBJECTS);
	}
	assert_int_equal(add_slot(fixture), 2);
	for (int steps = 0; !rotation.is_over || rotation.slot == 1; steps++) {
		rotation = rotate(fixture, 7);
		rewrapped += rotation.rewrapped;
		assert_int_equal(rotation.is_new, steps == 0);
		if (steps == 2) make(fixture, &sealed[SUBJECTS], 1);
		expect_readable(fixture, sealed, steps < 2 ? SUBJECTS : SUBJECTS + 1);
		assert_true(steps < 20);
	}
	/* And the two secrets of the site. */
	assert_int_equal(rewrapped, SUBJECTS + 2);
	assert_int_equal(count_with(fixture, 1), 0);
	assert_int_equal(count_with(fixture, 2), SUBJECTS + 3);
	write_only(fixture, 2);
	fixture_reopen(fixture);
	expect_readable(fixture, sealed, SUBJECTS + 1);
	vault_index(fixture->vault, "test", TEXT, after);
	assert_memory_equal(before, after, sizeof before);
}

/* After each step the program ends, and another goes on from what is in the key store. */
static void test_rotate__goes_on_after_a_restart_in_the_middle(void **state)
{
	struct fixture *fixture = *state;
	struct sealed sealed[SUBJECTS];
	make(fixture, sealed, SUBJECTS);
	add_slot(fixture);
	for (int64_t left = count_with(fixture, 1); left > 0;) {
		fixture_reopen(fixture);
		expect_readable(fixture, sealed, SUBJECTS);
		/* From the beginning again: what is wrapped anew is passed over. */
		while (rotate(fixture, 3).rewrapped == 0) continue;
		assert_true(count_with(fixture, 1) < left);
		left = count_with(fixture, 1);
	}
	write_only(fixture, 2);
	fixture_reopen(fixture);
	expect_readable(fixture, sealed, SUBJECTS);
}

/* Another process wrapped with a slot that was not there when this one began. */
static void test_rotate__reads_what_another_process_wrapped(void **state)
{
	struct fixture *fixture = *state;
	struct sealed sealed[SUBJECTS];
	struct vault *other = NULL;
	make(fixture, sealed, SUBJECTS);
	fixture_reopen(fixture); /* nothing is in its cache */
	add_slot(fixture);
	assert_ok(vault_open(&fixture->options, &other, &fixture->error));
	struct vault_rotation rotation = {.is_over = false};
	while (!rotation.is_over) assert_ok(vault_rotate(other, 100, &rotation, &fixture->error));
	vault_close(other);
	expect_readable(fixture, sealed, SUBJECTS);
}

/* A destroyed key stays destroyed. */
static void test_rotate__leaves_what_was_destroyed(void **state)
{
	struct fixture *fixture = *state;
	struct sealed sealed[2];
	struct span text;
	make(fixture, sealed, 2);
	assert_ok(vault_key_destroy(fixture->vault, sealed[0].subject, &fixture->error));
	add_slot(fixture);
	struct vault_rotation rotation = {.is_over = false};
	while (!rotation.is_over) rotation = rotate(fixture, 100);
	assert_int_equal(
		fixture_unseal(fixture, sealed[0].subject, VAULT_STORY, sealed[0].bytes, &text),
		STATUS_KEY);
	expect_readable(fixture, &sealed[1], 1);
}

/* A file that is wrong, or in which a slot has another key than it had, changes nothing. */
static void test_rotate__refuses_a_file_that_is_wrong(void **state)
{
	struct fixture *fixture = *state;
	struct vault_rotation rotation;
	struct sealed sealed[3];
	make(fixture, sealed, 3);
	fixture_write(fixture->site_path, "1 " FIXTURE_KEY_2 "\n2 " FIXTURE_KEY_1 "\n", 0600);
	assert_int_equal(vault_rotate(fixture->vault, 10, &rotation, &fixture->error), STATUS_KEY);
	assert_non_null(strstr(fixture->error.message, "slot 1"));
	fixture_write(fixture->site_path, "2 nonsense\n", 0600);
	assert_int_equal(vault_rotate(fixture->vault, 10, &rotation, &fixture->error), STATUS_KEY);
	expect_readable(fixture, sealed, 3);
	assert_int_equal(count_with(fixture, 1), 5);
	fixture_write(fixture->site_path, "1 " FIXTURE_KEY_1 "\n", 0600);
}

/* Adding: what is there stays; one that was broken off is in the way and says so; the last slot. */
static void test_site_key_add__adds_behind_the_newest(void **state)
{
	struct fixture *fixture = *state;
	char beside[200], full[120];
	int slot = 0;
	struct stat facts;
	fixture_write(fixture->site_path, "# ours\n7 " FIXTURE_KEY_1, 0400);
	assert_int_equal(add_slot(fixture), 8);
	assert_int_equal(stat(fixture->site_path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0400);
	assert_ok(vault_site_key_check(fixture->site_path, &fixture->error));
	snprintf(beside, sizeof beside, "%s.new", fixture->site_path);
	fixture_write(beside, "", 0600);
	assert_int_equal(
		vault_site_key_add(fixture->site_path, &slot, &fixture->error), STATUS_CONFLICT);
	unlink(beside);
	snprintf(full, sizeof full, "255 %s\n", FIXTURE_KEY_1);
	fixture_write(fixture->site_path, full, 0600);
	assert_int_equal(vault_site_key_add(fixture->site_path, &slot, &fixture->error), STATUS_BOUND);
}

struct reading {
	struct fixture *fixture;
	const struct sealed *sealed;
	atomic_bool stop;
	atomic_long opened;
};

static void *read_on(void *argument)
{
	struct reading *reading = argument;
	struct arena arena;
	struct error error;
	arena_init(&arena, 65536, 1 << 20);
	for (size_t i = 0; !atomic_load(&reading->stop); i = (i + 1) % SUBJECTS) {
		struct span text;
		arena_reset(&arena);
		if (vault_unseal(reading->fixture->vault, reading->sealed[i].subject, VAULT_STORY,
				reading->sealed[i].bytes, &arena, &text, &error) != STATUS_OK)
			break;
		atomic_fetch_add(&reading->opened, 1);
	}
	arena_finish(&arena);
	return NULL;
}

/* Others read and draw while the slots follow each other. */
static void test_rotate__while_others_read(void **state)
{
	struct fixture *fixture = *state;
	struct sealed sealed[SUBJECTS];
	pthread_t threads[2];
	make(fixture, sealed, SUBJECTS);
	fixture_reopen(fixture);
	struct reading reading = {.fixture = fixture, .sealed = sealed};
	for (size_t i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &reading), 0);
	for (int slot = 2; slot <= 6; slot++) {
		assert_int_equal(add_slot(fixture), slot);
		struct vault_rotation rotation = {.is_over = false};
		while (!rotation.is_over || rotation.slot != slot) {
			rotation = rotate(fixture, 5);
			fixture_subject(fixture);
		}
		assert_int_equal(count_with(fixture, slot - 1), 0);
	}
	while (atomic_load(&reading.opened) < 1000) usleep(1000);
	atomic_store(&reading.stop, true);
	for (size_t i = 0; i < 2; i++) pthread_join(threads[i], NULL);
	expect_readable(fixture, sealed, SUBJECTS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_rotate__wraps_every_key_with_the_newer_slot, fixture_start, fixture_stop),
		cmocka_unit_test_setup_teardown(
			test_rotate__goes_on_after_a_restart_in_the_middle, fixture_start, fixture_stop),
		cmocka_unit_test_setup_teardown(
			test_rotate__reads_what_another_process_wrapped, fixture_start, fixture_stop),
		cmocka_unit_test_setup_teardown(
			test_rotate__leaves_what_was_destroyed, fixture_start, fixture_stop),
		cmocka_unit_test_setup_teardown(
			test_rotate__refuses_a_file_that_is_wrong, fixture_start, fixture_stop),
		cmocka_unit_test_setup_teardown(
			test_site_key_add__adds_behind_the_newest, fixture_start, fixture_stop),
		cmocka_unit_test_setup_teardown(
			test_rotate__while_others_read, fixture_start, fixture_stop),
	};
	return cmocka_run_group_tests_name("vault_rotate", tests, NULL, NULL);
}
