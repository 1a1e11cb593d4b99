/* consent.c - what a person says that others may know of the file, weighed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/consent.h"
#include "base/check.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct consent, region),
	STORE_COLUMN_ID(struct consent, episode, false),
	STORE_COLUMN_ID(struct consent, id, false),
	STORE_COLUMN_I32(struct consent, kind),
	STORE_COLUMN_ID(struct consent, account, true),
	STORE_COLUMN_ID(struct consent, organisation, true),
	STORE_COLUMN_I64(struct consent, parts),
	STORE_COLUMN_I32(struct consent, until_day),
	STORE_COLUMN_ID(struct consent, said_by, false),
	STORE_COLUMN_I64(struct consent, said_ms),
	STORE_COLUMN_ID(struct consent, ended_by, true),
	STORE_COLUMN_I64(struct consent, ended_ms),
};
const struct store_table consent_table = {
	.owner = "care",
	.name = "care_consent",
	.number = 120,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 3,
};
#define ALL_COLUMNS                                                                         \
	"region, episode, id, kind, account, organisation, parts, until_day, said_by, said_ms," \
	" ended_by, ended_ms"

static const char *const kind_names[] = {"", "consent", "objection"};
_Static_assert(sizeof(kind_names) / sizeof(kind_names[0]) == CONSENT_KIND_COUNT, "a name each");
const struct codes consent_kind_codes = {"consent_kind", kind_names, CONSENT_KIND_COUNT};

static const struct verdict verdicts[CONSENT_VERDICT_COUNT] = {
	[CONSENT_OK] = {"ok", "", VERDICT_YES},
	[CONSENT_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[CONSENT_RECEIVER] = {"receiver", "L7", VERDICT_RULE},
	[CONSENT_NOT_FOR] = {"not_for", "L7", VERDICT_RULE},
	[CONSENT_HIDDEN] = {"hidden", "L7", VERDICT_STATE},
	[CONSENT_PARTS] = {"parts", "L7", VERDICT_RULE},
	[CONSENT_UNTIL] = {"until", "L7", VERDICT_RULE},
	[CONSENT_TOO_MANY] = {"too_many", "bound", VERDICT_STATE},
	[CONSENT_WITHDRAWN] = {"withdrawn", "L7", VERDICT_STATE},
};
const struct verdict_list consent_verdicts = {"consent", verdicts, CONSENT_VERDICT_COUNT};

enum consent_verdict consent_judge_say(const struct consent_saying *saying, int32_t today)
{
	bool is_yes = saying->kind == CONSENT_YES;
	int32_t until = saying->until_day;
	if (!saying->one_receiver || !saying->receiver_lives) return CONSENT_RECEIVER;
	if (saying->is_own || !saying->can_read) return CONSENT_NOT_FOR;
	if (is_yes && saying->hidden) return CONSENT_HIDDEN;
	if (saying->parts == 0) return CONSENT_PARTS;
	bool for_ever = until == 0 && !is_yes;
	if (!for_ever && (until < today || until > today + CONSENT_MAX_DAYS)) return CONSENT_UNTIL;
	return saying->open >= CONSENT_MAX_OPEN ? CONSENT_TOO_MANY : CONSENT_OK;
}

enum consent_verdict consent_judge_withdraw(const struct consent *consent)
{
	return consent->ended_ms != 0 ? CONSENT_WITHDRAWN : CONSENT_OK;
}

bool consent_stands(const struct consent *consent, int32_t today)
{
	return consent->ended_ms == 0 && (consent->until_day == 0 || consent->until_day >= today);
}

static bool is_about(const struct consent *consent, const struct consent_reader *reader)
{
	if (!id_is_none(consent->account)) return id_equal(consent->account, reader->account);
	return !id_is_none(reader->organisation) &&
		id_equal(consent->organisation, reader->organisation);
}

/* The higher, the more specific: who before where they work; then fewer parts before more; then
 * an objection. */
static int weight_of(const struct consent *consent)
{
	int fewer = FILE_PART_COUNT;
	for (int part = 1; part < FILE_PART_COUNT; part++)
		fewer -= (consent->parts >> part & 1) != 0 ? 1 : 0;
	bool names_who = !id_is_none(consent->account), objects = consent->kind == CONSENT_OBJECTION;
	return (names_who ? 4 * FILE_PART_COUNT : 0) + 2 * fewer + (objects ? 1 : 0);
}

unsigned consent_weigh(
	const struct consent *said, size_t count, const struct consent_reader *reader, int32_t today)
{
	int weights[FILE_PART_COUNT] = {0};
	unsigned parts = 0;
	for (size_t i = 0; i < count; i++) {
		if (!consent_stands(&said[i], today) || !is_about(&said[i], reader)) continue;
		int weight = weight_of(&said[i]);
		for (int part = 1; part < FILE_PART_COUNT; part++) {
			if ((said[i].parts >> part & 1) == 0 || weight <= weights[part]) continue;
			weights[part] = weight;
			parts &= ~FILE_BIT(part);
			if (said[i].kind == CONSENT_YES) parts |= FILE_BIT(part);
		}
	}
	return parts;
}

static status find_past(struct store *store, int32_t region, struct id episode,
	const struct consent_reader *reader, bool *had, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_consent where region = ?1 and episode = ?2 and kind = 1"
		" and (account = ?3 or organisation = ?4)"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode),
		store_id(&reader->account), store_id(&reader->organisation)};
	TRY(store_query_open(store, &query, parameters, 4, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*had = store_value_int(&row[0]) > 0;
	return STATUS_OK;
}

status consent_find(struct store *store, int32_t region, struct id episode,
	const struct consent_reader *reader, int32_t today, unsigned *parts, bool *had,
	struct error *error)
{
	static const struct store_query query = {"care",
		"select " ALL_COLUMNS " from care_consent where region = ?1 and episode = ?2"
		" and (account = ?3 or organisation = ?4) and ended_ms = 0"
		" and (until_day = 0 or until_day >= ?5) order by id"};
	struct consent said[CONSENT_MAX_OPEN];
	size_t count = 0;
	{
		struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
		const struct store_value *row = NULL;
		struct store_value parameters[] = {store_int(region), store_id(&episode),
			store_id(&reader->account), store_id(&reader->organisation), store_int(today)};
		TRY(store_query_open(store, &query, parameters, 5, &cursor, error));
		for (;; count++) {
			TRY(store_query_next(cursor, &row, error));
			if (row == NULL) break;
			CHECK(count < CONSENT_MAX_OPEN);
			TRY(store_record_fill(&consent_table, row, &said[count], NULL, error));
		}
	}
	*parts = consent_weigh(said, count, reader, today);
	*had = false;
	/* What stands and does not reach a part, and an objection, are no consent that is over. */
	if (count > 0) return STATUS_OK;
	return find_past(store, region, episode, reader, had, error);
}

status consent_count_open(struct store *store, int32_t region, struct id episode, int32_t today,
	int64_t *count, struct error *error)
{
	static const struct store_query query = {"care",
		"select count(*) from care_consent where region = ?1 and episode = ?2 and ended_ms = 0"
		" and (until_day = 0 or until_day >= ?3)"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_int(today)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}

status consent_open_of(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		"select " ALL_COLUMNS " from care_consent where region = ?1 and episode = ?2"
		" order by said_ms desc, id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}
