/* step.c - judges of the next step.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/step.h"
#include "base/date.h"
#include "care/norm.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct step, region),
	STORE_COLUMN_ID(struct step, episode, false),
	STORE_COLUMN_ID(struct step, id, false),
	STORE_COLUMN_ID(struct step, need, false),
	STORE_COLUMN_ID(struct step, who, false),
	STORE_COLUMN_I32(struct step, kind),
	STORE_COLUMN_I32(struct step, state),
	STORE_COLUMN_I32(struct step, due_day),
	STORE_COLUMN_I32(struct step, late),
	STORE_COLUMN_I64(struct step, made_ms),
	STORE_COLUMN_I64(struct step, ended_ms),
	STORE_COLUMN_BLOB(struct step, words, true),
	STORE_COLUMN_ID(struct step, told_to, true),
};
const struct store_table step_table = {
	.owner = "care",
	.name = "care_step",
	.number = 37,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const kind_names[] = {
	"own_words", "first_contact", "take_up", "duty", "take_back"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == STEP_KIND_COUNT, "a name per kind");
const struct codes step_kind_codes = {"step_kind", kind_names, STEP_KIND_COUNT};

static const char *const lateness_names[] = {"", "late", "care_manager", "organisation", "table"};
_Static_assert(
	sizeof(lateness_names) / sizeof(lateness_names[0]) == STEP_LATENESS_COUNT, "a name per one");
const struct codes step_lateness_codes = {"step_lateness", lateness_names, STEP_LATENESS_COUNT};

static const struct verdict verdicts[STEP_VERDICT_COUNT] = {
	[STEP_OK] = {"ok", "", VERDICT_YES},
	[STEP_WHO_NOT_MEMBER] = {"who_not_member", "L3", VERDICT_RULE},
	[STEP_DAY_OUT_OF_RANGE] = {"day_out_of_range", "L3", VERDICT_RULE},
	[STEP_NEED_CLOSED] = {"need_closed", "L10", VERDICT_STATE},
	[STEP_NONE_OPEN] = {"none_open", "L3", VERDICT_STATE},
	[STEP_NEXT_MISSING] = {"next_missing", "L3", VERDICT_RULE},
	[STEP_NOT_LATE] = {"not_late", "L3", VERDICT_STATE},
};
const struct verdict_list step_verdicts = {"step", verdicts, STEP_VERDICT_COUNT};

static enum step_verdict judge_next(const struct step_planning *planning, int32_t today)
{
	if (!planning->who_is_member) return STEP_WHO_NOT_MEMBER;
	if (planning->due_day < today || planning->due_day > today + STEP_MAX_DAYS)
		return STEP_DAY_OUT_OF_RANGE;
	return STEP_OK;
}

int32_t step_latest_day(const struct step *open, int32_t today)
{
	bool first = open != NULL && (open->kind == STEP_FIRST_CONTACT || open->kind == STEP_DUTY);
	if (!first) return today + STEP_MAX_DAYS;
	return open->due_day > today ? open->due_day : today;
}

/* By which norm the next is told that it is late. */
static enum norm_kind next_told(const struct step *step)
{
	if (step->late == STEP_LATE) return NORM_LATE_CARE_MANAGER;
	return step->late == STEP_LATE_LONG ? NORM_LATE_ORGANISATION : NORM_LATE_TABLE;
}

int64_t step_due_ms(const struct step *step)
{
	int64_t over_ms = date_day_start(step->due_day + 1);
	if (step->late != STEP_IN_TIME)
		return date_day_start(
			norm_day_from(next_told(step), date_day_of(step->made_ms), step->due_day) + 1);
	if (step->kind != STEP_DUTY) return over_ms;
	int64_t seen_ms = norm_end_ms(NORM_DUTY, step->made_ms);
	return seen_ms < over_ms ? seen_ms : over_ms;
}

int64_t step_urgent_ms(const struct step *step)
{
	struct step in_time = *step;
	in_time.late = STEP_IN_TIME;
	return step->kind == STEP_DUTY ? step_due_ms(&in_time) : 0;
}

enum step_verdict step_judge_plan(
	const struct need *need, const struct step_planning *planning, int32_t today)
{
	if (need->state == NEED_CLOSED) return STEP_NEED_CLOSED;
	return judge_next(planning, today);
}

enum step_verdict step_judge_done(
	const struct need *need, const struct step_planning *next, int32_t today)
{
	if (need->state == NEED_CLOSED) return STEP_NEED_CLOSED;
	if (id_is_none(need->step)) return STEP_NONE_OPEN;
	if (next->due_day == 0)
		return need->bearer_kind == MEMBER_PROFESSIONAL ? STEP_NEXT_MISSING : STEP_OK;
	return judge_next(next, today);
}

enum step_verdict step_judge_late(const struct step *step, bool has_organisation, int64_t now_ms)
{
	enum step_lateness last = has_organisation ? STEP_LATE_STUCK : STEP_LATE_LONG;
	if (step->state != STEP_OPEN || step->late >= (int32_t)last) return STEP_NOT_LATE;
	if (now_ms < step_due_ms(step)) return STEP_NOT_LATE;
	return STEP_OK;
}
