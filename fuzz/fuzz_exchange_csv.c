/* fuzz_exchange_csv.c - imports of comma-separated values, of any bytes.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "fuzz.h"
#include "fuzz_exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_exchange(API_EXCHANGE_CSV, data, size);
	return 0;
}
