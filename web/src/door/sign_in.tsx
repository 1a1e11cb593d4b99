/* sign_in.tsx - back to your question, or to work, with a code.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router-dom";
import { isWorker, useSignIn } from "../api/session";
import { Back, Button, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { TextField } from "../parts/field";

const CODE = /^[0-9A-Z]{4}(-?[0-9A-Z]{4}){3}$/i;

/* What somebody copies has blanks and other strokes in it. */
export function cleanCode(text: string): string {
	const bare = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
	return bare.length === 16 ? (bare.match(/.{4}/g) ?? []).join("-") : text.trim();
}

export function CodeForm(props: { onDone: (worker: boolean) => void; submit: string }) {
	const { t } = useTranslation();
	const [code, setCode] = useState("");
	const [wrong, setWrong] = useState(false);
	const signIn = useSignIn();
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const clean = cleanCode(code);
		setWrong(!CODE.test(clean));
		if (!CODE.test(clean)) return;
		signIn.mutate(clean, { onSuccess: (session) => props.onDone(isWorker(session)) });
	};
	return (
		<form onSubmit={submit} noValidate>
			<ProblemNotice error={signIn.error} />
			<TextField
				label={t("web.sign_in.code")}
				hint={t("web.sign_in.hint")}
				error={wrong ? t("web.sign_in.wrong") : undefined}
				value={code}
				onChange={setCode}
				autoCapitalize="characters"
				type="text"
				max={40}
			/>
			<Button purpose="primary" type="submit" busy={signIn.isPending}>
				{t(signIn.isPending ? "web.waiting" : props.submit)}
			</Button>
		</form>
	);
}

export function SignIn() {
	const { t } = useTranslation();
	const navigate = useNavigate();
	return (
		<div className="narrow">
			<Back to="/" />
			<Title>{t("web.sign_in.title")}</Title>
			<Paragraph>{t("web.sign_in.text")}</Paragraph>
			<CodeForm
				submit="web.sign_in.submit"
				onDone={(worker) => navigate(worker ? "/desk" : "/file", { replace: true })}
			/>
			<Paragraph className="below">{t("web.sign_in.lost")}</Paragraph>
		</div>
	);
}
