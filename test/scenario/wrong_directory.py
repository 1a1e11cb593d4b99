# wrong_directory.py - requests about the map of help whose form is right, and that a rule, a law or
# what somebody else did stands in the way of.
#
# A row: what, who, method, path, body, status, code, law, and the parameters that must be among
# those of the reply. Names in braces are of the state: prepare makes them.
# SPDX-License-Identifier: EUPL-1.2
from server import must
from world import day

R = "/v1/regions/{region}"
UNKNOWN = "0123456789abcdef0123456789abcdef"
SERVICE = {"site": "{site}", "domain": "debt", "level": "regional", "name": "x"}
SERVICES = R + "/organisations/{organisation}/services"
SIGN = {"pledge": "Wij doen mee."}
WRONG = {"field": "name", "words": "De naam klopt niet."}


def prepare(state):
    """Entries that live and that ended, reports and agreements in each state."""
    world, names = state.world, state.names
    by, path = world.administrator, world.path
    names["service"] = names["entry"] = world.service(world.area_team, world.area_site, "Gesprek")
    names["service_ended"] = world.service(world.area_team, world.area_site, "Vroeger")
    must(by.delete(f"{path}/services/{names['service_ended']}"), 200)
    names["organisation_ended"] = world.organisation("gp", "Praktijk die stopte")
    must(by.delete(f"{path}/organisations/{names['organisation_ended']}"), 200)
    names["site_empty"] = world.site(world.area_team, "Leeg")
    must(by.delete(f"{path}/sites/{names['site_empty']}"), 200)
    names["staffed"] = world.organisation("gp", "Praktijk met iemand")
    world.account("professional", "Assistent", names["staffed"])
    for number in range(3):
        must(world.relative.post(f"{path}/organisations", {
            "kind": "peer_group", "name": f"Groep {number}"}), 201)
    _corrections(state)
    _agreements(state)


def told(state, entry, **more):
    made = state.world.gp.post(f"{state.world.path}/entries/{entry}/corrections",
                               {"field": "name", "words": "Fout.", **more})
    return must(made, 201)["correction"]


def _corrections(state):
    world, names = state.world, state.names
    path = world.path
    names["correction"] = told(state, names["service"])
    names["correction_hours"] = told(state, names["service"], field="hours")
    names["correction_phone"] = told(state, names["service"], field="phone")
    names["correction_website"] = told(state, names["service"], field="website")
    names["correction_decided"] = told(state, names["service"], field="email")
    must(world.administrator.post(f"{path}/corrections/{names['correction_decided']}/decline",
                                  {"reason": "already"}), 200)
    ends = world.service(world.area_team, world.area_site, "Stopt")
    names["correction_ended"] = told(state, ends)
    must(world.administrator.delete(f"{path}/services/{ends}"), 200)
    for _ in range(3):
        told(state, world.clinic_service)


def _agreements(state):
    world, names = state.world, state.names
    by, path = world.administrator, world.path
    body = {"organisation": world.area_team, "name": "Afspraak", "from_day": day(1)}
    names["agreement"] = must(by.post(f"{path}/agreements", body), 201)["agreement"]
    names["agreement_alone"] = must(by.post(f"{path}/agreements", body), 201)["agreement"]
    names["agreement_full"] = must(by.post(f"{path}/agreements", body), 201)["agreement"]
    parties = f"{path}/agreements/{names['agreement']}/parties"
    must(by.post(parties, {"organisation": world.clinic}), 201)
    must(world.psychologist.put(f"{parties}/{world.clinic}", SIGN), 200)
    for number in range(6):
        asked = world.organisation("gp", f"Gevraagd {number}")
        must(by.post(f"{path}/agreements/{names['agreement_full']}/parties",
                     {"organisation": asked}), 201)
    names["third"] = asked


LAW = "directory"
ENTRIES = [
    ("changing what is not there", "administrator", "PATCH", f"{R}/services/{UNKNOWN}",
     {"name": "x"}, 404, "directory.entry_unknown", LAW),
    ("changing a site as if it were a service", "administrator", "PATCH",
     R + "/services/{site}", {"name": "x"}, 404, "directory.entry_unknown", LAW),
    ("hours of an organisation", "administrator", "PUT", R + "/entries/{clinic}/hours",
     {"hours": "mo 09:00-17:00"}, 404, "directory.entry_unknown", LAW),
    ("changing what has ended", "administrator", "PATCH", R + "/services/{service_ended}",
     {"name": "x"}, 409, "directory.ended", LAW),
    ("confirming what has ended", "administrator", "POST", R + "/entries/{service_ended}/confirm",
     None, 409, "directory.ended", LAW),
    ("a site of what has ended", "administrator", "POST",
     R + "/organisations/{organisation_ended}/sites",
     {"municipality": "{municipality}", "name": "x"}, 409, "directory.ended", LAW),
    ("a service at a site that has ended", "administrator", "POST", SERVICES,
     {**SERVICE, "site": "{site_empty}"}, 409, "directory.ended", LAW),
    ("changing nothing", "administrator", "PATCH", R + "/services/{service}", {}, 422,
     "directory.nothing", LAW),
    ("clearing a name", "administrator", "PATCH", R + "/services/{service}", {"clear": ["name"]},
     422, "directory.cannot_clear", LAW),
    ("clearing what a service does not have", "administrator", "PATCH", R + "/services/{service}",
     {"clear": ["address"]}, 422, "directory.cannot_clear", LAW),
    ("moving a site to another region", "administrator", "PATCH", R + "/sites/{site}",
     {"municipality": "{elsewhere}"}, 422, "directory.other_region", "region",
     {"region": "VR01"}),
    ("moving a service to another's site", "administrator", "PATCH", R + "/services/{service}",
     {"site": "{clinic_site}"}, 422, "directory.site_unknown", LAW),
    ("ending a site with a service", "administrator", "DELETE", R + "/sites/{clinic_site}", None,
     409, "directory.still_live", LAW, {"count": "1"}),
    ("ending an organisation with people", "administrator", "DELETE",
     R + "/organisations/{staffed}", None, 409, "directory.has_accounts", "L1", {"count": "1"}),
    ("ending an organisation that a table obliges", "administrator", "DELETE",
     R + "/organisations/{clinic}", None, 409, "directory.obliged", "L1"),
    ("ending a service where somebody stays", "administrator", "DELETE",
     R + "/services/{clinic_service}", None, 409, "directory.has_stays", "L1"),
    ("a fourth group", "relative", "POST", R + "/organisations",
     {"kind": "peer_group", "name": "Nog een"}, 409, "directory.too_many_groups", LAW,
     {"max": "3"}),
    ("more kept than there are", "administrator", "PUT", R + "/services/{service}/capacity",
     {"new_week": 1, "places": 3, "kept": 4}, 422, "directory.kept_over_places", LAW),
    ("a link that nobody gave", "door", "POST", R + "/confirmations", {"token": "0" * 64}, 409,
     "directory.not_asked", LAW),
    ("a link of what is not asked about", "administrator", "GET", R + "/entries/{service}/link",
     None, 409, "directory.not_asked", LAW),
    ("a handover to a service that has ended", "manager", "POST",
     R + "/episodes/{episode}/handovers", {"need": "{need}", "to_service": "{service_ended}",
                                           "words": "x", "person_agrees": True}, 422,
     "handover.receiver_unknown", "L1"),
    ("an account of an organisation that has ended", "administrator", "POST", R + "/accounts",
     {"kind": "peer", "name": "x", "organisation": "{organisation_ended}"}, 422,
     "account.organisation_unknown", "accounts"),
]

EXCLUDING = [
    ("a website that is a script", "administrator", "PATCH", R + "/services/{service}",
     {"website": "javascript:alert(1)"}, 422, "not_a_website", None, {"field": "website"}),
    ("a website without a host", "administrator", "POST", R + "/organisations",
     {"kind": "gp", "name": "x", "website": "https:///x"}, 422, "not_a_website", None,
     {"field": "website"}),
    ("an address without @", "administrator", "PATCH", R + "/sites/{site}", {"email": "geen"}, 422,
     "not_an_email", None, {"field": "email"}),
    ("from high to low", "administrator", "POST", SERVICES,
     {**SERVICE, "min_age": 65, "max_age": 18}, 422, "directory.ages", LAW),
    ("excludes a combination", "administrator", "POST", SERVICES,
     {**SERVICE, "good_at": ["trauma", "excludes_combination"]}, 422,
     "directory.excludes_combination", "L4"),
    ("excludes an address", "administrator", "POST", SERVICES,
     {**SERVICE, "good_at": ["excludes_address"]}, 422, "directory.excludes_address", "L4"),
    ("excludes a diagnosis", "administrator", "PATCH", R + "/services/{service}",
     {"good_at": ["excludes_diagnosis"]}, 422, "directory.excludes_diagnosis", "L4"),
    ("a regional service for one municipality", "administrator", "PUT",
     R + "/services/{service}/area", {"municipalities": ["{municipality}"]}, 422,
     "directory.excludes_address", "L4"),
    ("for a municipality elsewhere", "administrator", "PUT", R + "/services/{service}/area",
     {"municipalities": ["{elsewhere}"]}, 422, "directory.other_region", "region"),
]

CORRECTIONS = [
    ("about what is not there", "gp", "POST", f"{R}/entries/{UNKNOWN}/corrections", WRONG, 404,
     "correction.entry_unknown", LAW),
    ("about what has ended", "door", "POST", R + "/entries/{service_ended}/corrections", WRONG,
     409, "correction.entry_ended", LAW),
    ("about the hours of an organisation", "gp", "POST", R + "/entries/{clinic}/corrections",
     {**WRONG, "field": "hours"}, 422, "correction.field", LAW),
    ("a fourth time", "gp", "POST", R + "/entries/{clinic_service}/corrections", WRONG, 409,
     "correction.too_many", LAW, {"count": "3"}),
    ("declining what is not there", "administrator", "POST", f"{R}/corrections/{UNKNOWN}/decline",
     {"reason": "not_so"}, 404, "correction.unknown", LAW),
    ("looking at what is not there", "administrator", "GET", f"{R}/corrections/{UNKNOWN}/words",
     None, 404, "correction.unknown", LAW),
    ("deciding again", "administrator", "POST", R + "/corrections/{correction_decided}/accept",
     {"value": "x"}, 409, "correction.decided", LAW),
    ("accepting, and nothing changed", "administrator", "POST",
     R + "/corrections/{correction}/accept", None, 422, "correction.not_changed", LAW),
    ("hours are no text", "administrator", "POST", R + "/corrections/{correction_hours}/accept",
     {"value": "altijd"}, 422, "correction.no_text", LAW),
    ("too long for a phone number", "administrator", "POST",
     R + "/corrections/{correction_phone}/accept", {"value": "0" * 41}, 422, "correction.too_long",
     LAW, {"max": "40"}),
    ("a script in the place of a website", "administrator", "POST",
     R + "/corrections/{correction_website}/accept", {"value": "javascript:alert(1)"}, 422,
     "correction.form", LAW),
    ("changing what has ended", "administrator", "POST",
     R + "/corrections/{correction_ended}/accept", {"value": "x"}, 409, "correction.entry_ended",
     LAW),
]

AGREEMENTS = [
    ("ends before it begins", "administrator", "POST", R + "/agreements",
     {"organisation": "{clinic}", "name": "x", "from_day": day(9), "to_day": day(8)}, 422,
     "agreement.days", LAW),
    ("by nobody", "administrator", "POST", R + "/agreements",
     {"organisation": UNKNOWN, "name": "x", "from_day": day(9)}, 422,
     "agreement.organisation_unknown", LAW),
    ("asks who is in it", "administrator", "POST", R + "/agreements/{agreement}/parties",
     {"organisation": "{clinic}"}, 409, "agreement.already_party", LAW),
    ("asks a seventh", "administrator", "POST", R + "/agreements/{agreement_full}/parties",
     {"organisation": "{clinic}"}, 409, "agreement.too_many_asked", LAW, {"count": "6"}),
    ("signs without being asked", "administrator", "PUT",
     R + "/agreements/{agreement}/parties/{third}", SIGN, 409, "agreement.not_party", LAW),
    ("signs again, and says nothing", "psychologist", "PUT",
     R + "/agreements/{agreement}/parties/{clinic}", None, 409, "agreement.already_signed", LAW),
    ("leaves, the last", "administrator", "DELETE",
     R + "/agreements/{agreement_alone}/parties/{organisation}", None, 409,
     "agreement.last_party", LAW),
    ("takes away a goal that is not there", "administrator", "PUT",
     R + "/agreements/{agreement}/goals", {"number": 3}, 409, "agreement.goal_unknown", LAW),
]

NOT_YOURS = [
    ("a psychologist changes another's service", "psychologist", "PATCH",
     R + "/services/{service}", {"name": "x"}),
    ("a peer confirms another's entry", "psychologist", "POST", R + "/entries/{entry}/confirm",
     None),
    ("a relative reads what was told", "relative", "GET", R + "/corrections/{correction}/words",
     None),
    ("who told it accepts it", "psychologist", "POST", R + "/corrections/{correction}/accept",
     {"value": "x"}),
    ("signs for another", "gp", "PUT", R + "/agreements/{agreement}/parties/{clinic}", SIGN),
    ("a psychologist asks for another's link", "psychologist", "GET",
     R + "/entries/{entry}/link", None),
]


def rows():
    for table in (ENTRIES, EXCLUDING, CORRECTIONS, AGREEMENTS):
        yield from table
    for row in NOT_YOURS:
        yield *row, 403, "access.not_yours", "accounts"
