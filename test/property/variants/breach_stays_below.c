/* breach_stays_below.c - broken: what was not done in time is seen by nobody above.
 *
 * A test program that links this gets it in place of table_moves.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/table.h"

const struct table_move table_moves[] = {
	/* event, from, to, watched, obliges, rises */
	{TABLE_BRING, TABLE_NONE, TABLE_BROUGHT, true, false, false},
	{TABLE_RISE, TABLE_BROUGHT, TABLE_BROUGHT, true, false, true},
	{TABLE_DECIDE, TABLE_BROUGHT, TABLE_DECIDED, true, true, false},
	{TABLE_DECIDE, TABLE_BREACHED, TABLE_DECIDED, true, true, false},
	{TABLE_NAME, TABLE_DECIDED, TABLE_NAMED, true, true, false},
	{TABLE_NAME, TABLE_NAMED, TABLE_NAMED, true, true, false},
	{TABLE_NAME, TABLE_BREACHED, TABLE_NAMED, true, true, false},
	{TABLE_BREACH, TABLE_DECIDED, TABLE_BREACHED, true, true, false},
	{TABLE_BREACH, TABLE_NAMED, TABLE_BREACHED, true, true, true},
	{TABLE_BREACH, TABLE_BREACHED, TABLE_BREACHED, true, true, true},
	{TABLE_SETTLE, TABLE_BROUGHT, TABLE_SETTLED, false, false, false},
	{TABLE_SETTLE, TABLE_DECIDED, TABLE_SETTLED, false, false, false},
	{TABLE_SETTLE, TABLE_NAMED, TABLE_SETTLED, false, false, false},
	{TABLE_SETTLE, TABLE_BREACHED, TABLE_SETTLED, false, false, false},
	{TABLE_CLOSE, TABLE_BROUGHT, TABLE_CLOSED, false, false, false},
	{TABLE_CLOSE, TABLE_DECIDED, TABLE_CLOSED, false, false, false},
	{TABLE_CLOSE, TABLE_NAMED, TABLE_CLOSED, false, false, false},
	{TABLE_CLOSE, TABLE_BREACHED, TABLE_CLOSED, false, false, false},
	{TABLE_CLOSE, TABLE_SETTLED, TABLE_CLOSED, false, false, false},
	{TABLE_OBJECT, TABLE_BROUGHT, TABLE_OBJECTED, false, false, false},
	{TABLE_OBJECT, TABLE_DECIDED, TABLE_OBJECTED, false, false, false},
	{TABLE_OBJECT, TABLE_NAMED, TABLE_OBJECTED, false, false, false},
	{TABLE_OBJECT, TABLE_BREACHED, TABLE_OBJECTED, false, false, false},
};
const size_t table_move_count = sizeof(table_moves) / sizeof(table_moves[0]);
