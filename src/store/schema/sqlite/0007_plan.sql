-- 0007_plan.sql - what was said, plans and yes to them, light contact, and times of being open.
-- SPDX-License-Identifier: EUPL-1.2
create table care_plan_part (
	region integer not null,
	episode blob not null,
	id blob not null,
	seq integer not null,
	kind integer not null,
	state integer not null,
	goal blob,
	need blob,
	who blob,
	by_day integer not null,
	author blob not null,
	writer blob,
	at_ms integer not null,
	words blob,
	primary key (region, episode, id, seq)
) without rowid;
create table care_plan_yes (
	region integer not null,
	episode blob not null,
	seq integer not null,
	account blob not null,
	at_ms integer not null,
	primary key (region, episode, seq, account)
) without rowid;
create table care_light (
	region integer not null,
	episode blob not null,
	id blob not null,
	state integer not null,
	who blob not null,
	interval_days integer not null,
	next_day integer not null,
	late integer not null,
	begun_by blob not null,
	begun_ms integer not null,
	held_ms integer not null,
	ended_ms integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
create table care_period (
	region integer not null,
	episode blob not null,
	nth integer not null,
	id blob not null,
	begun_ms integer not null,
	begun_by blob,
	ended_ms integer not null,
	ended_by blob,
	closing integer not null,
	returns integer not null,
	offered integer not null,
	told blob,
	answered_ms integer not null,
	wants_table integer not null,
	wants_companion integer not null,
	words blob,
	primary key (region, episode, nth)
) without rowid;
create table care_saying (
	region integer not null,
	episode blob not null,
	id blob not null,
	seq integer not null,
	topic integer not null,
	domain integer not null,
	author blob not null,
	at_ms integer not null,
	words blob,
	primary key (region, episode, id, seq)
) without rowid;
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('care_plan_part', 'care_plan_part', '4000000 160000 20 3 1'),
	('care_plan_yes', 'care_plan_yes', '1000000 40000 6 3 1'),
	('care_light', 'care_light', '200000 8000 2 1'),
	('care_period', 'care_period', '1000000 40000 2 1'),
	('care_saying', 'care_saying', '4000000 160000 8 2 1');
analyze sqlite_schema;
