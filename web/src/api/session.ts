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

/* A code opens by itself; a name and a password may want a second step. */
export type Credentials =
	| { code: string }
	| { login: string; password: string; code?: string; recovery_code?: string; own: boolean };

/* Of a device that is somebody's own: whoever guesses elsewhere does not slow it down. It opens
 * nothing, and is only there for who asked for it (docs/decisions/0030). */
const DEVICE = "vangnet.device";

function deviceOf(): string | undefined {
	try {
		return localStorage.getItem(DEVICE) ?? undefined;
	} catch {
		return undefined;
	}
}

function keepDevice(device: string | undefined) {
	try {
		if (device) localStorage.setItem(DEVICE, device);
		else localStorage.removeItem(DEVICE);
	} catch {
		/* A browser may forbid it. */
	}
}

async function start(who: Credentials) {
	if (!("login" in who)) {
		await ask("POST", "/v1/sessions", { code: who.code.trim().toUpperCase() });
		return;
	}
	const { own, ...said } = who;
	const body = { ...said, device: deviceOf() };
	const reply = await ask<{ device?: string }>("POST", "/v1/sign-ins", body);
	keepDevice(own ? reply.device : undefined);
}

/* Whoever signs in sees nothing of who was signed in before. */
export function useSignIn() {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: async (who: Credentials) => {
			await start(who);
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

export function isAdministrator(session: Session | null | undefined): boolean {
	return session?.account.kind === "administrator";
}

/* Where somebody's own things are. */
export function homeOf(session: Session | null | undefined): string {
	if (isAdministrator(session)) return "/admin";
	return isWorker(session) ? "/desk" : "/file";
}
