#!/usr/bin/env python3
# test_emergency.py - whom to call is in every reply to a search, in front where words say danger or
# nothing is found; at the front door such words make the program ask whether somebody is safe. And
# what a reply says of filters, places and names, so that nobody is left without knowing why.
#
# Use: test_emergency.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import json
import sys
import time

from server import Client, Server, must
from world import World

findings = []
ALWAYS = {"danger": "112", "suicide": "0800-0113", "gp": "huisarts"}
VIOLENCE = {"violence": "0800-2000", "sexual_violence": "0800-0188"}
SIGNS = (
    ("ik wil niet langer leven", "suicide"), ("ik wil nietmeer leven", "suicide"),
    ("ikwildood", "suicide"), ("zelf moord", "suicide"), ("ik hang mezelf op", "suicide"),
    ("ik heb een overdosis genomen", "suicide"), ("ik wil van het dak springen", "suicide"),
    ("niemand zou me missen", "suicide"), ("wil ni meer leve", "suicide"), ("sos", "crisis"),
    ("ik heb pillen genomen", "suicide"), ("ik kan het niet meer aan", "crisis"),
    ("zelfbeschadiging", "self_harm"), ("ik snij mezelf", "self_harm"),
    ("mijn man slaat mij", "violence"), ("huiselijk geweld", "violence"),
    ("verkracht", "sexual_violence"))


def check(right, what):
    if not right:
        findings.append(what)


def numbers_are_there(found, q):
    emergency = found["emergency"]
    for name, number in ALWAYS.items():
        check(number in emergency[name], f"{q}: {name} is {emergency[name]}")
    is_violence = {"violence", "sexual_violence"} & set(emergency["signs"])
    for name, number in VIOLENCE.items():
        said = emergency[name] or ""
        check((number in said) == bool(is_violence), f"{q}: {name} is {said}")


def danger_is_in_front(world):
    for q, sign in SIGNS:
        found = must(world.door.post("/v1/search", {"q": q, "region": "VR05"}), 200)
        check(sign in found["emergency"]["signs"], f"{q}: {found['emergency']['signs']}")
        check(found["emergency"]["first"] and next(iter(found)) == "emergency", f"{q}: not first")
        check(found["did_you_mean"] is None, f"{q}: did you mean {found['did_you_mean']}")
        numbers_are_there(found, q)


def numbers_are_in_every_reply(world):
    found = must(world.door.post("/v1/search", {"q": "behandeling"}), 200)
    check(found["total"] > 0 and not found["emergency"]["first"], "behandeling: first")
    check(found["emergency"]["signs"] == [], f"behandeling: {found['emergency']['signs']}")
    numbers_are_there(found, "behandeling")
    numbers_are_there(must(world.door.get("/v1/search"), 200), "no words")
    nothing = must(world.door.post("/v1/search", {"q": "qqqqzzzz"}), 200)
    check(nothing["total"] == 0 and nothing["emergency"]["first"], "nothing found: not first")
    numbers_are_there(nothing, "nothing found")


def what_took_all_away_is_said(world):
    none = must(world.door.post("/v1/search", {"languages": ["ti"], "domains": ["legal"]}), 200)
    text = none["front_door"]["text"]
    check("languages" in text and "domains" in text, f"the filters are not named: {text}")
    for q, place in (("somber in Enschde", "Enschede"), ("somber in Bergen", "Bergen (L.)")):
        said = must(world.door.post("/v1/search", {"q": q}), 200)["place_not_known"]
        check(place in said["candidates"] and place in said["text"], f"{q}: {said}")


def names_and_marks(world):
    """Lists by name; words that may exclude are seen by who decides."""
    must(world.administrator.patch(f"{world.path}/services/{world.clinic_service}",
                                   {"good_at_words": "Niet voor mensen met borderline."}), 200)
    for part, count in (("BEHAND", 1), ("handel", 1), ("%25", 0), ("niets", 0)):
        found = must(world.door.get(f"{world.path}/services?name={part}"), 200)["services"]
        check(len(found) == count, f"services of the name {part}: {found}")
    found = must(world.door.get(f"{world.path}/services?name=behand&organisation={world.clinic}"),
                 200)["services"]
    check([one["words_may_exclude"] for one in found] == [True], f"its mark: {found}")
    named = must(world.door.get(f"{world.path}/organisations?name=zuid"), 200)["organisations"]
    check([one["name"] for one in named] == ["Praktijk Zuid"], f"organisations: {named}")
    entries = must(world.door.get(f"{world.path}/entries?limit=200"), 200)["entries"]
    marked = [one["name"] for one in entries if one["words_may_exclude"]]
    check(marked == ["Behandeling"] and all(one["name"] for one in entries), f"entries: {entries}")


def ask(client, path, **fields):
    body = {"story": "Ik slaap slecht. Ik wil nietmeer leven.", "contact": "06"} | fields
    return must(client.post(f"{path}/questions", body), 201)


def front_door_asks_whether_safe(world):
    asked = ask(world.door, world.path)
    safe = asked["safe_now"]
    check(safe["question"] == "Ben je nu veilig?", f"it asks {safe}")
    check("112" in safe["text"] and "0800-0113" in safe["text"], f"it says {safe['text']}")
    check(safe["signs"] == ["suicide"], f"signs: {safe['signs']}")
    check("suicide" not in asked["message"], "a sign is in the message")
    person = Client(world.server)
    person.token = must(person.post("/v1/sessions", {"code": asked["claim_code"]}), 201)["token"]
    file = must(person.get(f"{world.path}/episodes/{asked['episode']}"), 200)
    check(file["needs"][0]["state"] == "open", "words decided something by themselves")
    must(person.post(safe["path"], {}), 200)
    file = must(person.get(f"{world.path}/episodes/{asked['episode']}"), 200)
    check(file["needs"][0]["state"] == "in_danger", "what it says to do does not work")


def danger_said_again_is_answered(world):
    """Whoever says it again reads whom to call, and who holds it by which hour."""
    asked = ask(world.door, world.path, unsafe=True)
    person = Client(world.server)
    person.token = must(person.post("/v1/sessions", {"code": asked["claim_code"]}), 201)["token"]
    path = f"{world.path}/episodes/{asked['episode']}"
    said = must(person.post(f"{path}/needs/{asked['need']}/danger", {"words": "Nog erger."}), 200)
    check("112" in said["message"] and "0800-0113" in said["message"], f"it says {said}")
    check(said["before"] == asked["contact_before"], f"another hour: {said} {asked}")
    lines = must(person.get(f"{path}/timeline"), 200)["moments"]
    check([one["words"] for one in lines if one["what"] == "danger.report"] == ["Nog erger."],
          f"the words are not kept: {lines}")


def words_in_a_file_are_heard(world):
    asked = ask(world.door, world.path, story="Ik slaap slecht.")
    person = Client(world.server)
    person.token = must(person.post("/v1/sessions", {"code": asked["claim_code"]}), 201)["token"]
    path = f"{world.path}/episodes/{asked['episode']}"
    danger = "Ik wil nietmeer leven."
    told = must(person.post(f"{path}/conversation", {"topic": "story", "words": danger}), 201)
    added = must(person.post(f"{path}/needs", {
        "domain": "mental", "aim": "recover", "person_agrees": True, "words": danger}), 201)
    calm = must(person.post(f"{path}/needs", {
        "domain": "debt", "aim": "recover", "person_agrees": True, "words": "Rekeningen."}), 201)
    check(calm["safe_now"] is None, f"calm words: {calm}")
    for what, said in (("conversation", told), ("need", added)):
        safe = said["safe_now"]
        check(safe and safe["question"] == "Ben je nu veilig?", f"{what}: it asks {safe}")
        check("112" in safe["text"] and "0800-0113" in safe["text"], f"{what}: {safe}")
        must(person.post(safe["path"], {}), 200)
    states = [need["state"] for need in must(person.get(path), 200)["needs"]]
    check(states.count("in_danger") == 2, f"what it says to do does not work: {states}")


def it_asks_no_more_than_needed(world):
    check(ask(world.door, world.path, unsafe=True)["safe_now"] is None, "unsafe was said")
    calm = ask(world.door, world.path, story="Ik slaap slecht en mijn kat is dood.")
    check(calm["safe_now"] is None, f"a calm story: {calm['safe_now']}")
    other = ask(world.administrator, world.path)["safe_now"]
    check(other["path"] is None and other["question"].startswith("Is degene"), f"other: {other}")


def main():
    server = Server("--deliver-milliseconds", "20")
    try:
        server.start()
        world = World(server)
        end = time.monotonic() + 20
        while world.door.get("/v1/search").status != 200 and time.monotonic() < end:
            time.sleep(0.05)
        time.sleep(1)
        for part in (danger_is_in_front, numbers_are_in_every_reply, front_door_asks_whether_safe,
                     danger_said_again_is_answered, words_in_a_file_are_heard,
                     it_asks_no_more_than_needed, what_took_all_away_is_said, names_and_marks):
            part(world)
        check(server.stop() == 0, "the program has not ended well")
    finally:
        server.close()
    for finding in findings:
        print(finding)
    print(json.dumps({"findings": len(findings)}))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
