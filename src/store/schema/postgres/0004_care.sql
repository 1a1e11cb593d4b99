-- 0004_care.sql - consults: somebody looks along.
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
