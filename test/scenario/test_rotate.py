#!/usr/bin/env python3
# test_rotate.py - the site key is replaced by a newer one while the program serves: killed in the
# middle (kill -9) it goes on where it was, everything stays readable at each moment, and afterwards
# the old key may go.
#
# Use: test_rotate.py VANGNET [sqlite | postgres]
# The key store is SQLite on both.
# SPDX-License-Identifier: EUPL-1.2
import os
import signal
import sqlite3
import subprocess
import sys

from runner import check, equal, eventually, run
from server import Server, must, program
from world import World

STEP = 500  # keys, about once a second: with more there is a middle


def vangnet(server, *words):
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith("VANGNET")}
    return subprocess.run([program(), *words, "--data-dir", str(server.data), *server.settings],
                          env=environment, capture_output=True, text=True, timeout=240, check=False)


def slots(server):
    with sqlite3.connect(f"file:{server.keys}?mode=ro", uri=True) as keys:
        return dict(keys.execute("select slot, count(*) from vault_key where wrapped is not null "
                                 "group by slot"))


def file_of(server):
    return server.data / "site.key"


def test_rotate__is_killed_in_the_middle_and_goes_on():
    with Server("--due-seconds", "1") as server:
        server.keys = server.data / "keys.sqlite"
        world = World(server)
        while sum(slots(server).values()) <= STEP + 50:
            world.ask()
        names = must(world.administrator.get(world.path + "/accounts"), 200)
        said = vangnet(server, "site-key")
        equal(said.returncode, 0, said.stderr)
        check("slot 1:" in said.stdout and "slot 2" not in said.stdout, said.stdout)
        total = sum(slots(server).values())
        added = vangnet(server, "site-key", "--add")
        equal(added.returncode, 0, added.stderr)
        check("Slot 2" in added.stdout, added.stdout)
        eventually(lambda: slots(server).get(2, 0) > 0, "nothing is wrapped with the newer slot")
        server.stop(signal.SIGKILL)
        equal(set(slots(server)), {1, 2}, "slots in the middle:")
        equal(sum(slots(server).values()), total, "keys after the kill:")
        server.start()
        eventually(lambda: set(slots(server)) == {2}, "something is wrapped with the older slot")
        equal(sum(slots(server).values()), total, "keys afterwards:")
        equal(must(world.administrator.get(world.path + "/accounts"), 200), names, "names:")
        story = must(world.person.get(world.file + "/timeline"), 200)["moments"][0]["words"]
        check(story, "the story is gone")
        said = vangnet(server, "site-key")
        check("Nothing needs another slot than 2" in said.stdout, said.stdout)
        server.stop()
        path = file_of(server)
        path.write_text("".join(line for line in path.read_text().splitlines(True)
                                if not line.startswith("1 ")))
        server.start()
        equal(must(world.administrator.get(world.path + "/accounts"), 200), names, "names:")
        world.ask()
        check(any("site_key.newer" in line for line in server.logged()), "it is not in the log")


if __name__ == "__main__":
    sys.exit(run(globals()))
