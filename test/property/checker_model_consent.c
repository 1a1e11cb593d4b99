/* checker_model_consent.c - what must be true of who may know what by somebody's own yes: who says
 * it, until when, and that nobody looks on a yes that is over, was taken back, or was never about
 * them or what they look at.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "checker_deed.h"
#include "checker_private.h"

/* Bits of the parts of a file, as the journal has them. */
enum {
	OF_IDENTITY = 1 << 1,
	OF_CONTACT = 1 << 2,
	OF_NEEDS = 1 << 3,
	OF_PLAN = 1 << 4,
	OF_CONVERSATION = 1 << 5,
	OF_CLINICAL = 1 << 6,
	OF_SAFETY = 1 << 7,
	OF_MANDATE = 1 << 8,
	OF_LOG = 1 << 10,
	OF_ALL_BUT_MONEY_AND_LOG = 0x1fe,
	OF_PARTS = 11
};
enum { SAYS_YES = 1, SAYS_NO, TWO_YEARS = 731, MOST = 30 };

/* The person, or who came in to speak for them and knows all. */
static bool may_say(const struct deed *deed)
{
	const struct checker_episode *episode = deed_episode(deed);
	if (deed_is_person(deed)) return true;
	for (int32_t i = 0; i < list_count(&episode->mandates); i++) {
		const struct checker_mandate *mandate =
			list_at(&deed->checker->mandates, checker_index_at(&episode->mandates, i));
		if (id_equal(mandate->account, deed->actor)) return true;
	}
	return false;
}

static bool stands(const struct checker_grant *grant, int32_t today)
{
	return !grant->withdrawn && (grant->until_day == 0 || grant->until_day >= today);
}

static void say(struct deed *deed, int32_t kind)
{
	struct checker *checker = deed->checker;
	const struct command_params *params = deed->params;
	struct checker_episode *episode = deed_episode(deed);
	int32_t today = date_day_of(deed->now_ms), until = params->next_day, open = 0;
	const struct checker_account *whom = checker_account(checker, params->account);
	bool names_who = !id_is_none(params->account);
	MUST(deed, may_say(deed), CHECKER_L7_CONSENT, "said by somebody whose it is not to say");
	MUST(deed, names_who == id_is_none(params->organisation), CHECKER_L7_CONSENT,
		"for nobody, or for two");
	MUST(deed,
		!names_who ||
			(whom != NULL && !whom->ended && whom->kind != KIND_ADMIN && whom->kind != KIND_PERSON),
		CHECKER_L7_CONSENT, "for somebody who reads no file of others");
	MUST(deed, kind == SAYS_NO || !deed_is_hidden(episode, params->account), CHECKER_L7_CONSENT,
		"for somebody who is kept out of sight");
	MUST(deed, params->parts != 0, CHECKER_L7_CONSENT, "about no part of the file");
	MUST(deed, (kind == SAYS_NO && until == 0) || (until >= today && until <= today + TWO_YEARS),
		CHECKER_L7_CONSENT, "without an end, or with one that is behind us or too far");
	for (int32_t i = 0; i < list_count(&episode->grants); i++) {
		const struct checker_grant *grant =
			list_at(&checker->grants, checker_index_at(&episode->grants, i));
		open += stands(grant, today) ? 1 : 0;
	}
	MUST(deed, open < MOST, CHECKER_L7_CONSENT, "more than can be overseen");
	int32_t at = list_count(&checker->grants);
	if (!deed_put_id(deed, deed->result->consent, ID_GRANT, at)) return;
	struct checker_grant *grant = list_add(&checker->grants);
	*grant = (struct checker_grant){.id = deed->result->consent,
		.account = params->account,
		.organisation = params->organisation,
		.parts = params->parts,
		.episode = deed->episode,
		.kind = kind,
		.until_day = until};
	deed_add_index(&episode->grants, at);
	if (kind == SAYS_YES && names_who) deed_tell_granted(deed, grant->account, grant->id);
}

void deed_consent_give(struct deed *deed)
{
	say(deed, SAYS_YES);
}

void deed_consent_object(struct deed *deed)
{
	say(deed, SAYS_NO);
}

void deed_consent_withdraw(struct deed *deed)
{
	int32_t at = checker_find(deed->checker, ID_GRANT, deed->params->consent);
	struct checker_grant *grant = at < 0 ? NULL : list_at(&deed->checker->grants, at);
	MUST(deed, may_say(deed), CHECKER_L7_CONSENT, "taken back by somebody whose it is not");
	MUST(deed, grant != NULL && grant->episode == deed->episode, CHECKER_STATE, "never said");
	if (grant == NULL) return;
	MUST(deed, !grant->withdrawn, CHECKER_STATE, "taken back twice");
	grant->withdrawn = true;
	deed_tell_granted_no_more(deed, grant->account, grant->id);
}

void checker_law_grant(struct checker *checker, const struct checker_grant *grant)
{
	const struct row_grant *row = &grant->row;
	if (row->kind != grant->kind || row->parts != grant->parts ||
		row->until_day != grant->until_day || !id_equal(row->account, grant->account) ||
		!id_equal(row->organisation, grant->organisation) ||
		(row->ended_ms != 0) != grant->withdrawn)
		checker_say(checker, CHECKER_L7_CONSENT, "what was said is kept otherwise, or not kept");
}

/* Whether `one` counts before `other`: by name before by organisation; then of fewer parts; then no
 * before yes. */
static bool counts_before(const struct checker_grant *one, const struct checker_grant *other)
{
	bool one_names = !id_is_none(one->account), other_names = !id_is_none(other->account);
	int32_t one_parts = __builtin_popcountll((uint64_t)one->parts);
	int32_t other_parts = __builtin_popcountll((uint64_t)other->parts);
	if (one_names != other_names) return one_names;
	if (one_parts != other_parts) return one_parts < other_parts;
	return one->kind == SAYS_NO && other->kind == SAYS_YES;
}

static int64_t may_know(const struct checker *checker, const struct checker_episode *episode,
	const struct checker_account *who, int32_t today)
{
	int64_t known = 0;
	for (int part = 1; part < OF_PARTS; part++) {
		const struct checker_grant *first = NULL;
		for (int32_t i = 0; i < list_count(&episode->grants); i++) {
			const struct checker_grant *grant =
				list_at(&checker->grants, checker_index_at(&episode->grants, i));
			bool about = id_is_none(grant->account)
				? id_equal(grant->organisation, who->organisation)
				: id_equal(grant->account, who->id);
			if (!about || (grant->parts >> part & 1) == 0 || !stands(grant, today)) continue;
			if (first == NULL || counts_before(grant, first)) first = grant;
		}
		if (first != NULL && first->kind == SAYS_YES) known |= INT64_C(1) << part;
	}
	return known;
}

/* Which of those a look needs: one of them, or all. */
static bool is_enough(int number, int64_t known)
{
	switch (number) {
	case LOOK_EPISODE: return (known & OF_NEEDS) != 0;
	case LOOK_IDENTITY: return (known & (OF_IDENTITY | OF_CONTACT)) != 0;
	case LOOK_PLAN: return (known & (OF_PLAN | OF_SAFETY)) != 0;
	case LOOK_CONVERSATION: return (known & OF_CONVERSATION) != 0;
	case LOOK_STAYS:
	case LOOK_CONSULTS: return (known & OF_CLINICAL) != 0;
	case LOOK_MANDATES: return (known & OF_MANDATE) != 0;
	case LOOK_LOG: return (known & OF_LOG) != 0;
	case LOOK_TIMELINE: return (known & OF_ALL_BUT_MONEY_AND_LOG) == OF_ALL_BUT_MONEY_AND_LOG;
	default: return false;
	}
}

static bool is_of_a_file(int number)
{
	return is_enough(number, ~INT64_C(0));
}

/* Who looks and is not the person, not in the team and not on duty, does it on a yes that
 * stands. */
void checker_look(struct checker *checker, const struct command *command, int64_t now_ms)
{
	int32_t at = checker_find(checker, ID_EPISODE, command->params.episode);
	const struct checker_account *who = checker_account(checker, command->actor);
	int number = (int)command->entry->number;
	if (!is_of_a_file(number)) return;
	if (at < 0 || who == NULL) {
		checker_say(checker, CHECKER_L7_CONSENT, "a look by nobody, or at nothing");
		return;
	}
	const struct checker_episode *episode = checker_episode_at(checker, at);
	/* Who asked for help may have two files. */
	if (who->kind == KIND_PERSON || checker_in_team(checker, episode, who->id)) return;
	bool on_duty = who->on_roster[episode->region] && number != LOOK_LOG;
	if (on_duty) return;
	checker->consented++;
	if (deed_is_hidden(episode, who->id) ||
		!is_enough(number, may_know(checker, episode, who, date_day_of(now_ms))))
		checker_say(checker, CHECKER_L7_CONSENT, "%s: a look without the person's yes",
			command->entry->name);
}
