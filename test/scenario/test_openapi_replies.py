#!/usr/bin/env python3
# test_openapi_replies.py - every route of docs/openapi.json is called on the real program, with
# success and with refusals, and every reply is what the document says: status, media type,
# headers, body.
#
# Use: test_openapi_replies.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import collections
import json
import re
import sys

import jsonschema

import flows
import problems
from openapi import DOCUMENT, Routes, resolved, validator
from server import Client, Server
from world import World

UNKNOWN = "0123456789abcdef0123456789abcdef"
findings = []


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
            self.validators[key] = validator(schema)
        return self.validators[key]

    def __call__(self, method, path, body, reply):
        name, operation = self.routes.of("GET" if method == "HEAD" else method, path)
        if operation is None:
            findings.append(f"{method} {path} is in no route")
            return
        if method == "HEAD":
            return
        where = f"{name} {reply.status}"
        responses = operation["responses"]
        response = resolved(responses.get(str(reply.status), responses["default"]))
        good = str(reply.status) in responses
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
        if reply.status == 304:
            return  # It has nothing to say.
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
            described = resolved(described)
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
            public = operation.get("security") == [{}] and "x-command" not in operation
            if "{" not in path and public:
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
        flows.play(world)
        repeated(world)
        refusals(world, watch)
        if world.door.get("/v1/openapi.json").json != DOCUMENT:
            findings.append("what is served is not docs/openapi.json")
        code = server.stop()
        if code != 0:
            findings.append(f"the program has ended with {code}")
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
