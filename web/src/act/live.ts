/* live.ts - a page that is open shows what somebody else does, as soon as it is done.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useEffect } from "react";
import { useTouch } from "./action";

/* Of a file or the inbox; null: of nothing yet. A page that nobody sees asks nothing, and asks anew
 * when it is seen. What is refused ends it: the page itself asks now and then, and shows why. */
export function useLive(path: string | null) {
	const touch = useTouch();
	useEffect(() => {
		if (path === null) return;
		let source: EventSource | null = null;
		const follow = () => {
			source?.close();
			source = null;
			if (document.visibilityState !== "visible") return;
			source = new EventSource(`${path}/changes`);
			source.onmessage = (event: MessageEvent<string>) => {
				const changed = JSON.parse(event.data) as { file: boolean; inbox: boolean };
				if (changed.file || changed.inbox) void touch();
			};
		};
		follow();
		document.addEventListener("visibilitychange", follow);
		return () => {
			document.removeEventListener("visibilitychange", follow);
			source?.close();
		};
	}, [path]);
}
