#!/usr/bin/env python3
# test_readme.py - the lines to copy from README.md and from what `vangnet demo` says do what is
# written beside them.
#
# Use: test_readme.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import json
import pathlib
import re
import subprocess
import sys
import time

from runner import check, equal, run
from server import Server, WAIT_SECONDS, program

ROOT = pathlib.Path(__file__).resolve().parents[2]
ADDRESS = "http://127.0.0.1:8080"


def lines_to_copy():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.startswith("curl ")]


def shell(line, server):
    """As somebody would paste it: one line, to a shell; the JSON that came."""
    check(ADDRESS in line, line)
    done = subprocess.run(["bash", "-c", line.replace(ADDRESS, f"http://127.0.0.1:{server.port}")],
                          capture_output=True, text=True, timeout=WAIT_SECONDS)
    equal(done.returncode, 0, done.stderr)
    return json.loads(done.stdout)


def search(line, server):
    """The first index is made while the program serves already."""
    limit = time.monotonic() + WAIT_SECONDS
    while True:
        found = shell(line, server)
        if found.get("code") != "search_not_ready" or time.monotonic() > limit:
            return found
        time.sleep(0.05)


def test_demonstration__is_asked_and_read_with_the_lines_of_the_readme():
    server = Server()
    try:
        made = subprocess.run([program(), "demo", "--region", "VR05", "--people", "5",
                               "--data-dir", str(server.data), *server.settings],
                              capture_output=True, text=True, timeout=WAIT_SECONDS)
        equal(made.returncode, 0, made.stderr)
        server.start()
        ask, log_in, read, find = lines_to_copy()
        asked = shell(ask, server)
        session = shell(log_in.replace("CLAIM_CODE", asked["claim_code"]), server)
        read = read.replace("EPISODE", asked["episode"]).replace("TOKEN", session["token"])
        file = shell(read, server)
        equal(file["id"], asked["episode"])
        check(file["care_manager"], "somebody holds it")
        check(search(find, server)["results"], "help is found")
        last = made.stdout.rstrip("\n").splitlines()[-1]
        check(shell(last, server)["token"], "the last line of the demonstration signs in")
    finally:
        server.close()


if __name__ == "__main__":
    sys.exit(run(globals()))
