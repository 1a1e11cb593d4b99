/* server.mjs - the real program with an invented region of its own, for as long as a test lasts.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/* Another build can be named. */
export const DIST = process.env.VANGNET_WEB_DIR ?? join(ROOT, "web/dist");
const PROGRAM = process.env.VANGNET;
const ROLES = {
	nation: /administrator of the nation\s+(.+?)\s{2,}(\S+)/,
	administrator: /administrator of the region\s+(.+?)\s{2,}(\S+)/,
	manager: /care manager \(on duty\)\s+(.+?)\s{2,}(\S+)/,
	gp: /GP\s+(.+?)\s{2,}(\S+)/,
	psychologist: /psychologist at a clinic\s+(.+?)\s{2,}(\S+)/,
	peer: /peer worker\s+(.+?)\s{2,}(\S+)/,
	person: /somebody with a question\s+(.+?)\s{2,}(\S+)/,
};

/* { manager: {name, code}, ... } of what `vangnet demo` says. */
function peopleIn(said) {
	const people = {};
	for (const [role, form] of Object.entries(ROLES)) {
		const found = form.exec(said);
		if (!found) throw new Error(`no ${role} in the demonstration:\n${said}`);
		people[role] = { name: found[1].trim(), code: found[2] };
	}
	return people;
}

function listening(child) {
	return new Promise((resolve, reject) => {
		let said = "";
		child.stdout.on("data", (bytes) => {
			said += bytes;
			const found = /Vangnet is listening on (http:\S+)/.exec(said);
			if (found) resolve(found[1]);
		});
		child.on("exit", (code) => reject(new Error(`it ended with ${code}: ${said}`)));
	});
}

/* `people`: how many in the region, in place of what the figures say. */
export async function startServer(people) {
	const home = mkdtempSync(join(tmpdir(), "vangnet-web-"));
	const data = join(home, "data");
	const many = people ? ["--people", String(people)] : [];
	const demo = spawnSync(PROGRAM, ["demo", "--region", "VR05", "--data-dir", data, ...many], {
		encoding: "utf-8",
	});
	if (demo.status !== 0) throw new Error(`no demonstration: ${demo.stderr}`);
	const flags = ["--data-dir", data, "--port", "0", "--web-dir", DIST, "--log-level", "warn"];
	const child = spawn(PROGRAM, ["serve", ...flags], { stdio: ["ignore", "pipe", "inherit"] });
	const base = await listening(child);
	const stop = async () => {
		const ended = new Promise((resolve) => child.once("exit", resolve));
		child.kill("SIGTERM");
		await ended;
		rmSync(home, { recursive: true, force: true });
	};
	return { base, people: peopleIn(demo.stdout), stop };
}
