/* app_demo.c - vangnet demo: from the command line to a filled database, and who can sign in.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_demo_fill.h"
#include "app/app_demo_job.h"
#include "app/app_first.h"
#include "base/check.h"
#include "base/date.h"
#include "command/command_prepare.h"
#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define CACHE_BYTES (INT64_C(256) << 20)
#define LOG_BYTES (INT64_C(64) << 20)
#define BAR_COLUMNS 30

static const char help[] =
	"Usage: vangnet demo --region VR01..VR25 | --nation --data-dir DIRECTORY [options]\n"
	"\n"
	"Fills an empty database with an invented region, or with all 25: organisations, the people\n"
	"who work there, and people with an open question. How many there are in each municipality\n"
	"follows from published figures (data/calibration.csv) and its adult inhabitants. Nobody in\n"
	"it exists. Afterwards `vangnet serve --demo` serves it. One that is broken off is of no use,\n"
	"and never served: it says what to remove to begin again.\n"
	"\n"
	"  --region CODE     one region\n"
	"  --nation          all regions\n"
	"  --data-dir DIR    where it is made (a directory, or another setting that says where); the\n"
	"                    directory of a real installation is only filled if it is named here\n"
	"  --people N        this many people in all, in place of what the figures say\n"
	"  --scale PERCENT   so many in a hundred of them\n"
	"  --seed N          another demonstration of the same size; 1 if not given\n"
	"  --day YYYY-MM-DD  as if made on this day; if not given, today (before three in the night,\n"
	"                    yesterday)\n"
	"\n"
	"The same seed, day and version give the same people, ids and times. Keys, and with them all\n"
	"that is sealed and the access codes, are new each time: a real key store never takes them\n"
	"from a seed.\n";

struct demo {
	const struct app_config *config;
	struct app_demo_options options;
	bool chosen; /* a region or the nation */
	struct app_stores stores;
	struct store *store;
	struct vault *vault;
	struct region *division;
	struct clock clock;
	struct app_demo_report *report;
	int64_t began_ns;
	bool shows_bar;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	(void)number;
	interrupted = 1;
}

static bool read_number(const char *value, int64_t low, int64_t high, int64_t *number)
{
	return value != NULL && span_to_int64(span_of(value), number) && *number >= low &&
		*number <= high;
}

static int refuse(const char *option, const char *expected)
{
	return app_commands_refuse(
		APP_COMMANDS_WRONG_USE, "demo: %s: %s; `vangnet demo --help` tells more", option, expected);
}

/* vr05 is as good as VR05. */
static bool read_region(const char *value, int *region)
{
	char code[REGION_CODE_SIZE] = "";
	if (value == NULL || strlen(value) >= sizeof(code)) return false;
	for (size_t i = 0; value[i] != 0; i++) code[i] = (char)toupper((unsigned char)value[i]);
	return region_parse(span_of(code), region) && *region != REGION_NATIONAL;
}

static int read_valued(struct demo *demo, const char *name, const char *value)
{
	struct app_demo_plan_options *plan = &demo->options.plan;
	int64_t seed = 1;
	if (strcmp(name, "--region") == 0) {
		if (!read_region(value, &plan->region) || demo->chosen)
			return refuse(name, "one of VR01 to VR25, once");
		demo->chosen = true;
	} else if (strcmp(name, "--people") == 0) {
		if (!read_number(value, 1, APP_DEMO_MAX_PEOPLE, &plan->people))
			return refuse(name, "a number of people, 1 to 10000000");
	} else if (strcmp(name, "--scale") == 0) {
		if (!read_number(value, 1, 10000, &plan->scale_percent))
			return refuse(name, "a percentage, 1 to 10000");
	} else if (strcmp(name, "--seed") == 0) {
		if (!read_number(value, 0, INT64_MAX, &seed)) return refuse(name, "a whole number");
		demo->options.seed = (uint64_t)seed;
	} else if (strcmp(name, "--day") == 0) {
		if (value == NULL || !date_parse(span_of(value), &demo->options.today))
			return refuse(name, "a day as 2026-03-02");
		if (demo->options.today > app_demo_last_day(clock_now_ms(&demo->clock)))
			return refuse(name, "not a day to come");
	} else {
		return refuse(name, "there is no such option");
	}
	return APP_COMMANDS_DONE;
}

/* -1: go on; otherwise the exit code. */
static int read_arguments(struct demo *demo, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		char name[32];
		const char *equals = strchr(argv[i], '=');
		size_t size = equals == NULL ? strlen(argv[i]) : (size_t)(equals - argv[i]);
		snprintf(
			name, sizeof name, "%.*s", (int)(size < sizeof name ? size : sizeof name - 1), argv[i]);
		if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0) {
			fputs(help, stdout);
			return APP_COMMANDS_DONE;
		}
		if (strcmp(name, "--nation") == 0) {
			if (demo->chosen) return refuse(name, "once, and without --region");
			demo->chosen = true;
			continue;
		}
		const char *value = equals != NULL ? equals + 1 : i + 1 < argc ? argv[++i] : NULL;
		int code = read_valued(demo, name, value);
		if (code != APP_COMMANDS_DONE) return code;
	}
	if (demo->chosen) return -1;
	return refuse("--region or --nation", "one of the two is needed");
}

static void show_bar(const struct demo *demo, const struct app_demo_progress *progress)
{
	char bar[BAR_COLUMNS + 1];
	double seconds = (double)(clock_monotonic_ns() - demo->began_ns) / 1e9;
	double part =
		progress->people_total == 0 ? 1 : (double)progress->people / (double)progress->people_total;
	int full = (int)(part * BAR_COLUMNS);
	for (int i = 0; i < BAR_COLUMNS; i++) bar[i] = i < full ? '#' : '.';
	bar[BAR_COLUMNS] = 0;
	fprintf(stderr, "\r[%s] %3d %%  %lld people, %lld rows, %.0f rows/s, %.0f s left  ", bar,
		(int)(part * 100), (long long)progress->people, (long long)progress->rows,
		seconds > 0 ? (double)progress->rows / seconds : 0,
		part > 0 ? seconds / part - seconds : 0);
}

static bool on_progress(void *context, const struct app_demo_progress *progress)
{
	const struct demo *demo = context;
	if (demo->shows_bar) show_bar(demo, progress);
	return interrupted == 0;
}

static status refuse_full(const struct demo *demo, struct error *error)
{
	char where[APP_STORES_WHERE_SIZE];
	return status_fail(error, STATUS_CONFLICT,
		"%.140s: is not empty, and a demonstration fills an empty one: name another directory with "
		"--data-dir",
		app_stores_where(&demo->stores.main, where));
}

/* Nobody fills the directory of a real installation by leaving something out. */
static bool is_said_where(const struct app_config *config)
{
	const enum app_config_source from = config->sources[APP_CONFIG_DATA_DIR];
	bool follows = false;
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++)
		follows = follows || config->sources[key] == APP_CONFIG_FROM_DATA_DIR;
	bool is_preset =
		strcmp(config->data_dir, app_config_settings[APP_CONFIG_DATA_DIR].preset_text) == 0;
	return !follows || !is_preset || from == APP_CONFIG_FROM_FLAG ||
		from == APP_CONFIG_FROM_ENVIRONMENT;
}

static int refuse_nowhere(const struct demo *demo)
{
	return app_commands_refuse(APP_COMMANDS_WRONG_USE,
		"demo: say where with --data-dir, for example --data-dir ./demo: %s is where a real "
		"installation is, and is only filled if it is named",
		demo->config->data_dir);
}

static void tell_where(const struct demo *demo)
{
	char main_where[APP_STORES_WHERE_SIZE], keys_where[APP_STORES_WHERE_SIZE];
	printf("Making a demonstration in %s and %s.\n",
		app_stores_where(&demo->stores.main, main_where),
		app_stores_where(&demo->stores.keys, keys_where));
	fflush(stdout);
}

/* Everything that serving would make the first time is made here. */
static status open_stores(struct demo *demo, struct error *error)
{
	bool empty = false, made = false;
	int64_t now_ms = clock_now_ms(&demo->clock);
	TRY(app_stores_read(demo->config, &demo->stores, error));
	TRY(app_stores_make_directory(demo->config, error));
	demo->stores.main.cache_bytes = CACHE_BYTES;
	demo->stores.main.log_bytes = LOG_BYTES;
	TRY(app_stores_open(&demo->stores.main, STORE_READ_WRITE, &demo->store, error));
	TRY(app_demo_job_lease(&demo->stores.main, demo->store, now_ms, error));
	TRY(store_migrate(demo->store, error));
	TRY(app_demo_job_settle(&demo->stores.main, demo->store, now_ms, error));
	const struct store_table *const journal[] = {&journal_entry_table};
	TRY(app_stores_is_empty(demo->store, journal, 1, &empty, error));
	if (empty)
		TRY(app_stores_is_empty(
			demo->store, command_journaled_tables, command_journaled_count, &empty, error));
	if (!empty) return refuse_full(demo, error);
	TRY(app_first_site_key(demo->config, &demo->stores, demo->store, &made, error));
	const struct vault_options options = {.site_key_file = demo->config->site_key_file,
		.keys = &demo->stores.keys,
		.clock = &demo->clock};
	TRY(vault_open(&options, &demo->vault, error));
	return region_open(&demo->division, error);
}

static void close_stores(struct demo *demo)
{
	vault_close(demo->vault);
	store_close(demo->store);
	region_close(demo->division);
	free(demo->report);
}

static status find_login(
	struct demo *demo, struct id id, struct arena *arena, struct span *name, struct error *error)
{
	struct account account;
	bool found = false;
	TRY(account_find(demo->store, id, &account, &found, arena, error));
	if (!found) return status_fail(error, STATUS_NOT_FOUND, "an account is not there");
	return vault_unseal(demo->vault, id, VAULT_NAME, account.name, arena, name, error);
}

static status print_login(
	struct demo *demo, const char *role, struct id id, struct arena *arena, struct error *error)
{
	char code[ACCOUNT_CODE_SIZE];
	struct span name;
	if (id_is_none(id)) return STATUS_OK;
	TRY(find_login(demo, id, arena, &name, error));
	command_access_code(demo->vault, id, code);
	/* Columns are of characters, and a name may have some of two bytes. */
	int pad = 30 - (int)span_utf8_length(name);
	printf("  %-28s %.*s%*s %s\n", role, SPAN_PRINT(name), pad > 0 ? pad : 0, "", code);
	return STATUS_OK;
}

static status print_region(
	struct demo *demo, int32_t region, struct arena *arena, struct error *error)
{
	char code[REGION_CODE_SIZE];
	const struct app_demo_logins *logins = &demo->report->logins[region];
	if (id_is_none(logins->administrator)) return STATUS_OK;
	printf("\n%s %.*s\n", region_code_text(region, code),
		SPAN_PRINT(region_name(demo->division, region)));
	TRY(print_login(demo, "administrator of the region", logins->administrator, arena, error));
	TRY(print_login(demo, "care manager (on duty)", logins->care_manager, arena, error));
	TRY(print_login(demo, "GP", logins->gp, arena, error));
	TRY(print_login(demo, "psychologist at a clinic", logins->psychologist, arena, error));
	TRY(print_login(demo, "peer worker", logins->peer, arena, error));
	return print_login(demo, "somebody with a question", logins->person, arena, error);
}

/* One line to copy, for the first region that was made; the last that is printed. */
static void print_curl(const struct demo *demo)
{
	char code[ACCOUNT_CODE_SIZE];
	struct id who = id_none;
	for (int32_t region = 1; region <= REGION_COUNT && id_is_none(who); region++)
		who = demo->report->logins[region].care_manager;
	if (id_is_none(who)) return;
	command_access_code(demo->vault, who, code);
	printf("\nOnce `vangnet serve` runs on it, this signs in the care manager on duty:\n\n"
		   "curl -sS http://127.0.0.1:%lld/v1/sessions -H 'Content-Type: application/json' "
		   "-H \"Idempotency-Key: $(cat /proc/sys/kernel/random/uuid)\" -d '{\"code\":\"%s\"}'\n",
		(long long)(demo->config->port == 0 ? 8080 : demo->config->port), code);
}

static status print_logins(struct demo *demo, struct arena *arena, struct error *error)
{
	printf("\nWho can sign in, each with a code:\n");
	printf("\nNL\n");
	TRY(print_login(
		demo, "administrator of the nation", demo->report->administrator, arena, error));
	for (int32_t region = 1; region <= REGION_COUNT; region++)
		TRY(print_region(demo, region, arena, error));
	print_curl(demo);
	return STATUS_OK;
}

static status print_report(struct demo *demo, struct error *error)
{
	struct arena arena;
	const struct app_demo_progress *progress = &demo->report->progress;
	double seconds = (double)(clock_monotonic_ns() - demo->began_ns) / 1e9;
	if (demo->shows_bar) fputc('\n', stderr);
	printf("%lld people with an open question, %lld rows, in %.1f s (%.0f rows/s).\n",
		(long long)progress->people, (long long)progress->rows, seconds,
		seconds > 0 ? (double)progress->rows / seconds : 0);
	TRY(store_begin(demo->store, STORE_READ_ONLY, error));
	arena_init(&arena, 65536, 8 * 1024 * 1024);
	status code = print_logins(demo, &arena, error);
	arena_finish(&arena);
	store_rollback(demo->store);
	return code;
}

static void tell_incomplete(const struct demo *demo)
{
	char main_where[APP_STORES_WHERE_SIZE], keys_where[APP_STORES_WHERE_SIZE];
	if (demo->shows_bar) fputc('\n', stderr);
	fprintf(stderr,
		"vangnet: the demonstration is incomplete: what is there is of no use.\n"
		"To begin again, remove both of these, or name another directory with --data-dir:\n"
		"  %s\n  %s\n",
		app_stores_where(&demo->stores.main, main_where),
		app_stores_where(&demo->stores.keys, keys_where));
}

static status fill(struct demo *demo, struct error *error)
{
	struct prng secret;
	prng_init_system(&secret);
	const struct app_demo_target target = {.store = demo->store,
		.vault = demo->vault,
		.division = demo->division,
		.secret = &secret,
		.clock = &demo->clock,
		.progress = on_progress,
		.context = demo};
	status code = app_demo_fill(&target, &demo->options, demo->report, error);
	if (demo->report->part) tell_incomplete(demo);
	return code;
}

static int run(struct demo *demo)
{
	struct error error = {0};
	struct sigaction action = {.sa_handler = on_signal};
	CHECK(sigaction(SIGINT, &action, NULL) == 0 && sigaction(SIGTERM, &action, NULL) == 0);
	status code = open_stores(demo, &error);
	demo->began_ns = clock_monotonic_ns();
	if (code == STATUS_OK) tell_where(demo);
	if (code == STATUS_OK) code = fill(demo, &error);
	if (code == STATUS_OK && !demo->report->stopped) code = print_report(demo, &error);
	if (code != STATUS_OK) return app_commands_fail(&error);
	return demo->report->stopped ? APP_COMMANDS_FAILED : APP_COMMANDS_DONE;
}

int app_demo_main(const struct app_config *config, int argc, char **argv)
{
	struct demo *demo = calloc(1, sizeof *demo);
	if (demo == NULL) return app_commands_refuse(APP_COMMANDS_FAILED, "no memory");
	demo->config = config;
	clock_init_system(&demo->clock);
	demo->options = (struct app_demo_options){.plan = {.scale_percent = 100},
		.seed = 1,
		.today = app_demo_last_day(clock_now_ms(&demo->clock))};
	demo->shows_bar = isatty(STDERR_FILENO) == 1;
	demo->report = calloc(1, sizeof *demo->report);
	int code = demo->report == NULL ? APP_COMMANDS_FAILED : read_arguments(demo, argc, argv);
	if (code < 0 && !is_said_where(config)) code = refuse_nowhere(demo);
	if (code < 0) code = run(demo);
	close_stores(demo);
	free(demo);
	return code;
}
