/* search.h - finds help by need in one's own words: a text index in memory, the same on each store.
 *
 * An index is made from documents (a service each) and never changes; it may be read from any
 * thread. A search runs over a view: a large index, and a small one with what changed since, in
 * whose favour documents of the large one are left out.
 *
 * How words find   A word is folded (accents, capitals), stemmed (search_stem.c) and looked up. One
 *                  that nobody uses is tried as two words written as one or one written as two, as
 *                  a compound of known words, as a typing error of a known word (search_near.c),
 *                  and, while somebody is typing, as the beginning of one. Plain words also find
 *                  what they stand for (data/search/synonyms.csv). Words that say nothing
 *                  (data/search/stopwords.csv) are passed over unless there are no others.
 * How it is ranked Best text first, nearer before farther, what nobody confirmed lately lower; then
 *                  informal help takes the first places in view as long as it fits about as well
 *                  (data/search/ranking.csv). Nothing is left out by that: order is all it changes.
 *                  What fits far worse than the best does is no answer, wherever it is.
 * Invariants  (1) The same view and question give the same answer, whatever was searched before.
 *             (2) The pages of a question together have each service that it finds once.
 *             (3) A filter only takes away: what is found with it is found without it.
 *             (4) A typing error within the bounds of search_near.c in a word that finds something
 *                 never empties the answer (without filters: what these take away is gone).
 * Units       distances: kilometres between the middles of two municipalities, for want of
 *             anything nearer; times: milliseconds since 1970; scores: only to be compared.
 * Bounds      SEARCH_MAX_...; words behind SEARCH_MAX_WORDS are passed over, and said to be.
 * Ownership   The words outlive indexes, indexes outlive views, and all outlive what is found,
 *             whose texts lie in the caller's arena or in the index.
 * Design      docs/search.md
 * Tests       test/unit/directory/test_search*.c, fuzz/fuzz_search.c, bench/bench_search.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "base/codes.h"
#include "base/id.h"
#include "base/status.h"
#include "region/region.h"

#define SEARCH_MAX_WORD_BYTES 40 /* of a folded word; what is longer is cut off */
#define SEARCH_MAX_WORDS 24      /* of a question */
#define SEARCH_MAX_QUESTION_BYTES 400
#define SEARCH_MAX_DOCUMENTS 1000000
#define SEARCH_MAX_LANGUAGES 8 /* of a question */
#define SEARCH_MAX_PAGE 50
#define SEARCH_MAX_LANGUAGE_BYTES 16

/* The plain words of data/search: synonyms, words that say nothing, how to rank. */
struct search_words;
/* Reads and checks the built-in data. */
MUST_USE status search_words_open(struct search_words **words, struct error *error);
/* Other data of the same form. Errors: STATUS_INPUT, STATUS_BOUND with the line. */
struct search_words_data {
	struct span synonyms, stopwords, ranking;
	struct span good_at; /* may be empty: then codes have no words */
	struct span places;  /* may be empty: then only municipalities are places */
	struct span danger;  /* may be empty: then only rows of synonyms say danger */
};
MUST_USE status search_words_open_data(
	const struct search_words_data *data, struct search_words **words, struct error *error);
/* The built-in data about ranking, for who opens other synonyms. */
struct span search_words_ranking(void);
/* Accepts NULL. */
void search_words_close(struct search_words *words);

/* The words of a text that say something, folded, with blanks between; as much as fits. */
size_t search_words_that_say(
	const struct search_words *words, struct span text, char *out, size_t capacity);

/* What words may say of danger: data/search/danger.csv. */
enum search_sign {
	SEARCH_NO_SIGN,
	SEARCH_SUICIDE,
	SEARCH_SELF_HARM,
	SEARCH_VIOLENCE, /* at home, or by somebody near */
	SEARCH_SEXUAL_VIOLENCE,
	SEARCH_CRISIS, /* it cannot wait */
	SEARCH_SIGN_COUNT,
};
extern const struct codes search_sign_codes;
/* The signs in a text of any size, as a mask of 1 << sign; also where words are misspelt, joined or
 * split. It says that somebody may be in danger, never that they are not. */
uint32_t search_danger_signs(
	const struct search_words *words, struct span text, struct arena *arena);

/* What a service costs who comes, as a set: bit 1 << value. */
#define SEARCH_COST_COUNT 8
/* A kind of service, a level, a cost, a referral: numbers below these. */
#define SEARCH_KIND_COUNT 32
#define SEARCH_LEVEL_COUNT 8

/* For fades_ms of what was never confirmed: it has faded already. */
#define SEARCH_BEGINNING_MS INT64_C(86400000)

/* What there is to say about a service; texts may be empty. */
struct search_document {
	struct id id;
	int32_t region;
	int32_t municipality; /* CBS number; 0: nowhere in particular (by telephone, online) */
	int32_t kind;
	int32_t level;
	int32_t domain;   /* the main one */
	uint32_t domains; /* masks with bit 1 << value */
	uint32_t costs;
	uint32_t ways_in;
	bool anywhere;  /* distance does not matter: by telephone, online, at home */
	bool informal;  /* of people for each other: peers, volunteers, a house to walk in */
	bool admission; /* last, unless somebody asks for it */
	bool crisis;    /* first, where somebody is in danger */
	bool anonymous; /* without saying who you are */
	bool without_referral;
	struct span name;
	struct span organisation;
	struct span place;
	int64_t good_at_codes; /* mask of directory_criteria: words of data/search/good_at.csv */
	struct span good_at;
	struct span description;
	struct span way_in;
	struct span marks;     /* what it is, as synonyms name it: "domain:debt kind:peer_group" */
	struct span languages; /* codes with single blanks */
	struct span hours;     /* opaque: what `is_open` of the question understands */
	int64_t confirmed_ms;  /* 0: never */
	int64_t fades_ms;      /* 0: never; from then on it fades */
};

struct search_index;
struct search_builder;

MUST_USE status search_builder_open(const struct search_words *words, const struct region *division,
	struct search_builder **builder, struct error *error);
/* Copies what it needs. STATUS_BOUND over SEARCH_MAX_DOCUMENTS; STATUS_MEMORY. */
MUST_USE status search_builder_add(
	struct search_builder *builder, const struct search_document *document, struct error *error);
/* Makes the index and closes the builder, also on failure. */
MUST_USE status search_builder_finish(
	struct search_builder *builder, struct search_index **index, struct error *error);
/* Accepts NULL. */
void search_builder_close(struct search_builder *builder);
/* Accepts NULL. */
void search_index_close(struct search_index *index);
size_t search_index_count(const struct search_index *index);
/* Bytes held. */
size_t search_index_bytes(const struct search_index *index);
/* The number of the document with this id, or -1. */
int64_t search_index_find(const struct search_index *index, struct id id);

/* `left_out`, if not NULL, has a bit for each document of `large` that is not there any more. */
struct search_view {
	const struct search_words *words;
	const struct region *division;
	const struct search_index *large;
	const struct search_index *small; /* may be NULL */
	const uint64_t *left_out;
};

/* Where a page ends: the last of each of the two lists that take turns, and whose turn is next. It
 * stays good when the index is made anew. */
struct search_position {
	bool started[2]; /* informal, other */
	float score[2];
	struct id last[2];
	uint8_t turn; /* in the pattern */
};
#define SEARCH_POSITION_SIZE (2 * (1 + 2 * (1 + 4 + ID_SIZE)) + 1) /* as text, with a 0 */
char *search_position_text(const struct search_position *position, char out[SEARCH_POSITION_SIZE]);
/* False if it is not one. */
bool search_position_parse(struct span text, struct search_position *position);

struct search_question {
	struct span words;
	bool typing;          /* the last word may be the beginning of one */
	uint32_t domains;     /* any of these; 0: all */
	uint32_t kinds;       /* mask */
	uint32_t costs;       /* mask */
	uint32_t levels;      /* mask */
	int32_t region;       /* 0: all */
	int32_t municipality; /* of who asks: CBS number; 0: not said */
	double within_km;     /* of it; 0: however far; what is anywhere stays in */
	bool open_now;
	bool anonymous;
	bool without_referral;
	struct span languages[SEARCH_MAX_LANGUAGES]; /* any of these */
	size_t language_count;
	int64_t now_ms;
	bool (*is_open)(struct span hours, int64_t now_ms); /* NULL: nothing is open */
	const struct search_position *after;                /* NULL: from the first */
	size_t limit;                                       /* 1 to SEARCH_MAX_PAGE */
};

/* How a word came to find something. */
enum search_way {
	SEARCH_BY_WORD,
	SEARCH_BY_FORM,      /* another form of it: "gepest", "pesten" */
	SEARCH_BY_COMPOUND,  /* a part of it, or what it is a part of */
	SEARCH_BY_SYNONYM,   /* what it stands for */
	SEARCH_BY_SPELLING,  /* a typing error was taken away */
	SEARCH_BY_BEGINNING, /* what it is the beginning of */
	SEARCH_WAY_COUNT,
};
extern const struct codes search_way_codes;

#define SEARCH_MAX_REASONS 6

struct search_reason {
	struct span asked; /* as it was typed */
	struct span found; /* the word or subject that the service has */
	enum search_way way;
};

struct search_hit {
	struct id id;
	int32_t region;
	int32_t municipality; /* 0: nowhere in particular */
	double score;
	double distance_km; /* negative: not known */
	bool anywhere;
	bool informal;
	bool fading;
	bool open; /* now */
	bool hours_known;
	int64_t confirmed_ms;
	double longitude, latitude; /* of the middle of the municipality; 0 and 0: none */
	struct search_reason reasons[SEARCH_MAX_REASONS];
	size_t reason_count;
};

enum search_facet {
	SEARCH_FACET_DOMAIN,
	SEARCH_FACET_KIND,
	SEARCH_FACET_COST,
	SEARCH_FACET_LEVEL,
	SEARCH_FACET_LANGUAGE,
	SEARCH_FACET_ANONYMOUS,
	SEARCH_FACET_REFERRAL,
	SEARCH_FACET_COUNT,
};

struct search_language_count {
	struct span language;
	int64_t count;
};

/* How many there would be with this value of a filter, the other filters as they are. */
struct search_facets {
	int64_t domains[DOMAIN_COUNT];
	int64_t kinds[SEARCH_KIND_COUNT];
	int64_t costs[SEARCH_COST_COUNT];
	int64_t levels[SEARCH_LEVEL_COUNT];
	int64_t open_now;
	int64_t anonymous;
	int64_t without_referral;
	int64_t informal; /* of what was found */
	int64_t fading;
	struct search_language_count *languages; /* most first */
	size_t language_count;
};

struct search_answer {
	int64_t total;
	struct search_hit *hits;
	size_t hit_count;
	bool more;
	struct search_position next; /* if there is more */
	struct search_facets facets;
	struct span meant;         /* the question with typing errors taken away; empty if none were */
	int32_t municipality;      /* from where distances are: asked, or read in the words; 0: none */
	bool municipality_read;    /* it was read in the words */
	struct span unknown_place; /* in the words: a place that is no municipality, or several */
	struct span candidates;    /* who may be meant by it; may be empty */
	bool too_many_words;       /* those behind the bound were passed over */
	uint32_t signs;            /* of danger in the words: bit 1 << enum search_sign */
	bool danger;  /* somebody may want to die, or it cannot wait: crisis help is first */
	bool widened; /* nothing was found, until every word was taken as misspelt */
};

/* Memory of one thread, that grows with the view. */
struct search_scratch;
MUST_USE status search_scratch_open(struct search_scratch **scratch, struct error *error);
/* Accepts NULL. */
void search_scratch_close(struct search_scratch *scratch);

/* STATUS_BOUND: a bound of the question; STATUS_INPUT: it is not UTF-8; STATUS_MEMORY. */
MUST_USE status search_run(const struct search_view *view, const struct search_question *question,
	struct search_scratch *scratch, struct arena *arena, struct search_answer *answer,
	struct error *error);
