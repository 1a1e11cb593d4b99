/* signed_head.c - heads of all chains as one signed text.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "journal/signed_head.h"
#include "base/check.h"
#include "store/store_record.h"
#include <sodium.h>

_Static_assert(SIGNED_HEAD_KEY_BYTES == crypto_sign_PUBLICKEYBYTES, "as libsodium has it");
_Static_assert(SIGNED_HEAD_SIGNATURE_BYTES == crypto_sign_BYTES, "as libsodium has it");

static const char first_line[] = "vangnet-head 1";

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct signed_head_row, region),
	STORE_COLUMN_I64(struct signed_head_row, number),
	STORE_COLUMN_I64(struct signed_head_row, at_ms),
	STORE_COLUMN_I64(struct signed_head_row, due_ms),
	STORE_COLUMN_TEXT(struct signed_head_row, text, false),
};
const struct store_table signed_head_table = {
	.owner = "journal",
	.name = "journal_signed_head",
	.number = 100,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const struct verdict verdicts[SIGNED_HEAD_VERDICT_COUNT] = {
	[SIGNED_HEAD_OK] = {"ok", "", VERDICT_YES},
	[SIGNED_HEAD_NOT_DUE] = {"not_due", "L7", VERDICT_STATE},
};
const struct verdict_list signed_head_verdicts = {
	"signed_head", verdicts, SIGNED_HEAD_VERDICT_COUNT};

enum signed_head_verdict signed_head_judge(const struct signed_head_row *last, int64_t now_ms)
{
	if (last != NULL && now_ms < last->due_ms) return SIGNED_HEAD_NOT_DUE;
	return SIGNED_HEAD_OK;
}

/* A context of its own each: what is derived here is used for nothing else. */
static void derive_key(struct vault *vault, uint8_t public_key[crypto_sign_PUBLICKEYBYTES],
	uint8_t secret_key[crypto_sign_SECRETKEYBYTES])
{
	uint8_t seed[crypto_sign_SEEDBYTES];
	vault_derive(vault, "signed heads: Ed25519 seed", id_none, seed, sizeof(seed));
	crypto_sign_seed_keypair(public_key, secret_key, seed);
	sodium_memzero(seed, sizeof(seed));
}

static void derive_identity(struct vault *vault, struct signed_head *head)
{
	uint8_t name[ID_SIZE];
	vault_derive(vault, "signed heads: installation", id_none, name, sizeof(name));
	head->installation = id_from_bytes(name, sizeof(name));
}

void signed_head_identity(struct vault *vault, struct signed_head *head)
{
	uint8_t secret_key[crypto_sign_SECRETKEYBYTES];
	derive_key(vault, head->key, secret_key);
	derive_identity(vault, head);
	sodium_memzero(secret_key, sizeof(secret_key));
}

/* What is signed: the text up to its last line. */
static void write_body(const struct signed_head *head, struct buf *out)
{
	char id[ID_TEXT_SIZE];
	buf_printf(out, "%s\ninstallation %s\nnumber %lld\nat %lld\nkey ", first_line,
		id_text(head->installation, id), (long long)head->number, (long long)head->at_ms);
	buf_add_hex(out, head->key, sizeof(head->key));
	buf_add_char(out, '\n');
	for (int i = 0; i < JOURNAL_SHARDS; i++) {
		const struct journal_head *shard = &head->heads[i];
		if (shard->seq == 0) continue;
		buf_printf(
			out, "shard %d %lld %lld ", i, (long long)shard->seq, (long long)shard->recorded_ms);
		buf_add_hex(out, shard->hash.bytes, HASH_SIZE);
		buf_add_char(out, '\n');
	}
}

void signed_head_write(const struct signed_head *head, struct buf *out)
{
	write_body(head, out);
	buf_add_text(out, "signature ");
	buf_add_hex(out, head->signature, sizeof(head->signature));
	buf_add_char(out, '\n');
}

void signed_head_sign(struct vault *vault, struct signed_head *head)
{
	uint8_t secret_key[crypto_sign_SECRETKEYBYTES];
	struct buf body;
	derive_key(vault, head->key, secret_key);
	derive_identity(vault, head);
	buf_init(&body, SIGNED_HEAD_MAX_BYTES);
	write_body(head, &body);
	CHECK(!body.overflowed);
	crypto_sign_detached(head->signature, NULL, (const uint8_t *)body.bytes, body.size, secret_key);
	sodium_memzero(secret_key, sizeof(secret_key));
	buf_finish(&body);
}

bool signed_head_is_signed(const struct signed_head *head)
{
	struct buf body;
	buf_init(&body, SIGNED_HEAD_MAX_BYTES);
	write_body(head, &body);
	bool right = !body.overflowed &&
		crypto_sign_verify_detached(
			head->signature, (const uint8_t *)body.bytes, body.size, head->key) == 0;
	buf_finish(&body);
	return right;
}

/* Lower case only, as it is written. */
static bool take_hex(struct span text, uint8_t *out, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	if (text.size != size * 2) return false;
	for (size_t i = 0; i < text.size; i++) {
		const char *digit = text.start[i] == '\0' ? NULL : strchr(digits, text.start[i]);
		if (digit == NULL) return false;
		unsigned value = (unsigned)(digit - digits);
		out[i / 2] = (uint8_t)(i % 2 == 0 ? value << 4 : out[i / 2] | value);
	}
	return true;
}

bool signed_head_parse_key(struct span text, uint8_t key[SIGNED_HEAD_KEY_BYTES])
{
	return take_hex(text, key, SIGNED_HEAD_KEY_BYTES);
}

static bool take_number(struct span text, int64_t low, int64_t *number)
{
	return span_to_int64(text, number) && *number >= low;
}

/* The value of a line "<name> <value>". */
static bool take_line(struct span *rest, const char *name, struct span *value)
{
	struct span line, word;
	if (!span_take(rest, '\n', &line) || !span_take(&line, ' ', &word) || !span_is(word, name))
		return false;
	*value = line;
	return true;
}

static bool parse_shard(struct span value, struct signed_head *head, int64_t *last)
{
	struct span word;
	int64_t shard = 0;
	if (!span_take(&value, ' ', &word) || !take_number(word, *last + 1, &shard) ||
		shard >= JOURNAL_SHARDS)
		return false;
	struct journal_head *at = &head->heads[shard];
	*last = shard;
	if (!span_take(&value, ' ', &word) || !take_number(word, 1, &at->seq)) return false;
	if (!span_take(&value, ' ', &word) || !take_number(word, 0, &at->recorded_ms)) return false;
	return take_hex(value, at->hash.bytes, HASH_SIZE);
}

/* The lines before the shards; *line counts them. */
static bool parse_beginning(struct span *rest, struct signed_head *head, int *line)
{
	struct span value;
	*line = 1;
	if (!span_take(rest, '\n', &value) || !span_is(value, first_line)) return false;
	*line = 2;
	if (!take_line(rest, "installation", &value) || !id_parse(value, &head->installation))
		return false;
	*line = 3;
	if (!take_line(rest, "number", &value) || !take_number(value, 1, &head->number)) return false;
	*line = 4;
	if (!take_line(rest, "at", &value) || !take_number(value, 0, &head->at_ms)) return false;
	*line = 5;
	return take_line(rest, "key", &value) && signed_head_parse_key(value, head->key);
}

static bool parse_end(struct span *rest, struct signed_head *head, int *line)
{
	struct span value;
	int64_t last = -1;
	for (*line = 6; span_starts_with(*rest, "shard "); *line += 1) {
		if (!take_line(rest, "shard", &value) || !parse_shard(value, head, &last)) return false;
	}
	if (!take_line(rest, "signature", &value) ||
		!take_hex(value, head->signature, sizeof(head->signature)))
		return false;
	*line += 1;
	return rest->size == 0;
}

/* Numbers with a sign or zeros in front read the same, and are another text. */
static bool is_written_so(struct span text, const struct signed_head *head)
{
	struct buf again;
	buf_init(&again, SIGNED_HEAD_MAX_BYTES);
	signed_head_write(head, &again);
	bool same = !again.overflowed && span_equal(text, buf_span(&again));
	buf_finish(&again);
	return same;
}

bool signed_head_parse(struct span text, struct signed_head *head, int *line)
{
	struct span rest = text;
	*head = (struct signed_head){.number = 0};
	*line = 1;
	if (text.size > SIGNED_HEAD_MAX_BYTES) return false;
	return parse_beginning(&rest, head, line) && parse_end(&rest, head, line) &&
		is_written_so(text, head);
}

enum signed_head_fault signed_head_check(const struct signed_head *head,
	const uint8_t key[SIGNED_HEAD_KEY_BYTES], struct id installation)
{
	if (!signed_head_is_signed(head)) return SIGNED_HEAD_FORGED;
	if (!id_is_none(installation) && !id_equal(installation, head->installation))
		return SIGNED_HEAD_OTHER_PLACE;
	if (sodium_memcmp(key, head->key, SIGNED_HEAD_KEY_BYTES) != 0) return SIGNED_HEAD_OTHER_KEY;
	return SIGNED_HEAD_SOUND;
}

#define COLUMNS "region, number, at_ms, due_ms, text"

status signed_head_read_last(struct store *store, struct signed_head_row *row, bool *found,
	struct arena *arena, struct error *error)
{
	static const struct store_query query = {"journal",
		"select " COLUMNS " from journal_signed_head where region = 0"
		" order by number desc limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *values = NULL;
	TRY(store_query_open(store, &query, NULL, 0, &cursor, error));
	TRY(store_query_next(cursor, &values, error));
	*found = values != NULL;
	return *found ? store_record_fill(&signed_head_table, values, row, arena, error) : STATUS_OK;
}

status signed_head_open_list(struct store *store, int64_t after, int64_t limit,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"journal",
		"select " COLUMNS " from journal_signed_head where region = 0 and number > ?1"
		" order by number limit ?2"};
	struct store_value parameters[] = {store_int(after), store_int(limit)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}
