/* api_session.c - who asks: the token in the Authorization header.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include <sodium.h>
#include <strings.h>

static bool refuse(struct api_request *request, enum session_verdict verdict)
{
	struct command_reply reply = {.outcome = OUTCOME_REFUSED};
	reply.refusal.list = &session_verdicts;
	reply.refusal.verdict = (int)verdict;
	api_problem_refusal(request, &reply);
	return false;
}

/* The rows of the session and its account; `found` false if one is not there. */
static status load(
	struct api_request *request, struct id id, int32_t region, bool *found, struct error *error)
{
	struct store *store = request->loop->store;
	struct error absent = {0};
	request->session.region = region;
	request->session.id = id;
	TRY(store_begin(store, STORE_READ_ONLY, error));
	status code =
		store_record_get(store, &session_table, &request->session, request->arena, &absent);
	if (code == STATUS_OK) {
		request->account.region = region;
		request->account.id = request->session.account;
		code = store_record_get(store, &account_table, &request->account, request->arena, &absent);
	}
	store_rollback(store);
	*found = code == STATUS_OK;
	if (code == STATUS_OK || code == STATUS_NOT_FOUND) return STATUS_OK;
	return status_fail(error, code, "%s", absent.message);
}

bool api_session_find(struct api_request *request)
{
	struct span header = http_header_of(request->exchange, "Authorization");
	uint8_t proof[SESSION_PROOF_BYTES], expected[SESSION_PROOF_BYTES];
	struct id id;
	int32_t region = 0;
	bool found = false;
	struct error error = {0};
	if (header.size == 0) return true;
	/* The name of a scheme has no case (RFC 9110, 11.1). */
	if (header.size < 7 || strncasecmp(header.start, "Bearer ", 7) != 0)
		return refuse(request, SESSION_NONE);
	struct span token = {header.start + 7, header.size - 7};
	if (!session_token_parse(token, &region, &id, proof)) return refuse(request, SESSION_NONE);
	if (load(request, id, region, &found, &error) != STATUS_OK) {
		api_problem_error(request, &error);
		return false;
	}
	enum session_way way = (enum session_way)request->session.way;
	struct id root = found ? session_root(way, &request->account) : id_none;
	command_session_proof(request->api->options.vault, id, root, expected);
	if (!found || sodium_memcmp(proof, expected, sizeof(proof)) != 0)
		return refuse(request, SESSION_NONE);
	enum session_verdict verdict =
		session_judge_use(&request->session, &request->account, request->now_ms);
	if (verdict != SESSION_OK) return refuse(request, verdict);
	request->signed_in = true;
	return true;
}
