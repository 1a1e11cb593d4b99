/* my_account.tsx - who I am here, how I sign in, and where I am signed in now.
 * SPDX-License-Identifier: EUPL-1.2
 */
import "../theme/file.css";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, useNavigate } from "react-router-dom";
import { Action } from "../act/action";
import { ask, type Schemas } from "../api/client";
import { useSession, type Session } from "../api/session";
import { DataBadge, Heading, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { Waiting } from "../parts/waiting";
import { instantText } from "../text/texts";
import { SecondFactor } from "./second_factor";

type Sessions = Schemas["Sessions"];

function Who(props: { session: Session }) {
	const { t } = useTranslation();
	const { account } = props.session;
	const facts: [string, string | undefined][] = [
		["name", account.name],
		["kind", account.kind && t(`code.member_kind.${account.kind}`)],
		["organisation", account.organisation_name],
	];
	return (
		<section aria-label={t("web.account.who")}>
			<dl className="answers">
				{facts.map(
					([name, value]) =>
						value && (
							<div key={name} className="answer">
								<dt>{t(`web.account.${name}`)}</dt>
								<dd>{value}</dd>
							</div>
						),
				)}
			</dl>
		</section>
	);
}

function Password(props: { sessions: Sessions }) {
	const { t } = useTranslation();
	const has = props.sessions.password;
	return (
		<section className="card" aria-labelledby="account-password">
			<Heading level={2} id="account-password">
				{t("web.account.how")}
			</Heading>
			<Paragraph>{t(has ? "web.account.with_password" : "web.account.with_code")}</Paragraph>
			{has && (
				<div className="actions">
					<Action
						purpose="secondary"
						label={t("web.account.change")}
						text={t("web.account.change.text")}
						path="/v1/password"
						method="PUT"
						fields={[
							{
								name: "old_password",
								kind: "secret",
								label: t("web.account.old"),
								required: true,
								complete: "current-password",
							},
							{
								name: "password",
								kind: "secret",
								label: t("web.account.new"),
								hint: t("web.account.choose.password.hint"),
								required: true,
								complete: "new-password",
							},
						]}
						done={t("web.account.changed")}
					/>
				</div>
			)}
			{has && <SecondFactor on={props.sessions.second_factor} />}
		</section>
	);
}

function Places(props: { sessions: Sessions }) {
	const { t } = useTranslation();
	const navigate = useNavigate();
	const queries = useQueryClient();
	const { sessions, more } = props.sessions;
	const gone = () => {
		queries.clear();
		queries.setQueryData(["session"], null);
		navigate("/sign-in", { replace: true });
	};
	return (
		<section className="card" aria-labelledby="account-places">
			<Heading level={2} id="account-places">
				{t("web.account.places")}
			</Heading>
			<Paragraph>{t("web.account.places.text")}</Paragraph>
			<ul className="people-list">
				{sessions.map((one) => (
					<li key={one.id}>
						<span className="person-name">
							{t(`web.account.way.${one.way}`, { day: instantText(one.started) })}
						</span>
						<span className="person-role">
							{t("web.account.until", { day: instantText(one.expires) })}
						</span>
						{one.current ? (
							<span className="badges">
								<DataBadge className="good">{t("web.account.here")}</DataBadge>
							</span>
						) : (
							<Action
								label={t("web.account.end")}
								text={t("web.account.end.text")}
								path={`/v1/sessions/${one.id}`}
								method="DELETE"
								done={t("web.account.ended")}
							/>
						)}
					</li>
				))}
			</ul>
			{more && <Paragraph>{t("web.account.more")}</Paragraph>}
			<div className="actions">
				<Action
					purpose="secondary"
					label={t("web.account.end_all")}
					text={t("web.account.end_all.text")}
					path="/v1/sessions"
					method="DELETE"
					done={t("web.account.ended")}
					onDone={gone}
				/>
			</div>
		</section>
	);
}

export default function MyAccount() {
	const { t } = useTranslation();
	const session = useSession();
	const found = useQuery({
		queryKey: ["sessions"],
		queryFn: () => ask<Sessions>("GET", "/v1/sessions"),
		enabled: Boolean(session.data),
		gcTime: 0,
	});
	if (session.isPending) return <Waiting />;
	if (!session.data) return <Navigate to="/sign-in" replace />;
	return (
		<div className="narrow">
			<Title>{t("web.account.title")}</Title>
			<Who session={session.data} />
			{found.isPending && <Waiting />}
			<ProblemNotice error={found.error} />
			{found.data && <Password sessions={found.data} />}
			{found.data && <Places sessions={found.data} />}
		</div>
	);
}
