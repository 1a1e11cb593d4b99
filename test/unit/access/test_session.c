/* test_session.c - signing in, until when it holds, and the form of a token.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "access/session.h"
#include <stdio.h>

static bool reached[SESSION_VERDICT_COUNT];

/* A code that nobody has tells no more than that it is wrong; an ended account does not sign in.
 * */
static void test_session_judge_start__needs_a_live_account(void **state)
{
	static const struct {
		bool found, ended, has_password;
		enum session_verdict expected;
	} rows[] = {
		{true, false, false, SESSION_OK},
		{true, true, false, SESSION_ACCOUNT_ENDED},
		{true, true, true, SESSION_ACCOUNT_ENDED},
		{true, false, true, SESSION_PASSWORD_NEEDED},
		{false, false, false, SESSION_CODE_WRONG},
		{false, true, true, SESSION_CODE_WRONG},
	};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		enum session_verdict verdict =
			session_judge_start(rows[i].found, rows[i].ended, rows[i].has_password);
		assert_int_equal(verdict, rows[i].expected);
		reached[verdict] = true;
	}
}

struct use {
	struct session session;
	struct account account;
	int64_t now_ms;
};

static int judge_use(const void *at)
{
	const struct use *use = at;
	return (int)session_judge_use(&use->session, &use->account, use->now_ms);
}

static void break_not_ended(void *at)
{
	((struct use *)at)->session.ended_ms = 1;
}

static void break_not_expired(void *at)
{
	((struct use *)at)->now_ms = ((struct use *)at)->session.expires_ms;
}

static void break_account(void *at)
{
	((struct use *)at)->account.ended_ms = 1;
}

/* A session serves until it ended, expired, or its account ended. */
static void test_session_judge_use__ends_three_ways(void **state)
{
	static const struct judging_rule rules[] = {
		{break_not_ended, SESSION_EXPIRED},
		{break_not_expired, SESSION_EXPIRED},
		{break_account, SESSION_ACCOUNT_ENDED},
	};
	const struct use right = {.session = {.started_ms = 10, .expires_ms = 100}, .now_ms = 50};
	(void)state;
	judging_show(&(struct judging){
		"session.use", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_use, reached});
}

/* The last millisecond before the end is still good; the end itself is not. */
static void test_session_judge_use__ends_at_exactly_its_end(void **state)
{
	const struct session session = {.expires_ms = 1000};
	const struct account account = {.ended_ms = 0};
	(void)state;
	assert_int_equal(session_judge_use(&session, &account, 999), SESSION_OK);
	assert_int_equal(session_judge_use(&session, &account, 1000), SESSION_EXPIRED);
	assert_int_equal(session_judge_use(&session, &account, 1001), SESSION_EXPIRED);
}

/* One's own, and once. */
static void test_session_judge_end__is_for_ones_own(void **state)
{
	struct session session = {.ended_ms = 0};
	(void)state;
	assert_int_equal(session_judge_end(&session, true), SESSION_OK);
	assert_int_equal(session_judge_end(&session, false), SESSION_UNKNOWN);
	session.ended_ms = 5;
	assert_int_equal(session_judge_end(&session, true), SESSION_EXPIRED);
	assert_int_equal(session_judge_end(&session, false), SESSION_UNKNOWN);
	reached[SESSION_UNKNOWN] = true;
}

/* Every verdict is one of these judges', but that there is no session (test_refusals.c), and those
 * of signing in with a password (test_password.c). */
static void test_session_verdicts__are_all_reached(void **state)
{
	static const int others[] = {
		SESSION_NONE, SESSION_SIGN_IN_WRONG, SESSION_SECOND_NEEDED, SESSION_SECOND_WRONG};
	(void)state;
	judging_list_is_whole(&session_verdicts);
	judging_all_reached(&session_verdicts, reached, others, 4);
}

static const uint8_t proof[SESSION_PROOF_BYTES] = {
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255};
#define PROOF_HEX "000102030405060708090a0b0c0d0eff"

/* A token is the region, the id and the proof, and what is written is read. */
static void test_session_token__is_read_as_it_was_written(void **state)
{
	char text[SESSION_TOKEN_SIZE], expected[SESSION_TOKEN_SIZE + 16], id_hex[ID_TEXT_SIZE];
	(void)state;
	for (int32_t region = 0; region <= 25; region++) {
		int32_t region_read = -1;
		struct id id = judging_id(region), id_read;
		uint8_t proof_read[SESSION_PROOF_BYTES];
		session_token_text(region, id, proof, text);
		snprintf(
			expected, sizeof(expected), "%d.%s.%s", (int)region, id_text(id, id_hex), PROOF_HEX);
		assert_string_equal(text, expected);
		assert_true(session_token_parse(span_of(text), &region_read, &id_read, proof_read));
		assert_int_equal(region_read, region);
		assert_true(id_equal(id, id_read));
		assert_memory_equal(proof, proof_read, sizeof(proof));
	}
}

/* A part missing, too long, of another alphabet, or a region that is none: no token. */
static void test_session_token_parse__refuses_the_rest(void **state)
{
	static const char *const wrong[] = {
		"",
		".",
		"..",
		"5",
		"5." PROOF_HEX,
		"5." PROOF_HEX ".",
		"." PROOF_HEX "." PROOF_HEX,
		"26." PROOF_HEX "." PROOF_HEX,
		"-1." PROOF_HEX "." PROOF_HEX,
		"x." PROOF_HEX "." PROOF_HEX,
		"99999999999999999999." PROOF_HEX "." PROOF_HEX,
		"5." PROOF_HEX "." PROOF_HEX "0",
		"5." PROOF_HEX "." PROOF_HEX ".",
		"5." PROOF_HEX "." PROOF_HEX "." PROOF_HEX,
		"5." PROOF_HEX ".000102030405060708090a0b0c0d0ef",
		"5." PROOF_HEX ".000102030405060708090a0b0c0d0egg",
		"5.00010203040506070809g." PROOF_HEX,
		"5 " PROOF_HEX "." PROOF_HEX,
	};
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		int32_t region;
		struct id id;
		uint8_t read[SESSION_PROOF_BYTES];
		if (session_token_parse(span_of(wrong[i]), &region, &id, read))
			fail_msg("'%s' was taken for a token", wrong[i]);
	}
}

/* A token that is cut off anywhere, or has another byte anywhere, is another token or none: never
 * this one. */
static void test_session_token_parse__of_every_near_miss(void **state)
{
	static const char token[] = "25." PROOF_HEX "." PROOF_HEX;
	char text[sizeof(token)];
	int32_t region;
	struct id id;
	uint8_t read[SESSION_PROOF_BYTES];
	(void)state;
	for (size_t size = 0; size < sizeof(token) - 1; size++)
		assert_false(session_token_parse(span_bytes(token, size), &region, &id, read));
	for (size_t at = 0; at < sizeof(token) - 1; at++) {
		for (int byte = 0; byte < 256; byte++) {
			memcpy(text, token, sizeof(token));
			text[at] = (char)byte;
			if (!session_token_parse(span_bytes(text, sizeof(token) - 1), &region, &id, read))
				continue;
			bool hex = at > 2 && (byte & 0xdf) == (token[at] & 0xdf); /* the other case */
			bool same = region == 25 && memcmp(id.bytes, proof, ID_SIZE) == 0 &&
				memcmp(read, proof, sizeof(proof)) == 0;
			assert_true(!same || byte == token[at] || hex);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_session_judge_start__needs_a_live_account),
		cmocka_unit_test(test_session_judge_use__ends_three_ways),
		cmocka_unit_test(test_session_judge_use__ends_at_exactly_its_end),
		cmocka_unit_test(test_session_judge_end__is_for_ones_own),
		cmocka_unit_test(test_session_verdicts__are_all_reached),
		cmocka_unit_test(test_session_token__is_read_as_it_was_written),
		cmocka_unit_test(test_session_token_parse__refuses_the_rest),
		cmocka_unit_test(test_session_token_parse__of_every_near_miss),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
