/* draft.ts - what somebody types at the door: in the memory of this page and nowhere else.
 *
 * The order of the questions, which of them are asked, and what is still missing.
 * SPDX-License-Identifier: EUPL-1.2
 */
export type ForWhom = "" | "self" | "somebody_else" | "professional";
export type Place = { code: string; name: string; region: string };

export type Draft = {
	forWhom: ForWhom;
	agrees: "" | "yes" | "no";
	safe: "" | "safe" | "unsafe" | "unknown";
	place: Place | null;
	story: string;
	contact: string;
	name: string;
	birthDay: string;
};

export const EMPTY: Draft = {
	forWhom: "",
	agrees: "",
	safe: "",
	place: null,
	story: "",
	contact: "",
	name: "",
	birthDay: "",
};

export const STEPS = [
	"who",
	"agrees",
	"safe",
	"place",
	"story",
	"reach",
	"more",
	"check",
] as const;
export type Step = (typeof STEPS)[number];

/* Whoever asks for somebody they help in their work reads other words: the ending of a key. */
export function wordingOf(draft: Draft): "" | "_work" {
	return draft.forWhom === "professional" ? "_work" : "";
}

export const MAX_STORY = 6000; // characters: at most 20000 bytes whatever they are
export const MAX_CONTACT = 160;
export const MAX_NAME = 60;

export function stepsOf(draft: Draft): Step[] {
	return STEPS.filter((step) => step !== "agrees" || draft.forWhom === "professional");
}

/* What is wrong with the answer to a question: a key of a text, or nothing. */
export function missing(step: Step, draft: Draft): string | undefined {
	switch (step) {
		case "who":
			return draft.forWhom === "" ? "web.ask.who.missing" : undefined;
		case "agrees":
			return draft.agrees === "" ? "web.ask.choose" : undefined;
		case "safe":
			return draft.safe === "" ? "web.ask.choose" : undefined;
		case "place":
			return draft.place === null ? "web.ask.place.missing" : undefined;
		case "story":
			return draft.story.trim() === "" ? "web.ask.story.missing" : undefined;
		case "reach":
			return draft.contact.trim() === "" ? "web.ask.reach.missing" : undefined;
		case "more":
			return birthDayIsWrong(draft.birthDay) ? "web.ask.more.wrong_day" : undefined;
		case "check":
			return undefined;
	}
}

/* "3-4-2001" and "2001-04-03" are both a day. */
export function birthDayOf(text: string): string | null {
	const clean = text.trim();
	const dutch = /^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})$/.exec(clean);
	const parts = dutch
		? [dutch[3], dutch[2], dutch[1]]
		: /^(\d{4})-(\d{2})-(\d{2})$/.exec(clean)?.slice(1);
	if (parts === undefined) return null;
	const [year = "", month = "", day = ""] = parts;
	const iso = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
	const at = new Date(`${iso}T12:00:00Z`);
	const real = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso);
	return real && at.getTime() < Date.now() && Number(year) > 1900 ? iso : null;
}

function birthDayIsWrong(text: string): boolean {
	return text.trim() !== "" && birthDayOf(text) === null;
}

/* The body of the question, as the API takes it. */
export function bodyOf(draft: Draft): Record<string, unknown> {
	const optional = (text: string) => (text.trim() === "" ? undefined : text.trim());
	return {
		story: draft.story.trim(),
		contact: draft.contact.trim(),
		name: optional(draft.name),
		birth_day: birthDayOf(draft.birthDay) ?? undefined,
		municipality: draft.place?.code,
		for_whom:
			draft.forWhom === "" || draft.forWhom === "professional" ? undefined : draft.forWhom,
		unsafe: draft.safe === "unsafe" ? true : undefined,
		person_agrees: draft.agrees === "yes" ? true : undefined,
	};
}
