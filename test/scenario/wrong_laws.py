# wrong_laws.py - requests whose form is right, and that somebody or something stands in the way
# of: who is not signed in, who has no ground, another state, a law (L0 to L10), another version.
#
# A row: what, who, method, path, body, status, code, law, and the parameters that must be among
# those of the reply. Names in braces are of the state (wrong_state.py).
# SPDX-License-Identifier: EUPL-1.2
from world import day

R = "/v1/regions/{region}"
E = R + "/episodes/{episode}"
UNKNOWN = "0123456789abcdef0123456789abcdef"
AGREED = {"person_agrees": True}
ADD = {"domain": "debt", "aim": "recover"}
ASK = {"story": "Een vraag.", "contact": "Bel mij."}
OFFER = {"words": "Wil je dit overnemen?"}
DECLINE = {"reason": "fit", "instead": "consult", "instead_by": day(7)}


def need(name, what):
    return f"{E}/needs/{{{name}}}/{what}"


def handover(name, what):
    return f"{E}/handovers/{{{name}}}/{what}"


def join(name, what):
    return f"{E}/joins/{{{name}}}/{what}"


def consult(name, what):
    return f"{E}/consults/{{{name}}}/{what}"


def merge(name, what):
    return f"{E}/merges/{{{name}}}/{what}"


def leave(name):
    return f"{E}/members/{{{name}}}/leave"


def between(first, last):
    return {"from": day(first), "to": day(last)}


SIGNING_IN = [
    ("a look without a session", "nobody", "GET", E, None, 401, "access.not_signed_in", "L7"),
    ("an inbox without a session", "nobody", "GET", "/v1/inbox", None, 401,
     "access.not_signed_in", "L7"),
    ("a caseload without a session", "nobody", "GET", R + "/caseload", None, 401,
     "access.not_signed_in", "L7"),
    ("seeing something without a session", "nobody", "POST", f"/v1/inbox/{UNKNOWN}/seen", None, 401,
     "access.not_signed_in", "L7"),
    ("a command without a session", "nobody", "POST", E + "/needs", ADD, 401,
     "access.not_signed_in", "L7"),
    ("administration without a session", "nobody", "POST", R + "/accounts",
     {"kind": "peer", "name": "x"}, 401, "access.not_signed_in", "L7"),
    ("ending no session", "nobody", "DELETE", "/v1/sessions/current", None, 401,
     "access.not_signed_in", "L7"),
    ("who am I, without a session", "nobody", "GET", "/v1/sessions/current", None, 401,
     "session.none", "L7"),
    ("a forged token", "forged", "GET", E, None, 401, "session.none", "L7"),
    ("a token of another region", "moved", "GET", E, None, 401, "session.none", "L7"),
    ("the proof of another session", "other_session", "GET", E, None, 401, "session.none", "L7"),
    ("a token that is too short", "short_token", "POST", E + "/needs", ADD, 401, "session.none",
     "L7"),
    ("a token that is too long", "long_token", "POST", E + "/needs", ADD, 401, "session.none",
     "L7"),
    ("no token at all", "no_token", "GET", "/v1/inbox", None, 401, "session.none", "L7"),
    ("a forged token at the door", "forged", "POST", R + "/questions", ASK, 401, "session.none",
     "L7"),
    ("a session that has ended", "signed_out", "GET", "/v1/sessions/current", None, 401,
     "session.expired", "L7"),
    ("ending it again", "signed_out", "DELETE", "/v1/sessions/current", None, 401,
     "session.expired", "L7"),
    ("a session that is over", "expired", "GET", E, None, 401, "session.expired", "L7"),
    ("a session that is over, for a command", "expired", "POST", E + "/needs", ADD, 401,
     "session.expired", "L7"),
    ("a session of an account that ended", "leaver", "GET", "/v1/inbox", None, 401,
     "session.account_ended", "accounts"),
    ("signing in to an account that ended", "door", "POST", "/v1/sessions",
     {"code": "{leaver_code}"}, 401, "session.account_ended", "accounts"),
    ("a code that nobody has", "door", "POST", "/v1/sessions", {"code": "0000-0000-0000-0000"},
     401, "session.code_wrong", "accounts"),
    ("what has not the form of a code", "door", "POST", "/v1/sessions", {"code": "wachtwoord"},
     401, "session.code_wrong", "accounts"),
    ("an empty code", "door", "POST", "/v1/sessions", {"code": ""}, 401, "session.code_wrong",
     "accounts"),
    ("a login that nobody has", "door", "POST", "/v1/sign-ins",
     {"login": "niemand", "password": "vier groene stoelen"}, 401, "session.sign_in_wrong",
     "accounts"),
    ("a wrong password", "door", "POST", "/v1/sign-ins",
     {"login": "beveiligd", "password": "zes rode kasten"}, 401, "session.sign_in_wrong",
     "accounts"),
    ("a password without its second factor", "door", "POST", "/v1/sign-ins",
     {"login": "dubbel", "password": "{password}"}, 401, "session.second_needed", "accounts"),
    ("a wrong code with it", "door", "POST", "/v1/sign-ins",
     {"login": "dubbel", "password": "{password}", "recovery_code": "0000-0000-0000-0000"}, 401,
     "session.second_wrong", "accounts"),
    ("a code where there is a password", "door", "POST", "/v1/sessions",
     {"code": "{secured_code}"}, 401, "session.password_needed", "accounts"),
    ("an invitation that nobody got", "door", "POST", "/v1/passwords",
     {"token": "f" * 64, "login": "iemand", "password": "{password}"}, 403,
     "account.invite_wrong", "accounts"),
    ("somebody else's login", "door", "POST", "/v1/passwords",
     {"token": "{invite_token}", "login": "Dubbel", "password": "{password}"}, 409,
     "password.login_taken", "accounts"),
    ("a password with the login in it", "door", "POST", "/v1/passwords",
     {"token": "{invite_token}", "login": "stoelen", "password": "{password}"}, 422,
     "password.easy", "accounts"),
    ("an invitation for a person", "administrator", "POST", R + "/accounts/{person}/invitations",
     None, 422, "password.person", "L7"),
    ("an invitation for nobody", "administrator", "POST", f"{R}/accounts/{UNKNOWN}/invitations",
     None, 404, "account.unknown", "accounts"),
    ("an invitation for who has ended", "administrator", "POST",
     R + "/accounts/{leaver}/invitations", None, 409, "account.ended", "accounts"),
    ("an invitation by who does not administer", "gp", "POST",
     R + "/accounts/{manager}/invitations", None, 403, "access.not_yours", "accounts"),
    ("changing a password that is not there", "gp", "PUT", "/v1/password",
     {"old_password": "zes rode kasten", "password": "vijf blauwe tafels"}, 409, "password.none",
     "accounts"),
    ("changing without the old password", "secured", "PUT", "/v1/password",
     {"old_password": "zes rode kasten", "password": "vijf blauwe tafels"}, 403, "password.wrong",
     "accounts"),
    ("the same password again", "secured", "PUT", "/v1/password",
     {"old_password": "{password}", "password": "{password}"}, 422, "password.same", "accounts"),
    ("a second factor twice", "doubled", "POST", "/v1/second-factor", {"password": "{password}"},
     409, "password.second_on", "accounts"),
    ("a code where none was begun", "secured", "POST", "/v1/second-factor/confirm",
     {"code": "000000"}, 409, "password.second_off", "accounts"),
    ("a code that is none", "begun", "POST", "/v1/second-factor/confirm", {"code": "geen code"},
     403, "password.code_wrong", "accounts"),
    ("changing a password without a session", "nobody", "PUT", "/v1/password",
     {"old_password": "zes rode kasten", "password": "vijf blauwe tafels"}, 401,
     "access.not_signed_in", "L7"),
    ("a list of sessions without one", "nobody", "GET", "/v1/sessions", None, 401,
     "access.not_signed_in", "L7"),
    ("ending all sessions without one", "nobody", "DELETE", "/v1/sessions", None, 401,
     "access.not_signed_in", "L7"),
    ("ending a session that is not there", "manager", "DELETE", f"/v1/sessions/{UNKNOWN}", None,
     404, "session.unknown", "accounts"),
    ("the one-time token again", "door", "POST", "/v1/administrators/first",
     {"token": "{used_token}", "name": "x"}, 403, "account.invite_wrong", "accounts"),
    ("another one-time token", "door", "POST", "/v1/administrators/first",
     {"token": "f" * 32, "name": "x"}, 403, "account.invite_wrong", "accounts"),
]

NO_GROUND = [
    ("a stranger looks at a file", "stranger", "GET", E, None),
    ("a relative who declined looks at it", "relative", "GET", E, None),
    ("the nation's administrator looks at it", "nation", "GET", E, None),
    ("the region's administrator looks at its timeline", "administrator", "GET", E + "/timeline",
     None),
    ("an administrator looks at an offer", "administrator", "GET", E + "/handovers/{handover}",
     None),
    ("who is asked to join looks at the file", "gp", "GET", E, None),
    ("the care manager looks who looked", "manager", "GET", E + "/log", None),
    ("a file that is not there", "manager", "GET", f"{R}/episodes/{UNKNOWN}", None),
    ("a file of another region", "manager", "GET", "/v1/regions/VR01/episodes/{episode}", None),
    ("a stranger adds a need", "stranger", "POST", E + "/needs", ADD),
    ("a person in a file that is not there", "person", "POST", f"{R}/episodes/{UNKNOWN}/needs",
     ADD),
    ("an administrator adds a need", "administrator", "POST", E + "/needs", ADD),
    ("who is asked to join plans a step", "gp", "POST", need("need", "step"),
     {"day": day(3), "words": "x"}),
    ("a stranger reports danger", "stranger", "POST", need("need", "danger"), None),
    ("a stranger accepts a handover", "stranger", "POST", handover("handover", "accept"),
     {"contact_day": day(3)}),
    ("a colleague of the sender's accepts it", "gp", "POST", handover("handover", "accept"),
     {"contact_day": day(3)}),
    ("a relative declines a handover", "relative", "POST", handover("handover", "decline"), None),
    ("who was asked to join and said no, says yes", "relative", "POST",
     join("join_declined", "accept"), None),
    ("another accepts an asking", "stranger", "POST", join("join_asked", "accept"), None),
    ("a stranger lets somebody leave", "stranger", "POST", leave("psychologist"), None),
]

# What is of no file.
NOT_YOURS = [
    ("a care manager looks at the accounts", "manager", "GET", R + "/accounts", None),
    ("a person looks at the roster", "person", "GET", R + "/roster", None),
    ("an administrator of another region looks at the accounts", "administrator_elsewhere", "GET",
     R + "/accounts", None),
    ("an administrator of another region looks at the roster", "administrator_elsewhere", "GET",
     R + "/roster", None),
    ("a professional makes an account", "manager", "POST", R + "/accounts",
     {"kind": "peer", "name": "x"}),
    ("a person makes an organisation", "person", "POST", R + "/organisations",
     {"kind": "gp", "name": "x"}),
    ("a professional goes off the roster by themself", "manager", "DELETE",
     R + "/roster/{manager}", None),
    ("a professional ends an account", "manager", "DELETE", R + "/accounts/{gp}", None),
    ("an administrator of another region", "administrator_elsewhere", "POST", R + "/accounts",
     {"kind": "peer", "name": "x"}),
    ("a region's administrator in another region", "administrator", "POST",
     "/v1/regions/VR01/organisations", {"kind": "gp", "name": "x"}),
    ("a region's administrator in the nation", "administrator", "POST", "/v1/regions/NL/accounts",
     {"kind": "administrator", "name": "x"}),
    ("a professional appoints an insurer", "manager", "POST", R + "/appointments",
     {"insurer": "cz", "from": day(3), "decided_where": "x"}),
    ("a professional adds a site to another's organisation", "psychologist", "POST",
     R + "/organisations/{organisation}/sites", {"municipality": "{municipality}", "name": "x"}),
    ("a care manager gives a colleague a new code", "manager", "POST", R + "/accounts/{gp}/code",
     None),
    ("a region's administrator gives the nation's a new code", "administrator", "POST",
     "/v1/regions/NL/accounts/{gp}/code", None),
]

RENEWING = [
    ("a relative looks for colleagues", "relative", "POST", R + "/colleagues", None, 403,
     "access.not_colleague", "L7"),
    ("a new code for nobody", "administrator", "POST", f"{R}/accounts/{UNKNOWN}/code", None, 404,
     "account.unknown", "accounts"),
    ("a new code for who ended", "administrator", "POST", R + "/accounts/{leaver}/code", None, 409,
     "account.ended", "accounts"),
    ("a person's code from an administrator", "administrator", "POST",
     R + "/accounts/{person}/code", None, 403, "account.renew_elsewhere", "L7"),
    ("a relative's code from an administrator", "nation", "POST", R + "/accounts/{relative}/code",
     None, 403, "account.renew_elsewhere", "L7"),
    ("a person's code from an administrator, by the file", "administrator", "POST", E + "/code",
     AGREED, 403, "access.no_ground", "L7"),
    ("a person's code from who only is in the team", "colleague", "POST", E + "/code", AGREED, 403,
     "account.renew_not_holder", "L7"),
    ("a professional's code from the care manager", "manager", "POST", E + "/code",
     {**AGREED, "account": "{colleague}"}, 403, "account.renew_elsewhere", "L7"),
    ("a person's code without their yes", "manager", "POST", E + "/code", None, 422,
     "account.renew_without_yes", "L0"),
    ("inviting without the person's yes", "manager", "POST", E + "/invitations", {"name": "x"},
     422, "join.without_yes", "L0"),
    ("inviting by who only is in the team", "colleague", "POST", E + "/invitations",
     {"name": "x", **AGREED}, 403, "join.not_inviter", "L0"),
    ("a request to join that is not there", "manager", "GET", f"{E}/joins/{UNKNOWN}", None, 404,
     "join.unknown", "L7"),
    ("a request to join, by who said no", "relative", "GET", E + "/joins/{join_declined}", None,
     403, "access.no_ground", "L7"),
]

ADMINISTRATION = [
    ("an account for a person", "administrator", "POST", R + "/accounts",
     {"kind": "person", "name": "x"}, 422, "account.kind", "accounts"),
    ("a professional of no organisation", "administrator", "POST", R + "/accounts",
     {"kind": "professional", "name": "x"}, 422, "account.organisation_missing", "accounts"),
    ("of an organisation that is not there", "administrator", "POST", R + "/accounts",
     {"kind": "peer", "name": "x", "organisation": UNKNOWN}, 422, "account.organisation_unknown",
     "accounts"),
    ("ending an account that is not there", "administrator", "DELETE", f"{R}/accounts/{UNKNOWN}",
     None, 404, "account.unknown", "accounts"),
    ("ending one of another region", "administrator", "DELETE", R + "/accounts/{lone}", None, 404,
     "account.unknown", "accounts"),
    ("ending it again", "administrator", "DELETE", R + "/accounts/{leaver}", None, 409,
     "account.ended", "accounts"),
    ("ending who bears", "administrator", "DELETE", R + "/accounts/{psychologist}", None, 409,
     "account.bears", "L1", {"count": "3"}),
    ("ending who manages care", "administrator", "DELETE", R + "/accounts/{peer}", None, 409,
     "account.manages", "L1", {"count": "1"}),
    ("ending a person whose question is open", "administrator", "DELETE",
     R + "/accounts/{person}", None, 409, "account.open_episode", "L1"),
    ("ending the last on duty", "nation", "DELETE", "/v1/regions/VR02/accounts/{lone}", None, 409,
     "account.last_on_duty", "L1"),
    ("ending who holds along", "administrator", "DELETE", R + "/accounts/{decliner}", None, 409,
     "account.holds_along", "L2"),
    ("ending who gave, before the first contact", "administrator", "DELETE",
     R + "/accounts/{giver}", None, 409, "account.before_contact", "L2"),
    ("ending who is on duty in another region", "administrator", "DELETE",
     R + "/accounts/{away}", None, 409, "account.on_duty_elsewhere", "L1"),
    ("ending who has steps to do", "administrator", "DELETE", R + "/accounts/{stepper}", None, 409,
     "account.has_steps", "L3", {"count": "1"}),
    ("ending who is asked", "administrator", "DELETE", R + "/accounts/{late}", None, 409,
     "account.asked", "L2"),
    ("on the roster: nobody", "administrator", "PUT", f"{R}/roster/{UNKNOWN}", None, 422,
     "roster.account_unknown", "L1"),
    ("on the roster: who ended", "administrator", "PUT", R + "/roster/{leaver}", None, 422,
     "roster.account_ended", "L1"),
    ("on the roster: a relative", "administrator", "PUT", R + "/roster/{relative}", None, 422,
     "roster.kind", "L1"),
    ("on the roster: an administrator", "administrator", "PUT", R + "/roster/{administrator}",
     None, 422, "roster.kind", "L1"),
    ("on the roster again", "administrator", "PUT", R + "/roster/{manager}", None, 409,
     "roster.already_on", "L1"),
    ("off the roster: who is not on it", "administrator", "DELETE", R + "/roster/{gp}", None, 409,
     "roster.not_on", "L1"),
    ("off the roster: nobody", "administrator", "DELETE", f"{R}/roster/{UNKNOWN}", None, 409,
     "roster.not_on", "L1"),
    ("off the roster: the last", "nation", "DELETE", "/v1/regions/VR02/roster/{lone}", None, 409,
     "roster.last", "L1"),
    ("a site of no organisation", "administrator", "POST", f"{R}/organisations/{UNKNOWN}/sites",
     {"municipality": "{municipality}", "name": "x"}, 422, "directory.organisation_unknown",
     "directory"),
    ("a site in another region", "administrator", "POST",
     R + "/organisations/{organisation}/sites", {"municipality": "{elsewhere}", "name": "x"}, 422,
     "directory.other_region", "region", {"region": "VR01"}),
    ("appointed for the nation", "nation", "POST", "/v1/regions/NL/appointments",
     {"insurer": "cz", "from": day(3), "decided_where": "x"}, 422, "appointment.nation",
     "appointment"),
    ("an insurer that is in no list", "administrator", "POST", R + "/appointments",
     {"insurer": "polis", "from": day(3), "decided_where": "x"}, 422,
     "appointment.insurer_unknown", "appointment"),
    ("a core municipality elsewhere", "administrator", "POST", R + "/appointments",
     {"core_municipality": "{elsewhere}", "from": day(3), "decided_where": "x"}, 422,
     "appointment.other_region", "region", {"region": "VR01"}),
    ("an appointment that ends before it begins", "administrator", "POST", R + "/appointments",
     {"from": day(3), "until": day(2), "decided_where": "x"}, 422, "appointment.ends_before",
     "appointment"),
    ("an appointment in the place of what holds", "administrator", "POST", R + "/appointments",
     {"insurer": "vgz", "from": day(0), "decided_where": "x"}, 409, "appointment.rewrites",
     "appointment", {"day": day(0)}),
    ("an appointment before what holds", "administrator", "POST", R + "/appointments",
     {"insurer": "vgz", "from": day(-1), "decided_where": "x"}, 409, "appointment.rewrites",
     "appointment", {"day": day(0)}),
    ("a service of no organisation", "administrator", "POST",
     f"{R}/organisations/{UNKNOWN}/services",
     {"site": "{site}", "domain": "debt", "level": "local", "name": "x"}, 422,
     "directory.organisation_unknown", "directory"),
    ("a service at no site", "administrator", "POST",
     R + "/organisations/{organisation}/services",
     {"site": UNKNOWN, "domain": "debt", "level": "local", "name": "x"}, 422,
     "directory.site_unknown", "directory"),
    ("a service at the site of another", "administrator", "POST",
     R + "/organisations/{organisation}/services",
     {"site": "{clinic_site}", "domain": "debt", "level": "local", "name": "x"}, 422,
     "directory.site_unknown", "directory"),
]

QUESTIONS = [
    ("from a municipality elsewhere", "door", "POST", R + "/questions",
     {**ASK, "municipality": "{elsewhere}"}, 422, "episode.other_region", "region",
     {"region": "VR01"}),
    ("where nobody is on duty", "door", "POST", "/v1/regions/VR25/questions", ASK, 409,
     "episode.nobody_on_duty", "L1"),
    ("by who has a file", "person", "POST", R + "/questions", ASK, 422, "episode.own_file", "L8"),
]


INBOX = [
    ("seeing what is not in the inbox", "manager", "POST", f"/v1/inbox/{UNKNOWN}/seen", None, 404,
     "inbox.unknown", "L7"),
    ("seeing what is in another inbox", "relative", "POST", "/v1/inbox/{join_asked}/seen", None,
     404, "inbox.unknown", "L7"),
    ("seeing in place of answering", "gp", "POST", "/v1/inbox/{join_asked}/seen", None, 409,
     "inbox.to_answer", "L2"),
]


def rows():
    for table in (SIGNING_IN, ADMINISTRATION, RENEWING, QUESTIONS, INBOX):
        yield from table
    for row in NO_GROUND:
        yield *row, 403, "access.no_ground", "L7"
    for row in NOT_YOURS:
        yield *row, 403, "access.not_yours", "accounts"
