/* guide.tsx - the broad first conversation: what can be talked about, in any order, and what was
 * said. Nothing of it has to be filled in.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import { capital, episodePath, nameOf, type Episode } from "../act/episode_data";
import { ask, type Schemas } from "../api/client";
import { Heading, Paragraph, ProblemNotice } from "../parts/basic";
import { Waiting } from "../parts/waiting";
import { dayText } from "../text/texts";

type Saying = Schemas["Saying"];
const TOPICS = [
	"matters",
	"strengths",
	"around",
	"enough",
	"could_be",
	"safety",
	"language",
	"story",
] as const;

function Topic(props: { topic: (typeof TOPICS)[number]; said: Saying[]; path: string }) {
	const { t } = useTranslation();
	const { topic } = props;
	const title = capital(t(`code.conversation_topic.${topic}`));
	return (
		<section className="card" aria-labelledby={`guide-${topic}`}>
			<Heading level={2} id={`guide-${topic}`}>
				{title}
			</Heading>
			<Paragraph>{t(`web.desk.guide.${topic}`)}</Paragraph>
			{props.said.map((saying) => (
				<div key={saying.id}>
					<blockquote className="moment-words">{saying.words}</blockquote>
					<p className="person-role">
						{t("web.file.plan.written_by", {
							who: nameOf(saying.author, t),
							day: dayText(saying.said),
						})}
					</p>
				</div>
			))}
			<Action
				purpose="secondary"
				label={t("web.desk.guide.write")}
				title={title}
				path={props.path}
				fixed={{ topic }}
				fields={[
					{
						name: "words",
						kind: "words",
						label: t("web.desk.guide.words"),
						required: true,
					},
					{ name: "person_agrees", kind: "yes", label: t("web.file.plan.agrees") },
				]}
				done={t("web.desk.guide.written")}
			/>
		</section>
	);
}

export function Guide(props: { episode: Episode }) {
	const { t } = useTranslation();
	const { episode } = props;
	const path = `${episodePath(episode.region, episode.id)}/conversation`;
	const found = useQuery({
		queryKey: ["plan", "conversation", episode.id],
		queryFn: () => ask<Schemas["Conversation"]>("GET", path),
		gcTime: 0,
	});
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const { sayings, story } = found.data;
	return (
		<>
			<Paragraph>{t("web.desk.guide.text")}</Paragraph>
			{story && <blockquote className="moment-words">{story}</blockquote>}
			{TOPICS.map((topic) => (
				<Topic
					key={topic}
					topic={topic}
					said={sayings.filter((saying) => saying.topic === topic)}
					path={path}
				/>
			))}
		</>
	);
}
