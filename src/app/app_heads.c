/* app_heads.c - vangnet heads: signed heads, to be kept elsewhere; and one that was, read back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_heads.h"
#include "app/app_commands.h"
#include "base/clock.h"
#include "base/date.h"
#include "store/store_record.h"
#include "vault/vault.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { OPTION_LIST, OPTION_NUMBER, OPTION_KEY };
enum { OLDEST_FIRST = 0 };

static const char *const faults[SIGNED_HEAD_FAULT_COUNT] = {
	[SIGNED_HEAD_FORGED] = "its signature is wrong: the file was changed, or somebody without the "
						   "key made it",
	[SIGNED_HEAD_OTHER_KEY] = "it is signed with another key than the one that is wanted",
	[SIGNED_HEAD_OTHER_PLACE] = "it is the head of another installation",
};

/* Who this installation is; only reads. */
static status find_identity(const struct app_config *config, const struct app_stores *stores,
	struct signed_head *own, struct error *error)
{
	struct store_options keys = stores->keys;
	struct clock clock;
	struct vault *vault = NULL;
	clock_init_system(&clock);
	keys.mode = STORE_READ_ONLY;
	const struct vault_options options = {
		.site_key_file = config->site_key_file, .keys = &keys, .clock = &clock};
	TRY(vault_open(&options, &vault, error));
	signed_head_identity(vault, own);
	vault_close(vault);
	return STATUS_OK;
}

/* Without the keys, what its own heads say is all there is to know it by. */
static status find_name(struct store *store, struct id *installation, struct error *error)
{
	struct signed_head_row row;
	struct signed_head last;
	struct arena arena;
	bool found = false;
	int line = 0;
	*installation = id_none;
	arena_init(&arena, SIGNED_HEAD_MAX_BYTES, 4 * SIGNED_HEAD_MAX_BYTES);
	status code = store_begin(store, STORE_READ_ONLY, error);
	if (code == STATUS_OK) code = signed_head_read_last(store, &row, &found, &arena, error);
	store_rollback(store);
	if (code == STATUS_OK && found && signed_head_parse(row.text, &last, &line))
		*installation = last.installation;
	arena_finish(&arena);
	return code;
}

static status read_text(const char *path, struct buf *text, struct error *error)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	if (file < 0) return status_fail(error, STATUS_IO, "%s: %s", path, strerror(errno));
	char *bytes = buf_reserve(text, SIGNED_HEAD_MAX_BYTES + 1);
	ssize_t size = bytes == NULL ? -1 : read(file, bytes, SIGNED_HEAD_MAX_BYTES + 1);
	int why = errno;
	close(file);
	if (size < 0) return status_fail(error, STATUS_IO, "%s: %s", path, strerror(why));
	text->size = (size_t)size;
	return STATUS_OK;
}

static status read_head(const char *path, struct signed_head *head, struct error *error)
{
	struct buf text;
	int line = 0;
	buf_init(&text, SIGNED_HEAD_MAX_BYTES + 1);
	status code = read_text(path, &text, error);
	if (code == STATUS_OK && text.size > SIGNED_HEAD_MAX_BYTES)
		code = status_fail(
			error, STATUS_INPUT, "%s: over %d bytes, and so no head", path, SIGNED_HEAD_MAX_BYTES);
	else if (code == STATUS_OK && !signed_head_parse(buf_span(&text), head, &line))
		code = status_fail(error, STATUS_INPUT,
			"%s: line %d is not that of a signed head: it must be as `vangnet heads` prints it, "
			"byte for byte",
			path, line);
	buf_finish(&text);
	return code;
}

status app_heads_read(const struct app_config *config, const struct app_stores *stores,
	struct store *store, const char *path, const char *public_key, struct signed_head *head,
	struct error *error)
{
	struct signed_head own = {.number = 0};
	TRY(read_head(path, head, error));
	if (public_key == NULL)
		TRY(find_identity(config, stores, &own, error));
	else if (!signed_head_parse_key(span_of(public_key), own.key))
		return status_fail(error, STATUS_INPUT,
			"--public-key: must be %d hexadecimal digits, as `vangnet heads --key` prints them",
			2 * SIGNED_HEAD_KEY_BYTES);
	else
		TRY(find_name(store, &own.installation, error));
	enum signed_head_fault fault = signed_head_check(head, own.key, own.installation);
	if (fault == SIGNED_HEAD_SOUND) return STATUS_OK;
	return status_fail(error, STATUS_INPUT, "%s: %s", path, faults[fault]);
}

static int tell_key(const struct app_config *config, const struct app_stores *stores)
{
	struct signed_head own = {.number = 0};
	struct error error = {0};
	struct buf text;
	if (find_identity(config, stores, &own, &error) != STATUS_OK) return app_commands_fail(&error);
	buf_init(&text, 2 * SIGNED_HEAD_KEY_BYTES);
	buf_add_hex(&text, own.key, sizeof(own.key));
	printf("%s\n", buf_text(&text));
	buf_finish(&text);
	return APP_COMMANDS_DONE;
}

static status tell_rows(struct store *store, struct error *error)
{
	SCOPED(store_query_scope) struct store_cursor *cursor = NULL;
	TRY(signed_head_open_list(store, OLDEST_FIRST, INT64_MAX, &cursor, error));
	for (;;) {
		const struct store_value *row = NULL;
		struct signed_head_row head;
		char at[DATE_INSTANT_SIZE];
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(store_record_fill(&signed_head_table, row, &head, NULL, error));
		printf("%lld %s\n", (long long)head.number, date_instant_text(head.at_ms, at));
	}
}

/* Number 0: the last. */
static status find_row(struct store *store, int64_t number, struct signed_head_row *row,
	struct arena *arena, struct error *error)
{
	bool found = false;
	*row = (struct signed_head_row){.number = number};
	if (number > 0) {
		struct error absent = {0};
		status code = store_record_get(store, &signed_head_table, row, arena, &absent);
		if (code != STATUS_NOT_FOUND) return code;
		return status_fail(error, STATUS_NOT_FOUND,
			"there is no head with number %lld: see "
			"`vangnet heads --list`",
			(long long)number);
	}
	TRY(signed_head_read_last(store, row, &found, arena, error));
	if (found) return STATUS_OK;
	return status_fail(error, STATUS_NOT_FOUND,
		"no head was signed yet: `vangnet serve` signs one each hour, the first as it begins");
}

/* A new file, so that no head that was kept is lost. */
static status write_file(const char *path, struct span text, struct error *error)
{
	int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (file < 0) return status_fail(error, STATUS_IO, "%s: %s", path, strerror(errno));
	bool whole = write(file, text.start, text.size) == (ssize_t)text.size && fsync(file) == 0;
	int why = errno;
	if (close(file) != 0 || !whole)
		return status_fail(error, STATUS_IO, "%s: %s", path, strerror(why));
	return STATUS_OK;
}

static status tell_one(struct store *store, int64_t number, const char *path, struct error *error)
{
	struct signed_head_row row;
	struct arena arena;
	arena_init(&arena, SIGNED_HEAD_MAX_BYTES, 4 * SIGNED_HEAD_MAX_BYTES);
	status code = find_row(store, number, &row, &arena, error);
	if (code == STATUS_OK && path != NULL) code = write_file(path, row.text, error);
	if (code == STATUS_OK && path == NULL) printf("%.*s", SPAN_PRINT(row.text));
	arena_finish(&arena);
	return code;
}

static status tell(struct store *store, const struct app_call *call, struct error *error)
{
	int64_t number = 0;
	const char *said = call->values[OPTION_NUMBER];
	if (said != NULL && (!span_to_int64(span_of(said), &number) || number < 1))
		return status_fail(error, STATUS_INPUT, "--number: must be 1 or more");
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = call->given[OPTION_LIST]
		? tell_rows(store, error)
		: tell_one(store, number, call->word_count > 0 ? call->words[0] : NULL, error);
	store_rollback(store);
	return code;
}

int app_heads(const struct app_call *call)
{
	struct app_stores stores;
	struct store *store = NULL;
	struct error error = {0};
	status code = app_stores_read(call->config, &stores, &error);
	if (code == STATUS_OK && call->given[OPTION_KEY]) return tell_key(call->config, &stores);
	if (code == STATUS_OK)
		code = app_stores_open_current(&stores.main, STORE_READ_ONLY, &store, &error);
	if (code == STATUS_OK) code = tell(store, call, &error);
	store_close(store);
	return code == STATUS_OK ? APP_COMMANDS_DONE : app_commands_fail(&error);
}
