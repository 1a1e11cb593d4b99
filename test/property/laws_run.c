/* laws_run.c - one history after the other.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "laws_run.h"
#include "shrink.h"

/* Long ones reach far; in short ones a roster and an account are still new. */
static const int64_t lengths[] = {500, 2500, 1000, 5000, 2500};

static void print_history(const struct laws_options *options, enum store_kind kind,
	const struct list *steps, struct laws_found *found)
{
	struct history history;
	if (history_open(&history, kind, found->seed, options->division, NULL) != STATUS_OK) return;
	history.checker_alone = options->checker_alone;
	history_replay(&history, steps);
	fprintf(options->play, "# %s: %s\n", checker_law_text(found->fault.law),
		history.checker.fault.what);
	history_print(&history, options->play);
	history_close(&history);
}

/* In memory if it fails there too: that is quicker. */
static void print_shortest(
	const struct laws_options *options, const struct history *failed, struct laws_found *found)
{
	struct list shortest;
	struct shrink shrink = {.kind = STORE_SQLITE,
		.seed = found->seed,
		.division = options->division,
		.law = found->fault.law,
		.checker_alone = options->checker_alone};
	list_init(&shortest, sizeof(struct history_step));
	bool same = shrink_history(&shrink, &failed->steps, &shortest);
	if (!same && options->kind != shrink.kind) {
		shrink.kind = options->kind;
		same = shrink_history(&shrink, &failed->steps, &shortest);
	}
	if (same) {
		found->shortest = list_count(&shortest);
		print_history(options, shrink.kind, &shortest, found);
	} else {
		fprintf(options->play, "# it does not fail again: what follows is all of it\n");
		history_print(failed, options->play);
	}
	list_finish(&shortest);
}

static struct laws_found run_history(
	const struct laws_options *options, uint64_t seed, int64_t commands)
{
	struct history history;
	struct laws_found found = {.seed = seed};
	status code = history_open(&history, options->kind, seed, options->division, options->tally);
	history.checker_alone = options->checker_alone;
	if (code == STATUS_OK) {
		history_draw(&history, commands);
		history_end(&history);
		found.fault = history.checker.fault;
		options->tally->histories++;
	} else {
		found.fault.law = CHECKER_FAILED;
		snprintf(
			found.fault.what, sizeof(found.fault.what), "no world: %.150s", history.error.message);
	}
	if (code == STATUS_OK && history_failed(&history) && options->play != NULL)
		print_shortest(options, &history, &found);
	history_close(&history);
	return found;
}

struct laws_found laws_run(const struct laws_options *options)
{
	int64_t began = options->tally->drawn, until = began + options->commands;
	for (size_t i = 0; options->tally->drawn < until; i++) {
		int64_t length = lengths[i % (sizeof(lengths) / sizeof(lengths[0]))];
		int64_t left = until - options->tally->drawn;
		struct laws_found found =
			run_history(options, options->seed + i, length < left ? length : left);
		found.commands = options->tally->drawn - began;
		if (found.fault.law != CHECKER_KEPT) return found;
	}
	return (struct laws_found){0};
}
