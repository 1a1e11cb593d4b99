/* app_demo_life.h - what happened to one person of a demonstration since their question.
 *
 * How long they wait, on how many lists, and who is around them is drawn; what then happens is in
 * the order of time and ends yesterday. A region's first person is fixed: whom one can sign in as
 * are all around them.
 *
 * Tests       test/unit/app/test_app_demo.c
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "app/app_demo_file.h"
#include "app/app_demo_plan.h"

/* Who can be signed in as in a region: accounts. */
struct app_demo_logins {
	struct id administrator;
	struct id care_manager; /* has duty */
	struct id gp;
	struct id psychologist; /* in a clinic that is asked to take over */
	struct id peer;
	struct id person;
};

struct app_demo_life {
	struct app_demo_maker *maker;
	const struct app_demo_cast *cast;
	const struct app_demo_figures *figures;
	const struct region_municipality *municipality;
	size_t place;   /* of the municipality in its region */
	int64_t number; /* counts the region's people from 0 */
	/* NULL, or: the region's first person, and who is around them. */
	struct app_demo_logins *logins;
};

/* Makes one person, and adds the rows. `file` is the caller's memory, used again for the next. */
MUST_USE status app_demo_life_make(
	const struct app_demo_life *life, struct app_demo_file *file, struct error *error);
