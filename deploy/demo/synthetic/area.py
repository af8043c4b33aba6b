"""The example's districts, months and people, and the published totals that the synthetic exports are calibrated to."""

import calendar
import csv
from collections import Counter
from pathlib import Path

DEMO = Path(__file__).resolve().parent.parent
REFERENCE = DEMO.parent / "reference"
MONTHS = [(2021, m) for m in range(4, 13)] + [(2022, m) for m in range(1, 4)]

NAMES = {
    "E07000105": "Ashford", "E07000106": "Canterbury", "E07000107": "Dartford", "E07000108": "Dover",
    "E07000109": "Gravesham", "E07000110": "Maidstone", "E07000111": "Sevenoaks",
    "E07000112": "Folkestone & Hythe", "E07000113": "Swale", "E07000114": "Thanet",
    "E07000115": "Tonbridge & Malling", "E07000116": "Tunbridge Wells", "E06000035": "Medway",
}

KENT = [code for code in NAMES if code.startswith("E07")]
MEDWAY = "E06000035"


def read(name):
    with open(DEMO / "extracts" / name, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def people():
    """District to a list of persons by single year of age, mid-2020."""
    ages = {code: Counter() for code in NAMES}
    with open(REFERENCE / "population.csv", newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["code"] in ages and row["sex"] == "persons" and row["age_to"] == row["age_from"]:
                ages[row["code"]][int(row["age_from"])] += int(row["persons"])
    return ages


def between(ages, codes, first, last):
    return sum(ages[code][age] for code in codes for age in range(first, last + 1))


def police(kind):
    return {(row["month"], row["district"]): int(row["records"])
            for row in read("calibration/police_by_district_month.csv") if row["type"] == kind}


def attendances():
    names = {calendar.month_name[m]: m for m in range(1, 13)}
    result = {}
    for row in read("calibration/nhse_ae_attendances.csv"):
        month, year = row["date"].split()
        result[row["nhs_trust22_code"], (int(year), names[month])] = int(row["total_attendances"])
    return result


def lsoas_by_district():
    found = {code: set() for code in NAMES}
    with open(REFERENCE / "within.csv", newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["code"].startswith("E01") and row["vintage"] == "2021" and row["parent"] in found:
                found[row["parent"]].add(row["code"])
    return {code: sorted(codes) for code, codes in found.items()}


def wards_of(district):
    with open(REFERENCE / "within.csv", newline="", encoding="utf-8") as f:
        return sorted({row["code"] for row in csv.DictReader(f)
                       if row["code"].startswith("E05") and row["parent"] == district})
