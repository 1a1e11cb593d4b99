/* status.c - fills struct error: a code, a place and a message that is cut between characters.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/status.h"
#include "base/check.h"
#include "base/span.h"
#include <stdarg.h>
#include <stdio.h>

/* Here they are what they are (see status.h). */
#undef status_fail
#undef status_fail_at

static const char *const names[STATUS_CODE_COUNT] = {
	[STATUS_OK] = "ok",
	[STATUS_INPUT] = "input",
	[STATUS_BOUND] = "bound",
	[STATUS_NOT_FOUND] = "not_found",
	[STATUS_CONFLICT] = "conflict",
	[STATUS_BUSY] = "busy",
	[STATUS_IO] = "io",
	[STATUS_STORE] = "store",
	[STATUS_CORRUPT] = "corrupt",
	[STATUS_KEY] = "key",
	[STATUS_NEWER] = "newer",
	[STATUS_MEMORY] = "memory",
};

const char *status_name(status code)
{
	return (size_t)code < STATUS_CODE_COUNT ? names[code] : "unknown";
}

/* A message that did not fit may end halfway a UTF-8 character; a log line or a reply could not
 * carry that. */
static void cut_between_characters(char *message, size_t size)
{
	size_t bad_at;

	if (!span_is_utf8(span_bytes(message, size), &bad_at) && size - bad_at < 4) message[bad_at] = 0;
}

__attribute__((format(printf, 5, 0))) static void fill(struct error *error, status code,
	size_t line, size_t column, const char *format, va_list arguments)
{
	error->code = code;
	error->line = line;
	error->column = column;
	int size = vsnprintf(error->message, sizeof error->message, format, arguments);
	if (size < 0)
		error->message[0] = 0;
	else if ((size_t)size >= sizeof error->message)
		cut_between_characters(error->message, sizeof error->message - 1);
}

status status_fail(struct error *error, status code, const char *format, ...)
{
	CHECK(code != STATUS_OK);
	if (error != NULL) {
		va_list arguments;
		va_start(arguments, format);
		fill(error, code, 0, 0, format, arguments);
		va_end(arguments);
	}
	return code;
}

status status_fail_at(
	struct error *error, status code, size_t line, size_t column, const char *format, ...)
{
	CHECK(code != STATUS_OK);
	if (error != NULL) {
		va_list arguments;
		va_start(arguments, format);
		fill(error, code, line, column, format, arguments);
		va_end(arguments);
	}
	return code;
}

void status_prefix(struct error *error, const char *format, ...)
{
	if (error == NULL) return;
	struct error before = *error;
	va_list arguments;
	va_start(arguments, format);
	fill(error, before.code, before.line, before.column, format, arguments);
	va_end(arguments);

	size_t used = strlen(error->message);
	size_t room = sizeof error->message - 1 - used;
	size_t size = strlen(before.message);
	memcpy(error->message + used, before.message, size < room ? size : room);
	error->message[used + (size < room ? size : room)] = 0;
	if (size > room) cut_between_characters(error->message, sizeof error->message - 1);
}
