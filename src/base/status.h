/* status.h - how an operation that can fail for reasons outside the program says so.
 *
 * Three kinds of failure are kept apart: a refusal is an enum verdict of the module that judges; an
 * operating error is a `status` and, in an explicit `struct error`, what happened and where; a bug
 * is CHECK (base/check.h).
 *
 * Ownership   A struct error is the caller's memory and holds no pointers.
 * Tests       test/unit/base/test_status.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(format_at, rest_at) __attribute__((format(printf, format_at, rest_at)))

enum status_code {
	STATUS_OK = 0,
	STATUS_INPUT,     /* What came in is not what it should be; `line` and `column` say where. */
	STATUS_BOUND,     /* A size is over its bound; the message names the bound. */
	STATUS_NOT_FOUND, /* What was asked for is not there. */
	STATUS_CONFLICT,  /* Somebody else holds it, or it changed meanwhile. */
	STATUS_BUSY,      /* Try again later. */
	STATUS_IO,        /* A file or socket failed. */
	STATUS_STORE,     /* The database failed; nothing of the transaction was written. */
	STATUS_CORRUPT,   /* What is stored contradicts itself. */
	STATUS_KEY,       /* A key is missing or does not open what it should. */
	STATUS_NEWER,     /* Written by a newer version than this program knows. */
	STATUS_MEMORY,    /* No memory left within the bound. */
	STATUS_CODE_COUNT,
};
typedef enum status_code status;

struct error {
	status code;
	size_t line;   /* 1-based; 0 where there is none. */
	size_t column; /* 1-based; 0 where there is none. */
	char message[240];
};

/* The stable name of a code ("store", "bound", ...): never NULL. */
const char *status_name(status code);

/* Fills `error` (which may be NULL) and returns `code`, so that `return status_fail(...)` is one
 * line. */
status status_fail(struct error *error, status code, const char *format, ...) PRINTF_LIKE(3, 4);

/* The same, with a place in the input. */
status status_fail_at(struct error *error, status code, size_t line, size_t column,
	const char *format, ...) PRINTF_LIKE(5, 6);

#ifdef __clang_analyzer__
/* Clang's analyser sees one file at a time. This is what it would see in the other: that both give
 * back the code that they were given. */
#define status_fail(error, code, ...) ((status_fail)((error), (code), __VA_ARGS__), (code))
#define status_fail_at(error, code, line, column, ...) \
	((status_fail_at)((error), (code), (line), (column), __VA_ARGS__), (code))
#endif

/* Puts words before the message there is: "data/x.csv: line 3 ...". Does nothing if error is
 * NULL. */
void status_prefix(struct error *error, const char *format, ...) PRINTF_LIKE(2, 3);

/* Returns at once with what failed; for functions that have nothing to release. */
#define TRY(expression)                                 \
	do {                                                \
		status try_status = (expression);               \
		if (try_status != STATUS_OK) return try_status; \
	} while (0)

/* Runs `release(&variable)` when the variable goes out of scope. */
#define SCOPED(release) __attribute__((cleanup(release)))
