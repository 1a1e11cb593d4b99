/* metric.c - a list of static variables, counted with relaxed atomics and rendered on request.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "base/metric.h"
#include "base/check.h"

static struct metric *first;
static struct metric *last;

void metric_register(struct metric *metric)
{
	CHECK((metric->label == NULL) == (metric->value == NULL));
	CHECK(metric->bound_count < METRIC_MAX_BUCKETS);
	if (atomic_exchange(&metric->registered, true)) return;
	metric->next = NULL;
	if (last == NULL)
		first = metric;
	else
		last->next = metric;
	last = metric;
}

void metric_add(struct metric *metric, int64_t by)
{
	CHECK(metric->kind == METRIC_GAUGE || (metric->kind == METRIC_COUNTER && by >= 0));
	atomic_fetch_add_explicit(&metric->number, by, memory_order_relaxed);
}

void metric_set(struct metric *metric, int64_t value)
{
	CHECK(metric->kind == METRIC_GAUGE);
	atomic_store_explicit(&metric->number, value, memory_order_relaxed);
}

void metric_observe(struct metric *metric, int64_t value)
{
	size_t bucket = 0;

	CHECK(metric->kind == METRIC_HISTOGRAM);
	while (bucket < metric->bound_count && value > metric->bounds[bucket]) bucket++;
	atomic_fetch_add_explicit(&metric->buckets[bucket], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&metric->sum, value, memory_order_relaxed);
}

/* Escapes for inside quotes; the help text stands without, and keeps its own quotes. */
static void add_escaped(struct buf *out, const char *text, bool in_quotes)
{
	for (; *text != 0; text++) {
		if (*text == '\n') {
			buf_add(out, "\\n", 2);
			continue;
		}
		if (*text == '\\' || (in_quotes && *text == '"')) buf_add_char(out, '\\');
		buf_add_char(out, *text);
	}
}

/* {label="value",le="0.5"}, with what there is of it. */
static void add_labels(struct buf *out, const struct metric *metric, const char *bound)
{
	if (metric->label == NULL && bound == NULL) return;
	buf_add_char(out, '{');
	if (metric->label != NULL) {
		buf_printf(out, "%s=\"", metric->label);
		add_escaped(out, metric->value, true);
		buf_add_char(out, '"');
	}
	if (bound != NULL) buf_printf(out, "%sle=\"%s\"", metric->label == NULL ? "" : ",", bound);
	buf_add_char(out, '}');
}

static void add_scaled(struct buf *out, const struct metric *metric, int64_t number)
{
	if (metric->scale == 0)
		buf_add_int(out, number);
	else
		buf_printf(out, "%.15g", (double)number * metric->scale);
}

static void add_histogram(struct buf *out, const struct metric *metric)
{
	int64_t count = 0;

	for (size_t i = 0; i <= metric->bound_count; i++) {
		struct buf bound;
		buf_init(&bound, 32);
		if (i < metric->bound_count)
			add_scaled(&bound, metric, metric->bounds[i]);
		else
			buf_add_text(&bound, "+Inf");
		count += atomic_load_explicit(&metric->buckets[i], memory_order_relaxed);
		buf_printf(out, "%s_bucket", metric->name);
		add_labels(out, metric, buf_text(&bound));
		buf_printf(out, " %lld\n", (long long)count);
		buf_finish(&bound);
	}
	buf_printf(out, "%s_sum", metric->name);
	add_labels(out, metric, NULL);
	buf_add_char(out, ' ');
	add_scaled(out, metric, atomic_load_explicit(&metric->sum, memory_order_relaxed));
	/* The count is that of the buckets just read, so that it never contradicts them. */
	buf_printf(out, "\n%s_count", metric->name);
	add_labels(out, metric, NULL);
	buf_printf(out, " %lld\n", (long long)count);
}

static void add_number(struct buf *out, const struct metric *metric)
{
	buf_add_text(out, metric->name);
	add_labels(out, metric, NULL);
	buf_add_char(out, ' ');
	add_scaled(out, metric, atomic_load_explicit(&metric->number, memory_order_relaxed));
	buf_add_char(out, '\n');
}

/* The first metric of this name in the list. */
static const struct metric *find_name(const char *name)
{
	const struct metric *metric = first;

	while (strcmp(metric->name, name) != 0) metric = metric->next;
	return metric;
}

/* The head of a name and all metrics that bear it: the format wants them together. */
static void add_group(struct buf *out, const struct metric *head)
{
	static const char *const kinds[] = {"counter", "gauge", "histogram"};

	buf_printf(out, "# HELP %s ", head->name);
	add_escaped(out, head->help, false);
	buf_printf(out, "\n# TYPE %s %s\n", head->name, kinds[head->kind]);
	for (const struct metric *metric = head; metric != NULL; metric = metric->next) {
		if (strcmp(metric->name, head->name) != 0) continue;
		if (metric->kind == METRIC_HISTOGRAM)
			add_histogram(out, metric);
		else
			add_number(out, metric);
	}
}

void metric_render(struct buf *out)
{
	for (const struct metric *metric = first; metric != NULL; metric = metric->next)
		if (find_name(metric->name) == metric) add_group(out, metric);
}
