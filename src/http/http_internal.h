/* http_internal.h - server, loop, connection and exchange: what the files of this folder share.
 *
 * Everything of a loop is touched by its own thread only, except `calls` (under `lock`), `wake_fd`
 * and, before the threads start and after they have ended, by who opens and closes the server.
 *
 * Connection  accepted -> READING -> HANDLING -> WRITING -> READING ...
 *             READING -> REFUSING -> LINGERING   (taken from evhttp: it sends nothing more)
 *             any -> CLOSED                      (evhttp has freed it)
 * Invariants  (1) In HANDLING and until the reply in REFUSING the connection has an exchange, and
 *                 the exchange has it; otherwise neither knows the other.
 *             (2) An exchange without a connection owns its request (evhttp_request_own), so what
 *                 its handler reads stays there.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "http/http.h"
#include "http/http_route.h"
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/event_struct.h>
#include <event2/http.h>
#include <pthread.h>

#define HTTP_IDS 64
#define HTTP_DATE_SIZE 30 /* Sat, 21 Nov 2026 22:43:21 GMT and a 0 */

/* The bytes of options.headers, once for all and one by one. */
struct http_fixed_header {
	const char *name;
	struct span line; /* "Name: value\r\n" */
};

struct http_server {
	struct http_options options;
	struct http_route_tree *routes;
	struct buf fixed; /* all lines of options.headers */
	struct http_fixed_header *fixed_lines;
	size_t fixed_count;
	uint64_t salt[2]; /* of http_peer_hash */
	struct http_trusted trusted;
	int listen_fd;
	uint16_t port;
	struct http_loop *loops;
	bool running;
	_Atomic int connections; /* of all loops */
	_Atomic bool stopping;
	_Atomic int grace_ms;
};

struct http_call {
	void (*run)(void *argument);
	void *argument;
};

struct http_loop {
	struct http_server *server;
	int number;
	pthread_t thread;
	struct event_base *base;
	struct evhttp *evhttp;
	struct evconnlistener *listener;
	struct event *wake;  /* on wake_fd; also made active by the loop itself */
	struct event *grace; /* the end of waiting while stopping */
	struct event *rest;  /* accepting again */
	int wake_fd;
	_Atomic int connections; /* also read by the other loops */
	pthread_mutex_t lock;
	struct buf calls;   /* of struct http_call, in order of arrival; under lock */
	struct buf running; /* what was taken out of `calls` */
	bool paused;        /* not accepting until the next turn: other loops may */
	bool resting;       /* not accepting, see `rest` */
	bool stopping;      /* as this loop has seen it */
	bool ended;         /* its thread is no more; only http_close still runs things */

	/* evhttp's own callbacks on a connection's stream, behind ours. */
	bufferevent_data_cb evhttp_read;
	bufferevent_data_cb evhttp_write;
	bufferevent_event_cb evhttp_event;

	struct http_connection *fresh; /* accepted, not yet ours, in that order */
	struct http_connection **fresh_end;
	struct http_connection *open;    /* all others, in a list both ways */
	struct http_connection *spare;   /* pool */
	struct http_connection *current; /* whose bytes evhttp is reading right now */

	struct http_exchange *exchanges; /* under way, in a list both ways */
	struct http_exchange *spare_exchanges;
	size_t spare_exchange_count;

	struct prng prng;
	struct id ids[HTTP_IDS]; /* drawn ahead */
	size_t ids_left;
	struct buf head; /* of the reply that is being made */
	int64_t date_s;  /* of `date` */
	char date[HTTP_DATE_SIZE];
};

enum http_connection_state {
	HTTP_CONNECTION_READING,   /* evhttp waits for a request, or is in the middle of one */
	HTTP_CONNECTION_HANDLING,  /* an exchange is at its handler; nothing is read */
	HTTP_CONNECTION_WRITING,   /* a reply is on its way; nothing is read */
	HTTP_CONNECTION_REFUSING,  /* a refusal is on its way, after which the connection is closed */
	HTTP_CONNECTION_LINGERING, /* what still comes is thrown away, so that the refusal is read */
	HTTP_CONNECTION_CLOSED,
};

struct http_connection {
	struct http_connection *next;
	struct http_connection *previous;
	struct http_loop *loop;
	struct evhttp_connection *evhttp;
	struct bufferevent *stream;
	struct http_exchange *exchange;
	struct event hangup; /* HANDLING: tells that the client has gone */
	enum http_connection_state state;
	bool busy;        /* evhttp is at work on it above us: it is not released under its feet */
	bool handed_over; /* a request became an exchange since evhttp was last called */
	struct http_address peer; /* as the socket has it */
	size_t consumed;          /* bytes of the request that evhttp took before the last reading */
	int64_t began_ns;         /* when it was first seen to be incomplete; 0: not yet */
	size_t lingered;          /* bytes thrown away after the refusal */
};

struct http_timer {
	struct event event;
	struct http_timer *next;
	struct http_exchange *exchange;
	struct http_call call;
};

struct http_exchange {
	struct http_exchange *next;
	struct http_exchange *previous;
	struct http_loop *loop;
	struct http_connection *connection; /* NULL: the client has gone */
	struct evhttp_request *request;     /* NULL: a refusal of what evhttp could not read */
	struct arena arena;
	enum http_method method;
	const char *template;
	struct http_route_match match;
	struct http_pair query[HTTP_MAX_QUERY];
	size_t query_count;
	bool query_broken;
	bool open;  /* from begin to end; in the pool it is not */
	bool close; /* the connection, after the reply */
	struct span body;
	struct id id;
	struct http_address peer; /* as the socket has it */
	int64_t began_ns;
	struct http_timer *timers;       /* still to come */
	struct http_timer *spare_timers; /* to be used again */
};

/* http_loop.c */
MUST_USE status http_loop_open(struct http_loop *loop, struct error *error);
/* After the thread has ended, or if it never began; accepts what http_loop_open left half done. */
void http_loop_close(struct http_loop *loop);
/* The thread. */
void *http_loop_run(void *loop);
/* From any thread: lets the loop look at its calls and at server->stopping. */
void http_loop_wake(struct http_loop *loop);
/* True on the loop's own thread, and anywhere when that has ended. */
bool http_loop_is_here(const struct http_loop *loop);
void http_loop_post(struct http_loop *loop, void (*run)(void *argument), void *argument);
/* Ends the loop if it is stopping and has nothing left to wait for. */
void http_loop_check_end(struct http_loop *loop);
struct id http_loop_draw_id(struct http_loop *loop);

/* http_connection.c */
/* evhttp's maker of streams: called for each connection that was accepted. */
struct bufferevent *http_connection_accept(struct event_base *base, void *loop);
/* Puts ourselves between the new connections and evhttp. */
void http_connection_adopt_all(struct http_loop *loop);
/* Closes what has no request under way. */
void http_connection_close_idle(struct http_loop *loop);
/* Sends the reply of the connection's exchange, which it lets go. `close`: and nothing after. */
void http_connection_reply(struct http_connection *connection, struct evhttp_request *request,
	struct span head, struct span body, bool close);
/* To the socket what it takes at once, the rest to the stream. False: the client has gone. */
MUST_USE bool http_connection_write(
	struct http_connection *connection, struct span head, struct span body);
bool http_connection_is_written(const struct http_connection *connection);
void http_connection_free_spare(struct http_loop *loop);

/* http_refusal.c */
/* Takes the stream away from evhttp, and throws away what it had begun to say. */
void http_refusal_take(struct http_connection *connection);
/* The same, and asks options.refuse; the connection may be freed when this returns. */
void http_refusal_begin(struct http_connection *connection, int code, size_t bound);
/* Sends the answer, and closes after the client had time to read it. */
void http_refusal_send(struct http_connection *connection, struct span head, struct span body);

/* http_exchange.c */
/* evhttp's callback for each request that was read. */
void http_exchange_receive(struct evhttp_request *request, void *loop);
/* Lets options.refuse answer on a connection that was taken from evhttp; false without memory. */
bool http_exchange_refuse(struct http_connection *connection, int code, int64_t bound);
/* All http_after calls now. */
void http_exchange_fire_timers(struct http_loop *loop);
/* The same when the loop has ended: runs them. */
void http_exchange_run_timers(struct http_loop *loop);
/* Frees every exchange, whoever may still hold it. */
void http_exchange_free_all(struct http_loop *loop);

/* http_head.c */
/* Writes the head of a reply into loop->head. */
void http_head_write(struct http_loop *loop, const struct http_exchange *exchange,
	const struct http_reply *reply, bool close);
bool http_head_has_body(int code);
/* Prepares the lines of options.headers. */
MUST_USE status http_head_prepare(struct http_server *server, struct error *error);

/* http_metric.c */
void http_metric_register(void);
void http_metric_connections(int by);
void http_metric_exchanges(int by);
/* A trusted proxy did not say whose request it is. */
void http_metric_unread_client(void);
/* The log line and the counters of an exchange that has been answered. */
void http_metric_record(
	const struct http_exchange *exchange, const struct http_reply *reply, size_t bytes);
