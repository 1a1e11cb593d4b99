/* case_page.tsx - one case on one page: what is asked and why, what was decided, by when and with
 * which reason, and what comes next. Without a name until the person agrees.
 * SPDX-License-Identifier: EUPL-1.2
 */
import "../theme/file.css";
import "../theme/desk.css";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useParams } from "react-router-dom";
import { Action } from "../act/action";
import { ChooseColleague } from "../act/colleague";
import { capital, domainText, nameOf, type Account } from "../act/episode_data";
import type { Schemas } from "../api/client";
import { useSession } from "../api/session";
import { Back, Button, DataBadge, Heading, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { Papers } from "../parts/paper";
import { Waiting } from "../parts/waiting";
import { dayText, today } from "../text/texts";
import { ChooseHelp } from "./shortages";
import { casePath, isLate, useAgenda, useCase, useService, type Case } from "./table_data";

const TERM_DAYS = 14;
type Props = { one: Case; region: string; path: string };

function Facts(props: Props) {
	const { t } = useTranslation();
	const { one } = props;
	const facts: [string, string | null | undefined | false][] = [
		["who", one.name ?? t("web.table.nameless")],
		["age", one.age_band && t(`code.age_band.${one.age_band}`)],
		["why", t(`code.table_why.${one.why}`)],
		["origin", t(`code.table_origin.${one.origin}`)],
		["cause", one.cause && t(`code.table_cause.${one.cause}`)],
		["by", one.brought_by && nameOf(one.brought_by, t)],
		["beside", one.beside && nameOf(one.beside, t)],
		["since", dayText(one.brought)],
		["due", !one.decided && one.expires && dayText(one.expires, true)],
	];
	return (
		<dl className="answers">
			{facts.map(
				([name, value]) =>
					value && (
						<div key={name} className="answer">
							<dt>{t(`web.table.fact.${name}`)}</dt>
							<dd>{capital(value)}</dd>
						</div>
					),
			)}
		</dl>
	);
}

function Decision(props: Props) {
	const { t } = useTranslation();
	const { one } = props;
	const service = useService(props.region, one.service).data;
	if (!one.decided) return <Paragraph>{t("web.table.undecided")}</Paragraph>;
	return (
		<>
			<p className="need-holder">
				{t("web.table.obliged", {
					whom: service ? `${service.organisation_name}, ${service.name}` : "",
					day: one.term ? dayText(one.term, true) : "",
				})}
			</p>
			{isLate(one) && (
				<p className="badges">
					<DataBadge className="bad">{t("web.table.breached")}</DataBadge>
				</p>
			)}
			<Heading level={3}>{t("web.table.decide.reason")}</Heading>
			{one.reason && <blockquote className="moment-words">{one.reason}</blockquote>}
			<Paragraph>
				{t("web.table.decided_by", {
					who: nameOf(one.decided_by, t),
					day: dayText(one.decided),
				})}
			</Paragraph>
			<Heading level={3}>{t("web.table.papers")}</Heading>
			<Papers path={props.path} what={t("web.table.the_decision")} />
		</>
	);
}

function Decide(props: Props) {
	const { t } = useTranslation();
	const [chosen, setChosen] = useState<Schemas["SearchResult"] | null>(null);
	return (
		<>
			<Heading level={3}>{t("web.table.decide")}</Heading>
			<Paragraph>{t("web.table.decide.how")}</Paragraph>
			{chosen ? (
				<div className="actions">
					<Action
						purpose="primary"
						label={t("web.table.decide.who", { whom: chosen.name })}
						title={t("web.table.decide")}
						text={t("web.table.decide.text", { whom: chosen.organisation.name })}
						path={`${props.path}/decide`}
						fixed={{ service: chosen.id }}
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
								required: true,
							},
						]}
						done={t("web.table.decided")}
					/>
					<Button purpose="subtle" onClick={() => setChosen(null)}>
						{t("web.file.choose.again")}
					</Button>
				</div>
			) : (
				<ChooseHelp region={props.region} onChoose={setChosen} />
			)}
		</>
	);
}

/* For who sits at the table. What the table may not do now, the program says. */
function AtTable(props: Props) {
	const { t } = useTranslation();
	const { one, path } = props;
	const open = one.state === "brought" || one.state === "breached";
	return (
		<>
			{open && <Decide {...props} />}
			<div className="actions">
				{one.level === "region" && open && (
					<Action
						label={t("web.table.raise")}
						text={t("web.table.raise.text")}
						path={`${path}/raise`}
						fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
						done={t("web.table.raised")}
					/>
				)}
				{one.state !== "closed" && (
					<Action
						purpose={one.state === "settled" ? "primary" : "subtle"}
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
				)}
			</div>
		</>
	);
}

/* For the organisation that is obliged: somebody with a name. */
function NameSomebody(props: Props) {
	const { t } = useTranslation();
	const [chosen, setChosen] = useState<Account | null>(null);
	const { one } = props;
	return (
		<section className="card" aria-labelledby="case-name">
			<Heading level={2} id="case-name">
				{t("web.table.name")}
			</Heading>
			<Paragraph>{t("web.table.name.text")}</Paragraph>
			<ChooseColleague
				region={props.region}
				service={one.service}
				chosen={chosen}
				onChoose={setChosen}
			/>
			{chosen && (
				<Action
					purpose="primary"
					label={t("web.table.name.do", { whom: nameOf(chosen, t) })}
					path={`${props.path}/name`}
					fixed={{ account: chosen.id }}
					fields={[
						{ name: "words", kind: "words", label: t("web.act.words"), required: true },
						{ name: "person_agrees", kind: "yes", label: t("web.desk.agrees") },
					]}
					done={t("web.table.named")}
				/>
			)}
		</section>
	);
}

function Whole(props: Props) {
	const { t } = useTranslation();
	const { one } = props;
	const session = useSession().data;
	const agenda = useAgenda(session?.region ?? "NL");
	return (
		<>
			<Title>{capital(domainText(one.domain, t))}</Title>
			<p className="badges">
				<DataBadge className={isLate(one) ? "warm" : ""}>
					{t(`code.table_state.${one.state}`)}
				</DataBadge>
				<DataBadge>{t(`code.table_level.${one.level}`)}</DataBadge>
				{one.attends && <DataBadge className="good">{t("web.table.comes")}</DataBadge>}
			</p>
			<div className="columns">
				<div>
					<section className="card" aria-labelledby="case-asked">
						<Heading level={2} id="case-asked">
							{t("web.table.asked")}
						</Heading>
						{one.words ? (
							<blockquote className="moment-words">{one.words}</blockquote>
						) : (
							<Paragraph>{t("web.table.no_words")}</Paragraph>
						)}
						{one.last_words && (
							<blockquote className="moment-words">{one.last_words}</blockquote>
						)}
					</section>
					<section className="card" aria-labelledby="case-decision">
						<Heading level={2} id="case-decision">
							{t("web.table.the_decision")}
						</Heading>
						<Decision {...props} />
						{agenda.isSuccess && <AtTable {...props} />}
					</section>
					{(one.state === "decided" || one.state === "breached") && (
						<NameSomebody {...props} />
					)}
				</div>
				<section aria-label={t("web.table.facts")}>
					<Facts {...props} />
					<Paragraph>{t("web.table.own_choice")}</Paragraph>
				</section>
			</div>
		</>
	);
}

export default function CasePage() {
	const session = useSession();
	const { region = "", episode = "", case: id = "" } = useParams();
	const found = useCase(region, episode, id);
	if (session.isPending || found.isPending) return <Waiting />;
	if (!session.data) return <Navigate to="/sign-in" replace />;
	return (
		<>
			<Back />
			{found.isError ? (
				<ProblemNotice error={found.error} />
			) : (
				<Whole one={found.data} region={region} path={casePath(region, episode, id)} />
			)}
		</>
	);
}
