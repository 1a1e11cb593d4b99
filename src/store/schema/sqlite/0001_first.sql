-- 0001_first.sql - the first schema: journal, access, directory, care, command, jobs.
-- Ids are 16 bytes; times are milliseconds since 1970; days are counts since 1970-01-01.
-- SPDX-License-Identifier: EUPL-1.2
create table journal_entry (
	region integer not null,
	seq integer not null,
	recorded_ms integer not null,
	kind integer not null,
	command integer not null,
	actor blob not null,
	subject blob,
	episode blob,
	ground integer not null,
	command_id text,
	digest blob,
	body blob,
	effects blob,
	reply blob,
	hash blob not null,
	primary key (region, seq)
);
create table journal_look (
	region integer not null,
	subject blob not null,
	actor blob not null,
	part integer not null,
	purpose integer not null,
	bucket integer not null,
	seq integer not null,
	at_ms integer not null,
	ground integer not null,
	episode blob,
	primary key (region, subject, actor, part, purpose, bucket)
) without rowid;
create table access_account (
	region integer not null,
	id blob not null,
	kind integer not null,
	organisation blob,
	code_index blob not null,
	created_ms integer not null,
	ended_ms integer not null,
	name blob,
	primary key (region, id)
) without rowid;
create table access_session (
	region integer not null,
	id blob not null,
	account blob not null,
	started_ms integer not null,
	expires_ms integer not null,
	ended_ms integer not null,
	primary key (region, id)
) without rowid;
create table access_invite (
	region integer not null,
	id blob not null,
	expires_ms integer not null,
	used_ms integer not null,
	primary key (region, id)
) without rowid;
create table directory_organisation (
	region integer not null,
	id blob not null,
	kind integer not null,
	created_ms integer not null,
	name text not null,
	primary key (region, id)
) without rowid;
create table directory_site (
	region integer not null,
	id blob not null,
	organisation blob not null,
	municipality integer not null,
	name text not null,
	primary key (region, id)
) without rowid;
create table directory_service (
	region integer not null,
	id blob not null,
	organisation blob not null,
	site blob not null,
	domain integer not null,
	level integer not null,
	places_week integer not null,
	name text not null,
	primary key (region, id)
) without rowid;
create table care_person (
	region integer not null,
	id blob not null,
	municipality integer not null,
	recorded_ms integer not null,
	name blob,
	contact blob,
	birth blob,
	primary key (region, id)
) without rowid;
create table care_episode (
	region integer not null,
	id blob not null,
	person blob not null,
	state integer not null,
	care_manager blob not null,
	care_manager_kind integer not null,
	open_handover blob,
	for_whom integer not null,
	entered_by blob,
	marked integer not null,
	version integer not null,
	opened_ms integer not null,
	effective_day integer not null,
	primary key (region, id)
) without rowid;
create table care_need (
	region integer not null,
	episode blob not null,
	id blob not null,
	domain integer not null,
	aim integer not null,
	state integer not null,
	bearer blob not null,
	bearer_kind integer not null,
	bearer_before blob,
	bearer_before_kind integer not null,
	open_handover blob,
	step blob,
	opened_ms integer not null,
	closed_ms integer not null,
	effective_day integer not null,
	closing integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
create table care_handover (
	region integer not null,
	episode blob not null,
	id blob not null,
	need blob,
	sender blob not null,
	to_account blob,
	to_service blob,
	state integer not null,
	offered_ms integer not null,
	expires_ms integer not null,
	giver blob,
	answered_by blob,
	answered_ms integer not null,
	reason integer not null,
	instead integer not null,
	instead_day integer not null,
	sharing integer not null,
	giver_stays integer not null,
	contact_day integer not null,
	contacted_ms integer not null,
	words blob,
	reason_words blob,
	instead_words blob,
	primary key (region, episode, id)
) without rowid;
create table care_join (
	region integer not null,
	episode blob not null,
	id blob not null,
	account blob not null,
	asked_by blob not null,
	state integer not null,
	asked_ms integer not null,
	expires_ms integer not null,
	answered_ms integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
create table care_member (
	region integer not null,
	episode blob not null,
	account blob not null,
	kind integer not null,
	way integer not null,
	since_ms integer not null,
	left_ms integer not null,
	primary key (region, episode, account)
) without rowid;
create table care_roster (
	region integer not null,
	account blob not null,
	kind integer not null,
	since_ms integer not null,
	last_turn_ms integer not null,
	primary key (region, account)
) without rowid;
create table care_step (
	region integer not null,
	episode blob not null,
	id blob not null,
	need blob not null,
	who blob not null,
	kind integer not null,
	state integer not null,
	due_day integer not null,
	late integer not null,
	made_ms integer not null,
	ended_ms integer not null,
	words blob,
	primary key (region, episode, id)
) without rowid;
create table care_moment (
	region integer not null,
	episode blob not null,
	seq integer not null,
	part integer not null,
	kind integer not null,
	at_ms integer not null,
	effective_day integer not null,
	who blob,
	whom blob,
	need blob,
	thing blob,
	code integer not null,
	second integer not null,
	day integer not null,
	words blob,
	primary key (region, episode, seq, part)
) without rowid;
create table care_due (
	due_ms integer not null,
	region integer not null,
	kind integer not null,
	thing blob not null,
	episode blob not null,
	primary key (due_ms, region, kind, thing)
) without rowid;
create table care_inbox (
	region integer not null,
	receiver blob not null,
	thing blob not null,
	kind integer not null,
	from_region integer not null,
	episode blob not null,
	at_ms integer not null,
	primary key (region, receiver, thing)
) without rowid;
create table command_outbox (
	region integer not null,
	seq integer not null,
	to_region integer not null,
	kind integer not null,
	receiver blob not null,
	thing blob not null,
	episode blob not null,
	at_ms integer not null,
	primary key (region, seq)
) without rowid;
create table command_quarantine (
	region integer not null,
	id blob not null,
	command integer not null,
	actor blob not null,
	command_id text,
	at_ms integer not null,
	reason text not null,
	primary key (region, id)
) without rowid;
create table jobs_job (
	id blob not null,
	kind integer not null,
	state integer not null,
	done integer not null,
	total integer not null,
	started_ms integer not null,
	heartbeat_ms integer not null,
	ended_ms integer not null,
	detail text,
	primary key (id)
) without rowid;
create unique index journal_entry_by_command on journal_entry (region, actor, command_id)
	where command_id is not null;
create unique index access_account_by_code on access_account (code_index);
create index care_member_by_account on care_member (account) where left_ms = 0;
create index access_account_by_id on access_account (id);
create index directory_service_by_id on directory_service (id);
-- What a region's database looks like, for the planner: it would take region, the first column of
-- every key, for selective and scan the shard. Running analyze replaces this by what is there.
analyze sqlite_schema;
insert into sqlite_stat1 (tbl, idx, stat) values
	('journal_entry', 'sqlite_autoindex_journal_entry_1', '1000000 40000 1'),
	('journal_look', 'journal_look', '1000000 40000 8 3 2 2 1'),
	('access_account', 'access_account', '1000000 40000 1'),
	('access_session', 'access_session', '1000000 40000 1'),
	('access_invite', 'access_invite', '1000000 40000 1'),
	('directory_organisation', 'directory_organisation', '1000000 40000 1'),
	('directory_site', 'directory_site', '1000000 40000 1'),
	('directory_service', 'directory_service', '1000000 40000 1'),
	('care_person', 'care_person', '1000000 40000 1'),
	('care_episode', 'care_episode', '1000000 40000 1'),
	('care_need', 'care_need', '1000000 40000 3 1'),
	('care_handover', 'care_handover', '1000000 40000 3 1'),
	('care_join', 'care_join', '1000000 40000 2 1'),
	('care_member', 'care_member_by_account', '1000000 40'),
	('care_member', 'care_member', '1000000 40000 4 1'),
	('care_roster', 'care_roster', '1000000 40000 1'),
	('care_step', 'care_step', '1000000 40000 4 1'),
	('care_moment', 'care_moment', '1000000 40000 12 2 1'),
	('care_due', 'care_due', '1000000 4 3 2 1'),
	('care_inbox', 'care_inbox', '1000000 40000 20 1'),
	('command_outbox', 'command_outbox', '1000000 40000 1'),
	('command_quarantine', 'command_quarantine', '1000000 40000 1'),
	('journal_entry', 'journal_entry_by_command', '1000000 40000 200 1'),
	('access_account', 'access_account_by_code', '1000000 1'),
	('access_account', 'access_account_by_id', '1000000 1'),
	('directory_service', 'directory_service_by_id', '1000000 1');
analyze sqlite_schema;
