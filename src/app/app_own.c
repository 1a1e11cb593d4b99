/* app_own.c - vangnet my-data: everything of one person, for who asked for it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/account.h"
#include "api/api_own.h"
#include "app/app_commands.h"
#include "app/app_stores.h"
#include "base/clock.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { OPTION_PAGE, OPTION_ENGLISH };
enum { ARENA_BLOCK = 4096, ARENA_MAX = 1 << 20, MAX_BYTES = 512 * 1024 * 1024 };

struct owning {
	struct app_stores stores;
	struct store *store;
	struct vault *vault;
	struct api_messages *messages;
	struct clock clock;
	struct arena arena;
	struct buf out;
	struct api_own own;
};

static status open_all(struct owning *owning, const struct app_config *config, struct error *error)
{
	TRY(app_stores_read(config, &owning->stores, error));
	TRY(app_stores_open_current(&owning->stores.main, STORE_READ_ONLY, &owning->store, error));
	/* Nothing is written: it may run while the database is served. */
	owning->stores.keys.mode = STORE_READ_ONLY;
	const struct vault_options options = {.site_key_file = config->site_key_file,
		.keys = &owning->stores.keys,
		.clock = &owning->clock};
	TRY(vault_open(&options, &owning->vault, error));
	return api_messages_open(&owning->messages, error);
}

static status write_all(struct owning *owning, bool page, struct error *error)
{
	struct api_own *own = &owning->own;
	struct account account = {0};
	bool found = false;
	TRY(account_find(owning->store, own->person, &account, &found, &owning->arena, error));
	if (!found) return status_fail(error, STATUS_NOT_FOUND, "nobody here has this id");
	own->region = account.region;
	TRY(page ? api_own_page(own, &owning->out, error) : api_own_json(own, &owning->out, error));
	if (!owning->out.overflowed) return STATUS_OK;
	return status_fail(error, STATUS_BOUND, "it is more than %d bytes", MAX_BYTES);
}

static status gather(struct owning *owning, const struct app_call *call, struct error *error)
{
	TRY(open_all(owning, call->config, error));
	owning->own.store = owning->store;
	owning->own.vault = owning->vault;
	owning->own.messages = owning->messages;
	owning->own.language = call->given[OPTION_ENGLISH] ? API_LANGUAGE_EN : API_LANGUAGE_NL;
	owning->own.now_ms = clock_now_ms(&owning->clock);
	owning->own.thorough = true;
	TRY(store_begin(owning->store, STORE_READ_ONLY, error));
	status code = write_all(owning, call->given[OPTION_PAGE], error);
	store_rollback(owning->store);
	return code;
}

/* For nobody else's eyes, and over nothing that is there. */
static status write_file(const char *path, struct span text, struct error *error)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (file < 0 && errno == EEXIST)
		return status_fail(error, STATUS_CONFLICT,
			"%s: is there already, and is not overwritten; name another file", path);
	if (file < 0) return status_fail(error, STATUS_IO, "%s: %m", path);
	bool done = true;
	while (done && text.size > 0) {
		ssize_t written = write(file, text.start, text.size);
		done = written > 0 || (written < 0 && errno == EINTR);
		if (written > 0) text = (struct span){text.start + written, text.size - (size_t)written};
	}
	done = done && fsync(file) == 0;
	if (!done) status_fail(error, STATUS_IO, "%s: %m", path);
	close(file);
	if (done) return STATUS_OK;
	unlink(path);
	return STATUS_IO;
}

static status give(const struct owning *owning, const char *path, struct error *error)
{
	struct span text = buf_span(&owning->out);
	if (path != NULL) return write_file(path, text, error);
	bool done = fwrite(text.start, 1, text.size, stdout) == text.size && fflush(stdout) == 0;
	return done ? STATUS_OK
				: status_fail(error, STATUS_IO, "standard output cannot be written: %m");
}

int app_own(const struct app_call *call)
{
	struct owning owning = {0};
	struct error error = {0};
	if (!id_parse(span_of(call->words[0]), &owning.own.person))
		return app_commands_refuse(APP_COMMANDS_WRONG_USE,
			"%.80s: no id of a person; it has 32 letters and digits, as GET /v1/sessions/current "
			"tells who signed in",
			call->words[0]);
	clock_init_system(&owning.clock);
	arena_init(&owning.arena, ARENA_BLOCK, ARENA_MAX);
	buf_init(&owning.out, MAX_BYTES);
	status code = gather(&owning, call, &error);
	if (code == STATUS_OK) code = give(&owning, call->words[1], &error);
	api_messages_close(owning.messages);
	vault_close(owning.vault);
	store_close(owning.store);
	arena_finish(&owning.arena);
	buf_finish(&owning.out);
	return code == STATUS_OK ? APP_COMMANDS_DONE : app_commands_fail(&error);
}
