/* tidy.h - the house check: what a compiler does not see and a reader should not have to.
 *
 * One pass reads every text file of a source tree (what .gitignore leaves out is no part of it), a
 * second judges each file by itself, a third judges what is only visible between folders. There is
 * no list of exceptions: a rule that needs one is a wrong rule.
 *
 * Rules       include   a folder of src/ knows itself and public headers of earlier ones
 *             L5        care, allot and flow reach neither funds nor books, also not by a detour
 *             symbol    an external name begins with its folder's or its file's name, or that of
 *                       the file it is a part of (need_moves.c beside need.h)
 *             call      banned functions, and those that only some files may call
 *             width     100 columns; a tab goes to the next multiple of 4
 *             function  70 lines
 *             file      700 lines
 *             head      first comment and licence line
 *             header    #pragma once, and no umbrella
 *             words     unfinished business
 *             host      package registries
 *             path      directories of one machine
 *             owner     SQL and tables name the folder they stand in as their owner
 * Ownership   Everything hangs on struct tidy and is given back by tidy_finish.
 * Tests       test/unit/tools/test_tidy.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum tidy_language {
	TIDY_C,
	TIDY_HEADER,
	TIDY_SCRIPT, /* TypeScript, JavaScript, CSS: comments as in C */
	TIDY_SQL,
	TIDY_HASH, /* shell, Python, meson.build: comments begin with # */
	TIDY_OTHER,
};

enum tidy_kind {
	TIDY_WORD,
	TIDY_NUMBER,
	TIDY_STRING,    /* with its quotes */
	TIDY_CHARACTER, /* with its quotes */
	TIDY_ANGLED,    /* <stdio.h> behind #include, with its brackets */
	TIDY_MARK,      /* one character of punctuation */
};

struct tidy_token {
	enum tidy_kind kind;
	bool directive; /* Part of a preprocessor line. */
	const char *start;
	size_t size;
	size_t line;
};

struct tidy_file {
	struct tidy_file *next;
	const char *path; /* From the root, with slashes. */
	const char *name; /* The last part of it. */
	enum tidy_language language;
	int folder;       /* Of src/, by tidy_folders; -1 elsewhere. */
	const char *text; /* Has a 0 behind it. */
	size_t size;
	struct tidy_token *tokens; /* TIDY_C and TIDY_HEADER only. */
	size_t token_count;
};

#define TIDY_FOLDER_COUNT 17
#define TIDY_MAX_IGNORED 64

/* How one folder came to know another: the first place where it does. */
struct tidy_edge {
	const char *path; /* NULL: it does not. */
	size_t line;
};

struct tidy {
	const char *root;
	const char *build; /* NULL: external names are not judged. */
	FILE *out;
	int findings;
	struct tidy_file *files; /* In order of path within each directory. */
	struct tidy_file **last;
	const char *ignored[TIDY_MAX_IGNORED];
	size_t ignored_count;
	struct tidy_edge edges[TIDY_FOLDER_COUNT][TIDY_FOLDER_COUNT];
	struct tidy_piece *pieces;
};

/* The folders of src/ in the order in which one may know another. */
extern const char *const tidy_folders[TIDY_FOLDER_COUNT];

/* Judges the tree at `root`, and with `build` its libraries; writes findings as `path:line: rule:
 * what` to `out`. Returns how many there are, or -1 if the tree cannot be read. */
int tidy_run(const char *root, const char *build, FILE *out);

/* For the rules. */
void tidy_find(struct tidy *tidy, const char *path, size_t line, const char *rule,
	const char *format, ...) __attribute__((format(printf, 5, 6)));
/* Zeroed memory that lives as long as `tidy`. */
void *tidy_keep(struct tidy *tidy, size_t size);
const char *tidy_keep_text(struct tidy *tidy, const char *start, size_t size);
/* The folder with this name, or -1. */
int tidy_folder_of(const char *name, size_t size);
bool tidy_is_banned_pair(int from, int to);
const struct tidy_file *tidy_file_at(const struct tidy *tidy, const char *path);

void tidy_lex(struct tidy *tidy, struct tidy_file *file);
bool tidy_token_is(const struct tidy_token *token, const char *text);
/* The characters between the quotes or brackets. */
const char *tidy_token_inside(const struct tidy_token *token, size_t *size);

void tidy_judge_text(struct tidy *tidy, const struct tidy_file *file);
void tidy_judge_code(struct tidy *tidy, const struct tidy_file *file);
void tidy_judge_owner(struct tidy *tidy, const struct tidy_file *file);
void tidy_judge_includes(struct tidy *tidy, const struct tidy_file *file);
void tidy_judge_symbols(struct tidy *tidy);
/* After the two above: what they found out about who knows whom. */
void tidy_judge_detours(struct tidy *tidy);
