/* api_look.c - a look: decided and read in one reading transaction; the first in a quarter waits
 * for its journal entry.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_paper.h"
#include "base/check.h"
#include "command/command_look.h"
#include "command/command_metrics.h"
#include "journal/look.h"

static struct api_look_key key_of(const struct api_request *request)
{
	const struct command *command = &request->command;
	struct api_look_key key;
	memset(&key, 0, sizeof(key)); /* it is compared as bytes */
	key.actor = command->actor;
	key.subject = command->reply.result.person;
	key.bucket = request->now_ms / LOOK_QUARTER_MS;
	key.purpose = (int32_t)command->entry->number;
	key.region = command->region;
	return key;
}

/* The API_LOOK_WAYS places that a look can have. */
static struct api_look_key *places_of(struct api_loop *loop, const struct api_look_key *key)
{
	size_t sets = API_LOOKS_CACHED / API_LOOK_WAYS;
	return &loop->looks[hash_fast(key, sizeof(*key)) % sets * API_LOOK_WAYS];
}

static bool is_kept(struct api_loop *loop, const struct api_look_key *key)
{
	const struct api_look_key *places = places_of(loop, key);
	for (size_t i = 0; i < API_LOOK_WAYS; i++)
		if (memcmp(&places[i], key, sizeof(*key)) == 0) return true;
	return false;
}

/* In the place of one of a quarter that is over, or of any: who is forgotten goes through the
 * writer once more, where the journal knows it. */
static void keep(struct api_loop *loop, const struct api_look_key *key)
{
	struct api_look_key *places = places_of(loop, key);
	size_t at = loop->looks_forgotten++ % API_LOOK_WAYS;
	for (size_t i = 0; i < API_LOOK_WAYS; i++)
		if (places[i].bucket < key->bucket) at = i;
	places[at] = *key;
}

static void show(struct api_request *request, bool first_is_kept);

/* A list is a look at everybody on it: its journal entry names them (command_list_caseload). */
static bool is_list(const struct api_request *request)
{
	return request->command.entry->number == LOOK_CASELOAD;
}

static void answer(struct api_request *request)
{
	if (request->command.reply.outcome != OUTCOME_DONE) {
		api_reply_command(request);
		return;
	}
	/* In the writer's quarter of an hour, which may be the next one by now. */
	if (is_list(request)) request->now_ms = request->command.reply.result.at_ms;
	show(request, true);
}

static void on_loop(void *argument)
{
	api_guard(argument, answer);
}

static void answered(struct command *command)
{
	struct api_request *request = command->waiter;
	http_post(request->exchange, on_loop, request);
}

/* Not in the journal yet in this quarter: through the writer, and then read. */
static void submit(struct api_request *request)
{
	struct error error = {0};
	if (request->api->options.queue == NULL) {
		api_problem(request, 503, "problem.read_only", NULL, 0);
		return;
	}
	request->command.answered = answered;
	request->command.waiter = request;
	check_guard_clear();
	if (command_queue_submit(request->api->options.queue, &request->command, &error) != STATUS_OK)
		api_problem_error(request, &error);
}

static status too_large(struct error *error)
{
	return status_fail(error, STATUS_BOUND, "the reply is larger than a reply may be");
}

/* Who came onto the page while its look was written down is not shown without one: once more. */
static status view_list(struct api_request *request, bool *wait, struct error *error)
{
	enum { TRIES = 5 };
	TRY(request->route->view(request, &request->loop->out, error));
	*wait = request->unseen;
	if (!*wait || request->looks_sent++ < TRIES) return STATUS_OK;
	return status_fail(error, STATUS_BUSY, "the list changed each time before it could be shown");
}

/* In a reading transaction: decides, and writes the body if it may be shown at once. */
static status decide_and_view(
	struct api_request *request, bool first_is_kept, bool *wait, struct error *error)
{
	struct command *command = &request->command;
	TRY(command_look_decide(command, request->loop->store, request->api->options.division,
		request->now_ms, request->arena, error));
	if (command->reply.outcome != OUTCOME_DONE) return STATUS_OK;
	buf_reset(&request->loop->out);
	if (is_list(request)) {
		TRY(view_list(request, wait, error));
		return request->loop->out.overflowed ? too_large(error) : STATUS_OK;
	}
	const struct api_look_key key = key_of(request);
	bool known = is_kept(request->loop, &key);
	if (first_is_kept && !known) keep(request->loop, &key);
	*wait = !known && !first_is_kept;
	if (*wait) return STATUS_OK;
	TRY(request->route->view(request, &request->loop->out, error));
	return request->loop->out.overflowed ? too_large(error) : STATUS_OK;
}

/* The writer counts what it refuses; this one it never saw. */
static void refuse(struct api_request *request)
{
	command_metrics_refusal(&request->command.reply.refusal);
	api_problem_refusal(request, &request->command.reply);
}

static void show(struct api_request *request, bool first_is_kept)
{
	struct error error = {0};
	bool wait = false;
	status code = store_begin(request->loop->store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) {
		code = decide_and_view(request, first_is_kept, &wait, &error);
		store_rollback(request->loop->store);
	}
	if (code != STATUS_OK)
		api_problem_error(request, &error);
	else if (request->command.reply.outcome != OUTCOME_DONE)
		refuse(request);
	else if (wait)
		submit(request);
	else if (request->route->is_paper)
		api_paper_reply(request, request->command.reply.result.version);
	else
		api_reply_json(
			request, 200, request->command.reply.result.version, buf_span(&request->loop->out));
}

static bool read_page(struct api_request *request)
{
	bool by_number = request->route->page == API_PAGE_BY_NUMBER;
	return api_query_page(request, !by_number) && (by_number || api_query_behind(request));
}

void api_look_start(struct api_request *request)
{
	struct command_params *params = &request->command.params;
	request->command.expected_version = -1;
	request->command.on_paper = request->route->is_paper;
	if (!read_page(request) || !api_decode(request)) return;
	if (request->command.entry->number == LOOK_COLLEAGUES) {
		/* The journal has that they looked, and not for whom. */
		request->looked_for = params->public_name;
		params->public_name = (struct span){0};
	}
	if (is_list(request)) {
		/* The writer has to see the same page. */
		params->number = request->behind.first;
		params->thing = request->behind.id;
		params->places = (int32_t)request->limit;
	}
	show(request, false);
}
