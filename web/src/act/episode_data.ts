/* episode_data.ts - an episode, its timeline and its people, as the API has them.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { ask, type Schemas } from "../api/client";

export type Episode = Schemas["Episode"];
export type Need = Schemas["Need"];
export type Account = Schemas["Account"];
export type Moment = Schemas["Moment"];

const LIVE_MS = 30_000;
const MOST_PAGES = 10;

export function episodePath(region: string, episode: string): string {
	return `/v1/regions/${region}/episodes/${episode}`;
}

export function useEpisode(region: string, episode: string) {
	return useQuery({
		queryKey: ["episode", region, episode],
		queryFn: () => ask<Episode>("GET", episodePath(region, episode)),
		refetchInterval: LIVE_MS,
		gcTime: 0,
	});
}

/* All of it, as far as MOST_PAGES: it comes oldest first, and is read newest first. */
async function wholeTimeline(region: string, episode: string) {
	const moments: Moment[] = [];
	let after: number | null = 0;
	for (let page = 0; page < MOST_PAGES && after !== null; page++) {
		const path: string = `${episodePath(region, episode)}/timeline?limit=200&after=${after}`;
		const found = await ask<Schemas["Timeline"]>("GET", path);
		moments.push(...found.moments);
		after = found.next_after;
	}
	return { moments, more: after !== null };
}

export function useTimeline(region: string, episode: string) {
	return useQuery({
		queryKey: ["timeline", region, episode],
		queryFn: () => wholeTimeline(region, episode),
		gcTime: 0,
	});
}

/* A handover that was accepted, of this need or of care management, before the first contact. */
export function withoutContact(moments: Moment[], need: string | null): string | null {
	const of = moments.filter((moment) => moment.need === need);
	const accepted = of.filter((moment) => moment.what === "handover.accept").pop();
	const contacted = of.some(
		(moment) => moment.what === "handover.contact" && moment.thing === accepted?.thing,
	);
	return accepted && !contacted ? accepted.thing : null;
}

export function useLog(region: string, episode: string) {
	return useInfiniteQuery({
		queryKey: ["log", region, episode],
		queryFn: ({ pageParam }) =>
			ask<Schemas["Log"]>(
				"GET",
				`${episodePath(region, episode)}/log?limit=50` +
					(pageParam === 0 ? "" : `&after=${pageParam}`),
			),
		initialPageParam: 0,
		getNextPageParam: (page) => page.next_after ?? undefined,
		gcTime: 0,
	});
}

export function findMember(episode: Episode, id: string): Account | undefined {
	return episode.team.find((member) => member.account.id === id)?.account;
}

type Say = (key: string, values?: Record<string, unknown>) => string;

/* A name, or what kind of somebody it is. */
export function nameOf(account: Account | null | undefined, t: Say): string {
	if (account?.name) return account.name;
	return t(account?.kind && account.kind !== "service" ? `who.${account.kind}` : "who.somebody");
}

export function stepText(step: Schemas["Step"], t: Say): string {
	return step.kind === "own_words" && step.words ? step.words : t(`code.step_kind.${step.kind}`);
}

export function domainText(domain: string | undefined, t: Say): string {
	return t(`code.life_domain.${domain ?? "not_said"}`);
}

/* Text as a sentence of its own. */
export function capital(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/* Open needs by what is due first; what has no date behind it. */
export function byDue(needs: Need[]): Need[] {
	const day = (need: Need) =>
		`${need.state === "in_danger" ? "0" : "1"}${need.next_step?.day ?? "9999"}`;
	return needs
		.filter((need) => need.state !== "closed")
		.sort((a, b) => day(a).localeCompare(day(b)));
}
