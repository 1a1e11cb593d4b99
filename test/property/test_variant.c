/* test_variant.c - a program with a broken table of moves must not get through the laws.
 *
 * Usage       test_variant [alone]
 * Linked with one of variants/ in place of the right table. Built twice: as it is, the program's
 * own assertion or the checker catches it; "alone", with laws_off.c and with every CHECK that
 * fails passed over, the checker has to.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../budget.h"
#include "base/log.h"
#include "laws_run.h"
#include <fcntl.h>

int main(int count, char **arguments)
{
	static struct tally tally;
	struct region *division = NULL;
	struct error error;
	struct laws_options options = {.kind = STORE_SQLITE,
		.seed = 1,
		.commands = BUDGET_PROPERTY_VARIANT_COMMANDS,
		.tally = &tally,
		.checker_alone = count > 1 && strcmp(arguments[1], "alone") == 0,
		.play = stdout};
	if (region_open(&division, &error) != STATUS_OK) return 2;
	log_set_output(open("/dev/null", O_WRONLY | O_CLOEXEC));
	options.division = division;
	struct laws_found found = laws_run(&options);
	region_close(division);
	if (found.fault.law == CHECKER_KEPT) {
		printf("not caught in %lld commands\n", (long long)options.commands);
		return 1;
	}
	printf("caught after %lld commands, shortest history %d steps: %s: %s\n",
		(long long)found.commands, (int)found.shortest, checker_law_text(found.fault.law),
		found.fault.what);
	return found.fault.law == CHECKER_FAILED ? 1 : 0;
}
