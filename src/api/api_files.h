/* api_files.h - files that are built into the program: made by tools/embed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stddef.h>

extern const unsigned char api_files_en_json[];
extern const size_t api_files_en_json_size;
extern const unsigned char api_files_nl_json[];
extern const size_t api_files_nl_json_size;
extern const unsigned char api_files_paper_css[];
extern const size_t api_files_paper_css_size;
extern const unsigned char api_files_openapi_json[];
extern const size_t api_files_openapi_json_size;
