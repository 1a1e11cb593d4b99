/* app_help.c - the help for a terminal and the manual's lists, both from the tables.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_commands.h"

#define WIDTH 78
#define NAME_COLUMN 28
#define MDOC_WIDTH 76

/* Adds words, broken into lines that begin at `column`; the first line is at `at` already. */
static void add_words(struct buf *out, const char *text, size_t at, size_t column)
{
	struct span rest = span_of(text);
	struct span word;
	bool begins = true;
	while (span_take(&rest, ' ', &word)) {
		if (!begins && at + 1 + word.size > WIDTH) {
			buf_add_char(out, '\n');
			for (at = 0; at < column; at++) buf_add_char(out, ' ');
			begins = true;
		}
		if (!begins) {
			buf_add_char(out, ' ');
			at++;
		}
		buf_add_span(out, word);
		at += word.size;
		begins = false;
	}
	buf_add_char(out, '\n');
}

/* "  name      what it is", with the second part in a column of its own. */
static void add_row(struct buf *out, const char *name, const char *value, const char *what)
{
	size_t begin = out->size;
	buf_printf(out, "  %s%s%s", name, value == NULL ? "" : " ", value == NULL ? "" : value);
	size_t at = out->size - begin;
	if (at + 2 > NAME_COLUMN) {
		buf_add_char(out, '\n');
		at = 0;
	}
	for (; at < NAME_COLUMN; at++) buf_add_char(out, ' ');
	add_words(out, what, NAME_COLUMN, NAME_COLUMN);
}

static void add_settings(struct buf *out)
{
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		const struct app_config_setting *setting = &app_config_settings[key];
		char name[64] = "--";
		struct buf what;
		memcpy(name + 2, setting->name, strlen(setting->name));
		buf_init(&what, 4096);
		buf_printf(&what, "%s [", setting->what);
		app_config_add_preset(key, &what);
		buf_add_char(&what, ']');
		add_row(out, name, setting->value, buf_text(&what));
		buf_finish(&what);
	}
	add_row(
		out, "--config", "FILE", "The file with settings [" APP_CONFIG_FILE ", if it is there]");
}

void app_commands_help(struct buf *out)
{
	buf_add_text(out,
		"Vangnet: a region's mental health network, in which no question is without\n"
		"somebody who holds it.\n\nusage: vangnet COMMAND [options]\n\ncommands\n");
	for (size_t i = 0; i < app_subcommand_count; i++)
		add_row(out, app_subcommands[i].name, NULL, app_subcommands[i].what);
	buf_add_text(out, "\n`vangnet COMMAND --help` tells more about each.\n\nsettings\n");
	add_settings(out);
	buf_add_text(out,
		"\nEach setting is a flag (--port 8080), a variable in the environment\n"
		"(VANGNET_PORT=8080) or a line in the file (port = 8080); a flag goes before the\n"
		"environment, and that before the file. `vangnet config` shows which hold.\n\n"
		"exit codes\n"
		"  0  done                        2  the command line is wrong\n"
		"  1  failed, or not right        3  restored, but keys are missing\n"
		"  128 and the number of a signal: a second one ended it at once\n\n"
		"example\n  vangnet serve --data-dir ./region --port 8080\n");
}

void app_commands_help_one(const struct app_subcommand *subcommand, struct buf *out)
{
	const char *blank = subcommand->synopsis[0] == 0 ? "" : " ";
	buf_printf(out, "usage: vangnet %s%s%s\n\n", subcommand->name, blank, subcommand->synopsis);
	add_words(out, subcommand->what, 0, 0);
	if (subcommand->more != NULL) {
		buf_add_char(out, '\n');
		add_words(out, subcommand->more, 0, 0);
	}
	if (subcommand->options[0].name != NULL) buf_add_text(out, "\noptions\n");
	for (int i = 0; i < APP_COMMANDS_MAX_OPTIONS && subcommand->options[i].name != NULL; i++) {
		const struct app_option *option = &subcommand->options[i];
		add_row(out, option->name, option->value, option->what);
	}
	buf_add_text(out, "\nBesides, every setting can be given as a flag: see `vangnet help`.\n");
	buf_printf(out, "\nexample\n  %s\n", subcommand->example);
}

/* A word of running text in mdoc; a dash must not become a hyphen, and a dot not a macro. */
static void add_mdoc_word(struct buf *out, struct span word)
{
	for (size_t i = 0; i < word.size; i++) {
		char character = word.start[i];
		if (character == '\\')
			buf_add_text(out, "\\e");
		else if (character == '-')
			buf_add_text(out, "\\-");
		else if (i == 0 && (character == '.' || character == '\''))
			buf_printf(out, "\\&%c", character);
		else
			buf_add_char(out, character);
	}
}

/* A new line for each sentence, and where one would become too long. */
static void add_mdoc_text(struct buf *out, const char *text)
{
	struct span rest = span_of(text);
	struct span word;
	size_t at = 0;
	bool ended = false;
	while (span_take(&rest, ' ', &word)) {
		bool breaks = at > 0 && (ended || at + 1 + word.size > MDOC_WIDTH);
		if (at > 0) buf_add_char(out, breaks ? '\n' : ' ');
		size_t begin = out->size;
		add_mdoc_word(out, word);
		at = (breaks || at == 0 ? 0 : at + 1) + (out->size - begin);
		ended = word.size > 0 && word.start[word.size - 1] == '.';
	}
	buf_add_char(out, '\n');
}

/* "[--scratch DIRECTORY] FILE" as macros. */
static void add_mdoc_synopsis(struct buf *out, const char *synopsis)
{
	struct span rest = span_of(synopsis);
	struct span word;
	while (span_take(&rest, ' ', &word)) {
		bool opens = word.size > 0 && word.start[0] == '[';
		if (opens) word = (struct span){word.start + 1, word.size - 1};
		bool closes = word.size > 0 && word.start[word.size - 1] == ']';
		if (closes) word.size--;
		if (opens) buf_add_text(out, " Oo");
		if (span_starts_with(word, "--"))
			buf_printf(out, " Fl \\-%.*s", (int)word.size - 2, word.start + 2);
		else if (span_is(word, "|"))
			buf_add_text(out, " |");
		else if (word.size > 0 && word.start[0] >= 'a' && word.start[0] <= 'z')
			buf_printf(out, " Cm %.*s", SPAN_PRINT(word));
		else
			buf_printf(out, " Ar %.*s", SPAN_PRINT(word));
		if (closes) buf_add_text(out, " Oc");
	}
	buf_add_char(out, '\n');
}

static void add_mdoc_subcommand(struct buf *out, const struct app_subcommand *subcommand)
{
	buf_printf(out, ".It Nm Cm %s", subcommand->name);
	add_mdoc_synopsis(out, subcommand->synopsis);
	add_mdoc_text(out, subcommand->what);
	if (subcommand->more != NULL) {
		buf_add_text(out, ".Pp\n");
		add_mdoc_text(out, subcommand->more);
	}
	buf_printf(out, ".Pp\n.Dl %s\n", subcommand->example);
	if (subcommand->options[0].name == NULL) return;
	buf_add_text(out, ".Bl -tag -width Ds\n");
	for (int i = 0; i < APP_COMMANDS_MAX_OPTIONS && subcommand->options[i].name != NULL; i++) {
		const struct app_option *option = &subcommand->options[i];
		buf_printf(out, ".It Fl \\-%s", option->name + 2);
		if (option->value != NULL) buf_printf(out, " Ar %s", option->value);
		buf_add_char(out, '\n');
		add_mdoc_text(out, option->what);
	}
	buf_add_text(out, ".El\n");
}

static void add_mdoc_setting(struct buf *out, int key)
{
	const struct app_config_setting *setting = &app_config_settings[key];
	buf_printf(out, ".It Cm %s No = Ar %s\n", setting->name, setting->value);
	add_mdoc_text(out, setting->what);
	if (setting->form == APP_CONFIG_NUMBER)
		buf_printf(out, "From %lld to %lld.\n", (long long)setting->min, (long long)setting->max);
	buf_add_text(out, "If not set:\n.Ql ");
	app_config_add_preset(key, out);
	buf_add_text(out, " .\n");
}

void app_commands_manual(struct buf *out)
{
	buf_add_text(out, ".Sh COMMANDS\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < app_subcommand_count; i++) add_mdoc_subcommand(out, &app_subcommands[i]);
	buf_add_text(out, ".El\n.Sh SETTINGS\n.Bl -tag -width Ds\n");
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) add_mdoc_setting(out, key);
	buf_add_text(out, ".El\n");
}
