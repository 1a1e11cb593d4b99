/* sign_in.tsx - back to your question, or to work: with a code, or with a name, a password and,
 * where it was switched on, a second step.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useSearchParams } from "react-router-dom";
import { Problem } from "../api/client";
import { homeOf, useSignIn } from "../api/session";
import { Back, Button, Link, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { TextField } from "../parts/field";

const CODE = /^[0-9A-Z]{4}(-?[0-9A-Z]{4}){3}$/i;
const DIGITS = /^\d{6}$/;
const SECOND = ["session.second_needed", "session.second_wrong"];

/* What somebody copies has blanks and other strokes in it. */
export function cleanCode(text: string): string {
	const bare = text.toUpperCase().replace(/[^0-9A-Z]/g, "");
	return bare.length === 16 ? (bare.match(/.{4}/g) ?? []).join("-") : text.trim();
}

type FormProps = { onDone: (home: string) => void; submit: string };

export function CodeForm(props: FormProps) {
	const { t } = useTranslation();
	const [code, setCode] = useState("");
	const [wrong, setWrong] = useState(false);
	const signIn = useSignIn();
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const clean = cleanCode(code);
		setWrong(!CODE.test(clean));
		if (!CODE.test(clean)) return;
		signIn.mutate({ code: clean }, { onSuccess: (session) => props.onDone(homeOf(session)) });
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

/* Six digits of the telephone, or in their place a code that was kept. */
function SecondStep(props: {
	kept: boolean;
	value: string;
	error?: string;
	onChange: (value: string) => void;
	onSwitch: () => void;
}) {
	const { t } = useTranslation();
	const which = props.kept ? "kept" : "digits";
	return (
		<>
			<TextField
				label={t(`web.sign_in.${which}`)}
				hint={t(`web.sign_in.${which}.hint`)}
				error={props.error}
				value={props.value}
				onChange={props.onChange}
				complete={props.kept ? "off" : "one-time-code"}
				numbers={!props.kept}
				type="text"
				max={40}
			/>
			<p>
				<button type="button" className="back nl-link" onClick={props.onSwitch}>
					{t(props.kept ? "web.sign_in.with_digits" : "web.sign_in.with_kept")}
				</button>
			</p>
		</>
	);
}

type Said = { login: string; password: string; second: string; kept: boolean; own: boolean };
const NOTHING: Said = { login: "", password: "", second: "", kept: false, own: false };

/* What is not filled in: the name of a field. */
function missingIn(said: Said, second: boolean): keyof Said | undefined {
	if (said.login.trim() === "") return "login";
	if (said.password === "") return "password";
	if (!second) return undefined;
	const text = said.second.trim();
	const good = said.kept ? CODE.test(cleanCode(text)) : DIGITS.test(text.replace(/\s/g, ""));
	return good ? undefined : "second";
}

function secondOf(said: Said, second: boolean) {
	if (!second) return {};
	if (said.kept) return { recovery_code: cleanCode(said.second) };
	return { code: said.second.replace(/\s/g, "") };
}

function usePasswordForm(onDone: (home: string) => void) {
	const [said, setSaid] = useState(NOTHING);
	const [missing, setMissing] = useState<keyof Said>();
	const [second, setSecond] = useState(false);
	const signIn = useSignIn();
	const change = (part: Partial<Said>) => {
		setMissing(undefined);
		setSaid({ ...said, ...part });
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const wrong = missingIn(said, second);
		setMissing(wrong);
		if (wrong) return;
		const { login, password, own } = said;
		const who = { login: login.trim(), password, own, ...secondOf(said, second) };
		signIn.mutate(who, {
			onSuccess: (session) => onDone(homeOf(session)),
			onError: (error) =>
				setSecond(second || (error instanceof Problem && SECOND.includes(error.code))),
		});
	};
	return { said, change, missing, second, signIn, submit };
}

function PasswordForm(props: FormProps) {
	const { t } = useTranslation();
	const form = usePasswordForm(props.onDone);
	const { said, change, missing, second, signIn } = form;
	const error = (name: keyof Said) =>
		missing === name ? t(`web.sign_in.missing.${name}`) : undefined;
	/* That a second step is wanted is no fault of who signs in. */
	const asked = signIn.error instanceof Problem && signIn.error.code === "session.second_needed";
	return (
		<form onSubmit={form.submit} noValidate>
			{!asked && <ProblemNotice error={signIn.error} />}
			<TextField
				label={t("web.sign_in.login")}
				error={error("login")}
				value={said.login}
				onChange={(login) => change({ login })}
				complete="username"
				autoCapitalize="none"
				type="text"
				max={200}
			/>
			<TextField
				label={t("web.sign_in.password")}
				error={error("password")}
				value={said.password}
				onChange={(password) => change({ password })}
				complete="current-password"
				type="password"
				max={256}
			/>
			{second && (
				<SecondStep
					kept={said.kept}
					value={said.second}
					error={error("second")}
					onChange={(value) => change({ second: value })}
					onSwitch={() => change({ kept: !said.kept, second: "" })}
				/>
			)}
			<label className="toggle">
				<input
					type="checkbox"
					checked={said.own}
					onChange={(event) => change({ own: event.target.checked })}
				/>
				<span>{t("web.sign_in.own")}</span>
			</label>
			<Button purpose="primary" type="submit" busy={signIn.isPending}>
				{t(signIn.isPending ? "web.waiting" : props.submit)}
			</Button>
		</form>
	);
}

export function SignIn() {
	const { t } = useTranslation();
	const navigate = useNavigate();
	const [search] = useSearchParams();
	const way = search.get("with") === "password" ? "password" : "code";
	const Form = way === "password" ? PasswordForm : CodeForm;
	const other = way === "password" ? "/sign-in" : "/sign-in?with=password";
	return (
		<div className="narrow">
			<Back to="/" />
			<Title>{t(way === "code" ? "web.sign_in.title" : "web.sign_in.title_work")}</Title>
			<Paragraph>
				{t(way === "code" ? "web.sign_in.text" : "web.sign_in.text_work")}
			</Paragraph>
			<Form
				submit="web.sign_in.submit"
				onDone={(home) => navigate(home, { replace: true })}
			/>
			<p className="below">
				<Link to={other}>
					{t(way === "code" ? "web.sign_in.to_password" : "web.sign_in.to_code")}
				</Link>
			</p>
			<Paragraph>
				{t(way === "code" ? "web.sign_in.lost" : "web.sign_in.lost_work")}
			</Paragraph>
		</div>
	);
}
