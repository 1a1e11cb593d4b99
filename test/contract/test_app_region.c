/* test_app_region.c - vangnet region: it answers with and without a database, in two languages, and
 * as the API does.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "program.h"
#include <signal.h>
#include <stdio.h>
#include <string.h>

static void not_said(const struct buf *said, const char *words)
{
	if (memmem(said->bytes, said->size, words, strlen(words)) != NULL) fail_msg("said: %s", words);
}

/* Where a municipality belongs, on a day and now, by code or by name; in Dutch or in English. */
static void test_region_where__tells_where_it_belongs(void **state)
{
	struct program *program = *state;
	assert_int_equal(RUN(program, "a", "region", "where", "Weesp", "--on", "2020-01-01"), 0);
	program_said(&program->out, "hoorde op 1 januari 2020 bij regio Gooi en Vechtstreek (VR14)");
	program_said(&program->out, "Op 24 maart 2022 kwam Weesp bij Amsterdam.");
	program_said(&program->out, "Nu is dit: Amsterdam.");
	assert_int_equal(
		RUN(program, "a", "region", "where", "GM1961", "--on", "2016-05-01", "--english"), 0);
	program_said(&program->out, "did not lie in one region on 1 May 2016");
	program_said(&program->out, "Leerdam (VR18), Vianen (VR09), Zederik (VR18)");
	/* What is no more does not belong to anything; what is there now does. */
	assert_int_equal(RUN(program, "a", "region", "where", "Weesp"), 0);
	program_said(&program->out,
		"Weesp (GM0457) was een gemeente tot en met 23 maart 2022, in regio Gooi en Vechtstreek "
		"(VR14).");
	program_said(&program->out, "Op 24 maart 2022 kwam Weesp bij Amsterdam.");
	program_said(&program->out, "Nu ligt hier: Amsterdam (VR13).");
	not_said(&program->out, "hoorde op");
	/* A day to come, and how far the tables go. */
	assert_int_equal(RUN(program, "a", "region", "where", "Utrecht", "--on", "2099-01-01"), 0);
	program_said(
		&program->out, "Voor zover nu bekend hoort Utrecht (GM0344) op 1 januari 2099 bij");
	program_said(&program->out, "De indeling is bekend zoals op 1 januari 2023.");
	program_said(&program->out, "“Zeker” komt uit een bron.");
	assert_int_equal(RUN(program, "a", "region", "where", "Utrecht", "--on", "2020-01-01"), 0);
	not_said(&program->out, "De indeling is bekend zoals");
	assert_int_equal(RUN(program, "a", "region", "where", "den haag"), 0);
	program_said(&program->out, "'s-Gravenhage (GM0518) hoort bij regio Haaglanden (VR15).");
	program_said(&program->out, "Zorgkantoorregio: Haaglanden (ZK10)");
}

/* What was divided is not guessed. */
static void test_region_purchasers__asks_which_part_is_meant(void **state)
{
	struct program *program = *state;
	assert_int_equal(RUN(program, "a", "region", "purchasers", "Haaren"), 1);
	program_said(&program->err, "Haaren is verdeeld.");
	program_said(&program->err, "Boxtel, Oisterwijk, Tilburg, Vught");
	assert_int_equal(program->out.size, 0);
}

/* Who must agree, today and in Vangnet; and the areas that a border goes through. */
static void test_region__tells_who_must_agree_and_what_is_cut(void **state)
{
	struct program *program = *state;
	assert_int_equal(
		RUN(program, "a", "region", "parties", "Zeist", "--living", "sheltered", "--forensic"), 0);
	program_said(&program->out, "De centrumgemeente: Utrecht (vrij zeker), voor beschermd wonen");
	program_said(&program->out, "5 partijen moeten het eens zijn.");
	program_said(&program->out, "3 partijen moeten het eens zijn.");
	assert_int_equal(RUN(program, "a", "region", "parties", "Zeist", "--age=youth"), 0);
	program_said(&program->out, "De jeugdregio: Zuid-Oost Utrecht, voor jeugdhulp");
	assert_int_equal(RUN(program, "a", "region", "cuts", "VR20"), 0);
	program_said(&program->out, "GGD-regio: 2 in deze regio, 1 daarvan niet in zijn geheel.");
	program_said(&program->out, "binnen de regio, 422901 inwoners: Dongen, Gilze en Rijen");
	assert_int_equal(RUN(program, "a", "region", "show", "Twente"), 0);
	program_said(&program->out, "Regio Twente (VR05) heeft ");
	assert_int_equal(RUN(program, "a", "region", "cuts", "vr20"), 0);
	assert_int_equal(RUN(program, "a", "region", "list"), 0);
	program_said(&program->out, "VR24: Zuid-Limburg, ");
}

/* Without a database it says so; with one, who is appointed, and then the insurer has a name. */
static void test_region_show__tells_who_is_appointed(void **state)
{
	static const char appointment[] =
		"{\"insurer\":\"menzis\",\"core_municipality\":\"Groningen\",\"from\":\"2020-01-01\","
		"\"decided_where\":\"Regiotafel\"}";
	struct program *program = *state;
	assert_int_equal(RUN(program, "b", "region", "show", "VR01"), 0);
	program_said(&program->out, "Er is hier geen databank.");
	program_serve(program, "a", NULL);
	program_settle(program);
	assert_int_equal(RUN(program, "a", "region", "show", "VR01"), 0);
	program_said(&program->out, "is er niemand aangewezen voor deze regio.");
	assert_int_equal(
		program_ask(program, "POST", "/v1/regions/VR01/appointments", appointment), 201);
	assert_int_equal(RUN(program, "a", "region", "show", "VR01"), 0);
	program_said(&program->out,
		"De verzekeraar is Menzis, de kerngemeente is Groningen. Dit geldt vanaf 1 januari 2020.");
	assert_int_equal(RUN(program, "a", "region", "purchasers", "Haren", "--law", "zvw"), 0);
	program_said(&program->out, "behandeling: de zorgverzekeraar van de regio: Menzis");
	not_said(&program->out, "de eigen zorgverzekeraar");
	assert_int_equal(RUN(program, "a", "region", "purchasers", "Haren", "--on", "2019-12-31"), 0);
	program_said(&program->out, "behandeling: de eigen zorgverzekeraar");
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* As JSON it is what the API gives, byte for byte. */
static void test_region__gives_the_json_of_the_api(void **state)
{
	static const struct {
		const char *what;
		const char *about;
		const char *option;
		const char *value;
		const char *path;
	} cases[] = {
		{"where", "Weesp", "--on", "2020-01-01", "/v1/municipalities/GM0457?on=2020-01-01"},
		{"cuts", "VR20", NULL, NULL, "/v1/regions/VR20/divisions"},
		{"show", "VR01", NULL, NULL, "/v1/regions/VR01"},
		{"purchasers", "GM0014", "--on", "2024-02-29",
			"/v1/municipalities/GM0014/purchasers?on=2024-02-29"},
		{"parties", "Groningen", "--on", "2024-02-29",
			"/v1/municipalities/GM0014/parties?on=2024-02-29"},
	};
	struct program *program = *state;
	program_serve(program, "a", NULL);
	program_settle(program);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_int_equal(RUN(program, "a", "region", cases[i].what, cases[i].about, "--json",
							 cases[i].option, cases[i].value),
			0);
		assert_int_equal(program_ask(program, "GET", cases[i].path, NULL), 200);
		struct span said = span_trim(buf_span(&program->out));
		assert_true(span_equal(said, buf_span(&program->client.body)));
	}
	assert_int_equal(program_end(program, SIGTERM), 0);
}

/* A mistake in the command line is named, and nothing is answered. */
static void test_region__refuses_what_is_no_question(void **state)
{
	static const struct {
		const char *words[5];
		const char *says;
	} cases[] = {
		{{NULL}, "which question?"},
		{{"where"}, "about what?"},
		{{"wher", "Utrecht"}, "there is no question wher, the nearest is where; there are list"},
		{{"foo"}, "there is no question foo; there are list, show, cuts, where"},
		{{"where", "Nergenshuizen"}, "this is no municipality"},
		{{"where", "Bergen"}, "several have the name"},
		{{"show", "VR26"}, "this is no region"},
		{{"show", "NL"}, "this is no region"},
		{{"show", "Nergens"}, "a name as `vangnet region list` has it"},
		{{"where", "Utrecht", "Zeist"}, "one question about one thing"},
		{{"where", "Utrecht", "--on", "2014-12-31"}, "--on must be a day"},
		{{"where", "Utrecht", "--on", "gisteren"}, "--on must be a day"},
		{{"where", "Utrecht", "--on"}, "a value must follow"},
		{{"purchasers", "Utrecht", "--law", "awbz"}, "--law must be zvw"},
		{{"parties", "Utrecht", "--age", "12"}, "--age must be"},
		{{"parties", "Utrecht", "--living", "thuis"}, "--living must be"},
		{{"parties", "Utrecht", "--law-less", "x"}, "no such option"},
	};
	struct program *program = *state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const char *const *words = cases[i].words;
		assert_int_equal(RUN(program, "a", "region", words[0], words[1], words[2], words[3]), 2);
		program_said(&program->err, cases[i].says);
		assert_int_equal(program->out.size, 0);
	}
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_region_where__tells_where_it_belongs, program_start, program_stop),
		cmocka_unit_test_setup_teardown(
			test_region_purchasers__asks_which_part_is_meant, program_start, program_stop),
		cmocka_unit_test_setup_teardown(
			test_region__tells_who_must_agree_and_what_is_cut, program_start, program_stop),
		cmocka_unit_test_setup_teardown(
			test_region_show__tells_who_is_appointed, program_start, program_stop),
		cmocka_unit_test_setup_teardown(
			test_region__gives_the_json_of_the_api, program_start, program_stop),
		cmocka_unit_test_setup_teardown(
			test_region__refuses_what_is_no_question, program_start, program_stop),
	};
	if (count < 2) return 2;
	return program_tests(arguments[1], "region", tests, sizeof(tests) / sizeof(tests[0]));
}
