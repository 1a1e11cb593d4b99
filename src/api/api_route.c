/* api_route.c - every route, and what answers it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include "api/api_search.h"

#define REGION "/v1/regions/{region}"
#define MUNICIPALITY "/v1/municipalities/{municipality}"
#define EPISODE REGION "/episodes/{episode}"
#define NEED EPISODE "/needs/{need}"
#define JOIN EPISODE "/joins/{join}"
#define CONSULT EPISODE "/consults/{consult}"
#define MANDATE EPISODE "/mandates/{mandate}"
#define TRANSITION EPISODE "/transitions/{transition}"
#define PREPARATION EPISODE "/preparations/{preparation}"
#define MERGE EPISODE "/merges/{merge}"
#define STAY EPISODE "/stays/{stay}"
#define SHORTAGE REGION "/table/shortages/{shortage}"
#define CASE EPISODE "/cases/{case}"
#define PART EPISODE "/plan/parts/{part}"
#define LIGHT EPISODE "/light-contact"
#define HANDOVER EPISODE "/handovers/{handover}"
#define ORGANISATION REGION "/organisations/{organisation}"
#define SITE REGION "/sites/{site}"
#define SERVICE REGION "/services/{service}"
#define ENTRY REGION "/entries/{entry}"
#define AGREEMENT REGION "/agreements/{agreement}"
#define HSDS "/hsds/v3/{region}"
#define CORRECTION REGION "/corrections/{correction}"

#define POST_NEW(path, number)                  \
	{                                           \
		HTTP_POST, path, number, .created = 201 \
	}
#define POST_DO(path, number)                   \
	{                                           \
		HTTP_POST, path, number, .created = 200 \
	}
#define LOOK_AT(path, number, shows, names)                                   \
	{                                                                         \
		HTTP_GET, path, number, .view = shows, .created = 200, .query = names \
	}
#define PAPER(path, number, shows)                                              \
	{                                                                           \
		HTTP_GET, path, number, .view = shows, .created = 200, .is_paper = true \
	}
#define LOOK_LIST(path, number, shows, by)                                                        \
	{                                                                                             \
		HTTP_GET, path, number, .view = shows, .created = 200, .query = "after limit", .page = by \
	}
#define PLAIN(path, handler, names)                                                   \
	{                                                                                 \
		HTTP_GET, path, COMMAND_NONE, .door = true, .handle = handler, .query = names \
	}

const struct api_request_route api_request_routes[] = {
	PLAIN("/", api_handle_front, API_QUERY_ANY),
	PLAIN("/health", api_handle_health, API_QUERY_ANY),
	PLAIN("/ready", api_handle_ready, API_QUERY_ANY),
	PLAIN("/metrics", api_handle_metrics, API_QUERY_ANY),
	PLAIN("/v1/openapi.json", api_handle_openapi, NULL),
	PLAIN("/v1/messages/{language}", api_handle_messages, NULL),
	PLAIN("/v1/regions", api_handle_regions, NULL),
	PLAIN(REGION, api_handle_region, NULL),
	PLAIN(REGION "/divisions", api_handle_divisions, NULL),
	PLAIN(REGION "/appointments", api_handle_appointments, "limit"),
	PLAIN("/v1/clock", api_handle_clock, NULL),
	PLAIN("/v1/heads", api_handle_heads, "after limit"),
	PLAIN("/v1/heads/latest", api_handle_head, NULL),
	PLAIN("/v1/insurers", api_handle_insurers, NULL),
	PLAIN("/v1/municipalities", api_handle_municipalities, "name"),
	PLAIN(MUNICIPALITY, api_handle_municipality, "on"),
	PLAIN(MUNICIPALITY "/purchasers", api_handle_purchasers, "law on"),
	PLAIN(MUNICIPALITY "/parties", api_handle_parties, "age living forensic on"),
	PLAIN(REGION "/organisations", api_handle_organisations, "kind name after limit"),
	PLAIN(ORGANISATION, api_handle_organisation, NULL),
	PLAIN(REGION "/sites", api_handle_sites, "organisation after limit"),
	PLAIN(SITE, api_handle_site, NULL),
	PLAIN(
		REGION "/services", api_handle_services, "domain kind name organisation site after limit"),
	PLAIN(SERVICE, api_handle_service, NULL),
	PLAIN(REGION "/entries", api_handle_entries, "state after limit"),
	PLAIN(ENTRY, api_handle_entry, NULL),
	PLAIN(ENTRY "/history", api_handle_entry_history, "after limit"),
	PLAIN(ENTRY "/opening", api_handle_entry_opening, "at"),
	PLAIN(REGION "/agreements", api_handle_agreements, "after limit"),
	PLAIN(AGREEMENT, api_handle_agreement, NULL),
	PLAIN(AGREEMENT "/parties", api_handle_agreement_parties, "after limit"),
	PLAIN(CORRECTION, api_handle_correction, NULL),
	PLAIN("/v1/search", api_handle_search, API_SEARCH_QUERY),
	PLAIN(HSDS, api_handle_hsds, NULL),
	PLAIN(HSDS "/organizations", api_handle_hsds_organizations, "page per_page full"),
	PLAIN(HSDS "/organizations/{organisation}", api_handle_hsds_organization, NULL),
	PLAIN(HSDS "/services", api_handle_hsds_services, "page per_page organization_id full"),
	PLAIN(HSDS "/services/{service}", api_handle_hsds_service, NULL),
	PLAIN(HSDS "/service_at_locations", api_handle_hsds_places, "page per_page organization_id"),
	PLAIN(HSDS "/service_at_locations/{service}", api_handle_hsds_place, NULL),
	{HTTP_POST, "/v1/search", COMMAND_NONE, .door = true, .handle = api_handle_search_words},

	{HTTP_POST, REGION "/questions", COMMAND_QUESTION_ASK, .door = true, .created = 201},
	{HTTP_POST, "/v1/sessions", COMMAND_SESSION_START, .door = true, .created = 201},
	{HTTP_POST, "/v1/sign-ins", COMMAND_SESSION_SIGN_IN, .door = true, .created = 201},
	{HTTP_POST, "/v1/passwords", COMMAND_PASSWORD_SET, .door = true, .created = 201},
	{HTTP_POST, "/v1/administrators/first", COMMAND_ADMINISTRATOR_FIRST, .door = true,
		.nation = true, .created = 201},
	{HTTP_GET, "/v1/sessions/current", COMMAND_NONE, .handle = api_handle_session},
	{HTTP_DELETE, "/v1/sessions/current", COMMAND_SESSION_END, .created = 200},

	LOOK_AT("/v1/sessions", LOOK_SESSIONS, api_view_sessions, NULL),
	{HTTP_DELETE, "/v1/sessions", COMMAND_SESSION_END_ALL, .created = 200},
	{HTTP_DELETE, "/v1/sessions/{session}", COMMAND_SESSION_END_ONE, .created = 200},
	{HTTP_PUT, "/v1/password", COMMAND_PASSWORD_CHANGE, .created = 200},
	POST_NEW("/v1/second-factor", COMMAND_SECOND_BEGIN),
	POST_DO("/v1/second-factor/confirm", COMMAND_SECOND_CONFIRM),
	POST_DO("/v1/second-factor/end", COMMAND_SECOND_END),

	POST_NEW(REGION "/accounts/{account}/invitations", COMMAND_PASSWORD_INVITE),
	POST_NEW(REGION "/accounts", COMMAND_ACCOUNT_CREATE),
	LOOK_LIST(REGION "/accounts", LOOK_ACCOUNTS, api_view_accounts, API_PAGE_BY_ID),
	LOOK_AT(REGION "/roster", LOOK_ROSTER, api_view_roster, NULL),
	/* A name that is looked for stands in no address. */
	{HTTP_POST, REGION "/colleagues", LOOK_COLLEAGUES, .view = api_view_colleagues, .created = 200,
		.query = "after limit", .page = API_PAGE_BY_ID},
	{HTTP_DELETE, REGION "/accounts/{account}", COMMAND_ACCOUNT_END, .created = 200},
	POST_DO(REGION "/accounts/{account}/code", COMMAND_ACCOUNT_RENEW),
	{HTTP_PUT, REGION "/roster/{account}", COMMAND_ROSTER_JOIN, .created = 200},
	{HTTP_DELETE, REGION "/roster/{account}", COMMAND_ROSTER_LEAVE, .created = 200},
	{HTTP_PUT, REGION "/table/seats/{account}", COMMAND_TABLE_SEAT, .created = 200},
	{HTTP_DELETE, REGION "/table/seats/{account}", COMMAND_TABLE_UNSEAT, .created = 200},
	POST_NEW(REGION "/organisations", COMMAND_ORGANISATION_ADD),
	{HTTP_PATCH, ORGANISATION, COMMAND_ORGANISATION_CHANGE, .created = 200},
	{HTTP_DELETE, ORGANISATION, COMMAND_ORGANISATION_END, .created = 200},
	POST_NEW(ORGANISATION "/sites", COMMAND_SITE_ADD),
	{HTTP_PATCH, SITE, COMMAND_SITE_CHANGE, .created = 200},
	{HTTP_DELETE, SITE, COMMAND_SITE_END, .created = 200},
	POST_NEW(ORGANISATION "/services", COMMAND_SERVICE_ADD),
	{HTTP_PATCH, SERVICE, COMMAND_SERVICE_CHANGE, .created = 200},
	{HTTP_DELETE, SERVICE, COMMAND_SERVICE_END, .created = 200},
	{HTTP_PUT, SERVICE "/area", COMMAND_AREA_SET, .created = 200},
	{HTTP_PUT, SERVICE "/capacity", COMMAND_CAPACITY_SET, .created = 200},
	{HTTP_PUT, SERVICE "/costs", COMMAND_COST_SET, .created = 200},
	{HTTP_PUT, ENTRY "/hours", COMMAND_HOURS_SET, .created = 200},
	POST_DO(ENTRY "/confirm", COMMAND_ENTRY_CONFIRM),
	POST_DO(ENTRY "/ask", COMMAND_ENTRY_REQUEST),
	{HTTP_POST, REGION "/confirmations", COMMAND_ENTRY_CONFIRM_BY_LINK, .door = true,
		.created = 200},
	LOOK_AT(ENTRY "/link", LOOK_ENTRY_LINK, api_view_entry_link, NULL),
	{HTTP_POST, ENTRY "/corrections", COMMAND_CORRECTION_PROPOSE, .door = true, .created = 201},
	LOOK_AT(CORRECTION "/words", LOOK_CORRECTION, api_view_correction, NULL),
	POST_DO(CORRECTION "/accept", COMMAND_CORRECTION_ACCEPT),
	POST_DO(CORRECTION "/decline", COMMAND_CORRECTION_DECLINE),
	POST_NEW(REGION "/agreements", COMMAND_AGREEMENT_ADD),
	{HTTP_PATCH, AGREEMENT, COMMAND_AGREEMENT_CHANGE, .created = 200},
	{HTTP_DELETE, AGREEMENT, COMMAND_AGREEMENT_END, .created = 200},
	POST_NEW(AGREEMENT "/parties", COMMAND_AGREEMENT_ASK),
	{HTTP_PUT, AGREEMENT "/parties/{organisation}", COMMAND_AGREEMENT_SIGN, .created = 200},
	{HTTP_DELETE, AGREEMENT "/parties/{organisation}", COMMAND_AGREEMENT_LEAVE, .created = 200},
	{HTTP_PUT, AGREEMENT "/goals", COMMAND_AGREEMENT_GOAL, .created = 200},

	POST_NEW(REGION "/appointments", COMMAND_REGION_APPOINT),

	LOOK_LIST(REGION "/caseload", LOOK_CASELOAD, api_view_caseload, API_PAGE_BY_PLACE),
	LOOK_LIST("/v1/inbox", LOOK_INBOX, api_view_inbox, API_PAGE_BY_PLACE),
	POST_DO("/v1/inbox/{thing}/seen", COMMAND_INBOX_SEEN),
	{HTTP_GET, "/v1/inbox/changes", LOOK_INBOX, .handle = api_handle_live},
	LOOK_AT(EPISODE, LOOK_EPISODE, api_view_episode, NULL),
	{HTTP_GET, EPISODE "/changes", LOOK_EPISODE, .handle = api_handle_live},
	LOOK_AT(EPISODE "/timeline", LOOK_TIMELINE, api_view_timeline, "after limit"),
	LOOK_AT(EPISODE "/log", LOOK_LOG, api_view_log, "after limit"),
	LOOK_AT(HANDOVER, LOOK_OFFER, api_view_handover, NULL),
	PAPER(HANDOVER "/letter", LOOK_LETTER, api_view_letter_person),
	PAPER(HANDOVER "/letter/receiver", LOOK_OFFER, api_view_letter_receiver),

	LOOK_AT(EPISODE "/consults", LOOK_CONSULTS, api_view_consults, NULL),
	LOOK_AT(EPISODE "/stays", LOOK_STAYS, api_view_stays, NULL),
	LOOK_AT(CONSULT, LOOK_CONSULT, api_view_consult, NULL),
	LOOK_AT(EPISODE "/cases", LOOK_CASES, api_view_cases, NULL),
	LOOK_AT(CASE, LOOK_CASE, api_view_case, NULL),
	PAPER(CASE "/letter", LOOK_CASE, api_view_case_person),
	PAPER(CASE "/letter/receiver", LOOK_CASE, api_view_case_receiver),
	LOOK_AT(REGION "/table", LOOK_AGENDA, api_view_agenda, "after limit"),
	LOOK_AT(REGION "/table/lessons", LOOK_LESSONS, api_view_lessons, "limit"),
	LOOK_AT(EPISODE "/conversation", LOOK_CONVERSATION, api_view_conversation, NULL),
	LOOK_AT(EPISODE "/plan", LOOK_PLAN, api_view_plan, NULL),
	PAPER(EPISODE "/plan/letter", LOOK_PLAN, api_view_plan_person),
	PAPER(EPISODE "/plan/letter/receiver", LOOK_PLAN, api_view_plan_receiver),
	LOOK_AT(EPISODE "/plan/history", LOOK_PLAN_HISTORY, api_view_plan_history, "after limit"),

	LOOK_AT(EPISODE "/receipt", LOOK_RECEIPT, api_view_receipt, NULL),
	LOOK_AT(EPISODE "/about", LOOK_ABOUT, api_view_about, NULL),
	LOOK_AT(EPISODE "/identity", LOOK_IDENTITY, api_view_identity, NULL),
	LOOK_AT(EPISODE "/knowing", LOOK_KNOWING, api_view_knowing, NULL),
	LOOK_AT(EPISODE "/consents", LOOK_CONSENTS, api_view_consents, NULL),
	POST_NEW(EPISODE "/consents", COMMAND_CONSENT_GIVE),
	POST_NEW(EPISODE "/objections", COMMAND_CONSENT_OBJECT),
	POST_DO(EPISODE "/consents/{consent}/withdraw", COMMAND_CONSENT_WITHDRAW),
	{HTTP_PUT, EPISODE "/members/{account}/knows", COMMAND_MEMBER_KNOWS, .created = 200},
	LOOK_AT(EPISODE "/mandates", LOOK_MANDATES, api_view_mandates, NULL),
	POST_NEW(EPISODE "/mandates", COMMAND_MANDATE_NAME),
	POST_DO(MANDATE "/end", COMMAND_MANDATE_END),
	LOOK_AT(EPISODE "/transitions", LOOK_TRANSITIONS, api_view_transitions, NULL),
	POST_NEW(EPISODE "/transitions", COMMAND_TRANSITION_ANNOUNCE),
	POST_DO(TRANSITION "/move", COMMAND_TRANSITION_MOVE),
	POST_DO(TRANSITION "/call-off", COMMAND_TRANSITION_CALL_OFF),
	POST_DO(PREPARATION "/done", COMMAND_PREPARATION_DONE),
	POST_DO(PREPARATION "/not-needed", COMMAND_PREPARATION_NOT_NEEDED),
	LOOK_AT(EPISODE "/merges", LOOK_MERGES, api_view_merges, NULL),
	POST_DO(EPISODE "/identity", COMMAND_PERSON_IDENTIFY),
	POST_DO(MERGE "/confirm", COMMAND_MERGE_CONFIRM),
	POST_DO(MERGE "/apart", COMMAND_MERGE_APART),
	POST_DO(MERGE "/undo", COMMAND_MERGE_UNDO),
	POST_NEW(EPISODE "/corrections", COMMAND_MOMENT_CORRECT),

	POST_DO(EPISODE "/code", COMMAND_PERSON_RENEW),
	POST_NEW(EPISODE "/needs", COMMAND_NEED_ADD),
	POST_DO(NEED "/stop", COMMAND_NEED_STOP),
	POST_DO(NEED "/close", COMMAND_NEED_CLOSE),
	POST_NEW(NEED "/exhausted", COMMAND_TREATMENT_EXHAUSTED),
	POST_DO(NEED "/exhausted/agree", COMMAND_TREATMENT_AGREE),
	POST_DO(NEED "/resume", COMMAND_TREATMENT_RESUME),
	POST_DO(NEED "/danger", COMMAND_DANGER_REPORT),
	POST_DO(NEED "/safe", COMMAND_DANGER_OVER),
	POST_NEW(NEED "/step", COMMAND_STEP_PLAN),
	POST_DO(NEED "/step/done", COMMAND_STEP_DONE),

	POST_NEW(EPISODE "/joins", COMMAND_JOIN_ASK),
	POST_NEW(EPISODE "/invitations", COMMAND_JOIN_INVITE),
	LOOK_AT(JOIN, LOOK_JOIN, api_view_join, NULL),
	POST_DO(JOIN "/accept", COMMAND_JOIN_ACCEPT),
	POST_DO(JOIN "/decline", COMMAND_JOIN_DECLINE),
	POST_DO(JOIN "/withdraw", COMMAND_JOIN_WITHDRAW),
	POST_DO(EPISODE "/members/{account}/leave", COMMAND_MEMBER_LEAVE),

	POST_NEW(EPISODE "/consults", COMMAND_CONSULT_ASK),
	POST_DO(CONSULT "/answer", COMMAND_CONSULT_ANSWER),
	POST_DO(CONSULT "/decline", COMMAND_CONSULT_DECLINE),
	POST_DO(CONSULT "/withdraw", COMMAND_CONSULT_WITHDRAW),
	POST_DO(CONSULT "/close", COMMAND_CONSULT_CLOSE),
	POST_DO(CONSULT "/join", COMMAND_CONSULT_TURN),

	POST_NEW(EPISODE "/stays", COMMAND_STAY_PLAN),
	POST_DO(STAY "/admit", COMMAND_STAY_ADMIT),
	POST_DO(STAY "/leave", COMMAND_STAY_LEAVE),
	POST_DO(STAY "/back", COMMAND_STAY_BACK),
	POST_DO(STAY "/extend", COMMAND_STAY_EXTEND),
	POST_DO(STAY "/return", COMMAND_STAY_RETURN),
	POST_DO(STAY "/move-on", COMMAND_STAY_MOVE_ON),
	POST_DO(STAY "/cancel", COMMAND_STAY_CANCEL),

	POST_NEW(EPISODE "/cases", COMMAND_TABLE_BRING),
	POST_DO(CASE "/attend", COMMAND_TABLE_ATTEND),
	POST_DO(CASE "/object", COMMAND_TABLE_OBJECT),
	POST_DO(CASE "/decide", COMMAND_TABLE_DECIDE),
	POST_DO(CASE "/name", COMMAND_TABLE_NAME),
	POST_DO(CASE "/raise", COMMAND_TABLE_RAISE),
	POST_DO(CASE "/close", COMMAND_TABLE_CLOSE),
	POST_NEW(REGION "/table/shortages", COMMAND_SHORTAGE_PUT),
	POST_DO(SHORTAGE "/raise", COMMAND_SHORTAGE_RAISE),
	POST_DO(SHORTAGE "/decide", COMMAND_SHORTAGE_DECIDE),
	POST_DO(SHORTAGE "/close", COMMAND_SHORTAGE_CLOSE),

	POST_NEW(EPISODE "/conversation", COMMAND_CONVERSATION_TELL),
	POST_NEW(EPISODE "/plan/parts", COMMAND_PLAN_ADD),
	{HTTP_PUT, PART, COMMAND_PLAN_CHANGE, .created = 200},
	POST_NEW(EPISODE "/plan/steps", COMMAND_PLAN_STEP),
	POST_DO(PART "/give", COMMAND_PLAN_GIVE),
	POST_DO(PART "/accept", COMMAND_PLAN_ACCEPT),
	POST_DO(PART "/decline", COMMAND_PLAN_DECLINE),
	POST_DO(PART "/done", COMMAND_PLAN_DONE),
	POST_DO(PART "/stop", COMMAND_PLAN_STOP),
	POST_DO(EPISODE "/plan/agree", COMMAND_PLAN_AGREE),

	POST_DO(EPISODE "/close", COMMAND_EPISODE_CLOSE),
	POST_DO(EPISODE "/return", COMMAND_EPISODE_RETURN),
	POST_DO(EPISODE "/return/answer", COMMAND_RETURN_ANSWER),

	{HTTP_PUT, LIGHT, COMMAND_LIGHT_BEGIN, .created = 200},
	POST_DO(LIGHT "/held", COMMAND_LIGHT_HELD),
	POST_DO(LIGHT "/end", COMMAND_LIGHT_END),

	POST_NEW(EPISODE "/handovers", COMMAND_HANDOVER_OFFER),
	POST_DO(HANDOVER "/accept", COMMAND_HANDOVER_ACCEPT),
	POST_DO(HANDOVER "/decline", COMMAND_HANDOVER_DECLINE),
	POST_DO(HANDOVER "/withdraw", COMMAND_HANDOVER_WITHDRAW),
	POST_DO(HANDOVER "/contact", COMMAND_HANDOVER_CONTACT),
};
const size_t api_request_route_count = sizeof(api_request_routes) / sizeof(api_request_routes[0]);

size_t api_route_count(void)
{
	return api_request_route_count;
}

struct api_route api_route_at(size_t at)
{
	const struct api_request_route *route = &api_request_routes[at];
	return (struct api_route){.method = route->method,
		.template = route->template,
		.entry = command_find(route->command)};
}
