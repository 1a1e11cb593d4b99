/* bench_clock.c - the clock over a nation: what a tick takes when a day's worth has come due.
 *
 * Use: bench_clock prepare DIRECTORY IN_CARE WAITING | bench_clock tick DIRECTORY
 * `prepare` makes a database with so many people in care, each with a need, a step with a date and
 * a team, and so many who wait, over 25 regions with their professionals. A step's date is one of
 * 28 days; one in five is not done in time. Who waits has a date in one of the 98 days of the norm.
 * So at midnight IN_CARE / 140 + WAITING / 98 steps are late; every other date is still to come.
 * `tick` opens it as the program does, lets the clock go by that midnight and deliver what there is
 * to tell, then once more with nothing due, and prints a line of JSON: how much was done, seconds,
 * seconds of processor time, and the most memory that was resident in MiB.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/account.h"
#include "base/date.h"
#include "care/episode.h"
#include "care/moment.h"
#include "care/need.h"
#include "care/step.h"
#include "care/team.h"
#include "command/command_clock.h"
#include "command/command_writer.h"
#include "region/region.h"
#include "store/store_record.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { REGIONS = 25, STAFF = 80, ROWS_TOGETHER = 50000, DAYS_OF_STEPS = 28, NOT_DONE_ONE_IN = 5 };
enum { DAYS_OF_WAITING = 98, ABOUT_YESTERDAY = 1 };

/* The midnight behind Monday 2 March 2026. */
#define MIDNIGHT_MS INT64_C(1772492400000)

struct bench {
	struct store *store;
	struct prng prng;
	struct id staff[REGIONS + 1][STAFF];
	int32_t today; /* that begins at that midnight */
	int64_t rows;
};

static void must(status code, const struct error *error)
{
	if (code == STATUS_OK) return;
	fprintf(stderr, "bench_clock: %s: %s\n", status_name(code), error->message);
	exit(1);
}

static void open_store(struct bench *bench, const char *directory, bool fill)
{
	struct error error = {0};
	char path[512];
	snprintf(path, sizeof(path), "%s/vangnet.sqlite", directory);
	const struct store_options options = {.mode = STORE_READ_WRITE,
		.path = path,
		.without_sync = fill,
		.cache_bytes = fill ? INT64_C(256) << 20 : 0,
		.log_bytes = fill ? INT64_C(64) << 20 : 0};
	must(store_open(&options, &bench->store, &error), &error);
	must(store_migrate(bench->store, &error), &error);
}

static void put(struct bench *bench, const struct store_table *table, const void *record)
{
	struct store_value values[STORE_MAX_COLUMNS];
	struct error error = {0};
	store_record_values(table, record, values);
	must(store_put(bench->store, table, values, &error), &error);
	if (++bench->rows % ROWS_TOGETHER != 0) return;
	must(store_commit(bench->store, &error), &error);
	must(store_begin(bench->store, STORE_READ_WRITE, &error), &error);
}

/* In order, so that filling is fast; what comes due lies all over it. */
static struct id id_of(int64_t number, uint8_t kind)
{
	struct id id = {.bytes = {[15] = kind}};
	for (int i = 0; i < 8; i++) id.bytes[i] = (uint8_t)(number >> (56 - 8 * i));
	id.bytes[14] = 1;
	return id;
}

static void put_staff(struct bench *bench)
{
	for (int32_t region = 1; region <= REGIONS; region++)
		for (int i = 0; i < STAFF; i++) {
			bench->staff[region][i] = id_of(region * STAFF + i, 'a');
			const struct account account = {.region = region,
				.id = bench->staff[region][i],
				.kind = MEMBER_PROFESSIONAL,
				.organisation = id_of(region, 'o'),
				.code_index = id_of(region * STAFF + i, 'c'),
				.created_ms = 1};
			put(bench, &account_table, &account);
		}
}

static void put_person(struct bench *bench, int32_t region, int64_t number, int32_t due_day)
{
	struct id who = bench->staff[region][prng_below(&bench->prng, STAFF)];
	const struct episode episode = {.region = region,
		.id = id_of(number, 'e'),
		.person = id_of(number, 'p'),
		.state = EPISODE_OPEN,
		.care_manager = who,
		.care_manager_kind = MEMBER_PROFESSIONAL,
		.for_whom = FOR_SELF,
		.version = 1,
		.opened_ms = MIDNIGHT_MS - 100 * DATE_DAY_MS};
	const struct step step = {.region = region,
		.id = id_of(number, 's'),
		.episode = episode.id,
		.need = id_of(number, 'n'),
		.who = who,
		.kind = STEP_TAKE_UP,
		.state = STEP_OPEN,
		.due_day = due_day,
		.made_ms = episode.opened_ms};
	const struct need need = {.region = region,
		.id = step.need,
		.episode = episode.id,
		.domain = DOMAIN_MENTAL,
		.aim = AIM_RECOVER,
		.state = NEED_OPEN,
		.bearer = who,
		.bearer_kind = MEMBER_PROFESSIONAL,
		.step = step.id,
		.opened_ms = episode.opened_ms};
	const struct member person = {
		.region = region, .episode = episode.id, .account = episode.person, .kind = MEMBER_PERSON};
	const struct member manager = {
		.region = region, .episode = episode.id, .account = who, .kind = MEMBER_PROFESSIONAL};
	const struct due due = {.due_ms = step_due_ms(&step),
		.region = region,
		.kind = DUE_STEP,
		.thing = step.id,
		.episode = episode.id};
	put(bench, &episode_table, &episode);
	put(bench, &step_table, &step);
	put(bench, &need_table, &need);
	put(bench, &team_member_table, &person);
	put(bench, &team_member_table, &manager);
	put(bench, &moment_due_table, &due);
}

/* A step of yesterday that was done has another date by now. */
static int32_t draw_day(struct bench *bench, bool waits)
{
	int32_t days = waits ? DAYS_OF_WAITING : DAYS_OF_STEPS;
	int32_t ahead = (int32_t)prng_below(&bench->prng, (uint32_t)days) - ABOUT_YESTERDAY;
	bool is_done = !waits && ahead < 0 && prng_below(&bench->prng, NOT_DONE_ONE_IN) != 0;
	return bench->today + (is_done ? DAYS_OF_STEPS - 1 : ahead);
}

static void prepare(struct bench *bench, int64_t in_care, int64_t waiting)
{
	struct error error = {0};
	int64_t number = 0, all = in_care + waiting;
	must(store_begin(bench->store, STORE_READ_WRITE, &error), &error);
	put_staff(bench);
	for (int32_t region = 1; region <= REGIONS; region++)
		for (; number < all * region / REGIONS; number++) {
			bool waits = number * waiting / all != (number + 1) * waiting / all;
			put_person(bench, region, number, draw_day(bench, waits));
		}
	must(store_commit(bench->store, &error), &error);
	fprintf(stderr, "%lld rows\n", (long long)bench->rows);
}

static status carry(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	(void)error;
	command_writer_run(context, commands, count);
	return STATUS_OK;
}

static double cpu_seconds(void)
{
	struct rusage used;
	getrusage(RUSAGE_SELF, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
		(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static struct command_clock_report go_by(
	struct bench *bench, struct command_writer *writer, double *seconds, double *cpu)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	int64_t began_ns = clock_monotonic_ns();
	double began_cpu = cpu_seconds();
	must(command_clock_tick(bench->store, MIDNIGHT_MS, carry, writer, &report, &error), &error);
	must(command_clock_deliver(bench->store, MIDNIGHT_MS, carry, writer, &report, &error), &error);
	*seconds = (double)(clock_monotonic_ns() - began_ns) / 1e9;
	*cpu = cpu_seconds() - began_cpu;
	return report;
}

static void tick(struct bench *bench)
{
	struct error error = {0};
	struct region *division = NULL;
	struct command_writer *writer = NULL;
	struct clock clock;
	struct rusage usage;
	double seconds = 0, cpu = 0, idle_seconds = 0, idle_cpu = 0;
	clock_init_fake(&clock, MIDNIGHT_MS);
	must(region_open(&division, &error), &error);
	const struct command_writer_options options = {
		.store = bench->store, .clock = &clock, .prng = &bench->prng, .division = division};
	must(command_writer_open(&options, &writer, &error), &error);
	struct command_clock_report report = go_by(bench, writer, &seconds, &cpu);
	struct command_clock_report again = go_by(bench, writer, &idle_seconds, &idle_cpu);
	getrusage(RUSAGE_SELF, &usage);
	if (report.failed + report.stale + report.aside != 0 || report.late != report.delivered ||
		again.late + again.delivered + again.failed != 0) {
		fprintf(stderr, "bench_clock: not all that was due was done, or not once\n");
		exit(1);
	}
	printf("{\"late\":%lld,\"seconds\":%.2f,\"cpu_seconds\":%.2f,\"idle_ms\":%.1f,"
		   "\"resident_mib\":%ld}\n",
		(long long)report.late, seconds, cpu, idle_seconds * 1e3, usage.ru_maxrss / 1024);
	command_writer_close(writer);
	region_close(division);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	bool fill = argc == 5 && strcmp(argv[1], "prepare") == 0;
	if (!fill && (argc != 3 || strcmp(argv[1], "tick") != 0)) {
		fprintf(stderr, "use: bench_clock prepare DIRECTORY IN_CARE WAITING | tick DIRECTORY\n");
		return 2;
	}
	bench.today = date_day_of(MIDNIGHT_MS);
	prng_init_seed(&bench.prng, 1);
	open_store(&bench, argv[2], fill);
	if (fill)
		prepare(&bench, strtoll(argv[3], NULL, 10), strtoll(argv[4], NULL, 10));
	else
		tick(&bench);
	store_close(bench.store);
	return 0;
}
