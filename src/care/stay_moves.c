/* stay_moves.c - what can happen to a stay; compared mechanically with test/model/vangnet.pml.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/stay.h"

const struct stay_move stay_moves[] = {
	/* event, from, to, open */
	{STAY_PLAN, STAY_NONE, STAY_PLANNED, true},
	{STAY_ADMIT, STAY_PLANNED, STAY_ADMITTED, true},
	{STAY_LEAVE, STAY_ADMITTED, STAY_ON_LEAVE, true},
	{STAY_BACK, STAY_ON_LEAVE, STAY_ADMITTED, true},
	{STAY_RETURN, STAY_ADMITTED, STAY_RETURNED, false},
	{STAY_RETURN, STAY_ON_LEAVE, STAY_RETURNED, false},
	{STAY_MOVE_ON, STAY_ADMITTED, STAY_MOVED_ON, false},
	{STAY_MOVE_ON, STAY_ON_LEAVE, STAY_MOVED_ON, false},
	{STAY_CANCEL, STAY_PLANNED, STAY_CANCELLED, false},
};
const size_t stay_move_count = sizeof(stay_moves) / sizeof(stay_moves[0]);
