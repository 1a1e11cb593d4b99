/* store_sqlite.c - the database inside the program: connection, transactions, lease.
 *
 * Statements and cursors are in store_sqlite_statement.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_sqlite.h"
#include "base/check.h"
#include "store/store_sqlite_gather.h"
#include <pthread.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_CACHE_BYTES (16 * 1024 * 1024)
#define BUSY_TIMEOUT_MS 5000

static struct store_sqlite *self(struct store *store)
{
	return (struct store_sqlite *)(void *)store;
}

/* Reading a column of a subquery is not asked here. A name without a column is either a table of
 * which no column is used or a WITH clause; every table has an underscore in its name. */
static bool may_touch(const char *owner, int action, const char *table, const char *column)
{
	if (store_sql_owns(owner, table)) return true;
	return action == SQLITE_READ && column != NULL && column[0] == 0 && strchr(table, '_') == NULL;
}

static int authorize(void *context, int action, const char *first, const char *second,
	const char *database, const char *trigger)
{
	const struct store_sqlite *sqlite = context;
	(void)database;
	(void)trigger;
	if (strcmp(sqlite->owner, "store") == 0) return SQLITE_OK;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_RECURSIVE:
	case SQLITE_FUNCTION: return SQLITE_OK;
	case SQLITE_READ:
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
		return may_touch(sqlite->owner, action, first, second) ? SQLITE_OK : SQLITE_DENY;
	default: return SQLITE_DENY;
	}
}

static status prepare_fixed(
	struct store_sqlite *sqlite, const char *sql, sqlite3_stmt **statement, struct error *error)
{
	sqlite->owner = "store";
	int code =
		sqlite3_prepare_v3(sqlite->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, statement, NULL);
	return code == SQLITE_OK ? STATUS_OK : store_sqlite_fail(sqlite, code, sql, error);
}

static int step_fixed(struct store_sqlite *sqlite, sqlite3_stmt *statement)
{
	sqlite->owner = "store";
	int code = sqlite3_step(statement);
	sqlite3_reset(statement);
	return code == SQLITE_DONE ? SQLITE_OK : code;
}

static status sqlite_begin(struct store *store, enum store_mode mode, struct error *error)
{
	struct store_sqlite *sqlite = self(store);
	if (sqlite->base.broken) return status_fail(error, STATUS_STORE, "the connection is broken");
	int code =
		step_fixed(sqlite, mode == STORE_READ_ONLY ? sqlite->begin_reading : sqlite->begin_writing);
	return code == SQLITE_OK ? STATUS_OK : store_sqlite_fail(sqlite, code, "begin", error);
}

static status sqlite_commit(struct store *store, struct error *error)
{
	struct store_sqlite *sqlite = self(store);
	if (store->lease_epoch != 0 && sqlite3_txn_state(sqlite->handle, NULL) == SQLITE_TXN_WRITE)
		TRY(store_lease_verify(store, error));
	int code = step_fixed(sqlite, sqlite->commit);
	return code == SQLITE_OK ? STATUS_OK : store_sqlite_fail(sqlite, code, "commit", error);
}

/* A VFS of its own is for tests in one thread: there the log is synced through SQLite. */
static int sync_through_vfs(struct store_sqlite *sqlite)
{
	sqlite3_file *log = NULL;
	int code =
		sqlite3_file_control(sqlite->handle, "main", SQLITE_FCNTL_JOURNAL_POINTER, (void *)&log);
	if (code != SQLITE_OK) return code;
	if (log == NULL || log->pMethods == NULL) return SQLITE_OK;
	code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL);
	/* Linux tells each file that was open, once: a file of ones own hears of it in any case. */
	return code == SQLITE_OK && store_sqlite_gather_lost_sync(log) ? SQLITE_IOERR_FSYNC : code;
}

/* Touches nothing that the thread of the connection uses. */
static status sqlite_sync(struct store *store, struct error *error)
{
	struct store_sqlite *sqlite = self(store);
	if (store_sqlite_log_is_lost(sqlite->log))
		return status_fail(error, STATUS_STORE, "the log could not be moved into the file");
	if (sqlite->sync_file >= 0)
		return fdatasync(sqlite->sync_file) == 0
			? STATUS_OK
			: status_fail(error, STATUS_STORE, "the log cannot be synced: %m");
	int code = sync_through_vfs(sqlite);
	return code == SQLITE_OK
		? STATUS_OK
		: status_fail(error, STATUS_STORE, "%s (%d) at sync", store_sqlite_code_name(code), code);
}

static void sqlite_rollback(struct store *store)
{
	struct store_sqlite *sqlite = self(store);
	store_sqlite_quiet(sqlite);
	/* After some errors SQLite has rolled back by itself. */
	if (sqlite3_get_autocommit(sqlite->handle) != 0) return;
	if (step_fixed(sqlite, sqlite->rollback) != SQLITE_OK) sqlite->base.broken = true;
}

/* A store in memory, or with a VFS of its own, is seen by this process only: its lease needs no
 * lock. */
static status lock_lease(const char *path, int *held, struct error *error)
{
	int file = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0) return status_fail(error, STATUS_IO, "the lease file cannot be opened");
	if (flock(file, LOCK_EX | LOCK_NB) != 0) {
		close(file);
		return status_fail(error, STATUS_CONFLICT, "another process holds the lease");
	}
	*held = file;
	return STATUS_OK;
}

static void unlock_lease(struct store_sqlite *sqlite)
{
	if (sqlite->lease_file >= 0) close(sqlite->lease_file);
	sqlite->lease_file = -1;
}

/* Where SQLite finds or makes the file: links are followed. */
status store_sqlite_file(const char *path, char out[STORE_PATH_SIZE], struct error *error)
{
	char folder[PATH_MAX], real[PATH_MAX];
	struct stat facts;
	const char *slash = strrchr(path, '/');
	const char *name = slash == NULL ? path : slash + 1;
	bool there = realpath(path, real) != NULL;
	if (!there && lstat(path, &facts) == 0)
		return status_fail(error, STATUS_IO, "%s: is a link to nothing", path);
	if (there)
		return snprintf(out, STORE_PATH_SIZE, "%s", real) < STORE_PATH_SIZE
			? STATUS_OK
			: status_fail(error, STATUS_BOUND, "the path of the database is too long");
	int size = snprintf(folder, sizeof(folder), "%.*s/.", slash == NULL ? 1 : (int)(slash - path),
		slash == NULL ? "." : path);
	if (size >= (int)sizeof(folder) || realpath(folder, real) == NULL)
		return status_fail(error, STATUS_IO, "%s: %m", path);
	size = snprintf(out, STORE_PATH_SIZE, "%s/%s", real[1] == 0 ? "" : real, name);
	return size < STORE_PATH_SIZE
		? STATUS_OK
		: status_fail(error, STATUS_BOUND, "the path of the database is too long");
}

status store_lease_hold(const char *path, int *held, struct error *error)
{
	char file[STORE_PATH_SIZE], lease[STORE_PATH_SIZE + 8];
	*held = -1;
	TRY(store_sqlite_file(path, file, error));
	snprintf(lease, sizeof(lease), "%s-lease", file);
	return lock_lease(lease, held, error);
}

void store_lease_release(int held)
{
	if (held >= 0) close(held);
}

static status sqlite_lease(struct store *store, int64_t *epoch, struct error *error)
{
	struct store_sqlite *sqlite = self(store);
	if (sqlite->lease_path != NULL) TRY(lock_lease(sqlite->lease_path, &sqlite->lease_file, error));
	status result = store_lease_raise(store, epoch, error);
	if (result == STATUS_OK)
		store->lease_epoch = *epoch;
	else
		unlock_lease(sqlite);
	return result;
}

static void sqlite_close(struct store *store)
{
	struct store_sqlite *sqlite = self(store);
	store_sqlite_log_stop(sqlite->log);
	store_sqlite_forget(sqlite);
	sqlite3_finalize(sqlite->begin_reading);
	sqlite3_finalize(sqlite->begin_writing);
	sqlite3_finalize(sqlite->commit);
	sqlite3_finalize(sqlite->rollback);
	sqlite->owner = "store";
	sqlite3_close_v2(sqlite->handle);
	if (sqlite->sync_file >= 0) close(sqlite->sync_file);
	unlock_lease(sqlite);
	free(sqlite->lease_path);
	free(sqlite);
}

static const struct store_backend sqlite_backend = {
	.close = sqlite_close,
	.begin = sqlite_begin,
	.commit = sqlite_commit,
	.rollback = sqlite_rollback,
	.put = store_sqlite_put,
	.remove = store_sqlite_remove,
	.get = store_sqlite_get,
	.query_open = store_sqlite_query_open,
	.query_next = store_sqlite_query_next,
	.query_close = store_sqlite_query_close,
	.run = store_sqlite_run,
	.scan_open = store_sqlite_scan_open,
	.script = store_sqlite_script,
	.lease = sqlite_lease,
	.sync = sqlite_sync,
};

static bool is_plain_file(const struct store_options *options)
{
	return options->vfs == NULL && strcmp(options->path, ":memory:") != 0;
}

/* SQLite would make the file readable for others; its WAL gets the same mode as the file. */
static status make_file(const struct store_options *options, struct error *error)
{
	if (!is_plain_file(options) || options->mode != STORE_READ_WRITE) return STATUS_OK;
	int file = open(options->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (file < 0)
		return status_fail(error, STATUS_STORE, "the database file cannot be opened for writing");
	close(file);
	return STATUS_OK;
}

/* Beside the file itself, as its log is, by whichever link it was opened. */
static status name_lease(
	struct store_sqlite *sqlite, const struct store_options *options, struct error *error)
{
	if (!is_plain_file(options)) return STATUS_OK;
	const char *file = sqlite3_db_filename(sqlite->handle, "main");
	size_t size = strlen(file) + sizeof("-lease");
	sqlite->lease_path = calloc(1, size);
	if (sqlite->lease_path == NULL)
		return status_fail(error, STATUS_MEMORY, "no memory for a store");
	snprintf(sqlite->lease_path, size, "%s-lease", file);
	return STATUS_OK;
}

/* Without SQLite's own statistics of memory its allocator needs no lock. Too late if somebody else
 * in the process has used SQLite already; then it stays as it is. */
static void configure_once(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static status open_handle(
	struct store_sqlite *sqlite, const struct store_options *options, struct error *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, configure_once);
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	flags |= options->mode == STORE_READ_WRITE ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
											   : SQLITE_OPEN_READONLY;
	const char *vfs = NULL;
	TRY(store_sqlite_gather(options->vfs, &vfs, error));
	int code = sqlite3_open_v2(options->path, &sqlite->handle, flags, vfs);
	if (code != SQLITE_OK) return store_sqlite_fail(sqlite, code, "open", error);
	sqlite3_busy_timeout(sqlite->handle, BUSY_TIMEOUT_MS);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_limit(sqlite->handle, SQLITE_LIMIT_ATTACHED, 0);
	code = sqlite3_set_authorizer(sqlite->handle, authorize, sqlite);
	return code == SQLITE_OK ? STATUS_OK : store_sqlite_fail(sqlite, code, "authorizer", error);
}

static status run_pragma(struct store_sqlite *sqlite, const char *sql, struct error *error)
{
	sqlite->owner = "store";
	int code = sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL);
	return code == SQLITE_OK ? STATUS_OK : store_sqlite_fail(sqlite, code, sql, error);
}

/* The change is committed as the statement ends, behind the row that says "wal": only then it is
 * known whether it was made. */
static int try_wal(sqlite3_stmt *statement, bool *wal)
{
	int code = sqlite3_step(statement);
	*wal =
		code == SQLITE_ROW && strcmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;
	int ended = sqlite3_reset(statement);
	return code == SQLITE_ROW ? ended : code;
}

/* A read-only connection finds the file in WAL mode, or leaves it as it is. */
static status set_wal(
	struct store_sqlite *sqlite, const struct store_options *options, struct error *error)
{
	if (options->mode != STORE_READ_WRITE || strcmp(options->path, ":memory:") == 0)
		return STATUS_OK;
	sqlite3_stmt *statement = NULL;
	bool wal = false;
	TRY(prepare_fixed(sqlite, "pragma journal_mode=wal", &statement, error));
	int code = try_wal(statement, &wal);
	/* Changing the mode does not wait for another connection that is doing the same. */
	for (int waited_ms = 0; (code & 0xff) == SQLITE_BUSY && waited_ms < BUSY_TIMEOUT_MS;) {
		waited_ms += sqlite3_sleep(5);
		code = try_wal(statement, &wal);
	}
	sqlite3_finalize(statement);
	if (code != SQLITE_OK) return store_sqlite_fail(sqlite, code, "journal_mode", error);
	return wal ? STATUS_OK : status_fail(error, STATUS_STORE, "the file cannot have a WAL");
}

/* What a process that was killed had written and not yet synced is there for who reads, and would
 * still be lost with the power. A checkpoint syncs it; one that goes on elsewhere does so too.
 * After one that failed closing must not try again: see store_sqlite_log.h, Errors. */
static status sync_wal(
	struct store_sqlite *sqlite, const struct store_options *options, struct error *error)
{
	if (options->mode != STORE_READ_WRITE || strcmp(options->path, ":memory:") == 0)
		return STATUS_OK;
	int code =
		sqlite3_wal_checkpoint_v2(sqlite->handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	bool goes_on_elsewhere = (code & 0xff) == SQLITE_BUSY;
	if (code == SQLITE_OK || goes_on_elsewhere) return STATUS_OK;
	sqlite3_db_config(sqlite->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	return store_sqlite_fail(sqlite, code, "checkpoint", error);
}

/* NORMAL syncs the log before it is moved into the file, and its header when it begins again. */
static const char *synchronous(const struct store_options *options)
{
	if (options->without_sync) return "pragma synchronous=off";
	return options->syncs_apart ? "pragma synchronous=normal" : "pragma synchronous=full";
}

/* Above what the log grows to by itself: to cut it each time it begins again, and have it grow
 * again, would cost more than to write it. */
static const char *log_limit(const struct store_options *options)
{
	_Static_assert(STORE_SQLITE_LOG_MAX_BYTES < 300000000, "the log would be cut each time");
	return options->moves_log_aside ? "pragma journal_size_limit=300000000"
									: "pragma journal_size_limit=64000000";
}

/* Sorting happens in memory, so that nothing lies in temporary files. The key store overwrites
 * what is removed from it; elsewhere that is done where it costs no extra writing. */
static status configure(
	struct store_sqlite *sqlite, const struct store_options *options, struct error *error)
{
	int64_t cache_bytes = options->cache_bytes > 0 ? options->cache_bytes : DEFAULT_CACHE_BYTES;
	char cache[64];
	snprintf(cache, sizeof(cache), "pragma cache_size=-%lld", (long long)(cache_bytes / 1024));
	if (options->exclusive) TRY(run_pragma(sqlite, "pragma locking_mode=exclusive", error));
	TRY(set_wal(sqlite, options, error));
	TRY(run_pragma(sqlite, synchronous(options), error));
	TRY(sync_wal(sqlite, options, error));
	TRY(run_pragma(sqlite, cache, error));
	TRY(run_pragma(sqlite, "pragma foreign_keys=off", error));
	TRY(run_pragma(sqlite, log_limit(options), error));
	TRY(run_pragma(sqlite, "pragma temp_store=memory", error));
	return run_pragma(sqlite,
		options->set == STORE_KEYS ? "pragma secure_delete=on" : "pragma secure_delete=fast",
		error);
}

/* The log is there, and stays the same file, while a connection is open. */
static status open_sync_file(
	struct store_sqlite *sqlite, const struct store_options *options, struct error *error)
{
	sqlite->base.syncs_apart = options->syncs_apart && strcmp(options->path, ":memory:") != 0;
	if (!sqlite->base.syncs_apart || !is_plain_file(options)) return STATUS_OK;
	const char *log = sqlite3_filename_wal(sqlite3_db_filename(sqlite->handle, "main"));
	sqlite->sync_file = open(log, O_RDONLY | O_CLOEXEC);
	return sqlite->sync_file >= 0 ? STATUS_OK
								  : status_fail(error, STATUS_STORE, "the log cannot be opened");
}

static status open_all(
	struct store_sqlite *sqlite, const struct store_options *options, struct error *error)
{
	TRY(make_file(options, error));
	TRY(open_handle(sqlite, options, error));
	TRY(name_lease(sqlite, options, error));
	TRY(configure(sqlite, options, error));
	TRY(open_sync_file(sqlite, options, error));
	TRY(prepare_fixed(sqlite, "begin deferred", &sqlite->begin_reading, error));
	TRY(prepare_fixed(sqlite, "begin immediate", &sqlite->begin_writing, error));
	TRY(prepare_fixed(sqlite, "commit", &sqlite->commit, error));
	TRY(prepare_fixed(sqlite, "rollback", &sqlite->rollback, error));
	if (options->mode != STORE_READ_WRITE) return STATUS_OK;
	bool aside = options->moves_log_aside && is_plain_file(options);
	return store_sqlite_log_start(
		&sqlite->base, sqlite->handle, options, aside, &sqlite->log, error);
}

status store_sqlite_open(
	const struct store_options *options, struct store **store, struct error *error)
{
	CHECK(options->path != NULL && options->path[0] != 0);
	struct store_sqlite *sqlite = calloc(1, sizeof(*sqlite));
	if (sqlite == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a store");
	sqlite->base.backend = &sqlite_backend;
	sqlite->base.kind = STORE_SQLITE;
	sqlite->sync_file = -1;
	sqlite->lease_file = -1;
	sqlite->owner = "store";
	status result = open_all(sqlite, options, error);
	if (result == STATUS_OK)
		*store = &sqlite->base;
	else
		sqlite_close(&sqlite->base);
	return result;
}

char *store_sqlite_library(char out[STORE_LIBRARY_SIZE])
{
	snprintf(out, STORE_LIBRARY_SIZE, "SQLite %s", sqlite3_libversion());
	return out;
}
