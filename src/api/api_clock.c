/* api_clock.c - what the clock has done, and what waits for it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/jsonw.h"

/* Null where there is none. */
static void put_instant(struct jsonw *json, const char *key, int64_t instant_ms)
{
	jsonw_put_instant(json, key, instant_ms == INT64_MAX ? 0 : instant_ms);
}

static void put_state(struct jsonw *json, const struct command_clock_state *state, int64_t now_ms)
{
	bool is_behind = state->oldest_due_ms <= now_ms;
	jsonw_put_instant(json, "now", now_ms);
	jsonw_put_int(json, "due", state->due);
	put_instant(json, "oldest_due", is_behind ? state->oldest_due_ms : INT64_MAX);
	put_instant(json, "next_due", state->next_due_ms);
	jsonw_put_int(json, "undelivered", state->undelivered);
	jsonw_put_int(json, "set_aside", state->aside);
}

static void put_run(struct jsonw *json, const struct command_clock_run *run)
{
	const struct command_clock_report *report = &run->report;
	jsonw_object_begin(json);
	jsonw_put_instant(json, "at", run->began_ms);
	jsonw_put_int(json, "took_us", run->took_us);
	jsonw_put_text(json, "ended", run->code == STATUS_OK ? "done" : status_name(run->code));
	jsonw_put_int(json, "expired", report->expired);
	jsonw_put_int(json, "late", report->late);
	jsonw_put_int(json, "asked", report->asked);
	jsonw_put_int(json, "faded", report->faded);
	jsonw_put_int(json, "over_already", report->stale);
	jsonw_put_int(json, "failed", report->failed);
	jsonw_put_int(json, "passed_over", report->aside);
	jsonw_put_int(json, "delivered", report->delivered);
	jsonw_put_int(json, "signed_heads", report->signed_heads);
	jsonw_object_end(json);
}

void api_handle_clock(struct api_request *request)
{
	const struct api_options *options = &request->api->options;
	struct command_clock_state state;
	struct command_clock_run run = {0};
	struct error error = {0};
	struct jsonw json;
	if (command_clock_look(request->loop->store, request->now_ms, &state, &error) != STATUS_OK) {
		api_problem_error(request, &error);
		return;
	}
	if (options->clock_ran != NULL) options->clock_ran(options->clock_context, &run);
	buf_reset(&request->loop->out);
	jsonw_init(&json, &request->loop->out);
	jsonw_object_begin(&json);
	put_state(&json, &state, request->now_ms);
	jsonw_key(&json, "last");
	if (run.began_ms == 0)
		jsonw_null(&json);
	else
		put_run(&json, &run);
	jsonw_object_end(&json);
	jsonw_finish(&json);
	api_public_send(request, 200, "application/json", buf_span(&request->loop->out), "no-store");
}
