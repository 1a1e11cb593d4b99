/* simulate_shared.h - what all worlds of a test program share: a site key file, and the division.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "simulate.h"

/* Also sets the level of the log, and where random numbers come from. False, and said why. */
bool simulate_shared_open(void);
/* Also after it was not opened. */
void simulate_shared_close(void);
struct simulate_options simulate_shared_options(uint64_t seed, int64_t steps);
