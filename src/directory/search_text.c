/* search_text.c - words of a text: folded, without signs; with a hyphen also as one word.
 *
 * Latin letters lose accents and capitals (region_fold); letters of other scripts stay as they are.
 * An apostrophe inside a word is left out ("foto's" is "fotos").
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "directory/search_private.h"

#define MAX_RAW_BYTES 160

/* The code point at the start of well-formed UTF-8, and its size. */
static uint32_t code_at(struct span text, size_t *size)
{
	const unsigned char *at = (const unsigned char *)text.start;
	*size = at[0] < 0x80 ? 1 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : 4;
	if (*size > text.size) *size = text.size;
	uint32_t code = at[0] < 0x80 ? at[0] : at[0] & (0x3Fu >> (*size - 1));
	for (size_t i = 1; i < *size; i++) code = code << 6 | (at[i] & 0x3Fu);
	return code;
}

static bool is_ascii_letter(uint32_t code)
{
	return (code | 32) >= 'a' && (code | 32) <= 'z';
}

static bool is_letter(uint32_t code)
{
	if (code < 0x80) return is_ascii_letter(code) || (code >= '0' && code <= '9');
	if (code < 0xC0 || code == 0xD7 || code == 0xF7) return false;
	if (code >= 0x2000 && code < 0x2C00) return false; /* signs, arrows, pictures */
	if (code >= 0x3000 && code < 0x3040) return false;
	return code < 0xE000 || (code >= 0xF900 && code < 0x1F000) || code >= 0x20000;
}

static bool is_other_script(uint32_t code)
{
	return code >= 0x250 && !(code >= 0x300 && code < 0x370) && !(code >= 0x1E00 && code < 0x1F00);
}

static bool is_apostrophe(uint32_t code)
{
	return code == '\'' || code == 0x2019;
}

static bool letter_follows(struct span rest)
{
	size_t size;
	return rest.size > 0 && is_letter(code_at(rest, &size));
}

static struct span drop(struct span text, size_t size)
{
	return (struct span){text.start + size, text.size - size};
}

void search_reader_init(struct search_reader *reader, struct span text)
{
	*reader = (struct search_reader){.rest = text};
}

static void skip_to_word(struct search_reader *reader)
{
	size_t size;
	while (reader->rest.size > 0 && !is_letter(code_at(reader->rest, &size)))
		reader->rest = drop(reader->rest, size);
}

/* Takes the word at the start of the rest; letters of it that count go to `raw`. */
static size_t take_raw(struct search_reader *reader, char raw[MAX_RAW_BYTES], bool *other_script)
{
	size_t size, length = 0;
	while (reader->rest.size > 0) {
		uint32_t code = code_at(reader->rest, &size);
		struct span after = drop(reader->rest, size);
		bool inside = is_apostrophe(code) && letter_follows(after);
		if (!is_letter(code) && !inside) break;
		if (!inside && length + size <= MAX_RAW_BYTES) {
			memcpy(raw + length, reader->rest.start, size);
			length += size;
		}
		*other_script = *other_script || is_other_script(code);
		reader->rest = after;
	}
	return length;
}

/* As much as fits of a text that is UTF-8, ended with a 0. */
static size_t cut(struct span text, char *out)
{
	size_t size = text.size < SEARCH_MAX_WORD_BYTES ? text.size : SEARCH_MAX_WORD_BYTES;
	while (size > 0 && size < text.size && ((unsigned char)text.start[size] & 0xC0) == 0x80) size--;
	memcpy(out, text.start, size);
	out[size] = 0;
	return size;
}

static void lower_ascii(char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if (bytes[i] >= 'A' && bytes[i] <= 'Z') bytes[i] = (char)(bytes[i] | 32);
}

static void fold_raw(const char *raw, size_t length, bool other_script, struct search_word *word)
{
	char folded[MAX_RAW_BYTES + 1];
	struct span text = {raw, length};
	if (!other_script) text = (struct span){folded, region_fold(text, folded, sizeof(folded))};
	word->size = cut(text, word->bytes);
	if (other_script) lower_ascii(word->bytes, word->size);
}

/* A hyphen and a letter right behind a word. */
static bool hyphen_follows(const struct search_reader *reader)
{
	return reader->rest.size > 1 && reader->rest.start[0] == '-' &&
		letter_follows(drop(reader->rest, 1));
}

static void join(struct search_reader *reader, const struct search_word *word)
{
	size_t room = SEARCH_MAX_WORD_BYTES - reader->joined_size;
	if (word->size <= room) {
		memcpy(reader->joined + reader->joined_size, word->bytes, word->size);
		reader->joined_size += word->size;
	}
	reader->joined_parts++;
}

static bool give_joined(struct search_reader *reader, struct search_word *word)
{
	*word = (struct search_word){.size = reader->joined_size, .joined = true};
	memcpy(word->bytes, reader->joined, reader->joined_size);
	reader->joined_ready = false;
	reader->joined_size = 0;
	reader->joined_parts = 0;
	return true;
}

bool search_reader_next(struct search_reader *reader, struct search_word *word)
{
	char raw[MAX_RAW_BYTES];
	if (reader->joined_ready) return give_joined(reader, word);
	do {
		bool other_script = false;
		skip_to_word(reader);
		if (reader->rest.size == 0) return false;
		const char *start = reader->rest.start;
		size_t length = take_raw(reader, raw, &other_script);
		word->as_typed = (struct span){start, (size_t)(reader->rest.start - start)};
		word->joined = false;
		fold_raw(raw, length, other_script, word);
	} while (word->size == 0);
	bool more = hyphen_follows(reader);
	if (more || reader->joined_parts > 0) join(reader, word);
	if (!more) reader->joined_ready = reader->joined_parts > 1;
	return true;
}
