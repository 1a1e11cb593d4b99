/* app_config_print.c - the effective settings, as a file that could be read again.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "app/app_config.h"
#include "base/check.h"

#define VALUE_COLUMN 48 /* behind which the origin stands, if the value is not longer */

static const char *choice_text(const struct app_config_setting *setting, int64_t number)
{
	int64_t count = 0;
	while (setting->choices[count] != NULL) count++;
	CHECK(number >= 0 && number < count);
	return setting->choices[number];
}

static void add_number(const struct app_config_setting *setting, int64_t number, struct buf *out)
{
	if (setting->form == APP_CONFIG_NUMBER)
		buf_add_int(out, number);
	else if (setting->form == APP_CONFIG_CHOICE)
		buf_add_text(out, choice_text(setting, number));
	else
		buf_add_text(out, number != 0 ? "yes" : "no");
}

/* False if it is not set. */
static bool add_value(const struct app_config *config, int key, struct buf *out)
{
	const struct app_config_setting *setting = &app_config_settings[key];
	const void *place = (const char *)config + setting->offset;
	switch (setting->form) {
	case APP_CONFIG_PATH:
	case APP_CONFIG_SECRET:
	case APP_CONFIG_ADDRESS:
	case APP_CONFIG_ADDRESSES:
	case APP_CONFIG_SCHEMA: buf_add_text(out, place); return ((const char *)place)[0] != 0;
	case APP_CONFIG_NUMBER: add_number(setting, *(const int64_t *)place, out); return true;
	case APP_CONFIG_CHOICE: add_number(setting, *(const int *)place, out); return true;
	case APP_CONFIG_SWITCH: add_number(setting, *(const bool *)place, out); return true;
	}
	CHECK_UNREACHABLE("form of a setting");
}

static void add_source(const struct app_config *config, int key, struct buf *out)
{
	char variable[64];
	switch (config->sources[key]) {
	case APP_CONFIG_FROM_PRESET: buf_add_text(out, "preset"); return;
	case APP_CONFIG_FROM_DATA_DIR: buf_add_text(out, "follows from data-dir"); return;
	case APP_CONFIG_FROM_FILE: buf_printf(out, "%s:%zu", config->file, config->lines[key]); return;
	case APP_CONFIG_FROM_ENVIRONMENT:
		CHECK(app_config_environment_name(key, variable, sizeof(variable)));
		buf_add_text(out, variable);
		return;
	case APP_CONFIG_FROM_FLAG: buf_printf(out, "--%s", app_config_settings[key].name); return;
	}
	CHECK_UNREACHABLE("source of a setting");
}

void app_config_print(const struct app_config *config, struct buf *out)
{
	for (int key = 0; key < APP_CONFIG_KEY_COUNT; key++) {
		size_t begin = out->size;
		buf_printf(out, "%s = ", app_config_settings[key].name);
		if (!add_value(config, key, out)) {
			out->size = begin;
			buf_printf(out, "# %s is not set\n", app_config_settings[key].name);
			continue;
		}
		while (out->size - begin < VALUE_COLUMN) buf_add_char(out, ' ');
		buf_add_text(out, " # ");
		add_source(config, key, out);
		buf_add_char(out, '\n');
	}
}

void app_config_add_preset(int key, struct buf *out)
{
	const struct app_config_setting *setting = &app_config_settings[key];
	if (setting->below_data_dir != NULL)
		buf_printf(out, "<data-dir>/%s", setting->below_data_dir);
	else if (setting->form == APP_CONFIG_NUMBER || setting->form == APP_CONFIG_CHOICE ||
		setting->form == APP_CONFIG_SWITCH)
		add_number(setting, setting->preset, out);
	else
		buf_add_text(out, setting->preset_text == NULL ? "nothing" : setting->preset_text);
}
