/* app_first.h - the first start: a site key where there is nothing yet, and a one-time token where
 * there is no administrator.
 *
 * Invariants  (1) A site key is made only if neither the database nor the key store has anything
 *             in
 *                 it: anywhere else a new one could open nothing.
 *             (2) An empty key store beside a database that is not empty is refused: it was lost.
 * Tests       test/contract/test_app_server.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_stores.h"
#include "base/id.h"
#include "command/command_queue.h"
#include "vault/vault.h"

/* Looks whether database, key store and site key belong to one another, and makes a site key the
 * first time. `store` is the database, in no transaction. */
MUST_USE status app_first_site_key(const struct app_config *config, const struct app_stores *stores,
	struct store *store, bool *made, struct error *error);
/* A token with which the first administrator is made, if there is none; else "". */
MUST_USE status app_first_token(struct store *reading, struct vault *vault,
	struct command_queue *queue, char token[ID_TEXT_SIZE], struct error *error);
