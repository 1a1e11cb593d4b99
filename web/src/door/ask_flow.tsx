/* ask_flow.tsx - asking for help: one question a screen, and at the end a name.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate, useParams } from "react-router-dom";
import { ask, type Schemas } from "../api/client";
import { isWorker, useSession } from "../api/session";
import { Back, Button, ProblemNotice, Title } from "../parts/basic";
import { isLeaving } from "../parts/exit";
import { ReadAloud } from "../parts/read_aloud";
import { AskDone } from "./ask_done";
import { bodyOf, EMPTY, missing, STEPS, stepsOf, wordingOf, type Draft, type Step } from "./draft";
import { QUESTIONS, WorkerFirst } from "./questions";

type Taken = Schemas["QuestionTaken"];

/* Who would lose what they typed is asked first; who leaves at once is not. */
function useHoldOn(typed: boolean) {
	useEffect(() => {
		if (!typed) return undefined;
		const hold = (event: BeforeUnloadEvent) => {
			if (!isLeaving()) event.preventDefault();
		};
		window.addEventListener("beforeunload", hold);
		return () => window.removeEventListener("beforeunload", hold);
	}, [typed]);
}

/* Kept while somebody looks at other pages here; gone with the page. */
type Kept = { draft: Draft; taken: Taken | null; beganMs: number; tookMs: number };
let kept: Kept = { draft: EMPTY, taken: null, beganMs: 0, tookMs: 0 };

function forget() {
	kept = { draft: EMPTY, taken: null, beganMs: 0, tookMs: 0 };
}

/* From the first question to the answer: how long it took to write down. */
function tookMs(): number {
	return kept.tookMs || Date.now() - kept.beganMs;
}

function useDraft() {
	const [draft, setDraft] = useState(kept.draft);
	const [taken, setTaken] = useState(kept.taken);
	useEffect(() => {
		const beganMs = kept.beganMs || Date.now();
		const tookMs = taken && !kept.tookMs ? Date.now() - beganMs : kept.tookMs;
		kept = { draft, taken, beganMs, tookMs };
	}, [draft, taken]);
	return { draft, setDraft, taken, setTaken };
}

function useSend(draft: Draft, onTaken: (taken: Taken) => void) {
	const queries = useQueryClient();
	return useMutation({
		mutationFn: () =>
			ask<Taken>("POST", `/v1/regions/${draft.place?.region}/questions`, bodyOf(draft)),
		onSuccess: (taken) => {
			void queries.invalidateQueries({ queryKey: ["caseload"] });
			onTaken(taken);
		},
	});
}

/* The first question that is not answered yet, before this one. */
function firstMissing(step: Step, draft: Draft): Step | undefined {
	const steps = stepsOf(draft);
	return steps.slice(0, Math.max(steps.indexOf(step), 0)).find((one) => missing(one, draft));
}

const WORK_TITLES: Step[] = ["place", "story", "reach", "more"];

function titleEnding(step: Step, draft: Draft): string {
	return WORK_TITLES.includes(step) ? wordingOf(draft) : "";
}

function Progress(props: { step: Step; draft: Draft }) {
	const { t } = useTranslation();
	const steps: Step[] = stepsOf(props.draft).filter((step) => step !== "check");
	const at = steps.indexOf(props.step) + 1;
	if (at === 0) return null;
	return (
		<div className="progress">
			<p>{t("web.ask.progress", { count: at, total: steps.length })}</p>
			<progress value={at} max={steps.length} aria-hidden="true" />
		</div>
	);
}

/* Two answers are enough: the rest can wait. */
function canSendNow(step: Step, draft: Draft): boolean {
	const enough = stepsOf(draft).every((one) => missing(one, draft) === undefined);
	return step === "more" && enough;
}

export function AskFlow() {
	const { t } = useTranslation();
	const navigate = useNavigate();
	const step = useParams().step as Step | "done" | undefined;
	const { draft, setDraft, taken, setTaken } = useDraft();
	const [error, setError] = useState<string>();
	const worker = isWorker(useSession().data);
	const send = useSend(draft, (reply) => {
		setTaken(reply);
		navigate("/ask/done", { replace: true });
	});
	useHoldOn(draft.story !== "" && taken === null);
	useEffect(() => setError(undefined), [step]);
	if (step === "done" && taken)
		return <AskDone taken={taken} draft={draft} tookMs={tookMs()} onDone={forget} />;
	if (step === undefined || !STEPS.includes(step as Step))
		return <Navigate to="/ask/who" replace />;
	const here = step as Step;
	const before = firstMissing(here, draft);
	if (before) return <Navigate to={`/ask/${before}`} replace />;
	const steps = stepsOf(draft);
	const Question = QUESTIONS[here];
	const signInFirst = here === "who" && draft.forWhom === "professional" && !worker;
	const next = (event: FormEvent) => {
		event.preventDefault();
		const wrong = missing(here, draft);
		setError(wrong);
		if (wrong) return;
		if (here === "check") send.mutate();
		else navigate(`/ask/${steps[steps.indexOf(here) + 1]}`);
	};
	const titled = here === "story" || here === "reach" || here === "place";
	return (
		<div className="narrow">
			<Back to={here === "who" ? "/" : undefined} />
			<Progress step={here} draft={draft} />
			<Title>{t(`web.ask.${here}.title${titleEnding(here, draft)}`)}</Title>
			{here === "who" && <p className="lead">{t("web.ask.intro")}</p>}
			<form id="question" onSubmit={next} noValidate className={titled ? "titled" : ""}>
				<Question
					draft={draft}
					error={error && t(error)}
					change={(change) => {
						setError(undefined);
						setDraft({ ...draft, ...change });
					}}
				/>
			</form>
			{signInFirst && <WorkerFirst />}
			<ProblemNotice error={send.error} />
			<div className="actions">
				{!signInFirst && (
					<Button form="question" purpose="primary" type="submit" busy={send.isPending}>
						{t(
							send.isPending
								? "web.ask.sending"
								: here === "check"
									? "web.ask.send"
									: "web.ask.next",
						)}
					</Button>
				)}
				{canSendNow(here, draft) && (
					<Button purpose="secondary" onClick={() => navigate("/ask/check")}>
						{t("web.ask.skip")}
					</Button>
				)}
			</div>
			<div className="below">
				<ReadAloud />
				<details className="later">
					<summary>{t("web.ask.later")}</summary>
					<p>{t("web.ask.later.text")}</p>
				</details>
			</div>
		</div>
	);
}
