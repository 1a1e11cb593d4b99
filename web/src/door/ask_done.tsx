/* ask_done.tsx - it ends with a name: who holds the question, when they call, what can be done now,
 * and who else is near.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import type { Schemas } from "../api/client";
import { useSignIn } from "../api/session";
import { AcuteNumbers } from "../parts/acute";
import { Button, Heading, LinkButton, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { ReadAloud } from "../parts/read_aloud";
import { Waiting } from "../parts/waiting";
import { dayText, needTexts } from "../text/texts";
import { bodyOf, type Draft } from "./draft";
import { SafeNow } from "./safe_now";

const Nearby = lazy(async () => {
	const [page] = await Promise.all([import("../find/nearby"), needTexts("find")]);
	return { default: page.Nearby };
});

function Code(props: { code: string }) {
	const { t } = useTranslation();
	const [copied, setCopied] = useState(false);
	const copy = useMutation({
		mutationFn: () => navigator.clipboard.writeText(props.code),
		onSuccess: () => setCopied(true),
	});
	return (
		<section className="card code-card" aria-labelledby="code-title">
			<Heading level={2} id="code-title">
				{t("web.done.code.title")}
			</Heading>
			<p className="code">{props.code}</p>
			<Paragraph>{t("web.done.code.text")}</Paragraph>
			<div className="actions">
				<Button purpose="secondary" onClick={() => copy.mutate()}>
					{t(copied ? "web.done.code.copied" : "web.done.code.copy")}
				</Button>
				<Button purpose="subtle" onClick={() => window.print()}>
					{t("web.done.code.print")}
				</Button>
			</div>
			<p role="status" className="unseen">
				{copied ? t("web.done.code.copied") : ""}
			</p>
		</section>
	);
}

/* With the code that was just given, in one tap. */
function ToFile(props: { code: string; onDone: () => void }) {
	const { t } = useTranslation();
	const navigate = useNavigate();
	const queries = useQueryClient();
	const signIn = useSignIn();
	const open = () =>
		signIn.mutate({ code: props.code }, {
			onSuccess: () => {
				props.onDone();
				void queries.invalidateQueries();
				navigate("/file");
			},
		});
	return (
		<>
			<ProblemNotice error={signIn.error} />
			<Button purpose="primary" onClick={open} busy={signIn.isPending}>
				{t("web.done.file")}
			</Button>
		</>
	);
}

/* What it cost to write down, shown to who did it, and kept nowhere. */
function Measured(props: { tookMs: number; draft: Draft }) {
	const { t } = useTranslation();
	const seconds = Math.round(props.tookMs / 1000);
	const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
	const count = Object.values(bodyOf(props.draft)).filter((one) => one !== undefined).length;
	return <p className="measured">{t("web.done.measured", { time, count })}</p>;
}

export function AskDone(props: {
	taken: Schemas["QuestionTaken"];
	draft: Draft;
	tookMs: number;
	onDone: () => void;
}) {
	const { t } = useTranslation();
	const { taken, draft } = props;
	const who = taken.care_manager;
	const unsafe = draft.safe === "unsafe";
	const worker = draft.forWhom === "professional";
	return (
		<div className="done">
			<section className="hero done-hero">
				<p className="done-mark" aria-hidden="true">
					✓
				</p>
				<Title>{t("web.done.title")}</Title>
				<p className="holder">
					<span className="holder-name">{who?.name ?? t("who.somebody")}</span>
					{who?.organisation_name && (
						<span className="holder-where">{who.organisation_name}</span>
					)}
				</p>
				<Paragraph purpose="lead">
					{t(unsafe ? "web.done.held_unsafe" : "web.done.held", {
						who: who?.name ?? t("who.somebody"),
						day: taken.contact_by ? dayText(taken.contact_by, true) : "",
					})}
				</Paragraph>
				<ReadAloud />
			</section>
			{taken.safe_now && (
				<SafeNow asked={taken.safe_now} code={taken.claim_code} own={!worker} />
			)}
			{unsafe && (
				<section className="card danger" aria-label={t("front.emergency.title")}>
					<AcuteNumbers />
				</section>
			)}
			{worker && <Measured tookMs={props.tookMs} draft={draft} />}
			{taken.claim_code && <Code code={taken.claim_code} />}
			<section aria-labelledby="now-title">
				<Heading level={2} id="now-title">
					{t("web.done.now.title")}
				</Heading>
				<ul className="plain-list">
					{(worker ? ["told"] : ["wait", "add", "worse"]).map((what) => (
						<li key={what}>{t(`web.done.now.${what}`)}</li>
					))}
				</ul>
				<div className="actions">
					{taken.claim_code && !worker && (
						<ToFile code={taken.claim_code} onDone={props.onDone} />
					)}
					{worker && (
						<LinkButton purpose="primary" to="/desk" onClick={props.onDone}>
							{t("web.done.desk")}
						</LinkButton>
					)}
				</div>
			</section>
			<section aria-labelledby="near-title">
				<Heading level={2} id="near-title">
					{t("web.done.near.title")}
				</Heading>
				<Suspense fallback={<Waiting />}>
					<Nearby words={draft.story} place={draft.place} limit={4} />
				</Suspense>
			</section>
		</div>
	);
}
