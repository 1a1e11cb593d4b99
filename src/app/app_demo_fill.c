/* app_demo_fill.c - a demonstration, region by region and person by person.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_fill.h"
#include "app/app_demo_files.h"
#include "app/app_demo_pipe.h"
#include "base/check.h"
#include "base/date.h"
#include <stdlib.h>

/* What was until yesterday was before; the first hours of today are left for what is going on. */
#define NOW_HOURS 3
#define HOUR_MS INT64_C(3600000)
#define SCRATCH_BYTES 4096

struct fill {
	const struct app_demo_target *target;
	const struct app_demo_options *options;
	struct app_demo_report *report;
	struct app_demo_text text;
	struct app_demo_plan plan;
	struct app_demo_writer writer;
	struct jobs_job job;
	struct app_demo_pipe *pipe;
	struct app_demo_maker maker;
	struct app_demo_file file;
};

/* Gives the rows away; stops if whoever watches says so. */
static status flush(struct app_demo_maker *maker, struct error *error)
{
	struct fill *fill = maker->context;
	struct app_demo_progress *progress = &fill->report->progress;
	TRY(app_demo_rows_make_ready(maker->rows, error));
	TRY(app_demo_pipe_give(fill->pipe, &progress->rows, &progress->people, error));
	maker->rows = app_demo_pipe_rows(fill->pipe);
	if (fill->target->progress == NULL || fill->target->progress(fill->target->context, progress))
		return STATUS_OK;
	fill->report->stopped = true;
	return status_fail(error, STATUS_BUSY, "stopped");
}

/* The municipality with the most people in it: its place in the region. */
static size_t find_home(const struct fill *fill, int32_t region)
{
	size_t count = 0, home = 0;
	int64_t most = 0;
	const struct region_municipality *const *all =
		region_municipalities(fill->target->division, region, &count);
	for (size_t i = 0; i < count; i++) {
		int64_t people = app_demo_plan_people(&fill->plan, fill->target->division, all[i]->number);
		if (people <= most) continue;
		most = people;
		home = i;
	}
	return home;
}

static status fill_municipality(struct fill *fill, struct app_demo_life *life, struct error *error)
{
	int64_t people =
		app_demo_plan_people(&fill->plan, fill->target->division, life->municipality->number);
	for (int64_t i = 0; i < people; i++) {
		TRY(app_demo_life_make(life, &fill->file, error));
		life->logins = NULL;
		life->number++;
	}
	return STATUS_OK;
}

static status fill_people(struct fill *fill, int32_t region, size_t home,
	const struct app_demo_cast *cast, struct error *error)
{
	size_t count = 0;
	const struct region_municipality *const *all =
		region_municipalities(fill->target->division, region, &count);
	struct app_demo_logins *logins = &fill->report->logins[region];
	struct app_demo_life life = {
		.maker = &fill->maker, .cast = cast, .figures = &fill->plan.figures, .logins = logins};
	logins->administrator = cast->administrator;
	for (size_t i = 0; i < count; i++) {
		life.place = (home + i) % count;
		life.municipality = all[life.place];
		TRY(fill_municipality(fill, &life, error));
	}
	return STATUS_OK;
}

/* Everybody in a region who has a question. */
static int64_t people_of(const struct fill *fill, int32_t region)
{
	size_t count = 0;
	int64_t people = 0;
	const struct region_municipality *const *all =
		region_municipalities(fill->target->division, region, &count);
	for (size_t i = 0; i < count; i++)
		people += app_demo_plan_people(&fill->plan, fill->target->division, all[i]->number);
	return people;
}

static status fill_region(struct fill *fill, int32_t region, struct error *error)
{
	struct app_demo_cast cast = {0};
	size_t home = find_home(fill, region);
	app_demo_maker_region(&fill->maker, fill->options->seed, region, 0);
	/* Everybody in it who gets a key. */
	fill->maker.subjects_to_come = app_demo_cast_size(&fill->maker) + people_of(fill, region);
	status code = app_demo_cast_make(&fill->maker, home, &cast, error);
	if (code == STATUS_OK) code = fill_people(fill, region, home, &cast, error);
	app_demo_cast_finish(&cast);
	return code;
}

static bool is_made(const struct fill *fill, int32_t region)
{
	int32_t only = fill->options->plan.region;
	return only == REGION_NATIONAL || only == region;
}

static status fill_nation(struct fill *fill, struct error *error)
{
	app_demo_maker_region(&fill->maker, fill->options->seed, REGION_NATIONAL, APP_DEMO_CAST_NATION);
	TRY(app_demo_cast_nation(&fill->maker, &fill->report->administrator, error));
	for (int32_t region = 1; region <= REGION_COUNT; region++)
		if (is_made(fill, region)) TRY(fill_region(fill, region, error));
	return STATUS_OK;
}

static int64_t entries_of(struct fill *fill)
{
	int64_t entries = APP_DEMO_CAST_NATION_ENTRIES + fill->plan.total;
	for (int32_t region = 1; region <= REGION_COUNT; region++) {
		fill->maker.region = region;
		if (is_made(fill, region)) entries += app_demo_cast_entries(&fill->maker);
	}
	return entries;
}

static int64_t end_of(int32_t day)
{
	return date_day_start(day) + NOW_HOURS * HOUR_MS;
}

int32_t app_demo_last_day(int64_t now_ms)
{
	int32_t day = date_day_of(now_ms);
	return end_of(day) <= now_ms ? day : day - 1;
}

static status open_parts(struct fill *fill, struct error *error)
{
	const struct app_demo_target *target = fill->target;
	struct app_demo_figures figures;
	struct app_demo_maker *maker = &fill->maker;
	TRY(app_demo_figures_read(
		span_bytes(app_demo_calibration_csv, app_demo_calibration_csv_size), &figures, error));
	TRY(app_demo_plan_make(&figures, target->division, &fill->options->plan, &fill->plan, error));
	TRY(app_demo_text_open(&fill->text, error));
	maker->now_ms = end_of(fill->options->today);
	if (maker->now_ms > clock_now_ms(target->clock))
		return status_fail(error, STATUS_INPUT,
			"a demonstration cannot be of a day to come: its journal would stand still until then");
	TRY(app_demo_writer_open(
		&fill->writer, target->store, maker->now_ms, fill->options->seed, error));
	TRY(app_demo_pipe_open(&fill->writer, &fill->pipe, error));
	maker->text = &fill->text;
	maker->division = target->division;
	maker->vault = target->vault;
	maker->secret = target->secret;
	maker->today = fill->options->today;
	maker->rows = app_demo_pipe_rows(fill->pipe);
	maker->flush = flush;
	maker->context = fill;
	buf_init(&maker->scratch, SCRATCH_BYTES);
	fill->report->progress.people_total = fill->plan.total;
	return STATUS_OK;
}

static status run(struct fill *fill, struct error *error)
{
	struct app_demo_progress *progress = &fill->report->progress;
	TRY(fill_nation(fill, error));
	TRY(flush(&fill->maker, error));
	TRY(app_demo_pipe_drain(fill->pipe, &progress->rows, &progress->people, error));
	CHECK(fill->job.done == fill->job.total);
	return STATUS_OK;
}

/* After an error the row may not be written either: then it says that the job runs, and whoever
 * opens the database next sees that it does not. */
static status end_job(struct fill *fill, status code, struct error *error)
{
	const struct app_demo_target *target = fill->target;
	enum jobs_state state = JOBS_DONE;
	struct error ignored = {0};
	if (code != STATUS_OK) {
		state = fill->report->stopped ? JOBS_STOPPED : JOBS_FAILED;
		fill->job.detail = span_of(status_name(code));
		fill->report->part = fill->job.done > 0;
		error = &ignored;
	}
	status ended = jobs_end(target->store, &fill->job, state, clock_now_ms(target->clock), error);
	return code == STATUS_OK ? ended : code;
}

static status run_job(struct fill *fill, struct error *error)
{
	const struct app_demo_target *target = fill->target;
	TRY(open_parts(fill, error));
	TRY(jobs_begin(target->store, JOBS_DEMO_LOAD, entries_of(fill), clock_now_ms(target->clock),
		target->secret, &fill->job, error));
	fill->writer.job = &fill->job;
	fill->writer.clock = target->clock;
	status code = run(fill, error);
	/* What was being written when it stopped is waited for. */
	app_demo_pipe_close(fill->pipe);
	fill->pipe = NULL;
	return end_job(fill, code, error);
}

status app_demo_fill(const struct app_demo_target *target, const struct app_demo_options *options,
	struct app_demo_report *report, struct error *error)
{
	struct fill *fill = calloc(1, sizeof *fill);
	if (fill == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a demonstration");
	*report = (struct app_demo_report){0};
	fill->target = target;
	fill->options = options;
	fill->report = report;
	status code = run_job(fill, error);
	app_demo_pipe_close(fill->pipe);
	app_demo_writer_close(&fill->writer);
	app_demo_text_close(&fill->text);
	buf_finish(&fill->maker.scratch);
	free(fill);
	return report->stopped ? STATUS_OK : code;
}
