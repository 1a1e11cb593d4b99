/* nearby.tsx - help near somebody, as a list: what it is, who does it, how to come in.
 *
 * Words go in the body of a request and are kept nowhere (docs/decisions/0010).
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ask, type Schemas } from "../api/client";
import type { Place } from "../door/draft";
import { DataBadge, Heading, Paragraph, ProblemNotice } from "../parts/basic";
import { Waiting } from "../parts/waiting";

export type SearchBody = {
	q?: string;
	municipality?: string;
	region?: string;
	domains?: string[];
	without_referral?: boolean;
	anonymous?: boolean;
	open_now?: boolean;
	limit: number;
};
type Result = Schemas["SearchResult"];

const MOST_WORDS = 40;

export function useFound(body: SearchBody, enabled = true) {
	return useQuery({
		queryKey: ["found", body],
		queryFn: () => ask<Schemas["SearchAnswer"]>("POST", "/v1/search", body),
		enabled,
		gcTime: 0,
	});
}

export function firstWords(text: string): string | undefined {
	const words = text.trim().split(/\s+/).slice(0, MOST_WORDS).join(" ");
	return words === "" ? undefined : words.slice(0, 300);
}

/* A website is shown, and gone to only on a tap. */
function siteOf(website: string): string | null {
	try {
		const url = new URL(/^https?:/.test(website) ? website : `https://${website}`);
		return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
	} catch {
		return null;
	}
}

function Ways(props: { found: Result }) {
	const { t } = useTranslation();
	const { phone, email, website } = props.found;
	const site = website ? siteOf(website) : null;
	return (
		<ul className="ways">
			{phone && (
				<li>
					<a className="nl-link" href={`tel:${phone.replace(/[^\d+]/g, "")}`}>
						{phone}
					</a>
				</li>
			)}
			{email && (
				<li>
					<a className="nl-link" href={`mailto:${email}`}>
						{email}
					</a>
				</li>
			)}
			{site && (
				<li>
					<a className="nl-link" href={site} rel="noreferrer noopener" target="_blank">
						{t("web.find.website")}
						<span className="unseen"> {props.found.name}</span>
					</a>
				</li>
			)}
			{!phone && !email && !site && <li>{t("web.find.ask_first")}</li>}
		</ul>
	);
}

type Say = (key: string, more?: Record<string, unknown>) => string;

function distanceText(km: number, t: Say): string {
	return km < 1 ? t("web.find.close") : t("web.find.km", { count: Math.round(km) });
}

export function FoundCard(props: {
	found: Result;
	level: 2 | 3;
	onChoose?: (found: Result) => void;
}) {
	const { t } = useTranslation();
	const { found } = props;
	const where = [found.organisation.name, found.site?.place ?? found.site?.municipality?.name]
		.filter(Boolean)
		.join(", ");
	return (
		<li className="found card">
			<Heading level={props.level} appearance="level-3">
				{found.name}
			</Heading>
			<p className="found-where">
				{where}
				{found.distance_km !== null && ` (${distanceText(found.distance_km, t)})`}
			</p>
			<p className="badges">
				{found.kind && <DataBadge>{t(`code.service_kind.${found.kind}`)}</DataBadge>}
				{found.costs.map((cost) => (
					<DataBadge key={cost}>{t(`code.cost_kind.${cost}`)}</DataBadge>
				))}
				{found.open_now && <DataBadge className="good">{t("web.find.open_now")}</DataBadge>}
				{found.informal && <DataBadge>{t("web.find.informal")}</DataBadge>}
			</p>
			{found.description && <Paragraph>{found.description}</Paragraph>}
			{found.way_in && <Paragraph>{found.way_in}</Paragraph>}
			<Ways found={found} />
			{props.onChoose && (
				<button
					type="button"
					className="nl-button nl-button--secondary"
					onClick={() => props.onChoose?.(found)}
				>
					{t("web.find.choose")}
					<span className="unseen"> {found.name}</span>
				</button>
			)}
		</li>
	);
}

export function Results(props: {
	body: SearchBody;
	enabled?: boolean;
	level: 2 | 3;
	onChoose?: (found: Result) => void;
}) {
	const { t } = useTranslation();
	const found = useFound(props.body, props.enabled ?? true);
	if (found.isPending && props.enabled === false) return null;
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const { results, total, widened } = found.data;
	return (
		<>
			<p role="status" className="found-count">
				{t(total === 0 ? "web.find.none" : "web.find.count", { count: total })}
				{widened && total > 0 ? ` ${t("web.find.widened")}` : ""}
			</p>
			<ul className="found-list">
				{results.map((result) => (
					<FoundCard
						key={result.id}
						found={result}
						level={props.level}
						onChoose={props.onChoose}
					/>
				))}
			</ul>
		</>
	);
}

export function Nearby(props: { words: string; place: Place | null; limit: number }) {
	const { t } = useTranslation();
	return (
		<>
			<Paragraph>{t("web.done.near.text")}</Paragraph>
			<Results
				level={3}
				body={{
					q: firstWords(props.words),
					municipality: props.place?.code,
					region: props.place?.region,
					without_referral: true,
					limit: props.limit,
				}}
			/>
		</>
	);
}
