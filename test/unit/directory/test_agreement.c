/* test_agreement.c - who may belong to a network agreement, and what may become of a report.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "directory/agreement.h"
#include "directory/correction.h"

static bool agreement_reached[AGREEMENT_VERDICT_COUNT];
static bool correction_reached[CORRECTION_VERDICT_COUNT];

static const struct agreement_facts right_agreement = {.organisation_known = true,
	.party = PARTY_SIGNED,
	.signed_parties = 2,
	.asked_parties = AGREEMENT_MAX_ASKED - 1,
	.from_day = 10,
	.to_day = 10,
	.says_something = true,
	.goal_known = true};

#define AGREEMENT(at) ((struct agreement_facts *)(at))
static void break_known(void *at)
{
	AGREEMENT(at)->organisation_known = false;
}
static void break_days(void *at)
{
	AGREEMENT(at)->to_day = 9;
}
static void break_asked(void *at)
{
	AGREEMENT(at)->asked_parties = AGREEMENT_MAX_ASKED;
}
static void break_party(void *at)
{
	AGREEMENT(at)->party = PARTY_LEFT;
}
static void break_signed(void *at)
{
	AGREEMENT(at)->signed_parties = 1;
}
static void break_saying(void *at)
{
	AGREEMENT(at)->says_something = false;
}
static void break_goal(void *at)
{
	AGREEMENT(at)->goal_known = AGREEMENT(at)->says_something = false;
}
static void break_not_new(void *at)
{
	AGREEMENT(at)->party = PARTY_SIGNED;
}

static int judge_days(const void *at)
{
	return (int)agreement_judge_days(at);
}
static int judge_ask(const void *at)
{
	return (int)agreement_judge_ask(at);
}
static int judge_sign(const void *at)
{
	return (int)agreement_judge_sign(at);
}
static int judge_leave(const void *at)
{
	return (int)agreement_judge_leave(at);
}
static int judge_goal(const void *at)
{
	return (int)agreement_judge_goal(at);
}

#define SHOW(name, rules, right, reached) \
	judging_show(&(struct judging){       \
		#name, JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_##name, reached})

/* Each judge of agreements names the first broken rule. */
static void test_agreement_judges__name_the_first_broken_rule(void **state)
{
	static const struct judging_rule days[] = {
		{break_known, AGREEMENT_ORGANISATION_UNKNOWN}, {break_days, AGREEMENT_DAYS}};
	static const struct judging_rule ask[] = {{break_known, AGREEMENT_ORGANISATION_UNKNOWN},
		{break_not_new, AGREEMENT_ALREADY_PARTY}, {break_asked, AGREEMENT_TOO_MANY_ASKED}};
	static const struct judging_rule sign[] = {{break_known, AGREEMENT_ORGANISATION_UNKNOWN},
		{break_party, AGREEMENT_NOT_PARTY}, {break_saying, AGREEMENT_ALREADY_SIGNED}};
	static const struct judging_rule leave[] = {
		{break_party, AGREEMENT_NOT_PARTY}, {break_signed, AGREEMENT_LAST_PARTY}};
	static const struct judging_rule goal[] = {{break_goal, AGREEMENT_GOAL_UNKNOWN}};
	struct agreement_facts fresh = right_agreement;
	(void)state;
	fresh.party = PARTY_DECLINED;
	SHOW(days, days, right_agreement, agreement_reached);
	SHOW(ask, ask, fresh, agreement_reached);
	SHOW(sign, sign, right_agreement, agreement_reached);
	SHOW(leave, leave, right_agreement, agreement_reached);
	SHOW(goal, goal, right_agreement, agreement_reached);
	judging_list_is_whole(&agreement_verdicts);
	judging_all_reached(&agreement_verdicts, agreement_reached, NULL, 0);
}

/* Who is asked may sign without a pledge, and may say no; the last who signed may not leave, but
 * who is only asked may. */
static void test_agreement_judges__let_an_organisation_answer(void **state)
{
	struct agreement_facts asked = right_agreement;
	(void)state;
	asked.party = PARTY_ASKED;
	asked.says_something = false;
	asked.signed_parties = 1;
	assert_int_equal(agreement_judge_sign(&asked), AGREEMENT_OK);
	assert_int_equal(agreement_judge_leave(&asked), AGREEMENT_OK);
	asked.to_day = 0;
	assert_int_equal(agreement_judge_days(&asked), AGREEMENT_OK);
}

struct report {
	struct correction_facts facts;
	struct correction correction;
};

static const struct report right_report = {
	.facts = {.known = true,
		.entry_known = true,
		.field_known = true,
		.field_is_text = true,
		.value_bytes = 40,
		.max_bytes = 40,
		.open = CORRECTION_MAX_OPEN - 1,
		.changed_ms = 6,
		.now_ms = 100},
	.correction = {.state = CORRECTION_RAISED, .proposed_ms = 5, .due_ms = 100},
};

#define REPORT(at) ((struct report *)(at))
static void break_report(void *at)
{
	REPORT(at)->facts.known = false;
}
static void break_entry(void *at)
{
	REPORT(at)->facts.entry_known = false;
}
static void break_ended(void *at)
{
	REPORT(at)->facts.entry_ended = true;
}
static void break_field(void *at)
{
	REPORT(at)->facts.field_known = false;
}
static void break_open(void *at)
{
	REPORT(at)->facts.open = CORRECTION_MAX_OPEN;
}
static void break_state(void *at)
{
	REPORT(at)->correction.state = CORRECTION_DECLINED;
}
static void break_text(void *at)
{
	REPORT(at)->facts.field_is_text = false;
}
static void break_size(void *at)
{
	REPORT(at)->facts.max_bytes = 39;
}
static void break_form(void *at)
{
	REPORT(at)->facts.ill_formed = true;
}
static void break_due(void *at)
{
	REPORT(at)->facts.now_ms = 99;
}

static int judge_propose(const void *at)
{
	return (int)correction_judge_propose(&((const struct report *)at)->facts);
}
static int judge_accept(const void *at)
{
	const struct report *report = at;
	return (int)correction_judge_accept(&report->facts, &report->correction);
}
static int judge_decline(const void *at)
{
	const struct report *report = at;
	return (int)correction_judge_decline(&report->facts, &report->correction);
}
static int judge_raise(const void *at)
{
	const struct report *report = at;
	return (int)correction_judge_raise(&report->facts, &report->correction);
}

/* Each judge of reports names the first broken rule. */
static void test_correction_judges__name_the_first_broken_rule(void **state)
{
	static const struct judging_rule propose[] = {{break_entry, CORRECTION_ENTRY_UNKNOWN},
		{break_ended, CORRECTION_ENTRY_ENDED}, {break_field, CORRECTION_FIELD},
		{break_open, CORRECTION_TOO_MANY}};
	static const struct judging_rule accept[] = {{break_report, CORRECTION_UNKNOWN},
		{break_state, CORRECTION_DECIDED}, {break_ended, CORRECTION_ENTRY_ENDED},
		{break_text, CORRECTION_NO_TEXT}, {break_size, CORRECTION_TOO_LONG},
		{break_form, CORRECTION_FORM}};
	static const struct judging_rule decline[] = {
		{break_report, CORRECTION_UNKNOWN}, {break_state, CORRECTION_DECIDED}};
	static const struct judging_rule raise[] = {{break_report, CORRECTION_NOT_DUE},
		{break_state, CORRECTION_NOT_DUE}, {break_due, CORRECTION_NOT_DUE}};
	(void)state;
	SHOW(propose, propose, right_report, correction_reached);
	SHOW(accept, accept, right_report, correction_reached);
	SHOW(decline, decline, right_report, correction_reached);
	SHOW(raise, raise, right_report, correction_reached);
}

/* Without a text it is accepted after the entry was changed, even if the entry has ended since. */
static void test_correction_judge_accept__after_a_change(void **state)
{
	struct report report = right_report;
	(void)state;
	report.facts.value_bytes = 0;
	report.facts.entry_ended = true;
	report.facts.field_is_text = false;
	assert_int_equal(judge_accept(&report), CORRECTION_OK);
	report.facts.changed_ms = 5;
	assert_int_equal(judge_accept(&report), CORRECTION_NOT_CHANGED);
	correction_reached[CORRECTION_NOT_CHANGED] = true;
	judging_list_is_whole(&correction_verdicts);
	judging_all_reached(&correction_verdicts, correction_reached, NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_agreement_judges__name_the_first_broken_rule),
		cmocka_unit_test(test_agreement_judges__let_an_organisation_answer),
		cmocka_unit_test(test_correction_judges__name_the_first_broken_rule),
		cmocka_unit_test(test_correction_judge_accept__after_a_change),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
