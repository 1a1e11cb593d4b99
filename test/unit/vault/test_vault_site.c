/* test_vault_site.c - the site key file, and what is wrapped with it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include "vault/vault_private.h"

#define HEX_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HEX_B "BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB"
#define HEX_0 "0000000000000000000000000000000000000000000000000000000000000000"

/* Comments, empty lines, blanks, line ends of either kind and digits of either case are all right,
 * and the highest slot wraps wherever it stands. */
static void test_vault_site_parse__reads_slots(void **state)
{
	struct vault_site site = {0};
	struct error error;
	uint8_t expected[VAULT_KEY_BYTES];

	(void)state;
	assert_ok(vault_site_parse(SPAN_LITERAL("# a comment\n\n255 \t " HEX_B "  \r\n  # another\n"
											"\t7\t" HEX_A),
		&site, &error));
	assert_int_equal(site.newest, 255);
	for (int slot = 0; slot < VAULT_SLOTS; slot++)
		assert_int_equal(site.present[slot], slot == 7 || slot == 255);
	memset(expected, 0xaa, sizeof expected);
	assert_memory_equal(site.keys[7], expected, sizeof expected);
	memset(expected, 0xbb, sizeof expected);
	assert_memory_equal(site.keys[255], expected, sizeof expected);
}

/* Each mistake is refused with its line; what stands on the line is not repeated. */
static void test_vault_site_parse__refuses_mistakes(void **state)
{
	static const struct {
		const char *text;
		size_t line;
	} mistakes[] = {
		{"", 0},
		{"# 1 " HEX_A "\n", 0},
		{"0 " HEX_A, 1},
		{"256 " HEX_A, 1},
		{"-1 " HEX_A, 1},
		{"99999999999999999999 " HEX_A, 1},
		{"x " HEX_A, 1},
		{HEX_A, 1},
		{"1" HEX_A, 1},
		{"1: " HEX_A, 1},
		{"#\n\n1", 3},
		{"1 \n", 1},
		{"1 " HEX_A "\n2 " HEX_A "a", 2},
		{"1 " HEX_A "\n\n2 aaaaaaaa", 3},
		{"1 g" HEX_A, 1},
		{"1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag", 1},
		{"1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1},
		{"1 " HEX_A " aa", 1},
		{"1 " HEX_A " # mine", 1},
		{"3 " HEX_A "\n3 " HEX_B, 2},
		{"3 " HEX_0, 1},
	};
	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++) {
		struct vault_site site = {0};
		struct error error = {0};
		assert_int_equal(vault_site_parse(span_of(mistakes[i].text), &site, &error), STATUS_KEY);
		assert_int_equal(error.line, mistakes[i].line);
		assert_true(error.message[0] != 0);
		assert_null(strstr(error.message, "aaa"));
	}
	struct vault_site site = {0};
	assert_int_equal(vault_site_parse(span_bytes("1 \0", 3), &site, NULL), STATUS_KEY);
}

/* Whoever else may do anything with the file makes it useless; the message says what to do. */
static void test_vault_site_read__wants_a_file_of_its_own(void **state)
{
	static const mode_t refused[] = {0640, 0604, 0620, 0602, 0610, 0601, 0644, 0777};
	static const mode_t accepted[] = {0600, 0400, 0700};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
		struct vault_site site = {0};
		assert_int_equal(chmod(fixture->site_path, refused[i]), 0);
		assert_int_equal(vault_site_read(fixture->site_path, &site, &fixture->error), STATUS_KEY);
		assert_non_null(strstr(fixture->error.message, "chmod 600"));
		assert_non_null(strstr(fixture->error.message, fixture->site_path));
		assert_int_equal(site.newest, 0);
	}
	for (size_t i = 0; i < sizeof accepted / sizeof accepted[0]; i++) {
		struct vault_site site = {0};
		assert_int_equal(chmod(fixture->site_path, accepted[i]), 0);
		assert_ok(vault_site_read(fixture->site_path, &site, &fixture->error));
		assert_int_equal(site.newest, 1);
	}
}

/* A folder, a pipe without a writer (which must not make us wait) and nothing at all. */
static void test_vault_site_read__wants_a_regular_file(void **state)
{
	struct fixture *fixture = *state;
	struct vault_site site = {0};

	assert_int_equal(chmod(fixture->folder, 0700), 0);
	assert_int_equal(vault_site_read(fixture->folder, &site, &fixture->error), STATUS_KEY);
	assert_int_equal(unlink(fixture->site_path), 0);
	assert_int_equal(vault_site_read(fixture->site_path, &site, &fixture->error), STATUS_IO);
	assert_non_null(strstr(fixture->error.message, fixture->site_path));
	assert_int_equal(mkfifo(fixture->site_path, 0600), 0);
	assert_int_equal(vault_site_read(fixture->site_path, &site, &fixture->error), STATUS_KEY);
}

/* A file for all 255 slots can be read, one over the bound cannot. */
static void test_vault_site_read__has_a_bound(void **state)
{
	struct fixture *fixture = *state;
	struct vault_site site = {0};
	struct buf text;

	buf_init(&text, 100000);
	for (int slot = 1; slot < VAULT_SLOTS; slot++) buf_printf(&text, "%d " HEX_A "\n", slot);
	fixture_write(fixture->site_path, buf_text(&text), 0600);
	assert_ok(vault_site_read(fixture->site_path, &site, &fixture->error));
	assert_int_equal(site.newest, 255);
	while (text.size <= 65536) buf_add_text(&text, "# a comment that goes on and on\n");
	fixture_write(fixture->site_path, buf_text(&text), 0600);
	site = (struct vault_site){0};
	assert_int_equal(vault_site_read(fixture->site_path, &site, &fixture->error), STATUS_KEY);
	assert_non_null(strstr(fixture->error.message, "longer than 65536 bytes"));
	buf_finish(&text);
}

/* A new key file is for its owner only, whatever the umask, and holds one new key. */
static void test_vault_site_key_create__makes_a_new_key(void **state)
{
	struct fixture *fixture = *state;
	struct vault_site first = {0};
	struct vault_site second = {0};
	struct stat facts;

	mode_t before = umask(0);
	for (int i = 0; i < 2; i++) {
		struct vault_site *site = i == 0 ? &first : &second;
		assert_int_equal(unlink(fixture->site_path), 0);
		assert_ok(vault_site_key_create(fixture->site_path, &fixture->error));
		assert_int_equal(stat(fixture->site_path, &facts), 0);
		assert_int_equal(facts.st_mode, S_IFREG | 0600);
		assert_ok(vault_site_read(fixture->site_path, site, &fixture->error));
		assert_int_equal(site->newest, 1);
	}
	umask(before);
	assert_memory_not_equal(first.keys[1], second.keys[1], VAULT_KEY_BYTES);
}

/* A key that is there is never written over; where no file can be, that is said. */
static void test_vault_site_key_create__leaves_what_is_there(void **state)
{
	struct fixture *fixture = *state;
	struct vault_site site = {0};
	char path[200];

	assert_int_equal(vault_site_key_create(fixture->site_path, &fixture->error), STATUS_CONFLICT);
	assert_ok(vault_site_read(fixture->site_path, &site, &fixture->error));
	assert_int_equal(site.keys[1][1], 1);
	snprintf(path, sizeof path, "%s/nowhere/site", fixture->folder);
	assert_int_equal(vault_site_key_create(path, &fixture->error), STATUS_IO);
	assert_non_null(strstr(fixture->error.message, path));
}

/* A path without a folder is in the current one. */
static void test_vault_site_key_create__takes_a_bare_name(void **state)
{
	struct fixture *fixture = *state;
	char before[4096];

	assert_non_null(getcwd(before, sizeof before));
	assert_int_equal(chdir(fixture->folder), 0);
	status created = vault_site_key_create("bare", &fixture->error);
	int removed = unlink("bare");
	assert_int_equal(chdir(before), 0);
	assert_ok(created);
	assert_int_equal(removed, 0);
}

/* Two slots, a key wrapped under each. */
struct wrapping {
	struct vault_site site;
	struct id subject;
	uint8_t key[VAULT_KEY_BYTES];
	uint8_t wrapped[2][VAULT_WRAPPED_BYTES]; /* under slot 1 and slot 2 */
};

static void wrapping_start(struct wrapping *wrapping, struct fixture *fixture)
{
	*wrapping = (struct wrapping){0};
	wrapping->subject = id_draw(&fixture->prng);
	struct vault_label label = vault_label_key(&wrapping->subject);
	prng_fill(&fixture->prng, wrapping->key, VAULT_KEY_BYTES);
	assert_ok(vault_site_parse(
		SPAN_LITERAL("1 " FIXTURE_KEY_1 "\n2 " FIXTURE_KEY_2), &wrapping->site, &fixture->error));
	for (uint8_t slot = 1; slot <= 2; slot++) {
		wrapping->site.newest = slot;
		assert_int_equal(vault_site_wrap(&wrapping->site, &label, wrapping->key, &fixture->prng,
							 wrapping->wrapped[slot - 1]),
			slot);
	}
}

static struct span wrapped_span(const struct wrapping *wrapping, int slot)
{
	return span_bytes(wrapping->wrapped[slot - 1], VAULT_WRAPPED_BYTES);
}

/* All slots open, each what was wrapped under it and nothing else; for its own subject only, and
 * not as another kind of key. */
static void test_vault_site_unwrap__wants_slot_and_label(void **state)
{
	struct fixture *fixture = *state;
	struct wrapping wrapping;
	uint8_t key[VAULT_KEY_BYTES];
	struct id other = id_draw(&fixture->prng);
	struct error *error = &fixture->error;

	wrapping_start(&wrapping, fixture);
	struct vault_label label = vault_label_key(&wrapping.subject);
	struct vault_label others = vault_label_key(&other);
	struct vault_label secret = {vault_label_secret("index").kind, label.owner};
	for (int slot = 1; slot <= 2; slot++) {
		struct span wrapped = wrapped_span(&wrapping, slot);
		assert_ok(vault_site_unwrap(&wrapping.site, &label, slot, wrapped, key, error));
		assert_memory_equal(key, wrapping.key, VAULT_KEY_BYTES);
		assert_int_equal(
			vault_site_unwrap(&wrapping.site, &label, 3 - slot, wrapped, key, error), STATUS_KEY);
		assert_true(sodium_is_zero(key, VAULT_KEY_BYTES));
		assert_int_equal(
			vault_site_unwrap(&wrapping.site, &others, slot, wrapped, key, error), STATUS_KEY);
		assert_int_equal(
			vault_site_unwrap(&wrapping.site, &secret, slot, wrapped, key, error), STATUS_KEY);
	}
	static const int64_t absent[] = {-1, 0, 3, 255, 256, 257, INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++)
		assert_int_equal(vault_site_unwrap(&wrapping.site, &label, absent[i],
							 wrapped_span(&wrapping, 1), key, error),
			STATUS_KEY);
}

/* Two slots with the same key: the slot itself is authenticated too. */
static void test_vault_site_unwrap__wants_the_slot_it_was_wrapped_under(void **state)
{
	struct fixture *fixture = *state;
	struct wrapping wrapping;
	uint8_t key[VAULT_KEY_BYTES];

	wrapping_start(&wrapping, fixture);
	struct vault_label label = vault_label_key(&wrapping.subject);
	memcpy(wrapping.site.keys[2], wrapping.site.keys[1], VAULT_KEY_BYTES);
	assert_ok(vault_site_unwrap(
		&wrapping.site, &label, 1, wrapped_span(&wrapping, 1), key, &fixture->error));
	assert_int_equal(vault_site_unwrap(&wrapping.site, &label, 2, wrapped_span(&wrapping, 1), key,
						 &fixture->error),
		STATUS_KEY);
}

/* Not one bit of a wrapped key can be changed, and none left out. */
static void test_vault_site_unwrap__refuses_any_flipped_bit(void **state)
{
	struct fixture *fixture = *state;
	struct wrapping wrapping;
	uint8_t key[VAULT_KEY_BYTES];

	wrapping_start(&wrapping, fixture);
	struct vault_label label = vault_label_key(&wrapping.subject);
	for (size_t bit = 0; bit < 8 * VAULT_WRAPPED_BYTES; bit++) {
		uint8_t changed[VAULT_WRAPPED_BYTES];
		memcpy(changed, wrapping.wrapped[0], sizeof changed);
		changed[bit / 8] = (uint8_t)(changed[bit / 8] ^ (1 << bit % 8));
		assert_int_equal(vault_site_unwrap(&wrapping.site, &label, 1,
							 span_bytes(changed, sizeof changed), key, &fixture->error),
			STATUS_KEY);
		assert_true(sodium_is_zero(key, VAULT_KEY_BYTES));
	}
	for (size_t size = 0; size < VAULT_WRAPPED_BYTES; size++)
		assert_int_equal(vault_site_unwrap(&wrapping.site, &label, 1,
							 span_bytes(wrapping.wrapped[0], size), key, &fixture->error),
			STATUS_KEY);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, fixture_start, fixture_stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_vault_site_parse__reads_slots),
		cmocka_unit_test(test_vault_site_parse__refuses_mistakes),
		TEST(test_vault_site_read__wants_a_file_of_its_own),
		TEST(test_vault_site_read__wants_a_regular_file),
		TEST(test_vault_site_read__has_a_bound),
		TEST(test_vault_site_key_create__makes_a_new_key),
		TEST(test_vault_site_key_create__leaves_what_is_there),
		TEST(test_vault_site_key_create__takes_a_bare_name),
		TEST(test_vault_site_unwrap__wants_slot_and_label),
		TEST(test_vault_site_unwrap__wants_the_slot_it_was_wrapped_under),
		TEST(test_vault_site_unwrap__refuses_any_flipped_bit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
