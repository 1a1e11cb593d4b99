# wrong_fields.py - for each command, each field of it wrong in each way its form can be wrong.
#
# Made from docs/openapi.json: a field that is added there is tested here. A row has one thing
# wrong and is right otherwise.
# SPDX-License-Identifier: EUPL-1.2
from world import day

ID = "0123456789abcdef0123456789abcdef"
# One right body for each command; names in braces are of the state (wrong_state.py).
RIGHT = {
    "question_ask": {"story": "Een vraag.", "contact": "06 00 00 00 00"},
    "session_start": {"code": "0000-0000-0000-0000"},
    "session_sign_in": {"login": "niemand", "password": "vier groene stoelen"},
    "password_set": {"token": "f" * 64, "login": "niemand", "password": "vier groene stoelen"},
    "password_change": {"old_password": "vier groene stoelen", "password": "vijf blauwe tafels"},
    "second_begin": {"password": "vier groene stoelen"},
    "second_confirm": {"code": "000000"},
    "second_end": {"password": "vier groene stoelen"},
    "administrator_first": {"token": "f" * 32, "name": "Beheer"},
    "account_create": {"kind": "peer", "name": "Naam"},
    "organisation_add": {"kind": "gp", "name": "Huisartsen"},
    "site_add": {"municipality": "{municipality}", "name": "Locatie"},
    "service_add": {"site": "{site}", "domain": "mental", "level": "local", "name": "Aanbod"},
    "region_appoint": {"from": day(3), "decided_where": "Regiotafel"},
    "need_add": {"domain": "debt", "aim": "recover", "person_agrees": True},
    "step_plan": {"day": day(3), "words": "Bellen."},
    "join_ask": {"account": "{gp}", "person_agrees": True},
    "join_invite": {"name": "Een zus", "person_agrees": True},
    "consult_ask": {"need": "{need}", "to_account": "{gp}", "words": "Kijk mee?"},
    "consult_answer": {"words": "Dit."},
    "stay_plan": {"service": "{clinic_service}", "start_day": day(), "return_day": day(9),
                  "keeps": "own_home", "kept_until": day(9), "person_agrees": True},
    "person_identify": {"name": "Naam", "person_agrees": True},
    "member_knows": {"knows": "plan", "person_agrees": True},
    "consent_give": {"account": "{gp}", "parts": ["plan"], "until_day": day(9)},
    "consent_object": {"account": "{gp}", "parts": ["plan"]},
    "mandate_name": {"kind": "mentor", "account": "{gp}", "until_day": day(9), "words": "x"},
    "transition_announce": {"kind": "insurer", "day": day(9), "person_agrees": True},
    "transition_move": {"day": day(9), "person_agrees": True},
    "preparation_not_needed": {"words": "x"},
    "treatment_exhausted": {"words": "x"},
    "treatment_agree": {"outcome": "goes_on", "person_agrees": True},
    "merge_confirm": {"person_agrees": True},
    "moment_correct": {"version": 1, "words": "Anders."},
    "stay_extend": {"return_day": day(9), "kept_until": day(9)},
    "table_seat": {"seat": "clients"},
    "table_bring": {"need": "{need}", "why": "stuck", "words": "Het zit vast."},
    "table_attend": {"attends": True},
    "table_decide": {"service": "{clinic_service}", "term": day(7), "words": "Zij."},
    "table_name": {"account": "{psychologist}", "person_agrees": True, "words": "Jij."},
    "table_close": {"lesson": "Eerst bellen."},
    "shortage_put": {"service": "{clinic_service}", "waiting": 3},
    "shortage_decide": {"organisation": "{organisation}", "term": day(7), "words": "Meer."},
    "shortage_close": {"lesson": "Eerst bellen."},
    "plan_add": {"kind": "goal", "words": "Slapen.", "person_agrees": True},
    "plan_change": {"words": "Slapen."},
    "plan_step": {"day": day(3), "words": "Bellen.", "person_agrees": True},
    "conversation_tell": {"topic": "matters", "words": "Rust.", "person_agrees": True},
    "plan_agree": {"version": 1},
    "return_answer": {"table": True, "companion": False},
    "light_begin": {"interval_days": 14, "person_agrees": True},
    "handover_offer": {"need": "{need}", "to_account": "{gp}", "words": "Hier.",
                       "person_agrees": True},
    "handover_accept": {"contact_day": day(3)},
    "organisation_change": {"name": "Naam"},
    "site_change": {"name": "Naam"},
    "service_change": {"name": "Naam"},
    "capacity_set": {"new_week": 1},
    "cost_set": {"number": 1, "kind": "free"},
    "entry_confirm_by_link": {"token": "f" * 64},
    "correction_propose": {"field": "name", "words": "Klopt niet."},
    "correction_decline": {"reason": "not_so"},
    "agreement_add": {"organisation": ID, "name": "Afspraak", "from_day": day(1)},
    "agreement_ask": {"organisation": ID},
    "agreement_goal": {"number": 1},
}
# Who sends it, if it is not the care manager.
SENDERS = {"question_ask": "door", "session_start": "door", "administrator_first": "door",
           "session_sign_in": "door", "password_set": "door",
           "entry_confirm_by_link": "door", "correction_propose": "door"}
ADMINISTERS = ("account_create", "password_invite", "account_end", "account_renew", "table_seat",
               "table_unseat", "roster_join", "roster_leave", "organisation_add", "site_add",
               "service_add", "region_appoint")


def field_parameters(name, schema):
    low = schema.get("minimum", schema.get("x-min-bytes"))
    high = schema.get("maximum", schema.get("x-max-bytes"))
    return {"field": name, "min": str(low), "max": str(high)}


# Codes that are there to be refused, with the law that they go against (L4): nobody is offered
# them.
REFUSED = (
    {"combination", "address", "diagnosis", "crisis_prone", "full"},  # reasons to decline
    {"excludes_combination", "excludes_address", "excludes_diagnosis"},  # criteria
)


def offered(codes):
    refused = set().union(*(some for some in REFUSED if some <= set(codes)))
    return ", ".join(code for code in codes if code not in refused)


def wrong_codes(name, schema):
    parameters = {"field": name, "allowed": offered(schema["enum"])}
    for value in ("onbekend", "", schema["enum"][0].upper(), schema["enum"][0] + " "):
        yield value, "not_a_code", parameters


def wrong_numbers(name, schema):
    bounds = field_parameters(name, schema)
    yield schema["minimum"] - 1, "out_of_bounds", bounds
    yield schema["maximum"] + 1, "out_of_bounds", bounds
    yield 2 ** 62, "out_of_bounds", bounds
    for value in ("3", 1.5, 1e300, True, [3]):
        yield value, "wrong_type", {"field": name, "expected": "1, 2, 3"}


def wrong_texts(name, schema, required):
    bounds = field_parameters(name, schema)
    most = schema["x-max-bytes"]
    yield "x" * (most + 1), "out_of_bounds", bounds
    yield "ë" * (most // 2 + 1), "out_of_bounds", bounds
    if required:
        yield "", "empty", {"field": name}
        yield " \t\n ", "empty", {"field": name}
    if name == "birth_day":
        for value in ("3 maart", "1990-02-30", "1990-1-1"):
            yield value, "not_a_day", {"field": name}
        first = f"{int(day()[:4]) - 130}-01-01"
        for value in (day(1), "2031-01-01", "1850-05-05"):
            yield value, "day_out_of_range", {"field": name, "from": first, "to": day()}


def wrong_secrets(name, schema):
    low, high = schema["x-min-bytes"], schema["x-max-bytes"]
    if name == "code" and low == 16:  # Whatever is not a code is one that nobody has.
        return
    yield "f" * (low - 1), "out_of_bounds", field_parameters(name, schema)
    yield "f" * (high + 1), "out_of_bounds", field_parameters(name, schema)


def wrong_references(name, schema):
    if schema["$ref"].endswith("/Id"):
        for value in ("", "0" * 32, "g" * 32, ID[1:], ID + "0", "{ID}"):
            yield value, "not_an_id", {"field": name}
    else:
        for value in ("", "morgen", "2026-02-30", "2026-13-01", "26-03-03", "2026-03-03T00:00",
                      "0000-00-00"):
            yield value, "not_a_day", {"field": name}


def wrong_lists(name, schema):
    items = schema["items"]
    for value in ("een", 7, {"een": 1}, [7], [["een"]]):
        yield value, "wrong_type", {"field": name, "expected": '["..."]'}
    if "enum" in items:
        yield ["onbekend"], "not_a_code", {"field": name, "allowed": offered(items["enum"])}
        return
    most = schema["maxItems"]
    yield ["nl"] * (most + 1), "out_of_bounds", {"field": name, "min": "0", "max": str(most)}
    if name == "languages":
        for value in ("", "Nederlands", "n", "NL", "nl-", "nl_BE", "n1"):
            yield [value], "not_a_language", {"field": name}
    else:
        yield ["GM9999"], "not_a_municipality", {"field": name}


def wrong_degrees(name, schema):
    bounds = field_parameters(name, schema)
    for value in (schema["minimum"] - 0.001, schema["maximum"] + 1, 1e300):
        yield value, "out_of_bounds", bounds
    for value in ("52", True, [52]):
        yield value, "wrong_type", {"field": name, "expected": "52.09"}


def wrong_hours(name):
    for value, column in (("altijd", 1), ("mo", 3), ("mo 9:00-17:00", 5), ("mo 09:00-09:00", 15),
                          ("mo 09:00-17:00;", 16), ("tu[6] 09:00-10:00", 5),
                          ("2026-02-30 closed", 1), ("mo 09:00-25:00", 15), ("mo closed", 4)):
        yield value, "not_hours", {"field": name, "column": str(column)}


def wrong_values(name, schema, required):
    """(value, problem, parameters) for each way in which this field can be wrong."""
    if "enum" in schema:
        yield from wrong_codes(name, schema)
    elif schema.get("type") == "array":
        yield from wrong_lists(name, schema)
        return
    elif schema.get("type") == "number":
        yield from wrong_degrees(name, schema)
        return
    elif schema.get("type") == "integer":
        yield from wrong_numbers(name, schema)
        return
    elif schema.get("type") == "boolean":
        for value in ("true", 1, 0, [], {}):
            yield value, "wrong_type", {"field": name, "expected": "true, false"}
        return
    elif "$ref" in schema:
        yield from wrong_references(name, schema)
    elif schema.get("x-secret"):
        yield from wrong_secrets(name, schema)
    elif name == "hours":
        yield from wrong_hours(name)
        yield "x" * (schema["x-max-bytes"] + 1), "out_of_bounds", field_parameters(name, schema)
    elif "x-max-bytes" in schema:
        yield from wrong_texts(name, schema, required)
    else:
        assert name.endswith("municipality"), name
        for value in ("", "GM9999", "gm", "Nergenshuizen", "0344"):
            yield value, "not_a_municipality", {"field": name}
        parts = {"municipalities": "Boxtel, Oisterwijk, Tilburg, Vught"}
        yield "GM0788", "municipality_divided", parts
        yield "haaren", "municipality_divided", parts
    for value in (7, True, ["een"], {"een": 1}):
        yield value, "wrong_type", {"field": name, "expected": '"..."'}


def rows_of(method, path, operation):
    identifier = operation["operationId"]
    schema = (operation.get("requestBody", {}).get("content", {}).get("application/json", {})
              .get("schema", {"properties": {}, "required": []}))
    right = RIGHT.get(identifier, {})
    required = schema.get("required", [])
    assert not set(required) - set(right), identifier
    sender = "administrator" if identifier in ADMINISTERS else SENDERS.get(identifier, "manager")

    def row(what, body, code, parameters, status=422):
        return {"what": f"{operation['x-command']}: {what}", "who": sender,
                "method": method.upper(), "path": path, "body": body,
                "expect": (status, code), "parameters": parameters}

    names = {"names": ", ".join(schema["properties"])} if len(schema["properties"]) < 2 else {}
    yield row("an unknown field", {**right, "onbekend": 1}, "unknown_field",
              {"field": "onbekend", **names})
    yield row("a field of the wrong case", {**right, "Words": "x"}, "unknown_field",
              {"field": "Words"})
    yield row("a list as the body", [right], "wrong_type", {"field": "body", "expected": "{ }"})
    yield row("null as the body", b"null", "wrong_type", {"field": "body", "expected": "{ }"})
    for name in required:
        without = {key: value for key, value in right.items() if key != name}
        yield row(f"without {name}", without, "missing_field", {"field": name})
        yield row(f"{name} is null", {**right, name: None}, "missing_field", {"field": name})
    for name, of_field in schema["properties"].items():
        for value, code, parameters in wrong_values(name, of_field, name in required):
            yield row(f"{name} is {str(value)[:30]!r}", {**right, name: value}, code, parameters)


def rows(document):
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            if operation.get("x-command") and not operation["x-command"].startswith("look."):
                yield from rows_of(method, path, operation)
