/* history.c - steps become commands, are run, and what became of them is remembered.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history.h"
#include "base/date.h"
#include "care/shortage.h"

enum { ALL_EVERY = 400, AGAIN_TOGETHER = 64 };
/* What random numbers are for. */
enum { SEED_STEP, SEED_BATCH, SEED_AGAIN };

static const size_t result_at[] = {
	[MADE_PERSON] = offsetof(struct command_result, person),
	[MADE_EPISODE] = offsetof(struct command_result, episode),
	[MADE_NEED] = offsetof(struct command_result, need),
	[MADE_HANDOVER] = offsetof(struct command_result, handover),
	[MADE_JOIN] = offsetof(struct command_result, join),
	[MADE_ACCOUNT] = offsetof(struct command_result, account),
	[MADE_ORGANISATION] = offsetof(struct command_result, organisation),
	[MADE_SITE] = offsetof(struct command_result, site),
	[MADE_SERVICE] = offsetof(struct command_result, service),
	[MADE_SESSION] = offsetof(struct command_result, session),
	[MADE_STEP] = offsetof(struct command_result, step),
	[MADE_AGREEMENT] = offsetof(struct command_result, agreement),
	[MADE_CORRECTION] = offsetof(struct command_result, correction),
	[MADE_CONSULT] = offsetof(struct command_result, consult),
	[MADE_STAY] = offsetof(struct command_result, stay),
	[MADE_INVITE] = offsetof(struct command_result, invite),
	[MADE_CODES] = offsetof(struct command_result, codes),
	[MADE_CASE] = offsetof(struct command_result, table_case),
	[MADE_PART] = offsetof(struct command_result, part),
	[MADE_MANDATE] = offsetof(struct command_result, mandate),
	[MADE_TRANSITION] = offsetof(struct command_result, transition),
	[MADE_SECOND_VIEW] = offsetof(struct command_result, second_view),
	[MADE_CONSENT] = offsetof(struct command_result, consent),
};

static const char *const texts[HISTORY_TEXTS] = {
	"Since the summer I hardly sleep.",
	"They said \"not here\", four times.",
	"I will look along every Tuesday.",
	"Call before ten, or after school.",
	"The letters are in a bag under the stairs.",
	"Enough would be: work again, three days.",
	"My sister knows me best.",
	"Nobody has opened the door since Monday.",
};

const char *history_text(int64_t number)
{
	/* Longer than a name can be. */
	static const char longest[] =
		"We are open, we are open, we are open, we are open, we are open, we are open, we are open,"
		" we are open, we are open, we are open, we are open, we are open, we are open, we are"
		" open, we are open, we are open, we are open, we are open, we are open, and closed.";
	if (number == HISTORY_LONG_TEXT) return longest;
	if (number == HISTORY_BIRTH_TEXT) return "1991-04-30";
	if (number == HISTORY_INSURER_TEXT) return "zorg_en_zekerheid";
	return texts[(size_t)number % HISTORY_TEXTS];
}

const char *history_list_text(enum command_field_form form, int64_t number)
{
	static const char *const hours[] = {"mo-fr 09:00-17:00", "tu[1] 19:30-21:30; ph closed",
		"we/2 2026-01-07 14:00-16:00", "mo-su 00:00-24:00", "fr 22:00-03:00"};
	static const char *const languages[] = {"nl", "ar en nl", "en nl tr"};
	/* Of the two regions that histories play in, and of both. */
	static const char *const places[] = {"", "0344", "0307 0344", "0344 0363"};
	size_t at = (size_t)number;
	if (form == FIELD_HOURS) return hours[at % (sizeof(hours) / sizeof(hours[0]))];
	if (form == FIELD_LANGUAGES) return languages[at % (sizeof(languages) / sizeof(languages[0]))];
	return places[at % (sizeof(places) / sizeof(places[0]))];
}

void history_token_text(int64_t number, char out[32])
{
	snprintf(out, 32, "one-time-token-%08lld", (long long)number);
}

status history_open(struct history *history, enum store_kind kind, uint64_t seed,
	const struct region *division, struct tally *tally)
{
	*history = (struct history){.seed = seed, .tally = tally, .memory = {.last_poison = -1}};
	checker_init(&history->checker);
	list_init(&history->steps, sizeof(struct history_step));
	list_init(&history->outcomes, sizeof(struct history_outcome));
	list_init(&history->memory.staff, sizeof(int32_t));
	list_init(&history->memory.made, sizeof(struct history_place));
	list_map_init(&history->made);
	prng_init_seed(&history->prng, seed ^ UINT64_C(0x5bd1e995));
	return world_open(&history->world, kind, seed, division, &history->error);
}

void history_close(struct history *history)
{
	world_close(&history->world);
	checker_finish(&history->checker);
	list_finish(&history->steps);
	list_finish(&history->outcomes);
	list_finish(&history->memory.staff);
	list_finish(&history->memory.made);
	list_map_finish(&history->made);
	*history = (struct history){0};
}

struct history_step *history_add(struct history *history, enum history_kind kind)
{
	int32_t number = list_count(&history->steps);
	struct history_step *step = list_add(&history->steps);
	step->number = number;
	step->kind = kind;
	step->id_of = number;
	step->version_back = -1;
	return step;
}

struct history_step *history_add_command(
	struct history *history, enum command_number number, int32_t region)
{
	struct history_step *step = history_add(history, HISTORY_COMMAND);
	step->entry = command_find((int)number);
	step->region = region;
	CHECK(step->entry != NULL && step->entry->field_count <= HISTORY_MAX_FIELDS);
	return step;
}

struct history_value *history_set(struct history_step *step, const char *field)
{
	for (size_t i = 0; i < step->entry->field_count; i++)
		if (strcmp(step->entry->fields[i].name, field) == 0) {
			step->values[i].given = true;
			return &step->values[i];
		}
	CHECK_UNREACHABLE("field of a command");
}

void history_set_number(struct history_step *step, const char *field, int64_t number)
{
	history_set(step, field)->number = number;
}

void history_set_ref(struct history_step *step, const char *field, struct history_ref ref)
{
	history_set(step, field)->ref = ref;
}

struct history_ref history_ref_of(const struct history *history, struct id id)
{
	const struct list_place *place = list_map_find(&history->made, id);
	if (place == NULL) return (struct history_ref){0};
	return (struct history_ref){place->index, (enum history_made)place->kind};
}

static struct history_outcome *outcome_at(const struct history *history, int32_t number)
{
	return number < 0 || number >= list_count(&history->outcomes)
		? NULL
		: list_at(&history->outcomes, number);
}

struct id history_resolve(const struct history *history, struct history_ref ref)
{
	struct id unknown;
	if (ref.made == MADE_NONE) return id_none;
	memset(unknown.bytes, 0xEE, sizeof(unknown.bytes));
	memcpy(unknown.bytes, &ref, sizeof(ref));
	const struct history_outcome *outcome = outcome_at(history, ref.step);
	if (ref.made > MADE_CONSENT || outcome == NULL || !outcome->known) return unknown;
	if (outcome->outcome != OUTCOME_DONE && outcome->outcome != OUTCOME_REPEATED) return unknown;
	const struct id *id = (const void *)((const char *)&outcome->result + result_at[ref.made]);
	return id_is_none(*id) ? unknown : *id;
}

bool history_same_content(const struct history_step *a, const struct history_step *b)
{
	if (a->entry != b->entry) return false;
	for (size_t i = 0; i < a->entry->field_count; i++) {
		const struct history_value *left = &a->values[i], *right = &b->values[i];
		/* Not in the digest. */
		if (a->entry->fields[i].place == FIELD_WORKED_OUT) continue;
		if (left->given != right->given || left->number != right->number ||
			left->ref.step != right->ref.step || left->ref.made != right->ref.made)
			return false;
	}
	return true;
}

/* What no step made is found by what a step made. */
static struct id found_by(const struct history *history, const struct history_step *step,
	const struct history_value *value)
{
	struct history_ref of = value->ref;
	if (of.made == MADE_SHORTAGE) {
		of.made = MADE_SERVICE;
		return shortage_id(step->region, history_resolve(history, of));
	}
	if (of.made != MADE_TABLED) return history_resolve(history, of);
	of.made = MADE_NEED;
	return checker_tabled(&history->checker, history_resolve(history, of), value->number);
}

/* Number `value->number` of the recovery codes that a step made. */
static struct id recovery_of(const struct history *history, const struct history_value *value)
{
	char text[ACCOUNT_CODE_SIZE];
	struct vault *vault = history->world.vault;
	struct id batch = history_resolve(history, value->ref);
	command_recovery_code(vault, batch, (int)value->number, text);
	return command_recovery_index(vault, span_of(text));
}

/* Whose key seals what is set: of who was invited, or who acts. Of nobody else is there a key. */
static struct id subject_of(
	const struct history *history, const struct history_step *step, const struct command *command)
{
	struct id id = command->actor;
	if (step->entry->number == COMMAND_PASSWORD_SET) {
		const struct history_outcome *outcome = NULL;
		for (size_t i = 0; i < step->entry->field_count; i++)
			if (strcmp(step->entry->fields[i].name, "invite") == 0)
				outcome = outcome_at(history, step->values[i].ref.step);
		id = outcome == NULL ? id_none : outcome->result.account;
	}
	return checker_account_of(&history->checker, id) == NULL ? id_none : id;
}

/* Codes and tokens are known by their index only. */
static struct id thing_of(
	struct history *history, const struct history_step *step, const struct history_value *value)
{
	char text[32];
	struct vault *vault = history->world.vault;
	switch (step->entry->number) {
	case COMMAND_SESSION_START:
		command_access_code(vault, history_resolve(history, value->ref), text);
		return command_code_index(vault, span_of(text));
	case COMMAND_INVITE_MAKE:
	case COMMAND_ADMINISTRATOR_FIRST:
		history_token_text(value->number, text);
		return command_token_index(vault, span_of(text));
	case COMMAND_ENTRY_CONFIRM_BY_LINK: return step->link;
	default: return found_by(history, step, value);
	}
}

static void fill_field(struct history *history, const struct history_step *step, size_t at,
	struct command_params *params)
{
	const struct command_field *field = &step->entry->fields[at];
	const struct history_value *value = &step->values[at];
	void *to = (char *)params + field->offset;
	if (!value->given) return;
	switch (field->form) {
	case FIELD_ID:
	case FIELD_TOKEN:
		if (field->offset == offsetof(struct command_params, merge) ||
			field->offset == offsetof(struct command_params, transition) ||
			field->offset == offsetof(struct command_params, preparation)) {
			*(struct id *)to = step->link;
			break;
		}
		*(struct id *)to = field->offset == offsetof(struct command_params, thing)
			? thing_of(history, step, value)
			: field->offset == offsetof(struct command_params, code_index)
			? recovery_of(history, value)
			: found_by(history, step, value);
		break;
	case FIELD_CODE:
	case FIELD_DAY:
	case FIELD_INT:
	case FIELD_DEGREES:
	case FIELD_MUNICIPALITY:
		if (field->offset == offsetof(struct command_params, number) ||
			field->offset == offsetof(struct command_params, until))
			*(int64_t *)to = value->number;
		else
			*(int32_t *)to = (int32_t)value->number;
		break;
	case FIELD_SECRET: break;
	case FIELD_BOOL: *(bool *)to = value->number != 0; break;
	case FIELD_CODES: *(int64_t *)to = value->number; break;
	case FIELD_HOURS:
	case FIELD_LANGUAGES:
	case FIELD_MUNICIPALITIES:
		*(struct span *)to = span_of(history_list_text(field->form, value->number));
		break;
	case FIELD_SEALED:
	case FIELD_TEXT: *(struct span *)to = span_of(history_text(value->number)); break;
	}
}

static int64_t expected_version(
	const struct history *history, const struct history_step *step, struct id id)
{
	const struct list_place *place = list_map_find(&history->checker.map, id);
	/* Of an entry just a number, that is right now and then. */
	if (step->entry->part == PART_DIRECTORY) return step->version_back;
	if (step->version_back < 0 || place == NULL || place->kind != ID_EPISODE) return -1;
	const struct checker_episode *episode = list_at(&history->checker.episodes, place->index);
	return episode->version > step->version_back ? episode->version - step->version_back : 0;
}

/* The step as a command, sealed and ready for the writer; lives in the world's arena. */
static struct command *fill(struct history *history, const struct history_step *step)
{
	struct world *world = &history->world;
	struct command *command = ARENA_NEW(&world->arena, struct command);
	command->entry = step->entry;
	command->region = step->region;
	command->by_program = step->by_program;
	command->actor = history_resolve(history, step->actor);
	command->session = history_resolve(history, step->session);
	const struct checker_account *actor = checker_account_of(&history->checker, command->actor);
	command->actor_region = actor == NULL ? 0 : actor->region;
	if (!step->by_program && !step->entry->is_look) {
		char *id = arena_need(&world->arena, 16);
		snprintf(id, 16, "s%d", (int)step->id_of);
		command->command_id = span_of(id);
	}
	for (size_t i = 0; i < step->entry->field_count; i++)
		fill_field(history, step, i, &command->params);
	if (step->entry->subject == SUBJECT_ACCOUNT)
		command->subject = subject_of(history, step, command);
	command->expected_version = expected_version(history, step, command->params.episode);
	status code = command_prepare(
		command, world->vault, world->store, &world->prng, &world->arena, &history->error);
	if (code != STATUS_OK)
		checker_say(&history->checker, CHECKER_FAILED, "%s: not prepared: %s", step->entry->name,
			history->error.message);
	return command;
}

/* A reply is kept under its command id: it is given again, or the id cannot be used again. */
static void judge_reply(
	struct history *history, const struct history_step *step, const struct command *command)
{
	struct history_outcome *root = outcome_at(history, step->id_of);
	struct checker *checker = &history->checker;
	const struct command_reply *reply = &command->reply;
	bool broke = reply->outcome == OUTCOME_BROKEN;
	if (broke && !step->poison && !history->checker_alone)
		checker_say(
			checker, CHECKER_OWN_ASSERTION, "%s: %s", step->entry->name, reply->error.message);
	if (command->command_id.size == 0 || root == NULL || !root->known) return;
	if (root->kept < 0) {
		if (broke || reply->outcome == OUTCOME_DONE) root->kept = step->number;
		return;
	}
	if (root->kept == step->number) return;
	const struct history_outcome *kept = outcome_at(history, root->kept);
	const struct history_step *first = NULL;
	for (int32_t i = 0; i < list_count(&history->steps) && first == NULL; i++) {
		const struct history_step *candidate = list_at(&history->steps, i);
		if (candidate->number == root->kept) first = candidate;
	}
	const char *refused = reply->outcome != OUTCOME_REFUSED
		? ""
		: reply->refusal.list->verdicts[reply->refusal.verdict].code;
	if (kept->outcome == OUTCOME_BROKEN) {
		if (strcmp(refused, "set_aside") != 0)
			checker_say(
				checker, CHECKER_REPLY, "%s: tried again though set aside", step->entry->name);
	} else if (!history_same_content(first, step)) {
		if (strcmp(refused, "id_reused") != 0)
			checker_say(checker, CHECKER_REPLY, "%s: a command id was used for something else",
				step->entry->name);
	} else if (reply->outcome != OUTCOME_REPEATED ||
		memcmp(&reply->result, &kept->result, sizeof(kept->result)) != 0) {
		checker_say(
			checker, CHECKER_REPLY, "%s: the kept reply was not given again", step->entry->name);
	}
}

/* Whose an entry is that was made before: a report about it is theirs too. */
static struct history_ref owner_of(const struct history *history, struct history_ref entry)
{
	const struct list *list = &history->memory.made;
	for (int32_t i = 0; i < list_count(list); i++) {
		const struct history_place *place = list_at(list, i);
		if (place->ref.step == entry.step && place->ref.made == entry.made) return place->of;
	}
	return (struct history_ref){0};
}

static void remember_place(
	struct history *history, const struct history_step *step, const struct command_result *result)
{
	static const struct {
		enum command_number number;
		enum history_made made;
	} places[] = {
		{COMMAND_ORGANISATION_ADD, MADE_ORGANISATION},
		{COMMAND_SITE_ADD, MADE_SITE},
		{COMMAND_SERVICE_ADD, MADE_SERVICE},
		{COMMAND_AGREEMENT_ADD, MADE_AGREEMENT},
		{COMMAND_CORRECTION_PROPOSE, MADE_CORRECTION},
		{COMMAND_SESSION_START, MADE_SESSION},
		{COMMAND_SESSION_SIGN_IN, MADE_SESSION},
		{COMMAND_PASSWORD_INVITE, MADE_INVITE},
		{COMMAND_PASSWORD_SET, MADE_PASSWORD},
		{COMMAND_PASSWORD_CHANGE, MADE_PASSWORD},
		{COMMAND_SECOND_CONFIRM, MADE_CODES},
	};
	enum history_made made = MADE_NONE;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++)
		if (step->entry->number == places[i].number) made = places[i].made;
	if (made == MADE_NONE) return;
	/* The first field of what belongs to something says to what. */
	struct history_ref of = step->values[0].ref;
	if (made == MADE_ORGANISATION) of = (struct history_ref){step->number, made};
	if (made == MADE_CORRECTION) of = owner_of(history, of);
	if (made == MADE_SESSION || made == MADE_INVITE || made == MADE_PASSWORD || made == MADE_CODES)
		of = history_ref_of(history, result->account);
	struct history_place *place = list_add(&history->memory.made);
	place->made = made;
	place->region = step->region;
	place->ref = (struct history_ref){step->number, made};
	place->of = of;
}

static void remember_made(
	struct history *history, const struct history_step *step, const struct command_result *result)
{
	for (int made = MADE_PERSON; made <= MADE_CONSENT; made++) {
		const struct id *id = (const void *)((const char *)result + result_at[made]);
		if (!id_is_none(*id) && list_map_find(&history->made, *id) == NULL)
			list_map_put(&history->made, *id, made, step->number);
	}
	remember_place(history, step, result);
}

static void remember(
	struct history *history, const struct history_step *step, const struct command *command)
{
	while (list_count(&history->outcomes) <= step->number) list_add(&history->outcomes);
	struct history_outcome *outcome = outcome_at(history, step->number);
	const struct refusal *refusal = &command->reply.refusal;
	*outcome = (struct history_outcome){.known = true,
		.outcome = command->reply.outcome,
		.result = command->reply.result,
		.today = date_day_of(clock_now_ms(&history->world.clock)),
		.kept = -1};
	if (outcome->outcome == OUTCOME_REFUSED) {
		outcome->module = refusal->list->module;
		outcome->code = refusal->list->verdicts[refusal->verdict].code;
	}
	if (history->tally != NULL) tally_count(history->tally, command);
	if (outcome->outcome == OUTCOME_DONE) remember_made(history, step, &command->reply.result);
	if (outcome->outcome == OUTCOME_BROKEN) history->memory.last_poison = step->number;
	judge_reply(history, step, command);
}

static void check_batch(struct history *history, struct command *const *commands, size_t count)
{
	if (history_failed(history)) return;
	status code =
		checker_batch(&history->checker, history->world.store, commands, count, &history->error);
	if (code != STATUS_OK)
		checker_say(&history->checker, CHECKER_FAILED, "the checker: %s", history->error.message);
}

static void check_all(struct history *history)
{
	history->since_all = 0;
	if (history_failed(history)) return;
	status code = checker_all(&history->checker, history->world.store, &history->error);
	if (code != STATUS_OK)
		checker_say(&history->checker, CHECKER_FAILED, "the checker: %s", history->error.message);
}

/* What a step draws depends on its number alone, so that it draws the same in a shorter history.
 * */
static void seed_for(struct history *history, int32_t number, uint64_t use)
{
	uint64_t drawn = ((uint64_t)number << 2 | use) * UINT64_C(0x9e3779b97f4a7c15);
	prng_init_seed(&history->world.prng, history->seed ^ drawn);
}

/* Runs the commands from `from` on that go together; returns how many steps they were. */
static int32_t run_batch(struct history *history, int32_t from)
{
	struct world *world = &history->world;
	struct command *commands[COMMAND_BATCH_MAX];
	int32_t count = 0;
	arena_reset(&world->arena);
	for (;;) {
		const struct history_step *step = list_at(&history->steps, from + count);
		seed_for(history, step->number, SEED_STEP);
		commands[count++] = fill(history, step);
		bool last = from + count == list_count(&history->steps) || count == COMMAND_BATCH_MAX;
		if (last || !step->goes_on) break;
		const struct history_step *next = list_at(&history->steps, from + count);
		if (next->kind != HISTORY_COMMAND) break;
	}
	if (history_failed(history)) return count;
	seed_for(
		history, ((const struct history_step *)list_at(&history->steps, from))->number, SEED_BATCH);
	command_writer_run(world->writer, commands, (size_t)count);
	for (int32_t i = 0; i < count; i++)
		remember(history, list_at(&history->steps, from + i), commands[i]);
	history->commands += count;
	history->since_all += count;
	if (history->tally != NULL) history->tally->drawn += count;
	check_batch(history, commands, (size_t)count);
	return count;
}

static status carry_one(struct history *history, struct command *command, struct error *error)
{
	command_writer_run(history->world.writer, &command, 1);
	if (history->tally != NULL) tally_count(history->tally, command);
	if (command->reply.outcome == OUTCOME_BROKEN && !history->checker_alone)
		checker_say(&history->checker, CHECKER_OWN_ASSERTION, "%s: %s", command->entry->name,
			command->reply.error.message);
	check_batch(history, &command, 1);
	return history_failed(history)
		? status_fail(error, STATUS_CORRUPT, "%s", history->checker.fault.what)
		: STATUS_OK;
}

/* One by one: the checker judges each by itself. */
static status carry(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	for (size_t i = 0; i < count; i++) TRY(carry_one(context, commands[i], error));
	return STATUS_OK;
}

static void run_job(struct history *history, bool deliver)
{
	struct world *world = &history->world;
	struct command_clock_report report = {0};
	int64_t now_ms = clock_now_ms(&world->clock);
	status code = deliver
		? command_clock_deliver(world->store, now_ms, carry, history, &report, &history->error)
		: command_clock_tick(world->store, now_ms, carry, history, &report, &history->error);
	if (code != STATUS_OK)
		checker_say(&history->checker, CHECKER_FAILED, "%s: %s", deliver ? "delivery" : "clock",
			history->error.message);
	else if (deliver)
		checker_laws_inbox(&history->checker);
	else
		checker_laws_clock(&history->checker, now_ms, date_day_of(now_ms));
}

void history_run(struct history *history, int32_t from)
{
	for (int32_t at = from; at < list_count(&history->steps) && !history_failed(history);) {
		const struct history_step *step = list_at(&history->steps, at);
		int32_t done = 1;
		switch (step->kind) {
		case HISTORY_COMMAND: done = run_batch(history, at); break;
		case HISTORY_CLOCK: clock_move(&history->world.clock, step->by_ms); break;
		case HISTORY_TICK: run_job(history, false); break;
		case HISTORY_DELIVER: run_job(history, true); break;
		}
		at += done;
		if (history->since_all >= ALL_EVERY) check_all(history);
		history->failed_at = at;
	}
}

void history_replay(struct history *history, const struct list *steps)
{
	for (int32_t i = 0; i < list_count(steps); i++)
		*(struct history_step *)list_add(&history->steps) =
			*(const struct history_step *)list_at(steps, i);
	history_run(history, 0);
	check_all(history);
}

void history_draw(struct history *history, int64_t commands)
{
	history_set_up(history);
	history_run(history, 0);
	while (history->commands < commands && !history_failed(history)) {
		int32_t from = list_count(&history->steps);
		history_draw_batch(history, from);
		history_run(history, from);
	}
}

/* Every reply that was kept, once more. */
static void ask_again(struct history *history)
{
	struct world *world = &history->world;
	int32_t last = list_count(&history->steps);
	for (int32_t at = 0; at < last && !history_failed(history);) {
		struct command *commands[AGAIN_TOGETHER];
		const struct history_step *steps[AGAIN_TOGETHER];
		size_t count = 0;
		arena_reset(&world->arena);
		for (; at < last && count < AGAIN_TOGETHER; at++) {
			const struct history_step *step = list_at(&history->steps, at);
			const struct history_outcome *outcome = outcome_at(history, step->id_of);
			bool kept = step->kind == HISTORY_COMMAND && outcome != NULL && outcome->known &&
				outcome->kept == step->number && !step->poison;
			if (!kept) continue;
			steps[count] = step;
			seed_for(history, step->number, SEED_AGAIN);
			commands[count++] = fill(history, step);
		}
		command_writer_run(world->writer, commands, count);
		for (size_t i = 0; i < count; i++) {
			const struct history_outcome *outcome = outcome_at(history, steps[i]->number);
			if (commands[i]->reply.outcome != OUTCOME_REPEATED ||
				memcmp(&commands[i]->reply.result, &outcome->result, sizeof(outcome->result)) != 0)
				checker_say(&history->checker, CHECKER_REPLY,
					"%s: at the end the kept reply was not given again", steps[i]->entry->name);
		}
		check_batch(history, commands, count);
	}
}

void history_end(struct history *history)
{
	if (!history_failed(history)) run_job(history, false);
	if (!history_failed(history)) run_job(history, true);
	check_all(history);
	if (!history_failed(history)) ask_again(history);
	if (!history_failed(history)) check_all(history);
	if (history_failed(history)) return;
	if (world_verify(&history->world, &history->error) != STATUS_OK)
		checker_say(&history->checker, CHECKER_JOURNAL, "%s", history->error.message);
}
