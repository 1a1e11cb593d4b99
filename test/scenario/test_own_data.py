#!/usr/bin/env python3
# test_own_data.py - who signed in gets everything that is kept of them and nothing of anybody else,
# as JSON and as a page; `vangnet my-data` gives the same and what has to be searched for.
#
# Use: test_own_data.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import json
import os
import subprocess
import sys

from runner import check, equal, run
from server import Client, Server, must, program
from world import World

OWN_WORDS = "Ik slaap slecht sinds maart & <niemand> weet het"


def vangnet(server, *words):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("VANGNET")}
    return subprocess.run([program(), *words, "--data-dir", str(server.data), *server.settings],
                          env=environment, capture_output=True, text=True, timeout=240, check=False)


def rows_of(data, table):
    (found,) = [one for one in data["tables"] if one["table"] == table]
    return found["rows"]


def test_own_data__is_of_who_asks_and_of_nobody_else():
    """The person's own words are there, in both forms; the other person's are not; who has no
    session gets nothing; a look at it is in the log."""
    with Server() as server:
        world = World(server)
        other = world.ask()
        must(world.person.post(world.file + "/needs", {
            "domain": "debt", "aim": "recover", "words": OWN_WORDS, "person_agrees": True}), 201)
        data = must(world.person.get("/v1/my-data"), 200)
        equal(data["person"], world.person.account, "whose it is:")
        equal(data["complete"], False, "complete:")
        needs = rows_of(data, "care_need")
        check(OWN_WORDS in [need["words"] for need in needs], "the own words are not told")
        equal([row["id"] for row in rows_of(data, "care_episode")], [world.episode], "files:")
        text = json.dumps(data)
        check(other["person"] not in text and other["episode"] not in text,
              "something of another person is told")
        check(rows_of(data, "journal_look"), "who looked is not told")
        left = {(one["table"], one["column"]): one["reason"] for one in data["left_out"]}
        equal(left[("access_account", "code_index")], "secret", "why:")
        equal(left[("access_session", None)], "asked_for", "why:")
        page = world.person.get("/v1/my-data/page")
        equal((page.status, page.media_type), (200, "text/html"), "the page:")
        words = page.body.decode()
        check("&lt;niemand&gt;" in words and "<niemand>" not in words, "words are not escaped")
        check("own_data." not in words, "a text is missing on the page")
        english = Client(server, world.person.token, language="en").get("/v1/my-data/page")
        check("Everything we know of you" in english.body.decode(), "the page is not in English")
        equal(Client(server).get("/v1/my-data").status, 401, "without signing in:")
        mine = must(world.manager.get("/v1/my-data"), 200)
        check(OWN_WORDS not in json.dumps(mine), "a professional reads a file this way")
        equal(rows_of(mine, "care_need"), [], "needs of a professional:")
        looks = must(world.person.get(world.file + "/log"), 200)["looks"]
        check("look.own_data" in [one["what"] for one in looks], "the look is not in the log")


def test_own_data__of_the_command_has_what_is_searched_for():
    """While it is served; the file is for its owner's eyes and is not overwritten."""
    with Server() as server:
        world = World(server)
        said = vangnet(server, "my-data", world.person.account)
        equal(said.returncode, 0, said.stderr)
        data = json.loads(said.stdout)
        equal((data["person"], data["complete"]), (world.person.account, True), "whose:")
        check(rows_of(data, "access_session"), "sessions are not told")
        check("question.ask" in [row["command"] for row in rows_of(data, "journal_entry")],
              "the journal is not told")
        file = server.directory / "my-data.html"
        equal(vangnet(server, "my-data", "--page", world.person.account, str(file)).returncode, 0)
        equal(file.stat().st_mode & 0o777, 0o600, "the mode of the file:")
        check("</html>" in file.read_text(), "the page is not whole")
        again = vangnet(server, "my-data", world.person.account, str(file))
        equal(again.returncode, 1, "over a file that is there:")
        check("is there already" in again.stderr, again.stderr)
        unknown = vangnet(server, "my-data", "0123456789abcdef0123456789abcdef")
        equal(unknown.returncode, 1, "of nobody:")
        check("nobody here has this id" in unknown.stderr, unknown.stderr)
        equal(vangnet(server, "my-data", "Jan").returncode, 2, "of a name:")


if __name__ == "__main__":
    sys.exit(run(globals()))
