/* store_sqlite_gather.c - the frames of a commit go to the write-ahead log together.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "store/store_sqlite_gather.h"
#include "base/check.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	FRAME_HEADER_BYTES = 24,
	NAME_BYTES = 64,
	UNKNOWN = -1,
};

/* What SQLite calls; the file below it lies directly behind it. */
struct log_file {
	sqlite3_file base;
	sqlite3_file *below;
	unsigned char *kept; /* NULL until something is */
	int kept_bytes;
	sqlite3_int64 kept_at;
	sqlite3_int64 end; /* of the last write, kept or not; UNKNOWN after anything else */
	bool ends_commit;  /* the last frame header says that its page is a commit's last */
	bool lost_sync;
};

struct gather {
	sqlite3_vfs base;
	char name[NAME_BYTES];
	char below[NAME_BYTES];
};

static struct log_file *log_of(sqlite3_file *file)
{
	return (struct log_file *)(void *)file;
}

static int write_kept(struct log_file *log)
{
	if (log->kept_bytes == 0) return SQLITE_OK;
	int bytes = log->kept_bytes;
	log->kept_bytes = 0;
	return log->below->pMethods->xWrite(log->below, log->kept, bytes, log->kept_at);
}

/* Before all that is not a write. */
static int settle(struct log_file *log)
{
	log->end = UNKNOWN;
	log->ends_commit = false;
	return write_kept(log);
}

static int log_close(sqlite3_file *file)
{
	struct log_file *log = log_of(file);
	int written = settle(log);
	free(log->kept);
	log->kept = NULL;
	int closed = log->below->pMethods->xClose(log->below);
	return written == SQLITE_OK ? closed : written;
}

static int log_read(sqlite3_file *file, void *out, int bytes, sqlite3_int64 at)
{
	struct log_file *log = log_of(file);
	int code = settle(log);
	return code == SQLITE_OK ? log->below->pMethods->xRead(log->below, out, bytes, at) : code;
}

static bool keeps(struct log_file *log, const void *data, int bytes, sqlite3_int64 at)
{
	if (at != log->end || bytes > STORE_SQLITE_GATHER_BYTES - log->kept_bytes) return false;
	if (log->kept == NULL) log->kept = calloc(1, STORE_SQLITE_GATHER_BYTES);
	if (log->kept == NULL) return false;
	if (log->kept_bytes == 0) log->kept_at = at;
	memcpy(log->kept + log->kept_bytes, data, (size_t)bytes);
	log->kept_bytes += bytes;
	return true;
}

/* Bytes 4 to 7 of a frame's header: the pages of the database after the commit, 0 if more frames
 * of it follow. */
static bool says_commit(const unsigned char *header)
{
	return (header[4] | header[5] | header[6] | header[7]) != 0;
}

static int log_write(sqlite3_file *file, const void *data, int bytes, sqlite3_int64 at)
{
	struct log_file *log = log_of(file);
	bool is_header = bytes == FRAME_HEADER_BYTES;
	bool is_last = !is_header && log->ends_commit;
	int code = SQLITE_OK;
	log->ends_commit = is_header && says_commit(data);
	if (!keeps(log, data, bytes, at)) {
		code = write_kept(log);
		if (code == SQLITE_OK && !keeps(log, data, bytes, at))
			code = log->below->pMethods->xWrite(log->below, data, bytes, at);
	}
	log->end = at + bytes;
	return code == SQLITE_OK && is_last ? write_kept(log) : code;
}

static int log_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	struct log_file *log = log_of(file);
	int code = settle(log);
	return code == SQLITE_OK ? log->below->pMethods->xTruncate(log->below, size) : code;
}

static int log_sync(sqlite3_file *file, int flags)
{
	struct log_file *log = log_of(file);
	int code = settle(log);
	if (code == SQLITE_OK) code = log->below->pMethods->xSync(log->below, flags);
	log->lost_sync = log->lost_sync || code != SQLITE_OK;
	return code;
}

static int log_size(sqlite3_file *file, sqlite3_int64 *size)
{
	struct log_file *log = log_of(file);
	int code = settle(log);
	return code == SQLITE_OK ? log->below->pMethods->xFileSize(log->below, size) : code;
}

static int log_lock(sqlite3_file *file, int level)
{
	return log_of(file)->below->pMethods->xLock(log_of(file)->below, level);
}

static int log_unlock(sqlite3_file *file, int level)
{
	return log_of(file)->below->pMethods->xUnlock(log_of(file)->below, level);
}

static int log_is_reserved(sqlite3_file *file, int *out)
{
	return log_of(file)->below->pMethods->xCheckReservedLock(log_of(file)->below, out);
}

static int log_control(sqlite3_file *file, int operation, void *argument)
{
	struct log_file *log = log_of(file);
	int code = settle(log);
	if (code != SQLITE_OK) return code;
	return log->below->pMethods->xFileControl(log->below, operation, argument);
}

static int log_sector(sqlite3_file *file)
{
	return log_of(file)->below->pMethods->xSectorSize(log_of(file)->below);
}

static int log_device(sqlite3_file *file)
{
	return log_of(file)->below->pMethods->xDeviceCharacteristics(log_of(file)->below);
}

/* Version 1: a log is neither shared memory nor mapped. */
static const sqlite3_io_methods log_methods = {
	.iVersion = 1,
	.xClose = log_close,
	.xRead = log_read,
	.xWrite = log_write,
	.xTruncate = log_truncate,
	.xSync = log_sync,
	.xFileSize = log_size,
	.xLock = log_lock,
	.xUnlock = log_unlock,
	.xCheckReservedLock = log_is_reserved,
	.xFileControl = log_control,
	.xSectorSize = log_sector,
	.xDeviceCharacteristics = log_device,
};

bool store_sqlite_gather_lost_sync(const sqlite3_file *file)
{
	const struct log_file *log = (const struct log_file *)(const void *)file;
	CHECK(file->pMethods == &log_methods);
	return log->lost_sync;
}

/* Looked up each time: one of a test may have come anew under the same name. */
static sqlite3_vfs *below_of(sqlite3_vfs *vfs)
{
	struct gather *gather = (struct gather *)(void *)vfs;
	sqlite3_vfs *below = sqlite3_vfs_find(gather->below);
	CHECK(below != NULL);
	return below;
}

static int vfs_open(
	sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
	sqlite3_vfs *below = below_of(vfs);
	struct log_file *log = log_of(file);
	if ((flags & SQLITE_OPEN_WAL) == 0) return below->xOpen(below, name, file, flags, out_flags);
	*log = (struct log_file){.below = (sqlite3_file *)(void *)(log + 1), .end = UNKNOWN};
	int code = below->xOpen(below, name, log->below, flags, out_flags);
	/* SQLite closes what has methods, also when it was not opened. */
	if (log->below->pMethods != NULL) log->base.pMethods = &log_methods;
	return code;
}

static int vfs_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	sqlite3_vfs *below = below_of(vfs);
	return below->xDelete(below, name, sync_folder);
}

static int vfs_access(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	sqlite3_vfs *below = below_of(vfs);
	return below->xAccess(below, name, flags, out);
}

static int vfs_full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
	sqlite3_vfs *below = below_of(vfs);
	return below->xFullPathname(below, name, size, out);
}

static int vfs_random(sqlite3_vfs *vfs, int size, char *out)
{
	sqlite3_vfs *below = below_of(vfs);
	return below->xRandomness(below, size, out);
}

static int vfs_sleep(sqlite3_vfs *vfs, int microseconds)
{
	sqlite3_vfs *below = below_of(vfs);
	return below->xSleep(below, microseconds);
}

static int vfs_time(sqlite3_vfs *vfs, double *out)
{
	sqlite3_vfs *below = below_of(vfs);
	return below->xCurrentTime(below, out);
}

static int vfs_last_error(sqlite3_vfs *vfs, int size, char *out)
{
	sqlite3_vfs *below = below_of(vfs);
	return below->xGetLastError == NULL ? 0 : below->xGetLastError(below, size, out);
}

static status add(const char *name, sqlite3_vfs *below, struct error *error)
{
	struct gather *gather = calloc(1, sizeof(*gather));
	if (gather == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a store");
	snprintf(gather->name, sizeof(gather->name), "%s", name);
	snprintf(gather->below, sizeof(gather->below), "%s", below->zName);
	gather->base = (sqlite3_vfs){
		.iVersion = 1,
		.szOsFile = (int)sizeof(struct log_file) + below->szOsFile,
		.mxPathname = below->mxPathname,
		.zName = gather->name,
		.xOpen = vfs_open,
		.xDelete = vfs_delete,
		.xAccess = vfs_access,
		.xFullPathname = vfs_full_name,
		.xRandomness = vfs_random,
		.xSleep = vfs_sleep,
		.xCurrentTime = vfs_time,
		.xGetLastError = vfs_last_error,
	};
	if (sqlite3_vfs_register(&gather->base, 0) == SQLITE_OK) return STATUS_OK;
	free(gather);
	return status_fail(error, STATUS_STORE, "SQLite takes no VFS");
}

status store_sqlite_gather(const char *below, const char **name, struct error *error)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	char wanted[NAME_BYTES];
	status code = STATUS_OK;
	sqlite3_vfs *lower = sqlite3_vfs_find(below);
	if (lower == NULL) return status_fail(error, STATUS_STORE, "there is no VFS %s", below);
	int size = snprintf(wanted, sizeof(wanted), "gather-%s", lower->zName);
	CHECK(size < (int)sizeof(wanted));
	pthread_mutex_lock(&lock);
	if (sqlite3_vfs_find(wanted) == NULL) code = add(wanted, lower, error);
	sqlite3_vfs *found = sqlite3_vfs_find(wanted);
	pthread_mutex_unlock(&lock);
	if (code == STATUS_OK) *name = found->zName;
	return code;
}
