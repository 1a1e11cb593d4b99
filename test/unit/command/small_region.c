/* small_region.c - a region with a few people in it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "small_region.h"
#include "access/account.h"
#include "region/region.h"
#include "store/store.h"
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
		.region = number == COMMAND_ADMINISTRATOR_FIRST || number == COMMAND_INVITE_MAKE
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

static struct command_result must(struct command_reply reply)
{
	if (reply.outcome == OUTCOME_REFUSED)
		fail_msg("refused: %s.%s", reply.refusal.list->module,
			reply.refusal.list->verdicts[reply.refusal.verdict].code);
	if (reply.outcome != OUTCOME_DONE)
		fail_msg("outcome %d: %s", (int)reply.outcome, reply.error.message);
	return reply.result;
}

static struct id add_account(struct small_region *region, int32_t kind, struct id organisation)
{
	struct command_params params = {
		.kind = kind, .organisation = organisation, .name = SPAN_LITERAL("Invented Name")};
	return must(small_region_run(region, region->admin, COMMAND_ACCOUNT_CREATE, &params, NULL))
		.account;
}

static void add_people(struct small_region *region)
{
	struct id token = command_token_index(region->vault, SPAN_LITERAL("a one-time token"));
	struct command_params invite = {.thing = token};
	struct command_params first = {.thing = token, .name = SPAN_LITERAL("Admin")};
	must(small_region_run(region, id_none, COMMAND_INVITE_MAKE, &invite, "program"));
	region->admin =
		must(small_region_run(region, id_none, COMMAND_ADMINISTRATOR_FIRST, &first, NULL)).account;
	struct command_params organisation = {
		.kind = ORGANISATION_AREA_TEAM, .public_name = SPAN_LITERAL("Area team")};
	region->organisation =
		must(small_region_run(region, region->admin, COMMAND_ORGANISATION_ADD, &organisation, NULL))
			.organisation;
	region->duty = add_account(region, MEMBER_PROFESSIONAL, region->organisation);
	region->second = add_account(region, MEMBER_PROFESSIONAL, region->organisation);
	region->clinic = add_account(region, MEMBER_PROFESSIONAL, region->organisation);
	region->peer = add_account(region, MEMBER_PEER, id_none);
	struct command_params on_duty = {.account = region->duty};
	must(small_region_run(region, region->admin, COMMAND_ROSTER_JOIN, &on_duty, NULL));
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
	return must(small_region_run(region, id_none, COMMAND_QUESTION_ASK, &params, NULL));
}
