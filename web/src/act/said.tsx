/* said.tsx - the line that says what was done, and takes it back where that can be.
 * SPDX-License-Identifier: EUPL-1.2
 */
import {
	createContext,
	useCallback,
	useContext,
	useEffect,
	useMemo,
	useState,
	type ReactNode,
} from "react";
import { useTranslation } from "react-i18next";
import { asProblem } from "../api/client";
import { Button } from "../parts/basic";

type Said = { text: string; undo?: () => Promise<void>; undone?: string };

const SHOWN_MS = 20_000;
const Context = createContext<(said: Said | null) => void>(() => undefined);

export function useSay() {
	return useContext(Context);
}

function Line(props: { said: Said; say: (said: Said | null) => void }) {
	const { t } = useTranslation();
	const { said, say } = props;
	const takeBack = async () => {
		try {
			await said.undo?.();
			say({ text: said.undone ?? "" });
		} catch (error) {
			const problem = asProblem(error);
			say({ text: `${problem.message} ${problem.accept}` });
		}
	};
	return (
		<div className="said-line">
			<p>{said.text}</p>
			{said.undo && (
				<Button purpose="secondary" onClick={() => void takeBack()}>
					{t("web.act.undo")}
				</Button>
			)}
			<Button purpose="subtle" onClick={() => say(null)}>
				{t("web.close")}
			</Button>
		</div>
	);
}

export function SaidPlace(props: { children: ReactNode }) {
	const [said, setSaid] = useState<Said | null>(null);
	const say = useCallback((next: Said | null) => setSaid(next), []);
	useEffect(() => {
		if (said === null) return undefined;
		const timer = setTimeout(() => setSaid(null), SHOWN_MS);
		return () => clearTimeout(timer);
	}, [said]);
	const value = useMemo(() => say, [say]);
	return (
		<Context.Provider value={value}>
			{props.children}
			<div className="said" role="status">
				{said && <Line said={said} say={say} />}
			</div>
		</Context.Provider>
	);
}
