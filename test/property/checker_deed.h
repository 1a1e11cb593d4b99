/* checker_deed.h - a command that was done, on its way through the checker's model.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "checker_private.h"

/* A command that was done, and what it is about. */
struct deed {
	struct checker *checker;
	const struct command *command;
	const struct command_params *params;
	const struct command_result *result;
	struct id actor;
	const struct checker_account *who; /* NULL: the door, the program, or unknown */
	int64_t now_ms;
	int32_t episode, need, handover, join, consult, stay, brought, part; /* or -1 */
};

#define SAY(deed, law, what) \
	checker_say((deed)->checker, law, "%s: %s", (deed)->command->entry->name, what)
/* A law, and what is wrong if it does not hold. */
#define MUST(deed, holds, law, what) ((holds) ? (void)0 : SAY(deed, law, what))

static inline struct checker_episode *deed_episode(const struct deed *deed)
{
	return checker_episode_at(deed->checker, deed->episode);
}

static inline bool deed_is_person(const struct deed *deed)
{
	return id_equal(deed->actor, deed_episode(deed)->person);
}

static inline bool deed_may_serve(const struct checker_account *account)
{
	return account != NULL && !account->ended &&
		(account->kind == KIND_PROFESSIONAL || account->kind == KIND_PEER);
}

static inline void deed_add_index(struct list *indexes, int32_t index)
{
	*(int32_t *)list_add(indexes) = index;
}

/* checker_model.c */
struct checker_member *deed_member(const struct checker_episode *episode, struct id account);
void deed_bring_in(struct checker_episode *episode, struct id account);
/* True if this is a new id; one that is there already is a fault. */
bool deed_put_id(struct deed *deed, struct id id, enum checker_kind kind, int32_t index);
void deed_add_need(struct deed *deed, struct id id, struct id bearer);
/* Who has duty: on the region's roster, or the nation's where the region has none. */
void deed_must_have_duty(struct deed *deed, struct id account, enum checker_law law);
/* What ties an account to an episode: the first that there is. */
enum checker_law deed_tie(
	const struct checker *checker, const struct checker_episode *episode, struct id account);

/* checker_model_care.c: what follows from each kind of command in somebody's file. */
typedef void deed_follow(struct deed *deed);
deed_follow deed_need_add, deed_need_stop, deed_need_close, deed_danger_report, deed_danger_over,
	deed_step, deed_join_ask, deed_join_end, deed_member_leave, deed_handover_offer,
	deed_handover_end, deed_handover_contact;

/* checker_inbox.c: it falls back to who bears it now; somebody saw what they were told. */
void deed_returned(struct deed *deed, struct checker_need *need);
deed_follow deed_inbox_seen;
/* Who hears what somebody else did: who managed the care when the person chose another, who bore
 * what is closed, who managed what the person closed, and the person of what a table does. */
void deed_tell_giver(struct deed *deed, const struct checker_handover *handover);
void deed_tell_bearer(struct deed *deed, const struct checker_need *need);
deed_follow deed_tell_manager, deed_tell_no_more;
void deed_tell_person(struct deed *deed, struct checker_case *brought);

/* checker_model_map.c: whose entries are, and who changed them. */
deed_follow deed_map;
/* An asking to join that this command made, of this account. */
void deed_add_join(struct deed *deed, struct id account);
void deed_must_agree(struct deed *deed);
/* Whether who acts is asked: the account, or somebody of the service's organisation. */
bool deed_is_asked(const struct deed *deed, struct id to_account, struct id to_service);
void deed_must_reach_somebody(struct deed *deed);
/* Whether who acts sits at the table where the case lies. */
bool deed_sits(const struct deed *deed);

/* checker_model_advice.c */
deed_follow deed_consult_ask, deed_consult_answer, deed_consult_end;
/* What lies with somebody who has left, or manages the care no more, lies with who is there. */
void deed_lay_again(struct deed *deed, struct id from);
/* An offer of a need (-1: the care management) that this command made. */
void deed_add_offer(
	struct deed *deed, int32_t need, struct id sender, struct id to_account, struct id to_service);
/* checker_model_table.c */
deed_follow deed_table_seat, deed_table_unseat, deed_table_bring, deed_table_attend,
	deed_table_object, deed_table_sit, deed_table_name, deed_table_late, deed_step_late;
/* An offer of this need was declined, or is over: one too many, and it lies at the table. */
void deed_failed(struct deed *deed, int32_t need);
/* checker_model_shortage.c */
deed_follow deed_shortage;
/* An offer to this service is over, and nobody answered: one too many, and it is short. */
void deed_unanswered(struct deed *deed, struct id service);
/* checker_model_plan.c */
deed_follow deed_conversation_tell, deed_plan_add, deed_plan_step, deed_plan_on, deed_plan_agree,
	deed_light_begin, deed_light_on;
/* Steps of the plan stop, and light contact ends: it is closed. */
void deed_end_plan(struct deed *deed);
/* checker_model_ending.c */
deed_follow deed_episode_close, deed_episode_return, deed_return_answer;
/* Who leaves has no step of the plan any more, keeps no light contact, and is beside nobody. */
void deed_leave_plan(struct deed *deed, struct id leaver);
/* checker_model_people.c */
deed_follow deed_mandate_name, deed_mandate_over;
/* checker_model_consent.c */
deed_follow deed_consent_give, deed_consent_object, deed_consent_withdraw;
/* checker_inbox.c: who was named finds it, until it is taken back or seen. */
void deed_tell_granted(struct deed *deed, struct id account, struct id grant);
void deed_tell_granted_no_more(struct deed *deed, struct id account, struct id grant);
bool deed_has_something(
	const struct checker *checker, const struct checker_episode *episode, struct id account);
/* Back in the one file: who manages the care of another of theirs comes in again. */
deed_follow deed_bring_guests;
deed_follow deed_identify, deed_merge, deed_correct, deed_knows;
bool deed_is_hidden(const struct checker_episode *episode, struct id account);
/* checker_model_care.c */
void deed_give_steps_back(struct deed *deed, struct id leaver);
/* checker_model_life.c */
deed_follow deed_transition_announce, deed_transition_on, deed_transition_come, deed_preparation,
	deed_exhausted, deed_treatment, deed_view_late;
/* Somebody speaks for a person by age: the program foresees that they come of age. */
void deed_foresee(struct deed *deed, int32_t birth_day);
/* They came back, and somebody still speaks for them by age. */
void deed_foresee_again(struct deed *deed);
/* Advice was given: it may be a second view. */
void deed_advised(struct deed *deed);
/* The need, or the episode, is closed. */
void deed_view_over(struct checker *checker, int32_t need);
void deed_end_life(struct deed *deed);
/* Somebody else manages the care now, and is told all that the other was. */
void deed_pass_on(struct deed *deed);
/* checker_model_stay.c */
deed_follow deed_stay_plan, deed_stay_on;
