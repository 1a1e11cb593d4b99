#!/usr/bin/env python3
# test_search.py - the map of help is searched in the real program: a change is found in time;
# pages, filters, caching.
#
# Use: test_search.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import json
import sys
import time

from server import Server, must
from world import World

FOUND_WITHIN_S = 20  # Of a test on a busy machine: docs/search.md says how fast it is.
findings = []


def check(right, what):
    if not right:
        findings.append(what)


def search(client, **fields):
    return must(client.post("/v1/search", fields), 200)


def until(condition, what):
    end = time.monotonic() + FOUND_WITHIN_S
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.05)
    findings.append(f"{what}: not within {FOUND_WITHIN_S} s")


def names(answer):
    return [result["name"] for result in answer["results"]]


def ready(client):
    until(lambda: client.get("/v1/search").status == 200, "the first index")


def add(world, name, domain):
    organisation = must(world.administrator.post(
        f"{world.path}/organisations", {"kind": "peer", "name": "Zeldzaam"}), 201)["organisation"]
    site = must(world.administrator.post(
        f"{world.path}/organisations/{organisation}/sites",
        {"municipality": world.municipality, "name": "Huis"}), 201)["site"]
    must(world.administrator.post(
        f"{world.path}/organisations/{organisation}/services",
        {"site": site, "domain": domain, "level": "local", "name": name}), 201)


def changes_are_found(world):
    door = world.door
    check(search(door, q="kwartetclub")["total"] == 0, "a club that is not there yet is found")
    add(world, "Kwartetclub voor kaarters", "social")
    until(lambda: "Kwartetclub voor kaarters" in names(search(door, q="kwartetclub")),
          "what was added")
    found = search(door, q="kwartetklub", municipality=world.municipality)
    check("Kwartetclub voor kaarters" in names(found), "a typing error hides it")
    check(found["did_you_mean"] == "kwartetclub", f"did_you_mean is {found['did_you_mean']}")
    result = found["results"][0]
    check(result["why"][0]["way"] == "spelling", f"why: {result['why']}")
    check(result["distance_km"] == 0, f"its distance is {result['distance_km']}")
    check(result["coordinates"]["of"] == "municipality_middle", f"{result['coordinates']}")
    check(found["licence"] == "CC0-1.0", "there is no licence")
    check(search(door, q="kwart", typing=True)["total"] == 1, "its beginning does not find it")


def pages_have_all(world):
    door = world.door
    for number in range(7):
        add(world, f"Breihoek nummer {number}", "social")
    until(lambda: search(door, q="breihoek")["total"] == 7, "seven that were added")
    seen, after = [], None
    for _ in range(9):
        fields = {"q": "breihoek", "limit": 2} | ({"after": after} if after else {})
        answer = search(door, **fields)
        seen += [result["id"] for result in answer["results"]]
        after = answer["next"]
        if after is None:
            break
    check(len(seen) == 7 and len(set(seen)) == 7, f"pages have {len(seen)} services")
    check(search(door, q="breihoek", domains=["debt"])["total"] == 0, "a filter takes nothing away")
    facets = search(door, q="breihoek", domains=["debt"])["facets"]["domains"]
    check({"value": "social", "count": 7} in facets, f"facets with a filter: {facets}")


def addresses_can_be_kept(world):
    door = world.door
    first = door.get("/v1/search?domains=social,debt&limit=3")
    check(first.status == 200 and "max-age" in first.headers["cache-control"], "GET is not kept")
    etag = first.headers["etag"]
    again = door.get("/v1/search?domains=social,debt&limit=3", headers={"If-None-Match": etag})
    check(again.status == 304 and not again.body, f"the same again is {again.status}")
    check(again.headers["etag"] == etag, "a 304 has another ETag")
    other = door.get("/v1/search?domains=social&limit=2", headers={"If-None-Match": etag})
    check(other.status == 200, "another question has the same ETag")
    posted = door.post("/v1/search", {"q": "breihoek"})
    check(posted.headers["cache-control"] == "no-store", "words may be kept")
    check("etag" not in posted.headers, "words have an ETag")


def main():
    server = Server("--deliver-milliseconds", "20")
    try:
        server.start()
        world = World(server)
        ready(world.door)
        for part in (changes_are_found, pages_have_all, addresses_can_be_kept):
            part(world)
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
