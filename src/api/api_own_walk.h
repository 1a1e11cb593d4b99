/* api_own_walk.h - reads every row of one person, table by table in the order of the catalog.
 *
 * Ownership   Values of a row live until the next one.
 * Tests       test/unit/app/test_app_own.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_own.h"
#include "api/api_own_catalog.h"

struct own_visitor {
	void *context;
	status (*begin)(void *context, const struct own_table *table, struct error *error);
	/* In the order of the table's columns, which is that of the catalog. */
	status (*row)(void *context, const struct own_table *table, const struct store_value *values,
		struct error *error);
	status (*end)(void *context, const struct own_table *table, struct error *error);
	/* Left out whole; or not read, because it is read from end to end and that was not asked. */
	status (*left)(void *context, const struct own_table *table, struct error *error);
};

/* Inside a reading transaction. */
MUST_USE status api_own_walk(
	const struct api_own *own, const struct own_visitor *visitor, struct error *error);
/* The description of a table by its name; CHECKs that there is one. */
const struct store_table *api_own_table_of(const char *name);
