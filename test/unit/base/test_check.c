/* test_check.c - where control goes when a CHECK fails.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "raises.h"
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* The guard gets the text, the file and the line of what failed. */
static void test_check__lands_in_the_guard_with_its_reason(void **state)
{
	struct check_guard guard;
	int line = 0;

	(void)state;
	if (setjmp(check_guard_set(&guard)->landing) == 0) {
		CHECK(1 + 1 == 3);
		fail();
	}
	line = __LINE__ - 3;
	assert_string_equal(guard.condition, "1 + 1 == 3");
	assert_non_null(strstr(guard.file, "test_check.c"));
	assert_int_equal(guard.line, line);
}

/* A CHECK that holds does nothing, and a cleared guard can be set again. */
static void test_check__that_holds_does_nothing(void **state)
{
	struct check_guard guard;

	(void)state;
	for (int i = 0; i < 2; i++) {
		check_guard_set(&guard);
		CHECK(1 + 1 == 2);
		check_guard_clear();
		assert_null(guard.condition);
	}
}

/* A place that cannot be reached says which. */
static void test_check_unreachable__says_where(void **state)
{
	struct check_guard guard;

	(void)state;
	if (setjmp(check_guard_set(&guard)->landing) == 0) {
		CHECK_UNREACHABLE("a bearer of no kind");
	}
	assert_string_equal(guard.condition, "unreachable: a bearer of no kind");
}

/* A second guard inside the first is a mistake, and the first one hears of it. */
static void test_check_guard_set__does_not_nest(void **state)
{
	struct check_guard inner;

	(void)state;
	assert_raises(check_guard_set(&inner));
}

/* Runs `work` in a child process without its standard error; the signal it died of, or 0. */
static int signal_of(void (*work)(void))
{
	int ended;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		close(STDERR_FILENO);
		work();
		_exit(0);
	}
	assert_int_equal(waitpid(child, &ended, 0), child);
	return WIFSIGNALED(ended) ? WTERMSIG(ended) : 0;
}

static void hold(void)
{
	CHECK(1 + 1 == 2);
}

static void fail_without_guard(void)
{
	CHECK(1 + 1 == 3);
}

static void fail_after_clear(void)
{
	struct check_guard guard;

	check_guard_set(&guard);
	check_guard_clear();
	CHECK(1 + 1 == 3);
}

/* The landing used up the guard: a second failure there must not come back to it for ever. */
static void fail_twice(void)
{
	struct check_guard guard;

	if (setjmp(check_guard_set(&guard)->landing) == 0) CHECK(1 + 1 == 3);
	CHECK(1 + 1 == 4);
}

/* Nobody lands out of what must be ended: a lock is held there. */
static void fail_while_paused(void)
{
	struct check_guard guard;

	if (setjmp(check_guard_set(&guard)->landing) == 0) {
		struct check_guard *paused = check_guard_pause();
		CHECK(1 + 1 == 3);
		check_guard_go_on(paused);
	}
}

static void test_check_guard_pause__takes_it_away_for_a_while(void **state)
{
	struct check_guard guard;

	(void)state;
	assert_null(check_guard_pause());
	check_guard_go_on(NULL);
	if (setjmp(check_guard_set(&guard)->landing) == 0) {
		struct check_guard *paused = check_guard_pause();
		assert_ptr_equal(paused, &guard);
		check_guard_go_on(paused);
		CHECK(1 + 1 == 3);
		fail();
	}
	assert_string_equal(guard.condition, "1 + 1 == 3");
	assert_int_equal(signal_of(fail_while_paused), SIGABRT);
}

/* Without a guard the process aborts: never go on with broken memory. */
static void test_check__aborts_without_a_guard(void **state)
{
	(void)state;
	assert_int_equal(signal_of(hold), 0);
	assert_int_equal(signal_of(fail_without_guard), SIGABRT);
	assert_int_equal(signal_of(fail_after_clear), SIGABRT);
	assert_int_equal(signal_of(fail_twice), SIGABRT);
}

static void *fail_under_own_guard(void *argument)
{
	struct check_guard *guard = argument;

	if (setjmp(check_guard_set(guard)->landing) == 0) CHECK(1 + 1 == 3);
	return NULL;
}

/* A failure in one thread leaves another thread's guard alone. */
static void test_check_guard__is_per_thread(void **state)
{
	struct check_guard mine, other;
	pthread_t thread;

	(void)state;
	check_guard_set(&mine);
	int failed = pthread_create(&thread, NULL, fail_under_own_guard, &other);
	failed += pthread_join(thread, NULL);
	check_guard_clear();
	assert_int_equal(failed, 0);
	assert_null(mine.condition);
	assert_non_null(other.condition);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check__lands_in_the_guard_with_its_reason),
		cmocka_unit_test(test_check__that_holds_does_nothing),
		cmocka_unit_test(test_check_unreachable__says_where),
		cmocka_unit_test(test_check_guard_set__does_not_nest),
		cmocka_unit_test(test_check_guard_pause__takes_it_away_for_a_while),
		cmocka_unit_test(test_check__aborts_without_a_guard),
		cmocka_unit_test(test_check_guard__is_per_thread),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
