/* needs.tsx - what I need, who holds it, and what I can do about it: stop, choose, say when it is
 * enough.
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
	type Episode,
	type Need,
} from "../act/episode_data";
import { undoHandover, useNeedFields } from "../act/need_fields";
import type { Schemas } from "../api/client";
import { Results } from "../find/nearby";
import { Button, DataBadge, Heading, Paragraph } from "../parts/basic";
import { dayText } from "../text/texts";

export function useWordsField(required = false): FieldSpec {
	const { t } = useTranslation();
	return { name: "words", kind: "words", label: t("web.act.words"), required };
}

/* Somebody else: looked for, chosen, and asked. Nothing changes until they say yes. */
function ChooseOther(props: { need: Need; episode: Episode; path: string; onDone: () => void }) {
	const { t } = useTranslation();
	const words = useWordsField(true);
	const [chosen, setChosen] = useState<Schemas["SearchResult"] | null>(null);
	const { need, episode, path } = props;
	if (chosen)
		return (
			<div className="card inner">
				<Paragraph>{t("web.file.choose.chosen", { whom: chosen.name })}</Paragraph>
				<div className="actions">
					<Action
						purpose="primary"
						label={t("web.file.choose.ask")}
						text={t("web.file.choose.text")}
						path={`${path}/handovers`}
						fixed={{ need: need.id, to_service: chosen.id, person_agrees: true }}
						fields={[{ ...words, label: t("web.file.choose.words") }]}
						done={t("web.act.handover.offered")}
						undo={undoHandover(path)}
						onDone={props.onDone}
					/>
					<Button purpose="secondary" onClick={() => setChosen(null)}>
						{t("web.file.choose.again")}
					</Button>
				</div>
			</div>
		);
	return (
		<div className="choose">
			<Heading level={3}>{t("web.file.choose.title")}</Heading>
			<Results
				level={3}
				onChoose={setChosen}
				body={{
					domains: need.domain ? [need.domain] : undefined,
					region: episode.region,
					municipality: episode.municipality ?? undefined,
					limit: 10,
				}}
			/>
			<Button purpose="secondary" onClick={props.onDone}>
				{t("web.cancel")}
			</Button>
		</div>
	);
}

function NeedActions(props: { need: Need; episode: Episode; path: string; onChoose: () => void }) {
	const { t } = useTranslation();
	const words = useWordsField();
	const { need, episode, path } = props;
	const of = `${path}/needs/${need.id}`;
	const mine = need.bearer === episode.person;
	return (
		<div className="need-actions">
			{mine && (
				<Action
					label={t("web.file.need.stop")}
					text={t("web.file.need.stop.text")}
					path={`${of}/stop`}
					fields={[words]}
					done={t("web.act.need.stopped")}
				/>
			)}
			<Action
				label={t("web.file.need.enough")}
				text={t("web.file.need.enough.text")}
				path={`${of}/close`}
				fixed={{ decided_by: "person" }}
				fields={[words]}
				done={t("web.act.need.closed")}
			/>
			{need.open_handover === null && (
				<Button purpose="subtle" onClick={props.onChoose}>
					{t("web.file.need.other")}
				</Button>
			)}
			<Action
				label={t("web.file.need.table")}
				text={t("web.file.need.table.text")}
				path={`${path}/cases`}
				fixed={{ need: need.id, why: "asked", person_agrees: true }}
				fields={[{ ...words, required: true }]}
				done={t("web.act.table.brought")}
			/>
			<Action
				label={t("web.file.need.danger")}
				text={t("web.file.need.danger.text")}
				path={`${of}/danger`}
				fields={[words]}
				done={t("web.act.danger.reported")}
				negative
			/>
		</div>
	);
}

function NeedCard(props: { need: Need; episode: Episode; path: string }) {
	const { t } = useTranslation();
	const [choosing, setChoosing] = useState(false);
	const { need, episode } = props;
	const mine = need.bearer === episode.person;
	const who = mine ? t("web.file.need.self") : nameOf(findMember(episode, need.bearer), t);
	return (
		<li className="card need">
			<Heading level={3}>{capital(domainText(need.domain, t))}</Heading>
			{need.state === "in_danger" && (
				<p className="badges">
					<DataBadge className="bad">{t("web.file.need.in_danger")}</DataBadge>
				</p>
			)}
			{need.words && <blockquote className="moment-words">{need.words}</blockquote>}
			<p className="need-holder">{t("web.file.need.holder", { who })}</p>
			{choosing ? (
				<ChooseOther {...props} onDone={() => setChoosing(false)} />
			) : (
				<NeedActions {...props} onChoose={() => setChoosing(true)} />
			)}
		</li>
	);
}

export function Needs(props: { episode: Episode; path: string }) {
	const { t } = useTranslation();
	const open = props.episode.needs.filter((need) => need.state !== "closed");
	const closed = props.episode.needs.filter((need) => need.state === "closed");
	return (
		<section aria-labelledby="needs-title">
			<Heading level={2} id="needs-title">
				{t("web.file.needs.title")}
			</Heading>
			<ul className="need-list">
				{open.map((need) => (
					<NeedCard key={need.id} need={need} episode={props.episode} path={props.path} />
				))}
			</ul>
			{closed.length > 0 && (
				<ul className="plain-list">
					{closed.map((need) => (
						<li key={need.id}>
							{t("web.file.need.closed", {
								area: capital(domainText(need.domain, t)),
								day: need.closed ? dayText(need.closed) : "",
							})}
						</li>
					))}
				</ul>
			)}
		</section>
	);
}

export function AddNeed(props: { path: string }) {
	const { t } = useTranslation();
	const fields = useNeedFields(t("web.file.need.add.words"), t("web.file.need.add.self"));
	return (
		<Action
			purpose="secondary"
			label={t("web.file.need.add")}
			text={t("web.file.need.add.text")}
			path={`${props.path}/needs`}
			fixed={{ person_agrees: true }}
			fields={fields}
			done={t("web.act.need.added")}
		/>
	);
}
