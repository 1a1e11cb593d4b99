/* door.mjs - the way through the front door, as the tests and the pictures go it.
 * SPDX-License-Identifier: EUPL-1.2
 */
export const STORY =
	"Ik ben steeds bang, ik slaap niet en er komen dingen van vroeger terug. Drie keer vroeg ik " +
	"om hulp en drie keer was het nee. Ik wil iemand die blijft.";
/* Words that somebody in danger may use. */
export const STORY_OF_DANGER = "Ik wil niet meer leven. Ik weet niet hoe ik de nacht doorkom.";
export const CONTACT = "Alleen appen: 06 00 00 00 00";

export const WORDS = {
	nl: {
		begin: "Ik zoek hulp",
		self: "Voor mezelf",
		yes: "Ja",
		place: "Je gemeente",
		next: "Verder",
		skip: "Sla over",
		send: "Verstuur mijn vraag",
		file: "Open mijn dossier",
		people: "Mijn mensen",
		held: /neemt contact op, uiterlijk/,
	},
	en: {
		begin: "I am looking for help",
		self: "For myself",
		yes: "Yes",
		place: "Your municipality",
		next: "Go on",
		skip: "Skip",
		send: "Send my question",
		file: "Open my file",
		people: "My people",
		held: /will be in touch, on/,
	},
};

/* Until everything can be read back; each screen is shown to `see` under its name before it is
 * answered. */
export async function fillIn(page, base, language, see = async () => undefined, story = STORY) {
	const words = WORDS[language];
	const next = () => page.getByRole("button", { name: words.next, exact: true }).click();
	await page.goto(base);
	await see("home");
	await page.getByRole("link", { name: words.begin }).click();
	await page.getByRole("radio", { name: words.self }).check();
	await see("who");
	await next();
	await page.getByRole("radio", { name: words.yes, exact: true }).check();
	await see("safe");
	await next();
	await page.getByLabel(words.place, { exact: true }).fill("Ensch");
	await page.getByRole("radio", { name: "Enschede" }).check();
	await see("place");
	await next();
	await page.locator("textarea").fill(story);
	await see("story");
	await next();
	await page.locator("form input").fill(CONTACT);
	await see("reach");
	await next();
	await see("more");
	await page.getByRole("button", { name: words.skip }).click();
	await see("check");
}

export async function askForHelp(page, base, language, see = async () => undefined, story = STORY) {
	await fillIn(page, base, language, see, story);
	await page.getByRole("button", { name: WORDS[language].send }).click();
	await page.locator(".holder-name").waitFor();
	await page.locator(".found").first().waitFor();
	await see("done");
}
