/* questions.tsx - the questions of the door, one a screen.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import { isWorker, useSession } from "../api/session";
import { AcuteNumbers } from "../parts/acute";
import { Heading, Link, Notice, Paragraph } from "../parts/basic";
import { Choice, TextArea, TextField } from "../parts/field";
import {
	MAX_CONTACT,
	MAX_NAME,
	MAX_STORY,
	stepsOf,
	type Draft,
	type ForWhom,
	type Step,
	wordingOf,
} from "./draft";
import { PlaceField } from "./place_field";
import { CodeForm } from "./sign_in";

export type QuestionProps = {
	draft: Draft;
	error?: string;
	change: (change: Partial<Draft>) => void;
};

function Who(props: QuestionProps) {
	const { t } = useTranslation();
	const session = useSession().data;
	const options: ForWhom[] = ["self", "somebody_else", "professional"];
	return (
		<>
			<Choice
				legend={t("web.ask.who.title")}
				hidden
				name="who"
				error={props.error}
				value={props.draft.forWhom}
				onChange={(value) => props.change({ forWhom: value as ForWhom })}
				options={options.map((value) => ({
					value,
					label: t(`web.ask.who.${value}`),
					more: t(`web.ask.who.${value}.more`),
				}))}
			/>
			{props.draft.forWhom === "professional" && isWorker(session) && (
				<Notice tone="ok">
					<p className="notice-text">
						{t("web.ask.who.signed_in", { who: session?.account.name })}
					</p>
				</Notice>
			)}
		</>
	);
}

function Agrees(props: QuestionProps) {
	const { t } = useTranslation();
	return (
		<>
			<Paragraph>{t("web.ask.agrees.text")}</Paragraph>
			<Choice
				legend={t("web.ask.agrees.title")}
				hidden
				name="agrees"
				error={props.error}
				value={props.draft.agrees}
				onChange={(value) => props.change({ agrees: value as Draft["agrees"] })}
				options={["yes", "no"].map((value) => ({
					value,
					label: t(`web.ask.agrees.${value}`),
					more: t(`web.ask.agrees.${value}.more`),
				}))}
			/>
		</>
	);
}

function Safe(props: QuestionProps) {
	const { t } = useTranslation();
	return (
		<>
			<Choice
				legend={t("web.ask.safe.title")}
				hidden
				name="safe"
				error={props.error}
				value={props.draft.safe}
				onChange={(value) => props.change({ safe: value as Draft["safe"] })}
				options={["safe", "unsafe", "unknown"].map((value) => ({
					value,
					label: t(`web.ask.safe.${value}`),
				}))}
			/>
			{props.draft.safe === "unsafe" && (
				<Notice tone="error" live>
					<p className="notice-title">{t("web.ask.safe.call")}</p>
					<AcuteNumbers />
					<p className="notice-text">{t("web.ask.safe.go_on")}</p>
				</Notice>
			)}
		</>
	);
}

function Story(props: QuestionProps) {
	const { t } = useTranslation();
	const ending =
		props.draft.forWhom === "somebody_else" ? "_else" : wordingOf(props.draft);
	return (
		<TextArea
			label={t(`web.ask.story.label${ending}`)}
			hint={t(`web.ask.story.hint${ending}`)}
			error={props.error}
			value={props.draft.story}
			rows={7}
			max={MAX_STORY}
			onChange={(story) => props.change({ story })}
		/>
	);
}

function Reach(props: QuestionProps) {
	const { t } = useTranslation();
	return (
		<TextField
			label={t("web.ask.reach.label")}
			hint={t("web.ask.reach.hint")}
			error={props.error}
			value={props.draft.contact}
			max={MAX_CONTACT}
			onChange={(contact) => props.change({ contact })}
		/>
	);
}

function More(props: QuestionProps) {
	const { t } = useTranslation();
	return (
		<>
			<Paragraph>{t("web.ask.more.text")}</Paragraph>
			<TextField
				label={t(`web.ask.more.name${wordingOf(props.draft)}`)}
				value={props.draft.name}
				max={MAX_NAME}
				onChange={(name) => props.change({ name })}
			/>
			<TextField
				label={t(`web.ask.more.birth_day${wordingOf(props.draft)}`)}
				hint={t("web.ask.more.birth_day.hint")}
				error={props.error}
				value={props.draft.birthDay}
				max={10}
				onChange={(birthDay) => props.change({ birthDay })}
			/>
		</>
	);
}

/* What somebody answered, as they read it back. */
function answerOf(step: Step, draft: Draft, t: (key: string) => string): string {
	switch (step) {
		case "who":
			return t(`web.ask.who.${draft.forWhom}`);
		case "agrees":
			return t(`web.ask.agrees.${draft.agrees}`);
		case "safe":
			return t(`web.ask.safe.${draft.safe}`);
		case "place":
			return draft.place?.name ?? "";
		case "story":
			return draft.story;
		case "reach":
			return draft.contact;
		case "more":
			return [draft.name, draft.birthDay].filter(Boolean).join(", ") || t("web.ask.nothing");
		case "check":
			return "";
	}
}

function Check(props: QuestionProps) {
	const { t } = useTranslation();
	const steps = stepsOf(props.draft).filter((step) => step !== "check");
	return (
		<>
			<dl className="answers">
				{steps.map((step) => (
					<div key={step} className="answer">
						<dt>{t(`web.ask.${step}.short`)}</dt>
						<dd>{answerOf(step, props.draft, t)}</dd>
						<dd className="answer-change">
							<Link to={`/ask/${step}`}>
								{t("web.ask.change")}
								<span className="unseen"> {t(`web.ask.${step}.short`)}</span>
							</Link>
						</dd>
					</div>
				))}
			</dl>
			<Heading level={2}>{t("web.ask.check.then")}</Heading>
			<ul className="plain-list">
				{["held", "seen", "stop"].map((what) => (
					<li key={what}>{t(`web.ask.check.${what}`)}</li>
				))}
			</ul>
		</>
	);
}

/* Whoever brings somebody in for their work signs in first: then it is known who did. */
export function WorkerFirst() {
	const { t } = useTranslation();
	return (
		<div className="card inner">
			<Heading level={2}>{t("web.ask.who.sign_in")}</Heading>
			<Paragraph>{t("web.ask.who.sign_in.text")}</Paragraph>
			<CodeForm submit="web.ask.who.sign_in.submit" onDone={() => undefined} />
		</div>
	);
}

export const QUESTIONS: Record<Step, (props: QuestionProps) => JSX.Element> = {
	who: Who,
	agrees: Agrees,
	safe: Safe,
	place: PlaceField,
	story: Story,
	reach: Reach,
	more: More,
	check: Check,
};
