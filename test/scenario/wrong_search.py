# wrong_search.py - questions to the map of help that are wrong, in a body and in an address.
#
# A row: what, method, path, body, status, problem, parameters.
# SPDX-License-Identifier: EUPL-1.2
SEARCH = "/v1/search"
NAMES = ("q, typing, domains, kinds, costs, levels, languages, region, municipality, within_km, "
         "open_now, anonymous, without_referral, limit, after")
TRUTHS, NUMBERS, TEXT, LIST = "true, false", "1, 2, 3", '"..."', '["..."]'


def bounds(field, low, high):
    return {"field": field, "min": str(low), "max": str(high)}


def wrong_type(field, expected):
    return {"field": field, "expected": expected}


BODIES = (
    ({"q": "x" * 401}, "out_of_bounds", bounds("q", 0, 400)),
    ({"q": "ë" * 201}, "out_of_bounds", bounds("q", 0, 400)),
    ({"q": 3}, "wrong_type", wrong_type("q", TEXT)),
    ({"typing": "ja"}, "wrong_type", wrong_type("typing", TRUTHS)),
    ({"domains": ["debt", "onzin"]}, "not_a_code", {"field": "domains"}),
    ({"domains": "debt"}, "wrong_type", wrong_type("domains", LIST)),
    ({"kinds": [3]}, "wrong_type", wrong_type("kinds", TEXT)),
    ({"costs": [""]}, "not_a_code", {"field": "costs"}),
    ({"levels": ["Local"]}, "not_a_code", {"field": "levels"}),
    ({"languages": ["n"]}, "out_of_bounds", bounds("languages", 2, 16)),
    ({"languages": ["arabisch"]}, "not_a_language", {"field": "languages"}),
    ({"languages": ["nl"] * 9}, "out_of_bounds", bounds("languages", 0, 8)),
    ({"limit": 0}, "out_of_bounds", bounds("limit", 1, 50)),
    ({"limit": 51}, "out_of_bounds", bounds("limit", 1, 50)),
    ({"limit": "3"}, "wrong_type", wrong_type("limit", NUMBERS)),
    ({"within_km": 501}, "out_of_bounds", bounds("within_km", 1, 500)),
    ({"within_km": 1.5}, "wrong_type", wrong_type("within_km", NUMBERS)),
    ({"municipality": "Bergen"}, "not_a_municipality",
     {"field": "municipality", "candidates": "Bergen (NH.) (GM0373), Bergen (L.) (GM0893)"}),
    ({"municipality": "Almeloo"}, "not_a_municipality", {"candidates": "Almelo (GM0141)"}),
    ({"municipality": "Haaren"}, "municipality_divided", {}),
    ({"within_km": 5}, "distance_from_nowhere", {}),
    ({"q": "somber", "within_km": 5}, "distance_from_nowhere", {}),
    ({"municipality": "Nergenshuizen"}, "not_a_municipality", {"field": "municipality"}),
    ({"region": "VR26"}, "not_a_region", {"field": "region"}),
    ({"region": "NL"}, "not_a_region", {"field": "region"}),
    ({"after": "abc"}, "not_a_position", {"field": "after"}),
    ({"after": "0" * 85 + "g"}, "not_a_position", {"field": "after"}),
    ({"open_now": 1}, "wrong_type", wrong_type("open_now", TRUTHS)),
    ({"onbekend": 1}, "unknown_field", {"field": "onbekend", "names": NAMES}),
    ([], "wrong_type", wrong_type("body", "{ }")),
    (b"null", "wrong_type", wrong_type("body", "{ }")),
)
ADDRESSES = (
    ("q=somber", "words_in_address", {}),
    ("domains=debt,onzin", "not_a_code", {"field": "domains"}),
    ("limit=x", "wrong_type", wrong_type("limit", NUMBERS)),
    ("limit=99", "out_of_bounds", bounds("limit", 1, 50)),
    ("open_now=1", "wrong_type", wrong_type("open_now", TRUTHS)),
    ("municipality=", "not_a_municipality", {"field": "municipality"}),
    ("region=", "not_a_region", {"field": "region"}),
    ("after=0", "not_a_position", {"field": "after"}),
    ("typing=true", "query_wrong", {}),
    ("onbekend=1", "query_wrong", {}),
)


def rows():
    for body, code, parameters in BODIES:
        yield f"search: {str(body)[:40]}", "POST", SEARCH, body, 422, code, parameters
    yield "search: broken JSON", "POST", SEARCH, b"{", 400, "not_json", {}
    yield ("search: a field twice", "POST", SEARCH, b'{"q":"a","q":"b"}', 400, "duplicate_field",
           {})
    yield ("search: within so far of what", "GET", f"{SEARCH}?within_km=5", None, 422,
           "distance_from_nowhere", {})
    for query, code, parameters in ADDRESSES:
        path = f"{SEARCH}?{query}"
        yield f"search: {query}", "GET", path, None, 400, code, parameters
