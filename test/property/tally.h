/* tally.h - how often each command was done, and each verdict given.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "command/command.h"

enum { TALLY_LISTS = 40, TALLY_VERDICTS = 40, TALLY_OUTCOMES = OUTCOME_BROKEN + 1 };

struct tally {
	int64_t verdicts[TALLY_LISTS][TALLY_VERDICTS];
	int64_t commands[COMMAND_NUMBER_END][TALLY_OUTCOMES];
	int64_t histories;
	int64_t drawn; /* commands out of histories, without clocks and deliveries */
	int64_t all;
};

void tally_count(struct tally *tally, const struct command *command);
/* Prints both tables; returns how many verdicts occurred fewer than `least` times. */
int tally_print(const struct tally *tally, int64_t least);
