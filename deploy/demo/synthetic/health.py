"""Emergency departments, an integrated care board and an ambulance service. What is planted is planted here."""

import calendar

from synthetic.area import MONTHS, NAMES, attendances, lsoas_by_district, police
from synthetic.export import Stream, put, spoil

# Assumptions: no published figure was at hand.
ASSAULT_SHARE_OF_ATTENDANCES = 0.006
AMBULANCE_PER_POLICE_VIOLENCE = 0.045

# Planted.
RISE = 1.8
RISE_FROM = (2021, 10)
HOT_SPOT = "E01033090"      # Maidstone 004F, the town centre
HOT_SPOT_EXTRA_A_MONTH = 14
AFTER_SCHOOL = "E01016110"  # Medway 015D
AFTER_SCHOOL_EXTRA_A_MONTH = 12
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
