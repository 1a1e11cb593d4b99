/* region_name.c - finds municipalities by name as people write it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region/region_private.h"
#include <stdlib.h>

/* U+00C0 to U+017F as a plain letter; 0 is none, and a digit stands for two letters. */
static const char latin[] =
	"aaaaaa1ceeeeiiiidnooooo0ouuuuy23"
	"aaaaaa1ceeeeiiiidnooooo0ouuuuy2y"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii44jjkkkllllllllllnnnnnnnnn"
	"oooooo55rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static const char *const pairs[] = {"", "ae", "th", "ss", "ij", "oe"};

_Static_assert(sizeof latin - 1 == 0x180 - 0xC0, "a letter for each code point");

/* What everybody says and no table has. */
static const struct {
	const char *folded;
	int32_t number;
} aliases[] = {
	{"denhaag", 518},
	{"denbosch", 796},
};

/* Adds what the character at `at` folds to; returns how many bytes it takes up. */
static size_t fold_character(const unsigned char *at, char *out, size_t *size)
{
	unsigned char first = at[0];
	if (first < 0x80) {
		if (first >= 'A' && first <= 'Z') first = (unsigned char)(first - 'A' + 'a');
		if ((first >= 'a' && first <= 'z') || (first >= '0' && first <= '9'))
			out[(*size)++] = (char)first;
		return 1;
	}
	if (first >= 0xE0) return first >= 0xF0 ? 4 : 3;
	unsigned point = (unsigned)(first & 0x1F) << 6 | (at[1] & 0x3F);
	if (point < 0xC0 || point >= 0x180) return 2;
	char letter = latin[point - 0xC0];
	if (letter >= 'a') {
		out[(*size)++] = letter;
	} else if (letter > '0') {
		memcpy(out + *size, pairs[letter - '0'], 2);
		*size += 2;
	}
	return 2;
}

size_t region_fold(struct span text, char *out, size_t capacity)
{
	size_t size = 0;
	if (capacity > 0) out[0] = 0;
	if (text.size >= capacity || !span_is_utf8(text, NULL)) return 0;
	for (size_t at = 0; at < text.size;)
		at += fold_character((const unsigned char *)text.start + at, out, &size);
	out[size] = 0;
	return size;
}

static int compare_entries(const void *a, const void *b)
{
	const struct region_name_entry *left = a, *right = b;
	int order = strcmp(left->folded, right->folded);
	if (order != 0) return order;
	return (left->municipality->number > right->municipality->number) -
		(left->municipality->number < right->municipality->number);
}

/* Adds a name, and the same without its province in brackets. */
static status add_names(
	struct region *division, const struct region_municipality *municipality, struct error *error)
{
	struct span name = municipality->name;
	struct region_name_entry *entry = &division->entries[division->entry_count++];
	entry->municipality = municipality;
	if (region_fold(name, entry->folded, sizeof entry->folded) == 0)
		return status_fail(error, STATUS_INPUT, "municipality %d has a name without letters",
			(int)municipality->number);
	const char *bracket = memchr(name.start, '(', name.size);
	if (bracket == NULL || bracket == name.start) return STATUS_OK;
	struct span brief = span_bytes(name.start, (size_t)(bracket - name.start));
	entry = &division->entries[division->entry_count];
	entry->municipality = municipality;
	if (region_fold(brief, entry->folded, sizeof entry->folded) > 0) division->entry_count++;
	return STATUS_OK;
}

static void add_alias(struct region *division, const char *folded, int32_t number)
{
	const struct region_municipality *municipality = region_find_number(division, number);
	if (municipality == NULL) return;
	struct region_name_entry *entry = &division->entries[division->entry_count++];
	memcpy(entry->folded, folded, strlen(folded) + 1);
	entry->municipality = municipality;
}

/* Every Wmo centre is a municipality, and no two municipalities have the same name. */
static status find_centre(
	const struct region *division, struct region_municipality *municipality, struct error *error)
{
	struct region_area *area = &municipality->areas[REGION_WMO];
	for (size_t j = 0; j < division->count; j++) {
		const struct region_municipality *other = &division->municipalities[j];
		if (other != municipality && span_equal(municipality->name, other->name))
			return status_fail(error, STATUS_INPUT, "municipalities %d and %d have the same name",
				(int)municipality->number, (int)other->number);
		if (span_equal(municipality->wmo_centre, other->name))
			*area = (struct region_area){.code = other->code, .name = other->name};
	}
	if (area->code.size == 0)
		return status_fail(error, STATUS_INPUT, "municipality %d has a Wmo centre that is none",
			(int)municipality->number);
	return STATUS_OK;
}

status region_name_index(struct region *division, struct error *error)
{
	for (size_t i = 0; i < division->count; i++)
		TRY(find_centre(division, &division->municipalities[i], error));
	for (size_t i = 0; i < division->count; i++)
		TRY(add_names(division, &division->municipalities[i], error));
	for (size_t i = 0; i < sizeof aliases / sizeof aliases[0]; i++)
		add_alias(division, aliases[i].folded, aliases[i].number);
	qsort(division->entries, division->entry_count, sizeof division->entries[0], compare_entries);
	return STATUS_OK;
}

/* The first entry that does not come before `folded`. */
static size_t first_entry(const struct region *division, const char *folded)
{
	size_t low = 0, high = division->entry_count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(division->entries[middle].folded, folded) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct region_municipality *region_find_name(const struct region *division, struct span name)
{
	char folded[4 * REGION_MAX_NAME_BYTES];
	const struct region_municipality *found = NULL;
	if (region_fold(name, folded, sizeof folded) == 0) return NULL;
	for (size_t at = first_entry(division, folded); at < division->entry_count; at++) {
		const struct region_name_entry *entry = &division->entries[at];
		if (strcmp(entry->folded, folded) != 0) break;
		if (found != NULL && found != entry->municipality) return NULL;
		found = entry->municipality;
	}
	return found;
}

size_t region_find_prefix(const struct region *division, struct span prefix,
	const struct region_municipality **found, size_t capacity)
{
	char folded[4 * REGION_MAX_NAME_BYTES];
	bool seen[REGION_MUNICIPALITY_COUNT] = {false};
	size_t count = 0;
	size_t size = region_fold(prefix, folded, sizeof folded);
	if (size == 0) return 0;
	for (size_t at = first_entry(division, folded); at < division->entry_count; at++) {
		const struct region_name_entry *entry = &division->entries[at];
		if (strncmp(entry->folded, folded, size) != 0) break;
		size_t index = (size_t)(entry->municipality - division->municipalities);
		if (seen[index]) continue;
		seen[index] = true;
		if (count < capacity) found[count] = entry->municipality;
		count++;
	}
	return count;
}
