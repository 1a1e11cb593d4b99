# wrong_state.py - everything that can be in a wrong state for somebody, in one region.
#
# State.names has an id for each name in braces of the tables of wrong requests; State.actors has
# who sends them.
# SPDX-License-Identifier: EUPL-1.2
import signing
import wrong_directory
from server import Client, must
from world import REGION, Actor, World, day


class State:
    def __init__(self, server):
        self.server = server
        world = self.world = World(server)
        self.names = {
            "region": REGION, "episode": world.episode, "need": world.need,
            "person": world.person.account, "manager": world.manager.account,
            "organisation": world.area_team, "clinic": world.clinic, "site": world.area_site,
            "clinic_site": world.clinic_site, "clinic_service": world.clinic_service,
            "municipality": world.municipality,
            "last_administrator": world.administrator.account,
            "elsewhere": world.municipality_elsewhere,
        }
        self.actors = {"nobody": Client(server)}
        for name in ("door", "nation", "administrator", "person", "manager", "psychologist",
                     "colleague", "gp", "peer", "relative"):
            self.actor(name, getattr(world, name))
        self.actor("other_duty", next(a for a in world.duty if a is not world.manager))
        self.names["account"] = self.names["gp"]
        must(world.administrator.post(f"{world.path}/appointments", {
            "insurer": "cz", "from": day(0), "decided_where": "Regiotafel"}), 201)
        self._needs()
        self._handovers()
        self._ties()
        self._joins()
        self._consults()
        self._stays()
        self._cases()
        self._plan()
        self._life()
        self._endings()
        self._people()
        self._other_files()
        self._other_regions()
        wrong_directory.prepare(self)
        self._sessions()
        self._passwords()
        self._keys()
        server.settle()
        self._age()

    def actor(self, name, actor):
        self.actors[name] = actor
        if isinstance(actor, Actor):
            self.names[name] = actor.account
        return actor

    def new(self, name, kind="professional", **more):
        organisation = self.world.area_team if kind == "professional" else None
        return self.actor(name, self.world.account(kind, name, organisation, **more))

    def act(self, by, need, what, status=200, **body):
        must(by.post(f"{self.world.file}/needs/{need}/{what}", body), status)

    def _needs(self):
        world, names = self.world, self.names
        names["need_person"] = world.add_need(world.person, i_bear_it=True)
        names["need_closed"] = world.add_need()
        self.act(world.manager, names["need_closed"], "close", decided_by="together")
        names["need_danger"] = world.add_need()
        self.act(world.manager, names["need_danger"], "danger")
        file = must(world.manager.get(world.file), 200)
        bearer = {need["id"]: need["bearer"] for need in file["needs"]}[names["need_danger"]]
        self.actor("on_duty", next(a for a in world.duty if a.account == bearer))

    def offered(self, name, to, **more):
        need = self.names[f"need_{name}"] = self.world.add_need()
        handover = self.names[f"handover_{name}"] = self.world.offer(to, need=need, **more)
        return need, handover

    def _handovers(self):
        world, names = self.world, self.names
        self.offered("offered", world.psychologist)
        names["handover"] = names["handover_offered"]
        self.offered("service", world.clinic_service)
        _, accepted = self.offered("accepted", world.psychologist)
        world.answer(world.psychologist, accepted, "accept", contact_day=day(3))
        _, contacted = self.offered("contacted", world.psychologist)
        world.answer(world.psychologist, contacted, "accept", contact_day=day(3))
        world.answer(world.psychologist, contacted, "contact")
        _, withdrawn = self.offered("withdrawn", world.psychologist)
        world.answer(world.manager, withdrawn, "withdraw")
        self.offered("over", world.psychologist)
        danger, _ = self.offered("offered_danger", world.psychologist)
        self.act(world.manager, danger, "danger")

    def _ties(self):
        """Each with one thing that holds them."""
        world, names = self.world, self.names
        decliner = self.new("decliner")
        _, declined = self.offered("declined", decliner)
        world.answer(decliner, declined, "decline", reason="fit", instead="consult",
                     instead_by=day(7))
        giver = self.new("giver")
        need, taken = self.offered("given", giver)
        world.answer(giver, taken, "accept", contact_day=day(3))
        world.answer(giver, taken, "contact")
        given = world.offer(world.psychologist, by=giver, need=need)
        world.answer(world.psychologist, given, "accept", contact_day=day(3))
        names["handover_given"] = given

    def _joins(self):
        world, names = self.world, self.names
        names["join_asked"] = names["join"] = world.ask_to_join(world.gp)
        names["join_joined"] = world.join(world.colleague)
        names["join_declined"] = world.ask_to_join(world.relative)
        must(world.relative.post(f"{world.file}/joins/{names['join_declined']}/decline"), 200)
        late = self.new("late")
        names["join_over"] = world.ask_to_join(late)
        names["thing"] = names["join_over"]
        stepper = self.new("stepper")
        world.join(stepper)
        self.act(world.manager, world.add_need(), "step", 201, day=day(3), words="Samen bellen.",
                 who=stepper.account)

    def consult(self, name, to, by=None, file=None, need=None):
        """One of the manager, about the first need, if nothing else is said."""
        body = {"need": need or self.names["need"], "to_account": to.account, "words": "Kijk mee?"}
        by = by or self.world.manager
        made = must(by.post(f"{file or self.world.file}/consults", body), 201)["consult"]
        self.names[f"consult_{name}"] = made
        return f"{self.world.file}/consults/{made}"

    def _consults(self):
        world = self.world
        world.join(self.new("friend", "volunteer"))
        self.consult("asked", world.gp)
        self.names["consult"] = self.names["consult_asked"]
        answered = self.consult("answered", world.psychologist)
        must(world.psychologist.post(f"{answered}/answer", {"words": "Doe dit."}), 200)
        self.consult("over", self.actors["late"])

    def stay(self, name, by, file):
        body = {"service": self.names["clinic_service"], "start_day": day(), "keeps": "own_home",
                "return_day": day(9), "kept_until": day(9), "person_agrees": True}
        self.names[f"stay_{name}"] = must(by.post(f"{file}/stays", body), 201)["stay"]

    def _stays(self):
        world = self.world
        self.stay("planned", world.manager, world.file)
        self.names["stay"] = self.names["stay_planned"]
        asked = world.ask()
        self.names["episode_new"] = asked["episode"]
        self.actor("newcomer", Actor(world.server, asked["person"], asked["claim_code"]))

    def case(self, name, need=None, by=None, file=None, **more):
        world = self.world
        body = {"need": need or world.add_need(), "why": "stuck", "words": "Vast.", **more}
        made = must((by or world.manager).post(f"{file or world.file}/cases", body), 201)["case"]
        self.names[f"case_{name}"] = made
        return f"{world.file}/cases/{made}"

    def decided(self, name, need=None, term=7):
        case = self.case(name, need)
        must(self.actors["sitter"].post(f"{case}/decide", {
            "service": self.names["clinic_service"], "term": day(term), "words": "Zij."}), 200)
        return case

    def _cases(self):
        world, names = self.world, self.names
        sitter, seats = self.new("sitter"), f"{world.path}/table/seats"
        for one, seat in ((sitter, "providers"), (world.peer, "clients"),
                          (world.relative, "relatives")):
            must(world.administrator.put(f"{seats}/{one.account}", {"seat": seat}), 200)
        apex = self.new("apex")
        must(world.nation.put(f"/v1/regions/NL/table/seats/{apex.account}",
                              {"seat": "insurer"}), 200)
        self._shortages(sitter)
        names["need_at_table"] = world.add_need()
        self.case("brought", names["need_at_table"])
        names["case"] = names["case_brought"]
        must(sitter.post(self.case("above") + "/raise"), 200)
        objected = self.case("objected")
        must(world.person.post(f"{objected}/object"), 200)
        self.decided("decided")
        closed = world.add_need()
        self.decided("need_closed", closed)
        self.case("brought_closed", brought_closed := world.add_need())
        for need in (closed, brought_closed):
            self.act(world.manager, need, "close", decided_by="together")
        danger = world.add_need()
        self.decided("danger", danger)
        self.act(world.manager, danger, "danger")
        offered = world.add_need()
        self.decided("offered", offered)
        world.offer(world.gp, need=offered)

    def _shortages(self, sitter):
        world, names = self.world, self.names
        path = f"{world.path}/table/shortages"

        def short(service):
            return must(sitter.post(path, {"service": service, "waiting": 7}), 201)["shortage"]

        names["shortage"] = short(world.clinic_service)
        site = world.site(world.clinic, "Polikliniek")
        for name, how, body in (
                ("shortage_above", "raise", None),
                ("shortage_decided", "decide", {
                    "organisation": world.area_team, "term": day(9), "words": "Zij."})):
            names[name] = short(world.service(world.clinic, site, name))
            must(sitter.post(f"{path}/{names[name]}/{how}", body), 200)

    def part(self, name, by, file, **more):
        body = {"words": "Samen.", "person_agrees": True, **more}
        path = f"{file}/plan/steps" if "day" in more else f"{file}/plan/parts"
        self.names[f"part_{name}"] = must(by.post(path, body), 201)["part"]

    def _plan(self):
        world = self.world
        said = world.person.post(f"{world.file}/conversation", {"topic": "matters",
                                                                "words": "Rust."})
        self.names["saying"] = must(said, 201)["part"]
        self.part("goal", world.person, world.file, kind="goal")
        self.names["part"] = self.names["part_goal"]
        self.part("asked", world.person, world.file, day=day(5), who=world.manager.account)
        self.part("agreed", world.manager, world.file, day=day(5))
        self.part("stopped", world.person, world.file, kind="signs")
        stopped = f"{world.file}/plan/parts/{self.names['part_stopped']}/stop"
        version = must(world.person.post(stopped), 200)["version"]
        self.names["plan_version"] = str(version)
        must(world.person.post(f"{world.file}/plan/agree", {"version": version}), 200)
        must(world.manager.put(f"{world.file}/light-contact",
                               {"interval_days": 14, "person_agrees": True}), 200)

    def _life(self):
        world, names, file = self.world, self.names, self.world.file

        def announce(by, at, kind):
            made = must(by.post(f"{at}/transitions", {"kind": kind, "day": day(90)}), 201)
            read = must(by.get(f"{at}/transitions"), 200)["transitions"]
            ready = next(one for one in read if one["id"] == made["transition"])["preparations"]
            return made["transition"], [one["id"] for one in ready]

        names["transition"], ready = announce(world.person, file, "insurer")
        names["preparation"], names["preparation_done"] = ready
        must(world.person.post(f"{file}/preparations/{ready[1]}/done"), 200)
        names["transition_off"], dropped = announce(world.person, file, "detention")
        names["preparation_dropped"] = dropped[0]
        must(world.person.post(f"{file}/transitions/{names['transition_off']}/call-off"), 200)
        newcomer = self.actors["newcomer"]
        other = f"{world.path}/episodes/{names['episode_new']}"
        names["transition_other"], others = announce(newcomer, other, "insurer")
        names["preparation_other"] = others[0]
        names["need_exhausted"], names["need_care"] = world.add_need(), world.add_need()
        body = {"words": "Verder helpt het niet."}
        for need in (names["need_exhausted"], names["need_care"]):
            self.act(world.manager, need, "exhausted", 201, **body)
        asked = must(world.manager.post(f"{file}/consults", {
            "need": names["need_care"], "to_account": world.psychologist.account,
            "words": "Kijk mee?"}), 201)["consult"]
        must(world.psychologist.post(f"{file}/consults/{asked}/answer", {"words": "Rust."}), 200)
        self.act(world.manager, names["need_care"], "exhausted/agree", outcome="care",
                 person_agrees=True)

    def file_of(self, name):
        """A file of somebody new; its path."""
        asked = self.world.ask()
        self.names[f"episode_{name}"], self.names[f"need_{name}"] = asked["episode"], asked["need"]
        actor = self.actor(name, Actor(self.world.server, asked["person"], asked["claim_code"]))
        return actor, f"{self.world.path}/episodes/{asked['episode']}"

    def _endings(self):
        world = self.world
        asking, file = self.file_of("asking")
        must(asking.post(f"{file}/joins", {"account": world.gp.account}), 201)
        advised, file = self.file_of("advised")
        must(advised.post(f"{file}/consults", {"need": self.names["need_advised"],
                                               "to_account": world.gp.account, "words": "Kijk."}),
             201)
        away_for, file = self.file_of("away_for")
        self.stay("away_for", away_for, file)
        tabled, file = self.file_of("tabled")
        self.case("tabled", self.names["need_tabled"], tabled, file, person_agrees=True)
        gone, file = self.file_of("gone")
        must(gone.post(f"{file}/close", {"decided_by": "person", "with_needs": True}), 200)

    def _people(self):
        """Others with the same name: one pair is found, and of one this side said so."""
        world = self.world
        named = {"name": "Sanne Mulder", "birth_day": "1990-06-06"}
        must(world.person.post(f"{world.file}/identity", named), 200)
        for name in ("pair", "pair_said"):
            world.ask(**named)
            pairs = must(world.manager.get(f"{world.file}/merges"), 200)["merges"]
            self.names[name] = next(pair["id"] for pair in pairs if not pair["said_here"])
            if name == "pair":
                first = self.names[name]
        said = next(pair["id"] for pair in pairs if pair["id"] != first)
        self.names["pair_said"], self.names["merge"] = said, first
        must(world.manager.post(f"{world.file}/merges/{said}/confirm", {"person_agrees": True}),
             200)
        mentor = self.new("mentor", "relative").account
        body = {"kind": "mentor", "account": mentor, "until_day": day(30),
                "words": "Beschikking."}
        for name in ("mandate_over", "mandate"):
            made = must(world.manager.post(f"{world.file}/mandates", body), 201)["mandate"]
            self.names[name] = made
            if name == "mandate_over":
                must(world.manager.post(f"{world.file}/mandates/{made}/end"), 200)
        hidden = self.new("hidden", "relative").account
        must(world.person.put(f"{world.file}/members/{hidden}/knows", {"knows": "nothing"}), 200)
        consented = self.new("consented").account
        body = {"account": consented, "parts": ["plan"], "until_day": day(9)}
        made = must(world.person.post(f"{world.file}/consents", body), 201)["consent"]
        must(world.person.post(f"{world.file}/consents/{made}/withdraw"), 200)
        self.names["consent"] = made
        many, file = self.file_of("many")
        for _ in range(30):
            must(many.post(f"{file}/consents", body), 201)
        reporter = self.new("reporter")
        self.names["reported"] = must(reporter.post(f"{world.path}/questions", {
            "story": "Op straat.", "contact": "Bij het park"}), 201)["episode"]

    def _other_files(self):
        """Of somebody else, and one of which a peer manages the care and bears nothing."""
        world, names = self.world, self.names
        other = world.ask()
        names["episode_other"], names["need_other"] = other["episode"], other["need"]
        stranger = self.actor("stranger", Actor(world.server, other["person"],
                                                other["claim_code"]))
        file = f"{world.path}/episodes/{other['episode']}"
        manager = world.by_account(other["care_manager"]["id"])
        names["join_other"] = world.ask_to_join(world.gp, manager, file)
        self.consult("other", world.psychologist, manager, file, other["need"])
        self.stay("other", manager, file)
        self.case("other", other["need"], manager, file)
        self.part("other", manager, file, kind="goal")
        care = world.offer(world.peer, by=manager, file=file)
        world.answer(world.peer, care, "accept", file, contact_day=day(3))
        world.answer(stranger, care, "contact", file)
        names["handover_other"] = world.offer(world.gp, by=manager, file=file,
                                              need=other["need"])
        # The care management of the first file is on offer too.
        names["handover_care"] = world.offer(world.psychologist)

    def _other_regions(self):
        world = self.world
        lone = self.outsider("VR02", "lone")
        must(world.nation.put(f"/v1/regions/VR02/roster/{lone.account}"), 200)
        third = self.outsider("VR03", "third")
        away = self.new("away")
        for one in (third, away):
            must(world.nation.put(f"/v1/regions/VR03/roster/{one.account}"), 200)
        self.actor("administrator_elsewhere",
                   world.account("administrator", "Elders", by=world.nation, region="VR01"))

    def outsider(self, region, name):
        made = self.world.nation.post(f"/v1/regions/{region}/organisations",
                                      {"kind": "duty", "name": f"Dienst {region}"})
        organisation = must(made, 201)["organisation"]
        return self.actor(name, self.world.account("professional", name, organisation,
                                                   by=self.world.nation, region=region))

    def _sessions(self):
        """Tokens that are no good any more."""
        world = self.world
        leaver = self.new("leaver", "volunteer")
        names, tokens = self.names, {}
        tokens["signed_out"] = self.new("signed_out").token
        must(self.actors["signed_out"].delete("/v1/sessions/current"), 200)
        tokens["leaver"] = leaver.token
        names["leaver_code"] = leaver.code
        must(world.administrator.delete(f"{world.path}/accounts/{leaver.account}"), 200)
        tokens["expired"] = self.new("expired").token
        names["expired_session"] = tokens["expired"].split(".")[1]
        for name, token in tokens.items():
            self.actors[name] = Client(self.server, token)
        region, session, proof = world.manager.token.split(".")
        names["session"] = session
        for name, token in {
            "forged": f"{region}.{session}.{'0' * 32}",
            "moved": f"{int(region) + 1}.{session}.{proof}",
            "other_session": f"{region}.{world.gp.token.split('.')[1]}.{proof}",
            "short_token": world.manager.token[:-1],
            "long_token": world.manager.token + "0",
            "no_token": "zomaar",
        }.items():
            self.actors[name] = Client(self.server, token)

    def _passwords(self):
        """Who has one, who has a second factor, who began with one, and who was invited."""
        world, names = self.world, self.names
        names["password"] = signing.PASSWORD
        secured = self.new("secured", "volunteer")
        names["secured_code"] = secured.code
        signing.secure(world, secured, "beveiligd")
        doubled = self.new("doubled", "volunteer")
        signing.secure(world, doubled, "dubbel")
        signing.double(doubled)
        begun = self.new("begun", "volunteer")
        signing.secure(world, begun, "begonnen")
        signing.begin(begun)
        names["invite_token"] = signing.invite(
            world.administrator, self.new("invited", "volunteer").account, REGION)

    def _keys(self):
        """Idempotency keys that were used already."""
        world = self.world
        body = {"domain": "social", "aim": "care", "person_agrees": True}
        must(world.manager.post(f"{world.file}/needs", body, key="gebruikt-1"), 201)
        must(self.actors["door"].post(f"{world.path}/questions",
                                      {"story": "Een vraag.", "contact": "Bel mij."},
                                      key="gebruikt-2"), 201)
        self.names["used_token"] = world.server.token
        version = must(world.manager.get(world.file), 200)["version"]
        self.names["version"] = str(version)
        self.names["stale"] = str(version - 1)

    def _age(self):
        """What is over by now. It comes last: the laws would not let another command by."""
        tables = self.server.tables
        for table, name in (("care_handover", "handover_over"), ("care_join", "join_over"),
                            ("care_consult", "consult_over"),
                            ("access_session", "expired_session")):
            of = tables.blob(self.names[name])
            tables.change(f"update {table} set expires_ms = 1 where id = {of}")
