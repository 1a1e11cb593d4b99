/* history_draw_map.c - the map of help: entries that change, are confirmed, reported and end, and
 * agreements between organisations.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "history_draw.h"
#include "directory/correction.h"
#include "directory/cost.h"
#include "directory/entry.h"

/* Owner's row of the map's memory: a place, and the organisation (or keeper) behind it. */
static const struct history_place *any_place(
	const struct scene *scene, enum history_made made, unsigned recent_percent)
{
	const struct list *list = &scene->history->memory.made;
	int32_t count = list_count(list);
	bool recent = history_chance(scene->history, recent_percent);
	for (int tries = 0; tries < 40 && count > 0; tries++) {
		int32_t back = history_below(scene->history, count);
		if (recent) back = history_below(scene->history, back + 1);
		const struct history_place *place = list_at(list, count - 1 - back);
		if (place->made == made) return place;
	}
	return NULL;
}

/* The first that were made: what is done to them again and again adds up. */
static const struct history_place *first_place(const struct scene *scene, enum history_made made)
{
	const struct list *list = &scene->history->memory.made;
	int32_t skip = history_chance(scene->history, 85) ? 0 : 1;
	for (int32_t i = 0; i < list_count(list); i++) {
		const struct history_place *place = list_at(list, i);
		if (place->made == made && skip-- == 0) return place;
	}
	return NULL;
}

static const struct history_place *any_entry(const struct scene *scene)
{
	static const enum history_made kinds[] = {
		MADE_ORGANISATION, MADE_SITE, MADE_SERVICE, MADE_SERVICE, MADE_AGREEMENT};
	enum history_made made = kinds[history_below(scene->history, sizeof(kinds) / sizeof(kinds[0]))];
	return any_place(scene, made, 50);
}

/* Somebody who acts for this organisation. */
static struct id acts_for(const struct scene *scene, struct history_ref organisation)
{
	struct id id = history_resolve(scene->history, organisation);
	const struct list *accounts = &scene->checker->accounts;
	for (int tries = 0; tries < 40 && list_count(accounts) > 0; tries++) {
		const struct checker_account *account =
			list_at(accounts, history_below(scene->history, list_count(accounts)));
		if (id_equal(account->organisation, id) && !account->ended) return account->id;
	}
	return id_none;
}

/* Mostly the owner or an administrator; now and then anybody. */
static struct history_step *by_owner(
	const struct scene *scene, enum command_number number, const struct history_place *place)
{
	struct history_step *step = history_add_command(scene->history, number, place->region);
	struct id owner = acts_for(scene, place->of);
	if (id_is_none(owner) || history_chance(scene->history, 40))
		history_administer(scene, step);
	else
		history_act(scene, step, owner);
	if (history_chance(scene->history, 4))
		step->version_back = 1 + history_below(scene->history, 3);
	return step;
}

static void set_path(const struct scene *scene, struct history_step *step, const char *field,
	const struct history_place *place)
{
	bool wrong = history_chance(scene->history, 3);
	history_set_ref(step, field, wrong ? history_unknown(scene->history) : place->ref);
}

static void set_text(
	const struct scene *scene, struct history_step *step, const char *field, unsigned percent)
{
	if (history_chance(scene->history, percent))
		history_set_number(step, field, history_below(scene->history, HISTORY_TEXTS));
}

static int64_t any_mask(const struct scene *scene, int count)
{
	return INT64_C(1) << (1 + history_below(scene->history, count - 1));
}

static bool draw_change_site(const struct scene *scene)
{
	const struct history_place *site = any_place(scene, MADE_SITE, 20);
	if (site == NULL) return false;
	struct history_step *step = by_owner(scene, COMMAND_SITE_CHANGE, site);
	int32_t other = site->region == SHARD_FIRST ? SHARD_SECOND : SHARD_FIRST;
	set_path(scene, step, "site", site);
	set_text(scene, step, "address", 60);
	if (history_chance(scene->history, 12) && site->region != SHARD_NATION)
		history_set_number(step, "municipality", history_municipality(scene->history, other, 1));
	if (history_chance(scene->history, 10))
		history_set_number(step, "clear", INT64_C(1) << ENTRY_FIELD_ADDRESS);
	return true;
}

static bool draw_change_organisation(const struct scene *scene)
{
	const struct history_place *organisation = any_place(scene, MADE_ORGANISATION, 20);
	if (organisation == NULL) return false;
	struct history_step *step = by_owner(scene, COMMAND_ORGANISATION_CHANGE, organisation);
	set_path(scene, step, "organisation", organisation);
	set_text(scene, step, "description", 60);
	set_text(scene, step, "website", 30);
	if (history_chance(scene->history, 20))
		history_set_number(step, "clear", any_mask(scene, ENTRY_FIELD_COUNT));
	return true;
}

static bool draw_change_service(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct history_place *service = any_place(scene, MADE_SERVICE, 30);
	const struct history_place *site = any_place(scene, MADE_SITE, 0);
	if (service == NULL || site == NULL) return false;
	struct history_step *step = by_owner(scene, COMMAND_SERVICE_CHANGE, service);
	int32_t drawn = history_below(history, 100);
	set_path(scene, step, "service", service);
	set_text(scene, step, "description", 50);
	if (drawn < 40) history_set_number(step, "good_at", any_mask(scene, drawn < 20 ? 5 : 40));
	if (drawn >= 40 && drawn < 55) {
		history_set_number(step, "min_age", 12 + history_below(history, 60));
		history_set_number(step, "max_age", 12 + history_below(history, 60));
	}
	if (drawn >= 55 && drawn < 65)
		history_set_number(step, "level", 1 + history_below(history, LEVEL_COUNT - 1));
	if (drawn >= 65 && drawn < 72) history_set_ref(step, "site", site->ref);
	if (drawn >= 72 && drawn < 80) history_set_number(step, "languages", drawn);
	if (drawn >= 80 && drawn < 90)
		history_set_number(step, "kind", 1 + history_below(history, SERVICE_KIND_COUNT - 1));
	if (drawn >= 95) history_set_number(step, "clear", INT64_C(1) << ENTRY_FIELD_GOOD_AT);
	return true;
}

/* An organisation that a table obliged. */
static const struct history_place *obliged_place(const struct scene *scene)
{
	const struct list *places = &scene->history->memory.made, *cases = &scene->checker->cases;
	if (list_count(cases) == 0) return NULL;
	const struct checker_case *brought =
		list_at(cases, history_below(scene->history, list_count(cases)));
	for (int32_t i = 0; i < list_count(places); i++) {
		const struct history_place *place = list_at(places, i);
		bool same = place->made == MADE_ORGANISATION &&
			id_equal(history_resolve(scene->history, place->ref), brought->organisation);
		if (same) return place;
	}
	return NULL;
}

static bool draw_end(const struct scene *scene)
{
	static const struct {
		enum history_made made;
		enum command_number number;
		const char *field;
	} ends[] = {
		{MADE_ORGANISATION, COMMAND_ORGANISATION_END, "organisation"},
		{MADE_ORGANISATION, COMMAND_ORGANISATION_END, "organisation"},
		{MADE_ORGANISATION, COMMAND_ORGANISATION_END, "organisation"},
		{MADE_SITE, COMMAND_SITE_END, "site"},
		{MADE_SERVICE, COMMAND_SERVICE_END, "service"},
		{MADE_SERVICE, COMMAND_SERVICE_END, "service"},
		{MADE_AGREEMENT, COMMAND_AGREEMENT_END, "agreement"},
	};
	size_t at = (size_t)history_below(scene->history, sizeof(ends) / sizeof(ends[0]));
	/* Agreements seldom: it takes long before many are asked into one. */
	if (ends[at].made == MADE_AGREEMENT && history_chance(scene->history, 85)) return false;
	/* The newest: what is old is used, and some of it should be left. */
	const struct history_place *place = any_place(scene, ends[at].made, 90);
	if (ends[at].made == MADE_ORGANISATION && history_chance(scene->history, 25))
		place = obliged_place(scene);
	if (place == NULL) return false;
	struct history_step *step = by_owner(scene, ends[at].number, place);
	set_path(scene, step, ends[at].field, place);
	return true;
}

static bool draw_of_service(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct history_place *service = any_place(scene, MADE_SERVICE, 30);
	int32_t drawn = history_below(history, 100);
	if (service == NULL) return false;
	enum command_number number = drawn < 30 ? COMMAND_AREA_SET
		: drawn < 65                        ? COMMAND_CAPACITY_SET
		: drawn < 82                        ? COMMAND_COST_SET
											: COMMAND_HOURS_SET;
	struct history_step *step = by_owner(scene, number, service);
	set_path(scene, step, number == COMMAND_HOURS_SET ? "entry" : "service", service);
	if (number == COMMAND_HOURS_SET) history_set_number(step, "hours", drawn);
	if (number == COMMAND_AREA_SET) history_set_number(step, "municipalities", drawn);
	if (number == COMMAND_COST_SET) {
		history_set_number(step, "number", 1 + history_below(history, 3));
		if (history_chance(history, 80)) history_set_number(step, "kind", COST_FREE);
	}
	if (number != COMMAND_CAPACITY_SET) return true;
	if (history_chance(history, 60))
		history_set_number(step, "intensity", 1 + history_below(history, INTENSITY_COUNT - 1));
	history_set_number(step, "new_week", history_below(history, 9));
	history_set_number(step, "places", history_below(history, 6));
	history_set_number(step, "kept", history_below(history, 4));
	return true;
}

static bool draw_confirm(const struct scene *scene)
{
	const struct history_place *place = any_entry(scene);
	if (place == NULL) return false;
	bool asks = history_chance(scene->history, 45);
	struct history_step *step =
		by_owner(scene, asks ? COMMAND_ENTRY_REQUEST : COMMAND_ENTRY_CONFIRM, place);
	set_path(scene, step, "entry", place);
	return true;
}

/* What a link to confirm this entry names; none if nobody is asked. */
static struct id ask_of(const struct scene *scene, const struct history_place *place)
{
	struct world *world = &scene->history->world;
	struct entry entry = {
		.region = place->region, .id = history_resolve(scene->history, place->ref)};
	struct error absent = {0};
	if (store_begin(world->store, STORE_READ_ONLY, &absent) != STATUS_OK) return id_none;
	status code = store_record_get(world->store, &entry_table, &entry, &world->arena, &absent);
	store_rollback(world->store);
	return code == STATUS_OK ? entry.ask : id_none;
}

static bool draw_link(const struct scene *scene)
{
	const struct history_place *place = any_entry(scene);
	if (place == NULL) return false;
	struct history_step *step;
	if (history_chance(scene->history, 60)) {
		step = history_add_command(scene->history, COMMAND_ENTRY_CONFIRM_BY_LINK, place->region);
		history_set_ref(step, "token", place->ref);
		step->link = ask_of(scene, place);
	} else {
		step = by_owner(scene, LOOK_ENTRY_LINK, place);
		step->version_back = -1;
		set_path(scene, step, "entry", place);
	}
	return true;
}

static bool draw_propose(const struct scene *scene)
{
	static const int fields[] = {ENTRY_FIELD_NAME, ENTRY_FIELD_PHONE, ENTRY_FIELD_EMAIL,
		ENTRY_FIELD_HOURS, ENTRY_FIELD_KIND};
	bool again = history_chance(scene->history, 40);
	const struct history_place *place = again ? first_place(scene, MADE_SERVICE) : any_entry(scene);
	if (place == NULL) return false;
	struct history_step *step =
		history_add_command(scene->history, COMMAND_CORRECTION_PROPOSE, place->region);
	if (history_chance(scene->history, 50)) history_act(scene, step, history_anybody(scene));
	set_path(scene, step, "entry", place);
	history_set_number(step, "field", fields[again ? 0 : history_below(scene->history, 5)]);
	set_text(scene, step, "value", 60);
	history_set_number(step, "words", history_below(scene->history, HISTORY_TEXTS));
	return true;
}

static bool draw_decide(const struct scene *scene)
{
	const struct history_place *correction = any_place(scene, MADE_CORRECTION, 60);
	int32_t drawn = history_below(scene->history, 100);
	if (correction == NULL) return false;
	enum command_number number = drawn < 55 ? COMMAND_CORRECTION_ACCEPT
		: drawn < 80                        ? COMMAND_CORRECTION_DECLINE
											: LOOK_CORRECTION;
	struct history_step *step = by_owner(scene, number, correction);
	step->version_back = -1;
	set_path(scene, step, "correction", correction);
	if (history_chance(scene->history, 4))
		history_set_ref(step, "correction", history_unknown(scene->history));
	if (number == COMMAND_CORRECTION_ACCEPT) {
		set_text(scene, step, "value", 45);
		if (history_chance(scene->history, 30))
			history_set_number(step, "value", HISTORY_LONG_TEXT);
	}
	if (number == COMMAND_CORRECTION_DECLINE)
		history_set_number(
			step, "reason", 1 + history_below(scene->history, CORRECTION_REASON_COUNT - 1));
	return true;
}

static bool draw_group(const struct scene *scene)
{
	struct history *history = scene->history;
	const struct list *staff = &history->memory.staff;
	struct id keeper = history_staff(scene);
	for (int32_t i = 0; i < list_count(staff) && history_chance(history, 97); i++) {
		const struct checker_account *account =
			list_at(&scene->checker->accounts, *(const int32_t *)list_at(staff, i));
		if (account->kind != KIND_RELATIVE || account->ended) continue;
		keeper = account->id;
		break;
	}
	const struct checker_account *account = checker_account_of(scene->checker, keeper);
	int32_t region = account == NULL ? SHARD_FIRST : account->region;
	struct history_step *step = history_add_command(history, COMMAND_ORGANISATION_ADD, region);
	history_act(scene, step, keeper);
	history_set_number(step, "kind", ORGANISATION_PEER_GROUP);
	history_set_number(step, "name", history_below(history, HISTORY_TEXTS));
	return true;
}

static bool draw_agreement(const struct scene *scene)
{
	const struct history_place *organisation = any_place(scene, MADE_ORGANISATION, 30);
	if (organisation == NULL) return false;
	struct history_step *step = by_owner(scene, COMMAND_AGREEMENT_ADD, organisation);
	step->version_back = -1;
	set_path(scene, step, "organisation", organisation);
	history_set_number(step, "name", history_below(scene->history, HISTORY_TEXTS));
	history_set_number(step, "from_day", scene->today);
	if (history_chance(scene->history, 40))
		history_set_number(step, "to_day", scene->today - 3 + history_below(scene->history, 9));
	set_text(scene, step, "pledge", 50);
	return true;
}

static bool draw_goal(const struct scene *scene, const struct history_place *agreement)
{
	bool changes = history_chance(scene->history, 20);
	struct history_step *step =
		by_owner(scene, changes ? COMMAND_AGREEMENT_CHANGE : COMMAND_AGREEMENT_GOAL, agreement);
	set_path(scene, step, "agreement", agreement);
	if (changes) {
		set_text(scene, step, "description", 80);
		if (history_chance(scene->history, 30))
			history_set_number(step, "to_day", scene->today - 40);
		return true;
	}
	history_set_number(step, "number", 1 + history_below(scene->history, 20));
	set_text(scene, step, "words", 60);
	return true;
}

static bool draw_party(const struct scene *scene)
{
	bool first = history_chance(scene->history, 80);
	const struct history_place *agreement =
		first ? first_place(scene, MADE_AGREEMENT) : any_place(scene, MADE_AGREEMENT, 50);
	const struct history_place *organisation = any_place(scene, MADE_ORGANISATION, 40);
	int32_t drawn = history_below(scene->history, 100);
	if (agreement == NULL || organisation == NULL) return false;
	for (int tries = 0; tries < 8 && organisation->region != agreement->region; tries++) {
		const struct history_place *other = any_place(scene, MADE_ORGANISATION, 40);
		if (other != NULL) organisation = other;
	}
	if (drawn < 22) return draw_goal(scene, agreement);
	enum command_number number = drawn < 74 ? COMMAND_AGREEMENT_ASK
		: drawn < 92                        ? COMMAND_AGREEMENT_SIGN
											: COMMAND_AGREEMENT_LEAVE;
	struct history_step *step = by_owner(scene, number, agreement);
	if (number != COMMAND_AGREEMENT_ASK && history_chance(scene->history, 40))
		history_act(scene, step, acts_for(scene, organisation->ref));
	set_path(scene, step, "agreement", agreement);
	bool alone = number == COMMAND_AGREEMENT_LEAVE && history_chance(scene->history, 30);
	history_set_ref(step, "organisation", alone ? agreement->of : organisation->ref);
	if (history_chance(scene->history, 4))
		history_set_ref(step, "organisation", history_unknown(scene->history));
	if (number == COMMAND_AGREEMENT_SIGN) set_text(scene, step, "pledge", 40);
	return true;
}

/* Many are asked into the same agreement, one after the other. */
static bool draw_invitations(const struct scene *scene)
{
	enum { MANY = 9 };
	const struct history_place *agreement = any_place(scene, MADE_AGREEMENT, 90);
	const struct list *list = &scene->history->memory.made;
	if (agreement == NULL) return false;
	struct history_place into = *agreement;
	int32_t asked = 0;
	for (int32_t i = list_count(list); i-- > 0 && asked < MANY;) {
		const struct history_place *place = list_at(list, i);
		if (place->made != MADE_ORGANISATION || place->region != into.region) continue;
		struct history_step *step =
			history_add_command(scene->history, COMMAND_AGREEMENT_ASK, into.region);
		history_administer(scene, step);
		history_set_ref(step, "agreement", into.ref);
		history_set_ref(step, "organisation", place->ref);
		asked++;
	}
	return asked > 0;
}

/* The clock comes by when there is nothing to do; now and then after half a year, when all that
 * nobody confirmed is asked about, and fades. */
static bool draw_clock(const struct scene *scene)
{
	enum { HALF_A_YEAR = 160, MONTH = 30 };
	if (history_chance(scene->history, 5)) {
		int32_t days = history_chance(scene->history, 50) ? HALF_A_YEAR : MONTH;
		history_add(scene->history, HISTORY_CLOCK)->by_ms = days * INT64_C(86400000);
		history_add(scene->history, HISTORY_TICK);
		return true;
	}
	bool raises = history_chance(scene->history, 45);
	const struct history_place *place =
		raises ? any_place(scene, MADE_CORRECTION, 50) : any_entry(scene);
	if (place == NULL) return false;
	enum command_number number = raises      ? COMMAND_CORRECTION_RAISE
		: history_chance(scene->history, 50) ? COMMAND_ENTRY_ASK
											 : COMMAND_ENTRY_FADE;
	struct history_step *step = history_add_command(scene->history, number, place->region);
	step->by_program = true;
	history_set_ref(step, raises ? "correction" : "entry", place->ref);
	return true;
}

bool history_draw_map(const struct scene *scene)
{
	static const struct {
		int32_t weight;
		bool (*draw)(const struct scene *scene);
	} draws[] = {{8, draw_change_site}, {6, draw_change_organisation}, {22, draw_change_service},
		{18, draw_end}, {14, draw_of_service}, {12, draw_confirm}, {6, draw_link},
		{16, draw_propose}, {22, draw_decide}, {8, draw_group}, {5, draw_agreement},
		{34, draw_party}, {3, draw_invitations}, {6, draw_clock}};
	enum { DRAWS = sizeof(draws) / sizeof(draws[0]) };
	int32_t sum = 0;
	for (size_t i = 0; i < DRAWS; i++) sum += draws[i].weight;
	int32_t drawn = history_below(scene->history, sum);
	for (size_t i = 0; i < DRAWS; i++) {
		drawn -= draws[i].weight;
		if (drawn < 0) return draws[i].draw(scene);
	}
	return false;
}
