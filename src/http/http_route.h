/* http_route.h - finds the route of a method and path in a tree of path segments.
 *
 * A literal segment goes before a {parameter}; if what is deeper does not match, the parameter is
 * tried after all. So "/a/b" and "/a/{x}" may stand beside each other, also with other methods.
 * Invariants  (1) No two routes have the same method and the same form.
 * Ownership   The tree points to the templates, which must outlive it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/status.h"
#include "http/http.h"

#define HTTP_METHOD_COUNT HTTP_UNKNOWN

struct http_route_tree;

/* What a path was found to be. */
struct http_route_match {
	bool decodable;                 /* false: nothing else says anything */
	const struct http_route *route; /* NULL if none */
	unsigned allowed;               /* one bit (1 << method) for each method the path would take */
	struct http_pair parameters[HTTP_MAX_PARAMETERS];
	size_t count;
};

/* Copies the routes. Errors: STATUS_INPUT says which template is wrong or double, STATUS_MEMORY. */
MUST_USE status http_route_tree_create(const struct http_route *routes, size_t count,
	struct http_route_tree **tree, struct error *error);
void http_route_tree_destroy(struct http_route_tree *tree);
/* Without a route for HEAD that of GET is found. */
void http_route_find(const struct http_route_tree *tree, enum http_method method, struct span path,
	struct arena *arena, struct http_route_match *match);
/* "GET", ...; "?" for HTTP_UNKNOWN. */
const char *http_route_method_name(enum http_method method);
