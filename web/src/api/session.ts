/* session.ts - who is signed in, and whether this is a demonstration.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask, Problem, type Schemas } from "./client";

export type Session = Schemas["Session"];

async function current(): Promise<Session | null> {
	try {
		return await ask<Session>("GET", "/v1/sessions/current");
	} catch (error) {
		if (error instanceof Problem && error.status === 401) return null;
		throw error;
	}
}

export function useSession() {
	return useQuery({ queryKey: ["session"], queryFn: current, staleTime: 60_000 });
}

/* Whoever signs in sees nothing of who was signed in before. */
export function useSignIn() {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: async (code: string) => {
			await ask("POST", "/v1/sessions", { code: code.trim().toUpperCase() });
			queries.clear();
			const session = await current();
			queries.setQueryData(["session"], session);
			return session;
		},
	});
}

export function useSignOut() {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: () => ask("DELETE", "/v1/sessions/current"),
		onSettled: () => {
			queries.clear();
			queries.setQueryData(["session"], null);
		},
	});
}

/* The server says so on its pages. */
export function useDemonstration() {
	return useQuery({
		queryKey: ["demonstration"],
		queryFn: async () => {
			const reply = await fetch("/", { method: "HEAD", cache: "no-store" });
			return reply.headers.get("Vangnet-Demonstration") === "yes";
		},
		staleTime: Infinity,
		gcTime: Infinity,
	}).data;
}

export function isWorker(session: Session | null | undefined): boolean {
	const kind = session?.account.kind;
	return kind === "professional" || kind === "peer" || kind === "volunteer";
}
