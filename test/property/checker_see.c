/* checker_see.c - rows find the thing that they are of.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_private.h"

enum {
	DUE_OF_HANDOVER = 1,
	DUE_OF_JOIN,
	DUE_OF_STEP,
	DUE_OF_CONSULT,
	DUE_OF_STAY,
	DUE_OF_CASE,
	DUE_OF_SHORTAGE,
	DUE_OF_MANDATE = 20,
	DUE_OF_LIGHT = 30,
	DUE_OF_CHANGE = 40,
	DUE_OF_READY,
	DUE_OF_VIEW,
	DUE_OF_PLACE = 80
};
enum {
	INBOX_OF_HANDOVER = 2,
	INBOX_OF_JOIN,
	INBOX_OF_CONSULT = 10,
	INBOX_OF_ADVICE,
	INBOX_OF_STAY
};

static struct checker_place *place_of(
	const struct checker *checker, int32_t region, struct id account)
{
	for (int32_t i = 0; i < list_count(&checker->places); i++) {
		struct checker_place *place = list_at(&checker->places, i);
		if (place->row.region == region && id_equal(place->row.account, account)) return place;
	}
	return NULL;
}

static struct checker_member *member_of(const struct checker *checker, const struct row_member *row)
{
	int32_t at = checker_find(checker, ID_EPISODE, row->episode);
	if (at < 0) return NULL;
	const struct checker_episode *episode = checker_episode_at(checker, at);
	for (int32_t i = 0; i < list_count(&episode->members); i++) {
		struct checker_member *member = list_at(&episode->members, i);
		if (id_equal(member->account, row->account)) return member;
	}
	return NULL;
}

static void *row_by_id(struct checker *checker, enum rows_number number, struct id id)
{
	int32_t at = -1;
	switch (number) {
	case ROWS_ACCOUNT:
		at = checker_find(checker, ID_ACCOUNT, id);
		return at < 0 ? NULL : &((struct checker_account *)list_at(&checker->accounts, at))->row;
	case ROWS_EPISODE:
		at = checker_find(checker, ID_EPISODE, id);
		return at < 0 ? NULL : &checker_episode_at(checker, at)->row;
	case ROWS_NEED:
		at = checker_find(checker, ID_NEED, id);
		return at < 0 ? NULL : &checker_need_at(checker, at)->row;
	case ROWS_HANDOVER:
		at = checker_find(checker, ID_HANDOVER, id);
		return at < 0 ? NULL : &checker_handover_at(checker, at)->row;
	case ROWS_JOIN:
		at = checker_find(checker, ID_JOIN, id);
		return at < 0 ? NULL : &checker_join_at(checker, at)->row;
	case ROWS_STEP:
		at = checker_find(checker, ID_STEP, id);
		return at < 0 ? NULL : &((struct checker_step *)list_at(&checker->steps, at))->row;
	case ROWS_MANDATE:
		at = checker_find(checker, ID_MANDATE, id);
		return at < 0 ? NULL : &((struct checker_mandate *)list_at(&checker->mandates, at))->row;
	case ROWS_GRANT:
		at = checker_find(checker, ID_GRANT, id);
		return at < 0 ? NULL : &((struct checker_grant *)list_at(&checker->grants, at))->row;
	case ROWS_STAY:
		at = checker_find(checker, ID_STAY, id);
		return at < 0 ? NULL : &checker_stay_at(checker, at)->row;
	case ROWS_CASE:
		at = checker_find(checker, ID_CASE, id);
		return at < 0 ? NULL : &checker_case_at(checker, at)->row;
	case ROWS_SHORTAGE:
		at = checker_find(checker, ID_SHORTAGE, id);
		return at < 0 ? NULL : &checker_shortage_at(checker, at)->row;
	case ROWS_CONSULT:
		at = checker_find(checker, ID_CONSULT, id);
		return at < 0 ? NULL : &checker_consult_at(checker, at)->row;
	case ROWS_PART:
		at = checker_find(checker, ID_PART, id);
		return at < 0 ? NULL : &checker_part_at(checker, at)->row;
	case ROWS_SAYING:
		at = checker_find(checker, ID_SAYING, id);
		return at < 0 ? NULL : &checker_saying_at(checker, at)->row;
	case ROWS_LIGHT:
		at = checker_find(checker, ID_LIGHT, id);
		return at < 0 ? NULL : &checker_light_at(checker, at)->row;
	case ROWS_CHANGE:
		at = checker_find(checker, ID_CHANGE, id);
		return at < 0 ? NULL : &((struct checker_change *)list_at(&checker->changes, at))->row;
	case ROWS_READY:
		at = checker_find(checker, ID_READY, id);
		return at < 0 ? NULL : &((struct checker_ready *)list_at(&checker->readies, at))->row;
	case ROWS_VIEW:
		at = checker_find(checker, ID_VIEW, id);
		return at < 0 ? NULL : &((struct checker_view *)list_at(&checker->views, at))->row;
	case ROWS_MEMBER:
	case ROWS_ROSTER:
	case ROWS_DUE:
	case ROWS_YES:
	case ROWS_PERIOD:
	case ROWS_MERGE:
	case ROWS_INBOX: break;
	}
	return NULL;
}

/* Where the checker keeps this row, or NULL. */
static void *kept_row(struct checker *checker, enum rows_number number, const union row_any *row)
{
	switch (number) {
	case ROWS_MEMBER: {
		struct checker_member *member = member_of(checker, &row->member);
		return member == NULL ? NULL : &member->row;
	}
	case ROWS_ROSTER: {
		struct checker_place *place = place_of(checker, row->roster.region, row->roster.account);
		return place == NULL ? NULL : &place->row;
	}
	case ROWS_ACCOUNT: return row_by_id(checker, number, row->account.id);
	case ROWS_EPISODE: return row_by_id(checker, number, row->episode.id);
	case ROWS_NEED: return row_by_id(checker, number, row->need.id);
	case ROWS_HANDOVER: return row_by_id(checker, number, row->handover.id);
	case ROWS_JOIN: return row_by_id(checker, number, row->join.id);
	case ROWS_STEP: return row_by_id(checker, number, row->step.id);
	case ROWS_CONSULT: return row_by_id(checker, number, row->consult.id);
	case ROWS_STAY: return row_by_id(checker, number, row->stay.id);
	case ROWS_CASE: return row_by_id(checker, number, row->brought.id);
	case ROWS_SHORTAGE: return row_by_id(checker, number, row->shortage.id);
	case ROWS_PART: return row_by_id(checker, number, row->part.id);
	case ROWS_SAYING: return row_by_id(checker, number, row->saying.id);
	case ROWS_LIGHT: return row_by_id(checker, number, row->light.id);
	case ROWS_MANDATE: return row_by_id(checker, number, row->mandate.id);
	case ROWS_GRANT: return row_by_id(checker, number, row->grant.id);
	case ROWS_CHANGE: return row_by_id(checker, number, row->change.id);
	case ROWS_READY: return row_by_id(checker, number, row->ready.id);
	case ROWS_VIEW: return row_by_id(checker, number, row->view.id);
	case ROWS_YES:
	case ROWS_PERIOD:
	case ROWS_DUE:
	case ROWS_MERGE:
	case ROWS_INBOX: break;
	}
	return NULL;
}

static int64_t *kept_due(const struct checker *checker, const struct row_due *row)
{
	int32_t at = -1;
	if (row->kind == DUE_OF_HANDOVER) at = checker_find(checker, ID_HANDOVER, row->thing);
	if (at >= 0) return &checker_handover_at(checker, at)->due_ms;
	if (row->kind == DUE_OF_JOIN) at = checker_find(checker, ID_JOIN, row->thing);
	if (at >= 0) return &checker_join_at(checker, at)->due_ms;
	if (row->kind == DUE_OF_CONSULT) at = checker_find(checker, ID_CONSULT, row->thing);
	if (at >= 0) return &checker_consult_at(checker, at)->due_ms;
	if (row->kind == DUE_OF_STAY) at = checker_find(checker, ID_STAY, row->thing);
	if (at >= 0) return &checker_stay_at(checker, at)->due_ms;
	if (row->kind == DUE_OF_PLACE) at = checker_find(checker, ID_STAY, row->thing);
	if (at >= 0) return &checker_stay_at(checker, at)->place_due_ms;
	if (row->kind == DUE_OF_CASE) at = checker_find(checker, ID_CASE, row->thing);
	if (at >= 0) return &checker_case_at(checker, at)->due_ms;
	if (row->kind == DUE_OF_SHORTAGE) at = checker_find(checker, ID_SHORTAGE, row->thing);
	if (at >= 0) return &checker_shortage_at(checker, at)->due_ms;
	if (row->kind == DUE_OF_LIGHT) at = checker_find(checker, ID_LIGHT, row->thing);
	if (at >= 0) return &checker_light_at(checker, at)->due_ms;
	if (row->kind == DUE_OF_MANDATE) at = checker_find(checker, ID_MANDATE, row->thing);
	if (at >= 0) return &((struct checker_mandate *)list_at(&checker->mandates, at))->due_ms;
	if (row->kind == DUE_OF_CHANGE) at = checker_find(checker, ID_CHANGE, row->thing);
	if (at >= 0) return &((struct checker_change *)list_at(&checker->changes, at))->due_ms;
	if (row->kind == DUE_OF_READY) at = checker_find(checker, ID_READY, row->thing);
	if (at >= 0) return &((struct checker_ready *)list_at(&checker->readies, at))->due_ms;
	if (row->kind == DUE_OF_VIEW) at = checker_find(checker, ID_VIEW, row->thing);
	if (at >= 0) return &((struct checker_view *)list_at(&checker->views, at))->due_ms;
	if (row->kind == DUE_OF_STEP) at = checker_find(checker, ID_STEP, row->thing);
	return at < 0 ? NULL : &((struct checker_step *)list_at(&checker->steps, at))->due_ms;
}

/* Whom the item in an inbox is for: who is asked, or their organisation. */
static bool is_for(const struct checker *checker, const struct row_inbox *row, struct id to_account,
	struct id to_service)
{
	if (!id_is_none(to_account)) return id_equal(row->receiver, to_account);
	int32_t at = checker_find(checker, ID_SERVICE, to_service);
	const struct checker_service *service = at < 0 ? NULL : list_at(&checker->services, at);
	return service != NULL && id_equal(row->receiver, service->organisation) &&
		row->region == service->region;
}

/* Of who is asked, or of with whom it lies now that it came back: what is taken out has no kind,
 * and is of whom it was put with. */
static int64_t *kept_consult(
	struct checker *checker, const struct row_inbox *row, struct checker_consult *consult)
{
	bool back = row->kind == INBOX_OF_ADVICE || (row->kind == 0 && consult->inbox_back > 0);
	bool asked = is_for(checker, row, consult->to_account, consult->to_service);
	if (row->kind == 0 && asked && consult->inbox > 0) back = false;
	if (row->kind == INBOX_OF_CONSULT && !asked)
		checker_say(checker, CHECKER_INBOX, "advice is in somebody else's inbox");
	if (row->kind == INBOX_OF_ADVICE) consult->with = row->receiver;
	return back ? &consult->inbox_back : &consult->inbox;
}

static int64_t *kept_inbox(struct checker *checker, const struct row_inbox *row)
{
	int32_t at = checker_find(checker, ID_HANDOVER, row->thing);
	if (at >= 0) {
		struct checker_handover *handover = checker_handover_at(checker, at);
		if (!is_for(checker, row, handover->to_account, handover->to_service))
			checker_say(checker, CHECKER_INBOX, "a handover is in somebody else's inbox");
		return &handover->inbox;
	}
	at = checker_find(checker, ID_STAY, row->thing);
	if (at >= 0) {
		struct checker_stay *stay = checker_stay_at(checker, at);
		if (row->kind == INBOX_OF_STAY) stay->with = row->receiver;
		return &stay->inbox;
	}
	at = checker_find(checker, ID_CASE, row->thing);
	if (at >= 0) return &checker_case_at(checker, at)->inbox;
	at = checker_find(checker, ID_SHORTAGE, row->thing);
	if (at >= 0) return &checker_shortage_at(checker, at)->inbox;
	at = checker_find(checker, ID_CONSULT, row->thing);
	if (at >= 0) return kept_consult(checker, row, checker_consult_at(checker, at));
	at = checker_find(checker, ID_JOIN, row->thing);
	if (at < 0) return NULL;
	struct checker_join *join = checker_join_at(checker, at);
	if (!id_equal(row->receiver, join->account))
		checker_say(checker, CHECKER_INBOX, "an asking is in somebody else's inbox");
	return &join->inbox;
}

static struct checker_need *need_of_step(struct checker *checker, const struct row_step *row)
{
	int32_t at = checker_find(checker, ID_NEED, row->need);
	return at < 0 ? NULL : checker_need_at(checker, at);
}

/* A step is made by many commands; it is known from its row on. */
static void see_step(struct checker *checker, const struct row_step *row)
{
	struct checker_need *need = need_of_step(checker, row);
	int32_t at = checker_find(checker, ID_STEP, row->id);
	if (need == NULL) {
		checker_say(checker, CHECKER_STATE, "a step of no need");
		return;
	}
	if (at < 0) {
		at = list_count(&checker->steps);
		list_map_put(&checker->map, row->id, ID_STEP, at);
		list_add(&checker->steps);
	}
	struct checker_step *step = list_at(&checker->steps, at);
	need->open_steps +=
		(row->state == STEP_STANDS ? 1 : 0) - (step->row.state == STEP_STANDS ? 1 : 0);
	step->row = *row;
}

/* What a clock puts at a table is known from its row on: the model waits for it. */
static struct row_brought *await_case(struct checker *checker, const struct row_brought *row)
{
	int32_t need = checker_find(checker, ID_NEED, row->need);
	for (int32_t i = list_count(&checker->cases) - 1; i >= 0; i--) {
		struct checker_case *brought = checker_case_at(checker, i);
		if (!id_is_none(brought->id) || brought->need != need) continue;
		brought->id = row->id;
		list_map_put(&checker->map, row->id, ID_CASE, i);
		return &brought->row;
	}
	return NULL;
}

static void see_place(struct checker *checker, bool removed, const struct row_roster *row)
{
	struct checker_place *place = place_of(checker, row->region, row->account);
	checker->duty_touched = true;
	if (place == NULL && removed) return;
	if (place == NULL) place = list_add(&checker->places);
	place->row = *row;
	if (removed) place->row = (struct row_roster){.region = -1};
}

static void see_due(struct checker *checker, bool removed, const struct row_due *row)
{
	int64_t *due_ms = kept_due(checker, row);
	if (due_ms == NULL && !removed) checker_say(checker, CHECKER_L3_CLOCK, "a clock of nothing");
	if (due_ms == NULL) return;
	if (!removed && *due_ms != 0 && *due_ms != row->due_ms)
		checker_say(checker, CHECKER_L3_CLOCK, "two clocks for one thing");
	if (!removed)
		*due_ms = row->due_ms;
	else if (*due_ms == row->due_ms) /* at another time it takes nothing away */
		*due_ms = 0;
}

/* Each version of a part is a row behind those that there were. */
static void see_part(struct checker *checker, bool removed, const struct row_part *row)
{
	int32_t at = checker_find(checker, ID_PART, row->id);
	if (at < 0 || removed) {
		checker_say(
			checker, CHECKER_L10_PLAN, "a version of a plan that no command wrote, or less");
		return;
	}
	struct checker_part *part = checker_part_at(checker, at);
	if (row->seq <= part->row.seq)
		checker_say(checker, CHECKER_L10_PLAN, "a version of a plan was written over");
	part->row = *row;
	part->rows++;
}

static void see_saying(struct checker *checker, bool removed, const struct row_saying *row)
{
	int32_t at = checker_find(checker, ID_SAYING, row->id);
	struct checker_saying *saying = at < 0 ? NULL : checker_saying_at(checker, at);
	if (saying == NULL || removed || row->seq <= saying->row.seq)
		checker_say(checker, CHECKER_L10_PLAN, "what was said is not kept as it was");
	if (saying == NULL) return;
	saying->row = *row;
	saying->rows++;
}

/* A row for each time that it was open; the last one may still be written. */
static void see_period(struct checker *checker, bool removed, const struct row_period *row)
{
	int32_t at = checker_find(checker, ID_EPISODE, row->episode);
	struct checker_episode *episode = at < 0 ? NULL : checker_episode_at(checker, at);
	if (episode == NULL || removed || row->nth != episode->periods)
		checker_say(checker, CHECKER_L10_CLOSED, "a period that never was, or is over long since");
	if (episode != NULL) episode->period = *row;
}

static void see_yes(struct checker *checker, bool removed, const struct row_yes *row)
{
	if (removed || !checker_yes_known(checker, row->episode, row->seq, row->account))
		checker_say(checker, CHECKER_L0_OWN_YES, "a yes to a plan that nobody said, or less");
}

/* Only what is foreseen and not announced goes without a trace. */
static bool forget(struct checker *checker, struct id id)
{
	int32_t at = checker_find(checker, ID_CHANGE, id);
	struct checker_change *change = at < 0 ? NULL : list_at(&checker->changes, at);
	if (change == NULL || change->state != CHANGE_FORGOTTEN) return false;
	change->gone = true;
	return true;
}

void checker_see(void *context, enum rows_number number, bool removed, const union row_any *row)
{
	struct checker *checker = context;
	if (number == ROWS_MERGE) {
		checker_pair_see(checker, removed, &row->merge);
	} else if (number == ROWS_STEP) {
		see_step(checker, &row->step);
	} else if (number == ROWS_PART) {
		see_part(checker, removed, &row->part);
	} else if (number == ROWS_YES) {
		see_yes(checker, removed, &row->yes);
	} else if (number == ROWS_SAYING) {
		see_saying(checker, removed, &row->saying);
	} else if (number == ROWS_PERIOD) {
		see_period(checker, removed, &row->period);
	} else if (number == ROWS_ROSTER) {
		see_place(checker, removed, &row->roster);
	} else if (number == ROWS_INBOX && checker_item_see(checker, removed, &row->inbox)) {
		return;
	} else if (number == ROWS_INBOX) {
		int64_t *inbox = kept_inbox(checker, &row->inbox);
		if (inbox != NULL) *inbox = removed ? 0 : 1;
	} else if (number != ROWS_DUE) {
		void *kept = kept_row(checker, number, row);
		if (kept == NULL && number == ROWS_CASE && !removed)
			kept = await_case(checker, &row->brought);
		if (kept == NULL && number == ROWS_CHANGE && !removed)
			kept = checker_await_change(checker, &row->change);
		if (kept == NULL && number == ROWS_READY && !removed)
			kept = checker_await_ready(checker, &row->ready);
		if (number == ROWS_CHANGE && removed && forget(checker, row->change.id)) return;
		if (kept == NULL && number == ROWS_SHORTAGE && !removed)
			kept = checker_await_shortage(checker, &row->shortage);
		if (kept == NULL && number == ROWS_JOIN && !removed &&
			deed_asked_again(checker, &row->join))
			kept = kept_row(checker, number, row);
		if (kept == NULL && number == ROWS_MEMBER)
			checker_say(checker, CHECKER_L0_OWN_YES, "somebody came into a team by no command");
		else if (kept == NULL || removed)
			checker_say(
				checker, CHECKER_STATE, "a row of table %d of which no command told", (int)number);
		else
			memcpy(kept, row, rows_bytes(number));
	}
}

/* A clock may be written before what it is for. */
void checker_see_due(void *context, enum rows_number number, bool removed, const union row_any *row)
{
	if (number == ROWS_DUE) see_due(context, removed, &row->due);
}

void checker_compare(void *context, enum rows_number number, bool removed, const union row_any *row)
{
	struct checker *checker = context;
	(void)removed;
	checker->counted[number]++;
	if (number == ROWS_MERGE) {
		checker_pair_compare(checker, &row->merge);
		return;
	}
	if (number == ROWS_DUE) {
		const int64_t *due_ms = kept_due(checker, &row->due);
		if (due_ms == NULL || *due_ms != row->due.due_ms)
			checker_say(checker, CHECKER_TABLES, "a clock differs from what the journal says");
		return;
	}
	if (number == ROWS_INBOX && checker_item_compare(checker, &row->inbox)) return;
	if (number == ROWS_INBOX) {
		const int64_t *inbox = kept_inbox(checker, &row->inbox);
		if (inbox == NULL) checker->counted[number]--;
		if (inbox != NULL && *inbox == 0)
			checker_say(checker, CHECKER_TABLES, "an inbox differs from what the journal says");
		return;
	}
	if (number == ROWS_YES) {
		see_yes(checker, false, &row->yes);
		return;
	}
	/* Of these the last is kept; the others are counted. */
	if (number == ROWS_PERIOD) {
		int32_t at = checker_find(checker, ID_EPISODE, row->period.episode);
		const struct checker_episode *episode = at < 0 ? NULL : checker_episode_at(checker, at);
		if (episode != NULL && row->period.nth < episode->periods) return;
		if (episode == NULL || memcmp(&episode->period, &row->period, sizeof(row->period)) != 0)
			checker_say(checker, CHECKER_TABLES, "a period differs from what the journal says");
		return;
	}
	const struct row_saying *now =
		number == ROWS_SAYING ? row_by_id(checker, number, row->saying.id) : NULL;
	if (now != NULL && row->saying.seq < now->seq) return;
	const struct row_part *last =
		number == ROWS_PART ? row_by_id(checker, number, row->part.id) : NULL;
	if (last != NULL && row->part.seq < last->seq) return;
	const void *kept = kept_row(checker, number, row);
	if (kept == NULL || memcmp(kept, row, rows_bytes(number)) != 0)
		checker_say(checker, CHECKER_TABLES, "a row of table %d differs from what the journal says",
			(int)number);
}
