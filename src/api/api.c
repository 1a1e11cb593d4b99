/* api.c - opening the API, and the way of each request to its handler.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/password_work.h"
#include "api/api_changes.h"
#include "api/api_request.h"
#include "region/region.h"
#include <stdlib.h>

enum { REPLY_MAX_BYTES = 8 * 1024 * 1024 };

const struct http_header api_headers[] = {
	{"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"},
	{"X-Content-Type-Options", "nosniff"},
	{"Referrer-Policy", "no-referrer"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
	{NULL, NULL},
};

/* Into command.region; false if it was answered. */
static bool read_region(struct api_request *request)
{
	struct span text = http_parameter(request->exchange, "region");
	int number = 0;
	if (text.size == 0) return true;
	if (!region_parse(text, &number)) {
		api_unknown_place(request, "problem.unknown_region");
		return false;
	}
	request->command.region = number;
	return true;
}

static bool read_number(
	struct api_request *request, const char *name, int64_t low, int64_t high, int64_t *number)
{
	struct span text;
	if (!http_query(request->exchange, name, &text)) return true;
	if (span_to_int64(text, number) && *number >= low && *number <= high) return true;
	return api_query_number_wrong(request, name, low, high);
}

bool api_query_page(struct api_request *request, bool by_id)
{
	request->limit = API_PAGE_DEFAULT;
	if (!read_number(request, "limit", 1, API_PAGE_MAX, &request->limit)) return false;
	return by_id || read_number(request, "after", 0, INT64_MAX, &request->after);
}

static bool has_word(const char *words, struct span wanted)
{
	struct span rest = span_of(words);
	struct span word;
	while (span_take(&rest, ' ', &word))
		if (span_equal(word, wanted)) return true;
	return false;
}

/* Unknown names are refused, as unknown fields are. */
static bool query_is_known(struct api_request *request)
{
	if (span_is(span_of(request->route->query), API_QUERY_ANY)) return true;
	if (http_query_broken(request->exchange)) {
		api_problem(request, 400, "problem.query_wrong", NULL, 0);
		return false;
	}
	for (size_t i = 0; i < http_query_count(request->exchange); i++) {
		struct span name = http_query_name(request->exchange, i);
		if (!has_word(request->route->query, name)) return api_query_unknown(request, name);
	}
	return true;
}

static void name_command(struct api_request *request)
{
	const struct api_request_route *route = request->route;
	struct command *command = &request->command;
	command->entry = command_find(route->command);
	command->expected_version = -1;
	if (route->nation) command->region = 0;
	if (request->signed_in) {
		command->actor = request->account.id;
		command->actor_region = request->account.region;
		command->actor_code = request->account.code_index;
	}
	if (command->entry->part == PART_OWN) command->region = request->account.region;
}

static void dispatch(struct api_request *request)
{
	const struct api_request_route *route = request->route;
	const struct command *command = &request->command;
	/* What everybody may see is there whatever the token. */
	bool is_public = route->door && route->handle != NULL;
	if (!is_public && !api_session_find(request)) return;
	if (!read_region(request) || !query_is_known(request)) return;
	if (route->command != COMMAND_NONE) name_command(request);
	if (route->handle != NULL)
		route->handle(request);
	else if (command->entry->is_look)
		api_look_start(request);
	else
		api_command_start(request);
}

struct route_context {
	struct api *api;
	const struct api_request_route *route;
};

static void handle(struct http_exchange *exchange, void *context)
{
	const struct route_context *found = context;
	struct api_request *request = ARENA_NEW(http_arena(exchange), struct api_request);
	*request = (struct api_request){.api = found->api,
		.loop = &found->api->loops[http_loop(exchange)],
		.exchange = exchange,
		.route = found->route,
		.arena = http_arena(exchange),
		.language = api_messages_language(http_header_of(exchange, "Accept-Language")),
		.now_ms = clock_now_ms(found->api->options.clock)};
	api_guard(request, dispatch);
}

static status open_loop(struct api *api, struct api_loop *loop, struct error *error)
{
	prng_init_system(&loop->prng);
	buf_init(&loop->out, REPLY_MAX_BYTES);
	loop->looks = calloc(API_LOOKS_CACHED, sizeof(*loop->looks));
	loop->peers = calloc(API_DOOR_PEERS, sizeof(*loop->peers));
	if (loop->looks == NULL || loop->peers == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for a loop of the API");
	TRY(search_scratch_open(&loop->search, error));
	TRY(api_changes_open(&loop->changes, error));
	return store_open(api->options.reading, &loop->store, error);
}

static const struct api_request_route *route_at(size_t at)
{
	if (at < api_request_route_count) return &api_request_routes[at];
	return &api_web_routes[at - api_request_route_count];
}

static size_t count_routes(const struct api *api)
{
	return api_request_route_count + (api->options.web != NULL ? api_web_route_count : 0);
}

static status open_routes(struct api *api, struct error *error)
{
	size_t count = count_routes(api);
	api->routes = calloc(count, sizeof(*api->routes));
	api->contexts = calloc(count, sizeof(*api->contexts));
	if (api->routes == NULL || api->contexts == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for the routes");
	for (size_t i = 0; i < count; i++) {
		const struct api_request_route *route = route_at(i);
		api->contexts[i] = (struct route_context){api, route};
		api->routes[i] = (struct http_route){.method = route->method,
			.template = route->template,
			.handle = handle,
			.context = &api->contexts[i]};
	}
	return STATUS_OK;
}

static status open_parts(struct api *api, struct error *error)
{
	api->loops = calloc((size_t)api->options.loops, sizeof(*api->loops));
	if (api->loops == NULL) return status_fail(error, STATUS_MEMORY, "no memory for the API");
	TRY(api_messages_open(&api->messages, error));
	TRY(throttle_open(&api->throttle, error));
	if (api->options.queue != NULL) TRY(password_work_open(&api->passwords, error));
	TRY(open_routes(api, error));
	for (int i = 0; i < api->options.loops; i++) TRY(open_loop(api, &api->loops[i], error));
	return STATUS_OK;
}

status api_open(const struct api_options *options, struct api **out, struct error *error)
{
	struct api *api = calloc(1, sizeof(*api));
	if (api == NULL) return status_fail(error, STATUS_MEMORY, "no memory for the API");
	api->options = *options;
	pthread_mutex_init(&api->throttle_lock, NULL);
	api_live_register();
	api->opened_ms = clock_now_ms(options->clock);
	status code = open_parts(api, error);
	if (code != STATUS_OK) {
		api_close(api);
		return code;
	}
	*out = api;
	return STATUS_OK;
}

void api_close(struct api *api)
{
	if (api == NULL) return;
	for (int i = 0; api->loops != NULL && i < api->options.loops; i++) {
		store_close(api->loops[i].store);
		search_scratch_close(api->loops[i].search);
		api_changes_close(api->loops[i].changes);
		free(api->loops[i].looks);
		free(api->loops[i].peers);
		buf_finish(&api->loops[i].out);
	}
	api_drain(api);
	throttle_close(&api->throttle);
	pthread_mutex_destroy(&api->throttle_lock);
	api_messages_close(api->messages);
	free(api->loops);
	free(api->routes);
	free(api->contexts);
	free(api);
}

const struct http_route *api_routes(const struct api *api, size_t *count)
{
	*count = count_routes(api);
	return api->routes;
}

bool api_is_broken(const struct api *api)
{
	for (int i = 0; i < api->options.loops; i++)
		if (store_is_broken(api->loops[i].store)) return true;
	return false;
}

void api_drain(struct api *api)
{
	password_work_close(api->passwords);
	api->passwords = NULL;
}

void api_stopping(struct api *api)
{
	api->stopping = true;
}
