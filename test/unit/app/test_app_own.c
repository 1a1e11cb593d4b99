/* test_app_own.c - everything of one person is everything: compared with every row of every table.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "demo_fixture.h"

#include "api/api_own.h"
#include "api/api_own_catalog.h"
#include "api/api_own_walk.h"
#include "base/jsonw.h"
#include "care/episode.h"
#include <stdio.h>

#define REGION 5
#define PEOPLE 300
#define COMPARED 15 /* people */
#define FIELDS 16   /* above any number in enum vault_field */

static struct demo made;
static struct api_messages *messages;

static int make_region(void **state)
{
	struct error error = {0};
	(void)state;
	demo_open(&made);
	if (api_messages_open(&messages, &error) != STATUS_OK) return -1;
	return demo_fill(&made, REGION, PEOPLE, 100, 7, NULL, NULL) == STATUS_OK ? 0 : -1;
}

static int close_region(void **state)
{
	(void)state;
	api_messages_close(messages);
	demo_close(&made);
	return 0;
}

/* Every table is in the catalog once, with its columns in their order, and each column is told or
 * has a reason. A new column fails here. */
static void expect_table(const struct store_table *table)
{
	const struct own_table *found = NULL;
	for (size_t i = 0; i < api_own_table_count; i++) {
		if (strcmp(api_own_tables[i].name, table->name) != 0) continue;
		assert_null(found);
		found = &api_own_tables[i];
	}
	if (found == NULL) fail_msg("%s: is it in api_own_catalog.c?", table->name);
	if (found->way == OWN_NOT_FOUND) {
		assert_int_not_equal(found->reason, OWN_NOT_LEFT);
		return;
	}
	for (size_t i = 0; i < table->column_count; i++) {
		if (i >= found->column_count || strcmp(found->columns[i].name, table->columns[i].name) != 0)
			fail_msg("%s.%s: is it in api_own_catalog.c, in its place?", table->name,
				table->columns[i].name);
		assert_true(found->columns[i].form != OWN_LEFT || found->columns[i].reason != OWN_NOT_LEFT);
	}
	assert_int_equal(found->column_count, table->column_count);
}

static void test_catalog__has_every_table_and_column(void **state)
{
	(void)state;
	assert_int_equal(api_own_table_count, command_journaled_count + command_other_count);
	for (size_t i = 0; i < command_journaled_count; i++) expect_table(command_journaled_tables[i]);
	for (size_t i = 0; i < command_other_count; i++) expect_table(command_other_tables[i]);
}

static void expect_text(const char *kind, const char *name)
{
	char key[API_MESSAGES_KEY_SIZE];
	snprintf(key, sizeof(key), "own_data.%s.%s", kind, name);
	if (!api_messages_has(messages, key)) fail_msg("%s: there is no such text", key);
}

static bool is_worded(const struct own_column *column)
{
	return column->form != OWN_ID && column->form != OWN_NUMBER && column->form != OWN_REGION &&
		column->form != OWN_LEFT;
}

static void expect_codes(const struct codes *codes)
{
	for (int i = 0; codes != NULL && i < codes->count; i++) {
		char key[API_MESSAGES_KEY_SIZE];
		if (codes->names[i] == NULL || codes->names[i][0] == 0) continue;
		snprintf(key, sizeof(key), "code.%s.%s", codes->name, codes->names[i]);
		if (!api_messages_has(messages, key)) fail_msg("%s: there is no such text", key);
	}
}

/* What stands on the page has words: tables, columns, codes and reasons. */
static void test_catalog__has_words_for_what_it_tells(void **state)
{
	(void)state;
	for (size_t i = 0; i < api_own_table_count; i++) {
		const struct own_table *table = &api_own_tables[i];
		if (table->way != OWN_NOT_FOUND) expect_text("table", table->name);
		for (size_t at = 0; at < table->column_count; at++) {
			if (is_worded(&table->columns[at])) expect_text("column", table->columns[at].name);
			expect_codes(table->columns[at].codes);
		}
	}
	for (int i = 1; i < OWN_REASON_COUNT; i++)
		expect_text("reason", codes_name(&api_own_reason_codes, i));
}

struct subject {
	struct id person;
	struct id episode;
	char person_text[ID_TEXT_SIZE];
	char episode_text[ID_TEXT_SIZE];
	struct buf json;
	struct buf page;
	struct arena arena;
	int64_t rows;
	int64_t texts;
};

static struct api_own own_of(const struct subject *subject)
{
	return (struct api_own){.store = made.store,
		.vault = made.vault,
		.messages = messages,
		.language = API_LANGUAGE_NL,
		.now_ms = clock_now_ms(&made.clock),
		.region = REGION,
		.person = subject->person,
		.thorough = true};
}

static bool has(const struct buf *out, const char *text)
{
	return memmem(buf_span(out).start, buf_span(out).size, text, strlen(text)) != NULL;
}

/* As JSON writes it. */
static bool has_words(const struct buf *out, struct span words)
{
	struct buf written;
	struct jsonw json;
	buf_init(&written, 1 << 20);
	jsonw_init(&json, &written);
	jsonw_text(&json, words);
	struct span as = buf_span(&written);
	bool found = memmem(buf_span(out).start, buf_span(out).size, as.start, as.size) != NULL;
	buf_finish(&written);
	return found;
}

static bool is_id(const struct store_value *value, struct id id)
{
	return value->type == STORE_BLOB && value->bytes.size == ID_SIZE &&
		id_equal(store_value_id(value), id);
}

static const struct own_column *column_of(const char *table, const char *column)
{
	for (size_t i = 0; i < api_own_table_count; i++)
		for (size_t at = 0;
			 strcmp(api_own_tables[i].name, table) == 0 && at < api_own_tables[i].column_count;
			 at++)
			if (strcmp(api_own_tables[i].columns[at].name, column) == 0)
				return &api_own_tables[i].columns[at];
	return NULL;
}

/* Whatever opens with the person's key is theirs, wherever it stands: its words are told, or the
 * column has a reason. */
static void expect_opened(
	struct subject *subject, const struct store_table *table, size_t at, struct span sealed)
{
	const struct own_column *column = column_of(table->name, table->columns[at].name);
	for (int field = 1; field < FIELDS; field++) {
		struct span text = {0};
		struct error error = {0};
		arena_reset(&subject->arena);
		if (vault_unseal(made.vault, subject->person, (enum vault_field)field, sealed,
				&subject->arena, &text, &error) != STATUS_OK)
			continue;
		if (column != NULL && column->form == OWN_LEFT) return;
		subject->texts++;
		if (!has_words(&subject->json, text))
			fail_msg("%s.%s: is sealed for this person, and is not told", table->name,
				table->columns[at].name);
	}
}

/* A row that names the person or their file as the one it is of is told with all its ids; tables
 * that are left out have a reason, and rows of other people's files are theirs. */
static void expect_row(
	struct subject *subject, const struct store_table *table, const struct store_value *row)
{
	bool is_theirs = false, is_others = false;
	for (size_t i = 0; i < table->column_count; i++) {
		const char *name = table->columns[i].name;
		bool is_file = strcmp(name, "episode") == 0 ||
			(strcmp(table->name, "care_episode") == 0 && strcmp(name, "id") == 0);
		if (is_file && row[i].type == STORE_BLOB && !id_is_none(store_value_id(&row[i])) &&
			!is_id(&row[i], subject->episode))
			is_others = true;
		if (is_id(&row[i], subject->person) || is_id(&row[i], subject->episode)) is_theirs = true;
		/* Sealed texts have a version, a nonce and a tag: ids are no such thing. */
		if (row[i].type == STORE_BLOB && row[i].bytes.size > VAULT_SEAL_BYTES)
			expect_opened(subject, table, i, row[i].bytes);
	}
	if (!is_theirs || is_others) return;
	for (size_t i = 0; i < api_own_table_count; i++)
		if (strcmp(api_own_tables[i].name, table->name) == 0 &&
			api_own_tables[i].way == OWN_NOT_FOUND)
			return;
	/* Somebody else's look, seat, inbox or roster is not of the file. */
	if (strcmp(table->name, "journal_look") == 0 && !is_id(&row[1], subject->person)) return;
	if (strcmp(table->name, "care_inbox") == 0 && !is_id(&row[1], subject->person)) return;
	if (strcmp(table->name, "command_outbox") == 0 && !is_id(&row[4], subject->person)) return;
	subject->rows++;
	for (size_t i = 0; i < table->column_count; i++) {
		char text[ID_TEXT_SIZE];
		const struct own_column *column = column_of(table->name, table->columns[i].name);
		if (row[i].type != STORE_BLOB || row[i].bytes.size != ID_SIZE) continue;
		if (column != NULL && column->form == OWN_LEFT) continue;
		if (id_is_none(store_value_id(&row[i]))) continue;
		if (!has(&subject->json, id_text(store_value_id(&row[i]), text)))
			fail_msg(
				"%s.%s: a row of this person is not told", table->name, table->columns[i].name);
	}
}

static void compare_table(struct subject *subject, const struct store_table *table)
{
	struct error error = {0};
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	assert_int_equal(
		store_scan_open(made.store, table, NULL, INT64_MAX, &cursor, &error), STATUS_OK);
	for (;;) {
		assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
		if (row == NULL) break;
		expect_row(subject, table, row);
	}
	store_query_close(cursor);
}

static void compare(struct subject *subject)
{
	struct error error = {0};
	const struct api_own own = own_of(subject);
	arena_init(&subject->arena, 65536, 1 << 24);
	buf_init(&subject->json, 1 << 24);
	buf_init(&subject->page, 1 << 24);
	assert_int_equal(api_own_json(&own, &subject->json, &error), STATUS_OK);
	assert_int_equal(api_own_page(&own, &subject->page, &error), STATUS_OK);
	assert_false(subject->json.overflowed || subject->page.overflowed);
	for (size_t i = 0; i < command_journaled_count; i++)
		compare_table(subject, command_journaled_tables[i]);
	/* No key of a text and no other number stands where words are meant. */
	assert_false(has(&subject->page, "own_data."));
	assert_false(has(&subject->page, ">code."));
	assert_true(has(&subject->page, "</html>"));
	buf_finish(&subject->json);
	buf_finish(&subject->page);
	arena_finish(&subject->arena);
}

/* Of many people: everything that the tables have of them is told. */
static void test_own__is_everything_that_the_tables_have(void **state)
{
	struct error error = {0};
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct subject *subjects = calloc(COMPARED, sizeof(*subjects));
	size_t count = 0;
	(void)state;
	assert_non_null(subjects);
	assert_int_equal(store_begin(made.store, STORE_READ_ONLY, &error), STATUS_OK);
	assert_int_equal(
		store_scan_open(made.store, &episode_table, NULL, COMPARED, &cursor, &error), STATUS_OK);
	for (;;) {
		struct episode episode;
		assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
		if (row == NULL) break;
		assert_int_equal(store_record_fill(&episode_table, row, &episode, NULL, &error), STATUS_OK);
		subjects[count++] = (struct subject){.person = episode.person, .episode = episode.id};
	}
	store_query_close(cursor);
	assert_int_equal(count, COMPARED);
	int64_t rows = 0, texts = 0;
	for (size_t i = 0; i < count; i++) {
		compare(&subjects[i]);
		rows += subjects[i].rows;
		texts += subjects[i].texts;
	}
	store_rollback(made.store);
	printf("%d people: %lld rows and %lld sealed texts compared\n", COMPARED, (long long)rows,
		(long long)texts);
	assert_true(rows > COMPARED * 10);
	assert_true(texts > COMPARED * 3);
	free(subjects);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_catalog__has_every_table_and_column),
		cmocka_unit_test(test_catalog__has_words_for_what_it_tells),
		cmocka_unit_test(test_own__is_everything_that_the_tables_have),
	};
	return cmocka_run_group_tests_name("app_own", tests, make_region, close_region);
}
