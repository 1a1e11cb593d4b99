/* api_guard.c - a CHECK that fails on a loop ends the request, not the region.
 *
 * Guarded is what happens between receiving and handing over: from there on (the queue, a wait for
 * a sync, the sending itself) others hold the request, and a CHECK aborts.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/check.h"
#include "base/log.h"
#include "command/command_metrics.h"
#include "directory/search_live.h"

static bool was_done(const struct api_request *request)
{
	const struct command *command = &request->command;
	if (command->entry == NULL || command->entry->is_look) return false;
	return command->reply.outcome == OUTCOME_DONE || command->reply.outcome == OUTCOME_REPEATED;
}

static void answer_broken(struct api_request *request, const struct check_guard *guard)
{
	char text[ID_TEXT_SIZE];
	struct id incident = id_draw(&request->loop->prng);
	struct search_live *search = request->api->options.search;
	store_rollback(request->loop->store);
	if (search != NULL) search_live_leave(search, http_loop(request->exchange));
	command_metrics_incident();
	LOG_EVENT(LOG_ERROR, "api.incident", LOG_ID_FIELD(LOG_INCIDENT, incident),
		LOG_CODE_FIELD(LOG_ROUTE, request->route->template),
		LOG_CODE_FIELD(LOG_ERROR_DETAIL, guard->condition));
	id_text(incident, text);
	struct api_message_parameter parameters[] = {{.name = "incident", .text = span_of(text)}};
	api_problem(request, 500, was_done(request) ? "problem.reply_broken" : "problem.incident",
		parameters, 1);
}

void api_guard(struct api_request *request, void (*run)(struct api_request *request))
{
	struct check_guard guard;
	if (setjmp(check_guard_set(&guard)->landing) == 0) {
		run(request);
		check_guard_clear();
		return;
	}
	answer_broken(request, &guard);
}
