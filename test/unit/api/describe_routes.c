/* describe_routes.c - prints the program's own routes, fields and table of grounds, as JSON.
 *
 * To compare docs/openapi.json and docs/access.md with.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "access/access.h"
#include "api/api.h"
#include "base/jsonw.h"
#include <stdio.h>

static const char *const methods[] = {"get", "head", "post", "put", "patch", "delete", "options"};
static const char *const forms[] = {"id", "code", "bool", "day", "int", "municipality", "sealed",
	"text", "codes", "hours", "languages", "municipalities", "degrees", "secret", "token"};

static void put_field(struct jsonw *json, const struct command_field *field)
{
	jsonw_object_begin(json);
	jsonw_put_text(json, "name", field->name);
	jsonw_put_text(json, "form", forms[field->form]);
	static const char *const places[] = {[FIELD_IN_BODY] = "body",
		[FIELD_IN_PATH] = "path",
		[FIELD_INTERNAL] = "internal",
		[FIELD_WORKED_OUT] = "internal"};
	jsonw_put_text(json, "place", places[field->place]);
	jsonw_put_bool(json, "required", field->required);
	jsonw_put_int(json, "min", field->min);
	jsonw_put_int(json, "max", field->max);
	if (field->codes != NULL) {
		jsonw_key(json, "codes");
		jsonw_array_begin(json);
		for (int i = 1; i < field->codes->count; i++)
			jsonw_text(json, span_of(field->codes->names[i]));
		jsonw_array_end(json);
	}
	jsonw_object_end(json);
}

static void put_route(struct jsonw *json, const struct api_route *route)
{
	jsonw_object_begin(json);
	jsonw_put_text(json, "method", methods[route->method]);
	jsonw_put_text(json, "path", route->template);
	if (route->entry != NULL) {
		jsonw_put_text(json, "command", route->entry->name);
		jsonw_put_bool(json, "is_look", route->entry->is_look);
		jsonw_key(json, "fields");
		jsonw_array_begin(json);
		for (size_t i = 0; i < route->entry->field_count; i++)
			put_field(json, &route->entry->fields[i]);
		jsonw_array_end(json);
	}
	jsonw_object_end(json);
}

/* A relation by the number of its bit. */
static void put_rule(struct jsonw *json, const struct access_rule *rule)
{
	int relation = 0;
	while (rule->relation >> relation > 1) relation++;
	jsonw_object_begin(json);
	jsonw_put_text(json, "part", codes_name(&access_part_codes, (int)rule->part));
	jsonw_put_text(json, "verb", rule->verb == VERB_READ ? "read" : "change");
	jsonw_put_int(json, "relation", relation);
	jsonw_put_bool(json, "in_danger_only", rule->in_danger_only);
	jsonw_put_text(json, "ground", codes_name(&access_ground_codes, (int)rule->ground));
	jsonw_object_end(json);
}

static void put_entry(struct jsonw *json, const struct command_entry *entry)
{
	jsonw_object_begin(json);
	jsonw_put_text(json, "name", entry->name);
	jsonw_put_text(json, "part", codes_name(&access_part_codes, (int)entry->part));
	jsonw_put_text(json, "verb", entry->verb == VERB_READ ? "read" : "change");
	jsonw_object_end(json);
}

static void put_civil(struct jsonw *json, const char *key, struct date_civil civil)
{
	if (civil.year == 0)
		jsonw_put_null(json, key);
	else
		jsonw_put_day(json, key, date_from_civil(civil));
}

static void put_ground(struct jsonw *json, const struct ground_rule *rule)
{
	jsonw_object_begin(json);
	jsonw_put_text(json, "name", codes_name(&access_ground_codes, (int)rule->ground));
	jsonw_put_text(json, "article", rule->article);
	put_civil(json, "from", rule->from);
	put_civil(json, "until", rule->until);
	jsonw_put_bool(json, "only_where_said", rule->only_where_said);
	jsonw_key(json, "parts");
	jsonw_array_begin(json);
	for (int part = 1; part < FILE_PART_COUNT; part++)
		if ((rule->parts & FILE_BIT(part)) != 0)
			jsonw_text(json, span_of(codes_name(&ground_part_codes, part)));
	jsonw_array_end(json);
	jsonw_object_end(json);
}

static void put_access(struct jsonw *json)
{
	jsonw_key(json, "grounds");
	jsonw_array_begin(json);
	for (size_t i = 0; i < ground_rule_count; i++) put_ground(json, &ground_rules[i]);
	jsonw_array_end(json);
	jsonw_key(json, "rules");
	jsonw_array_begin(json);
	for (size_t i = 0; i < access_rule_count; i++) put_rule(json, &access_rules[i]);
	jsonw_array_end(json);
	jsonw_key(json, "entries");
	jsonw_array_begin(json);
	for (size_t i = 0; i < command_entry_count; i++) put_entry(json, &command_entries[i]);
	jsonw_array_end(json);
}

int main(void)
{
	struct jsonw json;
	struct buf out;
	buf_init(&out, 4 * 1024 * 1024);
	jsonw_init(&json, &out);
	jsonw_object_begin(&json);
	jsonw_key(&json, "routes");
	jsonw_array_begin(&json);
	for (size_t i = 0; i < api_route_count(); i++) {
		struct api_route route = api_route_at(i);
		put_route(&json, &route);
	}
	jsonw_array_end(&json);
	put_access(&json);
	jsonw_key(&json, "refusals");
	jsonw_array_begin(&json);
	for (size_t i = 0; i < command_verdict_list_count; i++) {
		const struct verdict_list *list = command_verdict_lists[i];
		for (int value = 1; value < list->count; value++) {
			char code[96];
			snprintf(code, sizeof(code), "%s.%s", list->module, list->verdicts[value].code);
			jsonw_text(&json, span_of(code));
		}
	}
	jsonw_array_end(&json);
	jsonw_object_end(&json);
	bool good = !out.overflowed && fwrite(out.bytes, 1, out.size, stdout) == out.size;
	buf_finish(&out);
	return good ? 0 : 1;
}
