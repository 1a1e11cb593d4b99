/* checker_model_table.c - what must be true of cases at a table, and of who sits there.
 *
 * Nothing here touches who bears or who manages the care: checker_laws.c compares those with what
 * was, after every command, so that a table that moved them is seen.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "checker_deed.h"

static int32_t seats_at(const struct checker *checker, int32_t shard, int32_t kind)
{
	int32_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->accounts); i++) {
		const struct checker_account *account = list_at(&checker->accounts, i);
		count += account->seat[shard] != 0 && (kind == 0 || account->seat[shard] == kind);
	}
	return count;
}

void deed_table_seat(struct deed *deed)
{
	int32_t shard = deed->command->region, kind = deed->params->kind;
	struct checker_account *account = checker_account(deed->checker, deed->params->account);
	bool theirs = kind == SEAT_OF_CLIENTS || kind == SEAT_OF_RELATIVES;
	MUST(deed, account != NULL && !account->ended && account->kind != KIND_ADMIN, CHECKER_L1_TABLE,
		"nobody who can sit there");
	if (account == NULL) return;
	MUST(deed, theirs == (account->kind != KIND_PROFESSIONAL), CHECKER_L1_TABLE,
		"on a seat that is for others");
	MUST(deed, account->seat[shard] == 0, CHECKER_STATE, "twice");
	account->seat[shard] = kind;
}

void deed_table_unseat(struct deed *deed)
{
	int32_t shard = deed->command->region;
	struct checker_account *account = checker_account(deed->checker, deed->params->account);
	MUST(deed, account != NULL && account->seat[shard] != 0, CHECKER_STATE, "nobody sat there");
	if (account != NULL) account->seat[shard] = 0;
	MUST(deed, seats_at(deed->checker, shard, 0) > 0, CHECKER_L1_TABLE, "a table became empty");
}

static int32_t shard_of(const struct deed *deed)
{
	const struct checker_case *brought = checker_case_at(deed->checker, deed->brought);
	return brought->level == CASE_OF_NATION ? 0 : deed_episode(deed)->region;
}

bool deed_sits(const struct deed *deed)
{
	return deed->who != NULL && !deed->who->ended && deed->who->seat[shard_of(deed)] != 0;
}

/* Who it is, and who stands beside them, is said with their yes. */
static void must_be_theirs(struct deed *deed, bool named_before, struct id beside_before)
{
	const struct command_params *params = deed->params;
	bool yes = params->person_agrees || deed_is_person(deed);
	bool others = !id_equal(params->beside, beside_before);
	MUST(deed, yes || !params->named || named_before, CHECKER_L0_YES,
		"who it is, without the person's yes");
	MUST(deed, yes || !others, CHECKER_L0_YES, "who stands beside them, without their yes");
	MUST(deed,
		!others || id_is_none(params->beside) ||
			checker_in_team(deed->checker, deed_episode(deed), params->beside),
		CHECKER_L0_OUTSIDER, "an outsider stands beside them");
}

static bool lies_at_table(const struct deed *deed, int32_t need)
{
	const struct checker_episode *episode = deed_episode(deed);
	for (int32_t i = 0; i < list_count(&episode->cases); i++) {
		const struct checker_case *other =
			checker_case_at(deed->checker, checker_index_at(&episode->cases, i));
		if (other->need == need && other->state <= CASE_BREACHED) return true;
	}
	return false;
}

static struct checker_case *add_case(struct deed *deed, int32_t need)
{
	struct checker *checker = deed->checker;
	int32_t at = list_count(&checker->cases);
	struct checker_case *brought = list_add(&checker->cases);
	brought->episode = deed->episode;
	brought->need = need;
	brought->state = CASE_BROUGHT;
	brought->level = CASE_OF_REGION;
	brought->brought_ms = deed->now_ms;
	checker_need_at(checker, need)->calm_ms = deed->now_ms;
	deed_add_index(&deed_episode(deed)->cases, at);
	return brought;
}

void deed_table_bring(struct deed *deed)
{
	struct checker *checker = deed->checker;
	must_be_theirs(deed, false, id_none);
	MUST(deed, checker_need_at(checker, deed->need)->state != NEED_IS_OVER, CHECKER_STATE,
		"about what is closed");
	MUST(deed, !lies_at_table(deed, deed->need), CHECKER_STATE, "twice at a table");
	deed->brought = list_count(&checker->cases);
	if (!deed_put_id(deed, deed->result->table_case, ID_CASE, deed->brought)) return;
	struct checker_case *brought = add_case(deed, deed->need);
	brought->id = deed->result->table_case;
	brought->named = deed->params->named;
	brought->beside = deed->params->beside;
	if (!deed_is_person(deed)) brought->told = deed_episode(deed)->person;
}

/* By rule, in the same command: its row says what its id is. */
static void put_there(struct deed *deed, int32_t need, int32_t cause)
{
	if (checker_need_at(deed->checker, need)->state == NEED_IS_OVER || lies_at_table(deed, need))
		return;
	struct checker_case *brought = add_case(deed, need);
	brought->cause = cause;
	brought->told = deed_episode(deed)->person;
}

void deed_failed(struct deed *deed, int32_t need)
{
	enum { TOO_MANY = 3 };
	const struct checker_episode *episode = deed_episode(deed);
	int64_t calm_ms = checker_need_at(deed->checker, need)->calm_ms;
	int32_t failed = 0;
	for (int32_t i = 0; i < list_count(&episode->handovers); i++) {
		const struct checker_handover *handover =
			checker_handover_at(deed->checker, checker_index_at(&episode->handovers, i));
		failed += handover->need == need && handover->failed_ms > calm_ms;
	}
	if (failed >= TOO_MANY) put_there(deed, need, CASE_OF_OFFERS);
}

void deed_step_late(struct deed *deed)
{
	enum { TEN_WORKING_DAYS = 12 }; /* at least: from a Sunday on */
	int32_t at = checker_find(deed->checker, ID_STEP, deed->params->thing);
	if (at < 0) return;
	struct checker_step *step = list_at(&deed->checker->steps, at);
	int32_t need = checker_find(deed->checker, ID_NEED, step->row.need);
	/* Told others later, it is not new to the table, until it is stuck. */
	if (step->said) {
		int32_t days = date_day_of(deed->now_ms) - step->row.due_day;
		if (id_is_none(deed->result->table_case)) return;
		MUST(deed, days > TEN_WORKING_DAYS, CHECKER_L3_CLOCK,
			"stuck, before anybody could do something");
		if (need >= 0) put_there(deed, need, CASE_OF_LATE);
		return;
	}
	step->said = true;
	/* Not told for so long that it is stuck by now. */
	if (need >= 0 && checker_need_at(deed->checker, need)->state == NEED_IS_OPEN &&
		!id_is_none(deed->result->table_case))
		put_there(deed, need, CASE_OF_LATE);
	if (need >= 0 && checker_need_at(deed->checker, need)->state == NEED_IS_ENDANGERED)
		put_there(deed, need, CASE_OF_DANGER);
}

/* Somebody is in danger, and a clock has said that nobody did in time what had to be done. */
static bool is_left_in_danger(const struct deed *deed, const struct checker_need *need)
{
	int32_t at = checker_find(deed->checker, ID_STEP, need->row.step);
	const struct checker_step *step = at < 0 ? NULL : list_at(&deed->checker->steps, at);
	return need->state == NEED_IS_ENDANGERED && step != NULL && step->row.state == STEP_STANDS &&
		step->said;
}

static void must_be_beside(struct deed *deed, const struct checker_case *brought)
{
	MUST(deed, deed_is_person(deed) || id_equal(deed->actor, brought->beside), CHECKER_L0_OUTSIDER,
		"for the person, and who stands beside them");
	MUST(deed, brought->state <= CASE_BREACHED, CHECKER_STATE, "it is over");
}

void deed_table_attend(struct deed *deed)
{
	struct checker_case *brought = checker_case_at(deed->checker, deed->brought);
	must_be_beside(deed, brought);
	must_be_theirs(deed, brought->named, brought->beside);
	brought->named = deed->params->named;
	brought->beside = deed->params->beside;
}

void deed_table_object(struct deed *deed)
{
	struct checker_case *brought = checker_case_at(deed->checker, deed->brought);
	must_be_beside(deed, brought);
	brought->state = CASE_OBJECTED;
	brought->told = id_none;
	checker_need_at(deed->checker, brought->need)->calm_ms = deed->now_ms;
}

static bool waits_for_late_step(const struct deed *deed, const struct checker_need *need)
{
	int32_t at = checker_find(deed->checker, ID_STEP, need->row.step);
	const struct checker_step *step = at < 0 ? NULL : list_at(&deed->checker->steps, at);
	return step != NULL && step->row.state == STEP_STANDS && step->said;
}

/* Nothing is left to do: it is closed, what put it there is gone, or it is borne by somebody of the
 * obliged organisation. */
static bool is_done(const struct deed *deed, const struct checker_case *brought)
{
	const struct checker_need *need = checker_need_at(deed->checker, brought->need);
	const struct checker_account *bearer = checker_account(deed->checker, need->bearer);
	bool waits = brought->state == CASE_BROUGHT;
	if (need->state == NEED_IS_OVER) return true;
	if (is_left_in_danger(deed, need)) return false;
	if (waits && brought->cause == CASE_OF_DANGER && need->state == NEED_IS_OPEN) return true;
	if (waits && brought->cause == CASE_OF_LATE && !waits_for_late_step(deed, need)) return true;
	if (waits && brought->cause == CASE_OF_OFFERS && need->accepted_ms >= brought->brought_ms)
		return true;
	return need->state == NEED_IS_OPEN && bearer != NULL && !id_is_none(brought->organisation) &&
		id_equal(bearer->organisation, brought->organisation);
}

static void decide(struct deed *deed, struct checker_case *brought)
{
	int32_t shard = shard_of(deed);
	int32_t at = checker_find(deed->checker, ID_SERVICE, deed->params->service);
	MUST(deed, brought->state == CASE_BROUGHT || brought->state == CASE_BREACHED, CHECKER_STATE,
		"there was nothing to decide");
	MUST(deed, checker_need_at(deed->checker, brought->need)->state != NEED_IS_OVER, CHECKER_STATE,
		"about what is closed");
	MUST(deed,
		seats_at(deed->checker, shard, SEAT_OF_CLIENTS) > 0 &&
			seats_at(deed->checker, shard, SEAT_OF_RELATIVES) > 0,
		CHECKER_L1_TABLE, "without clients, or without relatives");
	MUST(deed, at >= 0 && deed->params->day > 0, CHECKER_L1_TABLE, "nobody, or without a day");
	if (at < 0) return;
	brought->state = CASE_DECIDED;
	brought->organisation =
		((struct checker_service *)list_at(&deed->checker->services, at))->organisation;
	brought->term_day = deed->params->day;
	deed_tell_person(deed, brought);
}

/* What who sits at the table does. */
void deed_table_sit(struct deed *deed)
{
	struct checker_case *brought = checker_case_at(deed->checker, deed->brought);
	const struct checker_need *need = checker_need_at(deed->checker, brought->need);
	bool waits = brought->state == CASE_BROUGHT, settled = brought->state == CASE_SETTLED;
	int32_t shard = shard_of(deed);
	switch (deed->command->entry->number) {
	case COMMAND_TABLE_DECIDE: decide(deed, brought); break;
	case COMMAND_TABLE_RAISE:
		MUST(deed, brought->state == CASE_BROUGHT && brought->level == CASE_OF_REGION,
			CHECKER_STATE, "it could not go up");
		brought->level = CASE_OF_NATION;
		break;
	default:
		MUST(deed, brought->state <= CASE_SETTLED, CHECKER_STATE, "it is over");
		MUST(deed, waits || settled || is_done(deed, brought), CHECKER_L1_TABLE,
			"closed, and what was decided is not done");
		MUST(deed, settled || !is_left_in_danger(deed, need), CHECKER_L3_CLOCK,
			"closed while somebody is in danger, and nobody did what had to be done");
		MUST(deed,
			!waits || is_done(deed, brought) ||
				(seats_at(deed->checker, shard, SEAT_OF_CLIENTS) > 0 &&
					seats_at(deed->checker, shard, SEAT_OF_RELATIVES) > 0),
			CHECKER_L1_TABLE, "closed undecided, without clients or without relatives");
		brought->state = CASE_CLOSED;
		brought->told = id_none;
		checker_need_at(deed->checker, brought->need)->calm_ms = deed->now_ms;
	}
}

void deed_table_name(struct deed *deed)
{
	struct checker_case *brought = checker_case_at(deed->checker, deed->brought);
	const struct checker_need *need = checker_need_at(deed->checker, brought->need);
	const struct checker_account *named = checker_account(deed->checker, deed->params->account);
	deed_must_agree(deed);
	MUST(deed,
		brought->state >= CASE_DECIDED && brought->state <= CASE_BREACHED &&
			need->state == NEED_IS_OPEN,
		CHECKER_STATE, "nobody is obliged, or it cannot be offered now");
	MUST(deed,
		deed_may_serve(deed->who) && id_equal(deed->who->organisation, brought->organisation),
		CHECKER_L0_OUTSIDER, "named by another than who is obliged");
	MUST(deed, deed_may_serve(named) && id_equal(named->organisation, brought->organisation),
		CHECKER_L1_TABLE, "somebody of another organisation");
	MUST(deed, !id_equal(need->bearer, deed->params->account), CHECKER_L2_SELF,
		"who bears it already");
	deed_add_offer(deed, brought->need, need->bearer, deed->params->account, id_none);
	brought->state = CASE_NAMED;
	deed_tell_person(deed, brought);
}

void deed_table_late(struct deed *deed)
{
	struct checker_case *brought = checker_case_at(deed->checker, deed->brought);
	MUST(deed, brought->state <= CASE_BREACHED, CHECKER_STATE, "it is over");
	MUST(deed, deed->now_ms >= brought->row.expires_ms, CHECKER_L2_OVER, "too early");
	if (is_done(deed, brought)) {
		brought->state = CASE_SETTLED;
		return;
	}
	/* What was promised has its time, unless somebody is left in danger. */
	bool promised = brought->state == CASE_DECIDED || brought->state == CASE_NAMED;
	bool in_danger = is_left_in_danger(deed, checker_need_at(deed->checker, brought->need));
	if (promised && !in_danger && date_day_of(deed->now_ms) <= brought->term_day) return;
	brought->level = CASE_OF_NATION;
	if (brought->state != CASE_BROUGHT) brought->state = CASE_BREACHED;
}

struct id checker_tabled(const struct checker *checker, struct id need, int64_t nth)
{
	int32_t at = checker_find(checker, ID_NEED, need);
	for (int32_t i = 0; i < list_count(&checker->cases); i++) {
		const struct checker_case *brought = checker_case_at(checker, i);
		if (brought->need == at && brought->cause != 0 && nth-- == 0) return brought->id;
	}
	return id_none;
}
