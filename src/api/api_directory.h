/* api_directory.h - how parts of the map of help are written as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_request.h"
#include "directory/directory_read.h"

/* The names of a mask, in the order of their list: "ways_in": ["phone", "walk_in"]. */
void api_directory_put_codes(
	struct jsonw *json, const char *key, const struct codes *codes, int64_t mask);
/* "languages": ["nl", "ar"], from codes with blanks between. */
void api_directory_put_languages(struct jsonw *json, struct span languages);
/* A text, if there is one. */
void api_directory_put_text(struct jsonw *json, const char *key, struct span text);
/* "version", and "confirmation": {"state", "at", "by", "fades"} */
void api_directory_put_freshness(struct jsonw *json, const struct directory_freshness *freshness);
void api_directory_put_listing(
	struct jsonw *json, enum entry_kind kind, const struct directory_listing *listing);

/* Public and for a short time: with a tag by which who has it already is told so (304). A tag with
 * a version (0: none) can be given back in If-Match. */
void api_directory_send(struct api_request *request, int64_t version);
/* Runs `put` in a reading transaction and sends what it wrote into request->loop->out; `found`
 * false: 404. */
typedef status (*api_directory_put)(struct api_request *request, struct jsonw *json,
	int64_t *version, bool *found, struct error *error);
void api_directory_answer(struct api_request *request, api_directory_put put);
/* Reads ?after=<id> and ?limit=; false if it was answered. */
bool api_directory_page(struct api_request *request, struct id *after);
/* Reads an id or a code in the query; false if it was answered. */
bool api_directory_query_id(struct api_request *request, const char *name, struct id *id);
bool api_directory_query_code(
	struct api_request *request, const char *name, const struct codes *codes, int32_t *code);
