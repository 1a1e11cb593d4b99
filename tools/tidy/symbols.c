/* symbols.c - rules about what the compiled libraries define and need.
 *
 * Names say where they live; and no declaration written by hand goes round the rule on includes.
 * nm(1) reads <build>/src/<folder>/lib<folder>.a; thin archives too. Names that begin with __ are
 * the compiler's (sanitizers, coverage); clang-tidy's bugprone-reserved-identifier sees to it that
 * none of them is ours.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tidy.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_PATH_BYTES 4096

struct symbol {
	struct symbol *next;
	const char *name;
	const char *source; /* "arena" of arena.c */
	int folder;
	bool defined;
};

/* "lib.a[lib.a.p/arena.c.o]: arena_init T 0 6" gives arena_init from arena; NULL for a line
 * that says nothing of use. */
static struct symbol *read_symbol(struct tidy *tidy, const char *line, int folder)
{
	const char *close = strstr(line, "]: ");
	if (close == NULL || strncmp(close + 3, "__", 2) == 0) return NULL;
	const char *source = close;
	while (source > line && source[-1] != '[' && source[-1] != '/') source--;
	static const char generated[] = "meson-generated_.._";
	if (strncmp(source, generated, sizeof generated - 1) == 0) source += sizeof generated - 1;
	const char *name = close + 3;
	size_t size = strcspn(name, " ");
	if (name[size] != ' ') return NULL;
	char type = name[size + 1];
	struct symbol *symbol = tidy_keep(tidy, sizeof *symbol);
	symbol->name = tidy_keep_text(tidy, name, size);
	symbol->source = tidy_keep_text(tidy, source, strcspn(source, "."));
	symbol->folder = folder;
	symbol->defined = type != 'U' && type != 'w' && type != 'v';
	return symbol;
}

/* Runs nm on `library`; returns a stream of what it says, or NULL. */
static FILE *start_nm(const char *library, pid_t *child)
{
	int ends[2];
	if (pipe(ends) != 0) return NULL;
	*child = fork();
	if (*child == 0) {
		char *arguments[] = {"nm", "-A", "-P", "-g", "--", (char *)library, NULL};
		dup2(ends[1], STDOUT_FILENO);
		close(ends[0]);
		close(ends[1]);
		execvp(arguments[0], arguments);
		_exit(127);
	}
	close(ends[1]);
	if (*child < 0) close(ends[0]);
	return *child < 0 ? NULL : fdopen(ends[0], "r");
}

/* Puts the library's symbols before `list`. */
static struct symbol *read_library(
	struct tidy *tidy, int folder, const char *library, struct symbol *list)
{
	pid_t child = -1;
	char *line = NULL;
	size_t capacity = 0;
	int outcome = -1;
	FILE *stream = start_nm(library, &child);
	if (stream != NULL) {
		while (getline(&line, &capacity, stream) > 0) {
			struct symbol *symbol = read_symbol(tidy, line, folder);
			if (symbol == NULL) continue;
			symbol->next = list;
			list = symbol;
		}
		fclose(stream);
		waitpid(child, &outcome, 0);
	}
	free(line);
	if (outcome != 0) tidy_find(tidy, library, 0, "symbol", "cannot be read by nm");
	return list;
}

static bool is_named_after(const char *name, const char *place, size_t size)
{
	return strncmp(name, place, size) == 0 && (name[size] == '_' || name[size] == 0);
}

static bool stands_in_folder(const struct tidy *tidy, int folder, const char *source, size_t size)
{
	char path[256];
	int end = snprintf(path, sizeof path, "src/%s/%.*s.c", tidy_folders[folder], (int)size, source);
	if (end >= (int)sizeof path) return false;
	if (tidy_file_at(tidy, path) != NULL) return true;
	path[end - 1] = 'h';
	return tidy_file_at(tidy, path) != NULL;
}

/* After the folder, the file, or the file that it is a part of: handover_moves.c beside handover.h
 * is part of handover. */
static bool is_well_named(const struct tidy *tidy, const struct symbol *symbol)
{
	const char *folder = tidy_folders[symbol->folder];
	if (is_named_after(symbol->name, folder, strlen(folder))) return true;
	size_t size = strlen(symbol->source);
	if (is_named_after(symbol->name, symbol->source, size)) return true;
	while (size > 0) {
		size--;
		if (symbol->source[size] != '_' || !is_named_after(symbol->name, symbol->source, size))
			continue;
		if (stands_in_folder(tidy, symbol->folder, symbol->source, size)) return true;
	}
	return false;
}

/* Where the symbol stands in the source, as well as can be told. */
static struct tidy_edge place_of(struct tidy *tidy, const struct symbol *symbol)
{
	char path[256];
	snprintf(path, sizeof path, "src/%s/%s.c", tidy_folders[symbol->folder], symbol->source);
	const struct tidy_file *file = tidy_file_at(tidy, path);
	for (size_t at = 0; file != NULL && at < file->token_count; at++)
		if (tidy_token_is(&file->tokens[at], symbol->name))
			return (struct tidy_edge){file->path, file->tokens[at].line};
	return (struct tidy_edge){tidy_keep_text(tidy, path, strlen(path)), 1};
}

static void judge_name(struct tidy *tidy, const struct symbol *symbol)
{
	const char *folder = tidy_folders[symbol->folder];
	if (is_well_named(tidy, symbol)) return;
	struct tidy_edge place = place_of(tidy, symbol);
	tidy_find(tidy, place.path, place.line, "symbol",
		"%s begins with neither %s_ nor %s_; rename it or make it static", symbol->name, folder,
		symbol->source);
}

static void judge_need(struct tidy *tidy, const struct symbol *symbol, int to)
{
	struct tidy_edge *edge = &tidy->edges[symbol->folder][to];
	if (symbol->folder == to || edge->path != NULL) return;
	*edge = place_of(tidy, symbol);
	const char *here = tidy_folders[symbol->folder], *there = tidy_folders[to];
	if (tidy_is_banned_pair(symbol->folder, to))
		tidy_find(tidy, edge->path, edge->line, "L5",
			"%s calls %s of %s: what decides cannot see money", here, symbol->name, there);
	else if (to > symbol->folder)
		tidy_find(tidy, edge->path, edge->line, "include",
			"%s comes before %s and must not call its %s", here, there, symbol->name);
}

void tidy_judge_symbols(struct tidy *tidy)
{
	struct symbol *list = NULL;
	for (int folder = 0; folder < TIDY_FOLDER_COUNT; folder++) {
		char library[MAX_PATH_BYTES], build[128];
		struct stat about;
		const char *name = tidy_folders[folder];
		snprintf(build, sizeof build, "src/%s/meson.build", name);
		if (tidy_file_at(tidy, build) == NULL) continue;
		snprintf(library, sizeof library, "%s/src/%s/lib%s.a", tidy->build, name, name);
		if (stat(library, &about) == 0)
			list = read_library(tidy, folder, library, list);
		else
			tidy_find(tidy, build, 1, "symbol",
				"no lib%s.a in the build directory; %s_lib = static_library('%s', ...)", name, name,
				name);
	}
	for (const struct symbol *symbol = list; symbol != NULL; symbol = symbol->next) {
		if (symbol->defined) judge_name(tidy, symbol);
		for (const struct symbol *other = list; !symbol->defined && other != NULL;
			 other = other->next)
			if (other->defined && strcmp(other->name, symbol->name) == 0)
				judge_need(tidy, symbol, other->folder);
	}
}
