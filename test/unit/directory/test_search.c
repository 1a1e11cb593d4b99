/* test_search.c - what a question finds, in which order, and what holds for every question.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "search_fixture.h"
#include "base/prng.h"
#include "directory/search_private.h"
#include <stdio.h>
#include <stdlib.h>

#define UTRECHT 344
#define ZEIST 355

static int place_of(
	const struct search_answer *answer, const struct search_fixture *fixture, const char *name)
{
	for (size_t i = 0; i < answer->hit_count; i++) {
		int number = fixture_number(answer->hits[i].id);
		if (span_starts_with(fixture->documents[number - 1].name, name)) return (int)i + 1;
	}
	return 0;
}

static bool has_reason(const struct search_answer *answer, enum search_way way)
{
	for (size_t i = 0; i < answer->hit_count; i++)
		for (size_t r = 0; r < answer->hits[i].reason_count; r++)
			if (answer->hits[i].reasons[r].way == way) return true;
	return false;
}

/* Each way in which a word can find is said. */
static void test_search__says_why(void **state)
{
	static const struct {
		const char *words;
		enum search_way way;
		const char *found;
	} cases[] = {{"depressie", SEARCH_BY_WORD, "Lotgenotengroep Depressie"},
		{"somber", SEARCH_BY_SYNONYM, "Behandeling stemmings"},
		{"depresssie", SEARCH_BY_SPELLING, "Lotgenotengroep Depressie"},
		{"psiegoloog", SEARCH_BY_SPELLING, "Studentenpsycholoog"},
		{"buurtkok", SEARCH_BY_COMPOUND, ""}, {"gekookt", SEARCH_BY_FORM, "Samen gezond koken"}};
	struct search_fixture *fixture = *state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct search_question question = fixture_question(cases[i].words);
		struct search_answer answer = fixture_ask(fixture, &question);
		if (!has_reason(&answer, cases[i].way)) fail_msg("%s: why is not said", cases[i].words);
		if (cases[i].found[0] != 0 && place_of(&answer, fixture, cases[i].found) == 0)
			fail_msg("%s does not find %s", cases[i].words, cases[i].found);
	}
}

static void test_search__finds_while_somebody_types(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("hulp bij dwangst");
	question.typing = true;
	struct search_answer answer = fixture_ask(fixture, &question);
	assert_true(place_of(&answer, fixture, "Behandelprogramma dwangstoornis") > 0);
	assert_true(has_reason(&answer, SEARCH_BY_BEGINNING));
}

/* What was misspelt is said as it should have been, in its place. */
static void test_search__says_what_was_meant(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("Hulp, bij  schuldeen graag");
	struct search_answer answer = fixture_ask(fixture, &question);
	assert_true(span_is(answer.meant, "Hulp, bij  schulden graag"));
	question = fixture_question("hulp bij schulden");
	answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.meant.size, 0);
}

/* A municipality in the words is where somebody asks from; of names that are words only behind
 * "in". */
static void test_search__reads_where(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("schulden in Zeist");
	struct search_answer answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.municipality, ZEIST);
	assert_true(answer.municipality_read);
	question = fixture_question("hulp den haag");
	answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.municipality, 518);
	question = fixture_question("ruzie met mijn buren");
	answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.municipality, 0);
	question = fixture_question("hulp in buren");
	answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.municipality, 214);
	question = fixture_question("schulden in Zeist");
	question.municipality = UTRECHT;
	answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.municipality, UTRECHT);
	assert_false(answer.municipality_read);
}

/* Of two that fit as well the nearer goes first, and distances are between the middles. */
static void test_search__nearer_goes_first(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("alzheimer cafe vergeetachtig");
	question.municipality = 58; /* none: not known */
	question = fixture_question("burenruzie bemiddeling");
	question.municipality = 14;
	struct search_answer answer = fixture_ask(fixture, &question);
	int near = place_of(&answer, fixture, "Buurtbemiddeling");
	assert_int_equal(near, 1);
	assert_true(answer.hits[0].distance_km < 1);
	question.municipality = 392; /* Haarlem */
	answer = fixture_ask(fixture, &question);
	assert_int_equal(place_of(&answer, fixture, "Buurtbemiddeling Haarlem"), 1);
	question.within_km = 30;
	answer = fixture_ask(fixture, &question);
	for (size_t i = 0; i < answer.hit_count; i++)
		assert_true(answer.hits[i].anywhere || answer.hits[i].distance_km <= 30);
}

/* Informal help has the first places in view where it fits about as well; other help is never
 * behind all of it. */
static void test_search__informal_help_comes_first_in_view(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("depressie");
	struct search_answer answer = fixture_ask(fixture, &question);
	assert_true(answer.hits[0].informal);
	bool other = false;
	for (size_t i = 0; i < 5; i++) other = other || !answer.hits[i].informal;
	assert_true(other);
}

/* What nobody confirmed lately comes lower, and says so. */
static void test_search__fades(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_document old = fixture->documents[0];
	struct search_question question = fixture_question("stemmingsstoornis");
	struct search_answer answer = fixture_ask(fixture, &question);
	double before = 0;
	for (size_t i = 0; i < answer.hit_count; i++)
		if (fixture_number(answer.hits[i].id) == 1) before = answer.hits[i].score;
	assert_true(before > 0);
	fixture->documents[0].fades_ms = FIXTURE_NOW_MS - 1000;
	struct search_index *index = fixture_index(fixture, NULL, NULL);
	fixture->view.large = index;
	answer = fixture_ask(fixture, &question);
	for (size_t i = 0; i < answer.hit_count; i++) {
		if (fixture_number(answer.hits[i].id) != 1) continue;
		assert_true(answer.hits[i].fading);
		assert_true(answer.hits[i].score < before);
		assert_true(answer.hits[i].confirmed_ms > 0);
		before = -1;
	}
	assert_true(before < 0);
	assert_true(answer.facets.fading > 0);
	fixture->view.large = fixture->index;
	fixture->documents[0] = old;
	search_index_close(index);
}

static bool open_until_noon(struct span hours, int64_t now_ms)
{
	(void)now_ms;
	return span_starts_with(hours, "mo,we");
}

static void test_search__open_now(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_question question = fixture_question("");
	question.is_open = open_until_noon;
	question.open_now = true;
	struct search_answer answer = fixture_ask(fixture, &question);
	int64_t wanted = 0;
	for (size_t i = 0; i < fixture->count; i++)
		wanted += open_until_noon(fixture->documents[i].hours, 0);
	assert_true(wanted > 0);
	assert_int_equal(answer.total, wanted);
	assert_int_equal(answer.facets.open_now, wanted);
	for (size_t i = 0; i < answer.hit_count; i++)
		assert_true(answer.hits[i].open && answer.hits[i].hours_known);
	/* What is open is found out once a minute: this is another. */
	question.now_ms += 120000;
	question.is_open = NULL;
	answer = fixture_ask(fixture, &question);
	assert_int_equal(answer.total, 0);
}

static void test_search__refuses_over_its_bounds(void **state)
{
	struct search_fixture *fixture = *state;
	static char long_words[SEARCH_MAX_QUESTION_BYTES + 2];
	struct search_answer answer;
	struct error error = {0};
	memset(long_words, 'a', sizeof(long_words) - 1);
	struct search_question wrong[4];
	for (int i = 0; i < 4; i++) wrong[i] = fixture_question("hulp");
	wrong[0].words = span_of(long_words);
	wrong[1].limit = 0;
	wrong[2].limit = SEARCH_MAX_PAGE + 1;
	wrong[3].words = span_of("\xff");
	for (int i = 0; i < 4; i++)
		assert_int_equal(search_run(&fixture->view, &wrong[i], fixture->scratch, &fixture->answer,
							 &answer, &error),
			i == 3 ? STATUS_INPUT : STATUS_BOUND);
	struct search_question many = fixture_question("a b c d e f g h i j k l m n o p q r s t u v w "
												   "x schulden");
	answer = fixture_ask(fixture, &many);
	assert_true(answer.too_many_words);
}

/* ---- what holds for every question ---- */

static const char *const questions[] = {"", "hulp", "ik ben somber", "schulden in zeist",
	"stemmen horen en bang", "mijn man drinkt", "koffie drinken met mensen", "kinderen en ouders",
	"ggz utrecht", "zzzzqqq", "psiegoloog", "lotgenoten", "cursus"};
#define QUESTIONS (sizeof(questions) / sizeof(questions[0]))

struct found {
	bool is[FIXTURE_MAX_SERVICES + 1];
	int order[FIXTURE_MAX_SERVICES];
	int64_t count, total;
};

/* All pages, each service once. */
static void find_all(
	struct search_fixture *fixture, struct search_question question, struct found *found)
{
	struct search_position after;
	char text[SEARCH_POSITION_SIZE];
	memset(found, 0, sizeof(*found));
	for (;;) {
		struct search_answer answer = fixture_ask(fixture, &question);
		found->total = answer.total;
		for (size_t i = 0; i < answer.hit_count; i++) {
			int number = fixture_number(answer.hits[i].id);
			assert_false(found->is[number]);
			found->is[number] = true;
			found->order[found->count++] = number;
		}
		if (!answer.more) break;
		assert_int_equal(answer.hit_count, question.limit);
		search_position_text(&answer.next, text);
		assert_true(search_position_parse(span_of(text), &after));
		assert_memory_equal(&after, &answer.next, sizeof(after));
		question.after = &after;
	}
	assert_int_equal(found->count, found->total);
}

static struct search_question random_question(struct prng *prng)
{
	struct search_question question = fixture_question(questions[prng_below(prng, QUESTIONS)]);
	question.limit = 1 + prng_below(prng, SEARCH_MAX_PAGE);
	if (prng_below(prng, 2) == 0) question.municipality = prng_below(prng, 2) ? UTRECHT : 14;
	return question;
}

#define FILTERS 8

static void add_filter(struct prng *prng, int filter, struct search_question *question)
{
	switch (filter) {
	case 0: question->domains = 1u << (1 + prng_below(prng, DOMAIN_COUNT - 1)); return;
	case 1: question->kinds = 6u << prng_below(prng, 16); return;
	case 2: question->costs = 1u << (1 + prng_below(prng, 4)); return;
	case 3: question->languages[question->language_count++] = span_of("ar"); return;
	case 4: question->region = 1 + (int32_t)prng_below(prng, REGION_COUNT); return;
	case 5:
		question->municipality = UTRECHT;
		question->within_km = (double)(1 + prng_below(prng, 100));
		return;
	case 6: question->without_referral = true; return;
	default: question->open_now = true; question->is_open = open_until_noon;
	}
}

/* Without words every service can be reached by going on. */
static void test_search__pages_reach_every_service(void **state)
{
	struct search_fixture *fixture = *state;
	struct prng prng;
	struct found found;
	prng_init_seed(&prng, 1);
	for (int i = 0; i < 60; i++) {
		struct search_question question = random_question(&prng);
		find_all(fixture, question, &found);
		if (question.words.size == 0) assert_int_equal(found.total, fixture->count);
	}
}

/* What is found with one more filter is found without it. */
static void test_search__filters_only_take_away(void **state)
{
	struct search_fixture *fixture = *state;
	struct prng prng;
	static struct found without, with;
	prng_init_seed(&prng, 2);
	for (int i = 0; i < 300; i++) {
		struct search_question question = random_question(&prng);
		question.limit = SEARCH_MAX_PAGE;
		/* Where from is no filter, but what may be read in the words must not differ. */
		question.municipality = UTRECHT;
		int first = (int)prng_below(&prng, FILTERS), second = (int)prng_below(&prng, FILTERS);
		/* Two values of one filter are more than one of them. */
		if (first == second) continue;
		if (prng_below(&prng, 2) == 0) add_filter(&prng, first, &question);
		find_all(fixture, question, &without);
		add_filter(&prng, second, &question);
		find_all(fixture, question, &with);
		if (with.total > without.total) fail_msg("filter %d adds", i);
		for (size_t n = 1; n <= fixture->count; n++) assert_true(!with.is[n] || without.is[n]);
	}
}

/* Counts of a filter are what that filter finds. */
static void test_search__facets_are_what_filters_find(void **state)
{
	struct search_fixture *fixture = *state;
	struct prng prng;
	prng_init_seed(&prng, 4);
	for (int i = 0; i < 100; i++) {
		struct search_question question = random_question(&prng);
		if (prng_below(&prng, 2) == 0) question.costs = 2;
		struct search_answer answer = fixture_ask(fixture, &question);
		struct search_facets facets = answer.facets;
		question.domains = 1u << DOMAIN_SOCIAL;
		assert_int_equal(fixture_ask(fixture, &question).total, facets.domains[DOMAIN_SOCIAL]);
		question.domains = 0;
		question.kinds = 1u << 2;
		assert_int_equal(fixture_ask(fixture, &question).total, facets.kinds[2]);
		question.kinds = 0;
		question.costs = 1u << 2;
		assert_int_equal(fixture_ask(fixture, &question).total, facets.costs[2]);
	}
}

/* The same question gives the same answer, whatever was asked between, with other memory, and when
 * the index was made in another order. */
static void test_search__answers_do_not_depend_on_what_was_before(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_scratch *kept = fixture->scratch, *fresh = NULL;
	struct error error = {0};
	struct prng prng;
	static struct found first, second;
	for (int i = 0; i < 40; i++) {
		prng_init_seed(&prng, 100 + (uint64_t)i);
		struct search_question question = random_question(&prng);
		struct search_question other = random_question(&prng);
		find_all(fixture, question, &first);
		fixture_ask(fixture, &other);
		assert_int_equal(search_scratch_open(&fresh, &error), STATUS_OK);
		fixture->scratch = fresh;
		find_all(fixture, question, &second);
		assert_memory_equal(&first, &second, sizeof(first));
		fixture->scratch = kept;
		search_scratch_close(fresh);
	}
}

static bool is_even(int number, void *context)
{
	(void)context;
	return number % 2 == 0;
}

static bool is_changed(int number, void *context)
{
	(void)context;
	return number % 5 == 0;
}

/* A large and a small index together find what one of all finds without words; what was left out of
 * the large one is found only as the small one has it. */
static void test_search__two_indexes_are_as_one(void **state)
{
	struct search_fixture *fixture = *state;
	uint64_t left_out[FIXTURE_MAX_SERVICES / 64 + 1] = {0};
	struct search_index *small = fixture_index(fixture, is_changed, NULL);
	struct found found;
	for (int number = 5; number <= (int)fixture->count; number += 5) {
		int64_t at = search_index_find(fixture->index, fixture_id(number));
		assert_true(at >= 0);
		left_out[at / 64] |= UINT64_C(1) << at % 64;
	}
	fixture->view.small = small;
	fixture->view.left_out = left_out;
	for (size_t i = 0; i < QUESTIONS; i++) {
		struct search_question question = fixture_question(questions[i]);
		question.limit = 7;
		find_all(fixture, question, &found);
		if (i == 0) assert_int_equal(found.total, fixture->count);
	}
	fixture->view.small = NULL;
	struct search_question all = fixture_question("");
	find_all(fixture, all, &found);
	assert_int_equal(found.total, fixture->count - fixture->count / 5);
	fixture->view.left_out = NULL;
	search_index_close(small);
}

/* An index of some documents finds none of the others. */
static void test_search__finds_only_what_is_there(void **state)
{
	struct search_fixture *fixture = *state;
	struct search_index *half = fixture_index(fixture, is_even, NULL);
	struct found found;
	fixture->view.large = half;
	for (size_t i = 0; i < QUESTIONS; i++) {
		find_all(fixture, fixture_question(questions[i]), &found);
		for (size_t n = 1; n <= fixture->count; n += 2) assert_false(found.is[n]);
	}
	fixture->view.large = fixture->index;
	search_index_close(half);
}

/* One letter wrong, somewhere in the word. */
static size_t misspell(struct prng *prng, struct span word, char *out)
{
	size_t at = prng_below(prng, word.size);
	char letter = (char)('a' + prng_below(prng, 26));
	memcpy(out, word.start, at);
	switch (prng_below(prng, 3)) {
	case 0: /* too few */
		memcpy(out + at, word.start + at + 1, word.size - at - 1);
		return word.size - 1;
	case 1: /* too many */
		out[at] = letter;
		memcpy(out + at + 1, word.start + at, word.size - at);
		return word.size + 1;
	default:
		out[at] = letter;
		memcpy(out + at + 1, word.start + at + 1, word.size - at - 1);
		return word.size;
	}
}

/* A typing error never empties an answer. */
static void test_search__an_error_never_empties_an_answer(void **state)
{
	struct search_fixture *fixture = *state;
	const struct search_table *words = &fixture->index->words;
	struct prng prng;
	char typed[SEARCH_MAX_WORD_BYTES + 2];
	int tried = 0;
	prng_init_seed(&prng, 9);
	for (int i = 0; i < 6000; i++) {
		struct span word = search_table_text(words, (uint32_t)prng_below(&prng, words->count));
		bool usable =
			word.size < SEARCH_MAX_WORD_BYTES && memchr(word.start, ':', word.size) == NULL;
		struct search_question question = fixture_question("");
		if (!usable) continue;
		question.words = word;
		int64_t before = fixture_ask(fixture, &question).total;
		question.words = (struct span){typed, misspell(&prng, word, typed)};
		if (before == 0 || search_near_errors(question.words.size) == 0) continue;
		/* Not every byte is a letter of its own. */
		if (!span_is_utf8(question.words, NULL)) continue;
		tried++;
		if (fixture_ask(fixture, &question).total == 0)
			fail_msg("%.*s finds %lld, %.*s nothing", SPAN_PRINT(word), (long long)before,
				SPAN_PRINT(question.words));
	}
	assert_true(tried > 3000);
}

/* Text that is no position is refused. */
static void test_search_position__reads_only_its_own(void **state)
{
	struct search_position position;
	char text[SEARCH_POSITION_SIZE];
	(void)state;
	search_position_text(&(struct search_position){.turn = 3}, text);
	assert_true(search_position_parse(span_of(text), &position));
	assert_int_equal(position.turn, 3);
	assert_false(search_position_parse(span_of(""), &position));
	assert_false(search_position_parse((struct span){text, strlen(text) - 1}, &position));
	text[5] = 'F';
	assert_false(search_position_parse(span_of(text), &position));
	memset(text, 'f', sizeof(text) - 1);
	assert_false(search_position_parse(span_of(text), &position));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_search__says_why),
		cmocka_unit_test(test_search__finds_while_somebody_types),
		cmocka_unit_test(test_search__says_what_was_meant),
		cmocka_unit_test(test_search__reads_where),
		cmocka_unit_test(test_search__nearer_goes_first),
		cmocka_unit_test(test_search__informal_help_comes_first_in_view),
		cmocka_unit_test(test_search__fades),
		cmocka_unit_test(test_search__open_now),
		cmocka_unit_test(test_search__refuses_over_its_bounds),
		cmocka_unit_test(test_search__pages_reach_every_service),
		cmocka_unit_test(test_search__filters_only_take_away),
		cmocka_unit_test(test_search__facets_are_what_filters_find),
		cmocka_unit_test(test_search__answers_do_not_depend_on_what_was_before),
		cmocka_unit_test(test_search__two_indexes_are_as_one),
		cmocka_unit_test(test_search__finds_only_what_is_there),
		cmocka_unit_test(test_search__an_error_never_empties_an_answer),
		cmocka_unit_test(test_search_position__reads_only_its_own),
	};
	return cmocka_run_group_tests(tests, fixture_open, fixture_close);
}
