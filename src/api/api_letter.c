/* api_letter.c - a handover as a letter: in plain words for the person, in terms for who receives.
 *
 * Who receives reads what they need to answer, and not who it is about (L7); the file tells that,
 * to who accepted.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_paper.h"
#include "base/date.h"
#include "care/handover.h"
#include "directory/directory.h"
#include <stdio.h>

struct letter {
	struct api_paper paper;
	struct handover handover;
	struct need need; /* of no need: none */
	bool of_need;
	struct span sender;
	struct span receiver; /* who was asked, or the service */
	struct id holder;     /* who holds it now */
	struct span bearer;   /* their name */
	struct span answerer;
	struct span sender_at; /* with their organisation */
	struct span receiver_at;
	bool reach; /* whom one can reach has been begun */
};

static struct id person_of(const struct letter *letter)
{
	return letter->paper.request->command.reply.result.person;
}

/* A name as far as who reads may know it; in place of it what they are. */
static status find_name(
	const struct letter *letter, struct id id, struct span *out, struct error *error)
{
	struct api_request *request = letter->paper.request;
	const struct api_messages *messages = request->api->messages;
	struct account account;
	bool may_name = false;
	char key[API_MESSAGES_KEY_SIZE];
	*out = api_messages_text(messages, request->language, "who.somebody");
	if (id_is_none(id)) return STATUS_OK;
	if (id_equal(id, person_of(letter))) {
		*out = api_messages_text(messages, request->language, "who.person");
		return STATUS_OK;
	}
	struct span name = {0};
	TRY(api_find_doer(request, id, &account, &may_name, error));
	if (may_name) TRY(api_account_name(request, id, &name, &account, error));
	if (name.size > 0) *out = name;
	bool has_kind = account.kind != MEMBER_NONE && account.kind != MEMBER_PERSON;
	if (name.size > 0 || !has_kind) return STATUS_OK;
	snprintf(key, sizeof(key), "who.%s", codes_name(&codes_member_kind, account.kind));
	*out = api_messages_text(messages, request->language, key);
	return STATUS_OK;
}

/* "name, organisation", or the name alone. */
static status with_organisation(const struct letter *letter, struct span name, int32_t region,
	struct id id, struct span *out, struct error *error)
{
	struct api_request *request = letter->paper.request;
	struct organisation organisation = {.region = region, .id = id};
	struct error absent = {0};
	struct buf both;
	*out = name;
	if (id_is_none(id)) return STATUS_OK;
	status code = store_record_get(request->loop->store, &directory_organisation_table,
		&organisation, request->arena, &absent);
	if (code == STATUS_NOT_FOUND) return STATUS_OK;
	if (code != STATUS_OK) {
		*error = absent;
		return code;
	}
	buf_init(&both, name.size + organisation.name.size + 2);
	buf_add_span(&both, name);
	buf_add_text(&both, ", ");
	buf_add_span(&both, organisation.name);
	*out = arena_copy(request->arena, buf_span(&both));
	buf_finish(&both);
	return STATUS_OK;
}

static status account_at(const struct letter *letter, struct span name, struct id id,
	struct span *out, struct error *error)
{
	struct api_request *request = letter->paper.request;
	struct account account;
	bool found = false;
	*out = name;
	if (id_is_none(id)) return STATUS_OK;
	TRY(account_find(request->loop->store, id, &account, &found, request->arena, error));
	if (!found) return STATUS_OK;
	return with_organisation(letter, name, account.region, account.organisation, out, error);
}

static status find_receiver(struct letter *letter, struct error *error)
{
	struct api_request *request = letter->paper.request;
	struct service service;
	bool found = false;
	if (id_is_none(letter->handover.to_service)) {
		TRY(find_name(letter, letter->handover.to_account, &letter->receiver, error));
		return account_at(
			letter, letter->receiver, letter->handover.to_account, &letter->receiver_at, error);
	}
	TRY(directory_find_service(request->loop->store, letter->handover.to_service, &service, &found,
		request->arena, error));
	letter->receiver = found
		? service.name
		: api_messages_text(request->api->messages, request->language, "who.somebody");
	return STATUS_OK;
}

static status load(struct letter *letter, struct error *error)
{
	struct api_request *request = letter->paper.request;
	const struct command *command = &request->command;
	struct store *store = request->loop->store;
	struct handover *handover = &letter->handover;
	struct id bearer = id_none;
	*handover = (struct handover){.region = command->region,
		.episode = command->params.episode,
		.id = command->params.handover};
	TRY(store_record_get(store, &handover_table, handover, request->arena, error));
	letter->of_need = !id_is_none(handover->need);
	if (letter->of_need) {
		letter->need = (struct need){
			.region = handover->region, .episode = handover->episode, .id = handover->need};
		TRY(store_record_get(store, &need_table, &letter->need, request->arena, error));
		bearer = letter->need.bearer;
	} else {
		struct episode episode = {.region = handover->region, .id = handover->episode};
		TRY(store_record_get(store, &episode_table, &episode, request->arena, error));
		bearer = episode.care_manager;
	}
	TRY(find_name(letter, handover->sender, &letter->sender, error));
	TRY(account_at(letter, letter->sender, handover->sender, &letter->sender_at, error));
	letter->holder = bearer;
	TRY(find_name(letter, bearer, &letter->bearer, error));
	TRY(find_name(letter, handover->answered_by, &letter->answerer, error));
	return find_receiver(letter, error);
}

static status open_words(
	const struct letter *letter, enum vault_field field, struct span *words, struct error *error)
{
	struct api_request *request = letter->paper.request;
	struct error closed = {0};
	struct span sealed = *words;
	*words = (struct span){0};
	if (sealed.size == 0) return STATUS_OK;
	status code = vault_unseal(request->api->options.vault, person_of(letter), field, sealed,
		request->arena, words, &closed);
	if (code == STATUS_OK || code == STATUS_KEY) return STATUS_OK;
	*error = closed;
	return code;
}

/* The last day on which it can be answered: it ends when that is over. */
static int32_t last_day(const struct handover *handover)
{
	return date_day_of(handover->expires_ms - 1);
}

/* What came after it: the need was closed; who has duty holds, because it is not safe; or another
 * holds by now than who would by this handover. */
static const char *since(const struct letter *letter)
{
	const struct handover *handover = &letter->handover;
	bool accepted = handover->state == HANDOVER_ACCEPTED || handover->state == HANDOVER_CONTACTED;
	struct id holder = accepted ? handover->answered_by : handover->sender;
	if (letter->of_need && letter->need.state == NEED_CLOSED) return ".closed";
	if (letter->of_need && letter->need.state == NEED_IN_DANGER) return ".unsafe";
	if (handover->state == HANDOVER_OFFERED || id_equal(holder, letter->holder)) return "";
	return ".moved";
}

/* The line for where the handover stands: letter.person.handover.<state>, and what came after. */
static void tell_state(struct letter *letter)
{
	char key[API_MESSAGES_KEY_SIZE];
	struct api_paper *paper = &letter->paper;
	const struct handover *handover = &letter->handover;
	const struct api_message_parameter parameters[] = {
		{"receiver", letter->receiver},
		{"bearer", letter->bearer},
		{"who", letter->answerer},
		{"until", api_paper_day(paper, last_day(handover))},
		{"contact", api_paper_day(paper, handover->contact_day)},
		{"reason", api_paper_code(paper, &codes_decline_reason, handover->reason)},
		{"instead", api_paper_code(paper, &codes_decline_instead, handover->instead)},
		{"by", api_paper_day(paper, handover->instead_day)},
	};
	snprintf(key, sizeof(key), "letter.person.handover.%s%s",
		codes_name(&handover_state_codes, handover->state), since(letter));
	api_paper_heading(paper, "letter.person.now");
	api_paper_line(paper, key, parameters, sizeof(parameters) / sizeof(parameters[0]));
}

/* Where somebody works, and the number to call: that of the service, or else the organisation's. */
static status add_reach(struct letter *letter, const char *key, struct span who, int32_t region,
	struct id id, struct span phone, struct error *error)
{
	struct api_request *request = letter->paper.request;
	struct organisation organisation = {.region = region, .id = id};
	struct error absent = {0};
	if (id_is_none(id)) return STATUS_OK;
	status code = store_record_get(request->loop->store, &directory_organisation_table,
		&organisation, request->arena, &absent);
	if (code == STATUS_NOT_FOUND) return STATUS_OK;
	if (code != STATUS_OK) {
		*error = absent;
		return code;
	}
	const struct api_message_parameter parameters[] = {{"who", who},
		{"organisation", organisation.name},
		{"phone", phone.size > 0 ? phone : organisation.phone}};
	if (!letter->reach) api_paper_heading(&letter->paper, "letter.person.reach.heading");
	letter->reach = true;
	api_paper_line(&letter->paper, key, parameters, 3);
	return STATUS_OK;
}

/* Who holds it now, and who is asked. */
static status add_reaches(struct letter *letter, struct error *error)
{
	struct api_request *request = letter->paper.request;
	const struct handover *handover = &letter->handover;
	struct account holder = {0}, asked = {0};
	struct service service = {0};
	bool found = false, to_service = !id_is_none(handover->to_service);
	TRY(account_find(request->loop->store, letter->holder, &holder, &found, request->arena, error));
	if (to_service)
		TRY(directory_find_service(
			request->loop->store, handover->to_service, &service, &found, request->arena, error));
	bool of_service = to_service && id_equal(service.organisation, holder.organisation);
	TRY(add_reach(letter, "letter.person.reach", letter->bearer, holder.region, holder.organisation,
		of_service ? service.phone : (struct span){0}, error));
	if (handover->state != HANDOVER_OFFERED) return STATUS_OK;
	if (to_service)
		return add_reach(letter, "letter.person.reach.service", letter->receiver, service.region,
			service.organisation, service.phone, error);
	TRY(account_find(
		request->loop->store, handover->to_account, &asked, &found, request->arena, error));
	return add_reach(letter, "letter.person.reach", letter->receiver, asked.region,
		asked.organisation, (struct span){0}, error);
}

static status add_words(struct letter *letter, const char *heading, enum vault_field field,
	struct span sealed, struct error *error)
{
	struct span words = sealed;
	TRY(open_words(letter, field, &words, error));
	if (words.size == 0) return STATUS_OK;
	api_paper_heading(&letter->paper, heading);
	api_paper_words(&letter->paper, words);
	return STATUS_OK;
}

static status add_all_words(struct letter *letter, struct error *error)
{
	const struct handover *handover = &letter->handover;
	TRY(add_words(letter, "letter.words", VAULT_WORDS, handover->words, error));
	TRY(add_words(letter, "letter.reason_words", VAULT_WORDS, handover->reason_words, error));
	return add_words(letter, "letter.instead_words", VAULT_INSTEAD, handover->instead_words, error);
}

status api_view_letter_person(struct api_request *request, struct buf *out, struct error *error)
{
	struct letter letter = {.paper = {.request = request, .out = out}};
	struct api_paper *paper = &letter.paper;
	TRY(load(&letter, error));
	api_paper_begin(paper, request, out, "letter.person.title");
	const struct api_message_parameter parameters[] = {
		{"sender", letter.sender},
		{"receiver", letter.receiver},
		{"need", api_paper_code(paper, &codes_life_domain, letter.need.domain)},
		{"day", api_paper_day(paper, date_day_of(letter.handover.offered_ms))},
	};
	const char *what = letter.of_need ? "letter.person.asked" : "letter.person.asked_manager";
	api_paper_line(paper, what, parameters, sizeof(parameters) / sizeof(parameters[0]));
	if (letter.of_need) {
		struct span own = letter.need.words;
		TRY(open_words(&letter, VAULT_WORDS, &own, error));
		if (own.size > 0) api_paper_heading(paper, "letter.person.own_words");
		api_paper_words(paper, own);
	}
	tell_state(&letter);
	TRY(add_reaches(&letter, error));
	TRY(add_all_words(&letter, error));
	api_paper_heading(paper, "letter.person.rights");
	api_paper_line(paper, "letter.person.rights_text", NULL, 0);
	api_paper_end(paper);
	return STATUS_OK;
}

static void add_facts(struct letter *letter)
{
	struct api_paper *paper = &letter->paper;
	const struct handover *handover = &letter->handover;
	const struct api_messages *messages = paper->request->api->messages;
	enum api_language language = paper->request->language;
	api_paper_facts_begin(paper);
	if (letter->of_need) {
		api_paper_fact(paper, "letter.fact.domain",
			api_paper_code(paper, &codes_life_domain, letter->need.domain));
		api_paper_fact(
			paper, "letter.fact.aim", api_paper_code(paper, &codes_need_aim, letter->need.aim));
	} else {
		api_paper_fact(paper, "letter.fact.about",
			api_messages_text(messages, language, "letter.fact.care_management"));
	}
	api_paper_fact(paper, "letter.fact.sender", letter->sender_at);
	api_paper_fact(paper, "letter.fact.receiver", letter->receiver_at);
	api_paper_fact(paper, "letter.fact.bearer", letter->bearer);
	api_paper_fact(
		paper, "letter.fact.offered", api_paper_day(paper, date_day_of(handover->offered_ms)));
	api_paper_fact(paper, "letter.fact.expires", api_paper_day(paper, last_day(handover)));
	api_paper_fact(paper, "letter.fact.contact", api_paper_day(paper, handover->contact_day));
	api_paper_fact(paper, "letter.fact.reason",
		api_paper_code(paper, &codes_decline_reason, handover->reason));
	api_paper_fact(paper, "letter.fact.instead",
		api_paper_code(paper, &codes_decline_instead, handover->instead));
	api_paper_facts_end(paper);
}

status api_view_letter_receiver(struct api_request *request, struct buf *out, struct error *error)
{
	struct letter letter = {.paper = {.request = request, .out = out}};
	struct api_paper *paper = &letter.paper;
	TRY(load(&letter, error));
	api_paper_begin(paper, request, out, "letter.receiver.title");
	add_facts(&letter);
	TRY(add_all_words(&letter, error));
	api_paper_heading(paper, "letter.receiver.responsibility");
	api_paper_line(paper, "letter.receiver.responsibility_text", NULL, 0);
	api_paper_end(paper);
	return STATUS_OK;
}
