/* app_scratch.c - the scratch database, and the line that says how far something is.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_scratch.h"
#include "base/check.h"
#include "base/clock.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PATH_SIZE 2048
#define SHOW_EVERY_NS 200000000
#define FILE_COUNT 3

static const int ending_signals[] = {SIGINT, SIGTERM, SIGHUP};

/* What a signal has to remove; written before the handler is there, so that it need not compose.
 * */
static char folder[PATH_SIZE];
static char files[FILE_COUNT][PATH_SIZE + 32];

static void remove_all(void)
{
	for (size_t i = 0; i < FILE_COUNT; i++) unlink(files[i]);
	rmdir(folder);
}

static void on_signal(int number)
{
	remove_all();
	_exit(128 + number);
}

static void handle_signals(void (*handler)(int))
{
	struct sigaction action = {.sa_handler = handler};
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < sizeof(ending_signals) / sizeof(ending_signals[0]); i++)
		CHECK(sigaction(ending_signals[i], &action, NULL) == 0);
}

static status open_in(const char *path, struct store **store, struct error *error)
{
	const struct store_options options = {.kind = STORE_SQLITE,
		.mode = STORE_READ_WRITE,
		.set = STORE_MAIN,
		.path = path,
		.without_sync = true,
		.exclusive = true};
	TRY(store_open(&options, store, error));
	status result = store_migrate(*store, error);
	if (result == STATUS_OK) return STATUS_OK;
	store_close(*store);
	*store = NULL;
	return result;
}

status app_scratch_open(const char *directory, struct store **store, struct error *error)
{
	static const char *const names[FILE_COUNT] = {"scratch", "scratch-wal", "scratch-shm"};
	CHECK(folder[0] == 0);
	*store = NULL;
	int size = snprintf(folder, sizeof(folder), "%s/vangnet-scratch-XXXXXX", directory);
	if (size < 0 || (size_t)size >= sizeof(folder) || mkdtemp(folder) == NULL) {
		folder[0] = 0;
		return status_fail(error, STATUS_IO,
			"%s: no scratch database can be made there: %m; name another directory with --scratch",
			directory);
	}
	for (size_t i = 0; i < FILE_COUNT; i++)
		snprintf(files[i], sizeof(files[i]), "%s/%s", folder, names[i]);
	handle_signals(on_signal);
	status result = open_in(files[0], store, error);
	if (result != STATUS_OK) app_scratch_close(NULL);
	return result;
}

void app_scratch_close(struct store *store)
{
	store_close(store);
	if (folder[0] == 0) return;
	remove_all();
	handle_signals(SIG_DFL);
	folder[0] = 0;
}

void app_scratch_show(void *context, int64_t count)
{
	struct app_scratch_progress *progress = context;
	int64_t now_ns = clock_monotonic_ns();
	if (count == 0) return; /* a bare 0 says nothing */
	bool soon = progress->shown_ns != 0 && now_ns - progress->shown_ns < SHOW_EVERY_NS;
	if (soon || isatty(STDERR_FILENO) != 1) return;
	progress->shown_ns = now_ns;
	progress->shown = true;
	fprintf(stderr, "\r%lld %s", (long long)count, progress->what);
}

void app_scratch_shown(struct app_scratch_progress *progress)
{
	if (progress->shown) fprintf(stderr, "\r\033[K");
	progress->shown = false;
}
