/* log.c - the list of what may be logged, and one write(2) per line.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/log.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/jsonw.h"
#include <errno.h>
#include <stdatomic.h>
#include <unistd.h>

/* What POSIX writes to a pipe in one piece on Linux, so that lines do not mix there either. */
#define MAX_LINE_BYTES 4096

enum kind { KIND_CODE, KIND_NUMBER, KIND_ID };

static const struct {
	const char *name;
	enum kind kind;
} keys[LOG_KEY_COUNT] = {
	[LOG_REQUEST] = {"request", KIND_ID},
	[LOG_METHOD] = {"method", KIND_CODE},
	[LOG_ROUTE] = {"route", KIND_CODE},
	[LOG_STATUS] = {"status", KIND_NUMBER},
	[LOG_CODE] = {"code", KIND_CODE},
	[LOG_COMMAND] = {"command", KIND_CODE},
	[LOG_REGION] = {"region", KIND_NUMBER},
	[LOG_DURATION_US] = {"duration_us", KIND_NUMBER},
	[LOG_BYTES] = {"bytes", KIND_NUMBER},
	[LOG_COUNT] = {"count", KIND_NUMBER},
	[LOG_INCIDENT] = {"incident", KIND_ID},
	[LOG_PORT] = {"port", KIND_NUMBER},
	[LOG_VERSION] = {"version", KIND_CODE},
	[LOG_FILE] = {"file", KIND_CODE},
	[LOG_LINE] = {"line", KIND_NUMBER},
	[LOG_ERROR_CODE] = {"error_code", KIND_CODE},
	[LOG_ERROR_DETAIL] = {"error_detail", KIND_CODE},
};

static const char *const level_names[] = {"debug", "info", "warn", "error"};

static _Atomic int lowest = LOG_INFO;
static _Atomic int output = STDERR_FILENO;

void log_set_level(enum log_level level)
{
	atomic_store(&lowest, (int)level);
}

void log_set_output(int descriptor)
{
	atomic_store(&output, descriptor);
}

static void add_field(struct jsonw *json, const struct log_field *field)
{
	const char *name = keys[field->key].name;

	switch (keys[field->key].kind) {
	case KIND_NUMBER: jsonw_put_int(json, name, field->number); break;
	case KIND_ID: jsonw_put_id(json, name, field->id); break;
	case KIND_CODE:
		/* A log line about a mistake must not fail on a second one: a database's message may be
		 * any bytes. */
		if (field->code != NULL && !span_is_utf8(span_of(field->code), NULL))
			jsonw_put_text(json, name, "not_utf8");
		else
			jsonw_put_text(json, name, field->code);
		break;
	}
}

static void add_line(struct buf *line, enum log_level level, const char *event,
	const struct log_field *fields, size_t count)
{
	struct clock clock;
	struct jsonw json;

	clock_init_system(&clock);
	jsonw_init(&json, line);
	jsonw_object_begin(&json);
	jsonw_put_instant(&json, "time", clock_now_ms(&clock));
	jsonw_put_text(&json, "level", level_names[level]);
	jsonw_put_text(&json, "event", event);
	for (size_t i = 0; i < count; i++) add_field(&json, &fields[i]);
	jsonw_object_end(&json);
	jsonw_finish(&json);
	buf_add_char(line, '\n');
}

static void write_line(struct span line)
{
	ssize_t written;

	do {
		written = write(atomic_load(&output), line.start, line.size);
	} while (written < 0 && errno == EINTR);
}

void log_event(
	enum log_level level, const char *event, const struct log_field *fields, size_t count)
{
	struct buf line;
	int errno_before = errno;

	if ((int)level < atomic_load(&lowest)) return;
	/* Before there is memory that a failed CHECK would leave behind. */
	CHECK(span_is_utf8(span_of(event), NULL));
	for (size_t i = 0; i < count; i++) CHECK((size_t)fields[i].key < LOG_KEY_COUNT);
	buf_init(&line, MAX_LINE_BYTES);
	add_line(&line, level, event, fields, count);
	if (line.overflowed) {
		buf_reset(&line);
		add_line(&line, level, "log.too_long", NULL, 0);
	}
	write_line(buf_span(&line));
	buf_finish(&line);
	errno = errno_before; /* who logs a failure may still want to look at it */
}
