"""Reading profiles: figures out of JSON, and the protobuf and CSV forms in the same shape for comparison."""

import ast
import csv
import io
import re
import subprocess

import harness

# The crime types of data.police.uk, and what the mapping must make of them.
KIND_OF_TYPE = {
    "Anti-social behaviour": "KIND_ASB_UNSPLIT", "Bicycle theft": "KIND_BICYCLE_THEFT", "Burglary": "KIND_BURGLARY",
    "Criminal damage and arson": "KIND_CRIMINAL_DAMAGE_AND_ARSON_UNSPLIT", "Drugs": "KIND_DRUGS",
    "Other crime": "KIND_OTHER_CRIME", "Other theft": "KIND_OTHER_THEFT",
    "Possession of weapons": "KIND_WEAPON_POSSESSION", "Public order": "KIND_PUBLIC_ORDER",
    "Robbery": "KIND_ROBBERY_UNSPLIT", "Shoplifting": "KIND_SHOPLIFTING",
    "Theft from the person": "KIND_THEFT_FROM_PERSON", "Vehicle crime": "KIND_VEHICLE_CRIME",
    "Violence and sexual offences": "KIND_VIOLENCE_AND_SEXUAL_UNSPLIT",
}
NOTICE = "Exact figures. No disclosure control has been applied. Not for release."


def party_of(profile, party):
    return next(each for each in profile["parties"] if each["party"] == party)


def unit_of(profile, party, unit="COUNT_UNIT_RECORDED_CRIME"):
    return next(each for each in party_of(profile, party)["units"] if each["count_unit"] == unit)


def kinds_of(units):
    """Kind to number, over the units of one party; a kind that is not listed has none."""
    return {kind["kind"]: kind["total"].get("value", 0) for unit in units for kind in unit["kinds"]
            if kind["total"].get("value", 0)}


def parts_of(profile, party):
    """Area of the breakdown to kind to number."""
    return {part["area"]["code"]: kinds_of(unit for unit in part["units"] if unit["party"] == party)
            for part in profile["parts"]["areas"]}


def golden(name):
    """The independent computation: district to kind to number, without zeros."""
    table = {}
    with (harness.SOURCE / "tests/golden" / f"{name}.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            district = table.setdefault(row["district"], {})
            if int(row["rows"]):
                district[KIND_OF_TYPE[row["crime_type"]]] = int(row["rows"])
    return table


def csv_rows(body):
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


def decode(message, body):
    """The text form of a protobuf message, by protoc: not by the hub's own code."""
    proto = harness.SOURCE / "proto"
    files = sorted(path.relative_to(proto) for path in (proto / "svd/v1").glob("*.proto"))
    run = subprocess.run(["protoc", f"--decode=svd.v1.{message}", f"-I{proto}", *map(str, files)], input=body,
                         capture_output=True, timeout=60, check=True)
    return run.stdout.decode()


def counts_for_nothing(name, value):
    """Defaults: JSON writes them and the text form leaves them out.  `value` has presence, so its 0 says something."""
    return name != "value" and (value in ("", "0", "False") or value.endswith("_UNSPECIFIED"))


def flat_json(value, path=()):
    """All values in the order of their fields, as (path, text)."""
    if isinstance(value, dict):
        return [leaf for name, each in value.items() for leaf in flat_json(each, path + (name,))]
    if isinstance(value, list):
        return [leaf for each in value for leaf in flat_json(each, path)]
    text = str(value)
    return [] if counts_for_nothing(path[-1], text) else [(path, text)]


def flat_text(text):
    """The same from protobuf's text form."""
    leaves, path = [], []
    for line in text.splitlines():
        line = line.strip()
        if line.endswith("{"):
            path.append(line[:-1].strip())
        elif line == "}":
            path.pop()
        else:
            name, value = re.fullmatch(r"(\w+): (.*)", line).groups()
            if value.startswith('"'):
                value = ast.literal_eval("b" + value).decode()
            value = {"true": "True", "false": "False"}.get(value, value)
            if not counts_for_nothing(name, value):
                leaves.append((tuple(path) + (name,), value))
    return leaves


def csv_name(term):
    """KIND_ROBBERY_UNSPLIT is robbery_unsplit in CSV."""
    for prefix in ("COUNT_UNIT_", "FIGURE_STATUS_", "KIND_"):
        if term.startswith(prefix):
            return term[len(prefix):].lower()
    return term
