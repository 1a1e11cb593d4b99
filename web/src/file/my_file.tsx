/* my_file.tsx - my own file: what happens now, my people, what I need and who holds it, my plan,
 * what happened, and who looked.
 * SPDX-License-Identifier: EUPL-1.2
 */
import "../theme/file.css";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, useParams } from "react-router-dom";
import { episodePath, useEpisode, type Episode } from "../act/episode_data";
import { useLive } from "../act/live";
import { Story } from "../act/story";
import { isWorker, useSession, type Session } from "../api/session";
import { LinkButton, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { SelectField } from "../parts/field";
import { ReadAloud } from "../parts/read_aloud";
import { Waiting } from "../parts/waiting";
import { dayText } from "../text/texts";
import { AtTable } from "./at_table";
import { AddNeed, Needs } from "./needs";
import { Now } from "./now";
import { People } from "./people";
import { MyPlan } from "./plan";
import { WhoLooked } from "./who_looked";

const PARTS = ["plan", "story", "log"] as const;

function Tabs() {
	const { t } = useTranslation();
	return (
		<nav className="tabs" aria-label={t("web.file.parts")}>
			<NavLink to="/file" end>
				{t("web.file.part.now")}
			</NavLink>
			{PARTS.map((part) => (
				<NavLink key={part} to={`/file/${part}`}>
					{t(`web.file.part.${part}`)}
				</NavLink>
			))}
		</nav>
	);
}

function Overview(props: { episode: Episode }) {
	const { episode } = props;
	const path = episodePath(episode.region, episode.id);
	return (
		<>
			<Now episode={episode} path={path} />
			<AtTable episode={episode} path={path} />
			<People episode={episode} path={path} />
			<Needs episode={episode} path={path} />
			<AddNeed path={path} />
		</>
	);
}

function FilePart(props: { region: string; id: string; part?: string }) {
	const { t } = useTranslation();
	const found = useEpisode(props.region, props.id);
	useLive(found.isSuccess ? episodePath(props.region, props.id) : null);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	if (props.part === "story")
		return (
			<>
				<Title>{t("web.file.part.story")}</Title>
				<Story region={props.region} episode={props.id} />
			</>
		);
	if (props.part === "plan") return <MyPlan episode={found.data} />;
	if (props.part === "log") return <WhoLooked region={props.region} episode={props.id} />;
	return (
		<>
			<Title>{t("web.file.title")}</Title>
			<Overview episode={found.data} />
		</>
	);
}

/* Most people have one question; who has more, chooses. */
function ChooseFile(props: {
	session: Session;
	at: number;
	onChoose: (at: number) => void;
}) {
	const { t } = useTranslation();
	if (props.session.episodes.length < 2) return null;
	return (
		<SelectField
			label={t("web.file.which")}
			value={String(props.at)}
			onChange={(value) => props.onChoose(Number(value))}
			options={props.session.episodes.map((_, at) => ({
				value: String(at),
				label: t("web.file.which.one", { count: at + 1 }),
			}))}
		/>
	);
}

export default function MyFile() {
	const { t } = useTranslation();
	const session = useSession();
	const { part } = useParams();
	const [at, setAt] = useState(0);
	if (session.isPending) return <Waiting />;
	if (!session.data) return <Navigate to="/sign-in" replace />;
	if (isWorker(session.data)) return <Navigate to="/desk" replace />;
	const own = session.data.episodes[at];
	if (own === undefined)
		return (
			<div className="narrow">
				<Title>{t("web.file.title")}</Title>
				<Paragraph>{t("web.file.none")}</Paragraph>
				<LinkButton purpose="primary" to="/ask">
					{t("web.home.ask")}
				</LinkButton>
			</div>
		);
	return (
		<div className="my-file">
			<p className="hello">
				{t("web.file.hello", {
					who: session.data.account.name,
					day: dayText(new Date().toISOString(), true),
				})}
			</p>
			<ChooseFile session={session.data} at={at} onChoose={setAt} />
			<Tabs />
			<FilePart region={own.region} id={own.id} part={part} />
			<div className="below">
				<ReadAloud />
			</div>
		</div>
	);
}
