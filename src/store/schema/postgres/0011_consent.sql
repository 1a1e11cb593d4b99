-- 0011_consent.sql - what a person says that others may know of the file, and what not.
-- SPDX-License-Identifier: EUPL-1.2
create table care_consent (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	kind bigint not null,
	account bytea,
	organisation bytea,
	parts bigint not null,
	until_day bigint not null,
	said_by bytea not null,
	said_ms bigint not null,
	ended_by bytea,
	ended_ms bigint not null,
	primary key (region, episode, id)
);
