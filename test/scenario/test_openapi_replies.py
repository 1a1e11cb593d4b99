"""test_openapi_replies.py - every route of docs/openapi.json is called on the real program, with
success and with refusals, and every reply is what the document says: status, media type, headers,
body.
SPDX-License-Identifier: EUPL-1.2

Use: test_openapi_replies.py VANGNET
"""
import collections
import json
import re
import sys

import jsonschema

import problems
from problems import DOCUMENT
from server import Client, Server, must
from world import World, day

UNKNOWN = "0123456789abcdef0123456789abcdef"
findings = []


class Routes:
    """Finds the operation of a request; literal segments go before parameters."""

    def __init__(self):
        self.found = []
        for template, methods in DOCUMENT["paths"].items():
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            for method, operation in methods.items():
                self.found.append((template.count("{"), method.upper(), re.compile(pattern),
                                   f"{method.upper()} {template}", operation))
        self.found.sort(key=lambda route: route[0])

    def of(self, method, path):
        path = path.split("?")[0]
        for _, of_method, pattern, name, operation in self.found:
            if of_method == method and pattern.fullmatch(path):
                return name, operation
        return None, None


class Watch:
    """Looks at every reply that goes by."""

    def __init__(self):
        self.routes = Routes()
        self.succeeded = collections.Counter()
        self.refused = collections.Counter()
        self.validators = {}

    def validator(self, schema):
        key = json.dumps(schema, sort_keys=True)
        if key not in self.validators:
            self.validators[key] = problems.validator(schema)
        return self.validators[key]

    def __call__(self, method, path, body, reply):
        name, operation = self.routes.of("GET" if method == "HEAD" else method, path)
        if operation is None:
            findings.append(f"{method} {path} is in no route")
            return
        if method == "HEAD":
            return
        where = f"{name} {reply.status}"
        response = operation["responses"].get(str(reply.status), operation["responses"]["default"])
        good = str(reply.status) in operation["responses"]
        (self.succeeded if good else self.refused)[name] += 1
        if not good and reply.status < 400:
            findings.append(f"{where}: this status is not in the document")
        self._check_content(where, response, reply)
        self._check_headers(where, response, reply)
        if good:
            self._check_request(where, operation, body)
        else:
            findings.extend(f"{where}: {fault}" for fault in problems.faults(reply))

    def _check_content(self, where, response, reply):
        content = response["content"].get(reply.media_type)
        if content is None:
            findings.append(f"{where}: {reply.media_type} is not in the document")
            return
        text = reply.body.decode()
        value = json.loads(text) if reply.media_type.endswith("json") else text
        for error in self.validator(content["schema"]).iter_errors(value):
            findings.append(f"{where}: {error.json_path}: {error.message[:300]}")

    def _check_headers(self, where, response, reply):
        for header, described in response.get("headers", {}).items():
            while "$ref" in described:
                described = DOCUMENT["components"]["headers"][described["$ref"].split("/")[-1]]
            value = reply.headers.get(header.lower())
            if value is None and described.get("required"):
                findings.append(f"{where}: there is no {header}")
            elif value is not None:
                for error in self.validator(described["schema"]).iter_errors(value):
                    findings.append(f"{where}: {header}: {error.message}")
        described = {header.lower() for header in response.get("headers", {})}
        for header in ("etag", "idempotent-replayed", "allow", "www-authenticate", "retry-after"):
            if header in reply.headers and header not in described:
                findings.append(f"{where}: {header} is not in the document")

    def _check_request(self, where, operation, body):
        """What was taken is what the document allows to be sent."""
        if body is None or isinstance(body, bytes):
            return
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        for error in self.validator(schema).iter_errors(body):
            findings.append(f"{where}: the body it took: {error.json_path}: {error.message[:300]}")


def public(world):
    door = world.door
    for path in ("/", "/health", "/ready", "/metrics", "/v1/openapi.json", "/v1/messages/nl",
                 "/v1/messages/en", "/v1/regions", world.path, "/v1/municipalities?name=ut",
                 "/v1/municipalities", f"{world.path}/services",
                 f"{world.path}/services?domain=mental&limit=1"):
        if door.get(path).status != 200:
            findings.append(f"GET {path} is refused")
    served = door.get("/v1/openapi.json").json
    if served != DOCUMENT:
        findings.append("what is served is not docs/openapi.json")
    must(door.post(f"{world.path}/questions", {
        "story": "Voor mijn dochter.", "contact": "moeder@example.org", "name": "Een moeder",
        "birth_day": "1970-05-05", "municipality": world.municipality, "for_whom": "somebody_else",
        "domain": "mental", "unsafe": True, "person_agrees": False}), 201)
    # Whoever brings somebody in with their yes is in the team.
    brought = must(world.gp.post(f"{world.path}/questions", {
        "story": "Mijn patiënt.", "contact": "06 1", "for_whom": "somebody_else",
        "person_agrees": True}), 201)
    must(world.gp.get(f"{world.path}/episodes/{brought['episode']}"), 200)


def administration(world):
    by = world.administrator
    volunteer = world.account("volunteer", "Vrijwilliger")
    must(volunteer.get("/v1/sessions/current"), 200)
    must(volunteer.delete("/v1/sessions/current"), 200)
    must(by.delete(f"{world.path}/accounts/{volunteer.account}"), 200)
    world.join_roster(world.peer)
    must(by.delete(f"{world.path}/roster/{world.peer.account}"), 200)


def needs(world):
    manager, person, file = world.manager, world.person, world.file
    own = world.add_need(person, i_bear_it=True, words="Dit doe ik zelf.", domain="social")
    must(person.post(f"{file}/needs/{own}/stop", {"words": "Het lukt niet."}), 200)
    must(manager.post(f"{file}/needs/{own}/step",
                      {"day": day(2), "words": "Samen bellen.", "who": person.account}), 201)
    must(manager.post(f"{file}/needs/{own}/step/done",
                      {"next_day": day(5), "words": "Nog eens.", "who": manager.account}), 200)
    must(person.post(f"{file}/needs/{own}/danger", {"words": "Het is niet veilig."}), 200)
    for one in world.duty:  # On duty, without being in the team: vital interest.
        must(one.get(file), 200)
    must(manager.post(f"{file}/needs/{own}/safe", {"words": "Veilig."}), 200)
    must(manager.post(f"{file}/needs/{own}/close",
                      {"decided_by": "together", "words": "Klaar."}), 200)


def joins(world):
    file = world.file
    asked = world.ask_to_join(world.gp)
    must(world.gp.post(f"{file}/joins/{asked}/accept", {"words": "Graag."}), 200)
    must(world.gp.post(f"{file}/members/{world.gp.account}/leave", {"words": "Tot ziens."}), 200)
    asked = world.ask_to_join(world.relative, world.person)
    must(world.relative.post(f"{file}/joins/{asked}/decline", {"words": "Nu niet."}), 200)
    asked = world.ask_to_join(world.peer)
    must(world.manager.post(f"{file}/joins/{asked}/withdraw", {"words": "Vergissing."}), 200)


def handovers(world):
    file, manager, psychologist = world.file, world.manager, world.psychologist

    def look(handover, *actors):
        for actor in actors:
            must(actor.get(f"{file}/handovers/{handover}"), 200)

    declined = world.offer(psychologist, need=world.need, answer_by=day(3))
    look(declined, manager, psychologist, world.person)
    world.answer(psychologist, declined, "decline", reason="competence", reason_words="Waarom.",
                 instead="part", instead_words="Wat wel.", instead_by=day(7))
    withdrawn = world.offer(world.clinic_service, need=world.need)
    look(withdrawn, world.colleague)
    world.answer(manager, withdrawn, "withdraw", words="Toch niet.")
    taken = world.offer(world.clinic_service, need=world.need)
    world.answer(world.colleague, taken, "accept", contact_day=day(3), words="Ja.")
    world.answer(world.person, taken, "contact", next_day=day(9), words="Het was er.")
    care = world.offer(world.peer, by=world.person)
    world.answer(world.peer, care, "accept", contact_day=day(1))
    for handover in (declined, withdrawn, taken, care):
        look(handover, world.person)


def looks(world):
    for actor in (world.person, world.manager):
        for path in ("", "/timeline", "/timeline?limit=2", "/timeline?after=3&limit=200"):
            must(actor.get(world.file + path), 200)
    for path in ("/log", "/log?limit=1", "/log?after=9999999999999"):
        must(world.person.get(world.file + path), 200)
    world.server.settle()
    for actor in (world.manager, world.peer, world.psychologist, world.person, world.nation):
        must(actor.get("/v1/inbox"), 200)
        must(actor.get("/v1/inbox?limit=200"), 200)


def refusals(world, watch):
    """At least one of each route: a token that is none, or what is not there."""
    stranger = Client(world.server, "geen token")
    fill = {"region": "VR26", "language": "fr"}
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            name = f"{method.upper()} {path}"
            if path in ("/", "/health", "/ready", "/metrics"):
                continue  # These refuse nobody.
            address = re.sub(r"\{(\w+)\}", lambda found: fill.get(found[1], UNKNOWN), path)
            if "{" not in path and operation.get("security") == [{}] and method == "get":
                address += "?onbekend=1"
            before = watch.refused[name]
            stranger.request(method.upper(), address)
            if watch.refused[name] == before:
                findings.append(f"{name} was not refused")


def repeated(world):
    """The same again gives the same, and says so."""
    body = {"domain": "income", "aim": "stabilise", "person_agrees": True}
    first = world.manager.post(f"{world.file}/needs", body, key="nog-eens-1")
    again = world.manager.post(f"{world.file}/needs", body, key="nog-eens-1")
    if first.json != again.json or again.headers.get("idempotent-replayed") != "true":
        findings.append("the same again is not the same")
    world.manager.post(f"{world.file}/needs", body, version=1)


def main():
    jsonschema.Draft202012Validator.check_schema(DOCUMENT["components"]["schemas"]["Problem"])
    watch = Watch()
    server = Server("--deliver-milliseconds", "20")
    server.observers.append(watch)
    try:
        server.start()
        world = World(server)
        for part in (public, administration, needs, joins, handovers, looks, repeated):
            part(world)
        refusals(world, watch)
    finally:
        server.close()
    names = [route[3] for route in watch.routes.found]
    findings.extend(f"{name} was never called with success" for name in names
                    if watch.succeeded[name] == 0)
    for finding in dict.fromkeys(findings):
        print(finding)
    print(f"{len(names)} routes, {sum(watch.succeeded.values())} replies of success and "
          f"{sum(watch.refused.values())} refusals validated; {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
