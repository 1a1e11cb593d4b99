/* region_purchase.c - from a law and a place to a party.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "region/region_private.h"

#define CODES(name, text, list, count)                                              \
	_Static_assert(sizeof(list) / sizeof((list)[0]) == (count), "a name per code"); \
	const struct codes name = {text, list, count}

static const char *const laws[] = {"", "zvw", "wlz", "wmo", "jeugdwet", "wpg", "wfz"};
CODES(region_law_codes, "law", laws, REGION_LAW_COUNT);
static const char *const services[] = {"", "treatment", "general_practice", "long_stay", "support",
	"sheltered_living", "youth_help", "prevention", "forensic_care"};
CODES(region_service_codes, "purchase", services, REGION_SERVICE_COUNT);
static const char *const parties[] = {"", "insurer", "region_insurer", "care_office", "wmo_centre",
	"municipality", "youth_region", "ggd", "core_municipality", "ministry"};
CODES(region_party_codes, "party", parties, REGION_PARTY_COUNT);
static const char *const ages[] = {"", "adult", "youth"};
CODES(region_age_codes, "age_group", ages, REGION_AGE_GROUPS);
static const char *const livings[] = {"", "independent", "sheltered", "long_stay"};
CODES(region_living_codes, "living", livings, REGION_LIVING_COUNT);

static void set_area(struct region_party *party, const struct region_municipality *municipality,
	enum region_division division)
{
	party->code = municipality->areas[division].code;
	party->name = municipality->areas[division].name;
	/* Of what is no more nobody knows in which it was. */
	if (party->code.size == 0) party->confidence = REGION_LOW;
}

static void set_municipality(
	struct region_party *party, const struct region_municipality *municipality)
{
	if (municipality == NULL) return;
	party->code = municipality->code;
	party->name = municipality->name;
}

static void set_insurer(struct region_party *party, const struct region_appointed *appointed)
{
	if (appointed == NULL || appointed->insurer == NULL) return;
	party->kind = REGION_PARTY_REGION_INSURER;
	party->code = appointed->insurer->code;
	party->name = appointed->insurer->name;
}

struct region_party region_party_of(enum region_party_kind kind,
	const struct region_municipality *municipality, const struct region_appointed *appointed)
{
	struct region_party party = {.kind = kind, .confidence = REGION_SOURCED};
	switch (kind) {
	case REGION_PARTY_INSURER:
	case REGION_PARTY_REGION_INSURER: set_insurer(&party, appointed); break;
	case REGION_PARTY_CARE_OFFICE: set_area(&party, municipality, REGION_CARE_OFFICE); break;
	case REGION_PARTY_WMO_CENTRE:
		set_area(&party, municipality, REGION_WMO);
		party.confidence = municipality->wmo_confidence;
		break;
	case REGION_PARTY_MUNICIPALITY: set_municipality(&party, municipality); break;
	case REGION_PARTY_YOUTH_REGION: set_area(&party, municipality, REGION_YOUTH); break;
	case REGION_PARTY_GGD: set_area(&party, municipality, REGION_GGD); break;
	case REGION_PARTY_CORE_MUNICIPALITY:
		set_municipality(&party, appointed == NULL ? NULL : appointed->core);
		break;
	case REGION_PARTY_MINISTRY: break;
	case REGION_PARTY_NOT_SAID:
	case REGION_PARTY_COUNT: CHECK_UNREACHABLE("a kind of party");
	}
	return party;
}

static bool in_force(const struct region_purchase *purchase, int32_t day)
{
	return purchase->from_day <= day && day <= purchase->until_day;
}

size_t region_purchasers(const struct region *division,
	const struct region_municipality *municipality, enum region_law law, int32_t day,
	const struct region_appointed *appointed, struct region_purchaser found[REGION_MAX_PURCHASES])
{
	size_t count = 0;
	for (size_t i = 0; i < division->purchase_count; i++) {
		const struct region_purchase *purchase = &division->purchases[i];
		if (!in_force(purchase, day)) continue;
		if (law != REGION_LAW_NOT_SAID && purchase->law != law) continue;
		found[count++] = (struct region_purchaser){.purchase = purchase,
			.today = region_party_of(purchase->party, municipality, appointed),
			.vangnet = region_party_of(purchase->region_party, municipality, appointed)};
	}
	return count;
}

static bool is_for(const struct region_purchase *purchase, const struct region_person *person)
{
	if (purchase->forensic && !person->forensic) return false;
	return (purchase->ages & 1u << person->age) != 0 &&
		(purchase->livings & 1u << person->living) != 0;
}

/* One and the same, whatever it is called: a municipality may be its own Wmo centre. */
static bool is_same(const struct region_party *a, const struct region_party *b)
{
	return span_equal(a->code, b->code) && (a->code.size > 0 || a->kind == b->kind);
}

static struct region_agreeing *find_party(
	struct region_agreeing *found, size_t *count, struct region_party party)
{
	for (size_t i = 0; i < *count; i++)
		if (is_same(&found[i].party, &party)) return &found[i];
	found[*count] = (struct region_agreeing){.party = party};
	return &found[(*count)++];
}

size_t region_parties(const struct region *division, const struct region_municipality *municipality,
	int32_t day, const struct region_person *person, const struct region_appointed *appointed,
	enum region_order order, struct region_agreeing found[REGION_MAX_PURCHASES])
{
	struct region_purchaser all[REGION_MAX_PURCHASES];
	size_t count = 0;
	size_t total =
		region_purchasers(division, municipality, REGION_LAW_NOT_SAID, day, appointed, all);
	for (size_t i = 0; i < total; i++) {
		if (!is_for(all[i].purchase, person)) continue;
		struct region_agreeing *agreeing =
			find_party(found, &count, order == REGION_TODAY ? all[i].today : all[i].vangnet);
		agreeing->purchases[agreeing->count++] = all[i].purchase;
	}
	return count;
}
