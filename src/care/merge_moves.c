/* merge_moves.c - what can happen to two files that may be of one person.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/merge.h"

const struct merge_move merge_moves[] = {
	{MERGE_FIND, MERGE_NONE, MERGE_FOUND},
	{MERGE_CONFIRM, MERGE_FOUND, MERGE_ASKED},
	{MERGE_CONFIRM_BOTH, MERGE_ASKED, MERGE_MERGED},
	{MERGE_KEEP_APART, MERGE_FOUND, MERGE_APART},
	{MERGE_KEEP_APART, MERGE_ASKED, MERGE_APART},
	{MERGE_UNDO, MERGE_MERGED, MERGE_UNDONE},
};
const size_t merge_move_count = sizeof(merge_moves) / sizeof(merge_moves[0]);
