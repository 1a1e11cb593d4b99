/* test_region_appointment.c - who is responsible for a region: judged, kept, and never written
 * over.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "base/prng.h"
#include "region/region_appointment.h"

static bool reached[REGION_APPOINTMENT_VERDICT_COUNT];

static const struct region_appointing right_facts = {.region = 9,
	.today = 100,
	.from_day = 100,
	.until_day = 130,
	.insurer_given = true,
	.insurer_known = true,
	.core_given = true,
	.core_region = 9,
	.has_last = true,
	.last = {.region = 9, .from_day = 50}};

static int judge(const void *facts)
{
	return (int)region_appointment_judge(facts);
}

static void break_nation(void *at)
{
	((struct region_appointing *)at)->region = REGION_NATIONAL;
}

static void break_insurer(void *at)
{
	((struct region_appointing *)at)->insurer_known = false;
}

static void break_core(void *at)
{
	((struct region_appointing *)at)->core_region = 10;
}

static void break_end(void *at)
{
	((struct region_appointing *)at)->until_day = 20;
}

static void break_history(void *at)
{
	((struct region_appointing *)at)->last.from_day = 101;
}

/* In the order of the rules, whichever others are broken too. */
static void test_region_appointment_judge__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_nation, REGION_APPOINTMENT_NATION},
		{break_insurer, REGION_APPOINTMENT_INSURER_UNKNOWN},
		{break_core, REGION_APPOINTMENT_OTHER_REGION},
		{break_end, REGION_APPOINTMENT_ENDS_BEFORE},
		{break_history, REGION_APPOINTMENT_REWRITES},
	};
	const struct judging judging = {.what = "an appointment",
		JUDGING_RULES(rules),
		JUDGING_RIGHT(right_facts),
		.judge = judge,
		.reached = reached};
	(void)state;
	judging_show(&judging);
	judging_list_is_whole(&region_appointment_verdicts);
	judging_all_reached(&region_appointment_verdicts, reached, NULL, 0);
}

/* What is past stays; what is still to begin can be replaced from the same day. */
static void test_region_appointment_judge__lets_no_history_be_rewritten(void **state)
{
	static const struct {
		int32_t last_from, last_until, from;
		bool yes, cuts_short;
	} cases[] = {
		{50, 0, 100, true, true},    /* in the place of what holds, from today */
		{50, 0, 99, false, true},    /* from yesterday */
		{50, 60, 99, true, false},   /* told late, but of days on which nobody was */
		{50, 99, 100, true, false},  /* right behind it */
		{50, 100, 100, true, true},  /* on its last day */
		{100, 0, 100, false, false}, /* it has begun today */
		{101, 0, 101, true, false},  /* it is still to begin: replaced */
		{101, 0, 100, false, false}, /* before one that is to begin */
		{101, 0, 150, true, true},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct region_appointing asked = right_facts;
		asked.last.from_day = cases[i].last_from;
		asked.last.until_day = cases[i].last_until;
		asked.from_day = cases[i].from;
		asked.until_day = 0;
		assert_int_equal(region_appointment_judge(&asked),
			cases[i].yes ? REGION_APPOINTMENT_OK : REGION_APPOINTMENT_REWRITES);
		assert_int_equal(region_appointment_cuts_short(&asked), cases[i].cuts_short);
	}
}

/* Nothing given is right too: it ends what was. What lies nowhere is in no region. */
static void test_region_appointment_judge__takes_nobody_at_all(void **state)
{
	struct region_appointing asked = right_facts;
	(void)state;
	asked.insurer_given = asked.insurer_known = asked.core_given = false;
	asked.core_region = 0;
	assert_int_equal(region_appointment_judge(&asked), REGION_APPOINTMENT_OK);
	asked.core_given = true;
	assert_int_equal(region_appointment_judge(&asked), REGION_APPOINTMENT_OTHER_REGION);
}

#define MODEL_DAYS 400

/* Whom the table names on a day: its row's recorded_ms; 0 for nobody. */
static int64_t named_on(struct tables *tables, int32_t day)
{
	struct region_appointment found = {0};
	bool known = false;
	TABLES_RIGHT(tables,
		region_appointment_on(
			tables->store, 9, day, &found, &known, &tables->arena, &tables->error));
	return known ? found.recorded_ms : 0;
}

/* At random for months, beside a calendar of its own: on each day at most one holds, and no day
 * before today ever changes, unless nobody was there. */
static void test_region_appointment__keeps_the_calendar_that_was_agreed(void **state)
{
	struct tables *tables = *state;
	int64_t calendar[MODEL_DAYS] = {0};
	struct prng prng;
	int accepted = 0, refused = 0;
	prng_init_seed(&prng, 9);
	for (int32_t today = 20; today < 300; today += (int32_t)prng_below(&prng, 4)) {
		struct region_appointing asked = {
			.region = 9, .today = today, .from_day = today - 12 + (int32_t)prng_below(&prng, 30)};
		if (prng_below(&prng, 2) == 0)
			asked.until_day = asked.from_day + (int32_t)prng_below(&prng, 20);
		TABLES_RIGHT(tables,
			region_appointment_last(
				tables->store, 9, &asked.last, &asked.has_last, &tables->arena, &tables->error));
		int32_t last_day = asked.until_day == 0 ? MODEL_DAYS - 1 : asked.until_day;
		bool allowed = true;
		for (int32_t day = asked.from_day; day < MODEL_DAYS; day++)
			if (calendar[day] != 0 && day < today) allowed = false;
		enum region_appointment_verdict verdict = region_appointment_judge(&asked);
		if (verdict != REGION_APPOINTMENT_OK) {
			refused++;
			continue;
		}
		assert_true(allowed);
		struct region_appointment made = {.region = 9,
			.from_day = asked.from_day,
			.until_day = asked.until_day,
			.recorded_ms = ++accepted,
			.decided_where = SPAN_LITERAL("regional table")};
		if (region_appointment_cuts_short(&asked)) {
			asked.last.until_day = made.from_day - 1;
			tables_put(tables, &region_appointment_table, &asked.last);
		}
		tables_put(tables, &region_appointment_table, &made);
		for (int32_t day = made.from_day; day < MODEL_DAYS; day++)
			calendar[day] = day <= last_day ? accepted : 0;
		for (int32_t day = 0; day < MODEL_DAYS; day += 7)
			assert_int_equal(named_on(tables, day), calendar[day]);
	}
	assert_true(accepted > 20 && refused > 20);
}

/* Kept whole, and listed with the newest first; other regions are not among them. */
static void test_region_appointment__is_kept_and_listed(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct region_appointment kept = {9, 10, 19, 344, 77, SPAN_LITERAL("cz"), SPAN_LITERAL("A")};
	struct region_appointment next = {9, 20, 0, 0, 88, {0}, SPAN_LITERAL("B")};
	struct region_appointment other = {8, 15, 0, 0, 99, {0}, SPAN_LITERAL("C")};
	struct region_appointment found = {0};
	bool known;
	tables_put(tables, &region_appointment_table, &kept);
	tables_put(tables, &region_appointment_table, &next);
	tables_put(tables, &region_appointment_table, &other);
	TABLES_RIGHT(tables,
		region_appointment_on(
			tables->store, 9, 19, &found, &known, &tables->arena, &tables->error));
	assert_true(known && found.core_municipality == 344 && found.recorded_ms == 77);
	assert_true(span_is(found.insurer, "cz") && span_is(found.decided_where, "A"));
	TABLES_RIGHT(tables,
		region_appointment_on(tables->store, 9, 9, &found, &known, &tables->arena, &tables->error));
	assert_false(known);
	TABLES_RIGHT(tables, region_appointment_open(tables->store, 9, 10, &cursor, &tables->error));
	assert_true(tables_next(tables, cursor, &region_appointment_table, &found));
	assert_int_equal(found.from_day, 20);
	assert_int_equal(found.insurer.size, 0);
	assert_true(tables_next(tables, cursor, &region_appointment_table, &found));
	assert_int_equal(found.from_day, 10);
	assert_false(tables_next(tables, cursor, &region_appointment_table, &found));
	store_query_close(cursor);
}

/* Names are looked up in the division; of a municipality that merged, what it is today. */
static void test_region_appointment_named__knows_whom_it_names(void **state)
{
	struct region *division = NULL;
	struct error error = {0};
	(void)state;
	assert_int_equal(region_open(&division, &error), STATUS_OK);
	struct region_appointment appointment = {
		.region = 14, .core_municipality = 381, .insurer = SPAN_LITERAL("vgz")};
	struct region_appointed named = region_appointment_named(division, &appointment);
	assert_true(span_is(named.insurer->name, "VGZ"));
	assert_true(span_is(named.core->name, "Gooise Meren"));
	named = region_appointment_named(division, NULL);
	assert_true(named.insurer == NULL && named.core == NULL);
	region_close(division);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest pure[] = {
		cmocka_unit_test(test_region_appointment_judge__names_the_first_broken_rule),
		cmocka_unit_test(test_region_appointment_judge__lets_no_history_be_rewritten),
		cmocka_unit_test(test_region_appointment_judge__takes_nobody_at_all),
		cmocka_unit_test(test_region_appointment_named__knows_whom_it_names),
	};
	const struct CMUnitTest kept[] = {
		ON_TABLES(test_region_appointment__keeps_the_calendar_that_was_agreed),
		ON_TABLES(test_region_appointment__is_kept_and_listed),
	};
	int failed = cmocka_run_group_tests(pure, NULL, NULL);
	return failed + TABLES_RUN("region_appointment", kept);
}
