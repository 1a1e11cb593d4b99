#!/usr/bin/env python3
# test_access_page.py - docs/access.md is what the tables of the program say, in words.
#
# Use: test_access_page.py DESCRIBE_ROUTES docs/access.md data/messages/en.json [--write]
# It writes the page with --write, and otherwise says where the page is another than the program.
# SPDX-License-Identifier: EUPL-1.2
import difflib
import json
import subprocess
import sys

# What each part of what is known is, as access.h has it.
PARTS = {
    "door": "the front door: bringing a question in, signing in",
    "file": "the file: needs, team, plan, what is next",
    "story": "the story: the timeline, what was said, what advisers were asked",
    "offer": "an offer: what its receiver needs to know, and the answer",
    "consult": "a question for advice, and the advice; nothing else of the file",
    "table": "a case at a table; without a name until the person agrees",
    "obligation": "naming who does what a table decided",
    "agenda": "what lies at a table, and what tables learned; no words of a file",
    "about": "who the other is, of whom a relative tells",
    "receipt": "that a report was received and is held; nothing else",
    "log": "who looked and who changed",
    "renewal": "a new code for the person, in place of one that was lost",
    "caseload": "whom one helps: the files of others in whose team one is",
    "own": "one's own inbox, sessions and password",
    "consent": "what the person said that others may know",
    "colleagues": "who can be asked: who helps, and for which organisation",
    "directory": "the map of help",
    "correction": "what was said to be wrong on the map of help, and the decision",
    "directory_door": "what anybody may do at the map: report, and confirm with a link",
    "administration": "accounts, rosters and seats; no file",
    "clock": "what comes due",
}
# By the number of the bit in access.h.
RELATIONS = [
    "anybody, also without signing in", "who has signed in", "the person themself",
    "who is in the team now and knows the story",
    "who has an open offer, asking or question to answer", "who is on duty in the region",
    "an administrator of the region, or of the nation",
    "Vangnet itself: clocks, deliveries, the command line",
    "who owns the entry on the map, or acts for the organisation that does",
    "who sits at the table where it lies", "who brought the question in",
    "the person, with the code of another file that is theirs",
    "who is in the team and knows the plan or their own part of it",
    "who speaks for the person, and knows what the team knows",
    "who helps by profession, as a peer, or for an organisation",
    "whom the person said yes to, for what it shows, until a day",
]
# What each ground is; the program itself says on which article it rests, and since when.
GROUNDS = {
    "own_file": "the person themself",
    "representation": "speaks for the person",
    "treatment": "in the team, with the person's yes",
    "asked": "asked to take over or to join, with the person's yes",
    "consent": "the person said yes to this part, until a day",
    "consult": "asked to look along, without a name",
    "vital_interest": "danger",
    "wvggz": "what a compulsory title asks for",
    "wzd": "what a title under the Wzd asks for",
    "wfz": "what forensic care asks for",
    "wams": "several problems at once, in the social domain",
    "outreach": "going to somebody who does not ask for help",
    "table": "what is stuck, without a name",
    "supervision": "the inspectorate, where it watches",
    "entry": "a question is brought in",
    "own_entry": "what one offers oneself",
    "administration": "accounts and the map of help; no file",
    "program": "an agreed rule comes due",
    "public": "public facts, or what is one's own",
}
ALWAYS = "1800-01-01"
WHOLE = 10
ADMINISTRATOR = 6
NO_FILE = ("own", "directory", "correction", "directory_door", "administration", "clock",
           "agenda", "colleagues", "door")
VERBS = {"read": "see", "change": "change"}
HEAD = """# Who may do and see what, and on which ground
<!-- Made by test/unit/api/test_access_page.py --write from the tables of the program. -->

Whatever is not in here is refused: the default is no. The first line that fits gives the ground,
and the ground stands in the log that the person reads. This page is made from the program's own
tables, and a test compares the two; what the tables should say is written down once more, by
hand, in test/unit/access/test_access.c, and compared for every set of relations. A ground opens
the door; the rules of each command can say no after that (a person's new code, for example, is
given only with their yes). In the column *when*, *in danger* is: a need of that file is not safe
now.

An administrator has no line at anything of a file.
"""


def said(names, code):
    if code not in names:
        sys.exit(f"test_access_page.py has no words for {code}: add them")
    return names[code]


def table_of(part, rules):
    lines = ["| who | may | when | ground |", "|---|---|---|---|"]
    for rule in rules:
        if rule["relation"] >= len(RELATIONS):
            sys.exit(f"test_access_page.py has no words for relation {rule['relation']}: add them")
        if rule["relation"] == ADMINISTRATOR and part not in NO_FILE:
            sys.exit(f"{part}: an administrator has a rule, and it is of a file")
        when = "in danger" if rule["in_danger_only"] else "always"
        lines.append(f"| {RELATIONS[rule['relation']]} | {VERBS[rule['verb']]} | {when} | "
                     f"[{rule['ground']}](#{rule['ground']}) |")
    return lines


def doing(entry, words, routes):
    what = words.get(f"command.{entry['name']}", "")
    where = ", ".join(f"`{method.upper()} {path}`" for method, path in routes[entry["name"]])
    return f"- {what + ': ' if what else ''}`{entry['name']}`" + (f" ({where})" if where else "")


def part_of(part, described, words, routes):
    rules = [rule for rule in described["rules"] if rule["part"] == part]
    entries = [entry for entry in described["entries"] if entry["part"] == part]
    lines = [f"## {part}", said(PARTS, part)[0].upper() + PARTS[part][1:] + ".", ""]
    lines += table_of(part, rules)
    for verb in VERBS:
        those = [entry for entry in entries if entry["verb"] == verb]
        if those and not any(rule["verb"] == verb for rule in rules):
            sys.exit(f"{part}: {those[0]['name']} has no rule, so nobody may do it")
        if those:
            lines += ["", f"To {VERBS[verb]}:"]
            lines += [doing(entry, words, routes) for entry in those]
    return lines + [""]


def since(ground):
    if ground["only_where_said"]:
        return "no day: off, but where somebody says that it is in force"
    if ground["from"] == ALWAYS:
        return ""
    return ground["from"] + (f" to {ground['until']}" if ground["until"] else "")


def reaches(ground):
    if len(ground["parts"]) == WHOLE:
        return "all"
    return ", ".join(ground["parts"]) if ground["parts"] else "nothing of a file"


def grounds_of(described):
    """Nearest to the person first; those without a rule are law that no route rests on yet."""
    used = {rule["ground"] for rule in described["rules"]}
    lines = ["## Grounds", "Nearest to the person first: what is more specific goes before what is "
             "more general. A ground holds only", "on days on which its article is law, and for "
             "the parts of a file that it reaches. Where *used* is empty, no", "route rests on it "
             "yet: nobody sees anything by it.", "",
             "| ground | what | rests on | law since | reaches | used |",
             "|---|---|---|---|---|---|"]
    for ground in described["grounds"]:
        name = ground["name"]
        what = said(GROUNDS, name)
        lines.append(f'| <a id="{name}"></a>{name} | {what} | '
                     f'{ground["article"]} | '
                     f'{since(ground)} | {reaches(ground)} | {"yes" if name in used else ""} |')
    return lines


def page(described, words):
    names = {rule["part"] for rule in described["rules"]}
    names |= {entry["part"] for entry in described["entries"]}
    routes = {entry["name"]: [] for entry in described["entries"]}
    public = []
    for route in described["routes"]:
        if "command" in route:
            routes[route["command"]].append((route["method"], route["path"]))
        else:
            public.append(f"- `{route['method'].upper()} {route['path']}`")
    lines = HEAD.split("\n") + grounds_of(described)
    lines.append("")
    for part in sorted(names, key=lambda code: list(PARTS).index(said(PARTS, code) and code)):
        lines += part_of(part, described, words, routes)
    lines += ["## Without a ground", "What is of nobody: facts of the map, the regions and the "
              "program itself, for whoever asks, and one's own session.", ""] + public
    return "\n".join(lines) + "\n"


def main(describe, path, messages, write=None):
    described = json.loads(subprocess.run([describe], check=True, capture_output=True).stdout)
    with open(messages, encoding="utf-8") as file:
        wanted = page(described, json.load(file))
    if write == "--write":
        with open(path, "w", encoding="utf-8") as file:
            file.write(wanted)
        return 0
    with open(path, encoding="utf-8") as file:
        there = file.read()
    sys.stdout.writelines(difflib.unified_diff(
        there.splitlines(True), wanted.splitlines(True), path, "what the program says"))
    if there != wanted:
        print(f"Look at what changed, and then: test_access_page.py {describe} {path} "
              f"{messages} --write")
    return 0 if there == wanted else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
