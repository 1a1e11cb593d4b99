/* lex.c - C source as tokens, without comments: enough to know a call from a word in a string.
 *
 * Preprocessor lines stay in, marked; both branches of an #if are seen.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tidy.h"
#include <ctype.h>
#include <string.h>

struct lexer {
	const char *at;
	const char *end;
	size_t line;
	bool line_begins; /* Only blanks since the last line end. */
	bool directive;
	bool include; /* The directive is #include: < begins a name. */
};

static void step(struct lexer *lexer)
{
	if (*lexer->at == '\n') {
		lexer->line++;
		lexer->line_begins = true;
		lexer->directive = false;
		lexer->include = false;
	}
	lexer->at++;
}

static void skip_comment(struct lexer *lexer)
{
	bool directive = lexer->directive, include = lexer->include;
	bool line_comment = lexer->at[1] == '/';
	lexer->at += 2;
	if (line_comment) {
		for (; lexer->at < lexer->end && *lexer->at != '\n'; lexer->at++) {
			if (*lexer->at != '\\') continue;
			lexer->at += lexer->at[1] == '\n';
			lexer->line += *lexer->at == '\n'; /* Continued on the next line. */
		}
		return;
	}
	while (lexer->at < lexer->end && strncmp(lexer->at, "*/", 2) != 0) step(lexer);
	lexer->at += lexer->at < lexer->end ? 2 : 0;
	lexer->directive = directive; /* A comment over several lines does not end a directive. */
	lexer->include = include;
}

static void skip_blanks(struct lexer *lexer)
{
	while (lexer->at < lexer->end) {
		const char *at = lexer->at;
		if (at[0] == '\\' && (at[1] == '\n' || (at[1] == '\r' && at[2] == '\n'))) {
			lexer->at = strchr(at, '\n') + 1;
			lexer->line++;
		} else if (at[0] == '/' && (at[1] == '*' || at[1] == '/')) {
			skip_comment(lexer);
		} else if (isspace((unsigned char)at[0])) {
			step(lexer);
		} else {
			return;
		}
	}
}

/* Over a string, character or <name>, up to its end or that of the line. */
static void skip_quoted(struct lexer *lexer, char close)
{
	lexer->at++;
	while (lexer->at < lexer->end && *lexer->at != close && *lexer->at != '\n') {
		if (*lexer->at == '\\' && close != '>' && lexer->at + 1 < lexer->end) {
			lexer->line += lexer->at[1] == '\n';
			lexer->at++;
		}
		lexer->at++;
	}
	if (lexer->at < lexer->end && *lexer->at == close) lexer->at++;
}

static bool is_word(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

static enum tidy_kind take(struct lexer *lexer)
{
	char first = *lexer->at;
	if (first == '"' || first == '\'') {
		skip_quoted(lexer, first);
		return first == '"' ? TIDY_STRING : TIDY_CHARACTER;
	}
	if (first == '<' && lexer->include) {
		skip_quoted(lexer, '>');
		return TIDY_ANGLED;
	}
	if (is_word(first)) {
		while (lexer->at < lexer->end && is_word(*lexer->at)) lexer->at++;
		return isdigit((unsigned char)first) ? TIDY_NUMBER : TIDY_WORD;
	}
	lexer->at++;
	return TIDY_MARK;
}

/* Fills `tokens` unless it is NULL; returns how many there are. */
static size_t scan(const struct tidy_file *file, struct tidy_token *tokens)
{
	struct lexer lexer = {
		.at = file->text, .end = file->text + file->size, .line = 1, .line_begins = true};
	size_t count = 0;
	for (skip_blanks(&lexer); lexer.at < lexer.end; skip_blanks(&lexer)) {
		if (lexer.line_begins && *lexer.at == '#') lexer.directive = true;
		lexer.line_begins = false;
		struct tidy_token token = {
			.start = lexer.at, .line = lexer.line, .directive = lexer.directive};
		token.kind = take(&lexer);
		token.size = (size_t)(lexer.at - token.start);
		if (lexer.directive && tidy_token_is(&token, "include")) lexer.include = true;
		if (tokens != NULL) tokens[count] = token;
		count++;
	}
	return count;
}

void tidy_lex(struct tidy *tidy, struct tidy_file *file)
{
	file->token_count = scan(file, NULL);
	file->tokens = tidy_keep(tidy, (file->token_count + 1) * sizeof *file->tokens);
	scan(file, file->tokens);
}

bool tidy_token_is(const struct tidy_token *token, const char *text)
{
	return strlen(text) == token->size && memcmp(token->start, text, token->size) == 0;
}

const char *tidy_token_inside(const struct tidy_token *token, size_t *size)
{
	*size = token->size >= 2 ? token->size - 2 : 0;
	return token->start + 1;
}
