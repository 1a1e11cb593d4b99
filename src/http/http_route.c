/* http_route.c - templates, the tree they make, and finding a path in it.
 *
 * A node is one segment; its children are a list of literals and at most one parameter. Looking up
 * takes one comparison per sibling and segment; nothing is allocated unless a segment has to be
 * decoded.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "http/http_route.h"
#include "base/check.h"
#include <stdlib.h>

struct node {
	struct span label; /* of a literal */
	struct node *next; /* sibling */
	struct node *literals;
	struct node *parameter;
	const struct http_route *routes[HTTP_METHOD_COUNT];
	unsigned allowed;
};

struct http_route_tree {
	struct node *nodes; /* the first is the root; allocated at once, so they stay where they are */
	size_t node_count;
	struct http_route *routes;
};

const char *http_route_method_name(enum http_method method)
{
	static const char *const names[HTTP_METHOD_COUNT] = {
		"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"};

	return (unsigned)method < HTTP_METHOD_COUNT ? names[method] : "?";
}

/* Takes the segment behind the leading '/' off; "/a/" has two, the second of them empty. */
static bool take_segment(struct span *path, struct span *segment)
{
	if (path->size == 0 || path->start[0] != '/') return false;
	const char *start = path->start + 1;
	size_t left = path->size - 1;
	const char *end = left == 0 ? NULL : memchr(start, '/', left);
	size_t size = end == NULL ? left : (size_t)(end - start);
	*segment = (struct span){start, size};
	*path = (struct span){start + size, left - size};
	return true;
}

static bool is_parameter(struct span segment)
{
	return segment.size > 0 && segment.start[0] == '{';
}

/* What stands between the braces. */
static struct span parameter_name(struct span segment)
{
	return (struct span){segment.start + 1, segment.size - 2};
}

static bool is_name(struct span name)
{
	for (size_t i = 0; i < name.size; i++) {
		char character = name.start[i];
		if (character != '_' && (character < 'a' || character > 'z')) return false;
	}
	return name.size > 0;
}

static bool segment_is_sound(struct span segment)
{
	if (is_parameter(segment))
		return segment.size > 2 && segment.start[segment.size - 1] == '}' &&
			is_name(parameter_name(segment));
	for (size_t i = 0; i < segment.size; i++)
		if (strchr("{}%?# ", segment.start[i]) != NULL) return false;
	return true;
}

static bool has_name(const struct span *names, size_t count, struct span name)
{
	for (size_t i = 0; i < count; i++)
		if (span_equal(names[i], name)) return true;
	return false;
}

/* Counts the segments; 0 if the template is not sound. */
static size_t count_segments(const char *template)
{
	struct span rest = span_of(template);
	struct span names[HTTP_MAX_PARAMETERS];
	struct span segment;
	size_t parameters = 0;
	size_t count = 0;

	while (take_segment(&rest, &segment)) {
		if (!segment_is_sound(segment)) return 0;
		count++;
		if (!is_parameter(segment)) continue;
		struct span name = parameter_name(segment);
		if (parameters == HTTP_MAX_PARAMETERS || has_name(names, parameters, name)) return 0;
		names[parameters++] = name;
	}
	return rest.size == 0 && count <= HTTP_MAX_SEGMENTS ? count : 0;
}

static struct node *literal_child(const struct node *node, struct span label)
{
	for (struct node *child = node->literals; child != NULL; child = child->next)
		if (span_equal(child->label, label)) return child;
	return NULL;
}

/* The child for this segment of a template, new if need be. */
static struct node *grow(struct http_route_tree *tree, struct node *node, struct span segment)
{
	bool parameter = is_parameter(segment);
	struct node *child = parameter ? node->parameter : literal_child(node, segment);

	if (child != NULL) return child;
	child = &tree->nodes[tree->node_count++];
	child->label = segment;
	if (parameter) {
		node->parameter = child;
	} else {
		child->next = node->literals;
		node->literals = child;
	}
	return child;
}

static status add(struct http_route_tree *tree, const struct http_route *route, struct error *error)
{
	struct span rest = span_of(route->template);
	struct node *node = tree->nodes;
	struct span segment;

	while (take_segment(&rest, &segment)) node = grow(tree, node, segment);
	if (node->routes[route->method] != NULL)
		return status_fail(error, STATUS_INPUT, "route %s %s: there is already one of this form",
			http_route_method_name(route->method), route->template);
	node->routes[route->method] = route;
	node->allowed |= 1U << route->method;
	if (route->method == HTTP_GET) node->allowed |= 1U << HTTP_HEAD;
	return STATUS_OK;
}

static status check(const struct http_route *route, size_t *segments, struct error *error)
{
	size_t count = route->template == NULL ? 0 : count_segments(route->template);

	if (count == 0)
		return status_fail(error, STATUS_INPUT, "route %s: the template is not sound",
			route->template == NULL ? "(none)" : route->template);
	if ((unsigned)route->method >= HTTP_METHOD_COUNT || route->handle == NULL)
		return status_fail(
			error, STATUS_INPUT, "route %s: no method or no handler", route->template);
	*segments += count;
	return STATUS_OK;
}

status http_route_tree_create(const struct http_route *routes, size_t count,
	struct http_route_tree **tree, struct error *error)
{
	size_t segments = 1; /* the root */
	status result = STATUS_OK;

	*tree = NULL;
	for (size_t i = 0; i < count; i++) TRY(check(&routes[i], &segments, error));
	struct http_route_tree *made = calloc(1, sizeof *made);
	if (made != NULL) {
		made->nodes = calloc(segments, sizeof *made->nodes);
		made->routes = calloc(count + 1, sizeof *made->routes);
	}
	if (made == NULL || made->nodes == NULL || made->routes == NULL)
		result = status_fail(error, STATUS_MEMORY, "routes: no memory");
	else
		made->node_count = 1;
	for (size_t i = 0; i < count && result == STATUS_OK; i++) {
		made->routes[i] = routes[i];
		result = add(made, &made->routes[i], error);
	}
	if (result == STATUS_OK)
		*tree = made;
	else
		http_route_tree_destroy(made);
	return result;
}

void http_route_tree_destroy(struct http_route_tree *tree)
{
	if (tree == NULL) return;
	free(tree->nodes);
	free(tree->routes);
	free(tree);
}

/* A path on its way down the tree. */
struct search {
	enum http_method method;
	struct span segments[HTTP_MAX_SEGMENTS]; /* decoded */
	size_t count;
	struct span taken[HTTP_MAX_PARAMETERS]; /* by parameters, on the way to where we are */
	struct http_route_match *match;
};

static const struct http_route *route_of(const struct node *node, enum http_method method)
{
	if ((unsigned)method >= HTTP_METHOD_COUNT) return NULL;
	const struct http_route *route = node->routes[method];
	return route == NULL && method == HTTP_HEAD ? node->routes[HTTP_GET] : route;
}

/* The names of the parameters, which may differ between routes of one form. */
static void name_parameters(const struct http_route *route, const struct span *values,
	struct http_pair *parameters, size_t *count)
{
	struct span rest = span_of(route->template);
	struct span segment;

	*count = 0;
	while (take_segment(&rest, &segment)) {
		if (!is_parameter(segment)) continue;
		parameters[*count] = (struct http_pair){parameter_name(segment), values[*count]};
		(*count)++;
	}
}

/* True if the route was found; `allowed` gathers what was passed by. At most two ways at each of
 * HTTP_MAX_PARAMETERS depths. */
static bool descend(struct search *search, const struct node *node, size_t depth, size_t taken)
{
	if (depth == search->count) {
		search->match->allowed |= node->allowed;
		const struct http_route *route = route_of(node, search->method);
		if (route == NULL) return false;
		search->match->route = route;
		name_parameters(route, search->taken, search->match->parameters, &search->match->count);
		return true;
	}
	struct span segment = search->segments[depth];
	const struct node *literal = literal_child(node, segment);
	if (literal != NULL && descend(search, literal, depth + 1, taken)) return true;
	if (node->parameter == NULL || segment.size == 0) return false;
	CHECK(taken < HTTP_MAX_PARAMETERS);
	search->taken[taken] = segment;
	return descend(search, node->parameter, depth + 1, taken + 1);
}

void http_route_find(const struct http_route_tree *tree, enum http_method method, struct span path,
	struct arena *arena, struct http_route_match *match)
{
	struct search search = {.method = method, .match = match};
	struct span segment;

	match->decodable = true;
	match->route = NULL;
	match->allowed = 0;
	match->count = 0;
	while (take_segment(&path, &segment)) {
		if (search.count == HTTP_MAX_SEGMENTS) return;
		match->decodable = http_decode_segment(segment, arena, &search.segments[search.count]);
		if (!match->decodable) return;
		search.count++;
	}
	if (path.size == 0 && search.count > 0) descend(&search, tree->nodes, 0, 0);
}

bool http_match(const char *template, struct span path, struct arena *arena,
	struct http_pair *parameters, size_t *count)
{
	struct span rest = span_of(template);
	struct span wanted;
	struct span segment;
	struct span decoded;

	*count = 0;
	while (take_segment(&rest, &wanted)) {
		if (!take_segment(&path, &segment) || !http_decode_segment(segment, arena, &decoded))
			return false;
		if (!is_parameter(wanted)) {
			if (!span_equal(wanted, decoded)) return false;
			continue;
		}
		if (decoded.size == 0 || *count == HTTP_MAX_PARAMETERS) return false;
		parameters[(*count)++] = (struct http_pair){parameter_name(wanted), decoded};
	}
	return path.size == 0 && rest.size == 0;
}
