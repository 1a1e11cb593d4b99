-- 0001_first.sql - the first schema: journal, access, directory, care, command, jobs.
-- Ids are 16 bytes; times are milliseconds since 1970; days are counts since 1970-01-01.
-- SPDX-License-Identifier: EUPL-1.2
create table journal_entry (
	region bigint not null,
	seq bigint not null,
	recorded_ms bigint not null,
	kind bigint not null,
	command bigint not null,
	actor bytea not null,
	subject bytea,
	episode bytea,
	ground bigint not null,
	command_id text collate "C",
	digest bytea,
	body bytea,
	effects bytea,
	reply bytea,
	hash bytea not null,
	primary key (region, seq)
);
create table journal_look (
	region bigint not null,
	subject bytea not null,
	actor bytea not null,
	part bigint not null,
	purpose bigint not null,
	bucket bigint not null,
	seq bigint not null,
	at_ms bigint not null,
	ground bigint not null,
	episode bytea,
	primary key (region, subject, actor, part, purpose, bucket)
);
create table access_account (
	region bigint not null,
	id bytea not null,
	kind bigint not null,
	organisation bytea,
	code_index bytea not null,
	created_ms bigint not null,
	ended_ms bigint not null,
	name bytea,
	primary key (region, id)
);
create table access_session (
	region bigint not null,
	id bytea not null,
	account bytea not null,
	started_ms bigint not null,
	expires_ms bigint not null,
	ended_ms bigint not null,
	primary key (region, id)
);
create table access_invite (
	region bigint not null,
	id bytea not null,
	expires_ms bigint not null,
	used_ms bigint not null,
	primary key (region, id)
);
create table directory_organisation (
	region bigint not null,
	id bytea not null,
	kind bigint not null,
	created_ms bigint not null,
	name text collate "C" not null,
	primary key (region, id)
);
create table directory_site (
	region bigint not null,
	id bytea not null,
	organisation bytea not null,
	municipality bigint not null,
	name text collate "C" not null,
	primary key (region, id)
);
create table directory_service (
	region bigint not null,
	id bytea not null,
	organisation bytea not null,
	site bytea not null,
	domain bigint not null,
	level bigint not null,
	places_week bigint not null,
	name text collate "C" not null,
	primary key (region, id)
);
create table care_person (
	region bigint not null,
	id bytea not null,
	municipality bigint not null,
	recorded_ms bigint not null,
	name bytea,
	contact bytea,
	birth bytea,
	primary key (region, id)
);
create table care_episode (
	region bigint not null,
	id bytea not null,
	person bytea not null,
	state bigint not null,
	care_manager bytea not null,
	care_manager_kind bigint not null,
	open_handover bytea,
	for_whom bigint not null,
	entered_by bytea,
	marked bigint not null,
	version bigint not null,
	opened_ms bigint not null,
	effective_day bigint not null,
	primary key (region, id)
);
create table care_need (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	domain bigint not null,
	aim bigint not null,
	state bigint not null,
	bearer bytea not null,
	bearer_kind bigint not null,
	bearer_before bytea,
	bearer_before_kind bigint not null,
	open_handover bytea,
	step bytea,
	opened_ms bigint not null,
	closed_ms bigint not null,
	effective_day bigint not null,
	closing bigint not null,
	words bytea,
	primary key (region, episode, id)
);
create table care_handover (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	need bytea,
	sender bytea not null,
	to_account bytea,
	to_service bytea,
	state bigint not null,
	offered_ms bigint not null,
	expires_ms bigint not null,
	giver bytea,
	answered_by bytea,
	answered_ms bigint not null,
	reason bigint not null,
	instead bigint not null,
	instead_day bigint not null,
	sharing bigint not null,
	giver_stays bigint not null,
	contact_day bigint not null,
	contacted_ms bigint not null,
	words bytea,
	reason_words bytea,
	instead_words bytea,
	primary key (region, episode, id)
);
create table care_join (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	account bytea not null,
	asked_by bytea not null,
	state bigint not null,
	asked_ms bigint not null,
	expires_ms bigint not null,
	answered_ms bigint not null,
	words bytea,
	primary key (region, episode, id)
);
create table care_member (
	region bigint not null,
	episode bytea not null,
	account bytea not null,
	kind bigint not null,
	way bigint not null,
	since_ms bigint not null,
	left_ms bigint not null,
	primary key (region, episode, account)
);
create table care_roster (
	region bigint not null,
	account bytea not null,
	kind bigint not null,
	since_ms bigint not null,
	last_turn_ms bigint not null,
	primary key (region, account)
);
create table care_step (
	region bigint not null,
	episode bytea not null,
	id bytea not null,
	need bytea not null,
	who bytea not null,
	kind bigint not null,
	state bigint not null,
	due_day bigint not null,
	late bigint not null,
	made_ms bigint not null,
	ended_ms bigint not null,
	words bytea,
	primary key (region, episode, id)
);
create table care_moment (
	region bigint not null,
	episode bytea not null,
	seq bigint not null,
	part bigint not null,
	kind bigint not null,
	at_ms bigint not null,
	effective_day bigint not null,
	who bytea,
	whom bytea,
	need bytea,
	thing bytea,
	code bigint not null,
	second bigint not null,
	day bigint not null,
	words bytea,
	primary key (region, episode, seq, part)
);
create table care_due (
	due_ms bigint not null,
	region bigint not null,
	kind bigint not null,
	thing bytea not null,
	episode bytea not null,
	primary key (due_ms, region, kind, thing)
);
create table care_inbox (
	region bigint not null,
	receiver bytea not null,
	thing bytea not null,
	kind bigint not null,
	from_region bigint not null,
	episode bytea not null,
	at_ms bigint not null,
	primary key (region, receiver, thing)
);
create table command_outbox (
	region bigint not null,
	seq bigint not null,
	to_region bigint not null,
	kind bigint not null,
	receiver bytea not null,
	thing bytea not null,
	episode bytea not null,
	at_ms bigint not null,
	primary key (region, seq)
);
create table command_quarantine (
	region bigint not null,
	id bytea not null,
	command bigint not null,
	actor bytea not null,
	command_id text collate "C",
	at_ms bigint not null,
	reason text collate "C" not null,
	primary key (region, id)
);
create table jobs_job (
	id bytea not null,
	kind bigint not null,
	state bigint not null,
	done bigint not null,
	total bigint not null,
	started_ms bigint not null,
	heartbeat_ms bigint not null,
	ended_ms bigint not null,
	detail text collate "C",
	primary key (id)
);
create unique index journal_entry_by_command on journal_entry (region, actor, command_id)
	where command_id is not null;
create unique index access_account_by_code on access_account (code_index);
create index care_member_by_account on care_member (account) where left_ms = 0;
create index access_account_by_id on access_account (id);
create index directory_service_by_id on directory_service (id);
