-- 0004_care.sql - consults: somebody looks along.
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
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('care_consult', 'care_consult', '1000000 40000 2 1');
analyze sqlite_schema;
