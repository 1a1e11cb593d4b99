/* inbox.c - what waits for an answer.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/inbox.h"
#include "care/step.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct inbox_item, region),
	STORE_COLUMN_ID(struct inbox_item, receiver, false),
	STORE_COLUMN_ID(struct inbox_item, thing, false),
	STORE_COLUMN_I32(struct inbox_item, kind),
	STORE_COLUMN_I32(struct inbox_item, from_region),
	STORE_COLUMN_ID(struct inbox_item, episode, false),
	STORE_COLUMN_I64(struct inbox_item, at_ms),
};
const struct store_table inbox_table = {
	.owner = "care",
	.name = "care_inbox",
	.number = 40,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const kind_names[] = {"", "question", "handover", "join", "confirm",
	"correction", "agreement", "returned", "late", "answered", "consult", "consult_back",
	"stay_late", "decision", [INBOX_PLAN_STEP] = "plan_step", [INBOX_LIGHT_LATE] = "light_late",
	[INBOX_LIGHT] = "light", [INBOX_BACK_AGAIN] = "back_again", [INBOX_WANTED] = "wanted",
	[INBOX_SAME_PERSON] = "same_person", [INBOX_TRANSITION] = "transition",
	[INBOX_PREPARATION_LATE] = "preparation_late", [INBOX_SECOND_VIEW_LATE] = "second_view_late",
	[INBOX_OFFERED] = "offered", [INBOX_BROUGHT] = "brought", [INBOX_CODE] = "code",
	[INBOX_DANGER] = "danger", [INBOX_DANGER_HELD] = "danger_held",
	[INBOX_CHOSE_OTHER] = "chose_other", [INBOX_NEED_CLOSED] = "need_closed",
	[INBOX_CLOSED] = "closed", [INBOX_DECIDED] = "decided", [INBOX_NAMED] = "named",
	[INBOX_PLACE] = "place", [INBOX_PLACE_ENDS] = "place_ends", [INBOX_TALK_LATE] = "talk_late",
	[INBOX_CONSENT] = "consent"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == INBOX_KIND_COUNT, "a name per kind");
const struct codes inbox_kind_codes = {"inbox_kind", kind_names, INBOX_KIND_COUNT};

const struct id inbox_of_administrators = {
	{'a', 'd', 'm', 'i', 'n', 'i', 's', 't', 'r', 'a', 't', 'o', 'r', 's', 0, 1}};

static const struct verdict verdicts[INBOX_VERDICT_COUNT] = {
	[INBOX_OK] = {"ok", "", VERDICT_YES},
	[INBOX_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[INBOX_TO_ANSWER] = {"to_answer", "L2", VERDICT_STATE},
};
const struct verdict_list inbox_verdicts = {"inbox", verdicts, INBOX_VERDICT_COUNT};

enum inbox_verdict inbox_judge_seen(bool known, enum inbox_kind kind)
{
	if (!known) return INBOX_UNKNOWN;
	bool tells = kind == INBOX_RETURNED || kind == INBOX_ANSWERED || kind == INBOX_LIGHT ||
		kind == INBOX_BACK_AGAIN || kind == INBOX_WANTED || kind == INBOX_SAME_PERSON ||
		kind == INBOX_TRANSITION || kind == INBOX_BROUGHT || kind == INBOX_CODE ||
		kind == INBOX_DANGER_HELD || kind == INBOX_CONSENT ||
		(kind >= INBOX_CHOSE_OTHER && kind <= INBOX_NAMED);
	return tells ? INBOX_OK : INBOX_TO_ANSWER;
}

/* What does not expire stands behind what does: this is the year 2286. */
#define NEVER "9999999999999"
/* Danger stands before all of it. */
#define FIRST "1"
/* Nothing of a file of which who asks is kept out of sight. */
#define IN_SIGHT(row)                                                                    \
	" and not exists (select 1 from care_knowing k where k.region = " row ".from_region" \
	" and k.episode = " row ".episode and k.account = ?2 and k.knows = 4)"

static void fill_row(const struct store_value *row, struct inbox_row *out)
{
	const struct step step = {.kind = (int32_t)store_value_int(&row[10]),
		.made_ms = store_value_int(&row[11]),
		.due_day = (int32_t)store_value_int(&row[12])};
	*out = (struct inbox_row){.item = {.region = (int32_t)store_value_int(&row[0]),
								  .receiver = store_value_id(&row[1]),
								  .thing = store_value_id(&row[2]),
								  .kind = (int32_t)store_value_int(&row[3]),
								  .from_region = (int32_t)store_value_int(&row[4]),
								  .episode = store_value_id(&row[5]),
								  .at_ms = store_value_int(&row[6])},
		.expires_ms = store_value_int(&row[7]),
		.domain = (int32_t)store_value_int(&row[8]),
		.before_ms = step_urgent_ms(&step),
		.place = store_value_int(&row[9])};
}

status inbox_list(struct store *store, int32_t region, struct id account, struct id organisation,
	struct inbox_position after, int64_t limit, struct inbox_row *rows, size_t *count,
	struct error *error)
{
	static const struct store_query query = {"care",
		"select region, receiver, thing, kind, from_region, episode, at_ms, expires_ms, domain,"
		" place, step_kind, made_ms, due_day from (select i.region, i.receiver, i.thing, i.kind,"
		" i.from_region, i.episode,"
		" i.at_ms, coalesce(h.expires_ms, j.expires_ms, c.expires_ms, 0) as expires_ms,"
		" coalesce(n.domain, d.domain, 0) as domain, coalesce(s.kind, 0) as step_kind,"
		" coalesce(s.made_ms, 0) as made_ms, coalesce(s.due_day, 0) as due_day,"
		" case when i.kind = 61 then " FIRST
		" else coalesce(h.expires_ms, j.expires_ms, c.expires_ms, " NEVER ") end as place"
		" from care_inbox i"
		" left join care_need d on i.kind = 61 and d.region = i.from_region"
		" and d.episode = i.episode and d.id = i.thing"
		" left join care_step s on s.region = d.region and s.episode = d.episode"
		" and s.id = d.step"
		" left join care_handover h on i.kind = 2 and h.region = i.from_region"
		" and h.episode = i.episode and h.id = i.thing"
		" left join care_join j on i.kind = 3 and j.region = i.from_region"
		" and j.episode = i.episode and j.id = i.thing"
		" left join care_consult c on i.kind = 10 and c.region = i.from_region"
		" and c.episode = i.episode and c.id = i.thing"
		" left join care_need n on n.region = i.from_region and n.episode = i.episode"
		" and n.id = coalesce(h.need, c.need)"
		" where i.region = ?1 and (i.receiver = ?2 or i.receiver = ?3)" IN_SIGHT(
			"i") ") f"
				 " where place > ?4 or (place = ?4 and (at_ms > ?5 or (at_ms = ?5 and thing > ?6)))"
				 " order by place, at_ms, thing limit ?7"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&account),
		store_id(&organisation), store_int(after.place), store_int(after.at_ms),
		store_id(&after.thing), store_int(limit)};
	TRY(store_query_open(store, &query, parameters, 7, &cursor, error));
	for (*count = 0; *count < (size_t)limit; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		fill_row(row, &rows[*count]);
	}
	return STATUS_OK;
}

status inbox_count(struct store *store, int32_t region, struct id account, struct id organisation,
	int64_t *number, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_inbox i where i.region = ?1"
		" and (i.receiver = ?2 or i.receiver = ?3)" IN_SIGHT("i")};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {
		store_int(region), store_id(&account), store_id(&organisation)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*number = store_value_int(&row[0]);
	return STATUS_OK;
}
