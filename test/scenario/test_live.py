#!/usr/bin/env python3
# test_live.py - who keeps a page open is told that it changed, for as long as they may see it.
#
# Use: test_live.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import concurrent.futures
import json
import re
import sys

from runner import check, equal, eventually, run
from server import Client, Server, must
from world import Actor, World, day

EVENT = re.compile(r"retry: \d+\nid: (\d+\.\d+)\ndata: (.*)\n\n")
NOTHING = {"file": False, "inbox": False}


class Page:
    """An open page: asks as a browser does, with the number of the last event."""

    def __init__(self, actor, path):
        self.client = Client(actor.server)
        self.client.token = actor.token
        self.path, self.last = path, None
        self.pool = concurrent.futures.ThreadPoolExecutor(1)
        self.next()

    def ask(self):
        headers = {} if self.last is None else {"Last-Event-ID": self.last}
        return self.client.get(f"{self.path}/changes", headers=headers)

    def read(self, reply):
        equal(reply.status, 200)
        self.last, data = EVENT.fullmatch(reply.body.decode()).groups()
        return json.loads(data)

    def next(self):
        return self.read(self.ask())

    def begin(self):
        """Waits on a connection of its own."""
        waiting = self.pool.submit(self.ask)
        eventually(lambda: waits(self.client.server) > 0, "it does not wait")
        return waiting


def waits(server):
    text = Client(server).get("/metrics").body.decode()
    return int(re.search(r"^vangnet_live_waiting (\d+)", text, re.M)[1])


def started():
    server = Server("--deliver-milliseconds", "20", "--loops", "1").start()
    try:
        world = World(server)
        server.settle()
        return server, world
    except BaseException:
        server.close()
        raise


def test_live__tells_that_a_file_changed_and_nothing_more():
    """The first answer comes at once; the next when somebody else did something."""
    server, world = started()
    try:
        page = Page(world.person, world.file)
        waiting = page.begin()
        must(world.manager.post(f"{world.file}/needs/{world.need}/step", {
            "day": day(3), "words": "Noor heet ze."}), 201)
        reply = waiting.result()
        equal(page.read(reply), {"file": True, "inbox": False})
        check(b"Noor" not in reply.body, "words are in an event")
        equal(waits(server), 0)
    finally:
        server.close()


def test_live__is_not_told_of_what_is_known_or_of_others():
    """Each change is told once; a change of another file is none here."""
    server, world = started()
    try:
        asked = world.ask()
        other = Actor(server, asked["person"], asked["claim_code"])
        page = Page(world.person, world.file)
        waiting = page.begin()
        other_file = f"{world.path}/episodes/{asked['episode']}"
        must(other.post(f"{other_file}/needs", {"domain": "debt", "aim": "recover"}), 201)
        equal(page.read(waiting.result()), NOTHING)
    finally:
        server.close()


def test_live__tells_of_an_inbox_and_of_an_organisations():
    server, world = started()
    try:
        mine, shared = Page(world.psychologist, "/v1/inbox"), Page(world.colleague, "/v1/inbox")
        waiting = mine.begin()
        world.offer(world.psychologist)
        equal(mine.read(waiting.result()), {"file": False, "inbox": True})
        waiting = shared.begin()
        world.offer(world.clinic_service, need=world.need)
        equal(shared.read(waiting.result()), {"file": False, "inbox": True})
    finally:
        server.close()


def test_live__passes_the_door_at_every_event():
    """Who may not look is not told, also when that became so while they waited."""
    server, world = started()
    try:
        stranger = world.relative.get(f"{world.file}/changes")
        equal(stranger.status, 403)
        equal(Client(server).get("/v1/inbox/changes").status, 401)
        world.join(world.peer)
        server.settle()
        page = Page(world.peer, world.file)
        waiting = page.begin()
        must(world.person.post(f"{world.file}/members/{world.peer.account}/leave"), 200)
        equal(waiting.result().status, 403)
        page = Page(world.psychologist, "/v1/inbox")
        waiting = page.begin()
        must(world.psychologist.delete("/v1/sessions/current"), 200)
        world.psychologist.sign_in()
        world.offer(world.psychologist)
        equal(waiting.result().status, 401)
    finally:
        server.close()


def test_live__ends_when_the_program_does():
    server, world = started()
    try:
        waiting = Page(world.person, world.file).begin()
        server.stop()
        reply = waiting.result()
        check(reply is None or reply.status in (200, 503), f"{reply}")
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(run(globals()))
