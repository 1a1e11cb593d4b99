/* test_queue.c - threads hand in commands, one writer applies them, and everybody is answered
 * once.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../base/raises.h"
#include "command/command_queue.h"
#include "journal/journal.h"
#include "small_region.h"
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 6, EACH = 40 };

static struct command_queue *open_queue(struct small_region *region)
{
	struct command_queue *queue = NULL;
	struct error error = {0};
	assert_int_equal(command_queue_open(region->writer, &queue, &error), STATUS_OK);
	return queue;
}

/* A command on its way, and how often it was answered. */
struct sent {
	struct command command;
	char command_id[48];
	_Atomic int answers;
	_Atomic int64_t *counter; /* of all answers; may be NULL */
	int64_t place;            /* in the order of answers */
};

static void answered(struct command *command)
{
	struct sent *sent = command->waiter;
	if (sent->counter != NULL) sent->place = atomic_fetch_add(sent->counter, 1);
	atomic_fetch_add(&sent->answers, 1);
}

/* An organisation that the administrator adds; it needs no key and no text to seal. */
static void make_addition(struct small_region *region, struct sent *sent, int thread, int number)
{
	sent->command = (struct command){.entry = command_find(COMMAND_ORGANISATION_ADD),
		.region = SMALL_REGION,
		.actor = region->admin,
		.expected_version = -1,
		.params = {.kind = ORGANISATION_GP, .public_name = SPAN_LITERAL("Praktijk")},
		.answered = answered,
		.waiter = sent};
	snprintf(sent->command_id, sizeof(sent->command_id), "addition-%d-%d", thread, number);
	sent->command.command_id = span_of(sent->command_id);
}

static struct sent *make_additions(struct small_region *region, int thread, int count)
{
	struct sent *all = calloc((size_t)count, sizeof(*all));
	assert_non_null(all);
	for (int i = 0; i < count; i++) make_addition(region, &all[i], thread, i);
	return all;
}

static void expect_answered(struct sent *all, int count, enum command_outcome outcome)
{
	for (int i = 0; i < count; i++) {
		assert_int_equal(atomic_load(&all[i].answers), 1);
		assert_int_equal(all[i].command.reply.outcome, outcome);
	}
}

struct sender {
	struct command_queue *queue;
	struct sent *all;
	int taken;
};

static void *send_all(void *argument)
{
	struct sender *sender = argument;
	for (int i = 0; i < EACH; i++) {
		struct error error = {0};
		sender->taken +=
			command_queue_submit(sender->queue, &sender->all[i].command, &error) == STATUS_OK;
	}
	return NULL;
}

/* From several threads at once every command is applied, and answered exactly once. */
static void test_queue__answers_every_thread_once(void **state)
{
	struct small_region region;
	struct sender senders[THREADS];
	pthread_t threads[THREADS];
	(void)state;
	small_region_open(&region);
	int64_t entries = small_region_entries(&region);
	struct command_queue *queue = open_queue(&region);
	for (int i = 0; i < THREADS; i++)
		senders[i] = (struct sender){queue, make_additions(&region, i, EACH), 0};
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, send_all, &senders[i]), 0);
	for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
	command_queue_close(queue);
	for (int i = 0; i < THREADS; i++) {
		assert_int_equal(senders[i].taken, EACH);
		expect_answered(senders[i].all, EACH, OUTCOME_DONE);
		free(senders[i].all);
	}
	assert_int_equal(small_region_entries(&region), entries + THREADS * EACH);
	small_region_close(&region);
}

/* What one thread hands in is answered in the order in which it did. */
static void test_queue__keeps_the_order(void **state)
{
	struct small_region region;
	_Atomic int64_t counter = 0;
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command_queue *queue = open_queue(&region);
	struct sent *all = make_additions(&region, 0, 600); /* more than a batch */
	for (int i = 0; i < 600; i++) {
		all[i].counter = &counter;
		assert_int_equal(command_queue_submit(queue, &all[i].command, &error), STATUS_OK);
	}
	command_queue_close(queue);
	for (int i = 0; i < 600; i++) assert_int_equal(all[i].place, i);
	expect_answered(all, 600, OUTCOME_DONE);
	free(all);
	small_region_close(&region);
}

/* Holds the writer's thread in an answer until it is let go. */
struct gate {
	pthread_mutex_t lock;
	pthread_cond_t moved;
	bool reached, open;
};

static void stand_in_gate(struct command *command)
{
	struct gate *gate = command->waiter;
	pthread_mutex_lock(&gate->lock);
	gate->reached = true;
	pthread_cond_broadcast(&gate->moved);
	while (!gate->open) pthread_cond_wait(&gate->moved, &gate->lock);
	pthread_mutex_unlock(&gate->lock);
}

static void hold_writer(struct command_queue *queue, struct gate *gate, struct sent *first)
{
	struct error error = {0};
	pthread_mutex_init(&gate->lock, NULL);
	pthread_cond_init(&gate->moved, NULL);
	first->command.answered = stand_in_gate;
	first->command.waiter = gate;
	assert_int_equal(command_queue_submit(queue, &first->command, &error), STATUS_OK);
	pthread_mutex_lock(&gate->lock);
	while (!gate->reached) pthread_cond_wait(&gate->moved, &gate->lock);
	pthread_mutex_unlock(&gate->lock);
}

static void let_go(struct gate *gate)
{
	pthread_mutex_lock(&gate->lock);
	gate->open = true;
	pthread_cond_broadcast(&gate->moved);
	pthread_mutex_unlock(&gate->lock);
}

static void finish_gate(struct gate *gate)
{
	pthread_cond_destroy(&gate->moved);
	pthread_mutex_destroy(&gate->lock);
}

/* A command that access refuses at once. */
static void make_refused(struct small_region *region, struct sent *sent)
{
	make_addition(region, sent, 0, 0);
	sent->command.actor = region->peer;
	sent->command.actor_region = SMALL_REGION;
	sent->command.command_id = (struct span){0};
}

/* As many as there is room for wait; one more is told at once to try later, is not taken, and is
 * never answered. Those that were taken are, and then there is room again. */
static void test_queue__is_busy_over_its_bound(void **state)
{
	struct small_region region;
	struct gate gate = {.reached = false};
	struct sent first = {.answers = 0}, over = {.answers = 0}, later = {.answers = 0};
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command_queue *queue = open_queue(&region);
	struct sent *all = calloc(COMMAND_QUEUE_MAX, sizeof(*all));
	assert_non_null(all);
	make_refused(&region, &first);
	make_refused(&region, &over);
	make_refused(&region, &later);
	hold_writer(queue, &gate, &first);
	for (int i = 0; i < COMMAND_QUEUE_MAX; i++) {
		make_refused(&region, &all[i]);
		all[i].command.reply.outcome = OUTCOME_BROKEN; /* of an earlier try */
		assert_int_equal(command_queue_submit(queue, &all[i].command, &error), STATUS_OK);
	}
	assert_int_equal(command_queue_submit(queue, &over.command, &error), STATUS_BUSY);
	assert_non_null(strstr(error.message, "8192"));
	assert_int_equal(all[7].command.reply.outcome, OUTCOME_PENDING);
	assert_int_equal(atomic_load(&over.answers), 0);
	let_go(&gate);
	while (atomic_load(&all[COMMAND_QUEUE_MAX - 1].answers) == 0) sched_yield();
	assert_int_equal(command_queue_submit(queue, &later.command, &error), STATUS_OK);
	/* Tried again, as it is: it goes alone, without those that stood behind it before. */
	assert_int_equal(command_queue_submit(queue, &over.command, &error), STATUS_OK);
	command_queue_close(queue);
	expect_answered(all, COMMAND_QUEUE_MAX, OUTCOME_REFUSED);
	expect_answered(&later, 1, OUTCOME_REFUSED);
	expect_answered(&over, 1, OUTCOME_REFUSED);
	free(all);
	finish_gate(&gate);
	small_region_close(&region);
}

static void *drain(void *argument)
{
	command_queue_drain(argument);
	return NULL;
}

/* Until the drainer has begun a command may still be taken; from then on none. How many were. */
static int send_until_stopping(struct command_queue *queue, struct sent *all)
{
	int taken = 0;
	for (;;) {
		struct error error = {0};
		if (command_queue_submit(queue, &all[taken].command, &error) == STATUS_OK)
			taken++;
		else if (strstr(error.message, "stopping") != NULL)
			return taken;
		sched_yield();
	}
}

/* While it drains nothing new is taken, and everything that waits is still applied and answered.
 * */
static void test_queue_drain__answers_what_waits(void **state)
{
	struct small_region region;
	struct gate gate = {.reached = false};
	struct sent first = {.answers = 0}, late = {.answers = 0};
	struct error error = {0};
	pthread_t drainer;
	(void)state;
	small_region_open(&region);
	int64_t entries = small_region_entries(&region);
	struct command_queue *queue = open_queue(&region);
	struct sent *all = make_additions(&region, 0, 700);
	make_refused(&region, &first);
	make_addition(&region, &late, 1, 1);
	hold_writer(queue, &gate, &first);
	for (int i = 0; i < 700; i++)
		assert_int_equal(command_queue_submit(queue, &all[i].command, &error), STATUS_OK);
	assert_int_equal(pthread_create(&drainer, NULL, drain, queue), 0);
	struct sent *before = make_additions(&region, 2, COMMAND_QUEUE_MAX);
	int taken = send_until_stopping(queue, before);
	assert_int_equal(command_queue_submit(queue, &late.command, &error), STATUS_BUSY);
	let_go(&gate);
	assert_int_equal(pthread_join(drainer, NULL), 0);
	expect_answered(all, 700, OUTCOME_DONE);
	expect_answered(before, taken, OUTCOME_DONE);
	assert_int_equal(atomic_load(&late.answers), 0);
	assert_int_equal(atomic_load(&before[taken].answers), 0);
	assert_int_equal(small_region_entries(&region), entries + 700 + taken);
	command_queue_drain(queue);
	assert_int_equal(command_queue_submit(queue, &late.command, &error), STATUS_BUSY);
	command_queue_close(queue);
	free(all);
	free(before);
	finish_gate(&gate);
	small_region_close(&region);
}

/* Closing drains by itself; nothing is closed twice, and no queue is no queue. */
static void test_queue_close__drains(void **state)
{
	struct small_region region;
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	command_queue_close(NULL);
	command_queue_close(open_queue(&region));
	struct command_queue *queue = open_queue(&region);
	struct sent *all = make_additions(&region, 0, 50);
	for (int i = 0; i < 50; i++)
		assert_int_equal(command_queue_submit(queue, &all[i].command, &error), STATUS_OK);
	command_queue_close(queue);
	expect_answered(all, 50, OUTCOME_DONE);
	free(all);
	small_region_close(&region);
}

struct runner {
	struct small_region *region;
	struct command_queue *queue;
	int thread;
	int done;
};

static void *run_some(void *argument)
{
	struct runner *runner = argument;
	for (int i = 0; i < EACH; i++) {
		struct sent sent = {.answers = 0};
		struct error error = {0};
		make_addition(runner->region, &sent, runner->thread, i);
		if (command_queue_run(runner->queue, &(struct command *){&sent.command}, 1, &error) ==
				STATUS_OK &&
			sent.command.reply.outcome == OUTCOME_DONE &&
			!id_is_none(sent.command.reply.result.organisation))
			runner->done++;
	}
	return NULL;
}

/* Running waits until the answer is there, for each of several threads its own. */
static void test_queue_run__waits_for_its_own_answer(void **state)
{
	struct small_region region;
	struct runner runners[THREADS];
	pthread_t threads[THREADS];
	(void)state;
	small_region_open(&region);
	struct command_queue *queue = open_queue(&region);
	for (int i = 0; i < THREADS; i++) {
		runners[i] = (struct runner){&region, queue, i, 0};
		assert_int_equal(pthread_create(&threads[i], NULL, run_some, &runners[i]), 0);
	}
	for (int i = 0; i < THREADS; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (int i = 0; i < THREADS; i++) assert_int_equal(runners[i].done, EACH);
	command_queue_drain(queue);
	struct sent late = {.answers = 0};
	struct error error = {0};
	make_addition(&region, &late, THREADS, 0);
	assert_int_equal(
		command_queue_run(queue, &(struct command *){&late.command}, 1, &error), STATUS_BUSY);
	command_queue_close(queue);
	small_region_close(&region);
}

/* The same command id from two threads is done once: one is told it was a repetition. */
static void test_queue__the_same_command_twice_is_done_once(void **state)
{
	struct small_region region;
	struct sent pair[2] = {{.answers = 0}, {.answers = 0}};
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command_queue *queue = open_queue(&region);
	for (int i = 0; i < 2; i++) {
		make_addition(&region, &pair[i], 0, 0);
		assert_int_equal(command_queue_submit(queue, &pair[i].command, &error), STATUS_OK);
	}
	command_queue_close(queue);
	assert_int_equal(pair[0].command.reply.outcome, OUTCOME_DONE);
	assert_int_equal(pair[1].command.reply.outcome, OUTCOME_REPEATED);
	assert_true(id_equal(
		pair[0].command.reply.result.organisation, pair[1].command.reply.result.organisation));
	small_region_close(&region);
}

/* No entry, or a command id that the journal has no room for, is a mistake of this program. */
static void test_queue_submit__raises_on_what_is_no_command(void **state)
{
	struct small_region region;
	char long_id[JOURNAL_COMMAND_ID_BYTES + 1];
	struct sent sent = {.answers = 0};
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command_queue *queue = open_queue(&region);
	make_addition(&region, &sent, 0, 0);
	memset(long_id, 'a', sizeof(long_id));
	sent.command.command_id = span_bytes(long_id, sizeof(long_id));
	assert_raises((void)!command_queue_submit(queue, &sent.command, &error));
	sent.command.command_id = span_bytes(long_id, JOURNAL_COMMAND_ID_BYTES);
	assert_int_equal(
		command_queue_run(queue, &(struct command *){&sent.command}, 1, &error), STATUS_OK);
	assert_int_equal(sent.command.reply.outcome, OUTCOME_DONE);
	sent.command.entry = NULL;
	assert_raises((void)!command_queue_submit(queue, &sent.command, &error));
	command_queue_close(queue);
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_queue__answers_every_thread_once),
		cmocka_unit_test(test_queue__keeps_the_order),
		cmocka_unit_test(test_queue__is_busy_over_its_bound),
		cmocka_unit_test(test_queue_drain__answers_what_waits),
		cmocka_unit_test(test_queue_close__drains),
		cmocka_unit_test(test_queue_run__waits_for_its_own_answer),
		cmocka_unit_test(test_queue__the_same_command_twice_is_done_once),
		cmocka_unit_test(test_queue_submit__raises_on_what_is_no_command),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
