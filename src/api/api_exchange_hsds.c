/* api_exchange_hsds.c - reads JSON after HSDS 3: organisations with their locations and services,
 * or services with their organisation and location.
 *
 * What Vangnet has no place for (people, funding, programmes, documents, other taxonomies) is
 * passed over: docs/exchange.md names it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_gather.h"
#include "api/api_fault.h"
#include <stdio.h>

enum { SEEN = 65536 };
_Static_assert(SEEN > 2 * API_EXCHANGE_MAX_ENTRIES, "there is always an empty place");

struct reading {
	struct api_exchange *exchange;
	uint32_t seen[SEEN]; /* 1 and more: the item before that, by its id */
};

static struct api_exchange_place at_path(const char *path)
{
	return (struct api_exchange_place){.path = path};
}

static size_t slot_of(const struct reading *reading, struct id id)
{
	size_t at = 0;
	memcpy(&at, id.bytes, sizeof(at));
	for (at %= SEEN; reading->seen[at] != 0; at = (at + 1) % SEEN)
		if (id_equal(reading->exchange->items[reading->seen[at] - 1].id, id)) break;
	return at;
}

/* A new item for this object; NULL if it is known already, or cannot be told apart. */
static struct api_exchange_item *begin(struct reading *reading,
	const struct api_exchange_gathering *gathering, const json_t *object, struct id *id)
{
	struct api_exchange *exchange = reading->exchange;
	const char *path = api_exchange_gather_path(exchange, "%s.id", gathering->path);
	struct span text = api_exchange_gather_scalar(exchange, json_object_get(object, "id"));
	if (!api_exchange_read_id(exchange, at_path(path), "id", gathering->kind, text, id))
		return NULL;
	size_t slot = slot_of(reading, *id);
	if (reading->seen[slot] != 0 &&
		exchange->items[reading->seen[slot] - 1].kind == gathering->kind)
		return NULL;
	struct api_exchange_item *item =
		api_exchange_add(exchange, gathering->kind, at_path(gathering->path));
	if (item == NULL) return NULL;
	item->id = *id;
	if (reading->seen[slot] == 0) reading->seen[slot] = (uint32_t)exchange->count;
	return item;
}

/* Everything that was gathered, through the fields' own bounds. */
static void finish(struct api_exchange_gathering *gathering, struct api_exchange_item *item)
{
	item->wrong = item->wrong || gathering->wrong;
	for (int field = 1; field < ENTRY_FIELD_COUNT; field++) {
		if (!api_exchange_has_field(item->kind, field) || field == ENTRY_FIELD_SITE) continue;
		const char *path = gathering->paths[field];
		api_exchange_read_field(gathering->exchange, item,
			at_path(path == NULL ? gathering->path : path), codes_name(&entry_field_codes, field),
			gathering->texts[field]);
	}
	api_exchange_read_end(gathering->exchange, item);
}

static void read_location(
	struct reading *reading, const json_t *object, const char *path, struct id organisation)
{
	struct api_exchange_gathering gathered = {
		.exchange = reading->exchange, .path = path, .kind = ENTRY_SITE};
	struct api_exchange_gathering *gathering = &gathered;
	struct id id = id_none;
	struct api_exchange_item *item = begin(reading, gathering, object, &id);
	if (item == NULL) return;
	item->organisation = organisation;
	api_exchange_gather_location(gathering, object);
	finish(gathering, item);
}

/* Its one place; a fault if there are none or several. */
static struct id read_place(
	struct reading *reading, const json_t *service, const char *path, struct id organisation)
{
	struct api_exchange *exchange = reading->exchange;
	const json_t *places = json_object_get(service, "service_at_locations");
	const char *here = api_exchange_gather_path(exchange, "%s.service_at_locations", path);
	struct id id = id_none;
	if (!json_is_array(places) || json_array_size(places) != 1) {
		api_exchange_fault(exchange, at_path(here), "fault.places", NULL, 0);
		return id;
	}
	const json_t *place = json_array_get(places, 0);
	const json_t *location = json_object_get(place, "location");
	struct span text = api_exchange_gather_scalar(exchange, json_object_get(place, "location_id"));
	if (text.size == 0)
		text = api_exchange_gather_scalar(exchange, json_object_get(location, "id"));
	here = api_exchange_gather_path(exchange, "%s[0].location_id", here);
	if (!api_exchange_read_id(exchange, at_path(here), "location_id", ENTRY_SITE, text, &id))
		return id;
	if (json_is_object(location))
		read_location(reading, location,
			api_exchange_gather_path(exchange, "%s.service_at_locations[0].location", path),
			organisation);
	return id;
}

/* What is not offered now, or not any more, is not read: nothing ends by an import. */
static bool is_offered(const json_t *object)
{
	struct span status_text = api_exchange_gather_text(json_object_get(object, "status"));
	return !span_is(status_text, "inactive") && !span_is(status_text, "defunct") &&
		!span_is(status_text, "temporarily closed");
}

static void read_service(
	struct reading *reading, const json_t *object, const char *path, struct id organisation)
{
	struct id id = id_none;
	if (!is_offered(object)) return;
	struct id site = read_place(reading, object, path, organisation);
	struct api_exchange_gathering gathered = {
		.exchange = reading->exchange, .path = path, .kind = ENTRY_SERVICE};
	struct api_exchange_gathering *gathering = &gathered;
	struct api_exchange_item *item = begin(reading, gathering, object, &id);
	if (item == NULL) {
		/* Unlike places and organisations, services are not told of twice. */
		if (!id_is_none(id) && !reading->exchange->full)
			api_exchange_fault(reading->exchange, at_path(path), "fault.again", NULL, 0);
		return;
	}
	item->organisation = organisation;
	item->site = item->params.site = site;
	item->said |= INT64_C(1) << ENTRY_FIELD_SITE;
	item->wrong = id_is_none(site);
	api_exchange_gather_service(gathering, object);
	finish(gathering, item);
}

static void read_children(struct reading *reading, const json_t *object, const char *path,
	const char *name, struct id organisation)
{
	struct api_exchange *exchange = reading->exchange;
	const json_t *list = json_object_get(object, name);
	if (list == NULL || json_is_null(list)) return;
	if (!json_is_array(list))
		api_exchange_gather_wrong(
			exchange, api_exchange_gather_path(exchange, "%s.%s", path, name), "[ ]");
	for (size_t i = 0; i < json_array_size(list) && api_exchange_goes_on(exchange); i++) {
		const json_t *one = json_array_get(list, i);
		const char *here = api_exchange_gather_path(exchange, "%s.%s[%zu]", path, name, i);
		if (!json_is_object(one))
			api_exchange_gather_wrong(exchange, here, "{ }");
		else if (strcmp(name, "locations") == 0)
			read_location(reading, one, here, organisation);
		else
			read_service(reading, one, here, organisation);
	}
}

static struct id read_organization(struct reading *reading, const json_t *object, const char *path)
{
	struct api_exchange_gathering gathered = {
		.exchange = reading->exchange, .path = path, .kind = ENTRY_ORGANISATION};
	struct api_exchange_gathering *gathering = &gathered;
	struct id id = id_none;
	struct api_exchange_item *item = begin(reading, gathering, object, &id);
	if (item != NULL) {
		api_exchange_gather_organization(gathering, object);
		finish(gathering, item);
	}
	if (id_is_none(id)) return id;
	read_children(reading, object, path, "locations", id);
	read_children(reading, object, path, "services", id);
	return id;
}

/* A service says a status, which it must; an organisation has none. */
static void read_one(struct reading *reading, const json_t *object, const char *path)
{
	struct api_exchange *exchange = reading->exchange;
	const json_t *organization = json_object_get(object, "organization");
	struct id id = id_none;
	if (!json_is_object(object)) {
		api_exchange_gather_wrong(exchange, path, "{ }");
		return;
	}
	if (json_object_get(object, "status") == NULL) {
		(void)read_organization(reading, object, path);
		return;
	}
	const char *here = api_exchange_gather_path(exchange, "%s.organization_id", path);
	struct span text =
		api_exchange_gather_scalar(exchange, json_object_get(object, "organization_id"));
	if (json_is_object(organization))
		id = read_organization(
			reading, organization, api_exchange_gather_path(exchange, "%s.organization", path));
	else if (!api_exchange_read_id(
				 exchange, at_path(here), "organization_id", ENTRY_ORGANISATION, text, &id))
		return;
	if (!id_is_none(id)) read_service(reading, object, path, id);
}

static void not_json(struct api_exchange *exchange, const json_error_t *error)
{
	const struct api_exchange_place place = {.line = error->line > 0 ? (size_t)error->line : 1};
	struct api_fault fault;
	(void)api_fault_not_json(&fault, exchange->arena, error);
	api_exchange_fault(exchange, place, fault.key, fault.parameters, fault.count);
}

void api_exchange_read_hsds(struct api_exchange *exchange, struct span text)
{
	json_error_t error = {0};
	struct reading *reading = ARENA_NEW(exchange->arena, struct reading);
	json_t *root = json_loadb(text.size == 0 ? "" : text.start, text.size,
		JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
	reading->exchange = exchange;
	if (root == NULL) {
		not_json(exchange, &error);
		return;
	}
	const json_t *contents = json_object_get(root, "contents");
	const json_t *list = contents != NULL ? contents : root;
	const char *name = contents != NULL ? "contents" : "$";
	if (json_is_array(list))
		for (size_t i = 0; i < json_array_size(list) && api_exchange_goes_on(exchange); i++)
			read_one(reading, json_array_get(list, i),
				api_exchange_gather_path(exchange, "%s[%zu]", name, i));
	else
		read_one(reading, list, name);
	json_decref(root);
}
