/* app_demo_files.h - data that is built into the program for demonstrations: made by tools/embed.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stddef.h>

extern const unsigned char app_demo_calibration_csv[];
extern const size_t app_demo_calibration_csv_size;
extern const unsigned char app_demo_names_csv[];
extern const size_t app_demo_names_csv_size;
extern const unsigned char app_demo_organisations_csv[];
extern const size_t app_demo_organisations_csv_size;
extern const unsigned char app_demo_services_csv[];
extern const size_t app_demo_services_csv_size;
extern const unsigned char app_demo_stories_csv[];
extern const size_t app_demo_stories_csv_size;
extern const unsigned char app_demo_words_csv[];
extern const size_t app_demo_words_csv_size;
