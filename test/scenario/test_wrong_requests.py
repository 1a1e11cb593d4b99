#!/usr/bin/env python3
# test_wrong_requests.py - wrong requests of every kind: each is refused with what is wrong and
# what would be accepted, in two languages, and nothing in any table has changed.
#
# Use: test_wrong_requests.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import sys

import openapi
import problems
import wrong_care
import wrong_directory
import wrong_fields
import wrong_laws
import wrong_life
import wrong_plan
import wrong_search
import wrong_wire
from server import Client, Server, send_raw
from wrong_state import State

# What no single wrong request brings about, and where it is tested instead.
ELSEWHERE = {
    "problem": "not a code: the heading of a text",
    "busy": "the queue is full; test/unit/command",
    "incident": "a broken law; test/unit/command",
    "reply_broken": "a failed check in a reply; test/contract/test_app_serve.c",
    "command.set_aside": "a broken law; test/unit/command",
    "command.ok": "not a refusal",
    "mandate.not_due": "only the clock asks it; test/property",
    "transition.not_due": "only the clock asks it; test/property",
    "preparation.not_late": "the same",
    "second_view.not_late": "the same",
    "not_signed_in": "session.none says it",
    "read_only": "test_api_behaviour.py",
    "search_not_ready": "the first index is not made yet; flows.py waits for it",
    "slowed_down": "test_sign_in.py",
    "passwords_busy": "too many at once; test_sign_in.py",
    "signed_head.not_due": "only the clock asks it; test/unit/command/test_head.c",
    "slow_client": "test_api_behaviour.py",
    "stopping": "test_api_behaviour.py",
    "too_many_connections": "test_api_behaviour.py",
    "store": "the database fails; test/unit/store",
    "handover.not_yet_expired": "only the clock asks it; test/unit/care",
    "join.not_yet_expired": "the same",
    "consult.not_yet_expired": "the same",
    "stay.not_late": "the same",
    "stay.place_not_near": "the same",
    "table.not_due": "the same",
    "table.still_unsafe": "a clock says that it is late; test/unit/command/test_danger.c",
    "shortage.not_due": "the same",
    "light.not_late": "the same",
    "step.not_late": "the same",
    "directory.municipality_unknown": "not_a_municipality comes before it",
    "need.too_many": "test/unit/command/test_responsibilities.c",
    "join.too_many": "the same",
    "consult.too_many": "the same",
    "plan.too_many": "the same",
    "conversation.too_many": "the same",
    "handover.too_many": "the same",
    "directory.not_due": "only the clock asks it; test/unit/command",
    "correction.not_due": "the same",
}
# Far below what there are: a table that is suddenly empty is seen.
LEAST_ROWS = 150
findings = []


def fill(value, names):
    """Names in braces, in texts of any depth."""
    if isinstance(value, str):
        for name, meant in names.items():
            value = value.replace("{" + name + "}", meant)
        # A number of the state.
        return int(names[value[1:]]) if value[:1] == "#" and value[1:] in names else value
    if isinstance(value, dict):
        return {key: fill(item, names) for key, item in value.items()}
    if isinstance(value, list):
        return [fill(item, names) for item in value]
    return value


class Row:
    """One wrong request, from whichever table."""

    def __init__(self, what, method, path, expect, who=None, body=None, parameters=None, law=None,
                 headers=None, key=None):
        self.what, self.method, self.path, self.expect = what, method, path, expect
        self.who, self.body, self.parameters = who, body, parameters or {}
        self.law, self.headers, self.key = law, headers or {}, key

    def send(self, state, language):
        if self.method == "RAW":
            line = f"\r\nAccept-Language: {language}\r\n".encode()
            return send_raw(state.server, self.body.replace(b"\r\n", line, 1))
        client = state.actors[self.who]
        if self.who == "door":  # Each from an address of its own: it slows down.
            client = Client(state.server)
        headers = {**self.headers, "Accept-Language": language}
        reply = client.request(self.method, fill(self.path, state.names),
                               fill(self.body, state.names), headers=headers, key=self.key)
        if self.who == "door":
            client.close()
        return reply


def all_rows(state):
    for row in wrong_fields.rows(openapi.DOCUMENT):
        yield Row(**row)
    for row in (*wrong_laws.rows(), *wrong_care.rows(), *wrong_plan.ROWS, *wrong_life.ROWS,
                *wrong_directory.rows()):
        what, who, method, path, body, status, code, law = row[:8]
        yield Row(what, method, path, (status, code), who, body, *row[8:9] or (None,), law=law)
    for what, method, path, headers, body, status, code, parameters in wrong_wire.rows():
        who = "door" if path.startswith(wrong_wire.DOOR) else "manager"
        yield Row(f"{what}", method, path, (status, code), who, body, parameters, headers=headers)
    for what, method, path, body, status, code, parameters in wrong_search.rows():
        yield Row(what, method, path, (status, code), "door", body, parameters)
    yield from reused_keys()
    yield from old_versions(state)
    yield Row("an entry that changed", "PATCH", "/v1/regions/{region}/services/{service}",
              (412, "directory.changed"), "administrator", {"name": "Anders"},
              law="directory", headers={"If-Match": '"77"'})


def reused_keys():
    """The same key for something else."""
    needs = "/v1/regions/{region}/episodes/{episode}/needs"
    other = {"domain": "debt", "aim": "care", "person_agrees": True}
    expect = (409, "command.id_reused")
    yield Row("a key again, for another need", "POST", needs, expect, "manager", other,
              law="idempotency", key="gebruikt-1")
    yield Row("a key again, for another command", "POST", needs + "/{need}/danger", expect,
              "manager", law="idempotency", key="gebruikt-1")
    yield Row("a key again, at the door", "POST", "/v1/regions/{region}/questions", expect, "door",
              {"story": "Een andere vraag.", "contact": "Bel mij."}, law="idempotency",
              key="gebruikt-2")


def old_versions(state):
    needs = "/v1/regions/{region}/episodes/{episode}/needs"
    body = {"domain": "debt", "aim": "care", "person_agrees": True}
    future = str(int(state.names["version"]) + 1)
    for name in (state.names["stale"], "0", "1", future, "9223372036854775807"):
        yield Row(f"version {name}", "POST", needs, (412, "episode.changed"), "manager", body,
                  {"version": state.names["version"]}, law="etag",
                  headers={"If-Match": f'"{name}"'})


def check(row, reply, language):
    """What is wrong with the reply to it."""
    if reply is None:
        return ["there was no reply"]
    found = problems.faults(reply, None if row.method == "RAW" else language)
    if found:
        return found + [str(reply)]
    problem = reply.json
    if (reply.status, problem["code"]) != row.expect:
        return [f"expected {row.expect}, got {reply}"]
    if row.law and problem.get("law") != row.law:
        found.append(f"the law is {problem.get('law')}, expected {row.law}")
    given = problem.get("parameters", {})
    if any(given.get(name) != value for name, value in row.parameters.items()):
        found.append(f"the parameters are {given}, expected {row.parameters}")
    if row.method == "RAW" and not problems.languages_of(problem):
        found.append(f"in no language: {problem['title']!r}")
    if row.expect[1] == "episode.changed":
        version = int(row.headers["If-Match"].strip('"'))
        found += check_changes(problem, version)
    return found


def check_changes(problem, version):
    """What changed since the version that the client has, at most a page of it."""
    latest = int(problem["parameters"]["version"])
    expected = list(range(version + 1, latest + 1))[:50]
    versions = [change["version"] for change in problem["changed"]]
    return [] if versions == expected else [f"changed are {versions}, expected {expected}"]


def compare(row, before, after):
    for table in before.keys() | after.keys():
        if before.get(table) != after.get(table):
            findings.append(f"{row.what}: {table} changed: {before.get(table)} {after.get(table)}")


def run(state):
    seen, requests, rows = set(), 0, 0
    dump = state.server.tables.watch()
    before = dump()
    for row in all_rows(state):
        rows += 1
        titles = set()
        for language in problems.LANGUAGES:
            reply = row.send(state, language)
            requests += 1
            findings.extend(f"{row.what} ({language}): {fault}"
                            for fault in check(row, reply, language))
            after = dump()
            compare(row, before, after)
            before = after
            if reply is not None and reply.media_type == "application/problem+json":
                titles.add(reply.json["title"])
                seen.add(reply.json["code"])
        if row.method != "RAW" and len(titles) != len(problems.LANGUAGES):
            findings.append(f"{row.what}: the same in both languages: {titles}")
    return seen, requests, rows


def check_seen(seen):
    """Every refusal that there is a text for was met."""
    for code in sorted(problems.all_codes() - seen - ELSEWHERE.keys()):
        findings.append(f"no row is refused with {code}")
    for code in sorted(seen & ELSEWHERE.keys()):
        findings.append(f"{code} is met after all: take it off the list")


def main():
    server = Server("--deliver-milliseconds", "20").start()
    try:
        seen, requests, rows = run(State(server))
        check_seen(seen)
        if rows < LEAST_ROWS:
            findings.append(f"only {rows} rows, at least {LEAST_ROWS} were expected")
        tables = len(server.tables.dump())
        code = server.stop()
        if code != 0:
            findings.append(f"the program has ended with {code}")
    finally:
        server.close()
    print("\n".join(findings))
    print(f"{rows} wrong requests, {requests} replies, {len(seen)} of {len(problems.all_codes())} "
          f"refusals met, {tables} tables compared after each; {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
