/* simulate_learn.c - what an answer tells the clients, who tell each other everything.
 *
 * What they know may be behind: the clock ends offers by itself. Then they are refused.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "simulate_private.h"

const struct simulate_account *simulate_account_of(const struct simulate *simulate, struct id id)
{
	for (int32_t i = 0; i < simulate->account_count; i++)
		if (id_equal(simulate->accounts[i].id, id)) return &simulate->accounts[i];
	return NULL;
}

static struct simulate_episode *episode_of(struct simulate *simulate, struct id id)
{
	for (int32_t i = 0; i < simulate->episode_count; i++)
		if (id_equal(simulate->episodes[i].id, id)) return &simulate->episodes[i];
	return NULL;
}

static struct simulate_need *need_of(struct simulate_episode *episode, struct id id)
{
	for (int i = 0; i < episode->need_count; i++)
		if (id_equal(episode->needs[i].id, id)) return &episode->needs[i];
	return NULL;
}

static void add_need(struct simulate_episode *episode, struct id id, struct id bearer)
{
	if (episode->need_count == SIMULATE_MAX_NEEDS || id_is_none(id)) return;
	episode->needs[episode->need_count++] = (struct simulate_need){.id = id, .bearer = bearer};
}

static void remove_need(struct simulate_episode *episode, struct id id)
{
	struct simulate_need *need = need_of(episode, id);
	if (need == NULL) return;
	*need = episode->needs[--episode->need_count];
}

static void learn_question(struct simulate *simulate, const struct simulate_sent *sent)
{
	const struct command_result *result = &sent->result;
	if (simulate->episode_count == SIMULATE_MAX_EPISODES) return;
	struct simulate_episode *episode = &simulate->episodes[simulate->episode_count++];
	*episode = (struct simulate_episode){.region = sent->region,
		.id = result->episode,
		.person = result->person,
		.care_manager = result->account};
	add_need(episode, result->need, result->account);
	episode->needs[0].in_danger = sent->asked.unsafe;
}

static void learn_account(struct simulate *simulate, const struct simulate_sent *sent)
{
	if (simulate->account_count == SIMULATE_MAX_ACCOUNTS) return;
	simulate->accounts[simulate->account_count++] =
		(struct simulate_account){.region = sent->region,
			.id = sent->result.account,
			.kind = sent->asked.kind,
			.organisation = sent->asked.organisation};
}

static void learn_roster(struct simulate *simulate, const struct simulate_sent *sent, bool on_duty)
{
	for (int32_t i = 0; i < simulate->account_count; i++)
		if (id_equal(simulate->accounts[i].id, sent->asked.account))
			simulate->accounts[i].on_duty = on_duty;
}

static void learn_end(struct simulate *simulate, const struct simulate_sent *sent)
{
	for (int32_t i = 0; i < simulate->account_count; i++)
		if (id_equal(simulate->accounts[i].id, sent->asked.account))
			simulate->accounts[i] = simulate->accounts[--simulate->account_count];
}

static void learn_place(struct simulate *simulate, const struct simulate_sent *sent)
{
	const struct command_result *result = &sent->result;
	for (int32_t i = 0; i < simulate->place_count; i++) {
		struct simulate_place *place = &simulate->places[i];
		if (!id_equal(place->organisation, sent->asked.organisation)) continue;
		if (!id_is_none(result->site)) place->site = result->site;
		if (!id_is_none(result->service)) place->service = result->service;
		return;
	}
	if (id_is_none(result->organisation) || simulate->place_count == SIMULATE_MAX_PLACES) return;
	simulate->places[simulate->place_count++] =
		(struct simulate_place){.region = sent->region, .organisation = result->organisation};
}

static void learn_session(struct simulate *simulate, const struct simulate_sent *sent, bool starts)
{
	if (starts && simulate->session_count < SIMULATE_MAX_SESSIONS)
		simulate->sessions[simulate->session_count++] = (struct simulate_session){
			.region = sent->region, .id = sent->result.session, .account = sent->result.account};
	if (starts) return;
	for (int32_t i = 0; i < simulate->session_count; i++)
		if (id_equal(simulate->sessions[i].id, sent->session))
			simulate->sessions[i] = simulate->sessions[--simulate->session_count];
}

static void learn_offer(struct simulate_episode *episode, const struct simulate_sent *sent)
{
	episode->handover = sent->result.handover;
	episode->handover_to = sent->asked.account;
	episode->handover_service = sent->asked.service;
	episode->handover_sender = sent->actor;
	episode->accepted = false;
	episode->handover_need = -1;
	for (int i = 0; i < episode->need_count; i++)
		if (id_equal(episode->needs[i].id, sent->asked.need)) episode->handover_need = i;
}

static void learn_accepted(struct simulate_episode *episode, const struct simulate_sent *sent)
{
	struct simulate_need *need = need_of(episode, sent->result.need);
	if (!id_equal(episode->handover, sent->asked.handover)) return;
	episode->accepted = true;
	episode->handover_to = sent->actor;
	if (need != NULL)
		need->bearer = sent->actor;
	else
		episode->care_manager = sent->actor;
}

static void learn_care(struct simulate_episode *episode, const struct simulate_sent *sent)
{
	struct simulate_need *need = need_of(episode, sent->asked.need);
	switch (sent->entry->number) {
	case COMMAND_NEED_ADD:
		add_need(episode, sent->result.need,
			sent->asked.actor_bears ? sent->actor : episode->care_manager);
		break;
	case COMMAND_NEED_STOP:
		if (need != NULL) need->bearer = episode->care_manager;
		break;
	case COMMAND_NEED_CLOSE: remove_need(episode, sent->asked.need); break;
	case COMMAND_DANGER_REPORT:
	case COMMAND_DANGER_OVER:
		if (need == NULL) break;
		need->in_danger = sent->entry->number == COMMAND_DANGER_REPORT;
		need->bearer = sent->result.account;
		break;
	case COMMAND_JOIN_ASK:
		episode->join = sent->result.join;
		episode->join_account = sent->asked.account;
		break;
	case COMMAND_JOIN_ACCEPT: episode->member = sent->actor; /* fall through */
	case COMMAND_JOIN_DECLINE:
	case COMMAND_JOIN_WITHDRAW: episode->join = id_none; break;
	case COMMAND_MEMBER_LEAVE: episode->member = id_none; break;
	case COMMAND_HANDOVER_OFFER: learn_offer(episode, sent); break;
	case COMMAND_HANDOVER_ACCEPT: learn_accepted(episode, sent); break;
	case COMMAND_HANDOVER_DECLINE:
	case COMMAND_HANDOVER_WITHDRAW:
	case COMMAND_HANDOVER_CONTACT: episode->handover = id_none; break;
	default: break;
	}
}

void simulate_learn(struct simulate *simulate, const struct simulate_sent *sent)
{
	struct simulate_episode *episode = NULL;
	switch (sent->entry->number) {
	case COMMAND_QUESTION_ASK: learn_question(simulate, sent); break;
	case COMMAND_ACCOUNT_CREATE: learn_account(simulate, sent); break;
	case COMMAND_ACCOUNT_END: learn_end(simulate, sent); break;
	case COMMAND_ROSTER_JOIN: learn_roster(simulate, sent, true); break;
	case COMMAND_ROSTER_LEAVE: learn_roster(simulate, sent, false); break;
	case COMMAND_SESSION_START: learn_session(simulate, sent, true); break;
	case COMMAND_SESSION_END: learn_session(simulate, sent, false); break;
	case COMMAND_ORGANISATION_ADD:
	case COMMAND_SITE_ADD:
	case COMMAND_SERVICE_ADD: learn_place(simulate, sent); break;
	default:
		episode = episode_of(simulate, sent->asked.episode);
		if (episode != NULL) learn_care(episode, sent);
	}
	episode = episode_of(simulate, sent->result.episode);
	if (episode != NULL && sent->result.version > episode->version)
		episode->version = sent->result.version;
}
