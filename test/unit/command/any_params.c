/* any_params.c - params for any entry of the table.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "any_params.h"

enum { TEXT_BYTES = 300 };

void *any_params_at(struct command_params *params, const struct command_field *field)
{
	return (char *)params + field->offset;
}

bool any_params_is_text(const struct command_field *field)
{
	return field->form == FIELD_SEALED || field->form == FIELD_TEXT || field->form == FIELD_HOURS ||
		field->form == FIELD_LANGUAGES || field->form == FIELD_MUNICIPALITIES;
}

static bool is_wide(const struct command_field *field)
{
	return field->offset == offsetof(struct command_params, number);
}

static struct span any_text(struct prng *prng, struct arena *arena)
{
	size_t size = prng_below(prng, TEXT_BYTES + 1);
	char *text = arena_need(arena, size + 1);
	prng_fill(prng, text, size);
	return span_bytes(text, size);
}

void any_params_fill(const struct command_entry *entry, struct command_params *params,
	struct prng *prng, struct arena *arena)
{
	*params = (struct command_params){0};
	for (size_t i = 0; i < entry->field_count; i++) {
		const struct command_field *field = &entry->fields[i];
		void *at = any_params_at(params, field);
		switch (field->form) {
		case FIELD_ID:
		case FIELD_TOKEN: *(struct id *)at = id_draw(prng); break;
		case FIELD_SECRET: break;
		case FIELD_BOOL: *(bool *)at = prng_below(prng, 2) == 1; break;
		case FIELD_CODES: *(int64_t *)at = (int64_t)prng_next(prng); break;
		case FIELD_SEALED:
		case FIELD_HOURS:
		case FIELD_LANGUAGES:
		case FIELD_MUNICIPALITIES:
		case FIELD_TEXT: *(struct span *)at = any_text(prng, arena); break;
		case FIELD_CODE:
		case FIELD_DAY:
		case FIELD_INT:
		case FIELD_DEGREES:
		case FIELD_MUNICIPALITY:
			if (is_wide(field))
				*(int64_t *)at = (int64_t)prng_next(prng);
			else
				*(int32_t *)at = (int32_t)(uint32_t)prng_next(prng);
			break;
		}
	}
}

static bool field_equal(const struct command_field *field, const void *a, const void *b)
{
	switch (field->form) {
	case FIELD_ID:
	case FIELD_TOKEN: return id_equal(*(const struct id *)a, *(const struct id *)b);
	case FIELD_SECRET: return true;
	case FIELD_BOOL: return *(const bool *)a == *(const bool *)b;
	case FIELD_CODES: return *(const int64_t *)a == *(const int64_t *)b;
	case FIELD_SEALED:
	case FIELD_HOURS:
	case FIELD_LANGUAGES:
	case FIELD_MUNICIPALITIES:
	case FIELD_TEXT: return span_equal(*(const struct span *)a, *(const struct span *)b);
	case FIELD_CODE:
	case FIELD_DAY:
	case FIELD_INT:
	case FIELD_DEGREES:
	case FIELD_MUNICIPALITY: break;
	}
	return is_wide(field) ? *(const int64_t *)a == *(const int64_t *)b
						  : *(const int32_t *)a == *(const int32_t *)b;
}

/* The params without what the fields stand for. */
static void blank(const struct command_entry *entry, struct command_params *params)
{
	for (size_t i = 0; i < entry->field_count; i++) {
		const struct command_field *field = &entry->fields[i];
		size_t size = field->form == FIELD_BOOL                        ? sizeof(bool)
			: any_params_is_text(field) || field->form == FIELD_SECRET ? sizeof(struct span)
			: field->form == FIELD_ID || field->form == FIELD_TOKEN    ? sizeof(struct id)
			: is_wide(field) || field->form == FIELD_CODES             ? sizeof(int64_t)
																	   : sizeof(int32_t);
		memset(any_params_at(params, field), 0, size);
	}
}

bool any_params_equal(const struct command_entry *entry, const struct command_params *a,
	const struct command_params *b)
{
	static const struct command_params nothing;
	struct command_params copy = *a, other = *b;
	for (size_t i = 0; i < entry->field_count; i++) {
		const struct command_field *field = &entry->fields[i];
		if (!field_equal(field, any_params_at(&copy, field), any_params_at(&other, field)))
			return false;
	}
	blank(entry, &copy);
	blank(entry, &other);
	return memcmp(&copy, &nothing, sizeof(copy)) == 0 &&
		memcmp(&other, &nothing, sizeof(other)) == 0;
}
