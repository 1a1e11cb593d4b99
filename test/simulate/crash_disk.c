/* crash_disk.c - files on a disk that loses power.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "crash_disk.h"
#include "base/check.h"
#include <stdio.h>

/* What stands where a file grew and nothing came. */
enum { RUBBISH = 0xA5 };

struct crash_disk_pending {
	bool truncates; /* to `offset` */
	size_t offset;
	size_t size; /* bytes behind this struct */
};

void crash_disk_init(struct crash_disk *disk, uint64_t seed)
{
	*disk = (struct crash_disk){0};
	prng_init_seed(&disk->prng, seed);
	for (size_t i = 0; i < CRASH_DISK_FILES; i++) {
		buf_init(&disk->files[i].now, CRASH_DISK_MAX_BYTES);
		buf_init(&disk->files[i].durable, CRASH_DISK_MAX_BYTES);
		buf_init(&disk->files[i].pending, CRASH_DISK_MAX_BYTES);
	}
}

void crash_disk_finish(struct crash_disk *disk)
{
	for (size_t i = 0; i < CRASH_DISK_FILES; i++) {
		buf_finish(&disk->files[i].now);
		buf_finish(&disk->files[i].durable);
		buf_finish(&disk->files[i].pending);
	}
}

/* Whether it exists or not; NULL if the name was never used. */
static struct crash_disk_file *slot_of(struct crash_disk *disk, const char *name)
{
	for (size_t i = 0; i < CRASH_DISK_FILES; i++)
		if (strcmp(disk->files[i].name, name) == 0) return &disk->files[i];
	return NULL;
}

struct crash_disk_file *crash_disk_find(struct crash_disk *disk, const char *name)
{
	struct crash_disk_file *file = slot_of(disk, name);
	return file != NULL && file->exists ? file : NULL;
}

struct crash_disk_file *crash_disk_create(struct crash_disk *disk, const char *name)
{
	CHECK(name[0] != '\0' && strlen(name) < CRASH_DISK_NAME_SIZE);
	struct crash_disk_file *file = slot_of(disk, name);
	if (file == NULL) file = slot_of(disk, "");
	CHECK(file != NULL && !file->exists);
	snprintf(file->name, sizeof(file->name), "%s", name);
	file->exists = true;
	file->fresh = true;
	buf_reset(&file->now);
	buf_reset(&file->pending);
	return file;
}

void crash_disk_remove(struct crash_disk *disk, const char *name)
{
	struct crash_disk_file *file = crash_disk_find(disk, name);
	if (file == NULL) return;
	file->exists = false;
	file->fresh = false;
	buf_reset(&file->now);
	buf_reset(&file->pending);
}

/* Makes the image `size` bytes long. */
static void resize(struct buf *image, size_t size, uint8_t filling)
{
	if (size <= image->size) {
		image->size = size;
		return;
	}
	size_t more = size - image->size;
	void *room = buf_reserve(image, more);
	CHECK(room != NULL);
	memset(room, filling, more);
}

static void put(struct buf *image, size_t offset, const void *bytes, size_t size, uint8_t filling)
{
	if (size == 0) return;
	if (offset > image->size) resize(image, offset, filling);
	if (offset + size > image->size) resize(image, offset + size, 0);
	memcpy(image->bytes + offset, bytes, size);
}

static void add_pending(
	struct crash_disk_file *file, bool truncates, size_t offset, const void *bytes, size_t size)
{
	struct crash_disk_pending head = {.truncates = truncates, .offset = offset, .size = size};
	buf_add(&file->pending, &head, sizeof(head));
	if (size > 0) buf_add(&file->pending, bytes, size);
	CHECK(!file->pending.overflowed);
}

void crash_disk_write(struct crash_disk_file *file, size_t offset, const void *bytes, size_t size)
{
	put(&file->now, offset, bytes, size, 0);
	add_pending(file, false, offset, bytes, size);
}

void crash_disk_truncate(struct crash_disk_file *file, size_t size)
{
	resize(&file->now, size, 0);
	add_pending(file, true, size, NULL, 0);
}

size_t crash_disk_read(const struct crash_disk_file *file, size_t offset, void *out, size_t size)
{
	size_t there = offset < file->now.size ? file->now.size - offset : 0;
	if (there > size) there = size;
	if (there > 0) memcpy(out, file->now.bytes + offset, there);
	memset((char *)out + there, 0, size - there);
	return there;
}

/* The next one that is waiting; false at the end. */
static bool take(
	struct crash_disk_file *file, size_t *at, struct crash_disk_pending *head, const char **bytes)
{
	if (*at >= file->pending.size) return false;
	memcpy(head, file->pending.bytes + *at, sizeof(*head));
	*bytes = file->pending.bytes + *at + sizeof(*head);
	*at += sizeof(*head) + head->size;
	return true;
}

static void apply(
	struct crash_disk_file *file, const struct crash_disk_pending *head, const char *bytes)
{
	if (head->truncates)
		resize(&file->durable, head->offset, 0);
	else
		put(&file->durable, head->offset, bytes, head->size, 0);
}

/* The name is on the disk from now on, and this file is behind it. */
static void make_name_durable(struct crash_disk_file *file)
{
	if (file->fresh) buf_reset(&file->durable);
	file->fresh = false;
	file->on_disk = file->exists;
}

void crash_disk_sync(struct crash_disk_file *file)
{
	struct crash_disk_pending head;
	const char *bytes = NULL;
	CHECK(file->exists);
	make_name_durable(file);
	for (size_t at = 0; take(file, &at, &head, &bytes);) apply(file, &head, bytes);
	buf_reset(&file->pending);
}

void crash_disk_sync_folder(struct crash_disk *disk)
{
	for (size_t i = 0; i < CRASH_DISK_FILES; i++)
		if (disk->files[i].name[0] != '\0') make_name_durable(&disk->files[i]);
}

/* Part of a write, sector by sector: each by the toss of a coin. */
static void apply_sectors(struct crash_disk *disk, struct crash_disk_file *file,
	const struct crash_disk_pending *head, const char *bytes, uint8_t filling)
{
	for (size_t at = 0; at < head->size;) {
		size_t end = at + CRASH_DISK_SECTOR_BYTES - (head->offset + at) % CRASH_DISK_SECTOR_BYTES;
		if (end > head->size) end = head->size;
		if (prng_below(&disk->prng, 2) == 0)
			put(&file->durable, head->offset + at, bytes + at, end - at, filling);
		at = end;
	}
}

/* Where the last write that is kept is cut off: at any byte, or at the end of a sector. */
static size_t tear(struct crash_disk *disk, const struct crash_disk_pending *head)
{
	if (head->truncates || head->size < 2) return head->size;
	size_t cut = 1 + (size_t)prng_below(&disk->prng, head->size - 1);
	if (prng_below(&disk->prng, 2) == 0) return cut;
	size_t end = (head->offset + cut) / CRASH_DISK_SECTOR_BYTES * CRASH_DISK_SECTOR_BYTES;
	return end > head->offset ? end - head->offset : cut;
}

static size_t count_pending(struct crash_disk_file *file)
{
	struct crash_disk_pending head;
	const char *bytes = NULL;
	size_t count = 0;
	for (size_t at = 0; take(file, &at, &head, &bytes);) count++;
	return count;
}

/* Of what waits, writes before number `last` are kept (all, or some), and the one of that number in
 * part. */
static void keep_part(struct crash_disk *disk, struct crash_disk_file *file, bool some, size_t last)
{
	struct crash_disk_pending head;
	const char *bytes = NULL;
	uint8_t filling = some && prng_below(&disk->prng, 2) == 0 ? RUBBISH : 0;
	size_t number = 0;
	for (size_t at = 0; take(file, &at, &head, &bytes); number++) {
		uint64_t toss = some ? prng_below(&disk->prng, 4) : 0;
		if (number > last || (number < last && toss == 3)) {
			disk->counts.lost++;
			continue;
		}
		disk->counts.kept++;
		if (number == last) {
			size_t cut = tear(disk, &head);
			disk->counts.torn += cut != head.size;
			head.size = cut;
		}
		if (head.truncates)
			resize(&file->durable, head.offset, 0);
		else if (toss == 2 && number < last)
			apply_sectors(disk, file, &head, bytes, filling);
		else
			put(&file->durable, head.offset, bytes, head.size, filling);
	}
}

/* What is left of the writes to one file. */
static void keep_writes(
	struct crash_disk *disk, struct crash_disk_file *file, enum crash_disk_loss loss)
{
	size_t count = count_pending(file);
	uint64_t last = count == 0 ? 0 : prng_below(&disk->prng, count + 1);
	if (loss == CRASH_DISK_LOSE_ALL || last == count)
		disk->counts.lost += (int64_t)count;
	else
		keep_part(disk, file, loss == CRASH_DISK_KEEP_SOME, (size_t)last);
	buf_reset(&file->pending);
}

void crash_disk_fail_sync(struct crash_disk *disk, struct crash_disk_file *file, bool drops)
{
	if (!drops) return;
	/* With a new file whose name is not on the disk nothing can be seen of a part of it. */
	if (file->fresh)
		buf_reset(&file->pending);
	else
		keep_writes(disk, file, CRASH_DISK_KEEP_SOME);
}

/* Whether what happened to the names since they were durable is on the disk. */
static bool name_survives(struct crash_disk *disk, enum crash_disk_loss loss)
{
	return loss != CRASH_DISK_LOSE_ALL && prng_below(&disk->prng, 2) == 0;
}

static void lose(struct crash_disk *disk, struct crash_disk_file *file, enum crash_disk_loss loss)
{
	if (!file->exists) {
		if (file->on_disk && name_survives(disk, loss)) file->on_disk = false;
	} else if (!file->fresh) {
		keep_writes(disk, file, loss);
	} else if (name_survives(disk, loss)) {
		make_name_durable(file);
		keep_writes(disk, file, loss);
	} else {
		disk->counts.lost += (int64_t)count_pending(file);
		buf_reset(&file->pending);
	}
	file->fresh = false;
	file->exists = file->on_disk;
	buf_reset(&file->now);
	if (file->exists) buf_add(&file->now, file->durable.bytes, file->durable.size);
	CHECK(!file->now.overflowed);
}

void crash_disk_restart(struct crash_disk *disk, enum crash_disk_loss loss)
{
	if (loss == CRASH_DISK_KEEP_ALL) return;
	for (size_t i = 0; i < CRASH_DISK_FILES; i++)
		if (disk->files[i].name[0] != '\0') lose(disk, &disk->files[i], loss);
}

struct hash crash_disk_digest(const struct crash_disk *disk)
{
	struct hash_state state;
	hash_init(&state);
	for (size_t i = 0; i < CRASH_DISK_FILES; i++) {
		const struct crash_disk_file *file = &disk->files[i];
		if (!file->exists) continue;
		hash_add(&state, file->name, sizeof(file->name));
		hash_add(&state, &file->now.size, sizeof(file->now.size));
		if (file->now.size > 0) hash_add(&state, file->now.bytes, file->now.size);
	}
	return hash_end(&state);
}
