#!/usr/bin/env python3
# test_search_words.py - plain words find help in each of the 25 regions of a demonstration, and who
# finds it can reach it.
#
# Use: test_search_words.py VANGNET sqlite MAIN_WORDS PLAIN_QUESTIONS
# SPDX-License-Identifier: EUPL-1.2
import csv
import json
import subprocess
import sys
import time

from server import Client, Server, must, program

WAIT_SECONDS = 120
PEOPLE = "25"
FIRST = 3
WANTED_SHARE = 0.9
WANTED_HELD_OUT = 0.75
PLACES = (("VR14", "Hilversum"), ("VR05", "Enschede"), ("VR09", "Utrecht"))
INFORMAL = ("peer_support", "peer_group", "volunteer", "walk_in")
findings = []


def check(right, what):
    if not right:
        findings.append(what)


def search(client, **fields):
    return must(client.post("/v1/search", fields), 200)


def fill(server):
    subprocess.run([program(), "demo", "--nation", "--people", PEOPLE, "--data-dir",
                    str(server.data)], check=True, stdout=subprocess.DEVNULL)


def ready(client):
    end = time.monotonic() + WAIT_SECONDS
    while client.get("/v1/search").status != 200:
        if time.monotonic() > end:
            raise RuntimeError("there is no index")
        time.sleep(0.1)


def main_words(path):
    with open(path, encoding="utf-8", newline="") as file:
        words = [row["words"] for row in csv.DictReader(file)]
    check(len(words) >= 60 and len(set(words)) == len(words), f"only {len(words)} main words")
    return words


def every_word_finds_in_every_region(client, words):
    for number in range(1, 26):
        region = f"VR{number:02}"
        for q in words:
            answer = search(client, q=q, region=region, limit=1)
            check(answer["total"] > 0, f"{q} finds nothing in {region}")
            check(answer["front_door"] is None, f"{q}: sent to the front door")
        check(not search(client, q="somber", region=region)["emergency"]["first"],
              "somber is an emergency")


def informal_help_is_first_in_view(client):
    for q in ("somber", "somber in Enschede", "Ik woon in Enschede en ben somber", "angst"):
        found = search(client, q=q, municipality="Almelo")
        results = found["results"]
        names = [result["name"] for result in results]
        check(results[0]["kind"] in INFORMAL, f"{q}: first is {names[0]}")
        check(found["facets"]["informal"] > 0, f"{q}: no informal help")
        check(len(set(names)) >= 5, f"{q}: of the same name: {names}")
        check("admission" not in [result["kind"] for result in results[:3]], f"{q}: {names}")
    read = search(client, q="Ik woon in Enschede en ben somber")
    check(read["distance_from"]["name"] == "Enschede", f"from {read['distance_from']}")
    check("Hulp bij wonen en huur" not in [r["name"] for r in read["results"]], "to live somewhere")


def danger_is_met(client):
    for q in ("zelfmoord", "geen zin meer in het leven", "ik wil niet meer leven"):
        found = search(client, q=q, municipality="Almelo")
        notice = found["emergency"]
        first = found["results"][0]
        check("112" in notice["danger"], f"{q}: {notice}")
        check("113" in notice["suicide"] and "0800-0113" in notice["suicide"], f"{q}: {notice}")
        check(first["kind"] == "crisis", f"{q}: first is {first['name']}")
        check(first["region"] == "VR05", f"{q}: the first is of {first['region']}")


def everybody_can_be_reached(client):
    for q in ("zelfmoord", "somber", "schulden", "huisarts"):
        for result in search(client, q=q, municipality="Almelo")["results"]:
            check(str(result["phone"]).startswith("000 "), f"{result['name']}: {result['phone']}")
            check(str(result["email"]).endswith(".example"), f"{result['email']}")
            check(str(result["website"]).endswith(".example"), f"{result['website']}")


def places_are_understood(client):
    check(search(client, q="somber", municipality="Weesp")["distance_from"]["name"] == "Amsterdam",
          "Weesp is not Amsterdam")
    near = search(client, q="somber in Almelo", within_km=10)
    check(near["total"] > 0, "a distance from a place in the words")
    door = search(client, q="qqqqzzzz", municipality="Almelo")["front_door"]
    check(door and door["path"] == "/v1/regions/VR05/questions" and door["text"],
          f"nothing found: {door}")


def is_sensible(result, wanted):
    domains = set(result["domains"]) | {result["domain"]}
    return bool(wanted & ({f"domain:{domain}" for domain in domains} |
                          {f"kind:{result['kind']}"}))


def share_met(client, questions, region, place):
    met = 0
    for row in questions:
        found = search(client, q=row["question"], region=region, municipality=place, limit=FIRST)
        first = found["results"]
        good = any(is_sensible(result, set(row["sensible"].split())) for result in first)
        met += good
        if not good and row["held_out"] == "0":
            print(f"{place}: {row['question']}: {[result['name'] for result in first]}")
        check(found["emergency"]["first"] or row["danger"] == "0",
              f"{row['question']}: no emergency")
    return met / len(questions)


def plain_questions_are_met(client, path):
    """A small region, a middling one and a large one: who asks is helped by one of the first."""
    with open(path, encoding="utf-8", newline="") as file:
        questions = list(csv.DictReader(file))
    held_out = [row for row in questions if row["held_out"] == "1"]
    seen = [row for row in questions if row["held_out"] == "0"]
    check(len(seen) >= 40 and len(held_out) >= 20, "there are fewer questions")
    for region, place in PLACES:
        shares = [share_met(client, part, region, place) for part in (seen, held_out)]
        print(f"{region} {place}: one of the first {FIRST} is sensible for {shares[0]:.3f} of the "
              f"plain questions ({len(seen)}), held out {shares[1]:.3f} ({len(held_out)})")
        check(shares[0] >= WANTED_SHARE and shares[1] >= WANTED_HELD_OUT, f"{place}: {shares}")


def main():
    server = Server()
    try:
        fill(server)
        server.settings.append("--demo=yes")
        server.start()
        client = Client(server)
        ready(client)
        every_word_finds_in_every_region(client, main_words(sys.argv[3]))
        plain_questions_are_met(client, sys.argv[4])
        for part in (informal_help_is_first_in_view, danger_is_met, everybody_can_be_reached,
                     places_are_understood):
            part(client)
        code = server.stop()
        check(code == 0, f"the program has ended with {code}")
    finally:
        server.close()
    for finding in findings:
        print(finding)
    print(json.dumps({"findings": len(findings)}))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
