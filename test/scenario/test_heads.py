#!/usr/bin/env python3
# test_heads.py - a signed head that was kept elsewhere shows every way in which somebody with full
# control of the database can write the history anew: the entries are changed and their chain is
# made again (here, by code that shares nothing with the program), the tables are made to fit by
# `vangnet rebuild`, and `vangnet verify` alone finds it sound.
#
# Use: test_heads.py VANGNET [sqlite | postgres]
# On PostgreSQL the history that is rewritten is a backup of its database.
# SPDX-License-Identifier: EUPL-1.2
import hashlib
import itertools
import os
import pathlib
import shutil
import sqlite3
import struct
import subprocess
import sys

from runner import check, equal, eventually, run
from server import Client, Server, must, program
from world import World

COLUMNS = ("region seq recorded_ms kind command actor subject episode ground command_id digest "
           "body effects reply hash").split()
_numbers = itertools.count(1)


def vangnet(server, *words):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("VANGNET")}
    return subprocess.run([program(), *words, "--data-dir", str(server.data)], env=environment,
                          capture_output=True, text=True, timeout=240, check=False)


def head_text(server):
    """The first is signed as the program begins, and so a moment after it listens."""
    client = Client(server)
    eventually(lambda: client.get("/v1/heads/latest").status == 200, "no head is signed")
    return must(client.get("/v1/heads/latest"), 200)["text"]


def keep(server, text):
    path = server.directory / f"head-{next(_numbers)}.txt"
    path.write_text(text)
    return path


def next_head(server):
    """An hour is too long to wait: the last one is made older, and the next start signs."""
    server.stop()
    number = server.tables.number("select max(number) from journal_signed_head")
    server.tables.change("update journal_signed_head set due_ms = 0")
    server.start()
    eventually(lambda: server.tables.number("select max(number) from journal_signed_head") > number,
               "no head is signed")
    server.tables.change("update journal_signed_head set due_ms = at_ms + 3600000")
    return head_text(server)


def canonical(entry):
    """The form that is hashed: see journal.h."""
    def raw(name):
        return entry[name] or b"\0" * 16

    def text(name):
        value = entry[name] or b""
        value = value.encode() if isinstance(value, str) else value
        return struct.pack("<I", len(value)) + value
    return (struct.pack("<BHqqHB", 1, entry["region"], entry["seq"], entry["recorded_ms"],
                        entry["command"], entry["kind"]) + raw("actor") + raw("subject")
            + raw("episode") + struct.pack("<B", entry["ground"])
            + b"".join(text(name) for name in ("command_id", "digest", "body", "effects", "reply")))


def read_chain(database, region):
    connection = sqlite3.connect(database)
    rows = connection.execute(f"select {', '.join(COLUMNS)} from journal_entry where region = ? "
                              "order by seq", (region,)).fetchall()
    connection.close()
    return [dict(zip(COLUMNS, row)) for row in rows]


def write_chain(database, region, chain):
    """With numbers and hashes that are right."""
    before, last = b"\0" * 32, 0
    connection = sqlite3.connect(database)
    connection.execute("delete from journal_entry where region = ?", (region,))
    for number, entry in enumerate(chain, 1):
        last = max(last, entry["recorded_ms"])
        entry = {**entry, "seq": number, "recorded_ms": last}
        before = hashlib.blake2b(before + canonical(entry), digest_size=32).digest()
        entry["hash"] = before
        marks = ", ".join("?" for _ in COLUMNS)
        connection.execute(f"insert into journal_entry ({', '.join(COLUMNS)}) values ({marks})",
                           [entry[name] for name in COLUMNS])
    connection.commit()
    connection.close()


def longest(database):
    connection = sqlite3.connect(database)
    found = connection.execute("select region from journal_entry where region > 0 group by region "
                               "order by count(*) desc limit 1").fetchone()
    connection.close()
    return found[0]


def changed(chain):
    """Somebody looked at something on another ground than they had."""
    return [{**entry, "ground": 1} if number == 2 else entry for number, entry in enumerate(chain)]


def cut(chain):
    return chain[:len(chain) // 2]


def emptied(_):
    return []


def inserted(chain):
    """Of nobody, and without effects: the tables stay as they are."""
    extra = {**chain[2], "effects": None, "command_id": "put-in-later", "digest": b"\1" * 32}
    return chain[:2] + [extra] + chain[2:]


def swapped(chain):
    """Two neighbours."""
    return chain[:3] + [chain[4], chain[3]] + chain[5:]


def taken_out(chain):
    """One is gone, the rest is closed up, and something stands at the end in its place."""
    extra = {**chain[-1], "effects": None, "command_id": "in-its-place", "digest": b"\1" * 32}
    return chain[:4] + chain[5:] + [extra]


def replaced(chain):
    """As many entries as there were, and none of them is what it was."""
    return [{**entry, "actor": b"\7" * 16, "command_id": f"invented-{number}", "effects": None}
            for number, entry in enumerate(chain)]


REWRITINGS = [(changed, "head_differs"), (cut, "head_cut"), (emptied, "head_cut"),
              (inserted, "head_differs"), (swapped, "head_differs"), (taken_out, "head_differs"),
              (replaced, "head_differs")]


def rewrite(server, original, how):
    """A database that is sound in itself, with another history: (its path, what verify says)."""
    number = next(_numbers)
    path = server.directory / f"rewritten-{number}.sqlite"
    whole = server.directory / f"whole-{number}.sqlite"
    shutil.copy(original, path)
    region = longest(path)
    write_chain(path, region, how(read_chain(path, region)))
    made = vangnet(server, "rebuild", str(whole), "--store", "sqlite", "--database", str(path))
    equal(made.returncode, 0, f"{how.__name__}: {made.stderr}")
    sound = vangnet(server, "verify", "--store", "sqlite", "--database", str(whole))
    equal(sound.returncode, 0, f"{how.__name__} shows by itself: {sound.stderr}")
    return whole


def verify(server, database, head, *more):
    return vangnet(server, "verify", "--store", "sqlite", "--database", str(database), "--against",
                   str(head), *more)


def test_heads__show_a_history_that_was_rewritten():
    """Each kind of rewriting is found, and an honest history that grew passes."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        server.settle()
        head = keep(server, next_head(server))
        world.ask()
        server.settle()
        server.stop()
        original = server.directory / "backup.sqlite"
        stores = ["--store", "postgres", "--conninfo-file", str(server.directory / "conninfo"),
                  "--postgres-schema", server.schema] if server.schema else []
        equal(vangnet(server, "backup", str(original), *stores).returncode, 0, "backup")
        # The test made the due date older behind the journal's back; the chain is what counts here.
        said = verify(server, original, head, "--chain-only")
        equal(said.returncode, 0, said.stderr)
        check("is still what it was" in said.stdout, said.stdout)
        for how, fault in REWRITINGS:
            found = verify(server, rewrite(server, original, how), head)
            equal(found.returncode, 1, f"{how.__name__} is not found: {found.stdout}")
            check(f"({fault}: " in found.stderr, f"{how.__name__}: {found.stderr}")
        return f"{len(REWRITINGS)} kinds of rewriting, all found"


def test_heads__are_refused_with_what_is_wrong_with_them():
    """Wrong signature, wrong key, another installation, newer than the database, no head at all."""
    with Server() as server, Server() as other:
        text, foreign = head_text(server), head_text(other)
        server.stop()
        other.stop()
        key = vangnet(server, "heads", "--key").stdout.strip()
        foreign_key = vangnet(other, "heads", "--key").stdout.strip()
        check(key != foreign_key and len(key) == 64, key)
        stores = ["--store", "postgres", "--conninfo-file", str(server.directory / "conninfo"),
                  "--postgres-schema", server.schema] if server.schema else []
        forged = text.replace("\nnumber 1\n", "\nnumber 2\n")
        cases = [
            (forged, [], "its signature is wrong"),
            (foreign, [], "it is the head of another installation"),
            (foreign, ["--public-key", foreign_key], "it is the head of another installation"),
            (text, ["--public-key", foreign_key], "it is signed with another key"),
            (text, ["--public-key", "12"], "must be 64 hexadecimal digits"),
            (text[:-20], [], "is not that of a signed head"),
            ("", [], "line 1 is not that of a signed head"),
            (text + "\n", [], "is not that of a signed head"),
        ]
        for content, more, message in cases:
            said = vangnet(server, "verify", "--against", str(keep(server, content)), *more,
                           *stores)
            equal(said.returncode, 1, f"{message}: {said.stdout}")
            check(message in said.stderr, f"{message}: {said.stderr}")
        good = keep(server, text)
        for more in ([], ["--public-key", key]):
            said = vangnet(server, "verify", "--against", str(good), *more, *stores)
            equal(said.returncode, 0, said.stderr)
        said = vangnet(server, "verify", "--against", str(good) + "-not-there", *stores)
        check(said.returncode == 1 and "No such file" in said.stderr, said.stderr)
        said = vangnet(server, "verify", "--public-key", key, *stores)
        check(said.returncode == 1 and "--against" in said.stderr, said.stderr)


def test_heads__that_are_newer_than_a_copy_are_told_as_such():
    """A backup from before the head is not a rewriting, but is not all there either."""
    with Server("--deliver-milliseconds", "20") as server:
        world = World(server)
        server.settle()
        old = server.directory / "old.sqlite"
        stores = ["--store", "postgres", "--conninfo-file", str(server.directory / "conninfo"),
                  "--postgres-schema", server.schema] if server.schema else []
        equal(vangnet(server, "backup", str(old), *stores).returncode, 0, "backup")
        world.ask()
        server.settle()
        head = keep(server, next_head(server))
        server.stop()
        said = verify(server, old, head)
        equal(said.returncode, 1, said.stdout)
        check("newer than all of this database" in said.stderr, said.stderr)


def test_heads__are_signed_each_hour_and_given_to_everybody():
    """The first as it begins, one an hour; in pages, on the command line, and in a file."""
    with Server() as server:
        client = Client(server)
        check(head_text(server), "a head")
        first = must(client.get("/v1/heads/latest"), 200)
        equal(first["number"], 1, "the first head:")
        server.stop()
        server.start()
        equal(head_text(server), first["text"], "before the hour is over:")
        second = next_head(server)
        client = Client(server)
        page = must(client.get("/v1/heads?limit=1"), 200)
        equal((len(page["heads"]), page["next_after"]), (1, 1), "a page:")
        page = must(client.get("/v1/heads?after=1"), 200)
        equal((page["heads"][0]["text"], page["next_after"]), (second, None), "the second page:")
        equal(client.get("/v1/heads?after=x").status, 400, "a page that is none:")
        if server.schema:
            return
        server.stop()
        equal(vangnet(server, "heads").stdout, second, "on the command line:")
        equal(vangnet(server, "heads", "--number", "1").stdout, first["text"], "the first again:")
        check("there is no head with number 9" in vangnet(server, "heads", "--number", "9").stderr,
              "a number that is not there")
        equal(len(vangnet(server, "heads", "--list").stdout.splitlines()), 2, "in the list:")
        path = server.directory / "kept.txt"
        equal(vangnet(server, "heads", str(path)).returncode, 0, "to a file:")
        equal(pathlib.Path(path).read_text(), second, "in the file:")
        check(vangnet(server, "heads", str(path)).returncode == 1, "a file is overwritten")


if __name__ == "__main__":
    sys.exit(run(globals()))
