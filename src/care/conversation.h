/* conversation.h - the broad first exploration (verkennend gesprek), and whatever is said later:
 * own words, under a few headings that help to look around.
 *
 * Nothing of it is required, and there is no order: the story came with the question (moment.h),
 * and a way to be reached with it (L8). A heading has as many sayings as people say, of as many
 * people; an area of life can be named and need not be.
 * Invariants  (1) Own words stay own words: a saying is written anew by who said it, and by nobody
 *                 else, also not by the person whose file it is; who sees it otherwise says so
 *                 beside it.
 *             (2) Each version is a row of its own: who said what when stays.
 *             (3) Who is not the person says something with the person's yes (L0).
 * Reached     how to be reached can be said anew with a saying: the row of the person has the last,
 *             and what was said before is kept (identity.h).
 * FHIR        QuestionnaireResponse without a questionnaire: an item per saying (linkId the topic),
 *             author; what would be enough is also Goal, strengths Observation.
 * Ownership   Nothing passed in is retained.
 * Source      seed papers 000 ("heel de mens", all areas of life), 003 (a broad intake)
 * Tests       test/unit/care/test_conversation.c, test/property
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "care/need.h"

/* Sayings of an episode. */
#define CONVERSATION_MAX 50

enum conversation_topic {
	TOPIC_NOT_SAID,
	TOPIC_STORY,     /* more of it */
	TOPIC_MATTERS,   /* what matters */
	TOPIC_STRENGTHS, /* what somebody can and has */
	TOPIC_AROUND,    /* who is around */
	TOPIC_ENOUGH,    /* what would be enough */
	TOPIC_COULD_BE,  /* what could be */
	TOPIC_SAFETY,
	TOPIC_LANGUAGE,
	TOPIC_REACH, /* how to be reached */
	TOPIC_COUNT,
};
extern const struct codes conversation_topic_codes;

struct saying {
	int32_t region;
	struct id episode;
	struct id id;
	int64_t seq;    /* the version of the episode that made it so */
	int32_t topic;  /* enum conversation_topic */
	int32_t domain; /* enum life_domain; may be none */
	struct id author;
	int64_t at_ms;
	struct span words; /* sealed */
};

extern const struct store_table conversation_saying_table;

enum conversation_verdict {
	CONVERSATION_OK,
	CONVERSATION_UNKNOWN,     /* No such saying in this conversation. */
	CONVERSATION_WITHOUT_YES, /* L0 */
	CONVERSATION_OWN_WORDS,   /* L0: who said it says it anew. */
	CONVERSATION_TOO_MANY,    /* CONVERSATION_MAX are there already. */
	CONVERSATION_VERDICT_COUNT,
};
extern const struct verdict_list conversation_verdicts;

struct conversation_telling {
	bool person_agrees;
	bool anew;     /* a saying that is there */
	int64_t count; /* sayings */
};

/* Pure. `saying` is the one that is said anew; it is read only if there is one. */
enum conversation_verdict conversation_judge_tell(const struct saying *saying,
	const struct care_actor *actor, struct id person, const struct conversation_telling *telling);

/* The last version of a saying. */
MUST_USE status conversation_find(struct store *store, int32_t region, struct id episode,
	struct id saying, struct saying *found, bool *known, struct arena *arena, struct error *error);
/* Rows of care_saying: the last version of each, by topic and in the order in which they were first
 * said. */
MUST_USE status conversation_open(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error);
MUST_USE status conversation_count(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error);
