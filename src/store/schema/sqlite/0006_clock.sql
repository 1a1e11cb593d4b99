-- 0006_clock.sql - due dates that were set aside because the machine failed; whom the clock
-- told after who has a step.
-- SPDX-License-Identifier: EUPL-1.2
alter table care_step add column told_to blob;
create table command_aside (
	region integer not null,
	list integer not null,
	kind integer not null,
	thing blob not null,
	due_ms integer not null,
	incident blob not null,
	tries integer not null,
	code integer not null,
	first_ms integer not null,
	again_ms integer not null,
	primary key (region, list, kind, thing, due_ms)
) without rowid;
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('command_aside', 'command_aside', '1000 40 20 10 1 1');
analyze sqlite_schema;
