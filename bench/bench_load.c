/* bench_load.c - sends requests from a file over many connections and says how fast they were
 * answered.
 *
 * Use: bench_load PORT CONNECTIONS SECONDS RATE REQUESTS [HEADER...]
 * RATE is requests a second over all connections, 0 for as fast as it goes. REQUESTS has a line
 * per request: METHOD PATH [BODY]; lines are taken at random, or with SECONDS 0 each once, in
 * order. "%K" in a header becomes a number that no request had before. Prints one line of JSON:
 * requests a second, percentiles in microseconds, answers by their first digit. A latency at a
 * given rate counts from when the request was due.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/buf.h"
#include "base/clock.h"
#include "base/prng.h"
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_CONNECTIONS = 1024, MAX_SAMPLES = 8 * 1024 * 1024, REPLY_BYTES = 1 << 20 };

struct connection {
	int fd;
	char *reply;
	size_t received;
	int64_t began_ns;
	bool busy;
};

struct load {
	uint16_t port;
	int connections;
	int64_t end_ns, began_ns;
	double rate;
	bool once;
	int64_t sent, answered, by_class[6];
	struct span *requests;
	size_t request_count;
	char **headers;
	int header_count;
	int64_t key;
	uint32_t *samples;
	struct connection list[MAX_CONNECTIONS];
	struct prng prng;
	struct buf out;
};

static void fail(const char *what)
{
	fprintf(stderr, "bench_load: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void read_requests(struct load *load, const char *path)
{
	FILE *file = fopen(path, "r");
	if (file == NULL) fail(path);
	struct buf text;
	buf_init(&text, (size_t)1 << 30);
	char chunk[65536];
	for (size_t got; (got = fread(chunk, 1, sizeof(chunk), file)) > 0;) buf_add(&text, chunk, got);
	fclose(file);
	struct span rest = buf_span(&text), line;
	load->requests = calloc(2 * 1024 * 1024, sizeof(*load->requests));
	while (span_take(&rest, '\n', &line))
		if (line.size > 0) load->requests[load->request_count++] = line;
	if (load->request_count == 0) fail("no requests");
}

static void add_headers(struct load *load)
{
	for (int i = 0; i < load->header_count; i++) {
		const char *key = strstr(load->headers[i], "%K");
		if (key == NULL)
			buf_add_text(&load->out, load->headers[i]);
		else
			buf_printf(&load->out, "%.*s%d-%lld", (int)(key - load->headers[i]), load->headers[i],
				(int)getpid(), (long long)load->key++);
		buf_add_text(&load->out, "\r\n");
	}
}

static void send_request(struct load *load, struct connection *connection, int64_t due_ns)
{
	size_t at = load->once ? (size_t)load->sent : prng_below(&load->prng, load->request_count);
	struct span line = load->requests[at], method, path;
	span_take(&line, ' ', &method);
	span_take(&line, ' ', &path);
	buf_reset(&load->out);
	buf_printf(&load->out, "%.*s %.*s HTTP/1.1\r\nHost: localhost\r\n", SPAN_PRINT(method),
		SPAN_PRINT(path));
	add_headers(load);
	if (line.size > 0)
		buf_printf(
			&load->out, "Content-Type: application/json\r\nContent-Length: %zu\r\n", line.size);
	buf_add_text(&load->out, "\r\n");
	buf_add_span(&load->out, line);
	if (write(connection->fd, load->out.bytes, load->out.size) != (ssize_t)load->out.size)
		fail("write");
	connection->began_ns = due_ns;
	connection->received = 0;
	connection->busy = true;
	load->sent++;
}

/* The size of the whole reply, or 0 if its head is not there yet. */
static size_t reply_size(const struct connection *connection)
{
	const char *end = memmem(connection->reply, connection->received, "\r\n\r\n", 4);
	if (end == NULL) return 0;
	const char *length =
		memmem(connection->reply, (size_t)(end - connection->reply), "Content-Length: ", 16);
	long body = length == NULL ? 0 : strtol(length + 16, NULL, 10);
	return (size_t)(end - connection->reply) + 4 + (size_t)body;
}

/* True when a whole reply is there. */
static bool receive(struct load *load, struct connection *connection)
{
	ssize_t got = read(connection->fd, connection->reply + connection->received,
		REPLY_BYTES - connection->received);
	if (got <= 0) fail("connection closed");
	connection->received += (size_t)got;
	size_t size = reply_size(connection);
	if (size == 0 || connection->received < size) return false;
	int class = connection->reply[9] - '0';
	load->by_class[class >= 1 && class <= 5 ? class : 0]++;
	if (load->answered < MAX_SAMPLES)
		load->samples[load->answered] =
			(uint32_t)((clock_monotonic_ns() - connection->began_ns) / 1000);
	load->answered++;
	connection->busy = false;
	return true;
}

static void connect_all(struct load *load, int poll_fd)
{
	for (int i = 0; i < load->connections; i++) {
		struct sockaddr_in address = {.sin_family = AF_INET,
			.sin_port = htons(load->port),
			.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
		struct connection *connection = &load->list[i];
		int one = 1;
		connection->fd = socket(AF_INET, SOCK_STREAM, 0);
		connection->reply = calloc(1, REPLY_BYTES);
		if (connect(connection->fd, (struct sockaddr *)&address, sizeof(address)) != 0)
			fail("connect");
		setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
		epoll_ctl(poll_fd, EPOLL_CTL_ADD, connection->fd, &event);
	}
}

static bool has_ended(const struct load *load, int64_t now_ns)
{
	return load->once ? load->sent >= (int64_t)load->request_count : now_ns >= load->end_ns;
}

/* Sends what is due: on every idle connection, or as the rate allows. */
static void send_due(struct load *load)
{
	int64_t now_ns = clock_monotonic_ns();
	for (int i = 0; i < load->connections && !has_ended(load, now_ns); i++) {
		if (load->list[i].busy) continue;
		int64_t due_ns = now_ns;
		if (load->rate > 0) {
			due_ns = load->began_ns + (int64_t)((double)load->sent * 1e9 / load->rate);
			if (due_ns > now_ns) return;
		}
		send_request(load, &load->list[i], due_ns);
	}
}

static void run(struct load *load)
{
	int poll_fd = epoll_create1(0);
	connect_all(load, poll_fd);
	load->began_ns = clock_monotonic_ns();
	load->end_ns += load->began_ns;
	while (!has_ended(load, clock_monotonic_ns()) || load->answered < load->sent) {
		struct epoll_event events[MAX_CONNECTIONS];
		send_due(load);
		int count = epoll_wait(poll_fd, events, MAX_CONNECTIONS, load->rate > 0 ? 1 : 100);
		for (int i = 0; i < count; i++) receive(load, &load->list[events[i].data.u32]);
	}
}

static int compare(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
	return left < right ? -1 : left > right;
}

static void print(struct load *load)
{
	double seconds = (double)(clock_monotonic_ns() - load->began_ns) / 1e9;
	size_t count = load->answered < MAX_SAMPLES ? (size_t)load->answered : MAX_SAMPLES;
	qsort(load->samples, count, sizeof(*load->samples), compare);
	printf(
		"{\"per_second\": %.0f, \"p50_us\": %u, \"p99_us\": %u, \"max_us\": %u, \"answered\": %lld,"
		" \"2xx\": %lld, \"4xx\": %lld, \"5xx\": %lld}\n",
		(double)load->answered / seconds, load->samples[count / 2], load->samples[count * 99 / 100],
		load->samples[count == 0 ? 0 : count - 1], (long long)load->answered,
		(long long)load->by_class[2], (long long)load->by_class[4], (long long)load->by_class[5]);
}

int main(int argc, char **argv)
{
	static struct load load;
	if (argc < 6) {
		fprintf(stderr, "use: bench_load PORT CONNECTIONS SECONDS RATE REQUESTS [HEADER...]\n");
		return 2;
	}
	load.port = (uint16_t)strtol(argv[1], NULL, 10);
	load.connections = (int)strtol(argv[2], NULL, 10);
	load.end_ns = (int64_t)(strtod(argv[3], NULL) * 1e9);
	load.once = load.end_ns == 0;
	load.rate = strtod(argv[4], NULL);
	load.headers = argv + 6;
	load.header_count = argc - 6;
	load.samples = calloc(MAX_SAMPLES, sizeof(*load.samples));
	if (load.connections < 1 || load.connections > MAX_CONNECTIONS) return 2;
	buf_init(&load.out, (size_t)1 << 20);
	prng_init_seed(&load.prng, (uint64_t)getpid());
	read_requests(&load, argv[5]);
	run(&load);
	print(&load);
	return 0;
}
