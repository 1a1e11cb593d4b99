/* test_http_peer.c - whose request a trusted proxy says it is.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "http/http_peer.h"
#include <arpa/inet.h>
#include <stdio.h>

/* The client, "none" or "broken"; lines of the header with \n between them. */
static const char *client_of(enum http_proxy_header header, const char *lines)
{
	static char text[INET6_ADDRSTRLEN];
	struct http_trusted trusted;
	struct http_address client;
	struct http_hops hops = {.count = 0};
	struct span rest = span_of(lines), line;

	assert_true(http_trusted_read(SPAN_LITERAL(" 10.0.0.1  10.0.0.2 fd00::1"), &trusted));
	assert_int_equal(trusted.count, 3);
	while (span_take(&rest, '\n', &line)) http_hops_add(&hops, line);
	switch (http_hops_client(&hops, header, &trusted, &client)) {
	case HTTP_CLIENT_NONE: return "none";
	case HTTP_CLIENT_BROKEN: return "broken";
	case HTTP_CLIENT_FOUND: break;
	}
	assert_non_null(inet_ntop(AF_INET6, client.bytes, text, sizeof text));
	return text;
}

struct told {
	const char *lines, *client;
};

static void check(enum http_proxy_header header, const struct told *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *client = client_of(header, cases[i].lines);
		if (strcmp(client, cases[i].client) != 0)
			fail_msg("%s: is %s, should be %s", cases[i].lines, client, cases[i].client);
	}
}

static void test_hops__of_x_forwarded_for(void **state)
{
	static const struct told cases[] = {
		{"", "none"},
		{" , ,", "none"},
		{"192.0.2.1", "::ffff:192.0.2.1"},
		{"192.0.2.1:8080", "::ffff:192.0.2.1"},
		{"2001:db8::1", "2001:db8::1"},
		{"[2001:db8::1]", "2001:db8::1"},
		{"[2001:db8::1]:443", "2001:db8::1"},
		{"::ffff:192.0.2.1", "::ffff:192.0.2.1"},
		{"6.6.6.6, 192.0.2.1", "::ffff:192.0.2.1"},
		{"6.6.6.6, 192.0.2.1, 10.0.0.2", "::ffff:192.0.2.1"},
		{"192.0.2.1,10.0.0.1,[fd00::1]:1,::ffff:10.0.0.2", "::ffff:192.0.2.1"},
		{"6.6.6.6\n192.0.2.1", "::ffff:192.0.2.1"},
		{"192.0.2.1\n10.0.0.1", "::ffff:192.0.2.1"},
		{"10.0.0.1", "none"},
		{"10.0.0.2, 10.0.0.1", "none"},
		{"\"x, 192.0.2.1", "broken"},
		{"anything, 192.0.2.1", "::ffff:192.0.2.1"},
		{"192.0.2.1, anything", "broken"},
		{"192.0.2.1, unknown, 10.0.0.1", "broken"},
		{"unknown", "broken"},
		{"192.0.2.1:", "broken"},
		{"192.0.2.1:123456", "broken"},
		{"192.0.2.1:8o", "broken"},
		{"192.0.2", "broken"},
		{"192.0.2.256", "broken"},
		{"[192.0.2.1]", "broken"},
		{"[2001:db8::1", "broken"},
		{"[2001:db8::1]x", "broken"},
		{"[2001:db8::1]:", "broken"},
		{"[]", "broken"},
		{"[", "broken"},
		{"for=192.0.2.1", "broken"},
	};

	(void)state;
	check(HTTP_X_FORWARDED_FOR, cases, sizeof cases / sizeof *cases);
}

static void test_hops__of_forwarded(void **state)
{
	static const struct told cases[] = {
		{"", "none"},
		{"for=192.0.2.1", "::ffff:192.0.2.1"},
		{"For=192.0.2.1;proto=https;by=10.0.0.1", "::ffff:192.0.2.1"},
		{"proto=https ; for=\"192.0.2.1:80\"", "::ffff:192.0.2.1"},
		{"for=\"[2001:db8::1]:4711\"", "2001:db8::1"},
		{"for=6.6.6.6, for=192.0.2.1, for=10.0.0.1;proto=http", "::ffff:192.0.2.1"},
		{"for=6.6.6.6\nfor=192.0.2.1\nfor=\"[fd00::1]\"", "::ffff:192.0.2.1"},
		{"for=6.6.6.6;host=\"a,for=7.7.7.7\", for=192.0.2.1", "::ffff:192.0.2.1"},
		{"for=192.0.2.1;host=\"a,for=7.7.7.7;\\\"for=8.8.8.8\"", "::ffff:192.0.2.1"},
		/* What the client has begun swallows what the proxy says: nothing is believed of it. */
		{"for=\", for=192.0.2.1", "broken"},
		{"for=\"\n for=192.0.2.1", "::ffff:192.0.2.1"},
		{"for=10.0.0.1", "none"},
		{"for=unknown", "broken"},
		{"for=_hidden", "broken"},
		{"for=", "broken"},
		{"proto=https", "broken"},
		{"192.0.2.1", "broken"},
		{"for=192.0.2.1;for=192.0.2.2", "broken"},
		{"for=\"192.0.2.1", "broken"},
		{"for=192.0.2.1\\", "broken"},
	};

	(void)state;
	check(HTTP_FORWARDED, cases, sizeof cases / sizeof *cases);
}

/* Of what is too long the end is read: a client cannot make it so. */
static void test_hops__have_a_bound(void **state)
{
	char lines[2000] = "";
	size_t size = 0;

	(void)state;
	for (int i = 0; i < 100; i++)
		size += (size_t)snprintf(lines + size, sizeof lines - size, "6.6.6.6,");
	snprintf(lines + size, sizeof lines - size, "192.0.2.1");
	assert_string_equal(client_of(HTTP_X_FORWARDED_FOR, lines), "::ffff:192.0.2.1");
	size = (size_t)snprintf(lines, sizeof lines, "192.0.2.1");
	for (int i = 1; i < HTTP_MAX_HOPS; i++)
		size += (size_t)snprintf(lines + size, sizeof lines - size, ",10.0.0.1");
	assert_string_equal(client_of(HTTP_X_FORWARDED_FOR, lines), "::ffff:192.0.2.1");
	snprintf(lines + size, sizeof lines - size, ",10.0.0.1");
	assert_string_equal(client_of(HTTP_X_FORWARDED_FOR, lines), "none");
}

static void test_trusted__have_a_bound(void **state)
{
	struct http_trusted trusted;
	char text[200] = "";
	size_t size = 0;

	(void)state;
	assert_true(http_trusted_read(SPAN_LITERAL(""), &trusted));
	assert_int_equal(trusted.count, 0);
	for (int i = 0; i < HTTP_MAX_TRUSTED; i++)
		size += (size_t)snprintf(text + size, sizeof text - size, "::1 ");
	assert_true(http_trusted_read(span_of(text), &trusted));
	assert_int_equal(trusted.count, HTTP_MAX_TRUSTED);
	snprintf(text + size, sizeof text - size, "::2");
	assert_false(http_trusted_read(span_of(text), &trusted));
	assert_false(http_trusted_read(SPAN_LITERAL("proxy.example"), &trusted));
	assert_false(http_trusted_read(SPAN_LITERAL("10.0.0.0/8"), &trusted));
	assert_false(http_trusted_read(SPAN_LITERAL("10.0.0.1,10.0.0.2"), &trusted));
	assert_false(http_trusted_read(SPAN_LITERAL("::1\0x"), &trusted));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_hops__of_x_forwarded_for),
		cmocka_unit_test(test_hops__of_forwarded),
		cmocka_unit_test(test_hops__have_a_bound),
		cmocka_unit_test(test_trusted__have_a_bound),
	};
	return cmocka_run_group_tests_name("http_peer", tests, NULL, NULL);
}
