/* test_http_route.c - a path finds its route, and a template that is not sound never becomes one.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/prng.h"
#include "http/http_route.h"
#include <stdio.h>

#define BIT(method) (1U << (method))

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 1024, 1 << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_finish(&arena);
	return 0;
}

static void handle(struct http_exchange *exchange, void *context)
{
	(void)exchange;
	(void)context;
}

#define ROUTE(method, template)            \
	{                                      \
		(method), (template), handle, NULL \
	}

static const struct http_route routes[] = {
	ROUTE(HTTP_GET, "/"),
	ROUTE(HTTP_GET, "/v1/regions"),
	ROUTE(HTTP_POST, "/v1/regions"),
	ROUTE(HTTP_GET, "/v1/regions/{region}"),
	ROUTE(HTTP_PUT, "/v1/regions/{id}"),
	ROUTE(HTTP_GET, "/v1/regions/{region}/episodes/{episode}"),
	ROUTE(HTTP_POST, "/v1/regions/own"),
	ROUTE(HTTP_GET, "/v1/regions/own/notes"),
	ROUTE(HTTP_GET, "/{any}/b/c"),
	ROUTE(HTTP_HEAD, "/health"),
	ROUTE(HTTP_DELETE, "/a/"),
};

static struct http_route_tree *plant(void)
{
	struct http_route_tree *tree = NULL;

	assert_int_equal(
		http_route_tree_create(routes, sizeof routes / sizeof *routes, &tree, NULL), STATUS_OK);
	return tree;
}

static struct http_route_match find(enum http_method method, const char *path)
{
	struct http_route_tree *tree = plant();
	struct http_route_match match;

	http_route_find(tree, method, span_of(path), &arena, &match);
	/* What it points to is about to go: only the template's text stays. */
	static struct http_route found;
	if (match.route != NULL) {
		found = *match.route;
		match.route = &found;
	}
	http_route_tree_destroy(tree);
	return match;
}

static void assert_finds(enum http_method method, const char *path, const char *template)
{
	struct http_route_match match = find(method, path);

	assert_true(match.decodable);
	assert_non_null(match.route);
	assert_string_equal(match.route->template, template);
}

static void assert_finds_none(enum http_method method, const char *path, unsigned allowed)
{
	struct http_route_match match = find(method, path);

	assert_true(match.decodable);
	assert_null(match.route);
	assert_int_equal(match.allowed, allowed);
}

/* Literal segments, parameters, the root and a template with a slash at its end. */
static void test_http_route_find__finds(void **state)
{
	(void)state;
	assert_finds(HTTP_GET, "/", "/");
	assert_finds(HTTP_GET, "/v1/regions", "/v1/regions");
	assert_finds(HTTP_POST, "/v1/regions", "/v1/regions");
	assert_finds(HTTP_GET, "/v1/regions/12", "/v1/regions/{region}");
	assert_finds(HTTP_GET, "/v1/regions/12/episodes/ab", "/v1/regions/{region}/episodes/{episode}");
	assert_finds(HTTP_DELETE, "/a/", "/a/");
	assert_finds(HTTP_GET, "/%76%31/regions", "/v1/regions");
}

/* The parameters have the names of the route that was found, also where routes differ in them. */
static void test_http_route_find__names_the_parameters(void **state)
{
	(void)state;
	struct http_route_match match = find(HTTP_GET, "/v1/regions/1%202/episodes/ab");
	assert_int_equal(match.count, 2);
	assert_true(span_is(match.parameters[0].name, "region"));
	assert_true(span_is(match.parameters[0].value, "1 2"));
	assert_true(span_is(match.parameters[1].name, "episode"));
	assert_true(span_is(match.parameters[1].value, "ab"));
	match = find(HTTP_PUT, "/v1/regions/3");
	assert_int_equal(match.count, 1);
	assert_true(span_is(match.parameters[0].name, "id"));
}

/* The literal goes first; where it leads nowhere the parameter is tried. */
static void test_http_route_find__tries_the_parameter_after_the_literal(void **state)
{
	(void)state;
	assert_finds(HTTP_POST, "/v1/regions/own", "/v1/regions/own");
	assert_finds(HTTP_GET, "/v1/regions/own", "/v1/regions/{region}");
	assert_finds(HTTP_GET, "/v1/regions/own/notes", "/v1/regions/own/notes");
	assert_finds(HTTP_GET, "/v1/regions/own/episodes/1", "/v1/regions/{region}/episodes/{episode}");
	assert_finds(HTTP_GET, "/v1/b/c", "/{any}/b/c");
}

/* No route at all. */
static void test_http_route_find__finds_nothing(void **state)
{
	static const char *const paths[] = {"", "*", "v1/regions", "/v1", "/v1/", "/v1/regions/", "//",
		"/v1//regions", "/V1/regions", "/v1/regions/1/episodes", "/v1/regions/1/episodes/",
		"/v1/regions/1/episodes/2/3", "/a", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17",
		"http://x/v1/regions"};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
		assert_finds_none(HTTP_GET, paths[i], 0);
}

/* Another method would do: all that would are named. */
static void test_http_route_find__says_what_is_allowed(void **state)
{
	(void)state;
	assert_finds_none(HTTP_DELETE, "/v1/regions", BIT(HTTP_GET) | BIT(HTTP_HEAD) | BIT(HTTP_POST));
	assert_finds_none(HTTP_PATCH, "/v1/regions/own",
		BIT(HTTP_GET) | BIT(HTTP_HEAD) | BIT(HTTP_PUT) | BIT(HTTP_POST));
	assert_finds_none(HTTP_GET, "/health", BIT(HTTP_HEAD));
	assert_finds_none(HTTP_UNKNOWN, "/", BIT(HTTP_GET) | BIT(HTTP_HEAD));
}

/* HEAD has the route of GET, unless it has its own. */
static void test_http_route_find__gives_head_the_route_of_get(void **state)
{
	(void)state;
	assert_finds(HTTP_HEAD, "/v1/regions/12", "/v1/regions/{region}");
	assert_finds(HTTP_HEAD, "/health", "/health");
}

/* A segment that cannot be decoded is not a path that is not found. */
static void test_http_route_find__refuses_what_is_not_decodable(void **state)
{
	(void)state;
	assert_false(find(HTTP_GET, "/v1/regions/%2F").decodable);
	assert_false(find(HTTP_GET, "/nowhere/%zz").decodable);
	assert_false(find(HTTP_GET, "/v1/regions/%00").decodable);
	assert_false(find(HTTP_GET, "/v1/regions/%ff").decodable);
}

static status try_one(enum http_method method, const char *template)
{
	const struct http_route route = ROUTE(method, template);
	struct http_route_tree *tree = NULL;
	status result = http_route_tree_create(&route, 1, &tree, NULL);

	assert_int_equal(result == STATUS_OK, tree != NULL);
	http_route_tree_destroy(tree);
	return result;
}

/* Templates are ours: a wrong one is found when the program starts. */
static void test_http_route_tree_create__refuses_unsound_templates(void **state)
{
	static const char *const templates[] = {NULL, "", "v1", "/{", "/{}", "/{a", "/a}", "/{a}b",
		"/{A}", "/{a}/{a}", "/a b", "/%41", "/a?b", "/a#b", "/x{a}",
		"/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}", "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17"};

	(void)state;
	for (size_t i = 0; i < sizeof templates / sizeof *templates; i++)
		assert_int_equal(try_one(HTTP_GET, templates[i]), STATUS_INPUT);
	assert_int_equal(try_one(HTTP_UNKNOWN, "/a"), STATUS_INPUT);
	assert_int_equal(try_one(HTTP_GET, "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/9"), STATUS_OK);
}

/* Two routes of one form, whatever their parameters are called, would be a matter of luck. */
static void test_http_route_tree_create__refuses_doubles(void **state)
{
	static const struct http_route doubles[] = {
		ROUTE(HTTP_GET, "/a/{b}"),
		ROUTE(HTTP_PUT, "/a/{c}"),
		ROUTE(HTTP_GET, "/a/{c}"),
	};
	struct http_route_tree *tree = NULL;
	struct error error = {0};

	(void)state;
	assert_int_equal(http_route_tree_create(doubles, 2, &tree, &error), STATUS_OK);
	http_route_tree_destroy(tree);
	assert_int_equal(http_route_tree_create(doubles, 3, &tree, &error), STATUS_INPUT);
	assert_non_null(strstr(error.message, "/a/{c}"));
	assert_null(tree);
}

/* The tree and the plain match of one template agree, on paths made of what is in the templates.
 * */
static void test_http_route_find__agrees_with_http_match(void **state)
{
	static const char *const segments[] = {
		"v1", "regions", "own", "episodes", "notes", "b", "c", "", "%6Fwn", "x"};
	struct prng prng;

	(void)state;
	prng_init_seed(&prng, 11);
	for (int round = 0; round < 5000; round++) {
		struct http_pair parameters[HTTP_MAX_PARAMETERS];
		char path[80] = "";
		size_t length = 0;
		size_t count;
		unsigned allowed = 0;
		for (uint64_t left = 1 + prng_below(&prng, 5); left > 0; left--)
			length += (size_t)snprintf(path + length, sizeof path - length, "/%s",
				segments[prng_below(&prng, sizeof segments / sizeof *segments)]);
		for (size_t i = 0; i < sizeof routes / sizeof *routes; i++)
			if (http_match(routes[i].template, span_of(path), &arena, parameters, &count))
				allowed |=
					BIT(routes[i].method) | (routes[i].method == HTTP_GET ? BIT(HTTP_HEAD) : 0);
		assert_int_equal(find(HTTP_OPTIONS, path).allowed, allowed);
		assert_int_equal(find(HTTP_GET, path).route != NULL, (allowed & BIT(HTTP_GET)) != 0);
		arena_reset(&arena);
	}
}

/* One template by itself. */
static void test_http_match__fills_the_parameters(void **state)
{
	struct http_pair parameters[HTTP_MAX_PARAMETERS];
	size_t count = 99;

	(void)state;
	assert_true(
		http_match("/a/{b}/c/{d}", SPAN_LITERAL("/a/x%20y/c/z"), &arena, parameters, &count));
	assert_int_equal(count, 2);
	assert_true(span_is(parameters[0].name, "b"));
	assert_true(span_is(parameters[0].value, "x y"));
	assert_true(span_is(parameters[1].name, "d"));
	assert_true(span_is(parameters[1].value, "z"));
	assert_false(http_match("/a/{b}", SPAN_LITERAL("/a/"), &arena, parameters, &count));
	assert_false(http_match("/a/{b}", SPAN_LITERAL("/a"), &arena, parameters, &count));
	assert_false(http_match("/a/{b}", SPAN_LITERAL("/a/b/c"), &arena, parameters, &count));
	assert_false(http_match("/a/{b}", SPAN_LITERAL("/a/%2F"), &arena, parameters, &count));
	assert_false(http_match("/a", SPAN_LITERAL("/a/"), &arena, parameters, &count));
	assert_true(http_match("/", SPAN_LITERAL("/"), &arena, parameters, &count));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_http_route_find__finds),
		cmocka_unit_test(test_http_route_find__names_the_parameters),
		cmocka_unit_test(test_http_route_find__tries_the_parameter_after_the_literal),
		cmocka_unit_test(test_http_route_find__finds_nothing),
		cmocka_unit_test(test_http_route_find__says_what_is_allowed),
		cmocka_unit_test(test_http_route_find__gives_head_the_route_of_get),
		cmocka_unit_test(test_http_route_find__refuses_what_is_not_decodable),
		cmocka_unit_test(test_http_route_tree_create__refuses_unsound_templates),
		cmocka_unit_test(test_http_route_tree_create__refuses_doubles),
		cmocka_unit_test(test_http_route_find__agrees_with_http_match),
		cmocka_unit_test(test_http_match__fills_the_parameters),
	};

	return cmocka_run_group_tests_name("http_route", tests, set_up, tear_down);
}
