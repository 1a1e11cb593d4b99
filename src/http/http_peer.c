/* http_peer.c - who a request comes from, also behind a proxy that is trusted.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "http/http_peer.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <strings.h>

static const uint8_t v4_prefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool http_address_read(struct span text, struct http_address *address)
{
	char zero_ended[INET6_ADDRSTRLEN];

	if (text.size == 0 || text.size >= sizeof zero_ended) return false;
	memcpy(zero_ended, text.start, text.size);
	zero_ended[text.size] = 0;
	if (strlen(zero_ended) != text.size) return false;
	memcpy(address->bytes, v4_prefix, sizeof v4_prefix);
	return inet_pton(AF_INET, zero_ended, address->bytes + sizeof v4_prefix) == 1 ||
		inet_pton(AF_INET6, zero_ended, address->bytes) == 1;
}

bool http_address_is_v4(const struct http_address *address)
{
	return memcmp(address->bytes, v4_prefix, sizeof v4_prefix) == 0;
}

bool http_trusted_read(struct span text, struct http_trusted *trusted)
{
	struct span word;

	trusted->count = 0;
	while (span_take(&text, ' ', &word)) {
		if (word.size == 0) continue;
		if (trusted->count == HTTP_MAX_TRUSTED ||
			!http_address_read(word, &trusted->addresses[trusted->count]))
			return false;
		trusted->count++;
	}
	return true;
}

bool http_trusted_has(const struct http_trusted *trusted, const struct http_address *address)
{
	for (size_t i = 0; i < trusted->count; i++)
		if (memcmp(trusted->addresses[i].bytes, address->bytes, sizeof address->bytes) == 0)
			return true;
	return false;
}

/* The text before the next separator that is not in quotes. */
static bool take_part(struct span *rest, char separator, struct span *part)
{
	bool quoted = false;
	size_t at = 0;

	if (rest->start == NULL) return false;
	for (; at < rest->size && (quoted || rest->start[at] != separator); at++) {
		if (quoted && rest->start[at] == '\\') at++;
		if (at < rest->size && rest->start[at] == '"') quoted = !quoted;
	}
	if (at > rest->size) at = rest->size;
	*part = span_trim((struct span){rest->start, at});
	*rest = at == rest->size ? (struct span){NULL, 0}
							 : (struct span){rest->start + at + 1, rest->size - at - 1};
	return true;
}

void http_hops_add(struct http_hops *hops, struct span line)
{
	struct span part;

	while (take_part(&line, ',', &part))
		if (part.size > 0) hops->texts[hops->count++ % HTTP_MAX_HOPS] = part;
}

static bool is_port(struct span text)
{
	if (text.size == 0 || text.size > 5) return false;
	for (size_t i = 0; i < text.size; i++)
		if (text.start[i] < '0' || text.start[i] > '9') return false;
	return true;
}

/* 192.0.2.1, 192.0.2.1:80, [2001:db8::1], [2001:db8::1]:80, and bare 2001:db8::1. */
static bool read_node(struct span text, struct http_address *address)
{
	struct span rest = text, inside;

	if (text.size > 0 && text.start[0] == '[') {
		rest = (struct span){text.start + 1, text.size - 1};
		if (memchr(rest.start, ']', rest.size) == NULL || !span_take(&rest, ']', &inside))
			return false;
		bool port = rest.size > 0 && rest.start[0] == ':' &&
			is_port((struct span){rest.start + 1, rest.size - 1});
		return (rest.size == 0 || port) && memchr(inside.start, ':', inside.size) != NULL &&
			http_address_read(inside, address);
	}
	if (http_address_read(text, address)) return true;
	return span_take(&rest, ':', &inside) && is_port(rest) && http_address_read(inside, address);
}

static struct span unquote(struct span text)
{
	bool quoted = text.size >= 2 && text.start[0] == '"' && text.start[text.size - 1] == '"';
	return quoted ? (struct span){text.start + 1, text.size - 2} : text;
}

/* for=192.0.2.1;proto=https */
static bool read_element(struct span element, struct http_address *address)
{
	struct span pair;
	bool found = false;

	while (take_part(&element, ';', &pair)) {
		bool is_for = pair.size > 4 && strncasecmp(pair.start, "for=", 4) == 0;
		if (!is_for) continue;
		if (found) return false;
		found = read_node(unquote((struct span){pair.start + 4, pair.size - 4}), address);
		if (!found) return false;
	}
	return found;
}

enum http_client http_hops_client(const struct http_hops *hops, enum http_proxy_header header,
	const struct http_trusted *trusted, struct http_address *client)
{
	size_t known = hops->count < HTTP_MAX_HOPS ? hops->count : HTTP_MAX_HOPS;

	for (size_t i = 1; i <= known; i++) {
		struct span text = hops->texts[(hops->count - i) % HTTP_MAX_HOPS];
		struct http_address address;
		bool read =
			header == HTTP_FORWARDED ? read_element(text, &address) : read_node(text, &address);
		if (!read) return HTTP_CLIENT_BROKEN;
		if (http_trusted_has(trusted, &address)) continue;
		*client = address;
		return HTTP_CLIENT_FOUND;
	}
	return HTTP_CLIENT_NONE;
}
