/* test_live.mjs - two people at one file: the one sees what the other does without asking for it.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { after, before, test } from "node:test";
import { signIn, useBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

let server;
before(async () => {
	server = await startServer();
});
after(() => server.stop());

const isTold = async (reply) =>
	reply.url().endsWith("/changes") && (await reply.text()).includes('"file":true');

async function addNeed(page, file, words) {
	const status = await page.evaluate(
		async ([path, said]) => {
			const reply = await fetch(`${path}/needs`, {
				method: "POST",
				headers: {
					"Content-Type": "application/json",
					"Vangnet-Session": "cookie",
					"Idempotency-Key": `live-${Date.now()}`,
				},
				body: JSON.stringify({ domain: "debt", aim: "recover", words: said }),
			});
			return reply.status;
		},
		[file, words],
	);
	if (status !== 201) throw new Error(`the need was answered with ${status}`);
}

test("what is done on another screen appears by itself", () =>
	useBrowser({ base: server.base }, (here) =>
		useBrowser({ base: server.base, size: "telephone" }, async (there) => {
			await signIn(there, server.base, server.people.person.code);
			await signIn(here, server.base, server.people.person.code);
			/* The first is answered at once; the one after it waits. */
			const isAsked = (request) => request.url().endsWith("/changes");
			const first = here.waitForRequest(isAsked);
			await here.goto(`${server.base}/file`);
			const asked = await first;
			await here.waitForRequest((request) => isAsked(request) && request !== asked);
			const file = new URL(asked.url()).pathname.replace(/\/changes$/, "");
			const told = here.waitForResponse(isTold);
			await addNeed(there, file, "Er liggen brieven die ik niet open.");
			await told;
			await here.getByText("Er liggen brieven die ik niet open.").first().waitFor();
		}),
	));
