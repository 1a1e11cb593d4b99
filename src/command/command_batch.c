/* command_batch.c - one command on its way: known, facts, access, judge, apply, laws, journal.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_batch.h"
#include "base/check.h"
#include "base/date.h"
#include "care/laws.h"

static const struct verdict verdicts[COMMAND_VERDICT_COUNT] = {
	[COMMAND_ACCEPTED] = {"ok", "", VERDICT_YES},
	[COMMAND_ID_REUSED] = {"id_reused", "idempotency", VERDICT_STATE},
	[COMMAND_SET_ASIDE] = {"set_aside", "incident", VERDICT_STATE},
};
const struct verdict_list command_verdicts = {"command", verdicts, COMMAND_VERDICT_COUNT};

enum progress { GO_ON, ANSWERED };

static enum progress answer_refused(struct command_run *run)
{
	run->command->reply.outcome = OUTCOME_REFUSED;
	run->command->reply.refusal = run->refusal;
	return ANSWERED;
}

static enum progress refuse(struct command_run *run, const struct verdict_list *list, int verdict)
{
	command_refuse(run, list, verdict);
	return answer_refused(run);
}

/* Known already? Then the kept reply, if it was the same that was asked. */
static status known(struct command_writer *writer, struct command_run *run, enum progress *progress,
	struct error *error)
{
	struct command *command = run->command;
	struct journal_entry entry;
	bool found = false;
	*progress = GO_ON;
	if (command->command_id.size == 0) return STATUS_OK;
	command->reply.incident = command_quarantine_find(writer, command);
	if (!id_is_none(command->reply.incident)) {
		*progress = refuse(run, &command_verdicts, COMMAND_SET_ASIDE);
		return STATUS_OK;
	}
	TRY(journal_find(run->store, run->region, command->actor, command->command_id, run->arena,
		&entry, &found, error));
	if (!found) return STATUS_OK;
	bool same = entry.command == (int32_t)command->entry->number &&
		entry.digest.size == HASH_SIZE &&
		memcmp(entry.digest.start, command->digest.bytes, HASH_SIZE) == 0;
	if (!same) {
		*progress = refuse(run, &command_verdicts, COMMAND_ID_REUSED);
		return STATUS_OK;
	}
	if (!command_result_decode(entry.reply, &command->reply.result))
		return status_fail(error, STATUS_CORRUPT, "the kept reply of entry %lld cannot be read",
			(long long)entry.seq);
	command->reply.outcome = OUTCOME_REPEATED;
	*progress = ANSWERED;
	return STATUS_OK;
}

static bool has_sealed_text(const struct command *command)
{
	for (size_t i = 0; i < command->entry->field_count; i++) {
		const struct command_field *field = &command->entry->fields[i];
		const struct span *span = (const void *)((const char *)&command->params + field->offset);
		if (field->form == FIELD_SEALED && span->size > 0) return true;
	}
	return false;
}

/* What was said in secret is gone before the queue (command_prepare). */
static bool has_secret(const struct command *command)
{
	for (size_t i = 0; i < command->entry->field_count; i++) {
		const struct command_field *field = &command->entry->fields[i];
		const struct span *said = (const void *)((const char *)&command->params + field->offset);
		if (field->form == FIELD_SECRET && said->size > 0) return true;
	}
	return false;
}

/* Access, version, judge: all before any row is written. */
static status judge(struct command_run *run, enum progress *progress, struct error *error)
{
	struct command *command = run->command;
	const struct command_entry *entry = command->entry;
	run->held_by = run->facts.episode.care_manager;
	*progress = ANSWERED;
	if (!command_may(run)) {
		answer_refused(run);
		return STATUS_OK;
	}
	if (run->facts.episode_known && !entry->is_look) {
		enum episode_verdict version =
			episode_judge_version(&run->facts.episode, command->expected_version);
		if (version != EPISODE_OK) {
			command_parameter_number(run, "version", run->facts.episode.version);
			refuse(run, &episode_verdicts, (int)version);
			return STATUS_OK;
		}
	}
	/* What a table learned may be told later, a mandate has its own clock, and what others may know
	 * of it stays the person's to say. */
	bool after_end = entry->number == COMMAND_EPISODE_RETURN ||
		entry->number == COMMAND_TABLE_CLOSE || entry->number == COMMAND_MANDATE_TURN ||
		entry->part == PART_CONSENT;
	if (run->facts.episode_known && !entry->is_look && !after_end &&
		episode_judge_open(&run->facts.episode) != EPISODE_OK) {
		refuse(run, &episode_verdicts, EPISODE_IS_CLOSED);
		return STATUS_OK;
	}
	if (!entry->judge(run)) {
		answer_refused(run);
		return STATUS_OK;
	}
	/* The texts were sealed for whose episode it was when the request came in. */
	if (entry->subject == SUBJECT_PERSON_OF_EPISODE && has_sealed_text(command) &&
		!id_equal(command->subject, run->facts.episode.person))
		return status_fail(error, STATUS_BUSY, "the episode changed hands while this came in");
	*progress = GO_ON;
	return STATUS_OK;
}

/* Who gives advice takes nothing over, and a stay takes nobody away: the rows that say who bears
 * and who is in the team are not even written. */
static bool moved(const struct command_run *run)
{
	return run->facts.episode_known && run->command->entry->moves_nothing &&
		(change_has(buf_span(&run->change->effects), &need_table) ||
			change_has(buf_span(&run->change->effects), &team_member_table) ||
			!id_equal(run->facts.episode.care_manager, run->held_by));
}

/* What it wrote decides which laws it can have broken. */
static unsigned laws_to_check(const struct command_run *run)
{
	struct span effects = buf_span(&run->change->effects);
	if (change_removes(effects, &moment_due_table)) return LAWS_OF_ALL;
	bool plan = change_has(effects, &team_member_table) || change_has(effects, &plan_part_table) ||
		change_has(effects, &light_table);
	unsigned parts = change_has(effects, &consult_table) ? LAWS_OF_CONSULTS : 0;
	if (change_has(effects, &stay_table)) parts |= LAWS_OF_STAYS;
	if (change_has(effects, &table_case_table)) parts |= LAWS_OF_CASES;
	if (plan) parts |= LAWS_OF_PLAN;
	if (change_has(effects, &transition_table) || change_has(effects, &preparation_table) ||
		change_has(effects, &second_view_table))
		parts |= LAWS_OF_LIFE;
	if (run->facts.episode.state == EPISODE_CLOSED) parts |= LAWS_OF_CLOSED;
	return parts;
}

static status check_laws(struct command_run *run, struct error *error)
{
	enum law_break broken = LAW_KEPT;
	if (run->episode_touched)
		TRY(laws_check_episode(
			run->store, run->region, run->facts.episode.id, laws_to_check(run), &broken, error));
	if (broken == LAW_KEPT && !id_is_none(run->also_touched))
		TRY(laws_check_episode(
			run->store, run->region, run->also_touched, LAWS_OF_ALL, &broken, error));
	if (broken == LAW_KEPT && run->roster_touched >= 0)
		TRY(laws_check_roster(run->store, run->roster_touched, &broken, error));
	if (broken == LAW_KEPT && moved(run)) broken = LAW_L2_MOVED;
	if (broken != LAW_KEPT) run->broken = laws_name(broken);
	return STATUS_OK;
}

static status append(struct command_writer *writer, struct command_run *run, struct error *error)
{
	struct command *command = run->command;
	bool about_somebody = command->entry->subject != SUBJECT_NOBODY;
	struct id subject = command->entry->subject == SUBJECT_NEW ? command->subject : id_none;
	if (run->facts.episode_known && about_somebody) subject = run->facts.episode.person;
	buf_reset(&writer->body);
	buf_reset(&writer->result);
	command_encode(command->entry, run->params, &writer->body);
	run->result.region = run->region;
	command_result_encode(&run->result, &writer->result);
	CHECK(!writer->body.overflowed && !writer->result.overflowed);
	bool digested = command->command_id.size > 0;
	struct journal_entry entry = {.region = run->region,
		.recorded_ms = run->now_ms,
		.kind = command->entry->is_look ? JOURNAL_LOOK : JOURNAL_COMMAND,
		.command = (int32_t)command->entry->number,
		.actor = command->actor,
		.subject = subject,
		.episode = run->facts.episode_known ? run->facts.episode.id : id_none,
		.ground = (int32_t)run->ground,
		.command_id = command->command_id,
		.digest = digested ? span_bytes(command->digest.bytes, HASH_SIZE) : (struct span){0},
		.body = buf_span(&writer->body),
		.effects = buf_span(&writer->change.effects),
		.reply = buf_span(&writer->result)};
	return journal_append(&writer->journal, run->store, &entry, error);
}

/* A look: one row per subject, actor, part and purpose in a quarter of an hour. */
static status apply_look(struct command_run *run, bool *again, struct error *error)
{
	struct look look = {.region = run->region,
		.subject = run->facts.episode_known ? run->facts.episode.person : run->actor.account,
		.actor = run->actor.account,
		.part = (int32_t)run->command->entry->part,
		.purpose = (int32_t)run->command->entry->number,
		.bucket = run->now_ms / LOOK_QUARTER_MS};
	struct look kept = look;
	TRY(command_get(run, &look_table, &kept, again, error));
	run->result.version =
		command_shows_version(run->command->entry) ? run->facts.episode.version : 0;
	if (*again) return STATUS_OK;
	look.seq = run->journal_seq;
	look.at_ms = run->now_ms;
	look.ground = (int32_t)run->ground;
	look.episode = run->facts.episode_known ? run->facts.episode.id : id_none;
	return COMMAND_PUT(run, look_table, &look);
}

static status run_guarded(
	struct command_writer *writer, struct command_run *run, struct error *error)
{
	const struct command_entry *entry = run->command->entry;
	enum progress progress = GO_ON;
	bool again = false;
	CHECK(!has_secret(run->command));
	TRY(known(writer, run, &progress, error));
	if (progress == ANSWERED) return STATUS_OK;
	TRY(entry->facts(run, error));
	TRY(judge(run, &progress, error));
	if (progress == ANSWERED) return STATUS_OK;
	if (entry->number == LOOK_CASELOAD)
		TRY(command_list_caseload(run, &again, error));
	else if (entry->is_look)
		TRY(apply_look(run, &again, error));
	else
		TRY(entry->apply(run, error));
	TRY(check_laws(run, error));
	if (run->broken != NULL) return STATUS_OK;
	if (!again) TRY(append(writer, run, error));
	run->command->reply.outcome = OUTCOME_DONE;
	run->command->reply.result = run->result;
	return STATUS_OK;
}

static void init_run(
	struct command_writer *writer, struct command_run *run, struct command *command)
{
	const struct journal_head *head = &writer->journal.heads[command->region];
	int64_t now_ms = clock_now_ms(writer->options.clock);
	*run = (struct command_run){.command = command,
		.params = &command->params,
		.store = writer->options.store,
		.arena = &writer->arena,
		.prng = writer->options.prng,
		.division = writer->options.division,
		.demonstration = writer->options.demonstration,
		.vault = writer->options.vault,
		.heads = writer->journal.heads,
		.change = &writer->change,
		.now_ms = now_ms > head->recorded_ms ? now_ms : head->recorded_ms,
		.region = command->region,
		.roster_touched = -1,
		.journal_seq = head->seq + 1};
	run->today = date_day_of(run->now_ms);
	run->result.at_ms = run->now_ms;
	change_reset(&writer->change);
}

status command_batch_run_one(
	struct command_writer *writer, struct command *command, struct error *error)
{
	CHECK(command->region >= 0 && command->region < JOURNAL_SHARDS);
	struct command_run *run = ARENA_NEW(&writer->arena, struct command_run);
	struct check_guard guard;
	status code = STATUS_OK;
	init_run(writer, run, command);
	if (setjmp(check_guard_set(&guard)->landing) == 0) {
		code = run_guarded(writer, run, error);
	} else {
		/* Only memory that was written before the jump is read here; `run` is not a local that
		 * changed. */
		run->broken = guard.condition;
		code = STATUS_OK;
	}
	check_guard_clear();
	if (code == STATUS_OK && run->broken != NULL) {
		command->reply.outcome = OUTCOME_BROKEN;
		command->reply.error = (struct error){.code = STATUS_CORRUPT};
		(void)status_fail(&command->reply.error, STATUS_CORRUPT, "%s", run->broken);
	}
	return code;
}
