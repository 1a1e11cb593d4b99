/* api_session.c - who asks: the token in the Authorization header, or in a cookie of this site's
 * own pages.
 *
 * A browser sends a cookie by itself, also when another site makes it ask. So a change with the
 * cookie is only made for a request that says where it came from (Sec-Fetch-Site, or Origin beside
 * Host), and has a header that no other site can send without being allowed to: Vangnet-Session.
 * Source      RFC 6265bis (4.1.3, prefixes), Fetch Metadata; docs/decisions/0026
 * Tests       test/scenario/test_web_session.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "base/check.h"
#include <sodium.h>
#include <stdio.h>
#include <strings.h>

#define COOKIE "__Host-vangnet"
#define COOKIE_FORM COOKIE "=%s; Path=/; Secure; HttpOnly; SameSite=Strict%s"
enum { COOKIE_SIZE = 200 };

/* Whoever comes to the door with a cookie that is over is anybody. */
static bool refuse(struct api_request *request, enum session_verdict verdict)
{
	if (request->by_cookie && request->route->door) {
		request->by_cookie = false;
		return true;
	}
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

static struct span cookie_token(const struct api_request *request)
{
	struct span rest = http_header_of(request->exchange, "Cookie");
	struct span pair, name;
	while (span_take(&rest, ';', &pair)) {
		struct span value = span_trim(pair);
		if (span_take(&value, '=', &name) && span_is(name, COOKIE)) return value;
	}
	return (struct span){NULL, 0};
}

/* "https://host:port" of the page that asks is the host that is asked. */
static bool origin_is_host(const struct api_request *request)
{
	struct span origin = http_header_of(request->exchange, "Origin");
	struct span host = http_header_of(request->exchange, "Host");
	const char *mark = origin.size == 0 ? NULL : memmem(origin.start, origin.size, "://", 3);
	if (mark == NULL) return false;
	size_t size = origin.size - (size_t)(mark + 3 - origin.start);
	return size == host.size && strncasecmp(mark + 3, host.start, size) == 0;
}

/* Whether a page of this site asks, or, to read, who typed the address. */
static bool is_own_page(const struct api_request *request, bool changes)
{
	struct span site = http_header_of(request->exchange, "Sec-Fetch-Site");
	if (changes && !api_session_wants_cookie(request)) return false;
	if (span_is(site, "same-origin")) return true;
	if (site.size > 0) return !changes && span_is(site, "none");
	return !changes || origin_is_host(request);
}

bool api_session_wants_cookie(const struct api_request *request)
{
	return span_is(http_header_of(request->exchange, "Vangnet-Session"), "cookie");
}

void api_session_set_cookie(struct api_request *request, const char *token)
{
	char text[COOKIE_SIZE];
	int size = snprintf(text, sizeof(text), COOKIE_FORM, token == NULL ? "" : token,
		token == NULL ? "; Max-Age=0" : "");
	CHECK(size > 0 && size < COOKIE_SIZE);
	request->set_cookie = arena_text(request->arena, span_of(text));
}

/* False if it was answered; `token` is empty if there is none that counts. */
static bool take_cookie(struct api_request *request, struct span *token)
{
	bool begins = request->route->command == COMMAND_SESSION_START ||
		request->route->command == COMMAND_SESSION_SIGN_IN;
	bool changes = request->route->method != HTTP_GET;
	*token = cookie_token(request);
	bool matters = token->size > 0 || (begins && api_session_wants_cookie(request));
	if (matters && !is_own_page(request, changes)) {
		api_problem(request, 403, "problem.other_site", NULL, 0);
		return false;
	}
	/* Who signs in begins anew. */
	if (begins) token->size = 0;
	request->by_cookie = token->size > 0;
	return true;
}

/* The token, from where it stands; false if it was answered. */
static bool take_token(struct api_request *request, struct span *token)
{
	struct span header = http_header_of(request->exchange, "Authorization");
	if (header.size == 0) return take_cookie(request, token);
	/* The name of a scheme has no case (RFC 9110, 11.1). */
	if (header.size < 7 || strncasecmp(header.start, "Bearer ", 7) != 0)
		return refuse(request, SESSION_NONE);
	*token = (struct span){header.start + 7, header.size - 7};
	if (token->size == 0) return refuse(request, SESSION_NONE);
	return true;
}

bool api_session_find(struct api_request *request)
{
	struct span token = {NULL, 0};
	uint8_t proof[SESSION_PROOF_BYTES], expected[SESSION_PROOF_BYTES];
	struct id id;
	int32_t region = 0;
	bool found = false;
	struct error error = {0};
	if (!take_token(request, &token)) return false;
	if (token.size == 0) return true;
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
