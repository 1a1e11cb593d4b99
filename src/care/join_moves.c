/* join_moves.c - what can happen to an asking; compared mechanically with test/model/vangnet.pml.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/join.h"

const struct join_move join_moves[] = {
	{JOIN_ASK, JOIN_NONE, JOIN_ASKED, false},
	{JOIN_ACCEPT, JOIN_ASKED, JOIN_JOINED, true},
	{JOIN_DECLINE, JOIN_ASKED, JOIN_DECLINED, false},
	{JOIN_WITHDRAW, JOIN_ASKED, JOIN_WITHDRAWN, false},
	{JOIN_EXPIRE, JOIN_ASKED, JOIN_EXPIRED, false},
};
const size_t join_move_count = sizeof(join_moves) / sizeof(join_moves[0]);
