/* test_password_work.c - Argon2id on its own thread: right, wrong and unknown take the same work;
 * the queue is bounded; what was said is wiped.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "access/password_work.h"
#include <pthread.h>
#include <stdlib.h>

struct waiting {
	pthread_mutex_t lock;
	pthread_cond_t more;
	int done;
};

static struct waiting waiting = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

static void done(struct password_task *task)
{
	(void)task;
	pthread_mutex_lock(&waiting.lock);
	waiting.done++;
	pthread_cond_signal(&waiting.more);
	pthread_mutex_unlock(&waiting.lock);
}

static void await(int count)
{
	pthread_mutex_lock(&waiting.lock);
	while (waiting.done < count) pthread_cond_wait(&waiting.more, &waiting.lock);
	waiting.done -= count;
	pthread_mutex_unlock(&waiting.lock);
}

static struct password_work *open_work(void)
{
	struct password_work *work = NULL;
	struct error error = {0};
	assert_int_equal(password_work_open(&work, &error), STATUS_OK);
	return work;
}

static struct password_task compare_with(char *said, const char *hash)
{
	struct password_task task = {
		.compares = true, .said = said, .said_size = strlen(said), .done = done};
	memcpy(task.hash, hash, strlen(hash));
	return task;
}

static struct password_task make(char *wanted)
{
	return (struct password_task){
		.makes = true, .wanted = wanted, .wanted_size = strlen(wanted), .done = done};
}

static void run(struct password_work *work, struct password_task *task)
{
	assert_true(password_work_submit(work, task));
	await(1);
	assert_false(task->failed);
}

static void expect_wiped(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) assert_int_equal(text[i], 0);
}

/* The form says which function and what it costs (RFC 9106); no two hashes are the same. */
static void test_password_work__makes_argon2id(void **state)
{
	struct password_work *work = open_work();
	char first[] = "vier groene stoelen", second[] = "vier groene stoelen";
	struct password_task one = make(first), other = make(second);
	(void)state;
	run(work, &one);
	run(work, &other);
	assert_memory_equal(one.made, "$argon2id$v=19$m=65536,t=2,p=1$", 31);
	assert_string_not_equal(one.made, other.made);
	expect_wiped(first, sizeof(first));
	password_work_close(work);
}

/* Only the password fits; who is unknown, or has what is no hash, is told no after as much work. */
static void test_password_work__unknown_takes_the_same_work(void **state)
{
	struct password_work *work = open_work();
	char set[] = "vier groene stoelen", right[] = "vier groene stoelen";
	char wrong[] = "vijf groene stoelen", unknown[] = "vier groene stoelen";
	struct password_task made = make(set);
	(void)state;
	run(work, &made);
	struct password_task tasks[] = {
		compare_with(right, made.made), compare_with(wrong, made.made), compare_with(unknown, "")};
	for (size_t i = 0; i < 3; i++) {
		uint64_t before = password_work_count(work);
		run(work, &tasks[i]);
		assert_int_equal(password_work_count(work) - before, 1);
		assert_int_equal(tasks[i].is_right, i == 0);
		expect_wiped(tasks[i].said, tasks[i].said_size);
	}
	password_work_close(work);
}

/* One more than the bound is not taken, and its text is wiped all the same; the others are done. */
static void test_password_work__has_a_bounded_queue(void **state)
{
	enum { MANY = PASSWORD_WORK_WAITING + 8 };
	struct password_work *work = open_work();
	static char texts[MANY][16];
	static struct password_task tasks[MANY];
	int taken = 0;
	(void)state;
	for (int i = 0; i < MANY; i++) {
		memcpy(texts[i], "twelve bytes", 13);
		tasks[i] = compare_with(texts[i], "");
		if (password_work_submit(work, &tasks[i]))
			taken++;
		else
			expect_wiped(texts[i], 12);
	}
	assert_true(taken >= PASSWORD_WORK_WAITING && taken < MANY);
	password_work_close(work);
	await(taken);
	for (int i = 0; i < MANY; i++) expect_wiped(texts[i], 12);
}

/* What still waits when it ends is done as failed, and nothing is lost. */
static void test_password_work__ends_with_what_waits(void **state)
{
	struct password_work *work = open_work();
	char texts[5][16];
	struct password_task tasks[5];
	(void)state;
	for (int i = 0; i < 5; i++) {
		memcpy(texts[i], "twelve bytes", 13);
		tasks[i] = compare_with(texts[i], "");
		assert_true(password_work_submit(work, &tasks[i]));
	}
	password_work_close(work);
	await(5);
	assert_true(tasks[4].failed && !tasks[4].is_right);
	password_work_close(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_password_work__makes_argon2id),
		cmocka_unit_test(test_password_work__unknown_takes_the_same_work),
		cmocka_unit_test(test_password_work__has_a_bounded_queue),
		cmocka_unit_test(test_password_work__ends_with_what_waits),
	};
	return cmocka_run_group_tests_name("password_work", tests, NULL, NULL);
}
