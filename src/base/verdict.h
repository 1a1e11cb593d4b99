/* verdict.h - how a judge's answer is known outside its module: a code, the law it rests on, and
 * what kind of no it is.
 *
 * Every module that judges has an enum with one value per rule (0 is yes) and a list of these in
 * the same order. Texts in people's language are in data/messages under "refusal.<module>.<code>".
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "base/id.h"

enum verdict_kind {
	VERDICT_YES,
	VERDICT_ABSENT,    /* what is named is not there */
	VERDICT_FORBIDDEN, /* not to this actor */
	VERDICT_STATE,     /* not now: the thing is in another state */
	VERDICT_RULE,      /* not like this: the request breaks a law or rule */
	VERDICT_STALE,     /* it changed since it was read */
};

struct verdict {
	const char *code; /* "not_bearer"; "ok" for yes */
	const char *law;  /* "L1" to "L11", or the rule's own name */
	enum verdict_kind kind;
};

struct verdict_list {
	const char *module; /* "handover" */
	const struct verdict *verdicts;
	int count;
};

#define VERDICT_MAX_PARAMETERS 4

enum verdict_parameter_form { VERDICT_NUMBER, VERDICT_DAY, VERDICT_CODE, VERDICT_ID };

/* What the text of a refusal needs: numbers, days, codes and ids; never people's words. */
struct verdict_parameter {
	const char *name;
	enum verdict_parameter_form form;
	int64_t number;   /* number or day */
	const char *code; /* static text */
	struct id id;
};

struct refusal {
	const struct verdict_list *list;
	int verdict;
	size_t count;
	struct verdict_parameter parameters[VERDICT_MAX_PARAMETERS];
};
