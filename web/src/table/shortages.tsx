/* shortages.tsx - too many people wait for one service: one item on the agenda, and who does what
 * about it.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import type { Schemas } from "../api/client";
import { firstWords, Results } from "../find/nearby";
import { Button, DataBadge, Heading, Paragraph } from "../parts/basic";
import { TextField } from "../parts/field";
import { dayText, today } from "../text/texts";
import { isLate, useOrganisation, useService, type Shortage } from "./table_data";

type Found = Schemas["SearchResult"];
const TERM_DAYS = 28;

/* Help of this region, looked for in one's own words. */
export function ChooseHelp(props: { region: string; onChoose: (found: Found) => void }) {
	const { t } = useTranslation();
	const [words, setWords] = useState("");
	return (
		<div className="choose">
			<TextField
				label={t("web.table.find")}
				value={words}
				max={300}
				onChange={setWords}
			/>
			<Results
				level={3}
				onChoose={props.onChoose}
				body={{ q: firstWords(words), region: props.region, limit: 10 }}
			/>
		</div>
	);
}

function Decide(props: { shortage: Shortage; path: string }) {
	const { t } = useTranslation();
	const [chosen, setChosen] = useState<Found | null>(null);
	const [open, setOpen] = useState(false);
	if (!open)
		return (
			<Button purpose="secondary" onClick={() => setOpen(true)}>
				{t("web.table.shortage.decide")}
			</Button>
		);
	if (!chosen)
		return (
			<>
				<ChooseHelp region={props.shortage.region} onChoose={setChosen} />
				<Button purpose="subtle" onClick={() => setOpen(false)}>
					{t("web.cancel")}
				</Button>
			</>
		);
	return (
		<Action
			purpose="primary"
			label={t("web.table.decide.who", { whom: chosen.organisation.name })}
			title={t("web.table.shortage.decide")}
			text={t("web.table.decide.text", { whom: chosen.organisation.name })}
			path={`${props.path}/decide`}
			fixed={{ organisation: chosen.organisation.id }}
			fields={[
				{
					name: "term",
					kind: "day",
					label: t("web.table.decide.term"),
					required: true,
					preset: today(TERM_DAYS),
				},
				{
					name: "words",
					kind: "words",
					label: t("web.table.decide.reason"),
					hint: t("web.table.public"),
					required: true,
				},
			]}
			done={t("web.table.decided")}
			onDone={() => setOpen(false)}
		/>
	);
}

function OneShortage(props: { shortage: Shortage }) {
	const { t } = useTranslation();
	const { shortage } = props;
	const service = useService(shortage.region, shortage.service).data;
	const obliged = useOrganisation(shortage.region, shortage.organisation).data;
	const path = `/v1/regions/${shortage.region}/table/shortages/${shortage.id}`;
	return (
		<li className="card need">
			<Heading level={3}>{service?.name ?? t("web.table.shortage.help")}</Heading>
			<p className="need-holder">
				{t("web.table.shortage.waiting", { count: shortage.waiting })}
			</p>
			<p className="badges">
				<DataBadge className={isLate(shortage) ? "warm" : ""}>
					{t(`code.shortage_state.${shortage.state}`)}
				</DataBadge>
				<DataBadge>{t(`code.table_level.${shortage.level}`)}</DataBadge>
			</p>
			{obliged && shortage.term && (
				<Paragraph>
					{t("web.table.obliged", { whom: obliged.name, day: dayText(shortage.term) })}
				</Paragraph>
			)}
			{shortage.words && <blockquote className="moment-words">{shortage.words}</blockquote>}
			<div className="need-actions">
				{shortage.state !== "decided" && <Decide shortage={shortage} path={path} />}
				{shortage.level === "region" && (
					<Action
						label={t("web.table.raise")}
						text={t("web.table.raise.text")}
						path={`${path}/raise`}
						done={t("web.table.raised")}
					/>
				)}
				<Action
					label={t("web.table.close")}
					text={t("web.table.close.text")}
					path={`${path}/close`}
					fields={[
						{
							name: "lesson",
							kind: "words",
							label: t("web.table.lesson"),
							hint: t("web.table.public"),
							required: true,
						},
					]}
					done={t("web.table.closed")}
				/>
			</div>
		</li>
	);
}

function AddShortage(props: { region: string }) {
	const { t } = useTranslation();
	const [chosen, setChosen] = useState<Found | null>(null);
	const [open, setOpen] = useState(false);
	const stop = () => {
		setOpen(false);
		setChosen(null);
	};
	if (!open)
		return (
			<Button purpose="secondary" onClick={() => setOpen(true)}>
				{t("web.table.shortage.add")}
			</Button>
		);
	return (
		<div className="card">
			<Heading level={3}>{t("web.table.shortage.add")}</Heading>
			{chosen ? (
				<Action
					purpose="primary"
					label={t("web.table.shortage.put")}
					title={chosen.name}
					path={`/v1/regions/${props.region}/table/shortages`}
					fixed={{ service: chosen.id }}
					body={(values) => ({ waiting: Number(values.waiting) || 0 })}
					fields={[
						{
							name: "waiting",
							kind: "line",
							label: t("web.table.shortage.many"),
							required: true,
						},
					]}
					done={t("web.table.shortage.added")}
					onDone={stop}
				/>
			) : (
				<ChooseHelp region={props.region} onChoose={setChosen} />
			)}
			<Button purpose="subtle" onClick={stop}>
				{t("web.cancel")}
			</Button>
		</div>
	);
}

export function Shortages(props: { region: string; shortages: Shortage[]; add: boolean }) {
	const { t } = useTranslation();
	if (!props.add && props.shortages.length === 0) return null;
	return (
		<section aria-labelledby="shortages" className="below">
			<Heading level={2} id="shortages">
				{t("web.table.shortages")}
			</Heading>
			<Paragraph>{t("web.table.shortages.text")}</Paragraph>
			<ul className="need-list">
				{props.shortages.map((shortage) => (
					<OneShortage key={shortage.id} shortage={shortage} />
				))}
			</ul>
			{props.add && <AddShortage region={props.region} />}
		</section>
	);
}
