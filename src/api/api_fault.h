/* api_fault.h - one mistake in what was sent: which text tells it, and what that text needs.
 *
 * Made by all that is decoded (bodies of commands, questions to search, imports), so that the same
 * mistake is told in the same words everywhere. Each of the functions gives false, for
 * `return api_fault_...`.
 * Ownership   Texts of parameters are copied into the arena.
 * Tests       fuzz/fuzz_body.c, fuzz/fuzz_search.c, test/scenario/test_wrong_requests.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_messages.h"
#include "base/arena.h"
#include "region/region_history.h"

#define API_FAULT_PARAMETERS 3

struct json_error_t;

struct api_fault {
	int code;        /* HTTP's: 400 or 422 */
	const char *key; /* "problem.missing_field" */
	size_t count;
	struct api_message_parameter parameters[API_FAULT_PARAMETERS];
};

bool api_fault_set(struct api_fault *fault, struct arena *arena, int code, const char *key,
	const struct api_message_parameter *parameters, size_t count);
/* With all that could have stood there. */
bool api_fault_not_a_code(struct api_fault *fault, struct arena *arena, int code, const char *field,
	const struct codes *codes);
/* With who may be meant. */
bool api_fault_no_municipality(struct api_fault *fault, struct arena *arena, int code,
	const char *field, const struct region *division, struct span text);
/* Which of its parts is meant, only who asks knows. */
bool api_fault_divided(struct api_fault *fault, struct arena *arena, const struct region *division,
	const struct region_life *life);
/* With line and column. */
bool api_fault_not_json(
	struct api_fault *fault, struct arena *arena, const struct json_error_t *error);
