/* test_laws_life.c - the laws read back of changes of life, what is prepared for them, and second
 * views: every break there is, made by rows that no command would write.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/episode.h"
#include "care/laws.h"
#include "care/moment.h"
#include "care/preparation.h"
#include "care/second_view.h"
#include "care/team.h"

enum { EPISODE = 1, MANAGER, NEED, CHANGE, READY, VIEW };
enum { DAY = 20530, READY_DAY = 20520 };

struct file {
	struct episode episode;
	struct member manager;
	struct transition change;
	struct due change_due;
	struct preparation ready;
	struct due ready_due;
	struct second_view view;
	struct due view_due;
};

/* As this day begins in a Dutch summer. */
static struct due due_at(int day, enum due_kind kind, int number)
{
	return (struct due){.due_ms = INT64_C(86400000) * day - 7200000,
		.region = 5,
		.kind = (int32_t)kind,
		.thing = judging_id(number),
		.episode = judging_id(EPISODE)};
}

static struct file right_file(void)
{
	return (struct file){.episode = {.region = 5,
							 .id = judging_id(EPISODE),
							 .person = judging_id(MANAGER),
							 .state = EPISODE_OPEN,
							 .care_manager = judging_id(MANAGER)},
		.manager = {.region = 5,
			.episode = judging_id(EPISODE),
			.account = judging_id(MANAGER),
			.kind = MEMBER_PROFESSIONAL,
			.way = WAY_CARE_MANAGER},
		.change = {.region = 5,
			.episode = judging_id(EPISODE),
			.id = judging_id(CHANGE),
			.kind = TRANSITION_INSURER,
			.state = TRANSITION_ANNOUNCED,
			.day = DAY},
		.change_due = due_at(DAY, DUE_TRANSITION, CHANGE),
		.ready = {.region = 5,
			.episode = judging_id(EPISODE),
			.id = judging_id(READY),
			.transition = judging_id(CHANGE),
			.key = PREPARATION_SAME_HELP,
			.state = PREPARATION_OPEN,
			.due_day = READY_DAY},
		.ready_due = due_at(READY_DAY + 1, DUE_PREPARATION, READY),
		.view = {.region = 5,
			.episode = judging_id(EPISODE),
			.id = judging_id(VIEW),
			.need = judging_id(NEED),
			.state = SECOND_VIEW_ASKED,
			.said_by = judging_id(MANAGER),
			.due_day = READY_DAY},
		.view_due = due_at(READY_DAY + 1, DUE_SECOND_VIEW, VIEW)};
}

static void put_due(struct tables *tables, const struct due *due)
{
	if (due->region != 0) tables_put(tables, &moment_due_table, due);
}

static void put_file(struct tables *tables, const struct file *file)
{
	tables_script(tables,
		"delete from care_episode; delete from care_member; delete from care_transition;"
		" delete from care_preparation; delete from care_second_view; delete from care_due");
	tables_put(tables, &episode_table, &file->episode);
	tables_put(tables, &team_member_table, &file->manager);
	tables_put(tables, &transition_table, &file->change);
	tables_put(tables, &preparation_table, &file->ready);
	tables_put(tables, &second_view_table, &file->view);
	put_due(tables, &file->change_due);
	put_due(tables, &file->ready_due);
	put_due(tables, &file->view_due);
}

static enum law_break check(struct tables *tables, unsigned parts)
{
	enum law_break found = LAW_BREAK_COUNT;
	TABLES_RIGHT(tables,
		laws_check_episode(tables->store, 5, judging_id(EPISODE), parts, &found, &tables->error));
	return found;
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
BREAKS(change_without_clock, file->change_due.region = 0)
BREAKS(change_with_a_clock_behind_its_day, file->change_due.due_ms += INT64_C(3) * 86400000)
BREAKS(change_with_a_clock_of_a_stay, file->change_due.kind = DUE_STAY)
BREAKS(ready_without_clock, file->ready_due.region = 0)
BREAKS(ready_with_another_clock, file->ready_due.due_ms += INT64_C(9) * 86400000)
BREAKS(ready_with_the_clock_of_the_change, file->ready_due.thing = judging_id(CHANGE))
BREAKS(view_without_clock, file->view_due.region = 0)
BREAKS(view_with_another_clock, file->view_due.due_ms -= INT64_C(9) * 86400000)
BREAKS(view_with_a_clock_of_light_contact, file->view_due.kind = DUE_LIGHT)

BREAKS(foreseen, file->change.state = TRANSITION_FORESEEN;
	   file->change_due.due_ms -= INT64_C(86400000) * TRANSITION_AHEAD_DAYS)
BREAKS(come, file->change.state = TRANSITION_HAPPENED; file->change_due.region = 0)
BREAKS(called_off, file->change.state = TRANSITION_CALLED_OFF; file->change_due.region = 0)
BREAKS(ready_late, file->ready.late = true; file->ready_due.region = 0)
BREAKS(ready_done, file->ready.state = PREPARATION_DONE; file->ready_due.region = 0)
BREAKS(view_late, file->view.late = true; file->view_due.region = 0)
BREAKS(view_given, file->view.state = SECOND_VIEW_VIEWED; file->view_due.region = 0)
BREAKS(in_winter, file->change_due.due_ms += 3600000; file->ready_due.due_ms += 3600000;
	   file->view_due.due_ms += 3600000)

static const struct breaking breakings[] = {
	{"nothing", nothing, LAW_KEPT},
	{"a change that no clock watches", change_without_clock, LAW_L3_LIFE},
	{"a change whose clock is late", change_with_a_clock_behind_its_day, LAW_L3_LIFE},
	{"a change with a clock of a stay", change_with_a_clock_of_a_stay, LAW_L3_LIFE},
	{"a preparation that no clock watches", ready_without_clock, LAW_L3_LIFE},
	{"a preparation with another clock", ready_with_another_clock, LAW_L3_LIFE},
	{"a preparation with another's clock", ready_with_the_clock_of_the_change, LAW_L3_LIFE},
	{"a second view that no clock watches", view_without_clock, LAW_L3_LIFE},
	{"a second view with another clock", view_with_another_clock, LAW_L3_LIFE},
	{"a second view with another kind", view_with_a_clock_of_light_contact, LAW_L3_LIFE},
	{"a change that is foreseen", foreseen, LAW_KEPT},
	{"a change that has come", come, LAW_KEPT},
	{"a change that was called off", called_off, LAW_KEPT},
	{"a preparation that is late", ready_late, LAW_KEPT},
	{"a preparation that is done", ready_done, LAW_KEPT},
	{"a second view that is late", view_late, LAW_KEPT},
	{"a second view that was given", view_given, LAW_KEPT},
	{"all of it in winter", in_winter, LAW_KEPT},
};

static void test_laws_of_life__see_every_break_and_no_other(void **state)
{
	struct tables *tables = *state;
	for (size_t i = 0; i < sizeof(breakings) / sizeof(breakings[0]); i++) {
		struct file file = right_file();
		breakings[i].breaks(&file);
		put_file(tables, &file);
		enum law_break found = check(tables, LAWS_OF_ALL);
		if (found != breakings[i].expected) fail_msg("%s: %s", breakings[i].what, laws_name(found));
		assert_int_equal(check(tables, LAWS_OF_LIFE), breakings[i].expected);
		assert_int_equal(check(tables, LAWS_OF_ALL & ~(unsigned)LAWS_OF_LIFE), LAW_KEPT);
	}
}

static void close_file(struct file *file)
{
	file->episode.state = EPISODE_CLOSED;
	called_off(file);
	ready_done(file);
	file->view.state = SECOND_VIEW_OVER;
	file->view_due.region = 0;
}
BREAKS(closed_well, close_file(file))
BREAKS(closed_with_a_change, close_file(file); file->change.state = TRANSITION_ANNOUNCED;
	   file->change_due.region = 5)
BREAKS(closed_with_what_is_foreseen, close_file(file); file->change.state = TRANSITION_FORESEEN;
	   file->change_due.region = 5)
BREAKS(closed_with_something_to_prepare, close_file(file); file->ready.state = PREPARATION_OPEN;
	   file->ready.late = true)
BREAKS(closed_with_a_second_view, close_file(file); file->view.state = SECOND_VIEW_VIEWED)

static void test_laws_of_life__leave_nothing_open_of_what_is_closed(void **state)
{
	static const struct breaking closed[] = {
		{"well", closed_well, LAW_KEPT},
		{"with a change ahead", closed_with_a_change, LAW_L10_CLOSED},
		{"with what is foreseen", closed_with_what_is_foreseen, LAW_L10_CLOSED},
		{"with something to prepare", closed_with_something_to_prepare, LAW_L10_CLOSED},
		{"with a second view", closed_with_a_second_view, LAW_L10_CLOSED},
	};
	struct tables *tables = *state;
	for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++) {
		struct file file = right_file();
		closed[i].breaks(&file);
		put_file(tables, &file);
		enum law_break found = check(tables, LAWS_OF_ALL);
		if (found != closed[i].expected) fail_msg("%s: %s", closed[i].what, laws_name(found));
	}
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_laws_of_life__see_every_break_and_no_other),
		ON_TABLES(test_laws_of_life__leave_nothing_open_of_what_is_closed),
	};
	return TABLES_RUN("laws of life", tests);
}
