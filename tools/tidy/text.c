/* text.c - rules about a file as text: its head, its width and length, and unwanted words.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "tidy.h"
#include <ctype.h>
#include <string.h>

#define MAX_COLUMNS 100
#define TAB_COLUMNS 4
#define MAX_FILE_LINES 700
#define LICENCE_LINE "SPDX-License-Identifier: EUPL-1.2"

/* What belongs in no text file. The ~ is dropped before it is looked for: this file passes too. */
struct unwanted {
	const char *spelled;
	bool whole_word;
	const char *rule;
	const char *instead;
};

static const struct unwanted unwanted[] = {
	{"TO~DO", true, "words", "finish it, or write down why it is left"},
	{"FIX~ME", true, "words", "finish it, or write down why it is left"},
	{"X~XX", true, "words", "finish it, or write down why it is left"},
	{"registry.~npmjs", false, "host", "name the package, not where it is fetched"},
	{"npmjs.~com", false, "host", "name the package, not where it is fetched"},
	{"npmjs.~org", false, "host", "name the package, not where it is fetched"},
	{"registry.~yarnpkg", false, "host", "name the package, not where it is fetched"},
	{"deb.~debian", false, "host", "name the package, not where it is fetched"},
	{"snapshot.~debian", false, "host", "name the package, not where it is fetched"},
	{"archive/~debian", false, "host", "name the package, not where it is fetched"},
	{"pypi.~org", false, "host", "name the package, not where it is fetched"},
	{"pythonhosted.~org", false, "host", "name the package, not where it is fetched"},
	{"/wo~rk/", false, "path", "write a path from the root of the project"},
	{"/ro~ot/", false, "path", "write a path from the root of the project"},
	{"/fa~rm/", false, "path", "write a path from the root of the project"},
	{"/tmp/~bash_jobs", false, "path", "write a path from the root of the project"},
};

static bool is_word(char character)
{
	return isalnum((unsigned char)character) || character == '_';
}

static bool line_has(const char *line, size_t size, const char *what, bool whole_word)
{
	size_t length = strlen(what);
	const char *at = memmem(line, size, what, length);
	while (at != NULL) {
		const char *after = at + length;
		bool begins = at == line || !is_word(at[-1]);
		bool ends = after == line + size || !is_word(*after);
		if (!whole_word || (begins && ends)) return true;
		at = memmem(after, (size_t)(line + size - after), what, length);
	}
	return false;
}

static void judge_unwanted(
	struct tidy *tidy, const struct tidy_file *file, const char *line, size_t size, size_t number)
{
	for (size_t i = 0; i < sizeof unwanted / sizeof unwanted[0]; i++) {
		char what[32];
		const char *mark = strchr(unwanted[i].spelled, '~');
		snprintf(what, sizeof what, "%.*s%s", (int)(mark - unwanted[i].spelled),
			unwanted[i].spelled, mark + 1);
		if (line_has(line, size, what, unwanted[i].whole_word))
			tidy_find(tidy, file->path, number, unwanted[i].rule, "says %s; %s", what,
				unwanted[i].instead);
	}
}

/* In code points; a tab goes to the next multiple of TAB_COLUMNS. */
static size_t width_of(const char *line, size_t size)
{
	size_t columns = 0;
	for (size_t i = 0; i < size; i++) {
		if (line[i] == '\t')
			columns += TAB_COLUMNS - columns % TAB_COLUMNS;
		else if (((unsigned char)line[i] & 0xC0) != 0x80 && line[i] != '\r')
			columns++;
	}
	return columns;
}

static void judge_lines(struct tidy *tidy, const struct tidy_file *file)
{
	size_t number = 0;
	for (const char *line = file->text; line < file->text + file->size;) {
		size_t size = strcspn(line, "\n");
		number++;
		judge_unwanted(tidy, file, line, size, number);
		size_t width = width_of(line, size);
		if (file->language != TIDY_OTHER && width > MAX_COLUMNS)
			tidy_find(
				tidy, file->path, number, "width", "%zu columns; at most %d", width, MAX_COLUMNS);
		line += size + (line[size] == '\n');
	}
	if (file->language != TIDY_OTHER && number > MAX_FILE_LINES)
		tidy_find(tidy, file->path, number, "file",
			"%zu lines; at most %d: part it by what it does", number, MAX_FILE_LINES);
}

/* How the first comment looks in a language. */
struct head_form {
	const char *begin;   /* before the file's name */
	const char *licence; /* the whole licence line */
	const char *end;     /* what follows the licence line, NULL if anything may */
};

static const struct head_form head_forms[] = {
	[TIDY_C] = {"/* ", " * " LICENCE_LINE, " */"},
	[TIDY_HEADER] = {"/* ", " * " LICENCE_LINE, " */"},
	[TIDY_SCRIPT] = {"/* ", " * " LICENCE_LINE, " */"},
	[TIDY_SQL] = {"-- ", "-- " LICENCE_LINE, NULL},
	[TIDY_HASH] = {"# ", "# " LICENCE_LINE, NULL},
};

/* Takes one line off `at`. */
static const char *take_line(const char **at, size_t *size)
{
	const char *line = *at;
	*size = strcspn(line, "\r\n");
	*at = line + strcspn(line, "\n");
	if (**at == '\n') (*at)++;
	return line;
}

static bool line_is(const char *line, size_t size, const char *text)
{
	return strlen(text) == size && memcmp(line, text, size) == 0;
}

/* The licence line stands in the first comment: within it for # and --, as its last line for C. */
static bool has_licence(const char *at, const struct head_form *form)
{
	while (*at != 0) {
		size_t size;
		const char *line = take_line(&at, &size);
		if (line_is(line, size, form->licence)) {
			line = take_line(&at, &size);
			return form->end == NULL || line_is(line, size, form->end);
		}
		bool in_comment = form->end == NULL ? strncmp(line, form->begin, 1) == 0
											: !line_is(line, size, form->end);
		if (!in_comment) return false;
	}
	return false;
}

static void judge_head(struct tidy *tidy, const struct tidy_file *file)
{
	if (file->language == TIDY_OTHER) return;
	const struct head_form *form = &head_forms[file->language];
	const char *at = file->text;
	size_t size;
	if (strncmp(at, "#!", 2) == 0) take_line(&at, &size);
	size_t begin = strlen(form->begin), name = strlen(file->name);
	bool named = strncmp(at, form->begin, begin) == 0 &&
		strncmp(at + begin, file->name, name) == 0 && strncmp(at + begin + name, " - ", 3) == 0;
	if (!named)
		tidy_find(tidy, file->path, 1, "head",
			"begins otherwise than `%s%s - ` and one line of what it is", form->begin, file->name);
	if (!has_licence(at, form))
		tidy_find(tidy, file->path, 1, "head", "its first comment %s `%s`",
			form->end == NULL ? "has no line" : "does not end on", form->licence);
}

void tidy_judge_text(struct tidy *tidy, const struct tidy_file *file)
{
	judge_head(tidy, file);
	judge_lines(tidy, file);
}
