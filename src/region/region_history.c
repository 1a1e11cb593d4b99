/* region_history.c - walks from a municipality to what it was or became on another day.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "region/region_private.h"

static const char *const change_names[] = {"", "founded", "joined", "renamed"};
const struct codes region_change_codes = {"region_change", change_names, 4};

const struct region_life *region_history_lives(const struct region *division, size_t *count)
{
	*count = division->life_count;
	return division->lives;
}

const struct region_change *region_history_changes(const struct region *division, size_t *count)
{
	*count = division->change_count;
	return division->changes;
}

const struct region_life *region_history_find_number(const struct region *division, int32_t number)
{
	size_t low = 0, high = division->life_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct region_life *life = &division->lives[middle];
		if (life->number == number) return life;
		if (life->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

const struct region_life *region_history_find_code(const struct region *division, struct span code)
{
	int32_t number;
	if (!region_table_code(code, "GM", 4, &number)) return NULL;
	return region_history_find_number(division, number);
}

static const struct region_life *life_of(
	const struct region *division, const struct region_municipality *municipality)
{
	return municipality == NULL ? NULL : region_history_find_number(division, municipality->number);
}

const struct region_life *region_history_find_name(const struct region *division, struct span name)
{
	char wanted[4 * REGION_MAX_NAME_BYTES], folded[REGION_MAX_NAME_BYTES + 1];
	const struct region_life *found = life_of(division, region_find_name(division, name));
	if (found != NULL || region_fold(name, wanted, sizeof wanted) == 0) return found;
	for (size_t i = 0; i < division->life_count; i++) {
		const struct region_life *life = &division->lives[i];
		if (life->now != NULL) continue;
		region_fold(life->name, folded, sizeof folded);
		if (strcmp(folded, wanted) != 0) continue;
		if (found != NULL) return NULL;
		found = life;
	}
	return found;
}

size_t region_history_find_prefix(const struct region *division, struct span prefix,
	const struct region_life **found, size_t capacity)
{
	char wanted[4 * REGION_MAX_NAME_BYTES], folded[REGION_MAX_NAME_BYTES + 1];
	size_t count = 0;
	size_t size = region_fold(prefix, wanted, sizeof wanted);
	if (size == 0) return 0;
	for (size_t i = 0; i < division->life_count; i++) {
		const struct region_life *life = &division->lives[i];
		if (life->now != NULL) continue;
		region_fold(life->name, folded, sizeof folded);
		if (strncmp(folded, wanted, size) != 0) continue;
		if (count < capacity) found[count] = life;
		count++;
	}
	return count;
}

/* The walk is over lives, each visited once: `reached` grows while it is gone through. */
struct walk {
	const struct region *division;
	bool seen[REGION_MAX_LIVES];
	size_t reached[REGION_MAX_LIVES];
	size_t count;
};

static void reach(struct walk *walk, const struct region_life *life)
{
	size_t at = (size_t)(life - walk->division->lives);
	if (walk->seen[at]) return;
	walk->seen[at] = true;
	walk->reached[walk->count++] = at;
}

static bool covers(const struct region_life *life, int32_t day)
{
	return life->first_day <= day && day <= life->last_day;
}

/* Goes on from a life that ended before the day, or back from one that began after it. */
static void go_from(struct walk *walk, const struct region_life *life, int32_t day)
{
	const struct region *division = walk->division;
	for (size_t i = 0; i < division->change_count; i++) {
		const struct region_change *change = &division->changes[i];
		if (day > life->last_day && change->from == life) reach(walk, change->to);
		if (day < life->first_day && change->to == life && change->day == life->first_day)
			reach(walk, change->from);
	}
}

size_t region_history_on(const struct region *division, const struct region_life *life, int32_t day,
	const struct region_life *found[REGION_MAX_THEN])
{
	struct walk walk = {.division = division};
	size_t count = 0;
	if (day < REGION_FIRST_DAY) return 0;
	reach(&walk, life);
	for (size_t i = 0; i < walk.count; i++) {
		const struct region_life *at = &division->lives[walk.reached[i]];
		if (!covers(at, day)) go_from(&walk, at, day);
	}
	for (size_t i = 0; i < division->life_count; i++) {
		if (!walk.seen[i] || !covers(&division->lives[i], day)) continue;
		if (count < REGION_MAX_THEN) found[count] = &division->lives[i];
		count++;
	}
	return count;
}

void region_history_add_now(
	const struct region *division, const struct region_life *life, struct buf *out)
{
	const struct region_life *found[REGION_MAX_THEN];
	size_t count = region_history_on(division, life, REGION_STILL, found);
	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_add_text(out, ", ");
		buf_add_span(out, found[i]->name);
	}
}

int region_history_region(
	const struct region *division, const struct region_life *life, int32_t day)
{
	const struct region_life *found[REGION_MAX_THEN];
	size_t count = region_history_on(division, life, day, found);
	if (count == 0) return 0;
	for (size_t i = 1; i < count; i++)
		if (found[i]->region != found[0]->region) return 0;
	return found[0]->region;
}

const struct region_municipality *region_history_resolve(
	const struct region *division, int32_t number)
{
	const struct region_life *found[REGION_MAX_THEN];
	const struct region_life *life = region_history_find_number(division, number);
	if (life == NULL) return NULL;
	size_t count = region_history_on(division, life, REGION_STILL, found);
	CHECK(count >= 1 && count <= REGION_MAX_THEN);
	return count == 1 ? found[0]->now : NULL;
}

bool region_history_then(const struct region *division, const struct region_life *life, int32_t day,
	struct region_municipality *then)
{
	const struct region_life *found[REGION_MAX_THEN];
	if (region_history_on(division, life, day, found) != 1) return false;
	*then = (struct region_municipality){.number = found[0]->number,
		.code = found[0]->code,
		.name = found[0]->name,
		.region = found[0]->region};
	if (found[0]->now != NULL) *then = *found[0]->now;
	return true;
}

void region_history_add_then(
	const struct region *division, const struct region_life *life, int32_t day, struct buf *out)
{
	const struct region_life *found[REGION_MAX_THEN];
	size_t count = region_history_on(division, life, day, found);
	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_add_text(out, ", ");
		buf_add_span(out, found[i]->name);
	}
}
