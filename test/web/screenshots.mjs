/* screenshots.mjs - pictures of the main pages, to be looked at.
 *
 * Use: VANGNET=path/of/the/program node test/web/screenshots.mjs FOLDER
 * SPDX-License-Identifier: EUPL-1.2
 */
import { join } from "node:path";
import { openBrowser, signIn } from "./browser.mjs";
import { askForHelp, STORY_OF_DANGER } from "./door.mjs";
import { startServer } from "./server.mjs";

const folder = process.argv[2] ?? ".";
const LOOKS = [
	{ size: "telephone", dark: false },
	{ size: "telephone", dark: true },
	{ size: "desktop", dark: false },
	{ size: "desktop", dark: true },
];

async function take(server, look) {
	const browser = await openBrowser({ base: server.base, ...look });
	const { page } = browser;
	const name = `${look.size}-${look.dark ? "dark" : "light"}`;
	const picture = (what, fullPage = true) =>
		page.screenshot({ path: join(folder, `${what}-${name}.png`), fullPage });
	await askForHelp(page, server.base, "nl", (screen) => picture(`door-${screen}`));
	await page.getByRole("button", { name: "Nu hulp" }).click();
	await picture("door-acute", false);
	await page.getByRole("button", { name: "Sluiten" }).click();
	const safeNow = (screen) => (screen === "done" ? picture("door-safe-now") : undefined);
	await page.goto(server.base);
	await askForHelp(page, server.base, "nl", safeNow, STORY_OF_DANGER);
	await signIn(page, server.base, server.people.person.code);
	await page.locator(".people svg").waitFor();
	await picture("file-now");
	await page.goto(`${server.base}/file/story`);
	await page.locator(".moment").first().waitFor();
	await picture("file-story");
	await page.goto(`${server.base}/file/log`);
	await page.getByText("Laat ook zien").click();
	await picture("file-log");
	await signIn(page, server.base, server.people.manager.code);
	await page.locator(".row").first().waitFor();
	await picture("desk", false);
	await page.locator(".row").first().click();
	await page.locator(".moment").first().waitFor();
	await picture("desk-episode");
	await page.getByRole("button", { name: "Stap klaar" }).first().click();
	await picture("desk-step", false);
	await signIn(page, server.base, server.people.psychologist.code);
	await page.goto(`${server.base}/desk/inbox`);
	await page.locator(".row").first().click();
	await page.locator(".row-open .actions").waitFor();
	await picture("desk-inbox", false);
	await browser.close();
}

const MANY = 6000; // people in the region: about forty with one care manager
const server = await startServer(MANY);
for (const look of LOOKS) await take(server, look);
await server.stop();
