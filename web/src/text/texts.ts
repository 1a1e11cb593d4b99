/* texts.ts - the texts of data/messages, in the form that the server reads them too: {name} is a
 * parameter, and what stands between [ and ] is left out when a parameter in it has no value.
 * SPDX-License-Identifier: EUPL-1.2
 */
import i18next, { type Module } from "i18next";
import { initReactI18next } from "react-i18next";

export type Language = "nl" | "en";
export type Part = "door" | "find" | "file" | "account";
type Texts = Record<string, string>;

const KEPT = "vangnet.language";
const LOADS: Record<Language, Record<Part, () => Promise<{ default: Texts }>>> = {
	nl: {
		door: () => import("virtual:texts/nl/door"),
		find: () => import("virtual:texts/nl/find"),
		file: () => import("virtual:texts/nl/file"),
		account: () => import("virtual:texts/nl/account"),
	},
	en: {
		door: () => import("virtual:texts/en/door"),
		find: () => import("virtual:texts/en/find"),
		file: () => import("virtual:texts/en/file"),
		account: () => import("virtual:texts/en/account"),
	},
};
const wanted = new Set<Part>(["door"]);

export function fill(text: string, values: Record<string, unknown>): string {
	const value = (name: string) => {
		const found = values[name];
		return found === undefined || found === null ? "" : String(found);
	};
	return text
		.replace(/\[([^\]]*)\]/g, (_, inner: string) => {
			const names = [...inner.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
			return names.every((name) => value(name) !== "") ? inner : "";
		})
		.replace(/\{(\w+)\}/g, (_, name: string) => value(name));
}

const form = {
	type: "i18nFormat",
	name: "vangnet",
	parse: (text: string, options: Record<string, unknown>) => fill(text, options),
	addLookupKeys: (keys: string[]) => keys,
} as unknown as Module;

/* The language is the only thing that is kept on the device. */
function firstLanguage(): Language {
	try {
		const kept = localStorage.getItem(KEPT);
		if (kept === "nl" || kept === "en") return kept;
	} catch {
		/* A browser may forbid it. */
	}
	const asked = navigator.languages ?? [navigator.language];
	const first = asked.find((one) => /^(nl|en)\b/.test(one));
	return first?.startsWith("en") ? "en" : "nl";
}

export function language(): Language {
	return i18next.language === "en" ? "en" : "nl";
}

async function load(to: Language, part: Part) {
	const texts = (await LOADS[to][part]()).default;
	i18next.addResourceBundle(to, "translation", texts, true, true);
}

/* What a page needs beside the texts of the door. */
export async function needTexts(part: Part) {
	wanted.add(part);
	await load(language(), part);
}

export async function speak(to: Language) {
	await Promise.all([...wanted].map((part) => load(to, part)));
	try {
		localStorage.setItem(KEPT, to);
	} catch {
		/* Then it is asked again next time. */
	}
	document.documentElement.lang = to;
	await i18next.changeLanguage(to);
}

export async function startTexts() {
	await i18next.use(form).use(initReactI18next).init({
		lng: firstLanguage(),
		resources: {},
		keySeparator: false,
		nsSeparator: false,
		fallbackLng: false,
		interpolation: { escapeValue: false },
		react: { useSuspense: false },
	});
	await speak(language());
}

/* "12 maart 2026", and with the day of the week. A day of the API is that of Amsterdam. */
export function dayText(day: string, weekday = false): string {
	const at = new Date(`${day.slice(0, 10)}T12:00:00Z`);
	return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "nl-NL", {
		day: "numeric",
		month: "long",
		year: at.getUTCFullYear() === new Date().getUTCFullYear() ? undefined : "numeric",
		weekday: weekday ? "long" : undefined,
		timeZone: "UTC",
	}).format(at);
}

/* "maart 2026" */
export function monthText(day: string): string {
	return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "nl-NL", {
		month: "long",
		year: "numeric",
		timeZone: "UTC",
	}).format(new Date(`${day.slice(0, 7)}-01T12:00:00Z`));
}

export function instantText(instant: string): string {
	return new Intl.DateTimeFormat(language() === "en" ? "en-GB" : "nl-NL", {
		day: "numeric",
		month: "long",
		hour: "2-digit",
		minute: "2-digit",
		timeZone: "Europe/Amsterdam",
	}).format(new Date(instant));
}

/* Today, and days from then, as the API writes days. */
export function today(plus = 0): string {
	return new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Amsterdam" }).format(
		new Date(Date.now() + plus * 86_400_000),
	);
}
