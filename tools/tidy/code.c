/* code.c - rules about C source: what it calls, how long its functions are, how its headers look.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tidy.h"
#include <string.h>

#define MAX_FUNCTION_LINES 70

enum banned_where {
	BANNED_EVERYWHERE,
	BANNED_OUTSIDE_CLOCK, /* src/base/clock.c */
	BANNED_OUTSIDE_BASE,  /* src/base/ */
};

struct banned {
	const char *name;
	enum banned_where where;
	bool common_word; /* Also a good name for a variable or member: only a call counts. */
	const char *instead;
};

static const struct banned banned[] = {
	{"strcpy", BANNED_EVERYWHERE, false, "memcpy with a known size, or base/buf.h"},
	{"strcat", BANNED_EVERYWHERE, false, "base/buf.h"},
	{"strncpy", BANNED_EVERYWHERE, false, "memcpy with a known size"},
	{"sprintf", BANNED_EVERYWHERE, false, "snprintf or buf_printf"},
	{"vsprintf", BANNED_EVERYWHERE, false, "vsnprintf or buf_printf"},
	{"gets", BANNED_EVERYWHERE, true, "fgets or getline"},
	{"strtok", BANNED_EVERYWHERE, false, "span_take"},
	{"atoi", BANNED_EVERYWHERE, false, "span_to_int64"},
	{"atol", BANNED_EVERYWHERE, false, "span_to_int64"},
	{"atoll", BANNED_EVERYWHERE, false, "span_to_int64"},
	{"atof", BANNED_EVERYWHERE, false, "span_to_double"},
	{"scanf", BANNED_EVERYWHERE, false, "base/span.h"},
	{"fscanf", BANNED_EVERYWHERE, false, "base/span.h"},
	{"sscanf", BANNED_EVERYWHERE, false, "base/span.h"},
	{"vscanf", BANNED_EVERYWHERE, false, "base/span.h"},
	{"vfscanf", BANNED_EVERYWHERE, false, "base/span.h"},
	{"vsscanf", BANNED_EVERYWHERE, false, "base/span.h"},
	{"alloca", BANNED_EVERYWHERE, false, "base/arena.h"},
	{"system", BANNED_EVERYWHERE, true, "fork and execvp, with arguments that no shell reads"},
	{"popen", BANNED_EVERYWHERE, false, "fork and execvp, with arguments that no shell reads"},
	{"rand", BANNED_EVERYWHERE, true, "base/prng.h, passed in"},
	{"srand", BANNED_EVERYWHERE, false, "base/prng.h, passed in"},
	{"gmtime", BANNED_EVERYWHERE, false, "base/date.h"},
	{"localtime", BANNED_EVERYWHERE, false, "base/date.h"},
	{"ctime", BANNED_EVERYWHERE, true, "base/date.h"},
	{"asctime", BANNED_EVERYWHERE, false, "base/date.h"},
	{"setlocale", BANNED_EVERYWHERE, false, "nothing: the program has no locale"},
	{"time", BANNED_OUTSIDE_CLOCK, true, "base/clock.h, passed in"},
	{"clock", BANNED_OUTSIDE_CLOCK, true, "base/clock.h, passed in"},
	{"gettimeofday", BANNED_OUTSIDE_CLOCK, false, "base/clock.h, passed in"},
	{"clock_gettime", BANNED_OUTSIDE_CLOCK, false, "base/clock.h, passed in"},
	{"timespec_get", BANNED_OUTSIDE_CLOCK, false, "base/clock.h, passed in"},
	{"malloc", BANNED_OUTSIDE_BASE, false,
		"base/arena.h, or calloc for what lives as long as its owner"},
	{"realloc", BANNED_OUTSIDE_BASE, false, "base/buf.h or base/arena.h"},
	{"reallocarray", BANNED_OUTSIDE_BASE, false, "base/buf.h or base/arena.h"},
	{"strdup", BANNED_OUTSIDE_BASE, false, "arena_text"},
	{"strndup", BANNED_OUTSIDE_BASE, false, "arena_text"},
};

static bool may_call(const struct tidy_file *file, enum banned_where where)
{
	if (where == BANNED_OUTSIDE_CLOCK) return strcmp(file->path, "src/base/clock.c") == 0;
	if (where == BANNED_OUTSIDE_BASE) return strncmp(file->path, "src/base/", 9) == 0;
	return false;
}

/* A member of something: `.name` or `->name`. */
static bool is_member(const struct tidy_file *file, size_t at)
{
	const struct tidy_token *tokens = file->tokens;
	if (at >= 1 && tidy_token_is(&tokens[at - 1], ".")) return true;
	return at >= 2 && tidy_token_is(&tokens[at - 1], ">") && tidy_token_is(&tokens[at - 2], "-");
}

static void judge_calls(struct tidy *tidy, const struct tidy_file *file)
{
	for (size_t at = 0; at < file->token_count; at++) {
		const struct tidy_token *token = &file->tokens[at];
		if (token->kind != TIDY_WORD || is_member(file, at)) continue;
		bool call = at + 1 < file->token_count && tidy_token_is(token + 1, "(");
		for (size_t i = 0; i < sizeof banned / sizeof banned[0]; i++) {
			if (!tidy_token_is(token, banned[i].name) || (banned[i].common_word && !call)) continue;
			if (!may_call(file, banned[i].where))
				tidy_find(tidy, file->path, token->line, "call", "%s; use %s", banned[i].name,
					banned[i].instead);
		}
	}
}

/* Where the walk over a file's outermost level stands. */
struct outline {
	size_t begin; /* First token of the declaration. */
	int braces;
	int brackets;  /* Round ones. */
	bool assigned; /* An = was seen: what follows is an initializer. */
	bool function; /* Inside a function's body. */
};

/* The word before the first bracket of a declaration. */
static const struct tidy_token *declared_name(
	const struct tidy_file *file, size_t begin, size_t end)
{
	for (size_t at = begin; at + 1 < end; at++) {
		const struct tidy_token *token = &file->tokens[at];
		bool name = token->kind == TIDY_WORD && !tidy_token_is(token, "__attribute__");
		if (name && !token->directive && tidy_token_is(token + 1, "(")) return token;
	}
	return &file->tokens[begin];
}

static void close_brace(
	struct tidy *tidy, const struct tidy_file *file, struct outline *outline, size_t at)
{
	outline->braces--;
	if (outline->braces != 0) return;
	if (outline->function) {
		const struct tidy_token *name = declared_name(file, outline->begin, at);
		size_t lines = file->tokens[at].line - file->tokens[outline->begin].line + 1;
		if (lines > MAX_FUNCTION_LINES)
			tidy_find(tidy, file->path, name->line, "function", "%.*s has %zu lines; at most %d",
				(int)name->size, name->start, lines, MAX_FUNCTION_LINES);
		*outline = (struct outline){.begin = at + 1};
	}
}

static void judge_functions(struct tidy *tidy, const struct tidy_file *file)
{
	struct outline outline = {0};
	size_t previous = 0;
	for (size_t at = 0; at < file->token_count; at++) {
		const struct tidy_token *token = &file->tokens[at];
		if (token->directive) {
			if (outline.begin == at) outline.begin = at + 1;
			continue;
		}
		bool outside = outline.braces == 0 && outline.brackets == 0;
		if (tidy_token_is(token, "{")) {
			if (outside)
				outline.function = !outline.assigned && tidy_token_is(&file->tokens[previous], ")");
			outline.braces++;
		} else if (tidy_token_is(token, "}")) {
			close_brace(tidy, file, &outline, at);
		} else if (outline.braces == 0) {
			outline.brackets += tidy_token_is(token, "(") - tidy_token_is(token, ")");
			outline.assigned = outline.assigned || tidy_token_is(token, "=");
			if (outside && tidy_token_is(token, ";")) outline = (struct outline){.begin = at + 1};
		}
		previous = at;
	}
	if (outline.braces != 0)
		tidy_find(tidy, file->path, file->tokens[outline.begin].line, "function",
			"its braces do not balance: an #if and an #else must not each open or close one");
}

static void judge_header(struct tidy *tidy, const struct tidy_file *file)
{
	const struct tidy_token *tokens = file->tokens;
	bool once = file->token_count >= 3 && tidy_token_is(&tokens[0], "#") &&
		tidy_token_is(&tokens[1], "pragma") && tidy_token_is(&tokens[2], "once");
	if (!once) tidy_find(tidy, file->path, 1, "header", "does not begin with #pragma once");
	for (size_t at = once ? 3 : 0; at < file->token_count; at++) {
		bool include = tokens[at].directive && tidy_token_is(&tokens[at], "#") &&
			at + 1 < file->token_count && tidy_token_is(&tokens[at + 1], "include");
		if (!include) return; /* It says something itself. */
		while (at + 1 < file->token_count && tokens[at + 1].line == tokens[at].line) at++;
	}
	tidy_find(
		tidy, file->path, 1, "header", "only includes others; let who needs them include them");
}

void tidy_judge_code(struct tidy *tidy, const struct tidy_file *file)
{
	if (file->language != TIDY_C && file->language != TIDY_HEADER) return;
	judge_calls(tidy, file);
	judge_functions(tidy, file);
	if (file->language == TIDY_HEADER) judge_header(tidy, file);
}
