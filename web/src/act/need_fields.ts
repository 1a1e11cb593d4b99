/* need_fields.ts - what is filled in to add a need, and how an offer of one is taken back.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useTranslation } from "react-i18next";
import type { Schemas } from "../api/client";
import type { FieldSpec } from "./action";
import { capital } from "./episode_data";

const DOMAINS = [
	"mental",
	"addiction",
	"physical",
	"debt",
	"housing",
	"income",
	"education",
	"work_daytime",
	"lifestyle",
	"social",
	"meaning",
	"parenting",
	"safety",
	"legal",
	"practical",
] as const;
const AIMS = ["recover", "stabilise", "prevent", "care"] as const;

/* The person says it in their own words, and who works for them in theirs. */
export function useNeedFields(words: string, self: string): FieldSpec[] {
	const { t } = useTranslation();
	const options = (list: readonly string[], name: string) =>
		list.map((value) => ({ value, label: capital(t(`code.${name}.${value}`)) }));
	return [
		{
			name: "domain",
			kind: "select",
			label: t("web.act.domain"),
			options: options(DOMAINS, "life_domain"),
			required: true,
		},
		{
			name: "aim",
			kind: "select",
			label: t("web.act.aim"),
			options: options(AIMS, "need_aim"),
			required: true,
			preset: "recover",
		},
		{ name: "words", kind: "words", label: words },
		{ name: "i_bear_it", kind: "yes", label: self },
	];
}

export function undoHandover(path: string) {
	return (result: Schemas["Result"]) =>
		result.handover ? `${path}/handovers/${result.handover}/withdraw` : null;
}
