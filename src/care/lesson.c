/* lesson.c - lessons of tables.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/lesson.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct lesson, region),
	STORE_COLUMN_ID(struct lesson, id, false),
	STORE_COLUMN_I32(struct lesson, day),
	STORE_COLUMN_I32(struct lesson, domain),
	STORE_COLUMN_I32(struct lesson, why),
	STORE_COLUMN_I32(struct lesson, level),
	STORE_COLUMN_TEXT(struct lesson, words, false),
};
const struct store_table lesson_table = {
	.owner = "care",
	.name = "care_lesson",
	.number = 45,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

status lesson_open(struct store *store, int32_t region, int64_t limit, struct store_cursor **cursor,
	struct error *error)
{
	static const struct store_query query = {"care",
		"select region, id, day, domain, why, level, words from care_lesson"
		" where region = ?1 order by day desc, id limit ?2"};
	struct store_value parameters[] = {store_int(region), store_int(limit)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}
