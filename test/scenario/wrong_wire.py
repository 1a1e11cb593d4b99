# wrong_wire.py - bytes that are wrong: JSON, headers, paths, query strings, HTTP itself.
#
# A row: what, method, path, headers, body, status, problem, parameters. `headers` replace the
# usual ones (None leaves one out); a row with method RAW has the whole request as its body. Names
# in braces are of the state (wrong_state.py); {token} is the care manager's.
# SPDX-License-Identifier: EUPL-1.2
import json
import re

R = "/v1/regions/{region}"
E = R + "/episodes/{episode}"
DOOR = R + "/questions"
NEEDS = E + "/needs"
ADD = json.dumps({"domain": "debt", "aim": "recover", "person_agrees": True}).encode()
ASK = json.dumps({"story": "Een vraag.", "contact": "Bel mij."}).encode()
BODY_BYTES = 65536
HEAD_BYTES = 16384


def at(line, column):
    return {"line": str(line), "column": str(column)}


# A body, the problem, and the place where it goes wrong (None: not looked at).
JSON = [
    ("an opening brace", b"{", "not_json", at(1, 1)),
    ("only blanks", b"  \n ", "not_json", at(2, 1)),
    ("no value", b'{"story": }', "not_json", at(1, 11)),
    ("a comma at the end", b'{"story": "x",}', "not_json", at(1, 15)),
    ("single quotes", b"{'story': 'x'}", "not_json", at(1, 2)),
    ("a comment", b'{"story": "x" /* y */}', "not_json", at(1, 15)),
    ("not a number", b'{"story": NaN}', "not_json", at(1, 13)),
    ("a zero before a number", b'{"story": 01}', "not_json", None),
    ("two values", b'{"story": "x"} {}', "not_json", at(1, 16)),
    ("on the third line", b'{\n\t"story": "x",\n\t"contact" "y"\n}', "not_json", at(3, 14)),
    ("a text that does not end", b'{"story": "x', "not_json", None),
    ("a line break in a text", b'{"story": "x\ny"}', "not_json", None),
    ("a wrong escape", b'{"story": "\\x41"}', "not_json", None),
    ("half a surrogate pair", b'{"story": "\\ud800"}', "not_json", None),
    ("an escaped NUL", b'{"story": "a\\u0000b"}', "not_json", None),
    ("an escaped NUL in a name", b'{"st\\u0000ory": "x"}', "not_json", None),
    ("a NUL in a text", b'{"story": "a\x00b"}', "not_json", None),
    ("a NUL behind it", ASK + b"\x00", "not_json", None),
    ("a byte order mark", b"\xef\xbb\xbf" + ASK, "not_json", at(1, 1)),
    ("UTF-16", ASK.decode().encode("utf-16"), "not_utf8", None),
    ("Latin-1", '{"story": "één"}'.encode("latin-1"), "not_utf8", None),
    ("an overlong slash", b'{"story": "\xc0\xaf"}', "not_utf8", None),
    ("an encoded surrogate", b'{"story": "\xed\xa0\x80"}', "not_utf8", None),
    ("over U+10FFFF", b'{"story": "\xf4\x90\x80\x80"}', "not_utf8", None),
    ("half a character", b'{"story": "\xe2\x82"}', "not_utf8", None),
    ("too large a number", b'{"unsafe": 99999999999999999999}', "not_json", None),
    ("too large a real", b'{"unsafe": 1e999}', "not_json", None),
    ("3000 lists in each other", b"[" * 3000 + b"]" * 3000, "not_json", at(1, 2049)),
    ("65536 lists that do not end", b"[" * BODY_BYTES, "not_json", at(1, 2049)),
    ("8000 objects in each other", b'{"a":' * 8000 + b"1" + b"}" * 8000, "not_json", None),
    ("a field twice", b'{"story": "x", "story": "y"}', "duplicate_field", at(1, 22)),
    ("a field twice, once escaped", b'{"story": "x", "st\\u006fry": "y"}', "duplicate_field",
     None),
    ("a field twice, within another", b'{"story": {"a": 1, "a": 2}}', "duplicate_field", None),
    ("not JSON at all", b"verhaal=het+gaat+slecht", "not_json", at(1, 7)),
    ("XML", b"<story>x</story>", "not_json", at(1, 1)),
]

KEYS = [
    ("no key", None, "idempotency_key_missing"),
    ("an empty key", "", "idempotency_key_missing"),
    ("a key of 7", "1234567", "idempotency_key_wrong"),
    ("a key of 65", "k" * 65, "idempotency_key_wrong"),
    ("a blank in it", "1234 5678", "idempotency_key_wrong"),
    ("a letter that is not ASCII", "één-twee-drie", "idempotency_key_wrong"),
    ("one of the program's", "outbox.9.12345", "idempotency_key_wrong"),
    ("another of the program's", "delivered.9.1", "idempotency_key_wrong"),
    ("a third of the program's", "due.9.1.12345", "idempotency_key_wrong"),
]

VERSIONS = ['17', '"abc"', '""', '"', '"-1"', 'W/"3"', '"1", "2"', '"99999999999999999999"',
            '"1.5"', "'3'"]

MEDIA_TYPES = [None, "text/plain", "application/x-www-form-urlencoded", "application/jsonp",
               "application/problem+json", "multipart/form-data; boundary=x", "json", "*/*"]

PATHS = [
    ("GET", "/v1", 404), ("GET", "/v1/", 404), ("GET", "/v2/regions", 404),
    ("GET", "/V1/regions", 404), ("GET", "/v1/regions/", 404), ("GET", "//v1/regions", 404),
    ("GET", "/v1//regions", 404), ("GET", "/v1/./regions", 404),
    ("GET", "/v1/regions/../regions", 404), ("GET", "/v1/regions%2FVR09", 400),
    ("GET", "/v1/regions/VR26", 404), ("GET", "/v1/regions/VR00", 404),
    ("GET", "/v1/regions/NL", 404),
    ("GET", "/v1/municipalities/GM9999", 404), ("GET", "/v1/municipalities/Utrecht", 404),
    ("GET", "/v1/municipalities/GM0344/law", 404), ("GET", "/v1/regions/NL/divisions", 404),
    ("GET", "/v1/regions/NL/appointments", 404),
    ("GET", "/v1/regions/Utrecht", 404), ("GET", "/v1/messages/fr", 404),
    ("GET", "/v1/messages/nl.json", 404), ("GET", "/index.html", 404),
    ("GET", "/v1/regions/%zz", 400), ("GET", "/v1/regions/%", 400),
    ("GET", "/v1/regions/%00", 400), ("GET", "/v1/regions/%ff%fe", 400),
    ("GET", "/v1/regions/VR09%00", 400), ("GET", "/" + "a/" * 40, 404),
    ("POST", "/v1/regions/VR26/questions", 404), ("POST", "/v1/regions/VR09/question", 404),
    ("GET", R + "/episodes", 404), ("GET", E + "/needs/{need}", 404),
]

METHODS = [
    ("PATCH", DOOR), ("GET", DOOR), ("DELETE", DOOR), ("PUT", NEEDS), ("POST", E),
    ("POST", "/health"), ("DELETE", "/v1/regions"), ("OPTIONS", "/v1/regions"),
    ("POST", R + "/roster/{gp}"), ("GET", R + "/roster/{gp}"), ("PUT", R + "/accounts"),
    ("POST", "/v1/inbox"), ("GET", "/v1/inbox/{need}/seen"),
    ("GET", E + "/needs/{need}/stop"), ("OPTIONS", NEEDS),
]
# These are on the connection's way to its end.
UNKNOWN_METHODS = ["TRACE", "CONNECT", "FOO", "get", "PROPFIND"]

IDS = [
    ("GET", R + "/episodes/1", "episode"), ("GET", R + "/episodes/" + "0" * 32, "episode"),
    ("GET", R + "/episodes/" + "g" * 32, "episode"),
    ("GET", R + "/episodes/{episode}0/timeline", "episode"),
    ("GET", R + "/episodes/%7Bepisode%7D/log", "episode"), ("GET", E + "/handovers/x", "handover"),
    ("POST", E + "/needs/x/stop", "need"), ("POST", E + "/joins/%20/accept", "join"),
    ("POST", "/v1/inbox/x/seen", "thing"),
    ("POST", E + "/members/ik/leave", "account"), ("POST", E + "/handovers/-1/accept", "handover"),
]

QUERIES = [
    "/v1/inbox?limit=0", "/v1/inbox?limit=201", "/v1/inbox?limit=-1", "/v1/inbox?limit=",
    "/v1/inbox?limit=tien", "/v1/inbox?limit=1.5", "/v1/inbox?limit=99999999999999999999",
    "/v1/inbox?Limit=5", "/v1/inbox?onbekend=1", "/v1/inbox?limit", "/v1/inbox?after=1",
    R + "/caseload?after=1", R + "/caseload?after=1.0", R + "/caseload?limit=201",
    R + "/caseload?after=1.0." + "g" * 32, R + "/caseload?domain=debt",
    R + "/accounts?after=1", R + "/accounts?kind=person", R + "/roster?limit=5",
    E + "?fields=all", E + "?limit=5", "/v1/regions?x=1", "/v1/sessions/current?x=1",
    E + "/timeline?after=-1", E + "/timeline?after=x", E + "/timeline?after=1&x=2",
    E + "/timeline?after=9223372036854775808", E + "/log?before=3", E + "?%zz=1", E + "?x=%00",
    E + "/timeline?limit=%ff", E + "/timeline?=1",
    E + "/timeline?" + "&".join(["limit=5"] * 17), R + "/services?domain=onbekend",
    R + "/services?domain=", R + "/services?after=1", R + "/services?limit=0",
    R + "/services?naam=x", R + "/services?name=", R + "/organisations?name=" + "x" * 101,
    "/v1/municipalities?naam=Utrecht", "/v1/municipalities?name=%zz",
    "/v1/municipalities/GM0344?on=morgen", "/v1/municipalities/GM0344?on=2026-02-30",
    "/v1/municipalities/GM0344?law=zvw", "/v1/municipalities/GM0344/purchasers?law=ZVW",
    "/v1/municipalities/GM0344/purchasers?law=", "/v1/municipalities/GM0344/parties?age=18",
    "/v1/municipalities/GM0344/parties?living=thuis", "/v1/municipalities/GM0344/parties?on=",
    "/v1/municipalities/GM0344/parties?forensic=ja", R + "/divisions?x=1",
    R + "/appointments?limit=0", R + "/appointments?after=1", "/v1/insurers?x=1", "/v1/clock?x=1",
    "/v1/municipalities?limit=5", "/v1/messages/nl?x=1", "/v1/openapi.json?x=1",
]


def head(start, *lines):
    return "\r\n".join([start, *lines, "", ""]).encode("latin-1")


HOST = "Host: localhost"
GET = "GET /v1/regions HTTP/1.1"
POST = f"POST {DOOR} HTTP/1.1"
TYPE = "Content-Type: application/json"
KEY = "Idempotency-Key: 12345678-raw"
CHUNKS = "Transfer-Encoding: chunked"
# Whole requests.
RAW = [
    ("no Host", head(GET), 400, "bad_request", None),
    ("two Hosts", head(GET, HOST, "Host: elsewhere"), 400, "bad_request", None),
    ("two lengths", head(POST, HOST, TYPE, KEY, "Content-Length: 2", "Content-Length: 2") + b"{}",
     400, "bad_request", None),
    ("two different lengths", head(POST, HOST, TYPE, KEY, "Content-Length: 2",
                                   "Content-Length: 3") + b"{}", 400, "bad_request", None),
    ("a length and chunks", head(POST, HOST, TYPE, KEY, "Content-Length: 2", CHUNKS)
     + b"2\r\n{}\r\n0\r\n\r\n", 400, "bad_request", None),
    ("a length below zero", head(POST, HOST, TYPE, KEY, "Content-Length: -1"), 400, "bad_request",
     None),
    ("a length with a sign", head(POST, HOST, TYPE, KEY, "Content-Length: +2") + b"{}", 400,
     "bad_request", None),
    ("a length in words", head(POST, HOST, TYPE, KEY, "Content-Length: twee"), 400, "bad_request",
     None),
    ("another encoding of the body", head(POST, HOST, TYPE, KEY, "Transfer-Encoding: gzip"), 400,
     "bad_request", None),
    ("a header without a colon", head(GET, HOST, "Onzin"), 400, "bad_request", None),
    ("a blank in a header's name", head(GET, HOST, "X Y: z"), 400, "bad_request", None),
    ("a header without a name", head(GET, HOST, ": z"), 400, "bad_request", None),
    ("no version", head("GET /v1/regions", HOST), 400, "bad_request", None),
    ("HTTP/2", head("GET /v1/regions HTTP/2.0", HOST), 400, "bad_request", None),
    ("what begins HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "bad_request", None),
    ("what begins TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400,
     "bad_request", None),
    ("an expectation", head(POST, HOST, TYPE, KEY, "Content-Length: 2", "Expect: wonders"), 417,
     "expectation", None),
    ("a body that is too large", head(POST, HOST, TYPE, KEY, f"Content-Length: {BODY_BYTES + 1}")
     + b" " * (BODY_BYTES + 1), 413, "too_large", {"bound": str(BODY_BYTES)}),
    ("a body of terabytes", head(POST, HOST, TYPE, KEY, "Content-Length: 9999999999999"), 413,
     "too_large", {"bound": str(BODY_BYTES)}),
    ("chunks that are too large", head(POST, HOST, TYPE, KEY, CHUNKS)
     + (b"8000\r\n" + b" " * 0x8000 + b"\r\n") * 3 + b"0\r\n\r\n", 413, "too_large", None),
    ("broken chunks", head(POST, HOST, TYPE, KEY, CHUNKS) + b"zz\r\n{}\r\n0\r\n\r\n", 413,
     "too_large", None),
    ("a line that is too long", head(f"GET /{'a' * HEAD_BYTES} HTTP/1.1", HOST), 414,
     "uri_too_long", {"bound": str(HEAD_BYTES)}),
    ("a query that is too long", head(f"GET /v1/inbox?limit={'9' * HEAD_BYTES} HTTP/1.1", HOST),
     414, "uri_too_long", {"bound": str(HEAD_BYTES)}),
    ("a header that is too long", head(GET, HOST, "X-Long: " + "a" * HEAD_BYTES), 431,
     "headers_too_large", {"bound": str(HEAD_BYTES)}),
    ("too many headers", head(GET, HOST, *[f"X-Many-{i}: 1" for i in range(2000)]), 431,
     "headers_too_large", {"bound": str(HEAD_BYTES)}),
    *((f"the method {method}", head(f"{method} /v1/regions HTTP/1.1", HOST), 501,
       "unknown_method", None) for method in UNKNOWN_METHODS),
]


# What is wrong with a parameter of a query, and what it may be.
WRONG_VALUES = [
    ("/v1/inbox?limit=0", {"field": "limit", "min": "1", "max": "200"}),
    ("/v1/inbox?onbekend=1", {"unknown": "onbekend", "names": "after, limit"}),
    ("/v1/inbox?after=1", {"field": "after", "example": "1.0." + "0123456789abcdef" * 2}),
    (R + "/accounts?after=1.0", {"field": "after", "example": "0123456789abcdef" * 2}),
    ("/v1/regions?x=1", {"unknown": "x", "names": ""}),
    (R + "/services?after=1", {"field": "after", "example": "0123456789abcdef" * 2}),
    (R + "/organisations?kind=x", {"field": "kind"}),
    ("/v1/municipalities/GM0344?on=morgen", {"field": "on", "example": "2026-03-03"}),
    ("/v1/municipalities/GM0344/parties?age=oud", {"field": "age", "allowed": "adult, youth"}),
    ("/v1/municipalities/GM0344/parties?forensic=1",
     {"field": "forensic", "allowed": "true, false"}),
    ("/hsds/v3/{region}/services?per_page=201", {"field": "per_page", "min": "1", "max": "200"}),
    ("/hsds/v3/{region}/services?full=1", {"field": "full", "allowed": "true, false"}),
]


def code_of_path(path, status):
    if status == 400:
        return "bad_request"
    for unknown, code in (("/v1/regions/(VR26|VR00|NL|Utrecht)", "unknown_region"),
                          ("/v1/municipalities/(GM9999|Utrecht)", "unknown_municipality")):
        if re.match(unknown, path):
            return code
    return "not_found"


def rows():
    for what, body, code, place in JSON:
        yield f"JSON: {what}", "POST", DOOR, {}, body, 400, code, place
    for what, key, code in KEYS:
        yield (f"Idempotency-Key: {what}", "POST", NEEDS, {"Idempotency-Key": key}, ADD, 400,
               code, {})
    for version in VERSIONS:
        yield (f"If-Match: {version}", "POST", NEEDS, {"If-Match": version}, ADD, 400,
               "if_match_wrong", {})
    for media_type in MEDIA_TYPES:
        yield (f"Content-Type: {media_type}", "POST", DOOR, {"Content-Type": media_type}, ASK, 415,
               "unsupported_media_type", {})
    for method, path, status in PATHS:
        code = code_of_path(path, status)
        yield f"the path {path[:60]}", method, path, {}, None, status, code, {}
    for method, path in METHODS:
        yield f"{method} {path}", method, path, {}, None, 405, "method", {}
    for method, path, field in IDS:
        yield f"the id in {path}", method, path, {}, None, 422, "not_an_id", {"field": field}
    for path in QUERIES:
        yield f"the query {path[:60]}", "GET", path, {}, None, 400, "query_wrong", {}
    for path, parameters in WRONG_VALUES:
        yield f"the value in {path[:60]}", "GET", path, {}, None, 400, "query_wrong", parameters
    for path in ("/v1/municipalities/GM0344", "/v1/municipalities/GM0344/parties"):
        yield (f"a day too long ago: {path}", "GET", path + "?on=2014-12-31", {}, None, 422,
               "day_unknown", {"day": "2015-01-01"})
    yield ("who buys where it was divided", "GET", "/v1/municipalities/GM0053/purchasers", {},
           None, 422, "municipality_divided", {"municipalities": "Het Hogeland, Westerkwartier"})
    yield ("who bought where nothing was yet", "GET",
           "/v1/municipalities/GM1961/purchasers?on=2018-12-31", {}, None, 422,
           "municipality_not_yet", {"municipalities": "Leerdam, Vianen, Zederik"})
    yield "a query with a command", "POST", NEEDS + "?x=1", {}, ADD, 400, "query_wrong", {}
    yield "a broken query with a command", "POST", DOOR + "?%zz", {}, ASK, 400, "query_wrong", {}
    for what, data, status, code, parameters in RAW:
        yield f"HTTP: {what}", "RAW", "", {}, data, status, code, parameters
