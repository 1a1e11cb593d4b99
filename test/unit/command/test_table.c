/* test_table.c - the tables of commands, of tables and of verdicts are whole.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "../base/judging.h"
#include "command/command.h"
#include "store/store.h"

/* Stored in journals. */
static const struct {
	int number;
	const char *name;
} kept[] = {
	{1, "question.ask"},
	{2, "need.add"},
	{3, "need.stop"},
	{4, "need.close"},
	{5, "danger.report"},
	{6, "danger.over"},
	{7, "step.plan"},
	{8, "step.done"},
	{9, "join.ask"},
	{10, "join.accept"},
	{11, "join.decline"},
	{12, "join.withdraw"},
	{13, "member.leave"},
	{14, "handover.offer"},
	{15, "handover.accept"},
	{16, "handover.decline"},
	{17, "handover.withdraw"},
	{18, "handover.contact"},
	{19, "roster.join"},
	{20, "roster.leave"},
	{21, "account.create"},
	{22, "account.end"},
	{23, "administrator.first"},
	{24, "invite.make"},
	{25, "session.start"},
	{26, "session.end"},
	{27, "organisation.add"},
	{28, "site.add"},
	{29, "service.add"},
	{30, "handover.expire"},
	{31, "join.expire"},
	{32, "step.late"},
	{33, "inbox.deliver"},
	{34, "outbox.delivered"},
	{36, "organisation.change"},
	{37, "organisation.end"},
	{38, "site.change"},
	{39, "site.end"},
	{40, "service.change"},
	{41, "service.end"},
	{42, "hours.set"},
	{43, "area.set"},
	{44, "capacity.set"},
	{45, "cost.set"},
	{46, "entry.confirm"},
	{47, "entry.confirm_by_link"},
	{48, "entry.ask"},
	{49, "entry.fade"},
	{50, "correction.propose"},
	{51, "correction.accept"},
	{52, "correction.decline"},
	{53, "correction.raise"},
	{54, "agreement.add"},
	{55, "agreement.change"},
	{56, "agreement.ask"},
	{57, "agreement.sign"},
	{58, "region.appoint"},
	{59, "agreement.end"},
	{60, "look.episode"},
	{61, "look.timeline"},
	{62, "look.offer"},
	{63, "look.log"},
	{64, "look.inbox"},
	{65, "agreement.goal"},
	{66, "look.correction"},
	{67, "look.entry_link"},
	{68, "entry.request"},
	{69, "agreement.leave"},
	{70, "consult.ask"},
	{71, "consult.answer"},
	{72, "consult.decline"},
	{73, "consult.withdraw"},
	{74, "consult.close"},
	{75, "consult.turn"},
	{76, "consult.expire"},
	{77, "look.consult"},
	{78, "look.consults"},
	{79, "inbox.seen"},
	{80, "look.caseload"},
	{81, "look.accounts"},
	{82, "look.roster"},
	{83, "look.letter"},
	{84, "outbox.deliver"},
	{85, "due.set_aside"},
	{90, "stay.plan"},
	{91, "stay.admit"},
	{92, "stay.leave"},
	{93, "stay.back"},
	{94, "stay.extend"},
	{95, "stay.return"},
	{96, "stay.move_on"},
	{97, "stay.cancel"},
	{98, "stay.late"},
	{99, "look.stays"},
	{100, "table.seat"},
	{101, "table.unseat"},
	{102, "table.bring"},
	{103, "table.attend"},
	{104, "table.object"},
	{105, "table.decide"},
	{106, "table.name"},
	{107, "table.raise"},
	{108, "table.close"},
	{109, "table.late"},
	{110, "look.case"},
	{111, "look.cases"},
	{112, "look.agenda"},
	{113, "look.lessons"},
	{114, "shortage.put"},
	{115, "shortage.raise"},
	{116, "shortage.decide"},
	{117, "shortage.close"},
	{118, "shortage.late"},
	{130, "plan.add"},
	{131, "plan.change"},
	{132, "plan.step"},
	{133, "plan.give"},
	{134, "plan.accept"},
	{135, "plan.decline"},
	{136, "plan.done"},
	{137, "plan.stop"},
	{138, "plan.agree"},
	{139, "look.plan"},
	{140, "light.begin"},
	{141, "light.held"},
	{142, "light.end"},
	{143, "light.late"},
	{144, "episode.close"},
	{145, "episode.return"},
	{146, "return.answer"},
	{147, "conversation.tell"},
	{148, "look.conversation"},
	{149, "look.plan_history"},
	{150, "look.receipt"},
	{151, "look.about"},
	{152, "person.identify"},
	{153, "look.identity"},
	{154, "merge.confirm"},
	{155, "merge.apart"},
	{156, "merge.undo"},
	{157, "look.merges"},
	{158, "moment.correct"},
	{159, "member.knows"},
	{160, "mandate.name"},
	{161, "mandate.end"},
	{162, "mandate.turn"},
	{163, "look.mandates"},
	{168, "look.knowing"},
	{260, "consent.give"},
	{261, "consent.object"},
	{262, "consent.withdraw"},
	{263, "look.consents"},
	{170, "session.sign_in"},
	{171, "password.invite"},
	{172, "password.set"},
	{173, "password.change"},
	{174, "second.begin"},
	{175, "second.confirm"},
	{176, "second.end"},
	{177, "session.end_one"},
	{178, "session.end_all"},
	{180, "look.sessions"},
	{181, "head.sign"},
	{190, "transition.announce"},
	{191, "transition.move"},
	{192, "transition.call_off"},
	{193, "transition.come"},
	{194, "preparation.done"},
	{195, "preparation.not_needed"},
	{196, "preparation.late"},
	{197, "look.transitions"},
	{198, "treatment.exhausted"},
	{199, "treatment.agree"},
	{200, "treatment.resume"},
	{201, "second_view.late"},
	{238, "stay.place"},
};

/* Each number is one entry's, found by number and by name; numbers are stored and never change. */
static void test_table__knows_each_entry_by_number_and_name(void **state)
{
	(void)state;
	assert_true(command_entry_count >= sizeof(kept) / sizeof(kept[0]));
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++) {
		const struct command_entry *entry = command_find(kept[i].number);
		assert_non_null(entry);
		assert_string_equal(entry->name, kept[i].name);
		assert_ptr_equal(command_find_name(span_of(kept[i].name)), entry);
	}
	for (size_t i = 0; i < command_entry_count; i++) {
		assert_ptr_equal(command_find((int)command_entries[i].number), &command_entries[i]);
		assert_ptr_equal(command_find_name(span_of(command_entries[i].name)), &command_entries[i]);
	}
	assert_null(command_find(COMMAND_NONE));
	assert_null(command_find(COMMAND_NUMBER_END));
	assert_null(command_find_name(SPAN_LITERAL("")));
	assert_null(command_find_name(SPAN_LITERAL("need")));
}

static size_t size_of(const struct command_field *field)
{
	switch (field->form) {
	case FIELD_ID:
	case FIELD_TOKEN: return sizeof(struct id);
	case FIELD_BOOL: return sizeof(bool);
	case FIELD_CODES: return sizeof(int64_t);
	case FIELD_SECRET:
	case FIELD_SEALED:
	case FIELD_HOURS:
	case FIELD_LANGUAGES:
	case FIELD_MUNICIPALITIES:
	case FIELD_TEXT: return sizeof(struct span);
	case FIELD_CODE:
	case FIELD_DAY:
	case FIELD_INT:
	case FIELD_DEGREES:
	case FIELD_MUNICIPALITY: break;
	}
	bool wide = field->offset == offsetof(struct command_params, number);
	return wide ? sizeof(int64_t) : sizeof(int32_t);
}

static void expect_field(const struct command_entry *entry, size_t at)
{
	const struct command_field *field = &entry->fields[at];
	assert_true(judging_is_code(field->name));
	assert_true(field->offset + size_of(field) <= sizeof(struct command_params));
	bool of_codes = field->form == FIELD_CODE || field->form == FIELD_CODES;
	assert_int_equal(field->codes != NULL, of_codes);
	if (field->form == FIELD_SEALED || field->form == FIELD_TEXT) {
		assert_true(field->min >= 1 && field->max >= field->min);
		assert_true(field->max <= VAULT_MAX_TEXT_BYTES);
	}
	assert_int_equal(field->seal != 0, field->form == FIELD_SEALED);
	for (size_t before = 0; before < at; before++) {
		const struct command_field *other = &entry->fields[before];
		assert_string_not_equal(field->name, other->name);
		assert_true(other->offset + size_of(other) <= field->offset ||
			field->offset + size_of(field) <= other->offset);
	}
}

/* Each field has a name, a place of its own in the params, and the bounds of its form. */
static void test_table__fields_do_not_overlap(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_entry_count; i++)
		for (size_t at = 0; at < command_entries[i].field_count; at++)
			expect_field(&command_entries[i], at);
}

/* A look reads and writes no rows; a command does; and every entry loads facts and judges. */
static void test_table__looks_only_look(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_entry_count; i++) {
		const struct command_entry *entry = &command_entries[i];
		assert_non_null(entry->facts);
		assert_non_null(entry->judge);
		assert_int_equal(entry->is_look, entry->apply == NULL);
		assert_int_equal(entry->verb, entry->is_look ? VERB_READ : VERB_CHANGE);
		assert_int_equal(entry->is_look, strncmp(entry->name, "look.", 5) == 0);
	}
}

/* What the program does by itself has fields that come from no request, and is of the clock's
 * part: nobody else has a ground for that. Only an import also gives the id of what it adds, a list
 * says which of its pages was seen, and an invitation is what its token says. What is worked out is
 * so from something that was said in secret. */
static void test_table__what_is_internal_is_the_programs(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_entry_count; i++)
		for (size_t at = 0; at < command_entries[i].field_count; at++) {
			const struct command_field *field = &command_entries[i].fields[at];
			bool given = strcmp(field->name, "given_id") == 0;
			assert_true(!given || command_entries[i].part == PART_DIRECTORY);
			bool paged = command_entries[i].part == PART_CASELOAD;
			bool invited = strcmp(field->name, "invite") == 0;
			assert_int_equal(field->place == FIELD_INTERNAL,
				given || paged || invited || command_entries[i].part == PART_CLOCK);
			if (field->place == FIELD_WORKED_OUT)
				assert_int_equal(command_entries[i].fields[0].form, FIELD_SECRET);
		}
}

/* Whoever changes a file or answers an offer says which episode it is about. */
static void test_table__files_are_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_entry_count; i++) {
		const struct command_entry *entry = &command_entries[i];
		bool of_file =
			entry->part == PART_FILE || entry->part == PART_OFFER || entry->part == PART_LOG;
		if (!of_file) continue;
		/* Who is invited gets an account, and it is their name that is sealed. */
		bool invites = entry->number == COMMAND_JOIN_INVITE;
		assert_int_equal(entry->subject, invites ? SUBJECT_NEW : SUBJECT_PERSON_OF_EPISODE);
		assert_string_equal(entry->fields[0].name, "episode");
		assert_true(entry->fields[0].required);
		assert_int_equal(entry->fields[0].place, FIELD_IN_PATH);
	}
}

static void expect_table(const struct store_table *table, const struct store_table *const *others,
	size_t count, enum store_keeping keeping)
{
	assert_int_equal(table->keeping == STORE_JOURNALED, keeping == STORE_JOURNALED);
	assert_true(table->column_count <= STORE_MAX_COLUMNS && table->key_count <= STORE_MAX_KEY);
	assert_int_equal(strncmp(table->name, table->owner, strlen(table->owner)), 0);
	for (size_t i = 0; i < table->key_count; i++) assert_false(table->columns[i].nullable);
	for (size_t i = 0; i < count; i++) {
		assert_string_not_equal(table->name, others[i]->name);
		assert_int_not_equal(table->number, others[i]->number);
	}
}

/* Every table has a name and a number of its own, and stands under what is kept of it. */
static void test_catalog__tables_are_their_own(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_journaled_count; i++)
		expect_table(command_journaled_tables[i], command_journaled_tables, i, STORE_JOURNALED);
	for (size_t i = 0; i < command_other_count; i++) {
		expect_table(command_other_tables[i], command_journaled_tables, command_journaled_count,
			STORE_LOCAL);
		expect_table(command_other_tables[i], command_other_tables, i, STORE_LOCAL);
	}
}

/* Every list of verdicts is whole, and no two are of one module. */
static void test_catalog__verdict_lists_are_whole(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_verdict_list_count; i++) {
		judging_list_is_whole(command_verdict_lists[i]);
		for (size_t before = 0; before < i; before++)
			assert_string_not_equal(
				command_verdict_lists[i]->module, command_verdict_lists[before]->module);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table__knows_each_entry_by_number_and_name),
		cmocka_unit_test(test_table__fields_do_not_overlap),
		cmocka_unit_test(test_table__looks_only_look),
		cmocka_unit_test(test_table__what_is_internal_is_the_programs),
		cmocka_unit_test(test_table__files_are_named),
		cmocka_unit_test(test_catalog__tables_are_their_own),
		cmocka_unit_test(test_catalog__verdict_lists_are_whole),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
