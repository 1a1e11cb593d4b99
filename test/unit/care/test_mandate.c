/* test_mandate.c - who speaks for somebody until when, by age and by law.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "../store/tables.h"
#include "base/date.h"
#include "care/mandate.h"

enum { PERSON = 1, MANAGER, SPEAKER, STRANGER, EPISODE = 20 };
/* 2026-03-02, a Monday. */
enum { TODAY = 20514 };

static bool reached[MANDATE_VERDICT_COUNT];

static struct mandate_naming right_naming(int32_t kind)
{
	const struct mandate_rule *rule = mandate_rule_of(kind);
	return (struct mandate_naming){.kind = kind,
		.account_given = rule->speaks,
		.account_can = rule->speaks,
		.by_person = kind == MANDATE_WRITTEN,
		.by_care_manager = true,
		.by_professional = true,
		.birth_day = rule->by_age ? TODAY - 3000 : 0,
		.until_day = TODAY + 2,
		.allows = rule->speaks ? 0 : 1 << FORM_ADMISSION};
}

static int judge_name(const void *naming)
{
	return (int)mandate_judge_name(naming, TODAY);
}

static void break_recorder(void *at)
{
	((struct mandate_naming *)at)->by_care_manager = false;
}

static void break_account(void *at)
{
	((struct mandate_naming *)at)->account_can = false;
}

static void break_first(void *at)
{
	((struct mandate_naming *)at)->already = true;
}

static void break_allows(void *at)
{
	((struct mandate_naming *)at)->allows = 1 << FORM_VISITS;
}

static void break_birth(void *at)
{
	((struct mandate_naming *)at)->birth_day = TODAY - 17 * 366;
}

static void break_until(void *at)
{
	((struct mandate_naming *)at)->until_day = TODAY - 1;
}

static void test_mandate_judge_name__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_recorder, MANDATE_NOT_YOURS},
		{break_account, MANDATE_ACCOUNT},
		{break_first, MANDATE_ALREADY},
		{break_allows, MANDATE_ALLOWS},
		{break_birth, MANDATE_BIRTH},
		{break_until, MANDATE_UNTIL},
	};
	(void)state;
	for (int kind = MANDATE_PARENT; kind <= MANDATE_NEAR; kind++) {
		if (kind == MANDATE_WRITTEN) continue;
		struct mandate_naming right = right_naming(kind);
		judging_show(&(struct judging){
			"name", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_name, reached});
	}
}

/* Each kind there is can be named rightly, up to its last day and no further; only the person names
 * somebody in writing. */
static void test_mandate_judge_name__every_kind_until_its_last_day(void **state)
{
	(void)state;
	for (int kind = MANDATE_PARENT; kind < MANDATE_KIND_COUNT; kind++) {
		struct mandate_naming naming = right_naming(kind);
		const struct mandate_rule *rule = mandate_rule_of(kind);
		int32_t last = mandate_last_day(rule, naming.birth_day, TODAY);
		assert_non_null(rule->article);
		assert_int_equal(judge_name(&naming), MANDATE_OK);
		naming.until_day = last;
		assert_int_equal(judge_name(&naming), MANDATE_OK);
		naming.until_day = last + 1;
		assert_int_equal(judge_name(&naming), MANDATE_UNTIL);
		naming.until_day = 0;
		assert_int_equal(judge_name(&naming), rule->by_age ? MANDATE_OK : MANDATE_UNTIL);
		naming = right_naming(kind);
		naming.by_person = !naming.by_person;
		int verdict = judge_name(&naming);
		reached[verdict] = true;
		assert_int_equal(verdict, kind == MANDATE_WRITTEN ? MANDATE_IN_WRITING : MANDATE_OK);
		naming = right_naming(kind);
		naming.account_given = !naming.account_given;
		assert_int_equal(judge_name(&naming), MANDATE_ACCOUNT);
		naming = right_naming(kind);
		naming.allows = naming.allows == 0 ? 2 : 0;
		assert_int_equal(judge_name(&naming), MANDATE_ALLOWS);
	}
	assert_null(mandate_rule_of(MANDATE_NOT_SAID));
	/* Three days from a Wednesday end on a Saturday, and so on Monday. */
	const struct mandate_rule *crisis = mandate_rule_of(MANDATE_WVGGZ_CRISIS);
	assert_int_equal(mandate_last_day(crisis, 0, TODAY), TODAY + 3);
	assert_int_equal(mandate_last_day(crisis, 0, TODAY + 2), TODAY + 7);
}

/* Under 12 parents decide, from 12 both, at 16 the young person alone: to the day. */
static void test_mandate_move__by_age_to_the_day(void **state)
{
	int32_t birth = date_from_civil((struct date_civil){2012, 2, 29});
	(void)state;
	assert_int_equal(
		mandate_birthday(birth, 12), date_from_civil((struct date_civil){2024, 2, 29}));
	assert_int_equal(mandate_birthday(birth, 13), date_from_civil((struct date_civil){2025, 3, 1}));
	struct mandate mandate = {.kind = MANDATE_PARENT,
		.birth_day = birth,
		.until_day = mandate_last_day(mandate_rule_of(MANDATE_PARENT), birth, birth)};
	assert_int_equal(date_age(birth, mandate.until_day), 15);
	assert_int_equal(date_age(birth, mandate.until_day + 1), 16);
	mandate_move(&mandate, MANDATE_NAME);
	assert_int_equal(mandate.state, MANDATE_DECIDES);
	assert_int_equal(mandate.due_ms, date_day_start(mandate_birthday(birth, 12)));
	mandate_move(&mandate, MANDATE_TWELVE);
	assert_int_equal(mandate.state, MANDATE_TOGETHER);
	assert_int_equal(mandate.due_ms, date_day_start(mandate.until_day + 1));
	assert_int_equal(mandate_judge_turn(&mandate, mandate.due_ms - 1), MANDATE_NOT_DUE);
	assert_int_equal(mandate_judge_turn(&mandate, mandate.due_ms), MANDATE_OK);
	mandate_move(&mandate, MANDATE_END);
	assert_int_equal(mandate.due_ms, 0);
	assert_int_equal(mandate.birth_day, 0);
	assert_int_equal(mandate_judge_turn(&mandate, INT64_MAX), MANDATE_IS_OVER);
	reached[MANDATE_NOT_DUE] = true;
	/* A court may have set an earlier end. */
	mandate = (struct mandate){.birth_day = birth, .until_day = birth + 100};
	mandate_move(&mandate, MANDATE_NAME);
	assert_int_equal(mandate.due_ms, date_day_start(birth + 101));
}

static void test_mandate_judge_end__by_whom_it_can_be(void **state)
{
	(void)state;
	for (int kind = MANDATE_PARENT; kind < MANDATE_KIND_COUNT; kind++)
		for (int who = PERSON; who <= STRANGER; who++) {
			bool speaks = mandate_rule_of(kind)->speaks;
			const struct care_actor actor = {
				.account = judging_id(who), .kind = MEMBER_PROFESSIONAL};
			struct mandate mandate = {.kind = kind,
				.state = MANDATE_DECIDES,
				.account = speaks ? judging_id(SPEAKER) : id_none};
			bool written = kind == MANDATE_WRITTEN;
			bool may = (who == SPEAKER && speaks) || (who == PERSON && written) ||
				(who == MANAGER && !written);
			int verdict =
				(int)mandate_judge_end(&mandate, &actor, judging_id(PERSON), judging_id(MANAGER));
			assert_int_equal(verdict, may ? MANDATE_OK : MANDATE_NOT_YOURS);
			mandate.state = MANDATE_OVER;
			verdict =
				(int)mandate_judge_end(&mandate, &actor, judging_id(PERSON), judging_id(MANAGER));
			assert_int_equal(verdict, may ? MANDATE_IS_OVER : MANDATE_NOT_YOURS);
			reached[verdict] = true;
		}
}

static const struct mandate_move expected[] = {
	{MANDATE_NAME, MANDATE_NONE, MANDATE_DECIDES},
	{MANDATE_NAME_YOUTH, MANDATE_NONE, MANDATE_TOGETHER},
	{MANDATE_TWELVE, MANDATE_DECIDES, MANDATE_TOGETHER},
	{MANDATE_END, MANDATE_DECIDES, MANDATE_OVER},
	{MANDATE_END, MANDATE_TOGETHER, MANDATE_OVER},
};
enum { EXPECTED = sizeof(expected) / sizeof(expected[0]) };

static void move(int event, int from)
{
	struct mandate mandate = {.state = from, .until_day = TODAY};
	for (size_t i = 0; i < EXPECTED; i++)
		if ((int)expected[i].event == event && (int)expected[i].from == from) {
			mandate_move(&mandate, (enum mandate_event)event);
			assert_int_equal(mandate.state, expected[i].to);
			return;
		}
	assert_null(mandate_move_find((enum mandate_event)event, (enum mandate_state)from));
	assert_raises(mandate_move(&mandate, (enum mandate_event)event));
}

static void test_mandate_move__only_what_can_happen(void **state)
{
	static const int others[] = {MANDATE_UNKNOWN};
	(void)state;
	assert_int_equal(mandate_move_count, EXPECTED);
	for (int event = 0; event < MANDATE_EVENT_COUNT; event++)
		for (int from = 0; from < MANDATE_STATE_COUNT; from++) move(event, from);
	judging_list_is_whole(&mandate_verdicts);
	judging_all_reached(&mandate_verdicts, reached, others, 1);
}

static bool stands(struct tables *tables, int kind, struct id account)
{
	bool found = false;
	TABLES_RIGHT(tables,
		mandate_stands(
			tables->store, 5, judging_id(EPISODE), kind, account, &found, &tables->error));
	return found;
}

/* Of who speaks for somebody one at a time, of measures one of each kind; what is over is not. */
static void test_mandate_stands__while_it_is_not_over(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct mandate mandate = {.region = 5,
		.episode = judging_id(EPISODE),
		.id = judging_id(1),
		.account = judging_id(SPEAKER),
		.kind = MANDATE_MENTOR,
		.state = MANDATE_DECIDES,
		.named_by = judging_id(MANAGER)};
	tables_put(tables, &mandate_table, &mandate);
	assert_true(stands(tables, MANDATE_WRITTEN, judging_id(SPEAKER)));
	assert_false(stands(tables, MANDATE_MENTOR, judging_id(STRANGER)));
	mandate.id = judging_id(2);
	mandate.account = id_none;
	mandate.kind = MANDATE_FORENSIC;
	mandate.named_ms = 7;
	tables_put(tables, &mandate_table, &mandate);
	assert_true(stands(tables, MANDATE_FORENSIC, id_none));
	assert_false(stands(tables, MANDATE_WZD_COURT, id_none));
	mandate.state = MANDATE_OVER;
	tables_put(tables, &mandate_table, &mandate);
	assert_false(stands(tables, MANDATE_FORENSIC, id_none));
	TABLES_RIGHT(
		tables, mandate_open_of(tables->store, 5, judging_id(EPISODE), &cursor, &tables->error));
	assert_true(tables_next(tables, cursor, &mandate_table, &mandate));
	assert_int_equal(mandate.kind, MANDATE_FORENSIC);
	assert_true(tables_next(tables, cursor, &mandate_table, &mandate));
	assert_false(tables_next(tables, cursor, &mandate_table, &mandate));
	store_query_close(cursor);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_mandate_judge_name__names_the_first_broken_rule),
		ON_TABLES(test_mandate_judge_name__every_kind_until_its_last_day),
		ON_TABLES(test_mandate_move__by_age_to_the_day),
		ON_TABLES(test_mandate_judge_end__by_whom_it_can_be),
		ON_TABLES(test_mandate_move__only_what_can_happen),
		ON_TABLES(test_mandate_stands__while_it_is_not_over),
	};
	return TABLES_RUN("mandate", tests);
}
