/* region_purchase_table.c - reads the tables of who buys what, and of insurers.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/date.h"
#include "region/region_private.h"

enum column {
	COLUMN_LAW,
	COLUMN_SERVICE,
	COLUMN_AGE,
	COLUMN_LIVING,
	COLUMN_FORENSIC,
	COLUMN_PARTY,
	COLUMN_REGION_PARTY,
	COLUMN_FROM,
	COLUMN_UNTIL,
	COLUMN_ARTICLE,
	COLUMN_SOURCE,
	COLUMN_COUNT,
};

static const char *const column_names[COLUMN_COUNT] = {
	[COLUMN_LAW] = "law",
	[COLUMN_SERVICE] = "service",
	[COLUMN_AGE] = "age",
	[COLUMN_LIVING] = "living",
	[COLUMN_FORENSIC] = "forensic",
	[COLUMN_PARTY] = "party",
	[COLUMN_REGION_PARTY] = "region_party",
	[COLUMN_FROM] = "valid_from",
	[COLUMN_UNTIL] = "valid_until",
	[COLUMN_ARTICLE] = "article",
	[COLUMN_SOURCE] = "source",
};

enum insurer_column { INSURER_CODE, INSURER_NAME, INSURER_SOURCE, INSURER_COLUMNS };
static const char *const insurer_columns[INSURER_COLUMNS] = {"code", "name", "source"};

static status read_code(
	const struct region_reader *reader, size_t column, const struct codes *codes, int *number)
{
	*number = codes_find(codes, region_reader_field(reader, column));
	return *number != 0 ? STATUS_OK : region_reader_fail(reader, column, "is no code of its list");
}

/* "any", or codes with blanks between. */
static status read_set(
	const struct region_reader *reader, size_t column, const struct codes *codes, unsigned *set)
{
	struct span rest = region_reader_field(reader, column), word;
	*set = 0;
	if (span_is(rest, "any")) {
		*set = (1u << codes->count) - 2;
		return STATUS_OK;
	}
	while (span_take(&rest, ' ', &word)) {
		int number = codes_find(codes, word);
		if (number == 0) return region_reader_fail(reader, column, "has a code that is in no list");
		*set |= 1u << number;
	}
	return *set != 0 ? STATUS_OK : region_reader_fail(reader, column, "is empty");
}

static status read_days(const struct region_reader *reader, struct region_purchase *purchase)
{
	struct span until = region_reader_field(reader, COLUMN_UNTIL);
	if (!date_parse(region_reader_field(reader, COLUMN_FROM), &purchase->from_day))
		return region_reader_fail(reader, COLUMN_FROM, "is no day");
	purchase->until_day = REGION_STILL;
	if (until.size == 0) return STATUS_OK;
	if (!date_parse(until, &purchase->until_day) || purchase->until_day < purchase->from_day)
		return region_reader_fail(reader, COLUMN_UNTIL, "is no day, or before valid_from");
	return STATUS_OK;
}

static status read_purchase(const struct region_reader *reader, struct region_purchase *purchase)
{
	int law, service, party, region_party;
	TRY(read_code(reader, COLUMN_LAW, &region_law_codes, &law));
	TRY(read_code(reader, COLUMN_SERVICE, &region_service_codes, &service));
	TRY(read_code(reader, COLUMN_PARTY, &region_party_codes, &party));
	TRY(read_code(reader, COLUMN_REGION_PARTY, &region_party_codes, &region_party));
	TRY(read_set(reader, COLUMN_AGE, &region_age_codes, &purchase->ages));
	TRY(read_set(reader, COLUMN_LIVING, &region_living_codes, &purchase->livings));
	purchase->law = (enum region_law)law;
	purchase->service = (enum region_service)service;
	purchase->party = (enum region_party_kind)party;
	purchase->region_party = (enum region_party_kind)region_party;
	purchase->forensic = span_is(region_reader_field(reader, COLUMN_FORENSIC), "forensic");
	if (!purchase->forensic && !span_is(region_reader_field(reader, COLUMN_FORENSIC), "any"))
		return region_reader_fail(reader, COLUMN_FORENSIC, "is neither any nor forensic");
	purchase->article = region_reader_field(reader, COLUMN_ARTICLE);
	if (purchase->article.size > REGION_MAX_NAME_BYTES)
		return region_reader_fail(reader, COLUMN_ARTICLE, "is over REGION_MAX_NAME_BYTES");
	return read_days(reader, purchase);
}

status region_purchase_read(struct region *division, struct span table, struct error *error)
{
	struct region_reader reader;
	TRY(region_reader_begin(&reader, division, table, column_names, COLUMN_COUNT, error));
	for (;;) {
		bool more;
		TRY(region_reader_next(&reader, &more));
		if (!more) return STATUS_OK;
		if (division->purchase_count == REGION_MAX_PURCHASES)
			return region_reader_full(&reader, "REGION_MAX_PURCHASES");
		TRY(read_purchase(&reader, &division->purchases[division->purchase_count]));
		division->purchase_count++;
	}
}

/* Lower-case letters and underscores: it stands in addresses and commands. */
static bool is_code(struct span code)
{
	if (code.size == 0 || code.size > REGION_MAX_INSURER_BYTES) return false;
	for (size_t i = 0; i < code.size; i++)
		if (code.start[i] != '_' && (code.start[i] < 'a' || code.start[i] > 'z')) return false;
	return true;
}

static bool comes_after(struct span code, struct span before)
{
	size_t size = code.size < before.size ? code.size : before.size;
	int order = memcmp(code.start, before.start, size);
	return order > 0 || (order == 0 && code.size > before.size);
}

status region_insurer_read(struct region *division, struct span table, struct error *error)
{
	struct region_reader reader;
	TRY(region_reader_begin(&reader, division, table, insurer_columns, INSURER_COLUMNS, error));
	for (;;) {
		bool more;
		TRY(region_reader_next(&reader, &more));
		if (!more) return STATUS_OK;
		if (division->insurer_count == REGION_MAX_INSURERS)
			return region_reader_full(&reader, "REGION_MAX_INSURERS");
		struct region_insurer *insurer = &division->insurers[division->insurer_count];
		insurer->code = region_reader_field(&reader, INSURER_CODE);
		if (!is_code(insurer->code))
			return region_reader_fail(&reader, INSURER_CODE, "is not lower-case letters and _");
		if (division->insurer_count > 0 && !comes_after(insurer->code, insurer[-1].code))
			return region_reader_fail(&reader, INSURER_CODE, "does not come after the one before");
		TRY(region_reader_name(&reader, INSURER_NAME, &insurer->name));
		division->insurer_count++;
	}
}
