# problems.py - what each refusal must be: RFC 9457, the Problem of the document, and its texts.
# SPDX-License-Identifier: EUPL-1.2
import re

from openapi import DOCUMENT, read_json, validator

LANGUAGES = ("nl", "en")
MESSAGES = {language: read_json(f"data/messages/{language}.json") for language in LANGUAGES}
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
