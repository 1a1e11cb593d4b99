/* app_show.c - vangnet config and vangnet version: what holds, and what this is.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_keys.h"
#include "app/app_norms.h"
#include "app/app_stores.h"
#include "http/http.h"
#include "vault/vault.h"
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#define PRINT_BYTES 65536

/* What is wrong on the command line has an exit code of its own, as everywhere. */
static int refuse_problems(const struct app_call *call)
{
	fputs(buf_text(&call->problems->text), stderr);
	return call->problems->in_flags > 0 ? APP_COMMANDS_WRONG_USE : APP_COMMANDS_FAILED;
}

static int print_settings(const struct app_call *call)
{
	struct buf out;
	buf_init(&out, PRINT_BYTES);
	app_config_print(call->config, &out);
	fputs(buf_text(&out), stdout);
	buf_finish(&out);
	if (call->problems->count == 0) return APP_COMMANDS_DONE;
	return refuse_problems(call);
}

static void tell_absent(const char *path)
{
	struct stat facts;
	if (stat(path, &facts) != 0 && errno == ENOENT)
		printf("Not there yet, and made by the first `vangnet serve`: %s\n", path);
}

/* Whoever mistyped a directory sees here that nothing is in it. */
static void tell_what_is_absent(const struct app_config *config)
{
	struct stat facts;
	bool in_directory = config->sources[APP_CONFIG_DATABASE] == APP_CONFIG_FROM_DATA_DIR;
	if (in_directory && stat(config->data_dir, &facts) != 0 && errno == ENOENT) {
		tell_absent(config->data_dir);
		return;
	}
	if (config->store == STORE_SQLITE) tell_absent(config->database);
	if (config->keys_conninfo_file[0] == 0) tell_absent(config->keys_database);
	tell_absent(config->site_key_file);
}

static int check_settings(const struct app_call *call)
{
	app_norms_check(call->config, call->problems);
	app_stores_check(call->config, call->problems);
	app_keys_check_settings(call->config, call->problems);
	if (call->problems->count > 0) return refuse_problems(call);
	printf("The settings are right (%s).\n",
		call->config->file[0] == 0 ? "there is no file with settings" : call->config->file);
	tell_what_is_absent(call->config);
	return APP_COMMANDS_DONE;
}

static int make_site_key(const char *path)
{
	struct error error = {0};
	if (vault_site_key_create(path, &error) != STATUS_OK) return app_commands_fail(&error);
	printf("A site key was made: %s\nBack it up now, apart from the databases: without it no name "
		   "and no text can ever be read again.\n",
		path);
	return APP_COMMANDS_DONE;
}

int app_config_command(const struct app_call *call)
{
	static const char *const words[] = {"check", "site-key"};
	const char *word = call->words[0];
	bool site_key = word != NULL && strcmp(word, "site-key") == 0;
	if (word == NULL) return print_settings(call);
	if (strcmp(word, "check") == 0 && call->word_count == 1) return check_settings(call);
	if (site_key && call->word_count == 2) return make_site_key(call->words[1]);
	const char *meant = site_key ? NULL : app_config_nearest(span_of(word), words, 2, 0);
	if (meant != NULL && strcmp(meant, word) != 0)
		return app_commands_refuse(APP_COMMANDS_WRONG_USE,
			"config: there is no %s; %s is the nearest: vangnet config [check | site-key FILE]",
			word, meant);
	return app_commands_refuse(
		APP_COMMANDS_WRONG_USE, "config: vangnet config [check | site-key FILE]");
}

static status schema_of(enum store_set set, int *version, struct error *error)
{
	const struct store_options options = {.kind = STORE_SQLITE, .set = set, .path = ""};
	struct app_stores_version found = {0};
	TRY(app_stores_find_version(&options, &found, error));
	*version = found.in_program;
	return STATUS_OK;
}

int app_version(const struct app_call *call)
{
	char database[STORE_LIBRARY_SIZE];
	char server[HTTP_LIBRARY_SIZE];
	struct error error = {0};
	int main = 0;
	int keys = 0;
	(void)call;
	status result = schema_of(STORE_MAIN, &main, &error);
	if (result == STATUS_OK) result = schema_of(STORE_KEYS, &keys, &error);
	if (result != STATUS_OK) return app_commands_fail(&error);
	printf("vangnet %s\nschema %d, of the key store %d\n", VANGNET_VERSION, main, keys);
	printf("%s\n", store_library(STORE_SQLITE, database));
	printf("%s\n", store_library(STORE_POSTGRES, database));
	printf("%s\n", http_library(server));
	return APP_COMMANDS_DONE;
}
