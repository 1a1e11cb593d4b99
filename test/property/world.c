/* world.c - the parts are put together as the program does, with seeds in place of secrets.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "world.h"
#include "journal/journal.h"
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static status open_memory(struct store **store, struct error *error)
{
	struct store_options options = {
		.kind = STORE_SQLITE, .mode = STORE_READ_WRITE, .path = ":memory:"};
	TRY(store_open(&options, store, error));
	return store_migrate(*store, error);
}

static status open_postgres(struct world *world, struct error *error)
{
	static unsigned number;
	snprintf(
		world->schema, sizeof(world->schema), "vangnet_property_%ld_%u", (long)getpid(), number++);
	struct store_options options = {.kind = STORE_POSTGRES,
		.mode = STORE_READ_WRITE,
		.conninfo = getenv("VANGNET_TEST_POSTGRES"),
		.schema = world->schema,
		.without_sync = true};
	if (options.conninfo == NULL)
		return status_fail(error, STATUS_INPUT, "VANGNET_TEST_POSTGRES is not set");
	TRY(store_open(&options, &world->store, error));
	return store_migrate(world->store, error);
}

static status open_parts(struct world *world, uint64_t seed, struct error *error)
{
	if (world->kind == STORE_SQLITE)
		TRY(open_memory(&world->store, error));
	else
		TRY(open_postgres(world, error));
	TRY(vault_open_seeded(seed, &world->vault, error));
	struct command_writer_options options = {.store = world->store,
		.vault = world->vault,
		.clock = &world->clock,
		.prng = &world->prng,
		.division = world->division};
	return command_writer_open(&options, &world->writer, error);
}

status world_open(struct world *world, enum store_kind kind, uint64_t seed,
	const struct region *division, struct error *error)
{
	*world = (struct world){.kind = kind, .division = division};
	clock_init_fake(&world->clock, WORLD_BEGINS_MS);
	prng_init_seed(&world->prng, seed);
	arena_init(&world->arena, 256 * 1024, 64 * 1024 * 1024);
	status code = open_parts(world, seed, error);
	if (code != STATUS_OK) world_close(world);
	return code;
}

static void drop_schema(const char *schema)
{
	char sql[128];
	PGconn *connection = PQconnectdb(getenv("VANGNET_TEST_POSTGRES"));
	snprintf(sql, sizeof(sql), "set client_min_messages=warning; drop schema if exists %s cascade",
		schema);
	PQclear(PQexec(connection, sql));
	PQfinish(connection);
}

void world_close(struct world *world)
{
	command_writer_close(world->writer);
	vault_close(world->vault);
	store_close(world->store);
	arena_finish(&world->arena);
	if (world->schema[0] != '\0') drop_schema(world->schema);
	*world = (struct world){0};
}

status world_verify(struct world *world, struct error *error)
{
	struct store *scratch = NULL;
	struct journal_report report = {0};
	status code = open_memory(&scratch, error);
	if (code == STATUS_OK)
		code = journal_verify(world->store, scratch, command_journaled_tables,
			command_journaled_count, NULL, NULL, &report, error);
	store_close(scratch);
	if (code == STATUS_OK && report.fault != JOURNAL_SOUND)
		return status_fail(error, STATUS_CORRUPT, "the journal is %s in shard %d at %lld: %s",
			journal_fault_name(report.fault), report.region, (long long)report.seq, report.where);
	return code;
}
