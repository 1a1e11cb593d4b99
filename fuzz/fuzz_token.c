/* fuzz_token.c - arbitrary bytes are a token, a code or a login, or are refused; what is read is
 * what would be written.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/password.h"
#include "base/check.h"
#include "fuzz.h"

static void try_token(struct span text)
{
	uint8_t proof[SESSION_PROOF_BYTES];
	char again[SESSION_TOKEN_SIZE];
	struct id id;
	int32_t region = 0;
	if (!session_token_parse(text, &region, &id, proof)) return;
	CHECK(region >= 0 && region <= 25);
	session_token_text(region, id, proof, again);
	struct id same;
	int32_t there = 0;
	CHECK(session_token_parse(span_of(again), &there, &same, proof));
	CHECK(there == region && id_equal(id, same));
}

static void try_code(struct span text)
{
	char code[ACCOUNT_CODE_SIZE], again[ACCOUNT_CODE_SIZE];
	if (!account_code_parse(text, code)) return;
	CHECK(strlen(code) == ACCOUNT_CODE_SIZE - 1);
	CHECK(account_code_parse(span_of(code), again) && strcmp(code, again) == 0);
}

static void try_step(struct span text)
{
	const int64_t now_ms = INT64_C(1234567890000);
	int64_t step = totp_match(SPAN_LITERAL("12345678901234567890"), text, now_ms);
	CHECK(step == 0 || (step >= totp_step(now_ms) - 1 && step <= totp_step(now_ms) + 1));
}

static void try_login(struct span text)
{
	char form[PASSWORD_LOGIN_MAX_BYTES], again[PASSWORD_LOGIN_MAX_BYTES];
	if (text.size > PASSWORD_LOGIN_MAX_BYTES) return;
	struct span login = password_login_form(text, form);
	CHECK(login.size <= text.size && span_equal(password_login_form(login, again), login));
	/* Whatever is in it: it is easy for itself, unless it is hardly anything. */
	CHECK(login.size < 3 || password_is_easy(login, login));
	(void)password_is_easy(text, SPAN_LITERAL("samira@wijkteam.example"));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct span text = span_bytes(bytes, size);
	try_token(text);
	try_code(text);
	try_step(text);
	try_login(text);
	return 0;
}
