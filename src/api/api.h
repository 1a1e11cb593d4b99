/* api.h - the HTTP API, version 1: JSON to commands and looks, and what came of them back to JSON.
 *
 * It grows and never breaks: clients ignore fields they do not know, the server refuses them.
 * Every refusal is a problem document (RFC 9457) that names the law or rule, its parameters and
 * what would be accepted. The whole is described in docs/openapi.json, which is served and which a
 * test compares with the routes.
 *
 * States      open -> stopping (readiness says no; requests under way end) -> closed
 * Threads     A handler runs on one loop; each loop has its own reading connection, random numbers
 *             and cache of looks.
 * Ownership   The options' objects must outlive the API.
 * Tests       test/unit/api/, test/scenario/
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command_clock.h"
#include "command/command_queue.h"
#include "http/http_folder.h"
#include "store/store.h"

#define API_MAX_BODY_BYTES 65536
#define API_PAGE_MAX 200
#define API_PAGE_DEFAULT 50

struct search_live;

struct api_options {
	struct command_queue *queue; /* NULL: read only */
	struct vault *vault;
	const struct clock *clock;
	const struct region *division;
	const struct store_options *reading; /* opened once per loop */
	struct search_live *search;          /* NULL: there is no searching; a reader per loop */
	int loops;
	bool demo; /* says so on the first page */
	/* Why no reply can be relied on any more, or NULL: for readiness. May be NULL itself. */
	const char *(*lost)(const void *context);
	const void *lost_context;
	/* What the clock did last (began_ms 0: nothing yet), from any thread; may be NULL. */
	void (*clock_ran)(void *context, struct command_clock_run *run);
	void *clock_context;
	const struct http_folder *web; /* the built pages; NULL: there are none */
	/* Of what is on the map of help: an SPDX identifier, "CC0-1.0"; NULL: nothing is said. */
	const char *licence;
};

struct api;

MUST_USE status api_open(const struct api_options *options, struct api **api, struct error *error);
void api_close(struct api *api);
const struct http_route *api_routes(const struct api *api, size_t *count);
/* For struct http_options: answers what no route answers. */
void api_refuse(struct http_exchange *exchange, int code, int64_t bound, void *api);
/* Security headers for every reply; ends with a NULL name. */
extern const struct http_header api_headers[];
/* The reading connection of some loop is of no more use. Any thread may ask. */
bool api_is_broken(const struct api *api);
/* No loop runs any more: what waits for its password is answered that the program is stopping, when
 * its exchange is run the last time (http_close). */
void api_drain(struct api *api);
/* Readiness says no from now on. */
void api_stopping(struct api *api);

/* One line of the route table, for the OpenAPI test and the player of scenarios. */
struct api_route {
	enum http_method method;
	const char *template;
	const struct command_entry *entry; /* NULL for what needs no command */
};
size_t api_route_count(void);
struct api_route api_route_at(size_t at);
