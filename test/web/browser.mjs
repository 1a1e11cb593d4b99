/* browser.mjs - Debian's Chromium on the pages: what a page asks of whom, and what it complains of,
 * is gathered all the while.
 * SPDX-License-Identifier: EUPL-1.2
 */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ROOT } from "./server.mjs";

const require = createRequire(join(ROOT, "web/package.json"));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf-8");
export const CHROMIUM = "/usr/bin/chromium";
export const SIZES = {
	telephone: { width: 360, height: 780 },
	desktop: { width: 1280, height: 900 },
};
const FLAGS = [
	"--headless",
	"--no-sandbox",
	"--disable-gpu",
	"--disable-quic",
	"--no-first-run",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
];
/* Who is not signed in is told so, and a browser logs it. */
const EXPECTED = /status of (401|403|404|409|412|422)/;

/* A browser with nothing in it. `faults` gathers what must not be. */
export async function openBrowser(options = {}) {
	const home = mkdtempSync(join(tmpdir(), "vangnet-chromium-"));
	const context = await chromium.launchPersistentContext(home, {
		executablePath: CHROMIUM,
		args: FLAGS,
		viewport: SIZES[options.size ?? "desktop"],
		hasTouch: options.size === "telephone",
		colorScheme: options.dark ? "dark" : "light",
		locale: options.language === "en" ? "en-GB" : "nl-NL",
		reducedMotion: "reduce",
	});
	context.setDefaultTimeout(120_000);
	const faults = [];
	const page = context.pages()[0] ?? (await context.newPage());
	watch(page, options.base, faults);
	const close = async () => {
		await context.close();
		rmSync(home, { recursive: true, force: true });
	};
	return { context, page, faults, close };
}

function watch(page, base, faults) {
	page.on("request", (request) => {
		const url = request.url();
		if (!url.startsWith(base) && !url.startsWith("about:")) faults.push(`asked ${url}`);
	});
	page.on("pageerror", (error) => faults.push(`error ${error.message}`));
	page.on("console", (message) => {
		const bad = message.type() === "error" && !EXPECTED.test(message.text());
		if (bad) faults.push(`console ${message.text()}`);
	});
}

/* No request to another host, no error, nothing that the policy refused. */
export function assertClean(browser) {
	assert.deepEqual(browser.faults, []);
}

/* A browser of its own for what is run, in which nothing may go wrong unseen. */
export async function useBrowser(options, run) {
	const browser = await openBrowser(options);
	try {
		await run(browser.page, browser);
		assertClean(browser);
	} finally {
		await browser.close();
	}
}

export async function assertAccessible(page, where) {
	await page.evaluate(AXE);
	const found = await page.evaluate(async () => {
		const result = await window.axe.run(document, {
			runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
		});
		return result.violations.map((one) => ({
			id: one.id,
			help: one.help,
			nodes: one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
		}));
	});
	assert.deepEqual(found, [], where);
}

export async function signIn(page, base, code) {
	await page.goto(`${base}/sign-in`);
	await page.locator("form input").fill(code);
	await page.locator("form button[type=submit]").click();
	await page.waitForURL(/\/(file|desk|admin)$/);
}

/* What no page does yet is asked as a page would; */
export async function askAsPage(page, method, path, body) {
	const reply = await page.evaluate(
		async ([how, where, what]) => {
			const headers = {
				"Vangnet-Session": "cookie",
				"Idempotency-Key": `page-${Math.random()}`,
				...(what ? { "Content-Type": "application/json" } : {}),
			};
			const text = what && JSON.stringify(what);
			const got = await fetch(where, { method: how, headers, body: text });
			return { status: got.status, body: await got.json() };
		},
		[method, path, body],
	);
	assert.ok(reply.status < 300, JSON.stringify(reply));
	return reply.body;
}

/* Nothing has to be scrolled sideways. */
export async function assertFits(page, where) {
	const over = await page.evaluate(
		() => document.documentElement.scrollWidth - window.innerWidth,
	);
	assert.ok(over <= 0, `${where}: ${over} too wide`);
}

/* Accessible and fitting in the four ways in which a page is looked at. */
export async function look(page, where) {
	for (const [size, dark] of [
		["telephone", false],
		["telephone", true],
		["desktop", true],
		["desktop", false],
	]) {
		await page.setViewportSize(SIZES[size]);
		await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
		/* From the top: what stands fixed lies over nothing there. */
		await page.evaluate(() => window.scrollTo(0, 0));
		const name = `${where}-${size}-${dark ? "dark" : "light"}`;
		await assertAccessible(page, name);
		await assertFits(page, name);
		const folder = process.env.VANGNET_PICTURES;
		if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
	}
}

/* What stands in the open dialog is sent. */
export async function submitDialog(page) {
	await page.locator("dialog[open] button[type=submit]").click();
	await page.locator("dialog[open]").waitFor({ state: "detached" });
}
