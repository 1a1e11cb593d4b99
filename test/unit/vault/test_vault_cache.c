/* test_vault_cache.c - which keys are at hand, and which are given up.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fixture.h"
#include "vault/vault_private.h"

static int start(void **state)
{
	static struct vault_cache cache;
	struct error error;

	*state = &cache;
	return sodium_init() < 0 || vault_cache_init(&cache, false, &error) != STATUS_OK;
}

static int stop(void **state)
{
	vault_cache_finish(*state);
	return 0;
}

static struct id subject_of(uint32_t number)
{
	struct id id = {{1}};

	memcpy(id.bytes + 4, &number, sizeof number);
	return id;
}

static void key_of(uint32_t number, uint8_t key[VAULT_KEY_BYTES])
{
	memset(key, 0x5a, VAULT_KEY_BYTES);
	memcpy(key, &number, sizeof number);
}

static void put(struct vault_cache *cache, uint32_t number)
{
	uint8_t key[VAULT_KEY_BYTES];

	key_of(number, key);
	vault_cache_put(cache, subject_of(number), key);
}

static void draw(struct vault_cache *cache, uint32_t number)
{
	uint8_t key[VAULT_KEY_BYTES];

	key_of(number, key);
	vault_cache_draw(cache, subject_of(number), key);
}

/* Whether the key is there; if it is, it is the right one. */
static bool has(struct vault_cache *cache, uint32_t number)
{
	uint8_t expected[VAULT_KEY_BYTES];
	uint8_t key[VAULT_KEY_BYTES];

	key_of(number, expected);
	if (!vault_cache_get(cache, subject_of(number), key)) return false;
	assert_memory_equal(key, expected, sizeof key);
	return true;
}

/* Kept keys are given up in the order in which they were last used. */
static void test_vault_cache__gives_up_what_was_used_longest_ago(void **state)
{
	struct vault_cache *cache = *state;

	for (uint32_t i = 0; i < VAULT_MAX_KEPT; i++) put(cache, i);
	assert_int_equal(vault_cache_count(cache, VAULT_KEPT), VAULT_MAX_KEPT);
	assert_true(has(cache, 0));
	put(cache, VAULT_MAX_KEPT);
	assert_int_equal(vault_cache_count(cache, VAULT_KEPT), VAULT_MAX_KEPT);
	assert_true(has(cache, 0));
	assert_false(has(cache, 1));
	for (uint32_t i = 2; i <= VAULT_MAX_KEPT; i++) assert_true(has(cache, i));
}

/* A drawn key is nowhere else: no number of other keys makes it go. */
static void test_vault_cache__holds_pending_keys(void **state)
{
	struct vault_cache *cache = *state;

	for (uint32_t i = 0; i < 10000; i++) draw(cache, i);
	for (uint32_t i = 10000; i < 30000; i++) put(cache, i);
	for (uint32_t i = 0; i < 10000; i++) assert_true(has(cache, i));
	assert_int_equal(vault_cache_count(cache, VAULT_PENDING), 10000);
	assert_int_equal(vault_cache_count(cache, VAULT_KEPT), VAULT_MAX_KEPT);
}

/* What is drawn and never kept goes when too much is, the one used longest ago first. */
static void test_vault_cache__forgets_what_is_never_kept(void **state)
{
	struct vault_cache *cache = *state;

	for (uint32_t i = 0; i < VAULT_MAX_KEPT; i++) put(cache, 100000 + i);
	for (uint32_t i = 0; i < VAULT_MAX_PENDING; i++) draw(cache, i);
	assert_true(has(cache, 0));
	draw(cache, VAULT_MAX_PENDING);
	assert_true(has(cache, 0));
	assert_false(has(cache, 1));
	assert_true(has(cache, 2));
	assert_int_equal(vault_cache_count(cache, VAULT_PENDING), VAULT_MAX_PENDING);
	assert_int_equal(vault_cache_count(cache, VAULT_KEPT), VAULT_MAX_KEPT);
	for (uint32_t i = 0; i < VAULT_MAX_KEPT; i++) assert_true(has(cache, 100000 + i));
}

/* A kept key may be given up like the others; one that was given up meanwhile stays away. */
static void test_vault_cache_settle__makes_a_key_one_of_the_kept(void **state)
{
	struct vault_cache *cache = *state;

	draw(cache, 1);
	vault_cache_settle(cache, subject_of(1));
	vault_cache_settle(cache, subject_of(2));
	assert_int_equal(vault_cache_count(cache, VAULT_PENDING), 0);
	assert_int_equal(vault_cache_count(cache, VAULT_KEPT), 1);
	assert_true(has(cache, 1));
	for (uint32_t i = 0; i < VAULT_MAX_KEPT; i++) put(cache, 100 + i);
	assert_false(has(cache, 1));
}

/* Drawing for a subject that has a key gives that key, pending or kept; putting replaces it. */
static void test_vault_cache_draw__keeps_the_key_there_is(void **state)
{
	struct vault_cache *cache = *state;
	uint8_t first[VAULT_KEY_BYTES];
	uint8_t key[VAULT_KEY_BYTES];

	key_of(1, first);
	draw(cache, 1);
	for (int i = 0; i < 2; i++) {
		key_of(2, key);
		vault_cache_draw(cache, subject_of(1), key);
		assert_memory_equal(key, first, sizeof key);
		assert_int_equal(vault_cache_count(cache, VAULT_KEPT), i);
		assert_int_equal(vault_cache_count(cache, VAULT_PENDING), 1 - i);
		vault_cache_settle(cache, subject_of(1));
	}
	key_of(2, key);
	vault_cache_put(cache, subject_of(1), key);
	assert_true(vault_cache_get(cache, subject_of(1), first));
	assert_memory_equal(first, key, sizeof key);
	assert_int_equal(vault_cache_count(cache, VAULT_KEPT), 1);
}

/* Whether the key's bytes stand anywhere among the entries. */
static bool is_in_memory(const struct vault_cache *cache, uint32_t number)
{
	size_t least_size = (VAULT_MAX_KEPT + VAULT_MAX_PENDING) * (ID_SIZE + VAULT_KEY_BYTES);
	uint8_t key[VAULT_KEY_BYTES];

	key_of(number, key);
	return memmem(cache->table, least_size, key, sizeof key) != NULL;
}

/* A key that is dropped or given up is wiped. */
static void test_vault_cache__wipes_what_it_gives_up(void **state)
{
	struct vault_cache *cache = *state;

	put(cache, 1);
	draw(cache, 2);
	assert_true(is_in_memory(cache, 1) && is_in_memory(cache, 2));
	vault_cache_drop(cache, subject_of(2));
	for (uint32_t i = 0; i < VAULT_MAX_KEPT; i++) put(cache, 1000 + i);
	assert_false(is_in_memory(cache, 1));
	assert_false(is_in_memory(cache, 2));
}

/* A dropped key is not there, and its place is free again. */
static void test_vault_cache_drop__forgets_a_key(void **state)
{
	struct vault_cache *cache = *state;

	put(cache, 1);
	draw(cache, 2);
	size_t before = vault_cache_count(cache, VAULT_FREE);
	vault_cache_drop(cache, subject_of(1));
	vault_cache_drop(cache, subject_of(2));
	vault_cache_drop(cache, subject_of(3));
	assert_false(has(cache, 1));
	assert_false(has(cache, 2));
	assert_int_equal(vault_cache_count(cache, VAULT_FREE), before + 2);
}

#define MODEL_SUBJECTS 24000

/* The same rules, written plainly: when each subject was last used, and in which list. */
struct model {
	uint64_t used[MODEL_SUBJECTS]; /* 0: not there */
	enum vault_list lists[MODEL_SUBJECTS];
	size_t counts[VAULT_LIST_COUNT];
	uint64_t now;
};

static void model_remove(struct model *model, uint32_t number)
{
	if (model->used[number] == 0) return;
	model->counts[model->lists[number]]--;
	model->used[number] = 0;
}

static void model_enter(struct model *model, uint32_t number, enum vault_list list)
{
	size_t limit = list == VAULT_KEPT ? VAULT_MAX_KEPT : VAULT_MAX_PENDING;

	model_remove(model, number);
	if (model->counts[list] == limit) {
		uint32_t oldest = MODEL_SUBJECTS;
		for (uint32_t i = 0; i < MODEL_SUBJECTS; i++) {
			bool candidate = model->used[i] != 0 && model->lists[i] == list;
			if (candidate && (oldest == MODEL_SUBJECTS || model->used[i] < model->used[oldest]))
				oldest = i;
		}
		model_remove(model, oldest);
	}
	model->used[number] = ++model->now;
	model->lists[number] = list;
	model->counts[list]++;
}

static void step(struct vault_cache *cache, struct model *model, uint32_t number, uint64_t what)
{
	if (what < 4) {
		put(cache, number);
		model_enter(model, number, VAULT_KEPT);
	} else if (what < 12) {
		draw(cache, number);
		if (model->used[number] == 0) model_enter(model, number, VAULT_PENDING);
	} else if (what < 14) {
		assert_int_equal(has(cache, number), model->used[number] != 0);
		if (model->used[number] != 0) model->used[number] = ++model->now;
	} else if (what < 15) {
		vault_cache_settle(cache, subject_of(number));
		if (model->used[number] != 0) model_enter(model, number, VAULT_KEPT);
	} else if (number % 16 == 0) {
		vault_cache_drop(cache, subject_of(number));
		model_remove(model, number);
	}
}

/* Any sequence of calls leaves the same keys as the plain model has; both lists get full. */
static void test_vault_cache__does_what_a_plain_model_does(void **state)
{
	struct vault_cache *cache = *state;
	struct model *model = calloc(1, sizeof *model);
	struct prng prng;
	bool full[VAULT_LIST_COUNT] = {false};

	assert_non_null(model);
	prng_init_seed(&prng, 20);
	/* First as many are drawn as can be pending, then anything happens. */
	for (uint32_t i = 0; i < VAULT_MAX_PENDING + 18000; i++) {
		bool filling = i < VAULT_MAX_PENDING;
		uint32_t number = filling ? i : (uint32_t)prng_below(&prng, MODEL_SUBJECTS);
		step(cache, model, number, filling ? 4 : prng_below(&prng, 16));
		for (int list = VAULT_KEPT; list <= VAULT_PENDING; list++) {
			size_t count = vault_cache_count(cache, (enum vault_list)list);
			assert_int_equal(count, model->counts[list]);
			full[list] |= count == (list == VAULT_KEPT ? VAULT_MAX_KEPT : VAULT_MAX_PENDING);
		}
	}
	assert_true(full[VAULT_KEPT] && full[VAULT_PENDING]);
	for (uint32_t i = 0; i < MODEL_SUBJECTS; i++)
		assert_int_equal(has(cache, i), model->used[i] != 0);
	free(model);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, stop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_vault_cache__gives_up_what_was_used_longest_ago),
		TEST(test_vault_cache__holds_pending_keys),
		TEST(test_vault_cache__forgets_what_is_never_kept),
		TEST(test_vault_cache_settle__makes_a_key_one_of_the_kept),
		TEST(test_vault_cache_draw__keeps_the_key_there_is),
		TEST(test_vault_cache__wipes_what_it_gives_up),
		TEST(test_vault_cache_drop__forgets_a_key),
		TEST(test_vault_cache__does_what_a_plain_model_does),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
