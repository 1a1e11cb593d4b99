-- 0003_region.sql - who is responsible for a region, from when.
-- SPDX-License-Identifier: EUPL-1.2
create table region_appointment (
	region bigint not null,
	from_day bigint not null,
	until_day bigint not null,
	core_municipality bigint not null,
	recorded_ms bigint not null,
	insurer text collate "C",
	decided_where text collate "C" not null,
	primary key (region, from_day)
);
