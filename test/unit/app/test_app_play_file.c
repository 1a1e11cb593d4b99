/* test_app_play_file.c - a play is read whole, or refused with the place of the mistake.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "app/app_play_file.h"
#include "base/buf.h"
#include "http/http.h"

#define BEGIN "region VR05\n"
#define ASK BEGIN "door question.ask story=\"x\" contact=y -> anna\n"
#define MADE BEGIN "admin organisation.add kind=gp name=x -> gp\n"

static struct arena arena;
static struct app_play_file file;
static struct error error;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 65536, 64 * 1024 * 1024);
	error = (struct error){0};
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_finish(&arena);
	return 0;
}

static status read_text(const char *text)
{
	return app_play_file_read(span_of(text), &arena, &file, &error);
}

/* Each kind of step, with what belongs to it. */
static void test_read__knows_every_kind_of_step(void **state)
{
	(void)state;
	assert_int_equal(read_text("# for the reader\n\n"
							   "region VR24\n"
							   "at 2026-07-02T09:30\n"
							   "say \"Er was eens \\\"iemand\\\".\\n\\\\\"\n"
							   "after 5h\n"
							   "door question.ask story=\"lang verhaal\" contact=bel unsafe=yes\n"
							   "    municipality=Heerlen -> anna\n"
							   "anna see episodes/$anna/log looks[who.name=Jan Maas].what=x ! a.b\n"
							   "anna need.add domain=mental aim=recover ! need.without_yes\n"),
		STATUS_OK);
	assert_int_equal(file.step_count, 7);
	assert_int_equal(file.steps[0].region, 24);
	/* Summer time: 9:30 in Amsterdam is 7:30 in UTC. */
	assert_int_equal(file.steps[1].ms, INT64_C(1782977400000));
	assert_true(span_is(file.steps[2].text, "Er was eens \"iemand\".\n\\"));
	assert_int_equal(file.steps[3].ms, 5 * 3600 * 1000);
	const struct app_play_step *ask = &file.steps[4];
	assert_int_equal(ask->kind, APP_PLAY_COMMAND);
	assert_int_equal(ask->actor, APP_PLAY_DOOR);
	assert_int_equal(ask->entry->number, COMMAND_QUESTION_ASK);
	assert_int_equal(ask->method, HTTP_POST);
	assert_string_equal(ask->template, "/v1/regions/{region}/questions");
	assert_int_equal(ask->pair_count, 4);
	assert_true(ask->pairs[0].quoted);
	assert_int_equal(ask->pairs[3].line, 8);
	assert_int_equal(ask->pairs[3].column, 5);
	assert_string_equal(ask->pairs[3].field->name, "municipality");
	assert_true(span_is(file.names[ask->made], "anna"));
	const struct app_play_step *see = &file.steps[5];
	assert_int_equal(see->kind, APP_PLAY_SEE);
	assert_int_equal(see->actor, ask->made);
	assert_true(span_is(see->text, "episodes/$anna/log"));
	assert_true(span_is(see->pairs[0].key, "looks[who.name=Jan Maas].what"));
	assert_true(span_is(see->refusal, "a.b"));
	assert_true(span_is(file.steps[6].refusal, "need.without_yes"));
}

/* Every command that the API has a route for can be played: its path's fields are asked for. */
static void test_read__knows_every_command_of_the_api(void **state)
{
	(void)state;
	int played = 0;
	for (size_t i = 0; i < command_entry_count; i++) {
		struct buf text;
		buf_init(&text, 4096);
		buf_printf(&text, ASK "anna %s", command_entries[i].name);
		for (size_t at = 0; at < command_entries[i].field_count; at++)
			if (command_entries[i].fields[at].place == FIELD_IN_PATH)
				buf_printf(&text, " %s=$anna", command_entries[i].fields[at].name);
		/* A list has a route, and says by itself which of its pages was seen. */
		bool inner = !command_entries[i].is_look && command_entries[i].field_count > 0 &&
			command_entries[i].fields[0].place == FIELD_INTERNAL;
		status code = read_text(buf_text(&text));
		buf_finish(&text);
		if (inner) assert_int_equal(code, STATUS_INPUT);
		played += code == STATUS_OK;
		arena_reset(&arena);
	}
	assert_true(played >= 28);
}

/* Each mistake, with its line and column. */
static void test_read__says_where_the_mistake_is(void **state)
{
	static const struct {
		const char *text;
		size_t line, column;
	} wrong[] = {
		{"", 1, 0},
		{"# nothing\n", 1, 0},
		{"say \"x\"\n", 1, 1},
		{"region VR26\n", 1, 1},
		{"region NL\n", 1, 1},
		{"region VR05 VR06\n", 1, 1},
		{" region VR05\n", 1, 1},
		{BEGIN "at 2026-02-30T09:00\n", 2, 1},
		{BEGIN "at 2026-03-02\n", 2, 1},
		{BEGIN "at 2026-03-02T24:00\n", 2, 1},
		{BEGIN "after 3\n", 2, 1},
		{BEGIN "after 0d\n", 2, 1},
		{BEGIN "after -1d\n", 2, 1},
		{BEGIN "after 99999999d\n", 2, 1},
		{BEGIN "after 3w\n", 2, 1},
		{BEGIN "say x\n", 2, 1},
		{BEGIN "say \"x\n", 2, 5},
		{BEGIN "say \"x\\t\"\n", 2, 7},
		{BEGIN "say \"x\"y\n", 2, 8},
		{BEGIN "say \"\xff\"\n", 2, 0},
		{BEGIN "say \"\x01\"\n", 2, 6},
		{BEGIN "anna need.add\n", 2, 1},
		{BEGIN "door\n", 2, 1},
		{BEGIN "door question.answer\n", 2, 6},
		{BEGIN "door look.nothing\n", 2, 6},
		{BEGIN "door invite.make\n", 2, 6},
		{BEGIN "door question.ask colour=red\n", 2, 19},
		{BEGIN "door question.ask story=a story=b\n", 2, 27},
		{BEGIN "door question.ask story\n", 2, 19},
		{BEGIN "door question.ask story=$anna\n", 2, 19},
		{BEGIN "door question.ask ->\n", 2, 19},
		{BEGIN "door question.ask -> Anna\n", 2, 22},
		{BEGIN "door question.ask -> 1a\n", 2, 22},
		{BEGIN "door question.ask -> door\n", 2, 22},
		{BEGIN "door question.ask -> say\n", 2, 22},
		{BEGIN "door question.ask ! x\n", 2, 21},
		{BEGIN "door question.ask ! a.b ! a.b\n", 2, 27},
		{BEGIN "door question.ask -> a ! a.b\n", 2, 26},
		{BEGIN "door question.ask ! a.b -> a\n", 2, 28},
		{ASK "door question.ask -> anna\n", 3, 22},
		{ASK "anna see\n", 3, 6},
		{ASK "anna see episodes/$bob\n", 3, 10},
		{ASK "anna see x =1\n", 3, 12},
		{ASK "anna see x a[b=$bob].c=1\n", 3, 12},
		{ASK "anna see x a=1 -> anna\n", 3, 19},
		{MADE "admin step.plan day=+1\n", 3, 1},
		{MADE "admin roster.join\n", 3, 1},
		{ASK "anna need.stop\n", 3, 1},
	};
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		error = (struct error){0};
		assert_int_equal(read_text(wrong[i].text), STATUS_INPUT);
		if (error.line != wrong[i].line || error.column != wrong[i].column)
			fail_msg("%zu: %zu:%zu, not %zu:%zu: %s", i, error.line, error.column, wrong[i].line,
				wrong[i].column, error.message);
		assert_true(error.message[0] != 0);
	}
}

/* Columns count characters, not bytes. */
static void test_read__counts_columns_in_characters(void **state)
{
	(void)state;
	assert_int_equal(
		read_text(BEGIN "door question.ask name=\"é\" contact=\"ë\" colour=red\n"), STATUS_INPUT);
	assert_int_equal(error.line, 2);
	assert_int_equal(error.column, 40);
}

/* The episode of the last question need not be said; before there is one, it must. */
static void test_read__takes_the_episode_of_the_last_question(void **state)
{
	(void)state;
	assert_int_equal(read_text(ASK "anna need.stop need=$anna\n"), STATUS_OK);
	assert_int_equal(read_text(MADE "admin need.stop need=$gp\n"), STATUS_INPUT);
	assert_int_equal(read_text(MADE "admin need.stop need=$gp episode=$gp\n"), STATUS_OK);
}

/* A name ends where it is no name any more: at a point, or at the end. */
static void test_name__ends_at_a_point(void **state)
{
	(void)state;
	size_t name = 0;
	struct span rest;
	assert_int_equal(read_text(ASK), STATUS_OK);
	assert_true(app_play_file_name(&file, SPAN_LITERAL("anna"), &name, &rest));
	assert_int_equal(rest.size, 0);
	assert_true(app_play_file_name(&file, SPAN_LITERAL("anna.need"), &name, &rest));
	assert_true(span_is(rest, ".need"));
	assert_false(app_play_file_name(&file, SPAN_LITERAL("annabel"), &name, &rest));
	assert_false(app_play_file_name(&file, SPAN_LITERAL("anna-need"), &name, &rest));
	assert_false(app_play_file_name(&file, SPAN_LITERAL("anna."), &name, &rest));
	assert_false(app_play_file_name(&file, SPAN_LITERAL(""), &name, &rest));
}

/* What is too much of anything is refused as too much. */
static void test_read__keeps_its_bounds(void **state)
{
	(void)state;
	struct buf text;
	buf_init(&text, 8 * 1024 * 1024);
	buf_add_text(&text, BEGIN);
	for (int i = 0; i < APP_PLAY_MAX_STEPS; i++) buf_add_text(&text, "after 1d\n");
	assert_int_equal(read_text(buf_text(&text)), STATUS_BOUND);
	buf_reset(&text);
	buf_add_text(&text, BEGIN "door question.ask story=\"");
	for (int i = 0; i <= APP_PLAY_MAX_VALUE; i++) buf_add_char(&text, 'x');
	buf_add_text(&text, "\"\n");
	assert_int_equal(read_text(buf_text(&text)), STATUS_BOUND);
	buf_reset(&text);
	buf_add_text(&text, BEGIN);
	for (int i = 0; i < APP_PLAY_MAX_NAMES; i++) buf_printf(&text, "door question.ask -> a%d\n", i);
	assert_int_equal(read_text(buf_text(&text)), STATUS_BOUND);
	buf_reset(&text);
	buf_add_text(&text, BEGIN "door see x");
	for (int i = 0; i < 100; i++) buf_add_text(&text, " a=1");
	assert_int_equal(read_text(buf_text(&text)), STATUS_BOUND);
	buf_reset(&text);
	buf_add_text(&text, BEGIN);
	while (text.size <= APP_PLAY_MAX_BYTES) buf_add_text(&text, "# a long story\n");
	assert_int_equal(read_text(buf_text(&text)), STATUS_BOUND);
	buf_finish(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_read__knows_every_kind_of_step, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_read__knows_every_command_of_the_api, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_read__says_where_the_mistake_is, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_read__counts_columns_in_characters, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
			test_read__takes_the_episode_of_the_last_question, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_name__ends_at_a_point, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_read__keeps_its_bounds, set_up, tear_down),
	};
	return cmocka_run_group_tests_name("app_play_file", tests, NULL, NULL);
}
