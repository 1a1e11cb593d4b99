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
	STORE_COLUMN_I32(struct session, way),
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
	STORE_COLUMN_ID(struct invite, account, true),
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
	[SESSION_SIGN_IN_WRONG] = {"sign_in_wrong", "accounts", VERDICT_FORBIDDEN},
	[SESSION_PASSWORD_NEEDED] = {"password_needed", "accounts", VERDICT_FORBIDDEN},
	[SESSION_SECOND_NEEDED] = {"second_needed", "accounts", VERDICT_FORBIDDEN},
	[SESSION_SECOND_WRONG] = {"second_wrong", "accounts", VERDICT_FORBIDDEN},
	[SESSION_UNKNOWN] = {"unknown", "accounts", VERDICT_ABSENT},
};
const struct verdict_list session_verdicts = {"session", verdicts, SESSION_VERDICT_COUNT};

static const char *const way_names[] = {"code", "password"};
_Static_assert(sizeof(way_names) / sizeof(way_names[0]) == SESSION_WAY_COUNT, "a name per way");
const struct codes session_way_codes = {"session_way", way_names, SESSION_WAY_COUNT};

enum session_verdict session_judge_start(bool found, bool ended, bool has_password)
{
	if (!found) return SESSION_CODE_WRONG;
	if (ended) return SESSION_ACCOUNT_ENDED;
	return has_password ? SESSION_PASSWORD_NEEDED : SESSION_OK;
}

enum session_verdict session_judge_end(const struct session *session, bool is_own)
{
	if (!is_own) return SESSION_UNKNOWN;
	return session->ended_ms != 0 ? SESSION_EXPIRED : SESSION_OK;
}

enum session_verdict session_judge_use(
	const struct session *session, const struct account *account, int64_t now_ms)
{
	if (session->ended_ms != 0 || now_ms >= session->expires_ms) return SESSION_EXPIRED;
	if (account->ended_ms != 0) return SESSION_ACCOUNT_ENDED;
	return SESSION_OK;
}

struct id session_root(enum session_way way, const struct account *account)
{
	return way == SESSION_BY_CODE ? account->code_index : account->id;
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

status session_read_open(struct store *store, struct id account, int64_t now_ms, int64_t limit,
	struct session *found, size_t *count, struct error *error)
{
	static const struct store_query query = {"access",
		"select region, id, account, started_ms, expires_ms, ended_ms, way from access_session"
		" where account = ?1 and expires_ms > ?2 and ended_ms = 0 order by expires_ms, id"
		" limit ?3"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&account), store_int(now_ms), store_int(limit)};
	*count = 0;
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	for (; *count < (size_t)limit; (*count)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&session_table, row, &found[*count], NULL, error));
	}
	return STATUS_OK;
}
