/* transition_moves.c - what can happen to a change of life.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/transition.h"

const struct transition_move transition_moves[] = {
	{TRANSITION_FORESEE, TRANSITION_NONE, TRANSITION_FORESEEN},
	{TRANSITION_ANNOUNCE, TRANSITION_NONE, TRANSITION_ANNOUNCED},
	{TRANSITION_ANNOUNCE, TRANSITION_FORESEEN, TRANSITION_ANNOUNCED},
	{TRANSITION_COME, TRANSITION_FORESEEN, TRANSITION_ANNOUNCED},
	{TRANSITION_COME, TRANSITION_ANNOUNCED, TRANSITION_HAPPENED},
	{TRANSITION_CALL_OFF, TRANSITION_ANNOUNCED, TRANSITION_CALLED_OFF},
};
const size_t transition_move_count = sizeof(transition_moves) / sizeof(transition_moves[0]);
