#!/usr/bin/env python3
# test_worklist.py - what somebody who works sees: whom they hold, what waits for them, what a
# handover is about; and what an administrator sees of accounts and the roster.
#
# Use: test_worklist.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import sys

from runner import check, equal, run
from server import Client, Server, must
from world import REGION, Actor, World, day

# Of nobody in a caseload, inbox or offer before they may know.
IDENTITY = ("Noor Bakker", "06 11 22 33 44", "2001-03-04", "Bang in het donker")


def question(world, **more):
    return world.ask(name="Noor Bakker", contact="06 11 22 33 44", birth_day="2001-03-04",
                     story="Bang in het donker", municipality=world.municipality, **more)


def pages(actor, path, key, limit):
    """All of a list, page by page."""
    found, after = [], ""
    while True:
        page = must(actor.get(f"{path}?limit={limit}{after}"), 200)
        found += page[key]
        check(len(page[key]) <= limit, "a page is longer than was asked for")
        if page["next_after"] is None:
            return found
        after = f"&after={page['next_after']}"


def urgency(held):
    step = held["next_step"]
    return (not held["in_danger"], not (step and step["late"]), step["day"] if step else "9999")


def looks_at(world, episode):
    """Who looked at this person in a caseload, as the journal has it."""
    return world.server.tables.number(
        "select count(distinct actor) from journal_look where purpose = 80 and episode = "
        + world.server.tables.blob(episode))


def test_caseload__has_everybody_one_holds_the_most_urgent_first():
    """A care manager finds the people she holds, on pages of any size, once each."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        for number in range(6):
            question(world, unsafe=number % 3 == 0, domain="debt")
        held = pages(world.manager, f"{world.path}/caseload", "episodes", 200)
        mine = [one for one in held if one["care_manager"]]
        equal(sum(len(pages(one, f"{world.path}/caseload", "episodes", 200)) for one in world.duty),
              7, "questions that somebody holds:")
        check(len(mine) >= 3, held)
        check(any(one["in_danger"] for one in held), held)
        equal([urgency(one) for one in held], sorted(urgency(one) for one in held))
        for one in held:
            if one["in_danger"]:
                said = (one["next_step"]["kind"], one["next_step"].get("before"))
                shown = must(world.manager.get(f"{world.path}/episodes/{one['episode']}"), 200)
                equal([(step["kind"], step.get("before")) for step in
                       (need["next_step"] for need in shown["needs"])], [said])
        for limit in (1, 2, 3):
            equal(pages(world.manager, f"{world.path}/caseload", "episodes", limit), held,
                  f"in pages of {limit}:")
        equal(must(world.manager.get("/v1/sessions/current"), 200)["caseload"],
              [{"region": REGION, "episodes": len(held)}])
        equal(must(world.person.get(f"{world.path}/caseload"), 200)["episodes"], [],
              "one's own file is not in one's caseload:")
        equal(must(world.psychologist.get(f"{world.path}/caseload"), 200)["episodes"], [])
        equal(must(world.manager.get("/v1/regions/VR01/caseload"), 200)["episodes"], [])


def test_caseload__is_a_look_at_everybody_on_the_page():
    """One entry with all of them, and each reads it in their own log; in a quarter of an hour once
    each; who was on another page was not looked at."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        for _ in range(4):
            question(world)
        held = must(world.manager.get(f"{world.path}/caseload?limit=1"), 200)
        seen = held["episodes"][0]["episode"]
        total = "select count(distinct subject) from journal_look where purpose = 80"
        equal(server.tables.number(total), 1, "looks after a page of one:")
        equal(looks_at(world, seen), 1)
        entries = "select count(*) from journal_entry where command = 80"
        for _ in range(3):
            whole = must(world.manager.get(f"{world.path}/caseload"), 200)["episodes"]
        equal(server.tables.number(total), len(whole), "a look at each, once:")
        # The test may see one quarter of an hour end.
        quarters = server.tables.number(
            "select count(distinct bucket) from journal_look where purpose = 80")
        check(2 <= server.tables.number(entries) <= 2 * quarters, "an entry for each list, once")
        new = question(world)
        new_too = question(world)
        must(world.manager.get(f"{world.path}/caseload"), 200)
        mine = {new["episode"], new_too["episode"]} & {
            one["episode"] for one in pages(world.manager, f"{world.path}/caseload", "episodes", 9)}
        check(mine, "neither of two new questions is the care manager's")
        for episode in mine:
            equal(looks_at(world, episode), 1, "who is new on it is looked at too:")
        looks = must(world.person.get(f"{world.file}/log"), 200)["looks"]
        found = [one for one in looks if one["what"] == "look.caseload"]
        check(found, "not in the person's own log")
        equal((found[0]["who"]["id"], found[0]["ground"], found[0]["part"]),
              (world.manager.account, "treatment", "caseload"))


def test_question__leaves_the_inbox_when_the_first_contact_is_done():
    """What is dealt with waits no longer, and is in the caseload all the same."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        server.settle()

        def waits():
            server.settle()
            return [item["thing"] for item in must(world.manager.get("/v1/inbox"), 200)["items"]
                    if item["kind"] == "question"]

        equal(waits(), [world.episode])
        must(world.manager.post(f"{world.file}/needs/{world.need}/step/done",
                                {"next_day": day(5), "words": "Bellen."}), 200)
        equal(waits(), [])
        held = must(world.manager.get(f"{world.path}/caseload"), 200)["episodes"]
        equal([(one["episode"], one["next_step"]["day"], one["next_step"]["words"])
               for one in held], [(world.episode, day(5), "Bellen.")])


def test_inbox__shows_what_expires_first_and_goes_on():
    """A thousand other things hide no offer; there is a total, and a next page."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        for _ in range(3):
            need = world.add_need()
            world.offer(world.psychologist, need=need, answer_by=day(9))
        soon = world.offer(world.clinic_service, need=world.need, answer_by=day(1))
        server.settle()
        inbox = must(world.psychologist.get("/v1/inbox?limit=2"), 200)
        equal((inbox["total"], len(inbox["items"])), (4, 2))
        equal(inbox["items"][0]["thing"], soon, "the one that expires first:")
        items = pages(world.psychologist, "/v1/inbox", "items", 1)
        equal(len({item["thing"] for item in items}), 4)
        equal([item["expires"] for item in items], sorted(item["expires"] for item in items))
        equal([item.get("domain") for item in items], [None, "debt", "debt", "debt"],
              "the first need's domain was not said:")
        for wrong in ("after=1", "after=1.2", "after=1.2.x", "after=-1.0." + "0" * 32,
                      "after=1.2." + "0" * 31, "after="):
            equal(world.psychologist.get(f"/v1/inbox?{wrong}").status, 400, wrong)


def test_inbox__of_an_organisation_has_the_domain_for_who_may_answer():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        helper = world.account("volunteer", "Wim Vrijwilliger", world.clinic)
        need = world.add_need()
        world.offer(world.clinic_service, need=need)
        own = world.offer(helper, need=world.add_need())
        server.settle()
        items = must(world.colleague.get("/v1/inbox"), 200)["items"]
        equal([item.get("domain") for item in items], ["debt"])
        items = must(helper.get("/v1/inbox"), 200)["items"]
        equal({item["thing"] == own: item.get("domain") for item in items},
              {True: "debt", False: None}, "what is theirs to answer, and what is not:")


def test_handover__says_what_it_is_about_and_not_who():
    """Who is asked knows domain, aim, age group, who asks and until when; nothing of identity."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        asked = question(world, for_whom="self")
        manager = world.by_account(asked["care_manager"]["id"])
        file = f"{world.path}/episodes/{asked['episode']}"
        need = world.add_need(manager, file)
        offer = world.offer(world.clinic_service, manager, file, need)
        reply = world.colleague.get(f"{file}/handovers/{offer}")
        shown = must(reply, 200)
        equal({key: shown.get(key) for key in ("about", "domain", "aim", "need_state", "age_group",
                                               "state")},
              {"about": "need", "domain": "debt", "aim": "recover", "need_state": "open",
               "age_group": "adult", "state": "offered"})
        equal(shown["sender"]["organisation_name"], "Wijkteam De Brug")
        equal((shown["to"]["kind"], shown["to"]["name"], shown["to"]["organisation_name"]),
              ("service", "Behandeling", "Praktijk Zuid"))
        check("reason" not in shown and "instead" not in shown, shown)
        for text in IDENTITY:
            check(text not in reply.body.decode(), f"{text} is shown to who is asked")
        equal(world.colleague.get(file).status, 403, "the file itself:")
        for other in (world.gp, world.relative, world.administrator, world.nation):
            equal(other.get(f"{file}/handovers/{offer}").status, 403, "who is not asked:")
        care = world.offer(world.peer, manager, file)
        shown = must(world.peer.get(f"{file}/handovers/{care}"), 200)
        equal((shown["about"], shown["need"], shown["to"]["id"], "domain" in shown),
              ("care_management", None, world.peer.account, False))
        open_now = must(manager.get(file), 200)
        own = Actor(server, asked["person"], asked["claim_code"])
        social = world.add_need(own, file, i_bear_it=True, domain="social")
        mine = world.offer(world.gp, own, file, social)
        reply = world.gp.get(f"{file}/handovers/{mine}")
        equal(must(reply, 200)["sender"], {"id": asked["person"], "kind": "person"})
        check("Noor Bakker" not in reply.body.decode(), "her name is shown to who is asked")
        equal(sorted(one["id"] for one in open_now["offers"]), sorted([offer, care]))
        equal(world.colleague.get(f"{file}/handovers/{care}").status, 403, "what others are asked:")
        looks = must(own.get(f"{file}/log"), 200)["looks"]
        equal([one["ground"] for one in looks if one["what"] == "look.offer" and
               one["who"]["id"] == world.colleague.account], ["asked"], "in her own log:")
        must(manager.post(f"{file}/handovers/{offer}/withdraw"), 200)
        equal(world.colleague.get(f"{file}/handovers/{offer}").status, 403, "after it is over:")


def test_episode__shows_what_was_said_and_who_is_asked():
    """The municipality, whom is asked and until when, and organisations by name; what was not said
    is absent."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        asked = question(world)
        manager = world.by_account(asked["care_manager"]["id"])
        file = f"{world.path}/episodes/{asked['episode']}"
        join = world.ask_to_join(world.gp, manager, file)
        shown = must(manager.get(file), 200)
        equal(shown["municipality"], world.municipality)
        equal([(one["id"], one["account"]["name"], one["words"]) for one in shown["asked"]],
              [(join, "Huisarts", "Kijk je mee?")])
        check("for_whom" not in shown, "for whom was not said")
        check("domain" not in shown["needs"][0], "its domain was not said")
        own = must(world.person.get(world.file), 200)
        equal({one["account"].get("organisation_name") for one in own["team"]
               if one["way"] == "care_manager"}, {"Wijkteam De Brug"})
        must(world.gp.post(f"{file}/joins/{join}/accept"), 200)
        equal(must(manager.get(file), 200)["asked"], [])


def test_administrator__sees_accounts_and_roster():
    """Everybody who works there, on pages; nobody who asked for help; and whose turn it is."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        listed = must(world.administrator.get(f"{world.path}/accounts"), 200)["accounts"]
        found = {one["account"]["id"]: one["account"] for one in listed}
        check(world.person.account not in found, "who asked for help is shown")
        equal(found[world.colleague.account],
              {"id": world.colleague.account, "kind": "professional", "name": "Collega",
               "organisation": world.clinic, "organisation_name": "Praktijk Zuid"})
        for limit in (1, 4):
            equal(pages(world.administrator, f"{world.path}/accounts", "accounts", limit), listed)
        must(world.administrator.delete(f"{world.path}/accounts/{world.colleague.account}"), 200)
        after = must(world.nation.get(f"{world.path}/accounts"), 200)["accounts"]
        equal([one["account"]["id"] for one in after if "ended" in one], [world.colleague.account])
        roster = must(world.administrator.get(f"{world.path}/roster"), 200)["roster"]
        equal({one["account"]["id"] for one in roster}, {one.account for one in world.duty})
        equal((roster[-1]["account"]["id"], roster[0]["last_turn"]), (world.manager.account, None),
              "who had a turn comes last:")
        elsewhere = world.account("administrator", "Beheer elders", by=world.nation, region="VR01")
        for actor in (world.manager, world.peer, world.person, world.relative, elsewhere):
            for path in ("accounts", "roster"):
                equal(actor.get(f"{world.path}/{path}").status, 403, path)
        equal(server.tables.number("select count(distinct actor) from journal_look where purpose"
                                   " in (81, 82)"), 2, "who looked is in the journal:")
        for path in ("accounts", "roster", "caseload"):
            equal(Client(server).get(f"{world.path}/{path}").status, 401, path)
        equal(world.administrator.get("/v1/regions/VR01/accounts").status, 403,
              "the accounts of another region:")


def consult(by, file, need, to, **more):
    body = {"need": need, "to_account": to.account, "words": "Wat raad je aan?",
            "person_agrees": True, **more}
    return must(by.post(f"{file}/consults", body), 201)["consult"]


def without(texts, reply):
    """The reply; none of the texts is anywhere in it."""
    for text in texts:
        check(text not in reply.body.decode(), f"{text} is shown")
    return must(reply, 200)


def test_consult__that_the_person_asks_says_not_who_it_is():
    """Also who asks is pseudonymous, for who is asked and for the team; with `named` it is not."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        asked = question(world)
        file = f"{world.path}/episodes/{asked['episode']}"
        person = Actor(server, asked["person"], asked["claim_code"])
        manager = world.by_account(asked["care_manager"]["id"])
        nameless = consult(person, file, asked["need"], world.gp)
        for reader in (world.gp, manager, person):
            shown = without(IDENTITY, reader.get(f"{file}/consults/{nameless}"))
            equal(shown["asked_by"], {"id": asked["person"], "kind": "person"})
        without(IDENTITY, manager.get(f"{file}/consults"))
        server.settle()
        without(IDENTITY, world.gp.get("/v1/inbox"))
        named = consult(person, file, asked["need"], world.gp, named=True)
        shown = must(world.gp.get(f"{file}/consults/{named}"), 200)
        equal((shown["name"], shown["asked_by"]["name"]), ("Noor Bakker", "Noor Bakker"))


def test_asked__sees_no_name_of_a_relative():
    """A relative who asks for advice or offers what they bear has a name in the team only."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        aunt = world.account("relative", "Truus van Dam")
        world.join(aunt)
        asked = consult(aunt, world.file, world.need, world.gp)
        shown = without(["Truus"], world.gp.get(f"{world.file}/consults/{asked}"))
        equal(shown["asked_by"], {"id": aunt.account, "kind": "relative"})
        shown = must(world.manager.get(f"{world.file}/consults/{asked}"), 200)
        equal(shown["asked_by"]["name"], "Truus van Dam")
        need = world.add_need()
        world.answer(aunt, world.offer(aunt, need=need), "accept", contact_day=day(3))
        offer = world.offer(world.psychologist, by=aunt, need=need)
        path = f"{world.file}/handovers/{offer}"
        shown = without(["Truus"], world.psychologist.get(path))
        equal(shown["sender"], {"id": aunt.account, "kind": "relative"})
        reply = world.psychologist.get(f"{path}/letter/receiver")
        check("Truus" not in reply.body.decode(), "a relative's name in the letter")
        equal(reply.body.decode().lower().count("een naaste"), 2, "sender and bearer:")
        for who in (world.manager, world.person, aunt):
            equal(must(who.get(path), 200)["sender"]["name"], "Truus van Dam")
            check("Truus" in who.get(f"{path}/letter/receiver").body.decode(), "in the team")
        helper = world.account("volunteer", "Wim Vrijwilliger")
        world.join(helper)
        asked = consult(helper, world.file, world.need, world.gp)
        shown = must(world.gp.get(f"{world.file}/consults/{asked}"), 200)
        equal(shown["asked_by"]["name"], "Wim Vrijwilliger")


def test_consult__says_when_it_was_answered_also_when_it_is_closed():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        asked = consult(world.manager, world.file, world.need, world.gp)
        path = f"{world.file}/consults/{asked}"
        check("answered" not in must(world.manager.get(path), 200), "before it was")
        must(world.gp.post(f"{path}/decline", {"words": "Dit ken ik niet."}), 200)
        answered = must(world.manager.get(path), 200)["answered"]
        must(world.manager.post(f"{path}/close"), 200)
        shown = must(world.manager.get(path), 200)
        equal((shown["state"], shown["answered"], shown["late"]), ("closed", answered, False))


def test_words__say_their_language():
    """What is told in words says in which language it is."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        for language in ("nl", "en"):
            door = Client(server, language=language)
            for path in ("/", "/v1/onbekend", f"{world.file}"):
                equal(door.get(path).headers.get("content-language"), language, path)
            asked = door.post(f"{world.path}/questions", {"story": "x", "contact": "y"})
            equal((asked.status, asked.headers.get("content-language")), (201, language))
        check("content-language" not in world.door.get("/health").headers, "no words, no language")


if __name__ == "__main__":
    sys.exit(run(globals()))
