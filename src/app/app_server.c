/* app_server.c - opens what serves, from the database up; and closes it, from the top down.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_server.h"
#include "api/api.h"
#include "app/app_demo_job.h"
#include "app/app_first.h"
#include "app/app_norms.h"
#include "app/app_stores.h"
#include "base/check.h"
#include "base/log.h"
#include "command/command_metrics.h"
#include "directory/search_live.h"
#include "http/http_folder.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#define MAX_HEADER_BYTES 16384
#define NS_PER_S INT64_C(1000000000)

struct app_server {
	struct app_server_options options;
	struct app_server_news news;
	struct app_stores stores;
	struct store_options reading_options;
	struct clock system_clock;
	const struct clock *clock;
	struct prng prng;    /* the writer's */
	struct store *store; /* the writer's; NULL if read-only */
	struct vault *vault;
	bool rotating;     /* the clock's thread: keys are being wrapped anew */
	int64_t rewrapped; /* in this rotation */
	struct region *division;
	struct command_writer *writer;
	struct command_queue *queue; /* NULL if read-only */
	struct search_live *search;
	struct http_folder *web; /* NULL: no built pages */
	struct api *api;
	struct http_server *http;
	struct store *reading;        /* of who ticks; behind the lock */
	struct table_standing tables; /* the same: as it was when the clock came by last */
	pthread_mutex_t tick_lock;
	pthread_t thread;
	bool thread_runs;
	bool is_demo;        /* everybody in the database is invented */
	_Atomic bool ending; /* the thread carries out no more */
	int wake;            /* eventfd: ends the thread */
	pthread_mutex_t ran_lock;
	struct command_clock_run ran; /* behind it: what the clock did last */
};

static bool is_older(const struct app_stores_version *version)
{
	return version->in_database > 0 && version->in_database < version->in_program;
}

static status refuse_older(
	const char *what, const struct app_stores_version *version, struct error *error)
{
	return status_fail(error, STATUS_INPUT,
		"the %s is at schema %d and this program needs %d: run `vangnet migrate`, or serve with "
		"--migrate",
		what, version->in_database, version->in_program);
}

/* The lease comes first: who does not hold it changes nothing. */
static status open_writing(struct app_server *server, struct error *error)
{
	struct store_options options = server->stores.main;
	int64_t now_ms = clock_now_ms(&server->system_clock);
	options.moves_log_aside = true;
	options.syncs_apart = true;
	TRY(app_stores_open(&options, STORE_READ_WRITE, &server->store, error));
	TRY(app_demo_job_lease(&options, server->store, now_ms, error));
	TRY(store_migrate(server->store, error));
	return app_demo_job_settle(&options, server->store, now_ms, error);
}

static status open_database(struct app_server *server, struct error *error)
{
	struct app_server_news *news = &server->news;
	struct app_stores_version main = {0};
	struct app_stores_version keys = {0};
	TRY(app_stores_find_version(&server->stores.main, &main, error));
	TRY(app_stores_find_version(&server->stores.keys, &keys, error));
	news->schema_before = main.in_database;
	news->schema_in_program = main.in_program;
	news->made_database = main.in_database == 0;
	news->read_only = main.in_database > main.in_program || keys.in_database > keys.in_program;
	if (is_older(&main) && !server->options.migrate) return refuse_older("database", &main, error);
	if (is_older(&keys) && !server->options.migrate) return refuse_older("key store", &keys, error);
	if (!news->read_only) TRY(open_writing(server, error));
	server->reading_options = server->stores.main;
	server->reading_options.mode = STORE_READ_ONLY;
	TRY(app_stores_open(&server->stores.main, STORE_READ_ONLY, &server->reading, error));
	return app_demo_job_is_demo(server->reading, &server->is_demo, error);
}

static status open_vault(struct app_server *server, struct error *error)
{
	const struct app_config *config = server->options.config;
	struct store_options keys = server->stores.keys;
	if (server->news.read_only)
		keys.mode = STORE_READ_ONLY;
	else
		TRY(app_first_site_key(
			config, &server->stores, server->reading, &server->news.made_site_key, error));
	const struct vault_options options = {
		.site_key_file = config->site_key_file, .keys = &keys, .clock = server->clock};
	return vault_open(&options, &server->vault, error);
}

static status open_writer(struct app_server *server, struct error *error)
{
	if (server->news.read_only) return STATUS_OK;
	prng_init_system(&server->prng);
	const struct command_writer_options options = {.store = server->store,
		.vault = server->vault,
		.clock = server->clock,
		.prng = &server->prng,
		.division = server->division,
		.demonstration = server->is_demo || server->options.config->demo};
	TRY(command_writer_open(&options, &server->writer, error));
	return command_queue_open(server->writer, &server->queue, error);
}

static status open_search(struct app_server *server, struct error *error)
{
	const struct search_live_options options = {.reading = &server->reading_options,
		.division = server->division,
		.readers = (int)server->options.config->loops};
	return search_live_open(&options, &server->search, error);
}

/* Connections do not reopen, and after a sync that failed only the next start knows what is there.
 * That the search's is lost does not matter: it opens another. */
static const char *why_lost(const void *context)
{
	const struct app_server *server = context;
	if (server->queue != NULL && command_queue_is_broken(server->queue))
		return "the log of the database cannot be synced";
	if (vault_is_broken(server->vault)) return "the connection to the key store is lost";
	if (store_is_broken(server->reading) || api_is_broken(server->api) ||
		(server->store != NULL && store_is_broken(server->store)))
		return "a connection to the database is lost, or the right to write in it";
	return NULL;
}

static void tell_ran(void *context, struct command_clock_run *run)
{
	struct app_server *server = context;
	pthread_mutex_lock(&server->ran_lock);
	*run = server->ran;
	pthread_mutex_unlock(&server->ran_lock);
}

/* That there are none where nobody said that they are is no mistake. */
static status open_web(struct app_server *server, struct error *error)
{
	const struct app_config *config = server->options.config;
	struct error absent = {0};
	status code = http_folder_open(config->web_dir, &server->web, &absent);
	bool chosen = config->sources[APP_CONFIG_WEB_DIR] != APP_CONFIG_FROM_PRESET;
	if (code == STATUS_OK || (code == STATUS_NOT_FOUND && !chosen)) return STATUS_OK;
	return status_fail(error, code, "web-dir %s", absent.message);
}

static status open_api(struct app_server *server, struct error *error)
{
	const struct api_options options = {.queue = server->queue,
		.vault = server->vault,
		.clock = server->clock,
		.division = server->division,
		.reading = &server->reading_options,
		.search = server->search,
		.loops = (int)server->options.config->loops,
		.demo = server->is_demo || server->options.config->demo,
		.lost = why_lost,
		.lost_context = server,
		.clock_ran = tell_ran,
		.clock_context = server,
		.web = server->web,
		.licence = app_config_licences[server->options.config->data_licence]};
	return api_open(&options, &server->api, error);
}

static status say_listen(const struct app_config *config, status result, struct error *error)
{
	if (result == STATUS_CONFLICT)
		return status_fail(error, STATUS_CONFLICT,
			"port %d of %s is taken: choose another with --port, or end who has it",
			(int)config->port, config->listen);
	if (result != STATUS_OK) status_prefix(error, "listen %s: ", config->listen);
	return result;
}

/* Before anything is made: who cannot listen leaves nothing behind. */
static status try_listen(const struct app_config *config, struct error *error)
{
	return say_listen(
		config, http_try_listen(config->listen, (uint16_t)config->port, error), error);
}

static status open_http(struct app_server *server, struct error *error)
{
	const struct app_config *config = server->options.config;
	const struct http_options options = {.address = config->listen,
		.port = (uint16_t)config->port,
		.loops = (int)config->loops,
		.max_body_bytes = API_MAX_BODY_BYTES,
		.max_header_bytes = MAX_HEADER_BYTES,
		.slow_client_s = (int)config->slow_client_s,
		.max_connections = (int)config->max_connections,
		.trusted = config->trusted_proxies,
		.proxy_header = (enum http_proxy_header)config->proxy_header,
		.clock = server->clock,
		.refuse = api_refuse,
		.refuse_context = server->api,
		.headers = api_headers};
	size_t count = 0;
	const struct http_route *routes = api_routes(server->api, &count);
	return say_listen(config, http_open(&options, routes, count, &server->http, error), error);
}

static status open_all(struct app_server *server, struct error *error)
{
	server->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (server->wake < 0) return status_fail(error, STATUS_IO, "eventfd: %m");
	TRY(app_norms_use(server->options.config, error));
	TRY(app_stores_read(server->options.config, &server->stores, error));
	TRY(try_listen(server->options.config, error));
	TRY(app_stores_make_directory(server->options.config, error));
	TRY(open_database(server, error));
	TRY(open_vault(server, error));
	TRY(region_open(&server->division, error));
	TRY(open_writer(server, error));
	TRY(open_search(server, error));
	TRY(open_web(server, error));
	TRY(open_api(server, error));
	return open_http(server, error);
}

status app_server_open(
	const struct app_server_options *options, struct app_server **out, struct error *error)
{
	struct app_server *server = calloc(1, sizeof(*server));
	*out = NULL;
	if (server == NULL) return status_fail(error, STATUS_MEMORY, "no memory for a server");
	server->options = *options;
	server->wake = -1;
	clock_init_system(&server->system_clock);
	server->clock = options->clock != NULL ? options->clock : &server->system_clock;
	pthread_mutex_init(&server->tick_lock, NULL);
	pthread_mutex_init(&server->ran_lock, NULL);
	status result = open_all(server, error);
	if (result == STATUS_OK)
		*out = server;
	else
		app_server_close(server);
	return result;
}

/* What is left when the program ends is there at its next start. */
static status carry(
	void *context, struct command *const *commands, size_t count, struct error *error)
{
	struct app_server *server = context;
	if (atomic_load(&server->ending))
		return status_fail(error, STATUS_BUSY, "the program is stopping");
	return command_queue_run(server->queue, commands, count, error);
}

static status deliver(
	struct app_server *server, struct command_clock_report *report, struct error *error)
{
	int64_t now_ms = clock_now_ms(server->clock);
	return command_clock_deliver(server->reading, now_ms, carry, server, report, error);
}

/* What comes due may have something to tell other regions. */
static status do_due(
	struct app_server *server, struct command_clock_report *report, struct error *error)
{
	int64_t now_ms = clock_now_ms(server->clock);
	TRY(deliver(server, report, error));
	TRY(command_clock_tick(server->reading, now_ms, carry, server, report, error));
	TRY(command_clock_sign(server->reading, now_ms, carry, server, report, error));
	return deliver(server, report, error);
}

/* That a table cannot decide, or that the last one is late, nobody sees who only waits: said when
 * it begins, changes and ends. */
static void note_tables(struct app_server *server, const struct table_standing *tables)
{
	const struct table_standing *before = &server->tables;
	if (tables->without_seats != before->without_seats)
		LOG_EVENT(tables->without_seats > 0 ? LOG_WARN : LOG_INFO, "table.without_seats",
			LOG_NUMBER_FIELD(LOG_COUNT, tables->without_seats));
	if (tables->late_at_nation != before->late_at_nation)
		LOG_EVENT(tables->late_at_nation > 0 ? LOG_WARN : LOG_INFO, "table.late_at_nation",
			LOG_NUMBER_FIELD(LOG_COUNT, tables->late_at_nation));
	server->tables = *tables;
}

static void note_run(struct app_server *server, const struct command_clock_run *run)
{
	struct command_clock_state state;
	const struct command_clock_report *report = &run->report;
	int64_t done = report->expired + report->late + report->asked + report->faded;
	if (command_clock_look(server->reading, run->began_ms, &state, NULL) == STATUS_OK) {
		command_metrics_clock(run, &state);
		note_tables(server, &state.tables);
	}
	pthread_mutex_lock(&server->ran_lock);
	server->ran = *run;
	pthread_mutex_unlock(&server->ran_lock);
	if (done + report->failed > 0)
		LOG_EVENT(LOG_INFO, "clock.done", LOG_NUMBER_FIELD(LOG_COUNT, done),
			LOG_NUMBER_FIELD(LOG_DURATION_US, run->took_us),
			LOG_CODE_FIELD(LOG_ERROR_CODE, status_name(run->code)));
}

static status tick(
	struct app_server *server, struct command_clock_report *report, struct error *error)
{
	struct command_clock_run run = {.began_ms = clock_now_ms(server->clock)};
	int64_t began_ns = clock_monotonic_ns();
	run.code = do_due(server, &run.report, error);
	run.took_us = (clock_monotonic_ns() - began_ns) / 1000;
	note_run(server, &run);
	command_clock_add(report, &run.report);
	return run.code;
}

status app_server_tick(
	struct app_server *server, struct command_clock_report *report, struct error *error)
{
	struct command_clock_report unused = {0};
	struct error ignored = {0};
	if (server->queue == NULL) return STATUS_OK;
	pthread_mutex_lock(&server->tick_lock);
	status result =
		tick(server, report != NULL ? report : &unused, error != NULL ? error : &ignored);
	pthread_mutex_unlock(&server->tick_lock);
	return result;
}

/* False when the thread has to end. */
static bool sleep_until_next(const struct app_server *server)
{
	struct pollfd wake = {.fd = server->wake, .events = POLLIN};
	int ready = poll(&wake, 1, (int)server->options.config->deliver_ms);
	return ready == 0 || (ready < 0 && errno == EINTR);
}

static void note_lost(const struct app_server *server, bool *told)
{
	const char *why = why_lost(server);
	if (why == NULL || *told || server->options.lost == NULL) return;
	*told = true;
	server->options.lost(why);
}

static void note_rotation(struct app_server *server, const struct vault_rotation *rotation)
{
	if (rotation->is_new)
		LOG_EVENT(LOG_INFO, "site_key.newer", LOG_NUMBER_FIELD(LOG_COUNT, rotation->slot));
	server->rewrapped += rotation->rewrapped;
	if (!rotation->is_over || server->rewrapped == 0) return;
	LOG_EVENT(LOG_INFO, "site_key.rewrapped", LOG_NUMBER_FIELD(LOG_COUNT, server->rewrapped));
	server->rewrapped = 0;
}

/* A newer site key is looked for when something may be due, and then wraps some keys each time that
 * this thread wakes: what is read meanwhile waits for one step of it at most. */
static void rotate(struct app_server *server, bool due)
{
	struct vault_rotation rotation;
	struct error error = {0};
	if (!due && !server->rotating) return;
	status code = vault_rotate(server->vault, VAULT_ROTATE_MOST, &rotation, &error);
	server->rotating = code == STATUS_OK && !rotation.is_over;
	if (code == STATUS_OK)
		note_rotation(server, &rotation);
	else if (!atomic_load(&server->ending))
		LOG_EVENT(LOG_ERROR, "site_key.failed", LOG_CODE_FIELD(LOG_ERROR_CODE, status_name(code)),
			LOG_CODE_FIELD(LOG_ERROR_DETAIL, error.message));
}

static void work(struct app_server *server, bool due)
{
	struct command_clock_report report = {0};
	struct error error = {0};
	pthread_mutex_lock(&server->tick_lock);
	status result = due ? tick(server, &report, &error) : deliver(server, &report, &error);
	pthread_mutex_unlock(&server->tick_lock);
	if (report.failed > 0)
		LOG_EVENT(LOG_WARN, "clock.put_off", LOG_NUMBER_FIELD(LOG_COUNT, report.failed));
	if (result != STATUS_OK && !atomic_load(&server->ending))
		LOG_EVENT(LOG_ERROR, "clock.failed", LOG_CODE_FIELD(LOG_ERROR_CODE, status_name(result)),
			LOG_CODE_FIELD(LOG_ERROR_DETAIL, error.message));
}

static void *run_clock(void *argument)
{
	struct app_server *server = argument;
	int64_t due_ns = server->options.config->due_s * NS_PER_S;
	int64_t last_ns = clock_monotonic_ns() - due_ns;
	pthread_setname_np(pthread_self(), "clock");
	bool told = false;
	do {
		int64_t now_ns = clock_monotonic_ns();
		bool due = now_ns - last_ns >= due_ns;
		if (due) last_ns = now_ns;
		/* Who only reads has nothing to do here but to notice what is lost. */
		if (server->queue != NULL) rotate(server, due);
		if (server->queue != NULL) work(server, due);
		note_lost(server, &told);
	} while (sleep_until_next(server));
	return NULL;
}

static pthread_once_t metrics_once = PTHREAD_ONCE_INIT;

status app_server_start(struct app_server *server, struct error *error)
{
	pthread_once(&metrics_once, command_writer_metrics);
	if (server->queue != NULL)
		TRY(app_first_token(
			server->reading, server->vault, server->queue, server->news.token, error));
	TRY(http_start(server->http, error));
	TRY(search_live_start(server->search, error));
	if (!server->options.by_itself) return STATUS_OK;
	if (pthread_create(&server->thread, NULL, run_clock, server) != 0)
		return status_fail(error, STATUS_IO, "the thread of the clock does not start");
	server->thread_runs = true;
	return STATUS_OK;
}

const struct app_server_news *app_server_news(const struct app_server *server)
{
	return &server->news;
}

uint16_t app_server_port(const struct app_server *server)
{
	return http_port(server->http);
}

static void end_thread(struct app_server *server)
{
	uint64_t one = 1;
	if (!server->thread_runs) return;
	atomic_store(&server->ending, true);
	CHECK(write(server->wake, &one, sizeof(one)) == (ssize_t)sizeof(one));
	pthread_join(server->thread, NULL);
	server->thread_runs = false;
}

void app_server_say_stopping(struct app_server *server)
{
	api_stopping(server->api);
}

/* The queue is drained when nothing new can come, and lives until the last exchange has ended. */
void app_server_stop(struct app_server *server, int grace_ms)
{
	if (server->api != NULL) api_stopping(server->api);
	end_thread(server);
	if (server->http != NULL) http_stop(server->http, grace_ms);
	if (server->api != NULL) api_drain(server->api);
	if (server->queue != NULL) command_queue_drain(server->queue);
}

void app_server_close(struct app_server *server)
{
	if (server == NULL) return;
	app_server_stop(server, 0);
	http_close(server->http);
	api_close(server->api);
	http_folder_close(server->web);
	search_live_close(server->search);
	command_queue_close(server->queue);
	command_writer_close(server->writer);
	vault_close(server->vault);
	region_close(server->division);
	store_close(server->reading);
	/* The last to close moves what is in the log into the file. */
	store_close(server->store);
	if (server->wake >= 0) close(server->wake);
	pthread_mutex_destroy(&server->tick_lock);
	pthread_mutex_destroy(&server->ran_lock);
	explicit_bzero(&server->stores, sizeof(server->stores));
	free(server);
}
