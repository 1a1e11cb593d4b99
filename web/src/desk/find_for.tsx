/* find_for.tsx - help for a need: looked for on the map, then asked to take over, to look along, or
 * for a stay. Somebody of the team can be asked too.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Action, type FieldSpec } from "../act/action";
import type { Episode, Need } from "../act/episode_data";
import type { Schemas } from "../api/client";
import { undoHandover } from "../act/need_fields";
import { Results, firstWords } from "../find/nearby";
import { Button, Heading, Paragraph } from "../parts/basic";
import { TextField } from "../parts/field";
import { today } from "../text/texts";
import { useTeamOptions } from "./desk_need";

type Found = Schemas["SearchResult"];
type Props = { need: Need; episode: Episode; path: string; onDone: () => void };
const STAY_DAYS = 14;

function useFields() {
	const { t } = useTranslation();
	const words: FieldSpec = {
		name: "words",
		kind: "words",
		label: t("web.desk.ask.words"),
		hint: t("web.desk.ask.words.hint"),
		required: true,
	};
	const agrees: FieldSpec = { name: "person_agrees", kind: "yes", label: t("web.desk.agrees") };
	return { words, agrees };
}

function StayAction(props: Props & { chosen: Found }) {
	const { t } = useTranslation();
	const { agrees } = useFields();
	const day = (name: string, label: string, preset: string): FieldSpec => ({
		name,
		kind: "day",
		label,
		preset,
		required: true,
	});
	return (
		<Action
			purpose="secondary"
			label={t("web.desk.stay.plan")}
			text={t("web.desk.stay.text")}
			path={`${props.path}/stays`}
			fixed={{ service: props.chosen.id, keeps: "own_home" }}
			fields={[
				day("start_day", t("web.desk.stay.start"), today(1)),
				day("return_day", t("web.desk.stay.return"), today(STAY_DAYS)),
				day("kept_until", t("web.desk.stay.kept"), today(STAY_DAYS + 14)),
				{ name: "words", kind: "words", label: t("web.act.words") },
				agrees,
			]}
			done={t("web.act.stay.planned")}
			undo={(result) => (result.stay ? `${props.path}/stays/${result.stay}/cancel` : null)}
			version={props.episode.version}
			onDone={props.onDone}
		/>
	);
}

function ChosenActions(props: Props & { chosen: Found }) {
	const { t } = useTranslation();
	const { words, agrees } = useFields();
	const { need, path, chosen, episode } = props;
	const fixed = { need: need.id, to_service: chosen.id };
	return (
		<>
			<Action
				purpose="primary"
				label={t("web.desk.handover")}
				text={t("web.desk.handover.text")}
				path={`${path}/handovers`}
				fixed={fixed}
				fields={[words, agrees]}
				done={t("web.act.handover.offered")}
				undo={undoHandover(path)}
				version={episode.version}
				onDone={props.onDone}
			/>
			<Action
				purpose="secondary"
				label={t("web.desk.consult")}
				text={t("web.desk.consult.text")}
				path={`${path}/consults`}
				fixed={fixed}
				fields={[words, { name: "named", kind: "yes", label: t("web.desk.consult.named") }]}
				body={(values) => ({
					words: values.words,
					...(values.named ? { named: true, person_agrees: true } : {}),
				})}
				done={t("web.act.consult.asked")}
				undo={(result) =>
					result.consult ? `${path}/consults/${result.consult}/withdraw` : null
				}
				version={episode.version}
				onDone={props.onDone}
			/>
			<StayAction {...props} />
		</>
	);
}

/* Within the team responsibility moves in the same way: asked, and only with a yes. */
function ToMember(props: Props) {
	const { t } = useTranslation();
	const { words, agrees } = useFields();
	const team = useTeamOptions(props.episode).filter((one) => one.value !== props.need.bearer);
	if (team.length === 0) return null;
	return (
		<Action
			purpose="secondary"
			label={t("web.desk.handover.member")}
			text={t("web.desk.handover.text")}
			path={`${props.path}/handovers`}
			fixed={{ need: props.need.id }}
			fields={[
				{
					name: "to_account",
					kind: "select",
					label: t("web.desk.handover.whom"),
					options: team,
					required: true,
				},
				words,
				agrees,
			]}
			done={t("web.act.handover.offered")}
			undo={undoHandover(props.path)}
			version={props.episode.version}
			onDone={props.onDone}
		/>
	);
}

export function FindFor(props: Props) {
	const { t } = useTranslation();
	const [words, setWords] = useState("");
	const [chosen, setChosen] = useState<Found | null>(null);
	const { need, episode } = props;
	return (
		<div className="choose below">
			<Heading level={4} appearance="level-3">
				{t("web.desk.find.title")}
			</Heading>
			{chosen ? (
				<>
					<Paragraph>{t("web.file.choose.chosen", { whom: chosen.name })}</Paragraph>
					<div className="actions">
						<ChosenActions {...props} chosen={chosen} />
						<Button purpose="subtle" onClick={() => setChosen(null)}>
							{t("web.file.choose.again")}
						</Button>
					</div>
				</>
			) : (
				<>
					<div className="actions">
						<ToMember {...props} />
						<Button purpose="subtle" onClick={props.onDone}>
							{t("web.cancel")}
						</Button>
					</div>
					<TextField
						label={t("web.desk.find.words")}
						value={words}
						max={300}
						onChange={setWords}
					/>
					<Results
						level={3}
						onChoose={setChosen}
						body={{
							q: firstWords(words),
							domains: need.domain ? [need.domain] : undefined,
							region: episode.region,
							municipality: episode.municipality ?? undefined,
							limit: 10,
						}}
					/>
				</>
			)}
		</div>
	);
}
