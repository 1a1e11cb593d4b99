/* api_letter_case.c - what a table decided as a page: in plain words for the person, in terms for
 * the organisation that is obliged.
 *
 * It says who the person is to nobody: a page may lie on a desk. Who sits at the table reads no
 * name here that the case itself does not show them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_paper.h"
#include "base/date.h"
#include "care/table.h"
#include "directory/directory.h"

struct case_page {
	struct api_paper paper;
	struct id person;
	struct table_case table_case;
	struct need need;
	struct span service, organisation;
};

static status find_names(struct case_page *page, struct error *error)
{
	struct api_request *request = page->paper.request;
	const struct table_case *table_case = &page->table_case;
	struct service service;
	bool found = false;
	if (id_is_none(table_case->service)) return STATUS_OK;
	TRY(directory_find_service(
		request->loop->store, table_case->service, &service, &found, request->arena, error));
	if (!found) return STATUS_OK;
	page->service = service.name;
	struct organisation organisation = {.region = service.region, .id = service.organisation};
	TRY(store_record_get(
		request->loop->store, &directory_organisation_table, &organisation, request->arena, error));
	page->organisation = organisation.name;
	return STATUS_OK;
}

static status begin(struct case_page *page, struct api_request *request, struct buf *out,
	const char *title, struct error *error)
{
	const struct command *command = &request->command;
	struct store *store = request->loop->store;
	page->person = command->reply.result.person;
	page->paper = (struct api_paper){.request = request, .out = out};
	page->table_case = (struct table_case){.region = command->region,
		.episode = command->params.episode,
		.id = command->params.table_case};
	TRY(store_record_get(store, &table_case_table, &page->table_case, request->arena, error));
	page->need = (struct need){
		.region = command->region, .episode = command->params.episode, .id = page->table_case.need};
	TRY(store_record_get(store, &need_table, &page->need, request->arena, error));
	TRY(find_names(page, error));
	api_paper_begin(&page->paper, request, out, title);
	return STATUS_OK;
}

static status add_words(
	struct case_page *page, const char *heading, struct span sealed, struct error *error)
{
	struct span words = sealed;
	TRY(api_paper_open(&page->paper, page->person, VAULT_WORDS, &words, error));
	if (words.size == 0) return STATUS_OK;
	api_paper_heading(&page->paper, heading);
	api_paper_words(&page->paper, words);
	return STATUS_OK;
}

static struct span day_of(struct case_page *page, int64_t instant_ms)
{
	return api_paper_day(&page->paper, instant_ms == 0 ? 0 : date_day_of(instant_ms));
}

/* letter.case.<state>: what it is now. */
static const char *state_key(const struct table_case *table_case)
{
	switch ((enum table_state)table_case->state) {
	case TABLE_DECIDED:
	case TABLE_NAMED: return "letter.case.decided";
	case TABLE_BREACHED: return "letter.case.breached";
	case TABLE_SETTLED:
	case TABLE_CLOSED: return "letter.case.over";
	case TABLE_OBJECTED: return "letter.case.objected";
	case TABLE_BROUGHT:
	case TABLE_NONE:
	case TABLE_STATE_COUNT: break;
	}
	return "letter.case.brought";
}

status api_view_case_person(struct api_request *request, struct buf *out, struct error *error)
{
	struct case_page page = {0};
	TRY(begin(&page, request, out, "letter.case.title", error));
	struct api_paper *paper = &page.paper;
	const struct table_case *table_case = &page.table_case;
	const struct api_message_parameter parameters[] = {
		{"need", api_paper_code(paper, &codes_life_domain, page.need.domain)},
		{"service", page.service},
		{"organisation", page.organisation},
		{"brought", day_of(&page, table_case->brought_ms)},
		{"day", day_of(&page, table_case->decided_ms)},
		{"term", api_paper_day(paper, table_case->term_day)},
	};
	size_t count = sizeof(parameters) / sizeof(parameters[0]);
	api_paper_line(paper, "letter.case.about", parameters, count);
	TRY(add_words(&page, "letter.case.words", table_case->words, error));
	api_paper_heading(paper, "letter.person.now");
	api_paper_line(paper, state_key(table_case), parameters, count);
	TRY(add_words(&page, "letter.case.reason", table_case->reason, error));
	TRY(add_words(&page, "letter.case.last_words", table_case->last_words, error));
	api_paper_heading(paper, "letter.person.rights");
	api_paper_line(paper, "letter.case.rights_text", NULL, 0);
	api_paper_end(paper);
	return STATUS_OK;
}

status api_view_case_receiver(struct api_request *request, struct buf *out, struct error *error)
{
	struct case_page page = {0};
	TRY(begin(&page, request, out, "letter.case.receiver_title", error));
	struct api_paper *paper = &page.paper;
	const struct table_case *table_case = &page.table_case;
	api_paper_facts_begin(paper);
	api_paper_fact(
		paper, "letter.fact.domain", api_paper_code(paper, &codes_life_domain, page.need.domain));
	api_paper_fact(paper, "letter.fact.aim", api_paper_code(paper, &codes_need_aim, page.need.aim));
	api_paper_fact(
		paper, "letter.fact.level", api_paper_code(paper, &table_level_codes, table_case->level));
	api_paper_fact(
		paper, "letter.fact.why", api_paper_code(paper, &table_why_codes, table_case->why));
	api_paper_fact(
		paper, "letter.fact.state", api_paper_code(paper, &table_state_codes, table_case->state));
	api_paper_fact(paper, "letter.fact.brought", day_of(&page, table_case->brought_ms));
	api_paper_fact(paper, "letter.fact.decided", day_of(&page, table_case->decided_ms));
	api_paper_fact(paper, "letter.fact.service", page.service);
	api_paper_fact(paper, "letter.fact.obliged", page.organisation);
	api_paper_fact(paper, "letter.fact.term", api_paper_day(paper, table_case->term_day));
	api_paper_facts_end(paper);
	TRY(add_words(&page, "letter.case.words_receiver", table_case->words, error));
	TRY(add_words(&page, "letter.case.reason", table_case->reason, error));
	api_paper_heading(paper, "letter.receiver.responsibility");
	api_paper_line(paper, "letter.case.responsibility_text", NULL, 0);
	api_paper_end(paper);
	return STATUS_OK;
}
