/* test_access.c - who may do what to whose data: every question there is, against what L7 says.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "access/access.h"

/* What is written down here follows from L7 and from what each part of a file is for, not from
 * access_rules.c: what is not in this list is refused. A `place` lower in number goes before
 * another when somebody stands in several relations at once: the nearest to the person first. */
struct right {
	enum access_part part;
	enum access_verb verb;
	unsigned relation;
	bool only_in_danger;
	enum access_ground ground;
	int place;
};

static const struct right rights[] = {
	/* Anybody may ask for help, and sign in. */
	{PART_DOOR, VERB_CHANGE, RELATION_ANYBODY, false, GROUND_ENTRY, 1},
	/* A file is the person's own, and their team's; in danger duty may read it, and only read. */
	{PART_FILE, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 0},
	{PART_FILE, VERB_READ, RELATION_MEMBER, false, GROUND_TREATMENT, 2},
	{PART_FILE, VERB_READ, RELATION_DUTY, true, GROUND_VITAL_INTEREST, 3},
	{PART_FILE, VERB_CHANGE, RELATION_SELF, false, GROUND_OWN_FILE, 0},
	{PART_FILE, VERB_CHANGE, RELATION_MEMBER, false, GROUND_TREATMENT, 2},
	/* Who is asked sees what they are asked, and answers it; nothing else of the file. */
	{PART_OFFER, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_OFFER, VERB_READ, RELATION_MEMBER, false, GROUND_TREATMENT, 2},
	{PART_OFFER, VERB_READ, RELATION_ASKED, false, GROUND_ASKED, 3},
	{PART_OFFER, VERB_CHANGE, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_OFFER, VERB_CHANGE, RELATION_MEMBER, false, GROUND_TREATMENT, 2},
	{PART_OFFER, VERB_CHANGE, RELATION_ASKED, false, GROUND_ASKED, 3},
	/* What somebody holds: a list of the files in whose team they are, and of no others. */
	{PART_CASELOAD, VERB_READ, RELATION_SIGNED_IN, false, GROUND_TREATMENT, 1},
	/* Who is asked for advice sees the question, and gives it. */
	{PART_CONSULT, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_CONSULT, VERB_READ, RELATION_MEMBER, false, GROUND_TREATMENT, 2},
	{PART_CONSULT, VERB_READ, RELATION_ASKED, false, GROUND_CONSULT, 3},
	{PART_CONSULT, VERB_CHANGE, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_CONSULT, VERB_CHANGE, RELATION_MEMBER, false, GROUND_TREATMENT, 2},
	{PART_CONSULT, VERB_CHANGE, RELATION_ASKED, false, GROUND_CONSULT, 3},
	/* A table sees and decides its case; who is obliged names somebody; an agenda has no file. */
	{PART_TABLE, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_TABLE, VERB_READ, RELATION_MEMBER, false, GROUND_TREATMENT, 2},
	{PART_TABLE, VERB_READ, RELATION_ASKED, false, GROUND_ASKED, 3},
	{PART_TABLE, VERB_READ, RELATION_SEATED, false, GROUND_TABLE, 4},
	{PART_TABLE, VERB_CHANGE, RELATION_SEATED, false, GROUND_TABLE, 1},
	{PART_OBLIGATION, VERB_CHANGE, RELATION_ASKED, false, GROUND_ASKED, 1},
	{PART_AGENDA, VERB_READ, RELATION_SEATED, false, GROUND_TABLE, 1},
	{PART_AGENDA, VERB_CHANGE, RELATION_SEATED, false, GROUND_TABLE, 1},
	/* Who looked is for the person alone, and for nobody to change. */
	{PART_LOG, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	/* Who speaks for the person stands before the team. */
	{PART_FILE, VERB_READ, RELATION_REPRESENTS, false, GROUND_REPRESENTATION, 1},
	{PART_FILE, VERB_CHANGE, RELATION_REPRESENTS, false, GROUND_REPRESENTATION, 1},
	{PART_STORY, VERB_READ, RELATION_REPRESENTS, false, GROUND_REPRESENTATION, 1},
	/* Who is near does their part and knows the plan; the story is for who knows all. */
	{PART_FILE, VERB_READ, RELATION_NEAR, false, GROUND_TREATMENT, 4},
	{PART_FILE, VERB_CHANGE, RELATION_NEAR, false, GROUND_TREATMENT, 5},
	{PART_OFFER, VERB_READ, RELATION_NEAR, false, GROUND_TREATMENT, 4},
	{PART_OFFER, VERB_CHANGE, RELATION_NEAR, false, GROUND_TREATMENT, 4},
	{PART_STORY, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 0},
	{PART_STORY, VERB_READ, RELATION_MEMBER, false, GROUND_TREATMENT, 2},
	{PART_STORY, VERB_READ, RELATION_DUTY, true, GROUND_VITAL_INTEREST, 3},
	{PART_STORY, VERB_READ, RELATION_SAME, false, GROUND_OWN_FILE, 4},
	/* With the code of one file the person reads the other, when both sides said it is theirs. */
	{PART_FILE, VERB_READ, RELATION_SAME, false, GROUND_OWN_FILE, 5},
	{PART_LOG, VERB_READ, RELATION_SAME, false, GROUND_OWN_FILE, 2},
	/* Who brought it in learns that it was received. */
	{PART_RECEIPT, VERB_READ, RELATION_ENTERED, false, GROUND_ENTRY, 1},
	/* Whom a relative tells of is theirs to read; others only in danger. */
	{PART_ABOUT, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_ABOUT, VERB_READ, RELATION_MEMBER, true, GROUND_VITAL_INTEREST, 2},
	{PART_ABOUT, VERB_READ, RELATION_DUTY, true, GROUND_VITAL_INTEREST, 3},
	/* One's own inbox and session: who has signed in. */
	{PART_OWN, VERB_READ, RELATION_SIGNED_IN, false, GROUND_PUBLIC, 1},
	{PART_OWN, VERB_CHANGE, RELATION_SIGNED_IN, false, GROUND_PUBLIC, 1},
	/* The map of help is public; owners keep what is theirs, and administrators all of it. */
	{PART_DIRECTORY, VERB_READ, RELATION_ANYBODY, false, GROUND_PUBLIC, 1},
	{PART_DIRECTORY, VERB_CHANGE, RELATION_OWNER, false, GROUND_OWN_ENTRY, 1},
	{PART_DIRECTORY, VERB_CHANGE, RELATION_ADMINISTRATOR, false, GROUND_ADMINISTRATION, 2},
	{PART_DIRECTORY, VERB_CHANGE, RELATION_PROGRAM, false, GROUND_PROGRAM, 3},
	/* What somebody wrote about an entry is for who decides on it. */
	{PART_CORRECTION, VERB_READ, RELATION_OWNER, false, GROUND_OWN_ENTRY, 1},
	{PART_CORRECTION, VERB_READ, RELATION_ADMINISTRATOR, false, GROUND_ADMINISTRATION, 2},
	{PART_CORRECTION, VERB_CHANGE, RELATION_OWNER, false, GROUND_OWN_ENTRY, 1},
	{PART_CORRECTION, VERB_CHANGE, RELATION_ADMINISTRATOR, false, GROUND_ADMINISTRATION, 2},
	/* Anybody may say what is wrong on the map, and confirm with a link. */
	{PART_DIRECTORY_DOOR, VERB_CHANGE, RELATION_ANYBODY, false, GROUND_PUBLIC, 1},
	/* Administrators keep accounts. */
	{PART_ADMINISTRATION, VERB_READ, RELATION_ADMINISTRATOR, false, GROUND_ADMINISTRATION, 1},
	{PART_ADMINISTRATION, VERB_CHANGE, RELATION_ADMINISTRATOR, false, GROUND_ADMINISTRATION, 1},
	/* At the command line: a new code for who lost theirs. */
	{PART_ADMINISTRATION, VERB_CHANGE, RELATION_PROGRAM, false, GROUND_PROGRAM, 2},
	/* Who lost the way to their own file is helped to it by who stands beside them, never by an
	 * administrator. */
	{PART_RENEWAL, VERB_CHANGE, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_RENEWAL, VERB_CHANGE, RELATION_MEMBER, false, GROUND_OWN_FILE, 2},
	{PART_RENEWAL, VERB_CHANGE, RELATION_DUTY, false, GROUND_OWN_FILE, 3},
	/* Whom one can ask, is for who helps, and for who has a question there. */
	{PART_COLLEAGUES, VERB_READ, RELATION_COLLEAGUE, false, GROUND_PUBLIC, 1},
	{PART_COLLEAGUES, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 2},
	/* Outside the team, what the person said yes to: to be read, never to be changed. */
	{PART_FILE, VERB_READ, RELATION_CONSENTED, false, GROUND_CONSENT, 6},
	{PART_STORY, VERB_READ, RELATION_CONSENTED, false, GROUND_CONSENT, 5},
	{PART_LOG, VERB_READ, RELATION_CONSENTED, false, GROUND_CONSENT, 3},
	/* Who may know what is said, and seen, by the person and who speaks for them. */
	{PART_CONSENT, VERB_READ, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_CONSENT, VERB_READ, RELATION_REPRESENTS, false, GROUND_REPRESENTATION, 2},
	{PART_CONSENT, VERB_READ, RELATION_SAME, false, GROUND_OWN_FILE, 3},
	{PART_CONSENT, VERB_CHANGE, RELATION_SELF, false, GROUND_OWN_FILE, 1},
	{PART_CONSENT, VERB_CHANGE, RELATION_REPRESENTS, false, GROUND_REPRESENTATION, 2},
	/* What comes due is done by the program, and by nobody else. */
	{PART_CLOCK, VERB_CHANGE, RELATION_PROGRAM, false, GROUND_PROGRAM, 1},
};

enum { RELATION_END = RELATION_CONSENTED << 1, TODAY = 20514 /* 2 March 2026 */ };

static bool reached[ACCESS_VERDICT_COUNT];

static const struct right *find_right(const struct access_question *question)
{
	const struct right *best = NULL;
	for (size_t i = 0; i < sizeof(rights) / sizeof(rights[0]); i++) {
		const struct right *right = &rights[i];
		if (right->part != question->part || right->verb != question->verb) continue;
		if ((right->relation & question->relations) == 0) continue;
		if (right->only_in_danger && !question->in_danger) continue;
		if (best == NULL || right->place < best->place) best = right;
	}
	return best;
}

/* Whom to ask, where it is not theirs: what is of no file has its own words. */
static enum access_verdict no_of(enum access_part part)
{
	bool kept = part == PART_ADMINISTRATION || part == PART_DIRECTORY || part == PART_CORRECTION;
	if (part == PART_COLLEAGUES) return ACCESS_NOT_COLLEAGUE;
	return kept ? ACCESS_NOT_YOURS : ACCESS_NO_GROUND;
}

static void expect(const struct access_question *question)
{
	enum access_ground ground = GROUND_COUNT;
	enum access_verdict verdict = access_decide(question, &ground);
	const struct right *right = find_right(question);
	bool known = (question->relations & (RELATION_SIGNED_IN | RELATION_PROGRAM)) != 0;
	enum access_verdict no = known ? no_of(question->part) : ACCESS_NOT_SIGNED_IN;
	/* Who may not, and might have once by a consent, hears that it is over. */
	if (question->consent_over && no == ACCESS_NO_GROUND) no = ACCESS_CONSENT_OVER;
	reached[verdict] = true;
	if (verdict == (right != NULL ? ACCESS_OK : no) &&
		ground == (right != NULL ? right->ground : GROUND_NONE))
		return;
	fail_msg("part %s, verb %d, relations %x, danger %d: verdict %d with ground %d",
		codes_name(&access_part_codes, (int)question->part), (int)question->verb,
		question->relations, question->in_danger, (int)verdict, (int)ground);
}

/* Every part, verb and single relation, in danger and out of it: allowed only if it is in the
 * list, and then on the ground of the list. */
static void test_access_decide__gives_each_relation_what_is_its(void **state)
{
	(void)state;
	for (int part = 0; part < PART_COUNT; part++)
		for (int verb = 0; verb < VERB_COUNT; verb++)
			for (unsigned relation = 1; relation < RELATION_END; relation <<= 1)
				for (int danger = 0; danger < 2; danger++)
					expect(&(struct access_question){(enum access_part)part, (enum access_verb)verb,
						relation, danger == 1, .today = TODAY});
}

/* Every set of relations: no combination opens what none of them does, and the ground is that of
 * who stands nearest. */
static void test_access_decide__of_every_set_of_relations(void **state)
{
	(void)state;
	for (int part = 0; part < PART_COUNT; part++)
		for (int verb = 0; verb < VERB_COUNT; verb++)
			for (unsigned relations = 0; relations < RELATION_END; relations++)
				for (int state_of = 0; state_of < 4; state_of++)
					expect(&(struct access_question){(enum access_part)part, (enum access_verb)verb,
						relations, (state_of & 1) != 0, .today = TODAY,
						.consent_over = (state_of & 2) != 0});
	judging_all_reached(&access_verdicts, reached, NULL, 0);
}

/* An administrator administers, and reads no file, offer or log, in danger neither. */
static void test_access_decide__administrators_read_no_file(void **state)
{
	static const enum access_part parts[] = {PART_FILE, PART_OFFER, PART_CONSULT, PART_TABLE,
		PART_LOG, PART_RECEIPT, PART_ABOUT, PART_RENEWAL, PART_CONSENT};
	(void)state;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		for (int verb = 0; verb < VERB_COUNT; verb++)
			for (int danger = 0; danger < 2; danger++) {
				struct access_question question = {parts[i], (enum access_verb)verb,
					RELATION_ANYBODY | RELATION_SIGNED_IN | RELATION_ADMINISTRATOR, danger == 1,
					.today = TODAY};
				enum access_ground ground = GROUND_OWN_FILE;
				assert_int_equal(access_decide(&question, &ground), ACCESS_NO_GROUND);
				assert_int_equal(ground, GROUND_NONE);
			}
}

/* The program itself has no right to anybody's file either: it keeps time, imports, and gives new
 * codes at the command line. */
static void test_access_decide__the_program_has_only_clocks_imports_and_codes(void **state)
{
	(void)state;
	for (int part = 0; part < PART_COUNT; part++)
		for (int verb = 0; verb < VERB_COUNT; verb++) {
			struct access_question question = {(enum access_part)part, (enum access_verb)verb,
				RELATION_PROGRAM, true, .today = TODAY};
			enum access_ground ground = GROUND_NONE;
			bool own = verb == VERB_CHANGE &&
				(part == PART_CLOCK || part == PART_DIRECTORY || part == PART_ADMINISTRATION);
			assert_int_equal(
				access_decide(&question, &ground), own ? ACCESS_OK : no_of((enum access_part)part));
		}
}

/* A part or verb that no rule knows is refused to everybody at once. */
static void test_access_decide__default_is_no(void **state)
{
	struct access_question question = {
		PART_COUNT, VERB_READ, RELATION_END - 1, true, .today = TODAY};
	enum access_ground ground = GROUND_OWN_FILE;
	(void)state;
	assert_int_equal(access_decide(&question, &ground), ACCESS_NO_GROUND);
	assert_int_equal(ground, GROUND_NONE);
	question =
		(struct access_question){PART_FILE, VERB_COUNT, RELATION_END - 1, true, .today = TODAY};
	assert_int_equal(access_decide(&question, &ground), ACCESS_NO_GROUND);
}

/* Each rule says one relation, and no rule stands behind another that always answers before it. */
static void test_access_rules__all_have_work_to_do(void **state)
{
	(void)state;
	assert_int_equal(access_rule_count, sizeof(rights) / sizeof(rights[0]));
	for (size_t i = 0; i < access_rule_count; i++) {
		const struct access_rule *rule = &access_rules[i];
		assert_true(rule->relation != 0 && (rule->relation & (rule->relation - 1)) == 0);
		assert_true(rule->ground > GROUND_NONE && rule->ground < GROUND_COUNT);
		for (size_t before = 0; before < i; before++)
			assert_false(access_rules[before].part == rule->part &&
				access_rules[before].verb == rule->verb &&
				access_rules[before].relation == rule->relation);
	}
}

/* What the list above says to every question with at most two relations: enough to see any one
 * change of a table in. */
enum { MOST_RULES = 256, SETS = 16 * 17 / 2, ANSWERS = PART_COUNT * VERB_COUNT * SETS * 2 };
_Static_assert(RELATION_END == 1 << 16, "as many sets of one or two as SETS says");
struct answer {
	struct access_question question;
	enum access_verdict verdict;
	enum access_ground ground;
};
static struct answer answers[ANSWERS];

static void fill_answers(void)
{
	size_t count = 0;
	for (unsigned one = 1; one < RELATION_END; one <<= 1)
		for (unsigned other = one; other < RELATION_END; other <<= 1)
			for (int at = 0; at < PART_COUNT * VERB_COUNT * 2; at++) {
				struct answer *answer = &answers[count++];
				answer->question = (struct access_question){(enum access_part)(at % PART_COUNT),
					(enum access_verb)(at / PART_COUNT % VERB_COUNT), one | other,
					at / PART_COUNT / VERB_COUNT == 1, .today = TODAY};
				const struct right *right = find_right(&answer->question);
				bool known = (answer->question.relations & (RELATION_SIGNED_IN | RELATION_PROGRAM));
				enum access_verdict no =
					known ? no_of(answer->question.part) : ACCESS_NOT_SIGNED_IN;
				answer->verdict = right != NULL ? ACCESS_OK : no;
				answer->ground = right != NULL ? right->ground : GROUND_NONE;
			}
	assert_int_equal(count, ANSWERS);
}

/* Whether the list tells this table from the right one. */
static bool is_caught(const struct access_rule *rules, size_t count)
{
	for (size_t i = 0; i < ANSWERS; i++) {
		enum access_ground ground = GROUND_COUNT;
		enum access_verdict verdict = access_decide_by(rules, count, &answers[i].question, &ground);
		if (verdict != answers[i].verdict || ground != answers[i].ground) return true;
	}
	return false;
}

static struct access_rule table[MOST_RULES];
static size_t mutants;

/* The whole table with one rule that is another. */
static void must_catch(size_t at, struct access_rule rule, const char *what)
{
	struct access_rule right = table[at];
	table[at] = rule;
	mutants++;
	if (!is_caught(table, access_rule_count)) fail_msg("rule %zu: %s: nothing saw it", at, what);
	table[at] = right;
}

/* Nothing changes where who gets the rule too has a right already that goes before it, or one that
 * is the same. */
static bool has_it(size_t at, unsigned relation)
{
	const struct access_rule *rule = &table[at];
	for (size_t i = 0; i < access_rule_count; i++) {
		const struct access_rule *other = &table[i];
		if (other->part != rule->part || other->verb != rule->verb || other->relation != relation)
			continue;
		bool before = i < at && (!other->in_danger_only || rule->in_danger_only);
		bool same = other->ground == rule->ground && other->in_danger_only == rule->in_danger_only;
		if (before || same) return true;
	}
	return false;
}

static void mutate_relation(size_t at)
{
	for (unsigned relation = 1; relation < RELATION_END; relation <<= 1) {
		struct access_rule other = table[at];
		if (relation == other.relation) continue;
		other.relation = relation;
		must_catch(at, other, "given to another");
		if (has_it(at, relation)) continue;
		other.relation |= table[at].relation;
		must_catch(at, other, "widened");
	}
}

static void mutate_rule(size_t at)
{
	struct access_rule other = table[at];
	other.in_danger_only = !other.in_danger_only;
	must_catch(at, other, "danger turned round");
	other = table[at];
	other.verb = other.verb == VERB_READ ? VERB_CHANGE : VERB_READ;
	must_catch(at, other, "another verb");
	for (int part = 0; part < PART_COUNT; part++) {
		other = table[at];
		other.part = (enum access_part)part;
		if (other.part != table[at].part) must_catch(at, other, "another part");
	}
	for (int ground = 0; ground < GROUND_COUNT; ground++) {
		other = table[at];
		other.ground = (enum access_ground)ground;
		if (other.ground != table[at].ground) must_catch(at, other, "another ground");
	}
}

/* Two rules of one part and verb that give different grounds have an order. */
static void mutate_order(size_t at)
{
	for (size_t behind = at + 1; behind < access_rule_count; behind++) {
		struct access_rule first = table[at], second = table[behind];
		if (first.part != second.part || first.verb != second.verb || first.ground == second.ground)
			continue;
		table[behind] = first;
		must_catch(at, second, "stands behind another");
		table[behind] = second;
	}
}

/* Each rule taken out, widened, given to another, moved, or with another ground: the list of this
 * test sees each of them. A table that is right is not caught. */
static void test_access_rules__no_change_goes_unseen(void **state)
{
	(void)state;
	assert_true(access_rule_count <= MOST_RULES);
	fill_answers();
	memcpy(table, access_rules, access_rule_count * sizeof(table[0]));
	assert_false(is_caught(table, access_rule_count));
	for (size_t i = 0; i < access_rule_count; i++) {
		struct access_rule none = table[i];
		none.relation = 0;
		must_catch(i, none, "taken out");
		mutate_relation(i);
		mutate_rule(i);
		mutate_order(i);
	}
	print_message("%zu tables with one change, each of them seen\n", mutants);
	assert_true(mutants > 40 * access_rule_count);
}

/* Before its law was there nobody had a ground by it, whoever they are. */
static void test_access_decide__by_the_laws_of_the_day(void **state)
{
	static const struct {
		enum access_part part;
		unsigned relation;
		int32_t first_day;
	} laws[] = {
		{PART_FILE, RELATION_SELF, 9221},    /* 1 April 1995 */
		{PART_FILE, RELATION_MEMBER, 9221},  /* 1 April 1995 */
		{PART_TABLE, RELATION_SEATED, 17676} /* 25 May 2018 */
	};
	(void)state;
	for (size_t i = 0; i < sizeof(laws) / sizeof(laws[0]); i++)
		for (int32_t day = laws[i].first_day - 2; day < laws[i].first_day + 2; day++) {
			struct access_question question = {
				laws[i].part, VERB_READ, laws[i].relation | RELATION_SIGNED_IN, .today = day};
			enum access_ground ground = GROUND_NONE;
			assert_int_equal(access_decide(&question, &ground),
				day < laws[i].first_day ? ACCESS_NO_GROUND : ACCESS_OK);
		}
}

/* The names that the log and the messages use are whole. */
static void test_access_names__are_whole(void **state)
{
	static const char *const grounds[] = {"", "own_file", "treatment", "asked", "vital_interest",
		"entry", "administration", "public", "program", "own_entry", "consult", "table",
		"representation", "consent", "wvggz", "wzd", "wfz", "wams", "outreach", "supervision"};
	(void)state;
	judging_list_is_whole(&access_verdicts);
	assert_int_equal(access_ground_codes.count, GROUND_COUNT);
	for (int i = 0; i < GROUND_COUNT; i++)
		assert_string_equal(codes_name(&access_ground_codes, i), grounds[i]);
	assert_int_equal(access_part_codes.count, PART_COUNT);
	assert_string_equal(codes_name(&access_part_codes, PART_FILE), "file");
	assert_string_equal(codes_name(&access_part_codes, PART_CLOCK), "clock");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_access_decide__gives_each_relation_what_is_its),
		cmocka_unit_test(test_access_decide__of_every_set_of_relations),
		cmocka_unit_test(test_access_decide__administrators_read_no_file),
		cmocka_unit_test(test_access_decide__the_program_has_only_clocks_imports_and_codes),
		cmocka_unit_test(test_access_decide__default_is_no),
		cmocka_unit_test(test_access_rules__all_have_work_to_do),
		cmocka_unit_test(test_access_rules__no_change_goes_unseen),
		cmocka_unit_test(test_access_decide__by_the_laws_of_the_day),
		cmocka_unit_test(test_access_names__are_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
