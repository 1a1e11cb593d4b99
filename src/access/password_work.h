/* password_work.h - Argon2id, on a thread of its own.
 *
 * It takes tens of milliseconds and 64 MiB each time, on purpose. So no event loop does it, nor the
 * writer: there is one thread, and so much memory once; who comes waits in a queue, and where that
 * is full is told to come back.
 *
 * States      task: handed in -> worked -> done(task), on the worker's thread, once
 * Invariants  (1) A task without a hash to compare with takes the same work as one with: a made-up
 *                 hash is compared, and the answer is no.
 *             (2) The text of a task is wiped when it is done.
 * Bounds      PASSWORD_WORK_WAITING tasks that wait.
 * Ownership   The task and what its spans point to are the caller's until it is done.
 * Source      RFC 9106; libsodium's crypto_pwhash, interactive: 2 passes over 64 MiB
 * Tests       test/unit/access/test_password_work.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/password.h"

#define PASSWORD_WORK_WAITING 32

struct password_work;

struct password_task {
	/* To be compared with `hash`, if `compares`; a hash that is empty or none is a made-up one. */
	bool compares;
	char *said;
	size_t said_size;
	char hash[PASSWORD_HASH_SIZE];
	bool is_right;
	/* To be hashed, if `makes`. */
	bool makes;
	char *wanted;
	size_t wanted_size;
	char made[PASSWORD_HASH_SIZE];
	bool failed; /* there was no memory for it, or the program is stopping */
	void (*done)(struct password_task *task);
	void *context;
	struct password_task *next; /* the queue's */
};

MUST_USE status password_work_open(struct password_work **work, struct error *error);
/* What waits is done as failed; ends the thread. Accepts NULL. */
void password_work_close(struct password_work *work);
/* False if the queue is full: then it is not done, and its texts are wiped. */
bool password_work_submit(struct password_work *work, struct password_task *task);
/* How often Argon2 ran: for tests, which show that what is unknown takes the same work. */
uint64_t password_work_count(const struct password_work *work);
