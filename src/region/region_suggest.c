/* region_suggest.c - which municipality may be meant by a name that is none, or that several have.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "region/region_private.h"

#define MAX_CANDIDATES 5
#define NEAR_SHARE 3 /* a third of the letters may be wrong */

_Static_assert(REGION_SUGGEST_BYTES >= MAX_CANDIDATES * (REGION_MAX_NAME_BYTES + 12) + 1,
	"all candidates with their codes fit");

enum { MIN_BEGINNING = 4 };

struct search {
	char wanted[REGION_MAX_NAME_BYTES + 1];
	int least; /* errors of those found */
	const struct region_life *found[MAX_CANDIDATES];
	size_t count;
};

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* Letters changed, added, left out, or changed places with the next (optimal string alignment). */
static int distance(const char *a, const char *b)
{
	int rows[3][REGION_MAX_NAME_BYTES + 1];
	size_t down = strlen(a), across = strlen(b);
	CHECK(down <= REGION_MAX_NAME_BYTES && across <= REGION_MAX_NAME_BYTES);
	for (size_t j = 0; j <= across; j++) rows[0][j] = (int)j;
	for (size_t i = 1; i <= down; i++) {
		int *row = rows[i % 3];
		const int *above = rows[(i - 1) % 3], *before = rows[(i + 1) % 3];
		row[0] = (int)i;
		for (size_t j = 1; j <= across; j++) {
			int change = a[i - 1] == b[j - 1] ? 0 : 1;
			row[j] = smaller(smaller(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				row[j] = smaller(row[j], before[j - 2] + 1);
		}
	}
	return rows[down % 3][across];
}

/* The beginning of a name is as near as one wrong letter: "Nuenen" of "Nuenen, Gerwen en
 * Nederwetten". */
static void try_name(struct search *search, const char *folded, const struct region_life *life)
{
	int far = distance(search->wanted, folded);
	size_t size = strlen(search->wanted);
	if (far > 1 && size >= MIN_BEGINNING && strncmp(search->wanted, folded, size) == 0) far = 1;
	if (life == NULL || far > search->least) return;
	if (far < search->least) search->count = 0;
	search->least = far;
	for (size_t i = 0; i < search->count; i++)
		if (search->found[i] == life) return;
	if (search->count < MAX_CANDIDATES) search->found[search->count++] = life;
}

/* Those of today first; names without their province in brackets are among the entries. */
static void try_all(struct search *search, const struct region *division)
{
	for (size_t i = 0; i < division->entry_count; i++) {
		const struct region_name_entry *entry = &division->entries[i];
		try_name(search, entry->folded,
			region_history_find_number(division, entry->municipality->number));
	}
	for (size_t i = 0; i < division->life_count; i++) {
		char folded[REGION_MAX_NAME_BYTES + 1];
		const struct region_life *life = &division->lives[i];
		if (life->now != NULL) continue;
		if (region_fold(life->name, folded, sizeof folded) > 0) try_name(search, folded, life);
	}
}

bool region_history_suggest(const struct region *division, struct span name, struct buf *out)
{
	struct search search = {.count = 0};
	size_t size = region_fold(name, search.wanted, sizeof search.wanted);
	if (size == 0) return false;
	search.least = (int)size / NEAR_SHARE;
	try_all(&search, division);
	for (size_t i = 0; i < search.count; i++)
		buf_printf(out, "%s%.*s (%.*s)", i == 0 ? "" : ", ", SPAN_PRINT(search.found[i]->name),
			SPAN_PRINT(search.found[i]->code));
	return search.count > 0 && search.least == 0;
}
