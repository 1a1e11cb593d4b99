/* organisations.tsx - organisations of a region with their places and what they offer: added and
 * ended.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Action, type FieldSpec } from "../act/action";
import { capital, domainText } from "../act/episode_data";
import type { Place } from "../door/draft";
import { PlaceChoice } from "../door/place_field";
import { Button, DataBadge, Heading, Paragraph, ProblemNotice } from "../parts/basic";
import { TextField } from "../parts/field";
import { Waiting } from "../parts/waiting";
import {
	isLike,
	useOrganisations,
	useServicesOf,
	useSitesOf,
	type Organisation,
} from "./admin_data";

const KINDS = [
	"area_team", "gp", "mental_health", "addiction", "social", "peer", "housing", "debt",
	"duty", "peer_group", "volunteers", "home_care", "hospital", "municipality", "police",
	"clients", "school",
];
const SERVICE_KINDS = [
	"treatment", "guidance", "consult", "advice", "peer_support", "peer_group", "volunteer",
	"walk_in", "respite_bed", "mobile_team", "supported_housing", "day_activity", "admission",
	"crisis", "debt_help", "family_support", "course", "self_help_online",
];
const DOMAINS = [
	"mental", "addiction", "physical", "debt", "housing", "income", "education",
	"work_daytime", "lifestyle", "social", "meaning", "parenting", "safety", "legal",
	"practical",
];
const LEVELS = ["local", "regional", "supraregional"];
const FIRST = 30;
type Props = { region: string; organisation: Organisation };

function useFields() {
	const { t } = useTranslation();
	const line = (name: string, required = false): FieldSpec => ({
		name,
		kind: "line",
		label: t(`web.admin.${name}`),
		required,
	});
	const oneOf = (name: string, list: string, codes: string[]): FieldSpec => ({
		name,
		kind: "select",
		label: t(`web.admin.${name}`),
		options: codes.map((value) => ({ value, label: capital(t(`code.${list}.${value}`)) })),
		required: true,
	});
	return { line, oneOf };
}

function AddSite(props: Props) {
	const { t } = useTranslation();
	const { line } = useFields();
	const [place, setPlace] = useState<Place | null>(null);
	const of = `/v1/regions/${props.region}/organisations/${props.organisation.id}`;
	return (
		<>
			<PlaceChoice place={place} onChoose={setPlace} label={t("web.admin.site.where")} />
			{place && (
				<Action
					purpose="secondary"
					label={t("web.admin.site.add")}
					path={`${of}/sites`}
					fixed={{ municipality: place.code }}
					fields={[line("name", true), line("address"), line("place")]}
					done={t("web.admin.site.added")}
				/>
			)}
		</>
	);
}

function Inside(props: Props) {
	const { t } = useTranslation();
	const { line, oneOf } = useFields();
	const sites = useSitesOf(props.region, props.organisation.id);
	const services = useServicesOf(props.region, props.organisation.id);
	const region = `/v1/regions/${props.region}`;
	if (sites.isPending || services.isPending) return <Waiting />;
	const error = sites.error ?? services.error;
	if (error) return <ProblemNotice error={error} />;
	const places = sites.data ?? [];
	return (
		<>
			<Heading level={3}>{t("web.admin.sites")}</Heading>
			{places.length === 0 && <Paragraph>{t("web.admin.sites.none")}</Paragraph>}
			<ul className="people-list">
				{places.map((site) => (
					<li key={site.id}>
						<span className="person-name">{site.name}</span>
						<Action
							label={t("web.admin.stop")}
							title={t("web.admin.stop.title", { entry: site.name })}
							path={`${region}/sites/${site.id}`}
							method="DELETE"
							done={t("web.admin.stopped")}
						/>
					</li>
				))}
			</ul>
			<AddSite {...props} />
			<Heading level={3}>{t("web.admin.services")}</Heading>
			{services.data?.length === 0 && <Paragraph>{t("web.admin.services.none")}</Paragraph>}
			<ul className="people-list">
				{services.data?.map((service) => (
					<li key={service.id}>
						<span className="person-name">{service.name}</span>
						<span className="person-role">
							{capital(domainText(service.domain, t))}
						</span>
						<Action
							label={t("web.admin.stop")}
							title={t("web.admin.stop.title", { entry: service.name })}
							path={`${region}/services/${service.id}`}
							method="DELETE"
							done={t("web.admin.stopped")}
						/>
					</li>
				))}
			</ul>
			{places.length > 0 && (
				<Action
					purpose="secondary"
					label={t("web.admin.service.add")}
					path={`${region}/organisations/${props.organisation.id}/services`}
					fields={[
						line("name", true),
						{
							name: "site",
							kind: "select",
							label: t("web.admin.site"),
							options: places.map((site) => ({ value: site.id, label: site.name })),
							required: true,
						},
						oneOf("domain", "life_domain", DOMAINS),
						oneOf("service_kind", "service_kind", SERVICE_KINDS),
						oneOf("level", "service_level", LEVELS),
						{ name: "description", kind: "words", label: t("web.admin.description") },
					]}
					body={({ service_kind: kind, description, ...rest }) => ({
						...rest,
						kind,
						description: description || undefined,
					})}
					done={t("web.admin.service.added")}
				/>
			)}
		</>
	);
}

function Row(props: Props) {
	const { t } = useTranslation();
	const [open, setOpen] = useState(false);
	const { organisation } = props;
	return (
		<li>
			<button
				type="button"
				className="row"
				aria-expanded={open}
				onClick={() => setOpen(!open)}
			>
				<span className="row-name">{organisation.name}</span>
				<span className="row-more">
					{capital(t(`code.organisation_kind.${organisation.kind}`))}
				</span>
				<span className="row-day">
					{t(`code.entry_state.${organisation.confirmation.state}`)}
				</span>
			</button>
			{open && (
				<div className="row-open">
					<Inside {...props} />
					<Action
						label={t("web.admin.organisation.end")}
						title={t("web.admin.stop.title", { entry: organisation.name })}
						text={t("web.admin.organisation.end.text")}
						path={`/v1/regions/${props.region}/organisations/${organisation.id}`}
						method="DELETE"
						done={t("web.admin.stopped")}
						negative
					/>
				</div>
			)}
		</li>
	);
}

export function OrganisationsPart(props: { region: string }) {
	const { t } = useTranslation();
	const found = useOrganisations(props.region);
	const { line, oneOf } = useFields();
	const [words, setWords] = useState("");
	const [most, setMost] = useState(FIRST);
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const all = found.data.filter((one) => isLike(one.name, words));
	return (
		<>
			<Paragraph>{t("web.admin.organisations.text")}</Paragraph>
			<div className="actions">
				<Action
					purpose="primary"
					label={t("web.admin.organisation.add")}
					path={`/v1/regions/${props.region}/organisations`}
					fields={[
						line("name", true),
						oneOf("organisation_kind", "organisation_kind", KINDS),
						line("phone"),
						line("email"),
						line("website"),
					]}
					body={({ name, organisation_kind: kind, phone, email, website }) => ({
						name,
						kind,
						phone: phone || undefined,
						email: email || undefined,
						website: website || undefined,
					})}
					done={t("web.admin.organisation.added")}
				/>
			</div>
			<TextField label={t("web.admin.look")} value={words} max={60} onChange={setWords} />
			<Heading level={2} className="group">
				{t("web.admin.part.organisations")}
				<DataBadge>{all.length}</DataBadge>
			</Heading>
			{all.length === 0 && <Paragraph>{t("web.admin.none")}</Paragraph>}
			<ul className="rows">
				{all.slice(0, most).map((organisation) => (
					<Row key={organisation.id} region={props.region} organisation={organisation} />
				))}
			</ul>
			{all.length > most && (
				<div className="actions">
					<Button purpose="secondary" onClick={() => setMost(most + FIRST)}>
						{t("web.admin.more")}
					</Button>
				</div>
			)}
		</>
	);
}
