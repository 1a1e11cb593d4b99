#!/usr/bin/env python3
# test_letters.py - a handover as a letter: what the person reads, and what who receives reads.
#
# Use: test_letters.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import base64
import hashlib
import html
import html.parser
import re
import sys

from runner import check, equal, run
from server import Server, must
from world import Actor, World, day

WORDS = "Zij slaapt slecht & <b>niet</b> \"meer\"."


class Page(html.parser.HTMLParser):
    """What stands in a page, element by element; an element that is not closed is an error."""

    def __init__(self, text):
        super().__init__()
        self.open = []
        self.parts = []
        self.feed(text)
        equal(self.open, [], "elements that are not closed:")

    def handle_starttag(self, tag, attributes):
        if tag != "meta":
            self.open.append(tag)
        for name, _ in attributes:
            check(name in ("lang", "charset", "name", "content", "class"), name)

    def handle_endtag(self, tag):
        equal(self.open.pop(), tag, "closed in order:")

    def handle_data(self, data):
        if data.strip() and self.open[-1] != "style":
            self.parts.append((self.open[-1], data))

    def all(self, tag):
        return [text for what, text in self.parts if what == tag]


def spoken(ahead):
    """A day from today, as a letter says it."""
    months = ("januari februari maart april mei juni juli augustus september oktober november"
              " december").split()
    year, month, number = day(ahead).split("-")
    return f"{int(number)} {months[int(month) - 1]} {year}"


def letter(actor, handover, file, which=""):
    reply = actor.get(f"{file}/handovers/{handover}/letter{which}")
    equal(reply.status, 200, str(reply))
    equal(reply.media_type, "text/html")
    equal(reply.headers["cache-control"], "no-store")
    return reply, Page(reply.body.decode())


def test_letter__tells_the_person_in_every_state_who_helps_now():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        own = world.add_need(domain="housing", words="Ik wil weer een eigen plek.")
        offered = world.offer(world.psychologist, need=own, words=WORDS)
        _, page = letter(world.person, offered, world.file)
        equal(page.all("h1"), ["Brief over je hulp"])
        check(any("wonen" in text and "Psycholoog" in text for text in page.all("p")), page.parts)
        check(any("verandert er niets" in text for text in page.all("p")), page.parts)
        equal(page.all("blockquote"), ["Ik wil weer een eigen plek.", WORDS])
        world.answer(world.psychologist, offered, "decline", reason="competence",
                     reason_words="Dit kan ik niet goed.", instead="part",
                     instead_words="Ik denk mee.", instead_by=day(7))
        _, page = letter(world.person, offered, world.file)
        told = " ".join(page.all("p"))
        check("Psycholoog zei nee. De reden: hiervoor is andere kennis nodig." in told, told)
        check("blijft je helpen" in told, told)
        equal(page.all("blockquote")[-2:], ["Dit kan ik niet goed.", "Ik denk mee."])
        taken = world.offer(world.clinic_service, need=own)
        world.answer(world.colleague, taken, "accept", contact_day=day(3), words="Ja.")
        _, page = letter(world.person, taken, world.file)
        check(any("Collega zei ja en helpt je nu." in text for text in page.all("p")), page.parts)
        world.answer(world.person, taken, "contact", next_day=day(9), words="Het was er.")
        _, page = letter(world.person, taken, world.file)
        check(any("al contact gehad" in text for text in page.all("p")), page.parts)
        gone = world.offer(world.peer, by=world.person)
        world.answer(world.person, gone, "withdraw", words="Toch niet.")
        _, page = letter(world.manager, gone, world.file)
        check(any("casemanager" in text for text in page.all("p")), page.parts)
        check(any("ingetrokken" in text for text in page.all("p")), page.parts)


def test_letter__says_who_helps_in_danger_and_why_and_how_to_reach_them():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        by, at = world.administrator, f"{world.path}/services/{world.clinic_service}"
        must(by.patch(at, {"phone": "030 111 22 33"}), 200)
        must(by.patch(f"{world.path}/organisations/{world.area_team}",
                      {"phone": "030 444 55 66"}), 200)
        need = world.add_need()

        def told(handover):
            return " ".join(letter(world.person, handover, world.file)[1].all("p"))

        asked = world.offer(world.clinic_service, need=need)
        check("Behandeling is van Praktijk Zuid. Bellen kan: 030 111 22 33." in told(asked),
              told(asked))
        check("werkt bij Wijkteam De Brug. Bellen kan: 030 444 55 66." in told(asked), told(asked))
        world.answer(world.colleague, asked, "decline", reason="competence", instead="part",
                     instead_by=day(7))
        check("blijft je helpen" in told(asked), told(asked))
        taken = world.offer(world.clinic_service, need=need)
        world.answer(world.psychologist, taken, "accept", contact_day=day(3))
        check("Psycholoog werkt bij Praktijk Zuid. Bellen kan: 030 111 22 33." in told(taken),
              told(taken))
        must(world.person.post(f"{world.file}/needs/{need}/danger"), 200)
        for handover in (asked, taken):
            check("Het is nu niet veilig. Daarom helpt Dienst" in told(handover), told(handover))
            check("die heeft dienst" in told(handover), told(handover))
            check("blijft je helpen" not in told(handover), told(handover))


def test_letter__says_when_it_is_no_longer_so():
    """Who said yes helps no more, when another does or it is closed."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        need = world.add_need()
        declined = world.offer(world.gp, need=need)
        world.answer(world.gp, declined, "decline", reason="competence", instead="part",
                     instead_by=day(7))
        first = world.offer(world.psychologist, need=need)
        world.answer(world.psychologist, first, "accept", contact_day=day(3))
        world.answer(world.person, first, "contact", next_day=day(9), words="Het was er.")
        second = world.offer(world.colleague, by=world.psychologist, need=need)
        world.answer(world.colleague, second, "accept", contact_day=day(3))

        def told(handover):
            return " ".join(letter(world.person, handover, world.file)[1].all("p"))

        check("Nu helpt Collega je hiermee." in told(first), told(first))
        check("Nu helpt Collega je hiermee." in told(declined), told(declined))
        check("Collega werkt bij Praktijk Zuid." in told(first), told(first))
        check("Collega zei ja en helpt je nu." in told(second), told(second))
        must(world.colleague.post(f"{world.file}/needs/{need}/close",
                                  {"decided_by": "together"}), 200)
        for handover in (first, second, declined):
            check("Deze hulp is nu afgesloten." in told(handover), told(handover))
            check("helpt je nu" not in told(handover) and "blijft je" not in told(handover),
                  told(handover))


def test_letter__tells_who_is_asked_what_they_need_and_no_more():
    """The name, the story and the own words are the person's until somebody accepts."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        asked = world.ask(name="Noor Bakker", contact="06 11 22 33 44", story="Bang in het donker",
                          municipality=world.municipality)
        file = f"{world.path}/episodes/{asked['episode']}"
        manager = world.by_account(asked["care_manager"]["id"])
        need = world.add_need(manager, file, domain="debt", words="Bel niet naar mijn moeder.")
        offered = world.offer(world.psychologist, by=manager, file=file, need=need, words=WORDS)
        reply, page = letter(world.psychologist, offered, file, "/receiver")
        facts = dict(zip(page.all("dt"), page.all("dd")))
        equal(facts["Levensgebied"], "schulden")
        equal(facts["Doel"], "herstellen")
        equal(facts["Gevraagd"], "Psycholoog, Praktijk Zuid")
        equal(facts["Antwoord uiterlijk"], spoken(7))
        equal(page.all("blockquote"), [WORDS])
        for text in ("Noor Bakker", "06 11 22 33 44", "Bang in het donker", "mijn moeder"):
            check(text not in html.unescape(reply.body.decode()), text)
        equal(world.psychologist.get(f"{file}/handovers/{offered}/letter").status, 403)
        for which in ("", "/receiver"):
            for other in (world.colleague, world.relative, world.administrator, world.person):
                refused = other.get(f"{file}/handovers/{offered}/letter{which}")
                equal(refused.status, 403, str(refused))
                equal(refused.media_type, "application/problem+json")
        missing = manager.get(f"{file}/handovers/{'0' * 31}1/letter")
        equal(missing.status, 404, str(missing))


def test_letter__is_for_who_knows_the_story():
    """Words of an offer are not for who knows only the plan; what is theirs to offer, is."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        world.join(world.relative)
        offered = world.offer(world.psychologist, need=world.need, words=WORDS)
        paths = [f"{world.file}/handovers/{offered}" + more
                 for more in ("", "/letter", "/letter/receiver")]
        for path in paths:
            equal(world.relative.get(path).status, 403, path)
        own = world.add_need(world.relative, domain="social", i_bear_it=True)
        theirs = world.offer(world.peer, by=world.relative, need=own)
        for more in ("", "/letter/receiver"):
            equal(world.relative.get(f"{world.file}/handovers/{theirs}{more}").status, 200, more)
        knows = f"{world.file}/members/{world.relative.account}/knows"
        must(world.person.put(knows, {"knows": "all"}), 200)
        for path in paths:
            equal(world.relative.get(path).status, 200, path)


def test_letter__is_the_same_with_either_code():
    """Two files of one person: with the code of the other nothing is left out."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        named = {"name": "Dirk Vermeer", "birth_day": "1988-02-13"}
        asked = [world.ask(**named) for _ in range(2)]
        files = [f"{world.path}/episodes/{one['episode']}" for one in asked]
        codes = [Actor(server, one["person"], one["claim_code"]) for one in asked]
        managers = [world.by_account(one["care_manager"]["id"]) for one in asked]
        near = world.account("relative", "Tante Bep")
        world.join(near, codes[0], files[0])
        offered = world.offer(near, by=managers[0], file=files[0], need=asked[0]["need"])
        equal(codes[1].get(f"{files[0]}/handovers/{offered}/letter").status, 403)
        pair = must(managers[0].get(f"{files[0]}/merges"), 200)["merges"][0]["id"]
        for manager, file in zip(managers, files):
            must(manager.post(f"{file}/merges/{pair}/confirm", {"person_agrees": True}), 200)
        pages = [letter(code, offered, files[0])[1] for code in codes]
        check(any("Tante Bep" in text for text in pages[0].all("p")), pages[0].parts)
        equal(pages[1].parts, pages[0].parts)


def test_letter__is_whole_in_itself():
    """Nothing is loaded; its one style is allowed by its hash; English where that is asked."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        offered = world.offer(world.psychologist, need=world.need, words=WORDS)
        reply, _ = letter(world.person, offered, world.file)
        text = reply.body.decode()
        style = re.search("<style>(.*?)</style>", text, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        check(f"style-src 'sha256-{digest}'" in reply.headers["content-security-policy"],
              reply.headers)
        check("default-src 'none'" in reply.headers["content-security-policy"], reply.headers)
        for loads in ("http:", "https:", "src=", "href=", "url(", "@import", "<script"):
            check(loads not in text, loads)
        check('lang="nl"' in text and reply.headers["content-language"] == "nl", reply.headers)
        world.person.language = "en"
        reply, page = letter(world.person, offered, world.file)
        equal(page.all("h1"), ["Letter about your help"])
        check('lang="en"' in reply.body.decode(), "the language of the page")


def test_letter__is_a_look_that_the_person_sees():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        offered = world.offer(world.psychologist, need=world.need, words=WORDS)
        letter(world.manager, offered, world.file)
        looks = world.person.get(f"{world.file}/log").json["looks"]
        check(any("letter" in look.get("what", look.get("purpose", "")) for look in looks), looks)


if __name__ == "__main__":
    sys.exit(run(globals()))
