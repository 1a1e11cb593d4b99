/* http_folder.h - the built pages: a folder that is read whole when the program starts, and served
 * from memory.
 *
 * Nothing of a request ever becomes a path: a file is found by its whole name among those that
 * were read, so there is nothing that "..", a wrong encoding or a link could lead to.
 *
 * Form        index.html and other files of the folder itself, which keep their names: a client
 *             asks each time whether they changed (ETag). Files of one folder below it
 *             (assets/), whose names change with what is in them: kept for a year.
 *             "name.br" and "name.gz" are "name" as Brotli and gzip have it; they are sent to who
 *             takes them, and cannot be asked for by name.
 * Invariants  (1) A folder has an index.html.
 *             (2) After http_folder_open nothing changes: any thread may use it.
 * Bounds      HTTP_FOLDER_MAX_FILES, HTTP_FOLDER_MAX_FILE_BYTES, HTTP_FOLDER_MAX_BYTES; names are
 *             of letters, digits, '.', '-' and '_', and do not begin with a '.'; kinds are those
 *             of which the media type is known. A folder that breaks one is refused whole.
 * Source      RFC 9110 (8.8.3 ETag, 12.5.3 Accept-Encoding, 13.1.2 If-None-Match), RFC 8246
 * Tests       test/unit/http/test_http_folder.c, test/scenario/test_web.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "http/http.h"

#define HTTP_FOLDER_MAX_FILES 1000
#define HTTP_FOLDER_MAX_FILE_BYTES ((size_t)4 << 20)
#define HTTP_FOLDER_MAX_BYTES ((size_t)32 << 20)
#define HTTP_FOLDER_MAX_HEADERS 8 /* of who sends */

struct http_folder;

/* Reads all of it. Errors: STATUS_NOT_FOUND (no such folder, or no index.html), STATUS_INPUT (a
 * name or kind that it cannot have), STATUS_BOUND, STATUS_IO, STATUS_MEMORY. */
MUST_USE status http_folder_open(
	const char *path, struct http_folder **folder, struct error *error);
void http_folder_close(struct http_folder *folder);
/* How many files can be asked for. */
size_t http_folder_count(const struct http_folder *folder);
/* The reply that is the file of this name ("index.html", "assets/x.js"), or 304 if the client has
 * it; false if there is none. `headers` are added; they end with a NULL name. The reply's headers
 * are in the exchange's arena, its body in the folder. */
bool http_folder_reply(struct http_exchange *exchange, const struct http_folder *folder,
	struct span name, const struct http_header *headers, struct http_reply *reply);

/* Whether a client that sends this Accept-Encoding takes this coding: named with q over 0, or not
 * named and "*" with q over 0. Public for its tests. */
bool http_folder_accepts(struct span accept, const char *coding);
/* Whether this If-None-Match has the tag (with its quotes) among its own; weak ones count. */
bool http_folder_has_tag(struct span if_none_match, const char *tag);
