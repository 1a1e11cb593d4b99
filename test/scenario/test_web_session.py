#!/usr/bin/env python3
# test_web_session.py - a session in a cookie: only for who asks for one, never for what another
# site makes a browser do, and over when it is ended.
#
# Use: test_web_session.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import re
import sys

from runner import check, equal, run
from server import Client, Server, must
from world import World

COOKIE = re.compile(r"__Host-vangnet=([^;]+); Path=/; Secure; HttpOnly; SameSite=Strict")
NEED = {"domain": "debt", "aim": "recover", "person_agrees": True}
server = Server("--deliver-milliseconds", "20")
world = None
asked = None


def page(site="same-origin", **more):
    """The headers of a page of this site, as a browser sends them."""
    return {"Vangnet-Session": "cookie", "Sec-Fetch-Site": site, **more}


def sign_in(code, headers=None):
    return Client(server).post("/v1/sessions", {"code": code}, headers=headers or page())


def cookie_of(code):
    reply = sign_in(code)
    equal(reply.status, 201)
    return "__Host-vangnet=" + COOKIE.fullmatch(reply.headers["set-cookie"])[1]


def test_world__is_made():
    """Somebody asked, anonymously; the code is their way back."""
    global world, asked
    server.start()
    world = World(server)
    asked = must(Client(server).post(f"{world.path}/questions",
                                     {"story": "Ik slaap niet.", "contact": "Bel mij."}), 201)


def test_no_cookie__without_asking():
    """The bearer's way is as it was: a token in the body and nothing in the browser."""
    for headers in ({}, {"Vangnet-Session": "no"}, {"Sec-Fetch-Site": "cross-site"}):
        reply = sign_in(asked["claim_code"], {**headers, "X-Other": "1"})
        equal(reply.status, 201)
        check("set-cookie" not in reply.headers, reply.headers)
        check(reply.json["token"], reply)


def test_a_cookie__has_the_token_and_the_page_does_not():
    """No script of a page sees what it could lose; who has a code comes back to their own file."""
    reply = sign_in(asked["claim_code"])
    equal(reply.status, 201)
    token = COOKIE.fullmatch(reply.headers["set-cookie"])[1]
    check("token" not in reply.json and token not in reply.body.decode(), reply)
    own = must(Client(server).get("/v1/sessions/current", headers={
        **page(), "Cookie": f"a=b; __Host-vangnet={token}; c"}), 200)
    equal(own["episodes"], [{"region": asked["region"], "id": asked["episode"]}])
    file = f"{world.path}/episodes/{asked['episode']}"
    must(Client(server).get(file, headers={"Cookie": f"__Host-vangnet={token}"}), 200)


def test_another_site__signs_nobody_in():
    """Not into an account of its own choice either."""
    for site in ("cross-site", "same-site", "none", "strange"):
        reply = sign_in(asked["claim_code"], page(site))
        equal((reply.status, reply.json["code"]), (403, "other_site"), site)
        check("set-cookie" not in reply.headers, reply.headers)


def test_another_site__signs_nobody_in_with_a_password_either():
    """It is stopped before the password is looked at; a page of this site comes that far."""
    said = {"login": "iemand", "password": "vier groene stoelen"}
    for site in ("cross-site", "same-site", "none"):
        reply = Client(server).post("/v1/sign-ins", said, headers=page(site))
        equal((reply.status, reply.json["code"]), (403, "other_site"), site)
    reply = Client(server).post("/v1/sign-ins", said, headers=page())
    equal((reply.status, reply.json["code"]), (401, "session.sign_in_wrong"))


def test_another_site__changes_nothing():
    """Neither does a page that says nothing of where it came from, nor one without our header."""
    cookie = cookie_of(asked["claim_code"])
    needs = f"{world.path}/episodes/{asked['episode']}/needs"
    host = f"127.0.0.1:{server.port}"
    wrong = [page("cross-site"), page("same-site"), page("none"),
             {"Sec-Fetch-Site": "same-origin"},
             {"Vangnet-Session": "cookie"},
             {"Vangnet-Session": "cookie", "Origin": "http://elders.example"},
             {"Vangnet-Session": "cookie", "Origin": f"http://{host}.elders.example"},
             {"Vangnet-Session": "cookie", "Origin": f"http://elders.example/{host}"},
             {"Vangnet-Session": "cookie", "Origin": "null"},
             page("cross-site", Origin=f"http://{host}")]
    server.settle()
    before = server.tables.dump()
    for headers in wrong:
        for path in (needs, f"{world.path}/questions"):
            reply = Client(server).post(path, NEED, headers={**headers, "Cookie": cookie})
            equal((reply.status, reply.json["code"]), (403, "other_site"), headers)
        reply = Client(server).delete("/v1/sessions/current", headers={**headers, "Cookie": cookie})
        equal(reply.status, 403, headers)
    equal(server.tables.dump(), before)
    looks = Client(server).get(f"{world.path}/episodes/{asked['episode']}",
                               headers={"Cookie": cookie, "Sec-Fetch-Site": "cross-site"})
    equal(looks.status, 403)


def test_our_own_pages__change_what_they_may():
    """By Sec-Fetch-Site, or by Origin where a browser does not send that."""
    cookie = cookie_of(asked["claim_code"])
    needs = f"{world.path}/episodes/{asked['episode']}/needs"
    old = {"Vangnet-Session": "cookie", "Origin": f"https://127.0.0.1:{server.port}"}
    for headers in (page(), old):
        must(Client(server).post(needs, {**NEED, "i_bear_it": True},
                                 headers={**headers, "Cookie": cookie}), 201)


def test_bearer__goes_before_a_cookie():
    """A token in the header is proof enough, whatever the browser adds."""
    cookie = cookie_of(asked["claim_code"])
    reply = world.manager.get("/v1/sessions/current",
                              headers={"Cookie": cookie, "Sec-Fetch-Site": "cross-site"})
    equal(must(reply, 200)["account"]["id"], world.manager.account)


def test_signing_out__ends_it_here_and_there():
    """The browser forgets the cookie, and a copy of it is of no use."""
    cookie = cookie_of(asked["claim_code"])
    reply = Client(server).delete("/v1/sessions/current", headers={**page(), "Cookie": cookie})
    equal(reply.status, 200)
    check("Max-Age=0" in reply.headers["set-cookie"], reply.headers)
    check(reply.headers["set-cookie"].startswith("__Host-vangnet=;"), reply.headers)
    again = Client(server).get("/v1/sessions/current", headers={**page(), "Cookie": cookie})
    equal(again.status, 401)


def test_an_old_cookie__keeps_nobody_out():
    """Who comes to the door with one that is over, asks and signs in as anybody."""
    for cookie in ("__Host-vangnet=onzin", "__Host-vangnet=5." + "0" * 32 + "." + "0" * 32):
        headers = {**page(), "Cookie": cookie}
        reply = Client(server).post(f"{world.path}/questions",
                                    {"story": "Hulp.", "contact": "Bel."}, headers=headers)
        check(must(reply, 201)["claim_code"], reply)
        reply = Client(server).post("/v1/sessions", {"code": asked["claim_code"]},
                                    headers=headers)
        check(COOKIE.fullmatch(reply.headers["set-cookie"]), reply.headers)


def test_all__is_closed():
    """The program ends well."""
    equal(server.stop(), 0)
    server.close()


sys.exit(run(globals()))
