/* command_run.h - one command on its way through the writer: what it knows, and what it has
 * written so far.
 *
 * Ownership   Lives in the arena of the batch, or of the request for a look on a loop; everything
 *             it points to is there too, or static.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/password.h"
#include "access/session.h"
#include "care/consent.h"
#include "care/consult.h"
#include "care/conversation.h"
#include "care/ending.h"
#include "care/file.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/lesson.h"
#include "care/light.h"
#include "care/mandate.h"
#include "care/merge.h"
#include "care/moment.h"
#include "care/plan.h"
#include "care/plan_read.h"
#include "care/preparation.h"
#include "care/roster.h"
#include "care/seat.h"
#include "care/second_view.h"
#include "care/shortage.h"
#include "care/stay.h"
#include "care/step.h"
#include "care/table_read.h"
#include "care/team.h"
#include "command/command.h"
#include "directory/agreement.h"
#include "directory/capacity.h"
#include "directory/correction.h"
#include "directory/cost.h"
#include "directory/directory.h"
#include "directory/entry.h"
#include "directory/hours.h"
#include "journal/change.h"
#include "journal/journal.h"
#include "journal/look.h"
#include "journal/signed_head.h"
#include "region/region_appointment.h"
#include "region/region_history.h"

/* What the judges may know: structured facts, no free text. */
struct command_facts {
	struct account actor;
	bool actor_known;
	unsigned relations; /* enum access_relation */
	bool in_danger;     /* some need of the episode is */
	bool out_of_sight;  /* the actor is kept so, for this episode */
	unsigned consented; /* parts of the file that the actor may know by the person's consent */
	bool consent_over;  /* none, and there was one that is over */
	bool episode_known;
	struct episode episode;
	bool need_known;
	struct need need;
	bool handover_known;
	struct handover handover;
	struct id service_organisation; /* of the service that a handover or consult is to; its shard */
	int32_t service_region;
	bool join_known;
	struct join join;
	bool consult_known;
	int64_t consults_open; /* asked, or come back and not closed */
	struct consult consult;
	struct stay_planning planning;
	bool stay_known;
	struct stay stay;
	int64_t place_due_ms; /* when is said that its place is not kept much longer; 0: it was */
	bool case_known, case_done;
	bool case_unsafe; /* table_is_unsafe */
	struct table_case table_case;
	struct table_bringing bringing;
	struct table_decision decision;
	struct table_closing closing;
	struct table_naming naming;
	struct service decided; /* what the decision is about */
	struct seat_facts seat;
	bool shortage_known, service_known;
	struct shortage shortage;
	struct shortage_decision shortage_decision;
	struct plan_writing writing;
	bool part_known;
	struct plan_part part;
	int64_t plan_version;
	bool plan_agreed; /* by who acts, to that version */
	struct conversation_telling telling;
	bool saying_known, person_known;
	struct saying saying;
	struct person person;
	struct ending_open ending;
	bool period_known; /* the last one */
	struct period period;
	int64_t returns; /* lately, before this one */
	bool light_kept;
	struct light light;
	bool merge_known; /* then the other side of it is there too */
	struct merge merge, merge_other;
	struct episode other_episode;
	struct mandate_naming mandating;
	bool mandate_known;
	struct mandate mandate;
	struct consent_saying saying_yes; /* or no */
	bool consent_known;
	struct consent consent;
	bool moment_known;
	struct moment moment; /* the line that is put right */
	struct transition_announcing announcing;
	bool transition_known, preparation_known;
	struct transition transition;
	struct preparation preparation;
	bool second_view_known; /* asked or viewed, of the need */
	struct second_view second_view;
	bool step_known;
	struct step step;
	bool other_known; /* the other account that the command names */
	struct account other;
	bool other_is_member;
	struct team_ties ties;
	int64_t needs_open; /* of the episode */
	int64_t tied;       /* to what is offered, by earlier offers */
	struct handover_receiver receiver;
	struct join_asking asking;
	struct roster_facts roster;
	struct roster_place duty;
	int32_t duty_home; /* shard of that account: its inbox is there */
	struct account_facts account;
	struct account_renewing renewing;
	bool item_known;
	struct inbox_item item; /* of the actor's inbox */
	bool code_known;        /* an account has this access code: it is `other` */
	bool invite_known;      /* there is an invite with this token */
	bool session_is_own;    /* it is there, and it is the actor's */
	bool has_administrator; /* the nation; or the region, where a report is raised */
	bool before_lives;      /* who bore it before the danger has an account */
	bool link_known;        /* some entry is asked with this link */
	struct invite invite;
	struct session session;
	bool organisation_known, site_known;
	struct organisation organisation;
	struct site site;
	int municipality_region;
	struct region_appointing appointing;
	/* The map of help: an entry, what it is of, and what is judged. */
	struct entry entry;
	struct service service;
	struct agreement agreement;
	struct party party;
	struct goal goal;
	struct correction correction;
	bool row_known; /* capacity, cost, party or goal */
	struct directory_facts map;
	struct agreement_facts agreeing;
	struct correction_facts correcting;
	bool password_known; /* the account has one */
	struct password password;
	struct password_sign_in signing;
	struct password_setting setting;
	struct password_seconding seconding;
	int32_t recovery; /* number of the code that was said; 0: none */
	bool head_known;  /* there is a signed head: the last one */
	struct signed_head_row head;
};

struct command_run {
	struct command *command;
	const struct command_params *params;
	struct store *store;
	struct arena *arena;
	struct prng *prng;
	const struct region *division;
	bool demonstration;
	struct vault *vault;              /* NULL where nothing is signed */
	const struct journal_head *heads; /* of all chains, before this command */
	struct change *change;
	int64_t now_ms;
	int32_t today;
	int32_t region;
	struct command_facts facts;
	struct care_actor actor;
	enum access_ground ground;
	struct refusal refusal;
	struct command_result result;
	struct id held_by;      /* who managed the care before it */
	bool episode_touched;   /* laws are checked on it */
	struct id also_touched; /* and on this episode; or none */
	int32_t roster_touched; /* region whose roster lost a place, or -1 */
	int32_t part;           /* of the next moment */
	bool unnamed;           /* who acts does not stand in it */
	int32_t outbox_part;
	struct entry_change *noted; /* what is changed of the entry at hand; in the arena */
	size_t noted_count;
	int64_t journal_seq; /* that its entry will have */
	const char *broken;  /* a law that broke, or NULL */
};

/* Says no; returns false, for `return command_refuse(...)` in a judge. */
bool command_refuse(struct command_run *run, const struct verdict_list *list, int verdict);
void command_parameter_day(struct command_run *run, const char *name, int32_t day);
void command_parameter_number(struct command_run *run, const char *name, int64_t number);
void command_parameter_code(struct command_run *run, const char *name, const char *code);
/* True if `verdict` is 0 (yes); refuses otherwise. */
bool command_verdict(struct command_run *run, const struct verdict_list *list, int verdict);

/* Whether access allows it, on the facts loaded: run's ground, or its refusal. */
bool command_may(struct command_run *run);

/* Facts that many commands share. Something that is not there is no error: its `known` stays
 * false. */
MUST_USE status command_load_actor(struct command_run *run, struct error *error);
MUST_USE status command_load_episode(struct command_run *run, struct error *error);
/* What the actor, who is not in the team, may know by the person's consent. */
MUST_USE status command_load_consent(struct command_run *run, struct error *error);
/* The parts of a file that a look shows, some or all of them; 0: a look at nothing of those. */
unsigned command_parts_of(const struct command_entry *entry);
MUST_USE status command_load_need(struct command_run *run, struct error *error);
MUST_USE status command_load_handover(struct command_run *run, struct error *error);
MUST_USE status command_load_consult(struct command_run *run, struct error *error);
MUST_USE status command_load_join(struct command_run *run, struct error *error);
/* Who is asked by params->service, or else params->account: facts.receiver, and facts.other for an
 * account. */
MUST_USE status command_load_receiver(struct command_run *run, struct error *error);
MUST_USE status command_load_ties(struct command_run *run, struct id account, struct error *error);
MUST_USE status command_load_duty(struct command_run *run, struct error *error);
/* Reads the record whose key is set in it; *known says whether it is there. */
MUST_USE status command_get(struct command_run *run, const struct store_table *table, void *record,
	bool *known, struct error *error);
/* True if the account is in the team of the episode. */
MUST_USE status command_is_member(
	struct command_run *run, struct id account, bool *is_member, struct error *error);

/* The region of a municipality by its number, of today or of before; 0 if there is none, or if it
 * was divided over regions. */
int command_region_of(const struct region *division, int32_t municipality);

/* Effects that many commands share. */
#define COMMAND_PUT(run, table, record) change_put_record((run)->change, &(table), (record), error)
#define COMMAND_REMOVE(run, table, record) \
	change_remove_record((run)->change, &(table), (record), error)

/* Brings somebody into the team, or keeps them there. */
MUST_USE status command_put_member(struct command_run *run, const struct care_actor *who,
	enum member_way way, struct error *error);
/* Raises the version and writes the episode; once per command, before the moments. */
MUST_USE status command_touch(struct command_run *run, struct error *error);
/* A line in the timeline; kind, time, who and seq are filled here. */
MUST_USE status command_moment(struct command_run *run, struct moment moment, struct error *error);
/* The same, of what follows from a rule: by nobody, and as if it were a command of its own. */
MUST_USE status command_moment_by_rule(
	struct command_run *run, int32_t kind, struct moment moment, struct error *error);
MUST_USE status command_due(struct command_run *run, enum due_kind kind, struct id thing,
	int64_t due_ms, struct error *error);
/* Takes back what command_due put there for this thing at `due_ms`; nothing if it is not there. */
MUST_USE status command_due_end(struct command_run *run, enum due_kind kind, struct id thing,
	int64_t due_ms, struct error *error);
/* A new open step for the need, in place of the open one; sets need->step, does not write the
 * need. */
MUST_USE status command_put_step(
	struct command_run *run, struct need *need, struct step step, struct error *error);
MUST_USE status command_end_step(
	struct command_run *run, struct need *need, enum step_state state, struct error *error);
/* An event for the inbox of an account or organisation, wherever its home shard is. */
MUST_USE status command_notify(struct command_run *run, int32_t to_region, struct id receiver,
	enum inbox_kind kind, struct id thing, struct error *error);
/* The same, for an account wherever its home is; INBOX_NONE takes it away. Nobody is told who has
 * ended, or of what they just did. */
MUST_USE status command_tell(struct command_run *run, struct id account, enum inbox_kind kind,
	struct id thing, struct error *error);
/* Before the bearer changes, or a first step is planned: what told them that it fell back to them
 * goes, where no step has that (step.h, STEP_TAKE_BACK: it goes with the step). */
MUST_USE status command_untell_bearer(
	struct command_run *run, const struct need *need, struct error *error);

/* An offer of this need (NULL: the care management), or of what the table decided, that stands
 * until the end of `answer_by`: the structs first; the rows behind command_touch. `handover` has
 * sender, words, and to whom. */
void command_make_offer(struct command_run *run, struct handover *handover, struct need *need,
	const struct care_actor *receiver, int32_t answer_by);
MUST_USE status command_put_offer(struct command_run *run, const struct handover *handover,
	const struct need *need, struct error *error);

/* What a clock puts at the region's table: the need in facts.need, once for this cause and key, and
 * not while it lies at a table; what lies there and is not safe is so from now on. Behind
 * command_touch; leaves the item in facts.table_case. */
MUST_USE status command_put_item(struct command_run *run, enum table_why why,
	enum table_cause cause, struct id key, struct error *error);
/* That, when this offer was one too many of which nothing came; behind its row. */
MUST_USE status command_put_stuck(struct command_run *run, struct id handover, struct error *error);

/* What a clock puts at the region's table about a service: people wait for it. Once for as long as
 * it lies there; then how many wait is said anew. Leaves it in facts.shortage. */
MUST_USE status command_put_shortage(
	struct command_run *run, struct id service, int32_t waiting, struct error *error);
/* That, when nobody of it answered too many offers; behind the row of the last. */
MUST_USE status command_put_unanswered(
	struct command_run *run, struct id service, struct error *error);
/* What a table learned: params.public_words. */
MUST_USE status command_put_lesson(
	struct command_run *run, int32_t domain, int32_t why, int32_t level, struct error *error);

/* facts.asking and facts.other: whether this account can be asked into the team. */
MUST_USE status command_load_asking(
	struct command_run *run, struct id account, struct error *error);
/* After that. */
bool command_judge_asking(struct command_run *run);
/* facts.other, who can join (join.h), is asked into the team; between command_touch and the
 * moments. The asking is result.join. */
MUST_USE status command_put_asking(struct command_run *run, struct span words, struct error *error);

/* Advice that came back and lies with `from`, who has left the team or manages the care no more, is
 * for who is there now: after the rows that say so. */
MUST_USE status command_pass_advice(struct command_run *run, struct id from, struct error *error);
/* The steps of a plan that `leaver` has, or is asked for, are free; a light contact that they keep
 * is the care manager's: between command_touch and the moments. */
MUST_USE status command_free_plan(struct command_run *run, struct id leaver, struct error *error);
MUST_USE status command_pass_light(struct command_run *run, struct id leaver, struct error *error);
/* At a table nobody stands beside the person who is not in the team. */
MUST_USE status command_leave_cases(struct command_run *run, struct id leaver, struct error *error);
/* All of that. */
MUST_USE status command_leave_behind(
	struct command_run *run, struct id leaver, struct error *error);
/* Steps of a plan that are open stop; a need closes, by params->closing; facts.light, which is
 * kept, ends: the same. */
MUST_USE status command_stop_steps(struct command_run *run, struct error *error);
MUST_USE status command_close_need(struct command_run *run, struct need *need, struct error *error);
MUST_USE status command_end_light(struct command_run *run, struct error *error);
/* What was said of what this account may know of the episode: enum knows, or 0. */
MUST_USE status command_read_knowing(
	struct command_run *run, struct id account, int32_t *knows, struct error *error);
/* Whether anything in this file is theirs: then they cannot just leave. */
MUST_USE status command_holds_something(
	struct command_run *run, struct id account, bool *holds, struct error *error);
/* What this account bears and is open is the care manager's; and what they would do, who bears
 * it. After command_touch. */
MUST_USE status command_take_needs_back(
	struct command_run *run, struct id account, struct error *error);
MUST_USE status command_give_steps_back(
	struct command_run *run, struct id leaver, struct error *error);
/* That somebody is not back from a stay is for who manages the care now. */
MUST_USE status command_pass_late_stay(struct command_run *run, struct error *error);

/* The same of what is not prepared in time, and of second views that are late. */
MUST_USE status command_pass_late_preparations(struct command_run *run, struct error *error);
MUST_USE status command_pass_late_views(struct command_run *run, struct error *error);
/* And of what the person is offered or wants since they came back, of other files that may be
 * theirs, and of changes of life. */
/* That the place of a stay is not kept much longer. */
MUST_USE status command_pass_place(struct command_run *run, struct error *error);
MUST_USE status command_pass_wish(struct command_run *run, struct error *error);
MUST_USE status command_pass_pairs(struct command_run *run, struct error *error);
MUST_USE status command_pass_transitions(struct command_run *run, struct error *error);
/* An item about this thing goes from one inbox to another, whoever acts. */
MUST_USE status command_lay_with(struct command_run *run, struct id from, struct id to,
	enum inbox_kind kind, struct id thing, struct error *error);
/* What is ahead is called off, and nothing has to be prepared: the episode is closed. */
MUST_USE status command_end_transitions(struct command_run *run, struct error *error);
/* Half a year before, the program announces that this person comes of age. */
MUST_USE status command_foresee_eighteen(
	struct command_run *run, int32_t birth_day, struct error *error);
/* facts.consult was answered: if it is the second view of its need, that is there now. */
MUST_USE status command_give_second_view(struct command_run *run, struct error *error);
/* The need is closed, and with it what was asked or viewed of it. */
MUST_USE status command_end_second_view(
	struct command_run *run, struct id need, struct error *error);

/* Other files of who has the name and day of birth that the command says (command->identity): after
 * the rows of the episode. */
MUST_USE status command_find_same(struct command_run *run, struct error *error);
/* Pairs of files that may be of one person: closed, nobody waits for one of them; back, they are
 * asked again, and who manages the care of what is merged comes in. After the episode's rows. */
MUST_USE status command_turn_pairs(struct command_run *run, bool back, struct error *error);
/* What is said of facts.person is kept as it was: before it is said anew. */
MUST_USE status command_put_past(struct command_run *run, struct error *error);

/* Who has duty in facts.duty took a turn. The roster of the nation stands in only where a region
 * has none; its turns are its own shard's. */
MUST_USE status command_put_turn(struct command_run *run, struct error *error);
/* Who declined this need (none: the care management) and held along is free, because somebody has
 * accepted; with givers_too also who gave it and stayed, because it is closed. */
MUST_USE status command_free_tied(
	struct command_run *run, struct id need, bool givers_too, struct error *error);

/* Of an account, in the shard of the command: facts.password. */
MUST_USE status command_load_password(
	struct command_run *run, struct id account, struct error *error);
/* That password is no more, nor its recovery codes: the login is free. */
MUST_USE status command_end_password(struct command_run *run, struct error *error);
/* A new session of facts.other; the oldest ends where there would be too many. */
MUST_USE status command_put_session(
	struct command_run *run, enum session_way way, struct error *error);
/* All open sessions of an account but one (none: all) end. */
MUST_USE status command_end_sessions(
	struct command_run *run, struct id account, struct id but, struct error *error);

/* The entries' functions: facts, judge, apply; one file per subject. */
#define COMMAND_ENTRY(name)                                                    \
	status command_facts_##name(struct command_run *run, struct error *error); \
	bool command_judge_##name(struct command_run *run);                        \
	status command_apply_##name(struct command_run *run, struct error *error)

COMMAND_ENTRY(question_ask);
COMMAND_ENTRY(need_add);
COMMAND_ENTRY(need_stop);
COMMAND_ENTRY(need_close);
COMMAND_ENTRY(danger_report);
COMMAND_ENTRY(danger_over);
COMMAND_ENTRY(step_plan);
COMMAND_ENTRY(step_done);
COMMAND_ENTRY(step_late);
COMMAND_ENTRY(join_ask);
COMMAND_ENTRY(join_invite);
COMMAND_ENTRY(join_accept);
COMMAND_ENTRY(join_decline);
COMMAND_ENTRY(join_withdraw);
COMMAND_ENTRY(join_expire);
COMMAND_ENTRY(consult_ask);
COMMAND_ENTRY(consult_answer);
COMMAND_ENTRY(consult_decline);
COMMAND_ENTRY(consult_withdraw);
COMMAND_ENTRY(consult_close);
COMMAND_ENTRY(consult_turn);
COMMAND_ENTRY(consult_expire);
COMMAND_ENTRY(stay_plan);
COMMAND_ENTRY(stay_admit);
COMMAND_ENTRY(stay_leave);
COMMAND_ENTRY(stay_back);
COMMAND_ENTRY(stay_extend);
COMMAND_ENTRY(stay_return);
COMMAND_ENTRY(stay_move_on);
COMMAND_ENTRY(stay_cancel);
COMMAND_ENTRY(stay_late);
COMMAND_ENTRY(stay_place);
COMMAND_ENTRY(table_seat);
COMMAND_ENTRY(table_unseat);
COMMAND_ENTRY(table_bring);
COMMAND_ENTRY(table_attend);
COMMAND_ENTRY(table_object);
COMMAND_ENTRY(table_decide);
COMMAND_ENTRY(table_name);
COMMAND_ENTRY(table_raise);
COMMAND_ENTRY(table_close);
COMMAND_ENTRY(table_late);
COMMAND_ENTRY(shortage_put);
COMMAND_ENTRY(shortage_raise);
COMMAND_ENTRY(shortage_decide);
COMMAND_ENTRY(shortage_close);
COMMAND_ENTRY(shortage_late);
COMMAND_ENTRY(plan_add);
COMMAND_ENTRY(plan_change);
COMMAND_ENTRY(plan_step);
COMMAND_ENTRY(plan_give);
COMMAND_ENTRY(plan_accept);
COMMAND_ENTRY(plan_decline);
COMMAND_ENTRY(plan_done);
COMMAND_ENTRY(plan_stop);
COMMAND_ENTRY(plan_agree);
COMMAND_ENTRY(light_begin);
COMMAND_ENTRY(light_held);
COMMAND_ENTRY(light_end);
COMMAND_ENTRY(light_late);
COMMAND_ENTRY(conversation_tell);
COMMAND_ENTRY(episode_close);
COMMAND_ENTRY(episode_return);
COMMAND_ENTRY(return_answer);
COMMAND_ENTRY(member_leave);
COMMAND_ENTRY(handover_offer);
COMMAND_ENTRY(handover_accept);
COMMAND_ENTRY(handover_decline);
COMMAND_ENTRY(handover_withdraw);
COMMAND_ENTRY(handover_contact);
COMMAND_ENTRY(handover_expire);
COMMAND_ENTRY(roster_join);
COMMAND_ENTRY(roster_leave);
COMMAND_ENTRY(account_create);
COMMAND_ENTRY(account_end);
COMMAND_ENTRY(account_renew);
COMMAND_ENTRY(person_renew);
COMMAND_ENTRY(administrator_first);
COMMAND_ENTRY(head_sign);
COMMAND_ENTRY(session_sign_in);
COMMAND_ENTRY(password_invite);
COMMAND_ENTRY(password_set);
COMMAND_ENTRY(password_change);
COMMAND_ENTRY(second_begin);
COMMAND_ENTRY(second_confirm);
COMMAND_ENTRY(second_end);
COMMAND_ENTRY(session_end_one);
COMMAND_ENTRY(session_end_all);
COMMAND_ENTRY(invite_make);
COMMAND_ENTRY(session_start);
COMMAND_ENTRY(session_end);
COMMAND_ENTRY(organisation_add);
COMMAND_ENTRY(site_add);
COMMAND_ENTRY(service_add);
COMMAND_ENTRY(region_appoint);
COMMAND_ENTRY(organisation_change);
COMMAND_ENTRY(organisation_end);
COMMAND_ENTRY(site_change);
COMMAND_ENTRY(site_end);
COMMAND_ENTRY(service_change);
COMMAND_ENTRY(service_end);
COMMAND_ENTRY(hours_set);
COMMAND_ENTRY(area_set);
COMMAND_ENTRY(capacity_set);
COMMAND_ENTRY(cost_set);
COMMAND_ENTRY(entry_confirm);
COMMAND_ENTRY(entry_confirm_by_link);
COMMAND_ENTRY(entry_request);
COMMAND_ENTRY(entry_ask);
COMMAND_ENTRY(entry_fade);
COMMAND_ENTRY(correction_propose);
COMMAND_ENTRY(correction_accept);
COMMAND_ENTRY(correction_decline);
COMMAND_ENTRY(correction_raise);
COMMAND_ENTRY(agreement_add);
COMMAND_ENTRY(agreement_change);
COMMAND_ENTRY(agreement_ask);
COMMAND_ENTRY(agreement_sign);
COMMAND_ENTRY(agreement_leave);
COMMAND_ENTRY(agreement_end);
COMMAND_ENTRY(agreement_goal);
COMMAND_ENTRY(look_correction);
COMMAND_ENTRY(look_entry_link);
COMMAND_ENTRY(inbox_seen);
COMMAND_ENTRY(inbox_deliver);
COMMAND_ENTRY(outbox_delivered);
COMMAND_ENTRY(outbox_deliver);
COMMAND_ENTRY(due_set_aside);
COMMAND_ENTRY(look_episode);
COMMAND_ENTRY(look_offer);
COMMAND_ENTRY(look_join);
COMMAND_ENTRY(look_consult);
COMMAND_ENTRY(look_case);
COMMAND_ENTRY(look_table);
COMMAND_ENTRY(look_own);
COMMAND_ENTRY(look_colleagues);
/* A look at a list: one entry, with a row for each file on its page that was not looked at in this
 * quarter of an hour. `again`: there is none. */
MUST_USE status command_list_caseload(struct command_run *run, bool *again, struct error *error);
COMMAND_ENTRY(look_receipt);
COMMAND_ENTRY(look_about);
COMMAND_ENTRY(look_identity);
COMMAND_ENTRY(person_identify);
COMMAND_ENTRY(merge_confirm);
COMMAND_ENTRY(merge_apart);
COMMAND_ENTRY(merge_undo);
COMMAND_ENTRY(moment_correct);
COMMAND_ENTRY(member_knows);
COMMAND_ENTRY(consent_give);
COMMAND_ENTRY(consent_object);
COMMAND_ENTRY(consent_withdraw);
COMMAND_ENTRY(mandate_name);
COMMAND_ENTRY(mandate_end);
COMMAND_ENTRY(mandate_turn);
COMMAND_ENTRY(transition_announce);
COMMAND_ENTRY(transition_move);
COMMAND_ENTRY(transition_call_off);
COMMAND_ENTRY(transition_come);
COMMAND_ENTRY(preparation_done);
COMMAND_ENTRY(preparation_not_needed);
COMMAND_ENTRY(preparation_late);
COMMAND_ENTRY(treatment_exhausted);
COMMAND_ENTRY(treatment_agree);
COMMAND_ENTRY(treatment_resume);
COMMAND_ENTRY(second_view_late);
