/* http_loop.c - one thread with an event loop: what wakes it, what it runs, and how it ends.
 *
 * The event base has no locks: other threads reach it through `calls` and an eventfd only.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "http/http_internal.h"
#include <event2/listener.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MAX_CALLS_BYTES ((size_t)64 << 20)
#define ERROR_REST_MS 100
#define MAX_AHEAD 4
#define AHEAD_REST_MS 2

static _Thread_local struct http_loop *loop_of_thread;

bool http_loop_is_here(const struct http_loop *loop)
{
	return loop->ended || loop_of_thread == loop;
}

/* --- posting --- */

void http_loop_wake(struct http_loop *loop)
{
	const uint64_t one = 1;

	/* It can only fail when the counter is full, and then the loop is awake. */
	ssize_t written = write(loop->wake_fd, &one, sizeof one);
	(void)written;
}

void http_loop_post(struct http_loop *loop, void (*run)(void *argument), void *argument)
{
	const struct http_call call = {run, argument};

	pthread_mutex_lock(&loop->lock);
	bool first = loop->calls.size == 0;
	buf_add(&loop->calls, &call, sizeof call);
	bool lost = loop->calls.overflowed;
	pthread_mutex_unlock(&loop->lock);
	CHECK(!lost);
	if (first) http_loop_wake(loop);
}

/* False if there was nothing to run. */
static bool run_calls(struct http_loop *loop)
{
	pthread_mutex_lock(&loop->lock);
	struct buf taken = loop->calls;
	loop->calls = loop->running;
	pthread_mutex_unlock(&loop->lock);
	for (size_t at = 0; at < taken.size; at += sizeof(struct http_call)) {
		struct http_call call;
		memcpy(&call, taken.bytes + at, sizeof call);
		call.run(call.argument);
	}
	bool any = taken.size > 0;
	buf_reset(&taken);
	loop->running = taken;
	return any;
}

/* --- accepting --- */

static void rest(struct http_loop *loop, int ms)
{
	const struct timeval time = {.tv_usec = ms * 1000};

	loop->resting = true;
	evtimer_add(loop->rest, &time);
}

/* More connections than another loop has, by so much that the next should be for that one. */
static bool is_ahead(const struct http_loop *loop)
{
	const struct http_server *server = loop->server;
	int least = loop->connections;

	for (int i = 0; i < server->options.loops; i++)
		if (server->loops[i].connections < least) least = server->loops[i].connections;
	return loop->connections > least + MAX_AHEAD;
}

/* After each connection the others had a chance: now ours, unless we are ahead. */
static void accept_again(struct http_loop *loop)
{
	if (!loop->paused || loop->resting || loop->stopping) return;
	if (is_ahead(loop)) {
		rest(loop, AHEAD_REST_MS);
		return;
	}
	loop->paused = false;
	evconnlistener_enable(loop->listener);
}

static void on_rested(evutil_socket_t fd, short what, void *context)
{
	struct http_loop *loop = context;

	(void)fd;
	(void)what;
	loop->resting = false;
	loop->paused = false;
	if (!loop->stopping) evconnlistener_enable(loop->listener);
}

/* No file descriptors left, as a rule: without a rest the loop would spin. */
static void on_accept_error(struct evconnlistener *listener, void *evhttp)
{
	(void)evhttp;
	evconnlistener_disable(listener);
	rest(loop_of_thread, ERROR_REST_MS);
}

/* --- waking --- */

static void begin_stopping(struct http_loop *loop)
{
	int grace_ms = loop->server->grace_ms;
	const struct timeval grace = {.tv_sec = grace_ms / 1000, .tv_usec = grace_ms % 1000 * 1000};

	loop->stopping = true;
	evconnlistener_disable(loop->listener);
	evtimer_add(loop->grace, &grace);
	http_exchange_fire_timers(loop);
	http_connection_close_idle(loop);
	http_loop_check_end(loop);
}

static void on_wake(evutil_socket_t fd, short what, void *context)
{
	struct http_loop *loop = context;

	if ((what & EV_READ) != 0) {
		uint64_t times;
		ssize_t size = read(fd, &times, sizeof times);
		(void)size;
	}
	http_connection_adopt_all(loop);
	accept_again(loop);
	run_calls(loop);
	if (!loop->stopping && loop->server->stopping) begin_stopping(loop);
}

static void on_grace_end(evutil_socket_t fd, short what, void *context)
{
	struct http_loop *loop = context;

	(void)fd;
	(void)what;
	event_base_loopbreak(loop->base);
}

void http_loop_check_end(struct http_loop *loop)
{
	if (loop->stopping && !loop->ended && loop->open == NULL && loop->exchanges == NULL)
		event_base_loopbreak(loop->base);
}

/* --- opening, running, closing --- */

static struct event_base *create_base(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	if (config != NULL &&
		event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK | EVENT_BASE_FLAG_IGNORE_ENV) == 0)
		base = event_base_new_with_config(config);
	if (config != NULL) event_config_free(config);
	return base;
}

static bool set_up_evhttp(struct http_loop *loop)
{
	const struct http_options *options = &loop->server->options;

	loop->evhttp = evhttp_new(loop->base);
	if (loop->evhttp == NULL) return false;
	evhttp_set_max_body_size(loop->evhttp, (ev_ssize_t)options->max_body_bytes);
	evhttp_set_max_headers_size(loop->evhttp, (ev_ssize_t)options->max_header_bytes);
	evhttp_set_timeout(loop->evhttp, options->slow_client_s);
	evhttp_set_default_content_type(loop->evhttp, NULL);
	evhttp_set_allowed_methods(loop->evhttp,
		EVHTTP_REQ_GET | EVHTTP_REQ_HEAD | EVHTTP_REQ_POST | EVHTTP_REQ_PUT | EVHTTP_REQ_PATCH |
			EVHTTP_REQ_DELETE | EVHTTP_REQ_OPTIONS);
	evhttp_set_bevcb(loop->evhttp, http_connection_accept, loop);
	evhttp_set_gencb(loop->evhttp, http_exchange_receive, loop);
	loop->listener = evconnlistener_new(
		loop->base, NULL, NULL, LEV_OPT_CLOSE_ON_EXEC, 0, loop->server->listen_fd);
	if (loop->listener == NULL) return false;
	evconnlistener_set_error_cb(loop->listener, on_accept_error);
	if (evhttp_bind_listener(loop->evhttp, loop->listener) != NULL) return true;
	evconnlistener_free(loop->listener);
	return false;
}

status http_loop_open(struct http_loop *loop, struct error *error)
{
	loop->fresh_end = &loop->fresh;
	prng_init_system(&loop->prng);
	buf_init(&loop->calls, MAX_CALLS_BYTES);
	buf_init(&loop->running, MAX_CALLS_BYTES);
	pthread_mutex_init(&loop->lock, NULL);
	loop->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	if (loop->wake_fd < 0) return status_fail(error, STATUS_IO, "http: no eventfd");
	loop->base = create_base();
	if (loop->base == NULL) return status_fail(error, STATUS_MEMORY, "http: no event base");
	loop->wake = event_new(loop->base, loop->wake_fd, EV_READ | EV_PERSIST, on_wake, loop);
	loop->grace = evtimer_new(loop->base, on_grace_end, loop);
	loop->rest = evtimer_new(loop->base, on_rested, loop);
	if (loop->wake == NULL || loop->grace == NULL || loop->rest == NULL ||
		event_add(loop->wake, NULL) != 0 || !set_up_evhttp(loop))
		return status_fail(error, STATUS_MEMORY, "http: no event loop");
	return STATUS_OK;
}

void *http_loop_run(void *context)
{
	struct http_loop *loop = context;
	char name[16];

	snprintf(name, sizeof name, "http-%d", loop->number);
	pthread_setname_np(pthread_self(), name);
	loop_of_thread = loop;
	CHECK(event_base_dispatch(loop->base) == 0);
	return NULL;
}

static void free_event(struct event *event)
{
	if (event != NULL) event_free(event);
}

void http_loop_close(struct http_loop *loop)
{
	if (loop->server == NULL) return;
	loop->ended = true;
	if (loop->base != NULL) {
		http_connection_adopt_all(loop);
		if (loop->evhttp != NULL) evhttp_free(loop->evhttp); /* the exchanges are gone now */
		while (run_calls(loop)) continue;
		http_exchange_run_timers(loop);
		while (run_calls(loop)) continue;
		http_exchange_free_all(loop);
		http_connection_free_spare(loop);
		free_event(loop->wake);
		free_event(loop->grace);
		free_event(loop->rest);
		event_base_free(loop->base);
	}
	if (loop->wake_fd >= 0) close(loop->wake_fd);
	pthread_mutex_destroy(&loop->lock);
	buf_finish(&loop->calls);
	buf_finish(&loop->running);
	buf_finish(&loop->head);
}

struct id http_loop_draw_id(struct http_loop *loop)
{
	if (loop->ids_left == 0) {
		prng_fill(&loop->prng, loop->ids, sizeof loop->ids);
		loop->ids_left = HTTP_IDS;
	}
	struct id id = loop->ids[--loop->ids_left];
	return id_is_none(id) ? id_draw(&loop->prng) : id;
}
