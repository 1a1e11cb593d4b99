/* secret.h - files with a secret in them: whoever else may do anything with one makes it useless.
 * Who may write it could put a secret of their own there.
 *
 * A credential of systemd is the exception: a file in $CREDENTIALS_DIRECTORY belongs to root, and
 * the service reads it by an access control list, which shows as the group's right to read (mode
 * 0440).
 * Source      systemd.exec(5), CREDENTIALS; acl(5), "Correspondence between ACL entries and file
 *             permission bits"
 * Tests       test/unit/base/test_secret.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/status.h"

/* An open file and the path that it was opened by. STATUS_KEY, and the message says what to do; the
 * path is not in it. */
MUST_USE status secret_check(int file, const char *path, struct error *error);
