/* app_heads.h - a signed head that somebody kept elsewhere, read and judged before a journal is
 * held against it.
 *
 * Tests       test/scenario/test_heads.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_stores.h"
#include "journal/signed_head.h"

/* Reads `path` and looks whether it is well signed, with the key that is wanted (`public_key`, 64
 * hex digits; NULL: that of this installation, for which the site key is needed), and of this
 * installation. STATUS_INPUT: it is not, and the message says what; STATUS_IO, STATUS_KEY. `store`
 * is in no transaction. */
MUST_USE status app_heads_read(const struct app_config *config, const struct app_stores *stores,
	struct store *store, const char *path, const char *public_key, struct signed_head *head,
	struct error *error);
