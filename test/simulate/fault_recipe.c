/* fault_recipe.c - a stage and a command for every entry of the table.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fault_recipe_private.h"
#include "base/check.h"
#include "base/date.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/norm.h"
#include "care/stay.h"
#include "care/table.h"
#include "command/command_outbox.h"
#include "directory/correction.h"
#include "directory/cost.h"
#include "directory/entry.h"

int32_t fault_recipe_today(const struct fault_stage *stage)
{
	return date_day_of(clock_now_ms(&stage->clock));
}

struct command_result fault_recipe_ask(struct fault_stage *stage)
{
	struct command command = fault_stage_command(stage, id_none, COMMAND_QUESTION_ASK);
	command.params.story = SPAN_LITERAL("Het gaat niet goed.");
	command.params.contact = SPAN_LITERAL("06-00000000");
	command.params.name = SPAN_LITERAL("Invented Name");
	command.params.domain = DOMAIN_MENTAL;
	return fault_stage_must(stage, command);
}

/* A command on the file of `asked`, with some words. */
struct command fault_recipe_on_file(struct fault_stage *stage, struct id actor,
	enum command_number number, const struct command_result *asked)
{
	struct command command = fault_stage_command(stage, actor, number);
	command.params.episode = asked->episode;
	command.params.words = WORDS;
	return command;
}

struct command fault_recipe_on_need(struct fault_stage *stage, struct id actor,
	enum command_number number, const struct command_result *asked)
{
	struct command command = fault_recipe_on_file(stage, actor, number, asked);
	command.params.need = asked->need;
	return command;
}

static struct command make_question(struct fault_stage *stage)
{
	/* By somebody who comes into the team: more is read and written. */
	struct command command = fault_stage_command(stage, stage->second, COMMAND_QUESTION_ASK);
	command.params.story = SPAN_LITERAL("Het gaat niet goed.");
	command.params.contact = SPAN_LITERAL("06-00000000");
	command.params.name = SPAN_LITERAL("Invented Name");
	command.params.domain = DOMAIN_DEBT;
	command.params.person_agrees = true;
	return command;
}

/* What the person bears. */
static struct command_result add_own_need(
	struct fault_stage *stage, const struct command_result *asked)
{
	struct command command = fault_recipe_on_file(stage, asked->person, COMMAND_NEED_ADD, asked);
	command.params.domain = DOMAIN_LIFESTYLE;
	command.params.aim = AIM_PREVENT;
	command.params.actor_bears = true;
	struct command_result added = fault_stage_must(stage, command);
	added.episode = asked->episode;
	return added;
}

static struct command make_need(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command command;
	if (number == COMMAND_NEED_STOP) {
		struct command_result own = add_own_need(stage, &asked);
		return fault_recipe_on_need(stage, asked.person, number, &own);
	}
	if (number == COMMAND_DANGER_OVER)
		fault_stage_must(
			stage, fault_recipe_on_need(stage, asked.person, COMMAND_DANGER_REPORT, &asked));
	command = fault_recipe_on_need(stage, stage->duty, number, &asked);
	if (number == COMMAND_NEED_CLOSE) command.params.closing = CLOSING_TOGETHER;
	if (number == COMMAND_STEP_PLAN) command.params.day = fault_recipe_today(stage) + 3;
	if (number == COMMAND_STEP_DONE) command.params.next_day = fault_recipe_today(stage) + 5;
	if (number != COMMAND_NEED_ADD) return command;
	command.params.need = id_none;
	command.params.domain = DOMAIN_HOUSING;
	command.params.aim = AIM_RECOVER;
	command.params.person_agrees = true;
	return command;
}

static struct command make_join(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command ask_in = fault_recipe_on_file(stage, asked.person, COMMAND_JOIN_ASK, &asked);
	ask_in.params.account = stage->peer;
	if (number == COMMAND_JOIN_ASK) return ask_in;
	if (number == COMMAND_JOIN_INVITE) {
		struct command invite = fault_stage_command(stage, asked.person, number);
		invite.params.episode = asked.episode;
		invite.params.name = SPAN_LITERAL("Invented Sister");
		return invite;
	}
	struct id join = fault_stage_must(stage, ask_in).join;
	struct command command = fault_recipe_on_file(
		stage, number == COMMAND_JOIN_WITHDRAW ? asked.person : stage->peer, number, &asked);
	command.params.join = join;
	if (number != COMMAND_MEMBER_LEAVE) return command;
	struct command accept = fault_recipe_on_file(stage, stage->peer, COMMAND_JOIN_ACCEPT, &asked);
	accept.params.join = join;
	fault_stage_must(stage, accept);
	command.params.account = stage->peer;
	command.params.join = id_none;
	return command;
}

/* Asked of somebody of a service, and for most answered by them. */
static struct command make_consult(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command ask_advice =
		fault_recipe_on_need(stage, stage->duty, COMMAND_CONSULT_ASK, &asked);
	ask_advice.params.account = stage->second;
	ask_advice.params.person_agrees = true;
	ask_advice.params.named = true;
	if (number == COMMAND_CONSULT_ASK) return ask_advice;
	struct id consult = fault_stage_must(stage, ask_advice).consult;
	struct command answer =
		fault_recipe_on_file(stage, stage->second, COMMAND_CONSULT_ANSWER, &asked);
	answer.params.consult = consult;
	bool answers = number == COMMAND_CONSULT_CLOSE || number == COMMAND_CONSULT_TURN;
	if (answers) fault_stage_must(stage, answer);
	struct command command = fault_recipe_on_file(stage, stage->duty, number, &asked);
	command.params.consult = consult;
	command.params.person_agrees = true;
	if (number == COMMAND_CONSULT_ANSWER || number == COMMAND_CONSULT_DECLINE)
		command.actor = stage->second;
	if (number != COMMAND_CONSULT_EXPIRE) return command;
	command = fault_stage_command(stage, id_none, number);
	command.by_program = true;
	command.command_id = (struct span){0};
	command.params.episode = asked.episode;
	command.params.consult = consult;
	clock_move(&stage->clock, INT64_C(60) * DAY_MS);
	return command;
}

/* Late first, where that can be: then more is read and written. */
static struct command make_stay(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command plan = fault_recipe_on_file(stage, asked.person, COMMAND_STAY_PLAN, &asked);
	plan.params.service = plan.params.kept_service = stage->service;
	plan.params.keeps = STAY_KEEPS_SERVICE;
	plan.params.day = fault_recipe_today(stage);
	plan.params.next_day = plan.params.kept_day = fault_recipe_today(stage) + 5;
	if (number == COMMAND_STAY_PLAN) return plan;
	struct id stay = fault_stage_must(stage, plan).stay;
	struct command command = fault_recipe_on_file(stage, asked.person, COMMAND_STAY_ADMIT, &asked);
	command.params.stay = stay;
	if (number == COMMAND_STAY_ADMIT) return command;
	if (number != COMMAND_STAY_CANCEL && number != COMMAND_STAY_LATE &&
		number != COMMAND_STAY_PLACE)
		fault_stage_must(stage, command);
	struct command leave = fault_recipe_on_file(stage, asked.person, COMMAND_STAY_LEAVE, &asked);
	leave.params.stay = stay;
	if (number == COMMAND_STAY_BACK) fault_stage_must(stage, leave);
	bool of_place = number == COMMAND_STAY_PLACE;
	struct command late =
		fault_stage_command(stage, id_none, of_place ? COMMAND_STAY_PLACE : COMMAND_STAY_LATE);
	late.by_program = true;
	late.command_id = (struct span){0};
	late.params.episode = asked.episode;
	late.params.stay = stay;
	clock_move(&stage->clock, INT64_C(20) * DAY_MS);
	if (number == COMMAND_STAY_LATE || of_place) return late;
	fault_stage_must(stage, late);
	command = fault_recipe_on_file(stage, asked.person, number, &asked);
	command.params.stay = stay;
	command.params.next_day = command.params.kept_day = fault_recipe_today(stage) + 3;
	return command;
}

static struct command offer(struct fault_stage *stage, const struct command_result *asked)
{
	struct command command =
		fault_recipe_on_need(stage, stage->duty, COMMAND_HANDOVER_OFFER, asked);
	command.params.account = stage->second;
	command.params.person_agrees = true;
	return command;
}

static struct command decline(
	struct fault_stage *stage, const struct command_result *asked, struct id handover)
{
	struct command command =
		fault_recipe_on_file(stage, stage->second, COMMAND_HANDOVER_DECLINE, asked);
	command.params.handover = handover;
	command.params.reason = DECLINE_FIT;
	command.params.reason_words = WORDS;
	command.params.instead = INSTEAD_CONSULT;
	command.params.instead_words = WORDS;
	command.params.day = fault_recipe_today(stage) + 2;
	return command;
}

/* Once it was declined, by somebody who holds along; then offered again. */
static struct command make_handover(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct id handover = fault_stage_must(stage, offer(stage, &asked)).handover;
	if (number == COMMAND_HANDOVER_DECLINE) return decline(stage, &asked, handover);
	fault_stage_must(stage, decline(stage, &asked, handover));
	struct command again = offer(stage, &asked);
	again.params.account = stage->third;
	if (number == COMMAND_HANDOVER_OFFER) return again;
	handover = fault_stage_must(stage, again).handover;
	struct command command = fault_recipe_on_file(stage, stage->third, number, &asked);
	command.params.handover = handover;
	if (number == COMMAND_HANDOVER_WITHDRAW) command.actor = stage->duty;
	if (number == COMMAND_HANDOVER_ACCEPT) command.params.day = fault_recipe_today(stage) + 7;
	if (number != COMMAND_HANDOVER_CONTACT) return command;
	struct command accept = command;
	accept = fault_recipe_on_file(stage, stage->third, COMMAND_HANDOVER_ACCEPT, &asked);
	accept.params.handover = handover;
	accept.params.day = fault_recipe_today(stage) + 7;
	fault_stage_must(stage, accept);
	return command;
}

/* What the clock does, on the day that it is due; with it the need comes to a table: twice nobody
 * took it, or it is not safe. */
static struct command make_clock(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command command = fault_stage_command(stage, id_none, number);
	command.by_program = true;
	command.command_id = (struct span){0};
	command.params.episode = asked.episode;
	int32_t stuck = norm_times(NORM_STUCK, date_day_of(clock_now_ms(&stage->clock)));
	for (int32_t i = 0; number == COMMAND_HANDOVER_EXPIRE && i < stuck; i++) {
		struct id handover = fault_stage_must(stage, offer(stage, &asked)).handover;
		command.params.handover = handover;
		if (i + 1 < stuck) fault_stage_must(stage, decline(stage, &asked, handover));
	}
	if (number == COMMAND_JOIN_EXPIRE) {
		struct command ask_in = fault_recipe_on_file(stage, asked.person, COMMAND_JOIN_ASK, &asked);
		ask_in.params.account = stage->peer;
		command.params.join = fault_stage_must(stage, ask_in).join;
	}
	if (number == COMMAND_STEP_LATE)
		command.params.thing = fault_stage_must(
			stage, fault_recipe_on_need(stage, asked.person, COMMAND_DANGER_REPORT, &asked))
								   .step;
	clock_move(&stage->clock, INT64_C(60) * DAY_MS);
	return command;
}

static struct command make_delivery(struct fault_stage *stage, enum command_number number)
{
	struct outbox_event event, first = {.region = -1};
	struct command command;
	struct error error = {0};
	size_t count = 0;
	struct store *store = fault_store_behind(stage->store);
	char *id = arena_need(&stage->arena, OUTBOX_COMMAND_ID_SIZE);
	fault_recipe_ask(stage);
	bool read = store_begin(store, STORE_READ_ONLY, &error) == STATUS_OK &&
		command_outbox_read(store, &first, 1, &event, &count, &error) == STATUS_OK && count == 1;
	store_rollback(store);
	if (!read) return (struct command){.entry = NULL};
	if (number == COMMAND_INBOX_DELIVER)
		command_outbox_deliver(&event, &command, id);
	else if (number == COMMAND_OUTBOX_DELIVER)
		command_outbox_deliver_own(&event, &event, &command, id);
	else
		command_outbox_delivered(&event, &command, id);
	return command;
}

static struct command make_aside(struct fault_stage *stage)
{
	struct command command = fault_stage_command(stage, id_none, COMMAND_DUE_SET_ASIDE);
	command.by_program = true;
	command.params = (struct command_params){.kind = 1,
		.item_kind = 3, /* a step */
		.thing = fault_recipe_ask(stage).step,
		.number = clock_now_ms(&stage->clock),
		.reason = STATUS_STORE};
	return command;
}

/* What came back to who has duty, because the person stopped. */
static struct command make_seen(struct fault_stage *stage)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command_result own = add_own_need(stage, &asked);
	fault_stage_must(stage, fault_recipe_on_need(stage, asked.person, COMMAND_NEED_STOP, &own));
	struct command told = fault_stage_command(stage, id_none, COMMAND_INBOX_DELIVER);
	struct command seen = fault_stage_command(stage, stage->duty, COMMAND_INBOX_SEEN);
	told.by_program = true;
	told.params = (struct command_params){.account = stage->duty,
		.thing = own.need,
		.item_kind = INBOX_RETURNED,
		.from_region = FAULT_STAGE_REGION,
		.episode = asked.episode};
	fault_stage_must(stage, told);
	seen.params.thing = own.need;
	return seen;
}

static struct command make_head(struct fault_stage *stage)
{
	struct command command = fault_stage_command(stage, id_none, COMMAND_HEAD_SIGN);
	command.by_program = true;
	return command;
}

static struct command make_account(struct fault_stage *stage, enum command_number number)
{
	struct id token = command_token_index(stage->vault, SPAN_LITERAL("another one-time token"));
	struct id actor = number == COMMAND_ADMINISTRATOR_FIRST || number == COMMAND_INVITE_MAKE
		? id_none
		: stage->administrator;
	struct command invite = fault_stage_command(stage, id_none, COMMAND_INVITE_MAKE);
	struct command command = fault_stage_command(stage, actor, number);
	invite.by_program = true;
	invite.params.thing = token;
	if (number == COMMAND_INVITE_MAKE) return invite;
	if (number == COMMAND_ACCOUNT_END || number == COMMAND_ACCOUNT_RENEW ||
		number == COMMAND_ROSTER_JOIN || number == COMMAND_ROSTER_LEAVE) {
		command.params.account = stage->third;
	} else {
		command.params.name = SPAN_LITERAL("Invented Name");
		command.params.kind = MEMBER_PROFESSIONAL;
		command.params.organisation = stage->organisation;
	}
	if (number == COMMAND_ADMINISTRATOR_FIRST) {
		/* Only while there is none. */
		struct command end = fault_stage_command(stage, stage->administrator, COMMAND_ACCOUNT_END);
		end.region = 0;
		end.params.account = stage->administrator;
		fault_stage_must(stage, end);
		fault_stage_must(stage, invite);
		command.params = (struct command_params){.thing = token, .name = SPAN_LITERAL("Second")};
	}
	if (number == COMMAND_ROSTER_LEAVE) {
		struct command on = fault_stage_command(stage, stage->administrator, COMMAND_ROSTER_JOIN);
		on.params.account = stage->third;
		fault_stage_must(stage, on);
	}
	return command;
}

static struct command make_renewal(struct fault_stage *stage)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command command = fault_stage_command(stage, stage->duty, COMMAND_PERSON_RENEW);
	command.params.episode = asked.episode;
	command.params.person_agrees = true;
	return command;
}

static struct command make_session(struct fault_stage *stage, enum command_number number)
{
	char code[ACCOUNT_CODE_SIZE];
	struct command start = fault_stage_command(stage, id_none, COMMAND_SESSION_START);
	command_access_code(stage->vault, stage->duty, code);
	start.params.thing = command_code_index(stage->vault, span_of(code));
	if (number == COMMAND_SESSION_START) return start;
	struct command end = fault_stage_command(stage, stage->duty, number);
	end.session = fault_stage_must(stage, start).session;
	end.params.session = end.session;
	return end;
}

static struct command make_directory(struct fault_stage *stage, enum command_number number)
{
	size_t count = 0;
	struct command command = fault_stage_command(stage, stage->administrator, number);
	command.params.kind = number == COMMAND_ORGANISATION_ADD ? ORGANISATION_GP : 0;
	command.params.public_name = SPAN_LITERAL("A second one");
	if (number != COMMAND_ORGANISATION_ADD) command.params.organisation = stage->organisation;
	if (number == COMMAND_SITE_ADD)
		command.params.municipality =
			region_municipalities(stage->division, FAULT_STAGE_REGION, &count)[0]->number;
	if (number != COMMAND_SERVICE_ADD) return command;
	command.params.site = stage->site;
	command.params.domain = DOMAIN_DEBT;
	command.params.level = LEVEL_REGIONAL;
	return command;
}

/* In place of one that holds already: two rows. */
static struct command make_appointment(struct fault_stage *stage)
{
	struct command command =
		fault_stage_command(stage, stage->administrator, COMMAND_REGION_APPOINT);
	command.params.insurer = SPAN_LITERAL("cz");
	command.params.public_name = SPAN_LITERAL("The regional table");
	command.params.day = fault_recipe_today(stage);
	fault_stage_must(stage, command);
	struct command next = fault_stage_command(stage, stage->administrator, COMMAND_REGION_APPOINT);
	next.params = command.params;
	next.params.insurer = SPAN_LITERAL("vgz");
	next.params.day++;
	return next;
}

/* An agreement of the area team, into which another organisation is asked. */
static struct command make_agreement(struct fault_stage *stage, enum command_number number)
{
	struct command add = fault_stage_command(stage, stage->administrator, COMMAND_AGREEMENT_ADD);
	struct command ask = fault_stage_command(stage, stage->administrator, COMMAND_AGREEMENT_ASK);
	struct command other =
		fault_stage_command(stage, stage->administrator, COMMAND_ORGANISATION_ADD);
	struct command command = fault_stage_command(stage, stage->administrator, number);
	other.params.kind = ORGANISATION_POLICE;
	other.params.public_name = SPAN_LITERAL("Police");
	add.params.organisation = stage->organisation;
	add.params.public_name = SPAN_LITERAL("Together");
	add.params.day = fault_recipe_today(stage);
	if (number == COMMAND_AGREEMENT_ADD) return add;
	ask.params.organisation = fault_stage_must(stage, other).organisation;
	ask.params.agreement = fault_stage_must(stage, add).agreement;
	if (number == COMMAND_AGREEMENT_ASK) return ask;
	fault_stage_must(stage, ask);
	command.params.agreement = ask.params.agreement;
	command.params.organisation = ask.params.organisation;
	command.params.public_words = WORDS;
	command.params.nth = number == COMMAND_AGREEMENT_GOAL ? 1 : 0;
	if (number == COMMAND_AGREEMENT_CHANGE) command.params.draft.agreement.words = WORDS;
	return command;
}

static struct command_result propose(struct fault_stage *stage)
{
	struct command command = fault_stage_command(stage, id_none, COMMAND_CORRECTION_PROPOSE);
	command.params.entry = stage->service;
	command.params.entry_field = ENTRY_FIELD_PHONE;
	command.params.value = WORDS;
	command.params.words = WORDS;
	return fault_stage_must(stage, command);
}

static struct command make_correction(struct fault_stage *stage, enum command_number number)
{
	struct command command = fault_stage_command(stage, stage->administrator, number);
	if (number == COMMAND_CORRECTION_PROPOSE) {
		command.params.entry = stage->service;
		command.params.entry_field = ENTRY_FIELD_HOURS;
		command.params.words = WORDS;
		return command;
	}
	command.params.correction = propose(stage).correction;
	command.params.reason = number == COMMAND_CORRECTION_DECLINE ? CORRECTION_NOT_SO : 0;
	if (number == COMMAND_CORRECTION_ACCEPT)
		command.params.public_words = SPAN_LITERAL("030 000 00 00");
	return command;
}

/* A part of an entry, or all of it. */
static struct command make_change(struct fault_stage *stage, enum command_number number)
{
	struct command command = fault_stage_command(stage, stage->administrator, number);
	command.params.site = number == COMMAND_SERVICE_CHANGE ? id_none : stage->site;
	command.params.service = command.params.entry = stage->service;
	command.params.organisation = stage->organisation;
	command.params.public_name = SPAN_LITERAL("Another name");
	if (number == COMMAND_HOURS_SET)
		command.params.public_hours = SPAN_LITERAL("mo-fr 09:00-17:00");
	if (number == COMMAND_AREA_SET) command.params.municipalities = (struct span){0};
	if (number == COMMAND_CAPACITY_SET) command.params.places_week = 4;
	if (number == COMMAND_COST_SET) {
		command.params.nth = 1;
		command.params.kind = COST_FREE;
	}
	return command;
}

/* Something new that nothing else hangs on. */
static struct command make_end(struct fault_stage *stage, enum command_number number)
{
	struct command command = fault_stage_command(stage, stage->administrator, number);
	command.params.service = stage->service;
	if (number == COMMAND_SITE_END)
		command.params.site = fault_stage_must(stage, make_directory(stage, COMMAND_SITE_ADD)).site;
	if (number == COMMAND_ORGANISATION_END)
		command.params.organisation =
			fault_stage_must(stage, make_directory(stage, COMMAND_ORGANISATION_ADD)).organisation;
	return command;
}

/* Somebody is asked whether the walk-in is still there. */
static struct command make_entry(struct fault_stage *stage, enum command_number number)
{
	struct command request =
		fault_stage_command(stage, stage->administrator, COMMAND_ENTRY_REQUEST);
	struct command command = fault_stage_command(stage, stage->administrator, number);
	struct entry entry = {.region = FAULT_STAGE_REGION, .id = stage->service};
	struct store *store = fault_store_behind(stage->store);
	struct error error = {0};
	request.params.entry = command.params.entry = stage->service;
	if (number == COMMAND_ENTRY_REQUEST) return request;
	fault_stage_must(stage, request);
	if (number != COMMAND_ENTRY_CONFIRM_BY_LINK) return command;
	bool read = store_begin(store, STORE_READ_ONLY, &error) == STATUS_OK &&
		store_record_get(store, &entry_table, &entry, &stage->arena, &error) == STATUS_OK;
	store_rollback(store);
	if (!read) return (struct command){.entry = NULL};
	command.params.thing = entry.ask;
	return command;
}

/* What the clock does on the map of help, after half a year and more. */
static struct command make_map_clock(struct fault_stage *stage, enum command_number number)
{
	struct command command = fault_stage_command(stage, id_none, number);
	if (number == COMMAND_CORRECTION_RAISE)
		command.params.correction = propose(stage).correction;
	else
		command.params.entry = stage->service;
	if (number == COMMAND_ENTRY_FADE) {
		struct command request =
			fault_stage_command(stage, stage->administrator, COMMAND_ENTRY_REQUEST);
		request.params.entry = stage->service;
		fault_stage_must(stage, request);
	}
	command.by_program = true;
	command.command_id = (struct span){0};
	clock_move(&stage->clock, INT64_C(400) * DAY_MS);
	return command;
}

struct command fault_recipe_look(struct fault_stage *stage, enum command_number number)
{
	struct command_result asked = fault_recipe_ask(stage);
	struct command command =
		fault_stage_command(stage, number == LOOK_LOG ? asked.person : stage->duty, number);
	if (number == LOOK_INBOX || number == LOOK_COLLEAGUES || number == LOOK_SESSIONS ||
		number == LOOK_OWN_DATA)
		return command;
	if (number == LOOK_ACCOUNTS || number == LOOK_ROSTER)
		return fault_stage_command(stage, stage->administrator, number);
	if (number == LOOK_CASELOAD) {
		command.params.places = 10;
		return command;
	}
	if (number == LOOK_CORRECTION) return make_correction(stage, number);
	if (number == LOOK_ENTRY_LINK) return make_entry(stage, number);
	command.params.episode = asked.episode;
	if (number == LOOK_CONSULT) {
		struct command advice =
			fault_recipe_on_need(stage, stage->duty, COMMAND_CONSULT_ASK, &asked);
		advice.params.account = stage->second;
		command.params.consult = fault_stage_must(stage, advice).consult;
		command.actor = stage->second;
	}
	if (number == LOOK_JOIN) {
		struct command ask_in = fault_recipe_on_file(stage, asked.person, COMMAND_JOIN_ASK, &asked);
		ask_in.params.account = stage->peer;
		command.params.join = fault_stage_must(stage, ask_in).join;
		command.actor = stage->peer;
	}
	if (number == LOOK_OFFER || number == LOOK_LETTER) {
		command.params.handover = fault_stage_must(stage, offer(stage, &asked)).handover;
		if (number == LOOK_OFFER) command.actor = stage->second;
	}
	return command;
}

/* What happens to what is on the map of help. */
static struct command make_of_map(struct fault_stage *stage, enum command_number number)
{
	switch (number) {
	case COMMAND_ORGANISATION_CHANGE:
	case COMMAND_SITE_CHANGE:
	case COMMAND_SERVICE_CHANGE:
	case COMMAND_HOURS_SET:
	case COMMAND_AREA_SET:
	case COMMAND_CAPACITY_SET:
	case COMMAND_COST_SET: return make_change(stage, number);
	case COMMAND_ORGANISATION_END:
	case COMMAND_SITE_END:
	case COMMAND_SERVICE_END: return make_end(stage, number);
	case COMMAND_ENTRY_REQUEST:
	case COMMAND_ENTRY_CONFIRM:
	case COMMAND_ENTRY_CONFIRM_BY_LINK: return make_entry(stage, number);
	case COMMAND_CORRECTION_PROPOSE:
	case COMMAND_CORRECTION_ACCEPT:
	case COMMAND_CORRECTION_DECLINE: return make_correction(stage, number);
	case COMMAND_AGREEMENT_ADD:
	case COMMAND_AGREEMENT_CHANGE:
	case COMMAND_AGREEMENT_ASK:
	case COMMAND_AGREEMENT_SIGN:
	case COMMAND_AGREEMENT_LEAVE:
	case COMMAND_AGREEMENT_GOAL:
	case COMMAND_AGREEMENT_END: return make_agreement(stage, number);
	case COMMAND_ENTRY_ASK:
	case COMMAND_ENTRY_FADE:
	case COMMAND_CORRECTION_RAISE: return make_map_clock(stage, number);
	case COMMAND_OUTBOX_DELIVER: return make_delivery(stage, number);
	case COMMAND_DUE_SET_ASIDE: return make_aside(stage);
	default: return fault_recipe_of_plan(stage, number);
	}
}

static struct command make(struct fault_stage *stage, enum command_number number)
{
	switch (number) {
	case COMMAND_QUESTION_ASK: return make_question(stage);
	case COMMAND_NEED_ADD:
	case COMMAND_NEED_STOP:
	case COMMAND_NEED_CLOSE:
	case COMMAND_DANGER_REPORT:
	case COMMAND_DANGER_OVER:
	case COMMAND_STEP_PLAN:
	case COMMAND_STEP_DONE: return make_need(stage, number);
	case COMMAND_JOIN_ASK:
	case COMMAND_JOIN_INVITE:
	case COMMAND_JOIN_ACCEPT:
	case COMMAND_JOIN_DECLINE:
	case COMMAND_JOIN_WITHDRAW:
	case COMMAND_MEMBER_LEAVE: return make_join(stage, number);
	case COMMAND_CONSULT_ASK:
	case COMMAND_CONSULT_ANSWER:
	case COMMAND_CONSULT_DECLINE:
	case COMMAND_CONSULT_WITHDRAW:
	case COMMAND_CONSULT_CLOSE:
	case COMMAND_CONSULT_TURN:
	case COMMAND_CONSULT_EXPIRE: return make_consult(stage, number);
	case COMMAND_STAY_PLAN:
	case COMMAND_STAY_ADMIT:
	case COMMAND_STAY_LEAVE:
	case COMMAND_STAY_BACK:
	case COMMAND_STAY_EXTEND:
	case COMMAND_STAY_RETURN:
	case COMMAND_STAY_MOVE_ON:
	case COMMAND_STAY_CANCEL:
	case COMMAND_STAY_LATE:
	case COMMAND_STAY_PLACE: return make_stay(stage, number);
	case COMMAND_HANDOVER_OFFER:
	case COMMAND_HANDOVER_ACCEPT:
	case COMMAND_HANDOVER_DECLINE:
	case COMMAND_HANDOVER_WITHDRAW:
	case COMMAND_HANDOVER_CONTACT: return make_handover(stage, number);
	case COMMAND_ROSTER_JOIN:
	case COMMAND_ROSTER_LEAVE:
	case COMMAND_ACCOUNT_CREATE:
	case COMMAND_ACCOUNT_END:
	case COMMAND_ACCOUNT_RENEW:
	case COMMAND_ADMINISTRATOR_FIRST:
	case COMMAND_INVITE_MAKE: return make_account(stage, number);
	case COMMAND_HEAD_SIGN: return make_head(stage);
	case COMMAND_PERSON_RENEW: return make_renewal(stage);
	case COMMAND_SESSION_END_ONE:
	case COMMAND_SESSION_END_ALL:
	case COMMAND_SESSION_START:
	case COMMAND_SESSION_END: return make_session(stage, number);
	case COMMAND_ORGANISATION_ADD:
	case COMMAND_SITE_ADD:
	case COMMAND_SERVICE_ADD: return make_directory(stage, number);
	case COMMAND_REGION_APPOINT: return make_appointment(stage);
	case COMMAND_HANDOVER_EXPIRE:
	case COMMAND_JOIN_EXPIRE:
	case COMMAND_STEP_LATE: return make_clock(stage, number);
	case COMMAND_INBOX_SEEN: return make_seen(stage);
	case COMMAND_INBOX_DELIVER:
	case COMMAND_OUTBOX_DELIVERED: return make_delivery(stage, number);
	default: break;
	}
	struct command other = fault_recipe_of_table(stage, number);
	if (other.entry == NULL) other = fault_recipe_of_sign_in(stage, number);
	if (other.entry != NULL) return other;
	bool is_look = command_find((int)number)->is_look;
	return is_look ? fault_recipe_look(stage, number) : make_of_map(stage, number);
}

struct command fault_recipe_make(struct fault_stage *stage, enum command_number number)
{
	fault_stage_begin(stage);
	struct command command = fault_recipe_of_people(stage, number);
	if (command.entry == NULL) command = fault_recipe_of_life(stage, number);
	if (command.entry == NULL) command = make(stage, number);
	size_t size = command.command_id.size;
	CHECK(size < sizeof(stage->command_id));
	if (size > 0) memcpy(stage->command_id, command.command_id.start, size);
	command.command_id = span_bytes(stage->command_id, size);
	fault_stage_keep(stage);
	return command;
}
