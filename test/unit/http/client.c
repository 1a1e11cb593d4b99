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
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

static void open_with(struct client *client, uint16_t port, int receive_bytes)
{
	const struct timeval wait = {.tv_sec = CLIENT_WAIT_S};
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};

	*client = (struct client){.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
	assert_true(client->fd >= 0);
	buf_init(&client->input, CLIENT_MAX_BYTES);
	buf_init(&client->head, CLIENT_MAX_BYTES);
	buf_init(&client->body, CLIENT_MAX_BYTES);
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
