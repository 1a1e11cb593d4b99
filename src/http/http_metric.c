/* http_metric.c - what is counted and logged of an exchange: codes and numbers, nothing it carried.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/log.h"
#include "base/metric.h"
#include "http/http_internal.h"

#define REQUESTS(class_value)                                                                    \
	{                                                                                            \
		.name = "vangnet_http_requests_total", .help = "Requests answered, by class of status.", \
		.kind = METRIC_COUNTER, .label = "class", .value = (class_value)                         \
	}

static struct metric requests[] = {
	REQUESTS("2xx"),
	REQUESTS("3xx"),
	REQUESTS("4xx"),
	REQUESTS("5xx"),
};

static const int64_t bounds_us[] = {100, 250, 500, 1000, 2500, 5000, 10000, 25000, 50000, 100000,
	250000, 500000, 1000000, 2500000, 10000000};

static struct metric seconds = {
	.name = "vangnet_http_request_seconds",
	.help = "From the request being read until its answer.",
	.kind = METRIC_HISTOGRAM,
	.bounds = bounds_us,
	.bound_count = sizeof bounds_us / sizeof *bounds_us,
	.scale = 1e-6,
};

static struct metric open_connections = {
	.name = "vangnet_http_open_connections",
	.help = "Connections of clients.",
	.kind = METRIC_GAUGE,
};

static struct metric open_exchanges = {
	.name = "vangnet_http_open_exchanges",
	.help = "Requests that are not answered yet.",
	.kind = METRIC_GAUGE,
};

static struct metric unread_clients = {
	.name = "vangnet_http_unread_clients_total",
	.help = "Questions of which a trusted proxy did not say, or not readably, who sends them.",
	.kind = METRIC_COUNTER,
};

void http_metric_register(void)
{
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) metric_register(&requests[i]);
	metric_register(&seconds);
	metric_register(&open_connections);
	metric_register(&open_exchanges);
	metric_register(&unread_clients);
}

void http_metric_connections(int by)
{
	metric_add(&open_connections, by);
}

void http_metric_exchanges(int by)
{
	metric_add(&open_exchanges, by);
}

/* One line in the log is enough to look at the settings of the proxy. */
void http_metric_unread_client(void)
{
	if (unread_clients.number == 0) LOG_EVENT(LOG_WARN, "http.unread_client");
	metric_add(&unread_clients, 1);
}

static void write_log(const struct http_exchange *exchange, const struct http_reply *reply,
	int64_t duration_us, size_t bytes)
{
	struct log_field fields[] = {
		LOG_ID_FIELD(LOG_REQUEST, exchange->id),
		LOG_CODE_FIELD(LOG_METHOD, http_route_method_name(exchange->method)),
		LOG_CODE_FIELD(LOG_ROUTE, exchange->template),
		LOG_NUMBER_FIELD(LOG_STATUS, reply->status),
		LOG_NUMBER_FIELD(LOG_DURATION_US, duration_us),
		LOG_NUMBER_FIELD(LOG_BYTES, bytes),
		LOG_CODE_FIELD(LOG_CODE, reply->log_code),
	};
	size_t count = sizeof fields / sizeof *fields;

	log_event(LOG_INFO, "http.request", fields, reply->log_code == NULL ? count - 1 : count);
}

void http_metric_record(
	const struct http_exchange *exchange, const struct http_reply *reply, size_t bytes)
{
	int64_t duration_us = (clock_monotonic_ns() - exchange->began_ns) / 1000;
	int class = reply->status / 100 - 2;

	metric_add(&requests[class < 0 || class > 3 ? 3 : class], 1);
	metric_observe(&seconds, duration_us);
	write_log(exchange, reply, duration_us, bytes);
}
