/* totp.h - codes that follow from a shared secret and the time, as authenticators make them.
 *
 * Units       A step is 30 seconds since 1970; a code has 6 digits.
 * Invariants  (1) A code is taken in its own step, the one before and the one behind, for clocks
 *                 that differ; and, by who keeps the step that was taken last, once.
 * Source      RFC 6238 (TOTP), RFC 4226 (HOTP), with HMAC-SHA-1 (RFC 2104, FIPS 180-4), which is
 *             what authenticators know; RFC 4648 for the secret as text
 * Tests       test/unit/access/test_totp.c: the vectors of RFC 2202, 4226 and 6238
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"

#define TOTP_SECRET_BYTES 20
#define TOTP_SECRET_TEXT_SIZE 33 /* base32, with the terminating 0 */
#define TOTP_STEP_MS INT64_C(30000)
#define TOTP_DIGITS 6
#define TOTP_CODE_SIZE (TOTP_DIGITS + 1)

struct totp_digest {
	uint8_t bytes[20];
};

struct totp_digest totp_hmac_sha1(struct span key, struct span text);
/* Of `digits` digits, at most 8: a vector of the RFC has 8. */
uint32_t totp_code(struct span secret, int64_t step, int digits);
int64_t totp_step(int64_t now_ms);
/* The step of which this is the code, near `now_ms`; 0 if of none. Six digits, blanks do not
 * matter. In the time that it takes it does not depend on which digits are right. */
int64_t totp_match(struct span secret, struct span code, int64_t now_ms);
/* As authenticators read it, RFC 4648 base32 without padding. */
void totp_secret_text(const uint8_t secret[TOTP_SECRET_BYTES], char out[TOTP_SECRET_TEXT_SIZE]);
