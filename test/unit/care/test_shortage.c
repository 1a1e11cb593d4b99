/* test_shortage.c - what a table may do with a shortage, what the clock makes of it, and what lies
 * on an agenda.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "../store/tables.h"
#include "base/date.h"
#include "care/handover.h"
#include "care/shortage.h"
#include "care/table.h"

enum { TODAY = 20514 };

static bool reached[SHORTAGE_VERDICT_COUNT];

struct facts {
	struct shortage shortage;
	struct shortage_decision decision;
	bool service_known;
	int64_t now_ms;
};

static struct facts right_facts(int state)
{
	return (struct facts){.shortage = {.region = 5,
							  .state = state,
							  .level = TABLE_AT_REGION,
							  .expires_ms = date_day_start(TODAY)},
		.decision = {true, true, true, TODAY + 30},
		.service_known = true,
		.now_ms = date_day_start(TODAY)};
}

static int judge_put(const void *at)
{
	const struct facts *facts = at;
	return (int)shortage_judge_put(&facts->shortage, facts->service_known);
}

static int judge_raise(const void *at)
{
	return (int)shortage_judge_raise(&((const struct facts *)at)->shortage);
}

static int judge_decide(const void *at)
{
	const struct facts *facts = at;
	return (int)shortage_judge_decide(&facts->shortage, &facts->decision, TODAY);
}

static int judge_close(const void *at)
{
	return (int)shortage_judge_close(&((const struct facts *)at)->shortage);
}

static int judge_late(const void *at)
{
	const struct facts *facts = at;
	return (int)shortage_judge_late(&facts->shortage, facts->now_ms);
}

#define BREAKS(name, change)           \
	static void break_##name(void *at) \
	{                                  \
		struct facts *facts = at;      \
		change;                        \
	}
BREAKS(service, facts->service_known = false)
BREAKS(first, facts->shortage.state = SHORTAGE_OPEN)
BREAKS(state, facts->shortage.state = SHORTAGE_CLOSED)
BREAKS(level, facts->shortage.level = TABLE_AT_NATION)
BREAKS(seats, facts->decision.relatives_seated = false)
BREAKS(organisation, facts->decision.organisation_known = false)
BREAKS(term, facts->decision.term_day = TODAY)
BREAKS(time, facts->now_ms--)

static void show(const char *what, const struct judging_rule *rules, size_t count,
	struct facts right, int (*judge)(const void *))
{
	judging_show(&(struct judging){what, rules, count, &right, sizeof(right), judge, reached});
}
#define SHOW(what, rules, right, judge) \
	show(what, rules, sizeof(rules) / sizeof((rules)[0]), right, judge)

static void test_shortage_judges__name_the_first_broken_rule(void **state)
{
	static const struct judging_rule puts[] = {
		{break_service, SHORTAGE_SERVICE_UNKNOWN}, {break_first, SHORTAGE_ALREADY}};
	static const struct judging_rule raises[] = {
		{break_state, SHORTAGE_NOT_NOW}, {break_level, SHORTAGE_AT_THE_TOP}};
	static const struct judging_rule decides[] = {{break_state, SHORTAGE_NOT_NOW},
		{break_seats, SHORTAGE_SEATS_EMPTY}, {break_organisation, SHORTAGE_ORGANISATION_UNKNOWN},
		{break_term, SHORTAGE_TERM_OUT_OF_RANGE}};
	static const struct judging_rule closes[] = {{break_state, SHORTAGE_NOT_NOW}};
	static const struct judging_rule lates[] = {
		{break_state, SHORTAGE_NOT_NOW}, {break_time, SHORTAGE_NOT_DUE}};
	(void)state;
	SHOW("put", puts, right_facts(SHORTAGE_NONE), judge_put);
	SHOW("raise", raises, right_facts(SHORTAGE_OPEN), judge_raise);
	SHOW("decide", decides, right_facts(SHORTAGE_BREACHED), judge_decide);
	SHOW("close", closes, right_facts(SHORTAGE_DECIDED), judge_close);
	SHOW("late", lates, right_facts(SHORTAGE_OPEN), judge_late);
}

static void test_shortage_judge_decide__needs_both_seats_and_a_day_in_range(void **state)
{
	struct facts facts = right_facts(SHORTAGE_OPEN);
	(void)state;
	facts.decision.clients_seated = false;
	assert_int_equal(judge_decide(&facts), SHORTAGE_SEATS_EMPTY);
	facts.decision.clients_seated = true;
	facts.decision.term_day = TODAY + SHORTAGE_MAX_TERM_DAYS;
	assert_int_equal(judge_decide(&facts), SHORTAGE_OK);
	facts.decision.term_day++;
	assert_int_equal(judge_decide(&facts), SHORTAGE_TERM_OUT_OF_RANGE);
}

/* Every verdict is one of these judges', but that there is no such item: test/property. */
static void test_shortage_verdicts__are_all_reached(void **state)
{
	static const int others[] = {SHORTAGE_UNKNOWN};
	(void)state;
	judging_list_is_whole(&shortage_verdicts);
	judging_all_reached(&shortage_verdicts, reached, others, 1);
}

/* From which states each event can happen, and where it leads. */
static const struct {
	enum shortage_event event;
	const char *from; /* a letter for each state: y or n */
	enum shortage_state to;
	bool rises;
} expected[] = {
	{SHORTAGE_PUT, "ynnny", SHORTAGE_OPEN, false},
	{SHORTAGE_RISE, "nynnn", SHORTAGE_OPEN, true},
	{SHORTAGE_DECIDE, "nynyn", SHORTAGE_DECIDED, false},
	{SHORTAGE_BREACH, "nnyyn", SHORTAGE_BREACHED, true},
	{SHORTAGE_CLOSE, "nyyyn", SHORTAGE_CLOSED, false},
};

static void test_shortage_move__only_what_can_happen(void **state)
{
	(void)state;
	assert_int_equal(sizeof(expected) / sizeof(expected[0]), SHORTAGE_EVENT_COUNT);
	for (size_t i = 0; i < SHORTAGE_EVENT_COUNT; i++)
		for (int from = 0; from < SHORTAGE_STATE_COUNT; from++) {
			struct shortage shortage = {
				.region = 5, .state = from, .level = TABLE_AT_REGION, .late = true};
			bool can = expected[i].from[from] == 'y';
			assert_int_equal(shortage_can(&shortage, expected[i].event), can);
			if (!can) {
				assert_raises(shortage_move(&shortage, expected[i].event));
				continue;
			}
			shortage_move(&shortage, expected[i].event);
			assert_int_equal(shortage.state, expected[i].to);
			assert_int_equal(shortage_shard(&shortage), expected[i].rises ? 0 : 5);
			bool anew = expected[i].event == SHORTAGE_PUT || expected[i].event == SHORTAGE_DECIDE;
			assert_int_equal(shortage.late, !anew);
		}
}

/* What is not looked at goes up; what is not done is breached. Bound is who is obliged. */
static void test_shortage_late_event__by_state(void **state)
{
	(void)state;
	for (int at = SHORTAGE_OPEN; at <= SHORTAGE_CLOSED; at++) {
		struct shortage shortage = {.state = at};
		bool bound = at == SHORTAGE_DECIDED || at == SHORTAGE_BREACHED;
		assert_int_equal(shortage_is_binding(&shortage), bound);
		assert_int_equal(shortage_is_open(&shortage), at != SHORTAGE_CLOSED);
		if (at == SHORTAGE_CLOSED) continue;
		enum shortage_event event = shortage_late_event(&shortage);
		assert_int_equal(event, bound ? SHORTAGE_BREACH : SHORTAGE_RISE);
	}
	assert_string_equal(codes_name(&shortage_state_codes, SHORTAGE_BREACHED), "breached");
}

/* One item for a service and a region. */
static void test_shortage_id__follows_from_region_and_service(void **state)
{
	struct id id = shortage_id(5, judging_id(1));
	(void)state;
	assert_false(id_is_none(id));
	assert_true(id_equal(id, shortage_id(5, judging_id(1))));
	assert_false(id_equal(id, shortage_id(6, judging_id(1))));
	assert_false(id_equal(id, shortage_id(5, judging_id(2))));
}

static void put_shortage(struct tables *tables, int number, int region, enum shortage_state at,
	enum table_level level, int64_t expires_ms)
{
	struct shortage shortage = {.region = region,
		.id = judging_id(number),
		.service = judging_id(number + 100),
		.state = (int32_t)at,
		.level = (int32_t)level,
		.waiting = number,
		.since_ms = 1,
		.expires_ms = expires_ms,
		.ended_ms = at == SHORTAGE_CLOSED ? 9 : 0};
	tables_put(tables, &shortage_table, &shortage);
}

static void expect_agenda(struct tables *tables, int32_t shard, const int *numbers, size_t count)
{
	struct store_cursor *cursor = NULL;
	TABLES_RIGHT(tables, shortage_open_agenda(tables->store, shard, 9, &cursor, &tables->error));
	for (size_t i = 0; i < count; i++) {
		struct shortage shortage;
		assert_true(tables_next(tables, cursor, &shortage_table, &shortage));
		assert_int_equal(shortage.waiting, numbers[i]);
	}
	assert_false(tables_next(tables, cursor, &shortage_table, &(struct shortage){0}));
	store_query_close(cursor);
}

/* A region sees what went up from it; the nation sees only that, from everywhere. */
static void test_shortage_open_agenda__by_table(void **state)
{
	struct tables *tables = *state;
	put_shortage(tables, 1, 5, SHORTAGE_OPEN, TABLE_AT_REGION, 3000);
	put_shortage(tables, 2, 5, SHORTAGE_BREACHED, TABLE_AT_NATION, 2000);
	put_shortage(tables, 3, 5, SHORTAGE_CLOSED, TABLE_AT_REGION, 0);
	put_shortage(tables, 4, 6, SHORTAGE_OPEN, TABLE_AT_NATION, 1000);
	expect_agenda(tables, 5, (const int[]){2, 1}, 2);
	expect_agenda(tables, 0, (const int[]){4, 2}, 2);
	expect_agenda(tables, 7, NULL, 0);
}

static void put_offer(struct tables *tables, int number, int region, enum handover_state at,
	int service, int64_t expires_ms)
{
	struct handover handover = {.region = region,
		.episode = judging_id(1),
		.id = judging_id(number),
		.sender = judging_id(2),
		.to_service = judging_id(service),
		.state = (int32_t)at,
		.expires_ms = expires_ms};
	tables_put(tables, &handover_table, &handover);
}

static void test_shortage_count_unanswered__of_service_and_region(void **state)
{
	struct tables *tables = *state;
	int64_t count = -1;
	put_offer(tables, 11, 5, HANDOVER_EXPIRED, 50, 100);
	put_offer(tables, 12, 5, HANDOVER_EXPIRED, 50, 200);
	put_offer(tables, 13, 5, HANDOVER_DECLINED, 50, 200);
	put_offer(tables, 14, 5, HANDOVER_EXPIRED, 51, 200);
	put_offer(tables, 15, 6, HANDOVER_EXPIRED, 50, 200);
	TABLES_RIGHT(tables,
		shortage_count_unanswered(tables->store, 5, judging_id(50), 0, &count, &tables->error));
	assert_int_equal(count, 2);
	TABLES_RIGHT(tables,
		shortage_count_unanswered(tables->store, 5, judging_id(50), 100, &count, &tables->error));
	assert_int_equal(count, 1);
}

int main(void)
{
	const struct CMUnitTest judges[] = {
		cmocka_unit_test(test_shortage_judges__name_the_first_broken_rule),
		cmocka_unit_test(test_shortage_judge_decide__needs_both_seats_and_a_day_in_range),
		cmocka_unit_test(test_shortage_verdicts__are_all_reached),
		cmocka_unit_test(test_shortage_move__only_what_can_happen),
		cmocka_unit_test(test_shortage_late_event__by_state),
		cmocka_unit_test(test_shortage_id__follows_from_region_and_service),
	};
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_shortage_open_agenda__by_table, tables_start, tables_stop),
		cmocka_unit_test_setup_teardown(
			test_shortage_count_unanswered__of_service_and_region, tables_start, tables_stop),
	};
	return cmocka_run_group_tests(judges, NULL, NULL) + TABLES_RUN("tables", tests);
}
