/* http_refusal.c - the last answer on a connection whose requests cannot be read any further.
 *
 * A socket that is closed with unread bytes in it tells the client "connection reset", and the
 * client may then lose the answer it was sent. So after the answer we close our side only, and
 * throw away what still comes, for a while.
 * Bounds      LINGER_S seconds of silence, MAX_LINGER_S in all, MAX_LINGER_BYTES.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "http/http_internal.h"
#include <event2/buffer.h>
#include <sys/socket.h>

#define LINGER_S 2
#define MAX_LINGER_S 10
#define MAX_LINGER_BYTES ((size_t)16 << 20)
#define NS_PER_S INT64_C(1000000000)

static struct http_connection *connection_of(struct bufferevent *stream)
{
	void *connection = NULL;

	bufferevent_getcb(stream, NULL, NULL, NULL, &connection);
	return connection;
}

static void throw_away(struct http_connection *connection)
{
	struct evbuffer *input = bufferevent_get_input(connection->stream);

	connection->lingered += evbuffer_get_length(input);
	evbuffer_drain(input, evbuffer_get_length(input));
}

static void on_more(struct bufferevent *stream, void *unused)
{
	struct http_connection *connection = connection_of(stream);
	int64_t now_ns = clock_monotonic_ns();

	(void)unused;
	throw_away(connection);
	if (connection->lingered > MAX_LINGER_BYTES ||
		now_ns - connection->began_ns > MAX_LINGER_S * NS_PER_S)
		evhttp_connection_free(connection->evhttp);
}

static void on_end(struct bufferevent *stream, short what, void *unused)
{
	(void)what;
	(void)unused;
	evhttp_connection_free(connection_of(stream)->evhttp);
}

static void linger(struct http_connection *connection)
{
	const struct timeval silence = {.tv_sec = LINGER_S};
	struct bufferevent *stream = connection->stream;

	connection->state = HTTP_CONNECTION_LINGERING;
	connection->began_ns = clock_monotonic_ns();
	bufferevent_disable(stream, EV_WRITE);
	shutdown(bufferevent_getfd(stream), SHUT_WR);
	bufferevent_setcb(stream, on_more, NULL, on_end, connection);
	bufferevent_set_timeouts(stream, &silence, &silence);
	if (connection->loop->stopping || bufferevent_enable(stream, EV_READ) != 0)
		evhttp_connection_free(connection->evhttp);
}

static void on_sent(struct bufferevent *stream, void *unused)
{
	(void)unused;
	linger(connection_of(stream));
}

void http_refusal_take(struct http_connection *connection)
{
	struct bufferevent *stream = connection->stream;
	struct evbuffer *output = bufferevent_get_output(stream);

	connection->state = HTTP_CONNECTION_REFUSING;
	bufferevent_disable(stream, EV_READ | EV_WRITE);
	bufferevent_setcb(stream, NULL, NULL, on_end, connection);
	evbuffer_unfreeze(output, 1);
	evbuffer_drain(output, evbuffer_get_length(output));
	evbuffer_freeze(output, 1);
	throw_away(connection);
}

void http_refusal_begin(struct http_connection *connection, int code, size_t bound)
{
	http_refusal_take(connection);
	if (!http_exchange_refuse(connection, code, (int64_t)bound))
		evhttp_connection_free(connection->evhttp);
}

void http_refusal_send(struct http_connection *connection, struct span head, struct span body)
{
	if (head.size == 0 || !http_connection_write(connection, head, body)) {
		evhttp_connection_free(connection->evhttp);
	} else if (http_connection_is_written(connection)) {
		linger(connection);
	} else {
		bufferevent_setcb(connection->stream, NULL, on_sent, on_end, connection);
		bufferevent_enable(connection->stream, EV_WRITE);
	}
}
