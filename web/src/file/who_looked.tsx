/* who_looked.tsx - everybody who looked into my file: when, at what, and on which ground.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { capital, nameOf, useLog } from "../act/episode_data";
import type { Schemas } from "../api/client";
import { Button, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { Waiting } from "../parts/waiting";
import { instantText } from "../text/texts";

type Look = Schemas["Look"];

function LookLine(props: { look: Look }) {
	const { t, i18n } = useTranslation();
	const { look } = props;
	const article = `code.legal_basis.${look.ground}.article`;
	return (
		<li className="look">
			<p className="look-who">
				<strong>{look.who ? nameOf(look.who, t) : t("who.program")}</strong>
				{look.who?.organisation_name && <span> {look.who.organisation_name}</span>}
			</p>
			<p className="look-what">
				<time dateTime={look.at}>{instantText(look.at)}</time>
				{": "}
				{i18n.exists(`command.${look.what}`) ? t(`command.${look.what}`) : look.what}
			</p>
			<p className="look-ground">
				{t(`code.legal_basis.${look.ground}`)}
				{i18n.exists(article) && <span className="article"> {t(article)}</span>}
			</p>
		</li>
	);
}

export function WhoLooked(props: { region: string; episode: string }) {
	const { t } = useTranslation();
	const found = useLog(props.region, props.episode);
	const [mine, setMine] = useState(false);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const all = found.data.pages.flatMap((page) => page.looks);
	const looks = all.filter((look) => mine || look.ground !== "own_file");
	return (
		<>
			<Title>{t("web.file.part.log")}</Title>
			<Paragraph>{t("web.file.log.text")}</Paragraph>
			<label className="toggle">
				<input
					type="checkbox"
					checked={mine}
					onChange={(event) => setMine(event.target.checked)}
				/>
				<span>{t("web.file.log.mine")}</span>
			</label>
			{looks.length === 0 && <Paragraph>{t("web.file.log.nobody")}</Paragraph>}
			{looks.length > 0 && (
				<ol className="looks">
					{looks.map((look, at) => (
						<LookLine key={`${look.at}-${at}`} look={look} />
					))}
				</ol>
			)}
			{found.hasNextPage && (
				<Button purpose="secondary" onClick={() => void found.fetchNextPage()}>
					{capital(t("web.file.log.more"))}
				</Button>
			)}
		</>
	);
}
