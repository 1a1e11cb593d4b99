/* simulate_client.c - clients send commands, and again what they got no answer to; the writer runs
 * what waits.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "simulate_private.h"
#include <inttypes.h>
#include <stdio.h>

struct simulate_sent *simulate_new(struct simulate *simulate, int32_t client)
{
	CHECK(simulate->sent_count < SIMULATE_MAX_SENT);
	int32_t number = simulate->sent_count++;
	struct simulate_sent *sent = &simulate->sent[number];
	*sent = (struct simulate_sent){.expected_version = -1};
	if (client >= 0) simulate->clients[client].sent = number;
	simulate->report->counts.sent++;
	return sent;
}

static struct simulate_attempt *free_attempt(struct simulate *simulate)
{
	for (int32_t i = 0; i < SIMULATE_ATTEMPTS; i++)
		if (!simulate->attempts[i].used) return &simulate->attempts[i];
	return NULL;
}

/* Makes the command as the API would, and prepares it. */
static bool prepare(struct simulate *simulate, struct simulate_attempt *attempt)
{
	const struct simulate_sent *sent = &simulate->sent[attempt->sent];
	struct simulate_machine *machine = &simulate->machine;
	struct error error = {0};
	arena_reset(&attempt->arena);
	snprintf(attempt->id, sizeof(attempt->id), "c.%" PRId32, attempt->sent);
	attempt->command = (struct command){.entry = sent->entry,
		.region = sent->region,
		.actor = sent->actor,
		.actor_region = sent->actor_region,
		.session = sent->session,
		.command_id = span_of(attempt->id),
		.expected_version = sent->expected_version,
		.params = sent->asked};
	status code = command_prepare(
		&attempt->command, machine->vault, machine->store, &machine->prng, &attempt->arena, &error);
	if (code != STATUS_OK)
		simulate_note(simulate, "prepare of %s fails: %s", attempt->id, error.message);
	return code == STATUS_OK;
}

/* A place in the queue for the command, or NULL. */
static struct simulate_attempt *submit(struct simulate *simulate, int32_t sent, int32_t client)
{
	struct simulate_attempt *attempt = free_attempt(simulate);
	if (attempt == NULL || simulate->machine.store == NULL) return NULL;
	attempt->client = client;
	attempt->sent = sent;
	if (!prepare(simulate, attempt)) return NULL;
	attempt->used = true;
	simulate->queue[simulate->queue_count++] = (int32_t)(attempt - simulate->attempts);
	simulate->report->counts.attempts++;
	simulate_note(simulate, "%s %s region %d is sent", attempt->id, attempt->command.entry->name,
		(int)attempt->command.region);
	return attempt;
}

bool simulate_send(struct simulate *simulate, int32_t client)
{
	struct simulate_client *sender = &simulate->clients[client];
	if (submit(simulate, sender->sent, client) == NULL) return false;
	sender->waiting++;
	return true;
}

static bool same_result(const struct command_result *a, const struct command_result *b)
{
	struct buf left, right;
	buf_init(&left, 4096);
	buf_init(&right, 4096);
	command_result_encode(a, &left);
	command_result_encode(b, &right);
	bool same = span_equal(buf_span(&left), buf_span(&right));
	buf_finish(&left);
	buf_finish(&right);
	return same;
}

static void acknowledge(
	struct simulate *simulate, struct simulate_sent *sent, const struct command_reply *reply)
{
	bool is_look = sent->entry->is_look;
	if (reply->outcome == OUTCOME_REPEATED) simulate->report->counts.repeated++;
	if (sent->state == SENT_DONE) {
		if (!is_look && !same_result(&sent->result, &reply->result))
			simulate_problem(simulate, "c.%d %s has another result the second time",
				(int)(sent - simulate->sent), sent->entry->name);
		if (!is_look && reply->outcome == OUTCOME_DONE)
			simulate_problem(simulate, "c.%d %s was done twice", (int)(sent - simulate->sent),
				sent->entry->name);
		return;
	}
	sent->state = SENT_DONE;
	sent->result = reply->result;
	simulate->report->counts.acknowledged++;
	simulate_learn(simulate, sent);
}

static void refuse(
	struct simulate *simulate, struct simulate_sent *sent, const struct refusal *refusal)
{
	const char *code = refusal->list->verdicts[refusal->verdict].code;
	simulate_note(simulate, "refused: %s.%s", refusal->list->module, code);
	simulate->report->counts.refused++;
	if (refusal->list == &command_verdicts)
		simulate_problem(simulate, "c.%d %s was refused as %s", (int)(sent - simulate->sent),
			sent->entry->name, code);
	if (sent->state == SENT_DONE && !sent->entry->is_look)
		simulate_problem(simulate, "c.%d %s was done, and then refused",
			(int)(sent - simulate->sent), sent->entry->name);
	if (sent->state == SENT_OPEN) sent->state = SENT_REFUSED;
}

/* What the client is told. */
static void answer(struct simulate *simulate, struct simulate_attempt *attempt)
{
	struct simulate_sent *sent = &simulate->sent[attempt->sent];
	const struct command_reply *reply = &attempt->command.reply;
	simulate_note(simulate, "%s is answered: %d version %" PRId64, attempt->id, (int)reply->outcome,
		reply->result.version);
	switch (reply->outcome) {
	case OUTCOME_DONE:
	case OUTCOME_REPEATED: acknowledge(simulate, sent, reply); break;
	case OUTCOME_REFUSED: refuse(simulate, sent, &reply->refusal); break;
	case OUTCOME_FAILED:
		simulate_note(simulate, "failed: %s", reply->error.message);
		simulate->report->counts.failed++;
		sent->said_failed = true;
		break;
	case OUTCOME_PENDING:
	case OUTCOME_BROKEN:
		simulate_problem(
			simulate, "%s %s broke: %s", attempt->id, sent->entry->name, reply->error.message);
	}
}

/* A client that was answered goes on; one that was not, or with a failure, tries again later. */
static void go_on(struct simulate *simulate, int32_t client)
{
	struct simulate_client *sender = &simulate->clients[client];
	sender->waiting--;
	if (simulate->sent[sender->sent].state != SENT_OPEN && sender->waiting == 0) sender->sent = -1;
}

/* Now and then a client that was told of a failure leaves it at that. */
static void give_up(struct simulate *simulate, struct simulate_sent *sent)
{
	if (sent->state == SENT_OPEN && simulate_below(simulate, 8) == 0) sent->state = SENT_GIVEN_UP;
}

/* Now and then an answer gets lost on its way: then nothing was acknowledged. */
static void deliver_answer(struct simulate *simulate, struct simulate_attempt *attempt)
{
	int32_t client = attempt->client;
	attempt->used = false;
	if (client < 0) return;
	if (simulate_below(simulate, 16) == 0) {
		simulate->report->counts.unanswered++;
		simulate_note(simulate, "the answer to %s is lost", attempt->id);
		/* That may have been a failure too. */
		if (attempt->command.reply.outcome == OUTCOME_FAILED)
			simulate->sent[attempt->sent].said_failed = true;
	} else {
		answer(simulate, attempt);
		give_up(simulate, &simulate->sent[attempt->sent]);
	}
	go_on(simulate, client);
}

/* How many calls of the disk failed so far. */
static int64_t faults_of(const struct simulate *simulate)
{
	struct crash_vfs_counts counts = crash_vfs_counts(simulate->machine.vfs);
	int64_t sum = 0;
	for (int i = 0; i < CRASH_VFS_FAULT_COUNT; i++) sum += counts.failed[i];
	return sum;
}

/* Where the disk did all that it was asked, no command failed. */
static void check_not_failed(
	struct simulate *simulate, struct command *const *commands, int32_t count)
{
	for (int32_t i = 0; i < count; i++)
		if (commands[i]->reply.outcome == OUTCOME_FAILED)
			simulate_problem(simulate, "%s fails, though the disk did not: %s",
				commands[i]->entry->name, commands[i]->reply.error.message);
}

/* As the queue does: what cannot be made durable is answered as failed, and the process ends. */
static void make_durable(struct simulate *simulate, struct command *const *commands, int32_t count)
{
	struct error error = {0};
	if (simulate->options.hasty || crash_vfs_is_stopped(simulate->machine.vfs)) return;
	if (command_writer_sync(simulate->machine.writer, &error) == STATUS_OK) return;
	for (int32_t i = 0; i < count; i++)
		commands[i]->reply = (struct command_reply){.outcome = OUTCOME_FAILED, .error = error};
	crash_vfs_stop(simulate->machine.vfs, 0);
}

/* Where syncs are apart, what was asked is run in two batches, and one sync is for both. */
static void run(struct simulate *simulate, struct command *const *commands, int32_t count)
{
	struct command_writer *writer = simulate->machine.writer;
	int32_t first = simulate->options.apart ? simulate_below(simulate, count + 1) : count;
	if (first > 0) command_writer_run(writer, commands, (size_t)first);
	if (first < count && !crash_vfs_is_stopped(simulate->machine.vfs))
		command_writer_run(writer, commands + first, (size_t)(count - first));
	make_durable(simulate, commands, count);
}

void simulate_batch(struct simulate *simulate, int32_t most)
{
	struct command *commands[SIMULATE_ATTEMPTS];
	int32_t taken[SIMULATE_ATTEMPTS];
	int32_t count = simulate->queue_count < most ? simulate->queue_count : most;
	if (count == 0 || simulate->machine.store == NULL) return;
	for (int32_t i = 0; i < count; i++) {
		taken[i] = simulate->queue[i];
		commands[i] = &simulate->attempts[taken[i]].command;
	}
	simulate->queue_count -= count;
	memmove(simulate->queue, simulate->queue + count,
		(size_t)simulate->queue_count * sizeof(simulate->queue[0]));
	int64_t faults = faults_of(simulate);
	run(simulate, commands, count);
	simulate->report->counts.batches++;
	if (crash_vfs_is_stopped(simulate->machine.vfs)) {
		for (int32_t i = 0; i < count; i++) simulate->attempts[taken[i]].used = false;
		simulate->report->counts.unanswered += count;
		return;
	}
	if (faults == faults_of(simulate)) check_not_failed(simulate, commands, count);
	for (int32_t i = 0; i < count; i++) deliver_answer(simulate, &simulate->attempts[taken[i]]);
}

void simulate_forget_answers(struct simulate *simulate)
{
	simulate->report->counts.unanswered += simulate->queue_count;
	simulate->queue_count = 0;
	for (int32_t i = 0; i < SIMULATE_ATTEMPTS; i++) simulate->attempts[i].used = false;
	for (int32_t i = 0; i < SIMULATE_CLIENTS; i++) {
		struct simulate_client *client = &simulate->clients[i];
		client->waiting = 0;
		if (client->sent >= 0 && simulate->sent[client->sent].state != SENT_OPEN) client->sent = -1;
	}
}

struct command_result simulate_must(struct simulate *simulate, struct simulate_sent *sent)
{
	struct command_result none = {.version = 0};
	int32_t number = (int32_t)(sent - simulate->sent);
	struct simulate_attempt *attempt = submit(simulate, number, -1);
	if (attempt == NULL) {
		simulate_problem(simulate, "%s cannot be sent", sent->entry->name);
		return none;
	}
	simulate_batch(simulate, SIMULATE_ATTEMPTS);
	answer(simulate, attempt);
	if (sent->state != SENT_DONE)
		simulate_problem(simulate, "%s of the set-up was not done", sent->entry->name);
	return sent->result;
}

void simulate_resend(struct simulate *simulate, int32_t sent)
{
	const struct simulate_sent *kept = &simulate->sent[sent];
	struct simulate_attempt *attempt = submit(simulate, sent, -1);
	if (attempt == NULL) {
		simulate_problem(simulate, "c.%d cannot be sent again", (int)sent);
		return;
	}
	simulate_batch(simulate, SIMULATE_ATTEMPTS);
	enum command_outcome outcome = attempt->command.reply.outcome;
	if (outcome != OUTCOME_REPEATED)
		simulate_problem(simulate, "c.%d %s sent again is not known: outcome %d", (int)sent,
			kept->entry->name, (int)outcome);
	answer(simulate, attempt);
}

status simulate_carry(void *context, struct command *command, struct error *error)
{
	struct simulate *simulate = context;
	struct simulate_machine *machine = &simulate->machine;
	arena_reset(&simulate->arena);
	TRY(command_prepare(
		command, machine->vault, machine->store, &machine->prng, &simulate->arena, error));
	run(simulate, &command, 1);
	simulate->report->counts.by_program++;
	simulate_note(
		simulate, "the program does %s: %d", command->entry->name, (int)command->reply.outcome);
	if (command->reply.outcome == OUTCOME_BROKEN)
		simulate_problem(
			simulate, "%s broke: %s", command->entry->name, command->reply.error.message);
	if (command->reply.outcome != OUTCOME_FAILED) return STATUS_OK;
	return status_fail(error, command->reply.error.code, "%s", command->reply.error.message);
}
