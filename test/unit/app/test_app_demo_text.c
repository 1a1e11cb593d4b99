/* test_app_demo_text.c - the invented names and sentences: read whole, and drawn from.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "app/app_demo_files.h"
#include "app/app_demo_text.h"

static void built_in(struct span files[APP_DEMO_SOURCE_COUNT])
{
	files[APP_DEMO_NAMES] = span_bytes(app_demo_names_csv, app_demo_names_csv_size);
	files[APP_DEMO_ORGANISATIONS] =
		span_bytes(app_demo_organisations_csv, app_demo_organisations_csv_size);
	files[APP_DEMO_SERVICES] = span_bytes(app_demo_services_csv, app_demo_services_csv_size);
	files[APP_DEMO_STORIES] = span_bytes(app_demo_stories_csv, app_demo_stories_csv_size);
	files[APP_DEMO_WORDS] = span_bytes(app_demo_words_csv, app_demo_words_csv_size);
}

static int open_text(void **state)
{
	static struct app_demo_text text;
	struct error error = {0};
	*state = &text;
	return app_demo_text_open(&text, &error) == STATUS_OK ? 0 : -1;
}

static int close_text(void **state)
{
	app_demo_text_close(*state);
	return 0;
}

/* Whatever is asked for, there is something, and of one's own domain where that matters. */
static void test_pick__finds_something_for_each_use_and_domain(void **state)
{
	const struct app_demo_text *text = *state;
	struct prng prng;
	prng_init_seed(&prng, 1);
	for (int use = 0; use < APP_DEMO_USE_COUNT; use++)
		for (int32_t domain = 0; domain < DOMAIN_COUNT; domain++) {
			if (domain == 0 && (use == APP_DEMO_PROBLEM || use == APP_DEMO_NEED)) continue;
			struct span picked = app_demo_text_pick(text, (enum app_demo_use)use, domain, &prng);
			assert_true(picked.size > 0 && span_is_utf8(picked, NULL));
		}
	for (int32_t domain = 1; domain < DOMAIN_COUNT; domain++) {
		assert_true(text->count[APP_DEMO_PROBLEM][domain] > 0);
		assert_true(text->count[APP_DEMO_NEED][domain] > 0);
	}
}

/* Sentences of a story are at most 20 words: easy to read. */
static void test_stories__have_short_sentences(void **state)
{
	const struct app_demo_text *text = *state;
	for (int use = APP_DEMO_BEGIN; use < APP_DEMO_USE_COUNT; use++)
		for (int32_t domain = 0; domain < DOMAIN_COUNT; domain++)
			for (size_t i = 0; i < text->count[use][domain]; i++) {
				struct span line = text->lines[text->first[use][domain] + i];
				int words = 1;
				for (size_t at = 0; at < line.size; at++) {
					if (line.start[at] == ' ') words++;
					if (strchr(".!?:", line.start[at]) != NULL) words = 0;
					assert_true(words <= 20);
				}
			}
}

/* What stands between braces is filled in; a name is two words or more. */
static void test_fill__fills_what_stands_between_braces(void **state)
{
	const struct app_demo_text *text = *state;
	struct prng prng;
	struct buf out;
	prng_init_seed(&prng, 3);
	buf_init(&out, 1024);
	app_demo_text_fill(text, SPAN_LITERAL("Hulp in {place}, {region}: {word}"),
		SPAN_LITERAL("Zeist"), SPAN_LITERAL("Utrecht"), &prng, &out);
	assert_true(span_starts_with(buf_span(&out), "Hulp in Zeist, Utrecht: "));
	assert_null(strchr(buf_text(&out), '{'));
	buf_reset(&out);
	app_demo_text_add_name(text, &prng, &out);
	assert_non_null(strchr(buf_text(&out), ' '));
	buf_finish(&out);
}

/* The same start draws the same. */
static void test_pick__is_the_same_from_the_same_start(void **state)
{
	struct prng one, other;
	prng_init_seed(&one, 7);
	prng_init_seed(&other, 7);
	for (int i = 0; i < 100; i++)
		assert_true(span_equal(app_demo_text_pick(*state, APP_DEMO_GIVEN, 0, &one),
			app_demo_text_pick(*state, APP_DEMO_GIVEN, 0, &other)));
}

#define SERVICES                                                                            \
	"name_of_group,domain,level,places_week,name,kind,ways_in,referral,anonymous,settings," \
	"good_at,min_age,max_age,places,kept,cost,domains\n"
#define MORE ",crisis,,without,no,,,,,,,free,\n"
#define GROUPS "name_of_group,kind,scope,inhabitants,sites,professionals,role,name,form,hours\n"

/* One file that is wrong is refused with its name, and a line where there is one. */
static void test_open__refuses_what_is_wrong(void **state)
{
	static const struct {
		enum app_demo_source source;
		const char *text;
	} wrong[] = {
		{APP_DEMO_NAMES, "part,name\nnobody,Jan\n"},
		{APP_DEMO_NAMES, "part,name\ngiven,\n"},
		{APP_DEMO_NAMES, "part,name\ngiven,Jan\n"},
		{APP_DEMO_WORDS, "use,domain,text\nneed,moon,x\n"},
		{APP_DEMO_WORDS, "use,domain\n"},
		{APP_DEMO_STORIES, "part,domain,text\nbegin,,\"x\n"},
		{APP_DEMO_SERVICES, SERVICES "none,mental,local,1,x" MORE},
		{APP_DEMO_SERVICES, SERVICES "gp,mental,local,-1,x" MORE},
		{APP_DEMO_SERVICES, SERVICES "gp,mental,local,1,x,nothing,,without,no,,,,,,,free,\n"},
		{APP_DEMO_SERVICES, SERVICES "gp,mental,local,1,x,crisis,pigeon,without,no,,,,,,,free,\n"},
		{APP_DEMO_SERVICES, SERVICES "gp,mental,local,1,x,crisis,,without,no,,,,,3,4,free,\n"},
		{APP_DEMO_SERVICES, SERVICES "gp,mental,local,1,x,crisis,,without,no,,,,,,,free,moon\n"},
		{APP_DEMO_ORGANISATIONS, GROUPS "gp,gp,region,1,1,1,professional,x,place,altijd\n"},
		{APP_DEMO_ORGANISATIONS, GROUPS "gp,gp,region,1,1,1,professional,x,tent,mo 09:00-10:00\n"},
		{APP_DEMO_ORGANISATIONS, GROUPS "gp,gp,planet,1,1,1,professional,x,place,mo 09:00-10:00\n"},
		{APP_DEMO_ORGANISATIONS, GROUPS "gp,gp,region,0,1,1,professional,x,place,mo 09:00-10:00\n"},
		{APP_DEMO_ORGANISATIONS,
			GROUPS "gp,gp,region,1,1,1,administrator,x,place,mo 09:00-10:00\n"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct span files[APP_DEMO_SOURCE_COUNT];
		struct app_demo_text text;
		struct error error = {0};
		built_in(files);
		files[wrong[i].source] = span_of(wrong[i].text);
		assert_int_equal(app_demo_text_open_files(files, &text, &error), STATUS_INPUT);
		assert_true(error.message[0] != 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pick__finds_something_for_each_use_and_domain),
		cmocka_unit_test(test_stories__have_short_sentences),
		cmocka_unit_test(test_fill__fills_what_stands_between_braces),
		cmocka_unit_test(test_pick__is_the_same_from_the_same_start),
		cmocka_unit_test(test_open__refuses_what_is_wrong),
	};
	return cmocka_run_group_tests_name("app_demo_text", tests, open_text, close_text);
}
