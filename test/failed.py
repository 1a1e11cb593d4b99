# failed.py - tells which tests failed and how each of them ended.
# SPDX-License-Identifier: EUPL-1.2
"""Use: failed.py VARIANT LOG

LOG is what meson test leaves: a line of JSON for each test. Prints nothing where all went well.
"""
import json
import sys

LINES = 30
WENT_WELL = ("OK", "EXPECTEDFAIL", "SKIP")


def main():
    variant, log = sys.argv[1:]
    with open(log, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            test = json.loads(line)
            if test["result"] in WENT_WELL:
                continue
            print(f"-- {variant}: {test['name']}: {test['result']} after {test['duration']:.0f} s")
            said = (test.get("stdout") or "") + (test.get("stderr") or "")
            print("\n".join(said.splitlines()[-LINES:]))


main()
