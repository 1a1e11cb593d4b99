/* simulate_set_up.c - before anything fails: an administrator, organisations, accounts and rosters
 * in four shards, one of which has no roster of its own.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/team.h"
#include "simulate_private.h"

static struct simulate_sent *by_administrator(
	struct simulate *simulate, enum command_number number, int32_t region)
{
	struct simulate_sent *sent = simulate_new(simulate, -1);
	sent->entry = command_find((int)number);
	sent->region = region;
	sent->actor = simulate->administrator;
	return sent;
}

static void add_administrator(struct simulate *simulate)
{
	struct id token =
		command_token_index(simulate->machine.vault, SPAN_LITERAL("a one-time token"));
	struct command invite = {.entry = command_find(COMMAND_INVITE_MAKE),
		.by_program = true,
		.expected_version = -1,
		.params = {.thing = token}};
	struct error error = {0};
	if (simulate_carry(simulate, &invite, &error) != STATUS_OK)
		simulate_problem(simulate, "no invite: %s", error.message);
	struct simulate_sent *first = by_administrator(simulate, COMMAND_ADMINISTRATOR_FIRST, 0);
	first->asked.thing = token;
	first->asked.name = SPAN_LITERAL("Eerste Beheerder");
	simulate->administrator = simulate_must(simulate, first).account;
}

static struct id add_account(
	struct simulate *simulate, int32_t region, enum member_kind kind, struct id organisation)
{
	struct simulate_sent *sent = by_administrator(simulate, COMMAND_ACCOUNT_CREATE, region);
	sent->asked.kind = (int32_t)kind;
	sent->asked.organisation = organisation;
	sent->asked.name = SPAN_LITERAL("Verzonnen Collega");
	return simulate_must(simulate, sent).account;
}

static void add_to_roster(struct simulate *simulate, int32_t region, struct id account)
{
	struct simulate_sent *sent = by_administrator(simulate, COMMAND_ROSTER_JOIN, region);
	sent->asked.account = account;
	simulate_must(simulate, sent);
}

static void add_service(struct simulate *simulate, int32_t region, struct id organisation)
{
	size_t count = 0;
	struct simulate_sent *sent = by_administrator(simulate, COMMAND_SITE_ADD, region);
	sent->asked.organisation = organisation;
	sent->asked.public_name = SPAN_LITERAL("Het Huis");
	sent->asked.municipality =
		region_municipalities(simulate->options.division, region, &count)[0]->number;
	struct id site = simulate_must(simulate, sent).site;
	sent = by_administrator(simulate, COMMAND_SERVICE_ADD, region);
	sent->asked.organisation = organisation;
	sent->asked.site = site;
	sent->asked.domain = DOMAIN_MENTAL;
	sent->asked.level = LEVEL_LOCAL;
	sent->asked.public_name = SPAN_LITERAL("Inloop");
	simulate_must(simulate, sent);
}

static void add_region(struct simulate *simulate, int32_t region, bool has_roster)
{
	struct simulate_sent *sent = by_administrator(simulate, COMMAND_ORGANISATION_ADD, region);
	sent->asked.kind = ORGANISATION_AREA_TEAM;
	sent->asked.public_name = SPAN_LITERAL("Wijkteam");
	struct id organisation = simulate_must(simulate, sent).organisation;
	add_service(simulate, region, organisation);
	for (int i = 0; i < 3; i++) {
		struct id professional = add_account(simulate, region, MEMBER_PROFESSIONAL, organisation);
		if (has_roster && i < 2) add_to_roster(simulate, region, professional);
	}
	add_account(simulate, region, MEMBER_VOLUNTEER, id_none);
	add_account(simulate, region, MEMBER_PEER, organisation);
}

void simulate_set_up(struct simulate *simulate)
{
	add_administrator(simulate);
	add_to_roster(simulate, 0, add_account(simulate, 0, MEMBER_PEER, id_none));
	add_region(simulate, 3, true);
	add_region(simulate, 5, true);
	add_region(simulate, 9, false);
}
