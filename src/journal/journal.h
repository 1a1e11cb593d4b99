/* journal.h - one chain of entries per shard: what was commanded, by whom, on what ground, and what
 * it did.
 *
 * States      An entry is appended inside the transaction of its command and is never changed.
 * Invariants  (1) seq counts 1, 2, 3 ... without holes in each shard.
 *             (2) hash(n) = BLAKE2b-256(hash(n-1) | the entry's canonical form); hash(0) is all
 *                 zeros.
 *             (3) recorded_ms never goes back within a shard.
 *             (4) actor and command id are unique in a shard: the entry keeps the reply to give
 *                 again. No actor counts as one: it is stored as 16 zero bytes, not as NULL.
 *             (5) What is hashed is what is stored: sealed text as ciphertext.
 *             (6) What is empty is NULL, and numbers fit the canonical form: two different rows
 *                 that verifying accepts never have the same canonical form.
 * Form        canonical: version u8 = 1 | region u16 | seq u64 | recorded i64 | command u16 | kind
 *             u8 | actor 16 | subject 16 | episode 16 | ground u8 | command id, digest of the body,
 *             body, effects, reply (u32 length and bytes each); all little-endian.
 * Limits      Against who can write to the database the chain itself shows a change, removal or
 *             insertion only if the entries behind it stand. Entries removed from the end of a
 *             chain (or all of it) and a chain made anew from some point on are seen only against
 *             a head that was kept elsewhere (signed_head.h, journal_verify_against); entries
 *             appended with a right hash are not. Where the tables were not brought to the same
 *             point, journal_verify with a scratch store does see it.
 * Bounds      JOURNAL_COMMAND_ID_BYTES; body, effects and reply STORE_MAX_VALUE_BYTES each.
 * Ownership   Spans in an entry are borrowed while appending; read entries live in the caller's
 *             arena.
 * Tests       test/unit/journal/test_journal.c, test_verify.c, test_verify_rows.c, test_rebuild.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include "base/hash.h"
#include "store/store.h"

#define JOURNAL_SHARDS 26 /* 0 is the nation, 1 to 25 the regions */
#define JOURNAL_COMMAND_ID_BYTES 64

enum journal_kind { JOURNAL_COMMAND = 1, JOURNAL_LOOK = 2 };

struct journal_entry {
	int32_t region; /* the shard */
	int64_t seq;    /* set by journal_append */
	int64_t recorded_ms;
	int32_t kind;
	int32_t command;        /* number of the command or look: 16 bits */
	struct id actor;        /* none: the anonymous door or the program itself */
	struct id subject;      /* whose file, if anybody's */
	struct id episode;      /* of whose timeline, if any's */
	int32_t ground;         /* enum access_ground: 8 bits */
	struct span command_id; /* chosen by the client; empty for what the program does itself */
	struct span digest;     /* keyed digest of the request's body, HASH_SIZE bytes, or empty */
	struct span body;       /* the command, sealed fields as ciphertext */
	struct span effects;
	struct span reply;
	struct span hash; /* HASH_SIZE bytes; set by journal_append */
};

extern const struct store_table journal_entry_table;

/* The heads of all chains in memory; owned by the writer. */
struct journal_head {
	int64_t seq;
	int64_t recorded_ms;
	struct hash hash;
};

struct journal {
	struct journal_head heads[JOURNAL_SHARDS];
	struct journal_head kept[JOURNAL_SHARDS]; /* as of the last commit */
	struct buf scratch;
};

/* Reads the heads from the store, in a transaction of its own: none may be open. STATUS_CORRUPT if
 * a head is not one. */
MUST_USE status journal_open(struct journal *journal, struct store *store, struct error *error);
/* Accepts a zeroed struct. */
void journal_finish(struct journal *journal);
/* Adds an entry. recorded_ms is raised to the last one's if the clock went back. entry->hash then
 * points into the journal and is good until the next append to that shard. STATUS_BOUND: a part is
 * over its bound; nothing was added. Only one journal may append to a store: its lease holder's. */
MUST_USE status journal_append(
	struct journal *journal, struct store *store, struct journal_entry *entry, struct error *error);
/* What was appended since the last commit stands, or did not happen. */
void journal_committed(struct journal *journal);
void journal_rolled_back(struct journal *journal);

/* The entry with this actor and command id, if any: *found says so. Its body and effects are left
 * empty: a reply that is given again needs neither, and they may be larger than the arena.
 * STATUS_MEMORY if what is left does not fit in the arena either. */
MUST_USE status journal_find(struct store *store, int region, struct id actor,
	struct span command_id, struct arena *arena, struct journal_entry *entry, bool *found,
	struct error *error);

/* What verifying found. */
enum journal_fault {
	JOURNAL_SOUND,
	JOURNAL_SEQ_HOLE,   /* a number is missing or double, or there is no such shard */
	JOURNAL_HASH_WRONG, /* an entry was changed, or one before it */
	JOURNAL_TIME_BACK,
	JOURNAL_EFFECTS_BROKEN,
	JOURNAL_ROW_DIFFERS,  /* a table is not what the journal says */
	JOURNAL_HEAD_DIFFERS, /* up to a kept head, a chain is another one than it was */
	JOURNAL_HEAD_CUT,     /* a chain ends before a kept head, while others go on behind it */
	JOURNAL_HEAD_AHEAD,   /* nothing here is from behind the kept head */
	JOURNAL_FAULT_COUNT,
};

struct journal_report {
	enum journal_fault fault;
	int region;      /* of the first wrong entry; -1 where it is no entry, or no shard */
	int64_t seq;     /* of the first wrong entry; 0 where it is no entry */
	int64_t entries; /* read and found right */
	int64_t rows;    /* compared and found the same */
	/* What is wrong and where: table, key and column; never their content. Keys are ids, but may be
	 * text: not for the log. Empty if sound. */
	char where[160];
};

/* Walks every chain; if `scratch` is not NULL (an empty, migrated store) also rebuilds the tables
 * there and compares them. Stops at the first fault, which is in the report; the status is about
 * operating errors only, among them STATUS_CORRUPT where a row cannot even be read as an entry.
 * Neither store may have an open transaction; others may write to `store` meanwhile, as all is read
 * from one instant. Of `tables` those that are STORE_JOURNALED are used. STATUS_INPUT if `scratch`
 * is not empty. `progress` may be NULL; it gets the number of entries so far. */
MUST_USE status journal_verify(struct store *store, struct store *scratch,
	const struct store_table *const *tables, size_t count,
	void (*progress)(void *context, int64_t entries), void *context, struct journal_report *report,
	struct error *error);
/* The same, and holds every chain against heads that were kept elsewhere: a chain made anew, cut
 * off or replaced is found wherever it differs at or before such a head (JOURNAL_HEAD_...). A
 * head with seq 0 says nothing. NULL: as journal_verify. */
MUST_USE status journal_verify_against(struct store *store, struct store *scratch,
	const struct store_table *const *tables, size_t count,
	void (*progress)(void *context, int64_t entries), void *context,
	const struct journal_head kept[JOURNAL_SHARDS], struct journal_report *report,
	struct error *error);
/* Makes `to` (an empty, migrated store, else STATUS_INPUT) from the journal of `from`: its entries
 * and all rows. Verifies the chain as it goes: STATUS_CORRUPT at the first fault. After an error
 * `to` holds a part and must be thrown away. */
MUST_USE status journal_rebuild(struct store *from, struct store *to,
	const struct store_table *const *tables, size_t count,
	void (*progress)(void *context, int64_t entries), void *context, struct error *error);
/* "sound", "seq_hole" ...; never NULL. */
const char *journal_fault_name(enum journal_fault fault);
