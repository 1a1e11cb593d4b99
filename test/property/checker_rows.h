/* checker_rows.h - the rows that the checker looks at, in structs of its own.
 *
 * They are read twice over: from the effects in the journal, command by command, and now and then
 * from the tables, all of them. The numbers of tables and their columns are written out here from
 * the schema, so that a mistake in a descriptor of the program shows.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store.h"

/* Numbers of tables as the journal has them. */
enum rows_number {
	ROWS_ACCOUNT = 10,
	ROWS_EPISODE = 31,
	ROWS_NEED = 32,
	ROWS_HANDOVER = 33,
	ROWS_JOIN = 34,
	ROWS_MEMBER = 35,
	ROWS_ROSTER = 36,
	ROWS_STEP = 37,
	ROWS_DUE = 39,
	ROWS_INBOX = 40,
	ROWS_CONSULT = 41,
	ROWS_STAY = 42,
	ROWS_CASE = 43,
	ROWS_SHORTAGE = 46,
	ROWS_PART = 80,
	ROWS_YES = 81,
	ROWS_LIGHT = 82,
	ROWS_PERIOD = 83,
	ROWS_SAYING = 84,
	ROWS_MERGE = 93,
	ROWS_MANDATE = 95,
	ROWS_CHANGE = 110,
	ROWS_READY = 111,
	ROWS_VIEW = 112,
	ROWS_GRANT = 120,
};

struct row_account {
	int32_t region, kind;
	struct id id, organisation;
	int64_t created_ms, ended_ms;
};

struct row_episode {
	int32_t region, state, care_manager_kind, for_whom, effective_day;
	struct id id, person, care_manager, open_handover, entered_by;
	int64_t marked, version, opened_ms;
};

struct row_need {
	int32_t region, domain, aim, state, bearer_kind, bearer_before_kind, effective_day, closing;
	struct id id, episode, bearer, bearer_before, open_handover, step;
	int64_t opened_ms, closed_ms;
};

struct row_handover {
	int32_t region, state, reason, instead, instead_day, sharing, giver_stays, contact_day;
	struct id id, episode, need, sender, to_account, to_service, giver, answered_by;
	int64_t offered_ms, expires_ms, answered_ms, contacted_ms;
};

struct row_join {
	int32_t region, state;
	struct id id, episode, account, asked_by;
	int64_t asked_ms, expires_ms, answered_ms;
};

struct row_member {
	int32_t region, kind, way;
	struct id episode, account;
	int64_t since_ms, left_ms;
};

struct row_roster {
	int32_t region, kind;
	struct id account;
	int64_t since_ms, last_turn_ms;
};

struct row_step {
	int32_t region, kind, state, due_day, late;
	struct id id, episode, need, who, told_to;
	int64_t made_ms, ended_ms;
};

struct row_due {
	int32_t region, kind;
	struct id thing, episode;
	int64_t due_ms;
};

struct row_inbox {
	int32_t region, kind, from_region;
	struct id receiver, thing, episode;
	int64_t at_ms;
};

struct row_consult {
	int32_t region, state, named;
	struct id id, episode, need, asked_by, to_account, to_service, answered_by, back_to, joining;
	int64_t asked_ms, expires_ms, answered_ms;
};

struct row_stay {
	int32_t region, state, start_day, return_day, keeps, kept_until, late;
	struct id id, episode, service, planned_by, kept_service, told_to;
	int64_t planned_ms, admitted_ms, ended_ms;
};

struct row_brought {
	int32_t region, state, level, why, origin, cause, named, attends, late, term_day;
	struct id id, episode, need, brought_by, beside, decided_by, service, organisation, handover;
	int64_t brought_ms, expires_ms, ended_ms, decided_ms;
};

struct row_shortage {
	int32_t region, state, level, waiting, late, term_day;
	struct id id, service, decided_by, organisation;
	int64_t since_ms, expires_ms, ended_ms, decided_ms;
};

struct row_part {
	int32_t region, kind, state, by_day;
	struct id id, episode, goal, need, who, author, writer;
	int64_t seq, at_ms;
};

struct row_yes {
	int32_t region;
	struct id episode, account;
	int64_t seq, at_ms;
};

struct row_light {
	int32_t region, state, interval_days, next_day, late;
	struct id id, episode, who, begun_by;
	int64_t begun_ms, held_ms, ended_ms;
};

struct row_period {
	int32_t region, nth, closing, returns, offered, wants_table, wants_companion;
	struct id episode, id, begun_by, ended_by, told;
	int64_t begun_ms, ended_ms, answered_ms;
};

struct row_saying {
	int32_t region, topic, domain;
	struct id id, episode, author;
	int64_t seq, at_ms;
};

struct row_merge {
	int32_t region, state, said;
	struct id id, episode, other, said_by, guest, told;
	int64_t found_ms, changed_ms;
};

struct row_mandate {
	int32_t region, kind, state, birth_day, until_day;
	struct id id, episode, account, named_by;
	int64_t allows, named_ms, due_ms, ended_ms;
};

struct row_change {
	int32_t region, kind, state, day, municipality;
	struct id id, episode, announced_by, told_to;
	int64_t announced_ms, ended_ms;
};

struct row_ready {
	int32_t region, key, state, due_day, late;
	struct id id, episode, transition, told_to, ended_by;
	int64_t ended_ms;
};

struct row_view {
	int32_t region, state, due_day, late;
	struct id id, episode, need, said_by, organisation, told_to, consult;
	int64_t said_ms, viewed_ms, ended_ms;
};

struct row_grant {
	int32_t region, kind, until_day;
	struct id id, episode, account, organisation, said_by, ended_by;
	int64_t parts, said_ms, ended_ms;
};

union row_any {
	struct row_account account;
	struct row_episode episode;
	struct row_need need;
	struct row_handover handover;
	struct row_join join;
	struct row_member member;
	struct row_roster roster;
	struct row_step step;
	struct row_due due;
	struct row_inbox inbox;
	struct row_consult consult;
	struct row_stay stay;
	struct row_brought brought;
	struct row_shortage shortage;
	struct row_part part;
	struct row_yes yes;
	struct row_light light;
	struct row_period period;
	struct row_saying saying;
	struct row_merge merge;
	struct row_mandate mandate;
	struct row_change change;
	struct row_ready ready;
	struct row_view view;
	struct row_grant grant;
};

/* Called for each row; for one that was removed only the key is filled. The padding is zeroed:
 * rows may be compared as bytes. */
typedef void rows_see(
	void *context, enum rows_number number, bool removed, const union row_any *row);

/* False if the effects cannot be read. Tables that are not in the list above are passed over. */
bool rows_of_effects(struct span effects, rows_see *see, void *context);
/* All rows of all tables in the list above, as they are in the database. */
MUST_USE status rows_of_tables(
	struct store *store, rows_see *see, void *context, struct error *error);
size_t rows_bytes(enum rows_number number);
