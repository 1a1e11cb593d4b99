/* table.c - judges and moves of a case at a table.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/table.h"
#include "base/check.h"
#include "base/hash.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct table_case, region),
	STORE_COLUMN_ID(struct table_case, episode, false),
	STORE_COLUMN_ID(struct table_case, id, false),
	STORE_COLUMN_ID(struct table_case, need, false),
	STORE_COLUMN_I32(struct table_case, state),
	STORE_COLUMN_I32(struct table_case, level),
	STORE_COLUMN_I32(struct table_case, why),
	STORE_COLUMN_I32(struct table_case, origin),
	STORE_COLUMN_I32(struct table_case, cause),
	STORE_COLUMN_ID(struct table_case, brought_by, true),
	STORE_COLUMN_ID(struct table_case, beside, true),
	STORE_COLUMN_BOOL(struct table_case, named),
	STORE_COLUMN_BOOL(struct table_case, attends),
	STORE_COLUMN_BOOL(struct table_case, late),
	STORE_COLUMN_I64(struct table_case, brought_ms),
	STORE_COLUMN_I64(struct table_case, expires_ms),
	STORE_COLUMN_I64(struct table_case, ended_ms),
	STORE_COLUMN_ID(struct table_case, decided_by, true),
	STORE_COLUMN_I64(struct table_case, decided_ms),
	STORE_COLUMN_ID(struct table_case, service, true),
	STORE_COLUMN_ID(struct table_case, organisation, true),
	STORE_COLUMN_I32(struct table_case, term_day),
	STORE_COLUMN_ID(struct table_case, handover, true),
	STORE_COLUMN_BLOB(struct table_case, words, true),
	STORE_COLUMN_BLOB(struct table_case, reason, true),
	STORE_COLUMN_BLOB(struct table_case, last_words, true),
};
const struct store_table table_case_table = {
	.owner = "care",
	.name = "care_case",
	.number = 43,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const state_names[] = {
	"", "brought", "decided", "named", "breached", "settled", "closed", "objected"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == TABLE_STATE_COUNT, "a name per state");
const struct codes table_state_codes = {"table_state", state_names, TABLE_STATE_COUNT};

static const char *const level_names[] = {"", "region", "nation"};
_Static_assert(
	sizeof(level_names) / sizeof(level_names[0]) == TABLE_LEVEL_COUNT, "a name per level");
const struct codes table_level_codes = {"table_level", level_names, TABLE_LEVEL_COUNT};

static const char *const why_names[] = {"", "unsafe", "stuck", "asked"};
_Static_assert(sizeof(why_names) / sizeof(why_names[0]) == TABLE_WHY_COUNT, "a name per one");
const struct codes table_why_codes = {"table_why", why_names, TABLE_WHY_COUNT};

static const char *const origin_names[] = {"", "person", "beside", "professional", "clock"};
_Static_assert(
	sizeof(origin_names) / sizeof(origin_names[0]) == TABLE_ORIGIN_COUNT, "a name per origin");
const struct codes table_origin_codes = {"table_origin", origin_names, TABLE_ORIGIN_COUNT};

static const char *const cause_names[] = {"", "offers", "danger", "step_late"};
_Static_assert(
	sizeof(cause_names) / sizeof(cause_names[0]) == TABLE_CAUSE_COUNT, "a name per cause");
const struct codes table_cause_codes = {"table_cause", cause_names, TABLE_CAUSE_COUNT};

static const struct verdict verdicts[TABLE_VERDICT_COUNT] = {
	[TABLE_OK] = {"ok", "", VERDICT_YES},
	[TABLE_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[TABLE_ALREADY] = {"already", "L3", VERDICT_STATE},
	[TABLE_NEED_CLOSED] = {"need_closed", "L10", VERDICT_STATE},
	[TABLE_WHO_WITHOUT_YES] = {"who_without_yes", "L7", VERDICT_RULE},
	[TABLE_BESIDE_NOT_MEMBER] = {"beside_not_member", "L0", VERDICT_RULE},
	[TABLE_NOT_BESIDE] = {"not_beside", "L0", VERDICT_FORBIDDEN},
	[TABLE_NOT_NOW] = {"not_now", "L2", VERDICT_STATE},
	[TABLE_AT_THE_TOP] = {"at_the_top", "L1", VERDICT_STATE},
	[TABLE_SEATS_EMPTY] = {"seats_empty", "L0", VERDICT_STATE},
	[TABLE_SERVICE_UNKNOWN] = {"service_unknown", "L2", VERDICT_RULE},
	[TABLE_TERM_OUT_OF_RANGE] = {"term_out_of_range", "L3", VERDICT_RULE},
	[TABLE_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[TABLE_IN_DANGER] = {"in_danger", "L2", VERDICT_STATE},
	[TABLE_OFFERED] = {"offered", "L2", VERDICT_STATE},
	[TABLE_BEARS] = {"bears", "L2", VERDICT_STATE},
	[TABLE_NOT_THEIRS] = {"not_theirs", "L2", VERDICT_RULE},
	[TABLE_NOT_DONE] = {"not_done", "L1", VERDICT_STATE},
	[TABLE_NOT_DUE] = {"not_due", "L3", VERDICT_STATE},
	[TABLE_STILL_UNSAFE] = {"still_unsafe", "L3", VERDICT_STATE},
};
const struct verdict_list table_verdicts = {"table", verdicts, TABLE_VERDICT_COUNT};

const struct table_move *table_move_find(enum table_event event, enum table_state from)
{
	for (size_t i = 0; i < table_move_count; i++)
		if (table_moves[i].event == event && table_moves[i].from == from) return &table_moves[i];
	return NULL;
}

static bool can(const struct table_case *table_case, enum table_event event)
{
	return table_move_find(event, (enum table_state)table_case->state) != NULL;
}

bool table_is_open(const struct table_case *table_case)
{
	return table_case->state >= TABLE_BROUGHT && table_case->state <= TABLE_BREACHED;
}

int32_t table_shard(const struct table_case *table_case)
{
	return table_case->level == TABLE_AT_NATION ? 0 : table_case->region;
}

enum table_origin table_origin_of(const struct care_actor *actor, struct id person)
{
	if (id_equal(actor->account, person)) return TABLE_BY_PERSON;
	return actor->kind == MEMBER_PROFESSIONAL ? TABLE_BY_PROFESSIONAL : TABLE_BY_BESIDE;
}

struct id table_item_id(const struct need *need, enum table_cause cause, struct id key)
{
	struct hash_state state;
	struct id id;
	uint8_t number = (uint8_t)cause;
	CHECK(cause > TABLE_NO_CAUSE && cause < TABLE_CAUSE_COUNT);
	hash_init(&state);
	hash_add(&state, "table item", sizeof("table item"));
	hash_add(&state, &number, sizeof(number));
	hash_add(&state, need->id.bytes, ID_SIZE);
	hash_add(&state, key.bytes, ID_SIZE);
	struct hash hash = hash_end(&state);
	memcpy(id.bytes, hash.bytes, ID_SIZE);
	return id;
}

bool table_cause_is_gone(
	const struct table_case *table_case, const struct need *need, bool moved_on)
{
	if (table_case->state != TABLE_BROUGHT) return false;
	switch ((enum table_cause)table_case->cause) {
	case TABLE_OFFERS:
	case TABLE_STEP_LATE: return moved_on;
	case TABLE_DANGER: return need->state != NEED_IN_DANGER;
	case TABLE_NO_CAUSE:
	case TABLE_CAUSE_COUNT: break;
	}
	return false;
}

bool table_is_unsafe(const struct need *need, const struct step *step)
{
	if (need->state != NEED_IN_DANGER || step == NULL) return false;
	return step->state == STEP_OPEN && step->late != STEP_IN_TIME;
}

bool table_has_time(const struct table_case *table_case, bool unsafe, int32_t today)
{
	bool promised = table_case->state == TABLE_DECIDED || table_case->state == TABLE_NAMED;
	return promised && !unsafe && today <= table_case->term_day;
}

bool table_is_obliged(const struct table_case *table_case, const struct care_actor *actor)
{
	return can(table_case, TABLE_NAME) &&
		care_actor_is_asked(actor, id_none, table_case->organisation);
}

/* The person, or who was chosen to stand beside them. */
static bool is_beside(
	const struct table_case *table_case, const struct care_actor *actor, struct id person)
{
	return id_equal(actor->account, person) || id_equal(actor->account, table_case->beside);
}

/* Whether the table sees who it is, and who stands beside them, changes with their yes. */
static enum table_verdict judge_who(const struct table_case *before, const struct care_actor *actor,
	struct id person, const struct table_bringing *bringing)
{
	bool yes = bringing->person_agrees || id_equal(actor->account, person);
	bool others = !id_equal(bringing->beside, before->beside);
	if (((bringing->named && !before->named) || others) && !yes) return TABLE_WHO_WITHOUT_YES;
	if (others && !id_is_none(bringing->beside) && !bringing->beside_is_member)
		return TABLE_BESIDE_NOT_MEMBER;
	return TABLE_OK;
}

enum table_verdict table_judge_bring(const struct need *need, const struct care_actor *actor,
	struct id person, const struct table_bringing *bringing)
{
	CHECK(need != NULL && actor != NULL && bringing != NULL);
	if (need->state == NEED_CLOSED) return TABLE_NEED_CLOSED;
	if (bringing->already) return TABLE_ALREADY;
	return judge_who(&(struct table_case){0}, actor, person, bringing);
}

enum table_verdict table_judge_attend(const struct table_case *table_case,
	const struct care_actor *actor, struct id person, const struct table_bringing *bringing)
{
	if (!is_beside(table_case, actor, person)) return TABLE_NOT_BESIDE;
	if (!table_is_open(table_case)) return TABLE_NOT_NOW;
	return judge_who(table_case, actor, person, bringing);
}

enum table_verdict table_judge_object(
	const struct table_case *table_case, const struct care_actor *actor, struct id person)
{
	if (!is_beside(table_case, actor, person)) return TABLE_NOT_BESIDE;
	return can(table_case, TABLE_OBJECT) ? TABLE_OK : TABLE_NOT_NOW;
}

enum table_verdict table_judge_raise(const struct table_case *table_case)
{
	if (!can(table_case, TABLE_RISE)) return TABLE_NOT_NOW;
	return table_case->level == TABLE_AT_NATION ? TABLE_AT_THE_TOP : TABLE_OK;
}

enum table_verdict table_judge_decide(const struct table_case *table_case, const struct need *need,
	const struct table_decision *decision, int32_t today)
{
	if (!can(table_case, TABLE_DECIDE)) return TABLE_NOT_NOW;
	if (need->state == NEED_CLOSED) return TABLE_NEED_CLOSED;
	if (!decision->clients_seated || !decision->relatives_seated) return TABLE_SEATS_EMPTY;
	if (!decision->service_known) return TABLE_SERVICE_UNKNOWN;
	if (decision->term_day <= today || decision->term_day > today + TABLE_MAX_TERM_DAYS)
		return TABLE_TERM_OUT_OF_RANGE;
	return TABLE_OK;
}

enum table_verdict table_judge_name(const struct table_case *table_case, const struct need *need,
	const struct care_actor *actor, struct id person, const struct table_naming *naming)
{
	bool yes = naming->person_agrees || id_equal(actor->account, person);
	if (!yes) return TABLE_WITHOUT_YES;
	if (!can(table_case, TABLE_NAME)) return TABLE_NOT_NOW;
	if (need->state == NEED_CLOSED) return TABLE_NEED_CLOSED;
	if (need->state == NEED_IN_DANGER) return TABLE_IN_DANGER;
	if (!id_is_none(need->open_handover)) return TABLE_OFFERED;
	if (id_equal(naming->account, need->bearer)) return TABLE_BEARS;
	struct care_actor named = {.kind = naming->kind, .organisation = naming->organisation};
	if (!naming->known || !care_actor_is_asked(&named, id_none, table_case->organisation))
		return TABLE_NOT_THEIRS;
	return TABLE_OK;
}

enum table_verdict table_judge_close(
	const struct table_case *table_case, const struct table_closing *closing)
{
	bool waits = table_case->state == TABLE_BROUGHT;
	bool seated = closing->clients_seated && closing->relatives_seated;
	if (!can(table_case, TABLE_CLOSE)) return TABLE_NOT_NOW;
	if (table_is_open(table_case) && closing->unsafe) return TABLE_STILL_UNSAFE;
	if (!waits && table_case->state != TABLE_SETTLED && !closing->done) return TABLE_NOT_DONE;
	if (waits && !closing->done && !seated) return TABLE_SEATS_EMPTY;
	return TABLE_OK;
}

enum table_verdict table_judge_late(const struct table_case *table_case, int64_t now_ms)
{
	if (!table_is_open(table_case)) return TABLE_NOT_NOW;
	return now_ms < table_case->expires_ms ? TABLE_NOT_DUE : TABLE_OK;
}

enum table_event table_late_event(const struct table_case *table_case, bool done)
{
	if (done) return TABLE_SETTLE;
	return table_case->state == TABLE_BROUGHT ? TABLE_RISE : TABLE_BREACH;
}

const struct table_move *table_move(struct table_case *table_case, enum table_event event)
{
	const struct table_move *move = table_move_find(event, (enum table_state)table_case->state);
	CHECK(move != NULL);
	table_case->state = (int32_t)move->to;
	if (event == TABLE_BRING) table_case->level = TABLE_AT_REGION;
	if (move->rises) table_case->level = TABLE_AT_NATION;
	if (event == TABLE_DECIDE) table_case->late = false;
	return move;
}
