/* app_verify.h - verifying a database and saying what was found, for verify and restore.
 *
 * Tests       test/contract/test_app_commands.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_config.h"
#include "journal/journal.h"

/* Walks the chains and, unless `scratch_directory` is NULL, compares all tables with what the
 * journal makes of them. `kept`: heads of all shards to hold them against, or NULL. Shows how far
 * it is. */
MUST_USE status app_verify_store(struct store *store, const char *scratch_directory,
	const struct journal_head *kept, struct journal_report *report, struct error *error);
/* Where a scratch database goes: where the command line says (NULL: nothing), or data-dir, or, if
 * nothing can be made there, beside the SQLite database. */
void app_verify_directory(
	const struct app_config *config, const char *said, char out[APP_CONFIG_TEXT_SIZE]);
