/* session.c - sessions and their tokens.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/session.h"
#include <stdio.h>

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct session, region),
	STORE_COLUMN_ID(struct session, id, false),
	STORE_COLUMN_ID(struct session, account, false),
	STORE_COLUMN_I64(struct session, started_ms),
	STORE_COLUMN_I64(struct session, expires_ms),
	STORE_COLUMN_I64(struct session, ended_ms),
};
const struct store_table session_table = {
	.owner = "access",
	.name = "access_session",
	.number = 11,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const struct store_column invite_columns[] = {
	STORE_COLUMN_I32(struct invite, region),
	STORE_COLUMN_ID(struct invite, id, false),
	STORE_COLUMN_I64(struct invite, expires_ms),
	STORE_COLUMN_I64(struct invite, used_ms),
};
const struct store_table session_invite_table = {
	.owner = "access",
	.name = "access_invite",
	.number = 12,
	.keeping = STORE_JOURNALED,
	.columns = invite_columns,
	.column_count = sizeof(invite_columns) / sizeof(invite_columns[0]),
	.key_count = 2,
};

static const struct verdict verdicts[SESSION_VERDICT_COUNT] = {
	[SESSION_OK] = {"ok", "", VERDICT_YES},
	[SESSION_CODE_WRONG] = {"code_wrong", "accounts", VERDICT_FORBIDDEN},
	[SESSION_ACCOUNT_ENDED] = {"account_ended", "accounts", VERDICT_FORBIDDEN},
	[SESSION_NONE] = {"none", "L7", VERDICT_FORBIDDEN},
	[SESSION_EXPIRED] = {"expired", "L7", VERDICT_FORBIDDEN},
};
const struct verdict_list session_verdicts = {"session", verdicts, SESSION_VERDICT_COUNT};

enum session_verdict session_judge_start(bool found, bool ended)
{
	if (!found) return SESSION_CODE_WRONG;
	return ended ? SESSION_ACCOUNT_ENDED : SESSION_OK;
}

enum session_verdict session_judge_use(
	const struct session *session, const struct account *account, int64_t now_ms)
{
	if (session->ended_ms != 0 || now_ms >= session->expires_ms) return SESSION_EXPIRED;
	if (account->ended_ms != 0) return SESSION_ACCOUNT_ENDED;
	return SESSION_OK;
}

void session_token_text(int32_t region, struct id id, const uint8_t proof[SESSION_PROOF_BYTES],
	char out[SESSION_TOKEN_SIZE])
{
	char id_hex[ID_TEXT_SIZE], proof_hex[ID_TEXT_SIZE];
	id_text(id, id_hex);
	id_text(id_from_bytes(proof, SESSION_PROOF_BYTES), proof_hex);
	snprintf(out, SESSION_TOKEN_SIZE, "%d.%s.%s", (int)region, id_hex, proof_hex);
}

bool session_token_parse(
	struct span text, int32_t *region, struct id *id, uint8_t proof[SESSION_PROOF_BYTES])
{
	struct span part;
	int64_t number = 0;
	struct id proof_id;
	if (text.size >= SESSION_TOKEN_SIZE) return false;
	if (!span_take(&text, '.', &part) || !span_to_int64(part, &number) || number < 0 || number > 25)
		return false;
	if (!span_take(&text, '.', &part) || !id_parse(part, id) || !id_parse(text, &proof_id))
		return false;
	*region = (int32_t)number;
	memcpy(proof, proof_id.bytes, SESSION_PROOF_BYTES);
	return true;
}
