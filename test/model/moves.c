/* moves.c - prints the move tables that it is linked with, in the words of vangnet.pml.
 *
 * Linked with the care library it prints those of the program; with a broken variant before the
 * library it prints that one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/consult.h"
#include "care/handover.h"
#include "care/join.h"
#include "care/stay.h"
#include "care/table.h"
#include <stdio.h>

static const char *const bearer_effects[BEARER_EFFECT_COUNT] = {
	[BEARER_KEEP] = "KEEP",
	[BEARER_TO_RECEIVER] = "TO_RECEIVER",
	[BEARER_TO_CARE_MANAGER] = "TO_CARE_MANAGER",
	[BEARER_TO_DUTY] = "TO_DUTY",
	[BEARER_BACK] = "BACK",
	[BEARER_NOBODY] = "NOBODY",
};

static const char *const need_events[NEED_EVENT_COUNT] = {
	[NEED_ADD] = "ADD",
	[NEED_STOP] = "STOP",
	[NEED_DANGER] = "DANGER",
	[NEED_SAFE] = "SAFE",
	[NEED_CLOSE] = "CLOSE",
};

static const char *const need_states[NEED_STATE_COUNT] = {
	[NEED_NONE] = "NONE",
	[NEED_OPEN] = "OPEN",
	[NEED_IN_DANGER] = "IN_DANGER",
	[NEED_CLOSED] = "CLOSED",
};

static const char *const handover_events[HANDOVER_EVENT_COUNT] = {
	[HANDOVER_OFFER] = "OFFER",
	[HANDOVER_ACCEPT] = "ACCEPT",
	[HANDOVER_CONTACT] = "CONTACT",
	[HANDOVER_DECLINE] = "DECLINE",
	[HANDOVER_EXPIRE] = "EXPIRE",
	[HANDOVER_WITHDRAW] = "WITHDRAW",
};

static const char *const handover_states[HANDOVER_STATE_COUNT] = {
	[HANDOVER_NONE] = "NONE",
	[HANDOVER_OFFERED] = "OFFERED",
	[HANDOVER_ACCEPTED] = "ACCEPTED",
	[HANDOVER_CONTACTED] = "CONTACTED",
	[HANDOVER_DECLINED] = "DECLINED",
	[HANDOVER_EXPIRED] = "EXPIRED",
	[HANDOVER_WITHDRAWN] = "WITHDRAWN",
};

static const char *const join_events[JOIN_EVENT_COUNT] = {
	[JOIN_ASK] = "ASK",
	[JOIN_ACCEPT] = "ACCEPT",
	[JOIN_DECLINE] = "DECLINE",
	[JOIN_WITHDRAW] = "WITHDRAW",
	[JOIN_EXPIRE] = "EXPIRE",
};

static const char *const join_states[JOIN_STATE_COUNT] = {
	[JOIN_NONE] = "NONE",
	[JOIN_ASKED] = "ASKED",
	[JOIN_JOINED] = "JOINED",
	[JOIN_DECLINED] = "DECLINED",
	[JOIN_WITHDRAWN] = "WITHDRAWN",
	[JOIN_EXPIRED] = "EXPIRED",
};

static const char *const consult_events[CONSULT_EVENT_COUNT] = {
	[CONSULT_ASK] = "ASK",
	[CONSULT_ANSWER] = "ANSWER",
	[CONSULT_DECLINE] = "DECLINE",
	[CONSULT_EXPIRE] = "EXPIRE",
	[CONSULT_WITHDRAW] = "WITHDRAW",
	[CONSULT_CLOSE] = "CLOSE",
	[CONSULT_TURN] = "TURN",
};

static const char *const consult_states[CONSULT_STATE_COUNT] = {
	[CONSULT_NONE] = "NONE",
	[CONSULT_ASKED] = "ASKED",
	[CONSULT_ANSWERED] = "ANSWERED",
	[CONSULT_DECLINED] = "DECLINED",
	[CONSULT_EXPIRED] = "EXPIRED",
	[CONSULT_WITHDRAWN] = "WITHDRAWN",
	[CONSULT_CLOSED] = "CLOSED",
	[CONSULT_TURNED] = "TURNED",
};

static const char *const stay_events[STAY_EVENT_COUNT] = {
	[STAY_PLAN] = "PLAN",
	[STAY_ADMIT] = "ADMIT",
	[STAY_LEAVE] = "LEAVE",
	[STAY_BACK] = "BACK",
	[STAY_RETURN] = "RETURN",
	[STAY_MOVE_ON] = "MOVE_ON",
	[STAY_CANCEL] = "CANCEL",
};

static const char *const stay_states[STAY_STATE_COUNT] = {
	[STAY_NONE] = "NONE",
	[STAY_PLANNED] = "PLANNED",
	[STAY_ADMITTED] = "ADMITTED",
	[STAY_ON_LEAVE] = "ON_LEAVE",
	[STAY_RETURNED] = "RETURNED",
	[STAY_MOVED_ON] = "MOVED_ON",
	[STAY_CANCELLED] = "CANCELLED",
};

static void print_need_moves(void)
{
	for (size_t i = 0; i < need_move_count; i++) {
		const struct need_move *move = &need_moves[i];
		printf("NEED_MOVE(%s, %s, %s, %s)\n", need_events[move->event], need_states[move->from],
			need_states[move->to], bearer_effects[move->bearer]);
	}
}

static void print_handover_moves(void)
{
	for (size_t i = 0; i < handover_move_count; i++) {
		const struct handover_move *move = &handover_moves[i];
		printf("HANDOVER_MOVE(%s, %s, %s, %s, %s, %s, %s)\n", handover_events[move->event],
			handover_states[move->from], handover_states[move->to], bearer_effects[move->bearer],
			move->shares ? "share" : "no_share", move->frees ? "free" : "no_free",
			move->sender_stays ? "sender_stays" : "sender_free");
	}
}

static void print_join_moves(void)
{
	for (size_t i = 0; i < join_move_count; i++) {
		const struct join_move *move = &join_moves[i];
		printf("JOIN_MOVE(%s, %s, %s, %s)\n", join_events[move->event], join_states[move->from],
			join_states[move->to], move->member ? "member" : "not_member");
	}
}

static void print_consult_moves(void)
{
	for (size_t i = 0; i < consult_move_count; i++) {
		const struct consult_move *move = &consult_moves[i];
		printf("CONSULT_MOVE(%s, %s, %s, %s, %s)\n", consult_events[move->event],
			consult_states[move->from], consult_states[move->to],
			move->back ? "comes_back" : "stays_away", move->joins ? "joins" : "no_join");
	}
}

static void print_stay_moves(void)
{
	for (size_t i = 0; i < stay_move_count; i++) {
		const struct stay_move *move = &stay_moves[i];
		printf("STAY_MOVE(%s, %s, %s, %s)\n", stay_events[move->event], stay_states[move->from],
			stay_states[move->to], move->open ? "open_stay" : "over_stay");
	}
}

static const char *const table_events[TABLE_EVENT_COUNT] = {
	[TABLE_BRING] = "BRING",
	[TABLE_RISE] = "RISE",
	[TABLE_DECIDE] = "DECIDE",
	[TABLE_NAME] = "NAME",
	[TABLE_BREACH] = "BREACH",
	[TABLE_SETTLE] = "SETTLE",
	[TABLE_CLOSE] = "CLOSE",
	[TABLE_OBJECT] = "OBJECT",
};

static const char *const table_states[TABLE_STATE_COUNT] = {
	[TABLE_NONE] = "NONE",
	[TABLE_BROUGHT] = "BROUGHT",
	[TABLE_DECIDED] = "DECIDED",
	[TABLE_NAMED] = "NAMED",
	[TABLE_BREACHED] = "BREACHED",
	[TABLE_SETTLED] = "SETTLED",
	[TABLE_CLOSED] = "CLOSED",
	[TABLE_OBJECTED] = "OBJECTED",
};

static void print_table_moves(void)
{
	for (size_t i = 0; i < table_move_count; i++) {
		const struct table_move *move = &table_moves[i];
		printf("TABLE_MOVE(%s, %s, %s, %s, %s, %s)\n", table_events[move->event],
			table_states[move->from], table_states[move->to],
			move->watched ? "clocked" : "unclocked", move->obliges ? "binds" : "binds_nobody",
			move->rises ? "goes_up" : "stays_there");
	}
}

int main(void)
{
	print_need_moves();
	print_handover_moves();
	print_join_moves();
	print_consult_moves();
	print_stay_moves();
	print_table_moves();
	return fflush(stdout) == 0 ? 0 : 1;
}
