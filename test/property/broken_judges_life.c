/* broken_judges_life.c - the same for judges of changes of life and of second views.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "broken_judges.h"
#include "care/consent.h"
#include "care/preparation.h"
#include "care/second_view.h"
#include "command/command_run.h"

#define NOW(judge) (broken_judges_now == BROKEN_##judge)
#define BEFORE(name) __asm__("__wrap_" #name)
#define RIGHT(name) __asm__("__real_" #name)

status right_consent_find(struct store *, int32_t, struct id, const struct consent_reader *,
	int32_t, unsigned *, bool *, struct error *) RIGHT(consent_find);
status broken_consent_find(struct store *store, int32_t region, struct id episode,
	const struct consent_reader *reader, int32_t today, unsigned *parts, bool *had,
	struct error *error) BEFORE(consent_find);
status broken_consent_find(struct store *store, int32_t region, struct id episode,
	const struct consent_reader *reader, int32_t today, unsigned *parts, bool *had,
	struct error *error)
{
	TRY(right_consent_find(store, region, episode, reader, today, parts, had, error));
	if (NOW(CONSENT_NEVER_OVER) && *had) *parts = FILE_WHOLE;
	return STATUS_OK;
}

enum consent_verdict right_consent_say(const struct consent_saying *, int32_t)
	RIGHT(consent_judge_say);
enum consent_verdict broken_consent_say(const struct consent_saying *saying, int32_t today)
	BEFORE(consent_judge_say);
enum consent_verdict broken_consent_say(const struct consent_saying *saying, int32_t today)
{
	struct consent_saying changed = *saying;
	if (NOW(CONSENT_FOR_EVER)) changed.until_day = today;
	return right_consent_say(&changed, today);
}

enum consent_verdict right_consent_withdraw(const struct consent *) RIGHT(consent_judge_withdraw);
enum consent_verdict broken_consent_withdraw(const struct consent *consent)
	BEFORE(consent_judge_withdraw);
enum consent_verdict broken_consent_withdraw(const struct consent *consent)
{
	return NOW(WITHDRAWN_TWICE) ? CONSENT_OK : right_consent_withdraw(consent);
}

enum transition_verdict right_announce(const struct transition_announcing *,
	const struct care_actor *, struct id, int32_t) RIGHT(transition_judge_announce);
enum transition_verdict broken_announce(const struct transition_announcing *announcing,
	const struct care_actor *actor, struct id person, int32_t today)
	BEFORE(transition_judge_announce);
enum transition_verdict broken_announce(const struct transition_announcing *announcing,
	const struct care_actor *actor, struct id person, int32_t today)
{
	struct transition_announcing changed = *announcing;
	if (NOW(ANNOUNCED_WITHOUT_YES)) changed.person_agrees = true;
	if (NOW(ANNOUNCED_TWICE)) changed.already = false;
	return right_announce(&changed, actor, person, today);
}

enum transition_verdict right_come(const struct transition *, int64_t) RIGHT(transition_judge_come);
enum transition_verdict broken_come(const struct transition *transition, int64_t now_ms)
	BEFORE(transition_judge_come);
enum transition_verdict broken_come(const struct transition *transition, int64_t now_ms)
{
	if (NOW(DAY_COMES_EARLY)) now_ms = INT64_MAX;
	return right_come(transition, NOW(DAY_NEVER_COMES) ? INT64_MIN : now_ms);
}

enum preparation_verdict right_ready_late(const struct preparation *, int64_t)
	RIGHT(preparation_judge_late);
enum preparation_verdict broken_ready_late(const struct preparation *preparation, int64_t now_ms)
	BEFORE(preparation_judge_late);
enum preparation_verdict broken_ready_late(const struct preparation *preparation, int64_t now_ms)
{
	return right_ready_late(preparation, NOW(NEVER_UNPREPARED) ? INT64_MIN : now_ms);
}

enum second_view_verdict right_exhausted(const struct need *, const struct care_actor *,
	const struct second_view *) RIGHT(second_view_judge_ask);
enum second_view_verdict broken_exhausted(const struct need *need, const struct care_actor *actor,
	const struct second_view *view) BEFORE(second_view_judge_ask);
enum second_view_verdict broken_exhausted(
	const struct need *need, const struct care_actor *actor, const struct second_view *view)
{
	struct need changed = *need;
	if (NOW(ANYBODY_SAYS_EXHAUSTED)) changed.bearer = actor->account;
	return right_exhausted(&changed, actor, view);
}

enum second_view_verdict right_agree(const struct need *, const struct second_view *,
	const struct care_actor *, struct id, struct id, bool, enum second_view_outcome)
	RIGHT(second_view_judge_agree);
enum second_view_verdict broken_agree(const struct need *need, const struct second_view *view,
	const struct care_actor *actor, struct id person, struct id care_manager, bool person_agrees,
	enum second_view_outcome outcome) BEFORE(second_view_judge_agree);
enum second_view_verdict broken_agree(const struct need *need, const struct second_view *view,
	const struct care_actor *actor, struct id person, struct id care_manager, bool person_agrees,
	enum second_view_outcome outcome)
{
	bool agrees = person_agrees || NOW(CARE_WITHOUT_YES);
	return right_agree(need, view, actor, person, care_manager, agrees, outcome);
}

bool right_is_view(const struct second_view *, const struct second_view_giver *)
	RIGHT(second_view_is);
bool broken_is_view(const struct second_view *view, const struct second_view_giver *giver)
	BEFORE(second_view_is);
bool broken_is_view(const struct second_view *view, const struct second_view_giver *giver)
{
	struct second_view_giver changed = *giver;
	if (NOW(VIEW_OF_OWN_HOUSE)) return view->state == SECOND_VIEW_ASKED;
	if (NOW(VIEW_OF_ANOTHER_QUESTION)) changed.asked_ms = INT64_MAX;
	if (!NOW(VIEW_OF_WHO_BEARS)) return right_is_view(view, &changed);
	/* Who says that it helps no further mostly bears it still. */
	struct second_view unsaid = *view;
	unsaid.said_by = unsaid.organisation = id_none;
	for (int i = 0; i < 2; i++) changed.bearers[i] = changed.houses[i] = id_none;
	return right_is_view(&unsaid, &changed);
}

enum stay_verdict right_place(const struct stay *, int64_t, int64_t) RIGHT(stay_judge_place);
enum stay_verdict broken_place(const struct stay *stay, int64_t due_ms, int64_t now_ms)
	BEFORE(stay_judge_place);
enum stay_verdict broken_place(const struct stay *stay, int64_t due_ms, int64_t now_ms)
{
	return right_place(stay, NOW(PLACE_NEVER_SAID) ? 0 : due_ms, now_ms);
}

enum directory_verdict right_end(const struct directory_facts *) RIGHT(directory_judge_end);
enum directory_verdict broken_end(const struct directory_facts *facts) BEFORE(directory_judge_end);
enum directory_verdict broken_end(const struct directory_facts *facts)
{
	struct directory_facts changed = *facts;
	if (NOW(ENDS_WITH_STAYS)) changed.stays = 0;
	return right_end(&changed);
}

status right_pass_place(struct command_run *, struct error *) RIGHT(command_pass_place);
status broken_pass_place(struct command_run *run, struct error *error) BEFORE(command_pass_place);
status broken_pass_place(struct command_run *run, struct error *error)
{
	return NOW(PLACE_STAYS_BEHIND) ? STATUS_OK : right_pass_place(run, error);
}

status right_pass_ready(struct command_run *, struct error *) RIGHT(command_pass_late_preparations);
status broken_pass_ready(struct command_run *run, struct error *error)
	BEFORE(command_pass_late_preparations);
status broken_pass_ready(struct command_run *run, struct error *error)
{
	return NOW(UNPREPARED_STAYS_BEHIND) ? STATUS_OK : right_pass_ready(run, error);
}

status right_pass_pairs(struct command_run *, struct error *) RIGHT(command_pass_pairs);
status broken_pass_pairs(struct command_run *run, struct error *error) BEFORE(command_pass_pairs);
status broken_pass_pairs(struct command_run *run, struct error *error)
{
	return NOW(PAIR_STAYS_BEHIND) ? STATUS_OK : right_pass_pairs(run, error);
}

status right_pass_transitions(struct command_run *, struct error *) RIGHT(command_pass_transitions);
status broken_pass_transitions(struct command_run *run, struct error *error)
	BEFORE(command_pass_transitions);
status broken_pass_transitions(struct command_run *run, struct error *error)
{
	return NOW(CHANGE_STAYS_BEHIND) ? STATUS_OK : right_pass_transitions(run, error);
}
