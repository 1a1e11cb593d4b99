/* test_codes.c - names and numbers of the shared enums.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/codes.h"
#include "raises.h"

/* What is in databases and in what clients send: to be appended to, never changed. */
struct expected {
	const struct codes *codes;
	const char *name;
	int count;
	const char *names[20];
};

static const struct expected lists[] = {
	{&codes_life_domain, "life_domain", 16,
		{"", "mental", "addiction", "physical", "debt", "housing", "income", "education",
			"work_daytime", "lifestyle", "social", "meaning", "parenting", "safety", "legal",
			"practical"}},
	{&codes_need_aim, "need_aim", 5, {"", "prevent", "recover", "stabilise", "care"}},
	{&codes_member_kind, "member_kind", 7,
		{"", "person", "relative", "peer", "volunteer", "professional", "administrator"}},
	{&codes_decline_reason, "decline_reason", 8,
		{"", "fit", "competence", "combination", "address", "diagnosis", "crisis_prone", "full"}},
	{&codes_decline_instead, "decline_instead", 5, {"", "consult", "bridge", "part", "search"}},
	{&codes_closing, "closing", 5, {"", "together", "person", "mandate", "death"}},
	{&codes_for_whom, "for_whom", 3, {"", "self", "somebody_else"}},
	{&codes_organisation_kind, "organisation_kind", 18,
		{"", "area_team", "gp", "mental_health", "addiction", "social", "peer", "housing", "debt",
			"duty", "peer_group", "volunteers", "home_care", "hospital", "municipality", "police",
			"clients", "school"}},
	{&codes_intensity, "intensity", 6,
		{"", "light_contact", "light", "moderate", "intensive", "very_intensive"}},
	{&codes_service_kind, "service_kind", 19,
		{"", "treatment", "guidance", "consult", "advice", "peer_support", "peer_group",
			"volunteer", "walk_in", "respite_bed", "mobile_team", "supported_housing",
			"day_activity", "admission", "crisis", "debt_help", "family_support", "course",
			"self_help_online"}},
	{&codes_way_in, "way_in", 8,
		{"", "phone", "email", "website", "chat", "walk_in", "at_home", "vangnet"}},
	{&codes_referral, "referral", 4, {"", "without", "with", "either"}},
	{&codes_service_setting, "service_setting", 7,
		{"", "alone", "group", "online", "phone", "at_home", "with_relatives"}},
	{&codes_accessibility, "accessibility", 10,
		{"", "wheelchair", "wheelchair_toilet", "lift", "hearing_loop", "sign_language",
			"quiet_room", "guide_dog", "public_transport", "parking_disabled"}},
	{&codes_site_form, "site_form", 5, {"", "place", "online", "mobile", "meeting"}},
	{&codes_service_level, "service_level", 4, {"", "local", "regional", "supraregional"}},
};
enum { LISTS = sizeof(lists) / sizeof(lists[0]) };

/* Numbers that were stored keep their meaning: each list is what it is written down as here. */
static void test_codes__keep_their_numbers(void **state)
{
	(void)state;
	for (size_t i = 0; i < LISTS; i++) {
		const struct codes *codes = lists[i].codes;
		assert_string_equal(codes->name, lists[i].name);
		assert_int_equal(codes->count, lists[i].count);
		for (int number = 0; number < codes->count; number++)
			assert_string_equal(codes_name(codes, number), lists[i].names[number]);
	}
}

/* The enums in C and the lists agree, first to last. */
static void test_codes__agree_with_the_enums(void **state)
{
	static const struct {
		const struct codes *codes;
		int number;
		const char *name;
	} ends[] = {
		{&codes_life_domain, DOMAIN_MENTAL, "mental"},
		{&codes_life_domain, DOMAIN_PRACTICAL, "practical"},
		{&codes_need_aim, AIM_PREVENT, "prevent"},
		{&codes_need_aim, AIM_CARE, "care"},
		{&codes_member_kind, MEMBER_PERSON, "person"},
		{&codes_member_kind, MEMBER_PROFESSIONAL, "professional"},
		{&codes_member_kind, MEMBER_ADMINISTRATOR, "administrator"},
		{&codes_decline_reason, DECLINE_COMPETENCE, "competence"},
		{&codes_decline_reason, DECLINE_EXCLUDING_COMBINATION, "combination"},
		{&codes_decline_reason, DECLINE_EXCLUDING_FULL, "full"},
		{&codes_decline_instead, INSTEAD_CONSULT, "consult"},
		{&codes_decline_instead, INSTEAD_SEARCH, "search"},
		{&codes_closing, CLOSING_TOGETHER, "together"},
		{&codes_closing, CLOSING_DEATH, "death"},
		{&codes_for_whom, FOR_SELF, "self"},
		{&codes_for_whom, FOR_SOMEBODY_ELSE, "somebody_else"},
		{&codes_organisation_kind, ORGANISATION_AREA_TEAM, "area_team"},
		{&codes_organisation_kind, ORGANISATION_DUTY, "duty"},
		{&codes_organisation_kind, ORGANISATION_CLIENTS, "clients"},
		{&codes_organisation_kind, ORGANISATION_SCHOOL, "school"},
		{&codes_intensity, INTENSITY_LIGHT_CONTACT, "light_contact"},
		{&codes_intensity, INTENSITY_VERY_INTENSIVE, "very_intensive"},
		{&codes_service_kind, SERVICE_TREATMENT, "treatment"},
		{&codes_service_kind, SERVICE_SELF_HELP_ONLINE, "self_help_online"},
		{&codes_way_in, WAY_IN_PHONE, "phone"},
		{&codes_way_in, WAY_IN_VANGNET, "vangnet"},
		{&codes_referral, REFERRAL_WITHOUT, "without"},
		{&codes_referral, REFERRAL_EITHER, "either"},
		{&codes_service_setting, SETTING_ALONE, "alone"},
		{&codes_service_setting, SETTING_WITH_RELATIVES, "with_relatives"},
		{&codes_accessibility, ACCESSIBLE_WHEELCHAIR, "wheelchair"},
		{&codes_accessibility, ACCESSIBLE_PARKING_DISABLED, "parking_disabled"},
		{&codes_site_form, SITE_FORM_PLACE, "place"},
		{&codes_site_form, SITE_FORM_MEETING, "meeting"},
		{&codes_service_level, LEVEL_LOCAL, "local"},
		{&codes_service_level, LEVEL_SUPRAREGIONAL, "supraregional"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++)
		assert_string_equal(codes_name(ends[i].codes, ends[i].number), ends[i].name);
}

/* A name gives its number back, and no two numbers have the same name. */
static void test_codes_find__finds_every_name(void **state)
{
	(void)state;
	for (size_t i = 0; i < LISTS; i++)
		for (int number = 1; number < lists[i].codes->count; number++)
			assert_int_equal(
				codes_find(lists[i].codes, span_of(codes_name(lists[i].codes, number))), number);
}

/* What is not exactly a name is not said: empty, longer, shorter, in capitals, or of another list.
 * */
static void test_codes_find__finds_nothing_else(void **state)
{
	static const char *const wrong[] = {
		"", "menta", "mentall", " mental", "mental ", "Mental", "MENTAL", "recover", "0", "1"};
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(codes_find(&codes_life_domain, span_of(wrong[i])), 0);
	assert_int_equal(codes_find(&codes_life_domain, (struct span){NULL, 0}), 0);
	assert_int_equal(codes_find(&codes_life_domain, span_bytes("mental\0", 7)), 0);
	assert_int_equal(codes_find(&codes_life_domain, span_bytes("mentally", 6)), DOMAIN_MENTAL);
}

/* A number outside the list is a mistake of this program. */
static void test_codes_name__raises_outside_the_list(void **state)
{
	(void)state;
	for (size_t i = 0; i < LISTS; i++) {
		assert_raises(codes_name(lists[i].codes, -1));
		assert_raises(codes_name(lists[i].codes, lists[i].codes->count));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_codes__keep_their_numbers),
		cmocka_unit_test(test_codes__agree_with_the_enums),
		cmocka_unit_test(test_codes_find__finds_every_name),
		cmocka_unit_test(test_codes_find__finds_nothing_else),
		cmocka_unit_test(test_codes_name__raises_outside_the_list),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
