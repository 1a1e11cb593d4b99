#!/usr/bin/env python3
# test_web.py - built pages are served by the same program: each path of a page, packed or not,
# kept or asked again; and nothing that is not in their folder.
#
# Use: test_web.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import gzip
import pathlib
import shutil
import subprocess
import sys
import tempfile

from runner import check, equal, run
from server import Client, Server, program, send_raw

PAGE = b"<!doctype html><title>Vangnet</title>"
SCRIPT = b"console.log('vangnet');" * 40
PAGES = ("/", "/ask", "/ask/story", "/sign-in", "/find", "/file", "/file/log", "/desk",
         "/desk/inbox", "/desk/VR05/" + "0" * 32, "/desk/VR05/" + "0" * 32 + "/plan", "/password",
         "/account", "/table", "/table/lessons",
         "/table/VR05/" + "0" * 32 + "/" + "1" * 32, "/admin", "/admin/accounts")
# What could lead out of a folder, were it read by name.
OUTSIDE = ("/assets/..", "/assets/%2e%2e", "/assets/../index.html", "/assets/..%2findex.html",
           "/assets/%2fetc%2fpasswd", "/assets/app.js%00.css", "/assets/%c0%ae%c0%ae",
           "/assets/app.js/", "/assets/", "/assets//app.js", "/assets/app.js.gz",
           "/assets/app.js.br", "/assets/" + "a" * 5000, "/index.html", "/..", "/%2e%2e/etc/passwd",
           "/assets/APP.JS", "/assets/app", "/secret.txt", "/ask/a/b", "/wat")


def build(folder):
    (folder / "assets").mkdir()
    (folder / "index.html").write_bytes(PAGE)
    (folder / "icon.svg").write_bytes(b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "manifest.webmanifest").write_bytes(b"{}")
    (folder / "assets/app.js").write_bytes(SCRIPT)
    (folder / "assets/app.js.gz").write_bytes(gzip.compress(SCRIPT))
    (folder / "assets/app.js.br").write_bytes(b"as brotli has it")
    (folder.parent / "secret.txt").write_bytes(b"not of the pages")


home = pathlib.Path(tempfile.mkdtemp(prefix="vangnet-web-"))
folder = home / "web"
folder.mkdir()
build(folder)
server = Server("--web-dir", str(folder))


def test_every_page__is_the_first_page_with_a_strict_policy():
    """A browser runs, shows and asks only what comes from here, and in no frame."""
    server.start()
    for path in PAGES:
        reply = Client(server).get(path)
        equal((reply.status, reply.media_type, reply.body), (200, "text/html", PAGE), path)
        equal(reply.headers["cache-control"], "no-cache", path)
        policy = dict(part.strip().partition(" ")[::2]
                      for part in reply.headers["content-security-policy"].split(";"))
        equal(policy["default-src"], "'none'", path)
        equal(policy["script-src"], "'self'", path)
        equal(policy["style-src"], "'self'", path)
        equal(policy["frame-ancestors"], "'none'", path)
        check("unsafe" not in str(policy) and "http" not in str(policy), policy)
        equal(reply.headers["x-content-type-options"], "nosniff", path)
        equal(reply.headers["referrer-policy"], "no-referrer", path)
        check("geolocation=()" in reply.headers["permissions-policy"], reply.headers)


def test_the_api__is_where_it_was():
    """Pages take no path of the API, and what is nowhere is refused in words."""
    door = Client(server)
    equal(door.get("/health").media_type, "application/json")
    equal(door.get("/v1/regions").media_type, "application/json")
    refused = door.get("/v1/nothing")
    equal((refused.status, refused.json["code"]), (404, "not_found"))
    equal(door.post("/ask", {}).status, 405)


def test_files__come_packed_to_who_takes_that():
    """Brotli before gzip before plain; a kept copy of one is no copy of another."""
    tags = set()
    for accept, coding, body in ((None, None, SCRIPT), ("gzip, br", "br", b"as brotli has it"),
                                 ("gzip", "gzip", None), ("br;q=0", None, SCRIPT)):
        reply = Client(server).get("/assets/app.js", headers={"Accept-Encoding": accept})
        equal((reply.status, reply.headers.get("content-encoding")), (200, coding), accept)
        equal(reply.media_type, "text/javascript")
        equal(reply.headers["vary"], "Accept-Encoding")
        equal(reply.headers["cache-control"], "public, max-age=31536000, immutable")
        equal(body or SCRIPT, reply.body if body else gzip.decompress(reply.body), accept)
        tags.add(reply.headers["etag"])
    equal(len(tags), 3)


def test_what_installs_the_pages__is_at_the_top():
    """And asked for again each time, as the first page is."""
    reply = Client(server).get("/manifest.webmanifest")
    equal((reply.status, reply.media_type), (200, "application/manifest+json"))
    equal(reply.headers["cache-control"], "no-cache")


def test_what_did_not_change__is_not_sent_again():
    """304 for the tag one has; a HEAD says as much as a GET."""
    door = Client(server)
    tag = door.get("/").headers["etag"]
    for known in (tag, f'"x", W/{tag}', "*"):
        reply = door.get("/", headers={"If-None-Match": known})
        equal((reply.status, reply.body, reply.headers["etag"]), (304, b"", tag), known)
    equal(door.get("/", headers={"If-None-Match": '"x"'}).status, 200)
    head = door.request("HEAD", "/assets/app.js")
    equal((head.status, head.body, head.headers["content-length"]), (200, b"", str(len(SCRIPT))))


def test_nothing_else__is_served():
    """Names that could lead out of the folder, wrong encodings, packed forms by name."""
    for path in OUTSIDE:
        reply = send_raw(server, f"GET {path} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
        check(reply.status in (400, 404), f"{path}: {reply.status}")
        equal(reply.media_type, "application/problem+json", path)
        check(b"not of the pages" not in reply.body and b"root:" not in reply.body, path)


def test_without_pages__the_first_page_is_what_it_was():
    """Nobody has to build them; who names a folder that is not there is told so."""
    with Server() as bare:
        reply = Client(bare).get("/")
        equal((reply.status, reply.media_type), (200, "text/html"))
        check(b"112" in reply.body, reply)
        equal(Client(bare).get("/ask").status, 404)
    ended = subprocess.run([program(), "serve", "--data-dir", str(home / "data"), "--port", "0",
                            "--web-dir", str(home / "none")], capture_output=True, text=True,
                           timeout=240, check=False)
    check(ended.returncode != 0 and "web-dir" in ended.stderr, ended)


def test_all__is_closed():
    """The program ends well, and what it served is removed."""
    equal(server.stop(), 0)
    server.close()
    shutil.rmtree(home)


sys.exit(run(globals()))
