/* vite.config.mjs - how the pages are built: hashed files, no source of another host, and the texts
 * of data/messages in two parts, of the door and of the file.
 * SPDX-License-Identifier: EUPL-1.2
 */
import react from "@vitejs/plugin-react";
import { readFileSync } from "node:fs";
import { defineConfig } from "vite";

const PREFIX = "virtual:texts/";
// What who asks a question needs at once; the rest comes with the pages of a file.
const DOOR =
	/^(web\.(?!file\.|desk\.|act\.)|front\.(emergency|demonstration)|date\.|who\.somebody)/;
const FILE =
	/^(web\.(file|desk|act)\.|moment\.|who\.|command\.|code\.(?!entry|party|purchase|region))/;
const FIND = /^code\.(service_kind|cost_kind|life_domain|way_in)\./;

function textsOf(language, part) {
	const path = new URL(`../data/messages/${language}.json`, import.meta.url);
	const wanted = part === "door" ? DOOR : part === "find" ? FIND : FILE;
	const all = Object.entries(JSON.parse(readFileSync(path, "utf-8")));
	return JSON.stringify(Object.fromEntries(all.filter(([key]) => wanted.test(key))));
}

/* "virtual:texts/nl/door": an object of texts by key. */
function texts() {
	return {
		name: "texts",
		resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
		load(id) {
			if (!id.startsWith(`\0${PREFIX}`)) return undefined;
			const [language, part] = id.slice(PREFIX.length + 1).split("/");
			return `export default JSON.parse(${JSON.stringify(textsOf(language, part))});`;
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
