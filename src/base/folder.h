/* folder.h - the folder that a file lies in: a new name survives a crash only when that is on disk.
 *
 * Source      fsync(2): syncing a file does not sync the entry in its folder
 * Tests       test/unit/base/test_folder.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/status.h"

/* Makes durable what was named, renamed or removed beside `path`. */
MUST_USE status folder_sync_of(const char *path, struct error *error);
