/* command_queue.c - the queue before the writer, and the writer's thread.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_queue.h"
#include "base/check.h"
#include "command/command_metrics.h"
#include "journal/journal.h"
#include <pthread.h>
#include <stdlib.h>

struct command_queue {
	struct command_writer *writer;
	pthread_mutex_t lock;
	pthread_cond_t filled;
	pthread_t thread;
	struct command *first;
	struct command *last;
	size_t length;
	bool draining;
};

/* Takes up to a batch off the queue; 0 when it is empty and draining. */
static size_t take(struct command_queue *queue, struct command *batch[COMMAND_BATCH_MAX])
{
	size_t count = 0;
	pthread_mutex_lock(&queue->lock);
	while (queue->first == NULL && !queue->draining)
		pthread_cond_wait(&queue->filled, &queue->lock);
	while (queue->first != NULL && count < COMMAND_BATCH_MAX) {
		batch[count++] = queue->first;
		queue->first = queue->first->next;
	}
	if (queue->first == NULL) queue->last = NULL;
	queue->length -= count;
	command_metrics_queue((int64_t)queue->length);
	pthread_mutex_unlock(&queue->lock);
	return count;
}

static void *run(void *argument)
{
	struct command_queue *queue = argument;
	struct command *batch[COMMAND_BATCH_MAX];
	for (;;) {
		size_t count = take(queue, batch);
		if (count == 0) return NULL;
		command_writer_run(queue->writer, batch, count);
		for (size_t i = 0; i < count; i++)
			if (batch[i]->answered != NULL) batch[i]->answered(batch[i]);
	}
}

status command_queue_open(
	struct command_writer *writer, struct command_queue **out, struct error *error)
{
	struct command_queue *queue = calloc(1, sizeof(*queue));
	if (queue == NULL) return status_fail(error, STATUS_MEMORY, "no memory for the queue");
	queue->writer = writer;
	pthread_mutex_init(&queue->lock, NULL);
	pthread_cond_init(&queue->filled, NULL);
	if (pthread_create(&queue->thread, NULL, run, queue) != 0) {
		free(queue);
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
	if (!drained) pthread_join(queue->thread, NULL);
}

void command_queue_close(struct command_queue *queue)
{
	if (queue == NULL) return;
	command_queue_drain(queue);
	pthread_cond_destroy(&queue->filled);
	pthread_mutex_destroy(&queue->lock);
	free(queue);
}

status command_queue_submit(
	struct command_queue *queue, struct command *command, struct error *error)
{
	status code = STATUS_OK;
	CHECK(command->entry != NULL && command->command_id.size <= JOURNAL_COMMAND_ID_BYTES);
	command->next = NULL;
	command->reply = (struct command_reply){.outcome = OUTCOME_PENDING};
	pthread_mutex_lock(&queue->lock);
	if (queue->draining)
		code = status_fail(error, STATUS_BUSY, "the program is stopping");
	else if (queue->length >= COMMAND_QUEUE_MAX)
		code = status_fail(error, STATUS_BUSY, "more than %d commands wait", COMMAND_QUEUE_MAX);
	if (code == STATUS_OK) {
		if (queue->last != NULL)
			queue->last->next = command;
		else
			queue->first = command;
		queue->last = command;
		queue->length++;
		pthread_cond_signal(&queue->filled);
	}
	pthread_mutex_unlock(&queue->lock);
	return code;
}

struct waiter {
	pthread_mutex_t lock;
	pthread_cond_t ready;
	bool done;
};

static void wake(struct command *command)
{
	struct waiter *waiter = command->waiter;
	pthread_mutex_lock(&waiter->lock);
	waiter->done = true;
	pthread_cond_signal(&waiter->ready);
	pthread_mutex_unlock(&waiter->lock);
}

status command_queue_run(struct command_queue *queue, struct command *command, struct error *error)
{
	struct waiter waiter = {.done = false};
	pthread_mutex_init(&waiter.lock, NULL);
	pthread_cond_init(&waiter.ready, NULL);
	command->answered = wake;
	command->waiter = &waiter;
	status code = command_queue_submit(queue, command, error);
	if (code == STATUS_OK) {
		pthread_mutex_lock(&waiter.lock);
		while (!waiter.done) pthread_cond_wait(&waiter.ready, &waiter.lock);
		pthread_mutex_unlock(&waiter.lock);
	}
	pthread_cond_destroy(&waiter.ready);
	pthread_mutex_destroy(&waiter.lock);
	return code;
}
