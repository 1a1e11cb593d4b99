/* episode_page.tsx - one person's network on one page: needs with who bears them and their clock,
 * what happened, the team, advice and stays; and everything that can be done.
 * SPDX-License-Identifier: EUPL-1.2
 */
import "../theme/file.css";
import "../theme/desk.css";
import { useTranslation } from "react-i18next";
import { Navigate, useParams } from "react-router-dom";
import { Action } from "../act/action";
import {
	byDue,
	capital,
	episodePath,
	findMember,
	nameOf,
	useEpisode,
	useTimeline,
	withoutContact,
	type Episode,
} from "../act/episode_data";
import { useLive } from "../act/live";
import { Story } from "../act/story";
import { isWorker, useSession } from "../api/session";
import { Back, Heading, Notice, ProblemNotice, Title } from "../parts/basic";
import { Waiting } from "../parts/waiting";
import { dayText } from "../text/texts";
import { Advice, Stays } from "./beside";
import { DeskAddNeed, DeskNeed } from "./desk_need";
import { Team } from "./team";

function Facts(props: { episode: Episode }) {
	const { t } = useTranslation();
	const { episode } = props;
	const facts: [string, string | null | undefined][] = [
		["manager", nameOf(findMember(episode, episode.care_manager), t)],
		["contact", episode.contact],
		["birth_day", episode.birth_day ? dayText(episode.birth_day) : null],
		["opened", dayText(episode.opened)],
	];
	return (
		<dl className="facts">
			{facts.map(([name, value]) =>
				value ? (
					<div key={name}>
						<dt>{t(`web.desk.fact.${name}`)}</dt>
						<dd>{value}</dd>
					</div>
				) : null,
			)}
		</dl>
	);
}

function Needs(props: { episode: Episode; path: string; me: string }) {
	const { t } = useTranslation();
	const needs = byDue(props.episode.needs);
	return (
		<section aria-labelledby="desk-needs">
			<Heading level={2} id="desk-needs">
				{t("web.desk.needs")}
			</Heading>
			<ul className="need-list">
				{needs.map((need) => (
					<DeskNeed key={need.id} need={need} {...props} />
				))}
			</ul>
			<DeskAddNeed path={props.path} version={props.episode.version} />
		</section>
	);
}

/* Who became care manager confirms that they spoke with the person. */
function ManagerContact(props: { episode: Episode; path: string }) {
	const { t } = useTranslation();
	const { episode } = props;
	const moments = useTimeline(episode.region, episode.id).data?.moments ?? [];
	const accepted = withoutContact(moments, null);
	if (accepted === null) return null;
	return (
		<Action
			purpose="secondary"
			label={t("web.desk.contact")}
			path={`${props.path}/handovers/${accepted}/contact`}
			fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
			done={t("web.act.handover.contacted")}
			version={episode.version}
		/>
	);
}

function Whole(props: { episode: Episode; me: string }) {
	const { t } = useTranslation();
	const { episode } = props;
	const path = episodePath(episode.region, episode.id);
	const danger = episode.needs.some((need) => need.state === "in_danger");
	return (
		<>
			<div className="episode-head">
				<Title>{capital(nameOf(findMember(episode, episode.person), t))}</Title>
				<Facts episode={episode} />
				<ManagerContact episode={episode} path={path} />
			</div>
			{danger && <Notice tone="error" title={t("web.desk.danger")} />}
			<div className="columns">
				<div>
					<Needs episode={episode} path={path} me={props.me} />
					<section aria-labelledby="desk-story" className="below">
						<Heading level={2} id="desk-story">
							{t("web.desk.story")}
						</Heading>
						<Story region={episode.region} episode={episode.id} />
					</section>
				</div>
				<div>
					<Team episode={episode} path={path} me={props.me} />
					<Advice episode={episode} path={path} />
					<Stays episode={episode} path={path} />
				</div>
			</div>
		</>
	);
}

export default function EpisodePage() {
	const session = useSession();
	const { region = "", episode = "" } = useParams();
	const found = useEpisode(region, episode);
	useLive(found.isSuccess ? episodePath(region, episode) : null);
	if (session.isPending || found.isPending) return <Waiting />;
	if (!session.data) return <Navigate to="/sign-in" replace />;
	if (!isWorker(session.data)) return <Navigate to="/file" replace />;
	return (
		<>
			<Back to="/desk" />
			{found.isError ? (
				<ProblemNotice error={found.error} />
			) : (
				<Whole episode={found.data} me={session.data.account.id} />
			)}
		</>
	);
}
