# openapi.py - docs/openapi.json: its routes, its schemas, and what is valid by them.
# SPDX-License-Identifier: EUPL-1.2
import json
import pathlib
import re

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]


def read_json(path):
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


DOCUMENT = read_json("docs/openapi.json")


def formats():
    """What `format` means here; the library knows few formats by itself."""
    checker = jsonschema.FormatChecker(formats=())
    day = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
    instant = re.compile(day.pattern + r"T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]+)?Z")
    checker.checks("date")(lambda text: not isinstance(text, str) or bool(day.fullmatch(text)))
    checker.checks("date-time")(
        lambda text: not isinstance(text, str) or bool(instant.fullmatch(text)))
    return checker


FORMATS = formats()


def validator(schema):
    """Of a schema in the document; its references are resolved there."""
    whole = {**schema, "components": DOCUMENT["components"]}
    return jsonschema.Draft202012Validator(whole, format_checker=FORMATS)


def resolved(described):
    """What a reference in the document is of, or what it is itself."""
    while "$ref" in described:
        at = DOCUMENT
        for name in described["$ref"].split("/")[1:]:
            at = at[name]
        described = at
    return described


class Routes:
    """Finds the operation of a request; literal segments go before parameters."""

    def __init__(self):
        self.found = []
        for template, methods in DOCUMENT["paths"].items():
            pattern = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template))
            for method, operation in methods.items():
                self.found.append((template.count("{"), method.upper(), re.compile(pattern),
                                   f"{method.upper()} {template}", operation))
        self.found.sort(key=lambda route: route[0])

    def of(self, method, path):
        path = path.split("?")[0]
        for _, of_method, pattern, name, operation in self.found:
            if of_method == method and pattern.fullmatch(path):
                return name, operation
        return None, None
