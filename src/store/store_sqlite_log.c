/* store_sqlite_log.c - moving the write-ahead log into the file, by a thread or by who commits.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_sqlite_log.h"
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/resource.h>

enum {
	NICE = 10,
	PAGE_BYTES = STORE_SQLITE_PAGE_BYTES,
	FRAME_BYTES = PAGE_BYTES + 24,
	SHORT_PAGES = 1000,      /* where no thread moves, and nothing else was asked for */
	INDEX_BYTES = 32 * 1024, /* the first block of the log's index in shared memory */
	INDEX_MOVED = 96,        /* where it says how many frames were moved */
	INDEX_MOVES_LOCK = 1,    /* the lock of who moves */
	INDEX_TRIES = 1000,      /* a millisecond each */
};

struct store_sqlite_log {
	struct store *store; /* is told how long the log is, and when it is of no more use */
	sqlite3 *committing;
	sqlite3 *moving; /* the thread's, from its start to its end; NULL: there is no thread */
	bool shared;     /* other connections can be there */
	_Atomic bool lost;
	int step_pages;
	int max_pages;
	int asked_at;  /* pages in the log when a move was asked for last; the committing thread's */
	int sync_left; /* pages that may still come when it is asked to sync; the same */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t changed;
	bool wanted; /* behind the lock, as what follows */
	bool busy;   /* it moves just now */
	bool sync_wanted;
	bool ending;
};

/* Who opens the log next, while somebody else still has it open, would believe the index, and not
 * move again what was moved. Nobody minds reading from the log what is in the file as well. */
static void forget_moved(sqlite3 *handle)
{
	sqlite3_file *file = NULL;
	volatile void *index = NULL;
	int code = sqlite3_file_control(handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (code != SQLITE_OK || file == NULL || file->pMethods == NULL) return;
	const sqlite3_io_methods *methods = file->pMethods;
	if (methods->iVersion < 2 || methods->xShmMap(file, 0, INDEX_BYTES, 0, &index) != SQLITE_OK ||
		index == NULL)
		return;
	for (int tries = 0; tries < INDEX_TRIES; tries++) {
		code = methods->xShmLock(file, INDEX_MOVES_LOCK, 1, SQLITE_SHM_LOCK | SQLITE_SHM_EXCLUSIVE);
		if (code == SQLITE_OK) break;
		sqlite3_sleep(1);
	}
	if (code != SQLITE_OK) return;
	_Atomic uint32_t *moved = (_Atomic uint32_t *)((uintptr_t)index + INDEX_MOVED);
	atomic_store(moved, 0);
	methods->xShmLock(file, INDEX_MOVES_LOCK, 1, SQLITE_SHM_UNLOCK | SQLITE_SHM_EXCLUSIVE);
}

/* What was moved before may be gone from memory and not be on the disk, and the next sync would
 * succeed: the log must not begin again. Everything is in it still. */
static void note(struct store_sqlite_log *log, sqlite3 *handle, int code)
{
	int kind = code & 0xff;
	if (kind == SQLITE_OK || kind == SQLITE_BUSY || atomic_exchange(&log->lost, true)) return;
	if (log->shared) forget_moved(handle);
	log->store->broken = true;
}

static bool move(struct store_sqlite_log *log, sqlite3 *handle)
{
	if (log->lost) return true;
	int code = sqlite3_wal_checkpoint_v2(handle, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);
	note(log, handle, code);
	return (code & 0xff) != SQLITE_BUSY;
}

/* SQLite syncs the file only when a move has reached the end of the log: who commits would then
 * wait for all pages of all moves at once. */
static void sync_moved(struct store_sqlite_log *log)
{
	sqlite3_file *file = NULL;
	if (log->lost) return;
	int code = sqlite3_file_control(log->moving, "main", SQLITE_FCNTL_FILE_POINTER, &file);
	if (code == SQLITE_OK && file != NULL && file->pMethods != NULL)
		code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL | SQLITE_SYNC_DATAONLY);
	note(log, log->moving, code);
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
		(void)move(log, log->moving); /* busy: the next one does it */
		if (syncs) sync_moved(log);
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
	if (move(log, handle) || pages < log->max_pages + log->max_pages / 8) return;
	pthread_mutex_lock(&log->lock);
	while (log->busy) pthread_cond_wait(&log->changed, &log->lock);
	pthread_mutex_unlock(&log->lock);
	(void)move(log, handle);
}

/* Each try costs a sync of the log: one that stays too long, because somebody reads, is not tried
 * at each commit. */
static bool is_due(struct store_sqlite_log *log, int pages)
{
	bool is_too_long = pages >= log->max_pages + log->max_pages / 8;
	return !is_too_long || pages - log->asked_at >= log->step_pages;
}

static void ask(struct store_sqlite_log *log, int pages)
{
	if (pages - log->asked_at < next_step(log)) return;
	log->asked_at = pages;
	bool syncs = log->max_pages - pages <= log->sync_left;
	if (syncs) log->sync_left /= 4;
	pthread_mutex_lock(&log->lock);
	log->wanted = true;
	log->sync_wanted = log->sync_wanted || syncs;
	pthread_cond_broadcast(&log->changed);
	pthread_mutex_unlock(&log->lock);
}

/* Called by SQLite behind each commit, on the committing thread. */
static int on_commit(void *context, sqlite3 *handle, const char *database, int pages)
{
	struct store_sqlite_log *log = context;
	(void)database;
	log->store->log_bytes = (int64_t)pages * FRAME_BYTES;
	if (pages < log->asked_at) begin_again(log);
	if (pages < log->max_pages) {
		if (log->moving != NULL) ask(log, pages);
	} else if (is_due(log, pages)) {
		log->asked_at = pages;
		move_all(log, handle, pages);
	}
	return SQLITE_OK;
}

/* Who closes last would move the log, and remove it. */
static void keep(sqlite3 *handle)
{
	sqlite3_db_config(handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
}

static void finish(struct store_sqlite_log *log)
{
	if (log->lost) {
		keep(log->committing);
		if (log->moving != NULL) keep(log->moving);
	}
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

static status start_aside(struct store_sqlite_log *log, const char *path, struct error *error)
{
	int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE;
	bool opened = sqlite3_open_v2(path, &log->moving, flags, NULL) == SQLITE_OK &&
		sqlite3_exec(log->moving, "pragma synchronous=full", NULL, NULL, NULL) == SQLITE_OK &&
		sqlite3_exec(log->moving, "pragma schema_version", NULL, NULL, NULL) == SQLITE_OK;
	if (opened && start_thread(log) == 0) return STATUS_OK;
	return status_fail(error, STATUS_STORE, "what moves the log does not start");
}

status store_sqlite_log_start(struct store *store, sqlite3 *committing,
	const struct store_options *options, bool aside, struct store_sqlite_log **out,
	struct error *error)
{
	struct store_sqlite_log *log = calloc(1, sizeof(*log));
	if (log == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a store");
	log->store = store;
	log->committing = committing;
	log->shared = !options->exclusive;
	log->step_pages = STORE_SQLITE_LOG_BYTES / PAGE_BYTES;
	log->max_pages = options->log_bytes > 0 ? (int)(options->log_bytes / PAGE_BYTES) : SHORT_PAGES;
	if (aside) log->max_pages = STORE_SQLITE_LOG_MAX_BYTES / PAGE_BYTES;
	begin_again(log);
	pthread_mutex_init(&log->lock, NULL);
	pthread_cond_init(&log->changed, NULL);
	status result = aside ? start_aside(log, options->path, error) : STATUS_OK;
	if (result != STATUS_OK) {
		finish(log);
		return result;
	}
	sqlite3_wal_hook(committing, on_commit, log);
	*out = log;
	return STATUS_OK;
}

bool store_sqlite_log_is_lost(const struct store_sqlite_log *log)
{
	return log != NULL && log->lost;
}

static void stop_thread(struct store_sqlite_log *log)
{
	pthread_mutex_lock(&log->lock);
	log->ending = true;
	pthread_cond_signal(&log->changed);
	pthread_mutex_unlock(&log->lock);
	pthread_join(log->thread, NULL);
}

void store_sqlite_log_stop(struct store_sqlite_log *log)
{
	if (log == NULL) return;
	sqlite3_wal_hook(log->committing, NULL, NULL);
	if (log->moving != NULL) stop_thread(log);
	finish(log);
}
