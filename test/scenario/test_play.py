#!/usr/bin/env python3
# test_play.py - the real program plays every scenario, and notices when one goes otherwise.
#
#     test_play.py <vangnet> sqlite <directory of scenarios>
#
# SPDX-License-Identifier: EUPL-1.2
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import server
from server import Client, Server, must

SECONDS = 120
SCENARIOS = pathlib.Path(sys.argv[3])

# What each story must tell, in this order.
SENTENCES = {
	"case1_first_part.play": [
		"Samira de Wit is casemanager en maakt uiterlijk 5 maart 2026 contact.",
		"De inwoner heeft nog geen ja gezegd tegen deze persoon. (L0: Eigen keuze)",
		"Dit is geen reden om nee te zeggen: een combinatie van problemen. (L4:",
		"Dit doet Anton van Loon wel, uiterlijk 12 maart 2026: meekijken met wie nu helpt.",
		"Wie nee zei op een overdracht, helpt nog mee. (L2: Warm overdragen)",
		"Dit is geen reden om nee te zeggen: de kans op een crisis. (L4: Niemand uitgesloten)",
		"Dit doet Ingrid Postma wel, uiterlijk 18 maart 2026: helpen tot de juiste hulp er is.",
		"Dit is geen reden om nee te zeggen: waar iemand woont. (L4: Niemand uitgesloten)",
		"Dit doet Marek Nowak wel, uiterlijk 17 maart 2026: zoeken wie het wel kan.",
		"Leyla Demir nam de hulp bij psychische klachten over van Petra Kok.",
		"Het eerste contact na de overdracht is er nog niet. (L2: Warm overdragen)",
		"Noor Veenstra ziet wie er in het dossier keek.",
		"Dokter Bosman draagt de hulp bij lichamelijke gezondheid.",
	],
	"gentlemens_agreement.play": [
		"Wim Claassen bracht een hulpvraag in over schulden.",
		"Ga door tot een ander ja zegt.",
		"Ruben Evers schoof aan in het netwerk.",
		"Elif Kaya draagt de hulp bij schulden.",
	],
	"danger.play": [
		"Karim Azzouzi had dienst en draagt nu de hulp bij psychische klachten.",
		"Overdragen kan als het weer veilig is.",
		"Karim Azzouzi meldde dat het weer veilig was. Bilal Yilmaz draagt nu de hulp",
	],
	"five_maps.play": [
		"Nu zijn dat er vier, en elk van hen heeft een eigen kaart.",
		"Deze gemeente hoort bij een andere regio: VR09.",
		"Dit verandert wat al is afgesproken vanaf 1 mei 2026.",
	],
	"consult.play": [
		"Dokter Bosman vroeg of GGZ De Haven, meekijken wil meekijken bij psychische klachten.",
		"Leyla Demir keek mee bij psychische klachten en gaf Dokter Bosman advies.",
		"Er kwam op tijd geen advies over psychische klachten. De vraag ligt weer bij Dokter",
		"Hilde Vos vroeg Leyla Demir, die meekeek, om aan te schuiven.",
		"Leyla Demir schoof aan in het netwerk.",
		"Dokter Bosman draagt de hulp bij psychische klachten.",
	],
	"table.play": [
		"Noor Veenstra bracht dit naar de regiotafel: psychische klachten.",
		"De tafel besloot over psychische klachten. GGZ De Haven, behandelteam neemt dit over",
		"Leyla Demir vroeg Leyla Demir om te doen wat de tafel besloot",
		"De casus aan tafel is afgesloten",
		"De tijd van de casus aan tafel is voorbij",
		"Noor Veenstra hield de casus aan tafel tegen.",
	],
	"table_clock.play": [
		"Dit ligt nu aan de regiotafel: psychische klachten. Dat gaat vanzelf.",
		"De reden: het zit vast. De tafel kijkt er uiterlijk",
		"De reden: het is niet veilig. De tafel kijkt er uiterlijk",
	],
	"plan.play": [
		"Noor Veenstra schreef in het plan: een doel. “Weer in het koor, elke donderdag.”",
		"Dit zijn de woorden van iemand anders.",
		"Fleur Kuipers zei ja op een stap uit het plan.",
		"Het plan is veranderd sinds je het las.",
		"Samira de Wit zei ja op het plan.",
		"Het lichte contact van Samira de Wit is te laat.",
		"Er was licht contact.",
	],
	"return.play": [
		"Alleen de inwoner zelf kan zeggen dat het genoeg is.",
		"Samira de Wit sloot de hulpvraag af, samen met de inwoner.",
		"Deze hulpvraag is afgesloten.",
		"Noor Veenstra kwam terug met een vraag over psychische klachten. Samira de Wit is",
		"Noor Veenstra antwoordde op het aanbod van een regiotafel",
	],
	"relative.play": [
		"Wie haar zoon is, staat niet in haar verhaal.",
		"Corrie Blom schoof aan in het netwerk.",
		"Nu mag het team weten over wie het gaat, en er gaan.",
		"Fatma Aydin is casemanager.",
	],
	"school.play": [
		"Over wie het gaat, hoort hier niet in een eigen vak. (L7: Mijn eigen dossier)",
		"Meneer Smit wilde dit doen: een hulpvraag bekijken. Dat kan niet.",
		"Nadia gaat erheen. Niemand weet dan nog hoe hij heet.",
		"zeggen wie je bent. Dat kan niet. De inwoner heeft hier nog geen ja op gezegd.",
		"Wat de school weet, is hetzelfde gebleven.",
	],
	"duplicate.play": [
		"De inwoner heeft hier nog geen ja op gezegd. (L0: Eigen keuze)",
		"ging na of er nog een vraag van dezelfde persoon is: het is dezelfde persoon.",
		"Wie wat draagt, is hetzelfde. Nu weten zij van elkaar.",
		"haalde de twee vragen weer uit elkaar. Wie wat draagt, blijft hetzelfde.",
		"Samira de Wit is casemanager.",
		"Bilal Yilmaz is casemanager.",
	],
	"out_of_sight.play": [
		"zei wat zus Els mag weten: alles.",
		"Marieke Groen zei wat ex-partner Rob mag weten: niets.",
		"Deze persoon is er niet in Vangnet.",
		"Marieke Groen is casemanager.",
	],
	"sixteen.play": [
		"Nadia Haddad legde vast: ouder, moeder Leila. Dit is samen met de jongere,",
		"De dag kwam voor: ouder, moeder Leila. Het is nu voorbij.",
		"Moeder Leila schoof aan in het netwerk.",
		"Kies een laatste dag van 15 maart 2026 tot en met",
		"De dag kwam voor: crisismaatregel (Wvggz). Het is nu voorbij.",
		"Vader Karim draagt de hulp bij",
	],
	"stay.play": [
		"Samira de Wit plande een verblijf bij GGZ De Haven, kliniek.",
		"Het eigen netwerk blijft.",
		"De terugkeer van het verblijf bij GGZ De Haven, kliniek is te laat.",
		"Samira de Wit verlengde het verblijf bij GGZ De Haven, kliniek.",
		"Weer thuis na het verblijf bij GGZ De Haven, kliniek.",
		"Mirjam Prins draagt de hulp bij wonen.",
	],
	"late.play": [
		"De stap van Sunita Ramdin voor psychische klachten is te laat. Die was afgesproken voor",
		"Anouk Huisman is casemanager en weet dat nu ook.",
	],
	"expiry.play": [
		"De stap van Anouk Huisman voor psychische klachten is te laat.",
		"Er kwam geen antwoord op het voorstel over de hulp bij psychische klachten.",
		"Rosa Silva trok het voorstel in",
		"Er kwam geen antwoord van Glenn Pinas.",
	],
}

BEGINNING = """region VR09
admin organisation.add kind=duty name="Voordeur Utrecht" -> voordeur
admin account.create kind=professional organisation=$voordeur name="Jan Bos" -> jan
admin roster.join account=$jan
door question.ask story="Ik slaap niet." contact="bel me" name="Anna Kok" domain=mental -> anna
"""


class Play(unittest.TestCase):
	def setUp(self):
		self.temporary = tempfile.TemporaryDirectory(prefix="vangnet-test-play-")
		self.directory = pathlib.Path(self.temporary.name)
		(self.directory / "tmp").mkdir()

	def tearDown(self):
		# Whatever a play made to play in is gone.
		left = sorted(path.name for path in (self.directory / "tmp").iterdir())
		self.temporary.cleanup()
		self.assertEqual(left, [])

	def play(self, path, *options):
		environment = {**os.environ, "TMPDIR": str(self.directory / "tmp")}
		return subprocess.run([server.program(), "play", *options, str(path)], text=True,
							  capture_output=True, timeout=SECONDS, env=environment)

	def play_text(self, text, *options):
		path = self.directory / "some.play"
		path.write_text(text, encoding="utf-8")
		return self.play(path, *options)

	def fails_at(self, line, said, text, *options):
		"""Exit 1, with the line, what was expected, and what came."""
		done = self.play_text(text, "--quiet", *options)
		self.assertEqual(done.returncode, 1, done.stderr)
		self.assertIn(f"some.play:{line}:", done.stderr)
		for part in said:
			self.assertIn(part, done.stderr)
		self.assertEqual(done.stdout, "")

	def test_every_scenario_has_its_sentences(self):
		self.assertEqual(sorted(SENTENCES), sorted(path.name for path in SCENARIOS.glob("*.play")))

	def test_scenarios_tell_their_story(self):
		for name, sentences in SENTENCES.items():
			with self.subTest(name):
				done = self.play(SCENARIOS / name)
				self.assertEqual(done.returncode, 0, done.stderr)
				self.assertEqual(done.stderr, "")
				story = " ".join(done.stdout.split())
				at = 0
				for sentence in sentences:
					found = story.find(sentence, at)
					self.assertGreaterEqual(found, at, f"not told, or not in its place: {sentence}")
					at = found
				# Each time the same, whatever the ids are; they order what comes due at one moment.
				again = self.play(SCENARIOS / name)
				told = sorted(again.stdout.splitlines())
				self.assertEqual(told, sorted(done.stdout.splitlines()))
				for line in done.stdout.splitlines():
					self.assertLessEqual(len(line), 96)

	def test_each_command_twice_gives_the_same_reply(self):
		for name in SENTENCES:
			with self.subTest(name):
				done = self.play(SCENARIOS / name, "--twice", "--quiet")
				self.assertEqual((done.returncode, done.stdout, done.stderr), (0, "", ""))

	def test_the_story_can_be_told_in_english(self):
		done = self.play(SCENARIOS / "danger.play", "--language", "en")
		self.assertEqual(done.returncode, 0, done.stderr)
		self.assertIn("The story begins on 5 June 2026.", done.stdout)
		self.assertIn("Karim Azzouzi was on duty", " ".join(done.stdout.split()))

	def test_something_else_than_what_was_to_be_seen(self):
		self.fails_at(6, ["expected needs[0].bearer=", "it is "],
					  BEGINNING + "anna see episodes/$anna needs[0].bearer=$anna\n")
		self.fails_at(6, ["expected needs[domain=debt].bearer=", "it is none"],
					  BEGINNING + "anna see episodes/$anna needs[domain=debt].bearer=$jan\n")

	def test_a_refusal_that_was_not_expected(self):
		self.fails_at(6, ["expected it to be done", "422 need.without_yes"],
					  BEGINNING + "jan need.add domain=debt aim=care\n")
		self.fails_at(6, ["expected to see it", "403 access.no_ground"],
					  BEGINNING + "admin see episodes/$anna\n")

	def test_a_refusal_that_did_not_come(self):
		self.fails_at(6, ["expected the refusal need.without_yes", "what came is 201"],
					  BEGINNING + "anna need.add domain=debt aim=care ! need.without_yes\n")

	def test_another_refusal_than_the_one_expected(self):
		self.fails_at(6, ["expected the refusal need.unknown", "need.without_yes"],
					  BEGINNING + "jan need.add domain=debt aim=care ! need.unknown\n")

	def test_a_play_that_cannot_be_read(self):
		done = self.play_text(BEGINNING + "anna need.ad domain=debt\n")
		self.assertEqual(done.returncode, 1)
		self.assertIn("some.play:6:6: ", done.stderr)
		self.assertEqual(self.play(self.directory / "none.play").returncode, 1)

	def test_the_help_has_a_play_that_can_be_played(self):
		told = subprocess.run([server.program(), "play", "--help"], capture_output=True, text=True)
		self.assertIn("--at http://127.0.0.1:8080", told.stdout)
		example = told.stdout.split("a whole play:\n\n")[1].split("\n\n")[0]
		done = self.play_text("".join(line[2:] + "\n" for line in example.splitlines()))
		self.assertEqual(done.returncode, 0, done.stderr)
		self.assertIn("casemanager", done.stdout)

	def test_wrong_use(self):
		for options in ([], ["--at"], ["--language", "fr", "x"], ["--loud", "x"], ["x", "y"]):
			done = subprocess.run([server.program(), "play", *options], capture_output=True)
			self.assertEqual(done.returncode, 2, options)

	def test_time_goes_by_on_a_server_of_its_own(self):
		done = self.play_text(BEGINNING + "after 5d\nafter 90m\nat 2026-03-09T08:00\n"
							  "anna see episodes/$anna needs[0].next_step.late=yes\n")
		self.assertEqual(done.returncode, 0, done.stderr)
		self.assertIn("te laat", done.stdout)
		self.fails_at(6, ["time does not go back"], BEGINNING + "at 2026-01-01T08:00\n")

	def test_what_is_urgent_is_told_to_the_minute(self):
		asked = BEGINNING.replace("region VR09", "region VR09\nat 2026-11-22T15:50").replace(
			"domain=mental ->", "domain=mental unsafe=yes ->")
		told = " ".join(self.play_text(asked).stdout.split())
		self.assertIn("helpt meteen. Dat is uiterlijk 22 november 2026 om 19:50 uur.", told)
		self.assertIn("Het is nog niet veilig. De volgende stap is uiterlijk 22 november 2026 om"
					  " 19:50 uur.", told)
		told = " ".join(self.play_text(asked + "after 5h\n").stdout.split())
		self.assertIn("De volgende stap is te laat. Die had er 22 november 2026 om 19:50 uur", told)

	def test_the_end_says_what_is_late(self):
		told = " ".join(self.play_text(BEGINNING + "after 9d\n").stdout.split())
		self.assertIn("Jan Bos draagt de hulp bij psychische klachten. De volgende stap is te"
					  " laat.", told)

	def test_a_decline_is_told_with_its_explanation(self):
		told = " ".join(self.play_text(BEGINNING + (
			"admin account.create kind=peer name=\"Piet\" -> piet\n"
			"jan handover.offer need=$anna to_account=$piet person_agrees=yes words=\"Wil je?\""
			" -> aan_piet\n"
			"piet handover.decline handover=$aan_piet reason=competence instead=search"
			" instead_by=+3 reason_words=\"Hier weet ik niets van.\""
			" instead_words=\"Ik zoek mee.\"\n")).stdout.split())
		self.assertIn("De uitleg: “Hier weet ik niets van.” “Ik zoek mee.”", told)

	def test_on_a_server_of_somebody_else(self):
		with Server("--loops", "1") as other:
			address = f"http://127.0.0.1:{other.port}"
			client = Client(other)
			made = must(client.post("/v1/administrators/first",
				{"token": other.token, "name": "Beheer"}), 201)
			client.close()
			code = self.directory / "code"
			code.write_text(made["access_code"] + "\n")
			ours = ["--at", address, "--admin", str(code)]
			done = self.play_text(
				BEGINNING + "anna see episodes/$anna care_manager=$jan\n", "--twice", *ours)
			self.assertEqual(done.returncode, 0, done.stderr)
			self.assertIn("Jan Bos is casemanager.", done.stdout)
			# Where its own clock would begin is no matter here; where it is moved is, beforehand.
			done = self.play_text("region VR09\nat 2026-01-01T09:00\nsay \"Hier.\"\n", *ours)
			self.assertEqual(done.returncode, 0, done.stderr)
			for moves in ("after 1d", "at 2099-01-01T09:00"):
				self.fails_at(3, ["the clock of another server cannot be moved: nothing was done"],
							  "region VR09\nat 2026-01-01T09:00\n" + moves + "\n", *ours)
				self.fails_at(6, ["the clock of another server cannot be moved: nothing was done"],
							  BEGINNING + moves + "\n", *ours)


if __name__ == "__main__":
	unittest.main(argv=sys.argv[:1])
