/* jobs.h - long work: who does it, how far it is, and that it is not done twice.
 *
 * A job has a row. Its worker writes progress in the same transaction as the chunk that was done,
 * so that after a crash the row says exactly what is there. The row is also the lease: while its
 * heartbeat is young, no second job of the kind begins.
 *
 * States      running -> done | failed | stopped (by who watched it)
 * Invariants  (1) At most one job of a kind is running with a heartbeat younger than
 *                 JOBS_LEASE_MS. Who begins one sets older ones to failed: their workers can
 *                 neither go on nor end them.
 *             (2) `done` counts what is committed.
 * Ownership   A struct jobs_job is the caller's.
 * Errors      STATUS_CONFLICT: another job of the kind has the lease, or this one was taken over.
 * Tests       test/unit/jobs/test_jobs.c; in use: test/contract/test_app_demo_run.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "store/store_record.h"

#define JOBS_LEASE_MS INT64_C(30000)

enum jobs_kind { JOBS_NONE, JOBS_DEMO_LOAD, JOBS_KIND_COUNT };

/* Stored; 2 was never written. */
enum jobs_state {
	JOBS_STATE_NONE,
	JOBS_RUNNING,
	JOBS_STOPPED = 3,
	JOBS_DONE,
	JOBS_FAILED,
	JOBS_STATE_COUNT,
};

struct jobs_job {
	struct id id;
	int32_t kind;
	int32_t state;
	int64_t done;  /* in units of the kind */
	int64_t total; /* 0: not known */
	int64_t started_ms;
	int64_t heartbeat_ms;
	int64_t ended_ms;
	struct span detail; /* static or the caller's: a code of what failed */
};

extern const struct store_table jobs_job_table;

/* In a transaction of its own. */
MUST_USE status jobs_begin(struct store *store, enum jobs_kind kind, int64_t total, int64_t now_ms,
	struct prng *prng, struct jobs_job *job, struct error *error);
/* Inside the transaction of the chunk: `done` is what will be there when it is committed. */
MUST_USE status jobs_advance(
	struct store *store, struct jobs_job *job, int64_t done, int64_t now_ms, struct error *error);
/* In a transaction of its own: JOBS_DONE, JOBS_FAILED or JOBS_STOPPED. On failure `job` is as it
 * was. */
MUST_USE status jobs_end(struct store *store, struct jobs_job *job, enum jobs_state state,
	int64_t now_ms, struct error *error);
/* The job of this kind that began last; *found says whether there is one. In no transaction. */
MUST_USE status jobs_last(struct store *store, enum jobs_kind kind, struct jobs_job *job,
	bool *found, struct arena *arena, struct error *error);
