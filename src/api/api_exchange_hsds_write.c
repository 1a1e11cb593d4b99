/* api_exchange_hsds_write.c - the map of help of a region as one JSON document: organisations, each
 * with its places and services.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_hsds.h"

enum { PAGE = 100, PIECE_BYTES = 16 * 1024 * 1024 };

struct writing {
	const struct api_exchange_writing *to;
	struct arena *arena;
	struct buf piece;
	struct jsonw json;
	struct api_hsds hsds;
};

static status give(struct writing *writing, struct error *error)
{
	if (writing->piece.overflowed)
		return status_fail(error, STATUS_MEMORY, "no memory for a piece of the export");
	TRY(writing->to->sink(writing->to->context, &writing->piece, error));
	buf_reset(&writing->piece);
	return STATUS_OK;
}

static void put_one(struct writing *writing, const struct exchange_entry *entry)
{
	jsonw_object_begin(&writing->json);
	if (entry->kind == ENTRY_SITE)
		api_hsds_put_location(&writing->hsds, entry, false);
	else
		api_hsds_put_service(&writing->hsds, entry, NULL, false);
	jsonw_object_end(&writing->json);
}

/* The sites or services of an organisation, as an array. */
static status put_children(
	struct writing *writing, struct id organisation, enum entry_kind kind, struct error *error)
{
	struct directory_filter filter = {
		.region = writing->to->region, .organisation = organisation, .limit = PAGE};
	struct store *store = writing->to->store;
	jsonw_key(&writing->json, kind == ENTRY_SITE ? "locations" : "services");
	jsonw_array_begin(&writing->json);
	for (;;) {
		size_t count = 0;
		arena_reset(writing->arena);
		struct exchange_entry *entries = ARENA_ARRAY(writing->arena, struct exchange_entry, PAGE);
		TRY(api_exchange_read_page(store, kind, &filter, entries, &count, writing->arena, error));
		for (size_t i = 0; i < count; i++) {
			TRY(api_exchange_load_more(store, filter.region, &entries[i], writing->arena, error));
			put_one(writing, &entries[i]);
		}
		if (writing->to->count != NULL) *writing->to->count += (int64_t)count;
		TRY(give(writing, error));
		if (count < PAGE) break;
		filter.after = api_exchange_id_of(&entries[count - 1]);
	}
	jsonw_array_end(&writing->json);
	return STATUS_OK;
}

/* One by one: what hangs on it takes the arena again. */
static status put_organisations(struct writing *writing, struct error *error)
{
	struct directory_filter filter = {.region = writing->to->region, .limit = 1};
	for (;;) {
		size_t count = 0;
		struct exchange_entry entry = {0};
		arena_reset(writing->arena);
		TRY(api_exchange_read_page(writing->to->store, ENTRY_ORGANISATION, &filter, &entry, &count,
			writing->arena, error));
		if (count == 0) return STATUS_OK;
		if (writing->to->count != NULL) ++*writing->to->count;
		filter.after = api_exchange_id_of(&entry);
		jsonw_object_begin(&writing->json);
		api_hsds_put_organization(&writing->hsds, &entry, false);
		TRY(put_children(writing, filter.after, ENTRY_SITE, error));
		TRY(put_children(writing, filter.after, ENTRY_SERVICE, error));
		jsonw_object_end(&writing->json);
	}
}

static status put_document(struct writing *writing, struct error *error)
{
	struct jsonw *json = &writing->json;
	jsonw_object_begin(json);
	jsonw_put_text(json, "version", API_HSDS_VERSION);
	jsonw_put_text(json, "license", writing->to->licence);
	jsonw_key(json, "contents");
	jsonw_array_begin(json);
	TRY(put_organisations(writing, error));
	jsonw_array_end(json);
	jsonw_object_end(json);
	buf_add_char(&writing->piece, '\n');
	return give(writing, error);
}

status api_exchange_write_hsds(
	const struct api_exchange_writing *to, struct arena *arena, struct error *error)
{
	struct writing writing = {.to = to, .arena = arena};
	buf_init(&writing.piece, PIECE_BYTES);
	jsonw_init(&writing.json, &writing.piece);
	writing.hsds = (struct api_hsds){.json = &writing.json, .division = to->division};
	status code = put_document(&writing, error);
	buf_finish(&writing.piece);
	return code;
}
