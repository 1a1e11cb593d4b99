/* region_table.c - reads the table of municipalities, and believes none of it before it is checked.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/csv.h"
#include "region/region_private.h"

enum column {
	COLUMN_CODE,
	COLUMN_NAME,
	COLUMN_PROVINCE_CODE,
	COLUMN_PROVINCE,
	COLUMN_REGION_CODE,
	COLUMN_REGION,
	COLUMN_GGD_CODE,
	COLUMN_GGD,
	COLUMN_YOUTH_CODE,
	COLUMN_YOUTH,
	COLUMN_CARE_OFFICE_CODE,
	COLUMN_CARE_OFFICE,
	COLUMN_CARE_OFFICE_2015,
	COLUMN_WMO_CENTRE,
	COLUMN_WMO_CONFIDENCE,
	COLUMN_ALL_AGES,
	COLUMN_AGE_0_17,
	COLUMN_AGE_18_64,
	COLUMN_AGE_65_PLUS,
	COLUMN_LONGITUDE,
	COLUMN_LATITUDE,
	COLUMN_COUNT,
};

static const char *const column_names[COLUMN_COUNT] = {
	[COLUMN_CODE] = "municipality_code",
	[COLUMN_NAME] = "municipality",
	[COLUMN_PROVINCE_CODE] = "province_code",
	[COLUMN_PROVINCE] = "province",
	[COLUMN_REGION_CODE] = "safety_region_code",
	[COLUMN_REGION] = "safety_region",
	[COLUMN_GGD_CODE] = "ggd_region_code",
	[COLUMN_GGD] = "ggd_region",
	[COLUMN_YOUTH_CODE] = "youth_region_code",
	[COLUMN_YOUTH] = "youth_region",
	[COLUMN_CARE_OFFICE_CODE] = "care_office_region_code",
	[COLUMN_CARE_OFFICE] = "care_office_region",
	[COLUMN_CARE_OFFICE_2015] = "care_office_2015",
	[COLUMN_WMO_CENTRE] = "wmo_centre_municipality",
	[COLUMN_WMO_CONFIDENCE] = "wmo_confidence",
	[COLUMN_ALL_AGES] = "inhabitants_2022",
	[COLUMN_AGE_0_17] = "inhabitants_0_17",
	[COLUMN_AGE_18_64] = "inhabitants_18_64",
	[COLUMN_AGE_65_PLUS] = "inhabitants_65_plus",
	[COLUMN_LONGITUDE] = "longitude",
	[COLUMN_LATITUDE] = "latitude",
};

/* How the codes of a division look, and where its columns are. */
struct division_form {
	const char *prefix;
	size_t digits;
	enum column code;
	enum column name;
};

static const struct division_form division_forms[REGION_DIVISION_COUNT] = {
	[REGION_PROVINCE] = {"PV", 2, COLUMN_PROVINCE_CODE, COLUMN_PROVINCE},
	[REGION_GGD] = {"GG", 4, COLUMN_GGD_CODE, COLUMN_GGD},
	[REGION_YOUTH] = {"JZ", 2, COLUMN_YOUTH_CODE, COLUMN_YOUTH},
	[REGION_CARE_OFFICE] = {"ZK", 2, COLUMN_CARE_OFFICE_CODE, COLUMN_CARE_OFFICE},
};

/* A little more than the European part of the country. */
#define MIN_LONGITUDE 3.0
#define MAX_LONGITUDE 7.5
#define MIN_LATITUDE 50.5
#define MAX_LATITUDE 54.0
#define MAX_INHABITANTS 10000000

struct reader {
	struct region *division;
	struct csv csv;
	size_t columns[COLUMN_COUNT];
	struct error *error;
};

static struct span field(const struct reader *reader, enum column column)
{
	return reader->csv.fields[reader->columns[column]];
}

static status fail(const struct reader *reader, enum column column, const char *what)
{
	return status_fail_at(reader->error, STATUS_INPUT, reader->csv.line, 0, "%s %s",
		column_names[column], what);
}

/* Two capitals and a fixed number of digits. */
static bool read_code(struct span code, const char *prefix, size_t digits, int32_t *number)
{
	if (code.size != 2 + digits || !span_starts_with(code, prefix)) return false;
	*number = 0;
	for (size_t i = 2; i < code.size; i++) {
		if (code.start[i] < '0' || code.start[i] > '9') return false;
		*number = *number * 10 + (code.start[i] - '0');
	}
	return true;
}

static status read_name(const struct reader *reader, enum column column, struct span *name)
{
	*name = field(reader, column);
	if (name->size == 0) return fail(reader, column, "is empty");
	if (name->size > REGION_MAX_NAME_BYTES)
		return fail(reader, column, "is over REGION_MAX_NAME_BYTES");
	return STATUS_OK;
}

/* A code and a name belong together in every row, or in none. */
static status read_area(const struct reader *reader, enum region_division which,
	struct region_municipality *municipality)
{
	const struct division_form *form = &division_forms[which];
	struct region_area *area = &municipality->areas[which];
	int32_t number;
	area->code = field(reader, form->code);
	if (!read_code(area->code, form->prefix, form->digits, &number))
		return fail(reader, form->code, "is no code of its division");
	TRY(read_name(reader, form->name, &area->name));
	for (const struct region_municipality *other = reader->division->municipalities;
		 other < municipality; other++) {
		bool same_code = span_equal(other->areas[which].code, area->code);
		bool same_name = span_equal(other->areas[which].name, area->name);
		if (same_code != same_name)
			return fail(reader, form->name, "and its code disagree with a row before");
	}
	return STATUS_OK;
}

static status read_region(const struct reader *reader, struct region_municipality *municipality)
{
	struct span *names = reader->division->names;
	struct span name;
	if (!region_parse(field(reader, COLUMN_REGION_CODE), &municipality->region) ||
		municipality->region == REGION_NATIONAL)
		return fail(reader, COLUMN_REGION_CODE, "is none of VR01 to VR25");
	TRY(read_name(reader, COLUMN_REGION, &name));
	for (int number = 1; number <= REGION_COUNT; number++) {
		bool same_region = number == municipality->region;
		bool known = names[number].size != 0;
		if (known && span_equal(names[number], name) != same_region)
			return fail(reader, COLUMN_REGION, "and its code disagree with a row before");
	}
	names[municipality->region] = name;
	return STATUS_OK;
}

static status read_wmo(const struct reader *reader, struct region_municipality *municipality)
{
	static const char *const words[REGION_CONFIDENCE_COUNT] = {
		[REGION_LOW] = "low",
		[REGION_MIDDLE] = "middle",
		[REGION_HIGH] = "high",
		[REGION_SOURCED] = "sourced",
	};
	TRY(read_name(reader, COLUMN_WMO_CENTRE, &municipality->wmo_centre));
	for (int word = 0; word < REGION_CONFIDENCE_COUNT; word++) {
		if (!span_is(field(reader, COLUMN_WMO_CONFIDENCE), words[word])) continue;
		municipality->wmo_confidence = (enum region_confidence)word;
		return STATUS_OK;
	}
	return fail(reader, COLUMN_WMO_CONFIDENCE, "is none of low, middle, high, sourced");
}

static status read_inhabitants(const struct reader *reader,
	struct region_municipality *municipality)
{
	static const enum column columns[REGION_AGE_COUNT] = {
		[REGION_ALL_AGES] = COLUMN_ALL_AGES,
		[REGION_AGE_0_17] = COLUMN_AGE_0_17,
		[REGION_AGE_18_64] = COLUMN_AGE_18_64,
		[REGION_AGE_65_PLUS] = COLUMN_AGE_65_PLUS,
	};
	int64_t *inhabitants = municipality->inhabitants;
	for (int age = 0; age < REGION_AGE_COUNT; age++) {
		bool number = span_to_int64(field(reader, columns[age]), &inhabitants[age]);
		if (!number || inhabitants[age] < 0 || inhabitants[age] > MAX_INHABITANTS)
			return fail(reader, columns[age], "is no number of people");
	}
	int64_t sum = inhabitants[REGION_AGE_0_17] + inhabitants[REGION_AGE_18_64] +
		inhabitants[REGION_AGE_65_PLUS];
	if (sum != inhabitants[REGION_ALL_AGES])
		return fail(reader, COLUMN_ALL_AGES, "is not the sum of the ages");
	return STATUS_OK;
}

static status read_degrees(const struct reader *reader, enum column column, double low, double high,
	double *degrees)
{
	bool number = span_to_double(field(reader, column), degrees);
	if (!number || *degrees < low || *degrees > high)
		return fail(reader, column, "is not in the country");
	return STATUS_OK;
}

static status read_row(const struct reader *reader)
{
	struct region *division = reader->division;
	if (division->count == REGION_MUNICIPALITY_COUNT)
		return status_fail_at(reader->error, STATUS_BOUND, reader->csv.line, 0,
			"more rows than REGION_MUNICIPALITY_COUNT");
	struct region_municipality *municipality = &division->municipalities[division->count];
	municipality->code = field(reader, COLUMN_CODE);
	if (!read_code(municipality->code, "GM", 4, &municipality->number))
		return fail(reader, COLUMN_CODE, "is not GM and four digits");
	if (division->count > 0 && municipality[-1].number >= municipality->number)
		return fail(reader, COLUMN_CODE, "does not come after that of the row before");
	TRY(read_name(reader, COLUMN_NAME, &municipality->name));
	TRY(read_region(reader, municipality));
	for (int which = 0; which < REGION_DIVISION_COUNT; which++)
		TRY(read_area(reader, (enum region_division)which, municipality));
	TRY(read_name(reader, COLUMN_CARE_OFFICE_2015, &municipality->care_office_2015));
	TRY(read_wmo(reader, municipality));
	TRY(read_inhabitants(reader, municipality));
	TRY(read_degrees(reader, COLUMN_LONGITUDE, MIN_LONGITUDE, MAX_LONGITUDE,
		&municipality->longitude));
	TRY(read_degrees(reader, COLUMN_LATITUDE, MIN_LATITUDE, MAX_LATITUDE, &municipality->latitude));
	division->count++;
	return STATUS_OK;
}

status region_table_read(struct region *division, struct span table, struct error *error)
{
	struct reader reader = {.division = division, .error = error};
	csv_init(&reader.csv, table, &division->arena);
	TRY(csv_header(&reader.csv, column_names, COLUMN_COUNT, reader.columns, error));
	for (;;) {
		bool more;
		TRY(csv_next(&reader.csv, &more, error));
		if (!more) break;
		if (reader.csv.count != COLUMN_COUNT)
			return status_fail_at(error, STATUS_INPUT, reader.csv.line, 0, "%zu fields; %d wanted",
				reader.csv.count, COLUMN_COUNT);
		TRY(read_row(&reader));
	}
	if (division->count != REGION_MUNICIPALITY_COUNT)
		return status_fail_at(error, STATUS_INPUT, reader.csv.line, 0,
			"%zu municipalities; %d wanted", division->count, REGION_MUNICIPALITY_COUNT);
	return STATUS_OK;
}
