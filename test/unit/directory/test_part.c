/* test_part.c - the parts of entries: merged, cleared, told; and how long a confirmation holds.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "directory/directory.h"
#include "directory/part.h"
#include "directory/term.h"

#define BIT(field) (INT64_C(1) << ENTRY_FIELD_##field)

/* Each part is of one field, in a place of its own. */
static void test_part_list__has_each_field_once(void **state)
{
	(void)state;
	for (int kind = ENTRY_ORGANISATION; kind < ENTRY_KIND_COUNT; kind++) {
		size_t count = 0;
		const struct part *list = part_list((enum entry_kind)kind, &count);
		assert_true(count > 0);
		for (size_t i = 0; i < count; i++) {
			assert_ptr_equal(part_find((enum entry_kind)kind, (int)list[i].field), &list[i]);
			assert_int_equal(list[i].form == PART_TEXT, list[i].max_bytes > 0);
			bool of_codes = list[i].form == PART_CODE || list[i].form == PART_CODES;
			assert_int_equal(of_codes, list[i].codes != NULL);
			for (size_t before = 0; before < i; before++)
				assert_int_not_equal(list[before].offset, list[i].offset);
		}
		assert_null(part_find((enum entry_kind)kind, ENTRY_FIELD_STATE));
	}
}

/* What is said takes the place of what was there, what is not said leaves it, what is cleared is
 * gone. */
static void test_part_merge__takes_what_is_said(void **state)
{
	struct service service = {.domain = DOMAIN_DEBT,
		.anonymous = true,
		.min_age = 18,
		.ways_in = 6,
		.name = SPAN_LITERAL("Was"),
		.phone = SPAN_LITERAL("030")};
	const struct service draft = {.name = SPAN_LITERAL("Is"), .max_age = 65, .settings = 2};
	(void)state;
	part_merge(ENTRY_SERVICE, &service, &draft, BIT(ANONYMOUS) | BIT(PHONE) | BIT(NAME));
	assert_true(span_is(service.name, "Is"));
	assert_int_equal(service.domain, DOMAIN_DEBT);
	assert_int_equal(service.min_age, 18);
	assert_int_equal(service.max_age, 65);
	assert_int_equal(service.ways_in, 6);
	assert_int_equal(service.settings, 2);
	assert_false(service.anonymous);
	assert_int_equal(service.phone.size, 0);
}

/* Only what an entry has, and can do without, can be cleared. */
static void test_part_may_clear__what_is_not_required(void **state)
{
	(void)state;
	assert_true(part_may_clear(ENTRY_SERVICE, 0));
	assert_true(part_may_clear(ENTRY_SERVICE, BIT(PHONE) | BIT(GOOD_AT) | BIT(MIN_AGE)));
	assert_false(part_may_clear(ENTRY_SERVICE, BIT(NAME)));
	assert_false(part_may_clear(ENTRY_SERVICE, BIT(PHONE) | BIT(LEVEL)));
	assert_false(part_may_clear(ENTRY_SERVICE, BIT(ADDRESS)));
	assert_true(part_may_clear(ENTRY_SITE, BIT(ADDRESS)));
	assert_false(part_may_clear(ENTRY_SITE, BIT(STATE)));
}

static void expect_text(enum entry_kind kind, int field, const void *record, const char *text)
{
	struct buf out;
	buf_init(&out, 1024);
	part_text(part_find(kind, field), record, &out);
	assert_string_equal(buf_text(&out), text);
	buf_finish(&out);
}

/* History tells each form in words that can be read, and nothing of what is not said. */
static void test_part_text__tells_each_form(void **state)
{
	const struct site site = {.municipality = 344,
		.latitude_e6 = 52090700,
		.longitude_e6 = -5000012,
		.accessibility = 1 << ACCESSIBLE_LIFT | 1 << ACCESSIBLE_WHEELCHAIR,
		.form = SITE_FORM_MEETING,
		.address = SPAN_LITERAL("Lindelaan 1")};
	const struct service service = {
		.anonymous = true, .min_age = 18, .languages = SPAN_LITERAL("nl")};
	(void)state;
	expect_text(ENTRY_SITE, ENTRY_FIELD_MUNICIPALITY, &site, "GM0344");
	expect_text(ENTRY_SITE, ENTRY_FIELD_LATITUDE, &site, "52.090700");
	expect_text(ENTRY_SITE, ENTRY_FIELD_LONGITUDE, &site, "-5.000012");
	expect_text(ENTRY_SITE, ENTRY_FIELD_ACCESSIBILITY, &site, "wheelchair lift");
	expect_text(ENTRY_SITE, ENTRY_FIELD_FORM, &site, "meeting");
	expect_text(ENTRY_SITE, ENTRY_FIELD_ADDRESS, &site, "Lindelaan 1");
	expect_text(ENTRY_SITE, ENTRY_FIELD_PLACE, &site, "");
	expect_text(ENTRY_SERVICE, ENTRY_FIELD_ANONYMOUS, &service, "yes");
	expect_text(ENTRY_SERVICE, ENTRY_FIELD_MIN_AGE, &service, "18");
	expect_text(ENTRY_SERVICE, ENTRY_FIELD_LANGUAGES, &service, "nl");
}

/* Each kind of entry has a term, in which there is time to be asked; beds are asked about sooner
 * than the rest. */
static void test_term_of__every_kind(void **state)
{
	(void)state;
	for (int kind = ENTRY_ORGANISATION; kind < ENTRY_KIND_COUNT; kind++)
		for (int service = 0; service < SERVICE_KIND_COUNT; service++) {
			struct term term = term_of((enum entry_kind)kind, service);
			assert_true(term.fades_after_days > term.ask_before_days);
			assert_true(term.ask_before_days > 0 && term.ask_again_days > 0);
			assert_true(term.fades_after_days <= 366);
		}
	assert_true(term_of(ENTRY_SERVICE, SERVICE_RESPITE_BED).fades_after_days <
		term_of(ENTRY_SERVICE, SERVICE_TREATMENT).fades_after_days);
	assert_int_equal(term_of(ENTRY_SERVICE, SERVICE_TREATMENT).fades_after_days,
		term_of(ENTRY_SERVICE, 0).fades_after_days);
	assert_true(term_correction_days() > 0 && term_correction_days() <= 31);
}

/* Of each state what the clock does next. */
static void test_entry_next_due__of_every_state(void **state)
{
	(void)state;
	assert_int_equal(entry_next_due(ENTRY_FRESH), ENTRY_DUE_ASK);
	assert_int_equal(entry_next_due(ENTRY_ASKED), ENTRY_DUE_FADE);
	assert_int_equal(entry_next_due(ENTRY_FADING), ENTRY_DUE_ASK);
	assert_int_equal(entry_next_due(ENTRY_ENDED), ENTRY_DUE_NONE);
	assert_int_equal(entry_next_due(ENTRY_UNCONFIRMED), ENTRY_DUE_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_part_list__has_each_field_once),
		cmocka_unit_test(test_part_merge__takes_what_is_said),
		cmocka_unit_test(test_part_may_clear__what_is_not_required),
		cmocka_unit_test(test_part_text__tells_each_form),
		cmocka_unit_test(test_term_of__every_kind),
		cmocka_unit_test(test_entry_next_due__of_every_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
