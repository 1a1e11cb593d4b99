-- 0005_table.sql - cases at a table, who sits there, and what tables learned.
-- SPDX-License-Identifier: EUPL-1.2
create table care_case (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	need bytea not null,
	state bigint not null,
	level bigint not null,
	why bigint not null,
	origin bigint not null,
	cause bigint not null,
	brought_by bytea,
	beside bytea,
	named bigint not null,
	attends bigint not null,
	late bigint not null,
	brought_ms bigint not null,
	expires_ms bigint not null,
	ended_ms bigint not null,
	decided_by bytea,
	decided_ms bigint not null,
	service bytea,
	organisation bytea,
	term_day bigint not null,
	handover bytea,
	words bytea,
	reason bytea,
	last_words bytea,
	primary key (region, episode, id)
);
create table care_seat (
	region bigint not null,
	account bytea not null,
	kind bigint not null,
	since_ms bigint not null,
	primary key (region, account)
);
create table care_lesson (
	region bigint not null,
	id bytea not null,
	day bigint not null,
	domain bigint not null,
	why bigint not null,
	level bigint not null,
	words text collate "C" not null,
	primary key (region, id)
);
create table care_shortage (
	region bigint not null,
	id bytea not null,
	service bytea not null,
	state bigint not null,
	level bigint not null,
	waiting bigint not null,
	late bigint not null,
	since_ms bigint not null,
	expires_ms bigint not null,
	ended_ms bigint not null,
	decided_by bytea,
	decided_ms bigint not null,
	organisation bytea,
	term_day bigint not null,
	words text collate "C",
	primary key (region, id)
);
create index care_case_by_level on care_case (level, region, expires_ms) where ended_ms = 0;
create index care_shortage_by_level on care_shortage (level, region, expires_ms) where ended_ms = 0;
create index care_handover_unanswered on care_handover (region, to_service, expires_ms)
	where state = 5 and to_service is not null;
create index care_seat_by_account on care_seat (account);
