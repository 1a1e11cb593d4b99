/* caseload.tsx - whom I help, by what is due: danger, late, today, this week, later.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link } from "react-router-dom";
import { capital, domainText, nameOf, stepText } from "../act/episode_data";
import { ask, type Schemas } from "../api/client";
import type { Session } from "../api/session";
import { DataBadge, Heading, Paragraph, ProblemNotice } from "../parts/basic";
import { More } from "../parts/more";
import { Waiting } from "../parts/waiting";
import { dayText, today } from "../text/texts";
import { RowKeys } from "./rows";

type Held = Schemas["Held"];
const GROUPS = ["danger", "late", "today", "week", "later", "none"] as const;
type Group = (typeof GROUPS)[number];
const WEEK_DAYS = 7;

function groupOf(held: Held): Group {
	if (held.in_danger) return "danger";
	const step = held.next_step;
	if (!step) return "none";
	if (step.late) return "late";
	if (step.day <= today()) return "today";
	return step.day <= today(WEEK_DAYS) ? "week" : "later";
}

export function useCaseload(region: string) {
	return useInfiniteQuery({
		queryKey: ["caseload", region],
		queryFn: ({ pageParam }) =>
			ask<Schemas["Caseload"]>(
				"GET",
				`/v1/regions/${region}/caseload?limit=100` +
					(pageParam ? `&after=${encodeURIComponent(pageParam)}` : ""),
			),
		initialPageParam: "",
		getNextPageParam: (page) => page.next_after ?? undefined,
		refetchInterval: 60_000,
		gcTime: 0,
	});
}

function Row(props: { held: Held }) {
	const { t } = useTranslation();
	const { held } = props;
	const step = held.next_step;
	return (
		<li>
			<Link className="row" to={`/desk/${held.region}/${held.episode}`}>
				<span>
					<span className="row-name">{capital(nameOf(held.person, t))}</span>
					<br />
					<span className="row-more">
						{t(held.care_manager ? "web.desk.row.manager" : "web.desk.row.member", {
							count: held.bears,
							total: held.needs,
						})}
					</span>
				</span>
				<span>
					{capital(step ? stepText(step, t) : t("web.desk.row.no_step"))}
					<br />
					<span className="row-more">{domainText(held.domain, t)}</span>
				</span>
				<span className={`row-day${step?.late ? " late" : ""}`}>
					{step ? dayText(step.day, true) : ""}
				</span>
			</Link>
		</li>
	);
}

function Grouped(props: { all: Held[] }) {
	const { t } = useTranslation();
	return (
		<RowKeys>
			{GROUPS.map((group) => {
				const rows = props.all.filter((held) => groupOf(held) === group);
				if (rows.length === 0) return null;
				const tone = group === "danger" ? "bad" : group === "late" ? "warm" : "";
				return (
					<section key={group} aria-labelledby={`group-${group}`}>
						<Heading level={2} id={`group-${group}`} className="group">
							{t(`web.desk.group.${group}`)}
							<DataBadge className={tone}>{rows.length}</DataBadge>
						</Heading>
						<ul className="rows">
							{rows.map((held) => (
								<Row key={held.episode} held={held} />
							))}
						</ul>
					</section>
				);
			})}
		</RowKeys>
	);
}

function OneRegion(props: { region: string }) {
	const { t } = useTranslation();
	const found = useCaseload(props.region);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const all = found.data.pages.flatMap((page) => page.episodes);
	if (all.length === 0) return <Paragraph>{t("web.desk.caseload.nobody")}</Paragraph>;
	return (
		<>
			<Grouped all={all} />
			<More of={found} />
		</>
	);
}

export function CaseloadList(props: { session: Session }) {
	const { t } = useTranslation();
	const regions = props.session.caseload.map((one) => one.region);
	if (regions.length === 0) return <Paragraph>{t("web.desk.caseload.nobody")}</Paragraph>;
	return (
		<>
			<p className="keys">
				<kbd>↑</kbd> <kbd>↓</kbd> {t("web.desk.keys")}
			</p>
			{regions.map((region) => (
				<OneRegion key={region} region={region} />
			))}
		</>
	);
}
