/* app_show.c - vangnet config and vangnet version: what holds, and what this is.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_keys.h"
#include "app/app_norms.h"
#include "app/app_stores.h"
#include "http/http.h"
#include "vault/vault.h"
#include <stdio.h>

#define PRINT_BYTES 65536

static int print_settings(const struct app_call *call)
{
	struct buf out;
	buf_init(&out, PRINT_BYTES);
	app_config_print(call->config, &out);
	fputs(buf_text(&out), stdout);
	buf_finish(&out);
	if (call->problems->count == 0) return APP_COMMANDS_DONE;
	fputs(buf_text(&call->problems->text), stderr);
	return APP_COMMANDS_FAILED;
}

static int check_settings(const struct app_call *call)
{
	app_norms_check(call->config, call->problems);
	app_stores_check(call->config, call->problems);
	app_keys_check_settings(call->config, call->problems);
	if (call->problems->count > 0) {
		fputs(buf_text(&call->problems->text), stderr);
		return APP_COMMANDS_FAILED;
	}
	printf("The settings are right (%s).\n",
		call->config->file[0] == 0 ? "there is no file with settings" : call->config->file);
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
	const char *word = call->words[0];
	bool site_key = word != NULL && strcmp(word, "site-key") == 0;
	if (word == NULL) return print_settings(call);
	if (strcmp(word, "check") == 0 && call->word_count == 1) return check_settings(call);
	if (site_key && call->word_count == 2) return make_site_key(call->words[1]);
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
