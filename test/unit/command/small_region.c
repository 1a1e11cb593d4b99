/* small_region.c - a region with a few people in it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "small_region.h"
#include "access/account.h"
#include "base/date.h"
#include "region/region.h"
#include "store/store_record.h"
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>
#include <sodium.h>
#include <stdio.h>

void small_region_make(struct small_region *region, struct id actor, enum command_number number,
	const struct command_params *params, const char *command_id, struct command *command)
{
	struct error error = {0};
	char *made = arena_need(&region->arena, 32);
	bool by_program = command_id != NULL && strcmp(command_id, "program") == 0;
	snprintf(made, 32, "command-%lld", (long long)++region->command_count);
	*command = (struct command){.entry = command_find((int)number),
		.region = number == COMMAND_ADMINISTRATOR_FIRST || number == COMMAND_INVITE_MAKE ||
				number == COMMAND_HEAD_SIGN
			? 0
			: SMALL_REGION,
		.actor = actor,
		.actor_region = id_equal(actor, region->admin) ? 0 : SMALL_REGION,
		.by_program = by_program,
		.command_id =
			by_program ? (struct span){0} : span_of(command_id == NULL ? made : command_id),
		.expected_version = -1,
		.params = *params};
	assert_int_equal(command_prepare(command, region->vault, region->store, &region->prng,
						 &region->arena, &error),
		STATUS_OK);
}

struct command_reply small_region_run(struct small_region *region, struct id actor,
	enum command_number number, const struct command_params *params, const char *command_id)
{
	struct command command;
	struct command *batch[] = {&command};
	small_region_make(region, actor, number, params, command_id, &command);
	command_writer_run(region->writer, batch, 1);
	return command.reply;
}

struct command_result small_region_must(struct command_reply reply)
{
	if (reply.outcome == OUTCOME_REFUSED)
		fail_msg("refused: %s.%s", reply.refusal.list->module,
			reply.refusal.list->verdicts[reply.refusal.verdict].code);
	if (reply.outcome != OUTCOME_DONE)
		fail_msg("outcome %d: %s", (int)reply.outcome, reply.error.message);
	return reply.result;
}

void small_region_refused(
	const struct command_reply *reply, const struct verdict_list *list, int verdict)
{
	const char *expected = list->verdicts[verdict].code;
	if (reply->outcome != OUTCOME_REFUSED)
		fail_msg("outcome %d, not refused with %s.%s: %s", (int)reply->outcome, list->module,
			expected, reply->error.message);
	if (reply->refusal.list != list || reply->refusal.verdict != verdict)
		fail_msg("refused with %s.%s, not %s.%s", reply->refusal.list->module,
			reply->refusal.list->verdicts[reply->refusal.verdict].code, list->module, expected);
}

status small_region_carry(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	struct small_region *region = context;
	(void)error;
	command_writer_run(region->writer, commands, count);
	return STATUS_OK;
}

static struct id add_account(struct small_region *region, int32_t kind, struct id organisation)
{
	struct command_params params = {
		.kind = kind, .organisation = organisation, .name = SPAN_LITERAL("Invented Name")};
	return small_region_must(
		small_region_run(region, region->admin, COMMAND_ACCOUNT_CREATE, &params, NULL))
		.account;
}

static void add_people(struct small_region *region)
{
	struct id token = command_token_index(region->vault, SPAN_LITERAL("a one-time token"));
	struct command_params invite = {.thing = token};
	struct command_params first = {.thing = token, .name = SPAN_LITERAL("Admin")};
	small_region_must(small_region_run(region, id_none, COMMAND_INVITE_MAKE, &invite, "program"));
	region->admin = small_region_must(
		small_region_run(region, id_none, COMMAND_ADMINISTRATOR_FIRST, &first, NULL))
						.account;
	struct command_params organisation = {
		.kind = ORGANISATION_AREA_TEAM, .public_name = SPAN_LITERAL("Area team")};
	region->organisation = small_region_must(
		small_region_run(region, region->admin, COMMAND_ORGANISATION_ADD, &organisation, NULL))
							   .organisation;
	region->duty = add_account(region, MEMBER_PROFESSIONAL, region->organisation);
	region->second = add_account(region, MEMBER_PROFESSIONAL, region->organisation);
	region->clinic = add_account(region, MEMBER_PROFESSIONAL, region->organisation);
	region->peer = add_account(region, MEMBER_PEER, id_none);
	struct command_params on_duty = {.account = region->duty};
	small_region_must(small_region_run(region, region->admin, COMMAND_ROSTER_JOIN, &on_duty, NULL));
}

void small_region_open(struct small_region *region)
{
	struct error error = {0};
	struct store_options memory = {.mode = STORE_READ_WRITE, .path = ":memory:"};
	assert_true(sodium_init() >= 0);
	*region = (struct small_region){0};
	clock_init_fake(&region->clock, SMALL_REGION_START_MS);
	prng_init_seed(&region->prng, 7);
	arena_init(&region->arena, 64 * 1024, 64 * 1024 * 1024);
	assert_int_equal(store_open(&memory, &region->store, &error), STATUS_OK);
	assert_int_equal(store_migrate(region->store, &error), STATUS_OK);
	assert_int_equal(vault_open_seeded(7, &region->vault, &error), STATUS_OK);
	assert_int_equal(region_open(&region->division, &error), STATUS_OK);
	struct command_writer_options options = {.store = region->store,
		.vault = region->vault,
		.clock = &region->clock,
		.prng = &region->prng,
		.division = region->division};
	assert_int_equal(command_writer_open(&options, &region->writer, &error), STATUS_OK);
	add_people(region);
}

void small_region_open_map(struct small_region *region)
{
	size_t count = 0;
	small_region_open(region);
	struct command_params params = {.organisation = region->organisation,
		.municipality = region_municipalities(region->division, SMALL_REGION, &count)[0]->number,
		.public_name = SPAN_LITERAL("House")};
	params.site =
		small_region_must(small_region_run(region, region->admin, COMMAND_SITE_ADD, &params, NULL))
			.site;
	params.domain = DOMAIN_SOCIAL;
	params.level = LEVEL_LOCAL;
	region->service = small_region_must(
		small_region_run(region, region->admin, COMMAND_SERVICE_ADD, &params, NULL))
						  .service;
}

void small_region_close(struct small_region *region)
{
	command_writer_close(region->writer);
	region_close(region->division);
	vault_close(region->vault);
	store_close(region->store);
	arena_finish(&region->arena);
}

struct command_result small_region_question(struct small_region *region)
{
	struct command_params params = {.story = SPAN_LITERAL("Het gaat niet goed."),
		.contact = SPAN_LITERAL("06-00000000"),
		.domain = DOMAIN_MENTAL};
	return small_region_must(
		small_region_run(region, id_none, COMMAND_QUESTION_ASK, &params, NULL));
}

struct id small_region_account(struct small_region *region, int32_t kind)
{
	return add_account(region, kind, kind == MEMBER_PROFESSIONAL ? region->organisation : id_none);
}

struct id small_region_offer(
	struct small_region *region, struct command_result asked, struct id receiver)
{
	struct command_params params = {.episode = asked.episode,
		.need = asked.need,
		.account = receiver,
		.person_agrees = true,
		.words = SPAN_LITERAL("Wil jij dit overnemen?")};
	return small_region_must(
		small_region_run(region, region->duty, COMMAND_HANDOVER_OFFER, &params, NULL))
		.handover;
}

static void begin(struct small_region *region, enum store_mode mode)
{
	struct error error = {0};
	assert_int_equal(store_begin(region->store, mode, &error), STATUS_OK);
}

bool small_region_read(struct small_region *region, const struct store_table *table, void *record)
{
	struct error error = {0};
	begin(region, STORE_READ_ONLY);
	status code = store_record_get(region->store, table, record, &region->arena, &error);
	store_rollback(region->store);
	if (code != STATUS_OK) assert_int_equal(code, STATUS_NOT_FOUND);
	return code == STATUS_OK;
}

void small_region_put(
	struct small_region *region, const struct store_table *table, const void *record)
{
	struct store_value values[STORE_MAX_COLUMNS];
	struct error error = {0};
	store_record_values(table, record, values);
	begin(region, STORE_READ_WRITE);
	assert_int_equal(store_put(region->store, table, values, &error), STATUS_OK);
	assert_int_equal(store_commit(region->store, &error), STATUS_OK);
}

void small_region_remove(
	struct small_region *region, const struct store_table *table, const void *record)
{
	struct store_value values[STORE_MAX_COLUMNS];
	struct error error = {0};
	store_record_values(table, record, values);
	begin(region, STORE_READ_WRITE);
	assert_int_equal(store_remove(region->store, table, values, &error), STATUS_OK);
	assert_int_equal(store_commit(region->store, &error), STATUS_OK);
}

int64_t small_region_number(struct small_region *region, const struct store_query *query)
{
	struct store_cursor *cursor = NULL;
	const struct store_value *row = NULL;
	struct error error = {0};
	begin(region, STORE_READ_ONLY);
	assert_int_equal(store_query_open(region->store, query, NULL, 0, &cursor, &error), STATUS_OK);
	assert_int_equal(store_query_next(cursor, &row, &error), STATUS_OK);
	assert_non_null(row);
	int64_t number = store_value_int(&row[0]);
	store_query_close(cursor);
	store_rollback(region->store);
	return number;
}

int64_t small_region_entries(struct small_region *region)
{
	static const struct store_query query = {"journal", "select count(*) from journal_entry"};
	return small_region_number(region, &query);
}

void small_region_move_to(struct small_region *region, const char *instant)
{
	int64_t instant_ms = 0;
	assert_true(date_parse_instant(span_of(instant), &instant_ms));
	clock_move(&region->clock, instant_ms - clock_now_ms(&region->clock));
}
