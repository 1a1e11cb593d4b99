/* app_demo_job.h - the row that says how far a demonstration is (jobs.h), seen by whoever opens the
 * database afterwards: is it whole, is it being made, or was it broken off?
 *
 * Units       Journal entries: what the job counts.
 * Invariants  (1) Who holds the lease of the database knows that a job which still runs by its row
 *                 has died, because the lease ends with its process: it is ended as failed.
 *             (2) A demonstration that was broken off after its first transaction is a part, and
 *                 neither served nor filled up; one that was broken off before left nothing.
 * Errors      Messages say what to do.
 * Tests       test/contract/test_app_demo_run.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_stores.h"
#include "jobs/jobs.h"

enum app_demo_job_state {
	APP_DEMO_JOB_NONE, /* there is no demonstration, or all of it */
	APP_DEMO_JOB_MADE, /* somebody is making it now */
	APP_DEMO_JOB_PART, /* it was broken off */
};

/* Looks, without holding the lease; *percent is how far it is, or came. The store is at the
 * program's schema, and in no transaction. */
MUST_USE status app_demo_job_look(struct store *store, int64_t now_ms,
	enum app_demo_job_state *state, int *percent, struct error *error);
/* Whether what is in the database was made by `vangnet demo`. The store as above. */
MUST_USE status app_demo_job_is_demo(struct store *store, bool *is_demo, struct error *error);
/* As app_stores_lease; where a demonstration is being made, it says so. */
MUST_USE status app_demo_job_lease(
	const struct store_options *options, struct store *store, int64_t now_ms, struct error *error);
/* Holding the lease. STATUS_CONFLICT: there is a part. */
MUST_USE status app_demo_job_settle(
	const struct store_options *options, struct store *store, int64_t now_ms, struct error *error);
/* STATUS_CONFLICT, of a part. */
status app_demo_job_refuse(const struct store_options *options, int percent, struct error *error);
