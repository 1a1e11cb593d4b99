/* api_exchange_entry.c - an entry with all that belongs to it, and its fields as text.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_private.h"
#include "directory/hours_text.h"

struct id api_exchange_id_of(const struct exchange_entry *entry)
{
	if (entry->kind == ENTRY_ORGANISATION) return entry->listing.organisation.id;
	return entry->kind == ENTRY_SITE ? entry->listing.site.id : entry->listing.service.id;
}

/* Before capacity had rows, a service only had its places a week. */
static void complete_capacity(struct exchange_entry *entry)
{
	const struct service *service = &entry->listing.service;
	if (entry->capacity_count > 0 || service->places_week == 0) return;
	entry->capacity[0] = (struct capacity){.new_week = service->places_week};
	entry->capacity_count = 1;
}

status api_exchange_load_more(struct store *store, int32_t region, struct exchange_entry *entry,
	struct arena *arena, struct error *error)
{
	struct id id = api_exchange_id_of(entry);
	entry->hours_count = entry->area_count = entry->capacity_count = entry->cost_count = 0;
	if (entry->kind == ENTRY_ORGANISATION) return STATUS_OK;
	TRY(directory_read_hours(store, region, id, entry->hours, &entry->hours_count, error));
	if (entry->kind == ENTRY_SITE) return STATUS_OK;
	struct service *service = &entry->listing.service;
	service->domains |= INT64_C(1) << service->domain;
	TRY(directory_read_area(
		store, region, id, entry->area, EXCHANGE_AREA_MAX, &entry->area_count, error));
	TRY(directory_read_capacity(store, region, id, entry->capacity, &entry->capacity_count, error));
	complete_capacity(entry);
	return cost_read(store, region, id, entry->costs, &entry->cost_count, arena, error);
}

void api_exchange_add_field(const struct exchange_entry *entry, int field, struct buf *out)
{
	char id[ID_UUID_SIZE];
	if (!api_exchange_has_field(entry->kind, field)) return;
	switch (field) {
	case ENTRY_FIELD_HOURS: hours_text_print(entry->hours, entry->hours_count, out); return;
	case ENTRY_FIELD_AREA:
		for (size_t i = 0; i < entry->area_count; i++)
			buf_printf(out, "%sGM%04d", i == 0 ? "" : " ", (int)entry->area[i]);
		return;
	case ENTRY_FIELD_CAPACITY:
		api_exchange_add_capacity(entry->capacity, entry->capacity_count, out);
		return;
	case ENTRY_FIELD_COSTS: api_exchange_add_costs(entry->costs, entry->cost_count, out); return;
	case ENTRY_FIELD_SITE: buf_add_text(out, id_uuid_text(entry->listing.service.site, id)); return;
	default: part_text(part_find(entry->kind, field), &entry->listing.service, out);
	}
}
