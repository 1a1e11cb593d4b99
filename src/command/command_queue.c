/* command_queue.c - the queue before the writer, and the writer's thread.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_queue.h"
#include "base/check.h"
#include "base/log.h"
#include "command/command_metrics.h"
#include "journal/journal.h"
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

/* Batches that were run and wait for their sync; more, and the writer waits too. */
enum { MOST_RAN = 2 * COMMAND_BATCH_MAX };

struct command_list {
	struct command *first;
	struct command *last;
	size_t length;
};

struct command_queue {
	struct command_writer *writer;
	bool apart;
	pthread_mutex_t lock; /* of all that follows */
	pthread_cond_t filled;
	pthread_t thread;
	struct command_list waiting;
	bool draining;

	/* Only where syncs are apart: */
	pthread_cond_t ran_some; /* for the thread that syncs */
	pthread_cond_t ran_less; /* for the writer */
	pthread_t sync_thread;
	struct command_list ran;
	uint64_t ran_commits; /* of the last of these */
	bool all_ran;         /* the writer's thread has ended */
	struct command_seen *seen;
	_Atomic uint64_t durable; /* commits; set behind the lock */
	_Atomic bool broken;
};

static void add(struct command_list *list, struct command *command)
{
	command->next = NULL;
	if (list->last != NULL)
		list->last->next = command;
	else
		list->first = command;
	list->last = command;
	list->length++;
}

static struct command *take_first(struct command_list *list)
{
	struct command *command = list->first;
	list->first = command->next;
	if (list->first == NULL) list->last = NULL;
	list->length--;
	return command;
}

/* Takes up to a batch off the queue; 0 when it is empty and draining. */
static size_t take(struct command_queue *queue, struct command *batch[COMMAND_BATCH_MAX])
{
	size_t count = 0;
	pthread_mutex_lock(&queue->lock);
	while (queue->waiting.first == NULL && !queue->draining)
		pthread_cond_wait(&queue->filled, &queue->lock);
	while (queue->ran.length >= MOST_RAN) pthread_cond_wait(&queue->ran_less, &queue->lock);
	while (queue->waiting.first != NULL && count < COMMAND_BATCH_MAX)
		batch[count++] = take_first(&queue->waiting);
	command_metrics_queue((int64_t)queue->waiting.length);
	pthread_mutex_unlock(&queue->lock);
	return count;
}

static void answer(struct command *command)
{
	if (command->answered != NULL) command->answered(command);
}

/* Nobody knows what of it is durable, nor what it was judged by. */
static void fail(struct command *command)
{
	struct error *error = &command->reply.error;
	command->reply = (struct command_reply){.outcome = OUTCOME_FAILED};
	(void)status_fail(error, STATUS_STORE, "the log of the database cannot be synced");
}

static void hand_over(struct command_queue *queue, struct command *const *batch, size_t count)
{
	pthread_mutex_lock(&queue->lock);
	for (size_t i = 0; i < count; i++) add(&queue->ran, batch[i]);
	queue->ran_commits = command_writer_commits(queue->writer);
	pthread_cond_signal(&queue->ran_some);
	pthread_mutex_unlock(&queue->lock);
}

static void end_writing(struct command_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	queue->all_ran = true;
	pthread_cond_signal(&queue->ran_some);
	pthread_mutex_unlock(&queue->lock);
}

static void *run(void *argument)
{
	struct command_queue *queue = argument;
	struct command *batch[COMMAND_BATCH_MAX];
	size_t count = 0;
	pthread_setname_np(pthread_self(), "writer");
	while ((count = take(queue, batch)) > 0) {
		if (!command_queue_is_broken(queue)) command_writer_run(queue->writer, batch, count);
		if (queue->apart)
			hand_over(queue, batch, count);
		else
			for (size_t i = 0; i < count; i++) answer(batch[i]);
	}
	end_writing(queue);
	return NULL;
}

/* Takes all that ran; false when there is none and will be none. */
static bool take_ran(struct command_queue *queue, struct command_list *ran, uint64_t *commits)
{
	pthread_mutex_lock(&queue->lock);
	while (queue->ran.first == NULL && !queue->all_ran)
		pthread_cond_wait(&queue->ran_some, &queue->lock);
	*ran = queue->ran;
	*commits = queue->ran_commits;
	queue->ran = (struct command_list){0};
	pthread_cond_signal(&queue->ran_less);
	pthread_mutex_unlock(&queue->lock);
	return ran->first != NULL;
}

static void sync_some(struct command_queue *queue, uint64_t commits)
{
	struct error error = {0};
	if (commits == queue->durable || command_queue_is_broken(queue)) return;
	if (command_writer_sync(queue->writer, &error) == STATUS_OK) return;
	LOG_EVENT(LOG_ERROR, "writer.sync_failed", LOG_CODE_FIELD(LOG_ERROR_DETAIL, error.message));
	queue->broken = true;
}

/* Those who saw no more than is durable now; all of them when it is broken. */
static struct command_seen *take_seen(struct command_queue *queue, uint64_t commits)
{
	struct command_seen *taken = NULL;
	pthread_mutex_lock(&queue->lock);
	if (!queue->broken) queue->durable = commits;
	for (struct command_seen **at = &queue->seen; *at != NULL;) {
		struct command_seen *seen = *at;
		if (seen->commits > commits && !queue->broken) {
			at = &seen->next;
			continue;
		}
		*at = seen->next;
		seen->next = taken;
		taken = seen;
	}
	pthread_mutex_unlock(&queue->lock);
	return taken;
}

static void *run_syncs(void *argument)
{
	struct command_queue *queue = argument;
	struct command_list ran;
	uint64_t commits = 0;
	pthread_setname_np(pthread_self(), "syncs");
	while (take_ran(queue, &ran, &commits)) {
		sync_some(queue, commits);
		struct command_seen *seen = take_seen(queue, commits);
		while (ran.first != NULL) {
			struct command *command = take_first(&ran);
			if (queue->broken) fail(command);
			answer(command);
		}
		while (seen != NULL) {
			struct command_seen *next = seen->next;
			seen->durable(seen, !queue->broken);
			seen = next;
		}
	}
	return NULL;
}

static bool start_threads(struct command_queue *queue)
{
	if (pthread_create(&queue->thread, NULL, run, queue) != 0) return false;
	if (!queue->apart || pthread_create(&queue->sync_thread, NULL, run_syncs, queue) == 0)
		return true;
	pthread_mutex_lock(&queue->lock);
	queue->draining = true; /* nothing was submitted: the thread ends at once */
	pthread_cond_signal(&queue->filled);
	pthread_mutex_unlock(&queue->lock);
	pthread_join(queue->thread, NULL);
	return false;
}

static void finish(struct command_queue *queue)
{
	pthread_cond_destroy(&queue->ran_less);
	pthread_cond_destroy(&queue->ran_some);
	pthread_cond_destroy(&queue->filled);
	pthread_mutex_destroy(&queue->lock);
	free(queue);
}

status command_queue_open(
	struct command_writer *writer, struct command_queue **out, struct error *error)
{
	struct command_queue *queue = calloc(1, sizeof(*queue));
	if (queue == NULL) return status_fail(error, STATUS_MEMORY, "no memory for the queue");
	queue->writer = writer;
	queue->apart = command_writer_syncs_apart(writer);
	queue->durable = command_writer_commits(writer);
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->filled, NULL);
	pthread_cond_init(&queue->ran_some, NULL);
	pthread_cond_init(&queue->ran_less, NULL);
	if (!start_threads(queue)) {
		finish(queue);
		return status_fail(error, STATUS_IO, "the writer's thread does not start");
	}
	*out = queue;
	return STATUS_OK;
}

void command_queue_drain(struct command_queue *queue)
{
	pthread_mutex_lock(&queue->lock);
	bool drained = queue->draining;
	queue->draining = true;
	pthread_cond_broadcast(&queue->filled);
	pthread_mutex_unlock(&queue->lock);
	if (drained) return;
	pthread_join(queue->thread, NULL);
	if (queue->apart) pthread_join(queue->sync_thread, NULL);
}

void command_queue_close(struct command_queue *queue)
{
	if (queue == NULL) return;
	command_queue_drain(queue);
	finish(queue);
}

bool command_queue_is_broken(const struct command_queue *queue)
{
	return atomic_load(&queue->broken);
}

bool command_queue_is_ahead(const struct command_queue *queue)
{
	return queue->apart && command_writer_commits(queue->writer) > atomic_load(&queue->durable);
}

bool command_queue_await(struct command_queue *queue, struct command_seen *seen)
{
	if (!command_queue_is_ahead(queue)) return false;
	seen->commits = command_writer_commits(queue->writer);
	pthread_mutex_lock(&queue->lock);
	bool wait = seen->commits > queue->durable;
	bool lost = wait && queue->broken;
	if (wait && !lost) {
		seen->next = queue->seen;
		queue->seen = seen;
	}
	pthread_mutex_unlock(&queue->lock);
	if (lost) seen->durable(seen, false);
	return wait;
}

status command_queue_submit(
	struct command_queue *queue, struct command *command, struct error *error)
{
	status code = STATUS_OK;
	CHECK(command->entry != NULL && command->command_id.size <= JOURNAL_COMMAND_ID_BYTES);
	command->reply = (struct command_reply){.outcome = OUTCOME_PENDING};
	pthread_mutex_lock(&queue->lock);
	if (queue->draining || queue->broken)
		code = status_fail(error, STATUS_BUSY, "the program is stopping");
	else if (queue->waiting.length >= COMMAND_QUEUE_MAX)
		code = status_fail(error, STATUS_BUSY, "more than %d commands wait", COMMAND_QUEUE_MAX);
	if (code == STATUS_OK) {
		add(&queue->waiting, command);
		pthread_cond_signal(&queue->filled);
	}
	pthread_mutex_unlock(&queue->lock);
	return code;
}

struct waiter {
	pthread_mutex_t lock;
	pthread_cond_t ready;
	size_t left;
};

static void wake(struct command *command)
{
	struct waiter *waiter = command->waiter;
	pthread_mutex_lock(&waiter->lock);
	if (--waiter->left == 0) pthread_cond_signal(&waiter->ready);
	pthread_mutex_unlock(&waiter->lock);
}

static void take_back(struct waiter *waiter)
{
	pthread_mutex_lock(&waiter->lock);
	waiter->left--;
	pthread_mutex_unlock(&waiter->lock);
}

status command_queue_run(
	struct command_queue *queue, struct command *const *commands, size_t count, struct error *error)
{
	/* One more than was submitted, so that none is the last before all are in. */
	struct waiter waiter = {.left = 1};
	status code = STATUS_OK;
	pthread_mutex_init(&waiter.lock, NULL);
	pthread_cond_init(&waiter.ready, NULL);
	for (size_t i = 0; i < count && code == STATUS_OK; i++) {
		commands[i]->answered = wake;
		commands[i]->waiter = &waiter;
		pthread_mutex_lock(&waiter.lock);
		waiter.left++;
		pthread_mutex_unlock(&waiter.lock);
		code = command_queue_submit(queue, commands[i], error);
		if (code != STATUS_OK) take_back(&waiter);
	}
	pthread_mutex_lock(&waiter.lock);
	waiter.left--;
	while (waiter.left > 0) pthread_cond_wait(&waiter.ready, &waiter.lock);
	pthread_mutex_unlock(&waiter.lock);
	pthread_cond_destroy(&waiter.ready);
	pthread_mutex_destroy(&waiter.lock);
	return code;
}
