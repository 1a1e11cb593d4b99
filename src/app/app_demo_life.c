/* app_demo_life.c - lives, drawn.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_demo_life.h"
#include "base/check.h"
#include "base/date.h"
#include "care/norm.h"
#include <stdio.h>

/* The Treeknorm for all of mental health care: 14 weeks (data/norms.csv). */
#define NORM_DAYS 98
#define LONGEST_OVER_NORM_DAYS 260
/* Between two talks with the care manager, if nothing else happens. */
#define BETWEEN_TALKS_DAYS 45
#define MOST_TALKS 3
#define HOUR_MS INT64_C(3600000)

/* Chances in a hundred. */
enum {
	BY_GP = 50,
	WITHOUT_NAME = 8,
	WITH_BIRTH_DAY = 60,
	WITH_ANOTHER_NEED = 45,
	LATE = 5,
	IN_DANGER = 1,
};

struct scene {
	const struct app_demo_life *life;
	struct app_demo_file *file;
	struct app_demo_maker *maker;
	struct prng *draw;
	struct care_actor care_manager;
	struct care_actor gp; /* account none: is not in it */
	bool fixed;           /* the region's first person */
};

static bool chance(struct scene *scene, uint64_t in_a_hundred)
{
	return prng_below(scene->draw, 100) < in_a_hundred;
}

static int32_t between(struct scene *scene, int32_t low, int32_t high)
{
	return low + (int32_t)prng_below(scene->draw, (uint64_t)(high - low) + 1);
}

static struct span words(struct scene *scene, enum app_demo_use use)
{
	return app_demo_file_words(scene->file, use, 0);
}

static int64_t daytime(struct scene *scene, int32_t day)
{
	return date_day_start(day) + 9 * HOUR_MS + (int64_t)prng_below(scene->draw, 8 * HOUR_MS);
}

/* The next thing happens on this day, but never before what happened already, or after yesterday.
 */
static void go_to(struct scene *scene, int32_t day)
{
	int32_t yesterday = scene->maker->today - 1;
	int64_t at_ms = daytime(scene, day < yesterday ? day : yesterday);
	if (at_ms > scene->file->at_ms) scene->file->at_ms = at_ms;
}

static void go_on(struct scene *scene, int32_t low, int32_t high)
{
	go_to(scene, app_demo_file_day(scene->file) + between(scene, low, high));
}

static bool is_past(const struct scene *scene, int32_t day)
{
	return day < scene->maker->today;
}

static int32_t waited_days(struct scene *scene)
{
	const struct app_demo_figures *figures = scene->life->figures;
	if (scene->fixed) return NORM_DAYS + 20;
	bool over =
		prng_below(scene->draw, (uint64_t)figures->places) < (uint64_t)figures->places_over_norm;
	return over ? between(scene, NORM_DAYS + 1, NORM_DAYS + LONGEST_OVER_NORM_DAYS)
				: between(scene, 1, NORM_DAYS);
}

static struct span kept(struct scene *scene)
{
	return arena_copy(&scene->maker->rows->arena, buf_span(&scene->maker->scratch));
}

static struct span draw_story(struct scene *scene, int32_t domain)
{
	const struct app_demo_text *text = scene->maker->text;
	struct buf *out = &scene->maker->scratch;
	buf_reset(out);
	buf_add_span(out, app_demo_text_pick(text, APP_DEMO_BEGIN, 0, scene->draw));
	buf_add_char(out, ' ');
	buf_add_span(out, app_demo_text_pick(text, APP_DEMO_PROBLEM, domain, scene->draw));
	buf_add_char(out, ' ');
	buf_add_span(out, app_demo_text_pick(text, APP_DEMO_WISH, 0, scene->draw));
	return kept(scene);
}

/* A name, and an address at a domain that cannot exist (RFC 2606). */
static void draw_name(struct scene *scene, struct app_demo_question *question)
{
	char folded[64] = "";
	struct buf *out = &scene->maker->scratch;
	buf_reset(out);
	app_demo_text_add_name(scene->maker->text, scene->draw, out);
	question->name = kept(scene);
	(void)region_fold(question->name, folded, sizeof folded);
	buf_reset(out);
	buf_printf(out, "%s%lld@post.example", folded, (long long)scene->life->number);
	question->contact = kept(scene);
	if (!scene->fixed && id_is_none(scene->gp.account) && chance(scene, WITHOUT_NAME))
		question->name = (struct span){0};
}

static void draw_birth(struct scene *scene, struct app_demo_question *question)
{
	char text[DATE_TEXT_SIZE];
	if (!chance(scene, WITH_BIRTH_DAY)) return;
	int32_t day = scene->maker->today - between(scene, 18 * 366, 85 * 365);
	question->birth = arena_copy(&scene->maker->rows->arena, span_of(date_text(day, text)));
}

static const struct care_actor *draw_actor(struct scene *scene, enum app_demo_part part)
{
	return &app_demo_cast_worker(
		scene->life->cast, scene->maker->text, part, scene->life->place, scene->draw)
				->actor;
}

static void ask(struct scene *scene, struct error *error)
{
	int32_t opened = scene->maker->today - waited_days(scene);
	struct app_demo_question question = {
		.municipality = scene->life->municipality->number, .domain = DOMAIN_MENTAL};
	scene->care_manager = scene->fixed ? scene->life->cast->care_manager.actor
									   : *draw_actor(scene, APP_DEMO_AREA_TEAM);
	if (scene->fixed || chance(scene, BY_GP)) scene->gp = *draw_actor(scene, APP_DEMO_GP);
	draw_name(scene, &question);
	draw_birth(scene, &question);
	question.story = draw_story(scene, question.domain);
	question.entered_by = id_is_none(scene->gp.account) ? NULL : &scene->gp;
	app_demo_file_ask(
		scene->file, scene->maker, &question, &scene->care_manager, daytime(scene, opened), error);
}

/* Somebody of an organisation is asked to take a need over, and does. */
static void hand_over(struct scene *scene, size_t need, const struct care_actor *to)
{
	struct app_demo_file *file = scene->file;
	size_t handover = app_demo_file_offer(
		file, need, &scene->care_manager, NULL, to, words(scene, APP_DEMO_OFFER));
	go_on(scene, 1, 4);
	int32_t contact_day = app_demo_file_day(file) + between(scene, 2, 12);
	app_demo_file_accept(file, handover, to, contact_day, words(scene, APP_DEMO_ACCEPT));
	if (!is_past(scene, contact_day)) return;
	go_to(scene, contact_day);
	app_demo_file_contact(file, handover, to, app_demo_file_day(file) + between(scene, 7, 28),
		words(scene, APP_DEMO_CONTACT));
}

static void add_with_peer(struct scene *scene, int32_t domain)
{
	struct app_demo_file *file = scene->file;
	const struct care_actor *peer = draw_actor(scene, APP_DEMO_PEER);
	size_t join =
		app_demo_file_join_ask(file, &scene->care_manager, peer, words(scene, APP_DEMO_JOIN));
	if (scene->fixed) scene->life->logins->peer = peer->account;
	if (!scene->fixed && !is_past(scene, app_demo_file_day(file) + 6)) return;
	go_on(scene, 1, 5);
	app_demo_file_join_accept(file, join, peer);
	app_demo_file_need_add(
		file, peer, domain, AIM_RECOVER, true, app_demo_file_words(file, APP_DEMO_NEED, domain));
}

static void add_another_need(struct scene *scene)
{
	static const int32_t domains[] = {DOMAIN_PHYSICAL, DOMAIN_DEBT, DOMAIN_HOUSING, DOMAIN_INCOME,
		DOMAIN_EDUCATION, DOMAIN_WORK_DAYTIME, DOMAIN_LIFESTYLE, DOMAIN_SOCIAL, DOMAIN_MEANING,
		DOMAIN_PARENTING, DOMAIN_LEGAL, DOMAIN_PRACTICAL};
	struct app_demo_file *file = scene->file;
	int32_t domain = domains[prng_below(scene->draw, sizeof domains / sizeof domains[0])];
	uint64_t who = prng_below(scene->draw, 100);
	struct span need_words = app_demo_file_words(file, APP_DEMO_NEED, domain);
	go_on(scene, 2, 14);
	if (scene->fixed || who < 15) {
		add_with_peer(scene, scene->fixed ? DOMAIN_SOCIAL : domain);
	} else if (who < 45) {
		app_demo_file_need_add(
			file, &file->self, domain, AIM_RECOVER, true, words(scene, APP_DEMO_OWN));
	} else {
		size_t need = app_demo_file_need_add(
			file, &scene->care_manager, domain, AIM_STABILISE, false, need_words);
		go_on(scene, 1, 5);
		if (who < 75) hand_over(scene, need, draw_actor(scene, APP_DEMO_SOCIAL));
	}
}

static void decline_offer(
	struct scene *scene, size_t handover, const struct app_demo_service *service)
{
	const struct care_actor *decliner =
		&app_demo_cast_worker_of(scene->life->cast, service, scene->draw)->actor;
	enum decline_reason reason = chance(scene, 50) ? DECLINE_FIT : DECLINE_COMPETENCE;
	enum decline_instead instead =
		(enum decline_instead)between(scene, INSTEAD_CONSULT, INSTEAD_SEARCH);
	go_on(scene, 1, 6);
	app_demo_file_decline(scene->file, handover, decliner, reason, instead,
		app_demo_file_day(scene->file) + between(scene, 3, 20));
}

static const struct app_demo_service *draw_service(
	struct scene *scene, enum app_demo_part part, int32_t domain)
{
	return app_demo_cast_service(
		scene->life->cast, scene->maker->text, part, domain, scene->life->place, scene->draw);
}

/* A first try for a place on a list, which ended: with a no, or without an answer. */
static void try_in_vain(struct scene *scene, size_t need, enum app_demo_part part, int32_t domain)
{
	struct app_demo_file *file = scene->file;
	const struct app_demo_service *service = draw_service(scene, part, domain);
	go_on(scene, 3, 15);
	if (!is_past(scene, norm_day(NORM_HANDOVER, app_demo_file_day(file)) + 2)) return;
	size_t handover = app_demo_file_offer(
		file, need, &scene->care_manager, service, NULL, words(scene, APP_DEMO_OFFER));
	if (scene->fixed || chance(scene, 85))
		decline_offer(scene, handover, service);
	else
		app_demo_file_expire(file, handover);
}

/* The question that stands now: who is asked has some days left to answer. */
static void offer_now(struct scene *scene, size_t need, enum app_demo_part part, int32_t domain)
{
	const struct app_demo_service *service = draw_service(scene, part, domain);
	app_demo_file_offer(
		scene->file, need, &scene->care_manager, service, NULL, words(scene, APP_DEMO_OFFER));
	if (!scene->fixed || part != APP_DEMO_GGZ_REGION) return;
	scene->life->logins->psychologist =
		app_demo_cast_worker_of(scene->life->cast, service, scene->draw)->actor.account;
}

/* The care manager and the person keep talking while they wait. */
static void keep_talking(struct scene *scene, size_t need)
{
	struct app_demo_file *file = scene->file;
	for (int talks = 0; talks < MOST_TALKS; talks++) {
		int32_t day = app_demo_file_day(file) + between(scene, 25, BETWEEN_TALKS_DAYS);
		if (!is_past(scene, day + 14)) return;
		go_to(scene, day);
		app_demo_file_step_done(file, need, &scene->care_manager,
			app_demo_file_day(file) + BETWEEN_TALKS_DAYS, words(scene, APP_DEMO_STEP));
	}
}

/* Each need that a professional bears has a next step; some of them are late. */
static void plan_steps(struct scene *scene)
{
	struct app_demo_file *file = scene->file;
	/* Not so late that the organisation, and a table, would have been told. */
	go_to(scene, scene->maker->today - between(scene, 3, 5));
	for (size_t i = 0; i < file->need_count; i++) {
		struct care_actor bearer = {
			.account = file->needs[i].bearer, .kind = file->needs[i].bearer_kind};
		if (bearer.kind != MEMBER_PROFESSIONAL) continue;
		/* A first contact is not put off. */
		const struct step *open = app_demo_file_open_step(file, &file->needs[i]);
		if (open != NULL && open->kind == STEP_FIRST_CONTACT) continue;
		bool is_late = !scene->fixed && chance(scene, LATE);
		int32_t day =
			is_late ? app_demo_file_day(file) : scene->maker->today + between(scene, 0, 20);
		app_demo_file_step_plan(file, i, &bearer, day, words(scene, APP_DEMO_STEP));
	}
}

/* What the clock has said by now. */
static void say_late(struct scene *scene)
{
	struct app_demo_file *file = scene->file;
	for (size_t i = 0; i < file->need_count; i++) {
		const struct step *open = app_demo_file_open_step(file, &file->needs[i]);
		if (open != NULL && is_past(scene, open->due_day)) app_demo_file_step_late(file, i);
	}
}

static void come_in_danger(struct scene *scene)
{
	if (scene->fixed || !chance(scene, IN_DANGER)) return;
	int64_t at_ms = date_day_start(scene->maker->today) + HOUR_MS;
	if (at_ms > scene->file->at_ms) scene->file->at_ms = at_ms;
	app_demo_file_danger(scene->file, 0, &scene->care_manager, draw_actor(scene, APP_DEMO_DUTY),
		words(scene, APP_DEMO_DANGER));
}

/* One in so many people is on two lists, so that the share is what the figures say. */
static bool is_on_two_lists(const struct app_demo_life *life)
{
	int64_t percent = life->figures->on_more_lists_percent;
	return life->number * percent / 100 != (life->number + 1) * percent / 100;
}

static void wait_for_help(struct scene *scene)
{
	struct app_demo_file *file = scene->file;
	bool two = is_on_two_lists(scene->life), vain = scene->fixed || chance(scene, 40);
	bool open = scene->fixed || chance(scene, 70);
	enum app_demo_part part =
		scene->fixed || chance(scene, 65) ? APP_DEMO_GGZ_REGION : APP_DEMO_GGZ_PRACTICE;
	size_t other = 0;
	if (two)
		other = app_demo_file_need_add(file, &scene->care_manager, DOMAIN_ADDICTION, AIM_RECOVER,
			false, app_demo_file_words(file, APP_DEMO_NEED, DOMAIN_ADDICTION));
	if (scene->fixed || chance(scene, WITH_ANOTHER_NEED)) add_another_need(scene);
	if (vain) try_in_vain(scene, 0, scene->fixed ? APP_DEMO_GGZ_PRACTICE : part, DOMAIN_MENTAL);
	keep_talking(scene, 0);
	plan_steps(scene);
	go_to(scene, scene->maker->today - between(scene, 2, 5));
	if (open) offer_now(scene, 0, part, DOMAIN_MENTAL);
	if (two) offer_now(scene, other, APP_DEMO_ADDICTION, DOMAIN_ADDICTION);
}

status app_demo_life_make(
	const struct app_demo_life *life, struct app_demo_file *file, struct error *error)
{
	struct scene scene = {.life = life,
		.file = file,
		.maker = life->maker,
		.draw = &life->maker->draw,
		.fixed = life->logins != NULL};
	ask(&scene, error);
	int32_t asked = app_demo_file_day(file);
	if (is_past(&scene, asked + 3)) {
		go_to(&scene, asked + between(&scene, 1, 2));
		app_demo_file_step_done(file, 0, &scene.care_manager,
			app_demo_file_day(file) + between(&scene, 7, 14), words(&scene, APP_DEMO_FIRST));
		wait_for_help(&scene);
	}
	say_late(&scene);
	come_in_danger(&scene);
	if (scene.fixed) {
		life->logins->care_manager = scene.care_manager.account;
		life->logins->gp = scene.gp.account;
		life->logins->person = file->person.id;
	}
	return app_demo_file_put(file);
}
