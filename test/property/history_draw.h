/* history_draw.h - what the files that draw histories share: who and what there is to choose from.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "history.h"

enum {
	SHARD_NATION = 0,
	SHARD_FIRST = 5,
	SHARD_SECOND = 9,
	SHARD_ONE = 13,
	SHARD_SMALL = 17,
	SHARD_CLOSED = 21,
};

/* Made by the second step of every history. */
static const struct history_ref history_administrator = {1, MADE_ACCOUNT};

/* Where a command is drawn: an episode, or -1. */
struct scene {
	struct history *history;
	struct checker *checker;
	int32_t episode;
	int32_t today;
};

/* Draws a command; false if there is nothing that it could be about. */
typedef bool history_drawer(const struct scene *scene);

bool history_chance(struct history *history, unsigned percent);
int32_t history_below(struct history *history, int32_t bound);
int64_t history_municipality(const struct history *history, int32_t region, int32_t at);
/* A day in the range, or now and then outside of it. */
int32_t history_day(const struct scene *scene, int32_t from, int32_t to);
struct history_ref history_unknown(struct history *history);

/* Who: ids; none if there is nobody like that. */
struct id history_staff(const struct scene *scene);
struct id history_member(const struct scene *scene);
struct id history_anybody(const struct scene *scene);
struct id history_ended(const struct scene *scene);
/* Somebody who sits at this table, or none. */
struct id history_seated(const struct scene *scene, int32_t shard);
/* Mostly `right`; now and then somebody who is not. */
void history_act(const struct scene *scene, struct history_step *step, struct id right);
/* Mostly the national administrator, or one of the shard. */
void history_administer(const struct scene *scene, struct history_step *step);

const struct checker_episode *history_episode(const struct scene *scene);
/* One of the episode in this state; now and then one in another state; else NULL. */
const struct checker_need *history_need(const struct scene *scene, int state);
const struct checker_handover *history_handover(const struct scene *scene, int state);
const struct checker_consult *history_consult(const struct scene *scene, int state);
const struct checker_join *history_join(const struct scene *scene, int state);
/* Who was asked by an account or else a service, or one of those. */
struct id history_asked(const struct scene *scene, struct id to_account, struct id to_service);
struct id history_receiver(const struct scene *scene, const struct checker_handover *handover);
/* A command in the file of the scene, with its path and, mostly, a right version. */
struct history_step *history_in_file(const struct scene *scene, enum command_number number);
void history_set_id(
	const struct scene *scene, struct history_step *step, const char *field, struct id id);
void history_set_words(const struct scene *scene, struct history_step *step, unsigned percent);
/* `to_account` or `to_service`; now and then both, none, or somebody who cannot. */
void history_set_receiver(const struct scene *scene, struct history_step *step, bool of_care);
void history_set_yes(const struct scene *scene, struct history_step *step);

/* history_draw_care.c */
history_drawer history_draw_need_add, history_draw_need_stop, history_draw_need_close,
	history_draw_danger_report, history_draw_danger_over, history_draw_step_plan,
	history_draw_step_done, history_draw_join_ask, history_draw_join_accept,
	history_draw_join_decline, history_draw_join_withdraw, history_draw_member_leave,
	history_draw_offer, history_draw_accept, history_draw_decline, history_draw_withdraw,
	history_draw_contact, history_draw_program, history_draw_look;
/* history_draw_advice.c */
history_drawer history_draw_consult_ask, history_draw_consult_answer, history_draw_consult_end,
	history_draw_consult_late, history_draw_advised_leaves;
/* history_draw_people.c */
history_drawer history_draw_identify, history_draw_merge, history_draw_correct, history_draw_knows,
	history_draw_mandate, history_draw_mandate_over;
/* history_draw_consent.c */
history_drawer history_draw_consent, history_draw_consent_withdraw, history_draw_consented;
/* history_draw_life.c */
history_drawer history_draw_life, history_draw_exhausted;
/* history_draw_stay.c */
history_drawer history_draw_stay_plan, history_draw_stay_on;
/* history_draw_shortage.c */
history_drawer history_draw_shortage;
/* history_draw_table.c */
history_drawer history_draw_seat, history_draw_unseat, history_draw_bring, history_draw_attend,
	history_draw_object, history_draw_decide, history_draw_name, history_draw_sit,
	history_draw_case_late, history_draw_table_look;
/* history_draw_plan.c */
history_drawer history_draw_tell, history_draw_plan_write, history_draw_plan_step,
	history_draw_plan_answer, history_draw_plan_end, history_draw_plan_agree, history_draw_light;
/* history_draw_ending.c */
history_drawer history_draw_close, history_draw_return, history_draw_return_answer;
/* history_draw_other.c */
history_drawer history_draw_question, history_draw_roster_join, history_draw_roster_leave,
	history_draw_last_on_duty, history_draw_account_create, history_draw_account_end,
	history_draw_session_start, history_draw_session_end, history_draw_invite,
	history_draw_administrator, history_draw_head, history_draw_directory, history_draw_appoint,
	history_draw_own, history_draw_seen, history_draw_awaited_ends, history_draw_again;
/* history_draw_sign_in.c */
history_drawer history_draw_password_invite, history_draw_password_set, history_draw_sign_in,
	history_draw_password_change, history_draw_second, history_draw_sessions;
/* history_draw_code.c */
history_drawer history_draw_join_invite, history_draw_person_renew, history_draw_account_renew,
	history_draw_colleagues;
/* history_draw_map.c */
history_drawer history_draw_map;
