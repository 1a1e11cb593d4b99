/* kill_client.h - a client that sends commands as fast as they are answered, until nobody answers
 * any more, and remembers every answer.
 *
 * What it sends is one story over and over: a question, a need of its own in it, that need offered
 * to a colleague, and accepted by them.
 * Threads     One client, one thread; no cmocka in it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#define KILL_CLIENT_MAX_SENT 8000

struct kill_client_sent {
	char key[48];
	char path[192];
	char body[256];
	const char *token; /* of who sends it */
	bool answered;
	long status;
	char reply[2048];
};

struct kill_client {
	int number;
	CURL *curl;
	uint16_t port;
	const char *own_token;
	const char *other_token; /* of the colleague */
	const char *other_account;
	char contact_day[16];
	struct kill_client_sent *sent;
	int sent_count;
	_Atomic int answered; /* counted from 0 by who starts it; any thread may read it */
	int strange;          /* answers that are neither done nor "come back": there should be none */
	char strange_reply[2048];
	int step;
	char episode[40], need[40], handover[40];
};

/* False without memory. */
bool kill_client_open(struct kill_client *client, int number);
/* Accepts a zeroed struct. */
void kill_client_close(struct kill_client *client);
/* For pthread_create: from the beginning of the story, until nobody answers. */
void *kill_client_run(void *client);
/* Sends it (again); false if nobody answers. `*replayed`: it had been done before. */
bool kill_client_send(struct kill_client *client, const struct kill_client_sent *sent,
	struct kill_client_sent *answer, bool *replayed);
