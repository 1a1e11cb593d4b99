#!/usr/bin/env python3
# test_ask.py - finding whom to ask, reading what one is asked, inviting somebody, and a new code in
# place of one that was lost.
#
# Use: test_ask.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import datetime
import subprocess
import sys
import zoneinfo

from runner import check, equal, run
from server import Client, Server, must, program
from world import Actor, World


def refused(reply, status, code):
    equal((reply.status, reply.json.get("code")), (status, code), str(reply))


def names(reply):
    return sorted(one["name"] for one in must(reply, 200)["colleagues"])


def test_colleagues__are_found_by_name_organisation_and_service():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        world.account("volunteer", "Vrijwilliger Zonder")
        look, by = f"{world.path}/colleagues", world.gp
        everybody = ["Collega", "Dienst Een", "Dienst Twee", "Ervaringsdeskundige", "Huisarts",
                     "Psycholoog"]
        equal(names(by.post(look)), everybody)
        equal(names(by.post(look, {"organisation": world.clinic})), ["Collega", "Psycholoog"])
        equal(names(by.post(look, {"service": world.clinic_service})), ["Collega", "Psycholoog"])
        equal(names(by.post(look, {"name": "dienst"})), ["Dienst Een", "Dienst Twee"])
        equal(names(by.post(look, {"name": "twee dienst"})), ["Dienst Twee"])
        equal(names(by.post(look, {"name": "ienst"})), [])
        equal(names(by.post(look, {"service": world.clinic_service,
                                   "organisation": world.area_team})), [])
        found = must(by.post(look, {"name": "psycho"}), 200)["colleagues"][0]
        equal(found, {"id": world.psychologist.account, "kind": "professional",
                      "name": "Psycholoog", "organisation": world.clinic,
                      "organisation_name": "Praktijk Zuid"})
        pages, after = [], ""
        while after is not None:
            page = must(by.post(f"{look}?limit=2{after and '&after=' + after}"), 200)
            check(len(page["colleagues"]) <= 2, page)
            pages += [one["name"] for one in page["colleagues"]]
            after = page["next_after"]
        equal(sorted(pages), everybody)
        for one in (world.relative, world.administrator):
            refused(one.post(look), 403, "access.not_colleague")
        # Who has a question there chooses who helps; not elsewhere, and not when it is closed.
        person = world.person
        equal(names(person.post(look)), everybody)
        found = must(person.post(look, {"name": "psycho"}), 200)["colleagues"][0]
        equal((found["id"], found["organisation_name"]),
              (world.psychologist.account, "Praktijk Zuid"))
        other = "/v1/regions/VR10/colleagues"
        check(other != look, look)
        refused(person.post(other), 403, "access.not_colleague")
        must(person.post(f"{world.file}/close", {"decided_by": "person", "with_needs": True}),
             200)
        refused(person.post(look), 403, "access.not_colleague")
        refused(Client(server).post(look), 401, "access.not_signed_in")


def test_join__is_read_by_who_is_asked():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        asked = world.ask_to_join(world.psychologist)
        at = f"{world.file}/joins/{asked}"
        seen = must(world.psychologist.get(at), 200)
        equal(seen["words"], "Kijk je mee?")
        equal(seen["asked_by"]["name"], "Dienst Een" if world.manager is world.duty[0]
              else "Dienst Twee")
        equal(seen["state"], "asked")
        check(seen["expires"] > seen["asked"] and "dossier" in seen["agreed"], seen)
        check("name" not in seen and "contact" not in seen and "needs" not in seen, seen)
        refused(world.psychologist.get(world.file), 403, "access.no_ground")
        refused(world.gp.get(at), 403, "access.no_ground")
        # Who asks themselves is not named by that.
        world.person.name = "Noor"
        again = world.ask_to_join(world.peer, world.person)
        equal(must(world.peer.get(f"{world.file}/joins/{again}"), 200)["asked_by"],
              {"id": world.person.account, "kind": "person"})
        must(world.psychologist.post(f"{at}/decline"), 200)
        refused(world.psychologist.get(at), 403, "access.no_ground")


def test_invitation__brings_in_a_relative_with_the_persons_yes():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        invite = f"{world.file}/invitations"
        refused(world.manager.post(invite, {"name": "Een zus"}), 422, "join.without_yes")
        for by in (world.person, world.manager):
            made = must(by.post(invite, {"name": "Een zus", "person_agrees": True}), 201)
            relative = Actor(server, made["account"], made["access_code"])
            server.settle()
            items = must(relative.get("/v1/inbox"), 200)["items"]
            equal([(one["kind"], one["thing"]) for one in items], [("join", made["join"])])
            must(relative.get(f"{world.file}/joins/{made['join']}"), 200)
            must(relative.post(f"{world.file}/joins/{made['join']}/accept"), 200)
            must(relative.get(world.file), 200)
            refused(relative.post(invite, {"name": "Een broer", "person_agrees": True}), 403,
                    "join.not_inviter")
        refused(world.administrator.post(invite, {"name": "x", "person_agrees": True}), 403,
                "access.no_ground")


def test_new_code__ends_the_one_that_was_lost_and_its_sessions():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        whose, path = world.psychologist, f"{world.path}/accounts"
        key = {"Idempotency-Key": "a-new-code-0001"}
        for by, status, code in ((world.manager, 403, "access.not_yours"),
                                 (world.person, 403, "access.not_yours")):
            refused(by.post(f"{path}/{whose.account}/code"), status, code)
        given = must(world.administrator.post(f"{path}/{whose.account}/code", headers=key), 200)
        again = must(world.administrator.post(f"{path}/{whose.account}/code", headers=key), 200)
        equal(again["access_code"], given["access_code"])
        refused(whose.get("/v1/inbox"), 401, "session.none")
        refused(Client(server).post("/v1/sessions", {"code": whose.code}), 401,
                "session.code_wrong")
        fresh = Actor(server, whose.account, given["access_code"])
        server.settle()
        items = must(fresh.get("/v1/inbox"), 200)["items"]
        equal([(one["kind"], one["thing"]) for one in items], [("code", whose.account)])
        must(fresh.post(f"/v1/inbox/{whose.account}/seen"), 200)
        server.settle()
        equal(must(fresh.get("/v1/inbox"), 200)["items"], [])
        # Nobody gets a code of who has more rights.
        nation = f"/v1/regions/NL/accounts/{world.nation.account}/code"
        refused(world.administrator.post(nation), 403, "access.not_yours")
        refused(world.administrator.post(f"{path}/{world.nation.account}/code"), 404,
                "account.unknown")
        must(world.nation.post(f"{path}/{world.administrator.account}/code"), 200)


def code_at_the_command_line(server, account):
    done = subprocess.run([program(), "code", "--data-dir", str(server.data), *server.settings,
                           account], capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout.strip(), done.stderr


def test_new_code__at_the_command_line_for_the_only_administrator():
    with Server() as server:
        made = must(Client(server).post("/v1/administrators/first", {
            "token": server.token, "name": "Beheer"}), 201)
        code, out, _ = code_at_the_command_line(server, made["account"])
        equal((code, out), (1, ""), "while it is served:")
        server.stop()
        code, given, said = code_at_the_command_line(server, made["account"])
        equal(code, 0, said)
        equal(code_at_the_command_line(server, "f" * 32)[:2], (1, ""))
        equal(code_at_the_command_line(server, "beheer")[:2], (2, ""))
        server.start()
        refused(Client(server).post("/v1/sessions", {"code": made["access_code"]}), 401,
                "session.code_wrong")
        Actor(server, made["account"], given, "NL")


def test_new_code__of_a_person_is_told_in_their_own_file():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        at, person = f"{world.file}/code", world.person
        yes = {"person_agrees": True}
        refused(world.administrator.post(at, yes), 403, "access.no_ground")
        refused(world.administrator.post(f"{world.path}/accounts/{person.account}/code"), 403,
                "account.renew_elsewhere")
        refused(world.gp.post(at, yes), 403, "access.no_ground")
        world.join(world.gp)
        refused(world.gp.post(at, yes), 403, "account.renew_not_holder")
        refused(world.manager.post(at), 422, "account.renew_without_yes")
        other = next(one for one in world.duty if one is not world.manager)
        given = must(other.post(at, yes), 200)
        refused(person.get(world.file), 401, "session.none")
        fresh = Actor(server, person.account, given["access_code"])
        must(fresh.get(world.file), 200)
        last = must(fresh.get(f"{world.file}/timeline"), 200)["moments"][-1]
        equal((last["what"], last["who"]["id"]), ("person.renew", other.account))
        server.settle()
        for one in (fresh, world.manager):
            items = must(one.get("/v1/inbox"), 200)["items"]
            equal([item["kind"] for item in items if item["thing"] == person.account], ["code"])


def test_urgent__is_told_to_the_minute_and_112_comes_first():
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        calm = world.ask()
        check("contact_before" not in calm, calm)
        check(calm["message"].index("Uiterlijk") < calm["message"].index("112"), calm)
        urgent = world.ask(unsafe=True)
        before = datetime.datetime.fromisoformat(urgent["contact_before"])
        local = before.astimezone(zoneinfo.ZoneInfo("Europe/Amsterdam"))
        check(urgent["message"].index("112") < urgent["message"].index(local.strftime("%H:%M")),
              urgent["message"])
        check(f"{local.year} om {local:%H:%M} uur" in urgent["message"], urgent["message"])
        file = f"{world.path}/episodes/{urgent['episode']}"
        person = Actor(server, urgent["person"], urgent["claim_code"])
        need = must(person.get(file), 200)["needs"][0]
        equal(need["next_step"]["before"], urgent["contact_before"])
        moment = must(person.get(f"{file}/timeline"), 200)["moments"][0]
        equal(moment["before"], urgent["contact_before"])
        told = must(world.person.post(f"{world.file}/needs/{world.need}/danger"), 200)
        check(told["message"].index("112") < told["message"].index("heeft dienst"), told)
        moment = must(world.person.get(f"{world.file}/timeline"), 200)["moments"][-1]
        equal(moment["before"], told["before"])


if __name__ == "__main__":
    sys.exit(run(globals()))
