/* test_outbox.c - what a shard has to tell another arrives, in sequence, and once is enough.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/metric.h"
#include "care/inbox.h"
#include "command/command_clock.h"
#include "command/command_outbox.h"
#include "journal/journal.h"
#include "small_region.h"

enum { ELSEWHERE = 7, MAX_EVENTS = 600 };

/* An account of a peer worker whose home is another shard. */
static struct id add_elsewhere(struct small_region *region)
{
	struct command command;
	struct command *batch[] = {&command};
	struct command_params params = {.kind = MEMBER_PEER, .name = SPAN_LITERAL("Invented Name")};
	small_region_make(region, region->admin, COMMAND_ACCOUNT_CREATE, &params, NULL, &command);
	command.region = ELSEWHERE;
	command_writer_run(region->writer, batch, 1);
	return small_region_must(command.reply).account;
}

static struct id ask_to_join(
	struct small_region *region, struct command_result asked, struct id account)
{
	struct command_params params = {
		.episode = asked.episode, .account = account, .person_agrees = true};
	return small_region_must(
		small_region_run(region, region->duty, COMMAND_JOIN_ASK, &params, NULL))
		.join;
}

static size_t read_events(struct small_region *region, struct outbox_event *events)
{
	const struct outbox_event before_all = {.region = -1};
	struct error error = {0};
	size_t count = 0;
	assert_int_equal(store_begin(region->store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		command_outbox_read(region->store, &before_all, MAX_EVENTS, events, &count, &error),
		STATUS_OK);
	store_rollback(region->store);
	return count;
}

static int64_t count_items(struct small_region *region)
{
	static const struct store_query query = {"care", "select count(*) from care_inbox"};
	return small_region_number(region, &query);
}

static int64_t deliver(struct small_region *region)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	status code = command_clock_deliver(
		region->store, clock_now_ms(&region->clock), small_region_carry, region, &report, &error);
	if (code != STATUS_OK) fail_msg("%s", error.message);
	return report.delivered;
}

static struct inbox_item item_of(int32_t region, struct id receiver, struct id thing)
{
	return (struct inbox_item){.region = region, .receiver = receiver, .thing = thing};
}

/* An event is written with its command and says where from, where to and about what; delivered, it
 * is an item in the inbox of the shard it is for, and no event any more. */
static void test_outbox__reaches_another_shard(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id peer = add_elsewhere(&region);
	deliver(&region);
	struct id join = ask_to_join(&region, asked, peer);
	assert_int_equal(read_events(&region, events), 1);
	assert_int_equal(events[0].region, SMALL_REGION);
	assert_int_equal(events[0].to_region, ELSEWHERE);
	assert_int_equal(events[0].kind, INBOX_JOIN);
	assert_true(id_equal(events[0].receiver, peer));
	assert_true(id_equal(events[0].thing, join));
	assert_true(id_equal(events[0].episode, asked.episode));
	struct inbox_item item = item_of(ELSEWHERE, peer, join);
	assert_false(small_region_read(&region, &inbox_table, &item));
	assert_int_equal(deliver(&region), 1);
	assert_true(small_region_read(&region, &inbox_table, &item));
	assert_int_equal(item.kind, INBOX_JOIN);
	assert_int_equal(item.from_region, SMALL_REGION);
	assert_true(id_equal(item.episode, asked.episode));
	assert_int_equal(read_events(&region, events), 0);
	small_region_close(&region);
}

/* A refused command has nothing to tell. */
static void test_outbox__a_refusal_tells_nobody(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	deliver(&region);
	struct command_params params = {.episode = asked.episode, .account = region.peer};
	struct command_reply reply =
		small_region_run(&region, region.duty, COMMAND_JOIN_ASK, &params, NULL);
	assert_int_equal(reply.outcome, OUTCOME_REFUSED);
	assert_int_equal(read_events(&region, events), 0);
	small_region_close(&region);
}

/* What was answered or withdrawn is taken out of the inbox again, by a later event. */
static void test_outbox__takes_the_item_away_again(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	deliver(&region);
	int64_t before = count_items(&region);
	struct command_params params = {.episode = asked.episode};
	params.join = ask_to_join(&region, asked, region.peer);
	deliver(&region);
	assert_int_equal(count_items(&region), before + 1);
	small_region_must(small_region_run(&region, region.peer, COMMAND_JOIN_DECLINE, &params, NULL));
	deliver(&region);
	struct inbox_item item = item_of(SMALL_REGION, region.peer, params.join);
	assert_false(small_region_read(&region, &inbox_table, &item));
	/* Who asked hears of the no. */
	item = item_of(SMALL_REGION, region.duty, params.join);
	assert_true(small_region_read(&region, &inbox_table, &item));
	assert_int_equal(count_items(&region), before + 1);
	/* Asked and withdrawn before anything was delivered: put and taken away in that order. */
	params.join = ask_to_join(&region, asked, region.peer);
	small_region_must(small_region_run(&region, region.duty, COMMAND_JOIN_WITHDRAW, &params, NULL));
	assert_int_equal(deliver(&region), 2);
	assert_int_equal(count_items(&region), before + 1);
	small_region_close(&region);
}

/* A new question waits in the inbox of who holds it until they have made contact, or somebody else
 * has accepted it. */
static void test_outbox__a_question_waits_for_the_first_contact(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	for (int handed_over = 0; handed_over < 2; handed_over++) {
		struct command_result asked = small_region_question(&region);
		struct inbox_item item = item_of(SMALL_REGION, region.duty, asked.episode);
		deliver(&region);
		assert_true(small_region_read(&region, &inbox_table, &item));
		assert_int_equal(item.kind, INBOX_QUESTION);
		struct command_params params = {
			.episode = asked.episode, .need = asked.need, .next_day = asked.day + 7};
		params.day = asked.day;
		if (handed_over == 1) params.handover = small_region_offer(&region, asked, region.clinic);
		small_region_must(small_region_run(&region, handed_over ? region.clinic : region.duty,
			handed_over ? COMMAND_HANDOVER_ACCEPT : COMMAND_STEP_DONE, &params, NULL));
		deliver(&region);
		assert_false(small_region_read(&region, &inbox_table, &item));
	}
	small_region_close(&region);
}

/* Events stand in the order in which their commands were journalled, and are carried in it. */
static void test_outbox__is_in_sequence(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct id things[20];
	deliver(&region);
	for (int i = 0; i < 20; i++) {
		struct command_result asked = small_region_question(&region);
		things[i] = asked.episode;
		clock_move(&region.clock, i % 3); /* several within a millisecond */
	}
	assert_int_equal(read_events(&region, events), 20);
	for (int i = 0; i < 20; i++) {
		assert_true(id_equal(events[i].thing, things[i]));
		if (i > 0) assert_true(events[i].seq > events[i - 1].seq);
	}
	small_region_close(&region);
}

/* Shards stand apart: each in its own sequence, read page by page behind the last one read. */
static void test_outbox_read__pages_behind_the_last(void **state)
{
	struct small_region region;
	struct outbox_event events[6], page[4];
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	deliver(&region);
	for (int i = 0; i < 6; i++) {
		events[i] = (struct outbox_event){.region = i < 3 ? 2 : 9,
			.seq = 100 * (1 + i % 3) + (i < 3 ? 50 : 0),
			.to_region = ELSEWHERE,
			.receiver = region.peer,
			.thing = region.peer,
			.episode = region.peer};
		small_region_put(&region, &command_outbox_table, &events[i]);
	}
	struct outbox_event after = {.region = -1};
	size_t read = 0, count = 4;
	while (count == 4) {
		assert_int_equal(store_begin(region.store, STORE_READ_ONLY, &error), STATUS_OK);
		assert_int_equal(
			command_outbox_read(region.store, &after, 4, page, &count, &error), STATUS_OK);
		store_rollback(region.store);
		for (size_t i = 0; i < count; i++, read++) {
			assert_int_equal(page[i].region, events[read].region);
			assert_int_equal(page[i].seq, events[read].seq);
			after = page[i];
		}
	}
	assert_int_equal(read, 6);
	small_region_close(&region);
}

/* More than it reads at a time waits: all of it is delivered. */
static void test_outbox__delivers_all_there_is(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	(void)state;
	small_region_open(&region);
	deliver(&region);
	for (int i = 0; i < 520; i++) small_region_question(&region);
	assert_int_equal(deliver(&region), 520);
	assert_int_equal(count_items(&region), 520);
	assert_int_equal(read_events(&region, events), 0);
	small_region_close(&region);
}

/* Within a shard a page of events is one command, with one entry in the journal; one that breaks
 * something keeps only itself from going. */
static void test_outbox__goes_together_within_a_shard(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	(void)state;
	small_region_open(&region);
	deliver(&region);
	for (int i = 0; i < 100; i++) small_region_question(&region);
	int64_t entries = small_region_entries(&region);
	assert_int_equal(deliver(&region), 100);
	assert_int_equal(small_region_entries(&region), entries + 1);
	assert_int_equal(count_items(&region), 100);
	small_region_question(&region);
	struct id peer = add_elsewhere(&region);
	deliver(&region);
	/* Its own, another's, its own: what is for another shard goes by itself, and all of it goes. */
	struct command_result asked = small_region_question(&region);
	ask_to_join(&region, asked, peer);
	small_region_question(&region);
	assert_int_equal(read_events(&region, events), 3);
	assert_int_equal(events[1].to_region, ELSEWHERE);
	assert_int_equal(deliver(&region), 3);
	assert_int_equal(read_events(&region, events), 0);
	small_region_close(&region);
}

/* Somebody else has taken the command id of the group: each goes for itself. */
static void test_outbox__goes_alone_where_a_group_cannot(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	struct command taken;
	struct command *batch[] = {&taken};
	char id_text[OUTBOX_COMMAND_ID_SIZE];
	(void)state;
	small_region_open(&region);
	deliver(&region);
	for (int i = 0; i < 3; i++) small_region_question(&region);
	assert_int_equal(read_events(&region, events), 3);
	command_outbox_deliver_own(&events[0], &events[2], &taken, id_text);
	taken.digest.bytes[0] = 1;
	taken.params.number = taken.params.until = 0;
	command_writer_run(region.writer, batch, 1);
	small_region_must(taken.reply);
	assert_int_equal(read_events(&region, events), 3);
	assert_int_equal(deliver(&region), 3);
	assert_int_equal(read_events(&region, events), 0);
	assert_int_equal(count_items(&region), 3);
	small_region_close(&region);
}

struct fragile {
	struct small_region *region;
	int64_t left; /* commands until nobody carries any more */
};

static status carry_or_fail(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	struct fragile *fragile = context;
	for (size_t i = 0; i < count; i++) {
		if (fragile->left-- == 0) return status_fail(error, STATUS_IO, "the process ended");
		TRY(small_region_carry(fragile->region, &commands[i], 1, error));
	}
	return STATUS_OK;
}

static int64_t entries_of(struct small_region *region, int32_t shard)
{
	static const struct store_query here = {
		"journal", "select count(*) from journal_entry where region = 5"};
	static const struct store_query elsewhere = {
		"journal", "select count(*) from journal_entry where region = 7"};
	return small_region_number(region, shard == ELSEWHERE ? &elsewhere : &here);
}

/* Whenever the process ends, also between writing the inbox and removing the event, the next one
 * goes on: the item is there once, from one entry in the journal, at its first time. */
static void test_outbox__goes_on_after_a_crash(void **state)
{
	(void)state;
	for (int64_t carried = 0; carried <= 4; carried++) {
		struct outbox_event events[MAX_EVENTS];
		struct small_region region;
		struct command_clock_report report = {0};
		struct error error = {0};
		small_region_open(&region);
		struct command_result asked = small_region_question(&region);
		struct id first = add_elsewhere(&region), second = add_elsewhere(&region);
		deliver(&region);
		int64_t entries = entries_of(&region, ELSEWHERE);
		struct id join = ask_to_join(&region, asked, first);
		ask_to_join(&region, asked, second);
		int64_t asked_ms = clock_now_ms(&region.clock);
		struct fragile fragile = {&region, carried};
		status code = command_clock_deliver(
			region.store, clock_now_ms(&region.clock), carry_or_fail, &fragile, &report, &error);
		assert_int_equal(code, carried < 4 ? STATUS_IO : STATUS_OK);
		assert_int_equal(report.delivered, carried / 2);
		assert_int_equal(read_events(&region, events), 2 - carried / 2);
		clock_move(&region.clock, 60000);
		deliver(&region);
		assert_int_equal(read_events(&region, events), 0);
		assert_int_equal(entries_of(&region, ELSEWHERE), entries + 2);
		struct inbox_item item = item_of(ELSEWHERE, first, join);
		assert_true(small_region_read(&region, &inbox_table, &item));
		assert_int_equal(item.at_ms, carried == 0 ? asked_ms + 60000 : asked_ms);
		small_region_close(&region);
	}
}

static status carry_refusing(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	(void)context;
	(void)error;
	for (size_t i = 0; i < count; i++)
		commands[i]->reply = (struct command_reply){.outcome = OUTCOME_FAILED};
	return STATUS_OK;
}

/* A shard that cannot take it now keeps the event where it is. */
static void test_outbox__keeps_what_could_not_be_delivered(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	struct command_clock_report report = {0};
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	for (int i = 0; i < 3; i++) small_region_question(&region);
	size_t count = read_events(&region, events);
	assert_int_equal(count, 3);
	assert_int_equal(
		command_clock_deliver(region.store, 0, carry_refusing, NULL, &report, &error), STATUS_OK);
	assert_int_equal(read_events(&region, events), count);
	assert_int_equal(report.delivered, 0);
	assert_int_equal(report.failed, 1); /* what is behind it for the same receiver waits */
	small_region_close(&region);
}

/* An event that is refused for good stays and is not counted as delivered; those behind it go on.
 * */
static void test_outbox__one_event_does_not_hold_up_the_rest(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	struct command taken;
	struct command *batch[] = {&taken};
	char id_text[OUTBOX_COMMAND_ID_SIZE];
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct id first = add_elsewhere(&region), second = add_elsewhere(&region);
	deliver(&region);
	struct id first_join = ask_to_join(&region, asked, first);
	struct id second_join = ask_to_join(&region, asked, second);
	assert_int_equal(read_events(&region, events), 2);
	/* Something else has taken its command id. */
	command_outbox_deliver(&events[0], &taken, id_text);
	taken.digest.bytes[0] = 1;
	taken.params.thing = asked.person;
	command_writer_run(region.writer, batch, 1);
	small_region_must(taken.reply);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(deliver(&region), i == 0 ? 1 : 0);
		assert_int_equal(read_events(&region, events), 1);
		assert_true(id_equal(events[0].thing, first_join));
	}
	struct inbox_item item = item_of(ELSEWHERE, second, second_join);
	assert_true(small_region_read(&region, &inbox_table, &item));
	small_region_close(&region);
}

/* Carries everything but what goes to the administrator, who is in no team: that is refused. */
static status carry_some(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	struct small_region *region = context;
	for (size_t i = 0; i < count; i++) {
		if (!id_equal(commands[i]->params.account, region->admin))
			TRY(small_region_carry(region, &commands[i], 1, error));
		else
			commands[i]->reply = (struct command_reply){.outcome = OUTCOME_REFUSED};
	}
	return STATUS_OK;
}

static bool metrics_say(const char *line)
{
	struct buf out;
	buf_init(&out, 1 << 20);
	metric_render(&out);
	bool found = strstr(buf_text(&out), line) != NULL;
	buf_finish(&out);
	return found;
}

/* However many are refused for good, what is behind them is delivered; and how long the oldest has
 * waited is there to be seen. */
static void test_outbox__passes_over_more_than_it_reads_at_a_time(void **state)
{
	struct outbox_event events[MAX_EVENTS];
	struct small_region region;
	struct command_clock_report report = {0};
	struct error error = {0};
	(void)state;
	command_writer_metrics();
	small_region_open(&region);
	for (int i = 0; i < 530; i++) {
		struct outbox_event event = {.region = SMALL_REGION,
			.seq = i + 1,
			.to_region = ELSEWHERE,
			.receiver = i == 529 ? region.peer : region.admin,
			.thing = region.duty,
			.episode = region.duty,
			.at_ms = SMALL_REGION_START_MS - 60000 + i};
		small_region_put(&region, &command_outbox_table, &event);
	}
	assert_int_equal(command_clock_deliver(
						 region.store, SMALL_REGION_START_MS, carry_some, &region, &report, &error),
		STATUS_OK);
	assert_int_equal(report.delivered, 1);
	assert_int_equal(read_events(&region, events), 529);
	assert_true(metrics_say("vangnet_outbox_oldest_seconds 60\n"));
	small_region_close(&region);
}

/* The commands of a delivery say ids and numbers, no words; and their ids fit the journal, however
 * high the numbers. */
static void test_outbox_commands__hold_ids_only(void **state)
{
	static const struct command_params nothing;
	struct outbox_event event = {.region = 25,
		.seq = INT64_MAX,
		.to_region = ELSEWHERE,
		.kind = INBOX_HANDOVER,
		.receiver = {{1}},
		.thing = {{2}},
		.episode = {{3}}};
	char deliver_id[OUTBOX_COMMAND_ID_SIZE], delivered_id[OUTBOX_COMMAND_ID_SIZE];
	struct command deliver_it, delivered;
	const size_t texts = offsetof(struct command_params, story);
	(void)state;
	command_outbox_deliver(&event, &deliver_it, deliver_id);
	command_outbox_delivered(&event, &delivered, delivered_id);
	assert_string_equal(deliver_id, "outbox.25.9223372036854775807");
	assert_string_equal(delivered_id, "delivered.25.9223372036854775807");
	assert_true(delivered.command_id.size <= JOURNAL_COMMAND_ID_BYTES);
	assert_int_equal(deliver_it.region, ELSEWHERE);
	assert_int_equal(delivered.region, 25);
	assert_true(deliver_it.by_program && delivered.by_program);
	assert_int_equal(deliver_it.params.from_region, 25);
	assert_int_equal(delivered.params.number, INT64_MAX);
	assert_memory_equal((const char *)&deliver_it.params + texts, (const char *)&nothing + texts,
		sizeof(nothing) - texts);
	assert_memory_equal((const char *)&delivered.params + texts, (const char *)&nothing + texts,
		sizeof(nothing) - texts);
}

static struct outbox_event only_event(struct small_region *region)
{
	struct outbox_event events[MAX_EVENTS];
	assert_int_equal(read_events(region, events), 1);
	return events[0];
}

/* Who has duty finds a question, and a danger, in their own inbox, also when their home is another
 * shard than the roster's. */
static void test_outbox__finds_who_has_duty_at_home(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct id guest = add_elsewhere(&region);
	struct command_params on = {.account = guest}, off = {.account = region.duty};
	small_region_must(small_region_run(&region, region.admin, COMMAND_ROSTER_JOIN, &on, NULL));
	small_region_must(small_region_run(&region, region.admin, COMMAND_ROSTER_LEAVE, &off, NULL));
	struct command_result asked = small_region_question(&region);
	assert_true(id_equal(asked.account, guest));
	assert_int_equal(only_event(&region).to_region, ELSEWHERE);
	deliver(&region);
	struct inbox_item item = item_of(ELSEWHERE, guest, asked.episode);
	assert_true(small_region_read(&region, &inbox_table, &item));
	struct command_params danger = {.episode = asked.episode, .need = asked.need};
	small_region_must(
		small_region_run(&region, asked.person, COMMAND_DANGER_REPORT, &danger, NULL));
	deliver(&region);
	assert_false(small_region_read(&region, &inbox_table, &item));
	item = item_of(ELSEWHERE, guest, asked.need);
	assert_true(small_region_read(&region, &inbox_table, &item));
	assert_int_equal(item.kind, INBOX_DANGER);
	assert_int_equal(count_items(&region), 1);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outbox__reaches_another_shard),
		cmocka_unit_test(test_outbox__a_refusal_tells_nobody),
		cmocka_unit_test(test_outbox__takes_the_item_away_again),
		cmocka_unit_test(test_outbox__a_question_waits_for_the_first_contact),
		cmocka_unit_test(test_outbox__is_in_sequence),
		cmocka_unit_test(test_outbox_read__pages_behind_the_last),
		cmocka_unit_test(test_outbox__delivers_all_there_is),
		cmocka_unit_test(test_outbox__goes_together_within_a_shard),
		cmocka_unit_test(test_outbox__goes_alone_where_a_group_cannot),
		cmocka_unit_test(test_outbox__goes_on_after_a_crash),
		cmocka_unit_test(test_outbox__keeps_what_could_not_be_delivered),
		cmocka_unit_test(test_outbox__one_event_does_not_hold_up_the_rest),
		cmocka_unit_test(test_outbox__passes_over_more_than_it_reads_at_a_time),
		cmocka_unit_test(test_outbox_commands__hold_ids_only),
		cmocka_unit_test(test_outbox__finds_who_has_duty_at_home),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
