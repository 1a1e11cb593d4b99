/* app_play_stage.h - a play that is being acted out: who is on the stage, what was made, and what
 * has been told of it; the inside of the player.
 *
 * Ownership   Lives in app_play_main; everything it points to outlives it or is given back there.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/session.h"
#include "api/api_messages.h"
#include "app/app_play_file.h"
#include "app/app_play_http.h"
#include "app/app_server.h"

#define APP_PLAY_MAX_EPISODES 64
#define APP_PLAY_PATH_BYTES 2048

/* What a name stands for. */
struct app_play_thing {
	const struct command_entry *made_by; /* NULL: not yet, or door and admin */
	json_t *reply;
	char code[ACCOUNT_CODE_SIZE];   /* with which it signs in; "": it does not */
	char token[SESSION_TOKEN_SIZE]; /* "": not signed in */
	struct span display;            /* what people call it; empty: nothing */
};

/* A question that was asked, and how much of it was told. */
struct app_play_episode {
	struct app_play_thing person; /* or who tells of it (app_play_act.c) */
	char id[ID_TEXT_SIZE];
	int64_t told; /* version */
};

struct app_play {
	const char *path; /* of the play */
	bool quiet;
	bool twice;
	enum api_language language;
	struct app_play_file file;
	struct arena arena;
	const struct app_play_step *step; /* at hand; NULL before and after */
	struct error *error;
	bool told_failure; /* on standard error, with its line */
	struct app_play_http *http;
	struct app_server *server; /* NULL: somebody else's */
	struct clock clock;
	struct prng prng;
	int region;
	int32_t told_day; /* that the story is at */
	struct app_play_thing things[APP_PLAY_MAX_NAMES];
	struct app_play_episode episodes[APP_PLAY_MAX_EPISODES];
	size_t episode_count;
	struct api_messages *messages;
	struct buf out;
};

/* Says what is wrong with the step, on standard error: STATUS_CONFLICT. */
status app_play_fail(struct app_play *play, const char *format, ...) PRINTF_LIKE(2, 3);
/* The same with what came in place of what was expected. */
status app_play_fail_reply(
	struct app_play *play, const char *expected, const struct app_play_reply *reply);

/* app_play_value.c */
int32_t app_play_today(const struct app_play *play);
/* The value of a pair as a field of this form wants it; the caller's to json_decref. */
MUST_USE status app_play_value(
	struct app_play *play, const struct app_play_pair *pair, json_t **value);
/* The same as text: for paths, and to compare with. */
MUST_USE status app_play_value_text(
	struct app_play *play, struct span value, bool quoted, const char *member, struct buf *out);
/* Adds a path with its $names filled in, from the root. */
MUST_USE status app_play_value_path(struct app_play *play, struct span path, struct buf *out);
/* A member of a JSON object as text, "" if it has none. */
const char *app_play_value_member(const json_t *object, const char *member);

/* app_play_act.c */
MUST_USE status app_play_act(struct app_play *play);
/* Signs in with the thing's code, if it has not yet; a thing without a code stays anonymous. */
MUST_USE status app_play_act_sign_in(struct app_play *play, struct app_play_thing *thing);
/* After time went by nobody is signed in any more. */
void app_play_act_forget_sessions(struct app_play *play);
/* Makes the first administrator with the one-time token. */
MUST_USE status app_play_act_first(struct app_play *play, const char *token);

/* app_play_see.c */
MUST_USE status app_play_see(struct app_play *play);

/* app_play_story.c; nothing if quiet */
void app_play_story_begin(struct app_play *play);
/* A new chapter, if it is another day. */
void app_play_story_day(struct app_play *play);
void app_play_story_say(struct app_play *play, struct span text);
void app_play_story_refused(struct app_play *play, const json_t *problem);
/* Who looked, as /log tells it. */
void app_play_story_log(struct app_play *play, const json_t *log);
/* What happened in all episodes since it was told last. */
MUST_USE status app_play_story_tell(struct app_play *play);
/* Who bears what now. */
MUST_USE status app_play_story_end(struct app_play *play);
