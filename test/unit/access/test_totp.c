/* test_totp.c - HMAC-SHA-1, codes that count, and codes of the time, against the vectors of their
 * RFCs.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "access/totp.h"
#include <stdio.h>

#define RFC_SECRET SPAN_LITERAL("12345678901234567890")

static void expect_digest(struct span key, struct span text, const char *digits)
{
	struct totp_digest digest = totp_hmac_sha1(key, text);
	char hex[41];
	for (size_t i = 0; i < 20; i++) snprintf(hex + 2 * i, 3, "%02x", (unsigned)digest.bytes[i]);
	assert_string_equal(hex, digits);
}

static struct span filled(char *bytes, int value, size_t size)
{
	memset(bytes, value, size);
	return (struct span){bytes, size};
}

/* RFC 2202, section 3: all seven. */
static void test_totp_hmac_sha1__is_that_of_rfc_2202(void **state)
{
	char key[80], text[50], counting[25];
	(void)state;
	for (size_t i = 0; i < sizeof(counting); i++) counting[i] = (char)(i + 1);
	expect_digest(filled(key, 0x0b, 20), SPAN_LITERAL("Hi There"),
		"b617318655057264e28bc0b6fb378c8ef146be00");
	expect_digest(SPAN_LITERAL("Jefe"), SPAN_LITERAL("what do ya want for nothing?"),
		"effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
	expect_digest(
		filled(key, 0xaa, 20), filled(text, 0xdd, 50), "125d7342b9ac11cd91a39af48aa17b4f63f175d3");
	expect_digest((struct span){counting, sizeof(counting)}, filled(text, 0xcd, 50),
		"4c9007f4026250c6bc8414f9bf50c86c2d7235da");
	expect_digest(filled(key, 0x0c, 20), SPAN_LITERAL("Test With Truncation"),
		"4c1a03424b55e07fe7f27be1d58bb9324a9a5a04");
	expect_digest(filled(key, 0xaa, 80),
		SPAN_LITERAL("Test Using Larger Than Block-Size Key - Hash Key First"),
		"aa4ae5e15272d00e95705637ce8a3b55ed402112");
	expect_digest(filled(key, 0xaa, 80),
		SPAN_LITERAL("Test Using Larger Than Block-Size Key and Larger Than One Block-Size Data"),
		"e8e99d0f45237d786d6bbaa7965c7808bbff1a91");
}

/* RFC 4226, appendix D. */
static void test_totp_code__counts_as_rfc_4226(void **state)
{
	static const uint32_t codes[] = {
		755224, 287082, 359152, 969429, 338314, 254676, 287922, 162583, 399871, 520489};
	(void)state;
	for (int64_t i = 0; i < 10; i++) assert_int_equal(totp_code(RFC_SECRET, i, 6), codes[i]);
}

/* RFC 6238, appendix B: those of SHA-1, of eight digits. */
static void test_totp_code__is_that_of_rfc_6238(void **state)
{
	static const struct {
		int64_t seconds;
		uint32_t code;
	} rows[] = {{59, 94287082}, {1111111109, 7081804}, {1111111111, 14050471},
		{1234567890, 89005924}, {2000000000, 69279037}, {INT64_C(20000000000), 65353130}};
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(totp_code(RFC_SECRET, totp_step(rows[i].seconds * 1000), 8), rows[i].code);
}

/* Of this step, the one before and the one behind; no other. */
static void test_totp_match__takes_one_step_to_each_side(void **state)
{
	const int64_t now_ms = INT64_C(1234567890000);
	int64_t now = totp_step(now_ms);
	(void)state;
	for (int64_t step = now - 5; step <= now + 5; step++) {
		char code[TOTP_CODE_SIZE], apart[TOTP_CODE_SIZE + 1];
		snprintf(code, sizeof(code), "%06u", (unsigned)totp_code(RFC_SECRET, step, 6));
		snprintf(apart, sizeof(apart), "%.3s %s", code, code + 3);
		int64_t wanted = step >= now - 1 && step <= now + 1 ? step : 0;
		assert_int_equal(totp_match(RFC_SECRET, span_of(code), now_ms), wanted);
		assert_int_equal(totp_match(RFC_SECRET, span_of(apart), now_ms), wanted);
	}
}

/* What has not six digits is no code; nor that of another secret. */
static void test_totp_match__refuses_what_is_no_code(void **state)
{
	const int64_t now_ms = 59000;
	static const char *const texts[] = {
		"", "      ", "28708", "2870820", "28708x", "-87082", "٢٨٧٠٨٢", "+28708", "28 70 8"};
	(void)state;
	assert_int_equal(totp_match(RFC_SECRET, SPAN_LITERAL("287082"), now_ms), 1);
	assert_int_equal(
		totp_match(SPAN_LITERAL("12345678901234567891"), SPAN_LITERAL("287082"), now_ms), 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_int_equal(totp_match(RFC_SECRET, span_of(texts[i]), now_ms), 0);
}

/* RFC 4648: the secret of the RFCs as authenticators are given it. */
static void test_totp_secret_text__is_base32(void **state)
{
	char text[TOTP_SECRET_TEXT_SIZE];
	(void)state;
	totp_secret_text((const uint8_t *)"12345678901234567890", text);
	assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_totp_hmac_sha1__is_that_of_rfc_2202),
		cmocka_unit_test(test_totp_code__counts_as_rfc_4226),
		cmocka_unit_test(test_totp_code__is_that_of_rfc_6238),
		cmocka_unit_test(test_totp_match__takes_one_step_to_each_side),
		cmocka_unit_test(test_totp_match__refuses_what_is_no_code),
		cmocka_unit_test(test_totp_secret_text__is_base32),
	};
	return cmocka_run_group_tests_name("totp", tests, NULL, NULL);
}
