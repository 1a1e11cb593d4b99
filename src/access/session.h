/* session.h - somebody has signed in, until when.
 *
 * States      open -> ended | expired
 * Form        token: <region>.<session id, 32 hex>.<32 hex that follow from the id, and from what
 *             it rests on (session_root), by the site's secret>; it is kept nowhere.
 * Invariants  (1) What began with an access code rests on that code: a new code ends it, whatever
 *                 its row says. (2) What began with a password rests on the account: a new code
 *                 opens nothing there, and so ends nothing; a new password ends it by its row.
 * Table       access_invite: one-time tokens: of the first administrator, known by keyed index; and
 *             to set a password with, in the form of a session's token.
 * Tests       test/unit/access/test_session.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/account.h"

#define SESSION_HOURS 12
#define SESSION_PROOF_BYTES 16
#define SESSION_TOKEN_SIZE 72 /* with the terminating 0 */
#define SESSION_MOST 500      /* open sessions of an account: one more, and the oldest ends */

/* How somebody signed in; stored. */
enum session_way { SESSION_BY_CODE, SESSION_BY_PASSWORD, SESSION_WAY_COUNT };
extern const struct codes session_way_codes;

struct session {
	int32_t region;
	struct id id;
	struct id account;
	int64_t started_ms;
	int64_t expires_ms;
	int64_t ended_ms; /* 0: not ended */
	int32_t way;      /* enum session_way */
};

struct invite {
	int32_t region; /* 0, or the account's */
	struct id id;   /* keyed index of the token; of an account's, the one in its token */
	int64_t expires_ms;
	int64_t used_ms;
	struct id account; /* who sets a password with it; none: the first administrator */
};

extern const struct store_table session_table;
extern const struct store_table session_invite_table;

enum session_verdict {
	SESSION_OK,
	SESSION_CODE_WRONG, /* No account has this code. */
	SESSION_ACCOUNT_ENDED,
	SESSION_NONE, /* This needs signing in. */
	SESSION_EXPIRED,
	SESSION_SIGN_IN_WRONG,   /* Login, password: not both right. */
	SESSION_PASSWORD_NEEDED, /* There is a password: the code alone is not enough any more. */
	SESSION_SECOND_NEEDED,   /* The password is right; a code of the second factor goes with it. */
	SESSION_SECOND_WRONG,    /* That code is wrong, or was taken before. */
	SESSION_UNKNOWN,         /* No such session of theirs. */
	SESSION_VERDICT_COUNT,
};
extern const struct verdict_list session_verdicts;

/* Pure. `has_password`, outside of a demonstration: the code alone does not do any more. */
enum session_verdict session_judge_start(bool found, bool ended, bool has_password);
enum session_verdict session_judge_end(const struct session *session, bool is_own);
enum session_verdict session_judge_use(
	const struct session *session, const struct account *account, int64_t now_ms);

/* What a session's token follows from, next to its id: the index of the code that the account has
 * now, or the account. */
struct id session_root(enum session_way way, const struct account *account);

void session_token_text(int32_t region, struct id id, const uint8_t proof[SESSION_PROOF_BYTES],
	char out[SESSION_TOKEN_SIZE]);
/* False if it has not the form of a token. */
bool session_token_parse(
	struct span text, int32_t *region, struct id *id, uint8_t proof[SESSION_PROOF_BYTES]);

/* Open sessions of an account, the one that expires first in front, at most `limit`. */
MUST_USE status session_read_open(struct store *store, struct id account, int64_t now_ms,
	int64_t limit, struct session *found, size_t *count, struct error *error);
