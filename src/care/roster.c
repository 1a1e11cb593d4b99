/* roster.c - the duty roster.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/roster.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct roster_place, region),
	STORE_COLUMN_ID(struct roster_place, account, false),
	STORE_COLUMN_I32(struct roster_place, kind),
	STORE_COLUMN_I64(struct roster_place, since_ms),
	STORE_COLUMN_I64(struct roster_place, last_turn_ms),
};
const struct store_table roster_table = {
	.owner = "care",
	.name = "care_roster",
	.number = 36,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const struct verdict verdicts[ROSTER_VERDICT_COUNT] = {
	[ROSTER_OK] = {"ok", "", VERDICT_YES},
	[ROSTER_ACCOUNT_UNKNOWN] = {"account_unknown", "L1", VERDICT_RULE},
	[ROSTER_ACCOUNT_ENDED] = {"account_ended", "L1", VERDICT_RULE},
	[ROSTER_KIND] = {"kind", "L1", VERDICT_RULE},
	[ROSTER_ALREADY_ON] = {"already_on", "L1", VERDICT_STATE},
	[ROSTER_NOT_ON] = {"not_on", "L1", VERDICT_STATE},
	[ROSTER_LAST] = {"last", "L1", VERDICT_STATE},
};
const struct verdict_list roster_verdicts = {"roster", verdicts, ROSTER_VERDICT_COUNT};

enum roster_verdict roster_judge_join(const struct roster_facts *facts)
{
	if (!facts->account_known) return ROSTER_ACCOUNT_UNKNOWN;
	if (facts->account_ended) return ROSTER_ACCOUNT_ENDED;
	if (facts->account_kind != MEMBER_PROFESSIONAL && facts->account_kind != MEMBER_PEER)
		return ROSTER_KIND;
	if (facts->on_roster) return ROSTER_ALREADY_ON;
	return ROSTER_OK;
}

enum roster_verdict roster_judge_leave(const struct roster_facts *facts)
{
	if (!facts->on_roster) return ROSTER_NOT_ON;
	if (facts->places <= 1) return ROSTER_LAST;
	return ROSTER_OK;
}

#define PLACE "select region, account, kind, since_ms, last_turn_ms from care_roster r"

static status next_of(struct store *store, int32_t region, int32_t shard, struct id episode,
	struct roster_place *place, struct arena *arena, struct error *error)
{
	static const struct store_query of_any = {
		"care", PLACE " where region = ?1 order by last_turn_ms, account limit 1"};
	static const struct store_query of_episode = {"care",
		PLACE " where region = ?1 order by case when exists (select 1 from care_knowing k"
			  "  where k.region = ?2 and k.episode = ?3 and k.account = r.account"
			  "  and k.knows = 4) then 1 else 0 end, last_turn_ms, account limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	bool is_new = id_is_none(episode);
	struct store_value parameters[] = {store_int(region), store_int(shard), store_id(&episode)};
	TRY(store_query_open(
		store, is_new ? &of_any : &of_episode, parameters, is_new ? 1 : 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*place = (struct roster_place){.account = id_none};
	return row == NULL ? STATUS_OK : store_record_fill(&roster_table, row, place, arena, error);
}

status roster_next(struct store *store, int32_t region, struct id episode,
	struct roster_place *place, struct arena *arena, struct error *error)
{
	TRY(next_of(store, region, region, episode, place, arena, error));
	if (id_is_none(place->account) && region != 0)
		TRY(next_of(store, 0, region, episode, place, arena, error));
	return STATUS_OK;
}

status roster_count(struct store *store, int32_t region, int64_t *places, struct error *error)
{
	static const struct store_query query = {
		"care", "select count(*) from care_roster where region = ?1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region)};
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*places = store_value_int(&row[0]);
	return STATUS_OK;
}

status roster_open(struct store *store, int32_t region, int64_t limit, struct store_cursor **cursor,
	struct error *error)
{
	static const struct store_query query = {"care",
		"select region, account, kind, since_ms, last_turn_ms from care_roster"
		" where region = ?1 order by last_turn_ms, account limit ?2"};
	struct store_value parameters[] = {store_int(region), store_int(limit)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}
