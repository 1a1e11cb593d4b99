/* bench_prepare.c - a database to measure on: many episodes of one care manager, through the
 * writer.
 *
 * Use: bench_prepare DIRECTORY EPISODES
 * Makes vangnet.sqlite, keys.sqlite and site.key there, and two files of requests for bench_load:
 * reads.txt (an episode each) and writes.txt (a need added to an episode each), and token.txt.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/session.h"
#include "command/command_clock.h"
#include "command/command_prepare.h"
#include "command/command_writer.h"
#include "region/region.h"
#include "store/store.h"
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>

enum { REGION = 5, BATCH = 256 };

struct bench {
	struct store *store;
	struct vault *vault;
	struct region *division;
	struct clock clock;
	struct prng prng;
	struct arena arena;
	struct command_writer *writer;
	struct id admin, duty;
	struct command commands[BATCH];
	char ids[BATCH][32];
	long made;
};

static void must(status code, const struct error *error)
{
	if (code == STATUS_OK) return;
	fprintf(stderr, "bench_prepare: %s: %s\n", status_name(code), error->message);
	exit(1);
}

static struct command *add(struct bench *bench, size_t at, struct id actor, int actor_region,
	int region, int number, const struct command_params *params)
{
	struct error error = {0};
	struct command *command = &bench->commands[at];
	snprintf(bench->ids[at], sizeof(bench->ids[at]), "bench-%ld", bench->made++);
	*command = (struct command){.entry = command_find(number),
		.region = region,
		.actor = actor,
		.actor_region = actor_region,
		.by_program = number == COMMAND_INVITE_MAKE,
		.command_id = span_of(bench->ids[at]),
		.expected_version = -1,
		.params = *params};
	must(command_prepare(command, bench->vault, bench->store, &bench->prng, &bench->arena, &error),
		&error);
	return command;
}

static void run(struct bench *bench, size_t count)
{
	struct command *batch[BATCH];
	for (size_t i = 0; i < count; i++) batch[i] = &bench->commands[i];
	command_writer_run(bench->writer, batch, count);
	for (size_t i = 0; i < count; i++) {
		if (batch[i]->reply.outcome == OUTCOME_DONE) continue;
		fprintf(stderr, "bench_prepare: %s was not done\n", batch[i]->entry->name);
		exit(1);
	}
	arena_reset(&bench->arena);
}

static struct command_result run_one(struct bench *bench, struct id actor, int actor_region,
	int region, int number, const struct command_params *params)
{
	struct command *command = add(bench, 0, actor, actor_region, region, number, params);
	run(bench, 1);
	return command->reply.result;
}

static void add_people(struct bench *bench)
{
	struct id token = command_token_index(bench->vault, SPAN_LITERAL("bench token"));
	struct command_params params = {.thing = token, .name = SPAN_LITERAL("Administrator")};
	run_one(bench, id_none, 0, 0, COMMAND_INVITE_MAKE, &params);
	bench->admin = run_one(bench, id_none, 0, 0, COMMAND_ADMINISTRATOR_FIRST, &params).account;
	struct command_params organisation = {
		.kind = ORGANISATION_AREA_TEAM, .public_name = SPAN_LITERAL("Team")};
	struct id team =
		run_one(bench, bench->admin, 0, REGION, COMMAND_ORGANISATION_ADD, &organisation)
			.organisation;
	struct command_params account = {
		.kind = MEMBER_PROFESSIONAL, .organisation = team, .name = SPAN_LITERAL("Care Manager")};
	bench->duty = run_one(bench, bench->admin, 0, REGION, COMMAND_ACCOUNT_CREATE, &account).account;
	struct command_params on_duty = {.account = bench->duty};
	run_one(bench, bench->admin, 0, REGION, COMMAND_ROSTER_JOIN, &on_duty);
}

static void write_token(struct bench *bench, const char *directory)
{
	char code[ACCOUNT_CODE_SIZE], token[SESSION_TOKEN_SIZE], path[512];
	uint8_t proof[SESSION_PROOF_BYTES];
	command_access_code(bench->vault, bench->duty, code);
	struct command_params params = {.thing = command_code_index(bench->vault, span_of(code))};
	struct id session = run_one(bench, id_none, 0, REGION, COMMAND_SESSION_START, &params).session;
	command_session_proof(bench->vault, session, params.thing, proof);
	session_token_text(REGION, session, proof, token);
	snprintf(path, sizeof(path), "%s/token.txt", directory);
	FILE *file = fopen(path, "w");
	if (file == NULL) exit(1);
	fprintf(file, "%s\n", token);
	fclose(file);
}

static status carry(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	struct bench *bench = context;
	command_writer_run(bench->writer, commands, count);
	arena_reset(&bench->arena);
	for (size_t i = 0; i < count; i++)
		if (commands[i]->reply.outcome != OUTCOME_DONE)
			return status_fail(error, STATUS_CORRUPT, "an event was not delivered");
	return STATUS_OK;
}

/* Or the server that is measured would be telling them for a minute. */
static void deliver_all(struct bench *bench)
{
	struct error error = {0};
	struct command_clock_report report = {0};
	must(command_clock_deliver(bench->store, 0, carry, bench, &report, &error), &error);
	fprintf(stderr, "%ld events told\n", (long)report.delivered);
}

static void add_episodes(struct bench *bench, const char *directory, long episodes)
{
	char path[512], id[ID_TEXT_SIZE];
	snprintf(path, sizeof(path), "%s/reads.txt", directory);
	FILE *reads = fopen(path, "w");
	snprintf(path, sizeof(path), "%s/writes.txt", directory);
	FILE *writes = fopen(path, "w");
	if (reads == NULL || writes == NULL) exit(1);
	struct command_params params = {
		.story = SPAN_LITERAL("Het gaat al maanden niet goed. Ik slaap slecht en ik "
							  "durf de post niet meer open te maken."),
		.contact = SPAN_LITERAL("06-00000000"),
		.name = SPAN_LITERAL("Verzonnen Naam"),
		.domain = DOMAIN_MENTAL};
	for (long done = 0; done < episodes;) {
		size_t count = episodes - done < BATCH ? (size_t)(episodes - done) : BATCH;
		for (size_t i = 0; i < count; i++)
			add(bench, i, id_none, 0, REGION, COMMAND_QUESTION_ASK, &params);
		run(bench, count);
		for (size_t i = 0; i < count; i++) {
			id_text(bench->commands[i].reply.result.episode, id);
			fprintf(reads, "GET /v1/regions/VR05/episodes/%s\n", id);
			fprintf(writes,
				"POST /v1/regions/VR05/episodes/%s/needs {\"domain\":\"debt\",\"aim\":\"recover\","
				"\"person_agrees\":true,\"words\":\"De schulden lopen op.\"}\n",
				id);
		}
		done += (long)count;
	}
	fclose(reads);
	fclose(writes);
}

int main(int argc, char **argv)
{
	static struct bench bench;
	struct error error = {0};
	char database[512], keys[512], site_key[512];
	if (argc != 3 || sodium_init() < 0) {
		fprintf(stderr, "use: bench_prepare DIRECTORY EPISODES\n");
		return 2;
	}
	snprintf(database, sizeof(database), "%s/vangnet.sqlite", argv[1]);
	snprintf(keys, sizeof(keys), "%s/keys.sqlite", argv[1]);
	snprintf(site_key, sizeof(site_key), "%s/site.key", argv[1]);
	clock_init_system(&bench.clock);
	prng_init_system(&bench.prng);
	arena_init(&bench.arena, 1 << 20, 64 << 20);
	struct store_options options = {
		.mode = STORE_READ_WRITE, .path = database, .without_sync = true};
	struct store_options key_options = {.mode = STORE_READ_WRITE, .set = STORE_KEYS, .path = keys};
	struct vault_options vault = {
		.site_key_file = site_key, .keys = &key_options, .clock = &bench.clock};
	must(vault_site_key_create(site_key, &error), &error);
	must(store_open(&options, &bench.store, &error), &error);
	must(store_migrate(bench.store, &error), &error);
	must(vault_open(&vault, &bench.vault, &error), &error);
	must(region_open(&bench.division, &error), &error);
	struct command_writer_options writer = {.store = bench.store,
		.vault = bench.vault,
		.clock = &bench.clock,
		.prng = &bench.prng,
		.division = bench.division};
	must(command_writer_open(&writer, &bench.writer, &error), &error);
	add_people(&bench);
	int64_t began_ns = clock_monotonic_ns();
	add_episodes(&bench, argv[1], strtol(argv[2], NULL, 10));
	fprintf(stderr, "%.0f questions a second\n",
		strtod(argv[2], NULL) * 1e9 / (double)(clock_monotonic_ns() - began_ns));
	deliver_all(&bench);
	write_token(&bench, argv[1]);
	command_writer_close(bench.writer);
	region_close(bench.division);
	vault_close(bench.vault);
	store_close(bench.store);
	arena_finish(&bench.arena);
	return 0;
}
