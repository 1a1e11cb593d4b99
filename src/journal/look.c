/* look.c - looks at files.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal/look.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct look, region),
	STORE_COLUMN_ID(struct look, subject, false),
	STORE_COLUMN_ID(struct look, actor, false),
	STORE_COLUMN_I32(struct look, part),
	STORE_COLUMN_I32(struct look, purpose),
	STORE_COLUMN_I64(struct look, bucket),
	STORE_COLUMN_I64(struct look, seq),
	STORE_COLUMN_I64(struct look, at_ms),
	STORE_COLUMN_I32(struct look, ground),
	STORE_COLUMN_ID(struct look, episode, true),
};
const struct store_table look_table = {
	.owner = "journal",
	.name = "journal_look",
	.number = 3,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 6,
};

status look_open_of_subject(struct store *store, int32_t region, struct id subject,
	int64_t before_seq, int64_t limit, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"journal",
		"select region, subject, actor, part, purpose, bucket, seq, at_ms, ground, episode"
		" from journal_look where region = ?1 and subject = ?2 and seq < ?3"
		" order by seq desc limit ?4"};
	struct store_value parameters[] = {
		store_int(region), store_id(&subject), store_int(before_seq), store_int(limit)};
	return store_query_open(store, &query, parameters, 4, cursor, error);
}
