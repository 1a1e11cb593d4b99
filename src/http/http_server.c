/* http_server.c - opens the listening socket, starts the loops on it, and stops them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/check.h"
#include "http/http_internal.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG 1024
#define MAX_SECONDS 86400

/* libevent's own words could have a client's address in them. */
static void say_nothing(int severity, const char *message)
{
	(void)severity;
	(void)message;
}

static void on_fatal(int error)
{
	(void)error;
	CHECK_UNREACHABLE("libevent gave up");
}

static status check_options(const struct http_options *options, struct error *error)
{
	struct http_trusted trusted;

	if (options->address == NULL || options->clock == NULL || options->refuse == NULL)
		return status_fail(error, STATUS_INPUT, "http: no address, clock or refuse");
	if (options->loops < 1 || options->loops > HTTP_MAX_LOOPS)
		return status_fail(error, STATUS_INPUT, "http: loops must be 1 to %d", HTTP_MAX_LOOPS);
	if (options->slow_client_s < 1 || options->slow_client_s > MAX_SECONDS)
		return status_fail(error, STATUS_INPUT, "http: slow_client_s must be 1 to %d", MAX_SECONDS);
	if (options->max_connections < 1)
		return status_fail(error, STATUS_INPUT, "http: max_connections must be at least 1");
	if (options->max_header_bytes < 1 || options->max_header_bytes > SIZE_MAX / 4 ||
		options->max_body_bytes > SIZE_MAX / 4)
		return status_fail(error, STATUS_INPUT, "http: a bound on bytes makes no sense");
	if (!http_trusted_read(span_of(options->trusted), &trusted))
		return status_fail(error, STATUS_INPUT,
			"http: trusted proxies must be at most %d addresses in numbers", HTTP_MAX_TRUSTED);
	return STATUS_OK;
}

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

/* The size of the address; 0 if the text is none. */
static socklen_t read_address(const char *text, uint16_t port, union address *address)
{
	*address = (union address){.v6 = {0}};
	if (inet_pton(AF_INET, text, &address->v4.sin_addr) == 1) {
		address->v4.sin_family = AF_INET;
		address->v4.sin_port = htons(port);
		return sizeof address->v4;
	}
	if (inet_pton(AF_INET6, text, &address->v6.sin6_addr) == 1) {
		address->v6.sin6_family = AF_INET6;
		address->v6.sin6_port = htons(port);
		return sizeof address->v6;
	}
	return 0;
}

/* The socket is the caller's to close, also after an error; -1: there is none. */
static status open_socket(const char *text, uint16_t port, int *fd, struct error *error)
{
	const int on = 1;
	union address address;
	socklen_t size = read_address(text, port, &address);

	*fd = -1;
	if (size == 0) return status_fail(error, STATUS_INPUT, "http: the address is not in numbers");
	*fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	/* TCP_NODELAY passes to what is accepted. */
	if (*fd < 0 || setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
		setsockopt(*fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)
		return status_fail(error, STATUS_IO, "http: no socket (errno %d)", errno);
	if (bind(*fd, &address.any, size) != 0 || listen(*fd, BACKLOG) != 0)
		return status_fail(error, errno == EADDRINUSE ? STATUS_CONFLICT : STATUS_IO,
			"http: cannot listen on port %d (errno %d)", port, errno);
	return STATUS_OK;
}

status http_try_listen(const char *address, uint16_t port, struct error *error)
{
	int fd = -1;
	status result = open_socket(address, port, &fd, error);
	if (fd >= 0) close(fd);
	return result;
}

static status listen_on(struct http_server *server, struct error *error)
{
	const struct http_options *options = &server->options;
	union address address = {.v6 = {0}};
	socklen_t size = sizeof address;

	TRY(open_socket(options->address, options->port, &server->listen_fd, error));
	if (getsockname(server->listen_fd, &address.any, &size) != 0)
		return status_fail(error, STATUS_IO, "http: no port (errno %d)", errno);
	server->port =
		ntohs(address.any.sa_family == AF_INET ? address.v4.sin_port : address.v6.sin6_port);
	return STATUS_OK;
}

static status set_up(
	struct http_server *server, const struct http_route *routes, size_t count, struct error *error)
{
	struct prng prng;

	prng_init_system(&prng);
	prng_fill(&prng, server->salt, sizeof server->salt);
	CHECK(http_trusted_read(span_of(server->options.trusted), &server->trusted));
	server->loops = calloc((size_t)server->options.loops, sizeof *server->loops);
	if (server->loops == NULL) return status_fail(error, STATUS_MEMORY, "http: no memory");
	TRY(http_route_tree_create(routes, count, &server->routes, error));
	TRY(http_head_prepare(server, error));
	TRY(listen_on(server, error));
	for (int i = 0; i < server->options.loops; i++) {
		server->loops[i].server = server;
		server->loops[i].number = i;
		TRY(http_loop_open(&server->loops[i], error));
	}
	return STATUS_OK;
}

status http_open(const struct http_options *options, const struct http_route *routes, size_t count,
	struct http_server **server, struct error *error)
{
	*server = NULL;
	TRY(check_options(options, error));
	struct http_server *made = calloc(1, sizeof *made);
	if (made == NULL) return status_fail(error, STATUS_MEMORY, "http: no memory");
	event_set_log_callback(say_nothing);
	event_set_fatal_callback(on_fatal);
	http_metric_register();
	made->options = *options;
	made->listen_fd = -1;
	status result = set_up(made, routes, count, error);
	if (result == STATUS_OK)
		*server = made;
	else
		http_close(made);
	return result;
}

uint16_t http_port(const struct http_server *server)
{
	return server->port;
}

char *http_library(char out[HTTP_LIBRARY_SIZE])
{
	snprintf(out, HTTP_LIBRARY_SIZE, "libevent %s", event_get_version());
	return out;
}

/* With all signals blocked: they are the main thread's, and a write to a client that has gone must
 * fail, not end the process. */
static int start_threads(struct http_server *server)
{
	sigset_t all;
	sigset_t before;
	int started = 0;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	while (started < server->options.loops) {
		struct http_loop *loop = &server->loops[started];
		if (pthread_create(&loop->thread, NULL, http_loop_run, loop) != 0) break;
		started++;
	}
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

static void end_threads(struct http_server *server, int count, int grace_ms)
{
	server->grace_ms = grace_ms;
	server->stopping = true;
	for (int i = 0; i < count; i++) http_loop_wake(&server->loops[i]);
	for (int i = 0; i < count; i++) pthread_join(server->loops[i].thread, NULL);
}

status http_start(struct http_server *server, struct error *error)
{
	CHECK(!server->running && !server->stopping);
	int started = start_threads(server);
	if (started < server->options.loops) {
		end_threads(server, started, 0);
		return status_fail(
			error, STATUS_IO, "http: only %d of %d threads", started, server->options.loops);
	}
	server->running = true;
	return STATUS_OK;
}

void http_stop(struct http_server *server, int grace_ms)
{
	CHECK(grace_ms >= 0);
	if (!server->running) return;
	end_threads(server, server->options.loops, grace_ms);
	server->running = false;
	close(server->listen_fd);
	server->listen_fd = -1;
}

void http_close(struct http_server *server)
{
	if (server == NULL) return;
	if (server->running) http_stop(server, 0);
	for (int i = 0; server->loops != NULL && i < server->options.loops; i++)
		http_loop_close(&server->loops[i]);
	if (server->listen_fd >= 0) close(server->listen_fd);
	http_route_tree_destroy(server->routes);
	buf_finish(&server->fixed);
	free(server->fixed_lines);
	free(server->loops);
	free(server);
}
