/* history_print.c - a history as a play file that a person can read and the player can play.
 *
 * What a play cannot say (commands of the program, actors that nobody knows, values that no door
 * lets in) stands behind a #.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history.h"
#include "base/date.h"

static const char *const member_names[] = {
	[MADE_PERSON] = "person",
	[MADE_EPISODE] = "episode",
	[MADE_NEED] = "need",
	[MADE_HANDOVER] = "handover",
	[MADE_JOIN] = "join",
	[MADE_ACCOUNT] = "account",
	[MADE_ORGANISATION] = "organisation",
	[MADE_SITE] = "site",
	[MADE_SERVICE] = "service",
	[MADE_SESSION] = "session",
	[MADE_STEP] = "step",
	[MADE_AGREEMENT] = "agreement",
	[MADE_CORRECTION] = "correction",
	[MADE_CONSULT] = "consult",
	[MADE_STAY] = "stay",
	[MADE_CASE] = "case",
	[MADE_PART] = "part",
	[MADE_MANDATE] = "mandate",
	[MADE_TRANSITION] = "transition",
	[MADE_SECOND_VIEW] = "second_view",
	[MADE_CONSENT] = "consent",
};

static const struct {
	enum command_number number;
	char letter;
} makers[] = {
	{COMMAND_QUESTION_ASK, 'q'},
	{COMMAND_NEED_ADD, 'n'},
	{COMMAND_HANDOVER_OFFER, 'h'},
	{COMMAND_JOIN_ASK, 'j'},
	{COMMAND_ACCOUNT_CREATE, 'a'},
	{COMMAND_ADMINISTRATOR_FIRST, 'a'},
	{COMMAND_ORGANISATION_ADD, 'o'},
	{COMMAND_SITE_ADD, 't'},
	{COMMAND_SERVICE_ADD, 'v'},
	{COMMAND_SESSION_START, 'x'},
	{COMMAND_STEP_PLAN, 's'},
};

static const struct history_outcome *outcome_of(const struct history *history, int32_t number)
{
	if (number < 0 || number >= list_count(&history->outcomes)) return NULL;
	const struct history_outcome *outcome = list_at(&history->outcomes, number);
	return outcome->known ? outcome : NULL;
}

static const struct history_step *step_of(const struct history *history, int32_t number)
{
	for (int32_t i = 0; i < list_count(&history->steps); i++) {
		const struct history_step *step = list_at(&history->steps, i);
		if (step->number == number) return step;
	}
	return NULL;
}

static bool was_done(const struct history *history, int32_t number)
{
	const struct history_outcome *outcome = outcome_of(history, number);
	return outcome != NULL &&
		(outcome->outcome == OUTCOME_DONE || outcome->outcome == OUTCOME_REPEATED);
}

/* "q12" of a step that made something; false if it made nothing. The first administrator is there
 * before a play begins. */
static bool name_of(const struct history *history, int32_t number, char out[16])
{
	const struct history_step *step = step_of(history, number);
	if (step == NULL || step->kind != HISTORY_COMMAND || !was_done(history, number)) return false;
	for (size_t i = 0; i < sizeof(makers) / sizeof(makers[0]); i++) {
		if (makers[i].number != step->entry->number) continue;
		if (number == 1)
			snprintf(out, 16, "admin");
		else
			snprintf(out, 16, "%c%d", makers[i].letter, (int)number);
		return true;
	}
	return false;
}

static void print_ref(const struct history *history, struct history_ref ref, FILE *out)
{
	char name[16], id[ID_TEXT_SIZE];
	if (ref.made > MADE_NONE && ref.made <= MADE_MANDATE && name_of(history, ref.step, name))
		fprintf(out, "$%s.%s", name, member_names[ref.made]);
	else
		fprintf(out, "%s", id_text(history_resolve(history, ref), id));
}

static void print_text(const char *text, FILE *out)
{
	fputc('"', out);
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\') fputc('\\', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void print_day(
	const struct history *history, const struct history_step *step, int32_t day, FILE *out)
{
	char text[DATE_TEXT_SIZE];
	const struct history_outcome *outcome = outcome_of(history, step->number);
	int32_t ahead = outcome == NULL ? -1 : day - outcome->today;
	if (ahead >= 0)
		fprintf(out, "+%d", (int)ahead);
	else
		fprintf(out, "%s", date_text(day, text));
}

static void print_value(
	const struct history *history, const struct history_step *step, size_t at, FILE *out)
{
	const struct command_field *field = &step->entry->fields[at];
	const struct history_value *value = &step->values[at];
	char token[32];
	fprintf(out, " %s=", field->name);
	switch (field->form) {
	case FIELD_ID: print_ref(history, value->ref, out); break;
	case FIELD_CODE:
		if (value->number < field->codes->count)
			fprintf(out, "%s", codes_name(field->codes, (int)value->number));
		else
			fprintf(out, "%lld", (long long)value->number);
		break;
	case FIELD_BOOL: fprintf(out, "%s", value->number != 0 ? "yes" : "no"); break;
	case FIELD_DAY: print_day(history, step, (int32_t)value->number, out); break;
	case FIELD_CODES:
	case FIELD_DEGREES:
	case FIELD_INT: fprintf(out, "%lld", (long long)value->number); break;
	case FIELD_MUNICIPALITY: fprintf(out, "GM%04lld", (long long)value->number); break;
	case FIELD_HOURS:
	case FIELD_LANGUAGES:
	case FIELD_MUNICIPALITIES:
		print_text(history_list_text(field->form, value->number), out);
		break;
	case FIELD_SEALED:
	case FIELD_TEXT: print_text(history_text(value->number), out); break;
	case FIELD_SECRET: break;
	case FIELD_TOKEN:
		if (step->entry->number == COMMAND_SESSION_START) {
			print_ref(history, value->ref, out);
		} else {
			history_token_text(value->number, token);
			fprintf(out, "%s", token);
		}
	}
}

/* The actor as a play knows it; NULL if it does not. */
static const char *actor_of(
	const struct history *history, const struct history_step *step, char out[16])
{
	if (step->by_program || step->poison) return NULL;
	if (step->actor.made == MADE_NONE) return "door";
	if (step->actor.made == MADE_UNKNOWN) return NULL;
	return name_of(history, step->actor.step, out) ? out : NULL;
}

static void print_command(const struct history *history, const struct history_step *step, FILE *out)
{
	char name[16];
	const struct history_outcome *outcome = outcome_of(history, step->number);
	const char *actor = actor_of(history, step, name);
	bool plays = actor != NULL && step->number > 1;
	const char *who = step->by_program ? "program" : "somebody";
	fprintf(out, "%s%s %s", plays ? "" : "# ", actor != NULL ? actor : who, step->entry->name);
	for (size_t i = 0; i < step->entry->field_count; i++)
		if (step->values[i].given) print_value(history, step, i, out);
	if (outcome == NULL)
		fprintf(out, "%s# not run", plays ? "\n" : " ");
	else if (outcome->outcome == OUTCOME_REFUSED)
		fprintf(out, " ! %s.%s", outcome->module, outcome->code);
	else if (name_of(history, step->number, name) && plays)
		fprintf(out, " -> %s", name);
	fputc('\n', out);
	if (step->id_of != step->number)
		fprintf(out, "#   with the command id of step %d\n", (int)step->id_of);
	if (outcome != NULL && outcome->outcome == OUTCOME_BROKEN)
		fprintf(out, "#   broke, and was set aside\n");
	if (step->goes_on) fprintf(out, "#   in one batch with the next\n");
}

static void print_clock(int64_t by_ms, FILE *out)
{
	const int64_t minute_ms = 60000, hour_ms = 60 * minute_ms, day_ms = 24 * hour_ms;
	if (by_ms % day_ms == 0)
		fprintf(out, "after %lldd\n", (long long)(by_ms / day_ms));
	else if (by_ms % hour_ms == 0)
		fprintf(out, "after %lldh\n", (long long)(by_ms / hour_ms));
	else
		fprintf(out, "after %lldm\n", (long long)(by_ms / minute_ms));
}

void history_print(const struct history *history, FILE *out)
{
	int32_t region = -1;
	char code[REGION_CODE_SIZE];
	fprintf(out, "# seed %llu\n", (unsigned long long)history->seed);
	fprintf(out, "at 2026-03-02T09:00\n");
	for (int32_t i = 0; i < list_count(&history->steps); i++) {
		const struct history_step *step = list_at(&history->steps, i);
		if (step->kind == HISTORY_COMMAND && step->region != region)
			fprintf(out, "region %s\n", region_code_text(step->region, code));
		switch (step->kind) {
		case HISTORY_COMMAND:
			region = step->region;
			print_command(history, step, out);
			break;
		case HISTORY_CLOCK: print_clock(step->by_ms, out); break;
		case HISTORY_TICK: fprintf(out, "# the clock comes by\n"); break;
		case HISTORY_DELIVER: fprintf(out, "# everything is delivered\n"); break;
		}
	}
}
