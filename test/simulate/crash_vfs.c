/* crash_vfs.c - SQLite's calls on a crash_disk.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "crash_vfs.h"
#include "base/check.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

/* Julian day of 2026-03-02 in milliseconds: SQLite's own functions of time, which nothing uses. */
#define JULIAN_MS INT64_C(212639169600000)

struct crash_vfs {
	sqlite3_vfs base;
	struct crash_disk disk;
	struct prng prng;
	bool lying;
	bool stopped;
	int64_t generation; /* handles of an earlier one are dead */
	int64_t stop_after; /* -1: no plan */
	enum crash_vfs_fault fault;
	int64_t fault_after;
	int64_t fault_count; /* 0: no plan */
	int open_handles;
	struct crash_vfs_counts counts;
};

struct crash_handle {
	sqlite3_file base;
	struct crash_vfs *vfs;
	int64_t generation;
	char name[CRASH_DISK_NAME_SIZE];
	bool syncs_folder; /* at its first sync */
};

static struct crash_handle *handle_of(sqlite3_file *file)
{
	return (struct crash_handle *)(void *)file;
}

static struct crash_vfs *vfs_of(sqlite3_vfs *vfs)
{
	return (struct crash_vfs *)(void *)vfs;
}

static bool is_dead(const struct crash_handle *handle)
{
	return handle->vfs->stopped || handle->generation != handle->vfs->generation;
}

static struct crash_disk_file *file_of(const struct crash_handle *handle)
{
	struct crash_disk_file *file = crash_disk_find(&handle->vfs->disk, handle->name);
	CHECK(file != NULL);
	return file;
}

static void stop(struct crash_vfs *vfs)
{
	vfs->stopped = true;
	vfs->stop_after = -1;
	vfs->counts.stops++;
}

/* A call that changes something begins: true if it is the one at which everything stops. */
static bool stops_here(struct crash_vfs *vfs)
{
	vfs->counts.changes++;
	if (vfs->stop_after < 0 || --vfs->stop_after > 0) return false;
	stop(vfs);
	vfs->counts.inner_stops++;
	return true;
}

static bool fails_here(struct crash_vfs *vfs, bool is_sync, enum crash_vfs_fault *fault)
{
	bool of_sync = vfs->fault == CRASH_VFS_SYNC_FAILS || vfs->fault == CRASH_VFS_SYNC_DROPS;
	if (vfs->fault_count == 0 || of_sync != is_sync) return false;
	if (vfs->fault_after > 1) {
		vfs->fault_after--;
		return false;
	}
	vfs->fault_count--;
	vfs->counts.failed[vfs->fault]++;
	*fault = vfs->fault;
	return true;
}

static bool toss(struct crash_vfs *vfs)
{
	return prng_below(&vfs->prng, 2) == 0;
}

static int file_close(sqlite3_file *base)
{
	struct crash_handle *handle = handle_of(base);
	handle->vfs->open_handles--;
	return SQLITE_OK;
}

static int file_read(sqlite3_file *base, void *out, int size, sqlite3_int64 offset)
{
	struct crash_handle *handle = handle_of(base);
	if (is_dead(handle)) return SQLITE_IOERR_READ;
	size_t there = crash_disk_read(file_of(handle), (size_t)offset, out, (size_t)size);
	return there == (size_t)size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int file_write(sqlite3_file *base, const void *bytes, int size, sqlite3_int64 offset)
{
	struct crash_handle *handle = handle_of(base);
	struct crash_vfs *vfs = handle->vfs;
	enum crash_vfs_fault fault;
	if (is_dead(handle)) return SQLITE_IOERR_WRITE;
	if (stops_here(vfs)) {
		if (toss(vfs)) crash_disk_write(file_of(handle), (size_t)offset, bytes, (size_t)size);
		return SQLITE_IOERR_WRITE;
	}
	if (fails_here(vfs, false, &fault)) {
		size_t part = (size_t)prng_below(&vfs->prng, (uint64_t)size);
		crash_disk_write(file_of(handle), (size_t)offset, bytes, part);
		return fault == CRASH_VFS_DISK_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
	}
	crash_disk_write(file_of(handle), (size_t)offset, bytes, (size_t)size);
	return SQLITE_OK;
}

static int file_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct crash_handle *handle = handle_of(base);
	if (is_dead(handle)) return SQLITE_IOERR_TRUNCATE;
	bool stops = stops_here(handle->vfs);
	if (!stops || toss(handle->vfs)) crash_disk_truncate(file_of(handle), (size_t)size);
	return stops ? SQLITE_IOERR_TRUNCATE : SQLITE_OK;
}

static void sync_now(struct crash_handle *handle)
{
	if (handle->vfs->lying) return;
	crash_disk_sync(file_of(handle));
	if (handle->syncs_folder) crash_disk_sync_folder(&handle->vfs->disk);
	handle->syncs_folder = false;
}

static int file_sync(sqlite3_file *base, int flags)
{
	struct crash_handle *handle = handle_of(base);
	struct crash_vfs *vfs = handle->vfs;
	enum crash_vfs_fault fault;
	(void)flags;
	if (is_dead(handle)) return SQLITE_IOERR_FSYNC;
	if (stops_here(vfs)) {
		if (toss(vfs)) sync_now(handle);
		return SQLITE_IOERR_FSYNC;
	}
	if (fails_here(vfs, true, &fault)) {
		crash_disk_fail_sync(&vfs->disk, file_of(handle), fault == CRASH_VFS_SYNC_DROPS);
		return SQLITE_IOERR_FSYNC;
	}
	vfs->counts.syncs++;
	sync_now(handle);
	return SQLITE_OK;
}

static int file_size(sqlite3_file *base, sqlite3_int64 *size)
{
	struct crash_handle *handle = handle_of(base);
	if (is_dead(handle)) return SQLITE_IOERR_FSTAT;
	*size = (sqlite3_int64)file_of(handle)->now.size;
	return SQLITE_OK;
}

/* One connection at a time: nobody to lock out. */
static int file_lock(sqlite3_file *base, int level)
{
	(void)level;
	return is_dead(handle_of(base)) ? SQLITE_IOERR_LOCK : SQLITE_OK;
}

static int file_unlock(sqlite3_file *base, int level)
{
	(void)base;
	(void)level;
	return SQLITE_OK;
}

static int file_check_reserved(sqlite3_file *base, int *out)
{
	*out = 0;
	return is_dead(handle_of(base)) ? SQLITE_IOERR_CHECKRESERVEDLOCK : SQLITE_OK;
}

static int file_control(sqlite3_file *base, int operation, void *argument)
{
	(void)base;
	(void)operation;
	(void)argument;
	return SQLITE_NOTFOUND;
}

static int file_sector_size(sqlite3_file *base)
{
	(void)base;
	return 4096;
}

static int file_characteristics(sqlite3_file *base)
{
	(void)base;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static const sqlite3_io_methods methods = {
	.iVersion = 1, /* no shared memory, no mapping */
	.xClose = file_close,
	.xRead = file_read,
	.xWrite = file_write,
	.xTruncate = file_truncate,
	.xSync = file_sync,
	.xFileSize = file_size,
	.xLock = file_lock,
	.xUnlock = file_unlock,
	.xCheckReservedLock = file_check_reserved,
	.xFileControl = file_control,
	.xSectorSize = file_sector_size,
	.xDeviceCharacteristics = file_characteristics,
};

/* Makes the file, unless everything stops before that. */
static bool create(struct crash_vfs *vfs, const char *name)
{
	bool stops = stops_here(vfs);
	if (!stops || toss(vfs)) crash_disk_create(&vfs->disk, name);
	return !stops;
}

static int vfs_open(
	sqlite3_vfs *base, sqlite3_filename name, sqlite3_file *file, int flags, int *out_flags)
{
	struct crash_vfs *vfs = vfs_of(base);
	struct crash_handle *handle = handle_of(file);
	int journals = SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
	*handle = (struct crash_handle){.vfs = vfs, .generation = vfs->generation};
	CHECK(name != NULL && strlen(name) < sizeof(handle->name));
	if (vfs->stopped) return SQLITE_IOERR;
	bool there = crash_disk_find(&vfs->disk, name) != NULL;
	if (!there && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
	if (!there && !create(vfs, name)) return SQLITE_IOERR;
	snprintf(handle->name, sizeof(handle->name), "%s", name);
	handle->syncs_folder = (flags & SQLITE_OPEN_CREATE) != 0 && (flags & journals) != 0;
	handle->base.pMethods = &methods;
	vfs->open_handles++;
	if (out_flags != NULL) *out_flags = flags;
	return SQLITE_OK;
}

static int vfs_delete(sqlite3_vfs *base, const char *name, int syncs_folder)
{
	struct crash_vfs *vfs = vfs_of(base);
	if (vfs->stopped) return SQLITE_IOERR_DELETE;
	if (crash_disk_find(&vfs->disk, name) == NULL) return SQLITE_IOERR_DELETE_NOENT;
	bool stops = stops_here(vfs);
	if (stops && toss(vfs)) return SQLITE_IOERR_DELETE;
	crash_disk_remove(&vfs->disk, name);
	if (syncs_folder != 0 && !vfs->lying && !stops) crash_disk_sync_folder(&vfs->disk);
	return stops ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

static int vfs_access(sqlite3_vfs *base, const char *name, int flags, int *out)
{
	struct crash_vfs *vfs = vfs_of(base);
	const struct crash_disk_file *file = crash_disk_find(&vfs->disk, name);
	if (vfs->stopped) return SQLITE_IOERR_ACCESS;
	/* As SQLite's own does: an empty file is none where it asks whether it exists. */
	*out = file != NULL && (flags != SQLITE_ACCESS_EXISTS || file->now.size > 0);
	return SQLITE_OK;
}

static int vfs_full_name(sqlite3_vfs *base, const char *name, int size, char *out)
{
	(void)base;
	snprintf(out, (size_t)size, "%s", name);
	return SQLITE_OK;
}

static int vfs_randomness(sqlite3_vfs *base, int size, char *out)
{
	prng_fill(&vfs_of(base)->prng, out, (size_t)size);
	return size;
}

static int vfs_sleep(sqlite3_vfs *base, int microseconds)
{
	(void)base;
	return microseconds;
}

static int vfs_time_ms(sqlite3_vfs *base, sqlite3_int64 *out)
{
	(void)base;
	*out = JULIAN_MS;
	return SQLITE_OK;
}

static int vfs_time(sqlite3_vfs *base, double *out)
{
	(void)base;
	*out = (double)JULIAN_MS / 86400000.0;
	return SQLITE_OK;
}

struct crash_vfs *crash_vfs_create(uint64_t seed)
{
	struct crash_vfs *vfs = calloc(1, sizeof(*vfs));
	CHECK(vfs != NULL);
	vfs->base = (sqlite3_vfs){.iVersion = 2,
		.szOsFile = sizeof(struct crash_handle),
		.mxPathname = CRASH_DISK_NAME_SIZE - 1,
		.zName = CRASH_VFS_NAME,
		.xOpen = vfs_open,
		.xDelete = vfs_delete,
		.xAccess = vfs_access,
		.xFullPathname = vfs_full_name,
		.xRandomness = vfs_randomness,
		.xSleep = vfs_sleep,
		.xCurrentTime = vfs_time,
		.xCurrentTimeInt64 = vfs_time_ms};
	prng_init_seed(&vfs->prng, seed);
	crash_disk_init(&vfs->disk, prng_next(&vfs->prng));
	vfs->stop_after = -1;
	CHECK(sqlite3_vfs_find(CRASH_VFS_NAME) == NULL);
	CHECK(sqlite3_vfs_register(&vfs->base, 0) == SQLITE_OK);
	return vfs;
}

void crash_vfs_destroy(struct crash_vfs *vfs)
{
	if (vfs == NULL) return;
	CHECK(vfs->open_handles == 0);
	sqlite3_vfs_unregister(&vfs->base);
	crash_disk_finish(&vfs->disk);
	free(vfs);
}

void crash_vfs_set_lying(struct crash_vfs *vfs, bool lying)
{
	vfs->lying = lying;
}

void crash_vfs_stop(struct crash_vfs *vfs, int64_t after)
{
	if (vfs->stopped) return;
	if (after == 0)
		stop(vfs);
	else
		vfs->stop_after = after;
}

bool crash_vfs_is_stopped(const struct crash_vfs *vfs)
{
	return vfs->stopped;
}

void crash_vfs_start(struct crash_vfs *vfs, enum crash_disk_loss loss)
{
	CHECK(vfs->stopped);
	crash_disk_restart(&vfs->disk, loss);
	vfs->stopped = false;
	vfs->generation++;
	crash_vfs_calm(vfs);
}

void crash_vfs_fail(struct crash_vfs *vfs, enum crash_vfs_fault fault, int64_t after, int64_t count)
{
	vfs->fault = fault;
	vfs->fault_after = after;
	vfs->fault_count = count;
}

void crash_vfs_calm(struct crash_vfs *vfs)
{
	vfs->fault_count = 0;
	vfs->stop_after = -1;
}

struct crash_vfs_counts crash_vfs_counts(const struct crash_vfs *vfs)
{
	return vfs->counts;
}

struct crash_disk *crash_vfs_disk(struct crash_vfs *vfs)
{
	return &vfs->disk;
}
