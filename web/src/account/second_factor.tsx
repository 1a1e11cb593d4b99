/* second_factor.tsx - a second step at signing in: begun, confirmed with a code, and the codes that
 * are kept for a lost telephone, shown once.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import { ask, type Schemas } from "../api/client";
import { Button, Heading, Notice, Paragraph, ProblemNotice } from "../parts/basic";
import { TextField } from "../parts/field";

type Begun = Schemas["SecondBegun"];
const DIGITS = /^\d{6}$/;

/* In fours, as it is read aloud and typed over. */
function inFours(text: string): string {
	return (text.match(/.{1,4}/g) ?? []).join(" ");
}

function Kept(props: { codes: string[]; onDone: () => void }) {
	const { t } = useTranslation();
	return (
		<div className="card inner">
			<Heading level={3}>{t("web.account.second.kept")}</Heading>
			<Notice tone="ok" title={t("web.account.second.is_on")} live />
			<Paragraph>{t("web.account.second.kept.text")}</Paragraph>
			<ul className="kept-codes">
				{props.codes.map((code) => (
					<li key={code}>{code}</li>
				))}
			</ul>
			<div className="actions">
				<Button purpose="secondary" onClick={() => window.print()}>
					{t("web.done.code.print")}
				</Button>
				<Button purpose="primary" onClick={props.onDone}>
					{t("web.account.second.kept.done")}
				</Button>
			</div>
		</div>
	);
}

function Confirm(props: { begun: Begun; onCodes: (codes: string[]) => void }) {
	const { t } = useTranslation();
	const [code, setCode] = useState("");
	const [wrong, setWrong] = useState(false);
	const confirm = useMutation({
		mutationFn: (digits: string) =>
			ask<Schemas["SecondConfirmed"]>("POST", "/v1/second-factor/confirm", { code: digits }),
		onSuccess: (reply) => props.onCodes(reply.recovery_codes ?? []),
	});
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const digits = code.replace(/\s/g, "");
		setWrong(!DIGITS.test(digits));
		if (DIGITS.test(digits)) confirm.mutate(digits);
	};
	return (
		<form onSubmit={submit} noValidate className="card inner">
			<Heading level={3}>{t("web.account.second.begun")}</Heading>
			<ol className="plain-list">
				<li>{t("web.account.second.step.app")}</li>
				<li>
					{t("web.account.second.step.secret")}
					<p className="code secret">{inFours(props.begun.secret ?? "")}</p>
					{props.begun.uri && (
						<p>
							<a className="nl-link" href={props.begun.uri}>
								{t("web.account.second.open")}
							</a>
						</p>
					)}
				</li>
				<li>{t("web.account.second.step.code")}</li>
			</ol>
			<ProblemNotice error={confirm.error} />
			<TextField
				label={t("web.sign_in.digits")}
				error={wrong ? t("web.sign_in.missing.second") : undefined}
				value={code}
				onChange={setCode}
				complete="one-time-code"
				numbers
				type="text"
				max={12}
			/>
			<Button purpose="primary" type="submit" busy={confirm.isPending}>
				{t(confirm.isPending ? "web.waiting" : "web.account.second.confirm")}
			</Button>
		</form>
	);
}

export function SecondFactor(props: { on: boolean }) {
	const { t } = useTranslation();
	const queries = useQueryClient();
	const [begun, setBegun] = useState<Begun | null>(null);
	const [codes, setCodes] = useState<string[] | null>(null);
	const password = {
		name: "password",
		kind: "secret" as const,
		label: t("web.sign_in.password"),
		required: true,
		complete: "current-password",
	};
	const seen = () => {
		setCodes(null);
		setBegun(null);
		void queries.invalidateQueries({ queryKey: ["sessions"] });
	};
	if (codes) return <Kept codes={codes} onDone={seen} />;
	if (begun && !props.on) return <Confirm begun={begun} onCodes={setCodes} />;
	return (
		<>
			<Heading level={3}>{t("web.account.second")}</Heading>
			<Paragraph>
				{t(props.on ? "web.account.second.on" : "web.account.second.off")}
			</Paragraph>
			{props.on ? (
				<Action
					label={t("web.account.second.end")}
					text={t("web.account.second.end.text")}
					path="/v1/second-factor/end"
					fields={[password]}
					done={t("web.account.second.ended")}
				/>
			) : (
				<Action
					purpose="secondary"
					label={t("web.account.second.begin")}
					text={t("web.account.second.begin.text")}
					path="/v1/second-factor"
					fields={[password]}
					done={t("web.account.second.go_on")}
					onDone={(result) => setBegun(result as unknown as Begun)}
				/>
			)}
		</>
	);
}
