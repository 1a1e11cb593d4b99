/* api_command.c - a command from the request to the queue, and its reply back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_emergency.h"
#include "base/check.h"
#include "journal/journal.h"
#include "region/region.h"
#include <stdio.h>

static bool read_command_id(struct api_request *request)
{
	struct span key = http_header_of(request->exchange, "Idempotency-Key");
	if (key.size == 0) {
		api_problem(request, 400, "problem.idempotency_key_missing", NULL, 0);
		return false;
	}
	bool good = key.size >= 8 && key.size <= JOURNAL_COMMAND_ID_BYTES;
	for (size_t i = 0; i < key.size && good; i++) good = key.start[i] > ' ' && key.start[i] < 127;
	/* These are the program's own (command_outbox.c, command_clock.c). */
	good = good && !span_starts_with(key, "outbox.") && !span_starts_with(key, "delivered.") &&
		!span_starts_with(key, "due.");
	if (!good) {
		api_problem(request, 400, "problem.idempotency_key_wrong", NULL, 0);
		return false;
	}
	request->command.command_id = arena_copy(request->arena, key);
	return true;
}

/* If-Match: "17", or "17-3f9c" of what also shows something else, or absent. */
static bool read_version(struct api_request *request)
{
	struct span value = span_trim(http_header_of(request->exchange, "If-Match"));
	request->command.expected_version = -1;
	if (value.size == 0 || span_is(value, "*")) return true;
	bool quoted = value.size > 2 && value.start[0] == '"' && value.start[value.size - 1] == '"';
	struct span rest = {value.start + 1, quoted ? value.size - 2 : 0}, number = {0};
	(void)span_take(&rest, '-', &number);
	if (quoted && span_to_int64(number, &request->command.expected_version) &&
		request->command.expected_version >= 0)
		return true;
	api_problem(request, 400, "problem.if_match_wrong", NULL, 0);
	return false;
}

/* Where the account with this code lives: its shard is the session's. */
static status find_shard_of_code(struct api_request *request, struct error *error)
{
	struct account account = {.region = 0};
	bool found = false;
	struct store *store = request->loop->store;
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = account_find_by_code(
		store, request->command.params.thing, &account, &found, request->arena, error);
	store_rollback(store);
	request->command.region = found ? account.region : 0;
	return code;
}

static void on_loop(void *argument)
{
	api_guard(argument, api_reply_command);
}

static void answered(struct command *command)
{
	struct api_request *request = command->waiter;
	http_post(request->exchange, on_loop, request);
}

void api_command_submit(struct api_request *request)
{
	struct error error = {0};
	struct command *command = &request->command;
	command->answered = answered;
	command->waiter = request;
	status code = command_prepare(command, request->api->options.vault, request->loop->store,
		&request->loop->prng, request->arena, &error);
	check_guard_clear();
	if (code == STATUS_OK)
		code = command_queue_submit(request->api->options.queue, command, &error);
	if (code == STATUS_OK) return;
	command->reply.outcome = OUTCOME_FAILED;
	if (request->sign_in != NULL) api_sign_in_settle(request);
	api_problem_error(request, &error);
}

static void go_on(struct api_request *request)
{
	bool may = request->route->door || request->signed_in;
	if (may && api_sign_in_takes(request->command.entry))
		api_sign_in_start(request);
	else
		api_command_submit(request);
}

static void submit_later(void *argument)
{
	api_guard(argument, go_on);
}

/* The anonymous door slows down when one peer comes often, and marks what comes in then; it never
 * drops. */
enum { DOOR_WINDOW_MS = 60000, DOOR_FREE = 10, DOOR_STEP_MS = 250, DOOR_MAX_MS = 10000 };

static int64_t door_delay_ms(struct api_request *request)
{
	uint64_t peer = http_peer_hash(request->exchange);
	struct api_door_peer *seen = &request->loop->peers[peer % API_DOOR_PEERS];
	if (seen->peer != peer || request->now_ms - seen->window_ms > DOOR_WINDOW_MS)
		*seen = (struct api_door_peer){.peer = peer, .window_ms = request->now_ms};
	seen->count++;
	int64_t delay_ms = (int64_t)(seen->count - DOOR_FREE) * DOOR_STEP_MS;
	if (delay_ms < 0) return 0;
	return delay_ms > DOOR_MAX_MS ? DOOR_MAX_MS : delay_ms;
}

void api_command_start(struct api_request *request)
{
	struct error error = {0};
	struct command *command = &request->command;
	if (request->api->options.queue == NULL) {
		api_problem(request, 503, "problem.read_only", NULL, 0);
		return;
	}
	if (!read_command_id(request) || !read_version(request) || !api_decode(request)) return;
	if (command->entry->number == COMMAND_SESSION_START &&
		find_shard_of_code(request, &error) != STATUS_OK) {
		api_problem_error(request, &error);
		return;
	}
	command->session = request->session.id;
	api_emergency_read(request);
	int64_t delay_ms = request->route->door && !request->signed_in ? door_delay_ms(request) : 0;
	command->marked = delay_ms > 0;
	if (delay_ms > 0) check_guard_clear();
	if (delay_ms > 0)
		http_after(request->exchange, delay_ms, submit_later, request);
	else
		go_on(request);
}
