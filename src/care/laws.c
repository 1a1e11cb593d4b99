/* laws.c - the laws, read back.
 *
 * A row that comes back breaks the law that its first column names; the queries look only at one
 * episode.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/laws.h"

static const char *const names[LAW_BREAK_COUNT] = {
	[LAW_KEPT] = "kept",
	[LAW_L1_CARE_MANAGER] = "L1 care_manager",
	[LAW_L1_BEARER] = "L1 bearer",
	[LAW_L1_ROSTER] = "L1 roster",
	[LAW_L2_DANGER] = "L2 danger",
	[LAW_L2_OPEN_OFFER] = "L2 open_offer",
	[LAW_L3_STEP] = "L3 step",
	[LAW_L2_MOVED] = "L2 moved",
	[LAW_L3_CONSULT] = "L3 consult",
	[LAW_L3_STAY] = "L3 stay",
	[LAW_L3_TABLE] = "L3 table",
	[LAW_L0_PLAN] = "L0 plan",
	[LAW_L3_LIGHT] = "L3 light",
	[LAW_L10_CLOSED] = "L10 closed",
};

const char *laws_name(enum law_break law_break)
{
	return names[law_break];
}

/* The numbers are stored values of enum law_break, need_state, handover_state, step_state and
 * member_kind: written out here, because the check must not follow a mistake in those headers. */
static const struct store_query episode_query = {"care",
	"select case when m.account is null then 1 else 0 end,"
	" (select count(*) from care_handover h where h.region = e.region and h.episode = e.id"
	"   and h.state = 1 and h.need is null and (h.expires_ms <= h.offered_ms"
	"   or e.open_handover is null or e.open_handover <> h.id))"
	" from care_episode e left join care_member m on m.region = e.region and m.episode = e.id"
	"  and m.account = e.care_manager and m.left_ms = 0"
	" where e.region = ?1 and e.id = ?2 and e.state = 1"};

static const struct store_query need_query = {"care",
	"select case"
	" when m.account is null then 2"
	" when (n.state = 2) <> (n.bearer_before is not null) then 4"
	" when (select count(*) from care_handover h where h.region = n.region"
	"   and h.episode = n.episode"
	"   and h.need = n.id and h.state = 1 and (h.expires_ms <= h.offered_ms"
	"   or n.open_handover is null or n.open_handover <> h.id)) > 0 then 5"
	" when n.bearer_kind = 5 and not exists (select 1 from care_step s where s.region = n.region"
	"   and s.episode = n.episode and s.id = n.step and s.state = 1 and s.due_day > 0) then 6"
	" else 0 end"
	" from care_need n left join care_member m on m.region = n.region and m.episode = n.episode"
	"  and m.account = n.bearer and m.left_ms = 0"
	" where n.region = ?1 and n.episode = ?2 and n.state <> 3"};

static const struct store_query consult_query = {"care",
	"select case when c.expires_ms <= c.asked_ms or not exists (select 1 from care_due d"
	"   where d.due_ms = c.expires_ms and d.region = c.region and d.kind = 4 and d.thing = c.id)"
	" then 8 else 0 end from care_consult c"
	" where c.region = ?1 and c.episode = ?2 and c.state = 1"};

static const struct store_query stay_query = {"care",
	"select case when s.return_day <= 0 or s.return_day < s.start_day or s.keeps = 0"
	" or s.kept_until < s.return_day or (s.late = 0 and not exists (select 1 from care_due d"
	/* As the day behind it begins in Amsterdam: two hours before UTC in summer, else one. */
	"   where d.due_ms in ((case when s.state = 1 then s.start_day else s.return_day end + 1)"
	"   * 86400000 - 7200000, (case when s.state = 1 then s.start_day else s.return_day end + 1)"
	"   * 86400000 - 3600000)"
	"   and d.region = s.region and d.kind = 5 and d.thing = s.id))"
	" then 9 else 0 end from care_stay s"
	" where s.region = ?1 and s.episode = ?2 and s.state in (1, 2, 3)"};

static const struct store_query case_query = {"care",
	"select case when c.expires_ms <= 0 or not exists (select 1 from care_due d"
	"   where d.due_ms = c.expires_ms and d.region = c.region and d.kind = 6 and d.thing = c.id)"
	" or (c.state in (2, 3, 4) and (c.organisation is null or c.term_day <= 0))"
	" or (c.state = 4 and c.level <> 2)"
	" then 10 else 0 end from care_case c"
	" where c.region = ?1 and c.episode = ?2 and c.state in (1, 2, 3, 4)"};

static const struct store_query plan_query = {"care",
	"select case when m.account is null then 11 else 0 end from care_plan_part p"
	" left join care_member m on m.region = p.region and m.episode = p.episode"
	"  and m.account = p.who and m.left_ms = 0"
	" where p.region = ?1 and p.episode = ?2 and p.state in (2, 3)"
	" and p.seq = (select max(q.seq) from care_plan_part q where q.region = p.region"
	"   and q.episode = p.episode and q.id = p.id)"};

static const struct store_query light_query = {"care",
	"select case when m.account is null then 11"
	" when l.next_day <= 0 or (l.late = 0 and not exists (select 1 from care_due d"
	"   where d.due_ms between l.next_day * 86400000 and (l.next_day + 2) * 86400000"
	"   and d.region = l.region and d.kind = 30 and d.thing = l.id)) then 12"
	" else 0 end from care_light l left join care_member m on m.region = l.region"
	"  and m.episode = l.episode and m.account = l.who and m.left_ms = 0"
	" where l.region = ?1 and l.episode = ?2 and l.state = 1"};

/* What is open of a closed episode. */
#define OPEN_OF(table, states)                                        \
	" or exists (select 1 from " table " o where o.region = e.region" \
	" and o.episode = e.id and o.state in (" states "))"
#define OPEN_STEP                                                          \
	" or exists (select 1 from care_plan_part p where p.region = e.region" \
	" and p.episode = e.id and p.state in (2, 3, 4)"                       \
	" and p.seq = (select max(q.seq) from care_plan_part q"                \
	" where q.region = p.region and q.episode = p.episode and q.id = p.id))"
#define OPEN_ANY                       \
	OPEN_OF("care_need", "1, 2")       \
	OPEN_OF("care_handover", "1")      \
	OPEN_OF("care_join", "1")          \
	OPEN_OF("care_consult", "1")       \
	OPEN_OF("care_stay", "1, 2, 3")    \
	OPEN_OF("care_case", "1, 2, 3, 4") \
	OPEN_OF("care_light", "1") OPEN_STEP
static const struct store_query closed_query = {"care",
	"select case when exists (select 1 from care_member m where m.region = e.region"
	"   and m.episode = e.id and m.left_ms = 0 and m.account <> e.person)" OPEN_ANY
	" then 13 else 0 end from care_episode e"
	" where e.region = ?1 and e.id = ?2 and e.state = 2"};

/* Of each row the first column is the law that it breaks, or 0. */
static status check_rows(struct store *store, const struct store_query *query,
	const struct store_value *parameters, enum law_break *found, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, 2, &cursor, error));
	for (;;) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		*found = (enum law_break)store_value_int(&row[0]);
		if (*found != LAW_KEPT) return STATUS_OK;
	}
}

static status check_episode(struct store *store, const struct store_value *parameters,
	enum law_break *found, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	*found = LAW_KEPT;
	TRY(store_query_open(store, &episode_query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	if (row != NULL && store_value_int(&row[0]) != 0)
		*found = LAW_L1_CARE_MANAGER;
	else if (row != NULL && store_value_int(&row[1]) != 0)
		*found = LAW_L2_OPEN_OFFER;
	return STATUS_OK;
}

status laws_check_episode(struct store *store, int32_t region, struct id episode, unsigned parts,
	enum law_break *found, struct error *error)
{
	static const struct {
		unsigned part;
		const struct store_query *query;
	} checks[] = {{LAWS_OF_CONSULTS, &consult_query}, {LAWS_OF_STAYS, &stay_query},
		{LAWS_OF_CASES, &case_query}, {LAWS_OF_PLAN, &plan_query}, {LAWS_OF_PLAN, &light_query},
		{LAWS_OF_CLOSED, &closed_query}};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(check_episode(store, parameters, found, error));
	if (*found == LAW_KEPT) TRY(check_rows(store, &need_query, parameters, found, error));
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]) && *found == LAW_KEPT; i++)
		if ((parts & checks[i].part) != 0)
			TRY(check_rows(store, checks[i].query, parameters, found, error));
	return STATUS_OK;
}

status laws_check_roster(
	struct store *store, int32_t region, enum law_break *found, struct error *error)
{
	static const struct store_query query = {
		"care", "select count(*) from care_roster where region = ?1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region)};
	*found = LAW_KEPT;
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	if (store_value_int(&row[0]) == 0) *found = LAW_L1_ROSTER;
	return STATUS_OK;
}
