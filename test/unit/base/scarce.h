/* scarce.h - lets an allocation that is too large fail under the sanitizers as without them.
 *
 * The functions are called by the sanitizers' own start, where there are any.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once

#define SCARCE_BYTES ((size_t)1 << 60) /* more than any machine has */

const char *__asan_default_options(void);
const char *__tsan_default_options(void);

const char *__asan_default_options(void)
{
	return "allocator_may_return_null=1";
}

const char *__tsan_default_options(void)
{
	return "allocator_may_return_null=1";
}
