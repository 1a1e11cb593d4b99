/* crash_disk.h - files on a disk that loses power: what was written and not synced may be gone.
 *
 * Each file has two images: what who reads it sees (`now`), and what is on the disk for certain
 * (`durable`); between them stands what was written since the last sync, in order.
 *
 * Model       What a disk with a cache under a journaling file system may do, and no more than what
 *             SQLite says it survives (sqlite.org/atomiccommit.html, parts 2 and 9; wal.html):
 *             - A sync that succeeded makes durable what was written to that file before it.
 *             - Of what was not synced, CRASH_DISK_LOSE_ALL keeps nothing; CRASH_DISK_KEEP_FIRST
 *               keeps the first so many writes; CRASH_DISK_KEEP_SOME keeps any of them, whole or
 *               sector by sector, always in order. The last one that is kept is torn at a byte, or
 *               at the end of a sector: before that it is new, behind it old. Bytes next to a
 *               write are never harmed (SQLITE_IOCAP_POWERSAFE_OVERWRITE, as SQLite itself assumes
 *               on this kind of system). Where a file grew and the bytes in between were lost,
 *               there are zeros or rubbish.
 *             - A name that was made is on the disk once its file was synced, or its folder. A name
 *               that was removed is gone for certain once the folder was synced; until then the
 *               file may be back, as it was. Renaming does not occur.
 *             - After a sync that failed, what was written is still waiting for the next one; or
 *               (`drops`: what Linux does) it is still there for who reads, but a later sync that
 *               succeeds says nothing about it; some of it may be on the disk.
 *             - When only the process ends nothing is lost: CRASH_DISK_KEEP_ALL.
 *             The power fails for all files at once.
 * Bounds      CRASH_DISK_FILES names; CRASH_DISK_MAX_BYTES in each of a file's images; no memory is
 *             a CHECK.
 * Tests       test/simulate/test_crash_vfs.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "base/hash.h"
#include "base/prng.h"

#define CRASH_DISK_FILES 16
#define CRASH_DISK_NAME_SIZE 64
#define CRASH_DISK_MAX_BYTES ((size_t)256 << 20)
#define CRASH_DISK_SECTOR_BYTES 512

enum crash_disk_loss {
	CRASH_DISK_KEEP_ALL,
	CRASH_DISK_LOSE_ALL,
	CRASH_DISK_KEEP_FIRST,
	CRASH_DISK_KEEP_SOME,
};

struct crash_disk_file {
	char name[CRASH_DISK_NAME_SIZE]; /* empty: not used */
	bool exists;                     /* for who opens it now */
	bool on_disk;                    /* the name is on the disk, with `durable` behind it */
	bool fresh;                      /* made since the name was last durable: the disk has nothing
									  * of it, or another file of that name */
	struct buf now;
	struct buf durable;
	struct buf pending; /* struct crash_disk_write, its bytes behind it, and so on */
};

struct crash_disk_counts {
	int64_t lost; /* writes that were not synced and are gone */
	int64_t kept; /* writes that were not synced and are there, whole or in part */
	int64_t torn; /* of those: the last one of a file, cut off in the middle */
};

struct crash_disk {
	struct crash_disk_file files[CRASH_DISK_FILES];
	struct prng prng; /* what is kept, and where it is torn */
	struct crash_disk_counts counts;
};

void crash_disk_init(struct crash_disk *disk, uint64_t seed);
/* Accepts a zeroed struct. */
void crash_disk_finish(struct crash_disk *disk);
/* NULL if there is no such file now. */
struct crash_disk_file *crash_disk_find(struct crash_disk *disk, const char *name);
struct crash_disk_file *crash_disk_create(struct crash_disk *disk, const char *name);
void crash_disk_remove(struct crash_disk *disk, const char *name);
void crash_disk_write(struct crash_disk_file *file, size_t offset, const void *bytes, size_t size);
void crash_disk_truncate(struct crash_disk_file *file, size_t size);
/* Returns how many bytes there were; the rest of `out` is zeros. */
size_t crash_disk_read(const struct crash_disk_file *file, size_t offset, void *out, size_t size);
void crash_disk_sync(struct crash_disk_file *file);
void crash_disk_sync_folder(struct crash_disk *disk);
void crash_disk_fail_sync(struct crash_disk *disk, struct crash_disk_file *file, bool drops);
/* The power fails, or the process ends, and is there again. */
void crash_disk_restart(struct crash_disk *disk, enum crash_disk_loss loss);
/* Of all names and bytes, as who reads sees them. */
struct hash crash_disk_digest(const struct crash_disk *disk);
