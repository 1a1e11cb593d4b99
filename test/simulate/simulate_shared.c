/* simulate_shared.c - what all worlds of a test program share.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "simulate_shared.h"
#include "base/log.h"
#include "vault/vault.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static struct {
	char folder[256];
	char site_key_file[300];
	struct region *division;
} shared;

bool simulate_shared_open(void)
{
	struct error error = {0};
	const char *temporary = getenv("TMPDIR");
	simulate_random_install();
	log_set_level(LOG_ERROR);
	snprintf(shared.folder, sizeof(shared.folder), "%s/vangnet-simulate-XXXXXX",
		temporary != NULL ? temporary : "/tmp");
	if (mkdtemp(shared.folder) == NULL) return false;
	snprintf(shared.site_key_file, sizeof(shared.site_key_file), "%s/site.key", shared.folder);
	if (vault_site_key_create(shared.site_key_file, &error) == STATUS_OK &&
		region_open(&shared.division, &error) == STATUS_OK)
		return true;
	fprintf(stderr, "simulate: %s\n", error.message);
	return false;
}

void simulate_shared_close(void)
{
	region_close(shared.division);
	unlink(shared.site_key_file);
	rmdir(shared.folder);
}

struct simulate_options simulate_shared_options(uint64_t seed, int64_t steps)
{
	return (struct simulate_options){.seed = seed,
		.steps = steps,
		.site_key_file = shared.site_key_file,
		.division = shared.division};
}
