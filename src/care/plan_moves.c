/* plan_moves.c - what can happen to a part of a plan.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/plan.h"

const struct plan_move plan_moves[] = {
	/* event, from, to, waits */
	{PLAN_WRITE, PLAN_NONE, PLAN_STANDS, false},
	{PLAN_WRITE, PLAN_STANDS, PLAN_STANDS, false},
	{PLAN_ASK, PLAN_NONE, PLAN_ASKED, true},
	{PLAN_ASK, PLAN_FREE, PLAN_ASKED, true},
	{PLAN_ASK, PLAN_ASKED, PLAN_ASKED, true},
	{PLAN_ASK, PLAN_AGREED, PLAN_ASKED, true},
	{PLAN_TAKE, PLAN_NONE, PLAN_AGREED, false},
	{PLAN_TAKE, PLAN_FREE, PLAN_AGREED, false},
	{PLAN_TAKE, PLAN_ASKED, PLAN_AGREED, false},
	{PLAN_TAKE, PLAN_AGREED, PLAN_AGREED, false},
	{PLAN_ACCEPT, PLAN_ASKED, PLAN_AGREED, false},
	{PLAN_DECLINE, PLAN_ASKED, PLAN_FREE, false},
	{PLAN_DECLINE, PLAN_AGREED, PLAN_FREE, false},
	{PLAN_LEAVE, PLAN_ASKED, PLAN_FREE, false},
	{PLAN_LEAVE, PLAN_AGREED, PLAN_FREE, false},
	{PLAN_FINISH, PLAN_STANDS, PLAN_DONE, false},
	{PLAN_FINISH, PLAN_AGREED, PLAN_DONE, false},
	{PLAN_STOP, PLAN_STANDS, PLAN_STOPPED, false},
	{PLAN_STOP, PLAN_ASKED, PLAN_STOPPED, false},
	{PLAN_STOP, PLAN_AGREED, PLAN_STOPPED, false},
	{PLAN_STOP, PLAN_FREE, PLAN_STOPPED, false},
};
const size_t plan_move_count = sizeof(plan_moves) / sizeof(plan_moves[0]);
