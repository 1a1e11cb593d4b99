/* declining_joins.c - broken: who says no is in the team all the same.
 *
 * A test program that links this gets it in place of join_moves.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/join.h"

const struct join_move join_moves[] = {
	/* event, from, to, member */
	{JOIN_ASK, JOIN_NONE, JOIN_ASKED, false},
	{JOIN_ACCEPT, JOIN_ASKED, JOIN_JOINED, true},
	{JOIN_DECLINE, JOIN_ASKED, JOIN_DECLINED, true},
	{JOIN_WITHDRAW, JOIN_ASKED, JOIN_WITHDRAWN, false},
	{JOIN_EXPIRE, JOIN_ASKED, JOIN_EXPIRED, false},
};
const size_t join_move_count = sizeof(join_moves) / sizeof(join_moves[0]);
