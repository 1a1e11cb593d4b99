/* test_consent.c - what a person says that others may know: when it can be said, and what counts
 * where one thing was said and another too.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/consent.h"

enum { TODAY = 20514, READER = 1, TEAM = 2, OTHER = 3 };

static bool reached[CONSENT_VERDICT_COUNT];

static int judge(const void *saying)
{
	return (int)consent_judge_say(saying, TODAY);
}

static struct consent_saying right_saying(void)
{
	return (struct consent_saying){.kind = CONSENT_YES,
		.one_receiver = true,
		.receiver_lives = true,
		.can_read = true,
		.parts = FILE_BIT(FILE_PLAN),
		.until_day = TODAY};
}

static void break_receiver(void *at)
{
	((struct consent_saying *)at)->one_receiver = false;
}

static void break_life(void *at)
{
	((struct consent_saying *)at)->receiver_lives = false;
}

static void break_own(void *at)
{
	((struct consent_saying *)at)->is_own = true;
}

static void break_reading(void *at)
{
	((struct consent_saying *)at)->can_read = false;
}

static void break_hidden(void *at)
{
	((struct consent_saying *)at)->hidden = true;
}

static void break_parts(void *at)
{
	((struct consent_saying *)at)->parts = 0;
}

static void break_until(void *at)
{
	((struct consent_saying *)at)->until_day = TODAY - 1;
}

static void break_count(void *at)
{
	((struct consent_saying *)at)->open = CONSENT_MAX_OPEN;
}

static void test_consent_judge_say__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_receiver, CONSENT_RECEIVER},
		{break_life, CONSENT_RECEIVER},
		{break_own, CONSENT_NOT_FOR},
		{break_reading, CONSENT_NOT_FOR},
		{break_hidden, CONSENT_HIDDEN},
		{break_parts, CONSENT_PARTS},
		{break_until, CONSENT_UNTIL},
		{break_count, CONSENT_TOO_MANY},
	};
	struct consent_saying right = right_saying();
	(void)state;
	judging_show(
		&(struct judging){"say", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge, reached});
	right.until_day = TODAY + CONSENT_MAX_DAYS;
	assert_int_equal(judge(&right), CONSENT_OK);
	right.until_day++;
	assert_int_equal(judge(&right), CONSENT_UNTIL);
	right.until_day = 0;
	assert_int_equal(judge(&right), CONSENT_UNTIL);
	/* An objection may be for ever, and about who is kept out of sight. */
	right.kind = CONSENT_OBJECTION;
	right.hidden = true;
	assert_int_equal(judge(&right), CONSENT_OK);
}

static void test_consent_judge_withdraw__once(void **state)
{
	(void)state;
	struct consent consent = {.ended_ms = 0};
	assert_int_equal(consent_judge_withdraw(&consent), CONSENT_OK);
	consent.ended_ms = 1;
	enum consent_verdict verdict = consent_judge_withdraw(&consent);
	assert_int_equal(verdict, CONSENT_WITHDRAWN);
	reached[verdict] = true;
	judging_list_is_whole(&consent_verdicts);
	/* do_consent.c says this one. */
	reached[CONSENT_UNKNOWN] = true;
	judging_all_reached(&consent_verdicts, reached, NULL, 0);
}

static struct consent said(enum consent_kind kind, bool by_name, unsigned parts)
{
	struct consent consent = {
		.kind = (int32_t)kind, .parts = parts, .until_day = TODAY, .id = judging_id(9)};
	if (by_name)
		consent.account = judging_id(READER);
	else
		consent.organisation = judging_id(TEAM);
	return consent;
}

static unsigned weigh(const struct consent *both, size_t count)
{
	const struct consent_reader reader = {judging_id(READER), judging_id(TEAM)};
	return consent_weigh(both, count, &reader, TODAY);
}

enum { PLAN = FILE_BIT(FILE_PLAN), NEEDS = FILE_BIT(FILE_NEEDS) };

/* Of two, either way round: by name before by organisation, then fewer parts before more, then an
 * objection before a consent. */
static void test_consent_weigh__the_more_specific_counts(void **state)
{
	static const struct {
		bool yes_by_name;
		unsigned yes;
		bool no_by_name;
		unsigned no;
		unsigned known;
	} rows[] = {
		{true, PLAN, false, PLAN, PLAN},
		{false, PLAN, true, PLAN, 0},
		{true, PLAN, true, PLAN, 0},
		{false, PLAN, false, PLAN, 0},
		{true, PLAN, true, PLAN | NEEDS, PLAN},
		{true, PLAN | NEEDS, true, PLAN, NEEDS},
		{false, PLAN, true, PLAN | NEEDS, 0},
		{true, PLAN | NEEDS, false, PLAN, PLAN | NEEDS},
		{true, PLAN, true, NEEDS, PLAN},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct consent yes = said(CONSENT_YES, rows[i].yes_by_name, rows[i].yes);
		struct consent no = said(CONSENT_OBJECTION, rows[i].no_by_name, rows[i].no);
		assert_int_equal(weigh((struct consent[]){yes, no}, 2), rows[i].known);
		assert_int_equal(weigh((struct consent[]){no, yes}, 2), rows[i].known);
	}
	assert_int_equal(weigh(NULL, 0), 0);
}

/* What was taken back, is over, or is about somebody else, counts for nothing. */
static void test_consent_weigh__only_what_stands_and_is_about_them(void **state)
{
	(void)state;
	struct consent consent = said(CONSENT_YES, true, PLAN);
	assert_int_equal(weigh(&consent, 1), PLAN);
	consent.ended_ms = 1;
	assert_int_equal(weigh(&consent, 1), 0);
	consent = said(CONSENT_YES, true, PLAN);
	consent.until_day = TODAY - 1;
	assert_int_equal(weigh(&consent, 1), 0);
	consent = said(CONSENT_YES, true, PLAN);
	consent.account = judging_id(OTHER);
	assert_int_equal(weigh(&consent, 1), 0);
	consent = said(CONSENT_YES, false, PLAN);
	const struct consent_reader of_none = {judging_id(READER), id_none};
	assert_int_equal(consent_weigh(&consent, 1, &of_none, TODAY), 0);
}

/* From the table: of this file and this reader; one that is over is remembered as such. */
static void test_consent_find__of_this_file(void **state)
{
	struct tables *tables = *state;
	const struct consent_reader reader = {judging_id(READER), id_none};
	unsigned parts = 0;
	bool had = true;
	int64_t open = 0;
	struct consent consent = said(CONSENT_YES, true, PLAN);
	consent.region = 5;
	consent.episode = judging_id(7);
	consent.said_by = judging_id(8);
	TABLES_RIGHT(tables,
		consent_find(
			tables->store, 5, judging_id(7), &reader, TODAY, &parts, &had, &tables->error));
	assert_true(parts == 0 && !had);
	tables_put(tables, &consent_table, &consent);
	TABLES_RIGHT(tables,
		consent_find(
			tables->store, 5, judging_id(7), &reader, TODAY, &parts, &had, &tables->error));
	assert_true(parts == PLAN && !had);
	TABLES_RIGHT(tables,
		consent_find(
			tables->store, 5, judging_id(6), &reader, TODAY, &parts, &had, &tables->error));
	assert_true(parts == 0 && !had);
	TABLES_RIGHT(tables,
		consent_find(
			tables->store, 5, judging_id(7), &reader, TODAY + 1, &parts, &had, &tables->error));
	assert_true(parts == 0 && had);
	TABLES_RIGHT(
		tables, consent_count_open(tables->store, 5, judging_id(7), TODAY, &open, &tables->error));
	assert_int_equal(open, 1);
	TABLES_RIGHT(tables,
		consent_count_open(tables->store, 5, judging_id(7), TODAY + 1, &open, &tables->error));
	assert_int_equal(open, 0);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_consent_judge_say__names_the_first_broken_rule),
		ON_TABLES(test_consent_judge_withdraw__once),
		ON_TABLES(test_consent_weigh__the_more_specific_counts),
		ON_TABLES(test_consent_weigh__only_what_stands_and_is_about_them),
		ON_TABLES(test_consent_find__of_this_file),
	};
	return TABLES_RUN("consent", tests);
}
