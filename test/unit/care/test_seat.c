/* test_seat.c - who sits at a table, what lies there, and what tables learned.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/handover.h"
#include "care/lesson.h"
#include "care/seat.h"
#include "care/table_read.h"

static bool reached[SEAT_VERDICT_COUNT];

struct facts {
	struct seat_facts seat;
	enum seat_kind kind;
};

static int judge_take(const void *at)
{
	const struct facts *facts = at;
	return (int)seat_judge_take(&facts->seat, facts->kind);
}

static int judge_leave(const void *at)
{
	return (int)seat_judge_leave(&((const struct facts *)at)->seat);
}

static void break_known(void *at)
{
	((struct facts *)at)->seat.account_known = false;
}

static void break_kind(void *at)
{
	((struct facts *)at)->kind = SEAT_CLIENTS;
}

static void break_free(void *at)
{
	((struct facts *)at)->seat.seated = true;
}

static void break_there(void *at)
{
	((struct facts *)at)->seat.seated = false;
}

static void break_others(void *at)
{
	((struct facts *)at)->seat.seats = 1;
}

static void test_seat_judge_take__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_known, SEAT_ACCOUNT_UNKNOWN},
		{break_kind, SEAT_KIND},
		{break_free, SEAT_TAKEN},
	};
	const struct facts right = {
		{.account_known = true, .account_kind = MEMBER_PROFESSIONAL}, SEAT_PROVIDERS};
	(void)state;
	judging_show(&(struct judging){
		"table.seat", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_take, reached});
}

/* No professional sits on the seats of clients and relatives, and nobody else on the others. */
static void test_seat_judge_take__by_kind(void **state)
{
	(void)state;
	for (int seat = SEAT_CLIENTS; seat < SEAT_KIND_COUNT; seat++)
		for (int kind = MEMBER_PERSON; kind < MEMBER_KIND_COUNT; kind++) {
			struct seat_facts facts = {.account_known = true, .account_kind = kind};
			bool theirs = seat == SEAT_CLIENTS || seat == SEAT_RELATIVES;
			bool right = kind != MEMBER_ADMINISTRATOR && theirs == (kind != MEMBER_PROFESSIONAL);
			assert_int_equal(
				seat_judge_take(&facts, (enum seat_kind)seat), right ? SEAT_OK : SEAT_KIND);
		}
}

static void test_seat_judge_leave__never_the_last(void **state)
{
	static const struct judging_rule rules[] = {
		{break_there, SEAT_NOT_THERE},
		{break_others, SEAT_LAST},
	};
	const struct facts right = {{.seated = true, .seats = 2}, SEAT_NOT_SAID};
	(void)state;
	judging_show(&(struct judging){
		"table.unseat", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_leave, reached});
}

static void test_seat_verdicts__are_all_reached(void **state)
{
	(void)state;
	judging_list_is_whole(&seat_verdicts);
	judging_all_reached(&seat_verdicts, reached, NULL, 0);
}

static void put_seat(struct tables *tables, int region, int account, enum seat_kind kind)
{
	struct seat seat = {region, judging_id(account), (int32_t)kind, 1000};
	tables_put(tables, &seat_table, &seat);
}

static void test_seat_count__by_kind_and_account(void **state)
{
	struct tables *tables = *state;
	int64_t counts[SEAT_KIND_COUNT], seats = -1;
	put_seat(tables, 5, 1, SEAT_CLIENTS);
	put_seat(tables, 5, 2, SEAT_CLIENTS);
	put_seat(tables, 5, 3, SEAT_INSURER);
	put_seat(tables, 0, 1, SEAT_RELATIVES);
	TABLES_RIGHT(tables, seat_count(tables->store, 5, counts, &tables->error));
	assert_int_equal(counts[SEAT_NOT_SAID], 3);
	assert_int_equal(counts[SEAT_CLIENTS], 2);
	assert_int_equal(counts[SEAT_RELATIVES], 0);
	assert_int_equal(counts[SEAT_INSURER], 1);
	TABLES_RIGHT(tables, seat_count(tables->store, 6, counts, &tables->error));
	assert_int_equal(counts[SEAT_NOT_SAID], 0);
	TABLES_RIGHT(tables, seat_count_of(tables->store, judging_id(1), &seats, &tables->error));
	assert_int_equal(seats, 2);
	TABLES_RIGHT(tables, seat_count_of(tables->store, judging_id(9), &seats, &tables->error));
	assert_int_equal(seats, 0);
}

static void put_case(struct tables *tables, int number, int region, enum table_state at,
	enum table_level level, int64_t expires_ms)
{
	bool over = at == TABLE_CLOSED || at == TABLE_OBJECTED;
	struct table_case table_case = {.region = region,
		.episode = judging_id(1),
		.id = judging_id(number),
		.need = judging_id(number + 100),
		.state = (int32_t)at,
		.level = (int32_t)level,
		.brought_by = judging_id(2),
		.brought_ms = 10 * number,
		.expires_ms = expires_ms,
		.ended_ms = over ? 99 : 0};
	tables_put(tables, &table_case_table, &table_case);
}

/* The numbers of the cases that a cursor gives, in its order. */
static void expect_cases(
	struct tables *tables, struct store_cursor *cursor, const int *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct table_case table_case;
		assert_true(tables_next(tables, cursor, &table_case_table, &table_case));
		assert_true(id_equal(table_case.id, judging_id(numbers[i])));
		assert_true(id_equal(table_case.need, judging_id(numbers[i] + 100)));
	}
	assert_false(tables_next(tables, cursor, &table_case_table, &(struct table_case){0}));
}
#define EXPECT_CASES(tables, cursor, ...)                       \
	expect_cases(tables, cursor, (const int[]){__VA_ARGS__, 0}, \
		sizeof((const int[]){__VA_ARGS__}) / sizeof(int))

/* A region sees what went up from it; the nation sees only that, from everywhere. */
static void test_table_open_agenda__by_table(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	put_case(tables, 11, 5, TABLE_BROUGHT, TABLE_AT_REGION, 3000);
	put_case(tables, 12, 5, TABLE_BREACHED, TABLE_AT_NATION, 2000);
	put_case(tables, 13, 5, TABLE_CLOSED, TABLE_AT_REGION, 0);
	put_case(tables, 14, 5, TABLE_SETTLED, TABLE_AT_REGION, 0);
	put_case(tables, 15, 6, TABLE_BROUGHT, TABLE_AT_NATION, 1000);
	TABLES_RIGHT(tables, table_open_agenda(tables->store, 5, 0, 9, &cursor, &tables->error));
	EXPECT_CASES(tables, cursor, 14, 12, 11);
	store_query_close(cursor);
	TABLES_RIGHT(tables, table_open_agenda(tables->store, 5, 1, 1, &cursor, &tables->error));
	EXPECT_CASES(tables, cursor, 12);
	store_query_close(cursor);
	TABLES_RIGHT(tables, table_open_agenda(tables->store, 0, 0, 9, &cursor, &tables->error));
	EXPECT_CASES(tables, cursor, 15, 12);
	store_query_close(cursor);
	TABLES_RIGHT(
		tables, table_open_cases(tables->store, 5, judging_id(1), &cursor, &tables->error));
	EXPECT_CASES(tables, cursor, 14, 13, 12, 11);
	store_query_close(cursor);
}

/* A need is at one table at a time; what is over, or done, stands in no way. */
static void test_table_has_open__by_state(void **state)
{
	struct tables *tables = *state;
	for (int at = TABLE_BROUGHT; at < TABLE_STATE_COUNT; at++) {
		bool has = false;
		put_case(tables, 20 + at, 5, (enum table_state)at, TABLE_AT_REGION, 1);
		TABLES_RIGHT(tables,
			table_has_open(
				tables->store, 5, judging_id(1), judging_id(120 + at), &has, &tables->error));
		assert_int_equal(has, at <= TABLE_BREACHED);
	}
}

static void put_offer(struct tables *tables, int number, enum handover_state at, int64_t expires_ms,
	int64_t answered_ms)
{
	struct handover handover = {.region = 5,
		.episode = judging_id(1),
		.id = judging_id(number),
		.need = judging_id(50),
		.sender = judging_id(2),
		.to_account = judging_id(3),
		.state = (int32_t)at,
		.expires_ms = expires_ms,
		.answered_ms = answered_ms};
	tables_put(tables, &handover_table, &handover);
}

static void expect_failed(struct tables *tables, int expected)
{
	int64_t failed = -1;
	TABLES_RIGHT(tables,
		table_count_failed(
			tables->store, 5, judging_id(1), judging_id(50), &failed, &tables->error));
	assert_int_equal(failed, expected);
}

/* A no counts from when it was said, silence from when it was over; taken back and open do not. */
static void test_table_count_failed__since_it_went_right(void **state)
{
	struct tables *tables = *state;
	bool accepted = true;
	put_offer(tables, 31, HANDOVER_DECLINED, 900, 100);
	put_offer(tables, 32, HANDOVER_EXPIRED, 200, 0);
	put_offer(tables, 33, HANDOVER_WITHDRAWN, 250, 240);
	put_offer(tables, 34, HANDOVER_OFFERED, 999, 0);
	expect_failed(tables, 2);
	put_offer(tables, 35, HANDOVER_CONTACTED, 999, 150);
	expect_failed(tables, 1);
	struct table_case table_case = {.region = 5,
		.episode = judging_id(1),
		.id = judging_id(40),
		.need = judging_id(50),
		.state = TABLE_BROUGHT,
		.brought_ms = 150};
	tables_put(tables, &table_case_table, &table_case);
	expect_failed(tables, 1);
	TABLES_RIGHT(tables, table_was_accepted(tables->store, &table_case, &accepted, &tables->error));
	assert_true(accepted);
	table_case.brought_ms = 151;
	TABLES_RIGHT(tables, table_was_accepted(tables->store, &table_case, &accepted, &tables->error));
	assert_false(accepted);
	table_case.state = TABLE_OBJECTED;
	table_case.ended_ms = 200;
	tables_put(tables, &table_case_table, &table_case);
	expect_failed(tables, 0);
	put_offer(tables, 36, HANDOVER_DECLINED, 900, 201);
	expect_failed(tables, 1);
}

static void test_lesson_open__newest_first(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	for (int i = 1; i <= 3; i++) {
		struct lesson lesson = {.region = i == 3 ? 6 : 5,
			.id = judging_id(i),
			.day = 20000 + i,
			.words = SPAN_LITERAL("Bel eerst de huisarts.")};
		tables_put(tables, &lesson_table, &lesson);
	}
	TABLES_RIGHT(tables, lesson_open(tables->store, 5, 9, &cursor, &tables->error));
	for (int i = 2; i >= 1; i--) {
		struct lesson lesson;
		assert_true(tables_next(tables, cursor, &lesson_table, &lesson));
		assert_int_equal(lesson.day, 20000 + i);
		assert_true(span_is(lesson.words, "Bel eerst de huisarts."));
	}
	assert_false(tables_next(tables, cursor, &lesson_table, &(struct lesson){0}));
	store_query_close(cursor);
}

int main(void)
{
	const struct CMUnitTest judges[] = {
		cmocka_unit_test(test_seat_judge_take__names_the_first_broken_rule),
		cmocka_unit_test(test_seat_judge_take__by_kind),
		cmocka_unit_test(test_seat_judge_leave__never_the_last),
		cmocka_unit_test(test_seat_verdicts__are_all_reached),
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_seat_count__by_kind_and_account, tables_start, tables_stop),
		cmocka_unit_test_setup_teardown(
			test_table_open_agenda__by_table, tables_start, tables_stop),
		cmocka_unit_test_setup_teardown(test_table_has_open__by_state, tables_start, tables_stop),
		cmocka_unit_test_setup_teardown(
			test_table_count_failed__since_it_went_right, tables_start, tables_stop),
		cmocka_unit_test_setup_teardown(test_lesson_open__newest_first, tables_start, tables_stop),
	};
	return cmocka_run_group_tests(judges, NULL, NULL) + TABLES_RUN("tables", tests);
}
