/* app_verify.c - vangnet verify: whether the journal is whole, and the tables are what it says.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_verify.h"
#include "app/app_commands.h"
#include "app/app_demo_job.h"
#include "app/app_heads.h"
#include "app/app_scratch.h"
#include "app/app_stores.h"
#include "base/clock.h"
#include "base/date.h"
#include "command/command.h"
#include <stdio.h>
#include <unistd.h>

enum { OPTION_CHAIN_ONLY, OPTION_SCRATCH, OPTION_AGAINST, OPTION_PUBLIC_KEY };

status app_verify_store(struct store *store, const char *scratch_directory,
	const struct journal_head *kept, struct journal_report *report, struct error *error)
{
	struct app_scratch_progress progress = {.what = "entries read"};
	struct store *scratch = NULL;
	if (scratch_directory != NULL) TRY(app_scratch_open(scratch_directory, &scratch, error));
	status result = journal_verify_against(store, scratch, command_journaled_tables,
		command_journaled_count, app_scratch_show, &progress, kept, report, error);
	app_scratch_shown(&progress);
	app_scratch_close(scratch);
	return result;
}

void app_verify_directory(
	const struct app_config *config, const char *said, char out[APP_CONFIG_TEXT_SIZE])
{
	bool beside = config->store == STORE_SQLITE && access(config->data_dir, W_OK | X_OK) != 0;
	if (said == NULL && beside)
		app_stores_folder(config->database, out);
	else
		snprintf(out, APP_CONFIG_TEXT_SIZE, "%s", said != NULL ? said : config->data_dir);
}

static const char *fault_words(enum journal_fault fault)
{
	switch (fault) {
	case JOURNAL_SEQ_HOLE: return "an entry is missing or stands there twice";
	case JOURNAL_HASH_WRONG: return "an entry was changed, or one before it";
	case JOURNAL_TIME_BACK: return "an entry is older than the one before it";
	case JOURNAL_EFFECTS_BROKEN: return "what an entry did cannot be read";
	case JOURNAL_ROW_DIFFERS: return "a table is not what the journal says";
	case JOURNAL_HEAD_DIFFERS:
		return "the history was rewritten: at or before the kept head an entry was changed, put "
			   "in, taken out or moved, and the chain made anew";
	case JOURNAL_HEAD_CUT: return "entries were cut off the end of a chain, or all of it is gone";
	case JOURNAL_HEAD_AHEAD:
		return "the kept head is newer than all of this database: it is a copy from before that "
			   "head, or entries were cut off the end";
	case JOURNAL_SOUND:
	case JOURNAL_FAULT_COUNT: break;
	}
	return "it is not sound";
}

/* Says what was found; the exit code. */
static int tell(const struct journal_report *report, bool chain_only)
{
	if (report->fault != JOURNAL_SOUND)
		return app_commands_refuse(APP_COMMANDS_FAILED,
			"not sound: %s (%s: %s). %lld entries before it are right. Keep this database as it "
			"is, and restore a backup beside it",
			fault_words(report->fault), journal_fault_name(report->fault), report->where,
			(long long)report->entries);
	if (report->entries == 0)
		printf("Sound, but there is nothing in it: the journal has no entry%s. Is this the "
			   "database that was meant?\n",
			chain_only ? "; the tables were not compared" : ", and no table a row");
	else if (chain_only)
		printf("Sound: %lld entries of the journal, each as it was written. The tables were not "
			   "compared.\n",
			(long long)report->entries);
	else
		printf("Sound: %lld entries of the journal, each as it was written, and %lld rows that are "
			   "what it says.\n",
			(long long)report->entries, (long long)report->rows);
	return APP_COMMANDS_DONE;
}

/* A part of a demonstration is sound, and of no use all the same. */
static int tell_demo(const struct store_options *options, struct store *store)
{
	enum app_demo_job_state state = APP_DEMO_JOB_NONE;
	int percent = 0;
	struct clock clock;
	struct error error = {0};
	clock_init_system(&clock);
	status code = app_demo_job_look(store, clock_now_ms(&clock), &state, &percent, &error);
	if (code == STATUS_OK && state == APP_DEMO_JOB_PART)
		code = app_demo_job_refuse(options, percent, &error);
	if (code != STATUS_OK) return app_commands_fail(&error);
	if (state == APP_DEMO_JOB_MADE)
		printf("A demonstration is being made in it, and is at %d %%.\n", percent);
	return APP_COMMANDS_DONE;
}

/* What the exit code says when all is right: what the kept head adds to it. */
static void tell_head(const struct signed_head *head)
{
	char at[DATE_INSTANT_SIZE];
	printf("The history up to head %lld, signed at %s, is still what it was.\n",
		(long long)head->number, date_instant_text(head->at_ms, at));
}

static status look(const struct app_call *call, const struct app_stores *stores,
	struct store *store, struct signed_head *head, struct journal_report *report,
	struct error *error)
{
	char directory[APP_CONFIG_TEXT_SIZE];
	const char *against = call->values[OPTION_AGAINST];
	app_verify_directory(call->config, call->values[OPTION_SCRATCH], directory);
	if (against == NULL && call->given[OPTION_PUBLIC_KEY])
		return status_fail(
			error, STATUS_INPUT, "--public-key: says with which key --against FILE is signed");
	if (against != NULL)
		TRY(app_heads_read(
			call->config, stores, store, against, call->values[OPTION_PUBLIC_KEY], head, error));
	return app_verify_store(store, call->given[OPTION_CHAIN_ONLY] ? NULL : directory,
		against != NULL ? head->heads : NULL, report, error);
}

int app_verify(const struct app_call *call)
{
	struct app_stores stores;
	struct journal_report report = {.fault = JOURNAL_SOUND};
	struct signed_head head = {.number = 0};
	struct store *store = NULL;
	struct error error = {0};
	bool chain_only = call->given[OPTION_CHAIN_ONLY];
	status result = app_stores_read(call->config, &stores, &error);
	if (result == STATUS_OK)
		result = app_stores_open_current(&stores.main, STORE_READ_ONLY, &store, &error);
	if (result == STATUS_OK) result = look(call, &stores, store, &head, &report, &error);
	int code = result == STATUS_OK ? tell(&report, chain_only) : app_commands_fail(&error);
	if (code == APP_COMMANDS_DONE && head.number > 0) tell_head(&head);
	if (code == APP_COMMANDS_DONE) code = tell_demo(&stores.main, store);
	store_close(store);
	return code;
}
