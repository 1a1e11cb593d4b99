/* region_cut.c - lays another division over a region.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "region/region_cut.h"
#include "region/region_private.h"
#include <stdlib.h>

static int compare_codes(struct span a, struct span b)
{
	size_t size = a.size < b.size ? a.size : b.size;
	int order = memcmp(a.start, b.start, size);
	return order != 0 ? order : (a.size > b.size) - (a.size < b.size);
}

static int compare_cuts(const void *a, const void *b)
{
	const struct region_cut *left = a, *right = b;
	return compare_codes(left->area.code, right->area.code);
}

static struct region_cut *find_cut(struct region_cut *cuts, size_t count, struct span code)
{
	for (size_t i = 0; i < count; i++)
		if (span_equal(cuts[i].area.code, code)) return &cuts[i];
	return NULL;
}

static void add(struct region_side *side, const struct region_municipality *municipality)
{
	side->municipalities++;
	side->inhabitants += municipality->inhabitants[REGION_ALL_AGES];
}

size_t region_cuts(const struct region *division, int number, enum region_division which,
	struct region_cut found[REGION_MUNICIPALITY_COUNT])
{
	size_t inside, count = 0;
	CHECK(number > REGION_NATIONAL && which < REGION_DIVISION_COUNT);
	const struct region_municipality *const *list =
		region_municipalities(division, number, &inside);
	for (size_t i = 0; i < inside; i++) {
		struct region_cut *cut = find_cut(found, count, list[i]->areas[which].code);
		if (cut == NULL) {
			cut = &found[count++];
			*cut = (struct region_cut){.area = list[i]->areas[which]};
		}
		add(&cut->inside, list[i]);
	}
	for (size_t i = 0; i < division->count; i++) {
		const struct region_municipality *other = &division->municipalities[i];
		struct region_cut *cut = find_cut(found, count, other->areas[which].code);
		if (cut != NULL && other->region != number) add(&cut->outside, other);
	}
	qsort(found, count, sizeof found[0], compare_cuts);
	return count;
}

size_t region_area_count(const struct region *division, enum region_division which)
{
	size_t count = 0;
	CHECK(which < REGION_DIVISION_COUNT);
	for (size_t i = 0; i < division->count; i++) {
		struct span code = division->municipalities[i].areas[which].code;
		bool known = false;
		for (size_t j = 0; j < i && !known; j++)
			known = span_equal(division->municipalities[j].areas[which].code, code);
		count += !known;
	}
	return count;
}
