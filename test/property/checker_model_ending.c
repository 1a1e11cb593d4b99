/* checker_model_ending.c - what must be true when an episode is closed, and somebody comes back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

enum { BY_PERSON = 2, LAST_CLOSING = 4, MARKED = 4, WAY_AS_GUEST = 8, WAY_AS_SPEAKER };
#define TWO_YEARS_MS (INT64_C(730) * 86400000)

static void close_needs(struct deed *deed)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->needs); i++) {
		struct checker_need *need =
			checker_need_at(deed->checker, checker_index_at(&episode->needs, i));
		if (need->state == NEED_IS_OVER) continue;
		MUST(deed, need->state == NEED_IS_OPEN, CHECKER_L2_DANGER, "closed while duty holds");
		MUST(deed, deed->params->with_needs, CHECKER_L10_CLOSED, "closed, and a need was open");
		deed_tell_bearer(deed, need);
		need->state = NEED_IS_OVER;
		need->closing = deed->params->closing;
		deed_view_over(deed->checker, checker_index_at(&episode->needs, i));
		need->returned = id_none;
	}
}

static void nothing_asked(struct deed *deed)
{
	const struct checker *checker = deed->checker;
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->handovers); i++) {
		struct checker_handover *handover =
			checker_handover_at(checker, checker_index_at(&episode->handovers, i));
		MUST(deed, handover->state != OFFER_OPEN, CHECKER_L10_CLOSED, "closed, and an offer open");
		handover->sharing = handover->giver_stays = false;
	}
	for (int32_t i = 0; i < list_count(&episode->joins); i++)
		MUST(deed,
			checker_join_at(checker, checker_index_at(&episode->joins, i))->state != JOIN_OPEN,
			CHECKER_L10_CLOSED, "closed, and somebody asked to join");
	for (int32_t i = 0; i < list_count(&episode->consults); i++) {
		int32_t advice =
			checker_consult_at(checker, checker_index_at(&episode->consults, i))->state;
		MUST(deed, advice == 0 || advice > ADVICE_LATE, CHECKER_L10_CLOSED,
			"closed, and advice not come to its end");
	}
	for (int32_t i = 0; i < list_count(&episode->stays); i++)
		MUST(deed,
			checker_stay_at(checker, checker_index_at(&episode->stays, i))->state >= STAY_HOME,
			CHECKER_L10_CLOSED, "closed, and somebody stays somewhere");
	for (int32_t i = 0; i < list_count(&episode->cases); i++)
		MUST(deed,
			checker_case_at(checker, checker_index_at(&episode->cases, i))->state >= CASE_SETTLED,
			CHECKER_L10_CLOSED, "closed, and it lies at a table");
}

void deed_episode_close(struct deed *deed)
{
	struct checker_episode *episode = deed_episode(deed);
	int32_t closing = deed->params->closing;
	MUST(deed, deed_is_person(deed) || id_equal(episode->care_manager, deed->actor),
		CHECKER_L0_OUTSIDER, "closed by somebody who may not");
	MUST(deed, closing > 0 && closing <= LAST_CLOSING, CHECKER_L10_CLOSING, "whose decision?");
	MUST(deed, closing != BY_PERSON || deed_is_person(deed), CHECKER_L10_CLOSING,
		"in the person's name by somebody else");
	close_needs(deed);
	nothing_asked(deed);
	deed_end_plan(deed);
	deed_end_life(deed);
	for (int32_t i = 0; i < list_count(&episode->members); i++) {
		struct checker_member *member = list_at(&episode->members, i);
		if (!id_equal(member->account, episode->person)) member->in_team = false;
	}
	deed_tell_manager(deed);
	episode->closed = true;
	episode->closed_ms = deed->now_ms;
	episode->told = id_none;
	if (episode->periods == 0) episode->periods = 1;
}

static int64_t lately(const struct checker_episode *episode, int64_t now_ms)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&episode->returns); i++)
		count += *(const int64_t *)list_at(&episode->returns, i) >= now_ms - TWO_YEARS_MS ? 1 : 0;
	return count;
}

/* Nobody has a turn in a file of which they are kept out of sight, while anybody else has. */
static void must_be_in_sight(struct deed *deed)
{
	const struct checker_episode *episode = deed_episode(deed);
	int32_t region = deed->command->region;
	bool others = false;
	for (int32_t i = 0; i < list_count(&deed->checker->accounts); i++) {
		const struct checker_account *account = list_at(&deed->checker->accounts, i);
		others = others || (account->on_roster[region] && !deed_is_hidden(episode, account->id));
	}
	MUST(deed, !others || !deed_is_hidden(episode, deed->result->account), CHECKER_L0_OUTSIDER,
		"who is kept out of sight has duty, and somebody else could");
}

/* Who speaks for them is there again. */
static void bring_speakers(struct deed *deed)
{
	struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->mandates); i++) {
		const struct checker_mandate *mandate =
			list_at(&deed->checker->mandates, checker_index_at(&episode->mandates, i));
		const struct checker_account *account = checker_account(deed->checker, mandate->account);
		bool speaks = mandate->state != TITLE_OVER && account != NULL && !account->ended;
		if (!speaks || deed_is_hidden(episode, account->id) ||
			checker_in_team(deed->checker, episode, account->id))
			continue;
		deed_bring_in(episode, account->id);
		deed_member(episode, account->id)->speaks = true;
	}
}

void deed_episode_return(struct deed *deed)
{
	struct checker_episode *episode = deed_episode(deed);
	const struct checker_account *before = checker_account(deed->checker, episode->care_manager);
	int32_t region = deed->command->region;
	MUST(deed, deed_is_person(deed), CHECKER_L0_OUTSIDER, "somebody else came back for them");
	MUST(deed, episode->closed, CHECKER_STATE, "it was not closed");
	must_be_in_sight(deed);
	if (before != NULL && before->on_roster[region] && !deed_is_hidden(episode, before->id))
		MUST(deed, id_equal(deed->result->account, before->id), CHECKER_L1_CARE_MANAGER,
			"another than who managed the care, though they have duty");
	deed_must_have_duty(deed, deed->result->account, CHECKER_L1_CARE_MANAGER);
	/* Until it was closed: also who left at that very instant. By what they came in there is
	 * something else that says whether they come again. */
	for (int32_t i = 0; i < list_count(&episode->members); i++) {
		struct checker_member *member = list_at(&episode->members, i);
		bool asked = member->row.way != WAY_AS_GUEST && member->row.way != WAY_AS_SPEAKER &&
			!deed_is_hidden(episode, member->account);
		member->was_there = asked && !member->in_team && member->row.left_ms == episode->closed_ms;
	}
	deed_tell_no_more(deed);
	episode->closed = false;
	episode->care_manager = deed->result->account;
	deed_bring_in(episode, deed->result->account);
	deed_add_need(deed, deed->result->need, deed->result->account);
	if (deed->params->unsafe && deed->need < list_count(&deed->checker->needs)) {
		struct checker_need *need = checker_need_at(deed->checker, deed->need);
		need->state = NEED_IS_ENDANGERED;
		need->before = need->bearer;
	}
	bring_speakers(deed);
	deed_foresee_again(deed);
	deed_bring_guests(deed);
	*(int64_t *)list_add(&episode->returns) = deed->now_ms;
	episode->periods++;
	bool marked = lately(episode, deed->now_ms) >= MARKED;
	episode->offered = marked;
	episode->told = marked ? episode->care_manager : id_none;
	episode->wanted = false;
	/* Who is asked again is known from the rows on. */
	episode->asks_again = !deed->params->alone;
}

void deed_return_answer(struct deed *deed)
{
	struct checker_episode *episode = deed_episode(deed);
	bool wants = deed->params->wants_table || deed->params->wants_companion;
	MUST(deed, deed_is_person(deed), CHECKER_L0_YES, "answered by somebody else");
	MUST(deed, episode->offered, CHECKER_STATE, "nothing was offered");
	episode->offered = false;
	episode->wanted = wants;
	bool knows = id_equal(episode->care_manager, deed->actor);
	episode->told = wants && !knows ? episode->care_manager : id_none;
}

/* One who was there at the end, and is asked whether they come again. */
bool deed_asked_again(struct checker *checker, const struct row_join *row)
{
	int32_t at = checker_find(checker, ID_EPISODE, row->episode);
	if (at < 0) return false;
	struct checker_episode *episode = checker_episode_at(checker, at);
	struct checker_member *member = deed_member(episode, row->account);
	bool right = episode->asks_again && checker->touched == at && member != NULL &&
		member->was_there && !member->in_team && id_equal(row->asked_by, episode->person);
	if (!right) return false;
	member->was_there = false;
	int32_t index = list_count(&checker->joins);
	list_map_put(&checker->map, row->id, ID_JOIN, index);
	struct checker_join *join = list_add(&checker->joins);
	join->id = row->id;
	join->account = row->account;
	join->asked_by = row->asked_by;
	join->episode = at;
	join->state = JOIN_OPEN;
	*(int32_t *)list_add(&episode->joins) = index;
	return true;
}

/* After the rows of a command: nobody who was there, and still has an account, was passed over. */
void checker_laws_asked_again(struct checker *checker, struct checker_episode *episode)
{
	if (!episode->asks_again) return;
	episode->asks_again = false;
	for (int32_t i = 0; i < list_count(&episode->members); i++) {
		const struct checker_member *member = list_at(&episode->members, i);
		const struct checker_account *account = checker_account(checker, member->account);
		bool missed = member->was_there && !member->in_team && account != NULL && !account->ended;
		if (missed)
			checker_say(checker, CHECKER_L10_CLOSED, "who was there was not asked to come again");
	}
}
