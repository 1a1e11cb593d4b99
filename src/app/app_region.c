/* app_region.c - vangnet region: the questions about regions, read from the command line.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_region.h"
#include "app/app_commands.h"
#include "app/app_stores.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/date.h"
#include <stdio.h>
#include <stdlib.h>

#define OUT_BYTES (4 * 1024 * 1024)
#define ARENA_BYTES (1024 * 1024)

static const char help[] =
	"Usage: vangnet region QUESTION [ABOUT] [options]\n"
	"\n"
	"Answers questions about the 25 regions and their municipalities, those of before too, from\n"
	"2015 on. Who is appointed for a region is read from the database of the settings, if there\n"
	"is one.\n"
	"\n"
	"  list                     the regions\n"
	"  show REGION              a region (VR09, Utrecht): who is responsible, its municipalities\n"
	"  cuts REGION              which other divisions cut through it, and where\n"
	"  where MUNICIPALITY       where it belongs, what it was and what it has become\n"
	"  purchasers MUNICIPALITY  who buys under which law\n"
	"  parties MUNICIPALITY     who must agree for one person there\n"
	"\n"
	"  --on DAY                 on this day (2020-01-31); today if not given\n"
	"  --law LAW                purchasers: only zvw, wlz, wmo, jeugdwet, wpg or wfz\n"
	"  --age adult|youth        parties: how old the person is; adult if not given\n"
	"  --living HOW             parties: independent (if not given), sheltered or long_stay\n"
	"  --forensic               parties: with a forensic title\n"
	"  --json                   as the API gives it\n"
	"  --english                in English\n"
	"\n"
	"A municipality is given by its code (GM0344) or its name.\n";

static const char *const questions[] = {"list", "show", "cuts", "where", "purchasers", "parties"};

static int refuse(const char *what)
{
	return app_commands_refuse(
		APP_COMMANDS_WRONG_USE, "region: %s; `vangnet region --help` tells more", what);
}

static bool is_question(const char *word)
{
	for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++)
		if (strcmp(word, questions[i]) == 0) return true;
	return false;
}

static int refuse_question(const char *word)
{
	const char *meant =
		app_config_nearest(span_of(word), questions, sizeof questions / sizeof questions[0], 0);
	return app_commands_refuse(APP_COMMANDS_WRONG_USE,
		"region: there is no question %s%s%s; there are list, show, cuts, where, purchasers and "
		"parties",
		word, meant == NULL ? "" : ", the nearest is ", meant == NULL ? "" : meant);
}

static bool read_code(const struct codes *codes, const char *value, int *number)
{
	*number = codes_find(codes, span_of(value));
	return *number != 0;
}

/* -1: go on. */
static int read_value(struct app_region *asked, struct span name, const char *value)
{
	int number;
	if (span_is(name, "--on")) {
		if (!date_parse(span_of(value), &asked->day) || asked->day < REGION_FIRST_DAY)
			return refuse("--on must be a day like 2020-01-31, from 2015-01-01 on");
	} else if (span_is(name, "--law")) {
		if (!read_code(&region_law_codes, value, &number))
			return refuse("--law must be zvw, wlz, wmo, jeugdwet, wpg or wfz");
		asked->law = (enum region_law)number;
	} else if (span_is(name, "--age")) {
		if (!read_code(&region_age_codes, value, &number))
			return refuse("--age must be adult or youth");
		asked->person.age = (enum region_age_group)number;
	} else if (span_is(name, "--living")) {
		if (!read_code(&region_living_codes, value, &number))
			return refuse("--living must be independent, sheltered or long_stay");
		asked->person.living = (enum region_living)number;
	} else {
		return refuse("there is no such option");
	}
	return -1;
}

/* "--age youth" or "--age=youth"; `next` is NULL at the end. */
static int read_option(struct app_region *asked, const char *option, const char *next, int *at)
{
	struct span rest = span_of(option), name;
	bool joined = strchr(option, '=') != NULL;
	bool some = span_take(&rest, '=', &name);
	CHECK(some);
	if (!joined && next == NULL) return refuse("a value must follow, or there is no such option");
	if (!joined) ++*at;
	return read_value(asked, name, joined ? rest.start : next);
}

static int read_arguments(struct app_region *asked, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		bool is_option = argv[i][0] == '-';
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			fputs(help, stdout);
			return APP_COMMANDS_DONE;
		}
		if (strcmp(argv[i], "--json") == 0) {
			asked->json = true;
		} else if (strcmp(argv[i], "--english") == 0) {
			asked->language = API_LANGUAGE_EN;
		} else if (strcmp(argv[i], "--forensic") == 0) {
			asked->person.forensic = true;
		} else if (is_option) {
			int code = read_option(asked, argv[i], argv[i + 1], &i);
			if (code >= 0) return code;
		} else if (asked->what == NULL) {
			asked->what = argv[i];
		} else if (asked->about.size == 0) {
			asked->about = span_of(argv[i]);
		} else {
			return refuse("one question about one thing at a time");
		}
	}
	if (asked->what == NULL) return refuse("which question?");
	if (!is_question(asked->what)) return refuse_question(asked->what);
	if (asked->about.size == 0 && strcmp(asked->what, "list") != 0) return refuse("about what?");
	return -1;
}

/* No database is no error: then nobody is known to be appointed. */
static status open_store(struct app_region *asked, struct error *error)
{
	struct app_stores stores;
	struct app_stores_version version = {0};
	TRY(app_stores_read(asked->config, &stores, error));
	TRY(app_stores_find_version(&stores.main, &version, error));
	if (version.in_database == 0) return STATUS_OK;
	return app_stores_open_current(&stores.main, STORE_READ_ONLY, &asked->store, error);
}

static status find_appointment(struct app_region *asked, int region, struct error *error)
{
	TRY(open_store(asked, error));
	if (asked->store == NULL) return STATUS_OK;
	TRY(store_begin(asked->store, STORE_READ_ONLY, error));
	status code = region_appointment_on(asked->store, region, asked->day, &asked->appointment,
		&asked->is_appointed, &asked->arena, error);
	store_rollback(asked->store);
	return code;
}

static const struct region_appointment *appointment_of(const struct app_region *asked)
{
	return asked->is_appointed ? &asked->appointment : NULL;
}

/* By its code, or by its name as people write it. */
static bool find_region(const struct app_region *asked, int *number)
{
	char wanted[4 * REGION_MAX_NAME_BYTES], folded[4 * REGION_MAX_NAME_BYTES];
	if (region_parse(asked->about, number)) return *number != REGION_NATIONAL;
	if (region_fold(asked->about, wanted, sizeof wanted) == 0) return false;
	for (*number = 1; *number <= REGION_COUNT; ++*number) {
		region_fold(region_name(asked->division, *number), folded, sizeof folded);
		if (strcmp(wanted, folded) == 0) return true;
	}
	return false;
}

static int answer_region(struct app_region *asked, struct jsonw *json)
{
	struct error error = {0};
	int number;
	if (!find_region(asked, &number))
		return refuse("this is no region: VR01 to VR25, or a name as `vangnet region list` has it; "
					  "`vangnet region where MUNICIPALITY` tells to which one belongs");
	if (strcmp(asked->what, "cuts") == 0) {
		if (asked->json)
			region_json_divisions(json, asked->division, number);
		else
			app_region_tell_cuts(asked, number);
		return APP_COMMANDS_DONE;
	}
	if (find_appointment(asked, number, &error) != STATUS_OK) return app_commands_fail(&error);
	if (!asked->json) {
		app_region_tell_region(asked, number);
		return APP_COMMANDS_DONE;
	}
	jsonw_object_begin(json);
	region_json_region(json, asked->division, number);
	jsonw_key(json, "appointment");
	region_json_appointment(json, asked->division, appointment_of(asked));
	jsonw_object_end(json);
	return APP_COMMANDS_DONE;
}

static int answer_bought(
	struct app_region *asked, const struct region_municipality *municipality, struct jsonw *json)
{
	struct error error = {0};
	bool parties = strcmp(asked->what, "parties") == 0;
	if (find_appointment(asked, municipality->region, &error) != STATUS_OK)
		return app_commands_fail(&error);
	if (!asked->json && parties) app_region_tell_parties(asked, municipality);
	if (!asked->json && !parties) app_region_tell_purchasers(asked, municipality);
	if (!asked->json) return APP_COMMANDS_DONE;
	const struct region_asked what = {.division = asked->division,
		.municipality = municipality,
		.day = asked->day,
		.appointed = region_appointment_named(asked->division, appointment_of(asked))};
	if (parties)
		region_json_parties(json, &what, &asked->person);
	else
		region_json_purchasers(json, &what, asked->law);
	return APP_COMMANDS_DONE;
}

/* With who may be meant: those of this name, or the nearest. */
static int refuse_municipality(const struct app_region *asked)
{
	char what[REGION_SUGGEST_BYTES + 64];
	struct buf meant;
	buf_init(&meant, REGION_SUGGEST_BYTES);
	bool several = region_history_suggest(asked->division, asked->about, &meant);
	snprintf(what, sizeof what, "%s%.*s",
		several              ? "several have the name: give the code of "
			: meant.size > 0 ? "this is no municipality; the nearest is "
							 : "this is no municipality: give its code (GM0344)",
		SPAN_PRINT(buf_span(&meant)));
	buf_finish(&meant);
	return refuse(what);
}

/* The only one whose name begins so; NULL if there is none, or there are several. */
static const struct region_life *find_by_beginning(const struct app_region *asked)
{
	const struct region_municipality *today[2];
	const struct region_life *former[2];
	size_t count = region_find_prefix(asked->division, asked->about, today, 2);
	size_t former_count = region_history_find_prefix(asked->division, asked->about, former, 2);
	if (count + former_count != 1) return NULL;
	return count == 0 ? former[0] : region_history_find_number(asked->division, today[0]->number);
}

static int answer_municipality(struct app_region *asked, struct jsonw *json)
{
	const struct region_life *life = region_history_find_code(asked->division, asked->about);
	if (life == NULL) life = region_history_find_name(asked->division, asked->about);
	if (life == NULL) life = find_by_beginning(asked);
	if (life == NULL) return refuse_municipality(asked);
	if (strcmp(asked->what, "where") == 0) {
		if (asked->json)
			region_json_life(json, asked->division, life, asked->day);
		else
			app_region_tell_life(asked, life);
		return APP_COMMANDS_DONE;
	}
	struct region_municipality then;
	if (region_history_then(asked->division, life, asked->day, &then))
		return answer_bought(asked, &then, json);
	app_region_tell_divided(asked, life);
	return APP_COMMANDS_FAILED;
}

static int answer(struct app_region *asked)
{
	static const char *const of_regions[] = {"show", "cuts"};
	static const char *const of_municipalities[] = {"where", "purchasers", "parties"};
	struct jsonw json;
	jsonw_init(&json, &asked->out);
	if (strcmp(asked->what, "list") == 0) {
		if (asked->json)
			region_json_regions(&json, asked->division);
		else
			app_region_tell_regions(asked);
		return APP_COMMANDS_DONE;
	}
	for (size_t i = 0; i < sizeof of_regions / sizeof of_regions[0]; i++)
		if (strcmp(asked->what, of_regions[i]) == 0) return answer_region(asked, &json);
	for (size_t i = 0; i < sizeof of_municipalities / sizeof of_municipalities[0]; i++)
		if (strcmp(asked->what, of_municipalities[i]) == 0)
			return answer_municipality(asked, &json);
	CHECK_UNREACHABLE("a question that is in the list");
}

static int print(struct app_region *asked, int code)
{
	FILE *stream = code == APP_COMMANDS_DONE ? stdout : stderr;
	const struct buf *out = &asked->out;
	if (out->size == 0) return code;
	if (asked->json && code == APP_COMMANDS_DONE) buf_add_char(&asked->out, '\n');
	bool written = fwrite(out->bytes, 1, out->size, stream) == out->size && fflush(stream) == 0;
	if (written && !out->overflowed) return code;
	return app_commands_refuse(APP_COMMANDS_FAILED, "the answer cannot be written: %m");
}

static int open_and_answer(struct app_region *asked)
{
	struct error error = {0};
	status code = region_open(&asked->division, &error);
	if (code == STATUS_OK) code = api_messages_open(&asked->messages, &error);
	if (code != STATUS_OK) return app_commands_fail(&error);
	return print(asked, answer(asked));
}

int app_region_main(const struct app_config *config, int argc, char **argv)
{
	struct clock clock;
	clock_init_system(&clock);
	struct app_region *asked = calloc(1, sizeof *asked);
	if (asked == NULL) return app_commands_refuse(APP_COMMANDS_FAILED, "no memory");
	asked->config = config;
	asked->day = asked->today = date_day_of(clock_now_ms(&clock));
	asked->person = (struct region_person){.age = REGION_ADULT, .living = REGION_INDEPENDENT};
	arena_init(&asked->arena, 64 * 1024, ARENA_BYTES);
	buf_init(&asked->out, OUT_BYTES);
	int code = read_arguments(asked, argc, argv);
	if (code < 0) code = open_and_answer(asked);
	store_close(asked->store);
	api_messages_close(asked->messages);
	region_close(asked->division);
	buf_finish(&asked->out);
	arena_finish(&asked->arena);
	free(asked);
	return code;
}
