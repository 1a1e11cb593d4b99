-- 0002_directory.sql - the map of help: what entries say more, who confirmed them when, opening
-- hours, capacity, agreements, corrections.
-- SPDX-License-Identifier: EUPL-1.2
alter table directory_organisation add column alternate_name text;
alter table directory_organisation add column description text;
alter table directory_organisation add column website text;
alter table directory_organisation add column email text;
alter table directory_organisation add column phone text;
alter table directory_site add column form integer not null default 0;
alter table directory_site add column latitude_e6 integer not null default 0;
alter table directory_site add column longitude_e6 integer not null default 0;
alter table directory_site add column accessibility integer not null default 0;
alter table directory_site add column address text;
alter table directory_site add column postal_code text;
alter table directory_site add column place text;
alter table directory_site add column directions text;
alter table directory_site add column phone text;
alter table directory_site add column email text;
alter table directory_service add column kind integer not null default 0;
alter table directory_service add column referral integer not null default 0;
alter table directory_service add column anonymous integer not null default 0;
alter table directory_service add column min_age integer not null default 0;
alter table directory_service add column max_age integer not null default 0;
alter table directory_service add column security integer not null default 0;
alter table directory_service add column domains integer not null default 0;
alter table directory_service add column ways_in integer not null default 0;
alter table directory_service add column settings integer not null default 0;
alter table directory_service add column good_at integer not null default 0;
alter table directory_service add column languages text;
alter table directory_service add column good_at_words text;
alter table directory_service add column description text;
alter table directory_service add column way_in_words text;
alter table directory_service add column phone text;
alter table directory_service add column email text;
alter table directory_service add column website text;
create table directory_entry (
	region integer not null,
	id blob not null,
	kind integer not null,
	organisation blob not null,
	keeper blob,
	state integer not null,
	version integer not null,
	made_ms integer not null,
	confirmed_ms integer not null,
	confirmed_by blob,
	confirmed_as integer not null,
	ask blob,
	asked_ms integer not null,
	fades_ms integer not null,
	due_ms integer not null,
	changed_ms integer not null,
	ended_ms integer not null,
	primary key (region, id)
) without rowid;
create table directory_change (
	region integer not null,
	entry blob not null,
	version integer not null,
	part integer not null,
	command integer not null,
	field integer not null,
	at_ms integer not null,
	who blob,
	role integer not null,
	before text,
	after text,
	primary key (region, entry, version, part)
) without rowid;
create table directory_due (
	due_ms integer not null,
	region integer not null,
	kind integer not null,
	thing blob not null,
	primary key (due_ms, region, kind, thing)
) without rowid;
create table directory_area (
	region integer not null,
	thing blob not null,
	municipality integer not null,
	primary key (region, thing, municipality)
) without rowid;
create table directory_hours (
	region integer not null,
	thing blob not null,
	seq integer not null,
	rule integer not null,
	weekday integer not null,
	nth integer not null,
	every_weeks integer not null,
	opens_minute integer not null,
	closes_minute integer not null,
	from_day integer not null,
	to_day integer not null,
	primary key (region, thing, seq)
) without rowid;
create table directory_capacity (
	region integer not null,
	service blob not null,
	intensity integer not null,
	new_week integer not null,
	places integer not null,
	kept integer not null,
	as_of_ms integer not null,
	primary key (region, service, intensity)
) without rowid;
create table directory_cost (
	region integer not null,
	service blob not null,
	seq integer not null,
	kind integer not null,
	amount_cents integer not null,
	words text,
	primary key (region, service, seq)
) without rowid;
create table directory_agreement (
	region integer not null,
	id blob not null,
	made_by blob not null,
	from_day integer not null,
	to_day integer not null,
	name text not null,
	words text,
	primary key (region, id)
) without rowid;
create table directory_party (
	region integer not null,
	agreement blob not null,
	organisation blob not null,
	state integer not null,
	asked_ms integer not null,
	answered_ms integer not null,
	left_ms integer not null,
	pledge text,
	direct_line text,
	primary key (region, agreement, organisation)
) without rowid;
create table directory_goal (
	region integer not null,
	agreement blob not null,
	number integer not null,
	by_day integer not null,
	reached_day integer not null,
	words text not null,
	primary key (region, agreement, number)
) without rowid;
create table directory_correction (
	region integer not null,
	id blob not null,
	entry blob not null,
	entry_kind integer not null,
	field integer not null,
	state integer not null,
	reason integer not null,
	proposed_ms integer not null,
	due_ms integer not null,
	raised_to integer not null,
	decided_ms integer not null,
	proposed_by blob,
	decided_by blob,
	value blob,
	words blob,
	primary key (region, id)
) without rowid;
create index directory_organisation_by_id on directory_organisation (id);
create index directory_site_by_id on directory_site (id);
create index directory_site_by_organisation on directory_site (region, organisation);
create index directory_service_by_organisation on directory_service (region, organisation);
create index directory_service_by_site on directory_service (region, site);
create index directory_entry_by_keeper on directory_entry (keeper) where keeper is not null;
create index directory_entry_by_ask on directory_entry (ask) where ask is not null;
create index access_account_by_organisation on access_account (organisation)
	where organisation is not null;
create index directory_area_by_municipality on directory_area (region, municipality);
create index directory_party_by_organisation on directory_party (region, organisation);
create index directory_correction_by_entry on directory_correction (region, entry);
insert into sqlite_stat1 (tbl, idx, stat) values
	('directory_entry', 'directory_entry', '1000000 40000 1'),
	('directory_change', 'directory_change', '1000000 40000 4 2 1'),
	('directory_due', 'directory_due', '1000000 4 3 2 1'),
	('directory_area', 'directory_area', '1000000 40000 8 1'),
	('directory_hours', 'directory_hours', '1000000 40000 6 1'),
	('directory_capacity', 'directory_capacity', '1000000 40000 2 1'),
	('directory_cost', 'directory_cost', '1000000 40000 2 1'),
	('directory_agreement', 'directory_agreement', '10000 400 1'),
	('directory_party', 'directory_party', '100000 4000 10 1'),
	('directory_goal', 'directory_goal', '100000 4000 5 1'),
	('directory_correction', 'directory_correction', '1000000 40000 1'),
	('directory_organisation', 'directory_organisation_by_id', '1000000 1'),
	('directory_site', 'directory_site_by_id', '1000000 1'),
	('directory_site', 'directory_site_by_organisation', '1000000 40000 4'),
	('directory_service', 'directory_service_by_organisation', '1000000 40000 8'),
	('directory_service', 'directory_service_by_site', '1000000 40000 4'),
	('directory_entry', 'directory_entry_by_keeper', '1000 1'),
	('directory_entry', 'directory_entry_by_ask', '10000 1'),
	('access_account', 'access_account_by_organisation', '100000 10'),
	('directory_area', 'directory_area_by_municipality', '1000000 40000 3000'),
	('directory_party', 'directory_party_by_organisation', '100000 4000 2'),
	('directory_correction', 'directory_correction_by_entry', '1000000 40000 2');
analyze sqlite_schema;
