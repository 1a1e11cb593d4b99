/* map_part.tsx - the map of help, for who keeps it: what somebody reported, and what nobody looked
 * at for a long time.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EntryToConfirm, Report } from "../act/map_item";
import { useInbox } from "../desk/inbox";
import { Button, DataBadge, Heading, Paragraph, ProblemNotice } from "../parts/basic";
import { More } from "../parts/more";
import { Waiting } from "../parts/waiting";
import { dayText } from "../text/texts";
import { useFading } from "./admin_data";

const FIRST = 30;

function Row(props: { name: string; more: string; day: string; children: () => ReactNode }) {
	const [open, setOpen] = useState(false);
	return (
		<li>
			<button
				type="button"
				className="row"
				aria-expanded={open}
				onClick={() => setOpen(!open)}
			>
				<span className="row-name">{props.name}</span>
				<span className="row-more">{props.more}</span>
				<span className="row-day">{props.day}</span>
			</button>
			{open && <div className="row-open">{props.children()}</div>}
		</li>
	);
}

function Reports(props: { region: string }) {
	const { t } = useTranslation();
	const found = useInbox();
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const items = found.data.pages
		.flatMap((page) => page.items)
		.filter((item) => item.kind === "correction" && item.region === props.region);
	return (
		<section aria-labelledby="map-reports">
			<Heading level={2} id="map-reports" className="group">
				{t("web.admin.map.reports")}
				<DataBadge>{items.length}</DataBadge>
			</Heading>
			{items.length === 0 && <Paragraph>{t("web.admin.map.reports.none")}</Paragraph>}
			{items.length > 0 && (
				<ul className="rows">
					{items.map((item) => (
						<Row
							key={item.thing}
							name={t("web.admin.map.report")}
							more=""
							day={dayText(item.at)}
						>
							{() => <Report region={item.region} thing={item.thing} />}
						</Row>
					))}
				</ul>
			)}
			<More of={found} />
		</section>
	);
}

function Fading(props: { region: string }) {
	const { t } = useTranslation();
	const found = useFading(props.region);
	const [most, setMost] = useState(FIRST);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const all = found.data;
	return (
		<section aria-labelledby="map-fading">
			<Heading level={2} id="map-fading" className="group">
				{t("web.admin.map.fading")}
				<DataBadge>{all.length}</DataBadge>
			</Heading>
			<Paragraph>
				{t(all.length === 0 ? "web.admin.map.fading.none" : "web.admin.map.fading.text")}
			</Paragraph>
			{all.length > 0 && (
				<ul className="rows">
					{all.slice(0, most).map((entry) => (
						<Row
							key={entry.id}
							name={entry.name}
							more={t(`code.entry_kind.${entry.kind}`)}
							day={entry.confirmation.at ? dayText(entry.confirmation.at) : ""}
						>
							{() => <EntryToConfirm region={props.region} thing={entry.id} />}
						</Row>
					))}
				</ul>
			)}
			{all.length > most && (
				<div className="actions">
					<Button purpose="secondary" onClick={() => setMost(most + FIRST)}>
						{t("web.admin.more")}
					</Button>
				</div>
			)}
		</section>
	);
}

export function MapPart(props: { region: string }) {
	return (
		<>
			<Reports region={props.region} />
			<Fading region={props.region} />
		</>
	);
}
