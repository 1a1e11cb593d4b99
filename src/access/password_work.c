/* password_work.c - the thread, and its queue.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/password_work.h"
#include "base/check.h"
#include <pthread.h>
#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>

_Static_assert(PASSWORD_HASH_SIZE == crypto_pwhash_STRBYTES, "as libsodium has it");

struct password_work {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct password_task *first, *last;
	int waiting;
	_Atomic bool ending;
	pthread_t thread;
	_Atomic uint64_t count;
};

static bool make_hash(struct password_work *work, const char *text, size_t size, char *out)
{
	atomic_fetch_add(&work->count, 1);
	return crypto_pwhash_str_alg(out, text, size, crypto_pwhash_OPSLIMIT_INTERACTIVE,
			   crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

/* Of the same form and cost as all others; nothing that anybody can say fits it. */
static const char made_up[] = "$argon2id$v=19$m=65536,t=2,p=1$dmFuZ25ldCBtYWRlIHVwIQ"
							  "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/* What has no hash is compared with one that nothing fits: the same work, and a no. */
static void compare(struct password_work *work, struct password_task *task)
{
	bool is_known = task->hash[0] != '\0';
	const char *hash = is_known ? task->hash : made_up;
	atomic_fetch_add(&work->count, 1);
	bool fits = crypto_pwhash_str_verify(hash, task->said, task->said_size) == 0;
	task->is_right = fits && is_known;
}

static void do_one(struct password_work *work, struct password_task *task)
{
	if (atomic_load(&work->ending)) task->failed = true;
	if (task->compares && !task->failed) compare(work, task);
	if (task->makes && !task->failed)
		task->failed = !make_hash(work, task->wanted, task->wanted_size, task->made);
	if (task->compares) sodium_memzero(task->said, task->said_size);
	if (task->makes) sodium_memzero(task->wanted, task->wanted_size);
	task->done(task);
}

static struct password_task *take(struct password_work *work)
{
	pthread_mutex_lock(&work->lock);
	while (work->first == NULL && !atomic_load(&work->ending))
		pthread_cond_wait(&work->more, &work->lock);
	struct password_task *task = work->first;
	if (task != NULL) {
		work->first = task->next;
		work->waiting--;
	}
	pthread_mutex_unlock(&work->lock);
	return task;
}

static void *run(void *argument)
{
	struct password_work *work = argument;
	for (struct password_task *task = take(work); task != NULL; task = take(work))
		do_one(work, task);
	return NULL;
}

status password_work_open(struct password_work **out, struct error *error)
{
	struct password_work *work = calloc(1, sizeof(*work));
	if (work == NULL) return status_fail(error, STATUS_MEMORY, "no memory for passwords");
	pthread_mutex_init(&work->lock, NULL);
	pthread_cond_init(&work->more, NULL);
	if (pthread_create(&work->thread, NULL, run, work) == 0) {
		*out = work;
		return STATUS_OK;
	}
	pthread_mutex_destroy(&work->lock);
	pthread_cond_destroy(&work->more);
	free(work);
	return status_fail(error, STATUS_MEMORY, "no thread for passwords");
}

void password_work_close(struct password_work *work)
{
	if (work == NULL) return;
	pthread_mutex_lock(&work->lock);
	atomic_store(&work->ending, true);
	pthread_cond_signal(&work->more);
	pthread_mutex_unlock(&work->lock);
	pthread_join(work->thread, NULL);
	pthread_mutex_destroy(&work->lock);
	pthread_cond_destroy(&work->more);
	free(work);
}

bool password_work_submit(struct password_work *work, struct password_task *task)
{
	pthread_mutex_lock(&work->lock);
	bool taken = work->waiting < PASSWORD_WORK_WAITING && !atomic_load(&work->ending);
	if (taken) {
		task->next = NULL;
		if (work->first == NULL)
			work->first = task;
		else
			work->last->next = task;
		work->last = task;
		work->waiting++;
		pthread_cond_signal(&work->more);
	}
	pthread_mutex_unlock(&work->lock);
	if (taken) return true;
	if (task->compares) sodium_memzero(task->said, task->said_size);
	if (task->makes) sodium_memzero(task->wanted, task->wanted_size);
	return false;
}

uint64_t password_work_count(const struct password_work *work)
{
	return atomic_load(&work->count);
}
