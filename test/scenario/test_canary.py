#!/usr/bin/env python3
# test_canary.py - what people write is nowhere to be read: not in the database, its log, the key
# store, what the program says, or PostgreSQL's files.
#
# A canary of its own goes into every text field of every command, and into whatever else a client
# may send: headers, paths, query strings, bodies that are refused. Then all files are searched
# for them, in UTF-8 and UTF-16, while the program runs and after it has stopped. Public texts
# (x-public) must be found: that shows that the search works.
#
# Use: test_canary.py VANGNET [sqlite | postgres]
# VANGNET_TEST_POSTGRES_DATA names the directory of PostgreSQL's files, if that is used.
# SPDX-License-Identifier: EUPL-1.2
import os
import pathlib
import re
import secrets
import sys

import flows
import server as program
from openapi import DOCUMENT, Routes
from server import Client, Server, send_raw
from world import Actor, World

# Letters that occur nowhere else; behind it a number and "z". All numbers are as long, so that of
# two different ones something is left when a log leaves out the end that both have.
MARK = "kanarie" + secrets.token_hex(5) + "q"
PAGE_BYTES = 4096  # of SQLite
# Of PostgreSQL's log (access/xlog_internal.h): bytes of a page, and of the header of a page and of
# the first one of a file.
LOG_PAGE, LOG_HEADERS = 8192, (24, 40)
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
# Of a place, of which only the number is kept; of an insurer, which is one of a list; of opening
# hours, of which only what they mean is kept.
NO_TEXT = {"municipality", "core_municipality", "insurer", "hours"}
# Refused but in a question of a certain kind.
ONLY_WHERE_GIVEN = {"about"}
findings = []


class Canaries:
    """Where each canary was put, and which fields were taken with one and shown again."""

    def __init__(self):
        self.places = []
        self.public = set()
        self.days = {}
        self.taken = set()
        self.shown = set()
        self.kept = {}
        self.routes = Routes()

    def new(self, place, public=False):
        number = len(self.places)
        self.places.append(place)
        if public:
            self.public.add(number)
        return f"{MARK}{number:05d}z"

    def text_fields(self, operation):
        body = operation.get("requestBody", {}).get("content", {})
        schema = body.get("application/json", {}).get("schema", {})
        for name, field in schema.get("properties", {}).items():
            if field.get("type") == "string" and not field.get("x-secret") and name not in NO_TEXT:
                yield f"{operation['operationId']} {name}", name, field

    def of_field(self, place, name, field):
        if name == "birth_day":  # It must be a day, and has no room for a mark.
            day = f"19{secrets.randbelow(50):02}-{secrets.randbelow(12) + 1:02}-13"
            self.days[day] = place
            return day
        canary = self.new(place, field.get("x-public", False))
        if name == "website":
            return f"https://example.org/{canary}"
        if name == "email":
            return f"{canary}@example.org"
        # A long text is cut over pages of the database: then one of many is whole.
        return " ".join([canary] * 100) if field["x-max-bytes"] > 5000 else f"Over {canary}."

    def of_same(self, place, name, field, given):
        """Who has one name and day of birth in the walk has one here: they are found by it."""
        if name not in ("name", "birth_day") or name not in given:
            return self.of_field(place, name, field)
        key = (name, given[name])
        if key not in self.kept:
            self.kept[key] = self.of_field(place, name, field)
        return self.kept[key]

    def rewrite(self, method, path, body, headers):
        """Of each request: all its texts, and headers that nobody asked for."""
        headers = {"User-Agent": self.new(f"User-Agent of {method}"),
                   "Referer": "https://example.org/" + self.new(f"Referer of {method}"),
                   "Cookie": "x=" + self.new(f"Cookie of {method}"), **headers}
        _, operation = self.routes.of(method, path)
        if operation is None or isinstance(body, bytes):
            return body, headers
        given = body or {}
        texts = {name: self.of_same(place, name, field, given)
                 for place, name, field in self.text_fields(operation)
                 if name not in ONLY_WHERE_GIVEN or name in given}
        return {**(body or {}), **texts} or None, headers

    def numbers(self, text):
        return {int(number) for number in re.findall(MARK + r"(\d+)z", text)}

    def observe(self, method, path, body, reply):
        if reply.status >= 300:
            return
        self.shown |= self.numbers(reply.body.decode())
        if isinstance(body, dict):
            _, operation = self.routes.of(method, path)
            self.taken |= {place for place, name, _ in self.text_fields(operation)
                           if name in body}

    def all_fields(self):
        for methods in DOCUMENT["paths"].values():
            for operation in methods.values():
                for place, _, field in self.text_fields(operation):
                    yield place, field.get("x-public", False)


def refused(world, canaries):
    """What is sent and not taken, with canaries wherever there is room for one."""
    new, manager, path = canaries.new, world.manager, world.path
    nobody, stranger = Client(world.server), world.relative
    question = {"story": "x", "contact": "x"}
    ended = "0" * 32
    sent = [
        nobody.get(f"/{new('an unknown path')}"),
        nobody.get(f"/v1/regions/{new('a region')}"),
        nobody.get(f"/v1/messages/{new('a language')}"),
        nobody.get(f"/v1/municipalities?name={new('a name in a query')}"),
        nobody.get(f"/v1/municipalities?{new('a query name')}=1"),
        nobody.get(f"{path}/services?domain={new('a domain in a query')}"),
        manager.get(f"/v1/inbox?limit={new('a limit')}"),
        manager.get(f"{path}/episodes/{new('an id')}"),
        manager.post(f"{world.file}/needs/{new('an id of a need')}/stop"),
        manager.request(new("a method"), world.file),
        nobody.post(f"{path}/questions", {**question, new("a field"): 1}),
        nobody.post(f"{path}/questions", {**question, "domain": new("a code")}),
        nobody.post(f"{path}/questions", {**question, "municipality": new("a municipality")}),
        nobody.post(f"{path}/questions", {**question, "unsafe": new("a wrong type")}),
        nobody.post(f"{path}/questions", f'{{"story": "{new("broken JSON")}"'.encode()),
        nobody.post(f"{path}/questions", new("a form").encode(),
                    headers={"Content-Type": "text/plain"}),
        nobody.post(f"{path}/questions", question, headers={"Content-Type": new("a type")}),
        nobody.post(f"{path}/questions", question, key=new("a key") + " met een blank"),
        nobody.post(f"{path}/questions", question, headers={"If-Match": new("a version")}),
        nobody.get(path, headers={"Accept-Language": new("a language header")}),
        nobody.get(world.file, headers={"Authorization": "Bearer " + new("a token")}),
        nobody.get(world.file, headers={"Authorization": "Basic " + new("another scheme")}),
        nobody.post("/v1/sessions", {"code": new("an access code")}),
        nobody.post("/v1/sign-ins", {"login": new("a login"), "password": new("a password"),
                                     "recovery_code": new("a recovery code"),
                                     "device": new("a device")}),
        nobody.post("/v1/passwords", {"token": new("an invitation"), "login": new("a new login"),
                                      "password": new("a new password")}),
        manager.put("/v1/password", {"old_password": new("an old password"),
                                     "password": new("a changed password")}),
        manager.post("/v1/second-factor", {"password": new("a password again")}),
        nobody.post("/v1/administrators/first", {"token": new("a one-time token"), "name": "x"}),
        # Refused by a law, with texts that were sealed already.
        manager.post(f"{world.file}/needs", {"domain": "debt", "aim": "care"}),
        stranger.post(f"{world.file}/needs", {"domain": "debt", "aim": "care"}),
        manager.post(f"{path}/episodes/{ended}/needs", {"domain": "debt", "aim": "care"}),
        manager.post(f"{world.file}/needs", {"domain": "debt", "aim": "care",
                                             "person_agrees": True}, version=0),
        manager.post(f"{path}/accounts", {"kind": "peer"}),
        world.person.post(f"{path}/questions", {}),
        world.administrator.post(f"{path}/accounts", {"kind": "person"}),
    ]
    raw = [f"GET /{new('raw path')} HTTP/1.1\r\n\r\n", f"GET / HTTP/1.1\r\nHost: {new('host')}\r\n"
           f"Host: {new('second host')}\r\n\r\n", f"{new('raw method')} / HTTP/1.1\r\n\r\n",
           f"GET / HTTP/1.1\r\nHost: x\r\n{new('a header name')}: 1\r\nX Y: 1\r\n\r\n",
           f"GET /{new('a long path') * 2000} HTTP/1.1\r\nHost: x\r\n\r\n",
           f"GET / HTTP/1.1\r\nHost: x\r\nX: {new('a long header') * 2000}\r\n\r\n"]
    sent += [send_raw(world.server, data.encode()) for data in raw]
    wrong = [reply for reply in sent if reply is None or reply.status == 500]
    if wrong:
        findings.append(f"answered with nothing, or 500: {[str(reply) for reply in wrong]}")
    return len(sent)


def secrets_of(world):
    """Codes and tokens are kept nowhere, neither as text nor as the bytes they stand for."""
    everybody = [actor for actor in vars(world).values() if isinstance(actor, Actor)]
    for actor in everybody + world.duty:
        proof = actor.token.split(".")[2]
        yield "the proof of a session", proof.encode()
        yield "the proof of a session, as bytes", bytes.fromhex(proof)
        yield "an access code", actor.code.encode()
        yield "an access code without dashes", actor.code.replace("-", "").encode()
    yield "the one-time token", world.server.token.encode()
    yield "the one-time token, as bytes", bytes.fromhex(world.server.token)


def is_log(path):
    return re.fullmatch(r"[0-9A-F]{24}", path.name) is not None


def content(path):
    """The bytes of a file. PostgreSQL's log has a header in each page, also amid what it logs."""
    data = path.read_bytes()
    if not is_log(path):
        return data
    pages = (data[at:at + LOG_PAGE] for at in range(0, len(data), LOG_PAGE))
    return b"".join(page[LOG_HEADERS[number == 0]:] for number, page in enumerate(pages))


def files(directories):
    for directory in directories:
        for path in sorted(pathlib.Path(directory).rglob("*")):
            try:
                if path.is_file():
                    yield path, content(path)
            except FileNotFoundError:
                pass  # PostgreSQL removes files as it goes.


def pages(path, number):
    """What an SQLite database and its log have as this page: what stands in the one may go on in
    the other, where only the page before it was written again."""
    if not path.name.endswith((".sqlite", ".sqlite-wal")):
        return
    base = path.with_name(path.name.removesuffix("-wal"))
    yield base.read_bytes()[(number - 1) * PAGE_BYTES:number * PAGE_BYTES]
    log = base.with_name(base.name + "-wal")
    data = log.read_bytes() if log.exists() else b""
    for frame in range(32, len(data), 24 + PAGE_BYTES):
        if int.from_bytes(data[frame:frame + 4], "big") == number:
            yield data[frame + 24:frame + 24 + PAGE_BYTES]


def read_on(data, path, start, encoding):
    """The number of a mark that ends here, and whether it has its end. SQLite puts the rest of a
    long row on other pages: behind what is here is the number of the first, and that begins with
    the number of the next."""
    rest = data[start:start + 24]
    number, end = re.match(r"(\d*)(z?)", rest.decode(encoding, "replace")).groups()
    if end:
        return number, end
    for kept in range(len(number.encode(encoding)) + 1):
        page = int.from_bytes(rest[kept:kept + 4], "big")
        for more in pages(path, page):
            text = (rest[:kept] + more[4:28]).decode(encoding, "replace")
            whole = re.match(r"(\d+)z", text)
            if whole:
                return whole[1], "z"
    return number, end


def marks(data, path):
    """(number, whether it has its end, encoding) of each mark."""
    for encoding in ENCODINGS:
        for at in re.finditer(re.escape(MARK.encode(encoding)), data):
            number, end = read_on(data, path, at.end(), encoding)
            yield number, bool(number and end), encoding


def may_begin(number, whole, canaries):
    """Whether a mark that is cut off may be a public one. Of a row that was changed, PostgreSQL
    logs no more than what is between the beginning and the end that stayed as they were; and of a
    page that SQLite wrote anew, what was free before is not wiped but written over bit by bit."""
    return any(f"{public:05d}".startswith(number) for public in canaries.public & whole)


def search(directories, canaries, hidden, when):
    """All files; `hidden` are (what, bytes) that must not be there either."""
    found, cut, size, count = set(), [], 0, 0
    for path, data in files(directories):
        size, count = size + len(data), count + 1
        for number, is_whole, encoding in marks(data, path):
            if not is_whole:
                cut.append((path.name, number, encoding))
                continue
            found.add(int(number))
            if int(number) not in canaries.public:
                findings.append(
                    f"{when}: {path.name} has {canaries.places[int(number)]} ({encoding})")
        if path.name == "out.txt":
            continue  # It says the one-time token, to whoever starts the program.
        findings.extend(f"{when}: {path.name} has {what}" for what, text in hidden if text in data)
    findings.extend(f"{when}: {name} has one that is cut off, {number} ({encoding})"
                    for name, number, encoding in cut if not may_begin(number, found, canaries))
    for number in sorted(canaries.public - found):
        findings.append(f"{when}: {canaries.places[number]} is public, and was not found")
    print(f"{when}: {count} files, {size} bytes; {len(found)} public canaries found of "
          f"{len(canaries.public)}, out of {len(canaries.places)} that were sent")


def hidden_texts(world, canaries):
    for day, place in canaries.days.items():
        for encoding in ENCODINGS:
            yield place, day.encode(encoding)
    yield from secrets_of(world)


def check_fields(canaries):
    """Every text field of the document was taken; those that nobody sees again are named."""
    fields = dict(canaries.all_fields())
    findings.extend(f"{place} was never sent with success"
                    for place in sorted(fields.keys() - canaries.taken))
    seen = {canaries.places[number] for number in canaries.shown}
    unseen = sorted(place for place, public in fields.items() if place not in seen and not public)
    print(f"{len(fields)} text fields of commands; taken, and shown to nobody in the walk: "
          f"{', '.join(unseen)}")


def play(server, canaries):
    world = World(server)
    flows.play(world)
    return world, refused(world, canaries)


def main():
    canaries = Canaries()
    server = Server("--deliver-milliseconds", "20")
    server.rewrite = canaries.rewrite
    server.observers.append(canaries.observe)
    directories = [server.directory]
    if program.POSTGRES and os.environ.get("VANGNET_TEST_POSTGRES_DATA"):
        directories.append(os.environ["VANGNET_TEST_POSTGRES_DATA"])
    elif program.POSTGRES:
        print("VANGNET_TEST_POSTGRES_DATA is not set: PostgreSQL's own files are not searched")
    try:
        server.start()
        world, count = play(server, canaries)
        hidden = list(hidden_texts(world, canaries))
        for when in ("while it runs", "after it has stopped"):
            if program.POSTGRES:
                server.tables.psql("checkpoint")
            search(directories, canaries, hidden, when)
            code = server.stop()
            if code not in (0, None):
                findings.append(f"the program has ended with {code}")
    finally:
        server.close()
    check_fields(canaries)
    for finding in dict.fromkeys(findings):
        print(finding)
    print(f"{count} requests that were refused, {len(hidden)} secrets; {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
