# test_openapi.py - docs/openapi.json against the program's own routes, fields, bounds and codes.
# SPDX-License-Identifier: EUPL-1.2
#
# Use: test_openapi.py DESCRIBE_ROUTES OPENAPI_JSON
# Each difference is printed; the exit code says whether there is one.
import json
import re
import subprocess
import sys

import jsonschema

described = json.loads(subprocess.run([sys.argv[1]], check=True, capture_output=True).stdout)
document = json.load(open(sys.argv[2], encoding="utf-8"))
findings = []


def check(condition, what):
    if not condition:
        findings.append(what)


def operations():
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method, path, operation


def compare_field(where, field, schema, is_look):
    form = field["form"]
    bounds = (field["min"], field["max"])
    if form == "code":
        check(schema.get("enum") == field["codes"], f"{where}: its codes are {field['codes']}")
    elif form == "int":
        given = (schema.get("minimum"), schema.get("maximum"))
        check(given == bounds, f"{where}: it goes from {bounds[0]} to {bounds[1]}")
    elif form in ("sealed", "text", "token"):
        given = (schema.get("x-min-bytes"), schema.get("x-max-bytes"))
        check(given == bounds, f"{where}: it has {bounds[0]} to {bounds[1]} bytes")
        public = schema.get("x-public", False)
        check(public == (form == "text" and not is_look),
              f"{where}: x-public is for texts that are kept and not sealed")
    elif form == "secret":
        given = (schema.get("x-min-bytes"), schema.get("x-max-bytes"), schema.get("x-secret"))
        check(given == (*bounds, True), f"{where}: it is secret, {bounds[0]} to {bounds[1]} bytes")
    elif form == "codes":
        check(schema.get("type") == "array", f"{where}: it is a list")
        names = schema.get("items", {}).get("enum")
        check(names == field["codes"], f"{where}: its codes are {field['codes']}")
    elif form in ("languages", "municipalities"):
        check(schema.get("maxItems") == bounds[1], f"{where}: it has at most {bounds[1]} items")
    elif form == "hours":
        given = (schema.get("x-min-bytes"), schema.get("x-max-bytes"))
        check(given == bounds, f"{where}: it has {bounds[0]} to {bounds[1]} bytes")
    elif form == "degrees":
        given = (schema.get("minimum"), schema.get("maximum"))
        check(schema.get("type") == "number" and given == bounds, f"{where}: it is in degrees")
    elif form == "bool":
        check(schema.get("type") == "boolean", f"{where}: it is true or false")
    elif form in ("id", "day"):
        wanted = "#/components/schemas/" + form.capitalize()
        check(schema.get("$ref") == wanted, f"{where}: it is a {form}")


def compare_body(where, route, operation):
    body = [f for f in route["fields"] if f["place"] == "body"]
    content = operation.get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    properties = schema.get("properties", {})
    names = sorted(f["name"] for f in body)
    check(sorted(properties) == names, f"{where}: its fields are {names}")
    required = sorted(f["name"] for f in body if f["required"])
    check(sorted(schema.get("required", [])) == required, f"{where}: required are {required}")
    closed = schema.get("additionalProperties") is False
    check(not body or closed, f"{where}: unknown fields are refused")
    for field in body:
        if field["name"] in properties:
            compare_field(f"{where} {field['name']}", field, properties[field["name"]],
                          route["is_look"])


def compare_route(route, operation):
    where = f"{route['method']} {route['path']}"
    names = re.findall(r"\{(\w+)\}", route["path"])
    parameters = operation.get("parameters", [])
    given = [p["name"] for p in parameters if p.get("in") == "path"]
    check(given == names, f"{where}: its path has {names}, described are {given}")
    command = route.get("command")
    check(operation.get("x-command") == command, f"{where}: it is {command}")
    if command is None or route["is_look"]:
        may = route["method"] == "post"
        check(may or "requestBody" not in operation, f"{where}: it takes no body")
        if may and command is not None:
            compare_body(where, route, operation)
        return
    keyed = any(p.get("$ref", "").endswith("/IdempotencyKey") for p in parameters)
    check(keyed, f"{where}: it needs an Idempotency-Key")
    compare_body(where, route, operation)


check(document["openapi"].startswith("3.1"), "it is an OpenAPI 3.1 document")
in_program = {(r["method"], r["path"]): r for r in described["routes"]}
in_document = {(m, p): o for m, p, o in operations()}
for key in in_program.keys() - in_document.keys():
    findings.append(f"{key[0]} {key[1]}: in the program, not in the document")
for key in in_document.keys() - in_program.keys():
    findings.append(f"{key[0]} {key[1]}: in the document, not in the program")
for key in in_program.keys() & in_document.keys():
    compare_route(in_program[key], in_document[key])
identifiers = [o["operationId"] for _, _, o in operations()]
check(len(identifiers) == len(set(identifiers)), "every operationId is its own")
for name, schema in document["components"]["schemas"].items():
    jsonschema.Draft202012Validator.check_schema(schema)
for _, _, operation in operations():
    refused = "default" in operation["responses"]
    check(refused, f"{operation['operationId']}: says how it is refused")

for finding in findings:
    print(finding)
print(f"{len(in_program)} routes compared, {len(findings)} findings")
sys.exit(1 if findings else 0)
