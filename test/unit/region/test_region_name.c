/* test_region_name.c - municipalities are found by their name as people write it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "region/region.h"

static int division_open(void **state)
{
	struct error error;
	return region_open((struct region **)state, &error) == STATUS_OK ? 0 : -1;
}

static int division_close(void **state)
{
	region_close(*state);
	return 0;
}

static void assert_folds(const char *text, const char *wanted)
{
	char folded[128];
	assert_int_equal(region_fold(span_of(text), folded, sizeof folded), strlen(wanted));
	assert_string_equal(folded, wanted);
}

/* Capitals, accents (also combining ones), signs and blanks make no difference. */
static void test_region_fold__keeps_plain_letters_and_digits(void **state)
{
	(void)state;
	assert_folds("Súdwest-Fryslân", "sudwestfryslan");
	assert_folds("Su\xcc\x81"
				 "dwest Frysla\xcc\x82n",
		"sudwestfryslan");
	assert_folds("'s-Gravenhage", "sgravenhage");
	assert_folds("Bergen (NH.)", "bergennh");
	assert_folds("ÀÖØöøÿ×÷ 19", "aooooy19");
	assert_folds("Æther œuvre Straße ĳssel Þ",
		"aetheroeuvrestrassei"
		"jsselth");
	assert_folds("ĀāČčĐđĖĝĦĩĮĵķŁłŃŋŐŔşŤťŪűŴŸŽžſ", "aaccddeghiijkllnnorsttuuwyzzs");
	assert_folds("Ελλάδα Київ 東京 \U0001F600", "");
	assert_folds("", "");
}

/* A text that is no UTF-8 or does not fit folds to nothing, and `out` is ended all the same. */
static void test_region_fold__refuses_what_does_not_fit(void **state)
{
	(void)state;
	char folded[4] = "xxx";
	assert_int_equal(region_fold(span_of("abcd"), folded, sizeof folded), 0);
	assert_string_equal(folded, "");
	assert_int_equal(region_fold(span_of("abc"), folded, sizeof folded), 3);
	assert_int_equal(region_fold(span_of("a\xc3"), folded, sizeof folded), 0);
	assert_string_equal(folded, "");
	assert_int_equal(region_fold(span_of("a"), folded, 0), 0);
}

/* Every municipality is found by its own name, and by that in capitals. */
static void test_region_find_name__finds_each_by_its_name(void **state)
{
	const struct region *division = *state;
	size_t count;
	const struct region_municipality *const *list =
		region_municipalities(division, REGION_NATIONAL, &count);
	for (size_t i = 0; i < count; i++) {
		assert_ptr_equal(region_find_name(division, list[i]->name), list[i]);
		char capitals[REGION_MAX_NAME_BYTES];
		memcpy(capitals, list[i]->name.start, list[i]->name.size);
		for (size_t j = 0; j < list[i]->name.size; j++)
			if (capitals[j] >= 'a' && capitals[j] <= 'z')
				capitals[j] = (char)(capitals[j] - 'a' + 'A');
		struct span loud = span_bytes(capitals, list[i]->name.size);
		assert_ptr_equal(region_find_name(division, loud), list[i]);
	}
}

static void assert_found(const struct region *division, const char *name, int32_t number)
{
	const struct region_municipality *found = region_find_name(division, span_of(name));
	if (number == 0) {
		assert_null(found);
	} else {
		assert_non_null(found);
		assert_int_equal(found->number, number);
	}
}

/* Without accents or province, by the name everybody uses; and none when it could be two. */
static void test_region_find_name__takes_what_people_write(void **state)
{
	const struct region *division = *state;
	assert_found(division, "sudwest fryslan", 1900);
	assert_found(division, "s gravenhage", 518);
	assert_found(division, "Den Haag", 518);
	assert_found(division, "den-bosch", 796);
	assert_found(division, "Hengelo", 164);
	assert_found(division, "hengelo (o)", 164);
	assert_found(division, "bergen nh", 373);
	assert_found(division, "Bergen (L.)", 893);
	assert_found(division, "Bergen", 0);
	assert_found(division, "Utrech", 0);
	assert_found(division, "Utrecht!", 344);
	assert_found(division, "Utrechtt", 0);
	assert_found(division, "", 0);
	assert_found(division, "---", 0);
}

/* Candidates come in order of name, each once, and are counted beyond what fits. */
static void test_region_find_prefix__gives_candidates_in_order(void **state)
{
	const struct region *division = *state;
	const struct region_municipality *found[8];
	assert_int_equal(region_find_prefix(division, span_of("BERG"), found, 8), 5);
	static const char *const wanted[] = {
		"Bergeijk", "Bergen (L.)", "Bergen (NH.)", "Bergen op Zoom", "Berg en Dal"};
	size_t seen = 0;
	for (size_t i = 0; i < 5; i++)
		for (size_t j = 0; j < 5; j++) seen += span_is(found[i]->name, wanted[j]);
	assert_int_equal(seen, 5);
	assert_true(span_is(found[0]->name, "Bergeijk"));
	found[2] = NULL;
	assert_int_equal(region_find_prefix(division, span_of("berg"), found, 2), 5);
	assert_null(found[2]);
	assert_int_equal(region_find_prefix(division, span_of("hengelo"), found, 8), 1);
	assert_int_equal(region_find_prefix(division, span_of("den h"), found, 8), 2);
	assert_int_equal(region_find_prefix(division, span_of("xyz"), found, 8), 0);
	assert_int_equal(region_find_prefix(division, span_of("'"), found, 8), 0);
	assert_int_equal(region_find_prefix(division, span_of(""), found, 8), 0);
}

/* Every prefix of every name finds it. */
static void test_region_find_prefix__finds_each_while_it_is_typed(void **state)
{
	const struct region *division = *state;
	const struct region_municipality *found[REGION_MUNICIPALITY_COUNT];
	size_t count;
	const struct region_municipality *const *list =
		region_municipalities(division, REGION_NATIONAL, &count);
	for (size_t i = 0; i < count; i++) {
		char folded[REGION_MAX_NAME_BYTES + 1];
		size_t size = region_fold(list[i]->name, folded, sizeof folded);
		for (size_t typed = 1; typed <= size; typed++) {
			size_t many = region_find_prefix(
				division, span_bytes(folded, typed), found, REGION_MUNICIPALITY_COUNT);
			size_t hits = 0;
			for (size_t j = 0; j < many; j++) hits += found[j] == list[i];
			assert_int_equal(hits, 1);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_region_fold__keeps_plain_letters_and_digits),
		cmocka_unit_test(test_region_fold__refuses_what_does_not_fit),
		cmocka_unit_test(test_region_find_name__finds_each_by_its_name),
		cmocka_unit_test(test_region_find_name__takes_what_people_write),
		cmocka_unit_test(test_region_find_prefix__gives_candidates_in_order),
		cmocka_unit_test(test_region_find_prefix__finds_each_while_it_is_typed),
	};
	return cmocka_run_group_tests(tests, division_open, division_close);
}
