/* checker_model_stay.c - what must be true of nights somewhere.
 *
 * Nothing here touches who is in the team: checker_laws.c compares that with what was, after every
 * command, so that an admission that took somebody away is seen.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "checker_deed.h"

static bool is_open(int32_t state)
{
	return state == STAY_AHEAD || state == STAY_IN || state == STAY_AWAY;
}

/* A place that is kept not much longer when that is agreed: said at once. */
static int32_t said_by(const struct deed *deed, const struct checker_stay *stay)
{
	enum { A_WEEK = 7 };
	int32_t today = date_day_of(deed->now_ms);
	return (today >= stay->kept_until - A_WEEK ? 1 : 0) + (today >= stay->kept_until ? 1 : 0);
}

void deed_stay_plan(struct deed *deed)
{
	enum { OWN_HOME = 1, OF_SERVICE = 2 };
	struct checker *checker = deed->checker;
	struct checker_episode *episode = deed_episode(deed);
	const struct command_params *params = deed->params;
	deed_must_agree(deed);
	for (int32_t i = 0; i < list_count(&episode->stays); i++) {
		const struct checker_stay *other =
			checker_stay_at(checker, checker_index_at(&episode->stays, i));
		MUST(deed, !is_open(other->state), CHECKER_STATE, "in two places at once");
	}
	MUST(deed, checker_find(checker, ID_SERVICE, params->service) >= 0, CHECKER_STATE,
		"at a place that is not there");
	MUST(deed, params->next_day > 0 && params->next_day >= params->day, CHECKER_L3_STAY,
		"no day to go back");
	MUST(deed, params->kept_day >= params->next_day, CHECKER_L3_STAY,
		"the place at home is gone before");
	MUST(deed,
		params->keeps == OWN_HOME ||
			(params->keeps == OF_SERVICE &&
				checker_find(checker, ID_SERVICE, params->kept_service) >= 0),
		CHECKER_L3_STAY, "no place at home");
	deed->stay = list_count(&checker->stays);
	if (!deed_put_id(deed, deed->result->stay, ID_STAY, deed->stay)) return;
	struct checker_stay *stay = list_add(&checker->stays);
	stay->id = deed->result->stay;
	stay->service = params->service;
	stay->kept_service = params->keeps == OF_SERVICE ? params->kept_service : id_none;
	stay->episode = deed->episode;
	stay->state = STAY_AHEAD;
	stay->return_day = params->next_day;
	stay->kept_until = params->kept_day;
	stay->place_said = said_by(deed, stay);
	deed_add_index(&episode->stays, deed->stay);
}

static void extend(struct deed *deed, struct checker_stay *stay)
{
	const struct command_params *params = deed->params;
	deed_must_agree(deed);
	MUST(deed, is_open(stay->state), CHECKER_STATE, "it is over");
	MUST(deed, params->kept_day >= params->next_day, CHECKER_L3_STAY,
		"the place at home is gone before");
	stay->return_day = params->next_day;
	stay->kept_until = params->kept_day;
	stay->place_said = said_by(deed, stay);
}

/* A week before the place is kept no longer, and on the day: once each. */
static void say_place(struct deed *deed, struct checker_stay *stay)
{
	enum { A_WEEK = 7, TWICE = 2 };
	int32_t before = stay->place_said == 0 ? A_WEEK : 0;
	MUST(deed, is_open(stay->state), CHECKER_STATE, "it is over");
	MUST(deed, stay->place_said < TWICE && date_day_of(deed->now_ms) >= stay->kept_until - before,
		CHECKER_L3_CLOCK, "before its day, or once more");
	stay->place_said++;
	if (date_day_of(deed->now_ms) >= stay->kept_until) stay->place_said = TWICE;
}

void deed_stay_on(struct deed *deed)
{
	struct checker_stay *stay = checker_stay_at(deed->checker, deed->stay);
	bool inside = stay->state == STAY_IN || stay->state == STAY_AWAY;
	switch (deed->command->entry->number) {
	case COMMAND_STAY_ADMIT:
		deed_must_agree(deed);
		MUST(deed, stay->state == STAY_AHEAD, CHECKER_STATE, "it was not ahead");
		stay->state = STAY_IN;
		break;
	case COMMAND_STAY_LEAVE:
		MUST(deed, stay->state == STAY_IN, CHECKER_STATE, "they were not there");
		stay->state = STAY_AWAY;
		break;
	case COMMAND_STAY_BACK:
		MUST(deed, stay->state == STAY_AWAY, CHECKER_STATE, "they were not on leave");
		stay->state = STAY_IN;
		break;
	case COMMAND_STAY_EXTEND: extend(deed, stay); break;
	case COMMAND_STAY_PLACE: say_place(deed, stay); break;
	case COMMAND_STAY_RETURN:
		MUST(deed, inside, CHECKER_STATE, "they were not there");
		stay->state = STAY_HOME;
		break;
	case COMMAND_STAY_MOVE_ON:
		deed_must_agree(deed);
		MUST(deed, inside, CHECKER_STATE, "they were not there");
		stay->state = STAY_ELSEWHERE;
		break;
	case COMMAND_STAY_CANCEL:
		deed_must_agree(deed);
		MUST(deed, stay->state == STAY_AHEAD, CHECKER_STATE, "it was not ahead");
		stay->state = STAY_OFF;
		break;
	default: MUST(deed, is_open(stay->state), CHECKER_STATE, "late, though it is over");
	}
}
