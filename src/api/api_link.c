/* api_link.c - links to confirm an entry.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_link.h"
#include <sodium.h>

enum { PROOF_BYTES = 16, ID_DIGITS = 2 * ID_SIZE };

static void proof_of(struct vault *vault, struct id ask, char digits[2 * PROOF_BYTES + 1])
{
	uint8_t proof[PROOF_BYTES];
	vault_derive(vault, "entry confirm", ask, proof, sizeof(proof));
	sodium_bin2hex(digits, 2 * PROOF_BYTES + 1, proof, sizeof(proof));
}

void api_link_text(struct vault *vault, struct id ask, char out[API_LINK_SIZE])
{
	sodium_bin2hex(out, ID_DIGITS + 1, ask.bytes, ID_SIZE);
	proof_of(vault, ask, out + ID_DIGITS);
}

bool api_link_read(struct vault *vault, struct span text, struct id *ask)
{
	char expected[2 * PROOF_BYTES + 1];
	if (text.size != API_LINK_SIZE - 1) return false;
	if (!id_parse((struct span){text.start, ID_DIGITS}, ask)) return false;
	proof_of(vault, *ask, expected);
	return sodium_memcmp(text.start + ID_DIGITS, expected, 2 * PROOF_BYTES) == 0;
}
