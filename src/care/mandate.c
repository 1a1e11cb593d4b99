/* mandate.c - who speaks for somebody, what is allowed without their yes, and until when.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/mandate.h"
#include "base/check.h"
#include "base/date.h"

enum { TOGETHER_AGE = 12, ALONE_AGE = 16, SATURDAY = 5, WEEKEND_DAYS = 7, SHORT_DAYS = 3 };

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct mandate, region),
	STORE_COLUMN_ID(struct mandate, episode, false),
	STORE_COLUMN_ID(struct mandate, id, false),
	STORE_COLUMN_ID(struct mandate, account, true),
	STORE_COLUMN_I32(struct mandate, kind),
	STORE_COLUMN_I32(struct mandate, state),
	STORE_COLUMN_I64(struct mandate, allows),
	STORE_COLUMN_I32(struct mandate, birth_day),
	STORE_COLUMN_I32(struct mandate, until_day),
	STORE_COLUMN_ID(struct mandate, named_by, false),
	STORE_COLUMN_I64(struct mandate, named_ms),
	STORE_COLUMN_I64(struct mandate, due_ms),
	STORE_COLUMN_I64(struct mandate, ended_ms),
	STORE_COLUMN_BLOB(struct mandate, words, true),
};
const struct store_table mandate_table = {
	.owner = "care",
	.name = "care_mandate",
	.number = 95,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};

static const char *const kind_names[] = {"", "parent", "guardian", "mentor", "curator", "written",
	"near", "wvggz_crisis", "wvggz_crisis_longer", "wvggz_care", "wvggz_care_longer", "wzd_custody",
	"wzd_custody_longer", "wzd_court", "forensic"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == MANDATE_KIND_COUNT, "a name per kind");
const struct codes mandate_kind_codes = {"mandate_kind", kind_names, MANDATE_KIND_COUNT};

static const char *const form_names[] = {"", "medication", "movement", "seclusion", "supervision",
	"search_body", "search_home", "substances", "own_life", "visits", "admission", "transport"};
_Static_assert(sizeof(form_names) / sizeof(form_names[0]) == FORM_COUNT, "a name per form");
const struct codes mandate_form_codes = {"mandate_form", form_names, FORM_COUNT};

static const char *const state_names[] = {"", "decides", "together", "over"};
_Static_assert(
	sizeof(state_names) / sizeof(state_names[0]) == MANDATE_STATE_COUNT, "a name per state");
const struct codes mandate_state_codes = {"mandate_state", state_names, MANDATE_STATE_COUNT};

static const struct verdict verdicts[MANDATE_VERDICT_COUNT] = {
	[MANDATE_OK] = {"ok", "", VERDICT_YES},
	[MANDATE_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[MANDATE_NOT_YOURS] = {"not_yours", "L0", VERDICT_FORBIDDEN},
	[MANDATE_IN_WRITING] = {"in_writing", "L0", VERDICT_RULE},
	[MANDATE_ACCOUNT] = {"account", "L0", VERDICT_RULE},
	[MANDATE_ALREADY] = {"already", "L0", VERDICT_STATE},
	[MANDATE_BIRTH] = {"birth", "L0", VERDICT_RULE},
	[MANDATE_UNTIL] = {"until", "L0", VERDICT_RULE},
	[MANDATE_ALLOWS] = {"allows", "L0", VERDICT_RULE},
	[MANDATE_IS_OVER] = {"is_over", "L0", VERDICT_STATE},
	[MANDATE_NOT_DUE] = {"not_due", "L3", VERDICT_STATE},
};
const struct verdict_list mandate_verdicts = {"mandate", verdicts, MANDATE_VERDICT_COUNT};

int32_t mandate_birthday(int32_t birth_day, int years)
{
	struct date_civil civil = date_to_civil(birth_day);
	civil.year += years;
	if (date_valid(civil)) return date_from_civil(civil);
	/* Born on 29 February: 1 March (date_age). */
	return date_from_civil((struct date_civil){civil.year, 3, 1});
}

int32_t mandate_last_day(const struct mandate_rule *rule, int32_t birth_day, int32_t today)
{
	if (rule->by_age) return mandate_birthday(birth_day, ALONE_AGE) - 1;
	int32_t last = today + rule->max_days;
	/* A term of days that ends in a weekend goes on until the next working day. */
	while (rule->max_days <= SHORT_DAYS && date_weekday(last) >= SATURDAY) last++;
	return last;
}

static enum mandate_verdict judge_days(
	const struct mandate_naming *naming, const struct mandate_rule *rule, int32_t today)
{
	int32_t birth = naming->birth_day, until = naming->until_day;
	if (rule->by_age != (birth != 0)) return MANDATE_BIRTH;
	if (rule->by_age && (birth > today || date_age(birth, today) >= ALONE_AGE))
		return MANDATE_BIRTH;
	if (rule->by_age && until == 0) return MANDATE_OK;
	if (until < today || until > mandate_last_day(rule, birth, today)) return MANDATE_UNTIL;
	return MANDATE_OK;
}

enum mandate_verdict mandate_judge_name(const struct mandate_naming *naming, int32_t today)
{
	const struct mandate_rule *rule = mandate_rule_of(naming->kind);
	CHECK(rule != NULL);
	if (naming->kind == MANDATE_WRITTEN && !naming->by_person) return MANDATE_IN_WRITING;
	bool recorded = naming->by_care_manager && naming->by_professional;
	if (naming->kind != MANDATE_WRITTEN && !recorded) return MANDATE_NOT_YOURS;
	if (rule->speaks != naming->account_given) return MANDATE_ACCOUNT;
	if (rule->speaks && !naming->account_can) return MANDATE_ACCOUNT;
	if (naming->already) return MANDATE_ALREADY;
	if (rule->speaks == (naming->allows != 0)) return MANDATE_ALLOWS;
	return judge_days(naming, rule, today);
}

enum mandate_verdict mandate_judge_end(const struct mandate *mandate,
	const struct care_actor *actor, struct id person, struct id care_manager)
{
	bool own = !id_is_none(mandate->account) && id_equal(actor->account, mandate->account);
	bool takes_back = mandate->kind == MANDATE_WRITTEN && id_equal(actor->account, person);
	bool records = id_equal(actor->account, care_manager) && actor->kind == MEMBER_PROFESSIONAL &&
		mandate->kind != MANDATE_WRITTEN;
	if (!own && !takes_back && !records) return MANDATE_NOT_YOURS;
	if (mandate->state == MANDATE_OVER) return MANDATE_IS_OVER;
	return MANDATE_OK;
}

enum mandate_verdict mandate_judge_turn(const struct mandate *mandate, int64_t now_ms)
{
	if (mandate->state == MANDATE_OVER) return MANDATE_IS_OVER;
	return now_ms >= mandate->due_ms ? MANDATE_OK : MANDATE_NOT_DUE;
}

const struct mandate_move *mandate_move_find(enum mandate_event event, enum mandate_state from)
{
	for (size_t i = 0; i < mandate_move_count; i++)
		if (mandate_moves[i].event == event && mandate_moves[i].from == from)
			return &mandate_moves[i];
	return NULL;
}

void mandate_move(struct mandate *mandate, enum mandate_event event)
{
	const struct mandate_move *move = mandate_move_find(event, (enum mandate_state)mandate->state);
	CHECK(move != NULL);
	mandate->state = (int32_t)move->to;
	bool twelve_ahead = move->to == MANDATE_DECIDES && mandate->birth_day != 0;
	int32_t twelve = twelve_ahead ? mandate_birthday(mandate->birth_day, TOGETHER_AGE) : 0;
	int32_t next = mandate->until_day + 1;
	if (twelve_ahead && twelve < next) next = twelve;
	mandate->due_ms = move->to == MANDATE_OVER ? 0 : date_day_start(next);
	/* The rule needs it no longer. */
	if (move->to == MANDATE_OVER) mandate->birth_day = 0;
}

status mandate_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select region, episode, id, account, kind, state, allows, birth_day, until_day, named_by,"
		" named_ms, due_ms, ended_ms, words from care_mandate where region = ?1 and episode = ?2"
		" order by named_ms desc, id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}

status mandate_list_speakers(struct store *store, int32_t region, struct id episode,
	struct id *accounts, size_t capacity, size_t *found, struct error *error)
{
	static const struct store_query query = {"care",
		"select distinct account from care_mandate where region = ?1 and episode = ?2"
		" and state <> 3 and account is not null order by account"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	for (*found = 0; *found < capacity; (*found)++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		accounts[*found] = store_value_id(&row[0]);
	}
	return STATUS_OK;
}

status mandate_find_birth(
	struct store *store, int32_t region, struct id episode, int32_t *birth_day, struct error *error)
{
	static const struct store_query query = {"care",
		"select birth_day from care_mandate where region = ?1 and episode = ?2 and state <> 3"
		" and birth_day <> 0 order by named_ms desc, id limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*birth_day = row == NULL ? 0 : (int32_t)store_value_int(&row[0]);
	return STATUS_OK;
}

status mandate_stands(struct store *store, int32_t region, struct id episode, int32_t kind,
	struct id account, bool *stands, struct error *error)
{
	static const struct store_query speaks = {"care",
		"select count(*) from care_mandate where region = ?1 and episode = ?2 and state <> 3"
		" and account = ?3"};
	static const struct store_query allows = {"care",
		"select count(*) from care_mandate where region = ?1 and episode = ?2 and state <> 3"
		" and account is null and kind = ?3"};
	bool of_account = !id_is_none(account);
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {
		store_int(region), store_id(&episode), of_account ? store_id(&account) : store_int(kind)};
	TRY(store_query_open(store, of_account ? &speaks : &allows, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*stands = row != NULL && store_value_int(&row[0]) > 0;
	return STATUS_OK;
}
