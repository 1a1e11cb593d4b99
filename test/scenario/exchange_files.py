# exchange_files.py - a small right import in both forms, and changes of it that make it wrong.
# SPDX-License-Identifier: EUPL-1.2
import copy
import csv
import io
import json

COLUMNS = ["entry", "id", "organisation", "name", "kind", "website", "email", "phone",
           "municipality", "latitude", "longitude", "accessibility", "form", "site", "domain",
           "domains", "level", "languages", "ways_in", "referral", "anonymous", "min_age",
           "max_age", "good_at", "security", "hours", "capacity", "area", "costs"]
ROWS = [
    {"entry": "organisation", "id": "o1", "name": "Buurtwerk", "kind": "social"},
    {"entry": "site", "id": "s1", "organisation": "o1", "name": "Huis", "municipality": "GM0344",
     "latitude": "52.09", "longitude": "5.12", "accessibility": "wheelchair lift",
     "form": "place"},
    {"entry": "service", "id": "v1", "organisation": "o1", "name": "Maatjes", "site": "s1",
     "domain": "social", "domains": "social meaning", "level": "local", "languages": "nl ar",
     "ways_in": "phone", "referral": "without", "anonymous": "yes", "min_age": "18",
     "max_age": "65", "hours": "mo-fr 09:00-17:00", "capacity": "light 3/week, 9 places, 1 kept",
     "area": "GM0344", "costs": "free\nfee 12.50 Per keer"},
]


def write_csv(rows, columns=None, separator=","):
    out = io.StringIO()
    writer = csv.DictWriter(out, columns or COLUMNS, lineterminator="\n", delimiter=separator)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def right_csv():
    return write_csv(ROWS)


def with_cells(of, **cells):
    """The right file with other cells in the row of this kind."""
    rows = [dict(row, **cells) if row["entry"] == of else row for row in ROWS]
    return write_csv(rows)


def with_rows(*rows):
    return write_csv(ROWS + [dict(row) for row in rows])


def attribute(field, value):
    return {"id": f"a-{field}-{value}", "link_type": field, "value": value}


DOCUMENT = {"version": "3.0", "contents": [{
    "id": "o1", "name": "Buurtwerk", "description": "", "attributes": [attribute("kind", "social")],
    "locations": [{"id": "s1", "location_type": "physical", "name": "Huis",
                   "attributes": [attribute("municipality", "GM0344")]}],
    "services": [{"id": "v1", "name": "Maatjes", "status": "active", "minimum_age": 18,
                  "languages": [{"id": "l1", "code": "nl"}],
                  "schedules": [{"id": "h1", "freq": "WEEKLY", "byday": "MO,TU",
                                 "opens_at": "09:00", "closes_at": "17:00"}],
                  "service_areas": [{"id": "g1", "name": "Utrecht"}],
                  "cost_options": [{"id": "c1", "option": "fee", "amount": 12.5}],
                  "service_at_locations": [{"id": "p1", "location_id": "s1"}],
                  "attributes": [attribute("domain", "social"), attribute("level", "local")]}],
}]}


def right_hsds():
    return json.dumps(DOCUMENT)


def with_document(change):
    """The right document after `change` was done to its organisation."""
    document = copy.deepcopy(DOCUMENT)
    change(document["contents"][0])
    return json.dumps(document)


def service(change):
    return with_document(lambda organisation: change(organisation["services"][0]))


def location(change):
    return with_document(lambda organisation: change(organisation["locations"][0]))


def schedule(**fields):
    return service(lambda one: one["schedules"][0].update(fields))


def terms(*codes):
    return [{"id": f"t-{code}", "taxonomy_term_id": f"t{code}", "taxonomy_term": {
        "id": f"t{code}", "code": code, "name": code.capitalize()}} for code in codes]


def plain_hsds(codes=("area_team", "social", "local")):
    """As others write it: nothing of Vangnet in it, perhaps terms of a taxonomy of theirs."""
    of_service = codes[1:]
    return json.dumps({"contents": [{
        "id": "o1", "name": "Buurtwerk", "description": "Hulp", "attributes": terms(*codes[:1]),
        "locations": [{"id": "s1", "location_type": "physical", "name": "Huis",
                       "addresses": [{"id": "a1", "address_1": "Straat 1", "city": "Utrecht",
                                      "country": "NL", "address_type": "physical"}]}],
        "services": [{"id": "v1", "name": "Maatjes", "status": "active", "minimum_age": 18.0,
                      "attributes": terms(*of_service),
                      "service_at_locations": [{"id": "p1", "location_id": "s1"}]},
                     {"id": "v2", "name": "Dicht", "status": "temporarily closed",
                      "service_at_locations": [{"id": "p2", "location_id": "s1"}]}]}]})


def right_schedules():
    """What a schedule says, and the hours that it is."""
    return (({"freq": "MONTHLY", "byday": "1TU,3TU"}, "tu[1] 09:00-17:00; tu[3] 09:00-17:00"),
            ({"freq": "MONTHLY", "byday": "-1FR"}, "fr[5] 09:00-17:00"),
            ({"freq": "MONTHLY", "byday": "1TU,TH"}, "th 09:00-17:00; tu[1] 09:00-17:00"),
            ({"byday": "MO,WE"}, "mo 09:00-17:00; we 09:00-17:00"),
            ({"byday": "WE", "interval": 2, "dtstart": "2026-01-07"},
             "we/2 2026-01-07 09:00-17:00"))


def attributes(**fields):
    """Of the service, these in place of what is there."""
    def change(object):
        kept = [one for one in object["attributes"] if one["link_type"] not in fields]
        object["attributes"] = kept + [attribute(name, value) for name, value in fields.items()]
    return change


def large(organisations):
    """So many organisations, each with a site and three services."""
    rows = []
    for i in range(organisations):
        rows.append(dict(ROWS[0], id=f"large{i}", name=f"Organisatie {i}"))
        rows.append(dict(ROWS[1], id=f"large{i}", organisation=f"large{i}"))
        rows += [dict(ROWS[2], id=f"large{i}.{j}", organisation=f"large{i}", site=f"large{i}",
                      name=f"Aanbod {i}.{j}") for j in range(3)]
    return write_csv(rows)


def awkward():
    """What HSDS has another form for: it must still be valid."""
    return write_csv([
        dict(ROWS[0], id="awkward", name='Met "tekens", é en\nregels', email="geen@adres",
             phone="'+31 30 0000000"),
        dict(ROWS[1], id="awkward", organisation="awkward", form="online"),
        dict(ROWS[2], id="awkward", organisation="awkward", site="awkward", email="geen@adres",
             hours="tu[5] 19:30-21:30; we/2 2026-01-07 22:00-02:00; ph closed; "
                   "2026-12-24/2026-12-26 10:00-12:00; su 00:00-24:00")])


# What is wrong, its form, and the file. What is said of it is in exchange_told.json.
WRONG = [
    ("empty", "csv", ""),
    ("only a header", "csv", write_csv([])),
    ("a column that is unknown", "csv", write_csv(ROWS).replace("entry,id", "soort,id", 1)),
    ("no column for the id", "csv", write_csv(
        [{name: value for name, value in row.items() if name != "id"} for row in ROWS],
        [name for name in COLUMNS if name != "id"])),
    ("a column twice", "csv", write_csv(ROWS).replace("phone", "email", 1)),
    ("a row that is too short", "csv", right_csv() + "organisation,o2,,Kort\n"),
    ("a row that is too long", "csv", right_csv() + "organisation,o2" + "," * 30 + "\n"),
    ("a quote that is not closed", "csv", right_csv() + 'organisation,o2,,"Open\n'),
    ("a quote in the middle", "csv", right_csv() + 'organisation,o2,,Mid"den\n'),
    ("text behind a quote", "csv", right_csv() + 'organisation,o2,,"Mid"den\n'),
    ("a control character", "csv", right_csv() + "organisation,o2,,Bel\x07\n"),
    ("not UTF-8", "csv", b"\xff" + right_csv().encode()),
    ("a field without end", "csv", right_csv() + "organisation,o2,," + "x" * 70000 + "\n"),
    ("too many columns", "csv", right_csv() + "organisation" + "," * 70 + "\n"),
    ("an entry of no kind", "csv", with_cells("site", entry="huis")),
    ("an agreement", "csv", with_cells("site", entry="agreement")),
    ("no id", "csv", with_cells("organisation", id="")),
    ("an id that is too long", "csv", with_cells("service", id="x" * 201)),
    ("the same id twice", "csv", with_rows(ROWS[0])),
    ("a UUID twice, of two kinds", "csv", write_csv([
        dict(ROWS[0], id="11111111-1111-4111-8111-111111111111"),
        dict(ROWS[1], id="11111111111141118111111111111111",
             organisation="11111111-1111-4111-8111-111111111111")])),
    ("an organisation of an organisation", "csv", with_cells("organisation", organisation="o9")),
    ("a site of nobody", "csv", with_cells("site", organisation="")),
    ("a site of somebody unknown", "csv", with_cells("site", organisation="o9")),
    ("a service without a site", "csv", with_cells("service", site="")),
    ("a service at an unknown site", "csv", with_cells("service", site="s9")),
    ("no name", "csv", with_cells("organisation", name=" ")),
    ("a name that is too long", "csv", with_cells("organisation", name="x" * 201)),
    ("no kind", "csv", with_cells("organisation", kind="")),
    ("an unknown kind", "csv", with_cells("organisation", kind="ziekenhuis")),
    ("a field of another kind", "csv", with_cells("organisation", level="local")),
    ("an unknown municipality", "csv", with_cells("site", municipality="GM9999")),
    ("a municipality of another region", "csv", with_cells("site", municipality="GM0014")),
    ("a municipality that was divided", "csv", with_cells("site", municipality="GM0788")),
    ("degrees in words", "csv", with_cells("site", latitude="noord")),
    ("degrees somewhere else", "csv", with_cells("site", latitude="40.7")),
    ("an unknown form", "csv", with_cells("site", form="kelder")),
    ("unknown accessibility", "csv", with_cells("site", accessibility="wheelchair trap")),
    ("no domain", "csv", with_cells("service", domain="")),
    ("an unknown domain among others", "csv", with_cells("service", domains="social geluk")),
    ("no level", "csv", with_cells("service", level="")),
    ("no language", "csv", with_cells("service", languages="Nederlands")),
    ("a website that is a script", "csv",
     with_cells("organisation", website="javascript:alert(1)", name="Web")),
    ("an address without @", "csv", with_cells("organisation", email="geen")),
    ("yes or no in Dutch", "csv", with_cells("service", anonymous="ja")),
    ("an age in words", "csv", with_cells("service", min_age="achttien")),
    ("an age of nobody", "csv", with_cells("service", max_age="400")),
    ("ages the wrong way round", "csv", with_cells("service", min_age="66")),
    ("excludes a combination", "csv", with_cells("service", good_at="excludes_combination")),
    ("excludes a diagnosis", "csv", with_cells("service", good_at="excludes_diagnosis")),
    ("a regional service for one municipality", "csv", with_cells("service", level="regional")),
    ("an area of another region", "csv", with_cells("service", area="GM0344 GM0014")),
    ("hours that are none", "csv", with_cells("service", hours="ma-vr 09:00-17:00")),
    ("an hour that is none", "csv", with_cells("service", hours="mo 09:00-25:00")),
    ("capacity in words", "csv", with_cells("service", capacity="genoeg")),
    ("capacity without a week", "csv", with_cells("service", capacity="light 9 places")),
    ("the same capacity twice", "csv",
     with_cells("service", capacity="light 3/week; light 2/week")),
    ("capacity of all and of some", "csv", with_cells("service", capacity="3/week; light 2/week")),
    ("an unknown intensity", "csv", with_cells("service", capacity="zwaar 3/week")),
    ("more kept than there is", "csv", with_cells("service", capacity="3/week, 1 places, 2 kept")),
    ("too much capacity", "csv", with_cells("service", capacity="99999/week")),
    ("costs of an unknown kind", "csv", with_cells("service", costs="duur 12.50")),
    ("costs that are no amount", "csv", with_cells("service", costs="fee 12.5.0")),
    ("more costs than there is room for", "csv",
     with_cells("service", costs="\n".join(["free"] * 9))),
    ("words of costs that are too long", "csv", with_cells("service", costs="fee 1 " + "x" * 301)),
    ("two costs that are wrong", "csv", with_cells("service", costs="gratis\nfree\nduur 3")),
    ("semicolons, and not UTF-8", "csv",
     right_csv().replace(",", ";").replace("Maatjes", "Één maatje").encode("latin-1")),
    ("a wrong cell and a missing one in a line, the last line first known", "csv", write_csv([
        dict(ROWS[0], name="", kind="niets"), dict(ROWS[1], municipality="GM0014"),
        dict(ROWS[2], level="", languages="Nederlands"),
        dict(ROWS[0], id="o2", name="", kind="niets")])),
    ("everything at once", "csv", write_csv([
        dict(ROWS[0], kind="niets"), dict(ROWS[1], municipality="GM9999", form="kelder"),
        dict(ROWS[2], level="", hours="altijd", costs="duur"),
        dict(ROWS[0], id="o2", name="Twee", kind=""),
        dict(ROWS[1], id="s2", organisation="o3", municipality="GM0014")])),
    ("no JSON", "hsds", '{"contents": ['),
    ("JSON that is no document", "hsds", "[1, 2]"),
    ("a document without contents", "hsds", '{"contents": []}'),
    ("a member twice", "hsds", '{"contents": [{"id": "a", "id": "b"}]}'),
    ("contents that are no list", "hsds", '{"contents": {"id": 1}}'),
    ("an organisation without a kind", "hsds",
     with_document(lambda organisation: organisation.pop("attributes"))),
    ("services that are no list", "hsds",
     with_document(lambda organisation: organisation.update(services={}))),
    ("a name that is no text", "hsds", with_document(lambda o: o.update(name=["a"]))),
    ("a location without a municipality", "hsds", location(lambda one: one.pop("attributes"))),
    ("a location elsewhere", "hsds", location(lambda one: one.update(latitude=40.7))),
    ("a service without a place", "hsds", service(lambda one: one.pop("service_at_locations"))),
    ("a service at two places", "hsds",
     service(lambda one: one["service_at_locations"].append({"id": "p2", "location_id": "s2"}))),
    ("a service twice", "hsds",
     with_document(lambda o: o["services"].append(copy.deepcopy(o["services"][0])))),
    ("a service without a domain", "hsds", service(lambda one: one.update(attributes=[
        attribute("level", "local")]))),
    ("a level that is unknown", "hsds", service(attributes(level="landelijk"))),
    ("an age with a fraction", "hsds", service(lambda one: one.update(minimum_age=17.5))),
    ("an unknown area", "hsds",
     service(lambda one: one.update(service_areas=[{"id": "g", "name": "Atlantis"}]))),
    ("a schedule that cannot be", "hsds",
     service(lambda one: one["schedules"][0].update(byday="XX"))),
    ("every second month", "hsds", schedule(freq="MONTHLY", interval=2, byday="1TU")),
    ("a season", "hsds", schedule(valid_from="2026-09-01", valid_to="2027-06-30")),
    ("until a day", "hsds", schedule(until="2027-06-30")),
    ("the fifth of a month", "hsds", schedule(freq="MONTHLY", byday="5TU")),
    ("the first of a week", "hsds", schedule(byday="1TU")),
    ("each year", "hsds", schedule(freq="YEARLY")),
    ("a plain organisation from elsewhere", "hsds", plain_hsds(())),
    ("an unknown cost", "hsds",
     service(lambda one: one.update(cost_options=[{"id": "c", "option": "veel"}]))),
    ("a language in words", "hsds",
     service(lambda one: one.update(languages=[{"id": "l", "code": "Nederlands"}]))),
]
# These are wrong only because nothing says where the file is from.
WITHOUT_SOURCE = [("no source, CSV", "csv", right_csv()), ("no source, HSDS", "hsds", right_hsds())]
