#!/usr/bin/env python3
# test_roles.py - every route of a file, as everybody who can stand to it in some way: who gets in
# is who has a line in the table of grounds, and nobody else.
#
# Made from the routes and the table as the program itself tells them (describe_routes): a route
# that is added is tried here, and one whose part has no line is refused to everybody. Changes name
# a version of long ago, so that whoever may make them is told that it changed, and nothing happens.
# Usage: test_roles.py VANGNET sqlite|postgres DESCRIBE_ROUTES
# SPDX-License-Identifier: EUPL-1.2
import http.client
import json
import subprocess
import sys

from runner import check, run
from server import Client, Reply, Server, must
from world import Actor, World, day
from wrong_fields import RIGHT

UNKNOWN = "0123456789abcdef0123456789abcdef"
FILE = "/v1/regions/{region}/episodes/{episode}"
LONG_AGO = 0
# Relations by the number of their bit in access.h.
(ANYBODY, SIGNED_IN, SELF, MEMBER, ASKED, DUTY, ADMINISTRATOR, PROGRAM, OWNER, SEATED, ENTERED,
 SAME, NEAR, REPRESENTS, COLLEAGUE, CONSENTED) = range(16)
# What a consent for all parts of a file opens.
BY_CONSENT = {"look.episode", "look.identity", "look.plan", "look.conversation", "look.stays",
              "look.consults", "look.mandates", "look.timeline", "look.log"}
# Of an offer, who is near sees what they offered or were asked: not this one.
NOT_NEAR = {"look.offer", "look.letter"}
# Who brought it in learns that it is held, and no more.
ONLY_ENTERED = {"look.receipt"}
PARTS = ["identity", "contact", "needs", "plan", "conversation", "clinical", "safety", "mandate",
         "money", "log"]
LEAST = 500


def filled(value, names):
    """A body with the names in braces put in."""
    if isinstance(value, dict):
        return {key: filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, names) for inner in value]
    return value.format(**names) if isinstance(value, str) else value


class Stage:
    """A file in peace and one in danger, and whoever stands to each of them in some way."""

    def __init__(self, server):
        world = self.world = World(server)
        third = world.account("professional", "Dienst Drie", world.area_team)
        world.join_roster(third)
        world.duty.append(third)
        self.named = {"name": "Rolf de Rol", "birth_day": "1980-08-08"}
        self.names = {"region": world.path.rsplit("/", 1)[1], "gp": world.gp.account,
                      "need": UNKNOWN, "clinic_service": world.clinic_service,
                      "psychologist": world.psychologist.account,
                      "organisation": world.area_team, "municipality": world.municipality}
        self.calm = self.file_of()
        self.danger = self.file_of()
        must(self.danger["manager"].post(
            f"{self.danger['path']}/needs/{self.danger['need']}/danger"), 200)
        self._calm()
        self._danger()

    def file_of(self, by=None, **more):
        world = self.world
        asked = world.ask(by=by, **more)
        file = {"path": f"{world.path}/episodes/{asked['episode']}", "need": asked.get("need")}
        if "claim_code" in asked:
            file["person"] = Actor(world.server, asked["person"], asked["claim_code"])
            file["manager"] = world.by_account(asked["care_manager"]["id"])
        return file

    def off_team(self, file):
        """Who is on duty and not in the team."""
        team = must(file["manager"].get(file["path"]), 200)["team"]
        inside = {member["account"]["id"] for member in team}
        return next(one for one in self.world.duty if one.account not in inside)

    def _merged(self):
        """Another file of the same person, with a code of its own."""
        person, path = self.calm["person"], self.calm["path"]
        must(person.post(f"{path}/identity", self.named), 200)
        other = self.file_of(**self.named)
        pairs = must(other["manager"].get(f"{other['path']}/merges"), 200)["merges"]
        for file in (other, self.calm):
            must(file["manager"].post(f"{file['path']}/merges/{pairs[0]['id']}/confirm",
                                      {"person_agrees": True}), 200)
        return other["person"]

    def _calm(self):
        world, file = self.world, self.calm
        path, person, manager = file["path"], file["person"], file["manager"]
        near, mentor, reader = (world.account("relative", name)
                                for name in ("Nabij", "Mentor", "Lezer"))
        world.join(near, manager, path)
        must(manager.post(f"{path}/mandates", {
            "kind": "mentor", "account": mentor.account, "until_day": day(30),
            "words": "Besluit."}), 201)
        must(person.post(f"{path}/consents", {
            "account": reader.account, "until_day": day(9), "parts": PARTS}), 201)
        stranger = self.file_of()["person"]
        self.rows = [
            ("nobody", Client(world.server), file, {ANYBODY}),
            ("another inhabitant", stranger, file, {ANYBODY, SIGNED_IN}),
            ("the person", person, file, {ANYBODY, SIGNED_IN, SELF, MEMBER}),
            ("their other code", self._merged(), file, {ANYBODY, SIGNED_IN, SAME}),
            ("the care manager", manager, file, {ANYBODY, SIGNED_IN, MEMBER, COLLEAGUE}),
            ("a relative in the team", near, file, {ANYBODY, SIGNED_IN, NEAR}),
            ("who speaks for them", mentor, file, {ANYBODY, SIGNED_IN, MEMBER, REPRESENTS}),
            ("who may know all by their yes", reader, file, {ANYBODY, SIGNED_IN, CONSENTED}),
            ("who is on duty", self.off_team(file), file, {ANYBODY, SIGNED_IN, DUTY, COLLEAGUE}),
            ("who only works there", world.psychologist, file, {ANYBODY, SIGNED_IN, COLLEAGUE}),
            ("an administrator", world.administrator, file,
             {ANYBODY, SIGNED_IN, ADMINISTRATOR}),
            ("an administrator of the nation", world.nation, file,
             {ANYBODY, SIGNED_IN, ADMINISTRATOR}),
        ]

    def _danger(self):
        world, file = self.world, self.danger
        self.rows += [
            ("in danger, who is on duty", self.off_team(file), file,
             {ANYBODY, SIGNED_IN, DUTY, COLLEAGUE}),
            ("in danger, the care manager", file["manager"], file,
             {ANYBODY, SIGNED_IN, MEMBER, COLLEAGUE}),
            ("in danger, who only works there", world.psychologist, file,
             {ANYBODY, SIGNED_IN, COLLEAGUE}),
            ("in danger, an administrator", world.administrator, file,
             {ANYBODY, SIGNED_IN, ADMINISTRATOR}),
        ]
        report = self.file_of(by=world.gp, for_whom="somebody_else")
        self.rows.append(("who brought it in", world.gp, report,
                          {ANYBODY, SIGNED_IN, ENTERED, COLLEAGUE}))


def may(table, route, relations, danger):
    """Whether some line of the table gives it."""
    entry = next(entry for entry in table["entries"] if entry["name"] == route["command"])
    relations = set(relations)
    if route["command"] not in BY_CONSENT:
        relations.discard(CONSENTED)
    if route["command"] not in ONLY_ENTERED:
        relations.discard(ENTERED)
    if route["command"] in NOT_NEAR:
        relations.discard(NEAR)
    return any(rule["part"] == entry["part"] and rule["verb"] == entry["verb"] and
               rule["relation"] in relations and (danger or not rule["in_danger_only"])
               for rule in table["rules"])


def begun(stage, actor, path):
    """Of a stream that does not end, how it begins."""
    stream = http.client.HTTPConnection("127.0.0.1", stage.world.server.port, timeout=60)
    sent = {"Authorization": f"Bearer {actor.token}"} if actor.token else {}
    try:
        stream.request("GET", path, headers=sent)
        got = stream.getresponse()
        body = b"" if got.status == 200 else got.read()
        return Reply(got.status, got.getheaders(), body, 0)
    finally:
        stream.close()


def ask(stage, actor, file, route):
    names = {field["name"]: UNKNOWN for field in route["fields"] if field["place"] == "path"}
    names["account"] = stage.world.gp.account
    path = file["path"] + route["path"][len(FILE):].format(**names)
    if path.endswith("/changes"):
        return begun(stage, actor, path)
    if route["is_look"]:
        return actor.request(route["method"].upper(), path)
    body = RIGHT.get(route["command"].replace(".", "_"))
    return actor.request(route["method"].upper(), path,
                         None if body is None else filled(body, stage.names), version=LONG_AGO)


def code_of(reply):
    return reply.json["code"] if reply.media_type == "application/problem+json" else ""


def test_roles__who_gets_in_is_who_has_a_line():
    """Every route below a file, as everybody."""
    table = json.loads(subprocess.run([sys.argv[3]], check=True, capture_output=True).stdout)
    routes = [route for route in table["routes"]
              if route["path"].startswith(FILE) and "command" in route]
    wrong, count, let_in = [], 0, 0
    with Server() as server:
        stage = Stage(server)
        for who, actor, file, relations in stage.rows:
            for route in routes:
                expected = may(table, route, relations, file is stage.danger)
                code = code_of(ask(stage, actor, file, route))
                stopped = code.startswith("access.")
                told = route["is_look"] or stopped or code == "episode.changed"
                count += 1
                let_in += 0 if stopped else 1
                if stopped == expected or not told:
                    wrong.append(f"{who}: {route['command']} ({route['path']}): {code or 'shown'}")
    check(not wrong, "\n".join(wrong[:40]) + f"\n{len(wrong)} answers are another than the table's")
    check(count >= LEAST and 0 < let_in < count, f"{count} answers, {let_in} of them yes")
    return f"{len(routes)} routes as {len(stage.rows)}: {let_in} of {count} get in"


if __name__ == "__main__":
    sys.exit(run(globals()))
