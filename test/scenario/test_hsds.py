#!/usr/bin/env python3
# test_hsds.py - the map of help as an API of HSDS 3: pages, what belongs together, the licence, and
# what need not be sent again.
#
# Use: test_hsds.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import email.utils
import sys
import time

import exchange_files as files
from server import Client, Server, must
from test_exchange import Map

from world import REGION, World

BASE = f"/hsds/v3/{REGION}"
LICENCE = "CC-BY-4.0"
findings = []


def check(condition, what):
    if not condition:
        findings.append(what)


def uuid(id):
    return "-".join((id[:8], id[8:12], id[12:16], id[16:20], id[20:]))


def pages(door):
    """Every service once, in whatever pages."""
    whole = must(door.get(f"{BASE}/services?per_page=200"), 200)
    check(whole["total_items"] == len(whole["contents"]) > 3, f"all services: {whole}")
    check(whole["total_pages"] == 1 and whole["first_page"] and whole["last_page"], "one page")
    for size in (1, 2, 3):
        ids = []
        for number in range(1, -(-whole["total_items"] // size) + 1):
            page = must(door.get(f"{BASE}/services?page={number}&per_page={size}"), 200)
            ids += [one["id"] for one in page["contents"]]
            check(page["page_number"] == number and page["size"] == len(page["contents"]), "a page")
            check(page["first_page"] == (number == 1), "the first page")
            check(page["last_page"] == (number == page["total_pages"]), "the last page")
        check(ids == [one["id"] for one in whole["contents"]], f"pages of {size} have not all")
    beyond = must(door.get(f"{BASE}/services?page=99"), 200)
    check(beyond["empty"] and not beyond["contents"], "a page behind the last is empty")
    for query in ("page=0", "per_page=201", "page=x", "full=maybe", "search=x", "minimal=true",
                  "organization_id=x"):
        check(door.get(f"{BASE}/services?{query}").status == 400, f"{query} is taken")


def belongs_together(world, door):
    clinic = uuid(world.clinic)
    listed = must(door.get(f"{BASE}/services?organization_id={clinic}"), 200)
    check(listed["total_items"] == 1, f"services of the clinic: {listed}")
    one = must(door.get(f"{BASE}/services/{listed['contents'][0]['id']}"), 200)
    check(one["organization"]["id"] == clinic, "a service without its organisation")
    place = one["service_at_locations"][0]
    check(place["location"]["id"] == uuid(world.clinic_site), "a service without its place")
    also = must(door.get(f"{BASE}/service_at_locations/{place['id']}"), 200)
    check(also["service"]["id"] == one["id"], "a place without its service")
    whole = must(door.get(f"{BASE}/organizations/{clinic}"), 200)
    ids = [service["id"] for service in whole["services"]]
    check(ids == [one["id"]], "an organisation's services")
    check([site["id"] for site in whole["locations"]] == [uuid(world.clinic_site)], "its places")
    check(one["assured_date"] and one["last_modified"], "nobody knows when it was confirmed")
    check(door.get(f"{BASE}/services/{world.clinic_service}").status == 200, "an id of 32 digits")
    check(door.get(f"{BASE}/services/{clinic}").status == 404, "an organisation as a service")
    check(door.get(f"/hsds/v3/VR01/services/{one['id']}").status == 404, "of another region")


def licence(door):
    for path in ("", "/services", "/organizations", "/service_at_locations"):
        reply = must(door.get(BASE + path), 200)
        check(reply["license"] == LICENCE, f"{path}: its licence is {reply.get('license')}")
        for one in reply.get("contents", [])[:1]:
            single = must(door.get(f"{BASE}{path}/{one['id']}"), 200)
            check(single["license"] == LICENCE, f"{path}: one has another licence")


def is_kept(world, door):
    """By its tag, or else by its time; and told anew when something changed."""
    path = f"{BASE}/services"
    time.sleep(1.1)  # within the second of a change there is no time to go by
    first = door.get(path)
    tag, since = first.headers["etag"], first.headers["last-modified"]
    check("max-age" in first.headers["cache-control"], "it may not be kept")
    check(email.utils.parsedate_to_datetime(since).timestamp() <= time.time(), "from the future")
    for headers in ({"If-None-Match": tag}, {"If-None-Match": f'"x", W/{tag}'},
                    {"If-Modified-Since": since}):
        again = door.get(path, headers=headers)
        check(again.status == 304 and not again.body, f"{headers}: {again.status}")
        check(again.headers["etag"] == tag, f"{headers}: another tag")
    other = {"If-None-Match": '"000000000000"', "If-Modified-Since": since}
    check(door.get(path, headers=other).status == 200, "a time goes before a tag")
    must(world.administrator.request(
        "PATCH", f"{world.path}/services/{world.clinic_service}", {"name": "Anders"}), 200)
    for headers in ({"If-None-Match": tag}, {"If-Modified-Since": since}):
        check(door.get(path, headers=headers).status == 200, f"{headers}: a change is not seen")
    time.sleep(1.1)
    since = door.get(path).headers["last-modified"]
    must(world.administrator.request(
        "DELETE", f"{world.path}/services/{world.clinic_service}"), 200)
    gone = door.get(path, headers={"If-Modified-Since": since})
    check(gone.status == 200 and "Anders" not in gone.body.decode(), "what ended is still there")


def main():
    with Server("--data-licence", LICENCE, "--deliver-milliseconds", "20") as server:
        world = World(server)
        server.stop()
        done = Map(server).take(files.large(3), "csv", "--source", "kaart")
        check(done.returncode == 0, done.stderr)
        server.start()
        world.administrator.sign_in()
        door = Client(server)
        pages(door)
        belongs_together(world, door)
        licence(door)
        is_kept(world, door)
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
