/* judging.h - shows of a judge that every rule has its verdict, and that the first broken one
 * answers, whichever others are broken too.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/verdict.h"

#define JUDGING_MAX_FACTS 2048 /* bytes */

struct judging_rule {
	void (*breaks)(void *facts);
	int verdict;
};

struct judging {
	const char *what;
	const struct judging_rule *rules; /* in the order in which they are tested */
	size_t count;
	const void *right; /* facts that break none */
	size_t size;       /* bytes */
	int (*judge)(const void *facts);
	bool *reached; /* by verdict */
};

#define JUDGING_RULES(list) .rules = (list), .count = sizeof(list) / sizeof((list)[0])
#define JUDGING_RIGHT(facts) .right = &(facts), .size = sizeof(facts)

/* The id that tests know as this number; never none. */
static inline struct id judging_id(int number)
{
	struct id id = {{0xa5}};
	memcpy(id.bytes + 8, &number, sizeof(number));
	return id;
}

/* Judges every set of broken rules. What breaks a later rule is done before what breaks an earlier
 * one, so that the first broken rule is so for certain. */
static inline void judging_show(const struct judging *judging)
{
	_Alignas(16) unsigned char facts[JUDGING_MAX_FACTS];
	assert_true(judging->size <= sizeof(facts) && judging->count < 16);
	for (unsigned broken = 0; broken < 1u << judging->count; broken++) {
		int expected = 0;
		memcpy(facts, judging->right, judging->size);
		for (size_t i = judging->count; i-- > 0;) {
			if ((broken >> i & 1) == 0) continue;
			judging->rules[i].breaks(facts);
			expected = judging->rules[i].verdict;
		}
		int verdict = judging->judge(facts);
		judging->reached[verdict] = true;
		if (verdict != expected)
			fail_msg("%s: broken rules %x give verdict %d, not %d", judging->what, broken, verdict,
				expected);
	}
}

/* True if the verdict is among these, which another layer gives. */
static inline bool judging_is_among(int verdict, const int *others, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (others[i] == verdict) return true;
	return false;
}

/* Every verdict was reached, but for `others`, and those were not. */
static inline void judging_all_reached(
	const struct verdict_list *list, const bool *reached, const int *others, size_t count)
{
	for (int i = 0; i < list->count; i++)
		if (reached[i] == judging_is_among(i, others, count))
			fail_msg("%s.%s is %sreached", list->module, list->verdicts[i].code,
				reached[i] ? "" : "not ");
}

static inline bool judging_is_code(const char *code)
{
	return code != NULL && *code != '\0' &&
		strspn(code, "abcdefghijklmnopqrstuvwxyz_") == strlen(code);
}

/* A list is whole: yes is 0 and only that, each code is said once, each no names what it rests on.
 * */
static inline void judging_list_is_whole(const struct verdict_list *list)
{
	assert_true(judging_is_code(list->module));
	for (int i = 0; i < list->count; i++) {
		const struct verdict *verdict = &list->verdicts[i];
		assert_true(judging_is_code(verdict->code));
		assert_int_equal(verdict->kind == VERDICT_YES, i == 0);
		assert_int_equal(verdict->law[0] == '\0', i == 0);
		for (int before = 0; before < i; before++)
			assert_string_not_equal(verdict->code, list->verdicts[before].code);
	}
}
