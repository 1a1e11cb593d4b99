/* app_demo_job.c - demonstrations that are being made, or were broken off.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_job.h"

static status find_last(struct store *store, struct jobs_job *job, bool *found, struct error *error)
{
	struct arena arena;
	arena_init(&arena, 1024, 65536);
	status code = jobs_last(store, JOBS_DEMO_LOAD, job, found, &arena, error);
	job->detail = (struct span){0};
	arena_finish(&arena);
	return code;
}

static bool runs(const struct jobs_job *job)
{
	return job->state == JOBS_RUNNING;
}

/* Whole percents that are there; 100 only when all is. */
static int percent_of(const struct jobs_job *job)
{
	return job->total <= 0 ? 0 : (int)(job->done * 100 / job->total);
}

static bool is_part(const struct jobs_job *job)
{
	return job->state != JOBS_DONE && job->done > 0;
}

status app_demo_job_look(struct store *store, int64_t now_ms, enum app_demo_job_state *state,
	int *percent, struct error *error)
{
	struct jobs_job job = {0};
	bool found = false;
	*state = APP_DEMO_JOB_NONE;
	*percent = 0;
	TRY(find_last(store, &job, &found, error));
	if (!found) return STATUS_OK;
	*percent = percent_of(&job);
	if (runs(&job) && job.heartbeat_ms > now_ms - JOBS_LEASE_MS)
		*state = APP_DEMO_JOB_MADE;
	else if (is_part(&job))
		*state = APP_DEMO_JOB_PART;
	return STATUS_OK;
}

status app_demo_job_is_demo(struct store *store, bool *is_demo, struct error *error)
{
	struct jobs_job job = {0};
	bool found = false;
	TRY(find_last(store, &job, &found, error));
	*is_demo = found && job.done > 0;
	return STATUS_OK;
}

status app_demo_job_refuse(const struct store_options *options, int percent, struct error *error)
{
	char where[APP_STORES_WHERE_SIZE];
	return status_fail(error, STATUS_CONFLICT,
		"%.90s: a demonstration was broken off there at %d %%, and a part is of no use: remove it "
		"and the key store, or name another --data-dir, and make it again",
		app_stores_where(options, where), percent);
}

status app_demo_job_lease(
	const struct store_options *options, struct store *store, int64_t now_ms, struct error *error)
{
	char where[APP_STORES_WHERE_SIZE];
	enum app_demo_job_state state = APP_DEMO_JOB_NONE;
	int percent = 0;
	status code = app_stores_lease(options, store, error);
	if (code != STATUS_CONFLICT) return code;
	/* Whose schema is not there yet, or older, has no row to look at. */
	status seen = app_demo_job_look(store, now_ms, &state, &percent, NULL);
	if (seen != STATUS_OK || state != APP_DEMO_JOB_MADE) return code;
	return status_fail(error, STATUS_CONFLICT,
		"%.120s: a demonstration is being made there, and is at %d %%: wait until it is there, or "
		"end it first",
		app_stores_where(options, where), percent);
}

status app_demo_job_settle(
	const struct store_options *options, struct store *store, int64_t now_ms, struct error *error)
{
	struct jobs_job job = {0};
	bool found = false;
	TRY(find_last(store, &job, &found, error));
	if (!found) return STATUS_OK;
	job.detail = SPAN_LITERAL("died");
	if (runs(&job)) TRY(jobs_end(store, &job, JOBS_FAILED, now_ms, error));
	return is_part(&job) ? app_demo_job_refuse(options, percent_of(&job), error) : STATUS_OK;
}
