/* secret.c - who may do something with a file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/secret.h"
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define RIGHTS_OF_OTHERS (S_IRWXG | S_IRWXO)

static bool is_credential(const char *path)
{
	const char *directory = getenv("CREDENTIALS_DIRECTORY");
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	struct stat named, lies_in;
	if (directory == NULL || directory[0] != '/' || slash == NULL) return false;
	int size = snprintf(folder, sizeof(folder), "%.*s/", (int)(slash - path), path);
	if (size < 0 || (size_t)size >= sizeof(folder)) return false;
	if (stat(directory, &named) != 0 || stat(folder, &lies_in) != 0) return false;
	return named.st_dev == lies_in.st_dev && named.st_ino == lies_in.st_ino;
}

status secret_check(int file, const char *path, struct error *error)
{
	struct stat facts;
	if (fstat(file, &facts) != 0) return status_fail(error, STATUS_IO, "%m");
	if (!S_ISREG(facts.st_mode)) return status_fail(error, STATUS_KEY, "is not a regular file");
	mode_t refused = facts.st_mode & RIGHTS_OF_OTHERS;
	if (refused == S_IRGRP && is_credential(path)) return STATUS_OK;
	if (refused == 0) return STATUS_OK;
	return status_fail(error, STATUS_KEY, "is open to others (mode %04o): chmod 600",
		(unsigned)(facts.st_mode & 07777));
}
