/* app_demo_file_handover.c - handovers of one demonstration file, and the rows of all of it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_file_private.h"
#include "base/check.h"
#include "base/date.h"
#include "care/norm.h"

static struct need *need_of(struct app_demo_file *file, const struct handover *handover)
{
	for (size_t i = 0; i < file->need_count; i++)
		if (id_equal(file->needs[i].id, handover->need)) return &file->needs[i];
	CHECK_UNREACHABLE("a handover of no need");
}

/* In whose inbox an offer is: the account's, or the organisation's. */
static struct id receiver_of(const struct app_demo_file *file, const struct handover *handover)
{
	for (size_t i = 0; i < file->inbox_count; i++)
		if (id_equal(file->inbox[i].thing, handover->id)) return file->inbox[i].receiver;
	CHECK_UNREACHABLE("an open offer that is in no inbox");
}

/* Of whom was asked; none if an account was. */
static struct id organisation_of(const struct handover *handover, const struct care_actor *actor)
{
	return id_is_none(handover->to_service) ? id_none : actor->organisation;
}

size_t app_demo_file_offer(struct app_demo_file *file, size_t at, const struct care_actor *sender,
	const struct app_demo_service *service, const struct care_actor *account, struct span words)
{
	CHECK(file->handover_count < APP_DEMO_FILE_HANDOVERS && (service == NULL) != (account == NULL));
	struct need *need = &file->needs[at];
	struct handover *handover = &file->handovers[file->handover_count++];
	int32_t today = app_demo_file_day(file);
	struct handover_offer offer = {.person_agrees = true,
		.to_account = account == NULL ? id_none : account->account,
		.to_service = service == NULL ? id_none : service->id};
	struct handover_receiver receiver = {
		.known = true, .kind = account == NULL ? MEMBER_PROFESSIONAL : account->kind};
	CHECK(handover_judge_offer(&file->episode, need, sender, &offer, &receiver, today) ==
		HANDOVER_OK);
	int32_t answer_by = norm_day(NORM_HANDOVER, today);
	*handover = (struct handover){.region = file->maker->region,
		.id = app_demo_maker_id(file->maker),
		.episode = file->episode.id,
		.need = need->id,
		.sender = sender->account,
		.to_account = offer.to_account,
		.to_service = offer.to_service,
		.offered_ms = file->at_ms,
		.expires_ms = handover_expiry(answer_by),
		.words = app_demo_file_seal(file, VAULT_WORDS, words)};
	struct need_parties parties = {.receiver = {.account = offer.to_account}};
	handover_move(handover, &file->episode, need, HANDOVER_OFFER, &parties);
	app_demo_file_inbox(file, service == NULL ? account->account : service->organisation,
		INBOX_HANDOVER, handover->id);
	app_demo_file_moment(file, COMMAND_HANDOVER_OFFER, sender,
		(struct moment){.whom = service == NULL ? offer.to_account : service->id,
			.need = need->id,
			.thing = handover->id,
			.second = service != NULL,
			.day = answer_by,
			.words = handover->words});
	return file->handover_count - 1;
}

/* Who held along after declining the same is free. */
static void free_sharers(struct app_demo_file *file, const struct handover *handover)
{
	for (size_t i = 0; i < file->handover_count; i++)
		if (id_equal(file->handovers[i].need, handover->need)) file->handovers[i].sharing = false;
}

void app_demo_file_accept(struct app_demo_file *file, size_t at, const struct care_actor *actor,
	int32_t contact_day, struct span words)
{
	struct handover *handover = &file->handovers[at];
	struct need *need = need_of(file, handover);
	struct handover_answer answer = {.contact_day = contact_day};
	/* On what others bear no clock runs (L3); nobody hands over to them here. */
	CHECK(actor->kind == MEMBER_PROFESSIONAL);
	CHECK(handover_judge_accept(handover, need, need->bearer, actor,
			  organisation_of(handover, actor), &answer, file->at_ms) == HANDOVER_OK);
	struct need_parties parties = {.receiver = *actor};
	handover_move(handover, &file->episode, need, HANDOVER_ACCEPT, &parties);
	handover->answered_by = actor->account;
	handover->answered_ms = file->at_ms;
	handover->contact_day = contact_day;
	app_demo_file_member(file, actor, WAY_ACCEPTED);
	free_sharers(file, handover);
	app_demo_file_step(file, need,
		(struct step){.who = actor->account, .kind = STEP_FIRST_CONTACT, .due_day = contact_day});
	app_demo_file_inbox_take(file, receiver_of(file, handover), handover->id);
	app_demo_file_moment(file, COMMAND_HANDOVER_ACCEPT, actor,
		(struct moment){.whom = handover->giver,
			.need = need->id,
			.thing = handover->id,
			.day = contact_day,
			.words = app_demo_file_seal(file, VAULT_WORDS, words)});
}

void app_demo_file_contact(struct app_demo_file *file, size_t at, const struct care_actor *actor,
	int32_t next_day, struct span words)
{
	struct handover *handover = &file->handovers[at];
	struct need *need = need_of(file, handover);
	CHECK(handover_judge_contact(handover, actor, file->person.id) == HANDOVER_OK);
	struct need_parties parties = {.receiver = *actor};
	handover_move(handover, &file->episode, need, HANDOVER_CONTACT, &parties);
	handover->contacted_ms = file->at_ms;
	app_demo_file_step_end(file, need, STEP_DONE);
	app_demo_file_step(
		file, need, (struct step){.who = need->bearer, .kind = STEP_TAKE_UP, .due_day = next_day});
	app_demo_file_moment(file, COMMAND_HANDOVER_CONTACT, actor,
		(struct moment){.whom = handover->answered_by,
			.need = need->id,
			.thing = handover->id,
			.day = next_day,
			.words = app_demo_file_seal(file, VAULT_WORDS, words)});
}

void app_demo_file_decline(struct app_demo_file *file, size_t at, const struct care_actor *actor,
	enum decline_reason reason, enum decline_instead instead, int32_t instead_day)
{
	static const enum app_demo_use uses[INSTEAD_COUNT] = {[INSTEAD_CONSULT] = APP_DEMO_CONSULT,
		[INSTEAD_BRIDGE] = APP_DEMO_BRIDGE,
		[INSTEAD_PART] = APP_DEMO_PART,
		[INSTEAD_SEARCH] = APP_DEMO_SEARCH};
	struct handover *handover = &file->handovers[at];
	struct need *need = need_of(file, handover);
	struct handover_answer answer = {
		.reason = reason, .instead = instead, .instead_day = instead_day};
	CHECK(handover_judge_decline(handover, actor, organisation_of(handover, actor), &answer,
			  file->at_ms) == HANDOVER_OK);
	struct need_parties parties = {.receiver = *actor};
	handover_move(handover, &file->episode, need, HANDOVER_DECLINE, &parties);
	handover->answered_by = actor->account;
	handover->answered_ms = file->at_ms;
	handover->reason = (int32_t)reason;
	handover->instead = (int32_t)instead;
	handover->instead_day = instead_day;
	enum app_demo_use why = reason == DECLINE_FIT ? APP_DEMO_FIT : APP_DEMO_COMPETENCE;
	handover->reason_words =
		app_demo_file_seal(file, VAULT_WORDS, app_demo_file_words(file, why, 0));
	handover->instead_words =
		app_demo_file_seal(file, VAULT_INSTEAD, app_demo_file_words(file, uses[instead], 0));
	app_demo_file_member(file, actor, WAY_DECLINED);
	app_demo_file_inbox_take(file, receiver_of(file, handover), handover->id);
	app_demo_file_moment(file, COMMAND_HANDOVER_DECLINE, actor,
		(struct moment){.whom = actor->account,
			.need = need->id,
			.thing = handover->id,
			.code = (int32_t)reason,
			.second = (int32_t)instead,
			.day = instead_day,
			.words = handover->instead_words});
}

void app_demo_file_expire(struct app_demo_file *file, size_t at)
{
	struct handover *handover = &file->handovers[at];
	struct need *need = need_of(file, handover);
	struct need_parties parties = {.receiver = {.account = handover->to_account}};
	if (file->at_ms < handover->expires_ms) file->at_ms = handover->expires_ms;
	CHECK(handover_judge_expire(handover, file->at_ms) == HANDOVER_OK);
	handover_move(handover, &file->episode, need, HANDOVER_EXPIRE, &parties);
	app_demo_file_inbox_take(file, receiver_of(file, handover), handover->id);
	app_demo_file_moment(file, COMMAND_HANDOVER_EXPIRE, NULL,
		(struct moment){.need = need->id, .thing = handover->id});
}

static void put_due(
	const struct app_demo_file *file, enum due_kind kind, struct id thing, int64_t due_ms)
{
	struct due due = {.region = file->maker->region,
		.kind = (int32_t)kind,
		.thing = thing,
		.episode = file->episode.id,
		.due_ms = due_ms};
	APP_DEMO_PUT(file->maker, moment_due_table, due);
}

/* Who bears the need of a step is of an organisation, that hears of it when it stays late. */
static bool goes_further(const struct app_demo_file *file, const struct step *step)
{
	if (step->late < STEP_LATE_LONG) return true;
	for (size_t i = 0; i < file->need_count; i++)
		if (id_equal(file->needs[i].id, step->need))
			return file->needs[i].bearer_kind == MEMBER_PROFESSIONAL;
	return false;
}

/* What the clock still watches. */
static void put_dues(const struct app_demo_file *file)
{
	for (size_t i = 0; i < file->handover_count; i++)
		if (file->handovers[i].state == HANDOVER_OFFERED)
			put_due(file, DUE_HANDOVER, file->handovers[i].id, file->handovers[i].expires_ms);
	for (size_t i = 0; i < file->join_count; i++)
		if (file->joins[i].state == JOIN_ASKED)
			put_due(file, DUE_JOIN, file->joins[i].id, file->joins[i].expires_ms);
	for (size_t i = 0; i < file->step_count; i++)
		if (file->steps[i].state == STEP_OPEN && goes_further(file, &file->steps[i]))
			put_due(file, DUE_STEP, file->steps[i].id, step_due_ms(&file->steps[i]));
}

#define PUT_EACH(file, table, items, count) \
	for (size_t each = 0; each < (count); each++) APP_DEMO_PUT((file)->maker, table, (items)[each])

status app_demo_file_put(struct app_demo_file *file)
{
	struct app_demo_maker *maker = file->maker;
	if (file->failed != STATUS_OK) return file->failed;
	CHECK(file->at_ms <= maker->now_ms);
	APP_DEMO_PUT(maker, episode_person_table, file->person);
	app_demo_maker_account(
		maker, file->person.id, MEMBER_PERSON, id_none, file->episode.opened_ms, file->person.name);
	APP_DEMO_PUT(maker, episode_table, file->episode);
	PUT_EACH(file, need_table, file->needs, file->need_count);
	PUT_EACH(file, handover_table, file->handovers, file->handover_count);
	PUT_EACH(file, join_table, file->joins, file->join_count);
	PUT_EACH(file, team_member_table, file->members, file->member_count);
	PUT_EACH(file, step_table, file->steps, file->step_count);
	PUT_EACH(file, moment_table, file->moments, file->moment_count);
	PUT_EACH(file, inbox_table, file->inbox, file->inbox_count);
	put_dues(file);
	maker->rows->people++;
	return STATUS_OK;
}
