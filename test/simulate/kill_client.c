/* kill_client.c - a client that sends commands until nobody answers any more.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "kill_client.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STEP_QUESTION, STEP_NEED, STEP_OFFER, STEP_ACCEPT, STEP_COUNT };

bool kill_client_open(struct kill_client *client, int number)
{
	*client = (struct kill_client){.number = number};
	client->curl = curl_easy_init();
	client->sent = calloc(KILL_CLIENT_MAX_SENT, sizeof(client->sent[0]));
	return client->curl != NULL && client->sent != NULL;
}

void kill_client_close(struct kill_client *client)
{
	curl_easy_cleanup(client->curl);
	free(client->sent);
	*client = (struct kill_client){.number = 0};
}

struct reading {
	struct kill_client_sent *answer;
	size_t size;
	bool replayed;
};

static size_t read_body(char *bytes, size_t unit, size_t count, void *context)
{
	struct reading *reading = context;
	size_t size = unit * count;
	if (reading->size + size >= sizeof(reading->answer->reply)) return 0;
	memcpy(reading->answer->reply + reading->size, bytes, size);
	reading->size += size;
	reading->answer->reply[reading->size] = '\0';
	return size;
}

static size_t read_header(char *bytes, size_t unit, size_t count, void *context)
{
	static const char replayed[] = "Idempotent-Replayed: true";
	struct reading *reading = context;
	size_t size = unit * count;
	if (size >= sizeof(replayed) - 1 && memcmp(bytes, replayed, sizeof(replayed) - 1) == 0)
		reading->replayed = true;
	return size;
}

static struct curl_slist *headers_of(const struct kill_client_sent *sent)
{
	char line[256];
	struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
	snprintf(line, sizeof(line), "Idempotency-Key: %s", sent->key);
	headers = curl_slist_append(headers, line);
	snprintf(line, sizeof(line), "Authorization: Bearer %s", sent->token);
	return curl_slist_append(headers, line);
}

bool kill_client_send(struct kill_client *client, const struct kill_client_sent *sent,
	struct kill_client_sent *answer, bool *replayed)
{
	char url[256];
	struct reading reading = {.answer = answer};
	struct curl_slist *headers = headers_of(sent);
	CURL *curl = client->curl;
	snprintf(url, sizeof(url), "http://127.0.0.1:%u%s", (unsigned)client->port, sent->path);
	answer->reply[0] = '\0';
	curl_easy_setopt(curl, CURLOPT_URL, url);
	curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT, 60L);
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
	curl_easy_setopt(curl, CURLOPT_POSTFIELDS, sent->body);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, read_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, &reading);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, read_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, &reading);
	CURLcode code = curl_easy_perform(curl);
	curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
	curl_slist_free_all(headers);
	*replayed = reading.replayed;
	return code == CURLE_OK;
}

/* The text behind "name":" in a reply. */
static void take(const char *reply, const char *name, char *out, size_t size)
{
	char mark[32];
	snprintf(mark, sizeof(mark), "\"%s\":\"", name);
	const char *found = strstr(reply, mark);
	out[0] = '\0';
	if (found == NULL) return;
	const char *value = found + strlen(mark);
	snprintf(out, size, "%.*s", (int)strcspn(value, "\""), value);
}

static void make(struct kill_client *client, struct kill_client_sent *sent)
{
	static const char region[] = "/v1/regions/VR01";
	snprintf(sent->key, sizeof(sent->key), "kill-%d-%d", client->number, client->sent_count);
	sent->token = client->step == STEP_ACCEPT ? client->other_token : client->own_token;
	switch (client->step) {
	case STEP_QUESTION:
		snprintf(sent->path, sizeof(sent->path), "%s/questions", region);
		snprintf(sent->body, sizeof(sent->body),
			"{\"story\":\"Vraag %d.\",\"contact\":\"06-00000000\",\"name\":\"Verzonnen Naam\","
			"\"person_agrees\":true}",
			client->sent_count);
		break;
	case STEP_NEED:
		snprintf(sent->path, sizeof(sent->path), "%s/episodes/%s/needs", region, client->episode);
		snprintf(sent->body, sizeof(sent->body),
			"{\"domain\":\"debt\",\"aim\":\"recover\",\"person_agrees\":true,"
			"\"i_bear_it\":true,\"words\":\"de brieven\"}");
		break;
	case STEP_OFFER:
		snprintf(
			sent->path, sizeof(sent->path), "%s/episodes/%s/handovers", region, client->episode);
		snprintf(sent->body, sizeof(sent->body),
			"{\"need\":\"%s\",\"to_account\":\"%s\",\"person_agrees\":true,\"words\":\"doe jij"
			" dit?\"}",
			client->need, client->other_account);
		break;
	default:
		snprintf(sent->path, sizeof(sent->path), "%s/episodes/%s/handovers/%s/accept", region,
			client->episode, client->handover);
		snprintf(sent->body, sizeof(sent->body), "{\"contact_day\":\"%s\"}", client->contact_day);
	}
}

/* The next step of the story follows from the answer. */
static void go_on(struct kill_client *client, const struct kill_client_sent *sent)
{
	if (sent->status != 200 && sent->status != 201) {
		client->strange++;
		snprintf(client->strange_reply, sizeof(client->strange_reply), "%s", sent->reply);
		client->step = STEP_QUESTION;
		return;
	}
	if (client->step == STEP_QUESTION)
		take(sent->reply, "episode", client->episode, sizeof(client->episode));
	if (client->step == STEP_NEED) take(sent->reply, "need", client->need, sizeof(client->need));
	if (client->step == STEP_OFFER)
		take(sent->reply, "handover", client->handover, sizeof(client->handover));
	client->step = (client->step + 1) % STEP_COUNT;
}

void *kill_client_run(void *argument)
{
	struct kill_client *client = argument;
	client->step = STEP_QUESTION;
	while (client->sent_count < KILL_CLIENT_MAX_SENT) {
		struct kill_client_sent *sent = &client->sent[client->sent_count];
		bool replayed = false;
		make(client, sent);
		client->sent_count++;
		sent->answered = kill_client_send(client, sent, sent, &replayed);
		if (!sent->answered) break;
		client->answered++;
		go_on(client, sent);
	}
	return NULL;
}
