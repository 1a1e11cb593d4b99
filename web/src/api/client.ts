/* client.ts - asks the API: the session is in a cookie that no script sees, each change has a name
 * of its own, and what is refused comes back with what would be accepted.
 * SPDX-License-Identifier: EUPL-1.2
 */
import i18next from "i18next";
import { language } from "../text/texts";
import type { components } from "./schema";

export type Schemas = components["schemas"];
type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export class Problem extends Error {
	readonly status: number;
	readonly code: string;
	readonly accept: string;

	constructor(status: number, code: string, title: string, accept: string) {
		super(title);
		this.status = status;
		this.code = code;
		this.accept = accept;
	}
}

/* randomUUID is only there over TLS and on this machine. */
export function newName(): string {
	const bytes = crypto.getRandomValues(new Uint8Array(16));
	return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function lost(): Problem {
	return new Problem(
		0,
		"lost",
		i18next.t("web.problem.lost.title"),
		i18next.t("web.problem.lost.accept"),
	);
}

async function problemOf(reply: Response): Promise<Problem> {
	try {
		const said = (await reply.json()) as Schemas["Problem"];
		return new Problem(reply.status, said.code, said.title, said.accept);
	} catch {
		const text = (part: string) => i18next.t(`web.problem.strange.${part}`);
		return new Problem(reply.status, "strange", text("title"), text("accept"));
	}
}

async function send(path: string, request: RequestInit): Promise<Response> {
	try {
		return await fetch(path, request);
	} catch {
		throw lost();
	}
}

/* A change is sent once more under its own name when the connection was lost: it is done once. Made
 * on a version that is no longer so, it is refused, and what was typed stays. */
export async function ask<Reply>(
	method: Method,
	path: string,
	body?: unknown,
	version?: number,
): Promise<Reply> {
	const headers: Record<string, string> = {
		"Accept-Language": language(),
		"Vangnet-Session": "cookie",
	};
	if (body !== undefined) headers["Content-Type"] = "application/json";
	if (version !== undefined) headers["If-Match"] = `"${version}"`;
	if (method !== "GET") headers["Idempotency-Key"] = newName();
	const request: RequestInit = {
		method,
		headers,
		body: body === undefined ? undefined : JSON.stringify(body),
		credentials: "same-origin",
		cache: "no-store",
		redirect: "error",
	};
	let reply: Response;
	try {
		reply = await send(path, request);
	} catch (problem) {
		if (method === "GET") throw problem;
		await new Promise((resolve) => setTimeout(resolve, 1500));
		reply = await send(path, request);
	}
	if (!reply.ok) throw await problemOf(reply);
	return (await reply.json()) as Reply;
}

export function asProblem(error: unknown): Problem {
	return error instanceof Problem ? error : lost();
}
