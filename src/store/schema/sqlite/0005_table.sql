-- 0005_table.sql - cases at a table, who sits there, and what tables learned.
-- SPDX-License-Identifier: EUPL-1.2
create table care_case (
	region integer not null,
	episode blob not null,
	id blob not null,
	need blob not null,
	state integer not null,
	level integer not null,
	why integer not null,
	origin integer not null,
	cause integer not null,
	brought_by blob,
	beside blob,
	named integer not null,
	attends integer not null,
	late integer not null,
	brought_ms integer not null,
	expires_ms integer not null,
	ended_ms integer not null,
	decided_by blob,
	decided_ms integer not null,
	service blob,
	organisation blob,
	term_day integer not null,
	handover blob,
	words blob,
	reason blob,
	last_words blob,
	primary key (region, episode, id)
) without rowid;
create table care_seat (
	region integer not null,
	account blob not null,
	kind integer not null,
	since_ms integer not null,
	primary key (region, account)
) without rowid;
create table care_lesson (
	region integer not null,
	id blob not null,
	day integer not null,
	domain integer not null,
	why integer not null,
	level integer not null,
	words text not null,
	primary key (region, id)
) without rowid;
create table care_shortage (
	region integer not null,
	id blob not null,
	service blob not null,
	state integer not null,
	level integer not null,
	waiting integer not null,
	late integer not null,
	since_ms integer not null,
	expires_ms integer not null,
	ended_ms integer not null,
	decided_by blob,
	decided_ms integer not null,
	organisation blob,
	term_day integer not null,
	words text,
	primary key (region, id)
) without rowid;
create index care_case_by_level on care_case (level, region, expires_ms) where ended_ms = 0;
create index care_shortage_by_level on care_shortage (level, region, expires_ms) where ended_ms = 0;
create index care_handover_unanswered on care_handover (region, to_service, expires_ms)
	where state = 5 and to_service is not null;
create index care_seat_by_account on care_seat (account);
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('care_case', 'care_case', '100000 4000 2 1'),
	('care_case', 'care_case_by_level', '10000 5000 200 2'),
	('care_shortage', 'care_shortage', '10000 400 1'),
	('care_shortage', 'care_shortage_by_level', '1000 500 20 2'),
	('care_handover', 'care_handover_unanswered', '100000 4000 40 1'),
	('care_seat', 'care_seat', '1000 40 1'),
	('care_seat', 'care_seat_by_account', '1000 1'),
	('care_lesson', 'care_lesson', '100000 4000 1');
analyze sqlite_schema;
