/* table_read.c - the agenda, the cases of an episode.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/table_read.h"

#define COLUMNS                                                                               \
	"select region, episode, id, need, state, level, why, origin, brought_by, beside, named," \
	" attends, late, brought_ms, expires_ms, ended_ms, decided_by, decided_ms, service,"      \
	" organisation, term_day, handover, words, reason, last_words from care_case"

status table_open_agenda(struct store *store, int32_t shard, int64_t after, int64_t limit,
	struct store_cursor **cursor, struct error *error)
{
	/* As care_case_by_level has them. */
	static const struct store_query of_nation = {"care",
		COLUMNS " where level = 2 and ended_ms = 0"
				" order by expires_ms, region, id limit ?1 offset ?2"};
	static const struct store_query of_region = {"care",
		COLUMNS " where level in (1, 2) and region = ?3 and ended_ms = 0"
				" order by expires_ms, id limit ?1 offset ?2"};
	struct store_value parameters[] = {store_int(limit), store_int(after), store_int(shard)};
	return shard == 0 ? store_query_open(store, &of_nation, parameters, 2, cursor, error)
					  : store_query_open(store, &of_region, parameters, 3, cursor, error);
}

status table_open_cases(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {
		"care", COLUMNS " where region = ?1 and episode = ?2 order by brought_ms desc, id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}

status table_has_open(struct store *store, int32_t region, struct id episode, struct id need,
	bool *has, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_case where region = ?1 and episode = ?2 and need = ?3"
		" and state in (1, 2, 3, 4)"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&need)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*has = store_value_int(&row[0]) > 0;
	return STATUS_OK;
}
