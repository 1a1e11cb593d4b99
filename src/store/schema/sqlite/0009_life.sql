-- 0009_life.sql - changes of life that are planned, what is prepared for them, and second views.
-- SPDX-License-Identifier: EUPL-1.2
create table care_transition (
	region integer not null,
	episode blob not null,
	id blob not null,
	kind integer not null,
	state integer not null,
	day integer not null,
	municipality integer not null,
	announced_by blob,
	announced_ms integer not null,
	told_to blob,
	ended_ms integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
create table care_preparation (
	region integer not null,
	episode blob not null,
	id blob not null,
	transition blob not null,
	key integer not null,
	state integer not null,
	due_day integer not null,
	late integer not null,
	told_to blob,
	ended_by blob,
	ended_ms integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
create table care_second_view (
	region integer not null,
	episode blob not null,
	id blob not null,
	need blob not null,
	state integer not null,
	said_by blob not null,
	organisation blob,
	said_ms integer not null,
	due_day integer not null,
	late integer not null,
	told_to blob,
	consult blob,
	viewed_ms integer not null,
	ended_ms integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('care_transition', 'care_transition', '1000000 40000 2 1'),
	('care_preparation', 'care_preparation', '1000000 40000 5 1'),
	('care_second_view', 'care_second_view', '1000000 40000 2 1');
analyze sqlite_schema;
