# wrong_life.py - what the laws of care refuse of changes of life, and of treatment that helps no
# further. The form of a row is that of wrong_laws.py.
# SPDX-License-Identifier: EUPL-1.2
from world import day
from wrong_laws import E, UNKNOWN, between

CHANGES = E + "/transitions"
MOVING = CHANGES + "/{transition}"
OVER = CHANGES + "/{transition_off}"
READY = E + "/preparations"
YES = {"person_agrees": True}
NEED = E + "/needs"


def announce(kind="pregnancy", **more):
    return {"kind": kind, "day": day(30), **YES, **more}


def _unknown():
    for what, body in (("move", {"day": day(9), **YES}), ("call-off", YES)):
        yield (f"{what}, of a change that is not there", "manager", "POST",
               f"{CHANGES}/{UNKNOWN}/{what}", body, 404, "transition.unknown", "L7")
        yield (f"{what}, of a change of another file", "manager", "POST",
               f"{CHANGES}/{{transition_other}}/{what}", body, 404, "transition.unknown", "L7")
        yield (f"{what}, of a change that was called off", "manager", "POST", f"{OVER}/{what}",
               body, 409, "transition.not_announced", "L3")
        yield (f"{what}, without the person's yes", "manager", "POST", f"{MOVING}/{what}",
               {**body, "person_agrees": False}, 422, "transition.without_yes", "L0")
        yield (f"{what}, by somebody who is not in the team", "gp", "POST", f"{MOVING}/{what}",
               body, 403, "access.no_ground", "L7")
    for what, body in (("done", None), ("not-needed", {"words": "x"})):
        yield (f"{what}, of a preparation that is not there", "manager", "POST",
               f"{READY}/{UNKNOWN}/{what}", body, 404, "preparation.unknown", "L7")
        yield (f"{what}, of a preparation of another file", "manager", "POST",
               f"{READY}/{{preparation_other}}/{what}", body, 404, "preparation.unknown", "L7")
        for name in ("preparation_done", "preparation_dropped"):
            yield (f"{what}, of {name}", "manager", "POST", f"{READY}/{{{name}}}/{what}", body, 409,
                   "preparation.not_open", "L3")
        yield (f"{what}, by somebody who is not in the team", "gp", "POST",
               f"{READY}/{{preparation}}/{what}", body, 403, "access.no_ground", "L7")


ROWS = [
    ("announcing without the person's yes", "manager", "POST", CHANGES,
     {**announce(), "person_agrees": False}, 422, "transition.without_yes", "L0"),
    ("announcing a second time", "person", "POST", CHANGES, announce("insurer"), 409,
     "transition.already", "L8"),
    ("announcing what is over", "person", "POST", CHANGES, announce(day=day(-1)), 422,
     "transition.day_out_of_range", "L3", between(0, 731)),
    ("announcing too far ahead", "person", "POST", CHANGES, announce(day=day(732)), 422,
     "transition.day_out_of_range", "L3", between(0, 731)),
    ("moving house to nowhere", "person", "POST", CHANGES, announce("moving"), 422,
     "transition.place", "L8"),
    ("a place where nobody moves", "person", "POST", CHANGES,
     announce(municipality="{municipality}"), 422, "transition.place", "L8"),
    ("a day that is over", "person", "POST", MOVING + "/move", {"day": day(-1)}, 422,
     "transition.day_out_of_range", "L3", between(0, 731)),
    ("a day too far ahead", "person", "POST", MOVING + "/move", {"day": day(732)}, 422,
     "transition.day_out_of_range", "L3", between(0, 731)),
    ("a stranger looks at changes", "gp", "GET", CHANGES, None, 403, "access.no_ground", "L7"),
    ("who is near reads of changes", "friend", "GET", CHANGES, None, 403, "access.no_ground", "L7"),
    ("exhausted, by who does not treat", "psychologist", "POST", NEED + "/{need}/exhausted",
     {"words": "x"}, 403, "second_view.not_bearer", "L4"),
    ("exhausted, by the person", "person", "POST", NEED + "/{need_person}/exhausted",
     {"words": "x"}, 403, "second_view.not_bearer", "L4"),
    ("exhausted, of what is closed", "manager", "POST", NEED + "/{need_closed}/exhausted",
     {"words": "x"}, 409, "second_view.not_now", "L2"),
    ("exhausted, while duty holds", "on_duty", "POST", NEED + "/{need_danger}/exhausted",
     {"words": "x"}, 409, "second_view.not_now", "L2"),
    ("exhausted, of what is care already", "manager", "POST", NEED + "/{need_care}/exhausted",
     {"words": "x"}, 409, "second_view.is_care", "L4"),
    ("exhausted, a second time", "manager", "POST", NEED + "/{need_exhausted}/exhausted",
     {"words": "x"}, 409, "second_view.already", "L4"),
    ("exhausted, of a need that is not there", "manager", "POST", f"{NEED}/{UNKNOWN}/exhausted",
     {"words": "x"}, 404, "need.unknown", "L7"),
    ("care without a second view", "manager", "POST", NEED + "/{need_exhausted}/exhausted/agree",
     {"outcome": "care", **YES}, 409, "second_view.not_viewed", "L4"),
    ("going on without the person's yes", "manager", "POST",
     NEED + "/{need_exhausted}/exhausted/agree", {"outcome": "goes_on"}, 422,
     "second_view.without_yes", "L0"),
    ("agreeing on what is another's", "psychologist", "POST",
     NEED + "/{need_exhausted}/exhausted/agree", {"outcome": "goes_on", **YES}, 403,
     "second_view.not_yours", "L4"),
    ("agreeing on what nobody said", "manager", "POST", NEED + "/{need}/exhausted/agree",
     {"outcome": "goes_on", **YES}, 404, "second_view.unknown", "L4"),
    ("agreeing about a need that is not there", "manager", "POST",
     f"{NEED}/{UNKNOWN}/exhausted/agree", {"outcome": "goes_on", **YES}, 404, "need.unknown", "L7"),
    ("taking up what goes on", "manager", "POST", NEED + "/{need_exhausted}/resume", YES, 409,
     "second_view.not_care", "L4"),
    ("taking up without the person's yes", "manager", "POST", NEED + "/{need_care}/resume", None,
     422, "second_view.without_yes", "L0"),
    ("taking up what is closed", "manager", "POST", NEED + "/{need_closed}/resume", YES, 409,
     "second_view.not_now", "L2"),
    ("taking up a need that is not there", "manager", "POST", f"{NEED}/{UNKNOWN}/resume", YES, 404,
     "need.unknown", "L7"),
    *_unknown(),
]
