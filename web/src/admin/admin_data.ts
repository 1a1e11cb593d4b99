/* admin_data.ts - accounts, roster, organisations and entries of a region, for who keeps them.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { ask, type Schemas } from "../api/client";

export type Listed = Schemas["AccountListed"];
export type Organisation = Schemas["Organisation"];
export type Service = Schemas["Service"];
export type Site = Schemas["Site"];
export type Entry = Schemas["Entry"];

const MOST_PAGES = 20; // of 200: more than a region has
type Page = { next_after: string | null };

/* A list as a whole, to be searched on the page. */
async function wholeList<Reply extends Page, One>(
	path: string,
	pick: (reply: Reply) => One[],
): Promise<One[]> {
	const all: One[] = [];
	let after: string | null = "";
	for (let page = 0; page < MOST_PAGES && after !== null; page++) {
		const more = `${path.includes("?") ? "&" : "?"}limit=200${after && `&after=${after}`}`;
		const reply: Reply = await ask<Reply>("GET", `${path}${more}`);
		all.push(...pick(reply));
		after = reply.next_after;
	}
	return all;
}

function useWhole<Reply extends Page, One>(
	key: string[],
	path: string,
	pick: (reply: Reply) => One[],
) {
	return useQuery({
		queryKey: ["admin", ...key],
		queryFn: () => wholeList<Reply, One>(path, pick),
		gcTime: 0,
	});
}

export function useAccounts(region: string) {
	return useWhole<Schemas["Accounts"], Listed>(
		["accounts", region],
		`/v1/regions/${region}/accounts`,
		(reply) => reply.accounts,
	);
}

export function useOrganisations(region: string) {
	return useWhole<Schemas["Organisations"], Organisation>(
		["organisations", region],
		`/v1/regions/${region}/organisations`,
		(reply) => reply.organisations,
	);
}

export function useServicesOf(region: string, organisation: string) {
	return useWhole<Schemas["Services"], Service>(
		["services", organisation],
		`/v1/regions/${region}/services?organisation=${organisation}`,
		(reply) => reply.services,
	);
}

export function useSitesOf(region: string, organisation: string) {
	return useWhole<Schemas["Sites"], Site>(
		["sites", organisation],
		`/v1/regions/${region}/sites?organisation=${organisation}`,
		(reply) => reply.sites,
	);
}

/* What nobody looked at for a long time. */
export function useFading(region: string) {
	return useWhole<Schemas["Entries"], Entry>(
		["fading", region],
		`/v1/regions/${region}/entries?state=fading`,
		(reply) => reply.entries,
	);
}

export function useRoster(region: string) {
	return useQuery({
		queryKey: ["admin", "roster", region],
		queryFn: () => ask<Schemas["Roster"]>("GET", `/v1/regions/${region}/roster`),
		gcTime: 0,
	});
}

/* Whether a name has these beginnings of words in it. */
export function isLike(name: string | undefined, words: string): boolean {
	const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
	const said = ` ${(name ?? "").toLowerCase()}`;
	return parts.every((part) => said.includes(` ${part}`));
}
