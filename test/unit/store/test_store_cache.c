/* test_store_cache.c - prepared statements are found by address and form, however many there are.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../base/raises.h"
#include "store/store_cache.h"

#define MANY 3000

/* An empty table holds nothing and can be finished. */
static void test_store_cache_find__finds_nothing_in_nothing(void **state)
{
	struct store_cache cache = {0};
	(void)state;
	assert_null(store_cache_find(&cache, &cache, STORE_SQL_GET));
	store_cache_finish(&cache);
	store_cache_finish(&cache);
}

/* Each pair of address and form leads to its own statement, before and after the table grows. */
static void test_store_cache_add__keeps_all_apart(void **state)
{
	static char addresses[MANY];
	static char statements[MANY][STORE_SQL_QUERY];
	struct store_cache cache = {0};
	(void)state;
	for (int i = 0; i < MANY; i++) {
		for (int form = 0; form < STORE_SQL_QUERY; form++) {
			assert_null(store_cache_find(&cache, &addresses[i], (enum store_sql_form)form));
			assert_true(store_cache_add(
				&cache, &addresses[i], (enum store_sql_form)form, &statements[i][form]));
			assert_true(cache.count < cache.capacity);
		}
		assert_null(store_cache_find(&cache, &addresses[i], STORE_SQL_QUERY));
	}
	assert_int_equal(cache.count, MANY * STORE_SQL_QUERY);
	for (int i = 0; i < MANY; i++) {
		for (int form = 0; form < STORE_SQL_QUERY; form++)
			assert_ptr_equal(store_cache_find(&cache, &addresses[i], (enum store_sql_form)form),
				&statements[i][form]);
	}
	store_cache_finish(&cache);
}

/* Adding twice is a mistake: the first statement would be lost. */
static void test_store_cache_add__refuses_what_is_there(void **state)
{
	struct store_cache cache = {0};
	int statement = 0;
	(void)state;
	assert_true(store_cache_add(&cache, &cache, STORE_SQL_PUT, &statement));
	assert_raises((void)!store_cache_add(&cache, &cache, STORE_SQL_PUT, &statement));
	assert_raises((void)!store_cache_add(&cache, NULL, STORE_SQL_PUT, &statement));
	store_cache_finish(&cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_store_cache_find__finds_nothing_in_nothing),
		cmocka_unit_test(test_store_cache_add__keeps_all_apart),
		cmocka_unit_test(test_store_cache_add__refuses_what_is_there),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
