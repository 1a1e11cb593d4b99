-- 0003_region.sql - who is responsible for a region, from when.
-- SPDX-License-Identifier: EUPL-1.2
create table region_appointment (
	region integer not null,
	from_day integer not null,
	until_day integer not null,
	core_municipality integer not null,
	recorded_ms integer not null,
	insurer text,
	decided_where text not null,
	primary key (region, from_day)
) without rowid;
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('region_appointment', 'region_appointment', '1000 40 1');
analyze sqlite_schema;
