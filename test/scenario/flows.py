# flows.py - one walk through everything that the API can do: every command and every look, with
# every field that it may have.
# SPDX-License-Identifier: EUPL-1.2
from server import must
from world import day


# Municipalities of today, of before, and one that was divided.
REGIONS = (
    "/v1/insurers", "/v1/municipalities?name=wee", "/v1/municipalities/GM0344",
    "/v1/municipalities/GM0457?on=2020-01-01", "/v1/municipalities/GM1961?on=2016-01-01",
    "/v1/municipalities/GM0788", "/v1/municipalities/GM0344/purchasers",
    "/v1/municipalities/GM0053?on=2015-01-01",
    "/v1/municipalities/GM0457/purchasers?law=zvw&on=2018-06-01",
    "/v1/municipalities/GM0344/parties",
    "/v1/municipalities/GM0355/parties?age=youth&living=long_stay&forensic=true&on=2026-01-01")


def public(world):
    door = world.door
    for path in ("/", "/health", "/ready", "/metrics", "/v1/openapi.json", "/v1/messages/nl",
                 "/v1/messages/en", "/v1/regions", world.path, "/v1/municipalities?name=ut",
                 "/v1/municipalities", f"{world.path}/services",
                 f"{world.path}/services?domain=mental&limit=1", *REGIONS,
                 f"{world.path}/divisions", f"{world.path}/appointments?limit=2"):
        if door.get(path).status != 200:
            raise AssertionError(f"GET {path} is refused")
    must(door.post(f"{world.path}/questions", {
        "story": "Voor mijn dochter.", "contact": "moeder@example.org", "name": "Een moeder",
        "birth_day": "1970-05-05", "municipality": world.municipality, "for_whom": "somebody_else",
        "domain": "mental", "unsafe": True, "person_agrees": False}), 201)
    # Whoever brings somebody in with their yes is in the team.
    brought = must(world.gp.post(f"{world.path}/questions", {
        "story": "Mijn patiënt.", "contact": "06 1", "for_whom": "somebody_else",
        "person_agrees": True}), 201)
    must(world.gp.get(f"{world.path}/episodes/{brought['episode']}"), 200)


def administration(world):
    by = world.administrator
    appointments = f"{world.path}/appointments"
    must(by.post(appointments, {"insurer": "cz", "core_municipality": world.municipality,
                                "from": day(0), "decided_where": "Regiotafel"}), 201)
    must(by.post(appointments, {"insurer": "vgz", "from": day(9), "until": day(90),
                                "decided_where": "Regiotafel van mei"}), 201)
    volunteer = world.account("volunteer", "Vrijwilliger")
    must(volunteer.get("/v1/sessions/current"), 200)
    must(volunteer.delete("/v1/sessions/current"), 200)
    must(by.delete(f"{world.path}/accounts/{volunteer.account}"), 200)
    world.join_roster(world.peer)
    must(by.delete(f"{world.path}/roster/{world.peer.account}"), 200)


def needs(world):
    manager, person, file = world.manager, world.person, world.file
    own = world.add_need(person, i_bear_it=True, words="Dit doe ik zelf.", domain="social")
    must(person.post(f"{file}/needs/{own}/stop", {"words": "Het lukt niet."}), 200)
    must(manager.post(f"{file}/needs/{own}/step",
                      {"day": day(2), "words": "Samen bellen.", "who": person.account}), 201)
    must(manager.post(f"{file}/needs/{own}/step/done",
                      {"next_day": day(5), "words": "Nog eens.", "who": manager.account}), 200)
    must(person.post(f"{file}/needs/{own}/danger", {"words": "Het is niet veilig."}), 200)
    for one in world.duty:  # On duty, without being in the team: vital interest.
        must(one.get(file), 200)
    must(manager.post(f"{file}/needs/{own}/safe", {"words": "Veilig."}), 200)
    must(manager.post(f"{file}/needs/{own}/close",
                      {"decided_by": "together", "words": "Klaar."}), 200)


def joins(world):
    file = world.file
    asked = world.ask_to_join(world.gp)
    must(world.gp.post(f"{file}/joins/{asked}/accept", {"words": "Graag."}), 200)
    must(world.gp.post(f"{file}/members/{world.gp.account}/leave", {"words": "Tot ziens."}), 200)
    asked = world.ask_to_join(world.relative, world.person)
    must(world.relative.post(f"{file}/joins/{asked}/decline", {"words": "Nu niet."}), 200)
    asked = world.ask_to_join(world.peer)
    must(world.manager.post(f"{file}/joins/{asked}/withdraw", {"words": "Vergissing."}), 200)


def handovers(world):
    file, manager, psychologist = world.file, world.manager, world.psychologist

    def look(handover, *actors):
        for actor in actors:
            must(actor.get(f"{file}/handovers/{handover}"), 200)

    declined = world.offer(psychologist, need=world.need, answer_by=day(3))
    look(declined, manager, psychologist, world.person)
    world.answer(psychologist, declined, "decline", reason="competence", reason_words="Waarom.",
                 instead="part", instead_words="Wat wel.", instead_by=day(7))
    withdrawn = world.offer(world.clinic_service, need=world.need)
    look(withdrawn, world.colleague)
    world.answer(manager, withdrawn, "withdraw", words="Toch niet.")
    taken = world.offer(world.clinic_service, need=world.need)
    world.answer(world.colleague, taken, "accept", contact_day=day(3), words="Ja.")
    world.answer(world.person, taken, "contact", next_day=day(9), words="Het was er.")
    care = world.offer(world.peer, by=world.person)
    world.answer(world.peer, care, "accept", contact_day=day(1))
    for handover in (declined, withdrawn, taken, care):
        look(handover, world.person)


def looks(world):
    for actor in (world.person, world.manager):
        for path in ("", "/timeline", "/timeline?limit=2", "/timeline?after=3&limit=200"):
            must(actor.get(world.file + path), 200)
    for path in ("/log", "/log?limit=1", "/log?after=9999999999999"):
        must(world.person.get(world.file + path), 200)
    world.server.settle()
    for actor in (world.manager, world.peer, world.psychologist, world.person, world.nation):
        must(actor.get("/v1/inbox"), 200)
        must(actor.get("/v1/inbox?limit=200"), 200)


PARTS = (public, administration, needs, joins, handovers, looks)


def play(world):
    """Every route, with success."""
    for part in PARTS:
        part(world)
