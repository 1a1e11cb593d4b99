/* app_play_lex.h - from the text of a play to steps of words, with their places.
 *
 * Ownership   Words point into the text; quoted ones that have something to undo, into the arena.
 * Tests       test/unit/app/test_app_play_file.c, fuzz/fuzz_play.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "base/status.h"

#define APP_PLAY_LEX_WORDS 64 /* of a step */

/* `key="text"` is one word with a key; `key=text` too. Only what stands before the first = that is
 * in no brackets is a key. */
struct app_play_word {
	struct span key; /* empty: it has none */
	struct span text;
	bool has_key;
	bool quoted;
	size_t line;
	size_t column;
};

struct app_play_lex {
	struct span rest;
	struct arena *arena;
	size_t line; /* of what is next */
	struct app_play_word words[APP_PLAY_LEX_WORDS];
	size_t count;
};

void app_play_lex_init(struct app_play_lex *lex, struct span text, struct arena *arena);
/* The words of the next step. *more is false at the end. */
MUST_USE status app_play_lex_next(struct app_play_lex *lex, bool *more, struct error *error);
