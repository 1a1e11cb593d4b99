/* store_postgres_statement.c - what goes to PostgreSQL and what comes back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "store/store_postgres.h"
#include <endian.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_SQL_BYTES 16384
#define BINARY 1
/* From PostgreSQL's catalog/pg_type.dat; these numbers never change. */
#define OID_BYTEA 17
#define OID_INT8 20
#define OID_TEXT 25

static status state_status(const char *state)
{
	if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "55P03") == 0)
		return STATUS_BUSY;
	return strncmp(state, "XX00", 4) == 0 && state[4] != '0' ? STATUS_CORRUPT : STATUS_STORE;
}

status store_postgres_fail(
	const PGresult *result, const char *subject, bool own_text, struct error *error)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
	const char *column = PQresultErrorField(result, PG_DIAG_COLUMN_NAME);
	const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	if (state == NULL) return status_fail(error, STATUS_STORE, "no answer at %s", subject);
	if (own_text && strncmp(state, "42", 2) == 0 && words != NULL)
		return status_fail(error, STATUS_STORE, "SQLSTATE %s at %s: %s", state, subject, words);
	return status_fail(error, state_status(state), "SQLSTATE %s at %s%s%s", state, subject,
		constraint != NULL || column != NULL ? ": " : "",
		constraint != NULL ? constraint : (column != NULL ? column : ""));
}

status store_postgres_lost(struct store_postgres *postgres, struct error *error)
{
	postgres->base.broken = true;
	postgres->pending_count = 0;
	return status_fail(error, STATUS_STORE, "the connection to PostgreSQL is lost");
}

/* What was sent of a statement that is to be prepared either arrived or did not. */
static void settle(const struct store_postgres_pending *pending, bool good)
{
	if (pending->step == POSTGRES_PREPARE && pending->statement->number == pending->number)
		pending->statement->state = good ? POSTGRES_READY : POSTGRES_NEW;
}

static status judge(
	const struct store_postgres_pending *pending, const PGresult *result, struct error *error)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	if (pending->step == POSTGRES_LEASE && state != NULL && strcmp(state, "22012") == 0)
		return status_fail(error, STATUS_CONFLICT, "the lease was taken by another process");
	return store_postgres_fail(result, pending->subject, pending->step == POSTGRES_PREPARE, error);
}

/* Reads the one result of `pending`; *kept becomes it if it is good. */
static status collect_one(struct store_postgres *postgres,
	const struct store_postgres_pending *pending, bool failed_before, PGresult **kept,
	struct error *error)
{
	PGresult *result = PQgetResult(postgres->connection);
	if (result == NULL || PQstatus(postgres->connection) == CONNECTION_BAD) {
		PQclear(result);
		return store_postgres_lost(postgres, error);
	}
	ExecStatusType state = PQresultStatus(result);
	bool good = state == PGRES_COMMAND_OK || state == PGRES_TUPLES_OK;
	status verdict = STATUS_OK;
	settle(pending, good);
	/* Behind the first failure the server leaves out everything up to the end of the pipeline. */
	if (!good && !failed_before) verdict = judge(pending, result, error);
	if (good) {
		*kept = result;
	} else {
		PQclear(result);
	}
	PGresult *none = PQgetResult(postgres->connection);
	if (none == NULL) return verdict;
	PQclear(none);
	return store_postgres_lost(postgres, error);
}

static status collect_end(struct store_postgres *postgres, struct error *error)
{
	PGresult *result = PQgetResult(postgres->connection);
	bool good = PQresultStatus(result) == PGRES_PIPELINE_SYNC;
	PQclear(result);
	return good ? STATUS_OK : store_postgres_lost(postgres, error);
}

status store_postgres_collect(struct store_postgres *postgres, PGresult **last, struct error *error)
{
	PGresult *kept = NULL;
	status first = STATUS_OK;
	if (last != NULL) *last = NULL;
	if (postgres->pending_count == 0 && !postgres->base.broken) return STATUS_OK;
	if (postgres->base.broken || !PQpipelineSync(postgres->connection))
		return store_postgres_lost(postgres, error);
	size_t count = postgres->pending_count;
	for (size_t i = 0; i < count && !postgres->base.broken; i++) {
		PQclear(kept);
		kept = NULL;
		status result =
			collect_one(postgres, &postgres->pending[i], first != STATUS_OK, &kept, error);
		first = first != STATUS_OK ? first : result;
	}
	if (!postgres->base.broken &&
		collect_end(postgres, first == STATUS_OK ? error : NULL) != STATUS_OK)
		first = first != STATUS_OK ? first : STATUS_STORE;
	postgres->pending_count = 0;
	if (last != NULL && first == STATUS_OK)
		*last = kept;
	else
		PQclear(kept);
	return first;
}

static void add_pending(struct store_postgres *postgres, enum store_postgres_step step,
	const char *subject, struct store_postgres_statement *statement)
{
	CHECK(postgres->pending_count < POSTGRES_MAX_PENDING);
	postgres->pending[postgres->pending_count++] = (struct store_postgres_pending){
		.step = step,
		.subject = subject,
		.statement = statement,
		.number = statement != NULL ? statement->number : 0,
	};
}

/* Two more fit: to prepare and to execute. */
static status make_room(struct store_postgres *postgres, struct error *error)
{
	if (postgres->base.broken) return store_postgres_lost(postgres, error);
	if (postgres->pending_count + 2 <= POSTGRES_MAX_PENDING) return STATUS_OK;
	return store_postgres_collect(postgres, NULL, error);
}

status store_postgres_send_text(
	struct store_postgres *postgres, const char *sql, struct error *error)
{
	TRY(make_room(postgres, error));
	if (!PQsendQueryParams(postgres->connection, sql, 0, NULL, NULL, NULL, NULL, BINARY))
		return store_postgres_lost(postgres, error);
	add_pending(postgres, POSTGRES_EXECUTE, "transaction", NULL);
	return STATUS_OK;
}

static Oid type_oid(enum store_type type)
{
	switch (type) {
	case STORE_INT: return OID_INT8;
	case STORE_TEXT: return OID_TEXT;
	case STORE_BLOB: return OID_BYTEA;
	case STORE_NULL: break;
	}
	return 0;
}

/* A descriptor says the types of its parameters, so that they do not depend on which values are
 * NULL. */
static void set_table_types(struct store_postgres_statement *statement, enum store_sql_form form,
	const struct store_table *table)
{
	bool key_only = form != STORE_SQL_PUT;
	size_t count = key_only ? table->key_count : table->column_count;
	if (form == STORE_SQL_SCAN_FIRST) count = 0;
	for (size_t i = 0; i < count; i++) statement->types[i] = type_oid(table->columns[i].type);
	if (form == STORE_SQL_SCAN_FIRST || form == STORE_SQL_SCAN_AFTER)
		statement->types[count++] = OID_INT8;
	statement->count = count;
}

static status find_statement(struct store_postgres *postgres, const void *about,
	enum store_sql_form form, struct store_postgres_statement **statement, struct error *error)
{
	CHECK(about != NULL);
	const struct store_query *query = form == STORE_SQL_QUERY ? about : NULL;
	const struct store_table *table = form == STORE_SQL_QUERY ? NULL : about;
	*statement = store_cache_find(&postgres->cache, about, form);
	if (*statement != NULL) {
		/* A query that is not static could be another one at the same address. */
		CHECK(query == NULL || (*statement)->sql == query->sql);
		return STATUS_OK;
	}
	struct store_postgres_statement *made = calloc(1, sizeof(*made));
	if (made == NULL || !store_cache_add(&postgres->cache, about, form, made)) {
		free(made);
		return status_fail(error, STATUS_MEMORY, "no memory for a statement");
	}
	made->subject = query != NULL ? query->owner : table->name;
	made->sql = query != NULL ? query->sql : NULL;
	if (table != NULL) set_table_types(made, form, table);
	*statement = made;
	return STATUS_OK;
}

static status write_sql(struct buf *sql, const void *about, enum store_sql_form form,
	struct store_postgres_statement *statement, struct error *error)
{
	if (form != STORE_SQL_QUERY) {
		store_sql_write(sql, STORE_POSTGRES, form, about);
	} else {
		const struct store_query *query = about;
		if (!store_sql_dollars(sql, query->sql, &statement->count))
			return status_fail(
				error, STATUS_STORE, "a query of %s has a ? without number", query->owner);
	}
	return sql->overflowed ? status_fail(error, STATUS_MEMORY, "no memory for a statement")
						   : STATUS_OK;
}

static status send_prepare(struct store_postgres *postgres, const void *about,
	enum store_sql_form form, struct store_postgres_statement *statement, struct error *error)
{
	struct buf sql;
	char name[16];
	buf_init(&sql, MAX_SQL_BYTES);
	status result = write_sql(&sql, about, form, statement, error);
	if (result == STATUS_OK) {
		statement->number = ++postgres->statement_count;
		statement->state = POSTGRES_SENT;
		snprintf(name, sizeof(name), "s%u", statement->number);
		if (PQsendPrepare(postgres->connection, name, buf_text(&sql), (int)statement->count,
				statement->types))
			add_pending(postgres, POSTGRES_PREPARE, statement->subject, statement);
		else
			result = store_postgres_lost(postgres, error);
	}
	buf_finish(&sql);
	return result;
}

/* The parameters of a query have the types of its values. A NULL says nothing: the server guesses,
 * and the statement is prepared anew once a value comes. */
static void learn_types(
	struct store_postgres_statement *statement, const struct store_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		Oid type = type_oid(values[i].type);
		if (type != 0 && type != statement->types[i]) {
			statement->types[i] = type;
			statement->state = POSTGRES_NEW;
		}
	}
}

struct parameters {
	uint64_t numbers[STORE_MAX_PARAMETERS];
	const char *starts[STORE_MAX_PARAMETERS];
	int sizes[STORE_MAX_PARAMETERS];
	int formats[STORE_MAX_PARAMETERS];
};

static void encode(struct parameters *out, const struct store_value *values, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const struct store_value *value = &values[i];
		out->formats[i] = BINARY;
		if (value->type == STORE_NULL) {
			out->starts[i] = NULL;
			out->sizes[i] = 0;
		} else if (value->type == STORE_INT) {
			out->numbers[i] = htobe64((uint64_t)value->number);
			out->starts[i] = (const char *)&out->numbers[i];
			out->sizes[i] = sizeof(out->numbers[i]);
		} else {
			out->starts[i] = value->bytes.size == 0 ? "" : value->bytes.start;
			out->sizes[i] = (int)value->bytes.size;
		}
	}
}

status store_postgres_send(struct store_postgres *postgres, const void *about,
	enum store_sql_form form, const struct store_value *values, size_t count,
	enum store_postgres_step step, struct error *error)
{
	struct store_postgres_statement *statement = NULL;
	struct parameters parameters;
	char name[16];
	TRY(make_room(postgres, error));
	TRY(find_statement(postgres, about, form, &statement, error));
	if (form == STORE_SQL_QUERY) learn_types(statement, values, count);
	if (statement->state == POSTGRES_NEW)
		TRY(send_prepare(postgres, about, form, statement, error));
	CHECK(count == statement->count);
	encode(&parameters, values, count);
	snprintf(name, sizeof(name), "s%u", statement->number);
	if (!PQsendQueryPrepared(postgres->connection, name, (int)count, parameters.starts,
			parameters.sizes, parameters.formats, BINARY))
		return store_postgres_lost(postgres, error);
	add_pending(postgres, step, statement->subject, NULL);
	return STATUS_OK;
}
