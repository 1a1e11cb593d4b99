/* search_fixture.h - the invented services of test/search as an index, and help to search it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "base/buf.h"
#include "base/csv.h"
#include "directory/search.h"

#define FIXTURE_NOW_MS INT64_C(1795000000000) /* 2026-11-18, a Wednesday, about 11 o'clock */
#define FIXTURE_MAX_SERVICES 400

struct search_fixture {
	struct arena arena;  /* of the documents */
	struct arena answer; /* of one answer; reset by fixture_ask */
	struct region *division;
	struct search_words *words;
	struct search_index *index;
	struct search_scratch *scratch;
	struct search_view view;
	struct search_document documents[FIXTURE_MAX_SERVICES];
	struct span topics[FIXTURE_MAX_SERVICES];
	size_t count;
};

/* For cmocka's group setup; the folder of the files is in VANGNET_SEARCH_FILES. */
int fixture_open(void **state);
int fixture_close(void **state);
struct span fixture_read(struct arena *arena, const char *name);
/* The number of a service of the file, counted from 1, by its id. */
int fixture_number(struct id id);
struct id fixture_id(int number);
/* An index of some of the documents. */
struct search_index *fixture_index(
	struct search_fixture *fixture, bool (*wanted)(int number, void *context), void *context);
struct search_question fixture_question(const char *words);
/* Must succeed; the answer lives until the next. */
struct search_answer fixture_ask(
	struct search_fixture *fixture, const struct search_question *question);
