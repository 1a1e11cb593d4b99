/* test_door.mjs - the front door of case 1 in a real browser: telephone and desktop, Dutch and
 * English; nothing kept on the device, nothing asked elsewhere, a small first load.
 *
 * Use: VANGNET=path/of/the/program node --test test/web/
 * SPDX-License-Identifier: EUPL-1.2
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { assertAccessible, signIn, useBrowser } from "./browser.mjs";
import { askForHelp, CONTACT, fillIn, STORY, STORY_OF_DANGER, WORDS } from "./door.mjs";
import { startServer } from "./server.mjs";

const FIRST_LOAD_BYTES = 200_000;
let server;
before(async () => {
	server = await startServer();
});
after(() => server.stop());

const withBrowser = (options, run) => useBrowser({ base: server.base, ...options }, run);

/* What is left on the device: the language, and no word of what was typed. */
async function keptOnDevice(page) {
	return page.evaluate(async () => ({
		local: Object.keys(localStorage),
		session: Object.keys(sessionStorage),
		databases: (await indexedDB.databases()).length,
		caches: (await caches.keys()).length,
		cookies: document.cookie,
	}));
}

for (const size of ["telephone", "desktop"])
	for (const language of ["nl", "en"])
		test(`asking for help ends with a name: ${size}, ${language}`, () =>
			withBrowser({ size, language }, async (page) => {
				const words = WORDS[language];
				await askForHelp(page, server.base, language);
				assert.match(await page.locator(".hero").innerText(), words.held);
				const code = (await page.locator(".code").innerText()).trim();
				assert.match(code, /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
				await page.getByRole("button", { name: words.file }).click();
				await page.getByRole("heading", { name: words.people }).waitFor();
				assert.deepEqual(await keptOnDevice(page), {
					local: ["vangnet.language"],
					session: [],
					databases: 0,
					caches: 0,
					cookies: "",
				});
				assert.ok(!page.url().includes(code), "the code is in no address");
				const width = await page.evaluate(
					() => document.documentElement.scrollWidth - window.innerWidth,
				);
				assert.ok(width <= 0, "nothing has to be scrolled sideways");
			}));

test("with the code somebody comes back to their own question", () =>
	withBrowser({ size: "telephone" }, async (page, browser) => {
		await askForHelp(page, server.base, "nl");
		const code = await page.locator(".code").innerText();
		await browser.context.clearCookies();
		await signIn(page, server.base, ` ${code.toLowerCase().replaceAll("-", " ")} `);
		await page.getByText("Wat er gebeurde").click();
		await page.getByText(STORY).waitFor();
		await page.getByRole("link", { name: "Uitloggen" }).click();
		await page.getByRole("link", { name: "Ik heb een code" }).waitFor();
		await page.goto(`${server.base}/file`);
		await page.waitForURL(/sign-in/);
	}));

test("who writes of danger is asked: are you safe? One tap says that they are not", () =>
	withBrowser({ size: "telephone" }, async (page) => {
		await askForHelp(page, server.base, "nl", undefined, STORY_OF_DANGER);
		const asked = page.getByRole("region", { name: "Ben je nu veilig?" });
		for (const number of ["112", "113"])
			await asked.locator(`a[href='tel:${number}']`).waitFor();
		await assertAccessible(page, "safe now");
		await asked.getByRole("button", { name: "Nee, het is niet veilig" }).click();
		await asked.getByText(/heeft dienst en helpt nu/).waitFor();
		await page.goto(`${server.base}/file`);
		await page.locator(".need .badges", { hasText: "niet veilig" }).waitFor();
	}));

test("who says that they are safe goes on; other words ask nothing", () =>
	withBrowser({}, async (page) => {
		const asked = page.getByRole("region", { name: "Ben je nu veilig?" });
		await askForHelp(page, server.base, "nl", undefined, STORY_OF_DANGER);
		await asked.getByRole("button", { name: "Ja", exact: true }).click();
		await asked.waitFor({ state: "detached" });
		await page.goto(server.base);
		await askForHelp(page, server.base, "nl");
		assert.equal(await asked.count(), 0);
	}));

test("who looks for help in words of danger sees first whom to call", () =>
	withBrowser({}, async (page) => {
		await page.goto(`${server.base}/find`);
		const urgent = page.locator("main .card.danger");
		const look = async (words) => {
			await page.getByLabel("Wat zoek je?").fill(words);
			await page.getByRole("button", { name: "Zoek", exact: true }).click();
		};
		await look("mijn man slaat mij");
		await urgent.locator("a[href='tel:08002000']").waitFor();
		await look("hulp met schulden");
		await urgent.waitFor({ state: "detached" });
	}));

test("what is missing is said at the question, and what was typed stays", () =>
	withBrowser({}, async (page) => {
		await page.goto(`${server.base}/ask/story`);
		await page.waitForURL(/ask\/who/);
		await page.getByRole("button", { name: "Verder" }).click();
		await page.getByText("Kies voor wie je hulp zoekt.").waitFor();
		await page.getByRole("radio", { name: "Voor mezelf" }).check();
		await page.getByRole("button", { name: "Verder" }).click();
		await page.getByRole("radio", { name: "Nee, er is gevaar" }).check();
		await page.locator("main a[href='tel:112']").waitFor();
		await page.goBack();
		assert.ok(await page.getByRole("radio", { name: "Voor mezelf" }).isChecked());
		await page.getByRole("link", { name: "Zoek hulp" }).click();
		await page.getByRole("button", { name: "Zoek", exact: true }).waitFor();
		await page.goto(`${server.base}/ask/who`);
		assert.equal(await page.locator("input:checked").count(), 0, "it was in memory only");
	}));

test("a lost connection loses nothing that was typed", () =>
	withBrowser({}, async (page, browser) => {
		let lost = true;
		await page.route("**/questions", (route) => (lost ? route.abort() : route.continue()));
		const send = page.getByRole("button", { name: WORDS.nl.send });
		await fillIn(page, server.base, "nl");
		await send.click();
		await page.getByText("Er is geen verbinding.").waitFor();
		assert.match(await page.locator(".answers").innerText(), new RegExp(CONTACT));
		lost = false;
		await send.click();
		await page.locator(".holder-name").waitFor();
		browser.faults.splice(0, browser.faults.length, ...unexpected(browser.faults));
	}));

function unexpected(faults) {
	return faults.filter((fault) => !fault.includes("net::ERR_FAILED"));
}

const byButton = (page) => page.getByRole("button", { name: "Weg hier" }).click();
/* All three at once: a machine that is busy would take them apart. */
const byKeys = (page) =>
	page.evaluate(() => {
		for (const _ of [1, 2, 3])
			window.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
	});

function elsewhere(faults) {
	return faults.filter((fault) => !fault.includes("knmi.nl"));
}

test("who must leave at once is somewhere else, signed out, with nothing to go back to", () =>
	withBrowser({}, async (page, browser) => {
		await page.route("https://www.knmi.nl/**", (route) =>
			route.fulfill({
				contentType: "text/html",
				body: "<title>Weer</title><link rel=icon href=data:,>",
			}),
		);
		for (const leave of [byButton, byKeys]) {
			await signIn(page, server.base, server.people.person.code);
			await page.locator(".people").waitFor();
			await leave(page);
			await page.waitForURL(/knmi/);
			await page.goto(`${server.base}/file`);
			await page.waitForURL(/sign-in/);
		}
		browser.faults.splice(0, browser.faults.length, ...elsewhere(browser.faults));
	}));

test("help that cannot wait is one tap away on every page", () =>
	withBrowser({ size: "telephone" }, async (page) => {
		for (const path of ["/", "/ask/who", "/find", "/sign-in", "/nowhere"]) {
			await page.goto(`${server.base}${path}`);
			if (path === "/nowhere") break;
			await page.getByRole("button", { name: "Nu hulp" }).click();
			const dialog = page.locator("dialog[open]");
			for (const number of ["112", "113", "08000113"])
				await dialog.locator(`a[href='tel:${number}']`).waitFor();
			await dialog.getByRole("button", { name: "Sluiten" }).click();
		}
	}));

test("the first load is small, packed and kept", () =>
	withBrowser({ size: "telephone" }, async (page, browser) => {
		const session = await browser.context.newCDPSession(page);
		await session.send("Network.enable");
		let bytes = 0;
		session.on("Network.loadingFinished", (event) => (bytes += event.encodedDataLength));
		await page.goto(server.base, { waitUntil: "networkidle" });
		assert.ok(bytes > 10_000 && bytes < FIRST_LOAD_BYTES, `${bytes} bytes`);
		console.log(`first load: ${bytes} bytes`);
		bytes = 0;
		await page.goto(`${server.base}/find`, { waitUntil: "networkidle" });
		assert.ok(bytes < 20_000, `${bytes} bytes for the next page`);
	}));
