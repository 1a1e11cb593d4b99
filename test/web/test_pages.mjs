/* test_pages.mjs - each page in light and dark without findings of axe; the door by keyboard alone;
 * my file and the professional's day do what they say, also when two change the same.
 * SPDX-License-Identifier: EUPL-1.2
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { askAsPage, assertAccessible, signIn, useBrowser } from "./browser.mjs";
import { askForHelp, CONTACT } from "./door.mjs";
import { startServer } from "./server.mjs";

let server;
before(async () => {
	server = await startServer();
});
after(() => server.stop());

const withBrowser = (options, run) => useBrowser({ base: server.base, ...options }, run);

for (const dark of [false, true])
	for (const size of ["telephone", "desktop"])
		test(`every page of the door is accessible: ${size}, ${dark ? "dark" : "light"}`, () =>
			withBrowser({ dark, size }, async (page) => {
				await askForHelp(page, server.base, "nl", (screen) =>
					assertAccessible(page, screen),
				);
				await page.getByRole("button", { name: "Nu hulp" }).click();
				await assertAccessible(page, "acute");
				for (const path of ["/find", "/sign-in"]) {
					await page.goto(`${server.base}${path}`);
					await page.locator("h1").waitFor();
					await page.locator("main button[type=submit]").click();
					await page.locator(".found, .error").first().waitFor();
					await assertAccessible(page, path);
				}
			}));

for (const dark of [false, true])
	test(`my file and the desk are accessible: ${dark ? "dark" : "light"}`, () =>
		withBrowser({ dark }, async (page) => {
			await signIn(page, server.base, server.people.person.code);
			for (const [path, what] of [
				["/file", ".people svg"],
				["/file/plan", "main .act-button.nl-button--primary"],
				["/file/story", ".story"],
				["/file/log", ".toggle"],
			]) {
				await page.goto(`${server.base}${path}`);
				await page.locator(what).waitFor({ state: "attached" });
				await assertAccessible(page, path);
			}
			await signIn(page, server.base, server.people.manager.code);
			await page.locator(".rows").first().waitFor();
			await assertAccessible(page, "/desk");
			await page.locator(".row").first().click();
			await page.locator(".story").waitFor();
			await assertAccessible(page, "an episode");
			await page.getByRole("button", { name: "Volgende stap" }).first().click();
			await assertAccessible(page, "a form");
			await page.goto(`${server.base}/desk/inbox`);
			await page.locator(".row").first().click();
			await assertAccessible(page, "/desk/inbox");
		}));

/* 320 wide is 1280 at 400 % (WCAG 1.4.10); 640 is that at 200 %. */
for (const width of [320, 640])
	test(`nothing has to be scrolled sideways where the page is ${width} wide`, () =>
		withBrowser({}, async (page) => {
			const assertFits = async (path, what) => {
				await page.goto(`${server.base}${path}`);
				await page.locator(what).first().waitFor({ state: "attached" });
				const over = await page.evaluate(
					() => document.documentElement.scrollWidth - window.innerWidth,
				);
				assert.ok(over <= 0, `${path}: ${over} too wide`);
			};
			await page.setViewportSize({ width, height: 450 });
			for (const path of ["/", "/ask/who", "/find", "/sign-in"]) await assertFits(path, "h1");
			await signIn(page, server.base, server.people.person.code);
			await assertFits("/file", ".people svg");
			await assertFits("/file/plan", "h1");
			await assertFits("/file/story", ".story");
			await assertFits("/file/log", ".toggle");
			await signIn(page, server.base, server.people.manager.code);
			await assertFits("/desk", ".row");
			await assertFits("/desk/inbox", ".group");
			await page.goto(`${server.base}/desk`);
			await assertFits(await page.locator(".row").first().getAttribute("href"), ".story");
		}));

/* Tab to what is asked for; then it has the focus, and can be seen to have it. */
async function tabTo(page, name) {
	for (let presses = 0; presses < 40; presses++) {
		const here = await page.evaluate(() => {
			const one = document.activeElement;
			const label = one?.labels?.[0]?.innerText ?? one?.innerText ?? "";
			return label.trim();
		});
		if (here.startsWith(name)) return;
		await page.keyboard.press("Tab");
	}
	assert.fail(`no way to ${name} with Tab`);
}

test("the door opens with the keyboard alone", () =>
	withBrowser({}, async (page) => {
		const press = (key) => page.keyboard.press(key);
		await page.goto(server.base);
		await page.locator("h1").waitFor();
		await tabTo(page, "Ik zoek hulp");
		await press("Enter");
		await page.getByText("Vraag 1 van").waitFor();
		await tabTo(page, "Voor mezelf");
		await press("Space");
		await press("Enter");
		await page.getByText("Vraag 2 van").waitFor();
		await tabTo(page, "Ja");
		await press("Space");
		await press("Enter");
		await page.getByText("Vraag 3 van").waitFor();
		await tabTo(page, "Je gemeente");
		await page.keyboard.type("Enschede");
		await page.getByRole("radio", { name: "Enschede" }).waitFor();
		await tabTo(page, "Enschede");
		await press("Space");
		await press("Enter");
		await page.getByText("Vraag 4 van").waitFor();
		await tabTo(page, "Vertel het");
		await page.keyboard.type("Ik slaap niet.");
		await tabTo(page, "Verder");
		await press("Enter");
		await page.getByText("Vraag 5 van").waitFor();
		await tabTo(page, "Telefoon");
		await page.keyboard.type(CONTACT);
		await press("Enter");
		await page.getByText("Vraag 6 van").waitFor();
		await tabTo(page, "Sla over");
		await press("Enter");
		await page.getByText("Klopt dit?").waitFor();
		await tabTo(page, "Verstuur mijn vraag");
		await press("Enter");
		await page.locator(".holder-name").waitFor();
	}));

test("in my file I add what I need, carry it myself, and say when it is enough", () =>
	withBrowser({ size: "telephone" }, async (page) => {
		await signIn(page, server.base, server.people.person.code);
		await page.getByRole("button", { name: "Ik wil nog iets" }).click();
		await page.locator("dialog[open] select").first().selectOption("education");
		await page.getByLabel("Ik ga hier zelf mee aan de slag").check();
		await page.locator("dialog[open] button[type=submit]").click();
		await page.getByText("Het staat erbij.").waitFor();
		const need = page.locator(".need", { hasText: "School en opleiding" });
		await need.getByText("jij zelf").waitFor();
		await need.getByRole("button", { name: "Het is genoeg zo" }).click();
		await page.locator("dialog[open] button[type=submit]").click();
		await page.getByText("Deze hulp is afgesloten.").waitFor();
		await page.getByText(/School en opleiding: klaar/).waitFor();
	}));

test("in my plan I write in my own words, change that, and say yes to it as it is", () =>
	withBrowser({ size: "telephone" }, async (page) => {
		await signIn(page, server.base, server.people.person.code);
		await page.goto(`${server.base}/file/plan`);
		const write = async (button, words) => {
			await page.getByRole("button", { name: button, exact: true }).first().click();
			await page.locator("dialog[open] textarea").fill(words);
			await page.locator("dialog[open] button[type=submit]").click();
			await page.locator("main blockquote", { hasText: words }).waitFor();
		};
		await write("Schrijf erbij", "Weer een nacht doorslapen.");
		await write("Verander", "Weer drie nachten doorslapen.");
		await assertAccessible(page, "a plan");
		await page.getByRole("button", { name: "Ik zeg ja op dit plan" }).click();
		await page.locator("dialog[open] button[type=submit]").click();
		await page.getByText("Je hebt ja gezegd op het plan.").waitFor();
		await page.getByRole("button", { name: "Ik zeg ja op dit plan" }).waitFor({
			state: "detached",
		});
	}));

async function firstFile(page) {
	await signIn(page, server.base, server.people.manager.code);
	await page.locator(".row").first().click();
	await page.locator(".story").waitFor();
}

test("a professional plans a step, and asks help and takes that back", () =>
	withBrowser({}, async (page) => {
		await firstFile(page);
		await page.getByRole("button", { name: "Volgende stap" }).first().click();
		await page.locator("dialog[open] textarea").fill("We bellen samen met school.");
		await page.locator("dialog[open] button[type=submit]").click();
		await page.getByText("De stap staat gepland.").waitFor();
		await page.locator(".clock", { hasText: "We bellen samen met school." }).waitFor();
		await page.getByRole("button", { name: "Zoek of vraag hulp" }).first().click();
		await page.locator(".found button").first().click();
		await page.getByRole("button", { name: "Vraag om mee te kijken" }).click();
		await page.locator("dialog[open] textarea").fill("Wat raad je aan bij slecht slapen?");
		await page.locator("dialog[open] button[type=submit]").click();
		await page.getByRole("button", { name: "Maak ongedaan" }).click();
		await page.getByText("Dat is ongedaan gemaakt.").waitFor();
		await page.locator(".badges", { hasText: "ingetrokken" }).first().waitFor();
	}));

test("who is asked to join reads who asks and why, and says yes from the inbox", () =>
	withBrowser({}, async (page) => {
		await signIn(page, server.base, server.people.peer.code);
		const peer = (await askAsPage(page, "GET", "/v1/sessions/current")).account.id;
		await firstFile(page);
		const path = page.url().replace(/.*\/desk\/(.*)\/(.*)/, "/v1/regions/$1/episodes/$2");
		const words = "Wil je een keer mee gaan wandelen?";
		const asked = { account: peer, words, person_agrees: true };
		await askAsPage(page, "POST", `${path}/joins`, asked);
		await signIn(page, server.base, server.people.peer.code);
		await page.goto(`${server.base}/desk/inbox`);
		await page.getByRole("button", { name: /Een vraag om aan te schuiven/ }).click();
		await page.getByText(`${server.people.manager.name} vraagt of je aanschuift.`).waitFor();
		await page.getByText(words).waitFor();
		await page.getByRole("button", { name: "Ja, ik schuif aan" }).click();
		await page.locator("dialog[open] button[type=submit]").click();
		await page.getByText("Je bent aangeschoven.").waitFor();
	}));

test("who changes the same at the same time is told, and loses nothing", () =>
	withBrowser({}, async (page, browser) => {
		await firstFile(page);
		const other = await browser.context.newPage();
		await other.goto(page.url());
		await other.locator(".story").waitFor();
		await page.getByRole("button", { name: "Volgende stap" }).first().click();
		await page.locator("dialog[open] textarea").fill("Eerste");
		await other.getByRole("button", { name: "Volgende stap" }).first().click();
		await other.locator("dialog[open] textarea").fill("Tweede");
		await page.locator("dialog[open] button[type=submit]").click();
		await page.getByText("De stap staat gepland.").waitFor();
		await other.locator("dialog[open] button[type=submit]").click();
		await other.locator("dialog[open] [role=alert]").waitFor();
		assert.equal(await other.locator("dialog[open] textarea").inputValue(), "Tweede");
		await other.locator("dialog[open] button[type=submit]").click();
		await other.getByText("De stap staat gepland.").waitFor();
	}));

test("the list is gone through with the arrow keys", () =>
	withBrowser({}, async (page) => {
		await signIn(page, server.base, server.people.manager.code);
		await page.locator(".row").first().focus();
		await page.keyboard.press("ArrowDown");
		await page.keyboard.press("ArrowDown");
		const name = await page.locator(".row:focus .row-name").innerText();
		assert.equal(name, await page.locator(".row .row-name").nth(2).innerText());
		await page.keyboard.press("Enter");
		await page.getByRole("heading", { level: 1, name }).waitFor();
	}));
