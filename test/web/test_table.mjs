/* test_table.mjs - what is stuck comes to the table: its agenda, one case on one page, a decision
 * with a term and a reason, somebody named for it, too few places, and what was learned.
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
const WORDS = "Overal is het nee. Iemand moet dit nu gaan doen.";
const REASON = "Zij kunnen alles samen behandelen.";
const LESSON = "Eerst samen bellen, en dan pas brengen.";

async function accountOf(page, code) {
	await signIn(page, server.base, code);
	return (await askAsPage(page, "GET", "/v1/sessions/current")).account;
}

/* The GP sits for who offers help, the peer worker for clients, and somebody for relatives. */
async function giveSeats(page) {
	const gp = await accountOf(page, server.people.gp.code);
	const peer = await accountOf(page, server.people.peer.code);
	await signIn(page, server.base, server.people.administrator.code);
	const accounts = "/v1/regions/VR05/accounts";
	const relative = { kind: "relative", name: "Fatma Naaste" };
	const made = await askAsPage(page, "POST", accounts, relative);
	for (const [account, seat] of [
		[gp.id, "providers"],
		[peer.id, "clients"],
		[made.account, "relatives"],
	])
		await askAsPage(page, "PUT", `/v1/regions/VR05/table/seats/${account}`, { seat });
}

async function bring(page) {
	await signIn(page, server.base, server.people.manager.code);
	await page.locator(".row").last().click();
	await page.locator(".story").waitFor();
	await page.getByRole("button", { name: "Naar de regiotafel" }).first().click();
	await page.getByLabel("Het zit vast").check();
	await page.locator("dialog[open] textarea").fill(WORDS);
	await submitDialog(page);
	await page.getByRole("region", { name: "Regiotafel" }).getByRole("link").first().waitFor();
}

test("an agenda for who sits there; others read why it is not theirs", () =>
	withBrowser({}, async (page) => {
		await signIn(page, server.base, server.people.psychologist.code);
		await page.getByRole("link", { name: "Regiotafel" }).click();
		await page.locator("main [role=alert]").waitFor();
		await look(page, "table-not-seated");
		await giveSeats(page);
		await signIn(page, server.base, server.people.gp.code);
		await page.goto(`${server.base}/table/lessons`);
		await page.getByText("Er staat hier nog niets.").waitFor();
		await look(page, "table-lessons-empty");
		await page.goto(`${server.base}/table`);
		await page.getByRole("heading", { name: "Te weinig plek" }).waitFor();
		await look(page, "table-agenda");
	}));

/* Opens the case that was brought with WORDS. */
async function openCase(page) {
	await page.goto(`${server.base}/table`);
	await page.locator(".row").first().waitFor();
	for (const link of await page.locator(".row").all()) {
		const href = await link.getAttribute("href");
		const [, , region, episode, id] = href.split("/");
		const path = `/v1/regions/${region}/episodes/${episode}/cases/${id}`;
		if ((await askAsPage(page, "GET", path)).words === WORDS) return link.click();
	}
	return assert.fail("the case is not on the agenda");
}

/* What is due later stands on a later page. It is delivered about a second after. */
async function findInInbox(page, name) {
	await page.goto(`${server.base}/desk/inbox`);
	const found = page.getByRole("button", { name });
	const more = page.getByRole("button", { name: "Laat meer zien" });
	await page.locator(".row").first().waitFor();
	await page.locator(".group").waitFor();
	for (let tries = 0; tries < 40 && (await found.count()) === 0; tries++) {
		const rows = await page.locator(".row").count();
		if ((await more.count()) > 0) {
			await more.click();
			await page.locator(".row").nth(rows).waitFor();
		} else {
			await page.reload();
			await page.locator(".row").first().waitFor();
		}
	}
	await found.first().click();
}

test("a case is brought, decided with a term and a reason, and somebody is named for it", () =>
	withBrowser({}, async (page) => {
		await bring(page);
		await look(page, "desk-at-table");
		const clinic = await accountOf(page, server.people.psychologist.code);
		await signIn(page, server.base, server.people.gp.code);
		await openCase(page);
		await page.getByText(WORDS).waitFor();
		await page.getByText("zonder naam, tot de inwoner ja zegt", { exact: false }).waitFor();
		await look(page, "table-case");
		await page.getByLabel("Zoek hulp of een organisatie").fill(clinic.organisation_name);
		const card = page.locator(".found", { hasText: clinic.organisation_name }).first();
		await card.getByRole("button", { name: "Kies" }).click();
		await page.getByRole("button", { name: /^Besluit: / }).click();
		await page.locator("dialog[open] button[type=submit]").click();
		await page.locator("dialog[open] .error").waitFor();
		await page.locator("dialog[open] textarea").fill(REASON);
		await submitDialog(page);
		await page.locator("main blockquote", { hasText: REASON }).waitFor();
		await look(page, "table-decided");
		const [paper] = await Promise.all([
			page.context().waitForEvent("page"),
			page.getByRole("link", { name: "Het besluit, in gewone taal" }).click(),
		]);
		await paper.getByText(REASON).waitFor();
		await paper.close();
		await signIn(page, server.base, server.people.psychologist.code);
		await findInInbox(page, /Een besluit van een tafel/);
		await page.getByRole("link", { name: "Bekijk het besluit" }).click();
		await page.getByLabel("Zoek op naam").fill(clinic.name.split(" ")[0]);
		await page.getByRole("radio", { name: clinic.name }).first().check();
		await page.getByRole("button", { name: `Noem ${clinic.name}` }).click();
		await page.locator("dialog[open] textarea").fill("Ik doe het zelf.");
		await page.locator("dialog[open] input[type=checkbox]").check();
		await submitDialog(page);
		await page.getByText("Er is iemand genoemd.").waitFor();
	}));

test("too few places are one item; it is decided, closed, and its lesson is read", () =>
	withBrowser({}, async (page) => {
		await signIn(page, server.base, server.people.gp.code);
		await page.goto(`${server.base}/table`);
		await page.getByRole("button", { name: "Zet een tekort op de agenda" }).click();
		await page.getByLabel("Zoek hulp of een organisatie").fill("behandeling");
		await page.locator(".found button").first().click();
		await page.getByRole("button", { name: "Zet op de agenda", exact: true }).click();
		await page.locator("dialog[open] input").fill("veel");
		await page.locator("dialog[open] button[type=submit]").click();
		await page.locator("dialog[open] [role=alert]").waitFor();
		await page.locator("dialog[open] input").fill("31");
		await submitDialog(page);
		await page.getByText("Wachtenden: 31").waitFor();
		await page.getByRole("button", { name: "Besluit wie dit oplost" }).click();
		await page.locator(".found button").first().click();
		await page.getByRole("button", { name: /^Besluit: / }).click();
		await page.locator("dialog[open] textarea").fill("Samen een tweede groep.");
		await submitDialog(page);
		await page.getByText("Samen een tweede groep.").waitFor();
		await look(page, "table-shortage");
		await page.locator(".need").getByRole("button", { name: "Sluit af" }).click();
		await page.locator("dialog[open] textarea").fill(LESSON);
		await submitDialog(page);
		await page.getByRole("link", { name: "Geleerd" }).click();
		await page.getByText(LESSON).waitFor();
		await look(page, "table-lessons");
	}));
