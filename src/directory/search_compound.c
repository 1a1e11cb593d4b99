/* search_compound.c - takes a Dutch compound apart: "schuldhulpverlening" is schuld, hulp and
 * verlening, if these are known.
 *
 * Parts have at least four letters; an s may stand between two ("verslavingszorg"). The fewest
 * parts win, and of these the ones with the longest first part: "rouwverwerking" is not taken
 * further apart than need be.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"

#define MIN_PART 4

struct step {
	int parts;   /* from here to the end; 0: no way */
	int from;    /* where the next part starts */
	int part_to; /* where the part that starts here ends, without an s between */
};

static void consider(struct step *step, int parts, int from, int part_to)
{
	if (step->parts != 0 && step->parts <= parts) return;
	*step = (struct step){parts, from, part_to};
}

static bool knows(
	struct span word, int from, int to, bool (*known)(void *, struct span), void *context)
{
	if (to - from < MIN_PART || (from == 0 && (size_t)to == word.size)) return false;
	return known(context, (struct span){word.start + from, (size_t)(to - from)});
}

int search_compound_split(struct span word, bool (*known)(void *context, struct span part),
	void *context, struct span parts[SEARCH_MAX_PARTS])
{
	struct step steps[SEARCH_MAX_WORD_BYTES + 1] = {{0}};
	int size = (int)word.size;
	if (size < 2 * MIN_PART || size > SEARCH_MAX_WORD_BYTES) return 0;
	for (int from = size - MIN_PART; from >= 0; from--) {
		if (from != 0 && from < MIN_PART) continue;
		for (int to = size; to >= from + MIN_PART; to--) {
			bool is_last = to == size;
			if (!is_last && steps[to].parts == 0) continue;
			int after = is_last ? 1 : steps[to].parts + 1;
			if (knows(word, from, to, known, context))
				consider(&steps[from], after, to, to);
			else if (!is_last && word.start[to - 1] == 's' &&
				knows(word, from, to - 1, known, context))
				consider(&steps[from], after, to, to - 1);
		}
	}
	if (steps[0].parts < 2 || steps[0].parts > SEARCH_MAX_PARTS) return 0;
	int count = 0;
	for (int at = 0; at < size; at = steps[at].from, count++)
		parts[count] = (struct span){word.start + at, (size_t)(steps[at].part_to - at)};
	return count;
}
