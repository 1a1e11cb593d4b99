/* api_hsds.h - organisations, sites and services as JSON after the Human Services Data
 * Specification 3.0.
 *
 * Form        organization, location, service and service_at_location with the names of HSDS. What
 *             HSDS has no place for, or only one of a form that the text has not, is an attribute:
 *             link_type is the name of the field here, value its text; a set is an attribute each.
 *             A service has one place: its service_at_location has the id of the service.
 * Source      HSDS 3.0, schema/compiled (docs.openreferral.org)
 * Tests       test/contract/test_exchange.py, test/scenario/test_hsds.py
 * SPDX-License-Identifier: EUPL-1.2
 */
#pragma once
#include "api/api_exchange_private.h"
#include "base/jsonw.h"

#define API_HSDS_VERSION "3.0"

struct api_hsds {
	struct jsonw *json;
	const struct region *division;
	bool dates; /* when it was confirmed and changed: not in a file, which may be read elsewhere */
};

/* The members of an object that the caller begins and ends. Basic: what is one to one only. */
void api_hsds_put_organization(
	const struct api_hsds *hsds, const struct exchange_entry *entry, bool basic);
void api_hsds_put_location(
	const struct api_hsds *hsds, const struct exchange_entry *entry, bool basic);
/* `site` may be NULL: then its place is only named. */
void api_hsds_put_service(const struct api_hsds *hsds, const struct exchange_entry *entry,
	const struct exchange_entry *site, bool basic);
