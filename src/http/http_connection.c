/* http_connection.c - stands between a client's stream and evhttp.
 *
 * evhttp reads requests well, but answers by itself what it cannot read, keeps listening to a
 * client it is writing to, and tells nobody when a client goes away while its request is being
 * handled. So its callbacks on the stream are called from ours:
 *
 * - After it has read we look whether it has begun an answer of its own. If so, the stream is taken
 *   away from it, the answer thrown away, and options.refuse asked for a better one. (evhttp only
 *   fills the stream's buffer; nothing goes to the socket before the loop's next turn.)
 * - A reply is handed to the socket at once. Most fit: then evhttp is told so (it finds nothing
 *   left to write) and goes back to reading without the loop having turned.
 * - While an exchange is kept, evhttp does not read. We watch the socket for its end; when it
 *   comes the connection is freed, and the request, which evhttp would free with it, is made ours
 *   first.
 *
 * Written against libevent 2.1.12 (http.c: evhttp_handle_request, evhttp_send_reply_end,
 * evhttp_send_done, evhttp_start_read_, evhttp_connection_free); test_http_connection.c holds it
 * to that.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "http/http_internal.h"
#include <errno.h>
#include <event2/buffer.h>
#include <event2/http_struct.h>
#include <event2/listener.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>

#define MIN_BYTES_PER_S 1024
/* Of what evhttp writes by itself: "HTTP/1.1 413 ", and all of "HTTP/1.1 100 Continue\r\n\r\n". */
#define STATUS_AT 9
#define STATUS_END 12
#define CONTINUE_SIZE 25
#define NS_PER_S INT64_C(1000000000)

static void on_read(struct bufferevent *stream, void *unused);
static void on_written(struct bufferevent *stream, void *unused);
static void on_event(struct bufferevent *stream, short what, void *unused);

static size_t waiting_bytes(const struct http_connection *connection)
{
	return evbuffer_get_length(bufferevent_get_input(connection->stream));
}

/* The argument that evhttp passes on may be its own. */
static struct http_connection *connection_of(struct bufferevent *stream)
{
	void *connection = NULL;

	bufferevent_getcb(stream, NULL, NULL, NULL, &connection);
	return connection;
}

/* --- from accepting to freeing --- */

static void release(struct http_connection *connection)
{
	struct http_loop *loop = connection->loop;

	connection->next = loop->spare;
	loop->spare = connection;
}

static struct http_connection *take(struct http_loop *loop)
{
	struct http_connection *connection = loop->spare;

	if (connection == NULL)
		connection = calloc(1, sizeof *connection);
	else
		loop->spare = connection->next;
	if (connection != NULL) *connection = (struct http_connection){.loop = loop};
	return connection;
}

void http_connection_free_spare(struct http_loop *loop)
{
	while (loop->spare != NULL) {
		struct http_connection *next = loop->spare->next;
		free(loop->spare);
		loop->spare = next;
	}
}

/* evhttp sets the stream up when we have returned; until then it is kept as fresh. One connection
 * each turn, if there are other loops that could take the next. */
struct bufferevent *http_connection_accept(struct event_base *base, void *context)
{
	struct http_loop *loop = context;
	struct http_connection *connection = take(loop);
	struct bufferevent *stream = bufferevent_socket_new(base, -1, 0);

	if (connection == NULL || stream == NULL) {
		if (connection != NULL) release(connection);
		if (stream != NULL) bufferevent_free(stream);
		return NULL;
	}
	bufferevent_incref(stream);
	connection->stream = stream;
	*loop->fresh_end = connection;
	loop->fresh_end = &connection->next;
	if (loop->server->options.loops > 1) {
		evconnlistener_disable(loop->listener);
		loop->paused = true;
	}
	event_active(loop->wake, EV_TIMEOUT, 0);
	return stream;
}

static void link_open(struct http_connection *connection)
{
	struct http_loop *loop = connection->loop;

	connection->previous = NULL;
	connection->next = loop->open;
	if (loop->open != NULL) loop->open->previous = connection;
	loop->open = connection;
}

static void unlink_open(struct http_connection *connection)
{
	if (connection->previous == NULL)
		connection->loop->open = connection->next;
	else
		connection->previous->next = connection->next;
	if (connection->next != NULL) connection->next->previous = connection->previous;
}

/* evhttp is about to free its connection, with the request in it if that is not made ours. */
static void on_closed(struct evhttp_connection *evhttp, void *context)
{
	struct http_connection *connection = context;
	struct http_exchange *exchange = connection->exchange;
	struct http_loop *loop = connection->loop;

	(void)evhttp;
	event_del(&connection->hangup);
	if (exchange != NULL) {
		if (exchange->request != NULL) evhttp_request_own(exchange->request);
		exchange->connection = NULL;
		connection->exchange = NULL;
	}
	connection->state = HTTP_CONNECTION_CLOSED;
	unlink_open(connection);
	loop->connections--;
	loop->server->connections--;
	http_metric_connections(-1);
	if (!connection->busy) release(connection);
	http_loop_check_end(loop);
}

static void watch(struct http_connection *connection)
{
	bufferevent_setcb(connection->stream, on_read, on_written, on_event, connection);
}

/* Readable while nothing is read from it: the client has sent ahead, or has gone. */
static void on_hangup(evutil_socket_t fd, short what, void *context)
{
	struct http_connection *connection = context;
	char byte;
	ssize_t size = recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

	(void)what;
	if (size > 0) return;
	if (size < 0 && (errno == EAGAIN || errno == EINTR)) {
		event_add(&connection->hangup, NULL);
		return;
	}
	evhttp_connection_free(connection->evhttp);
}

static struct http_address peer_of(const struct http_connection *connection)
{
	const struct sockaddr *address = evhttp_connection_get_addr(connection->evhttp);
	struct http_address peer = {.bytes = {0}};

	if (address != NULL && address->sa_family == AF_INET) {
		memset(peer.bytes + 10, 0xff, 2);
		memcpy(peer.bytes + 12, &((const struct sockaddr_in *)address)->sin_addr, 4);
	} else if (address != NULL && address->sa_family == AF_INET6) {
		memcpy(peer.bytes, &((const struct sockaddr_in6 *)address)->sin6_addr, 16);
	}
	return peer;
}

static void adopt(struct http_connection *connection)
{
	struct http_loop *loop = connection->loop;
	void *evhttp = NULL;

	bufferevent_getcb(
		connection->stream, &loop->evhttp_read, &loop->evhttp_write, &loop->evhttp_event, &evhttp);
	bufferevent_decref(connection->stream);
	if (evhttp == NULL) { /* it failed to set it up */
		release(connection);
		return;
	}
	connection->evhttp = evhttp;
	connection->peer = peer_of(connection);
	event_assign(&connection->hangup, loop->base, bufferevent_getfd(connection->stream), EV_READ,
		on_hangup, connection);
	evhttp_connection_set_closecb(connection->evhttp, on_closed, connection);
	link_open(connection);
	watch(connection);
	http_metric_connections(1);
	loop->connections++;
	int over = ++loop->server->connections - loop->server->options.max_connections;
	if (over > HTTP_MAX_REFUSED)
		evhttp_connection_free(connection->evhttp);
	else if (over > 0)
		http_refusal_begin(connection, 503, (size_t)loop->server->options.max_connections);
}

void http_connection_adopt_all(struct http_loop *loop)
{
	struct http_connection *at = loop->fresh;

	loop->fresh = NULL;
	loop->fresh_end = &loop->fresh;
	while (at != NULL) {
		struct http_connection *next = at->next;
		adopt(at);
		at = next;
	}
}

/* Nothing of a request is here, not even in the socket. */
static bool is_idle(const struct http_connection *connection)
{
	char byte;

	if (connection->state == HTTP_CONNECTION_LINGERING) return true;
	return connection->state == HTTP_CONNECTION_READING && connection->consumed == 0 &&
		waiting_bytes(connection) == 0 &&
		recv(bufferevent_getfd(connection->stream), &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0;
}

void http_connection_close_idle(struct http_loop *loop)
{
	struct http_connection *next;

	for (struct http_connection *at = loop->open; at != NULL; at = next) {
		next = at->next;
		if (!at->busy && is_idle(at)) evhttp_connection_free(at->evhttp);
	}
}

/* --- reading --- */

/* The status of what evhttp has begun to answer by itself; 0: nothing, or only "100 Continue". */
static int evhttp_answer(const struct http_connection *connection)
{
	struct evbuffer *output = bufferevent_get_output(connection->stream);
	char text[2 * CONTINUE_SIZE];
	int64_t code = 0;

	if (evbuffer_get_length(output) == 0) return 0;
	evbuffer_unfreeze(output, 1);
	ev_ssize_t size = evbuffer_copyout(output, text, sizeof text);
	evbuffer_freeze(output, 1);
	for (ev_ssize_t at = 0; at + STATUS_END <= size; at += CONTINUE_SIZE) {
		struct span digits = {text + at + STATUS_AT, STATUS_END - STATUS_AT};
		if (!span_to_int64(digits, &code)) return 0;
		if (code != 100) return (int)code;
	}
	return 0;
}

/* The bound behind an answer of evhttp, which says 400 to all heads it does not like. */
static void refuse_for(struct http_connection *connection, int code, size_t seen)
{
	const struct http_options *options = &connection->loop->server->options;

	if (code == 413)
		http_refusal_begin(connection, 413, options->max_body_bytes);
	else if (code == 400 && seen > options->max_header_bytes)
		http_refusal_begin(connection, 431, options->max_header_bytes);
	else
		http_refusal_begin(connection, code, 0);
}

/* The first line has not ended where it should have. */
static bool line_is_too_long(const struct http_connection *connection)
{
	size_t max = connection->loop->server->options.max_header_bytes;

	if (connection->consumed > 0 || waiting_bytes(connection) <= max) return false;
	struct evbuffer *input = bufferevent_get_input(connection->stream);
	struct evbuffer_ptr end = evbuffer_search_eol(input, NULL, NULL, EVBUFFER_EOL_CRLF);
	return end.pos < 0 || (size_t)end.pos > max;
}

/* A request that is not there yet: it may take slow_client_s and a second for each kilobyte. */
static bool is_too_slow(struct http_connection *connection)
{
	size_t seen = connection->consumed + waiting_bytes(connection);
	int64_t now_ns = clock_monotonic_ns();

	if (seen == 0) return false;
	if (connection->began_ns == 0) connection->began_ns = now_ns;
	int64_t allowed_s =
		connection->loop->server->options.slow_client_s + (int64_t)(seen / MIN_BYTES_PER_S);
	return now_ns - connection->began_ns > allowed_s * NS_PER_S;
}

/* evhttp has read, and waits for more. `seen`: bytes of this request that had come. */
static void after_reading(struct http_connection *connection, size_t seen)
{
	int slow_client_s = connection->loop->server->options.slow_client_s;
	int code = evhttp_answer(connection);

	if (code != 0)
		refuse_for(connection, code, seen);
	else if (is_too_slow(connection))
		http_refusal_begin(connection, 408, (size_t)slow_client_s);
	else
		watch(connection);
}

/* Lets evhttp read. False if the connection was freed. The watch for hanging up is on meanwhile:
 * as evhttp stops listening and begins again, epoll need not be told. */
static bool let_evhttp_read(struct http_connection *connection)
{
	struct http_loop *loop = connection->loop;

	event_add(&connection->hangup, NULL);
	connection->busy = true;
	connection->handed_over = false;
	loop->current = connection;
	loop->evhttp_read(connection->stream, connection->evhttp);
	loop->current = NULL;
	connection->busy = false;
	if (connection->state == HTTP_CONNECTION_CLOSED) {
		release(connection);
		return false;
	}
	if (connection->state != HTTP_CONNECTION_HANDLING) event_del(&connection->hangup);
	return true;
}

static void on_read(struct bufferevent *stream, void *unused)
{
	struct http_connection *connection = connection_of(stream);
	size_t before = waiting_bytes(connection);

	(void)unused;
	if (connection->state != HTTP_CONNECTION_READING) return;
	if (line_is_too_long(connection)) {
		http_refusal_begin(connection, 414, connection->loop->server->options.max_header_bytes);
		return;
	}
	if (!let_evhttp_read(connection)) return;
	if (connection->handed_over) {
		connection->consumed = 0;
		connection->began_ns = 0;
		return;
	}
	size_t seen = connection->consumed + before;
	connection->consumed = seen - waiting_bytes(connection);
	after_reading(connection, seen);
}

/* Errors, the end of the stream, and silence. */
static void on_event(struct bufferevent *stream, short what, void *unused)
{
	struct http_connection *connection = connection_of(stream);
	struct http_loop *loop = connection->loop;

	(void)unused;
	if (connection->state == HTTP_CONNECTION_READING && (what & BEV_EVENT_TIMEOUT) != 0 &&
		(what & BEV_EVENT_READING) != 0 && connection->consumed + waiting_bytes(connection) > 0) {
		http_refusal_begin(connection, 408, (size_t)loop->server->options.slow_client_s);
		return;
	}
	connection->busy = true;
	loop->evhttp_event(stream, what, connection->evhttp);
	connection->busy = false;
	if (connection->state == HTTP_CONNECTION_CLOSED) release(connection);
}

/* --- writing --- */

bool http_connection_write(struct http_connection *connection, struct span head, struct span body)
{
	struct evbuffer *output = bufferevent_get_output(connection->stream);
	struct iovec parts[2] = {
		{.iov_base = (void *)(uintptr_t)head.start, .iov_len = head.size},
		{.iov_base = (void *)(uintptr_t)body.start, .iov_len = body.size},
	};
	struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
	size_t sent = 0;

	if (evbuffer_get_length(output) == 0) {
		ssize_t size =
			sendmsg(bufferevent_getfd(connection->stream), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (size < 0 && errno != EAGAIN && errno != EINTR) return false;
		sent = size < 0 ? 0 : (size_t)size;
	}
	for (size_t i = 0; i < 2; i++) {
		size_t skipped = sent < parts[i].iov_len ? sent : parts[i].iov_len;
		sent -= skipped;
		if (skipped < parts[i].iov_len &&
			evbuffer_add(output, (char *)parts[i].iov_base + skipped, parts[i].iov_len - skipped) !=
				0)
			return false;
	}
	return true;
}

bool http_connection_is_written(const struct http_connection *connection)
{
	return evbuffer_get_length(bufferevent_get_output(connection->stream)) == 0;
}

/* evhttp is done with a reply and waits for the next request, for which bytes may be here already;
 * they come to on_read at the loop's next turn. */
static void read_next(struct http_connection *connection)
{
	connection->state = HTTP_CONNECTION_READING;
	watch(connection);
	if (connection->loop->stopping && !connection->busy && is_idle(connection))
		evhttp_connection_free(connection->evhttp);
}

static void on_written(struct bufferevent *stream, void *unused)
{
	struct http_connection *connection = connection_of(stream);

	(void)unused;
	connection->busy = true;
	connection->loop->evhttp_write(stream, connection->evhttp);
	connection->busy = false;
	if (connection->state == HTTP_CONNECTION_CLOSED)
		release(connection);
	else if (connection->state == HTTP_CONNECTION_WRITING)
		read_next(connection);
}

/* evhttp_send_reply_end tells evhttp that the reply is complete: with nothing left to write it goes
 * on at once, otherwise when the stream says it is empty. */
static void finish_reply(struct http_connection *connection, struct evhttp_request *request)
{
	bool was_busy = connection->busy;
	bool written = http_connection_is_written(connection);

	request->chunked = 0; /* of what came in; evhttp would end a chunked reply */
	connection->busy = true;
	evhttp_send_reply_end(request);
	connection->busy = was_busy;
	if (connection->state == HTTP_CONNECTION_CLOSED) {
		if (!was_busy) release(connection);
		return;
	}
	if (!was_busy) event_del(&connection->hangup);
	if (written) {
		read_next(connection);
	} else {
		bufferevent_setcb(connection->stream, NULL, on_written, on_event, connection);
		bufferevent_enable(connection->stream, EV_WRITE);
	}
}

static void send_reply(struct http_connection *connection, struct evhttp_request *request,
	struct span head, struct span body, bool close)
{
	connection->state = HTTP_CONNECTION_WRITING;
	/* What evhttp goes by when it is done; the header itself is in `head`. */
	bool known = !close || evhttp_add_header(request->output_headers, "Connection", "close") == 0;
	if (known && http_connection_write(connection, head, body))
		finish_reply(connection, request);
	else
		evhttp_connection_free(connection->evhttp);
}

void http_connection_reply(struct http_connection *connection, struct evhttp_request *request,
	struct span head, struct span body, bool close)
{
	connection->exchange = NULL;
	if (connection->state == HTTP_CONNECTION_REFUSING)
		http_refusal_send(connection, head, body);
	else if (head.size == 0) /* it was too large, or there was no memory for it */
		evhttp_connection_free(connection->evhttp);
	else
		send_reply(connection, request, head, body, close);
}
