/* app_backup.h - which tables are in a backup.
 *
 * Tests       test/contract/test_app_commands.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "store/store.h"

#define APP_BACKUP_MAX_TABLES 64

struct app_backup_tables {
	const struct store_table *tables[APP_BACKUP_MAX_TABLES];
	size_t count;
};

/* Of the database: the journal, all that follows from it, and what belongs to the installation; of
 * the key store: the wrapped keys and secrets. */
struct app_backup_tables app_backup_tables(enum store_set set);
