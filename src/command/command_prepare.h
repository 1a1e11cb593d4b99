/* command_prepare.h - the last thing before the queue: texts are sealed, and a new subject gets an
 * id, a key and a code.
 *
 * Runs on the loop that took the request, with that loop's own reading connection.
 * Invariants  (1) Behind this no plain text is in the command; judges and journal see only what is
 *             sealed.
 *             (2) The digest is keyed and of what was asked, so that the same request gives the
 *                 same digest and the digest tells nothing.
 * Tests       test/unit/command/test_prepare.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/session.h"
#include "command/command.h"

/* The keyed index of an access code (in its normal form) and of a one-time token. */
struct id command_code_index(struct vault *vault, struct span code);
struct id command_token_index(struct vault *vault, struct span token);
/* Recovery code number `number` of a batch, which the writer draws: it follows from the batch as an
 * access code does from its account. And its keyed index, which is all that is kept. */
void command_recovery_code(
	struct vault *vault, struct id batch, int number, char out[ACCOUNT_CODE_SIZE]);
struct id command_recovery_index(struct vault *vault, struct span code);
/* The access code of an account: it follows from the id. */
void command_access_code(struct vault *vault, struct id account, char out[ACCOUNT_CODE_SIZE]);
/* The access code that this command gives in place of one that was lost: it follows from who gives
 * it and the command's id, so that the same command gives the same code again. */
void command_renewed_code(
	struct vault *vault, const struct command *command, char out[ACCOUNT_CODE_SIZE]);
/* What shows that a session is one: it follows from its id and from what it rests on
 * (session_root), so that one that began with an access code ends with that code. */
void command_session_proof(
	struct vault *vault, struct id session, struct id code_index, uint8_t out[SESSION_PROOF_BYTES]);

/* Fills digest, subject, new_key, new_code_index and identity, and seals the texts in params (in
 * `arena`). An episode that is not there leaves the texts out: the writer refuses the command.
 * `store` is in no transaction. */
MUST_USE status command_prepare(struct command *command, struct vault *vault, struct store *store,
	struct prng *prng, struct arena *arena, struct error *error);
