/* history_draw_other.c - questions, accounts, rosters, sessions, the map of help, and the same
 * thing twice.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_deed.h"
#include "history_draw.h"

static int32_t open_shard(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100);
	if (drawn < 45) return SHARD_FIRST;
	return drawn < 82 ? SHARD_SECOND : SHARD_SMALL;
}

static void set_place(const struct scene *scene, struct history_step *step, int32_t region)
{
	int32_t drawn = history_below(scene->history, 100);
	int32_t other = region == SHARD_FIRST ? SHARD_SECOND : SHARD_FIRST;
	int32_t at = history_below(scene->history, 8);
	if (region == SHARD_NATION || drawn >= 75) return;
	history_set_number(
		step, "municipality", history_municipality(scene->history, drawn < 6 ? other : region, at));
}

static struct id who_asks(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100);
	if (drawn < 50) return id_none;
	if (drawn < 88) return history_staff(scene);
	if (drawn < 94) return history_anybody(scene);
	return drawn < 97 ? history_ended(scene) : id_none;
}

bool history_draw_question(const struct scene *scene)
{
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100), region = open_shard(scene);
	if (drawn < 7) region = drawn < 6 ? SHARD_CLOSED : SHARD_NATION;
	struct history_step *step = history_add_command(history, COMMAND_QUESTION_ASK, region);
	step->actor = history_ref_of(history, who_asks(scene));
	history_set_number(step, "story", history_below(history, HISTORY_TEXTS));
	history_set_number(step, "contact", history_below(history, HISTORY_TEXTS));
	if (history_chance(history, 50)) history_set_number(step, "name", 6);
	if (history_chance(history, 20)) history_set_number(step, "birth_day", HISTORY_BIRTH_TEXT);
	set_place(scene, step, region);
	if (history_chance(history, 60))
		history_set_number(step, "for_whom", 1 + history_below(history, FOR_COUNT - 1));
	if (history_chance(history, 60))
		history_set_number(step, "domain", 1 + history_below(history, DOMAIN_COUNT - 1));
	if (history_chance(history, 15)) history_set_number(step, "unsafe", 1);
	if (history_chance(history, 70)) history_set_number(step, "person_agrees", 1);
	if (history_chance(history, 8)) history_set_number(step, "about", 6);
	return true;
}

bool history_draw_roster_join(const struct scene *scene)
{
	struct history_step *step =
		history_add_command(scene->history, COMMAND_ROSTER_JOIN, open_shard(scene));
	int32_t drawn = history_below(scene->history, 100);
	struct id account = drawn < 80 ? history_staff(scene) : history_anybody(scene);
	if (drawn >= 92) account = history_ended(scene);
	history_administer(scene, step);
	history_set_id(scene, step, "account", account);
	if (drawn < 5) history_set_ref(step, "account", history_unknown(scene->history));
	return true;
}

static struct id on_roster(const struct scene *scene, int32_t region)
{
	const struct list *places = &scene->checker->places;
	for (int tries = 0; tries < 20 && list_count(places) > 0; tries++) {
		const struct checker_place *place =
			list_at(places, history_below(scene->history, list_count(places)));
		if (place->row.region == region) return place->row.account;
	}
	return id_none;
}

bool history_draw_roster_leave(const struct scene *scene)
{
	int32_t region = open_shard(scene);
	struct history_step *step = history_add_command(scene->history, COMMAND_ROSTER_LEAVE, region);
	bool right = history_chance(scene->history, 80);
	history_administer(scene, step);
	history_set_id(scene, step, "account", right ? on_roster(scene, region) : history_staff(scene));
	return true;
}

/* The only one on a roster leaves it, or ends the account. */
bool history_draw_last_on_duty(const struct scene *scene)
{
	bool leave = history_chance(scene->history, 50);
	struct history_step *step = history_add_command(
		scene->history, leave ? COMMAND_ROSTER_LEAVE : COMMAND_ACCOUNT_END, SHARD_ONE);
	step->actor = history_administrator;
	history_set_id(scene, step, "account", on_roster(scene, SHARD_ONE));
	return true;
}

/* Something of this kind that was made, in this shard. */
static const struct history_place *made_in(
	const struct scene *scene, enum history_made made, int32_t region)
{
	const struct list *list = &scene->history->memory.made;
	for (int tries = 0; tries < 30 && list_count(list) > 0; tries++) {
		const struct history_place *place =
			list_at(list, history_below(scene->history, list_count(list)));
		if (place->made == made && place->region == region) return place;
	}
	return NULL;
}

bool history_draw_account_create(const struct scene *scene)
{
	static const int kinds[] = {MEMBER_PROFESSIONAL, MEMBER_PROFESSIONAL, MEMBER_PROFESSIONAL,
		MEMBER_PROFESSIONAL, MEMBER_RELATIVE, MEMBER_RELATIVE, MEMBER_PEER, MEMBER_PEER,
		MEMBER_VOLUNTEER, MEMBER_ADMINISTRATOR, MEMBER_PERSON};
	struct history *history = scene->history;
	int32_t region = open_shard(scene), drawn = history_below(history, 100);
	struct history_step *step = history_add_command(history, COMMAND_ACCOUNT_CREATE, region);
	int kind = kinds[history_below(history, sizeof(kinds) / sizeof(kinds[0]))];
	const struct history_place *organisation = made_in(scene, MADE_ORGANISATION, region);
	bool in_organisation = kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER;
	history_administer(scene, step);
	history_set_number(step, "kind", kind);
	if (in_organisation && drawn < 88 && organisation != NULL)
		history_set_ref(step, "organisation", organisation->ref);
	if (drawn >= 95) history_set_ref(step, "organisation", history_unknown(history));
	history_set_number(step, "name", history_below(history, HISTORY_TEXTS));
	return true;
}

/* Somebody who has duty outside their own region. */
static struct id on_duty_elsewhere(const struct scene *scene)
{
	const struct list *places = &scene->checker->places;
	for (int tries = 0; tries < 30 && list_count(places) > 0; tries++) {
		const struct checker_place *place =
			list_at(places, history_below(scene->history, list_count(places)));
		const struct checker_account *account =
			checker_account_of(scene->checker, place->row.account);
		if (account != NULL && account->region != place->row.region) return account->id;
	}
	return id_none;
}

/* Somebody who declined and holds along, or gave what they had and waits for the first contact. */
static struct id tied_by_handover(const struct scene *scene, bool gave)
{
	const struct list *handovers = &scene->checker->handovers;
	for (int tries = 0; tries < 400 && list_count(handovers) > 0; tries++) {
		const struct checker_handover *handover =
			list_at(handovers, history_below(scene->history, list_count(handovers)));
		const struct checker_account *giver = checker_account_of(scene->checker, handover->giver);
		if (!gave && handover->sharing) return handover->answered_by;
		bool may_end =
			giver != NULL && giver->kind != KIND_PROFESSIONAL && giver->kind != KIND_PERSON;
		if (gave && handover->giver_stays && may_end) return giver->id;
	}
	return id_none;
}

/* Nothing else keeps them. */
static bool is_untied(const struct scene *scene, struct id account)
{
	const struct checker_account *who = checker_account_of(scene->checker, account);
	for (int32_t i = 0; who != NULL && i < CHECKER_SHARDS; i++)
		if (who->on_roster[i] || who->seat[i] != 0) return false;
	for (int32_t i = 0; i < list_count(&scene->checker->episodes); i++) {
		const struct checker_episode *episode = list_at(&scene->checker->episodes, i);
		if (id_equal(episode->person, account) ||
			deed_tie(scene->checker, episode, account) != CHECKER_KEPT)
			return false;
	}
	for (int32_t i = 0; i < list_count(&scene->checker->consults); i++) {
		const struct checker_consult *consult = list_at(&scene->checker->consults, i);
		bool asked = consult->state == ADVICE_OPEN && id_equal(consult->to_account, account);
		if (asked || id_equal(consult->back, account)) return false;
	}
	return true;
}

/* Somebody with a step of a need that another bears, or who is asked something. */
static struct id awaited(const struct scene *scene, bool by_step)
{
	const struct list *list = by_step ? &scene->checker->steps : &scene->checker->handovers;
	for (int tries = 0; tries < 500 && list_count(list) > 0; tries++) {
		int32_t at = history_below(scene->history, list_count(list));
		if (!by_step) {
			const struct checker_handover *handover = list_at(list, at);
			if (handover->state == OFFER_OPEN && !id_is_none(handover->to_account))
				return handover->to_account;
			continue;
		}
		const struct row_step *row = &((const struct checker_step *)list_at(list, at))->row;
		const struct list_place *need = list_map_find(&scene->checker->map, row->need);
		if (row->state != STEP_STANDS || need == NULL) continue;
		const struct checker_need *of = list_at(&scene->checker->needs, need->index);
		if (!id_equal(of->bearer, row->who) && is_untied(scene, row->who)) return row->who;
	}
	return id_none;
}

static bool bears_something(const struct scene *scene, struct id account)
{
	for (int32_t i = 0; i < list_count(&scene->checker->needs); i++) {
		const struct checker_need *need = list_at(&scene->checker->needs, i);
		if (need->state != NEED_IS_OVER && id_equal(need->bearer, account)) return true;
	}
	return false;
}

/* Somebody who manages the care of a file, bears nothing, and has no duty. */
static struct id only_manages(const struct scene *scene)
{
	const struct list *episodes = &scene->checker->episodes;
	for (int tries = 0; tries < 60 && list_count(episodes) > 0; tries++) {
		const struct checker_episode *episode =
			list_at(episodes, history_below(scene->history, list_count(episodes)));
		const struct checker_account *who =
			checker_account_of(scene->checker, episode->care_manager);
		bool on_duty = false;
		for (int32_t i = 0; who != NULL && i < CHECKER_SHARDS; i++)
			on_duty = on_duty || who->on_roster[i];
		if (!episode->closed && who != NULL && !on_duty && !bears_something(scene, who->id))
			return who->id;
	}
	return id_none;
}

/* An administrator of a region. */
static struct id administers(const struct scene *scene)
{
	const struct list *accounts = &scene->checker->accounts;
	int32_t count = list_count(accounts), from = history_below(scene->history, count);
	for (int32_t i = 0; i < count; i++) {
		const struct checker_account *account = list_at(accounts, (from + i) % count);
		bool administers = account->kind == MEMBER_ADMINISTRATOR && account->region != SHARD_NATION;
		if (administers && !account->ended) return account->id;
	}
	return id_none;
}

/* Somebody who is tied: who declined, who gave, who has duty elsewhere, who manages the care; or
 * anybody. */
static struct id who_ends(const struct scene *scene, int32_t drawn)
{
	struct id tied = id_none;
	if (drawn < 44) tied = tied_by_handover(scene, drawn >= 14);
	if (drawn >= 44 && drawn < 60) tied = on_duty_elsewhere(scene);
	if (drawn >= 60 && drawn < 68) tied = only_manages(scene);
	if (drawn == 78 || drawn == 80) tied = administers(scene);
	if (!id_is_none(tied)) return tied;
	if (drawn >= 94) return history_ended(scene);
	return drawn < 85 ? history_staff(scene) : history_anybody(scene);
}

bool history_draw_account_end(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100);
	struct id id = who_ends(scene, drawn);
	const struct checker_account *account = checker_account_of(scene->checker, id);
	int32_t region = account == NULL ? SHARD_FIRST : account->region;
	struct history_step *step = history_add_command(scene->history, COMMAND_ACCOUNT_END, region);
	history_administer(scene, step);
	history_set_id(scene, step, "account", id);
	if (drawn == 79) history_set_ref(step, "account", history_unknown(scene->history));
	return true;
}

/* Somebody whom nothing keeps but a step, or something that they are asked. */
bool history_draw_awaited_ends(const struct scene *scene)
{
	struct id id = awaited(scene, history_chance(scene->history, 80));
	const struct checker_account *account = checker_account_of(scene->checker, id);
	if (account == NULL) return false;
	struct history_step *step =
		history_add_command(scene->history, COMMAND_ACCOUNT_END, account->region);
	history_administer(scene, step);
	history_set_id(scene, step, "account", id);
	return true;
}

bool history_draw_session_start(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100);
	struct id id = drawn < 80 ? history_anybody(scene) : history_ended(scene);
	const struct checker_account *account = checker_account_of(scene->checker, id);
	int32_t region = account == NULL || drawn < 5 ? SHARD_FIRST : account->region;
	const struct history_place *password = made_in(scene, MADE_PASSWORD, region);
	struct history_step *step = history_add_command(scene->history, COMMAND_SESSION_START, region);
	history_set_id(scene, step, "code", id);
	/* Of who has a password: the code alone does not do any more. */
	if (drawn >= 70 && drawn < 80 && password != NULL) history_set_ref(step, "code", password->of);
	if (drawn >= 93) history_set_ref(step, "code", history_unknown(scene->history));
	return true;
}

bool history_draw_session_end(const struct scene *scene)
{
	int32_t region = open_shard(scene);
	const struct history_place *session = made_in(scene, MADE_SESSION, region);
	struct history_step *step = history_add_command(scene->history, COMMAND_SESSION_END, region);
	if (session != NULL) step->session = session->ref;
	if (session != NULL) step->actor = session->of;
	if (history_chance(scene->history, 15) || session == NULL)
		history_act(scene, step, history_staff(scene));
	return true;
}

bool history_draw_invite(const struct scene *scene)
{
	struct history *history = scene->history;
	struct history_step *step = history_add_command(history, COMMAND_INVITE_MAKE, SHARD_NATION);
	step->by_program = history_chance(history, 85);
	history_set_number(step, "token", ++history->memory.tokens);
	return true;
}

bool history_draw_head(const struct scene *scene)
{
	struct history_step *step =
		history_add_command(scene->history, COMMAND_HEAD_SIGN, SHARD_NATION);
	step->by_program = history_chance(scene->history, 92);
	return true;
}

bool history_draw_administrator(const struct scene *scene)
{
	struct history *history = scene->history;
	struct history_step *step =
		history_add_command(history, COMMAND_ADMINISTRATOR_FIRST, SHARD_NATION);
	int32_t tokens = (int32_t)history->memory.tokens;
	history_set_number(
		step, "token", history_chance(history, 40) ? tokens : history_below(history, tokens + 3));
	history_set_number(step, "name", 0);
	return true;
}

static void draw_site(const struct scene *scene, int32_t region)
{
	const struct history_place *organisation = made_in(scene, MADE_ORGANISATION, region);
	struct history_step *step = history_add_command(scene->history, COMMAND_SITE_ADD, region);
	struct history_ref of = history_unknown(scene->history);
	int32_t drawn = history_below(scene->history, 100);
	int32_t place = region == SHARD_FIRST ? SHARD_SECOND : SHARD_FIRST;
	if (drawn >= 10 && organisation != NULL) of = organisation->ref;
	history_administer(scene, step);
	history_set_ref(step, "organisation", of);
	history_set_number(step, "municipality",
		history_municipality(scene->history, drawn < 35 ? place : region, drawn));
	if (drawn >= 90) history_set_number(step, "municipality", 1);
	history_set_number(step, "name", history_below(scene->history, HISTORY_TEXTS));
}

static void draw_service(const struct scene *scene, int32_t region)
{
	struct history *history = scene->history;
	const struct history_place *organisation = made_in(scene, MADE_ORGANISATION, region);
	const struct history_place *site = made_in(scene, MADE_SITE, region);
	struct history_step *step = history_add_command(history, COMMAND_SERVICE_ADD, region);
	struct history_ref of = history_unknown(history), at = of;
	int32_t drawn = history_below(history, 100);
	if (site != NULL) {
		at = site->ref;
		of = site->of;
	}
	if (drawn < 12 && organisation != NULL) of = organisation->ref;
	if (drawn >= 12 && drawn < 24) of = history_unknown(history);
	history_administer(scene, step);
	history_set_ref(step, "organisation", of);
	history_set_ref(step, "site", at);
	history_set_number(step, "domain", 1 + history_below(history, DOMAIN_COUNT - 1));
	history_set_number(step, "level", 1 + history_below(history, LEVEL_COUNT - 1));
	if (history_chance(history, 50))
		history_set_number(step, "places_week", history_below(history, 20));
	history_set_number(step, "name", history_below(history, HISTORY_TEXTS));
}

bool history_draw_directory(const struct scene *scene)
{
	int32_t drawn = history_below(scene->history, 100), region = open_shard(scene);
	if (drawn < 45) {
		draw_site(scene, region);
	} else if (drawn < 90) {
		draw_service(scene, region);
	} else {
		struct history_step *step =
			history_add_command(scene->history, COMMAND_ORGANISATION_ADD, region);
		history_administer(scene, step);
		history_set_number(
			step, "kind", 1 + history_below(scene->history, ORGANISATION_KIND_COUNT - 1));
		history_set_number(step, "name", history_below(scene->history, HISTORY_TEXTS));
	}
	return true;
}

/* Near today, so that some replace what is to begin, and some would change what was. */
bool history_draw_appoint(const struct scene *scene)
{
	struct history *history = scene->history;
	int32_t drawn = history_below(history, 100), region = open_shard(scene);
	int32_t place = drawn >= 70 && drawn < 82 ? SHARD_ONE : region;
	int32_t from = history_day(scene, 0, 9);
	if (drawn < 10) region = SHARD_NATION;
	struct history_step *step = history_add_command(history, COMMAND_REGION_APPOINT, region);
	history_administer(scene, step);
	if (drawn < 90)
		history_set_number(step, "insurer", drawn < 25 && drawn >= 10 ? 0 : HISTORY_INSURER_TEXT);
	if (history_chance(history, 80))
		history_set_number(step, "core_municipality", history_municipality(history, place, drawn));
	history_set_number(step, "from", from);
	if (history_chance(history, 30))
		history_set_number(step, "until", from + history_below(history, 12) - 5);
	history_set_number(step, "decided_where", history_below(history, HISTORY_TEXTS));
	return true;
}

bool history_draw_own(const struct scene *scene)
{
	struct history_step *step = history_add_command(scene->history, LOOK_INBOX, open_shard(scene));
	history_act(scene, step, history_anybody(scene));
	return true;
}

/* Somebody saw what they were told; now and then of something that waits for a deed. */
bool history_draw_seen(const struct scene *scene)
{
	const struct list *items = &scene->checker->items;
	const struct checker_item *item = NULL;
	for (int tries = 0; tries < 8 && list_count(items) > 0; tries++) {
		item = list_at(items, history_below(scene->history, list_count(items)));
		if (item->there) break;
	}
	if (item == NULL) return false;
	struct history_step *step =
		history_add_command(scene->history, COMMAND_INBOX_SEEN, item->row.region);
	history_act(scene, step, item->row.receiver);
	history_set_id(scene, step, "thing", item->row.thing);
	return true;
}

/* Other words, or another day: no longer the same. */
static void change_content(struct history_step *step)
{
	for (size_t i = 0; i < step->entry->field_count; i++) {
		enum command_field_form form = step->entry->fields[i].form;
		bool changes = form == FIELD_SEALED || form == FIELD_TEXT || form == FIELD_DAY;
		if (!changes || !step->values[i].given) continue;
		if (step->values[i].number >= HISTORY_BIRTH_TEXT && form != FIELD_DAY) continue;
		step->values[i].number = (step->values[i].number + 1) % HISTORY_TEXTS;
		return;
	}
}

/* The same command once more, or its command id for something else. */
bool history_draw_again(const struct scene *scene)
{
	enum { BACK = 300 };
	struct history *history = scene->history;
	int32_t count = list_count(&history->steps);
	int32_t at = count - 1 - history_below(history, count < BACK ? count : BACK);
	if (history->memory.last_poison >= 0 && history_chance(history, 12))
		at = history->memory.last_poison;
	struct history_step copy = *(const struct history_step *)list_at(&history->steps, at);
	if (copy.kind != HISTORY_COMMAND || copy.by_program || copy.entry->is_look) return false;
	copy.number = count;
	copy.goes_on = false;
	if (history_chance(history, 30)) change_content(&copy);
	*(struct history_step *)list_add(&history->steps) = copy;
	return true;
}
