-- 0001_keys.sql - the key store: each subject's wrapped key, and the site's own wrapped secrets.
-- SPDX-License-Identifier: EUPL-1.2
create table vault_key(
	subject blob not null primary key,
	slot integer not null,
	wrapped blob,
	created_ms integer not null,
	destroyed_ms integer
) strict, without rowid;

create table vault_secret(
	name text not null primary key,
	slot integer not null,
	wrapped blob not null
) strict, without rowid;
