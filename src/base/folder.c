/* folder.c - syncs the folder of a file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/folder.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

status folder_sync_of(const char *path, struct error *error)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX] = ".";
	if (slash != NULL) {
		int size = snprintf(folder, sizeof(folder), "%.*s/", (int)(slash - path), path);
		if (size < 0 || (size_t)size >= sizeof(folder))
			return status_fail(error, STATUS_BOUND, "a path of over %d bytes", PATH_MAX - 1);
	}
	int file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file < 0) return status_fail(error, STATUS_IO, "%s: %m", folder);
	int synced = fsync(file);
	close(file);
	return synced == 0 ? STATUS_OK : status_fail(error, STATUS_IO, "%s: %m", folder);
}
