/* checker_map.c - what must be true of the map of help, each as a query for what breaks it.
 * SPDX-License-Identifier: EUPL-1.2
 */
#include "checker_private.h"

/* State 4 is ended; kind 1 is an organisation. `days` is not ended. */
#define LIVE(e) e ".state <> 4"
#define ENTRY(e, of) \
	"directory_entry " e " on " e ".region = " of ".region and " e ".id = " of ".id"

static const struct {
	const char *what;
	struct store_query broken; /* counts what breaks it */
} laws[] = {
	{"a service that lives, of an organisation or at a site that does not",
		{"store",
			"select count(*) from directory_service s join " ENTRY(
				"e", "s") " join directory_entry o on o.region = s.region and o.id = s.organisation"
						  " join directory_entry t on t.region = s.region and t.id = s.site"
						  " where " LIVE("e") " and (o.state = 4 or t.state = 4)"}},
	{"a site that lives, of an organisation that does not",
		{"store",
			"select count(*) from directory_site s join " ENTRY(
				"e", "s") " join directory_entry o on o.region = s.region and o.id = s.organisation"
						  " where " LIVE("e") " and o.state = 4"}},
	{"a service at a site of another organisation",
		{"store",
			"select count(*) from directory_service s join directory_site t"
			" on t.region = s.region and t.id = s.site where t.organisation <> s.organisation"}},
	{"somebody acts for an organisation that has ended",
		{"store",
			"select count(*) from access_account a join directory_entry e"
			" on e.region = a.region and e.id = a.organisation"
			" where a.ended_ms = 0 and e.state = 4"}},
	{"a thing without an entry",
		{"store",
			"select (select count(*) from directory_organisation)"
			" + (select count(*) from directory_site) + (select count(*) from directory_service)"
			" + (select count(*) from directory_agreement)"
			" - (select count(*) from directory_entry)"}},
	{"an entry that nobody confirmed",
		{"store",
			"select count(*) from directory_entry"
			" where confirmed_ms = 0 or confirmed_as = 0 or version < 1"}},
	{"an entry that is in no clock, or in a wrong one",
		{"store",
			"select count(*) from directory_entry e left join directory_due d"
			" on d.due_ms = e.due_ms and d.region = e.region and d.thing = e.id"
			" and d.kind = case when e.state = 2 then 2 else 1 end"
			" where " LIVE("e") " and d.thing is null"}},
	{"a report that waits in no clock, though its region could still ask the nation",
		{"store",
			"select count(*) from directory_correction c left join directory_due d"
			" on d.due_ms = c.due_ms and d.region = c.region and d.thing = c.id and d.kind = 3"
			" where (c.state = 1 or (c.state = 2 and c.raised_to <> 0)) and d.thing is null"}},
	{"a clock of nothing",
		{"store",
			"select (select count(*) from directory_due)"
			" - (select count(*) from directory_entry where state <> 4)"
			" - (select count(*) from directory_correction"
			" where state = 1 or (state = 2 and raised_to <> 0))"}},
	{"a version without history, or a history without its version",
		{"store",
			"select count(*) from directory_entry e where e.version <> (select"
			" count(distinct c.version) from directory_change c"
			" where c.region = e.region and c.entry = e.id)"}},
	{"somebody is asked, and it is not said who",
		{"store",
			"select count(*) from directory_entry where (state = 2 and ask is null)"
			" or (state in (1, 4) and ask is not null)"}},
	{"L4: a service that excludes",
		{"store", "select count(*) from directory_service where (good_at & 14) <> 0"}},
	{"L4: a service for the region that is not for all of it",
		{"store",
			"select count(*) from directory_area a join directory_service s"
			" on s.region = a.region and s.id = a.thing where s.level <> 1"}},
	{"more places are kept than there are",
		{"store", "select count(*) from directory_capacity where kept > places"}},
	{"the capacity of a service is not the sum of what it says",
		{"store",
			"select count(*) from directory_service s where exists (select 1 from"
			" directory_capacity c where c.region = s.region and c.service = s.id)"
			" and s.places_week <> (select sum(c.new_week) from directory_capacity c"
			" where c.region = s.region and c.service = s.id)"}},
	{"an agreement that lives, and that nobody has signed",
		{"store",
			"select count(*) from directory_entry e where e.kind = 4 and " LIVE(
				"e") " and not exists (select 1 from directory_party p where p.region = e.region"
					 " and p.agreement = e.id and p.state = 2)"}},
	{"an organisation that has ended is in an agreement that lives",
		{"store",
			"select count(*) from directory_party p"
			" join directory_entry a on a.region = p.region and a.id = p.agreement"
			" join directory_entry o on o.region = p.region and o.id = p.organisation"
			" where p.state = 2 and " LIVE("a") " and o.state = 4"}},
	{"a fourth report of the same",
		{"store",
			"select count(*) from (select 1 from directory_correction where state in (1, 2)"
			" group by region, entry, field having count(*) > 3) x"}},
	{"a fourth group of one keeper",
		{"store",
			"select count(*) from (select 1 from directory_entry where kind = 1 and state <> 4"
			" and keeper is not null group by keeper having count(*) > 3) x"}},
};

static status count_broken(
	struct store *store, const struct store_query *query, int64_t *count, struct error *error)
{
	struct store_cursor *cursor SCOPED(store_query_scope) = NULL;
	const struct store_value *row = NULL;
	TRY(store_query_open(store, query, NULL, 0, &cursor, error));
	TRY(store_query_next(cursor, &row, error));
	*count = store_value_int(&row[0]);
	return STATUS_OK;
}

status checker_laws_map(struct checker *checker, struct store *store, struct error *error)
{
	status code = STATUS_OK;
	TRY(store_begin(store, STORE_READ_ONLY, error));
	for (size_t i = 0; i < sizeof(laws) / sizeof(laws[0]) && code == STATUS_OK; i++) {
		int64_t count = 0;
		code = count_broken(store, &laws[i].broken, &count, error);
		if (count != 0) checker_say(checker, CHECKER_MAP, "%s", laws[i].what);
	}
	store_rollback(store);
	return code;
}
