/* test_api_texts.c - every text that the program can need is there, in both languages, and reads
 * well with what it is filled in with.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include "access/session.h"
#include "api/api_messages.h"
#include "care/consent.h"
#include "care/consult.h"
#include "care/stay.h"
#include "care/seat.h"
#include "care/shortage.h"
#include "care/table.h"
#include "care/handover.h"
#include "care/inbox.h"
#include "care/conversation.h"
#include "care/episode.h"
#include "care/join.h"
#include "care/light.h"
#include "care/plan.h"
#include "care/knowing.h"
#include "care/mandate.h"
#include "care/need.h"
#include "care/preparation.h"
#include "care/second_view.h"
#include "care/merge.h"
#include "care/step.h"
#include "care/team.h"
#include "command/command.h"
#include "directory/agreement.h"
#include "directory/correction.h"
#include "directory/cost.h"
#include "directory/criteria.h"
#include "directory/entry.h"
#include "directory/hours.h"
#include "region/region_purchase.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_TEXT_BYTES 4096

static struct api_messages *messages;

static int open_built_in(void **state)
{
	struct error error = {0};
	const struct span texts[API_LANGUAGE_COUNT] = {
		api_messages_file(API_LANGUAGE_NL), api_messages_file(API_LANGUAGE_EN)};
	(void)state;
	status code = api_messages_open_texts(texts, API_MISSING_IS_BUG, &messages, &error);
	if (code != STATUS_OK) fprintf(stderr, "%s\n", error.message);
	return code == STATUS_OK ? 0 : -1;
}

static int close_built_in(void **state)
{
	(void)state;
	api_messages_close(messages);
	return 0;
}

static const struct codes *const code_lists[] = {
	&need_state_codes,
	&step_lateness_codes,
	&session_way_codes,
	&codes_life_domain,
	&codes_need_aim,
	&codes_member_kind,
	&codes_decline_reason,
	&codes_decline_instead,
	&codes_closing,
	&codes_for_whom,
	&codes_organisation_kind,
	&codes_service_level,
	&codes_intensity,
	&codes_service_kind,
	&codes_way_in,
	&codes_referral,
	&codes_service_setting,
	&codes_accessibility,
	&codes_site_form,
	&directory_criteria,
	&entry_kind_codes,
	&entry_state_codes,
	&entry_role_codes,
	&entry_field_codes,
	&hours_rule_codes,
	&cost_kind_codes,
	&agreement_party_state_codes,
	&correction_state_codes,
	&correction_reason_codes,
	&handover_state_codes,
	&join_state_codes,
	&stay_state_codes,
	&stay_keeps_codes,
	&table_state_codes,
	&table_level_codes,
	&table_why_codes,
	&table_origin_codes,
	&table_cause_codes,
	&shortage_state_codes,
	&seat_kind_codes,
	&conversation_topic_codes,
	&plan_kind_codes,
	&plan_state_codes,
	&light_state_codes,
	&episode_state_codes,
	&merge_state_codes,
	&knowing_codes,
	&consent_kind_codes,
	&mandate_kind_codes,
	&mandate_form_codes,
	&mandate_state_codes,
	&transition_kind_codes,
	&transition_state_codes,
	&preparation_key_codes,
	&preparation_state_codes,
	&second_view_state_codes,
	&second_view_outcome_codes,
	&stay_lateness_codes,
	&consult_state_codes,
	&consult_age_band_codes,
	&team_way_codes,
	&step_kind_codes,
	&inbox_kind_codes,
	&access_part_codes,
	&access_ground_codes,
	&ground_part_codes,
	&region_law_codes,
	&region_service_codes,
	&region_party_codes,
	&region_age_codes,
	&region_living_codes,
	&region_division_codes,
	&region_confidence_codes,
};

static void assert_key(const char *format, const char *first, const char *second, const char *third)
{
	char key[API_MESSAGES_KEY_SIZE * 2];
	snprintf(key, sizeof(key), "%s%s%s%s", format, first, second, third);
	if (!api_messages_has(messages, key)) fail_msg("there is no text %s", key);
}

/* A refusal without words would leave somebody standing there. */
static void test_api_texts__has_a_title_and_an_accept_for_every_verdict(void **state)
{
	char code[API_MESSAGES_KEY_SIZE];
	(void)state;
	for (size_t i = 0; i < command_verdict_list_count; i++) {
		const struct verdict_list *list = command_verdict_lists[i];
		for (int verdict = 1; verdict < list->count; verdict++) {
			snprintf(code, sizeof(code), "%s.%s", list->module, list->verdicts[verdict].code);
			assert_key("refusal.", code, ".title", "");
			assert_key("refusal.", code, ".accept", "");
			assert_key("law.", list->verdicts[verdict].law, "", "");
			assert_key("law.", list->verdicts[verdict].law, ".text", "");
		}
	}
}

/* Also the laws that no judge of this version names yet. */
static void test_api_texts__has_all_twelve_laws(void **state)
{
	char number[8];
	(void)state;
	for (int i = 0; i <= 11; i++) {
		snprintf(number, sizeof(number), "%d", i);
		assert_key("law.L", number, "", "");
		assert_key("law.L", number, ".text", "");
	}
}

/* Codes are what people would otherwise see in English and with underscores. */
static void test_api_texts__has_a_name_for_every_code(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(code_lists); i++)
		for (int j = 0; j < code_lists[i]->count; j++)
			if (code_lists[i]->names[j] != NULL && code_lists[i]->names[j][0] != '\0')
				assert_key("code.", code_lists[i]->name, ".", code_lists[i]->names[j]);
	assert_key("code.", "life_domain", ".", "not_said");
	assert_key("code.", "for_whom", ".", "not_said");
	for (int i = 1; i < MEMBER_KIND_COUNT; i++)
		assert_key("who.", codes_name(&codes_member_kind, i), "", "");
}

static bool makes_a_moment(const struct command_entry *entry)
{
	return entry->number == COMMAND_QUESTION_ASK || entry->number == COMMAND_JOIN_INVITE ||
		(!entry->is_look && entry->subject == SUBJECT_PERSON_OF_EPISODE);
}

/* What a command's moment is filled with (command/do_*.c); behind the bar what may be empty. */
static const struct {
	const char *command;
	const char *given;
	const char *may_be_empty;
} moments[] = {
	{"question.ask", "who whom day before need words", "before need words"},
	{"need.add", "who whom need second words", "words"},
	{"need.stop", "who whom need words", "need words"},
	{"need.close", "who need second words", "need words"},
	{"danger.report", "who whom need before words", "need before words"},
	{"danger.over", "who whom need words", "need words"},
	{"step.plan", "who whom need day words", "need words"},
	{"step.done", "who need day words", "need day words"},
	{"step.late", "whom need day", "need"},
	{"join.ask", "who whom words", "words"},
	{"join.invite", "who whom", ""},
	{"person.renew", "who whom", ""},
	{"join.accept", "who whom words", "words"},
	{"join.decline", "who whom words", "words"},
	{"join.withdraw", "who whom words", "words"},
	{"join.expire", "whom", ""},
	{"consult.ask", "who whom need day words", "words"},
	{"consult.answer", "who whom need words", ""},
	{"consult.decline", "who whom need words", "words"},
	{"consult.withdraw", "who whom need words", "words"},
	{"consult.close", "who whom need words", "words"},
	{"consult.turn", "who whom need words", "words"},
	{"consult.expire", "whom need", ""},
	{"stay.plan", "who whom code day words", "words"},
	{"stay.admit", "who whom day words", "words"},
	{"stay.leave", "who whom day words", "words"},
	{"stay.back", "who whom day words", "words"},
	{"stay.extend", "who whom day words", "words"},
	{"stay.return", "who whom day words", "words"},
	{"stay.move_on", "who whom day words", "words"},
	{"stay.cancel", "who whom day words", "words"},
	{"stay.late", "whom day", ""},
	{"stay.place", "whom day", ""},
	{"table.bring", "who need code day words", ""},
	{"table.attend", "who whom need", "whom"},
	{"table.object", "who need words", "words"},
	{"table.decide", "who whom need day words", ""},
	{"table.name", "who whom need day words", ""},
	{"table.raise", "who need day words", "words"},
	{"table.close", "who need", ""},
	{"table.late", "need", ""},
	{"conversation.tell", "who code words", ""},
	{"plan.add", "who need code words", "need"},
	{"plan.change", "who need code words", "need"},
	{"plan.step", "who whom need day words", "need"},
	{"plan.give", "who whom need day words", "need words"},
	{"plan.accept", "who whom need day words", "need words"},
	{"plan.decline", "who whom need day words", "need words"},
	{"plan.done", "who need code words", "need words"},
	{"plan.stop", "who need code words", "need words"},
	{"plan.agree", "who words", "words"},
	{"light.begin", "who whom day words", "words"},
	{"light.held", "who whom day words", "words"},
	{"light.end", "who whom words", "words"},
	{"light.late", "whom day", ""},
	{"episode.close", "who code words", "words"},
	{"episode.return", "who whom need day words", "need words"},
	{"return.answer", "who words", "words"},
	{"person.identify", "who whom words", "words"},
	{"merge.confirm", "who code words", "words"},
	{"merge.apart", "words", "words"},
	{"merge.undo", "who words", "words"},
	{"consent.give", "who whom code day", "whom"},
	{"consent.object", "who whom code day", "whom day"},
	{"consent.withdraw", "who whom code day", "whom day"},
	{"mandate.name", "who whom code second day words", ""},
	{"mandate.end", "who whom code second day words", "words"},
	{"mandate.turn", "whom code second day", ""},
	{"member.knows", "who whom code words", "words"},
	{"transition.announce", "who code day words", "words"},
	{"transition.move", "who code day words", "words"},
	{"transition.call_off", "who code words", "words"},
	{"transition.come", "code day", ""},
	{"preparation.done", "who code words", "words"},
	{"preparation.not_needed", "who code words", "words"},
	{"preparation.late", "whom code day", ""},
	{"treatment.exhausted", "who need day words", "need words"},
	{"treatment.agree", "who need words", "need words"},
	{"treatment.resume", "who need words", "need words"},
	{"second_view.late", "whom need day", "need"},
	{"moment.correct", "who whom words", ""},
	{"member.leave", "who whom words", "words"},
	{"handover.offer", "who whom need day words", "need words"},
	{"handover.accept", "who whom need day words", "need words"},
	{"handover.decline", "who whom need code reason_words second day words",
		"need reason_words words"},
	{"handover.withdraw", "who whom need words", "need words"},
	{"handover.expire", "need", "need"},
	{"handover.contact", "who whom need day words", "need day words"},
};

static const char *const variants[] = {"door", "care_management", "service", "unsafe", "self",
	"further", "organisation", "let_go", "clock", "named", "kept_over", "to_begin", "announced",
	"goes_on", "viewed"};

/* Every command has words for what somebody wants; those that touch a file have a line in it. */
static void test_api_texts__has_words_and_a_moment_for_every_command(void **state)
{
	size_t made = 0;
	(void)state;
	for (size_t i = 0; i < command_entry_count; i++) {
		assert_key("command.", command_entries[i].name, "", "");
		if (!makes_a_moment(&command_entries[i])) continue;
		assert_key("moment.", command_entries[i].name, "", "");
		made++;
	}
	assert_int_equal(made, COUNT_OF(moments));
}

/* "a b c" has "b". */
static bool list_has(const char *list, struct span name)
{
	struct span rest = span_of(list), word;
	while (span_take(&rest, ' ', &word))
		if (span_equal(word, name)) return true;
	return false;
}

/* The next {name} of a text; false if there is none. */
static bool next_parameter(struct span *text, struct span *name)
{
	const char *open = text->size == 0 ? NULL : memchr(text->start, '{', text->size);
	if (open == NULL) return false;
	const char *end = text->start + text->size;
	const char *close = memchr(open, '}', (size_t)(end - open));
	*name = (struct span){open + 1, (size_t)(close - open - 1)};
	*text = (struct span){close + 1, (size_t)(end - close - 1)};
	return true;
}

static void assert_parameters_among(const char *key, const char *given)
{
	for (int language = 0; language < API_LANGUAGE_COUNT; language++) {
		struct span text = api_messages_text(messages, (enum api_language)language, key), name;
		while (next_parameter(&text, &name))
			if (!list_has(given, name))
				fail_msg("%s uses {%.*s}, which nobody gives", key, SPAN_PRINT(name));
	}
}

/* Where a key of a moment belongs in the table: its command, and only known cases behind it. */
static size_t moment_of(const char *key)
{
	for (size_t i = 0; i < COUNT_OF(moments); i++) {
		size_t size = strlen(moments[i].command);
		const char *name = key + strlen("moment.");
		if (strncmp(name, moments[i].command, size) != 0) continue;
		if (name[size] != '\0' && name[size] != '.') continue;
		struct span rest = span_of(name + size), part;
		bool known = true;
		while (span_take(&rest, '.', &part)) {
			bool found = part.size == 0;
			for (size_t j = 0; j < COUNT_OF(variants); j++)
				found = found || span_is(part, variants[j]);
			known = known && found;
		}
		if (known) return i;
	}
	fail_msg("%s is of no command", key);
	return 0;
}

/* Calls `visit` for each key that begins with `prefix`; returns how many there are. */
static size_t for_each(const char *prefix, void (*visit)(const char *key))
{
	size_t count = 0;
	for (size_t i = 0; i < api_messages_count(messages); i++) {
		const char *key = api_messages_key(messages, i);
		if (strncmp(key, prefix, strlen(prefix)) != 0) continue;
		visit(key);
		count++;
	}
	return count;
}

static void assert_parameters_of_moment(const char *key)
{
	assert_parameters_among(key, moments[moment_of(key)].given);
}

/* A parameter that the moment does not have would always be empty: the line would say nothing. */
static void test_api_texts__moments_use_only_what_their_command_gives(void **state)
{
	(void)state;
	assert_true(for_each("moment.", assert_parameters_of_moment) >= COUNT_OF(moments));
}

/* What the judges give (command/do_*.c and command_batch.c). */
static const struct {
	const char *refusal;
	const char *given;
} refusal_parameters[] = {
	{"refusal.account.bears.", "count"},
	{"refusal.account.manages.", "count"},
	{"refusal.account.has_steps.", "count"},
	{"refusal.need.too_many.", "max"},
	{"refusal.join.too_many.", "max"},
	{"refusal.consult.too_many.", "max"},
	{"refusal.handover.too_many.", "max"},
	{"refusal.appointment.other_region.", "region"},
	{"refusal.appointment.rewrites.", "day"},
	{"refusal.consult.answer_by_out_of_range.", "from to"},
	{"refusal.directory.other_region.", "region"},
	{"refusal.directory.changed.", "version"},
	{"refusal.directory.still_live.", "count"},
	{"refusal.directory.has_accounts.", "count"},
	{"refusal.directory.obliged.", "count"},
	{"refusal.directory.has_stays.", "count"},
	{"refusal.directory.too_many_groups.", "max"},
	{"refusal.correction.too_many.", "count"},
	{"refusal.correction.too_long.", "max"},
	{"refusal.agreement.too_many_asked.", "count"},
	{"refusal.episode.changed.", "version"},
	{"refusal.episode.other_region.", "region"},
	{"refusal.handover.answer_by_out_of_range.", "from to"},
	{"refusal.handover.contact_day_out_of_range.", "from to"},
	{"refusal.handover.instead_day_out_of_range.", "from to"},
	{"refusal.handover.reason_excludes.", "reason"},
	{"refusal.plan.day_out_of_range.", "from to"},
	{"refusal.plan.too_many.", "max"},
	{"refusal.conversation.too_many.", "max"},
	{"refusal.plan.other_version.", "version"},
	{"refusal.light.day_out_of_range.", "from to"},
	{"refusal.ending.needs_open.", "count"},
	{"refusal.mandate.until.", "from to"},
	{"refusal.consent.until.", "from to"},
	{"refusal.consent.too_many.", "max"},
	{"refusal.transition.day_out_of_range.", "from to"},
	{"refusal.stay.return_out_of_range.", "from to"},
	{"refusal.stay.kept_out_of_range.", "from to"},
	{"refusal.stay.not_now.", "state"},
	{"refusal.consult.not_open.", "state"},
	{"refusal.stay.start_out_of_range.", "from to"},
	{"refusal.table.term_out_of_range.", "from to"},
	{"refusal.shortage.term_out_of_range.", "from to"},
	{"refusal.step.day_out_of_range.", "from to"},
};

static bool is_of_a_verdict(const char *key)
{
	char name[API_MESSAGES_KEY_SIZE];
	for (size_t i = 0; i < command_verdict_list_count; i++) {
		const struct verdict_list *list = command_verdict_lists[i];
		for (int verdict = 1; verdict < list->count; verdict++) {
			snprintf(
				name, sizeof(name), "refusal.%s.%s.", list->module, list->verdicts[verdict].code);
			if (strncmp(key, name, strlen(name)) == 0) return true;
		}
	}
	return false;
}

static void assert_parameters_of_refusal(const char *key)
{
	const char *given = "";
	for (size_t i = 0; i < COUNT_OF(refusal_parameters); i++)
		if (strncmp(key, refusal_parameters[i].refusal, strlen(refusal_parameters[i].refusal)) == 0)
			given = refusal_parameters[i].given;
	if (!is_of_a_verdict(key)) fail_msg("%s is of no verdict", key);
	assert_parameters_among(key, given);
}

/* And no text is left of a verdict that is no more. */
static void test_api_texts__refusals_use_only_what_their_judge_gives(void **state)
{
	(void)state;
	assert_true(for_each("refusal.", assert_parameters_of_refusal) > 100);
}

static void assert_code_or_command(const char *key)
{
	const char *name = key + strlen("command.");
	if (strncmp(key, "command.", strlen("command.")) == 0) {
		if (command_find_name(span_of(name)) == NULL) fail_msg("%s is of no command", key);
		return;
	}
	struct span rest = span_of(key + strlen("code.")), list, code, more;
	span_take(&rest, '.', &list);
	span_take(&rest, '.', &code);
	bool found = span_is(code, "not_said");
	for (size_t i = 0; i < COUNT_OF(code_lists); i++)
		for (int j = 0; j < code_lists[i]->count && span_is(list, code_lists[i]->name); j++)
			found = found || span_is(code, code_lists[i]->names[j]);
	bool plain = !span_take(&rest, '.', &more);
	if (!found || (!plain && !span_is(more, "article"))) fail_msg("%s is of no code", key);
}

/* A code or command that was renamed leaves no text behind. */
static void test_api_texts__names_no_code_or_command_that_is_not_there(void **state)
{
	(void)state;
	assert_true(for_each("code.", assert_code_or_command) > 50);
	assert_true(for_each("command.", assert_code_or_command) == command_entry_count);
}

/* Texts that are sentences by themselves. */
static bool is_sentence(const char *key)
{
	size_t size = strlen(key);
	bool law = strncmp(key, "law.", 4) == 0 && strcmp(key + size - 5, ".text") == 0;
	return law || strncmp(key, "refusal.", 8) == 0 || strncmp(key, "problem.", 8) == 0 ||
		strncmp(key, "fault.", 6) == 0 || strncmp(key, "moment.", 7) == 0;
}

/* Adds the text with each of its parameters filled in with "X", but those in `empty` with
 * nothing. */
static void fill_in(enum api_language language, const char *key, const char *empty, struct buf *out)
{
	char names[16][32];
	struct api_message_parameter parameters[16];
	struct span text = api_messages_text(messages, language, key), name;
	size_t count = 0;
	while (next_parameter(&text, &name)) {
		assert_true(count < COUNT_OF(parameters) && name.size < sizeof(names[0]));
		snprintf(names[count], sizeof(names[0]), "%.*s", SPAN_PRINT(name));
		parameters[count].name = names[count];
		parameters[count].text = list_has(empty, name) ? (struct span){0} : SPAN_LITERAL("X");
		count++;
	}
	buf_reset(out);
	api_messages_add(messages, language, key, parameters, count, out);
}

static void assert_no_hole(const char *key, const char *text)
{
	static const char *const holes[] = {
		"  ", " .", " ,", " :", "..", ",.", ":.", "“”", "()", "[", "]", "{", "}", "<", "&", "\n"};
	size_t size = strlen(text);
	for (size_t i = 0; i < COUNT_OF(holes); i++)
		if (strstr(text, holes[i]) != NULL) fail_msg("%s has a hole: %s", key, text);
	if (size == 0 || text[0] == ' ' || text[size - 1] == ' ') fail_msg("%s: blanks: %s", key, text);
	if (!is_sentence(key)) return;
	static const char *const ends[] = {".", "?", "X", "”", "”)"};
	bool ended = false;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		size_t end = strlen(ends[i]);
		ended = ended || (size > end && strcmp(text + size - end, ends[i]) == 0);
	}
	bool capital = (text[0] >= 'A' && text[0] <= 'Z') || (text[0] & 0x80) != 0;
	if (!ended || !capital) fail_msg("%s is no sentence: %s", key, text);
}

/* What the command line tells of regions (app/app_region_tell.c). */
static const struct {
	const char *key;
	const char *may_be_empty;
} region_lines[] = {
	{"region.line.bought", "name confidence"},
	{"region.line.party", "name confidence"},
	{"region.say.appointed", "until"},
	{"region.say.person", "second"},
};

static const char *may_be_empty(const char *key)
{
	if (strncmp(key, "moment.", 7) == 0) return moments[moment_of(key)].may_be_empty;
	for (size_t i = 0; i < COUNT_OF(region_lines); i++)
		if (strcmp(key, region_lines[i].key) == 0) return region_lines[i].may_be_empty;
	if (strncmp(key, "region.", 7) == 0) return "";
	return "need region bound line column name";
}

static void assert_reads_well(const char *key)
{
	struct buf out;
	buf_init(&out, MAX_TEXT_BYTES);
	for (int i = 0; i < API_LANGUAGE_COUNT; i++) {
		enum api_language language = (enum api_language)i;
		const char *empty = may_be_empty(key);
		struct span rest = span_of(empty), one;
		char alone[32];
		fill_in(language, key, "", &out);
		assert_no_hole(key, buf_text(&out));
		fill_in(language, key, empty, &out);
		assert_no_hole(key, buf_text(&out));
		while (span_take(&rest, ' ', &one)) {
			snprintf(alone, sizeof(alone), "%.*s", SPAN_PRINT(one));
			fill_in(language, key, alone, &out);
			assert_no_hole(key, buf_text(&out));
		}
		assert_false(out.overflowed);
	}
	buf_finish(&out);
}

/* With everything given, and with each thing that may be lacking left out, alone and together. */
static void test_api_texts__read_well_with_and_without_what_may_be_empty(void **state)
{
	(void)state;
	assert_int_equal(for_each("", assert_reads_well), api_messages_count(messages));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_api_texts__has_a_title_and_an_accept_for_every_verdict),
		cmocka_unit_test(test_api_texts__has_all_twelve_laws),
		cmocka_unit_test(test_api_texts__has_a_name_for_every_code),
		cmocka_unit_test(test_api_texts__has_words_and_a_moment_for_every_command),
		cmocka_unit_test(test_api_texts__moments_use_only_what_their_command_gives),
		cmocka_unit_test(test_api_texts__refusals_use_only_what_their_judge_gives),
		cmocka_unit_test(test_api_texts__names_no_code_or_command_that_is_not_there),
		cmocka_unit_test(test_api_texts__read_well_with_and_without_what_may_be_empty),
	};
	return cmocka_run_group_tests(tests, open_built_in, close_built_in);
}
