/* account.c - accounts and their access codes.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/account.h"
#include "base/check.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct account, region),
	STORE_COLUMN_ID(struct account, id, false),
	STORE_COLUMN_I32(struct account, kind),
	STORE_COLUMN_ID(struct account, organisation, true),
	STORE_COLUMN_ID(struct account, code_index, false),
	STORE_COLUMN_I64(struct account, created_ms),
	STORE_COLUMN_I64(struct account, ended_ms),
	STORE_COLUMN_BLOB(struct account, name, true),
};
const struct store_table account_table = {
	.owner = "access",
	.name = "access_account",
	.number = 10,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 2,
};

static const struct verdict verdicts[ACCOUNT_VERDICT_COUNT] = {
	[ACCOUNT_OK] = {"ok", "", VERDICT_YES},
	[ACCOUNT_UNKNOWN] = {"unknown", "accounts", VERDICT_ABSENT},
	[ACCOUNT_KIND] = {"kind", "accounts", VERDICT_RULE},
	[ACCOUNT_ORGANISATION_MISSING] = {"organisation_missing", "accounts", VERDICT_RULE},
	[ACCOUNT_ORGANISATION_UNKNOWN] = {"organisation_unknown", "accounts", VERDICT_RULE},
	[ACCOUNT_ENDED] = {"ended", "accounts", VERDICT_STATE},
	[ACCOUNT_BEARS] = {"bears", "L1", VERDICT_STATE},
	[ACCOUNT_MANAGES] = {"manages", "L1", VERDICT_STATE},
	[ACCOUNT_LAST_ADMINISTRATOR] = {"last_administrator", "L1", VERDICT_STATE},
	[ACCOUNT_LAST_ON_DUTY] = {"last_on_duty", "L1", VERDICT_STATE},
	[ACCOUNT_HOLDS_ALONG] = {"holds_along", "L2", VERDICT_STATE},
	[ACCOUNT_BEFORE_CONTACT] = {"before_contact", "L2", VERDICT_STATE},
	[ACCOUNT_ON_DUTY_ELSEWHERE] = {"on_duty_elsewhere", "L1", VERDICT_STATE},
	[ACCOUNT_SEATED] = {"seated", "L1", VERDICT_STATE},
	[ACCOUNT_OPEN_EPISODE] = {"open_episode", "L1", VERDICT_STATE},
	[ACCOUNT_HAS_STEPS] = {"has_steps", "L3", VERDICT_STATE},
	[ACCOUNT_ASKED] = {"asked", "L2", VERDICT_STATE},
	[ACCOUNT_INVITE_WRONG] = {"invite_wrong", "accounts", VERDICT_FORBIDDEN},
	[ACCOUNT_RENEW_ELSEWHERE] = {"renew_elsewhere", "L7", VERDICT_FORBIDDEN},
	[ACCOUNT_RENEW_NOT_HOLDER] = {"renew_not_holder", "L7", VERDICT_FORBIDDEN},
	[ACCOUNT_RENEW_WITHOUT_YES] = {"renew_without_yes", "L0", VERDICT_RULE},
};
const struct verdict_list account_verdicts = {"account", verdicts, ACCOUNT_VERDICT_COUNT};

/* Crockford's base 32. */
static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

enum account_verdict account_judge_create(const struct account_facts *facts)
{
	if (facts->kind == MEMBER_NONE || facts->kind == MEMBER_PERSON) return ACCOUNT_KIND;
	bool needs_organisation = facts->kind == MEMBER_PROFESSIONAL;
	if (needs_organisation && !facts->organisation_given) return ACCOUNT_ORGANISATION_MISSING;
	if (facts->organisation_given && !facts->organisation_known)
		return ACCOUNT_ORGANISATION_UNKNOWN;
	return ACCOUNT_OK;
}

enum account_verdict account_judge_end(const struct account_facts *facts)
{
	if (!facts->known) return ACCOUNT_UNKNOWN;
	if (facts->ended) return ACCOUNT_ENDED;
	if (facts->own_episodes > 0) return ACCOUNT_OPEN_EPISODE;
	if (facts->bears > 0) return ACCOUNT_BEARS;
	if (facts->manages > 0) return ACCOUNT_MANAGES;
	if (facts->last_administrator) return ACCOUNT_LAST_ADMINISTRATOR;
	if (facts->last_on_duty) return ACCOUNT_LAST_ON_DUTY;
	if (facts->holds_along > 0) return ACCOUNT_HOLDS_ALONG;
	if (facts->before_contact > 0) return ACCOUNT_BEFORE_CONTACT;
	if (facts->on_duty_elsewhere) return ACCOUNT_ON_DUTY_ELSEWHERE;
	if (facts->seated) return ACCOUNT_SEATED;
	if (facts->steps > 0) return ACCOUNT_HAS_STEPS;
	if (facts->asked > 0) return ACCOUNT_ASKED;
	return ACCOUNT_OK;
}

enum account_verdict account_judge_renew(const struct account_facts *facts)
{
	if (!facts->known) return ACCOUNT_UNKNOWN;
	if (facts->ended) return ACCOUNT_ENDED;
	if (facts->kind == MEMBER_PERSON || facts->kind == MEMBER_RELATIVE)
		return ACCOUNT_RENEW_ELSEWHERE;
	return ACCOUNT_OK;
}

enum account_verdict account_judge_renew_person(
	const struct account_facts *facts, const struct account_renewing *renewing)
{
	if (!renewing->is_person && !renewing->is_care_manager && !renewing->is_on_duty)
		return ACCOUNT_RENEW_NOT_HOLDER;
	if (!renewing->is_person && !renewing->person_agrees) return ACCOUNT_RENEW_WITHOUT_YES;
	if (!facts->known) return ACCOUNT_UNKNOWN;
	if (!renewing->is_of_file) return ACCOUNT_RENEW_ELSEWHERE;
	return facts->ended ? ACCOUNT_ENDED : ACCOUNT_OK;
}

bool account_is_colleague(const struct account *account)
{
	if (account->ended_ms != 0) return false;
	if (account->kind == MEMBER_VOLUNTEER) return !id_is_none(account->organisation);
	return account->kind == MEMBER_PROFESSIONAL || account->kind == MEMBER_PEER;
}

void account_code_text(const uint8_t derived[10], char out[ACCOUNT_CODE_SIZE])
{
	size_t at = 0;
	for (size_t i = 0; i < ACCOUNT_CODE_LETTERS; i++) {
		size_t bit = i * 5;
		unsigned pair = (unsigned)derived[bit / 8] << 8;
		if (bit / 8 + 1 < 10) pair |= derived[bit / 8 + 1];
		if (i > 0 && i % 4 == 0) out[at++] = '-';
		out[at++] = letters[(pair >> (11 - bit % 8)) & 31];
	}
	out[at] = '\0';
}

static char normal(char character)
{
	if (character >= 'a' && character <= 'z') character = (char)(character - 'a' + 'A');
	if (character == 'I' || character == 'L') return '1';
	return character == 'O' ? '0' : character;
}

bool account_code_parse(struct span text, char out[ACCOUNT_CODE_SIZE])
{
	size_t count = 0, at = 0;
	for (size_t i = 0; i < text.size; i++) {
		char character = normal(text.start[i]);
		if (character == '-' || character == ' ') continue;
		if (character == '\0' || strchr(letters, character) == NULL ||
			count == ACCOUNT_CODE_LETTERS)
			return false;
		if (count > 0 && count % 4 == 0) out[at++] = '-';
		out[at++] = character;
		count++;
	}
	out[at] = '\0';
	return count == ACCOUNT_CODE_LETTERS;
}

#define COLUMNS "region, id, kind, organisation, code_index, created_ms, ended_ms, name"

static status find(struct store *store, const struct store_query *query, struct id id,
	struct account *account, bool *found, struct arena *arena, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&id)};
	*found = false;
	if (id_is_none(id)) return STATUS_OK;
	TRY(store_query_open(store, query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*found = row != NULL;
	return row == NULL ? STATUS_OK : store_record_fill(&account_table, row, account, arena, error);
}

status account_find(struct store *store, struct id id, struct account *account, bool *found,
	struct arena *arena, struct error *error)
{
	static const struct store_query query = {
		"access", "select " COLUMNS " from access_account where id = ?1 limit 1"};
	return find(store, &query, id, account, found, arena, error);
}

status account_find_by_code(struct store *store, struct id code_index, struct account *account,
	bool *found, struct arena *arena, struct error *error)
{
	static const struct store_query query = {
		"access", "select " COLUMNS " from access_account where code_index = ?1 limit 1"};
	return find(store, &query, code_index, account, found, arena, error);
}

status account_shard_has_administrator(
	struct store *store, int32_t region, bool *has, struct error *error)
{
	static const struct store_query query = {"access",
		"select count(*) from (select id from access_account where region = ?1 and kind = 6"
		" and ended_ms = 0 limit 1) a"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region)};
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*has = store_value_int(&row[0]) > 0;
	return STATUS_OK;
}

status account_is_last_administrator(
	struct store *store, const struct account *account, bool *is_last, struct error *error)
{
	static const struct store_query query = {"access",
		"select count(*) from (select id from access_account where region = ?1 and kind = 6"
		" and ended_ms = 0 limit 2) a"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(account->region)};
	*is_last = false;
	bool administers = account->kind == MEMBER_ADMINISTRATOR && account->ended_ms == 0;
	if (!administers || account->region == 0) return STATUS_OK;
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*is_last = store_value_int(&row[0]) == 1;
	return STATUS_OK;
}

status account_count_of(
	struct store *store, struct id organisation, int64_t *count, struct error *error)
{
	static const struct store_query query = {
		"access", "select count(*) from access_account where organisation = ?1 and ended_ms = 0"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_id(&organisation)};
	TRY(store_query_open(store, &query, parameters, 1, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}

status account_has_administrator(struct store *store, bool *has, struct error *error)
{
	static const struct store_query query = {"access",
		"select count(*) from access_account where region = 0 and kind = 6 and ended_ms = 0"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, &query, NULL, 0, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*has = store_value_int(&row[0]) > 0;
	return STATUS_OK;
}

/* Unlike store_id: none is before all others here. */
static struct store_value place_of(const struct id *id)
{
	return store_blob(span_bytes(id->bytes, ID_SIZE));
}

status account_find_end(struct store *store, int32_t region, struct id after, int64_t number,
	struct id *end, struct error *error)
{
	static const struct store_query query = {"access",
		"select id from access_account where region = ?1 and id > ?2 order by id"
		" limit 1 offset ?3"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	CHECK(number > 0);
	struct store_value parameters[] = {store_int(region), place_of(&after), store_int(number - 1)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*end = row == NULL ? id_none : store_value_id(&row[0]);
	return STATUS_OK;
}

status account_open_listed(struct store *store, int32_t region, struct id after, struct id end,
	int64_t limit, struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"access",
		"select " COLUMNS " from access_account where region = ?1 and id > ?2 and id <= ?3"
		" and kind <> 1 order by id limit ?4"};
	_Static_assert(MEMBER_PERSON == 1, "as the query has it");
	struct id to = end;
	if (id_is_none(end)) memset(to.bytes, 0xff, ID_SIZE);
	struct store_value parameters[] = {
		store_int(region), place_of(&after), place_of(&to), store_int(limit)};
	return store_query_open(store, &query, parameters, 4, cursor, error);
}

status account_open_colleagues(struct store *store, int32_t region, struct id organisation,
	struct id after, struct id end, int64_t limit, struct store_cursor **cursor,
	struct error *error)
{
#define COLLEAGUES                                                              \
	"select " COLUMNS " from access_account where region = ?1 and id > ?2 and " \
	"id <= ?3 and ended_ms = 0 and (kind in (3, 5) or kind = 4 and organisation is not null)"
	static const struct store_query of_all = {"access", COLLEAGUES " order by id limit ?4"};
	static const struct store_query of_one = {
		"access", COLLEAGUES " and organisation = ?5 order by id limit ?4"};
	_Static_assert(MEMBER_PEER == 3 && MEMBER_VOLUNTEER == 4 && MEMBER_PROFESSIONAL == 5,
		"as the queries have it");
	struct id to = end;
	bool all = id_is_none(organisation);
	if (id_is_none(end)) memset(to.bytes, 0xff, ID_SIZE);
	struct store_value parameters[] = {store_int(region), place_of(&after), place_of(&to),
		store_int(limit), store_id(&organisation)};
	return store_query_open(store, all ? &of_all : &of_one, parameters, all ? 4 : 5, cursor, error);
}
