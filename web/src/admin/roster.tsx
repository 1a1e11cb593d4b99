/* roster.tsx - who is on duty: whose turn is next, put on, taken off. It cannot become empty.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import { nameOf } from "../act/episode_data";
import { DataBadge, Heading, Paragraph, ProblemNotice } from "../parts/basic";
import { TextField } from "../parts/field";
import { Waiting } from "../parts/waiting";
import { dayText } from "../text/texts";
import { isLike, useAccounts, useRoster } from "./admin_data";

const MOST = 20; // that are shown at once

export function RosterPart(props: { region: string }) {
	const { t } = useTranslation();
	const found = useRoster(props.region);
	const accounts = useAccounts(props.region).data ?? [];
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const { roster, roster_more } = found.data;
	const path = `/v1/regions/${props.region}/roster`;
	const on = new Set(roster.map((place) => place.account?.id));
	const able = accounts.filter(
		({ account, ended }) =>
			!ended &&
			!on.has(account.id) &&
			(account.kind === "professional" || account.kind === "peer"),
	);
	return (
		<>
			<Paragraph>{t("web.admin.roster.text")}</Paragraph>
			{roster.length === 0 && <Paragraph>{t("web.admin.roster.empty")}</Paragraph>}
			{roster.length > 0 && (
				<ol className="people-list card">
					{roster.map((place, at) => (
						<li key={place.account?.id ?? at}>
							<span className="person-name">{nameOf(place.account, t)}</span>
							<span className="person-role">
								{[
									place.account?.organisation_name,
									t("web.admin.since", { day: dayText(place.since) }),
								]
									.filter(Boolean)
									.join(", ")}
							</span>
							{at === 0 && (
								<span className="badges">
									<DataBadge className="good">
										{t("web.admin.roster.next")}
									</DataBadge>
								</span>
							)}
							{place.account && (
								<Action
									label={t("web.admin.roster.off")}
									title={t("web.admin.roster.off.title", {
										who: nameOf(place.account, t),
									})}
									text={t("web.admin.roster.off.text")}
									path={`${path}/${place.account.id}`}
									method="DELETE"
									done={t("web.admin.roster.gone")}
								/>
							)}
						</li>
					))}
				</ol>
			)}
			{roster_more && <Paragraph>{t("web.admin.roster.more")}</Paragraph>}
			{able.length > 0 && (
				<PutOn path={path} able={able.map(({ account }) => account)} />
			)}
		</>
	);
}

type Able = { id: string; name?: string; organisation_name?: string };

function PutOn(props: { path: string; able: Able[] }) {
	const { t } = useTranslation();
	const [words, setWords] = useState("");
	const able = props.able.filter((one) => isLike(one.name, words)).slice(0, MOST);
	return (
		<section aria-labelledby="roster-others">
			<Heading level={2} id="roster-others">
				{t("web.admin.roster.others")}
			</Heading>
			<TextField label={t("web.admin.look")} value={words} max={60} onChange={setWords} />
			<ul className="people-list card">
			{able.map((account) => (
				<li key={account.id}>
					<span className="person-name">{account.name}</span>
					<span className="person-role">{account.organisation_name}</span>
					<Action
						label={t("web.admin.roster.on")}
						title={t("web.admin.roster.on.title", { who: account.name ?? "" })}
						text={t("web.admin.roster.on.text")}
						path={`${props.path}/${account.id}`}
						method="PUT"
						done={t("web.admin.roster.added")}
					/>
				</li>
			))}
			</ul>
		</section>
	);
}
