/* stay.c - judges and moves of a stay.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/stay.h"
#include "base/check.h"
#include "base/date.h"
#include "base/hash.h"
#include "care/norm.h"
#include <string.h>

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct stay, region),
	STORE_COLUMN_ID(struct stay, episode, false),
	STORE_COLUMN_ID(struct stay, id, false),
	STORE_COLUMN_ID(struct stay, service, false),
	STORE_COLUMN_ID(struct stay, planned_by, false),
	STORE_COLUMN_I32(struct stay, state),
	STORE_COLUMN_I32(struct stay, start_day),
	STORE_COLUMN_I32(struct stay, return_day),
	STORE_COLUMN_I32(struct stay, keeps),
	STORE_COLUMN_ID(struct stay, kept_service, true),
	STORE_COLUMN_I32(struct stay, kept_until),
	STORE_COLUMN_BOOL(struct stay, late),
	STORE_COLUMN_ID(struct stay, told_to, true),
	STORE_COLUMN_I64(struct stay, planned_ms),
	STORE_COLUMN_I64(struct stay, admitted_ms),
	STORE_COLUMN_I64(struct stay, ended_ms),
	STORE_COLUMN_BLOB(struct stay, words, true),
};
const struct store_table stay_table = {
	.owner = "care",
	.name = "care_stay",
	.number = 42,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const state_names[] = {
	"", "planned", "admitted", "on_leave", "returned", "moved_on", "cancelled"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == STAY_STATE_COUNT, "a name per state");
const struct codes stay_state_codes = {"stay_state", state_names, STAY_STATE_COUNT};

static const char *const keeps_names[] = {"", "own_home", "service"};
_Static_assert(sizeof(keeps_names) / sizeof(keeps_names[0]) == STAY_KEEPS_COUNT, "a name per one");
const struct codes stay_keeps_codes = {"stay_keeps", keeps_names, STAY_KEEPS_COUNT};

static const char *const lateness_names[] = {"", "kept", "kept_over", "to_begin"};
_Static_assert(
	sizeof(lateness_names) / sizeof(lateness_names[0]) == STAY_LATENESS_COUNT, "a name per one");
const struct codes stay_lateness_codes = {"stay_lateness", lateness_names, STAY_LATENESS_COUNT};

static const struct verdict verdicts[STAY_VERDICT_COUNT] = {
	[STAY_OK] = {"ok", "", VERDICT_YES},
	[STAY_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[STAY_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[STAY_ALREADY] = {"already", "L1", VERDICT_STATE},
	[STAY_SERVICE_UNKNOWN] = {"service_unknown", "L2", VERDICT_RULE},
	[STAY_START_OUT_OF_RANGE] = {"start_out_of_range", "L3", VERDICT_RULE},
	[STAY_RETURN_OUT_OF_RANGE] = {"return_out_of_range", "L3", VERDICT_RULE},
	[STAY_PLACE_MISSING] = {"place_missing", "L1", VERDICT_RULE},
	[STAY_PLACE_LOST] = {"place_lost", "L1", VERDICT_RULE},
	[STAY_KEPT_OUT_OF_RANGE] = {"kept_out_of_range", "bound", VERDICT_RULE},
	[STAY_NOT_NOW] = {"not_now", "L2", VERDICT_STATE},
	[STAY_NOT_LATE] = {"not_late", "L3", VERDICT_STATE},
	[STAY_PLACE_NOT_NEAR] = {"place_not_near", "L3", VERDICT_STATE},
};
const struct verdict_list stay_verdicts = {"stay", verdicts, STAY_VERDICT_COUNT};

const struct stay_move *stay_move_find(enum stay_event event, enum stay_state from)
{
	for (size_t i = 0; i < stay_move_count; i++)
		if (stay_moves[i].event == event && stay_moves[i].from == from) return &stay_moves[i];
	return NULL;
}

bool stay_is_open(const struct stay *stay)
{
	return stay->state == STAY_PLANNED || stay->state == STAY_ADMITTED ||
		stay->state == STAY_ON_LEAVE;
}

int64_t stay_due_ms(const struct stay *stay)
{
	return date_day_start((stay->state == STAY_PLANNED ? stay->start_day : stay->return_day) + 1);
}

int64_t stay_place_soon_ms(const struct stay *stay)
{
	int32_t planned = date_day_of(stay->planned_ms);
	return date_day_start(norm_day_before(NORM_PLACE, planned, stay->kept_until));
}

int64_t stay_place_day_ms(const struct stay *stay)
{
	return date_day_start(stay->kept_until);
}

struct id stay_place_id(const struct stay *stay)
{
	struct hash_state state;
	struct id id;
	hash_init(&state);
	hash_add(&state, "place of a stay", sizeof("place of a stay"));
	hash_add(&state, stay->id.bytes, ID_SIZE);
	struct hash hash = hash_end(&state);
	memcpy(id.bytes, hash.bytes, ID_SIZE);
	return id;
}

static enum stay_verdict judge_kept(const struct stay_planning *planning)
{
	if (planning->kept_until < planning->return_day) return STAY_PLACE_LOST;
	if (planning->kept_until > planning->return_day + STAY_MAX_DAYS) return STAY_KEPT_OUT_OF_RANGE;
	return STAY_OK;
}

static enum stay_verdict judge_place(const struct stay_planning *planning)
{
	bool named = !id_is_none(planning->kept_service);
	if (planning->keeps == STAY_KEEPS_NOT_SAID) return STAY_PLACE_MISSING;
	if (named != (planning->keeps == STAY_KEEPS_SERVICE)) return STAY_PLACE_MISSING;
	if (named && !planning->kept_service_known) return STAY_PLACE_MISSING;
	return judge_kept(planning);
}

enum stay_verdict stay_judge_plan(const struct care_actor *actor, struct id person,
	const struct stay_planning *planning, int32_t today)
{
	CHECK(actor != NULL && planning != NULL);
	int32_t start = planning->start_day;
	if (!planning->person_agrees && !id_equal(actor->account, person)) return STAY_WITHOUT_YES;
	if (planning->already) return STAY_ALREADY;
	if (!planning->service_known) return STAY_SERVICE_UNKNOWN;
	if (start < today || start > today + STAY_MAX_DAYS) return STAY_START_OUT_OF_RANGE;
	if (planning->return_day < start || planning->return_day > start + STAY_MAX_DAYS)
		return STAY_RETURN_OUT_OF_RANGE;
	return judge_place(planning);
}

enum stay_verdict stay_judge_move(const struct stay *stay, enum stay_event event,
	const struct care_actor *actor, struct id person, bool person_agrees)
{
	CHECK(event != STAY_PLAN);
	/* A bed is taken or given up, or the place at home: not in somebody's name. */
	bool needs_yes = event == STAY_ADMIT || event == STAY_MOVE_ON || event == STAY_CANCEL;
	if (needs_yes && !person_agrees && !id_equal(actor->account, person)) return STAY_WITHOUT_YES;
	if (stay_move_find(event, (enum stay_state)stay->state) == NULL) return STAY_NOT_NOW;
	return STAY_OK;
}

enum stay_verdict stay_judge_extend(const struct stay *stay, const struct care_actor *actor,
	struct id person, const struct stay_planning *planning, int32_t today)
{
	int32_t day = planning->return_day;
	if (!planning->person_agrees && !id_equal(actor->account, person)) return STAY_WITHOUT_YES;
	if (!stay_is_open(stay)) return STAY_NOT_NOW;
	if (!planning->service_known) return STAY_SERVICE_UNKNOWN;
	if (day < today || day < stay->start_day || day > today + STAY_MAX_DAYS)
		return STAY_RETURN_OUT_OF_RANGE;
	if (stay->keeps == STAY_KEEPS_SERVICE && !planning->kept_service_known)
		return STAY_PLACE_MISSING;
	return judge_kept(planning);
}

enum stay_verdict stay_judge_late(const struct stay *stay, int64_t now_ms)
{
	return stay_is_open(stay) && !stay->late && now_ms >= stay_due_ms(stay) ? STAY_OK
																			: STAY_NOT_LATE;
}

enum stay_verdict stay_judge_place(const struct stay *stay, int64_t due_ms, int64_t now_ms)
{
	return stay_is_open(stay) && due_ms != 0 && now_ms >= due_ms ? STAY_OK : STAY_PLACE_NOT_NEAR;
}

enum stay_lateness stay_lateness_of(const struct stay *stay, int32_t today)
{
	if (stay->state == STAY_PLANNED) return STAY_LATE_TO_BEGIN;
	return stay->kept_until >= today ? STAY_LATE_KEPT : STAY_LATE_KEPT_OVER;
}

const struct stay_move *stay_move(struct stay *stay, enum stay_event event)
{
	const struct stay_move *move = stay_move_find(event, (enum stay_state)stay->state);
	CHECK(move != NULL);
	stay->state = (int32_t)move->to;
	return move;
}
