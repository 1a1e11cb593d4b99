/* app_serve.c - vangnet serve: from the settings to a server that runs until it is told to stop.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"
#include "app/app_server.h"
#include "base/check.h"
#include "base/log.h"
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* File descriptors besides one for each connection: databases, sockets, loops. */
#define OTHER_DESCRIPTORS 128

/* Threads inherit what is blocked: signals are this thread's. */
static void block_signals(sigset_t *waited)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};
	CHECK(sigaction(SIGHUP, &ignore, NULL) == 0 && sigaction(SIGPIPE, &ignore, NULL) == 0);
	sigemptyset(waited);
	sigaddset(waited, SIGINT);
	sigaddset(waited, SIGTERM);
	CHECK(pthread_sigmask(SIG_BLOCK, waited, NULL) == 0);
}

/* What was acknowledged is durable: nothing is lost by ending at once. */
static void end_at_once(int number)
{
	_exit(128 + number);
}

static const char *_Atomic lost; /* what; NULL: nothing */

/* Whoever started the program starts it again, and it connects anew. */
static void end_lost(const char *why)
{
	lost = why;
	kill(getpid(), SIGTERM);
}

static void await_signal(const sigset_t *waited)
{
	struct sigaction action = {.sa_handler = end_at_once};
	int number = 0;
	CHECK(sigwait(waited, &number) == 0);
	CHECK(sigaction(SIGINT, &action, NULL) == 0 && sigaction(SIGTERM, &action, NULL) == 0);
	CHECK(pthread_sigmask(SIG_UNBLOCK, waited, NULL) == 0);
}

static int allow_descriptors(const struct app_config *config)
{
	struct rlimit limit;
	rlim_t wanted = (rlim_t)config->max_connections + OTHER_DESCRIPTORS;
	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	if (limit.rlim_cur >= wanted) return APP_COMMANDS_DONE;
	if (limit.rlim_max < wanted)
		return app_commands_refuse(APP_COMMANDS_FAILED,
			"max-connections = %lld: needs %lld open files, and the system allows %lld: lower it, "
			"or raise the limit (ulimit -Hn, LimitNOFILE=)",
			(long long)config->max_connections, (long long)wanted, (long long)limit.rlim_max);
	limit.rlim_cur = wanted;
	if (setrlimit(RLIMIT_NOFILE, &limit) == 0) return APP_COMMANDS_DONE;
	return app_commands_refuse(APP_COMMANDS_FAILED, "the limit on open files cannot be raised: %m");
}

/* Tells who started the program how it is, if they asked to be told: a datagram to the socket that
 * NOTIFY_SOCKET names (sd_notify(3)). */
static void notify(const char *state)
{
	const char *path = getenv("NOTIFY_SOCKET");
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t size = path == NULL ? 0 : strlen(path);
	if (size == 0 || size >= sizeof(address.sun_path)) return;
	memcpy(address.sun_path, path, size);
	/* Of the abstract namespace. */
	if (address.sun_path[0] == '@') address.sun_path[0] = 0;
	int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (descriptor < 0) return;
	socklen_t length = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + size);
	const struct sockaddr *to = (const struct sockaddr *)(const void *)&address;
	if (sendto(descriptor, state, strlen(state), MSG_NOSIGNAL, to, length) < 0)
		log_event(LOG_WARN, "server.not_notified", NULL, 0);
	close(descriptor);
}

static void tell_opened(const struct app_config *config, const struct app_server_news *news)
{
	if (news->made_site_key)
		printf("A site key was made: %s\nBack it up now, apart from the databases: without it no "
			   "name and no text can ever be read again.\n",
			config->site_key_file);
	if (!news->made_database && !news->read_only && news->schema_before < news->schema_in_program)
		printf("The database was migrated from schema %d to %d.\n", news->schema_before,
			news->schema_in_program);
	if (news->read_only && news->schema_before > news->schema_in_program)
		app_commands_refuse(0,
			"the database was written by a newer vangnet (schema %d, this program knows %d): it is "
			"only read, and what would change something is refused; start the newer vangnet",
			news->schema_before, news->schema_in_program);
	else if (news->read_only)
		app_commands_refuse(0,
			"the key store was written by a newer vangnet: the database is only read, and what "
			"would change something is refused; start the newer vangnet");
}

static void tell_token(const char *address, const char *token)
{
	printf("There is no administrator yet. Within 12 hours, the first is made with this one-time "
		   "token:\n\n    %s\n\n"
		   "    curl -X POST %s/v1/administrators/first -H 'Content-Type: application/json' \\\n"
		   "      -H 'Idempotency-Key: administrator-first' -d '{\"token\": \"%s\", \"name\": "
		   "\"...\"}'\n\n"
		   "The answer has the access code with which the administrator signs in (POST "
		   "/v1/sessions).\n",
		token, address, token);
}

static void tell_started(const struct app_config *config, const struct app_server *server)
{
	char address[APP_CONFIG_TEXT_SIZE + 32];
	bool v6 = strchr(config->listen, ':') != NULL;
	const char *token = app_server_news(server)->token;
	snprintf(address, sizeof(address), "http://%s%s%s:%u", v6 ? "[" : "", config->listen,
		v6 ? "]" : "", (unsigned)app_server_port(server));
	if (token[0] != 0) tell_token(address, token);
	printf("Vangnet is listening on %s\n", address);
	fflush(stdout);
	LOG_EVENT(LOG_INFO, "server.ready", LOG_NUMBER_FIELD(LOG_PORT, app_server_port(server)),
		LOG_CODE_FIELD(LOG_VERSION, VANGNET_VERSION));
	notify("READY=1");
}

static int serve(const struct app_config *config, struct app_server *server, const sigset_t *waited)
{
	struct error error = {0};
	tell_opened(config, app_server_news(server));
	if (app_server_start(server, &error) != STATUS_OK) return app_commands_fail(&error);
	tell_started(config, server);
	await_signal(waited);
	notify("STOPPING=1");
	app_server_say_stopping(server);
	log_event(LOG_INFO, "server.stopping", NULL, 0);
	/* Not over because of a signal: the next one ends the program. */
	for (int64_t left_s = config->drain_s; left_s > 0 && lost == NULL; left_s--) sleep(1);
	app_server_stop(server, (int)config->stop_s * 1000);
	if (lost != NULL)
		return app_commands_refuse(
			APP_COMMANDS_FAILED, "%s: ended, to be started again", (const char *)lost);
	return APP_COMMANDS_DONE;
}

int app_serve(const struct app_call *call)
{
	const struct app_config *config = call->config;
	const struct app_server_options options = {
		.config = config, .migrate = call->given[0], .lost = end_lost, .by_itself = true};
	struct app_server *server = NULL;
	struct error error = {0};
	sigset_t waited;
	if (allow_descriptors(config) != APP_COMMANDS_DONE) return APP_COMMANDS_FAILED;
	block_signals(&waited);
	log_set_level((enum log_level)config->log_level);
	if (app_server_open(&options, &server, &error) != STATUS_OK) return app_commands_fail(&error);
	int code = serve(config, server, &waited);
	app_server_close(server);
	if (code == APP_COMMANDS_DONE) log_event(LOG_INFO, "server.stopped", NULL, 0);
	return code;
}
