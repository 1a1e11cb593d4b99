/* app_demo_maker.h - what making a demonstration needs wherever it is: what to draw from, where
 * rows go, and people whose keys are kept.
 *
 * A new subject gets an id whose key is in the key store already: keys are drawn and kept some
 * thousands at a time, before anything is sealed with them.
 *
 * Tests       test/unit/app/test_app_demo_maker.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_demo_rows.h"
#include "app/app_demo_text.h"
#include "region/region.h"

#define APP_DEMO_SUBJECTS 2048 /* whose keys are kept together */

struct app_demo_maker {
	const struct app_demo_text *text;
	const struct region *division;
	struct vault *vault;
	struct prng *secret; /* for keys and nonces: the system's, unless the vault is seeded */
	struct prng draw;    /* from the seed and the region */
	int32_t region;
	int32_t today;
	int64_t now_ms;
	uint32_t id_count;
	struct buf scratch; /* for a text before it is sealed */
	struct app_demo_rows *rows;
	/* Called when `rows` is full: gives them away and sets others. */
	status (*flush)(struct app_demo_maker *maker, struct error *error);
	void *context;
	/* Who has a key and nothing else yet. */
	int64_t subjects_to_come; /* who will still be asked for in this region, besides */
	size_t subject_at;
	size_t subject_count;
	struct vault_key_record subjects[APP_DEMO_SUBJECTS];
};

/* Begins a region, in which so many subjects will be asked for. */
void app_demo_maker_region(
	struct app_demo_maker *maker, uint64_t seed, int32_t region, int64_t subjects);
/* Draws the id of the next thing. */
struct id app_demo_maker_id(struct app_demo_maker *maker);
/* The next subject. CHECKs that there was one to come. */
MUST_USE status app_demo_maker_subject(
	struct app_demo_maker *maker, struct id *subject, struct error *error);
/* Seals a text for a subject; it lives as long as the rows. */
MUST_USE status app_demo_maker_seal(struct app_demo_maker *maker, struct id subject,
	enum vault_field field, struct span text, struct span *sealed, struct error *error);
/* Begins the rows of an entry; gives away those that are there first if they are enough. */
MUST_USE status app_demo_maker_begin(
	struct app_demo_maker *maker, struct id subject, struct id episode, struct error *error);
/* An account with its code; `organisation` and `sealed_name` may be none or empty. */
void app_demo_maker_account(struct app_demo_maker *maker, struct id id, int32_t kind,
	struct id organisation, int64_t created_ms, struct span sealed_name);
#define APP_DEMO_PUT(maker, table, record) \
	app_demo_rows_add((maker)->rows, &(table), &(record), sizeof(record))
