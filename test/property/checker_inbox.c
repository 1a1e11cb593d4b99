/* checker_inbox.c - what tells somebody that something is theirs, or fell back to them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

enum {
	ITEM_QUESTION = 1,
	ITEM_RETURNED = 7,
	ITEM_LATE,
	ITEM_ANSWERED,
	ITEM_PLAN_STEP = 30,
	ITEM_LIGHT_LATE,
	ITEM_LIGHT,
	ITEM_BACK_AGAIN,
	ITEM_WANTED,
	ITEM_SAME = 40,
	ITEM_CHANGE = 50,
	ITEM_READY_LATE,
	ITEM_VIEW_LATE,
	ITEM_OFFERED,
	ITEM_BROUGHT,
	ITEM_DANGER = 61,
	ITEM_DANGER_HELD,
	ITEM_CHOSE_OTHER = 80,
	ITEM_NEED_CLOSED,
	ITEM_CLOSED,
	ITEM_DECIDED,
	ITEM_NAMED,
	ITEM_PLACE,
	ITEM_PLACE_ENDS,
	ITEM_TALK_LATE,
	ITEM_GRANTED = 100
};
enum { STEP_OF_CONTACT = 1, STEP_OF_DUTY = 3 };

/* One id for the two of them together. */
static struct id key_of(struct id receiver, struct id thing)
{
	for (size_t i = 0; i < sizeof(thing.bytes); i++)
		thing.bytes[i] = (uint8_t)(thing.bytes[i] * 2 + receiver.bytes[i]);
	return thing;
}

static struct checker_item *item_of(
	const struct checker *checker, struct id receiver, struct id thing)
{
	const struct list_place *place = list_map_find(&checker->itemised, key_of(receiver, thing));
	return place == NULL ? NULL : list_at(&checker->items, place->index);
}

/* In the home shard of the account, or of somebody of the organisation. */
static bool is_looked_for(const struct checker *checker, const struct row_inbox *row)
{
	const struct checker_account *account = checker_account(checker, row->receiver);
	if (account != NULL) return account->region == row->region;
	for (int32_t i = 0; i < list_count(&checker->accounts); i++) {
		const struct checker_account *of = list_at(&checker->accounts, i);
		if (id_equal(of->organisation, row->receiver) && of->region == row->region)
			return row->kind == ITEM_LATE;
	}
	return false;
}

static bool has_service(const struct checker *checker, struct id organisation, int32_t region)
{
	for (int32_t i = 0; i < list_count(&checker->services); i++) {
		const struct checker_service *service = list_at(&checker->services, i);
		if (id_equal(service->organisation, organisation) && service->region == region) return true;
	}
	return false;
}

bool checker_item_see(struct checker *checker, bool removed, const struct row_inbox *row)
{
	struct checker_item *item = item_of(checker, row->receiver, row->thing);
	if (removed) {
		if (item != NULL) item->there = false;
		return item != NULL;
	}
	bool kept = row->kind == ITEM_QUESTION ||
		(row->kind >= ITEM_RETURNED && row->kind <= ITEM_ANSWERED) ||
		(row->kind >= ITEM_PLAN_STEP && row->kind <= ITEM_WANTED) || row->kind == ITEM_SAME ||
		(row->kind >= ITEM_CHOSE_OTHER && row->kind <= ITEM_TALK_LATE) ||
		(row->kind >= ITEM_CHANGE && row->kind <= ITEM_BROUGHT) || row->kind == ITEM_DANGER ||
		row->kind == ITEM_DANGER_HELD || row->kind == ITEM_GRANTED;
	if (!kept) return false;
	if (item == NULL) {
		struct id key = key_of(row->receiver, row->thing);
		list_map_put(&checker->itemised, key, row->kind, list_count(&checker->items));
		item = list_add(&checker->items);
	}
	item->row = *row;
	item->there = true;
	bool of_place = row->kind == ITEM_PLACE || row->kind == ITEM_PLACE_ENDS;
	if (of_place && has_service(checker, row->receiver, row->region)) return true;
	if (!is_looked_for(checker, row))
		checker_say(checker, CHECKER_INBOX, "an item is where nobody looks for it");
	return true;
}

bool checker_item_compare(struct checker *checker, const struct row_inbox *row)
{
	const struct checker_item *item = item_of(checker, row->receiver, row->thing);
	if (item == NULL) return false;
	if (!item->there || memcmp(&item->row, row, sizeof(*row)) != 0)
		checker_say(checker, CHECKER_TABLES, "an inbox differs from what the journal says");
	return true;
}

int64_t checker_items_there(const struct checker *checker)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->items); i++)
		count += ((const struct checker_item *)list_at(&checker->items, i))->there ? 1 : 0;
	return count;
}

static void want(struct checker *checker, struct id receiver, struct id thing, int32_t kind,
	bool must, const char *what)
{
	struct checker_item *item = item_of(checker, receiver, thing);
	bool there = item != NULL && item->there && item->row.kind == kind;
	if (there) item->wanted = true;
	if (must && !there) checker_say(checker, CHECKER_INBOX, "%s", what);
}

static struct checker_told *told_of(
	const struct checker *checker, struct id receiver, struct id thing)
{
	for (int32_t i = list_count(&checker->told) - 1; i >= 0; i--) {
		struct checker_told *told = list_at(&checker->told, i);
		if (id_equal(told->receiver, receiver) && id_equal(told->thing, thing)) return told;
	}
	return NULL;
}

static void tell(struct deed *deed, struct id receiver, struct id thing, int32_t kind)
{
	const struct checker_account *who = checker_account(deed->checker, receiver);
	if (who == NULL || who->ended || id_equal(receiver, deed->actor)) return;
	struct checker_told *told = told_of(deed->checker, receiver, thing);
	if (told == NULL) told = list_add(&deed->checker->told);
	*told = (struct checker_told){.receiver = receiver, .thing = thing, .kind = kind};
}

void deed_tell_giver(struct deed *deed, const struct checker_handover *handover)
{
	if (!id_equal(handover->sender, handover->giver))
		tell(deed, handover->giver, handover->id, ITEM_CHOSE_OTHER);
}

void deed_tell_bearer(struct deed *deed, const struct checker_need *need)
{
	const struct checker_account *bearer = checker_account(deed->checker, need->bearer);
	if (bearer != NULL && (bearer->kind == KIND_PROFESSIONAL || bearer->kind == KIND_PEER))
		tell(deed, need->bearer, need->id, ITEM_NEED_CLOSED);
}

void deed_tell_manager(struct deed *deed)
{
	tell(deed, deed_episode(deed)->care_manager, deed_episode(deed)->id, ITEM_CLOSED);
}

void deed_tell_granted(struct deed *deed, struct id account, struct id grant)
{
	tell(deed, account, grant, ITEM_GRANTED);
}

void deed_tell_granted_no_more(struct deed *deed, struct id account, struct id grant)
{
	struct checker_told *told = told_of(deed->checker, account, grant);
	if (told != NULL) told->may_go = true;
}

/* They are back: who finds the question now need not find that it was closed. */
void deed_tell_no_more(struct deed *deed)
{
	for (int32_t i = 0; i < list_count(&deed->checker->told); i++) {
		struct checker_told *told = list_at(&deed->checker->told, i);
		if (told->kind == ITEM_CLOSED && id_equal(told->thing, deed_episode(deed)->id))
			told->may_go = true;
	}
}

void deed_tell_person(struct deed *deed, struct checker_case *brought)
{
	bool decided = deed->command->entry->number == COMMAND_TABLE_DECIDE;
	if (deed_is_person(deed)) return;
	brought->told = deed_episode(deed)->person;
	brought->told_kind = decided ? ITEM_DECIDED : ITEM_NAMED;
}

void deed_returned(struct deed *deed, struct checker_need *need)
{
	bool knows = id_equal(need->bearer, deed->actor);
	need->returned = knows ? id_none : need->bearer;
}

/* It may have fallen back to somebody else since. */
static void saw(struct id *told, struct id who)
{
	if (id_equal(*told, who)) *told = id_none;
}

static void saw_held(struct checker_need *need, struct id who)
{
	saw(&need->held[0], who);
	saw(&need->held[1], who);
}

static int32_t kind_of(const struct checker_case *brought)
{
	return brought->told_kind != 0 ? brought->told_kind : ITEM_BROUGHT;
}

/* What was told since is still on its way. */
static void saw_case(struct checker_case *brought, const struct checker_item *item, struct id who)
{
	if (item->row.kind == kind_of(brought)) saw(&brought->told, who);
}

void deed_inbox_seen(struct deed *deed)
{
	struct checker *checker = deed->checker;
	const struct checker_item *item = item_of(checker, deed->actor, deed->params->thing);
	int32_t need = checker_find(checker, ID_NEED, deed->params->thing);
	int32_t handover = checker_find(checker, ID_HANDOVER, deed->params->thing);
	int32_t light = checker_find(checker, ID_LIGHT, deed->params->thing);
	bool of_return =
		item != NULL && (item->row.kind == ITEM_BACK_AGAIN || item->row.kind == ITEM_WANTED);
	int32_t episode = of_return ? checker_find(checker, ID_EPISODE, item->row.episode) : -1;
	int32_t join = checker_find(checker, ID_JOIN, deed->params->thing);
	int32_t brought = checker_find(checker, ID_CASE, deed->params->thing);
	MUST(deed, deed->who != NULL && !deed->who->ended, CHECKER_L1_ENDED, "whose inbox?");
	MUST(deed, item != NULL && item->there, CHECKER_INBOX, "there was no such item");
	bool of_case = item != NULL &&
		(item->row.kind == ITEM_BROUGHT || item->row.kind == ITEM_DECIDED ||
			item->row.kind == ITEM_NAMED);
	struct checker_told *told = told_of(checker, deed->actor, deed->params->thing);
	if (told != NULL && item != NULL && told->kind == item->row.kind)
		told->may_go = true;
	else if (episode >= 0)
		saw(&checker_episode_at(checker, episode)->told, deed->actor);
	else if (need >= 0 && item != NULL && item->row.kind == ITEM_DANGER_HELD)
		saw_held(checker_need_at(checker, need), deed->actor);
	else if (need >= 0 && item != NULL && item->row.kind == ITEM_RETURNED)
		saw(&checker_need_at(checker, need)->returned, deed->actor);
	else if (handover >= 0)
		saw(&checker_handover_at(checker, handover)->told, deed->actor);
	else if (light >= 0 && item != NULL && item->row.kind == ITEM_LIGHT)
		saw(&checker_light_at(checker, light)->told, deed->actor);
	else if (checker_saw_pair(checker, deed->params->thing, item, deed->actor))
		return;
	else if (checker_saw_change(checker, deed->params->thing, deed->actor))
		return;
	else if (brought >= 0 && of_case)
		saw_case(checker_case_at(checker, brought), item, deed->actor);
	else if (join >= 0)
		saw(&checker_join_at(checker, join)->told, deed->actor);
	else
		SAY(deed, CHECKER_INBOX, "what has to be dealt with is gone by being seen");
}

/* What lies with somebody because they manage the care lies with who manages it now, and with
 * nobody while it is closed. */
static void law_of_manager(struct checker *checker, const struct checker_item *item)
{
	int32_t kind = item->row.kind;
	bool of_manager = kind == ITEM_BACK_AGAIN || kind == ITEM_WANTED || kind == ITEM_SAME ||
		(kind >= ITEM_CHANGE && kind <= ITEM_VIEW_LATE) || kind == ITEM_TALK_LATE ||
		(kind == ITEM_PLACE_ENDS && checker_account(checker, item->row.receiver) != NULL);
	int32_t at = of_manager ? checker_find(checker, ID_EPISODE, item->row.episode) : -1;
	if (!of_manager) return;
	const struct checker_episode *episode = at < 0 ? NULL : checker_episode_at(checker, at);
	if (episode == NULL || episode->closed || !id_equal(episode->care_manager, item->row.receiver))
		checker_say(checker, CHECKER_INBOX, "it lies with who does not manage the care");
}

/* Each side that has not said whether it is one person knows that it waits for them. */
static void laws_of_pairs(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->pairs); i++) {
		const struct checker_pair *pair = list_at(&checker->pairs, i);
		const struct checker_episode *files[2];
		for (int32_t side = 0; side < 2; side++)
			files[side] = checker_episode_at(
				checker, checker_find(checker, ID_EPISODE, pair->sides[side].episode));
		bool waits = (pair->state == PAIR_FOUND || pair->state == PAIR_ASKED) &&
			!files[0]->closed && !files[1]->closed;
		for (int32_t side = 0; side < 2 && waits; side++) {
			struct id manager = files[side]->care_manager;
			if (!pair->sides[side].said)
				want(checker, manager, pair->id, ITEM_SAME,
					!id_equal(pair->sides[side].saw, manager),
					"who manages the care does not find that another file may be theirs");
		}
	}
}

/* The organisation of this service knows of a stay, or that the place is not kept much longer. */
static void law_of_place(struct checker *checker, const struct checker_stay *stay, struct id id)
{
	int32_t at = checker_find(checker, ID_SERVICE, id);
	if (at < 0) return;
	const struct checker_service *service = list_at(&checker->services, at);
	want(checker, service->organisation, stay->id,
		stay->place_said > 0 ? ITEM_PLACE_ENDS : ITEM_PLACE, true,
		"an organisation does not know of a stay at its place, or that the place is kept");
}

/* Who manages the care has been told that the place at home is not kept much longer. What the item
 * is about is no stay: that is known by its file. */
static void law_of_place_end(struct checker *checker, const struct checker_episode *episode)
{
	for (int32_t i = 0; i < list_count(&checker->items); i++) {
		struct checker_item *item = list_at(&checker->items, i);
		if (!item->there || item->row.kind != ITEM_PLACE_ENDS ||
			!id_equal(item->row.episode, episode->id) ||
			!id_equal(item->row.receiver, episode->care_manager))
			continue;
		item->wanted = true;
		return;
	}
	checker_say(checker, CHECKER_INBOX, "the care manager does not know that a place ends");
}

static void laws_of_places(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->stays); i++) {
		const struct checker_stay *stay = checker_stay_at(checker, i);
		if (stay->state != STAY_AHEAD && stay->state != STAY_IN && stay->state != STAY_AWAY)
			continue;
		law_of_place(checker, stay, stay->service);
		law_of_place(checker, stay, stay->kept_service);
		if (stay->place_said > 0)
			law_of_place_end(checker, checker_episode_at(checker, stay->episode));
	}
}

/* What somebody else did lies there until it is seen; that it was closed, until they are back. */
static void laws_of_told(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->told); i++) {
		const struct checker_told *told = list_at(&checker->told, i);
		want(checker, told->receiver, told->thing, told->kind, !told->may_go,
			"nobody told them what somebody else did");
	}
}

/* Who holds a new question, or holds by the danger rule, finds that in their inbox. Who accepted
 * knows of their first contact without it. */
static void laws_of_step(struct checker *checker, const struct row_step *step)
{
	int32_t at = checker_find(checker, ID_NEED, step->need);
	if (at < 0 || step->state != STEP_STANDS) return;
	const struct checker_need *need = checker_need_at(checker, at);
	bool contact = step->kind == STEP_OF_CONTACT, duty = step->kind == STEP_OF_DUTY;
	if (contact)
		want(checker, step->who, step->episode, ITEM_QUESTION, !need->accepted,
			"who holds a question does not find it in their inbox");
	if (duty)
		want(checker, step->who, step->need, ITEM_DANGER, true,
			"who has duty does not find danger in their inbox");
	if (step->late == 0) return;
	want(checker, step->who, step->id, ITEM_LATE, true, "nobody was told that their step is late");
	want(checker, need->bearer, step->id, ITEM_LATE, true,
		"who bears a need was not told that its step is late");
	const struct checker_account *bearer = checker_account(checker, need->bearer);
	if (step->late >= 3 && bearer != NULL)
		want(checker, bearer->organisation, step->id, ITEM_LATE, true,
			"the organisation was not told that a step is late for longer");
	want(checker, step->told_to, step->id, ITEM_LATE, !id_is_none(step->told_to),
		"the care manager was not told that a step is late for long");
}

/* Whose need duty took over, and who manages the care around it, were told. */
static void laws_of_held(struct checker *checker, const struct checker_need *need)
{
	struct id manager = checker_episode_at(checker, need->episode)->care_manager;
	for (int i = 0; i < 2; i++) {
		/* Whom it does not concern any more has left, or was kept out of sight. */
		bool concerns = id_equal(need->held[i], manager) || id_equal(need->held[i], need->before);
		if (!id_is_none(need->held[i]) && concerns)
			want(checker, need->held[i], need->id, ITEM_DANGER_HELD, true,
				"duty took over what was theirs, and nobody told them");
	}
}

/* Whoever bears a need that came back to them has been told, until they do something. */
static void laws_of_need(struct checker *checker, const struct checker_need *need)
{
	/* What was told again while the first was seen: needless, and not wrong. */
	if (need->state != NEED_IS_OVER)
		want(checker, need->bearer, need->id, ITEM_RETURNED, false, "");
	laws_of_held(checker, need);
	if (id_is_none(need->returned)) return;
	want(checker, need->returned, need->id, ITEM_RETURNED, true,
		"a need fell back to somebody who was not told");
	if (!id_equal(need->returned, need->bearer))
		checker_say(checker, CHECKER_INBOX, "told that they bear what somebody else bears");
}

/* Who is asked for a step of a plan finds it; who keeps a light contact, that it is theirs now, or
 * late. */
static void laws_of_plans(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->parts); i++) {
		const struct checker_part *part = checker_part_at(checker, i);
		if (part->state == PART_ASKED)
			want(checker, part->who, part->id, ITEM_PLAN_STEP, true,
				"who is asked for a step does not find it");
	}
	for (int32_t i = 0; i < list_count(&checker->lights); i++) {
		const struct checker_light *light = checker_light_at(checker, i);
		if (!light->kept) continue;
		bool late = light->row.late != 0;
		if (late)
			want(checker, light->who, light->id, ITEM_LIGHT_LATE, true,
				"who keeps a light contact was not told that it is late");
		if (!late && !id_is_none(light->told))
			want(checker, light->who, light->id, ITEM_LIGHT, true,
				"who keeps a light contact now was not told");
	}
}

/* Who manages the care knows what is coming, and what is late for it. */
static void laws_of_life(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->changes); i++) {
		const struct checker_change *change = list_at(&checker->changes, i);
		/* What was told again while the first was seen: needless, and not wrong. */
		if (!id_is_none(change->told))
			want(checker, change->told, change->id, ITEM_CHANGE, !id_is_none(change->news),
				"the care manager was not told of a change of life");
	}
	for (int32_t i = 0; i < list_count(&checker->readies); i++) {
		const struct row_ready *row = &((struct checker_ready *)list_at(&checker->readies, i))->row;
		if (row->late != 0)
			want(checker, row->told_to, row->id, ITEM_READY_LATE, true,
				"the care manager was not told what is not prepared");
	}
	for (int32_t i = 0; i < list_count(&checker->views); i++) {
		const struct row_view *row = &((struct checker_view *)list_at(&checker->views, i))->row;
		if (row->late != 0)
			want(checker, row->told_to, row->id,
				row->state == VIEW_GIVEN ? ITEM_TALK_LATE : ITEM_VIEW_LATE, true,
				"the care manager was not told that nobody else looked, or spoke with the person");
	}
}

/* The person finds that it lies at a table, and what became of it there. */
static void laws_of_cases(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->cases); i++) {
		const struct checker_case *brought = checker_case_at(checker, i);
		bool must = !id_is_none(brought->told);
		/* What was told again while the first was seen: needless, and not wrong. */
		if (must || brought->state <= CASE_SETTLED)
			want(checker, checker_episode_at(checker, brought->episode)->person, brought->id,
				kind_of(brought), must,
				"the person does not find that their case is at a table, or what became of it");
	}
}

void checker_laws_items(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->items); i++) {
		struct checker_item *item = list_at(&checker->items, i);
		/* What an earlier care manager did not see yet is news, and not wrong. */
		item->wanted = item->row.kind == ITEM_DANGER_HELD;
	}
	for (int32_t i = 0; i < list_count(&checker->steps); i++)
		laws_of_step(checker, &((struct checker_step *)list_at(&checker->steps, i))->row);
	for (int32_t i = 0; i < list_count(&checker->needs); i++)
		laws_of_need(checker, checker_need_at(checker, i));
	laws_of_plans(checker);
	laws_of_life(checker);
	laws_of_pairs(checker);
	laws_of_places(checker);
	laws_of_told(checker);
	for (int32_t i = 0; i < list_count(&checker->episodes); i++) {
		const struct checker_episode *episode = checker_episode_at(checker, i);
		int32_t kind = episode->wanted ? ITEM_WANTED : ITEM_BACK_AGAIN;
		if (episode->offered && !episode->closed)
			want(checker, episode->person, episode->period.id, ITEM_OFFERED, true,
				"the person does not find what is offered");
		if (!id_is_none(episode->told))
			want(checker, episode->told, episode->period.id, kind, true,
				"who manages the care was not told what is offered, or wanted");
	}
	laws_of_cases(checker);
	for (int32_t i = 0; i < list_count(&checker->handovers); i++) {
		const struct checker_handover *handover = checker_handover_at(checker, i);
		if (!id_is_none(handover->told))
			want(checker, handover->told, handover->id, ITEM_ANSWERED, true,
				"who offered was not told how it ended");
	}
	for (int32_t i = 0; i < list_count(&checker->joins); i++) {
		const struct checker_join *join = checker_join_at(checker, i);
		if (!id_is_none(join->told))
			want(checker, join->told, join->id, ITEM_ANSWERED, true,
				"who asked somebody to join was not told that they do not");
	}
	for (int32_t i = 0; i < list_count(&checker->items); i++) {
		const struct checker_item *item = list_at(&checker->items, i);
		if (item->there) law_of_manager(checker, item);
		if (item->there && !item->wanted)
			checker_say(checker, CHECKER_INBOX, "an inbox has what is dealt with");
	}
}
