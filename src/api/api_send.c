/* api_send.c - the last step of every reply: what was read is told when it is durable.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/check.h"

enum { MOST_HEADERS = 8 };

/* A reply that waits, in the arena of its exchange. */
struct waiting {
	struct api_request *request;
	struct command_seen seen;
	struct http_reply reply;
	struct http_header headers[MOST_HEADERS + 1];
	bool kept;
};

const char *api_language_tag(const struct api_request *request)
{
	return request->language == API_LANGUAGE_EN ? "en" : "nl";
}

static const char *copy_text(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_text(arena, span_of(text));
}

static void copy_reply(struct waiting *waiting, const struct http_reply *reply)
{
	struct arena *arena = waiting->request->arena;
	waiting->reply = *reply;
	waiting->reply.body = arena_copy(arena, reply->body);
	waiting->reply.content_type = copy_text(arena, reply->content_type);
	waiting->reply.headers = waiting->headers;
	for (size_t i = 0; reply->headers != NULL && reply->headers[i].name != NULL; i++) {
		CHECK(i < MOST_HEADERS);
		waiting->headers[i].name = copy_text(arena, reply->headers[i].name);
		waiting->headers[i].value = copy_text(arena, reply->headers[i].value);
	}
}

static void on_loop(void *argument)
{
	struct waiting *waiting = argument;
	struct api_request *request = waiting->request;
	request->told = true;
	if (waiting->kept)
		http_reply_send(request->exchange, &waiting->reply);
	else
		api_problem(request, 503, "problem.stopping", NULL, 0);
}

static void durable(struct command_seen *seen, bool kept)
{
	struct waiting *waiting = seen->context;
	waiting->kept = kept;
	http_post(waiting->request->exchange, on_loop, waiting);
}

/* A command was answered when it was durable; what a reader saw can be younger, also where it
 * stands in a command's refusal. */
void api_send(struct api_request *request, const struct http_reply *reply)
{
	struct command_queue *queue = request->api->options.queue;
	const struct api_request_route *route = request->route;
	bool reads = request->has_read ||
		(route != NULL && (route->method == HTTP_GET || route->handle != NULL));
	check_guard_clear();
	if (queue == NULL || !reads || request->told || !command_queue_is_ahead(queue)) {
		http_reply_send(request->exchange, reply);
		return;
	}
	struct waiting *waiting = ARENA_NEW(request->arena, struct waiting);
	*waiting = (struct waiting){.request = request};
	copy_reply(waiting, reply);
	waiting->seen = (struct command_seen){.durable = durable, .context = waiting};
	if (!command_queue_await(queue, &waiting->seen)) http_reply_send(request->exchange, reply);
}
