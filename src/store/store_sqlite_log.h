/* store_sqlite_log.h - the write-ahead log is moved into the file, by a thread of its own or by who
 * commits.
 *
 * Moving costs a read, a write and syncs for each page; done by who commits it would double the
 * time of every second commit. So a thread with a connection of its own moves what is there each
 * time a quarter of what may still come has come, and at least STORE_SQLITE_LOG_BYTES. The log
 * begins again from the start only when all of it was moved at a moment without a writer: under a
 * load that never ends that moment does not come by itself, so who commits moves the rest when the
 * log is STORE_SQLITE_LOG_MAX_BYTES long. The thread syncs the file shortly before, so that this
 * rest is small. Who commits waits for a thread that cannot keep up when the log is an eighth
 * longer than that. Without a thread who commits moves it all, at options.log_bytes.
 *
 * Bounds      None while somebody reads: what a reading transaction sees stays in the log, and all
 *             that comes behind it (a backup of a large database: as much as is written meanwhile).
 *             It begins again some time after the reader has ended, at the length that it had, and
 *             a file that grew beyond 300 MB is cut then. store_log_bytes tells how long it is.
 * Errors      After a move or a sync of the file that failed (SQLITE_BUSY is no failure) nobody
 *             knows which of the pages that were moved are on the disk: Linux tells each open file
 *             once, and the next sync succeeds. Everything is in the log still. So from then on
 *             nothing is moved, also not when the connection closes, the store is broken and
 *             store_sync fails; whoever opens the database next moves the whole log again, also
 *             while others have it open.
 * Ownership   The log belongs to the connection that commits, and ends before it closes.
 * Source      sqlite.org/wal.html, "Avoiding Excessively Large WAL Files";
 *             sqlite.org/walformat.html, 2.1 (nBackfill) and 2.3 (locks)
 * Tests       test/contract/test_store_transaction.c, test_store_lost.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store_backend.h"
#include <sqlite3.h>

#define STORE_SQLITE_PAGE_BYTES 4096
#define STORE_SQLITE_LOG_BYTES (4 * 1024 * 1024)
#define STORE_SQLITE_LOG_MAX_BYTES (256 * 1024 * 1024)

struct store_sqlite_log;

/* Has `committing`, the connection of `store`, tell how long the log is; `aside`: starts the
 * thread. */
MUST_USE status store_sqlite_log_start(struct store *store, sqlite3 *committing,
	const struct store_options *options, bool aside, struct store_sqlite_log **log,
	struct error *error);
/* See Errors. Any thread may ask. Accepts NULL. */
bool store_sqlite_log_is_lost(const struct store_sqlite_log *log);
/* Waits for the move that is going on. Accepts NULL. */
void store_sqlite_log_stop(struct store_sqlite_log *log);
