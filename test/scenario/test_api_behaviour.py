#!/usr/bin/env python3
# test_api_behaviour.py - how the API behaves over several requests: health, metrics, the same
# request again, versions, pages, HEAD, the log, and a database that may only be read.
#
# Use: test_api_behaviour.py VANGNET [sqlite | postgres]
# SPDX-License-Identifier: EUPL-1.2
import collections
import concurrent.futures
import json
import math
import re
import sys

import openapi
import problems
from runner import check, equal, eventually, run
from server import Client, Server, must
from world import Actor, World

NEED = {"domain": "debt", "aim": "recover", "person_agrees": True}
METRICS = {
    "vangnet_store_log_bytes": "gauge",
    "vangnet_writer_queue_commands": "gauge",
    "vangnet_writer_batch_commands": "histogram",
    "vangnet_writer_commit_seconds": "histogram",
    "vangnet_outbox_oldest_seconds": "gauge",
    "vangnet_refusals_total": "counter",
    "vangnet_commands_total": "counter",
    "vangnet_incidents_total": "counter",
    "vangnet_http_requests_total": "counter",
    "vangnet_http_request_seconds": "histogram",
    "vangnet_http_open_connections": "gauge",
    "vangnet_http_open_exchanges": "gauge",
}
server = Server("--deliver-milliseconds", "20")
world = None


def test_world__is_made():
    """The region that the other tests are in."""
    global world
    server.start()
    world = World(server)


def test_health_and_ready__say_so():
    """Health and readiness, for who watches over the program."""
    door = world.door
    equal(must(door.get("/health"), 200), {"status": "pass"})
    equal(must(door.get("/ready"), 200), {"status": "ready"})
    front = door.get("/")
    equal((front.status, front.media_type), (200, "text/html"))
    check(b"112" in front.body and b'lang="nl"' in front.body, front)
    check(b'lang="en"' in door.get("/", headers={"Accept-Language": "en"}).body, "in English")


def test_a_question__is_answered_in_kind_words():
    """Who makes contact and when, to keep the code, and whom to call if it cannot wait. Who brings
    in somebody that did not agree gets no code, and no word about one."""
    for language, words in (("nl", "Bewaar de code"), ("en", "Keep the code")):
        ask = {"story": "Ik slaap niet meer.", "contact": "Bel mij."}
        headers = {"Accept-Language": language}
        reply = must(Client(server).post(f"{world.path}/questions", ask, headers=headers), 201)
        message = reply["message"]
        for part in (reply["care_manager"]["name"], words, "112", "113"):
            check(part in message, message)
        check(words not in must(world.gp.post(f"{world.path}/questions", ask, headers=headers),
                                201)["message"], "a word about a code that is not there")


def test_public_things__do_not_depend_on_a_token():
    """A monitor, or a browser with an old token, sees what everybody sees."""
    for token in ("onzin", "0." + "0" * 32 + "." + "0" * 32):
        visitor = Client(server, token)
        for path in ("/", "/health", "/ready", "/metrics", "/v1/regions", "/v1/messages/nl",
                     f"{world.path}/services"):
            equal(visitor.get(path).status, 200, path)


def test_headers__have_no_case():
    """Names of schemes and of media types are the same in capitals (RFC 9110)."""
    got = world.manager.get("/v1/sessions/current",
                            headers={"Authorization": f"bearer {world.manager.token}"})
    equal(must(got, 200)["account"]["id"], world.manager.account)
    must(world.manager.post(f"{world.file}/needs", NEED,
                            headers={"Content-Type": "Application/JSON; charset=UTF-8"}), 201)


def parse_metrics(text):
    """{name: type} and {name: {labels: value}}; fails on what is not Prometheus's text format."""
    types, samples = {}, collections.defaultdict(dict)
    name = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
    for line in text.splitlines():
        comment = re.fullmatch(rf"# (HELP|TYPE) ({name}) (.+)", line)
        if comment:
            if comment[1] == "TYPE":
                check(comment[2] not in types, f"{comment[2]} has two types")
                types[comment[2]] = comment[3]
            continue
        sample = re.fullmatch(rf'({name})(\{{(?:{name}="(?:[^"\\]|\\.)*",?)*\}})? (\S+)', line)
        check(sample, f"not a sample: {line}")
        labels = sample[2] or ""
        check(labels not in samples[sample[1]], f"twice: {line}")
        samples[sample[1]][labels] = float(sample[3])
        family = re.sub(r"_(bucket|sum|count)$", "", sample[1])
        check(family in types or sample[1] in types, f"a sample before its type: {line}")
    return types, samples


def metrics():
    reply = world.door.get("/metrics")
    equal(reply.headers["content-type"], "text/plain; version=0.0.4")
    return parse_metrics(reply.body.decode())


def check_histogram(name, samples):
    buckets = samples[name + "_bucket"]
    bounds = [float(re.search('le="([^"]+)"', labels)[1]) for labels in buckets]
    equal(bounds, sorted(bounds), name)
    equal(bounds[-1], math.inf, name)
    equal(list(buckets.values()), sorted(buckets.values()), name)
    equal(list(buckets.values())[-1], samples[name + "_count"][""], name)


def test_metrics__can_be_read_by_prometheus():
    """The whole page parses, has what a watch needs, and histograms add up."""
    types, samples = metrics()
    for name, kind in METRICS.items():
        equal(types.get(name), kind, name)
        if kind == "histogram":
            check_histogram(name, samples)
            check(samples[name + "_count"][""] > 0, name)
    codes = set(re.findall(r'code="([^"]+)"', " ".join(samples["vangnet_refusals_total"])))
    refusals = {code for code in problems.all_codes()
                if f"refusal.{code}.title" in problems.MESSAGES["nl"]}
    check(refusals - {"command.ok"} <= codes, refusals - codes)
    equal(samples["vangnet_incidents_total"][""], 0.0)


def test_metrics__count_a_refusal_by_its_code():
    """A refused command is counted under its code; one that is done, among the commands."""
    _, before = metrics()
    equal(world.manager.post(f"{world.file}/needs", {**NEED, "person_agrees": False}).status, 422)
    must(world.manager.post(f"{world.file}/needs", NEED), 201)
    for name, labels in (("vangnet_refusals_total", '{code="need.without_yes"}'),
                         ("vangnet_commands_total", '{outcome="refused"}'),
                         ("vangnet_commands_total", '{outcome="done"}')):
        eventually(lambda: metrics()[1][name][labels] >= before[name][labels] + 1, (name, labels))


def repeat(client, path, body, key):
    first = client.post(path, body, key=key)
    again = client.post(path, body, key=key)
    equal(first.status, 201)
    check("idempotent-replayed" not in first.headers, "the first is no repetition")
    equal((again.status, again.body), (first.status, first.body))
    equal(again.headers.get("idempotent-replayed"), "true")
    equal(again.headers.get("etag"), first.headers.get("etag"))
    return first.json


def test_the_same_again__gives_the_same_reply_and_does_nothing():
    """Also codes and tokens, which are kept nowhere, come back."""
    ask = {"story": "Een vraag.", "contact": "Bel mij."}
    asked = repeat(Client(server), f"{world.path}/questions", ask, "herhaald-1")
    repeat(world.administrator, f"{world.path}/accounts", {"kind": "peer", "name": "Peer"},
           "herhaald-2")
    session = repeat(Client(server), "/v1/sessions", {"code": asked["claim_code"]}, "herhaald-3")
    equal(must(Client(server, session["token"]).get("/v1/sessions/current"), 200)["account"]["id"],
          asked["person"])
    repeat(world.manager, f"{world.file}/needs", NEED, "herhaald-4")
    server.settle()
    before = server.tables.dump()
    repeated = world.manager.post(f"{world.file}/needs", NEED, key="herhaald-4")
    equal(repeated.headers.get("idempotent-replayed"), "true")
    equal(server.tables.dump(), before)


def test_the_same_at_the_same_time__is_done_once():
    """Ten connections with one key: one need, and ten replies with its id."""
    actors = [Client(server, world.manager.token) for _ in range(10)]
    with concurrent.futures.ThreadPoolExecutor(len(actors)) as pool:
        replies = list(pool.map(
            lambda actor: actor.post(f"{world.file}/needs", NEED, key="tegelijk-1"), actors))
    equal({reply.status for reply in replies}, {201})
    equal(len({reply.body for reply in replies}), 1)
    equal(sum("idempotent-replayed" not in reply.headers for reply in replies), 1)


def test_a_key__is_of_one_account():
    """Somebody else may choose the same; the same person, in another file, may not."""
    must(world.manager.post(f"{world.file}/needs", NEED, key="gedeeld-123"), 201)
    other = world.person.post(f"{world.file}/needs", {**NEED, "domain": "social"},
                              key="gedeeld-123")
    equal(other.status, 201)
    equal(world.manager.post(f"{world.file}/needs", {**NEED, "aim": "care"},
                             key="gedeeld-123").json["code"], "command.id_reused")


def test_versions__show_what_changed_meanwhile():
    """Who acts on an older version is refused, and need not ask what happened."""
    read = world.manager.get(world.file)
    version = must(read, 200)["version"]
    equal(read.headers["etag"], f'"{version}"')
    done = world.person.post(f"{world.file}/needs", {**NEED, "domain": "social"}, version=version)
    equal((done.status, done.json["version"]), (201, version + 1))
    equal(done.headers["etag"], f'"{version + 1}"')
    refused = world.manager.post(f"{world.file}/needs", NEED, version=version)
    equal((refused.status, refused.json["code"]), (412, "episode.changed"))
    changed = refused.json["changed"]
    equal([(one["version"], one["what"], one["who"]) for one in changed],
          [(version + 1, "need.add", world.person.account)])
    # The same key again, now with the version that it shows: nothing had been done.
    must(world.manager.post(f"{world.file}/needs", NEED, version=changed[-1]["version"]), 201)
    must(world.manager.post(f"{world.file}/needs", NEED, headers={"If-Match": "*"}), 201)


def pages(client, path, limit):
    """Everything, page by page."""
    found, after = [], None
    while True:
        address = f"{path}?limit={limit}" + (f"&after={after}" if after is not None else "")
        page = must(client.get(address), 200)
        items = next(value for value in page.values() if isinstance(value, list))
        check(len(items) <= limit, "more than was asked for")
        found += items
        after = page["next_after"]
        if after is None:
            return found
        check(items and len(found) < 1000, "it does not end")


def test_services__come_in_pages():
    """Each service comes once, whatever the size of a page; and those of one domain."""
    names = [f"Aanbod {number}" for number in range(7)]
    for number, name in enumerate(names):
        world.service(world.area_team, world.area_site, name,
                      domain="debt" if number % 2 else "housing", level="local")
    path = f"{world.path}/services"
    whole = must(world.door.get(f"{path}?limit=200"), 200)
    equal(whole["next_after"], None)
    check(set(names) <= {service["name"] for service in whole["services"]}, whole)
    for limit in (1, 2, 3, 4, 8, 200):
        equal(pages(world.door, path, limit), whole["services"], f"limit {limit}")
    equal(sorted(one["name"] for one in must(world.door.get(f"{path}?domain=debt"), 200)
                 ["services"]), sorted(names[1::2]))


def test_a_timeline__comes_in_pages():
    """Each moment comes once and in order, and more of it later."""
    whole = must(world.person.get(f"{world.file}/timeline?limit=200"), 200)["moments"]
    check(len(whole) > 5, whole)
    equal([one["version"] for one in whole], list(range(1, len(whole) + 1)))
    for limit in (1, 2, 3, len(whole), 200):
        equal(pages(world.person, f"{world.file}/timeline", limit), whole, f"limit {limit}")
    must(world.person.post(f"{world.file}/needs", NEED), 201)
    later = must(world.person.get(f"{world.file}/timeline?after={len(whole)}"), 200)
    equal([one["what"] for one in later["moments"]], ["need.add"])


def test_a_log__comes_in_pages_and_has_each_look_once():
    """The newest look comes first; the same look again in a quarter of an hour is the same line."""
    for _ in range(3):
        must(world.manager.get(world.file), 200)
        must(world.manager.get(f"{world.file}/timeline"), 200)
        must(world.person.get(f"{world.file}/log"), 200)
    whole = must(world.person.get(f"{world.file}/log?limit=200"), 200)["looks"]
    by_manager = collections.Counter(one["what"] for one in whole
                                     if one["who"]["id"] == world.manager.account)
    equal(set(by_manager), {"look.episode", "look.timeline"})
    check(max(by_manager.values()) <= 2, by_manager)  # A quarter may end meanwhile.
    equal([one["at"] for one in whole], sorted((one["at"] for one in whole), reverse=True))
    equal(pages(world.person, f"{world.file}/log", 2), whole)


def test_head__is_get_without_its_body():
    """The same status and headers; the connection goes on."""
    client = Client(server, world.manager.token)
    for path in ("/", "/health", "/v1/regions", "/v1/openapi.json", world.file, "/v1/inbox",
                 "/niets", f"{world.path}/episodes/{'0' * 31}1"):
        got, head = client.get(path), client.request("HEAD", path)
        equal(head.status, got.status, path)
        equal(head.body, b"", path)
        for name in ("content-type", "content-length", "cache-control", "etag"):
            equal(head.headers.get(name), got.headers.get(name), f"{path} {name}")


def test_every_reply__has_the_headers_that_protect():
    """Also refusals, and what nobody has a route for."""
    for path in ("/", "/health", "/metrics", "/niets", world.file, "/v1/regions/%zz"):
        headers = world.door.get(path).headers
        check("default-src 'none'" in headers["content-security-policy"], path)
        equal(headers["x-content-type-options"], "nosniff", path)
        equal(headers["referrer-policy"], "no-referrer", path)
        check(re.fullmatch("[0-9a-f]{32}", headers["x-request-id"]), path)


def allowed_keys():
    """Of a line in the log: the list in src/base/log.h, and what each line has."""
    header = (openapi.ROOT / "src/base/log.h").read_text(encoding="utf-8")
    listed = re.search(r"enum log_key \{(.*?)LOG_KEY_COUNT", header, re.DOTALL)[1]
    keys = {name.lower() for name in re.findall(r"\bLOG_([A-Z_]+),", listed)}
    check({"request", "route", "code"} <= keys, keys)
    return keys | {"time", "level", "event"}


def check_line(line, keys, routes, codes):
    check(set(line) <= keys, f"other keys: {line}")
    check(re.fullmatch(r"[a-z_]+\.[a-z_]+", line["event"]), line)
    check(openapi.FORMATS.conforms(line["time"], "date-time"), line)
    for key, value in line.items():
        if key in ("status", "region", "duration_us", "bytes", "count", "port", "line"):
            check(isinstance(value, int), line)
        if key in ("request", "incident"):
            check(re.fullmatch("[0-9a-f]{32}", value), line)
    if line["event"] == "http.request":
        check(line["route"] in routes, f"not a template: {line}")
        check(line.get("code", "ok") in codes, f"not a code of ours: {line}")


def test_the_log__has_lines_of_json_with_keys_from_the_list():
    """Each request has one line, with its id and template, and no more of it than that."""
    reply = world.door.get(f"/v1/municipalities?name={'x' * 30}")
    refused = world.door.get(f"/{'y' * 30}")
    for got in (reply, refused):
        eventually(lambda: got.headers["x-request-id"] in server.log_path().read_text(), got)
    keys = allowed_keys()
    routes = set(openapi.DOCUMENT["paths"]) | {""}
    codes = problems.all_codes() | {"ok", "repeated"}
    lines = [json.loads(line) for line in server.logged()]
    for line in lines:
        check_line(line, keys, routes, codes)
    by_request = {line["request"]: line for line in lines if line["event"] == "http.request"}
    for got in (reply, refused):
        equal(by_request[got.headers["x-request-id"]]["status"], got.status)
    whole = "\n".join(server.logged())
    for text in ("x" * 30, "y" * 30, "127.77.", world.manager.token, world.manager.code,
                 world.need, world.person.account, "Dienst", "Psycholoog"):
        check(text not in whole, f"{text} is in the log")
    return f"{len(lines)} lines"


def test_after_a_restart__everything_is_as_it_was():
    """Sessions go on, a repeated request gets its reply, and no second token is given."""
    made = world.manager.post(f"{world.file}/needs", NEED, key="herstart-1")
    equal(server.stop(), 0)
    before = server.tables.dump()
    server.start()
    equal(server.token, None)
    equal(server.tables.dump(), before)
    manager = Client(server, world.manager.token)
    again = manager.post(f"{world.file}/needs", NEED, key="herstart-1")
    equal((again.body, again.headers.get("idempotent-replayed")), (made.body, "true"))
    Actor(server, world.person.account, world.person.code)


def test_a_newer_database__is_only_read():
    """An older program on a newer database shows what it can and changes nothing."""
    equal(server.stop(), 0)
    server.tables.change("insert into store_schema (version, name, applied_ms)"
                         " values (9999, '9999_newer', 0)")
    server.start()
    before = server.tables.dump()
    manager = Client(server, world.manager.token)
    equal(must(manager.get("/ready"), 200), {"status": "read_only"})
    must(manager.get(f"{world.path}/services"), 200)
    must(manager.get("/v1/sessions/current"), 200)
    for reply in (manager.post(f"{world.file}/needs", NEED), manager.get(world.file),
                  manager.post(f"{world.path}/questions", {"story": "x", "contact": "x"})):
        equal((reply.status, reply.json["code"]), (503, "read_only"))
        equal(problems.faults(reply, "nl"), [])
    equal(server.tables.dump(), before)
    equal(server.stop(), 0)


if __name__ == "__main__":
    try:
        code = run(dict(globals()))
    finally:
        server.close()
    sys.exit(code)
