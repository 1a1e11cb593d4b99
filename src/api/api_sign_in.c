/* api_sign_in.c - what is said in secret, worked out before the queue.
 *
 * On the loop: who is slowed down is told so; the row of who it is about is read. On the thread for
 * passwords: Argon2id. On the loop again: what came of it goes into the command, and what was said
 * is wiped. The writer sees whether it was right, against which generation of the password, which
 * step the code was of, and hashes and secrets as ciphertext.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/password_work.h"
#include "api/api_request.h"
#include "base/check.h"
#include "journal/journal.h"
#include <sodium.h>
#include <stdio.h>

enum { DEVICE_SIZE = 2 * ID_TEXT_SIZE, URI_BYTES = 1024 };

struct api_sign_in {
	struct api_request *request;
	struct password_task task;
	struct password row; /* its spans are in the arena */
	bool known;          /* there is a row */
	struct throttle_key keys[THROTTLE_KEYS];
	size_t key_count; /* 0: nothing to guess here */
	struct id device; /* by which this device is known from now on */
	bool is_easy;
};

bool api_sign_in_takes(const struct command_entry *entry)
{
	switch (entry->number) {
	case COMMAND_SESSION_SIGN_IN:
	case COMMAND_PASSWORD_SET:
	case COMMAND_PASSWORD_CHANGE:
	case COMMAND_SECOND_BEGIN:
	case COMMAND_SECOND_CONFIRM:
	case COMMAND_SECOND_END: return true;
	default: return false;
	}
}

static struct id index_of(struct api_request *request, const char *purpose, struct span text)
{
	uint8_t bytes[VAULT_INDEX_BYTES];
	vault_index(request->api->options.vault, purpose, text, bytes);
	return id_from_bytes(bytes, sizeof(bytes));
}

static struct id login_index(struct api_request *request, struct span login)
{
	char form[PASSWORD_LOGIN_MAX_BYTES];
	return index_of(request, "login", password_login_form(login, form));
}

/* A device is known to one account, as long as that has the same password. */
static struct id device_proof(const struct api_sign_in *sign_in, struct id device)
{
	uint8_t text[2 * ID_SIZE + 8];
	uint64_t generation = (uint64_t)sign_in->row.generation;
	memcpy(text, sign_in->row.account.bytes, ID_SIZE);
	memcpy(text + ID_SIZE, device.bytes, ID_SIZE);
	for (size_t i = 0; i < 8; i++) text[2 * ID_SIZE + i] = (uint8_t)(generation >> (8 * i));
	return index_of(sign_in->request, "known device", span_bytes(text, sizeof(text)));
}

static bool is_known_device(struct api_sign_in *sign_in, struct span said)
{
	struct span part;
	struct id device, proof;
	if (!sign_in->known || !span_take(&said, '.', &part)) return false;
	if (!id_parse(part, &device) || !id_parse(said, &proof)) return false;
	struct id expected = device_proof(sign_in, device);
	if (sodium_memcmp(expected.bytes, proof.bytes, ID_SIZE) != 0) return false;
	sign_in->device = device;
	return true;
}

/* Strangers are counted by what they try at, and by where they are; a device that signed in before,
 * and who has signed in already, by themselves alone. */
static void find_keys(struct api_sign_in *sign_in)
{
	struct api_request *request = sign_in->request;
	const struct command_params *params = &request->command.params;
	uint64_t peer = http_peer_hash(request->exchange);
	if (request->command.entry->number == COMMAND_PASSWORD_SET) return;
	sign_in->key_count = 1;
	sign_in->keys[0].kind = THROTTLE_DEVICE;
	sign_in->keys[0].id = request->account.id;
	if (request->command.entry->number != COMMAND_SESSION_SIGN_IN) return;
	if (is_known_device(sign_in, params->said_device)) {
		sign_in->keys[0].id = device_proof(sign_in, sign_in->device);
		return;
	}
	sign_in->device = id_draw(&request->loop->prng);
	sign_in->keys[0] = (struct throttle_key){params->login_index, THROTTLE_LOGIN};
	sign_in->keys[1] = (struct throttle_key){
		index_of(request, "peer", span_bytes(&peer, sizeof(peer))), THROTTLE_PEER};
	sign_in->key_count = 2;
}

/* False if it was answered: who has to wait, and how long. */
static bool is_free(struct api_sign_in *sign_in)
{
	struct api_request *request = sign_in->request;
	struct api *api = request->api;
	char seconds[24];
	if (sign_in->key_count == 0) return true;
	pthread_mutex_lock(&api->throttle_lock);
	int64_t wait_ms =
		throttle_try(&api->throttle, sign_in->keys, sign_in->key_count, request->now_ms);
	pthread_mutex_unlock(&api->throttle_lock);
	if (wait_ms == 0) return true;
	sign_in->key_count = 0;
	request->retry_after_s = (wait_ms + 999) / 1000;
	snprintf(seconds, sizeof(seconds), "%lld", (long long)request->retry_after_s);
	struct api_message_parameter parameters[] = {{.name = "seconds", .text = span_of(seconds)}};
	api_problem(request, 429, "problem.slowed_down", parameters, 1);
	return false;
}

/* Something was guessed, and it was not right. Whatever else was refused is no guess: the password
 * is right where a code is asked for. */
static bool was_wrong(const struct command_reply *reply)
{
	const struct refusal *refusal = &reply->refusal;
	if (reply->outcome != OUTCOME_REFUSED) return false;
	if (refusal->list == &session_verdicts)
		return refusal->verdict == SESSION_SIGN_IN_WRONG ||
			refusal->verdict == SESSION_SECOND_WRONG;
	return refusal->list == &password_verdicts &&
		(refusal->verdict == PASSWORD_WRONG || refusal->verdict == PASSWORD_CODE_WRONG);
}

void api_sign_in_settle(struct api_request *request)
{
	struct api_sign_in *sign_in = request->sign_in;
	const struct command_reply *reply = &request->command.reply;
	struct throttle *throttle = &request->api->throttle;
	bool right = reply->outcome == OUTCOME_DONE || reply->outcome == OUTCOME_REPEATED;
	if (sign_in->key_count == 0) return;
	pthread_mutex_lock(&request->api->throttle_lock);
	if (right)
		throttle_right(throttle, sign_in->keys, sign_in->key_count);
	else if (!was_wrong(reply))
		throttle_take_back(throttle, sign_in->keys, sign_in->key_count);
	pthread_mutex_unlock(&request->api->throttle_lock);
	sign_in->key_count = 0;
}

static void give_up(struct api_sign_in *sign_in)
{
	struct api_request *request = sign_in->request;
	request->command.reply.outcome = OUTCOME_FAILED;
	api_sign_in_settle(request);
	request->retry_after_s = 2;
	api_problem(request, 503,
		request->api->stopping ? "problem.stopping" : "problem.passwords_busy", NULL, 0);
}

static status unseal(struct api_sign_in *sign_in, enum vault_field field, struct span sealed,
	struct span *text, struct error *error)
{
	struct api_request *request = sign_in->request;
	return vault_unseal(request->api->options.vault, sign_in->row.account, field, sealed,
		request->arena, text, error);
}

/* By login, or of who has signed in. */
static status find_row(struct api_sign_in *sign_in, struct error *error)
{
	struct api_request *request = sign_in->request;
	struct command *command = &request->command;
	struct error absent = {0};
	if (command->entry->number == COMMAND_SESSION_SIGN_IN) {
		command->params.login_index = login_index(request, command->params.said_login);
		return password_find(request->loop->store, command->params.login_index, &sign_in->row,
			&sign_in->known, request->arena, error);
	}
	sign_in->row =
		(struct password){.region = request->account.region, .account = request->account.id};
	if (!request->signed_in) return STATUS_OK;
	status code = store_record_get(
		request->loop->store, &password_table, &sign_in->row, request->arena, &absent);
	sign_in->known = code == STATUS_OK;
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	return status_fail(error, code, "%s", absent.message);
}

/* Whose password is set, if the token was given out. What was not is answered as what is over: by
 * an invitation that nobody has. */
static status find_invite(struct api_sign_in *sign_in, struct error *error)
{
	struct api_request *request = sign_in->request;
	struct command *command = &request->command;
	uint8_t proof[SESSION_PROOF_BYTES], expected[SESSION_PROOF_BYTES];
	struct invite invite = {.region = 0};
	struct error absent = {0};
	if (!session_token_parse(command->params.said_code, &invite.region, &invite.id, proof))
		return STATUS_OK;
	vault_derive(
		request->api->options.vault, "password invite", invite.id, expected, sizeof(expected));
	if (sodium_memcmp(proof, expected, sizeof(proof)) != 0) return STATUS_OK;
	status code = store_record_get(
		request->loop->store, &session_invite_table, &invite, request->arena, &absent);
	if (code != STATUS_OK && code != STATUS_NOT_FOUND)
		return status_fail(error, code, "%s", absent.message);
	if (code != STATUS_OK) return STATUS_OK;
	command->region = invite.region;
	command->params.thing = invite.id;
	command->subject = invite.account;
	return STATUS_OK;
}

static status read_rows(struct api_sign_in *sign_in, struct error *error)
{
	struct store *store = sign_in->request->loop->store;
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = sign_in->request->command.entry->number == COMMAND_PASSWORD_SET
		? find_invite(sign_in, error)
		: find_row(sign_in, error);
	store_rollback(store);
	return code;
}

/* What it is worked out against; a row of which the key was destroyed is as one that is not
 * there. */
static void find_secrets(struct api_sign_in *sign_in)
{
	struct api_request *request = sign_in->request;
	struct command *command = &request->command;
	struct command_params *params = &command->params;
	struct span hash = {0}, login = params->said_login;
	struct error closed = {0};
	if (sign_in->known &&
		unseal(sign_in, VAULT_PASSWORD, sign_in->row.hash, &hash, &closed) == STATUS_OK &&
		hash.size < PASSWORD_HASH_SIZE)
		memcpy(sign_in->task.hash, hash.start, hash.size);
	if (sign_in->known && login.size == 0 &&
		unseal(sign_in, VAULT_LOGIN, sign_in->row.login, &login, &closed) != STATUS_OK)
		login = (struct span){0};
	if (params->said_password.size > 0)
		sign_in->is_easy = password_is_easy(params->said_password, login);
	params->number = sign_in->row.generation;
}

/* The step of the code that was said; 0: of none. */
static int64_t step_of(struct api_sign_in *sign_in, struct span code)
{
	struct span secret = {0};
	struct error closed = {0};
	if (!sign_in->known || sign_in->row.totp.size == 0 || code.size == 0) return 0;
	if (unseal(sign_in, VAULT_TOTP, sign_in->row.totp, &secret, &closed) != STATUS_OK) return 0;
	return totp_match(secret, code, sign_in->request->now_ms);
}

static void work_out_codes(struct api_sign_in *sign_in)
{
	struct api_request *request = sign_in->request;
	struct command_params *params = &request->command.params;
	char code[ACCOUNT_CODE_SIZE];
	if (request->command.entry->number == COMMAND_PASSWORD_SET) return;
	params->until = step_of(sign_in, params->said_code);
	if (params->said_code.size > 0) params->second = SECOND_TOTP;
	if (params->said_recovery.size == 0) return;
	params->second = SECOND_RECOVERY;
	if (account_code_parse(params->said_recovery, code))
		params->code_index = command_recovery_index(request->api->options.vault, span_of(code));
}

static void draw_secret(struct api_request *request)
{
	uint8_t *secret = arena_need(request->arena, TOTP_SECRET_BYTES);
	prng_fill(&request->loop->prng, secret, TOTP_SECRET_BYTES);
	request->command.params.secret = span_bytes(secret, TOTP_SECRET_BYTES);
}

/* Who says the same once more, password and code and all, gets the same session: the id of the
 * command follows from the key and from what was proved. A wrong try is one of its own, and whoever
 * saw the key has no repetition without the password, nor with a code that is over. */
static void name_try(struct api_request *request)
{
	enum { FROM_BYTES = JOURNAL_COMMAND_ID_BYTES + 4 * ID_SIZE };
	struct command *command = &request->command;
	const struct command_params *params = &command->params;
	struct id id = id_draw(&request->loop->prng);
	char *text = arena_need(request->arena, ID_TEXT_SIZE);
	if (params->proved != 0) {
		struct buf from;
		buf_init(&from, FROM_BYTES);
		buf_add(&from, params->account.bytes, ID_SIZE);
		buf_add(&from, params->code_index.bytes, ID_SIZE);
		buf_put_i64(&from, params->number);
		buf_put_i64(&from, params->until);
		buf_put_i64(&from, request->sign_in->row.totp_since_ms);
		buf_add_span(&from, command->command_id);
		CHECK(!from.overflowed);
		id = index_of(request, "sign in", buf_span(&from));
		buf_finish(&from);
	}
	command->command_id = span_of(id_text(id, text));
}

/* The task is over; the command goes on with what came of it. */
static void go_on(struct api_request *request)
{
	struct api_sign_in *sign_in = request->sign_in;
	const struct password_task *task = &sign_in->task;
	struct command_params *params = &request->command.params;
	if (task->failed) {
		give_up(sign_in);
		return;
	}
	params->proved = task->is_right ? 1 : 0;
	if (request->command.entry->number == COMMAND_SESSION_SIGN_IN) name_try(request);
	if (task->makes) params->hash = span_of(task->made);
	api_command_submit(request);
}

static void on_loop(void *argument)
{
	api_guard(argument, go_on);
}

static void worked(struct password_task *task)
{
	struct api_sign_in *sign_in = task->context;
	http_post(sign_in->request->exchange, on_loop, sign_in->request);
}

/* The copies in the arena, which nobody else has: they are wiped by who worked with them. */
static void fill_task(struct api_sign_in *sign_in)
{
	struct command *command = &sign_in->request->command;
	struct command_params *params = &command->params;
	struct password_task *task = &sign_in->task;
	enum command_number number = command->entry->number;
	struct span said = number == COMMAND_SESSION_SIGN_IN ? params->said_password : params->said_old;
	bool sets = number == COMMAND_PASSWORD_SET;
	task->done = worked;
	task->context = sign_in;
	task->compares = !sets;
	task->said = (char *)(uintptr_t)said.start;
	task->said_size = said.size;
	task->makes = sets || number == COMMAND_PASSWORD_CHANGE;
	task->wanted = (char *)(uintptr_t)params->said_password.start;
	task->wanted_size = params->said_password.size;
}

/* What needs no Argon2: a code alone, and an invitation that is none. */
static bool needs_work(const struct command *command)
{
	if (command->entry->number == COMMAND_SECOND_CONFIRM) return false;
	return command->entry->number != COMMAND_PASSWORD_SET || !id_is_none(command->params.thing);
}

static void prepare(struct api_sign_in *sign_in)
{
	struct api_request *request = sign_in->request;
	struct command *command = &request->command;
	struct command_params *params = &command->params;
	enum command_number number = command->entry->number;
	char *form = arena_need(request->arena, PASSWORD_LOGIN_MAX_BYTES);
	find_secrets(sign_in);
	work_out_codes(sign_in);
	params->easy = sign_in->is_easy ? 1 : 0;
	if (number == COMMAND_PASSWORD_SET) {
		params->login_index = login_index(request, params->said_login);
		params->login = password_login_form(params->said_login, form);
		return;
	}
	if (number == COMMAND_PASSWORD_CHANGE)
		params->same = span_equal(params->said_old, params->said_password) ? 1 : 0;
	if (number == COMMAND_SECOND_BEGIN) draw_secret(request);
	if (number != COMMAND_SESSION_SIGN_IN) {
		command->subject = request->account.id;
		return;
	}
	params->account = sign_in->known ? sign_in->row.account : id_none;
	command->region = sign_in->row.region;
}

void api_sign_in_start(struct api_request *request)
{
	struct api_sign_in *sign_in = ARENA_NEW(request->arena, struct api_sign_in);
	struct error error = {0};
	*sign_in = (struct api_sign_in){.request = request};
	request->sign_in = sign_in;
	if (read_rows(sign_in, &error) != STATUS_OK) {
		api_problem_error(request, &error);
		return;
	}
	find_keys(sign_in);
	if (!is_free(sign_in)) return;
	prepare(sign_in);
	if (!needs_work(&request->command)) {
		api_command_submit(request);
		return;
	}
	fill_task(sign_in);
	check_guard_clear();
	if (!password_work_submit(request->api->passwords, &sign_in->task)) give_up(sign_in);
}

void api_sign_in_put_device(struct api_request *request, struct jsonw *json)
{
	char text[DEVICE_SIZE], id[ID_TEXT_SIZE], proof[ID_TEXT_SIZE];
	struct api_sign_in *sign_in = request->sign_in;
	if (sign_in == NULL) return;
	id_text(sign_in->device, id);
	id_text(device_proof(sign_in, sign_in->device), proof);
	snprintf(text, sizeof(text), "%s.%s", id, proof);
	jsonw_put_text(json, "device", text);
}

static void add_escaped(struct buf *out, struct span text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.start[i];
		bool plain = (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9');
		if (plain)
			buf_add_char(out, (char)byte);
		else
			buf_printf(out, "%%%02X", byte);
	}
}

/* Until it is confirmed; afterwards nobody is shown it again. */
status api_sign_in_put_secret(struct api_request *request, struct jsonw *json, struct error *error)
{
	struct api_sign_in *sign_in = request->sign_in;
	struct span secret = {0}, login = {0};
	char text[TOTP_SECRET_TEXT_SIZE];
	struct buf uri;
	if (sign_in == NULL) return STATUS_OK;
	TRY(find_row(sign_in, error));
	if (!sign_in->known || sign_in->row.totp.size == 0 || sign_in->row.totp_since_ms != 0)
		return STATUS_OK;
	TRY(unseal(sign_in, VAULT_TOTP, sign_in->row.totp, &secret, error));
	TRY(unseal(sign_in, VAULT_LOGIN, sign_in->row.login, &login, error));
	if (secret.size != TOTP_SECRET_BYTES)
		return status_fail(error, STATUS_CORRUPT, "a second factor is none");
	totp_secret_text((const uint8_t *)secret.start, text);
	jsonw_put_text(json, "secret", text);
	buf_init(&uri, URI_BYTES);
	buf_add_text(&uri, "otpauth://totp/Vangnet:");
	add_escaped(&uri, login);
	buf_printf(&uri, "?secret=%s&issuer=Vangnet&algorithm=SHA1&digits=6&period=30", text);
	jsonw_put_span(json, "uri", buf_span(&uri));
	buf_finish(&uri);
	return STATUS_OK;
}
