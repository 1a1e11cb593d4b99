/* people.tsx - my people around me, as a picture; the same people are in the list beside it.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import { DataBadge, Heading } from "../parts/basic";
import { domainText, nameOf, type Episode } from "../act/episode_data";

const SIZE = 400;
const MIDDLE = SIZE / 2;
const AROUND = 140;
const MOST = 9;

type Person = {
	id: string;
	kind: string;
	name: string;
	role: string;
	bears: string[];
	leads: boolean;
};

export function peopleOf(
	episode: Episode,
	t: (key: string, values?: Record<string, unknown>) => string,
): Person[] {
	return episode.team
		.filter((member) => member.account.id !== episode.person)
		.map(({ account, way }) => ({
			id: account.id,
			kind: account.kind ?? "",
			name: nameOf(account, t),
			role: account.organisation_name ?? t(`code.member_kind.${account.kind}`),
			leads: way === "care_manager",
			bears: episode.needs
				.filter((need) => need.state !== "closed" && need.bearer === account.id)
				.map((need) => domainText(need.domain, t)),
		}));
}

function initials(name: string): string {
	const parts = name.split(/\s+/);
	const last = parts.length > 1 ? parts[parts.length - 1] : "";
	return `${parts[0]?.charAt(0) ?? ""}${last?.charAt(0) ?? ""}`.toUpperCase();
}

function Around(props: { person: Person; at: number; of: number }) {
	const angle = (2 * Math.PI * props.at) / props.of - Math.PI / 2;
	const x = MIDDLE + AROUND * Math.cos(angle);
	const y = MIDDLE - 8 + AROUND * Math.sin(angle);
	const { person } = props;
	const kind = person.bears.length > 0 || person.leads ? "holds" : "beside";
	return (
		<g className={`around ${kind}`}>
			<line x1={MIDDLE} y1={MIDDLE} x2={x} y2={y} />
			<circle cx={x} cy={y} r={30} />
			<text x={x} y={y + 6} className="around-initials">
				{initials(person.name)}
			</text>
			<text x={x} y={y < MIDDLE - 20 ? y - 38 : y + 48} className="around-name">
				{person.name.split(/\s+/)[0]}
			</text>
		</g>
	);
}

/* Who neither leads nor bears anything may be let go; the program says when that cannot be. */
function LetGo(props: { person: Person; path: string }) {
	const { t } = useTranslation();
	const { person } = props;
	if (person.leads || person.bears.length > 0) return null;
	return (
		<Action
			label={t("web.file.people.let_go")}
			title={t("web.file.people.let_go.title", { who: person.name })}
			text={t("web.file.people.let_go.text")}
			path={`${props.path}/members/${person.id}/leave`}
			fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
			done={t("web.act.member.left")}
		/>
	);
}

/* The person chooses who holds everything together; nothing changes until there is a yes. */
function Lead(props: { person: Person; path: string }) {
	const { t } = useTranslation();
	const { person } = props;
	if (person.leads || (person.kind !== "professional" && person.kind !== "peer")) return null;
	return (
		<Action
			label={t("web.file.people.lead")}
			title={t("web.file.people.lead.title", { who: person.name })}
			text={t("web.file.choose.text")}
			path={`${props.path}/handovers`}
			fixed={{ of_care_management: true, to_account: person.id, person_agrees: true }}
			fields={[
				{
					name: "words",
					kind: "words",
					label: t("web.file.choose.words"),
					required: true,
				},
			]}
			done={t("web.act.handover.offered")}
			undo={(result) =>
				result.handover ? `${props.path}/handovers/${result.handover}/withdraw` : null
			}
		/>
	);
}

/* Folded away: the picture is for looking at. */
function Change(props: { person: Person; path: string }) {
	const { t } = useTranslation();
	if (props.person.leads) return null;
	return (
		<details className="later">
			<summary>
				{t("web.file.people.change")}
				<span className="unseen"> {props.person.name}</span>
			</summary>
			<div className="need-actions">
				<Lead {...props} />
				<LetGo {...props} />
			</div>
		</details>
	);
}

export function People(props: { episode: Episode; path: string }) {
	const { t } = useTranslation();
	const people = peopleOf(props.episode, t);
	const shown = people.slice(0, MOST);
	return (
		<section className="card people" aria-labelledby="people-title">
			<Heading level={2} id="people-title">
				{t("web.file.people.title")}
			</Heading>
			<div className="people-in">
				<svg
					viewBox={`0 0 ${SIZE} ${SIZE}`}
					role="img"
					aria-label={t("web.file.people.picture", { count: people.length })}
				>
					{shown.map((person, at) => (
						<Around key={person.id} person={person} at={at} of={shown.length} />
					))}
					<circle cx={MIDDLE} cy={MIDDLE} r={40} className="me" />
					<text x={MIDDLE} y={MIDDLE + 7} className="me-text">
						{t("web.file.people.me")}
					</text>
				</svg>
				<ul className="people-list">
					{people.map((person) => (
						<li key={person.id}>
							<span className="person-name">{person.name}</span>
							<span className="person-role">{person.role}</span>
							<span className="badges">
								{person.leads && (
									<DataBadge className="good">
										{t("web.file.people.leads")}
									</DataBadge>
								)}
								{person.bears.map((need) => (
									<DataBadge key={need}>{need}</DataBadge>
								))}
							</span>
							<Change person={person} path={props.path} />
						</li>
					))}
				</ul>
			</div>
		</section>
	);
}
