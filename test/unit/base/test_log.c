/* test_log.c - each event is one whole line with the fields of the list.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/date.h"
#include "base/log.h"
#include "raises.h"
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static FILE *file;

/* Sends the log to a file of its own for each test. */
static int open_log(void **state)
{
	(void)state;
	file = tmpfile();
	if (file == NULL) return 1;
	log_set_output(fileno(file));
	log_set_level(LOG_INFO);
	return 0;
}

static int close_log(void **state)
{
	(void)state;
	log_set_output(STDERR_FILENO);
	return fclose(file);
}

/* What stands in the log so far. */
static struct span read_log(void)
{
	static char text[1 << 20];
	ssize_t size = pread(fileno(file), text, sizeof text, 0);

	assert_true(size >= 0 && (size_t)size < sizeof text);
	return span_bytes(text, (size_t)size);
}

/* Takes the next line, checks its time and gives what stands behind it. */
static struct span take_line(struct span *log)
{
	static const struct span opening = SPAN_LITERAL("{\"time\":\"");
	struct span line;
	int64_t instant;

	assert_true(span_take(log, '\n', &line));
	assert_true(span_starts_with(line, opening.start));
	assert_true(line.size > opening.size + DATE_INSTANT_SIZE);
	struct span time = span_bytes(line.start + opening.size, DATE_INSTANT_SIZE - 1);
	assert_true(date_parse_instant(time, &instant));
	size_t before = opening.size + DATE_INSTANT_SIZE;
	return span_bytes(line.start + before, line.size - before);
}

static void assert_line(struct span *log, const char *expected)
{
	struct span line = take_line(log);

	if (!span_is(line, expected)) fail_msg("%.*s", SPAN_PRINT(line));
}

/* A number, a code and an id, each in its form, in the order in which they were given. */
static void test_log_event__writes_the_fields_in_order(void **state)
{
	const struct id id = {{0xab, 1}};

	(void)state;
	LOG_EVENT(LOG_WARN, "http.request", LOG_NUMBER_FIELD(LOG_STATUS, 409),
		LOG_ID_FIELD(LOG_REQUEST, id), LOG_CODE_FIELD(LOG_ROUTE, "/v1/needs/{need}"),
		LOG_ID_FIELD(LOG_INCIDENT, id_none), LOG_CODE_FIELD(LOG_CODE, NULL));
	log_event(LOG_INFO, "app.ready", NULL, 0);
	struct span log = read_log();
	assert_line(&log,
		",\"level\":\"warn\",\"event\":\"http.request\",\"status\":409,"
		"\"request\":\"ab010000000000000000000000000000\","
		"\"route\":\"/v1/needs/{need}\",\"incident\":null,\"code\":null}");
	assert_line(&log, ",\"level\":\"info\",\"event\":\"app.ready\"}");
	assert_int_equal(log.size, 0);
}

/* Every key of the list can be written and has a name of its own. */
static void test_log_event__has_a_name_for_every_key(void **state)
{
	struct span names[LOG_KEY_COUNT];

	(void)state;
	for (int key = 0; key < LOG_KEY_COUNT; key++) {
		const struct log_field field = {.key = (enum log_key)key, .code = "c", .number = 1};
		log_event(LOG_INFO, "e", &field, 1);
	}
	struct span log = read_log();
	for (int key = 0; key < LOG_KEY_COUNT; key++) {
		struct span line = take_line(&log), part;
		const struct span before = SPAN_LITERAL(",\"level\":\"info\",\"event\":\"e\",\"");
		assert_true(span_starts_with(line, before.start));
		line = span_bytes(line.start + before.size, line.size - before.size);
		assert_true(span_take(&line, '"', &part));
		assert_true(part.size > 0);
		names[key] = part;
		for (int other = 0; other < key; other++) assert_false(span_equal(names[other], part));
	}
}

/* Below the level nothing is written, at it and above it everything. */
static void test_log_set_level__keeps_lower_levels_out(void **state)
{
	(void)state;
	log_event(LOG_DEBUG, "not_this", NULL, 0);
	log_set_level(LOG_WARN);
	log_event(LOG_INFO, "nor_this", NULL, 0);
	log_event(LOG_WARN, "this", NULL, 0);
	log_set_level(LOG_DEBUG);
	log_event(LOG_DEBUG, "and_this", NULL, 0);
	log_event(LOG_ERROR, "and_that", NULL, 0);
	struct span log = read_log();
	assert_line(&log, ",\"level\":\"warn\",\"event\":\"this\"}");
	assert_line(&log, ",\"level\":\"debug\",\"event\":\"and_this\"}");
	assert_line(&log, ",\"level\":\"error\",\"event\":\"and_that\"}");
	assert_int_equal(log.size, 0);
}

/* A detail with quotes and line ends cannot make a second line or a second field; bytes that are
 * no text stay out. */
static void test_log_event__keeps_a_line_whole(void **state)
{
	(void)state;
	LOG_EVENT(LOG_ERROR, "e", LOG_CODE_FIELD(LOG_ERROR_DETAIL, "a\n{\"b\":1}\""),
		LOG_CODE_FIELD(LOG_ERROR_CODE, "\xff"));
	struct span log = read_log();
	assert_line(&log,
		",\"level\":\"error\",\"event\":\"e\","
		"\"error_detail\":\"a\\n{\\\"b\\\":1}\\\"\","
		"\"error_code\":\"not_utf8\"}");
	assert_int_equal(log.size, 0);
}

/* A key that is not on the list, and an event that is no text, are mistakes; nothing is written.
 * */
static void test_log_event__raises_on_what_is_not_on_the_list(void **state)
{
	const struct log_field field = {.key = LOG_KEY_COUNT, .number = 1};

	(void)state;
	assert_raises(log_event(LOG_INFO, "e", &field, 1));
	assert_raises(log_event(LOG_INFO, "\xff", NULL, 0));
	assert_int_equal(read_log().size, 0);
}

/* What would not fit in one write is not cut: the line says that it was too long. */
static void test_log_event__says_when_a_line_is_too_long(void **state)
{
	static char text[5000];

	(void)state;
	memset(text, 'x', sizeof text - 1);
	LOG_EVENT(LOG_WARN, "e", LOG_CODE_FIELD(LOG_ERROR_DETAIL, text));
	struct span log = read_log();
	assert_line(&log, ",\"level\":\"warn\",\"event\":\"log.too_long\"}");
	assert_int_equal(log.size, 0);
}

/* Logging that fails, on a closed file, changes nothing for who logs. */
static void test_log_event__leaves_errno_alone(void **state)
{
	int closed = dup(fileno(file));

	(void)state;
	assert_true(closed >= 0);
	close(closed);
	log_set_output(closed);
	errno = ENOENT;
	log_event(LOG_ERROR, "e", NULL, 0);
	assert_int_equal(errno, ENOENT);
}

static void *log_often(void *code)
{
	for (int i = 0; i < 500; i++) LOG_EVENT(LOG_INFO, "e", LOG_CODE_FIELD(LOG_COMMAND, code));
	return NULL;
}

/* Lines of several threads do not mix, and none is lost. */
static void test_log_event__does_not_mix_threads(void **state)
{
	static char codes[4][101];
	pthread_t threads[4];
	int counts[4] = {0};

	(void)state;
	for (int i = 0; i < 4; i++) {
		memset(codes[i], 'a' + i, 100);
		assert_int_equal(pthread_create(&threads[i], NULL, log_often, codes[i]), 0);
	}
	for (int i = 0; i < 4; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
	struct span log = read_log();
	while (log.size > 0) {
		char expected[200];
		struct span line = take_line(&log);
		int thread = line.start[line.size - 3] - 'a';
		assert_in_range(thread, 0, 3);
		snprintf(expected, sizeof expected,
			",\"level\":\"info\",\"event\":\"e\",\"command\":\"%s\"}", codes[thread]);
		assert_true(span_is(line, expected));
		counts[thread]++;
	}
	for (int i = 0; i < 4; i++) assert_int_equal(counts[i], 500);
}

#define LOG_TEST(test) cmocka_unit_test_setup_teardown(test, open_log, close_log)

int main(void)
{
	const struct CMUnitTest tests[] = {
		LOG_TEST(test_log_event__writes_the_fields_in_order),
		LOG_TEST(test_log_event__has_a_name_for_every_key),
		LOG_TEST(test_log_set_level__keeps_lower_levels_out),
		LOG_TEST(test_log_event__keeps_a_line_whole),
		LOG_TEST(test_log_event__raises_on_what_is_not_on_the_list),
		LOG_TEST(test_log_event__says_when_a_line_is_too_long),
		LOG_TEST(test_log_event__leaves_errno_alone),
		LOG_TEST(test_log_event__does_not_mix_threads),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
