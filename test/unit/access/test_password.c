/* test_password.c - every rule of signing in, of passwords and of second factors has its verdict;
 * what is too easy.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "access/password.h"

static bool reached[PASSWORD_VERDICT_COUNT];
static bool sessions_reached[SESSION_VERDICT_COUNT];

static int judge_sign_in(const void *facts)
{
	return (int)password_judge_sign_in(facts);
}

static void break_known(void *facts)
{
	((struct password_sign_in *)facts)->known = false;
}

static void break_proved(void *facts)
{
	((struct password_sign_in *)facts)->proved = false;
}

static void break_ended(void *facts)
{
	((struct password_sign_in *)facts)->ended = true;
}

static void break_said(void *facts)
{
	((struct password_sign_in *)facts)->said = SECOND_NOT_SAID;
}

static void break_step(void *facts)
{
	struct password_sign_in *sign_in = facts;
	sign_in->step = sign_in->last_step;
}

/* Who does not know the password learns nothing of the rest. */
static void test_password_judge_sign_in__says_nothing_before_the_password(void **state)
{
	static const struct judging_rule rules[] = {
		{break_known, SESSION_SIGN_IN_WRONG},
		{break_proved, SESSION_SIGN_IN_WRONG},
		{break_ended, SESSION_ACCOUNT_ENDED},
		{break_said, SESSION_SECOND_NEEDED},
		{break_step, SESSION_SECOND_WRONG},
	};
	static const struct password_sign_in right = {.known = true,
		.proved = true,
		.second_on = true,
		.said = SECOND_TOTP,
		.step = 8,
		.last_step = 7};
	(void)state;
	judging_show(&(struct judging){"password.sign_in", JUDGING_RULES(rules), JUDGING_RIGHT(right),
		judge_sign_in, sessions_reached});
}

/* A code is taken once, and only later ones after it; a recovery code in its place; without a
 * second factor none is asked, and what is said is passed over. */
static void test_password_judge_sign_in__takes_a_code_once(void **state)
{
	struct password_sign_in facts = {
		.known = true, .proved = true, .second_on = true, .said = SECOND_TOTP, .last_step = 7};
	(void)state;
	for (facts.step = 0; facts.step <= 7; facts.step++)
		assert_int_equal(password_judge_sign_in(&facts), SESSION_SECOND_WRONG);
	assert_int_equal(password_judge_sign_in(&facts), SESSION_OK);
	facts.said = SECOND_RECOVERY;
	assert_int_equal(password_judge_sign_in(&facts), SESSION_SECOND_WRONG);
	facts.recovery_right = true;
	assert_int_equal(password_judge_sign_in(&facts), SESSION_OK);
	facts = (struct password_sign_in){.known = true, .proved = true};
	assert_int_equal(password_judge_sign_in(&facts), SESSION_OK);
	facts.said = SECOND_TOTP;
	assert_int_equal(password_judge_sign_in(&facts), SESSION_OK);
}

/* Each rule of setting and changing. */
static void test_password_judge_change__asks_for_the_one_there_was(void **state)
{
	static const struct {
		struct password_setting facts;
		enum password_verdict set, change;
	} rows[] = {
		{{.has_row = true, .proved = true}, PASSWORD_OK, PASSWORD_OK},
		{{.has_row = false, .proved = true}, PASSWORD_OK, PASSWORD_NONE},
		{{.has_row = true}, PASSWORD_OK, PASSWORD_WRONG},
		{{.has_row = true, .easy = true}, PASSWORD_EASY, PASSWORD_WRONG},
		{{.has_row = true, .proved = true, .easy = true}, PASSWORD_EASY, PASSWORD_EASY},
		{{.has_row = true, .proved = true, .same = true, .easy = true}, PASSWORD_EASY,
			PASSWORD_SAME},
		{{.has_row = true, .proved = true, .login_taken = true, .easy = true}, PASSWORD_LOGIN_TAKEN,
			PASSWORD_EASY},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(password_judge_set(&rows[i].facts), rows[i].set);
		assert_int_equal(password_judge_change(&rows[i].facts), rows[i].change);
		reached[rows[i].set] = reached[rows[i].change] = true;
	}
}

/* Each rule of a second factor: begun with the password, confirmed with a code, ended with the
 * password. */
static void test_password_judge_second__goes_by_its_states(void **state)
{
	static const struct {
		struct password_seconding facts;
		enum password_verdict begin, confirm, end;
	} rows[] = {
		{{.has_row = false, .proved = true}, PASSWORD_NONE, PASSWORD_NONE, PASSWORD_NONE},
		{{.has_row = true}, PASSWORD_WRONG, PASSWORD_SECOND_OFF, PASSWORD_WRONG},
		{{.has_row = true, .proved = true}, PASSWORD_OK, PASSWORD_SECOND_OFF, PASSWORD_SECOND_OFF},
		{{.has_row = true, .proved = true, .begun = true, .step = 3, .last_step = 3}, PASSWORD_OK,
			PASSWORD_CODE_WRONG, PASSWORD_OK},
		{{.has_row = true, .proved = true, .begun = true, .step = 4, .last_step = 3}, PASSWORD_OK,
			PASSWORD_OK, PASSWORD_OK},
		{{.has_row = true, .proved = true, .begun = true, .on = true, .step = 4},
			PASSWORD_SECOND_ON, PASSWORD_SECOND_ON, PASSWORD_OK},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		assert_int_equal(password_judge_begin(&rows[i].facts), rows[i].begin);
		assert_int_equal(password_judge_confirm(&rows[i].facts), rows[i].confirm);
		assert_int_equal(password_judge_end(&rows[i].facts), rows[i].end);
		reached[rows[i].begin] = reached[rows[i].confirm] = reached[rows[i].end] = true;
	}
}

/* Every verdict is given here, but that an invitation is for a person: it is of no judge. */
static void test_password_verdicts__are_all_reached(void **state)
{
	static const int others[] = {PASSWORD_PERSON};
	(void)state;
	judging_list_is_whole(&password_verdicts);
	judging_all_reached(&password_verdicts, reached, others, 1);
}

/* Its own login, few characters and rows are easy; a sentence is not. */
static void test_password_is_easy__knows_the_first_that_anybody_tries(void **state)
{
	static const struct {
		const char *password, *login;
		bool easy;
	} rows[] = {
		{"aaaaaaaaaaaa", "samira", true},
		{"121212121212", "samira", true},
		{"abcdefghijkl", "samira", true},
		{"zyxwvutsrqpo", "samira", true},
		{"samira-wachtwoord", "samira", true},
		{"Mijn SAMIRA 2026", "samira", true},
		{"welkom.samira!", " Samira@wijkteam.example ", true},
		{"vier groene stoelen", "samira", false},
		{"vier groene stoelen", "vi", false},
		{"een boot op het ij", "", false},
		{"correct horse battery", "samira@wijkteam.example", false},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (password_is_easy(span_of(rows[i].password), span_of(rows[i].login)) != rows[i].easy)
			fail_msg("\"%s\" of %s", rows[i].password, rows[i].login);
}

/* Blanks at the ends and capitals do not matter; other letters stay as they are. */
static void test_password_login_form__is_one(void **state)
{
	char out[PASSWORD_LOGIN_MAX_BYTES];
	(void)state;
	assert_true(span_is(password_login_form(SPAN_LITERAL("  Samira@X.nl "), out), "samira@x.nl"));
	assert_true(span_is(password_login_form(SPAN_LITERAL("ÉVA"), out), "Éva"));
	assert_true(span_is(password_login_form(SPAN_LITERAL("de wit"), out), "de wit"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_password_judge_sign_in__says_nothing_before_the_password),
		cmocka_unit_test(test_password_judge_sign_in__takes_a_code_once),
		cmocka_unit_test(test_password_judge_change__asks_for_the_one_there_was),
		cmocka_unit_test(test_password_judge_second__goes_by_its_states),
		cmocka_unit_test(test_password_verdicts__are_all_reached),
		cmocka_unit_test(test_password_is_easy__knows_the_first_that_anybody_tries),
		cmocka_unit_test(test_password_login_form__is_one),
	};
	return cmocka_run_group_tests_name("password", tests, NULL, NULL);
}
