/* app_play_http.c - libcurl, for one request at a time.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_play_http.h"
#include "base/check.h"
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define MAX_URL_BYTES 4096
#define MAX_HEADER_BYTES 256
#define TIMEOUT_S 60L

struct app_play_http {
	CURL *curl;
	struct buf base;
	struct buf body; /* of the reply */
	char language[8];
	bool replayed;
};

/* curl_easy_setopt takes anything: what can be wrong with it is a mistake here. */
#define SET(http, option, value) \
	CHECK(curl_easy_setopt((http)->curl, CURLOPT_##option, (value)) == CURLE_OK)

static size_t on_body(char *bytes, size_t one, size_t size, void *context)
{
	struct app_play_http *http = context;
	buf_add(&http->body, bytes, one * size);
	return http->body.overflowed ? 0 : one * size;
}

static size_t on_header(char *bytes, size_t one, size_t size, void *context)
{
	static const char name[] = "Idempotent-Replayed:";
	struct app_play_http *http = context;
	if (one * size > sizeof name && strncasecmp(bytes, name, sizeof name - 1) == 0)
		http->replayed = true;
	return one * size;
}

static status set_up(struct app_play_http *http, struct error *error)
{
	http->curl = curl_easy_init();
	if (http->curl == NULL) return status_fail(error, STATUS_IO, "libcurl does not start");
	SET(http, WRITEFUNCTION, on_body);
	SET(http, WRITEDATA, http);
	SET(http, HEADERFUNCTION, on_header);
	SET(http, HEADERDATA, http);
	SET(http, PROTOCOLS_STR, "http,https");
	SET(http, TIMEOUT, TIMEOUT_S);
	SET(http, NOSIGNAL, 1L);
	SET(http, NOPROXY, "*");
	return STATUS_OK;
}

status app_play_http_open(
	const char *base, const char *language, struct app_play_http **out, struct error *error)
{
	struct app_play_http *http = calloc(1, sizeof *http);
	*out = NULL;
	if (http == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a client");
	buf_init(&http->base, MAX_URL_BYTES);
	buf_init(&http->body, APP_PLAY_HTTP_MAX_BYTES);
	struct span address = span_of(base);
	while (address.size > 0 && address.start[address.size - 1] == '/') address.size--;
	buf_add_span(&http->base, address);
	snprintf(http->language, sizeof http->language, "%s", language);
	status code = curl_global_init(CURL_GLOBAL_DEFAULT) != 0
		? status_fail(error, STATUS_IO, "libcurl does not start")
		: set_up(http, error);
	if (code == STATUS_OK)
		*out = http;
	else
		app_play_http_close(http);
	return code;
}

void app_play_http_close(struct app_play_http *http)
{
	if (http == NULL) return;
	if (http->curl != NULL) curl_easy_cleanup(http->curl);
	buf_finish(&http->base);
	buf_finish(&http->body);
	free(http);
}

static const char *method_name(enum http_method method)
{
	switch (method) {
	case HTTP_GET: return "GET";
	case HTTP_POST: return "POST";
	case HTTP_PUT: return "PUT";
	case HTTP_DELETE: return "DELETE";
	case HTTP_PATCH: return "PATCH";
	case HTTP_HEAD:
	case HTTP_OPTIONS:
	case HTTP_UNKNOWN: break;
	}
	CHECK_UNREACHABLE("a method that no route has");
}

static void add_header(struct curl_slist **headers, const char *name, const char *value)
{
	char text[MAX_HEADER_BYTES];
	int size = snprintf(text, sizeof text, "%s: %s", name, value);
	CHECK(size > 0 && (size_t)size < sizeof text);
	struct curl_slist *longer = curl_slist_append(*headers, text);
	CHECK(longer != NULL);
	*headers = longer;
}

static struct curl_slist *make_headers(
	const struct app_play_http *http, const struct app_play_request *request)
{
	struct curl_slist *headers = NULL;
	char bearer[MAX_HEADER_BYTES - 32];
	add_header(&headers, "Accept-Language", http->language);
	if (request->body != NULL) add_header(&headers, "Content-Type", "application/json");
	if (request->key != NULL) add_header(&headers, "Idempotency-Key", request->key);
	snprintf(bearer, sizeof bearer, "Bearer %s", request->token);
	if (request->token[0] != 0) add_header(&headers, "Authorization", bearer);
	return headers;
}

/* The reply's body: JSON, or nothing. */
static status take_json(
	struct app_play_http *http, struct app_play_reply *reply, struct error *error)
{
	json_error_t wrong;
	if (http->body.size == 0) return STATUS_OK;
	reply->json = json_loadb(http->body.bytes, http->body.size, JSON_REJECT_DUPLICATES, &wrong);
	if (reply->json != NULL) return STATUS_OK;
	return status_fail(error, STATUS_INPUT, "the answer (%d) is no JSON", reply->status);
}

static status perform(struct app_play_http *http, const struct app_play_request *request,
	const char *body, struct app_play_reply *reply, struct error *error)
{
	char url[MAX_URL_BYTES];
	long code = 0;
	int size = snprintf(url, sizeof url, "%s%s", buf_text(&http->base), request->path);
	if (size < 0 || (size_t)size >= sizeof url)
		return status_fail(error, STATUS_BOUND, "an address is over %d bytes", MAX_URL_BYTES);
	struct curl_slist *headers = make_headers(http, request);
	SET(http, URL, url);
	SET(http, HTTPGET, 1L);
	if (body != NULL) SET(http, POSTFIELDS, body);
	SET(http, CUSTOMREQUEST, method_name(request->method));
	SET(http, HTTPHEADER, headers);
	CURLcode done = curl_easy_perform(http->curl);
	SET(http, HTTPHEADER, NULL);
	curl_slist_free_all(headers);
	if (http->body.overflowed)
		return status_fail(
			error, STATUS_BOUND, "an answer is over %d bytes", APP_PLAY_HTTP_MAX_BYTES);
	if (done != CURLE_OK)
		return status_fail(
			error, STATUS_IO, "%.200s: %s", buf_text(&http->base), curl_easy_strerror(done));
	CHECK(curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &code) == CURLE_OK);
	reply->status = (int)code;
	reply->replayed = http->replayed;
	return take_json(http, reply, error);
}

status app_play_http_send(struct app_play_http *http, const struct app_play_request *request,
	struct app_play_reply *reply, struct error *error)
{
	char *body = request->body == NULL ? NULL : json_dumps(request->body, JSON_COMPACT);
	*reply = (struct app_play_reply){0};
	buf_reset(&http->body);
	http->replayed = false;
	status code = request->body != NULL && body == NULL
		? status_fail(error, STATUS_MEMORY, "no memory for a request")
		: perform(http, request, body, reply, error);
	free(body);
	return code;
}
