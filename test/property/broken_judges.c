/* broken_judges.c - each asks the right judge about something else than what was asked.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "broken_judges.h"
#include "access/access.h"
#include "access/account.h"
#include "care/consult.h"
#include "care/ending.h"
#include "care/handover.h"
#include "care/join.h"
#include "care/light.h"
#include "care/plan.h"
#include "care/roster.h"
#include "care/seat.h"
#include "care/shortage.h"
#include "care/identity.h"
#include "care/knowing.h"
#include "care/mandate.h"
#include "care/merge.h"
#include "care/stay.h"
#include "care/step.h"
#include "care/table.h"
#include "care/team.h"
#include "command/command_run.h"

enum broken_judge broken_judges_now;

#define NOW(judge) (broken_judges_now == BROKEN_##judge)
/* How the linker calls what is put before, and what it is put before. */
#define BEFORE(name) __asm__("__wrap_" #name)
#define RIGHT(name) __asm__("__real_" #name)

enum access_verdict right_access(const struct access_question *, enum access_ground *)
	RIGHT(access_decide);
enum access_verdict broken_access(
	const struct access_question *question, enum access_ground *ground) BEFORE(access_decide);
enum access_verdict broken_access(
	const struct access_question *question, enum access_ground *ground)
{
	struct access_question changed = *question;
	if (NOW(DUTY_IS_IN_TEAM) && (question->relations & RELATION_DUTY) != 0)
		changed.relations |= RELATION_MEMBER;
	return right_access(&changed, ground);
}

enum account_verdict right_end(const struct account_facts *) RIGHT(account_judge_end);
enum account_verdict broken_end(const struct account_facts *facts) BEFORE(account_judge_end);
enum account_verdict broken_end(const struct account_facts *facts)
{
	struct account_facts changed = *facts;
	if (NOW(BEARER_ENDS)) changed.bears = 0;
	if (NOW(CARE_MANAGER_ENDS)) changed.manages = 0;
	if (NOW(GIVER_ENDS)) changed.before_contact = 0;
	if (NOW(DECLINER_ENDS)) changed.holds_along = 0;
	if (NOW(ON_DUTY_ELSEWHERE_ENDS)) changed.on_duty_elsewhere = false;
	if (NOW(WITH_STEPS_ENDS)) changed.steps = 0;
	if (NOW(ASKED_ENDS)) changed.asked = 0;
	if (NOW(LAST_ON_DUTY_ENDS)) changed.last_on_duty = false;
	if (NOW(SEATED_ENDS)) changed.seated = false;
	return right_end(&changed);
}

enum need_verdict right_add(const struct care_actor *, struct id, const struct need_addition *)
	RIGHT(need_judge_add);
enum need_verdict broken_add(const struct care_actor *actor, struct id person,
	const struct need_addition *addition) BEFORE(need_judge_add);
enum need_verdict broken_add(
	const struct care_actor *actor, struct id person, const struct need_addition *addition)
{
	struct need_addition changed = *addition;
	if (NOW(WITHOUT_YES)) changed.person_agrees = true;
	return right_add(actor, person, &changed);
}

enum need_verdict right_stop(const struct need *, const struct care_actor *) RIGHT(need_judge_stop);
enum need_verdict broken_stop(const struct need *need, const struct care_actor *actor)
	BEFORE(need_judge_stop);
enum need_verdict broken_stop(const struct need *need, const struct care_actor *actor)
{
	struct care_actor changed = *actor;
	if (NOW(MAY_NOT_STOP)) return NEED_NOT_BEARER;
	if (NOW(PROFESSIONAL_STOPS)) changed.kind = MEMBER_RELATIVE;
	return right_stop(need, &changed);
}

enum need_verdict right_safe(const struct need *, const struct care_actor *, struct id)
	RIGHT(need_judge_safe);
enum need_verdict broken_safe(const struct need *need, const struct care_actor *actor,
	struct id care_manager) BEFORE(need_judge_safe);
enum need_verdict broken_safe(
	const struct need *need, const struct care_actor *actor, struct id care_manager)
{
	return right_safe(need, actor, NOW(ANYBODY_SAYS_SAFE) ? actor->account : care_manager);
}

enum need_verdict right_close(const struct need *, const struct care_actor *, struct id,
	enum closing) RIGHT(need_judge_close);
enum need_verdict broken_close(const struct need *need, const struct care_actor *actor,
	struct id person, enum closing closing) BEFORE(need_judge_close);
enum need_verdict broken_close(
	const struct need *need, const struct care_actor *actor, struct id person, enum closing closing)
{
	if (NOW(CLOSES_UNSAID) && closing == CLOSING_NOT_SAID) closing = CLOSING_TOGETHER;
	if (NOW(CLOSES_IN_PERSONS_NAME) && closing == CLOSING_PERSON) closing = CLOSING_TOGETHER;
	return right_close(need, actor, person, closing);
}

enum handover_verdict right_offer(const struct episode *, const struct need *,
	const struct care_actor *, const struct handover_offer *, const struct handover_receiver *,
	int32_t) RIGHT(handover_judge_offer);
enum handover_verdict broken_offer(const struct episode *episode, const struct need *need,
	const struct care_actor *actor, const struct handover_offer *offer,
	const struct handover_receiver *receiver, int32_t today) BEFORE(handover_judge_offer);
enum handover_verdict broken_offer(const struct episode *episode, const struct need *need,
	const struct care_actor *actor, const struct handover_offer *offer,
	const struct handover_receiver *receiver, int32_t today)
{
	struct handover_offer changed = *offer;
	struct handover_receiver to = *receiver;
	struct care_actor by = *actor;
	struct episode of_episode = *episode;
	struct need of_need = {0};
	if (need != NULL) of_need = *need;
	if (NOW(WITHOUT_YES)) changed.person_agrees = true;
	if (NOW(ANYBODY_OFFERS)) by.account = need != NULL ? need->bearer : episode->care_manager;
	if (NOW(ANYBODY_MANAGES)) to.kind = MEMBER_PROFESSIONAL;
	if (NOW(ENDED_IS_ASKED)) to.ended = false;
	if (NOW(SECOND_OFFER)) of_need.open_handover = of_episode.open_handover = id_none;
	return right_offer(&of_episode, need != NULL ? &of_need : NULL, &by, &changed, &to, today);
}

enum handover_verdict right_accept(const struct handover *, const struct need *, struct id,
	const struct care_actor *, struct id, const struct handover_answer *, int64_t)
	RIGHT(handover_judge_accept);
enum handover_verdict broken_accept(const struct handover *handover, const struct need *need,
	struct id holder, const struct care_actor *actor, struct id service_organisation,
	const struct handover_answer *answer, int64_t now_ms) BEFORE(handover_judge_accept);
enum handover_verdict broken_accept(const struct handover *handover, const struct need *need,
	struct id holder, const struct care_actor *actor, struct id service_organisation,
	const struct handover_answer *answer, int64_t now_ms)
{
	struct handover changed = *handover;
	struct need of_need = {0};
	if (need != NULL) of_need = *need;
	if (NOW(ANYBODY_ACCEPTS)) changed.to_account = actor->account;
	if (NOW(ACCEPTS_TOO_LATE)) changed.expires_ms = INT64_MAX;
	if (NOW(ACCEPTS_FROM_SELF)) holder = id_none;
	if (NOW(ACCEPTS_IN_DANGER) && of_need.state == NEED_IN_DANGER) of_need.state = NEED_OPEN;
	return right_accept(&changed, need != NULL ? &of_need : NULL, holder, actor,
		service_organisation, answer, now_ms);
}

enum handover_verdict right_decline(const struct handover *, const struct care_actor *, struct id,
	const struct handover_answer *, int64_t) RIGHT(handover_judge_decline);
enum handover_verdict broken_decline(const struct handover *handover,
	const struct care_actor *actor, struct id service_organisation,
	const struct handover_answer *answer, int64_t now_ms) BEFORE(handover_judge_decline);
enum handover_verdict broken_decline(const struct handover *handover,
	const struct care_actor *actor, struct id service_organisation,
	const struct handover_answer *answer, int64_t now_ms)
{
	struct handover_answer changed = *answer;
	if (NOW(DECLINES_WITHOUT_WHY) && answer->reason == DECLINE_NOT_SAID)
		changed.reason = DECLINE_FIT;
	if (NOW(DECLINES_EXCLUDING) && answer->reason > DECLINE_COMPETENCE)
		changed.reason = DECLINE_FIT;
	if (NOW(DECLINES_WITHOUT_INSTEAD) && answer->instead == INSTEAD_NOT_SAID)
		changed.instead = INSTEAD_SEARCH;
	return right_decline(handover, actor, service_organisation, &changed, now_ms);
}

enum handover_verdict right_withdraw(const struct handover *, const struct care_actor *, struct id,
	struct id) RIGHT(handover_judge_withdraw);
enum handover_verdict broken_withdraw(const struct handover *handover,
	const struct care_actor *actor, struct id person, struct id holder)
	BEFORE(handover_judge_withdraw);
enum handover_verdict broken_withdraw(const struct handover *handover,
	const struct care_actor *actor, struct id person, struct id holder)
{
	if (NOW(PERSON_MAY_NOT_WITHDRAW) && id_equal(actor->account, person))
		return HANDOVER_NOT_SENDER;
	return right_withdraw(handover, actor, person, holder);
}

enum handover_verdict right_contact(const struct handover *, const struct care_actor *, struct id)
	RIGHT(handover_judge_contact);
enum handover_verdict broken_contact(const struct handover *handover,
	const struct care_actor *actor, struct id person) BEFORE(handover_judge_contact);
enum handover_verdict broken_contact(
	const struct handover *handover, const struct care_actor *actor, struct id person)
{
	return right_contact(handover, actor, NOW(ANYBODY_CONFIRMS) ? actor->account : person);
}

enum handover_verdict right_expire(const struct handover *, int64_t) RIGHT(handover_judge_expire);
enum handover_verdict broken_expire(const struct handover *handover, int64_t now_ms)
	BEFORE(handover_judge_expire);
enum handover_verdict broken_expire(const struct handover *handover, int64_t now_ms)
{
	return right_expire(handover, NOW(OFFER_EXPIRES_EARLY) ? INT64_MAX : now_ms);
}

enum consult_verdict right_consult(const struct episode *, const struct need *,
	const struct care_actor *, const struct consult_asking *, const struct consult_receiver *,
	int32_t) RIGHT(consult_judge_ask);
enum consult_verdict broken_consult(const struct episode *episode, const struct need *need,
	const struct care_actor *actor, const struct consult_asking *asking,
	const struct consult_receiver *receiver, int32_t today) BEFORE(consult_judge_ask);
enum consult_verdict broken_consult(const struct episode *episode, const struct need *need,
	const struct care_actor *actor, const struct consult_asking *asking,
	const struct consult_receiver *receiver, int32_t today)
{
	struct consult_asking changed = *asking;
	struct consult_receiver asked = *receiver;
	if (NOW(ADVICE_WITHOUT_YES)) changed.person_agrees = true;
	if (NOW(ADVICE_OF_ANYBODY)) asked.kind = MEMBER_PROFESSIONAL;
	return right_consult(episode, need, actor, &changed, &asked, today);
}

/* No judges, but who else sees to it that what lies with somebody goes along when they go. */
status right_pass_advice(struct command_run *, struct id, struct error *)
	RIGHT(command_pass_advice);
status broken_pass_advice(struct command_run *run, struct id from, struct error *error)
	BEFORE(command_pass_advice);
status broken_pass_advice(struct command_run *run, struct id from, struct error *error)
{
	return NOW(ADVICE_STAYS_BEHIND) ? STATUS_OK : right_pass_advice(run, from, error);
}

status right_pass_late_stay(struct command_run *, struct error *) RIGHT(command_pass_late_stay);
status broken_pass_late_stay(struct command_run *run, struct error *error)
	BEFORE(command_pass_late_stay);
status broken_pass_late_stay(struct command_run *run, struct error *error)
{
	return NOW(LATE_STAYS_BEHIND) ? STATUS_OK : right_pass_late_stay(run, error);
}

enum consult_verdict right_advice(const struct consult *, const struct care_actor *, struct id,
	int64_t) RIGHT(consult_judge_answer);
enum consult_verdict broken_advice(const struct consult *consult, const struct care_actor *actor,
	struct id service_organisation, int64_t now_ms) BEFORE(consult_judge_answer);
enum consult_verdict broken_advice(const struct consult *consult, const struct care_actor *actor,
	struct id service_organisation, int64_t now_ms)
{
	struct consult changed = *consult;
	if (NOW(ANYBODY_ADVISES)) changed.to_account = actor->account;
	return right_advice(
		&changed, actor, service_organisation, NOW(ADVISES_TOO_LATE) ? INT64_MIN : now_ms);
}

enum consult_verdict right_advice_close(const struct consult *, const struct care_actor *,
	const struct episode *) RIGHT(consult_judge_close);
enum consult_verdict broken_advice_close(const struct consult *consult,
	const struct care_actor *actor, const struct episode *episode) BEFORE(consult_judge_close);
enum consult_verdict broken_advice_close(
	const struct consult *consult, const struct care_actor *actor, const struct episode *episode)
{
	struct consult changed = *consult;
	if (NOW(ANYBODY_CLOSES_ADVICE)) changed.asked_by = actor->account;
	return right_advice_close(&changed, actor, episode);
}

enum consult_verdict right_advice_expire(const struct consult *, int64_t)
	RIGHT(consult_judge_expire);
enum consult_verdict broken_advice_expire(const struct consult *consult, int64_t now_ms)
	BEFORE(consult_judge_expire);
enum consult_verdict broken_advice_expire(const struct consult *consult, int64_t now_ms)
{
	return right_advice_expire(consult, NOW(ADVICE_EXPIRES_EARLY) ? INT64_MAX : now_ms);
}

enum identity_verdict right_identity(const struct care_actor *, struct id, bool, bool)
	RIGHT(identity_judge_say);
enum identity_verdict broken_identity(const struct care_actor *actor, struct id person,
	bool says_something, bool person_agrees) BEFORE(identity_judge_say);
enum identity_verdict broken_identity(
	const struct care_actor *actor, struct id person, bool says_something, bool person_agrees)
{
	return right_identity(
		actor, person, says_something, person_agrees || NOW(IDENTIFIED_WITHOUT_YES));
}

enum merge_verdict right_merge(const struct merge *, const struct care_actor *, struct id,
	struct id, bool) RIGHT(merge_judge_confirm);
enum merge_verdict broken_merge(const struct merge *merge, const struct care_actor *actor,
	struct id person, struct id care_manager, bool person_agrees) BEFORE(merge_judge_confirm);
enum merge_verdict broken_merge(const struct merge *merge, const struct care_actor *actor,
	struct id person, struct id care_manager, bool person_agrees)
{
	struct merge changed = *merge;
	if (NOW(MERGED_BY_ONE_SIDE)) changed.said = false;
	return right_merge(
		&changed, actor, person, care_manager, person_agrees || NOW(MERGED_WITHOUT_YES));
}

enum merge_verdict right_merge_end(const struct merge *, enum merge_event,
	const struct care_actor *, struct id, struct id) RIGHT(merge_judge_end);
enum merge_verdict broken_merge_end(const struct merge *merge, enum merge_event event,
	const struct care_actor *actor, struct id person, struct id care_manager)
	BEFORE(merge_judge_end);
enum merge_verdict broken_merge_end(const struct merge *merge, enum merge_event event,
	const struct care_actor *actor, struct id person, struct id care_manager)
{
	return right_merge_end(
		merge, event, actor, person, NOW(UNDONE_BY_ANYBODY) ? actor->account : care_manager);
}

enum mandate_verdict right_mandate(const struct mandate_naming *, int32_t)
	RIGHT(mandate_judge_name);
enum mandate_verdict broken_mandate(const struct mandate_naming *naming, int32_t today)
	BEFORE(mandate_judge_name);
enum mandate_verdict broken_mandate(const struct mandate_naming *naming, int32_t today)
{
	struct mandate_naming changed = *naming;
	if (NOW(SPEAKS_TOO_LONG) && naming->until_day > today) changed.until_day = today;
	return right_mandate(&changed, today);
}

enum mandate_verdict right_turn(const struct mandate *, int64_t) RIGHT(mandate_judge_turn);
enum mandate_verdict broken_turn(const struct mandate *mandate, int64_t now_ms)
	BEFORE(mandate_judge_turn);
enum mandate_verdict broken_turn(const struct mandate *mandate, int64_t now_ms)
{
	return right_turn(mandate, NOW(TURNS_EARLY) ? INT64_MAX : now_ms);
}

enum mandate_verdict right_mandate_end(const struct mandate *, const struct care_actor *, struct id,
	struct id) RIGHT(mandate_judge_end);
enum mandate_verdict broken_mandate_end(const struct mandate *mandate,
	const struct care_actor *actor, struct id person, struct id care_manager)
	BEFORE(mandate_judge_end);
enum mandate_verdict broken_mandate_end(const struct mandate *mandate,
	const struct care_actor *actor, struct id person, struct id care_manager)
{
	struct mandate changed = *mandate;
	if (NOW(ENDED_BY_ANYBODY)) changed.account = actor->account;
	return right_mandate_end(&changed, actor, person, care_manager);
}

enum knowing_verdict right_knowing(const struct knowing_saying *) RIGHT(knowing_judge_say);
enum knowing_verdict broken_knowing(const struct knowing_saying *saying) BEFORE(knowing_judge_say);
enum knowing_verdict broken_knowing(const struct knowing_saying *saying)
{
	struct knowing_saying changed = *saying;
	if (NOW(KNOWS_WITHOUT_YES)) changed.person_agrees = true;
	if (NOW(HIDDEN_WITH_SOMETHING)) changed.ties = (struct team_ties){0};
	return right_knowing(&changed);
}

enum stay_verdict right_stay_plan(const struct care_actor *, struct id,
	const struct stay_planning *, int32_t) RIGHT(stay_judge_plan);
enum stay_verdict broken_stay_plan(const struct care_actor *actor, struct id person,
	const struct stay_planning *planning, int32_t today) BEFORE(stay_judge_plan);
enum stay_verdict broken_stay_plan(const struct care_actor *actor, struct id person,
	const struct stay_planning *planning, int32_t today)
{
	struct stay_planning changed = *planning;
	if (NOW(STAYS_WITHOUT_YES)) changed.person_agrees = true;
	if (NOW(SECOND_STAY)) changed.already = false;
	return right_stay_plan(actor, person, &changed, today);
}

enum stay_verdict right_stay_move(const struct stay *, enum stay_event, const struct care_actor *,
	struct id, bool) RIGHT(stay_judge_move);
enum stay_verdict broken_stay_move(const struct stay *stay, enum stay_event event,
	const struct care_actor *actor, struct id person, bool person_agrees) BEFORE(stay_judge_move);
enum stay_verdict broken_stay_move(const struct stay *stay, enum stay_event event,
	const struct care_actor *actor, struct id person, bool person_agrees)
{
	bool moves_on = NOW(MOVES_ON_WITHOUT_YES) && event == STAY_MOVE_ON;
	return right_stay_move(stay, event, actor, person, person_agrees || moves_on);
}

enum stay_verdict right_stay_extend(const struct stay *, const struct care_actor *, struct id,
	const struct stay_planning *, int32_t) RIGHT(stay_judge_extend);
enum stay_verdict broken_stay_extend(const struct stay *stay, const struct care_actor *actor,
	struct id person, const struct stay_planning *planning, int32_t today)
	BEFORE(stay_judge_extend);
enum stay_verdict broken_stay_extend(const struct stay *stay, const struct care_actor *actor,
	struct id person, const struct stay_planning *planning, int32_t today)
{
	struct stay_planning changed = *planning;
	if (NOW(STAY_LOSES_PLACE)) changed.kept_until = changed.return_day;
	return right_stay_extend(stay, actor, person, &changed, today);
}

enum stay_verdict right_stay_late(const struct stay *, int64_t) RIGHT(stay_judge_late);
enum stay_verdict broken_stay_late(const struct stay *stay, int64_t now_ms) BEFORE(stay_judge_late);
enum stay_verdict broken_stay_late(const struct stay *stay, int64_t now_ms)
{
	return right_stay_late(stay, NOW(STAY_NEVER_LATE) ? INT64_MIN : now_ms);
}

enum plan_verdict right_plan_add(const struct care_actor *, struct id, const struct plan_writing *)
	RIGHT(plan_judge_add);
enum plan_verdict broken_plan_add(const struct care_actor *actor, struct id person,
	const struct plan_writing *writing) BEFORE(plan_judge_add);
enum plan_verdict broken_plan_add(
	const struct care_actor *actor, struct id person, const struct plan_writing *writing)
{
	struct plan_writing changed = *writing;
	if (NOW(PLAN_WITHOUT_YES)) changed.person_agrees = true;
	return right_plan_add(actor, person, &changed);
}

enum plan_verdict right_plan_accept(const struct plan_part *, const struct care_actor *)
	RIGHT(plan_judge_accept);
enum plan_verdict broken_plan_accept(const struct plan_part *part, const struct care_actor *actor)
	BEFORE(plan_judge_accept);
enum plan_verdict broken_plan_accept(const struct plan_part *part, const struct care_actor *actor)
{
	struct plan_part changed = *part;
	if (NOW(ANYBODY_TAKES_A_STEP)) changed.who = actor->account;
	return right_plan_accept(&changed, actor);
}

enum plan_verdict right_plan_change(const struct plan_part *, const struct care_actor *, struct id,
	const struct plan_writing *) RIGHT(plan_judge_change);
enum plan_verdict broken_plan_change(const struct plan_part *part, const struct care_actor *actor,
	struct id person, const struct plan_writing *writing) BEFORE(plan_judge_change);
enum plan_verdict broken_plan_change(const struct plan_part *part, const struct care_actor *actor,
	struct id person, const struct plan_writing *writing)
{
	struct plan_part changed = *part;
	if (NOW(CHANGES_OTHERS_WORDS)) changed.author = actor->account;
	return right_plan_change(&changed, actor, person, writing);
}

enum plan_verdict right_plan_agree(int64_t, int64_t, bool) RIGHT(plan_judge_agree);
enum plan_verdict broken_plan_agree(int64_t version, int64_t read, bool agreed)
	BEFORE(plan_judge_agree);
enum plan_verdict broken_plan_agree(int64_t version, int64_t read, bool agreed)
{
	return right_plan_agree(version, NOW(YES_TO_ANYTHING) ? version : read, agreed);
}

status right_free_plan(struct command_run *, struct id, struct error *) RIGHT(command_free_plan);
status broken_free_plan(struct command_run *run, struct id leaver, struct error *error)
	BEFORE(command_free_plan);
status broken_free_plan(struct command_run *run, struct id leaver, struct error *error)
{
	return NOW(STEP_STAYS_BEHIND) ? STATUS_OK : right_free_plan(run, leaver, error);
}

status right_pass_light(struct command_run *, struct id, struct error *) RIGHT(command_pass_light);
status broken_pass_light(struct command_run *run, struct id leaver, struct error *error)
	BEFORE(command_pass_light);
status broken_pass_light(struct command_run *run, struct id leaver, struct error *error)
{
	return NOW(LIGHT_STAYS_BEHIND) ? STATUS_OK : right_pass_light(run, leaver, error);
}

enum light_verdict right_light_late(const struct light *, int64_t) RIGHT(light_judge_late);
enum light_verdict broken_light_late(const struct light *light, int64_t now_ms)
	BEFORE(light_judge_late);
enum light_verdict broken_light_late(const struct light *light, int64_t now_ms)
{
	return right_light_late(light, NOW(LIGHT_NEVER_LATE) ? INT64_MIN : now_ms);
}

enum ending_verdict right_ending(const struct episode *, const struct care_actor *,
	const struct ending_asking *, const struct ending_open *) RIGHT(ending_judge_close);
enum ending_verdict broken_ending(const struct episode *episode, const struct care_actor *actor,
	const struct ending_asking *asking, const struct ending_open *open) BEFORE(ending_judge_close);
enum ending_verdict broken_ending(const struct episode *episode, const struct care_actor *actor,
	const struct ending_asking *asking, const struct ending_open *open)
{
	struct ending_asking changed = *asking;
	struct care_actor by = *actor;
	if (NOW(CLOSES_WITH_NEEDS)) changed.with_needs = true;
	if (NOW(ANYBODY_CLOSES)) by.account = episode->care_manager;
	return right_ending(episode, &by, &changed, open);
}

enum ending_verdict right_return(const struct episode *) RIGHT(ending_judge_return);
enum ending_verdict broken_return(const struct episode *episode) BEFORE(ending_judge_return);
enum ending_verdict broken_return(const struct episode *episode)
{
	return NOW(NO_WAY_BACK) ? ENDING_NOT_CLOSED : right_return(episode);
}

enum join_verdict right_join_ask(const struct care_actor *, struct id, const struct join_asking *)
	RIGHT(join_judge_ask);
enum join_verdict broken_join_ask(const struct care_actor *actor, struct id person,
	const struct join_asking *asking) BEFORE(join_judge_ask);
enum join_verdict broken_join_ask(
	const struct care_actor *actor, struct id person, const struct join_asking *asking)
{
	struct join_asking changed = *asking;
	if (NOW(WITHOUT_YES)) changed.person_agrees = true;
	return right_join_ask(actor, person, &changed);
}

enum join_verdict right_join_answer(const struct join *, const struct care_actor *, int64_t)
	RIGHT(join_judge_answer);
enum join_verdict broken_join_answer(const struct join *join, const struct care_actor *actor,
	int64_t now_ms) BEFORE(join_judge_answer);
enum join_verdict broken_join_answer(
	const struct join *join, const struct care_actor *actor, int64_t now_ms)
{
	struct join changed = *join;
	if (NOW(ANYBODY_JOINS)) changed.account = actor->account;
	return right_join_answer(&changed, actor, now_ms);
}

enum join_verdict right_join_expire(const struct join *, int64_t) RIGHT(join_judge_expire);
enum join_verdict broken_join_expire(const struct join *join, int64_t now_ms)
	BEFORE(join_judge_expire);
enum join_verdict broken_join_expire(const struct join *join, int64_t now_ms)
{
	return right_join_expire(join, NOW(ASKING_EXPIRES_EARLY) ? INT64_MAX : now_ms);
}

enum team_verdict right_leave(const struct care_actor *, struct id, struct id,
	const struct team_ties *) RIGHT(team_judge_leave);
enum team_verdict broken_leave(const struct care_actor *actor, struct id leaver, struct id person,
	const struct team_ties *ties) BEFORE(team_judge_leave);
enum team_verdict broken_leave(const struct care_actor *actor, struct id leaver, struct id person,
	const struct team_ties *ties)
{
	struct team_ties changed = *ties;
	struct care_actor by = *actor;
	if (NOW(PERSON_MAY_NOT_SHOW_OUT) && id_equal(actor->account, person)) return TEAM_NOT_ALLOWED;
	if (NOW(ANYBODY_SHOWS_OUT) && !id_equal(actor->account, person)) by.account = leaver;
	if (NOW(CARE_MANAGER_LEAVES)) changed.is_care_manager = false;
	if (NOW(BEARER_LEAVES)) changed.bears = 0;
	if (NOW(GIVER_LEAVES)) changed.before_contact = 0;
	if (NOW(DECLINER_LEAVES)) changed.holds_along = 0;
	return right_leave(&by, leaver, person, &changed);
}

enum roster_verdict right_roster_join(const struct roster_facts *) RIGHT(roster_judge_join);
enum roster_verdict broken_roster_join(const struct roster_facts *facts) BEFORE(roster_judge_join);
enum roster_verdict broken_roster_join(const struct roster_facts *facts)
{
	struct roster_facts changed = *facts;
	if (NOW(ANYBODY_HAS_DUTY)) changed.account_kind = MEMBER_PROFESSIONAL;
	return right_roster_join(&changed);
}

enum roster_verdict right_roster_leave(const struct roster_facts *) RIGHT(roster_judge_leave);
enum roster_verdict broken_roster_leave(const struct roster_facts *facts)
	BEFORE(roster_judge_leave);
enum roster_verdict broken_roster_leave(const struct roster_facts *facts)
{
	struct roster_facts changed = *facts;
	if (NOW(LAST_ON_DUTY_LEAVES)) changed.places = 2;
	return right_roster_leave(&changed);
}

enum step_verdict right_plan(const struct need *, const struct step_planning *, int32_t)
	RIGHT(step_judge_plan);
enum step_verdict broken_plan(const struct need *need, const struct step_planning *planning,
	int32_t today) BEFORE(step_judge_plan);
enum step_verdict broken_plan(
	const struct need *need, const struct step_planning *planning, int32_t today)
{
	struct step_planning changed = *planning;
	if (NOW(STEP_FOR_OUTSIDER)) changed.who_is_member = true;
	return right_plan(need, &changed, today);
}

enum step_verdict right_done(const struct need *, const struct step_planning *, int32_t)
	RIGHT(step_judge_done);
enum step_verdict broken_done(const struct need *need, const struct step_planning *next,
	int32_t today) BEFORE(step_judge_done);
enum step_verdict broken_done(
	const struct need *need, const struct step_planning *next, int32_t today)
{
	struct need changed = *need;
	if (NOW(NO_NEXT_STEP)) changed.bearer_kind = MEMBER_RELATIVE;
	return right_done(&changed, next, today);
}

enum step_verdict right_late(const struct step *, bool, int64_t) RIGHT(step_judge_late);
enum step_verdict broken_late(const struct step *step, bool has_organisation, int64_t now_ms)
	BEFORE(step_judge_late);
enum step_verdict broken_late(const struct step *step, bool has_organisation, int64_t now_ms)
{
	bool further = has_organisation && !NOW(LATE_STAYS_BELOW);
	return NOW(NEVER_LATE) ? STEP_NOT_LATE : right_late(step, further, now_ms);
}

enum table_verdict right_bring(const struct need *, const struct care_actor *, struct id,
	const struct table_bringing *) RIGHT(table_judge_bring);
enum table_verdict broken_bring(const struct need *need, const struct care_actor *actor,
	struct id person, const struct table_bringing *bringing) BEFORE(table_judge_bring);
enum table_verdict broken_bring(const struct need *need, const struct care_actor *actor,
	struct id person, const struct table_bringing *bringing)
{
	struct table_bringing changed = *bringing;
	if (NOW(TABLE_SEES_WHO)) changed.person_agrees = true;
	return right_bring(need, actor, person, &changed);
}

enum table_verdict right_object(const struct table_case *, const struct care_actor *, struct id)
	RIGHT(table_judge_object);
enum table_verdict broken_object(const struct table_case *table_case,
	const struct care_actor *actor, struct id person) BEFORE(table_judge_object);
enum table_verdict broken_object(
	const struct table_case *table_case, const struct care_actor *actor, struct id person)
{
	return right_object(table_case, actor, NOW(ANYBODY_OBJECTS) ? actor->account : person);
}

enum table_verdict right_decide(const struct table_case *, const struct need *,
	const struct table_decision *, int32_t) RIGHT(table_judge_decide);
enum table_verdict broken_decide(const struct table_case *table_case, const struct need *need,
	const struct table_decision *decision, int32_t today) BEFORE(table_judge_decide);
enum table_verdict broken_decide(const struct table_case *table_case, const struct need *need,
	const struct table_decision *decision, int32_t today)
{
	struct table_decision changed = *decision;
	if (NOW(DECIDES_WITHOUT_CLIENTS)) changed.clients_seated = true;
	return right_decide(table_case, need, &changed, today);
}

enum table_verdict right_name(const struct table_case *, const struct need *,
	const struct care_actor *, struct id, const struct table_naming *) RIGHT(table_judge_name);
enum table_verdict broken_name(const struct table_case *table_case, const struct need *need,
	const struct care_actor *actor, struct id person, const struct table_naming *naming)
	BEFORE(table_judge_name);
enum table_verdict broken_name(const struct table_case *table_case, const struct need *need,
	const struct care_actor *actor, struct id person, const struct table_naming *naming)
{
	struct table_naming changed = *naming;
	if (NOW(NAMED_WITHOUT_YES)) changed.person_agrees = true;
	if (NOW(ANYBODY_NAMED)) changed.organisation = table_case->organisation;
	return right_name(table_case, need, actor, person, &changed);
}

enum table_verdict right_case_close(const struct table_case *, const struct table_closing *)
	RIGHT(table_judge_close);
enum table_verdict broken_case_close(const struct table_case *table_case,
	const struct table_closing *closing) BEFORE(table_judge_close);
enum table_verdict broken_case_close(
	const struct table_case *table_case, const struct table_closing *closing)
{
	struct table_closing changed = *closing;
	if (NOW(CLOSES_UNDONE)) changed.done = true;
	if (NOW(CLOSES_UNSAFE)) changed.unsafe = false;
	if (NOW(CLOSES_HALF)) changed.clients_seated = changed.relatives_seated = true;
	return right_case_close(table_case, &changed);
}

enum table_verdict right_case_late(const struct table_case *, int64_t) RIGHT(table_judge_late);
enum table_verdict broken_case_late(const struct table_case *table_case, int64_t now_ms)
	BEFORE(table_judge_late);
enum table_verdict broken_case_late(const struct table_case *table_case, int64_t now_ms)
{
	return right_case_late(table_case, NOW(CASE_NEVER_LATE) ? INT64_MIN : now_ms);
}

bool right_gone(const struct table_case *, const struct need *, bool) RIGHT(table_cause_is_gone);
bool broken_gone(const struct table_case *table_case, const struct need *need, bool accepted)
	BEFORE(table_cause_is_gone);
bool broken_gone(const struct table_case *table_case, const struct need *need, bool accepted)
{
	bool waits = table_case->state == TABLE_BROUGHT && table_case->cause != TABLE_NO_CAUSE;
	return (NOW(CAUSE_ALWAYS_GONE) && waits) || right_gone(table_case, need, accepted);
}

enum shortage_verdict right_short_decide(const struct shortage *, const struct shortage_decision *,
	int32_t) RIGHT(shortage_judge_decide);
enum shortage_verdict broken_short_decide(const struct shortage *shortage,
	const struct shortage_decision *decision, int32_t today) BEFORE(shortage_judge_decide);
enum shortage_verdict broken_short_decide(
	const struct shortage *shortage, const struct shortage_decision *decision, int32_t today)
{
	struct shortage_decision changed = *decision;
	if (NOW(SHORT_WITHOUT_RELATIVES)) changed.relatives_seated = true;
	return right_short_decide(shortage, &changed, today);
}

enum shortage_verdict right_short_late(const struct shortage *, int64_t) RIGHT(shortage_judge_late);
enum shortage_verdict broken_short_late(const struct shortage *shortage, int64_t now_ms)
	BEFORE(shortage_judge_late);
enum shortage_verdict broken_short_late(const struct shortage *shortage, int64_t now_ms)
{
	return right_short_late(shortage, NOW(SHORT_NEVER_LATE) ? INT64_MIN : now_ms);
}

enum seat_verdict right_seat(const struct seat_facts *, enum seat_kind) RIGHT(seat_judge_take);
enum seat_verdict broken_seat(const struct seat_facts *facts, enum seat_kind kind)
	BEFORE(seat_judge_take);
enum seat_verdict broken_seat(const struct seat_facts *facts, enum seat_kind kind)
{
	struct seat_facts changed = *facts;
	if (NOW(ANYBODY_SITS_FOR_CLIENTS) && kind == SEAT_CLIENTS) changed.account_kind = MEMBER_PEER;
	return right_seat(&changed, kind);
}

enum seat_verdict right_unseat(const struct seat_facts *) RIGHT(seat_judge_leave);
enum seat_verdict broken_unseat(const struct seat_facts *facts) BEFORE(seat_judge_leave);
enum seat_verdict broken_unseat(const struct seat_facts *facts)
{
	struct seat_facts changed = *facts;
	if (NOW(LAST_SEAT_LEAVES)) changed.seats = 2;
	return right_unseat(&changed);
}
