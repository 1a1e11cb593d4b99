/* api_request.h - one request on its way through the API; the inside of the folder.
 *
 * Ownership   Lives in the exchange's arena and ends with it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "access/session.h"
#include "access/throttle.h"
#include "api/api.h"
#include "api/api_messages.h"
#include "base/jsonw.h"
#include "command/command_prepare.h"
#include "directory/search.h"
#include <pthread.h>

#define API_LOOKS_CACHED 131072 /* per loop */
#define API_LOOK_WAYS 8
#define API_DOOR_PEERS 4096 /* per loop */
#define API_QUERY_ANY "*"   /* of a route: whatever stands behind the question mark */

/* Looks that are in the journal already, in this quarter of an hour. */
struct api_look_key {
	struct id actor;
	struct id subject;
	int64_t bucket;
	int32_t purpose;
	int32_t region;
};

/* How often a peer came to the anonymous door lately. */
struct api_door_peer {
	uint64_t peer;
	int64_t window_ms;
	int32_t count;
};

struct api_loop {
	struct store *store;
	struct prng prng;
	struct api_look_key *looks; /* sets of API_LOOK_WAYS */
	size_t looks_forgotten;
	struct api_door_peer *peers;
	struct search_scratch *search;
	struct api_changes *changes;
	int64_t changes_read_ns;
	int waiting; /* open pages, for a change */
	struct buf out;
};

struct password_work;
struct route_context;

struct api {
	struct api_options options;
	struct api_loop *loops;
	struct api_messages *messages;
	struct http_route *routes;
	struct route_context *contexts;
	struct password_work *passwords;
	struct throttle throttle; /* behind the lock */
	pthread_mutex_t throttle_lock;
	int64_t opened_ms;
	_Atomic bool stopping;
};

struct api_changes;
struct api_live;
struct api_sign_in;
struct api_request;
/* What a route does once somebody is known: for looks, writes the reply's body. */
typedef status (*api_view)(struct api_request *request, struct buf *out, struct error *error);

/* By what a list goes on behind its page: what ?after= is. */
enum api_page { API_PAGE_BY_NUMBER, API_PAGE_BY_ID, API_PAGE_BY_PLACE };

/* Where a page begins: behind this. All 0 is the first page. */
struct api_place {
	int64_t first;
	int64_t second;
	struct id id;
};

struct api_request_route {
	enum http_method method;
	const char *template;
	int command; /* enum command_number; 0 for none */
	bool door;   /* without signing in; slowed down when there are many */
	bool nation; /* always shard 0 */
	/* Names that may stand behind the question mark, with blanks between; NULL: none. */
	const char *query;
	void (*handle)(struct api_request *request); /* instead of a command or look */
	api_view view;                               /* of a look */
	int created;                                 /* 201 for what makes something, or 200 */
	enum api_page page;                          /* of a look */
	bool is_paper;                               /* a look whose reply is to be printed */
};

extern const struct api_request_route api_request_routes[];
extern const size_t api_request_route_count;
/* Of the built pages, if there are any; no part of the API that is described. */
extern const struct api_request_route api_web_routes[];
extern const size_t api_web_route_count;

struct api_request {
	struct api *api;
	struct api_loop *loop;
	struct http_exchange *exchange;
	const struct api_request_route *route;
	struct arena *arena;
	enum api_language language;
	bool worded;    /* its reply has words in that language */
	bool told;      /* it waited until what it read was durable */
	bool has_read;  /* a command whose reply shows what a reader saw */
	uint32_t signs; /* of danger in a question that is brought in: search_danger_signs */
	bool signed_in;
	bool by_cookie;         /* the session came in a cookie */
	const char *set_cookie; /* a header of the reply; NULL: none */
	struct session session;
	struct account account;
	struct command command;
	int64_t now_ms;
	int64_t after; /* of a page */
	int64_t limit;
	struct api_place behind;     /* in place of `after`, by the route's page */
	struct span looked_for;      /* a name: it goes no further than this request */
	bool unseen;                 /* a list has somebody whose look is not in the journal yet */
	int looks_sent;              /* how often it went through the writer for that */
	struct api_live *live;       /* of who waits for a change */
	struct api_sign_in *sign_in; /* of what is said with a password or code */
	int64_t retry_after_s;       /* told where it is answered with 429 or 503; 0: 1 */
};

/* Finds who asks: no token is no error. False if it was answered (a token that is wrong or over, or
 * a change with the cookie that another site may have asked for). */
bool api_session_find(struct api_request *request);
/* Whether the session that is begun is asked for as a cookie. */
bool api_session_wants_cookie(const struct api_request *request);
/* The reply sets the cookie to this token, or takes it away (NULL). */
void api_session_set_cookie(struct api_request *request, const char *token);

/* Reads the body and the path into command.params by the entry's fields; false if it was answered.
 * */
bool api_decode(struct api_request *request);
/* No body, or one that says that it is JSON; false if it was answered. */
bool api_body_is_json(struct api_request *request);

/* Runs it; a CHECK that fails in it is answered with 500 and an incident number, and what the loop
 * had begun in the store is taken back. Who gives the request to another thread or ends it clears
 * the guard first (check_guard_clear). */
void api_guard(struct api_request *request, void (*run)(struct api_request *request));
/* Ends the request. Of a GET when all that could be read is durable. */
void api_send(struct api_request *request, const struct http_reply *reply);
/* "nl" or "en": for Content-Language. */
const char *api_language_tag(const struct api_request *request);
/* These end with it. */
void api_reply_json(struct api_request *request, int code, int64_t version, struct span body);
void api_reply_command(struct api_request *request);
void api_problem(struct api_request *request, int code, const char *key,
	const struct api_message_parameter *parameters, size_t count);
void api_problem_refusal(struct api_request *request, const struct command_reply *reply);
void api_problem_error(struct api_request *request, const struct error *error);

/* What everybody may see and keep for as long as `cache` says. */
void api_public_send(
	struct api_request *request, int code, const char *type, struct span body, const char *cache);

/* The page that all pages are, with its headers. */
void api_web_page(struct api_request *request);

/* Handlers of routes without a command. */
void api_handle_health(struct api_request *request);
void api_handle_ready(struct api_request *request);
void api_handle_metrics(struct api_request *request);
void api_handle_openapi(struct api_request *request);
void api_handle_messages(struct api_request *request);
void api_handle_front(struct api_request *request);
void api_handle_regions(struct api_request *request);
void api_handle_region(struct api_request *request);
void api_handle_divisions(struct api_request *request);
void api_handle_appointments(struct api_request *request);
void api_handle_clock(struct api_request *request);
void api_handle_heads(struct api_request *request);
void api_handle_head(struct api_request *request);
void api_handle_insurers(struct api_request *request);
void api_handle_municipalities(struct api_request *request);
void api_handle_municipality(struct api_request *request);
void api_handle_purchasers(struct api_request *request);
void api_handle_parties(struct api_request *request);
void api_handle_organisations(struct api_request *request);
void api_handle_organisation(struct api_request *request);
void api_handle_sites(struct api_request *request);
void api_handle_site(struct api_request *request);
void api_handle_services(struct api_request *request);
void api_handle_service(struct api_request *request);
void api_handle_entries(struct api_request *request);
void api_handle_entry(struct api_request *request);
void api_handle_entry_history(struct api_request *request);
void api_handle_entry_opening(struct api_request *request);
void api_handle_agreements(struct api_request *request);
void api_handle_agreement(struct api_request *request);
void api_handle_agreement_parties(struct api_request *request);
void api_handle_correction(struct api_request *request);
void api_handle_search(struct api_request *request);
void api_handle_search_words(struct api_request *request);
void api_handle_session(struct api_request *request);
void api_handle_live(struct api_request *request);
void api_live_register(void);
void api_handle_hsds(struct api_request *request);
void api_handle_hsds_organizations(struct api_request *request);
void api_handle_hsds_organization(struct api_request *request);
void api_handle_hsds_services(struct api_request *request);
void api_handle_hsds_service(struct api_request *request);
void api_handle_hsds_places(struct api_request *request);
void api_handle_hsds_place(struct api_request *request);

/* How old the person of a look is, as little of it as who advises or decides needs; and the name,
 * if they agreed to that. */
status api_put_pseudonym(struct api_request *request, struct jsonw *json, int32_t region,
	bool named, struct error *error);

/* Views of looks; inside a reading transaction. */
status api_view_episode(struct api_request *request, struct buf *out, struct error *error);
status api_view_timeline(struct api_request *request, struct buf *out, struct error *error);
status api_view_handover(struct api_request *request, struct buf *out, struct error *error);
status api_view_join(struct api_request *request, struct buf *out, struct error *error);
status api_view_colleagues(struct api_request *request, struct buf *out, struct error *error);
status api_view_consult(struct api_request *request, struct buf *out, struct error *error);
status api_view_consults(struct api_request *request, struct buf *out, struct error *error);
status api_view_conversation(struct api_request *request, struct buf *out, struct error *error);
status api_view_plan(struct api_request *request, struct buf *out, struct error *error);
status api_view_plan_history(struct api_request *request, struct buf *out, struct error *error);
/* Whether who asks helps by profession or as a peer. */
bool api_view_helps(const struct api_request *request);
struct moment;
/* Whether this line is for who asks. */
bool api_view_tells(const struct api_request *request, const struct moment *moment);
status api_view_receipt(struct api_request *request, struct buf *out, struct error *error);
status api_view_about(struct api_request *request, struct buf *out, struct error *error);
status api_view_identity(struct api_request *request, struct buf *out, struct error *error);
status api_view_knowing(struct api_request *request, struct buf *out, struct error *error);
status api_view_consents(struct api_request *request, struct buf *out, struct error *error);
/* Whether this look may show that part: on a consent, only what the person said yes to. */
bool api_view_shows(const struct api_request *request, enum file_part part);
/* Whether it may show the name of this account: the person's own is part of who they are. */
bool api_view_names(const struct api_request *request, struct id account);
status api_view_mandates(struct api_request *request, struct buf *out, struct error *error);
status api_view_merges(struct api_request *request, struct buf *out, struct error *error);
status api_view_transitions(struct api_request *request, struct buf *out, struct error *error);
struct need;
/* What was asked or viewed of this need, or null. */
status api_put_second_view(
	struct api_request *request, struct jsonw *json, const struct need *need, struct error *error);
status api_view_stays(struct api_request *request, struct buf *out, struct error *error);
status api_view_letter_person(struct api_request *request, struct buf *out, struct error *error);
status api_view_letter_receiver(struct api_request *request, struct buf *out, struct error *error);
status api_view_plan_person(struct api_request *request, struct buf *out, struct error *error);
status api_view_plan_receiver(struct api_request *request, struct buf *out, struct error *error);
status api_view_case_person(struct api_request *request, struct buf *out, struct error *error);
status api_view_case_receiver(struct api_request *request, struct buf *out, struct error *error);
status api_view_case(struct api_request *request, struct buf *out, struct error *error);
status api_view_cases(struct api_request *request, struct buf *out, struct error *error);
status api_view_agenda(struct api_request *request, struct buf *out, struct error *error);
status api_view_lessons(struct api_request *request, struct buf *out, struct error *error);
status api_view_log(struct api_request *request, struct buf *out, struct error *error);
status api_view_sessions(struct api_request *request, struct buf *out, struct error *error);
status api_view_inbox(struct api_request *request, struct buf *out, struct error *error);
status api_view_caseload(struct api_request *request, struct buf *out, struct error *error);
status api_view_accounts(struct api_request *request, struct buf *out, struct error *error);
status api_view_roster(struct api_request *request, struct buf *out, struct error *error);
status api_view_correction(struct api_request *request, struct buf *out, struct error *error);
status api_view_entry_link(struct api_request *request, struct buf *out, struct error *error);

/* What is said in secret is worked out before the queue: passwords on a thread of their own, codes
 * here (api_sign_in.c). */
bool api_sign_in_takes(const struct command_entry *entry);
void api_sign_in_start(struct api_request *request);
/* What came of it: who was right is not slowed down. */
void api_sign_in_settle(struct api_request *request);
/* "device" of a reply: by which this one is known the next time. */
void api_sign_in_put_device(struct api_request *request, struct jsonw *json);
/* "secret" and "uri" of a second factor that is begun; inside a reading transaction. */
status api_sign_in_put_secret(struct api_request *request, struct jsonw *json, struct error *error);
/* From here on nothing said in secret is left. */
void api_command_submit(struct api_request *request);

/* Starts the way of a command or look (api_command.c, api_look.c). */
void api_command_start(struct api_request *request);
void api_look_start(struct api_request *request);

/* The unsealed name of an account, "" if it has none or is not there; and its kind. */
status api_account_name(struct api_request *request, struct id account, struct span *name,
	struct account *found, struct error *error);
/* "account": {"id", "kind", "name", "organisation", "organisation_name"} or null. */
status api_put_account(struct api_request *request, struct jsonw *json, const char *key,
	struct id account, struct error *error);
/* "periods": each time that an episode was open, once it has been closed. */
status api_put_periods(struct api_request *request, struct jsonw *json, struct error *error);
/* Who does something in the file of the request, as far as who reads may know it (L7): to who is
 * only asked a professional, peer or volunteer has a name, and a relative does not. */
status api_find_doer(struct api_request *request, struct id id, struct account *found,
	bool *may_name, struct error *error);
/* The same as JSON: without a name {"id", "kind"} only, and so is the person whose file it is. */
status api_put_doer(struct api_request *request, struct jsonw *json, const char *key, struct id id,
	struct error *error);
/* Said where a list is cut off: what is behind it is there, and not shown. */
status api_put_more(
	struct store_cursor *cursor, struct jsonw *json, const char *key, struct error *error);
/* An unsealed text of this subject; null if there is none. */
status api_put_sealed(struct api_request *request, struct jsonw *json, const char *key,
	struct id subject, enum vault_field field, struct span sealed, struct error *error);
#define API_EXAMPLE_ID "0123456789abcdef0123456789abcdef"
/* 400: what is wrong behind the question mark, and what would be right there. These are false. */
bool api_query_unknown(struct api_request *request, struct span name);
bool api_query_number_wrong(
	struct api_request *request, const char *name, int64_t low, int64_t high);
bool api_query_code_wrong(struct api_request *request, const char *name, const struct codes *codes);
bool api_query_form_wrong(struct api_request *request, const char *name, const char *example);
bool api_query_choice_wrong(struct api_request *request, const char *name, const char *choices);
/* 404, with where regions and municipalities are found. */
void api_unknown_place(struct api_request *request, const char *key);
/* ,"key": name of the code; nothing for 0, which is "not said". */
void api_put_code(struct jsonw *json, const char *key, const struct codes *codes, int32_t number);
/* "organisation_name" of an organisation of this shard; nothing if it is not there. */
status api_put_organisation_name(struct api_request *request, struct jsonw *json, int32_t region,
	struct id id, struct error *error);
/* "asked" and "offers": what stands open in the episode of the request. */
status api_put_open(struct api_request *request, struct jsonw *json, struct error *error);
/* "caseload": in which regions somebody is in teams of others, and in how many. */
status api_put_caseload_shards(
	struct api_request *request, struct jsonw *json, struct error *error);
/* Reads ?after= of a route whose page is by id or by place; false if it was answered. */
bool api_query_behind(struct api_request *request);
/* Reads ?limit= and, unless the list goes on by id, ?after= into the request; false if it was
 * answered. */
bool api_query_page(struct api_request *request, bool by_id);
