/* app_norms.c - a table of norms from a file.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_norms.h"
#include "care/norm.h"
#include <stdio.h>
#include <stdlib.h>

/* Its text; a byte over the bound is read, so that it is seen to be too long. */
static status read_text(const char *path, struct buf *text, struct error *error)
{
	char piece[4096];
	size_t size = 0;
	FILE *file = fopen(path, "rb");
	if (file == NULL) return status_fail(error, STATUS_IO, "clocks: %.160s: %m", path);
	while (text->size <= NORM_MAX_FILE_BYTES && (size = fread(piece, 1, sizeof(piece), file)) > 0)
		buf_add(text, piece, size);
	bool failed = ferror(file) != 0;
	fclose(file);
	return failed ? status_fail(error, STATUS_IO, "clocks: %.160s: %m", path) : STATUS_OK;
}

/* *wrong: how many mistakes there are in it, a line of `lines` each. */
static status read_norms(
	const char *path, struct norms *norms, struct buf *lines, int *wrong, struct error *error)
{
	struct buf text;
	buf_init(&text, 2 * NORM_MAX_FILE_BYTES);
	status code = read_text(path, &text, error);
	*wrong = 0;
	if (code == STATUS_OK && !norm_read(buf_span(&text), norms, lines))
		for (const char *at = buf_text(lines); (at = strchr(at, '\n')) != NULL; at++) ++*wrong;
	buf_finish(&text);
	return code;
}

static status say_first(const char *path, struct span lines, int wrong, struct error *error)
{
	struct span first = {0};
	if (!span_take(&lines, '\n', &first)) return STATUS_OK;
	if (wrong == 1)
		return status_fail(
			error, STATUS_INPUT, "clocks: %.80s: %.*s", path, (int)first.size, first.start);
	return status_fail(error, STATUS_INPUT,
		"clocks: %.80s: %.*s; and %d more: `vangnet config check` tells all", path, (int)first.size,
		first.start, wrong - 1);
}

status app_norms_use(const struct app_config *config, struct error *error)
{
	struct norms *norms = NULL;
	struct buf lines;
	int wrong = 0;
	if (config->clocks[0] == 0) return STATUS_OK;
	norms = calloc(1, sizeof(*norms));
	if (norms == NULL) return status_fail(error, STATUS_MEMORY, "no memory for norms");
	buf_init(&lines, APP_CONFIG_MAX_PROBLEM_BYTES);
	status code = read_norms(config->clocks, norms, &lines, &wrong, error);
	if (code == STATUS_OK && wrong > 0)
		code = say_first(config->clocks, buf_span(&lines), wrong, error);
	if (code == STATUS_OK) norm_use(norms);
	buf_finish(&lines);
	free(norms);
	return code;
}

void app_norms_check(const struct app_config *config, struct app_config_problems *problems)
{
	struct norms *norms = calloc(1, sizeof(*norms));
	struct error error = {0};
	struct span rest, line;
	struct buf lines;
	int wrong = 0;
	if (config->clocks[0] == 0 || norms == NULL) {
		free(norms);
		return;
	}
	buf_init(&lines, APP_CONFIG_MAX_PROBLEM_BYTES);
	if (read_norms(config->clocks, norms, &lines, &wrong, &error) != STATUS_OK)
		app_config_problem(problems, "%s", error.message);
	rest = buf_span(&lines);
	while (span_take(&rest, '\n', &line))
		if (line.size > 0)
			app_config_problem(
				problems, "clocks: %s: %.*s", config->clocks, (int)line.size, line.start);
	buf_finish(&lines);
	free(norms);
}
