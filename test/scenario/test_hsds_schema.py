#!/usr/bin/env python3
# test_hsds_schema.py - exports and replies are valid by the published schemas of HSDS 3.0.
#
# Use: test_hsds_schema.py VANGNET [sqlite | postgres]
# The schemas are not part of the project: they are looked for in ../shared/standards/hsds, or where
# VANGNET_STANDARDS says. Without them the test is skipped (77). A *_list.json describes one item of
# contents[].
# SPDX-License-Identifier: EUPL-1.2
import json
import os
import pathlib
import re
import sys

import jsonschema

import exchange_files as files
from server import SKIPPED, Client, Server, must
from test_exchange import Map

from world import REGION, World

ROOT = pathlib.Path(__file__).resolve().parents[2]
STANDARDS = pathlib.Path(os.environ.get("VANGNET_STANDARDS", ROOT.parent / "shared/standards"))
BASE = f"/hsds/v3/{REGION}"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
URI = re.compile(r"[a-z][a-z0-9+.-]*:[!#-;=?-\[\]_a-z~]+", re.IGNORECASE)
findings = []
validated = 0


def formats():
    checker = jsonschema.FormatChecker(formats=())
    checker.checks("uuid")(lambda text: not isinstance(text, str) or bool(UUID.fullmatch(text)))
    checker.checks("uri")(lambda text: not isinstance(text, str) or bool(URI.fullmatch(text)))
    checker.checks("email")(lambda text: not isinstance(text, str) or "@" in text)
    return checker


FORMATS = formats()


class Schemas:
    def __init__(self):
        self.read = {}

    def validator(self, name):
        if name not in self.read:
            schema = json.loads((STANDARDS / "hsds" / f"{name}.json").read_text(encoding="utf-8"))
            self.read[name] = jsonschema.Draft202012Validator(schema, format_checker=FORMATS)
        return self.read[name]

    def check(self, name, value, where):
        global validated
        validated += 1
        for error in self.validator(name).iter_errors(value):
            findings.append(f"{where}: {error.json_path}: {error.message[:200]}")


def whole_map(schemas, map):
    document = json.loads(map.give("hsds"))
    if len(document["contents"]) < 4 or "license" not in document:
        findings.append("the export has not everything")
    for one in document["contents"]:
        schemas.check("organization", one, "export")


def api(schemas, door):
    for path, name in (("services", "service"), ("organizations", "organization"),
                       ("service_at_locations", "service_at_location")):
        listed = must(door.get(f"{BASE}/{path}?per_page=200"), 200)
        for one in listed["contents"]:
            schemas.check(f"{name}_list", one, f"{path} in a list")
            single = must(door.get(f"{BASE}/{path}/{one['id']}"), 200)
            schemas.check(name, single, f"one of {path}")
    for path, name in (("services", "service"), ("organizations", "organization")):
        for one in must(door.get(f"{BASE}/{path}?full=true&per_page=200"), 200)["contents"]:
            schemas.check(name, one, f"{path} in full")


def is_refused_by_schema(schemas):
    """The schemas do refuse: a validator that takes everything would show nothing."""
    if schemas.validator("organization").is_valid({"id": "x", "name": "y"}):
        findings.append("the schema of an organisation takes what is none")
    if schemas.validator("service").is_valid({"id": 1, "name": "y", "status": "open"}):
        findings.append("the schema of a service takes what is none")


def main():
    if not (STANDARDS / "hsds" / "organization.json").is_file():
        print("skipped: the schemas of HSDS 3.0 are not beside the project, in ../shared/standards,"
              " nor where VANGNET_STANDARDS says")
        return SKIPPED
    schemas = Schemas()
    is_refused_by_schema(schemas)
    with Server("--deliver-milliseconds", "20") as server:
        World(server)
        server.stop()
        map = Map(server)
        for form, text in (("csv", files.large(3)), ("csv", files.awkward()),
                           ("hsds", files.right_hsds())):
            done = map.take(text, form, "--source", "kaart")
            if done.returncode != 0:
                findings.append(f"import of {form}: {done.stderr}")
        whole_map(schemas, map)
        server.start()
        api(schemas, Client(server))
    for finding in dict.fromkeys(findings):
        print(finding)
    print(f"{validated} objects validated, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
