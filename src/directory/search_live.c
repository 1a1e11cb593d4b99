/* search_live.c - follows the journal, makes indexes, swaps them.
 *
 * Readers say in a slot of their own what they look at, and look again whether it is still the
 * newest (hazard pointers: Michael, "Hazard Pointers: Safe Memory Reclamation for Lock-Free
 * Objects", 2004). What is in no slot is freed at the next check.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_live.h"
#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metric.h"
#include "directory/search_source.h"
#include "journal/journal_follow.h"
#include <errno.h>
#include <malloc.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#define FOLLOW_ENTRIES 256 /* read at a time */
#define MAX_THINGS 4096    /* that changed at once, before all is made anew */
#define BACKGROUND_NICE 10

/* A large index is shared by the snapshots that it is in; only who checks counts them. */
struct large {
	struct search_index *index;
	int snapshots;
};

struct snapshot {
	struct search_view view;
	struct large *large;
	struct search_index *small;
	uint64_t *left_out;
	struct snapshot *next; /* of those that wait to be freed */
};

struct thing {
	int32_t region;
	struct id id;
};

struct things {
	struct thing *items; /* in order of id */
	size_t count, capacity;
	bool too_many;
};

struct slot {
	_Alignas(64) _Atomic(struct snapshot *) snapshot;
};

struct search_live {
	struct search_live_options options;
	struct store_options reading;
	struct search_words *words;
	_Atomic(struct snapshot *) current;
	struct slot slots[SEARCH_LIVE_MAX_READERS];
	/* Of who checks: */
	struct store *store;
	struct large *large;
	struct journal_follow follow;
	struct things changed; /* services, since the large index was made */
	struct snapshot *waiting;
	pthread_t thread;
	bool runs;
	int wake; /* eventfd: ends the thread */
};

static struct metric services_metric = {.name = "vangnet_search_services",
	.help = "Services that can be found.",
	.kind = METRIC_GAUGE};
static struct metric bytes_metric = {.name = "vangnet_search_bytes",
	.help = "Bytes of the indexes of search.",
	.kind = METRIC_GAUGE};
static struct metric made_metric = {.name = "vangnet_search_made_total",
	.help = "How often the index was made whole.",
	.kind = METRIC_COUNTER};
static struct metric failed_metric = {.name = "vangnet_search_failed_total",
	.help = "Checks of the map of help that failed.",
	.kind = METRIC_COUNTER};

/* ---- readers ---- */

const struct search_words *search_live_words(const struct search_live *live)
{
	return live->words;
}

const struct search_view *search_live_enter(struct search_live *live, int reader)
{
	struct slot *slot = &live->slots[reader];
	struct snapshot *seen;
	CHECK(reader >= 0 && reader < live->options.readers);
	do {
		seen = atomic_load(&live->current);
		atomic_store(&slot->snapshot, seen);
	} while (seen != atomic_load(&live->current));
	return seen == NULL ? NULL : &seen->view;
}

void search_live_leave(struct search_live *live, int reader)
{
	atomic_store(&live->slots[reader].snapshot, NULL);
}

/* ---- snapshots ---- */

static void release_large(struct large *large)
{
	if (large == NULL || --large->snapshots > 0) return;
	search_index_close(large->index);
	free(large);
}

static void free_snapshot(struct snapshot *snapshot)
{
	if (snapshot == NULL) return;
	release_large(snapshot->large);
	search_index_close(snapshot->small);
	free(snapshot->left_out);
	free(snapshot);
}

static bool is_looked_at(const struct search_live *live, const struct snapshot *snapshot)
{
	for (int i = 0; i < live->options.readers; i++)
		if (atomic_load(&live->slots[i].snapshot) == snapshot) return true;
	return false;
}

static void free_waiting(struct search_live *live)
{
	struct snapshot **at = &live->waiting;
	while (*at != NULL) {
		struct snapshot *snapshot = *at;
		if (is_looked_at(live, snapshot)) {
			at = &snapshot->next;
		} else {
			*at = snapshot->next;
			free_snapshot(snapshot);
		}
	}
}

static void publish(struct search_live *live, struct snapshot *snapshot)
{
	struct snapshot *old = atomic_exchange(&live->current, snapshot);
	size_t bytes = search_index_bytes(snapshot->large->index);
	if (snapshot->small != NULL) bytes += search_index_bytes(snapshot->small);
	metric_set(&bytes_metric, (int64_t)bytes);
	if (old != NULL) {
		old->next = live->waiting;
		live->waiting = old;
	}
	free_waiting(live);
}

static status no_memory(struct error *error)
{
	return status_fail(error, STATUS_MEMORY, "no memory for the index of search");
}

/* Takes `small` and `left_out`, also on failure. */
static status put_together(struct search_live *live, struct large *large,
	struct search_index *small, uint64_t *left_out, struct error *error)
{
	struct snapshot *snapshot = calloc(1, sizeof(*snapshot));
	if (snapshot == NULL) {
		search_index_close(small);
		free(left_out);
		return no_memory(error);
	}
	*snapshot = (struct snapshot){.large = large, .small = small, .left_out = left_out};
	large->snapshots++;
	snapshot->view = (struct search_view){.words = live->words,
		.division = live->options.division,
		.large = large->index,
		.small = small,
		.left_out = left_out};
	publish(live, snapshot);
	return STATUS_OK;
}

/* ---- what changed ---- */

static size_t place_of(const struct things *things, struct id id)
{
	size_t low = 0, high = things->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (memcmp(things->items[middle].id.bytes, id.bytes, ID_SIZE) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_thing(struct things *things, int32_t region, struct id id, size_t most)
{
	size_t at = place_of(things, id);
	if (at < things->count && id_equal(things->items[at].id, id)) return;
	if (things->count >= most) things->too_many = true;
	if (things->too_many) return;
	if (things->count == things->capacity) {
		size_t capacity = things->capacity * 2 + 64;
		struct thing *items = calloc(capacity, sizeof(*items));
		if (items == NULL) {
			/* Making all anew is right too. */
			things->too_many = true;
			return;
		}
		if (things->count > 0) memcpy(items, things->items, things->count * sizeof(*items));
		free(things->items);
		things->items = items;
		things->capacity = capacity;
	}
	memmove(
		&things->items[at + 1], &things->items[at], (things->count - at) * sizeof(*things->items));
	things->items[at] = (struct thing){region, id};
	things->count++;
}

static void note_effect(
	void *context, int table, bool removed, const struct store_value *values, size_t count)
{
	(void)removed;
	if (!search_source_has_table(table) || count < 2) return;
	add_thing(
		context, (int32_t)store_value_int(&values[0]), store_value_id(&values[1]), MAX_THINGS);
}

static void note_service(void *context, int32_t region, struct id service)
{
	add_thing(context, region, service, SEARCH_LIVE_MAX_CHANGED);
}

/* A service whose row is gone is not found through it: its own id counts too. */
static status note_services(
	struct search_live *live, const struct things *things, struct error *error)
{
	for (size_t i = 0; i < things->count; i++) {
		const struct thing *thing = &things->items[i];
		if (live->large != NULL && search_index_find(live->large->index, thing->id) >= 0)
			note_service(&live->changed, thing->region, thing->id);
		TRY(search_source_services_of(
			live->store, thing->region, thing->id, note_service, &live->changed, error));
	}
	live->changed.too_many = live->changed.too_many || things->too_many;
	return STATUS_OK;
}

static status read_journal(struct search_live *live, const struct journal_follow *heads,
	struct things *things, struct error *error)
{
	for (int region = 0; region < JOURNAL_SHARDS; region++) {
		while (live->follow.seq[region] < heads->seq[region]) {
			int64_t before = live->follow.seq[region];
			TRY(journal_follow_read(live->store, region, &live->follow, heads, FOLLOW_ENTRIES,
				note_effect, things, error));
			if (live->follow.seq[region] == before)
				return status_fail(error, STATUS_CORRUPT, "the journal ends before its head");
		}
	}
	return STATUS_OK;
}

/* ---- making indexes ---- */

static status add_document(
	void *context, const struct search_document *document, struct error *error)
{
	return search_builder_add(context, document, error);
}

static status add_everything(
	struct search_live *live, struct search_builder *builder, struct error *error)
{
	struct id first = {{0}}, last;
	memset(last.bytes, 0xFF, ID_SIZE);
	for (int region = 0; region <= REGION_COUNT; region++)
		TRY(search_source_read(live->store, region, first, last, add_document, builder, error));
	return STATUS_OK;
}

static status make_large(struct search_live *live, struct error *error)
{
	struct search_builder *builder = NULL;
	struct large *large = calloc(1, sizeof(*large));
	if (large == NULL) return no_memory(error);
	status result = search_builder_open(live->words, live->options.division, &builder, error);
	if (result == STATUS_OK) result = add_everything(live, builder, error);
	if (result == STATUS_OK)
		result = search_builder_finish(builder, &large->index, error);
	else
		search_builder_close(builder);
	if (result != STATUS_OK) {
		free(large);
		return result;
	}
	large->snapshots = 1; /* the live's own */
	release_large(live->large);
	live->large = large;
	live->changed.count = 0;
	live->changed.too_many = false;
	metric_add(&made_metric, 1);
	metric_set(&services_metric, (int64_t)search_index_count(large->index));
	return put_together(live, large, NULL, NULL, error);
}

static status make_small(struct search_live *live, struct error *error)
{
	struct search_builder *builder = NULL;
	struct search_index *small = NULL;
	const struct search_index *large = live->large->index;
	uint64_t *left_out = calloc(search_index_count(large) / 64 + 1, sizeof(*left_out));
	if (left_out == NULL) return no_memory(error);
	status result = search_builder_open(live->words, live->options.division, &builder, error);
	for (size_t i = 0; i < live->changed.count && result == STATUS_OK; i++) {
		const struct thing *thing = &live->changed.items[i];
		int64_t number = search_index_find(large, thing->id);
		if (number >= 0) left_out[number / 64] |= UINT64_C(1) << number % 64;
		result = search_source_read(
			live->store, thing->region, thing->id, thing->id, add_document, builder, error);
	}
	if (result == STATUS_OK)
		result = search_builder_finish(builder, &small, error);
	else
		search_builder_close(builder);
	if (result != STATUS_OK) {
		free(left_out);
		return result;
	}
	return put_together(live, live->large, small, left_out, error);
}

/* ---- checks ---- */

/* What was read of the journal counts only when what it led to was made: after an error all is made
 * anew. */
static status check_in_transaction(struct search_live *live, struct error *error)
{
	struct journal_follow heads = {{0}};
	struct things things = {0};
	size_t before = live->changed.count;
	TRY(journal_follow_heads(live->store, &heads, error));
	bool had_large = live->large != NULL;
	bool same = memcmp(&heads, &live->follow, sizeof(heads)) == 0;
	if (had_large && same && !live->changed.too_many) return STATUS_OK;
	status result = STATUS_OK;
	/* Who makes all anew need not know what changed. */
	bool follows = had_large && !live->changed.too_many;
	if (follows) result = read_journal(live, &heads, &things, error);
	if (result == STATUS_OK && follows) result = note_services(live, &things, error);
	if (result == STATUS_OK) {
		if (!had_large || live->changed.too_many)
			result = make_large(live, error);
		else if (things.count > 0 || live->changed.count != before)
			result = make_small(live, error);
	}
	free(things.items);
	if (result == STATUS_OK)
		live->follow = heads;
	else
		live->changed.too_many = true;
	return result;
}

/* A connection that failed is not used again. */
static status open_store(struct search_live *live, struct error *error)
{
	if (live->store != NULL) return STATUS_OK;
	return store_open(&live->reading, &live->store, error);
}

status search_live_check(struct search_live *live, struct error *error)
{
	const struct snapshot *before = atomic_load(&live->current);
	free_waiting(live);
	TRY(open_store(live, error));
	status result = store_begin(live->store, STORE_READ_ONLY, error);
	if (result == STATUS_OK) {
		result = check_in_transaction(live, error);
		store_rollback(live->store);
	}
	if (result != STATUS_OK) {
		store_close(live->store);
		live->store = NULL;
	}
	/* What an index was made with goes back to the system. */
	if (atomic_load(&live->current) != before) malloc_trim(0);
	return result;
}

static bool sleep_until_next(const struct search_live *live)
{
	struct pollfd wake = {.fd = live->wake, .events = POLLIN};
	int ready = poll(&wake, 1, SEARCH_LIVE_CHECK_MS);
	return ready == 0 || (ready < 0 && errno == EINTR);
}

static void *run(void *argument)
{
	struct search_live *live = argument;
	pthread_setname_np(pthread_self(), "search");
	/* Of a thread alone, under Linux: who waits for an answer goes first. */
	setpriority(PRIO_PROCESS, (id_t)gettid(), BACKGROUND_NICE);
	do {
		struct error error = {0};
		status result = search_live_check(live, &error);
		if (result == STATUS_OK) continue;
		metric_add(&failed_metric, 1);
		LOG_EVENT(LOG_ERROR, "search.failed", LOG_CODE_FIELD(LOG_ERROR_CODE, status_name(result)),
			LOG_CODE_FIELD(LOG_ERROR_DETAIL, error.message));
	} while (sleep_until_next(live));
	return NULL;
}

static pthread_once_t metrics_once = PTHREAD_ONCE_INIT;

static void register_metrics(void)
{
	metric_register(&services_metric);
	metric_register(&bytes_metric);
	metric_register(&made_metric);
	metric_register(&failed_metric);
}

status search_live_open(
	const struct search_live_options *options, struct search_live **out, struct error *error)
{
	CHECK(options->readers >= 1 && options->readers <= SEARCH_LIVE_MAX_READERS);
	struct search_live *live = aligned_alloc(64, (sizeof(*live) + 63) / 64 * 64);
	*out = NULL;
	if (live == NULL) return no_memory(error);
	memset(live, 0, sizeof(*live));
	pthread_once(&metrics_once, register_metrics);
	live->options = *options;
	live->reading = *options->reading;
	live->reading.mode = STORE_READ_ONLY;
	live->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	status result = live->wake < 0 ? status_fail(error, STATUS_IO, "eventfd: %m")
								   : search_words_open(&live->words, error);
	if (result == STATUS_OK)
		*out = live;
	else
		search_live_close(live);
	return result;
}

status search_live_start(struct search_live *live, struct error *error)
{
	if (pthread_create(&live->thread, NULL, run, live) != 0)
		return status_fail(error, STATUS_IO, "the thread of search does not start");
	live->runs = true;
	return STATUS_OK;
}

void search_live_close(struct search_live *live)
{
	uint64_t one = 1;
	if (live == NULL) return;
	if (live->runs) {
		CHECK(write(live->wake, &one, sizeof(one)) == (ssize_t)sizeof(one));
		pthread_join(live->thread, NULL);
	}
	free_snapshot(atomic_load(&live->current));
	while (live->waiting != NULL) {
		struct snapshot *snapshot = live->waiting;
		live->waiting = snapshot->next;
		free_snapshot(snapshot);
	}
	release_large(live->large);
	store_close(live->store);
	search_words_close(live->words);
	free(live->changed.items);
	if (live->wake >= 0) close(live->wake);
	free(live);
}
