/* app_stores.c - how the database and the key store are reached, and what is found there.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_stores.h"
#include "base/check.h"
#include "base/folder.h"
#include "base/secret.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static status check_secret(int file, const char *path, struct error *error)
{
	struct stat facts;
	TRY(secret_check(file, path, error));
	if (fstat(file, &facts) != 0) return status_fail(error, STATUS_IO, "%m");
	if (facts.st_size >= APP_STORES_SECRET_SIZE)
		return status_fail(
			error, STATUS_BOUND, "is longer than %d bytes", APP_STORES_SECRET_SIZE - 1);
	return STATUS_OK;
}

static status read_open_secret(
	int file, const char *path, char out[APP_STORES_SECRET_SIZE], struct error *error)
{
	size_t size = 0;
	TRY(check_secret(file, path, error));
	memset(out, 0, APP_STORES_SECRET_SIZE);
	while (size < APP_STORES_SECRET_SIZE - 1) {
		ssize_t got = read(file, out + size, APP_STORES_SECRET_SIZE - 1 - size);
		if (got < 0 && errno == EINTR) continue;
		if (got < 0) return status_fail(error, STATUS_IO, "%m");
		if (got == 0) break;
		size += (size_t)got;
	}
	struct span text = span_trim((struct span){out, size});
	if (text.size == 0) return status_fail(error, STATUS_INPUT, "is empty");
	if (!span_is_utf8(text, NULL)) return status_fail(error, STATUS_INPUT, "is not UTF-8");
	memmove(out, text.start, text.size);
	out[text.size] = 0;
	return STATUS_OK;
}

static status read_secret(
	const char *setting, const char *path, char out[APP_STORES_SECRET_SIZE], struct error *error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (file < 0) return status_fail(error, STATUS_IO, "%s %s: %m", setting, path);
	status result = read_open_secret(file, path, out, error);
	if (result != STATUS_OK) status_prefix(error, "%s %s: ", setting, path);
	close(file);
	return result;
}

status app_stores_read(
	const struct app_config *config, struct app_stores *stores, struct error *error)
{
	bool keys_in_postgres = config->keys_conninfo_file[0] != 0;
	*stores = (struct app_stores){
		.main = {.kind = (enum store_kind)config->store,
			.mode = STORE_READ_WRITE,
			.set = STORE_MAIN,
			.path = config->database,
			.conninfo = stores->conninfo,
			.schema = config->postgres_schema},
		.keys = {.kind = keys_in_postgres ? STORE_POSTGRES : STORE_SQLITE,
			.mode = STORE_READ_WRITE,
			.set = STORE_KEYS,
			.path = config->keys_database,
			.conninfo = stores->keys_conninfo,
			.schema = config->keys_postgres_schema},
	};
	if (stores->main.kind == STORE_POSTGRES)
		TRY(read_secret("conninfo-file", config->conninfo_file, stores->conninfo, error));
	if (!keys_in_postgres) return STATUS_OK;
	return read_secret(
		"keys-conninfo-file", config->keys_conninfo_file, stores->keys_conninfo, error);
}

void app_stores_folder(const char *path, char out[APP_CONFIG_TEXT_SIZE])
{
	const char *slash = strrchr(path, '/');
	size_t size = slash == NULL ? 0 : (size_t)(slash - path);
	if (slash == path) size = 1;
	CHECK(size < APP_CONFIG_TEXT_SIZE);
	memcpy(out, size == 0 ? "." : path, size == 0 ? 1 : size);
	out[size == 0 ? 1 : size] = 0;
}

static void check_folder(const char *setting, const char *path, const char *data_dir,
	struct app_config_problems *problems)
{
	char folder[APP_CONFIG_TEXT_SIZE];
	struct stat facts;
	app_stores_folder(path, folder);
	bool is_data_dir = strcmp(folder, data_dir) == 0;
	if (stat(folder, &facts) == 0) {
		if (!S_ISDIR(facts.st_mode))
			app_config_problem(problems, "%s: %s is not a directory", setting, folder);
		return;
	}
	/* data-dir itself is made, but not what it lies in. */
	if (is_data_dir && errno == ENOENT) {
		char parent[APP_CONFIG_TEXT_SIZE];
		app_stores_folder(folder, parent);
		if (stat(parent, &facts) == 0) return;
	}
	app_config_problem(problems, "%s: %s: %s", setting, folder, strerror(errno));
}

static void check_secret_file(
	const char *setting, const char *path, struct app_config_problems *problems)
{
	char unused[APP_STORES_SECRET_SIZE];
	struct error error = {0};
	if (path[0] == 0) return;
	if (read_secret(setting, path, unused, &error) != STATUS_OK)
		app_config_problem(problems, "%s", error.message);
	explicit_bzero(unused, sizeof(unused));
}

void app_stores_check(const struct app_config *config, struct app_config_problems *problems)
{
	if (config->store == STORE_SQLITE)
		check_folder("database", config->database, config->data_dir, problems);
	else
		check_secret_file("conninfo-file", config->conninfo_file, problems);
	if (config->keys_conninfo_file[0] == 0)
		check_folder("keys-database", config->keys_database, config->data_dir, problems);
	else
		check_secret_file("keys-conninfo-file", config->keys_conninfo_file, problems);
}

status app_stores_make_directory(const struct app_config *config, struct error *error)
{
	struct stat facts;
	bool follows = false;
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++)
		follows = follows || config->sources[key] == APP_CONFIG_FROM_DATA_DIR;
	if (!follows || stat(config->data_dir, &facts) == 0) return STATUS_OK;
	if (errno == ENOENT && mkdir(config->data_dir, S_IRWXU) == 0) return STATUS_OK;
	return status_fail(error, STATUS_IO,
		"data-dir %s: %m; make it for this user, or name another with --data-dir",
		config->data_dir);
}

char *app_stores_where(const struct store_options *options, char out[APP_STORES_WHERE_SIZE])
{
	bool is_keys = options->set == STORE_KEYS;
	if (options->kind == STORE_SQLITE)
		snprintf(
			out, APP_STORES_WHERE_SIZE, "%s %s", is_keys ? "key store" : "database", options->path);
	else
		snprintf(out, APP_STORES_WHERE_SIZE, "PostgreSQL, schema %s", options->schema);
	return out;
}

status app_stores_open(const struct store_options *options, enum store_mode mode,
	struct store **store, struct error *error)
{
	char where[APP_STORES_WHERE_SIZE];
	struct store_options chosen = *options;
	chosen.mode = mode;
	status result = store_open(&chosen, store, error);
	if (result != STATUS_OK) status_prefix(error, "%s: ", app_stores_where(options, where));
	return result;
}

/* A SQLite file that is not there, or has nothing in it. */
static bool is_no_file(const struct store_options *options)
{
	struct stat facts;
	if (options->kind != STORE_SQLITE) return false;
	if (stat(options->path, &facts) != 0) return errno == ENOENT;
	return S_ISREG(facts.st_mode) && facts.st_size == 0;
}

status app_stores_find_version(
	const struct store_options *options, struct app_stores_version *version, struct error *error)
{
	struct store_options asked = *options;
	struct store *store = NULL;
	bool nothing = is_no_file(options);
	if (nothing) asked.path = ":memory:";
	TRY(app_stores_open(&asked, nothing ? STORE_READ_WRITE : STORE_READ_ONLY, &store, error));
	status result = store_schema_version(store, &version->in_database, &version->in_program, error);
	store_close(store);
	return result;
}

status app_stores_open_current(const struct store_options *options, enum store_mode mode,
	struct store **store, struct error *error)
{
	char where[APP_STORES_WHERE_SIZE];
	struct app_stores_version version;
	app_stores_where(options, where);
	TRY(app_stores_find_version(options, &version, error));
	if (version.in_database == 0)
		return status_fail(error, STATUS_NOT_FOUND,
			"%.140s: nothing is there. %s right? `vangnet serve` makes a new one", where,
			options->kind == STORE_SQLITE ? "Is --data-dir"
										  : "Are the schema and its conninfo-file");
	if (version.in_database > version.in_program)
		return status_fail(error, STATUS_NEWER,
			"%s: is at schema %d and this program knows %d: use the vangnet that wrote it", where,
			version.in_database, version.in_program);
	if (version.in_database < version.in_program)
		return status_fail(error, STATUS_INPUT,
			"%s: is at schema %d and this program needs %d: run `vangnet migrate` first", where,
			version.in_database, version.in_program);
	return app_stores_open(options, mode, store, error);
}

status app_stores_lease(
	const struct store_options *options, struct store *store, struct error *error)
{
	char where[APP_STORES_WHERE_SIZE];
	int64_t epoch = 0;
	status result = store_lease(store, &epoch, error);
	app_stores_where(options, where);
	if (result == STATUS_CONFLICT)
		return status_fail(error, STATUS_CONFLICT,
			"%s: another process serves it, and only one at a time can write: end that one first",
			where);
	if (result != STATUS_OK) status_prefix(error, "%s: ", where);
	return result;
}

static status has_row(
	struct store *store, const struct store_table *table, bool *found, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	TRY(store_scan_open(store, table, NULL, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = *found || row != NULL;
	return STATUS_OK;
}

status app_stores_is_empty(struct store *store, const struct store_table *const *tables,
	size_t count, bool *empty, struct error *error)
{
	bool found = false;
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status result = STATUS_OK;
	for (size_t i = 0; i < count && result == STATUS_OK && !found; i++)
		result = has_row(store, tables[i], &found, error);
	store_rollback(store);
	*empty = !found;
	return result;
}

void app_stores_clear(const char *path)
{
	static const char *const endings[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		char name[APP_CONFIG_TEXT_SIZE + 32];
		snprintf(name, sizeof(name), "%s%s", path, endings[i]);
		unlink(name);
	}
}

void app_stores_remove(const char *path)
{
	char lease[APP_CONFIG_TEXT_SIZE + 32];
	app_stores_clear(path);
	snprintf(lease, sizeof(lease), "%s-lease", path);
	unlink(lease);
}

static status fill_file(const struct store_options *options,
	status (*make)(struct store *store, void *context, struct error *error), void *context,
	struct error *error)
{
	struct store *store = NULL;
	TRY(app_stores_open(options, STORE_READ_WRITE, &store, error));
	status result = store_migrate(store, error);
	if (result == STATUS_OK) result = make(store, context, error);
	/* Closing moves everything from the log into the file, and removes the log. */
	store_close(store);
	return result;
}

/* The file format says whether a log belongs to it, in bytes 18 and 19 (2) or not (1). One that is
 * finished has none: only then can it be read where nothing can be written. */
static status leave_log(const char *path, struct error *error)
{
	static const unsigned char without[] = {1, 1};
	unsigned char versions[sizeof(without)] = {0};
	int file = open(path, O_RDWR | O_CLOEXEC);
	if (file < 0) return status_fail(error, STATUS_IO, "%s: %m", path);
	bool done = pread(file, versions, sizeof(versions), 18) == (ssize_t)sizeof(versions) &&
		versions[0] == 2 && versions[1] == 2 &&
		pwrite(file, without, sizeof(without), 18) == (ssize_t)sizeof(without) && fsync(file) == 0;
	close(file);
	return done ? STATUS_OK : status_fail(error, STATUS_IO, "%s: cannot be finished", path);
}

/* Nothing is there, and no log that would be taken for that of a new file. */
static bool is_free(const char *path)
{
	const struct store_options options = {.kind = STORE_SQLITE, .path = path};
	char log[APP_CONFIG_TEXT_SIZE + 32];
	struct stat facts;
	snprintf(log, sizeof(log), "%s-wal", path);
	return is_no_file(&options) && stat(log, &facts) != 0;
}

static status refuse_taken(const char *path, struct error *error)
{
	return status_fail(error, STATUS_CONFLICT,
		"%s: is there already, and is not overwritten; name another file", path);
}

status app_stores_name_file(const char *part, const char *path, struct error *error)
{
	if (!is_free(path)) return refuse_taken(path, error);
	if (rename(part, path) != 0) return status_fail(error, STATUS_IO, "%s: %m", path);
	return folder_sync_of(path, error);
}

static status name_database(const char *part, const char *path, struct error *error)
{
	char log[APP_CONFIG_TEXT_SIZE + 32];
	struct stat facts;
	snprintf(log, sizeof(log), "%s-wal", part);
	if (stat(log, &facts) == 0)
		return status_fail(error, STATUS_IO, "%s: its log could not be written into it", part);
	TRY(leave_log(part, error));
	return app_stores_name_file(part, path, error);
}

static status find_folder(const char *path, struct error *error)
{
	char folder[APP_CONFIG_TEXT_SIZE];
	struct stat facts;
	app_stores_folder(path, folder);
	if (stat(folder, &facts) == 0 && S_ISDIR(facts.st_mode)) return STATUS_OK;
	return status_fail(error, STATUS_IO,
		"%.140s: there is no such directory: make it first, or name another file", folder);
}

status app_stores_make_file(const char *path, enum store_set set,
	status (*make)(struct store *store, void *context, struct error *error), void *context,
	struct error *error)
{
	char part[APP_CONFIG_TEXT_SIZE + 16];
	struct store_options options = {.kind = STORE_SQLITE, .set = set, .path = path};
	if (strlen(path) >= APP_CONFIG_TEXT_SIZE)
		return status_fail(error, STATUS_BOUND, "a path of over %d bytes", APP_CONFIG_TEXT_SIZE);
	TRY(find_folder(path, error));
	if (!is_free(path)) return refuse_taken(path, error);
	snprintf(part, sizeof(part), "%s.part", path);
	/* What a run that was broken off has left. */
	app_stores_remove(part);
	options.path = part;
	status result = fill_file(&options, make, context, error);
	if (result == STATUS_OK) result = name_database(part, path, error);
	if (result != STATUS_OK) app_stores_remove(part);
	return result;
}
