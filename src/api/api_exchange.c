/* api_exchange.c - what every file that is read has: entries, their ids, and what is wrong.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_private.h"
#include "base/check.h"
#include "base/hash.h"
#include <stdio.h>
#include <stdlib.h>

static const char *const formats[] = {"", "csv", "hsds"};
const struct codes api_exchange_format_codes = {
	"exchange_format", formats, sizeof(formats) / sizeof(formats[0])};

void api_exchange_init(struct api_exchange *exchange, const struct region *division,
	struct arena *arena, struct span source)
{
	CHECK(source.size <= API_EXCHANGE_MAX_SOURCE_BYTES);
	*exchange = (struct api_exchange){.division = division, .arena = arena, .source = source};
	exchange->faults = ARENA_ARRAY(arena, struct api_exchange_fault, API_EXCHANGE_MAX_FAULTS);
}

void api_exchange_fault(struct api_exchange *exchange, struct api_exchange_place place,
	const char *key, const struct api_message_parameter *parameters, size_t count)
{
	CHECK(count <= API_EXCHANGE_FAULT_PARAMETERS);
	if (exchange->fault_count == API_EXCHANGE_MAX_FAULTS) {
		exchange->full = true;
		return;
	}
	struct api_exchange_fault *fault = &exchange->faults[exchange->fault_count++];
	*fault = (struct api_exchange_fault){.place = place, .key = key, .count = count};
	for (size_t i = 0; i < count; i++) {
		fault->parameters[i].name = parameters[i].name;
		fault->parameters[i].text = arena_copy(exchange->arena, parameters[i].text);
	}
}

void api_exchange_fault_field(struct api_exchange *exchange, struct api_exchange_place place,
	const char *key, const char *field)
{
	const struct api_message_parameter parameters[] = {{.name = "field", .text = span_of(field)}};
	api_exchange_fault(exchange, place, key, parameters, 1);
}

static void fault_bound(
	struct api_exchange *exchange, struct api_exchange_place place, const char *key, int64_t bound)
{
	char text[24];
	snprintf(text, sizeof(text), "%lld", (long long)bound);
	const struct api_message_parameter parameters[] = {{.name = "bound", .text = span_of(text)}};
	api_exchange_fault(exchange, place, key, parameters, 1);
}

bool api_exchange_goes_on(struct api_exchange *exchange)
{
	const size_t reserve = (size_t)4 * API_EXCHANGE_MAX_BYTES;
	if (!exchange->full && exchange->arena->taken + reserve > exchange->arena->limit) {
		const struct api_exchange_place start = {.line = 1};
		fault_bound(exchange, start, "problem.too_large", API_EXCHANGE_MAX_BYTES);
		exchange->full = true;
	}
	return !exchange->full;
}

/* Items move: nobody keeps a pointer to one while others are added. */
static void grow(struct api_exchange *exchange)
{
	enum { FIRST = 64 };
	if (exchange->count < exchange->room) return;
	size_t room = exchange->room == 0 ? FIRST : exchange->room * 2;
	struct api_exchange_item *items = ARENA_ARRAY(exchange->arena, struct api_exchange_item, room);
	if (exchange->count > 0) memcpy(items, exchange->items, exchange->count * sizeof(items[0]));
	exchange->items = items;
	exchange->room = room;
}

struct api_exchange_item *api_exchange_add(
	struct api_exchange *exchange, enum entry_kind kind, struct api_exchange_place place)
{
	if (exchange->count == API_EXCHANGE_MAX_ENTRIES) {
		fault_bound(exchange, place, "fault.too_many", (int64_t)API_EXCHANGE_MAX_ENTRIES);
		exchange->full = true;
		return NULL;
	}
	grow(exchange);
	struct api_exchange_item *item = &exchange->items[exchange->count++];
	*item = (struct api_exchange_item){.place = place, .kind = kind};
	return item;
}

/* The same source, kind and text give the same id, whenever. */
static struct id derived_id(struct span source, enum entry_kind kind, struct span text)
{
	struct hash_state state;
	char separator = 0;
	hash_init(&state);
	hash_add(&state, "vangnet import", sizeof("vangnet import"));
	hash_add(&state, source.start, source.size);
	hash_add(&state, &separator, 1);
	hash_add(&state, codes_name(&entry_kind_codes, (int)kind),
		strlen(codes_name(&entry_kind_codes, (int)kind)) + 1);
	hash_add(&state, text.start, text.size);
	struct hash hash = hash_end(&state);
	return id_from_bytes(hash.bytes, ID_SIZE);
}

bool api_exchange_read_id(struct api_exchange *exchange, struct api_exchange_place place,
	const char *field, enum entry_kind kind, struct span text, struct id *id)
{
	text = span_trim(text);
	*id = id_none;
	if (text.size == 0) {
		api_exchange_fault_field(exchange, place, "problem.missing_field", field);
		return false;
	}
	if (text.size > API_EXCHANGE_MAX_ID_BYTES) {
		fault_bound(exchange, place, "fault.long_id", API_EXCHANGE_MAX_ID_BYTES);
		return false;
	}
	if ((id_parse(text, id) || id_parse_uuid(text, id)) && !id_is_none(*id)) return true;
	if (exchange->source.size == 0) {
		api_exchange_fault_field(exchange, place, "fault.source", field);
		return false;
	}
	*id = derived_id(exchange->source, kind, text);
	return true;
}

static const struct command_entry *entry_for(enum entry_kind kind)
{
	switch (kind) {
	case ENTRY_ORGANISATION: return command_find(COMMAND_ORGANISATION_ADD);
	case ENTRY_SITE: return command_find(COMMAND_SITE_ADD);
	case ENTRY_SERVICE: return command_find(COMMAND_SERVICE_ADD);
	case ENTRY_AGREEMENT:
	case ENTRY_NONE:
	case ENTRY_KIND_COUNT: break;
	}
	CHECK_UNREACHABLE("kind of an entry that is imported");
}

bool api_exchange_has_field(enum entry_kind kind, int field)
{
	if (field == ENTRY_FIELD_HOURS) return kind == ENTRY_SITE || kind == ENTRY_SERVICE;
	if (field == ENTRY_FIELD_AREA || field == ENTRY_FIELD_CAPACITY || field == ENTRY_FIELD_COSTS)
		return kind == ENTRY_SERVICE;
	return part_find(kind, field) != NULL;
}

static void take_fault(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, const struct api_fault *fault)
{
	item->wrong = true;
	api_exchange_fault(exchange, place, fault->key, fault->parameters, fault->count);
}

/* Through the fields of the command that it goes to, with their bounds. */
static void read_by_command(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, const char *field, struct span text)
{
	struct api_decoding decoding = {.entry = entry_for(item->kind),
		.division = exchange->division,
		.arena = exchange->arena,
		.params = item->params};
	if (api_decode_text(&decoding, field, text))
		item->params = decoding.params;
	else
		take_fault(exchange, item, place, &decoding.fault);
}

/* Hours and areas are commands of their own. */
static void read_apart(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, bool hours, struct span text)
{
	struct api_decoding decoding = {
		.entry = command_find(hours ? COMMAND_HOURS_SET : COMMAND_AREA_SET),
		.division = exchange->division,
		.arena = exchange->arena};
	bool good = api_decode_text(&decoding, hours ? "hours" : "municipalities", text);
	/* The field has another name in the command than in the entry. */
	for (size_t i = 0; !good && !hours && i < decoding.fault.count; i++)
		if (strcmp(decoding.fault.parameters[i].name, "field") == 0)
			decoding.fault.parameters[i].text = SPAN_LITERAL("area");
	if (!good)
		take_fault(exchange, item, place, &decoding.fault);
	else if (hours)
		item->hours = decoding.params.public_hours;
	else
		item->municipalities = decoding.params.municipalities;
}

static void read_said(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, int field, struct span text)
{
	const char *name = codes_name(&entry_field_codes, field);
	switch (field) {
	case ENTRY_FIELD_HOURS: read_apart(exchange, item, place, true, text); return;
	case ENTRY_FIELD_AREA: read_apart(exchange, item, place, false, text); return;
	case ENTRY_FIELD_CAPACITY:
		item->wrong = !api_exchange_read_capacity(exchange, item, place, text) || item->wrong;
		return;
	case ENTRY_FIELD_COSTS:
		item->wrong = !api_exchange_read_costs(exchange, item, place, text) || item->wrong;
		return;
	case ENTRY_FIELD_SITE: /* an id of its own form */
		item->wrong = !api_exchange_read_id(exchange, place, name, ENTRY_SITE, text, &item->site) ||
			item->wrong;
		item->params.site = item->site;
		return;
	default: read_by_command(exchange, item, place, name, text);
	}
}

void api_exchange_read_field(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, const char *name, struct span text)
{
	int field = codes_find(&entry_field_codes, span_of(name));
	CHECK(field != 0);
	text = span_trim(text);
	if (!api_exchange_has_field(item->kind, field)) {
		if (text.size == 0) return;
		item->wrong = true;
		api_exchange_fault_field(exchange, place, "problem.unknown_field", name);
		return;
	}
	item->said |= INT64_C(1) << field;
	if (text.size == 0) return;
	size_t before = exchange->fault_count;
	read_said(exchange, item, place, field, text);
	if (exchange->fault_count > before) item->faulty |= INT64_C(1) << field;
}

union record {
	struct organisation organisation;
	struct site site;
	struct service service;
};

static void draft_of(const struct api_exchange_item *item, union record *draft)
{
	if (item->kind == ENTRY_ORGANISATION)
		draft->organisation = command_draft_organisation(&item->params);
	if (item->kind == ENTRY_SITE) draft->site = command_draft_site(&item->params);
	if (item->kind == ENTRY_SERVICE) draft->service = command_draft_service(&item->params);
}

struct api_exchange_place api_exchange_place_of(
	const struct api_exchange *exchange, const struct api_exchange_item *item, int field)
{
	struct api_exchange_place place = item->place;
	place.column = exchange->columns[field];
	return place;
}

/* Of HSDS: where it is said what HSDS has no place for. */
static void fault_missing(
	struct api_exchange *exchange, const struct api_exchange_item *item, const struct part *part)
{
	enum { ALLOWED_BYTES = 2048 };
	const char *name = codes_name(&entry_field_codes, (int)part->field);
	struct api_exchange_place place = api_exchange_place_of(exchange, item, (int)part->field);
	struct buf allowed;
	if (place.path == NULL || part->form == PART_TEXT) {
		api_exchange_fault_field(exchange, place, "problem.missing_field", name);
		return;
	}
	buf_init(&allowed, ALLOWED_BYTES);
	for (int i = 1; part->form == PART_CODE && i < part->codes->count; i++) {
		if (i > 1) buf_add_text(&allowed, ", ");
		buf_add_text(&allowed, part->codes->names[i]);
	}
	if (part->form == PART_MUNICIPALITY) buf_add_text(&allowed, "GM0344");
	const struct api_message_parameter parameters[] = {
		{.name = "field", .text = span_of(name)}, {.name = "allowed", .text = buf_span(&allowed)}};
	api_exchange_fault(exchange, place, "fault.attribute_missing", parameters, 2);
	buf_finish(&allowed);
}

/* A field that was wrong is not also missing; of HSDS, where one says things at several places, it
 * is not known which was wrong. */
void api_exchange_read_end(struct api_exchange *exchange, struct api_exchange_item *item)
{
	union record draft = {0};
	size_t count = 0;
	const struct part *list = part_list(item->kind, &count);
	if (item->wrong && item->place.line == 0) return;
	draft_of(item, &draft);
	for (size_t i = 0; i < count; i++) {
		bool faulty = (item->faulty >> list[i].field & 1) != 0;
		if (!list[i].required || faulty || part_said(&list[i], &draft)) continue;
		item->wrong = true;
		fault_missing(exchange, item, &list[i]);
	}
}

struct placed {
	struct id id;
	size_t at;
};

static int by_id(const void *a, const void *b)
{
	const struct placed *left = a, *right = b;
	int order = memcmp(left->id.bytes, right->id.bytes, ID_SIZE);
	if (order != 0) return order;
	return left->at < right->at ? -1 : left->at > right->at;
}

static void fault_double(
	struct api_exchange *exchange, struct api_exchange_item *item, struct api_exchange_place first)
{
	char line[24] = "";
	if (first.line > 0) snprintf(line, sizeof(line), "%zu", first.line);
	const struct api_message_parameter parameters[] = {
		{.name = "row", .text = span_of(line)}, {.name = "place", .text = span_of(first.path)}};
	item->wrong = true;
	api_exchange_fault(exchange, item->place, "fault.double", parameters, 2);
}

/* The same id twice, of whatever kind. */
static void find_doubles(struct api_exchange *exchange)
{
	struct placed *sorted = ARENA_ARRAY(exchange->arena, struct placed, exchange->count);
	struct api_exchange_item *items = exchange->items;
	size_t count = 0;
	for (size_t i = 0; i < exchange->count; i++)
		if (!id_is_none(items[i].id)) sorted[count++] = (struct placed){items[i].id, i};
	if (count > 1) qsort(sorted, count, sizeof(sorted[0]), by_id);
	for (size_t i = 1, first = 0; i < count; i++) {
		if (!id_equal(sorted[i].id, sorted[first].id))
			first = i;
		else
			fault_double(exchange, &items[sorted[i].at], items[sorted[first].at].place);
	}
}

void api_exchange_read(
	struct api_exchange *exchange, enum api_exchange_format format, struct span text)
{
	const struct api_exchange_place start = {.line = 1};
	if (text.size > API_EXCHANGE_MAX_BYTES) {
		fault_bound(exchange, start, "problem.too_large", API_EXCHANGE_MAX_BYTES);
		return;
	}
	if (format == API_EXCHANGE_CSV)
		api_exchange_read_csv(exchange, text);
	else
		api_exchange_read_hsds(exchange, text);
	if (exchange->count == 0 && exchange->fault_count == 0)
		api_exchange_fault(exchange, start, "fault.empty", NULL, 0);
	find_doubles(exchange);
}
