#!/usr/bin/env python3
"""Write the exports of the agencies of which no public records exist, in each one's own dialect. All of it is synthetic.

    generate.py OUT_DIR [--seed N]     a folder for each agency, months 2021-04 to 2022-03; expected.json says of each
                                       file how many rows it has and how many a sound agent sets aside
    generate.py --planted              writes PLANTED.md beside this file: what was planted, and the numbers
    generate.py --check                says whether PLANTED.md is what the generator would write

The same seed gives the same bytes. Totals are calibrated to published figures in extracts/calibration where there are
any, else to rates that are assumptions and are listed in PLANTED.md as such. Every file's name begins with "synthetic",
but for the two of published rates of the Department for Education, whose names begin with "derived".
"""

import argparse
import calendar
import csv
import io
import json
import random
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEED = 20210401
MONTHS = [(2021, m) for m in range(4, 13)] + [(2022, m) for m in range(1, 4)]
RISE_FROM = (2021, 10)
NAMES = {
    "E07000105": "Ashford", "E07000106": "Canterbury", "E07000107": "Dartford", "E07000108": "Dover",
    "E07000109": "Gravesham", "E07000110": "Maidstone", "E07000111": "Sevenoaks",
    "E07000112": "Folkestone & Hythe", "E07000113": "Swale", "E07000114": "Thanet",
    "E07000115": "Tonbridge & Malling", "E07000116": "Tunbridge Wells", "E06000035": "Medway",
}
KENT = [code for code in NAMES if code.startswith("E07")]
MEDWAY = "E06000035"
THANET = "E07000114"
HOT_SPOT = "E01033090"      # Maidstone 004F, the town centre
AFTER_SCHOOL = "E01016110"  # Medway 015D

# Assumptions: no published figure was at hand.
ASSAULT_SHARE_OF_ATTENDANCES = 0.006
AMBULANCE_PER_POLICE_VIOLENCE = 0.045
COUNCIL_REPORTS_PER_POLICE_ASB = 0.35
FIRES_PER_1000_A_YEAR = 1.1
CASELOAD_PER_1000_ADULTS = 3.4
PROVEN_OFFENCES_PER_1000_CHILDREN = 4.0
BAD_ROWS_PERCENT = 1.2
MOST_BAD_ROWS_PERCENT = 4  # of one file
# Planted.
RISE = 1.8
HOT_SPOT_EXTRA_A_MONTH = 14
AFTER_SCHOOL_EXTRA_A_MONTH = 12

# How assaults spread over the week: by hour, and by hour in the nights to Saturday and Sunday.
QUIET = [3, 2, 2, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7, 7, 7, 5]
NIGHT_OUT = [16, 14, 11, 7, 3, 1, 1, 1, 1, 2, 2, 3, 4, 4, 4, 4, 4, 5, 6, 7, 9, 11, 14, 16]


class Stream(random.Random):
    """A stream of its own for each export, so that a change of one leaves the others as they were."""

    def __init__(self, seed, name):
        super().__init__(f"{seed}/{name}")

    def around(self, mean):
        """A whole number whose mean is that, spread like a count."""
        return max(0, round(self.gauss(mean, mean ** 0.5)))

    def when(self, year, month):
        """Day, weekday (Monday 0), hour and minute of an assault."""
        days = calendar.monthrange(year, month)[1]
        weights = []
        for day in range(1, days + 1):
            weekday = calendar.weekday(year, month, day)
            hours = [NIGHT_OUT[h] if (weekday in (5, 6) and h < 5) or (weekday in (4, 5) and h >= 20) else QUIET[h]
                     for h in range(24)]
            weights.extend(hours)
        index = self.choices(range(days * 24), weights)[0]
        day, hour = index // 24 + 1, index % 24
        return day, calendar.weekday(year, month, day), hour, self.randrange(60)

    def day_of(self, year, month, weekdays):
        days = calendar.monthrange(year, month)[1]
        return self.choice([d for d in range(1, days + 1) if calendar.weekday(year, month, d) in weekdays])


class Out:
    """Collects files, and of each how many rows are good and how many a sound agent sets aside."""

    def __init__(self):
        self.files = {}
        self.expected = {}
        self.rows = Counter()
        self.bad = Counter()

    def table(self, agency, name, header, rows, bad, delimiter=",", encoding="utf-8", line_end="\n"):
        text = io.StringIO()
        writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
        writer.writerow(header)
        writer.writerows(rows)
        self.files[f"{agency}/{name}"] = text.getvalue().encode(encoding)
        self.expected[f"{agency}/{name}"] = {"rows": len(rows), "set_aside": bad}
        self.rows[agency] += len(rows)
        self.bad[agency] += bad


def read(name):
    with open(HERE / "extracts" / name, newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def people():
    """District to a list of persons by single year of age, mid-2020."""
    ages = {code: Counter() for code in NAMES}
    with open(HERE.parent / "reference" / "population.csv", newline="", encoding="utf-8") as f:
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


def spoil(stream, rows, *damages):
    """Damages some rows, each in one way that its mapping must set aside; how many. Never so many that an agent
    would hold the file."""
    count = 0
    for row in rows:
        if stream.random() * 100 < BAD_ROWS_PERCENT and (count + 1) * 100 <= MOST_BAD_ROWS_PERCENT * len(rows):
            stream.choice(damages)(row)
            count += 1
    return count


def put(column, text):
    def damage(row):
        row[column] = text
    return damage


# --- the agencies, one function each ---------------------------------------------------------------------------------

ISTV = ["REPORTING PERIOD START DATE", "REPORTING PERIOD END DATE", "SITE CODE (OF TREATMENT)",
        "ARRIVAL DATE AND TIME AT ACCIDENT AND EMERGENCY DEPARTMENT", "ASSAULT DATE AND TIME", "ASSAULT METHOD",
        "ASSAULT METHOD OTHER DESCRIPTION", "ASSAULT LOCATION TYPE", "ASSAULT LOCATION DESCRIPTION"]


def istv_row(stream, year, month, site, when, place):
    day, _, hour, minute = when
    last = calendar.monthrange(year, month)[1]
    date = f"{year}-{month:02}-{day:02}"
    assault = date if stream.random() < 0.08 else f"{date}T{hour:02}:{minute:02}:00"
    method = stream.choices(["Fist", "Foot", "Body part", "Knife", "Glass", "Bottle", "Blunt object", "Not known", ""],
                            [38, 8, 20, 7, 3, 3, 9, 8, 4])[0]
    return [f"{year}-{month:02}-01", f"{year}-{month:02}-{last}", site, f"{date}T23:59:00", assault, method, "",
            place, "synthetic place"]


def emergency_departments(out, seed, planted):
    """Two trusts whose agreements let rows leave: ISTV, ISO dates, some without a time."""
    known = attendances()
    for agency, trust, sites in (("east-kent-hospitals", "RVV", ["RVV01", "RVV09"]), ("medway-hospital", "RPA", ["RPA02"])):
        stream = Stream(seed, agency)
        for year, month in MONTHS:
            rows = []
            for site in sites:
                mean = known[trust, (year, month)] * ASSAULT_SHARE_OF_ATTENDANCES / len(sites)
                rises = site == "RVV09" and (year, month) >= RISE_FROM
                count = stream.around(mean * (RISE if rises else 1))
                for _ in range(count):
                    place = stream.choices(["Street", "Home", "Pub or bar", "Night club", "Park", "Not known"],
                                           [34, 26, 16, 8, 6, 10])[0]
                    rows.append(istv_row(stream, year, month, site, stream.when(year, month), place))
                planted["rise", site, (year, month) >= RISE_FROM] += count
            stream.shuffle(rows)
            bad = spoil(stream, rows, put(2, "RVV99"), put(4, f"31/0{month % 9 + 1}/2021 25:00"), put(4, ""))
            out.table(agency, f"synthetic-istv-{year}-{month:02}.csv", ISTV, rows, bad, line_end="\r\n")


def hes(count):
    return "*" if 1 <= count <= 7 else str(5 * ((count + 2) // 5))


def integrated_care(out, seed):
    """Two trusts whose rows may not leave: the board's counts, suppressed and rounded as hospital statistics are."""
    known = attendances()
    stream = Stream(seed, "integrated-care")
    homes = {"RN7": ["E07000107", "E07000109", "E07000111"], "RWF": ["E07000110", "E07000115", "E07000116"]}
    header = ["Month", "Provider name", "LAD code", "LAD name", "Mechanism", "Age group", "Attendances"]
    for year, month in MONTHS:
        rows = []
        for trust, districts in homes.items():
            total = known[trust, (year, month)] * ASSAULT_SHARE_OF_ATTENDANCES
            for code in districts:
                for mechanism, share in (("Bodily force", 0.7), ("Sharp", 0.1), ("Blunt", 0.12), ("Unknown", 0.08)):
                    for age, part in (("0-17", 0.16), ("18-24", 0.24), ("25+", 0.6)):
                        count = stream.around(total / len(districts) * share * part)
                        rows.append([f"{calendar.month_name[month]} {year}", f"synthetic {trust}", code, NAMES[code],
                                     mechanism, age, hes(count)])
        bad = spoil(stream, rows, put(6, "12"), put(2, "E07999999"))
        out.table("integrated-care-board", f"synthetic-ed-returns-{year}-{month:02}.csv", header, rows, bad)


def ambulance(out, seed, planted):
    """ISO times, 2021 LSOAs, and what was planted: a night-time hot spot and an after-school peak."""
    violence = police("violence_and_sexual")
    stream = Stream(seed, "ambulance")
    lsoas = lsoas_by_district()
    header = ["CAD number", "Call time", "LSOA21CD", "Postcode", "Determinant", "Age", "Sex", "Police called",
              "Vehicles sent", "Notes"]
    number = 0
    for year, month in MONTHS:
        rows = []

        def add(day, hour, minute, lsoa, age):
            nonlocal number
            number += 1
            time = f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{stream.randrange(60):02}"
            rows.append([f"SYN{number:06}", time, lsoa, "", stream.choices(
                ["4 Assault", "27 Stab", "4 Sexual assault", "27 Gunshot"], [84, 11, 4.8, 0.2])[0], age,
                stream.choices(["M", "F", ""], [61, 36, 3])[0], stream.choices(["1", "0", ""], [45, 45, 10])[0],
                stream.choice([1, 1, 2]), "synthetic note"])

        for code in NAMES:
            for _ in range(stream.around(violence[f"{year}-{month:02}", code] * AMBULANCE_PER_POLICE_VIOLENCE)):
                day, _, hour, minute = stream.when(year, month)
                lsoa = "" if stream.random() < 0.03 else stream.choice(lsoas[code])
                add(day, hour, minute, lsoa, stream.choice(["", 999, *range(12, 90)]))
        for _ in range(stream.around(HOT_SPOT_EXTRA_A_MONTH)):
            hour = stream.choice([23, 0, 1, 2])
            add(stream.day_of(year, month, (4, 5) if hour == 23 else (5, 6)), hour, stream.randrange(60), HOT_SPOT,
                stream.randrange(18, 35))
            planted["hot spot"] += 1
        if month != 8:  # no school
            for _ in range(stream.around(AFTER_SCHOOL_EXTRA_A_MONTH)):
                add(stream.day_of(year, month, range(5)), stream.choice([15, 15, 16]), stream.randrange(60),
                    AFTER_SCHOOL, stream.randrange(11, 17))
                planted["after school"] += 1
        rows.sort(key=lambda row: row[1])
        bad = spoil(stream, rows, put(1, f"{year}-02-30 10:00:00"), put(2, "E01999999"), put(4, "17 Fall"))
        out.table("ambulance-service", f"synthetic-incidents-{year}-{month:02}.csv", header, rows, bad)


def lsoas_by_district():
    found = {code: set() for code in NAMES}
    with open(HERE.parent / "reference" / "within.csv", newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["code"].startswith("E01") and row["vintage"] == "2021" and row["parent"] in found:
                found[row["parent"]].add(row["code"])
    return {code: sorted(codes) for code, codes in found.items()}


def wards_of(district):
    with open(HERE.parent / "reference" / "within.csv", newline="", encoding="utf-8") as f:
        return sorted({row["code"] for row in csv.DictReader(f)
                       if row["code"].startswith("E05") and row["parent"] == district})


def fire(out, seed, ages):
    """Semicolons, Windows-1252, UK dates, the time of day in a column of its own and sometimes not known."""
    stream = Stream(seed, "fire")
    header = ["Incident number", "Date of call", "Time of call", "Incident class", "Property", "District",
              "Station ground", "Address", "Postcode", "Easting", "Northing", "Officer in charge"]
    number = 0
    for year, month in MONTHS:
        rows = []
        for code in NAMES:
            mean = between(ages, [code], 0, 90) / 1000 * FIRES_PER_1000_A_YEAR / 12
            for _ in range(stream.around(mean * (1.5 if month in (4, 5, 7, 10) else 0.85))):
                number += 1
                kind = stream.choices(["Secondary fire - deliberate", "Primary fire - deliberate - vehicle",
                                       "Primary fire - deliberate - not vehicle", "Attack on crew"],
                                      [72, 14, 13, 1])[0]
                what = {"S": ["Refuse or refuse container", "Grassland or scrub", "Outdoor structure"],
                        "A": ["Other", ""]}.get(kind[0], ["Dwelling", "Retail", "Café or restaurant", "Other"])
                place = "Road vehicle" if kind.endswith("- vehicle") else stream.choice(what)
                hour = stream.choices(range(24), [3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 9, 8, 6, 4])[0]
                clock = stream.choices([f"{hour:02}:{stream.randrange(60):02}", "late call"], [97, 3])[0]
                day = stream.randrange(1, calendar.monthrange(year, month)[1] + 1)
                rows.append([f"SYN-{number:05}", f"{day:02}/{month:02}/{year}", clock, kind, place, NAMES[code],
                             "synthetic station", "synthetic address", "", "", "", "synthetic"])
        bad = spoil(stream, rows, put(3, "Primary fire - accidental"), put(1, f"31/02/{year}"), put(2, "24:60"))
        out.table("kent-fire", f"synthetic-irs-{year}-{month:02}.csv", header, rows, bad, ";", "cp1252", "\r\n")


def councils(out, seed):
    """Three district councils, semicolons, UK dates with and without a time; one lost a column in October."""
    asb = police("anti_social_behaviour")
    categories = [line.split(",")[0] for line in
                  (HERE.parent / "mappings/district-community-safety/categories.csv").read_text().splitlines()[1:]]
    for agency, code in (("thanet-council", THANET), ("maidstone-council", "E07000110"), ("swale-council", "E07000113")):
        stream = Stream(seed, agency)
        wards = wards_of(code)
        header = ["Ref", "Date reported", "Category", "Ward", "Address", "Premises", "Alcohol?", "Caller", "Notes",
                  "Officer"]
        number = 0
        for year, month in MONTHS:
            rows = []
            for _ in range(stream.around(asb[f"{year}-{month:02}", code] * COUNCIL_REPORTS_PER_POLICE_ASB)):
                number += 1
                day, _, hour, minute = stream.when(year, month)
                date = f"{day:02}/{month:02}/{year}"
                text = stream.choices([f"{date} {hour:02}:{minute:02}", date, f"{date} 00:00"], [70, 20, 10])[0]
                rows.append([f"SYN{number}", text, stream.choice(categories),
                             stream.choices([stream.choice(wards), "", "N/K"], [93, 5, 2])[0], "synthetic address", "",
                             stream.choice(["Y", "N", "Yes", "No", "", "?"]), "synthetic", "synthetic note", ""])
            bad = spoil(stream, rows, put(2, "Abandoned vehicle"), put(3, "ME10 4AA"), put(1, f"30/02/{year} 10:00"))
            columns = header
            if agency == "swale-council" and (year, month) >= RISE_FROM:
                columns, rows = header[:6] + header[7:], [row[:6] + row[7:] for row in rows]
            out.table(agency, f"synthetic-community-safety-{year}-{month:02}.csv", columns, rows, bad, ";",
                      "cp1252", "\r\n")


def probation(out, seed, ages):
    """Quarter ends, semicolons, fewer than five suppressed."""
    stream = Stream(seed, "probation")
    header = ["Caseload as at", "Probation Delivery Unit", "Local authority of residence", "Order type", "RoSH",
              "Age group", "Offence group", "Persons"]
    orders = {"Community Order": 0.42, "Suspended Sentence Order": 0.22, "Licence": 0.26,
              "Post Sentence Supervision": 0.1}
    risks = {"Low": 0.24, "Medium": 0.52, "High": 0.2, "Very High": 0.01, "": 0.03}
    groups = {"18-20": 0.07, "21-24": 0.13, "25-29": 0.18, "30-39": 0.33, "40-49": 0.18, "50-59": 0.08,
              "60 and over": 0.03}
    offences = {"Violence against the person": 0.34, "Theft offences": 0.17, "Drug offences": 0.13,
                "Possession of weapons": 0.06, "Robbery": 0.05, "Sexual offences": 0.08, "Summary non-motoring": 0.17}
    for day, month, year in ((30, 6, 2021), (30, 9, 2021), (31, 12, 2021), (31, 3, 2022)):
        rows = []
        for code in NAMES:
            total = between(ages, [code], 18, 90) / 1000 * CASELOAD_PER_1000_ADULTS
            for order, a in orders.items():
                for risk, b in risks.items():
                    for group, c in groups.items():
                        for offence, d in offences.items():
                            count = stream.around(total * a * b * c * d)
                            if count == 0:
                                continue
                            rows.append([f"{day:02}/{month:02}/{year}", "synthetic unit", NAMES[code], order, risk,
                                         group, offence, "<5" if count < 5 else str(count)])
        bad = spoil(stream, rows, put(4, "Extreme"), put(7, "four"), put(0, f"15/{month:02}/{year}"))
        out.table("probation-service", f"synthetic-caseload-{year}-{month:02}.csv", header, rows, bad, ";")


def youth_justice(out, seed, ages):
    """Quarterly, day-month-year with the month's name; the child's own data is in the file and must stay."""
    header = ["Client ID", "Surname", "Date of birth", "Gender", "Ethnicity", "Home district", "Offence date",
              "YJB offence category", "Seriousness", "Outcome", "Outcome date", "Worker"]
    for agency, codes in (("kent-youth-justice", KENT), ("medway-youth-justice", [MEDWAY])):
        stream = Stream(seed, agency)
        for quarter in range(4):
            rows = []
            for year, month in MONTHS[3 * quarter:3 * quarter + 3]:
                for code in codes:
                    mean = between(ages, [code], 10, 17) / 1000 * PROVEN_OFFENCES_PER_1000_CHILDREN / 12
                    for _ in range(stream.around(mean)):
                        kind, gravity = stream.choice([
                            ("Violence against the person", 3), ("Violence against the person", 3),
                            ("Violence against the person", 5), ("Robbery", 6), ("Drugs", 2), ("Criminal damage", 2),
                            ("Public order", 3), ("Theft and handling stolen goods", 3), ("Motoring offences", 4)])
                        day = stream.randrange(1, calendar.monthrange(year, month)[1] + 1)
                        rows.append([f"SYN{stream.randrange(10 ** 6):06}", "Synthetic",
                                     f"{stream.randrange(1, 29):02}/0{stream.randrange(1, 10)}/{year - stream.randrange(11, 17)}",
                                     stream.choice("MMMF"), "", NAMES[code],
                                     f"{day:02}-{calendar.month_abbr[month]}-{year}", kind, gravity, "synthetic", "", ""])
            bad = spoil(stream, rows, put(8, 9), put(7, "Wizardry"), put(6, "31-Feb-2022"))
            year, month = MONTHS[3 * quarter]
            out.table(agency, f"synthetic-proven-offences-{year}-{month:02}-quarter.csv", header, rows, bad)


def exclusions(out, seed, ages):
    """An academic year's suspensions by reason: published rates shared out over reasons, which are synthetic."""
    rates = {(row["la_number"], row["period"]): float(row["value"]) for row in read("dfe/dfe_lait_kent_medway.csv")
             if row["short_desc"] == "TotFixedEx"}
    reasons = {"DB": 0.47, "PP": 0.19, "VA": 0.16, "PA": 0.05, "VP": 0.04, "OW": 0.02, "DA": 0.03, "SM": 0.01,
               "DM": 0.02, "BU": 0.01}
    header = ["time_period", "geographic_level", "old_la_code", "la_name", "school_type", "reason", "suspension"]
    for agency, number, codes in (("kent-county-council", "886", KENT), ("medway-council", "887", [MEDWAY])):
        stream = Stream(seed, agency)
        rows = []
        total = between(ages, codes, 5, 15) * rates[number, "2021/22"] / 100
        for reason, share in reasons.items():
            count = stream.around(total * share)
            rows.append(["202122", "Local authority", number, "synthetic " + agency, "Total", reason,
                         "c" if count < 3 else count])
        rows.append(["202122", "Local authority", number, "synthetic " + agency, "Total", "MT", "z"])
        out.table(agency, "synthetic-suspensions-2021-22.csv", header, rows, 0)


def department_for_education(out, ages):
    """Published rates, turned into numbers of children: rate x children, to the nearest five."""
    jobs = (("CPP_rate", 0, 17, 10_000, "derived-child-protection.csv", ("kent-county-council", "medway-council"), ()),
            # 2021 and 2022 are left out: youth justice services send rows of those years.
            ("FirstYJS", 10, 17, 100_000, "derived-first-time-entrants.csv",
             ("kent-youth-justice", "medway-youth-justice"), ("2021", "2022")))
    table = read("dfe/dfe_lait_kent_medway.csv")
    for measure, first, last, per, name, agencies, without in jobs:
        for agency, number, codes in zip(agencies, ("886", "887"), (KENT, [MEDWAY])):
            base = between(ages, codes, first, last)
            rows = []
            for row in table:
                if row["short_desc"] != measure or row["la_number"] != number or row["period"] in without:
                    continue
                value = row["value"]
                number_of_people = "-" if value == "-" else 5 * round(float(value) * base / per / 5)
                rows.append([*row.values(), f"people {first} to {last} in mid-2020", base, number_of_people])
            out.table(agency, name, [*table[0], "base", "base_people", "people"], rows, 0)


# --- what was planted ------------------------------------------------------------------------------------------------

def make(seed):
    out, planted, ages = Out(), Counter(), people()
    emergency_departments(out, seed, planted)
    integrated_care(out, seed)
    ambulance(out, seed, planted)
    fire(out, seed, ages)
    councils(out, seed)
    probation(out, seed, ages)
    youth_justice(out, seed, ages)
    exclusions(out, seed, ages)
    department_for_education(out, ages)
    return out, planted


def table_of(out):
    lines = ["| Folder | Files | Rows | Rows to be set aside |", "|---|---:|---:|---:|"]
    for agency in sorted({name.split("/")[0] for name in out.files}):
        files = sum(name.startswith(agency + "/") for name in out.files)
        lines.append(f"| {agency} | {files} | {out.rows[agency]} | {out.bad[agency]} |")
    return "\n".join(lines)


def planted_text(out, planted):
    violence = police("violence_and_sexual")
    halves = [sum(n for (month, code), n in violence.items() if code == THANET and (month >= "2021-10") == late)
              for late in (False, True)]
    before, after = planted["rise", "RVV09", False], planted["rise", "RVV09", True]
    other = [planted["rise", "RVV01", late] for late in (False, True)]
    return f"""# What is planted in the synthetic exports

Written by `generate.py --planted`, with seed {SEED}; `generate.py --check` says whether it still holds. Counts are of
rows as they are written, before any is spoilt; a spoilt row is one that its mapping sets aside.

{table_of(out)}

## To be found

1. **Hospital attendances rise and police records do not.** Assault attendances at site RVV09 (in Thanet) are
   {RISE} times what they would be from October 2021: {before} in April to September, {after} in October to March
   ({after / before - 1:+.0%}). At the same trust's other site, RVV01 (in Ashford): {other[0]}, then {other[1]}
   ({other[1] / other[0] - 1:+.0%}). Police records of violence and sexual offences in Thanet (published, not
   synthetic): {halves[0]}, then {halves[1]} ({halves[1] / halves[0] - 1:+.0%}).
2. **A night-time hot spot.** {planted["hot spot"]} ambulance incidents are added in LSOA {HOT_SPOT} (Maidstone), at
   23:00 to 02:59 in the nights to Saturday and to Sunday, ages 18 to 34.
3. **An after-school peak.** {planted["after school"]} ambulance incidents are added in LSOA {AFTER_SCHOOL} (Medway), on
   Mondays to Fridays at 15:00 to 16:59, ages 11 to 16, in every month but August.

## Not records, but published rates

`derived-child-protection.csv` and `derived-first-time-entrants.csv` hold the Department for Education's rates for Kent
and Medway, and beside them people = rate x population of mid-2020, to the nearest five. The Department's own base of
each year differs, so these numbers are near the true ones and are not them. `synthetic-suspensions-2021-22.csv` has the
published suspension rate of 2021/22 times the population of 5 to 15, shared out over reasons by invention.

## Assumptions, where no published total was at hand

| What | Value |
|---|---|
| Share of a trust's published attendances that follow an assault | {ASSAULT_SHARE_OF_ATTENDANCES:.1%} |
| Ambulance incidents for each police record of violence in the district and month | {AMBULANCE_PER_POLICE_VIOLENCE} |
| Council reports for each police record of anti-social behaviour in the district and month | {COUNCIL_REPORTS_PER_POLICE_ASB} |
| Deliberate fires and attacks on crews for 1,000 people a year | {FIRES_PER_1000_A_YEAR} |
| People under probation supervision for 1,000 adults | {CASELOAD_PER_1000_ADULTS} |
| Offences proved against children for 1,000 people of 10 to 17 a year | {PROVEN_OFFENCES_PER_1000_CHILDREN} |
| Rows spoilt on purpose | {BAD_ROWS_PERCENT} % |

swale-council's export has no column "Alcohol?" from October 2021 on.
"""


def main():
    parser = argparse.ArgumentParser(description="Write synthetic exports of the agencies.")
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--planted", action="store_true")
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    out, planted = make(options.seed)
    note = HERE / "PLANTED.md"
    if options.planted:
        note.write_text(planted_text(*make(SEED)), encoding="utf-8")
    elif options.check:
        if note.read_text(encoding="utf-8") != planted_text(*make(SEED)):
            sys.exit("PLANTED.md is not what generate.py --planted would write")
    elif options.out is None:
        parser.error("OUT_DIR, --planted or --check")
    else:
        for name, content in out.files.items():
            path = options.out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        (options.out / "expected.json").write_text(json.dumps(out.expected, indent=1) + "\n", encoding="utf-8")
        print(f"{len(out.files)} files, {sum(out.rows.values())} rows; all synthetic, see {note.name}")


if __name__ == "__main__":
    main()
