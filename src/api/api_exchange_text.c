/* api_exchange_text.c - capacity and costs as text, and back through the commands' own bounds.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange_private.h"
#include "base/check.h"
#include "base/csv.h"
#include <ctype.h>
#include <stdio.h>

enum { CENTS = 100, NUMBER_BYTES = 24 };
enum { SAID_BYTES = 40, FIELD_BYTES = 128 }; /* of what stands there, and with its column */

void api_exchange_add_capacity(const struct capacity *rows, size_t count, struct buf *out)
{
	for (size_t i = 0; i < count; i++) {
		if (i > 0) buf_add_text(out, "; ");
		if (rows[i].intensity != INTENSITY_ANY)
			buf_printf(out, "%s ", codes_name(&codes_intensity, rows[i].intensity));
		buf_printf(out, "%d/week", (int)rows[i].new_week);
		if (rows[i].places > 0) buf_printf(out, ", %d places", (int)rows[i].places);
		if (rows[i].kept > 0) buf_printf(out, ", %d kept", (int)rows[i].kept);
	}
}

static bool begins_with_digit(struct span text)
{
	return text.size > 0 && isdigit((unsigned char)text.start[0]);
}

void api_exchange_add_cost_words(const struct cost *cost, struct buf *out)
{
	struct buf clean;
	buf_init(&clean, EXCHANGE_TEXT_BYTES);
	csv_clean(&clean, cost->words);
	for (size_t i = 0; i < clean.size; i++)
		if (strchr("\r\n\t", clean.bytes[i]) != NULL) clean.bytes[i] = ' ';
	buf_add_span(out, span_trim(buf_span(&clean)));
	buf_finish(&clean);
}

void api_exchange_add_costs(const struct cost *rows, size_t count, struct buf *out)
{
	struct buf words;
	buf_init(&words, EXCHANGE_TEXT_BYTES);
	for (size_t i = 0; i < count; i++) {
		buf_reset(&words);
		api_exchange_add_cost_words(&rows[i], &words);
		if (i > 0) buf_add_char(out, '\n');
		buf_add_text(out, codes_name(&cost_kind_codes, rows[i].kind));
		if (rows[i].amount_cents > 0 || begins_with_digit(buf_span(&words)))
			buf_printf(out, " %lld.%02lld", (long long)(rows[i].amount_cents / CENTS),
				(long long)(rows[i].amount_cents % CENTS));
		if (words.size > 0) buf_add_char(out, ' ');
		buf_add_span(out, buf_span(&words));
	}
	buf_finish(&words);
}

/* Of the column and what stands there, whatever the field is called in the command that it goes
 * to. */
static bool fault_here(struct api_exchange *exchange, struct api_exchange_place place,
	struct api_decoding *decoding, const char *column, struct span said)
{
	struct api_fault *fault = &decoding->fault;
	struct buf field;
	size_t size = said.size < SAID_BYTES ? said.size : SAID_BYTES;
	while (size < said.size && ((unsigned char)said.start[size] & 0xC0) == 0x80) size--;
	buf_init(&field, FIELD_BYTES);
	buf_printf(&field, "%s: %.*s%s", column, (int)size, said.start, size < said.size ? "..." : "");
	for (size_t i = 0; i < fault->count; i++)
		if (strcmp(fault->parameters[i].name, "field") == 0)
			fault->parameters[i].text = buf_span(&field);
	api_exchange_fault(exchange, place, fault->key, fault->parameters, fault->count);
	buf_finish(&field);
	return false;
}

static bool not_capacity(struct api_exchange *exchange, struct api_exchange_place place)
{
	api_exchange_fault(exchange, place, "fault.not_capacity", NULL, 0);
	return false;
}

/* "3/week", "10 places", "2 kept": the number, and the field that it is of. */
static const char *amount_of(struct span part, struct span *number)
{
	static const struct {
		const char *unit, *field;
	} units[] = {{"/week", "new_week"}, {"places", "places"}, {"kept", "kept"}};
	size_t digits = 0;
	while (digits < part.size && isdigit((unsigned char)part.start[digits])) digits++;
	*number = (struct span){part.start, digits};
	struct span unit = span_trim((struct span){part.start + digits, part.size - digits});
	for (size_t i = 0; digits > 0 && i < sizeof(units) / sizeof(units[0]); i++)
		if (span_is(unit, units[i].unit)) return units[i].field;
	return NULL;
}

static bool read_amounts(struct api_exchange *exchange, struct api_exchange_place place,
	struct api_decoding *decoding, struct span rest)
{
	struct span part, number;
	bool has_week = false;
	while (rest.size > 0 && span_take(&rest, ',', &part)) {
		const char *field = amount_of(span_trim(part), &number);
		if (field == NULL) return not_capacity(exchange, place);
		if (!api_decode_text(decoding, field, number))
			return fault_here(exchange, place, decoding, "capacity", span_trim(part));
		has_week = has_week || strcmp(field, "new_week") == 0;
	}
	return has_week || not_capacity(exchange, place);
}

/* Either one for all together, or one for each that is told apart. */
static bool is_new(const struct api_exchange_item *item, int32_t intensity)
{
	for (size_t i = 0; i < item->capacity_count; i++) {
		int32_t other = item->capacity[i].intensity;
		if (other == intensity || other == INTENSITY_ANY || intensity == INTENSITY_ANY)
			return false;
	}
	return true;
}

static bool read_capacity_one(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, struct span rest)
{
	struct api_decoding decoding = {.entry = command_find(COMMAND_CAPACITY_SET),
		.division = exchange->division,
		.arena = exchange->arena};
	struct span word;
	rest = span_trim(rest);
	if (!begins_with_digit(rest)) {
		if (!span_take(&rest, ' ', &word)) return not_capacity(exchange, place);
		if (!api_decode_text(&decoding, "intensity", word))
			return fault_here(exchange, place, &decoding, "capacity", word);
	}
	if (!read_amounts(exchange, place, &decoding, rest)) return false;
	const struct command_params *params = &decoding.params;
	if (!is_new(item, params->intensity)) return not_capacity(exchange, place);
	CHECK(item->capacity_count < INTENSITY_COUNT);
	item->capacity[item->capacity_count++] = (struct capacity){.intensity = params->intensity,
		.new_week = params->places_week,
		.places = params->places,
		.kept = params->kept};
	return true;
}

bool api_exchange_read_capacity(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, struct span text)
{
	struct span one;
	bool good = true;
	item->capacity = ARENA_ARRAY(exchange->arena, struct capacity, INTENSITY_COUNT);
	for (int i = 0; text.size > 0 && span_take(&text, ';', &one); i++) {
		if (i == INTENSITY_COUNT) return not_capacity(exchange, place);
		good = read_capacity_one(exchange, item, place, one) && good;
	}
	return good;
}

static bool not_costs(struct api_exchange *exchange, struct api_exchange_place place)
{
	api_exchange_fault(exchange, place, "fault.not_costs", NULL, 0);
	return false;
}

/* "12.50", "12,50" or "12" in cents; false: no such number. */
static bool read_cents(struct span text, char cents[NUMBER_BYTES])
{
	int64_t whole = 0, rest = 0;
	size_t at = 0;
	while (at < text.size && isdigit((unsigned char)text.start[at])) at++;
	if (at == 0 || at > 9 || !span_to_int64((struct span){text.start, at}, &whole)) return false;
	if (at < text.size) {
		struct span decimals = {text.start + at + 1, text.size - at - 1};
		bool two = decimals.size == 2 && isdigit((unsigned char)decimals.start[0]) &&
			isdigit((unsigned char)decimals.start[1]);
		if ((text.start[at] != '.' && text.start[at] != ',') || !two) return false;
		(void)span_to_int64(decimals, &rest);
	}
	rest += whole * CENTS;
	snprintf(cents, NUMBER_BYTES, "%lld", (long long)rest);
	return true;
}

static bool read_cost_parts(struct api_decoding *decoding, const char *cents, struct span words)
{
	if (cents[0] != 0 && !api_decode_text(decoding, "amount_cents", span_of(cents))) return false;
	return words.size == 0 || api_decode_text(decoding, "words", words);
}

static bool read_cost_one(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, struct span rest)
{
	struct api_decoding decoding = {.entry = command_find(COMMAND_COST_SET),
		.division = exchange->division,
		.arena = exchange->arena};
	struct span kind = {0}, amount = {0};
	char cents[NUMBER_BYTES] = "";
	rest = span_trim(rest);
	const struct span whole = rest;
	(void)span_take(&rest, ' ', &kind);
	rest = span_trim(rest);
	if (begins_with_digit(rest)) (void)span_take(&rest, ' ', &amount);
	if (kind.size == 0 || (amount.size > 0 && !read_cents(amount, cents)))
		return not_costs(exchange, place);
	if (!api_decode_text(&decoding, "kind", kind))
		return fault_here(exchange, place, &decoding, "costs", kind);
	if (!read_cost_parts(&decoding, cents, span_trim(rest)))
		return fault_here(exchange, place, &decoding, "costs", whole);
	const struct command_params *params = &decoding.params;
	struct cost *cost = &item->costs[item->cost_count++];
	*cost = (struct cost){.seq = (int32_t)item->cost_count,
		.kind = params->kind,
		.amount_cents = params->amount_cents,
		.words = params->public_words};
	return true;
}

bool api_exchange_read_costs(struct api_exchange *exchange, struct api_exchange_item *item,
	struct api_exchange_place place, struct span text)
{
	struct span line;
	bool good = true;
	item->costs = ARENA_ARRAY(exchange->arena, struct cost, COST_MAX_ROWS);
	item->cost_count = 0;
	for (int i = 0; text.size > 0 && span_take(&text, '\n', &line); i++) {
		if (i == COST_MAX_ROWS) return not_costs(exchange, place);
		good = read_cost_one(exchange, item, place, line) && good;
	}
	return good;
}
