/* test_search_parts.c - words of a text, stems, sounds, typing errors, compounds, tables.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "search_fixture.h"
#include "base/prng.h"
#include "directory/criteria.h"
#include "directory/search_private.h"
#include <stdio.h>
#include <stdlib.h>

static void assert_words(const char *text, const char *wanted)
{
	struct search_reader reader;
	struct search_word word;
	struct buf found;
	buf_init(&found, 1000);
	search_reader_init(&reader, span_of(text));
	while (search_reader_next(&reader, &word))
		buf_printf(&found, "%s%s%s", found.size > 0 ? " " : "", word.joined ? "+" : "", word.bytes);
	assert_string_equal(buf_text(&found), wanted);
	buf_finish(&found);
}

/* Signs part words; accents and capitals go; an apostrophe inside a word is no sign; with a hyphen
 * the whole is said as well. */
static void test_search_text__gives_folded_words(void **state)
{
	(void)state;
	assert_words("Hulp bij schulden!", "hulp bij schulden");
	assert_words("  één   Gezin, één plan.", "een gezin een plan");
	assert_words("foto's van 's-Gravenhage", "fotos van s gravenhage +sgravenhage");
	assert_words("ADHD-café (12+)", "adhd cafe +adhdcafe 12");
	assert_words("a-b-c d", "a b c +abc d");
	assert_words("مساعدة للديون", "مساعدة للديون");
	assert_words("“…” – 👍 !?", "");
	assert_words("", "");
}

/* A word that is too long is cut between characters. */
static void test_search_text__cuts_long_words(void **state)
{
	struct search_reader reader;
	struct search_word word;
	char text[400];
	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	search_reader_init(&reader, span_of(text));
	assert_true(search_reader_next(&reader, &word));
	assert_int_equal(word.size, SEARCH_MAX_WORD_BYTES);
	assert_false(search_reader_next(&reader, &word));
	for (size_t i = 0; i + 1 < sizeof(text); i += 2) memcpy(text + i, "م", 2);
	text[398] = 0;
	search_reader_init(&reader, span_of(text));
	assert_true(search_reader_next(&reader, &word));
	assert_true(span_is_utf8((struct span){word.bytes, word.size}, NULL));
}

static const char *stem(const char *word)
{
	static char stems[4][SEARCH_MAX_WORD_BYTES + 1];
	static int next;
	char *out = stems[next++ % 4];
	memcpy(out, word, strlen(word) + 1);
	out[search_stem(out, strlen(out))] = 0;
	return out;
}

/* Forms of one word come together. */
static void test_search_stem__brings_forms_together(void **state)
{
	static const char *const same[][2] = {{"schuld", "schulden"}, {"straat", "straten"},
		{"huis", "huizen"}, {"brief", "brieven"}, {"pil", "pillen"}, {"moeder", "moeders"},
		{"maat", "maatje"}, {"begeleiding", "begeleiden"}, {"verslaving", "verslavingen"},
		{"eenzaam", "eenzame"}, {"eenzaam", "eenzaamheid"}, {"mogelijkheid", "mogelijkheden"},
		{"training", "trainingen"}, {"lotgenoot", "lotgenoten"}, {"kind", "kinderen"},
		{"jongere", "jongeren"}, {"vriend", "vrienden"}, {"bang", "bange"}};
	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		assert_string_equal(stem(same[i][0]), stem(same[i][1]));
}

/* What differs stays apart, and nothing gets too short. */
static void test_search_stem__leaves_the_rest_alone(void **state)
{
	static const char *const other[][2] = {
		{"stemmen", "stemming"}, {"school", "schuld"}, {"wonen", "wonden"}, {"angst", "gang"}};
	(void)state;
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		assert_string_not_equal(stem(other[i][0]), stem(other[i][1]));
	assert_string_equal(stem("een"), "een");
	assert_string_equal(stem("ggz"), "ggz");
	assert_string_equal(stem("stress"), "stres");
	assert_string_equal(stem("ring"), "ring");
	assert_string_equal(stem("a"), "a");
}

/* Whatever the letters, a stem is no longer than its word, and no shorter than a letter. */
static void test_search_stem__stays_within_the_word(void **state)
{
	static const char letters[] = "aeioustjenrgdvz";
	struct prng prng;
	(void)state;
	prng_init_seed(&prng, 3);
	for (int i = 0; i < 100000; i++) {
		char word[SEARCH_MAX_WORD_BYTES + 1], form[SEARCH_MAX_WORD_BYTES + 1];
		size_t size = 1 + prng_below(&prng, SEARCH_MAX_WORD_BYTES), form_size;
		for (size_t at = 0; at < size; at++)
			word[at] = letters[prng_below(&prng, sizeof(letters) - 1)];
		for (int number = 0; number < 4; number++)
			if (search_stem_form((struct span){word, size}, number, form, &form_size))
				assert_true(form_size >= 3 && form_size < size);
		size_t stemmed = search_stem(word, size);
		assert_true(stemmed >= 1 && stemmed <= size);
	}
}

static int distance(const char *a, const char *b, int most)
{
	return search_near_distance(span_of(a), span_of(b), most);
}

static void test_search_near__counts_errors(void **state)
{
	(void)state;
	assert_int_equal(distance("somber", "somber", 2), 0);
	assert_int_equal(distance("sommber", "somber", 2), 1);
	assert_int_equal(distance("sober", "somber", 2), 1);
	assert_int_equal(distance("sonber", "somber", 2), 1);
	assert_int_equal(distance("sobmer", "somber", 2), 1);
	assert_int_equal(distance("sobmerr", "somber", 2), 2);
	assert_int_equal(distance("angst", "schuld", 2), 3);
	assert_int_equal(distance("", "ab", 2), 2);
	assert_int_equal(search_near_errors(3), 0);
	assert_int_equal(search_near_errors(4), 1);
	assert_int_equal(search_near_errors(8), 2);
}

static void assert_same_sound(const char *a, const char *b)
{
	char first[SEARCH_MAX_WORD_BYTES + 1], second[SEARCH_MAX_WORD_BYTES + 1];
	search_near_sound(span_of(a), first);
	search_near_sound(span_of(b), second);
	assert_string_equal(first, second);
}

/* Who writes as they speak writes the same sounds. */
static void test_search_near__knows_sounds(void **state)
{
	(void)state;
	assert_same_sound("psycholoog", "psiegoloog");
	assert_same_sound("therapie", "terapie");
	assert_same_sound("chronisch", "gronis");
	assert_same_sound("cocaine", "kokaine");
	assert_same_sound("fysio", "fisio");
	assert_same_sound("zelfmoord", "selfmoort");
	assert_same_sound("medicatie", "medikasie");
}

static void note(void *context, uint32_t word)
{
	((bool *)context)[word] = true;
}

static size_t misspell(struct prng *prng, const char *word, char *out)
{
	size_t size = strlen(word), at = prng_below(prng, size);
	memcpy(out, word, size + 1);
	switch (prng_below(prng, 4)) {
	case 0: memmove(out + at, out + at + 1, size - at); return size - 1;
	case 1:
		memmove(out + at + 1, out + at, size - at + 1);
		out[at] = 'q';
		return size + 1;
	case 2: out[at] = 'q'; return size;
	default:
		if (at + 1 < size) {
			out[at] = word[at + 1];
			out[at + 1] = word[at];
		}
		return size;
	}
}

/* Every word within the bounds is visited, whatever the errors and wherever they are. */
static void test_search_near__visits_all_within_reach(void **state)
{
	static const char *const list[] = {"adhd", "angst", "begeleiding", "budgetbeheer", "depressie",
		"dementie", "eenzaamheid", "lotgenoten", "mantelzorg", "schulden", "verslaving", "wonen"};
	enum { COUNT = sizeof(list) / sizeof(list[0]) };
	struct search_table made = {0}, words;
	struct search_near near;
	struct prng prng;
	uint32_t order[COUNT];
	(void)state;
	prng_init_seed(&prng, 11);
	for (int i = 0; i < COUNT; i++) search_table_add(&made, span_of(list[i]));
	assert_true(search_table_sort(&made, &words, order));
	assert_true(search_near_make(&near, &words));
	for (int i = 0; i < 40000; i++) {
		char once[64], twice[64];
		bool seen[COUNT] = {false};
		int number = (int)prng_below(&prng, COUNT);
		size_t size = misspell(&prng, list[number], once);
		once[size] = 0;
		bool two = search_near_errors(size) == 2 && prng_below(&prng, 2) == 0;
		if (two) size = misspell(&prng, once, twice);
		twice[two ? size : 0] = 0;
		struct span typed = {two ? twice : once, size};
		int errors = search_near_errors(size);
		if (search_near_distance(typed, span_of(list[number]), errors) > errors) continue;
		search_near_visit(&near, typed, errors, note, seen);
		assert_true(seen[search_table_look(&words, span_of(list[number]))]);
	}
	search_near_finish(&near);
	search_table_finish(&words);
	search_table_finish(&made);
}

static bool is_known(void *context, struct span part)
{
	static const char *const known[] = {
		"schuld", "schulden", "hulp", "verlening", "verslaving", "zorg", "schuldhulp"};
	(void)context;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (span_is(part, known[i])) return true;
	return false;
}

static void assert_parts(const char *word, const char *wanted)
{
	struct span parts[SEARCH_MAX_PARTS];
	struct buf found;
	int count = search_compound_split(span_of(word), is_known, NULL, parts);
	buf_init(&found, 1000);
	for (int i = 0; i < count; i++)
		buf_printf(&found, "%s%.*s", i > 0 ? "+" : "", SPAN_PRINT(parts[i]));
	assert_string_equal(buf_text(&found), wanted);
	buf_finish(&found);
}

/* The fewest known parts that make up the whole, an s between them left out. */
static void test_search_compound__takes_words_apart(void **state)
{
	(void)state;
	assert_parts("schuldenhulp", "schulden+hulp");
	assert_parts("schuldhulpverlening", "schuldhulp+verlening");
	assert_parts("verslavingszorg", "verslaving+zorg");
	assert_parts("hulp", "");
	assert_parts("schuldbrief", "");
	assert_parts("hulphulp", "hulp+hulp");
	assert_parts("", "");
}

/* A sorted table finds what was added, and nothing else. */
static void test_search_table__finds_what_was_added(void **state)
{
	struct search_table made = {0}, sorted;
	struct prng prng;
	static uint32_t order[5000];
	char text[16];
	(void)state;
	prng_init_seed(&prng, 5);
	for (int i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "w%llu", (unsigned long long)prng_below(&prng, 3000));
		uint32_t number = search_table_add(&made, span_of(text));
		assert_int_equal(search_table_find(&made, span_of(text)), number);
	}
	assert_true(made.count < 3000);
	assert_true(search_table_sort(&made, &sorted, order));
	for (uint32_t i = 0; i < made.count; i++)
		assert_int_equal(order[search_table_look(&sorted, search_table_text(&made, i))], i);
	assert_int_equal(search_table_look(&sorted, span_of("x")), SEARCH_NONE);
	assert_int_equal(search_table_find(&made, span_of("x")), SEARCH_NONE);
	search_table_finish(&sorted);
	search_table_finish(&made);
}

static void assert_wrong(const char *synonyms, const char *stopwords, status wanted, size_t line)
{
	struct search_words *words = NULL;
	struct error error = {0};
	const struct search_words_data data = {.synonyms = span_of(synonyms),
		.stopwords = span_of(stopwords),
		.ranking = span_of("name,value,why\n")};
	assert_int_equal(search_words_open_data(&data, &words, &error), wanted);
	assert_null(words);
	assert_int_equal(error.line, line);
	assert_true(error.message[0] != 0);
}

static void assert_wrong_good_at(const char *good_at, size_t line)
{
	struct search_words *words = NULL;
	struct error error = {0};
	const struct search_words_data data = {.synonyms = span_of("words,means,weight\n"),
		.stopwords = span_of("word,use\n"),
		.ranking = search_words_ranking(),
		.good_at = span_of(good_at)};
	assert_int_equal(search_words_open_data(&data, &words, &error), STATUS_INPUT);
	assert_null(words);
	assert_int_equal(error.line, line);
}

/* Words belong to a code that there is, once. */
static void test_search_words__refuses_wrong_words_of_codes(void **state)
{
	(void)state;
	assert_wrong_good_at("code,words\nmood,somber\nmoon,ver\n", 3);
	assert_wrong_good_at("code,words\nmood,somber\nmood,treurig\n", 3);
	assert_wrong_good_at("code,words\nmood,\n", 2);
	assert_wrong_good_at("code\n", 1);
}

/* Each code of what a service can be good at has words, but for those that are refused. */
static void test_search_words__every_code_has_words(void **state)
{
	struct search_words *words = NULL;
	struct error error = {0};
	(void)state;
	assert_int_equal(search_words_open(&words, &error), STATUS_OK);
	for (int code = CRITERION_EXCLUDES_DIAGNOSIS + 1; code < directory_criteria.count; code++)
		if (words->good_at[code].size == 0)
			fail_msg("%s has no words", codes_name(&directory_criteria, code));
	search_words_close(words);
}

static bool has_mark(const struct search_words *words, const struct search_synonym *synonym)
{
	for (int i = 0; i < synonym->target_count; i++) {
		struct span text = search_table_text(&words->texts, synonym->targets[i].text);
		if (memchr(text.start, ':', text.size) != NULL) return true;
	}
	return false;
}

/* What somebody says means a life domain, a kind of help or a language too: words alone find
 * nothing where nobody wrote them. */
static void test_search_words__mean_more_than_words(void **state)
{
	struct search_words *words = NULL;
	struct error error = {0};
	(void)state;
	assert_int_equal(search_words_open(&words, &error), STATUS_OK);
	for (int i = 0; i < words->synonym_count; i++) {
		const struct search_synonym *synonym = &words->synonyms[i];
		bool found = false;
		for (int other = 0; !found && other < words->synonym_count; other++)
			found =
				memcmp(synonym->stems, words->synonyms[other].stems, sizeof(synonym->stems)) == 0 &&
				has_mark(words, &words->synonyms[other]);
		struct span stem = search_table_text(&words->stems, synonym->stems[0]);
		if (!found) fail_msg("a phrase with %.*s means only words", SPAN_PRINT(stem));
	}
	search_words_close(words);
}

/* Data that is wrong is refused with its line. */
static void test_search_words__refuses_wrong_data(void **state)
{
	(void)state;
	assert_wrong("", "word,use\nik,skip\nhuis,what\n", STATUS_INPUT, 3);
	assert_wrong("", "word,use\n--,skip\n", STATUS_INPUT, 2);
	assert_wrong("", "woord,use\n", STATUS_INPUT, 1);
	/* Ranking that says nothing is wrong too. */
	assert_wrong("words,means,weight\n", "word,use\n", STATUS_INPUT, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search_text__gives_folded_words),
		cmocka_unit_test(test_search_text__cuts_long_words),
		cmocka_unit_test(test_search_stem__brings_forms_together),
		cmocka_unit_test(test_search_stem__leaves_the_rest_alone),
		cmocka_unit_test(test_search_stem__stays_within_the_word),
		cmocka_unit_test(test_search_near__counts_errors),
		cmocka_unit_test(test_search_near__knows_sounds),
		cmocka_unit_test(test_search_near__visits_all_within_reach),
		cmocka_unit_test(test_search_compound__takes_words_apart),
		cmocka_unit_test(test_search_table__finds_what_was_added),
		cmocka_unit_test(test_search_words__refuses_wrong_data),
		cmocka_unit_test(test_search_words__mean_more_than_words),
		cmocka_unit_test(test_search_words__refuses_wrong_words_of_codes),
		cmocka_unit_test(test_search_words__every_code_has_words),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
