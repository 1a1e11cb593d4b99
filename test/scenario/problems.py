"""problems.py - what each refusal must be: RFC 9457, the Problem of the document, and its texts.
SPDX-License-Identifier: EUPL-1.2
"""
import json
import pathlib
import re

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[2]
LANGUAGES = ("nl", "en")


def read_json(path):
    return json.loads((ROOT / path).read_text(encoding="utf-8"))


DOCUMENT = read_json("docs/openapi.json")
MESSAGES = {language: read_json(f"data/messages/{language}.json") for language in LANGUAGES}


def formats():
    """What `format` means here; the library knows few formats by itself."""
    checker = jsonschema.FormatChecker(formats=())
    day = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])")
    instant = re.compile(day.pattern + r"T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]+)?Z")
    checker.checks("date")(lambda text: bool(day.fullmatch(text)))
    checker.checks("date-time")(lambda text: bool(instant.fullmatch(text)))
    return checker


FORMATS = formats()


def validator(schema):
    """Of a schema in the document; its references are resolved there."""
    whole = {**schema, "components": DOCUMENT["components"]}
    return jsonschema.Draft202012Validator(whole, format_checker=FORMATS)


PROBLEM = validator(DOCUMENT["components"]["schemas"]["Problem"])


def is_text_of(template, text):
    """A text with its parameters filled in: {name}, and [what may be left out]."""
    pattern = ""
    for part in re.split(r"(\{[a-z_]+\}|\[|\])", template):
        if part == "[":
            pattern += "(?:"
        elif part == "]":
            pattern += ")?"
        elif part.startswith("{"):
            pattern += ".*"
        else:
            pattern += re.escape(part)
    return re.fullmatch(pattern, text, re.DOTALL) is not None


def text_of(code, part, language):
    kind = "problem" if f"problem.{code}.title" in MESSAGES["nl"] else "refusal"
    return MESSAGES[language][f"{kind}.{code}.{part}"]


def languages_of(problem):
    """Those in which both of its texts are."""
    return [language for language in LANGUAGES
            if all(is_text_of(text_of(problem["code"], part, language), problem[part])
                   for part in ("title", "accept"))]


def faults(reply, language=None):
    """What is wrong with a refusal; `language` is the one that was asked for."""
    found = []
    if reply.media_type != "application/problem+json":
        return [f"its media type is {reply.media_type!r}"]
    problem = reply.json
    found += [f"{error.json_path}: {error.message}" for error in PROBLEM.iter_errors(problem)]
    if found:
        return found
    if problem["status"] != reply.status:
        found.append("its status is not that of the reply")
    if problem["type"] != f"/problems/{problem['code']}":
        found.append("its type is not that of its code")
    if problem["instance"] != f"/requests/{reply.headers.get('x-request-id')}":
        found.append("its instance is not X-Request-Id")
    if not problem["title"].strip() or not problem["accept"].strip():
        found.append("it says nothing")
    if language and language not in languages_of(problem):
        found.append(f"it is not in {language}: {problem['title']!r} {problem['accept']!r}")
    for name, value in (("cache-control", "no-store"), ("x-content-type-options", "nosniff")):
        if reply.headers.get(name) != value:
            found.append(f"{name} is {reply.headers.get(name)!r}")
    for status, name in ((401, "www-authenticate"), (405, "allow"), (503, "retry-after")):
        if reply.status == status and name not in reply.headers:
            found.append(f"there is no {name}")
    return found


def all_codes():
    """Every code that has a text."""
    keys = [key[:-len(".title")] for key in MESSAGES["nl"] if key.endswith(".title")]
    return {key.split(".", 1)[1] for key in keys if key.split(".")[0] in ("problem", "refusal")}
