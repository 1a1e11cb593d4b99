/* test_return.c - what lies still while a file is closed, and who is there when somebody comes
 * back; and who is kept out of sight, wherever that is asked.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "base/date.h"
#include "care/ending.h"
#include "care/episode.h"
#include "care/identity.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/knowing.h"
#include "care/mandate.h"
#include "care/merge.h"
#include "care/table.h"
#include "care/team.h"
#include "care/transition.h"
#include "command/command_clock.h"
#include "small_region.h"

#define NAME SPAN_LITERAL("Roos Blom")
#define BIRTH SPAN_LITERAL("1981-01-09")

static struct command_result run_on(struct small_region *region, struct id actor,
	enum command_number number, struct command_result file, struct command_params params)
{
	params.episode = file.episode;
	return small_region_must(small_region_run(region, actor, number, &params, NULL));
}

static struct command_result named_question(struct small_region *region)
{
	struct command_params params = {.story = SPAN_LITERAL("Het gaat niet."),
		.contact = SPAN_LITERAL("06"),
		.name = NAME,
		.birth = BIRTH};
	return small_region_must(
		small_region_run(region, id_none, COMMAND_QUESTION_ASK, &params, NULL));
}

/* How they are in the team; WAY_NONE: they are not. */
static enum member_way way_of(struct small_region *region, struct command_result file, struct id id)
{
	struct member member = {.region = SMALL_REGION, .episode = file.episode, .account = id};
	bool there = small_region_read(region, &team_member_table, &member) && member.left_ms == 0;
	return there ? (enum member_way)member.way : WAY_NONE;
}

static struct id manager_of(struct small_region *region, struct command_result file)
{
	struct episode episode = {.region = SMALL_REGION, .id = file.episode};
	assert_true(small_region_read(region, &episode_table, &episode));
	return episode.care_manager;
}

static void deliver(struct small_region *region)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	assert_int_equal(command_clock_deliver(region->store, clock_now_ms(&region->clock),
						 small_region_carry, region, &report, &error),
		STATUS_OK);
}

/* The clock comes by after so many days. */
static void pass_days(struct small_region *region, int days)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	clock_move(&region->clock, days * INT64_C(86400000));
	assert_int_equal(command_clock_tick(region->store, clock_now_ms(&region->clock),
						 small_region_carry, region, &report, &error),
		STATUS_OK);
}

/* What they find in their inbox about this thing; INBOX_NONE: nothing. */
static enum inbox_kind told(struct small_region *region, struct id account, struct id thing)
{
	struct inbox_item item = {.region = SMALL_REGION, .receiver = account, .thing = thing};
	deliver(region);
	return small_region_read(region, &inbox_table, &item) ? (enum inbox_kind)item.kind : INBOX_NONE;
}

static void close_file(struct small_region *region, struct command_result file)
{
	run_on(region, file.person, COMMAND_EPISODE_CLOSE, file,
		(struct command_params){.closing = CLOSING_PERSON, .with_needs = true});
}

static void come_back(struct small_region *region, struct command_result file)
{
	run_on(region, file.person, COMMAND_EPISODE_RETURN, file,
		(struct command_params){.words = SPAN_LITERAL("Het is er weer.")});
}

static void join(struct small_region *region, struct command_result file, struct id account)
{
	struct command_params params = {.account = account};
	params.join = run_on(region, file.person, COMMAND_JOIN_ASK, file, params).join;
	run_on(region, account, COMMAND_JOIN_ACCEPT, file, params);
}

static void hide(struct small_region *region, struct command_result file, struct id account)
{
	run_on(region, file.person, COMMAND_MEMBER_KNOWS, file,
		(struct command_params){.account = account, .knows = KNOWS_NOTHING});
}

static int64_t askings(struct small_region *region)
{
	static const struct store_query open = {
		"care", "select count(*) from care_join where state = 1"};
	return small_region_number(region, &open);
}

/* Two files of one name, the second another's to manage; their pair. */
static struct id begin_pair(
	struct small_region *region, struct command_result *first, struct command_result *second)
{
	static const struct store_query newest = {
		"care", "select count(*) from care_inbox where kind = 40"};
	small_region_open(region);
	*first = named_question(region);
	struct command_params duty = {.account = region->second};
	small_region_must(small_region_run(region, region->admin, COMMAND_ROSTER_JOIN, &duty, NULL));
	*second = named_question(region);
	deliver(region);
	assert_int_equal(small_region_number(region, &newest), 2);
	struct merge found[MERGE_MAX_OPEN];
	size_t count = 0;
	struct error error = {0};
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		merge_list_open(region->store, SMALL_REGION, first->episode, found, &count, &error),
		STATUS_OK);
	store_rollback(region->store);
	assert_int_equal(count, 1);
	return found[0].id;
}

/* A pair that waits for an answer does not hold up closing, is in nobody's inbox while one of the
 * two is closed, cannot be answered with yes meanwhile, and is asked again afterwards. */
static void test_return__two_files_wait_while_one_is_closed(void **state)
{
	struct small_region region;
	struct command_result first, second;
	(void)state;
	struct id pair = begin_pair(&region, &first, &second);
	struct command_params yes = {.episode = first.episode, .merge = pair, .person_agrees = true};
	assert_int_equal(told(&region, first.account, pair), INBOX_SAME_PERSON);
	assert_int_equal(told(&region, second.account, pair), INBOX_SAME_PERSON);
	close_file(&region, second);
	assert_int_equal(told(&region, first.account, pair), INBOX_NONE);
	assert_int_equal(told(&region, second.account, pair), INBOX_NONE);
	struct command_reply reply =
		small_region_run(&region, first.account, COMMAND_MERGE_CONFIRM, &yes, NULL);
	small_region_refused(&reply, &merge_verdicts, MERGE_NOT_NOW);
	come_back(&region, second);
	assert_int_equal(told(&region, first.account, pair), INBOX_SAME_PERSON);
	assert_int_equal(told(&region, manager_of(&region, second), pair), INBOX_SAME_PERSON);
	run_on(&region, first.account, COMMAND_MERGE_CONFIRM, first, yes);
	/* Of two of which one side said so, only the other is asked. */
	close_file(&region, first);
	assert_int_equal(told(&region, manager_of(&region, second), pair), INBOX_NONE);
	yes.episode = second.episode;
	reply = small_region_run(&region, second.person, COMMAND_MERGE_CONFIRM, &yes, NULL);
	small_region_refused(&reply, &merge_verdicts, MERGE_NOT_NOW);
	assert_int_equal(way_of(&region, first, second.account), WAY_NONE);
	come_back(&region, first);
	assert_int_equal(told(&region, manager_of(&region, first), pair), INBOX_NONE);
	assert_int_equal(told(&region, manager_of(&region, second), pair), INBOX_SAME_PERSON);
	small_region_close(&region);
}

/* Who came in because both files are of one person is not asked, but is there again; and is not if
 * the two were taken apart meanwhile. */
static void test_return__the_care_manager_of_the_other_file_is_there_again(void **state)
{
	for (int undone = 0; undone < 2; undone++) {
		struct small_region region;
		struct command_result first, second;
		(void)state;
		struct id pair = begin_pair(&region, &first, &second);
		struct command_params yes = {.merge = pair, .person_agrees = true};
		run_on(&region, first.account, COMMAND_MERGE_CONFIRM, first, yes);
		run_on(&region, second.person, COMMAND_MERGE_CONFIRM, second, yes);
		assert_int_equal(way_of(&region, first, second.account), WAY_MERGED);
		close_file(&region, first);
		assert_int_equal(way_of(&region, first, second.account), WAY_NONE);
		if (undone != 0) run_on(&region, second.person, COMMAND_MERGE_UNDO, second, yes);
		come_back(&region, first);
		assert_true(id_equal(manager_of(&region, first), first.account));
		assert_int_equal(
			way_of(&region, first, second.account), undone != 0 ? WAY_NONE : WAY_MERGED);
		assert_int_equal(askings(&region), 0);
		small_region_close(&region);
	}
}

/* Who is kept out of sight is not asked to come again, and does not learn that somebody is back. */
static void test_return__asks_nobody_who_is_kept_out_of_sight(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	join(&region, asked, region.peer);
	join(&region, asked, region.clinic);
	/* At the instant at which it is closed: they count as who was there at the end. */
	hide(&region, asked, region.peer);
	close_file(&region, asked);
	come_back(&region, asked);
	assert_int_equal(askings(&region), 1);
	small_region_close(&region);
}

static void on_roster(struct small_region *region, enum command_number number, struct id account)
{
	struct command_params params = {.account = account};
	small_region_must(small_region_run(region, region->admin, number, &params, NULL));
}

/* Who managed the care has no duty any more: it is the turn of who is not kept out of sight, and of
 * who is if there is nobody else, for it is held by somebody (L1). */
static void test_return__not_to_who_is_kept_out_of_sight(void **state)
{
	for (int hidden = 0; hidden < 3; hidden++) {
		struct small_region region;
		(void)state;
		small_region_open(&region);
		struct command_result asked = small_region_question(&region);
		on_roster(&region, COMMAND_ROSTER_JOIN, region.second);
		on_roster(&region, COMMAND_ROSTER_JOIN, region.peer);
		on_roster(&region, COMMAND_ROSTER_LEAVE, region.duty);
		if (hidden != 0) hide(&region, asked, region.second);
		if (hidden != 1) hide(&region, asked, region.peer);
		close_file(&region, asked);
		come_back(&region, asked);
		struct id manager = manager_of(&region, asked);
		if (hidden == 0) assert_true(id_equal(manager, region.second));
		if (hidden == 1) assert_true(id_equal(manager, region.peer));
		assert_int_equal(way_of(&region, asked, manager), WAY_CARE_MANAGER);
		small_region_close(&region);
	}
}

static struct id name_speaker(
	struct small_region *region, struct command_result asked, struct id speaker)
{
	struct command_params written = {.kind = MANDATE_WRITTEN,
		.account = speaker,
		.next_day = date_day_of(SMALL_REGION_START_MS) + 30,
		.words = SPAN_LITERAL("Mijn handtekening.")};
	return run_on(region, asked.person, COMMAND_MANDATE_NAME, asked, written).mandate;
}

static struct period last_period(struct small_region *region, struct command_result file)
{
	struct period period = {0};
	struct error error = {0};
	bool found = false;
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(ending_find_last(region->store, SMALL_REGION, file.episode, &period, &found,
						 &region->arena, &error),
		STATUS_OK);
	store_rollback(region->store);
	assert_true(found);
	return period;
}

/* The person chooses who manages the care. */
static void choose(struct small_region *region, struct command_result file, struct id account)
{
	struct command_params params = {.of_care_management = true,
		.account = account,
		.person_agrees = true,
		.day = date_day_of(clock_now_ms(&region->clock)) + 2};
	params.handover = run_on(region, file.person, COMMAND_HANDOVER_OFFER, file, params).handover;
	run_on(region, account, COMMAND_HANDOVER_ACCEPT, file, params);
}

/* What is offered and wanted since they came back often lies with who manages the care now. */
static void test_return__a_wish_goes_along_with_the_care_management(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	for (int i = 0; i < ENDING_RETURNS_MARKED; i++) {
		close_file(&region, asked);
		come_back(&region, asked);
	}
	struct id period = last_period(&region, asked).id;
	assert_int_equal(told(&region, region.duty, period), INBOX_BACK_AGAIN);
	choose(&region, asked, region.second);
	assert_int_equal(told(&region, region.duty, period), INBOX_NONE);
	assert_int_equal(told(&region, region.second, period), INBOX_BACK_AGAIN);
	run_on(&region, asked.person, COMMAND_RETURN_ANSWER, asked,
		(struct command_params){.wants_table = true});
	assert_int_equal(told(&region, region.second, period), INBOX_WANTED);
	choose(&region, asked, region.peer);
	assert_int_equal(told(&region, region.second, period), INBOX_NONE);
	assert_int_equal(told(&region, region.peer, period), INBOX_WANTED);
	assert_true(id_equal(last_period(&region, asked).told, region.peer));
	small_region_close(&region);
}

/* So is a change of life, ahead or come; when it is closed it lies with nobody. */
static void test_return__a_change_of_life_goes_along_too(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command_params params = {.kind = TRANSITION_INSURER,
		.day = date_day_of(SMALL_REGION_START_MS) + 10,
		.person_agrees = true};
	struct id change =
		run_on(&region, asked.person, COMMAND_TRANSITION_ANNOUNCE, asked, params).transition;
	assert_int_equal(told(&region, region.duty, change), INBOX_TRANSITION);
	choose(&region, asked, region.second);
	assert_int_equal(told(&region, region.duty, change), INBOX_NONE);
	assert_int_equal(told(&region, region.second, change), INBOX_TRANSITION);
	pass_days(&region, 10);
	choose(&region, asked, region.peer);
	assert_int_equal(told(&region, region.second, change), INBOX_NONE);
	assert_int_equal(told(&region, region.peer, change), INBOX_TRANSITION);
	close_file(&region, asked);
	assert_int_equal(told(&region, region.peer, change), INBOX_NONE);
	small_region_close(&region);
}

/* Who speaks for somebody does so again, without being asked, and knows what they knew; if it is
 * over meanwhile they are not asked either: whom the person wants there they ask themselves. */
static void test_return__who_speaks_for_somebody_speaks_for_them_again(void **state)
{
	for (int over = 0; over < 2; over++) {
		struct small_region region;
		(void)state;
		small_region_open(&region);
		struct command_result asked = small_region_question(&region);
		struct id near = small_region_account(&region, MEMBER_RELATIVE);
		name_speaker(&region, asked, near);
		assert_int_equal(way_of(&region, asked, near), WAY_REPRESENTS);
		close_file(&region, asked);
		assert_int_equal(way_of(&region, asked, near), WAY_NONE);
		if (over != 0) pass_days(&region, 40);
		come_back(&region, asked);
		assert_int_equal(way_of(&region, asked, near), over != 0 ? WAY_NONE : WAY_REPRESENTS);
		assert_int_equal(askings(&region), 0);
		struct command_params look = {.episode = asked.episode};
		struct command_reply reply = small_region_run(&region, near, LOOK_TIMELINE, &look, NULL);
		assert_int_equal(reply.outcome, over != 0 ? OUTCOME_REFUSED : OUTCOME_DONE);
		small_region_close(&region);
	}
}

/* Kept out of sight while they speak for somebody: not there again. */
static void test_return__no_speaker_who_is_kept_out_of_sight(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id near = small_region_account(&region, MEMBER_RELATIVE);
	name_speaker(&region, asked, near);
	hide(&region, asked, near);
	close_file(&region, asked);
	come_back(&region, asked);
	assert_int_equal(way_of(&region, asked, near), WAY_NONE);
	assert_int_equal(askings(&region), 0);
	small_region_close(&region);
}

/* Nobody stands beside the person at a table who is not in the team any more, however they left. */
static void test_hidden__stands_beside_nobody_at_a_table(void **state)
{
	for (int leaves = 0; leaves < 2; leaves++) {
		struct small_region region;
		(void)state;
		small_region_open(&region);
		struct command_result asked = small_region_question(&region);
		struct id near = small_region_account(&region, MEMBER_RELATIVE);
		join(&region, asked, near);
		struct command_params bring = {.need = asked.need,
			.reason = TABLE_STUCK,
			.beside = near,
			.words = SPAN_LITERAL("Het zit vast.")};
		struct table_case brought = {.region = SMALL_REGION, .episode = asked.episode};
		brought.id = run_on(&region, asked.person, COMMAND_TABLE_BRING, asked, bring).table_case;
		/* It is theirs to see, and the list of all of them is not: that is the story. */
		struct command_params look = {.episode = asked.episode, .table_case = brought.id};
		small_region_must(small_region_run(&region, near, LOOK_CASE, &look, NULL));
		struct command_reply reply = small_region_run(&region, near, LOOK_CASES, &look, NULL);
		small_region_refused(&reply, &access_verdicts, ACCESS_NO_GROUND);
		assert_true(small_region_read(&region, &table_case_table, &brought));
		assert_true(id_equal(brought.beside, near));
		if (leaves != 0)
			run_on(&region, near, COMMAND_MEMBER_LEAVE, asked,
				(struct command_params){.account = near});
		else
			hide(&region, asked, near);
		assert_true(small_region_read(&region, &table_case_table, &brought));
		assert_true(id_is_none(brought.beside));
		assert_int_equal(brought.state, TABLE_BROUGHT);
		reply = small_region_run(&region, near, LOOK_CASE, &look, NULL);
		small_region_refused(&reply, &access_verdicts, ACCESS_NO_GROUND);
		small_region_close(&region);
	}
}

/* How somebody is to be reached can be said with anything that is said: what was said before is
 * kept, as it is when they say who they are. */
static void test_told__keeps_how_they_were_reached_before(void **state)
{
	static const struct store_query last = {"care", "select max(seq) from care_identity"};
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct person before = {.region = SMALL_REGION, .id = asked.person}, after = before;
	struct identity_past past = {.region = SMALL_REGION, .person = asked.person};
	assert_true(small_region_read(&region, &episode_person_table, &before));
	struct command_params say = {.topic = 9,
		.person_agrees = true,
		.contact = SPAN_LITERAL("bel mijn zus"),
		.words = SPAN_LITERAL("Mijn telefoon is weg.")};
	run_on(&region, region.duty, COMMAND_CONVERSATION_TELL, asked, say);
	assert_true(small_region_read(&region, &episode_person_table, &after));
	assert_false(span_equal(before.contact, after.contact));
	past.seq = small_region_number(&region, &last);
	assert_true(small_region_read(&region, &identity_past_table, &past));
	assert_true(span_equal(past.contact, before.contact));
	assert_true(span_equal(past.name, before.name));
	assert_true(id_equal(past.changed_by, region.duty));
	/* What says nothing of it leaves no line there. */
	say.contact = (struct span){0};
	run_on(&region, region.duty, COMMAND_CONVERSATION_TELL, asked, say);
	assert_int_equal(small_region_number(&region, &last), past.seq);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_return__two_files_wait_while_one_is_closed),
		cmocka_unit_test(test_return__the_care_manager_of_the_other_file_is_there_again),
		cmocka_unit_test(test_return__asks_nobody_who_is_kept_out_of_sight),
		cmocka_unit_test(test_return__not_to_who_is_kept_out_of_sight),
		cmocka_unit_test(test_return__a_wish_goes_along_with_the_care_management),
		cmocka_unit_test(test_return__a_change_of_life_goes_along_too),
		cmocka_unit_test(test_return__who_speaks_for_somebody_speaks_for_them_again),
		cmocka_unit_test(test_return__no_speaker_who_is_kept_out_of_sight),
		cmocka_unit_test(test_hidden__stands_beside_nobody_at_a_table),
		cmocka_unit_test(test_told__keeps_how_they_were_reached_before),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
