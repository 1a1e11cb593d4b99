/* region_json_purchase.c - purchasers and the parties that must agree, as JSON.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "region/region_json.h"

static void put_span_or_null(struct jsonw *json, const char *key, struct span text)
{
	if (text.size == 0)
		jsonw_put_null(json, key);
	else
		jsonw_put_span(json, key, text);
}

static void put_party(struct jsonw *json, const struct region_party *party)
{
	jsonw_put_text(json, "party", codes_name(&region_party_codes, (int)party->kind));
	put_span_or_null(json, "code", party->code);
	put_span_or_null(json, "name", party->name);
	jsonw_put_text(
		json, "confidence", codes_name(&region_confidence_codes, (int)party->confidence + 1));
}

static void put_bought(struct jsonw *json, const struct region_purchase *purchase)
{
	jsonw_put_text(json, "law", codes_name(&region_law_codes, (int)purchase->law));
	jsonw_put_text(json, "service", codes_name(&region_service_codes, (int)purchase->service));
}

static void put_asked(struct jsonw *json, const struct region_asked *asked)
{
	jsonw_key(json, "municipality");
	region_json_municipality(json, asked->municipality);
	jsonw_put_day(json, "on", asked->day);
}

static void put_purchaser(struct jsonw *json, const struct region_purchaser *purchaser)
{
	const struct region_purchase *purchase = purchaser->purchase;
	jsonw_object_begin(json);
	put_bought(json, purchase);
	put_span_or_null(json, "article", purchase->article);
	jsonw_put_day(json, "from", purchase->from_day);
	if (purchase->until_day == REGION_STILL)
		jsonw_put_null(json, "until");
	else
		jsonw_put_day(json, "until", purchase->until_day);
	jsonw_key(json, "today");
	jsonw_object_begin(json);
	put_party(json, &purchaser->today);
	jsonw_object_end(json);
	jsonw_key(json, "vangnet");
	jsonw_object_begin(json);
	put_party(json, &purchaser->vangnet);
	jsonw_object_end(json);
	jsonw_object_end(json);
}

void region_json_purchasers(
	struct jsonw *json, const struct region_asked *asked, enum region_law law)
{
	struct region_purchaser found[REGION_MAX_PURCHASES];
	size_t count = region_purchasers(
		asked->division, asked->municipality, law, asked->day, &asked->appointed, found);
	jsonw_object_begin(json);
	put_asked(json, asked);
	jsonw_key(json, "purchasers");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) put_purchaser(json, &found[i]);
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void put_order(struct jsonw *json, const char *key, const struct region_asked *asked,
	const struct region_person *person, enum region_order order)
{
	struct region_agreeing found[REGION_MAX_PURCHASES];
	size_t count = region_parties(
		asked->division, asked->municipality, asked->day, person, &asked->appointed, order, found);
	jsonw_key(json, key);
	jsonw_object_begin(json);
	jsonw_put_int(json, "count", (int64_t)count);
	jsonw_key(json, "parties");
	jsonw_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		jsonw_object_begin(json);
		put_party(json, &found[i].party);
		jsonw_key(json, "buys");
		jsonw_array_begin(json);
		for (size_t j = 0; j < found[i].count; j++) {
			jsonw_object_begin(json);
			put_bought(json, found[i].purchases[j]);
			jsonw_object_end(json);
		}
		jsonw_array_end(json);
		jsonw_object_end(json);
	}
	jsonw_array_end(json);
	jsonw_object_end(json);
}

void region_json_parties(
	struct jsonw *json, const struct region_asked *asked, const struct region_person *person)
{
	jsonw_object_begin(json);
	put_asked(json, asked);
	jsonw_put_text(json, "age", codes_name(&region_age_codes, (int)person->age));
	jsonw_put_text(json, "living", codes_name(&region_living_codes, (int)person->living));
	jsonw_put_bool(json, "forensic", person->forensic);
	put_order(json, "today", asked, person, REGION_TODAY);
	put_order(json, "vangnet", asked, person, REGION_VANGNET);
	jsonw_object_end(json);
}
