/* test_team.c - who may leave a team, or be shown out of it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "care/team.h"

enum { PERSON = 1, LEAVER, OTHER };

static bool reached[TEAM_VERDICT_COUNT];

struct facts {
	struct care_actor actor;
	struct id leaver;
	struct id person;
	struct team_ties ties;
};

static struct facts right_facts(int actor)
{
	return (struct facts){.actor = {.account = judging_id(actor)},
		.leaver = judging_id(LEAVER),
		.person = judging_id(PERSON),
		.ties = {.is_member = true}};
}

static int judge_leave(const void *at)
{
	const struct facts *facts = at;
	return (int)team_judge_leave(&facts->actor, facts->leaver, facts->person, &facts->ties);
}

static void break_member(void *at)
{
	((struct facts *)at)->ties.is_member = false;
}

static void break_not_person(void *at)
{
	((struct facts *)at)->leaver = judging_id(PERSON);
}

static void break_allowed(void *at)
{
	((struct facts *)at)->actor.account = judging_id(OTHER);
}

static void break_not_care_manager(void *at)
{
	((struct facts *)at)->ties.is_care_manager = true;
}

static void break_bears_nothing(void *at)
{
	((struct facts *)at)->ties.bears = 1;
}

static void break_after_contact(void *at)
{
	((struct facts *)at)->ties.before_contact = 1;
}

static void break_holds_nothing(void *at)
{
	((struct facts *)at)->ties.holds_along = 1;
}

static const struct judging_rule rules[] = {
	{break_member, TEAM_NOT_MEMBER},
	{break_not_person, TEAM_IS_PERSON},
	{break_allowed, TEAM_NOT_ALLOWED},
	{break_not_care_manager, TEAM_IS_CARE_MANAGER},
	{break_bears_nothing, TEAM_BEARS},
	{break_after_contact, TEAM_BEFORE_CONTACT},
	{break_holds_nothing, TEAM_HOLDS_ALONG},
};

static void show(const char *what, size_t count, struct facts right)
{
	judging_show(&(struct judging){what, rules, count, JUDGING_RIGHT(right), judge_leave, reached});
}

/* Leaving is for oneself, and showing out for the person: never while somebody is still needed. Who
 * only holds along after a no, the person may let go. */
static void test_team_judge_leave__names_the_first_broken_rule(void **state)
{
	size_t count = sizeof(rules) / sizeof(rules[0]);
	struct facts let_go = right_facts(PERSON);
	(void)state;
	show("leaving", count, right_facts(LEAVER));
	show("shown out by the person", count - 1, right_facts(PERSON));
	let_go.ties.holds_along = 2;
	assert_int_equal(judge_leave(&let_go), TEAM_OK);
}

/* The person is always a member of their own team, whoever asks. */
static void test_team_judge_leave__never_the_person(void **state)
{
	(void)state;
	for (int actor = PERSON; actor <= OTHER; actor++) {
		struct facts facts = right_facts(actor);
		facts.leaver = judging_id(PERSON);
		assert_int_equal(judge_leave(&facts), TEAM_IS_PERSON);
	}
}

/* The care manager is no exception: nobody shows out who does not leave and is not the person. */
static void test_team_judge_leave__by_nobody_else(void **state)
{
	struct facts facts = right_facts(OTHER);
	(void)state;
	for (int kind = MEMBER_PERSON; kind < MEMBER_KIND_COUNT; kind++) {
		facts.actor.kind = kind;
		assert_int_equal(judge_leave(&facts), TEAM_NOT_ALLOWED);
	}
}

/* The judge reaches every verdict. */
static void test_team_verdicts__are_all_reached(void **state)
{
	(void)state;
	judging_list_is_whole(&team_verdicts);
	judging_all_reached(&team_verdicts, reached, NULL, 0);
}

/* The names of the ways are those that the API shows. */
static void test_team_ways__have_names(void **state)
{
	static const char *const names[] = {"", "person", "care_manager", "entered", "joined",
		"accepted", "declined", "duty", "merged", "represents"};
	(void)state;
	assert_int_equal(team_way_codes.count, WAY_COUNT);
	for (int i = 0; i < WAY_COUNT; i++)
		assert_string_equal(codes_name(&team_way_codes, i), names[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_team_judge_leave__names_the_first_broken_rule),
		cmocka_unit_test(test_team_judge_leave__never_the_person),
		cmocka_unit_test(test_team_judge_leave__by_nobody_else),
		cmocka_unit_test(test_team_verdicts__are_all_reached),
		cmocka_unit_test(test_team_ways__have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
