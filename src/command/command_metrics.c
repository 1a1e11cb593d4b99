/* command_metrics.c - the writer's counters.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_metrics.h"
#include "base/check.h"
#include "base/metric.h"
#include "command/command_writer.h"
#include <stdio.h>

static const int64_t batch_bounds[] = {1, 2, 4, 8, 16, 32, 64, 128, 256};
static const int64_t sync_bounds_us[] = {
	100, 250, 500, 1000, 2500, 5000, 10000, 25000, 100000, 1000000};

static struct metric batch_size = {.name = "vangnet_writer_batch_commands",
	.help = "Commands committed together.",
	.kind = METRIC_HISTOGRAM,
	.bounds = batch_bounds,
	.bound_count = sizeof(batch_bounds) / sizeof(batch_bounds[0])};
static struct metric commit_time = {.name = "vangnet_writer_commit_seconds",
	.help = "Time of a commit; with its sync, where that is not apart.",
	.kind = METRIC_HISTOGRAM,
	.bounds = sync_bounds_us,
	.bound_count = sizeof(sync_bounds_us) / sizeof(sync_bounds_us[0]),
	.scale = 1e-6};
static struct metric sync_time = {.name = "vangnet_writer_sync_seconds",
	.help = "Time of a sync that makes commits durable, where it is apart.",
	.kind = METRIC_HISTOGRAM,
	.bounds = sync_bounds_us,
	.bound_count = sizeof(sync_bounds_us) / sizeof(sync_bounds_us[0]),
	.scale = 1e-6};
static struct metric log_bytes = {.name = "vangnet_store_log_bytes",
	.help = "Length of SQLite's log at the last commit; it has no bound while somebody reads.",
	.kind = METRIC_GAUGE};
static struct metric queue_length = {.name = "vangnet_writer_queue_commands",
	.help = "Commands that wait for the writer.",
	.kind = METRIC_GAUGE};
static struct metric oldest_outbox = {.name = "vangnet_outbox_oldest_seconds",
	.help = "Age of the oldest event that has not been delivered.",
	.kind = METRIC_GAUGE,
	.scale = 1e-3};
static struct metric incidents = {.name = "vangnet_incidents_total",
	.help = "Commands set aside because they broke a law or a check, and requests that broke one.",
	.kind = METRIC_COUNTER};

static struct metric clock_late = {.name = "vangnet_clock_behind_seconds",
	.help = "How long the oldest due date waits that the clock has not done.",
	.kind = METRIC_GAUGE,
	.scale = 1e-3};
static struct metric clock_aside = {.name = "vangnet_clock_aside",
	.help = "Due dates that failed, and are set aside to be tried again.",
	.kind = METRIC_GAUGE};
static struct metric table_without_seats = {.name = "vangnet_table_without_seats",
	.help = "Open cases at a table at which nobody sits for clients, or nobody for relatives.",
	.kind = METRIC_GAUGE};
static struct metric table_late = {.name = "vangnet_table_late_at_nation",
	.help = "Open cases that are late at the nation's table, the last there is.",
	.kind = METRIC_GAUGE};
static struct metric clock_took = {.name = "vangnet_clock_last_run_seconds",
	.help = "How long the clock took when it ran last.",
	.kind = METRIC_GAUGE,
	.scale = 1e-6};
static struct metric clock_done = {.name = "vangnet_clock_done_total",
	.help = "Due dates that the clock has done.",
	.kind = METRIC_COUNTER};

static struct metric marked = {.name = "vangnet_questions_marked_total",
	.help = "Questions taken in while the anonymous door was slowed down.",
	.kind = METRIC_COUNTER};

static const char *const outcome_names[] = {
	"pending", "done", "repeated", "refused", "failed", "broken"};
enum { OUTCOMES = sizeof(outcome_names) / sizeof(outcome_names[0]) };
static struct metric outcomes[OUTCOMES];

enum { MAX_VERDICTS = 512, NAME_BYTES = 64 };
static struct metric refusals[MAX_VERDICTS];
static char refusal_names[MAX_VERDICTS][NAME_BYTES];
static const struct verdict *refusal_verdicts[MAX_VERDICTS];
static size_t refusal_count;

static void register_refusals(const struct verdict_list *list)
{
	for (int i = 1; i < list->count; i++) {
		CHECK(refusal_count < MAX_VERDICTS);
		snprintf(refusal_names[refusal_count], NAME_BYTES, "%s.%s", list->module,
			list->verdicts[i].code);
		struct metric *metric = &refusals[refusal_count];
		metric->name = "vangnet_refusals_total";
		metric->help = "Commands and looks that were refused, by verdict.";
		metric->kind = METRIC_COUNTER;
		metric->label = "code";
		metric->value = refusal_names[refusal_count];
		refusal_verdicts[refusal_count] = &list->verdicts[i];
		metric_register(metric);
		refusal_count++;
	}
}

void command_writer_metrics(void)
{
	if (refusal_count > 0) return;
	metric_register(&batch_size);
	metric_register(&commit_time);
	metric_register(&sync_time);
	metric_register(&log_bytes);
	metric_register(&queue_length);
	metric_register(&oldest_outbox);
	metric_register(&incidents);
	metric_register(&marked);
	metric_register(&clock_late);
	metric_register(&clock_aside);
	metric_register(&table_without_seats);
	metric_register(&table_late);
	metric_register(&clock_took);
	metric_register(&clock_done);
	for (size_t i = 1; i < OUTCOMES; i++) {
		outcomes[i].name = "vangnet_commands_total";
		outcomes[i].help = "Commands answered, by outcome.";
		outcomes[i].kind = METRIC_COUNTER;
		outcomes[i].label = "outcome";
		outcomes[i].value = outcome_names[i];
		metric_register(&outcomes[i]);
	}
	for (size_t i = 0; i < command_verdict_list_count; i++)
		register_refusals(command_verdict_lists[i]);
}

static struct metric *find_refusal(const struct verdict *verdict)
{
	for (size_t i = 0; i < refusal_count; i++)
		if (refusal_verdicts[i] == verdict) return &refusals[i];
	return NULL;
}

void command_metrics_commit(size_t count, int64_t duration_ns, int64_t bytes)
{
	metric_set(&log_bytes, bytes);
	metric_observe(&batch_size, (int64_t)count);
	metric_observe(&commit_time, duration_ns / 1000);
}

void command_metrics_sync(int64_t duration_ns)
{
	metric_observe(&sync_time, duration_ns / 1000);
}

void command_metrics_refusal(const struct refusal *refusal)
{
	struct metric *metric = find_refusal(&refusal->list->verdicts[refusal->verdict]);
	if (metric != NULL) metric_add(metric, 1);
}

void command_metrics_batch(struct command *const *commands, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct command_reply *reply = &commands[i]->reply;
		metric_add(&outcomes[reply->outcome], 1);
		bool asked = commands[i]->entry->number == COMMAND_QUESTION_ASK;
		if (asked && commands[i]->marked && reply->outcome == OUTCOME_DONE) metric_add(&marked, 1);
		if (reply->outcome == OUTCOME_REFUSED) command_metrics_refusal(&reply->refusal);
	}
}

void command_metrics_clock(
	const struct command_clock_run *run, const struct command_clock_state *state)
{
	const struct command_clock_report *report = &run->report;
	bool is_behind = state->oldest_due_ms <= run->began_ms;
	metric_set(&clock_late, is_behind ? run->began_ms - state->oldest_due_ms : 0);
	metric_set(&clock_aside, state->aside);
	metric_set(&table_without_seats, state->tables.without_seats);
	metric_set(&table_late, state->tables.late_at_nation);
	metric_set(&clock_took, run->took_us);
	metric_add(&clock_done, report->expired + report->late + report->asked + report->faded);
}

void command_metrics_incident(void)
{
	metric_add(&incidents, 1);
}

void command_metrics_queue(int64_t length)
{
	metric_set(&queue_length, length);
}

void command_metrics_outbox(int64_t age_ms)
{
	metric_set(&oldest_outbox, age_ms);
}
