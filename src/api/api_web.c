/* api_web.c - the built pages beside the API: which paths are pages, and what a browser may do
 * there.
 *
 * Every page is the same file: the program in it reads the path. A path that is not in the table is
 * refused as any other that is not there.
 * Tests       test/scenario/test_web.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "api/api_request.h"
#include <stdio.h>

enum { NAME_BYTES = 256 };

/* Only what this server sends runs, is shown or is asked; nothing is evaluated, nothing is inline,
 * and no page stands in another's frame. */
static const struct http_header headers[] = {
	/* The first only where everybody is invented: the pages say so. */
	{"Vangnet-Demonstration", "yes"},
	{"Content-Security-Policy",
		"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
		"font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'none'; "
		"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; "
		"trusted-types 'none'"},
	{"Permissions-Policy",
		"accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
		"microphone=(), midi=(), payment=(), usb=()"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"X-Frame-Options", "DENY"},
	{NULL, NULL},
};

/* What is the same for everybody waits for no sync. */
static void send_file(struct api_request *request, struct span name)
{
	struct http_reply reply;
	const struct http_folder *web = request->api->options.web;
	const struct http_header *sent = request->api->options.demo ? headers : headers + 1;
	if (!http_folder_reply(request->exchange, web, name, sent, &reply)) {
		api_problem(request, 404, "problem.not_found", NULL, 0);
		return;
	}
	request->told = true;
	api_send(request, &reply);
}

void api_web_page(struct api_request *request)
{
	send_file(request, SPAN_LITERAL("index.html"));
}

static void asset(struct api_request *request)
{
	struct span file = http_parameter(request->exchange, "file");
	char name[NAME_BYTES];
	int size = snprintf(name, sizeof(name), "assets/%.*s", SPAN_PRINT(file));
	/* A longer name is cut off, and there is none like it. */
	send_file(request, span_bytes(name, size < NAME_BYTES ? (size_t)size : NAME_BYTES - 1));
}

static void icon(struct api_request *request)
{
	send_file(request, SPAN_LITERAL("icon.svg"));
}

static void manifest(struct api_request *request)
{
	send_file(request, SPAN_LITERAL("manifest.webmanifest"));
}

#define PAGE(path, handler)                                                                   \
	{                                                                                         \
		HTTP_GET, path, COMMAND_NONE, .door = true, .handle = handler, .query = API_QUERY_ANY \
	}

/* "/" is in api_route.c: it is there without built pages too. */
const struct api_request_route api_web_routes[] = {
	PAGE("/ask", api_web_page),
	PAGE("/ask/{step}", api_web_page),
	PAGE("/sign-in", api_web_page),
	PAGE("/password", api_web_page),
	PAGE("/account", api_web_page),
	PAGE("/find", api_web_page),
	PAGE("/file", api_web_page),
	PAGE("/file/{part}", api_web_page),
	PAGE("/desk", api_web_page),
	PAGE("/desk/{part}", api_web_page),
	PAGE("/desk/{region}/{episode}", api_web_page),
	PAGE("/desk/{region}/{episode}/{part}", api_web_page),
	PAGE("/table", api_web_page),
	PAGE("/table/{part}", api_web_page),
	PAGE("/table/{region}/{episode}/{case}", api_web_page),
	PAGE("/admin", api_web_page),
	PAGE("/admin/{part}", api_web_page),
	PAGE("/assets/{file}", asset),
	PAGE("/icon.svg", icon),
	PAGE("/manifest.webmanifest", manifest),
};
const size_t api_web_route_count = sizeof(api_web_routes) / sizeof(api_web_routes[0]);
