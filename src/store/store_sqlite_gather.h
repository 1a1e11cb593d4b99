/* store_sqlite_gather.h - the frames of a commit go to the write-ahead log together.
 *
 * SQLite writes each frame of its log with two calls, 24 bytes of header and then a page; half of
 * what a commit costs a processor is these calls. A VFS between SQLite and the one below it keeps
 * what is appended to a log in memory, and writes it with one call when the commit's last frame
 * has come, or STORE_SQLITE_GATHER_BYTES are full. Only logs go through it: every other file is
 * the lower VFS's own.
 *
 * States      of one log: empty -> gathering -> empty (written)
 * Invariants  (1) When SQLite has written a frame that ends a commit, all of it has been handed to
 *                 the VFS below: SQLite then shows the commit to others, without any call.
 *             (2) Before a log is read, synced, cut, measured or closed nothing is kept back.
 *             (3) Only what follows the last write directly is gathered, all else is written at
 *                 once: rewritten frames keep their order.
 * Errors      Of a write that was kept back: told by the call that writes it, which (1) is never
 *             later than the end of its commit.
 * Threads     One file is one connection's; the VFS itself may be used by many.
 * Source      sqlite.org/fileformat2.html, "The Write-Ahead Log"; sqlite.org/vfs.html, "VFS Shims"
 * Tests       test/unit/store/test_sqlite_gather.c, test/simulate/
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/status.h"
#include <sqlite3.h>
#include <stdbool.h>

/* SQLite's own VFS writes less than 128 KiB at a time. */
#define STORE_SQLITE_GATHER_BYTES (120 * 1024)

/* The name of the VFS above the one that is called `below` (NULL: SQLite's default); it is
 * registered at the first use and stays. */
MUST_USE status store_sqlite_gather(const char *below, const char **name, struct error *error);
/* Whether a sync of this open log, one that went through it, ever failed: what had been committed
 * before may then be gone, also if a later sync succeeds (SQLite syncs by itself when it moves the
 * log, and tells nobody when that fails). */
bool store_sqlite_gather_lost_sync(const sqlite3_file *log);
