/* search_private.h - what the files search_*.c share; the inside of the index.
 *
 * A word is what people write, folded; a term is what it is looked up by: its stem, or a mark such
 * as "domain:debt" that no word can be.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "directory/search.h"

#define SEARCH_NONE UINT32_MAX
#define SEARCH_SPAN(bytes, size) ((struct span){(bytes), (size)})

/* ---- search_text.c: words of a text ---- */

struct search_reader {
	struct span rest;
	char joined[SEARCH_MAX_WORD_BYTES + 1]; /* parts with a hyphen between, as one word */
	size_t joined_size;
	int joined_parts;
	bool joined_ready;
};

struct search_word {
	char bytes[SEARCH_MAX_WORD_BYTES + 1];
	size_t size;
	struct span as_typed;
	bool joined; /* said again: the parts before, as one */
};

void search_reader_init(struct search_reader *reader, struct span text);
/* False at the end. The text must be UTF-8. */
bool search_reader_next(struct search_reader *reader, struct search_word *word);
/* ---- search_stem.c ---- */

/* The stem of a folded word, in place; returns its size (at least 1 for a word of at least 1). */
size_t search_stem(char *word, size_t size);
/* Another stem that a form of a verb may have ("hoort", "gepest"): false if there is none. The
 * number of the try counts from 0. */
bool search_stem_form(
	struct span word, int number, char out[SEARCH_MAX_WORD_BYTES + 1], size_t *size);

/* ---- search_near.c: typing errors ---- */

/* How many typing errors a word of this size may have: 0 to 2. */
int search_near_errors(size_t size);
/* Optimal string alignment distance (a letter too many, too few, another, or two changed about), or
 * `most` + 1 if it is more. */
int search_near_distance(struct span a, struct span b, int most);
/* The word as it sounds: two spellings of one sound give the same text. */
size_t search_near_sound(struct span word, char out[SEARCH_MAX_WORD_BYTES + 1]);
uint32_t search_near_sound_hash(struct span word);

/* Lists of words by what is left when letters are taken out. */
struct search_near {
	uint32_t *sounds; /* a hash for each word */
	uint32_t *first;  /* [bucket_count + 1] */
	uint32_t *words;
	uint32_t bucket_count; /* a power of two */
};

/* ---- search_table.c: texts with numbers ---- */

/* Memory of `size` bytes that begins with what is in `old`, which is freed; zeros behind it. NULL
 * without memory: then `old` stays. */
void *search_grown(void *old, size_t old_size, size_t size);

struct search_table {
	char *bytes;
	size_t size, capacity;
	uint32_t *starts; /* [count + 1] */
	uint32_t count, starts_capacity;
	uint32_t *slots; /* hash to number + 1; NULL in a sorted table */
	uint32_t slot_count;
	bool full; /* out of memory */
};

void search_table_finish(struct search_table *table);
/* The number of the text, added if it is new; SEARCH_NONE without memory. */
uint32_t search_table_add(struct search_table *table, struct span text);
/* In a table that is still being made. */
uint32_t search_table_find(const struct search_table *table, struct span text);
/* A copy in order of text; order[new] is the old number. */
MUST_USE bool search_table_sort(
	const struct search_table *from, struct search_table *to, uint32_t *order);
/* In a sorted table: the number, or SEARCH_NONE. */
uint32_t search_table_look(const struct search_table *table, struct span text);
/* In a sorted table: the first that is not before `text`. */
uint32_t search_table_lower(const struct search_table *table, struct span text);
static inline struct span search_table_text(const struct search_table *table, uint32_t number)
{
	return (struct span){
		table->bytes + table->starts[number], table->starts[number + 1] - table->starts[number]};
}

/* ---- search_near.c, lists ---- */

MUST_USE bool search_near_make(struct search_near *near, const struct search_table *words);
void search_near_finish(struct search_near *near);
/* Calls for each word of the list that may be within the distance; some twice, some are not. */
void search_near_visit(const struct search_near *near, struct span word, int errors,
	void (*visit)(void *context, uint32_t word), void *context);

/* ---- search_words.c: the data ---- */

enum search_field {
	SEARCH_FIELD_NAME,
	SEARCH_FIELD_ORGANISATION,
	SEARCH_FIELD_PLACE,
	SEARCH_FIELD_GOOD_AT,
	SEARCH_FIELD_DESCRIPTION,
	SEARCH_FIELD_WAY_IN,
	SEARCH_FIELD_MARK,
	SEARCH_FIELD_COUNT,
};

#define SEARCH_MAX_PHRASE 6
#define SEARCH_MAX_PATTERN 16
#define SEARCH_MAX_CRITERIA 64

struct search_target {
	uint32_t text; /* in `texts` of the words: a stem or a mark */
	uint32_t shown;
	float weight;
};

struct search_synonym {
	uint32_t stems[SEARCH_MAX_PHRASE]; /* in `stems` */
	int stem_count;
	struct search_target *targets;
	int target_count;
};

struct search_ranking {
	float field[SEARCH_FIELD_COUNT];
	float part;      /* of a compound, against the whole word */
	float weak_part; /* of a word that is known as a whole */
	float ordinary;  /* what a word counts that everybody uses for everything */
	float form, synonym, error_one, error_two, beginning, compound; /* against the word itself */
	float saturation;                                               /* BM25's k1 */
	float length;                                                   /* BM25's b */
	float phrase_used; /* what a word still counts when it was part of a phrase that has synonyms */
	float floor;       /* share of the best text below which a service is not an answer */
	float near_km;     /* where nearness has fallen to 1/e */
	float near_share;  /* how much of the score nearness decides */
	float fading;      /* factor for what fades */
	float informal_share; /* informal help goes first from this share of the other's score on */
	float repeat;         /* for each better one of the same name, up to SEARCH_NAMES_KEPT */
	float admission;      /* factor, unless somebody asks for one */
	float crisis;         /* factor where somebody is in danger */
	char pattern[SEARCH_MAX_PATTERN + 1]; /* whose turn: i informal, o other */
	char danger_pattern[SEARCH_MAX_PATTERN + 1];
};

#define SEARCH_MAX_DANGERS 1024
#define SEARCH_MAX_PLACES 1024
#define SEARCH_MAX_SAME 64
#define SEARCH_MAX_DANGER_WORDS 16384 /* of a text; what is behind them is not read */

struct search_danger_phrase;

struct search_words {
	struct arena arena;
	struct search_danger_phrase *dangers; /* search_danger.c */
	int danger_count;
	struct search_table danger_same; /* each is taken as the word in danger_same_as */
	struct span danger_same_as[SEARCH_MAX_SAME];
	struct search_table danger_filler;   /* may stand between the words of a phrase */
	struct search_table danger_ordinary; /* no misspelling of anything */
	struct search_table stopwords;       /* folded */
	struct search_table after_in;        /* names of municipalities that are words too */
	struct search_table lives;  /* "woon": before "in" and a municipality, part of the place */
	struct search_table places; /* folded names of places that are no municipality */
	struct span place_in[SEARCH_MAX_PLACES]; /* the municipality of each, by name */
	struct search_table ordinary;   /* folded: rightly spelled, also where no service has them */
	struct search_table plain_made; /* every folded word of the synonyms */
	struct search_table plain;      /* the same, sorted, for typing errors */
	struct search_near near;
	struct search_table stems; /* of phrases */
	struct search_table texts; /* what synonyms point to */
	struct search_synonym *synonyms;
	int synonym_count;
	/* Synonyms by the stem that they have: those of stem s are by_stem[first[s]..first[s + 1]). */
	uint32_t *first;
	uint32_t *by_stem;
	struct search_ranking ranking;
	struct span good_at[SEARCH_MAX_CRITERIA]; /* words by code; empty: none */
};

/* ---- search_danger.c ---- */

/* A word of a text that was read. */
struct search_danger_word {
	char bytes[SEARCH_MAX_WORD_BYTES + 1];
	size_t size;
	struct span as_typed;
	bool known, filler;
	const struct search_danger_phrase *phrase; /* that it is in, or NULL */
};

struct search_danger {
	uint32_t signs; /* bit 1 << enum search_sign */
	const struct search_danger_word *words;
	size_t word_count;
};

MUST_USE status search_danger_open(
	struct search_words *words, struct span data, struct error *error);
void search_danger_close(struct search_words *words);
/* Without memory, or of what is not UTF-8, it finds nothing. */
void search_danger_read(const struct search_words *words, struct span text, struct arena *arena,
	struct search_danger *found);
/* The word that is searched in the place of a phrase that nobody else writes so. */
struct span search_danger_like(const struct search_danger_phrase *phrase);

/* ---- search_index.c ---- */

#define SEARCH_STEP_MS INT64_C(64000)

/* What many services have in common; filters are judged once for each. */
struct search_class {
	uint32_t domains, costs;
	uint8_t kind, level, domain;
	bool anywhere, informal, admission, crisis, anonymous, without_referral;
	uint32_t languages; /* in `languages` */
};

/* What is looked at of each service that is found: four of them in a line of the cache. */
struct search_place {
	uint32_t class;
	uint32_t hours;        /* in `hours`: nearly every site has its own */
	int32_t fades_step;    /* SEARCH_STEP_MS since 1970; 0: never */
	uint16_t municipality; /* index in the nation's list + 1; 0: nowhere */
	uint16_t region;
};

struct search_index {
	uint64_t serial; /* no two of a process have the same */
	const struct search_words *words_of;
	uint32_t count;
	struct id *ids;
	struct search_place *places;
	uint32_t *names; /* in `name_table` */
	uint32_t *ties;  /* the first bytes of the id: what goes first of two that score the same */
	int32_t *confirmed_steps; /* 0: never */
	struct search_class *classes;
	uint32_t class_count;
	struct search_table name_table;       /* folded names of services; made, not sorted */
	struct search_table languages, hours; /* made, not sorted: numbers are what counts */
	struct search_table words;            /* sorted */
	uint32_t *word_term;                  /* term of each word */
	uint32_t *word_count;                 /* how often it is written */
	struct search_table terms;            /* sorted */
	uint32_t *posting_first;              /* [terms + 1] */
	uint32_t *postings;                   /* document << 8 | impact, by document */
	uint8_t *most;                        /* the highest impact of each term */
	struct search_near near;
	uint32_t *by_id; /* documents in order of id */
	size_t bytes;
};

#define SEARCH_IMPACT_ONE 100.0f

/* ---- search_compound.c ---- */

#define SEARCH_MAX_PARTS 4
/* Splits a folded word into known ones; returns how many parts, 0 if it cannot be split.
 * `known(context, part)` says whether a part is one. */
int search_compound_split(struct span word, bool (*known)(void *context, struct span part),
	void *context, struct span parts[SEARCH_MAX_PARTS]);

/* ---- search_ask.c: what a question means ---- */

#define SEARCH_MAX_GROUPS 48
#define SEARCH_MAX_CHOICES 1024 /* of a group */
#define SEARCH_MAX_KEPT 4       /* spellings and beginnings of a word, unless wide */

struct search_choice {
	struct span term; /* a stem or a mark */
	struct span shown;
	float weight;
	enum search_way way;
	/* Set by search_score: of the term in the large and the small index, and what it can add. */
	uint32_t numbers[2];
	float unit; /* for an impact of 1 */
	float most;
};

/* Words or a phrase of the question with all that may be found for it. */
struct search_group {
	struct span asked;
	float weight;
	struct search_choice *choices;
	int choice_count, choice_capacity;
};

struct search_meaning {
	struct search_group groups[SEARCH_MAX_GROUPS];
	int group_count;
	struct span meant;
	int32_t municipality;
	struct span unknown_place; /* as it was typed: a place that is none, or several */
	struct span candidates;    /* who may be meant by it, with their codes; may be empty */
	bool too_many_words;
	uint32_t signs; /* of danger: bit 1 << enum search_sign */
	bool danger;    /* some phrase means that somebody may want to die, or that it cannot wait */
	bool for_admission; /* some phrase means an admission */
	bool says_nothing;  /* no word, or only such as say nothing, and names of places */
	float floor;        /* share of the best text below which a service is no answer */
};

/* A word of the question. */
struct search_asked {
	char word[SEARCH_MAX_WORD_BYTES + 1];
	size_t size;
	struct span as_typed;
	bool skip;               /* says nothing, or belongs to a place */
	bool place;              /* belongs to a place: stands for nothing else */
	bool last;               /* nothing stands behind it, not even a blank */
	struct search_group own; /* what is found for it, without synonyms */
	float used;              /* what it counts beside a phrase that it is part of */
	struct span spelled;     /* as it should have been; empty if it is right */
};

/* The question under way. */
struct search_asking {
	const struct search_view *view;
	const struct search_question *question;
	bool wide;
	struct arena *arena;
	struct search_asked *words; /* [SEARCH_MAX_WORDS] */
	int word_count;
	struct search_meaning *meaning;
};

/* `wide`: every word may be misspelt. */
void search_ask(const struct search_view *view, const struct search_question *question, bool wide,
	struct arena *arena, struct search_meaning *meaning);
/* Adds a choice, or raises the weight of the one that is there. */
void search_choose(struct search_group *group, struct search_choice choice, struct arena *arena);
/* Whether some service or some synonym has this stem. */
bool search_knows(const struct search_view *view, struct span stem);
/* A copy of the stem of a folded word. */
struct span search_stem_copy(struct span word, struct arena *arena);

/* search_spell.c: what the word may be that is not known: rightly spelled, or whole. */
void search_spell(const struct search_asking *asking, struct search_asked *asked);
void search_complete(const struct search_asking *asking, struct search_asked *asked);

/* search_synonym.c: adds what words and phrases stand for. */
void search_stand_for(struct search_asking *asking);
/* search_where.c: reads the name of a municipality in the words. */
void search_read_place(struct search_asking *asking);

/* ---- search_score.c, search_rank.c ---- */

/* What is open, of all the hours of an index, in a minute. */
struct search_open {
	uint64_t serial; /* of the index; 0: none */
	int64_t minute;
	bool *open; /* by number in `hours` */
	uint32_t capacity;
};

/* Of a document; all in one line of the processor's cache. */
struct search_sum {
	float total;
	float best;     /* of the group at hand */
	uint32_t group; /* the group that `best` is of; 0: nothing was found */
};

/* How far ahead memory is asked for. */
#define SEARCH_AHEAD 12

struct search_found {
	float score;
	uint32_t tie;
	uint32_t document; /* of both indexes */
};

#define SEARCH_NAMES_KEPT 3

/* The best of one name. */
struct search_best {
	uint32_t serial;
	uint32_t count;
	uint32_t at[SEARCH_NAMES_KEPT]; /* in `passed`, the best first */
};

struct search_scratch {
	uint32_t capacity; /* documents */
	struct search_sum *sums;
	uint32_t *touched;
	uint32_t touched_count;
	struct search_open open[2];  /* of the large index, of the small one */
	struct search_found *passed; /* the filters */
	uint32_t passed_count;
	struct search_best *best; /* by number of name, see search_variety.c */
	uint32_t serial;          /* of the question: what is of another is old */
};

MUST_USE bool search_scratch_grow(struct search_scratch *scratch, uint32_t documents);
/* Forgets what was touched. */
void search_scratch_clear(struct search_scratch *scratch);
/* Fills sums and touched; returns what the floor is a share of: the highest total that words alone
 * gave, if any did, and no more than what the weakest of them can give. */
float search_score(
	const struct search_view *view, struct search_meaning *meaning, struct search_scratch *scratch);
/* From what was touched (or all, if the question says nothing) to the answer. */
MUST_USE status search_rank(const struct search_view *view, const struct search_question *question,
	const struct search_meaning *meaning, float best, struct search_scratch *scratch,
	struct arena *arena, struct search_answer *answer, struct error *error);
/* Why this document was found. */
void search_explain(const struct search_index *index, bool is_small, uint32_t document,
	const struct search_meaning *meaning, struct search_hit *hit);
/* Postings of a term: NULL if there is none (SEARCH_NONE). */
const uint32_t *search_postings(const struct search_index *index, uint32_t term, uint32_t *count);
/* Whether this document of the large index was left out of the view. */
static inline bool search_left_out(const struct search_view *view, uint32_t document)
{
	return view->left_out != NULL && (view->left_out[document / 64] >> document % 64 & 1) != 0;
}
