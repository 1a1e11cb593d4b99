/* test_laws.c - the laws hold in random histories of a hundred thousand commands, on SQLite and on
 * PostgreSQL; and every verdict that there is occurs in them.
 *
 * Usage       test_laws [seed [commands]]
 * A law that breaks is printed with the shortest history that breaks it, as a play file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../budget.h"
#include "base/clock.h"
#include "base/log.h"
#include "laws_run.h"
#include <fcntl.h>
#include <stdlib.h>

static bool run_on(enum store_kind kind, const char *name, uint64_t seed, int64_t commands,
	const struct region *division, struct tally *tally)
{
	int64_t before = tally->all, began_ns = clock_monotonic_ns();
	struct laws_options options = {.kind = kind,
		.seed = seed,
		.commands = commands,
		.division = division,
		.tally = tally,
		.play = stdout};
	struct laws_found found = laws_run(&options);
	double seconds = (double)(clock_monotonic_ns() - began_ns) / 1e9;
	if (found.fault.law != CHECKER_KEPT) {
		printf("%s: seed %llu broke a law after %lld commands: %s: %s\n", name,
			(unsigned long long)found.seed, (long long)found.commands,
			checker_law_text(found.fault.law), found.fault.what);
		return false;
	}
	printf("%s: %lld commands (%lld with clocks and deliveries) in %.1f s: %.0f a second\n", name,
		(long long)commands, (long long)(tally->all - before), seconds,
		(double)(tally->all - before) / seconds);
	return true;
}

int main(int count, char **arguments)
{
	static struct tally tally;
	struct region *division = NULL;
	struct error error;
	int64_t seed = 1, commands = budget_of(BUDGET_PROPERTY_COMMANDS);
	if (count > 2 && !span_to_int64(span_of(arguments[2]), &commands)) return 2;
	bool has_postgres = getenv("VANGNET_TEST_POSTGRES") != NULL;
	if (count > 1 && !span_to_int64(span_of(arguments[1]), &seed)) return 2;
	if (region_open(&division, &error) != STATUS_OK) return 2;
	/* What is set aside on purpose would fill the log. */
	log_set_output(open("/dev/null", O_WRONLY | O_CLOEXEC));
	bool right = run_on(STORE_SQLITE, "SQLite", (uint64_t)seed,
		has_postgres ? commands : 2 * commands, division, &tally);
	if (right && has_postgres)
		right = run_on(
			STORE_POSTGRES, "PostgreSQL", (uint64_t)seed + 1000000, commands, division, &tally);
	if (!has_postgres)
		printf("PostgreSQL: NOT RUN: VANGNET_TEST_POSTGRES is not set; SQLite ran twice as far\n");
	int rare = right ? tally_print(&tally, BUDGET_PROPERTY_VERDICTS) : 0;
	if (rare > 0)
		printf("%d verdicts occurred fewer than %d times\n", rare, BUDGET_PROPERTY_VERDICTS);
	region_close(division);
	return right && rare == 0 ? 0 : 1;
}
