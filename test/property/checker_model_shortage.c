/* checker_model_shortage.c - what must be true of shortages on the agendas of tables.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

static struct checker_shortage *shortage_of(
	const struct checker *checker, int32_t region, struct id service)
{
	for (int32_t i = 0; i < list_count(&checker->shortages); i++) {
		struct checker_shortage *shortage = checker_shortage_at(checker, i);
		if (shortage->region == region && id_equal(shortage->service, service)) return shortage;
	}
	return NULL;
}

struct row_shortage *checker_await_shortage(struct checker *checker, const struct row_shortage *row)
{
	struct checker_shortage *shortage = shortage_of(checker, row->region, row->service);
	if (shortage == NULL || !id_is_none(shortage->id)) return NULL;
	shortage->id = row->id;
	int32_t at = (int32_t)(shortage - checker_shortage_at(checker, 0));
	list_map_put(&checker->map, row->id, ID_SHORTAGE, at);
	return &shortage->row;
}

static bool sits(const struct deed *deed, int32_t shard)
{
	return deed->who != NULL && !deed->who->ended && deed->who->seat[shard] != 0;
}

/* It lies there from now on; one item for a service and a region. */
static void put_there(struct deed *deed, int32_t region, struct id service, int32_t waiting)
{
	struct checker_shortage *shortage = shortage_of(deed->checker, region, service);
	if (shortage == NULL) {
		shortage = list_add(&deed->checker->shortages);
		shortage->region = region;
		shortage->service = service;
	}
	bool closed = shortage->state == 0 || shortage->state == SHORTAGE_IS_CLOSED;
	shortage->waiting = waiting;
	deed->checker->short_touched = true;
	if (!closed) return;
	shortage->state = SHORTAGE_LIES;
	shortage->level = CASE_OF_REGION;
	shortage->closed_ms = 0;
	shortage->organisation = id_none;
}

void deed_unanswered(struct deed *deed, struct id service)
{
	enum { TOO_MANY = 5 };
	int32_t region = deed_episode(deed)->region, count = 0;
	const struct checker_shortage *shortage = shortage_of(deed->checker, region, service);
	int64_t since_ms = shortage == NULL ? 0 : shortage->closed_ms;
	for (int32_t i = 0; i < list_count(&deed->checker->handovers); i++) {
		const struct checker_handover *handover = checker_handover_at(deed->checker, i);
		count += handover->state == OFFER_EXPIRED && id_equal(handover->to_service, service) &&
			handover->failed_ms > since_ms &&
			checker_episode_at(deed->checker, handover->episode)->region == region;
	}
	if (count >= TOO_MANY) put_there(deed, region, service, count);
}

static void put(struct deed *deed)
{
	int32_t region = deed->command->region;
	struct id service = deed->params->service;
	const struct checker_shortage *before = shortage_of(deed->checker, region, service);
	MUST(deed, checker_find(deed->checker, ID_SERVICE, service) >= 0, CHECKER_L1_TABLE,
		"of nothing");
	MUST(deed, before == NULL || before->state == SHORTAGE_IS_CLOSED, CHECKER_STATE,
		"twice on the agenda");
	MUST(deed, sits(deed, region), CHECKER_L0_OUTSIDER, "by somebody who does not sit there");
	put_there(deed, region, service, deed->params->waiting);
}

static void decide(struct deed *deed, struct checker_shortage *shortage, int32_t shard)
{
	bool clients = false, relatives = false;
	for (int32_t i = 0; i < list_count(&deed->checker->accounts); i++) {
		const struct checker_account *account = list_at(&deed->checker->accounts, i);
		clients = clients || account->seat[shard] == SEAT_OF_CLIENTS;
		relatives = relatives || account->seat[shard] == SEAT_OF_RELATIVES;
	}
	MUST(deed, clients && relatives, CHECKER_L1_TABLE, "without clients, or without relatives");
	MUST(deed, shortage->state == SHORTAGE_LIES || shortage->state == SHORTAGE_IS_BREACHED,
		CHECKER_STATE, "there was nothing to decide");
	MUST(deed, deed->params->day > 0 && !id_is_none(deed->params->organisation), CHECKER_L1_TABLE,
		"nobody, or without a day");
	shortage->state = SHORTAGE_IS_DECIDED;
	shortage->organisation = deed->params->organisation;
	shortage->term_day = deed->params->day;
}

static void late(struct deed *deed, struct checker_shortage *shortage)
{
	MUST(deed, deed->command->by_program, CHECKER_L0_OUTSIDER, "only the clock does this");
	MUST(deed, deed->now_ms >= shortage->row.expires_ms, CHECKER_L2_OVER, "too early");
	shortage->level = CASE_OF_NATION;
	if (shortage->state != SHORTAGE_LIES) shortage->state = SHORTAGE_IS_BREACHED;
}

void deed_shortage(struct deed *deed)
{
	enum command_number number = deed->command->entry->number;
	if (number == COMMAND_SHORTAGE_PUT) {
		put(deed);
		return;
	}
	int32_t at = checker_find(deed->checker, ID_SHORTAGE, deed->params->thing);
	MUST(deed, at >= 0, CHECKER_STATE, "done to something that is not there");
	if (at < 0) return;
	struct checker_shortage *shortage = checker_shortage_at(deed->checker, at);
	deed->checker->short_touched = true;
	int32_t shard = shortage->level == CASE_OF_NATION ? 0 : shortage->region;
	MUST(deed, shortage->state != SHORTAGE_IS_CLOSED, CHECKER_STATE, "it is over");
	if (number == COMMAND_SHORTAGE_LATE) {
		late(deed, shortage);
		return;
	}
	MUST(deed, sits(deed, shard), CHECKER_L0_OUTSIDER, "by somebody who does not sit there");
	if (number == COMMAND_SHORTAGE_DECIDE) {
		decide(deed, shortage, shard);
	} else if (number == COMMAND_SHORTAGE_RAISE) {
		MUST(deed, shortage->state == SHORTAGE_LIES && shortage->level == CASE_OF_REGION,
			CHECKER_STATE, "it could not go up");
		shortage->level = CASE_OF_NATION;
	} else {
		shortage->state = SHORTAGE_IS_CLOSED;
		shortage->closed_ms = deed->now_ms;
	}
}
