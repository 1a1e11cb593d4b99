/* now.tsx - what happens now and next: a day, a name and what they do.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import {
	byDue,
	capital,
	domainText,
	findMember,
	nameOf,
	stepText,
	type Episode,
	type Need,
} from "../act/episode_data";
import { DataBadge, Heading, Paragraph } from "../parts/basic";
import { dayText } from "../text/texts";

function NextStep(props: { episode: Episode; need: Need }) {
	const { t } = useTranslation();
	const step = props.need.next_step;
	if (!step) return null;
	const who = nameOf(findMember(props.episode, step.who), t);
	return (
		<li className="next">
			<p className="next-day">
				<time dateTime={step.day}>{dayText(step.day, true)}</time>
				{step.late && <DataBadge className="warm">{t("web.file.now.late")}</DataBadge>}
			</p>
			<p className="next-what">{capital(stepText(step, t))}</p>
			<p className="next-who">
				{t("web.file.now.who", { who, need: domainText(props.need.domain, t) })}
			</p>
		</li>
	);
}

function Open(props: { episode: Episode; path: string }) {
	const { t } = useTranslation();
	const { episode, path } = props;
	return (
		<>
			{episode.offers.map((offer) => (
				<li key={offer.id} className="next asked">
					<p className="next-day">
						{t("web.file.now.until", { day: dayText(offer.expires, true) })}
					</p>
					<p className="next-what">
						{t("web.file.now.offer", {
							who: nameOf(offer.sender, t),
							whom: nameOf(offer.to, t),
							need: domainText(
								episode.needs.find((need) => need.id === offer.need)?.domain,
								t,
							),
						})}
					</p>
					<Action
						label={t("web.file.now.not_this")}
						text={t("web.file.now.not_this.text")}
						path={`${path}/handovers/${offer.id}/withdraw`}
						fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
						done={t("web.act.handover.withdrawn")}
					/>
				</li>
			))}
			{episode.asked.map((asked) => (
				<li key={asked.id} className="next asked">
					<p className="next-day">
						{t("web.file.now.until", { day: dayText(asked.expires, true) })}
					</p>
					<p className="next-what">
						{t("web.file.now.join", {
							who: nameOf(asked.asked_by, t),
							whom: nameOf(asked.account, t),
						})}
					</p>
				</li>
			))}
		</>
	);
}

export function Now(props: { episode: Episode; path: string }) {
	const { t } = useTranslation();
	const { episode } = props;
	const needs = byDue(episode.needs).filter((need) => need.next_step !== null);
	const leads = nameOf(findMember(episode, episode.care_manager), t);
	const nothing = needs.length + episode.offers.length + episode.asked.length === 0;
	return (
		<section className="card now" aria-labelledby="now-title">
			<Heading level={2} id="now-title">
				{t("web.file.now.title")}
			</Heading>
			<Paragraph>{t("web.file.now.leads", { who: leads })}</Paragraph>
			{nothing && <Paragraph>{t("web.file.now.nothing", { who: leads })}</Paragraph>}
			<ol className="next-list">
				{needs.map((need) => (
					<NextStep key={need.id} episode={episode} need={need} />
				))}
				<Open episode={episode} path={props.path} />
			</ol>
		</section>
	);
}
