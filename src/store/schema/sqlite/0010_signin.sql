-- 0010_signin.sql - signing in with a password and a second factor; signed heads of the chains.
-- SPDX-License-Identifier: EUPL-1.2
alter table access_session add column way integer not null default 0;
alter table access_invite add column account blob;
create table access_password (
	region integer not null,
	account blob not null,
	login_index blob not null,
	login blob not null,
	hash blob not null,
	generation integer not null,
	changed_ms integer not null,
	totp blob,
	totp_since_ms integer not null,
	totp_step integer not null,
	primary key (region, account)
) without rowid;
create table access_recovery (
	region integer not null,
	account blob not null,
	number integer not null,
	code_index blob not null,
	used_ms integer not null,
	primary key (region, account, number)
) without rowid;
create table journal_signed_head (
	region integer not null,
	number integer not null,
	at_ms integer not null,
	due_ms integer not null,
	text text not null,
	primary key (region, number)
) without rowid;
-- Not unique: a rebuild makes one shard after the other, and a login may have moved between two.
create index access_password_by_login on access_password (login_index);
create index access_session_by_account on access_session (account, expires_ms) where ended_ms = 0;
-- For the planner, as at the end of 0001_first.sql.
insert into sqlite_stat1 (tbl, idx, stat) values
	('access_password', 'access_password', '100000 4000 1'),
	('access_password', 'access_password_by_login', '100000 1'),
	('access_recovery', 'access_recovery', '100000 4000 10 1'),
	('access_session', 'access_session_by_account', '1000000 10 1'),
	('journal_signed_head', 'journal_signed_head', '10000 10000 1');
analyze sqlite_schema;
