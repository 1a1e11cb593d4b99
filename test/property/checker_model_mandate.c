/* checker_model_mandate.c - what must be true of who speaks for a person, and of what is allowed
 * without their yes.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "checker_deed.h"

/* The kinds in the order of the schema, and the days that the law gives; 0: until sixteen. */
enum { KIND_BY_AGE = 2, KIND_IN_WRITING = 5, KIND_SPEAKS = 6, KINDS = 14, WEEKEND = 2 };
static const int32_t days_of[KINDS + 1] = {
	0, 0, 0, 1826, 1826, 1826, 366, 3, 21, 184, 731, 3, 42, 1826, 731};

static int32_t today_of(const struct deed *deed)
{
	return date_day_of(deed->now_ms);
}

static void judge_who(struct deed *deed)
{
	const struct command_params *params = deed->params;
	const struct checker_episode *episode = deed_episode(deed);
	bool speaks = params->kind <= KIND_SPEAKS, written = params->kind == KIND_IN_WRITING;
	const struct checker_account *account = checker_account(deed->checker, params->account);
	bool can = account != NULL && !account->ended && account->kind != KIND_PERSON &&
		account->kind != KIND_ADMIN && !deed_is_hidden(episode, account->id);
	bool records = id_equal(episode->care_manager, deed->actor) && deed->who != NULL &&
		deed->who->kind == KIND_PROFESSIONAL;
	MUST(deed, written ? deed_is_person(deed) : records, CHECKER_L0_OUTSIDER,
		"named by somebody whose it is not to name");
	MUST(deed, speaks ? can : id_is_none(params->account), CHECKER_L0_MANDATE,
		"nobody who can speak for somebody, or somebody where nobody speaks");
	MUST(deed, speaks == (params->allows == 0), CHECKER_L0_MANDATE, "what it allows is not said");
}

static int32_t judge_days(struct deed *deed)
{
	const struct command_params *params = deed->params;
	int32_t today = today_of(deed), until = params->next_day, birth = params->day;
	bool by_age = params->kind <= KIND_BY_AGE;
	MUST(deed, by_age == (birth != 0), CHECKER_L0_MANDATE, "a day of birth for nothing, or none");
	if (by_age) {
		MUST(deed, date_age(birth, today) < 16, CHECKER_L0_MANDATE, "sixteen, and not alone");
		MUST(deed, until == 0 || (until >= today && date_age(birth, until) < 16),
			CHECKER_L0_MANDATE, "beyond sixteen");
		return until;
	}
	MUST(deed, until >= today && until <= today + days_of[params->kind] + WEEKEND,
		CHECKER_L0_MANDATE, "longer than the law gives");
	return until;
}

static bool stands_already(const struct deed *deed)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->mandates); i++) {
		const struct checker_mandate *other =
			list_at(&deed->checker->mandates, checker_index_at(&episode->mandates, i));
		bool same = id_is_none(deed->params->account) ? other->kind == deed->params->kind : true;
		if (other->state != TITLE_OVER && same && id_equal(other->account, deed->params->account))
			return true;
	}
	return false;
}

void deed_mandate_name(struct deed *deed)
{
	struct checker *checker = deed->checker;
	struct checker_episode *episode = deed_episode(deed);
	const struct command_params *params = deed->params;
	MUST(deed, params->kind > 0 && params->kind <= KINDS, CHECKER_STATE, "of no kind");
	MUST(deed, !stands_already(deed), CHECKER_STATE, "it stood already");
	judge_who(deed);
	int32_t until = judge_days(deed), at = list_count(&checker->mandates);
	if (!deed_put_id(deed, deed->result->mandate, ID_MANDATE, at)) return;
	struct checker_mandate *mandate = list_add(&checker->mandates);
	mandate->id = deed->result->mandate;
	mandate->account = params->account;
	mandate->episode = deed->episode;
	mandate->kind = params->kind;
	mandate->birth_day = params->day;
	mandate->until_day = until != 0 ? until : deed->result->day;
	bool youth = params->day != 0 && date_age(params->day, today_of(deed)) >= 12;
	mandate->state = youth ? TITLE_TOGETHER : TITLE_DECIDES;
	if (until == 0)
		MUST(deed,
			date_age(params->day, mandate->until_day) == 15 &&
				date_age(params->day, mandate->until_day + 1) == 16,
			CHECKER_L0_MANDATE, "not until sixteen");
	deed_add_index(&episode->mandates, at);
	if (id_is_none(params->account) || checker_in_team(checker, episode, params->account)) return;
	deed_bring_in(episode, params->account);
	deed_member(episode, params->account)->speaks = true;
}

static void must_be_theirs(struct deed *deed, const struct checker_mandate *mandate)
{
	bool written = mandate->kind == KIND_IN_WRITING;
	bool own = !id_is_none(mandate->account) && id_equal(mandate->account, deed->actor);
	bool may = own || (written && deed_is_person(deed)) ||
		(!written && id_equal(deed_episode(deed)->care_manager, deed->actor));
	MUST(deed, may, CHECKER_L0_OUTSIDER, "ended by somebody whose it is not to end");
}

void deed_mandate_over(struct deed *deed)
{
	struct checker *checker = deed->checker;
	struct checker_episode *episode = deed_episode(deed);
	int32_t at = checker_find(checker, ID_MANDATE, deed->params->mandate), today = today_of(deed);
	struct checker_mandate *mandate = at < 0 ? NULL : list_at(&checker->mandates, at);
	bool there = mandate != NULL && mandate->episode == deed->episode;
	MUST(deed, there, CHECKER_STATE, "of no mandate");
	if (!there) return;
	MUST(deed, mandate->state != TITLE_OVER, CHECKER_STATE, "it was over");
	bool by_clock = deed->command->entry->number == COMMAND_MANDATE_TURN;
	if (!by_clock) must_be_theirs(deed, mandate);
	if (by_clock && today <= mandate->until_day) {
		MUST(deed,
			mandate->birth_day != 0 && mandate->state == TITLE_DECIDES &&
				date_age(mandate->birth_day, today) >= 12,
			CHECKER_L0_MANDATE, "turned before its day");
		mandate->state = TITLE_TOGETHER;
		return;
	}
	mandate->state = TITLE_OVER;
	struct checker_member *member = deed_member(episode, mandate->account);
	if (member == NULL || !member->in_team || !member->speaks) return;
	if (deed_has_something(checker, episode, mandate->account))
		member->speaks = false;
	else {
		member->in_team = false;
		deed_leave_plan(deed, member->account);
	}
}
