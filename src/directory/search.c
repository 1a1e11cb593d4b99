/* search.c - a question from its bounds to its answer.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"
#include <string.h>

static status check_question(const struct search_question *question, struct error *error)
{
	if (question->words.size > SEARCH_MAX_QUESTION_BYTES)
		return status_fail(
			error, STATUS_BOUND, "a question of over %d bytes", SEARCH_MAX_QUESTION_BYTES);
	if (!span_is_utf8(question->words, NULL))
		return status_fail(error, STATUS_INPUT, "the question is not UTF-8");
	if (question->limit < 1 || question->limit > SEARCH_MAX_PAGE)
		return status_fail(error, STATUS_BOUND, "a page has 1 to %d services", SEARCH_MAX_PAGE);
	if (question->language_count > SEARCH_MAX_LANGUAGES)
		return status_fail(error, STATUS_BOUND, "over %d languages", SEARCH_MAX_LANGUAGES);
	return STATUS_OK;
}

static status answer_once(const struct search_view *view, const struct search_question *question,
	bool wide, struct search_scratch *scratch, struct arena *arena, struct search_answer *answer,
	bool *found, struct error *error)
{
	struct search_meaning *meaning = arena_take(arena, sizeof(*meaning));
	if (meaning == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a question");
	*answer = (struct search_answer){.widened = wide};
	search_ask(view, question, wide, arena, meaning);
	float best = search_score(view, meaning, scratch);
	status result = search_rank(view, question, meaning, best, scratch, arena, answer, error);
	*found = meaning->says_nothing || scratch->touched_count > 0;
	search_scratch_clear(scratch);
	answer->meant = meaning->meant;
	answer->municipality = meaning->municipality;
	answer->municipality_read = question->municipality == 0 && meaning->municipality != 0;
	answer->danger = meaning->danger;
	answer->signs = meaning->signs;
	answer->unknown_place = meaning->unknown_place;
	answer->candidates = meaning->candidates;
	answer->too_many_words = meaning->too_many_words;
	return result;
}

status search_run(const struct search_view *view, const struct search_question *question,
	struct search_scratch *scratch, struct arena *arena, struct search_answer *answer,
	struct error *error)
{
	uint32_t documents = view->large->count + (view->small == NULL ? 0 : view->small->count);
	struct search_answer wider;
	bool found;
	TRY(check_question(question, error));
	if (!search_scratch_grow(scratch, documents))
		return status_fail(error, STATUS_MEMORY, "no memory to search with");
	TRY(answer_once(view, question, false, scratch, arena, answer, &found, error));
	/* Where a filter took everything away, other words would only seem to be an answer. */
	if (found) return STATUS_OK;
	TRY(answer_once(view, question, true, scratch, arena, &wider, &found, error));
	if (found) *answer = wider;
	return STATUS_OK;
}

/* ---- positions as text ---- */

static void put_byte(char **out, uint8_t byte)
{
	static const char digits[] = "0123456789abcdef";
	*(*out)++ = digits[byte >> 4];
	*(*out)++ = digits[byte & 15];
}

char *search_position_text(const struct search_position *position, char out[SEARCH_POSITION_SIZE])
{
	char *at = out;
	put_byte(&at, position->turn);
	for (int list = 0; list < 2; list++) {
		uint32_t bits;
		memcpy(&bits, &position->score[list], sizeof(bits));
		put_byte(&at, position->started[list]);
		for (int shift = 24; shift >= 0; shift -= 8) put_byte(&at, (uint8_t)(bits >> shift));
		for (int i = 0; i < ID_SIZE; i++) put_byte(&at, position->last[list].bytes[i]);
	}
	*at = 0;
	return out;
}

static bool take_byte(struct span *text, uint8_t *byte)
{
	uint8_t value = 0;
	if (text->size < 2) return false;
	for (int i = 0; i < 2; i++) {
		char digit = text->start[i];
		if (digit >= '0' && digit <= '9')
			value = (uint8_t)(value << 4 | (digit - '0'));
		else if (digit >= 'a' && digit <= 'f')
			value = (uint8_t)(value << 4 | (digit - 'a' + 10));
		else
			return false;
	}
	text->start += 2;
	text->size -= 2;
	*byte = value;
	return true;
}

static bool take_list(struct span *text, struct search_position *position, int list)
{
	uint32_t bits = 0;
	uint8_t byte;
	if (!take_byte(text, &byte) || byte > 1) return false;
	position->started[list] = byte == 1;
	for (int i = 0; i < 4; i++) {
		if (!take_byte(text, &byte)) return false;
		bits = bits << 8 | byte;
	}
	memcpy(&position->score[list], &bits, sizeof(bits));
	for (int i = 0; i < ID_SIZE; i++)
		if (!take_byte(text, &position->last[list].bytes[i])) return false;
	/* No score is negative, infinite or not a number. */
	return position->score[list] >= 0 && position->score[list] < 1e9f;
}

bool search_position_parse(struct span text, struct search_position *position)
{
	*position = (struct search_position){0};
	if (!take_byte(&text, &position->turn) || position->turn >= SEARCH_MAX_PATTERN) return false;
	return take_list(&text, position, 0) && take_list(&text, position, 1) && text.size == 0;
}
