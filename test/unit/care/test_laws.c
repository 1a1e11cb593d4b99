/* test_laws.c - the laws read back: every break there is, made by rows that no command would
 * write.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/consult.h"
#include "care/episode.h"
#include "care/handover.h"
#include "care/laws.h"
#include "care/light.h"
#include "care/moment.h"
#include "care/plan.h"
#include "care/roster.h"
#include "care/stay.h"
#include "care/step.h"
#include "care/table.h"
#include "care/team.h"

enum {
	EPISODE = 1,
	MANAGER,
	BEARER,
	DUTY,
	STRANGER,
	NEED,
	STEP,
	OFFER,
	CARE_OFFER,
	SECOND,
	ADVICE,
	NIGHTS,
	CASE,
	PART,
	LIGHT
};

static bool reached[LAW_BREAK_COUNT];

/* The rows of a file in which every law is kept, with both offers open. */
struct file {
	struct episode episode;
	struct need need;
	struct step step;
	struct handover offer;
	struct handover care_offer;
	struct member manager;
	struct member bearer;
	struct consult advice;
	struct due advice_due;
	struct stay nights;
	struct due nights_due;
	struct table_case brought;
	struct due brought_due;
	struct plan_part part;
	struct plan_part part_before; /* region 0: not there */
	struct light light;
	struct due light_due;
	struct handover second; /* region 0: not there */
};

static struct member member_of(int account)
{
	return (struct member){.region = 5,
		.episode = judging_id(EPISODE),
		.account = judging_id(account),
		.kind = MEMBER_PROFESSIONAL,
		.way = WAY_JOINED};
}

static struct handover offer_of(int number, int need)
{
	return (struct handover){.region = 5,
		.id = judging_id(number),
		.episode = judging_id(EPISODE),
		.need = need == 0 ? id_none : judging_id(need),
		.sender = judging_id(BEARER),
		.to_account = judging_id(STRANGER),
		.state = HANDOVER_OFFERED,
		.offered_ms = 1000,
		.expires_ms = 2000};
}

static struct table_case case_of(int number)
{
	return (struct table_case){.region = 5,
		.episode = judging_id(EPISODE),
		.id = judging_id(number),
		.need = judging_id(NEED),
		.state = TABLE_DECIDED,
		.level = TABLE_AT_REGION,
		.brought_by = judging_id(BEARER),
		.expires_ms = 7000,
		.organisation = judging_id(DUTY),
		.term_day = 20514};
}

static struct due due_of(int number)
{
	return (struct due){.due_ms = 7000,
		.region = 5,
		.kind = DUE_TABLE,
		.thing = judging_id(number),
		.episode = judging_id(EPISODE)};
}

static struct file file_of_care(void)
{
	return (struct file){.episode = {.region = 5,
							 .id = judging_id(EPISODE),
							 .person = judging_id(STRANGER),
							 .state = EPISODE_OPEN,
							 .care_manager = judging_id(MANAGER),
							 .open_handover = judging_id(CARE_OFFER)},
		.need = {.region = 5,
			.id = judging_id(NEED),
			.episode = judging_id(EPISODE),
			.state = NEED_OPEN,
			.bearer = judging_id(BEARER),
			.bearer_kind = MEMBER_PROFESSIONAL,
			.open_handover = judging_id(OFFER),
			.step = judging_id(STEP)},
		.step = {.region = 5,
			.id = judging_id(STEP),
			.episode = judging_id(EPISODE),
			.need = judging_id(NEED),
			.state = STEP_OPEN,
			.due_day = 20514},
		.offer = offer_of(OFFER, NEED),
		.care_offer = offer_of(CARE_OFFER, 0),
		.manager = member_of(MANAGER),
		.bearer = member_of(BEARER),
		.advice = {.region = 5,
			.episode = judging_id(EPISODE),
			.id = judging_id(ADVICE),
			.need = judging_id(NEED),
			.asked_by = judging_id(BEARER),
			.to_account = judging_id(STRANGER),
			.state = CONSULT_ASKED,
			.asked_ms = 1000,
			.expires_ms = 2000},
		.advice_due = {.due_ms = 2000,
			.region = 5,
			.kind = DUE_CONSULT,
			.thing = judging_id(ADVICE),
			.episode = judging_id(EPISODE)},
		.nights = {.region = 5,
			.episode = judging_id(EPISODE),
			.id = judging_id(NIGHTS),
			.service = judging_id(DUTY),
			.planned_by = judging_id(MANAGER),
			.state = STAY_ADMITTED,
			.start_day = 20500,
			.return_day = 20514,
			.keeps = STAY_KEEPS_OWN_HOME,
			.kept_until = 20514},
		.nights_due = {.due_ms = INT64_C(20515) * 86400000 - 7200000,
			.region = 5,
			.kind = DUE_STAY,
			.thing = judging_id(NIGHTS),
			.episode = judging_id(EPISODE)},
		.brought = case_of(CASE),
		.brought_due = due_of(CASE)};
}

/* With a step of a plan, and a light contact. */
static struct file right_file(void)
{
	struct file file = file_of_care();
	file.part = (struct plan_part){.region = 5,
		.episode = judging_id(EPISODE),
		.id = judging_id(PART),
		.seq = 4,
		.kind = PLAN_STEP,
		.state = PLAN_AGREED,
		.who = judging_id(BEARER),
		.author = judging_id(BEARER)};
	file.light = (struct light){.region = 5,
		.episode = judging_id(EPISODE),
		.id = judging_id(LIGHT),
		.state = LIGHT_KEPT,
		.who = judging_id(MANAGER),
		.interval_days = 30,
		.next_day = 20514,
		.begun_by = judging_id(MANAGER)};
	file.light_due = (struct due){.due_ms = INT64_C(20515) * 86400000 - 7200000,
		.region = 5,
		.kind = DUE_LIGHT,
		.thing = judging_id(LIGHT),
		.episode = judging_id(EPISODE)};
	return file;
}

static void put_if(
	struct tables *tables, const struct store_table *table, const void *record, int32_t region)
{
	if (region != 0) tables_put(tables, table, record);
}

static void put_file(struct tables *tables, const struct file *file)
{
	put_if(tables, &episode_table, &file->episode, file->episode.region);
	put_if(tables, &need_table, &file->need, file->need.region);
	put_if(tables, &step_table, &file->step, file->step.region);
	put_if(tables, &handover_table, &file->offer, file->offer.region);
	put_if(tables, &handover_table, &file->care_offer, file->care_offer.region);
	put_if(tables, &handover_table, &file->second, file->second.region);
	put_if(tables, &team_member_table, &file->manager, file->manager.region);
	put_if(tables, &team_member_table, &file->bearer, file->bearer.region);
	put_if(tables, &stay_table, &file->nights, file->nights.region);
	put_if(tables, &plan_part_table, &file->part, file->part.region);
	put_if(tables, &plan_part_table, &file->part_before, file->part_before.region);
	put_if(tables, &light_table, &file->light, file->light.region);
	put_if(tables, &moment_due_table, &file->light_due, file->light_due.region);
	put_if(tables, &moment_due_table, &file->nights_due, file->nights_due.region);
	put_if(tables, &table_case_table, &file->brought, file->brought.region);
	put_if(tables, &moment_due_table, &file->brought_due, file->brought_due.region);
	put_if(tables, &consult_table, &file->advice, file->advice.region);
	put_if(tables, &moment_due_table, &file->advice_due, file->advice_due.region);
}

static enum law_break check_parts(
	struct tables *tables, int32_t region, int episode, unsigned parts)
{
	enum law_break found = LAW_BREAK_COUNT;
	TABLES_RIGHT(tables,
		laws_check_episode(
			tables->store, region, judging_id(episode), parts, &found, &tables->error));
	reached[found] = true;
	return found;
}

static enum law_break check(struct tables *tables, int32_t region, int episode)
{
	return check_parts(tables, region, episode, LAWS_OF_ALL);
}

struct breaking {
	const char *what;
	void (*breaks)(struct file *file);
	enum law_break expected;
};

#define BREAKS(name, effect)            \
	static void name(struct file *file) \
	{                                   \
		effect;                         \
	}

BREAKS(nothing, (void)file)
BREAKS(no_care_manager, file->episode.care_manager = id_none)
BREAKS(care_manager_never_in_team, file->manager.region = 0)
BREAKS(care_manager_left_team, file->manager.left_ms = 5)
BREAKS(care_manager_in_other_team, file->manager.episode = judging_id(SECOND))
BREAKS(care_manager_in_other_shard, file->manager.region = 6)
BREAKS(no_bearer, file->need.bearer = id_none)
BREAKS(bearer_never_in_team, file->bearer.region = 0)
BREAKS(bearer_left_team, file->bearer.left_ms = 5)
BREAKS(bearer_in_other_team, file->bearer.episode = judging_id(SECOND))
BREAKS(danger_without_before, file->need.state = NEED_IN_DANGER)
BREAKS(before_without_danger, file->need.bearer_before = judging_id(DUTY))
BREAKS(offer_unknown_to_need, file->need.open_handover = id_none)
BREAKS(offer_other_than_the_needs, file->need.open_handover = judging_id(SECOND))
BREAKS(two_offers_of_need, file->second = offer_of(SECOND, NEED))
BREAKS(offer_without_end, file->offer.expires_ms = 0)
BREAKS(offer_that_ends_as_it_begins, file->offer.expires_ms = file->offer.offered_ms)
BREAKS(offer_unknown_to_episode, file->episode.open_handover = id_none)
BREAKS(two_offers_of_care, file->second = offer_of(SECOND, 0))
BREAKS(care_offer_without_end, file->care_offer.expires_ms = 0)
BREAKS(care_offer_that_ends_as_it_begins, file->care_offer.expires_ms = file->care_offer.offered_ms)
BREAKS(no_step, file->need.step = id_none)
BREAKS(step_not_there, file->step.region = 0)
BREAKS(step_in_other_shard, file->step.region = 6)
BREAKS(step_done, file->step.state = STEP_DONE)
BREAKS(step_without_date, file->step.due_day = 0)

BREAKS(advice_without_clock, file->advice_due.region = 0)
BREAKS(advice_with_another_clock, file->advice_due.due_ms = 2001)
BREAKS(advice_with_a_clock_of_a_join, file->advice_due.kind = DUE_JOIN)
BREAKS(advice_without_end, file->advice.expires_ms = 0)
BREAKS(advice_that_ends_as_it_begins, file->advice.asked_ms = 2000)

BREAKS(nights_without_clock, file->nights_due.region = 0)
BREAKS(nights_with_a_clock_of_the_day_before,
	file->nights_due.due_ms = INT64_C(20514) * 86400000 - 7200000)
BREAKS(nights_with_a_clock_of_the_day_after,
	file->nights_due.due_ms = INT64_C(20516) * 86400000 - 7200000)
BREAKS(nights_ahead_with_a_clock_of_going_back, file->nights.state = STAY_PLANNED)
BREAKS(nights_without_way_back, file->nights.return_day = 0)
BREAKS(nights_back_before_they_begin, file->nights.start_day = 20515)
BREAKS(nights_without_place, file->nights.keeps = 0)
BREAKS(nights_whose_place_is_gone, file->nights.kept_until = 20513)
BREAKS(case_without_clock, file->brought_due.region = 0)
BREAKS(case_with_another_clock, file->brought_due.due_ms++)
BREAKS(case_without_end, file->brought.expires_ms = 0; file->brought_due.due_ms = 0)
BREAKS(case_obliging_nobody, file->brought.organisation = id_none)
BREAKS(case_breached_below, file->brought.state = TABLE_BREACHED)
BREAKS(case_without_term, file->brought.term_day = 0)

BREAKS(step_of_a_stranger, file->part.who = judging_id(STRANGER))
BREAKS(step_asked_of_a_stranger, file->part.who = judging_id(STRANGER);
	   file->part.state = PLAN_ASKED)
BREAKS(light_of_a_stranger, file->light.who = judging_id(STRANGER))
BREAKS(light_without_clock, file->light_due.region = 0)
BREAKS(light_with_a_clock_of_another_day, file->light_due.due_ms += INT64_C(9) * 86400000)
BREAKS(light_without_day, file->light.next_day = 0)

/* Of what is closed one thing is open, or somebody is there. */
static void close_file(struct file *file)
{
	file->episode.state = EPISODE_CLOSED;
	file->episode.person = judging_id(MANAGER);
	file->need.state = NEED_CLOSED;
	file->offer.state = file->care_offer.state = HANDOVER_DECLINED;
	file->advice.state = CONSULT_CLOSED;
	file->nights.state = STAY_RETURNED;
	file->brought.state = TABLE_SETTLED;
	file->part.state = PLAN_STOPPED;
	file->light.state = LIGHT_ENDED;
	file->bearer.left_ms = 1;
}
BREAKS(closed_with_need, close_file(file); file->need.state = NEED_OPEN;
	   file->need.bearer = judging_id(MANAGER))
BREAKS(closed_with_offer, close_file(file); file->care_offer.state = HANDOVER_OFFERED)
BREAKS(closed_with_advice, close_file(file); file->advice.state = CONSULT_ASKED)
BREAKS(closed_with_nights, close_file(file); file->nights.state = STAY_ADMITTED)
BREAKS(closed_with_case, close_file(file); file->brought.state = TABLE_DECIDED)
BREAKS(closed_with_step, close_file(file); file->part.state = PLAN_FREE)
BREAKS(closed_with_light, close_file(file); file->light.state = LIGHT_KEPT)
BREAKS(closed_with_somebody, close_file(file); file->bearer.left_ms = 0)
BREAKS(closed_well, close_file(file))

static const struct breaking breakings[] = {
	{"nothing", nothing, LAW_KEPT},
	{"no care manager", no_care_manager, LAW_L1_CARE_MANAGER},
	{"care manager never in team", care_manager_never_in_team, LAW_L1_CARE_MANAGER},
	{"care manager left team", care_manager_left_team, LAW_L1_CARE_MANAGER},
	{"care manager in other team", care_manager_in_other_team, LAW_L1_CARE_MANAGER},
	{"care manager in other shard", care_manager_in_other_shard, LAW_L1_CARE_MANAGER},
	{"no bearer", no_bearer, LAW_L1_BEARER},
	{"bearer never in team", bearer_never_in_team, LAW_L1_BEARER},
	{"bearer left team", bearer_left_team, LAW_L1_BEARER},
	{"bearer in other team", bearer_in_other_team, LAW_L1_BEARER},
	{"danger without who bore before", danger_without_before, LAW_L2_DANGER},
	{"who bore before, without danger", before_without_danger, LAW_L2_DANGER},
	{"offer unknown to need", offer_unknown_to_need, LAW_L2_OPEN_OFFER},
	{"offer other than the need's", offer_other_than_the_needs, LAW_L2_OPEN_OFFER},
	{"two offers of need", two_offers_of_need, LAW_L2_OPEN_OFFER},
	{"offer without end", offer_without_end, LAW_L2_OPEN_OFFER},
	{"offer that ends as it begins", offer_that_ends_as_it_begins, LAW_L2_OPEN_OFFER},
	{"offer unknown to episode", offer_unknown_to_episode, LAW_L2_OPEN_OFFER},
	{"two offers of care", two_offers_of_care, LAW_L2_OPEN_OFFER},
	{"care offer without end", care_offer_without_end, LAW_L2_OPEN_OFFER},
	{"care offer that ends as it begins", care_offer_that_ends_as_it_begins, LAW_L2_OPEN_OFFER},
	{"no step", no_step, LAW_L3_STEP},
	{"step not there", step_not_there, LAW_L3_STEP},
	{"step in other shard", step_in_other_shard, LAW_L3_STEP},
	{"step done", step_done, LAW_L3_STEP},
	{"step without date", step_without_date, LAW_L3_STEP},
	{"a stay that no clock watches", nights_without_clock, LAW_L3_STAY},
	{"a stay with a clock of the day before", nights_with_a_clock_of_the_day_before, LAW_L3_STAY},
	{"a stay with a clock of the day after", nights_with_a_clock_of_the_day_after, LAW_L3_STAY},
	{"a stay ahead of which only going back is watched", nights_ahead_with_a_clock_of_going_back,
		LAW_L3_STAY},
	{"a stay without a way back", nights_without_way_back, LAW_L3_STAY},
	{"a stay that is over before it begins", nights_back_before_they_begin, LAW_L3_STAY},
	{"a stay that keeps no place", nights_without_place, LAW_L3_STAY},
	{"a stay whose place is gone before", nights_whose_place_is_gone, LAW_L3_STAY},
	{"a case that no clock watches", case_without_clock, LAW_L3_TABLE},
	{"a case with a clock of another time", case_with_another_clock, LAW_L3_TABLE},
	{"a case without an end", case_without_end, LAW_L3_TABLE},
	{"a decision that obliges nobody", case_obliging_nobody, LAW_L3_TABLE},
	{"a breach that nobody sees above", case_breached_below, LAW_L3_TABLE},
	{"a decision without a term", case_without_term, LAW_L3_TABLE},
	{"a step of a plan that a stranger has", step_of_a_stranger, LAW_L0_PLAN},
	{"a step that a stranger is asked for", step_asked_of_a_stranger, LAW_L0_PLAN},
	{"light contact of a stranger", light_of_a_stranger, LAW_L0_PLAN},
	{"light contact that no clock watches", light_without_clock, LAW_L3_LIGHT},
	{"light contact with another clock", light_with_a_clock_of_another_day, LAW_L3_LIGHT},
	{"light contact without a day", light_without_day, LAW_L3_LIGHT},
	{"advice that no clock watches", advice_without_clock, LAW_L3_CONSULT},
	{"advice with another clock", advice_with_another_clock, LAW_L3_CONSULT},
	{"advice with a clock of a join", advice_with_a_clock_of_a_join, LAW_L3_CONSULT},
	{"advice without end", advice_without_end, LAW_L3_CONSULT},
	{"advice that ends as it begins", advice_that_ends_as_it_begins, LAW_L3_CONSULT},
};
enum { BREAKINGS = sizeof(breakings) / sizeof(breakings[0]) };

static void clear(struct tables *tables)
{
	tables_script(tables,
		"delete from care_episode; delete from care_need; delete from care_step;"
		" delete from care_handover; delete from care_member; delete from care_consult;"
		" delete from care_stay;"
		" delete from care_case; delete from care_plan_part; delete from care_light;"
		" delete from care_due");
}

static void expect(
	struct tables *tables, const char *what, const struct file *file, enum law_break expected)
{
	clear(tables);
	put_file(tables, file);
	enum law_break found = check(tables, 5, EPISODE);
	if (found != expected) fail_msg("%s: %s, not %s", what, laws_name(found), laws_name(expected));
}

/* Each way to break a law alone is seen, and called by its name. */
static void test_laws_check_episode__sees_every_break(void **state)
{
	struct tables *tables = *state;
	for (size_t i = 0; i < BREAKINGS; i++) {
		struct file file = right_file();
		breakings[i].breaks(&file);
		expect(tables, breakings[i].what, &file, breakings[i].expected);
	}
}

static unsigned part_of(enum law_break law)
{
	switch (law) {
	case LAW_L3_CONSULT: return LAWS_OF_CONSULTS;
	case LAW_L3_STAY: return LAWS_OF_STAYS;
	case LAW_L3_TABLE: return LAWS_OF_CASES;
	case LAW_L0_PLAN:
	case LAW_L3_LIGHT: return LAWS_OF_PLAN;
	default: return 0;
	}
}

/* Whoever cares and bears is looked at whichever parts are; the rest where its part is. */
static void test_laws_check_episode__looks_at_the_parts(void **state)
{
	struct tables *tables = *state;
	for (size_t i = 0; i < BREAKINGS; i++) {
		struct file file = right_file();
		enum law_break expected = breakings[i].expected;
		breakings[i].breaks(&file);
		clear(tables);
		put_file(tables, &file);
		for (unsigned parts = 0; parts <= LAWS_OF_ALL; parts++) {
			bool looks = (part_of(expected) & ~parts) == 0;
			assert_int_equal(check_parts(tables, 5, EPISODE, parts), looks ? expected : LAW_KEPT);
		}
	}
}

/* Where two laws are broken, one of them is named, and never none. */
static void test_laws_check_episode__sees_every_pair_of_breaks(void **state)
{
	struct tables *tables = *state;
	for (size_t a = 1; a < BREAKINGS; a++) {
		for (size_t b = a + 1; b < BREAKINGS; b++) {
			struct file file = right_file();
			breakings[b].breaks(&file);
			breakings[a].breaks(&file);
			/* Two halves of the danger rule are the whole of it. */
			if (file.need.state == NEED_IN_DANGER && !id_is_none(file.need.bearer_before)) continue;
			clear(tables);
			put_file(tables, &file);
			enum law_break found = check(tables, 5, EPISODE);
			if (found != breakings[a].expected && found != breakings[b].expected)
				fail_msg("%s and %s: %s", breakings[a].what, breakings[b].what, laws_name(found));
		}
	}
}

BREAKS(peer_without_step, file->need.bearer_kind = MEMBER_PEER; file->need.step = id_none)
BREAKS(person_without_step, file->need.bearer_kind = MEMBER_PERSON; file->need.step = id_none)
BREAKS(closed_without_anything, file->need.state = NEED_CLOSED; file->need.bearer = id_none;
	   file->need.step = id_none; file->need.open_handover = id_none)
BREAKS(in_danger, file->need.state = NEED_IN_DANGER; file->need.bearer_before = judging_id(DUTY))
BREAKS(no_offers, file->offer.region = file->care_offer.region = 0;
	   file->need.open_handover = file->episode.open_handover = id_none)
BREAKS(old_offers, file->second = offer_of(SECOND, NEED); file->second.state = HANDOVER_DECLINED;
	   file->second.expires_ms = 0)
BREAKS(no_needs, file->need.region = 0; file->offer.region = 0)
BREAKS(late_step, file->step.late = STEP_LATE)
BREAKS(bearer_is_manager, file->need.bearer = judging_id(MANAGER); file->bearer.region = 0;
	   file->part.who = judging_id(MANAGER))

BREAKS(late_nights, file->nights.late = true; file->nights_due.region = 0)
BREAKS(winter_nights, file->nights_due.due_ms += 3600000)
BREAKS(nights_ahead, file->nights.state = STAY_PLANNED;
	   file->nights_due.due_ms = INT64_C(20501) * 86400000 - 7200000)
BREAKS(old_nights, file->nights.state = STAY_RETURNED; file->nights_due.region = 0)
BREAKS(undecided_case, file->brought.state = TABLE_BROUGHT; file->brought.organisation = id_none)
BREAKS(settled_case, file->brought.state = TABLE_SETTLED; file->brought_due.region = 0)
BREAKS(late_light, file->light.late = true; file->light_due.region = 0)
BREAKS(old_light, file->light.state = LIGHT_ENDED; file->light_due.region = 0)
BREAKS(old_version, file->part_before = file->part; file->part_before.seq = 3;
	   file->part_before.who = judging_id(STRANGER))
BREAKS(old_advice, file->advice.state = CONSULT_EXPIRED; file->advice_due.region = 0)

/* What only looks like a break is none. */
static void test_laws_check_episode__sees_no_break_where_there_is_none(void **state)
{
	static const struct breaking kept[] = {
		{"a peer without next step", peer_without_step, LAW_KEPT},
		{"the person without next step", person_without_step, LAW_KEPT},
		{"a closed need", closed_without_anything, LAW_KEPT},
		{"a need in danger", in_danger, LAW_KEPT},
		{"no offers", no_offers, LAW_KEPT},
		{"offers that ended", old_offers, LAW_KEPT},
		{"no needs", no_needs, LAW_KEPT},
		{"a late step", late_step, LAW_KEPT},
		{"the care manager bears", bearer_is_manager, LAW_KEPT},
		{"a stay that is late", late_nights, LAW_KEPT},
		{"a stay in winter", winter_nights, LAW_KEPT},
		{"a stay ahead", nights_ahead, LAW_KEPT},
		{"a stay that is over", old_nights, LAW_KEPT},
		{"a case that nothing was decided of", undecided_case, LAW_KEPT},
		{"a case that is settled", settled_case, LAW_KEPT},
		{"advice that is over", old_advice, LAW_KEPT},
		{"what was closed well", closed_well, LAW_KEPT},
		{"light contact that is late", late_light, LAW_KEPT},
		{"light contact that has ended", old_light, LAW_KEPT},
		{"a step that a stranger had before", old_version, LAW_KEPT},
	};
	struct tables *tables = *state;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		struct file file = right_file();
		kept[i].breaks(&file);
		expect(tables, kept[i].what, &file, LAW_KEPT);
	}
}

/* One episode is looked at: what is broken in another, or in another shard, is not this one's. */
static void test_laws_check_episode__looks_at_one_episode(void **state)
{
	struct tables *tables = *state;
	struct file file = right_file();
	no_care_manager(&file);
	no_step(&file);
	put_file(tables, &file);
	assert_int_equal(check(tables, 5, EPISODE), LAW_L1_CARE_MANAGER);
	assert_int_equal(check(tables, 6, EPISODE), LAW_KEPT);
	assert_int_equal(check(tables, 5, SECOND), LAW_KEPT);
}

/* What is closed has nothing open, and nobody in the team but the person. */
static void test_laws_check_episode__sees_what_is_open_of_what_is_closed(void **state)
{
	static const struct breaking closed[] = {
		{"closed with a need", closed_with_need, LAW_L10_CLOSED},
		{"closed with an offer", closed_with_offer, LAW_L10_CLOSED},
		{"closed with advice", closed_with_advice, LAW_L10_CLOSED},
		{"closed with nights somewhere", closed_with_nights, LAW_L10_CLOSED},
		{"closed, and something lies at a table", closed_with_case, LAW_L10_CLOSED},
		{"closed with a step", closed_with_step, LAW_L10_CLOSED},
		{"closed with light contact", closed_with_light, LAW_L10_CLOSED},
		{"closed with somebody there", closed_with_somebody, LAW_L10_CLOSED},
	};
	struct tables *tables = *state;
	for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
		struct file file = right_file();
		closed[i].breaks(&file);
		expect(tables, closed[i].what, &file, closed[i].expected);
		reached[closed[i].expected] = true;
	}
}

/* Of several needs the broken one is found, wherever it stands among them. */
static void test_laws_check_episode__looks_at_every_need(void **state)
{
	struct tables *tables = *state;
	for (int broken = 0; broken < 5; broken++) {
		struct file file = right_file();
		clear(tables);
		put_file(tables, &file);
		file.need.open_handover = id_none;
		for (int i = 0; i < 5; i++) {
			file.need.id = judging_id(100 + i);
			file.need.step = i == broken ? id_none : judging_id(STEP);
			tables_put(tables, &need_table, &file.need);
		}
		assert_int_equal(check(tables, 5, EPISODE), LAW_L3_STEP);
	}
}

/* A roster is kept while somebody is on it; the nation's does not count for a region's. */
static void test_laws_check_roster__sees_an_empty_one(void **state)
{
	struct tables *tables = *state;
	struct roster_place place = {.region = 0, .account = judging_id(DUTY), .kind = MEMBER_PEER};
	enum law_break found = LAW_KEPT;
	tables_put(tables, &roster_table, &place);
	TABLES_RIGHT(tables, laws_check_roster(tables->store, 5, &found, &tables->error));
	assert_int_equal(found, LAW_L1_ROSTER);
	reached[found] = true;
	place.region = 5;
	tables_put(tables, &roster_table, &place);
	TABLES_RIGHT(tables, laws_check_roster(tables->store, 5, &found, &tables->error));
	assert_int_equal(found, LAW_KEPT);
}

/* Every break was made above, and has the name that an incident shows. */
static void test_laws_names__are_all_reached(void **state)
{
	static const char *const names[] = {"kept", "L1 care_manager", "L1 bearer", "L1 roster",
		"L2 danger", "L2 open_offer", "L3 step", "L2 moved", "L3 consult", "L3 stay", "L3 table",
		"L0 plan", "L3 light", "L10 closed"};
	(void)state;
	/* What should have moved nothing is seen by who runs the command: test_quarantine.c. */
	reached[LAW_L2_MOVED] = true;
	for (int i = 0; i < LAW_BREAK_COUNT; i++) {
		assert_true(reached[i]);
		assert_string_equal(laws_name((enum law_break)i), names[i]);
	}
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_laws_check_episode__sees_every_break),
		ON_TABLES(test_laws_check_episode__looks_at_the_parts),
		ON_TABLES(test_laws_check_episode__sees_every_pair_of_breaks),
		ON_TABLES(test_laws_check_episode__sees_no_break_where_there_is_none),
		ON_TABLES(test_laws_check_episode__looks_at_one_episode),
		ON_TABLES(test_laws_check_episode__sees_what_is_open_of_what_is_closed),
		ON_TABLES(test_laws_check_episode__looks_at_every_need),
		ON_TABLES(test_laws_check_roster__sees_an_empty_one),
		ON_TABLES(test_laws_names__are_all_reached),
	};
	return TABLES_RUN("laws", tests);
}
