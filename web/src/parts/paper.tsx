/* paper.tsx - a letter or a plan as a page of its own, to read and to print.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";

export function Papers(props: { path: string; what: string; forWho?: ("person" | "receiver")[] }) {
	const { t } = useTranslation();
	const ends = { person: "", receiver: "/receiver" };
	return (
		<ul className="papers">
			{(props.forWho ?? ["person", "receiver"]).map((who) => (
				<li key={who}>
					<a
						className="nl-link"
						href={`${props.path}/letter${ends[who]}`}
						target="_blank"
						rel="noreferrer"
					>
						{t(`web.act.paper.${who}`, { entry: props.what })}
						<span className="unseen"> {t("web.act.paper.new")}</span>
					</a>
				</li>
			))}
		</ul>
	);
}
