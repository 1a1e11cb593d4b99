# flows.py - one walk through everything that the API can do: every command and every look, with
# every field that it may have.
# SPDX-License-Identifier: EUPL-1.2
import time

import signing
from runner import equal, eventually
from server import Client, must
from world import Actor, REGION, day

INDEX_SECONDS = 20


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
                 "/v1/messages/en", "/v1/clock", "/v1/regions", world.path,
                 "/v1/municipalities?name=ut",
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
    # Whoever reports somebody learns that it was received, and not more.
    report = must(world.gp.post(f"{world.path}/questions", {
        "story": "De buren horen geschreeuw.", "contact": "Lindelaan 3",
        "for_whom": "somebody_else"}), 201)
    if report.keys() != {"command", "region", "episode", "message", "received", "held",
                         "safe_now"}:
        raise AssertionError(f"who reports learns {report}")
    at = f"{world.path}/episodes/{report['episode']}"
    if must(world.gp.get(f"{at}/receipt"), 200).keys() != {"received", "held"}:
        raise AssertionError("who reports learns more than that it is held")


LOOKS = {"": "needs", "/identity": "contact", "/plan": "safety", "/conversation": "conversation",
         "/stays": "clinical", "/consults": "clinical", "/mandates": "mandate", "/log": "log"}
WHOLE_FILE = ("identity", "contact", "needs", "plan", "conversation", "clinical", "safety",
              "mandate")


def consents(world, person, file):
    """Each part opens its looks and no others, at once and no longer; and stands in the log."""
    reader = world.account("professional", "Een ander", world.clinic)
    give = {"account": reader.account, "until_day": day(9)}
    for part in sorted(set(LOOKS.values())):
        made = must(person.post(f"{file}/consents", give | {"parts": [part]}), 201)["consent"]
        for path, needed in LOOKS.items():
            equal(reader.get(file + path).status, 200 if part == needed else 403, part + path)
        must(person.post(f"{file}/consents/{made}/withdraw"), 200)
        for path in LOOKS:
            equal(reader.get(file + path).json["code"], "access.consent_over", part + path)
    grounds = {look["ground"] for look in must(person.get(f"{file}/log"), 200)["looks"]
               if look["who"] and look["who"]["id"] == reader.account}
    equal(grounds, {"consent"}, "the grounds in the log")
    shown(world, person, reader, file, give)
    listed = must(person.get(f"{file}/consents"), 200)["consents"]
    if not all(entry["sentence"] and entry["parts"] for entry in listed):
        raise AssertionError("a consent without a sentence")


def shown(world, person, reader, file, give):
    """What was not said yes to is not in what is shown; an objection beats a consent."""
    by_house = {"organisation": world.clinic, "until_day": day(9)}
    made = must(person.post(f"{file}/consents", by_house | {"parts": ["needs", "contact"]}), 201)
    seen = must(reader.get(file), 200)
    who = must(reader.get(f"{file}/identity"), 200)
    equal(("contact" in seen, "birth_day" in seen, who["name"], who["birth_day"]),
          (True, False, None, None), "what is shown of who it is")
    names = [member["account"].get("name") for member in seen["team"]
             if member["account"] and member["account"]["kind"] == "person"]
    equal([name for name in names if name], [], "the name in the team")
    for path in ("/plan/letter", "/timeline", "/consents"):
        equal(reader.get(file + path).status, 403, path)
    must(person.post(f"{file}/objections", give | {"parts": ["contact"]}), 201)
    equal("contact" in must(reader.get(file), 200), False, "the contact after an objection")
    must(person.post(f"{file}/objections", {"account": reader.account, "parts": ["needs"]}), 201)
    equal(reader.get(file).json["code"], "access.no_ground", "an objection")
    must(person.post(f"{file}/consents/{made['consent']}/withdraw"), 200)
    wide = must(person.post(f"{file}/consents", by_house | {"parts": list(WHOLE_FILE)}),
                201)["consent"]
    other = world.account("professional", "Nog een ander", world.clinic)
    for path in ("/plan/letter", "/timeline", ""):
        equal(other.get(file + path).status, 200, path)
    must(person.post(f"{file}/consents/{wide}/withdraw"), 200)


def people(world):
    """Named later, found twice, taken together and apart; a relative tells of somebody."""
    named = {"name": "Dirk Vermeer", "birth_day": "1988-02-13"}
    first, second = world.ask(**named), world.ask()
    one, two = (Actor(world.server, asked["person"], asked["claim_code"])
                for asked in (first, second))
    files = [f"{world.path}/episodes/{asked['episode']}" for asked in (first, second)]
    managers = [world.by_account(asked["care_manager"]["id"]) for asked in (first, second)]
    must(two.post(f"{files[1]}/identity", {
        "contact": "06 2", "municipality": world.municipality, "words": "Nu met naam."} | named),
        200)
    must(managers[0].post(f"{files[0]}/identity",
                          {"contact": "06 3", "person_agrees": True}), 200)
    for actor, file in ((one, files[0]), (two, files[1]), (managers[0], files[0])):
        must(actor.get(f"{file}/identity"), 200)
    known = must(managers[0].get(f"{files[0]}/merges"), 200)["merges"]
    if must(one.get(f"{files[0]}/merges"), 200)["merges"]:
        raise AssertionError("who gives a name learns that somebody is called so")
    for pair in known:
        must(managers[0].post(f"{files[0]}/merges/{pair['id']}/confirm",
                              {"person_agrees": True, "words": "Dat ben ik."}), 200)
        theirs = must(two.get(f"{files[1]}/merges"), 200)["merges"]
        if pair["id"] not in [there["id"] for there in theirs]:
            continue
        must(two.post(f"{files[1]}/merges/{pair['id']}/confirm", {"words": "Klopt."}), 200)
        must(one.get(files[1]), 200)  # With either code.
        must(two.post(f"{files[1]}/merges/{pair['id']}/undo", {"words": "Toch niet."}), 200)
    must(one.post(f"{files[0]}/corrections",
                  {"version": 1, "part": 0, "words": "Het was in mei."}), 201)
    must(managers[0].get(f"{files[0]}/timeline"), 200)
    world.join(world.relative, one, files[0])
    knows = f"{files[0]}/members/{world.relative.account}/knows"
    for level in ("plan", "own"):
        must(managers[0].put(knows, {"knows": level, "person_agrees": True, "words": "Zo."}), 200)
        must(world.relative.get(files[0]), 200)
        if world.relative.get(f"{files[0]}/timeline").status != 403:
            raise AssertionError("who knows the plan reads the story")
    must(one.put(knows, {"knows": "all"}), 200)
    must(world.relative.get(f"{files[0]}/timeline"), 200)
    must(one.put(knows, {"knows": "nothing"}), 200)
    if world.relative.get(files[0]).status != 403:
        raise AssertionError("who is kept out of sight still looks")
    for actor in (one, managers[0]):
        must(actor.get(f"{files[0]}/knowing"), 200)
    consents(world, one, files[0])
    mandates = f"{files[1]}/mandates"
    speaks = must(two.post(mandates, {
        "kind": "written", "account": world.peer.account, "until_day": day(30),
        "words": "Mijn handtekening staat erop."}), 201)["mandate"]
    must(world.peer.post(f"{mandates}/{speaks}/end", {"words": "Ik kan het niet meer."}), 200)
    must(managers[1].post(mandates, {
        "kind": "parent", "account": world.peer.account, "birth_day": "2020-01-01",
        "words": "Gezag."}), 201)
    must(managers[1].post(mandates, {
        "kind": "wvggz_crisis", "until_day": day(1), "allows": ["admission", "supervision"],
        "words": "Besluit."}), 201)
    for actor in (two, managers[1]):
        must(actor.get(mandates), 200)
    third = world.ask(**named)
    manager = world.by_account(third["care_manager"]["id"])
    file = f"{world.path}/episodes/{third['episode']}"
    for pair in must(manager.get(f"{file}/merges"), 200)["merges"]:
        must(manager.post(f"{file}/merges/{pair['id']}/apart", {"words": "Een ander."}), 200)
    tells = world.ask(for_whom="somebody_else", about="Mijn broer, Lindelaan 5", unsafe=True)
    asker = Actor(world.server, tells["person"], tells["claim_code"])
    for actor in (asker, world.by_account(tells["care_manager"]["id"])):
        must(actor.get(f"{world.path}/episodes/{tells['episode']}/about"), 200)


def search(world):
    """Until the first index is there, the program says so and when to come again."""
    door = world.door
    end = time.monotonic() + INDEX_SECONDS
    while door.get("/v1/search").status == 503 and time.monotonic() < end:
        time.sleep(0.05)
    must(door.get(f"/v1/search?domains=mental,debt&municipality={world.municipality}"
                  "&within_km=50&languages=nl&limit=2"), 200)
    answer = must(door.post("/v1/search", {
        "q": "ik ben somber", "typing": True, "municipality": world.municipality,
        "region": REGION, "levels": ["local", "regional"]}), 200)
    if answer["next"]:
        must(door.post("/v1/search", {"q": "ik ben somber", "after": answer["next"]}), 200)


def hsds(world):
    """The map of help in the form of HSDS: lists, single ones, and nothing new."""
    base = f"/hsds/v3/{REGION}"
    must(world.door.get(base), 200)
    for path in ("organizations", "services", "service_at_locations"):
        listed = world.door.get(f"{base}/{path}?page=1&per_page=2")
        first = must(listed, 200)["contents"][0]["id"]
        must(world.door.get(f"{base}/{path}/{first}"), 200)
        again = world.door.get(f"{base}/{path}?page=1&per_page=2",
                               headers={"If-None-Match": listed.headers["etag"]})
        if again.status != 304:
            raise AssertionError(f"{path}: what did not change is sent again")
    for path in ("organizations", "services"):
        must(world.door.get(f"{base}/{path}?full=true"), 200)


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


def signing_in(world):
    """A password by invitation, changed; a second factor, used and ended; sessions."""
    one = world.account("volunteer", "Wie inlogt")
    signing.secure(world, one, "wie inlogt")
    secret, codes = signing.double(one)
    client = Client(world.server)
    must(signing.sign_in(client, "wie inlogt", code=signing.code(secret)), 201)
    must(signing.sign_in(client, "wie inlogt", recovery_code=codes[0]), 201)
    must(one.get("/v1/sessions"), 200)
    must(one.post("/v1/second-factor/end", {"password": signing.PASSWORD}), 200)
    must(one.put("/v1/password", {"old_password": signing.PASSWORD,
                                  "password": "vijf blauwe tafels"}), 200)
    reply = must(signing.sign_in(client, "wie inlogt", "vijf blauwe tafels"), 201)
    must(signing.sign_in(client, "wie inlogt", "vijf blauwe tafels", device=reply["device"]), 201)
    other = must(one.get("/v1/sessions"), 200)["sessions"]
    must(one.delete("/v1/sessions/" + next(s["id"] for s in other if not s["current"])), 200)
    must(one.delete("/v1/sessions"), 200)


def heads(world):
    eventually(lambda: world.door.get("/v1/heads/latest").status == 200, "no head is signed")
    must(world.door.get("/v1/heads?limit=1"), 200)


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
    must(world.peer.get(f"{file}/joins/{asked}"), 200)
    must(world.manager.get(f"{file}/joins/{asked}"), 200)
    must(world.manager.post(f"{file}/joins/{asked}/withdraw", {"words": "Vergissing."}), 200)


def whom_to_ask(world):
    look = f"{world.path}/colleagues"
    must(world.manager.post(f"{look}?limit=1"), 200)
    must(world.manager.post(f"{look}?limit=1&after={world.gp.account}", {
        "organisation": world.clinic, "service": world.clinic_service, "name": "coll"}), 200)
    must(world.manager.post(f"{world.file}/invitations",
                            {"name": "Een zus", "person_agrees": True}), 201)


def codes(world):
    """With who helps nobody else here, because what began with the old code ends."""
    lost = world.account("peer", "Die de code verloor")
    must(world.administrator.post(f"{world.path}/accounts/{lost.account}/code"), 200)
    asked = world.ask()
    manager = world.by_account(asked["care_manager"]["id"])
    must(manager.post(f"{world.path}/episodes/{asked['episode']}/code",
                      {"person_agrees": True}), 200)


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
        for which in ("letter", "letter/receiver"):
            equal(world.person.get(f"{file}/handovers/{handover}/{which}").status, 200)


def consults(world):
    file, manager, person = world.file, world.manager, world.person

    def ask(by, **more):
        body = {"need": world.need, "words": "Wat raad je aan?", "person_agrees": True, **more}
        return must(by.post(f"{file}/consults", body), 201)["consult"]

    def end(by, consult, how, **body):
        must(by.post(f"{file}/consults/{consult}/{how}", body), 200)

    answered = ask(manager, to_account=world.gp.account, answer_by=day(5), named=True)
    must(world.gp.get(f"{file}/consults/{answered}"), 200)
    end(world.gp, answered, "answer", words="Dit zou ik doen.")
    turned = ask(person, to_account=world.gp.account)
    end(world.gp, turned, "answer", words="Bel gerust nog eens.")
    declined = ask(manager, to_service=world.clinic_service)
    end(world.colleague, declined, "decline", words="Dit ken ik niet.")
    end(manager, declined, "close", words="Dan iemand anders.")
    withdrawn = ask(manager, to_account=world.gp.account)
    end(manager, withdrawn, "withdraw", words="Al opgelost.")
    end(manager, turned, "join", person_agrees=True, words="Kom je erbij?")
    for actor in (manager, person):
        must(actor.get(f"{file}/consults"), 200)
        must(actor.get(f"{file}/consults/{answered}"), 200)


def stays(world):
    file, manager, person = world.file, world.manager, world.person

    def plan(by, **more):
        body = {"service": world.clinic_service, "start_day": day(), "return_day": day(10),
                "keeps": "own_home", "kept_until": day(20), "person_agrees": True,
                "words": "Even rust.", **more}
        return must(by.post(f"{file}/stays", body), 201)["stay"]

    def go(by, stay, how, **body):
        must(by.post(f"{file}/stays/{stay}/{how}", body), 200)

    home = plan(manager)
    go(person, home, "admit", words="Ik ga.")
    go(manager, home, "leave", words="Een weekend thuis.")
    go(manager, home, "back", words="Weer hier.")
    go(manager, home, "extend", return_day=day(14), kept_until=day(30), person_agrees=True,
       words="Iets langer.")
    go(manager, home, "return", words="Weer thuis.")
    elsewhere = plan(person, keeps="service", kept_service=world.clinic_service)
    go(manager, elsewhere, "admit", person_agrees=True)
    go(manager, elsewhere, "move-on", person_agrees=True, words="Een eigen kamer.")
    go(manager, plan(manager), "cancel", person_agrees=True, words="Toch niet nodig.")
    for actor in (manager, person):
        must(actor.get(f"{file}/stays"), 200)


def plan(world):
    file, manager, person = world.file, world.manager, world.person

    def write(by, **body):
        return must(by.post(f"{file}/plan/parts", {"person_agrees": True, **body}), 201)["part"]

    def step(by, **more):
        body = {"day": day(7), "words": "Samen bellen.", "person_agrees": True, **more}
        return must(by.post(f"{file}/plan/steps", body), 201)["part"]

    def go(by, part, how, **body):
        must(by.post(f"{file}/plan/parts/{part}/{how}", body), 200)

    said = must(person.post(f"{file}/conversation", {
        "topic": "matters", "domain": "social", "words": "Dat iemand blijft."}), 201)["part"]
    must(person.post(f"{file}/conversation", {"topic": "reach", "words": "Bel na tienen.",
                                              "contact": "06 00 00 00 77"}), 201)
    must(person.post(f"{file}/conversation", {"topic": "matters", "saying": said,
                                              "words": "Dat iemand blijft, ook 's nachts."}), 201)
    must(manager.post(f"{file}/conversation", {"topic": "strengths", "words": "Ze zingt.",
                                               "person_agrees": True}), 201)
    for actor in (manager, person):
        must(actor.get(f"{file}/conversation"), 200)
    goal = write(person, kind="goal", words="Weer slapen, en zingen.")
    must(person.put(f"{file}/plan/parts/{goal}", {"words": "Weer slapen."}), 200)
    for kind in ("signs", "helps", "helps_not", "call"):
        write(manager, kind=kind, words="In haar woorden.")
    asked = step(person, who=manager.account, goal=goal)
    go(manager, asked, "decline", words="Toch niet deze week.")
    go(person, asked, "give", who=manager.account, day=day(14), words="Dan over twee weken?")
    go(manager, asked, "accept", words="Ja.")
    go(manager, asked, "done", words="Gebeld.")
    go(person, goal, "done", words="Gelukt.")
    go(person, step(person), "stop", words="Hoeft niet meer.")
    version = must(person.get(f"{file}/plan"), 200)["version"]
    must(person.post(f"{file}/plan/agree", {"version": version, "words": "Zo is het."}), 200)
    must(person.put(f"{file}/light-contact", {"interval_days": 14, "words": "Elke twee weken."}),
         200)
    must(manager.put(f"{file}/light-contact", {"interval_days": 28, "first_day": day(9),
                                               "person_agrees": True, "words": "Minder."}), 200)
    must(manager.post(f"{file}/light-contact/held", {"next_day": day(20), "words": "Gebeld."}), 200)
    for actor in (manager, person):
        must(actor.get(f"{file}/plan"), 200)
        must(actor.get(f"{file}/plan/history?limit=3"), 200)
        for page in ("", "/receiver"):
            equal(actor.get(f"{file}/plan/letter{page}").status, 200)
    must(person.post(f"{file}/light-contact/end", {"words": "Het gaat goed."}), 200)


def life(world):
    """Changes of life with what is prepared, and treatment that helps no further."""
    file, manager, person = world.file, world.manager, world.person
    made = must(manager.post(f"{file}/transitions", {
        "kind": "moving", "day": day(60), "municipality": world.municipality_elsewhere,
        "person_agrees": True, "words": "Naar de zee."}), 201)["transition"]
    must(person.post(f"{file}/transitions", {"kind": "insurer", "day": day(30)}), 201)
    must(person.post(f"{file}/transitions/{made}/move", {
        "day": day(70), "person_agrees": True, "words": "Een week later."}), 200)
    read = must(person.get(f"{file}/transitions"), 200)["transitions"]
    moving, insurer = (next(one for one in read if one["kind"] == kind)
                       for kind in ("moving", "insurer"))
    for preparation, how in ((moving["preparations"][0], "done"),
                             (moving["preparations"][1], "not-needed")):
        must(manager.post(f"{file}/preparations/{preparation['id']}/{how}",
                          {"words": "Samen gedaan."}), 200)
    must(manager.post(f"{file}/transitions/{insurer['id']}/call-off", {
        "person_agrees": True, "words": "Toch niet."}), 200)
    for actor in (manager, person):
        must(actor.get(f"{file}/transitions"), 200)
    need = world.add_need(world.manager)
    at = f"{file}/needs/{need}"
    for outcome in ("goes_on", "care"):
        must(manager.post(f"{at}/exhausted", {"words": "Het helpt niet verder."}), 201)
        asked = must(manager.post(f"{file}/consults", {
            "need": need, "to_account": world.psychologist.account, "words": "Ziet u iets?"}),
            201)["consult"]
        must(world.psychologist.post(f"{file}/consults/{asked}/answer", {"words": "Rust."}), 200)
        for actor in (manager, person):
            must(actor.get(file), 200)
        must(person.post(f"{at}/exhausted/agree", {
            "outcome": outcome, "person_agrees": True, "words": "Goed."}), 200)
    must(manager.post(f"{at}/resume", {"person_agrees": True, "words": "Opnieuw."}), 200)


def ending(world):
    """Closing and coming back, four times: then something is offered."""
    asked = world.ask()
    person = Actor(world.server, asked["person"], asked["claim_code"])
    file = f"{world.path}/episodes/{asked['episode']}"
    manager = world.by_account(asked["care_manager"]["id"])
    must(manager.post(f"{file}/close", {"decided_by": "together", "with_needs": True,
                                        "words": "Samen genoeg."}), 200)
    for _ in range(3):
        must(person.post(f"{file}/return", {"alone": True, "words": "Het is er weer."}), 200)
        must(person.post(f"{file}/close", {"decided_by": "person", "with_needs": True}), 200)
    must(person.post(f"{file}/return", {"domain": "social", "words": "Weer."}), 200)
    must(person.post(f"{file}/return/answer", {"table": True, "companion": True,
                                               "words": "Graag iemand naast me."}), 200)
    must(person.get(file), 200)


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
        for path in ("caseload", "caseload?limit=1"):
            must(actor.get(f"{world.path}/{path}"), 200)
    for actor in (world.administrator, world.nation):
        for path in ("accounts", "accounts?limit=2", "roster"):
            must(actor.get(f"{world.path}/{path}"), 200)
    for path in ("/v1/inbox", world.file):
        first = world.manager.get(f"{path}/changes")
        equal((first.status, first.media_type), (200, "text/event-stream"))
        # A number of before there was anything: told at once.
        equal(world.manager.get(f"{path}/changes", headers={"Last-Event-ID": "0.0"}).status, 200)
    answered = [item for item in must(world.manager.get("/v1/inbox"), 200)["items"]
                if item["kind"] == "answered"]
    must(world.manager.post(f"/v1/inbox/{answered[0]['thing']}/seen"), 200)


def organisations(world):
    """Of their own: a group by a peer, and a house with all that can be said of it."""
    by, path, door = world.administrator, world.path, world.door
    group = must(world.relative.post(f"{path}/organisations", {
        "kind": "peer_group", "name": "Samen verder", "alternate_name": "SV",
        "description": "Wij zijn van onszelf.", "website": "https://example.org",
        "email": "samen@example.org", "phone": "030 000 00 00"}), 201)["organisation"]
    at = f"{path}/organisations/{group}"
    read = door.get(at)
    must(world.relative.patch(at, {
        "name": "Samen door", "alternate_name": "SD", "description": "Nog steeds.",
        "website": "https://example.org/2", "email": "door@example.org", "phone": "030 1",
        "kind": "peer_group"}, headers={"If-Match": read.headers["etag"]}), 200)
    must(world.relative.patch(at, {"clear": ["website", "email"]}), 200)
    site = must(world.relative.post(f"{at}/sites", {
        "municipality": world.municipality, "name": "Bibliotheek", "form": "meeting",
        "address": "Lindelaan 1", "postal_code": "3500 AA", "place": "Ons dorp",
        "latitude": 52.09, "longitude": 5.12, "accessibility": ["wheelchair", "lift"],
        "directions": "Naast de kerk.", "phone": "030 2", "email": "b@example.org"}), 201)["site"]
    must(world.relative.patch(f"{path}/sites/{site}", {
        "municipality": world.municipality, "name": "Oude bibliotheek", "form": "place",
        "address": "Lindelaan 2", "postal_code": "3500 AB", "place": "Dorp", "latitude": 52.1,
        "longitude": 5.1, "accessibility": ["quiet_room"], "directions": "Achterom.",
        "phone": "030 3", "email": "c@example.org", "clear": ["directions"]}), 200)
    return group, site


SERVICE = {"kind": "walk_in", "domains": ["social", "mental"], "languages": ["nl", "ar"],
           "ways_in": ["walk_in", "phone"], "way_in_words": "De deur is open.",
           "referral": "without", "anonymous": True, "settings": ["group", "alone"],
           "min_age": 18, "max_age": 99, "good_at": ["loneliness", "several_at_once"],
           "good_at_words": "Koffie.", "security": 1, "description": "Een huis.",
           "phone": "030 4", "email": "d@example.org", "website": "https://example.org/3"}


def services(world, group, site):
    by, path, door = world.relative, world.path, world.door
    made = must(by.post(f"{path}/organisations/{group}/services", {
        "site": site, "domain": "social", "level": "local", "places_week": 4, "name": "Inloop",
        **SERVICE}), 201)["service"]
    at = f"{path}/services/{made}"
    must(by.patch(at, {"site": site, "domain": "meaning", "level": "local", "name": "Huiskamer",
                       **SERVICE, "clear": ["security"]}), 200)
    must(by.put(f"{at}/area", {"municipalities": [world.municipality]}), 200)
    must(by.put(f"{at}/area", {}), 200)
    for capacity in ({"new_week": 3}, {"intensity": "light", "new_week": 2, "places": 5, "kept": 1},
                     {"intensity": "moderate", "new_week": 1}):
        must(by.put(f"{at}/capacity", capacity), 200)
    must(by.put(f"{at}/costs", {"number": 1, "kind": "own_contribution", "amount_cents": 250,
                                "words": "Voor koffie."}), 200)
    must(by.put(f"{path}/entries/{made}/hours", {"hours": "mo-fr 09:00-17:00; ph closed"}), 200)
    must(by.put(f"{path}/entries/{site}/hours", {"hours": "tu[1] 19:00-21:00"}), 200)
    whole = must(door.get(at), 200)
    if whole["places_week"] != 3 or whole["hours"] != "mo-fr 09:00-17:00; ph closed":
        raise AssertionError(f"the service reads {whole}")
    again = door.get(at, headers={"If-None-Match": door.get(at).headers["etag"]})
    if again.status != 304 or again.body:
        raise AssertionError(f"nothing changed, and it is {again.status}")
    return made


def confirmations(world, service):
    path, door = world.path, world.door
    entry = f"{path}/entries/{service}"
    must(world.relative.post(f"{entry}/confirm"), 200)
    must(world.administrator.post(f"{entry}/ask"), 200)
    link = must(world.administrator.get(f"{entry}/link"), 200)
    must(door.post(f"{path}/confirmations", {"token": link["token"]}), 200)
    if door.post(f"{path}/confirmations", {"token": link["token"]}).status != 409:
        raise AssertionError("a link works twice")
    told = must(door.post(f"{entry}/corrections", {
        "field": "phone", "value": "030 5", "words": "Dit nummer klopt niet meer."}), 201)
    at = f"{path}/corrections/{told['correction']}"
    must(world.relative.get(f"{at}/words"), 200)
    must(world.administrator.get(f"{at}/words"), 200)
    must(world.relative.post(f"{at}/accept", {"value": "030 5"}), 200)
    if must(door.get(at), 200)["state"] != "accepted":
        raise AssertionError("it is not told that it was accepted")
    told = must(world.gp.post(f"{entry}/corrections",
                              {"field": "hours", "words": "Ik weet het niet zeker."}), 201)
    must(world.relative.post(f"{path}/corrections/{told['correction']}/decline",
                             {"reason": "not_so"}), 200)
    for look in (entry, f"{entry}/history", f"{entry}/history?limit=3&after=1", f"{entry}/opening",
                 f"{entry}/opening?at=2026-12-25T12:00:00Z"):
        must(door.get(look), 200)


def agreements(world):
    by, path, door = world.gp, world.path, world.door
    made = must(by.post(f"{path}/agreements", {
        "organisation": world.area_team, "name": "Samen in de wijk", "from_day": day(),
        "to_day": day(400), "description": "Wie gevraagd wordt, begint.",
        "pledge": "Wij gaan erheen.", "direct_line": "030 6"}), 201)["agreement"]
    at = f"{path}/agreements/{made}"
    must(by.patch(at, {"name": "Samen", "from_day": day(1), "to_day": day(300),
                       "description": "Nog steeds.", "clear": ["to_day"]}), 200)
    must(by.post(f"{at}/parties", {"organisation": world.clinic}), 201)
    must(world.psychologist.put(f"{at}/parties/{world.clinic}", {
        "pledge": "Wij kijken mee.", "direct_line": "030 7"}), 200)
    must(by.put(f"{at}/goals", {"number": 1, "words": "Niemand wacht.", "by_day": day(90),
                                "reached_day": day(80)}), 200)
    for look in (f"{path}/agreements", at, f"{at}/parties", f"{at}/parties?limit=1"):
        must(door.get(look), 200)
    must(world.psychologist.delete(f"{at}/parties/{world.clinic}"), 200)
    must(by.delete(at), 200)


def directory(world):
    path, door = world.path, world.door
    group, site = organisations(world)
    service = services(world, group, site)
    confirmations(world, service)
    agreements(world)
    for look in ("organisations", "organisations?kind=peer_group&limit=1", "sites",
                 f"sites?organisation={group}", f"sites/{site}",
                 f"services?kind=walk_in&organisation={group}", f"services?site={site}", "entries",
                 f"entries?state=fresh&after={group}", f"organisations/{group}"):
        must(door.get(f"{path}/{look}"), 200)
    must(world.relative.delete(f"{path}/services/{service}"), 200)
    must(world.relative.delete(f"{path}/sites/{site}"), 200)
    must(world.relative.delete(f"{path}/organisations/{group}"), 200)


def tables(world):
    file, manager, person = world.file, world.manager, world.person
    seats, national = f"{world.path}/table/seats", "/v1/regions/NL/table"
    sitter = world.account("professional", "Voorzitter", world.area_team)
    for by, path, one, seat in (
            (world.administrator, seats, world.peer, "clients"),
            (world.administrator, seats, world.relative, "relatives"),
            (world.administrator, seats, sitter, "providers"),
            (world.nation, f"{national}/seats", world.peer, "clients"),
            (world.nation, f"{national}/seats", sitter, "insurer")):
        must(by.put(f"{path}/{one.account}", {"seat": seat}), 200)

    def bring(by, need, **more):
        body = {"need": need, "why": "stuck", "words": "Overal is het nee.", **more}
        return must(by.post(f"{file}/cases", body), 201)["case"]

    def go(by, case, how, **body):
        must(by.post(f"{file}/cases/{case}/{how}", body), 200)

    case = bring(person, world.need, person_agrees=True, named=True, beside=manager.account)
    go(person, case, "attend", attends=True, person_agrees=True, named=True,
       beside=manager.account)
    for actor in (person, manager, sitter):
        must(actor.get(f"{file}/cases/{case}"), 200)
    go(sitter, case, "decide", service=world.clinic_service, term=day(7), words="Zij doen het.")
    must(world.colleague.get(f"{file}/cases/{case}"), 200)
    for actor, page in ((person, ""), (world.colleague, "/receiver")):
        equal(actor.get(f"{file}/cases/{case}/letter{page}").status, 200)
    named = must(world.colleague.post(f"{file}/cases/{case}/name", {
        "account": world.psychologist.account, "person_agrees": True,
        "words": "Neem jij dit?"}), 200)["handover"]
    world.answer(manager, named, "withdraw", words="Eerst nog praten.")
    go(person, case, "object", words="Liever niet.")
    closed = bring(manager, world.need)
    go(sitter, closed, "close", lesson="Eerst bellen, dan brengen.")
    raised = bring(manager, world.need)
    go(sitter, raised, "raise", words="Hier kan het niet.")
    for path in (f"{world.path}/table", f"{world.path}/table/lessons?limit=5"):
        must(sitter.get(path), 200)
    short = must(sitter.post(f"{world.path}/table/shortages", {
        "service": world.clinic_service, "waiting": 31}), 201)["shortage"]
    item = f"{world.path}/table/shortages/{short}"
    must(sitter.post(f"{item}/decide", {
        "organisation": world.area_team, "term": day(60), "words": "Samen een tweede groep."}), 200)
    must(sitter.get(f"{world.path}/table"), 200)
    must(sitter.post(f"{item}/close", {"lesson": "Twee groepen zijn genoeg."}), 200)
    must(sitter.post(f"{world.path}/table/shortages", {
        "service": world.clinic_service, "waiting": 12}), 201)
    must(sitter.post(f"{item}/raise"), 200)
    page = must(sitter.get(f"{national}?limit=1"), 200)
    must(sitter.get(f"{national}?limit=1&after={page['next_after']}"), 200)
    must(manager.get(f"{file}/cases"), 200)
    must(world.administrator.delete(f"{seats}/{sitter.account}"), 200)


PARTS = (public, people, search, hsds, directory, administration, signing_in, heads, needs, joins,
         whom_to_ask, codes, consults, stays, tables, plan, life, ending, handovers, looks)


def play(world):
    """Every route, with success."""
    for part in PARTS:
        part(world)
