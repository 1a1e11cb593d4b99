/* store_sqlite_log.c - the thread that moves the write-ahead log into the file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_sqlite_log.h"
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { NICE = 10 };

struct store_sqlite_log {
	sqlite3 *committing;
	sqlite3 *moving; /* the thread's, from its start to its end */
	int step_pages;
	int max_pages;
	int asked_at;  /* pages in the log when the thread was asked last; the committing thread's */
	int sync_left; /* pages that may still come when it is asked to sync; the same */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool wanted; /* behind the lock, as what follows */
	bool busy;   /* it moves just now */
	bool sync_wanted;
	bool ending;
};

static int move(sqlite3 *handle)
{
	return sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
}

/* SQLite syncs the file only when a move has reached the end of the log: who commits would then
 * wait for all pages of all moves at once. */
static void sync_moved(sqlite3 *handle)
{
	sqlite3_file *file = NULL;
	int code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (code == SQLITE_OK && file != NULL && file->pMethods != NULL)
		(void)file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
}

static void *run(void *argument)
{
	struct store_sqlite_log *log = argument;
	pthread_setname_np(pthread_self(), "log");
	/* Of this thread alone. Everybody waits for who commits, and nobody for this. */
	(void)setpriority(PRIO_PROCESS, 0, NICE);
	pthread_mutex_lock(&log->lock);
	while (!log->ending) {
		if (!log->wanted) {
			pthread_cond_wait(&log->changed, &log->lock);
			continue;
		}
		bool syncs = log->sync_wanted;
		log->wanted = log->sync_wanted = false;
		log->busy = true;
		pthread_mutex_unlock(&log->lock);
		(void)move(log->moving); /* see Errors */
		if (syncs) sync_moved(log->moving);
		pthread_mutex_lock(&log->lock);
		log->busy = false;
		pthread_cond_broadcast(&log->changed);
	}
	pthread_mutex_unlock(&log->lock);
	return NULL;
}

/* The last quarter of the log, the last of that and so on are each the thread's time to sync: at
 * the end little is left for who commits. */
static void begin_again(struct store_sqlite_log *log)
{
	log->asked_at = 0;
	log->sync_left = log->max_pages / 4;
}

/* Far from the end of the log there is time: a page that is written again before it is moved is
 * moved once, and each move syncs the log, beside the syncs that somebody waits for. */
static int next_step(const struct store_sqlite_log *log)
{
	int part = (log->max_pages - log->asked_at) / 4;
	return part > log->step_pages ? part : log->step_pages;
}

/* The log is full. While the thread moves nobody else can; the next commits try again, until the
 * log is an eighth too long: then who commits waits for the thread. The commit itself has been
 * made, and must not be called failed. */
static void move_all(struct store_sqlite_log *log, sqlite3 *handle, int pages)
{
	if (move(handle) != SQLITE_BUSY || pages < log->max_pages + log->max_pages / 8) return;
	pthread_mutex_lock(&log->lock);
	while (log->busy) pthread_cond_wait(&log->changed, &log->lock);
	pthread_mutex_unlock(&log->lock);
	(void)move(handle);
}

/* Called by SQLite behind each commit, on the committing thread. */
static int on_commit(void *context, sqlite3 *handle, const char *database, int pages)
{
	struct store_sqlite_log *log = context;
	(void)database;
	if (pages < log->asked_at) begin_again(log);
	if (pages >= log->max_pages) {
		move_all(log, handle, pages);
		return SQLITE_OK;
	}
	if (pages - log->asked_at < next_step(log)) return SQLITE_OK;
	log->asked_at = pages;
	bool syncs = log->max_pages - pages <= log->sync_left;
	if (syncs) log->sync_left /= 4;
	pthread_mutex_lock(&log->lock);
	log->wanted = true;
	log->sync_wanted = log->sync_wanted || syncs;
	pthread_cond_broadcast(&log->changed);
	pthread_mutex_unlock(&log->lock);
	return SQLITE_OK;
}

static void finish(struct store_sqlite_log *log)
{
	sqlite3_close_v2(log->moving);
	pthread_cond_destroy(&log->changed);
	pthread_mutex_destroy(&log->lock);
	free(log);
}

/* Signals are for the threads of the program, not for this one. */
static int start_thread(struct store_sqlite_log *log)
{
	sigset_t all, before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	int failed = pthread_create(&log->thread, NULL, run, log);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

status store_sqlite_log_start(sqlite3 *committing, const char *path, int page_bytes,
	struct store_sqlite_log **out, struct error *error)
{
	struct store_sqlite_log *log = calloc(1, sizeof(*log));
	if (log == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a store");
	log->committing = committing;
	log->step_pages = STORE_SQLITE_LOG_BYTES / page_bytes;
	log->max_pages = STORE_SQLITE_LOG_MAX_BYTES / page_bytes;
	begin_again(log);
	pthread_mutex_init(&log->lock, NULL);
	pthread_cond_init(&log->changed, NULL);
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
	bool opened = sqlite3_open_v2(path, &log->moving, flags, NULL) == SQLITE_OK &&
		sqlite3_exec(log->moving, "pragma synchronous=full", NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_exec(log->moving, "pragma schema_version", NULL, NULL, NULL) == SQLITE_OK;
	if (!opened || start_thread(log) != 0) {
		finish(log);
		return status_fail(error, STATUS_STORE, "what moves the log does not start");
	}
	sqlite3_wal_hook(committing, on_commit, log);
	*out = log;
	return STATUS_OK;
}

void store_sqlite_log_stop(struct store_sqlite_log *log)
{
	if (log == NULL) return;
	sqlite3_wal_hook(log->committing, NULL, NULL);
	pthread_mutex_lock(&log->lock);
	log->ending = true;
	pthread_cond_signal(&log->changed);
	pthread_mutex_unlock(&log->lock);
	pthread_join(log->thread, NULL);
	finish(log);
}
