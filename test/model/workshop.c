/* workshop.c - makes the verifier with spin and the C compiler, runs it, and reads what it says.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "workshop.h"
#include "base/clock.h"
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_ARGUMENTS 32
#define MAX_OPTIONS 256

/* Arguments of a program, the options cut at blanks. */
struct arguments {
	size_t count;
	const char *values[MAX_ARGUMENTS];
	char options[2][MAX_OPTIONS];
	size_t option_count;
};

bool workshop_open(struct workshop *workshop, const char *parent)
{
	int size = snprintf(workshop->directory, sizeof workshop->directory, "%s/model-XXXXXX", parent);
	if (size < 0 || (size_t)size >= sizeof workshop->directory) return false;
	return mkdtemp(workshop->directory) != NULL;
}

void workshop_path(const struct workshop *workshop, const char *name, char path[WORKSHOP_PATH])
{
	snprintf(path, WORKSHOP_PATH, "%.900s/%.100s", workshop->directory, name);
}

void workshop_close(struct workshop *workshop, bool keep)
{
	DIR *directory = keep ? NULL : opendir(workshop->directory);
	if (directory == NULL) return;
	for (struct dirent *entry = readdir(directory); entry != NULL; entry = readdir(directory)) {
		char path[WORKSHOP_PATH];
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) continue;
		workshop_path(workshop, entry->d_name, path);
		unlink(path);
	}
	closedir(directory);
	rmdir(workshop->directory);
}

/* In the child: its output to the file, then the program in its place. */
static void become(
	const struct workshop *workshop, const char *output, const char *const *arguments)
{
	if (chdir(workshop->directory) != 0) _exit(126);
	int file = open(output, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (file < 0 || dup2(file, STDOUT_FILENO) < 0 || dup2(file, STDERR_FILENO) < 0) _exit(126);
	execvp(arguments[0], (char *const *)(size_t)arguments);
	_exit(127);
}

bool workshop_run(const struct workshop *workshop, const char *output, const char *const *arguments)
{
	int outcome = 0;
	fflush(stdout);
	pid_t child = fork();
	if (child < 0) return false;
	if (child == 0) become(workshop, output, arguments);
	if (waitpid(child, &outcome, 0) != child) return false;
	return WIFEXITED(outcome) && WEXITSTATUS(outcome) == 0;
}

static void add(struct arguments *arguments, const char *value)
{
	if (arguments->count + 1 < MAX_ARGUMENTS) arguments->values[arguments->count++] = value;
}

static void add_options(struct arguments *arguments, const char *options)
{
	char *copy = arguments->options[arguments->option_count++];
	snprintf(copy, MAX_OPTIONS, "%s", options);
	for (char *at = copy + strspn(copy, " "); *at != 0;) {
		char *end = at + strcspn(at, " ");
		add(arguments, at);
		at = end + strspn(end, " ");
		*end = 0;
	}
}

bool workshop_take(const struct workshop *workshop, const char *model, const char *script)
{
	const char *const copy[] = {"sed", "-e", "", model, NULL};
	const char *const change[] = {"sed", "-f", script, model, NULL};
	return workshop_run(workshop, "vangnet.pml", script == NULL ? copy : change);
}

bool workshop_make(const struct workshop *workshop, const char *bounds, const char *options)
{
	struct arguments spin = {0}, compiler = {0};
	add(&spin, "spin");
	add(&spin, "-a");
	add_options(&spin, bounds);
	add(&spin, "vangnet.pml");
	add(&compiler, "cc");
	add_options(&compiler, "-w -DNOREDUCE -DMEMLIM=900 -o pan");
	add_options(&compiler, options);
	add(&compiler, "pan.c");
	return workshop_run(workshop, "spin.log", spin.values) &&
		workshop_run(workshop, "cc.log", compiler.values);
}

/* "broken" from "assertion violated broken (at depth 9)"; a law's name has no blanks. */
static void read_broken(const char *line, struct finding *finding)
{
	static const char assertion[] = "assertion violated ";
	const char *at = strstr(line, assertion);
	if (strncmp(line, "pan:1:", 6) != 0) return;
	if (at != NULL) {
		at += strlen(assertion);
		snprintf(finding->broken, WORKSHOP_NAME, "%.*s", (int)strcspn(at, " "), at);
	} else if (strstr(line, "acceptance cycle") != NULL) {
		snprintf(finding->broken, WORKSHOP_NAME, "a cycle");
	} else {
		snprintf(finding->broken, WORKSHOP_NAME, "%.*s", (int)strcspn(line, "\n"), line);
	}
}

static void read_line(const char *line, struct finding *finding, bool *ended)
{
	const char *errors = strstr(line, "errors: ");
	const char *depth = strstr(line, "depth reached ");
	if (strstr(line, "max search depth too small") != NULL) finding->complete = false;
	if (strstr(line, "Search not completed") != NULL) finding->complete = false;
	read_broken(line, finding);
	if (depth != NULL && errors != NULL) {
		finding->depth = strtol(depth + strlen("depth reached "), NULL, 10);
		finding->errors = strtol(errors + strlen("errors: "), NULL, 10);
		*ended = true;
	}
	if (strstr(line, "states, stored") != NULL) finding->states = strtol(line, NULL, 10);
	if (strstr(line, "total actual memory usage") != NULL)
		finding->memory_mb = (long)strtod(line, NULL);
}

bool workshop_verify(const struct workshop *workshop, const char *options, struct finding *finding)
{
	struct arguments pan = {0};
	char path[WORKSHOP_PATH];
	char *line = NULL;
	size_t capacity = 0;
	bool ended = false;
	add(&pan, "./pan");
	add_options(&pan, options);
	*finding = (struct finding){.complete = true};
	int64_t start_ns = clock_monotonic_ns();
	(void)workshop_run(workshop, "pan.log", pan.values); /* What it found is in what it says. */
	finding->seconds = (double)(clock_monotonic_ns() - start_ns) / 1e9;
	workshop_path(workshop, "pan.log", path);
	FILE *stream = fopen(path, "r");
	if (stream == NULL) return false;
	while (getline(&line, &capacity, stream) >= 0) read_line(line, finding, &ended);
	free(line);
	fclose(stream);
	return ended;
}

void workshop_tell(const struct workshop *workshop, const char *bounds)
{
	struct arguments spin = {0};
	char path[WORKSHOP_PATH];
	char *line = NULL;
	size_t capacity = 0;
	add(&spin, "spin");
	add(&spin, "-t");
	add_options(&spin, bounds);
	add(&spin, "vangnet.pml");
	(void)workshop_run(workshop, "history.log", spin.values);
	workshop_path(workshop, "history.log", path);
	FILE *stream = fopen(path, "r");
	while (stream != NULL && getline(&line, &capacity, stream) >= 0)
		if (strstr(line, ") by ") != NULL) printf("      %s", line + strspn(line, " \t"));
	free(line);
	if (stream != NULL) fclose(stream);
}
