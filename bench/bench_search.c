/* bench_search.c - a directory to search in, questions to ask it, and SQLite's own FTS5 beside it.
 *
 * Use: bench_search prepare DIRECTORY SERVICES TEXTS QUESTIONS
 *          makes vangnet.sqlite with that many invented services, from TEXTS
 *          (test/search/services.csv) with other names and in other places; search.txt with a
 *          request for bench_load for each of QUESTIONS (test/search/questions.csv), with and
 *          without filters; words.txt with the words of each that say something
 *      bench_search fts DIRECTORY SECONDS all|any
 *          puts the same texts into an FTS5 table in memory and asks for the words of words.txt,
 *          one after another, ten best by bm25: that have all words, or any of them. Prints one
 *          line of JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/prng.h"
#include "directory/cost.h"
#include "directory/directory.h"
#include "directory/entry.h"
#include "directory/hours.h"
#include "directory/search.h"
#include "region/region.h"
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { MAX_TEXTS = 512, MAX_LINES = 4096, SERVICES_A_SITE = 3 };

struct text {
	struct span name, organisation, kind, domains, languages, cost, summary;
};

struct bench {
	struct store *store;
	struct region *division;
	struct search_words *words;
	struct arena arena;
	struct prng prng;
	struct text texts[MAX_TEXTS];
	size_t count;
	const char *directory;
};

static void must(status code, const struct error *error)
{
	if (code == STATUS_OK) return;
	fprintf(
		stderr, "bench_search: %s: line %zu: %s\n", status_name(code), error->line, error->message);
	exit(1);
}

static struct span read_file(struct arena *arena, const char *path)
{
	char chunk[65536];
	struct buf text;
	FILE *file = fopen(path, "r");
	if (file == NULL) {
		fprintf(stderr, "bench_search: %s: %m\n", path);
		exit(1);
	}
	buf_init(&text, 1 << 26);
	for (size_t got; (got = fread(chunk, 1, sizeof(chunk), file)) > 0;) buf_add(&text, chunk, got);
	fclose(file);
	struct span copy = arena_copy(arena, buf_span(&text));
	buf_finish(&text);
	return copy;
}

static void read_texts(struct bench *bench, const char *path)
{
	struct csv csv;
	struct error error = {0};
	bool more = true;
	csv_init(&csv, read_file(&bench->arena, path), &bench->arena);
	must(csv_next(&csv, &more, &error), &error);
	for (;;) {
		must(csv_next(&csv, &more, &error), &error);
		if (!more || bench->count == MAX_TEXTS) return;
		bench->texts[bench->count++] = (struct text){.name = csv.fields[2],
			.organisation = csv.fields[3],
			.kind = csv.fields[4],
			.domains = csv.fields[5],
			.cost = csv.fields[7],
			.languages = csv.fields[8],
			.summary = csv.fields[11]};
	}
}

static int32_t kind_of(struct span name)
{
	static const struct {
		const char *name;
		int32_t kind;
	} kinds[] = {{"treatment", SERVICE_TREATMENT}, {"peer_group", SERVICE_PEER_GROUP},
		{"volunteer", SERVICE_VOLUNTEER}, {"meeting_place", SERVICE_WALK_IN},
		{"self_help", SERVICE_PEER_SUPPORT}, {"course", SERVICE_COURSE}, {"crisis", SERVICE_CRISIS},
		{"daytime", SERVICE_DAY_ACTIVITY}, {"online", SERVICE_SELF_HELP_ONLINE},
		{"debt_help", SERVICE_DEBT_HELP}, {"stay", SERVICE_SUPPORTED_HOUSING}};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (span_is(name, kinds[i].name)) return kinds[i].kind;
	return SERVICE_GUIDANCE;
}

static struct id random_id(struct bench *bench)
{
	struct id id;
	prng_fill(&bench->prng, id.bytes, ID_SIZE);
	return id;
}

static size_t below(struct bench *bench, size_t bound)
{
	return (size_t)prng_below(&bench->prng, bound);
}

/* A name that nothing else has: so that the vocabulary is as large as that of a country. */
static void add_name(struct bench *bench, struct buf *out)
{
	static const char *const parts[] = {"ba", "del", "fo", "gra", "hin", "ka", "lom", "mer", "nu",
		"pel", "ros", "sta", "tin", "vo", "wes", "zan", "lie", "ber"};
	size_t count = 2 + below(bench, 3);
	buf_add_char(out, ' ');
	for (size_t i = 0; i < count; i++)
		buf_add_text(out, parts[below(bench, sizeof(parts) / sizeof(parts[0]))]);
}

static void put(struct bench *bench, const struct store_table *table, const void *record)
{
	struct store_value values[STORE_MAX_COLUMNS];
	struct error error = {0};
	store_record_values(table, record, values);
	must(store_put(bench->store, table, values, &error), &error);
}

struct place {
	int32_t region;
	struct id organisation, site;
	const struct region_municipality *municipality;
};

static struct place add_place(struct bench *bench, const struct text *text)
{
	size_t count;
	const struct region_municipality *const *all =
		region_municipalities(bench->division, REGION_NATIONAL, &count);
	struct place place = {.organisation = random_id(bench), .site = random_id(bench)};
	struct buf name;
	place.municipality = all[below(bench, count)];
	place.region = place.municipality->region;
	buf_init(&name, 400);
	buf_add_span(&name, text->organisation);
	add_name(bench, &name);
	const struct organisation organisation = {.region = place.region,
		.id = place.organisation,
		.kind = ORGANISATION_SOCIAL,
		.created_ms = 1,
		.name = buf_span(&name)};
	const struct site site = {.region = place.region,
		.id = place.site,
		.organisation = place.organisation,
		.municipality = place.municipality->number,
		.name = place.municipality->name,
		.form = SITE_FORM_PLACE,
		.place = place.municipality->name};
	put(bench, &directory_organisation_table, &organisation);
	put(bench, &directory_site_table, &site);
	for (int32_t day = 0; day < 5; day++) {
		const struct hours hours = {.region = place.region,
			.thing = place.site,
			.seq = day,
			.rule = HOURS_WEEK,
			.weekday = day,
			.every_weeks = 1,
			.opens_minute = 480 + 15 * (int32_t)below(bench, 6),
			.closes_minute = 960 + 30 * (int32_t)below(bench, 6)};
		put(bench, &hours_table, &hours);
	}
	buf_finish(&name);
	return place;
}

static int64_t mask_of(struct span domains, int32_t *first)
{
	int64_t mask = 0;
	struct span name;
	while (span_take(&domains, ' ', &name)) {
		int domain = codes_find(&codes_life_domain, name);
		if (*first == 0) *first = domain;
		mask |= INT64_C(1) << domain;
	}
	return mask;
}

static int64_t now_ms(void)
{
	struct clock clock;
	clock_init_system(&clock);
	return clock_now_ms(&clock);
}

static void add_service(struct bench *bench, const struct place *place, const struct text *text)
{
	struct buf name, words;
	struct service service = {.region = place->region,
		.id = random_id(bench),
		.organisation = place->organisation,
		.site = place->site,
		.level = LEVEL_LOCAL + (int32_t)below(bench, 3),
		.kind = kind_of(text->kind),
		.referral = REFERRAL_WITHOUT + (int32_t)below(bench, 3),
		.anonymous = below(bench, 5) == 0,
		.settings = 1 << SETTING_ALONE,
		.languages = text->languages};
	service.domains = mask_of(text->domains, &service.domain);
	buf_init(&name, 400);
	buf_init(&words, 2000);
	buf_printf(&name, "%.*s %.*s", SPAN_PRINT(text->name), SPAN_PRINT(place->municipality->name));
	/* Another sentence with it, so that not all of a kind are the same. */
	struct span other = bench->texts[below(bench, bench->count)].summary;
	buf_printf(&words, "%.*s %.*s", SPAN_PRINT(text->summary), SPAN_PRINT(other));
	service.name = buf_span(&name);
	service.description = buf_span(&words);
	int64_t confirmed_ms = now_ms() - (int64_t)below(bench, 300) * DATE_DAY_MS;
	const struct entry entry = {.region = place->region,
		.id = service.id,
		.kind = ENTRY_SERVICE,
		.organisation = place->organisation,
		.state = ENTRY_FRESH,
		.version = 1,
		.made_ms = confirmed_ms,
		.confirmed_ms = confirmed_ms,
		.confirmed_as = ENTRY_BY_IMPORT,
		.fades_ms = confirmed_ms + 180 * DATE_DAY_MS};
	const struct cost cost = {.region = place->region,
		.service = service.id,
		.kind = span_is(text->cost, "free")  ? COST_FREE
			: span_is(text->cost, "insured") ? COST_INSURED
											 : COST_OWN_CONTRIBUTION};
	put(bench, &directory_service_table, &service);
	put(bench, &entry_table, &entry);
	put(bench, &cost_table, &cost);
	buf_finish(&name);
	buf_finish(&words);
}

static void add_services(struct bench *bench, long count)
{
	struct error error = {0};
	struct place place = {0};
	must(store_begin(bench->store, STORE_READ_WRITE, &error), &error);
	for (long i = 0; i < count; i++) {
		const struct text *text = &bench->texts[below(bench, bench->count)];
		if (i % SERVICES_A_SITE == 0) place = add_place(bench, text);
		add_service(bench, &place, text);
	}
	must(store_commit(bench->store, &error), &error);
}

static FILE *create(const struct bench *bench, const char *name)
{
	char path[512];
	snprintf(path, sizeof(path), "%s/%s", bench->directory, name);
	FILE *file = fopen(path, "w");
	if (file == NULL) {
		fprintf(stderr, "bench_search: %s: %m\n", path);
		exit(1);
	}
	return file;
}

/* With nothing else; near a place; and with filters. */
static void write_requests(FILE *file, struct bench *bench, struct span words)
{
	size_t count;
	const struct region_municipality *const *all =
		region_municipalities(bench->division, REGION_NATIONAL, &count);
	const struct region_municipality *place = all[below(bench, count)];
	fprintf(file, "POST /v1/search {\"q\":\"%.*s\"}\n", SPAN_PRINT(words));
	fprintf(file, "POST /v1/search {\"q\":\"%.*s\",\"municipality\":\"%.*s\"}\n", SPAN_PRINT(words),
		SPAN_PRINT(place->code));
	fprintf(file,
		"POST /v1/search {\"q\":\"%.*s\",\"municipality\":\"%.*s\",\"within_km\":40,"
		"\"costs\":[\"free\"],\"open_now\":true}\n",
		SPAN_PRINT(words), SPAN_PRINT(place->code));
}

static void write_questions(struct bench *bench, const char *path)
{
	struct csv csv;
	struct error error = {0};
	bool more = true;
	FILE *requests = create(bench, "search.txt");
	FILE *words = create(bench, "words.txt");
	csv_init(&csv, read_file(&bench->arena, path), &bench->arena);
	must(csv_next(&csv, &more, &error), &error);
	for (;;) {
		must(csv_next(&csv, &more, &error), &error);
		if (!more) break;
		char say[SEARCH_MAX_QUESTION_BYTES];
		write_requests(requests, bench, csv.fields[3]);
		size_t size = search_words_that_say(bench->words, csv.fields[3], say, sizeof(say));
		if (size > 0) fprintf(words, "%.*s\n", (int)size, say);
	}
	fclose(requests);
	fclose(words);
}

static int prepare(const char *directory, long services, const char *texts, const char *questions)
{
	static struct bench bench;
	struct error error = {0};
	char path[512];
	bench.directory = directory;
	arena_init(&bench.arena, 1 << 20, 1 << 28);
	prng_init_seed(&bench.prng, 7);
	must(region_open(&bench.division, &error), &error);
	must(search_words_open(&bench.words, &error), &error);
	read_texts(&bench, texts);
	snprintf(path, sizeof(path), "%s/vangnet.sqlite", directory);
	const struct store_options options = {
		.kind = STORE_SQLITE, .mode = STORE_READ_WRITE, .path = path, .without_sync = true};
	must(store_open(&options, &bench.store, &error), &error);
	must(store_migrate(bench.store, &error), &error);
	add_services(&bench, services);
	write_questions(&bench, questions);
	store_close(bench.store);
	search_words_close(bench.words);
	region_close(bench.division);
	arena_finish(&bench.arena);
	return 0;
}

/* ---- FTS5 ---- */

static void fail(sqlite3 *db, const char *what)
{
	fprintf(stderr, "bench_search: %s: %s\n", what, sqlite3_errmsg(db));
	exit(1);
}

static sqlite3 *open_fts(const char *directory)
{
	sqlite3 *db = NULL;
	char sql[1024];
	if (sqlite3_open(":memory:", &db) != SQLITE_OK) fail(db, "open");
	snprintf(sql, sizeof(sql), "attach 'file:%s/vangnet.sqlite?mode=ro' as source", directory);
	static const char *const steps[] = {
		"create virtual table help using fts5(name, organisation, place, description,"
		" tokenize = 'unicode61 remove_diacritics 2')",
		"insert into help (rowid, name, organisation, place, description)"
		" select s.rowid, s.name, o.name, t.place, s.description from"
		" (select row_number() over () as rowid, * from source.directory_service) s"
		" join source.directory_site t on t.region = s.region and t.id = s.site"
		" join source.directory_organisation o on o.region = s.region and o.id = s.organisation",
		"insert into help (help) values ('optimize')"};
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail(db, sql);
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (sqlite3_exec(db, steps[i], NULL, NULL, NULL) != SQLITE_OK) fail(db, steps[i]);
	return db;
}

static size_t read_lines(const char *directory, bool any, struct arena *arena, const char **lines)
{
	char path[512];
	size_t count = 0;
	snprintf(path, sizeof(path), "%s/words.txt", directory);
	struct span text = read_file(arena, path), line, word;
	while (span_take(&text, '\n', &line) && count < MAX_LINES) {
		struct buf query;
		buf_init(&query, 4096);
		while (span_take(&line, ' ', &word)) {
			if (word.size == 0) continue;
			if (query.size > 0) buf_add_text(&query, any ? " OR " : " ");
			buf_printf(&query, "\"%.*s\"", SPAN_PRINT(word));
		}
		if (query.size > 0) lines[count++] = arena_text(arena, buf_span(&query));
		buf_finish(&query);
	}
	return count;
}

static int fts(const char *directory, double seconds, bool any)
{
	static const char *lines[MAX_LINES];
	struct arena arena;
	sqlite3_stmt *statement = NULL;
	arena_init(&arena, 1 << 20, 1 << 26);
	sqlite3 *db = open_fts(directory);
	size_t count = read_lines(directory, any, &arena, lines);
	const char *sql = "select rowid, name from help where help match ?1 order by rank limit 10";
	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK) fail(db, sql);
	int64_t asked = 0, rows = 0, began_ns = clock_monotonic_ns();
	int64_t end_ns = began_ns + (int64_t)(seconds * 1e9);
	for (size_t at = 0; count > 0 && clock_monotonic_ns() < end_ns; at = (at + 1) % count) {
		sqlite3_bind_text(statement, 1, lines[at], -1, SQLITE_STATIC);
		while (sqlite3_step(statement) == SQLITE_ROW) rows++;
		sqlite3_reset(statement);
		asked++;
	}
	double took = (double)(clock_monotonic_ns() - began_ns) / 1e9;
	printf("{\"per_second\": %.0f, \"rows_a_question\": %.1f}\n", (double)asked / took,
		(double)rows / (double)(asked > 0 ? asked : 1));
	sqlite3_finalize(statement);
	sqlite3_close(db);
	arena_finish(&arena);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 6 && strcmp(argv[1], "prepare") == 0)
		return prepare(argv[2], strtol(argv[3], NULL, 10), argv[4], argv[5]);
	if (argc == 5 && strcmp(argv[1], "fts") == 0)
		return fts(argv[2], strtod(argv[3], NULL), strcmp(argv[4], "any") == 0);
	fprintf(stderr,
		"use: bench_search prepare DIRECTORY SERVICES TEXTS QUESTIONS\n"
		"     bench_search fts DIRECTORY SECONDS all|any\n");
	return 2;
}
