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
				<time dateTime={step.day}>{capital(dayText(step.day, true))}</time>
				{step.late && <DataBadge className="warm">{t("web.file.now.late")}</DataBadge>}
			</p>
			<p className="next-what">{capital(stepText(step, t))}</p>
			<p className="next-who">
				{t("web.file.now.who", { who, area: domainText(props.need.domain, t) })}
			</p>
		</li>
	);
}

function NextOffer(props: { episode: Episode; offer: Episode["offers"][number]; path: string }) {
	const { t } = useTranslation();
	const { episode, offer } = props;
	const need = episode.needs.find((one) => one.id === offer.need);
	return (
		<li className="next asked">
			<p className="next-day">
				{t("web.file.now.until", { day: dayText(offer.expires, true) })}
			</p>
			<p className="next-what">
				{t("web.file.now.offer", {
					who: nameOf(offer.sender, t),
					whom: nameOf(offer.to, t),
					area: domainText(need?.domain, t),
				})}
			</p>
			<Action
				label={t("web.file.now.not_this")}
				text={t("web.file.now.not_this.text")}
				path={`${props.path}/handovers/${offer.id}/withdraw`}
				fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
				done={t("web.act.handover.withdrawn")}
			/>
		</li>
	);
}

function NextJoin(props: { asked: Episode["asked"][number] }) {
	const { t } = useTranslation();
	const { asked } = props;
	return (
		<li className="next asked">
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
	);
}

/* Everything that has a day, in the order of days. */
function comingUp(episode: Episode, path: string): JSX.Element[] {
	const steps = byDue(episode.needs).map((need): [string, JSX.Element] => [
		need.next_step?.day ?? "",
		<NextStep key={need.id} episode={episode} need={need} />,
	]);
	const offers = episode.offers.map((offer): [string, JSX.Element] => [
		offer.expires,
		<NextOffer key={offer.id} episode={episode} offer={offer} path={path} />,
	]);
	const joins = episode.asked.map((asked): [string, JSX.Element] => [
		asked.expires,
		<NextJoin key={asked.id} asked={asked} />,
	]);
	return [...steps, ...offers, ...joins]
		.filter(([day]) => day !== "")
		.sort(([a], [b]) => a.localeCompare(b))
		.map(([, line]) => line);
}

export function Now(props: { episode: Episode; path: string }) {
	const { t } = useTranslation();
	const { episode } = props;
	const lines = comingUp(episode, props.path);
	const leads = nameOf(findMember(episode, episode.care_manager), t);
	return (
		<section className="card now" aria-labelledby="now-title">
			<Heading level={2} id="now-title">
				{t("web.file.now.title")}
			</Heading>
			<Paragraph>{t("web.file.now.leads", { who: leads })}</Paragraph>
			{lines.length === 0 && (
				<Paragraph>{t("web.file.now.nothing", { who: leads })}</Paragraph>
			)}
			{lines.length > 0 && <ol className="next-list">{lines}</ol>}
		</section>
	);
}
