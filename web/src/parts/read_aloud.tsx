/* read_aloud.tsx - reads a page aloud, where the browser has a voice for its language.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { language } from "../text/texts";
import { Button } from "./basic";

const SPEED = 0.9;
const SAID = "h1, h2, h3, p, li, label, legend, .hint, .choice-label, .choice-more, dt, dd";

/* What stands on the page, once, in its order. */
function wordsOf(place: Element): string {
	const parts = [...place.querySelectorAll<HTMLElement>(SAID)];
	const whole = parts.filter(
		(one) => !parts.some((other) => other !== one && other.contains(one)),
	);
	return whole
		.filter((one) => !one.closest("[data-silent]") && one.offsetParent !== null)
		.map((one) => one.innerText.trim())
		.filter((text) => text !== "")
		.map((text) => (/[.?!:]$/.test(text) ? text : `${text}.`))
		.join(" ");
}

export function ReadAloud() {
	const { t } = useTranslation();
	const [speaking, setSpeaking] = useState(false);
	const voice = typeof window.speechSynthesis === "object" ? window.speechSynthesis : null;
	useEffect(() => () => voice?.cancel(), [voice]);
	if (voice === null) return null;
	const toggle = () => {
		voice.cancel();
		if (speaking) {
			setSpeaking(false);
			return;
		}
		const place = document.getElementById("content");
		const words = new SpeechSynthesisUtterance(place ? wordsOf(place) : "");
		words.lang = language() === "en" ? "en-GB" : "nl-NL";
		words.rate = SPEED;
		words.onend = () => setSpeaking(false);
		words.onerror = () => setSpeaking(false);
		setSpeaking(true);
		voice.speak(words);
	};
	return (
		<Button
			purpose="subtle"
			className="read-aloud"
			pressed={speaking}
			onClick={toggle}
			data-silent
		>
			<span aria-hidden="true">{speaking ? "◼" : "▶"}</span>{" "}
			{t(speaking ? "web.read.stop" : "web.read.start")}
		</Button>
	);
}
