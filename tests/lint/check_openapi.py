#!/usr/bin/env python3
"""Checks docs/openapi.yaml: its own structure, and against routes.cpp, the codes in the sources and proto/svd/v1.

Needs python3-yaml and python3-jsonschema (4.10 of Debian 12 has draft 2020-12, which OpenAPI 3.1 is written in).
"""

import argparse
import copy
import re
import sys

import jsonschema
import yaml

from tree import ROOT, report

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
ROLES = ("agency", "analyst", "auditor", "operator")
SCALARS = {"string", "bytes", "bool", "double", "uint32", "uint64"}
PREFIX = "#/components/"


class StrictLoader(yaml.SafeLoader):
    """PyYAML keeps the last of two equal keys; here that is an error."""

    def construct_mapping(self, node, deep=False):
        keys = [self.construct_object(key, deep=deep) for key, _ in node.value]
        for key, (at, _) in zip(keys, node.value):
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is there twice", at.start_mark)
        return super().construct_mapping(node, deep)


def walk(value, path="#"):
    """Every object inside, with where it is."""
    if isinstance(value, dict):
        yield path, value
        for key, each in value.items():
            yield from walk(each, f"{path}/{key}")
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from walk(each, f"{path}/{index}")


def resolve(document, value):
    """What a $ref stands for; KeyError where there is no such thing."""
    while isinstance(value, dict) and "$ref" in value:
        found = document
        for part in value["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        value = found
    return value


def operations(document):
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method, path, operation


# --- The document by itself -------------------------------------------------------------------------------------------

def check_references(document):
    findings, used = [], set()
    for where, value in walk(document):
        target = value.get("$ref")
        if not isinstance(target, str):
            continue
        used.add(target)
        try:
            resolve(document, {"$ref": target})
        except (KeyError, TypeError):
            findings.append(f"{where}: {target} does not exist")
    for kind, named in document["components"].items():
        for name in named:
            if kind != "securitySchemes" and f"{PREFIX}{kind}/{name}" not in used:
                findings.append(f"{PREFIX}{kind}/{name}: nothing uses it")
    return findings


def check_parameters(where, path, operation, document):
    findings = []
    listed = [resolve(document, each) for each in operation.get("parameters", [])]
    for each in listed:
        if not all(each.get(key) for key in ("name", "in", "schema", "description")):
            findings.append(f"{where}: a parameter without name, in, schema or description")
        if each.get("in") == "path" and each.get("required") is not True:
            findings.append(f"{where}: {each['name']} is in the path and not required")
    pairs = [(each.get("in"), each.get("name")) for each in listed]
    for pair in sorted({pair for pair in pairs if pairs.count(pair) > 1}):
        findings.append(f"{where}: the parameter {pair[1]} twice")
    in_path = {name for place, name in pairs if place == "path"}
    wanted = set(re.findall(r"{(\w+)}", path))
    if in_path != wanted:
        findings.append(f"{where}: the path has {sorted(wanted)}, and its parameters are {sorted(in_path)}")
    return findings


def check_operation(where, path, operation, document):
    findings = check_parameters(where, path, operation, document)
    for key in ("operationId", "summary", "tags", "x-svd-roles"):
        if not operation.get(key):
            findings.append(f"{where}: no {key}")
    for tag in operation.get("tags", []):
        if tag not in [each["name"] for each in document["tags"]]:
            findings.append(f"{where}: the tag {tag} is not defined")
    if not any(status.startswith("2") for status in operation["responses"]):
        findings.append(f"{where}: no answer of success")
    for status, given in operation["responses"].items():
        findings += check_response(f"{where} {status}", status, resolve(document, given), document)
    return findings


def check_response(where, status, response, document):
    findings = []
    if not response.get("description"):
        findings.append(f"{where}: no description")
    if not re.fullmatch("[1-5][0-9][0-9]", status):
        findings.append(f"{where}: no status")
    for media, content in response.get("content", {}).items():
        if int(status) >= 400 and media != "application/problem+json":
            findings.append(f"{where}: a refusal is application/problem+json")
        stated = content.get("schema", {}).get("properties", {}).get("status", {}).get("const")
        if int(status) >= 400 and str(stated) != status:
            findings.append(f"{where}: the problem says the status {stated}")
        if "example" in content:
            findings += check_example(where, content["schema"], content["example"], document)
    return findings


def validator(schema, document):
    return jsonschema.Draft202012Validator({"components": document["components"], **schema})


def check_example(where, schema, example, document):
    return [f"{where}: the example: {error.json_path}: {error.message}"
            for error in validator(schema, document).iter_errors(example)]


def check_structure(document):
    findings = [f"#: no {key}" for key in ("info", "paths", "components", "security") if key not in document]
    if findings:
        return findings
    if not re.fullmatch(r"3\.1\.\d+", str(document.get("openapi"))):
        findings.append("#/openapi: not 3.1")
    findings += check_references(document)
    for name, schema in document["components"].get("schemas", {}).items():
        try:
            jsonschema.Draft202012Validator.check_schema(schema)
        except jsonschema.SchemaError as error:
            findings.append(f"{PREFIX}schemas/{name}: {error.message}")
    if findings:  # without which nothing can be held against it
        return findings
    names = [operation.get("operationId") for _, _, operation in operations(document)]
    findings += [f"operationId {name} twice" for name in sorted(set(names)) if names.count(name) > 1]
    for method, path, operation in operations(document):
        where = f"{method.upper()} {path}"
        if method not in METHODS:
            findings.append(f"{where}: not a method")
            continue
        findings += check_operation(where, path, operation, document)
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if "example" in content:
                findings += check_example(where + " body", content["schema"], content["example"], document)
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", []):
            findings += check_example(f"{PREFIX}schemas/{name}", schema, example, document)
    return findings


# --- Against the sources ----------------------------------------------------------------------------------------------

ROUTE = re.compile(r'{"([A-Z]+)", "([^"]+)", ([^,]+), [^,]+,\s*Endpoint::\w+}')


def routes_of(source):
    """(method, path, whether its last part takes slashes) to roles."""
    everyone = re.search(r"constexpr Access kEveryone = ([^;]+);", source)[1]
    found = {}
    for method, path, access in ROUTE.findall(source):
        named = re.findall(r"Access::k(\w+)", access.replace("kEveryone", everyone))
        roles = [role for role in ROLES if role in [name.lower() for name in named]]
        found[method.lower(), path.replace("...}", "}"), path.endswith("...}")] = roles
    return found


def check_routes(document, source):
    findings, routes = [], routes_of(source)
    if len(routes) != source.count(", Endpoint::") + len(re.findall(r",\n\s+Endpoint::", source)):
        findings.append("hub/api/routes.cpp: there are routes that this check cannot read")
    described = {}
    for method, path, operation in operations(document):
        last = [resolve(document, each) for each in operation.get("parameters", [])]
        takes_slashes = any(each.get("x-svd-takes-slashes") for each in last)
        described[method, path, takes_slashes] = operation.get("x-svd-roles")
    for route in routes.keys() - described.keys():
        findings.append(f"{route[0].upper()} {route[1]}: in routes.cpp and not in the document")
    for route in described.keys() - routes.keys():
        findings.append(f"{route[0].upper()} {route[1]}: in the document and not in routes.cpp")
    for route in described.keys() & routes.keys():
        if described[route] != routes[route]:
            findings.append(f"{route[0].upper()} {route[1]}: for {described[route]}, in routes.cpp for {routes[route]}")
    return sorted(findings)


def codes_of_sources(texts):
    """(status, code) of every problem that is written out in the hub's sources."""
    found = set()
    for text in texts:
        found |= set(re.findall(r'\bproblem\(\s*(\d{3}),\s*"([a-z-]+)"', text))
        found |= set(re.findall(r'constexpr Refusal \w+{(\d{3}),\s*"([a-z-]+)"', text))
        standings = set(re.findall(r'case Standing::k\w+: return "([a-z-]+)"', text)) - {"certificate-good"}
        found |= {("403" if code.startswith("certificate") else "503", code) for code in standings}
    return found


def codes_of_document(document):
    found = set()
    answers = [each for _, _, operation in operations(document) for each in operation["responses"].items()]
    for status, given in answers + list(document.get("x-svd-elsewhere", {}).items()):
        for content in resolve(document, given).get("content", {}).values():
            code = content.get("schema", {}).get("properties", {}).get("code", {})
            found |= {(status, each) for each in code.get("enum", [code["const"]] if "const" in code else [])}
    return found


def check_codes(document, texts):
    ours = {pair for pair in codes_of_document(document) if not re.fullmatch(r"E\d{3}", pair[1])}
    theirs = codes_of_sources(texts)
    return ([f"{status} {code}: in the sources and not in the document" for status, code in sorted(theirs - ours)] +
            [f"{status} {code}: in the document and not in the sources" for status, code in sorted(ours - theirs)])


def check_finding_codes(document, table):
    """The codes that refuse a whole submission, as docs/reference/codes.md lists them: E1 is the hub's to say."""
    listed = set(re.findall(r"^\| (E1\d\d) \|", table, re.MULTILINE))
    ours = {code for _, code in codes_of_document(document) if re.fullmatch(r"E\d{3}", code)}
    return [f"{code}: only in {'the document' if code in ours else 'docs/reference/codes.md'}"
            for code in sorted(listed ^ ours)]


MESSAGE = re.compile(r"^(message|enum) (\w+) {(?:[^\n]*)\n(.*?)^}", re.MULTILINE | re.DOTALL)


def terms_of(texts):
    """Message to [(field, type)], and enum to names of its values, of all .proto files."""
    messages, enums = {}, {}
    for text in texts:
        for kind, name, body in MESSAGE.findall(text):
            if kind == "enum":
                enums[name] = re.findall(r"^\s+(\w+) = \d+;", body, re.MULTILINE)
            else:
                fields = re.findall(r"^\s+(?:repeated |optional )?(\w+) (\w+) = \d+;", body, re.MULTILINE)
                messages[name] = [(field, kind_of) for kind_of, field in fields]
    return messages, enums


def check_messages(document, texts):
    """A schema that bears the name of a message or an enum has its fields or values, in their order."""
    findings, schemas = [], document["components"]["schemas"]
    messages, enums = terms_of(texts)
    for name in schemas.keys() & enums.keys():
        if schemas[name].get("enum") != enums[name]:
            findings.append(f"{PREFIX}schemas/{name}: not the values of the enum")
    for name in schemas.keys() & messages.keys():
        properties = schemas[name].get("properties", {})
        if list(properties) != [field for field, _ in messages[name]]:
            findings.append(f"{PREFIX}schemas/{name}: its properties are not the fields of the message, in their order")
            continue
        for field, kind in messages[name]:
            told = properties[field].get("items", properties[field]).get("$ref")
            if kind not in SCALARS and told != f"{PREFIX}schemas/{kind}":
                findings.append(f"{PREFIX}schemas/{name}/{field}: is a {kind}")
    return sorted(findings)


def sources(root):
    read = lambda pattern: [path.read_text(encoding="utf-8") for path in sorted(root.glob(pattern))]
    return {"routes": (root / "hub/api/routes.cpp").read_text(encoding="utf-8"),
            "codes": read("hub/api/*.cpp") + read("hub/http/*.cpp") + read("core/crypto/revocation.cpp"),
            "table": (root / "docs/reference/codes.md").read_text(encoding="utf-8"),
            "proto": read("proto/svd/v1/*.proto")}


def check(document, given):
    findings = check_structure(document)
    if findings:
        return findings
    return (check_routes(document, given["routes"]) + check_codes(document, given["codes"]) +
            check_finding_codes(document, given["table"]) + check_messages(document, given["proto"]))


# --- Whether it finds what it is for ----------------------------------------------------------------------------------

def planted(document):
    """Each case: a name, what breaks a copy of the document, and what the report has to say."""
    schemas = lambda d: d["components"]["schemas"]
    whoami = lambda d: d["paths"]["/v1/whoami"]["get"]
    problem = lambda d, name: (d["components"]["responses"][name]["content"]["application/problem+json"]["schema"]
                               ["properties"])
    return [
        ("version", lambda d: d.update(openapi="3.0.3"), "not 3.1"),
        ("operationId", lambda d: whoami(d).update(operationId="listAreas"), "operationId listAreas twice"),
        ("reference", lambda d: whoami(d)["responses"].update({"404": {"$ref": PREFIX + "responses/None"}}),
         "responses/None does not exist"),
        ("unused", lambda d: schemas(d).update(Spare={"type": "string"}), "schemas/Spare: nothing uses it"),
        ("description", lambda d: whoami(d)["responses"]["200"].pop("description"), "200: no description"),
        ("parameter", lambda d: d["paths"]["/v1/log/left/{index}"]["get"].pop("parameters"), "the path has ['index']"),
        ("example", lambda d: schemas(d)["Backup"]["properties"].pop("folder"), "the example: $"),
        ("schema", lambda d: schemas(d)["Backup"].update(type="thing"), "schemas/Backup"),
        ("roles", lambda d: whoami(d)["x-svd-roles"].pop(), "GET /v1/whoami: for ['agency', 'analyst', 'auditor']"),
        ("route gone", lambda d: d["paths"].pop("/v1/log/key"), "GET /v1/log/key: in routes.cpp and not"),
        ("route more", lambda d: d["paths"].update({"/v1/more": {"get": {**whoami(d), "operationId": "more"}}}),
         "GET /v1/more: in the document and not"),
        ("code gone", lambda d: d["paths"]["/v1/backups"]["post"]["responses"].pop("409"),
         "409 backups-not-configured: in the sources and not"),
        ("code more", lambda d: problem(d, "Erased").update(code={"const": "gone"}), "410 gone: in the document"),
        ("status", lambda d: problem(d, "Erased").update(status={"const": 404}), "the problem says the status 404"),
        ("E-code", lambda d: problem(d, "RulesBroken")["code"]["enum"].remove("E121"), "E121: only in docs"),
        ("field", lambda d: schemas(d)["Receipt"]["properties"].pop("party"), "Receipt: its properties are not"),
        ("field's type", lambda d: schemas(d)["Receipt"]["properties"].update(
            supply={"$ref": PREFIX + "schemas/RowKind"}), "schemas/Receipt/supply: is a SupplyKind"),
        ("term", lambda d: schemas(d)["Sex"]["enum"].pop(), "schemas/Sex: not the values"),
    ]


def self_test(document, given):
    failures = []
    cases = planted(document)
    for name, break_it, expected in cases:
        broken = copy.deepcopy(document)
        break_it(broken)
        findings = check(broken, given)
        if not any(expected in finding for finding in findings):
            failures.append(f"self-test '{name}': expected {expected!r}, found {findings}")
    try:
        yaml.load("a: 1\na: 2\n", StrictLoader)
        failures.append("self-test 'key': the second of two equal keys was not noticed")
    except yaml.YAMLError:
        pass
    return report("openapi self-test", failures, f"{len(cases) + 1} planted cases")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true", help="plant faults and check that each is found")
    testing = parser.parse_args().self_test
    try:
        document = yaml.load((ROOT / "docs/openapi.yaml").read_text(encoding="utf-8"), StrictLoader)
    except yaml.YAMLError as error:
        return report("openapi", [f"docs/openapi.yaml: {error}"], "no document")
    given = sources(ROOT)
    if testing:
        return self_test(document, given)
    findings = [f"docs/openapi.yaml: {finding}" for finding in check(document, given)]
    count = len(list(operations(document)))
    return report("openapi", findings, f"{count} operations, {len(document['components']['schemas'])} schemas")


if __name__ == "__main__":
    sys.exit(main())
