/* api_link.h - one-time links to confirm an entry: the name of an open asking, and a proof that
 * follows from it by the site's secret. Kept nowhere; over when the asking is.
 *
 * Form        64 hexadecimal digits: id of the asking, proof
 * Tests       test/scenario/flows.py, wrong_directory.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/id.h"
#include "vault/vault.h"

#define API_LINK_SIZE 65 /* with the terminating 0 */

void api_link_text(struct vault *vault, struct id ask, char out[API_LINK_SIZE]);
/* False if this vault did not give it out. */
bool api_link_read(struct vault *vault, struct span text, struct id *ask);
