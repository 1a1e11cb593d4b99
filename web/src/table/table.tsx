/* table.tsx - the regional table, for who sits there: what lies on it by when it is due, what was
 * not done in time, where there is too little help, and what was learned.
 * SPDX-License-Identifier: EUPL-1.2
 */
import "../theme/file.css";
import "../theme/desk.css";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, Navigate, NavLink, useParams } from "react-router-dom";
import { capital, domainText } from "../act/episode_data";
import { ask, type Schemas } from "../api/client";
import { useSession } from "../api/session";
import { RowKeys } from "../desk/rows";
import { DataBadge, Heading, Paragraph, ProblemNotice, Title } from "../parts/basic";
import { More } from "../parts/more";
import { Waiting } from "../parts/waiting";
import { dayText, monthText } from "../text/texts";
import { Shortages } from "./shortages";
import { isLate, useAgenda, type AgendaItem } from "./table_data";

function Tabs() {
	const { t } = useTranslation();
	return (
		<nav className="tabs" aria-label={t("web.table.parts")}>
			<NavLink to="/table" end>
				{t("web.table.part.agenda")}
			</NavLink>
			<NavLink to="/table/late">{t("web.table.part.late")}</NavLink>
			<NavLink to="/table/lessons">{t("web.table.part.lessons")}</NavLink>
		</nav>
	);
}

/* When something has to be there: what was decided, or else a decision. */
function dueOf(item: AgendaItem): string | undefined {
	return item.term ?? item.expires;
}

function Row(props: { item: AgendaItem }) {
	const { t } = useTranslation();
	const { item } = props;
	const due = dueOf(item);
	return (
		<li>
			<Link className="row" to={`/table/${item.region}/${item.episode}/${item.id}`}>
				<span>
					<span className="row-name">{capital(domainText(item.domain, t))}</span>
					<br />
					<span className="row-more">
						{t("web.table.since", { day: dayText(item.brought) })}
					</span>
				</span>
				<span>
					{capital(t(`code.table_why.${item.why}`))}
					<br />
					<span className="badges">
						<DataBadge className={isLate(item) ? "warm" : ""}>
							{t(`code.table_state.${item.state}`)}
						</DataBadge>
						{item.attends && (
							<DataBadge className="good">{t("web.table.comes")}</DataBadge>
						)}
					</span>
				</span>
				<span className={`row-day${isLate(item) ? " late" : ""}`}>
					{due ? t("web.table.due", { day: dayText(due, true) }) : ""}
				</span>
			</Link>
		</li>
	);
}

const GROUPS = ["late", "brought", "decided", "ready"] as const;

function groupOf(item: AgendaItem): (typeof GROUPS)[number] {
	if (isLate(item)) return "late";
	if (item.state === "brought") return "brought";
	return item.state === "decided" || item.state === "named" ? "decided" : "ready";
}

function Cases(props: { items: AgendaItem[] }) {
	const { t } = useTranslation();
	return (
		<RowKeys>
			{GROUPS.map((group) => {
				const items = props.items.filter((item) => groupOf(item) === group);
				if (items.length === 0) return null;
				return (
					<section key={group} aria-labelledby={`group-${group}`}>
						<Heading level={2} id={`group-${group}`} className="group">
							{t(`web.table.group.${group}`)}
							<DataBadge className={group === "late" ? "warm" : ""}>
								{items.length}
							</DataBadge>
						</Heading>
						<ul className="rows">
							{items.map((item) => (
								<Row key={item.id} item={item} />
							))}
						</ul>
					</section>
				);
			})}
		</RowKeys>
	);
}

function AgendaPart(props: { region: string; late: boolean }) {
	const { t } = useTranslation();
	const found = useAgenda(props.region);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const wanted = (one: { state: string; late: boolean }) => !props.late || isLate(one);
	const items = found.data.pages.flatMap((page) => page.items).filter(wanted);
	const shortages = (found.data.pages[0]?.shortages ?? []).filter(wanted);
	const empty = items.length === 0 && (!props.late || shortages.length === 0);
	return (
		<>
			<Paragraph>{t(props.late ? "web.table.late.text" : "web.table.text")}</Paragraph>
			{empty && (
				<Paragraph>{t(props.late ? "web.table.late.none" : "web.table.none")}</Paragraph>
			)}
			<Cases items={items} />
			<More of={found} />
			<Shortages region={props.region} shortages={shortages} add={!props.late} />
		</>
	);
}

function Lessons(props: { region: string }) {
	const { t } = useTranslation();
	const found = useQuery({
		queryKey: ["table", "lessons", props.region],
		queryFn: () => ask<Schemas["Lessons"]>("GET", `/v1/regions/${props.region}/table/lessons`),
		gcTime: 0,
	});
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const { lessons } = found.data;
	if (lessons.length === 0) return <Paragraph>{t("web.table.lessons.none")}</Paragraph>;
	return (
		<>
			<Paragraph>{t("web.table.lessons.text")}</Paragraph>
			<ul className="people-list card">
				{lessons.map((lesson, at) => (
					<li key={at}>
						<span className="person-name">{capital(domainText(lesson.domain, t))}</span>
						<span className="person-role">
							{monthText(lesson.month)}, {t(`code.table_why.${lesson.why}`)}
						</span>
						<blockquote className="moment-words">{lesson.words}</blockquote>
					</li>
				))}
			</ul>
		</>
	);
}

export default function Table() {
	const { t } = useTranslation();
	const session = useSession();
	const { part } = useParams();
	if (session.isPending) return <Waiting />;
	if (!session.data) return <Navigate to="/sign-in" replace />;
	const { region } = session.data;
	const title = part === "late" || part === "lessons" ? part : "agenda";
	return (
		<>
			<Title>{t(`web.table.title.${title}`)}</Title>
			<Tabs />
			{part === "lessons" ? (
				<Lessons region={region} />
			) : (
				<AgendaPart region={region} late={part === "late"} />
			)}
		</>
	);
}
