/* app_demo_file.h - one person's file in a demonstration, made by the moves that commands make.
 *
 * Each function does what the command of that name does (command/do_*.c), at the moment `at_ms`,
 * on structs in memory: it asks the same judges (a refusal is a mistake in this program: CHECK),
 * makes the same moves, and leaves the same rows and one moment. So the laws hold in what comes
 * out, and nobody can tell it from a history of single commands but by the journal, which says so.
 *
 * States      begun by app_demo_file_ask -> ... -> app_demo_file_put
 * Bounds      APP_DEMO_FILE_*: more is a CHECK.
 * Tests       test/unit/app/test_app_demo.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_demo_cast.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/join.h"
#include "care/moment.h"
#include "care/step.h"
#include "care/team.h"
#include "command/command.h"

#define APP_DEMO_FILE_NEEDS 4
#define APP_DEMO_FILE_HANDOVERS 8
#define APP_DEMO_FILE_JOINS 4
#define APP_DEMO_FILE_MEMBERS 16
#define APP_DEMO_FILE_STEPS 24
#define APP_DEMO_FILE_MOMENTS 40
#define APP_DEMO_FILE_INBOX 24

struct app_demo_file {
	struct app_demo_maker *maker;
	struct error *error;
	status failed; /* the first that went wrong; nothing happens after it */
	int64_t at_ms; /* when the next thing happens */
	struct care_actor self;
	struct care_actor care_manager;
	struct person person;
	struct episode episode;
	struct need needs[APP_DEMO_FILE_NEEDS];
	struct handover handovers[APP_DEMO_FILE_HANDOVERS];
	struct join joins[APP_DEMO_FILE_JOINS];
	struct member members[APP_DEMO_FILE_MEMBERS];
	struct step steps[APP_DEMO_FILE_STEPS];
	struct moment moments[APP_DEMO_FILE_MOMENTS];
	struct inbox_item inbox[APP_DEMO_FILE_INBOX];
	size_t need_count, handover_count, join_count, member_count, step_count, moment_count,
		inbox_count;
};

/* What somebody asks, in plain text; all but story and contact may be empty. */
struct app_demo_question {
	struct span story, contact, name, birth;
	int32_t municipality;
	int32_t domain;
	const struct care_actor *entered_by; /* NULL: at the door */
};

void app_demo_file_ask(struct app_demo_file *file, struct app_demo_maker *maker,
	const struct app_demo_question *question, const struct care_actor *duty, int64_t at_ms,
	struct error *error);
/* The day on which the next thing happens. */
int32_t app_demo_file_day(const struct app_demo_file *file);
/* NULL if the need has none. */
struct step *app_demo_file_open_step(struct app_demo_file *file, const struct need *need);
/* Draws one of these sentences. */
struct span app_demo_file_words(struct app_demo_file *file, enum app_demo_use use, int32_t domain);

/* Returns the need's place in `needs`. Who bears it: the actor, or else the care manager. */
size_t app_demo_file_need_add(struct app_demo_file *file, const struct care_actor *actor,
	int32_t domain, int32_t aim, bool actor_bears, struct span words);
void app_demo_file_step_plan(struct app_demo_file *file, size_t need,
	const struct care_actor *actor, int32_t day, struct span words);
void app_demo_file_step_done(struct app_demo_file *file, size_t need,
	const struct care_actor *actor, int32_t next_day, struct span words);
size_t app_demo_file_join_ask(struct app_demo_file *file, const struct care_actor *actor,
	const struct care_actor *asked, struct span words);
void app_demo_file_join_accept(
	struct app_demo_file *file, size_t join, const struct care_actor *actor);
/* To the service, or to the account if it is NULL. Returns its place in `handovers`. */
size_t app_demo_file_offer(struct app_demo_file *file, size_t need, const struct care_actor *sender,
	const struct app_demo_service *service, const struct care_actor *account, struct span words);
void app_demo_file_accept(struct app_demo_file *file, size_t handover,
	const struct care_actor *actor, int32_t contact_day, struct span words);
void app_demo_file_contact(struct app_demo_file *file, size_t handover,
	const struct care_actor *actor, int32_t next_day, struct span words);
void app_demo_file_decline(struct app_demo_file *file, size_t handover,
	const struct care_actor *actor, enum decline_reason reason, enum decline_instead instead,
	int32_t instead_day);
/* What the clock does: on the day after the last. */
void app_demo_file_expire(struct app_demo_file *file, size_t handover);
void app_demo_file_step_late(struct app_demo_file *file, size_t need);
void app_demo_file_danger(struct app_demo_file *file, size_t need, const struct care_actor *actor,
	const struct care_actor *duty, struct span words);

/* Adds the rows of all of it to the maker's. */
MUST_USE status app_demo_file_put(struct app_demo_file *file);
