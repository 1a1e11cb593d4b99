/* store_sqlite_log.h - the write-ahead log is moved into the file by a thread of its own.
 *
 * Moving costs a read, a write and syncs for each page; done by who commits it would double the
 * time of every second commit. So a thread with a connection of its own moves what is there each
 * time a quarter of what may still come has come, and at least STORE_SQLITE_LOG_BYTES. The log
 * begins again from the start only when all of it was moved at a moment without a writer: under a
 * load that never ends that moment does not come by itself, so who commits moves the rest when the
 * log is STORE_SQLITE_LOG_MAX_BYTES long. The thread syncs the file shortly before, so that this
 * rest is small. Who commits waits for a thread that cannot keep up when the log is an eighth
 * longer than that.
 *
 * Ownership   The log belongs to the connection that commits, and ends before it closes.
 * Errors      A move that fails is tried again with the next; the committing connection still
 *             moves at the bound, and what fails there is SQLite's to report at the next commit.
 * Source      sqlite.org/wal.html, "Avoiding Excessively Large WAL Files"
 * Tests       test/contract/test_store_transaction.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/status.h"
#include <sqlite3.h>

#define STORE_SQLITE_LOG_BYTES (4 * 1024 * 1024)
#define STORE_SQLITE_LOG_MAX_BYTES (256 * 1024 * 1024)

struct store_sqlite_log;

/* Starts the thread, and has `committing` tell it how long the log is. */
MUST_USE status store_sqlite_log_start(sqlite3 *committing, const char *path, int page_bytes,
	struct store_sqlite_log **log, struct error *error);
/* Waits for the move that is going on. Accepts NULL. */
void store_sqlite_log_stop(struct store_sqlite_log *log);
