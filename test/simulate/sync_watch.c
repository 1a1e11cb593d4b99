/* sync_watch.c - in the program, before libc (LD_PRELOAD): counts syncs by file, and holds those of
 * the log at a gate. Asked to, it also gives whoever opens the log only to sync it the database.
 * SPDX-License-Identifier: EUPL-1.2
 */
/* These are the functions themselves, not other names for them. */
#undef _FILE_OFFSET_BITS
#undef _FORTIFY_SOURCE
#include "sync_watch.h"
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

static struct sync_watch *watch;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv(SYNC_WATCH_FILE);
	if (path == NULL) return;
	int file = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC, 0);
	if (file < 0) return;
	void *memory = mmap(NULL, sizeof(*watch), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
	if (memory != MAP_FAILED) watch = memory;
	close(file);
}

static bool ends_with(const char *text, size_t size, const char *end)
{
	size_t length = strlen(end);
	return size >= length && memcmp(text + size - length, end, length) == 0;
}

static bool is_log(int fd)
{
	char name[64], path[PATH_MAX];
	snprintf(name, sizeof(name), "/proc/self/fd/%d", fd);
	ssize_t size = readlink(name, path, sizeof(path));
	return size > 0 && ends_with(path, (size_t)size, SYNC_WATCH_LOG);
}

static int sync_watched(long number, int fd)
{
	if (watch == NULL) return (int)syscall(number, fd);
	bool log = is_log(fd);
	if (log) {
		int mine = ++watch->reached;
		while (watch->allowed < mine) usleep(200);
	}
	int result = (int)syscall(number, fd);
	if (log)
		watch->log++;
	else
		watch->other++;
	return result;
}

int fdatasync(int fd)
{
	return sync_watched(SYS_fdatasync, fd);
}

int fsync(int fd)
{
	return sync_watched(SYS_fsync, fd);
}

static int open_watched(const char *path, int flags, mode_t mode)
{
	char other[PATH_MAX];
	size_t size = strlen(path);
	bool to_sync = (flags & O_ACCMODE) == O_RDONLY && ends_with(path, size, SYNC_WATCH_LOG);
	if (to_sync && size < sizeof(other) && getenv(SYNC_WATCH_WRONG) != NULL) {
		snprintf(other, sizeof(other), "%.*s", (int)(size - strlen("-wal")), path);
		path = other;
	}
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list rest;
	va_start(rest, flags);
	mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	return open_watched(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list rest;
	va_start(rest, flags);
	mode_t mode = (flags & O_CREAT) != 0 ? va_arg(rest, mode_t) : 0;
	va_end(rest);
	return open_watched(path, flags, mode);
}
