/* sync_watch.h - what a test sees of the syncs of the real program, and the gate that it holds them
 * at; shared with sync_watch.c in the program by way of a file.
 *
 * The log is the file that the database's name and "-wal" lead to when it is synced. Its syncs
 * stand at the gate until `allowed` says that they may go; those of other files only count.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once

#define SYNC_WATCH_FILE "VANGNET_SYNC_WATCH"  /* names the file */
#define SYNC_WATCH_WRONG "VANGNET_SYNC_WRONG" /* set: the program is given a wrong log to sync */
#define SYNC_WATCH_LOG "/vangnet.sqlite-wal"

struct sync_watch {
	_Atomic int reached; /* syncs of the log that began */
	_Atomic int allowed;
	_Atomic int log;   /* that were made */
	_Atomic int other; /* of other files */
};
