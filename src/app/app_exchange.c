/* app_exchange.c - vangnet export and vangnet import: the map of help of a region to a file and
 * back.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_exchange.h"
#include "app/app_commands.h"
#include "app/app_demo_job.h"
#include "app/app_stores.h"
#include "base/check.h"
#include "base/clock.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPTION_REGION, OPTION_FORMAT, OPTION_SOURCE, OPTION_CHECK, OPTION_OVERRULE, OPTION_ENGLISH };
enum { ARENA_BLOCK = 1024 * 1024, LINE_BYTES = 16384 };

struct exchanging {
	const struct app_call *call;
	struct app_stores stores;
	struct store *store;
	struct region *division;
	struct api_messages *messages;
	enum api_language language;
	enum api_exchange_format format;
	int region;
	int64_t count; /* of entries that were written */
	FILE *out;
};

/* What the name ends with, if nothing is said. */
static enum api_exchange_format format_of(const char *file)
{
	const char *dot = file == NULL ? NULL : strrchr(file, '.');
	if (dot != NULL && strcmp(dot, ".csv") == 0) return API_EXCHANGE_CSV;
	return dot == NULL || strcmp(dot, ".json") != 0 ? API_EXCHANGE_NONE : API_EXCHANGE_HSDS;
}

static int refuse_format(const char *format, const char *file)
{
	if (format != NULL)
		return app_commands_refuse(
			APP_COMMANDS_WRONG_USE, "--format %s: must be csv or hsds", format);
	if (file == NULL)
		return app_commands_refuse(APP_COMMANDS_WRONG_USE,
			"to standard output: say --format csv or --format hsds, or name a FILE that ends with "
			".csv or .json");
	return app_commands_refuse(APP_COMMANDS_WRONG_USE,
		"%s ends with neither .csv nor .json: say --format csv or --format hsds", file);
}

static int read_call(struct exchanging *exchanging, const struct app_call *call)
{
	const char *region = call->values[OPTION_REGION], *format = call->values[OPTION_FORMAT];
	exchanging->call = call;
	if (region == NULL)
		return app_commands_refuse(
			APP_COMMANDS_WRONG_USE, "--region CODE is missing: VR01 to VR25");
	if (!region_parse(span_of(region), &exchanging->region) ||
		exchanging->region == REGION_NATIONAL)
		return app_commands_refuse(
			APP_COMMANDS_WRONG_USE, "--region must be VR01 to VR25: a map of help is of a region");
	exchanging->format = format == NULL
		? format_of(call->words[0])
		: (enum api_exchange_format)codes_find(&api_exchange_format_codes, span_of(format));
	return exchanging->format == API_EXCHANGE_NONE ? refuse_format(format, call->words[0])
												   : APP_COMMANDS_DONE;
}

static status open_all(struct exchanging *exchanging, enum store_mode mode, struct error *error)
{
	TRY(app_stores_read(exchanging->call->config, &exchanging->stores, error));
	TRY(region_open(&exchanging->division, error));
	TRY(api_messages_open(&exchanging->messages, error));
	return app_stores_open_current(&exchanging->stores.main, mode, &exchanging->store, error);
}

static void close_all(struct exchanging *exchanging)
{
	store_close(exchanging->store);
	api_messages_close(exchanging->messages);
	region_close(exchanging->division);
}

static status sink(void *context, struct buf *piece, struct error *error)
{
	const struct exchanging *exchanging = context;
	if (fwrite(buf_text(piece), 1, piece->size, exchanging->out) == piece->size) return STATUS_OK;
	return status_fail(error, STATUS_IO, "the export cannot be written: %m");
}

static status export_from(struct exchanging *exchanging, struct error *error)
{
	const struct api_exchange_writing writing = {.store = exchanging->store,
		.division = exchanging->division,
		.region = exchanging->region,
		.licence = app_config_licences[exchanging->call->config->data_licence],
		.count = &exchanging->count,
		.sink = sink,
		.context = exchanging};
	TRY(store_begin(exchanging->store, STORE_READ_ONLY, error));
	status code = api_exchange_write(&writing, exchanging->format, error);
	store_rollback(exchanging->store);
	if (code == STATUS_OK && fflush(exchanging->out) != 0)
		code = status_fail(error, STATUS_IO, "the export cannot be written: %m");
	return code;
}

/* Another name until all of it is there: nobody reads half an export. */
static status export_to(struct exchanging *exchanging, const char *file, struct error *error)
{
	char part[APP_CONFIG_TEXT_SIZE];
	if (access(file, F_OK) == 0)
		return status_fail(
			error, STATUS_CONFLICT, "%.160s: is there already; name a new file", file);
	if (snprintf(part, sizeof(part), "%s.part", file) >= (int)sizeof(part))
		return status_fail(error, STATUS_BOUND, "the name of the file is too long");
	exchanging->out = fopen(part, "w");
	if (exchanging->out == NULL)
		return status_fail(error, STATUS_IO, "%.160s: cannot be made: %m", part);
	status code = export_from(exchanging, error);
	if (fsync(fileno(exchanging->out)) != 0 && code == STATUS_OK)
		code = status_fail(error, STATUS_IO, "%.160s: cannot be written: %m", part);
	(void)fclose(exchanging->out);
	if (code == STATUS_OK) code = app_stores_name_file(part, file, error);
	if (code != STATUS_OK) (void)unlink(part);
	return code;
}

/* Beside what was asked for, which may go to standard output. */
static void tell_exported(const struct exchanging *exchanging)
{
	char region[REGION_CODE_SIZE];
	const char *file = exchanging->call->words[0];
	region_code_text(exchanging->region, region);
	if (exchanging->count == 0)
		app_commands_refuse(0,
			"warning: the map of help of %s is empty: there is no entry in the export. Are "
			"--region and --data-dir right?",
			region);
	else
		fprintf(stderr, "%lld %s of %s%s%s.\n", (long long)exchanging->count,
			exchanging->count == 1 ? "entry" : "entries", region, file == NULL ? "" : " in ",
			file == NULL ? "" : file);
}

int app_export(const struct app_call *call)
{
	struct exchanging exchanging = {.out = stdout};
	struct error error = {0};
	int code = read_call(&exchanging, call);
	if (code != APP_COMMANDS_DONE) return code;
	status result = open_all(&exchanging, STORE_READ_ONLY, &error);
	if (result == STATUS_OK)
		result = call->words[0] == NULL ? export_from(&exchanging, &error)
										: export_to(&exchanging, call->words[0], &error);
	close_all(&exchanging);
	if (result != STATUS_OK) return app_commands_fail(&error);
	tell_exported(&exchanging);
	return APP_COMMANDS_DONE;
}

/* The whole file; STATUS_BOUND if it is too large. */
static status read_file(const char *path, struct buf *text, struct error *error)
{
	FILE *file = fopen(path, "r");
	char piece[65536];
	size_t size = 0;
	if (file == NULL) return status_fail(error, STATUS_IO, "%.160s: cannot be read: %m", path);
	while (!text->overflowed && (size = fread(piece, 1, sizeof(piece), file)) > 0)
		buf_add(text, piece, size);
	bool failed = ferror(file) != 0;
	(void)fclose(file);
	if (failed) return status_fail(error, STATUS_IO, "%.160s: cannot be read", path);
	if (text->overflowed)
		return status_fail(error, STATUS_BOUND, "%.160s: is larger than %d bytes: divide it", path,
			API_EXCHANGE_MAX_BYTES);
	return STATUS_OK;
}

static void tell_faults(const struct exchanging *exchanging, struct api_exchange *exchange)
{
	struct buf line;
	api_exchange_sort_faults(exchange);
	buf_init(&line, LINE_BYTES);
	for (size_t i = 0; i < exchange->fault_count; i++) {
		buf_reset(&line);
		api_exchange_tell(exchanging->messages, exchanging->language, &exchange->faults[i], &line);
		fprintf(stderr, "%s\n", buf_text(&line));
	}
	if (exchange->full) {
		buf_reset(&line);
		api_messages_add(exchanging->messages, exchanging->language, "import.more", NULL, 0, &line);
		fprintf(stderr, "%s\n", buf_text(&line));
	}
	buf_finish(&line);
}

static void tell_result(
	const struct exchanging *exchanging, const struct api_exchange_result *result, bool done)
{
	const char *key = !done                     ? "import.nothing"
		: exchanging->call->given[OPTION_CHECK] ? "import.checked"
												: "import.done";
	char numbers[4][24];
	const size_t counts[] = {result->made, result->changed, result->unchanged, result->kept};
	for (int i = 0; i < 4; i++) snprintf(numbers[i], sizeof(numbers[i]), "%zu", counts[i]);
	const struct api_message_parameter parameters[] = {
		{.name = "made", .text = span_of(numbers[0])},
		{.name = "changed", .text = span_of(numbers[1])},
		{.name = "unchanged", .text = span_of(numbers[2])},
		{.name = "kept", .text = span_of(numbers[3])}};
	struct buf line;
	buf_init(&line, LINE_BYTES);
	api_messages_add(exchanging->messages, exchanging->language, key, parameters, 4, &line);
	fprintf(done ? stdout : stderr, "%s\n", buf_text(&line));
	buf_finish(&line);
}

/* With the right to write: it is one writer, as the server has. */
static status run(
	struct exchanging *exchanging, struct api_exchange *exchange, bool *done, struct error *error)
{
	const struct app_call *call = exchanging->call;
	const struct api_exchange_options options = {.region = exchanging->region,
		.overrule = call->given[OPTION_OVERRULE],
		.only_look = call->given[OPTION_CHECK]};
	struct api_exchange_result result = {0};
	struct command_writer *writer = NULL;
	struct clock clock;
	struct prng prng;
	clock_init_system(&clock);
	prng_init_system(&prng);
	const struct command_writer_options writing = {.store = exchanging->store,
		.clock = &clock,
		.prng = &prng,
		.division = exchanging->division};
	TRY(command_writer_open(&writing, &writer, error));
	status code = api_exchange_run(exchange, &options, writer, &result, done, error);
	command_writer_close(writer);
	if (code != STATUS_OK) return code;
	tell_faults(exchanging, exchange);
	tell_result(exchanging, &result, *done);
	return STATUS_OK;
}

static status import(
	struct exchanging *exchanging, struct span text, bool *done, struct error *error)
{
	const char *source = exchanging->call->values[OPTION_SOURCE];
	struct api_exchange *exchange = calloc(1, sizeof(*exchange));
	struct arena arena;
	struct clock clock;
	if (exchange == NULL) return status_fail(error, STATUS_MEMORY, "no memory for an import");
	clock_init_system(&clock);
	arena_init(&arena, ARENA_BLOCK, API_EXCHANGE_ARENA_BYTES);
	api_exchange_init(exchange, exchanging->division, &arena, span_of(source));
	api_exchange_read(exchange, exchanging->format, text);
	status code = app_demo_job_lease(
		&exchanging->stores.main, exchanging->store, clock_now_ms(&clock), error);
	if (code == STATUS_OK) code = run(exchanging, exchange, done, error);
	arena_finish(&arena);
	free(exchange);
	return code;
}

int app_import(const struct app_call *call)
{
	struct exchanging exchanging = {
		.language = call->given[OPTION_ENGLISH] ? API_LANGUAGE_EN : API_LANGUAGE_NL};
	const char *source = call->values[OPTION_SOURCE];
	struct error error = {0};
	struct buf text;
	bool done = false;
	int code = read_call(&exchanging, call);
	if (code != APP_COMMANDS_DONE) return code;
	if (source != NULL && strlen(source) > API_EXCHANGE_MAX_SOURCE_BYTES)
		return app_commands_refuse(
			APP_COMMANDS_WRONG_USE, "--source may have %d bytes", API_EXCHANGE_MAX_SOURCE_BYTES);
	buf_init(&text, API_EXCHANGE_MAX_BYTES);
	status result = read_file(call->words[0], &text, &error);
	if (result == STATUS_OK) result = open_all(&exchanging, STORE_READ_WRITE, &error);
	if (result == STATUS_OK) result = import(&exchanging, buf_span(&text), &done, &error);
	close_all(&exchanging);
	buf_finish(&text);
	if (result != STATUS_OK) return app_commands_fail(&error);
	return done ? APP_COMMANDS_DONE : APP_COMMANDS_FAILED;
}
