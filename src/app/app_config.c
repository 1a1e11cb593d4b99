/* app_config.c - the table of settings, and setting one from text.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_config.h"
#include "base/check.h"
#include "base/log.h"
#include "http/http_peer.h"
#include <arpa/inet.h>
#include <stdarg.h>
#include <stdio.h>

#define AT(member) offsetof(struct app_config, member)
#define MAX_SCHEMA_BYTES 63
#define MAX_NAME_BYTES 40 /* longer names are near to none */

/* In the order of enum store_kind, enum http_proxy_header and enum log_level. */
static const char *const stores[] = {"sqlite", "postgres", NULL};
static const char *const proxy_headers[] = {"x-forwarded-for", "forwarded", NULL};
static const char *const log_levels[] = {"debug", "info", "warn", "error", NULL};

const char *const app_config_licences[] = {
	"CC0-1.0", "CC-BY-4.0", "CC-BY-SA-4.0", "ODC-By-1.0", "ODbL-1.0", "PDDL-1.0", NULL};

const struct app_config_setting app_config_settings[APP_CONFIG_KEY_COUNT] = {
	[APP_CONFIG_DATA_DIR] = {"data-dir", APP_CONFIG_PATH, AT(data_dir),
		.preset_text = "/var/lib/vangnet", .value = "DIRECTORY",
		.what = "Where the databases and the site key are, unless they are set one by one."},
	[APP_CONFIG_STORE] = {"store", APP_CONFIG_CHOICE, AT(store), .choices = stores, .value = "KIND",
		.what = "Which database: sqlite, inside the program, or postgres."},
	[APP_CONFIG_DATABASE] = {"database", APP_CONFIG_PATH, AT(database),
		.below_data_dir = "vangnet.sqlite", .value = "FILE",
		.what = "The database, for store = sqlite."},
	[APP_CONFIG_CONNINFO_FILE] = {"conninfo-file", APP_CONFIG_SECRET, AT(conninfo_file),
		.value = "FILE",
		.what = "A file (mode 0600) with the connection string of PostgreSQL in it."},
	[APP_CONFIG_POSTGRES_SCHEMA] = {"postgres-schema", APP_CONFIG_SCHEMA, AT(postgres_schema),
		.preset_text = "vangnet", .value = "NAME", .what = "The schema in PostgreSQL."},
	[APP_CONFIG_KEYS_DATABASE] = {"keys-database", APP_CONFIG_PATH, AT(keys_database),
		.below_data_dir = "keys.sqlite", .value = "FILE",
		.what = "The key store: every person's key, wrapped by the site key. Has a backup of its "
				"own."},
	[APP_CONFIG_KEYS_CONNINFO_FILE] = {"keys-conninfo-file", APP_CONFIG_SECRET,
		AT(keys_conninfo_file), .value = "FILE",
		.what = "A file (mode 0600) with a connection string: the key store is in PostgreSQL then, "
				"not in keys-database."},
	[APP_CONFIG_KEYS_POSTGRES_SCHEMA] = {"keys-postgres-schema", APP_CONFIG_SCHEMA,
		AT(keys_postgres_schema), .preset_text = "vangnet_keys", .value = "NAME",
		.what = "The schema of the key store in PostgreSQL; not the same as postgres-schema."},
	[APP_CONFIG_SITE_KEY_FILE] = {"site-key-file", APP_CONFIG_PATH, AT(site_key_file),
		.below_data_dir = "site.key", .value = "FILE",
		.what = "The site key (mode 0600), which wraps all other keys. Without it no name and no "
				"text can ever be read again: back it up apart from the databases."},
	[APP_CONFIG_LISTEN] = {"listen", APP_CONFIG_ADDRESS, AT(listen), .preset_text = "127.0.0.1",
		.value = "ADDRESS", .what = "The address to listen on, in numbers."},
	[APP_CONFIG_PORT] = {"port", APP_CONFIG_NUMBER, AT(port), 0, 65535, 8080, .value = "PORT",
		.what = "The port to listen on; 0 takes any that is free."},
	[APP_CONFIG_TRUSTED_PROXIES] = {"trusted-proxies", APP_CONFIG_ADDRESSES, AT(trusted_proxies),
		.value = "ADDRESSES",
		.what =
			"The addresses, in numbers with blanks between them, of the proxies in front: they, "
			"and nobody else, are believed when they say whose request they pass on. Without, "
			"who asks for help behind a proxy is slowed down for all others behind it."},
	[APP_CONFIG_PROXY_HEADER] = {"proxy-header", APP_CONFIG_CHOICE, AT(proxy_header),
		.choices = proxy_headers, .value = "NAME",
		.what = "The header in which trusted-proxies say that: x-forwarded-for or forwarded. They "
				"must add to it themselves; what a client sends in the other one is not read."},
	[APP_CONFIG_LOOPS] = {"loops", APP_CONFIG_NUMBER, AT(loops), 1, 64, 2, .value = "COUNT",
		.what = "Threads that answer requests."},
	[APP_CONFIG_MAX_CONNECTIONS] = {"max-connections", APP_CONFIG_NUMBER, AT(max_connections), 1,
		100000, 2000, .value = "COUNT",
		.what = "Connections at the same time; one more is told to come back."},
	[APP_CONFIG_SLOW_CLIENT_SECONDS] = {"slow-client-seconds", APP_CONFIG_NUMBER, AT(slow_client_s),
		1, 3600, 30, .value = "SECONDS", .what = "Silence after which a connection is closed."},
	[APP_CONFIG_DRAIN_SECONDS] = {"drain-seconds", APP_CONFIG_NUMBER, AT(drain_s), 0, 600, 0,
		.value = "SECONDS",
		.what = "How long everything is still answered when the program is told to stop, while "
				"/ready says no: as long as the proxy in front needs to see that."},
	[APP_CONFIG_STOP_SECONDS] = {"stop-seconds", APP_CONFIG_NUMBER, AT(stop_s), 0, 600, 10,
		.value = "SECONDS",
		.what = "How long requests under way may go on when the program stops."},
	[APP_CONFIG_DELIVER_MILLISECONDS] = {"deliver-milliseconds", APP_CONFIG_NUMBER, AT(deliver_ms),
		10, 60000, 1000, .value = "MS",
		.what = "How often what one region has to tell another is delivered."},
	[APP_CONFIG_DUE_SECONDS] = {"due-seconds", APP_CONFIG_NUMBER, AT(due_s), 1, 600, 10,
		.value = "SECONDS", .what = "How often it is looked what has come due."},
	[APP_CONFIG_CLOCKS] = {"clocks", APP_CONFIG_PATH, AT(clocks), .value = "FILE",
		.what = "A table of norms (within what time something is done, and from when until when "
				"that is so), in place of the program's own, which is data/clocks.csv. `vangnet "
				"config check` says what is wrong with it."},
	[APP_CONFIG_LOG_LEVEL] = {"log-level", APP_CONFIG_CHOICE, AT(log_level), .preset = LOG_INFO,
		.choices = log_levels, .value = "LEVEL",
		.what = "What is logged on standard error: debug, info, warn or error, and all above it."},
	[APP_CONFIG_DEMO] = {"demo", APP_CONFIG_SWITCH, AT(demo), .value = "yes|no",
		.what =
			"Says on the first page that everybody in this region is invented. What `vangnet demo` "
			"made is shown so without it."},
	[APP_CONFIG_DATA_LICENCE] = {"data-licence", APP_CONFIG_CHOICE, AT(data_licence),
		.choices = app_config_licences, .value = "LICENCE",
		.what = "The open licence of the map of help (an SPDX identifier), which is said in every "
				"export and reply of HSDS: CC0-1.0, CC-BY-4.0, CC-BY-SA-4.0, ODC-By-1.0, ODbL-1.0 "
				"or PDDL-1.0."},
};

void app_config_problems_init(struct app_config_problems *problems)
{
	*problems = (struct app_config_problems){.count = 0};
	buf_init(&problems->text, APP_CONFIG_MAX_PROBLEM_BYTES);
}

void app_config_problems_finish(struct app_config_problems *problems)
{
	buf_finish(&problems->text);
}

void app_config_problem(struct app_config_problems *problems, const char *format, ...)
{
	char line[APP_CONFIG_TEXT_SIZE + 512];
	va_list arguments;
	va_start(arguments, format);
	vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	/* A bound on what is said, not on what is counted. */
	if (problems->text.size + strlen(line) < problems->text.limit)
		buf_printf(&problems->text, "%s\n", line);
	problems->count++;
}

static void *place(struct app_config *config, int key)
{
	return (char *)config + app_config_settings[key].offset;
}

static bool is_text(enum app_config_form form)
{
	return form == APP_CONFIG_PATH || form == APP_CONFIG_SECRET || form == APP_CONFIG_ADDRESS ||
		form == APP_CONFIG_ADDRESSES || form == APP_CONFIG_SCHEMA;
}

static void set_text(struct app_config *config, int key, struct span value)
{
	char *text = place(config, key);
	CHECK(value.size < APP_CONFIG_TEXT_SIZE);
	memset(text, 0, APP_CONFIG_TEXT_SIZE);
	if (value.size > 0) memcpy(text, value.start, value.size);
}

static void set_number(struct app_config *config, int key, int64_t value)
{
	switch (app_config_settings[key].form) {
	case APP_CONFIG_NUMBER: *(int64_t *)place(config, key) = value; break;
	case APP_CONFIG_CHOICE: *(int *)place(config, key) = (int)value; break;
	case APP_CONFIG_SWITCH: *(bool *)place(config, key) = value != 0; break;
	case APP_CONFIG_PATH:
	case APP_CONFIG_SECRET:
	case APP_CONFIG_ADDRESS:
	case APP_CONFIG_ADDRESSES:
	case APP_CONFIG_SCHEMA: CHECK_UNREACHABLE("a text is no number");
	}
}

void app_config_init(struct app_config *config)
{
	/* All of it, also between the members: settings can be compared as bytes. */
	memset(config, 0, sizeof(*config));
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		const struct app_config_setting *setting = &app_config_settings[key];
		if (is_text(setting->form))
			set_text(config, key, span_of(setting->preset_text));
		else
			set_number(config, key, setting->preset);
	}
}

/* What can stand in a line of the file and be read back. */
static const char *wrong_text(struct span value)
{
	if (value.size >= APP_CONFIG_TEXT_SIZE) return "must be shorter than 1024 bytes";
	if (!span_is_utf8(value, NULL)) return "must be UTF-8";
	if (span_trim(value).size != value.size) return "must not begin or end with a blank";
	for (size_t i = 0; i < value.size; i++) {
		unsigned char character = (unsigned char)value.start[i];
		bool blank_before = i == 0 || value.start[i - 1] == ' ';
		if (character < ' ' || character == 127) return "must not have control characters in it";
		if (character == '#' && blank_before)
			return "must not have a word in it that begins with #";
	}
	return NULL;
}

static const char *wrong_secret(struct span value)
{
	bool equals = memchr(value.start, '=', value.size) != NULL;
	bool scheme = span_starts_with(value, "postgres");
	if (equals || (scheme && memchr(value.start, ':', value.size) != NULL))
		return "must be the path of a file that holds the secret (mode 0600), not the secret "
			   "itself";
	return NULL;
}

static const char *wrong_address(struct span value)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr address;
	const char *wrong = "must be an address in numbers, such as 127.0.0.1, 0.0.0.0 or ::1";
	if (value.size >= sizeof(text)) return wrong;
	memcpy(text, value.start, value.size);
	text[value.size] = 0;
	bool good = inet_pton(AF_INET, text, &address) == 1 || inet_pton(AF_INET6, text, &address) == 1;
	return good ? NULL : wrong;
}

static const char *wrong_addresses(struct span value)
{
	struct span word;
	int count = 0;
	while (span_take(&value, ' ', &word)) {
		if (word.size == 0) continue;
		_Static_assert(HTTP_MAX_TRUSTED == 16, "as it is said");
		if (++count > HTTP_MAX_TRUSTED || wrong_address(word) != NULL)
			return "must be at most 16 addresses in numbers with blanks between them, such as "
				   "127.0.0.1 ::1";
	}
	return NULL;
}

static const char *wrong_schema(struct span value)
{
	bool good = value.size <= MAX_SCHEMA_BYTES && !(value.start[0] >= '0' && value.start[0] <= '9');
	for (size_t i = 0; i < value.size && good; i++) {
		char character = value.start[i];
		good = (character >= 'a' && character <= 'z') || (character >= '0' && character <= '9') ||
			character == '_';
	}
	return good ? NULL : "must be at most 63 of a-z, 0-9 and _, and must not begin with a digit";
}

static bool set_from_text(
	struct app_config *config, int key, struct span value, char wrong[APP_CONFIG_WRONG_SIZE])
{
	enum app_config_form form = app_config_settings[key].form;
	const char *why = wrong_text(value);
	if (why == NULL && form == APP_CONFIG_SECRET) why = wrong_secret(value);
	if (why == NULL && form == APP_CONFIG_ADDRESS) why = wrong_address(value);
	if (why == NULL && form == APP_CONFIG_ADDRESSES) why = wrong_addresses(value);
	if (why == NULL && form == APP_CONFIG_SCHEMA) why = wrong_schema(value);
	if (why == NULL)
		set_text(config, key, value);
	else
		snprintf(wrong, APP_CONFIG_WRONG_SIZE, "%s", why);
	return why == NULL;
}

static bool set_choice(
	struct app_config *config, int key, struct span value, char wrong[APP_CONFIG_WRONG_SIZE])
{
	const char *const *choices = app_config_settings[key].choices;
	int size = snprintf(wrong, APP_CONFIG_WRONG_SIZE, "must be");
	for (int i = 0; choices[i] != NULL; i++) {
		if (span_is(value, choices[i])) {
			set_number(config, key, i);
			return true;
		}
		const char *before = i == 0 ? " " : choices[i + 1] == NULL ? " or " : ", ";
		CHECK(size > 0 && size < APP_CONFIG_WRONG_SIZE);
		size += snprintf(
			wrong + size, APP_CONFIG_WRONG_SIZE - (size_t)size, "%s%s", before, choices[i]);
	}
	return false;
}

static bool set_switch(
	struct app_config *config, int key, struct span value, char wrong[APP_CONFIG_WRONG_SIZE])
{
	static const char *const names[] = {"no", "yes", "off", "on", "false", "true", "0", "1"};
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (span_is(value, names[i])) {
			set_number(config, key, (int64_t)(i % 2));
			return true;
		}
	}
	snprintf(wrong, APP_CONFIG_WRONG_SIZE, "must be yes or no");
	return false;
}

static bool set_whole_number(
	struct app_config *config, int key, struct span value, char wrong[APP_CONFIG_WRONG_SIZE])
{
	const struct app_config_setting *setting = &app_config_settings[key];
	int64_t number = 0;
	if (span_to_int64(value, &number) && number >= setting->min && number <= setting->max) {
		set_number(config, key, number);
		return true;
	}
	snprintf(wrong, APP_CONFIG_WRONG_SIZE, "must be a whole number from %lld to %lld",
		(long long)setting->min, (long long)setting->max);
	return false;
}

bool app_config_set(
	struct app_config *config, int key, struct span value, char wrong[APP_CONFIG_WRONG_SIZE])
{
	if (value.size == 0) {
		snprintf(wrong, APP_CONFIG_WRONG_SIZE, "must have a value, or be left out");
		return false;
	}
	switch (app_config_settings[key].form) {
	case APP_CONFIG_PATH:
	case APP_CONFIG_SECRET:
	case APP_CONFIG_ADDRESS:
	case APP_CONFIG_ADDRESSES:
	case APP_CONFIG_SCHEMA: return set_from_text(config, key, value, wrong);
	case APP_CONFIG_NUMBER: return set_whole_number(config, key, value, wrong);
	case APP_CONFIG_CHOICE: return set_choice(config, key, value, wrong);
	case APP_CONFIG_SWITCH: return set_switch(config, key, value, wrong);
	}
	CHECK_UNREACHABLE("form of a setting");
}

int app_config_find(struct span name)
{
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++)
		if (span_is(name, app_config_settings[key].name)) return key;
	return -1;
}

static int smaller(int a, int b)
{
	return a < b ? a : b;
}

/* How many characters must be changed, added, left out or changed places with the next (optimal
 * string alignment); both at most MAX_NAME_BYTES. */
static int distance(struct span a, struct span b)
{
	int rows[3][MAX_NAME_BYTES + 1];
	for (size_t j = 0; j <= b.size; j++) rows[0][j] = (int)j;
	for (size_t i = 1; i <= a.size; i++) {
		int *row = rows[i % 3];
		const int *above = rows[(i - 1) % 3];
		const int *before = rows[(i + 1) % 3];
		row[0] = (int)i;
		for (size_t j = 1; j <= b.size; j++) {
			int change = a.start[i - 1] == b.start[j - 1] ? 0 : 1;
			row[j] = smaller(smaller(above[j] + 1, row[j - 1] + 1), above[j - 1] + change);
			bool swapped = i > 1 && j > 1 && a.start[i - 1] == b.start[j - 2] &&
				a.start[i - 2] == b.start[j - 1];
			if (swapped) row[j] = smaller(row[j], before[j - 2] + 1);
		}
	}
	return rows[a.size % 3][b.size];
}

static bool is_near(struct span name, struct span other, int far, int most)
{
	if (most > 0) return far <= most;
	/* What begins the same was meant, however much was left out: "conninfo". */
	if (name.size >= 3 && name.size < other.size && memcmp(name.start, other.start, name.size) == 0)
		return true;
	return far * 3 <= (int)(name.size < other.size ? other.size : name.size);
}

const char *app_config_nearest(struct span name, const char *const *names, size_t count, int most)
{
	const char *nearest = NULL;
	int least = 0;
	if (name.size == 0 || name.size > MAX_NAME_BYTES) return NULL;
	for (size_t i = 0; i < count; i++) {
		struct span other = span_of(names[i]);
		CHECK(other.size <= MAX_NAME_BYTES);
		int far = distance(name, other);
		if (!is_near(name, other, far, most) || (nearest != NULL && far >= least)) continue;
		nearest = names[i];
		least = far;
	}
	return nearest;
}

const char *app_config_nearest_setting(struct span name)
{
	const char *names[APP_CONFIG_KEY_COUNT];
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) names[key] = app_config_settings[key].name;
	return app_config_nearest(name, names, APP_CONFIG_KEY_COUNT, 0);
}

bool app_config_environment_name(int key, char *out, size_t size)
{
	int length = snprintf(out, size, "VANGNET_%s", app_config_settings[key].name);
	if (length < 0 || (size_t)length >= size) return false;
	for (char *at = out; *at != 0; at++) {
		if (*at == '-') *at = '_';
		if (*at >= 'a' && *at <= 'z') *at = (char)(*at - 'a' + 'A');
	}
	return true;
}
