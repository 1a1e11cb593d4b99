/* app_play_story.c - tells what happened, as the API has it, in people's language.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_play_stage.h"
#include "base/check.h"
#include "base/date.h"
#include "region/region.h"
#include <stdio.h>

#define COLUMNS 96
#define PAGE 200
#define MAX_PARAMETERS 10
#define TEXT_BYTES 65536
#define HAPPENED "  - "
#define REFUSED "  x "

/* A text of data/messages with its parameters, while it is put together. */
struct sentence {
	struct app_play *play;
	char key[API_MESSAGES_KEY_SIZE];
	struct api_message_parameter parameters[MAX_PARAMETERS];
	size_t count;
};

static void begin(struct sentence *sentence, struct app_play *play, const char *key)
{
	*sentence = (struct sentence){.play = play};
	snprintf(sentence->key, sizeof sentence->key, "%s", key);
}

static void vary(struct sentence *sentence, bool is_so, const char *variant)
{
	if (is_so) api_messages_vary(sentence->play->messages, sentence->key, variant);
}

static void add(struct sentence *sentence, const char *name, struct span text)
{
	CHECK(sentence->count < MAX_PARAMETERS);
	sentence->parameters[sentence->count++] = (struct api_message_parameter){name, text};
}

/* The text of another key as a parameter; nothing for a code that is not said. */
static void add_key(struct sentence *sentence, const char *name, const char *list, const char *code)
{
	char key[API_MESSAGES_KEY_SIZE];
	const struct app_play *play = sentence->play;
	if (code[0] == 0) return;
	snprintf(key, sizeof key, "%s.%s", list, code);
	add(sentence, name, api_messages_text(play->messages, play->language, key));
}

static void add_day(struct sentence *sentence, const char *name, int32_t day)
{
	struct buf text;
	struct app_play *play = sentence->play;
	buf_init(&text, 128);
	api_messages_add_day(play->messages, play->language, day, &text);
	add(sentence, name, arena_copy(&play->arena, buf_span(&text)));
	buf_finish(&text);
}

static void add_day_text(struct sentence *sentence, const char *name, const char *text)
{
	int32_t day = 0;
	if (date_parse(span_of(text), &day)) add_day(sentence, name, day);
}

static void add_instant_text(struct sentence *sentence, const char *name, const char *text)
{
	struct buf words;
	int64_t instant_ms = 0;
	struct app_play *play = sentence->play;
	if (!date_parse_instant(span_of(text), &instant_ms)) return;
	buf_init(&words, 128);
	api_messages_add_instant(play->messages, play->language, instant_ms, &words);
	add(sentence, name, arena_copy(&play->arena, buf_span(&words)));
	buf_finish(&words);
}

/* An account: its name, or what kind of somebody it is; nobody is the program, or somebody. */
static void add_somebody(
	struct sentence *sentence, const char *name, const json_t *account, const char *nobody)
{
	const char *called = app_play_value_member(account, "name");
	const char *kind = app_play_value_member(account, "kind");
	if (called[0] != 0)
		add(sentence, name, span_of(called));
	else
		add_key(sentence, name, "who", kind[0] == 0 ? nobody : kind);
}

static void print_line(struct span line, const char *prefix, bool first)
{
	printf("%*s%.*s\n", (int)strlen(prefix), first ? prefix : "", SPAN_PRINT(line));
}

/* As many words on a line as fit; a line break in the text is one. */
static void print_wrapped(struct span text, const char *prefix)
{
	size_t room = COLUMNS - strlen(prefix), width = 0;
	const char *line = text.start, *blank = NULL;
	bool first = true;
	const char *end = text.start + text.size;
	for (const char *at = text.start; at < end; at++) {
		bool breaks = *at == '\n';
		if (*at == ' ') blank = at;
		if (((unsigned char)*at & 0xC0) != 0x80) width++;
		if (!breaks && (width <= room || blank == NULL)) continue;
		const char *cut = breaks ? at : blank;
		print_line(span_bytes(line, (size_t)(cut - line)), prefix, first);
		first = false;
		at = cut;
		line = cut + 1;
		blank = NULL;
		width = 0;
	}
	print_line(span_bytes(line, (size_t)(end - line)), prefix, first);
}

static void print_sentence(const struct sentence *sentence, const char *prefix)
{
	struct buf text;
	const struct app_play *play = sentence->play;
	buf_init(&text, TEXT_BYTES);
	api_messages_add(play->messages, play->language, sentence->key, sentence->parameters,
		sentence->count, &text);
	print_wrapped(buf_span(&text), prefix);
	buf_finish(&text);
}

void app_play_story_begin(struct app_play *play)
{
	struct sentence sentence;
	play->told_day = app_play_today(play);
	if (play->quiet) return;
	begin(&sentence, play, "play.begin");
	add_day(&sentence, "day", play->told_day);
	print_sentence(&sentence, "");
}

void app_play_story_day(struct app_play *play)
{
	struct sentence sentence;
	char number[16];
	int32_t days = app_play_today(play) - play->told_day;
	play->told_day += days;
	if (play->quiet || days == 0) return;
	snprintf(number, sizeof number, "%d", (int)days);
	begin(&sentence, play, days == 1 ? "play.chapter.one" : "play.chapter");
	add(&sentence, "days", span_of(number));
	add_day(&sentence, "day", play->told_day);
	putchar('\n');
	print_sentence(&sentence, "");
}

void app_play_story_say(struct app_play *play, struct span text)
{
	if (play->quiet) return;
	putchar('\n');
	print_wrapped(text, "");
}

/* Which look a path is. */
static const char *look_of(struct span path)
{
	static const struct {
		const char *part;
		const char *look;
	} looks[] = {
		{"/log", "look.log"},
		{"/timeline", "look.timeline"},
		{"/handovers/", "look.offer"},
		{"/consults/", "look.consult"},
		{"/consults", "look.consults"},
		{"/stays", "look.stays"},
		{"/cases/", "look.case"},
		{"/cases", "look.cases"},
		{"/table/lessons", "look.lessons"},
		{"/table", "look.agenda"},
		{"/conversation", "look.conversation"},
		{"/plan/history", "look.plan_history"},
		{"/plan", "look.plan"},
		{"/receipt", "look.receipt"},
		{"/about", "look.about"},
		{"/identity", "look.identity"},
		{"/merges", "look.merges"},
		{"/mandates", "look.mandates"},
		{"/knowing", "look.knowing"},
		{"/consents", "look.consents"},
		{"/transitions", "look.transitions"},
		{"/inbox", "look.inbox"},
	};
	for (size_t i = 0; i < sizeof looks / sizeof looks[0]; i++)
		if (memmem(path.start, path.size, looks[i].part, strlen(looks[i].part)) != NULL)
			return looks[i].look;
	return "look.episode";
}

void app_play_story_refused(struct app_play *play, const json_t *problem)
{
	struct sentence sentence;
	char law[API_MESSAGES_KEY_SIZE];
	const struct app_play_thing *actor = &play->things[play->step->actor];
	const char *law_code = app_play_value_member(problem, "law");
	if (play->quiet) return;
	begin(&sentence, play, "play.refused");
	if (actor->display.size > 0)
		add(&sentence, "who", actor->display);
	else if (play->step->actor == APP_PLAY_ADMIN)
		add_key(&sentence, "who", "who", "administrator");
	else
		add_key(
			&sentence, "who", "who", play->step->actor == APP_PLAY_DOOR ? "somebody" : "person");
	add_key(&sentence, "command", "command",
		play->step->entry != NULL ? play->step->entry->name : look_of(play->step->text));
	add(&sentence, "title", span_of(app_play_value_member(problem, "title")));
	add(&sentence, "accept", span_of(app_play_value_member(problem, "accept")));
	const char *code = app_play_value_member(problem, "code");
	add(&sentence, "law", span_of(law_code[0] == 0 ? code : law_code));
	snprintf(law, sizeof law, "law.%s", law_code);
	if (api_messages_has(play->messages, law)) add_key(&sentence, "name", "law", law_code);
	print_sentence(&sentence, REFUSED);
}

/* Which lists the codes of a moment are from. */
static const struct {
	const char *what;
	const char *first;
	const char *second;
} lists[] = {
	{"need.add", NULL, "code.need_aim"},
	{"need.close", NULL, "code.closing"},
	{"handover.decline", "code.decline_reason", "code.decline_instead"},
	{"stay.plan", "code.stay_keeps", NULL},
	{"table.bring", "code.table_why", NULL},
	{"conversation.tell", "code.conversation_topic", NULL},
	{"episode.close", "code.closing", NULL},
	{"plan.add", "code.plan_kind", NULL},
	{"plan.change", "code.plan_kind", NULL},
	{"plan.done", "code.plan_kind", NULL},
	{"plan.stop", "code.plan_kind", NULL},
	{"merge.confirm", "code.merge_state", NULL},
	{"mandate.name", "code.mandate_kind", "code.mandate_state"},
	{"mandate.end", "code.mandate_kind", "code.mandate_state"},
	{"mandate.turn", "code.mandate_kind", "code.mandate_state"},
	{"member.knows", "code.knows", NULL},
	{"consent.give", "code.consent_kind", NULL},
	{"consent.object", "code.consent_kind", NULL},
	{"consent.withdraw", "code.consent_kind", NULL},
	{"transition.announce", "code.transition_kind", NULL},
	{"transition.move", "code.transition_kind", NULL},
	{"transition.call_off", "code.transition_kind", NULL},
	{"transition.come", "code.transition_kind", NULL},
	{"preparation.done", "code.preparation_key", NULL},
	{"preparation.not_needed", "code.preparation_key", NULL},
	{"preparation.late", "code.preparation_key", NULL},
};

static void tell_moment(struct app_play *play, const json_t *moment)
{
	struct sentence sentence;
	char key[API_MESSAGES_KEY_SIZE];
	const json_t *who = json_object_get(moment, "who"), *whom = json_object_get(moment, "whom");
	const char *what = app_play_value_member(moment, "what");
	const char *whom_id = app_play_value_member(whom, "id");
	bool asked = strcmp(what, "question.ask") == 0;
	snprintf(key, sizeof key, "moment.%s", what);
	begin(&sentence, play, key);
	vary(&sentence, asked && json_is_null(who), "door");
	vary(&sentence, strcmp(what, "table.bring") == 0 && json_is_null(who), "clock");
	vary(&sentence, json_is_true(json_object_get(moment, "unsafe")), "unsafe");
	vary(&sentence, json_is_true(json_object_get(moment, "further")), "further");
	const char *second = app_play_value_member(moment, "second");
	vary(&sentence, strcmp(second, "organisation") == 0 || strcmp(second, "table") == 0,
		"organisation");
	vary(&sentence, strcmp(app_play_value_member(moment, "second"), "announced") == 0, "announced");
	vary(&sentence, strcmp(app_play_value_member(moment, "second"), "goes_on") == 0, "goes_on");
	vary(&sentence, strcmp(what, "handover.withdraw") == 0 && whom_id[0] != 0, "let_go");
	vary(&sentence, app_play_value_member(moment, "need")[0] == 0, "care_management");
	vary(&sentence, strcmp(app_play_value_member(whom, "kind"), "service") == 0, "service");
	vary(&sentence, json_is_true(json_object_get(moment, "named")), "named");
	vary(&sentence, strcmp(app_play_value_member(moment, "code"), "kept_over") == 0, "kept_over");
	vary(&sentence, strcmp(app_play_value_member(moment, "code"), "to_begin") == 0, "to_begin");
	vary(&sentence, whom_id[0] != 0 && strcmp(whom_id, app_play_value_member(who, "id")) == 0,
		"self");
	add_somebody(&sentence, "who", who, asked ? "somebody" : "program");
	/* A measure is about nobody else. */
	if (strncmp(what, "mandate.", 8) == 0 && whom_id[0] == 0)
		add(&sentence, "whom", (struct span){0});
	else
		add_somebody(&sentence, "whom", whom, "somebody");
	add_key(&sentence, "need", "code.life_domain", app_play_value_member(moment, "domain"));
	add_day_text(&sentence, "day", app_play_value_member(moment, "day"));
	add_instant_text(&sentence, "before", app_play_value_member(moment, "before"));
	add(&sentence, "words", span_of(app_play_value_member(moment, "words")));
	add(&sentence, "reason_words", span_of(app_play_value_member(moment, "reason_words")));
	for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
		if (strcmp(lists[i].what, what) != 0) continue;
		if (lists[i].first != NULL)
			add_key(&sentence, "code", lists[i].first, app_play_value_member(moment, "code"));
		if (lists[i].second != NULL)
			add_key(&sentence, "second", lists[i].second, app_play_value_member(moment, "second"));
	}
	print_sentence(&sentence, HAPPENED);
}

/* GET as the person whose question it is. */
static status look(struct app_play *play, struct app_play_episode *episode, const char *part,
	struct app_play_reply *reply)
{
	char path[APP_PLAY_PATH_BYTES], region[REGION_CODE_SIZE];
	TRY(app_play_act_sign_in(play, &episode->person));
	snprintf(path, sizeof path, "/v1/regions/%s/episodes/%s%s",
		region_code_text(play->region, region), episode->id, part);
	const struct app_play_request request = {
		.method = HTTP_GET, .path = path, .token = episode->person.token};
	TRY(app_play_http_send(play->http, &request, reply, play->error));
	if (reply->status == 200) return STATUS_OK;
	status code = app_play_fail_reply(play, "the person to see their own file", reply);
	json_decref(reply->json);
	reply->json = NULL;
	return code;
}

static status tell_page(struct app_play *play, struct app_play_episode *episode, bool *more)
{
	char part[64];
	struct app_play_reply reply = {0};
	snprintf(part, sizeof part, "/timeline?after=%lld&limit=%d", (long long)episode->told, PAGE);
	TRY(look(play, episode, part, &reply));
	const json_t *moments = json_object_get(reply.json, "moments");
	for (size_t i = 0; i < json_array_size(moments); i++) {
		const json_t *moment = json_array_get(moments, i);
		tell_moment(play, moment);
		episode->told = json_integer_value(json_object_get(moment, "version"));
	}
	*more = json_is_integer(json_object_get(reply.json, "next_after"));
	json_decref(reply.json);
	return STATUS_OK;
}

/* Of whom was only reported nobody has a code, until somebody does something in their file. */
static bool may_be_told(const struct app_play_episode *episode)
{
	return episode->person.code[0] != '\0';
}

status app_play_story_tell(struct app_play *play)
{
	if (play->quiet) return STATUS_OK;
	for (size_t i = 0; i < play->episode_count; i++)
		for (bool more = may_be_told(&play->episodes[i]); more;)
			TRY(tell_page(play, &play->episodes[i], &more));
	fflush(stdout);
	return STATUS_OK;
}

static int32_t day_of_instant(const char *text)
{
	int64_t instant_ms = 0;
	return date_parse_instant(span_of(text), &instant_ms) ? date_day_of(instant_ms) : 0;
}

void app_play_story_log(struct app_play *play, const json_t *log)
{
	struct sentence sentence;
	const json_t *looks = json_object_get(log, "looks");
	const struct app_play_thing *actor = &play->things[play->step->actor];
	if (play->quiet) return;
	begin(&sentence, play, "play.log");
	if (actor->display.size > 0)
		add(&sentence, "who", actor->display);
	else
		add_key(&sentence, "who", "who", "person");
	print_sentence(&sentence, HAPPENED);
	for (size_t i = json_array_size(looks); i > 0; i--) {
		const json_t *seen = json_array_get(looks, i - 1);
		/* That they looked themselves, they know. */
		if (strcmp(app_play_value_member(seen, "ground"), "own_file") == 0) continue;
		begin(&sentence, play, "play.looked");
		add_somebody(&sentence, "who", json_object_get(seen, "who"), "somebody");
		add_day(&sentence, "day", day_of_instant(app_play_value_member(seen, "at")));
		add_key(&sentence, "command", "command", app_play_value_member(seen, "what"));
		add_key(&sentence, "ground", "code.legal_basis", app_play_value_member(seen, "ground"));
		print_sentence(&sentence, "      ");
	}
}

/* The account of this id in the team; NULL if there is none. */
static const json_t *find_member(const json_t *team, const char *id)
{
	for (size_t i = 0; i < json_array_size(team); i++) {
		const json_t *account = json_object_get(json_array_get(team, i), "account");
		if (strcmp(app_play_value_member(account, "id"), id) == 0) return account;
	}
	return NULL;
}

/* Also where no clock has come by to say so. */
static bool is_past(struct app_play *play, const json_t *step)
{
	int32_t day = 0;
	int64_t before_ms = 0;
	if (json_is_true(json_object_get(step, "late"))) return true;
	if (date_parse_instant(span_of(app_play_value_member(step, "before")), &before_ms))
		return clock_now_ms(&play->clock) >= before_ms;
	return date_parse(span_of(app_play_value_member(step, "day")), &day) &&
		day < app_play_today(play);
}

static void tell_need(struct app_play *play, const json_t *need, const json_t *team)
{
	struct sentence sentence;
	const char *state = app_play_value_member(need, "state");
	const json_t *step = json_object_get(need, "next_step");
	begin(&sentence, play, "play.summary.need");
	vary(&sentence, strcmp(state, "closed") == 0, "closed");
	vary(&sentence, strcmp(state, "in_danger") == 0, "unsafe");
	vary(&sentence, is_past(play, step), "late");
	add_somebody(
		&sentence, "who", find_member(team, app_play_value_member(need, "bearer")), "somebody");
	add_key(&sentence, "need", "code.life_domain", app_play_value_member(need, "domain"));
	add_day_text(&sentence, "day", app_play_value_member(step, "day"));
	add_instant_text(&sentence, "before", app_play_value_member(step, "before"));
	add_key(&sentence, "second", "code.closing", app_play_value_member(need, "decided_by"));
	print_sentence(&sentence, HAPPENED);
}

/* Those who are the person, or those who are not. */
static void add_names(
	struct app_play *play, const json_t *team, const char *person, bool wanted, struct buf *names)
{
	for (size_t i = 0; i < json_array_size(team); i++) {
		const json_t *account = json_object_get(json_array_get(team, i), "account");
		const char *name = app_play_value_member(account, "name");
		char key[API_MESSAGES_KEY_SIZE];
		bool is_person = strcmp(app_play_value_member(account, "id"), person) == 0;
		if (is_person != wanted) continue;
		if (names->size > 0) buf_add_text(names, ", ");
		snprintf(key, sizeof key, "who.%s", app_play_value_member(account, "kind"));
		if (name[0] != 0)
			buf_add_text(names, name);
		else
			buf_add_span(names, api_messages_text(play->messages, play->language, key));
	}
}

/* The person first: who came in together has no order of their own. */
static void tell_team(struct app_play *play, const json_t *team, const char *person)
{
	struct sentence sentence;
	struct buf names;
	buf_init(&names, TEXT_BYTES);
	add_names(play, team, person, true, &names);
	add_names(play, team, person, false, &names);
	begin(&sentence, play, "play.summary.team");
	add(&sentence, "names", buf_span(&names));
	print_sentence(&sentence, HAPPENED);
	buf_finish(&names);
}

static void tell_episode(struct app_play *play, const json_t *episode)
{
	struct sentence sentence;
	const json_t *team = json_object_get(episode, "team");
	const json_t *needs = json_object_get(episode, "needs");
	begin(&sentence, play, "play.summary");
	const json_t *person = find_member(team, app_play_value_member(episode, "person"));
	vary(&sentence, play->episode_count > 1, "of");
	add_somebody(&sentence, "who", person, "person");
	putchar('\n');
	print_sentence(&sentence, "");
	begin(&sentence, play, "play.summary.care_manager");
	add_somebody(&sentence, "who",
		find_member(team, app_play_value_member(episode, "care_manager")), "somebody");
	print_sentence(&sentence, HAPPENED);
	for (size_t i = 0; i < json_array_size(needs); i++)
		tell_need(play, json_array_get(needs, i), team);
	tell_team(play, team, app_play_value_member(episode, "person"));
}

status app_play_story_end(struct app_play *play)
{
	if (play->quiet) return STATUS_OK;
	for (size_t i = 0; i < play->episode_count; i++) {
		struct app_play_reply reply = {0};
		if (!may_be_told(&play->episodes[i])) continue;
		TRY(look(play, &play->episodes[i], "", &reply));
		tell_episode(play, reply.json);
		json_decref(reply.json);
	}
	return STATUS_OK;
}
