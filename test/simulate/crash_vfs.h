/* crash_vfs.h - a crash_disk as an SQLite VFS: calls can be made to fail, and at any of them the
 * process or the machine can stop.
 *
 * States      runs -> stopped (every call fails with SQLITE_IOERR, nothing changes) -> runs
 *             A file that was open when it stopped stays dead: it can only be closed.
 * Invariants  (1) What happens follows from the seed and the calls.
 *             (2) Nobody is locked out: one store on a file at a time, opened with `exclusive`, as
 *                 there is no shared memory.
 * Calls       Making, writing, cutting off, syncing and removing a file count as calls that change
 *             something; crash_vfs_stop counts these.
 * Folder      It is synced with the first sync of each journal or WAL that was opened to be made if
 *             it was not there, as SQLite's own VFS does (unixOpen, UNIXFILE_DIRSYNC); and with a
 *             removal when SQLite asks for it.
 * Tests       test/simulate/test_crash_vfs.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "crash_disk.h"

#define CRASH_VFS_NAME "vangnet-crash"

enum crash_vfs_fault {
	CRASH_VFS_SYNC_FAILS,  /* SQLITE_IOERR_FSYNC; what was written still waits */
	CRASH_VFS_SYNC_DROPS,  /* the same, and what was written is not written any more */
	CRASH_VFS_WRITE_FAILS, /* SQLITE_IOERR_WRITE, with a part written */
	CRASH_VFS_DISK_FULL,   /* SQLITE_FULL, with a part written */
	CRASH_VFS_FAULT_COUNT,
};

struct crash_vfs_counts {
	int64_t changes; /* calls that change something */
	int64_t syncs;   /* that succeeded */
	int64_t failed[CRASH_VFS_FAULT_COUNT];
	int64_t stops;
	int64_t inner_stops; /* in the middle of a call */
};

struct crash_vfs;

/* Registered under CRASH_VFS_NAME until it is destroyed: one at a time. */
struct crash_vfs *crash_vfs_create(uint64_t seed);
/* Every store on it has been closed. Accepts NULL. */
void crash_vfs_destroy(struct crash_vfs *vfs);
/* Syncs say that they did, and do nothing: a disk that lies. */
void crash_vfs_set_lying(struct crash_vfs *vfs, bool lying);

/* Stops at the `after`th call from now that changes something (0: at once). That call has happened,
 * or not, or a write of it is waiting. */
void crash_vfs_stop(struct crash_vfs *vfs, int64_t after);
bool crash_vfs_is_stopped(const struct crash_vfs *vfs);
/* Runs again, with what is left; forgets planned faults. */
void crash_vfs_start(struct crash_vfs *vfs, enum crash_disk_loss loss);
/* Of the calls from now that it can happen to, the `after`th (1 is the next) and `count - 1` behind
 * it fail. One plan at a time. */
void crash_vfs_fail(
	struct crash_vfs *vfs, enum crash_vfs_fault fault, int64_t after, int64_t count);
/* No planned fault or stop any more. */
void crash_vfs_calm(struct crash_vfs *vfs);
struct crash_vfs_counts crash_vfs_counts(const struct crash_vfs *vfs);
struct crash_disk *crash_vfs_disk(struct crash_vfs *vfs);
