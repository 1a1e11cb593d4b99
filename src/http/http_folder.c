/* http_folder.c - reads the folder of built pages, and sends what is in it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "http/http_folder.h"
#include "base/check.h"
#include "base/hash.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME_SIZE 200 /* of a file with its folder, and a 0 */
#define TAG_SIZE 40
#define FOREVER "public, max-age=31536000, immutable"

enum coding { PLAIN, GZIP, BROTLI, CODING_COUNT };
static const char *const coding_names[] = {"", "gzip", "br"};
static const char *const coding_tags[] = {"", "-gz", "-br"};
static const char *const coding_suffixes[] = {"", ".gz", ".br"};

struct file {
	char name[NAME_SIZE];
	const char *type;
	bool changes_name; /* when what is in it changes */
	struct span bytes[CODING_COUNT];
	char tag[TAG_SIZE]; /* of the plain one, without quotes */
};

struct http_folder {
	struct file *files; /* by name */
	size_t count;
	size_t size; /* bytes of all of them, packed ones too */
};

static const char *type_of(const char *name)
{
	static const char *const types[][2] = {
		{".html", "text/html; charset=utf-8"},
		{".js", "text/javascript; charset=utf-8"},
		{".css", "text/css; charset=utf-8"},
		{".json", "application/json"},
		{".webmanifest", "application/manifest+json"},
		{".svg", "image/svg+xml"},
		{".webmanifest", "application/manifest+json"},
		{".png", "image/png"},
		{".ico", "image/x-icon"},
		{".woff2", "font/woff2"},
		{".txt", "text/plain; charset=utf-8"},
	};
	const char *dot = strrchr(name, '.');
	for (size_t i = 0; dot != NULL && i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(dot, types[i][0]) == 0) return types[i][1];
	return NULL;
}

static bool is_name(const char *name)
{
	for (const char *at = name; *at != 0; at++) {
		char low = (char)(*at | 0x20);
		bool letter = (low >= 'a' && low <= 'z') || (*at >= '0' && *at <= '9');
		if (!letter && *at != '.' && *at != '-' && *at != '_') return false;
	}
	return name[0] != 0 && name[0] != '.';
}

static enum coding coding_of(const char *name)
{
	const char *dot = strrchr(name, '.');
	for (int coding = GZIP; dot != NULL && coding < CODING_COUNT; coding++)
		if (strcmp(dot, coding_suffixes[coding]) == 0) return (enum coding)coding;
	return PLAIN;
}

static struct file *find(const struct http_folder *folder, struct span name)
{
	for (size_t i = 0; i < folder->count; i++)
		if (span_is(name, folder->files[i].name)) return &folder->files[i];
	return NULL;
}

/* The entry of this name, new if need be. */
static status find_or_add(
	struct http_folder *folder, struct span name, struct file **file, struct error *error)
{
	*file = find(folder, name);
	if (*file != NULL) return STATUS_OK;
	if (folder->count == HTTP_FOLDER_MAX_FILES)
		return status_fail(error, STATUS_BOUND, "more than %d files", HTTP_FOLDER_MAX_FILES);
	*file = &folder->files[folder->count++];
	memcpy((*file)->name, name.start, name.size);
	return STATUS_OK;
}

static status read_bytes(int descriptor, char *bytes, size_t size, struct error *error)
{
	size_t done = 0;
	while (done < size) {
		ssize_t got = read(descriptor, bytes + done, size - done);
		if (got < 0 && errno == EINTR) continue;
		if (got < 0) return status_fail(error, STATUS_IO, "%m");
		if (got == 0) return status_fail(error, STATUS_IO, "it became shorter while it was read");
		done += (size_t)got;
	}
	return STATUS_OK;
}

static status check_size(
	const struct http_folder *folder, const struct stat *found, struct error *error)
{
	size_t size = (size_t)found->st_size;
	if (!S_ISREG(found->st_mode)) return status_fail(error, STATUS_INPUT, "not a plain file");
	if (size > HTTP_FOLDER_MAX_FILE_BYTES)
		return status_fail(error, STATUS_BOUND, "%zu bytes; at most %zu for a file", size,
			HTTP_FOLDER_MAX_FILE_BYTES);
	if (folder->size + size > HTTP_FOLDER_MAX_BYTES)
		return status_fail(
			error, STATUS_BOUND, "more than %zu bytes in all", HTTP_FOLDER_MAX_BYTES);
	return STATUS_OK;
}

static status read_open(
	struct http_folder *folder, int descriptor, struct span *bytes, struct error *error)
{
	struct stat found;
	if (fstat(descriptor, &found) != 0) return status_fail(error, STATUS_IO, "%m");
	TRY(check_size(folder, &found, error));
	size_t size = (size_t)found.st_size;
	char *kept = calloc(1, size + 1);
	if (kept == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a page");
	status code = read_bytes(descriptor, kept, size, error);
	if (code != STATUS_OK) {
		free(kept);
		return code;
	}
	folder->size += size;
	*bytes = (struct span){kept, size};
	return STATUS_OK;
}

static status read_file(struct http_folder *folder, int directory, const char *below,
	const char *entry, struct error *error)
{
	char name[NAME_SIZE];
	struct file *file = NULL;
	enum coding coding = coding_of(entry);
	int size = snprintf(name, sizeof(name), "%s%s", below, entry);
	if (!is_name(entry) || size < 0 || (size_t)size >= sizeof(name))
		return status_fail(error, STATUS_INPUT,
			"a name has at most %d letters, digits, '.', '-' or '_', and no '.' in front",
			NAME_SIZE - 1);
	struct span plain = {name, (size_t)size - strlen(coding_suffixes[coding])};
	TRY(find_or_add(folder, plain, &file, error));
	file->type = type_of(file->name);
	file->changes_name = below[0] != 0;
	if (file->type == NULL)
		return status_fail(error, STATUS_INPUT, "a kind of file that is not served");
	int descriptor = openat(directory, entry, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (descriptor < 0) return status_fail(error, STATUS_IO, "%m");
	status code = read_open(folder, descriptor, &file->bytes[coding], error);
	close(descriptor);
	return code;
}

static bool is_folder(int directory, const char *name)
{
	struct stat found;
	return fstatat(directory, name, &found, AT_SYMLINK_NOFOLLOW) == 0 && S_ISDIR(found.st_mode);
}

/* All of a folder; of folders in it, those that are in `below` already are refused. */
static status read_folder(
	struct http_folder *folder, int descriptor, const char *below, struct error *error)
{
	status code = STATUS_OK;
	DIR *directory = fdopendir(descriptor);
	if (directory == NULL) {
		code = status_fail(error, STATUS_IO, "%m");
		close(descriptor);
		return code;
	}
	for (struct dirent *entry; code == STATUS_OK && (entry = readdir(directory)) != NULL;) {
		char inner[NAME_SIZE];
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
		if (below[0] == 0 && is_name(entry->d_name) && is_folder(descriptor, entry->d_name) &&
			strlen(entry->d_name) + 2 < sizeof(inner)) {
			snprintf(inner, sizeof(inner), "%.*s/", NAME_SIZE - 2, entry->d_name);
			int deeper = openat(descriptor, entry->d_name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
			code = deeper < 0 ? status_fail(error, STATUS_IO, "%s: %m", entry->d_name)
							  : read_folder(folder, deeper, inner, error);
			continue;
		}
		code = read_file(folder, descriptor, below, entry->d_name, error);
		if (code != STATUS_OK) status_prefix(error, "%s%s: ", below, entry->d_name);
	}
	closedir(directory);
	return code;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->name, ((const struct file *)b)->name);
}

/* What only came packed has nothing to send to who takes no packing. */
static status settle(struct http_folder *folder, struct error *error)
{
	for (size_t i = 0; i < folder->count; i++) {
		struct file *file = &folder->files[i];
		if (file->bytes[PLAIN].start == NULL)
			return status_fail(
				error, STATUS_INPUT, "%s: only its packed form is there", file->name);
		struct hash hash = hash_of(file->bytes[PLAIN].start, file->bytes[PLAIN].size);
		for (int at = 0; at < 12; at++)
			snprintf(file->tag + 2 * at, 3, "%02x", (unsigned)hash.bytes[at]);
	}
	qsort(folder->files, folder->count, sizeof(*folder->files), by_name);
	if (find(folder, SPAN_LITERAL("index.html")) == NULL)
		return status_fail(error, STATUS_NOT_FOUND, "there is no index.html in it");
	return STATUS_OK;
}

static status read_all(struct http_folder *folder, const char *path, struct error *error)
{
	folder->files = calloc(HTTP_FOLDER_MAX_FILES, sizeof(*folder->files));
	if (folder->files == NULL) return status_fail(error, STATUS_MEMORY, "no memory for pages");
	int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor < 0)
		return status_fail(error, errno == ENOENT ? STATUS_NOT_FOUND : STATUS_IO, "%m");
	TRY(read_folder(folder, descriptor, "", error));
	return settle(folder, error);
}

status http_folder_open(const char *path, struct http_folder **out, struct error *error)
{
	struct http_folder *folder = calloc(1, sizeof(*folder));
	*out = NULL;
	if (folder == NULL) return status_fail(error, STATUS_MEMORY, "no memory for pages");
	status code = read_all(folder, path, error);
	if (code != STATUS_OK) {
		status_prefix(error, "%s: ", path);
		http_folder_close(folder);
		return code;
	}
	*out = folder;
	return STATUS_OK;
}

void http_folder_close(struct http_folder *folder)
{
	if (folder == NULL) return;
	for (size_t i = 0; i < folder->count; i++)
		for (int coding = 0; coding < CODING_COUNT; coding++)
			free((void *)(uintptr_t)folder->files[i].bytes[coding].start);
	free(folder->files);
	free(folder);
}

size_t http_folder_count(const struct http_folder *folder)
{
	return folder->count;
}

static bool same_word(struct span span, const char *word)
{
	return span.size == strlen(word) && strncasecmp(span.start, word, span.size) == 0;
}

/* "q=0", "q=0.000": everything else takes it. */
static bool is_refused(struct span weight)
{
	if (weight.size < 3 || (weight.start[0] | 0x20) != 'q' || weight.start[1] != '=') return false;
	for (size_t i = 2; i < weight.size; i++)
		if (weight.start[i] != '0' && weight.start[i] != '.') return false;
	return true;
}

bool http_folder_accepts(struct span accept, const char *coding)
{
	struct span part;
	bool all = false;
	while (span_take(&accept, ',', &part)) {
		struct span rest = part, name;
		if (!span_take(&rest, ';', &name)) continue;
		name = span_trim(name);
		bool takes = !is_refused(span_trim(rest));
		if (same_word(name, coding)) return takes;
		if (same_word(name, "*")) all = takes;
	}
	return all;
}

bool http_folder_has_tag(struct span if_none_match, const char *tag)
{
	struct span part;
	if (span_is(span_trim(if_none_match), "*")) return true;
	while (span_take(&if_none_match, ',', &part)) {
		part = span_trim(part);
		if (span_starts_with(part, "W/")) part = (struct span){part.start + 2, part.size - 2};
		if (span_is(part, tag)) return true;
	}
	return false;
}

static enum coding choose(const struct http_exchange *exchange, const struct file *file)
{
	struct span accept = http_header_of(exchange, "Accept-Encoding");
	for (int coding = BROTLI; coding > PLAIN; coding--)
		if (file->bytes[coding].start != NULL && http_folder_accepts(accept, coding_names[coding]))
			return (enum coding)coding;
	return PLAIN;
}

bool http_folder_reply(struct http_exchange *exchange, const struct http_folder *folder,
	struct span name, const struct http_header *more, struct http_reply *reply)
{
	enum { OWN_HEADERS = 4, MOST_HEADERS = HTTP_FOLDER_MAX_HEADERS + OWN_HEADERS };
	const struct file *file = find(folder, name);
	if (file == NULL) return false;
	struct arena *arena = http_arena(exchange);
	struct http_header *headers = ARENA_ARRAY(arena, struct http_header, MOST_HEADERS + 1);
	char *tag = arena_need(arena, TAG_SIZE + 8);
	size_t count = 0;
	enum coding coding = choose(exchange, file);
	snprintf(tag, TAG_SIZE + 8, "\"%s%s\"", file->tag, coding_tags[coding]);
	headers[count++] = (struct http_header){"ETag", tag};
	headers[count++] =
		(struct http_header){"Cache-Control", file->changes_name ? FOREVER : "no-cache"};
	headers[count++] = (struct http_header){"Vary", "Accept-Encoding"};
	if (coding != PLAIN)
		headers[count++] = (struct http_header){"Content-Encoding", coding_names[coding]};
	for (; more->name != NULL; more++) {
		CHECK(count < MOST_HEADERS);
		headers[count++] = *more;
	}
	headers[count] = (struct http_header){NULL, NULL};
	bool known = http_folder_has_tag(http_header_of(exchange, "If-None-Match"), tag);
	*reply = (struct http_reply){.status = known ? 304 : 200,
		.content_type = file->type,
		.body = file->bytes[coding],
		.headers = headers,
		.log_code = known ? "not_modified" : "ok"};
	return true;
}
