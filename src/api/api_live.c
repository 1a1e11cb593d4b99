/* api_live.c - tells a page that stays open when the file or the inbox that it shows has changed.
 *
 * An event stream (WHATWG HTML, 9.2) of one event a reply: the browser asks again by itself, with
 * the number of the last event. So each event passes the session and the access rule like any look.
 * It says that something changed and not what: to see that is a look of its own, in the log.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_changes.h"
#include "api/api_request.h"
#include "base/check.h"
#include "base/metric.h"
#include "care/inbox.h"
#include "command/command_look.h"
#include "command/command_metrics.h"

/* One event, or none, within TICKS * TICK_MS; the loop reads the journal once in READ_MS. */
enum { TICK_MS = 500, TICKS = 50, READ_MS = 250, MOST_WAITING = 4096, AGAIN_MS = 1000 };

struct api_live {
	bool has_file, file_changed, inbox_changed;
	struct api_change_of file;
	struct api_change_of inboxes[2]; /* one's own, and the one that is shared */
	size_t inbox_count;
	int64_t file_since, inbox_since;
	int ticks;
};

static struct metric waiting_metric = {.name = "vangnet_live_waiting",
	.help = "Open pages that wait for a change.",
	.kind = METRIC_GAUGE};

void api_live_register(void)
{
	metric_register(&waiting_metric);
}

/* ---- what is waited for ---- */

static struct api_live *live_of(struct api_request *request)
{
	const struct account *account = &request->account;
	const struct command *command = &request->command;
	struct api_live *live = ARENA_NEW(request->arena, struct api_live);
	bool administers = account->kind == MEMBER_ADMINISTRATOR;
	struct id shared = administers ? inbox_of_administrators : account->organisation;
	*live = (struct api_live){.has_file = command->entry->number == LOOK_EPISODE,
		.file = {command->region, API_CHANGE_FILE, command->params.episode}};
	live->inboxes[live->inbox_count++] =
		(struct api_change_of){account->region, API_CHANGE_INBOX, account->id};
	if (!id_is_none(shared))
		live->inboxes[live->inbox_count++] =
			(struct api_change_of){account->region, API_CHANGE_INBOX, shared};
	return live;
}

/* "12.7": how far the file and the inbox were known; false for whoever comes for the first time. */
static bool read_last(struct api_request *request, struct api_live *live)
{
	struct span rest = http_header_of(request->exchange, "Last-Event-ID"), file;
	return span_take(&rest, '.', &file) && span_to_int64(file, &live->file_since) &&
		span_to_int64(rest, &live->inbox_since);
}

static void compare(struct api_request *request, struct api_live *live)
{
	const struct api_changes *changes = request->loop->changes;
	live->file_changed = live->has_file && api_changes_has(changes, &live->file, live->file_since);
	for (size_t i = 0; i < live->inbox_count; i++)
		live->inbox_changed =
			live->inbox_changed || api_changes_has(changes, &live->inboxes[i], live->inbox_since);
}

/* ---- the answer ---- */

static void send_event(struct api_request *request, const struct api_live *live)
{
	static const struct http_header headers[] = {{"Cache-Control", "no-store"}, {NULL, NULL}};
	const struct api_changes *changes = request->loop->changes;
	struct buf *out = &request->loop->out;
	int64_t file = live->has_file ? api_changes_seen(changes, live->file.region) : 0;
	buf_reset(out);
	buf_printf(out, "retry: %d\nid: %lld.%lld\ndata: {\"file\":%s,\"inbox\":%s}\n\n", AGAIN_MS,
		(long long)file, (long long)api_changes_seen(changes, request->account.region),
		live->file_changed ? "true" : "false", live->inbox_changed ? "true" : "false");
	api_send(request,
		&(struct http_reply){.status = 200,
			.content_type = "text/event-stream",
			.headers = headers,
			.body = buf_span(out)});
}

/* In a reading transaction; it is not begun anew for each who waits. */
static status read_on(struct api_request *request, bool decides, struct error *error)
{
	struct api_loop *loop = request->loop;
	TRY(store_begin(loop->store, STORE_READ_ONLY, error));
	status code = api_changes_read(loop->changes, loop->store, error);
	loop->changes_read_ns = clock_monotonic_ns();
	if (code == STATUS_OK && decides)
		code = command_look_decide(&request->command, loop->store, request->api->options.division,
			request->now_ms, request->arena, error);
	store_rollback(loop->store);
	return code;
}

/* False if it was answered. */
static bool may_know(struct api_request *request)
{
	struct error error = {0};
	if (read_on(request, true, &error) != STATUS_OK) {
		api_problem_error(request, &error);
		return false;
	}
	if (request->command.reply.outcome == OUTCOME_DONE) return true;
	command_metrics_refusal(&request->command.reply.refusal);
	api_problem_refusal(request, &request->command.reply);
	return false;
}

/* ---- waiting ---- */

static void end_wait(struct api_request *request)
{
	struct api_live *live = request->live;
	request->loop->waiting--;
	metric_add(&waiting_metric, -1);
	request->now_ms = clock_now_ms(request->api->options.clock);
	request->signed_in = false;
	if (!api_session_find(request) || !may_know(request)) return;
	compare(request, live);
	send_event(request, live);
}

static void tick(void *argument);

static void wait_on(struct api_request *request)
{
	struct api_live *live = request->live;
	struct api_loop *loop = request->loop;
	struct error error = {0};
	bool is_old = clock_monotonic_ns() - loop->changes_read_ns >= (int64_t)READ_MS * 1000000;
	/* A store that cannot be read is told when the wait ends, which is now. */
	bool failed = is_old && read_on(request, false, &error) != STATUS_OK;
	if (!failed) compare(request, live);
	bool changed = live->file_changed || live->inbox_changed;
	if (changed || failed || ++live->ticks >= TICKS || request->api->stopping) {
		end_wait(request);
		return;
	}
	check_guard_clear();
	http_after(request->exchange, TICK_MS, tick, request);
}

static void tick(void *argument)
{
	api_guard(argument, wait_on);
}

static void begin_wait(struct api_request *request)
{
	request->loop->waiting++;
	metric_add(&waiting_metric, 1);
	wait_on(request);
}

void api_handle_live(struct api_request *request)
{
	request->command.expected_version = -1;
	if (!api_decode(request) || !may_know(request)) return;
	request->live = live_of(request);
	if (!read_last(request, request->live))
		send_event(request, request->live);
	else if (request->loop->waiting >= MOST_WAITING)
		api_problem(request, 503, "problem.busy", NULL, 0);
	else
		begin_wait(request);
}
