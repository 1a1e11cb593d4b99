/* place_field.tsx - where somebody lives: the municipality says which region's people help.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ask, type Schemas } from "../api/client";
import { ProblemNotice } from "../parts/basic";
import { Choice, TextField } from "../parts/field";
import { wordingOf, type Place } from "./draft";
import type { QuestionProps } from "./questions";

const WAIT_MS = 250;
const MOST = 6;

/* Today's municipalities whose name begins so, and what those of before have become. */
function placesOf(found: Schemas["Municipalities"]): Place[] {
	const places: Place[] = found.municipalities.map(({ code, name, region }) => ({
		code,
		name,
		region,
	}));
	for (const former of found.former)
		for (const now of former.now)
			if (!places.some((place) => place.code === now.code))
				places.push({
					code: now.code,
					name: now.name,
					region: now.region ?? former.region,
				});
	return places.slice(0, MOST);
}

function useLater(value: string): string {
	const [later, setLater] = useState(value);
	useEffect(() => {
		const timer = setTimeout(() => setLater(value), WAIT_MS);
		return () => clearTimeout(timer);
	}, [value]);
	return later;
}

export function PlaceChoice(props: {
	place: Place | null;
	error?: string;
	onChoose: (place: Place | null) => void;
	label: string;
	hint?: string;
}) {
	const { t } = useTranslation();
	const [name, setName] = useState(props.place?.name ?? "");
	const later = useLater(name.trim());
	const found = useQuery({
		queryKey: ["places", later.toLowerCase()],
		queryFn: () =>
			ask<Schemas["Municipalities"]>(
				"GET",
				`/v1/municipalities?name=${encodeURIComponent(later)}`,
			),
		enabled: later.length >= 2,
		staleTime: Infinity,
	});
	const places = later.length >= 2 && found.data ? placesOf(found.data) : [];
	const change = (text: string) => {
		setName(text);
		if (props.place && text.trim() !== props.place.name) props.onChoose(null);
	};
	const choose = (code: string) => {
		const place = places.find((one) => one.code === code) ?? null;
		props.onChoose(place);
	};
	return (
		<>
			<TextField
				label={props.label}
				hint={props.hint}
				error={props.error}
				value={name}
				max={80}
				onChange={change}
			/>
			<ProblemNotice error={found.error} />
			<div role="status" className="unseen">
				{found.data ? t("web.ask.place.found", { count: places.length }) : ""}
			</div>
			{places.length > 0 && (
				<Choice
					legend={t("web.ask.place.choose")}
					name="place"
					value={props.place?.code ?? ""}
					onChange={choose}
					options={places.map((place) => ({ value: place.code, label: place.name }))}
				/>
			)}
			{found.data && places.length === 0 && (
				<p className="nothing">{t("web.ask.place.none")}</p>
			)}
		</>
	);
}

export function PlaceField(props: QuestionProps) {
	const { t } = useTranslation();
	return (
		<PlaceChoice
			place={props.draft.place}
			error={props.error}
			onChoose={(place) => props.change({ place })}
			label={t(`web.ask.place.label${wordingOf(props.draft)}`)}
			hint={t("web.ask.place.hint")}
		/>
	);
}
