/* test_join.c - asking somebody into a team: whose yes it takes, and how an asking ends.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "care/join.h"

enum { PERSON = 1, ASKER, ASKED, STRANGER };

static bool reached[JOIN_VERDICT_COUNT];

struct facts {
	struct join join;
	struct join_asking asking;
	struct care_actor actor;
	struct id person;
	int64_t now_ms;
};

static struct facts right_facts(int actor)
{
	return (struct facts){.join = {.account = judging_id(ASKED),
							  .asked_by = judging_id(ASKER),
							  .state = JOIN_ASKED,
							  .asked_ms = 10,
							  .expires_ms = 1000},
		.asking = {.person_agrees = true,
			.account_known = true,
			.account_kind = MEMBER_PROFESSIONAL},
		.actor = {.account = judging_id(actor), .kind = MEMBER_PROFESSIONAL},
		.person = judging_id(PERSON),
		.now_ms = 500};
}

static int judge_ask(const void *at)
{
	const struct facts *facts = at;
	return (int)join_judge_ask(&facts->actor, facts->person, &facts->asking);
}

static int judge_invite(const void *at)
{
	const struct facts *facts = at;
	return (int)join_judge_invite(&facts->actor, facts->person, judging_id(ASKER), &facts->asking);
}

static int judge_answer(const void *at)
{
	const struct facts *facts = at;
	return (int)join_judge_answer(&facts->join, &facts->actor, facts->now_ms);
}

static int judge_withdraw(const void *at)
{
	const struct facts *facts = at;
	return (int)join_judge_withdraw(&facts->join, &facts->actor, facts->person);
}

static int judge_expire(const void *at)
{
	const struct facts *facts = at;
	return (int)join_judge_expire(&facts->join, facts->now_ms);
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
}

static void break_known(void *at)
{
	((struct facts *)at)->asking.account_known = false;
}

static void break_live(void *at)
{
	((struct facts *)at)->asking.account_ended = true;
}

static void break_kind(void *at)
{
	((struct facts *)at)->asking.account_kind = MEMBER_ADMINISTRATOR;
}

static void break_outside(void *at)
{
	((struct facts *)at)->asking.already_member = true;
}

static void break_first_asking(void *at)
{
	((struct facts *)at)->asking.already_asked = true;
}

static void break_few(void *at)
{
	((struct facts *)at)->asking.around = JOIN_MAX_TEAM;
}

static void break_actor(void *at)
{
	((struct facts *)at)->actor.account = judging_id(STRANGER);
}

static void break_open(void *at)
{
	((struct facts *)at)->join.state = JOIN_DECLINED;
}

static void break_in_time(void *at)
{
	((struct facts *)at)->now_ms = 1000;
}

static void break_over_time(void *at)
{
	((struct facts *)at)->now_ms = 999;
}

/* Inviting is for the person, and for who manages the care with the person's yes. */
static void test_join_judge_invite__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, JOIN_NOT_INVITER},
		{break_yes, JOIN_WITHOUT_YES},
		{break_few, JOIN_TOO_MANY},
	};
	struct facts by_person = right_facts(PERSON);
	(void)state;
	SHOW("invite", rules, right_facts(ASKER), judge_invite);
	by_person.asking.person_agrees = false;
	assert_int_equal(judge_invite(&by_person), JOIN_OK);
}

/* Asking takes the person's yes, and somebody who can come. */
static void test_join_judge_ask__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, JOIN_WITHOUT_YES},
		{break_known, JOIN_ACCOUNT_UNKNOWN},
		{break_live, JOIN_ACCOUNT_ENDED},
		{break_kind, JOIN_ADMINISTRATOR},
		{break_outside, JOIN_ALREADY_MEMBER},
		{break_first_asking, JOIN_ALREADY_ASKED},
		{break_few, JOIN_TOO_MANY},
	};
	struct facts by_person = right_facts(PERSON);
	(void)state;
	SHOW("ask", rules, right_facts(ASKER), judge_ask);
	by_person.asking.person_agrees = false;
	assert_int_equal(judge_ask(&by_person), JOIN_OK);
}

/* Everybody but an administrator can come into a team. */
static void test_join_judge_ask__by_kind(void **state)
{
	struct facts facts = right_facts(ASKER);
	(void)state;
	for (int kind = MEMBER_PERSON; kind < MEMBER_KIND_COUNT; kind++) {
		facts.asking.account_kind = kind;
		assert_int_equal(
			judge_ask(&facts), kind == MEMBER_ADMINISTRATOR ? JOIN_ADMINISTRATOR : JOIN_OK);
	}
}

/* Answering is for who was asked, while it stands. */
static void test_join_judge_answer__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, JOIN_NOT_ASKED},
		{break_open, JOIN_NOT_OPEN},
		{break_in_time, JOIN_HAS_EXPIRED},
	};
	struct facts by_asker = right_facts(ASKER), by_person = right_facts(PERSON);
	(void)state;
	SHOW("answer", rules, right_facts(ASKED), judge_answer);
	assert_int_equal(judge_answer(&by_asker), JOIN_NOT_ASKED);
	assert_int_equal(judge_answer(&by_person), JOIN_NOT_ASKED);
}

/* Withdrawing is for who asked and for the person. */
static void test_join_judge_withdraw__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_actor, JOIN_NOT_ASKER},
		{break_open, JOIN_NOT_OPEN},
	};
	struct facts by_asked = right_facts(ASKED);
	(void)state;
	SHOW("withdraw by who asked", rules, right_facts(ASKER), judge_withdraw);
	SHOW("withdraw by the person", rules, right_facts(PERSON), judge_withdraw);
	assert_int_equal(judge_withdraw(&by_asked), JOIN_NOT_ASKER);
}

/* The clock ends what stands, at exactly its end and not a millisecond before. */
static void test_join_judge_expire__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_open, JOIN_NOT_OPEN},
		{break_over_time, JOIN_NOT_YET_EXPIRED},
	};
	struct facts facts = right_facts(STRANGER);
	(void)state;
	facts.now_ms = 1000;
	SHOW("expire", rules, facts, judge_expire);
}

/* At each instant an asking can either be answered or expire: never both, never neither. */
static void test_join__is_answered_or_expires(void **state)
{
	struct facts facts = right_facts(ASKED);
	(void)state;
	for (facts.now_ms = 997; facts.now_ms < 1003; facts.now_ms++)
		assert_int_not_equal(judge_answer(&facts) == JOIN_OK, judge_expire(&facts) == JOIN_OK);
}

/* An asking that ended, however, is not open to anything. */
static void test_join_judges__of_what_has_ended(void **state)
{
	(void)state;
	for (int ended = JOIN_JOINED; ended < JOIN_STATE_COUNT; ended++) {
		struct facts asked = right_facts(ASKED), asker = right_facts(ASKER);
		asked.join.state = asker.join.state = ended;
		assert_int_equal(judge_answer(&asked), JOIN_NOT_OPEN);
		assert_int_equal(judge_withdraw(&asker), JOIN_NOT_OPEN);
		asked.now_ms = 1000;
		assert_int_equal(judge_expire(&asked), JOIN_NOT_OPEN);
	}
}

/* Every verdict is one of these judges', but that there is no such asking: test_refusals.c. */
static void test_join_verdicts__are_all_reached(void **state)
{
	static const int others[] = {JOIN_UNKNOWN};
	(void)state;
	judging_list_is_whole(&join_verdicts);
	judging_all_reached(&join_verdicts, reached, others, 1);
}

static const struct join_move expected_moves[] = {
	{JOIN_ASK, JOIN_NONE, JOIN_ASKED, false},
	{JOIN_ACCEPT, JOIN_ASKED, JOIN_JOINED, true},
	{JOIN_DECLINE, JOIN_ASKED, JOIN_DECLINED, false},
	{JOIN_WITHDRAW, JOIN_ASKED, JOIN_WITHDRAWN, false},
	{JOIN_EXPIRE, JOIN_ASKED, JOIN_EXPIRED, false},
};
enum { EXPECTED_MOVES = sizeof(expected_moves) / sizeof(expected_moves[0]) };

static void move(int event, int from)
{
	struct join join = {.state = from};
	for (size_t i = 0; i < EXPECTED_MOVES; i++) {
		if ((int)expected_moves[i].event != event || (int)expected_moves[i].from != from) continue;
		assert_int_equal(join_move(&join, (enum join_event)event), expected_moves[i].member);
		assert_int_equal(join.state, expected_moves[i].to);
		return;
	}
	assert_null(join_move_find((enum join_event)event, (enum join_state)from));
	assert_raises(join_move(&join, (enum join_event)event));
	assert_int_equal(join.state, from);
}

/* Every event in every state: only accepting brings somebody in, and what cannot happen raises. */
static void test_join_move__only_what_can_happen(void **state)
{
	(void)state;
	assert_int_equal(join_move_count, EXPECTED_MOVES);
	for (int event = 0; event < JOIN_EVENT_COUNT; event++)
		for (int from = 0; from < JOIN_STATE_COUNT; from++) move(event, from);
}

/* The names of the states are those that the API shows. */
static void test_join_states__have_names(void **state)
{
	static const char *const names[] = {"", "asked", "joined", "declined", "withdrawn", "expired"};
	(void)state;
	assert_int_equal(join_state_codes.count, JOIN_STATE_COUNT);
	for (int i = 0; i < JOIN_STATE_COUNT; i++)
		assert_string_equal(codes_name(&join_state_codes, i), names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_join_judge_invite__names_the_first_broken_rule),
		cmocka_unit_test(test_join_judge_ask__names_the_first_broken_rule),
		cmocka_unit_test(test_join_judge_ask__by_kind),
		cmocka_unit_test(test_join_judge_answer__names_the_first_broken_rule),
		cmocka_unit_test(test_join_judge_withdraw__names_the_first_broken_rule),
		cmocka_unit_test(test_join_judge_expire__names_the_first_broken_rule),
		cmocka_unit_test(test_join__is_answered_or_expires),
		cmocka_unit_test(test_join_judges__of_what_has_ended),
		cmocka_unit_test(test_join_verdicts__are_all_reached),
		cmocka_unit_test(test_join_move__only_what_can_happen),
		cmocka_unit_test(test_join_states__have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
