/* replay.c - gives a fuzzer its seeds, and changes of them, as a test.
 *
 *     fuzz_<name> <seed or directory of seeds>...
 *
 * The changes are drawn from a fixed start, so that every run is the same. Each seed is given as
 * it is, cut off at ROUNDS places, and with some of its bytes changed, doubled or taken out,
 * ROUNDS times.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/buf.h"
#include "base/prng.h"
#include "fuzz.h"
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 300
#define MAX_SEED_BYTES (1024 * 1024)
#define MAX_CHANGES 8
#define MAX_PATH_BYTES 4096

static size_t inputs;

/* In memory of exactly its size, so that a sanitizer sees a read beyond it. */
static void give(const void *bytes, size_t size)
{
	uint8_t *copy = calloc(1, size + (size == 0));
	if (copy == NULL) abort();
	if (size > 0) memcpy(copy, bytes, size);
	LLVMFuzzerTestOneInput(copy, size);
	free(copy);
	inputs++;
}

/* Changes one place of `out`; characters that mean something are drawn more often. */
static void change_once(struct prng *prng, struct span seed, struct buf *out)
{
	static const char telling[] = "\",\r\n\t\0\xc3\xed\xff{}[]:;=&%+-.0\\/<>";
	size_t at = (size_t)prng_below(prng, seed.size + 1);
	size_t room = seed.size - at;
	size_t length = (size_t)prng_below(prng, room < 16 ? room + 1 : 16);
	buf_add(out, seed.start, at);
	switch (prng_below(prng, 4)) {
	case 0: buf_add_char(out, telling[prng_below(prng, sizeof telling)]); break;
	case 1: buf_add_char(out, (char)prng_below(prng, 256)); break;
	case 2:
		buf_add(out, seed.start + at, length);
		buf_add(out, seed.start + at, length);
		break;
	default: break;
	}
	buf_add(out, seed.start + at + length, room - length);
}

static void give_changed(struct prng *prng, struct span seed)
{
	struct buf one, other;
	buf_init(&one, 2 * MAX_SEED_BYTES);
	buf_init(&other, 2 * MAX_SEED_BYTES);
	for (int round = 0; round < ROUNDS; round++) {
		give(seed.start, (size_t)prng_below(prng, seed.size + 1));
		buf_reset(&one);
		buf_add_span(&one, seed);
		for (uint64_t left = 1 + prng_below(prng, MAX_CHANGES); left > 0; left--) {
			struct buf swap = one;
			buf_reset(&other);
			change_once(prng, buf_span(&one), &other);
			one = other;
			other = swap;
		}
		give(one.bytes, one.size);
	}
	buf_finish(&one);
	buf_finish(&other);
}

static bool replay_file(struct prng *prng, const char *path)
{
	FILE *stream = fopen(path, "rb");
	if (stream == NULL) return false;
	uint8_t *bytes = calloc(1, MAX_SEED_BYTES);
	if (bytes == NULL) abort();
	size_t size = fread(bytes, 1, MAX_SEED_BYTES, stream);
	fclose(stream);
	give(bytes, size);
	give_changed(prng, span_bytes(bytes, size));
	free(bytes);
	return true;
}

static bool replay(struct prng *prng, const char *directory)
{
	struct dirent **entries;
	int count = scandir(directory, &entries, NULL, alphasort);
	if (count < 0) return replay_file(prng, directory);
	bool good = true;
	for (int i = 0; i < count; i++) {
		char path[MAX_PATH_BYTES];
		snprintf(path, sizeof path, "%s/%s", directory, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.') good = replay_file(prng, path) && good;
		free(entries[i]);
	}
	free(entries);
	return good;
}

int main(int count, char **arguments)
{
	struct prng prng;
	bool good = count > 1;
	prng_init_seed(&prng, 1);
	for (int i = 1; i < count; i++) good = replay(&prng, arguments[i]) && good;
	if (!good || inputs == 0) {
		fprintf(stderr, "no seeds could be read\n");
		return 1;
	}
	printf("%zu inputs\n", inputs);
	return 0;
}
