/* api_paper.c - pages that are made to be printed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_paper.h"
#include "api/api_files.h"
#include "base/date.h"
#include <sodium.h>
#include <stdio.h>

enum { TEXT_BYTES = 16384 };

static struct span style(void)
{
	return span_bytes(api_files_paper_css, api_files_paper_css_size);
}

static void escape(struct span text, struct buf *out)
{
	for (size_t i = 0; i < text.size; i++) {
		switch (text.start[i]) {
		case '&': buf_add_text(out, "&amp;"); break;
		case '<': buf_add_text(out, "&lt;"); break;
		case '>': buf_add_text(out, "&gt;"); break;
		case '"': buf_add_text(out, "&quot;"); break;
		default: buf_add_char(out, text.start[i]); break;
		}
	}
}

static void put(struct api_paper *paper, const char *tag, struct span text)
{
	buf_printf(paper->out, "<%s>", tag);
	escape(text, paper->out);
	buf_printf(paper->out, "</%s>\n", tag);
}

/* A text with its parameters, in the request's arena. */
static struct span worded(struct api_paper *paper, const char *key,
	const struct api_message_parameter *parameters, size_t count)
{
	struct buf text;
	buf_init(&text, TEXT_BYTES);
	api_messages_add(
		paper->request->api->messages, paper->request->language, key, parameters, count, &text);
	struct span kept = arena_copy(paper->request->arena, buf_span(&text));
	buf_finish(&text);
	return kept;
}

struct span api_paper_code(struct api_paper *paper, const struct codes *codes, int number)
{
	struct buf text;
	buf_init(&text, TEXT_BYTES);
	api_messages_add_code(
		paper->request->api->messages, paper->request->language, codes, number, &text);
	struct span kept = arena_copy(paper->request->arena, buf_span(&text));
	buf_finish(&text);
	return kept;
}

struct span api_paper_day(struct api_paper *paper, int32_t day)
{
	struct buf text;
	buf_init(&text, TEXT_BYTES);
	api_messages_add_day(paper->request->api->messages, paper->request->language, day, &text);
	struct span kept = arena_copy(paper->request->arena, buf_span(&text));
	buf_finish(&text);
	return kept;
}

void api_paper_begin(
	struct api_paper *paper, struct api_request *request, struct buf *out, const char *title_key)
{
	*paper = (struct api_paper){.request = request, .out = out};
	request->worded = true;
	struct span title = worded(paper, title_key, NULL, 0);
	buf_printf(out,
		"<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n",
		api_language_tag(request));
	put(paper, "title", title);
	buf_add_text(out, "<style>");
	buf_add_span(out, style());
	buf_add_text(out, "</style>\n</head>\n<body>\n<main>\n");
	put(paper, "h1", title);
	buf_add_text(out, "<p class=\"day\">");
	escape(api_paper_day(paper, date_day_of(request->now_ms)), out);
	buf_add_text(out, "</p>\n");
}

void api_paper_end(struct api_paper *paper)
{
	buf_add_text(paper->out, "</main>\n</body>\n</html>\n");
}

void api_paper_heading(struct api_paper *paper, const char *key)
{
	put(paper, "h2", worded(paper, key, NULL, 0));
}

void api_paper_line(struct api_paper *paper, const char *key,
	const struct api_message_parameter *parameters, size_t count)
{
	struct span text = worded(paper, key, parameters, count);
	if (text.size > 0) put(paper, "p", text);
}

void api_paper_words(struct api_paper *paper, struct span words)
{
	if (words.size > 0) put(paper, "blockquote", words);
}

void api_paper_facts_begin(struct api_paper *paper)
{
	buf_add_text(paper->out, "<dl>\n");
}

void api_paper_fact(struct api_paper *paper, const char *key, struct span text)
{
	if (text.size == 0) return;
	put(paper, "dt", worded(paper, key, NULL, 0));
	put(paper, "dd", text);
}

void api_paper_facts_end(struct api_paper *paper)
{
	buf_add_text(paper->out, "</dl>\n");
}

status api_paper_name(
	struct api_paper *paper, struct id person, struct id id, struct span *name, struct error *error)
{
	struct api_request *request = paper->request;
	const struct api_messages *messages = request->api->messages;
	struct account account;
	struct span known = {0};
	bool may_name = false;
	char key[API_MESSAGES_KEY_SIZE];
	*name = api_messages_text(messages, request->language, "who.somebody");
	if (id_is_none(id)) return STATUS_OK;
	if (id_equal(id, person)) {
		*name = api_messages_text(messages, request->language, "who.person");
		return STATUS_OK;
	}
	TRY(api_find_doer(request, id, &account, &may_name, error));
	if (may_name) TRY(api_account_name(request, id, &known, &account, error));
	if (known.size > 0) *name = known;
	bool has_kind = account.kind != MEMBER_NONE && account.kind != MEMBER_PERSON;
	if (known.size > 0 || !has_kind) return STATUS_OK;
	snprintf(key, sizeof(key), "who.%s", codes_name(&codes_member_kind, account.kind));
	*name = api_messages_text(messages, request->language, key);
	return STATUS_OK;
}

status api_paper_open(struct api_paper *paper, struct id person, enum vault_field field,
	struct span *words, struct error *error)
{
	struct api_request *request = paper->request;
	struct error closed = {0};
	struct span sealed = *words;
	*words = (struct span){0};
	if (sealed.size == 0) return STATUS_OK;
	status code = vault_unseal(
		request->api->options.vault, person, field, sealed, request->arena, words, &closed);
	if (code == STATUS_OK || code == STATUS_KEY) return STATUS_OK;
	*error = closed;
	return code;
}

/* Only this style, by its hash, and nothing else. */
static const char *policy(struct arena *arena)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	char text[sodium_base64_ENCODED_LEN(sizeof(hash), sodium_base64_VARIANT_ORIGINAL)];
	char line[256];
	struct span css = style();
	crypto_hash_sha256(hash, (const unsigned char *)css.start, css.size);
	sodium_bin2base64(text, sizeof(text), hash, sizeof(hash), sodium_base64_VARIANT_ORIGINAL);
	snprintf(line, sizeof(line),
		"default-src 'none'; style-src 'sha256-%s'; frame-ancestors 'none'; base-uri 'none'; "
		"form-action 'none'",
		text);
	return arena_text(arena, span_of(line));
}

void api_paper_reply(struct api_request *request, int64_t version)
{
	char etag[32];
	snprintf(etag, sizeof(etag), "\"%lld\"", (long long)version);
	const struct http_header headers[] = {{"ETag", etag}, {"Cache-Control", "no-store"},
		{"Content-Language", api_language_tag(request)}, {"Vary", "Accept-Language"},
		{"Content-Security-Policy", policy(request->arena)}, {NULL, NULL}};
	struct http_reply reply = {.status = 200,
		.content_type = "text/html; charset=utf-8",
		.body = buf_span(&request->loop->out),
		.headers = headers,
		.log_code = "ok"};
	api_send(request, &reply);
}
