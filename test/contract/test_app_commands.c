/* test_app_commands.c - backup, restore, verify, rebuild and migrate on a database that is used.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "program.h"
#include "app/app_stores.h"
#include "command/command.h"
#include "store/store_copy.h"
#include "vault/vault.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_TABLES 64

static bool is_there(const struct program *program, const char *name)
{
	char path[PROGRAM_TEXT_SIZE];
	struct stat facts;
	return stat(program_path(program, name, path), &facts) == 0;
}

/* A place with an administrator, a professional on the roster, and some questions. */
static void fill(struct program *program, const char *place)
{
	program_serve(program, place, NULL);
	program_settle(program);
	for (int i = 0; i < 5; i++) program_question(program, "Mijn huis staat vol");
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_sql(program, place,
		program->kind == STORE_SQLITE
			? "insert into command_quarantine values(1, x'01020304050607080102030405060708', 1,"
			  " x'00000000000000000000000000000000', 'an-id', 1, 'a reason')"
			: "insert into command_quarantine values(1, '\\x01020304050607080102030405060708', 1,"
			  " '\\x00000000000000000000000000000000', 'an-id', 1, 'a reason')");
}

static void same_tables(struct store *a, struct store *b, const struct store_table *const *tables,
	size_t count, int64_t least)
{
	struct store_difference difference;
	struct error error = {0};
	int64_t rows = 0;
	status result = store_compare(a, b, tables, count, &difference, &rows, &error);
	if (result != STATUS_OK) fail_msg("%s", error.message);
	if (difference.kind != STORE_SAME)
		fail_msg("%s differs: %s", difference.table->name, difference.key);
	assert_true(rows >= least);
}

static struct store *open_store(const struct store_options *options)
{
	struct store *store = NULL;
	struct error error = {0};
	if (store_open(options, &store, &error) != STATUS_OK) fail_msg("%s", error.message);
	return store;
}

/* A database that was made and never used is sound, and that it is empty is said. */
static void test_verify__says_that_there_is_nothing(void **state)
{
	struct program *program = *state;
	if (program->kind == STORE_POSTGRES) return;
	program_serve(program, "a", NULL);
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_sql(program, "a",
		"delete from journal_entry; delete from access_invite;"
		" delete from journal_signed_head");
	assert_int_equal(RUN(program, "a", "verify"), 0);
	program_said(&program->out, "Sound, but there is nothing in it");
}

/* Every table of a place is as in this SQLite file, or as in another place. */
static void same_as(struct program *program, const char *place, const struct store_options *other)
{
	struct store_options options = program_options(program, place, STORE_MAIN);
	struct store *a = open_store(&options);
	struct store *b = open_store(other);
	same_tables(a, b, command_journaled_tables, command_journaled_count, 20);
	same_tables(a, b, command_other_tables, command_other_count, 10);
	store_close(a);
	store_close(b);
}

static struct store_options file_options(const char *path)
{
	return (struct store_options){.kind = STORE_SQLITE, .mode = STORE_READ_ONLY, .path = path};
}

/* A backup has every row and no key; it stands alone, and reads where nothing can be written. */
static void test_backup__has_everything_but_the_keys(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], keys[PROGRAM_TEXT_SIZE];
	unsigned char header[20];
	struct stat facts;
	fill(program, "a");
	program_path(program, "backup.sqlite", path);
	program_path(program, "keys.sqlite", keys);
	assert_int_equal(RUN(program, "a", "backup", path), 0);
	program_said(
		&program->out, "The keys are not in it: without `vangnet backup --keys FILE` and ");
	struct store_options backup = file_options(path);
	same_as(program, "a", &backup);
	assert_int_equal(stat(path, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	assert_false(is_there(program, "backup.sqlite.part"));
	assert_false(is_there(program, "backup.sqlite-wal"));
	assert_false(is_there(program, "backup.sqlite-shm"));
	int file = open(path, O_RDONLY);
	assert_int_equal(pread(file, header, sizeof(header), 0), sizeof(header));
	close(file);
	assert_int_equal(header[18], 1);
	assert_int_equal(header[19], 1);

	assert_int_equal(RUN(program, "a", "backup", "--keys", keys), 0);
	program_said(&program->out, "the site key, which is not among them");
	const struct store_table *const key_tables[] = {&vault_key_table, &vault_secret_table};
	struct store_options there = program_options(program, "a", STORE_KEYS);
	struct store_options copied = {.kind = STORE_SQLITE, .set = STORE_KEYS, .path = keys};
	struct store *a = open_store(&there);
	struct store *b = open_store(&copied);
	same_tables(a, b, key_tables, 2, 9);
	store_close(a);
	store_close(b);
}

/* Nothing that is there is overwritten. */
static void test_backup__overwrites_nothing(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], nowhere[PROGRAM_TEXT_SIZE];
	fill(program, "a");
	program_file(program, "backup.sqlite", "precious", 0600, path);
	assert_int_equal(RUN(program, "a", "backup", path), 1);
	program_said(&program->err, "is there already, and is not overwritten");
	program_path(program, "nowhere/backup.sqlite", nowhere);
	assert_int_equal(RUN(program, "a", "backup", nowhere), 1);
	program_said(&program->err, "nowhere: there is no such directory: make it first");
	assert_int_equal(RUN(program, "nothing", "backup", nowhere), 1);
	program_said(&program->err, "nothing is there. ");
	program_said(&program->err, "right? `vangnet serve` makes a new one");
}

struct asking {
	uint16_t port;
	_Atomic bool stop;
	_Atomic int asked;
	char token[160];
};

/* Asks questions until it is told to stop, on a connection of its own. */
static void *ask_on(void *argument)
{
	struct asking *asking = argument;
	struct client client;
	client_open(&client, asking->port);
	for (int i = 0; !asking->stop; i++) {
		char request[512];
		snprintf(request, sizeof(request),
			"POST /v1/regions/VR01/questions HTTP/1.1\r\nHost: here\r\n"
			"Content-Type: application/json\r\nIdempotency-Key: asking-%08d\r\n"
			"Authorization: Bearer %s\r\nContent-Length: 30\r\n\r\n"
			"{\"story\":\"nog\",\"contact\":\"06\"}",
			i, asking->token);
		if (client_ask(&client, request) == 201) asking->asked++;
	}
	client_close(&client);
	return NULL;
}

/* A backup of one instant, while others write before, during and after it. */
static void test_backup__is_of_one_instant_while_it_is_served(void **state)
{
	struct program *program = *state;
	struct asking asking = {.stop = false};
	char path[PROGRAM_TEXT_SIZE], name[32];
	pthread_t thread;
	program_serve(program, "a", NULL);
	program_settle(program);
	program_sign_in(program, program->professional_code);
	asking.port = program->port;
	snprintf(asking.token, sizeof(asking.token), "%s", buf_text(&program->token));
	assert_int_equal(pthread_create(&thread, NULL, ask_on, &asking), 0);
	for (int i = 0; i < 3; i++) {
		int before = asking.asked;
		snprintf(name, sizeof(name), "backup-%d.sqlite", i);
		assert_int_equal(RUN(program, "a", "backup", program_path(program, name, path)), 0);
		assert_int_equal(
			RUN(program, NULL, "verify", "--data-dir=/nowhere", "--database", path), 0);
		program_said(&program->out, "Sound: ");
		for (int waited = 0; asking.asked < before + 10 && waited < PROGRAM_WAIT_MS; waited += 5)
			usleep(5000);
		assert_true(asking.asked >= before + 10);
	}
	assert_int_equal(RUN(program, "a", "verify"), 0);
	asking.stop = true;
	pthread_join(thread, NULL);
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* The database comes back without its keys, and that is said with an exit code of its own; with
 * them people can sign in and read what they wrote. */
static void test_restore__brings_back_database_and_keys_apart(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], keys[PROGRAM_TEXT_SIZE], timeline[160];
	char site_key[PROGRAM_TEXT_SIZE + 32] = "--site-key-file=";
	fill(program, "a");
	program_path(program, "backup.sqlite", path);
	program_path(program, "keys.sqlite", keys);
	program_path(program, "a/site.key", site_key + strlen(site_key));
	assert_int_equal(RUN(program, "a", "backup", path), 0);
	assert_int_equal(RUN(program, "a", "backup", "--keys", keys), 0);

	assert_int_equal(RUN(program, "b", "restore", path), 3);
	program_said(&program->out, "they are sound");
	program_said(&program->err, "no name and no text can be read yet. What is still to be done:\n");
	program_said(&program->err, "  put the site key file back at ");
	program_said(&program->err, "  put the key store back with `vangnet restore --keys FILE`\n");
	struct store_options restored = program_options(program, "b", STORE_MAIN);
	struct store_options kept = restored;
	char kept_path[PROGRAM_TEXT_SIZE], kept_schema[64];
	snprintf(kept_path, sizeof(kept_path), "%s", restored.path);
	snprintf(kept_schema, sizeof(kept_schema), "%s", restored.schema);
	kept.path = kept_path;
	kept.schema = kept_schema;
	same_as(program, "a", &kept);

	assert_int_equal(RUN(program, "b", site_key, "serve", "--port=0"), 1);
	program_said(&program->err, "put the keys back with `vangnet restore --keys FILE`");
	assert_int_equal(RUN(program, "b", "restore", "--keys", keys), 3);
	program_said(&program->err, "  put the site key file back at ");
	assert_null(strstr(buf_text(&program->err), "restore --keys"));
	assert_int_equal(RUN(program, "b", "restore", "--keys", keys), 1);
	program_said(&program->err, "is not empty, and nothing is overwritten");
	program_serve(program, "b", site_key);
	program_sign_in(program, program->claim_code);
	snprintf(timeline, sizeof(timeline), "/v1/regions/VR01/episodes/%s/timeline", program->episode);
	assert_int_equal(program_ask(program, "GET", timeline, NULL), 200);
	program_said(&program->client.body, "Mijn huis staat vol");
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(RUN(program, "b", "verify"), 0);
}

/* Keys first, then the database; and keys that are older than the database are found to lack. */
static void test_restore__says_how_many_keys_are_missing(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], keys[PROGRAM_TEXT_SIZE];
	char site_key[PROGRAM_TEXT_SIZE + 32] = "--site-key-file=";
	fill(program, "a");
	program_path(program, "a/site.key", site_key + strlen(site_key));
	assert_int_equal(
		RUN(program, "a", "backup", "--keys", program_path(program, "keys.sqlite", keys)), 0);
	assert_int_equal(RUN(program, "b", site_key, "restore", "--keys", keys), 0);
	assert_int_equal(RUN(program, "a", "backup", program_path(program, "full.sqlite", path)), 0);
	assert_int_equal(RUN(program, "b", site_key, "restore", path), 0);
	program_said(&program->out, "The keys of all 7 accounts are there.");

	program_serve(program, "a", NULL);
	program_question(program, "Later");
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(RUN(program, "a", "backup", program_path(program, "later.sqlite", path)), 0);
	assert_int_equal(RUN(program, "c", site_key, "restore", "--keys", keys), 0);
	assert_int_equal(RUN(program, "c", site_key, "restore", path), 3);
	program_said(&program->err, "of 8 accounts 1 have no key");
}

/* What is not a backup, not empty, or not sound is refused, and leaves nothing behind. */
static void test_restore__refuses_what_is_wrong(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], keys[PROGRAM_TEXT_SIZE], other[PROGRAM_TEXT_SIZE];
	fill(program, "a");
	assert_int_equal(RUN(program, "a", "backup", program_path(program, "backup.sqlite", path)), 0);
	assert_int_equal(
		RUN(program, "a", "backup", "--keys", program_path(program, "keys.sqlite", keys)), 0);
	assert_int_equal(RUN(program, "a", "restore", path), 1);
	program_said(&program->err, "is not empty, and nothing is overwritten");
	assert_int_equal(RUN(program, "b", "restore", keys), 1);
	program_said(&program->err, "a key store is restored with --keys");
	assert_int_equal(RUN(program, "b", "restore", "--keys", path), 1);
	program_said(&program->err, "is no backup of a key store");
	assert_int_equal(RUN(program, "b", "restore", program_path(program, "no.sqlite", other)), 1);
	program_said(&program->err, "is not there, or is no backup");
	program_file(program, "text.sqlite", "This is no database at all, but it is long enough.\n",
		0600, other);
	assert_int_equal(RUN(program, "b", "restore", other), 1);
	program_said(&program->err, "no backup that can be read: ");
	program_said(&program->err, "Name a file that `vangnet backup` wrote");
	assert_false(is_there(program, "b/vangnet.sqlite"));
}

/* Whoever holds the lease, also where no database is yet: nothing is put in its place. */
static void test_restore__refuses_where_somebody_serves(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE], lease[PROGRAM_TEXT_SIZE], folder[PROGRAM_TEXT_SIZE];
	if (program->kind == STORE_POSTGRES) return;
	program_serve(program, "a", NULL);
	program_settle(program);
	assert_int_equal(program_end(program, SIGTERM), 0);
	program_path(program, "backup.sqlite", path);
	assert_int_equal(RUN(program, "a", "backup", path), 0);
	assert_int_equal(mkdir(program_path(program, "b", folder), 0700), 0);
	program_path(program, "b/vangnet.sqlite-lease", lease);
	int held = open(lease, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_true(held >= 0);
	assert_int_equal(flock(held, LOCK_EX), 0);
	assert_int_equal(RUN(program, "b", "restore", path), 1);
	program_said(&program->err, "another process serves it");
	program_path(program, "b/vangnet.sqlite", folder);
	assert_int_not_equal(access(folder, F_OK), 0);
	close(held);
	assert_int_equal(RUN(program, "b", "restore", path), 3);
	assert_int_equal(access(lease, F_OK), 0);
}

static status come_between(struct store *store, void *context, struct error *error)
{
	(void)store;
	(void)error;
	program_file(((void **)context)[0], ((void **)context)[1], "somebody's\n", 0600,
		(char[PROGRAM_TEXT_SIZE]){0});
	return STATUS_OK;
}

/* What came there while a file was made is not overwritten, be it only a log. */
static void test_make_file__overwrites_nothing_that_came_meanwhile(void **state)
{
	static const char *const names[] = {"made.sqlite", "made.sqlite-wal"};
	struct program *program = *state;
	for (size_t i = 0; i < 2; i++) {
		char path[PROGRAM_TEXT_SIZE], part[PROGRAM_TEXT_SIZE], came[PROGRAM_TEXT_SIZE];
		struct error error = {0};
		struct stat facts;
		void *const context[] = {program, (void *)(uintptr_t)names[i]};
		program_path(program, "made.sqlite", path);
		assert_int_equal(app_stores_make_file(
							 path, STORE_MAIN, come_between, (void *)(uintptr_t)context, &error),
			STATUS_CONFLICT);
		assert_int_equal(stat(program_path(program, names[i], came), &facts), 0);
		assert_int_equal(facts.st_size, strlen("somebody's\n"));
		assert_int_not_equal(access(program_path(program, "made.sqlite.part", part), F_OK), 0);
		assert_int_equal(unlink(came), 0);
	}
}

/* A backup that somebody changed is not restored. */
static void test_restore__refuses_a_backup_that_was_changed(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE];
	fill(program, "a");
	assert_int_equal(RUN(program, "a", "backup", program_path(program, "backup.sqlite", path)), 0);
	program_sql_file(path,
		"update care_need set domain = domain + 1 where id in"
		" (select id from care_need limit 1)");
	assert_int_equal(RUN(program, "b", "restore", path), 1);
	program_said(&program->err,
		"is not sound (row_differs: care_need, other domain than in the "
		"journal");
	assert_false(is_there(program, "b/vangnet.sqlite"));
	assert_false(is_there(program, "b/vangnet.sqlite.part"));
}

/* What was changed behind the program's back is found, named, and nothing else. */
static void test_verify__finds_what_was_changed(void **state)
{
	struct program *program = *state;
	fill(program, "a");
	assert_int_equal(RUN(program, "a", "verify"), 0);
	program_said(&program->out, "Sound: 12 entries of the journal");
	assert_int_equal(RUN(program, "a", "verify", "--chain-only"), 0);
	program_said(&program->out, "The tables were not compared.");

	program_sql(program, "a",
		"update care_episode set marked = 1 - marked where id in"
		" (select id from care_episode limit 1)");
	assert_int_equal(RUN(program, "a", "verify", "--chain-only"), 0);
	assert_int_equal(RUN(program, "a", "verify"), 1);
	program_said(&program->err,
		"a table is not what the journal says (row_differs: care_episode, "
		"other marked than in the journal");

	program_sql(program, "a",
		"update journal_entry set recorded_ms = recorded_ms - 1"
		" where region = 1 and seq = 3");
	assert_int_equal(RUN(program, "a", "verify", "--chain-only"), 1);
	program_said(&program->err,
		"an entry was changed, or one before it (hash_wrong: journal_entry "
		"1 3: has another hash)");
	assert_int_equal(RUN(program, "nothing", "verify"), 1);
	program_said(&program->err, "nothing is there. ");
	assert_int_equal(RUN(program, "a", "verify", "--scratch", "nowhere-at-all"), 1);
	program_said(&program->err, "nowhere-at-all: no scratch database can be made there");
}

/* From nothing but the journal comes the same database. */
static void test_rebuild__equals(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE];
	fill(program, "a");
	program_path(program, "rebuilt.sqlite", path);
	assert_int_equal(RUN(program, "a", "rebuild", path), 0);
	program_said(&program->out, "of 12 entries of the journal.");
	struct store_options rebuilt = file_options(path);
	same_as(program, "a", &rebuilt);
	assert_int_equal(
		RUN(program, NULL, "verify", "--database", path, "--scratch", program->directory), 0);
	assert_int_equal(RUN(program, "a", "rebuild", path), 1);
	program_said(&program->err, "is there already, and is not overwritten");
	if (program->kind == STORE_SQLITE) {
		assert_int_equal(RUN(program, "a", "rebuild", "schema:other"), 1);
		program_said(&program->err, "is only for store = postgres");
		return;
	}
	char schema[96];
	struct store_options into = program_options(program, "b", STORE_MAIN);
	snprintf(schema, sizeof(schema), "schema:%s", into.schema);
	snprintf(program->places[1], sizeof(program->places[1]), "b");
	assert_int_equal(RUN(program, "a", "rebuild", schema), 0);
	into.schema = schema + strlen("schema:");
	same_as(program, "a", &into);
	assert_int_equal(RUN(program, "a", "rebuild", schema), 1);
	program_said(&program->err, "is there already, and is not overwritten");
}

/* A journal that is not sound makes no database. */
static void test_rebuild__refuses_a_journal_that_was_changed(void **state)
{
	struct program *program = *state;
	char path[PROGRAM_TEXT_SIZE];
	fill(program, "a");
	program_sql(program, "a", "delete from journal_entry where region = 1 and seq = 2");
	assert_int_equal(
		RUN(program, "a", "rebuild", program_path(program, "rebuilt.sqlite", path)), 1);
	program_said(&program->err, "seq_hole");
	assert_false(is_there(program, "rebuilt.sqlite"));
	assert_false(is_there(program, "rebuilt.sqlite.part"));
}

/* Migrating says what it did, and does nothing twice. */
static void test_migrate__says_from_where_to_where(void **state)
{
	struct program *program = *state;
	/* Where nothing is, nothing is made. */
	assert_int_equal(RUN(program, "a", "migrate"), 1);
	program_said(&program->err, ": nothing is there to migrate. Is --data-dir right?");
	assert_false(is_there(program, "a"));
	program_serve(program, "a", NULL);
	program_settle(program);
	assert_int_equal(program_end(program, SIGTERM), 0);
	assert_int_equal(RUN(program, "a", "migrate"), 0);
	struct store_options options = program_options(program, "a", STORE_MAIN);
	program_said(&program->out, program->kind == STORE_SQLITE ? options.path : options.schema);
	program_said(&program->out, program->kind == STORE_SQLITE ? "key store " : "_keys: is at ");
}

int main(int count, char **arguments)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, program_start, program_stop)
	const struct CMUnitTest tests[] = {
		TEST(test_backup__has_everything_but_the_keys),
		TEST(test_backup__overwrites_nothing),
		TEST(test_backup__is_of_one_instant_while_it_is_served),
		TEST(test_restore__brings_back_database_and_keys_apart),
		TEST(test_restore__says_how_many_keys_are_missing),
		TEST(test_restore__refuses_what_is_wrong),
		TEST(test_restore__refuses_where_somebody_serves),
		TEST(test_make_file__overwrites_nothing_that_came_meanwhile),
		TEST(test_restore__refuses_a_backup_that_was_changed),
		TEST(test_verify__says_that_there_is_nothing),
		TEST(test_verify__finds_what_was_changed),
		TEST(test_rebuild__equals),
		TEST(test_rebuild__refuses_a_journal_that_was_changed),
		TEST(test_migrate__says_from_where_to_where),
	};
	if (count < 2) return 2;
	return program_tests(arguments[1], "commands", tests, sizeof(tests) / sizeof(tests[0]));
}
