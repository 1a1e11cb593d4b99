/* codes.c - names of the shared enums.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/codes.h"
#include "base/check.h"

#define CODES(variable, text, list) \
	const struct codes variable = {text, list, sizeof(list) / sizeof(list[0])}

static const char *const life_domains[] = {
	"",
	"mental",
	"addiction",
	"physical",
	"debt",
	"housing",
	"income",
	"education",
	"work_daytime",
	"lifestyle",
	"social",
	"meaning",
	"parenting",
	"safety",
	"legal",
	"practical",
};
_Static_assert(sizeof(life_domains) / sizeof(life_domains[0]) == DOMAIN_COUNT, "a name per code");
CODES(codes_life_domain, "life_domain", life_domains);

static const char *const need_aims[] = {"", "prevent", "recover", "stabilise", "care"};
_Static_assert(sizeof(need_aims) / sizeof(need_aims[0]) == AIM_COUNT, "a name per code");
CODES(codes_need_aim, "need_aim", need_aims);

static const char *const member_kinds[] = {
	"", "person", "relative", "peer", "volunteer", "professional", "administrator"};
_Static_assert(
	sizeof(member_kinds) / sizeof(member_kinds[0]) == MEMBER_KIND_COUNT, "a name per code");
CODES(codes_member_kind, "member_kind", member_kinds);

static const char *const decline_reasons[] = {
	"", "fit", "competence", "combination", "address", "diagnosis", "crisis_prone", "full"};
_Static_assert(
	sizeof(decline_reasons) / sizeof(decline_reasons[0]) == DECLINE_COUNT, "a name per code");
CODES(codes_decline_reason, "decline_reason", decline_reasons);

static const char *const decline_insteads[] = {"", "consult", "bridge", "part", "search"};
_Static_assert(
	sizeof(decline_insteads) / sizeof(decline_insteads[0]) == INSTEAD_COUNT, "a name per code");
CODES(codes_decline_instead, "decline_instead", decline_insteads);

static const char *const closings[] = {"", "together", "person", "mandate", "death"};
_Static_assert(sizeof(closings) / sizeof(closings[0]) == CLOSING_COUNT, "a name per code");
CODES(codes_closing, "closing", closings);

static const char *const for_whoms[] = {"", "self", "somebody_else"};
_Static_assert(sizeof(for_whoms) / sizeof(for_whoms[0]) == FOR_COUNT, "a name per code");
CODES(codes_for_whom, "for_whom", for_whoms);

static const char *const organisation_kinds[] = {"", "area_team", "gp", "mental_health",
	"addiction", "social", "peer", "housing", "debt", "duty", "peer_group", "volunteers",
	"home_care", "hospital", "municipality", "police", "clients", "school"};
_Static_assert(
	sizeof(organisation_kinds) / sizeof(organisation_kinds[0]) == ORGANISATION_KIND_COUNT,
	"a name per code");
CODES(codes_organisation_kind, "organisation_kind", organisation_kinds);

static const char *const service_levels[] = {"", "local", "regional", "supraregional"};
_Static_assert(
	sizeof(service_levels) / sizeof(service_levels[0]) == LEVEL_COUNT, "a name per code");
CODES(codes_service_level, "service_level", service_levels);

static const char *const intensities[] = {
	"", "light_contact", "light", "moderate", "intensive", "very_intensive"};
_Static_assert(sizeof(intensities) / sizeof(intensities[0]) == INTENSITY_COUNT, "a name per code");
CODES(codes_intensity, "intensity", intensities);

static const char *const service_kinds[] = {"", "treatment", "guidance", "consult", "advice",
	"peer_support", "peer_group", "volunteer", "walk_in", "respite_bed", "mobile_team",
	"supported_housing", "day_activity", "admission", "crisis", "debt_help", "family_support",
	"course", "self_help_online"};
_Static_assert(
	sizeof(service_kinds) / sizeof(service_kinds[0]) == SERVICE_KIND_COUNT, "a name per code");
CODES(codes_service_kind, "service_kind", service_kinds);

static const char *const ways_in[] = {
	"", "phone", "email", "website", "chat", "walk_in", "at_home", "vangnet"};
_Static_assert(sizeof(ways_in) / sizeof(ways_in[0]) == WAY_IN_COUNT, "a name per code");
CODES(codes_way_in, "way_in", ways_in);

static const char *const referrals[] = {"", "without", "with", "either"};
_Static_assert(sizeof(referrals) / sizeof(referrals[0]) == REFERRAL_COUNT, "a name per code");
CODES(codes_referral, "referral", referrals);

static const char *const service_settings[] = {
	"", "alone", "group", "online", "phone", "at_home", "with_relatives"};
_Static_assert(
	sizeof(service_settings) / sizeof(service_settings[0]) == SETTING_COUNT, "a name per code");
CODES(codes_service_setting, "service_setting", service_settings);

static const char *const accessibilities[] = {"", "wheelchair", "wheelchair_toilet", "lift",
	"hearing_loop", "sign_language", "quiet_room", "guide_dog", "public_transport",
	"parking_disabled"};
_Static_assert(
	sizeof(accessibilities) / sizeof(accessibilities[0]) == ACCESSIBILITY_COUNT, "a name per code");
CODES(codes_accessibility, "accessibility", accessibilities);

static const char *const site_forms[] = {"", "place", "online", "mobile", "meeting"};
_Static_assert(sizeof(site_forms) / sizeof(site_forms[0]) == SITE_FORM_COUNT, "a name per code");
CODES(codes_site_form, "site_form", site_forms);

int codes_find(const struct codes *codes, struct span name)
{
	for (int i = 1; i < codes->count; i++)
		if (codes->names[i] != NULL && span_is(name, codes->names[i])) return i;
	return 0;
}

const char *codes_name(const struct codes *codes, int number)
{
	CHECK(number >= 0 && number < codes->count && codes->names[number] != NULL);
	return codes->names[number];
}
