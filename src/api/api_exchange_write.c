/* api_exchange_write.c - the map of help of a region to a file, a piece at a time; and as CSV.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_private.h"
#include "base/check.h"
#include "base/csv.h"

enum { PAGE = 200, ARENA_BLOCK = 64 * 1024, ARENA_LIMIT = 32 * 1024 * 1024 };
enum { PIECE_BYTES = 8 * 1024 * 1024, PIECE_FULL = 256 * 1024 };

typedef status (*open_list)(struct store *store, const struct directory_filter *filter,
	struct store_cursor **cursor, struct error *error);

static open_list list_of(enum entry_kind kind)
{
	if (kind == ENTRY_ORGANISATION) return directory_read_organisations;
	return kind == ENTRY_SITE ? directory_read_sites : directory_read_services;
}

/* Texts of a list live until its next row. */
static void keep_texts(struct exchange_entry *entry, struct arena *arena)
{
	size_t count = 0;
	const struct part *list = part_list(entry->kind, &count);
	for (size_t i = 0; i < count; i++) {
		if (list[i].form != PART_TEXT && list[i].form != PART_LANGUAGES) continue;
		struct span *text = (void *)((char *)&entry->listing.service + list[i].offset);
		*text = arena_copy(arena, *text);
	}
	entry->listing.organisation_name = arena_copy(arena, entry->listing.organisation_name);
	entry->listing.site_name = arena_copy(arena, entry->listing.site_name);
}

status api_exchange_read_page(struct store *store, enum entry_kind kind,
	const struct directory_filter *filter, struct exchange_entry *entries, size_t *count,
	struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	*count = 0;
	TRY(list_of(kind)(store, filter, &cursor, error));
	for (;; (*count)++) {
		struct exchange_entry *entry = &entries[*count];
		bool more = false;
		if ((int64_t)*count == filter->limit) return STATUS_OK;
		entry->kind = kind;
		TRY(directory_read_next(cursor, kind, &entry->listing, &more, error));
		if (!more) return STATUS_OK;
		keep_texts(entry, arena);
	}
}

/* What a spreadsheet would calculate with, and what would look like such a guard. */
static bool needs_guard(struct span text)
{
	if (text.size == 0) return false;
	if (strchr("=+-@", text.start[0]) != NULL) return true;
	return text.size > 1 && text.start[0] == '\'' && strchr("=+-@'", text.start[1]) != NULL;
}

static void add_cell(struct span text, struct buf *out)
{
	struct buf clean, guarded;
	buf_init(&clean, EXCHANGE_TEXT_BYTES);
	buf_init(&guarded, EXCHANGE_TEXT_BYTES);
	csv_clean(&clean, text);
	text = span_trim(buf_span(&clean));
	if (needs_guard(text)) buf_add_char(&guarded, '\'');
	buf_add_span(&guarded, text);
	CHECK(!clean.overflowed && !guarded.overflowed);
	csv_add_field(out, buf_span(&guarded));
	buf_finish(&guarded);
	buf_finish(&clean);
}

static bool is_column(int field)
{
	for (int kind = ENTRY_ORGANISATION; kind <= ENTRY_SERVICE; kind++)
		if (api_exchange_has_field((enum entry_kind)kind, field)) return true;
	return false;
}

static void add_header(struct buf *out)
{
	buf_add_text(out, "entry,id,organisation");
	for (int field = 1; field < ENTRY_FIELD_COUNT; field++)
		if (is_column(field)) buf_printf(out, ",%s", codes_name(&entry_field_codes, field));
	buf_add_char(out, '\n');
}

static void add_row(const struct exchange_entry *entry, struct buf *out)
{
	char id[ID_UUID_SIZE], organisation[ID_UUID_SIZE] = "";
	struct buf text;
	if (entry->kind == ENTRY_SITE) id_uuid_text(entry->listing.site.organisation, organisation);
	if (entry->kind == ENTRY_SERVICE)
		id_uuid_text(entry->listing.service.organisation, organisation);
	buf_printf(out, "%s,%s,%s", codes_name(&entry_kind_codes, (int)entry->kind),
		id_uuid_text(api_exchange_id_of(entry), id), organisation);
	buf_init(&text, EXCHANGE_TEXT_BYTES);
	for (int field = 1; field < ENTRY_FIELD_COUNT; field++) {
		if (!is_column(field)) continue;
		buf_reset(&text);
		api_exchange_add_field(entry, field, &text);
		CHECK(!text.overflowed);
		buf_add_char(out, ',');
		add_cell(buf_span(&text), out);
	}
	buf_finish(&text);
	buf_add_char(out, '\n');
}

static status give(
	const struct api_exchange_writing *writing, struct buf *piece, struct error *error)
{
	if (piece->overflowed)
		return status_fail(error, STATUS_MEMORY, "no memory for a piece of the export");
	TRY(writing->sink(writing->context, piece, error));
	buf_reset(piece);
	return STATUS_OK;
}

static status write_rows(const struct api_exchange_writing *writing, enum entry_kind kind,
	struct arena *arena, struct buf *piece, struct error *error)
{
	struct directory_filter filter = {.region = writing->region, .limit = PAGE};
	for (;;) {
		size_t count = 0;
		arena_reset(arena);
		struct exchange_entry *entries = ARENA_ARRAY(arena, struct exchange_entry, PAGE);
		TRY(api_exchange_read_page(writing->store, kind, &filter, entries, &count, arena, error));
		for (size_t i = 0; i < count; i++) {
			TRY(api_exchange_load_more(writing->store, writing->region, &entries[i], arena, error));
			add_row(&entries[i], piece);
		}
		if (writing->count != NULL) *writing->count += (int64_t)count;
		TRY(give(writing, piece, error));
		if (count < PAGE) return STATUS_OK;
		filter.after = api_exchange_id_of(&entries[count - 1]);
	}
}

static status write_csv(
	const struct api_exchange_writing *writing, struct arena *arena, struct error *error)
{
	struct buf piece SCOPED(buf_finish) = {0};
	buf_init(&piece, PIECE_BYTES);
	add_header(&piece);
	for (int kind = ENTRY_ORGANISATION; kind <= ENTRY_SERVICE; kind++)
		TRY(write_rows(writing, (enum entry_kind)kind, arena, &piece, error));
	return STATUS_OK;
}

status api_exchange_write(const struct api_exchange_writing *writing,
	enum api_exchange_format format, struct error *error)
{
	struct arena arena SCOPED(arena_finish) = {0};
	arena_init(&arena, ARENA_BLOCK, ARENA_LIMIT);
	return format == API_EXCHANGE_CSV ? write_csv(writing, &arena, error)
									  : api_exchange_write_hsds(writing, &arena, error);
}
