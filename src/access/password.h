/* password.h - signing in with a name, a password and, who wants, a second factor.
 *
 * States      no password -> set (by an invitation) -> changed ... ; second factor: none -> begun
 *             (a secret, not yet used) -> on -> none
 * Invariants  (1) A row exists only for an account that has a password; two rows never have one
 *                 login: the judge sees to that, as there is one writer for all shards.
 *             (2) `generation` goes up with each new password: what was proved against an older one
 *                 is proved no more.
 *             (3) A code of the second factor is taken once: `totp_step` only goes up. A recovery
 *                 code is taken once.
 *             (4) A new password ends every session but that of who changed it.
 *             (5) Who asked for help, and a relative, have none: they sign in with their code, and
 *                 nobody can be invited in their place by who administers.
 * Sealing     login, hash (Argon2id) and totp are sealed under the account's own key. A password is
 *             in no row, no command and no log; its hash is made before the command is.
 * Source      NIST SP 800-63B (5.1.1, 5.2.2); OWASP ASVS 5 (V6); RFC 9106 (Argon2)
 * Tests       test/unit/access/test_password.c, test/unit/command/test_sign_in.c,
 *             test/scenario/test_sign_in.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/session.h"
#include "access/totp.h"

#define PASSWORD_MIN_BYTES 12
#define PASSWORD_MAX_BYTES 256
#define PASSWORD_LOGIN_MIN_BYTES 3
#define PASSWORD_LOGIN_MAX_BYTES 200
#define PASSWORD_HASH_SIZE 128 /* crypto_pwhash_STRBYTES */
#define PASSWORD_RECOVERY_CODES 10
#define PASSWORD_INVITE_HOURS 72

struct password {
	int32_t region; /* home shard of the account */
	struct id account;
	struct id login_index; /* keyed index of the login, as password_login_form makes it */
	struct span login;     /* sealed */
	struct span hash;      /* sealed */
	int64_t generation;    /* 1, 2, ... */
	int64_t changed_ms;
	struct span totp;      /* sealed secret; empty: no second factor */
	int64_t totp_since_ms; /* 0: begun, not on yet */
	int64_t totp_step;     /* of the last code that was taken */
};

struct recovery {
	int32_t region;
	struct id account;
	int32_t number; /* 1 to PASSWORD_RECOVERY_CODES */
	struct id code_index;
	int64_t used_ms;
};

extern const struct store_table password_table;
extern const struct store_table password_recovery_table;

enum password_verdict {
	PASSWORD_OK,
	PASSWORD_NONE,  /* This account has no password. */
	PASSWORD_WRONG, /* The password that was said is not the one. */
	PASSWORD_EASY,  /* It has the login in it, or hardly any different characters. */
	PASSWORD_SAME,  /* It is the one there was. */
	PASSWORD_LOGIN_TAKEN,
	PASSWORD_PERSON,     /* Who asked for help, or is a relative, signs in with the code. */
	PASSWORD_SECOND_ON,  /* There is a second factor already. */
	PASSWORD_SECOND_OFF, /* There is none, or none was begun. */
	PASSWORD_CODE_WRONG, /* No code of this moment, or one that was taken. */
	PASSWORD_VERDICT_COUNT,
};
extern const struct verdict_list password_verdicts;

/* How the one who signs in says the second factor. */
enum password_second { SECOND_NOT_SAID, SECOND_TOTP, SECOND_RECOVERY };

struct password_sign_in {
	bool known;  /* somebody has this login */
	bool ended;  /* their account */
	bool proved; /* the password, of the generation that still is */
	bool second_on;
	enum password_second said;
	int64_t step;      /* of the code; 0: of none */
	int64_t last_step; /* that was taken */
	bool recovery_right;
};
/* A verdict of session_verdicts. Pure, as all below. */
enum session_verdict password_judge_sign_in(const struct password_sign_in *facts);

struct password_setting {
	bool has_row;
	bool proved;      /* the one there was, where that is asked */
	bool easy;        /* as password_is_easy says */
	bool same;        /* as the one there was */
	bool login_taken; /* by another account */
};
enum password_verdict password_judge_set(const struct password_setting *facts);
enum password_verdict password_judge_change(const struct password_setting *facts);

struct password_seconding {
	bool has_row;
	bool proved;
	bool begun, on;
	int64_t step, last_step;
};
enum password_verdict password_judge_begin(const struct password_seconding *facts);
enum password_verdict password_judge_confirm(const struct password_seconding *facts);
enum password_verdict password_judge_end(const struct password_seconding *facts);

/* A login in the one form in which it is compared: blanks at the ends and ASCII capitals do not
 * matter. `out` has PASSWORD_LOGIN_MAX_BYTES; the part of it that is used. */
struct span password_login_form(struct span login, char *out);
/* Too easy to guess, whoever's it is: it has the login in it (or the part of it before an @), or
 * fewer than six different characters, or only rises or falls (abcdef, 987654). */
bool password_is_easy(struct span password, struct span login);

/* By the keyed index; *found says whether somebody has it. */
MUST_USE status password_find(struct store *store, struct id login_index, struct password *password,
	bool *found, struct arena *arena, struct error *error);
/* An unused recovery code of this account; number 0: there is none. */
MUST_USE status password_find_recovery(struct store *store, int32_t region, struct id account,
	struct id code_index, int32_t *number, struct error *error);
