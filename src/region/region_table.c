/* region_table.c - reads the table of municipalities, and believes none of it before it is checked.
 * SPDX-License-Identifier: EUPL-1.2
 */
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

static const struct division_form division_forms[REGION_WMO] = {
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

status region_reader_begin(struct region_reader *reader, struct region *division, struct span table,
	const char *const *names, size_t count, struct error *error)
{
	*reader = (struct region_reader){
		.division = division, .names = names, .count = count, .error = error};
	csv_init(&reader->csv, table, &division->arena);
	return csv_header(&reader->csv, names, count, reader->columns, error);
}

status region_reader_next(struct region_reader *reader, bool *more)
{
	TRY(csv_next(&reader->csv, more, reader->error));
	if (!*more || reader->csv.count == reader->count) return STATUS_OK;
	return status_fail_at(reader->error, STATUS_INPUT, reader->csv.line, 0,
		"%zu fields; %zu wanted", reader->csv.count, reader->count);
}

struct span region_reader_field(const struct region_reader *reader, size_t column)
{
	return reader->csv.fields[reader->columns[column]];
}

status region_reader_fail(const struct region_reader *reader, size_t column, const char *what)
{
	return status_fail_at(
		reader->error, STATUS_INPUT, reader->csv.line, 0, "%s %s", reader->names[column], what);
}

status region_reader_full(const struct region_reader *reader, const char *bound)
{
	return status_fail_at(
		reader->error, STATUS_BOUND, reader->csv.line, 0, "more rows than %s", bound);
}

status region_reader_name(const struct region_reader *reader, size_t column, struct span *name)
{
	*name = region_reader_field(reader, column);
	if (name->size == 0) return region_reader_fail(reader, column, "is empty");
	if (name->size > REGION_MAX_NAME_BYTES)
		return region_reader_fail(reader, column, "is over REGION_MAX_NAME_BYTES");
	return STATUS_OK;
}

bool region_table_code(struct span code, const char *prefix, size_t digits, int32_t *number)
{
	if (code.size != 2 + digits || !span_starts_with(code, prefix)) return false;
	*number = 0;
	for (size_t i = 2; i < code.size; i++) {
		if (code.start[i] < '0' || code.start[i] > '9') return false;
		*number = *number * 10 + (code.start[i] - '0');
	}
	return true;
}

/* A code and a name belong together in every row, or in none. */
static status read_area(const struct region_reader *reader, enum region_division which,
	struct region_municipality *municipality)
{
	const struct division_form *form = &division_forms[which];
	struct region_area *area = &municipality->areas[which];
	int32_t number;
	area->code = region_reader_field(reader, form->code);
	if (!region_table_code(area->code, form->prefix, form->digits, &number))
		return region_reader_fail(reader, form->code, "is no code of its division");
	TRY(region_reader_name(reader, form->name, &area->name));
	for (const struct region_municipality *other = reader->division->municipalities;
		 other < municipality; other++) {
		bool same_code = span_equal(other->areas[which].code, area->code);
		bool same_name = span_equal(other->areas[which].name, area->name);
		if (same_code != same_name)
			return region_reader_fail(
				reader, form->name, "and its code disagree with a row before");
	}
	return STATUS_OK;
}

static status read_region(
	const struct region_reader *reader, struct region_municipality *municipality)
{
	struct span *names = reader->division->names;
	struct span name;
	if (!region_parse(region_reader_field(reader, COLUMN_REGION_CODE), &municipality->region) ||
		municipality->region == REGION_NATIONAL)
		return region_reader_fail(reader, COLUMN_REGION_CODE, "is none of VR01 to VR25");
	TRY(region_reader_name(reader, COLUMN_REGION, &name));
	for (int number = 1; number <= REGION_COUNT; number++) {
		bool same_region = number == municipality->region;
		bool known = names[number].size != 0;
		if (known && span_equal(names[number], name) != same_region)
			return region_reader_fail(
				reader, COLUMN_REGION, "and its code disagree with a row before");
	}
	names[municipality->region] = name;
	return STATUS_OK;
}

static status read_wmo(const struct region_reader *reader, struct region_municipality *municipality)
{
	TRY(region_reader_name(reader, COLUMN_WMO_CENTRE, &municipality->wmo_centre));
	int word =
		codes_find(&region_confidence_codes, region_reader_field(reader, COLUMN_WMO_CONFIDENCE));
	municipality->wmo_confidence = (enum region_confidence)(word - 1);
	if (word != 0) return STATUS_OK;
	return region_reader_fail(
		reader, COLUMN_WMO_CONFIDENCE, "is none of low, middle, high, sourced");
}

static status read_inhabitants(
	const struct region_reader *reader, struct region_municipality *municipality)
{
	static const enum column columns[REGION_AGE_COUNT] = {
		[REGION_ALL_AGES] = COLUMN_ALL_AGES,
		[REGION_AGE_0_17] = COLUMN_AGE_0_17,
		[REGION_AGE_18_64] = COLUMN_AGE_18_64,
		[REGION_AGE_65_PLUS] = COLUMN_AGE_65_PLUS,
	};
	int64_t *inhabitants = municipality->inhabitants;
	for (int age = 0; age < REGION_AGE_COUNT; age++) {
		bool number = span_to_int64(region_reader_field(reader, columns[age]), &inhabitants[age]);
		if (!number || inhabitants[age] < 0 || inhabitants[age] > MAX_INHABITANTS)
			return region_reader_fail(reader, columns[age], "is no number of people");
	}
	int64_t sum = inhabitants[REGION_AGE_0_17] + inhabitants[REGION_AGE_18_64] +
		inhabitants[REGION_AGE_65_PLUS];
	if (sum != inhabitants[REGION_ALL_AGES])
		return region_reader_fail(reader, COLUMN_ALL_AGES, "is not the sum of the ages");
	return STATUS_OK;
}

static status read_degrees(const struct region_reader *reader, enum column column, double low,
	double high, double *degrees)
{
	bool number = span_to_double(region_reader_field(reader, column), degrees);
	if (!number || *degrees < low || *degrees > high)
		return region_reader_fail(reader, column, "is not in the country");
	return STATUS_OK;
}

static status read_row(const struct region_reader *reader)
{
	struct region *division = reader->division;
	if (division->count == REGION_MUNICIPALITY_COUNT)
		return region_reader_full(reader, "REGION_MUNICIPALITY_COUNT");
	struct region_municipality *municipality = &division->municipalities[division->count];
	municipality->code = region_reader_field(reader, COLUMN_CODE);
	if (!region_table_code(municipality->code, "GM", 4, &municipality->number))
		return region_reader_fail(reader, COLUMN_CODE, "is not GM and four digits");
	if (division->count > 0 && municipality[-1].number >= municipality->number)
		return region_reader_fail(
			reader, COLUMN_CODE, "does not come after that of the row before");
	TRY(region_reader_name(reader, COLUMN_NAME, &municipality->name));
	TRY(read_region(reader, municipality));
	for (int which = 0; which < REGION_WMO; which++)
		TRY(read_area(reader, (enum region_division)which, municipality));
	TRY(region_reader_name(reader, COLUMN_CARE_OFFICE_2015, &municipality->care_office_2015));
	TRY(read_wmo(reader, municipality));
	TRY(read_inhabitants(reader, municipality));
	TRY(read_degrees(
		reader, COLUMN_LONGITUDE, MIN_LONGITUDE, MAX_LONGITUDE, &municipality->longitude));
	TRY(read_degrees(reader, COLUMN_LATITUDE, MIN_LATITUDE, MAX_LATITUDE, &municipality->latitude));
	division->count++;
	return STATUS_OK;
}

status region_table_read(struct region *division, struct span table, struct error *error)
{
	struct region_reader reader;
	TRY(region_reader_begin(&reader, division, table, column_names, COLUMN_COUNT, error));
	for (;;) {
		bool more;
		TRY(region_reader_next(&reader, &more));
		if (!more) break;
		TRY(read_row(&reader));
	}
	if (division->count != REGION_MUNICIPALITY_COUNT)
		return status_fail_at(error, STATUS_INPUT, reader.csv.line, 0,
			"%zu municipalities; %d wanted", division->count, REGION_MUNICIPALITY_COUNT);
	return STATUS_OK;
}
