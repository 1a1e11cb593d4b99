/* test_excluding.c - words that may exclude people are seen, and others are not.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "directory/excluding.h"

static void test_excluding_is_said__sees_whole_phrases(void **state)
{
	static const struct {
		const char *text;
		bool said;
	} cases[] = {{"Niet voor mensen met borderline of verslaving.", true},
		{"Voor wie somber is. NIET GESCHIKT VOOR mensen in crisis", true},
		{"Contra-indicaties: psychose", true}, {"Uitgesloten zijn daklozen", true},
		{"Not for people with an addiction", true}, {"Geen cli\xc3\xabnten met schulden", true},
		{"Voor iedereen die slecht slaapt", false}, {"Je komt niet alleen. Voor wie wil", false},
		{"Wij behandelen angst, ook bij verslaving", false}, {"behalvezo", false}, {"", false},
		{"Voor mensen met borderline", false}, {"\xff niet voor", false}};
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (excluding_is_said(span_of(cases[i].text)) != cases[i].said)
			fail_msg("%s: not %d", cases[i].text, cases[i].said);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_excluding_is_said__sees_whole_phrases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
