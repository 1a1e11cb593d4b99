/* command_outbox.h - what a shard has to tell another: at least once, in sequence, ids only.
 *
 * States      written with its command -> delivered (removed)
 * Invariants  (1) seq rises within a shard in the order of the journal.
 *             (2) Within a shard the item is put and the event removed by one command. To another
 *                 shard, delivery writes the inbox of the receiver's shard under the
 *                 event's own command id; a second one is a repetition. Only then is the event
 *                 removed.
 * Tests       test/unit/command/test_outbox.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command.h"
#include "store/store_record.h"

/* More than one command can tell: closing, of forty needs who has a late step, who bears it and who
 * was told of it and of a second view, and of what is not prepared for six changes of life. */
#define OUTBOX_PER_COMMAND 512

struct outbox_event {
	int32_t region;
	int64_t seq;
	int32_t to_region;
	int32_t kind; /* enum inbox_kind; INBOX_NONE takes the item away again */
	struct id receiver;
	struct id thing;
	struct id episode;
	int64_t at_ms;
};

extern const struct store_table command_outbox_table;

/* The oldest events of each shard, in sequence, behind `after` (region -1 for the first), at most
 * `limit` together. */
MUST_USE status command_outbox_read(struct store *store, const struct outbox_event *after,
	int64_t limit, struct outbox_event *events, size_t *count, struct error *error);
/* Those of this shard for itself from `first` to `last`, in sequence, at most
 * COMMAND_OUTBOX_TOGETHER. */
#define COMMAND_OUTBOX_TOGETHER 256
MUST_USE status command_outbox_read_own(struct store *store, int32_t region, int64_t first,
	int64_t last, struct outbox_event *events, size_t *count, struct error *error);
/* How many there are. */
MUST_USE status command_outbox_count(struct store *store, int64_t *count, struct error *error);
/* Of those for this account or organisation that are offers and askings, at most `limit`: they are
 * not in its inbox yet. */
MUST_USE status command_outbox_read_asks(struct store *store, struct id receiver, int64_t limit,
	struct outbox_event *events, size_t *count, struct error *error);
#define OUTBOX_COMMAND_ID_SIZE 64
/* The one command of a delivery within a shard, of its own events from the first to the last. */
void command_outbox_deliver_own(const struct outbox_event *first, const struct outbox_event *last,
	struct command *command, char id_text[OUTBOX_COMMAND_ID_SIZE]);
/* The two commands of a delivery. `id_text` is the caller's memory for the command id. */
void command_outbox_deliver(const struct outbox_event *event, struct command *command,
	char id_text[OUTBOX_COMMAND_ID_SIZE]);
void command_outbox_delivered(const struct outbox_event *event, struct command *command,
	char id_text[OUTBOX_COMMAND_ID_SIZE]);
