/* http_head.c - the head of a reply, written in one piece.
 *
 * Source      RFC 9110 (status codes; 5.6.7 dates), RFC 9112 section 6 (no Content-Length with 204
 *             and 304).
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "http/http_internal.h"
#include <event2/http_struct.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define MAX_HEAD_BYTES ((size_t)64 << 10)

static const char *phrase_of(int code)
{
	static const struct {
		int code;
		const char *phrase;
	} phrases[] = {
		{200, "OK"},
		{201, "Created"},
		{202, "Accepted"},
		{204, "No Content"},
		{206, "Partial Content"},
		{301, "Moved Permanently"},
		{302, "Found"},
		{303, "See Other"},
		{304, "Not Modified"},
		{307, "Temporary Redirect"},
		{308, "Permanent Redirect"},
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{406, "Not Acceptable"},
		{408, "Request Timeout"},
		{409, "Conflict"},
		{410, "Gone"},
		{412, "Precondition Failed"},
		{413, "Content Too Large"},
		{414, "URI Too Long"},
		{415, "Unsupported Media Type"},
		{417, "Expectation Failed"},
		{422, "Unprocessable Content"},
		{423, "Locked"},
		{428, "Precondition Required"},
		{429, "Too Many Requests"},
		{431, "Request Header Fields Too Large"},
		{451, "Unavailable For Legal Reasons"},
		{500, "Internal Server Error"},
		{501, "Not Implemented"},
		{502, "Bad Gateway"},
		{503, "Service Unavailable"},
		{504, "Gateway Timeout"},
	};

	for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++)
		if (phrases[i].code == code) return phrases[i].phrase;
	return "Other";
}

bool http_head_has_body(int code)
{
	return code != 204 && code != 304;
}

/* A value with a control character in it could begin a header, or a body, of its own. */
static void add_clean(struct buf *out, const char *value)
{
	for (const char *at = value; *at != '\0'; at++)
		if ((unsigned char)*at >= ' ' && *at != 0x7f) buf_add_char(out, *at);
}

static void add_header(struct buf *out, const char *name, const char *value)
{
	add_clean(out, name);
	buf_add(out, ": ", 2);
	add_clean(out, value);
	buf_add(out, "\r\n", 2);
}

/* The day's name and so on are those of the RFC, not of a locale. */
static void write_date(char out[HTTP_DATE_SIZE], int64_t now_s)
{
	static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
	static const char *const months[] = {
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
	int32_t day = (int32_t)(now_s / 86400);
	int second = (int)(now_s % 86400);
	struct date_civil civil = date_to_civil(day);

	snprintf(out, HTTP_DATE_SIZE, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[date_weekday(day)],
		civil.day, months[civil.month - 1], civil.year, second / 3600, second / 60 % 60,
		second % 60);
}

static const char *date_now(struct http_loop *loop)
{
	int64_t now_s = clock_now_ms(loop->server->options.clock) / 1000;

	if (now_s != loop->date_s) {
		write_date(loop->date, now_s);
		loop->date_s = now_s;
	}
	return loop->date;
}

static bool has_header(const struct http_header *headers, const char *name)
{
	for (; headers->name != NULL; headers++)
		if (strcasecmp(headers->name, name) == 0) return true;
	return false;
}

static void add_fixed(
	struct buf *out, const struct http_server *server, const struct http_header *headers)
{
	if (headers == NULL) {
		buf_add_span(out, buf_span(&server->fixed));
		return;
	}
	for (size_t i = 0; i < server->fixed_count; i++)
		if (!has_header(headers, server->fixed_lines[i].name))
			buf_add_span(out, server->fixed_lines[i].line);
}

static void add_allow(struct buf *out, unsigned allowed)
{
	const char *separator = "Allow: ";

	for (unsigned method = 0; method < HTTP_METHOD_COUNT; method++) {
		if ((allowed & (1U << method)) == 0) continue;
		buf_add_text(out, separator);
		buf_add_text(out, http_route_method_name((enum http_method)method));
		separator = ", ";
	}
	buf_add(out, "\r\n", 2);
}

static void add_connection(struct buf *out, const struct evhttp_request *request, bool close)
{
	if (close)
		buf_add_text(out, "Connection: close\r\n");
	else if (request != NULL && request->major == 1 && request->minor == 0)
		buf_add_text(out, "Connection: keep-alive\r\n");
}

void http_head_write(struct http_loop *loop, const struct http_exchange *exchange,
	const struct http_reply *reply, bool close)
{
	struct buf *out = &loop->head;

	buf_reset(out);
	buf_add_text(out, "HTTP/1.1 ");
	buf_add_int(out, reply->status);
	buf_add_char(out, ' ');
	buf_add_text(out, phrase_of(reply->status));
	buf_add_text(out, "\r\nDate: ");
	buf_add(out, date_now(loop), HTTP_DATE_SIZE - 1);
	buf_add_text(out, "\r\nX-Request-Id: ");
	buf_add_hex(out, exchange->id.bytes, ID_SIZE);
	buf_add(out, "\r\n", 2);
	add_fixed(out, loop->server, reply->headers);
	if (reply->status == 405 && exchange->match.allowed != 0)
		add_allow(out, exchange->match.allowed);
	if (http_head_has_body(reply->status)) {
		if (reply->content_type != NULL) add_header(out, "Content-Type", reply->content_type);
		buf_add_text(out, "Content-Length: ");
		buf_add_int(out, (int64_t)reply->body.size);
		buf_add(out, "\r\n", 2);
	}
	for (const struct http_header *header = reply->headers; header != NULL && header->name != NULL;
		 header++)
		add_header(out, header->name, header->value);
	add_connection(out, exchange->request, close);
	buf_add(out, "\r\n", 2);
}

status http_head_prepare(struct http_server *server, struct error *error)
{
	const struct http_header *headers = server->options.headers;
	size_t count = 0;

	buf_init(&server->fixed, MAX_HEAD_BYTES);
	while (headers != NULL && headers[count].name != NULL) count++;
	server->fixed_lines = calloc(count + 1, sizeof *server->fixed_lines);
	if (server->fixed_lines == NULL) return status_fail(error, STATUS_MEMORY, "http: no memory");
	for (size_t i = 0; i < count; i++) {
		size_t start = server->fixed.size;
		add_header(&server->fixed, headers[i].name, headers[i].value);
		server->fixed_lines[i] =
			(struct http_fixed_header){headers[i].name, {NULL, server->fixed.size - start}};
	}
	if (server->fixed.overflowed)
		return status_fail(
			error, STATUS_INPUT, "http: over %zu bytes of headers on every reply", MAX_HEAD_BYTES);
	/* The buffer has stopped moving. */
	const char *line = server->fixed.bytes;
	for (size_t i = 0; i < count; i++) {
		server->fixed_lines[i].line.start = line;
		line += server->fixed_lines[i].line.size;
	}
	server->fixed_count = count;
	for (int i = 0; i < server->options.loops; i++) {
		buf_init(&server->loops[i].head, MAX_HEAD_BYTES);
		server->loops[i].date_s = -1;
	}
	return STATUS_OK;
}
