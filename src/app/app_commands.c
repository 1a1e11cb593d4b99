/* app_commands.c - the table of subcommands, and from the command line to one of them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "base/check.h"
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#define CHAIN_ONLY                                                                          \
	{                                                                                       \
		"--chain-only", NULL,                                                               \
			"Only read the journal; do not make the tables again from it and compare them." \
	}
#define AGAINST                                                                                \
	{                                                                                          \
		"--against", "FILE",                                                                   \
			"A signed head that was kept elsewhere: whether the history up to there is still " \
			"the same."                                                                        \
	}
#define PUBLIC_KEY                                                                             \
	{                                                                                          \
		"--public-key", "HEX",                                                                 \
			"The key that the head must be signed with. Otherwise that of this installation, " \
			"for which its site key is needed."                                                \
	}
#define SCRATCH                                                                                 \
	{                                                                                           \
		"--scratch", "DIRECTORY",                                                               \
			"Where the tables are made again, to be compared; about as large as the database. " \
			"Otherwise data-dir, or beside the database."                                       \
	}
#define OF_KEYS                                                                            \
	{                                                                                      \
		"--keys", NULL, "The key store, in place of the database: the two are kept apart." \
	}

#define OF_REGION                                    \
	{                                                \
		"--region", "CODE", "Of which region: VR09." \
	}
#define OF_FORMAT                                                              \
	{                                                                          \
		"--format", "FORMAT",                                                  \
			"csv or hsds; otherwise what the name of the file ends with says " \
			"(.csv, .json)."                                                   \
	}

const struct app_subcommand app_subcommands[] = {
	{.name = "serve",
		.synopsis = "[--migrate]",
		.what = "Serves the region: the API, and the clocks of what comes due.",
		.more = "Makes the database, the key store and the site key if there is nothing yet. As "
				"long as there is no administrator, each start prints a one-time token to make the "
				"first one with. When it is ready it says where it listens. SIGTERM or SIGINT "
				"stops it after what is under way; a second one at once. A database of a newer "
				"vangnet is served, but only to read from.",
		.example = "vangnet serve --data-dir ./region --port 8080",
		.options = {{"--migrate", NULL, "Bring an older database up to date first."}},
		.run = app_serve},
	{.name = "verify",
		.synopsis = "[--chain-only] [--scratch DIRECTORY] [--against FILE] [--public-key HEX]",
		.what = "Says whether the journal is whole, and the tables are what it says.",
		.more = "Reads one instant of the database and writes nothing in it; may run while it is "
				"served. The exit code is 0 if all is right, and 1 if not; then it names the first "
				"entry or row that is wrong. What somebody with full control of the database wrote "
				"anew, only --against shows.",
		.example = "vangnet verify --database /backup/vangnet-2026-11-21.sqlite",
		.options = {CHAIN_ONLY, SCRATCH, AGAINST, PUBLIC_KEY},
		.run = app_verify},
	{.name = "heads",
		.synopsis = "[--list] [--key] [--number N] [FILE]",
		.what = "Prints the last signed head of the journal, to be kept elsewhere.",
		.more = "Whoever serves signs one each hour. Nothing in it is about anybody: give it to "
				"others, or print it. With FILE it goes there; a file that is there is not "
				"overwritten. GET /v1/heads/latest gives the same. Later `vangnet verify --against "
				"FILE` shows whether the history up to there is still what it was.",
		.example = "vangnet heads /elsewhere/head-2026-11-22.txt",
		.most_words = 1,
		.options = {{"--list", NULL, "All heads: their numbers and times."},
			{"--number", "N", "This one, in place of the last."},
			{"--key", NULL,
				"The public key that they are signed with; for this the site key is needed."}},
		.run = app_heads},
	{.name = "rebuild",
		.synopsis = "TO",
		.what = "Makes a new database from nothing but the journal.",
		.more = "TO is a file that is not there yet or, with store = postgres, schema:NAME for a "
				"schema that is not there yet in the same database. What belongs to this "
				"installation and is in no journal is copied. The database itself is only read.",
		.example = "vangnet rebuild /var/lib/vangnet/rebuilt.sqlite",
		.least_words = 1,
		.most_words = 1,
		.run = app_rebuild},
	{.name = "backup",
		.synopsis = "[--keys] FILE",
		.what = "Writes one instant of the database, or of the key store, to a new file.",
		.more = "May run while it is served. The file is an SQLite database, also when the "
				"database is in PostgreSQL. The backup of the database has no keys in it: without "
				"a backup of the key store (--keys) and the site key file no name and no text in "
				"it can be read. Keep the three in different places.",
		.example = "vangnet backup /backup/vangnet.sqlite && "
				   "vangnet backup --keys /elsewhere/keys.sqlite",
		.least_words = 1,
		.most_words = 1,
		.options = {OF_KEYS},
		.run = app_backup},
	{.name = "restore",
		.synopsis = "[--keys] [--scratch DIRECTORY] FILE",
		.what = "Puts a backup back into an empty database, and verifies it.",
		.more = "The database may be of either kind, and must have nothing in it. Afterwards it is "
				"looked whether the keys that belong to it are there: if not, the exit code is 3. "
				"A backup of an older vangnet is migrated first, as a copy: vangnet migrate "
				"--database COPY.",
		.example = "vangnet restore /backup/vangnet.sqlite && "
				   "vangnet restore --keys /elsewhere/keys.sqlite",
		.least_words = 1,
		.most_words = 1,
		.options = {OF_KEYS, SCRATCH},
		.run = app_restore},
	{.name = "migrate",
		.synopsis = "",
		.what = "Brings the database and the key store up to date with this program.",
		.more = "Nothing may serve the database meanwhile. Says from which schema to which. Makes "
				"no new database. There is no way back but a backup: make one first, with the "
				"vangnet that ran so far.",
		.example = "vangnet migrate --data-dir /var/lib/vangnet",
		.run = app_migrate},
	{.name = "clock",
		.synopsis = "[--run]",
		.what = "Says how the clock stands: what is due and not done, and what was set aside.",
		.more = "--run does now everything that is due, and says what it did; twice does no harm. "
				"Whoever serves the database does it by itself, and meanwhile --run is refused: "
				"then GET /v1/clock tells what was done last.",
		.example = "vangnet clock --data-dir /var/lib/vangnet",
		.options = {{"--run", NULL, "Does what is due."}},
		.run = app_clock},
	{.name = "code",
		.synopsis = "ACCOUNT",
		.what = "Gives an account a new access code, for who lost theirs.",
		.more = "Prints it, once; the one before it and its sessions end. For the only "
				"administrator who lost theirs: others ask an administrator. Not for who asked a "
				"question, nor for a relative. Nothing may serve the database meanwhile.",
		.example = "vangnet code --data-dir /var/lib/vangnet 0123456789abcdef0123456789abcdef",
		.least_words = 1,
		.most_words = 1,
		.run = app_code},
	{.name = "my-data",
		.synopsis = "[--page] [--english] PERSON [FILE]",
		.what = "Writes everything of one person: for who asks what is kept of them.",
		.more = "As JSON, or as a page to print. To FILE, which must not be there yet and only "
				"you can read, or to standard output. PERSON is the id of their account. What is "
				"left out, and why, is in it. The site key is needed. May run while it is served; "
				"it is not in the person's own log. GET /v1/my-data gives who signed in the "
				"same, but for what has to be searched for.",
		.example = "vangnet my-data --page 0123456789abcdef0123456789abcdef my-data.html",
		.least_words = 1,
		.most_words = 2,
		.options = {{"--page", NULL, "A page in plain words, in place of JSON."},
			{"--english", NULL, "In English."}},
		.run = app_own},
	{.name = "export",
		.synopsis = "--region CODE [--format csv|hsds] [FILE]",
		.what = "Writes the map of help of a region, as JSON after HSDS 3 or as CSV.",
		.more = "To FILE, which must not be there yet, or to standard output. May run while it is "
				"served. Network agreements, history and reports are not in it. docs/exchange.md "
				"tells the form.",
		.example = "vangnet export --region VR09 --format csv map.csv",
		.most_words = 1,
		.options = {OF_REGION, OF_FORMAT},
		.run = app_export},
	{.name = "import",
		.synopsis = "--region CODE [--format csv|hsds] [--source NAME] [--check] [--overrule] "
					"[--english] FILE",
		.what = "Reads such a file into the map of help of a region: all of it, or nothing.",
		.more = "Everything that is wrong is said, each with its line and column and what would be "
				"right; then nothing is written, and the exit code is 1. Reading a file again "
				"changes only what differs, and ends nothing. Nothing may serve the database "
				"meanwhile.",
		.example = "vangnet import --region VR09 --format csv --source sociale-kaart map.csv",
		.least_words = 1,
		.most_words = 1,
		.options = {OF_REGION, OF_FORMAT,
			{"--source", "NAME",
				"Where the file is from, the same each time: with it, ids that are no UUID are "
				"known again."},
			{"--check", NULL, "Says what would happen, and writes nothing."},
			{"--overrule", NULL,
				"Changes also what its owner or an administrator confirmed; otherwise that is "
				"kept as it is."},
			{"--english", NULL, "Says it in English."}},
		.run = app_import},
	{.name = "demo",
		.synopsis = "--region CODE | --nation [options]",
		.what = "Fills an empty database with an invented region, or with all of them.",
		.more = "demo --help tells more.",
		.example = "vangnet demo --region VR09 --data-dir ./demo && "
				   "vangnet serve --demo --data-dir ./demo",
		.hook = app_demo_main},
	{.name = "play",
		.synopsis = "FILE [options]",
		.what = "Acts a play out through the API and tells what happens as a story.",
		.more = "play --help tells more.",
		.example = "vangnet play scenario/gentlemens_agreement.play",
		.hook = app_play_main},
	{.name = "region",
		.synopsis = "list | show | where | purchasers | parties | cuts ...",
		.what = "Tells where a municipality belongs, who buys help there, and who must agree.",
		.more = "region --help tells more.",
		.example = "vangnet region where Weesp --on 2020-01-01",
		.hook = app_region_main},
	{.name = "config",
		.synopsis = "[check | site-key FILE]",
		.what = "Prints the settings and where each came from.",
		.more =
			"check: tries the site key on the key store, and says everything that is wrong with "
			"the settings and the files they name; the exit code is 1 then. site-key: makes a "
			"new site key in FILE, for a first start with the key in a place of its own.",
		.example = "vangnet config check --config /etc/vangnet/vangnet.conf",
		.most_words = 2,
		.despite_problems = true,
		.run = app_config_command},
	{.name = "site-key",
		.synopsis = "[--add]",
		.what = "Says with which slot of the site key every other key is wrapped.",
		.more =
			"--add adds a slot with a new key to the site key file. Who serves notices it "
			"within due-seconds, wraps every key with it in small steps, and goes on serving; a "
			"restart in the middle does no harm. Where the file is given by something that "
			"copies it (LoadCredential), add the slot there and restart. When nothing needs "
			"the older slot any more, and no backup of the key store does, its line may go.",
		.example = "vangnet site-key --add --data-dir /var/lib/vangnet",
		.options = {{"--add", NULL, "Adds a slot with a new key."}},
		.run = app_site_key},
	{.name = "version",
		.synopsis = "",
		.what = "Prints the version of the program, of its schema, and of the libraries it uses.",
		.example = "vangnet version",
		.despite_problems = true,
		.run = app_version},
	{.name = "help",
		.synopsis = "[COMMAND | manual]",
		.what = "Prints all settings and subcommands, or the help of one.",
		.more = "manual: the part of vangnet(1) that follows from the program.",
		.example = "vangnet help serve",
		.most_words = 1,
		.despite_problems = true,
		.run = app_help},
};
const size_t app_subcommand_count = sizeof(app_subcommands) / sizeof(app_subcommands[0]);

int app_commands_refuse(int code, const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	fprintf(stderr, "vangnet: ");
	vfprintf(stderr, format, arguments);
	fprintf(stderr, "\n");
	va_end(arguments);
	return code;
}

int app_commands_fail(const struct error *error)
{
	return app_commands_refuse(APP_COMMANDS_FAILED, "%s", error->message);
}

static const struct app_subcommand *find(const char *name)
{
	for (size_t i = 0; i < app_subcommand_count; i++)
		if (strcmp(app_subcommands[i].name, name) == 0) return &app_subcommands[i];
	return NULL;
}

static int refuse_unknown(const char *name)
{
	const char *names[sizeof(app_subcommands) / sizeof(app_subcommands[0])];
	for (size_t i = 0; i < app_subcommand_count; i++) names[i] = app_subcommands[i].name;
	const char *meant = app_config_nearest(span_of(name), names, app_subcommand_count, 0);
	if (meant != NULL)
		return app_commands_refuse(
			APP_COMMANDS_WRONG_USE, "there is no subcommand %s; %s is the nearest", name, meant);
	return app_commands_refuse(APP_COMMANDS_WRONG_USE,
		"there is no subcommand %s; `vangnet help` names those there are", name);
}

static int print(struct buf *out)
{
	bool written = fwrite(buf_text(out), 1, out->size, stdout) == out->size && fflush(stdout) == 0;
	buf_finish(out);
	if (written) return APP_COMMANDS_DONE;
	return app_commands_refuse(APP_COMMANDS_FAILED, "standard output cannot be written: %m");
}

static int hook_help(const struct app_call *call, const struct app_subcommand *subcommand)
{
	char flag[] = "--help";
	char name[32];
	char *argv[] = {name, flag, NULL};
	snprintf(name, sizeof(name), "%s", subcommand->name);
	return subcommand->hook(call->config, 2, argv);
}

int app_help(const struct app_call *call)
{
	struct buf out;
	buf_init(&out, 256 * 1024);
	const char *word = call->words[0];
	if (word == NULL) {
		app_commands_help(&out);
	} else if (strcmp(word, "manual") == 0) {
		app_commands_manual(&out);
	} else {
		const struct app_subcommand *subcommand = find(word);
		if (subcommand == NULL) return refuse_unknown(word);
		if (subcommand->hook != NULL) return hook_help(call, subcommand);
		app_commands_help_one(subcommand, &out);
	}
	return print(&out);
}

static bool is_help(const char *argument)
{
	return strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0;
}

static int help_for(const struct app_subcommand *subcommand)
{
	const struct app_call call = {.words = {subcommand == NULL ? NULL : subcommand->name}};
	return app_help(&call);
}

static int find_option(const struct app_subcommand *subcommand, struct span name)
{
	for (int i = 0; i < APP_COMMANDS_MAX_OPTIONS; i++) {
		const char *option = subcommand->options[i].name;
		if (option != NULL && span_is(name, option)) return i;
	}
	return -1;
}

/* An option that neither the subcommand nor the settings have. */
static int refuse_option(const struct app_subcommand *subcommand, struct span name)
{
	const char *names[APP_COMMANDS_MAX_OPTIONS];
	size_t count = 0;
	for (int i = 0; i < APP_COMMANDS_MAX_OPTIONS; i++)
		if (subcommand->options[i].name != NULL) names[count++] = subcommand->options[i].name;
	const char *own = app_config_nearest(name, names, count, 0);
	size_t dashes = name.size > 2 ? 2 : 0;
	const char *setting =
		app_config_nearest_setting((struct span){name.start + dashes, name.size - dashes});
	if (own != NULL || setting != NULL)
		return app_commands_refuse(APP_COMMANDS_WRONG_USE,
			"%s has no option %.*s; %s%s is the nearest", subcommand->name, SPAN_PRINT(name),
			own != NULL ? "" : "--", own != NULL ? own : setting);
	return app_commands_refuse(APP_COMMANDS_WRONG_USE,
		"%s has no option %.*s; `vangnet %s --help` names those there are", subcommand->name,
		SPAN_PRINT(name), subcommand->name);
}

/* argv[*at] begins with a dash; moves *at on over its value. */
static int read_option(
	const struct app_subcommand *subcommand, int argc, char **argv, int *at, struct app_call *call)
{
	struct span rest = span_of(argv[*at]);
	struct span name;
	bool joined = strchr(argv[*at], '=') != NULL;
	bool some = span_take(&rest, '=', &name);
	CHECK(some);
	int option = find_option(subcommand, name);
	if (option < 0) return refuse_option(subcommand, name);
	bool takes = subcommand->options[option].value != NULL;
	call->given[option] = true;
	if (takes && joined) call->values[option] = rest.start;
	if (takes && !joined && *at + 1 < argc) call->values[option] = argv[++*at];
	if (takes && (call->values[option] == NULL || call->values[option][0] == 0))
		return app_commands_refuse(
			APP_COMMANDS_WRONG_USE, "%.*s: a value must follow", SPAN_PRINT(name));
	if (!takes && joined)
		return app_commands_refuse(
			APP_COMMANDS_WRONG_USE, "%.*s: takes no value", SPAN_PRINT(name));
	return APP_COMMANDS_DONE;
}

static int read_arguments(
	const struct app_subcommand *subcommand, int argc, char **argv, struct app_call *call)
{
	bool only_words = false;
	for (int i = 2; i < argc; i++) {
		if (!only_words && strcmp(argv[i], "--") == 0) {
			only_words = true;
		} else if (!only_words && argv[i][0] == '-' && argv[i][1] != 0) {
			int code = read_option(subcommand, argc, argv, &i, call);
			if (code != APP_COMMANDS_DONE) return code;
		} else if (call->word_count == subcommand->most_words) {
			return app_commands_refuse(APP_COMMANDS_WRONG_USE, "%s: %s is too much; vangnet %s %s",
				subcommand->name, argv[i], subcommand->name, subcommand->synopsis);
		} else {
			call->words[call->word_count++] = argv[i];
		}
	}
	if (call->word_count < subcommand->least_words)
		return app_commands_refuse(APP_COMMANDS_WRONG_USE,
			"%s: something is missing; vangnet %s %s", subcommand->name, subcommand->name,
			subcommand->synopsis);
	return APP_COMMANDS_DONE;
}

static int refuse_problems(struct app_config_problems *problems)
{
	fprintf(stderr, "%s", buf_text(&problems->text));
	return app_commands_refuse(
		problems->in_flags > 0 ? APP_COMMANDS_WRONG_USE : APP_COMMANDS_FAILED,
		"%d %s wrong in the settings; nothing was done", problems->count,
		problems->count == 1 ? "thing is" : "things are");
}

static int run(
	const struct app_config *config, struct app_config_problems *problems, int argc, char **argv)
{
	if (argc < 2) {
		help_for(NULL);
		return APP_COMMANDS_WRONG_USE;
	}
	if (is_help(argv[1])) return help_for(NULL);
	const struct app_subcommand *subcommand =
		find(strcmp(argv[1], "--version") == 0 ? "version" : argv[1]);
	if (subcommand == NULL) return refuse_unknown(argv[1]);
	bool help = false;
	for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++) help = help || is_help(argv[i]);
	if (help && subcommand->hook == NULL) return help_for(subcommand);
	if (problems->count > 0 && !subcommand->despite_problems && !help)
		return refuse_problems(problems);
	if (subcommand->hook != NULL) return subcommand->hook(config, argc - 1, argv + 1);
	struct app_call call = {.config = config, .problems = problems};
	int code = read_arguments(subcommand, argc, argv, &call);
	return code == APP_COMMANDS_DONE ? subcommand->run(&call) : code;
}

int app_commands_main(int argc, char **argv, char *const *environment)
{
	struct app_config config;
	struct app_config_problems problems;
	app_config_problems_init(&problems);
	app_config_load(&config, &argc, argv, environment, &problems);
	int code = run(&config, &problems, argc, argv);
	app_config_problems_finish(&problems);
	return code;
}
