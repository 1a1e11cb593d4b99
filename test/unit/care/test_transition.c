/* test_transition.c - changes of life: announced, moved, called off, come; and what is prepared.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/mandate.h"
#include "care/preparation.h"

enum { PERSON = 1, MEMBER };
enum { TODAY = 20514 };

static bool reached[TRANSITION_VERDICT_COUNT];
static bool reached_preparing[PREPARATION_VERDICT_COUNT];

struct facts {
	struct transition transition;
	struct preparation preparation;
	struct transition_announcing announcing;
	struct care_actor actor;
	bool person_agrees;
	int32_t day;
	int64_t now_ms;
};

static struct facts right_facts(int actor)
{
	return (struct facts){
		.transition = {.kind = TRANSITION_MOVING, .state = TRANSITION_ANNOUNCED, .day = TODAY},
		.preparation = {.state = PREPARATION_OPEN, .due_day = TODAY - 1},
		.announcing = {.kind = TRANSITION_MOVING,
			.day = TODAY + 30,
			.place_given = true,
			.place_known = true,
			.person_agrees = true},
		.actor = {.account = judging_id(actor)},
		.person_agrees = true,
		.day = TODAY + 30,
		.now_ms = date_day_start(TODAY)};
}

static int judge_announce(const void *at)
{
	const struct facts *facts = at;
	return (int)transition_judge_announce(
		&facts->announcing, &facts->actor, judging_id(PERSON), TODAY);
}

static int judge_move(const void *at)
{
	const struct facts *facts = at;
	return (int)transition_judge_move(&facts->transition, &facts->actor, judging_id(PERSON),
		facts->person_agrees, facts->day, TODAY);
}

static int judge_call_off(const void *at)
{
	const struct facts *facts = at;
	return (int)transition_judge_call_off(
		&facts->transition, &facts->actor, judging_id(PERSON), facts->person_agrees);
}

static int judge_come(const void *at)
{
	const struct facts *facts = at;
	return (int)transition_judge_come(&facts->transition, facts->now_ms);
}

static int judge_late(const void *at)
{
	const struct facts *facts = at;
	return (int)preparation_judge_late(&facts->preparation, facts->now_ms);
}

static int judge_end(const void *at)
{
	const struct facts *facts = at;
	return (int)preparation_judge_end(&facts->preparation);
}

static void show(const char *what, const struct judging_rule *rules, size_t count,
	struct facts right, int (*judge)(const void *), bool *all)
{
	judging_show(&(struct judging){what, rules, count, &right, sizeof(right), judge, all});
}
#define SHOW(what, rules, right, judge, all) \
	show(what, rules, sizeof(rules) / sizeof((rules)[0]), right, judge, all)

#define BREAKS(name, change)      \
	static void name(void *at)    \
	{                             \
		struct facts *facts = at; \
		change;                   \
	}
BREAKS(break_yes, facts->announcing.person_agrees = facts->person_agrees = false)
BREAKS(break_already, facts->announcing.already = true)
BREAKS(break_place, facts->announcing.place_known = false)
BREAKS(break_no_mover, facts->announcing.kind = TRANSITION_PREGNANCY)
BREAKS(break_day, facts->announcing.day = facts->day = TODAY - 1)
BREAKS(break_over, facts->transition.state = TRANSITION_HAPPENED)
BREAKS(break_off, facts->transition.state = TRANSITION_CALLED_OFF)
BREAKS(break_clock, facts->now_ms--)
BREAKS(break_done, facts->preparation.state = PREPARATION_DONE)
BREAKS(break_dropped, facts->preparation.state = PREPARATION_DROPPED)
BREAKS(break_late, facts->preparation.late = true)

static void test_transition_judge_announce__has_a_yes_a_place_and_a_day(void **state)
{
	static const struct judging_rule rules[] = {{break_yes, TRANSITION_WITHOUT_YES},
		{break_already, TRANSITION_ALREADY}, {break_place, TRANSITION_PLACE},
		{break_no_mover, TRANSITION_PLACE}, {break_day, TRANSITION_DAY_OUT_OF_RANGE}};
	struct facts by_person = right_facts(PERSON);
	(void)state;
	SHOW("announce", rules, right_facts(MEMBER), judge_announce, reached);
	break_yes(&by_person);
	by_person.announcing.day = TODAY + TRANSITION_MAX_DAYS;
	assert_int_equal(judge_announce(&by_person), TRANSITION_OK);
	by_person.announcing.day++;
	assert_int_equal(judge_announce(&by_person), TRANSITION_DAY_OUT_OF_RANGE);
}

static void test_transition_judge_move__while_it_is_ahead(void **state)
{
	static const struct judging_rule rules[] = {{break_yes, TRANSITION_WITHOUT_YES},
		{break_over, TRANSITION_NOT_ANNOUNCED}, {break_off, TRANSITION_NOT_ANNOUNCED},
		{break_day, TRANSITION_DAY_OUT_OF_RANGE}};
	static const struct judging_rule off[] = {{break_yes, TRANSITION_WITHOUT_YES},
		{break_over, TRANSITION_NOT_ANNOUNCED}, {break_off, TRANSITION_NOT_ANNOUNCED}};
	(void)state;
	SHOW("move", rules, right_facts(MEMBER), judge_move, reached);
	SHOW("call off", off, right_facts(MEMBER), judge_call_off, reached);
}

/* On the day itself, and what is foreseen half a year before; whatever the hour of Amsterdam is. */
static void test_transition_judge_come__on_its_day(void **state)
{
	static const struct judging_rule rules[] = {{break_over, TRANSITION_NOT_ANNOUNCED},
		{break_off, TRANSITION_NOT_ANNOUNCED}, {break_clock, TRANSITION_NOT_DUE}};
	struct facts foreseen = right_facts(MEMBER);
	(void)state;
	SHOW("come", rules, right_facts(MEMBER), judge_come, reached);
	foreseen.transition.state = TRANSITION_FORESEEN;
	foreseen.transition.day = TODAY + TRANSITION_AHEAD_DAYS;
	assert_int_equal(judge_come(&foreseen), TRANSITION_OK);
	foreseen.now_ms--;
	assert_int_equal(judge_come(&foreseen), TRANSITION_NOT_DUE);
	transition_move(&foreseen.transition, TRANSITION_COME);
	assert_int_equal(foreseen.transition.state, TRANSITION_ANNOUNCED);
	transition_move(&foreseen.transition, TRANSITION_COME);
	assert_int_equal(foreseen.transition.state, TRANSITION_HAPPENED);
	assert_null(transition_move_find(TRANSITION_CALL_OFF, TRANSITION_HAPPENED));
}

static void test_preparation_judges__end_what_is_open_and_say_once_that_it_is_late(void **state)
{
	static const struct judging_rule late[] = {{break_done, PREPARATION_NOT_OPEN},
		{break_dropped, PREPARATION_NOT_OPEN}, {break_late, PREPARATION_NOT_LATE},
		{break_clock, PREPARATION_NOT_LATE}};
	static const struct judging_rule end[] = {
		{break_done, PREPARATION_NOT_OPEN}, {break_dropped, PREPARATION_NOT_OPEN}};
	(void)state;
	SHOW("late", late, right_facts(MEMBER), judge_late, reached_preparing);
	SHOW("end", end, right_facts(MEMBER), judge_end, reached_preparing);
	struct facts after = right_facts(MEMBER);
	after.preparation.late = true;
	assert_int_equal(judge_end(&after), PREPARATION_OK);
}

/* So many days before, but not before today: who hears late has the days that are left. */
static void test_transition_prepare_day__is_not_over(void **state)
{
	(void)state;
	assert_int_equal(transition_prepare_day(TODAY + 100, 42, TODAY), TODAY + 58);
	assert_int_equal(transition_prepare_day(TODAY + 10, 42, TODAY), TODAY);
	assert_int_equal(transition_prepare_day(TODAY, 0, TODAY), TODAY);
}

static void test_transition_rows__have_something_for_each_kind(void **state)
{
	(void)state;
	for (int kind = 1; kind < TRANSITION_KIND_COUNT; kind++) {
		size_t count = 0;
		const struct transition_row *rows = transition_rows_of(kind, &count);
		assert_in_range(count, 1, TRANSITION_MAX_ROWS);
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(rows[i].kind, kind);
			assert_in_range(rows[i].key, 1, PREPARATION_KEY_COUNT - 1);
			/* What comes first is prepared first. */
			if (i > 0) assert_true(rows[i].days_before <= rows[i - 1].days_before);
		}
	}
}

static void test_transition_rows_read__says_which_line_is_wrong(void **state)
{
#define HEAD "kind,key,days_before,source\n"
	static const struct {
		const char *text;
		size_t line;
	} wrong[] = {
		{HEAD "wedding,own_rights,3,x\n", 2},
		{HEAD "moving,own_right,3,x\n", 2},
		{HEAD "moving,new_helpers,-1,x\n", 2},
		{HEAD "moving,new_helpers,366,x\n", 2},
		{HEAD "moving,new_helpers,soon,x\n", 2},
		{HEAD "moving,new_helpers,3,\n", 2},
		{HEAD "moving,new_helpers,3,x\nmoving,new_helpers,4,x\n", 3},
		{HEAD "moving,new_helpers,3,x\ninsurer,same_help,4,x\nmoving,meet_before,4,x\n", 4},
		{HEAD "moving,new_helpers,3\n", 2},
		{"kind,key,days_before\nmoving,new_helpers,3\n", 1},
	};
	struct transition_rows rows;
	struct error error = {0};
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		error = (struct error){0};
		assert_int_not_equal(
			transition_rows_read(span_of(wrong[i].text), &rows, &error), STATUS_OK);
		assert_int_equal(error.line, wrong[i].line);
	}
	assert_int_equal(
		transition_rows_read(span_of(HEAD "moving,new_helpers,3,x\n"), &rows, &error), STATUS_OK);
	assert_int_equal(rows.count, 1);
	assert_int_equal(rows.rows[0].days_before, 3);
#undef HEAD
}

/* Born on 29 February: of age on 1 March. */
static void test_mandate_birthday__is_the_day_of_age(void **state)
{
	int32_t born = date_from_civil((struct date_civil){2008, 2, 29});
	(void)state;
	assert_int_equal(mandate_birthday(born, 18), date_from_civil((struct date_civil){2026, 3, 1}));
}

static void test_transition_verdicts__are_whole_and_all_reached(void **state)
{
	static const int elsewhere[] = {TRANSITION_UNKNOWN};
	static const int preparing[] = {PREPARATION_UNKNOWN};
	(void)state;
	judging_list_is_whole(&transition_verdicts);
	judging_list_is_whole(&preparation_verdicts);
	judging_all_reached(&transition_verdicts, reached, elsewhere, 1);
	judging_all_reached(&preparation_verdicts, reached_preparing, preparing, 1);
	assert_string_equal(codes_name(&transition_kind_codes, TRANSITION_BEREAVEMENT), "bereavement");
	assert_string_equal(codes_name(&transition_state_codes, TRANSITION_CALLED_OFF), "called_off");
	assert_string_equal(codes_name(&preparation_state_codes, PREPARATION_DROPPED), "dropped");
	assert_string_equal(
		codes_name(&preparation_key_codes, PREPARATION_WHAT_TO_SETTLE), "what_to_settle");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_transition_judge_announce__has_a_yes_a_place_and_a_day),
		cmocka_unit_test(test_transition_judge_move__while_it_is_ahead),
		cmocka_unit_test(test_transition_judge_come__on_its_day),
		cmocka_unit_test(test_preparation_judges__end_what_is_open_and_say_once_that_it_is_late),
		cmocka_unit_test(test_transition_prepare_day__is_not_over),
		cmocka_unit_test(test_transition_rows__have_something_for_each_kind),
		cmocka_unit_test(test_transition_rows_read__says_which_line_is_wrong),
		cmocka_unit_test(test_mandate_birthday__is_the_day_of_age),
		cmocka_unit_test(test_transition_verdicts__are_whole_and_all_reached),
	};
	return cmocka_run_group_tests_name("transition", tests, NULL, NULL);
}
