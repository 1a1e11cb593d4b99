/* test_consult.c - advice without taking over: who may ask, answer and end it, and what can happen.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "base/date.h"
#include "care/consult.h"

enum { PERSON = 1, ASKER, ASKED, STRANGER, MANAGER, SERVICE, CLINIC };
enum { TODAY = 20514 };

static bool reached[CONSULT_VERDICT_COUNT];

struct facts {
	struct episode episode;
	struct need need;
	struct consult consult;
	struct consult_asking asking;
	struct consult_receiver receiver;
	struct care_actor actor;
	struct id organisation; /* of the service */
	bool person_agrees;
	int64_t now_ms;
};

static struct facts right_facts(int actor)
{
	return (struct facts){
		.episode = {.person = judging_id(PERSON), .care_manager = judging_id(MANAGER)},
		.need = {.state = NEED_OPEN},
		.consult = {.asked_by = judging_id(ASKER),
			.to_account = judging_id(ASKED),
			.state = CONSULT_ASKED,
			.asked_ms = 10,
			.expires_ms = 1000},
		.asking = {.person_agrees = true, .named = true, .to_account = judging_id(ASKED)},
		.receiver = {.known = true, .kind = MEMBER_PROFESSIONAL},
		.actor = {.account = judging_id(actor), .kind = MEMBER_PROFESSIONAL},
		.organisation = judging_id(CLINIC),
		.person_agrees = true,
		.now_ms = 500};
}

static int judge_ask(const void *at)
{
	const struct facts *facts = at;
	return (int)consult_judge_ask(
		&facts->episode, &facts->need, &facts->actor, &facts->asking, &facts->receiver, TODAY);
}

static int judge_answer(const void *at)
{
	const struct facts *facts = at;
	return (int)consult_judge_answer(
		&facts->consult, &facts->actor, facts->organisation, facts->now_ms);
}

static int judge_withdraw(const void *at)
{
	const struct facts *facts = at;
	return (int)consult_judge_withdraw(&facts->consult, &facts->actor, &facts->episode);
}

static int judge_close(const void *at)
{
	const struct facts *facts = at;
	return (int)consult_judge_close(&facts->consult, &facts->actor, &facts->episode);
}

static int judge_turn(const void *at)
{
	const struct facts *facts = at;
	return (int)consult_judge_turn(
		&facts->consult, &facts->actor, &facts->episode, facts->person_agrees);
}

static int judge_expire(const void *at)
{
	const struct facts *facts = at;
	return (int)consult_judge_expire(&facts->consult, facts->now_ms);
}

static void show(const char *what, const struct judging_rule *rules, size_t count,
	struct facts right, int (*judge)(const void *))
{
	judging_show(&(struct judging){what, rules, count, &right, sizeof(right), judge, reached});
}
#define SHOW(what, rules, right, judge) \
	show(what, rules, sizeof(rules) / sizeof((rules)[0]), right, judge)

static void break_yes(void *at)
{
	((struct facts *)at)->asking.person_agrees = false;
	((struct facts *)at)->person_agrees = false;
}

static void break_kind(void *at)
{
	break_yes(at);
	((struct facts *)at)->actor.kind = MEMBER_RELATIVE;
}

static void break_need(void *at)
{
	((struct facts *)at)->need.state = NEED_CLOSED;
}

static void break_one_receiver(void *at)
{
	((struct facts *)at)->asking.to_service = judging_id(SERVICE);
}

static void break_known(void *at)
{
	((struct facts *)at)->receiver.known = false;
}

static void break_live(void *at)
{
	((struct facts *)at)->receiver.ended = true;
}

static void break_receiver_kind(void *at)
{
	((struct facts *)at)->receiver.kind = MEMBER_VOLUNTEER;
}

static void break_few(void *at)
{
	((struct facts *)at)->asking.open = CONSULT_MAX_OPEN;
}

static void break_other(void *at)
{
	((struct facts *)at)->asking.to_account = ((struct facts *)at)->actor.account;
}

static void break_day(void *at)
{
	((struct facts *)at)->asking.answer_by_day = TODAY + CONSULT_MAX_DAYS + 1;
}

static void break_actor(void *at)
{
	((struct facts *)at)->actor.account = judging_id(STRANGER);
}

static void break_open(void *at)
{
	((struct facts *)at)->consult.state = CONSULT_WITHDRAWN;
}

static void break_in_time(void *at)
{
	((struct facts *)at)->now_ms = 1000;
}

static void break_over_time(void *at)
{
	((struct facts *)at)->now_ms = 999;
}

/* A professional asks by themself; anybody else, and with the name, with the person's yes. */
static void test_consult_judge_ask__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_kind, CONSULT_WITHOUT_YES},
		{break_yes, CONSULT_NAME_WITHOUT_YES},
		{break_need, CONSULT_NEED_CLOSED},
		{break_one_receiver, CONSULT_TO_NOBODY},
		{break_known, CONSULT_RECEIVER_UNKNOWN},
		{break_live, CONSULT_RECEIVER_ENDED},
		{break_receiver_kind, CONSULT_RECEIVER_KIND},
		{break_other, CONSULT_TO_SELF},
		{break_day, CONSULT_ANSWER_BY_OUT_OF_RANGE},
		{break_few, CONSULT_TOO_MANY},
	};
	struct facts pseudonymous = right_facts(ASKER), by_person = right_facts(PERSON);
	(void)state;
	SHOW("ask", rules, right_facts(ASKER), judge_ask);
	break_yes(&pseudonymous);
	pseudonymous.asking.named = false;
	assert_int_equal(judge_ask(&pseudonymous), CONSULT_OK);
	break_kind(&by_person);
	assert_int_equal(judge_ask(&by_person), CONSULT_OK);
}

/* From today on, four weeks; nobody asked is as wrong as two; the last one that fits. */
static void test_consult_judge_ask__bounds(void **state)
{
	struct facts facts = right_facts(ASKER);
	(void)state;
	facts.asking.open = CONSULT_MAX_OPEN - 1;
	for (int ahead = -1; ahead <= CONSULT_MAX_DAYS + 1; ahead++) {
		facts.asking.answer_by_day = TODAY + ahead;
		bool in_range = ahead >= 0 && ahead <= CONSULT_MAX_DAYS;
		assert_int_equal(judge_ask(&facts), in_range ? CONSULT_OK : CONSULT_ANSWER_BY_OUT_OF_RANGE);
	}
	facts.asking.to_account = id_none;
	assert_int_equal(judge_ask(&facts), CONSULT_TO_NOBODY);
}

/* A question about somebody is for who helps by profession or as a peer, whoever agrees. */
static void test_consult_judge_ask__is_for_who_helps(void **state)
{
	struct facts facts = right_facts(ASKER);
	(void)state;
	for (int kind = 0; kind < MEMBER_KIND_COUNT; kind++) {
		bool helps = kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER;
		facts.receiver.kind = kind;
		assert_int_equal(judge_ask(&facts), helps ? CONSULT_OK : CONSULT_RECEIVER_KIND);
	}
}

static void test_consult_judge_answer__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, CONSULT_NOT_RECEIVER},
		{break_open, CONSULT_NOT_OPEN},
		{break_in_time, CONSULT_HAS_EXPIRED},
	};
	struct facts of_service = right_facts(STRANGER);
	(void)state;
	SHOW("answer", rules, right_facts(ASKED), judge_answer);
	of_service.consult.to_account = id_none;
	of_service.consult.to_service = judging_id(SERVICE);
	assert_int_equal(judge_answer(&of_service), CONSULT_NOT_RECEIVER);
	of_service.actor.organisation = judging_id(CLINIC);
	assert_int_equal(judge_answer(&of_service), CONSULT_OK);
	of_service.actor.kind = MEMBER_VOLUNTEER;
	assert_int_equal(judge_answer(&of_service), CONSULT_NOT_RECEIVER);
}

/* Who asked, the care manager and the person; nobody else. */
static void test_consult_judge_withdraw_and_close__are_for_the_askers(void **state)
{
	static const struct judging_rule withdraws[] = {
		{break_actor, CONSULT_NOT_ASKER},
		{break_open, CONSULT_NOT_OPEN},
	};
	static const struct judging_rule closes[] = {
		{break_actor, CONSULT_NOT_ASKER},
		{break_open, CONSULT_NOT_BACK},
	};
	static const int askers[] = {ASKER, MANAGER, PERSON};
	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct facts answered = right_facts(askers[i]);
		answered.consult.state = CONSULT_ANSWERED;
		SHOW("withdraw", withdraws, right_facts(askers[i]), judge_withdraw);
		SHOW("close", closes, answered, judge_close);
	}
}

static void test_consult_judge_turn__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, CONSULT_WITHOUT_YES},
		{break_actor, CONSULT_NOT_ASKER},
		{break_open, CONSULT_NOT_ANSWERED},
	};
	struct facts facts = right_facts(ASKER), by_person = right_facts(PERSON);
	(void)state;
	facts.consult.state = by_person.consult.state = CONSULT_ANSWERED;
	SHOW("turn", rules, facts, judge_turn);
	break_yes(&by_person);
	assert_int_equal(judge_turn(&by_person), CONSULT_OK);
}

/* The clock ends what stands, at exactly its end; until then it can be answered. */
static void test_consult_judge_expire__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_open, CONSULT_NOT_OPEN},
		{break_over_time, CONSULT_NOT_YET_EXPIRED},
	};
	struct facts facts = right_facts(ASKED);
	(void)state;
	for (facts.now_ms = 997; facts.now_ms < 1003; facts.now_ms++)
		assert_int_not_equal(
			judge_answer(&facts) == CONSULT_OK, judge_expire(&facts) == CONSULT_OK);
	facts.now_ms = 1000;
	SHOW("expire", rules, facts, judge_expire);
}

/* It is theirs to see while it is theirs to answer, and while their own answer stands. */
static void test_consult_is_receiver__by_state(void **state)
{
	struct facts facts = right_facts(ASKED);
	(void)state;
	for (int at = 0; at < CONSULT_STATE_COUNT; at++) {
		facts.consult.state = at;
		facts.consult.answered_by = id_none;
		assert_int_equal(consult_is_receiver(&facts.consult, &facts.actor, facts.organisation),
			at == CONSULT_ASKED);
		facts.consult.answered_by = judging_id(ASKED);
		assert_int_equal(consult_is_receiver(&facts.consult, &facts.actor, facts.organisation),
			at == CONSULT_ASKED || at == CONSULT_ANSWERED);
	}
}

/* Every age is in one band; who is not born yet is in none. */
static void test_consult_age_band__changes_on_the_birthday(void **state)
{
	static const struct {
		int age;
		enum age_band band;
	} cases[] = {{0, AGE_UNDER_12}, {11, AGE_UNDER_12}, {12, AGE_12_TO_15}, {15, AGE_12_TO_15},
		{16, AGE_16_TO_17}, {17, AGE_16_TO_17}, {18, AGE_18_TO_24}, {24, AGE_18_TO_24},
		{25, AGE_25_TO_44}, {44, AGE_25_TO_44}, {45, AGE_45_TO_64}, {64, AGE_45_TO_64},
		{65, AGE_65_AND_OVER}, {101, AGE_65_AND_OVER}};
	const int32_t today = date_from_civil((struct date_civil){2026, 4, 7});
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int32_t birthday = date_from_civil((struct date_civil){2026 - cases[i].age, 4, 7});
		assert_int_equal(consult_age_band(birthday, today), cases[i].band);
	}
	assert_int_equal(consult_age_band(today + 1, today), AGE_NOT_SAID);
	assert_int_equal(consult_age_band_codes.count, AGE_BAND_COUNT);
}

/* It stays known that no answer came in time. */
static void test_consult_is_late__also_when_it_is_closed(void **state)
{
	(void)state;
	for (int at = 0; at < CONSULT_STATE_COUNT; at++)
		for (int answered = 0; answered < 2; answered++) {
			struct consult consult = {.state = at, .answered_ms = answered};
			bool late = at == CONSULT_EXPIRED || (at == CONSULT_CLOSED && answered == 0);
			assert_int_equal(consult_is_late(&consult), late);
		}
}

/* Every verdict is one of these judges', but that there is no such consult: test/property. */
static void test_consult_verdicts__are_all_reached(void **state)
{
	static const int others[] = {CONSULT_UNKNOWN};
	(void)state;
	judging_list_is_whole(&consult_verdicts);
	judging_all_reached(&consult_verdicts, reached, others, 1);
}

static const struct consult_move expected_moves[] = {
	{CONSULT_ASK, CONSULT_NONE, CONSULT_ASKED, false, false},
	{CONSULT_ANSWER, CONSULT_ASKED, CONSULT_ANSWERED, true, false},
	{CONSULT_DECLINE, CONSULT_ASKED, CONSULT_DECLINED, true, false},
	{CONSULT_EXPIRE, CONSULT_ASKED, CONSULT_EXPIRED, true, false},
	{CONSULT_WITHDRAW, CONSULT_ASKED, CONSULT_WITHDRAWN, false, false},
	{CONSULT_CLOSE, CONSULT_ANSWERED, CONSULT_CLOSED, false, false},
	{CONSULT_CLOSE, CONSULT_DECLINED, CONSULT_CLOSED, false, false},
	{CONSULT_CLOSE, CONSULT_EXPIRED, CONSULT_CLOSED, false, false},
	{CONSULT_TURN, CONSULT_ANSWERED, CONSULT_TURNED, false, true},
};
enum { EXPECTED_MOVES = sizeof(expected_moves) / sizeof(expected_moves[0]) };

static void move(int event, int from)
{
	struct consult consult = {.state = from};
	for (size_t i = 0; i < EXPECTED_MOVES; i++) {
		const struct consult_move *expected = &expected_moves[i];
		if ((int)expected->event != event || (int)expected->from != from) continue;
		const struct consult_move *made = consult_move(&consult, (enum consult_event)event);
		assert_int_equal(made->back, expected->back);
		assert_int_equal(made->joins, expected->joins);
		assert_int_equal(consult.state, expected->to);
		return;
	}
	assert_null(consult_move_find((enum consult_event)event, (enum consult_state)from));
	assert_raises(consult_move(&consult, (enum consult_event)event));
	assert_int_equal(consult.state, from);
}

/* Every event in every state; what cannot happen raises. */
static void test_consult_move__only_what_can_happen(void **state)
{
	(void)state;
	assert_int_equal(consult_move_count, EXPECTED_MOVES);
	for (int event = 0; event < CONSULT_EVENT_COUNT; event++)
		for (int from = 0; from < CONSULT_STATE_COUNT; from++) move(event, from);
	assert_int_equal(consult_state_codes.count, CONSULT_STATE_COUNT);
	assert_string_equal(codes_name(&consult_state_codes, CONSULT_TURNED), "turned");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_consult_judge_ask__names_the_first_broken_rule),
		cmocka_unit_test(test_consult_judge_ask__bounds),
		cmocka_unit_test(test_consult_judge_ask__is_for_who_helps),
		cmocka_unit_test(test_consult_judge_answer__names_the_first_broken_rule),
		cmocka_unit_test(test_consult_judge_withdraw_and_close__are_for_the_askers),
		cmocka_unit_test(test_consult_judge_turn__names_the_first_broken_rule),
		cmocka_unit_test(test_consult_judge_expire__names_the_first_broken_rule),
		cmocka_unit_test(test_consult_is_receiver__by_state),
		cmocka_unit_test(test_consult_age_band__changes_on_the_birthday),
		cmocka_unit_test(test_consult_verdicts__are_all_reached),
		cmocka_unit_test(test_consult_move__only_what_can_happen),
		cmocka_unit_test(test_consult_is_late__also_when_it_is_closed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
