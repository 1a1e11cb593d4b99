/* simulate.h - Vangnet in one thread on a disk that loses power: a seed says what happens next, and
 * what was acknowledged must be there.
 *
 * A step is one of: a client sends a command (its own, or again what it got no answer to), the
 * writer runs what waits, an answer is given or lost on its way, syncs or writes fail, the process
 * or the machine stops (between two calls or in the middle of one), the clock moves, what is due is
 * done, and what a shard has to tell another is delivered.
 *
 * Laws        checked after every stop and at the end, with queries of its own:
 *             (1) What was acknowledged is in the journal exactly once, at the same place with the
 *                 same hash, and the same command id gets the same result again.
 *             (2) Nothing is there by halves: the chains are sound, and the tables are what they
 *                 say. Nothing is there that nobody sent or that was refused.
 *             (3) The laws of care hold for every episode and roster.
 *             (4) seq has no holes, and the lease's epoch rises.
 *             (5) What was sealed opens: no text outlived its key.
 *             (6) Where the disk did what it was asked, no command fails; none ever breaks.
 *             A command that was answered as failed may be there after the next stop: its
 *             transaction can be whole in the WAL though the sync failed. It is counted (`back`).
 * Threads     One. SQLite's and libsodium's random numbers come from the seed while it runs.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/hash.h"
#include "crash_vfs.h"
#include "region/region.h"

struct simulate_options {
	uint64_t seed;
	int64_t steps;
	const char *site_key_file;
	const struct region *division;
	bool apart;         /* commits are synced apart, after the next batch was begun */
	bool hasty;         /* of these: answers before that sync */
	bool without_sync;  /* the store syncs nothing */
	bool lying;         /* the disk says that it synced, and did not */
	int64_t max_losses; /* ends after so many power failures; 0: no bound */
	bool chatty;        /* writes each step to standard output */
};

struct simulate_counts {
	int64_t steps;
	int64_t sent; /* commands, each counted once */
	int64_t attempts;
	int64_t acknowledged;
	int64_t refused;
	int64_t failed;   /* answers that said so */
	int64_t repeated; /* answers that were given before */
	int64_t unanswered;
	int64_t by_program; /* clock and outbox */
	int64_t batches;
	int64_t power_losses;
	int64_t process_ends;
	int64_t broken; /* times that the process ended because a store was of no more use */
	int64_t failed_opens;
	int64_t back; /* commands that were answered as failed and are there after a stop */
	int64_t checks;
	int64_t entries; /* journal entries at the end */
};

struct simulate_report {
	/* What broke; empty if nothing did. Invented data only, so it may show anything. */
	char problem[400];
	int64_t step; /* at which it was seen */
	struct simulate_counts counts;
	struct crash_vfs_counts calls;
	struct crash_disk_counts disk;
	struct hash trace; /* of all that happened: the same for the same options */
};

/* Before anything else in the process: libsodium's random numbers come from here. */
void simulate_random_install(void);
void simulate_random_seed(uint64_t seed);

void simulate_run(const struct simulate_options *options, struct simulate_report *report);
