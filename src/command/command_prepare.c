/* command_prepare.c - sealing and drawing, before the queue.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "command/command_prepare.h"
#include "base/check.h"
#include "base/date.h"
#include "care/episode.h"
#include "region/region.h"
#include "vault/vault.h"
#include <stdio.h>

/* Room for all texts of a command: the story, and some smaller ones. */
enum { BODY_MAX_BYTES = 64 * 1024, FROM_BYTES = 512 };
/* Room for a name without its signs, and a 0. */
enum { IDENTITY_BYTES = 208 };

static struct id index_of(struct vault *vault, const char *purpose, struct span text)
{
	uint8_t bytes[VAULT_INDEX_BYTES];
	vault_index(vault, purpose, text, bytes);
	return id_from_bytes(bytes, sizeof(bytes));
}

struct id command_code_index(struct vault *vault, struct span code)
{
	return index_of(vault, "access code", code);
}

struct id command_token_index(struct vault *vault, struct span token)
{
	return index_of(vault, "one-time token", token);
}

void command_recovery_code(
	struct vault *vault, struct id batch, int number, char out[ACCOUNT_CODE_SIZE])
{
	uint8_t derived[10];
	batch.bytes[ID_SIZE - 1] ^= (uint8_t)number;
	vault_derive(vault, "recovery code", batch, derived, sizeof(derived));
	account_code_text(derived, out);
}

struct id command_recovery_index(struct vault *vault, struct span code)
{
	return index_of(vault, "recovery code", code);
}

void command_access_code(struct vault *vault, struct id account, char out[ACCOUNT_CODE_SIZE])
{
	uint8_t derived[10];
	vault_derive(vault, "access code", account, derived, sizeof(derived));
	account_code_text(derived, out);
}

void command_renewed_code(
	struct vault *vault, const struct command *command, char out[ACCOUNT_CODE_SIZE])
{
	struct buf from;
	/* Without one, all codes would be the same. */
	CHECK(command->command_id.size > 0);
	buf_init(&from, FROM_BYTES);
	buf_put_u16(&from, (uint16_t)command->region);
	buf_put_u16(&from, (uint16_t)command->entry->number);
	buf_add(&from, command->actor.bytes, ID_SIZE);
	buf_add_span(&from, command->command_id);
	CHECK(!from.overflowed);
	command_access_code(vault, index_of(vault, "renewed code", buf_span(&from)), out);
	buf_finish(&from);
}

void command_session_proof(
	struct vault *vault, struct id session, struct id code_index, uint8_t out[SESSION_PROOF_BYTES])
{
	uint8_t from[2 * ID_SIZE];
	memcpy(from, session.bytes, ID_SIZE);
	memcpy(from + ID_SIZE, code_index.bytes, ID_SIZE);
	vault_derive(vault, "session", index_of(vault, "session", span_bytes(from, sizeof(from))), out,
		SESSION_PROOF_BYTES);
}

static status fill_digest(struct command *command, struct vault *vault, struct error *error)
{
	struct buf plain;
	uint8_t index[VAULT_INDEX_BYTES];
	buf_init(&plain, BODY_MAX_BYTES);
	buf_put_u16(&plain, (uint16_t)command->entry->number);
	command_encode_asked(command->entry, &command->params, &plain);
	bool overflowed = plain.overflowed;
	vault_index(vault, "command", buf_span(&plain), index);
	buf_finish(&plain);
	if (overflowed)
		return status_fail(
			error, STATUS_BOUND, "the texts together are over %d bytes", (int)BODY_MAX_BYTES);
	command->digest = (struct hash){{0}};
	memcpy(command->digest.bytes, index, sizeof(index));
	return STATUS_OK;
}

static status find_person(struct command *command, struct store *store, struct arena *arena,
	bool *found, struct error *error)
{
	struct episode episode = {.region = command->region, .id = command->params.episode};
	struct error absent = {0};
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = store_record_get(store, &episode_table, &episode, arena, &absent);
	store_rollback(store);
	*found = code == STATUS_OK;
	if (code != STATUS_OK && code != STATUS_NOT_FOUND)
		return status_fail(error, code, "%s", absent.message);
	if (*found) command->subject = episode.person;
	return STATUS_OK;
}

/* What is the same of a name and a day of birth however they are written: capitals, accents and
 * blanks do not matter. */
static struct id identity_of(struct vault *vault, struct span name, struct span birth)
{
	char folded[IDENTITY_BYTES], text[IDENTITY_BYTES + 16];
	int32_t day = 0;
	size_t size = region_fold(name, folded, sizeof(folded));
	if (size == 0 || !date_parse(birth, &day)) return id_none;
	snprintf(text, sizeof(text), "%s %d", folded, (int)day);
	return index_of(vault, "name and day of birth", span_of(text));
}

/* What was said before, where it is not said now. A text whose key was destroyed is none. */
static status unseal_said(const struct command *command, enum vault_field field, struct span sealed,
	struct vault *vault, struct arena *arena, struct span *text, struct error *error)
{
	struct error closed = {0};
	if (text->size > 0 || sealed.size == 0) return STATUS_OK;
	status code = vault_unseal(vault, command->subject, field, sealed, arena, text, &closed);
	if (code == STATUS_OK || code == STATUS_KEY) return STATUS_OK;
	*error = closed;
	return code;
}

static status fill_identity(struct command *command, struct vault *vault, struct store *store,
	struct arena *arena, struct error *error)
{
	struct span name = command->params.name, birth = command->params.birth;
	bool later = command->entry->number == COMMAND_PERSON_IDENTIFY;
	if (!later && command->entry->number != COMMAND_QUESTION_ASK) return STATUS_OK;
	if (name.size == 0 && birth.size == 0) return STATUS_OK;
	if (later) {
		struct person person = {.region = command->region, .id = command->subject};
		TRY(store_begin(store, STORE_READ_ONLY, error));
		status code = store_record_get(store, &episode_person_table, &person, arena, error);
		store_rollback(store);
		TRY(code);
		TRY(unseal_said(command, VAULT_NAME, person.name, vault, arena, &name, error));
		TRY(unseal_said(command, VAULT_BIRTH, person.birth, vault, arena, &birth, error));
	}
	if (name.size > 0 && birth.size > 0) command->identity = identity_of(vault, name, birth);
	return STATUS_OK;
}

static status seal_text(const struct command *command, const struct command_field *field,
	struct span *text, struct vault *vault, struct prng *prng, struct arena *arena,
	struct error *error)
{
	struct buf sealed;
	buf_init(&sealed, text->size + VAULT_SEAL_BYTES);
	status code = vault_seal(vault, command->subject, field->seal, *text, prng, &sealed, error);
	if (code == STATUS_OK) *text = arena_copy(arena, buf_span(&sealed));
	buf_finish(&sealed);
	return code;
}

static status seal_texts(struct command *command, bool has_key, struct vault *vault,
	struct prng *prng, struct arena *arena, struct error *error)
{
	for (size_t i = 0; i < command->entry->field_count; i++) {
		const struct command_field *field = &command->entry->fields[i];
		struct span *text = (void *)((char *)&command->params + field->offset);
		if (field->form != FIELD_SEALED || text->size == 0) continue;
		if (!has_key)
			*text = (struct span){0};
		else
			TRY(seal_text(command, field, text, vault, prng, arena, error));
	}
	return STATUS_OK;
}

static status draw_subject(
	struct command *command, struct vault *vault, struct prng *prng, struct error *error)
{
	char code[ACCOUNT_CODE_SIZE];
	command->subject = id_draw(prng);
	TRY(vault_key_draw(vault, command->subject, prng, &command->new_key, error));
	command_access_code(vault, command->subject, code);
	command->new_code_index = command_code_index(vault, span_of(code));
	return STATUS_OK;
}

static bool has_text(const struct command *command)
{
	for (size_t i = 0; i < command->entry->field_count; i++) {
		const struct command_field *field = &command->entry->fields[i];
		const struct span *text = (const void *)((const char *)&command->params + field->offset);
		if (field->form == FIELD_SEALED && text->size > 0) return true;
	}
	return false;
}

/* The bytes are the arena's: the copy that was read, too. */
static void wipe_secrets(struct command *command)
{
	for (size_t i = 0; i < command->entry->field_count; i++) {
		const struct command_field *field = &command->entry->fields[i];
		struct span *said = (void *)((char *)&command->params + field->offset);
		if (field->form == FIELD_SECRET) *said = (struct span){0};
	}
}

static bool renews_code(const struct command *command)
{
	return command->entry->number == COMMAND_ACCOUNT_RENEW ||
		command->entry->number == COMMAND_PERSON_RENEW;
}

status command_prepare(struct command *command, struct vault *vault, struct store *store,
	struct prng *prng, struct arena *arena, struct error *error)
{
	bool has_key = true;
	TRY(fill_digest(command, vault, error));
	wipe_secrets(command);
	if (renews_code(command) && command->command_id.size > 0) {
		char code[ACCOUNT_CODE_SIZE];
		command_renewed_code(vault, command, code);
		command->new_code_index = command_code_index(vault, span_of(code));
	}
	if (command->entry->subject == SUBJECT_NOBODY) return STATUS_OK;
	if (command->entry->subject == SUBJECT_ACCOUNT)
		return seal_texts(command, !id_is_none(command->subject), vault, prng, arena, error);
	if (command->entry->subject == SUBJECT_NEW)
		TRY(draw_subject(command, vault, prng, error));
	else if (has_text(command))
		TRY(find_person(command, store, arena, &has_key, error));
	if (has_key) TRY(fill_identity(command, vault, store, arena, error));
	return seal_texts(command, has_key, vault, prng, arena, error);
}
