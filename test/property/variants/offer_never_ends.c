/* offer_never_ends.c - broken: the clock comes by and the offer stands.
 *
 * A test program that links this gets it in place of handover_moves.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/handover.h"

const struct handover_move handover_moves[] = {
	/* event, from, to, bearer, shares, frees, sender_stays */
	{HANDOVER_OFFER, HANDOVER_NONE, HANDOVER_OFFERED, BEARER_KEEP, false, false, true},
	{HANDOVER_ACCEPT, HANDOVER_OFFERED, HANDOVER_ACCEPTED, BEARER_TO_RECEIVER, false, true, true},
	{HANDOVER_CONTACT, HANDOVER_ACCEPTED, HANDOVER_CONTACTED, BEARER_KEEP, false, false, false},
	{HANDOVER_DECLINE, HANDOVER_OFFERED, HANDOVER_DECLINED, BEARER_KEEP, true, false, false},
	{HANDOVER_EXPIRE, HANDOVER_OFFERED, HANDOVER_OFFERED, BEARER_KEEP, false, false, false},
	{HANDOVER_WITHDRAW, HANDOVER_OFFERED, HANDOVER_WITHDRAWN, BEARER_KEEP, false, false, false},
};
const size_t handover_move_count = sizeof(handover_moves) / sizeof(handover_moves[0]);
