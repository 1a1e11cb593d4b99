/* answer_is_lost.c - broken: advice is given, and lies with nobody.
 *
 * A test program that links this gets it in place of consult_moves.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/consult.h"

const struct consult_move consult_moves[] = {
	/* event, from, to, back, joins */
	{CONSULT_ASK, CONSULT_NONE, CONSULT_ASKED, false, false},
	{CONSULT_ANSWER, CONSULT_ASKED, CONSULT_ANSWERED, false, false},
	{CONSULT_DECLINE, CONSULT_ASKED, CONSULT_DECLINED, true, false},
	{CONSULT_EXPIRE, CONSULT_ASKED, CONSULT_EXPIRED, true, false},
	{CONSULT_WITHDRAW, CONSULT_ASKED, CONSULT_WITHDRAWN, false, false},
	{CONSULT_CLOSE, CONSULT_ANSWERED, CONSULT_CLOSED, false, false},
	{CONSULT_CLOSE, CONSULT_DECLINED, CONSULT_CLOSED, false, false},
	{CONSULT_CLOSE, CONSULT_EXPIRED, CONSULT_CLOSED, false, false},
	{CONSULT_TURN, CONSULT_ANSWERED, CONSULT_TURNED, false, true},
};
const size_t consult_move_count = sizeof(consult_moves) / sizeof(consult_moves[0]);
