/* search_data.h - the files of data/search as tools/embed makes them.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include <stddef.h>

extern const unsigned char search_danger_csv[];
extern const size_t search_danger_csv_size;
extern const unsigned char search_synonyms_csv[];
extern const size_t search_synonyms_csv_size;
extern const unsigned char search_stopwords_csv[];
extern const size_t search_stopwords_csv_size;
extern const unsigned char search_good_at_csv[];
extern const size_t search_good_at_csv_size;
extern const unsigned char search_places_csv[];
extern const size_t search_places_csv_size;
extern const unsigned char search_ranking_csv[];
extern const size_t search_ranking_csv_size;
