/* test_prepare.c - behind preparing nothing is left to read, and the same request is known again.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "any_params.h"
#include "care/episode.h"
#include "small_region.h"

static const char words[] = "Wat niemand anders mag lezen.";

/* A command of this entry about an episode that there is, with every text in plain words. */
static struct command plain_command(
	struct small_region *region, const struct command_entry *entry, struct id episode)
{
	struct command command = {.entry = entry, .region = SMALL_REGION, .expected_version = -1};
	any_params_fill(entry, &command.params, &region->prng, &region->arena);
	command.params.episode = episode;
	if (entry->subject == SUBJECT_ACCOUNT) command.subject = region->duty;
	for (size_t i = 0; i < entry->field_count; i++)
		if (any_params_is_text(&entry->fields[i]) || entry->fields[i].form == FIELD_SECRET)
			*(struct span *)any_params_at(&command.params, &entry->fields[i]) = SPAN_LITERAL(words);
	return command;
}

static status prepare(struct small_region *region, struct command *command, struct error *error)
{
	return command_prepare(
		command, region->vault, region->store, &region->prng, &region->arena, error);
}

static void must_prepare(struct small_region *region, struct command *command)
{
	struct error error = {0};
	if (prepare(region, command, &error) != STATUS_OK)
		fail_msg("%s: %s", command->entry->name, error.message);
}

static void expect_sealed(
	struct small_region *region, const struct command *command, const struct command_field *field)
{
	struct command_params params = command->params;
	const struct span *sealed = any_params_at(&params, field);
	struct span opened = {0};
	struct error error = {0};
	assert_int_equal(sealed->size, strlen(words) + VAULT_SEAL_BYTES);
	assert_null(memmem(sealed->start, sealed->size, words, 8));
	assert_int_equal(vault_unseal(region->vault, command->subject, (enum vault_field)field->seal,
						 *sealed, &region->arena, &opened, &error),
		STATUS_OK);
	assert_true(span_is(opened, words));
}

/* Every text that is somebody's own is sealed for that somebody and that field, in every command
 * there is; public names are not. What is said in secret is gone. */
static void test_prepare__leaves_no_plain_text(void **state)
{
	struct small_region region;
	size_t sealed = 0, secret = 0;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	for (size_t i = 0; i < command_entry_count; i++) {
		struct command command = plain_command(&region, &command_entries[i], asked.episode);
		must_prepare(&region, &command);
		for (size_t at = 0; at < command.entry->field_count; at++) {
			const struct command_field *field = &command.entry->fields[at];
			if (field->form == FIELD_SEALED) {
				expect_sealed(&region, &command, field);
				sealed++;
			} else if (field->form == FIELD_TEXT) {
				assert_true(span_is(*(struct span *)any_params_at(&command.params, field), words));
			} else if (field->form == FIELD_SECRET) {
				assert_int_equal(((struct span *)any_params_at(&command.params, field))->size, 0);
				secret++;
			}
		}
		if (command.entry->subject == SUBJECT_NOBODY) assert_true(id_is_none(command.subject));
	}
	assert_true(sealed > 15);
	assert_true(secret > 10);
	small_region_close(&region);
}

/* Nothing is sealed for nobody: an entry with texts of people's own says whose they are. */
static void test_prepare__somebodys_text_has_a_somebody(void **state)
{
	(void)state;
	for (size_t i = 0; i < command_entry_count; i++)
		for (size_t at = 0; at < command_entries[i].field_count; at++)
			assert_true(command_entries[i].subject != SUBJECT_NOBODY ||
				command_entries[i].fields[at].form != FIELD_SEALED);
}

/* A text that is not there is not sealed. */
static void test_prepare__seals_no_empty_text(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command command = {.entry = command_find(COMMAND_QUESTION_ASK),
		.region = SMALL_REGION,
		.params = {.story = SPAN_LITERAL("Een vraag."), .contact = SPAN_LITERAL("hier")}};
	must_prepare(&region, &command);
	assert_int_equal(command.params.name.size, 0);
	assert_int_equal(command.params.birth.size, 0);
	assert_int_equal(command.params.contact.size, 4 + VAULT_SEAL_BYTES);
	small_region_close(&region);
}

/* The same request has the same digest, though its texts are sealed differently each time; and the
 * texts are not in what repeats. */
static void test_prepare__knows_the_same_request_again(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	for (size_t i = 0; i < command_entry_count; i++) {
		struct command first = plain_command(&region, &command_entries[i], asked.episode);
		struct command second = first;
		must_prepare(&region, &first);
		must_prepare(&region, &second);
		assert_memory_equal(first.digest.bytes, second.digest.bytes, HASH_SIZE);
		for (size_t at = 0; at < first.entry->field_count; at++) {
			const struct command_field *field = &first.entry->fields[at];
			if (field->form == FIELD_SEALED)
				assert_false(span_equal(*(struct span *)any_params_at(&first.params, field),
					*(struct span *)any_params_at(&second.params, field)));
		}
	}
	small_region_close(&region);
}

/* Changes what one field says. */
static void change(struct command_params *params, const struct command_field *field)
{
	unsigned char *at = any_params_at(params, field);
	if (any_params_is_text(field) || field->form == FIELD_SECRET)
		*(struct span *)(void *)at = SPAN_LITERAL("Wat niemand anders mag lezen!");
	else
		at[0] ^= 1;
}

/* What is no part of a digest: a secret, and what was worked out from one. */
static bool is_left_out(const struct command_field *field)
{
	return field->form == FIELD_SECRET || field->place == FIELD_WORKED_OUT;
}

/* One field that says something else makes another digest, whichever field it is; a secret that is
 * another does not, so that nobody can try secrets at a digest. */
static void test_prepare__tells_requests_apart_by_every_field(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	for (size_t i = 0; i < command_entry_count; i++) {
		const struct command_entry *entry = &command_entries[i];
		struct command plain = plain_command(&region, entry, asked.episode);
		struct command first = plain;
		must_prepare(&region, &first);
		for (size_t at = 0; at < entry->field_count; at++) {
			struct command other = plain;
			change(&other.params, &entry->fields[at]);
			must_prepare(&region, &other);
			bool same = memcmp(first.digest.bytes, other.digest.bytes, HASH_SIZE) == 0;
			assert_int_equal(same, is_left_out(&entry->fields[at]));
		}
	}
	small_region_close(&region);
}

/* Two commands with the same fields have different digests, and so has the same request at another
 * site: nobody outside can make one. */
static void test_prepare__digests_by_command_and_site(void **state)
{
	struct small_region region;
	struct vault *other_site = NULL;
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command accept = {.entry = command_find(COMMAND_JOIN_ACCEPT), .region = SMALL_REGION};
	struct command decline = {.entry = command_find(COMMAND_JOIN_DECLINE), .region = SMALL_REGION};
	struct command elsewhere = accept;
	must_prepare(&region, &accept);
	must_prepare(&region, &decline);
	assert_memory_not_equal(accept.digest.bytes, decline.digest.bytes, HASH_SIZE);
	assert_int_equal(vault_open_seeded(8, &other_site, &error), STATUS_OK);
	assert_int_equal(
		command_prepare(&elsewhere, other_site, region.store, &region.prng, &region.arena, &error),
		STATUS_OK);
	assert_memory_not_equal(accept.digest.bytes, elsewhere.digest.bytes, HASH_SIZE);
	vault_close(other_site);
	small_region_close(&region);
}

/* Who is new gets an id, a key that can be kept, and the index of a code that people can type. */
static void test_prepare__draws_a_new_subject(void **state)
{
	struct small_region region;
	char code[ACCOUNT_CODE_SIZE], read[ACCOUNT_CODE_SIZE];
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command first = {.entry = command_find(COMMAND_QUESTION_ASK),
		.region = SMALL_REGION,
		.params = {.story = SPAN_LITERAL(words)}};
	struct command second = first;
	must_prepare(&region, &first);
	must_prepare(&region, &second);
	assert_false(id_is_none(first.subject));
	assert_false(id_equal(first.subject, second.subject));
	assert_false(id_equal(first.new_code_index, second.new_code_index));
	assert_true(id_equal(first.new_key.subject, first.subject));
	command_access_code(region.vault, first.subject, code);
	assert_true(account_code_parse(span_of(code), read));
	assert_string_equal(read, code);
	assert_true(id_equal(first.new_code_index, command_code_index(region.vault, span_of(code))));
	assert_int_equal(vault_key_keep(region.vault, &first.new_key, 1, &error), STATUS_OK);
	small_region_close(&region);
}

/* A code and a token with the same letters have different indexes, each always its own. */
static void test_prepare__indexes_by_purpose(void **state)
{
	struct small_region region;
	const struct span text = SPAN_LITERAL("0123-4567-89AB-CDEF");
	(void)state;
	small_region_open(&region);
	struct id code = command_code_index(region.vault, text);
	struct id token = command_token_index(region.vault, text);
	assert_false(id_equal(code, token));
	assert_true(id_equal(code, command_code_index(region.vault, text)));
	assert_true(id_equal(token, command_token_index(region.vault, text)));
	assert_false(
		id_equal(code, command_code_index(region.vault, SPAN_LITERAL("0123-4567-89AB-CDEG"))));
	small_region_close(&region);
}

/* An episode that is not there has nobody's key: its texts are left out, and the writer says no.
 * */
static void test_prepare__of_an_unknown_episode_leaves_texts_out(void **state)
{
	struct small_region region;
	(void)state;
	small_region_open(&region);
	struct command command =
		plain_command(&region, command_find(COMMAND_NEED_ADD), id_draw(&region.prng));
	command.actor = region.duty;
	command.actor_region = SMALL_REGION;
	command.command_id = SPAN_LITERAL("unknown-episode");
	must_prepare(&region, &command);
	assert_true(id_is_none(command.subject));
	assert_int_equal(command.params.words.size, 0);
	struct command *batch[] = {&command};
	command_writer_run(region.writer, batch, 1);
	small_region_refused(&command.reply, &access_verdicts, ACCESS_NO_GROUND);
	small_region_close(&region);
}

/* What was sealed for somebody who was forgotten cannot be added to: without a key, no command. */
static void test_prepare__fails_without_the_key(void **state)
{
	struct small_region region;
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	assert_int_equal(vault_key_destroy(region.vault, asked.person, &error), STATUS_OK);
	struct command command = plain_command(&region, command_find(COMMAND_NEED_ADD), asked.episode);
	assert_int_equal(prepare(&region, &command, &error), STATUS_KEY);
	/* Without words there is nothing to seal. */
	command = plain_command(&region, command_find(COMMAND_NEED_ADD), asked.episode);
	command.params.words = (struct span){0};
	must_prepare(&region, &command);
	small_region_close(&region);
}

/* Every text of a command may be as long as its field allows, all at once; beyond what all texts
 * together may be, the refusal says so. */
static void test_prepare__has_room_for_the_longest(void **state)
{
	struct small_region region;
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	for (size_t i = 0; i < command_entry_count; i++) {
		struct command command = plain_command(&region, &command_entries[i], asked.episode);
		for (size_t at = 0; at < command.entry->field_count; at++) {
			const struct command_field *field = &command.entry->fields[at];
			if (!any_params_is_text(field)) continue;
			char *text = arena_need(&region.arena, (size_t)field->max);
			memset(text, 'a', (size_t)field->max);
			*(struct span *)any_params_at(&command.params, field) =
				span_bytes(text, (size_t)field->max);
		}
		must_prepare(&region, &command);
	}
	struct command command =
		plain_command(&region, command_find(COMMAND_QUESTION_ASK), asked.episode);
	command.params.story = span_bytes(arena_need(&region.arena, 65536), 65536);
	assert_int_equal(prepare(&region, &command, &error), STATUS_BOUND);
	assert_non_null(strstr(error.message, "65536"));
	small_region_close(&region);
}

/* Preparing leaves no transaction open, and needs no store where there is nothing of anybody's. */
static void test_prepare__needs_the_store_only_for_texts(void **state)
{
	struct small_region region;
	struct error error = {0};
	(void)state;
	small_region_open(&region);
	struct command_result asked = small_region_question(&region);
	struct command command = plain_command(&region, command_find(COMMAND_NEED_ADD), asked.episode);
	must_prepare(&region, &command);
	assert_true(id_equal(command.subject, asked.person));
	assert_int_equal(store_begin(region.store, STORE_READ_ONLY, &error), STATUS_OK);
	store_rollback(region.store);
	command = plain_command(&region, command_find(LOOK_EPISODE), asked.episode);
	assert_int_equal(
		command_prepare(&command, region.vault, NULL, &region.prng, &region.arena, &error),
		STATUS_OK);
	assert_true(id_is_none(command.subject));
	small_region_close(&region);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_prepare__leaves_no_plain_text),
		cmocka_unit_test(test_prepare__somebodys_text_has_a_somebody),
		cmocka_unit_test(test_prepare__seals_no_empty_text),
		cmocka_unit_test(test_prepare__knows_the_same_request_again),
		cmocka_unit_test(test_prepare__tells_requests_apart_by_every_field),
		cmocka_unit_test(test_prepare__digests_by_command_and_site),
		cmocka_unit_test(test_prepare__draws_a_new_subject),
		cmocka_unit_test(test_prepare__indexes_by_purpose),
		cmocka_unit_test(test_prepare__of_an_unknown_episode_leaves_texts_out),
		cmocka_unit_test(test_prepare__fails_without_the_key),
		cmocka_unit_test(test_prepare__has_room_for_the_longest),
		cmocka_unit_test(test_prepare__needs_the_store_only_for_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
