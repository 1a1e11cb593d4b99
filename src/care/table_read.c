/* table_read.c - the agenda, the cases of an episode.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/table_read.h"

#define COLUMNS                                                                         \
	"select region, episode, id, need, state, level, why, origin, cause, brought_by,"   \
	" beside, named, attends, late, brought_ms, expires_ms, ended_ms, decided_by,"      \
	" decided_ms, service, organisation, term_day, handover, words, reason, last_words" \
	" from care_case"

static status count_one(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t parameter_count, int64_t *count,
	struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, parameter_count, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}

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

status table_count_obliging(
	struct store *store, struct id organisation, int64_t *count, struct error *error)
{
	/* By what is open, of which there is little: care_case_by_level, care_shortage_by_level. */
	static const struct store_query of_cases = {"care",
		"select count(*) from care_case where level in (1, 2) and ended_ms = 0"
		" and state in (2, 3, 4) and organisation = ?1"};
	static const struct store_query of_shortages = {"care",
		"select count(*) from care_shortage where level in (1, 2) and ended_ms = 0"
		" and state in (2, 3) and organisation = ?1"};
	int64_t shortages = 0;
	struct store_value parameters[] = {store_id(&organisation)};
	TRY(count_one(store, &of_cases, parameters, 1, count, error));
	TRY(count_one(store, &of_shortages, parameters, 1, &shortages, error));
	*count += shortages;
	return STATUS_OK;
}

status table_open_cases(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {
		"care", COLUMNS " where region = ?1 and episode = ?2 order by brought_ms desc, id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}

status table_list_beside(struct store *store, int32_t region, struct id episode, struct id account,
	struct table_case *cases, size_t capacity, size_t *count, struct arena *arena,
	struct error *error)
{
	static const struct store_query query = {"care",
		COLUMNS " where region = ?1 and episode = ?2 and beside = ?3 and state in (1, 2, 3, 4)"
				" order by id"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&account)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (*count = 0; *count < capacity; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&table_case_table, row, &cases[*count], arena, error));
	}
	return STATUS_OK;
}

status table_has_open(struct store *store, int32_t region, struct id episode, struct id need,
	bool *has, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_case where region = ?1 and episode = ?2 and need = ?3"
		" and state in (1, 2, 3, 4)"};
	int64_t count = 0;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&need)};
	TRY(count_one(store, &query, parameters, 3, &count, error));
	*has = count > 0;
	return STATUS_OK;
}

status table_find_open(struct store *store, int32_t region, struct id episode, struct id need,
	struct table_case *table_case, bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care",
		COLUMNS " where region = ?1 and episode = ?2 and need = ?3 and state in (1, 2, 3, 4)"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&need)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	if (row == NULL) return STATUS_OK;
	return store_record_fill(&table_case_table, row, table_case, arena, error);
}

status table_look_standing(
	struct store *store, struct table_standing *standing, struct error *error)
{
	/* Seats of clients are 1, of relatives 2; the nation's table is that of region 0. */
	static const struct store_query without_seats = {"care",
		"select count(*) from care_case c where c.level in (1, 2) and c.ended_ms = 0"
		" and c.state in (1, 2, 3, 4) and (select count(distinct s.kind) from care_seat s"
		"  where s.region = case when c.level = 2 then 0 else c.region end"
		"  and s.kind in (1, 2)) < 2"};
	static const struct store_query late_at_nation = {"care",
		"select count(*) from care_case where level = 2 and ended_ms = 0 and late <> 0"
		" and state in (1, 2, 3, 4)"};
	TRY(count_one(store, &without_seats, NULL, 0, &standing->without_seats, error));
	return count_one(store, &late_at_nation, NULL, 0, &standing->late_at_nation, error);
}

status table_count_failed(struct store *store, int32_t region, struct id episode, struct id need,
	int64_t *failed, struct error *error)
{
	/* Declined (4) is when it was said, expired (5) when it was to be answered by. */
	static const struct store_query query = {"care",
		"select count(*) from care_handover h"
		" where h.region = ?1 and h.episode = ?2 and h.need = ?3 and h.state in (4, 5)"
		" and case when h.state = 4 then h.answered_ms else h.expires_ms end >"
		"   (select coalesce(max(a.answered_ms), 0) from care_handover a where a.region = ?1"
		"    and a.episode = ?2 and a.need = ?3 and a.state in (2, 3))"
		" and case when h.state = 4 then h.answered_ms else h.expires_ms end >"
		"   (select coalesce(max("
		"     case when c.ended_ms > 0 then c.ended_ms else c.brought_ms end), 0)"
		"    from care_case c where c.region = ?1 and c.episode = ?2 and c.need = ?3)"};
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&need)};
	return count_one(store, &query, parameters, 3, failed, error);
}

status table_was_accepted(
	struct store *store, const struct table_case *table_case, bool *accepted, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_handover where region = ?1 and episode = ?2 and need = ?3"
		" and state in (2, 3) and answered_ms >= ?4"};
	int64_t count = 0;
	struct store_value parameters[] = {store_int(table_case->region),
		store_id(&table_case->episode), store_id(&table_case->need),
		store_int(table_case->brought_ms)};
	TRY(count_one(store, &query, parameters, 4, &count, error));
	*accepted = count > 0;
	return STATUS_OK;
}
