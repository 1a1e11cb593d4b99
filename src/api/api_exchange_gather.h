/* api_exchange_gather.h - what an object of HSDS says of an entry, field by field: not read yet.
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_exchange_private.h"
#include <jansson.h>

struct api_exchange_gathering {
	struct api_exchange *exchange;
	const char *path; /* of the object */
	enum entry_kind kind;
	bool wrong; /* something has a form that cannot be: it is told */
	struct span texts[ENTRY_FIELD_COUNT];
	const char *paths[ENTRY_FIELD_COUNT]; /* where each is from; NULL: the object */
};

/* A path, in the arena. */
const char *api_exchange_gather_path(struct api_exchange *exchange, const char *format, ...)
	PRINTF_LIKE(2, 3);
/* Empty if it is no text. */
struct span api_exchange_gather_text(const json_t *value);
/* A text or number as text; empty if it is neither. */
struct span api_exchange_gather_scalar(struct api_exchange *exchange, const json_t *value);
void api_exchange_gather_wrong(struct api_exchange *exchange, const char *path, const char *form);

/* All that the object says, of the kind of the gathering. */
void api_exchange_gather_organization(
	struct api_exchange_gathering *gathering, const json_t *object);
void api_exchange_gather_location(struct api_exchange_gathering *gathering, const json_t *object);
void api_exchange_gather_service(struct api_exchange_gathering *gathering, const json_t *object);
