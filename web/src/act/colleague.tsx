/* colleague.tsx - somebody who works here or stands beside people, looked for by name.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ask, type Schemas } from "../api/client";
import { Paragraph, ProblemNotice } from "../parts/basic";
import { Choice, TextField } from "../parts/field";
import { nameOf, type Account } from "./episode_data";

const WAIT_MS = 250;
const MOST = 8;

function useColleagues(region: string, name: string, service?: string | null) {
	return useQuery({
		queryKey: ["colleagues", region, name, service],
		queryFn: () =>
			ask<Schemas["Colleagues"]>("POST", `/v1/regions/${region}/colleagues?limit=${MOST}`, {
				name: name || undefined,
				service: service ?? undefined,
			}),
		enabled: name.length >= 2 || Boolean(service),
		gcTime: 0,
	});
}

/* Those of the organisation that offers the service, if one is said. */
export function ChooseColleague(props: {
	region: string;
	service?: string | null;
	chosen: Account | null;
	not?: Set<string>;
	onChoose: (account: Account | null) => void;
}) {
	const { t } = useTranslation();
	const [name, setName] = useState("");
	const [later, setLater] = useState("");
	useEffect(() => {
		const timer = setTimeout(() => setLater(name.trim()), WAIT_MS);
		return () => clearTimeout(timer);
	}, [name]);
	const found = useColleagues(props.region, later, props.service);
	const people = (found.data?.colleagues ?? []).filter((one) => !props.not?.has(one.id));
	return (
		<>
			<TextField
				label={t("web.act.colleague")}
				hint={t("web.act.colleague.hint")}
				value={name}
				max={60}
				onChange={setName}
			/>
			<ProblemNotice error={found.error} />
			{people.length > 0 && (
				<Choice
					legend={t("web.act.colleague.choose")}
					name="colleague"
					value={props.chosen?.id ?? ""}
					onChange={(id) => props.onChoose(people.find((one) => one.id === id) ?? null)}
					options={people.map((one) => ({
						value: one.id,
						label: nameOf(one, t),
						more: one.organisation_name,
					}))}
				/>
			)}
			{found.data && people.length === 0 && (
				<Paragraph>{t("web.act.colleague.none")}</Paragraph>
			)}
		</>
	);
}
