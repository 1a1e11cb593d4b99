/* test_judges.c - the checker finds every judge that lets through what it should not, by the law
 * that it breaks; and a row that was changed behind the journal's back.
 *
 * Without the program's own assertion of the laws (laws_off.c): nobody else looks.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "../budget.h"
#include "base/log.h"
#include "broken_judges.h"
#include "laws_run.h"
#include <fcntl.h>

/* By which law each is found; where it breaks two, whichever comes first. */
static const struct {
	const char *name;
	enum checker_law law;
	enum checker_law also;
} broken[BROKEN_COUNT] = {
	[BROKEN_NONE] = {"none", CHECKER_KEPT, CHECKER_KEPT},
	[BROKEN_WITHOUT_YES] = {"without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_ANYBODY_ACCEPTS] = {"anybody accepts", CHECKER_L0_OWN_YES, CHECKER_KEPT},
	[BROKEN_ANYBODY_JOINS] = {"anybody joins", CHECKER_L0_OWN_YES, CHECKER_KEPT},
	[BROKEN_ANYBODY_OFFERS] = {"anybody offers", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_ANYBODY_CONFIRMS] = {"anybody confirms the contact", CHECKER_L2_SENDER, CHECKER_KEPT},
	[BROKEN_ANYBODY_SAYS_SAFE] = {"anybody says it is safe", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_ANYBODY_SHOWS_OUT] = {"anybody shows out", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_DUTY_IS_IN_TEAM] = {"duty acts as if in the team", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_MAY_NOT_STOP] = {"may not stop", CHECKER_L1_MAY_STOP, CHECKER_KEPT},
	[BROKEN_PERSON_MAY_NOT_WITHDRAW] = {"the person may not withdraw", CHECKER_L0_MAY,
		CHECKER_KEPT},
	[BROKEN_PERSON_MAY_NOT_SHOW_OUT] = {"the person may not show out", CHECKER_L0_MAY,
		CHECKER_KEPT},
	[BROKEN_PROFESSIONAL_STOPS] = {"a professional stops", CHECKER_L1_PROFESSIONAL_STOPS,
		CHECKER_KEPT},
	[BROKEN_BEARER_LEAVES] = {"a bearer leaves", CHECKER_L1_BEARER, CHECKER_KEPT},
	[BROKEN_CARE_MANAGER_LEAVES] = {"a care manager leaves", CHECKER_L1_CARE_MANAGER, CHECKER_KEPT},
	[BROKEN_GIVER_LEAVES] = {"a giver leaves", CHECKER_L2_SENDER, CHECKER_KEPT},
	[BROKEN_DECLINER_LEAVES] = {"who declined leaves", CHECKER_L2_HOLDS_ALONG, CHECKER_KEPT},
	[BROKEN_BEARER_ENDS] = {"a bearer's account ends", CHECKER_L1_BEARER, CHECKER_KEPT},
	[BROKEN_CARE_MANAGER_ENDS] = {"a care manager's account ends", CHECKER_L1_CARE_MANAGER,
		CHECKER_KEPT},
	[BROKEN_GIVER_ENDS] = {"a giver's account ends", CHECKER_L2_SENDER, CHECKER_KEPT},
	[BROKEN_DECLINER_ENDS] = {"the account of who declined ends", CHECKER_L2_HOLDS_ALONG,
		CHECKER_KEPT},
	[BROKEN_ON_DUTY_ELSEWHERE_ENDS] = {"on duty elsewhere, and ends", CHECKER_L1_ROSTER,
		CHECKER_KEPT},
	[BROKEN_WITH_STEPS_ENDS] = {"with steps to do, and ends", CHECKER_L3_STEP, CHECKER_L1_BEARER},
	[BROKEN_ASKED_ENDS] = {"asked, and ends", CHECKER_L2_OVER, CHECKER_L2_ADVICE},
	[BROKEN_LAST_ON_DUTY_ENDS] = {"last on duty, and ends", CHECKER_L1_ROSTER, CHECKER_KEPT},
	[BROKEN_LAST_ON_DUTY_LEAVES] = {"last on duty, and leaves", CHECKER_L1_ROSTER, CHECKER_KEPT},
	[BROKEN_ANYBODY_HAS_DUTY] = {"anybody has duty", CHECKER_L1_ROSTER, CHECKER_KEPT},
	[BROKEN_ENDED_IS_ASKED] = {"who has ended is asked", CHECKER_L1_ENDED, CHECKER_KEPT},
	[BROKEN_ANYBODY_MANAGES] = {"anybody manages the care", CHECKER_L1_CARE_MANAGER, CHECKER_INBOX},
	[BROKEN_ACCEPTS_IN_DANGER] = {"accepted in danger", CHECKER_L2_DANGER, CHECKER_KEPT},
	[BROKEN_ACCEPTS_FROM_SELF] = {"accepted from oneself", CHECKER_L2_SELF, CHECKER_KEPT},
	[BROKEN_ACCEPTS_TOO_LATE] = {"accepted too late", CHECKER_L2_OVER, CHECKER_KEPT},
	[BROKEN_SECOND_OFFER] = {"a second offer", CHECKER_L2_ONE_OFFER, CHECKER_KEPT},
	[BROKEN_DECLINES_WITHOUT_WHY] = {"declined without why", CHECKER_L2_SAYS_WHY, CHECKER_KEPT},
	[BROKEN_DECLINES_WITHOUT_INSTEAD] = {"declined, nothing instead", CHECKER_L2_SAYS_WHY,
		CHECKER_KEPT},
	[BROKEN_DECLINES_EXCLUDING] = {"declined, excluding", CHECKER_L4_EXCLUDES, CHECKER_KEPT},
	[BROKEN_OFFER_EXPIRES_EARLY] = {"an offer expires early", CHECKER_L2_OVER, CHECKER_KEPT},
	[BROKEN_ASKING_EXPIRES_EARLY] = {"an asking expires early", CHECKER_L2_OVER, CHECKER_KEPT},
	[BROKEN_ADVICE_WITHOUT_YES] = {"advice without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_ANYBODY_ADVISES] = {"anybody advises", CHECKER_L0_OWN_YES, CHECKER_KEPT},
	[BROKEN_ADVISES_TOO_LATE] = {"advises too late", CHECKER_L2_OVER, CHECKER_KEPT},
	[BROKEN_ANYBODY_CLOSES_ADVICE] = {"anybody closes advice", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_ADVICE_EXPIRES_EARLY] = {"advice expires early", CHECKER_L2_OVER, CHECKER_KEPT},
	[BROKEN_STAYS_WITHOUT_YES] = {"a stay without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_MOVES_ON_WITHOUT_YES] = {"moved on without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_SECOND_STAY] = {"a second stay", CHECKER_STATE, CHECKER_KEPT},
	[BROKEN_STAY_LOSES_PLACE] = {"a stay that loses the place at home", CHECKER_L3_STAY,
		CHECKER_KEPT},
	[BROKEN_STAY_NEVER_LATE] = {"a stay that is never late", CHECKER_L3_CLOCK, CHECKER_KEPT},
	[BROKEN_IDENTIFIED_WITHOUT_YES] = {"identified without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_MERGED_WITHOUT_YES] = {"one person without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_MERGED_BY_ONE_SIDE] = {"one person by one side alone", CHECKER_STATE,
		CHECKER_L0_OUTSIDER},
	[BROKEN_UNDONE_BY_ANYBODY] = {"taken apart by anybody", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_SPEAKS_TOO_LONG] = {"speaks too long", CHECKER_L0_MANDATE, CHECKER_KEPT},
	[BROKEN_TURNS_EARLY] = {"turned too early", CHECKER_L0_MANDATE, CHECKER_KEPT},
	[BROKEN_CONSENT_NEVER_OVER] = {"a consent that is never over", CHECKER_L7_CONSENT,
		CHECKER_KEPT},
	[BROKEN_WITHDRAWN_TWICE] = {"a consent withdrawn twice", CHECKER_STATE, CHECKER_KEPT},
	[BROKEN_CONSENT_FOR_EVER] = {"a consent for ever", CHECKER_L7_CONSENT, CHECKER_KEPT},
	[BROKEN_ENDED_BY_ANYBODY] = {"a mandate ended by anybody", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_KNOWS_WITHOUT_YES] = {"knows without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_HIDDEN_WITH_SOMETHING] = {"hidden with something in their hands", CHECKER_L1_BEARER,
		CHECKER_KEPT},
	[BROKEN_ADVICE_OF_ANYBODY] = {"advice of anybody", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_ADVICE_STAYS_BEHIND] = {"advice stays behind", CHECKER_L2_ADVICE, CHECKER_KEPT},
	[BROKEN_LATE_STAYS_BEHIND] = {"that somebody is late stays behind", CHECKER_L3_STAY,
		CHECKER_KEPT},
	[BROKEN_TABLE_SEES_WHO] = {"a table sees who it is", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_ANYBODY_OBJECTS] = {"anybody objects", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_DECIDES_WITHOUT_CLIENTS] = {"decided without clients", CHECKER_L1_TABLE, CHECKER_KEPT},
	[BROKEN_NAMED_WITHOUT_YES] = {"named without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_ANYBODY_NAMED] = {"anybody is named", CHECKER_L1_TABLE, CHECKER_KEPT},
	[BROKEN_CLOSES_UNSAFE] = {"closed, and not safe", CHECKER_L3_CLOCK, CHECKER_KEPT},
	[BROKEN_CLOSES_HALF] = {"closed by half a table", CHECKER_L1_TABLE, CHECKER_KEPT},
	[BROKEN_LATE_STAYS_BELOW] = {"late, and no further", CHECKER_L3_CLOCK, CHECKER_KEPT},
	[BROKEN_CLOSES_UNDONE] = {"closed, and not done", CHECKER_L1_TABLE, CHECKER_KEPT},
	[BROKEN_CASE_NEVER_LATE] = {"a case that is never late", CHECKER_L3_CLOCK, CHECKER_KEPT},
	[BROKEN_CAUSE_ALWAYS_GONE] = {"what a clock brought is over at once", CHECKER_STATE,
		CHECKER_KEPT},
	[BROKEN_SHORT_WITHOUT_RELATIVES] = {"decided without relatives", CHECKER_L1_TABLE,
		CHECKER_KEPT},
	[BROKEN_SHORT_NEVER_LATE] = {"a shortage that is never late", CHECKER_L3_CLOCK, CHECKER_KEPT},
	[BROKEN_LAST_SEAT_LEAVES] = {"the last leaves a table", CHECKER_L1_TABLE, CHECKER_KEPT},
	[BROKEN_ANYBODY_SITS_FOR_CLIENTS] = {"anybody sits for clients", CHECKER_L1_TABLE,
		CHECKER_KEPT},
	[BROKEN_SEATED_ENDS] = {"at a table, and ends", CHECKER_L1_TABLE, CHECKER_KEPT},
	[BROKEN_PLAN_WITHOUT_YES] = {"a plan without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_ANYBODY_TAKES_A_STEP] = {"anybody takes a step", CHECKER_L0_OWN_YES, CHECKER_KEPT},
	[BROKEN_CHANGES_OTHERS_WORDS] = {"changes somebody else's words", CHECKER_L0_OUTSIDER,
		CHECKER_KEPT},
	[BROKEN_YES_TO_ANYTHING] = {"yes to any version", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_STEP_STAYS_BEHIND] = {"a step of who left", CHECKER_L10_PLAN, CHECKER_KEPT},
	[BROKEN_LIGHT_STAYS_BEHIND] = {"light contact of who left", CHECKER_L0_OWN_YES, CHECKER_KEPT},
	[BROKEN_LIGHT_NEVER_LATE] = {"light contact that is never late", CHECKER_L3_CLOCK,
		CHECKER_KEPT},
	[BROKEN_CLOSES_WITH_NEEDS] = {"closed with needs", CHECKER_L10_CLOSED, CHECKER_KEPT},
	[BROKEN_ANYBODY_CLOSES] = {"anybody closes", CHECKER_L0_OUTSIDER, CHECKER_KEPT},
	[BROKEN_NO_WAY_BACK] = {"no way back", CHECKER_L10_CLOSED, CHECKER_KEPT},
	[BROKEN_ANNOUNCED_WITHOUT_YES] = {"announced without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_ANNOUNCED_TWICE] = {"announced twice", CHECKER_STATE, CHECKER_REPLY},
	[BROKEN_DAY_COMES_EARLY] = {"a day that comes early", CHECKER_L3_CLOCK, CHECKER_KEPT},
	[BROKEN_DAY_NEVER_COMES] = {"a day that never comes", CHECKER_L3_CLOCK, CHECKER_KEPT},
	[BROKEN_NEVER_UNPREPARED] = {"a preparation that is never late", CHECKER_L3_CLOCK,
		CHECKER_KEPT},
	[BROKEN_UNPREPARED_STAYS_BEHIND] = {"what is not prepared stays behind", CHECKER_L3_CLOCK,
		CHECKER_KEPT},
	[BROKEN_PAIR_STAYS_BEHIND] = {"another file stays behind", CHECKER_INBOX, CHECKER_KEPT},
	[BROKEN_CHANGE_STAYS_BEHIND] = {"a change of life stays behind", CHECKER_INBOX, CHECKER_KEPT},
	[BROKEN_ANYBODY_SAYS_EXHAUSTED] = {"anybody says it is exhausted", CHECKER_L0_OUTSIDER,
		CHECKER_KEPT},
	[BROKEN_CARE_WITHOUT_YES] = {"care without yes", CHECKER_L0_YES, CHECKER_KEPT},
	[BROKEN_VIEW_OF_OWN_HOUSE] = {"a second view of the own house", CHECKER_STATE, CHECKER_KEPT},
	[BROKEN_VIEW_OF_WHO_BEARS] = {"a second view of who bears it", CHECKER_STATE, CHECKER_KEPT},
	[BROKEN_VIEW_OF_ANOTHER_QUESTION] = {"a second view of another question", CHECKER_STATE,
		CHECKER_KEPT},
	[BROKEN_PLACE_NEVER_SAID] = {"a place that ends, and nobody says so", CHECKER_L3_CLOCK,
		CHECKER_KEPT},
	[BROKEN_PLACE_STAYS_BEHIND] = {"that a place ends stays behind", CHECKER_INBOX, CHECKER_KEPT},
	[BROKEN_ENDS_WITH_STAYS] = {"a service ends under a stay", CHECKER_L3_STAY, CHECKER_KEPT},
	[BROKEN_NO_NEXT_STEP] = {"no next step", CHECKER_L3_STEP, CHECKER_KEPT},
	[BROKEN_STEP_FOR_OUTSIDER] = {"a step for an outsider", CHECKER_L3_STEP, CHECKER_KEPT},
	[BROKEN_NEVER_LATE] = {"never late", CHECKER_L3_CLOCK, CHECKER_KEPT},
	[BROKEN_CLOSES_UNSAID] = {"closed, and unsaid by whom", CHECKER_L10_CLOSING, CHECKER_KEPT},
	[BROKEN_CLOSES_IN_PERSONS_NAME] = {"closed in the person's name", CHECKER_L10_CLOSING,
		CHECKER_KEPT},
};

static struct region *division;

static int set_up(void **state)
{
	struct error error;
	(void)state;
	log_set_output(open("/dev/null", O_WRONLY | O_CLOEXEC));
	return region_open(&division, &error) == STATUS_OK ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	region_close(division);
	return 0;
}

/* Each judge broken, the law it breaks is the first that the checker names. */
static void test_checker__names_the_law_that_a_broken_judge_breaks(void **state)
{
	int wrong = 0;
	(void)state;
	for (int judge = BROKEN_NONE + 1; judge < BROKEN_COUNT; judge++) {
		static struct tally tally;
		struct laws_options options = {.kind = STORE_SQLITE,
			.seed = 1,
			.commands = BUDGET_PROPERTY_VARIANT_COMMANDS,
			.division = division,
			.tally = &tally,
			.checker_alone = true};
		broken_judges_now = (enum broken_judge)judge;
		struct laws_found found = laws_run(&options);
		broken_judges_now = BROKEN_NONE;
		print_message("%-34s %6lld commands: %s\n", broken[judge].name, (long long)found.commands,
			checker_law_text(found.fault.law));
		bool right = found.fault.law == broken[judge].law ||
			(broken[judge].also != CHECKER_KEPT && found.fault.law == broken[judge].also);
		if (right) continue;
		wrong++;
		print_error("%s: expected \"%s\", found \"%s\": %s\n", broken[judge].name,
			checker_law_text(broken[judge].law), checker_law_text(found.fault.law),
			found.fault.what);
	}
	assert_int_equal(wrong, 0);
}

/* What the journal does not tell is seen when all tables are read. */
static void test_checker__sees_a_row_that_was_changed_behind_the_journal(void **state)
{
	static const struct store_query change = {
		"care", "update care_member set way = 7 where way = 1"};
	struct history history;
	struct error error;
	(void)state;
	assert_int_equal(history_open(&history, STORE_SQLITE, 1, division, NULL), STATUS_OK);
	history_draw(&history, 300);
	assert_int_equal(checker_all(&history.checker, history.world.store, &error), STATUS_OK);
	assert_int_equal(history.checker.fault.law, CHECKER_KEPT);
	assert_int_equal(store_begin(history.world.store, STORE_READ_WRITE, &error), STATUS_OK);
	assert_int_equal(store_run(history.world.store, &change, NULL, 0, NULL, &error), STATUS_OK);
	assert_int_equal(store_commit(history.world.store, &error), STATUS_OK);
	assert_int_equal(checker_all(&history.checker, history.world.store, &error), STATUS_OK);
	assert_int_equal(history.checker.fault.law, CHECKER_TABLES);
	history_close(&history);
}

/* The same seed draws the same history and leaves the same world. */
static void test_history__is_the_same_from_the_same_seed(void **state)
{
	struct history first, second;
	(void)state;
	assert_int_equal(history_open(&first, STORE_SQLITE, 7, division, NULL), STATUS_OK);
	assert_int_equal(history_open(&second, STORE_SQLITE, 7, division, NULL), STATUS_OK);
	history_draw(&first, 1000);
	history_replay(&second, &first.steps);
	assert_int_equal(list_count(&first.steps), list_count(&second.steps));
	assert_int_equal(first.outcomes.bytes.size, second.outcomes.bytes.size);
	assert_memory_equal(
		first.outcomes.bytes.bytes, second.outcomes.bytes.bytes, first.outcomes.bytes.size);
	history_close(&first);
	history_close(&second);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_checker__names_the_law_that_a_broken_judge_breaks),
		cmocka_unit_test(test_checker__sees_a_row_that_was_changed_behind_the_journal),
		cmocka_unit_test(test_history__is_the_same_from_the_same_seed),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
