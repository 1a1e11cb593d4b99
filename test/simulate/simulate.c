/* simulate.c - the scheduler: what happens next, and starting again after a stop.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "simulate.h"
#include "base/check.h"
#include "base/log.h"
#include "simulate_private.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_STARTS = 60, CALM_STARTS = 20, RESENT_AFTER_A_STOP = 6 };

void simulate_problem(struct simulate *simulate, const char *format, ...)
{
	struct simulate_report *report = simulate->report;
	va_list rest;
	if (report->problem[0] != '\0') return;
	va_start(rest, format);
	vsnprintf(report->problem, sizeof(report->problem), format, rest);
	va_end(rest);
	report->step = report->counts.steps;
	simulate_note(simulate, "PROBLEM %s", report->problem);
}

bool simulate_has_problem(const struct simulate *simulate)
{
	return simulate->report->problem[0] != '\0';
}

void simulate_note(struct simulate *simulate, const char *format, ...)
{
	char text[512];
	struct hash_state state;
	va_list rest;
	va_start(rest, format);
	int size = vsnprintf(text, sizeof(text), format, rest);
	va_end(rest);
	if (size < 0 || (size_t)size >= sizeof(text)) size = (int)sizeof(text) - 1;
	hash_init(&state);
	hash_add(&state, simulate->trace.bytes, HASH_SIZE);
	hash_add(&state, text, (size_t)size);
	simulate->trace = hash_end(&state);
	if (simulate->options.chatty)
		printf("%lld: %s\n", (long long)simulate->report->counts.steps, text);
}

int32_t simulate_below(struct simulate *simulate, int32_t bound)
{
	CHECK(bound > 0);
	return (int32_t)prng_below(&simulate->prng, (uint64_t)bound);
}

static int64_t draw_time_ms(struct simulate *simulate)
{
	switch (simulate_below(simulate, 6)) {
	case 0: return INT64_C(86400000) * (1 + simulate_below(simulate, 5));
	case 1: return INT64_C(3600000) * (1 + simulate_below(simulate, 30));
	default: return simulate_below(simulate, 600000);
	}
}

/* Now and then the machine's clock was set back while it was down. */
static void start_clock(struct simulate *simulate)
{
	int64_t now_ms = clock_now_ms(&simulate->machine.clock) + simulate_below(simulate, 60000);
	if (simulate_below(simulate, 8) == 0) now_ms -= simulate_below(simulate, 7200000);
	clock_init_fake(&simulate->machine.clock, now_ms);
}

/* A process that ends on a machine that goes on loses nothing. But where a sync failed and dropped
 * what it had to write, what is read is not what is on the disk: the same process writes it again,
 * and SQLite does not say that another one would be safe. Then the power fails. */
static enum crash_disk_loss draw_loss(struct simulate *simulate)
{
	int32_t kind = simulate_below(simulate, 8);
	if (simulate->dropped && kind < 2) kind += 2;
	switch (kind) {
	case 0:
	case 1: return CRASH_DISK_KEEP_ALL;
	case 2:
	case 3: return CRASH_DISK_LOSE_ALL;
	case 4:
	case 5: return CRASH_DISK_KEEP_FIRST;
	default: return CRASH_DISK_KEEP_SOME;
	}
}

static void plan_fault(struct simulate *simulate)
{
	enum crash_vfs_fault fault =
		(enum crash_vfs_fault)simulate_below(simulate, CRASH_VFS_FAULT_COUNT);
	bool of_sync = fault == CRASH_VFS_SYNC_FAILS || fault == CRASH_VFS_SYNC_DROPS;
	int32_t after = 1 + simulate_below(simulate, of_sync ? 6 : 120);
	int32_t count = simulate_below(simulate, 3) == 0 ? 1 + simulate_below(simulate, 6) : 1;
	crash_vfs_fail(simulate->machine.vfs, fault, after, count);
	simulate_note(simulate, "%d calls will fail (%d) after %d", (int)count, (int)fault, (int)after);
}

static void plan_stop(struct simulate *simulate, int32_t range)
{
	int32_t after = simulate_below(simulate, 8) == 0 ? 0 : 1 + simulate_below(simulate, range);
	crash_vfs_stop(simulate->machine.vfs, after);
	simulate_note(simulate, "stops after %d calls", (int)after);
}

/* What is left of the disk after a stop. */
static void start_disk(struct simulate *simulate)
{
	enum crash_disk_loss loss = draw_loss(simulate);
	crash_vfs_start(simulate->machine.vfs, loss);
	simulate_note(simulate, "starts with loss %d", (int)loss);
	if (loss == CRASH_DISK_KEEP_ALL)
		simulate->report->counts.process_ends++;
	else
		simulate->report->counts.power_losses++;
}

/* As the program does: what the log could not be moved by is known to the next start only. */
static void end_if_broken(struct simulate *simulate)
{
	const struct simulate_machine *machine = &simulate->machine;
	if (crash_vfs_is_stopped(machine->vfs) || machine->store == NULL) return;
	if (!store_is_broken(machine->store) && !vault_is_broken(machine->vault)) return;
	simulate_note(simulate, "the process ends: a store is broken");
	simulate->report->counts.broken++;
	crash_vfs_stop(machine->vfs, 0);
}

/* Starts the process; while it starts there may be faults and stops as well. */
static void start_process(struct simulate *simulate)
{
	struct simulate_machine *machine = &simulate->machine;
	for (int attempt = 0; attempt < MAX_STARTS && !simulate_has_problem(simulate); attempt++) {
		struct error error = {0};
		if (crash_vfs_is_stopped(machine->vfs)) start_disk(simulate);
		start_clock(simulate);
		if (attempt < CALM_STARTS && simulate_below(simulate, 4) == 0) plan_stop(simulate, 30);
		if (attempt < CALM_STARTS && simulate_below(simulate, 6) == 0) plan_fault(simulate);
		status code = simulate_machine_open(machine, &error);
		if (code == STATUS_OK) end_if_broken(simulate);
		if (code == STATUS_OK && !crash_vfs_is_stopped(machine->vfs)) return;
		simulate_note(simulate, "start fails: %s", error.message);
		simulate->report->counts.failed_opens++;
		if (code == STATUS_CORRUPT || code == STATUS_KEY)
			simulate_problem(simulate, "the process does not start: %s", error.message);
		simulate_machine_close(machine);
		if (!crash_vfs_is_stopped(machine->vfs)) crash_vfs_stop(machine->vfs, 0);
	}
	simulate_problem(simulate, "the process does not start any more");
}

static void check_all(struct simulate *simulate)
{
	crash_vfs_calm(simulate->machine.vfs);
	simulate_check(simulate);
}

/* After a stop: start, check, and some of what was acknowledged is sent again. */
static void start_again(struct simulate *simulate)
{
	simulate_machine_close(&simulate->machine);
	simulate_forget_answers(simulate);
	start_process(simulate);
	if (simulate_has_problem(simulate)) return;
	check_all(simulate);
	for (int i = 0; i < RESENT_AFTER_A_STOP && !simulate_has_problem(simulate); i++) {
		int32_t number = simulate_below(simulate, simulate->sent_count);
		if (simulate->sent[number].state == SENT_DONE && !simulate->sent[number].entry->is_look)
			simulate_resend(simulate, number);
	}
}

static void let_client_act(struct simulate *simulate)
{
	int32_t number = simulate_below(simulate, SIMULATE_CLIENTS);
	struct simulate_client *client = &simulate->clients[number];
	if (client->sent < 0) {
		if (simulate->sent_count + 1 >= SIMULATE_MAX_SENT) return;
		simulate_draw(simulate, simulate_new(simulate, number));
	} else if (client->waiting > 0 && simulate_below(simulate, 12) != 0) {
		return; /* Only now and then somebody sends again what is still waiting. */
	}
	simulate_send(simulate, number);
}

static status carry_all(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	for (size_t i = 0; i < count; i++)
		if (simulate_carry(context, commands[i], error) != STATUS_OK &&
			commands[i]->reply.outcome != OUTCOME_FAILED)
			return error->code;
	return STATUS_OK;
}

static void do_what_is_due(struct simulate *simulate, bool deliver)
{
	struct simulate_machine *machine = &simulate->machine;
	struct command_clock_report report = {0};
	struct error error = {0};
	int64_t now_ms = clock_now_ms(&machine->clock);
	status code = deliver
		? command_clock_deliver(machine->store, now_ms, carry_all, simulate, &report, &error)
		: command_clock_tick(machine->store, now_ms, carry_all, simulate, &report, &error);
	if (code != STATUS_OK) simulate_note(simulate, "the program's work fails: %s", error.message);
}

static void step(struct simulate *simulate)
{
	int32_t kind = simulate_below(simulate, 1000);
	if (kind < 560)
		let_client_act(simulate);
	else if (kind < 860)
		simulate_batch(simulate, 1 + simulate_below(simulate, SIMULATE_ATTEMPTS));
	else if (kind < 900)
		do_what_is_due(simulate, true);
	else if (kind < 915)
		do_what_is_due(simulate, false);
	else if (kind < 960)
		clock_move(&simulate->machine.clock, draw_time_ms(simulate));
	else if (kind < 988)
		plan_fault(simulate);
	else
		plan_stop(simulate, 150);
}

/* Everything that waits is answered and delivered; then all that was acknowledged is sent again. */
static void end(struct simulate *simulate)
{
	crash_vfs_calm(simulate->machine.vfs);
	while (simulate->queue_count > 0) simulate_batch(simulate, SIMULATE_ATTEMPTS);
	do_what_is_due(simulate, false);
	do_what_is_due(simulate, true);
	check_all(simulate);
	for (int32_t i = 0; i < simulate->sent_count && !simulate_has_problem(simulate); i++)
		if (simulate->sent[i].state == SENT_DONE && !simulate->sent[i].entry->is_look)
			simulate_resend(simulate, i);
	simulate_check(simulate);
}

static bool goes_on(const struct simulate *simulate)
{
	const struct simulate_options *options = &simulate->options;
	const struct simulate_counts *counts = &simulate->report->counts;
	if (simulate_has_problem(simulate) || counts->steps >= options->steps) return false;
	return options->max_losses == 0 || counts->power_losses < options->max_losses;
}

static int64_t drops_of(const struct simulate *simulate)
{
	return crash_vfs_counts(simulate->machine.vfs).failed[CRASH_VFS_SYNC_DROPS];
}

static void play(struct simulate *simulate)
{
	start_process(simulate);
	crash_vfs_calm(simulate->machine.vfs);
	if (!simulate_has_problem(simulate)) simulate_set_up(simulate);
	while (goes_on(simulate)) {
		int64_t drops = drops_of(simulate);
		simulate->report->counts.steps++;
		step(simulate);
		end_if_broken(simulate);
		if (drops_of(simulate) != drops) simulate->dropped = true;
		if (crash_vfs_is_stopped(simulate->machine.vfs)) {
			start_again(simulate);
			simulate->dropped = false;
		}
	}
	if (!simulate_has_problem(simulate)) end(simulate);
}

static void open_simulate(struct simulate *simulate, const struct simulate_options *options)
{
	simulate->options = *options;
	prng_init_seed(&simulate->prng, options->seed);
	simulate_random_seed(options->seed);
	simulate->machine.options = &simulate->options;
	simulate->machine.vfs = crash_vfs_create(prng_next(&simulate->prng));
	crash_vfs_set_lying(simulate->machine.vfs, options->lying);
	clock_init_fake(&simulate->machine.clock, SIMULATE_BEGINS_MS);
	arena_init(&simulate->arena, 256 * 1024, 64 * 1024 * 1024);
	simulate->sent = calloc(SIMULATE_MAX_SENT, sizeof(simulate->sent[0]));
	simulate->accounts = calloc(SIMULATE_MAX_ACCOUNTS, sizeof(simulate->accounts[0]));
	simulate->episodes = calloc(SIMULATE_MAX_EPISODES, sizeof(simulate->episodes[0]));
	CHECK(simulate->sent != NULL && simulate->accounts != NULL && simulate->episodes != NULL);
	for (int i = 0; i < SIMULATE_CLIENTS; i++) simulate->clients[i].sent = -1;
	for (int i = 0; i < SIMULATE_ATTEMPTS; i++)
		arena_init(&simulate->attempts[i].arena, 16 * 1024, 1024 * 1024);
}

static void close_simulate(struct simulate *simulate)
{
	simulate_machine_close(&simulate->machine);
	simulate->report->calls = crash_vfs_counts(simulate->machine.vfs);
	simulate->report->disk = crash_vfs_disk(simulate->machine.vfs)->counts;
	simulate->report->trace = simulate->trace;
	crash_vfs_destroy(simulate->machine.vfs);
	for (int i = 0; i < SIMULATE_ATTEMPTS; i++) arena_finish(&simulate->attempts[i].arena);
	arena_finish(&simulate->arena);
	free(simulate->sent);
	free(simulate->accounts);
	free(simulate->episodes);
}

void simulate_run(const struct simulate_options *options, struct simulate_report *report)
{
	struct simulate *simulate = calloc(1, sizeof(*simulate));
	CHECK(simulate != NULL);
	*report = (struct simulate_report){.step = 0};
	simulate->report = report;
	open_simulate(simulate, options);
	play(simulate);
	close_simulate(simulate);
	free(simulate);
}
