/* app_demo_pipe.c - two sets of rows: one is filled while the other is written.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_pipe.h"
#include "base/check.h"
#include <pthread.h>
#include <stdlib.h>

struct app_demo_pipe {
	struct app_demo_writer *writer;
	struct app_demo_rows *filling;
	struct app_demo_rows *writing; /* the thread's while `busy` */
	pthread_t thread;
	bool started;
	pthread_mutex_t lock; /* around what stands below */
	pthread_cond_t changed;
	bool busy;
	bool ending;
	status failed;
	struct error error;
	int64_t written;
	int64_t people;
};

static void write_one(struct app_demo_pipe *pipe)
{
	struct error error = {0};
	const struct app_demo_rows *rows = pipe->writing;
	pthread_mutex_unlock(&pipe->lock);
	status code = app_demo_writer_write(pipe->writer, rows, &error);
	pthread_mutex_lock(&pipe->lock);
	if (code == STATUS_OK) {
		pipe->written += (int64_t)(rows->count + rows->entry_count);
		pipe->people += rows->people;
	} else {
		pipe->failed = code;
		pipe->error = error;
	}
	pipe->busy = false;
	pthread_cond_signal(&pipe->changed);
}

static void *run(void *argument)
{
	struct app_demo_pipe *pipe = argument;
	pthread_mutex_lock(&pipe->lock);
	for (;;) {
		while (!pipe->busy && !pipe->ending) pthread_cond_wait(&pipe->changed, &pipe->lock);
		if (!pipe->busy) break;
		write_one(pipe);
	}
	pthread_mutex_unlock(&pipe->lock);
	return NULL;
}

static status start(struct app_demo_pipe *pipe, struct error *error)
{
	pipe->filling = app_demo_rows_create();
	pipe->writing = app_demo_rows_create();
	if (pipe->filling == NULL || pipe->writing == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for rows");
	if (pthread_create(&pipe->thread, NULL, run, pipe) != 0)
		return status_fail(error, STATUS_MEMORY, "no thread to write with");
	pipe->started = true;
	return STATUS_OK;
}

status app_demo_pipe_open(
	struct app_demo_writer *writer, struct app_demo_pipe **pipe, struct error *error)
{
	struct app_demo_pipe *made = calloc(1, sizeof *made);
	if (made == NULL) return status_fail(error, STATUS_MEMORY, "no memory for rows");
	made->writer = writer;
	CHECK(pthread_mutex_init(&made->lock, NULL) == 0);
	CHECK(pthread_cond_init(&made->changed, NULL) == 0);
	status code = start(made, error);
	if (code == STATUS_OK)
		*pipe = made;
	else
		app_demo_pipe_close(made);
	return code;
}

struct app_demo_rows *app_demo_pipe_rows(struct app_demo_pipe *pipe)
{
	return pipe->filling;
}

/* With the lock held; until the thread has nothing to do. */
static status wait_idle(
	struct app_demo_pipe *pipe, int64_t *written, int64_t *people, struct error *error)
{
	while (pipe->busy) pthread_cond_wait(&pipe->changed, &pipe->lock);
	*written = pipe->written;
	*people = pipe->people;
	if (pipe->failed != STATUS_OK && error != NULL) *error = pipe->error;
	return pipe->failed;
}

status app_demo_pipe_give(
	struct app_demo_pipe *pipe, int64_t *written, int64_t *people, struct error *error)
{
	pthread_mutex_lock(&pipe->lock);
	status code = wait_idle(pipe, written, people, error);
	if (code == STATUS_OK) {
		struct app_demo_rows *given = pipe->filling;
		pipe->filling = pipe->writing;
		pipe->writing = given;
		app_demo_rows_clear(pipe->filling);
		pipe->busy = true;
		pthread_cond_signal(&pipe->changed);
	}
	pthread_mutex_unlock(&pipe->lock);
	return code;
}

status app_demo_pipe_drain(
	struct app_demo_pipe *pipe, int64_t *written, int64_t *people, struct error *error)
{
	pthread_mutex_lock(&pipe->lock);
	status code = wait_idle(pipe, written, people, error);
	pthread_mutex_unlock(&pipe->lock);
	return code;
}

void app_demo_pipe_close(struct app_demo_pipe *pipe)
{
	if (pipe == NULL) return;
	if (pipe->started) {
		pthread_mutex_lock(&pipe->lock);
		pipe->ending = true;
		pthread_cond_signal(&pipe->changed);
		pthread_mutex_unlock(&pipe->lock);
		pthread_join(pipe->thread, NULL);
	}
	app_demo_rows_destroy(pipe->filling);
	app_demo_rows_destroy(pipe->writing);
	CHECK(pthread_cond_destroy(&pipe->changed) == 0);
	CHECK(pthread_mutex_destroy(&pipe->lock) == 0);
	free(pipe);
}
