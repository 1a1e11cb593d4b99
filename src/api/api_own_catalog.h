/* api_own_catalog.h - everything that is kept, table by table and column by column: how it is found
 * of one person and what it is, or why it is left out.
 *
 * Invariants  (1) Every table of the program is here once, and every column of a table that is not
 *                 left out whole.
 *             (2) What is left out has a reason (enum own_reason) with a text,
 *                 "own_data.reason.<name>".
 * Source      AVG art. 15; BW 7:456
 * Tests       test/unit/app/test_app_own.c, which fails at a column that is not here
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/codes.h"
#include "store/store.h"

enum own_form {
	OWN_ID,
	OWN_WHO,  /* an account, mostly */
	OWN_CODE, /* of `codes` */
	OWN_MASK, /* bits 1 << code of `codes` */
	OWN_NUMBER,
	OWN_FLAG,
	OWN_DAY,
	OWN_INSTANT,
	OWN_TEXT,
	OWN_SEALED, /* as one of `fields` */
	OWN_REGION,
	OWN_MUNICIPALITY,
	OWN_COMMAND,     /* its number */
	OWN_FIRST_CODE,  /* of a moment: its list follows from the kind */
	OWN_SECOND_CODE, /* the same */
	OWN_LEFT,        /* out, for `reason` */
};

enum own_reason {
	OWN_NOT_LEFT,
	OWN_SECRET, /* a hash or keyed index: no data in it, and a way in for who has it */
	OWN_CHAIN,  /* the same as what stands in the tables, sealed, as evidence */
	OWN_CLOCK,  /* what the program does next; follows from dates that are told */
	OWN_PUBLIC, /* nothing of a person */
	OWN_REASON_COUNT,
};
extern const struct codes api_own_reason_codes;

struct own_column {
	const char *name;
	enum own_form form;
	const struct codes *codes;
	unsigned fields; /* bits 1 << enum vault_field */
	enum own_reason reason;
};

enum own_way {
	OWN_NOT_FOUND,  /* the table is left out */
	OWN_BY_PERSON,  /* region and person begin the key */
	OWN_BY_EPISODE, /* region and one of their episodes begin it */
	OWN_BY_COLUMN,  /* `by` is the person: the whole table has to be read */
};

struct own_table {
	const char *name;
	enum own_way way;
	const char *by;
	const struct own_column *columns;
	size_t column_count;
	enum own_reason reason; /* of a table that is left out */
};

extern const struct own_table api_own_tables[];
extern const size_t api_own_table_count;
