/* checker_laws_shortage.c - rows of shortages against the model.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_private.h"

#define MUST(checker, holds, law, what) ((holds) ? (void)0 : checker_say(checker, law, "%s", what))

static bool is_bound(const struct checker_shortage *shortage)
{
	return shortage->state == SHORTAGE_IS_DECIDED || shortage->state == SHORTAGE_IS_BREACHED;
}

void checker_laws_shortages(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->shortages); i++) {
		const struct checker_shortage *shortage = checker_shortage_at(checker, i);
		const struct row_shortage *row = &shortage->row;
		bool open = shortage->state != SHORTAGE_IS_CLOSED;
		MUST(checker, !id_is_none(shortage->id) && row->state == shortage->state, CHECKER_STATE,
			"a shortage is in a state that no command put it in");
		MUST(checker, row->level == shortage->level && row->waiting == shortage->waiting,
			CHECKER_L1_TABLE, "a shortage lies at another table than it should, or of others");
		MUST(checker,
			!is_bound(shortage) ||
				(id_equal(row->organisation, shortage->organisation) &&
					row->term_day == shortage->term_day),
			CHECKER_L1_TABLE, "another is obliged for a shortage than was decided");
		MUST(checker, open == (shortage->due_ms > 0) && shortage->due_ms == row->expires_ms,
			CHECKER_L3_CLOCK, "a shortage that no clock watches, or a clock of one that is over");
		MUST(checker, open == (row->ended_ms == 0), CHECKER_L3_CLOCK,
			"a shortage that is over lies on the agenda, or one that is not does not");
	}
}

void checker_laws_shortages_clock(struct checker *checker, int64_t now_ms)
{
	for (int32_t i = 0; i < list_count(&checker->shortages); i++) {
		const struct checker_shortage *shortage = checker_shortage_at(checker, i);
		MUST(checker, shortage->state == SHORTAGE_IS_CLOSED || shortage->row.expires_ms > now_ms,
			CHECKER_L3_CLOCK, "the time of a shortage is over, though the clock came by");
	}
}

void checker_laws_shortages_inbox(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->shortages); i++) {
		const struct checker_shortage *shortage = checker_shortage_at(checker, i);
		MUST(checker, shortage->inbox == (is_bound(shortage) ? 1 : 0), CHECKER_INBOX,
			"who is obliged for a shortage does not find it, or still does");
	}
}
