/* api_own.c - everything of one person: as JSON, and as a page in plain words.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_own.h"
#include "api/api_own_walk.h"
#include "api/api_paper.h"
#include "base/check.h"
#include "care/moment.h"
#include "region/region.h"
#include <stdio.h>

enum { ROW_ARENA = 1 << 24 }; /* bytes; what one row needs, names along */
enum { KEY_BYTES = API_MESSAGES_KEY_SIZE };

/* A request without an exchange: what the views of the folder read with. */
struct writing {
	const struct api_own *own;
	struct api api;
	struct api_loop loop;
	struct api_request request;
	struct arena row;
	struct jsonw json;
	struct api_paper paper;
	bool any;  /* the table has a row */
	bool gone; /* a text did not open: its key was destroyed */
};

static void begin(struct writing *writing, const struct api_own *own)
{
	*writing = (struct writing){.own = own};
	arena_init(&writing->row, 65536, ROW_ARENA);
	writing->api.options.vault = own->vault;
	/* Read only: it says so to nobody that writes. */
	writing->api.messages = (struct api_messages *)(uintptr_t)own->messages;
	writing->loop.store = own->store;
	writing->request = (struct api_request){.api = &writing->api,
		.loop = &writing->loop,
		.arena = &writing->row,
		.language = own->language,
		.now_ms = own->now_ms};
}

static status open_sealed(struct writing *writing, const struct own_column *column,
	struct span sealed, struct span *text, struct error *error)
{
	struct error closed = {0};
	status code = STATUS_KEY;
	*text = (struct span){0};
	for (int field = 1; field < 32 && code == STATUS_KEY; field++)
		if ((column->fields >> field & 1) != 0)
			code = vault_unseal(writing->own->vault, writing->own->person, (enum vault_field)field,
				sealed, &writing->row, text, &closed);
	writing->gone = code == STATUS_KEY;
	if (code == STATUS_OK || code == STATUS_KEY) return STATUS_OK;
	*error = closed;
	return code;
}

/* The list of a code; NULL if it has none. Of a moment its row says which. */
static const struct codes *codes_of(
	const struct own_table *table, size_t at, const struct store_value *row)
{
	const struct own_column *column = &table->columns[at];
	struct moment moment = {0};
	const struct codes *first = NULL;
	const struct codes *second = NULL;
	if (column->form != OWN_FIRST_CODE && column->form != OWN_SECOND_CODE) return column->codes;
	struct error error = {0};
	if (store_record_fill(&moment_table, row, &moment, NULL, &error) != STATUS_OK) return NULL;
	api_view_moment_codes(&moment, &first, &second);
	return column->form == OWN_FIRST_CODE ? first : second;
}

static bool is_code(const struct codes *codes, int64_t number)
{
	return codes != NULL && number >= 0 && number < codes->count && codes->names[number] != NULL &&
		codes->names[number][0] != 0;
}

static const char *municipality_text(int64_t number, char out[16])
{
	if (number == 0) return NULL;
	snprintf(out, 16, "GM%04d", (int)number);
	return out;
}

static const char *command_text(int64_t number)
{
	const struct command_entry *entry = command_find((int)number);
	return entry == NULL ? NULL : entry->name;
}

/* As JSON. */

static void put_code(struct writing *writing, const char *key, const struct codes *codes,
	const struct store_value *value)
{
	if (is_code(codes, value->number))
		jsonw_put_text(&writing->json, key, codes_name(codes, (int)value->number));
	else
		jsonw_put_int(&writing->json, key, store_value_int(value));
}

static void put_mask(struct writing *writing, const char *key, const struct codes *codes,
	const struct store_value *value)
{
	jsonw_key(&writing->json, key);
	jsonw_array_begin(&writing->json);
	for (int i = 0; i < codes->count; i++)
		if ((value->number >> i & 1) != 0 && is_code(codes, i))
			jsonw_text(&writing->json, span_of(codes_name(codes, i)));
	jsonw_array_end(&writing->json);
}

static status put_sealed(struct writing *writing, const struct own_column *column,
	const struct store_value *value, struct error *error)
{
	struct span text = {0};
	if (value->type == STORE_NULL) {
		jsonw_put_null(&writing->json, column->name);
		return STATUS_OK;
	}
	TRY(open_sealed(writing, column, value->bytes, &text, error));
	if (writing->gone)
		jsonw_put_null(&writing->json, column->name);
	else
		jsonw_put_span(&writing->json, column->name, text);
	return STATUS_OK;
}

static status put_value(struct writing *writing, const struct own_table *table, size_t at,
	const struct store_value *row, struct error *error)
{
	const struct own_column *column = &table->columns[at];
	const struct store_value *value = &row[at];
	struct jsonw *json = &writing->json;
	char place[16], region[REGION_CODE_SIZE];
	switch (column->form) {
	case OWN_ID: jsonw_put_id(json, column->name, store_value_id(value)); break;
	case OWN_WHO:
		return api_put_account(&writing->request, json, column->name, store_value_id(value), error);
	case OWN_CODE:
	case OWN_FIRST_CODE:
	case OWN_SECOND_CODE: put_code(writing, column->name, codes_of(table, at, row), value); break;
	case OWN_MASK: put_mask(writing, column->name, column->codes, value); break;
	case OWN_NUMBER: jsonw_put_int(json, column->name, store_value_int(value)); break;
	case OWN_FLAG: jsonw_put_bool(json, column->name, store_value_int(value) != 0); break;
	case OWN_DAY:
		if (value->number == 0)
			jsonw_put_null(json, column->name);
		else
			jsonw_put_day(json, column->name, (int32_t)value->number);
		break;
	case OWN_INSTANT: jsonw_put_instant(json, column->name, value->number); break;
	case OWN_TEXT:
		if (value->type == STORE_NULL)
			jsonw_put_null(json, column->name);
		else
			jsonw_put_span(json, column->name, value->bytes);
		break;
	case OWN_SEALED: return put_sealed(writing, column, value, error);
	case OWN_REGION:
		jsonw_put_text(json, column->name, region_code_text((int)value->number, region));
		break;
	case OWN_MUNICIPALITY:
		jsonw_put_text(json, column->name, municipality_text(value->number, place));
		break;
	case OWN_COMMAND: jsonw_put_text(json, column->name, command_text(value->number)); break;
	case OWN_LEFT: break;
	}
	return STATUS_OK;
}

static struct span worded(struct writing *writing, const char *kind, const char *name)
{
	char key[KEY_BYTES];
	snprintf(key, sizeof(key), "own_data.%s.%s", kind, name);
	return api_messages_text(writing->own->messages, writing->own->language, key);
}

static status json_begin(void *context, const struct own_table *table, struct error *error)
{
	struct writing *writing = context;
	(void)error;
	jsonw_object_begin(&writing->json);
	jsonw_put_text(&writing->json, "table", table->name);
	jsonw_put_span(&writing->json, "title", worded(writing, "table", table->name));
	jsonw_key(&writing->json, "rows");
	jsonw_array_begin(&writing->json);
	return STATUS_OK;
}

static status json_row(void *context, const struct own_table *table, const struct store_value *row,
	struct error *error)
{
	struct writing *writing = context;
	arena_reset(&writing->row);
	jsonw_object_begin(&writing->json);
	for (size_t i = 0; i < table->column_count; i++) TRY(put_value(writing, table, i, row, error));
	jsonw_object_end(&writing->json);
	return STATUS_OK;
}

static status json_end(void *context, const struct own_table *table, struct error *error)
{
	struct writing *writing = context;
	(void)table;
	(void)error;
	jsonw_array_end(&writing->json);
	jsonw_object_end(&writing->json);
	return STATUS_OK;
}

static status json_left(void *context, const struct own_table *table, struct error *error)
{
	(void)context;
	(void)table;
	(void)error;
	return STATUS_OK;
}

static void put_left(
	struct writing *writing, const char *table, const char *column, const char *reason)
{
	struct jsonw *json = &writing->json;
	jsonw_object_begin(json);
	jsonw_put_text(json, "table", table);
	jsonw_put_text(json, "column", column);
	jsonw_put_text(json, "reason", reason);
	jsonw_put_span(json, "why", worded(writing, "reason", reason));
	jsonw_object_end(json);
}

/* A table that is only read where there is time for it. */
static const char *reason_of(const struct api_own *own, const struct own_table *table)
{
	if (table->way == OWN_NOT_FOUND) return codes_name(&api_own_reason_codes, (int)table->reason);
	return table->way == OWN_BY_COLUMN && !own->thorough ? "asked_for" : NULL;
}

static void put_all_left(struct writing *writing)
{
	for (size_t i = 0; i < api_own_table_count; i++) {
		const struct own_table *table = &api_own_tables[i];
		const char *reason = reason_of(writing->own, table);
		if (reason != NULL) put_left(writing, table->name, NULL, reason);
		for (size_t at = 0; reason == NULL && at < table->column_count; at++)
			if (table->columns[at].form == OWN_LEFT)
				put_left(writing, table->name, table->columns[at].name,
					codes_name(&api_own_reason_codes, (int)table->columns[at].reason));
	}
}

static status write_json(struct writing *writing, struct error *error)
{
	const struct api_own *own = writing->own;
	const struct own_visitor visitor = {writing, json_begin, json_row, json_end, json_left};
	struct jsonw *json = &writing->json;
	char region[REGION_CODE_SIZE];
	jsonw_object_begin(json);
	jsonw_put_id(json, "person", own->person);
	jsonw_put_text(json, "region", region_code_text(own->region, region));
	jsonw_put_instant(json, "made", own->now_ms);
	jsonw_put_bool(json, "complete", own->thorough);
	jsonw_key(json, "tables");
	jsonw_array_begin(json);
	TRY(api_own_walk(own, &visitor, error));
	jsonw_array_end(json);
	jsonw_key(json, "left_out");
	jsonw_array_begin(json);
	put_all_left(writing);
	jsonw_array_end(json);
	jsonw_object_end(json);
	return STATUS_OK;
}

status api_own_json(const struct api_own *own, struct buf *out, struct error *error)
{
	struct writing writing;
	begin(&writing, own);
	jsonw_init(&writing.json, out);
	status code = write_json(&writing, error);
	arena_finish(&writing.row);
	return code;
}

/* As a page. */

static struct span filled(struct writing *writing, struct buf *text)
{
	struct span kept = arena_copy(&writing->row, buf_span(text));
	buf_finish(text);
	return kept;
}

static struct span instant_text(struct writing *writing, int64_t at_ms)
{
	struct buf text;
	buf_init(&text, 256);
	api_messages_add_instant(writing->own->messages, writing->own->language, at_ms, &text);
	return filled(writing, &text);
}

static struct span mask_text(
	struct writing *writing, const struct codes *codes, const struct store_value *value)
{
	struct buf text;
	buf_init(&text, 4096);
	for (int i = 0; i < codes->count; i++) {
		if ((value->number >> i & 1) == 0 || !is_code(codes, i)) continue;
		if (text.size > 0) buf_add_text(&text, ", ");
		buf_add_span(&text, api_paper_code(&writing->paper, codes, i));
	}
	return filled(writing, &text);
}

/* Who it is, in words; nothing for what is no account. */
static status who_text(
	struct writing *writing, struct id id, struct span *text, struct error *error)
{
	struct account account;
	*text = (struct span){0};
	if (id_equal(id, writing->own->person)) {
		*text = worded(writing, "page", "you");
		return STATUS_OK;
	}
	if (id_is_none(id)) return STATUS_OK;
	TRY(api_account_name(&writing->request, id, text, &account, error));
	if (text->size == 0 && account.kind != MEMBER_NONE)
		*text = api_paper_code(&writing->paper, &codes_member_kind, account.kind);
	return STATUS_OK;
}

/* What a look or change was: as the texts of commands name it. */
static struct span deed_text(struct writing *writing, int64_t number)
{
	char key[KEY_BYTES];
	const char *name = command_text(number);
	if (name == NULL) return (struct span){0};
	snprintf(key, sizeof(key), "command.%s", name);
	if (!api_messages_has(writing->own->messages, key)) return span_of(name);
	return api_messages_text(writing->own->messages, writing->own->language, key);
}

static status text_of(struct writing *writing, const struct own_table *table, size_t at,
	const struct store_value *row, struct span *text, struct error *error)
{
	const struct own_column *column = &table->columns[at];
	const struct store_value *value = &row[at];
	const struct codes *codes = codes_of(table, at, row);
	char place[16];
	const char *named = NULL;
	*text = (struct span){0};
	switch (column->form) {
	case OWN_WHO: return who_text(writing, store_value_id(value), text, error);
	case OWN_CODE:
	case OWN_FIRST_CODE:
	case OWN_SECOND_CODE:
		if (is_code(codes, value->number))
			*text = api_paper_code(&writing->paper, codes, (int)value->number);
		break;
	case OWN_MASK: *text = mask_text(writing, codes, value); break;
	case OWN_FLAG:
		if (store_value_int(value) != 0) *text = worded(writing, "page", "yes");
		break;
	case OWN_DAY: *text = api_paper_day(&writing->paper, (int32_t)store_value_int(value)); break;
	case OWN_INSTANT: *text = instant_text(writing, store_value_int(value)); break;
	case OWN_TEXT: *text = store_value_bytes(value); break;
	case OWN_SEALED:
		if (value->type == STORE_NULL) break;
		TRY(open_sealed(writing, column, value->bytes, text, error));
		if (writing->gone) *text = worded(writing, "page", "gone");
		break;
	case OWN_MUNICIPALITY:
		named = municipality_text(value->number, place);
		if (named != NULL) *text = arena_copy(&writing->row, span_of(named));
		break;
	case OWN_COMMAND: *text = deed_text(writing, value->number); break;
	case OWN_ID:
	case OWN_NUMBER:
	case OWN_REGION:
	case OWN_LEFT: break;
	}
	return STATUS_OK;
}

static status page_begin(void *context, const struct own_table *table, struct error *error)
{
	struct writing *writing = context;
	(void)table;
	(void)error;
	writing->any = false;
	return STATUS_OK;
}

static status page_row(void *context, const struct own_table *table, const struct store_value *row,
	struct error *error)
{
	struct writing *writing = context;
	char key[KEY_BYTES];
	arena_reset(&writing->row);
	snprintf(key, sizeof(key), "own_data.table.%s", table->name);
	if (!writing->any) api_paper_heading(&writing->paper, key);
	writing->any = true;
	api_paper_facts_begin(&writing->paper);
	for (size_t i = 0; i < table->column_count; i++) {
		struct span text = {0};
		TRY(text_of(writing, table, i, row, &text, error));
		snprintf(key, sizeof(key), "own_data.column.%s", table->columns[i].name);
		api_paper_fact(&writing->paper, key, text);
	}
	api_paper_facts_end(&writing->paper);
	return STATUS_OK;
}

static status page_end(void *context, const struct own_table *table, struct error *error)
{
	(void)context;
	(void)table;
	(void)error;
	return STATUS_OK;
}

static status write_page(struct writing *writing, struct error *error)
{
	const struct own_visitor visitor = {writing, page_begin, page_row, page_end, json_left};
	struct api_paper *paper = &writing->paper;
	api_paper_line(paper, "own_data.page.about", NULL, 0);
	TRY(api_own_walk(writing->own, &visitor, error));
	arena_reset(&writing->row);
	api_paper_heading(paper, "own_data.page.left_out");
	api_paper_line(paper, "own_data.page.numbers", NULL, 0);
	for (int i = OWN_NOT_LEFT + 1; i < OWN_REASON_COUNT; i++) {
		char key[KEY_BYTES];
		snprintf(key, sizeof(key), "own_data.reason.%s", codes_name(&api_own_reason_codes, i));
		api_paper_line(paper, key, NULL, 0);
	}
	if (!writing->own->thorough) api_paper_line(paper, "own_data.reason.asked_for", NULL, 0);
	api_paper_line(paper, "own_data.page.others", NULL, 0);
	return STATUS_OK;
}

status api_own_page(const struct api_own *own, struct buf *out, struct error *error)
{
	struct writing writing;
	begin(&writing, own);
	api_paper_begin(&writing.paper, &writing.request, out, "own_data.page.title");
	status code = write_page(&writing, error);
	if (code == STATUS_OK) api_paper_end(&writing.paper);
	arena_finish(&writing.row);
	return code;
}

/* Over HTTP, for who asks. */

static struct api_own own_of(const struct api_request *request)
{
	return (struct api_own){.store = request->loop->store,
		.vault = request->api->options.vault,
		.messages = request->api->messages,
		.language = request->language,
		.now_ms = request->now_ms,
		.region = request->account.region,
		.person = request->account.id};
}

status api_view_own_data(struct api_request *request, struct buf *out, struct error *error)
{
	const struct api_own own = own_of(request);
	request->worded = true;
	return api_own_json(&own, out, error);
}

status api_view_own_page(struct api_request *request, struct buf *out, struct error *error)
{
	const struct api_own own = own_of(request);
	request->worded = true;
	return api_own_page(&own, out, error);
}
