-- 0008_people.sql - who somebody is and was, who asks about whom, and files of one person.
-- SPDX-License-Identifier: EUPL-1.2
create table care_about (
	region integer not null,
	episode blob not null,
	words blob,
	primary key (region, episode)
) without rowid;
create table care_identity (
	region integer not null,
	person blob not null,
	seq integer not null,
	until_ms integer not null,
	changed_by blob,
	municipality integer not null,
	name blob,
	contact blob,
	birth blob,
	primary key (region, person, seq)
) without rowid;
create table care_match (
	region integer not null,
	person blob not null,
	identity blob not null,
	primary key (region, person)
) without rowid;
create table care_merge (
	region integer not null,
	episode blob not null,
	id blob not null,
	other blob not null,
	state integer not null,
	said integer not null,
	said_by blob,
	guest blob,
	told blob,
	found_ms integer not null,
	changed_ms integer not null,
	primary key (region, episode, id)
) without rowid;
create table care_knowing (
	region integer not null,
	episode blob not null,
	account blob not null,
	knows integer not null,
	said_by blob not null,
	said_ms integer not null,
	primary key (region, episode, account)
) without rowid;
create table care_mandate (
	region integer not null,
	episode blob not null,
	id blob not null,
	account blob,
	kind integer not null,
	state integer not null,
	allows integer not null,
	birth_day integer not null,
	until_day integer not null,
	named_by blob not null,
	named_ms integer not null,
	due_ms integer not null,
	ended_ms integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
create index care_match_by_identity on care_match (region, identity);
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('care_about', 'care_about', '1000000 40000 1'),
	('care_identity', 'care_identity', '1000000 40000 2 1'),
	('care_match', 'care_match', '1000000 40000 1'),
	('care_match', 'care_match_by_identity', '1000000 40000 1 1'),
	('care_merge', 'care_merge', '1000000 40000 2 1'),
	('care_knowing', 'care_knowing', '1000000 40000 2 1'),
	('care_mandate', 'care_mandate', '1000000 40000 2 1');
analyze sqlite_schema;
