/* simulate_machine.c - one process of Vangnet, put together as the program does, on a crash disk.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "simulate_private.h"
#include <sodium.h>
#include <sqlite3.h>

static struct prng randomness;

static const char *random_name(void)
{
	return "seeded";
}

static uint32_t random_number(void)
{
	return (uint32_t)prng_next(&randomness);
}

static void random_fill(void *const out, const size_t size)
{
	prng_fill(&randomness, out, size);
}

void simulate_random_install(void)
{
	static randombytes_implementation seeded = {
		.implementation_name = random_name, .random = random_number, .buf = random_fill};
	prng_init_seed(&randomness, 0);
	CHECK(randombytes_set_implementation(&seeded) == 0);
	CHECK(sodium_init() >= 0);
}

/* SQLite draws the salts of a WAL; 0 would mean the system's randomness. */
void simulate_random_seed(uint64_t seed)
{
	prng_init_seed(&randomness, seed);
	sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, (int)(seed % 1000000) + 1, NULL);
}

/* In a world that must break, what breaks is left for the laws to find. */
static bool must_hold(const struct simulate_machine *machine)
{
	return !machine->options->without_sync && !machine->options->lying && !machine->options->hasty;
}

static status open_store(struct simulate_machine *machine, struct error *error)
{
	struct store_options options = {.kind = STORE_SQLITE,
		.mode = STORE_READ_WRITE,
		.path = "vangnet.db",
		.vfs = CRASH_VFS_NAME,
		.without_sync = machine->options->without_sync,
		.syncs_apart = machine->options->apart,
		.exclusive = true};
	int64_t epoch = 0;
	TRY(store_open(&options, &machine->store, error));
	TRY(store_migrate(machine->store, error));
	TRY(store_lease(machine->store, &epoch, error));
	if (epoch <= machine->epoch && must_hold(machine))
		return status_fail(
			error, STATUS_CORRUPT, "the epoch of the lease is %lld again", (long long)epoch);
	machine->epoch = epoch;
	return STATUS_OK;
}

static status open_vault(struct simulate_machine *machine, struct error *error)
{
	struct store_options keys = {.kind = STORE_SQLITE,
		.mode = STORE_READ_WRITE,
		.set = STORE_KEYS,
		.path = "keys.db",
		.vfs = CRASH_VFS_NAME,
		.without_sync = machine->options->without_sync,
		.exclusive = true};
	struct vault_options options = {
		.site_key_file = machine->options->site_key_file, .keys = &keys, .clock = &machine->clock};
	TRY(vault_open(&options, &machine->vault, error));
	struct id index = command_token_index(machine->vault, SPAN_LITERAL("always the same"));
	if (machine->has_index && !id_equal(index, machine->index) && must_hold(machine))
		return status_fail(error, STATUS_CORRUPT, "the secret of the indexes is another one");
	machine->index = index;
	machine->has_index = true;
	return STATUS_OK;
}

static status open_parts(struct simulate_machine *machine, struct error *error)
{
	TRY(open_store(machine, error));
	TRY(open_vault(machine, error));
	struct command_writer_options options = {.store = machine->store,
		.vault = machine->vault,
		.clock = &machine->clock,
		.prng = &machine->prng,
		.division = machine->options->division};
	return command_writer_open(&options, &machine->writer, error);
}

status simulate_machine_open(struct simulate_machine *machine, struct error *error)
{
	CHECK(machine->store == NULL && machine->vault == NULL && machine->writer == NULL);
	prng_init_system(&machine->prng);
	status code = open_parts(machine, error);
	if (code != STATUS_OK) simulate_machine_close(machine);
	return code;
}

void simulate_machine_close(struct simulate_machine *machine)
{
	command_writer_close(machine->writer);
	vault_close(machine->vault);
	store_close(machine->store);
	machine->writer = NULL;
	machine->vault = NULL;
	machine->store = NULL;
}
