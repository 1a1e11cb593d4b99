/* bench_evhttp.c - libevent's evhttp by itself, answering N bytes to everything: what ours is
 * measured against.
 *
 * Usage       bench_evhttp port bytes      (127.0.0.1, one loop; ends with a signal)
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/span.h"
#include <event2/buffer.h>
#include <event2/event.h>
#include <event2/http.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#define MAX_BYTES (64 << 20)

struct bench {
	char *bytes;
	size_t size;
};

static void answer(struct evhttp_request *request, void *context)
{
	const struct bench *bench = context;
	struct evbuffer *body = evbuffer_new();

	if (body == NULL || evbuffer_add(body, bench->bytes, bench->size) != 0) abort();
	evhttp_add_header(
		evhttp_request_get_output_headers(request), "Content-Type", "application/json");
	evhttp_send_reply(request, 200, "OK", body);
	evbuffer_free(body);
}

static int serve(uint16_t port, struct bench *bench)
{
	struct event_base *base = event_base_new();
	struct evhttp *server = base == NULL ? NULL : evhttp_new(base);

	if (server == NULL || evhttp_bind_socket(server, "127.0.0.1", port) != 0) {
		fprintf(stderr, "bench_evhttp: cannot listen on port %d\n", port);
		return 1;
	}
	evhttp_set_gencb(server, answer, bench);
	event_base_dispatch(base);
	evhttp_free(server);
	event_base_free(base);
	return 0;
}

int main(int argc, char **argv)
{
	int64_t port = 0;
	int64_t size = 0;

	if (argc != 3 || !span_to_int64(span_of(argv[1]), &port) || port < 1 || port > 65535 ||
		!span_to_int64(span_of(argv[2]), &size) || size < 0 || size > MAX_BYTES) {
		fprintf(stderr, "usage: bench_evhttp port bytes\n");
		return 2;
	}
	struct bench bench = {.bytes = calloc(1, (size_t)size + 1), .size = (size_t)size};
	if (bench.bytes == NULL) return 1;
	memset(bench.bytes, 'x', bench.size);
	signal(SIGPIPE, SIG_IGN);
	int result = serve((uint16_t)port, &bench);
	free(bench.bytes);
	return result;
}
