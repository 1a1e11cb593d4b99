/* test_model.c - the tables of the program are those of the model, and the model keeps the laws.
 *
 *     test_model SOURCE BUILD [--deep]
 *
 * SOURCE has vangnet.pml and, in variants, one NAME.sed for each; BUILD has the program `moves` and
 * one `moves_NAME` for each broken table of test/property/variants. Both paths are absolute.
 *
 * tables      The lines of the model are those of the C tables; each of them is carried out.
 * laws        The verifier tries every history within several bounds and finds no law broken.
 * ends        What must come in the end does under fair clocks, and need not without them.
 * variants    With a table or a judge broken the verifier finds the law that the variant names; a
 *             broken table is the same one in the model and in C, and differs from the right one.
 *
 * Prints a line for each test, and "N passed, N failed" last.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "rows.h"
#include "workshop.h"
#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_VARIANTS 64
#define MIN_TABLE_VARIANTS 6

struct test {
	const char *source;
	const char *build;
	struct workshop workshop;
	struct rows rows; /* of the program */
	int passed;
	int failed;
	int table_variants;
};

/* What the head of a variant's script says. */
struct variant {
	char name[WORKSHOP_NAME];
	char law[WORKSHOP_NAME];
	char bounds[2 * WORKSHOP_NAME];
	bool table; /* not only a judge of the model */
};

static const char *const deep_bounds[] = {
	"-DJOINS=1 -DACCOUNT_ENDS=1",
	"-DPROFESSIONALS=3 -DCARE_OFFERS=1 -DJOINS=0 -DROSTER_MOVES=0",
	"-DNEED_OFFERS=2 -DCARE_OFFERS=2 -DJOINS=0 -DROSTER_MOVES=0",
	"-DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=1 -DCONSULTS=1 -DROSTER_MOVES=0 -DACCOUNT_ENDS=1",
	"-DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DCONSULTS=1 -DSTAYS=1 -DROSTER_MOVES=0",
	NULL,
};

static const char *const laws_bounds[] = {
	"-DNEED_OFFERS=1 -DCARE_OFFERS=1 -DJOINS=0 -DACCOUNT_ENDS=1",
	"-DNEED_OFFERS=2 -DCARE_OFFERS=1 -DJOINS=0 -DROSTER_MOVES=0",
	"-DPROFESSIONALS=3 -DCARE_OFFERS=0 -DJOINS=1",
	"-DNEED_OFFERS=1 -DCARE_OFFERS=0 -DJOINS=2",
	"-DNEED_OFFERS=1 -DCARE_OFFERS=0 -DJOINS=1 -DCONSULTS=1 -DROSTER_MOVES=0",
	"-DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DCONSULTS=1 -DROSTER_MOVES=0 -DACCOUNT_ENDS=1",
	"-DNEED_OFFERS=1 -DCARE_OFFERS=0 -DJOINS=0 -DSTAYS=1 -DROSTER_MOVES=0",
	"-DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DSTAYS=1 -DROSTER_MOVES=0",
	"-DNEED_OFFERS=1 -DCARE_OFFERS=0 -DJOINS=0 -DCASES=1 -DROSTER_MOVES=0",
	"-DPROFESSIONALS=3 -DNEED_OFFERS=0 -DCARE_OFFERS=1 -DJOINS=0 -DCASES=1 -DROSTER_MOVES=0 "
	"-DACCOUNT_ENDS=1",
	NULL,
};

static const char variant_bounds[] = "-DNEED_OFFERS=2 -DACCOUNT_ENDS=1";

#define SAFETY "-DSAFETY -DNOCLAIM"
#define LIVENESS "-DNFAIR=3"
/* Options of the verifier: how deep it goes, and how large its table is to begin with. */
#define WHOLE "-n -m2000000 -w22"
#define BROKEN "-n -m200000 -w18"
#define SHALLOW "-n -m60 -w18"

__attribute__((format(printf, 3, 4))) static bool judge(
	struct test *test, bool passed, const char *format, ...)
{
	va_list values;
	printf(passed ? "ok    " : "FAIL  ");
	va_start(values, format);
	vprintf(format, values);
	va_end(values);
	printf("\n");
	if (passed)
		test->passed++;
	else
		test->failed++;
	return passed;
}

static void path_in(char path[WORKSHOP_PATH], const char *directory, const char *folder,
	const char *name, const char *end)
{
	snprintf(path, WORKSHOP_PATH, "%.800s/%s%.100s%s", directory, folder, name, end);
}

/* The rows of the model in the workshop. */
static bool read_model(const struct test *test, struct rows *rows)
{
	char path[WORKSHOP_PATH];
	workshop_path(&test->workshop, "vangnet.pml", path);
	return rows_read(rows, path);
}

/* The rows that a program with the tables prints. */
static bool read_program(const struct test *test, const char *name, struct rows *rows)
{
	char path[WORKSHOP_PATH];
	path_in(path, test->build, "moves", name, "");
	const char *const arguments[] = {path, NULL};
	if (!workshop_run(&test->workshop, "moves.txt", arguments)) return false;
	workshop_path(&test->workshop, "moves.txt", path);
	return rows_read(rows, path);
}

static bool take_model(const struct test *test, const char *script)
{
	char model[WORKSHOP_PATH];
	path_in(model, test->source, "", "vangnet.pml", "");
	return workshop_take(&test->workshop, model, script);
}

/* The lines in the model are the tables of the program. */
static void test_tables(struct test *test)
{
	struct rows model = {0};
	bool printed = read_program(test, "", &test->rows) && test->rows.count > 0;
	if (!judge(test, printed, "tables: the program prints %zu lines", test->rows.count)) return;
	for (size_t i = 0; i < test->rows.count; i++) printf("      %s\n", test->rows.text[i]);
	bool read = take_model(test, NULL) && read_model(test, &model);
	size_t differences =
		read ? rows_differ(&test->rows, "the program", &model, "the model") : test->rows.count;
	judge(test, read && differences == 0, "tables: %zu differences between program and model",
		differences);
}

/* A copy of the model in which one line is changed, or is gone, is seen to differ. */
static void test_comparison(struct test *test)
{
	static const char *const scripts[] = {
		"/^\tHANDOVER_MOVE(DECLINE,/s/KEEP/NOBODY/", "/^\tJOIN_MOVE(EXPIRE,/d"};
	static const size_t expected[] = {2, 1};
	char path[WORKSHOP_PATH];
	path_in(path, test->source, "", "vangnet.pml", "");
	for (size_t i = 0; i < 2; i++) {
		struct rows changed = {0};
		const char *const change[] = {"sed", "-e", scripts[i], path, NULL};
		bool read =
			workshop_run(&test->workshop, "vangnet.pml", change) && read_model(test, &changed);
		size_t found = rows_differ(&test->rows, "the program", &changed, "the changed copy");
		judge(test, read && found == expected[i],
			"tables: in a changed copy %zu differences are seen, of %zu", found, expected[i]);
	}
}

/* How often the verifier carried a row out, by what the model prints when it does. */
static long count_told(const struct test *test, const char *row)
{
	char told[ROWS_TEXT], path[WORKSHOP_PATH];
	char *line = NULL;
	size_t capacity = 0;
	long times = 0;
	rows_told(row, told);
	workshop_path(&test->workshop, "pan.log", path);
	FILE *stream = fopen(path, "r");
	while (stream != NULL && getline(&line, &capacity, stream) >= 0)
		times += strncmp(line, told, strlen(told)) == 0;
	free(line);
	if (stream != NULL) fclose(stream);
	return times;
}

/* No row of the tables is dead: the model carries each out, within one of these bounds. */
static void test_carried_out(struct test *test)
{
	static const char *const bounds[] = {"-DCARE_OFFERS=0 -DROSTER_MOVES=0",
		"-DNEED_OFFERS=0 -DCARE_OFFERS=0 -DROSTER_MOVES=0 -DCONSULTS=1",
		"-DNEED_OFFERS=0 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DSTAYS=1",
		"-DNEED_OFFERS=1 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DCASES=1"};
	long times[ROWS_MAX] = {0};
	size_t carried_out = 0;
	bool ran = true;
	for (size_t at = 0; ran && at < sizeof bounds / sizeof bounds[0]; at++) {
		struct finding finding = {0};
		ran = take_model(test, NULL) &&
			workshop_make(&test->workshop, bounds[at], "-O0 -DPRINTF " SAFETY) &&
			workshop_verify(&test->workshop, WHOLE, &finding);
		for (size_t i = 0; ran && i < test->rows.count; i++)
			times[i] += count_told(test, test->rows.text[i]);
	}
	for (size_t i = 0; ran && i < test->rows.count; i++) {
		carried_out += times[i] > 0;
		printf("      %7ld times %s\n", times[i], test->rows.text[i]);
	}
	judge(test, ran && carried_out == test->rows.count && carried_out > 0,
		"tables: %zu of %zu lines are carried out", carried_out, test->rows.count);
}

/* Within these bounds no history breaks a law. */
static void test_laws(struct test *test, const char *bounds)
{
	struct finding finding = {0};
	bool ran = take_model(test, NULL) && workshop_make(&test->workshop, bounds, "-O1 " SAFETY) &&
		workshop_verify(&test->workshop, WHOLE, &finding);
	bool kept = ran && finding.complete && finding.errors == 0 && finding.states > 1;
	judge(test, kept, "laws: %ld states, depth %ld, %.1f s, %ld MiB %s %s", finding.states,
		finding.depth, finding.seconds, finding.memory_mb, bounds, finding.broken);
	if (!kept) workshop_tell(&test->workshop, bounds);
}

/* A lasting law holds with fair clocks, and says something: without fairness it does not hold. */
static void test_end(struct test *test, const char *law, const char *bounds)
{
	char options[2 * WORKSHOP_NAME];
	struct finding fair = {0}, unfair = {0};
	snprintf(options, sizeof options, WHOLE " -a -f -N %s", law);
	bool ran = workshop_verify(&test->workshop, options, &fair);
	bool kept = ran && fair.complete && fair.errors == 0;
	judge(test, kept, "ends: %s: %ld states, depth %ld, %.1f s, %ld MiB %s", law, fair.states,
		fair.depth, fair.seconds, fair.memory_mb, fair.broken);
	if (!kept) workshop_tell(&test->workshop, bounds);
	snprintf(options, sizeof options, BROKEN " -a -N %s", law);
	ran = workshop_verify(&test->workshop, options, &unfair);
	judge(test, ran && unfair.errors > 0, "ends: %s: without fairness %s", law,
		unfair.errors > 0 ? unfair.broken : "it holds too");
}

static void test_ends(struct test *test)
{
	static const char handovers[] = "-DCARE_OFFERS=1 -DJOINS=0 -DROSTER_MOVES=0";
	static const char advice[] =
		"-DNEED_OFFERS=0 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DCONSULTS=1";
	static const char stays[] =
		"-DNEED_OFFERS=0 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DSTAYS=1";
	static const char cases[] =
		"-DNEED_OFFERS=0 -DCARE_OFFERS=0 -DJOINS=0 -DROSTER_MOVES=0 -DCASES=1";
	static const char askings[] = "-DCARE_OFFERS=0 -DJOINS=1 -DROSTER_MOVES=0";
	bool made =
		take_model(test, NULL) && workshop_make(&test->workshop, handovers, "-O1 " LIVENESS);
	if (!judge(test, made, "ends: %s", handovers)) return;
	test_end(test, "every_offer_of_the_need_ends", handovers);
	test_end(test, "every_offer_of_the_care_management_ends", handovers);
	test_end(test, "danger_ends_in_handing_back", handovers);
	made = workshop_make(&test->workshop, askings, "-O1 " LIVENESS);
	if (!judge(test, made, "ends: %s", askings)) return;
	test_end(test, "every_asking_ends", askings);
	made = workshop_make(&test->workshop, advice, "-O1 " LIVENESS);
	if (!judge(test, made, "ends: %s", advice)) return;
	test_end(test, "every_question_for_advice_ends", advice);
	made = workshop_make(&test->workshop, stays, "-O1 " LIVENESS);
	if (!judge(test, made, "ends: %s", stays)) return;
	test_end(test, "every_late_stay_is_told", stays);
	made = workshop_make(&test->workshop, cases, "-O1 " LIVENESS);
	if (!judge(test, made, "ends: %s", cases)) return;
	test_end(test, "every_late_case_goes_on", cases);
}

/* What stands behind a word at the beginning of a comment line. */
static bool take_word(const char *line, const char *word, char *value, size_t size)
{
	if (strncmp(line, "# ", 2) != 0 || strncmp(line + 2, word, strlen(word)) != 0) return false;
	line += 2 + strlen(word);
	line += strspn(line, " ");
	snprintf(value, size, "%.*s", (int)strcspn(line, "\n"), line);
	return true;
}

static bool read_variant(const struct test *test, struct variant *variant)
{
	char path[WORKSHOP_PATH];
	char *line = NULL;
	size_t capacity = 0;
	path_in(path, test->source, "variants/", variant->name, ".sed");
	FILE *stream = fopen(path, "r");
	variant->table = true;
	if (stream == NULL) return false;
	while (getline(&line, &capacity, stream) >= 0) {
		take_word(line, "Caught by", variant->law, sizeof variant->law);
		take_word(line, "Bounds", variant->bounds, sizeof variant->bounds);
		if (strncmp(line, "# ", 2) == 0 && strstr(line, "the model only") != NULL)
			variant->table = false;
	}
	free(line);
	fclose(stream);
	return variant->law[0] != 0;
}

/* The broken table of a variant is the same in the model and in C, and one row of it is broken. */
static bool is_same_table(struct test *test, const struct variant *variant)
{
	struct rows model = {0}, program = {0};
	char name[WORKSHOP_NAME + 1];
	snprintf(name, sizeof name, "_%.90s", variant->name);
	if (!read_model(test, &model) || !read_program(test, name, &program)) return false;
	test->table_variants++;
	return rows_differ(&model, "the variant of the model", &program, "the variant in C") == 0 &&
		rows_missing(&program, &test->rows) == 1 && rows_missing(&test->rows, &program) == 1;
}

static bool verify_variant(
	struct test *test, const struct variant *variant, struct finding *finding)
{
	char options[2 * WORKSHOP_NAME];
	bool lasts = strncmp(variant->law, "L", 1) != 0;
	const char *usual = lasts ? "-DCARE_OFFERS=0 -DROSTER_MOVES=0" : variant_bounds;
	const char *bounds = variant->bounds[0] != 0 ? variant->bounds : usual;
	snprintf(options, sizeof options, BROKEN " -a -f -N %s", variant->law);
	return workshop_make(&test->workshop, bounds, lasts ? "-O0 " LIVENESS : "-O0 " SAFETY) &&
		workshop_verify(&test->workshop, lasts ? options : SHALLOW, finding);
}

/* The verifier finds the law that the variant breaks. */
static void test_variant(struct test *test, const char *name)
{
	char script[WORKSHOP_PATH];
	struct variant variant = {0};
	struct finding finding = {0};
	snprintf(variant.name, sizeof variant.name, "%s", name);
	path_in(script, test->source, "variants/", name, ".sed");
	bool ran = read_variant(test, &variant) && take_model(test, script) &&
		verify_variant(test, &variant, &finding);
	bool cycle = strcmp(finding.broken, "a cycle") == 0;
	bool caught = ran && finding.errors > 0 &&
		(cycle ? variant.law[0] != 'L' : strcmp(finding.broken, variant.law) == 0);
	bool same = !variant.table || is_same_table(test, &variant);
	judge(test, caught && same, "variants: %s%s: %s%s%s%s", name,
		variant.table ? "" : " (the model only)", finding.errors > 0 ? "breaks " : "nothing found",
		cycle ? variant.law : finding.broken, caught ? "" : ", not ",
		caught ? (same ? "" : "; not the same in C") : variant.law);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void test_variants(struct test *test)
{
	static char names[MAX_VARIANTS][WORKSHOP_NAME];
	char path[WORKSHOP_PATH];
	size_t count = 0;
	path_in(path, test->source, "variants", "", "");
	DIR *directory = opendir(path);
	if (!judge(test, directory != NULL, "variants: %s", path)) return;
	for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
		const char *end = strstr(entry->d_name, ".sed");
		if (end == NULL || end[4] != 0 || count == MAX_VARIANTS) continue;
		snprintf(names[count++], WORKSHOP_NAME, "%.*s", (int)(end - entry->d_name), entry->d_name);
	}
	closedir(directory);
	qsort(names, count, sizeof names[0], compare_names);
	for (size_t i = 0; i < count; i++) test_variant(test, names[i]);
	judge(test, test->table_variants >= MIN_TABLE_VARIANTS,
		"variants: %d of %zu are tables in C too, at least %d", test->table_variants, count,
		MIN_TABLE_VARIANTS);
}

int main(int count, char **values)
{
	if (count < 3 || values[1][0] != '/' || values[2][0] != '/') {
		fprintf(stderr, "test_model SOURCE BUILD [--deep]\n");
		return 2;
	}
	struct test test = {.source = values[1], .build = values[2]};
	bool deep = count > 3 && strcmp(values[3], "--deep") == 0;
	if (!workshop_open(&test.workshop, test.build)) {
		fprintf(stderr, "no directory can be made in %s\n", test.build);
		return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	test_tables(&test);
	test_comparison(&test);
	test_carried_out(&test);
	for (size_t i = 0; laws_bounds[i] != NULL; i++) test_laws(&test, laws_bounds[i]);
	for (size_t i = 0; deep && deep_bounds[i] != NULL; i++) test_laws(&test, deep_bounds[i]);
	test_ends(&test);
	test_variants(&test);
	workshop_close(&test.workshop, test.failed > 0);
	printf("%d passed, %d failed\n", test.passed, test.failed);
	return test.failed == 0 ? 0 : 1;
}
