-- 0007_plan.sql - what was said, plans and yes to them, light contact, and times of being open.
-- SPDX-License-Identifier: EUPL-1.2
create table care_plan_part (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	seq bigint not null,
	kind bigint not null,
	state bigint not null,
	goal bytea,
	need bytea,
	who bytea,
	by_day bigint not null,
	author bytea not null,
	writer bytea,
	at_ms bigint not null,
	words bytea,
	primary key (region, episode, id, seq)
);
create table care_plan_yes (
	region bigint not null,
	episode bytea not null,
	seq bigint not null,
	account bytea not null,
	at_ms bigint not null,
	primary key (region, episode, seq, account)
);
create table care_light (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	state bigint not null,
	who bytea not null,
	interval_days bigint not null,
	next_day bigint not null,
	late bigint not null,
	begun_by bytea not null,
	begun_ms bigint not null,
	held_ms bigint not null,
	ended_ms bigint not null,
	words bytea,
	primary key (region, episode, id)
);
create table care_period (
	region bigint not null,
	episode bytea not null,
	nth bigint not null,
	id bytea not null,
	begun_ms bigint not null,
	begun_by bytea,
	ended_ms bigint not null,
	ended_by bytea,
	closing bigint not null,
	returns bigint not null,
	offered bigint not null,
	told bytea,
	answered_ms bigint not null,
	wants_table bigint not null,
	wants_companion bigint not null,
	words bytea,
	primary key (region, episode, nth)
);
create table care_saying (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	seq bigint not null,
	topic bigint not null,
	domain bigint not null,
	author bytea not null,
	at_ms bigint not null,
	words bytea,
	primary key (region, episode, id, seq)
);
