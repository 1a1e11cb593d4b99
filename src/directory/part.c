/* part.c - parts of entries, by one table per kind.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/part.h"
#include "base/check.h"
#include "base/date.h"
#include "directory/agreement.h"
#include "directory/criteria.h"
#include "directory/directory.h"

#define PART(type, name, form, member, list, required)                             \
	{                                                                              \
		ENTRY_FIELD_##name, form, offsetof(struct type, member), list, required, 0 \
	}
#define TEXT(type, name, member, required, bytes)                                           \
	{                                                                                       \
		ENTRY_FIELD_##name, PART_TEXT, offsetof(struct type, member), NULL, required, bytes \
	}
#define NAME(type) TEXT(type, NAME, name, true, DIRECTORY_MAX_NAME_BYTES)
#define LINE(type, name, member) TEXT(type, name, member, false, DIRECTORY_MAX_LINE_BYTES)
#define WORDS(type, name, member) TEXT(type, name, member, false, DIRECTORY_MAX_WORDS_BYTES)
#define PHONE(type) TEXT(type, PHONE, phone, false, DIRECTORY_MAX_PHONE_BYTES)
#define CODES(type, name, member, list) PART(type, name, PART_CODES, member, &(list), false)

static const struct part organisation_parts[] = {
	PART(organisation, KIND, PART_CODE, kind, &codes_organisation_kind, true),
	NAME(organisation),
	LINE(organisation, ALTERNATE_NAME, alternate_name),
	WORDS(organisation, DESCRIPTION, description),
	LINE(organisation, WEBSITE, website),
	LINE(organisation, EMAIL, email),
	PHONE(organisation),
};
static const struct part site_parts[] = {
	PART(site, MUNICIPALITY, PART_MUNICIPALITY, municipality, NULL, true),
	NAME(site),
	PART(site, FORM, PART_CODE, form, &codes_site_form, false),
	LINE(site, ADDRESS, address),
	LINE(site, POSTAL_CODE, postal_code),
	LINE(site, PLACE, place),
	PART(site, LATITUDE, PART_DEGREES, latitude_e6, NULL, false),
	PART(site, LONGITUDE, PART_DEGREES, longitude_e6, NULL, false),
	CODES(site, ACCESSIBILITY, accessibility, codes_accessibility),
	WORDS(site, DIRECTIONS, directions),
	PHONE(site),
	LINE(site, EMAIL, email),
};
static const struct part service_parts[] = {
	PART(service, SITE, PART_ID, site, NULL, true),
	NAME(service),
	PART(service, KIND, PART_CODE, kind, &codes_service_kind, false),
	PART(service, DOMAIN, PART_CODE, domain, &codes_life_domain, true),
	CODES(service, DOMAINS, domains, codes_life_domain),
	PART(service, LEVEL, PART_CODE, level, &codes_service_level, true),
	PART(service, LANGUAGES, PART_LANGUAGES, languages, NULL, false),
	CODES(service, WAYS_IN, ways_in, codes_way_in),
	WORDS(service, WAY_IN_WORDS, way_in_words),
	PART(service, REFERRAL, PART_CODE, referral, &codes_referral, false),
	PART(service, ANONYMOUS, PART_YES, anonymous, NULL, false),
	CODES(service, SETTINGS, settings, codes_service_setting),
	PART(service, MIN_AGE, PART_NUMBER, min_age, NULL, false),
	PART(service, MAX_AGE, PART_NUMBER, max_age, NULL, false),
	CODES(service, GOOD_AT, good_at, directory_criteria),
	WORDS(service, GOOD_AT_WORDS, good_at_words),
	PART(service, SECURITY, PART_NUMBER, security, NULL, false),
	WORDS(service, DESCRIPTION, description),
	PHONE(service),
	LINE(service, EMAIL, email),
	LINE(service, WEBSITE, website),
};
static const struct part agreement_parts[] = {
	NAME(agreement),
	WORDS(agreement, DESCRIPTION, words),
	PART(agreement, FROM_DAY, PART_DAY, from_day, NULL, true),
	PART(agreement, TO_DAY, PART_DAY, to_day, NULL, false),
};

#define LIST(list)                                 \
	do {                                           \
		*count = sizeof(list) / sizeof((list)[0]); \
		return list;                               \
	} while (0)

const struct part *part_list(enum entry_kind kind, size_t *count)
{
	switch (kind) {
	case ENTRY_ORGANISATION: LIST(organisation_parts);
	case ENTRY_SITE: LIST(site_parts);
	case ENTRY_SERVICE: LIST(service_parts);
	case ENTRY_AGREEMENT: LIST(agreement_parts);
	case ENTRY_NONE:
	case ENTRY_KIND_COUNT: break;
	}
	CHECK_UNREACHABLE("kind of entry");
}

const struct part *part_find(enum entry_kind kind, int field)
{
	size_t count = 0;
	const struct part *list = part_list(kind, &count);
	for (size_t i = 0; i < count; i++)
		if ((int)list[i].field == field) return &list[i];
	return NULL;
}

static size_t size_of(const struct part *part)
{
	switch (part->form) {
	case PART_TEXT:
	case PART_LANGUAGES: return sizeof(struct span);
	case PART_CODES: return sizeof(int64_t);
	case PART_YES: return sizeof(bool);
	case PART_ID: return sizeof(struct id);
	case PART_NUMBER:
	case PART_DEGREES:
	case PART_CODE:
	case PART_MUNICIPALITY:
	case PART_DAY: break;
	}
	return sizeof(int32_t);
}

static const void *at(const struct part *part, const void *record)
{
	return (const char *)record + part->offset;
}

bool part_said(const struct part *part, const void *record)
{
	const void *value = at(part, record);
	switch (part->form) {
	case PART_TEXT:
	case PART_LANGUAGES: return ((const struct span *)value)->size > 0;
	case PART_CODES: return *(const int64_t *)value != 0;
	case PART_YES: return *(const bool *)value;
	case PART_ID: return !id_is_none(*(const struct id *)value);
	case PART_NUMBER:
	case PART_DEGREES:
	case PART_CODE:
	case PART_MUNICIPALITY:
	case PART_DAY: break;
	}
	return *(const int32_t *)value != 0;
}

bool part_equal(const struct part *part, const void *a, const void *b)
{
	if (part->form == PART_TEXT || part->form == PART_LANGUAGES)
		return span_equal(*(const struct span *)at(part, a), *(const struct span *)at(part, b));
	return memcmp(at(part, a), at(part, b), size_of(part)) == 0;
}

static void copy_part(const struct part *part, void *to, const void *from)
{
	memcpy((char *)to + part->offset, at(part, from), size_of(part));
}

static void clear_part(const struct part *part, void *record)
{
	memset((char *)record + part->offset, 0, size_of(part));
}

static void add_codes(const struct codes *codes, int64_t mask, struct buf *out)
{
	size_t before = out->size;
	for (int i = 1; i < codes->count; i++) {
		if ((mask >> i & 1) == 0) continue;
		if (out->size > before) buf_add_char(out, ' ');
		buf_add_text(out, codes->names[i]);
	}
}

static void add_degrees(int32_t millionths, struct buf *out)
{
	int32_t size = millionths < 0 ? -millionths : millionths;
	buf_printf(
		out, "%s%d.%06d", millionths < 0 ? "-" : "", (int)(size / 1000000), (int)(size % 1000000));
}

static void add_id(struct id id, struct buf *out)
{
	char text[ID_TEXT_SIZE];
	buf_add_text(out, id_text(id, text));
}

static void add_day(int32_t day, struct buf *out)
{
	char text[DATE_TEXT_SIZE];
	buf_add_text(out, date_text(day, text));
}

void part_text(const struct part *part, const void *record, struct buf *out)
{
	const void *value = at(part, record);
	if (!part_said(part, record)) return;
	switch (part->form) {
	case PART_TEXT:
	case PART_LANGUAGES: buf_add_span(out, *(const struct span *)value); break;
	case PART_NUMBER: buf_add_int(out, *(const int32_t *)value); break;
	case PART_DEGREES: add_degrees(*(const int32_t *)value, out); break;
	case PART_YES: buf_add_text(out, "yes"); break;
	case PART_CODE: buf_add_text(out, codes_name(part->codes, *(const int32_t *)value)); break;
	case PART_CODES: add_codes(part->codes, *(const int64_t *)value, out); break;
	case PART_MUNICIPALITY: buf_printf(out, "GM%04d", (int)*(const int32_t *)value); break;
	case PART_ID: add_id(*(const struct id *)value, out); break;
	case PART_DAY: add_day(*(const int32_t *)value, out); break;
	}
}

void part_merge(enum entry_kind kind, void *record, const void *draft, int64_t clear)
{
	size_t count = 0;
	const struct part *list = part_list(kind, &count);
	for (size_t i = 0; i < count; i++) {
		if ((clear >> list[i].field & 1) != 0) clear_part(&list[i], record);
		if (part_said(&list[i], draft)) copy_part(&list[i], record, draft);
	}
}

bool part_may_clear(enum entry_kind kind, int64_t clear)
{
	for (int field = 1; field < ENTRY_FIELD_COUNT; field++) {
		if ((clear >> field & 1) == 0) continue;
		const struct part *part = part_find(kind, field);
		if (part == NULL || part->required) return false;
	}
	return true;
}
