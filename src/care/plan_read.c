/* plan_read.c - reading a plan, and light contact.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/plan_read.h"

#define PART                                                                           \
	"select p.region, p.episode, p.id, p.seq, p.kind, p.state, p.goal, p.need, p.who," \
	" p.by_day, p.author, p.writer, p.at_ms, p.words from care_plan_part p"
#define IS_LAST                                                                       \
	" and p.seq = (select max(q.seq) from care_plan_part q where q.region = p.region" \
	" and q.episode = p.episode and q.id = p.id)"
#define IS_OPEN " and p.state in (1, 2, 3, 4)"
#define HAS_SOMEBODY " and p.state in (2, 3)"

status plan_find_part(struct store *store, int32_t region, struct id episode, struct id part,
	struct plan_part *found, bool *known, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care",
		PART " where p.region = ?1 and p.episode = ?2 and p.id = ?3 order by p.seq desc limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&part)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*known = row != NULL;
	return row == NULL ? STATUS_OK : store_record_fill(&plan_part_table, row, found, arena, error);
}

status plan_open_parts(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		PART " where p.region = ?1 and p.episode = ?2" IS_LAST
			 " order by case when p.state in (1, 2, 3, 4) then 0 else 1 end, p.kind,"
			 " (select min(o.seq) from care_plan_part o where o.region = p.region"
			 " and o.episode = p.episode and o.id = p.id), p.id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}

status plan_open_history(struct store *store, int32_t region, struct id episode, int64_t after,
	int64_t limit, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		PART " where p.region = ?1 and p.episode = ?2 and p.seq in (select distinct q.seq"
			 " from care_plan_part q where q.region = ?1 and q.episode = ?2 and q.seq > ?3"
			 " order by q.seq limit ?4) order by p.seq, p.id"};
	struct store_value parameters[] = {
		store_int(region), store_id(&episode), store_int(after), store_int(limit)};
	return store_query_open(store, &query, parameters, 4, cursor, error);
}

static status list_steps(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t parameter_count,
	struct plan_part steps[PLAN_MAX_OPEN], size_t *count, struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, parameter_count, &cursor, error));
	for (*count = 0; *count < PLAN_MAX_OPEN; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&plan_part_table, row, &steps[*count], arena, error));
	}
	return STATUS_OK;
}

status plan_list_steps_of(struct store *store, int32_t region, struct id episode, struct id who,
	struct plan_part steps[PLAN_MAX_OPEN], size_t *count, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care",
		PART " where p.region = ?1 and p.episode = ?2 and p.who = ?3" HAS_SOMEBODY IS_LAST
			 " order by p.id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&who)};
	return list_steps(store, &query, parameters, 3, steps, count, arena, error);
}

status plan_list_open_steps(struct store *store, int32_t region, struct id episode,
	struct plan_part steps[PLAN_MAX_OPEN], size_t *count, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care",
		PART " where p.region = ?1 and p.episode = ?2 and p.state in (2, 3, 4)" IS_LAST
			 " order by p.id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return list_steps(store, &query, parameters, 2, steps, count, arena, error);
}

static status number_of(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t parameter_count, int64_t *number,
	struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, parameter_count, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*number = row == NULL ? 0 : store_value_int(&row[0]);
	return STATUS_OK;
}

status plan_count_open(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_plan_part p where p.region = ?1 and p.episode = ?2" IS_OPEN
			IS_LAST};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return number_of(store, &query, parameters, 2, number, error);
}

status plan_version(
	struct store *store, int32_t region, struct id episode, int64_t *version, struct error *error)
{
	static const struct store_query query = {"care",
		"select coalesce(max(seq), 0) from care_plan_part where region = ?1 and episode = ?2"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return number_of(store, &query, parameters, 2, version, error);
}

status plan_open_yes(struct store *store, int32_t region, struct id episode, int64_t seq,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, seq, account, at_ms from care_plan_yes where region = ?1"
		" and episode = ?2 and seq = ?3 order by at_ms, account"};
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_int(seq)};
	return store_query_open(store, &query, parameters, 3, cursor, error);
}

/* Whoever has something of a plan is in that team (plan.h, light.h): teams have the one index by
 * account. */
status plan_count_held(struct store *store, struct id account, int64_t *number, struct error *error)
{
	static const struct store_query steps = {"care",
		"select count(*) from care_member m join care_plan_part p on p.region = m.region"
		" and p.episode = m.episode where m.account = ?1 and m.left_ms = 0"
		" and p.who = ?1" HAS_SOMEBODY IS_LAST};
	static const struct store_query lights = {"care",
		"select count(*) from care_member m join care_light l on l.region = m.region"
		" and l.episode = m.episode where m.account = ?1 and m.left_ms = 0 and l.who = ?1"
		" and l.state = 1"};
	struct store_value parameters[] = {store_id(&account)};
	int64_t kept = 0;
	TRY(number_of(store, &steps, parameters, 1, number, error));
	TRY(number_of(store, &lights, parameters, 1, &kept, error));
	*number += kept;
	return STATUS_OK;
}

status plan_find_light(struct store *store, int32_t region, struct id episode, struct light *light,
	bool *kept, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, state, who, interval_days, next_day, late, begun_by, begun_ms,"
		" held_ms, ended_ms, words from care_light where region = ?1 and episode = ?2"
		" and state = 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*kept = row != NULL;
	return row == NULL ? STATUS_OK : store_record_fill(&light_table, row, light, arena, error);
}
