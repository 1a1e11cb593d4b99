/* app_demo_file.c - what commands do to one file, done in memory.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_file_private.h"
#include "base/check.h"
#include "base/date.h"
#include "care/norm.h"

/* Commands of one moment have their moments some minutes apart. */
#define BETWEEN_MS INT64_C(420000)

int32_t app_demo_file_day(const struct app_demo_file *file)
{
	return date_day_of(file->at_ms);
}

struct span app_demo_file_seal(struct app_demo_file *file, enum vault_field field, struct span text)
{
	struct span sealed = {0};
	if (text.size == 0 || file->failed != STATUS_OK) return sealed;
	file->failed =
		app_demo_maker_seal(file->maker, file->person.id, field, text, &sealed, file->error);
	return sealed;
}

struct span app_demo_file_words(struct app_demo_file *file, enum app_demo_use use, int32_t domain)
{
	return app_demo_text_pick(file->maker->text, use, domain, &file->maker->draw);
}

/* One command more: the next version of the episode, and a moment for it. */
void app_demo_file_moment(struct app_demo_file *file, enum command_number kind,
	const struct care_actor *who, struct moment moment)
{
	CHECK(file->moment_count < APP_DEMO_FILE_MOMENTS);
	moment.region = file->maker->region;
	moment.episode = file->episode.id;
	moment.seq = ++file->episode.version;
	moment.kind = (int32_t)kind;
	moment.at_ms = file->at_ms;
	moment.effective_day = app_demo_file_day(file);
	moment.who = who == NULL ? id_none : who->account;
	file->moments[file->moment_count++] = moment;
	file->at_ms += BETWEEN_MS;
}

void app_demo_file_member(
	struct app_demo_file *file, const struct care_actor *who, enum member_way way)
{
	size_t at = 0;
	while (at < file->member_count && !id_equal(file->members[at].account, who->account)) at++;
	CHECK(at < APP_DEMO_FILE_MEMBERS);
	if (at == file->member_count) {
		file->member_count++;
		file->members[at] = (struct member){.region = file->maker->region,
			.episode = file->episode.id,
			.account = who->account,
			.since_ms = file->at_ms};
	}
	file->members[at].kind = who->kind;
	file->members[at].way = (int32_t)way;
}

bool app_demo_file_has_member(const struct app_demo_file *file, struct id account)
{
	for (size_t i = 0; i < file->member_count; i++)
		if (id_equal(file->members[i].account, account)) return true;
	return false;
}

struct step *app_demo_file_open_step(struct app_demo_file *file, const struct need *need)
{
	if (id_is_none(need->step)) return NULL;
	for (size_t i = 0; i < file->step_count; i++)
		if (id_equal(file->steps[i].id, need->step)) return &file->steps[i];
	return NULL;
}

/* Whoever was told that it is late is told so no more. */
static void take_late(struct app_demo_file *file, const struct step *step)
{
	for (size_t i = file->inbox_count; i > 0; i--)
		if (id_equal(file->inbox[i - 1].thing, step->id))
			file->inbox[i - 1] = file->inbox[--file->inbox_count];
}

void app_demo_file_step_end(struct app_demo_file *file, struct need *need, enum step_state state)
{
	struct step *step = app_demo_file_open_step(file, need);
	if (step == NULL) return;
	if (step->late) take_late(file, step);
	/* A question waits for nobody any more when they have been there. */
	if (step->kind == STEP_FIRST_CONTACT)
		app_demo_file_inbox_take(file, step->who, file->episode.id);
	if (step->kind == STEP_DUTY) app_demo_file_inbox_take(file, step->who, need->id);
	step->state = (int32_t)state;
	step->ended_ms = file->at_ms;
	need->step = id_none;
}

void app_demo_file_step(struct app_demo_file *file, struct need *need, struct step step)
{
	CHECK(file->step_count < APP_DEMO_FILE_STEPS);
	app_demo_file_step_end(file, need, STEP_REPLACED);
	step.region = file->maker->region;
	step.id = app_demo_maker_id(file->maker);
	step.episode = file->episode.id;
	step.need = need->id;
	step.state = STEP_OPEN;
	step.made_ms = file->at_ms;
	need->step = step.id;
	file->steps[file->step_count++] = step;
}

static void put_take_up(struct app_demo_file *file, struct need *need)
{
	if (need->bearer_kind != MEMBER_PROFESSIONAL) {
		app_demo_file_step_end(file, need, STEP_REPLACED);
		return;
	}
	app_demo_file_step(file, need,
		(struct step){.who = need->bearer,
			.kind = STEP_TAKE_UP,
			.due_day = norm_day(NORM_TAKE_UP, app_demo_file_day(file))});
}

static struct need *new_need(struct app_demo_file *file, int32_t domain, int32_t aim)
{
	CHECK(file->need_count < APP_DEMO_FILE_NEEDS);
	struct need *need = &file->needs[file->need_count++];
	*need = (struct need){.region = file->maker->region,
		.id = app_demo_maker_id(file->maker),
		.episode = file->episode.id,
		.domain = domain,
		.aim = aim,
		.opened_ms = file->at_ms,
		.effective_day = app_demo_file_day(file)};
	return need;
}

void app_demo_file_inbox(
	struct app_demo_file *file, struct id receiver, enum inbox_kind kind, struct id thing)
{
	CHECK(file->inbox_count < APP_DEMO_FILE_INBOX);
	file->inbox[file->inbox_count++] = (struct inbox_item){.region = file->maker->region,
		.receiver = receiver,
		.thing = thing,
		.kind = (int32_t)kind,
		.from_region = file->maker->region,
		.episode = file->episode.id,
		.at_ms = file->at_ms};
}

void app_demo_file_inbox_take(struct app_demo_file *file, struct id receiver, struct id thing)
{
	for (size_t i = 0; i < file->inbox_count; i++) {
		const struct inbox_item *item = &file->inbox[i];
		if (!id_equal(item->thing, thing) || !id_equal(item->receiver, receiver)) continue;
		file->inbox[i] = file->inbox[--file->inbox_count];
		return;
	}
}

static void begin(struct app_demo_file *file, const struct app_demo_question *question,
	const struct care_actor *duty)
{
	struct app_demo_maker *maker = file->maker;
	struct id person = id_none;
	file->failed = app_demo_maker_subject(maker, &person, file->error);
	file->self = (struct care_actor){.account = person, .kind = MEMBER_PERSON};
	file->care_manager = *duty;
	file->episode = (struct episode){.region = maker->region,
		.id = app_demo_maker_id(maker),
		.person = person,
		.state = EPISODE_OPEN,
		.care_manager = duty->account,
		.care_manager_kind = duty->kind,
		.for_whom = FOR_SELF,
		.entered_by = question->entered_by == NULL ? id_none : question->entered_by->account,
		.opened_ms = file->at_ms,
		.effective_day = app_demo_file_day(file)};
	file->person = (struct person){.region = maker->region,
		.id = person,
		.municipality = question->municipality,
		.recorded_ms = file->at_ms};
	if (file->failed == STATUS_OK)
		file->failed = app_demo_maker_begin(maker, person, file->episode.id, file->error);
	file->person.name = app_demo_file_seal(file, VAULT_NAME, question->name);
	file->person.contact = app_demo_file_seal(file, VAULT_CONTACT, question->contact);
	file->person.birth = app_demo_file_seal(file, VAULT_BIRTH, question->birth);
}

void app_demo_file_ask(struct app_demo_file *file, struct app_demo_maker *maker,
	const struct app_demo_question *question, const struct care_actor *duty, int64_t at_ms,
	struct error *error)
{
	file->maker = maker;
	file->error = error;
	file->at_ms = at_ms;
	file->need_count = file->handover_count = file->join_count = file->member_count = 0;
	file->step_count = file->moment_count = file->inbox_count = 0;
	CHECK(episode_judge_question(false, true, maker->region, 0) == EPISODE_OK);
	begin(file, question, duty);
	app_demo_file_member(file, &file->self, WAY_PERSON);
	app_demo_file_member(file, duty, WAY_CARE_MANAGER);
	if (question->entered_by != NULL) app_demo_file_member(file, question->entered_by, WAY_ENTERED);
	struct need *need = new_need(file, question->domain, AIM_RECOVER);
	struct need_parties parties = {.receiver = *duty, .care_manager = *duty, .duty = *duty};
	need_move(need, NEED_ADD, &parties);
	struct step step = {.who = duty->account,
		.kind = STEP_FIRST_CONTACT,
		.due_day = episode_first_contact_day(app_demo_file_day(file), false)};
	app_demo_file_step(file, need, step);
	app_demo_file_inbox(file, duty->account, INBOX_QUESTION, file->episode.id);
	app_demo_file_moment(file, COMMAND_QUESTION_ASK, question->entered_by,
		(struct moment){.whom = duty->account,
			.need = need->id,
			.code = question->domain,
			.day = step.due_day,
			.words = app_demo_file_seal(file, VAULT_STORY, question->story)});
}

size_t app_demo_file_need_add(struct app_demo_file *file, const struct care_actor *actor,
	int32_t domain, int32_t aim, bool actor_bears, struct span words)
{
	struct need_addition addition = {.person_agrees = true, .actor_bears = actor_bears};
	CHECK(need_judge_add(actor, file->person.id, &addition) == NEED_OK);
	CHECK(app_demo_file_has_member(file, actor->account));
	struct need *need = new_need(file, domain, aim);
	need->words = app_demo_file_seal(file, VAULT_WORDS, words);
	struct need_parties parties = {.care_manager = file->care_manager};
	parties.receiver = actor_bears ? *actor : file->care_manager;
	need_move(need, NEED_ADD, &parties);
	put_take_up(file, need);
	app_demo_file_moment(file, COMMAND_NEED_ADD, actor,
		(struct moment){.whom = need->bearer,
			.need = need->id,
			.code = domain,
			.second = aim,
			.words = need->words});
	return file->need_count - 1;
}

void app_demo_file_step_plan(struct app_demo_file *file, size_t at, const struct care_actor *actor,
	int32_t day, struct span words)
{
	struct need *need = &file->needs[at];
	struct step_planning planning = {app_demo_file_has_member(file, actor->account), day};
	CHECK(step_judge_plan(need, &planning, app_demo_file_day(file)) == STEP_OK);
	CHECK(day <= step_latest_day(app_demo_file_open_step(file, need), app_demo_file_day(file)));
	struct step step = {.who = actor->account,
		.kind = STEP_OWN_WORDS,
		.due_day = day,
		.words = app_demo_file_seal(file, VAULT_WORDS, words)};
	app_demo_file_step(file, need, step);
	app_demo_file_moment(file, COMMAND_STEP_PLAN, actor,
		(struct moment){.whom = actor->account,
			.need = need->id,
			.thing = need->step,
			.code = need->domain,
			.day = day,
			.words = step.words});
}

void app_demo_file_step_done(struct app_demo_file *file, size_t at, const struct care_actor *actor,
	int32_t next_day, struct span words)
{
	struct need *need = &file->needs[at];
	struct step_planning planning = {app_demo_file_has_member(file, actor->account), next_day};
	CHECK(step_judge_done(need, &planning, app_demo_file_day(file)) == STEP_OK);
	struct step step = {.who = actor->account,
		.kind = STEP_OWN_WORDS,
		.due_day = next_day,
		.words = app_demo_file_seal(file, VAULT_WORDS, words)};
	app_demo_file_step_end(file, need, STEP_DONE);
	app_demo_file_step(file, need, step);
	app_demo_file_moment(file, COMMAND_STEP_DONE, actor,
		(struct moment){.need = need->id,
			.thing = need->step,
			.code = need->domain,
			.day = next_day,
			.words = step.words});
}

size_t app_demo_file_join_ask(struct app_demo_file *file, const struct care_actor *actor,
	const struct care_actor *asked, struct span words)
{
	CHECK(file->join_count < APP_DEMO_FILE_JOINS);
	struct join_asking asking = {.person_agrees = true,
		.account_known = true,
		.account_kind = asked->kind,
		.already_member = app_demo_file_has_member(file, asked->account)};
	CHECK(join_judge_ask(actor, file->person.id, &asking) == JOIN_OK);
	struct join *join = &file->joins[file->join_count++];
	*join = (struct join){.region = file->maker->region,
		.id = app_demo_maker_id(file->maker),
		.episode = file->episode.id,
		.account = asked->account,
		.asked_by = actor->account,
		.asked_ms = file->at_ms,
		.expires_ms = norm_end_ms(NORM_JOIN, file->at_ms),
		.words = app_demo_file_seal(file, VAULT_WORDS, words)};
	join_move(join, JOIN_ASK);
	app_demo_file_inbox(file, asked->account, INBOX_JOIN, join->id);
	app_demo_file_moment(file, COMMAND_JOIN_ASK, actor,
		(struct moment){.whom = asked->account, .thing = join->id, .words = join->words});
	return file->join_count - 1;
}

void app_demo_file_join_accept(
	struct app_demo_file *file, size_t at, const struct care_actor *actor)
{
	struct join *join = &file->joins[at];
	CHECK(join_judge_answer(join, actor, file->at_ms) == JOIN_OK);
	bool joined = join_move(join, JOIN_ACCEPT);
	join->answered_ms = file->at_ms;
	if (joined) app_demo_file_member(file, actor, WAY_JOINED);
	app_demo_file_inbox_take(file, join->account, join->id);
	app_demo_file_moment(file, COMMAND_JOIN_ACCEPT, actor,
		(struct moment){.whom = join->account, .thing = join->id});
}

/* What the clock would have told them by now. */
static void tell_care_manager(struct app_demo_file *file, struct step *step, bool knows)
{
	step->late = STEP_LATE_LONG;
	if (knows) return;
	step->told_to = file->care_manager.account;
	app_demo_file_inbox(file, step->told_to, INBOX_LATE, step->id);
}

void app_demo_file_step_late(struct app_demo_file *file, size_t at)
{
	struct need *need = &file->needs[at];
	struct step *step = app_demo_file_open_step(file, need);
	bool has_organisation = need->bearer_kind == MEMBER_PROFESSIONAL;
	CHECK(step != NULL &&
		step_judge_late(step, has_organisation, date_day_start(file->maker->today)) == STEP_OK);
	int64_t day_after_ms = date_day_start(step->due_day + 1);
	if (file->at_ms < day_after_ms) file->at_ms = day_after_ms;
	/* Whose step it is, and who bears the need that it is for. */
	app_demo_file_inbox(file, step->who, INBOX_LATE, step->id);
	if (!id_equal(need->bearer, step->who))
		app_demo_file_inbox(file, need->bearer, INBOX_LATE, step->id);
	bool knows = id_equal(file->care_manager.account, step->who) ||
		id_equal(file->care_manager.account, need->bearer);
	step->late = STEP_LATE;
	if (knows || step_due_ms(step) <= date_day_start(file->maker->today))
		tell_care_manager(file, step, knows);
	app_demo_file_moment(file, COMMAND_STEP_LATE, NULL,
		(struct moment){
			.whom = step->who, .need = need->id, .thing = step->id, .day = step->due_day});
}

void app_demo_file_danger(struct app_demo_file *file, size_t at, const struct care_actor *actor,
	const struct care_actor *duty, struct span words)
{
	struct need *need = &file->needs[at];
	struct need_parties parties = {.care_manager = file->care_manager, .duty = *duty};
	CHECK(need_judge_danger(need) == NEED_OK && app_demo_file_has_member(file, actor->account));
	need_move(need, NEED_DANGER, &parties);
	app_demo_file_member(file, duty, WAY_DUTY);
	app_demo_file_step(file, need,
		(struct step){.who = duty->account, .kind = STEP_DUTY, .due_day = app_demo_file_day(file)});
	app_demo_file_inbox(file, duty->account, INBOX_DANGER, need->id);
	app_demo_file_moment(file, COMMAND_DANGER_REPORT, actor,
		(struct moment){.whom = duty->account,
			.need = need->id,
			.code = need->domain,
			.words = app_demo_file_seal(file, VAULT_WORDS, words)});
}
