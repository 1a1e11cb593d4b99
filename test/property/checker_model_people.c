/* checker_model_people.c - what must be true of who somebody is, and of two files of one person.
 *
 * Nothing here touches who bears or who manages the care, on either side: checker_laws.c compares
 * those with what was, so that taking two files together or apart that moved them is seen.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

enum { WAY_AS_GUEST = 8 };

void deed_identify(struct deed *deed)
{
	const struct command_params *params = deed->params;
	deed_must_agree(deed);
	MUST(deed,
		params->name.size > 0 || params->birth.size > 0 || params->contact.size > 0 ||
			params->municipality != 0,
		CHECKER_STATE, "nothing was said");
}

void deed_correct(struct deed *deed)
{
	MUST(deed, deed->params->nth > 0 && deed->params->nth <= deed_episode(deed)->version,
		CHECKER_STATE, "a line that is not there");
}

bool deed_is_hidden(const struct checker_episode *episode, struct id account)
{
	if (id_is_none(account)) return false; /* the place of one who was taken back */
	for (int32_t i = 0; i < list_count(&episode->hidden); i++)
		if (id_equal(*(const struct id *)list_at(&episode->hidden, i), account)) return true;
	return false;
}

/* Nobody is taken from the list: their place is emptied. */
static void show_again(struct checker_episode *episode, struct id account)
{
	for (int32_t i = 0; i < list_count(&episode->hidden); i++) {
		struct id *hidden = list_at(&episode->hidden, i);
		if (id_equal(*hidden, account)) *hidden = id_none;
	}
}

/* What they held is the care manager's from then on; who helps could not have held anything. */
static void take_all(struct deed *deed, const struct checker_account *account)
{
	struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->needs); i++) {
		struct checker_need *need =
			checker_need_at(deed->checker, checker_index_at(&episode->needs, i));
		bool bears = need->state == NEED_IS_OPEN && id_equal(need->bearer, account->id);
		MUST(deed, !bears || !deed_may_serve(account), CHECKER_L1_BEARER,
			"who helps lost what they bear");
		if (need->state == NEED_IS_ENDANGERED && id_equal(need->before, account->id))
			need->before = episode->care_manager;
		if (!bears) continue;
		need->bearer = episode->care_manager;
		deed_returned(deed, need);
	}
	MUST(deed, deed_tie(deed->checker, episode, account->id) == CHECKER_KEPT, CHECKER_L1_BEARER,
		"kept out of sight with something in their hands");
	deed_member(episode, account->id)->in_team = false;
	deed_give_steps_back(deed, account->id);
	deed_lay_again(deed, account->id);
	deed_leave_plan(deed, account->id);
}

void deed_knows(struct deed *deed)
{
	enum { NOTHING = 4 };
	struct checker_episode *episode = deed_episode(deed);
	struct id id = deed->params->account;
	const struct checker_account *account = checker_account(deed->checker, id);
	bool hides = deed->params->knows == NOTHING;
	if (!hides) deed_must_agree(deed);
	MUST(deed, deed_is_person(deed) || id_equal(episode->care_manager, deed->actor),
		CHECKER_L0_OUTSIDER, "said by somebody whose it is not to say");
	MUST(deed, account != NULL && !id_equal(id, episode->person), CHECKER_STATE,
		"of nobody there is, or the person");
	MUST(deed, account == NULL || hides || !deed_may_serve(account), CHECKER_STATE, "of who helps");
	show_again(episode, id);
	if (!hides) return;
	*(struct id *)list_add(&episode->hidden) = id;
	if (checker_in_team(deed->checker, episode, id)) take_all(deed, account);
}

/* The side of this episode, or -1. */
static int32_t side_of(const struct checker_pair *pair, struct id episode)
{
	if (id_equal(pair->sides[0].episode, episode)) return 0;
	return id_equal(pair->sides[1].episode, episode) ? 1 : -1;
}

const struct checker_pair *checker_pair_of(
	const struct checker *checker, struct id episode, int32_t back)
{
	const struct checker_pair *found = NULL;
	for (int32_t i = list_count(&checker->pairs) - 1; i >= 0 && back >= 0; i--) {
		const struct checker_pair *pair = list_at(&checker->pairs, i);
		if (side_of(pair, episode) < 0) continue;
		found = pair;
		back--;
	}
	return found;
}

bool deed_has_something(
	const struct checker *checker, const struct checker_episode *episode, struct id account)
{
	for (int32_t i = 0; i < list_count(&checker->steps); i++) {
		const struct row_step *row =
			&((const struct checker_step *)list_at(&checker->steps, i))->row;
		if (row->state == STEP_STANDS && id_equal(row->episode, episode->id) &&
			id_equal(row->who, account))
			return true;
	}
	for (int32_t i = 0; i < list_count(&episode->consults); i++)
		if (id_equal(checker_consult_at(checker, checker_index_at(&episode->consults, i))->back,
				account))
			return true;
	return deed_tie(checker, episode, account) != CHECKER_KEPT;
}

/* Who manages the care of the one comes into the team of the other. */
static void come_in(struct checker_episode *episode, struct id guest)
{
	struct checker_member *member = deed_member(episode, guest);
	if ((member != NULL && member->in_team) || deed_is_hidden(episode, guest)) return;
	deed_bring_in(episode, guest);
	deed_member(episode, guest)->guest = true;
}

void deed_bring_guests(struct deed *deed)
{
	const struct checker *checker = deed->checker;
	struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&checker->pairs); i++) {
		const struct checker_pair *pair = list_at(&checker->pairs, i);
		int32_t mine = side_of(pair, episode->id);
		if (mine < 0 || pair->state != PAIR_ONE) continue;
		const struct checker_episode *other = checker_episode_at(
			checker, checker_find(checker, ID_EPISODE, pair->sides[1 - mine].episode));
		if (!other->closed) come_in(episode, other->care_manager);
	}
}

/* Who came in by it goes, but who has something to do there by now. That is in the one file as in
 * the other: what they leave behind is of the file that they leave. */
static void go_out(struct deed *deed, struct checker_episode *episode, struct id guest)
{
	struct checker_member *member = deed_member(episode, guest);
	int32_t own = deed->episode;
	if (member == NULL || !member->in_team || !member->guest || member->row.way != WAY_AS_GUEST ||
		deed_has_something(deed->checker, episode, guest))
		return;
	member->in_team = false;
	deed->episode = checker_find(deed->checker, ID_EPISODE, episode->id);
	deed_leave_plan(deed, member->account);
	deed->episode = own;
}

static void confirm(struct deed *deed, struct checker_pair *pair, int32_t mine,
	struct checker_episode *episode, struct checker_episode *other)
{
	deed_must_agree(deed);
	MUST(deed, pair->state == PAIR_FOUND || pair->state == PAIR_ASKED, CHECKER_STATE,
		"it was settled before");
	MUST(deed, !pair->sides[mine].said, CHECKER_STATE, "one side said it twice");
	MUST(deed, !episode->closed && !other->closed, CHECKER_L10_CLOSED, "one of them is closed");
	pair->sides[mine].said = true;
	pair->sides[1 - mine].saw = id_none;
	pair->state = pair->sides[1 - mine].said ? PAIR_ONE : PAIR_ASKED;
	if (pair->state != PAIR_ONE) return;
	come_in(episode, other->care_manager);
	come_in(other, episode->care_manager);
	other->version++;
}

void deed_merge(struct deed *deed)
{
	struct checker *checker = deed->checker;
	struct checker_episode *episode = deed_episode(deed);
	int32_t at = checker_find(checker, ID_PAIR, deed->params->merge);
	struct checker_pair *pair = at < 0 ? NULL : list_at(&checker->pairs, at);
	int32_t mine = pair == NULL ? -1 : side_of(pair, episode->id);
	MUST(deed, mine >= 0, CHECKER_STATE, "of files that were never found");
	if (mine < 0) return;
	bool told = pair->state == PAIR_ONE || (pair->state == PAIR_ASKED && !pair->sides[mine].said);
	MUST(deed, !deed_is_person(deed) || told, CHECKER_L0_OUTSIDER,
		"said by somebody who knows of somebody else's file");
	MUST(deed, deed_is_person(deed) || id_equal(episode->care_manager, deed->actor),
		CHECKER_L0_OUTSIDER, "said by somebody whose it is not to say");
	struct checker_episode *other = checker_episode_at(
		checker, checker_find(checker, ID_EPISODE, pair->sides[1 - mine].episode));
	enum command_number number = deed->command->entry->number;
	if (number == COMMAND_MERGE_CONFIRM) {
		confirm(deed, pair, mine, episode, other);
		return;
	}
	bool undo = number == COMMAND_MERGE_UNDO;
	bool waits = pair->state == PAIR_FOUND || pair->state == PAIR_ASKED;
	MUST(deed, undo ? pair->state == PAIR_ONE : waits, CHECKER_STATE, "not in this state");
	pair->state = undo ? PAIR_UNDONE : PAIR_TWO;
	if (undo && !id_is_none(pair->sides[mine].row.guest))
		go_out(deed, episode, pair->sides[mine].row.guest);
	if (undo && !id_is_none(pair->sides[1 - mine].row.guest))
		go_out(deed, other, pair->sides[1 - mine].row.guest);
	other->version++;
}

static struct checker_pair *pair_at(struct checker *checker, const struct row_merge *row)
{
	int32_t at = checker_find(checker, ID_PAIR, row->id);
	if (at >= 0) return list_at(&checker->pairs, at);
	list_map_put(&checker->map, row->id, ID_PAIR, list_count(&checker->pairs));
	struct checker_pair *pair = list_add(&checker->pairs);
	pair->id = row->id;
	pair->state = PAIR_FOUND;
	pair->sides[0].episode = row->episode;
	pair->sides[1].episode = row->other;
	return pair;
}

/* What both sides have not said is found, and nothing more. */
void checker_pair_see(struct checker *checker, bool removed, const struct row_merge *row)
{
	struct checker_pair *pair = pair_at(checker, row);
	int32_t side = side_of(pair, row->episode);
	bool whole = !removed && side >= 0 && id_equal(pair->sides[1 - side].episode, row->other);
	if (!whole) {
		checker_say(checker, CHECKER_STATE, "two files do not name each other");
		return;
	}
	if (row->state != pair->state || (row->said != 0) != pair->sides[side].said)
		checker_say(checker, CHECKER_STATE, "two files are in a state that nobody said");
	if (checker_find(checker, ID_EPISODE, row->other) < 0)
		checker_say(checker, CHECKER_STATE, "found with a file that is not there");
	pair->sides[side].row = *row;
	pair->sides[side].seen = true;
}

void checker_pair_compare(struct checker *checker, const struct row_merge *row)
{
	int32_t at = checker_find(checker, ID_PAIR, row->id);
	const struct checker_pair *pair = at < 0 ? NULL : list_at(&checker->pairs, at);
	int32_t side = pair == NULL ? -1 : side_of(pair, row->episode);
	if (side < 0 || !pair->sides[side].seen ||
		memcmp(&pair->sides[side].row, row, sizeof(*row)) != 0)
		checker_say(checker, CHECKER_TABLES, "two files differ from what the journal says");
}

bool checker_saw_pair(
	struct checker *checker, struct id thing, const struct checker_item *item, struct id who)
{
	int32_t at = checker_find(checker, ID_PAIR, thing);
	if (at < 0 || item == NULL) return false;
	struct checker_pair *pair = list_at(&checker->pairs, at);
	int32_t side = side_of(pair, item->row.episode);
	if (side >= 0) pair->sides[side].saw = who;
	return true;
}
