/* checker_rows.c - rows, read by what is written here and by nothing else.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_rows.h"
#include "base/buf.h"

enum form { SKIP, I32, I64, ID };

struct column {
	enum form form;
	size_t offset;
};

struct table {
	enum rows_number number;
	size_t bytes;
	size_t key_count;
	const struct column *columns; /* in the order of the schema */
	size_t count;
	struct store_query all;
};

#define AT(form, type, member)                    \
	{                                             \
		form, offsetof(struct row_##type, member) \
	}
#define OVER    \
	{           \
		SKIP, 0 \
	}

static const struct column account[] = {AT(I32, account, region), AT(ID, account, id),
	AT(I32, account, kind), AT(ID, account, organisation), OVER, AT(I64, account, created_ms),
	AT(I64, account, ended_ms), OVER};
static const struct column episode[] = {AT(I32, episode, region), AT(ID, episode, id),
	AT(ID, episode, person), AT(I32, episode, state), AT(ID, episode, care_manager),
	AT(I32, episode, care_manager_kind), AT(ID, episode, open_handover), AT(I32, episode, for_whom),
	AT(ID, episode, entered_by), AT(I64, episode, marked), AT(I64, episode, version),
	AT(I64, episode, opened_ms), AT(I32, episode, effective_day)};
static const struct column need[] = {AT(I32, need, region), AT(ID, need, episode), AT(ID, need, id),
	AT(I32, need, domain), AT(I32, need, aim), AT(I32, need, state), AT(ID, need, bearer),
	AT(I32, need, bearer_kind), AT(ID, need, bearer_before), AT(I32, need, bearer_before_kind),
	AT(ID, need, open_handover), AT(ID, need, step), AT(I64, need, opened_ms),
	AT(I64, need, closed_ms), AT(I32, need, effective_day), AT(I32, need, closing), OVER};
static const struct column handover[] = {AT(I32, handover, region), AT(ID, handover, episode),
	AT(ID, handover, id), AT(ID, handover, need), AT(ID, handover, sender),
	AT(ID, handover, to_account), AT(ID, handover, to_service), AT(I32, handover, state),
	AT(I64, handover, offered_ms), AT(I64, handover, expires_ms), AT(ID, handover, giver),
	AT(ID, handover, answered_by), AT(I64, handover, answered_ms), AT(I32, handover, reason),
	AT(I32, handover, instead), AT(I32, handover, instead_day), AT(I32, handover, sharing),
	AT(I32, handover, giver_stays), AT(I32, handover, contact_day), AT(I64, handover, contacted_ms),
	OVER, OVER, OVER};
static const struct column join[] = {AT(I32, join, region), AT(ID, join, episode), AT(ID, join, id),
	AT(ID, join, account), AT(ID, join, asked_by), AT(I32, join, state), AT(I64, join, asked_ms),
	AT(I64, join, expires_ms), AT(I64, join, answered_ms), OVER};
static const struct column member[] = {AT(I32, member, region), AT(ID, member, episode),
	AT(ID, member, account), AT(I32, member, kind), AT(I32, member, way), AT(I64, member, since_ms),
	AT(I64, member, left_ms)};
static const struct column roster[] = {AT(I32, roster, region), AT(ID, roster, account),
	AT(I32, roster, kind), AT(I64, roster, since_ms), AT(I64, roster, last_turn_ms)};
static const struct column step[] = {AT(I32, step, region), AT(ID, step, episode), AT(ID, step, id),
	AT(ID, step, need), AT(ID, step, who), AT(I32, step, kind), AT(I32, step, state),
	AT(I32, step, due_day), AT(I32, step, late), AT(I64, step, made_ms), AT(I64, step, ended_ms),
	OVER, AT(ID, step, told_to)};
static const struct column due[] = {AT(I64, due, due_ms), AT(I32, due, region), AT(I32, due, kind),
	AT(ID, due, thing), AT(ID, due, episode)};
static const struct column inbox[] = {AT(I32, inbox, region), AT(ID, inbox, receiver),
	AT(ID, inbox, thing), AT(I32, inbox, kind), AT(I32, inbox, from_region), AT(ID, inbox, episode),
	AT(I64, inbox, at_ms)};

static const struct column consult[] = {AT(I32, consult, region), AT(ID, consult, episode),
	AT(ID, consult, id), AT(ID, consult, need), AT(ID, consult, asked_by),
	AT(ID, consult, to_account), AT(ID, consult, to_service), AT(I32, consult, state),
	AT(I32, consult, named), AT(I64, consult, asked_ms), AT(I64, consult, expires_ms),
	AT(ID, consult, answered_by), AT(I64, consult, answered_ms), AT(ID, consult, back_to),
	AT(ID, consult, joining), OVER, OVER};

static const struct column stay[] = {AT(I32, stay, region), AT(ID, stay, episode), AT(ID, stay, id),
	AT(ID, stay, service), AT(ID, stay, planned_by), AT(I32, stay, state), AT(I32, stay, start_day),
	AT(I32, stay, return_day), AT(I32, stay, keeps), AT(ID, stay, kept_service),
	AT(I32, stay, kept_until), AT(I32, stay, late), AT(ID, stay, told_to),
	AT(I64, stay, planned_ms), AT(I64, stay, admitted_ms), AT(I64, stay, ended_ms), OVER};

static const struct column brought[] = {AT(I32, brought, region), AT(ID, brought, episode),
	AT(ID, brought, id), AT(ID, brought, need), AT(I32, brought, state), AT(I32, brought, level),
	AT(I32, brought, why), AT(I32, brought, origin), AT(I32, brought, cause),
	AT(ID, brought, brought_by), AT(ID, brought, beside), AT(I32, brought, named),
	AT(I32, brought, attends), AT(I32, brought, late), AT(I64, brought, brought_ms),
	AT(I64, brought, expires_ms), AT(I64, brought, ended_ms), AT(ID, brought, decided_by),
	AT(I64, brought, decided_ms), AT(ID, brought, service), AT(ID, brought, organisation),
	AT(I32, brought, term_day), AT(ID, brought, handover), OVER, OVER, OVER};

static const struct column shortage[] = {AT(I32, shortage, region), AT(ID, shortage, id),
	AT(ID, shortage, service), AT(I32, shortage, state), AT(I32, shortage, level),
	AT(I32, shortage, waiting), AT(I32, shortage, late), AT(I64, shortage, since_ms),
	AT(I64, shortage, expires_ms), AT(I64, shortage, ended_ms), AT(ID, shortage, decided_by),
	AT(I64, shortage, decided_ms), AT(ID, shortage, organisation), AT(I32, shortage, term_day),
	OVER};

static const struct column part[] = {AT(I32, part, region), AT(ID, part, episode), AT(ID, part, id),
	AT(I64, part, seq), AT(I32, part, kind), AT(I32, part, state), AT(ID, part, goal),
	AT(ID, part, need), AT(ID, part, who), AT(I32, part, by_day), AT(ID, part, author),
	AT(ID, part, writer), AT(I64, part, at_ms), OVER};
static const struct column yes[] = {AT(I32, yes, region), AT(ID, yes, episode), AT(I64, yes, seq),
	AT(ID, yes, account), AT(I64, yes, at_ms)};
static const struct column light[] = {AT(I32, light, region), AT(ID, light, episode),
	AT(ID, light, id), AT(I32, light, state), AT(ID, light, who), AT(I32, light, interval_days),
	AT(I32, light, next_day), AT(I32, light, late), AT(ID, light, begun_by),
	AT(I64, light, begun_ms), AT(I64, light, held_ms), AT(I64, light, ended_ms), OVER};

static const struct column period[] = {AT(I32, period, region), AT(ID, period, episode),
	AT(I32, period, nth), AT(ID, period, id), AT(I64, period, begun_ms), AT(ID, period, begun_by),
	AT(I64, period, ended_ms), AT(ID, period, ended_by), AT(I32, period, closing),
	AT(I32, period, returns), AT(I32, period, offered), AT(ID, period, told),
	AT(I64, period, answered_ms), AT(I32, period, wants_table), AT(I32, period, wants_companion),
	OVER};

static const struct column saying[] = {AT(I32, saying, region), AT(ID, saying, episode),
	AT(ID, saying, id), AT(I64, saying, seq), AT(I32, saying, topic), AT(I32, saying, domain),
	AT(ID, saying, author), AT(I64, saying, at_ms), OVER};

static const struct column merge[] = {AT(I32, merge, region), AT(ID, merge, episode),
	AT(ID, merge, id), AT(ID, merge, other), AT(I32, merge, state), AT(I32, merge, said),
	AT(ID, merge, said_by), AT(ID, merge, guest), AT(ID, merge, told), AT(I64, merge, found_ms),
	AT(I64, merge, changed_ms)};

static const struct column grant[] = {AT(I32, grant, region), AT(ID, grant, episode),
	AT(ID, grant, id), AT(I32, grant, kind), AT(ID, grant, account), AT(ID, grant, organisation),
	AT(I64, grant, parts), AT(I32, grant, until_day), AT(ID, grant, said_by),
	AT(I64, grant, said_ms), AT(ID, grant, ended_by), AT(I64, grant, ended_ms)};
static const struct column mandate[] = {AT(I32, mandate, region), AT(ID, mandate, episode),
	AT(ID, mandate, id), AT(ID, mandate, account), AT(I32, mandate, kind), AT(I32, mandate, state),
	AT(I64, mandate, allows), AT(I32, mandate, birth_day), AT(I32, mandate, until_day),
	AT(ID, mandate, named_by), AT(I64, mandate, named_ms), AT(I64, mandate, due_ms),
	AT(I64, mandate, ended_ms), OVER};

static const struct column change[] = {AT(I32, change, region), AT(ID, change, episode),
	AT(ID, change, id), AT(I32, change, kind), AT(I32, change, state), AT(I32, change, day),
	AT(I32, change, municipality), AT(ID, change, announced_by), AT(I64, change, announced_ms),
	AT(ID, change, told_to), AT(I64, change, ended_ms), OVER};

static const struct column ready[] = {AT(I32, ready, region), AT(ID, ready, episode),
	AT(ID, ready, id), AT(ID, ready, transition), AT(I32, ready, key), AT(I32, ready, state),
	AT(I32, ready, due_day), AT(I32, ready, late), AT(ID, ready, told_to), AT(ID, ready, ended_by),
	AT(I64, ready, ended_ms), OVER};

static const struct column view[] = {AT(I32, view, region), AT(ID, view, episode), AT(ID, view, id),
	AT(ID, view, need), AT(I32, view, state), AT(ID, view, said_by), AT(ID, view, organisation),
	AT(I64, view, said_ms), AT(I32, view, due_day), AT(I32, view, late), AT(ID, view, told_to),
	AT(ID, view, consult), AT(I64, view, viewed_ms), AT(I64, view, ended_ms), OVER};

#define TABLE(number, type, keys, owner, sql)                                                 \
	{                                                                                         \
		ROWS_##number, sizeof(struct row_##type), keys, type, sizeof(type) / sizeof(type[0]), \
		{                                                                                     \
			owner, sql                                                                        \
		}                                                                                     \
	}

/* Columns that are passed over are asked for as null. */
static const struct table tables[] = {
	TABLE(ACCOUNT, account, 2, "access",
		"select region, id, kind, organisation, null, created_ms, ended_ms, null"
		" from access_account"),
	TABLE(EPISODE, episode, 2, "care",
		"select region, id, person, state, care_manager, care_manager_kind, open_handover,"
		" for_whom, entered_by, marked, version, opened_ms, effective_day from care_episode"),
	TABLE(NEED, need, 3, "care",
		"select region, episode, id, domain, aim, state, bearer, bearer_kind, bearer_before,"
		" bearer_before_kind, open_handover, step, opened_ms, closed_ms, effective_day, closing,"
		" null from care_need"),
	TABLE(HANDOVER, handover, 3, "care",
		"select region, episode, id, need, sender, to_account, to_service, state, offered_ms,"
		" expires_ms, giver, answered_by, answered_ms, reason, instead, instead_day, sharing,"
		" giver_stays, contact_day, contacted_ms, null, null, null from care_handover"),
	TABLE(JOIN, join, 3, "care",
		"select region, episode, id, account, asked_by, state, asked_ms, expires_ms, answered_ms,"
		" null from care_join"),
	TABLE(MEMBER, member, 3, "care",
		"select region, episode, account, kind, way, since_ms, left_ms from care_member"),
	TABLE(ROSTER, roster, 2, "care",
		"select region, account, kind, since_ms, last_turn_ms from care_roster"),
	TABLE(STEP, step, 3, "care",
		"select region, episode, id, need, who, kind, state, due_day, late, made_ms, ended_ms,"
		" null, told_to from care_step"),
	TABLE(DUE, due, 4, "care", "select due_ms, region, kind, thing, episode from care_due"),
	TABLE(INBOX, inbox, 3, "care",
		"select region, receiver, thing, kind, from_region, episode, at_ms from care_inbox"),
	TABLE(CONSULT, consult, 3, "care",
		"select region, episode, id, need, asked_by, to_account, to_service, state, named,"
		" asked_ms, expires_ms, answered_by, answered_ms, back_to, joining, null, null"
		" from care_consult"),
	TABLE(STAY, stay, 3, "care",
		"select region, episode, id, service, planned_by, state, start_day, return_day, keeps,"
		" kept_service, kept_until, late, told_to, planned_ms, admitted_ms, ended_ms, null"
		" from care_stay"),
	TABLE(CASE, brought, 3, "care",
		"select region, episode, id, need, state, level, why, origin, cause, brought_by, beside,"
		" named, attends, late, brought_ms, expires_ms, ended_ms, decided_by, decided_ms, service,"
		" organisation, term_day, handover, null, null, null from care_case"),
	TABLE(SHORTAGE, shortage, 2, "care",
		"select region, id, service, state, level, waiting, late, since_ms, expires_ms, ended_ms,"
		" decided_by, decided_ms, organisation, term_day, null from care_shortage"),
	TABLE(PART, part, 4, "care",
		"select region, episode, id, seq, kind, state, goal, need, who, by_day, author, writer,"
		" at_ms, null from care_plan_part"),
	TABLE(YES, yes, 4, "care", "select region, episode, seq, account, at_ms from care_plan_yes"),
	TABLE(LIGHT, light, 3, "care",
		"select region, episode, id, state, who, interval_days, next_day, late, begun_by, begun_ms,"
		" held_ms, ended_ms, null from care_light"),
	TABLE(SAYING, saying, 4, "care",
		"select region, episode, id, seq, topic, domain, author, at_ms, null from care_saying"),
	TABLE(PERIOD, period, 3, "care",
		"select region, episode, nth, id, begun_ms, begun_by, ended_ms, ended_by, closing, returns,"
		" offered, told, answered_ms, wants_table, wants_companion, null from care_period"),
	TABLE(MERGE, merge, 3, "care",
		"select region, episode, id, other, state, said, said_by, guest, told, found_ms, changed_ms"
		" from care_merge"),
	TABLE(MANDATE, mandate, 3, "care",
		"select region, episode, id, account, kind, state, allows, birth_day, until_day, named_by,"
		" named_ms, due_ms, ended_ms, null from care_mandate"),
	TABLE(GRANT, grant, 3, "care",
		"select region, episode, id, kind, account, organisation, parts, until_day, said_by,"
		" said_ms, ended_by, ended_ms from care_consent"),
	TABLE(CHANGE, change, 3, "care",
		"select region, episode, id, kind, state, day, municipality, announced_by, announced_ms,"
		" told_to, ended_ms, null from care_transition"),
	TABLE(READY, ready, 3, "care",
		"select region, episode, id, transition, key, state, due_day, late, told_to, ended_by,"
		" ended_ms, null from care_preparation"),
	TABLE(VIEW, view, 3, "care",
		"select region, episode, id, need, state, said_by, organisation, said_ms, due_day, late,"
		" told_to, consult, viewed_ms, ended_ms, null from care_second_view"),
};
enum { TABLES = sizeof(tables) / sizeof(tables[0]) };

/* A value on its way into a row. */
struct value {
	int64_t number;
	struct span bytes;
};

static void put(const struct column *column, const struct value *value, union row_any *row)
{
	char *at = (char *)row + column->offset;
	int32_t narrow = (int32_t)value->number;
	switch (column->form) {
	case SKIP: break;
	case I32: memcpy(at, &narrow, sizeof(narrow)); break;
	case I64: memcpy(at, &value->number, sizeof(value->number)); break;
	case ID:
		if (value->bytes.size == ID_SIZE) memcpy(at, value->bytes.start, ID_SIZE);
		break;
	}
}

static bool take_value(struct buf_reader *reader, struct value *value)
{
	*value = (struct value){0};
	switch (buf_take_u8(reader)) {
	case 0: break;
	case 1: value->number = buf_take_i64(reader); break;
	case 2:
	case 3: value->bytes = buf_take_bytes(reader); break;
	default: return false;
	}
	return !reader->failed;
}

static const struct table *find_table(unsigned number)
{
	for (size_t i = 0; i < TABLES; i++)
		if ((unsigned)tables[i].number == number) return &tables[i];
	return NULL;
}

static bool take_effect(struct buf_reader *reader, rows_see *see, void *context)
{
	union row_any row;
	memset(&row, 0, sizeof(row));
	unsigned operation = buf_take_u8(reader);
	const struct table *table = find_table(buf_take_u16(reader));
	size_t count = buf_take_u8(reader);
	if (operation != 1 && operation != 2) return false;
	bool removed = operation == 2;
	if (table != NULL && count != (removed ? table->key_count : table->count)) return false;
	for (size_t i = 0; i < count; i++) {
		struct value value;
		if (!take_value(reader, &value)) return false;
		if (table != NULL) put(&table->columns[i], &value, &row);
	}
	if (table != NULL) see(context, table->number, removed, &row);
	return true;
}

bool rows_of_effects(struct span effects, rows_see *see, void *context)
{
	struct buf_reader reader = buf_read(effects);
	if (effects.size == 0) return true;
	if (buf_take_u8(&reader) != 1) return false;
	while (!reader.failed && reader.at < reader.end)
		if (!take_effect(&reader, see, context)) return false;
	return buf_read_whole(&reader);
}

static status read_table(struct store *store, const struct table *table, rows_see *see,
	void *context, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *values = NULL;
	TRY(store_query_open(store, &table->all, NULL, 0, &cursor, error));
	for (;;) {
		union row_any row;
		memset(&row, 0, sizeof(row));
		TRY(store_query_next(cursor, &values, error));
		if (values == NULL) return STATUS_OK;
		for (size_t i = 0; i < table->count; i++) {
			struct value value = {
				.number = store_value_int(&values[i]), .bytes = store_value_bytes(&values[i])};
			put(&table->columns[i], &value, &row);
		}
		see(context, table->number, false, &row);
	}
}

status rows_of_tables(struct store *store, rows_see *see, void *context, struct error *error)
{
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code = STATUS_OK;
	for (size_t i = 0; i < TABLES && code == STATUS_OK; i++)
		code = read_table(store, &tables[i], see, context, error);
	store_rollback(store);
	return code;
}

size_t rows_bytes(enum rows_number number)
{
	return find_table((unsigned)number)->bytes;
}
