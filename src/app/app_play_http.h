/* app_play_http.h - asks the API over HTTP, as any other client would.
 *
 * Ownership   A reply's JSON is the caller's: json_decref.
 * Bounds      APP_PLAY_HTTP_MAX_BYTES of a reply; a minute for an answer.
 * Errors      STATUS_IO: nobody answers. STATUS_INPUT: what came is no JSON. STATUS_BOUND.
 * Tests       test/scenario/test_play.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/status.h"
#include "http/http.h"
#include <jansson.h>

#define APP_PLAY_HTTP_MAX_BYTES (16 * 1024 * 1024)

struct app_play_http;

struct app_play_request {
	enum http_method method;
	const char *path;   /* "/v1/..." */
	const json_t *body; /* NULL: none */
	const char *token;  /* "": nobody has signed in */
	const char *key;    /* Idempotency-Key; NULL: none */
};

struct app_play_reply {
	int status;
	json_t *json; /* NULL where there is no body */
	bool replayed;
};

/* base: "http://127.0.0.1:8080"; language: "nl" or "en". */
MUST_USE status app_play_http_open(
	const char *base, const char *language, struct app_play_http **http, struct error *error);
/* Accepts NULL. */
void app_play_http_close(struct app_play_http *http);
MUST_USE status app_play_http_send(struct app_play_http *http,
	const struct app_play_request *request, struct app_play_reply *reply, struct error *error);
