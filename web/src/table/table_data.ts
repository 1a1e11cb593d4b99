/* table_data.ts - the agenda of a table, a case that lies there, and what it learned.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { episodePath } from "../act/episode_data";
import { ask, type Schemas } from "../api/client";

export type Case = Schemas["Case"];
export type Agenda = Schemas["Agenda"];
export type AgendaItem = Agenda["items"][number];
export type Shortage = Agenda["shortages"][number];

export function useAgenda(region: string) {
	return useInfiniteQuery({
		queryKey: ["table", "agenda", region],
		queryFn: ({ pageParam }) =>
			ask<Agenda>(
				"GET",
				`/v1/regions/${region}/table?limit=100` + (pageParam ? `&after=${pageParam}` : ""),
			),
		initialPageParam: 0,
		getNextPageParam: (page) => page.next_after ?? undefined,
		refetchInterval: 60_000,
		gcTime: 0,
	});
}

export function casePath(region: string, episode: string, id: string): string {
	return `${episodePath(region, episode)}/cases/${id}`;
}

export function useCase(region: string, episode: string, id: string) {
	return useQuery({
		queryKey: ["cases", id],
		queryFn: () => ask<Case>("GET", casePath(region, episode, id)),
		gcTime: 0,
	});
}

/* Of the map of help, which everybody may read. */
export function useService(region: string, id: string | null | undefined) {
	return useQuery({
		queryKey: ["service", region, id],
		queryFn: () => ask<Schemas["ServiceWhole"]>("GET", `/v1/regions/${region}/services/${id}`),
		enabled: Boolean(id),
	});
}

export function useOrganisation(region: string, id: string | null | undefined) {
	return useQuery({
		queryKey: ["organisation", region, id],
		queryFn: () =>
			ask<Schemas["Organisation"]>("GET", `/v1/regions/${region}/organisations/${id}`),
		enabled: Boolean(id),
	});
}

/* What was not done in time, or waits too long, is looked at first. */
export function isLate(one: { state: string; late: boolean }): boolean {
	return one.late || one.state === "breached";
}
