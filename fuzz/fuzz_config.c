/* fuzz_config.c - any bytes as a file with settings.
 *
 * Beyond "nothing breaks": each problem is a line that names the file and a line that exists; and
 * if there is no problem, what is printed reads back as the same settings.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_config.h"
#include "base/check.h"
#include "fuzz.h"

#define NAME "settings"
#define PRINT_BYTES (64 * 1024)

static size_t lines_of(struct span input)
{
	size_t lines = 1;
	for (size_t i = 0; i < input.size; i++) lines += input.start[i] == '\n';
	return lines;
}

/* "settings:17: ..." */
static void check_problem(struct span line, size_t lines)
{
	struct span part;
	int64_t number = 0;
	CHECK(span_is_utf8(line, NULL));
	CHECK(span_take(&line, ':', &part) && span_is(part, NAME));
	CHECK(span_take(&line, ':', &part) && span_to_int64(part, &number));
	CHECK(number >= 1 && number <= (int64_t)lines);
	CHECK(line.size > 1);
}

static void check_problems(const struct app_config_problems *problems, size_t lines)
{
	struct span text = buf_span(&problems->text);
	struct span line;
	int count = 0;
	for (; span_take(&text, '\n', &line); count++) check_problem(line, lines);
	CHECK(!problems->text.overflowed && count <= problems->count);
	/* Room for all, as long as they are few. */
	CHECK(problems->count > 20 || count == problems->count);
}

static void check_round_trip(const struct app_config *config)
{
	struct app_config again;
	struct app_config_problems problems;
	struct buf printed;
	buf_init(&printed, PRINT_BYTES);
	app_config_print(config, &printed);
	CHECK(!printed.overflowed);
	app_config_problems_init(&problems);
	app_config_init(&again);
	app_config_read_text(&again, NAME, buf_span(&printed), &problems);
	app_config_settle(&again, &problems);
	CHECK(problems.count == 0);
	CHECK(memcmp(config, &again, offsetof(struct app_config, file)) == 0);
	app_config_problems_finish(&problems);
	buf_finish(&printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct span input = span_bytes(bytes, size);
	struct app_config config;
	struct app_config_problems problems;
	app_config_problems_init(&problems);
	app_config_init(&config);
	app_config_read_text(&config, NAME, input, &problems);
	check_problems(&problems, lines_of(input));
	if (problems.count == 0) {
		app_config_settle(&config, &problems);
		if (problems.count == 0) check_round_trip(&config);
	}
	app_config_problems_finish(&problems);
	return 0;
}
