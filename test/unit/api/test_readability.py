#!/usr/bin/env python3
# test_readability.py - the Dutch texts are at reading level B1: short sentences, common words.
#
#     test_readability.py <nl.json>
#
# B1 is measured in two ways. Each sentence has at most 15 words. The reading ease after Flesch, as
# W.H. Douma adapted it to Dutch ("De leesbaarheid van landbouwbladen", Wageningen 1960), is
#     206.84 - 0.93 * words per sentence - 77 * syllables per word
# and is at least 60, "standard", in the mean over all texts that are sentences.
# SPDX-License-Identifier: EUPL-1.2
import json
import re
import sys

MAX_WORDS = 15
MIN_EASE = 60

# What is read as sentences; the other keys are names and parts of sentences.
SENTENCES = re.compile(
	r"(refusal|problem|fault)\..*|law\..*\.text|moment\..*|play\.(refused|begin|summary.*)"
	r"|front\..*|web\..*"
	r"|code\.legal_basis\.[a-z_]+|region\.say\..*")

# Sentences over MAX_WORDS that stay as they are, with the reason.
EXCEPTIONS = {}

# What parameters stand for when a line is measured; the longest that is usual.
EXAMPLES = {
	"who": "Anja",
	"whom": "Youssef Amrani",
	"names": "Anja, Youssef en Marijke",
	"need": "werk en dagbesteding",
	"day": "23 september 2026",
	"before": "23 september 2026 om 17:50 uur",
	"time": "17:50",
	"reason_words": "Dit kan ik niet.",
	"from": "23 september 2026",
	"to": "23 oktober 2026",
	"words": "",
	"count": "12",
	"version": "17",
	"region": "Utrecht",
	"reason": "een combinatie van problemen",
	"law": "L4",
	"field": "story",
	"bound": "65536",
	"line": "3",
	"column": "14",
	"min": "1",
	"max": "200",
	"incident": "3f9c",
	"seconds": "900",
	"expected": "1, 2, 3",
	"unknown": "onbekend",
	"example": "2026-03-03",
	"allowed": "fit, competence",
	"address": "/v1/openapi.json",
	"entry": "Huis in de wijk",
	"name": "Hoeksche Waard",
	"second": "Amsterdam",
	"code": "GM0363",
	"names": "Waadhoeke, Leeuwarden",
	"municipalities": "Waadhoeke, Leeuwarden",
	"people": "12345",
	"division": "zorgkantoorregio",
	"insurer": "Menzis",
	"until": "23 oktober 2026",
	"age": "18 jaar of ouder",
	"living": "woont zelfstandig",
	"row": "123",
	"candidates": "Almelo (GM0141)",
	"time": "1:40",
	"area": "werk en dagbesteding",
	"state": "niet doorgegaan",
	"total": "12",
	"aim": "stabiel blijven",
	"what": "een plek bij een aanbod",
	"place": "contents[3].services[0]",
}

# Codes that a line of the timeline or of a scenario takes in: the longest of the list is measured.
LISTS = {
	"moment.need.add": {"second": "need_aim"},
	"moment.need.close": {"second": "closing"},
	"moment.handover.decline": {"code": "decline_reason", "second": "decline_instead"},
	"play.summary.need.closed": {"second": "closing"},
	"refusal.consult.not_open": {"state": "consult_state"},
	"refusal.stay.not_now": {"state": "stay_state"},
}

# A play repeats whole texts, which are measured by themselves.
WHOLE = {"play.refused": {"title": "Dit is zo.", "name": "Altijd gedragen", "accept": "Doe dit.",
	"command": "een vraag om aan te schuiven intrekken"}}

# Longest first: what is written with several letters but spoken as one vowel.
VOWELS = ["aai", "ooi", "oei", "eeuw", "ieuw", "eau", "aa", "ee", "oo", "uu", "ie", "oe", "eu",
	"ui", "ou", "au", "ei", "ij", "a", "e", "i", "o", "u", "y"]
ACCENTS = str.maketrans("áàâäéèêëíìîïóòôöúùûü", "aaaaeeeeiiiioooouuuu")
DIAERESIS = re.compile("(?=[äëïöü])")


def longest_code(texts, name):
	codes = [text for key, text in texts.items() if key.startswith(f"code.{name}.")]
	return max(codes, key=lambda text: len(text.split()))


def examples_for(texts, key):
	examples = dict(EXAMPLES)
	for prefix, lists in LISTS.items():
		if key == prefix or key.startswith(prefix + "."):
			examples.update({name: longest_code(texts, list) for name, list in lists.items()})
	examples.update(WHOLE.get(key, {}))
	return examples


def fill_in(text, examples):
	def bracket(match):
		names = re.findall(r"{(\w+)}", match[1])
		return match[1] if all(examples[name] for name in names) else ""
	text = re.sub(r"\[([^\]]*)\]", bracket, text)
	return re.sub(r"{(\w+)}", lambda match: examples[match[1]], text)


def sentences_of(text):
	return [part for part in re.split(r"(?<=[.!?])\s+", text) if words_of(part)]


def words_of(sentence):
	return [word for word in sentence.split() if re.search(r"\w", word)]


def syllables_of(word):
	if re.fullmatch(r"[\W\d]+", word):
		return 1
	count = 0
	for part in DIAERESIS.split(word.lower()):
		part = part.translate(ACCENTS)
		while part:
			vowel = next((vowel for vowel in VOWELS if part.startswith(vowel)), "")
			count += vowel != ""
			part = part[len(vowel) or 1:]
	return max(count, 1)


def ease_of(text):
	sentences = sentences_of(text)
	words = [word for sentence in sentences for word in words_of(sentence)]
	syllables = sum(syllables_of(word) for word in words)
	return 206.84 - 0.93 * len(words) / len(sentences) - 77 * syllables / len(words)


# The counting is tried out on words that everybody can count.
COUNTED = {"hulp": 1, "mooie": 2, "geëerd": 2, "reden": 2, "inwoner": 3, "eeuw": 1, "zelf": 1,
	"casemanager": 5, "misschien": 2, "dagbesteding": 4, "één": 1, "2026": 1}
for word, syllables in COUNTED.items():
	assert syllables_of(word) == syllables, (word, syllables_of(word))


def main():
	with open(sys.argv[1], encoding="utf-8") as file:
		texts = json.load(file)
	faults = []
	eases = {}
	long_ones = set()
	for key, text in texts.items():
		if re.search(r"\b(u|uw|wij moeten|dient te|middels|conform)\b", text, re.IGNORECASE):
			faults.append(f"{key}: not in the voice of these texts: {text}")
		if not SENTENCES.fullmatch(key):
			continue
		text = fill_in(text, examples_for(texts, key))
		eases[key] = ease_of(text)
		for sentence in sentences_of(text):
			if len(words_of(sentence)) <= MAX_WORDS:
				continue
			long_ones.add(key)
			if key not in EXCEPTIONS:
				faults.append(f"{key}: {len(words_of(sentence))} words: {sentence}")
	faults += [f"{key}: no longer an exception" for key in EXCEPTIONS if key not in long_ones]
	if len(eases) < 200:
		faults.append(f"only {len(eases)} texts were measured")
	mean = sum(eases.values()) / max(len(eases), 1)
	if mean < MIN_EASE:
		faults.append(f"the mean reading ease is {mean:.1f}; at least {MIN_EASE}")
	hardest = sorted(eases, key=eases.get)[:5]
	print(f"{len(eases)} texts, mean reading ease {mean:.1f}; hardest:")
	print("\n".join(f"  {eases[key]:6.1f} {key}: {texts[key]}" for key in hardest))
	print("\n".join(faults))
	return 1 if faults else 0


sys.exit(main())
