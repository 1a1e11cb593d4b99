/* app_config_read.c - settings from the file, the environment and the flags, in that order.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_config.h"
#include "base/check.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define SHOWN_BYTES 60
#define ENVIRONMENT_NAME_SIZE 64
#define CONFIG_VARIABLE "VANGNET_CONFIG"

/* Where a value stands: "vangnet.conf:3: port = 99999", "VANGNET_PORT=99999", "--port 99999". */
struct origin {
	enum app_config_source source;
	const char *file;
	size_t line;
};

/* A value as it can be shown: not too long, nothing that moves a cursor. */
static void add_shown(struct buf *out, struct span value)
{
	size_t size = value.size < SHOWN_BYTES ? value.size : SHOWN_BYTES;
	size_t good = 0;
	if (!span_is_utf8((struct span){value.start, size}, &good)) size = good;
	for (size_t i = 0; i < size; i++) {
		unsigned char character = (unsigned char)value.start[i];
		buf_add_char(out, character < ' ' || character == 127 ? '?' : (char)character);
	}
	if (size < value.size) buf_add_text(out, "...");
}

static void say_wrong(int key, struct span value, const struct origin *origin, const char *wrong,
	struct app_config_problems *problems)
{
	const char *name = app_config_settings[key].name;
	char variable[ENVIRONMENT_NAME_SIZE];
	struct buf shown;
	buf_init(&shown, 2 * SHOWN_BYTES);
	/* What was put where the name of a file with a secret should be, may be the secret. */
	if (app_config_settings[key].form != APP_CONFIG_SECRET) add_shown(&shown, value);
	CHECK(app_config_environment_name(key, variable, sizeof(variable)));
	if (origin->source == APP_CONFIG_FROM_FILE)
		app_config_problem(problems, "%s:%zu: %s = %s: %s", origin->file, origin->line, name,
			buf_text(&shown), wrong);
	else if (origin->source == APP_CONFIG_FROM_ENVIRONMENT)
		app_config_problem(problems, "%s=%s: %s", variable, buf_text(&shown), wrong);
	else
		app_config_problem(problems, "--%s %s: %s", name, buf_text(&shown), wrong);
	buf_finish(&shown);
}

static void take_value(struct app_config *config, int key, struct span value,
	const struct origin *origin, struct app_config_problems *problems)
{
	char wrong[APP_CONFIG_WRONG_SIZE];
	if (!app_config_set(config, key, value, wrong)) {
		say_wrong(key, value, origin, wrong, problems);
		return;
	}
	config->sources[key] = origin->source;
	config->lines[key] = origin->line;
}

/* Names a setting that is none, but never repeats its value: it may be a secret. */
static void say_unknown(const char *where, struct span name, struct app_config_problems *problems)
{
	const char *meant = app_config_nearest_setting(name);
	struct buf shown;
	buf_init(&shown, 2 * SHOWN_BYTES);
	add_shown(&shown, name);
	if (meant != NULL)
		app_config_problem(problems, "%s: there is no setting \"%s\"; \"%s\" is the nearest", where,
			buf_text(&shown), meant);
	else
		app_config_problem(problems,
			"%s: there is no setting \"%s\"; `vangnet config` shows which there are", where,
			buf_text(&shown));
	buf_finish(&shown);
}

/* What stands before a # that begins a word. */
static struct span without_comment(struct span line)
{
	for (size_t i = 0; i < line.size; i++) {
		bool begins = i == 0 || line.start[i - 1] == ' ' || line.start[i - 1] == '\t';
		if (line.start[i] == '#' && begins) return (struct span){line.start, i};
	}
	return line;
}

static void read_pair(struct app_config *config, const struct origin *origin, struct span name,
	struct span value, struct app_config_problems *problems)
{
	char where[APP_CONFIG_TEXT_SIZE + 32];
	int key = app_config_find(name);
	if (key < 0) {
		snprintf(where, sizeof(where), "%s:%zu", origin->file, origin->line);
		say_unknown(where, name, problems);
	} else if (config->lines[key] != 0) {
		app_config_problem(problems, "%s:%zu: %s stands there twice, first in line %zu; leave one",
			origin->file, origin->line, app_config_settings[key].name, config->lines[key]);
	} else {
		take_value(config, key, value, origin, problems);
		/* Also if it was wrong: it stood there. */
		config->lines[key] = origin->line;
	}
}

static void read_line(struct app_config *config, const struct origin *origin, struct span line,
	struct app_config_problems *problems)
{
	line = span_trim(without_comment(line));
	if (line.size == 0) return;
	const char *sign = memchr(line.start, '=', line.size);
	if (sign == NULL) {
		app_config_problem(problems, "%s:%zu: expected `key = value`, or a comment behind a #",
			origin->file, origin->line);
		return;
	}
	size_t before = (size_t)(sign - line.start);
	struct span name = span_trim((struct span){line.start, before});
	struct span value = span_trim((struct span){sign + 1, line.size - before - 1});
	read_pair(config, origin, name, value, problems);
}

void app_config_read_text(struct app_config *config, const char *name, struct span text,
	struct app_config_problems *problems)
{
	struct span line;
	struct origin origin = {.source = APP_CONFIG_FROM_FILE, .file = name};
	while (span_take(&text, '\n', &line)) {
		origin.line++;
		read_line(config, &origin, line, problems);
	}
}

/* Reads at most one byte more than allowed; -1 on an error, with errno. */
static ssize_t read_whole(int descriptor, char *bytes, size_t room)
{
	size_t size = 0;
	while (size < room) {
		ssize_t got = read(descriptor, bytes + size, room - size);
		if (got < 0 && errno == EINTR) continue;
		if (got < 0) return -1;
		if (got == 0) break;
		size += (size_t)got;
	}
	return (ssize_t)size;
}

static void read_file(struct app_config *config, const char *path, bool must_be_there,
	struct app_config_problems *problems)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (descriptor < 0) {
		if (must_be_there || errno != ENOENT)
			app_config_problem(problems, "%s: cannot be opened: %s", path, strerror(errno));
		return;
	}
	char *bytes = calloc(1, APP_CONFIG_MAX_FILE_BYTES + 1);
	ssize_t size =
		bytes == NULL ? -1 : read_whole(descriptor, bytes, APP_CONFIG_MAX_FILE_BYTES + 1);
	if (size < 0)
		app_config_problem(problems, "%s: cannot be read: %s", path, strerror(errno));
	else if (size > APP_CONFIG_MAX_FILE_BYTES)
		app_config_problem(
			problems, "%s: is longer than %d bytes", path, APP_CONFIG_MAX_FILE_BYTES);
	else
		app_config_read_text(config, path, span_bytes(bytes, (size_t)size), problems);
	snprintf(config->file, sizeof(config->file), "%s", path);
	free(bytes);
	close(descriptor);
}

/* "VANGNET_PORT=8080": a key, or -1. What looks like a setting with a mistake in it is named. */
static int variable_key(struct span name, struct app_config_problems *problems)
{
	static char variables[APP_CONFIG_KEY_COUNT][ENVIRONMENT_NAME_SIZE];
	const char *names[APP_CONFIG_KEY_COUNT + 1] = {CONFIG_VARIABLE};
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		CHECK(app_config_environment_name(key, variables[key], sizeof(variables[key])));
		names[key + 1] = variables[key];
		if (span_is(name, variables[key])) return key;
	}
	/* Others may have their own VANGNET_...; only a slip of the finger is a mistake for sure. */
	const char *meant = app_config_nearest(name, names, APP_CONFIG_KEY_COUNT + 1, 1);
	if (meant != NULL && !span_is(name, CONFIG_VARIABLE))
		app_config_problem(
			problems, "%.*s: there is no such setting; %s is the nearest", SPAN_PRINT(name), meant);
	return -1;
}

static void read_environment(
	struct app_config *config, char *const *environment, struct app_config_problems *problems)
{
	const struct origin origin = {.source = APP_CONFIG_FROM_ENVIRONMENT};
	for (size_t i = 0; environment[i] != NULL; i++) {
		struct span rest = span_of(environment[i]);
		struct span name;
		if (!span_starts_with(rest, "VANGNET_") || !span_take(&rest, '=', &name)) continue;
		int key = variable_key(name, problems);
		/* An empty variable is one that is not set. */
		if (key >= 0 && rest.size > 0) take_value(config, key, rest, &origin, problems);
	}
}

/* A flag that is a setting, or --config. */
struct flag {
	int key;
	bool is_config;
	bool has_value;
	struct span value;
};

/* Reads argv[*at], and moves *at on if its value is the next argument. */
static bool read_flag(char **argv, int argc, int *at, struct flag *flag)
{
	struct span rest = span_of(argv[*at]);
	struct span name;
	if (!span_starts_with(rest, "--")) return false;
	rest = (struct span){rest.start + 2, rest.size - 2};
	bool joined = memchr(rest.start, '=', rest.size) != NULL;
	if (!span_take(&rest, '=', &name)) return false;
	*flag = (struct flag){.key = app_config_find(name), .is_config = span_is(name, "config")};
	if (flag->key < 0 && !flag->is_config) return false;
	flag->has_value = true;
	if (joined)
		flag->value = rest;
	else if (flag->key >= 0 && app_config_settings[flag->key].form == APP_CONFIG_SWITCH)
		flag->value = SPAN_LITERAL("yes");
	else if (*at + 1 < argc)
		flag->value = span_of(argv[++*at]);
	else
		flag->has_value = false;
	if (flag->is_config && flag->value.size == 0) flag->has_value = false;
	return true;
}

/* The file that --config names; NULL if there is no such flag. Points into argv. */
static const char *find_config_flag(int argc, char **argv)
{
	const char *path = NULL;
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		struct flag flag;
		if (read_flag(argv, argc, &i, &flag) && flag.is_config && flag.has_value)
			path = flag.value.start;
	}
	return path;
}

static const char *find_variable(char *const *environment, const char *name)
{
	size_t size = strlen(name);
	for (size_t i = 0; environment[i] != NULL; i++)
		if (strncmp(environment[i], name, size) == 0 && environment[i][size] == '=')
			return environment[i] + size + 1;
	return NULL;
}

static void take_flags(
	struct app_config *config, int *argc, char **argv, struct app_config_problems *problems)
{
	const struct origin origin = {.source = APP_CONFIG_FROM_FLAG};
	int kept = *argc > 0 ? 1 : 0;
	int at = kept;
	for (; at < *argc && strcmp(argv[at], "--") != 0; at++) {
		struct flag flag;
		char *argument = argv[at];
		if (!read_flag(argv, *argc, &at, &flag))
			argv[kept++] = argument;
		else if (!flag.has_value)
			app_config_problem(problems, "%s: a value must follow", argument);
		else if (flag.key >= 0)
			take_value(config, flag.key, flag.value, &origin, problems);
	}
	while (at < *argc) argv[kept++] = argv[at++];
	*argc = kept;
	argv[kept] = NULL;
}

/* Fills what follows from data-dir. */
static void derive(struct app_config *config, struct app_config_problems *problems)
{
	struct buf path;
	buf_init(&path, 2 * APP_CONFIG_TEXT_SIZE);
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		const struct app_config_setting *setting = &app_config_settings[key];
		char *text = (char *)config + setting->offset;
		if (setting->below_data_dir == NULL || text[0] != 0) continue;
		buf_reset(&path);
		buf_printf(&path, "%s/%s", config->data_dir, setting->below_data_dir);
		if (path.size < APP_CONFIG_TEXT_SIZE)
			memcpy(text, path.bytes, path.size);
		else
			app_config_problem(problems, "data-dir: is too long to make %s of", setting->name);
		config->sources[key] = APP_CONFIG_FROM_DATA_DIR;
	}
	buf_finish(&path);
}

void app_config_settle(struct app_config *config, struct app_config_problems *problems)
{
	bool postgres = config->store != 0;
	derive(config, problems);
	if (postgres && config->conninfo_file[0] == 0)
		app_config_problem(problems,
			"store = postgres: conninfo-file must name a file (mode 0600) with the connection "
			"string in it");
	if (!postgres && config->conninfo_file[0] != 0)
		app_config_problem(problems,
			"conninfo-file: is only for store = postgres; set that, or leave conninfo-file out");
	bool same = config->database[0] != 0 && strcmp(config->database, config->keys_database) == 0;
	if (!postgres && same)
		app_config_problem(problems,
			"keys-database: must be another file than database: the keys have a backup of their "
			"own");
	bool both = postgres && config->keys_conninfo_file[0] != 0;
	if (both && strcmp(config->postgres_schema, config->keys_postgres_schema) == 0)
		app_config_problem(
			problems, "keys-postgres-schema: must be another schema than postgres-schema");
}

void app_config_load(struct app_config *config, int *argc, char **argv, char *const *environment,
	struct app_config_problems *problems)
{
	const char *path = find_config_flag(*argc, argv);
	if (path == NULL) path = find_variable(environment, CONFIG_VARIABLE);
	bool named = path != NULL && path[0] != 0;
	app_config_init(config);
	if (named && strlen(path) >= APP_CONFIG_TEXT_SIZE)
		app_config_problem(
			problems, "--config: must be shorter than %d bytes", APP_CONFIG_TEXT_SIZE);
	else
		read_file(config, named ? path : APP_CONFIG_FILE, named, problems);
	read_environment(config, environment, problems);
	int before = problems->count;
	take_flags(config, argc, argv, problems);
	problems->in_flags = problems->count - before;
	app_config_settle(config, problems);
}
