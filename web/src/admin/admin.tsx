/* admin.tsx - administration: accounts, who is on duty, organisations, the map of help. No file of
 * anybody is here.
 * SPDX-License-Identifier: EUPL-1.2
 */
import "../theme/file.css";
import "../theme/desk.css";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, NavLink, useParams, useSearchParams } from "react-router-dom";
import { ask, type Schemas } from "../api/client";
import { homeOf, isAdministrator, useSession } from "../api/session";
import { Title } from "../parts/basic";
import { SelectField } from "../parts/field";
import { Waiting } from "../parts/waiting";
import { Accounts } from "./accounts";
import { MapPart } from "./map_part";
import { OrganisationsPart } from "./organisations";
import { RosterPart } from "./roster";

const PARTS = {
	accounts: Accounts,
	roster: RosterPart,
	organisations: OrganisationsPart,
	map: MapPart,
} as const;
type Part = keyof typeof PARTS;

function Tabs(props: { search: string }) {
	const { t } = useTranslation();
	return (
		<nav className="tabs" aria-label={t("web.admin.parts")}>
			{(Object.keys(PARTS) as Part[]).map((part) => (
				<NavLink
					key={part}
					end
					to={{
						pathname: part === "accounts" ? "/admin" : `/admin/${part}`,
						search: props.search,
					}}
				>
					{t(`web.admin.part.${part}`)}
				</NavLink>
			))}
		</nav>
	);
}

/* Who administers the nation says which region. */
function ChooseRegion(props: { region: string; onChoose: (region: string) => void }) {
	const { t } = useTranslation();
	const found = useQuery({
		queryKey: ["regions"],
		queryFn: () => ask<Schemas["Regions"]>("GET", "/v1/regions"),
		staleTime: Infinity,
	});
	const nation = { value: "NL", label: t("web.admin.nation") };
	const regions = found.data?.regions ?? [];
	return (
		<SelectField
			label={t("web.admin.region")}
			value={props.region}
			onChange={props.onChoose}
			options={[nation, ...regions.map(({ code, name }) => ({ value: code, label: name }))]}
		/>
	);
}

export default function Admin() {
	const { t } = useTranslation();
	const session = useSession();
	const { part = "accounts" } = useParams();
	const [search, setSearch] = useSearchParams();
	if (session.isPending) return <Waiting />;
	if (!session.data) return <Navigate to="/sign-in" replace />;
	if (!isAdministrator(session.data)) return <Navigate to={homeOf(session.data)} replace />;
	const own = session.data.region;
	const region = own === "NL" ? (search.get("region") ?? "NL") : own;
	const here: Part = part in PARTS ? (part as Part) : "accounts";
	const Shown = PARTS[here];
	return (
		<>
			<Title>{t(`web.admin.title.${here}`)}</Title>
			{own === "NL" && (
				<ChooseRegion region={region} onChoose={(code) => setSearch({ region: code })} />
			)}
			<Tabs search={search.toString()} />
			<Shown key={region} region={region} />
		</>
	);
}
