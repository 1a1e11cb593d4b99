/* at_table.tsx - what of mine lies at a table: I come, or I do not want it.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import { capital, domainText, type Episode } from "../act/episode_data";
import { ask, type Schemas } from "../api/client";
import { DataBadge, Heading, Paragraph } from "../parts/basic";
import { Papers } from "../parts/paper";
import { dayText } from "../text/texts";

type Case = Schemas["Case"];
const OPEN = ["brought", "decided", "named", "breached"];

function OneCase(props: { one: Case; path: string }) {
	const { t } = useTranslation();
	const { one } = props;
	const of = `${props.path}/cases/${one.id}`;
	return (
		<li>
			<span className="person-name">{capital(domainText(one.domain, t))}</span>
			<span className="badges">
				<DataBadge>{t(`code.table_state.${one.state}`)}</DataBadge>
				{one.attends && <DataBadge className="good">{t("web.file.table.comes")}</DataBadge>}
			</span>
			{one.reason && <blockquote className="moment-words">{one.reason}</blockquote>}
			{one.term && (
				<span>{t("web.file.table.term", { day: dayText(one.term, true) })}</span>
			)}
			{one.decided && (
				<Papers path={of} what={t("web.table.the_decision")} forWho={["person"]} />
			)}
			<div className="need-actions">
				{one.state === "brought" && (
					<Action
						label={t(one.attends ? "web.file.table.stay_away" : "web.file.table.come")}
						text={t("web.file.table.come.text")}
						path={`${of}/attend`}
						fixed={{ attends: !one.attends, person_agrees: true }}
						done={t("web.act.table.said")}
					/>
				)}
				<Action
					label={t("web.file.now.not_this")}
					text={t("web.file.table.object.text")}
					path={`${of}/object`}
					fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
					done={t("web.act.table.objected")}
				/>
			</div>
		</li>
	);
}

export function AtTable(props: { episode: Episode; path: string }) {
	const { t } = useTranslation();
	const found = useQuery({
		queryKey: ["cases", props.episode.id],
		queryFn: () => ask<Schemas["Cases"]>("GET", `${props.path}/cases`),
		gcTime: 0,
	});
	const open = (found.data?.cases ?? []).filter((one) => OPEN.includes(one.state));
	if (open.length === 0) return null;
	return (
		<section className="card" aria-labelledby="table-title">
			<Heading level={2} id="table-title">
				{t("web.file.table.title")}
			</Heading>
			<Paragraph>{t("web.file.table.text")}</Paragraph>
			<ul className="people-list">
				{open.map((one) => (
					<OneCase key={one.id} one={one} path={props.path} />
				))}
			</ul>
		</section>
	);
}
