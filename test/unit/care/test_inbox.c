/* test_inbox.c - what waits for somebody, and in which order: nothing hides what will expire.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "base/date.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/need.h"
#include "care/norm.h"
#include "care/step.h"

enum { EPISODE = 1, ANN = 200, BOB, CLINIC, NEED = 90, MOST = 40 };

static void put_item(
	struct tables *tables, int receiver, int thing, enum inbox_kind kind, int64_t at_ms)
{
	struct inbox_item item = {.region = 5,
		.receiver = judging_id(receiver),
		.thing = judging_id(thing),
		.kind = (int32_t)kind,
		.from_region = 9,
		.episode = judging_id(EPISODE),
		.at_ms = at_ms};
	tables_put(tables, &inbox_table, &item);
}

static void put_offer(struct tables *tables, int receiver, int number, int64_t expires_ms)
{
	struct handover handover = {.region = 9,
		.id = judging_id(number),
		.episode = judging_id(EPISODE),
		.need = judging_id(NEED),
		.sender = judging_id(BOB),
		.state = HANDOVER_OFFERED,
		.expires_ms = expires_ms};
	tables_put(tables, &handover_table, &handover);
	put_item(tables, receiver, number, INBOX_HANDOVER, 900);
}

static void put_all(struct tables *tables)
{
	struct need need = {.region = 9,
		.id = judging_id(NEED),
		.episode = judging_id(EPISODE),
		.domain = DOMAIN_DEBT,
		.state = NEED_OPEN,
		.bearer = judging_id(BOB)};
	struct join join = {.region = 9,
		.id = judging_id(12),
		.episode = judging_id(EPISODE),
		.account = judging_id(ANN),
		.asked_by = judging_id(BOB),
		.state = JOIN_ASKED,
		.expires_ms = 6000};
	tables_put(tables, &need_table, &need);
	tables_put(tables, &join_table, &join);
	put_item(tables, ANN, 12, INBOX_JOIN, 950);
	put_offer(tables, ANN, 10, 7000);
	put_offer(tables, CLINIC, 11, 5000);
	put_item(tables, ANN, 1, INBOX_QUESTION, 30);
	put_item(tables, ANN, 2, INBOX_LATE, 10);
	put_item(tables, CLINIC, 3, INBOX_CONFIRM, 20);
	put_item(tables, ANN, 4, INBOX_RETURNED, 20);
	put_item(tables, BOB, 5, INBOX_QUESTION, 1);
}

static void expect_order(
	struct tables *tables, struct id organisation, int64_t limit, const int *expected)
{
	struct inbox_row rows[MOST];
	struct inbox_position after = {0};
	size_t count = 0;
	do {
		TABLES_RIGHT(tables,
			inbox_list(tables->store, 5, judging_id(ANN), organisation, after, limit, rows, &count,
				&tables->error));
		for (size_t i = 0; i < count; i++, expected++)
			assert_true(id_equal(rows[i].item.thing, judging_id(*expected)));
		if (count > 0)
			after = (struct inbox_position){
				rows[count - 1].place, rows[count - 1].item.at_ms, rows[count - 1].item.thing};
	} while (count == (size_t)limit);
	assert_int_equal(*expected, 0);
}

/* Danger stands before all that expires, the oldest first, with the hour by which duty begins. */
static void test_inbox_list__danger_first_with_its_hour(void **state)
{
	struct tables *tables = *state;
	struct inbox_row rows[MOST];
	size_t count = 0;
	enum { AT_MS = 1772438400 };
	int64_t made_ms = AT_MS * INT64_C(1000);
	struct need need = {.region = 9,
		.id = judging_id(13),
		.episode = judging_id(EPISODE),
		.domain = DOMAIN_SAFETY,
		.state = NEED_IN_DANGER,
		.bearer = judging_id(ANN),
		.bearer_before = judging_id(BOB),
		.step = judging_id(14)};
	struct step step = {.region = 9,
		.id = need.step,
		.episode = need.episode,
		.need = need.id,
		.who = need.bearer,
		.kind = STEP_DUTY,
		.state = STEP_OPEN,
		.due_day = date_day_of(made_ms),
		.made_ms = made_ms};
	put_all(tables);
	tables_put(tables, &need_table, &need);
	tables_put(tables, &step_table, &step);
	put_item(tables, ANN, 13, INBOX_DANGER, 9000);
	put_item(tables, ANN, 15, INBOX_DANGER, 8000);
	expect_order(tables, id_none, 2, (const int[]){15, 13, 12, 10, 2, 4, 1, 0});
	TABLES_RIGHT(tables,
		inbox_list(tables->store, 5, judging_id(ANN), id_none, (struct inbox_position){0}, MOST,
			rows, &count, &tables->error));
	assert_int_equal(rows[0].before_ms, 0);
	assert_int_equal(rows[1].before_ms, norm_end_ms(NORM_DUTY, made_ms));
	assert_int_equal(rows[1].domain, DOMAIN_SAFETY);
	for (size_t i = 2; i < count; i++) assert_int_equal(rows[i].before_ms, 0);
}

/* What expires first, and then the oldest: of the account and its organisation, on every size of
 * page once each. */
static void test_inbox_list__what_expires_first_on_every_page(void **state)
{
	struct tables *tables = *state;
	put_all(tables);
	for (int64_t limit = 1; limit <= 9; limit++) {
		expect_order(tables, judging_id(CLINIC), limit, (const int[]){11, 12, 10, 2, 3, 4, 1, 0});
		expect_order(tables, id_none, limit, (const int[]){12, 10, 2, 4, 1, 0});
	}
}

/* An offer says of which area of life and until when; an asking until when; the rest neither. */
static void test_inbox_list__says_what_is_offered_and_until_when(void **state)
{
	struct tables *tables = *state;
	struct inbox_row rows[MOST];
	size_t count = 0;
	int64_t total = 0;
	put_all(tables);
	TABLES_RIGHT(tables,
		inbox_list(tables->store, 5, judging_id(ANN), judging_id(CLINIC),
			(struct inbox_position){0}, MOST, rows, &count, &tables->error));
	TABLES_RIGHT(tables,
		inbox_count(tables->store, 5, judging_id(ANN), judging_id(CLINIC), &total, &tables->error));
	assert_int_equal(count, 7);
	assert_int_equal(total, 7);
	assert_int_equal(rows[0].domain, DOMAIN_DEBT);
	assert_int_equal(rows[0].expires_ms, 5000);
	assert_int_equal(rows[1].domain, DOMAIN_NOT_SAID);
	assert_int_equal(rows[1].expires_ms, 6000);
	assert_int_equal(rows[3].domain, DOMAIN_NOT_SAID);
	assert_int_equal(rows[3].expires_ms, 0);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_inbox_list__danger_first_with_its_hour),
		ON_TABLES(test_inbox_list__what_expires_first_on_every_page),
		ON_TABLES(test_inbox_list__says_what_is_offered_and_until_when),
	};
	return TABLES_RUN("inbox", tests);
}
