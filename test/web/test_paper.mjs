/* test_paper.mjs - the professional's side of plan and conversation, and what is on paper: the
 * plan, and the letter of a handover.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { after, before, test } from "node:test";
import { look, signIn, submitDialog, useBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

let server;
before(async () => {
	server = await startServer();
});
after(() => server.stop());

const withBrowser = (options, run) => useBrowser({ base: server.base, ...options }, run);
const GOAL = "Weer een nacht doorslapen, zonder bang te zijn.";

async function openFile(page) {
	await signIn(page, server.base, server.people.manager.code);
	await page.locator(".row").last().click();
	await page.locator(".story").waitFor();
}

/* What opens beside the page. */
async function paperOf(page, link) {
	const [paper] = await Promise.all([page.context().waitForEvent("page"), link.click()]);
	await paper.waitForLoadState();
	return paper;
}

test("a plan is written together, with a step for somebody, and printed for both", () =>
	withBrowser({}, async (page) => {
		await openFile(page);
		await page.getByRole("link", { name: "Plan en crisisplan" }).click();
		await page.getByRole("button", { name: "Schrijf erbij" }).click();
		await page.locator("dialog[open] textarea").fill(GOAL);
		await page.locator("dialog[open] input[type=checkbox]").check();
		await submitDialog(page);
		await page.locator("main blockquote", { hasText: GOAL }).waitFor();
		await page.getByRole("button", { name: "Nieuwe stap" }).click();
		await page.locator("dialog[open] select").first().selectOption({ index: 1 });
		await page.locator("dialog[open] textarea").fill("Samen een rondje lopen.");
		await page.locator("dialog[open] input[type=checkbox]").check();
		await submitDialog(page);
		await page.getByText("Samen een rondje lopen.").first().waitFor();
		await look(page, "desk-plan");
		for (const name of [/Het plan op papier, in gewone taal/, /Het plan op papier, voor wie/]) {
			const paper = await paperOf(page, page.getByRole("link", { name }));
			await paper.getByText(GOAL).waitFor();
			await paper.close();
		}
	}));

test("the conversation has topics in any order, and what was said is written down", () =>
	withBrowser({}, async (page) => {
		await openFile(page);
		await page.getByRole("link", { name: "Gesprek" }).click();
		const topic = page.getByRole("region", { name: "Wat iemand kan en heeft" });
		await topic.getByRole("button", { name: "Schrijf op" }).click();
		await page.locator("dialog[open] textarea").fill("Ze tekent graag.");
		await page.locator("dialog[open] input[type=checkbox]").check();
		await submitDialog(page);
		await topic.getByText("Ze tekent graag.").waitFor();
		await look(page, "desk-guide");
	}));

test("an offered handover is a letter, for the person and for who receives it", () =>
	withBrowser({}, async (page) => {
		await openFile(page);
		await page.getByRole("button", { name: "Zoek of vraag hulp" }).first().click();
		await page.locator(".found button").first().click();
		await page.getByRole("button", { name: "Vraag om over te nemen" }).click();
		await page.locator("dialog[open] textarea").fill("Neem jij dit over? Ik blijf erbij.");
		await page.locator("dialog[open] input[type=checkbox]").check();
		await submitDialog(page);
		const link = page.getByRole("link", { name: /Overdrachtsbrief, in gewone taal/ });
		await link.waitFor();
		/* What says that it is done lies over the page for a while. */
		await page.locator(".said").getByRole("button", { name: "Sluiten" }).click();
		await look(page, "desk-letter");
		const paper = await paperOf(page, link);
		await paper.getByText("Ik blijf erbij.", { exact: false }).first().waitFor();
		await paper.close();
	}));
