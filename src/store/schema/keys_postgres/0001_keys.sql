-- 0001_keys.sql - the key store: each subject's wrapped key, and the site's own wrapped secrets.
-- SPDX-License-Identifier: EUPL-1.2
create table vault_key(
	subject bytea not null primary key,
	slot bigint not null,
	wrapped bytea,
	created_ms bigint not null,
	destroyed_ms bigint
);

create table vault_secret(
	name text collate "C" not null primary key,
	slot bigint not null,
	wrapped bytea not null
);
