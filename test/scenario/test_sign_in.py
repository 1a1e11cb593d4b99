#!/usr/bin/env python3
# test_sign_in.py - passwords, second factors, recovery codes, invitations and sessions, on the real
# program: who is slowed down and who is not, and that nothing said in secret is anywhere.
#
# Use: test_sign_in.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import concurrent.futures
import sys
import time
import uuid

from runner import check, equal, eventually, run
from server import Client, Server, must
from signing import PASSWORD, code, double, invite, secure, set_password, sign_in
from world import REGION, World


def refused(reply, status, what):
    equal((reply.status, reply.json.get("code")), (status, what), str(reply))
    return reply


def is_live(server, token):
    return Client(server, token).get("/v1/sessions/current").status == 200


def test_password__is_set_with_an_invitation_and_signs_in():
    """From the invitation to a session; the code alone does not do any more; the token only
    once; nobody is told which of login and password was wrong."""
    with Server() as server:
        world = World(server)
        gp = world.gp
        token = invite(world.administrator, gp.account, REGION)
        before = gp.token
        set_password(server, token, "  Huisarts@Brug.example ")
        check(not is_live(server, before), "a session from before the password is still open")
        refused(Client(server).post("/v1/passwords", {
            "token": token, "login": "iemand", "password": PASSWORD}), 403, "account.invite_wrong")
        refused(Client(server).post("/v1/sessions", {"code": gp.code}), 401,
                "session.password_needed")
        reply = must(sign_in(Client(server), "huisarts@brug.EXAMPLE"), 201)
        equal(reply["account"], gp.account, "whose session:")
        check(is_live(server, reply["token"]), "the session is not open")
        wrong = sign_in(Client(server), "huisarts@brug.example", "een ander wachtwoord")
        unknown = sign_in(Client(server), "niemand@brug.example", "een ander wachtwoord")
        for one in (wrong, unknown):
            refused(one, 401, "session.sign_in_wrong")
        alike = [{name: value for name, value in one.json.items() if name != "instance"}
                 for one in (wrong, unknown)]
        equal(alike[0], alike[1], "what is said of a known and an unknown login:")
        names = [sorted(one.headers) for one in (wrong, unknown)]
        equal(names[0], names[1], "the headers of both:")
        refused(world.administrator.post(
            f"/v1/regions/{REGION}/accounts/{world.person.account}/invitations"), 422,
            "password.person")
        must(Client(server).post("/v1/sessions", {"code": world.person.code}), 201)


def test_password__changes_and_ends_other_sessions():
    """The old one is asked, others are signed out, and the old one is no good afterwards."""
    with Server() as server:
        world = World(server)
        secure(world, world.gp, "huisarts")
        other = must(sign_in(Client(server), "huisarts"), 201)["token"]
        change = {"old_password": PASSWORD, "password": "vijf blauwe tafels"}
        refused(world.gp.put("/v1/password", {**change, "old_password": "zes rode kasten"}), 403,
                "password.wrong")
        refused(world.gp.put("/v1/password", {**change, "password": "huisarts huisarts"}), 422,
                "password.easy")
        refused(world.gp.put("/v1/password", {**change, "password": PASSWORD}), 422,
                "password.same")
        check(is_live(server, other), "a refused change ended a session")
        key = str(uuid.uuid4())
        first = must(world.gp.put("/v1/password", change, key=key), 200)
        again = world.gp.put("/v1/password", change, key=key)
        equal((again.status, again.headers.get("idempotent-replayed")), (200, "true"),
              "the same once more:")
        equal(must(again, 200), first, "the reply again:")
        check(not is_live(server, other), "another session is still open")
        check(is_live(server, world.gp.token), "one's own session has ended")
        refused(sign_in(Client(server), "huisarts"), 401, "session.sign_in_wrong")
        must(sign_in(Client(server), "huisarts", "vijf blauwe tafels"), 201)


def test_second_factor__takes_each_code_once():
    """Begun, confirmed, asked for; a code and a recovery code do once; then it is ended."""
    with Server() as server:
        world = World(server)
        secure(world, world.gp, "huisarts")
        secret, codes = double(world.gp)
        equal(len(set(codes)), 10, "different recovery codes:")
        shown = world.gp.post("/v1/second-factor", {"password": PASSWORD})
        refused(shown, 409, "password.second_on")
        refused(sign_in(Client(server), "huisarts"), 401, "session.second_needed")
        refused(sign_in(Client(server), "huisarts", "zes rode kasten", code=code(secret)), 401,
                "session.sign_in_wrong")
        now = code(secret)
        first = sign_in(Client(server), "huisarts", code=now)
        if first.status != 201:  # The step ended meanwhile.
            now = code(secret)
            first = sign_in(Client(server), "huisarts", code=now)
        must(first, 201)
        refused(sign_in(Client(server), "huisarts", code=now), 401, "session.second_wrong")
        must(sign_in(Client(server), "huisarts", recovery_code=codes[3].lower()), 201)
        refused(sign_in(Client(server), "huisarts", recovery_code=codes[3]), 401,
                "session.second_wrong")
        refused(sign_in(Client(server), "huisarts", recovery_code="0000-0000-0000-0000"), 401,
                "session.second_wrong")
        refused(world.gp.post("/v1/second-factor/end", {"password": "zes rode kasten"}), 403,
                "password.wrong")
        must(world.gp.post("/v1/second-factor/end", {"password": PASSWORD}), 200)
        must(sign_in(Client(server), "huisarts"), 201)
        equal(server.tables.number("select count(*) from access_recovery"), 0, "codes left:")


def test_sign_in__the_same_again_is_the_same_session():
    """Who lost the reply gets it again, and only who says all of it again: neither with another
    password nor with a code that is over is the key worth anything."""
    with Server() as server:
        world = World(server)
        secure(world, world.gp, "huisarts")
        key = str(uuid.uuid4())
        first = must(sign_in(Client(server), "huisarts", key=key), 201)
        again = sign_in(Client(server), "huisarts", key=key)
        equal((must(again, 201)["token"], again.headers.get("idempotent-replayed")),
              (first["token"], "true"), "the same again:")
        refused(sign_in(Client(server), "huisarts", "zes rode kasten", key=key), 401,
                "session.sign_in_wrong")
        other = must(sign_in(Client(server), "huisarts"), 201)["token"]
        check(other != first["token"], "another key gave the same session")
        must(Client(server, first["token"]).delete("/v1/sessions/current"), 200)
        must(sign_in(Client(server), "huisarts", key=key), 201)
        check(not is_live(server, first["token"]), "a repetition opened what had ended")
        secret, codes = double(world.gp)
        refused(sign_in(Client(server), "huisarts", key=key), 401, "session.second_needed")
        spent = sign_in(Client(server), "huisarts", key=key, recovery_code=codes[0])
        equal(must(sign_in(Client(server), "huisarts", key=key, recovery_code=codes[0]),
                   201)["token"], must(spent, 201)["token"], "the same recovery code again:")
        refused(sign_in(Client(server), "huisarts", key=str(uuid.uuid4()),
                        recovery_code=codes[0]), 401, "session.second_wrong")
        refused(sign_in(Client(server), "huisarts", key=key, code=code(secret, -9)), 401,
                "session.second_wrong")


def test_sessions__rest_on_a_code_or_a_password():
    """A new code ends what began with the old one, and nothing that began with a password: there
    the code opens nothing."""
    with Server() as server:
        world = World(server)
        secure(world, world.gp, "huisarts")
        for actor, lives in ((world.gp, True), (world.manager, False)):
            path = f"/v1/regions/{REGION}/accounts/{actor.account}/code"
            renewed = must(world.administrator.post(path), 200)["access_code"]
            equal(is_live(server, actor.token), lives, "the session of before is open:")
            started = Client(server).post("/v1/sessions", {"code": renewed})
            if lives:
                refused(started, 401, "session.password_needed")
            else:
                must(started, 201)


def test_sessions__are_listed_and_ended():
    """One, or all; nobody else's."""
    with Server() as server:
        world = World(server)
        secure(world, world.gp, "huisarts")
        other = must(sign_in(Client(server), "huisarts"), 201)["token"]
        mine = must(world.gp.get("/v1/sessions"), 200)
        equal((mine["password"], mine["second_factor"], len(mine["sessions"])), (True, False, 2),
              "what is said of sessions:")
        check(all(one["way"] == "password" for one in mine["sessions"]), mine)
        theirs = next(one["id"] for one in mine["sessions"] if not one["current"])
        refused(world.manager.delete(f"/v1/sessions/{theirs}"), 404, "session.unknown")
        check(is_live(server, other), "somebody else ended it")
        must(world.gp.delete(f"/v1/sessions/{theirs}"), 200)
        check(not is_live(server, other), "it was not ended")
        refused(world.gp.delete(f"/v1/sessions/{theirs}"), 401, "session.expired")
        must(world.gp.delete("/v1/sessions"), 200)
        check(not is_live(server, world.gp.token), "one's own was not ended")


def exhaust(server, login, **more):
    """Guesses, and waits as told, until the wait is long: what was answered."""
    statuses = []
    while True:
        reply = sign_in(Client(server), login, f"wachtwoord nummer {len(statuses)}", **more)
        statuses.append(reply.status)
        if reply.status != 429:
            refused(reply, 401, "session.sign_in_wrong")
            continue
        refused(reply, 429, "slowed_down")
        seconds = int(reply.headers["retry-after"])
        equal(reply.json["parameters"]["seconds"], str(seconds), "what is said of it:")
        if seconds >= 8:
            return statuses
        time.sleep(seconds)


def test_guessing__slows_down_who_guesses():
    """Strangers wait longer each time; a device that signed in before does not, nor do others."""
    with Server() as server:
        world = World(server)
        device = secure(world, world.gp, "huisarts")["device"]
        secure(world, world.peer, "ervaring")
        known = exhaust(server, "huisarts")
        equal(known[:5], [401] * 5, "the first guesses:")
        refused(sign_in(Client(server), "huisarts"), 429, "slowed_down")
        forged = device[:-1] + ("0" if device[-1] != "0" else "1")
        refused(sign_in(Client(server), "huisarts", device=forged), 429, "slowed_down")
        for _ in range(3):
            must(sign_in(Client(server), "huisarts", device=device), 201)
        must(sign_in(Client(server), "ervaring"), 201)
        unknown = exhaust(server, "niemand")
        equal(unknown[:5], [401] * 5, "the first guesses at a login that nobody has:")
        refused(sign_in(Client(server), "ervaring", "fout wachtwoord", device=device), 401,
                "session.sign_in_wrong")
        exhaust(server, "huisarts", device=device)
        refused(sign_in(Client(server), "huisarts", device=device), 429, "slowed_down")


def test_passwords__wait_in_a_bounded_queue():
    """Many at once: each is let in, or told when to come back; meanwhile others are served."""
    with Server() as server:
        world = World(server)
        secure(world, world.gp, "huisarts")

        def once(number):
            return sign_in(Client(server), f"iemand {number}", "een wachtwoord")
        with concurrent.futures.ThreadPoolExecutor(80) as pool:
            asked = [pool.submit(once, number) for number in range(80)]
            eventually(lambda: any(one.done() for one in asked), "none is answered")
            equal(Client(server).get("/health").status, 200, "meanwhile:")
            replies = [one.result() for one in asked]
        counted = {status: sum(1 for one in replies if one.status == status)
                   for status in {one.status for one in replies}}
        equal(set(counted) - {401, 503}, set(), f"statuses {counted}:")
        for one in replies:
            if one.status == 503:
                refused(one, 503, "passwords_busy")
                check(int(one.headers["retry-after"]) >= 1, one.headers)
        check(counted.get(401, 0) >= 32, f"{counted}")
        must(sign_in(Client(server), "huisarts"), 201)
        return f"80 at once: {counted}"


def test_secrets__are_nowhere():
    """Not in the tables, their log, the key store, nor what the program says."""
    with Server("--log-level", "info") as server:
        world = World(server)
        secure(world, world.gp, "geheimenaam")
        secret, codes = double(world.gp)
        used = code(secret)
        sign_in(Client(server), "geheimenaam", code=used)
        token = invite(world.administrator, world.peer.account, REGION)
        must(world.gp.put("/v1/password", {"old_password": PASSWORD,
                                           "password": "vijf blauwe tafels"}), 200)
        sign_in(Client(server), "geheimenaam", "fout groene stoelen")
        server.stop()
        wanted = {"login": "geheimenaam", "password": PASSWORD, "new password":
                  "vijf blauwe tafels", "a wrong password": "fout groene stoelen", "hash":
                  "$argon2", "secret": secret, "recovery code": codes[0],
                  "recovery code, plain": codes[0].replace("-", ""), "invitation": token}
        files = [path for path in server.directory.rglob("*") if path.is_file()]
        check(len(files) >= 4, files)
        for path in files:
            content = path.read_bytes()
            for what, text in wanted.items():
                for encoding in ("utf-8", "utf-16-le"):
                    check(text.encode(encoding) not in content, f"{what} stands in {path.name}")


def test_demonstration__keeps_its_codes():
    """In a demonstration the codes go on doing beside a password: they are printed for all."""
    with Server("--demo") as server:
        world = World(server)
        secure(world, world.gp, "huisarts")
        must(Client(server).post("/v1/sessions", {"code": world.gp.code}), 201)


if __name__ == "__main__":
    sys.exit(run(globals()))
