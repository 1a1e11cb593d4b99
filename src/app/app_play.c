/* app_play.c - vangnet play: acts a play out, on a server of its own or on somebody else's.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_play_stage.h"
#include "app/app_stores.h"
#include "base/check.h"
#include "base/date.h"
#include "base/log.h"
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#define BEGINS_MS INT64_C(1772438400000) /* Monday 2 March 2026, 9:00 in Amsterdam */
#define ARENA_BYTES ((size_t)64 << 20)
#define CAME_BYTES 2000

static const char help[] =
	"Usage: vangnet play FILE [options]\n"
	"\n"
	"Acts a play out through the API and tells what happens as a story. Without --at it starts a\n"
	"server of its own, in a directory of its own, with a clock that the play moves. Ends with 1\n"
	"where something is not as the play says, with the line.\n"
	"\n"
	"  --at URL         play on this server: no clock can be moved there, so that a play in which\n"
	"                   time goes by is refused; an `at` before anything happens is passed over\n"
	"  --admin FILE     --at: the access code of `admin` is in this file\n"
	"  --quiet          tell nothing but what is wrong\n"
	"  --twice          send each command a second time: it must give the same reply\n"
	"  --language nl|en the language of the story; nl if not given. What the play itself says\n"
	"                   (`say`) stays as it is written\n"
	"\n"
	"A play has a step a line; a line that begins with a blank goes on with the step before:\n"
	"\n"
	"  region VR05                the region; first\n"
	"  at 2026-03-02T09:00        the clock in Amsterdam, which never goes back\n"
	"  after 3d                   or 5h, 10m: time goes by, and what comes due, comes\n"
	"  say \"...\"                  a line of the story\n"
	"  ACTOR COMMAND KEY=VALUE    a command of the API, with its fields;\n"
	"      -> NAME                what it made is called so from now on;\n"
	"      ! MODULE.CODE          or it is to be refused, with this\n"
	"  ACTOR see PATH MEMBER=VALUE   a look, and what it must say\n"
	"\n"
	"ACTOR is `door` (nobody signed in), `admin`, or a NAME from before; $NAME stands for what it\n"
	"made, a day is 2026-03-02 or +3, text with blanks stands in quotes. This is a whole play:\n"
	"\n"
	"  region VR05\n"
	"  admin organisation.add kind=duty name=\"Voordeur\" -> door_of_twente\n"
	"  admin account.create kind=professional organisation=$door_of_twente name=\"Jan\" -> jan\n"
	"  admin roster.join account=$jan\n"
	"  door question.ask story=\"Ik slaap niet.\" contact=\"06 0000 0000\" -> anna\n"
	"  anna see episodes/$anna care_manager=$jan\n"
	"\n"
	"On a server that runs, with the access code of an administrator of the nation in a file:\n"
	"\n"
	"  vangnet play --at http://127.0.0.1:8080 --admin ./code some.play\n"
	"\n"
	"scenario/ has more plays, and src/app/app_play_file.h has the form in full.\n";

struct player {
	struct app_play play;
	const char *at;
	const char *admin_file;
	struct app_config config; /* of its own server */
	char directory[64];
	struct error error;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	(void)number;
	interrupted = 1;
}

/* What is made for a play is also taken away where it is broken off, or nobody reads it. */
static void watch_signals(void)
{
	struct sigaction stop = {.sa_handler = on_signal}, ignore = {.sa_handler = SIG_IGN};
	CHECK(sigaction(SIGINT, &stop, NULL) == 0 && sigaction(SIGTERM, &stop, NULL) == 0);
	CHECK(sigaction(SIGPIPE, &ignore, NULL) == 0);
}

static void tell_place(struct app_play *play)
{
	size_t line = play->step == NULL ? 0 : play->step->line;
	fflush(stdout);
	fprintf(stderr, "%s:%zu: ", play->path, line);
	play->told_failure = true;
}

status app_play_fail(struct app_play *play, const char *format, ...)
{
	va_list arguments;
	tell_place(play);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return status_fail(play->error, STATUS_CONFLICT, "the play went otherwise");
}

status app_play_fail_reply(
	struct app_play *play, const char *expected, const struct app_play_reply *reply)
{
	const char *code = app_play_value_member(reply->json, "code");
	char *json = json_dumps(reply->json, JSON_COMPACT);
	tell_place(play);
	fprintf(stderr, "expected %s; %s %d %s\n", expected, "what came is", reply->status, code);
	if (json != NULL) fprintf(stderr, "  %.*s\n", CAME_BYTES, json);
	free(json);
	return status_fail(play->error, STATUS_CONFLICT, "the play went otherwise");
}

/* Time goes by, a day at a time, and what comes due by then, comes. */
static status move_clock(struct app_play *play, int64_t by_ms)
{
	CHECK(play->server != NULL);
	while (by_ms > 0) {
		struct command_clock_report report = {0};
		int64_t step_ms = by_ms < DATE_DAY_MS ? by_ms : DATE_DAY_MS;
		clock_move(&play->clock, step_ms);
		by_ms -= step_ms;
		app_play_act_forget_sessions(play);
		TRY(app_server_tick(play->server, &report, play->error));
		if (by_ms > 0 && report.expired + report.late == 0) continue;
		app_play_story_day(play);
		TRY(app_play_story_tell(play));
	}
	return STATUS_OK;
}

static status move_clock_to(struct app_play *play, int64_t to_ms)
{
	int64_t by_ms = to_ms - clock_now_ms(&play->clock);
	/* What was done since took a moment each. */
	if (by_ms < 0 && by_ms >= -APP_PLAY_MAX_STEPS) return STATUS_OK;
	if (by_ms < 0) return app_play_fail(play, "time does not go back");
	return by_ms == 0 ? STATUS_OK : move_clock(play, by_ms);
}

/* An `at` before anything happens says where a clock of its own begins; any other word on time
 * moves that clock, and another server has none that can be moved. */
static status refuse_time(struct app_play *play)
{
	bool begun = false;
	for (size_t i = 0; i < play->file.step_count; i++) {
		play->step = &play->file.steps[i];
		enum app_play_kind kind = play->step->kind;
		bool begins = kind == APP_PLAY_AT && !begun;
		if ((kind == APP_PLAY_AT || kind == APP_PLAY_AFTER) && !begins)
			return app_play_fail(play,
				"the clock of another server cannot be moved: nothing was done; play this without "
				"--at");
		begun = begun || (kind != APP_PLAY_REGION && kind != APP_PLAY_SAY);
	}
	play->step = NULL;
	return STATUS_OK;
}

static status act_step(struct app_play *play)
{
	const struct app_play_step *step = play->step;
	switch (step->kind) {
	case APP_PLAY_REGION: play->region = step->region; return STATUS_OK;
	case APP_PLAY_AT: return play->server == NULL ? STATUS_OK : move_clock_to(play, step->ms);
	case APP_PLAY_AFTER: return move_clock(play, step->ms);
	case APP_PLAY_SAY: app_play_story_say(play, step->text); return STATUS_OK;
	case APP_PLAY_COMMAND: return app_play_act(play);
	case APP_PLAY_SEE: return app_play_see(play);
	}
	CHECK_UNREACHABLE("a kind of step");
}

/* The first `at`, if nothing happens before it, is where a clock of its own begins. */
static int64_t find_beginning(const struct app_play_file *file)
{
	for (size_t i = 0; i < file->step_count; i++) {
		if (file->steps[i].kind == APP_PLAY_AT) return file->steps[i].ms;
		if (file->steps[i].kind != APP_PLAY_REGION && file->steps[i].kind != APP_PLAY_SAY) break;
	}
	return BEGINS_MS;
}

static status read_file(
	const char *path, size_t limit, struct arena *arena, struct span *text, struct error *error)
{
	struct buf bytes;
	char part[4096];
	FILE *stream = fopen(path, "rb");
	if (stream == NULL) return status_fail(error, STATUS_IO, "%s: %m", path);
	buf_init(&bytes, limit);
	for (size_t size; (size = fread(part, 1, sizeof part, stream)) > 0;)
		buf_add(&bytes, part, size);
	bool failed = ferror(stream) != 0;
	fclose(stream);
	*text = arena_copy(arena, buf_span(&bytes));
	bool over = bytes.overflowed;
	buf_finish(&bytes);
	if (failed) return status_fail(error, STATUS_IO, "%s: cannot be read", path);
	return over ? status_fail(error, STATUS_BOUND, "%s: is over %zu bytes", path, limit)
				: STATUS_OK;
}

static status read_play(struct app_play *play, struct error *error)
{
	struct span text;
	TRY(read_file(play->path, APP_PLAY_MAX_BYTES, &play->arena, &text, error));
	status code = app_play_file_read(text, &play->arena, &play->file, error);
	if (code == STATUS_OK) return STATUS_OK;
	fprintf(stderr, "%s:%zu:%zu: %s\n", play->path, error->line, error->column, error->message);
	play->told_failure = true;
	return code;
}

static status set_up_directory(struct player *player, struct error *error)
{
	struct app_config *config = &player->config;
	struct app_config_problems problems;
	const char *place = getenv("TMPDIR");
	char wrong[APP_CONFIG_WRONG_SIZE];
	int size = snprintf(player->directory, sizeof player->directory, "%s/vangnet-play-XXXXXX",
		place == NULL || place[0] == 0 ? "/tmp" : place);
	bool made =
		size > 0 && (size_t)size < sizeof player->directory && mkdtemp(player->directory) != NULL;
	if (!made) {
		player->directory[0] = 0;
		return status_fail(error, STATUS_IO, "a directory to play in: %m");
	}
	app_config_init(config);
	CHECK(app_config_set(config, APP_CONFIG_DATA_DIR, span_of(player->directory), wrong));
	app_config_problems_init(&problems);
	app_config_settle(config, &problems);
	CHECK(problems.count == 0);
	app_config_problems_finish(&problems);
	config->port = 0;
	config->loops = 1;
	return STATUS_OK;
}

static status open_server(struct player *player, char *address, size_t size, struct error *error)
{
	struct app_play *play = &player->play;
	TRY(set_up_directory(player, error));
	clock_init_fake(&play->clock, find_beginning(&play->file));
	const struct app_server_options options = {.config = &player->config, .clock = &play->clock};
	TRY(app_server_open(&options, &play->server, error));
	TRY(app_server_start(play->server, error));
	snprintf(address, size, "http://%s:%u", player->config.listen,
		(unsigned)app_server_port(play->server));
	return STATUS_OK;
}

static status read_admin(struct player *player, struct error *error)
{
	struct span text;
	struct app_play_thing *admin = &player->play.things[APP_PLAY_ADMIN];
	if (player->admin_file == NULL) return STATUS_OK;
	TRY(read_file(player->admin_file, 1024, &player->play.arena, &text, error));
	if (account_code_parse(span_trim(text), admin->code)) return STATUS_OK;
	return status_fail(error, STATUS_INPUT, "%s: holds no access code", player->admin_file);
}

static status set_the_stage(struct player *player, struct error *error)
{
	struct app_play *play = &player->play;
	char address[APP_CONFIG_TEXT_SIZE + 32];
	const char *language = play->language == API_LANGUAGE_EN ? "en" : "nl";
	TRY(api_messages_open(&play->messages, error));
	if (player->at != NULL) {
		clock_init_system(&play->clock);
		TRY(app_play_http_open(player->at, language, &play->http, error));
		return read_admin(player, error);
	}
	TRY(open_server(player, address, sizeof address, error));
	TRY(app_play_http_open(address, language, &play->http, error));
	return app_play_act_first(play, app_server_news(play->server)->token);
}

static status act(struct player *player, struct error *error)
{
	struct app_play *play = &player->play;
	play->error = error;
	TRY(read_play(play, error));
	if (player->at != NULL) TRY(refuse_time(play));
	TRY(set_the_stage(player, error));
	app_play_story_begin(play);
	for (size_t i = 0; i < play->file.step_count; i++) {
		play->step = &play->file.steps[i];
		if (interrupted != 0) return app_play_fail(play, "broken off here");
		TRY(act_step(play));
	}
	play->step = NULL;
	return app_play_story_end(play);
}

static void clear_the_stage(struct player *player)
{
	struct app_play *play = &player->play;
	app_play_http_close(play->http);
	app_server_close(play->server);
	for (size_t i = 0; i < APP_PLAY_MAX_NAMES; i++) json_decref(play->things[i].reply);
	for (size_t i = 0; i < play->episode_count; i++) json_decref(play->episodes[i].person.reply);
	api_messages_close(play->messages);
	arena_finish(&play->arena);
	if (player->directory[0] == 0) return;
	app_stores_remove(player->config.database);
	app_stores_remove(player->config.keys_database);
	unlink(player->config.site_key_file);
	rmdir(player->directory);
}

static int refuse(const char *what)
{
	return app_commands_refuse(
		APP_COMMANDS_WRONG_USE, "play: %s; `vangnet play --help` tells more", what);
}

/* -1: go on; otherwise the exit code. */
static int read_arguments(struct player *player, int argc, char **argv)
{
	struct app_play *play = &player->play;
	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : NULL;
		if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
			fputs(help, stdout);
			return APP_COMMANDS_DONE;
		}
		if (strcmp(argv[i], "--quiet") == 0) {
			play->quiet = true;
		} else if (strcmp(argv[i], "--twice") == 0) {
			play->twice = true;
		} else if (argv[i][0] != '-') {
			if (play->path != NULL) return refuse("one file at a time");
			play->path = argv[i];
		} else if (value == NULL) {
			return refuse("a value must follow the last option, or there is none such");
		} else if (strcmp(argv[i], "--at") == 0) {
			player->at = argv[++i];
		} else if (strcmp(argv[i], "--admin") == 0) {
			player->admin_file = argv[++i];
		} else if (strcmp(argv[i], "--language") == 0) {
			if (strcmp(value, "nl") != 0 && strcmp(value, "en") != 0)
				return refuse("--language nl or en");
			play->language = strcmp(value, "en") == 0 ? API_LANGUAGE_EN : API_LANGUAGE_NL;
			i++;
		} else {
			return refuse("there is no such option");
		}
	}
	return play->path == NULL ? refuse("which file?") : -1;
}

int app_play_main(const struct app_config *config, int argc, char **argv)
{
	(void)config;
	struct player *player = calloc(1, sizeof *player);
	if (player == NULL) return app_commands_refuse(APP_COMMANDS_FAILED, "no memory");
	arena_init(&player->play.arena, 256 * 1024, ARENA_BYTES);
	prng_init_system(&player->play.prng);
	log_set_level(LOG_ERROR);
	int code = read_arguments(player, argc, argv);
	if (code < 0) {
		watch_signals();
		status done = act(player, &player->error);
		code = done == STATUS_OK ? APP_COMMANDS_DONE : APP_COMMANDS_FAILED;
		if (done != STATUS_OK && !player->play.told_failure) app_commands_fail(&player->error);
	}
	clear_the_stage(player);
	free(player);
	return code;
}
