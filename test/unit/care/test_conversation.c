/* test_conversation.c - own words stay own words, and every version stays.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "../store/tables.h"
#include "care/conversation.h"

enum { PERSON = 1, MEMBER, OTHER, EPISODE = 10, OTHER_EPISODE, FIRST = 20, SECOND, THIRD };

static bool reached[CONVERSATION_VERDICT_COUNT];

struct facts {
	struct saying saying;
	struct care_actor actor;
	struct conversation_telling telling;
};

static struct facts right_facts(int actor, bool anew)
{
	return (struct facts){.saying = {.author = judging_id(actor)},
		.actor = {.account = judging_id(actor)},
		.telling = {.person_agrees = true, .anew = anew}};
}

static int judge_tell(const void *at)
{
	const struct facts *facts = at;
	return (int)conversation_judge_tell(
		&facts->saying, &facts->actor, judging_id(PERSON), &facts->telling);
}

static void break_yes(void *at)
{
	((struct facts *)at)->telling.person_agrees = false;
}

static void break_author(void *at)
{
	((struct facts *)at)->saying.author = judging_id(OTHER);
}

static void break_bound(void *at)
{
	((struct facts *)at)->telling.count = CONVERSATION_MAX;
}

static void show(const char *what, const struct judging_rule *rules, size_t count,
	struct facts right, int (*judge)(const void *))
{
	judging_show(&(struct judging){what, rules, count, &right, sizeof(right), judge, reached});
}

/* What is said anew is one's own, also for the person; and a full conversation can still be said
 * better. */
static void test_conversation_judge_tell__own_words_stay_own_words(void **state)
{
	static const struct judging_rule new_one[] = {
		{break_yes, CONVERSATION_WITHOUT_YES}, {break_bound, CONVERSATION_TOO_MANY}};
	static const struct judging_rule anew[] = {
		{break_yes, CONVERSATION_WITHOUT_YES}, {break_author, CONVERSATION_OWN_WORDS}};
	struct facts by_person = right_facts(PERSON, true), full = right_facts(MEMBER, true);
	(void)state;
	show("new", new_one, 2, right_facts(MEMBER, false), judge_tell);
	show("anew", anew, 2, right_facts(MEMBER, true), judge_tell);
	break_yes(&by_person);
	assert_int_equal(judge_tell(&by_person), CONVERSATION_OK);
	break_author(&by_person);
	assert_int_equal(judge_tell(&by_person), CONVERSATION_OWN_WORDS);
	break_bound(&full);
	assert_int_equal(judge_tell(&full), CONVERSATION_OK);
}

static void test_conversation_verdicts__are_whole_and_all_reached(void **state)
{
	static const int elsewhere[] = {CONVERSATION_UNKNOWN}; /* do_conversation.c */
	(void)state;
	judging_list_is_whole(&conversation_verdicts);
	judging_all_reached(&conversation_verdicts, reached, elsewhere, 1);
	assert_int_equal(
		codes_find(&conversation_topic_codes, SPAN_LITERAL("could_be")), TOPIC_COULD_BE);
}

static void put(
	struct tables *tables, int episode, int id, int64_t seq, enum conversation_topic topic)
{
	struct saying saying = {.region = 5,
		.episode = judging_id(episode),
		.id = judging_id(id),
		.seq = seq,
		.topic = (int32_t)topic,
		.author = judging_id(PERSON)};
	tables_put(tables, &conversation_saying_table, &saying);
}

/* Only the last version of each is shown, by heading and as they came; all of them stay. */
static void test_conversation_open__has_the_last_versions(void **state)
{
	static const struct {
		int id;
		int64_t seq;
	} expected[] = {{SECOND, 9}, {THIRD, 5}, {FIRST, 3}};
	struct tables *tables = *state;
	struct store_cursor *cursor = NULL;
	struct saying saying;
	int64_t number = 0;
	bool known = false;
	put(tables, EPISODE, FIRST, 3, TOPIC_REACH);
	put(tables, EPISODE, SECOND, 4, TOPIC_MATTERS);
	put(tables, EPISODE, SECOND, 9, TOPIC_MATTERS);
	put(tables, EPISODE, THIRD, 5, TOPIC_MATTERS);
	put(tables, OTHER_EPISODE, FIRST, 8, TOPIC_STORY);
	TABLES_RIGHT(
		tables, conversation_open(tables->store, 5, judging_id(EPISODE), &cursor, &tables->error));
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		assert_true(tables_next(tables, cursor, &conversation_saying_table, &saying));
		assert_true(id_equal(saying.id, judging_id(expected[i].id)));
		assert_int_equal(saying.seq, expected[i].seq);
	}
	assert_false(tables_next(tables, cursor, &conversation_saying_table, &saying));
	store_query_close(cursor);
	TABLES_RIGHT(
		tables, conversation_count(tables->store, 5, judging_id(EPISODE), &number, &tables->error));
	assert_int_equal(number, 3);
	TABLES_RIGHT(tables,
		conversation_find(tables->store, 5, judging_id(EPISODE), judging_id(SECOND), &saying,
			&known, &tables->arena, &tables->error));
	assert_true(known && saying.seq == 9);
	TABLES_RIGHT(tables,
		conversation_find(tables->store, 5, judging_id(EPISODE), judging_id(99), &saying, &known,
			&tables->arena, &tables->error));
	assert_false(known);
}

int main(void)
{
#define ON(test) cmocka_unit_test_setup_teardown(test, tables_start, tables_stop)
	const struct CMUnitTest tests[] = {
		ON(test_conversation_judge_tell__own_words_stay_own_words),
		ON(test_conversation_open__has_the_last_versions),
		ON(test_conversation_verdicts__are_whole_and_all_reached),
	};
	return TABLES_RUN("conversation", tests);
}
