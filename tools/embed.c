/* embed.c - writes files as C source, so that the program carries them within itself.
 *
 *     embed migrations <out.c> <symbol> <sqlite.sql> <postgres.sql> ...
 *         const struct store_migration <symbol>[]: one for each pair of files NNNN_name.sql, in
 *         order, ended by number 0.
 *     embed files <out.c> <prefix> <file> ...
 *         for each file `const unsigned char <prefix>_<name>[]`, which has a 0 behind it, and
 *         `const size_t <prefix>_<name>_size`, which does not count that 0; <name> is the name of
 *         the file with an underscore for what cannot stand in a C name.
 *     embed codes <out.c> <symbol> <file.csv>
 *         const struct codes <symbol>, of the second column of the file; the first column counts
 *         from 1, and no field before the third is quoted. The list is called as the file is.
 *
 * Bytes are written as string literals, a line at a time: compilers read these fastest.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LITERAL_BYTES 80
#define MAX_NAME_BYTES 128

static void fail(const char *what, const char *about)
{
	fprintf(stderr, "embed: %s: %s\n", about, what);
	exit(1);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash == NULL ? path : slash + 1;
}

static bool is_letter(char character)
{
	return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

static bool is_digit(char character)
{
	return character >= '0' && character <= '9';
}

/* Octal, always three digits: unlike hexadecimal it cannot run into what follows. A question mark
 * could begin a trigraph. */
static void write_byte(FILE *out, int byte)
{
	if (byte == '\n')
		fputs("\\n", out);
	else if (byte == '\t')
		fputs("\\t", out);
	else if (byte < ' ' || byte > '~' || byte == '"' || byte == '\\' || byte == '?')
		fprintf(out, "\\%03o", (unsigned)byte);
	else
		fputc(byte, out);
}

/* Writes the file as string literals, one a line, and returns its size. */
static size_t write_literals(FILE *out, const char *path)
{
	FILE *in = fopen(path, "rb");
	if (in == NULL) fail("cannot be read", path);
	size_t size = 0;
	size_t in_line = 0;
	fputs("\t\"", out);
	for (int byte = fgetc(in); byte != EOF; byte = fgetc(in)) {
		if (in_line == LITERAL_BYTES) {
			fputs("\"\n\t\"", out);
			in_line = 0;
		}
		write_byte(out, byte);
		in_line++;
		size++;
	}
	if (ferror(in)) fail("cannot be read", path);
	fclose(in);
	fputs("\"", out);
	return size;
}

/* Reads NNNN_name.sql into a number and a name; `name` has MAX_NAME_BYTES. */
static int parse_migration(const char *path, char *name)
{
	const char *base = base_name(path);
	int number = 0;
	for (int i = 0; i < 4; i++) {
		if (!is_digit(base[i])) fail("is not named NNNN_name.sql", path);
		number = number * 10 + (base[i] - '0');
	}
	size_t size = strlen(base);
	if (size < 10 || base[4] != '_' || strcmp(base + size - 4, ".sql") != 0 || number == 0 ||
		size - 9 >= MAX_NAME_BYTES)
		fail("is not named NNNN_name.sql", path);
	for (size_t i = 5; i < size - 4; i++) {
		if (!is_letter(base[i]) && !is_digit(base[i]) && base[i] != '_')
			fail("is not named NNNN_name.sql", path);
	}
	memcpy(name, base + 5, size - 9);
	name[size - 9] = 0;
	return number;
}

static void write_migrations(FILE *out, const char *symbol, char **paths, int count)
{
	int last = 0;
	fputs("#include \"store/store_backend.h\"\n\n", out);
	fprintf(out, "const struct store_migration %s[] = {\n", symbol);
	for (int i = 0; i + 1 < count; i += 2) {
		char name[MAX_NAME_BYTES];
		int number = parse_migration(paths[i], name);
		if (strcmp(base_name(paths[i]), base_name(paths[i + 1])) != 0)
			fail("is not the same migration as the file before it", paths[i + 1]);
		if (number != last + 1) fail("does not follow the migration before it", paths[i]);
		last = number;
		fprintf(out, "\t{%d, \"%s\",\n", number, name);
		write_literals(out, paths[i]);
		fputs(",\n", out);
		write_literals(out, paths[i + 1]);
		fputs("},\n", out);
	}
	fputs("\t{0, NULL, NULL, NULL},\n};\n", out);
}

static void write_file(FILE *out, const char *prefix, const char *path)
{
	char name[MAX_NAME_BYTES];
	const char *base = base_name(path);
	size_t size = strlen(base);
	if (size == 0 || size >= sizeof(name)) fail("has no name, or too long a name", path);
	for (size_t i = 0; i <= size; i++)
		name[i] = is_letter(base[i]) || is_digit(base[i]) || base[i] == 0 ? base[i] : '_';
	fprintf(out, "extern const unsigned char %s_%s[];\n", prefix, name);
	fprintf(out, "extern const size_t %s_%s_size;\n", prefix, name);
	fprintf(out, "const unsigned char %s_%s[] =\n", prefix, name);
	size_t bytes = write_literals(out, path);
	fprintf(out, ";\nconst size_t %s_%s_size = %zu;\n\n", prefix, name, bytes);
}

/* A vocabulary: "number,code,..." in every row. */
static void write_codes(FILE *out, const char *symbol, const char *path)
{
	char line[1024];
	FILE *in = fopen(path, "rb");
	if (in == NULL || fgets(line, sizeof(line), in) == NULL) fail("cannot be read", path);
	fputs("#include \"base/codes.h\"\n\n", out);
	fputs("static const char *const names[] = {\"\"", out);
	for (int number = 1; fgets(line, sizeof(line), in) != NULL; number++) {
		char *rest = NULL;
		long given = strtol(line, &rest, 10);
		if (given != number || *rest != ',')
			fail("a number does not follow the one before it", path);
		char *code = rest + 1;
		size_t size = strspn(code, "abcdefghijklmnopqrstuvwxyz_");
		if (size == 0 || code[size] != ',') fail("a code is not of small letters", path);
		fprintf(out, ", \"%.*s\"", (int)size, code);
	}
	fclose(in);
	fprintf(out, "};\nextern const struct codes %s;\n", symbol);
	fprintf(out, "const struct codes %s = {\"%.*s\", names, sizeof(names) / sizeof(names[0])};\n",
		symbol, (int)strcspn(base_name(path), "."), base_name(path));
}

int main(int count, char **arguments)
{
	if (count < 4 || (count % 2 != 0 && strcmp(arguments[1], "migrations") == 0))
		fail("migrations <out.c> <symbol> <sqlite.sql> <postgres.sql> ..."
			 " | files <out.c> <prefix> <file> ... | codes <out.c> <symbol> <file.csv>",
			"usage");
	FILE *out = fopen(arguments[2], "wb");
	if (out == NULL) fail("cannot be written", arguments[2]);
	fprintf(out, "/* %s - generated by embed from files. */\n", base_name(arguments[2]));
	if (strcmp(arguments[1], "migrations") == 0) {
		write_migrations(out, arguments[3], arguments + 4, count - 4);
	} else if (strcmp(arguments[1], "files") == 0) {
		fputs("#include <stddef.h>\n\n", out);
		for (int i = 4; i < count; i++) write_file(out, arguments[3], arguments[i]);
	} else if (strcmp(arguments[1], "codes") == 0 && count == 5) {
		write_codes(out, arguments[3], arguments[4]);
	} else {
		fail("is none of `migrations`, `files` and `codes`", arguments[1]);
	}
	if (ferror(out) || fclose(out) != 0) fail("cannot be written", arguments[2]);
	return 0;
}
