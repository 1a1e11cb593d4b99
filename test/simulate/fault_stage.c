/* fault_stage.c - a small Vangnet in memory whose stores can be made to fail.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fault_stage.h"
#include "base/check.h"
#include "base/log.h"
#include "journal/journal.h"
#include "store/store_copy.h"
#include "vault/vault_private.h"
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>

static struct store *open_memory(enum store_set set)
{
	struct store_options options = {
		.kind = STORE_SQLITE, .mode = STORE_READ_WRITE, .set = set, .path = ":memory:"};
	struct store *store = NULL;
	struct error error = {0};
	CHECK(store_open(&options, &store, &error) == STATUS_OK);
	CHECK(store_migrate(store, &error) == STATUS_OK);
	return store;
}

static struct store *with_faults(struct store *behind)
{
	struct store *store = fault_store_create(behind);
	CHECK(store != NULL);
	return store;
}

void fault_stage_open(struct fault_stage *stage, const char *site_key_file)
{
	struct store_options keys = {
		.kind = STORE_SQLITE, .mode = STORE_READ_WRITE, .set = STORE_KEYS, .path = ":memory:"};
	struct vault_options options = {
		.site_key_file = site_key_file, .keys = &keys, .clock = &stage->clock};
	struct error error = {0};
	CHECK(sodium_init() >= 0);
	log_set_level(LOG_ERROR);
	*stage = (struct fault_stage){.store = NULL};
	clock_init_fake(&stage->clock, FAULT_STAGE_BEGINS_MS);
	prng_init_system(&stage->prng);
	arena_init(&stage->arena, 256 * 1024, 64 * 1024 * 1024);
	CHECK(region_open(&stage->division, &error) == STATUS_OK);
	CHECK(vault_site_key_create(site_key_file, &error) == STATUS_OK);
	CHECK(vault_open(&options, &stage->vault, &error) == STATUS_OK);
	stage->keys = with_faults(stage->vault->store);
	stage->vault->store = stage->keys;
}

static void close_writer(struct fault_stage *stage)
{
	command_writer_close(stage->writer);
	store_close(stage->store);
	stage->writer = NULL;
	stage->store = NULL;
}

void fault_stage_close(struct fault_stage *stage)
{
	close_writer(stage);
	store_close(stage->kept);
	vault_close(stage->vault);
	region_close(stage->division);
	arena_finish(&stage->arena);
}

/* The writer reads the heads of the chains when it is opened: a new one for each store. */
static void open_writer(struct fault_stage *stage, struct store *behind)
{
	struct error error = {0};
	close_writer(stage);
	stage->store = with_faults(behind);
	struct command_writer_options options = {.store = stage->store,
		.vault = stage->vault,
		.clock = &stage->clock,
		.prng = &stage->prng,
		.division = stage->division};
	CHECK(command_writer_open(&options, &stage->writer, &error) == STATUS_OK);
}

static const struct store_table *const *all_tables(size_t *count)
{
	static const struct store_table *tables[64];
	*count = 0;
	CHECK(command_journaled_count + command_other_count <= 64);
	for (size_t i = 0; i < command_journaled_count; i++)
		tables[(*count)++] = command_journaled_tables[i];
	for (size_t i = 0; i < command_other_count; i++) tables[(*count)++] = command_other_tables[i];
	return tables;
}

static struct store *copy_of(struct store *store)
{
	size_t count = 0;
	const struct store_table *const *tables = all_tables(&count);
	struct store *copy = open_memory(STORE_MAIN);
	struct error error = {0};
	CHECK(store_copy(store, copy, tables, count, NULL, NULL, &error) == STATUS_OK);
	return copy;
}

void fault_stage_keep(struct fault_stage *stage)
{
	store_close(stage->kept);
	stage->kept = copy_of(fault_store_behind(stage->store));
}

void fault_stage_set_back(struct fault_stage *stage)
{
	fault_store_set(stage->keys, FAULT_STORE_NONE, 0);
	open_writer(stage, copy_of(stage->kept));
	arena_reset(&stage->arena);
}

struct command fault_stage_command(
	struct fault_stage *stage, struct id actor, enum command_number number)
{
	bool of_nation = number == COMMAND_ADMINISTRATOR_FIRST || number == COMMAND_INVITE_MAKE ||
		number == COMMAND_HEAD_SIGN;
	char *id = arena_need(&stage->arena, 32);
	snprintf(id, 32, "command-%" PRId64, ++stage->command_count);
	return (struct command){.entry = command_find((int)number),
		.region = of_nation ? 0 : FAULT_STAGE_REGION,
		.actor = actor,
		.actor_region = id_equal(actor, stage->administrator) ? 0 : FAULT_STAGE_REGION,
		.command_id = span_of(id),
		.expected_version = -1};
}

void fault_stage_run(struct fault_stage *stage, struct command *command)
{
	struct command *batch[] = {command};
	struct error error = {0};
	status code =
		command_prepare(command, stage->vault, stage->store, &stage->prng, &stage->arena, &error);
	if (code == STATUS_OK) {
		command_writer_run(stage->writer, batch, 1);
		return;
	}
	command->reply = (struct command_reply){.outcome = OUTCOME_FAILED, .error = error};
}

struct command_result fault_stage_must(struct fault_stage *stage, struct command command)
{
	fault_stage_run(stage, &command);
	if (command.reply.outcome == OUTCOME_REFUSED)
		fprintf(stderr, "%s is refused: %s.%s\n", command.entry->name,
			command.reply.refusal.list->module,
			command.reply.refusal.list->verdicts[command.reply.refusal.verdict].code);
	if (command.reply.outcome == OUTCOME_FAILED)
		fprintf(stderr, "%s fails: %s\n", command.entry->name, command.reply.error.message);
	CHECK(command.reply.outcome == OUTCOME_DONE);
	return command.reply.result;
}

struct id fault_stage_account(struct fault_stage *stage, enum member_kind kind)
{
	struct command command =
		fault_stage_command(stage, stage->administrator, COMMAND_ACCOUNT_CREATE);
	command.params.kind = (int32_t)kind;
	command.params.name = SPAN_LITERAL("Invented Name");
	if (kind == MEMBER_PROFESSIONAL) command.params.organisation = stage->organisation;
	return fault_stage_must(stage, command).account;
}

static void add_administrator(struct fault_stage *stage)
{
	struct id token = command_token_index(stage->vault, SPAN_LITERAL("a one-time token"));
	struct command invite = fault_stage_command(stage, id_none, COMMAND_INVITE_MAKE);
	struct command first = fault_stage_command(stage, id_none, COMMAND_ADMINISTRATOR_FIRST);
	invite.by_program = true;
	invite.params.thing = token;
	fault_stage_must(stage, invite);
	first.params.thing = token;
	first.params.name = SPAN_LITERAL("First Administrator");
	stage->administrator = fault_stage_must(stage, first).account;
}

static void add_organisation(struct fault_stage *stage)
{
	size_t count = 0;
	struct command command =
		fault_stage_command(stage, stage->administrator, COMMAND_ORGANISATION_ADD);
	command.params.kind = ORGANISATION_AREA_TEAM;
	command.params.public_name = SPAN_LITERAL("Area team");
	stage->organisation = fault_stage_must(stage, command).organisation;
	command = fault_stage_command(stage, stage->administrator, COMMAND_SITE_ADD);
	command.params.organisation = stage->organisation;
	command.params.public_name = SPAN_LITERAL("The house");
	command.params.municipality =
		region_municipalities(stage->division, FAULT_STAGE_REGION, &count)[0]->number;
	stage->site = fault_stage_must(stage, command).site;
	command = fault_stage_command(stage, stage->administrator, COMMAND_SERVICE_ADD);
	command.params.organisation = stage->organisation;
	command.params.site = stage->site;
	command.params.domain = DOMAIN_MENTAL;
	command.params.level = LEVEL_LOCAL;
	command.params.public_name = SPAN_LITERAL("Walk-in");
	stage->service = fault_stage_must(stage, command).service;
}

static void add_to_roster(struct fault_stage *stage, struct id account)
{
	struct command command = fault_stage_command(stage, stage->administrator, COMMAND_ROSTER_JOIN);
	command.params.account = account;
	fault_stage_must(stage, command);
}

void fault_stage_begin(struct fault_stage *stage)
{
	clock_init_fake(&stage->clock, FAULT_STAGE_BEGINS_MS);
	arena_reset(&stage->arena);
	open_writer(stage, open_memory(STORE_MAIN));
	stage->administrator = id_none;
	add_administrator(stage);
	add_organisation(stage);
	stage->duty = fault_stage_account(stage, MEMBER_PROFESSIONAL);
	stage->second = fault_stage_account(stage, MEMBER_PROFESSIONAL);
	stage->third = fault_stage_account(stage, MEMBER_PROFESSIONAL);
	stage->peer = fault_stage_account(stage, MEMBER_PEER);
	stage->volunteer = fault_stage_account(stage, MEMBER_VOLUNTEER);
	add_to_roster(stage, stage->duty);
}

static void dump_row(const struct store_value *row, size_t columns, struct buf *out)
{
	for (size_t i = 0; i < columns; i++) {
		buf_put_u8(out, (uint8_t)row[i].type);
		buf_put_i64(out, row[i].type == STORE_INT ? row[i].number : 0);
		struct span bytes = row[i].type == STORE_INT ? (struct span){0} : row[i].bytes;
		buf_put_bytes(out, bytes.start, row[i].type == STORE_NULL ? 0 : bytes.size);
	}
}

static void dump_table(struct store *store, const struct store_table *table, struct buf *out)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct error error = {0};
	CHECK(store_scan_open(store, table, NULL, INT64_MAX, &cursor, &error) == STATUS_OK);
	buf_add_text(out, table->name);
	for (;;) {
		CHECK(store_query_next(cursor, &row, &error) == STATUS_OK);
		if (row == NULL) return;
		dump_row(row, table->column_count, out);
	}
}

void fault_stage_dump(struct fault_stage *stage, struct buf *out)
{
	size_t count = 0;
	const struct store_table *const *tables = all_tables(&count);
	struct store *store = fault_store_behind(stage->store);
	struct error error = {0};
	buf_init(out, (size_t)64 << 20);
	CHECK(store_begin(store, STORE_READ_ONLY, &error) == STATUS_OK);
	for (size_t i = 0; i < count; i++) dump_table(store, tables[i], out);
	store_rollback(store);
	CHECK(!out->overflowed);
}

int64_t fault_stage_entries(struct fault_stage *stage)
{
	static const struct store_query query = {"journal", "select count(*) from journal_entry"};
	struct store *store = fault_store_behind(stage->store);
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct error error = {0};
	CHECK(store_begin(store, STORE_READ_ONLY, &error) == STATUS_OK);
	CHECK(store_query_open(store, &query, NULL, 0, &cursor, &error) == STATUS_OK);
	CHECK(store_query_next(cursor, &row, &error) == STATUS_OK);
	int64_t count = store_value_int(&row[0]);
	store_query_close(cursor);
	store_rollback(store);
	return count;
}

bool fault_stage_is_sound(struct fault_stage *stage, struct error *error)
{
	struct journal_report report = {0};
	struct store *scratch = open_memory(STORE_MAIN);
	status code = journal_verify(fault_store_behind(stage->store), scratch,
		command_journaled_tables, command_journaled_count, NULL, NULL, &report, error);
	store_close(scratch);
	if (code == STATUS_OK && report.fault != JOURNAL_SOUND)
		code = status_fail(error, STATUS_CORRUPT, "the journal is %s at %lld: %s",
			journal_fault_name(report.fault), (long long)report.seq, report.where);
	return code == STATUS_OK;
}
