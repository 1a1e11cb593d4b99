/* fuzz_head.c - arbitrary bytes are a signed head, or are refused with the line that is wrong;
 * there are no two texts of one head.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "fuzz.h"
#include "journal/signed_head.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct span text = span_bytes(bytes, size);
	struct signed_head head;
	struct buf again;
	int line = 0;

	if (!signed_head_parse(text, &head, &line)) {
		CHECK(line >= 1 && line <= 7 + JOURNAL_SHARDS);
		return 0;
	}
	CHECK(head.number >= 1 && head.at_ms >= 0);
	for (int i = 0; i < JOURNAL_SHARDS; i++) CHECK(head.heads[i].seq >= 0);
	buf_init(&again, SIGNED_HEAD_MAX_BYTES);
	signed_head_write(&head, &again);
	CHECK(!again.overflowed && span_equal(text, buf_span(&again)));
	buf_finish(&again);
	(void)signed_head_is_signed(&head);
	return 0;
}
