/* app_clock.c - vangnet clock: how the clock stands, or everything that is due, done now.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_demo_job.h"
#include "app/app_norms.h"
#include "app/app_stores.h"
#include "base/clock.h"
#include "base/date.h"
#include "command/command_clock.h"
#include "command/command_writer.h"
#include "region/region.h"
#include <stdio.h>

enum { OPTION_RUN };

static status carry(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	(void)error;
	command_writer_run(context, commands, count);
	return STATUS_OK;
}

static void tell_instant(const char *what, int64_t instant_ms, int64_t most_ms)
{
	char text[DATE_INSTANT_SIZE];
	if (instant_ms <= most_ms && instant_ms != INT64_MAX)
		printf("%s: %s\n", what, date_instant_text(instant_ms, text));
}

static status tell_state(struct store *store, int64_t now_ms, struct error *error)
{
	struct command_clock_state state;
	TRY(command_clock_look(store, now_ms, &state, error));
	printf("due and not done: %lld\n", (long long)state.due);
	tell_instant("the oldest since", state.oldest_due_ms, now_ms);
	tell_instant("the next at", state.next_due_ms, INT64_MAX);
	printf("to be delivered: %lld\n", (long long)state.undelivered);
	printf("set aside: %lld\n", (long long)state.aside);
	return STATUS_OK;
}

static void tell_report(const struct command_clock_report *report)
{
	printf("expired: %lld\nlate from now on: %lld\nowners asked: %lld\nentries that fade: %lld\n",
		(long long)report->expired, (long long)report->late, (long long)report->asked,
		(long long)report->faded);
	printf("over already: %lld\nset aside now: %lld\npassed over: %lld\ndelivered: %lld\n",
		(long long)report->stale, (long long)report->failed, (long long)report->aside,
		(long long)report->delivered);
}

static status do_due(struct store *store, struct command_writer *writer, int64_t now_ms,
	struct command_clock_report *report, struct error *error)
{
	TRY(command_clock_deliver(store, now_ms, carry, writer, report, error));
	TRY(command_clock_tick(store, now_ms, carry, writer, report, error));
	return command_clock_deliver(store, now_ms, carry, writer, report, error);
}

/* With the right to write: where it is served, the server does this by itself. */
static status run(
	struct app_stores *stores, struct store *store, const struct clock *clock, struct error *error)
{
	struct command_clock_report report = {0};
	struct command_writer *writer = NULL;
	struct region *division = NULL;
	struct prng prng;
	int64_t now_ms = clock_now_ms(clock);
	TRY(app_demo_job_lease(&stores->main, store, now_ms, error));
	TRY(region_open(&division, error));
	prng_init_system(&prng);
	const struct command_writer_options writing = {
		.store = store, .clock = clock, .prng = &prng, .division = division};
	status code = command_writer_open(&writing, &writer, error);
	if (code == STATUS_OK) {
		code = do_due(store, writer, now_ms, &report, error);
		tell_report(&report);
	}
	command_writer_close(writer);
	region_close(division);
	return code;
}

int app_clock(const struct app_call *call)
{
	bool runs = call->given[OPTION_RUN];
	struct app_stores stores;
	struct store *store = NULL;
	struct error error = {0};
	struct clock clock;
	clock_init_system(&clock);
	status code = app_norms_use(call->config, &error);
	if (code == STATUS_OK) code = app_stores_read(call->config, &stores, &error);
	if (code == STATUS_OK)
		code = app_stores_open_current(
			&stores.main, runs ? STORE_READ_WRITE : STORE_READ_ONLY, &store, &error);
	if (code == STATUS_OK && runs) code = run(&stores, store, &clock, &error);
	if (code == STATUS_OK) code = tell_state(store, clock_now_ms(&clock), &error);
	store_close(store);
	return code == STATUS_OK ? APP_COMMANDS_DONE : app_commands_fail(&error);
}
