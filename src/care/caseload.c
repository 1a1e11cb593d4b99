/* caseload.c - what somebody holds, in one read.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/caseload.h"
#include "base/check.h"

/* The days of this calendar end before a million (base/date.h). */
#define PLACE                                                                       \
	"(case when n.id is null then 3 when n.state = 2 then 0 when s.late = 1 then 1" \
	" else 2 end * 1000000 + coalesce(s.due_day, 999999))"

/* Whoever helps (a peer 3, a professional 5) knows what they need; of others it counts what the
 * person said (knowing.h: own 3, nothing 4). */
#define IN_SIGHT                                                                 \
	" left join care_knowing k on k.region = m.region and k.episode = m.episode" \
	" and k.account = m.account and m.kind not in (3, 5)"
#define NOT_HIDDEN " and coalesce(k.knows, 0) <> 4"

static void fill_row(const struct store_value *row, struct caseload_row *out, struct arena *arena)
{
	*out = (struct caseload_row){.region = (int32_t)store_value_int(&row[0]),
		.episode = store_value_id(&row[1]),
		.person = store_value_id(&row[2]),
		.care_manager = store_value_id(&row[3]),
		.need = store_value_id(&row[4]),
		.domain = (int32_t)store_value_int(&row[5]),
		.state = (int32_t)store_value_int(&row[6]),
		.place = store_value_int(&row[13]),
		.bears = store_value_int(&row[14]),
		.needs = store_value_int(&row[15])};
	out->step = (struct step){.region = out->region,
		.episode = out->episode,
		.need = out->need,
		.id = store_value_id(&row[7]),
		.who = store_value_id(&row[8]),
		.kind = (int32_t)store_value_int(&row[9]),
		.state = STEP_OPEN,
		.due_day = (int32_t)store_value_int(&row[10]),
		.late = store_value_int(&row[11]) != 0,
		.words = arena_copy(arena, store_value_bytes(&row[12]))};
}

status caseload_list(struct store *store, int32_t region, struct id account,
	struct caseload_position after, int64_t limit, struct caseload_row *rows, size_t *count,
	struct arena *arena, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, person, care_manager, need, domain, state, step, who, kind,"
		" due_day, late, words, place, bears, needs from"
		" (select m.region, m.episode, e.person, e.care_manager, n.id as need,"
		" coalesce(n.domain, 0) as domain, coalesce(n.state, 0) as state, s.id as step, s.who,"
		" coalesce(s.kind, 0) as kind, coalesce(s.due_day, 0) as due_day,"
		" coalesce(s.late, 0) as late, s.words, " PLACE " as place,"
		" sum(case when n.bearer = ?2 then 1 else 0 end) over (partition by m.episode) as bears,"
		" count(n.id) over (partition by m.episode) as needs,"
		" row_number() over (partition by m.episode order by " PLACE ", n.id) as nth"
		" from care_member m"
		" join care_episode e on e.region = m.region and e.id = m.episode" IN_SIGHT
		" left join care_need n on n.region = m.region and n.episode = m.episode and n.state <> 3"
		" and (coalesce(k.knows, 0) <> 3 or n.bearer = ?2)"
		" left join care_step s on s.region = n.region and s.episode = n.episode and s.id = n.step"
		" where m.account = ?2 and m.left_ms = 0 and m.region = ?1 and e.state = 1"
		" and e.person <> ?2" NOT_HIDDEN ") f"
		" where nth = 1 and (place > ?3 or (place = ?3 and episode > ?4))"
		" order by place, episode limit ?5"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&account),
		store_int(after.place), store_id(&after.episode), store_int(limit)};
	CHECK(limit >= 0 && limit <= CASELOAD_PAGE);
	*count = 0;
	TRY(store_query_open(store, &query, parameters, 5, &cursor, error));
	for (;; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		CHECK(*count < (size_t)limit);
		fill_row(row, &rows[*count], arena);
	}
}

status caseload_open_shards(
	struct store *store, struct id account, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select m.region, count(*) from care_member m join care_episode e on e.region = m.region"
		" and e.id = m.episode" IN_SIGHT " where m.account = ?1 and m.left_ms = 0 and e.state = 1"
		" and e.person <> ?1" NOT_HIDDEN " group by m.region order by m.region"};
	struct store_value parameters[] = {store_id(&account)};
	return store_query_open(store, &query, parameters, 1, cursor, error);
}
