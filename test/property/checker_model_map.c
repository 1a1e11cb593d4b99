/* checker_model_map.c - whose an entry on the map of help is, and who therefore may change it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"

enum { OF_PEER_GROUP = 10 };

static const struct checker_owner *owner_of(const struct checker *checker, struct id id)
{
	const struct list_place *place = list_map_find(&checker->owned, id);
	return place == NULL ? NULL : list_at(&checker->owners, place->index);
}

static void put_owner(struct deed *deed, struct id id, struct id organisation, struct id keeper)
{
	struct checker *checker = deed->checker;
	if (id_is_none(id) || list_map_find(&checker->owned, id) != NULL) {
		SAY(deed, CHECKER_REPLY, "what was made on the map has no id of its own");
		return;
	}
	list_map_put(&checker->owned, id, 1, list_count(&checker->owners));
	*(struct checker_owner *)list_add(&checker->owners) =
		(struct checker_owner){organisation, keeper};
}

static bool administers(const struct deed *deed)
{
	return deed->who != NULL && !deed->who->ended && deed->who->kind == KIND_ADMIN &&
		(deed->who->region == 0 || deed->who->region == deed->command->region);
}

static bool acts_for(const struct deed *deed, struct id organisation)
{
	const struct checker_account *who = deed->who;
	return who != NULL && !who->ended && !id_is_none(organisation) &&
		id_equal(who->organisation, organisation) &&
		(who->kind == KIND_PROFESSIONAL || who->kind == KIND_PEER || who->kind == KIND_VOLUNTEER);
}

static bool owns(const struct deed *deed, const struct checker_owner *owner)
{
	if (administers(deed)) return true;
	if (owner == NULL || deed->who == NULL || deed->who->ended) return false;
	return acts_for(deed, owner->organisation) || id_equal(owner->keeper, deed->actor);
}

static void organisation_add(struct deed *deed)
{
	bool alone = !administers(deed);
	bool may =
		!alone || (deed->who != NULL && !deed->who->ended && deed->params->kind == OF_PEER_GROUP);
	MUST(deed, may, CHECKER_L0_OUTSIDER, "only an administrator, or who keeps a peer group");
	struct id id = deed->result->organisation;
	put_owner(deed, id, id, alone ? deed->actor : id_none);
}

/* What is made under something is whose that is. */
static void add_under(struct deed *deed, struct id parent, struct id made)
{
	const struct checker_owner *owner = owner_of(deed->checker, parent);
	MUST(deed, owns(deed, owner), CHECKER_L0_OUTSIDER, "only the owner or an administrator adds");
	if (owner != NULL) put_owner(deed, made, owner->organisation, owner->keeper);
}

static void correction_propose(struct deed *deed)
{
	const struct checker_owner *owner = owner_of(deed->checker, deed->params->entry);
	MUST(deed, owner != NULL, CHECKER_STATE, "a report about nothing");
	if (owner != NULL)
		put_owner(deed, deed->result->correction, owner->organisation, owner->keeper);
}

static struct id changed(const struct deed *deed)
{
	const struct command_params *params = deed->params;
	switch (deed->command->entry->number) {
	case COMMAND_ORGANISATION_CHANGE:
	case COMMAND_ORGANISATION_END: return params->organisation;
	case COMMAND_SITE_CHANGE:
	case COMMAND_SITE_END: return params->site;
	case COMMAND_SERVICE_CHANGE:
	case COMMAND_SERVICE_END:
	case COMMAND_AREA_SET:
	case COMMAND_CAPACITY_SET:
	case COMMAND_COST_SET: return params->service;
	case COMMAND_HOURS_SET:
	case COMMAND_ENTRY_CONFIRM:
	case COMMAND_ENTRY_REQUEST: return params->entry;
	case COMMAND_AGREEMENT_CHANGE:
	case COMMAND_AGREEMENT_ASK:
	case COMMAND_AGREEMENT_GOAL:
	case COMMAND_AGREEMENT_END: return params->agreement;
	case COMMAND_CORRECTION_ACCEPT:
	case COMMAND_CORRECTION_DECLINE:
	case LOOK_CORRECTION: return params->correction;
	default: return id_none;
	}
}

/* Nobody stays there, or will, and no place is kept. */
static void service_end(struct deed *deed)
{
	struct id id = deed->params->service;
	for (int32_t i = 0; i < list_count(&deed->checker->stays); i++) {
		const struct checker_stay *stay = list_at(&deed->checker->stays, i);
		bool open = stay->state == STAY_AHEAD || stay->state == STAY_IN || stay->state == STAY_AWAY;
		MUST(deed, !open || !(id_equal(stay->service, id) || id_equal(stay->kept_service, id)),
			CHECKER_L3_STAY, "a service ended where somebody stays, or a place is kept");
	}
}

void deed_map(struct deed *deed)
{
	const struct command_params *params = deed->params;
	const struct command_result *result = deed->result;
	switch (deed->command->entry->number) {
	case COMMAND_ORGANISATION_ADD: organisation_add(deed); return;
	case COMMAND_SITE_ADD: add_under(deed, params->organisation, result->site); return;
	case COMMAND_SERVICE_ADD: add_under(deed, params->organisation, result->service); return;
	case COMMAND_AGREEMENT_ADD: add_under(deed, params->organisation, result->agreement); return;
	case COMMAND_CORRECTION_PROPOSE: correction_propose(deed); return;
	case COMMAND_AGREEMENT_SIGN:
	case COMMAND_AGREEMENT_LEAVE:
		MUST(deed, administers(deed) || acts_for(deed, params->organisation), CHECKER_L0_OUTSIDER,
			"an organisation answers for itself");
		return;
	case COMMAND_SERVICE_END: service_end(deed); break;
	default: break;
	}
	struct id id = changed(deed);
	if (id_is_none(id)) return;
	MUST(deed, owns(deed, owner_of(deed->checker, id)), CHECKER_L0_OUTSIDER,
		"only its owner or an administrator does this");
}
