/* light.c - judges of light contact.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/light.h"
#include "base/date.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct light, region),
	STORE_COLUMN_ID(struct light, episode, false),
	STORE_COLUMN_ID(struct light, id, false),
	STORE_COLUMN_I32(struct light, state),
	STORE_COLUMN_ID(struct light, who, false),
	STORE_COLUMN_I32(struct light, interval_days),
	STORE_COLUMN_I32(struct light, next_day),
	STORE_COLUMN_BOOL(struct light, late),
	STORE_COLUMN_ID(struct light, begun_by, false),
	STORE_COLUMN_I64(struct light, begun_ms),
	STORE_COLUMN_I64(struct light, held_ms),
	STORE_COLUMN_I64(struct light, ended_ms),
	STORE_COLUMN_BLOB(struct light, words, true),
};
const struct store_table light_table = {
	.owner = "care",
	.name = "care_light",
	.number = 82,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const state_names[] = {"", "kept", "ended"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == LIGHT_STATE_COUNT, "a name per state");
const struct codes light_state_codes = {"light_state", state_names, LIGHT_STATE_COUNT};

static const struct verdict verdicts[LIGHT_VERDICT_COUNT] = {
	[LIGHT_OK] = {"ok", "", VERDICT_YES},
	[LIGHT_NOT_KEPT] = {"not_kept", "L10", VERDICT_STATE},
	[LIGHT_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[LIGHT_DAY_OUT_OF_RANGE] = {"day_out_of_range", "L3", VERDICT_RULE},
	[LIGHT_NOT_KEEPER] = {"not_keeper", "L2", VERDICT_FORBIDDEN},
	[LIGHT_NOT_LATE] = {"not_late", "L3", VERDICT_STATE},
};
const struct verdict_list light_verdicts = {"light", verdicts, LIGHT_VERDICT_COUNT};

int64_t light_due_ms(const struct light *light)
{
	return date_day_start(light->next_day + 1);
}

struct id light_keeper(const struct care_actor *actor, const struct episode *episode)
{
	bool is_person = id_equal(actor->account, episode->person);
	return is_person ? episode->care_manager : actor->account;
}

static bool in_range(int32_t day, int32_t today)
{
	return day >= today && day <= today + LIGHT_MAX_DAYS;
}

enum light_verdict light_judge_begin(const struct care_actor *actor, struct id person,
	bool person_agrees, int32_t first_day, int32_t today)
{
	if (!person_agrees && !id_equal(actor->account, person)) return LIGHT_WITHOUT_YES;
	return in_range(first_day, today) ? LIGHT_OK : LIGHT_DAY_OUT_OF_RANGE;
}

enum light_verdict light_judge_held(const struct light *light, const struct care_actor *actor,
	const struct episode *episode, int32_t next_day, int32_t today)
{
	if (light == NULL || light->state != LIGHT_KEPT) return LIGHT_NOT_KEPT;
	if (!id_equal(actor->account, light->who) && !id_equal(actor->account, episode->person) &&
		!id_equal(actor->account, episode->care_manager))
		return LIGHT_NOT_KEEPER;
	return in_range(next_day, today) ? LIGHT_OK : LIGHT_DAY_OUT_OF_RANGE;
}

enum light_verdict light_judge_end(
	const struct light *light, const struct care_actor *actor, struct id person, bool person_agrees)
{
	if (light == NULL || light->state != LIGHT_KEPT) return LIGHT_NOT_KEPT;
	return person_agrees || id_equal(actor->account, person) ? LIGHT_OK : LIGHT_WITHOUT_YES;
}

enum light_verdict light_judge_late(const struct light *light, int64_t now_ms)
{
	bool kept = light != NULL && light->state == LIGHT_KEPT && !light->late;
	return kept && now_ms >= light_due_ms(light) ? LIGHT_OK : LIGHT_NOT_LATE;
}
