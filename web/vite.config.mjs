/* vite.config.mjs - how the pages are built: hashed files, no source of another host, and the texts
 * of data/messages in parts, by the pages that need them.
 * SPDX-License-Identifier: EUPL-1.2
 */
import react from "@vitejs/plugin-react";
import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const PREFIX = "virtual:texts/";
// What who asks a question needs at once is "door"; the rest comes with the pages that need it.
const part = (...forms) => new RegExp(`^(${forms.join("|")})`);
const PARTS = {
	door: part(
		"web\\.(?!(file|desk|act|account|table|admin)\\.)",
		"front\\.(emergency|demonstration)",
		"date\\.",
		"who\\.somebody",
	),
	find: part("code\\.(service_kind|cost_kind|life_domain|way_in)\\."),
	file: part(
		"web\\.(file|desk|act|table|admin)\\.",
		"moment\\.",
		"who\\.",
		"command\\.",
		"code\\.(?!party|purchase|region)",
	),
	account: part("web\\.(account|act)\\.", "code\\.member_kind\\."),
};

function textsOf(language, name) {
	const path = new URL(`../data/messages/${language}.json`, import.meta.url);
	const all = Object.entries(JSON.parse(readFileSync(path, "utf-8")));
	return JSON.stringify(Object.fromEntries(all.filter(([key]) => PARTS[name].test(key))));
}

/* "virtual:texts/nl/door": an object of texts by key. */
function texts() {
	return {
		name: "texts",
		resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
		load(id) {
			if (!id.startsWith(`\0${PREFIX}`)) return undefined;
			const [language, name] = id.slice(PREFIX.length + 1).split("/");
			return `export default JSON.parse(${JSON.stringify(textsOf(language, name))});`;
		},
	};
}

export default defineConfig({
	plugins: [react(), texts()],
	build: {
		target: "es2020",
		sourcemap: false,
		assetsInlineLimit: 0,
		reportCompressedSize: false,
	},
});
