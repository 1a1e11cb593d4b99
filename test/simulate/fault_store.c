/* fault_store.c - a store that lets chosen calls fail.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fault_store.h"
#include "store/store_backend.h"
#include <stdlib.h>

struct fault_store {
	struct store base;
	struct store *behind;
	enum fault_store_plan plan;
	int64_t at;
	int64_t calls;
	int64_t failed;
	const char *last;
};

static struct fault_store *self(struct store *store)
{
	return (struct fault_store *)(void *)store;
}

static const struct fault_store *self_const(const struct store *store)
{
	return (const struct fault_store *)(const void *)store;
}

static bool is_planned(const struct fault_store *fault)
{
	switch (fault->plan) {
	case FAULT_STORE_NONE: return false;
	case FAULT_STORE_ONCE: return fault->calls == fault->at;
	case FAULT_STORE_TWICE: return fault->calls == fault->at || fault->calls == fault->at + 1;
	case FAULT_STORE_FROM: return fault->calls >= fault->at;
	}
	return false;
}

/* Counts a call; STATUS_STORE if it is one that fails. */
static status call(struct store *store, const char *name, struct error *error)
{
	struct fault_store *fault = self(store);
	fault->calls++;
	if (!is_planned(fault)) return STATUS_OK;
	fault->failed++;
	fault->last = name;
	return status_fail(error, STATUS_STORE, "%s fails, as planned", name);
}

static void fault_close(struct store *store)
{
	struct fault_store *fault = self(store);
	store_close(fault->behind);
	free(fault);
}

static status fault_begin(struct store *store, enum store_mode mode, struct error *error)
{
	struct store *behind = self(store)->behind;
	TRY(call(store, "begin", error));
	return behind->backend->begin(behind, mode, error);
}

static status fault_commit(struct store *store, struct error *error)
{
	struct store *behind = self(store)->behind;
	TRY(call(store, "commit", error));
	return behind->backend->commit(behind, error);
}

static void fault_rollback(struct store *store)
{
	struct store *behind = self(store)->behind;
	behind->backend->rollback(behind);
}

static status fault_put(struct store *store, const struct store_table *table,
	const struct store_value *values, struct error *error)
{
	struct store *behind = self(store)->behind;
	TRY(call(store, "put", error));
	return behind->backend->put(behind, table, values, error);
}

static status fault_remove(struct store *store, const struct store_table *table,
	const struct store_value *key, struct error *error)
{
	struct store *behind = self(store)->behind;
	TRY(call(store, "remove", error));
	return behind->backend->remove(behind, table, key, error);
}

static status fault_get(struct store *store, const struct store_table *table,
	const struct store_value *key, struct store_value *values, struct arena *arena,
	struct error *error)
{
	struct store *behind = self(store)->behind;
	TRY(call(store, "get", error));
	return behind->backend->get(behind, table, key, values, arena, error);
}

static status fault_query_open(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, struct store_cursor **cursor,
	struct error *error)
{
	struct store *behind = self(store)->behind;
	TRY(call(store, "query_open", error));
	return behind->backend->query_open(behind, query, parameters, count, cursor, error);
}

/* A cursor of the store behind; its `store` is this one, which was called. */
static status fault_query_next(
	struct store_cursor *cursor, const struct store_value **row, struct error *error)
{
	TRY(call(cursor->store, "query_next", error));
	return self(cursor->store)->behind->backend->query_next(cursor, row, error);
}

static void fault_query_close(struct store_cursor *cursor)
{
	self(cursor->store)->behind->backend->query_close(cursor);
}

static status fault_run(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t count, int64_t *changed, struct error *error)
{
	struct store *behind = self(store)->behind;
	TRY(call(store, "run", error));
	return behind->backend->run(behind, query, parameters, count, changed, error);
}

static status fault_scan_open(struct store *store, const struct store_table *table,
	const struct store_value *after, int64_t limit, struct store_cursor **cursor,
	struct error *error)
{
	struct store *behind = self(store)->behind;
	TRY(call(store, "scan_open", error));
	return behind->backend->scan_open(behind, table, after, limit, cursor, error);
}

static status fault_script(struct store *store, const char *sql, struct error *error)
{
	struct store *behind = self(store)->behind;
	return behind->backend->script(behind, sql, error);
}

static status fault_lease(struct store *store, int64_t *epoch, struct error *error)
{
	struct store *behind = self(store)->behind;
	return behind->backend->lease(behind, epoch, error);
}

static const struct store_backend fault_backend = {
	.close = fault_close,
	.begin = fault_begin,
	.commit = fault_commit,
	.rollback = fault_rollback,
	.put = fault_put,
	.remove = fault_remove,
	.get = fault_get,
	.query_open = fault_query_open,
	.query_next = fault_query_next,
	.query_close = fault_query_close,
	.run = fault_run,
	.scan_open = fault_scan_open,
	.script = fault_script,
	.lease = fault_lease,
};

struct store *fault_store_create(struct store *behind)
{
	struct fault_store *fault = calloc(1, sizeof(*fault));
	if (fault == NULL) return NULL;
	fault->base = (struct store){.backend = &fault_backend,
		.kind = behind->kind,
		.set = behind->set,
		.mode = behind->mode,
		.migrations = behind->migrations};
	fault->behind = behind;
	fault->last = "";
	return &fault->base;
}

void fault_store_set(struct store *store, enum fault_store_plan plan, int64_t at)
{
	struct fault_store *fault = self(store);
	fault->plan = plan;
	fault->at = at;
	fault->calls = 0;
	fault->failed = 0;
	fault->last = "";
}

int64_t fault_store_calls(const struct store *store)
{
	return self_const(store)->calls;
}

int64_t fault_store_failed(const struct store *store)
{
	return self_const(store)->failed;
}

const char *fault_store_last(const struct store *store)
{
	return self_const(store)->last;
}

struct store *fault_store_behind(struct store *store)
{
	return self(store)->behind;
}
