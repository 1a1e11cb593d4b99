/* metric.h - counters, gauges and histograms for /metrics, safe from any thread.
 *
 * A metric has a static name, help text and at most one label whose values are static text: nothing
 * personal can get in.
 * Rendered in the Prometheus text format 0.0.4.
 * Ownership   Metrics are static variables of who counts; metric_register links them, once, before
 *             threads start.
 * Tests       test/unit/base/test_metric.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/buf.h"
#include <stdatomic.h>

enum metric_kind { METRIC_COUNTER, METRIC_GAUGE, METRIC_HISTOGRAM };

#define METRIC_MAX_BUCKETS 16

struct metric {
	const char *name; /* vangnet_... */
	const char *help;
	enum metric_kind kind;
	const char *label;      /* NULL, or the name of the one label */
	const char *value;      /* its value */
	_Atomic int64_t number; /* counter and gauge */
	const int64_t *bounds;  /* histogram: upper bounds, rising; in the metric's unit */
	size_t bound_count;     /* at most METRIC_MAX_BUCKETS - 1 */
	_Atomic int64_t buckets[METRIC_MAX_BUCKETS];
	_Atomic int64_t sum;
	double scale; /* what is shown is number * scale; 0 means 1 */
	struct metric *next;
	_Atomic bool registered;
};

/* Does nothing the second time. */
void metric_register(struct metric *metric);
void metric_add(struct metric *metric, int64_t by);
void metric_set(struct metric *metric, int64_t value);
void metric_observe(struct metric *metric, int64_t value);
/* All registered metrics, grouped by name. */
void metric_render(struct buf *out);
