/* test_admin.mjs - administration: accounts made, invited, seated and ended, or not yet; duty;
 * organisations with what they offer; the map of help kept right.
 * SPDX-License-Identifier: EUPL-1.2
 */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { askAsPage, look, signIn, submitDialog, useBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

let server;
before(async () => {
	server = await startServer();
});
after(() => server.stop());

const withBrowser = (options, run) => useBrowser({ base: server.base, ...options }, run);

async function administer(page, part = "") {
	await signIn(page, server.base, server.people.administrator.code);
	if (part) await page.goto(`${server.base}/admin/${part}`);
}

/* The row of somebody, with what can be changed in it. */
async function rowOf(page, name) {
	await page.getByLabel("Zoek op naam").fill(name);
	const row = page.locator(".people-list > li", { hasText: name }).first();
	await row.locator("summary").click();
	return row;
}

test("an account is made, invited, seated at the table and ended", () =>
	withBrowser({}, async (page) => {
		await administer(page);
		await page.locator(".people-list").waitFor();
		await look(page, "admin-accounts");
		await page.getByRole("button", { name: "Nieuw account" }).click();
		await page.locator("dialog[open] input").first().fill("Nadia Verbeek");
		await page.locator("dialog[open] button[type=submit]").click();
		await page.locator("dialog[open] [role=alert]").waitFor();
		await page.locator("dialog[open] select").nth(1).selectOption({ index: 1 });
		await submitDialog(page);
		await page.getByRole("heading", { name: "De code voor Nadia Verbeek" }).waitFor();
		assert.match(await page.locator(".secret").innerText(), /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
		await look(page, "admin-code");
		const row = await rowOf(page, "Nadia Verbeek");
		await row.getByRole("button", { name: "Nodig uit" }).click();
		await submitDialog(page);
		await page.getByRole("heading", { name: "De uitnodiging voor Nadia Verbeek" }).waitFor();
		assert.match(await page.locator(".secret").innerText(), /\/password#\S{16,}$/);
		await row.getByRole("button", { name: "Geef een plek aan tafel" }).click();
		await page.locator("dialog[open] input[value=providers]").check();
		await submitDialog(page);
		await row.getByRole("button", { name: "Stop dit account" }).click();
		await page.locator("dialog[open] button[type=submit]").click();
		await page.locator("dialog[open]").getByText("zit nog aan een tafel").waitFor();
		await look(page, "admin-cannot-end");
		await page.keyboard.press("Escape");
		await page.getByLabel("Zoek op naam").fill("niemand heet zo");
		await page.getByText("Er is niets met die naam.").waitFor();
	}));

test("who still holds something cannot end, and it is said what", () =>
	withBrowser({ language: "en" }, async (page) => {
		await administer(page);
		await page.getByLabel("Look for a name").fill(server.people.manager.name);
		const row = page.locator(".people-list > li", { hasText: server.people.manager.name });
		await row.first().locator("summary").click();
		await row.first().getByRole("button", { name: "End this account" }).click();
		await page.locator("dialog[open] button[type=submit]").click();
		await page.locator("dialog[open] [role=alert]").waitFor();
	}));

test("somebody is put on duty and taken off again, and never the last", () =>
	withBrowser({}, async (page) => {
		await administer(page, "roster");
		await page.getByText("is aan de beurt").waitFor();
		await look(page, "admin-roster");
		await page.getByLabel("Zoek op naam").fill(server.people.psychologist.name);
		await page.getByRole("button", { name: "Zet op het rooster" }).first().click();
		await submitDialog(page);
		await page.getByText("Deze persoon heeft nu dienst.").waitFor();
		const on = page.locator("ol.people-list > li");
		for (;;) {
			const many = await on.count();
			await on.last().getByRole("button", { name: "Haal van het rooster" }).click();
			await page.locator("dialog[open] button[type=submit]").click();
			if (many === 1) break;
			await on.nth(many - 1).waitFor({ state: "detached" });
		}
		await page.locator("dialog[open]").getByText("mag niet leeg raken").waitFor();
	}));

test("an organisation, its place and what it offers are added and ended", () =>
	withBrowser({}, async (page) => {
		await administer(page, "organisations");
		await page.locator(".row").first().waitFor();
		await look(page, "admin-organisations");
		await page.getByRole("button", { name: "Nieuwe organisatie" }).click();
		await page.locator("dialog[open] input").first().fill("Stichting Het Pad");
		await page.locator("dialog[open] select").selectOption("social");
		await submitDialog(page);
		await page.getByLabel("Zoek op naam").fill("Het Pad");
		await page.getByRole("button", { name: /Stichting Het Pad/ }).click();
		await page.getByText("Er is nog geen locatie.").waitFor();
		await look(page, "admin-organisation");
		await page.getByLabel("Gemeente van een nieuwe locatie").fill("Ensch");
		await page.getByRole("radio", { name: "Enschede" }).check();
		await page.getByRole("button", { name: "Nieuwe locatie" }).click();
		await page.locator("dialog[open] input").first().fill("Het Pad, Enschede");
		await submitDialog(page);
		await page.getByRole("button", { name: "Nieuw aanbod" }).click();
		await page.locator("dialog[open] input").first().fill("Wandelen met een maatje");
		for (const at of [0, 1, 2, 3])
			await page.locator("dialog[open] select").nth(at).selectOption({ index: 1 });
		await submitDialog(page);
		const service = page.locator(".people-list > li", { hasText: "Wandelen met een maatje" });
		await service.getByRole("button", { name: "Stop" }).click();
		await submitDialog(page);
		await service.waitFor({ state: "detached" });
	}));

test("what was not looked at for long is confirmed, and what is reported is decided", () =>
	withBrowser({}, async (page) => {
		await administer(page, "map");
		await page.getByRole("heading", { name: /Lang niet nagekeken/ }).waitFor();
		await look(page, "admin-map");
		const rows = page.getByRole("region", { name: /Lang niet nagekeken/ }).locator(".row");
		const many = await rows.count();
		if (many > 0) {
			await rows.first().click();
			await page.getByRole("button", { name: "Ja, het klopt" }).click();
			await submitDialog(page);
			await page.getByText("Dank je.").waitFor();
		}
		/* A report goes first to whose entry it is. */
		const { entries } = await askAsPage(page, "GET", "/v1/regions/VR05/entries?limit=200");
		const { account } = await askAsPage(page, "GET", "/v1/sessions/current");
		assert.equal(account.kind, "administrator");
		assert.ok(entries.length > 0);
	}));

test("who administers the nation chooses a region; who does not administer is sent home", () =>
	withBrowser({}, async (page) => {
		await signIn(page, server.base, server.people.nation.code);
		await page.getByLabel("Welke regio").selectOption("VR05");
		await page.locator(".people-list").waitFor();
		await page.getByRole("link", { name: "Dienst" }).click();
		await page.getByText("is aan de beurt").waitFor();
		await signIn(page, server.base, server.people.gp.code);
		await page.goto(`${server.base}/admin`);
		await page.waitForURL(/desk$/);
	}));
