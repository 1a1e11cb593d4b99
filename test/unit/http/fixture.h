/* fixture.h - a real server on loopback, with routes that do what the tests are about.
 *
 * GET /hello                "hello"
 * GET /bytes/{count}        that many times 'x'
 * POST, PUT /echo           the body
 * GET /status/{code}        with a body, whatever the code
 * GET /show/{a}/{b}         all that can be asked about a request, a line each
 * GET /after/{ms}           answers after that long
 * GET /worker               answered by way of another thread, FIXTURE_WORKERS of them
 * GET /kept                 answered by fixture_let_go
 * GET /both/{ms}            answered by fixture_let_go or after that long, what comes first
 * GET /headers              with a Cache-Control of its own, and a value with control characters
 * Refusals say "refused CODE BOUND".
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "http/http.h"
#include <pthread.h>

#define FIXTURE_WORKERS 3
#define FIXTURE_HEADER_BYTES 2048
#define FIXTURE_BODY_BYTES 10000
#define FIXTURE_MAX_KEPT 1024

struct fixture {
	struct http_server *server;
	struct clock clock;
	uint16_t port;
	bool stopped;

	pthread_t workers[FIXTURE_WORKERS];
	pthread_mutex_t lock;
	pthread_cond_t changed;
	struct http_exchange *queue[FIXTURE_MAX_KEPT]; /* for the workers */
	size_t queued;
	struct http_exchange *kept[FIXTURE_MAX_KEPT];
	size_t kept_count;
	bool done;

	_Atomic int received; /* by a handler */
	_Atomic int ended;    /* what a handler kept, and then answered */
	_Atomic int on_loop[HTTP_MAX_LOOPS];
};

/* slow_client_s an hour, max_connections 100, the bounds above. */
void fixture_start(struct fixture *fixture, int loops);
void fixture_start_with(struct fixture *fixture, const struct http_options *options);
struct http_options fixture_options(struct fixture *fixture, int loops);
/* http_stop. */
void fixture_stop(struct fixture *fixture, int grace_ms);
/* http_close, after the workers. */
void fixture_finish(struct fixture *fixture);
/* By the metrics, which are of all servers together: when the last has finished. */
void fixture_check_nothing_is_open(void);
/* Waits until `count` exchanges are kept. */
void fixture_wait_kept(struct fixture *fixture, size_t count);
/* Posts the answers of all that are kept. */
void fixture_let_go(struct fixture *fixture);
/* Waits until `count` of those that were kept have been answered. */
void fixture_wait_ended(struct fixture *fixture, int count);
/* The value of a metric's line in what /metrics would show; -1 if it is not there. */
int64_t fixture_metric(const char *line_start);
/* Waits until it has this value. */
void fixture_wait_metric(const char *line_start, int64_t value);
void fixture_sleep_ms(int ms);
