/* password.c - passwords and second factors: rows, judges, and what is too easy.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/password.h"
#include "base/check.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct password, region),
	STORE_COLUMN_ID(struct password, account, false),
	STORE_COLUMN_ID(struct password, login_index, false),
	STORE_COLUMN_BLOB(struct password, login, false),
	STORE_COLUMN_BLOB(struct password, hash, false),
	STORE_COLUMN_I64(struct password, generation),
	STORE_COLUMN_I64(struct password, changed_ms),
	STORE_COLUMN_BLOB(struct password, totp, true),
	STORE_COLUMN_I64(struct password, totp_since_ms),
	STORE_COLUMN_I64(struct password, totp_step),
};
const struct store_table password_table = {
	.owner = "access",
	.name = "access_password",
	.number = 101,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const struct store_column recovery_columns[] = {
	STORE_COLUMN_I32(struct recovery, region),
	STORE_COLUMN_ID(struct recovery, account, false),
	STORE_COLUMN_I32(struct recovery, number),
	STORE_COLUMN_ID(struct recovery, code_index, false),
	STORE_COLUMN_I64(struct recovery, used_ms),
};
const struct store_table password_recovery_table = {
	.owner = "access",
	.name = "access_recovery",
	.number = 102,
	.keeping = STORE_JOURNALED,
	.columns = recovery_columns,
	.column_count = sizeof(recovery_columns) / sizeof(recovery_columns[0]),
	.key_count = 3,
};

static const struct verdict verdicts[PASSWORD_VERDICT_COUNT] = {
	[PASSWORD_OK] = {"ok", "", VERDICT_YES},
	[PASSWORD_NONE] = {"none", "accounts", VERDICT_STATE},
	[PASSWORD_WRONG] = {"wrong", "accounts", VERDICT_FORBIDDEN},
	[PASSWORD_EASY] = {"easy", "accounts", VERDICT_RULE},
	[PASSWORD_SAME] = {"same", "accounts", VERDICT_RULE},
	[PASSWORD_LOGIN_TAKEN] = {"login_taken", "accounts", VERDICT_STATE},
	[PASSWORD_PERSON] = {"person", "L7", VERDICT_RULE},
	[PASSWORD_SECOND_ON] = {"second_on", "accounts", VERDICT_STATE},
	[PASSWORD_SECOND_OFF] = {"second_off", "accounts", VERDICT_STATE},
	[PASSWORD_CODE_WRONG] = {"code_wrong", "accounts", VERDICT_FORBIDDEN},
};
const struct verdict_list password_verdicts = {"password", verdicts, PASSWORD_VERDICT_COUNT};

/* Whoever does not know the password learns nothing: not whether there is such a login, nor whether
 * it ended, nor whether it has a second factor. */
enum session_verdict password_judge_sign_in(const struct password_sign_in *facts)
{
	if (!facts->known || !facts->proved) return SESSION_SIGN_IN_WRONG;
	if (facts->ended) return SESSION_ACCOUNT_ENDED;
	if (!facts->second_on) return SESSION_OK;
	if (facts->said == SECOND_NOT_SAID) return SESSION_SECOND_NEEDED;
	if (facts->said == SECOND_RECOVERY)
		return facts->recovery_right ? SESSION_OK : SESSION_SECOND_WRONG;
	return facts->step > facts->last_step ? SESSION_OK : SESSION_SECOND_WRONG;
}

enum password_verdict password_judge_set(const struct password_setting *facts)
{
	if (facts->login_taken) return PASSWORD_LOGIN_TAKEN;
	return facts->easy ? PASSWORD_EASY : PASSWORD_OK;
}

enum password_verdict password_judge_change(const struct password_setting *facts)
{
	if (!facts->has_row) return PASSWORD_NONE;
	if (!facts->proved) return PASSWORD_WRONG;
	if (facts->same) return PASSWORD_SAME;
	return facts->easy ? PASSWORD_EASY : PASSWORD_OK;
}

enum password_verdict password_judge_begin(const struct password_seconding *facts)
{
	if (!facts->has_row) return PASSWORD_NONE;
	if (!facts->proved) return PASSWORD_WRONG;
	return facts->on ? PASSWORD_SECOND_ON : PASSWORD_OK;
}

enum password_verdict password_judge_confirm(const struct password_seconding *facts)
{
	if (!facts->has_row) return PASSWORD_NONE;
	if (facts->on) return PASSWORD_SECOND_ON;
	if (!facts->begun) return PASSWORD_SECOND_OFF;
	return facts->step > facts->last_step ? PASSWORD_OK : PASSWORD_CODE_WRONG;
}

enum password_verdict password_judge_end(const struct password_seconding *facts)
{
	if (!facts->has_row) return PASSWORD_NONE;
	if (!facts->proved) return PASSWORD_WRONG;
	return facts->begun ? PASSWORD_OK : PASSWORD_SECOND_OFF;
}

static char lower(char character)
{
	return character >= 'A' && character <= 'Z' ? (char)(character - 'A' + 'a') : character;
}

struct span password_login_form(struct span login, char *out)
{
	login = span_trim(login);
	CHECK(login.size <= PASSWORD_LOGIN_MAX_BYTES);
	for (size_t i = 0; i < login.size; i++) out[i] = lower(login.start[i]);
	return (struct span){out, login.size};
}

static bool has_part(struct span text, struct span part)
{
	for (size_t at = 0; at + part.size <= text.size; at++) {
		size_t same = 0;
		while (same < part.size && lower(text.start[at + same]) == part.start[same]) same++;
		if (same == part.size) return true;
	}
	return false;
}

static int count_different(struct span text)
{
	bool seen[256] = {false};
	int count = 0;
	for (size_t i = 0; i < text.size; i++) {
		unsigned char byte = (unsigned char)text.start[i];
		if (!seen[byte]) count++;
		seen[byte] = true;
	}
	return count;
}

static bool only_goes(struct span text, int by)
{
	for (size_t i = 1; i < text.size; i++)
		if (text.start[i] - text.start[i - 1] != by) return false;
	return true;
}

bool password_is_easy(struct span password, struct span login)
{
	enum { LEAST_DIFFERENT = 6, LEAST_PART = 3 };
	char form[PASSWORD_LOGIN_MAX_BYTES];
	struct span whole = password_login_form(login, form), rest = whole, name;
	if (count_different(password) < LEAST_DIFFERENT) return true;
	if (only_goes(password, 1) || only_goes(password, -1)) return true;
	if (whole.size >= LEAST_PART && has_part(password, whole)) return true;
	return span_take(&rest, '@', &name) && name.size >= LEAST_PART && has_part(password, name);
}

status password_find(struct store *store, struct id login_index, struct password *password,
	bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {"access",
		"select region, account, login_index, login, hash, generation, changed_ms, totp,"
		" totp_since_ms, totp_step from access_password where login_index = ?1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&login_index)};
	*found = false;
	if (id_is_none(login_index)) return STATUS_OK;
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	return *found ? store_record_fill(&password_table, row, password, arena, error) : STATUS_OK;
}

status password_find_recovery(struct store *store, int32_t region, struct id account,
	struct id code_index, int32_t *number, struct error *error)
{
	static const struct store_query query = {"access",
		"select number from access_recovery where region = ?1 and account = ?2"
		" and code_index = ?3 and used_ms = 0"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {
		store_int(region), store_id(&account), store_id(&code_index)};
	*number = 0;
	if (id_is_none(code_index) || id_is_none(account)) return STATUS_OK;
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	if (row != NULL) *number = (int32_t)store_value_int(&row[0]);
	return STATUS_OK;
}
