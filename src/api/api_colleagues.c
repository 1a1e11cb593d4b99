/* api_colleagues.c - whom one can ask: who helps in a region, by name, organisation or service.
 *
 * Names are sealed, each under its own key: a name is looked for among so many of them at a time,
 * and a page may have fewer than were asked for, or none, while there are more behind it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "directory/directory.h"
#include <strings.h>

enum {
	ACCOUNTS_READ = 20000, /* among which those of one page are looked for */
	NAMES_READ = 500,      /* opened for one page */
};

/* Each word of it begins a word of the name, whatever the case of its letters. */
static bool begins_word(struct span name, struct span word)
{
	for (size_t i = 0; i + word.size <= name.size; i++) {
		bool at_word = i == 0 || name.start[i - 1] == ' ' || name.start[i - 1] == '-';
		if (at_word && strncasecmp(name.start + i, word.start, word.size) == 0) return true;
	}
	return false;
}

static bool fits(struct span name, struct span looked_for)
{
	struct span rest = looked_for, word;
	while (rest.size > 0 && span_take(&rest, ' ', &word))
		if (!begins_word(name, word)) return false;
	return true;
}

static status is_looked_for(struct api_request *request, const struct account *account,
	bool *looked_for, struct error *error)
{
	struct span name = {0};
	struct error closed = {0};
	*looked_for = request->looked_for.size == 0;
	if (*looked_for || account->name.size == 0) return STATUS_OK;
	status code = vault_unseal(request->api->options.vault, account->id, VAULT_NAME, account->name,
		request->arena, &name, &closed);
	if (code == STATUS_OK) *looked_for = fits(name, request->looked_for);
	if (code == STATUS_OK || code == STATUS_KEY) return STATUS_OK;
	*error = closed;
	return code;
}

/* Of which organisation; *nobody: of a service that is not there, or is another's. */
static status find_organisation(
	struct api_request *request, struct id *organisation, bool *nobody, struct error *error)
{
	const struct command_params *params = &request->command.params;
	struct service service;
	bool found = false;
	*organisation = params->organisation;
	*nobody = false;
	if (id_is_none(params->service)) return STATUS_OK;
	TRY(directory_find_service(
		request->loop->store, params->service, &service, &found, request->arena, error));
	*nobody =
		!found || !(id_is_none(*organisation) || id_equal(*organisation, service.organisation));
	if (found) *organisation = service.organisation;
	return STATUS_OK;
}

static status put_page(struct api_request *request, struct jsonw *json, struct id organisation,
	struct id *end, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	struct id after = request->behind.id;
	int64_t shown = 0;
	TRY(account_open_colleagues(request->loop->store, request->command.region, organisation, after,
		*end, NAMES_READ, &cursor, error));
	for (int read = 1; shown < request->limit; read++) {
		struct account account;
		bool looked_for = false;
		TRY(store_query_next(cursor, &row, error));
		if (row == NULL) break;
		TRY(store_record_fill(&account_table, row, &account, request->arena, error));
		TRY(is_looked_for(request, &account, &looked_for, error));
		if (looked_for) TRY(api_put_account(request, json, NULL, account.id, error));
		if (looked_for) shown++;
		if (shown == request->limit || read == NAMES_READ) *end = account.id;
	}
	return STATUS_OK;
}

status api_view_colleagues(struct api_request *request, struct buf *out, struct error *error)
{
	struct jsonw json;
	struct id organisation, end = id_none;
	bool nobody = false;
	TRY(find_organisation(request, &organisation, &nobody, error));
	if (id_is_none(organisation))
		TRY(account_find_end(request->loop->store, request->command.region, request->behind.id,
			ACCOUNTS_READ, &end, error));
	jsonw_init(&json, out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "colleagues");
	jsonw_array_begin(&json);
	if (!nobody) TRY(put_page(request, &json, organisation, &end, error));
	jsonw_array_end(&json);
	jsonw_put_id(&json, "next_after", end);
	jsonw_object_end(&json);
	return STATUS_OK;
}
