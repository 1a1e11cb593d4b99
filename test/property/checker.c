/* checker.c - reads the journal behind each batch and judges its commands one by one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_private.h"
#include <stdarg.h>
#include <stdio.h>

static const char *const law_texts[CHECKER_LAW_COUNT] = {
	[CHECKER_KEPT] = "kept",
	[CHECKER_L0_YES] = "L0 the person's yes",
	[CHECKER_L0_OWN_YES] = "L0 their own yes",
	[CHECKER_L0_OUTSIDER] = "L0 not by outsiders",
	[CHECKER_L0_MAY] = "L0 what the person always may",
	[CHECKER_L1_CARE_MANAGER] = "L1 one care manager",
	[CHECKER_L1_BEARER] = "L1 one bearer",
	[CHECKER_L1_MAY_STOP] = "L1 may stop at any time",
	[CHECKER_L1_PROFESSIONAL_STOPS] = "L1 a professional goes on",
	[CHECKER_L1_ROSTER] = "L1 the roster",
	[CHECKER_L1_ENDED] = "L1 who has ended bears nothing",
	[CHECKER_L2_MOVED] = "L2 moves only by rule",
	[CHECKER_L2_DANGER] = "L2 danger",
	[CHECKER_L2_SELF] = "L2 not from oneself",
	[CHECKER_L2_HOLDS_ALONG] = "L2 who declines holds along",
	[CHECKER_L0_MANDATE] = "L0 a mandate has an end",
	[CHECKER_L2_SENDER] = "L2 the sender stays",
	[CHECKER_L2_ONE_OFFER] = "L2 one open offer",
	[CHECKER_L2_SAYS_WHY] = "L2 who declines says why, and what instead",
	[CHECKER_L2_OVER] = "L2 an offer ends",
	[CHECKER_L2_ADVICE] = "L2 advice takes nothing over, and is not lost",
	[CHECKER_L1_TABLE] = "L1 what a table decides is done, or seen above",
	[CHECKER_L3_STAY] = "L3 a stay has a way back",
	[CHECKER_L7_CONSENT] = "L7 nobody looks without a yes that stands",
	[CHECKER_L10_PLAN] = "L10 every version of a plan stays",
	[CHECKER_L10_CLOSED] = "L10 what is closed has nothing open, and a way back",
	[CHECKER_L3_STEP] = "L3 a next step",
	[CHECKER_L3_CLOCK] = "L3 clocks",
	[CHECKER_L4_EXCLUDES] = "L4 nobody excluded",
	[CHECKER_L10_CLOSING] = "L10 whose decision",
	[CHECKER_MAP] = "the map of help",
	[CHECKER_STATE] = "state",
	[CHECKER_INBOX] = "inbox",
	[CHECKER_JOURNAL] = "journal",
	[CHECKER_TABLES] = "tables",
	[CHECKER_REPLY] = "reply",
	[CHECKER_OWN_ASSERTION] = "the program's own assertion",
	[CHECKER_FAILED] = "an operating error",
};

const char *checker_law_text(enum checker_law law)
{
	return law_texts[law];
}

void checker_say(struct checker *checker, enum checker_law law, const char *format, ...)
{
	if (checker->fault.law != CHECKER_KEPT) return;
	va_list rest;
	va_start(rest, format);
	vsnprintf(checker->fault.what, sizeof(checker->fault.what), format, rest);
	va_end(rest);
	checker->fault.law = law;
}

void checker_init(struct checker *checker)
{
	*checker = (struct checker){0};
	list_init(&checker->accounts, sizeof(struct checker_account));
	list_init(&checker->episodes, sizeof(struct checker_episode));
	list_init(&checker->needs, sizeof(struct checker_need));
	list_init(&checker->handovers, sizeof(struct checker_handover));
	list_init(&checker->joins, sizeof(struct checker_join));
	list_init(&checker->consults, sizeof(struct checker_consult));
	list_init(&checker->stays, sizeof(struct checker_stay));
	list_init(&checker->cases, sizeof(struct checker_case));
	list_init(&checker->shortages, sizeof(struct checker_shortage));
	list_init(&checker->parts, sizeof(struct checker_part));
	list_init(&checker->lights, sizeof(struct checker_light));
	list_init(&checker->sayings, sizeof(struct checker_saying));
	list_map_init(&checker->yeses);
	list_init(&checker->pairs, sizeof(struct checker_pair));
	list_init(&checker->mandates, sizeof(struct checker_mandate));
	list_init(&checker->grants, sizeof(struct checker_grant));
	list_init(&checker->changes, sizeof(struct checker_change));
	list_init(&checker->readies, sizeof(struct checker_ready));
	list_init(&checker->views, sizeof(struct checker_view));
	list_init(&checker->steps, sizeof(struct checker_step));
	list_init(&checker->services, sizeof(struct checker_service));
	list_init(&checker->places, sizeof(struct checker_place));
	list_map_init(&checker->map);
	list_init(&checker->owners, sizeof(struct checker_owner));
	list_map_init(&checker->owned);
	list_init(&checker->items, sizeof(struct checker_item));
	list_init(&checker->told, sizeof(struct checker_told));
	list_map_init(&checker->itemised);
}

void checker_finish(struct checker *checker)
{
	for (int32_t i = 0; i < list_count(&checker->episodes); i++) {
		struct checker_episode *episode = checker_episode_at(checker, i);
		list_finish(&episode->members);
		list_finish(&episode->needs);
		list_finish(&episode->handovers);
		list_finish(&episode->joins);
		list_finish(&episode->consults);
		list_finish(&episode->stays);
		list_finish(&episode->cases);
		list_finish(&episode->parts);
		list_finish(&episode->lights);
		list_finish(&episode->sayings);
		list_finish(&episode->returns);
		list_finish(&episode->hidden);
		list_finish(&episode->mandates);
		list_finish(&episode->grants);
	}
	list_finish(&checker->accounts);
	list_finish(&checker->episodes);
	list_finish(&checker->needs);
	list_finish(&checker->handovers);
	list_finish(&checker->joins);
	list_finish(&checker->consults);
	list_finish(&checker->stays);
	list_finish(&checker->cases);
	list_finish(&checker->shortages);
	list_finish(&checker->parts);
	list_finish(&checker->lights);
	list_finish(&checker->sayings);
	list_map_finish(&checker->yeses);
	list_finish(&checker->pairs);
	list_finish(&checker->mandates);
	list_finish(&checker->grants);
	list_finish(&checker->changes);
	list_finish(&checker->readies);
	list_finish(&checker->views);
	list_finish(&checker->steps);
	list_finish(&checker->services);
	list_finish(&checker->places);
	list_map_finish(&checker->map);
	list_finish(&checker->owners);
	list_map_finish(&checker->owned);
	list_finish(&checker->items);
	list_finish(&checker->told);
	list_map_finish(&checker->itemised);
}

int32_t checker_find(const struct checker *checker, enum checker_kind kind, struct id id)
{
	const struct list_place *place = list_map_find(&checker->map, id);
	return place == NULL || place->kind != (int32_t)kind ? -1 : place->index;
}

struct checker_account *checker_account(const struct checker *checker, struct id id)
{
	int32_t at = checker_find(checker, ID_ACCOUNT, id);
	return at < 0 ? NULL : list_at(&checker->accounts, at);
}

const struct checker_account *checker_account_of(const struct checker *checker, struct id id)
{
	return checker_account(checker, id);
}

/* The journal of one shard behind what was seen of it, entry by entry. */
struct tail {
	struct store_cursor *cursor;
	const struct store_value *entry; /* the next one, or NULL */
};

enum { ENTRY_SEQ, ENTRY_RECORDED, ENTRY_COMMAND, ENTRY_ACTOR, ENTRY_EFFECTS };

static status open_tail(struct checker *checker, struct store *store, int32_t region,
	struct tail *tail, struct error *error)
{
	static const struct store_query query = {"journal",
		"select seq, recorded_ms, command, actor, effects from journal_entry"
		" where region = ?1 and seq > ?2 order by seq"};
	struct store_value parameters[] = {store_int(region), store_int(checker->seen_seq[region])};
	TRY(store_query_open(store, &query, parameters, 2, &tail->cursor, error));
	return store_query_next(tail->cursor, &tail->entry, error);
}

static status next_entry(
	struct checker *checker, int32_t region, struct tail *tail, struct error *error)
{
	int64_t seq = store_value_int(&tail->entry[ENTRY_SEQ]);
	if (seq != checker->seen_seq[region] + 1)
		checker_say(checker, CHECKER_JOURNAL, "there is a hole in the numbers");
	checker->seen_seq[region] = seq;
	return store_query_next(tail->cursor, &tail->entry, error);
}

static bool is_of(const struct tail *tail, const struct command *command)
{
	return tail->entry != NULL &&
		store_value_int(&tail->entry[ENTRY_COMMAND]) == (int64_t)command->entry->number &&
		id_equal(store_value_id(&tail->entry[ENTRY_ACTOR]), command->actor);
}

static void judge_touched(struct checker *checker)
{
	if (checker->touched >= 0)
		checker_laws_episode(checker, checker_episode_at(checker, checker->touched));
	if (checker->duty_touched) checker_laws_duty(checker);
	if (checker->short_touched) checker_laws_shortages(checker);
}

static status judge_done(
	struct checker *checker, const struct command *command, struct tail *tail, struct error *error)
{
	/* A second look in the same quarter writes nothing, and needs the same. */
	if (command->entry->is_look) checker_look(checker, command, command->reply.result.at_ms);
	if (command->entry->is_look && !is_of(tail, command)) return STATUS_OK;
	if (!is_of(tail, command)) {
		checker_say(
			checker, CHECKER_JOURNAL, "%s: done, and not in the journal", command->entry->name);
		return STATUS_OK;
	}
	checker->touched = -1;
	checker->duty_touched = checker->short_touched = false;
	int64_t now_ms = store_value_int(&tail->entry[ENTRY_RECORDED]);
	if (!command->entry->is_look) checker_model_done(checker, command, now_ms);
	struct span effects = store_value_bytes(&tail->entry[ENTRY_EFFECTS]);
	if (!rows_of_effects(effects, checker_see, checker) ||
		!rows_of_effects(effects, checker_see_due, checker))
		checker_say(
			checker, CHECKER_JOURNAL, "%s: the effects cannot be read", command->entry->name);
	if (checker->fault.law == CHECKER_KEPT) judge_touched(checker);
	return next_entry(checker, command->region, tail, error);
}

static status judge(
	struct checker *checker, const struct command *command, struct tail *tail, struct error *error)
{
	checker->checks++;
	switch (command->reply.outcome) {
	case OUTCOME_DONE: return judge_done(checker, command, tail, error);
	case OUTCOME_REFUSED: checker_model_refused(checker, command); break;
	case OUTCOME_REPEATED:
	case OUTCOME_BROKEN: break;
	case OUTCOME_FAILED:
		checker_say(
			checker, CHECKER_FAILED, "%s: %s", command->entry->name, command->reply.error.message);
		break;
	case OUTCOME_PENDING:
		checker_say(checker, CHECKER_REPLY, "%s: no answer", command->entry->name);
	}
	return STATUS_OK;
}

static status judge_all(struct checker *checker, struct tail *tails,
	struct command *const *commands, size_t count, struct error *error)
{
	for (size_t i = 0; i < count && checker->fault.law == CHECKER_KEPT; i++)
		TRY(judge(checker, commands[i], &tails[commands[i]->region], error));
	for (int i = 0; i < CHECKER_SHARDS; i++)
		if (tails[i].entry != NULL)
			checker_say(checker, CHECKER_JOURNAL, "an entry of which no command told");
	return STATUS_OK;
}

status checker_batch(struct checker *checker, struct store *store, struct command *const *commands,
	size_t count, struct error *error)
{
	struct tail tails[CHECKER_SHARDS] = {0};
	status code = STATUS_OK;
	TRY(store_begin(store, STORE_READ_ONLY, error));
	for (size_t i = 0; i < count && code == STATUS_OK; i++) {
		struct tail *tail = &tails[commands[i]->region];
		if (tail->cursor == NULL)
			code = open_tail(checker, store, commands[i]->region, tail, error);
	}
	if (code == STATUS_OK) code = judge_all(checker, tails, commands, count, error);
	for (int i = 0; i < CHECKER_SHARDS; i++) store_query_close(tails[i].cursor);
	store_rollback(store);
	return code;
}

static int64_t open_clocks(const struct checker *checker)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->handovers); i++)
		count += checker_handover_at(checker, i)->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->joins); i++)
		count += checker_join_at(checker, i)->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->consults); i++)
		count += checker_consult_at(checker, i)->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->stays); i++)
		count += (checker_stay_at(checker, i)->due_ms != 0 ? 1 : 0) +
			(checker_stay_at(checker, i)->place_due_ms != 0 ? 1 : 0);
	for (int32_t i = 0; i < list_count(&checker->cases); i++)
		count += checker_case_at(checker, i)->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->shortages); i++)
		count += checker_shortage_at(checker, i)->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->lights); i++)
		count += checker_light_at(checker, i)->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->mandates); i++)
		count += ((struct checker_mandate *)list_at(&checker->mandates, i))->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->changes); i++)
		count += ((struct checker_change *)list_at(&checker->changes, i))->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->readies); i++)
		count += ((struct checker_ready *)list_at(&checker->readies, i))->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->views); i++)
		count += ((struct checker_view *)list_at(&checker->views, i))->due_ms != 0 ? 1 : 0;
	for (int32_t i = 0; i < list_count(&checker->steps); i++)
		count += ((struct checker_step *)list_at(&checker->steps, i))->due_ms != 0 ? 1 : 0;
	return count;
}

static int64_t inbox_items(const struct checker *checker)
{
	int64_t count = checker_items_there(checker);
	for (int32_t i = 0; i < list_count(&checker->handovers); i++)
		count += checker_handover_at(checker, i)->inbox;
	for (int32_t i = 0; i < list_count(&checker->joins); i++)
		count += checker_join_at(checker, i)->inbox;
	for (int32_t i = 0; i < list_count(&checker->consults); i++)
		count += checker_consult_at(checker, i)->inbox + checker_consult_at(checker, i)->inbox_back;
	for (int32_t i = 0; i < list_count(&checker->stays); i++)
		count += checker_stay_at(checker, i)->inbox;
	for (int32_t i = 0; i < list_count(&checker->cases); i++)
		count += checker_case_at(checker, i)->inbox;
	for (int32_t i = 0; i < list_count(&checker->shortages); i++)
		count += checker_shortage_at(checker, i)->inbox;
	return count;
}

static int64_t members(const struct checker *checker)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->episodes); i++)
		count += list_count(&checker_episode_at(checker, i)->members);
	return count;
}

static int64_t periods(const struct checker *checker)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->episodes); i++)
		count += checker_episode_at(checker, i)->periods;
	return count;
}

static int64_t said(const struct checker *checker)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->sayings); i++)
		count += checker_saying_at(checker, i)->versions;
	return count;
}

static int64_t versions(const struct checker *checker)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->parts); i++)
		count += checker_part_at(checker, i)->versions;
	return count;
}

static int64_t places(const struct checker *checker)
{
	int64_t count = 0;
	for (int i = 0; i < CHECKER_SHARDS; i++) count += checker->on_duty[i];
	return count;
}

static int64_t changes(const struct checker *checker)
{
	int64_t count = 0;
	for (int32_t i = 0; i < list_count(&checker->changes); i++)
		count += ((struct checker_change *)list_at(&checker->changes, i))->gone ? 0 : 1;
	return count;
}

/* Nothing may be missing in the tables either. */
static void compare_counts(struct checker *checker)
{
	const struct {
		enum rows_number number;
		int64_t count;
	} expected[] = {
		{ROWS_ACCOUNT, list_count(&checker->accounts)},
		{ROWS_EPISODE, list_count(&checker->episodes)},
		{ROWS_NEED, list_count(&checker->needs)},
		{ROWS_HANDOVER, list_count(&checker->handovers)},
		{ROWS_JOIN, list_count(&checker->joins)},
		{ROWS_CONSULT, list_count(&checker->consults)},
		{ROWS_STAY, list_count(&checker->stays)},
		{ROWS_CASE, list_count(&checker->cases)},
		{ROWS_SHORTAGE, list_count(&checker->shortages)},
		{ROWS_PART, versions(checker)},
		{ROWS_SAYING, said(checker)},
		{ROWS_YES, checker->yes_count},
		{ROWS_LIGHT, list_count(&checker->lights)},
		{ROWS_PERIOD, periods(checker)},
		{ROWS_MERGE, 2 * list_count(&checker->pairs)},
		{ROWS_MANDATE, list_count(&checker->mandates)},
		{ROWS_GRANT, list_count(&checker->grants)},
		{ROWS_CHANGE, changes(checker)},
		{ROWS_READY, list_count(&checker->readies)},
		{ROWS_VIEW, list_count(&checker->views)},
		{ROWS_STEP, list_count(&checker->steps)},
		{ROWS_MEMBER, members(checker)},
		{ROWS_ROSTER, places(checker)},
		{ROWS_DUE, open_clocks(checker)},
		{ROWS_INBOX, inbox_items(checker)},
	};
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++)
		if (checker->counted[expected[i].number] != expected[i].count)
			checker_say(checker, CHECKER_TABLES, "table %d has %lld rows in place of %lld",
				(int)expected[i].number, (long long)checker->counted[expected[i].number],
				(long long)expected[i].count);
}

status checker_all(struct checker *checker, struct store *store, struct error *error)
{
	memset(checker->counted, 0, sizeof(checker->counted));
	TRY(rows_of_tables(store, checker_compare, checker, error));
	compare_counts(checker);
	for (int32_t i = 0; i < list_count(&checker->episodes); i++)
		checker_laws_episode(checker, checker_episode_at(checker, i));
	checker_laws_duty(checker);
	checker_laws_shortages(checker);
	return checker_laws_map(checker, store, error);
}
