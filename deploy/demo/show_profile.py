#!/usr/bin/env python3
"""Prints a joint area profile and the league of its force's districts, for people.

    show_profile.py profile.json districts.json

Reads what the hub answered (JSON, GET /v1/areas/{gss}/profile).  Prints numbers side by side and adds none of them
together: a number stands for one party, one unit and one kind.
"""
import json
import sys

# The kinds that the league shows, where a party supplies them.
LEAGUE = ["violence_and_sexual_unsplit", "robbery_unsplit", "weapon_possession",
          "criminal_damage_and_arson_unsplit", "public_order", "drugs"]
HEADINGS = ["violence+sexual", "robbery", "weapons", "damage+arson", "public order", "drugs"]


def term(text, prefix):
    """KIND_ROBBERY_UNSPLIT -> robbery unsplit"""
    return text.removeprefix(prefix).lower()


def words(text):
    return text.replace("_", " ")


def shown(figure):
    """A number where there is one, and otherwise why there is none."""
    if figure is None:
        return "-"
    status = term(figure["status"], "FIGURE_STATUS_")
    if "value" not in figure:
        return words(status)
    number = f"{int(figure['value']):,}"
    return number if status in ("supplied", "nil_return") else f"{number} ({words(status)})"


def print_heading(profile):
    area = profile["area"]
    print(f"\nJoint area profile: {area['name']} ({area['code']}), {profile['from']} to {profile['to']}")
    for residents in area["residents"][:1]:
        print(f"  residents {int(residents['persons']):,} ({residents['source']}, {residents['reference_date']})")
    print(f"  snapshot {profile['snapshot']} · geography {profile['geography_edition']} · "
          f"definition {profile['definition']} v{profile['definition_version']} · disclosure {profile['disclosure']}")
    print(f"  {profile['notice']}")


def print_party(party, months):
    print(f"\n  {party['name']}: {int(party['records']):,} records supplied (a measure of supply, not of crime)")
    for unit in party["units"]:
        name = words(term(unit["count_unit"], "COUNT_UNIT_"))
        print(f"    {name}s, {unit['months_covered']} of {months} months")
        for kind in unit["kinds"]:
            monthly = [point.get("value") for point in kind["series"]]
            line = " ".join("." if value is None else str(int(value)) for value in monthly)
            print(f"      {words(term(kind['kind'], 'KIND_')):<36}{shown(kind['total']):>9}   {line}")


def print_unplaced(party):
    """What was supplied and is in no district: kept, counted and said."""
    reasons = {}
    for unit in party["units"]:
        for unplaced in unit["unlocated"]:
            reason = words(term(unplaced["reason"], "UNPLACED_REASON_"))
            reasons[reason] = reasons.get(reason, 0) + int(unplaced["count"])
    placed = int(party["records"])
    total = placed + sum(reasons.values())
    print(f"\n  {party['name']} supplied {total:,} records: {placed:,} in districts" +
          "".join(f", {count:,} with location {reason}" for reason, count in reasons.items()))


def crime_figures(part, party):
    """One party's recorded crimes in one district, by kind."""
    for unit in part["units"]:
        if unit["party"] == party and unit["count_unit"] == "COUNT_UNIT_RECORDED_CRIME":
            return {term(kind["kind"], "KIND_"): kind["total"] for kind in unit["kinds"]}
    return {}


def print_league(profile, party):
    print(f"\nDistricts of {profile['area']['name']}: recorded crimes of {party['name']}, "
          f"{profile['from']} to {profile['to']} (exact, not for release)")
    print(f"  {'':<24}{'residents':>10}" + "".join(f"{heading:>17}" for heading in HEADINGS))
    for part in sorted(profile["parts"]["areas"], key=lambda each: each["area"]["name"]):
        residents = part["area"]["residents"]
        people = f"{int(residents[0]['persons']):,}" if residents else "-"
        figures = crime_figures(part, party["party"])
        print(f"  {part['area']['name']:<24}{people:>10}" +
              "".join(f"{shown(figures.get(kind)):>17}" for kind in LEAGUE))


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        profile = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        force = json.load(file)
    print_heading(profile)
    months = max(len(unit["coverage"]) for party in profile["parties"] for unit in party["units"])
    for party in profile["parties"]:
        print_party(party, months)
    for note in profile["notes"]:
        print(f"  note: {note}")
    for party in force["parties"]:
        print_unplaced(party)
        print_league(force, party)
    for note in force["notes"]:
        print(f"  note: {note}")


if __name__ == "__main__":
    main()
