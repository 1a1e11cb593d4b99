/* shrink.c - leaves out parts, larger ones first, as long as the same law breaks.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "shrink.h"

enum { MAX_REPLAYS = 4000 };

/* Runs these steps in a new world; true if the same law breaks. `failed_at` may be NULL. */
static bool fails(struct shrink *shrink, const struct list *steps, int32_t *failed_at)
{
	struct history history;
	shrink->replays++;
	if (history_open(&history, shrink->kind, shrink->seed, shrink->division, NULL) != STATUS_OK)
		return false;
	history.checker_alone = shrink->checker_alone;
	history_replay(&history, steps);
	bool same = history.checker.fault.law == shrink->law;
	if (failed_at != NULL) *failed_at = history.failed_at;
	history_close(&history);
	return same;
}

static void copy(struct list *to, const struct list *from, int32_t begin, int32_t end)
{
	for (int32_t i = begin; i < end; i++) memcpy(list_add(to), list_at(from, i), from->item_bytes);
}

static void replace(struct list *list, const struct list *by)
{
	list_empty(list);
	copy(list, by, 0, list_count(by));
}

/* Leaves out each part of this size in turn; true if something could be left out. */
static bool leave_out(struct shrink *shrink, struct list *steps, int32_t size)
{
	bool shorter = false;
	struct list rest;
	list_init(&rest, steps->item_bytes);
	for (int32_t at = list_count(steps); at > 0 && shrink->replays < MAX_REPLAYS;) {
		int32_t begin = at > size ? at - size : 0;
		list_empty(&rest);
		copy(&rest, steps, 0, begin);
		copy(&rest, steps, at, list_count(steps));
		if (fails(shrink, &rest, NULL)) {
			replace(steps, &rest);
			shorter = true;
		}
		at = begin;
	}
	list_finish(&rest);
	return shorter;
}

/* A simpler step, if it fails all the same: by itself, without If-Match, without what it may leave
 * out. */
static void simplify(struct shrink *shrink, struct list *steps)
{
	for (int32_t i = 0; i < list_count(steps) && shrink->replays < MAX_REPLAYS; i++) {
		struct history_step *step = list_at(steps, i), kept = *step;
		step->goes_on = false;
		if (kept.goes_on && !fails(shrink, steps, NULL)) *step = kept;
		kept = *step;
		step->version_back = -1;
		if (kept.version_back >= 0 && !fails(shrink, steps, NULL)) *step = kept;
		for (size_t at = 0; step->kind == HISTORY_COMMAND && at < step->entry->field_count; at++) {
			if (step->entry->fields[at].required || !step->values[at].given) continue;
			kept = *step;
			step->values[at] = (struct history_value){0};
			if (!fails(shrink, steps, NULL)) *step = kept;
		}
	}
}

bool shrink_history(struct shrink *shrink, const struct list *steps, struct list *shortest)
{
	int32_t failed_at = list_count(steps);
	if (!fails(shrink, steps, &failed_at)) return false;
	copy(shortest, steps, 0, failed_at);
	for (int32_t size = list_count(shortest) / 2; size >= 1 && shrink->replays < MAX_REPLAYS;) {
		bool shorter = leave_out(shrink, shortest, size);
		if (size == 1 && !shorter) break;
		if (size > 1) size /= 2;
	}
	/* What was in one batch with others may be left out once it is by itself. */
	simplify(shrink, shortest);
	while (leave_out(shrink, shortest, 1)) continue;
	return true;
}
