/* api_letter_plan.c - the plan as a page: in the person's own words for them, in terms for who
 * works with it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_paper.h"
#include "base/date.h"
#include "care/plan_read.h"
#include <stdio.h>

/* Of one plan: what is open, and what was done lately, is far less. */
enum { PARTS_MAX = 500, NAMES_BYTES = 4096 };

struct plan_page {
	struct api_paper paper;
	struct id person;
	int64_t version;
	struct plan_part *parts;
	size_t count;
};

static status read_parts(struct plan_page *page, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct api_request *request = page->paper.request;
	const struct command *command = &request->command;
	page->parts = ARENA_ARRAY(request->arena, struct plan_part, PARTS_MAX);
	TRY(plan_version(
		request->loop->store, command->region, command->params.episode, &page->version, error));
	TRY(plan_open_parts(
		request->loop->store, command->region, command->params.episode, &cursor, error));
	for (page->count = 0; page->count < PARTS_MAX; page->count++) {
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(
			&plan_part_table, row, &page->parts[page->count], request->arena, error));
	}
	return STATUS_OK;
}

static status words_of(
	struct plan_page *page, const struct plan_part *part, struct span *words, struct error *error)
{
	*words = part->words;
	return api_paper_open(&page->paper, page->person, VAULT_WORDS, words, error);
}

/* Everything of one kind that stands, under its heading; nothing if there is nothing. */
static status add_kind(
	struct plan_page *page, const char *heading, enum plan_kind kind, struct error *error)
{
	bool begun = false;
	for (size_t i = 0; i < page->count; i++) {
		const struct plan_part *part = &page->parts[i];
		struct span words;
		if (part->kind != (int32_t)kind || !plan_part_is_open(part)) continue;
		TRY(words_of(page, part, &words, error));
		if (!begun) api_paper_heading(&page->paper, heading);
		begun = true;
		api_paper_words(&page->paper, words);
	}
	return STATUS_OK;
}

static status add_step(struct plan_page *page, const struct plan_part *part, struct error *error)
{
	struct span who, words;
	struct api_paper *paper = &page->paper;
	bool has = part->state == PLAN_ASKED || part->state == PLAN_AGREED;
	TRY(api_paper_name(paper, page->person, has ? part->who : id_none, &who, error));
	TRY(words_of(page, part, &words, error));
	const struct api_message_parameter parameters[] = {
		{"who", who}, {"day", api_paper_day(paper, part->by_day)}};
	const char *key = part->state == PLAN_AGREED ? "letter.plan.step"
		: part->state == PLAN_ASKED              ? "letter.plan.step.asked"
												 : "letter.plan.step.free";
	api_paper_line(paper, key, parameters, 2);
	api_paper_words(paper, words);
	return STATUS_OK;
}

static status add_steps(struct plan_page *page, struct error *error)
{
	bool begun = false;
	for (size_t i = 0; i < page->count; i++) {
		const struct plan_part *part = &page->parts[i];
		if (part->kind != PLAN_STEP || !plan_part_is_open(part)) continue;
		if (!begun) api_paper_heading(&page->paper, "letter.plan.steps");
		begun = true;
		TRY(add_step(page, part, error));
	}
	return STATUS_OK;
}

static status add_light(struct plan_page *page, struct error *error)
{
	struct light light;
	struct span who;
	bool kept = false;
	struct api_paper *paper = &page->paper;
	const struct command *command = &paper->request->command;
	TRY(plan_find_light(paper->request->loop->store, command->region, command->params.episode,
		&light, &kept, paper->request->arena, error));
	if (!kept) return STATUS_OK;
	TRY(api_paper_name(paper, page->person, light.who, &who, error));
	const struct api_message_parameter parameters[] = {
		{"who", who}, {"day", api_paper_day(paper, light.next_day)}};
	api_paper_heading(paper, "letter.plan.light");
	api_paper_line(paper, "letter.plan.light_text", parameters, 2);
	return STATUS_OK;
}

static const struct {
	enum plan_kind kind;
	const char *heading;
} kinds[] = {
	{PLAN_SIGNS, "letter.plan.signs"},
	{PLAN_HELPS, "letter.plan.helps"},
	{PLAN_HELPS_NOT, "letter.plan.helps_not"},
	{PLAN_CALL, "letter.plan.call"},
};

static status begin(struct plan_page *page, struct api_request *request, struct buf *out,
	const char *title, struct error *error)
{
	page->person = request->command.reply.result.person;
	page->paper = (struct api_paper){.request = request, .out = out};
	TRY(read_parts(page, error));
	api_paper_begin(&page->paper, request, out, title);
	return STATUS_OK;
}

status api_view_plan_person(struct api_request *request, struct buf *out, struct error *error)
{
	struct plan_page page = {0};
	TRY(begin(&page, request, out, "letter.plan.title", error));
	if (page.version == 0) api_paper_line(&page.paper, "letter.plan.empty", NULL, 0);
	TRY(add_kind(&page, "letter.plan.goals", PLAN_GOAL, error));
	TRY(add_steps(&page, error));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		TRY(add_kind(&page, kinds[i].heading, kinds[i].kind, error));
	TRY(add_light(&page, error));
	api_paper_heading(&page.paper, "letter.person.rights");
	api_paper_line(&page.paper, "letter.plan.rights_text", NULL, 0);
	api_paper_end(&page.paper);
	return STATUS_OK;
}

/* Who said yes to this version, one after another. */
static status agreed_by(struct plan_page *page, struct span *names, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct api_request *request = page->paper.request;
	const struct command *command = &request->command;
	struct buf text;
	*names = (struct span){0};
	TRY(plan_open_yes(request->loop->store, command->region, command->params.episode, page->version,
		&cursor, error));
	buf_init(&text, NAMES_BYTES);
	for (;;) {
		struct plan_yes yes;
		struct span name;
		status code = store_query_next(cursor, &row, error);
		if (code == STATUS_OK && row != NULL)
			code = store_record_fill(&plan_yes_table, row, &yes, NULL, error);
		if (code == STATUS_OK && row != NULL)
			code = api_paper_name(&page->paper, page->person, yes.account, &name, error);
		if (code != STATUS_OK || row == NULL) {
			*names = arena_copy(request->arena, buf_span(&text));
			buf_finish(&text);
			return code;
		}
		if (text.size > 0) buf_add_text(&text, ", ");
		buf_add_span(&text, name);
	}
}

static status add_part(struct plan_page *page, const struct plan_part *part, struct error *error)
{
	struct span who, words;
	struct api_paper *paper = &page->paper;
	bool step = part->kind == PLAN_STEP;
	TRY(api_paper_name(paper, page->person, part->who, &who, error));
	TRY(words_of(page, part, &words, error));
	api_paper_facts_begin(paper);
	api_paper_fact(paper, "letter.fact.part", api_paper_code(paper, &plan_kind_codes, part->kind));
	api_paper_fact(
		paper, "letter.fact.state", api_paper_code(paper, &plan_state_codes, part->state));
	if (step && !id_is_none(part->who)) api_paper_fact(paper, "letter.fact.performer", who);
	if (step) api_paper_fact(paper, "letter.fact.due", api_paper_day(paper, part->by_day));
	TRY(api_paper_name(paper, page->person, part->author, &who, error));
	api_paper_fact(paper, "letter.fact.author", who);
	api_paper_facts_end(paper);
	api_paper_words(paper, words);
	return STATUS_OK;
}

status api_view_plan_receiver(struct api_request *request, struct buf *out, struct error *error)
{
	struct plan_page page = {0};
	struct span names;
	char version[24];
	TRY(begin(&page, request, out, "letter.plan.receiver_title", error));
	TRY(agreed_by(&page, &names, error));
	snprintf(version, sizeof(version), "%lld", (long long)page.version);
	api_paper_facts_begin(&page.paper);
	api_paper_fact(&page.paper, "letter.fact.version", span_of(version));
	api_paper_fact(&page.paper, "letter.fact.agreed_by", names);
	api_paper_facts_end(&page.paper);
	api_paper_heading(&page.paper, "letter.plan.parts");
	for (size_t i = 0; i < page.count; i++) TRY(add_part(&page, &page.parts[i], error));
	api_paper_heading(&page.paper, "letter.receiver.responsibility");
	api_paper_line(&page.paper, "letter.plan.responsibility_text", NULL, 0);
	api_paper_end(&page.paper);
	return STATUS_OK;
}
