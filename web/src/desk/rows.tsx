/* rows.tsx - a list that is gone through with the arrow keys.
 * SPDX-License-Identifier: EUPL-1.2
 */
import type { KeyboardEvent, ReactNode } from "react";

const MOVES: Record<string, (at: number, last: number) => number> = {
	ArrowDown: (at, last) => Math.min(at + 1, last),
	ArrowUp: (at) => Math.max(at - 1, 0),
	Home: () => 0,
	End: (_, last) => last,
};

/* Down and up, first and last, through all rows of the page below it. */
export function RowKeys(props: { children: ReactNode }) {
	const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
		const move = MOVES[event.key];
		const here = event.target as HTMLElement;
		if (!move || !here.classList.contains("row")) return;
		const rows = [...event.currentTarget.querySelectorAll<HTMLElement>(".row")];
		rows[move(rows.indexOf(here), rows.length - 1)]?.focus();
		event.preventDefault();
	};
	return <div onKeyDown={onKeyDown}>{props.children}</div>;
}
