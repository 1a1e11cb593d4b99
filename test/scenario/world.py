# world.py - a small region to test in: who works there, who asks, and what they made.
# SPDX-License-Identifier: EUPL-1.2
import datetime
import zoneinfo

from server import Client, must

REGION = "VR09"


def day(ahead=0):
    """A day from today, in the form of the API."""
    now = datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Amsterdam"))
    return (now.date() + datetime.timedelta(days=ahead)).isoformat()


class Actor(Client):
    """Somebody who has signed in."""

    def __init__(self, server, account, code, region=REGION):
        super().__init__(server)
        self.account = account
        self.code = code
        self.region = region
        self.sign_in()

    def sign_in(self):
        self.token = None
        self.token = must(self.post("/v1/sessions", {"code": self.code}), 201)["token"]


class World:
    """Everybody in it has a different way into the program; nothing is made behind its back."""

    def __init__(self, server):
        self.server = server
        self.door = Client(server)
        self.path = f"/v1/regions/{REGION}"
        self._administration()
        self._directory()
        self._people()
        self.question = self.ask()
        self.person = Actor(server, self.question["person"], self.question["claim_code"])
        self.episode = self.question["episode"]
        self.need = self.question["need"]
        self.file = f"{self.path}/episodes/{self.episode}"
        # The duty has turns: whoever it was is the care manager.
        self.manager = self.by_account(self.question["care_manager"]["id"])

    def _administration(self):
        made = must(self.door.post("/v1/administrators/first",
                                   {"token": self.server.token, "name": "Nationaal beheer"}), 201)
        self.nation = Actor(self.server, made["account"], made["access_code"], "NL")
        self.administrator = self.account("administrator", "Regionaal beheer", by=self.nation)

    def account(self, kind, name, organisation=None, by=None, region=REGION):
        body = {"kind": kind, "name": name}
        if organisation:
            body["organisation"] = organisation
        by = by or self.administrator
        made = must(by.post(f"/v1/regions/{region}/accounts", body), 201)
        return Actor(self.server, made["account"], made["access_code"], region)

    def organisation(self, kind, name):
        made = self.administrator.post(f"{self.path}/organisations", {"kind": kind, "name": name})
        return must(made, 201)["organisation"]

    def site(self, organisation, name):
        made = self.administrator.post(f"{self.path}/organisations/{organisation}/sites",
                                       {"municipality": self.municipality, "name": name})
        return must(made, 201)["site"]

    def service(self, organisation, site, name, domain="mental", level="regional"):
        made = self.administrator.post(
            f"{self.path}/organisations/{organisation}/services",
            {"site": site, "domain": domain, "level": level, "places_week": 3, "name": name})
        return must(made, 201)["service"]

    def _directory(self):
        region = must(self.door.get(self.path), 200)
        self.municipality = region["municipalities"][0]["code"]
        other = must(self.door.get("/v1/regions/VR01"), 200)
        self.municipality_elsewhere = other["municipalities"][0]["code"]
        self.area_team = self.organisation("area_team", "Wijkteam De Brug")
        self.clinic = self.organisation("mental_health", "Praktijk Zuid")
        self.area_site = self.site(self.area_team, "Buurthuis")
        self.clinic_site = self.site(self.clinic, "Hoofdlocatie")
        self.clinic_service = self.service(self.clinic, self.clinic_site, "Behandeling")

    def _people(self):
        self.duty = [self.account("professional", name, self.area_team)
                     for name in ("Dienst Een", "Dienst Twee")]
        self.psychologist = self.account("professional", "Psycholoog", self.clinic)
        self.colleague = self.account("professional", "Collega", self.clinic)
        self.gp = self.account("professional", "Huisarts", self.area_team)
        self.peer = self.account("peer", "Ervaringsdeskundige", self.area_team)
        self.relative = self.account("relative", "Naaste")
        for one in self.duty:
            self.join_roster(one)

    def join_roster(self, actor):
        must(self.administrator.put(f"{self.path}/roster/{actor.account}"), 200)

    def by_account(self, account):
        return next(one for one in self.duty if one.account == account)

    def ask(self, by=None, **more):
        """A question from a client of its own, so that the door does not slow down."""
        body = {"story": "Het gaat niet goed met mij.", "contact": "06 00 00 00 00", **more}
        by = by or Client(self.server)
        return must(by.post(f"{self.path}/questions", body), 201)

    # What happens in an episode; `file` is its path, the first episode's if none is given.

    def add_need(self, by=None, file=None, **more):
        body = {"domain": "debt", "aim": "recover", "person_agrees": True, **more}
        made = (by or self.manager).post(f"{file or self.file}/needs", body)
        return must(made, 201)["need"]

    def offer(self, to, by=None, file=None, need=None, **more):
        """To an account, or to a service if it is a text."""
        body = {"words": "Wil je dit overnemen?", "person_agrees": True, **more}
        body |= {"to_service": to} if isinstance(to, str) else {"to_account": to.account}
        body |= {"need": need} if need else {"of_care_management": True}
        made = (by or self.manager).post(f"{file or self.file}/handovers", body)
        return must(made, 201)["handover"]

    def answer(self, by, handover, how, file=None, **body):
        return must(by.post(f"{file or self.file}/handovers/{handover}/{how}", body), 200)

    def ask_to_join(self, whom, by=None, file=None):
        body = {"account": whom.account, "person_agrees": True, "words": "Kijk je mee?"}
        return must((by or self.manager).post(f"{file or self.file}/joins", body), 201)["join"]

    def join(self, whom, by=None, file=None):
        asked = self.ask_to_join(whom, by, file)
        must(whom.post(f"{file or self.file}/joins/{asked}/accept"), 200)
        return asked
