/* danger_never_ends.c - broken: what is safe again stays in danger.
 *
 * A test program that links this gets it in place of need_moves.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/need.h"

const struct need_move need_moves[] = {
	/* event, from, to, bearer */
	{NEED_ADD, NEED_NONE, NEED_OPEN, BEARER_TO_RECEIVER},
	{NEED_STOP, NEED_OPEN, NEED_OPEN, BEARER_TO_CARE_MANAGER},
	{NEED_DANGER, NEED_OPEN, NEED_IN_DANGER, BEARER_TO_DUTY},
	{NEED_SAFE, NEED_IN_DANGER, NEED_IN_DANGER, BEARER_KEEP},
	{NEED_CLOSE, NEED_OPEN, NEED_CLOSED, BEARER_KEEP},
};
const size_t need_move_count = sizeof(need_moves) / sizeof(need_moves[0]);
