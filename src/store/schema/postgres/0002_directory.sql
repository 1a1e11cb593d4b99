-- 0002_directory.sql - the map of help: what entries say more, who confirmed them when, opening
-- hours, capacity, agreements, corrections.
-- SPDX-License-Identifier: EUPL-1.2
alter table directory_organisation add column alternate_name text collate "C";
alter table directory_organisation add column description text collate "C";
alter table directory_organisation add column website text collate "C";
alter table directory_organisation add column email text collate "C";
alter table directory_organisation add column phone text collate "C";
alter table directory_site add column form bigint not null default 0;
alter table directory_site add column latitude_e6 bigint not null default 0;
alter table directory_site add column longitude_e6 bigint not null default 0;
alter table directory_site add column accessibility bigint not null default 0;
alter table directory_site add column address text collate "C";
alter table directory_site add column postal_code text collate "C";
alter table directory_site add column place text collate "C";
alter table directory_site add column directions text collate "C";
alter table directory_site add column phone text collate "C";
alter table directory_site add column email text collate "C";
alter table directory_service add column kind bigint not null default 0;
alter table directory_service add column referral bigint not null default 0;
alter table directory_service add column anonymous bigint not null default 0;
alter table directory_service add column min_age bigint not null default 0;
alter table directory_service add column max_age bigint not null default 0;
alter table directory_service add column security bigint not null default 0;
alter table directory_service add column domains bigint not null default 0;
alter table directory_service add column ways_in bigint not null default 0;
alter table directory_service add column settings bigint not null default 0;
alter table directory_service add column good_at bigint not null default 0;
alter table directory_service add column languages text collate "C";
alter table directory_service add column good_at_words text collate "C";
alter table directory_service add column description text collate "C";
alter table directory_service add column way_in_words text collate "C";
alter table directory_service add column phone text collate "C";
alter table directory_service add column email text collate "C";
alter table directory_service add column website text collate "C";
create table directory_entry (
	region bigint not null,
	id bytea not null,
	kind bigint not null,
	organisation bytea not null,
	keeper bytea,
	state bigint not null,
	version bigint not null,
	made_ms bigint not null,
	confirmed_ms bigint not null,
	confirmed_by bytea,
	confirmed_as bigint not null,
	ask bytea,
	asked_ms bigint not null,
	fades_ms bigint not null,
	due_ms bigint not null,
	changed_ms bigint not null,
	ended_ms bigint not null,
	primary key (region, id)
);
create table directory_change (
	region bigint not null,
	entry bytea not null,
	version bigint not null,
	part bigint not null,
	command bigint not null,
	field bigint not null,
	at_ms bigint not null,
	who bytea,
	role bigint not null,
	before text collate "C",
	after text collate "C",
	primary key (region, entry, version, part)
);
create table directory_due (
	due_ms bigint not null,
	region bigint not null,
	kind bigint not null,
	thing bytea not null,
	primary key (due_ms, region, kind, thing)
);
create table directory_area (
	region bigint not null,
	thing bytea not null,
	municipality bigint not null,
	primary key (region, thing, municipality)
);
create table directory_hours (
	region bigint not null,
	thing bytea not null,
	seq bigint not null,
	rule bigint not null,
	weekday bigint not null,
	nth bigint not null,
	every_weeks bigint not null,
	opens_minute bigint not null,
	closes_minute bigint not null,
	from_day bigint not null,
	to_day bigint not null,
	primary key (region, thing, seq)
);
create table directory_capacity (
	region bigint not null,
	service bytea not null,
	intensity bigint not null,
	new_week bigint not null,
	places bigint not null,
	kept bigint not null,
	as_of_ms bigint not null,
	primary key (region, service, intensity)
);
create table directory_cost (
	region bigint not null,
	service bytea not null,
	seq bigint not null,
	kind bigint not null,
	amount_cents bigint not null,
	words text collate "C",
	primary key (region, service, seq)
);
create table directory_agreement (
	region bigint not null,
	id bytea not null,
	made_by bytea not null,
	from_day bigint not null,
	to_day bigint not null,
	name text collate "C" not null,
	words text collate "C",
	primary key (region, id)
);
create table directory_party (
	region bigint not null,
	agreement bytea not null,
	organisation bytea not null,
	state bigint not null,
	asked_ms bigint not null,
	answered_ms bigint not null,
	left_ms bigint not null,
	pledge text collate "C",
	direct_line text collate "C",
	primary key (region, agreement, organisation)
);
create table directory_goal (
	region bigint not null,
	agreement bytea not null,
	number bigint not null,
	by_day bigint not null,
	reached_day bigint not null,
	words text collate "C" not null,
	primary key (region, agreement, number)
);
create table directory_correction (
	region bigint not null,
	id bytea not null,
	entry bytea not null,
	entry_kind bigint not null,
	field bigint not null,
	state bigint not null,
	reason bigint not null,
	proposed_ms bigint not null,
	due_ms bigint not null,
	raised_to bigint not null,
	decided_ms bigint not null,
	proposed_by bytea,
	decided_by bytea,
	value bytea,
	words bytea,
	primary key (region, id)
);
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
