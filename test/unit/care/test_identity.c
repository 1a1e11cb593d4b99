/* test_identity.c - who says who somebody is, who reads what was said before, and who has the same
 * name and day of birth.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/identity.h"

enum { PERSON = 1, MEMBER, OTHER, INDEX = 50, OTHER_INDEX };

static bool reached[IDENTITY_VERDICT_COUNT];

struct facts {
	struct care_actor actor;
	bool says, agrees;
};

static int judge_say(const void *at)
{
	const struct facts *facts = at;
	return (int)identity_judge_say(&facts->actor, judging_id(PERSON), facts->says, facts->agrees);
}

static void break_saying(void *at)
{
	((struct facts *)at)->says = false;
}

static void break_yes(void *at)
{
	((struct facts *)at)->agrees = false;
}

static void test_identity_judge_say__names_the_first_broken_rule(void **state)
{
	static const struct judging_rule rules[] = {
		{break_saying, IDENTITY_NOTHING},
		{break_yes, IDENTITY_WITHOUT_YES},
	};
	struct facts right = {{.account = judging_id(MEMBER)}, true, true};
	struct facts by_person = {{.account = judging_id(PERSON)}, true, false};
	(void)state;
	judging_show(
		&(struct judging){"say", JUDGING_RULES(rules), JUDGING_RIGHT(right), judge_say, reached});
	assert_int_equal(judge_say(&by_person), IDENTITY_OK);
}

static void test_identity_judge_look__for_the_person_and_who_reaches_them(void **state)
{
	(void)state;
	for (int kind = MEMBER_NONE; kind < MEMBER_KIND_COUNT; kind++) {
		struct care_actor actor = {.account = judging_id(MEMBER), .kind = kind};
		bool may = kind == MEMBER_PROFESSIONAL || kind == MEMBER_PEER;
		enum identity_verdict verdict = identity_judge_look(&actor, judging_id(PERSON));
		assert_int_equal(verdict, may ? IDENTITY_OK : IDENTITY_NOT_YOURS);
		reached[verdict] = true;
		actor.account = judging_id(PERSON);
		assert_int_equal(identity_judge_look(&actor, judging_id(PERSON)), IDENTITY_OK);
	}
	judging_list_is_whole(&identity_verdicts);
	judging_all_reached(&identity_verdicts, reached, NULL, 0);
}

static void put_match(struct tables *tables, int region, int person, int index)
{
	struct identity_match match = {
		.region = region, .person = judging_id(person), .identity = judging_id(index)};
	tables_put(tables, &identity_match_table, &match);
}

static size_t same_as(struct tables *tables, size_t capacity)
{
	struct id persons[4];
	size_t count = 0;
	TABLES_RIGHT(tables,
		identity_list_same(tables->store, 5, judging_id(INDEX), judging_id(PERSON), persons,
			capacity, &count, &tables->error));
	for (size_t i = 0; i < count; i++) assert_false(id_equal(persons[i], judging_id(PERSON)));
	return count;
}

/* Others of the shard with the same index, and nobody twice. */
static void test_identity_list_same__others_of_the_shard(void **state)
{
	struct tables *tables = *state;
	put_match(tables, 5, PERSON, INDEX);
	assert_int_equal(same_as(tables, 4), 0);
	put_match(tables, 5, OTHER, INDEX);
	put_match(tables, 9, MEMBER, INDEX);
	put_match(tables, 5, 8, OTHER_INDEX);
	assert_int_equal(same_as(tables, 4), 1);
	put_match(tables, 5, 9, INDEX);
	assert_int_equal(same_as(tables, 4), 2);
	assert_int_equal(same_as(tables, 1), 1);
	/* Who is called otherwise now is not found as before. */
	put_match(tables, 5, OTHER, OTHER_INDEX);
	assert_int_equal(same_as(tables, 4), 1);
}

/* What was said before: newest first, of this person only. */
static void test_identity_open_past__newest_first(void **state)
{
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct identity_past past = {.region = 5, .person = judging_id(PERSON)};
	for (past.seq = 3; past.seq <= 4; past.seq++) {
		past.municipality = (int32_t)(100 + past.seq);
		past.name = SPAN_LITERAL("\1sealed");
		tables_put(tables, &identity_past_table, &past);
	}
	past.person = judging_id(OTHER);
	tables_put(tables, &identity_past_table, &past);
	TABLES_RIGHT(
		tables, identity_open_past(tables->store, 5, judging_id(PERSON), &cursor, &tables->error));
	for (int64_t seq = 4; seq >= 3; seq--) {
		assert_true(tables_next(tables, cursor, &identity_past_table, &past));
		assert_int_equal(past.seq, seq);
		assert_int_equal(past.municipality, 100 + seq);
		assert_int_equal(past.contact.size, 0);
	}
	assert_false(tables_next(tables, cursor, &identity_past_table, &past));
	store_query_close(cursor);
}

#define ON_TABLES(name) cmocka_unit_test_setup_teardown(name, tables_start, tables_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_TABLES(test_identity_judge_say__names_the_first_broken_rule),
		ON_TABLES(test_identity_judge_look__for_the_person_and_who_reaches_them),
		ON_TABLES(test_identity_list_same__others_of_the_shard),
		ON_TABLES(test_identity_open_past__newest_first),
	};
	return TABLES_RUN("identity", tests);
}
