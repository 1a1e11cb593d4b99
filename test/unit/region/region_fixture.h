/* region_fixture.h - the built-in division, and tables with one mistake in them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/date.h"
#include "region/region_history.h"

static inline int fixture_open(void **state)
{
	struct error error = {0};
	struct region *division;
	if (region_open(&division, &error) != STATUS_OK) {
		print_error("%s (line %zu)\n", error.message, error.line);
		return -1;
	}
	*state = division;
	return 0;
}

static inline int fixture_close(void **state)
{
	region_close(*state);
	return 0;
}

static inline int32_t fixture_day(const char *text)
{
	int32_t day = 0;
	assert_true(date_parse(span_of(text), &day));
	return day;
}

static inline const struct region_life *fixture_life(
	const struct region *division, const char *code)
{
	const struct region_life *life = region_history_find_code(division, span_of(code));
	assert_non_null(life);
	return life;
}

/* The tables must be refused, with this line and words. */
static inline void fixture_refused(
	const struct region_tables *tables, status code, size_t line, const char *says)
{
	struct region *division = NULL;
	struct error error = {0};
	status found = region_open_tables(tables, &division, &error);
	if (found != code || error.line != line || strstr(error.message, says) == NULL)
		fail_msg(
			"wanted line %zu \"%s\", got line %zu \"%s\"", line, says, error.line, error.message);
	assert_null(division);
}
