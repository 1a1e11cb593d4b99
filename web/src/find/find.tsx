/* find.tsx - the map of help for everybody: in one's own words, near somebody.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Place } from "../door/draft";
import { PlaceChoice } from "../door/place_field";
import { AcuteNumbers } from "../parts/acute";
import { Button, Heading, Paragraph, Title } from "../parts/basic";
import { TextField } from "../parts/field";
import { firstWords, Results, useFound, type SearchBody } from "./nearby";

const LIMIT = 20;

function Urgent(props: { body: SearchBody; enabled: boolean }) {
	const emergency = useFound(props.body, props.enabled).data?.emergency;
	const { t } = useTranslation();
	if (!emergency?.first) return null;
	return (
		<section className="card danger" role="alert" aria-labelledby="urgent-title">
			<Heading level={2} id="urgent-title">
				{t("front.emergency.title")}
			</Heading>
			<AcuteNumbers signs={emergency.signs} />
		</section>
	);
}

function Toggle(props: { label: string; on: boolean; onChange: (on: boolean) => void }) {
	return (
		<label className="toggle">
			<input
				type="checkbox"
				checked={props.on}
				onChange={(event) => props.onChange(event.target.checked)}
			/>
			<span>{props.label}</span>
		</label>
	);
}

export default function Find() {
	const { t } = useTranslation();
	const [words, setWords] = useState("");
	const [place, setPlace] = useState<Place | null>(null);
	const [direct, setDirect] = useState(true);
	const [nameless, setNameless] = useState(false);
	const [body, setBody] = useState<SearchBody | null>(null);
	const search = (event: FormEvent) => {
		event.preventDefault();
		setBody({
			q: firstWords(words),
			municipality: place?.code,
			region: place?.region,
			without_referral: direct || undefined,
			anonymous: nameless || undefined,
			limit: LIMIT,
		});
	};
	return (
		<div className="narrow find">
			<Title>{t("web.find.title")}</Title>
			<Paragraph purpose="lead">{t("web.find.text")}</Paragraph>
			<form onSubmit={search} noValidate role="search" className="card">
				<TextField
					label={t("web.find.words")}
					hint={t("web.find.words.hint")}
					value={words}
					max={300}
					onChange={setWords}
				/>
				<PlaceChoice place={place} onChoose={setPlace} label={t("web.find.place")} />
				<div className="toggles">
					<Toggle label={t("web.find.direct")} on={direct} onChange={setDirect} />
					<Toggle label={t("web.find.nameless")} on={nameless} onChange={setNameless} />
				</div>
				<Button purpose="primary" type="submit">
					{t("web.find.submit")}
				</Button>
			</form>
			{body && <Urgent body={body} enabled />}
			{body && <Results body={body} level={2} />}
		</div>
	);
}
