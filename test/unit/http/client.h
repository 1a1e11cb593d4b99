/* client.h - the other end: a socket that sends exactly what a test says, and reads replies.
 *
 * Every wait is bounded by CLIENT_WAIT_S; what does not come by then fails the test.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"

#define CLIENT_WAIT_S 240
#define CLIENT_MAX_BYTES ((size_t)32 << 20)

struct client {
	int fd;
	struct buf input; /* what came and is not read yet */
	struct buf head;  /* of the last reply, with a 0 */
	struct buf body;  /* of the last reply */
	int status;       /* of the last reply */
};

void client_open(struct client *client, uint16_t port);
/* The same with a receive buffer so small that a large reply gets stuck. */
void client_open_narrow(struct client *client, uint16_t port);
/* From this address of the machine, in numbers. */
void client_open_from(struct client *client, const char *from, uint16_t port);
void client_close(struct client *client);
/* Closes with a reset. */
void client_reset(struct client *client);
/* All of it, or as much as the other end takes before it hangs up. */
void client_send(struct client *client, const char *text);
void client_send_span(struct client *client, struct span span);
/* Waits until the program at the other end has read all that was sent: it lies no longer in the
 * socket there. For a test in which something is under way before something else happens. */
void client_await_read(const struct client *client);
/* Reads one reply; `has_body` is false for the answer to a HEAD. Fails the test if none comes. */
void client_read(struct client *client, bool has_body);
/* Sends, reads and gives the status. */
int client_ask(struct client *client, const char *text);
/* Value of a header of the last reply, with a 0; NULL if it is not there. */
const char *client_header(struct client *client, const char *name);
/* True if the other end hangs up without sending anything more; false if something comes. */
bool client_is_hung_up(struct client *client);
/* True if nothing comes, and nobody hangs up, for this long. */
bool client_is_quiet(struct client *client, int ms);
