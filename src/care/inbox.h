/* inbox.h - what waits for an answer of somebody, in the shard of who is asked: ids only.
 *
 * An item comes by outbox from the shard of the episode or of the entry on the map, at least once
 * and in sequence. It is known by its receiver and its thing, and the command that delivers it by
 * its event, so that a second delivery changes nothing. When the thing is answered or over, another
 * event (INBOX_NONE) takes it away.
 * Design      docs/architecture.md      Tests  test/unit/command/test_outbox.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "store/store_record.h"

enum inbox_kind {
	INBOX_NONE,
	INBOX_QUESTION,     /* a new question that you hold */
	INBOX_HANDOVER,     /* a handover offered to you */
	INBOX_JOIN,         /* you are asked to join */
	INBOX_CONFIRM,      /* is this entry of yours on the map still right? */
	INBOX_CORRECTION,   /* somebody says that an entry is wrong */
	INBOX_AGREEMENT,    /* your organisation is asked into a network agreement */
	INBOX_CONSULT,      /* your advice is asked */
	INBOX_CONSULT_BACK, /* advice that you asked: an answer, a no, or nothing in time */
	INBOX_STAY_LATE,    /* somebody whose care you manage is not back yet */
	INBOX_KIND_COUNT,
};
extern const struct codes inbox_kind_codes;

struct inbox_item {
	int32_t region;     /* home shard of who is asked */
	struct id receiver; /* account, or organisation */
	struct id thing;    /* the handover, join or episode; the entry, correction or agreement */
	int32_t kind;       /* enum inbox_kind */
	int32_t from_region;
	struct id episode; /* none: it is about the map of help */
	int64_t at_ms;
};

extern const struct store_table inbox_table;

/* The administrators of a shard have an inbox together, under this receiver. */
extern const struct id inbox_of_administrators;
