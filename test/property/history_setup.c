/* history_setup.c - the world before the first question: who there is, and where.
 *
 * Shards      VR05 and VR09 are whole; VR17 is small; VR13 has a roster of one and gets no
 *             questions; VR21 is not opened; the nation has a roster in every second history.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history_draw.h"

static struct history_ref made(const struct history_step *step, enum history_made what)
{
	return (struct history_ref){step->number, what};
}

static struct history_ref add_account(
	struct history *history, int32_t region, int kind, struct history_ref organisation)
{
	struct history_step *step = history_add_command(history, COMMAND_ACCOUNT_CREATE, region);
	step->actor = history_administrator;
	history_set_number(step, "kind", kind);
	if (organisation.made != MADE_NONE) history_set_ref(step, "organisation", organisation);
	history_set_number(step, "name", kind);
	return made(step, MADE_ACCOUNT);
}

static void put_on_roster(struct history *history, int32_t region, struct history_ref account)
{
	struct history_step *step = history_add_command(history, COMMAND_ROSTER_JOIN, region);
	step->actor = history_administrator;
	history_set_ref(step, "account", account);
}

static struct history_ref add_organisation(struct history *history, int32_t region)
{
	struct history_step *step = history_add_command(history, COMMAND_ORGANISATION_ADD, region);
	step->actor = history_administrator;
	history_set_number(step, "kind", ORGANISATION_AREA_TEAM);
	history_set_number(step, "name", 0);
	struct history_ref organisation = made(step, MADE_ORGANISATION);
	step = history_add_command(history, COMMAND_SITE_ADD, region);
	step->actor = history_administrator;
	history_set_ref(step, "organisation", organisation);
	history_set_number(step, "municipality", history_municipality(history, region, 0));
	history_set_number(step, "name", 1);
	struct history_ref site = made(step, MADE_SITE);
	step = history_add_command(history, COMMAND_SERVICE_ADD, region);
	step->actor = history_administrator;
	history_set_ref(step, "organisation", organisation);
	history_set_ref(step, "site", site);
	history_set_number(step, "domain", DOMAIN_MENTAL);
	history_set_number(step, "level", LEVEL_LOCAL);
	history_set_number(step, "name", 2);
	return organisation;
}

/* Returns somebody who can have duty elsewhere too. */
static struct history_ref set_up_region(struct history *history, int32_t region, int teams)
{
	struct history_ref none = {0}, last = {0};
	add_account(history, region, MEMBER_ADMINISTRATOR, none);
	for (int i = 0; i < teams; i++) {
		struct history_ref organisation = add_organisation(history, region);
		struct history_ref first = add_account(history, region, MEMBER_PROFESSIONAL, organisation);
		put_on_roster(history, region, first);
		last = add_account(history, region, MEMBER_PROFESSIONAL, organisation);
		add_account(history, region, MEMBER_PROFESSIONAL, organisation);
		struct history_ref peer = add_account(history, region, MEMBER_PEER, organisation);
		if (i > 0) put_on_roster(history, region, peer);
	}
	add_account(history, region, MEMBER_PEER, none);
	add_account(history, region, MEMBER_RELATIVE, none);
	add_account(history, region, MEMBER_RELATIVE, none);
	add_account(history, region, MEMBER_VOLUNTEER, none);
	return last;
}

void history_set_up(struct history *history)
{
	struct history_step *step = history_add_command(history, COMMAND_INVITE_MAKE, 0);
	step->by_program = true;
	history_set_number(step, "token", 0);
	step = history_add_command(history, COMMAND_ADMINISTRATOR_FIRST, 0);
	history_set_number(step, "token", 0);
	history_set_number(step, "name", 0);
	struct history_ref organisation = add_organisation(history, SHARD_NATION);
	struct history_ref national =
		add_account(history, SHARD_NATION, MEMBER_PROFESSIONAL, organisation);
	struct history_ref first = set_up_region(history, SHARD_FIRST, 2);
	struct history_ref second = set_up_region(history, SHARD_SECOND, 2);
	set_up_region(history, SHARD_SMALL, 1);
	organisation = add_organisation(history, SHARD_ONE);
	put_on_roster(
		history, SHARD_ONE, add_account(history, SHARD_ONE, MEMBER_PROFESSIONAL, organisation));
	/* Who belongs to one region may have duty in another. */
	put_on_roster(history, SHARD_SECOND, first);
	put_on_roster(history, SHARD_SMALL, second);
	if (history->seed % 2 == 0) put_on_roster(history, SHARD_NATION, national);
}
