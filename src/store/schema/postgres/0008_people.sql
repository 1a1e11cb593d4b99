-- 0008_people.sql - who somebody is and was, who asks about whom, and files of one person.
-- SPDX-License-Identifier: EUPL-1.2
create table care_about (
	region bigint not null,
	episode bytea not null,
	words bytea,
	primary key (region, episode)
);
create table care_identity (
	region bigint not null,
	person bytea not null,
	seq bigint not null,
	until_ms bigint not null,
	changed_by bytea,
	municipality bigint not null,
	name bytea,
	contact bytea,
	birth bytea,
	primary key (region, person, seq)
);
create table care_match (
	region bigint not null,
	person bytea not null,
	identity bytea not null,
	primary key (region, person)
);
create table care_merge (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	other bytea not null,
	state bigint not null,
	said bigint not null,
	said_by bytea,
	guest bytea,
	told bytea,
	found_ms bigint not null,
	changed_ms bigint not null,
	primary key (region, episode, id)
);
create table care_knowing (
	region bigint not null,
	episode bytea not null,
	account bytea not null,
	knows bigint not null,
	said_by bytea not null,
	said_ms bigint not null,
	primary key (region, episode, account)
);
create table care_mandate (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	account bytea,
	kind bigint not null,
	state bigint not null,
	allows bigint not null,
	birth_day bigint not null,
	until_day bigint not null,
	named_by bytea not null,
	named_ms bigint not null,
	due_ms bigint not null,
	ended_ms bigint not null,
	words bytea,
	primary key (region, episode, id)
);
create index care_match_by_identity on care_match (region, identity);
