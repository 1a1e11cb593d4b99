/* includes.c - who may know whom among the folders of src/, as their #include lines say.
 *
 * A header is public if its folder's meson.build names it in `<folder>_public = files(...)`.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tidy.h"
#include <string.h>

static bool decides(int folder)
{
	static const char *const deciding[] = {"care", "allot", "flow"};
	for (size_t i = 0; i < sizeof deciding / sizeof deciding[0]; i++)
		if (strcmp(tidy_folders[folder], deciding[i]) == 0) return true;
	return false;
}

bool tidy_is_banned_pair(int from, int to)
{
	static const char *const paying[] = {"funds", "books"};
	for (size_t j = 0; j < sizeof paying / sizeof paying[0]; j++)
		if (decides(from) && strcmp(tidy_folders[to], paying[j]) == 0) return true;
	return false;
}

/* What a service costs stands in a header of its own, that neither who decides includes nor a
 * header that they might. */
static bool tells_costs(const struct tidy_file *file, const char *name, size_t size)
{
	static const char costs[] = "directory/cost.h";
	const char *dot = strrchr(file->path, '.');
	bool is_header = dot != NULL && strcmp(dot, ".h") == 0;
	bool of_map = strcmp(tidy_folders[file->folder], "directory") == 0;
	return size == sizeof costs - 1 && memcmp(name, costs, size) == 0 &&
		(decides(file->folder) || (of_map && is_header));
}

/* Whether `name` stands in quotes in `<folder>_public = files(...)` of the folder's meson.build. */
static bool is_public(struct tidy *tidy, int folder, const char *name, size_t size)
{
	char path[128], begin[64], quoted[256];
	snprintf(path, sizeof path, "src/%s/meson.build", tidy_folders[folder]);
	snprintf(begin, sizeof begin, "%s_public = files(", tidy_folders[folder]);
	int quoted_size = snprintf(quoted, sizeof quoted, "'%.*s'", (int)size, name);
	const struct tidy_file *build = tidy_file_at(tidy, path);
	const char *at = build == NULL ? NULL : strstr(build->text, begin);
	if (at == NULL || quoted_size >= (int)sizeof quoted) return false;
	at += strlen(begin);
	while (*at != 0 && *at != ')') {
		if (*at == '#') at += strcspn(at, "\n");
		if (strncmp(at, quoted, (size_t)quoted_size) == 0) return true;
		at += *at != 0;
	}
	return false;
}

static void judge_pair(struct tidy *tidy, const struct tidy_file *file, size_t line, int to)
{
	const char *here = tidy_folders[file->folder], *there = tidy_folders[to];
	struct tidy_edge *edge = &tidy->edges[file->folder][to];
	if (edge->path == NULL) *edge = (struct tidy_edge){file->path, line};
	if (tidy_is_banned_pair(file->folder, to))
		tidy_find(tidy, file->path, line, "L5",
			"%s includes %s/: what decides cannot see money; send an outbox event", here, there);
	else if (to > file->folder)
		tidy_find(tidy, file->path, line, "include",
			"%s comes before %s and must not know it; turn the call round", here, there);
}

static void judge_include(
	struct tidy *tidy, const struct tidy_file *file, const struct tidy_token *token)
{
	if (token->kind != TIDY_STRING && token->kind != TIDY_ANGLED) {
		tidy_find(tidy, file->path, token->line, "include",
			"includes by a macro; write the header's name");
		return;
	}
	size_t size;
	const char *name = tidy_token_inside(token, &size);
	const char *slash = memchr(name, '/', size);
	int folder = slash == NULL ? -1 : tidy_folder_of(name, (size_t)(slash - name));
	if (folder < 0) {
		if (token->kind == TIDY_STRING)
			tidy_find(tidy, file->path, token->line, "include",
				"\"%.*s\" names no folder of the house; write \"folder/name.h\", libraries in < >",
				(int)size, name);
		return;
	}
	if (memmem(name, size, "..", 2) != NULL)
		tidy_find(tidy, file->path, token->line, "include",
			"\"%.*s\" takes a way round; write \"folder/name.h\"", (int)size, name);
	if (tells_costs(file, name, size)) {
		tidy_find(tidy, file->path, token->line, "L5",
			"includes what a service costs: what decides cannot see money");
		return;
	}
	if (folder == file->folder) return;
	judge_pair(tidy, file, token->line, folder);
	size -= (size_t)(slash + 1 - name);
	if (!is_public(tidy, folder, slash + 1, size))
		tidy_find(tidy, file->path, token->line, "include",
			"%s/%.*s is not public; %s_public in its meson.build says what is",
			tidy_folders[folder], (int)size, slash + 1, tidy_folders[folder]);
}

void tidy_judge_includes(struct tidy *tidy, const struct tidy_file *file)
{
	if (file->folder < 0) return;
	for (size_t at = 0; at + 2 < file->token_count; at++) {
		const struct tidy_token *token = &file->tokens[at];
		if (token->directive && tidy_token_is(token, "#") && tidy_token_is(token + 1, "include"))
			judge_include(tidy, file, token + 2);
	}
}

/* Looks for a way from `at` to `goal`, where each folder it comes through knows the next. `next`
 * holds where the way goes on from each folder that was tried, -1 for the others. */
static bool find_way(const struct tidy *tidy, int at, int goal, int next[TIDY_FOLDER_COUNT])
{
	if (at == goal) return true;
	for (int to = 0; to < TIDY_FOLDER_COUNT; to++) {
		if (tidy->edges[at][to].path == NULL || next[to] >= 0) continue;
		next[at] = to;
		if (find_way(tidy, to, goal, next)) return true;
	}
	return false;
}

void tidy_judge_detours(struct tidy *tidy)
{
	for (int from = 0; from < TIDY_FOLDER_COUNT; from++) {
		for (int to = 0; to < TIDY_FOLDER_COUNT; to++) {
			if (!tidy_is_banned_pair(from, to) || tidy->edges[from][to].path != NULL) continue;
			int next[TIDY_FOLDER_COUNT];
			for (int i = 0; i < TIDY_FOLDER_COUNT; i++) next[i] = -1;
			if (!find_way(tidy, from, to, next)) continue;
			const struct tidy_edge *edge = &tidy->edges[from][next[from]];
			tidy_find(tidy, edge->path, edge->line, "L5",
				"%s reaches %s through %s: what decides cannot see money", tidy_folders[from],
				tidy_folders[to], tidy_folders[next[from]]);
		}
	}
}
