/* test_metric.c - what is counted is shown, once and grouped by name.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include "base/metric.h"
#include "raises.h"
#include <pthread.h>

/* All metrics of this program, for they stay registered: registered in this order by the first
 * test. */
static struct metric commands_ok = {
	.name = "vangnet_commands_total",
	.help = "Commands by result.",
	.kind = METRIC_COUNTER,
	.label = "result",
	.value = "ok",
};
static struct metric open_needs = {
	.name = "vangnet_open_needs",
	.help = "Needs that are \"open\",\nwith a \\ in between.",
	.kind = METRIC_GAUGE,
};
static struct metric commands_refused = {
	.name = "vangnet_commands_total",
	.help = "Commands by result.",
	.kind = METRIC_COUNTER,
	.label = "result",
	.value = "a \"no\"",
};
static const int64_t bounds_us[] = {500, 1000, 250000};
static struct metric sync_time = {
	.name = "vangnet_sync_seconds",
	.help = "Time of a sync.",
	.kind = METRIC_HISTOGRAM,
	.bounds = bounds_us,
	.bound_count = 3,
	.scale = 1e-6,
};
static struct metric batch_size = {
	.name = "vangnet_batch_commands",
	.help = "Commands in a batch.",
	.kind = METRIC_HISTOGRAM,
	.label = "store",
	.value = "sqlite",
	.bounds = (const int64_t[]){1},
	.bound_count = 1,
};

static int register_all(void **state)
{
	(void)state;
	for (int i = 0; i < 2; i++) { /* the second time does nothing */
		metric_register(&commands_ok);
		metric_register(&open_needs);
		metric_register(&commands_refused);
		metric_register(&sync_time);
		metric_register(&batch_size);
	}
	return 0;
}

/* The whole text, letter by letter: names together, buckets cumulative, labels escaped, units
 * scaled. */
static void test_metric_render__is_the_prometheus_text(void **state)
{
	struct buf out;

	(void)state;
	metric_add(&commands_ok, 3);
	metric_add(&commands_ok, 4);
	metric_add(&commands_ok, 0);
	metric_add(&commands_refused, 1);
	metric_set(&open_needs, 10);
	metric_add(&open_needs, -12);
	metric_observe(&sync_time, 500);
	metric_observe(&sync_time, 501);
	metric_observe(&sync_time, 250001);
	metric_observe(&batch_size, 0);
	buf_init(&out, 10000);
	metric_render(&out);
	assert_string_equal(buf_text(&out),
		"# HELP vangnet_commands_total Commands by result.\n"
		"# TYPE vangnet_commands_total counter\n"
		"vangnet_commands_total{result=\"ok\"} 7\n"
		"vangnet_commands_total{result=\"a \\\"no\\\"\"} 1\n"
		"# HELP vangnet_open_needs "
		"Needs that are \"open\",\\nwith a \\\\ in between.\n"
		"# TYPE vangnet_open_needs gauge\n"
		"vangnet_open_needs -2\n"
		"# HELP vangnet_sync_seconds Time of a sync.\n"
		"# TYPE vangnet_sync_seconds histogram\n"
		"vangnet_sync_seconds_bucket{le=\"0.0005\"} 1\n"
		"vangnet_sync_seconds_bucket{le=\"0.001\"} 2\n"
		"vangnet_sync_seconds_bucket{le=\"0.25\"} 2\n"
		"vangnet_sync_seconds_bucket{le=\"+Inf\"} 3\n"
		"vangnet_sync_seconds_sum 0.251002\n"
		"vangnet_sync_seconds_count 3\n"
		"# HELP vangnet_batch_commands Commands in a batch.\n"
		"# TYPE vangnet_batch_commands histogram\n"
		"vangnet_batch_commands_bucket{store=\"sqlite\",le=\"1\"} 1\n"
		"vangnet_batch_commands_bucket{store=\"sqlite\",le=\"+Inf\"} 1\n"
		"vangnet_batch_commands_sum{store=\"sqlite\"} 0\n"
		"vangnet_batch_commands_count{store=\"sqlite\"} 1\n");
	buf_finish(&out);
}

/* A counter does not go down, a gauge is not observed: each kind has its own verbs. */
static void test_metric__raises_on_the_wrong_verb(void **state)
{
	(void)state;
	assert_raises(metric_add(&commands_ok, -1));
	assert_raises(metric_set(&commands_ok, 1));
	assert_raises(metric_observe(&commands_ok, 1));
	assert_raises(metric_observe(&open_needs, 1));
	assert_raises(metric_add(&sync_time, 1));
	assert_raises(metric_set(&sync_time, 1));
}

/* A metric that could not be rendered is not taken in. */
static void test_metric_register__raises_on_what_cannot_be_shown(void **state)
{
	static struct metric half_a_label = {.name = "vangnet_a", .help = "a", .label = "result"};
	static struct metric too_many_bounds = {
		.name = "vangnet_b",
		.help = "b",
		.kind = METRIC_HISTOGRAM,
		.bounds = bounds_us,
		.bound_count = METRIC_MAX_BUCKETS,
	};

	(void)state;
	assert_raises(metric_register(&half_a_label));
	assert_raises(metric_register(&too_many_bounds));
}

static void *count_often(void *unused)
{
	(void)unused;
	for (int i = 0; i < 20000; i++) {
		metric_add(&commands_ok, 1);
		metric_observe(&sync_time, 100);
	}
	return NULL;
}

/* No count is lost when threads count at the same time. */
static void test_metric__loses_nothing_between_threads(void **state)
{
	pthread_t threads[4];
	int64_t number = atomic_load(&commands_ok.number);
	int64_t bucket = atomic_load(&sync_time.buckets[0]);
	int64_t sum = atomic_load(&sync_time.sum);

	(void)state;
	for (int i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, count_often, NULL), 0);
	for (int i = 0; i < 4; i++) assert_int_equal(pthread_join(threads[i], NULL), 0);
	assert_int_equal(atomic_load(&commands_ok.number), number + 80000);
	assert_int_equal(atomic_load(&sync_time.buckets[0]), bucket + 80000);
	assert_int_equal(atomic_load(&sync_time.sum), sum + 8000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_metric_render__is_the_prometheus_text),
		cmocka_unit_test(test_metric__raises_on_the_wrong_verb),
		cmocka_unit_test(test_metric_register__raises_on_what_cannot_be_shown),
		cmocka_unit_test(test_metric__loses_nothing_between_threads),
	};
	return cmocka_run_group_tests(tests, register_all, NULL);
}
