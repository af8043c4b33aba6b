"""The rows of population.csv, from the mid-2020 estimates and the 2021 census."""

from collections import Counter, defaultdict

from common import DISTRICT_VINTAGE, check

LSOA_BANDS = [(0, 9), (10, 14), (15, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64),
              (65, "")]
CENSUS_BANDS = {
    "Aged 15 years and under": (0, 15), "Aged 16 to 24 years": (16, 24),
    "Aged 25 to 34 years": (25, 34), "Aged 35 to 49 years": (35, 49),
    "Aged 50 to 64 years": (50, 64), "Aged 65 years and over": (65, ""),
}
TOTAL = [(0, "")]
SINGLE_YEARS = [(age, age) for age in range(90)] + [(90, "")]


def number(text):
    return int(text.replace(",", ""))


def by_age(row, bands):
    """Persons in each band, from a row with the single years 0, 1, ... 90+ as columns."""
    years = [number(row[str(age)]) for age in range(90)] + [number(row["90+"])]
    return [(low, high, sum(years[low:] if high == "" else years[low:high + 1]))
            for low, high in bands]


def in_form(code, vintage, ages, date="2020-06-30", source="ons-mid-2020", sex="persons"):
    return [(code, vintage, date, source, sex, *band) for band in ages]


def mid_2020_districts(raw, lads):
    """Totals for England and Wales; single years of age, and sexes, for the Kent districts."""
    rows, merged = [], Counter()
    kent = {row["ltla22_code"] for row in raw["lsoa_kent"]}
    for row in raw["pop_lad"]:
        code, persons = row["ltla21_code"], number(row["total_population"])
        ages = by_age(row, TOTAL + SINGLE_YEARS)
        check(ages[0] == (0, "", persons), f"ages of {code} do not sum to its total")
        rows += in_form(code, lads[code]["vintage"], ages if code in kent else ages[:1])
        merged[lads[code]["successor"]] += persons
    counted = {row["ltla21_code"] for row in raw["pop_lad"]}
    for code, persons in merged.items():
        # Whole districts that were merged later. Barnsley and Sheffield also changed their
        # edge, so their old totals are not the totals of the new codes.
        if code and code not in counted and lads[code]["vintage"] == DISTRICT_VINTAGE:
            rows += in_form(code, DISTRICT_VINTAGE, [(0, "", persons)],
                            source="ons-mid-2020-merged")
    for sex in ("male", "female"):
        sums = defaultdict(Counter)
        for row in raw[sex + "s"]:  # one row per ward
            for low, high, persons in by_age(row, TOTAL + SINGLE_YEARS):
                sums[row["LA Code (2021 boundaries)"]][low, high] += persons
        for code, ages in sums.items():
            ages = [(*band, persons) for band, persons in ages.items()]
            rows += in_form(code, DISTRICT_VINTAGE, ages, sex=sex)
    return rows


def census_2021_lsoas(raw):
    rows, census = [], defaultdict(list)
    for row in raw["census"]:
        band = CENSUS_BANDS[row["age_group"]]
        census[row["lsoa21_code"]].append((*band, number(row["usual_residents"])))
    for code, ages in census.items():
        ages = [(0, "", sum(persons for _, _, persons in ages))] + ages
        rows += in_form(code, 2021, ages, date="2021-03-21", source="census-2021")
    return rows


def build_population(raw, lads):
    """One row per area, sex and age band. Age 0 to "" is the total of an area."""
    rows = mid_2020_districts(raw, lads) + census_2021_lsoas(raw)
    for row in raw["pop_lsoa"]:
        rows += in_form(row["lsoa11_code"], 2011, by_age(row, TOTAL + LSOA_BANDS))
    return sorted(rows, key=lambda r: (*r[:6], 999 if r[6] == "" else r[6]))
