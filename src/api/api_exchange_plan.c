/* api_exchange_plan.c - every entry of a file beside what is there: what differs becomes commands,
 * which are judged and written as one whole.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_private.h"
#include "base/check.h"
#include "base/date.h"
#include "directory/hours_text.h"
#include "region/region.h"
#include "store/store_record.h"
#include <stdio.h>
#include <stdlib.h>

/* The entry itself; hours; area; capacity, and before it what takes the other rows away; costs,
 * those that are said and those that no longer are. */
enum { MAX_COMMANDS = 3 + INTENSITY_COUNT + 1 + 2 * COST_MAX_ROWS };
enum { ARENA_BLOCK = 64 * 1024, ARENA_LIMIT = 16 * 1024 * 1024 };

struct planned {
	enum command_number number;
	struct command_params params;
};

struct plan {
	struct api_exchange *exchange;
	const struct api_exchange_options *options;
	struct api_exchange_result *result;
	struct api_exchange_item **order; /* organisations, sites, services */
	size_t at;
	struct api_exchange_item *item; /* at hand */
	struct planned commands[MAX_COMMANDS];
	size_t count, next;
	struct arena arena; /* of the item at hand */
	struct id *wrong;   /* ids of entries that are not there because of a fault, in order */
	size_t wrong_count;
	bool writes;
	/* What is there. */
	bool known;
	struct entry entry;
	struct exchange_entry before;
};

static int compare_ids(const void *a, const void *b)
{
	return memcmp(((const struct id *)a)->bytes, ((const struct id *)b)->bytes, ID_SIZE);
}

/* Kept in order: few are wrong, and if many are it ends soon. */
static void note_wrong(struct plan *plan, struct id id)
{
	size_t at = plan->wrong_count;
	if (id_is_none(id)) return;
	while (at > 0 && compare_ids(&plan->wrong[at - 1], &id) > 0) at--;
	memmove(&plan->wrong[at + 1], &plan->wrong[at], (plan->wrong_count - at) * sizeof(id));
	plan->wrong[at] = id;
	plan->wrong_count++;
}

static bool is_wrong(const struct plan *plan, struct id id)
{
	return plan->wrong_count > 0 && !id_is_none(id) &&
		bsearch(&id, plan->wrong, plan->wrong_count, sizeof(id), compare_ids) != NULL;
}

static void order_by_kind(struct plan *plan)
{
	struct api_exchange *exchange = plan->exchange;
	size_t count = 0;
	plan->order = ARENA_ARRAY(exchange->arena, struct api_exchange_item *, exchange->count);
	plan->wrong = ARENA_ARRAY(exchange->arena, struct id, exchange->count + 1);
	for (int kind = ENTRY_ORGANISATION; kind <= ENTRY_SERVICE; kind++)
		for (size_t i = 0; i < exchange->count; i++)
			if ((int)exchange->items[i].kind == kind) plan->order[count++] = &exchange->items[i];
}

static struct planned *plan_command(struct plan *plan, enum command_number number)
{
	CHECK(plan->count < MAX_COMMANDS);
	struct planned *planned = &plan->commands[plan->count++];
	*planned = (struct planned){.number = number};
	planned->params.organisation = plan->item->organisation;
	planned->params.service = plan->item->id;
	planned->params.entry = plan->item->id;
	return planned;
}

static void fault_item(struct plan *plan, const char *key)
{
	plan->item->wrong = true;
	api_exchange_fault(plan->exchange, plan->item->place, key, NULL, 0);
}

static const struct store_table *table_of(enum entry_kind kind)
{
	if (kind == ENTRY_ORGANISATION) return &directory_organisation_table;
	return kind == ENTRY_SITE ? &directory_site_table : &directory_service_table;
}

/* False is no error: it is not there. */
static status get(struct plan *plan, struct store *store, const struct store_table *table,
	void *record, bool *known, struct error *error)
{
	struct error absent = {0};
	status code = store_record_get(store, table, record, &plan->arena, &absent);
	*known = code == STATUS_OK;
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	*error = absent;
	return code;
}

static void set_key(struct plan *plan)
{
	struct directory_listing *listing = &plan->before.listing;
	struct api_exchange_item *item = plan->item;
	int32_t region = plan->options->region;
	plan->before = (struct exchange_entry){.kind = item->kind};
	plan->entry = (struct entry){.region = region, .id = item->id};
	if (item->kind == ENTRY_ORGANISATION)
		listing->organisation = (struct organisation){.region = region, .id = item->id};
	if (item->kind == ENTRY_SITE) listing->site = (struct site){.region = region, .id = item->id};
	if (item->kind == ENTRY_SERVICE)
		listing->service = (struct service){.region = region, .id = item->id};
}

static status load(struct plan *plan, struct store *store, struct error *error)
{
	bool has_entry = false, taken = false;
	enum entry_kind kind = plan->item->kind;
	set_key(plan);
	TRY(get(plan, store, table_of(kind), &plan->before.listing.service, &plan->known, error));
	TRY(get(plan, store, &entry_table, &plan->entry, &has_entry, error));
	if (plan->known)
		return api_exchange_load_more(
			store, plan->options->region, &plan->before, &plan->arena, error);
	TRY(directory_find_taken(store, plan->item->id, &taken, error));
	if (taken) fault_item(plan, "fault.taken");
	return STATUS_OK;
}

static struct id parent_of(const struct plan *plan)
{
	const struct directory_listing *listing = &plan->before.listing;
	if (plan->item->kind == ENTRY_SITE) return listing->site.organisation;
	return plan->item->kind == ENTRY_SERVICE ? listing->service.organisation : id_none;
}

/* Texts are compared as they are written, so that what was written by an export is the same. */
static bool same_field(struct plan *plan, const struct exchange_entry *now, int field)
{
	struct buf a, b;
	buf_init(&a, EXCHANGE_TEXT_BYTES);
	buf_init(&b, EXCHANGE_TEXT_BYTES);
	api_exchange_add_field(&plan->before, field, &a);
	api_exchange_add_field(now, field, &b);
	CHECK(!a.overflowed && !b.overflowed);
	bool same = span_equal(buf_span(&a), buf_span(&b));
	buf_finish(&a);
	buf_finish(&b);
	return same;
}

static bool said(const struct plan *plan, int field)
{
	return (plan->item->said >> field & 1) != 0;
}

/* What can be left out, and is no longer said. */
static int64_t cleared(const struct plan *plan, const void *draft)
{
	size_t count = 0;
	int64_t clear = 0;
	const struct part *list = part_list(plan->item->kind, &count);
	for (size_t i = 0; i < count; i++)
		if (said(plan, (int)list[i].field) && !list[i].required && !part_said(&list[i], draft) &&
			part_said(&list[i], &plan->before.listing.service))
			clear |= INT64_C(1) << list[i].field;
	return clear;
}

/* The entry as it would become: its parts, and what belongs to it. */
static int64_t draft_after(struct plan *plan, struct exchange_entry *after)
{
	struct api_exchange_item *item = plan->item;
	struct directory_listing draft = {0};
	if (item->kind == ENTRY_ORGANISATION)
		draft.organisation = command_draft_organisation(&item->params);
	if (item->kind == ENTRY_SITE) draft.site = command_draft_site(&item->params);
	if (item->kind == ENTRY_SERVICE) draft.service = command_draft_service(&item->params);
	*after = plan->before;
	int64_t clear = cleared(plan, &draft.service);
	part_merge(item->kind, &after->listing.service, &draft.service, clear);
	if (item->kind == ENTRY_SERVICE)
		after->listing.service.domains |= INT64_C(1) << after->listing.service.domain;
	return clear;
}

static bool same_parts(const struct plan *plan, const struct exchange_entry *after)
{
	size_t count = 0;
	const struct part *list = part_list(plan->item->kind, &count);
	for (size_t i = 0; i < count; i++)
		if (!part_equal(&list[i], &plan->before.listing.service, &after->listing.service))
			return false;
	return true;
}

static void plan_hours(struct plan *plan, struct exchange_entry *after)
{
	struct span text = plan->item->hours;
	size_t bad_at = 0;
	if (!said(plan, ENTRY_FIELD_HOURS)) return;
	after->hours_count = 0;
	if (text.size > 0) CHECK(hours_text_parse(text, after->hours, &after->hours_count, &bad_at));
	if (same_field(plan, after, ENTRY_FIELD_HOURS)) return;
	plan_command(plan, COMMAND_HOURS_SET)->params.public_hours = text;
}

static bool reads_area(struct plan *plan, struct exchange_entry *after)
{
	struct span rest = plan->item->municipalities, part;
	if (!said(plan, ENTRY_FIELD_AREA)) return false;
	after->area_count = 0;
	while (rest.size > 0 && span_take(&rest, ' ', &part)) {
		int64_t number = 0;
		CHECK(after->area_count < EXCHANGE_AREA_MAX && span_to_int64(part, &number));
		after->area[after->area_count++] = (int32_t)number;
	}
	return !same_field(plan, after, ENTRY_FIELD_AREA);
}

static void plan_area(struct plan *plan)
{
	plan_command(plan, COMMAND_AREA_SET)->params.municipalities = plan->item->municipalities;
}

static void plan_capacity_row(struct plan *plan, const struct capacity *row)
{
	struct command_params *params = &plan_command(plan, COMMAND_CAPACITY_SET)->params;
	params->intensity = row->intensity;
	params->places_week = row->new_week;
	params->places = row->places;
	params->kept = row->kept;
}

static bool has_intensity(const struct exchange_entry *entry, int32_t intensity)
{
	for (size_t i = 0; i < entry->capacity_count; i++)
		if (entry->capacity[i].intensity == intensity) return true;
	return false;
}

static int by_intensity(const void *a, const void *b)
{
	return ((const struct capacity *)a)->intensity - ((const struct capacity *)b)->intensity;
}

/* What is not said any more stays: nobody takes back how much there is without saying what is. A
 * row goes only with all others. */
static void plan_capacity(struct plan *plan, struct exchange_entry *after)
{
	const struct api_exchange_item *item = plan->item;
	bool one_goes = false;
	if (item->capacity_count == 0) return;
	memcpy(after->capacity, item->capacity, item->capacity_count * sizeof(item->capacity[0]));
	after->capacity_count = item->capacity_count;
	qsort(after->capacity, after->capacity_count, sizeof(after->capacity[0]), by_intensity);
	if (same_field(plan, after, ENTRY_FIELD_CAPACITY)) return;
	for (size_t i = 0; i < plan->before.capacity_count; i++)
		one_goes = one_goes || !has_intensity(after, plan->before.capacity[i].intensity);
	const struct capacity all = {.intensity = INTENSITY_ANY};
	if (one_goes && after->capacity[0].intensity != INTENSITY_ANY) plan_capacity_row(plan, &all);
	for (size_t i = 0; i < after->capacity_count; i++) plan_capacity_row(plan, &after->capacity[i]);
}

static void plan_cost(struct plan *plan, const struct cost *cost, int32_t seq)
{
	struct command_params *params = &plan_command(plan, COMMAND_COST_SET)->params;
	params->nth = seq;
	if (cost == NULL) return;
	params->kind = cost->kind;
	params->amount_cents = (int32_t)cost->amount_cents;
	params->public_words = cost->words;
}

static void plan_costs(struct plan *plan, struct exchange_entry *after)
{
	const struct api_exchange_item *item = plan->item;
	if (!said(plan, ENTRY_FIELD_COSTS)) return;
	if (item->cost_count > 0)
		memcpy(after->costs, item->costs, item->cost_count * sizeof(item->costs[0]));
	after->cost_count = item->cost_count;
	if (same_field(plan, after, ENTRY_FIELD_COSTS)) return;
	for (size_t i = 0; i < item->cost_count; i++)
		plan_cost(plan, &item->costs[i], item->costs[i].seq);
	for (size_t i = 0; i < plan->before.cost_count; i++)
		if (plan->before.costs[i].seq > (int32_t)item->cost_count)
			plan_cost(plan, NULL, plan->before.costs[i].seq);
}

static void plan_entry(struct plan *plan, int64_t clear)
{
	static const enum command_number numbers[][2] = {
		[ENTRY_ORGANISATION] = {COMMAND_ORGANISATION_ADD, COMMAND_ORGANISATION_CHANGE},
		[ENTRY_SITE] = {COMMAND_SITE_ADD, COMMAND_SITE_CHANGE},
		[ENTRY_SERVICE] = {COMMAND_SERVICE_ADD, COMMAND_SERVICE_CHANGE},
	};
	const struct api_exchange_item *item = plan->item;
	struct planned *planned = plan_command(plan, numbers[item->kind][plan->known ? 1 : 0]);
	planned->params = item->params;
	planned->params.organisation =
		item->kind == ENTRY_ORGANISATION && plan->known ? item->id : item->organisation;
	if (item->kind == ENTRY_SITE) planned->params.site = item->id;
	planned->params.service = item->id;
	planned->params.thing = plan->known ? id_none : item->id;
	planned->params.clear = clear;
}

/* The commands that make of what is there what the file says. */
static void plan_item(struct plan *plan)
{
	struct exchange_entry *after = ARENA_NEW(&plan->arena, struct exchange_entry);
	int64_t clear = draft_after(plan, after);
	bool differs = !plan->known || !same_parts(plan, after);
	bool other_area = reads_area(plan, after);
	/* Only a local service has an area: it goes before the level does. */
	bool area_first = other_area && after->area_count == 0;
	if (area_first) plan_area(plan);
	if (differs) plan_entry(plan, clear);
	if (other_area && !area_first) plan_area(plan);
	plan_hours(plan, after);
	plan_capacity(plan, after);
	plan_costs(plan, after);
	/* Something must be asked for its judge to say that it has ended. */
	if (plan->count == 0 && plan->entry.state == ENTRY_ENDED) plan_entry(plan, clear);
}

static bool is_kept(const struct plan *plan)
{
	int32_t role = plan->entry.confirmed_as;
	bool by_people =
		role == ENTRY_BY_OWNER || role == ENTRY_BY_LINK || role == ENTRY_BY_ADMINISTRATOR;
	return plan->known && by_people && !plan->options->overrule && plan->entry.state != ENTRY_ENDED;
}

static void count(struct plan *plan)
{
	struct api_exchange_result *result = plan->result;
	if (plan->count == 0)
		result->unchanged++;
	else if (!plan->known)
		result->made++;
	else if (is_kept(plan))
		result->kept++;
	else
		result->changed++;
	if (plan->count > 0 && is_kept(plan)) plan->count = 0;
}

/* Whether there is anything to say about it that is not said already of what it hangs on. */
static bool is_told_already(const struct plan *plan, const struct api_exchange_item *item)
{
	return item->wrong || is_wrong(plan, item->organisation) || is_wrong(plan, item->site);
}

static status take_item(struct plan *plan, struct store *store, struct error *error)
{
	struct api_exchange_item *item = plan->item = plan->order[plan->at++];
	plan->count = plan->next = 0;
	arena_reset(&plan->arena);
	if (is_told_already(plan, item)) {
		note_wrong(plan, item->id);
		return STATUS_OK;
	}
	TRY(load(plan, store, error));
	if (plan->known && item->kind != ENTRY_ORGANISATION &&
		!id_equal(parent_of(plan), item->organisation))
		fault_item(plan, "fault.parent");
	if (item->wrong) {
		note_wrong(plan, item->id);
		return STATUS_OK;
	}
	plan_item(plan);
	count(plan);
	return STATUS_OK;
}

static status next(
	void *context, struct store *store, struct command *command, bool *more, struct error *error)
{
	struct plan *plan = context;
	while (plan->next == plan->count && plan->at < plan->exchange->count && !plan->exchange->full)
		TRY(take_item(plan, store, error));
	/* It was looked at whole a moment ago, and nobody else writes. */
	if (plan->writes && plan->exchange->fault_count > 0)
		return status_fail(error, STATUS_CONFLICT, "the map of help changed during the import");
	*more = plan->next < plan->count;
	if (!*more) return STATUS_OK;
	const struct planned *planned = &plan->commands[plan->next++];
	*command = (struct command){.entry = command_find((int)planned->number),
		.region = plan->options->region,
		.by_program = true,
		.expected_version = -1,
		.params = planned->params};
	return STATUS_OK;
}

/* What a refusal is about, of those that have a column; -1: of the whole line. */
static int field_of(const struct command *command)
{
	const struct refusal *refusal = &command->reply.refusal;
	switch (command->entry->number) {
	case COMMAND_HOURS_SET: return ENTRY_FIELD_HOURS;
	case COMMAND_AREA_SET: return ENTRY_FIELD_AREA;
	case COMMAND_CAPACITY_SET: return ENTRY_FIELD_CAPACITY;
	case COMMAND_COST_SET: return ENTRY_FIELD_COSTS;
	default: break;
	}
	if (refusal->list != &directory_verdicts) return -1;
	switch (refusal->verdict) {
	case DIRECTORY_ORGANISATION_UNKNOWN: return 0;
	case DIRECTORY_SITE_UNKNOWN: return ENTRY_FIELD_SITE;
	case DIRECTORY_MUNICIPALITY_UNKNOWN:
	case DIRECTORY_OTHER_REGION: return ENTRY_FIELD_MUNICIPALITY;
	case DIRECTORY_AGES: return ENTRY_FIELD_MIN_AGE;
	case DIRECTORY_EXCLUDES_COMBINATION:
	case DIRECTORY_EXCLUDES_DIAGNOSIS:
	case DIRECTORY_EXCLUDES_ADDRESS: return ENTRY_FIELD_GOOD_AT;
	default: return -1;
	}
}

/* A parameter of a refusal as people read it. */
static struct span parameter_text(struct plan *plan, const struct verdict_parameter *parameter)
{
	char text[ID_TEXT_SIZE];
	text[0] = 0;
	if (parameter->form == VERDICT_CODE) return span_of(parameter->code);
	if (parameter->form == VERDICT_ID) id_text(parameter->id, text);
	if (parameter->form == VERDICT_DAY) date_text((int32_t)parameter->number, text);
	if (parameter->form == VERDICT_NUMBER)
		snprintf(text, sizeof(text), "%lld", (long long)parameter->number);
	if (strcmp(parameter->name, "region") == 0 && parameter->number > 0 &&
		parameter->number <= REGION_COUNT)
		region_code_text((int)parameter->number, text);
	return arena_copy(plan->exchange->arena, span_of(text));
}

static void told(void *context, const struct command *command)
{
	struct plan *plan = context;
	const struct refusal *refusal = &command->reply.refusal;
	struct api_message_parameter parameters[API_EXCHANGE_FAULT_PARAMETERS];
	char key[API_MESSAGES_KEY_SIZE];
	if (command->reply.outcome == OUTCOME_DONE) return;
	note_wrong(plan, plan->item->id);
	plan->item->wrong = true;
	plan->count = plan->next = 0;
	if (command->reply.outcome != OUTCOME_REFUSED) {
		fault_item(plan, "fault.broken");
		return;
	}
	_Static_assert(VERDICT_MAX_PARAMETERS <= API_EXCHANGE_FAULT_PARAMETERS, "all of them");
	for (size_t i = 0; i < refusal->count; i++)
		parameters[i] = (struct api_message_parameter){.name = refusal->parameters[i].name,
			.text = parameter_text(plan, &refusal->parameters[i])};
	snprintf(key, sizeof(key), "refusal.%s.%s", refusal->list->module,
		refusal->list->verdicts[refusal->verdict].code);
	int field = field_of(command);
	struct api_exchange_place place = plan->item->place;
	if (field >= 0) place = api_exchange_place_of(plan->exchange, plan->item, field);
	api_exchange_fault(plan->exchange, place, arena_text(plan->exchange->arena, span_of(key)),
		parameters, refusal->count);
}

static void begin(struct plan *plan)
{
	plan->at = plan->count = plan->next = 0;
	plan->wrong_count = 0;
	*plan->result = (struct api_exchange_result){0};
}

status api_exchange_run(struct api_exchange *exchange, const struct api_exchange_options *options,
	struct command_writer *writer, struct api_exchange_result *result, bool *done,
	struct error *error)
{
	struct plan *plan = ARENA_NEW(exchange->arena, struct plan);
	struct command_whole whole = {.context = plan, .next = next, .told = told, .only_look = true};
	plan->exchange = exchange;
	plan->options = options;
	plan->result = result;
	arena_init(&plan->arena, ARENA_BLOCK, ARENA_LIMIT);
	order_by_kind(plan);
	/* All of it is looked at first: what is wrong can also turn up between commands. What was read
	 * wrong does not keep the rest from being judged. */
	begin(plan);
	status code = command_writer_run_whole(writer, &whole, done, error);
	*done = *done && code == STATUS_OK && exchange->fault_count == 0 && !exchange->full;
	if (*done && !options->only_look) {
		begin(plan);
		plan->writes = true;
		whole.only_look = false;
		code = command_writer_run_whole(writer, &whole, done, error);
	}
	arena_finish(&plan->arena);
	return code;
}
