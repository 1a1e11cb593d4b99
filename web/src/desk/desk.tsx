/* desk.tsx - the professional's day: whom I help, what waits for me, a new question.
 * SPDX-License-Identifier: EUPL-1.2
 */
import "../theme/file.css";
import "../theme/desk.css";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, useParams } from "react-router-dom";
import { homeOf, isWorker, useSession } from "../api/session";
import { DataBadge, LinkButton, Title } from "../parts/basic";
import { Waiting } from "../parts/waiting";
import { CaseloadList } from "./caseload";
import { InboxList, useInbox } from "./inbox";

function Tabs() {
	const { t } = useTranslation();
	const total = useInbox().data?.pages[0]?.total ?? 0;
	return (
		<nav className="tabs" aria-label={t("web.desk.parts")}>
			<NavLink to="/desk" end>
				{t("web.desk.part.caseload")}
			</NavLink>
			<NavLink to="/desk/inbox">
				{t("web.desk.part.inbox")}&nbsp;
				{total > 0 && <DataBadge>{total}</DataBadge>}
			</NavLink>
			<NavLink to="/table">{t("web.desk.part.table")}</NavLink>
		</nav>
	);
}

export default function Desk() {
	const { t } = useTranslation();
	const session = useSession();
	const { part } = useParams();
	if (session.isPending) return <Waiting />;
	if (!session.data) return <Navigate to="/sign-in" replace />;
	if (!isWorker(session.data)) return <Navigate to={homeOf(session.data)} replace />;
	return (
		<>
			<div className="desk-head">
				<Title>{t(part === "inbox" ? "web.desk.part.inbox" : "web.desk.title")}</Title>
				<p className="row-more">
					{session.data.account.name}
					{session.data.account.organisation_name &&
						`, ${session.data.account.organisation_name}`}
				</p>
				<LinkButton purpose="secondary" to="/ask/who" className="new-question">
					{t("web.desk.new")}
				</LinkButton>
			</div>
			<Tabs />
			{part === "inbox" ? (
				<InboxList region={session.data.region} />
			) : (
				<CaseloadList session={session.data} />
			)}
		</>
	);
}
