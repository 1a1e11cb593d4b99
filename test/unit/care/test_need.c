/* test_need.c - what can happen to a need, and who bears it then.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "care/need.h"

enum { PERSON = 1, RELATIVE, MANAGER, DUTY, RECEIVER, STRANGER, OFFER };

static bool reached[NEED_VERDICT_COUNT];

struct facts {
	struct need need;
	struct care_actor actor;
	struct id person;
	struct id care_manager;
	struct need_addition addition;
	enum closing closing;
};

static struct facts open_facts(void)
{
	return (struct facts){.need = {.state = NEED_OPEN,
							  .bearer = judging_id(RELATIVE),
							  .bearer_kind = MEMBER_RELATIVE},
		.actor = {.account = judging_id(RELATIVE), .kind = MEMBER_RELATIVE},
		.person = judging_id(PERSON),
		.care_manager = judging_id(MANAGER),
		.addition = {.person_agrees = true},
		.closing = CLOSING_TOGETHER};
}

static struct facts danger_facts(void)
{
	struct facts facts = open_facts();
	facts.need.state = NEED_IN_DANGER;
	facts.need.bearer_before = facts.need.bearer;
	facts.need.bearer_before_kind = facts.need.bearer_kind;
	facts.need.bearer = judging_id(DUTY);
	facts.need.bearer_kind = MEMBER_PROFESSIONAL;
	facts.actor = (struct care_actor){.account = judging_id(DUTY), .kind = MEMBER_PROFESSIONAL};
	return facts;
}

static int judge_add(const void *at)
{
	const struct facts *facts = at;
	return (int)need_judge_add(&facts->actor, facts->person, &facts->addition);
}

static int judge_stop(const void *at)
{
	const struct facts *facts = at;
	return (int)need_judge_stop(&facts->need, &facts->actor);
}

static int judge_danger(const void *at)
{
	return (int)need_judge_danger(&((const struct facts *)at)->need);
}

static int judge_safe(const void *at)
{
	const struct facts *facts = at;
	return (int)need_judge_safe(&facts->need, &facts->actor, facts->care_manager);
}

static int judge_close(const void *at)
{
	const struct facts *facts = at;
	return (int)need_judge_close(&facts->need, &facts->actor, facts->person, facts->closing);
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
	((struct facts *)at)->addition.person_agrees = false;
}

static void break_few(void *at)
{
	((struct facts *)at)->addition.open = NEED_MAX_OPEN;
}

static void break_not_closed(void *at)
{
	((struct facts *)at)->need.state = NEED_CLOSED;
}

static void break_not_in_danger(void *at)
{
	((struct facts *)at)->need.state = NEED_IN_DANGER;
}

static void break_in_danger(void *at)
{
	((struct facts *)at)->need.state = NEED_OPEN;
}

static void break_actor(void *at)
{
	((struct facts *)at)->actor.account = judging_id(STRANGER);
}

static void break_actor_kind(void *at)
{
	((struct facts *)at)->actor.kind = MEMBER_PROFESSIONAL;
}

static void break_no_offer(void *at)
{
	((struct facts *)at)->need.open_handover = judging_id(OFFER);
}

static void break_closing_said(void *at)
{
	((struct facts *)at)->closing = CLOSING_NOT_SAID;
}

static void break_person_says(void *at)
{
	((struct facts *)at)->closing = CLOSING_PERSON;
}

/* Nothing is added without the person's yes; the person's own asking is that yes. */
static void test_need_judge_add__takes_the_persons_yes(void **state)
{
	static const struct judging_rule rules[] = {
		{break_yes, NEED_WITHOUT_YES}, {break_few, NEED_TOO_MANY}};
	struct facts facts = open_facts();
	(void)state;
	SHOW("add", rules, facts, judge_add);
	facts.addition.person_agrees = false;
	facts.actor.account = facts.person;
	facts.addition.open = NEED_MAX_OPEN - 1;
	assert_int_equal(judge_add(&facts), NEED_OK);
}

/* Stopping is for who bears an open need and is no professional. */
static void test_need_judge_stop__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_not_closed, NEED_IS_CLOSED},
		{break_not_in_danger, NEED_IS_IN_DANGER},
		{break_actor, NEED_NOT_BEARER},
		{break_actor_kind, NEED_PROFESSIONAL_STOPS},
	};
	(void)state;
	SHOW("stop", rules, open_facts(), judge_stop);
}

/* Whoever is no professional may stop at any time: the person, a relative, a peer, a volunteer. */
static void test_need_judge_stop__is_free_to_who_is_no_professional(void **state)
{
	struct facts facts = open_facts();
	(void)state;
	for (int kind = MEMBER_PERSON; kind < MEMBER_KIND_COUNT; kind++) {
		facts.actor.kind = kind;
		assert_int_equal(
			judge_stop(&facts), kind == MEMBER_PROFESSIONAL ? NEED_PROFESSIONAL_STOPS : NEED_OK);
	}
}

/* Danger is reported by anybody in the team, once, on a need that is not closed. */
static void test_need_judge_danger__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_not_closed, NEED_IS_CLOSED},
	};
	(void)state;
	SHOW("danger", rules, open_facts(), judge_danger);
	SHOW("danger again", rules, danger_facts(), judge_danger);
}

/* Who holds by the danger rule says that it is over, and so does the care manager. */
static void test_need_judge_safe__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_not_closed, NEED_IS_CLOSED},
		{break_in_danger, NEED_NOT_IN_DANGER},
		{break_actor, NEED_NOT_DUTY},
	};
	struct facts by_manager = danger_facts();
	struct facts by_bearer_before = danger_facts();
	(void)state;
	by_manager.actor.account = judging_id(MANAGER);
	by_bearer_before.actor.account = judging_id(RELATIVE);
	SHOW("safe by duty", rules, danger_facts(), judge_safe);
	SHOW("safe by the care manager", rules, by_manager, judge_safe);
	assert_int_equal(judge_safe(&by_bearer_before), NEED_NOT_DUTY);
}

/* A need closes when nothing hangs on it, and says whose decision that was. */
static void test_need_judge_close__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_not_closed, NEED_IS_CLOSED},
		{break_not_in_danger, NEED_IS_IN_DANGER},
		{break_no_offer, NEED_OFFER_OPEN},
		{break_closing_said, NEED_CLOSING_WITHOUT_YES},
		{break_person_says, NEED_PERSON_DECIDES},
	};
	(void)state;
	SHOW("close", rules, open_facts(), judge_close);
}

/* Closing is for who bears the need, the care manager and the person, whatever their kind. */
static void test_need_judge_closer__is_who_holds_or_whose_it_is(void **state)
{
	struct facts facts = open_facts();
	(void)state;
	for (int account = PERSON; account <= STRANGER; account++)
		for (int kind = MEMBER_PERSON; kind < MEMBER_KIND_COUNT; kind++) {
			bool may = account == PERSON || account == RELATIVE || account == MANAGER;
			facts.actor = (struct care_actor){.account = judging_id(account), .kind = kind};
			assert_int_equal(
				need_judge_closer(&facts.need, &facts.actor, facts.person, facts.care_manager),
				may ? NEED_OK : NEED_NOT_BEARER);
		}
}

/* "The person said it is enough" is said by the person; the other ways by whoever closes. */
static void test_need_judge_close__by_whose_decision(void **state)
{
	struct facts facts = open_facts();
	(void)state;
	for (int closing = CLOSING_TOGETHER; closing < CLOSING_COUNT; closing++) {
		facts.closing = (enum closing)closing;
		facts.actor.account = judging_id(RELATIVE);
		assert_int_equal(
			judge_close(&facts), closing == CLOSING_PERSON ? NEED_PERSON_DECIDES : NEED_OK);
		facts.actor.account = facts.person;
		assert_int_equal(judge_close(&facts), NEED_OK);
	}
}

/* Every verdict is one of these judges', but that there is no such need: test_refusals.c. */
static void test_need_verdicts__are_all_reached(void **state)
{
	static const int others[] = {NEED_UNKNOWN};
	(void)state;
	judging_list_is_whole(&need_verdicts);
	judging_all_reached(&need_verdicts, reached, others, 1);
}

/* What can happen to a need, as it was agreed; everything else cannot. */
static const struct expected_move {
	enum need_event event;
	enum need_state from, to;
	int bearer, bearer_before;
} expected_moves[] = {
	{NEED_ADD, NEED_NONE, NEED_OPEN, RECEIVER, 0},
	{NEED_STOP, NEED_OPEN, NEED_OPEN, MANAGER, 0},
	{NEED_DANGER, NEED_OPEN, NEED_IN_DANGER, DUTY, RELATIVE},
	{NEED_SAFE, NEED_IN_DANGER, NEED_OPEN, RELATIVE, 0},
	{NEED_CLOSE, NEED_OPEN, NEED_CLOSED, RELATIVE, 0},
};
enum { EXPECTED_MOVES = sizeof(expected_moves) / sizeof(expected_moves[0]) };

static const struct expected_move *find_expected(int event, int from)
{
	for (size_t i = 0; i < EXPECTED_MOVES; i++)
		if ((int)expected_moves[i].event == event && (int)expected_moves[i].from == from)
			return &expected_moves[i];
	return NULL;
}

static struct need_parties parties(void)
{
	return (struct need_parties){.receiver = {.account = judging_id(RECEIVER), .kind = MEMBER_PEER},
		.care_manager = {.account = judging_id(MANAGER), .kind = MEMBER_PROFESSIONAL},
		.duty = {.account = judging_id(DUTY), .kind = MEMBER_PROFESSIONAL}};
}

static struct need need_in(int state)
{
	struct need need = state == NEED_IN_DANGER ? danger_facts().need : open_facts().need;
	if (state == NEED_NONE) need = (struct need){.state = NEED_NONE};
	need.state = state;
	need.open_handover = judging_id(OFFER);
	return need;
}

static void move(int event, int from)
{
	const struct expected_move *expected = find_expected(event, from);
	struct need need = need_in(from);
	struct need_parties who = parties();
	if (expected == NULL) {
		assert_null(need_move_find((enum need_event)event, (enum need_state)from));
		assert_raises(need_move(&need, (enum need_event)event, &who));
		assert_int_equal(need.state, from);
		return;
	}
	need_move(&need, (enum need_event)event, &who);
	assert_int_equal(need.state, expected->to);
	assert_true(id_equal(need.bearer, judging_id(expected->bearer)));
	assert_true(id_equal(need.bearer_before,
		expected->bearer_before == 0 ? id_none : judging_id(expected->bearer_before)));
	assert_true(id_equal(need.open_handover, judging_id(OFFER)));
}

/* Every event in every state: what can happen moves state and bearer as agreed, the rest raises.
 * */
static void test_need_move__only_what_can_happen(void **state)
{
	(void)state;
	assert_int_equal(need_move_count, EXPECTED_MOVES);
	for (int event = 0; event < NEED_EVENT_COUNT; event++)
		for (int from = 0; from < NEED_STATE_COUNT; from++) move(event, from);
}

/* In no state that a need can come into is there nobody who bears it. */
static void test_need_move__always_leaves_a_bearer(void **state)
{
	struct need_parties who = parties();
	(void)state;
	for (size_t i = 0; i < need_move_count; i++) {
		struct need need = need_in((int)need_moves[i].from);
		need_move(&need, need_moves[i].event, &who);
		assert_false(id_is_none(need.bearer));
		assert_int_not_equal(need.bearer_kind, MEMBER_NONE);
		assert_int_equal(need.state == NEED_IN_DANGER, !id_is_none(need.bearer_before));
	}
}

/* The kind goes with the bearer, into danger and back. */
static void test_need_move__keeps_the_kind_with_the_bearer(void **state)
{
	struct need need = need_in(NEED_OPEN);
	struct need_parties who = parties();
	(void)state;
	need_move(&need, NEED_DANGER, &who);
	assert_int_equal(need.bearer_kind, MEMBER_PROFESSIONAL);
	assert_int_equal(need.bearer_before_kind, MEMBER_RELATIVE);
	need_move(&need, NEED_SAFE, &who);
	assert_int_equal(need.bearer_kind, MEMBER_RELATIVE);
	assert_int_equal(need.bearer_before_kind, MEMBER_NONE);
	need_move(&need, NEED_STOP, &who);
	assert_int_equal(need.bearer_kind, MEMBER_PROFESSIONAL);
}

/* When who bore it before the danger cannot any more, or nobody did, the care manager does. */
static void test_need_move__back_to_the_care_manager_if_need_be(void **state)
{
	struct need need = need_in(NEED_IN_DANGER);
	struct need_parties who = parties();
	(void)state;
	who.before_ended = true;
	need_move(&need, NEED_SAFE, &who);
	assert_true(id_equal(need.bearer, judging_id(MANAGER)));
	assert_int_equal(need.bearer_kind, MEMBER_PROFESSIONAL);
	assert_true(id_is_none(need.bearer_before));
	need = need_in(NEED_IN_DANGER);
	need.bearer_before = id_none;
	who.before_ended = false;
	need_move(&need, NEED_SAFE, &who);
	assert_true(id_equal(need.bearer, judging_id(MANAGER)));
}

/* The one effect that leaves nobody is in no table. */
static void test_need_set_bearer__nobody_is_in_no_table(void **state)
{
	struct need need = need_in(NEED_OPEN);
	struct need_parties who = parties();
	(void)state;
	need_set_bearer(&need, BEARER_NOBODY, &who);
	assert_true(id_is_none(need.bearer));
	assert_int_equal(need.bearer_kind, MEMBER_NONE);
	for (size_t i = 0; i < need_move_count; i++)
		assert_int_not_equal(need_moves[i].bearer, BEARER_NOBODY);
	assert_raises(need_set_bearer(&need, BEARER_EFFECT_COUNT, &who));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_need_judge_add__takes_the_persons_yes),
		cmocka_unit_test(test_need_judge_stop__names_the_first_broken_rule),
		cmocka_unit_test(test_need_judge_stop__is_free_to_who_is_no_professional),
		cmocka_unit_test(test_need_judge_danger__names_the_first_broken_rule),
		cmocka_unit_test(test_need_judge_safe__names_the_first_broken_rule),
		cmocka_unit_test(test_need_judge_close__names_the_first_broken_rule),
		cmocka_unit_test(test_need_judge_closer__is_who_holds_or_whose_it_is),
		cmocka_unit_test(test_need_judge_close__by_whose_decision),
		cmocka_unit_test(test_need_verdicts__are_all_reached),
		cmocka_unit_test(test_need_move__only_what_can_happen),
		cmocka_unit_test(test_need_move__always_leaves_a_bearer),
		cmocka_unit_test(test_need_move__keeps_the_kind_with_the_bearer),
		cmocka_unit_test(test_need_move__back_to_the_care_manager_if_need_be),
		cmocka_unit_test(test_need_set_bearer__nobody_is_in_no_table),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
