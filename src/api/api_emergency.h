/* api_emergency.h - whom to call now, and whether somebody is safe: said in replies to what people
 * write themselves.
 *
 * The texts are the same in every reply; which of them come first follows from signs of danger in
 * the words (search_danger_signs). Signs decide nothing: they only make the program ask and say.
 * Tests       test/scenario/test_emergency.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_request.h"

/* One text of the messages under this name. */
void api_emergency_put_text(
	struct api_request *request, struct jsonw *json, const char *name, const char *key);
/* "signs": their names. */
void api_emergency_put_signs(struct jsonw *json, uint32_t signs);
/* "emergency": the numbers, and whether they are to be shown first. */
void api_emergency_put(struct api_request *request, struct jsonw *json, bool first, uint32_t signs);
/* True for what people write of how it goes: a question, a need, coming back, the conversation. */
bool api_emergency_listens(const struct api_request *request);
/* Reads those words, before they are sealed. */
void api_emergency_read(struct api_request *request);
/* "safe_now": whether who asks is safe, with whom to call and how to say that they are not; null
 * where nothing says so, or where they said it themselves. need: of which they can say it; none:
 * they cannot. */
void api_emergency_put_safe_now(struct api_request *request, struct jsonw *json, struct id need);
