/* http.h - the narrow contract of the HTTP server; libevent's evhttp stands behind it and nobody
 * else sees it.
 *
 * A server has one listening socket and `loops` threads with an event loop each. A handler runs on
 * the loop of its connection and answers now (http_reply_send) or keeps the exchange and answers
 * later; another thread comes back to the loop with http_post.
 *
 * States      exchange: received -> (kept) -> replied | gone (the client went away; the handler
 *             still ends it)
 * Invariants  (1) Every exchange that reached a handler is ended exactly once, by http_reply_send;
 *                 also when the client is gone (then nothing is sent) and while stopping.
 *             (2) All memory of an exchange is in its arena and is given back when it has ended.
 *             (3) No request header, path or body is ever logged; a log line has the route's
 *                 template.
 *             (4) Every answer has passed options.refuse or a route's handler: what evhttp says by
 *                 itself is taken back before it is sent. Without memory for an exchange the
 *                 connection is closed, or gets evhttp's own 503.
 * Bounds      All in struct http_options. Refused with, and what happens to the connection:
 *             400 not HTTP/1.x, framing that could be read in two ways, no or two Host headers, a
 *                 path that is not decodable; closed, except for the path
 *             404 no route; 405 no route for the method, Allow is added; both stay open
 *             408 nothing received for slow_client_s in the middle of a request, or slower than
 *                 1 kB/s after the first slow_client_s; closed. Between requests it is closed
 *                 without an answer.
 *             413 body over max_body_bytes, or broken chunks; closed
 *             414 request line over max_header_bytes; 431 line and headers together; closed
 *             417 an Expect other than 100-continue; closed
 *             501 a method that is not in enum http_method; closed
 *             503 more than max_connections: accepted, answered and closed. What comes on top of
 *                 HTTP_MAX_REFUSED such connections is closed without an answer.
 * Limits      Chunks with extensions are refused as broken. A client that closes its sending side
 *             while its exchange is kept counts as gone. The hanging up of a client that has sent
 *             ahead is noticed when it is answered. Without file descriptors left, accepting rests
 *             for a tenth of a second at a time.
 * Ownership   Options are copied, but what they point to and the templates must outlive the server.
 * Tests       test/unit/http/
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/id.h"
#include "http/http_peer.h"

#define HTTP_MAX_LOOPS 64
#define HTTP_MAX_PARAMETERS 8
#define HTTP_MAX_QUERY 16
#define HTTP_MAX_SEGMENTS 16 /* of a path; a longer one matches no route */
#define HTTP_MAX_REFUSED 64  /* connections over max_connections that still get their 503 */
#define HTTP_MAX_ARENA_BYTES ((size_t)64 << 20) /* of one exchange */

enum http_method {
	HTTP_GET,
	HTTP_HEAD,
	HTTP_POST,
	HTTP_PUT,
	HTTP_PATCH,
	HTTP_DELETE,
	HTTP_OPTIONS,
	HTTP_UNKNOWN, /* only seen by `refuse`: the request could not be read so far */
};

struct http_exchange;
struct http_server;

/* A HEAD without a route of its own goes to that of GET; its reply is sent without the body. */
struct http_route {
	enum http_method method;
	const char *template; /* "/v1/episodes/{episode}"; {name} matches one segment, not empty */
	void (*handle)(struct http_exchange *exchange, void *context);
	void *context;
};

struct http_header {
	const char *name;
	const char *value;
};

struct http_options {
	const char *address; /* "127.0.0.1" or "::1": numbers, no names */
	uint16_t port;       /* 0: any */
	int loops;           /* 1 to HTTP_MAX_LOOPS */
	size_t max_body_bytes;
	size_t max_header_bytes; /* all of them and the request line */
	int slow_client_s;       /* silence after which a connection is closed */
	int max_connections;
	/* Addresses of proxies, between blanks, whose word is taken for whose request it is; NULL or
	 * empty: nobody's. They say it in `proxy_header`. */
	const char *trusted;
	enum http_proxy_header proxy_header;
	const struct clock *clock;
	/* Answers what no route answers (404, 405, and the bounds above); must end the exchange.
	 * `code` is the status HTTP has for it; `bound`, if not 0, the bound that was crossed. */
	void (*refuse)(struct http_exchange *exchange, int code, int64_t bound, void *context);
	void *refuse_context;
	/* Headers on every reply, e.g. Content-Security-Policy; ends with a NULL name; may be NULL. A
	 * header of the same name in a reply stands in its place. */
	const struct http_header *headers;
};

/* X-Request-Id, Date, Content-Length and Connection are added. A body with 204 or 304 is not sent.
 * Control characters in the value of a header are left out. */
struct http_reply {
	int status; /* 200 to 599 */
	const char *content_type;
	struct span body;
	const struct http_header *headers; /* ends with a NULL name; may be NULL */
	const char *log_code;              /* static code for the log line, or NULL */
};

/* Binds and listens; nothing is served before http_start. Errors: STATUS_INPUT (options, routes),
 * STATUS_IO (address), STATUS_CONFLICT (port is taken), STATUS_MEMORY. */
MUST_USE status http_open(const struct http_options *options, const struct http_route *routes,
	size_t count, struct http_server **server, struct error *error);
/* Whether a server could listen there at this moment: for who makes things before it opens one.
 * Errors: STATUS_INPUT, STATUS_IO (address), STATUS_CONFLICT (port is taken). */
MUST_USE status http_try_listen(const char *address, uint16_t port, struct error *error);
uint16_t http_port(const struct http_server *server);
/* "libevent 2.1.12-stable": what this program runs with. */
#define HTTP_LIBRARY_SIZE 48
char *http_library(char out[HTTP_LIBRARY_SIZE]);
/* Starts the threads. Errors: STATUS_IO; then http_close is what is left to do. */
MUST_USE status http_start(struct http_server *server, struct error *error);
/* Takes no more connections, closes idle ones, fires every http_after at once, lets requests under
 * way end for at most `grace_ms`, then ends the threads and waits; not from a handler. Posts are
 * taken until http_close. */
void http_stop(struct http_server *server, int grace_ms);
/* Stops if need be. Runs the posts and http_after calls that were left, so that their exchanges end
 * (gone), and frees everything, also exchanges nobody has ended: nobody may touch them any more.
 * Accepts NULL. */
void http_close(struct http_server *server);

/* What came in; spans live as long as the exchange. */
struct id http_request_id(const struct http_exchange *exchange);
/* Percent-decoded segment behind {name}; empty if there is none of that name. */
struct span http_parameter(const struct http_exchange *exchange, const char *name);
/* Percent-decoded query value, the first of that name; false if it is not there. */
bool http_query(const struct http_exchange *exchange, const char *name, struct span *value);
size_t http_query_count(const struct http_exchange *exchange);
struct span http_query_name(const struct http_exchange *exchange, size_t at);
/* True if the query string could not be read: too many pairs or a wrong percent-encoding. Then it
 * has no pairs. */
bool http_query_broken(const struct http_exchange *exchange);
/* Value of a request header, case-insensitive, the first of that name; empty if absent. */
struct span http_header_of(const struct http_exchange *exchange, const char *name);
struct span http_body(const struct http_exchange *exchange);
/* Of the client's address (of IPv6 the network part, 64 bits), with a random salt of the server:
 * for counting only, never stored. It is what the socket says, and behind a trusted proxy what that
 * says; where it says nothing that can be read, the proxy's own, which is counted. */
uint64_t http_peer_hash(const struct http_exchange *exchange);
struct arena *http_arena(struct http_exchange *exchange);
/* 0 to loops - 1: which loop runs this exchange; for state per loop. */
int http_loop(const struct http_exchange *exchange);

/* Ends the exchange; only on its loop. Copies what it sends. Afterwards the exchange and its arena
 * are gone, and calls of http_after that were still to come will not come. */
void http_reply_send(struct http_exchange *exchange, const struct http_reply *reply);
/* From any thread: runs `run(argument)` on the loop of the exchange, later, in the order of
 * posting. The exchange must not end before. */
void http_post(struct http_exchange *exchange, void (*run)(void *argument), void *argument);
/* On the loop of the exchange: runs `run(argument)` after `delay_ms`; while stopping, at once (or
 * after 10 ms, if it is asked for while stopping: who polls does not spin). */
void http_after(
	struct http_exchange *exchange, int64_t delay_ms, void (*run)(void *argument), void *argument);

/* Parsers, public for their tests and fuzzers. Spans point into the text, or into the arena where
 * something had to be decoded. */
struct http_pair {
	struct span name;
	struct span value;
};
/* application/x-www-form-urlencoded pairs; false if broken or more than `max`. Broken: a wrong
 * percent-encoding, an empty name, NUL, not UTF-8. Nothing between two '&' is passed over. */
bool http_parse_query(
	struct span text, struct arena *arena, struct http_pair *pairs, size_t max, size_t *count);
/* Decodes %XX; no '+'. False on a wrong encoding, an encoded NUL or '/', or not UTF-8. */
bool http_decode_segment(struct span text, struct arena *arena, struct span *decoded);
/* Matches a path against a template and fills at most HTTP_MAX_PARAMETERS parameters in the order
 * of the template. */
bool http_match(const char *template, struct span path, struct arena *arena,
	struct http_pair *parameters, size_t *count);
