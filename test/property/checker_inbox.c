/* checker_inbox.c - what tells somebody that something is theirs, or fell back to them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_private.h"

enum { KIND_QUESTION = 1 };
enum { STEP_OF_CONTACT = 1, STEP_OF_DUTY = 3 };

/* One id for the two of them together. */
static struct id key_of(struct id receiver, struct id thing)
{
	for (size_t i = 0; i < sizeof(thing.bytes); i++)
		thing.bytes[i] = (uint8_t)(thing.bytes[i] * 2 + receiver.bytes[i]);
	return thing;
}

static struct checker_item *item_of(
	const struct checker *checker, struct id receiver, struct id thing)
{
	const struct list_place *place = list_map_find(&checker->itemised, key_of(receiver, thing));
	return place == NULL ? NULL : list_at(&checker->items, place->index);
}

bool checker_item_see(struct checker *checker, bool removed, const struct row_inbox *row)
{
	struct checker_item *item = item_of(checker, row->receiver, row->thing);
	if (removed) {
		if (item != NULL) item->there = false;
		return item != NULL;
	}
	if (row->kind != KIND_QUESTION) return false;
	if (item == NULL) {
		struct id key = key_of(row->receiver, row->thing);
		list_map_put(&checker->itemised, key, row->kind, list_count(&checker->items));
		item = list_add(&checker->items);
	}
	item->row = *row;
	item->there = true;
	const struct checker_account *account = checker_account(checker, row->receiver);
	if (account == NULL || account->region != row->region)
		checker_say(checker, CHECKER_INBOX, "an item is where nobody looks for it");
	return true;
}

bool checker_item_compare(struct checker *checker, const struct row_inbox *row)
{
	const struct checker_item *item = item_of(checker, row->receiver, row->thing);
	if (item == NULL) return false;
	if (!item->there || memcmp(&item->row, row, sizeof(*row)) != 0)
		checker_say(checker, CHECKER_TABLES, "an inbox differs from what the journal says");
	return true;
}

int64_t checker_items_there(const struct checker *checker)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->items); i++)
		count += ((const struct checker_item *)list_at(&checker->items, i))->there ? 1 : 0;
	return count;
}

static void want(struct checker *checker, struct id receiver, struct id thing, int32_t kind,
	bool must, const char *what)
{
	struct checker_item *item = item_of(checker, receiver, thing);
	bool there = item != NULL && item->there && item->row.kind == kind;
	if (there) item->wanted = true;
	if (must && !there) checker_say(checker, CHECKER_INBOX, "%s", what);
}

/* Who holds a new question, or holds by the danger rule, finds that in their inbox. Who accepted
 * knows of their first contact without it. */
static void laws_of_step(struct checker *checker, const struct row_step *step)
{
	int32_t at = checker_find(checker, ID_NEED, step->need);
	if (at < 0 || step->state != STEP_STANDS) return;
	const struct checker_need *need = checker_need_at(checker, at);
	bool contact = step->kind == STEP_OF_CONTACT, duty = step->kind == STEP_OF_DUTY;
	if (contact || duty)
		want(checker, step->who, step->episode, KIND_QUESTION, duty || !need->accepted,
			"who holds a question does not find it in their inbox");
}

void checker_laws_items(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->items); i++)
		((struct checker_item *)list_at(&checker->items, i))->wanted = false;
	for (int32_t i = 0; i < list_count(&checker->steps); i++)
		laws_of_step(checker, &((struct checker_step *)list_at(&checker->steps, i))->row);
	for (int32_t i = 0; i < list_count(&checker->items); i++) {
		const struct checker_item *item = list_at(&checker->items, i);
		if (item->there && !item->wanted)
			checker_say(checker, CHECKER_INBOX, "an inbox has what is dealt with");
	}
}
