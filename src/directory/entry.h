/* entry.h - what every entry of the map of help has: an owner, who confirmed it when, until when
 * that holds, and its history.
 *
 * An entry is an organisation, a site, a service or a network agreement; its row here has the id of
 * its own row. Rows from before this table was there have none: they read as zeros, which is
 * unconfirmed, and get one at their first change or confirmation.
 *
 * States      fresh -> asked -> fading; each of them -> fresh (confirmed or changed by its owner);
 *             each of them -> ended
 * Invariants  (1) Who makes an entry confirms it; only what is from before was never confirmed.
 *             (2) A row that is not ended stands in directory_due once: fresh to be asked, asked to
 *                 fade, fading to be asked again.
 *             (3) `version` counts changes and confirmations; the change rows of a version say what
 *                 it changed, and are never changed themselves.
 * Units       times: milliseconds since 1970.
 * Design      docs/directory.md      Tests  test/unit/directory/test_part.c, test_directory_read.c,
 *             test/unit/command/test_map.c, test/property/checker_map.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "store/store_record.h"

enum entry_kind {
	ENTRY_NONE,
	ENTRY_ORGANISATION,
	ENTRY_SITE,
	ENTRY_SERVICE,
	ENTRY_AGREEMENT,
	ENTRY_KIND_COUNT,
};
extern const struct codes entry_kind_codes;

enum entry_state {
	ENTRY_UNCONFIRMED, /* no row: from before entries were confirmed */
	ENTRY_FRESH,
	ENTRY_ASKED,  /* its owner was asked again; it still counts as fresh */
	ENTRY_FADING, /* nobody confirmed it in time */
	ENTRY_ENDED,
	ENTRY_STATE_COUNT,
};
extern const struct codes entry_state_codes;

/* In what role somebody confirmed or changed an entry: this is public, who it was is not. */
enum entry_role {
	ENTRY_BY_NOBODY,
	ENTRY_BY_OWNER,
	ENTRY_BY_LINK, /* the owner, with a one-time link */
	ENTRY_BY_ADMINISTRATOR,
	ENTRY_BY_IMPORT,
	ENTRY_BY_CLOCK,
	ENTRY_ROLE_COUNT,
};
extern const struct codes entry_role_codes;

struct entry {
	int32_t region;
	struct id id;
	int32_t kind;           /* enum entry_kind */
	struct id organisation; /* whose it is; of an organisation itself: its own id */
	struct id keeper;       /* account that keeps it where no organisation does (peer groups) */
	int32_t state;          /* enum entry_state */
	int64_t version;
	int64_t made_ms;
	int64_t confirmed_ms;
	struct id confirmed_by; /* account; none if the program did (an import) */
	int32_t confirmed_as;   /* enum entry_role */
	struct id ask;          /* names the open asking; none if nobody is asked now */
	int64_t asked_ms;
	int64_t fades_ms;   /* when it fades if nobody confirms it before */
	int64_t due_ms;     /* under which it stands in directory_due; 0: it does not */
	int64_t changed_ms; /* when something else than its confirmation last changed */
	int64_t ended_ms;   /* 0: not ended */
};

extern const struct store_table entry_table; /* directory_entry */

/* What can be changed of an entry, and what a correction can be about: the API's own names. */
enum entry_field {
	ENTRY_FIELD_NONE,
	ENTRY_FIELD_NAME,
	ENTRY_FIELD_ALTERNATE_NAME,
	ENTRY_FIELD_DESCRIPTION,
	ENTRY_FIELD_KIND,
	ENTRY_FIELD_WEBSITE,
	ENTRY_FIELD_EMAIL,
	ENTRY_FIELD_PHONE,
	ENTRY_FIELD_MUNICIPALITY,
	ENTRY_FIELD_ADDRESS,
	ENTRY_FIELD_POSTAL_CODE,
	ENTRY_FIELD_PLACE,
	ENTRY_FIELD_LATITUDE,
	ENTRY_FIELD_LONGITUDE,
	ENTRY_FIELD_ACCESSIBILITY,
	ENTRY_FIELD_DIRECTIONS,
	ENTRY_FIELD_FORM,
	ENTRY_FIELD_SITE,
	ENTRY_FIELD_DOMAIN,
	ENTRY_FIELD_DOMAINS,
	ENTRY_FIELD_LEVEL,
	ENTRY_FIELD_LANGUAGES,
	ENTRY_FIELD_WAYS_IN,
	ENTRY_FIELD_WAY_IN_WORDS,
	ENTRY_FIELD_REFERRAL,
	ENTRY_FIELD_ANONYMOUS,
	ENTRY_FIELD_SETTINGS,
	ENTRY_FIELD_MIN_AGE,
	ENTRY_FIELD_MAX_AGE,
	ENTRY_FIELD_GOOD_AT,
	ENTRY_FIELD_GOOD_AT_WORDS,
	ENTRY_FIELD_SECURITY,
	ENTRY_FIELD_HOURS,
	ENTRY_FIELD_CAPACITY,
	ENTRY_FIELD_AREA,
	ENTRY_FIELD_COSTS,
	ENTRY_FIELD_GOALS,
	ENTRY_FIELD_PARTIES,
	ENTRY_FIELD_FROM_DAY,
	ENTRY_FIELD_TO_DAY,
	ENTRY_FIELD_STATE, /* it is confirmed, it fades, it has ended */
	ENTRY_FIELD_COUNT,
};
_Static_assert(ENTRY_FIELD_COUNT <= 63, "a mask has a bit for each");
extern const struct codes entry_field_codes;

/* One field of one version: what it was and what it became, as text. */
struct entry_change {
	int32_t region;
	struct id entry;
	int64_t version;
	int32_t part;    /* several fields of one version */
	int32_t command; /* enum command_number */
	int32_t field;   /* enum entry_field */
	int64_t at_ms;
	struct id who;      /* account; none: the program */
	int32_t role;       /* enum entry_role */
	struct span before; /* empty: was not there */
	struct span after;
};

extern const struct store_table entry_change_table; /* directory_change */

enum entry_due_kind {
	ENTRY_DUE_NONE,
	ENTRY_DUE_ASK,        /* the owner is asked again */
	ENTRY_DUE_FADE,       /* it fades */
	ENTRY_DUE_CORRECTION, /* a correction goes up */
};

/* The dates that the clock watches. The key begins with the time: what is due lies together. */
struct entry_due {
	int64_t due_ms;
	int32_t region;
	int32_t kind;    /* enum entry_due_kind */
	struct id thing; /* the entry, or the correction */
};

extern const struct store_table entry_due_table; /* directory_due */

/* Pure. What the clock does next with an entry in this state. */
enum entry_due_kind entry_next_due(int32_t state);

/* By the name of its open asking: *found says whether there is one. */
MUST_USE status entry_find_ask(
	struct store *store, struct id ask, struct entry *entry, bool *found, struct error *error);
/* How many peer groups that have not ended an account keeps. */
MUST_USE status entry_count_kept(
	struct store *store, struct id keeper, int64_t *count, struct error *error);
/* What is due at `now_ms`, oldest first, behind `after` (NULL: from the first), at most `limit`. */
MUST_USE status entry_read_due(struct store *store, int64_t now_ms, const struct entry_due *after,
	int64_t limit, struct entry_due *found, size_t *count, struct error *error);
/* How that stands: at most ENTRY_WATCH_MAX are counted; INT64_MAX where there is none. */
#define ENTRY_WATCH_MAX 1000000
struct entry_watch {
	int64_t due;
	int64_t oldest_ms; /* also where it is still to come */
	int64_t next_ms;   /* the first behind now */
};
MUST_USE status entry_look_due(
	struct store *store, int64_t now_ms, struct entry_watch *watch, struct error *error);
/* Changes of an entry behind version `after`, oldest first, at most `limit`: rows of
 * directory_change. */
MUST_USE status entry_open_changes(struct store *store, int32_t region, struct id entry,
	int64_t after, int64_t limit, struct store_cursor **cursor, struct error *error);
/* Entries of a region in the order of their ids, after `after`, at most `limit`, of one state (0:
 * all that have not ended): rows of directory_entry. */
MUST_USE status entry_open_list(struct store *store, int32_t region, int32_t state, struct id after,
	int64_t limit, struct store_cursor **cursor, struct error *error);
