#!/usr/bin/env python3
# test_start.py - docs/start.md is right: its lines are run as they stand there, in one shell, on an
# empty program.
#
# Use: test_start.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import pathlib
import re
import shutil
import subprocess
import sys

from runner import check, equal, run
from server import Server

PAGE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "start.md"


def script(page, port, token):
    """All blocks, with this program's address and token in the place of those of the page."""
    text = "\n".join(re.findall(r"^```sh\n(.*?)^```$", page, re.M | re.S))
    for line, by in ((r"^base=.*$", f"base=http://127.0.0.1:{port}"),
                     (r"^token=.*$", f"token={token}")):
        text, count = re.subn(line, by, text, flags=re.M)
        equal(count, 1, f"lines of the page that are {line}:")
    return "set -eu\n" + text


def test_start_page__leads_from_empty_to_a_question_that_somebody_holds():
    """Whoever types the page has a region that is open, and sees the question."""
    page = PAGE.read_text(encoding="utf-8")
    with Server("--deliver-milliseconds", "20") as server:
        done = subprocess.run(["bash", "-c", script(page, server.port, server.token)],
                              capture_output=True, text=True, timeout=240, check=False)
        equal(done.returncode, 0, f"the page fails: {done.stdout}{done.stderr}:")
        for said in ('"roster":[{"account":{', '"name":"Samira de Wit"', '"claim_code":"',
                     '"next_step":{', '"organisation_name":"Wijkteam De Brug"', '"total":1',
                     '"kind":"question"'):
            check(said in done.stdout, f"{said} is not in {done.stdout}")
        server.settle()
        equal(server.tables.number("select count(*) from care_inbox where kind = 1"), 1,
              "questions in an inbox:")


def test_start_page__fails_where_a_line_is_wrong():
    """What shows that the test above can fail: a line that is refused ends it."""
    page = PAGE.read_text(encoding="utf-8").replace("/roster/$worker", "/roster/$organisation")
    with Server() as server:
        done = subprocess.run(["bash", "-c", script(page, server.port, server.token)],
                              capture_output=True, text=True, timeout=240, check=False)
        check(done.returncode != 0, "a wrong line is passed over")


if __name__ == "__main__":
    if shutil.which("curl") is None:
        print("skipped: there is no curl")
        sys.exit(77)
    sys.exit(run(globals()))
