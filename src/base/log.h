/* log.h - one line of JSON per event on standard error, with fields from a list and no others.
 *
 * What may be logged is this list: there is no way to write free text, a name or a body into the
 * log. Codes are static text of the program; ids name things, never people's own words.
 * A line is written with one write(2) and is at most 4096 bytes; threads do not mix lines.
 * Tests       test/unit/base/test_log.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/id.h"
#include "base/status.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR };

enum log_key {
	LOG_REQUEST, /* id */
	LOG_METHOD,  /* code */
	LOG_ROUTE,   /* code: the route's template, never the path */
	LOG_STATUS,  /* number */
	LOG_CODE,    /* code: verdict or problem */
	LOG_COMMAND, /* code: name of a command */
	LOG_REGION,  /* number */
	LOG_DURATION_US,
	LOG_BYTES,
	LOG_COUNT,
	LOG_INCIDENT, /* id */
	LOG_PORT,
	LOG_VERSION, /* code */
	LOG_FILE,    /* code: the program's own source or data file */
	LOG_LINE,
	LOG_ERROR_CODE,   /* code: status_name */
	LOG_ERROR_DETAIL, /* code: text of struct error: made by this program from codes and numbers */
	LOG_KEY_COUNT,
};

struct log_field {
	enum log_key key;
	const char *code; /* for codes */
	int64_t number;   /* for numbers */
	struct id id;     /* for ids */
};

#define LOG_CODE_FIELD(of, text) ((struct log_field){.key = (of), .code = (text)})
#define LOG_NUMBER_FIELD(of, value) ((struct log_field){.key = (of), .number = (int64_t)(value)})
#define LOG_ID_FIELD(of, value) ((struct log_field){.key = (of), .id = (value)})

/* Lines below this level are not written. Default LOG_INFO. */
void log_set_level(enum log_level level);
/* To another file descriptor than 2 (tests). */
void log_set_output(int descriptor);
/* `event` is static text such as "http.request". */
void log_event(
	enum log_level level, const char *event, const struct log_field *fields, size_t count);

#define LOG_EVENT(level, event, ...)                                     \
	log_event((level), (event), (const struct log_field[]){__VA_ARGS__}, \
		sizeof((const struct log_field[]){__VA_ARGS__}) / sizeof(struct log_field))
