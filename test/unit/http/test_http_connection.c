/* test_http_connection.c - what clients do to a connection: keep it, fill it, starve it, leave it.
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
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#define HOST "Host: a\r\n"
#define HELLO "GET /hello HTTP/1.1\r\n" HOST "\r\n"

static struct fixture fixture;
static struct client client;

static int set_up(void **state)
{
	(void)state;
	fixture_start(&fixture, 1);
	client_open(&client, fixture.port);
	return 0;
}

/* A server that waits for nobody. */
static int set_up_hasty(void **state)
{
	(void)state;
	struct http_options options = fixture_options(&fixture, 1);
	options.slow_client_s = 1;
	fixture_start_with(&fixture, &options);
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

/* A refusal is ours: with an id and our headers, and after it the connection is closed. */
static void assert_refused(int code, int64_t bound)
{
	char text[64];

	client_read(&client, true);
	assert_int_equal(client.status, code);
	snprintf(text, sizeof text, "refused %d %lld", code, (long long)bound);
	assert_body(text);
	assert_int_equal(strlen(client_header(&client, "X-Request-Id")), 32);
	assert_string_equal(client_header(&client, "X-Content-Type-Options"), "nosniff");
	assert_string_equal(client_header(&client, "Connection"), "close");
	assert_true(client_is_hung_up(&client));
}

/* Starts over with a fresh connection. */
static void again(void)
{
	client_close(&client);
	client_open(&client, fixture.port);
}

/* A text of `size` times 'x' in an arena of the test. */
static const char *long_text(struct arena *arena, size_t size)
{
	char *text = arena_need(arena, size + 1);

	memset(text, 'x', size);
	return text;
}

/* One connection serves many requests. */
static void test_http_connection__is_kept(void **state)
{
	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_int_equal(client_ask(&client, HELLO), 200);
		assert_body("hello");
	}
	assert_true(client_is_quiet(&client, 50));
	assert_int_equal(fixture_metric("vangnet_http_open_connections"), 1);
}

/* HTTP/1.0 ends with the reply, unless it asks to be kept; HTTP/1.1 ends if it asks for that. */
static void test_http_connection__ends_when_the_client_wants(void **state)
{
	(void)state;
	client_ask(&client, "GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
	assert_string_equal(client_header(&client, "Connection"), "keep-alive");
	client_ask(&client, "GET /hello HTTP/1.0\r\n\r\n");
	assert_body("hello");
	assert_string_equal(client_header(&client, "Connection"), "close");
	assert_true(client_is_hung_up(&client));
	again();
	client_ask(&client, "GET /hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	assert_string_equal(client_header(&client, "Connection"), "close");
	assert_true(client_is_hung_up(&client));
	again();
	client_ask(&client, "GET http://a/hello HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(client.status, 200);
	assert_string_equal(client_header(&client, "Connection"), "close");
	assert_true(client_is_hung_up(&client));
}

/* Requests that are sent ahead are answered in their order, also behind one that takes long. */
static void test_http_connection__answers_in_order(void **state)
{
	enum { ROUNDS = 40 };
	struct buf ahead;
	char text[40];

	(void)state;
	buf_init(&ahead, 1 << 20);
	for (int i = 0; i < ROUNDS; i++)
		buf_printf(&ahead,
			"GET /worker HTTP/1.1\r\n" HOST "X-Color: %d\r\n\r\n"
			"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\n%03d"
			"GET /after/3 HTTP/1.1\r\n" HOST "X-Color: later %d\r\n\r\n",
			i, i, i);
	client_send_span(&client, buf_span(&ahead));
	for (int i = 0; i < ROUNDS; i++) {
		snprintf(text, sizeof text, "%d", i);
		client_read(&client, true);
		assert_body(text);
		snprintf(text, sizeof text, "%03d", i);
		client_read(&client, true);
		assert_body(text);
		snprintf(text, sizeof text, "later %d", i);
		client_read(&client, true);
		assert_body(text);
	}
	buf_finish(&ahead);
}

/* A request that comes a byte at a time is the same request. */
static void test_http_connection__reads_single_bytes(void **state)
{
	static const char request[] = "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nabcde";

	(void)state;
	for (size_t i = 0; i + 1 < sizeof request; i++) {
		client_send_span(&client, (struct span){request + i, 1});
		if (i % 10 == 0) fixture_sleep_ms(1);
	}
	client_read(&client, true);
	assert_body("abcde");
}

/* A body of exactly the bound is read; one byte more is refused, in each way to send one. */
static void test_http_connection__bounds_the_body(void **state)
{
	struct arena arena;
	struct buf text;

	(void)state;
	arena_init(&arena, 1024, 1 << 20);
	buf_init(&text, 1 << 20);
	buf_printf(&text, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: %d\r\n\r\n%s",
		FIXTURE_BODY_BYTES, long_text(&arena, FIXTURE_BODY_BYTES));
	assert_int_equal(client_ask(&client, buf_text(&text)), 200);
	assert_int_equal(client.body.size, FIXTURE_BODY_BYTES);
	buf_reset(&text);
	buf_printf(&text, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: %d\r\n\r\n%s",
		FIXTURE_BODY_BYTES + 1, long_text(&arena, FIXTURE_BODY_BYTES + 1));
	client_send(&client, buf_text(&text));
	assert_refused(413, FIXTURE_BODY_BYTES);
	again();
	client_send(&client,
		"POST /echo HTTP/1.1\r\n" HOST "Expect: 100-continue\r\n"
		"Content-Length: 10001\r\n\r\n");
	assert_refused(413, FIXTURE_BODY_BYTES);
	again();
	client_send(&client,
		"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n"
		"2711\r\n");
	assert_refused(413, FIXTURE_BODY_BYTES);
	buf_finish(&text);
	arena_finish(&arena);
}

/* A client that sends much more than it may still gets to read why it is refused. */
static void test_http_connection__lets_a_large_sender_read_its_refusal(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1024, 8 << 20);
	client_send(&client, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 4000000\r\n\r\n");
	client_send(&client, long_text(&arena, 4000000));
	client_read(&client, true);
	assert_int_equal(client.status, 413);
	arena_finish(&arena);
}

/* The head of a request: its first line, all lines together, in one piece and in many. */
static void test_http_connection__bounds_the_head(void **state)
{
	struct arena arena;
	struct buf text;

	(void)state;
	arena_init(&arena, 1024, 1 << 20);
	buf_init(&text, 1 << 20);
	buf_printf(&text, "GET /hello?%s HTTP/1.1\r\n" HOST "\r\n",
		long_text(&arena, FIXTURE_HEADER_BYTES - 100));
	assert_int_equal(client_ask(&client, buf_text(&text)), 200);
	for (int round = 0; round < 2; round++) {
		buf_reset(&text);
		buf_printf(&text, "GET /hello?%s HTTP/1.1\r\n" HOST "\r\n",
			long_text(&arena, round == 0 ? FIXTURE_HEADER_BYTES : 20000));
		client_send(&client, buf_text(&text));
		assert_refused(414, FIXTURE_HEADER_BYTES);
		again();
		buf_reset(&text);
		buf_printf(&text, "GET /hello HTTP/1.1\r\n" HOST "X-Long: %s\r\n\r\n",
			long_text(&arena, round == 0 ? FIXTURE_HEADER_BYTES : 20000));
		client_send(&client, buf_text(&text));
		assert_refused(431, FIXTURE_HEADER_BYTES);
		again();
	}
	client_send(&client, HELLO "GET /hello HTTP/1.1\r\n");
	client_read(&client, true);
	for (int i = 0; i < 40; i++) {
		client_send(&client, "X-More: one more that makes it all longer and longer and longer\r\n");
		fixture_sleep_ms(1);
	}
	assert_refused(431, FIXTURE_HEADER_BYTES);
	buf_finish(&text);
	arena_finish(&arena);
}

/* What is no HTTP/1.x, what has two ends, and methods there are none of. */
static void test_http_connection__refuses_what_it_cannot_read(void **state)
{
	static const struct {
		int code;
		const char *request;
	} cases[] = {
		{400, "\r\n\r\n"},
		{400, "nonsense\r\n\r\n"},
		{400, "GET /hello\r\n\r\n"},
		{400, "GET /hello HTTP/2.0\r\n" HOST "\r\n"},
		{400, "GET /hello HTTP/x\r\n" HOST "\r\n"},
		{400, "GET /hello HTTP/1.1\r\nno colon\r\n\r\n"},
		{400, "GET /hello HTTP/1.1\r\n\r\n"},
		{400, "GET /hello HTTP/1.1\r\n" HOST HOST "\r\n"},
		{400, "GET /hello HTTP/1.1\r\n" HOST "X Y: 1\r\n\r\n"},
		{400, "GET /hello HTTP/1.1\r\n" HOST ": 1\r\n\r\n"},
		{400, "GET /hello HTTP/1.1\r\n" HOST "Content-Length : 3\r\n\r\nabc"},
		{400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: x\r\n\r\n"},
		{400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n"},
		{400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\na"},
		{400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\na"},
		{400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"},
		{400, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 2\r\n\r\na"},
		{400,
			"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 5\r\n"
			"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"},
		{400,
			"POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: gzip, chunked\r\n\r\n"
			"0\r\n\r\n"},
		{400, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n"},
		{413, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\nzz\r\n"},
		{413, "POST /echo HTTP/1.1\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\n"},
		{417, "POST /echo HTTP/1.1\r\n" HOST "Expect: tea\r\nContent-Length: 1\r\n\r\na"},
		{501, "TRACE /hello HTTP/1.1\r\n" HOST "\r\n"},
		{501, "CONNECT a:1 HTTP/1.1\r\n" HOST "\r\n"},
		{501, "BREW /hello HTTP/1.1\r\n" HOST "\r\n"},
		{501, "get /hello HTTP/1.1\r\n" HOST "\r\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		client_send(&client, cases[i].request);
		assert_refused(cases[i].code, cases[i].code == 413 ? FIXTURE_BODY_BYTES : 0);
		again();
	}
	client_send(&client, "HEAD /hello HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc");
	client_read(&client, false);
	assert_int_equal(client.status, 400);
	assert_true(client_is_hung_up(&client));
}

/* Half a request and then silence is refused; silence between requests is just the end. */
static void test_http_connection__does_not_wait_for_a_silent_client(void **state)
{
	struct client idle;

	(void)state;
	client_open(&idle, fixture.port);
	client_ask(&idle, HELLO);
	client_send(&client, "GET /hello HTTP/1.1\r\nX-Half:");
	assert_refused(408, 1);
	again();
	client_send(&client, "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\nabc");
	assert_refused(408, 1);
	assert_true(client_is_hung_up(&idle));
	client_close(&idle);
	again();
	assert_true(client_is_hung_up(&client));
}

/* Nor does a byte now and then help. */
static void test_http_connection__does_not_wait_for_a_trickle(void **state)
{
	(void)state;
	client_send(&client, "GET /hello HTTP/1.1\r\nX-Slow: ");
	while (client_is_quiet(&client, 200)) client_send(&client, "x");
	assert_refused(408, 1);
}

/* Whoever waits for an answer may be silent for as long as that takes. */
static void test_http_connection__waits_for_a_handler(void **state)
{
	(void)state;
	client_send(&client, "GET /after/2500 HTTP/1.1\r\n" HOST "X-Color: slow\r\n\r\n");
	client_read(&client, true);
	assert_body("slow");
	assert_int_equal(client_ask(&client, HELLO), 200);
}

/* A reply that is larger than the socket takes arrives whole; the client may be slow about it. */
static void test_http_connection__writes_large_replies(void **state)
{
	struct client narrow;

	(void)state;
	client_open_narrow(&narrow, fixture.port);
	for (int i = 0; i < 3; i++) {
		client_send(&narrow, "GET /bytes/8000000 HTTP/1.1\r\n" HOST "\r\n" HELLO);
		fixture_sleep_ms(300);
		client_read(&narrow, true);
		assert_int_equal(narrow.body.size, 8000000);
		client_read(&narrow, true);
		assert_string_equal(buf_text(&narrow.body), "hello");
	}
	client_close(&narrow);
}

/* A client that does not read its reply is given up. */
static void test_http_connection__gives_up_a_client_that_does_not_read(void **state)
{
	struct client narrow;

	(void)state;
	client_open_narrow(&narrow, fixture.port);
	client_send(&narrow, "GET /bytes/8000000 HTTP/1.1\r\n" HOST "\r\n");
	fixture_wait_metric("vangnet_http_open_connections", 2);
	client_ask(&client, "GET /hello HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n");
	fixture_wait_metric("vangnet_http_open_connections", 0);
	client_close(&narrow);
}

/* Over the bound on connections: an answer, and far over it: none. */
static void test_http_connection__bounds_the_connections(void **state)
{
	enum { MOST = 2 };
	struct client many[MOST + HTTP_MAX_REFUSED];
	struct client extra;
	struct fixture small;

	(void)state;
	memset(&small, 0, sizeof small);
	struct http_options options = fixture_options(&small, 1);
	options.max_connections = MOST;
	clock_init_system(&small.clock);
	fixture_start_with(&small, &options);
	for (int i = 0; i < MOST + HTTP_MAX_REFUSED; i++) client_open(&many[i], small.port);
	for (int i = 0; i < MOST; i++) assert_int_equal(client_ask(&many[i], HELLO), 200);
	for (int i = MOST; i < MOST + HTTP_MAX_REFUSED; i++) {
		client_read(&many[i], true);
		assert_int_equal(many[i].status, 503);
		assert_string_equal(buf_text(&many[i].body), "refused 503 2");
	}
	client_open(&extra, small.port);
	assert_true(client_is_hung_up(&extra));
	client_close(&extra);
	client_close(&client); /* of the other server */
	for (int i = 0; i < MOST + HTTP_MAX_REFUSED; i++) client_close(&many[i]);
	fixture_wait_metric("vangnet_http_open_connections", 0);
	client_open(&extra, small.port);
	assert_int_equal(client_ask(&extra, HELLO), 200);
	client_close(&extra);
	fixture_finish(&small);
	client_open(&client, fixture.port);
}

/* A client that goes away while its request is kept: known at once, and the handler ends it later
 * with all that came in still there. */
static void test_http_connection__notices_a_client_that_leaves(void **state)
{
	(void)state;
	client_send(&client, "GET /kept HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n");
	fixture_wait_kept(&fixture, 1);
	client_reset(&client);
	fixture_wait_metric("vangnet_http_open_connections", 0);
	assert_int_equal(fixture_metric("vangnet_http_open_exchanges"), 1);
	client_open(&client, fixture.port);
	client_send(&client, "GET /kept HTTP/1.1\r\n" HOST "X-Color: blue\r\n\r\n");
	fixture_wait_kept(&fixture, 2);
	shutdown(client.fd, SHUT_WR);
	fixture_wait_metric("vangnet_http_open_connections", 0);
	assert_int_equal(fixture_metric("vangnet_http_open_exchanges"), 2);
	assert_true(client_is_hung_up(&client));
	fixture_let_go(&fixture);
	fixture_wait_ended(&fixture, 2);
	fixture_wait_metric("vangnet_http_open_exchanges", 0);
}

/* What is sent ahead while a request is kept stays in the socket, and costs nothing but that. */
static void test_http_connection__does_not_read_ahead_while_kept(void **state)
{
	(void)state;
	client_send(&client, "GET /kept HTTP/1.1\r\n" HOST "\r\n");
	fixture_wait_kept(&fixture, 1);
	client_send(&client, HELLO HELLO);
	assert_true(client_is_quiet(&client, 100));
	fixture_let_go(&fixture);
	client_read(&client, true);
	for (int i = 0; i < 2; i++) {
		client_read(&client, true);
		assert_body("hello");
	}
}

static int64_t used_ms(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000 +
		(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1000;
}

/* With no file descriptors left nobody can be accepted; that is waited for without spinning. */
static void test_http_connection__waits_for_file_descriptors(void **state)
{
	enum { MOST = 200 };
	struct rlimit before;
	int fillers[MOST];
	struct client waiting;
	int count = 0;

	(void)state;
	/* Ours only: one that the server still has of a test before would give its descriptor back. */
	assert_int_equal(client_ask(&client, HELLO), 200);
	fixture_wait_metric("vangnet_http_open_connections", 1);
	getrlimit(RLIMIT_NOFILE, &before);
	struct rlimit few = {.rlim_cur = MOST, .rlim_max = before.rlim_max};
	setrlimit(RLIMIT_NOFILE, &few);
	while ((fillers[count] = dup(client.fd)) >= 0) count++;
	close(fillers[--count]);
	client_open(&waiting, fixture.port);
	client_send(&waiting, HELLO);
	int64_t used_before_ms = used_ms();
	bool was_quiet = client_is_quiet(&waiting, 500);
	int64_t used_meanwhile_ms = used_ms() - used_before_ms;
	while (count > 0) close(fillers[--count]);
	setrlimit(RLIMIT_NOFILE, &before);
	assert_true(was_quiet);
	assert_true(used_meanwhile_ms < 250);
	client_read(&waiting, true);
	assert_int_equal(waiting.status, 200);
	client_close(&waiting);
}

static void leave(struct client *one, struct prng *prng)
{
	if (prng_below(prng, 2) == 0)
		client_reset(one);
	else
		client_close(one);
}

/* On a slow machine those who left may still take all the places: 503, come back. */
static void ask_when_there_is_room(void)
{
	int answer = 0;
	do {
		if (answer != 0) client_close(&client);
		client_open(&client, fixture.port);
		answer = client_ask(&client, HELLO);
	} while (answer == 503);
	assert_int_equal(answer, 200);
}

/* Clients hang up at random moments: before, in and after their request, while it is at a worker,
 * at a timer or kept, and while they are being written to. Nothing is lost, or freed twice. */
static void test_http_connection__survives_clients_that_leave(void **state)
{
	static const char *const requests[] = {
		"GET /worker HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n",
		"POST /worker HTTP/1.1\r\n" HOST "Content-Length: 10\r\n\r\n0123456789",
		"GET /after/2 HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n",
		"GET /kept HTTP/1.1\r\n" HOST "X-Color: red\r\n\r\n",
		"GET /kept HTTP/1.1\r\n" HOST "\r\n" HELLO,
		"GET /bytes/3000000 HTTP/1.1\r\n" HOST "\r\n",
		HELLO HELLO HELLO,
		"GET /hello HTTP/9.9\r\n" HOST "\r\n",
		"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 20000\r\n\r\n0123456789",
	};
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 5);
	for (int round = 0; round < 600; round++) {
		struct client one;
		const char *request = requests[prng_below(&prng, sizeof requests / sizeof *requests)];
		size_t size = strlen(request);
		client_open(&one, fixture.port);
		if (prng_below(&prng, 4) == 0) size = prng_below(&prng, size);
		client_send_span(&one, (struct span){request, size});
		if (prng_below(&prng, 3) > 0) usleep((unsigned)prng_below(&prng, 3000));
		leave(&one, &prng);
		if (prng_below(&prng, 8) == 0) fixture_let_go(&fixture);
	}
	client_close(&client);
	/* This one waits behind all of them: once it is answered nobody stands at the door unseen, with
	 * a request that would be kept after the last was let go. */
	for (int i = 0; i < 2; i++) {
		ask_when_there_is_room();
		client_close(&client);
	}
	fixture_wait_metric("vangnet_http_open_connections", 0);
	fixture_let_go(&fixture);
	fixture_wait_metric("vangnet_http_open_exchanges", 0);
	client_open(&client, fixture.port);
	assert_int_equal(client_ask(&client, HELLO), 200);
}

#define WITH_SERVER(test) cmocka_unit_test_setup_teardown((test), set_up, tear_down)
#define WITH_HASTY_SERVER(test) cmocka_unit_test_setup_teardown((test), set_up_hasty, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WITH_SERVER(test_http_connection__is_kept),
		WITH_SERVER(test_http_connection__ends_when_the_client_wants),
		WITH_SERVER(test_http_connection__answers_in_order),
		WITH_SERVER(test_http_connection__reads_single_bytes),
		WITH_SERVER(test_http_connection__bounds_the_body),
		WITH_SERVER(test_http_connection__lets_a_large_sender_read_its_refusal),
		WITH_SERVER(test_http_connection__bounds_the_head),
		WITH_SERVER(test_http_connection__refuses_what_it_cannot_read),
		WITH_HASTY_SERVER(test_http_connection__does_not_wait_for_a_silent_client),
		WITH_HASTY_SERVER(test_http_connection__does_not_wait_for_a_trickle),
		WITH_HASTY_SERVER(test_http_connection__waits_for_a_handler),
		WITH_SERVER(test_http_connection__writes_large_replies),
		WITH_HASTY_SERVER(test_http_connection__gives_up_a_client_that_does_not_read),
		WITH_SERVER(test_http_connection__bounds_the_connections),
		WITH_SERVER(test_http_connection__notices_a_client_that_leaves),
		WITH_SERVER(test_http_connection__does_not_read_ahead_while_kept),
		WITH_SERVER(test_http_connection__waits_for_file_descriptors),
		WITH_SERVER(test_http_connection__survives_clients_that_leave),
	};

	return cmocka_run_group_tests_name("http_connection", tests, NULL, NULL);
}
