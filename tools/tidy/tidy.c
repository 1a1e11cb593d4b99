/* tidy.c - reads the tree, asks every rule about every file, and keeps count.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tidy.h"
#include <dirent.h>
#include <errno.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define MAX_PATH_BYTES 4096
#define MAX_DEPTH 32

struct tidy_piece {
	struct tidy_piece *next;
	max_align_t bytes[];
};

const char *const tidy_folders[TIDY_FOLDER_COUNT] = {
	"base",
	"flow",
	"books",
	"http",
	"store",
	"vault",
	"journal",
	"jobs",
	"access",
	"region",
	"directory",
	"care",
	"allot",
	"funds",
	"command",
	"api",
	"app",
};

void tidy_find(
	struct tidy *tidy, const char *path, size_t line, const char *rule, const char *format, ...)
{
	va_list arguments;
	fprintf(tidy->out, "%s:%zu: %s: ", path, line, rule);
	va_start(arguments, format);
	vfprintf(tidy->out, format, arguments);
	va_end(arguments);
	fputc('\n', tidy->out);
	tidy->findings++;
}

void *tidy_keep(struct tidy *tidy, size_t size)
{
	struct tidy_piece *piece = calloc(1, sizeof *piece + size);
	if (piece == NULL) {
		fprintf(stderr, "tidy: out of memory\n");
		exit(2);
	}
	piece->next = tidy->pieces;
	tidy->pieces = piece;
	return piece->bytes;
}

const char *tidy_keep_text(struct tidy *tidy, const char *start, size_t size)
{
	char *copy = tidy_keep(tidy, size + 1);
	memcpy(copy, start, size);
	return copy;
}

static void tidy_finish(struct tidy *tidy)
{
	while (tidy->pieces != NULL) {
		struct tidy_piece *piece = tidy->pieces;
		tidy->pieces = piece->next;
		free(piece);
	}
}

int tidy_folder_of(const char *name, size_t size)
{
	for (int folder = 0; folder < TIDY_FOLDER_COUNT; folder++)
		if (strlen(tidy_folders[folder]) == size && memcmp(tidy_folders[folder], name, size) == 0)
			return folder;
	return -1;
}

const struct tidy_file *tidy_file_at(const struct tidy *tidy, const char *path)
{
	for (const struct tidy_file *file = tidy->files; file != NULL; file = file->next)
		if (strcmp(file->path, path) == 0) return file;
	return NULL;
}

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), end_size = strlen(end);
	return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static enum tidy_language language_of(const char *name, const char *text)
{
	static const struct {
		const char *end;
		enum tidy_language language;
	} known[] = {
		{".c", TIDY_C},
		{".h", TIDY_HEADER},
		{".ts", TIDY_SCRIPT},
		{".tsx", TIDY_SCRIPT},
		{".js", TIDY_SCRIPT},
		{".mjs", TIDY_SCRIPT},
		{".cjs", TIDY_SCRIPT},
		{".css", TIDY_SCRIPT},
		{".sql", TIDY_SQL},
		{".py", TIDY_HASH},
		{".sh", TIDY_HASH},
		{"meson.build", TIDY_HASH},
		{"meson_options.txt", TIDY_HASH},
	};
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (ends_with(name, known[i].end)) return known[i].language;
	return strncmp(text, "#!", 2) == 0 ? TIDY_HASH : TIDY_OTHER;
}

/* The folder of src/ that `path` lies in, -1 outside src/. An unknown one is a finding. */
static int folder_of_path(struct tidy *tidy, const char *path, enum tidy_language language)
{
	if (strncmp(path, "src/", 4) != 0) return -1;
	const char *slash = strchr(path + 4, '/');
	int folder = slash == NULL ? -1 : tidy_folder_of(path + 4, (size_t)(slash - path - 4));
	if (folder < 0 && (slash != NULL || language == TIDY_C || language == TIDY_HEADER))
		tidy_find(tidy, path, 1, "include",
			"is in no folder of the house; tools/tidy/tidy.c has them in order");
	return folder;
}

/* Reads a whole file; NULL if that fails or it is not text. */
static char *read_text(struct tidy *tidy, const char *path, size_t *size)
{
	FILE *stream = fopen(path, "rb");
	if (stream == NULL) return NULL;
	char *text = NULL;
	struct stat about;
	if (fstat(fileno(stream), &about) == 0) {
		size_t wanted = (size_t)about.st_size;
		text = tidy_keep(tidy, wanted + 1);
		*size = fread(text, 1, wanted, stream);
		if (*size != wanted || memchr(text, 0, wanted) != NULL) text = NULL;
	}
	fclose(stream);
	return text;
}

static void add_file(struct tidy *tidy, const char *full, const char *path, const char *name)
{
	size_t size = 0;
	const char *text = read_text(tidy, full, &size);
	if (text == NULL) return;
	struct tidy_file *file = tidy_keep(tidy, sizeof *file);
	file->path = tidy_keep_text(tidy, path, strlen(path));
	file->name = file->path + (strlen(path) - strlen(name));
	file->text = text;
	file->size = size;
	file->language = language_of(name, text);
	file->folder = folder_of_path(tidy, file->path, file->language);
	if (file->language == TIDY_C || file->language == TIDY_HEADER) tidy_lex(tidy, file);
	*tidy->last = file;
	tidy->last = &file->next;
}

static bool is_ignored(const struct tidy *tidy, const char *path, const char *name)
{
	if (strcmp(name, ".git") == 0) return true;
	for (size_t i = 0; i < tidy->ignored_count; i++) {
		const char *pattern = tidy->ignored[i];
		bool anchored = strchr(pattern, '/') != NULL;
		if (anchored && fnmatch(pattern + (*pattern == '/'), path, FNM_PATHNAME) == 0) return true;
		if (!anchored && fnmatch(pattern, name, 0) == 0) return true;
	}
	return false;
}

static void read_ignored(struct tidy *tidy)
{
	char path[MAX_PATH_BYTES];
	size_t size = 0;
	snprintf(path, sizeof path, "%s/.gitignore", tidy->root);
	const char *at = read_text(tidy, path, &size);
	for (size_t line = 1; at != NULL && *at != 0; line++) {
		size_t length = strcspn(at, "\n");
		const char *next = at + length + (at[length] == '\n');
		if (length > 0 && at[length - 1] == '/') length--;
		if (*at == '!')
			tidy_find(tidy, ".gitignore", line, "file",
				"takes something back with `!`; name what is left out");
		else if (length > 0 && *at != '#' && tidy->ignored_count < TIDY_MAX_IGNORED)
			tidy->ignored[tidy->ignored_count++] = tidy_keep_text(tidy, at, length);
		at = next;
	}
}

static bool walk(struct tidy *tidy, const char *directory, int depth);

static bool visit(struct tidy *tidy, const char *directory, const char *name, int depth)
{
	char path[MAX_PATH_BYTES], full[MAX_PATH_BYTES];
	struct stat about;
	if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0) return true;
	int size = snprintf(path, sizeof path, "%s%s%s", directory, *directory == 0 ? "" : "/", name);
	int full_size = snprintf(full, sizeof full, "%s/%s", tidy->root, path);
	if (size >= MAX_PATH_BYTES || full_size >= MAX_PATH_BYTES) return false;
	if (is_ignored(tidy, path, name)) return true;
	if (lstat(full, &about) != 0) return errno == ENOENT; /* Gone since the directory was read. */
	if (S_ISDIR(about.st_mode)) return walk(tidy, path, depth + 1);
	if (S_ISREG(about.st_mode)) add_file(tidy, full, path, name);
	return true;
}

static bool walk(struct tidy *tidy, const char *directory, int depth)
{
	char full[MAX_PATH_BYTES];
	struct dirent **entries;
	if (depth > MAX_DEPTH) return false;
	if (snprintf(full, sizeof full, "%s/%s", tidy->root, directory) >= MAX_PATH_BYTES) return false;
	int count = scandir(full, &entries, NULL, alphasort);
	if (count < 0) {
		fprintf(stderr, "tidy: %s: %s\n", full, strerror(errno));
		return false;
	}
	bool good = true;
	for (int i = 0; i < count; i++) {
		good = good && visit(tidy, directory, entries[i]->d_name, depth);
		free(entries[i]);
	}
	free(entries);
	return good;
}

int tidy_run(const char *root, const char *build, FILE *out)
{
	struct tidy tidy = {.root = root, .build = build, .out = out};
	tidy.last = &tidy.files;
	read_ignored(&tidy);
	if (!walk(&tidy, "", 0)) tidy.findings = -1;
	if (tidy.findings >= 0) {
		for (const struct tidy_file *file = tidy.files; file != NULL; file = file->next) {
			tidy_judge_text(&tidy, file);
			tidy_judge_code(&tidy, file);
			tidy_judge_owner(&tidy, file);
			tidy_judge_includes(&tidy, file);
		}
		if (build != NULL) tidy_judge_symbols(&tidy);
		tidy_judge_detours(&tidy);
	}
	tidy_finish(&tidy);
	return tidy.findings;
}
