-- 0010_signin.sql - signing in with a password and a second factor; signed heads of the chains.
-- SPDX-License-Identifier: EUPL-1.2
alter table access_session add column way bigint not null default 0;
alter table access_invite add column account bytea;
create table access_password (
	region bigint not null,
	account bytea not null,
	login_index bytea not null,
	login bytea not null,
	hash bytea not null,
	generation bigint not null,
	changed_ms bigint not null,
	totp bytea,
	totp_since_ms bigint not null,
	totp_step bigint not null,
	primary key (region, account)
);
create table access_recovery (
	region bigint not null,
	account bytea not null,
	number bigint not null,
	code_index bytea not null,
	used_ms bigint not null,
	primary key (region, account, number)
);
create table journal_signed_head (
	region bigint not null,
	number bigint not null,
	at_ms bigint not null,
	due_ms bigint not null,
	text text not null,
	primary key (region, number)
);
-- Not unique: a rebuild makes one shard after the other, and a login may have moved between two.
create index access_password_by_login on access_password (login_index);
create index access_session_by_account on access_session (account, expires_ms) where ended_ms = 0;
