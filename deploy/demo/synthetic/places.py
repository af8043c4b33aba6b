"""A fire and rescue service and three district councils: what happens to places, in exports with semicolons."""

import calendar

from synthetic.area import DEMO, MONTHS, NAMES, between, police, wards_of
from synthetic.export import Stream, put, spoil

# Assumptions: no published figure was at hand.
COUNCIL_REPORTS_PER_POLICE_ASB = 0.35
FIRES_PER_1000_A_YEAR = 1.1
LOST_A_COLUMN_FROM = (2021, 10)


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
                  (DEMO.parent / "mappings/district-community-safety/categories.csv").read_text().splitlines()[1:]]
    for agency, code in (("thanet-council", "E07000114"), ("maidstone-council", "E07000110"), ("swale-council", "E07000113")):
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
            bad = spoil(stream, rows, put(2, "Abandoned vehicle"), put(3, "E05999999"), put(1, f"30/02/{year} 10:00"))
            columns = header
            if agency == "swale-council" and (year, month) >= LOST_A_COLUMN_FROM:
                columns, rows = header[:6] + header[7:], [row[:6] + row[7:] for row in rows]
            out.table(agency, f"synthetic-community-safety-{year}-{month:02}.csv", columns, rows, bad, ";",
                      "cp1252", "\r\n")
