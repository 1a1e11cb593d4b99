/* plan.tsx - my plan: what I want, how to see that it goes wrong and what helps then, in own words,
 * with who wrote it; and my yes to it as it is.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Action, type FieldSpec } from "../act/action";
import { capital, episodePath, nameOf, type Episode } from "../act/episode_data";
import { ask, type Schemas } from "../api/client";
import { DataBadge, Heading, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { Waiting } from "../parts/waiting";
import { Papers } from "../parts/paper";
import { dayText, today } from "../text/texts";

const NEXT_DAYS = 7;
type Plan = Schemas["Plan"];
type Part = Schemas["PlanPart"];
const KINDS = ["goal", "signs", "helps", "helps_not", "call"] as const;

function useWords(preset?: string): FieldSpec {
	const { t } = useTranslation();
	const label = t("web.file.plan.words");
	return { name: "words", kind: "words", label, required: true, preset };
}

function StepLine(props: { step: Part }) {
	const { t } = useTranslation();
	const { step } = props;
	return (
		<li>
			{t("web.file.plan.step", {
				words: step.words ?? "",
				who: nameOf(step.who, t),
				day: step.day ? dayText(step.day) : "",
			})}{" "}
			<DataBadge>{t(`code.plan_state.${step.state}`)}</DataBadge>
		</li>
	);
}

function OnePart(props: { part: Part; steps: Part[]; path: string }) {
	const { t } = useTranslation();
	const { part, steps } = props;
	const words = useWords(part.words ?? undefined);
	const of = `${props.path}/plan/parts/${part.id}`;
	return (
		<li>
			<blockquote className="moment-words">{part.words}</blockquote>
			<span className="person-role">
				{t("web.file.plan.written_by", {
					who: nameOf(part.author, t),
					day: dayText(part.written),
				})}
			</span>
			{steps.length > 0 && (
				<ul className="plain-list">
					{steps.map((step) => (
						<StepLine key={step.id} step={step} />
					))}
				</ul>
			)}
			<div className="need-actions">
				<Action
					label={t("web.file.plan.change")}
					path={of}
					method="PUT"
					fields={[words]}
					done={t("web.act.plan.written")}
				/>
				<Action
					label={t("web.file.plan.let_go")}
					path={`${of}/stop`}
					fields={[{ name: "words", kind: "words", label: t("web.act.words") }]}
					done={t("web.act.plan.written")}
				/>
			</div>
		</li>
	);
}

function OneKind(props: { kind: (typeof KINDS)[number]; plan: Plan; path: string }) {
	const { t } = useTranslation();
	const { kind, plan } = props;
	const there = plan.parts.filter((part) => part.state !== "stopped");
	const parts = there.filter((part) => part.kind === kind);
	if (parts.length === 0) return null;
	return (
		<section className="card" aria-labelledby={`plan-${kind}`}>
			<Heading level={2} id={`plan-${kind}`}>
				{capital(t(`code.plan_kind.${kind}`))}
			</Heading>
			<ul className="people-list">
				{parts.map((part) => (
					<OnePart
						key={part.id}
						part={part}
						steps={there.filter((step) => step.goal === part.id)}
						path={props.path}
					/>
				))}
			</ul>
		</section>
	);
}

/* A yes is to a version: the plan as it was read. */
function Agreeing(props: { plan: Plan; path: string; me: string }) {
	const { t } = useTranslation();
	const waits = props.plan.waits_for.flatMap((one) => (one.account ? [one.account] : []));
	if (props.plan.version === 0 || waits.length === 0) return null;
	return (
		<>
			<Paragraph>
				{t("web.file.plan.waits", {
					who: waits.map((account) => nameOf(account, t)).join(", "),
				})}
			</Paragraph>
			{waits.some((account) => account.id === props.me) && (
				<Action
					purpose="secondary"
					label={t("web.file.plan.agree")}
					text={t("web.file.plan.agree.text")}
					path={`${props.path}/plan/agree`}
					fixed={{ version: props.plan.version }}
					done={t("web.act.plan.agreed")}
				/>
			)}
		</>
	);
}

/* Who does it is asked; nothing is somebody's until they say yes. */
function AddStep(props: { episode: Episode; goals: Part[]; path: string; agrees: FieldSpec[] }) {
	const { t } = useTranslation();
	const team = props.episode.team.map(({ account }) => ({
		value: account.id,
		label: nameOf(account, t),
	}));
	return (
		<Action
			purpose="secondary"
			label={t("web.file.plan.step.add")}
			path={`${props.path}/plan/steps`}
			fields={[
				{
					name: "goal",
					kind: "select",
					label: t("web.file.plan.step.goal"),
					options: props.goals.map((goal) => ({
						value: goal.id,
						label: (goal.words ?? "").slice(0, 80),
					})),
					required: true,
				},
				{
					name: "words",
					kind: "words",
					label: t("web.file.plan.step.what"),
					required: true,
				},
				{ name: "who", kind: "select", label: t("web.file.plan.step.who"), options: team },
				{
					name: "day",
					kind: "day",
					label: t("web.file.plan.step.day"),
					required: true,
					preset: today(NEXT_DAYS),
				},
				...props.agrees,
			]}
			done={t("web.act.plan.written")}
		/>
	);
}

/* `me`: whoever reads it; for somebody else's plan it is said that they agree. */
export function ThePlan(props: { episode: Episode; me: string }) {
	const { t } = useTranslation();
	const { episode, me } = props;
	const own = me === episode.person;
	const agrees: FieldSpec[] = own
		? []
		: [{ name: "person_agrees", kind: "yes", label: t("web.file.plan.agrees") }];
	const path = episodePath(episode.region, episode.id);
	const words = useWords();
	const found = useQuery({
		queryKey: ["plan", episode.id],
		queryFn: () => ask<Plan>("GET", `${path}/plan`),
		gcTime: 0,
	});
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const goals = found.data.parts.filter(
		(part) => part.kind === "goal" && part.state === "stands",
	);
	const kinds = KINDS.map((value) => ({ value, label: capital(t(`code.plan_kind.${value}`)) }));
	return (
		<>
			<Paragraph>{t(own ? "web.file.plan.text" : "web.file.plan.text_work")}</Paragraph>
			{found.data.version > 0 && (
				<Papers
					path={`${path}/plan`}
					what={t("web.file.plan.paper")}
					forWho={own ? ["person"] : ["person", "receiver"]}
				/>
			)}
			{found.data.parts.length === 0 && <Paragraph>{t("web.file.plan.empty")}</Paragraph>}
			{KINDS.map((kind) => (
				<OneKind key={kind} kind={kind} plan={found.data} path={path} />
			))}
			<div className="actions">
				<Action
					purpose="primary"
					label={t("web.file.plan.add")}
					path={`${path}/plan/parts`}
					fields={[
						{
							name: "kind",
							kind: "choice",
							label: t("web.file.plan.what"),
							options: kinds,
							required: true,
							preset: "goal",
						},
						words,
						...agrees,
					]}
					done={t("web.act.plan.written")}
				/>
				{goals.length > 0 && !own && (
					<AddStep episode={episode} goals={goals} path={path} agrees={agrees} />
				)}
			</div>
			<Agreeing plan={found.data} path={path} me={me} />
		</>
	);
}

export function MyPlan(props: { episode: Episode }) {
	const { t } = useTranslation();
	return (
		<>
			<Title>{t("web.file.part.plan")}</Title>
			<ThePlan episode={props.episode} me={props.episode.person} />
		</>
	);
}
