/* accounts.tsx - who has an account: made, invited, given a new code or a seat, and ended. What
 * somebody still holds comes back as the reason why they cannot end yet.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Action } from "../act/action";
import { capital } from "../act/episode_data";
import type { Schemas } from "../api/client";
import { Button, DataBadge, Heading, Paragraph, ProblemNotice } from "../parts/basic";
import { TextField } from "../parts/field";
import { Waiting } from "../parts/waiting";
import { dayText } from "../text/texts";
import { isLike, useAccounts, useOrganisations, type Listed } from "./admin_data";
import { Once, type Shown } from "./once";

const KINDS = ["professional", "peer", "volunteer", "relative", "administrator"] as const;
const SEATS = ["clients", "relatives", "providers", "municipalities", "insurer"] as const;
const FIRST = 50; // rows that are shown at first

function AddAccount(props: { region: string; onShown: (shown: Shown) => void }) {
	const { t } = useTranslation();
	const [name, setName] = useState("");
	const organisations = useOrganisations(props.region).data ?? [];
	return (
		<Action
			purpose="primary"
			label={t("web.admin.account.add")}
			text={t("web.admin.account.add.text")}
			path={`/v1/regions/${props.region}/accounts`}
			fields={[
				{ name: "name", kind: "line", label: t("web.admin.name"), required: true },
				{
					name: "kind",
					kind: "select",
					label: t("web.admin.kind"),
					options: KINDS.map((value) => ({
						value,
						label: capital(t(`code.member_kind.${value}`)),
					})),
					preset: "professional",
					required: true,
				},
				{
					name: "organisation",
					kind: "select",
					label: t("web.admin.organisation"),
					hint: t("web.admin.organisation.hint"),
					options: organisations.map((one) => ({ value: one.id, label: one.name })),
				},
			]}
			body={(values) => {
				setName(values.name ?? "");
				return {
					name: values.name,
					kind: values.kind,
					organisation: values.organisation || undefined,
				};
			}}
			done={t("web.admin.account.added")}
			onDone={(result) =>
				props.onShown({
					who: name,
					code: (result as Schemas["AccountMade"]).access_code,
				})
			}
		/>
	);
}

type RowProps = { listed: Listed; region: string; onShown: (shown: Shown) => void };

/* Who works here signs in by invitation, and a code is for who lost theirs. */
function Entrances(props: RowProps) {
	const { t } = useTranslation();
	const { account } = props.listed;
	const of = `/v1/regions/${props.region}/accounts/${account.id}`;
	const who = account.name ?? "";
	if (account.kind === "relative") return null;
	return (
		<>
			<Action
				label={t("web.admin.invite")}
				title={t("web.admin.invite.title", { who })}
				text={t("web.admin.invite.text")}
				path={`${of}/invitations`}
				done={t("web.admin.invited")}
				onDone={(result) =>
					props.onShown({ who, token: (result as unknown as Schemas["Invited"]).token })
				}
			/>
			<Action
				label={t("web.admin.code")}
				title={t("web.admin.code.title", { who })}
				text={t("web.admin.code.text")}
				path={`${of}/code`}
				done={t("web.admin.coded")}
				onDone={(result) =>
					props.onShown({ who, code: (result as Schemas["AccountMade"]).access_code })
				}
			/>
		</>
	);
}

/* At which table somebody sits, the program says when it is asked. */
function Seat(props: RowProps) {
	const { t } = useTranslation();
	const who = props.listed.account.name ?? "";
	const path = `/v1/regions/${props.region}/table/seats/${props.listed.account.id}`;
	return (
		<>
			<Action
				label={t("web.admin.seat")}
				title={t("web.admin.seat.title", { who })}
				text={t("web.admin.seat.text")}
				path={path}
				method="PUT"
				fields={[
					{
						name: "seat",
						kind: "choice",
						label: t("web.admin.seat.which"),
						options: SEATS.map((value) => ({
							value,
							label: capital(t(`code.seat_kind.${value}`)),
						})),
						required: true,
					},
				]}
				done={t("web.admin.seated")}
			/>
			<Action
				label={t("web.admin.unseat")}
				title={t("web.admin.unseat.title", { who })}
				path={path}
				method="DELETE"
				done={t("web.admin.unseated")}
			/>
		</>
	);
}

function Row(props: RowProps) {
	const { t } = useTranslation();
	const { account, ended, created } = props.listed;
	const who = account.name ?? "";
	return (
		<li>
			<span className="person-name">{who}</span>
			<span className="person-role">
				{[
					capital(t(`code.member_kind.${account.kind}`)),
					account.organisation_name,
					t("web.admin.since", { day: dayText(created) }),
				]
					.filter(Boolean)
					.join(", ")}
			</span>
			{ended ? (
				<span className="badges">
					<DataBadge>{t("web.admin.ended", { day: dayText(ended) })}</DataBadge>
				</span>
			) : (
				<details className="later">
					<summary>
						{t("web.admin.change")}
						<span className="unseen"> {who}</span>
					</summary>
					<div className="need-actions">
						<Entrances {...props} />
						<Seat {...props} />
						<Action
							label={t("web.admin.end")}
							title={t("web.admin.end.title", { who })}
							text={t("web.admin.end.text")}
							path={`/v1/regions/${props.region}/accounts/${account.id}`}
							method="DELETE"
							done={t("web.admin.ended.done")}
							negative
						/>
					</div>
				</details>
			)}
		</li>
	);
}

export function Accounts(props: { region: string }) {
	const { t } = useTranslation();
	const found = useAccounts(props.region);
	const [words, setWords] = useState("");
	const [most, setMost] = useState(FIRST);
	const [shown, setShown] = useState<Shown | null>(null);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const all = found.data.filter(
		({ account }) =>
			isLike(account.name, words) || isLike(account.organisation_name, words),
	);
	return (
		<>
			<Paragraph>{t("web.admin.accounts.text")}</Paragraph>
			<div className="actions">
				<AddAccount region={props.region} onShown={setShown} />
			</div>
			{shown && <Once shown={shown} onDone={() => setShown(null)} />}
			<TextField label={t("web.admin.look")} value={words} max={60} onChange={setWords} />
			<Heading level={2} className="group">
				{t("web.admin.accounts.who")}
				<DataBadge>{all.length}</DataBadge>
			</Heading>
			{all.length === 0 && <Paragraph>{t("web.admin.none")}</Paragraph>}
			{all.length > 0 && (
				<ul className="people-list card">
					{all.slice(0, most).map((listed) => (
						<Row
							key={listed.account.id}
							listed={listed}
							region={props.region}
							onShown={setShown}
						/>
					))}
				</ul>
			)}
			{all.length > most && (
				<Button purpose="secondary" onClick={() => setMost(most + FIRST)}>
					{t("web.admin.more")}
				</Button>
			)}
		</>
	);
}
