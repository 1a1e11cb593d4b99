/* test_http_exchange.c - what a handler is told of a request, and what its answer looks like.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/log.h"
#include "client.h"
#include "fixture.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define HOST "Host: a\r\n"

static struct fixture fixture;
static struct client client;

static int set_up(void **state)
{
	(void)state;
	fixture_start(&fixture, 1);
	client_open(&client, fixture.port);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	client_close(&client);
	fixture_finish(&fixture);
	fixture_check_nothing_is_open();
	return 0;
}

static void assert_body(const char *wanted)
{
	assert_string_equal(buf_text(&client.body), wanted);
}

static void assert_says(const char *line)
{
	assert_non_null(strstr(buf_text(&client.body), line));
}

/* Every reply has an id of its own, the date, the fixed headers, its type and its length. */
static void test_http_reply_send__adds_its_headers(void **state)
{
	char first[64];

	(void)state;
	assert_int_equal(client_ask(&client, "GET /hello HTTP/1.1\r\n" HOST "\r\n"), 200);
	assert_body("hello");
	assert_string_equal(client_header(&client, "Content-Type"), "text/plain");
	assert_string_equal(client_header(&client, "Content-Length"), "5");
	assert_string_equal(client_header(&client, "X-Content-Type-Options"), "nosniff");
	assert_string_equal(client_header(&client, "Cache-Control"), "no-store");
	assert_null(client_header(&client, "Connection"));
	assert_int_equal(strlen(client_header(&client, "X-Request-Id")), 32);
	snprintf(first, sizeof first, "%s", client_header(&client, "X-Request-Id"));
	client_ask(&client, "GET /hello HTTP/1.1\r\n" HOST "\r\n");
	assert_string_not_equal(client_header(&client, "X-Request-Id"), first);
}

/* The date is the clock's, in the form of RFC 9110. */
static void test_http_reply_send__dates_by_the_clock(void **state)
{
	struct fixture faked = {.server = NULL};
	struct client other;

	(void)state;
	clock_init_fake(&faked.clock, INT64_C(784111777000));
	struct http_options options = fixture_options(&faked, 1);
	fixture_start_with(&faked, &options);
	client_open(&other, faked.port);
	client_ask(&other, "GET /hello HTTP/1.1\r\n" HOST "\r\n");
	assert_string_equal(client_header(&other, "Date"), "Sun, 06 Nov 1994 08:49:37 GMT");
	clock_move(&faked.clock, 86400000 - 1);
	client_ask(&other, "GET /hello HTTP/1.1\r\n" HOST "\r\n");
	assert_string_equal(client_header(&other, "Date"), "Mon, 07 Nov 1994 08:49:36 GMT");
	client_close(&other);
	fixture_finish(&faked);
}

/* A reply's own header stands in the place of the fixed one, and no value can begin a new line. */
static void test_http_reply_send__lets_no_value_out_of_its_line(void **state)
{
	(void)state;
	assert_int_equal(client_ask(&client, "GET /headers HTTP/1.1\r\n" HOST "\r\n"), 201);
	assert_string_equal(client_header(&client, "Cache-Control"), "max-age=1");
	assert_null(strstr(buf_text(&client.head), "no-store"));
	assert_string_equal(client_header(&client, "X-Content-Type-Options"), "nosniff");
	assert_string_equal(client_header(&client, "X-Bad"), "aX-Injected: 1b");
	assert_null(client_header(&client, "X-Injected"));
	assert_string_equal(client_header(&client, "Content-Length"), "0");
}

/* Parameters, query, header and peer as the client meant them. */
static void test_http_exchange__tells_what_came_in(void **state)
{
	(void)state;
	client_ask(&client,
		"GET /show/x%20y/Zo%C3%AB?q=a+b%26&empty=&q=second HTTP/1.1\r\n" HOST
		"x-COLOR:  green \r\n\r\n");
	assert_int_equal(client.status, 200);
	assert_says("a x y\nb Zoë\nnone 0\n");
	assert_says("q 1 a b&\nqueries 3\nbroken 0\nname q\nname empty\nname q\ncolor green\n");
	client_ask(&client, "OPTIONS /show/1/2 HTTP/1.1\r\n" HOST "\r\n");
	assert_says("a 1\nb 2\nnone 0\n");
	assert_says("q 0 \nqueries 0\nbroken 0\ncolor \n");
}

/* A query that cannot be read has no pairs, and says so; the request is the handler's to refuse.
 * */
static void test_http_query_broken__tells(void **state)
{
	static const char *const broken[] = {
		"q=%zz", "=", "q=1&x=%00", "1=&2=&3=&4=&5=&6=&7=&8=&9=&10=&11=&12=&13=&14=&15=&16=&17="};
	char request[200];

	(void)state;
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		snprintf(request, sizeof request, "GET /show/1/2?%s HTTP/1.1\r\n" HOST "\r\n", broken[i]);
		assert_int_equal(client_ask(&client, request), 200);
		assert_says("q 0 \nqueries 0\nbroken 1\n");
	}
	client_ask(&client, "GET /show/1/2? HTTP/1.1\r\n" HOST "\r\n");
	assert_says("queries 0\nbroken 0\n");
}

/* The same address gives the same number on every connection; another server has another salt. */
static void test_http_peer_hash__knows_the_address_only(void **state)
{
	static const char request[] = "GET /show/1/2 HTTP/1.1\r\n" HOST "\r\n";
	struct fixture elsewhere;
	struct client other;
	char peer[64];

	(void)state;
	client_ask(&client, request);
	snprintf(peer, sizeof peer, "%s", strstr(buf_text(&client.body), "peer "));
	client_open(&other, fixture.port);
	client_ask(&other, request);
	assert_non_null(strstr(buf_text(&other.body), peer));
	client_close(&other);
	fixture_start(&elsewhere, 1);
	client_open(&other, elsewhere.port);
	client_ask(&other, request);
	assert_null(strstr(buf_text(&other.body), peer));
	client_close(&other);
	fixture_finish(&elsewhere);
}

static uint64_t peer_from(const struct fixture *server, const char *from, const char *lines)
{
	struct client other;
	char request[1024];

	snprintf(request, sizeof request, "GET /show/1/2 HTTP/1.1\r\n" HOST "%s\r\n", lines);
	client_open_from(&other, from, server->port);
	assert_int_equal(client_ask(&other, request), 200);
	const char *said = strstr(buf_text(&other.body), "peer ");
	assert_non_null(said);
	uint64_t peer = strtoull(said + strlen("peer "), NULL, 16);
	client_close(&other);
	return peer;
}

static bool start_with(
	struct fixture *server, const char *address, const char *trusted, enum http_proxy_header header)
{
	struct error error = {0};

	memset(server, 0, sizeof *server);
	clock_init_system(&server->clock);
	struct http_options options = fixture_options(server, 1);
	if (http_try_listen(address, 0, &error) == STATUS_IO) return false; /* a machine without it */
	options.address = address;
	options.trusted = trusted;
	options.proxy_header = header;
	fixture_start_with(server, &options);
	return true;
}

/* Also where both kinds of address come in at one socket. */
static void test_http_peer_hash__tells_addresses_apart(void **state)
{
	struct fixture both;

	(void)state;
	assert_true(peer_from(&fixture, "127.0.0.1", "") != peer_from(&fixture, "127.0.0.2", ""));
	if (!start_with(&both, "::", NULL, HTTP_X_FORWARDED_FOR)) skip();
	uint64_t first = peer_from(&both, "127.0.0.1", ""), second = peer_from(&both, "127.0.0.2", "");
	assert_true(first != second);
	assert_true(peer_from(&both, "::1", "") != first && peer_from(&both, "::1", "") != second);
	fixture_finish(&both);
}

/* From a trusted proxy what it says, from all others what the socket says. */
static void test_http_peer_hash__believes_trusted_proxies_only(void **state)
{
	struct fixture behind;
	int64_t unread = fixture_metric("vangnet_http_unread_clients_total");

	(void)state;
	assert_true(start_with(&behind, "127.0.0.1", "127.0.0.3 127.0.0.4", HTTP_X_FORWARDED_FOR));
	uint64_t two = peer_from(&behind, "127.0.0.2", ""), three = peer_from(&behind, "127.0.0.3", "");
	assert_true(two != three);
	assert_true(peer_from(&behind, "127.0.0.3", "X-Forwarded-For: 127.0.0.2\r\n") == two);
	assert_true(peer_from(&behind, "127.0.0.2", "X-Forwarded-For: 127.0.0.3\r\n") == two);
	/* What stands before it the client has written, as the other header. */
	assert_true(peer_from(&behind, "127.0.0.4",
					"x-forwarded-for: 9.9.9.9, %%%\r\nForwarded: for=8.8.8.8\r\n"
					"X-Forwarded-For: 127.0.0.2, 127.0.0.3\r\n") == two);
	assert_int_equal(fixture_metric("vangnet_http_unread_clients_total"), unread);
	assert_true(peer_from(&behind, "127.0.0.3", "X-Forwarded-For: unknown\r\n") == three);
	assert_int_equal(fixture_metric("vangnet_http_unread_clients_total"), unread + 1);
	fixture_finish(&behind);
	assert_true(start_with(&behind, "127.0.0.1", "127.0.0.3", HTTP_FORWARDED));
	two = peer_from(&behind, "127.0.0.2", "");
	assert_true(peer_from(&behind, "127.0.0.3",
					"X-Forwarded-For: 8.8.8.8\r\nForwarded: for=127.0.0.2;proto=https\r\n") == two);
	fixture_finish(&behind);
}

/* Of IPv6 the network counts, whoever says it. */
static void test_http_peer_hash__reads_ipv6_of_a_proxy(void **state)
{
	struct fixture behind;

	(void)state;
	if (!start_with(&behind, "::", "::1 127.0.0.3", HTTP_FORWARDED)) skip();
	uint64_t one = peer_from(&behind, "::1", "Forwarded: for=\"[2001:db8::1]:4711\"\r\n");
	assert_true(peer_from(&behind, "127.0.0.3", "Forwarded: for=\"[2001:db8::2]\"\r\n") == one);
	assert_true(peer_from(&behind, "::1", "Forwarded: for=\"[2001:db9::1]\"\r\n") != one);
	assert_true(peer_from(&behind, "::1", "Forwarded: for=127.0.0.2\r\n") ==
		peer_from(&behind, "127.0.0.2", ""));
	fixture_finish(&behind);
}

/* HEAD says what GET would say, without the body; the connection goes on. */
static void test_http_reply_send__answers_head_without_body(void **state)
{
	(void)state;
	client_send(&client, "HEAD /bytes/1234 HTTP/1.1\r\n" HOST "\r\n");
	client_read(&client, false);
	assert_int_equal(client.status, 200);
	assert_string_equal(client_header(&client, "Content-Length"), "1234");
	client_send(&client, "HEAD /nowhere HTTP/1.1\r\n" HOST "\r\n");
	client_read(&client, false);
	assert_int_equal(client.status, 404);
	assert_int_equal(client_ask(&client, "GET /hello HTTP/1.1\r\n" HOST "\r\n"), 200);
	assert_body("hello");
}

/* 204 and 304 have neither body nor length, whatever the handler gave. */
static void test_http_reply_send__sends_no_body_where_there_is_none(void **state)
{
	static const int codes[] = {204, 304};
	char request[100];

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		snprintf(request, sizeof request, "GET /status/%d HTTP/1.1\r\n" HOST "\r\n", codes[i]);
		client_send(&client, request);
		client_read(&client, false);
		assert_int_equal(client.status, codes[i]);
		assert_null(client_header(&client, "Content-Length"));
		assert_null(client_header(&client, "Content-Type"));
		assert_non_null(client_header(&client, "X-Request-Id"));
	}
	assert_int_equal(client_ask(&client, "GET /hello HTTP/1.1\r\n" HOST "\r\n"), 200);
}

/* Any status can be said, also one without a phrase of its own. */
static void test_http_reply_send__says_any_status(void **state)
{
	static const int codes[] = {200, 299, 303, 400, 409, 418, 428, 451, 500, 503, 599};
	char request[100];

	(void)state;
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		snprintf(request, sizeof request, "GET /status/%d HTTP/1.1\r\n" HOST "\r\n", codes[i]);
		assert_int_equal(client_ask(&client, request), codes[i]);
		assert_body("body");
	}
}

/* No route: 404. A route of another method: 405, with all that are allowed. */
static void test_http_exchange__refuses_what_has_no_route(void **state)
{
	(void)state;
	assert_int_equal(client_ask(&client, "GET /nowhere HTTP/1.1\r\n" HOST "\r\n"), 404);
	assert_body("refused 404 0");
	assert_null(client_header(&client, "Allow"));
	assert_int_equal(client_ask(&client, "DELETE /echo HTTP/1.1\r\n" HOST "\r\n"), 405);
	assert_body("refused 405 0");
	assert_string_equal(client_header(&client, "Allow"), "POST, PUT");
	assert_int_equal(client_ask(&client, "PATCH /show/1/2 HTTP/1.1\r\n" HOST "\r\n"), 405);
	assert_string_equal(client_header(&client, "Allow"), "GET, HEAD, OPTIONS");
	assert_null(client_header(&client, "Connection"));
}

/* A path that cannot be decoded is refused before anybody looks for a route. */
static void test_http_exchange__refuses_what_is_not_decodable(void **state)
{
	static const char *const paths[] = {
		"/show/%2F/1", "/show/%00/1", "/show/%ff/1", "/show/%zz/1", "/nowhere/%"};
	char request[100];

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
		snprintf(request, sizeof request, "GET %s HTTP/1.1\r\n" HOST "\r\n", paths[i]);
		assert_int_equal(client_ask(&client, request), 400);
		assert_body("refused 400 0");
	}
}

/* A body in one piece, in chunks with a trailer, and after 100 Continue. */
static void test_http_body__is_what_was_sent(void **state)
{
	(void)state;
	client_ask(&client, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabcde");
	assert_body("abcde");
	client_ask(&client,
		"PUT /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
		"3\r\nabc\r\n2\r\nde\r\n0\r\nX-Trailer: 1\r\n\r\n");
	assert_int_equal(client.status, 200);
	assert_body("abcde");
	client_send(&client,
		"PUT /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
		"Content-Length: 3\r\n\r\n");
	client_read(&client, false);
	assert_int_equal(client.status, 100);
	client_ask(&client, "xyz");
	assert_int_equal(client.status, 200);
	assert_body("xyz");
	assert_int_equal(client_ask(&client, "POST /echo HTTP/1.1\r\n" HOST "\r\n"), 200);
	assert_body("");
}

/* http_after answers when it should, and others do not wait for it. */
static void test_http_after__answers_later(void **state)
{
	struct client other;
	int64_t before_ns = clock_monotonic_ns();

	(void)state;
	client_send(&client, "GET /after/300 HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n");
	client_open(&other, fixture.port);
	assert_int_equal(client_ask(&other, "GET /hello HTTP/1.1\r\n" HOST "\r\n"), 200);
	client_close(&other);
	client_read(&client, true);
	assert_body("red");
	assert_true(clock_monotonic_ns() - before_ns >= 290 * INT64_C(1000000));
	client_ask(&client, "GET /after/0 HTTP/1.1\r\n" HOST "X-Color: blue\r\n\r\n");
	assert_body("blue");
}

/* A call that is still to come when the exchange ends does not come any more, neither to it nor to
 * the exchange that has its memory next. */
static void test_http_after__ends_with_its_exchange(void **state)
{
	(void)state;
	client_send(&client, "GET /both/200 HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n");
	fixture_wait_kept(&fixture, 1);
	fixture_let_go(&fixture);
	client_read(&client, true);
	client_send(&client, "GET /kept HTTP/1.1\r\n" HOST "X-Color: blue\r\n\r\n");
	assert_true(client_is_quiet(&client, 400));
	fixture_wait_kept(&fixture, 1);
	fixture_let_go(&fixture);
	client_read(&client, true);
	assert_body("blue");
	fixture_wait_ended(&fixture, 2);
}

/* Answers that come from other threads find their own connection. */
static void test_http_post__comes_back_to_the_right_client(void **state)
{
	enum { CLIENTS = 20, ROUNDS = 25 };
	struct client many[CLIENTS];
	char text[100];

	(void)state;
	for (int i = 0; i < CLIENTS; i++) client_open(&many[i], fixture.port);
	for (int round = 0; round < ROUNDS; round++) {
		for (int i = 0; i < CLIENTS; i++) {
			snprintf(text, sizeof text, "GET /worker HTTP/1.1\r\n" HOST "X-Color: %d-%d\r\n\r\n", i,
				round);
			client_send(&many[i], text);
		}
		for (int i = 0; i < CLIENTS; i++) {
			client_read(&many[i], true);
			snprintf(text, sizeof text, "%d-%d", i, round);
			assert_string_equal(buf_text(&many[i].body), text);
		}
	}
	for (int i = 0; i < CLIENTS; i++) client_close(&many[i]);
	fixture_wait_ended(&fixture, CLIENTS * ROUNDS);
}

/* A line has the template, the status and the code; nothing the client wrote. */
static void test_http_exchange__logs_no_path(void **state)
{
	char text[4096];
	int ends[2];

	(void)state;
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	log_set_output(ends[1]);
	client_ask(&client, "GET /show/Jansen/2?q=geheim HTTP/1.1\r\n" HOST "X-Color: prive\r\n\r\n");
	client_ask(&client, "GET /Jansen HTTP/1.1\r\n" HOST "\r\n");
	client_ask(&client, "GET /Jansen\r\n\r\n");
	fixture_wait_metric("vangnet_http_open_exchanges", 0);
	ssize_t size = read(ends[0], text, sizeof text - 1);
	assert_true(size > 0);
	text[size] = '\0';
	assert_non_null(strstr(text, "http.request"));
	assert_non_null(strstr(text, "/show/{a}/{b}"));
	assert_non_null(strstr(text, "\"GET\""));
	assert_non_null(strstr(text, "refused"));
	assert_null(strstr(text, "Jansen"));
	assert_null(strstr(text, "geheim"));
	assert_null(strstr(text, "prive"));
	close(ends[0]);
	close(ends[1]);
}

/* Requests are counted by class, and what is open is known. */
static void test_http_exchange__is_counted(void **state)
{
	(void)state;
	int64_t good = fixture_metric("vangnet_http_requests_total{class=\"2xx\"}");
	int64_t bad = fixture_metric("vangnet_http_requests_total{class=\"4xx\"}");
	int64_t all = fixture_metric("vangnet_http_request_seconds_count");
	client_ask(&client, "GET /hello HTTP/1.1\r\n" HOST "\r\n");
	client_ask(&client, "GET /nowhere HTTP/1.1\r\n" HOST "\r\n");
	client_send(&client, "GET /kept HTTP/1.1\r\n" HOST "\r\n");
	fixture_wait_kept(&fixture, 1);
	assert_int_equal(fixture_metric("vangnet_http_open_exchanges"), 1);
	assert_int_equal(fixture_metric("vangnet_http_open_connections"), 1);
	fixture_let_go(&fixture);
	client_read(&client, true);
	fixture_wait_metric("vangnet_http_open_exchanges", 0);
	assert_int_equal(fixture_metric("vangnet_http_requests_total{class=\"2xx\"}"), good + 2);
	assert_int_equal(fixture_metric("vangnet_http_requests_total{class=\"4xx\"}"), bad + 1);
	assert_int_equal(fixture_metric("vangnet_http_request_seconds_count"), all + 3);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown((test), set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SERVER(test_http_reply_send__adds_its_headers),
		WITH_SERVER(test_http_reply_send__dates_by_the_clock),
		WITH_SERVER(test_http_reply_send__lets_no_value_out_of_its_line),
		WITH_SERVER(test_http_exchange__tells_what_came_in),
		WITH_SERVER(test_http_query_broken__tells),
		WITH_SERVER(test_http_peer_hash__knows_the_address_only),
		WITH_SERVER(test_http_peer_hash__tells_addresses_apart),
		WITH_SERVER(test_http_peer_hash__believes_trusted_proxies_only),
		WITH_SERVER(test_http_peer_hash__reads_ipv6_of_a_proxy),
		WITH_SERVER(test_http_reply_send__answers_head_without_body),
		WITH_SERVER(test_http_reply_send__sends_no_body_where_there_is_none),
		WITH_SERVER(test_http_reply_send__says_any_status),
		WITH_SERVER(test_http_exchange__refuses_what_has_no_route),
		WITH_SERVER(test_http_exchange__refuses_what_is_not_decodable),
		WITH_SERVER(test_http_body__is_what_was_sent),
		WITH_SERVER(test_http_after__answers_later),
		WITH_SERVER(test_http_after__ends_with_its_exchange),
		WITH_SERVER(test_http_post__comes_back_to_the_right_client),
		WITH_SERVER(test_http_exchange__logs_no_path),
		WITH_SERVER(test_http_exchange__is_counted),
	};

	return cmocka_run_group_tests_name("http_exchange", tests, NULL, NULL);
}
