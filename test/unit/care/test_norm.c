/* test_norm.c - by when something is answered.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../base/raises.h"
#include "base/date.h"
#include "care/norm.h"

static int32_t day(int year, int month, int of_month)
{
	return date_from_civil((struct date_civil){year, month, of_month});
}

/* Advice: three working days, over a weekend too; of a weekend they begin on Monday. */
static void test_norm_day__counts_working_days(void **state)
{
	(void)state;
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 2)), day(2026, 3, 5));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 4)), day(2026, 3, 9));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 6)), day(2026, 3, 11));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 7)), day(2026, 3, 11));
	assert_int_equal(norm_day(NORM_CONSULT, day(2026, 3, 8)), day(2026, 3, 11));
}

/* A table meets every two weeks; what is not safe is looked at the next working day. */
static void test_norm_day__of_tables(void **state)
{
	(void)state;
	assert_int_equal(norm_day(NORM_TABLE, day(2026, 3, 2)), day(2026, 3, 16));
	assert_int_equal(norm_day(NORM_TABLE_UNSAFE, day(2026, 3, 2)), day(2026, 3, 3));
	assert_int_equal(norm_day(NORM_TABLE_UNSAFE, day(2026, 3, 6)), day(2026, 3, 9));
}

/* Before it was in force there is no norm; it holds from its first day on. */
static void test_norm_day__only_while_in_force(void **state)
{
	(void)state;
	assert_raises(norm_day(NORM_CONSULT, day(2019, 12, 31)));
	assert_int_equal(norm_day(NORM_CONSULT, day(2020, 1, 1)), day(2020, 1, 6));
	assert_raises(norm_day(NORM_NONE, day(2026, 3, 2)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_norm_day__counts_working_days),
		cmocka_unit_test(test_norm_day__of_tables),
		cmocka_unit_test(test_norm_day__only_while_in_force),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
