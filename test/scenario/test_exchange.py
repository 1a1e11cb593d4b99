#!/usr/bin/env python3
# test_exchange.py - imports and exports on the real program: what is wrong is told and changes
# nothing, what is right is there once, and who is killed in the middle leaves all or nothing.
#
# Use: test_exchange.py VANGNET [sqlite | postgres]
# With EXCHANGE_TOLD=write in the environment what is told is written to exchange_told.json, to be
# read by whoever changed it.
# SPDX-License-Identifier: EUPL-1.2
import csv
import io
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import time

import exchange_files as files
from server import POSTGRES, Server, WAIT_SECONDS, program
from world import World

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOLD = pathlib.Path(__file__).with_name("exchange_told.json")
REGION = "VR09"
KILLS = 12
findings = []


def check(condition, what):
    if not condition:
        findings.append(what)


class Map:
    """The map of help of one region, through the program's own command line."""

    def __init__(self, server):
        self.server = server
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith("VANGNET")}

    def arguments(self, command, *more):
        return [program(), command, "--data-dir", str(self.server.data), "--region", REGION,
                *self.server.settings, *more]

    def run(self, command, *more):
        return subprocess.run(self.arguments(command, *more), env=self.environment, text=True,
                              capture_output=True, timeout=WAIT_SECONDS)

    def file(self, text, name):
        path = self.server.directory / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def take(self, text, form, *more):
        return self.run("import", "--format", form, *more, self.file(text, f"file.{form}"))

    def give(self, form):
        done = self.run("export", "--format", form)
        check(done.returncode == 0, f"export as {form}: {done.stderr}")
        counted = rf"^1 entry of {REGION}\.$|^[0-9]+ entries of {REGION}\.$|the map .* is empty"
        check(re.search(counted, done.stderr, re.M), f"export as {form} counts not: {done.stderr}")
        return done.stdout


def told_of(map, form, text, *more):
    """What it says in Dutch and in English; nothing has happened."""
    said = {}
    for language, options in (("nl", ()), ("en", ("--english",))):
        done = map.take(text, form, *options, *more)
        said[language] = done.stderr.splitlines()
        if done.returncode != 1 or done.stdout:
            findings.append(f"exit {done.returncode}: {done.stdout}{done.stderr}")
    return said


def wrong_files(map):
    told = {}
    before = map.server.tables.dump()
    for what, form, text in files.WRONG:
        told[what] = told_of(map, form, text, "--source", "kaart")
    for what, form, text in files.WITHOUT_SOURCE:
        told[what] = told_of(map, form, text)
    check(map.server.tables.dump() == before, "a wrong import changed a table")
    if os.environ.get("EXCHANGE_TOLD") == "write":
        TOLD.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    expected = json.loads(TOLD.read_text(encoding="utf-8"))
    check(told.keys() == expected.keys(), "exchange_told.json has other files than these")
    for what, said in told.items():
        rows = [int(line.split(":")[0].split()[1].strip(",")) for line in said["nl"]
                if line.startswith("Regel ")]
        check(rows == sorted(rows), f"{what}: not in the order of the lines: {rows}")
        check(said == expected.get(what), f"{what}: said {said}, not {expected.get(what)}")
        check(said["nl"] != said["en"], f"{what}: the same in both languages")
    print(f"{len(told)} wrong imports, each told in two languages, changed nothing")
    lines = [line for said in told.values() for line in said["nl"]]
    every_fault_was_met(lines + beside_what_is_there(map))


def beside_what_is_there(map):
    """What can only be wrong because of what is there already, or because there is so much."""
    said = []
    check(map.take(files.right_csv(), "csv", "--source", "kaart").returncode == 0, "the first")
    before = map.server.tables.dump()
    moved = files.write_csv([dict(files.ROWS[0], id="o2"), dict(files.ROWS[1], organisation="o2")])
    said += told_of(map, "csv", moved, "--source", "kaart")["nl"]
    ids = {row["entry"]: row["id"] for row in csv.DictReader(io.StringIO(map.give("csv")))}
    other = files.write_csv([dict(files.ROWS[0], id=ids["service"])])
    said += told_of(map, "csv", other)["nl"]
    said += told_of(map, "csv", files.large(2001), "--source", "kaart")["nl"]
    check(map.server.tables.dump() == before, "a wrong import changed a table")
    check([line.split(":")[0] for line in said if line.startswith("Regel")] ==
          ["Regel 3", "Regel 2", "Regel 16002"], f"beside what is there: {said}")
    return said


def every_fault_was_met(lines):
    texts = json.loads((ROOT / "data/messages/nl.json").read_text(encoding="utf-8"))
    for key, text in texts.items():
        # Only a mistake in the program itself would be told so.
        if key.startswith("fault.") and key.endswith(".title") and key != "fault.broken.title":
            said = text.split("{")[0].split("[")[0]
            check(any(said in line for line in lines), f"{key} was never told")


def numbers(done):
    """Of made, changed, unchanged, kept."""
    words = done.stdout.replace(".", "").split()
    return [int(word) for word in words if word.isdigit()]


def taken(map, form, text):
    before = map.server.tables.dump()
    looked = map.take(text, form, "--source", "kaart", "--check")
    check(looked.returncode == 0, f"check of {form}: {looked.stderr}")
    check(numbers(looked) == [3, 0, 0, 0], f"check of {form}: {looked.stdout}")
    check(map.server.tables.dump() == before, "--check changed a table")
    done = map.take(text, form, "--source", "kaart")
    check(numbers(done) == [3, 0, 0, 0], f"import of {form}: {done.stdout}{done.stderr}")
    before = map.server.tables.dump()
    again = map.take(text, form, "--source", "kaart")
    check(numbers(again) == [0, 0, 3, 0], f"again: {again.stdout}{again.stderr}")
    check(map.server.tables.dump() == before, "the same import again changed a table")
    other = text.replace("Maatjes", "Maatjes voor jou")
    changed = map.take(other, form, "--source", "kaart")
    check(numbers(changed) == [0, 1, 2, 0], f"changed: {changed.stdout}{changed.stderr}")
    return map.give(form)


def other_separators():
    """As spreadsheets of other countries write it."""
    rows = [dict(row, phone="a;b") if row["entry"] == "site" else row for row in files.ROWS]
    wanted = None
    for separator in (",", ";", "\t"):
        with Server() as server:
            server.stop()
            map = Map(server)
            done = map.take(files.write_csv(rows, separator=separator), "csv", "--source", "kaart")
            check(numbers(done) == [3, 0, 0, 0], f"{separator!r}: {done.stdout}{done.stderr}")
            wanted = wanted or map.give("csv")
            check(map.give("csv") == wanted, f"{separator!r} makes something else")


def from_elsewhere():
    """Schedules are hours, one rule for each nth day; a plain document needs only three terms."""
    with Server() as server:
        server.stop()
        map = Map(server)
        for i, (fields, hours) in enumerate(files.right_schedules()):
            text = files.schedule(**fields)
            done = map.take(text, "hsds", "--source", f"s{i}")
            check(done.returncode == 0, f"{fields}: {done.stderr}")
            check(hours in map.give("csv"), f"{fields} is not {hours}: {map.give('csv')}")
    with Server() as server:
        server.stop()
        map = Map(server)
        done = map.take(files.plain_hsds(), "hsds", "--source", "elders")
        check(numbers(done) == [3, 0, 0, 0], f"a plain document: {done.stdout}{done.stderr}")
        check("Dicht" not in map.give("csv"), "what is closed for a time is offered")


def of_another_source(map):
    done = map.take(files.right_csv(), "csv", "--source", "elders")
    check(numbers(done) == [3, 0, 0, 0], f"another source: {done.stdout}{done.stderr}")


def verified(map, what):
    done = subprocess.run(map.arguments("verify")[:4] + map.arguments("verify")[6:],
                          env=map.environment, text=True, capture_output=True)
    check(done.returncode == 0, f"{what}: {done.stdout}{done.stderr}")


def right_files():
    """In two databases of their own: what CSV makes is what HSDS makes, as far as it says it."""
    for form, text in (("csv", files.right_csv()), ("hsds", files.right_hsds())):
        with Server() as server:
            server.stop()
            map = Map(server)
            empty = map.run("export", "--format", form)
            check(f"the map of help of {REGION} is empty" in empty.stderr, f"{empty.stderr}")
            exported = taken(map, form, text)
            counted = map.run("export", "--format", form).stderr
            check(f"3 entries of {REGION}." in counted, f"{form}: {counted}")
            of_another_source(map)
            verified(map, f"after imports of {form}")
            round_trip(form, exported)


def round_trip(form, exported):
    with Server() as server:
        server.stop()
        map = Map(server)
        done = map.run("import", "--format", form, map.file(exported, "exported"))
        check(numbers(done) == [3, 0, 0, 0], f"what was exported: {done.stdout}{done.stderr}")
        check(map.give(form) == exported, f"{form}: what is exported is not the same")


def owners_are_kept(server):
    """What somebody of the organisation said goes before what a file says."""
    world = World(server)
    map = Map(server)
    served = map.take(files.right_csv(), "csv", "--source", "kaart")
    check(served.returncode == 1 and "Ingelezen" not in served.stdout,
          "an import went on beside the server")
    server.stop()
    exported = map.give("csv")
    check("Praktijk Zuid" in exported, "the export lacks an organisation")
    other = exported.replace("Praktijk Zuid", "Praktijk Noord")
    total = exported.count("\n") - 1
    before = server.tables.dump()
    done = map.run("import", map.file(other, "other.csv"))
    check(numbers(done) == [0, 0, total - 1, 1], f"kept: {done.stdout}{done.stderr}")
    check(server.tables.dump() == before, "what the administrator said was changed")
    done = map.run("import", "--overrule", map.file(other, "other.csv"))
    check(numbers(done) == [0, 1, total - 1, 0], f"overruled: {done.stdout}{done.stderr}")
    ended(world, map, server)


def ended(world, map, server):
    """What has ended is not brought back."""
    server.start()
    world.administrator.sign_in()
    gone = world.administrator.request("DELETE", f"{world.path}/services/{world.clinic_service}")
    check(gone.status == 200, f"ending a service: {gone}")
    server.stop()
    rows = list(csv.DictReader(io.StringIO(map.give("csv"))))
    check("Behandeling" not in [row["name"] for row in rows], "what has ended is exported")
    uuid = world.clinic_service
    uuid = "-".join((uuid[:8], uuid[8:12], uuid[12:16], uuid[16:20], uuid[20:]))
    columns = list(rows[0])
    rows.append(dict.fromkeys(columns, "") | {
        "entry": "service", "id": uuid, "organisation": world.clinic, "site": world.clinic_site,
        "name": "Behandeling", "domain": "mental", "level": "regional"})
    done = map.run("import", map.file(files.write_csv(rows, columns), "ended.csv"))
    check(done.returncode == 1 and len(done.stderr.splitlines()) == 2 and
          done.stderr.startswith(f"Regel {len(rows) + 1}: "), f"ended: {done.stdout}{done.stderr}")


def killed(seed=1):
    """At some moment of an import: afterwards all of it is there, or nothing."""
    draw = random.Random(seed)
    text, total = files.large(300), 5 * 300
    seen = set()
    with Server() as server:
        server.stop()
        map = Map(server)
        path = map.file(text, "large.csv")
        began = time.monotonic()
        check(map.run("import", "--source", "a", "--check", path).returncode == 0, "a large file")
        lasts = 2 * (time.monotonic() - began)
        for i in range(KILLS):
            there = server.tables.number("select count(*) from directory_entry")
            child = subprocess.Popen(map.arguments("import", "--source", f"b{i}", path),
                                     env=map.environment, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            try:
                child.wait(timeout=draw.uniform(0.3, 1.1) * lasts)
            except subprocess.TimeoutExpired:
                child.kill()
            child.wait()
            came = server.tables.number("select count(*) from directory_entry") - there
            check(came in (0, total), f"after a kill {came} of {total} entries are there")
            seen.add(came)
        verified(map, "after the kills")
        done = map.run("import", "--source", "last", path)
        check(numbers(done) == [total, 0, 0, 0], f"after the kills: {done.stdout}{done.stderr}")
    print(f"{KILLS} kills of an import of {total} entries left {sorted(seen)} of them")


def main():
    with Server() as server:
        server.stop()
        wrong_files(Map(server))
    right_files()
    other_separators()
    from_elsewhere()
    with Server("--deliver-milliseconds", "20") as server:
        owners_are_kept(server)
    if not POSTGRES:
        killed()
    for finding in dict.fromkeys(findings):
        print(finding)
    print(f"{len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
