/* laws.h - the laws L1 to L3, asserted in production on what is in the database after each
 * command.
 *
 * This reads back with its own queries; it shares nothing with the judges and moves that wrote. A
 * break means a mistake in this program: the command is rolled back, set aside, and answered with
 * an incident number.
 *
 * Source      docs/laws.md
 * Tests       test/unit/care/test_laws.c, test/property (variants: each is caught here and by the
 *             independent checker)
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store.h"

enum law_break {
	LAW_KEPT,
	LAW_L1_CARE_MANAGER, /* no care manager, or one who is not in the team */
	LAW_L1_BEARER,       /* an open need without bearer, or with one who is not in the team */
	LAW_L1_ROSTER,       /* a region's roster became empty */
	LAW_L2_DANGER,       /* held by the danger rule though not in danger, or the other way round */
	/* an offer that the need does not know of, or two at once, or one without end */
	LAW_L2_OPEN_OFFER,
	LAW_L3_STEP,    /* an open need with a professional bearer without a next step */
	LAW_L2_MOVED,   /* what moves no responsibility did move it (command_batch.c) */
	LAW_L3_CONSULT, /* an open consult without an end, or one that no clock watches */
	/* a stay that is not over: without a day to go back or a clock for it, or its place at home not
	 * kept until then */
	LAW_L3_STAY,
	LAW_L3_TABLE, /* an open case at a table that no clock watches; a decision that obliges nobody,
					 or whose breach nobody sees one level up */
	/* a step of a plan with, or a light contact of, somebody who is not in the team; or a light
	 * contact that no clock watches */
	LAW_L0_PLAN,
	LAW_L3_LIGHT,
	LAW_L10_CLOSED, /* something is open, or somebody is in the team, of what is closed */
	LAW_BREAK_COUNT,
};

/* "L1 care_manager" and so on. */
const char *laws_name(enum law_break law_break);

/* What the laws of one episode are about, as bits. Whoever cares for somebody and bears their needs
 * is read back after each command; the others where the command can have broken them: it put a row
 * of that table, or took a due date away; and of what is closed, that nothing of it is open. */
enum laws_part {
	LAWS_OF_CONSULTS = 1,
	LAWS_OF_STAYS = 2,
	LAWS_OF_CASES = 4,
	LAWS_OF_PLAN = 8, /* and light contact; or the team: who has a step is in it */
	LAWS_OF_CLOSED = 16,
	LAWS_OF_ALL = 31,
};

MUST_USE status laws_check_episode(struct store *store, int32_t region, struct id episode,
	unsigned parts, enum law_break *found, struct error *error);
/* After a command that takes somebody off a roster. */
MUST_USE status laws_check_roster(
	struct store *store, int32_t region, enum law_break *found, struct error *error);
