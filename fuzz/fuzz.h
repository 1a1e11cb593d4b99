/* fuzz.h - what every fuzzer has: libFuzzer's entry, called by libFuzzer or by replay.c.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Takes any bytes; returns 0. What must not happen ends the process (CHECK, a sanitizer). */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);
