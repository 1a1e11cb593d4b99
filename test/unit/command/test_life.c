/* test_life.c - changes of life over the years: foreseen, announced, moved, come; by a clock that
 * comes late, twice, or a year behind; and second views that nobody gives in time.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/consult.h"
#include "care/episode.h"
#include "care/identity.h"
#include "care/inbox.h"
#include "care/mandate.h"
#include "care/preparation.h"
#include "care/second_view.h"
#include "command/command_clock.h"
#include "small_region.h"

#define DAY_MS INT64_C(86400000)

static struct command_result run_on(struct small_region *region, struct id actor,
	enum command_number number, struct command_result file, struct command_params params)
{
	params.episode = file.episode;
	return small_region_must(small_region_run(region, actor, number, &params, NULL));
}

static int32_t today(const struct small_region *region)
{
	return date_day_of(clock_now_ms(&region->clock));
}

/* The clock comes by after so many days; how much it did. */
static struct command_clock_report pass_days(struct small_region *region, int days)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	clock_move(&region->clock, days * DAY_MS);
	assert_int_equal(command_clock_tick(region->store, clock_now_ms(&region->clock),
						 small_region_carry, region, &report, &error),
		STATUS_OK);
	assert_int_equal(report.failed + report.aside + report.stale, 0);
	return report;
}

static enum inbox_kind told(struct small_region *region, struct id account, struct id thing)
{
	struct inbox_item item = {.region = SMALL_REGION, .receiver = account, .thing = thing};
	struct command_clock_report report = {0};
	struct error error = {0};
	assert_int_equal(command_clock_deliver(region->store, clock_now_ms(&region->clock),
						 small_region_carry, region, &report, &error),
		STATUS_OK);
	return small_region_read(region, &inbox_table, &item) ? (enum inbox_kind)item.kind : INBOX_NONE;
}

static size_t list_open(struct small_region *region, struct command_result file,
	struct preparation open[PREPARATION_MAX_OPEN])
{
	size_t count = 0;
	struct error error = {0};
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(preparation_list_open(region->store, SMALL_REGION, file.episode,
						 TRANSITION_NO_KIND, open, &count, &region->arena, &error),
		STATUS_OK);
	store_rollback(region->store);
	return count;
}

static struct transition read_transition(
	struct small_region *region, struct command_result file, struct id id)
{
	struct transition transition = {.region = SMALL_REGION, .episode = file.episode, .id = id};
	assert_true(small_region_read(region, &transition_table, &transition));
	return transition;
}

static struct transition ahead(struct small_region *region, struct command_result file, int kind)
{
	struct transition transition = {0};
	bool found = false;
	struct error error = {0};
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(transition_find_ahead(region->store, SMALL_REGION, file.episode, kind,
						 &transition, &found, &region->arena, &error),
		STATUS_OK);
	store_rollback(region->store);
	if (!found) transition.state = TRANSITION_NONE;
	return transition;
}

static struct command_result represented(struct small_region *region, int32_t birth_day)
{
	struct command_result asked = small_region_question(region);
	struct command_params name = {.kind = MANDATE_PARENT,
		.account = small_region_account(region, MEMBER_RELATIVE),
		.day = birth_day,
		.words = SPAN_LITERAL("Gezag.")};
	run_on(region, region->duty, COMMAND_MANDATE_NAME, asked, name);
	return asked;
}

static struct id bearer_of(struct small_region *region, struct command_result file)
{
	struct need need = {.region = SMALL_REGION, .episode = file.episode, .id = file.need};
	assert_true(small_region_read(region, &need_table, &need));
	return need.bearer;
}

/* Foreseen as soon as the day of birth is known, read by nobody; half a year before it is
 * announced, and on the day nothing ends. */
static void test_eighteen__announces_itself_and_ends_nothing(void **state)
{
	struct small_region region;
	struct preparation open[PREPARATION_MAX_OPEN];
	(void)state;
	small_region_open(&region);
	int32_t birth = date_from_civil((struct date_civil){2010, 9, 12});
	int32_t eighteen = date_from_civil((struct date_civil){2028, 9, 12});
	struct command_result asked = represented(&region, birth);
	struct transition foreseen = ahead(&region, asked, TRANSITION_EIGHTEEN);
	assert_int_equal(foreseen.state, TRANSITION_FORESEEN);
	assert_int_equal(foreseen.day, eighteen);
	assert_int_equal(list_open(&region, asked, open), 0);
	assert_int_equal(told(&region, region.duty, foreseen.id), INBOX_NONE);
	pass_days(&region, eighteen - TRANSITION_AHEAD_DAYS - 1 - today(&region));
	assert_int_equal(ahead(&region, asked, TRANSITION_EIGHTEEN).state, TRANSITION_FORESEEN);
	pass_days(&region, 1);
	assert_int_equal(ahead(&region, asked, TRANSITION_EIGHTEEN).state, TRANSITION_ANNOUNCED);
	assert_true(list_open(&region, asked, open) > 0);
	while (list_open(&region, asked, open) > 0) {
		assert_true(open[0].due_day >= today(&region) && open[0].due_day <= eighteen);
		run_on(&region, asked.person, COMMAND_PREPARATION_DONE, asked,
			(struct command_params){.preparation = open[0].id});
	}
	assert_int_equal(told(&region, region.duty, foreseen.id), INBOX_TRANSITION);
	pass_days(&region, eighteen - today(&region));
	assert_int_equal(read_transition(&region, asked, foreseen.id).state, TRANSITION_HAPPENED);
	assert_true(id_equal(bearer_of(&region, asked), region.duty));
	small_region_close(&region);
}

/* A clock that comes years behind announces, comes, and tells once what nobody prepared; a second
 * one right behind it has nothing to do. */
static void test_clock__years_late_says_everything_once(void **state)
{
	struct small_region region;
	struct preparation open[PREPARATION_MAX_OPEN];
	(void)state;
	small_region_open(&region);
	struct command_result asked =
		represented(&region, date_from_civil((struct date_civil){2011, 2, 28}));
	struct id id = ahead(&region, asked, TRANSITION_EIGHTEEN).id;
	pass_days(&region, 6 * 366);
	pass_days(&region, 0);
	assert_int_equal(read_transition(&region, asked, id).state, TRANSITION_HAPPENED);
	/* It has until the end of that day, whenever that is. */
	size_t count = list_open(&region, asked, open);
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) assert_false(open[i].late);
	struct command_clock_report report = pass_days(&region, 1);
	assert_true(report.late >= (int64_t)count);
	assert_int_equal(list_open(&region, asked, open), count);
	for (size_t i = 0; i < count; i++) {
		assert_true(open[i].late);
		assert_int_equal(told(&region, region.duty, open[i].id), INBOX_PREPARATION_LATE);
	}
	int64_t entries = small_region_entries(&region);
	report = pass_days(&region, 0);
	assert_int_equal(report.late + report.expired, 0);
	assert_int_equal(small_region_entries(&region), entries);
	small_region_close(&region);
}

static struct command_result announce_moving(
	struct small_region *region, struct command_result asked, int32_t day)
{
	return run_on(region, asked.person, COMMAND_TRANSITION_ANNOUNCE, asked,
		(struct command_params){.kind = TRANSITION_MOVING, .day = day, .municipality = 14});
}

/* Another day: what was late is not late any more, and lies with nobody. */
static void test_moving__another_day_moves_what_is_open_along(void **state)
{
	struct small_region region;
	struct preparation open[PREPARATION_MAX_OPEN];
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	int32_t day = today(&region) + 50;
	struct id id = announce_moving(&region, asked, day).transition;
	pass_days(&region, 30);
	size_t count = list_open(&region, asked, open);
	struct id late = open[0].id;
	assert_true(open[0].late);
	assert_int_equal(told(&region, region.duty, late), INBOX_PREPARATION_LATE);
	run_on(&region, region.duty, COMMAND_TRANSITION_MOVE, asked,
		(struct command_params){.transition = id, .day = day + 60, .person_agrees = true});
	assert_int_equal(list_open(&region, asked, open), count);
	for (size_t i = 0; i < count; i++) assert_false(open[i].late);
	assert_int_equal(told(&region, region.duty, late), INBOX_NONE);
	pass_days(&region, 20);
	assert_int_equal(read_transition(&region, asked, id).state, TRANSITION_ANNOUNCED);
	small_region_close(&region);
}

/* Where they live is another municipality from that day on, and what it was is kept; the file is
 * the same. */
static void test_moving__keeps_the_file_and_where_they_lived(void **state)
{
	static const struct store_query last = {
		"care", "select coalesce(max(seq), 0) from care_identity"};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct person person = {.region = SMALL_REGION, .id = asked.person};
	struct episode before = {.region = SMALL_REGION, .id = asked.episode}, after = before;
	assert_true(small_region_read(&region, &episode_person_table, &person));
	assert_true(small_region_read(&region, &episode_table, &before));
	int32_t lived = person.municipality;
	announce_moving(&region, asked, today(&region) + 10);
	pass_days(&region, 9);
	assert_true(small_region_read(&region, &episode_person_table, &person));
	assert_int_equal(person.municipality, lived);
	pass_days(&region, 1);
	assert_true(small_region_read(&region, &episode_person_table, &person));
	assert_int_equal(person.municipality, 14);
	struct identity_past past = {
		.region = SMALL_REGION, .person = asked.person, .seq = small_region_number(&region, &last)};
	assert_true(small_region_read(&region, &identity_past_table, &past));
	assert_int_equal(past.municipality, lived);
	assert_true(id_is_none(past.changed_by));
	assert_true(small_region_read(&region, &episode_table, &after));
	assert_true(id_equal(after.care_manager, before.care_manager));
	small_region_close(&region);
}

/* Closed, nothing is ahead: what was announced is called off, and what was only foreseen is
 * forgotten. */
static void test_closing__leaves_nothing_ahead(void **state)
{
	static const struct store_query rows = {"care", "select count(*) from care_transition"};
	static const struct store_query clocks = {
		"care", "select count(*) from care_due where kind in (40, 41, 42)"};
	struct small_region region;
	struct preparation open[PREPARATION_MAX_OPEN];
	(void)state;
	small_region_open(&region);
	struct command_result asked =
		represented(&region, date_from_civil((struct date_civil){2012, 5, 1}));
	struct id id = announce_moving(&region, asked, today(&region) + 50).transition;
	assert_int_equal(small_region_number(&region, &rows), 2);
	run_on(&region, asked.person, COMMAND_EPISODE_CLOSE, asked,
		(struct command_params){.closing = CLOSING_PERSON, .with_needs = true});
	assert_int_equal(small_region_number(&region, &rows), 1);
	assert_int_equal(read_transition(&region, asked, id).state, TRANSITION_CALLED_OFF);
	assert_int_equal(list_open(&region, asked, open), 0);
	assert_int_equal(small_region_number(&region, &clocks), 0);
	small_region_close(&region);
}

/* Who comes back while somebody speaks for them by age is foreseen to come of age again; who is
 * sixteen by then is not: nobody knows their day of birth any more. */
static void test_return__foresees_eighteen_again(void **state)
{
	for (int sixteen = 0; sixteen < 2; sixteen++) {
		struct small_region region;
		(void)state;
		small_region_open(&region);
		struct command_result asked =
			represented(&region, date_from_civil((struct date_civil){2010, 9, 12}));
		struct transition first = ahead(&region, asked, TRANSITION_EIGHTEEN);
		run_on(&region, asked.person, COMMAND_EPISODE_CLOSE, asked,
			(struct command_params){.closing = CLOSING_PERSON, .with_needs = true});
		assert_int_equal(ahead(&region, asked, TRANSITION_EIGHTEEN).state, TRANSITION_NONE);
		pass_days(&region, sixteen != 0 ? 366 : 30);
		run_on(&region, asked.person, COMMAND_EPISODE_RETURN, asked,
			(struct command_params){.words = SPAN_LITERAL("Het is er weer.")});
		struct transition again = ahead(&region, asked, TRANSITION_EIGHTEEN);
		assert_int_equal(again.state, sixteen != 0 ? TRANSITION_NONE : TRANSITION_FORESEEN);
		if (sixteen == 0) {
			assert_int_equal(again.day, first.day);
			pass_days(&region, again.day - TRANSITION_AHEAD_DAYS - today(&region));
			assert_int_equal(
				ahead(&region, asked, TRANSITION_EIGHTEEN).state, TRANSITION_ANNOUNCED);
		}
		small_region_close(&region);
	}
}

static struct second_view view_of(
	struct small_region *region, struct command_result file, struct id id)
{
	struct second_view view = {.region = SMALL_REGION, .episode = file.episode, .id = id};
	assert_true(small_region_read(region, &second_view_table, &view));
	return view;
}

/* Advice of the own house is none; that of another is, also when it comes late; who manages the
 * care heard that it did, and bears on. */
static void test_second_view__late_is_told_and_counts_all_the_same(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params exhausted = {.need = asked.need, .words = SPAN_LITERAL("Niet verder.")};
	struct id id =
		run_on(&region, region.duty, COMMAND_TREATMENT_EXHAUSTED, asked, exhausted).second_view;
	struct command_params ask = {
		.need = asked.need, .account = region.second, .words = SPAN_LITERAL("Kijk mee?")};
	ask.consult = run_on(&region, region.duty, COMMAND_CONSULT_ASK, asked, ask).consult;
	run_on(&region, region.second, COMMAND_CONSULT_ANSWER, asked, ask);
	assert_int_equal(view_of(&region, asked, id).state, SECOND_VIEW_ASKED);
	pass_days(&region, 22);
	assert_true(view_of(&region, asked, id).late);
	assert_int_equal(told(&region, region.duty, id), INBOX_SECOND_VIEW_LATE);
	assert_true(id_equal(bearer_of(&region, asked), region.duty));
	struct command_params house = {
		.kind = ORGANISATION_MENTAL_HEALTH, .public_name = SPAN_LITERAL("Another house")};
	struct command_params account = {.kind = MEMBER_PROFESSIONAL,
		.organisation = small_region_must(
			small_region_run(&region, region.admin, COMMAND_ORGANISATION_ADD, &house, NULL))
							.organisation,
		.name = SPAN_LITERAL("Invented Name")};
	ask.account = small_region_must(
		small_region_run(&region, region.admin, COMMAND_ACCOUNT_CREATE, &account, NULL))
					  .account;
	ask.consult = run_on(&region, region.duty, COMMAND_CONSULT_ASK, asked, ask).consult;
	run_on(&region, ask.account, COMMAND_CONSULT_ANSWER, asked, ask);
	assert_int_equal(view_of(&region, asked, id).state, SECOND_VIEW_VIEWED);
	assert_int_equal(told(&region, region.duty, id), INBOX_NONE);
	/* Then somebody speaks with the person, in two weeks. */
	assert_int_equal(view_of(&region, asked, id).due_day, today(&region) + 14);
	pass_days(&region, 14);
	assert_int_equal(told(&region, region.duty, id), INBOX_NONE);
	pass_days(&region, 1);
	assert_true(view_of(&region, asked, id).late);
	assert_int_equal(told(&region, region.duty, id), INBOX_TALK_LATE);
	run_on(&region, asked.person, COMMAND_TREATMENT_AGREE, asked,
		(struct command_params){.need = asked.need, .kind = AGREED_CARE});
	struct need need = {.region = SMALL_REGION, .episode = asked.episode, .id = asked.need};
	assert_true(small_region_read(&region, &need_table, &need));
	assert_int_equal(need.aim, AIM_CARE);
	assert_int_equal(told(&region, region.duty, id), INBOX_NONE);
	assert_true(id_equal(need.bearer, region.duty) && !id_is_none(need.step));
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_eighteen__announces_itself_and_ends_nothing),
		cmocka_unit_test(test_clock__years_late_says_everything_once),
		cmocka_unit_test(test_moving__another_day_moves_what_is_open_along),
		cmocka_unit_test(test_moving__keeps_the_file_and_where_they_lived),
		cmocka_unit_test(test_closing__leaves_nothing_ahead),
		cmocka_unit_test(test_return__foresees_eighteen_again),
		cmocka_unit_test(test_second_view__late_is_told_and_counts_all_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
