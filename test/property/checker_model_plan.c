/* checker_model_plan.c - what must be true of a plan, of what was said, and of light contact.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

enum { KIND_OF_GOAL = 1, KIND_OF_STEP = 6 };

/* The version that this command makes. */
static int64_t next_version(const struct deed *deed)
{
	return deed_episode(deed)->version + 1;
}

static void changed(struct deed *deed, struct checker_part *part)
{
	part->seq = next_version(deed);
	part->versions++;
	deed_episode(deed)->plan_seq = part->seq;
}

static void must_do(struct deed *deed, struct id who)
{
	const struct checker_account *account = checker_account(deed->checker, who);
	MUST(deed, checker_in_team(deed->checker, deed_episode(deed), who), CHECKER_L3_STEP,
		"a step of a plan for somebody who is not in the team");
	MUST(deed, account != NULL && !account->ended, CHECKER_L3_STEP,
		"a step of a plan for somebody whose account has ended");
}

static struct id doer_of(const struct deed *deed)
{
	return id_is_none(deed->params->account) ? deed->actor : deed->params->account;
}

static struct checker_part *add_part(struct deed *deed, int32_t kind, int32_t state)
{
	struct checker *checker = deed->checker;
	deed_must_agree(deed);
	deed->part = list_count(&checker->parts);
	if (!deed_put_id(deed, deed->result->part, ID_PART, deed->part)) return NULL;
	struct checker_part *part = list_add(&checker->parts);
	part->id = deed->result->part;
	part->episode = deed->episode;
	part->kind = kind;
	part->state = state;
	part->author = deed->actor;
	deed_add_index(&deed_episode(deed)->parts, deed->part);
	changed(deed, part);
	return part;
}

void deed_plan_add(struct deed *deed)
{
	MUST(deed, deed->params->kind >= KIND_OF_GOAL && deed->params->kind < KIND_OF_STEP,
		CHECKER_STATE, "a step without who or when");
	add_part(deed, deed->params->kind, PART_STANDS);
}

void deed_plan_step(struct deed *deed)
{
	struct id who = doer_of(deed);
	int32_t goal = checker_find(deed->checker, ID_PART, deed->params->goal);
	MUST(deed,
		id_is_none(deed->params->goal) ||
			(goal >= 0 && checker_part_at(deed->checker, goal)->episode == deed->episode &&
				checker_part_at(deed->checker, goal)->kind == KIND_OF_GOAL),
		CHECKER_STATE, "for a goal that is not there");
	must_do(deed, who);
	bool own = id_equal(who, deed->actor);
	struct checker_part *part = add_part(deed, KIND_OF_STEP, own ? PART_AGREED : PART_ASKED);
	if (part != NULL) part->who = who;
}

static void give(struct deed *deed, struct checker_part *part)
{
	struct id who = doer_of(deed);
	bool open = part->state == PART_ASKED || part->state == PART_AGREED || part->state == PART_FREE;
	deed_must_agree(deed);
	must_do(deed, who);
	MUST(deed, open && part->kind == KIND_OF_STEP, CHECKER_STATE, "it is no open step");
	part->who = who;
	part->state = id_equal(who, deed->actor) ? PART_AGREED : PART_ASKED;
}

static void finish(struct deed *deed, struct checker_part *part)
{
	bool step = part->kind == KIND_OF_STEP;
	MUST(deed, part->state == (step ? PART_AGREED : PART_STANDS), CHECKER_STATE,
		"it was not there to be done");
	MUST(deed, step || part->kind == KIND_OF_GOAL, CHECKER_STATE, "nothing that is ever done");
	MUST(deed, !step || id_equal(part->who, deed->actor) || deed_is_person(deed),
		CHECKER_L0_OUTSIDER, "done by somebody else than who does it");
	if (!step) deed_must_agree(deed);
	part->state = PART_DONE;
}

void deed_plan_on(struct deed *deed)
{
	struct checker_part *part = checker_part_at(deed->checker, deed->part);
	bool has = part->state == PART_ASKED || part->state == PART_AGREED;
	switch (deed->command->entry->number) {
	case COMMAND_PLAN_CHANGE:
		deed_must_agree(deed);
		MUST(deed, id_equal(part->author, deed->actor) || deed_is_person(deed), CHECKER_L0_OUTSIDER,
			"somebody else's words were changed");
		MUST(deed, part->state == PART_STANDS, CHECKER_STATE, "it does not stand");
		part->author = deed->actor;
		break;
	case COMMAND_PLAN_GIVE: give(deed, part); break;
	case COMMAND_PLAN_ACCEPT:
		MUST(deed, part->state == PART_ASKED, CHECKER_STATE, "nobody was asked");
		MUST(deed, id_equal(part->who, deed->actor), CHECKER_L0_OWN_YES,
			"yes by somebody who was not asked");
		part->state = PART_AGREED;
		break;
	case COMMAND_PLAN_DECLINE:
		MUST(deed, has, CHECKER_STATE, "nobody had it");
		MUST(deed, id_equal(part->who, deed->actor), CHECKER_L0_OWN_YES,
			"no by somebody who was not asked");
		part->state = PART_FREE;
		part->who = id_none;
		break;
	case COMMAND_PLAN_DONE: finish(deed, part); break;
	default:
		deed_must_agree(deed);
		MUST(deed, part->state >= PART_STANDS && part->state <= PART_FREE, CHECKER_STATE,
			"it was over");
		part->state = PART_STOPPED;
	}
	changed(deed, part);
}

/* One id for the three of them together. */
static struct id yes_key(struct id episode, int64_t seq, struct id account)
{
	for (size_t i = 0; i < sizeof(episode.bytes); i++)
		episode.bytes[i] = (uint8_t)(episode.bytes[i] * 5 + account.bytes[i]);
	for (size_t i = 0; i < sizeof(seq); i++) episode.bytes[i] ^= (uint8_t)(seq >> (8 * i));
	return episode;
}

bool checker_yes_known(
	const struct checker *checker, struct id episode, int64_t seq, struct id account)
{
	return list_map_find(&checker->yeses, yes_key(episode, seq, account)) != NULL;
}

void deed_plan_agree(struct deed *deed)
{
	struct checker *checker = deed->checker;
	const struct checker_episode *episode = deed_episode(deed);
	MUST(deed, episode->plan_seq > 0 && episode->plan_seq == deed->params->read_version,
		CHECKER_L0_YES, "yes to something else than what was read");
	MUST(deed, !checker_yes_known(checker, episode->id, episode->plan_seq, deed->actor),
		CHECKER_STATE, "yes was said before");
	list_map_put(&checker->yeses, yes_key(episode->id, episode->plan_seq, deed->actor), 1, 0);
	checker->yes_count++;
}

static struct checker_light *kept_light(const struct deed *deed)
{
	int32_t at = deed_episode(deed)->light;
	return at < 0 ? NULL : checker_light_at(deed->checker, at);
}

static void end_light(struct deed *deed)
{
	struct checker_light *light = kept_light(deed);
	if (light == NULL) return;
	light->kept = false;
	light->told = id_none;
	deed_episode(deed)->light = -1;
}

void deed_light_begin(struct deed *deed)
{
	struct checker *checker = deed->checker;
	struct checker_episode *episode = deed_episode(deed);
	deed_must_agree(deed);
	end_light(deed);
	int32_t at = list_count(&checker->lights);
	if (!deed_put_id(deed, deed->result->part, ID_LIGHT, at)) return;
	struct checker_light *light = list_add(&checker->lights);
	light->id = deed->result->part;
	light->episode = deed->episode;
	light->kept = true;
	light->next_day = deed->result->day;
	light->who = deed_is_person(deed) ? episode->care_manager : deed->actor;
	light->told = deed_is_person(deed) ? light->who : id_none;
	episode->light = at;
	deed_add_index(&episode->lights, at);
}

void deed_light_on(struct deed *deed)
{
	struct checker_light *light = kept_light(deed);
	MUST(deed, light != NULL, CHECKER_STATE, "none is kept");
	if (light == NULL) return;
	switch (deed->command->entry->number) {
	case COMMAND_LIGHT_HELD:
		MUST(deed,
			id_equal(light->who, deed->actor) || deed_is_person(deed) ||
				id_equal(deed_episode(deed)->care_manager, deed->actor),
			CHECKER_L0_OUTSIDER, "held by somebody who was not there");
		light->next_day = deed->result->day;
		light->told = id_none;
		break;
	case COMMAND_LIGHT_END:
		deed_must_agree(deed);
		end_light(deed);
		break;
	default:
		MUST(deed, id_equal(light->id, deed->params->part), CHECKER_STATE, "another is late");
		light->told = id_none;
	}
}

/* Who leaves has no step, keeps no light contact, and stands beside nobody at a table. */
void deed_leave_plan(struct deed *deed, struct id leaver)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->cases); i++) {
		struct checker_case *brought =
			checker_case_at(deed->checker, checker_index_at(&episode->cases, i));
		if (brought->state <= CASE_BREACHED && id_equal(brought->beside, leaver))
			brought->beside = id_none;
	}
	for (int32_t i = 0; i < list_count(&episode->parts); i++) {
		struct checker_part *part =
			checker_part_at(deed->checker, checker_index_at(&episode->parts, i));
		bool has = part->state == PART_ASKED || part->state == PART_AGREED;
		if (!has || !id_equal(part->who, leaver)) continue;
		part->state = PART_FREE;
		part->who = id_none;
		changed(deed, part);
	}
	struct checker_light *light = kept_light(deed);
	if (light == NULL || !id_equal(light->who, leaver)) return;
	light->who = episode->care_manager;
	/* What they made so themselves nobody has to tell them. */
	bool knows = id_equal(light->who, deed->actor);
	light->told = light->row.late != 0 || knows ? id_none : light->who;
}

void deed_end_plan(struct deed *deed)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->parts); i++) {
		struct checker_part *part =
			checker_part_at(deed->checker, checker_index_at(&episode->parts, i));
		if (part->state < PART_ASKED || part->state > PART_FREE) continue;
		part->state = PART_STOPPED;
		changed(deed, part);
	}
	end_light(deed);
}

/* What is said anew is said by who said it. */
void deed_conversation_tell(struct deed *deed)
{
	struct checker *checker = deed->checker;
	bool anew = !id_is_none(deed->params->part);
	int32_t at =
		anew ? checker_find(checker, ID_SAYING, deed->params->part) : list_count(&checker->sayings);
	deed_must_agree(deed);
	MUST(deed, at >= 0, CHECKER_STATE, "said anew, though nobody said it");
	if (at < 0 || (!anew && !deed_put_id(deed, deed->result->part, ID_SAYING, at))) return;
	struct checker_saying *saying =
		anew ? checker_saying_at(checker, at) : list_add(&checker->sayings);
	if (!anew) {
		saying->id = deed->result->part;
		saying->episode = deed->episode;
		saying->author = deed->actor;
		deed_add_index(&deed_episode(deed)->sayings, at);
	}
	MUST(deed, saying->episode == deed->episode, CHECKER_STATE, "of another file");
	MUST(deed, id_equal(saying->author, deed->actor), CHECKER_L0_OUTSIDER,
		"somebody else's words were changed");
	saying->topic = deed->params->topic;
	saying->seq = next_version(deed);
	saying->versions++;
}
