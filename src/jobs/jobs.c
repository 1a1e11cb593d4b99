/* jobs.c - rows of long work.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "jobs/jobs.h"
#include "base/check.h"

static const struct store_column columns[] = {
	STORE_COLUMN_ID(struct jobs_job, id, false),
	STORE_COLUMN_I32(struct jobs_job, kind),
	STORE_COLUMN_I32(struct jobs_job, state),
	STORE_COLUMN_I64(struct jobs_job, done),
	STORE_COLUMN_I64(struct jobs_job, total),
	STORE_COLUMN_I64(struct jobs_job, started_ms),
	STORE_COLUMN_I64(struct jobs_job, heartbeat_ms),
	STORE_COLUMN_I64(struct jobs_job, ended_ms),
	STORE_COLUMN_TEXT(struct jobs_job, detail, true),
};
const struct store_table jobs_job_table = {
	.owner = "jobs",
	.name = "jobs_job",
	.number = 60,
	.keeping = STORE_LOCAL,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 1,
};

static const char *const kind_names[] = {"", "demo_load"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == JOBS_KIND_COUNT, "a name per kind");
static const struct codes kind_codes = {"job_kind", kind_names, JOBS_KIND_COUNT};

#define COLUMNS "id, kind, state, done, total, started_ms, heartbeat_ms, ended_ms, detail"

static status put(struct store *store, const struct jobs_job *job, struct error *error)
{
	struct store_value values[STORE_MAX_COLUMNS];
	store_record_values(&jobs_job_table, job, values);
	return store_put(store, &jobs_job_table, values, error);
}

static status find_leased(
	struct store *store, enum jobs_kind kind, int64_t now_ms, bool *leased, struct error *error)
{
	static const struct store_query query = {"jobs",
		"select count(*) from jobs_job where kind = ?1 and state = 1 and heartbeat_ms > ?2"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int((int64_t)kind), store_int(now_ms - JOBS_LEASE_MS)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*leased = store_value_int(&row[0]) > 0;
	return STATUS_OK;
}

/* Their leases are over: who still works on one is told at the next chunk. */
static status end_stale(
	struct store *store, enum jobs_kind kind, int64_t now_ms, struct error *error)
{
	static const struct store_query query = {"jobs",
		"update jobs_job set state = ?1, ended_ms = ?2, detail = ?3 where kind = ?4 and state = "
		"?5"};
	struct store_value parameters[] = {store_int(JOBS_FAILED), store_int(now_ms),
		store_text(SPAN_LITERAL("taken_over")), store_int((int64_t)kind), store_int(JOBS_RUNNING)};
	return store_run(store, &query, parameters, 5, NULL, error);
}

static status begin(struct store *store, const struct jobs_job *job, struct error *error)
{
	bool leased = false;
	TRY(find_leased(store, (enum jobs_kind)job->kind, job->started_ms, &leased, error));
	if (leased)
		return status_fail(error, STATUS_CONFLICT, "a job %s is running already",
			codes_name(&kind_codes, job->kind));
	TRY(end_stale(store, (enum jobs_kind)job->kind, job->started_ms, error));
	return put(store, job, error);
}

status jobs_begin(struct store *store, enum jobs_kind kind, int64_t total, int64_t now_ms,
	struct prng *prng, struct jobs_job *job, struct error *error)
{
	*job = (struct jobs_job){.id = id_draw(prng),
		.kind = (int32_t)kind,
		.state = JOBS_RUNNING,
		.total = total,
		.started_ms = now_ms,
		.heartbeat_ms = now_ms};
	TRY(store_begin(store, STORE_READ_WRITE, error));
	status code = begin(store, job, error);
	if (code == STATUS_OK) return store_commit(store, error);
	store_rollback(store);
	return code;
}

/* As the row is now: somebody may have taken over. */
static status read_state(struct store *store, struct id id, int32_t *state, struct error *error)
{
	static const struct store_query query = {"jobs", "select state from jobs_job where id = ?1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&id)};
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*state = row == NULL ? JOBS_STATE_NONE : (int32_t)store_value_int(&row[0]);
	return STATUS_OK;
}

static status check_running(struct store *store, struct id id, struct error *error)
{
	int32_t state = JOBS_STATE_NONE;
	TRY(read_state(store, id, &state, error));
	return state == JOBS_RUNNING
		? STATUS_OK
		: status_fail(error, STATUS_CONFLICT, "the job was ended by somebody else");
}

status jobs_advance(
	struct store *store, struct jobs_job *job, int64_t done, int64_t now_ms, struct error *error)
{
	CHECK(done >= job->done);
	TRY(check_running(store, job->id, error));
	struct jobs_job next = *job;
	next.done = done;
	next.heartbeat_ms = now_ms;
	TRY(put(store, &next, error));
	*job = next;
	return STATUS_OK;
}

status jobs_end(struct store *store, struct jobs_job *job, enum jobs_state state, int64_t now_ms,
	struct error *error)
{
	CHECK(state == JOBS_DONE || state == JOBS_FAILED || state == JOBS_STOPPED);
	struct jobs_job ended = *job;
	ended.state = (int32_t)state;
	ended.ended_ms = now_ms;
	TRY(store_begin(store, STORE_READ_WRITE, error));
	status code = check_running(store, job->id, error);
	if (code == STATUS_OK) code = put(store, &ended, error);
	if (code != STATUS_OK) {
		store_rollback(store);
		return code;
	}
	TRY(store_commit(store, error));
	*job = ended;
	return STATUS_OK;
}

static status read_last(struct store *store, enum jobs_kind kind, struct jobs_job *job, bool *found,
	struct arena *arena, struct error *error)
{
	static const struct store_query query = {"jobs",
		"select " COLUMNS " from jobs_job where kind = ?1 order by started_ms desc, id limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int((int64_t)kind)};
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	return row == NULL ? STATUS_OK : store_record_fill(&jobs_job_table, row, job, arena, error);
}

status jobs_last(struct store *store, enum jobs_kind kind, struct jobs_job *job, bool *found,
	struct arena *arena, struct error *error)
{
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = read_last(store, kind, job, found, arena, error);
	store_rollback(store);
	return code;
}
