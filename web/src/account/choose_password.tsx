/* choose_password.tsx - the page of an invitation: choose a name to sign in with, and a password.
 *
 * The invitation stands behind # in the address: that part is sent to nobody, and goes from the
 * address when the page opens.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useLocation } from "react-router-dom";
import { ask } from "../api/client";
import { Button, LinkButton, Notice, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { TextField } from "../parts/field";

const SHORTEST = 12; // bytes, as the server wants it
const SHORTEST_LOGIN = 3;
const SHORTEST_TOKEN = 16;

type Said = { token: string; login: string; password: string; again: string };

function wrongIn(said: Said): keyof Said | undefined {
	const bytes = (text: string) => new TextEncoder().encode(text).length;
	if (bytes(said.token.trim()) < SHORTEST_TOKEN) return "token";
	if (bytes(said.login.trim()) < SHORTEST_LOGIN) return "login";
	if (bytes(said.password) < SHORTEST) return "password";
	return said.password === said.again ? undefined : "again";
}

/* Read once; then it is in no history. */
function useInvitation(): string {
	const { hash } = useLocation();
	const [token] = useState(() => decodeURIComponent(hash.replace(/^#/, "")));
	useEffect(() => {
		if (window.location.hash !== "") window.history.replaceState(null, "", "/password");
	}, []);
	return token;
}

function Chosen() {
	const { t } = useTranslation();
	return (
		<>
			<Notice tone="ok" title={t("web.account.chosen.title")} live>
				<p className="notice-text">{t("web.account.chosen.text")}</p>
			</Notice>
			<LinkButton purpose="primary" to="/sign-in?with=password">
				{t("web.account.chosen.sign_in")}
			</LinkButton>
		</>
	);
}

export default function ChoosePassword() {
	const { t } = useTranslation();
	const invited = useInvitation();
	const [said, setSaid] = useState<Said>({
		token: invited,
		login: "",
		password: "",
		again: "",
	});
	const [wrong, setWrong] = useState<keyof Said>();
	const choose = useMutation({
		mutationFn: () =>
			ask("POST", "/v1/passwords", {
				token: said.token.trim(),
				login: said.login.trim(),
				password: said.password,
			}),
	});
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const found = wrongIn(said);
		setWrong(found);
		if (!found) choose.mutate();
	};
	const field = (name: keyof Said, type: string, complete: string, max: number) => (
		<TextField
			label={t(`web.account.choose.${name}`)}
			hint={name === "again" ? undefined : t(`web.account.choose.${name}.hint`)}
			error={wrong === name ? t(`web.account.choose.${name}.wrong`) : undefined}
			value={said[name]}
			onChange={(value) => {
				setWrong(undefined);
				setSaid({ ...said, [name]: value });
			}}
			type={type}
			complete={complete}
			autoCapitalize="none"
			max={max}
		/>
	);
	return (
		<div className="narrow">
			<Title>{t("web.account.choose.title")}</Title>
			{choose.isSuccess ? (
				<Chosen />
			) : (
				<form onSubmit={submit} noValidate>
					<Paragraph>{t("web.account.choose.text")}</Paragraph>
					<ProblemNotice error={choose.error} />
					{invited === "" && field("token", "text", "off", 80)}
					{field("login", "text", "username", 200)}
					{field("password", "password", "new-password", 256)}
					{field("again", "password", "new-password", 256)}
					<Button purpose="primary" type="submit" busy={choose.isPending}>
						{t(choose.isPending ? "web.waiting" : "web.account.choose.submit")}
					</Button>
				</form>
			)}
		</div>
	);
}
