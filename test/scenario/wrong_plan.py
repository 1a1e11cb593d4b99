# wrong_plan.py - what the laws of care refuse of a plan, of light contact and of endings. The form
# of a row is that of wrong_laws.py.
# SPDX-License-Identifier: EUPL-1.2
from world import day
from wrong_laws import E, R, UNKNOWN, between

PARTS = E + "/plan/parts"
LIGHT = E + "/light-contact"
GONE = R + "/episodes/{episode_gone}"
NEW = R + "/episodes/{episode_new}"  # in which there is neither plan nor light contact
GOAL = {"kind": "goal", "words": "Slapen.", "person_agrees": True}
STEP = {"day": day(3), "words": "Bellen.", "person_agrees": True}
WORDS = {"words": "Anders."}
SAID = {"topic": "matters", "words": "Rust."}


def part(name, what=""):
    return f"{PARTS}/{{part_{name}}}{what}"


def _unknown():
    for what, body in (("give", None), ("accept", None), ("decline", None), ("done", None),
                       ("stop", None)):
        yield (f"{what}, of a part that is not there", "person", "POST",
               f"{PARTS}/{UNKNOWN}/{what}", body, 404, "plan.unknown", "L7")
        yield (f"{what}, of a part of another file", "person", "POST",
               f"{PARTS}/{{part_other}}/{what}", body, 404, "plan.unknown", "L7")
    yield ("writing anew what is not there", "person", "PUT", f"{PARTS}/{UNKNOWN}", WORDS, 404,
           "plan.unknown", "L7")


ROWS = [
    ("writing without the person's yes", "manager", "POST", PARTS, {**GOAL, "person_agrees": False},
     422, "plan.without_yes", "L0"),
    ("for a need that is not there", "person", "POST", PARTS, {**GOAL, "need": UNKNOWN}, 404,
     "need.unknown", "L7"),
    ("somebody else's words", "manager", "PUT", part("goal"), {**WORDS, "person_agrees": True}, 403,
     "plan.own_words", "L0"),
    ("writing anew without the person's yes", "manager", "PUT", part("goal"), WORDS, 422,
     "plan.without_yes", "L0"),
    ("writing a step anew", "person", "PUT", part("asked"), WORDS, 409, "plan.not_now", "L10"),
    ("a step without the person's yes", "manager", "POST", E + "/plan/steps",
     {**STEP, "person_agrees": False}, 422, "plan.without_yes", "L0"),
    ("a step for a goal that is not there", "manager", "POST", E + "/plan/steps",
     {**STEP, "goal": UNKNOWN}, 422, "plan.goal_unknown", "L7"),
    ("a step for a step", "manager", "POST", E + "/plan/steps",
     {**STEP, "goal": "{part_asked}"}, 422, "plan.goal_unknown", "L7"),
    ("a step for a need that is not there", "manager", "POST", E + "/plan/steps",
     {**STEP, "need": UNKNOWN}, 404, "need.unknown", "L7"),
    ("a step for an outsider", "person", "POST", E + "/plan/steps", {**STEP, "who": "{gp}"}, 422,
     "plan.who_not_member", "L3"),
    ("a step for nobody there is", "person", "POST", E + "/plan/steps", {**STEP, "who": UNKNOWN},
     422, "plan.who_not_member", "L3"),
    ("a step in the past", "person", "POST", E + "/plan/steps", {**STEP, "day": day(-1)}, 422,
     "plan.day_out_of_range", "L3", between(0, 366)),
    ("a step too far ahead", "person", "POST", E + "/plan/steps", {**STEP, "day": day(367)}, 422,
     "plan.day_out_of_range", "L3", between(0, 366)),
    ("giving without the person's yes", "manager", "POST", part("asked", "/give"), None, 422,
     "plan.without_yes", "L0"),
    ("giving a goal", "person", "POST", part("goal", "/give"), None, 409, "plan.not_now", "L10"),
    ("giving to an outsider", "person", "POST", part("asked", "/give"), {"who": "{gp}"}, 422,
     "plan.who_not_member", "L3"),
    ("giving for yesterday", "person", "POST", part("asked", "/give"), {"day": day(-1)}, 422,
     "plan.day_out_of_range", "L3", between(0, 366)),
    ("yes by who is not asked", "person", "POST", part("asked", "/accept"), None, 403,
     "plan.not_asked", "L0"),
    ("no by who is not asked", "person", "POST", part("asked", "/decline"), None, 403,
     "plan.not_asked", "L0"),
    ("yes to a goal", "person", "POST", part("goal", "/accept"), None, 409, "plan.not_now", "L10"),
    ("no to a goal", "person", "POST", part("goal", "/decline"), None, 409, "plan.not_now", "L10"),
    ("done before there was a yes", "manager", "POST", part("asked", "/done"), None, 409,
     "plan.not_now", "L10"),
    ("done by somebody else", "psychologist", "POST", part("agreed", "/done"), None, 403,
     "plan.not_doer", "L0"),
    ("a goal reached, without the person's yes", "manager", "POST", part("goal", "/done"), None,
     422, "plan.without_yes", "L0"),
    ("letting go without the person's yes", "manager", "POST", part("goal", "/stop"), None, 422,
     "plan.without_yes", "L0"),
    ("letting go twice", "person", "POST", part("stopped", "/stop"), None, 409, "plan.not_now",
     "L10"),
    ("yes to another version", "person", "POST", E + "/plan/agree", {"version": 1}, 409,
     "plan.other_version", "L0"),
    ("yes a second time", "person", "POST", E + "/plan/agree", {"version": "#plan_version"}, 409,
     "plan.agreed_already", "L0"),
    ("yes to nothing", "newcomer", "POST", NEW + "/plan/agree", {"version": 1}, 409, "plan.empty",
     "L10"),
    ("the plan, by an outsider", "gp", "GET", E + "/plan", None, 403, "access.no_ground", "L7"),
    ("how it was, by an outsider", "gp", "GET", E + "/plan/history", None, 403, "access.no_ground",
     "L7"),
    *_unknown(),
    ("saying something without the person's yes", "manager", "POST", E + "/conversation", SAID, 422,
     "conversation.without_yes", "L0"),
    ("saying anew what is not there", "person", "POST", E + "/conversation",
     {**SAID, "saying": UNKNOWN}, 404, "conversation.unknown", "L7"),
    ("saying anew what somebody else said", "manager", "POST", E + "/conversation",
     {**SAID, "saying": "{saying}", "person_agrees": True}, 403, "conversation.own_words", "L0"),
    ("what was said, by an outsider", "gp", "GET", E + "/conversation", None, 403,
     "access.no_ground", "L7"),
    ("light contact without the person's yes", "manager", "PUT", LIGHT, {"interval_days": 14}, 422,
     "light.without_yes", "L0"),
    ("light contact in the past", "person", "PUT", LIGHT,
     {"interval_days": 14, "first_day": day(-1)}, 422, "light.day_out_of_range", "L3",
     between(0, 366)),
    ("held, where there is none", "newcomer", "POST", NEW + "/light-contact/held", None, 409,
     "light.not_kept", "L10"),
    ("ending what is not there", "newcomer", "POST", NEW + "/light-contact/end", None, 409,
     "light.not_kept", "L10"),
    ("held, by who does not keep it", "psychologist", "POST", LIGHT + "/held", None, 403,
     "light.not_keeper", "L2"),
    ("the next one in the past", "person", "POST", LIGHT + "/held", {"next_day": day(-1)}, 422,
     "light.day_out_of_range", "L3", between(0, 366)),
    ("ending without the person's yes", "manager", "POST", LIGHT + "/end", None, 422,
     "light.without_yes", "L0"),
    ("closing, by somebody of the team", "psychologist", "POST", E + "/close",
     {"decided_by": "together"}, 403, "ending.not_yours", "L10"),
    ("closing without saying whose decision", "manager", "POST", E + "/close", None, 422,
     "ending.not_said", "L10"),
    ("closing in the person's name", "manager", "POST", E + "/close", {"decided_by": "person"}, 422,
     "ending.person_decides", "L10"),
    ("closing in danger", "manager", "POST", E + "/close", {"decided_by": "together"}, 409,
     "ending.in_danger", "L2"),
    ("closing while something is on offer", "stranger", "POST",
     R + "/episodes/{episode_other}/close", {"decided_by": "person"}, 409, "ending.offers_open",
     "L2"),
    ("closing while somebody is asked", "asking", "POST", R + "/episodes/{episode_asking}/close",
     {"decided_by": "person"}, 409, "ending.askings_open", "L2"),
    ("closing while advice is asked", "advised", "POST", R + "/episodes/{episode_advised}/close",
     {"decided_by": "person"}, 409, "ending.advice_open", "L2"),
    ("closing while somebody stays somewhere", "away_for", "POST",
     R + "/episodes/{episode_away_for}/close", {"decided_by": "person"}, 409, "ending.stay_open",
     "L3"),
    ("closing with a need", "newcomer", "POST", NEW + "/close", {"decided_by": "person"}, 409,
     "ending.needs_open", "L1", {"count": "1"}),
    ("closing again", "gone", "POST", GONE + "/close", {"decided_by": "person"}, 409,
     "episode.closed", "L10"),
    ("a need in what is closed", "gone", "POST", GONE + "/needs",
     {"domain": "debt", "aim": "recover"}, 409, "episode.closed", "L10"),
    ("writing in what is closed", "gone", "POST", GONE + "/plan/parts", GOAL, 409,
     "episode.closed", "L10"),
    ("coming back to what is open", "newcomer", "POST", NEW + "/return", None, 409,
     "ending.not_closed", "L10"),
    ("coming back for somebody else", "manager", "POST", GONE + "/return", None, 403,
     "access.no_ground", "L7"),
    ("reading what is closed", "manager", "GET", GONE, None, 403, "access.no_ground", "L7"),
    ("answering what was not offered", "newcomer", "POST", NEW + "/return/answer",
     {"table": True, "companion": False}, 409, "ending.not_offered", "L10"),
    ("answering for the person", "manager", "POST", E + "/return/answer",
     {"table": True, "companion": False}, 403, "ending.person_answers", "L0"),
]
