/* story.tsx - what happened, the newest first, with what people wrote.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import { ProblemNotice } from "../parts/basic";
import { Waiting } from "../parts/waiting";
import { dayText } from "../text/texts";
import { useTimeline, type Moment } from "./episode_data";
import { momentText } from "./moment_text";

function StoryMoment(props: { moment: Moment; showDay: boolean }) {
	const { t, i18n } = useTranslation();
	const { moment } = props;
	return (
		<li className="moment">
			{props.showDay && (
				<p className="moment-day">
					<time dateTime={moment.effective_day}>{dayText(moment.effective_day)}</time>
				</p>
			)}
			<p className="moment-text">{momentText(moment, t, i18n)}</p>
			{moment.words && <blockquote className="moment-words">{moment.words}</blockquote>}
		</li>
	);
}

export function Story(props: { region: string; episode: string }) {
	const { t } = useTranslation();
	const found = useTimeline(props.region, props.episode);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const moments = [...found.data.moments].reverse();
	return (
		<>
			{found.data.more && <p>{t("web.file.story.cut")}</p>}
			<ol className="story" reversed>
				{moments.map((moment, at) => (
					<StoryMoment
						key={`${moment.version}-${at}`}
						moment={moment}
						showDay={moment.effective_day !== moments[at - 1]?.effective_day}
					/>
				))}
			</ol>
		</>
	);
}
