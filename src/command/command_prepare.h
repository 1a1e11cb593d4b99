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
#include "access/account.h"
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

/* Fills digest, subject, new_key and new_code_index, and seals the texts in params (in `arena`).
 * An episode that is not there leaves the texts out: the writer refuses the command. `store` is in
 * no transaction. */
MUST_USE status command_prepare(struct command *command, struct vault *vault, struct store *store,
	struct prng *prng, struct arena *arena, struct error *error);
