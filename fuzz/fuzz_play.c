/* fuzz_play.c - any bytes as a play: what is accepted can be played, and what is not is refused.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_play_file.h"
#include "base/check.h"
#include "fuzz.h"

static struct arena arena;

static void check_pair(const struct app_play_file *file, const struct app_play_step *step,
	const struct app_play_pair *pair)
{
	size_t name;
	struct span rest;
	CHECK(pair->key.size > 0 && pair->value.size <= APP_PLAY_MAX_VALUE);
	CHECK(span_is_utf8(pair->key, NULL) && span_is_utf8(pair->value, NULL));
	CHECK((pair->field != NULL) == (step->kind == APP_PLAY_COMMAND));
	if (pair->quoted || pair->value.size == 0 || pair->value.start[0] != '$') return;
	struct span behind = span_bytes(pair->value.start + 1, pair->value.size - 1);
	CHECK(app_play_file_name(file, behind, &name, &rest));
}

static void check_step(const struct app_play_file *file, const struct app_play_step *step)
{
	CHECK(step->pair_count <= APP_PLAY_MAX_PAIRS);
	CHECK(step->actor < file->name_count && step->made < file->name_count);
	CHECK(step->made == 0 || step->refusal.size == 0);
	if (step->kind == APP_PLAY_AFTER) CHECK(step->ms > 0 && step->ms <= APP_PLAY_MAX_AFTER_MS);
	if (step->kind == APP_PLAY_COMMAND) CHECK(step->entry != NULL && step->template != NULL);
	for (size_t i = 0; i < step->pair_count; i++) check_pair(file, step, &step->pairs[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct app_play_file file;
	struct error error = {0};
	if (arena.limit == 0) arena_init(&arena, (size_t)4 << 20, (size_t)64 << 20);
	arena_reset(&arena);
	status code = app_play_file_read(span_bytes(bytes, size), &arena, &file, &error);
	CHECK(code == STATUS_OK || error.message[0] != 0);
	if (code != STATUS_OK) return 0;
	CHECK(file.step_count > 0 && file.steps[0].kind == APP_PLAY_REGION);
	for (size_t i = 0; i < file.step_count; i++) check_step(&file, &file.steps[i]);
	return 0;
}
