/* owner.c - SQL and tables of a folder of src/ name that folder as their owner, in so many letters.
 *
 * Looked at are initializers of struct store_query and struct store_table: `.owner = "x"`, or "x"
 * first in its braces. The store refuses other folders' tables when it prepares a statement; this
 * rule also sees the statements that no test prepares.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tidy.h"
#include <string.h>

static bool mark_at(const struct tidy_file *file, size_t at, const char *mark)
{
	return at < file->token_count && tidy_token_is(&file->tokens[at], mark);
}

static bool same_word(const struct tidy_token *a, const struct tidy_token *b)
{
	return a->size == b->size && memcmp(a->start, b->start, a->size) == 0;
}

/* The string that a macro of the same folder stands for (#define OWNER "care"), or NULL. */
static const struct tidy_token *spelled_out(
	const struct tidy *tidy, int folder, const struct tidy_token *name)
{
	for (const struct tidy_file *file = tidy->files; file != NULL; file = file->next) {
		for (size_t at = 1; file->folder == folder && at + 2 < file->token_count; at++) {
			const struct tidy_token *token = &file->tokens[at];
			bool defines =
				token->directive && mark_at(file, at, "define") && same_word(token + 1, name);
			if (defines && token[2].directive && token[2].kind == TIDY_STRING) return token + 2;
		}
	}
	return NULL;
}

static void judge_name(
	struct tidy *tidy, const struct tidy_file *file, const struct tidy_token *token)
{
	size_t size;
	const char *folder = tidy_folders[file->folder];
	const struct tidy_token *string = token;
	if (token->kind != TIDY_STRING) string = spelled_out(tidy, file->folder, token);
	if (string == NULL) {
		tidy_find(tidy, file->path, token->line, "owner", "cannot be read; write \"%s\"", folder);
		return;
	}
	const char *owner = tidy_token_inside(string, &size);
	if (strlen(folder) != size || memcmp(owner, folder, size) != 0)
		tidy_find(tidy, file->path, token->line, "owner",
			"is \"%.*s\", but this stands in %s; write \"%s\"", (int)size, owner, folder, folder);
}

/* From behind `struct store_query`: where the brace of its next initializer or compound literal is,
 * or 0. A pointer, parameter or result has none. */
static size_t find_brace(const struct tidy_file *file, size_t at)
{
	bool bare = true;
	for (; at + 1 < file->token_count; at++) {
		const struct tidy_token *token = &file->tokens[at];
		if (tidy_token_is(token, "=")) return mark_at(file, at + 1, "{") ? at + 1 : 0;
		if (tidy_token_is(token, ")")) return bare && mark_at(file, at + 1, "{") ? at + 1 : 0;
		bool passed = token->kind == TIDY_WORD || token->kind == TIDY_NUMBER ||
			mark_at(file, at, "[") || mark_at(file, at, "]") || mark_at(file, at, ",");
		if (!passed) return 0;
		bare = bare && token->kind != TIDY_WORD;
	}
	return 0;
}

/* Behind the brace that closes the one at `at`. */
static size_t skip_braces(const struct tidy_file *file, size_t at)
{
	int depth = 0;
	for (; at < file->token_count; at++) {
		depth += mark_at(file, at, "{") - mark_at(file, at, "}");
		if (depth == 0) return at + 1;
	}
	return at;
}

/* Judges the initializer from `at` to `end`; compound literals within it are passed over. */
static void judge_initializer(
	struct tidy *tidy, const struct tidy_file *file, size_t at, size_t end)
{
	const struct tidy_token *tokens = file->tokens;
	for (size_t begin = at; at + 3 < end; at++) {
		if (mark_at(file, at, "{")) {
			if (at > begin && mark_at(file, at - 1, ")")) {
				at = skip_braces(file, at) - 1;
				continue;
			}
			bool first = tokens[at + 1].kind == TIDY_STRING;
			bool by_name = tokens[at + 1].kind == TIDY_WORD && mark_at(file, at + 2, ",");
			if (first || by_name) judge_name(tidy, file, &tokens[at + 1]);
		}
		if (mark_at(file, at, ".") && mark_at(file, at + 1, "owner") && mark_at(file, at + 2, "="))
			judge_name(tidy, file, &tokens[at + 3]);
	}
}

void tidy_judge_owner(struct tidy *tidy, const struct tidy_file *file)
{
	if (file->folder < 0) return;
	for (size_t at = 0; at + 2 < file->token_count; at++) {
		if (!mark_at(file, at, "struct")) continue;
		if (!mark_at(file, at + 1, "store_query") && !mark_at(file, at + 1, "store_table"))
			continue;
		size_t brace = find_brace(file, at + 2);
		while (brace != 0) {
			size_t end = skip_braces(file, brace);
			judge_initializer(tidy, file, brace, end);
			brace = find_brace(file, end);
		}
	}
}
