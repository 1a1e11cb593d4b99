-- 0006_clock.sql - due dates that were set aside because the machine failed; whom the clock
-- told after who has a step.
-- SPDX-License-Identifier: EUPL-1.2
alter table care_step add column told_to bytea;
create table command_aside (
	region bigint not null,
	list bigint not null,
	kind bigint not null,
	thing bytea not null,
	due_ms bigint not null,
	incident bytea not null,
	tries bigint not null,
	code bigint not null,
	first_ms bigint not null,
	again_ms bigint not null,
	primary key (region, list, kind, thing, due_ms)
);
