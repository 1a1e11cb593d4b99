/* conversation.c - what was said, by whom.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "care/conversation.h"
#include "base/check.h"

static const struct store_column columns[] = {
	STORE_COLUMN_I32(struct saying, region),
	STORE_COLUMN_ID(struct saying, episode, false),
	STORE_COLUMN_ID(struct saying, id, false),
	STORE_COLUMN_I64(struct saying, seq),
	STORE_COLUMN_I32(struct saying, topic),
	STORE_COLUMN_I32(struct saying, domain),
	STORE_COLUMN_ID(struct saying, author, false),
	STORE_COLUMN_I64(struct saying, at_ms),
	STORE_COLUMN_BLOB(struct saying, words, true),
};
const struct store_table conversation_saying_table = {
	.owner = "care",
	.name = "care_saying",
	.number = 84,
	.keeping = STORE_JOURNALED,
	.columns = columns,
	.column_count = sizeof(columns) / sizeof(columns[0]),
	.key_count = 4,
};

static const char *const topic_names[] = {"", "story", "matters", "strengths", "around", "enough",
	"could_be", "safety", "language", "reach"};
_Static_assert(sizeof(topic_names) / sizeof(topic_names[0]) == TOPIC_COUNT, "a name per topic");
const struct codes conversation_topic_codes = {"conversation_topic", topic_names, TOPIC_COUNT};

static const struct verdict verdicts[CONVERSATION_VERDICT_COUNT] = {
	[CONVERSATION_OK] = {"ok", "", VERDICT_YES},
	[CONVERSATION_UNKNOWN] = {"unknown", "L7", VERDICT_ABSENT},
	[CONVERSATION_WITHOUT_YES] = {"without_yes", "L0", VERDICT_RULE},
	[CONVERSATION_OWN_WORDS] = {"own_words", "L0", VERDICT_FORBIDDEN},
	[CONVERSATION_TOO_MANY] = {"too_many", "bound", VERDICT_STATE},
};
const struct verdict_list conversation_verdicts = {
	"conversation", verdicts, CONVERSATION_VERDICT_COUNT};

enum conversation_verdict conversation_judge_tell(const struct saying *saying,
	const struct care_actor *actor, struct id person, const struct conversation_telling *telling)
{
	CHECK(saying != NULL && actor != NULL && telling != NULL);
	if (!telling->person_agrees && !id_equal(actor->account, person))
		return CONVERSATION_WITHOUT_YES;
	if (telling->anew)
		return id_equal(saying->author, actor->account) ? CONVERSATION_OK : CONVERSATION_OWN_WORDS;
	return telling->count >= CONVERSATION_MAX ? CONVERSATION_TOO_MANY : CONVERSATION_OK;
}

#define SAYING                                                                       \
	"select s.region, s.episode, s.id, s.seq, s.topic, s.domain, s.author, s.at_ms," \
	" s.words from care_saying s where s.region = ?1 and s.episode = ?2"
#define FIRST                                                         \
	"(select min(o.seq) from care_saying o where o.region = s.region" \
	" and o.episode = s.episode and o.id = s.id)"

status conversation_find(struct store *store, int32_t region, struct id episode, struct id saying,
	struct saying *found, bool *known, struct arena *arena, struct error *error)
{
	static const struct store_query query = {
		"care", SAYING " and s.id = ?3 order by s.seq desc limit 1"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode), store_id(&saying)};
	TRY(store_query_open(store, &query, parameters, 3, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*known = row != NULL;
	if (row == NULL) return STATUS_OK;
	return store_record_fill(&conversation_saying_table, row, found, arena, error);
}

status conversation_open(struct store *store, int32_t region, struct id episode,
	struct store_cursor **cursor, struct error *error)
{
	static const struct store_query query = {"care",
		SAYING " and s.seq = (select max(q.seq) from care_saying q where q.region = s.region"
			   " and q.episode = s.episode and q.id = s.id) order by s.topic, " FIRST ", s.id"};
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	return store_query_open(store, &query, parameters, 2, cursor, error);
}

status conversation_count(
	struct store *store, int32_t region, struct id episode, int64_t *number, struct error *error)
{
	static const struct store_query query = {
		"care", "select count(distinct id) from care_saying where region = ?1 and episode = ?2"};
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct store_value parameters[] = {store_int(region), store_id(&episode)};
	TRY(store_query_open(store, &query, parameters, 2, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*number = row == NULL ? 0 : store_value_int(&row[0]);
	return STATUS_OK;
}
