/* test_app_demo_rows.c - rows gathered, and written with their entries: all of it, or nothing.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "demo_fixture.h"

#include "app/app_demo_pipe.h"
#include "directory/directory.h"

#define NOW_MS INT64_C(1774836000000)

static struct organisation organisation_of(int32_t region, uint32_t *count, struct prng *prng)
{
	return (struct organisation){.region = region,
		.id = app_demo_rows_id(region, count, prng),
		.kind = ORGANISATION_GP,
		.created_ms = NOW_MS,
		.name = SPAN_LITERAL("Praktijk")};
}

static int64_t entries_of(struct store *store)
{
	static const struct store_query query = {"store", "select count(*) from journal_entry"};
	struct error error = {0};
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	assert_int_equal(store_begin(store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(store_query_open(store, &query, NULL, 0, &cursor, &error), STATUS_OK);
	assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
	int64_t entries = store_value_int(&row[0]);
	store_query_close(cursor);
	store_rollback(store);
	return entries;
}

/* Ids of a region come in rising order, begin with the region, and are the same from the same
 * start. */
static void test_id__rises(void **state)
{
	(void)state;
	struct prng prng, same;
	uint32_t count = 0, again = 0;
	struct id before = id_none;
	prng_init_seed(&prng, 5);
	prng_init_seed(&same, 5);
	for (int i = 0; i < 1000; i++) {
		struct id id = app_demo_rows_id(7, &count, &prng);
		assert_true(memcmp(id.bytes, before.bytes, ID_SIZE) > 0);
		assert_int_equal(id.bytes[0], 7);
		assert_true(id_equal(id, app_demo_rows_id(7, &again, &same)));
		before = id;
	}
}

/* Two entries with their rows: chained, with exactly these rows as effects. */
static void test_write__writes_rows_with_their_entries(void **state)
{
	(void)state;
	struct demo demo;
	struct app_demo_writer writer;
	struct journal_report report;
	struct store *scratch = demo_store();
	struct app_demo_rows *rows = app_demo_rows_create();
	uint32_t count = 0;
	demo_open(&demo);
	assert_int_equal(app_demo_writer_open(&writer, demo.store, NOW_MS, 1, &demo.error), STATUS_OK);
	for (int entry = 0; entry < 2; entry++) {
		app_demo_rows_begin(rows, 5, id_none, id_none);
		for (int i = 0; i < 3; i++) {
			struct organisation organisation = organisation_of(5, &count, &demo.secret);
			app_demo_rows_add(
				rows, &directory_organisation_table, &organisation, sizeof organisation);
		}
	}
	assert_int_equal(app_demo_rows_make_ready(rows, &demo.error), STATUS_OK);
	assert_int_equal(app_demo_writer_write(&writer, rows, &demo.error), STATUS_OK);
	assert_int_equal(journal_verify(demo.store, scratch, command_journaled_tables,
						 command_journaled_count, NULL, NULL, &report, &demo.error),
		STATUS_OK);
	assert_int_equal(report.fault, JOURNAL_SOUND);
	assert_int_equal(report.entries, 2);
	assert_int_equal(report.rows, 6);
	app_demo_writer_close(&writer);
	app_demo_rows_destroy(rows);
	store_close(scratch);
	demo_close(&demo);
}

/* A row that the database refuses takes everything of its transaction with it, and the journal
 * goes on where it was. */
static void test_write__writes_nothing_after_an_error(void **state)
{
	(void)state;
	struct demo demo;
	struct app_demo_writer writer;
	struct app_demo_rows *rows = app_demo_rows_create();
	uint32_t count = 0;
	demo_open(&demo);
	assert_int_equal(app_demo_writer_open(&writer, demo.store, NOW_MS, 1, &demo.error), STATUS_OK);
	struct organisation organisation = organisation_of(5, &count, &demo.secret);
	app_demo_rows_begin(rows, 5, id_none, id_none);
	app_demo_rows_add(rows, &directory_organisation_table, &organisation, sizeof organisation);
	organisation = organisation_of(5, &count, &demo.secret);
	organisation.name = SPAN_LITERAL("\xff");
	app_demo_rows_add(rows, &directory_organisation_table, &organisation, sizeof organisation);
	assert_int_equal(app_demo_rows_make_ready(rows, &demo.error), STATUS_OK);
	assert_int_equal(app_demo_writer_write(&writer, rows, &demo.error), STATUS_INPUT);
	assert_int_equal(entries_of(demo.store), 0);
	app_demo_rows_clear(rows);
	organisation.name = SPAN_LITERAL("Praktijk");
	app_demo_rows_begin(rows, 5, id_none, id_none);
	app_demo_rows_add(rows, &directory_organisation_table, &organisation, sizeof organisation);
	assert_int_equal(app_demo_rows_make_ready(rows, &demo.error), STATUS_OK);
	assert_int_equal(app_demo_writer_write(&writer, rows, &demo.error), STATUS_OK);
	assert_int_equal(entries_of(demo.store), 1);
	app_demo_writer_close(&writer);
	app_demo_rows_destroy(rows);
	demo_close(&demo);
}

/* The thread that writes gives its error to who makes the rows, and writes no more. */
static void test_pipe__gives_the_error(void **state)
{
	(void)state;
	struct demo demo;
	struct app_demo_writer writer;
	struct app_demo_pipe *pipe = NULL;
	int64_t written = 0, people = 0;
	uint32_t count = 0;
	demo_open(&demo);
	assert_int_equal(app_demo_writer_open(&writer, demo.store, NOW_MS, 1, &demo.error), STATUS_OK);
	assert_int_equal(app_demo_pipe_open(&writer, &pipe, &demo.error), STATUS_OK);
	for (int i = 0; i < 3; i++) {
		struct organisation organisation = organisation_of(5, &count, &demo.secret);
		if (i == 1) organisation.name = SPAN_LITERAL("\xff");
		app_demo_rows_begin(app_demo_pipe_rows(pipe), 5, id_none, id_none);
		app_demo_rows_add(app_demo_pipe_rows(pipe), &directory_organisation_table, &organisation,
			sizeof organisation);
		assert_int_equal(
			app_demo_rows_make_ready(app_demo_pipe_rows(pipe), &demo.error), STATUS_OK);
		status code = app_demo_pipe_give(pipe, &written, &people, &demo.error);
		assert_int_equal(code, i < 2 ? STATUS_OK : STATUS_INPUT);
	}
	assert_int_equal(app_demo_pipe_drain(pipe, &written, &people, &demo.error), STATUS_INPUT);
	assert_int_equal(written, 2); /* the first entry and its row */
	app_demo_pipe_close(pipe);
	assert_int_equal(entries_of(demo.store), 1);
	app_demo_writer_close(&writer);
	demo_close(&demo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_id__rises),
		cmocka_unit_test(test_write__writes_rows_with_their_entries),
		cmocka_unit_test(test_write__writes_nothing_after_an_error),
		cmocka_unit_test(test_pipe__gives_the_error),
	};
	return cmocka_run_group_tests_name("app_demo_rows", tests, NULL, NULL);
}
