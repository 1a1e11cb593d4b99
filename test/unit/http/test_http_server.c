/* test_http_server.c - a server opens or says why not, spreads over its loops, and stops in order.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/prng.h"
#include "client.h"
#include "fixture.h"
#include <stdio.h>

#define HOST "Host: a\r\n"
#define HELLO "GET /hello HTTP/1.1\r\n" HOST "\r\n"
#define NS_PER_MS INT64_C(1000000)

static struct fixture fixture;
static struct client client;

/* Of a test that failed half-way: the next one begins with a fixture of its own. */
static int tear_down(void **state)
{
	(void)state;
	if (fixture.server != NULL) {
		fixture_stop(&fixture, 0);
		fixture_finish(&fixture);
	}
	return 0;
}

static int64_t now_ms(void)
{
	return clock_monotonic_ns() / NS_PER_MS;
}

static status try_open(const struct http_options *options, struct error *error)
{
	struct http_server *server = NULL;
	status result = http_open(options, NULL, 0, &server, error);

	assert_int_equal(result == STATUS_OK, server != NULL);
	http_close(server);
	return result;
}

/* Options that make no sense are refused, one by one. */
static void test_http_open__refuses_wrong_options(void **state)
{
	struct http_options options = fixture_options(&fixture, 1);
	struct http_options wrong;
	struct error error;

	(void)state;
	assert_int_equal(try_open(&options, &error), STATUS_OK);
#define REFUSES(member, value)                                    \
	do {                                                          \
		wrong = options;                                          \
		wrong.member = (value);                                   \
		assert_int_equal(try_open(&wrong, &error), STATUS_INPUT); \
	} while (0)
	REFUSES(address, NULL);
	REFUSES(address, "localhost");
	REFUSES(address, "127.0.0.300");
	REFUSES(loops, 0);
	REFUSES(loops, HTTP_MAX_LOOPS + 1);
	REFUSES(slow_client_s, 0);
	REFUSES(max_connections, 0);
	REFUSES(max_header_bytes, 0);
	REFUSES(max_header_bytes, SIZE_MAX);
	REFUSES(max_body_bytes, SIZE_MAX);
	REFUSES(clock, NULL);
	REFUSES(refuse, NULL);
#undef REFUSES
}

/* A wrong route is found at opening, and the port is free again afterwards. */
static void test_http_open__refuses_wrong_routes(void **state)
{
	const struct http_options options = fixture_options(&fixture, 1);
	const struct http_route route = {HTTP_GET, "no slash", NULL, NULL};
	struct http_server *server = NULL;
	struct error error;

	(void)state;
	assert_int_equal(http_open(&options, &route, 1, &server, &error), STATUS_INPUT);
	assert_null(server);
	assert_non_null(strstr(error.message, "no slash"));
}

/* Two servers cannot have one port: the second is told, and does not share it. */
static void test_http_open__refuses_a_port_that_is_taken(void **state)
{
	struct error error;

	(void)state;
	fixture_start(&fixture, 2);
	struct http_options options = fixture_options(&fixture, 2);
	options.port = fixture.port;
	assert_int_equal(try_open(&options, &error), STATUS_CONFLICT);
	fixture_finish(&fixture);
	assert_int_equal(try_open(&options, &error), STATUS_OK);
}

/* IPv6 as well, where the machine has it. */
static void test_http_open__listens_on_ipv6(void **state)
{
	struct http_options options = fixture_options(&fixture, 1);
	struct error error;

	(void)state;
	options.address = "::1";
	status result = try_open(&options, &error);
	assert_true(result == STATUS_OK || result == STATUS_IO);
}

/* A server that was opened and not started can be closed; so can none at all. */
static void test_http_close__accepts_what_was_not_started(void **state)
{
	const struct http_options options = fixture_options(&fixture, 3);
	struct http_server *server = NULL;

	(void)state;
	assert_int_equal(http_open(&options, NULL, 0, &server, NULL), STATUS_OK);
	assert_true(http_port(server) > 0);
	http_stop(server, 1000);
	http_close(server);
	http_close(NULL);
}

/* Connections spread over the loops, and each stays on its own. */
static void test_http_start__spreads_over_the_loops(void **state)
{
	enum { CLIENTS = 60 };
	struct client many[CLIENTS];

	(void)state;
	fixture_start(&fixture, 2);
	for (int i = 0; i < CLIENTS; i++) client_open(&many[i], fixture.port);
	for (int round = 0; round < 3; round++)
		for (int i = 0; i < CLIENTS; i++) assert_int_equal(client_ask(&many[i], HELLO), 200);
	assert_int_equal(fixture.on_loop[0] + fixture.on_loop[1], 3 * CLIENTS);
	assert_true(fixture.on_loop[0] >= CLIENTS && fixture.on_loop[1] >= CLIENTS);
	assert_int_equal(fixture.on_loop[0] % 3, 0);
	for (int i = 0; i < CLIENTS; i++) client_close(&many[i]);
	fixture_finish(&fixture);
	fixture_check_nothing_is_open();
}

/* Requests of all kinds at once on several loops, with clients that leave in between. */
static void test_http_start__serves_many_on_many_loops(void **state)
{
	static const char *const requests[] = {
		HELLO,
		"GET /worker HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n",
		"GET /after/1 HTTP/1.1\r\n" HOST "\r\n",
		"GET /nowhere HTTP/1.1\r\n" HOST "\r\n",
		"POST /worker HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc",
		"GET /bytes/200000 HTTP/1.1\r\n" HOST "\r\n",
	};
	enum { CLIENTS = 30, ROUNDS = 60 };
	struct client many[CLIENTS];
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 17);
	fixture_start(&fixture, 3);
	for (int i = 0; i < CLIENTS; i++) client_open(&many[i], fixture.port);
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < CLIENTS; i++) client_send(&many[i], requests[prng_below(&prng, 6)]);
		for (int i = 0; i < CLIENTS; i++) {
			if (prng_below(&prng, 10) == 0) {
				client_reset(&many[i]);
				client_open(&many[i], fixture.port);
			} else {
				client_read(&many[i], true);
				assert_true(many[i].status == 200 || many[i].status == 404);
			}
		}
	}
	for (int i = 0; i < CLIENTS; i++) client_close(&many[i]);
	fixture_finish(&fixture);
	fixture_check_nothing_is_open();
}

/* With nothing under way stopping does not wait, however long it might. */
static void test_http_stop__does_not_wait_for_idle_connections(void **state)
{
	(void)state;
	fixture_start(&fixture, 2);
	client_open(&client, fixture.port);
	client_ask(&client, HELLO);
	fixture_stop(&fixture, 3600 * 1000);
	assert_true(client_is_hung_up(&client));
	client_close(&client);
	fixture_finish(&fixture);
	fixture_check_nothing_is_open();
}

static void *stop(void *context)
{
	fixture_stop(context, 3600 * 1000);
	return NULL;
}

/* What is under way is answered, with the word that it was the last; nobody new is let in. */
static void test_http_stop__lets_what_is_under_way_end(void **state)
{
	struct client timed;
	struct client half;
	pthread_t stopper;

	(void)state;
	fixture_start(&fixture, 2);
	client_open(&client, fixture.port);
	client_open(&timed, fixture.port);
	client_open(&half, fixture.port);
	client_send(&timed, "GET /after/60000 HTTP/1.1\r\n" HOST "X-Color: blue\r\n\r\n");
	client_send(&client, "GET /kept HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n");
	client_send(&half, "GET /hello HTTP/1.1\r\n");
	fixture_wait_kept(&fixture, 1);
	while (fixture.received < 2) fixture_sleep_ms(1);
	client_await_read(&half);
	assert_int_equal(pthread_create(&stopper, NULL, stop, &fixture), 0);
	client_read(&timed, true); /* at once */
	assert_string_equal(buf_text(&timed.body), "blue");
	assert_string_equal(client_header(&timed, "Connection"), "close");
	client_send(&half, HOST "\r\n");
	client_read(&half, true);
	assert_string_equal(buf_text(&half.body), "hello");
	assert_false(fixture.stopped);
	fixture_let_go(&fixture);
	client_read(&client, true);
	assert_string_equal(buf_text(&client.body), "red");
	assert_true(client_is_hung_up(&client));
	pthread_join(stopper, NULL);
	client_close(&client);
	client_close(&timed);
	client_close(&half);
	fixture_finish(&fixture);
	fixture_check_nothing_is_open();
}

/* When the grace is over the loops end. A handler that answers after that still ends its exchange,
 * in http_close; one that never does is freed. */
static void test_http_stop__ends_after_the_grace(void **state)
{
	struct client never;

	(void)state;
	fixture_start(&fixture, 1);
	client_open(&client, fixture.port);
	client_send(&client, "GET /kept HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n");
	fixture_wait_kept(&fixture, 1);
	int64_t before_ms = now_ms();
	client_open(&never, fixture.port);
	client_send(&never, "GET /kept HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n");
	fixture_wait_kept(&fixture, 2);
	fixture_stop(&fixture, 300);
	assert_true(now_ms() - before_ms >= 290);
	fixture.kept_count = 1;
	fixture_let_go(&fixture);
	assert_int_equal(fixture.ended, 0);
	fixture_finish(&fixture);
	assert_int_equal(fixture.ended, 1);
	assert_true(client_is_hung_up(&client));
	client_close(&client);
	client_close(&never);
	fixture_check_nothing_is_open();
}

/* Who polls with http_after while the server stops neither spins nor holds it up for ever. */
struct poller {
	struct http_exchange *exchange;
	int polls;
};

static void poll_again(void *argument)
{
	struct poller *poller = argument;

	poller->polls++;
	http_after(poller->exchange, 60000, poll_again, poller);
}

static void poll_for_ever(struct http_exchange *exchange, void *context)
{
	struct poller *poller = context;

	poller->exchange = exchange;
	http_after(exchange, 60000, poll_again, poller);
	http_after(exchange, 60001, poll_again, poller);
}

static void test_http_after__does_not_spin_while_stopping(void **state)
{
	struct poller poller = {.polls = 0};
	const struct http_route route = {HTTP_GET, "/poll", poll_for_ever, &poller};
	const struct http_options options = fixture_options(&fixture, 1);
	struct http_server *server = NULL;

	(void)state;
	assert_int_equal(http_open(&options, &route, 1, &server, NULL), STATUS_OK);
	assert_int_equal(http_start(server, NULL), STATUS_OK);
	client_open(&client, http_port(server));
	client_send(&client, "GET /poll HTTP/1.1\r\n" HOST "\r\n");
	fixture_wait_metric("vangnet_http_open_exchanges", 1);
	http_stop(server, 200);
	assert_true(poller.polls >= 4 && poller.polls <= 2 + 2 * 21);
	int polls = poller.polls;
	http_close(server);
	assert_int_equal(poller.polls, polls + 2); /* the two that were waiting; no more after that */
	client_close(&client);
	fixture_check_nothing_is_open();
}

/* Stopping in the middle of traffic of all kinds, again and again, at random moments. */
static void test_http_stop__at_any_moment(void **state)
{
	enum { CLIENTS = 12 };
	static const char *const requests[] = {
		HELLO HELLO,
		"GET /worker HTTP/1.1\r\n" HOST "\r\n",
		"GET /after/5 HTTP/1.1\r\n" HOST "\r\n",
		"GET /kept HTTP/1.1\r\n" HOST "\r\n",
		"GET /bytes/2000000 HTTP/1.1\r\n" HOST "\r\n",
		"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nabc",
		"GET / HTTP/3\r\n\r\n",
	};
	struct client many[CLIENTS];
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 23);
	for (int round = 0; round < 60; round++) {
		fixture_start(&fixture, 1 + round % 3);
		for (int i = 0; i < CLIENTS; i++) {
			client_open(&many[i], fixture.port);
			client_send(&many[i], requests[prng_below(&prng, 7)]);
		}
		fixture_sleep_ms((int)prng_below(&prng, 8));
		fixture_stop(&fixture, (int)prng_below(&prng, 20));
		fixture_let_go(&fixture);
		for (int i = 0; i < CLIENTS; i++) client_close(&many[i]);
		fixture_finish(&fixture);
		fixture_check_nothing_is_open();
	}
}

#define CLEARED(test) cmocka_unit_test_teardown((test), tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLEARED(test_http_open__refuses_wrong_options),
		CLEARED(test_http_open__refuses_wrong_routes),
		CLEARED(test_http_open__refuses_a_port_that_is_taken),
		CLEARED(test_http_open__listens_on_ipv6),
		CLEARED(test_http_close__accepts_what_was_not_started),
		CLEARED(test_http_start__spreads_over_the_loops),
		CLEARED(test_http_start__serves_many_on_many_loops),
		CLEARED(test_http_stop__does_not_wait_for_idle_connections),
		CLEARED(test_http_stop__lets_what_is_under_way_end),
		CLEARED(test_http_stop__ends_after_the_grace),
		CLEARED(test_http_after__does_not_spin_while_stopping),
		CLEARED(test_http_stop__at_any_moment),
	};

	return cmocka_run_group_tests_name("http_server", tests, NULL, NULL);
}
