/* test_moment.c - the timeline is read in order, and what is due comes oldest first.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/moment.h"

enum { EPISODE = 1, OTHER_EPISODE };

static void put_moment(struct tables *tables, int region, int episode, int64_t seq, int part)
{
	struct moment moment = {.region = region,
		.episode = judging_id(episode),
		.seq = seq,
		.part = part,
		.kind = 7,
		.at_ms = 1000 + seq,
		.effective_day = 20514,
		.who = judging_id(11),
		.whom = judging_id(12),
		.need = judging_id(13),
		.thing = judging_id(14),
		.code = 3,
		.second = 4,
		.day = 20520,
		.words = SPAN_LITERAL("\1sealed")};
	tables_put(tables, &moment_table, &moment);
}

/* Reads the moments of EPISODE in region 5 and expects these, as 10 * seq + part, ended by 0. */
static void expect_moments(struct tables *tables, int64_t after, int64_t limit, const int *expected)
{
	struct store_cursor *cursor = NULL;
	struct moment moment;
	TABLES_RIGHT(tables,
		moment_open_after(
			tables->store, 5, judging_id(EPISODE), after, limit, &cursor, &tables->error));
	for (; *expected != 0; expected++) {
		assert_true(tables_next(tables, cursor, &moment_table, &moment));
		assert_int_equal(moment.seq * 10 + moment.part, *expected);
	}
	assert_false(tables_next(tables, cursor, &moment_table, &moment));
	store_query_close(cursor);
}

/* Moments of one episode behind a version, oldest first, those of one command in their order. */
static void test_moment_open_after__pages_in_order(void **state)
{
	struct tables *tables = *state;
	put_moment(tables, 5, EPISODE, 10, 0);
	put_moment(tables, 5, EPISODE, 2, 1);
	put_moment(tables, 5, EPISODE, 2, 0);
	put_moment(tables, 5, EPISODE, 1, 0);
	put_moment(tables, 5, OTHER_EPISODE, 3, 0);
	put_moment(tables, 6, EPISODE, 4, 0);
	expect_moments(tables, 0, 10, (const int[]){10, 20, 21, 100, 0});
	expect_moments(tables, 0, 2, (const int[]){10, 20, 0});
	expect_moments(tables, 1, 10, (const int[]){20, 21, 100, 0});
	expect_moments(tables, 2, 10, (const int[]){100, 0});
	expect_moments(tables, 10, 10, (const int[]){0});
}

/* Everything that was written of a moment is read. */
static void test_moment_open_after__reads_all_of_it(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct moment moment = {.seq = 0};
	put_moment(tables, 5, EPISODE, 1, 0);
	TABLES_RIGHT(tables,
		moment_open_after(tables->store, 5, judging_id(EPISODE), 0, 1, &cursor, &tables->error));
	assert_true(tables_next(tables, cursor, &moment_table, &moment));
	store_query_close(cursor);
	assert_int_equal(moment.region, 5);
	assert_true(id_equal(moment.episode, judging_id(EPISODE)));
	assert_int_equal(moment.kind, 7);
	assert_int_equal(moment.at_ms, 1001);
	assert_int_equal(moment.effective_day, 20514);
	assert_true(id_equal(moment.who, judging_id(11)));
	assert_true(id_equal(moment.whom, judging_id(12)));
	assert_true(id_equal(moment.need, judging_id(13)));
	assert_true(id_equal(moment.thing, judging_id(14)));
	assert_int_equal(moment.code, 3);
	assert_int_equal(moment.second, 4);
	assert_int_equal(moment.day, 20520);
	assert_true(span_is(moment.words, "\1sealed"));
}

static struct due put_due(
	struct tables *tables, int region, enum due_kind kind, int thing, int64_t due_ms)
{
	struct due due = {.region = region,
		.kind = (int32_t)kind,
		.thing = judging_id(thing),
		.episode = judging_id(EPISODE),
		.due_ms = due_ms};
	tables_put(tables, &moment_due_table, &due);
	return due;
}

static void expect_due(const struct due *a, const struct due *b)
{
	assert_int_equal(a->region, b->region);
	assert_int_equal(a->kind, b->kind);
	assert_true(id_equal(a->thing, b->thing));
	assert_true(id_equal(a->episode, b->episode));
	assert_int_equal(a->due_ms, b->due_ms);
}

/* Due is due at its own instant, and not a millisecond before. */
static void test_moment_due__at_exactly_its_instant(void **state)
{
	struct tables *tables = *state;
	struct due found[2];
	size_t count = 9;
	put_due(tables, 5, DUE_STEP, 1, 1000);
	TABLES_RIGHT(tables, moment_due(tables->store, 999, NULL, 2, found, &count, &tables->error));
	assert_int_equal(count, 0);
	TABLES_RIGHT(tables, moment_due(tables->store, 1000, NULL, 2, found, &count, &tables->error));
	assert_int_equal(count, 1);
}

/* Oldest first over all shards; equal instants by shard, kind and thing; page by page, and nothing
 * twice or never. */
static void test_moment_due__pages_in_order_of_time(void **state)
{
	struct tables *tables = *state;
	struct due expected[7], found[7];
	expected[3] = put_due(tables, 5, DUE_JOIN, 1, 20);
	expected[0] = put_due(tables, 7, DUE_HANDOVER, 3, -5);
	expected[6] = put_due(tables, 1, DUE_STEP, 1, 30);
	expected[4] = put_due(tables, 5, DUE_JOIN, 2, 20);
	expected[1] = put_due(tables, 4, DUE_STEP, 9, 20);
	expected[5] = put_due(tables, 5, DUE_STEP, 1, 20);
	expected[2] = put_due(tables, 5, DUE_HANDOVER, 9, 20);
	put_due(tables, 1, DUE_STEP, 2, 31);
	for (size_t page = 1; page <= 8; page++) {
		size_t read = 0, count = page;
		const struct due *after = NULL;
		while (count == page && read < 7) {
			size_t room = 7 - read < page ? 7 - read : page;
			TABLES_RIGHT(tables,
				moment_due(
					tables->store, 30, after, (int64_t)room, found + read, &count, &tables->error));
			read += count;
			after = &found[read - 1];
		}
		assert_int_equal(read, 7);
		for (size_t i = 0; i < 7; i++) expect_due(&found[i], &expected[i]);
		TABLES_RIGHT(
			tables, moment_due(tables->store, 30, after, 7, found, &count, &tables->error));
		assert_int_equal(count, 0);
	}
}

/* Dates lie by time: who puts another for a thing ends the old, which is not replaced by itself. */
static void test_moment_due__another_time_is_another_date(void **state)
{
	struct tables *tables = *state;
	struct due found[3];
	size_t count = 0;
	put_due(tables, 5, DUE_STEP, 1, 100);
	struct due first = put_due(tables, 5, DUE_STEP, 1, 100);
	struct due later = put_due(tables, 5, DUE_STEP, 1, 200);
	TABLES_RIGHT(tables, moment_due(tables->store, 1000, NULL, 3, found, &count, &tables->error));
	assert_int_equal(count, 2);
	expect_due(&found[0], &first);
	expect_due(&found[1], &later);
}

/* Who wrote a line puts it right; the person says of any line what it should be. */
static void test_moment_judge_correct__by_who_wrote_it_or_the_person(void **state)
{
	enum { PERSON = 1, WRITER, STRANGER };
	const struct moment moment = {.who = judging_id(WRITER)};
	bool reached[MOMENT_VERDICT_COUNT] = {0};
	(void)state;
	for (int actor = PERSON; actor <= STRANGER; actor++)
		for (int known = 0; known < 2; known++) {
			const struct care_actor who = {.account = judging_id(actor)};
			enum moment_verdict verdict =
				moment_judge_correct(&who, judging_id(PERSON), known == 1, &moment);
			reached[verdict] = true;
			assert_int_equal(verdict,
				known == 0              ? MOMENT_UNKNOWN
					: actor == STRANGER ? MOMENT_NOT_YOURS
										: MOMENT_OK);
		}
	judging_list_is_whole(&moment_verdicts);
	judging_all_reached(&moment_verdicts, reached, NULL, 0);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_moment_open_after__pages_in_order),
		ON_TABLES(test_moment_open_after__reads_all_of_it),
		ON_TABLES(test_moment_due__at_exactly_its_instant),
		ON_TABLES(test_moment_due__pages_in_order_of_time),
		ON_TABLES(test_moment_due__another_time_is_another_date),
		ON_TABLES(test_moment_judge_correct__by_who_wrote_it_or_the_person),
	};
	return TABLES_RUN("moment", tests);
}
