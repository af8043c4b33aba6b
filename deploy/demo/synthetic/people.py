"""Probation, youth justice, schools and social care: people who are known to an agency, and offences of children."""

import calendar

from synthetic.area import KENT, MEDWAY, MONTHS, NAMES, between, read
from synthetic.export import Stream, put, spoil

# Assumptions: no published figure was at hand.
CASELOAD_PER_1000_ADULTS = 3.4
PROVEN_OFFENCES_PER_1000_CHILDREN = 4.0


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
