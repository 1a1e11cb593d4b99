-- 0004_care.sql - consults: somebody looks along; stays: nights somewhere.
-- SPDX-License-Identifier: EUPL-1.2
create table care_consult (
	region integer not null,
	episode blob not null,
	id blob not null,
	need blob not null,
	asked_by blob not null,
	to_account blob,
	to_service blob,
	state integer not null,
	named integer not null,
	asked_ms integer not null,
	expires_ms integer not null,
	answered_by blob,
	answered_ms integer not null,
	back_to blob,
	joining blob,
	words blob,
	answer_words blob,
	primary key (region, episode, id)
) without rowid;
create table care_stay (
	region integer not null,
	episode blob not null,
	id blob not null,
	service blob not null,
	planned_by blob not null,
	state integer not null,
	start_day integer not null,
	return_day integer not null,
	keeps integer not null,
	kept_service blob,
	kept_until integer not null,
	late integer not null,
	told_to blob,
	planned_ms integer not null,
	admitted_ms integer not null,
	ended_ms integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('care_consult', 'care_consult', '1000000 40000 2 1'),
	('care_stay', 'care_stay', '1000000 40000 2 1');
analyze sqlite_schema;
