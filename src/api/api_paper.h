/* api_paper.h - pages that are made to be printed: letters in plain words.
 *
 * A page is whole in itself: its style is in it and nothing is loaded from anywhere, so that what
 * was saved or printed stays what it was. Every text is escaped here, whoever wrote it.
 *
 * Ownership   Borrows the request and the buffer; nothing is to be freed.
 * Bounds      Those of the buffer (a reply's); it says itself that it overflowed.
 * Tests       test/scenario/test_letters.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_request.h"

struct api_paper {
	struct api_request *request;
	struct buf *out;
};

/* Begins with the title and the day on which it is made. */
void api_paper_begin(
	struct api_paper *paper, struct api_request *request, struct buf *out, const char *title_key);
void api_paper_end(struct api_paper *paper);

void api_paper_heading(struct api_paper *paper, const char *key);
/* A paragraph; nothing if the text has nothing in it. */
void api_paper_line(struct api_paper *paper, const char *key,
	const struct api_message_parameter *parameters, size_t count);
/* Somebody's own words, as they wrote them. */
void api_paper_words(struct api_paper *paper, struct span words);

void api_paper_facts_begin(struct api_paper *paper);
/* A name and what it is; left out when there is nothing to say. */
void api_paper_fact(struct api_paper *paper, const char *key, struct span text);
void api_paper_facts_end(struct api_paper *paper);

/* The text of a message, a code or a day in the request's language; lives in its arena. */
struct span api_paper_code(struct api_paper *paper, const struct codes *codes, int number);
struct span api_paper_day(struct api_paper *paper, int32_t day);

/* A name as far as who reads may know it; in place of it what they are. */
MUST_USE status api_paper_name(struct api_paper *paper, struct id person, struct id id,
	struct span *name, struct error *error);
/* Opens what was sealed under the person's key; empty if that key is gone. */
MUST_USE status api_paper_open(struct api_paper *paper, struct id person, enum vault_field field,
	struct span *words, struct error *error);

/* Sends the page that is in the loop's buffer. */
void api_paper_reply(struct api_request *request, int64_t version);
