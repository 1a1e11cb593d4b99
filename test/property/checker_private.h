/* checker_private.h - what the files of the checker share.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "checker.h"

/* checker_model.c: what follows from a command that was done, or from a refusal. */
/* A look that was done: by whom it may be. */
void checker_look(struct checker *checker, const struct command *command, int64_t now_ms);
void checker_law_grant(struct checker *checker, const struct checker_grant *grant);
void checker_model_done(struct checker *checker, const struct command *command, int64_t now_ms);
void checker_model_refused(struct checker *checker, const struct command *command);
/* The index that this id has as this kind, or -1. */
int32_t checker_find(const struct checker *checker, enum checker_kind kind, struct id id);
struct checker_account *checker_account(const struct checker *checker, struct id id);

/* checker_see.c: rows as effects say, and as the tables say. */
void checker_see(void *context, enum rows_number number, bool removed, const union row_any *row);
void checker_see_due(
	void *context, enum rows_number number, bool removed, const union row_any *row);
void checker_compare(
	void *context, enum rows_number number, bool removed, const union row_any *row);

/* checker_laws.c: rows against the laws and the model. */
void checker_laws_episode(struct checker *checker, struct checker_episode *episode);
void checker_laws_duty(struct checker *checker);
/* checker_laws_shortage.c */
void checker_laws_shortages(struct checker *checker);
void checker_laws_shortages_clock(struct checker *checker, int64_t now_ms);
void checker_laws_shortages_inbox(struct checker *checker);
/* checker_model_shortage.c: one that the model waits for, from its row on. */
struct row_shortage *checker_await_shortage(
	struct checker *checker, const struct row_shortage *row);

static inline struct checker_episode *checker_episode_at(
	const struct checker *checker, int32_t index)
{
	return list_at(&checker->episodes, index);
}
static inline struct checker_need *checker_need_at(const struct checker *checker, int32_t index)
{
	return list_at(&checker->needs, index);
}
static inline struct checker_handover *checker_handover_at(
	const struct checker *checker, int32_t index)
{
	return list_at(&checker->handovers, index);
}
static inline struct checker_join *checker_join_at(const struct checker *checker, int32_t index)
{
	return list_at(&checker->joins, index);
}
static inline struct checker_consult *checker_consult_at(
	const struct checker *checker, int32_t index)
{
	return list_at(&checker->consults, index);
}
static inline struct checker_stay *checker_stay_at(const struct checker *checker, int32_t index)
{
	return list_at(&checker->stays, index);
}
static inline struct checker_case *checker_case_at(const struct checker *checker, int32_t index)
{
	return list_at(&checker->cases, index);
}
static inline struct checker_shortage *checker_shortage_at(
	const struct checker *checker, int32_t index)
{
	return list_at(&checker->shortages, index);
}
static inline struct checker_part *checker_part_at(const struct checker *checker, int32_t index)
{
	return list_at(&checker->parts, index);
}
static inline struct checker_saying *checker_saying_at(const struct checker *checker, int32_t index)
{
	return list_at(&checker->sayings, index);
}
static inline struct checker_light *checker_light_at(const struct checker *checker, int32_t index)
{
	return list_at(&checker->lights, index);
}
static inline int32_t checker_index_at(const struct list *indexes, int32_t at)
{
	return *(const int32_t *)list_at(indexes, at);
}

/* checker_model_life.c */
struct row_change *checker_await_change(struct checker *checker, const struct row_change *row);
struct row_ready *checker_await_ready(struct checker *checker, const struct row_ready *row);
void checker_laws_life(struct checker *checker, struct checker_episode *episode);
void checker_laws_life_clock(struct checker *checker, int32_t today);
/* False if it is no change of life. */
bool checker_saw_change(struct checker *checker, struct id thing, struct id who);

/* checker_model_people.c: two files that were found, as their rows say. */
void checker_pair_see(struct checker *checker, bool removed, const struct row_merge *row);
void checker_pair_compare(struct checker *checker, const struct row_merge *row);

/* checker_map.c: the map of help, by what its tables say to queries that are written here. */
MUST_USE status checker_laws_map(struct checker *checker, struct store *store, struct error *error);

/* checker_model_plan.c: whether this yes was said. */
bool checker_yes_known(
	const struct checker *checker, struct id episode, int64_t seq, struct id account);

/* checker_model_ending.c: an asking to come again, if it is one; and nobody was passed over. */
bool deed_asked_again(struct checker *checker, const struct row_join *row);
void checker_laws_asked_again(struct checker *checker, struct checker_episode *episode);

/* checker_model_people.c: this account has seen what lies there about two files. */
bool checker_saw_pair(
	struct checker *checker, struct id thing, const struct checker_item *item, struct id who);
/* checker_inbox.c: what tells somebody that something is theirs. True if this item is of a kind
 * that is kept there. */
bool checker_item_see(struct checker *checker, bool removed, const struct row_inbox *row);
bool checker_item_compare(struct checker *checker, const struct row_inbox *row);
int64_t checker_items_there(const struct checker *checker);
void checker_laws_items(struct checker *checker);
