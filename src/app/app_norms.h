/* app_norms.h - the table of norms that the settings name, in place of the program's own.
 *
 * Errors      STATUS_INPUT with the first mistake and its line; app_norms_check tells all of them.
 * Tests       test/contract/test_app_clock.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_config.h"

/* Reads it, and goes by it from now on; does nothing if none is named. Before there are threads. */
MUST_USE status app_norms_use(const struct app_config *config, struct error *error);
/* A problem for each mistake in it. */
void app_norms_check(const struct app_config *config, struct app_config_problems *problems);
