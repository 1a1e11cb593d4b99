/* tally.c - counting and printing.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tally.h"
#include "base/check.h"
#include "care/consent.h"
#include "care/conversation.h"
#include "care/handover.h"
#include "care/join.h"
#include <stdio.h>

void tally_count(struct tally *tally, const struct command *command)
{
	const struct refusal *refusal = &command->reply.refusal;
	tally->all++;
	tally->commands[command->entry->number][command->reply.outcome]++;
	if (command->reply.outcome != OUTCOME_REFUSED) return;
	CHECK(refusal->verdict > 0 && refusal->verdict < TALLY_VERDICTS);
	for (size_t i = 0; i < command_verdict_list_count; i++)
		if (command_verdict_lists[i] == refusal->list) tally->verdicts[i][refusal->verdict]++;
}

/* It takes two hundred people around one need, fifty sayings of one person, or thirty that may know
 * something: shown in test/unit/command and test/scenario. */
static bool takes_a_crowd(const struct verdict_list *list, int verdict)
{
	return (list == &join_verdicts && verdict == JOIN_TOO_MANY) ||
		(list == &handover_verdicts && verdict == HANDOVER_TOO_MANY) ||
		(list == &consent_verdicts && verdict == CONSENT_TOO_MANY) ||
		(list == &conversation_verdicts && verdict == CONVERSATION_TOO_MANY);
}

static void print_commands(const struct tally *tally)
{
	printf("%-22s %9s %9s %9s %7s %7s\n", "command", "done", "refused", "repeated", "failed",
		"broken");
	for (size_t i = 0; i < command_entry_count; i++) {
		const int64_t *counts = tally->commands[command_entries[i].number];
		printf("%-22s %9lld %9lld %9lld %7lld %7lld\n", command_entries[i].name,
			(long long)counts[OUTCOME_DONE], (long long)counts[OUTCOME_REFUSED],
			(long long)counts[OUTCOME_REPEATED], (long long)counts[OUTCOME_FAILED],
			(long long)counts[OUTCOME_BROKEN]);
	}
}

int tally_print(const struct tally *tally, int64_t least)
{
	int rare = 0;
	print_commands(tally);
	for (size_t i = 0; i < command_verdict_list_count; i++) {
		const struct verdict_list *list = command_verdict_lists[i];
		for (int verdict = 1; verdict < list->count; verdict++) {
			int64_t count = tally->verdicts[i][verdict];
			bool is_rare = count < least && !takes_a_crowd(list, verdict);
			rare += is_rare ? 1 : 0;
			printf("%10s.%-26s %9lld%s\n", list->module, list->verdicts[verdict].code,
				(long long)count, is_rare ? "  too rare" : "");
		}
	}
	return rare;
}
