-- 0004_care.sql - consults: somebody looks along; stays: nights somewhere.
-- SPDX-License-Identifier: EUPL-1.2
create table care_consult (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	need bytea not null,
	asked_by bytea not null,
	to_account bytea,
	to_service bytea,
	state bigint not null,
	named bigint not null,
	asked_ms bigint not null,
	expires_ms bigint not null,
	answered_by bytea,
	answered_ms bigint not null,
	back_to bytea,
	joining bytea,
	words bytea,
	answer_words bytea,
	primary key (region, episode, id)
);
create table care_stay (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	service bytea not null,
	planned_by bytea not null,
	state bigint not null,
	start_day bigint not null,
	return_day bigint not null,
	keeps bigint not null,
	kept_service bytea,
	kept_until bigint not null,
	late bigint not null,
	told_to bytea,
	planned_ms bigint not null,
	admitted_ms bigint not null,
	ended_ms bigint not null,
	words bytea,
	primary key (region, episode, id)
);
