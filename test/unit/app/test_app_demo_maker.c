/* test_app_demo_maker.c - subjects whose keys are kept, and what is sealed for them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "demo_fixture.h"

#define SUBJECTS (APP_DEMO_SUBJECTS + 10)

static struct app_demo_maker *make(struct demo *demo, int32_t region, int64_t subjects)
{
	struct app_demo_maker *maker = calloc(1, sizeof *maker);
	assert_non_null(maker);
	maker->vault = demo->vault;
	maker->division = demo->division;
	maker->secret = &demo->secret;
	maker->rows = app_demo_rows_create();
	app_demo_maker_region(maker, 1, region, subjects);
	return maker;
}

static void destroy(struct app_demo_maker *maker)
{
	app_demo_rows_destroy(maker->rows);
	free(maker);
}

/* Each subject is another one, in rising order, and has a key in the key store. */
static void test_subject__has_a_kept_key(void **state)
{
	(void)state;
	struct demo demo;
	struct id before = id_none, subject;
	demo_open(&demo);
	struct app_demo_maker *maker = make(&demo, 7, SUBJECTS);
	for (int i = 0; i < SUBJECTS; i++) {
		assert_int_equal(app_demo_maker_subject(maker, &subject, &demo.error), STATUS_OK);
		assert_true(memcmp(subject.bytes, before.bytes, ID_SIZE) > 0);
		before = subject;
		/* Destroying asks the key store, not what is at hand. */
		if (i % 100 == 0)
			assert_int_equal(vault_key_destroy(demo.vault, subject, &demo.error), STATUS_OK);
	}
	assert_int_equal(maker->subjects_to_come, 0);
	destroy(maker);
	demo_close(&demo);
}

/* What is sealed for a subject opens for them, and for nobody else. */
static void test_seal__opens_for_its_subject_only(void **state)
{
	(void)state;
	struct demo demo;
	struct arena arena;
	struct id one, other;
	struct span sealed, text;
	demo_open(&demo);
	arena_init(&arena, 4096, 65536);
	struct app_demo_maker *maker = make(&demo, 7, 2);
	assert_int_equal(app_demo_maker_subject(maker, &one, &demo.error), STATUS_OK);
	assert_int_equal(app_demo_maker_subject(maker, &other, &demo.error), STATUS_OK);
	assert_int_equal(
		app_demo_maker_seal(maker, one, VAULT_NAME, SPAN_LITERAL("Noor"), &sealed, &demo.error),
		STATUS_OK);
	assert_int_equal(
		vault_unseal(demo.vault, one, VAULT_NAME, sealed, &arena, &text, &demo.error), STATUS_OK);
	assert_true(span_is(text, "Noor"));
	assert_int_equal(
		vault_unseal(demo.vault, other, VAULT_NAME, sealed, &arena, &text, &demo.error),
		STATUS_KEY);
	arena_finish(&arena);
	destroy(maker);
	demo_close(&demo);
}

/* A region draws the same from the same seed, and another region other things. */
static void test_region__begins_anew(void **state)
{
	(void)state;
	struct demo demo;
	demo_open(&demo);
	struct app_demo_maker *maker = make(&demo, 7, 1);
	struct id first = app_demo_maker_id(maker);
	app_demo_maker_region(maker, 1, 8, 1);
	struct id other = app_demo_maker_id(maker);
	app_demo_maker_region(maker, 1, 7, 1);
	assert_true(id_equal(first, app_demo_maker_id(maker)));
	assert_false(id_equal(first, other));
	app_demo_maker_region(maker, 2, 7, 1);
	assert_false(id_equal(first, app_demo_maker_id(maker)));
	destroy(maker);
	demo_close(&demo);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_subject__has_a_kept_key),
		cmocka_unit_test(test_seal__opens_for_its_subject_only),
		cmocka_unit_test(test_region__begins_anew),
	};
	return cmocka_run_group_tests_name("app_demo_maker", tests, NULL, NULL);
}
