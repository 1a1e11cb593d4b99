/* test_account.c - who gets an account, who may end it, and how access codes are written and read.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "access/account.h"
#include "base/prng.h"

static bool reached[ACCOUNT_VERDICT_COUNT];

static int judge_create(const void *facts)
{
	return (int)account_judge_create(facts);
}

static int judge_end(const void *facts)
{
	return (int)account_judge_end(facts);
}

static void break_kind(void *at)
{
	((struct account_facts *)at)->kind = MEMBER_PERSON;
}

static void break_organisation_given(void *at)
{
	((struct account_facts *)at)->organisation_given = false;
}

static void break_organisation_known(void *at)
{
	struct account_facts *facts = at;
	facts->organisation_given = true;
	facts->organisation_known = false;
}

/* A professional's account: of a kind that is made like this, for an organisation, which exists.
 * */
static void test_account_judge_create__of_a_professional(void **state)
{
	static const struct judging_rule rules[] = {
		{break_kind, ACCOUNT_KIND},
		{break_organisation_given, ACCOUNT_ORGANISATION_MISSING},
		{break_organisation_known, ACCOUNT_ORGANISATION_UNKNOWN},
	};
	const struct account_facts right = {
		.kind = MEMBER_PROFESSIONAL, .organisation_given = true, .organisation_known = true};
	(void)state;
	judging_show(&(struct judging){
		"account.create", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_create, reached});
}

/* Who is made an account, with an organisation, without one, or with one that is not there. */
static void test_account_judge_create__by_kind(void **state)
{
	static const struct {
		int32_t kind;
		enum account_verdict with, without, unknown;
	} rows[] = {
		{MEMBER_NONE, ACCOUNT_KIND, ACCOUNT_KIND, ACCOUNT_KIND},
		/* A person's account comes with their question. */
		{MEMBER_PERSON, ACCOUNT_KIND, ACCOUNT_KIND, ACCOUNT_KIND},
		{MEMBER_RELATIVE, ACCOUNT_OK, ACCOUNT_OK, ACCOUNT_ORGANISATION_UNKNOWN},
		{MEMBER_PEER, ACCOUNT_OK, ACCOUNT_OK, ACCOUNT_ORGANISATION_UNKNOWN},
		{MEMBER_VOLUNTEER, ACCOUNT_OK, ACCOUNT_OK, ACCOUNT_ORGANISATION_UNKNOWN},
		{MEMBER_PROFESSIONAL, ACCOUNT_OK, ACCOUNT_ORGANISATION_MISSING,
			ACCOUNT_ORGANISATION_UNKNOWN},
		{MEMBER_ADMINISTRATOR, ACCOUNT_OK, ACCOUNT_OK, ACCOUNT_ORGANISATION_UNKNOWN},
	};
	(void)state;
	assert_int_equal(sizeof(rows) / sizeof(rows[0]), MEMBER_KIND_COUNT);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct account_facts facts = {.kind = rows[i].kind};
		assert_int_equal(account_judge_create(&facts), rows[i].without);
		facts.organisation_given = true;
		assert_int_equal(account_judge_create(&facts), rows[i].unknown);
		facts.organisation_known = true;
		assert_int_equal(account_judge_create(&facts), rows[i].with);
	}
}

static void break_known(void *at)
{
	((struct account_facts *)at)->known = false;
}

static void break_ended(void *at)
{
	((struct account_facts *)at)->ended = true;
}

static void break_no_question(void *at)
{
	((struct account_facts *)at)->own_episodes = 1;
}

static void break_bears(void *at)
{
	((struct account_facts *)at)->bears = 1;
}

static void break_manages(void *at)
{
	((struct account_facts *)at)->manages = 1;
}

static void break_last_on_duty(void *at)
{
	((struct account_facts *)at)->last_on_duty = true;
}

static void break_holds_along(void *at)
{
	((struct account_facts *)at)->holds_along = 1;
}

static void break_before_contact(void *at)
{
	((struct account_facts *)at)->before_contact = 1;
}

static void break_on_duty_elsewhere(void *at)
{
	((struct account_facts *)at)->on_duty_elsewhere = true;
}

static void break_no_steps(void *at)
{
	((struct account_facts *)at)->steps = 1;
}

static void break_not_asked(void *at)
{
	((struct account_facts *)at)->asked = 1;
}

static void break_seated(void *at)
{
	((struct account_facts *)at)->seated = true;
}

/* An account cannot end while its own question is open, while it bears, manages, is the last on
 * duty, holds along, gave something and the first contact has not been, is on duty elsewhere, sits
 * at a table, has steps to do, or is asked something. */
static void test_account_judge_end__not_with_open_responsibilities(void **state)
{
	static const struct judging_rule rules[] = {
		{break_known, ACCOUNT_UNKNOWN},
		{break_ended, ACCOUNT_ENDED},
		{break_no_question, ACCOUNT_OPEN_EPISODE},
		{break_bears, ACCOUNT_BEARS},
		{break_manages, ACCOUNT_MANAGES},
		{break_last_on_duty, ACCOUNT_LAST_ON_DUTY},
		{break_holds_along, ACCOUNT_HOLDS_ALONG},
		{break_before_contact, ACCOUNT_BEFORE_CONTACT},
		{break_on_duty_elsewhere, ACCOUNT_ON_DUTY_ELSEWHERE},
		{break_seated, ACCOUNT_SEATED},
		{break_no_steps, ACCOUNT_HAS_STEPS},
		{break_not_asked, ACCOUNT_ASKED},
	};
	const struct account_facts right = {.known = true, .kind = MEMBER_PROFESSIONAL};
	(void)state;
	judging_show(&(struct judging){
		"account.end", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_end, reached});
}

static int judge_renew(const void *at)
{
	return (int)account_judge_renew(at);
}

static void break_not_somebodys(void *at)
{
	((struct account_facts *)at)->kind = MEMBER_PERSON;
}

/* An administrator gives a new code to who works or helps here: never to who asked a question, nor
 * to who came with them. */
static void test_account_judge_renew__is_not_for_a_file(void **state)
{
	static const struct judging_rule rules[] = {
		{break_known, ACCOUNT_UNKNOWN},
		{break_ended, ACCOUNT_ENDED},
		{break_not_somebodys, ACCOUNT_RENEW_ELSEWHERE},
	};
	static const int kinds[] = {
		MEMBER_PEER, MEMBER_VOLUNTEER, MEMBER_PROFESSIONAL, MEMBER_ADMINISTRATOR};
	struct account_facts right = {.known = true, .kind = MEMBER_PROFESSIONAL};
	(void)state;
	judging_show(&(struct judging){
		"account.renew", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_renew, reached});
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		right.kind = kinds[i];
		assert_int_equal(account_judge_renew(&right), ACCOUNT_OK);
	}
	right.kind = MEMBER_RELATIVE;
	assert_int_equal(account_judge_renew(&right), ACCOUNT_RENEW_ELSEWHERE);
}

/* A person's new code: by who manages the care or has duty, with the person there; or by them. */
static void test_account_judge_renew_person__is_for_who_stands_beside_them(void **state)
{
	struct account_facts live = {.known = true}, ended = {.known = true, .ended = true};
	(void)state;
	for (int bits = 0; bits < 16; bits++) {
		const struct account_renewing renewing = {.is_person = (bits & 1) != 0,
			.is_care_manager = (bits & 2) != 0,
			.is_on_duty = (bits & 4) != 0,
			.person_agrees = (bits & 8) != 0,
			.is_of_file = true};
		enum account_verdict expected = ACCOUNT_OK;
		if (!renewing.is_person && !renewing.person_agrees) expected = ACCOUNT_RENEW_WITHOUT_YES;
		if ((bits & 7) == 0) expected = ACCOUNT_RENEW_NOT_HOLDER;
		enum account_verdict verdict = account_judge_renew_person(&live, &renewing);
		assert_int_equal(verdict, expected);
		reached[verdict] = true;
		if (expected != ACCOUNT_OK) continue;
		assert_int_equal(account_judge_renew_person(&ended, &renewing), ACCOUNT_ENDED);
		struct account_renewing other = renewing;
		other.is_of_file = false;
		assert_int_equal(account_judge_renew_person(&live, &other), ACCOUNT_RENEW_ELSEWHERE);
		assert_int_equal(
			account_judge_renew_person(&(struct account_facts){0}, &other), ACCOUNT_UNKNOWN);
	}
}

/* Whom one can ask: who is there, and helps by profession, as a peer, or for an organisation. */
static void test_account_is_colleague__by_kind(void **state)
{
	(void)state;
	for (int kind = MEMBER_NONE; kind < MEMBER_KIND_COUNT; kind++)
		for (int bits = 0; bits < 4; bits++) {
			bool works = (bits & 1) != 0, has_ended = (bits & 2) != 0;
			const struct account account = {.kind = kind,
				.organisation = works ? judging_id(7) : id_none,
				.ended_ms = has_ended ? 5 : 0};
			bool helps = kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER ||
				(kind == MEMBER_VOLUNTEER && works);
			assert_int_equal(account_is_colleague(&account), helps && !has_ended);
		}
}

/* Every verdict is one of these judges', but for the invitation: that is test_refusals.c's. */
static void test_account_verdicts__are_all_reached(void **state)
{
	static const int others[] = {ACCOUNT_INVITE_WRONG};
	(void)state;
	judging_list_is_whole(&account_verdicts);
	judging_all_reached(&account_verdicts, reached, others, 1);
}

/* Crockford's alphabet, as he published it. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* Puts sixteen numbers of five bits into ten bytes, the first bit first. */
static void pack(const int numbers[16], uint8_t bytes[10])
{
	memset(bytes, 0, 10);
	for (int bit = 0; bit < 80; bit++)
		if ((numbers[bit / 5] >> (4 - bit % 5) & 1) != 0)
			bytes[bit / 8] = (uint8_t)(bytes[bit / 8] | 0x80 >> bit % 8);
}

static void expect_text(const int numbers[16])
{
	uint8_t bytes[10];
	char text[ACCOUNT_CODE_SIZE], read[ACCOUNT_CODE_SIZE];
	pack(numbers, bytes);
	account_code_text(bytes, text);
	assert_int_equal(strlen(text), ACCOUNT_CODE_SIZE - 1);
	for (int i = 0; i < 16; i++) assert_int_equal(text[i + i / 4], alphabet[numbers[i]]);
	for (int i = 4; i < 19; i += 5) assert_int_equal(text[i], '-');
	assert_true(account_code_parse(span_of(text), read));
	assert_string_equal(read, text);
}

/* Five bits a letter, in fours with dashes; and what is written is read. */
static void test_account_code__is_base_32_in_fours(void **state)
{
	int numbers[16];
	struct prng prng;
	(void)state;
	prng_init_seed(&prng, 3);
	for (int number = 0; number < 32; number++) {
		for (int i = 0; i < 16; i++) numbers[i] = number;
		expect_text(numbers);
	}
	for (int round = 0; round < 500; round++) {
		for (int i = 0; i < 16; i++) numbers[i] = (int)prng_below(&prng, 32);
		expect_text(numbers);
	}
}

/* Case, blanks and dashes do not matter, and who reads an O or an L is understood. */
static void test_account_code_parse__is_kind_to_people(void **state)
{
	static const char *const same[] = {"0123-4567-89AB-CD11", "0123456789ABCD11",
		"0123 4567 89ab cd11", "o123-4567-89ab-cdil", "O123-4567-89AB-CDLI", "-0123456789abcd11-",
		"0 1 2 3 4 5 6 7 8 9 a b c d 1 1 "};
	(void)state;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
		char read[ACCOUNT_CODE_SIZE];
		assert_true(account_code_parse(span_of(same[i]), read));
		assert_string_equal(read, "0123-4567-89AB-CD11");
	}
}

/* Too long, too short, or with anything that is no letter of a code: none. */
static void test_account_code_parse__refuses_what_is_no_code(void **state)
{
	char text[17] = "0123456789ABCDEF", read[ACCOUNT_CODE_SIZE];
	(void)state;
	for (size_t size = 0; size < 16; size++)
		assert_false(account_code_parse(span_bytes(text, size), read));
	assert_false(account_code_parse(SPAN_LITERAL("0123456789ABCDEF0"), read));
	assert_false(account_code_parse(SPAN_LITERAL("----------------"), read));
	for (int character = 0; character < 256; character++) {
		text[7] = (char)character;
		bool letter = character != 0 && strchr(alphabet, character) != NULL;
		bool small = character >= 'a' && character <= 'z' && character != 'u';
		bool taken = letter || small || character == 'I' || character == 'L' || character == 'O';
		assert_int_equal(account_code_parse(span_bytes(text, 16), read), taken);
	}
}

static struct account put_account(struct tables *tables, int region, int number)
{
	struct account account = {.region = region,
		.id = judging_id(number),
		.kind = MEMBER_PROFESSIONAL,
		.organisation = judging_id(number + 1),
		.code_index = judging_id(number + 2),
		.created_ms = 1000 + number,
		.ended_ms = number,
		.name = SPAN_LITERAL("\1sealed")};
	tables_put(tables, &account_table, &account);
	return account;
}

static void expect_account(const struct account *a, const struct account *b)
{
	assert_int_equal(a->region, b->region);
	assert_true(id_equal(a->id, b->id));
	assert_int_equal(a->kind, b->kind);
	assert_true(id_equal(a->organisation, b->organisation));
	assert_true(id_equal(a->code_index, b->code_index));
	assert_int_equal(a->created_ms, b->created_ms);
	assert_int_equal(a->ended_ms, b->ended_ms);
	assert_true(span_equal(a->name, b->name));
}

/* An account is found by its id or its code's index, whatever shard it is of. */
static void test_account_find__in_every_shard(void **state)
{
	struct tables *tables = *state;
	static const int regions[] = {0, 5, 25};
	for (int i = 0; i < 3; i++) put_account(tables, regions[i], 10 * (i + 1));
	for (int i = 0; i < 3; i++) {
		struct account expected = put_account(tables, regions[i], 10 * (i + 1)), read = {0};
		bool found = false;
		TABLES_RIGHT(tables,
			account_find(
				tables->store, expected.id, &read, &found, &tables->arena, &tables->error));
		assert_true(found);
		expect_account(&read, &expected);
		read = (struct account){0};
		TABLES_RIGHT(tables,
			account_find_by_code(
				tables->store, expected.code_index, &read, &found, &tables->arena, &tables->error));
		assert_true(found);
		expect_account(&read, &expected);
	}
}

/* Who is not there is not found, and none is nobody, even if a row had it. */
static void test_account_find__finds_nobody_else(void **state)
{
	struct tables *tables = *state;
	struct account account = put_account(tables, 5, 10);
	bool found = true;
	TABLES_RIGHT(tables,
		account_find(
			tables->store, account.code_index, &account, &found, &tables->arena, &tables->error));
	assert_false(found);
	found = true;
	TABLES_RIGHT(tables,
		account_find_by_code(
			tables->store, account.id, &account, &found, &tables->arena, &tables->error));
	assert_false(found);
	account.id = account.code_index = id_none;
	tables_put(tables, &account_table, &account);
	found = true;
	TABLES_RIGHT(tables,
		account_find(tables->store, id_none, &account, &found, &tables->arena, &tables->error));
	assert_false(found);
	found = true;
	TABLES_RIGHT(tables,
		account_find_by_code(
			tables->store, id_none, &account, &found, &tables->arena, &tables->error));
	assert_false(found);
}

static struct id end_behind(struct tables *tables, struct id after, int64_t number)
{
	struct id end = after;
	TABLES_RIGHT(tables, account_find_end(tables->store, 5, after, number, &end, &tables->error));
	return end;
}

static void expect_listed(
	struct tables *tables, struct id after, struct id end, int64_t limit, const int *expected)
{
	struct store_cursor *cursor = NULL;
	struct account account;
	TABLES_RIGHT(
		tables, account_open_listed(tables->store, 5, after, end, limit, &cursor, &tables->error));
	for (; *expected != 0; expected++) {
		assert_true(tables_next(tables, cursor, &account_table, &account));
		assert_true(id_equal(account.id, judging_id(*expected)));
	}
	assert_false(tables_next(tables, cursor, &account_table, &account));
	store_query_close(cursor);
}

/* Of one region, in the order of ids, on pages; who asked a question is on none. */
static void test_account_open_listed__passes_over_who_asked_a_question(void **state)
{
	struct tables *tables = *state;
	for (int number = 10; number < 16; number++) {
		struct account account = put_account(tables, 5, number);
		account.kind = number == 11 || number == 12 ? MEMBER_PERSON : MEMBER_PEER;
		account.ended_ms = number == 14 ? 9 : 0;
		tables_put(tables, &account_table, &account);
	}
	put_account(tables, 6, 13 + 16);
	expect_listed(tables, id_none, id_none, 9, (const int[]){10, 13, 14, 15, 0});
	expect_listed(tables, id_none, id_none, 2, (const int[]){10, 13, 0});
	expect_listed(tables, judging_id(13), id_none, 9, (const int[]){14, 15, 0});
	expect_listed(tables, id_none, judging_id(14), 9, (const int[]){10, 13, 14, 0});
	expect_listed(tables, judging_id(10), judging_id(12), 9, (const int[]){0});
	assert_true(id_equal(end_behind(tables, id_none, 1), judging_id(10)));
	assert_true(id_equal(end_behind(tables, judging_id(10), 2), judging_id(12)));
	assert_true(id_equal(end_behind(tables, id_none, 6), judging_id(15)));
	assert_true(id_is_none(end_behind(tables, id_none, 7)));
	assert_true(id_is_none(end_behind(tables, judging_id(15), 1)));
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest pure[] = {
		cmocka_unit_test(test_account_judge_create__of_a_professional),
		cmocka_unit_test(test_account_judge_create__by_kind),
		cmocka_unit_test(test_account_judge_end__not_with_open_responsibilities),
		cmocka_unit_test(test_account_judge_renew__is_not_for_a_file),
		cmocka_unit_test(test_account_judge_renew_person__is_for_who_stands_beside_them),
		cmocka_unit_test(test_account_is_colleague__by_kind),
		cmocka_unit_test(test_account_verdicts__are_all_reached),
		cmocka_unit_test(test_account_code__is_base_32_in_fours),
		cmocka_unit_test(test_account_code_parse__is_kind_to_people),
		cmocka_unit_test(test_account_code_parse__refuses_what_is_no_code),
	};
	const struct CMUnitTest kept[] = {
		ON_TABLES(test_account_find__in_every_shard),
		ON_TABLES(test_account_find__finds_nobody_else),
		ON_TABLES(test_account_open_listed__passes_over_who_asked_a_question),
	};
	int failed = cmocka_run_group_tests(pure, NULL, NULL);
	return failed + TABLES_RUN("account", kept);
}
