/* signed_head.h - the last entry of every chain at one moment, signed: whoever keeps one elsewhere
 * can show later that the history up to there was rewritten, also by somebody with full control of
 * the database.
 *
 * States      due -> signed (a row, and an entry in the chain of the nation); never changed
 * Invariants  (1) A head is of one instant: that of the writer's transaction, before its own entry.
 *             (2) The next is due SIGNED_HEAD_EVERY_MS after the last; the date is in its row.
 *             (3) A text that signed_head_parse takes is what signed_head_write makes of it, byte
 *                 for byte: there are no two texts of one head.
 * Form        lines that end with a newline: "vangnet-head 1", "installation <32 hex>",
 *             "number <n>", "at <ms since 1970>", "key <64 hex>", per shard that has an entry, in
 *             their order, "shard <number> <seq> <recorded ms> <64 hex: the entry's hash>", and
 *             "signature <128 hex>". Ed25519 (RFC 8032) over all that stands before the last line.
 *             Nothing in it is about anybody.
 * Key         The seed follows from the vault's secret with a context of its own, which no other
 *             use has; the installation's name likewise, with another.
 * Bounds      SIGNED_HEAD_MAX_BYTES.
 * Limits      Who has the site key too can sign anew; but not take back what is kept elsewhere.
 * Tests       test/unit/journal/test_signed_head.c, fuzz/fuzz_head.c,
 *             test/scenario/test_heads.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/verdict.h"
#include "journal/journal.h"
#include "vault/vault.h"

#define SIGNED_HEAD_EVERY_MS INT64_C(3600000)
#define SIGNED_HEAD_KEY_BYTES 32
#define SIGNED_HEAD_SIGNATURE_BYTES 64
#define SIGNED_HEAD_MAX_BYTES 8192

struct signed_head {
	struct id installation;
	int64_t number; /* 1, 2, ... */
	int64_t at_ms;
	uint8_t key[SIGNED_HEAD_KEY_BYTES]; /* public */
	struct journal_head heads[JOURNAL_SHARDS];
	uint8_t signature[SIGNED_HEAD_SIGNATURE_BYTES];
};

/* As it is kept; the text is the whole head. */
struct signed_head_row {
	int32_t region; /* 0 */
	int64_t number;
	int64_t at_ms;
	int64_t due_ms; /* when the next is due */
	struct span text;
};
extern const struct store_table signed_head_table;

enum signed_head_verdict {
	SIGNED_HEAD_OK,
	SIGNED_HEAD_NOT_DUE, /* The last one is younger than an hour. */
	SIGNED_HEAD_VERDICT_COUNT,
};
extern const struct verdict_list signed_head_verdicts;

/* Pure. `last` is NULL if there is none yet. */
enum signed_head_verdict signed_head_judge(const struct signed_head_row *last, int64_t now_ms);

/* Who signs: the public key, and the name of this installation. */
void signed_head_identity(struct vault *vault, struct signed_head *head);
/* Fills key, installation and signature; the rest is there. */
void signed_head_sign(struct vault *vault, struct signed_head *head);
/* Whether the signature is that of the key that stands in it. */
bool signed_head_is_signed(const struct signed_head *head);

void signed_head_write(const struct signed_head *head, struct buf *out);
/* False if it is no head; then *line is the first line, from 1, that is not as it should be. Looks
 * at no signature. */
bool signed_head_parse(struct span text, struct signed_head *head, int *line);
/* 64 hex digits. */
bool signed_head_parse_key(struct span text, uint8_t key[SIGNED_HEAD_KEY_BYTES]);

/* What may be wrong with a head that somebody brings, before it is held against a journal. */
enum signed_head_fault {
	SIGNED_HEAD_SOUND,
	SIGNED_HEAD_FORGED,      /* the signature is not the key's, or the text was changed */
	SIGNED_HEAD_OTHER_KEY,   /* well signed, with another key than is wanted */
	SIGNED_HEAD_OTHER_PLACE, /* well signed, of another installation */
	SIGNED_HEAD_FAULT_COUNT,
};
/* `key` is the one it must have; `installation` none: it is not known which. */
enum signed_head_fault signed_head_check(const struct signed_head *head,
	const uint8_t key[SIGNED_HEAD_KEY_BYTES], struct id installation);

/* The newest; *found says whether there is one. Its text is in the arena. */
MUST_USE status signed_head_read_last(struct store *store, struct signed_head_row *row, bool *found,
	struct arena *arena, struct error *error);
/* Rows behind number `after`, at most `limit`, in their order. */
MUST_USE status signed_head_open_list(struct store *store, int64_t after, int64_t limit,
	struct store_cursor **cursor, struct error *error);
