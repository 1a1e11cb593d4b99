# runner.py - runs every test of a file: a function test_what__shows_what, with a sentence that
# says so.
# SPDX-License-Identifier: EUPL-1.2
import sys
import time
import traceback


def run(names):
    tests = [(name, test) for name, test in names.items() if name.startswith("test_")]
    failed = 0
    for name, test in tests:
        began = time.monotonic()
        try:
            said = test()
        except Exception:
            failed += 1
            print(f"FAILED {name}")
            traceback.print_exc(file=sys.stdout)
        else:
            print(f"ok {name} ({time.monotonic() - began:.1f} s){': ' + said if said else ''}")
        sys.stdout.flush()
    print(f"{len(tests) - failed} passed, {failed} failed")
    return 1 if failed or not tests else 0


def eventually(is_so, what, seconds=240):
    """For what the program does after it has answered; the bound is there for what hangs."""
    limit = time.monotonic() + seconds
    while not is_so():
        check(time.monotonic() < limit, what)
        time.sleep(0.01)


def equal(got, expected, what=""):
    if got != expected:
        raise AssertionError(f"{what} expected {expected!r}, got {got!r}")


def check(condition, what):
    if not condition:
        raise AssertionError(str(what))
