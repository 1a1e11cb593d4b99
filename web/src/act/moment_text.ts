/* moment_text.ts - a moment of the timeline as a sentence: the same texts and variants as the
 * program uses when it tells a play (src/app/app_play_story.c).
 * SPDX-License-Identifier: EUPL-1.2
 */
import type { i18n } from "i18next";
import { dayText } from "../text/texts";
import { nameOf, type Moment } from "./episode_data";

type Say = (key: string, values?: Record<string, unknown>) => string;

/* Which lists the codes of a moment are from. */
const CODES: Record<string, { first?: string; second?: string }> = {
	"need.add": { second: "need_aim" },
	"need.close": { second: "closing" },
	"handover.decline": { first: "decline_reason", second: "decline_instead" },
	"stay.plan": { first: "stay_keeps" },
	"table.bring": { first: "table_why" },
};

function variantsOf(moment: Moment): [boolean, string][] {
	const { what, who, whom } = moment;
	return [
		[what === "question.ask" && who === null, "door"],
		[what === "table.bring" && who === null, "clock"],
		[moment.unsafe === true, "unsafe"],
		[moment.further === true, "further"],
		[moment.second === "organisation" || moment.second === "table", "organisation"],
		[what === "handover.withdraw" && whom !== null, "let_go"],
		[moment.need === null, "care_management"],
		[whom?.kind === "service", "service"],
		[moment.named === true, "named"],
		[moment.code === "kept_over", "kept_over"],
		[moment.code === "to_begin", "to_begin"],
		[moment.second === "viewed", "viewed"],
		[whom !== null && whom.id === who?.id, "self"],
	];
}

export function momentText(moment: Moment, t: Say, texts: i18n): string {
	let key = `moment.${moment.what}`;
	for (const [isSo, variant] of variantsOf(moment))
		if (isSo && texts.exists(`${key}.${variant}`)) key = `${key}.${variant}`;
	if (!texts.exists(key)) return t("web.file.story.other");
	const codes = CODES[moment.what] ?? {};
	const code = (list: string | undefined, value: string | undefined) =>
		list && value ? t(`code.${list}.${value}`) : "";
	const nobody = moment.what === "question.ask" ? "who.somebody" : "who.program";
	return t(key, {
		who: moment.who ? nameOf(moment.who, t) : t(nobody),
		whom: nameOf(moment.whom, t),
		need: moment.domain ? t(`code.life_domain.${moment.domain}`) : "",
		day: moment.day ? dayText(moment.day) : "",
		code: code(codes.first, moment.code),
		second: code(codes.second, moment.second),
		words: "",
	}).replace(/^./, (first) => first.toUpperCase());
}
