/* team.tsx - who is in the network, who was asked into it, and how somebody joins or leaves.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import { Action, type FieldSpec } from "../act/action";
import { nameOf, useTimeline, type Account, type Episode } from "../act/episode_data";
import { peopleOf } from "../file/people";
import { DataBadge, Heading, Paragraph } from "../parts/basic";
import { dayText } from "../text/texts";

type Props = { episode: Episode; path: string; me: string };

/* Who was here before, or was asked something: the API has no list of colleagues to choose from. */
function useKnown(episode: Episode): Account[] {
	const moments = useTimeline(episode.region, episode.id).data?.moments ?? [];
	const inside = new Set([
		...episode.team.map((member) => member.account.id),
		...episode.asked.map((asked) => asked.account?.id),
	]);
	const found = new Map<string, Account>();
	for (const moment of moments)
		for (const account of [moment.who, moment.whom])
			if (account?.name && account.kind !== "service" && !inside.has(account.id))
				found.set(account.id, account);
	return [...found.values()];
}

function AskIn(props: Props) {
	const { t } = useTranslation();
	const known = useKnown(props.episode);
	if (known.length === 0) return <p className="row-more">{t("web.desk.join.nobody")}</p>;
	return (
		<Action
			purpose="secondary"
			label={t("web.desk.join.ask")}
			text={t("web.desk.join.text")}
			path={`${props.path}/joins`}
			fields={[
				{
					name: "account",
					kind: "select",
					label: t("web.desk.join.whom"),
					options: known.map((one) => ({ value: one.id, label: nameOf(one, t) })),
					required: true,
				},
				{ name: "words", kind: "words", label: t("web.act.words") },
				{ name: "person_agrees", kind: "yes", label: t("web.desk.agrees") },
			]}
			done={t("web.act.join.asked")}
			undo={(result) => (result.join ? `${props.path}/joins/${result.join}/withdraw` : null)}
			version={props.episode.version}
		/>
	);
}

export function Team(props: Props) {
	const { t } = useTranslation();
	const { episode, path, me } = props;
	const words: FieldSpec = { name: "words", kind: "words", label: t("web.act.words") };
	return (
		<section className="card" aria-labelledby="desk-team">
			<Heading level={2} id="desk-team">
				{t("web.desk.team")}
			</Heading>
			<ul className="people-list">
				{peopleOf(episode, t).map((person) => (
					<li key={person.id}>
						<span className="person-name">{person.name}</span>
						<span className="person-role">{person.role}</span>
						<span className="badges">
							{person.leads && (
								<DataBadge className="good">{t("web.file.people.leads")}</DataBadge>
							)}
							{person.bears.map((need) => (
								<DataBadge key={need}>{need}</DataBadge>
							))}
						</span>
						{person.id === me && (
							<Action
								label={t("web.desk.leave")}
								text={t("web.desk.leave.text")}
								path={`${path}/members/${me}/leave`}
								fields={[words]}
								done={t("web.act.member.left")}
							/>
						)}
					</li>
				))}
			</ul>
			{episode.asked.map((asked) => (
				<Paragraph key={asked.id}>
					{t("web.desk.join.waits", {
						whom: nameOf(asked.account, t),
						day: dayText(asked.expires),
					})}
				</Paragraph>
			))}
			<AskIn {...props} />
		</section>
	);
}
