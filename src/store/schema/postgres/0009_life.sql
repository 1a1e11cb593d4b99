-- 0009_life.sql - changes of life that are planned, what is prepared for them, and second views.
-- SPDX-License-Identifier: EUPL-1.2
create table care_transition (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	kind bigint not null,
	state bigint not null,
	day bigint not null,
	municipality bigint not null,
	announced_by bytea,
	announced_ms bigint not null,
	told_to bytea,
	ended_ms bigint not null,
	words bytea,
	primary key (region, episode, id)
);
create table care_preparation (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	transition bytea not null,
	key bigint not null,
	state bigint not null,
	due_day bigint not null,
	late bigint not null,
	told_to bytea,
	ended_by bytea,
	ended_ms bigint not null,
	words bytea,
	primary key (region, episode, id)
);
create table care_second_view (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	need bytea not null,
	state bigint not null,
	said_by bytea not null,
	organisation bytea,
	said_ms bigint not null,
	due_day bigint not null,
	late bigint not null,
	told_to bytea,
	consult bytea,
	viewed_ms bigint not null,
	ended_ms bigint not null,
	words bytea,
	primary key (region, episode, id)
);
