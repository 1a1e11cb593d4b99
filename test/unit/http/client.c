/* client.c - a plain blocking HTTP client for tests.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "client.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static void prepare(struct client *client, int family)
{
	*client = (struct client){.fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	assert_true(client->fd >= 0);
	buf_init(&client->input, CLIENT_MAX_BYTES);
	buf_init(&client->head, CLIENT_MAX_BYTES);
	buf_init(&client->body, CLIENT_MAX_BYTES);
}

static void open_with(struct client *client, uint16_t port, int receive_bytes)
{
	const struct timeval wait = {.tv_sec = CLIENT_WAIT_S};
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

	prepare(client, AF_INET);
	if (receive_bytes > 0)
		setsockopt(client->fd, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
	setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(client->fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(connect(client->fd, (struct sockaddr *)&address, sizeof address), 0);
}

void client_open(struct client *client, uint16_t port)
{
	open_with(client, port, 0);
}

void client_open_narrow(struct client *client, uint16_t port)
{
	open_with(client, port, 4096);
}

void client_open_from(struct client *client, const char *from, uint16_t port)
{
	const struct timeval wait = {.tv_sec = CLIENT_WAIT_S};
	bool is_v6 = strchr(from, ':') != NULL;
	struct sockaddr_in v4 = {.sin_family = AF_INET};
	struct sockaddr_in6 v6 = {.sin6_family = AF_INET6};
	struct sockaddr *address = is_v6 ? (struct sockaddr *)&v6 : (struct sockaddr *)&v4;
	socklen_t size = is_v6 ? sizeof v6 : sizeof v4;

	prepare(client, is_v6 ? AF_INET6 : AF_INET);
	setsockopt(client->fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
	setsockopt(client->fd, SOL_SOCKET, SO_SNDTIMEO, &wait, sizeof wait);
	assert_int_equal(
		inet_pton(is_v6 ? AF_INET6 : AF_INET, from, is_v6 ? (void *)&v6.sin6_addr : &v4.sin_addr),
		1);
	assert_int_equal(bind(client->fd, address, size), 0);
	v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	v4.sin_port = htons(port);
	v6.sin6_addr = in6addr_loopback;
	v6.sin6_port = htons(port);
	assert_int_equal(connect(client->fd, address, size), 0);
}

void client_close(struct client *client)
{
	close(client->fd);
	buf_finish(&client->input);
	buf_finish(&client->head);
	buf_finish(&client->body);
}

void client_reset(struct client *client)
{
	const struct linger reset = {.l_onoff = 1, .l_linger = 0};

	setsockopt(client->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
	client_close(client);
}

void client_send_span(struct client *client, struct span span)
{
	while (span.size > 0) {
		ssize_t sent = send(client->fd, span.start, span.size, MSG_NOSIGNAL);
		if (sent < 0) {
			assert_true(errno == EPIPE || errno == ECONNRESET);
			return;
		}
		span.start += sent;
		span.size -= (size_t)sent;
	}
}

void client_send(struct client *client, const char *text)
{
	client_send_span(client, span_of(text));
}

static uint16_t port_of(
	int fd, int (*name)(int fd, struct sockaddr *restrict address, socklen_t *restrict size))
{
	struct sockaddr_in address = {0};
	socklen_t size = sizeof address;

	assert_int_equal(name(fd, (struct sockaddr *)&address, &size), 0);
	return ntohs(address.sin_port);
}

/* By the system's list of sockets: bytes that one end has sent and the other has not taken yet, and
 * bytes that came in there and were not read yet. */
struct queues {
	unsigned sent;
	unsigned received;
};

/* The hexadecimal number behind the colon, or before it: 0100007F:1F90. */
static unsigned half_of(struct span pair, bool first)
{
	struct span number;

	assert_true(span_take(&pair, ':', &number));
	return (unsigned)strtoul(first ? number.start : pair.start, NULL, 16);
}

/* sl: local_address rem_address st tx_queue:rx_queue ... */
static bool read_queues(struct span line, uint16_t local, uint16_t remote, struct queues *queues)
{
	struct span fields[5] = {{0}};
	struct span field;

	for (size_t count = 0; count < 5 && span_take(&line, ' ', &field);)
		if (field.size > 0) fields[count++] = field;
	if (fields[4].size == 0 || half_of(fields[1], false) != local ||
		half_of(fields[2], false) != remote)
		return false;
	*queues = (struct queues){half_of(fields[4], true), half_of(fields[4], false)};
	return true;
}

static struct queues queues_of(uint16_t local, uint16_t remote)
{
	char line[512];
	struct queues queues = {0};
	bool found = false;
	FILE *sockets = fopen("/proc/net/tcp", "r");

	assert_non_null(sockets);
	/* The first line says what stands below it. */
	assert_non_null(fgets(line, sizeof line, sockets));
	while (!found && fgets(line, sizeof line, sockets) != NULL)
		found = read_queues(span_of(line), local, remote, &queues);
	fclose(sockets);
	assert_true(found);
	return queues;
}

void client_await_read(const struct client *client)
{
	uint16_t here = port_of(client->fd, getsockname), there = port_of(client->fd, getpeername);
	int waited_ms = 0;

	/* First it arrives there, and then it is read. */
	for (; queues_of(here, there).sent > 0; waited_ms++) poll(NULL, 0, 1);
	for (; queues_of(there, here).received > 0; waited_ms++) {
		assert_true(waited_ms < CLIENT_WAIT_S * 1000);
		poll(NULL, 0, 1);
	}
}

/* False at the end of the stream. */
static bool receive(struct client *client)
{
	static const size_t piece = 65536;
	char *room = buf_reserve(&client->input, piece);

	assert_non_null(room);
	ssize_t size = recv(client->fd, room, piece, 0);
	if (size < 0) assert_int_equal(errno, ECONNRESET); /* and not that it took too long */
	client->input.size -= piece - (size < 0 ? 0 : (size_t)size);
	return size > 0;
}

static void drop(struct client *client, size_t size)
{
	client->input.size -= size;
	memmove(client->input.bytes, client->input.bytes + size, client->input.size);
}

static void move(struct client *client, size_t size, struct buf *to)
{
	while (client->input.size < size) assert_true(receive(client));
	buf_reset(to);
	buf_add(to, client->input.bytes, size);
	(void)buf_text(to);
	drop(client, size);
}

static size_t head_size(struct client *client)
{
	for (;;) {
		const char *end = client->input.size == 0
			? NULL
			: memmem(client->input.bytes, client->input.size, "\r\n\r\n", 4);
		if (end != NULL) return (size_t)(end - client->input.bytes) + 4;
		assert_true(receive(client));
	}
}

const char *client_header(struct client *client, const char *name)
{
	static char value[4096];
	struct span rest = buf_span(&client->head);
	struct span line;

	while (span_take(&rest, '\n', &line)) {
		struct span found;
		if (!span_take(&line, ':', &found) || found.size != strlen(name) ||
			strncasecmp(found.start, name, found.size) != 0)
			continue;
		line = span_trim(line);
		assert_true(line.size < sizeof value);
		memcpy(value, line.start, line.size);
		value[line.size] = '\0';
		return value;
	}
	return NULL;
}

void client_read(struct client *client, bool has_body)
{
	int64_t number = 0;

	move(client, head_size(client), &client->head);
	assert_memory_equal(client->head.bytes, "HTTP/1.1 ", 9);
	assert_true(span_to_int64((struct span){client->head.bytes + 9, 3}, &number));
	client->status = (int)number;
	const char *length = client_header(client, "Content-Length");
	number = 0;
	if (length != NULL)
		assert_true(span_to_int64(span_of(length), &number));
	else
		assert_true(client->status == 204 || client->status == 304 || client->status == 100);
	move(client, has_body ? (size_t)number : 0, &client->body);
}

int client_ask(struct client *client, const char *text)
{
	client_send(client, text);
	client_read(client, true);
	return client->status;
}

bool client_is_hung_up(struct client *client)
{
	return client->input.size == 0 && !receive(client);
}

bool client_is_quiet(struct client *client, int ms)
{
	struct pollfd one = {.fd = client->fd, .events = POLLIN};

	return client->input.size == 0 && poll(&one, 1, ms) == 0;
}
