/* map_item.tsx - what waits about the map of help: is an entry still right, and is what somebody
 * reported so?
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ask, type Schemas } from "../api/client";
import { Paragraph, ProblemNotice } from "../parts/basic";
import { Waiting } from "../parts/waiting";
import { dayText } from "../text/texts";
import { Action } from "./action";
import { capital } from "./episode_data";

const REASONS = ["not_so", "already", "unclear", "not_here"];
type Props = { region: string; thing: string };

export function EntryToConfirm(props: Props) {
	const { t } = useTranslation();
	const path = `/v1/regions/${props.region}/entries/${props.thing}`;
	const found = useQuery({
		queryKey: ["table", "entry", props.thing],
		queryFn: () => ask<Schemas["Entry"]>("GET", path),
		gcTime: 0,
	});
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const entry = found.data;
	const last = entry.confirmation.at;
	return (
		<>
			<Paragraph>
				{t("web.act.map.confirm", {
					entry: entry.name,
					what: t(`code.entry_kind.${entry.kind}`),
				})}{" "}
				{last && t("web.act.map.last", { day: dayText(last) })}
			</Paragraph>
			<div className="actions">
				<Action
					purpose="primary"
					label={t("web.act.map.right")}
					title={entry.name}
					text={t("web.act.map.right.text")}
					path={`${path}/confirm`}
					done={t("web.act.map.confirmed")}
				/>
			</div>
		</>
	);
}

export function Report(props: Props) {
	const { t } = useTranslation();
	const path = `/v1/regions/${props.region}/corrections/${props.thing}`;
	const found = useQuery({
		queryKey: ["table", "correction", props.thing],
		queryFn: async () => {
			const report = await ask<Schemas["CorrectionWords"]>("GET", `${path}/words`);
			const entry = await ask<Schemas["Entry"]>(
				"GET",
				`/v1/regions/${props.region}/entries/${report.entry}`,
			);
			return { report, entry };
		},
		gcTime: 0,
	});
	if (found.isPending) return <Waiting />;
	if (found.isError) return <ProblemNotice error={found.error} />;
	const { report, entry } = found.data;
	return (
		<>
			<Paragraph>
				{t("web.act.map.report", {
					entry: entry.name,
					what: t(`code.entry_field.${report.field}`),
				})}
			</Paragraph>
			{report.value && (
				<Paragraph>{t("web.act.map.value", { entry: report.value })}</Paragraph>
			)}
			{report.words && <blockquote className="moment-words">{report.words}</blockquote>}
			<div className="actions">
				<Action
					purpose="primary"
					label={t("web.act.map.accept")}
					title={entry.name}
					text={t("web.act.map.accept.text")}
					path={`${path}/accept`}
					fields={[
						{
							name: "value",
							kind: "line",
							label: t("web.act.map.becomes"),
							hint: t("web.act.map.becomes.hint"),
							preset: report.value ?? "",
						},
					]}
					done={t("web.act.map.accepted")}
				/>
				<Action
					purpose="secondary"
					label={t("web.act.map.decline")}
					title={entry.name}
					path={`${path}/decline`}
					fields={[
						{
							name: "reason",
							kind: "choice",
							label: t("web.act.map.why"),
							options: REASONS.map((value) => ({
								value,
								label: capital(t(`code.correction_reason.${value}`)),
							})),
							required: true,
						},
					]}
					done={t("web.act.map.declined")}
				/>
			</div>
		</>
	);
}
