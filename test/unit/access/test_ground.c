/* test_ground.c - every ground on every day that matters, here and elsewhere, for every part of a
 * file, against a list that was written from the laws.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "access/ground.h"

/* From what each law is for; 0: since ever. The nearest to the person first. */
static const struct {
	enum access_ground ground;
	const char *first_day;
	bool must_be_said;
	const char *reaches; /* "all", "", or the first letters of the parts */
} laws[] = {
	{GROUND_OWN_FILE, "1995-04-01", false, "all"},
	{GROUND_REPRESENTATION, "1995-04-01", false, "all"},
	{GROUND_TREATMENT, "1995-04-01", false, "all"},
	{GROUND_ASKED, "1995-04-01", false, "all"},
	{GROUND_CONSENT, "2018-05-25", false, "all"},
	{GROUND_CONSULT, "2018-05-25", false, "needs clinical"},
	{GROUND_VITAL_INTEREST, "2018-05-25", false, "all"},
	{GROUND_WVGGZ, "2020-01-01", false, "identity contact needs plan clinical safety mandate"},
	{GROUND_WZD, "2020-01-01", false, "identity contact needs plan clinical safety mandate"},
	{GROUND_WFZ, "2019-01-01", false, "identity contact needs plan clinical safety mandate"},
	{GROUND_WAMS, "1800-01-01", true, "identity contact needs"},
	{GROUND_OUTREACH, "2008-12-01", false, "identity contact needs"},
	{GROUND_TABLE, "2018-05-25", false, "needs"},
	{GROUND_SUPERVISION, "2016-01-01", false,
		"identity contact needs plan conversation clinical safety mandate log"},
	{GROUND_ENTRY, "2018-05-25", false, ""},
	{GROUND_OWN_ENTRY, "1800-01-01", false, ""},
	{GROUND_ADMINISTRATION, "2018-05-25", false, ""},
	{GROUND_PROGRAM, "1800-01-01", false, ""},
	{GROUND_PUBLIC, "1800-01-01", false, ""},
};
enum { LAWS = sizeof(laws) / sizeof(laws[0]) };

static bool reaches(size_t law, const char *part)
{
	size_t size = strlen(part);
	if (strcmp(laws[law].reaches, "all") == 0) return true;
	for (const char *at = strstr(laws[law].reaches, part); at != NULL; at = strstr(at + 1, part))
		if (at[size] == ' ' || at[size] == 0) return true;
	return false;
}

static bool reaches_all_of(size_t law, unsigned parts)
{
	for (int part = 1; part < FILE_PART_COUNT; part++)
		if ((parts & FILE_BIT(part)) != 0 && !reaches(law, codes_name(&ground_part_codes, part)))
			return false;
	return true;
}

static int32_t day_of(const char *text)
{
	int32_t day = 0;
	assert_true(date_parse(span_of(text), &day));
	return day;
}

static void expect(size_t law, int32_t day, bool said, unsigned parts)
{
	enum ground_verdict right = GROUND_HOLDS;
	if (!reaches_all_of(law, parts)) right = GROUND_NOT_THIS;
	if (day < day_of(laws[law].first_day)) right = GROUND_NOT_YET;
	if (laws[law].must_be_said && !said) right = GROUND_NOT_HERE;
	unsigned here = said ? 1u << laws[law].ground : ~(1u << laws[law].ground);
	enum ground_verdict found = ground_judge(laws[law].ground, day, here, parts);
	if (found != right)
		fail_msg("%s on day %d, said %d, parts %x: %d in place of %d",
			codes_name(&access_ground_codes, (int)laws[law].ground), (int)day, said, parts,
			(int)found, (int)right);
}

static void test_ground_judge__each_law_on_its_days(void **state)
{
	static const char *const around[] = {"1900-01-01", "1995-04-01", "2008-12-01", "2016-01-01",
		"2018-05-25", "2019-01-01", "2020-01-01", "2026-03-02"};
	(void)state;
	for (size_t law = 0; law < LAWS; law++)
		for (size_t at = 0; at < sizeof(around) / sizeof(around[0]); at++)
			for (int32_t days = -1; days <= 1; days++)
				for (int said = 0; said < 2; said++)
					for (unsigned parts = 0; parts <= FILE_WHOLE; parts += 2)
						expect(law, day_of(around[at]) + days, said == 1, parts);
}

/* A bill is no law: nobody sees anything by it until somebody says that it is in force, and then
 * whom and where and what is needed, and no more. */
static void test_ground_judge__wams_is_off(void **state)
{
	(void)state;
	int32_t today = day_of("2026-03-02");
	assert_int_equal(ground_judge(GROUND_WAMS, today, 0, 0), GROUND_NOT_HERE);
	unsigned here = 1u << GROUND_WAMS;
	assert_int_equal(ground_judge(GROUND_WAMS, today, here, FILE_BIT(FILE_NEEDS)), GROUND_HOLDS);
	assert_int_equal(
		ground_judge(GROUND_WAMS, today, here, FILE_BIT(FILE_CONVERSATION)), GROUND_NOT_THIS);
	assert_int_equal(ground_judge(GROUND_NONE, today, ~0u, 0), GROUND_IS_NONE);
}

/* Every ground has one row, and of two the nearer to the person goes first, either way round. */
static void test_ground_nearest__the_person_first(void **state)
{
	(void)state;
	assert_int_equal(LAWS, GROUND_COUNT - 1);
	assert_int_equal(ground_rule_count, LAWS);
	assert_null(ground_rule_of(GROUND_NONE));
	for (size_t i = 0; i < LAWS; i++) {
		assert_int_equal(ground_rules[i].ground, laws[i].ground);
		for (size_t other = i; other < LAWS; other++) {
			assert_int_equal(ground_nearest(laws[i].ground, laws[other].ground), laws[i].ground);
			assert_int_equal(ground_nearest(laws[other].ground, laws[i].ground), laws[i].ground);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ground_judge__each_law_on_its_days),
		cmocka_unit_test(test_ground_judge__wams_is_off),
		cmocka_unit_test(test_ground_nearest__the_person_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
