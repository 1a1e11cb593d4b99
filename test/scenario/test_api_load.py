#!/usr/bin/env python3
# test_api_load.py - the API when there is much at once: the anonymous door that slows down,
# clients that are slow, too many connections, and stopping in the middle of it.
#
# Use: test_api_load.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import concurrent.futures
import json
import signal
import socket
import sys
import threading
import time
import uuid

import problems
from runner import check, equal, eventually, run
from server import (WAIT_SECONDS, Client, Server, await_read, must, new_address, read_reply,
                    send_raw)
from world import World

ASK = {"story": "Een vraag.", "contact": "Bel mij."}
ADDED = json.dumps({"kind": "gp", "name": "Praktijk"})
FREE = 10  # questions from one address in a minute, before the door slows down
STEP_S = 0.25
SLOW_S = 1


def started(*settings):
    server = Server("--loops", "1", "--deliver-milliseconds", "20", *settings).start()
    try:
        return server, World(server)
    except BaseException:
        server.close()
        raise


def connect(server, address=None):
    return socket.create_connection(("127.0.0.1", server.port), timeout=WAIT_SECONDS,
                                    source_address=(address or new_address(), 0))


def refused_with(reply, status, code):
    equal((reply.status, reply.json["code"]), (status, code))
    equal(problems.faults(reply, "nl"), [])


def ask_from(world, address, count):
    """Questions at the same time from one address; how long each took."""
    clients = [Client(world.server, address=address) for _ in range(count)]
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        replies = list(pool.map(lambda one: one.post(f"{world.path}/questions", ASK), clients))
    equal([reply.status for reply in replies], [201] * count)
    equal(len({reply.json["episode"] for reply in replies}), count)
    return sorted(reply.seconds for reply in replies)


def test_the_door__slows_down_and_marks_and_never_drops():
    """Of thirty questions at once each is taken; those over ten later and later, and marked."""
    server, world = started()
    try:
        marked = "select count(*) from care_episode where marked <> 0"
        if server.schema:
            marked = "select count(*) from care_episode where marked::int <> 0"
        equal(server.tables.number(marked), 0)
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            crowd = pool.submit(ask_from, world, new_address(), 30)
            time.sleep(0.5)
            ask_from(world, new_address(), 1)
            ask_from(world, new_address(), 5)
            signed_in = [world.gp.post(f"{world.path}/questions", ASK) for _ in range(FREE + 5)]
            taken = crowd.result()
        equal({reply.status for reply in signed_in}, {201})
        for number, seconds in enumerate(taken, 1):
            late = max(0, number - FREE) * STEP_S
            check(late - 0.02 <= seconds, f"number {number} took {seconds} s")
        # Who is held up is marked: of the others, and of who signed in, nobody.
        equal(server.tables.number(marked), 30 - FREE)
        counted = world.door.get("/metrics").body.decode()
        check(f"vangnet_questions_marked_total {30 - FREE}\n" in counted, counted)
        server.settle()
        words = [must(by.get(f"{world.path}/episodes/{item['episode']}"), 200)["marked"]
                 for by in world.duty
                 for item in must(by.get("/v1/inbox?limit=200"), 200)["items"]]
        equal(len([text for text in words if text]), 30 - FREE)
        return f"{taken[FREE - 1]:.2f} s for number {FREE}, {taken[-1]:.2f} s for number 30"
    finally:
        server.close()


def test_a_slow_client__is_cut_while_others_are_served():
    """Half a head, half a body, and a byte now and then: 408 after the silence that is allowed."""
    server, world = started("--slow-client-seconds", str(SLOW_S))
    try:
        head = f"POST {world.path}/questions HTTP/1.1\r\nHost: x\r\n"
        slow = [(connect(server), text.encode()) for text in
                ("GET /hea", head, head + "Content-Length: 50\r\n\r\n{\"story\": ")]
        idle = connect(server)
        drip = connect(server)
        began = time.monotonic()
        for connection, text in slow:
            connection.sendall(text)
        served, ended = 0, None
        while time.monotonic() - began < SLOW_S * 3:
            equal(world.door.get("/ready").status, 200, "others wait:")
            served += 1
            try:
                drip.sendall(b"G" if served == 1 else b"E")
            except OSError:
                ended = ended or time.monotonic() - began
            time.sleep(0.05)
        for connection, _ in slow:
            refused_with(read_reply(connection), 408, "slow_client")
            equal(connection.recv(1), b"")
        equal(idle.recv(1), b"", "an idle one is closed without a word")
        dripped = read_reply(drip)
        check(dripped is None or dripped.status in (400, 408, 414, 501), dripped)
        equal(world.door.get("/health").status, 200)
        return f"{served} others were served meanwhile"
    finally:
        server.close()


def test_too_many_connections__are_told_to_come_back():
    """One too many gets 503 and Retry-After; when one has gone there is room again."""
    server = Server("--loops", "1", "--max-connections", "4").start()
    try:
        address = new_address()
        clients = [Client(server, address=address) for _ in range(4)]
        for client in clients:
            equal(client.get("/health").status, 200)
        for _ in range(3):
            refused_with(send_raw(server, b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"), 503,
                         "too_many_connections")
        for client in clients:
            equal(client.get("/health").status, 200)
        clients.pop().close()
        ask = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"
        eventually(lambda: send_raw(server, ask).status == 200, "there is no room again")
    finally:
        server.close()


class Sender(threading.Thread):
    """Adds organisations one after the other until the program stops taking them."""

    def __init__(self, world, keep_alive):
        super().__init__()
        self.world, self.keep_alive = world, keep_alive
        self.sent = []  # [key, when it had been read, reply or None]

    def run(self):
        connection = None
        while True:
            key = str(uuid.uuid4())
            try:
                connection = connection or connect(self.world.server)
            except OSError:
                return
            self.sent.append([key, None, None])
            reply = self.exchange(connection, key)
            self.sent[-1][2] = reply
            if reply is None or reply.status != 201:
                return
            if not self.keep_alive or reply.headers.get("connection") == "close":
                connection.close()
                connection = None

    def exchange(self, connection, key):
        world = self.world
        head = [f"POST {world.path}/organisations HTTP/1.1", "Host: x",
                "Content-Type: application/json",
                f"Authorization: Bearer {world.administrator.token}", f"Idempotency-Key: {key}",
                f"Content-Length: {len(ADDED)}", "", ADDED]
        try:
            connection.sendall("\r\n".join(head).encode())
            await_read(connection)
            self.sent[-1][1] = time.monotonic()
            return read_reply(connection)
        except OSError:
            return None


def load(world, with_signal):
    """Four that keep their connection and two that do not; the signal comes amid them."""
    senders = [Sender(world, number < 4) for number in range(6)]
    for sender in senders:
        sender.start()
    time.sleep(0.7)
    before = time.monotonic()
    world.server.process.send_signal(with_signal)
    code = world.server.process.wait(timeout=WAIT_SECONDS)
    took = time.monotonic() - before
    for sender in senders:
        sender.join()
    world.server.process = None
    return senders, before, code, took


def journal_keys(server):
    keys = [key for (key,) in server.tables.rows(
        "select command_id from journal_entry where command_id is not null")]
    return {key: keys.count(key) for key in set(keys)}


def check_kept(server, senders):
    """What was acknowledged is there, once; what was refused is not."""
    kept = journal_keys(server)
    done = [(key, reply) for sender in senders for key, _, reply in sender.sent
            if reply is not None and reply.status == 201]
    lost = [key for key, _ in done if kept.get(key) != 1]
    equal(lost, [], "acknowledged and not there:")
    refused = [key for sender in senders for key, _, reply in sender.sent
               if reply is not None and reply.status != 201]
    equal([key for key in refused if key in kept], [], "refused and there:")
    there = server.tables.number("select count(*) from directory_organisation")
    check(there >= len(done), f"{there} organisations, {len(done)} acknowledged")
    return len(done), len(refused)


def test_stopping__ends_what_is_under_way():
    """Each request read before the signal is answered; what was acknowledged is there."""
    server, world = started()
    try:
        senders, before, code, took = load(world, signal.SIGTERM)
        equal(code, 0, "its exit code:")
        for sender in senders:
            for key, sent, reply in sender.sent:
                if sent is None or sent > before:
                    continue
                check(reply is not None, f"read {before - sent:.6f} s before the signal, and not "
                                         f"answered (keeps its connection: {sender.keep_alive})")
                if reply.status != 201:
                    refused_with(reply, 503, reply.json["code"])
        server.start()
        done, refused = check_kept(server, senders)
        again = Client(server, world.administrator.token)
        key, _, reply = senders[0].sent[0]
        replayed = again.post(f"{world.path}/organisations", ADDED.encode(), key=key,
                              headers={"Content-Type": "application/json"})
        equal((replayed.status, replayed.body), (201, reply.body))
        equal(replayed.headers.get("idempotent-replayed"), "true")
        return f"{done} acknowledged, {refused} refused, stopped in {took:.2f} s"
    finally:
        server.close()


def test_being_killed__loses_nothing_that_was_acknowledged():
    """SIGKILL in the same load: what was acknowledged is there after the next start."""
    server, world = started()
    try:
        senders, _, code, _ = load(world, signal.SIGKILL)
        equal(code, -signal.SIGKILL)
        server.start()
        done, _ = check_kept(server, senders)
        return f"{done} acknowledged"
    finally:
        server.close()


class Arrived:
    """How many requests have been read since, besides its own: answered, or waiting."""

    def __init__(self, server):
        self.client = Client(server)
        self.seen = 1 + sum(self.numbers())

    def numbers(self):
        lines = self.client.get("/metrics").body.decode().splitlines()
        names = ('vangnet_http_requests_total{class="2xx"}', "vangnet_http_open_exchanges")
        return [int(line.split()[-1]) for line in lines if line.startswith(names)]

    def count(self):
        found = sum(self.numbers()) - self.seen
        self.seen += 1  # The one that asked is answered by the next time.
        return found


def test_stopping__lets_nobody_at_the_door_wait_or_go():
    """Questions that the door holds up are taken at once when the program stops."""
    server, world = started()
    try:
        with concurrent.futures.ThreadPoolExecutor(1) as pool:
            arrived = Arrived(server)
            crowd = pool.submit(ask_from, world, new_address(), 30)
            eventually(lambda: arrived.count() == 30, "not all thirty arrive")
            began = time.monotonic()
            equal(server.stop(), 0)
            took = time.monotonic() - began
            crowd.result()
        server.start()
        equal(server.tables.number("select count(*) from care_episode"), 31)
        return f"stopped in {took:.2f} s"
    finally:
        server.close()


def test_stopping__is_said_by_ready():
    """Who is halfway through a request when the program stops, is answered: it is not ready."""
    server, world = started()
    try:
        half = connect(server)
        half.sendall(b"GET /ready HTTP/1.1\r\nHost: x\r\n")
        await_read(half)
        equal(world.door.get("/ready").status, 200)
        server.process.send_signal(signal.SIGTERM)
        eventually(lambda: "server.stopping" in server.log_path().read_text(), "it does not stop")
        half.sendall(b"\r\n")
        reply = read_reply(half)
        check(reply is not None, "there was no reply")
        refused_with(reply, 503, "stopping")
        equal(server.process.wait(timeout=WAIT_SECONDS), 0)
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(run(dict(globals())))
