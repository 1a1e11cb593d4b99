/* http_peer.h - who a request comes from, also behind a proxy that is trusted.
 *
 * A proxy says in a header whose request it passes on, behind what it got in that header from the
 * client, which can be anything. So only the ends of it are believed: read from the last to the
 * first, what a trusted proxy has added by itself, until an address that is no trusted proxy's.
 * Which of the two headers the proxies write is a setting: the other one is the client's own.
 *
 * Units       An address is 16 bytes, that of IPv4 as ::ffff:a.b.c.d.
 * Bounds      HTTP_MAX_TRUSTED proxies; of a header the last HTTP_MAX_HOPS addresses.
 * Source      RFC 7239 (Forwarded); X-Forwarded-For has no norm: addresses between commas, with or
 *             without a port, of IPv6 with or without brackets.
 * Tests       test/unit/http/test_http_peer.c, test_http_exchange.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/span.h"

#define HTTP_MAX_TRUSTED 16
#define HTTP_MAX_HOPS 16

struct http_address {
	uint8_t bytes[16];
};

struct http_trusted {
	struct http_address addresses[HTTP_MAX_TRUSTED];
	size_t count;
};

/* Which header the proxies write. In the order of app's setting. */
enum http_proxy_header { HTTP_X_FORWARDED_FOR, HTTP_FORWARDED };

enum http_client {
	HTTP_CLIENT_FOUND,
	HTTP_CLIENT_NONE,   /* Nothing is said, or only trusted proxies: it is the proxy's own. */
	HTTP_CLIENT_BROKEN, /* What is said cannot be read, or is no address ("unknown"). */
};

/* What the lines of the header say, in their order; points into them. */
struct http_hops {
	struct span texts[HTTP_MAX_HOPS]; /* the newest at (count - 1) % HTTP_MAX_HOPS */
	size_t count;                     /* of all that were added */
};

/* Numbers only: 192.0.2.1, 2001:db8::1. */
bool http_address_read(struct span text, struct http_address *address);
bool http_address_is_v4(const struct http_address *address);
/* Addresses between blanks; false if one is none or there are too many. */
bool http_trusted_read(struct span text, struct http_trusted *trusted);
bool http_trusted_has(const struct http_trusted *trusted, const struct http_address *address);

/* `hops` begins zeroed. */
void http_hops_add(struct http_hops *hops, struct span line);
/* *client only with HTTP_CLIENT_FOUND. */
enum http_client http_hops_client(const struct http_hops *hops, enum http_proxy_header header,
	const struct http_trusted *trusted, struct http_address *client);
