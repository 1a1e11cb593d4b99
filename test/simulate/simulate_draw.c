/* simulate_draw.c - the next command of a client: mostly one that should be done, now and then one
 * that should not.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/date.h"
#include "care/handover.h"
#include "simulate_private.h"

void simulate_draw_text(struct simulate *simulate, struct span *text)
{
	static const char *const texts[] = {
		"Het gaat niet goed met mij.",
		"Ik slaap niet meer, en de brieven blijven liggen.",
		"Zou je hier eens naar willen kijken? Ik kom er niet uit. Bellen kan na vijven.",
		"Afgesproken, tot dan.",
		"ja",
	};
	int32_t count = (int32_t)(sizeof(texts) / sizeof(texts[0]));
	*text = span_of(texts[simulate_below(simulate, count)]);
}

static int32_t today(const struct simulate *simulate)
{
	return date_day_of(clock_now_ms(&simulate->machine.clock));
}

static const struct simulate_account *any_account(struct simulate *simulate)
{
	return &simulate->accounts[simulate_below(simulate, simulate->account_count)];
}

static void set_actor(struct simulate *simulate, struct simulate_sent *sent, struct id actor)
{
	const struct simulate_account *account = simulate_account_of(simulate, actor);
	sent->actor = actor;
	/* Whoever is not of the staff is a person, at home where the file is. */
	sent->actor_region = account != NULL ? account->region : sent->region;
	if (id_equal(actor, simulate->administrator)) sent->actor_region = 0;
}

static void draw_question(struct simulate *simulate, struct simulate_sent *sent)
{
	static const int32_t regions[] = {3, 5, 9, 3, 5, 3};
	sent->entry = command_find(COMMAND_QUESTION_ASK);
	sent->region = regions[simulate_below(simulate, 6)];
	if (simulate_below(simulate, 4) == 0) {
		set_actor(simulate, sent, any_account(simulate)->id);
		sent->asked.person_agrees = true;
	}
	simulate_draw_text(simulate, &sent->asked.story);
	simulate_draw_text(simulate, &sent->asked.contact);
	if (simulate_below(simulate, 2) == 0) sent->asked.name = SPAN_LITERAL("Verzonnen Naam");
	sent->asked.domain = simulate_below(simulate, DOMAIN_COUNT);
	sent->asked.unsafe = simulate_below(simulate, 6) == 0;
}

/* Somebody who has to do with the file, or now and then just anybody. */
static struct id somebody(struct simulate *simulate, const struct simulate_episode *episode)
{
	switch (simulate_below(simulate, 12)) {
	case 0: return any_account(simulate)->id;
	case 1:
	case 2:
	case 3:
	case 4: return episode->person;
	default: return episode->care_manager;
	}
}

static void draw_need(
	struct simulate *simulate, struct simulate_sent *sent, const struct simulate_episode *episode)
{
	sent->entry = command_find(COMMAND_NEED_ADD);
	sent->asked.domain = 1 + simulate_below(simulate, DOMAIN_COUNT - 1);
	sent->asked.aim = 1 + simulate_below(simulate, AIM_COUNT - 1);
	sent->asked.person_agrees = true;
	sent->asked.actor_bears = simulate_below(simulate, 2) == 0;
	simulate_draw_text(simulate, &sent->asked.words);
	set_actor(simulate, sent, somebody(simulate, episode));
}

static void draw_on_need(
	struct simulate *simulate, struct simulate_sent *sent, const struct simulate_episode *episode)
{
	const struct simulate_need *need =
		&episode->needs[simulate_below(simulate, episode->need_count)];
	int32_t kind = need->in_danger ? 2 : simulate_below(simulate, 7);
	sent->asked.need = need->id;
	simulate_draw_text(simulate, &sent->asked.words);
	set_actor(simulate, sent,
		simulate_below(simulate, 5) == 0 ? somebody(simulate, episode) : need->bearer);
	switch (kind) {
	case 0: sent->entry = command_find(COMMAND_NEED_STOP); break;
	case 1: sent->entry = command_find(COMMAND_DANGER_REPORT); break;
	case 2: sent->entry = command_find(COMMAND_DANGER_OVER); break;
	case 3:
		sent->entry = command_find(COMMAND_NEED_CLOSE);
		sent->asked.closing = CLOSING_TOGETHER;
		break;
	case 4:
		sent->entry = command_find(COMMAND_STEP_DONE);
		sent->asked.next_day = today(simulate) + simulate_below(simulate, 20);
		break;
	default:
		sent->entry = command_find(COMMAND_STEP_PLAN);
		sent->asked.day = today(simulate) + simulate_below(simulate, 20);
	}
}

static void draw_join(
	struct simulate *simulate, struct simulate_sent *sent, const struct simulate_episode *episode)
{
	static const enum command_number answers[] = {
		COMMAND_JOIN_ACCEPT, COMMAND_JOIN_DECLINE, COMMAND_JOIN_WITHDRAW};
	simulate_draw_text(simulate, &sent->asked.words);
	if (!id_is_none(episode->join)) {
		enum command_number number = answers[simulate_below(simulate, 3)];
		sent->entry = command_find((int)number);
		sent->asked.join = episode->join;
		set_actor(simulate, sent,
			number == COMMAND_JOIN_WITHDRAW ? episode->person : episode->join_account);
		return;
	}
	if (!id_is_none(episode->member) && simulate_below(simulate, 2) == 0) {
		sent->entry = command_find(COMMAND_MEMBER_LEAVE);
		sent->asked.account = episode->member;
		set_actor(simulate, sent, episode->member);
		return;
	}
	sent->entry = command_find(COMMAND_JOIN_ASK);
	sent->asked.account = any_account(simulate)->id;
	sent->asked.person_agrees = true;
	set_actor(simulate, sent, somebody(simulate, episode));
}

static void draw_offer(
	struct simulate *simulate, struct simulate_sent *sent, const struct simulate_episode *episode)
{
	bool of_need = episode->need_count > 0 && simulate_below(simulate, 4) != 0;
	int32_t at = of_need ? simulate_below(simulate, episode->need_count) : 0;
	const struct simulate_place *place =
		&simulate->places[simulate_below(simulate, simulate->place_count)];
	sent->entry = command_find(COMMAND_HANDOVER_OFFER);
	sent->asked.of_care_management = !of_need;
	if (of_need) sent->asked.need = episode->needs[at].id;
	if (simulate_below(simulate, 4) == 0)
		sent->asked.service = place->service;
	else
		sent->asked.account = any_account(simulate)->id;
	sent->asked.person_agrees = true;
	simulate_draw_text(simulate, &sent->asked.words);
	set_actor(simulate, sent, of_need ? episode->needs[at].bearer : episode->care_manager);
}

/* Who was asked: the account, or somebody of the service's organisation. */
static struct id receiver_of(struct simulate *simulate, const struct simulate_episode *episode)
{
	struct id organisation = id_none;
	if (!id_is_none(episode->handover_to)) return episode->handover_to;
	for (int32_t i = 0; i < simulate->place_count; i++)
		if (id_equal(simulate->places[i].service, episode->handover_service))
			organisation = simulate->places[i].organisation;
	for (int32_t i = 0; i < simulate->account_count; i++)
		if (id_equal(simulate->accounts[i].organisation, organisation))
			return simulate->accounts[i].id;
	return episode->person;
}

static void draw_answer(
	struct simulate *simulate, struct simulate_sent *sent, const struct simulate_episode *episode)
{
	int32_t kind = episode->accepted ? 3 : simulate_below(simulate, 5);
	sent->asked.handover = episode->handover;
	sent->asked.day = today(simulate) + simulate_below(simulate, HANDOVER_CONTACT_MAX_DAYS);
	set_actor(simulate, sent, receiver_of(simulate, episode));
	if (kind == 1) {
		sent->entry = command_find(COMMAND_HANDOVER_DECLINE);
		sent->asked.reason = DECLINE_FIT;
		sent->asked.instead = 1 + simulate_below(simulate, INSTEAD_COUNT - 1);
		simulate_draw_text(simulate, &sent->asked.reason_words);
		simulate_draw_text(simulate, &sent->asked.instead_words);
		return;
	}
	simulate_draw_text(simulate, &sent->asked.words);
	if (kind == 2) {
		sent->entry = command_find(COMMAND_HANDOVER_WITHDRAW);
		set_actor(simulate, sent, episode->handover_sender);
	} else {
		sent->entry = command_find(kind == 3 ? COMMAND_HANDOVER_CONTACT : COMMAND_HANDOVER_ACCEPT);
	}
	if (kind == 3) sent->asked.day = 0;
}

static void draw_look(
	struct simulate *simulate, struct simulate_sent *sent, const struct simulate_episode *episode)
{
	static const enum command_number looks[] = {
		LOOK_EPISODE, LOOK_TIMELINE, LOOK_LOG, LOOK_OFFER, LOOK_INBOX};
	enum command_number number = looks[simulate_below(simulate, 5)];
	if (number == LOOK_OFFER && id_is_none(episode->handover)) number = LOOK_EPISODE;
	sent->entry = command_find((int)number);
	if (number == LOOK_OFFER) sent->asked.handover = episode->handover;
	if (number == LOOK_INBOX) sent->asked.episode = id_none;
	set_actor(simulate, sent, number == LOOK_LOG ? episode->person : somebody(simulate, episode));
	if (number == LOOK_INBOX) sent->region = sent->actor_region;
}

static void draw_care(struct simulate *simulate, struct simulate_sent *sent)
{
	/* Mostly one of the last. */
	int32_t count = simulate->episode_count;
	int32_t first = count > 12 && simulate_below(simulate, 4) != 0 ? count - 12 : 0;
	const struct simulate_episode *episode =
		&simulate->episodes[first + simulate_below(simulate, count - first)];
	sent->region = episode->region;
	sent->asked.episode = episode->id;
	int32_t kind = simulate_below(simulate, 20);
	if (kind < 3)
		draw_look(simulate, sent, episode);
	else if (kind < 7 && episode->need_count > 0)
		draw_on_need(simulate, sent, episode);
	else if (kind < 11)
		draw_join(simulate, sent, episode);
	else if (kind < 18 && !id_is_none(episode->handover))
		draw_answer(simulate, sent, episode);
	else if (kind < 18)
		draw_offer(simulate, sent, episode);
	else
		draw_need(simulate, sent, episode);
	if (!sent->entry->is_look && simulate_below(simulate, 10) == 0)
		sent->expected_version = episode->version;
}

static void draw_staff(struct simulate *simulate, struct simulate_sent *sent)
{
	const struct simulate_account *account = any_account(simulate);
	sent->region = account->region;
	set_actor(simulate, sent, simulate->administrator);
	switch (simulate_below(simulate, 5)) {
	case 0:
		sent->entry = command_find(account->on_duty ? COMMAND_ROSTER_LEAVE : COMMAND_ROSTER_JOIN);
		sent->asked.account = account->id;
		break;
	case 1:
		sent->entry = command_find(COMMAND_ACCOUNT_END);
		sent->asked.account = account->id;
		break;
	default:
		sent->entry = command_find(COMMAND_ACCOUNT_CREATE);
		sent->asked.kind = account->kind;
		sent->asked.organisation = account->organisation;
		sent->asked.name = SPAN_LITERAL("Nieuwe Collega");
	}
}

static void draw_directory(struct simulate *simulate, struct simulate_sent *sent)
{
	size_t count = 0;
	const struct simulate_place *place =
		&simulate->places[simulate_below(simulate, simulate->place_count)];
	const struct region_municipality *const *municipalities =
		region_municipalities(simulate->options.division, place->region, &count);
	sent->region = place->region;
	set_actor(simulate, sent, simulate->administrator);
	simulate_draw_text(simulate, &sent->asked.public_name);
	sent->asked.organisation = place->organisation;
	if (id_is_none(place->site) || simulate_below(simulate, 3) == 0) {
		sent->entry = command_find(COMMAND_SITE_ADD);
		sent->asked.municipality = municipalities[simulate_below(simulate, (int32_t)count)]->number;
		return;
	}
	sent->entry = command_find(COMMAND_SERVICE_ADD);
	sent->asked.site = place->site;
	sent->asked.domain = DOMAIN_MENTAL;
	sent->asked.level = LEVEL_LOCAL;
}

static void draw_session(struct simulate *simulate, struct simulate_sent *sent)
{
	if (simulate->session_count > 0 && simulate_below(simulate, 3) == 0) {
		const struct simulate_session *session =
			&simulate->sessions[simulate_below(simulate, simulate->session_count)];
		sent->entry = command_find(COMMAND_SESSION_END);
		sent->region = session->region;
		sent->session = session->id;
		set_actor(simulate, sent, session->account);
		return;
	}
	char code[ACCOUNT_CODE_SIZE];
	const struct simulate_account *account = any_account(simulate);
	command_access_code(simulate->machine.vault, account->id, code);
	sent->entry = command_find(COMMAND_SESSION_START);
	sent->region = account->region;
	sent->asked.thing = command_code_index(simulate->machine.vault, span_of(code));
}

void simulate_draw(struct simulate *simulate, struct simulate_sent *sent)
{
	int32_t kind = simulate_below(simulate, 100);
	if (kind < 14 || simulate->episode_count == 0)
		draw_question(simulate, sent);
	else if (kind < 17)
		draw_staff(simulate, sent);
	else if (kind < 19)
		draw_directory(simulate, sent);
	else if (kind < 23)
		draw_session(simulate, sent);
	else
		draw_care(simulate, sent);
	CHECK(sent->entry != NULL);
}
