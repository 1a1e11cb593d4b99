/* do_agreement.c - network agreements: made, changed, signed, left, ended.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "command/command_entry.h"

static bool judged(struct command_run *run, enum agreement_verdict verdict)
{
	if (verdict == AGREEMENT_TOO_MANY_ASKED)
		command_parameter_number(run, "count", run->facts.agreeing.asked_parties);
	return command_verdict(run, &agreement_verdicts, (int)verdict);
}

/* An organisation that is there and has not ended. */
static status load_organisation(struct command_run *run, struct error *error)
{
	struct organisation organisation = {.region = run->region, .id = run->params->organisation};
	bool known = false, is_live = false;
	TRY(command_get(run, &directory_organisation_table, &organisation, &known, error));
	TRY(command_entry_is_live(run, run->region, organisation.id, &is_live, error));
	run->facts.agreeing.organisation_known = known && is_live;
	return STATUS_OK;
}

static struct agreement draft_of(const struct command_run *run)
{
	struct agreement draft = run->params->draft.agreement;
	draft.name = run->params->public_name;
	draft.from_day = run->params->day;
	draft.to_day = run->params->next_day;
	return draft;
}

status command_facts_agreement_add(struct command_run *run, struct error *error)
{
	struct agreement draft = draft_of(run);
	TRY(command_load_actor(run, error));
	command_entry_acts_for(run, run->params->organisation);
	run->facts.agreeing.from_day = draft.from_day;
	run->facts.agreeing.to_day = draft.to_day;
	return load_organisation(run, error);
}

bool command_judge_agreement_add(struct command_run *run)
{
	return judged(run, agreement_judge_days(&run->facts.agreeing));
}

static struct party signed_party(const struct command_run *run, struct id agreement)
{
	return (struct party){.region = run->region,
		.agreement = agreement,
		.organisation = run->params->organisation,
		.state = PARTY_SIGNED,
		.asked_ms = run->now_ms,
		.answered_ms = run->now_ms,
		.pledge = run->params->public_words,
		.direct_line = run->params->public_line};
}

status command_apply_agreement_add(struct command_run *run, struct error *error)
{
	struct agreement agreement = draft_of(run);
	agreement.region = run->region;
	agreement.id = id_draw(run->prng);
	agreement.made_by = run->params->organisation;
	struct party party = signed_party(run, agreement.id);
	command_entry_note_parts(run, ENTRY_AGREEMENT, NULL, &agreement);
	run->facts.entry = (struct entry){
		.id = agreement.id, .kind = ENTRY_AGREEMENT, .organisation = agreement.made_by};
	TRY(COMMAND_PUT(run, agreement_table, &agreement));
	TRY(COMMAND_PUT(run, agreement_party_table, &party));
	return command_entry_make(run, error);
}

status command_facts_agreement_change(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct agreement draft = draft_of(run), now;
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_AGREEMENT, run->params->agreement, error));
	now = facts->agreement;
	part_merge(ENTRY_AGREEMENT, &now, &draft, run->params->clear);
	facts->agreeing.organisation_known = true;
	facts->agreeing.from_day = now.from_day;
	facts->agreeing.to_day = now.to_day;
	facts->map.may_clear = part_may_clear(ENTRY_AGREEMENT, run->params->clear);
	facts->map.says_something = run->params->clear != 0 || draft.name.size > 0 ||
		draft.words.size > 0 || draft.from_day != 0 || draft.to_day != 0;
	return STATUS_OK;
}

bool command_judge_agreement_change(struct command_run *run)
{
	return command_entry_judge(run) &&
		command_verdict(run, &directory_verdicts, (int)directory_judge_change(&run->facts.map)) &&
		judged(run, agreement_judge_days(&run->facts.agreeing));
}

status command_apply_agreement_change(struct command_run *run, struct error *error)
{
	struct agreement draft = draft_of(run), now = run->facts.agreement;
	part_merge(ENTRY_AGREEMENT, &now, &draft, run->params->clear);
	command_entry_note_parts(run, ENTRY_AGREEMENT, &run->facts.agreement, &now);
	TRY(COMMAND_PUT(run, agreement_table, &now));
	return command_entry_change(run, error);
}

/* The agreement, and the organisation in it. */
static status facts_of_party(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	struct agreement_facts *agreeing = &facts->agreeing;
	struct id agreement = run->params->agreement;
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_AGREEMENT, agreement, error));
	facts->party = (struct party){
		.region = run->region, .agreement = agreement, .organisation = run->params->organisation};
	TRY(command_get(run, &agreement_party_table, &facts->party, &facts->row_known, error));
	agreeing->party = facts->row_known ? facts->party.state : PARTY_NONE;
	agreeing->says_something =
		run->params->public_words.size > 0 || run->params->public_line.size > 0;
	TRY(agreement_count_parties(
		run->store, run->region, agreement, PARTY_SIGNED, &agreeing->signed_parties, error));
	return agreement_count_parties(
		run->store, run->region, agreement, PARTY_ASKED, &agreeing->asked_parties, error);
}

/* Says for the history what an organisation did. */
static void note_party(struct command_run *run, int32_t before)
{
	const struct party *party = &run->facts.party;
	char id[ID_TEXT_SIZE];
	struct buf text;
	buf_init(&text, 256);
	buf_printf(&text, "%s %s", id_text(party->organisation, id),
		codes_name(&agreement_party_state_codes, party->state));
	struct span after = arena_copy(run->arena, buf_span(&text));
	buf_finish(&text);
	command_entry_note(
		run, ENTRY_FIELD_PARTIES, span_of(codes_name(&agreement_party_state_codes, before)), after);
}

static status put_party(struct command_run *run, enum party_state state, struct error *error)
{
	struct party *party = &run->facts.party;
	int32_t before = run->facts.agreeing.party;
	party->state = (int32_t)state;
	note_party(run, before);
	run->result.organisation = party->organisation;
	return COMMAND_PUT(run, agreement_party_table, party);
}

static status notify_party(
	struct command_run *run, enum inbox_kind kind, struct id organisation, struct error *error)
{
	return command_notify(run, run->region, organisation, kind, run->facts.agreement.id, error);
}

status command_facts_agreement_ask(struct command_run *run, struct error *error)
{
	TRY(facts_of_party(run, error));
	return load_organisation(run, error);
}

bool command_judge_agreement_ask(struct command_run *run)
{
	return command_entry_judge(run) && judged(run, agreement_judge_ask(&run->facts.agreeing));
}

status command_apply_agreement_ask(struct command_run *run, struct error *error)
{
	struct party *party = &run->facts.party;
	party->asked_ms = run->now_ms;
	party->answered_ms = 0;
	party->left_ms = 0;
	TRY(put_party(run, PARTY_ASKED, error));
	TRY(notify_party(run, INBOX_AGREEMENT, party->organisation, error));
	return command_entry_change(run, error);
}

/* An organisation answers for itself; who made the agreement cannot sign for it. */
static status facts_of_answer(struct command_run *run, struct error *error)
{
	TRY(facts_of_party(run, error));
	run->facts.relations &= ~(unsigned)RELATION_OWNER;
	command_entry_acts_for(run, run->params->organisation);
	return STATUS_OK;
}

status command_facts_agreement_sign(struct command_run *run, struct error *error)
{
	TRY(facts_of_answer(run, error));
	return load_organisation(run, error);
}

bool command_judge_agreement_sign(struct command_run *run)
{
	return command_entry_judge(run) && judged(run, agreement_judge_sign(&run->facts.agreeing));
}

status command_apply_agreement_sign(struct command_run *run, struct error *error)
{
	struct party *party = &run->facts.party;
	bool was_asked = party->state == PARTY_ASKED;
	if (run->params->public_words.size > 0) party->pledge = run->params->public_words;
	if (run->params->public_line.size > 0) party->direct_line = run->params->public_line;
	party->answered_ms = run->now_ms;
	TRY(put_party(run, PARTY_SIGNED, error));
	if (was_asked) TRY(notify_party(run, INBOX_NONE, party->organisation, error));
	return command_entry_change(run, error);
}

status command_facts_agreement_leave(struct command_run *run, struct error *error)
{
	return facts_of_answer(run, error);
}

bool command_judge_agreement_leave(struct command_run *run)
{
	return command_entry_judge(run) && judged(run, agreement_judge_leave(&run->facts.agreeing));
}

status command_apply_agreement_leave(struct command_run *run, struct error *error)
{
	struct party *party = &run->facts.party;
	bool was_asked = party->state == PARTY_ASKED;
	party->answered_ms = was_asked ? run->now_ms : party->answered_ms;
	party->left_ms = run->now_ms;
	TRY(put_party(run, was_asked ? PARTY_DECLINED : PARTY_LEFT, error));
	if (was_asked) TRY(notify_party(run, INBOX_NONE, party->organisation, error));
	return command_entry_change(run, error);
}

status command_facts_agreement_end(struct command_run *run, struct error *error)
{
	TRY(command_load_actor(run, error));
	return command_entry_load(run, ENTRY_AGREEMENT, run->params->agreement, error);
}

bool command_judge_agreement_end(struct command_run *run)
{
	return command_entry_judge(run);
}

/* Who was asked and had not answered need not any more. */
status command_apply_agreement_end(struct command_run *run, struct error *error)
{
	struct id asked[AGREEMENT_MAX_ASKED];
	size_t count = 0;
	TRY(agreement_list_asked(
		run->store, run->region, run->facts.agreement.id, asked, &count, error));
	for (size_t i = 0; i < count; i++) TRY(notify_party(run, INBOX_NONE, asked[i], error));
	return command_entry_end(run, error);
}

status command_facts_agreement_goal(struct command_run *run, struct error *error)
{
	struct command_facts *facts = &run->facts;
	const struct command_params *params = run->params;
	TRY(command_load_actor(run, error));
	TRY(command_entry_load(run, ENTRY_AGREEMENT, params->agreement, error));
	facts->goal =
		(struct goal){.region = run->region, .agreement = params->agreement, .number = params->nth};
	facts->agreeing.says_something = params->public_words.size > 0;
	return command_get(
		run, &agreement_goal_table, &facts->goal, &facts->agreeing.goal_known, error);
}

bool command_judge_agreement_goal(struct command_run *run)
{
	return command_entry_judge(run) && judged(run, agreement_judge_goal(&run->facts.agreeing));
}

/* Nothing said of a goal that is there: it is taken away. */
status command_apply_agreement_goal(struct command_run *run, struct error *error)
{
	const struct command_params *params = run->params;
	struct goal *goal = &run->facts.goal;
	struct span before = goal->words;
	bool says = params->public_words.size > 0 || params->day != 0 || params->next_day != 0;
	if (params->public_words.size > 0) goal->words = params->public_words;
	if (params->day != 0) goal->by_day = params->day;
	if (params->next_day != 0) goal->reached_day = params->next_day;
	command_entry_note(run, ENTRY_FIELD_GOALS, before, says ? goal->words : (struct span){0});
	if (says)
		TRY(COMMAND_PUT(run, agreement_goal_table, goal));
	else
		TRY(COMMAND_REMOVE(run, agreement_goal_table, goal));
	return command_entry_change(run, error);
}
