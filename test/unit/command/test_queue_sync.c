/* test_queue_sync.c - where syncs are apart: nobody is told what is not durable yet.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "care/team.h"
#include "command/command_queue.h"
#include "small_region.h"
#include "store/store_backend.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>

/* A store whose sync waits at a gate, and then says what it is told to. */
static struct {
	struct store_backend backend;
	pthread_mutex_t lock;
	pthread_cond_t moved;
	int reached;
	int allowed;
	status result;
} gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .moved = PTHREAD_COND_INITIALIZER};

static status sync_at_gate(struct store *store, struct error *error)
{
	(void)store;
	pthread_mutex_lock(&gate.lock);
	gate.reached++;
	pthread_cond_broadcast(&gate.moved);
	while (gate.allowed < gate.reached) pthread_cond_wait(&gate.moved, &gate.lock);
	status result = gate.result;
	pthread_mutex_unlock(&gate.lock);
	return result == STATUS_OK ? STATUS_OK : status_fail(error, result, "the disk is broken");
}

static void await_sync(int number)
{
	pthread_mutex_lock(&gate.lock);
	while (gate.reached < number) pthread_cond_wait(&gate.moved, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
}

static bool has_reached(int number)
{
	pthread_mutex_lock(&gate.lock);
	bool reached = gate.reached >= number;
	pthread_mutex_unlock(&gate.lock);
	return reached;
}

static void allow_syncs(int number, status result)
{
	pthread_mutex_lock(&gate.lock);
	gate.allowed = number;
	gate.result = result;
	pthread_cond_broadcast(&gate.moved);
	pthread_mutex_unlock(&gate.lock);
}

static struct command_queue *open_queue(struct small_region *region)
{
	struct command_queue *queue = NULL;
	struct error error = {0};
	gate.backend = *region->store->backend;
	gate.backend.sync = sync_at_gate;
	gate.reached = gate.allowed = 0;
	region->store->backend = &gate.backend;
	region->store->syncs_apart = true;
	assert_int_equal(command_queue_open(region->writer, &queue, &error), STATUS_OK);
	return queue;
}

struct sent {
	struct command command;
	char id[32];
	_Atomic int answers;
};

static void answered(struct command *command)
{
	struct sent *sent = command->waiter;
	atomic_fetch_add(&sent->answers, 1);
}

static void submit(
	struct small_region *region, struct command_queue *queue, struct sent *sent, int number)
{
	struct error error = {0};
	*sent = (struct sent){
		.command = {.entry = command_find(COMMAND_ORGANISATION_ADD),
			.region = SMALL_REGION,
			.actor = region->admin,
			.expected_version = -1,
			.params = {.kind = ORGANISATION_GP, .public_name = SPAN_LITERAL("Praktijk")},
			.answered = answered,
			.waiter = sent}};
	snprintf(sent->id, sizeof(sent->id), "addition-%d", number);
	sent->command.command_id = span_of(sent->id);
	assert_int_equal(command_queue_submit(queue, &sent->command, &error), STATUS_OK);
}

struct reader {
	struct command_seen seen;
	_Atomic int calls;
	bool kept;
};

static void told(struct command_seen *seen, bool kept)
{
	struct reader *reader = seen->context;
	reader->kept = kept;
	atomic_fetch_add(&reader->calls, 1);
}

/* What was run is seen, the next batch is run meanwhile, and nobody is told before the sync. */
static void test_queue__tells_nobody_before_the_sync(void **state)
{
	struct small_region region;
	struct sent first, second;
	struct reader reader = {.seen = {.durable = told, .context = &reader}};
	struct reader late = {.seen = {.durable = told, .context = &late}};
	(void)state;
	small_region_open(&region);
	struct command_queue *queue = open_queue(&region);
	assert_false(command_queue_is_ahead(queue));
	assert_false(command_queue_await(queue, &reader.seen));
	submit(&region, queue, &first, 1);
	await_sync(1);
	uint64_t ran = command_writer_commits(region.writer);
	assert_true(command_queue_is_ahead(queue));
	assert_true(command_queue_await(queue, &reader.seen));
	submit(&region, queue, &second, 2);
	while (command_writer_commits(region.writer) == ran) sched_yield();
	assert_true(command_queue_await(queue, &late.seen));
	assert_int_equal(first.answers + second.answers + reader.calls + late.calls, 0);
	allow_syncs(1, STATUS_OK);
	await_sync(2);
	/* The thread that syncs told all of the first before it came to the gate again. */
	assert_int_equal(first.answers, 1);
	assert_int_equal(reader.calls, 1);
	assert_true(reader.kept);
	assert_int_equal(second.answers + late.calls, 0);
	allow_syncs(2, STATUS_OK);
	command_queue_drain(queue);
	assert_int_equal(second.answers, 1);
	assert_int_equal(late.calls, 1);
	assert_false(command_queue_is_ahead(queue));
	assert_int_equal(first.command.reply.outcome, OUTCOME_DONE);
	command_queue_close(queue);
	small_region_close(&region);
}

/* After a sync that fails nobody knows what is there: everybody is told so, and it is over. */
static void test_queue__is_broken_by_a_sync_that_fails(void **state)
{
	struct small_region region;
	struct sent first, second;
	struct reader reader = {.seen = {.durable = told, .context = &reader}};
	struct reader late = {.seen = {.durable = told, .context = &late}};
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command_queue *queue = open_queue(&region);
	submit(&region, queue, &first, 1);
	await_sync(1);
	assert_true(command_queue_await(queue, &reader.seen));
	submit(&region, queue, &second, 2);
	assert_false(command_queue_is_broken(queue));
	allow_syncs(9, STATUS_STORE);
	while (second.answers == 0 || reader.calls == 0) sched_yield();
	assert_true(command_queue_is_broken(queue));
	assert_int_equal(first.answers, 1);
	assert_int_equal(first.command.reply.outcome, OUTCOME_FAILED);
	assert_int_equal(second.command.reply.outcome, OUTCOME_FAILED);
	assert_false(reader.kept);
	assert_true(command_queue_await(queue, &late.seen));
	assert_int_equal(late.calls, 1);
	assert_false(late.kept);
	assert_int_equal(command_queue_submit(queue, &first.command, &error), STATUS_BUSY);
	command_queue_close(queue);
	assert_int_equal(first.answers + second.answers + reader.calls, 3);
	small_region_close(&region);
}

/* The row of an incident is durable before its number is told. */
static void test_queue__tells_no_incident_before_the_sync(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	/* With its person out of the team every command on it breaks a law. */
	struct member manager = {
		.region = SMALL_REGION, .episode = asked.episode, .account = region.duty};
	small_region_remove(&region, &team_member_table, &manager);
	struct command_queue *queue = open_queue(&region);
	struct sent broken = {.answers = 0};
	const struct command_params params = {.episode = asked.episode,
		.domain = DOMAIN_DEBT,
		.aim = AIM_RECOVER,
		.words = SPAN_LITERAL("Woorden van iemand.")};
	small_region_make(
		&region, asked.person, COMMAND_NEED_ADD, &params, "poison-1", &broken.command);
	broken.command.answered = answered;
	broken.command.waiter = &broken;
	struct error error = {0};
	assert_int_equal(command_queue_submit(queue, &broken.command, &error), STATUS_OK);
	while (broken.answers == 0 && !has_reached(1)) sched_yield();
	assert_int_equal(broken.answers, 0);
	allow_syncs(1, STATUS_OK);
	command_queue_drain(queue);
	assert_int_equal(broken.answers, 1);
	assert_int_equal(broken.command.reply.outcome, OUTCOME_BROKEN);
	assert_false(id_is_none(broken.command.reply.incident));
	command_queue_close(queue);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_queue__tells_nobody_before_the_sync),
		cmocka_unit_test(test_queue__is_broken_by_a_sync_that_fails),
		cmocka_unit_test(test_queue__tells_no_incident_before_the_sync),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
