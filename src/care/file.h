/* file.h - what is read of the care around one person: rows of an episode, and what ties somebody
 * to it.
 *
 * Cursors give rows as the named table describes them (store/store_record.h).
 * Tests       test/unit/care/test_file.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/consult.h"
#include "care/stay.h"
#include "care/step.h"
#include "care/team.h"

/* Rows of care_need (those that are closed behind the others) and care_member (who is in the team
 * now), oldest first. */
MUST_USE status file_open_needs(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
MUST_USE status file_open_team(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
/* Rows of care_consult: those that are asked or came back and are not closed (at most
 * CONSULT_MAX_OPEN), and then the others; newest first. */
MUST_USE status file_open_consults(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
/* How many of them are asked, or came back and are not closed; and those of them that lie with this
 * account, at most CONSULT_MAX_OPEN; their words live in `arena`. */
MUST_USE status file_count_consults(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error);
MUST_USE status file_list_consults_with(struct store *store, int32_t region, struct id episode,
	struct id account, struct consult consults[CONSULT_MAX_OPEN], size_t *count,
	struct arena *arena, struct error *error);
/* The stay that is late, if one is. */
MUST_USE status file_find_late_stay(struct store *store, int32_t region, struct id episode,
	struct stay *stay, bool *found, struct arena *arena, struct error *error);
/* The one that is not over. */
MUST_USE status file_find_stay(struct store *store, int32_t region, struct id episode,
	struct stay *stay, bool *found, struct arena *arena, struct error *error);
/* Stays that are not over at this service, or whose place it keeps: of all regions. */
MUST_USE status file_count_stays_at(
	struct store *store, struct id service, int64_t *number, struct error *error);
/* Rows of care_stay, newest first; and whether one is not over. */
MUST_USE status file_open_stays(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
MUST_USE status file_has_stay(
	struct store *store, int32_t region, struct id episode, bool *has, struct error *error);
/* The next steps that are open: rows of care_step. */
MUST_USE status file_open_steps(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
/* Of those, the steps of one member, at most `capacity`; their words live in `arena`. */
MUST_USE status file_list_steps_of(struct store *store, int32_t region, struct id episode,
	struct id who, struct step *steps, size_t capacity, size_t *count, struct arena *arena,
	struct error *error);
/* Needs that are not closed, at most `capacity`; their words live in `arena`. */
MUST_USE status file_list_needs(struct store *store, int32_t region, struct id episode,
	struct need *needs, size_t capacity, size_t *count, struct arena *arena, struct error *error);
/* How many steps of this member still wait as a question: a first contact, or what duty does. The
 * step `but` is not counted. */
MUST_USE status file_count_waiting(struct store *store, int32_t region, struct id episode,
	struct id who, struct id but, int64_t *number, struct error *error);
/* What stands open in an episode, what expires first in front: rows of care_join (who is asked into
 * the team) and of care_handover (what is offered to whom). */
MUST_USE status file_open_askings(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
MUST_USE status file_open_offers(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);

/* Shard and id of the episodes about a person, oldest first. */
MUST_USE status file_open_episodes_of(
	struct store *store, struct id person, struct store_cursor **cursor, struct error *error);

MUST_USE status file_in_danger(
	struct store *store, int32_t region, struct id episode, bool *in_danger, struct error *error);
/* bears, before_contact and holds_along of somebody in an episode. */
MUST_USE status file_count_ties(struct store *store, int32_t region, struct id episode,
	struct id account, struct team_ties *ties, struct error *error);
MUST_USE status file_is_asked(struct store *store, int32_t region, struct id episode,
	struct id account, bool *is_asked, struct error *error);
/* Ids of handovers of this need (none: of the care management) that still tie somebody: who
 * declined and holds along, or who gave it and stays until the first contact. At most `capacity`.
 * */
MUST_USE status file_list_tied(struct store *store, int32_t region, struct id episode,
	struct id need, struct id *ids, size_t capacity, size_t *count, struct error *error);
/* How many those are. */
MUST_USE status file_count_tied(struct store *store, int32_t region, struct id episode,
	struct id need, int64_t *number, struct error *error);
/* Ids of handovers that this account declined and holds along on. At most `capacity`. */
MUST_USE status file_list_held_along(struct store *store, int32_t region, struct id episode,
	struct id account, struct id *ids, size_t capacity, size_t *count, struct error *error);
/* Needs that are not closed; who is in the team, or asked into it. */
MUST_USE status file_count_needs(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error);
MUST_USE status file_count_team(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error);

/* Open responsibilities of an account, over all shards. */
struct file_responsibilities {
	int64_t bears;
	int64_t manages;
	int64_t holds_along;
	int64_t own_episodes;   /* open, about this person */
	int64_t before_contact; /* given, and the first contact has not been yet */
	int64_t steps;          /* open */
	int64_t last_on_duty;   /* rosters that would become empty */
	int64_t rosters;        /* on which it is */
	int64_t seats;          /* at tables */
};
MUST_USE status file_count_responsibilities(struct store *store, struct id account,
	struct file_responsibilities *responsibilities, struct error *error);
/* What waits in the inbox of this account, whose home is `region`: open offers, askings, questions
 * for advice, and advice that came back. */
MUST_USE status file_count_asked(
	struct store *store, int32_t region, struct id account, int64_t *asked, struct error *error);
