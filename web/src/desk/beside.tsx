/* beside.tsx - what goes on beside the needs: advice that was asked, nights somewhere else, and
 * what lies at a table.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Action, type FieldSpec } from "../act/action";
import { capital, domainText, nameOf, type Episode } from "../act/episode_data";
import { ask, type Schemas } from "../api/client";
import { DataBadge, Heading, Link } from "../parts/basic";
import { dayText } from "../text/texts";

type Props = { episode: Episode; path: string };
type Stay = Schemas["Stay"];

function useBeside<Reply>(kind: "consults" | "stays" | "cases", props: Props) {
	return useQuery({
		queryKey: [kind, props.episode.id],
		queryFn: () => ask<Reply>("GET", `${props.path}/${kind}`),
		gcTime: 0,
	});
}

function useWords(): { words: FieldSpec; agrees: FieldSpec } {
	const { t } = useTranslation();
	return {
		words: { name: "words", kind: "words", label: t("web.act.words") },
		agrees: { name: "person_agrees", kind: "yes", label: t("web.desk.agrees") },
	};
}

export function Advice(props: Props) {
	const { t } = useTranslation();
	const { words, agrees } = useWords();
	const found = useBeside<Schemas["Consults"]>("consults", props).data?.consults ?? [];
	if (found.length === 0) return null;
	return (
		<section className="card" aria-labelledby="desk-advice">
			<Heading level={2} id="desk-advice">
				{t("web.desk.advice")}
			</Heading>
			<ul className="people-list">
				{found.map((consult) => (
					<li key={consult.id}>
						<span className="person-name">
							{capital(domainText(consult.domain, t))}
						</span>
						<span className="badges">
							<DataBadge>{t(`code.consult_state.${consult.state}`)}</DataBadge>
						</span>
						{consult.words && <span className="person-role">{consult.words}</span>}
						{consult.answer_words && (
							<blockquote className="moment-words">
								{nameOf(consult.answered_by, t)}: {consult.answer_words}
							</blockquote>
						)}
						{consult.state === "asked" && (
							<Action
								label={t("web.desk.withdraw")}
								path={`${props.path}/consults/${consult.id}/withdraw`}
								fields={[words]}
								done={t("web.act.consult.withdrawn")}
							/>
						)}
						{consult.state === "answered" && (
							<Action
								label={t("web.desk.consult.join")}
								path={`${props.path}/consults/${consult.id}/join`}
								fields={[words, agrees]}
								done={t("web.act.join.asked")}
							/>
						)}
					</li>
				))}
			</ul>
		</section>
	);
}

/* Which moves a stay can make, by how it stands. */
const MOVES: Partial<Record<Stay["state"], string[]>> = {
	planned: ["admit", "cancel"],
	admitted: ["leave", "return", "move-on"],
	on_leave: ["back", "return", "move-on"],
};

export function Stays(props: Props) {
	const { t } = useTranslation();
	const { words, agrees } = useWords();
	const found = useBeside<Schemas["Stays"]>("stays", props).data?.stays ?? [];
	if (found.length === 0) return null;
	return (
		<section className="card" aria-labelledby="desk-stays">
			<Heading level={2} id="desk-stays">
				{t("web.desk.stays")}
			</Heading>
			<ul className="people-list">
				{found.map((stay) => (
					<li key={stay.id}>
						<span className="person-name">
							{t("web.desk.stay.from_to", {
								from: dayText(stay.start_day),
								to: dayText(stay.return_day),
							})}
						</span>
						<span className="person-role">
							{t("web.desk.stay.keeps", {
								what: t(`code.stay_keeps.${stay.keeps}`),
								day: dayText(stay.kept_until),
							})}
						</span>
						<span className="badges">
							<DataBadge className={stay.late ? "warm" : ""}>
								{t(`code.stay_state.${stay.state}`)}
							</DataBadge>
						</span>
						{(MOVES[stay.state] ?? []).map((move) => (
							<Action
								key={move}
								label={t(`web.desk.stay.move.${move}`)}
								path={`${props.path}/stays/${stay.id}/${move}`}
								fields={[words, agrees]}
								done={t("web.act.stay.done")}
							/>
						))}
					</li>
				))}
			</ul>
		</section>
	);
}

export function AtTable(props: Props) {
	const { t } = useTranslation();
	const found = useBeside<Schemas["Cases"]>("cases", props).data?.cases ?? [];
	if (found.length === 0) return null;
	return (
		<section className="card" aria-labelledby="desk-table">
			<Heading level={2} id="desk-table">
				{t("web.desk.part.table")}
			</Heading>
			<ul className="people-list">
				{found.map((one) => (
					<li key={one.id}>
						<Link to={`/table/${props.episode.region}/${props.episode.id}/${one.id}`}>
							{capital(domainText(one.domain, t))}
						</Link>
						<span className="badges">
							<DataBadge className={one.late ? "warm" : ""}>
								{t(`code.table_state.${one.state}`)}
							</DataBadge>
						</span>
					</li>
				))}
			</ul>
		</section>
	);
}
