/* http_exchange.c - one request: what came in, who answers it, and its end.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "base/hash.h"
#include "http/http_internal.h"
#include <event2/buffer.h>
#include <event2/http_struct.h>
#include <event2/keyvalq_struct.h>
#include <stdlib.h>
#include <strings.h>

#define ARENA_BLOCK_BYTES ((size_t)16 << 10)
#define MAX_SPARE 256
/* The shortest time of http_after while stopping. */
#define STOPPING_DELAY_MS 10

/* --- from the pool and back --- */

static struct http_exchange *create(void)
{
	struct http_exchange *exchange = calloc(1, sizeof *exchange);

	if (exchange != NULL) arena_init(&exchange->arena, ARENA_BLOCK_BYTES, HTTP_MAX_ARENA_BYTES);
	return exchange;
}

static void destroy(struct http_exchange *exchange)
{
	arena_finish(&exchange->arena);
	free(exchange);
}

static struct http_exchange *take_spare(struct http_loop *loop)
{
	struct http_exchange *exchange = loop->spare_exchanges;

	if (exchange == NULL) return create();
	loop->spare_exchanges = exchange->next;
	loop->spare_exchange_count--;
	return exchange;
}

static void give_back(struct http_loop *loop, struct http_exchange *exchange)
{
	if (loop->spare_exchange_count >= MAX_SPARE) {
		destroy(exchange);
		return;
	}
	arena_reset(&exchange->arena);
	exchange->next = loop->spare_exchanges;
	loop->spare_exchanges = exchange;
	loop->spare_exchange_count++;
}

/* An exchange of this connection, with everything about the request still to be filled in. */
static struct http_exchange *begin(struct http_connection *connection)
{
	struct http_loop *loop = connection->loop;
	struct http_exchange *exchange = take_spare(loop);

	if (exchange == NULL) return NULL;
	exchange->loop = loop;
	exchange->connection = connection;
	exchange->request = NULL;
	exchange->method = HTTP_UNKNOWN;
	exchange->template = "";
	exchange->match.route = NULL;
	exchange->match.allowed = 0;
	exchange->match.count = 0;
	exchange->query_count = 0;
	exchange->query_broken = false;
	exchange->open = true;
	exchange->close = true;
	exchange->body = (struct span){NULL, 0};
	exchange->id = http_loop_draw_id(loop);
	exchange->peer = connection->peer;
	exchange->began_ns = clock_monotonic_ns();
	exchange->timers = NULL;
	exchange->spare_timers = NULL;
	exchange->previous = NULL;
	exchange->next = loop->exchanges;
	if (loop->exchanges != NULL) loop->exchanges->previous = exchange;
	loop->exchanges = exchange;
	connection->exchange = exchange;
	http_metric_exchanges(1);
	return exchange;
}

static void drop_timers(struct http_exchange *exchange)
{
	for (struct http_timer *timer = exchange->timers; timer != NULL; timer = timer->next)
		event_del(&timer->event);
	exchange->timers = NULL;
}

/* The connection has let go of it. */
static void end(struct http_exchange *exchange)
{
	struct http_loop *loop = exchange->loop;

	exchange->open = false;
	drop_timers(exchange);
	/* With a connection the request is evhttp's. */
	if (exchange->connection == NULL && exchange->request != NULL)
		evhttp_request_free(exchange->request);
	if (exchange->previous == NULL)
		loop->exchanges = exchange->next;
	else
		exchange->previous->next = exchange->next;
	if (exchange->next != NULL) exchange->next->previous = exchange->previous;
	http_metric_exchanges(-1);
	give_back(loop, exchange);
	http_loop_check_end(loop);
}

/* --- reading the request --- */

static enum http_method method_of(enum evhttp_cmd_type type)
{
	switch (type) {
	case EVHTTP_REQ_GET: return HTTP_GET;
	case EVHTTP_REQ_HEAD: return HTTP_HEAD;
	case EVHTTP_REQ_POST: return HTTP_POST;
	case EVHTTP_REQ_PUT: return HTTP_PUT;
	case EVHTTP_REQ_PATCH: return HTTP_PATCH;
	case EVHTTP_REQ_DELETE: return HTTP_DELETE;
	case EVHTTP_REQ_OPTIONS: return HTTP_OPTIONS;
	default: return HTTP_UNKNOWN;
	}
}

/* RFC 9110, 5.6.2 */
static bool is_token(const char *name)
{
	static const char others[] = "!#$%&'*+-.^_`|~";
	const char *at = name;

	for (; *at != '\0'; at++) {
		bool letter = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z');
		if (!letter && !(*at >= '0' && *at <= '9') && strchr(others, *at) == NULL) return false;
	}
	return at > name;
}

static bool is_digits(const char *text)
{
	const char *at = text;

	while (*at >= '0' && *at <= '9') at++;
	return at > text && *at == '\0';
}

/* Where the request ends must be beyond doubt, or somebody in front of us may see two requests
 * where we see one (RFC 9112, 11.2). How much of this evhttp refuses by itself depends on its age;
 * it reads no body after a HEAD. */
static bool is_framed(const struct evhttp_request *request)
{
	const struct evkeyval *header;
	int lengths = 0;
	int encodings = 0;
	int hosts = 0;
	bool empty = true;

	for (header = request->input_headers->tqh_first; header != NULL;
		 header = header->next.tqe_next) {
		if (!is_token(header->key)) return false;
		if (strcasecmp(header->key, "content-length") == 0) {
			lengths++;
			if (!is_digits(header->value)) return false;
			empty = empty && strcmp(header->value, "0") == 0;
		} else if (strcasecmp(header->key, "transfer-encoding") == 0) {
			encodings++;
			if (strcasecmp(header->value, "chunked") != 0) return false;
		} else if (strcasecmp(header->key, "host") == 0) {
			hosts++;
		}
	}
	if (request->type == EVHTTP_REQ_HEAD && (encodings > 0 || !empty)) return false;
	bool host_is_missing = request->minor >= 1 && hosts == 0;
	return lengths + encodings <= 1 && hosts <= 1 && !host_is_missing;
}

/* As evhttp_send_done sees it, so that what we say is what it does; and when we stop. */
static bool wants_close(const struct http_loop *loop, const struct evhttp_request *request)
{
	const char *connection = evhttp_find_header(request->input_headers, "Connection");

	if (loop->stopping || (request->flags & EVHTTP_PROXY_REQUEST) != 0) return true;
	if (connection != NULL && strcasecmp(connection, "close") == 0) return true;
	bool keeps = connection != NULL && strncasecmp(connection, "keep-alive", 10) == 0;
	return (request->major < 1 || request->minor < 1) && !keeps;
}

static void read_query(struct http_exchange *exchange, const char *text)
{
	if (text != NULL && *text != '\0')
		exchange->query_broken = !http_parse_query(span_of(text), &exchange->arena, exchange->query,
			HTTP_MAX_QUERY, &exchange->query_count);
}

static void read_body(struct http_exchange *exchange)
{
	struct evbuffer *input = exchange->request->input_buffer;
	size_t size = evbuffer_get_length(input);

	if (size > 0) exchange->body = span_bytes(evbuffer_pullup(input, -1), size);
}

static void refuse(struct http_exchange *exchange, int code, int64_t bound)
{
	const struct http_options *options = &exchange->loop->server->options;

	options->refuse(exchange, code, bound, options->refuse_context);
}

/* Finds the handler and lets it work. */
static void dispatch(struct http_exchange *exchange)
{
	const struct http_server *server = exchange->loop->server;
	const struct evhttp_uri *uri = exchange->request->uri_elems;
	struct http_route_match *match = &exchange->match;
	const struct http_route *route;

	http_route_find(server->routes, exchange->method, span_of(evhttp_uri_get_path(uri)),
		&exchange->arena, match);
	route = match->route;
	if (!match->decodable) {
		refuse(exchange, 400, 0);
	} else if (route == NULL) {
		refuse(exchange, match->allowed != 0 ? 405 : 404, 0);
	} else {
		exchange->template = route->template;
		read_query(exchange, evhttp_uri_get_query(uri));
		route->handle(exchange, route->context);
	}
}

void http_exchange_receive(struct evhttp_request *request, void *context)
{
	struct http_loop *loop = context;
	struct http_connection *connection = loop->current;
	struct http_exchange *exchange = connection == NULL ? NULL : begin(connection);

	if (exchange == NULL) {
		evhttp_send_error(request, 503, NULL);
		return;
	}
	connection->state = HTTP_CONNECTION_HANDLING;
	connection->handed_over = true;
	exchange->request = request;
	exchange->method = method_of(request->type);
	exchange->close = wants_close(loop, request);
	if (!is_framed(request)) {
		exchange->close = true;
		http_refusal_take(connection);
		refuse(exchange, 400, 0);
		return;
	}
	read_body(exchange);
	if (exchange->body.size > 0 && exchange->body.start == NULL)
		refuse(exchange, 503, 0);
	else
		dispatch(exchange);
}

bool http_exchange_refuse(struct http_connection *connection, int code, int64_t bound)
{
	struct http_exchange *exchange = begin(connection);

	if (exchange != NULL) refuse(exchange, code, bound);
	return exchange != NULL;
}

/* --- what handlers ask --- */

struct id http_request_id(const struct http_exchange *exchange)
{
	return exchange->id;
}

struct span http_parameter(const struct http_exchange *exchange, const char *name)
{
	for (size_t i = 0; i < exchange->match.count; i++)
		if (span_is(exchange->match.parameters[i].name, name))
			return exchange->match.parameters[i].value;
	return (struct span){NULL, 0};
}

bool http_query(const struct http_exchange *exchange, const char *name, struct span *value)
{
	for (size_t i = 0; i < exchange->query_count; i++) {
		if (span_is(exchange->query[i].name, name)) {
			*value = exchange->query[i].value;
			return true;
		}
	}
	return false;
}

size_t http_query_count(const struct http_exchange *exchange)
{
	return exchange->query_count;
}

struct span http_query_name(const struct http_exchange *exchange, size_t at)
{
	CHECK(at < exchange->query_count);
	return exchange->query[at].name;
}

bool http_query_broken(const struct http_exchange *exchange)
{
	return exchange->query_broken;
}

struct span http_header_of(const struct http_exchange *exchange, const char *name)
{
	if (exchange->request == NULL) return (struct span){NULL, 0};
	return span_of(evhttp_find_header(exchange->request->input_headers, name));
}

struct span http_body(const struct http_exchange *exchange)
{
	return exchange->body;
}

/* A proxy may have added a line of its own behind the client's. */
static struct http_address client_of(const struct http_exchange *exchange)
{
	static const char *const names[] = {
		[HTTP_X_FORWARDED_FOR] = "X-Forwarded-For", [HTTP_FORWARDED] = "Forwarded"};
	const struct http_server *server = exchange->loop->server;
	enum http_proxy_header header = server->options.proxy_header;
	struct http_address client = exchange->peer;
	struct http_hops hops = {.count = 0};

	if (exchange->request == NULL || !http_trusted_has(&server->trusted, &client)) return client;
	const struct evkeyval *at = exchange->request->input_headers->tqh_first;
	for (; at != NULL; at = at->next.tqe_next)
		if (strcasecmp(at->key, names[header]) == 0) http_hops_add(&hops, span_of(at->value));
	if (http_hops_client(&hops, header, &server->trusted, &client) == HTTP_CLIENT_BROKEN)
		http_metric_unread_client();
	return client;
}

/* Of IPv6 the first 64 bits: a client has all addresses behind them. */
uint64_t http_peer_hash(const struct http_exchange *exchange)
{
	struct http_address client = client_of(exchange);
	bool is_v4 = http_address_is_v4(&client);
	struct {
		uint64_t salt[2];
		uint8_t bytes[8];
	} key = {.bytes = {0}};

	memcpy(key.salt, exchange->loop->server->salt, sizeof key.salt);
	memcpy(key.bytes, client.bytes + (is_v4 ? 12 : 0), is_v4 ? 4 : 8);
	return hash_fast(&key, sizeof key);
}

struct arena *http_arena(struct http_exchange *exchange)
{
	return &exchange->arena;
}

int http_loop(const struct http_exchange *exchange)
{
	return exchange->loop->number;
}

/* --- answering --- */

/* Of what is sent: nothing of it after a HEAD, with 204 and with 304. */
static struct span body_to_send(
	const struct http_exchange *exchange, const struct http_reply *reply)
{
	if (exchange->method == HTTP_HEAD || !http_head_has_body(reply->status))
		return (struct span){NULL, 0};
	return reply->body;
}

void http_reply_send(struct http_exchange *exchange, const struct http_reply *reply)
{
	struct http_loop *loop = exchange->loop;
	struct http_connection *connection = exchange->connection;
	size_t bytes = 0;

	CHECK(exchange->open && http_loop_is_here(loop));
	CHECK(reply->status >= 200 && reply->status <= 599);
	if (connection != NULL) {
		bool close = exchange->close || loop->stopping;
		struct span body = body_to_send(exchange, reply);
		http_head_write(loop, exchange, reply, close);
		struct span head = buf_span(&loop->head);
		if (loop->head.overflowed) head.size = 0;
		bytes = head.size + body.size;
		http_connection_reply(connection, exchange->request, head, body, close);
	}
	http_metric_record(exchange, reply, bytes);
	end(exchange);
}

void http_post(struct http_exchange *exchange, void (*run)(void *argument), void *argument)
{
	http_loop_post(exchange->loop, run, argument);
}

/* Takes a timer that is due out of its exchange. */
static struct http_call take_timer(struct http_timer *timer)
{
	struct http_exchange *exchange = timer->exchange;
	struct http_timer **at = &exchange->timers;

	while (*at != timer) at = &(*at)->next;
	*at = timer->next;
	timer->next = exchange->spare_timers;
	exchange->spare_timers = timer;
	return timer->call;
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
	struct http_call call = take_timer(context);

	(void)fd;
	(void)what;
	call.run(call.argument);
}

static struct http_timer *new_timer(struct http_exchange *exchange)
{
	struct http_timer *timer = exchange->spare_timers;

	if (timer == NULL) return ARENA_NEW(&exchange->arena, struct http_timer);
	exchange->spare_timers = timer->next;
	return timer;
}

void http_after(
	struct http_exchange *exchange, int64_t delay_ms, void (*run)(void *argument), void *argument)
{
	struct http_loop *loop = exchange->loop;

	CHECK(exchange->open && http_loop_is_here(loop) && delay_ms >= 0);
	if (loop->ended) return;
	if (loop->stopping && delay_ms > STOPPING_DELAY_MS) delay_ms = STOPPING_DELAY_MS;
	const struct timeval delay = {.tv_sec = delay_ms / 1000, .tv_usec = delay_ms % 1000 * 1000};
	struct http_timer *timer = new_timer(exchange);
	timer->exchange = exchange;
	timer->call = (struct http_call){run, argument};
	timer->next = exchange->timers;
	exchange->timers = timer;
	event_assign(&timer->event, loop->base, -1, 0, on_timer, timer);
	CHECK(event_add(&timer->event, &delay) == 0);
}

/* --- the end --- */

void http_exchange_fire_timers(struct http_loop *loop)
{
	for (struct http_exchange *at = loop->exchanges; at != NULL; at = at->next)
		for (struct http_timer *timer = at->timers; timer != NULL; timer = timer->next)
			event_active(&timer->event, EV_TIMEOUT, 0);
}

/* The first timer of all exchanges; NULL if there is none. */
static struct http_timer *any_timer(const struct http_loop *loop)
{
	for (struct http_exchange *at = loop->exchanges; at != NULL; at = at->next)
		if (at->timers != NULL) return at->timers;
	return NULL;
}

void http_exchange_run_timers(struct http_loop *loop)
{
	struct http_timer *timer;

	while ((timer = any_timer(loop)) != NULL) {
		event_del(&timer->event);
		struct http_call call = take_timer(timer);
		call.run(call.argument);
	}
}

void http_exchange_free_all(struct http_loop *loop)
{
	for (struct http_exchange *next, *at = loop->exchanges; at != NULL; at = next) {
		next = at->next;
		end(at);
	}
	while (loop->spare_exchanges != NULL) {
		struct http_exchange *next = loop->spare_exchanges->next;
		destroy(loop->spare_exchanges);
		loop->spare_exchanges = next;
	}
	loop->spare_exchange_count = 0;
}
