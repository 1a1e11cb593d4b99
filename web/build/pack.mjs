/* pack.mjs - packs what was built, with Brotli and gzip, so that no request waits for it.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const DIST = fileURLToPath(new URL("../dist", import.meta.url));
const SMALLEST = 800; // bytes that are worth packing

function* filesBelow(folder) {
	for (const name of readdirSync(folder)) {
		const path = join(folder, name);
		if (statSync(path).isDirectory()) yield* filesBelow(path);
		else if (!/\.(br|gz|png|woff2)$/.test(name)) yield path;
	}
}

let plain = 0;
let packed = 0;
for (const path of filesBelow(DIST)) {
	const bytes = readFileSync(path);
	plain += bytes.length;
	if (bytes.length < SMALLEST) continue;
	const brotli = brotliCompressSync(bytes, {
		params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY },
	});
	writeFileSync(`${path}.br`, brotli);
	writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
	packed += brotli.length;
}
console.log(`${plain} bytes built, ${packed} packed with Brotli`);
