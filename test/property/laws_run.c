/* laws_run.c - one history after the other.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "laws_run.h"
#include "shrink.h"

/* Long ones reach far; in short ones a roster and an account are still new. */
static const int64_t lengths[] = {500, 2500, 1000, 5000, 2500};

static void print_shortest(
	struct laws_found *found, const struct history *failed, const struct region *division, FILE *play)
{
	struct list shortest;
	enum store_kind kind = STORE_SQLITE;
	enum checker_law law = found->fault.law;
	list_init(&shortest, sizeof(struct history_step));
	bool same = shrink_history(kind, found->seed, division, &failed->steps, law, &shortest);
	if (!same && failed->world.kind != kind) {
		kind = failed->world.kind;
		same = shrink_history(kind, found->seed, division, &failed->steps, law, &shortest);
	}
	struct history history;
	if (!same) {
		fprintf(play, "# it does not fail again: what follows is all of it\n");
		history_print(failed, play);
	} else if (history_open(&history, kind, found->seed, division, NULL) == STATUS_OK) {
		history_replay(&history, &shortest);
		fprintf(play, "# %s: %s\n", checker_law_text(law), history.checker.fault.what);
		history_print(&history, play);
		found->shortest = list_count(&shortest);
		history_close(&history);
	}
	list_finish(&shortest);
}

static struct laws_found run_history(enum store_kind kind, uint64_t seed, int64_t commands,
	const struct region *division, struct tally *tally, FILE *play)
{
	struct history history;
	struct laws_found found = {.seed = seed};
	if (history_open(&history, kind, seed, division, tally) != STATUS_OK) {
		found.fault.law = CHECKER_FAILED;
		snprintf(found.fault.what, sizeof(found.fault.what), "no world: %.150s",
			history.error.message);
		history_close(&history);
		return found;
	}
	history_draw(&history, commands);
	found.commands = history.commands;
	history_end(&history);
	found.fault = history.checker.fault;
	tally->histories++;
	if (found.fault.law != CHECKER_KEPT && play != NULL)
		print_shortest(&found, &history, division, play);
	history_close(&history);
	return found;
}

struct laws_found laws_run(enum store_kind kind, uint64_t seed, int64_t commands,
	const struct region *division, struct tally *tally, FILE *play)
{
	int64_t until = tally->drawn + commands;
	for (size_t i = 0; tally->drawn < until; i++) {
		int64_t length = lengths[i % (sizeof(lengths) / sizeof(lengths[0]))];
		int64_t left = until - tally->drawn;
		struct laws_found found =
			run_history(kind, seed + i, length < left ? length : left, division, tally, play);
		if (found.fault.law != CHECKER_KEPT) return found;
	}
	return (struct laws_found){0};
}
