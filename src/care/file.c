/* file.c - reading the care around one person.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/file.h"
#include "care/seat.h"

static status open_of_episode(struct store *store, const struct store_query *query, int32_t region,
	struct id episode, struct store_cursor **cursor, struct error *error)
{
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, query, parameters, 2, cursor, error);
}

status file_open_needs(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, domain, aim, state, bearer, bearer_kind, bearer_before,"
		" bearer_before_kind, open_handover, step, opened_ms, closed_ms, effective_day, closing,"
		" words from care_need where region = ?1 and episode = ?2"
		" order by case when state = 3 then 1 else 0 end, opened_ms, id"};
	return open_of_episode(store, &query, region, episode, cursor, error);
}

status file_list_needs(struct store *store, int32_t region, struct id episode, struct need *needs,
	size_t capacity, size_t *count, struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(file_open_needs(store, region, episode, &cursor, error));
	for (*count = 0; *count < capacity; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&need_table, row, &needs[*count], arena, error));
		if (needs[*count].state == NEED_CLOSED) break; /* those are behind the others */
	}
	return STATUS_OK;
}

status file_open_team(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, account, kind, way, since_ms, left_ms from care_member"
		" where region = ?1 and episode = ?2 and left_ms = 0 order by since_ms, account"};
	return open_of_episode(store, &query, region, episode, cursor, error);
}

status file_open_consults(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, need, asked_by, to_account, to_service, state, named,"
		" asked_ms, expires_ms, answered_by, answered_ms, back_to, joining, words, answer_words"
		" from care_consult where region = ?1 and episode = ?2"
		" order by case when state = 1 or back_to is not null then 0 else 1 end, asked_ms desc,"
		" id"};
	return open_of_episode(store, &query, region, episode, cursor, error);
}

status file_list_consults_with(struct store *store, int32_t region, struct id episode,
	struct id account, struct consult consults[CONSULT_MAX_OPEN], size_t *count,
	struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	*count = 0;
	static const struct store_query query = {"care",
		"select region, episode, id, need, asked_by, to_account, to_service, state, named,"
		" asked_ms, expires_ms, answered_by, answered_ms, back_to, joining, words, answer_words"
		" from care_consult where region = ?1 and episode = ?2 and back_to = ?3"
		" order by asked_ms desc, id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&account)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (; *count < CONSULT_MAX_OPEN; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&consult_table, row, &consults[*count], arena, error));
	}
	return STATUS_OK;
}

status file_open_stays(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, service, planned_by, state, start_day, return_day, keeps,"
		" kept_service, kept_until, late, told_to, planned_ms, admitted_ms, ended_ms, words"
		" from care_stay where region = ?1 and episode = ?2 order by planned_ms desc, id"};
	return open_of_episode(store, &query, region, episode, cursor, error);
}

status file_find_late_stay(struct store *store, int32_t region, struct id episode,
	struct stay *stay, bool *found, struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	*found = false;
	TRY(file_open_stays(store, region, episode, &cursor, error));
	while (!*found) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&stay_table, row, stay, arena, error));
		*found = stay->late;
	}
	return STATUS_OK;
}

status file_find_stay(struct store *store, int32_t region, struct id episode, struct stay *stay,
	bool *found, struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	*found = false;
	TRY(file_open_stays(store, region, episode, &cursor, error));
	while (!*found) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&stay_table, row, stay, arena, error));
		*found = stay_is_open(stay);
	}
	return STATUS_OK;
}

status file_open_steps(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select s.region, s.episode, s.id, s.need, s.who, s.kind, s.state, s.due_day, s.late,"
		" s.made_ms, s.ended_ms, s.words, s.told_to from care_need n"
		" join care_step s on s.region = n.region"
		" and s.episode = n.episode and s.id = n.step where n.region = ?1 and n.episode = ?2"
		" order by s.due_day, s.id"};
	return open_of_episode(store, &query, region, episode, cursor, error);
}

status file_open_episodes_of(
	struct store *store, struct id person, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select e.region, e.id from care_member m join care_episode e on e.region = m.region"
		" and e.id = m.episode where m.account = ?1 and m.left_ms = 0 and e.person = ?1"
		" order by e.opened_ms, e.id"};
	struct store_value parameters[] = {store_id(&person)};
	return store_query_open(store, &query, parameters, 1, cursor, error);
}

status file_list_steps_of(struct store *store, int32_t region, struct id episode, struct id who,
	struct step *steps, size_t capacity, size_t *count, struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	*count = 0;
	TRY(file_open_steps(store, region, episode, &cursor, error));
	while (*count < capacity) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&step_table, row, &steps[*count], arena, error));
		if (id_equal(steps[*count].who, who)) (*count)++;
	}
	return STATUS_OK;
}

status file_open_askings(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, account, asked_by, state, asked_ms, expires_ms, answered_ms,"
		" words from care_join where region = ?1 and episode = ?2 and state = 1"
		" order by expires_ms, id"};
	return open_of_episode(store, &query, region, episode, cursor, error);
}

status file_open_offers(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, need, sender, to_account, to_service, state, offered_ms,"
		" expires_ms, giver, answered_by, answered_ms, reason, instead, instead_day, sharing,"
		" giver_stays, contact_day, contacted_ms, words, reason_words, instead_words"
		" from care_handover where region = ?1 and episode = ?2 and state = 1"
		" order by expires_ms, id"};
	return open_of_episode(store, &query, region, episode, cursor, error);
}

static status count(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t parameter_count, int64_t *number,
	struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, parameter_count, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*number = row == NULL ? 0 : store_value_int(&row[0]);
	return STATUS_OK;
}

status file_count_waiting(struct store *store, int32_t region, struct id episode, struct id who,
	struct id but, int64_t *number, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_need n join care_step s on s.region = n.region"
		" and s.episode = n.episode and s.id = n.step where n.region = ?1 and n.episode = ?2"
		" and n.state <> 3 and s.who = ?3 and s.id <> ?4 and s.state = 1 and s.kind = 1"};
	struct store_value parameters[] = {
		store_int(region), store_id(&episode), store_id(&who), store_id(&but)};
	return count(store, &query, parameters, 4, number, error);
}

status file_in_danger(
	struct store *store, int32_t region, struct id episode, bool *in_danger, struct error *error)
{
	static const struct store_query query = {
		"care", "select count(*) from care_need where region = ?1 and episode = ?2 and state = 2"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	int64_t number = 0;
	TRY(count(store, &query, parameters, 2, &number, error));
	*in_danger = number > 0;
	return STATUS_OK;
}

status file_count_stays_at(
	struct store *store, struct id service, int64_t *number, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_stay where state in (1, 2, 3)"
		" and (service = ?1 or kept_service = ?1)"};
	struct store_value parameters[] = {store_id(&service)};
	return count(store, &query, parameters, 1, number, error);
}

status file_has_stay(
	struct store *store, int32_t region, struct id episode, bool *has, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_stay where region = ?1 and episode = ?2 and state in (1, 2, 3)"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	int64_t number = 0;
	TRY(count(store, &query, parameters, 2, &number, error));
	*has = number > 0;
	return STATUS_OK;
}

status file_count_consults(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_consult where region = ?1 and episode = ?2"
		" and (state = 1 or back_to is not null)"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return count(store, &query, parameters, 2, number, error);
}

status file_count_ties(struct store *store, int32_t region, struct id episode, struct id account,
	struct team_ties *ties, struct error *error)
{
	static const struct store_query bears = {"care",
		"select count(*) from care_need where region = ?1 and episode = ?2 and state <> 3"
		" and (bearer = ?3 or bearer_before = ?3)"};
	static const struct store_query before_contact = {"care",
		"select count(*) from care_handover where region = ?1 and episode = ?2"
		" and giver_stays = 1 and giver = ?3"};
	static const struct store_query holds_along = {"care",
		"select count(*) from care_handover where region = ?1 and episode = ?2 and sharing = 1"
		" and answered_by = ?3"};
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&account)};
	TRY(count(store, &bears, parameters, 3, &ties->bears, error));
	TRY(count(store, &before_contact, parameters, 3, &ties->before_contact, error));
	return count(store, &holds_along, parameters, 3, &ties->holds_along, error);
}

status file_is_asked(struct store *store, int32_t region, struct id episode, struct id account,
	bool *is_asked, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_join where region = ?1 and episode = ?2 and account = ?3"
		" and state = 1"};
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&account)};
	int64_t number = 0;
	TRY(count(store, &query, parameters, 3, &number, error));
	*is_asked = number > 0;
	return STATUS_OK;
}

static status list_ids(struct store *store, const struct store_query *query,
	const struct store_value *parameters, size_t parameter_count, struct id *ids, size_t capacity,
	size_t *found, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, parameters, parameter_count, &cursor, error));
	for (*found = 0; *found < capacity; (*found)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		ids[*found] = store_value_id(&row[0]);
	}
	return STATUS_OK;
}

#define TIED_OF_NEED                                         \
	" from care_handover where region = ?1 and episode = ?2" \
	" and (sharing = 1 or giver_stays = 1) and need = ?3"
#define TIED_OF_CARE                                         \
	" from care_handover where region = ?1 and episode = ?2" \
	" and (sharing = 1 or giver_stays = 1) and need is null"

status file_list_tied(struct store *store, int32_t region, struct id episode, struct id need,
	struct id *ids, size_t capacity, size_t *found, struct error *error)
{
	static const struct store_query of_need = {"care", "select id" TIED_OF_NEED};
	static const struct store_query of_care = {"care", "select id" TIED_OF_CARE};
	bool care_management = id_is_none(need);
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&need)};
	return list_ids(store, care_management ? &of_care : &of_need, parameters,
		care_management ? 2 : 3, ids, capacity, found, error);
}

status file_count_tied(struct store *store, int32_t region, struct id episode, struct id need,
	int64_t *number, struct error *error)
{
	static const struct store_query of_need = {"care", "select count(*)" TIED_OF_NEED};
	static const struct store_query of_care = {"care", "select count(*)" TIED_OF_CARE};
	bool care_management = id_is_none(need);
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&need)};
	return count(store, care_management ? &of_care : &of_need, parameters, care_management ? 2 : 3,
		number, error);
}

status file_list_held_along(struct store *store, int32_t region, struct id episode,
	struct id account, struct id *ids, size_t capacity, size_t *found, struct error *error)
{
	static const struct store_query query = {"care",
		"select id from care_handover where region = ?1 and episode = ?2 and sharing = 1"
		" and answered_by = ?3"};
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&account)};
	return list_ids(store, &query, parameters, 3, ids, capacity, found, error);
}

status file_count_needs(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error)
{
	static const struct store_query query = {
		"care", "select count(*) from care_need where region = ?1 and episode = ?2 and state <> 3"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return count(store, &query, parameters, 2, number, error);
}

status file_count_team(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error)
{
	static const struct store_query members = {"care",
		"select count(*) from care_member where region = ?1 and episode = ?2 and left_ms = 0"};
	static const struct store_query asked = {
		"care", "select count(*) from care_join where region = ?1 and episode = ?2 and state = 1"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	int64_t more = 0;
	TRY(count(store, &members, parameters, 2, number, error));
	TRY(count(store, &asked, parameters, 2, &more, error));
	*number += more;
	return STATUS_OK;
}

/* Whoever holds something is in that team (team.h, invariants 1 to 3): teams have the one index by
 * account, and what changes with every command has none. */
status file_count_responsibilities(struct store *store, struct id account,
	struct file_responsibilities *responsibilities, struct error *error)
{
	static const struct store_query bears = {"care",
		"select count(*) from care_member m join care_need n on n.region = m.region"
		" and n.episode = m.episode where m.account = ?1 and m.left_ms = 0 and n.state <> 3"
		" and (n.bearer = ?1 or n.bearer_before = ?1)"};
	static const struct store_query manages = {"care",
		"select count(*) from care_member m join care_episode e on e.region = m.region"
		" and e.id = m.episode where m.account = ?1 and m.left_ms = 0 and e.state = 1"
		" and e.care_manager = ?1"};
	static const struct store_query holds_along = {"care",
		"select count(*) from care_member m join care_handover h on h.region = m.region"
		" and h.episode = m.episode where m.account = ?1 and m.left_ms = 0 and h.sharing = 1"
		" and h.answered_by = ?1"};
	static const struct store_query gives = {"care",
		"select count(*) from care_member m join care_handover h on h.region = m.region"
		" and h.episode = m.episode where m.account = ?1 and m.left_ms = 0 and h.giver_stays = 1"
		" and h.giver = ?1"};
	static const struct store_query own = {"care",
		"select count(*) from care_member m join care_episode e on e.region = m.region"
		" and e.id = m.episode where m.account = ?1 and m.left_ms = 0 and e.state = 1"
		" and e.person = ?1"};
	static const struct store_query steps = {"care",
		"select count(*) from care_member m join care_need n on n.region = m.region"
		" and n.episode = m.episode join care_step s on s.region = n.region"
		" and s.episode = n.episode and s.id = n.step where m.account = ?1 and m.left_ms = 0"
		" and n.state <> 3 and s.who = ?1"};
	static const struct store_query rosters = {
		"care", "select count(*) from care_roster where account = ?1"};
	static const struct store_query last = {"care",
		"select count(*) from care_roster r where account = ?1 and not exists"
		" (select 1 from care_roster o where o.region = r.region and o.account <> ?1)"};
	struct store_value parameters[] = {store_id(&account)};
	TRY(count(store, &bears, parameters, 1, &responsibilities->bears, error));
	TRY(count(store, &manages, parameters, 1, &responsibilities->manages, error));
	TRY(count(store, &holds_along, parameters, 1, &responsibilities->holds_along, error));
	TRY(count(store, &own, parameters, 1, &responsibilities->own_episodes, error));
	TRY(count(store, &gives, parameters, 1, &responsibilities->before_contact, error));
	TRY(count(store, &steps, parameters, 1, &responsibilities->steps, error));
	TRY(count(store, &last, parameters, 1, &responsibilities->last_on_duty, error));
	TRY(count(store, &rosters, parameters, 1, &responsibilities->rosters, error));
	return seat_count_of(store, account, &responsibilities->seats, error);
}

/* Nobody looks for an offer by whom it is to but in their inbox, so that is where it is found. */
status file_count_asked(
	struct store *store, int32_t region, struct id account, int64_t *asked, struct error *error)
{
	static const struct store_query offers = {"care",
		"select count(*) from care_inbox i join care_handover h on h.region = i.from_region"
		" and h.episode = i.episode and h.id = i.thing where i.region = ?1 and i.receiver = ?2"
		" and i.kind = 2 and h.state = 1"};
	static const struct store_query askings = {"care",
		"select count(*) from care_inbox i join care_join j on j.region = i.from_region"
		" and j.episode = i.episode and j.id = i.thing where i.region = ?1 and i.receiver = ?2"
		" and i.kind = 3 and j.state = 1"};
	static const struct store_query advice = {"care",
		"select count(*) from care_inbox i join care_consult c on c.region = i.from_region"
		" and c.episode = i.episode and c.id = i.thing where i.region = ?1 and i.receiver = ?2"
		" and i.kind in (10, 11) and (c.state = 1 or c.back_to = ?2)"};
	struct store_value parameters[] = {store_int(region), store_id(&account)};
	int64_t askings_open = 0, advice_open = 0;
	TRY(count(store, &offers, parameters, 2, asked, error));
	TRY(count(store, &askings, parameters, 2, &askings_open, error));
	TRY(count(store, &advice, parameters, 2, &advice_open, error));
	*asked += askings_open + advice_open;
	return STATUS_OK;
}
