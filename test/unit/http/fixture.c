/* fixture.c - the server the tests talk to.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "fixture.h"
#include "base/log.h"
#include "base/metric.h"
#include <fcntl.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define WAIT_MS 240000

static void answer(struct http_exchange *exchange, int code, struct span body)
{
	http_reply_send(
		exchange, &(struct http_reply){.status = code, .content_type = "text/plain", .body = body});
}

static int64_t number_of(struct http_exchange *exchange, const char *name)
{
	int64_t number = -1;

	span_to_int64(http_parameter(exchange, name), &number);
	return number;
}

static void refuse(struct http_exchange *exchange, int code, int64_t bound, void *context)
{
	char text[64];

	(void)context;
	snprintf(text, sizeof text, "refused %d %lld", code, (long long)bound);
	http_reply_send(exchange,
		&(struct http_reply){.status = code,
			.content_type = "text/plain",
			.body = span_of(text),
			.log_code = "refused"});
}

static void hello(struct http_exchange *exchange, void *context)
{
	struct fixture *fixture = context;

	fixture->received++;
	fixture->on_loop[http_loop(exchange)]++;
	answer(exchange, 200, SPAN_LITERAL("hello"));
}

static void bytes(struct http_exchange *exchange, void *context)
{
	size_t size = (size_t)number_of(exchange, "count");
	char *text = arena_need(http_arena(exchange), size);

	(void)context;
	memset(text, 'x', size);
	answer(exchange, 200, span_bytes(text, size));
}

static void echo(struct http_exchange *exchange, void *context)
{
	(void)context;
	answer(exchange, 200, http_body(exchange));
}

static void status_of(struct http_exchange *exchange, void *context)
{
	(void)context;
	answer(exchange, (int)number_of(exchange, "code"), SPAN_LITERAL("body"));
}

static void show(struct http_exchange *exchange, void *context)
{
	struct span a = http_parameter(exchange, "a");
	struct span b = http_parameter(exchange, "b");
	struct span color = http_header_of(exchange, "X-Color");
	struct span value = {NULL, 0};
	struct buf text;

	(void)context;
	buf_init(&text, 4096);
	bool there = http_query(exchange, "q", &value);
	buf_printf(&text, "a %.*s\nb %.*s\nnone %zu\n", SPAN_PRINT(a), SPAN_PRINT(b),
		http_parameter(exchange, "c").size);
	buf_printf(&text, "q %d %.*s\nqueries %zu\nbroken %d\n", there, SPAN_PRINT(value),
		http_query_count(exchange), http_query_broken(exchange));
	for (size_t i = 0; i < http_query_count(exchange); i++)
		buf_printf(&text, "name %.*s\n", SPAN_PRINT(http_query_name(exchange, i)));
	buf_printf(&text, "color %.*s\npeer %016llx\n", SPAN_PRINT(color),
		(unsigned long long)http_peer_hash(exchange));
	answer(exchange, 200, buf_span(&text));
	buf_finish(&text);
}

/* What is kept has to be there still when it is answered, whatever became of the client. */
static void answer_kept(void *argument)
{
	struct http_exchange *exchange = argument;
	struct buf text;

	buf_init(&text, 1 << 20);
	buf_printf(&text, "%.*s", SPAN_PRINT(http_header_of(exchange, "X-Color")));
	buf_add_span(&text, http_body(exchange));
	answer(exchange, 200, buf_span(&text));
	buf_finish(&text);
}

/* The fixture is in the arena, and so outlives the exchange no longer than it has to. */
struct kept {
	struct fixture *fixture;
	struct http_exchange *exchange;
};

static void end_kept(void *argument)
{
	struct kept *kept = argument;
	struct fixture *fixture = kept->fixture;

	answer_kept(kept->exchange);
	fixture->ended++;
}

static void *keep(struct fixture *fixture, struct http_exchange *exchange)
{
	struct kept *kept = ARENA_NEW(http_arena(exchange), struct kept);

	fixture->received++;
	*kept = (struct kept){fixture, exchange};
	return kept;
}

static void after(struct http_exchange *exchange, void *context)
{
	int64_t delay_ms = number_of(exchange, "ms");

	http_after(exchange, delay_ms, end_kept, keep(context, exchange));
}

static void put(struct fixture *fixture, struct http_exchange *exchange,
	struct http_exchange **where, size_t *count)
{
	pthread_mutex_lock(&fixture->lock);
	fixture->received++;
	assert_true(*count < FIXTURE_MAX_KEPT);
	where[(*count)++] = exchange;
	pthread_cond_broadcast(&fixture->changed);
	pthread_mutex_unlock(&fixture->lock);
}

static void worker(struct http_exchange *exchange, void *context)
{
	struct fixture *fixture = context;

	put(fixture, exchange, fixture->queue, &fixture->queued);
}

static void kept(struct http_exchange *exchange, void *context)
{
	struct fixture *fixture = context;

	put(fixture, exchange, fixture->kept, &fixture->kept_count);
}

static void both(struct http_exchange *exchange, void *context)
{
	after(exchange, context);
	kept(exchange, context);
}

static void headers(struct http_exchange *exchange, void *context)
{
	static const struct http_header own[] = {
		{"cache-control", "max-age=1"},
		{"X-Bad", "a\r\nX-Injected: 1\r\n\r\nb\x7f"},
		{NULL, NULL},
	};

	(void)context;
	http_reply_send(exchange, &(struct http_reply){.status = 201, .headers = own});
}

/* The exchange is handed over by the queue; only one thread at a time has it. */
static void *work(void *context)
{
	struct fixture *fixture = context;

	pthread_mutex_lock(&fixture->lock);
	while (!fixture->done || fixture->queued > 0) {
		if (fixture->queued == 0) {
			pthread_cond_wait(&fixture->changed, &fixture->lock);
			continue;
		}
		struct http_exchange *exchange = fixture->queue[--fixture->queued];
		pthread_mutex_unlock(&fixture->lock);
		struct kept *item = ARENA_NEW(http_arena(exchange), struct kept);
		*item = (struct kept){fixture, exchange};
		http_post(exchange, end_kept, item);
		pthread_mutex_lock(&fixture->lock);
	}
	pthread_mutex_unlock(&fixture->lock);
	return NULL;
}

struct http_options fixture_options(struct fixture *fixture, int loops)
{
	static const struct http_header fixed[] = {
		{"X-Content-Type-Options", "nosniff"},
		{"Cache-Control", "no-store"},
		{NULL, NULL},
	};

	return (struct http_options){
		.address = "127.0.0.1",
		.loops = loops,
		.max_body_bytes = FIXTURE_BODY_BYTES,
		.max_header_bytes = FIXTURE_HEADER_BYTES,
		.slow_client_s = 3600,
		.max_connections = 100,
		.clock = &fixture->clock,
		.refuse = refuse,
		.headers = fixed,
	};
}

static void quiet_log(void)
{
	static int nowhere = -1;

	if (nowhere < 0) nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
	log_set_output(nowhere);
}

void fixture_start_with(struct fixture *fixture, const struct http_options *options)
{
	const struct http_route routes[] = {
		{HTTP_GET, "/hello", hello, fixture},
		{HTTP_GET, "/bytes/{count}", bytes, fixture},
		{HTTP_POST, "/echo", echo, fixture},
		{HTTP_PUT, "/echo", echo, fixture},
		{HTTP_GET, "/status/{code}", status_of, fixture},
		{HTTP_GET, "/show/{a}/{b}", show, fixture},
		{HTTP_OPTIONS, "/show/{a}/{b}", show, fixture},
		{HTTP_GET, "/after/{ms}", after, fixture},
		{HTTP_GET, "/worker", worker, fixture},
		{HTTP_POST, "/worker", worker, fixture},
		{HTTP_GET, "/kept", kept, fixture},
		{HTTP_GET, "/both/{ms}", both, fixture},
		{HTTP_GET, "/headers", headers, fixture},
	};
	struct error error = {0};

	quiet_log();
	pthread_mutex_init(&fixture->lock, NULL);
	pthread_cond_init(&fixture->changed, NULL);
	for (size_t i = 0; i < FIXTURE_WORKERS; i++)
		assert_int_equal(pthread_create(&fixture->workers[i], NULL, work, fixture), 0);
	status result =
		http_open(options, routes, sizeof routes / sizeof *routes, &fixture->server, &error);
	assert_string_equal(error.message, "");
	assert_int_equal(result, STATUS_OK);
	fixture->port = http_port(fixture->server);
	assert_int_equal(http_start(fixture->server, &error), STATUS_OK);
}

void fixture_start(struct fixture *fixture, int loops)
{
	memset(fixture, 0, sizeof *fixture);
	clock_init_system(&fixture->clock);
	struct http_options options = fixture_options(fixture, loops);
	fixture_start_with(fixture, &options);
}

void fixture_stop(struct fixture *fixture, int grace_ms)
{
	http_stop(fixture->server, grace_ms);
	fixture->stopped = true;
}

void fixture_finish(struct fixture *fixture)
{
	if (!fixture->stopped) fixture_stop(fixture, WAIT_MS);
	pthread_mutex_lock(&fixture->lock);
	fixture->done = true;
	pthread_cond_broadcast(&fixture->changed);
	pthread_mutex_unlock(&fixture->lock);
	for (size_t i = 0; i < FIXTURE_WORKERS; i++) pthread_join(fixture->workers[i], NULL);
	http_close(fixture->server);
	fixture->server = NULL;
	pthread_cond_destroy(&fixture->changed);
	pthread_mutex_destroy(&fixture->lock);
}

void fixture_check_nothing_is_open(void)
{
	assert_int_equal(fixture_metric("vangnet_http_open_exchanges"), 0);
	assert_int_equal(fixture_metric("vangnet_http_open_connections"), 0);
}

void fixture_sleep_ms(int ms)
{
	const struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L};

	nanosleep(&time, NULL);
}

void fixture_wait_kept(struct fixture *fixture, size_t count)
{
	pthread_mutex_lock(&fixture->lock);
	while (fixture->kept_count < count) pthread_cond_wait(&fixture->changed, &fixture->lock);
	pthread_mutex_unlock(&fixture->lock);
}

void fixture_let_go(struct fixture *fixture)
{
	pthread_mutex_lock(&fixture->lock);
	for (size_t i = 0; i < fixture->kept_count; i++) {
		struct http_exchange *exchange = fixture->kept[i];
		struct kept *item = ARENA_NEW(http_arena(exchange), struct kept);
		*item = (struct kept){fixture, exchange};
		http_post(exchange, end_kept, item);
	}
	fixture->kept_count = 0;
	pthread_mutex_unlock(&fixture->lock);
}

void fixture_wait_ended(struct fixture *fixture, int count)
{
	for (int waited_ms = 0; fixture->ended != count; waited_ms++) {
		assert_true(waited_ms < WAIT_MS);
		fixture_sleep_ms(1);
	}
}

int64_t fixture_metric(const char *line_start)
{
	struct buf text;
	int64_t value = -1;

	buf_init(&text, 1 << 20);
	metric_render(&text);
	struct span rest = buf_span(&text);
	struct span line;
	while (span_take(&rest, '\n', &line)) {
		size_t size = strlen(line_start);
		if (!span_starts_with(line, line_start) || line.size <= size || line.start[size] != ' ')
			continue;
		assert_true(
			span_to_int64((struct span){line.start + size + 1, line.size - size - 1}, &value));
	}
	buf_finish(&text);
	return value;
}

void fixture_wait_metric(const char *line_start, int64_t value)
{
	for (int waited_ms = 0; fixture_metric(line_start) != value; waited_ms++) {
		assert_true(waited_ms < WAIT_MS);
		fixture_sleep_ms(1);
	}
}
