/* simulate_check.c - the laws of the simulation, on what is in the store after a stop.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/account.h"
#include "care/episode.h"
#include "care/laws.h"
#include "journal/journal.h"
#include "journal/look.h"
#include "simulate_private.h"

static struct simulate_sent *sent_of(struct simulate *simulate, struct span command_id)
{
	int64_t number = -1;
	if (!span_starts_with(command_id, "c.")) return NULL;
	struct span digits = {command_id.start + 2, command_id.size - 2};
	if (!span_to_int64(digits, &number) || number < 0 || number >= simulate->sent_count) {
		simulate_problem(
			simulate, "the journal has %.*s, which nobody sent", SPAN_PRINT(command_id));
		return NULL;
	}
	return &simulate->sent[number];
}

static bool has_reply(const struct command_result *result, struct span reply)
{
	struct buf encoded;
	buf_init(&encoded, 4096);
	command_result_encode(result, &encoded);
	bool same = span_equal(buf_span(&encoded), reply);
	buf_finish(&encoded);
	return same;
}

/* What was acknowledged stays where it stood when it was first seen. */
static void check_place(
	struct simulate *simulate, struct simulate_sent *sent, const struct journal_entry *entry)
{
	int number = (int)(sent - simulate->sent);
	if (!has_reply(&sent->result, entry->reply))
		simulate_problem(simulate, "c.%d is in the journal with another result", number);
	if (sent->seq == 0) {
		sent->seq = entry->seq;
		memcpy(sent->hash.bytes, entry->hash.start, HASH_SIZE);
	}
	if (sent->seq != entry->seq || memcmp(sent->hash.bytes, entry->hash.start, HASH_SIZE) != 0)
		simulate_problem(simulate, "c.%d stood at %d/%lld in the journal, and is another now",
			number, (int)sent->region, (long long)sent->seq);
}

static void check_entry(struct simulate *simulate, const struct journal_entry *entry)
{
	struct simulate_sent *sent = sent_of(simulate, entry->command_id);
	if (sent == NULL) return;
	int number = (int)(sent - simulate->sent);
	sent->seen++;
	if (sent->region != entry->region || !id_equal(sent->actor, entry->actor) ||
		(int32_t)sent->entry->number != entry->command)
		simulate_problem(simulate, "c.%d is in the journal as another command", number);
	if (sent->state == SENT_REFUSED && !sent->said_failed)
		simulate_problem(
			simulate, "c.%d %s was refused, and is in the journal", number, sent->entry->name);
	if (sent->state != SENT_DONE && sent->said_failed) {
		simulate_note(simulate, "c.%d was answered as failed, and is there", number);
		simulate->report->counts.back++;
	}
	if (sent->state == SENT_DONE && !sent->entry->is_look) check_place(simulate, sent, entry);
}

static status read_journal(struct simulate *simulate, struct error *error)
{
	static const struct store_query query = {"journal",
		"select region, seq, recorded_ms, kind, command, actor, subject, episode, ground,"
		" command_id, digest, null, null, reply, hash from journal_entry order by region, seq"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct journal_entry entry, last = {.region = -1};
	int64_t count = 0;
	TRY(store_query_open(simulate->machine.store, &query, NULL, 0, &cursor, error));
	for (;; count++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&journal_entry_table, row, &entry, NULL, error));
		int64_t expected = entry.region == last.region ? last.seq + 1 : 1;
		if (entry.seq != expected)
			simulate_problem(simulate, "shard %d has entry %lld in place of %lld",
				(int)entry.region, (long long)entry.seq, (long long)expected);
		last.region = entry.region;
		last.seq = entry.seq;
		check_entry(simulate, &entry);
	}
	simulate->report->counts.entries = count;
	return STATUS_OK;
}

/* A look that was acknowledged has its row for that quarter of an hour, whoever wrote it. */
static status check_look(
	struct simulate *simulate, const struct simulate_sent *sent, struct error *error)
{
	struct id subject = sent->actor;
	for (int32_t i = 0; i < simulate->episode_count; i++)
		if (id_equal(simulate->episodes[i].id, sent->asked.episode))
			subject = simulate->episodes[i].person;
	struct look look = {.region = sent->region,
		.subject = subject,
		.actor = sent->actor,
		.part = (int32_t)sent->entry->part,
		.purpose = (int32_t)sent->entry->number,
		.bucket = sent->result.at_ms / LOOK_QUARTER_MS};
	status code =
		store_record_get(simulate->machine.store, &look_table, &look, &simulate->arena, error);
	if (code != STATUS_NOT_FOUND) return code;
	simulate_problem(simulate, "the look c.%d was acknowledged, and is not written down",
		(int)(sent - simulate->sent));
	return STATUS_OK;
}

static status check_sent(struct simulate *simulate, struct error *error)
{
	for (int32_t i = 0; i < simulate->sent_count; i++) {
		struct simulate_sent *sent = &simulate->sent[i];
		if (sent->state == SENT_DONE && sent->entry->is_look)
			TRY(check_look(simulate, sent, error));
		else if (sent->state == SENT_DONE && sent->seen != 1)
			simulate_problem(simulate, "c.%d %s was acknowledged, and is in the journal %d times",
				(int)i, sent->entry->name, (int)sent->seen);
		else if (sent->seen > 1)
			simulate_problem(simulate, "c.%d is in the journal %d times", (int)i, (int)sent->seen);
	}
	return STATUS_OK;
}

static status check_episodes(struct simulate *simulate, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct episode episode;
	struct store *store = simulate->machine.store;
	TRY(store_scan_open(store, &episode_table, NULL, INT64_MAX, &cursor, error));
	for (;;) {
		enum law_break broken = LAW_KEPT;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(store_record_fill(&episode_table, row, &episode, NULL, error));
		TRY(laws_check_episode(store, episode.region, episode.id, LAWS_OF_ALL, &broken, error));
		if (broken != LAW_KEPT)
			simulate_problem(simulate, "an episode breaks %s", laws_name(broken));
	}
}

static status check_rosters(struct simulate *simulate, struct error *error)
{
	static const int32_t regions[] = {0, 3, 5};
	for (size_t i = 0; i < sizeof(regions) / sizeof(regions[0]); i++) {
		enum law_break broken = LAW_KEPT;
		TRY(laws_check_roster(simulate->machine.store, regions[i], &broken, error));
		if (broken != LAW_KEPT)
			simulate_problem(
				simulate, "the roster of %d breaks %s", (int)regions[i], laws_name(broken));
	}
	return STATUS_OK;
}

static void check_opens(struct simulate *simulate, struct id subject, enum vault_field field,
	struct span sealed, const char *what)
{
	struct span text = {0};
	struct error error = {0};
	if (sealed.size == 0) return;
	arena_reset(&simulate->arena);
	if (vault_unseal(simulate->machine.vault, subject, field, sealed, &simulate->arena, &text,
			&error) != STATUS_OK)
		simulate_problem(simulate, "the %s of somebody does not open: %s", what, error.message);
}

static status check_sealed(struct simulate *simulate, struct error *error)
{
	struct store_cursor *persons SCOPED(store_query_scope) = NULL;
	struct store_cursor *accounts SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store *store = simulate->machine.store;
	TRY(store_scan_open(store, &episode_person_table, NULL, INT64_MAX, &persons, error));
	for (;;) {
		struct person person;
		TRY(store_query_next(persons, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&episode_person_table, row, &person, NULL, error));
		check_opens(simulate, person.id, VAULT_CONTACT, person.contact, "contact");
	}
	TRY(store_scan_open(store, &account_table, NULL, INT64_MAX, &accounts, error));
	for (;;) {
		struct account account;
		TRY(store_query_next(accounts, &row, error));
		if (row == NULL) return STATUS_OK;
		TRY(store_record_fill(&account_table, row, &account, NULL, error));
		check_opens(simulate, account.id, VAULT_NAME, account.name, "name");
	}
}

static status check_rows(struct simulate *simulate, struct error *error)
{
	TRY(read_journal(simulate, error));
	TRY(check_sent(simulate, error));
	TRY(check_episodes(simulate, error));
	TRY(check_rosters(simulate, error));
	return check_sealed(simulate, error);
}

static status verify(struct simulate *simulate, struct store *scratch, struct error *error)
{
	struct journal_report report = {0};
	TRY(store_migrate(scratch, error));
	TRY(journal_verify(simulate->machine.store, scratch, command_journaled_tables,
		command_journaled_count, NULL, NULL, &report, error));
	if (report.fault != JOURNAL_SOUND)
		simulate_problem(simulate, "the journal is %s in shard %d at %lld: %s",
			journal_fault_name(report.fault), report.region, (long long)report.seq, report.where);
	return STATUS_OK;
}

static status check_rebuild(struct simulate *simulate, struct error *error)
{
	struct store_options memory = {
		.kind = STORE_SQLITE, .mode = STORE_READ_WRITE, .path = ":memory:"};
	struct store *scratch = NULL;
	TRY(store_open(&memory, &scratch, error));
	status code = verify(simulate, scratch, error);
	store_close(scratch);
	return code;
}

void simulate_check(struct simulate *simulate)
{
	struct store *store = simulate->machine.store;
	struct error error = {0};
	simulate->report->counts.checks++;
	arena_reset(&simulate->arena);
	for (int32_t i = 0; i < simulate->sent_count; i++) simulate->sent[i].seen = 0;
	status code = store_begin(store, STORE_READ_ONLY, &error);
	if (code == STATUS_OK) code = check_rows(simulate, &error);
	store_rollback(store);
	if (code == STATUS_OK) code = check_rebuild(simulate, &error);
	if (code != STATUS_OK)
		simulate_problem(simulate, "checking fails: %s: %s", status_name(code), error.message);
	for (int32_t i = 0; i < simulate->sent_count; i++) simulate->sent[i].said_failed = false;
}
