-- 0011_consent.sql - what a person says that others may know of the file, and what not.
-- SPDX-License-Identifier: EUPL-1.2
create table care_consent (
	region integer not null,
	episode blob not null,
	id blob not null,
	kind integer not null,
	account blob,
	organisation blob,
	parts integer not null,
	until_day integer not null,
	said_by blob not null,
	said_ms integer not null,
	ended_by blob,
	ended_ms integer not null,
	primary key (region, episode, id)
) without rowid;
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('care_consent', 'care_consent', '1000000 40000 3 1');
analyze sqlite_schema;
