"""Checks of the finished reference data. Each raises CheckFailed at the first fault."""

import graphlib
from collections import Counter, defaultdict

from common import BODY_VINTAGE, DISTRICT_VINTAGE, check
from population import LSOA_BANDS, SINGLE_YEARS


def ancestors(key, parents):
    """Every path's end: all areas above `key`, an area once for each path that reaches it."""
    found = []
    for parent in parents.get(key, ()):
        found += [parent] + ancestors(parent, parents)
    return found


def check_nesting(out):
    level = {(row[0], row[2]): row[1] for row in out["areas"]}
    parents = defaultdict(list)
    for code, vintage, parent, parent_vintage, _ in out["within"]:
        check((code, vintage) in level, f"link from the unknown area {code} {vintage}")
        check((parent, parent_vintage) in level, f"link to the unknown area {parent}")
        parents[code, vintage].append((parent, parent_vintage))
    graphlib.TopologicalSorter(parents).prepare()  # raises CycleError
    above = {key: ancestors(key, parents) for key in level}
    for key, found in above.items():
        # Groups may overlap: a proposed unitary lies within "Kent and Medway".
        count = Counter(level[a] for a in set(found) if level[a] != "group")
        check(max(count.values(), default=0) <= 1, f"{key} has two parents of one level")
        if level[key] == "lsoa":
            check(count["district"] == 1, f"{key} reaches no district")
        if level[key] == "district" and key[1] >= DISTRICT_VINTAGE:
            forces = {a for a in found if level[a] == "police_force"}
            check(len(forces) == 1, f"{key} reaches {len(forces)} police forces")
    return above


def check_kent(out, raw, above):
    kent_force = {k[0] for k, found in above.items()
                  if ("E23000032", BODY_VINTAGE) in found and k[0][:3] in ("E06", "E07")}
    kent = {row["ltla22_code"] for row in raw["lsoa_kent"]}
    check(len(kent) == 13 and kent_force == kent, "Kent Police does not cover the 13 districts")
    check(("E07000112", DISTRICT_VINTAGE) in above, "E07000112 is missing")
    old = {row["lsoa11_code"]: row["ltla21_code"] for row in raw["lsoa11_lad21"]}
    for code, district in old.items():
        check((district, DISTRICT_VINTAGE) in above[code, 2011], f"{code} is not in {district}")
    persons = {(r[0], r[4], r[5], r[6]): r[7] for r in out["population"] if r[2] == "2020-06-30"}
    summed = Counter()
    for code, district in old.items():
        summed[district] += persons[code, "persons", 0, ""]
        bands = sum(persons[code, "persons", *band] for band in LSOA_BANDS)
        check(bands == persons[code, "persons", 0, ""], f"age bands of {code} do not sum")
    for district in kent:
        check(summed[district] == persons[district, "persons", 0, ""],
              f"LSOAs of {district} do not sum to it")
        for band in [(0, "")] + SINGLE_YEARS:
            both = sum(persons[district, sex, *band] for sex in ("male", "female"))
            check(both == persons[district, "persons", *band], f"sexes of {district} {band}")


def check_keys(out):
    areas = {(row[0], row[2]) for row in out["areas"]}
    for name, width in (("areas", (0, 2)), ("within", (0, 1, 2, 3)), ("changes", (0, 1, 2, 3)),
                        ("former_names", (0, 1)), ("population", range(7))):
        keys = Counter(tuple(row[i] for i in width) for row in out[name])
        repeated = [key for key, n in keys.items() if n > 1]
        check(not repeated, f"{name} repeats {repeated[:3]}")
    for row in out["changes"]:
        check({row[:2], row[2:4]} <= areas, f"change of an unknown area: {row}")
    check({row[:2] for row in out["population"]} <= areas, "population of an unknown area")


def check_all(out, raw):
    check_keys(out)
    check_kent(out, raw, check_nesting(out))
