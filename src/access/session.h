/* session.h - somebody has signed in, until when.
 *
 * States      open -> ended | expired
 * Form        token: <region>.<session id, 32 hex>.<32 hex that follow from the id by the site's
 *             secret>; it is kept nowhere.
 * Table       access_invite: one-time tokens (the first administrator), known by keyed index.
 * Tests       test/unit/access/test_session.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/account.h"

#define SESSION_HOURS 12
#define SESSION_PROOF_BYTES 16
#define SESSION_TOKEN_SIZE 72 /* with the terminating 0 */

struct session {
	int32_t region;
	struct id id;
	struct id account;
	int64_t started_ms;
	int64_t expires_ms;
	int64_t ended_ms; /* 0: not ended */
};

struct invite {
	int32_t region; /* 0 */
	struct id id;   /* keyed index of the token */
	int64_t expires_ms;
	int64_t used_ms;
};

extern const struct store_table session_table;
extern const struct store_table session_invite_table;

enum session_verdict {
	SESSION_OK,
	SESSION_CODE_WRONG, /* No account has this code. */
	SESSION_ACCOUNT_ENDED,
	SESSION_NONE, /* This needs signing in. */
	SESSION_EXPIRED,
	SESSION_VERDICT_COUNT,
};
extern const struct verdict_list session_verdicts;

/* Pure. */
enum session_verdict session_judge_start(bool found, bool ended);
enum session_verdict session_judge_use(
	const struct session *session, const struct account *account, int64_t now_ms);

void session_token_text(int32_t region, struct id id, const uint8_t proof[SESSION_PROOF_BYTES],
	char out[SESSION_TOKEN_SIZE]);
/* False if it has not the form of a token. */
bool session_token_parse(
	struct span text, int32_t *region, struct id *id, uint8_t proof[SESSION_PROOF_BYTES]);
