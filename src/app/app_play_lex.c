/* app_play_lex.c - words of a play.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_play_lex.h"
#include "base/check.h"

/* One line while it is taken apart. */
struct line {
	struct app_play_lex *lex;
	const char *start;
	const char *at;
	const char *end;
	struct error *error;
};

static status wrong(const struct line *line, const char *at, const char *what)
{
	return status_fail_at(line->error, STATUS_INPUT, line->lex->line,
		span_utf8_length(span_bytes(line->start, (size_t)(at - line->start))) + 1, "%s", what);
}

static bool is_blank(char character)
{
	return character == ' ' || character == '\t';
}

void app_play_lex_init(struct app_play_lex *lex, struct span text, struct arena *arena)
{
	lex->rest = text;
	lex->arena = arena;
	lex->line = 1;
	lex->count = 0;
	if (span_starts_with(text, "\xef\xbb\xbf")) {
		lex->rest.start += 3;
		lex->rest.size -= 3;
	}
}

/* Between quotes, the first of which stands at line->at. */
static status read_quoted(struct line *line, struct span *text)
{
	const char *begin = ++line->at, *from = begin;
	while (from < line->end && *from != '"') from += *from == '\\' && from + 1 < line->end ? 2 : 1;
	if (from >= line->end) return wrong(line, begin - 1, "the quote is not closed on its line");
	char *out = arena_take(line->lex->arena, (size_t)(from - begin) + 1);
	if (out == NULL) return status_fail(line->error, STATUS_MEMORY, "no memory for a play");
	size_t size = 0;
	for (; line->at < from; line->at++) {
		char character = *line->at;
		if (character == '\\') {
			character = *++line->at;
			if (character != '"' && character != '\\' && character != 'n')
				return wrong(line, line->at - 1, "behind a \\ stands \", \\ or n");
			if (character == 'n') character = '\n';
		}
		out[size++] = character;
	}
	line->at++;
	if (line->at < line->end && !is_blank(*line->at))
		return wrong(line, line->at, "a blank must stand behind the quote");
	*text = span_bytes(out, size);
	return STATUS_OK;
}

/* Up to a blank; stops at the = behind a key, and at a quote behind that. */
static status read_word(struct line *line, struct app_play_word *word)
{
	const char *begin = line->at;
	int depth = 0;
	if (*line->at == '"') {
		word->quoted = true;
		return read_quoted(line, &word->text);
	}
	for (; line->at < line->end; line->at++) {
		/* Between brackets of a key a blank is one of the characters. */
		if (is_blank(*line->at) && (depth <= 0 || word->has_key)) break;
		if (*line->at == '[') depth++;
		if (*line->at == ']') depth--;
		if (*line->at == '"') return wrong(line, line->at, "a quote stands within a word");
		if (*line->at != '=' || depth != 0 || word->has_key) continue;
		word->key = span_bytes(begin, (size_t)(line->at - begin));
		word->has_key = true;
		begin = line->at + 1;
		if (begin == line->end || *begin != '"') continue;
		line->at++;
		word->quoted = true;
		return read_quoted(line, &word->text);
	}
	word->text = span_bytes(begin, (size_t)(line->at - begin));
	return STATUS_OK;
}

static status read_line(struct line *line)
{
	struct app_play_lex *lex = line->lex;
	for (;;) {
		while (line->at < line->end && is_blank(*line->at)) line->at++;
		if (line->at == line->end) return STATUS_OK;
		if (lex->count == APP_PLAY_LEX_WORDS)
			return status_fail_at(line->error, STATUS_BOUND, lex->line, 0,
				"a step has over %d words", APP_PLAY_LEX_WORDS);
		struct app_play_word *word = &lex->words[lex->count];
		size_t before = (size_t)(line->at - line->start);
		*word = (struct app_play_word){
			.line = lex->line, .column = span_utf8_length(span_bytes(line->start, before)) + 1};
		TRY(read_word(line, word));
		lex->count++;
	}
}

static struct span take_line(struct app_play_lex *lex)
{
	struct span text = {0};
	bool some = span_take(&lex->rest, '\n', &text);
	CHECK(some);
	if (text.size > 0 && text.start[text.size - 1] == '\r') text.size--;
	return text;
}

static status check_text(const struct app_play_lex *lex, struct span text, struct error *error)
{
	size_t bad_at = 0;
	if (!span_is_utf8(text, &bad_at))
		return status_fail_at(error, STATUS_INPUT, lex->line, 0, "this is not UTF-8");
	for (size_t i = 0; i < text.size; i++)
		if ((unsigned char)text.start[i] < ' ' && text.start[i] != '\t')
			return status_fail_at(
				error, STATUS_INPUT, lex->line, i + 1, "a control character stands here");
	return STATUS_OK;
}

/* A line that begins with a blank goes on with the step, unless there is nothing else in it. */
static bool goes_on(const struct app_play_lex *lex)
{
	return lex->count > 0 && lex->rest.size > 0 && is_blank(lex->rest.start[0]);
}

status app_play_lex_next(struct app_play_lex *lex, bool *more, struct error *error)
{
	lex->count = 0;
	*more = false;
	while (lex->rest.size > 0 && (lex->count == 0 || goes_on(lex))) {
		struct span text = take_line(lex);
		TRY(check_text(lex, text, error));
		struct line line = {lex, text.start, text.start, text.start + text.size, error};
		bool starts_blank = text.size > 0 && is_blank(text.start[0]);
		if (span_trim(text).size > 0 && text.start[0] != '#') {
			if (lex->count == 0 && starts_blank)
				return wrong(&line, text.start, "there is no step that this line goes on with");
			TRY(read_line(&line));
		}
		lex->line++;
	}
	*more = lex->count > 0;
	return STATUS_OK;
}
