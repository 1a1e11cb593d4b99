/* test_account.mjs - by invitation to a password, a second step, and the places where one is signed
 * in; each page is accessible on a telephone and a desktop, in light and dark.
 * SPDX-License-Identifier: EUPL-1.2
 */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { after, before, test } from "node:test";
import { askAsPage, look, signIn, submitDialog, useBrowser } from "./browser.mjs";
import { startServer } from "./server.mjs";

const PASSWORD = "vier groene stoelen";
const NEW_PASSWORD = "vijf blauwe tafels";
const STEP_MS = 30_000;
let server;
before(async () => {
	server = await startServer();
});
after(() => server.stop());

const withBrowser = (options, run) => useBrowser({ base: server.base, ...options }, run);

/* RFC 4648 and RFC 6238, by Node's own HMAC. */
function digitsOf(secret, ahead = 0) {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	const bits = [...secret].map((one) => letters.indexOf(one).toString(2).padStart(5, "0"));
	const bytes = bits.join("").match(/.{8}/g).map((one) => parseInt(one, 2));
	const step = Buffer.alloc(8);
	step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MS) + ahead));
	const hash = createHmac("sha1", Buffer.from(bytes)).update(step).digest();
	const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
	return String(number % 1_000_000).padStart(6, "0");
}

/* The invitation of the administrator, for who has this code. */
async function invite(page, code) {
	await signIn(page, server.base, code);
	const { account, region } = await askAsPage(page, "GET", "/v1/sessions/current");
	await signIn(page, server.base, server.people.administrator.code);
	const path = `/v1/regions/${region}/accounts/${account.id}/invitations`;
	const { token } = await askAsPage(page, "POST", path);
	await page.context().clearCookies();
	return token;
}

async function choose(page, token, login) {
	await page.goto(`${server.base}/password#${token}`);
	await page.getByLabel("Je inlognaam").fill(login);
	await page.getByLabel("Je wachtwoord").fill(PASSWORD);
	await page.getByLabel("Nog een keer hetzelfde").fill(PASSWORD);
	await page.getByRole("button", { name: "Bewaar mijn wachtwoord" }).click();
	await page.getByText("Je wachtwoord is bewaard.").waitFor();
}

async function fillSignIn(page, login, password = PASSWORD) {
	await page.goto(`${server.base}/sign-in?with=password`);
	await page.getByLabel("Je inlognaam").fill(login);
	await page.getByLabel("Je wachtwoord").fill(password);
}

const go = (page) => page.getByRole("button", { name: "Ga verder" }).click();

test("an invitation becomes a password, and the password opens one's work", () =>
	withBrowser({}, async (page) => {
		const token = await invite(page, server.people.gp.code);
		await page.goto(`${server.base}/password#${token}`);
		await page.getByRole("button", { name: "Bewaar mijn wachtwoord" }).click();
		await page.getByText("Kies een naam van minstens drie tekens.").waitFor();
		await look(page, "choose-password");
		assert.ok(!page.url().includes(token), "the invitation is not left in the address");
		await page.goto("about:blank");
		await choose(page, token, "huisarts@post.example");
		await look(page, "password-chosen");
		await fillSignIn(page, "huisarts@post.example", "iets heel anders");
		await go(page);
		await page.locator("main [role=alert]").waitFor();
		await look(page, "sign-in-wrong");
		await page.getByLabel("Je wachtwoord").fill(PASSWORD);
		await go(page);
		await page.waitForURL(/desk$/);
		assert.equal(await page.evaluate(() => document.cookie), "");
		assert.deepEqual(await page.evaluate(() => Object.keys(localStorage)), [
			"vangnet.language",
		]);
	}));

test("without an invitation in the address it is asked for, and a wrong one is refused", () =>
	withBrowser({ language: "en" }, async (page) => {
		await page.goto(`${server.base}/password`);
		await page.getByLabel("Your invitation").fill("0123456789abcdef0123456789abcdef");
		await page.getByLabel("Your login name").fill("somebody");
		await page.getByLabel("Your password").fill(PASSWORD);
		await page.getByLabel("The same once more").fill("something else");
		await page.getByRole("button", { name: "Save my password" }).click();
		await page.getByText("This is not the same. Type it once more.").waitFor();
		await page.getByLabel("The same once more").fill(PASSWORD);
		await page.getByRole("button", { name: "Save my password" }).click();
		await page.locator("main [role=alert]").waitFor();
	}));

/* Switches the second step on; gives the secret and the codes that are kept. */
async function switchOn(page) {
	await page.goto(`${server.base}/account`);
	await page.getByRole("button", { name: "Zet de tweede stap aan" }).click();
	await page.locator("dialog[open] input").fill(PASSWORD);
	await submitDialog(page);
	const shown = await page.locator(".code.secret").innerText();
	const secret = shown.replace(/\s/g, "");
	await look(page, "second-step-begun");
	await page.getByLabel("De code van zes cijfers").fill(digitsOf(secret));
	await page.getByRole("button", { name: "Zet aan", exact: true }).click();
	await page.locator(".kept-codes li").first().waitFor();
	const codes = await page.locator(".kept-codes li").allInnerTexts();
	assert.equal(codes.length, 10);
	await look(page, "second-step-codes");
	await page.getByRole("button", { name: "Ik heb ze bewaard" }).click();
	await page.getByText("Staat aan.").waitFor();
	return { secret, codes };
}

test("a second step is switched on, asked for, replaced by a kept code, and switched off", () =>
	withBrowser({}, async (page) => {
		await choose(page, await invite(page, server.people.psychologist.code), "psycholoog");
		await fillSignIn(page, "psycholoog");
		await page.getByLabel("Dit is mijn eigen apparaat.").check();
		await go(page);
		await page.waitForURL(/desk$/);
		assert.ok(await page.evaluate(() => localStorage.getItem("vangnet.device") !== null));
		const { secret, codes } = await switchOn(page);
		await page.context().clearCookies();
		await fillSignIn(page, "psycholoog");
		await go(page);
		await page.getByLabel("De code van zes cijfers").fill("12");
		await look(page, "sign-in-second");
		await go(page);
		await page.getByText("Een code heeft zes cijfers.").waitFor();
		await page.getByLabel("De code van zes cijfers").fill(digitsOf(secret, 1));
		await go(page);
		await page.waitForURL(/desk$/);
		await page.context().clearCookies();
		await fillSignIn(page, "psycholoog");
		await go(page);
		await page.getByRole("button", { name: "Ik heb mijn telefoon niet" }).click();
		await page.getByLabel("Je reservecode").fill(codes[0].toLowerCase());
		await go(page);
		await page.waitForURL(/desk$/);
		await page.goto(`${server.base}/account`);
		await page.getByRole("button", { name: "Zet de tweede stap uit" }).click();
		await page.locator("dialog[open] input").fill(PASSWORD);
		await submitDialog(page);
		await page.getByText("De tweede stap staat uit.").waitFor();
	}));

test("who is signed in somewhere else ends that, and in the end everywhere", () =>
	withBrowser({}, async (page, browser) => {
		await choose(page, await invite(page, server.people.manager.code), "casemanager");
		await fillSignIn(page, "casemanager");
		await go(page);
		await page.waitForURL(/desk$/);
		await browser.context.clearCookies();
		await fillSignIn(page, "casemanager");
		await go(page);
		await page.waitForURL(/desk$/);
		await page.getByRole("link", { name: "Account" }).click();
		await page.getByText("hier, nu").waitFor();
		await look(page, "account");
		const others = page.getByRole("button", { name: "Log daar uit" });
		const many = await others.count();
		assert.ok(many >= 1);
		await others.first().click();
		await submitDialog(page);
		await page.getByText("Je bent daar uitgelogd.").waitFor();
		await assert.doesNotReject(others.nth(many - 1).waitFor({ state: "detached" }));
		await page.getByRole("button", { name: "Kies een nieuw wachtwoord" }).click();
		await page.locator("dialog[open] input").first().fill(PASSWORD);
		await page.locator("dialog[open] input").nth(1).fill(NEW_PASSWORD);
		await submitDialog(page);
		await page.getByText("Je wachtwoord is nieuw.").waitFor();
		await page.getByRole("button", { name: "Log overal uit" }).click();
		await page.locator("dialog[open] button[type=submit]").click();
		await page.waitForURL(/sign-in/);
		await page.goto(`${server.base}/desk`);
		await page.waitForURL(/sign-in/);
		await fillSignIn(page, "casemanager", NEW_PASSWORD);
		await go(page);
		await page.waitForURL(/desk$/);
	}));

test("who has a code has an account page too, which says how to get a password", () =>
	withBrowser({ language: "en" }, async (page) => {
		await signIn(page, server.base, server.people.person.code);
		await page.getByRole("link", { name: "Account" }).click();
		await page.getByText("You sign in with a code.").waitFor();
		await look(page, "account-code");
		await page.getByRole("link", { name: "My file" }).click();
		await page.waitForURL(/file$/);
	}));
