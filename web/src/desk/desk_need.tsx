/* desk_need.tsx - a need on the professional's page: who bears it, its clock, and what can be done:
 * a step planned or done, handed over, looked along with, closed together.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Action, type FieldSpec } from "../act/action";
import {
	capital,
	domainText,
	findMember,
	nameOf,
	stepText,
	useTimeline,
	withoutContact,
	type Episode,
	type Need,
} from "../act/episode_data";
import { useNeedFields } from "../act/need_fields";
import { Button, DataBadge, Heading } from "../parts/basic";
import { Papers } from "../parts/paper";
import { dayText, today } from "../text/texts";
import { FindFor } from "./find_for";

type Props = { need: Need; episode: Episode; path: string; me: string };
const NEXT_DAYS = 7;

export function useTeamOptions(episode: Episode) {
	const { t } = useTranslation();
	return episode.team
		.filter((member) => member.account.id !== episode.person)
		.map(({ account }) => ({ value: account.id, label: nameOf(account, t) }));
}

/* What is not safe is done today. */
function useFields(episode: Episode, need: Need) {
	const { t } = useTranslation();
	const team = useTeamOptions(episode);
	const words = (label = t("web.act.words"), required = false): FieldSpec => ({
		name: "words",
		kind: "words",
		label,
		required,
	});
	const who: FieldSpec = {
		name: "who",
		kind: "select",
		label: t("web.desk.step.who"),
		hint: t("web.desk.step.who.hint"),
		options: team,
	};
	const day = (name: string, required: boolean): FieldSpec => ({
		name,
		kind: "day",
		label: t("web.desk.step.day"),
		required,
		preset: today(need.state === "in_danger" ? 0 : NEXT_DAYS),
	});
	return { words, who, day };
}

function Clock(props: Props) {
	const { t } = useTranslation();
	const step = props.need.next_step;
	if (!step) return <p className="clock">{t("web.desk.row.no_step")}</p>;
	return (
		<p className="clock">
			<span className={`clock-day${step.late ? " late" : ""}`}>
				<time dateTime={step.day}>{dayText(step.day, true)}</time>
			</span>
			<span>
				{capital(stepText(step, t))} ({nameOf(findMember(props.episode, step.who), t)})
			</span>
			{step.late && <DataBadge className="warm">{t("web.file.now.late")}</DataBadge>}
		</p>
	);
}

function StepActions(props: Props) {
	const { t } = useTranslation();
	const { need, path, episode } = props;
	const fields = useFields(episode, need);
	const of = `${path}/needs/${need.id}`;
	const { version } = episode;
	const moments = useTimeline(episode.region, episode.id).data?.moments ?? [];
	const accepted = withoutContact(moments, need.id);
	const first = need.next_step?.kind === "first_contact" && accepted !== null;
	return (
		<>
			{first && (
				<Action
					purpose="secondary"
					label={t("web.desk.contact")}
					path={`${path}/handovers/${accepted}/contact`}
					fields={[fields.day("next_day", true), fields.words()]}
					done={t("web.act.handover.contacted")}
					version={version}
				/>
			)}
			{need.next_step && !first && (
				<Action
					purpose="secondary"
					label={t("web.desk.step.done")}
					text={t("web.desk.step.done.text")}
					path={`${of}/step/done`}
					fields={[
						fields.words(t("web.desk.step.how")),
						fields.day("next_day", false),
						fields.who,
					]}
					done={t("web.act.step.done")}
					version={version}
				/>
			)}
			<Action
				label={t("web.desk.step.plan")}
				path={`${of}/step`}
				fields={[
					fields.words(t("web.desk.step.what"), true),
					fields.day("day", true),
					fields.who,
				]}
				done={t("web.act.step.planned")}
				version={version}
			/>
		</>
	);
}

function EndActions(props: Props) {
	const { t } = useTranslation();
	const { need, path, episode } = props;
	const fields = useFields(episode, need);
	const of = `${path}/needs/${need.id}`;
	const ways = ["together", "person", "mandate", "death"];
	const { version } = episode;
	return (
		<>
			{need.state === "in_danger" ? (
				<Action
					label={t("web.desk.safe")}
					path={`${of}/safe`}
					fields={[fields.words()]}
					done={t("web.act.danger.over")}
					version={version}
				/>
			) : (
				<Action
					label={t("web.file.need.danger")}
					text={t("web.file.need.danger.text")}
					path={`${of}/danger`}
					fields={[fields.words()]}
					done={t("web.act.danger.reported")}
					version={version}
					negative
				/>
			)}
			<Action
				label={t("web.desk.close")}
				text={t("web.desk.close.text")}
				path={`${of}/close`}
				fields={[
					{
						name: "decided_by",
						kind: "choice",
						label: t("web.desk.close.who"),
						options: ways.map((value) => ({
							value,
							label: capital(t(`code.closing.${value}`)),
						})),
						required: true,
					},
					fields.words(),
				]}
				done={t("web.act.need.closed")}
				version={version}
			/>
		</>
	);
}

/* What is stuck comes to the table: a decision there binds organisations. */
function ToTable(props: Props) {
	const { t } = useTranslation();
	const { need, path, episode } = props;
	const fields = useFields(episode, need);
	return (
		<Action
			label={t("web.desk.to_table")}
			text={t("web.desk.to_table.text")}
			path={`${path}/cases`}
			fixed={{ need: need.id }}
			fields={[
				{
					name: "why",
					kind: "choice",
					label: t("web.desk.to_table.why"),
					options: ["stuck", "unsafe", "asked"].map((value) => ({
						value,
						label: capital(t(`code.table_why.${value}`)),
					})),
					required: true,
				},
				fields.words(t("web.desk.to_table.words"), true),
				{ name: "person_agrees", kind: "yes", label: t("web.desk.agrees") },
				{ name: "named", kind: "yes", label: t("web.desk.to_table.named") },
			]}
			done={t("web.act.table.brought")}
		/>
	);
}

export function DeskNeed(props: Props) {
	const { t } = useTranslation();
	const [finding, setFinding] = useState(false);
	const { need, episode, me } = props;
	const bearer =
		need.bearer === me ? t("web.desk.me") : nameOf(findMember(episode, need.bearer), t);
	const offer = episode.offers.find((one) => one.need === need.id);
	return (
		<li className={`card need${need.state === "in_danger" ? " danger" : ""}`}>
			<Heading level={3}>{capital(domainText(need.domain, t))}</Heading>
			{need.words && <blockquote className="moment-words">{need.words}</blockquote>}
			<p className="need-holder">{t("web.file.need.holder", { who: bearer })}</p>
			<Clock {...props} />
			{offer && (
				<div className="clock">
					{t("web.desk.offered", {
						whom: nameOf(offer.to, t),
						day: dayText(offer.expires),
					})}{" "}
					<Action
						label={t("web.desk.withdraw")}
						path={`${props.path}/handovers/${offer.id}/withdraw`}
						fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
						done={t("web.act.handover.withdrawn")}
					/>
					<Papers
						path={`${props.path}/handovers/${offer.id}`}
						what={t("web.desk.letter")}
					/>
				</div>
			)}
			{finding ? (
				<FindFor
					need={need}
					episode={episode}
					path={props.path}
					onDone={() => setFinding(false)}
				/>
			) : (
				<div className="need-actions">
					<StepActions {...props} />
					<Button purpose="subtle" onClick={() => setFinding(true)}>
						{t("web.desk.find")}
					</Button>
					<ToTable {...props} />
					<EndActions {...props} />
				</div>
			)}
		</li>
	);
}

export function DeskAddNeed(props: { path: string; version: number }) {
	const { t } = useTranslation();
	const fields = useNeedFields(t("web.act.words"), t("web.desk.need.self"));
	return (
		<Action
			purpose="secondary"
			label={t("web.desk.need.add")}
			path={`${props.path}/needs`}
			version={props.version}
			fields={[
				...fields,
				{ name: "person_agrees", kind: "yes", label: t("web.desk.agrees") },
			]}
			done={t("web.act.need.added")}
		/>
	);
}
