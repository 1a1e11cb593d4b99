/* exit.ts - leaving at once: for who must not be seen here.
 *
 * What was typed goes, the session ends, and another page stands where this one was.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useEffect } from "react";
import { newName } from "../api/client";

const ELSEWHERE = "https://www.knmi.nl/nederland-nu/weer/verwachtingen";
const PRESSES = 3;
const WITHIN_MS = 2000;
let leaving = false;

export function isLeaving(): boolean {
	return leaving;
}

export function leaveNow() {
	leaving = true;
	document.title = "";
	document.body.hidden = true;
	/* It goes on when the page is gone; without a session it says so, and nobody hears it. */
	void fetch("/v1/sessions/current", {
		method: "DELETE",
		keepalive: true,
		headers: { "Vangnet-Session": "cookie", "Idempotency-Key": newName() },
	}).catch(() => undefined);
	window.location.replace(ELSEWHERE);
}

/* Escape, three times. */
export function useExitKey() {
	useEffect(() => {
		let presses: number[] = [];
		const onKey = (event: KeyboardEvent) => {
			if (event.key !== "Escape") return;
			const now = Date.now();
			presses = [...presses.filter((at) => now - at < WITHIN_MS), now];
			if (presses.length >= PRESSES) leaveNow();
		};
		window.addEventListener("keydown", onKey);
		return () => window.removeEventListener("keydown", onKey);
	}, []);
}
