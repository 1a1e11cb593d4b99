/* test_table.c - what a table may do with a case, what can happen to it, and what the clock makes
 * of it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "base/date.h"
#include "care/table.h"

enum { PERSON = 1, MEMBER, BESIDE, OBLIGED, OTHER, BEARER };
enum { TODAY = 20514 };

static bool reached[TABLE_VERDICT_COUNT];

struct facts {
	struct table_case table_case;
	struct need need;
	struct care_actor actor;
	struct table_bringing bringing;
	struct table_decision decision;
	struct table_naming naming;
	struct table_closing closing;
	int64_t now_ms;
};

static struct facts right_facts(int actor, int state)
{
	return (struct facts){.table_case = {.region = 5,
							  .state = state,
							  .level = TABLE_AT_REGION,
							  .beside = judging_id(BESIDE),
							  .organisation = judging_id(OBLIGED),
							  .expires_ms = date_day_start(TODAY)},
		.need = {.state = NEED_OPEN, .bearer = judging_id(BEARER)},
		.actor = {.account = judging_id(actor), .kind = MEMBER_PROFESSIONAL},
		.bringing = {.person_agrees = true,
			.named = true,
			.beside = judging_id(BESIDE),
			.beside_is_member = true},
		.decision = {.clients_seated = true,
			.relatives_seated = true,
			.service_known = true,
			.term_day = TODAY + 7},
		.naming = {.account = judging_id(OTHER),
			.person_agrees = true,
			.known = true,
			.kind = MEMBER_PROFESSIONAL,
			.organisation = judging_id(OBLIGED)},
		.closing = {.done = true, .clients_seated = true, .relatives_seated = true},
		.now_ms = date_day_start(TODAY)};
}

static int judge_bring(const void *at)
{
	const struct facts *facts = at;
	return (int)table_judge_bring(
		&facts->need, &facts->actor, judging_id(PERSON), &facts->bringing);
}

static int judge_attend(const void *at)
{
	const struct facts *facts = at;
	return (int)table_judge_attend(
		&facts->table_case, &facts->actor, judging_id(PERSON), &facts->bringing);
}

static int judge_object(const void *at)
{
	const struct facts *facts = at;
	return (int)table_judge_object(&facts->table_case, &facts->actor, judging_id(PERSON));
}

static int judge_raise(const void *at)
{
	return (int)table_judge_raise(&((const struct facts *)at)->table_case);
}

static int judge_decide(const void *at)
{
	const struct facts *facts = at;
	return (int)table_judge_decide(&facts->table_case, &facts->need, &facts->decision, TODAY);
}

static int judge_name(const void *at)
{
	const struct facts *facts = at;
	return (int)table_judge_name(
		&facts->table_case, &facts->need, &facts->actor, judging_id(PERSON), &facts->naming);
}

static int judge_close(const void *at)
{
	const struct facts *facts = at;
	return (int)table_judge_close(&facts->table_case, &facts->closing);
}

static int judge_late(const void *at)
{
	const struct facts *facts = at;
	return (int)table_judge_late(&facts->table_case, facts->now_ms);
}

static void show(const char *what, const struct judging_rule *rules, size_t count,
	struct facts right, int (*judge)(const void *))
{
	judging_show(&(struct judging){what, rules, count, &right, sizeof(right), judge, reached});
}
#define SHOW(what, rules, right, judge) \
	show(what, rules, sizeof(rules) / sizeof((rules)[0]), right, judge)

#define BREAKS(name, change)           \
	static void break_##name(void *at) \
	{                                  \
		struct facts *facts = at;      \
		change;                        \
	}
BREAKS(need, facts->need.state = NEED_CLOSED)
BREAKS(danger, facts->need.state = NEED_IN_DANGER)
BREAKS(first, facts->bringing.already = true)
BREAKS(yes, facts->bringing.person_agrees = facts->naming.person_agrees = false)
BREAKS(member, facts->bringing.beside_is_member = false; facts->bringing.beside = judging_id(OTHER))
BREAKS(beside, facts->actor.account = judging_id(OTHER))
BREAKS(state, facts->table_case.state = TABLE_CLOSED)
BREAKS(level, facts->table_case.level = TABLE_AT_NATION)
BREAKS(seats, facts->decision.clients_seated = false)
BREAKS(service, facts->decision.service_known = false)
BREAKS(term, facts->decision.term_day = TODAY)
BREAKS(no_offer, facts->need.open_handover = judging_id(OTHER))
BREAKS(others, facts->naming.account = facts->need.bearer)
BREAKS(theirs, facts->naming.organisation = judging_id(OTHER))
BREAKS(done, facts->closing.done = false)
BREAKS(unsafe, facts->closing.unsafe = true)
BREAKS(not_done_nor_seated, facts->closing.done = facts->closing.clients_seated = false)
BREAKS(time, facts->now_ms--)

/* Bringing asks for no yes; saying who it is does. */
static void test_table_judge_bring__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_need, TABLE_NEED_CLOSED},
		{break_first, TABLE_ALREADY},
		{break_yes, TABLE_WHO_WITHOUT_YES},
		{break_member, TABLE_BESIDE_NOT_MEMBER},
	};
	struct facts facts = right_facts(MEMBER, TABLE_NONE);
	(void)state;
	SHOW("bring", rules, facts, judge_bring);
	facts.bringing = (struct table_bringing){.person_agrees = false};
	assert_int_equal(judge_bring(&facts), TABLE_OK);
	facts.bringing.named = true;
	assert_int_equal(judge_bring(&facts), TABLE_WHO_WITHOUT_YES);
	facts.actor.account = judging_id(PERSON);
	assert_int_equal(judge_bring(&facts), TABLE_OK);
}

/* Coming is for the person, and who stands beside them. */
static void test_table_judge_attend__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_beside, TABLE_NOT_BESIDE},
		{break_state, TABLE_NOT_NOW},
		{break_yes, TABLE_WHO_WITHOUT_YES},
		{break_member, TABLE_BESIDE_NOT_MEMBER},
	};
	struct facts facts = right_facts(BESIDE, TABLE_BROUGHT);
	(void)state;
	SHOW("attend", rules, facts, judge_attend);
	/* What the person said before stands without a yes again. */
	break_yes(&facts);
	facts.table_case.named = true;
	assert_int_equal(judge_attend(&facts), TABLE_OK);
	facts.bringing.beside = id_none;
	assert_int_equal(judge_attend(&facts), TABLE_WHO_WITHOUT_YES);
	facts.actor.account = judging_id(PERSON);
	assert_int_equal(judge_attend(&facts), TABLE_OK);
}

static void test_table_judge_object__is_for_whom_it_is_about(void **state)
{
	static const struct judging_rule rules[] = {
		{break_beside, TABLE_NOT_BESIDE},
		{break_state, TABLE_NOT_NOW},
	};
	(void)state;
	SHOW("object", rules, right_facts(PERSON, TABLE_BROUGHT), judge_object);
	SHOW("object", rules, right_facts(BESIDE, TABLE_DECIDED), judge_object);
}

static void test_table_judge_raise__until_the_nation(void **state)
{
	static const struct judging_rule rules[] = {
		{break_state, TABLE_NOT_NOW},
		{break_level, TABLE_AT_THE_TOP},
	};
	(void)state;
	SHOW("raise", rules, right_facts(OTHER, TABLE_BROUGHT), judge_raise);
}

/* A decision says who, and until when; clients and relatives sit at the table that takes it. */
static void test_table_judge_decide__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_state, TABLE_NOT_NOW},
		{break_need, TABLE_NEED_CLOSED},
		{break_seats, TABLE_SEATS_EMPTY},
		{break_service, TABLE_SERVICE_UNKNOWN},
		{break_term, TABLE_TERM_OUT_OF_RANGE},
	};
	struct facts facts = right_facts(OTHER, TABLE_BROUGHT);
	(void)state;
	SHOW("decide", rules, facts, judge_decide);
	facts.decision.relatives_seated = false;
	assert_int_equal(judge_decide(&facts), TABLE_SEATS_EMPTY);
	facts.decision.relatives_seated = true;
	facts.decision.term_day = TODAY + TABLE_MAX_TERM_DAYS;
	assert_int_equal(judge_decide(&facts), TABLE_OK);
	facts.decision.term_day++;
	assert_int_equal(judge_decide(&facts), TABLE_TERM_OUT_OF_RANGE);
}

/* The decision binds an organisation; the person still says yes to somebody. */
static void test_table_judge_name__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, TABLE_WITHOUT_YES},
		{break_state, TABLE_NOT_NOW},
		{break_need, TABLE_NEED_CLOSED},
		{break_danger, TABLE_IN_DANGER},
		{break_no_offer, TABLE_OFFERED},
		{break_others, TABLE_BEARS},
		{break_theirs, TABLE_NOT_THEIRS},
	};
	struct facts facts = right_facts(OTHER, TABLE_DECIDED);
	(void)state;
	SHOW("name", rules, facts, judge_name);
	facts.naming.kind = MEMBER_VOLUNTEER;
	assert_int_equal(judge_name(&facts), TABLE_NOT_THEIRS);
	facts = right_facts(OTHER, TABLE_BREACHED);
	facts.naming.known = false;
	assert_int_equal(judge_name(&facts), TABLE_NOT_THEIRS);
}

/* A decision does not go away by closing the case, nor does danger. */
static void test_table_judge_close__only_what_is_done(void **state)
{
	static const struct judging_rule rules[] = {
		{break_state, TABLE_NOT_NOW},
		{break_unsafe, TABLE_STILL_UNSAFE},
		{break_done, TABLE_NOT_DONE},
	};
	(void)state;
	SHOW("close", rules, right_facts(OTHER, TABLE_NAMED), judge_close);
	for (int at = TABLE_BROUGHT; at <= TABLE_SETTLED; at++) {
		struct facts facts = right_facts(OTHER, at);
		facts.closing.done = false;
		bool free = at == TABLE_BROUGHT || at == TABLE_SETTLED;
		assert_int_equal(judge_close(&facts), free ? TABLE_OK : TABLE_NOT_DONE);
		facts.closing.unsafe = true;
		assert_int_equal(judge_close(&facts), at == TABLE_SETTLED ? TABLE_OK : TABLE_STILL_UNSAFE);
	}
}

/* What waits is sent away by a table at which clients and relatives sit; what is done by any. */
static void test_table_judge_close__undecided_with_clients_and_relatives(void **state)
{
	static const struct judging_rule rules[] = {
		{break_state, TABLE_NOT_NOW},
		{break_unsafe, TABLE_STILL_UNSAFE},
		{break_not_done_nor_seated, TABLE_SEATS_EMPTY},
	};
	struct facts facts = right_facts(OTHER, TABLE_BROUGHT);
	(void)state;
	SHOW("close", rules, facts, judge_close);
	facts.closing = (struct table_closing){.clients_seated = true};
	assert_int_equal(judge_close(&facts), TABLE_SEATS_EMPTY);
	facts.closing = (struct table_closing){.done = true};
	assert_int_equal(judge_close(&facts), TABLE_OK);
}

/* In danger, and what had to be done is late: not before, and not when it is another need's. */
static void test_table_is_unsafe__in_danger_and_late(void **state)
{
	struct need need = {.state = NEED_IN_DANGER};
	struct step step = {.state = STEP_OPEN, .late = STEP_LATE};
	(void)state;
	assert_true(table_is_unsafe(&need, &step));
	assert_false(table_is_unsafe(&need, NULL));
	step.late = STEP_IN_TIME;
	assert_false(table_is_unsafe(&need, &step));
	step = (struct step){.state = STEP_DONE, .late = STEP_LATE_LONG};
	assert_false(table_is_unsafe(&need, &step));
	step.state = STEP_OPEN;
	assert_true(table_is_unsafe(&need, &step));
	need.state = NEED_OPEN;
	assert_false(table_is_unsafe(&need, &step));
}

/* A promise has its time to the end of its last day, and none while somebody is left in danger. */
static void test_table_has_time__until_its_last_day(void **state)
{
	(void)state;
	for (int at = TABLE_BROUGHT; at <= TABLE_OBJECTED; at++) {
		struct table_case table_case = {.state = at, .term_day = TODAY};
		bool promised = at == TABLE_DECIDED || at == TABLE_NAMED;
		assert_int_equal(table_has_time(&table_case, false, TODAY), promised);
		assert_false(table_has_time(&table_case, false, TODAY + 1));
		assert_false(table_has_time(&table_case, true, TODAY));
	}
}

/* What was not looked at goes up; what was not done is breached, and goes up; what is done, is. */
static void test_table_judge_late__to_the_millisecond(void **state)
{
	static const struct judging_rule rules[] = {
		{break_state, TABLE_NOT_NOW},
		{break_time, TABLE_NOT_DUE},
	};
	(void)state;
	SHOW("late", rules, right_facts(OTHER, TABLE_BROUGHT), judge_late);
	for (int at = TABLE_BROUGHT; at <= TABLE_BREACHED; at++) {
		struct table_case table_case = {.region = 5, .state = at, .level = TABLE_AT_REGION};
		assert_int_equal(table_shard(&table_case), 5);
		assert_int_equal(table_late_event(&table_case, true), TABLE_SETTLE);
		enum table_event event = table_late_event(&table_case, false);
		assert_int_equal(event, at == TABLE_BROUGHT ? TABLE_RISE : TABLE_BREACH);
		assert_true(table_move(&table_case, event)->watched);
		assert_int_equal(table_case.level, TABLE_AT_NATION);
		assert_int_equal(table_shard(&table_case), 0);
	}
}

static void test_table_is_obliged__while_a_decision_stands(void **state)
{
	struct care_actor theirs = {judging_id(OTHER), MEMBER_PROFESSIONAL, judging_id(OBLIGED)};
	struct care_actor others = {judging_id(OTHER), MEMBER_PROFESSIONAL, judging_id(OTHER)};
	(void)state;
	for (int at = 0; at < TABLE_STATE_COUNT; at++) {
		struct facts facts = right_facts(OTHER, at);
		bool stands = at == TABLE_DECIDED || at == TABLE_NAMED || at == TABLE_BREACHED;
		assert_int_equal(table_is_obliged(&facts.table_case, &theirs), stands);
		assert_false(table_is_obliged(&facts.table_case, &others));
		assert_int_equal(table_is_open(&facts.table_case), stands || at == TABLE_BROUGHT);
	}
}

static void test_table_origin_of__who_brought_it(void **state)
{
	struct care_actor actor = {judging_id(PERSON), MEMBER_PERSON, id_none};
	(void)state;
	assert_int_equal(table_origin_of(&actor, judging_id(PERSON)), TABLE_BY_PERSON);
	actor.account = judging_id(MEMBER);
	actor.kind = MEMBER_PROFESSIONAL;
	assert_int_equal(table_origin_of(&actor, judging_id(PERSON)), TABLE_BY_PROFESSIONAL);
	for (int kind = MEMBER_RELATIVE; kind <= MEMBER_VOLUNTEER; kind++) {
		actor.kind = kind;
		assert_int_equal(table_origin_of(&actor, judging_id(PERSON)), TABLE_BY_BESIDE);
	}
}

/* One id for one need, cause and key. */
static void test_table_item_id__follows_from_what_it_is_about(void **state)
{
	struct need need = {.id = judging_id(PERSON)}, other = {.id = judging_id(OTHER)};
	struct id key = judging_id(MEMBER);
	struct id id = table_item_id(&need, TABLE_OFFERS, key);
	(void)state;
	assert_false(id_is_none(id));
	assert_true(id_equal(id, table_item_id(&need, TABLE_OFFERS, key)));
	assert_false(id_equal(id, table_item_id(&need, TABLE_DANGER, key)));
	assert_false(id_equal(id, table_item_id(&other, TABLE_OFFERS, key)));
	assert_false(id_equal(id, table_item_id(&need, TABLE_OFFERS, judging_id(OTHER))));
	assert_raises(table_item_id(&need, TABLE_NO_CAUSE, key));
	assert_raises(table_item_id(&need, TABLE_CAUSE_COUNT, key));
}

/* Somebody took over what was stuck; what was not safe is. A decision stands on its own. */
static void test_table_cause_is_gone__until_it_is_decided(void **state)
{
	struct need open = {.state = NEED_OPEN}, danger = {.state = NEED_IN_DANGER};
	(void)state;
	for (int at = TABLE_BROUGHT; at < TABLE_STATE_COUNT; at++) {
		struct table_case stuck = {.state = at, .cause = TABLE_OFFERS};
		struct table_case unsafe = {.state = at, .cause = TABLE_DANGER};
		struct table_case brought = {.state = at};
		bool waits = at == TABLE_BROUGHT;
		assert_int_equal(table_cause_is_gone(&stuck, &open, true), waits);
		assert_false(table_cause_is_gone(&stuck, &open, false));
		assert_int_equal(table_cause_is_gone(&unsafe, &open, false), waits);
		assert_false(table_cause_is_gone(&unsafe, &danger, true));
		assert_false(table_cause_is_gone(&brought, &open, true));
	}
}

/* Every verdict is one of these judges', but that there is no such case: test/property. */
static void test_table_verdicts__are_all_reached(void **state)
{
	static const int others[] = {TABLE_UNKNOWN};
	(void)state;
	judging_list_is_whole(&table_verdicts);
	judging_all_reached(&table_verdicts, reached, others, 1);
}

/* From which states each event can happen, and where it leads; [TABLE_EVENT_COUNT] bits. */
static const struct {
	enum table_event event;
	unsigned from; /* bits of states */
	enum table_state to;
	bool watched, obliges, rises;
} expected[] = {
	{TABLE_BRING, 1u << TABLE_NONE, TABLE_BROUGHT, true, false, false},
	{TABLE_RISE, 1u << TABLE_BROUGHT, TABLE_BROUGHT, true, false, true},
	{TABLE_DECIDE, 1u << TABLE_BROUGHT | 1u << TABLE_BREACHED, TABLE_DECIDED, true, true, false},
	{TABLE_NAME, 1u << TABLE_DECIDED | 1u << TABLE_NAMED | 1u << TABLE_BREACHED, TABLE_NAMED, true,
		true, false},
	{TABLE_BREACH, 1u << TABLE_DECIDED | 1u << TABLE_NAMED | 1u << TABLE_BREACHED, TABLE_BREACHED,
		true, true, true},
	{TABLE_SETTLE,
		1u << TABLE_BROUGHT | 1u << TABLE_DECIDED | 1u << TABLE_NAMED | 1u << TABLE_BREACHED,
		TABLE_SETTLED, false, false, false},
	{TABLE_CLOSE,
		1u << TABLE_BROUGHT | 1u << TABLE_DECIDED | 1u << TABLE_NAMED | 1u << TABLE_BREACHED |
			1u << TABLE_SETTLED,
		TABLE_CLOSED, false, false, false},
	{TABLE_OBJECT,
		1u << TABLE_BROUGHT | 1u << TABLE_DECIDED | 1u << TABLE_NAMED | 1u << TABLE_BREACHED,
		TABLE_OBJECTED, false, false, false},
};

static void move(size_t at, int from)
{
	struct table_case table_case = {.state = from, .level = TABLE_AT_REGION, .late = true};
	enum table_event event = expected[at].event;
	if ((expected[at].from >> from & 1u) == 0) {
		assert_null(table_move_find(event, (enum table_state)from));
		assert_raises(table_move(&table_case, event));
		assert_int_equal(table_case.state, from);
		return;
	}
	const struct table_move *made = table_move(&table_case, event);
	assert_int_equal(table_case.state, expected[at].to);
	assert_int_equal(made->watched, expected[at].watched);
	assert_int_equal(made->obliges, expected[at].obliges);
	assert_int_equal(made->rises, expected[at].rises);
	assert_int_equal(table_is_open(&table_case), expected[at].watched);
	assert_int_equal(table_case.level, expected[at].rises ? TABLE_AT_NATION : TABLE_AT_REGION);
	assert_int_equal(table_case.late, event != TABLE_DECIDE);
}

/* Every event in every state; what cannot happen raises. */
static void test_table_move__only_what_can_happen(void **state)
{
	(void)state;
	assert_int_equal(sizeof(expected) / sizeof(expected[0]), TABLE_EVENT_COUNT);
	for (size_t at = 0; at < TABLE_EVENT_COUNT; at++)
		for (int from = 0; from < TABLE_STATE_COUNT; from++) move(at, from);
	assert_string_equal(codes_name(&table_state_codes, TABLE_OBJECTED), "objected");
	assert_string_equal(codes_name(&table_level_codes, TABLE_AT_NATION), "nation");
	assert_string_equal(codes_name(&table_why_codes, TABLE_ASKED), "asked");
	assert_string_equal(codes_name(&table_origin_codes, TABLE_BY_PROFESSIONAL), "professional");
	assert_string_equal(codes_name(&table_origin_codes, TABLE_BY_CLOCK), "clock");
	assert_string_equal(codes_name(&table_cause_codes, TABLE_DANGER), "danger");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table_judge_bring__names_the_first_broken_rule),
		cmocka_unit_test(test_table_judge_attend__names_the_first_broken_rule),
		cmocka_unit_test(test_table_judge_object__is_for_whom_it_is_about),
		cmocka_unit_test(test_table_judge_raise__until_the_nation),
		cmocka_unit_test(test_table_judge_decide__names_the_first_broken_rule),
		cmocka_unit_test(test_table_judge_name__names_the_first_broken_rule),
		cmocka_unit_test(test_table_judge_close__only_what_is_done),
		cmocka_unit_test(test_table_judge_close__undecided_with_clients_and_relatives),
		cmocka_unit_test(test_table_is_unsafe__in_danger_and_late),
		cmocka_unit_test(test_table_has_time__until_its_last_day),
		cmocka_unit_test(test_table_judge_late__to_the_millisecond),
		cmocka_unit_test(test_table_is_obliged__while_a_decision_stands),
		cmocka_unit_test(test_table_origin_of__who_brought_it),
		cmocka_unit_test(test_table_item_id__follows_from_what_it_is_about),
		cmocka_unit_test(test_table_cause_is_gone__until_it_is_decided),
		cmocka_unit_test(test_table_verdicts__are_all_reached),
		cmocka_unit_test(test_table_move__only_what_can_happen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
