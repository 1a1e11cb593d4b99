/* test_tidy.c - the house check finds every kind of mistake, and nothing in a tree without any.
 *
 * Each test makes a small tree in a temporary directory and has it judged. What would be a finding
 * in this file itself (it is judged too) is put together from pieces.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include "tidy/tidy.h"
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_PATH_BYTES 512
#define MAX_TEXT_BYTES (64 * 1024)
#define LICENCE "SPDX-License-Identifier: EUPL-1.2"
#define HEAD(name) "/* " name " - for a test.\n * " LICENCE "\n */\n"
#define HEADER(name) HEAD(name) "#pragma once\n"
/* Parts what this file may not say itself. */
#define CUT
#define MESON "# meson.build - for a test.\n# " LICENCE "\n"

struct tree {
	char root[64];
	char build[80];
	char *report;
	size_t report_size;
	int findings;
};

static int tree_begin(void **state)
{
	static struct tree tree;
	memset(&tree, 0, sizeof tree);
	snprintf(tree.root, sizeof tree.root, "/tmp/test_tidy_XXXXXX");
	if (mkdtemp(tree.root) == NULL) return -1;
	snprintf(tree.build, sizeof tree.build, "%s/build", tree.root);
	*state = &tree;
	return 0;
}

static int remove_one(const char *path, const struct stat *about, int kind, struct FTW *at)
{
	(void)about;
	(void)kind;
	(void)at;
	return remove(path);
}

static int tree_end(void **state)
{
	struct tree *tree = *state;
	free(tree->report);
	return nftw(tree->root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* Writes a file, and the directories it lies in. */
static void put_bytes(struct tree *tree, const char *path, const char *bytes, size_t size)
{
	char full[MAX_PATH_BYTES];
	snprintf(full, sizeof full, "%s/%s", tree->root, path);
	for (char *slash = strchr(full + strlen(tree->root) + 1, '/'); slash != NULL;
		 slash = strchr(slash + 1, '/')) {
		*slash = 0;
		mkdir(full, 0700);
		*slash = '/';
	}
	FILE *stream = fopen(full, "wb");
	assert_non_null(stream);
	assert_int_equal(fwrite(bytes, 1, size, stream), size);
	assert_int_equal(fclose(stream), 0);
}

static void put(struct tree *tree, const char *path, const char *text)
{
	put_bytes(tree, path, text, strlen(text));
}

__attribute__((format(printf, 3, 4))) static void put_format(
	struct tree *tree, const char *path, const char *format, ...)
{
	char *text = NULL;
	size_t size = 0;
	va_list arguments;
	FILE *out = open_memstream(&text, &size);
	assert_non_null(out);
	va_start(arguments, format);
	vfprintf(out, format, arguments);
	va_end(arguments);
	fclose(out);
	put_bytes(tree, path, text, size);
	free(text);
}

static void judge(struct tree *tree, bool with_build)
{
	free(tree->report);
	FILE *out = open_memstream(&tree->report, &tree->report_size);
	assert_non_null(out);
	tree->findings = tidy_run(tree->root, with_build ? tree->build : NULL, out);
	fclose(out);
}

/* The report has exactly one finding, and its line begins with `begin` and says `says`. */
static void check_one(const struct tree *tree, const char *begin, const char *says)
{
	if (tree->findings != 1 || strncmp(tree->report, begin, strlen(begin)) != 0 ||
		strstr(tree->report, says) == NULL)
		fail_msg("wanted one finding \"%s ... %s\", got %d:\n%s", begin, says, tree->findings,
			tree->report);
}

static void expect_one(struct tree *tree, const char *begin, const char *says)
{
	judge(tree, false);
	check_one(tree, begin, says);
}

static void expect_none(struct tree *tree)
{
	judge(tree, false);
	if (tree->findings != 0) fail_msg("wanted no finding, got:\n%s", tree->report);
}

/* base with a public and a private header, and later folders that have what a test needs. */
static void put_houses(struct tree *tree)
{
	static const char *const folders[] = {"base", "books", "store", "directory", "care", "funds"};
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
		char path[MAX_PATH_BYTES];
		snprintf(path, sizeof path, "src/%s/meson.build", folders[i]);
		put_format(tree, path,
			MESON "%s_public = files(\n\t# 'secret.h' is not\n\t'open.h',\n)\nx = 'secret.h'\n",
			folders[i]);
		snprintf(path, sizeof path, "src/%s/open.h", folders[i]);
		put(tree, path, HEADER("open.h") "struct open {\n\tint x;\n};\n");
		snprintf(path, sizeof path, "src/%s/secret.h", folders[i]);
		put(tree, path, HEADER("secret.h") "#define SECRET 1\n");
	}
}

static void repeat(char *out, const char *piece, size_t count)
{
	size_t size = strlen(piece);
	for (size_t i = 0; i < count; i++) memcpy(out + i * size, piece, size);
	out[count * size] = 0;
}

/* What looks like a mistake and is none: in strings, comments, members, other files. */
static const char innocent[] =
	HEAD("innocent.c") "#include <event2/event.h>\n"
					   "#include \"base/open.h\"\n"
					   "#include \"care/secret.h\" /* its own */\n"
					   "/* strcpy(a, b); #include \"funds/open.h\" { */\n"
					   "// time(NULL) { \\\n"
					   "   still a comment: malloc(1) {\n"
					   "#define BRACES(x) do { \\\n\tint y = (x); \\\n"
					   "static const char *text = \"malloc(3) \\\" { strcpy(\";\n"
					   "static const char brace = '{', quote = '\\'';\n"
					   "struct pair { int time; void (*system)(int); };\n"
					   "static int get(struct pair *pair)\n{\n"
					   "\tpair->system(1);\n\tpair->time = brace;\n\treturn (*pair).time (1);\n}\n";

/* A tree that keeps all rules gives no findings, however close to the line it comes. */
static void test_tidy__passes_what_keeps_the_rules(void **state)
{
	struct tree *tree = *state;
	static char filler[MAX_TEXT_BYTES];
	put_houses(tree);
	put(tree, "src/care/innocent.c", innocent);
	repeat(filler, "\xc3\xa9", 96);
	put_format(tree, "src/base/wide.c", HEAD("wide.c") "\t%s\n   \t%s\n", filler, filler);
	repeat(filler, "\n", 67);
	put_format(tree, "src/base/long.c", HEAD("long.c") "static int f(void)\n{%s}\n", filler);
	repeat(filler, "x\n", 697);
	put_format(tree, "test/big.c", HEAD("big.c") "%s", filler);
	put(tree, "script/run", "#!/bin/sh\n# run - for a test.\n# " LICENCE "\n");
	put(tree, "src/store/schema/1.sql", "-- 1.sql - for a test.\n-- " LICENCE "\nselect 1;\n");
	put(tree, ".gitignore", "# made\n/made/\n*.log\nout/kept\n");
	put(tree, "made/x.c", "malloc");
	put(tree, "deep/er/a.log", "TO" CUT "DO");
	put(tree, "out/kept", "TO" CUT "DO");
	put(tree, "names.md", "TO" CUT "DOS and X" CUT "XX" CUT "X are other words\n");
	put_bytes(tree, "picture.png", "\x89PNG\0TO" CUT "DO", 9);
	expect_none(tree);
}

/* A folder that includes a later one is told so. */
static void test_tidy__refuses_includes_against_the_order(void **state)
{
	struct tree *tree = *state;
	put_houses(tree);
	put(tree, "src/store/a.c", HEAD("a.c") "\n#include \"directory/open.h\"\n");
	expect_one(tree, "src/store/a.c:5: include: ", "store comes before directory");
}

/* The same in angle brackets: they are no way round. */
static void test_tidy__refuses_angled_includes_against_the_order(void **state)
{
	struct tree *tree = *state;
	put_houses(tree);
	put(tree, "src/store/a.h", HEADER("a.h") "#include <directory/open.h>\nint store_a(void);\n");
	expect_one(tree, "src/store/a.h:5: include: ", "store comes before directory");
}

/* care, allot and flow may not include money, and the message names the law. */
static void test_tidy__refuses_money_where_care_is_decided(void **state)
{
	struct tree *tree = *state;
	put_houses(tree);
	static const char *const deciding[] = {"care", "allot", "flow"};
	static const char *const paying[] = {"books", "funds"};
	for (size_t i = 0; i < 3; i++) {
		for (size_t j = 0; j < 2; j++) {
			char path[64], begin[128];
			snprintf(path, sizeof path, "src/%s/a.c", deciding[i]);
			snprintf(begin, sizeof begin, "%s:4: L5: ", path);
			put_format(tree, path, HEAD("a.c") "#include \"%s/open.h\"\n", paying[j]);
			expect_one(tree, begin, paying[j]);
			put(tree, path, HEAD("a.c"));
		}
	}
}

/* What a service costs is money too: who decides does not include it, nor does a header of the
 * map of help that they include. */
static void test_tidy__refuses_costs_where_care_is_decided(void **state)
{
	struct tree *tree = *state;
	put_houses(tree);
	put(tree, "src/care/a.c", HEAD("a.c") "#include \"directory/cost.h\"\n");
	expect_one(tree, "src/care/a.c:4: L5: ", "what a service costs");
	put(tree, "src/care/a.c", HEAD("a.c"));
	put(tree, "src/directory/cost.h", HEADER("cost.h") "struct cost {\n\tint cents;\n};\n");
	put(tree, "src/directory/cost.c", HEAD("cost.c") "#include \"directory/cost.h\"\n");
	expect_none(tree);
	put(tree, "src/directory/read.h",
		HEADER("read.h") "#include \"directory/cost.h\"\nint directory_read(void);\n");
	expect_one(tree, "src/directory/read.h:5: L5: ", "what a service costs");
}

/* A detour over another folder is found too. */
static void test_tidy__refuses_money_by_a_detour(void **state)
{
	struct tree *tree = *state;
	put_houses(tree);
	put(tree, "src/care/a.c",
		HEAD("a.c") "#include \"base/open.h\"\n#include \"directory/open.h\"\n");
	expect_none(tree);
	put(tree, "src/directory/b.c", HEAD("b.c") "#include \"store/open.h\"\n");
	expect_none(tree);
	put(tree, "src/store/c.c", HEAD("c.c") "#include \"books/open.h\"\n");
	expect_one(tree, "src/care/a.c:5: L5: ", "care reaches books through directory");
}

/* Only what its meson.build calls public may be included, not what a comment names. */
static void test_tidy__refuses_headers_that_are_not_public(void **state)
{
	struct tree *tree = *state;
	put_houses(tree);
	put(tree, "src/care/a.c", HEAD("a.c") "#include \"base/secret.h\"\n");
	expect_one(tree, "src/care/a.c:4: include: ", "base/secret.h is not public");
}

/* Other ways to write an include are refused, as is a folder nobody knows. */
static void test_tidy__refuses_includes_in_another_form(void **state)
{
	struct tree *tree = *state;
	put_houses(tree);
	put(tree, "src/care/a.c", HEAD("a.c") "#include \"open.h\"\n");
	expect_one(tree, "src/care/a.c:4: include: ", "names no folder of the house");
	put(tree, "src/care/a.c", HEAD("a.c") "#include \"care/../base/open.h\"\n");
	expect_one(tree, "src/care/a.c:4: include: ", "way round");
	put(tree, "src/care/a.c", HEAD("a.c") "#include OPEN\n");
	expect_one(tree, "src/care/a.c:4: include: ", "macro");
	put(tree, "src/care/a.c", HEAD("a.c"));
	put(tree, "src/shed/a.c", HEAD("a.c"));
	expect_one(tree, "src/shed/a.c:1: include: ", "no folder of the house");
}

/* Each banned name is found where it is called. */
static void test_tidy__refuses_banned_calls(void **state)
{
	struct tree *tree = *state;
	static const char *const names[] = {
		"strcpy",
		"strcat",
		"strncpy",
		"sprintf",
		"vsprintf",
		"gets",
		"strtok",
		"atoi",
		"atol",
		"atoll",
		"atof",
		"scanf",
		"fscanf",
		"sscanf",
		"vscanf",
		"vfscanf",
		"vsscanf",
		"alloca",
		"system",
		"popen",
		"rand",
		"srand",
		"gmtime",
		"localtime",
		"ctime",
		"asctime",
		"setlocale",
		"time",
		"clock",
		"gettimeofday",
		"clock_gettime",
		"timespec_get",
		"malloc",
		"realloc",
		"reallocarray",
		"strdup",
		"strndup",
	};
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		put_format(
			tree, "test/a.c", HEAD("a.c") "static void f(void)\n{\n\tx = %s(y);\n}\n", names[i]);
		expect_one(tree, "test/a.c:6: call: ", names[i]);
	}
	put(tree, "test/a.c", HEAD("a.c") "#define COPY(x) strcpy(x, y)\n");
	expect_one(tree, "test/a.c:4: call: ", "strcpy");
	put(tree, "test/a.c", HEAD("a.c") "static void *(*take)(size_t) = malloc;\n");
	expect_one(tree, "test/a.c:4: call: ", "malloc");
}

/* The system's time is for clock.c, memory for base, and no file of that name elsewhere. */
static void test_tidy__knows_who_may_call(void **state)
{
	struct tree *tree = *state;
	put(tree, "src/base/clock.c",
		HEAD("clock.c") "static int f(void)\n{\n\treturn time(malloc(1));\n}\n");
	expect_none(tree);
	put(tree, "src/base/clock.c", HEAD("clock.c"));
	put(tree, "src/base/other.c",
		HEAD("other.c") "static int f(void)\n{\n\treturn time(malloc(1));\n}\n");
	expect_one(tree, "src/base/other.c:6: call: ", "time");
	put(tree, "src/base/other.c", HEAD("other.c"));
	put(tree, "test/base/clock.c",
		HEAD("clock.c") "static int f(void)\n{\n\treturn time(NULL);\n}\n");
	expect_one(tree, "test/base/clock.c:6: call: ", "time");
}

/* One column too many, in code points and with tabs. */
static void test_tidy__refuses_wide_lines(void **state)
{
	struct tree *tree = *state;
	char filler[512];
	repeat(filler, "\xc3\xa9", 97);
	put_format(tree, "web/a.ts", HEAD("a.ts") "\t%s\n", filler);
	expect_one(tree, "web/a.ts:4: width: ", "101 columns");
}

/* One line too many in a function; and braces that cannot be followed. */
static void test_tidy__refuses_long_functions(void **state)
{
	struct tree *tree = *state;
	char filler[512];
	repeat(filler, "\n", 68);
	put_format(tree, "fuzz/a.c",
		HEAD("a.c") "static const int b[] = {\n1,%s};\n\n"
					"MUST_USE struct x *\nlong_one(int a)\n{%s}\n",
		filler, filler);
	expect_one(tree, "fuzz/a.c:76: function: ", "long_one has 71 lines");
	put(tree, "fuzz/a.c",
		HEAD("a.c") "int f(void)\n{\n#if X\n\tif (x) {\n#else\n\tif (y) {\n#endif\n\t}\n}\n");
	expect_one(tree, "fuzz/a.c:4: function: ", "balance");
}

/* One line too many in a file. */
static void test_tidy__refuses_long_files(void **state)
{
	struct tree *tree = *state;
	static char filler[MAX_TEXT_BYTES];
	repeat(filler, "x\n", 698);
	put_format(tree, "web/a.tsx", HEAD("a.tsx") "%s", filler);
	expect_one(tree, "web/a.tsx:701: file: ", "701 lines");
}

/* A first comment that names another file, a missing licence, or one that is not its last line. */
static void test_tidy__refuses_wrong_heads(void **state)
{
	struct tree *tree = *state;
	put(tree, "test/a.c", HEAD("b.c"));
	expect_one(tree, "test/a.c:1: head: ", "a.c");
	put(tree, "test/a.c", "/* a.c - x.\n */\n");
	expect_one(tree, "test/a.c:1: head: ", "SPDX");
	put(tree, "test/a.c", "/* a.c - x.\n * " LICENCE "\n * more\n */\n");
	expect_one(tree, "test/a.c:1: head: ", "SPDX");
	put(tree, "test/a.c", "/* a.c - x.\n */\n/* b\n * " LICENCE "\n */\n");
	expect_one(tree, "test/a.c:1: head: ", "SPDX");
	put(tree, "test/a.c", HEAD("a.c"));
	put(tree, "run", "#!/bin/sh\n# run - x.\necho\n# " LICENCE "\n");
	expect_one(tree, "run:1: head: ", "SPDX");
}

/* A header that can be included twice, and one that only includes others. */
static void test_tidy__refuses_wrong_headers(void **state)
{
	struct tree *tree = *state;
	put(tree, "test/a.h", HEAD("a.h") "#include <x.h>\n#pragma once\nint a;\n");
	expect_one(tree, "test/a.h:1: header: ", "#pragma once");
	put(tree, "test/a.h", HEADER("a.h") "#include <x.h>\n#include \"y.h\" /* z */\n");
	expect_one(tree, "test/a.h:1: header: ", "only includes others");
	put(tree, "test/a.h", HEADER("a.h") "#include <x.h>\n#define A 1\n");
	expect_none(tree);
}

/* Unfinished business, registries and one machine's directories are found in any text. */
static void test_tidy__refuses_what_belongs_in_no_text(void **state)
{
	struct tree *tree = *state;
	static const char *const wrong[][2] = {
		{"TO" CUT "DO", "words"},
		{"(FIX" CUT "ME)", "words"},
		{"a X" CUT "XX.", "words"},
		{"https://registry." CUT "npmjs.o" CUT "rg/x", "host"},
		{"http://deb." CUT "debian.org", "host"},
		{"npmjs." CUT "com", "host"},
		{"snapshot." CUT "debian", "host"},
		{"pypi." CUT "org", "host"},
		{"/wo" CUT "rk/main", "path"},
		{"cd /ro" CUT "ot/x", "path"},
		{"/tmp/bash" CUT "_jobs.0", "path"},
	};
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		char begin[64];
		snprintf(begin, sizeof begin, "docs/a.md:2: %s: ", wrong[i][1]);
		put_format(tree, "docs/a.md", "fine\nnot %s\nfine\n", wrong[i][0]);
		judge(tree, false);
		assert_true(tree->findings >= 1);
		assert_memory_equal(tree->report, begin, strlen(begin));
	}
}

/* What .gitignore takes back cannot be followed, so it is refused. */
static void test_tidy__refuses_negated_ignores(void **state)
{
	struct tree *tree = *state;
	put(tree, ".gitignore", "*.log\n!a.log\n");
	expect_one(tree, ".gitignore:2: ", "name what is left out");
}

/* SQL and tables in care say care, in whatever way they are written. */
static void test_tidy__refuses_other_owners(void **state)
{
	struct tree *tree = *state;
	static const char *const wrong[] = {
		"static const struct store_query a = {\"funds\", \"select 1\"};\n",
		"static const struct store_query a = {.sql = \"x\", .owner = \"funds\"};\n",
		"static const struct store_query a[2] = {{\"care\", \"x\"}, {\"funds\", \"y\"}};\n",
		"static const struct store_query a[] = {[A] = {.owner = \"funds\"}};\n",
		"static const struct store_query a = {\"care\", \"\"}, b = {\"funds\", \"\"};\n",
		"static int f(void)\n{ return g(&(struct store_query){\"funds\", \"x\"}, 1); }\n",
		"const struct store_table t = {.owner = \"funds\", .name = \"funds_x\"};\n",
		"#define OWNER \"funds\"\nconst struct store_query a = {OWNER, \"x\"};\n",
		"const struct store_query a = {UNKNOWN, \"x\"};\n",
	};
	put_houses(tree);
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		put_format(tree, "src/care/a.c", HEAD("a.c") "%s", wrong[i]);
		expect_one(tree, "src/care/a.c:", "owner: ");
	}
	put(tree, "src/care/a.c",
		HEAD("a.c") "#define OWNER \"care\"\n"
					"const struct store_query a = {\"care\", \"select 'funds'\"},\n"
					"\tb = {OWNER, \"x\"};\n"
					"const struct store_table t = {.owner = OWNER,\n"
					"\t.columns = (struct store_column[]){{\"id\", STORE_BLOB}, {NAME, 1}}};\n"
					"static int f(struct store_query query) { return g(query, \"funds\"); }\n"
					"static const struct store_query *const all[] = {&a, &b};\n");
	expect_none(tree);
}

static void run(const char *program, const char *const *arguments)
{
	int outcome = -1;
	pid_t child = fork();
	if (child == 0) {
		execvp(program, (char *const *)(uintptr_t)arguments);
		_exit(127);
	}
	assert_true(child > 0);
	assert_int_equal(waitpid(child, &outcome, 0), child);
	assert_int_equal(outcome, 0);
}

/* Puts src/<folder>/<file>.c into the tree, and compiled into the library of its folder. */
static void put_library(struct tree *tree, const char *folder, const char *file, const char *text)
{
	char path[MAX_PATH_BYTES], source[MAX_PATH_BYTES], object[MAX_PATH_BYTES];
	char library[MAX_PATH_BYTES];
	snprintf(path, sizeof path, "src/%s/%s.c", folder, file);
	snprintf(source, sizeof source, "%s/src/%s/%s.c", tree->root, folder, file);
	put_format(tree, path, "/* %s.c - x.\n * " LICENCE "\n */\n%s", file, text);
	snprintf(path, sizeof path, "build/src/%s/lib%s.a.p/x", folder, folder);
	put(tree, path, "");
	snprintf(
		object, sizeof object, "%s/src/%s/lib%s.a.p/%s.c.o", tree->build, folder, folder, file);
	snprintf(library, sizeof library, "%s/src/%s/lib%s.a", tree->build, folder, folder);
	run(COMPILER, (const char *const[]){COMPILER, "-c", "-o", object, source, NULL});
	unlink(library);
	run(ARCHIVER, (const char *const[]){ARCHIVER, "csrDT", library, object, NULL});
}

static void put_empty_libraries(struct tree *tree)
{
	put(tree, ".gitignore", "/build/\n");
	put_houses(tree);
	put_library(tree, "base", "arena", "int arena_x = 1; int base_y(void) { return 2; }\n");
	put_library(tree, "books", "books", "int books_x(void) { return 1; }\n");
	put_library(tree, "store", "store", "int store_x(void) { return 1; }\n");
	put_library(tree, "directory", "a", "int base_y(void);\nint a_x(void) { return base_y(); }\n");
	put_library(tree, "care", "care",
		"static int x(void) { return 1; }\nint care_x(void) { return x(); }\n");
	put_library(tree, "funds", "funds", "int funds_x(void) { return 1; }\n");
}

static void expect_symbols(struct tree *tree, const char *begin, const char *says)
{
	judge(tree, true);
	check_one(tree, begin, says);
}

/* External names without their folder's or file's name in front, functions and variables. */
static void test_tidy__refuses_names_that_say_not_where_they_live(void **state)
{
	struct tree *tree = *state;
	put_empty_libraries(tree);
	judge(tree, true);
	assert_string_equal(tree->report, "");
	put_library(tree, "base", "arena", "int x;\nint arenas(void) { return 2; }\n");
	judge(tree, true);
	assert_int_equal(tree->findings, 2);
	assert_non_null(
		strstr(tree->report, "src/base/arena.c:4: symbol: x begins with neither base_ nor arena_"));
	assert_non_null(strstr(tree->report, "src/base/arena.c:5: symbol: arenas begins"));
}

/* A file that is part of another takes that one's name, if that one is there. */
static void test_tidy__knows_parts_of_a_file(void **state)
{
	struct tree *tree = *state;
	put_empty_libraries(tree);
	put_library(tree, "base", "open_more",
		"int base_y(void) { return 1; }\nint open_more = 1;\nint open_x(void) { return 2; }\n");
	judge(tree, true);
	assert_string_equal(tree->report, "");
	put_library(tree, "base", "shut_more", "int base_y(void) { return 1; }\nint shut_x = 1;\n");
	expect_symbols(tree, "src/base/shut_more.c:5: symbol: ", "shut_x begins with neither");
}

/* A declaration written by hand does not get round the order, nor round L5. */
static void test_tidy__refuses_calls_without_an_include(void **state)
{
	struct tree *tree = *state;
	put_empty_libraries(tree);
	put_library(
		tree, "base", "arena", "int store_x(void);\nint base_y(void) { return store_x(); }\n");
	expect_symbols(tree, "src/base/arena.c:4: include: ", "must not call its store_x");
	put_library(tree, "base", "arena", "int base_y(void) { return 1; }\n");
	put_library(
		tree, "care", "care", "int books_x(void);\nint care_x(void) { return books_x(); }\n");
	expect_symbols(tree, "src/care/care.c:4: L5: ", "care calls books_x of books");
	put_library(
		tree, "care", "care", "int store_x(void);\nint care_x(void) { return store_x(); }\n");
	put_library(
		tree, "store", "store", "int books_x(void);\nint store_x(void) { return books_x(); }\n");
	expect_symbols(tree, "src/care/care.c:4: L5: ", "care reaches books through store");
}

/* A folder whose library is not there has not been judged, and that is said. */
static void test_tidy__refuses_a_folder_without_library(void **state)
{
	struct tree *tree = *state;
	char path[MAX_PATH_BYTES];
	put_empty_libraries(tree);
	snprintf(path, sizeof path, "%s/src/funds/libfunds.a", tree->build);
	assert_int_equal(unlink(path), 0);
	expect_symbols(tree, "src/funds/meson.build:1: symbol: ", "no libfunds.a");
}

/* What is no tree is an error and not a clean tree. */
static void test_tidy__fails_without_a_tree(void **state)
{
	struct tree *tree = *state;
	FILE *out = open_memstream(&tree->report, &tree->report_size);
	assert_int_equal(tidy_run("/tmp/test_tidy_is_not_here", NULL, out), -1);
	fclose(out);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, tree_begin, tree_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_tidy__passes_what_keeps_the_rules),
		TEST(test_tidy__refuses_includes_against_the_order),
		TEST(test_tidy__refuses_angled_includes_against_the_order),
		TEST(test_tidy__refuses_money_where_care_is_decided),
		TEST(test_tidy__refuses_costs_where_care_is_decided),
		TEST(test_tidy__refuses_money_by_a_detour),
		TEST(test_tidy__refuses_headers_that_are_not_public),
		TEST(test_tidy__refuses_includes_in_another_form),
		TEST(test_tidy__refuses_banned_calls),
		TEST(test_tidy__knows_who_may_call),
		TEST(test_tidy__refuses_wide_lines),
		TEST(test_tidy__refuses_long_functions),
		TEST(test_tidy__refuses_long_files),
		TEST(test_tidy__refuses_wrong_heads),
		TEST(test_tidy__refuses_wrong_headers),
		TEST(test_tidy__refuses_what_belongs_in_no_text),
		TEST(test_tidy__refuses_negated_ignores),
		TEST(test_tidy__refuses_other_owners),
		TEST(test_tidy__refuses_names_that_say_not_where_they_live),
		TEST(test_tidy__knows_parts_of_a_file),
		TEST(test_tidy__refuses_calls_without_an_include),
		TEST(test_tidy__refuses_a_folder_without_library),
		TEST(test_tidy__fails_without_a_tree),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
