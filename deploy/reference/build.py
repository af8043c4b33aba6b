#!/usr/bin/env python3
"""Build the reference data of the hub: areas, how they nest, how they changed, populations.

    build.py RAW_DATA_DIR OUT_DIR

RAW_DATA_DIR holds the published lookups and estimates that README.md lists. OUT_DIR gets the
CSV files and edition.toml that the hub loads. The two inputs that people maintain by hand,
groups.csv and abolished_districts.csv, stand next to this script. They are data, so a
reorganisation needs no change here.

The output depends on the input alone: same input, same bytes. Before it writes, the script
checks its own result (checks.py) and raises CheckFailed if the areas do not nest or the
populations do not add up.
"""

import csv
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.dont_write_bytecode = True  # this folder is loaded as data, keep __pycache__ out of it

from checks import check_all
from common import BODY_VINTAGE, COUNTY_VINTAGE, DISTRICT_VINTAGE, EDITION, check
from districts import districts, lsoa_districts
from population import build_population

# The last month of a name, where the raw data shows the old name but gives no date.
LAST_MONTH_OF_OLD_NAME = {"E07000112": "2018-03"}  # Shepway, renamed on 1 April 2018

CHANGE = {"U": "unchanged", "S": "split", "M": "merged", "X": "irregular"}

HEADERS = {
    "areas": "code,level,vintage,name,valid_from,valid_to",
    "former_names": "code,name,valid_from,valid_to",
    "within": "code,vintage,parent,parent_vintage,basis",
    "changes": "from_code,from_vintage,to_code,to_vintage,change",
    "population": "code,vintage,reference_date,source,sex,age_from,age_to,persons",
}

EDITION_TOML = f"""name = "{EDITION}"
title = "Areas and populations, December 2024 edition"
licence = "Open Government Licence v3.0"
attribution = [
  "Contains public sector information licensed under the Open Government Licence v3.0.",
  "Source: Office for National Statistics licensed under the Open Government Licence v3.0.",
  "Contains National Statistics data © Crown copyright and database right.",
  "Contains OS data © Crown copyright and database right.",
]
"""


def read(path):
    with open(path, newline="", encoding="utf-8-sig") as f:
        return list(csv.DictReader(f))


def load_raw(raw):
    """Every raw table this script uses, under a short name."""
    lookups, people = raw / "lookups", raw / "population"
    tables = {
        "lad": read(lookups / "la_all_codes_uk.csv"),
        "lsoa": read(lookups / "lsoa11_lsoa21_lad22_england_wales.csv"),
        "lsoa_kent": read(lookups / "lsoa11_lsoa21_lad22_kent.csv"),
        "lsoa11_lad21": read(lookups / "lsoa11_lad21_kent.csv"),
        "lsoa11_msoa11": read(lookups / "lsoa11_msoa11_kent.csv"),
        "lsoa21_ward": read(lookups / "lsoa21_ward24_lad24_kent.csv"),
        "lsoa21_icb": read(lookups / "lsoa21_icb24_kent.csv"),
        "csp": read(lookups / "lad24_csp24_pfa24_england_wales.csv"),
        "fra": read(lookups / "lad24_fra24_england_wales.csv"),
        "county": read(lookups / "lad23_utla23_england_wales.csv"),
        "pop_lsoa": read(people / "mid2020_lsoa11_single_year_age_kent.csv"),
        "pop_lad": read(people / "mid2020_lad21_single_year_age_england_wales.csv"),
        "census": read(people / "census2021_lsoa21_age6_kent.csv"),
    }
    for sex in ("persons", "males", "females"):
        tables[sex] = read(people / f"mid2020_ward_single_year_age_{sex}_kent.csv")
    # The MSOA lookup lists one successor of Ashford 004 and leaves out the other, so the
    # 2021 MSOAs come from the boundary file, which has both.
    with open(raw / "boundaries" / "msoa21_kent_medway_bgc.geojson", encoding="utf-8") as f:
        tables["msoa21"] = [feature["properties"] for feature in json.load(f)["features"]]
    return tables


def msoa_of_lsoa21(raw):
    """LSOA 2021 -> MSOA 2021 code. The raw data has no such lookup, but an LSOA is named after
    its MSOA plus a letter. build_within proves the rule on the 2011 names, where there is one."""
    codes = {row["MSOA21NM"]: row["MSOA21CD"] for row in raw["msoa21"]}
    return {row["lsoa21_code"]: codes[row["lsoa21_name"][:-1]] for row in raw["lsoa_kent"]}


def build_areas(raw, lads, lsoa_parents, groups):
    """Every area once per vintage. Only the Kent LSOAs have names in the raw data."""
    areas = set()
    names = {(2011, row["lsoa11_code"]): row["lsoa11_name"] for row in raw["lsoa_kent"]}
    names |= {(2021, row["lsoa21_code"]): row["lsoa21_name"] for row in raw["lsoa_kent"]}
    for vintage, code in lsoa_parents:
        areas.add((code, "lsoa", vintage, names.get((vintage, code), ""), "", ""))
    for code, d in lads.items():
        areas.add((code, "district", d["vintage"], d["name"], d["valid_from"], d["valid_to"]))
    for level, vintage, table, code, name in (
            ("msoa", 2011, "lsoa11_msoa11", "msoa11_code", "msoa11_name"),
            ("msoa", 2021, "msoa21", "MSOA21CD", "MSOA21NM"),
            ("ward", 2024, "lsoa21_ward", "ward24_code", "ward24_name"),
            ("county", COUNTY_VINTAGE, "county", "utla23_code", "utla23_name"),
            ("csp", BODY_VINTAGE, "csp", "csp24_code", "csp24_name"),
            ("police_force", BODY_VINTAGE, "csp", "pfa24_code", "pfa24_name"),
            ("fire_authority", BODY_VINTAGE, "fra", "fra24_code", "fra24_name"),
            ("icb", BODY_VINTAGE, "lsoa21_icb", "icb24_code", "icb24_name")):
        for row in raw[table]:
            if level != "county" or row[code].startswith("E10"):
                areas.add((row[code], level, vintage, row[name], "", ""))
    for row in groups:
        areas.add((row["code"], "group", int(row["vintage"]), row["name"],
                   row["valid_from"], row["valid_to"]))
    return sorted(areas, key=lambda a: (a[0], a[2]))


def district_parents(raw, lads):
    """Links from districts to counties, CSPs, police forces and fire authorities.

    Districts link to their force directly: some have several CSPs and so cannot reach it
    through one. Those districts get no CSP link, because none of the CSPs holds all of them.
    """
    links, csps = set(), defaultdict(set)
    for row in raw["csp"]:
        csps[row["ltla24_code"]].add(row["csp24_code"])
        links.add((row["ltla24_code"], row["pfa24_code"], BODY_VINTAGE))
    links |= {(code, next(iter(c)), BODY_VINTAGE) for code, c in csps.items() if len(c) == 1}
    links |= {(row["ltla24_code"], row["fra24_code"], BODY_VINTAGE) for row in raw["fra"]}
    links |= {(row["ltla23_code"], row["utla23_code"], COUNTY_VINTAGE)
              for row in raw["county"] if row["utla23_code"].startswith("E10")}
    # Districts recoded since the lookups were made keep the parents of the old code.
    for code, d in lads.items():
        if d["vintage"] == DISTRICT_VINTAGE and d["successor"]:
            links |= {(d["successor"], p, v) for c, p, v in links if c == code}
    return {(c, lads[c]["vintage"], p, v, "exact") for c, p, v in links}


def shared_parent(pairs):
    """Those of the first of each pair that only ever meet one second: a county within one force, say."""
    met = defaultdict(set)
    for child, parent in pairs:
        met[child].add(parent)
    return sorted((child, next(iter(parents))) for child, parents in met.items() if len(parents) == 1)


def build_within(raw, lads, lsoa_parents, groups):
    links = district_parents(raw, lads)

    def add(code, vintage, parent, parent_vintage, basis="exact"):
        links.add((code, vintage, parent, parent_vintage, basis))

    for (vintage, code), (district, basis) in lsoa_parents.items():
        add(code, vintage, district, DISTRICT_VINTAGE, basis)
    for row in raw["lsoa11_msoa11"]:
        check(row["lsoa11_name"][:-1] == row["msoa11_name"],
              f"LSOA {row['lsoa11_name']} is not named after its MSOA")
        add(row["lsoa11_code"], 2011, row["msoa11_code"], 2011)
        add(row["msoa11_code"], 2011, lsoa_parents[2011, row["lsoa11_code"]][0], DISTRICT_VINTAGE)
    for lsoa, msoa in msoa_of_lsoa21(raw).items():
        add(lsoa, 2021, msoa, 2021)
        add(msoa, 2021, lsoa_parents[2021, lsoa][0], DISTRICT_VINTAGE)
    for row in raw["lsoa21_ward"]:
        add(row["lsoa21_code"], 2021, row["ward24_code"], 2024, "best_fit")
        add(row["ward24_code"], 2024, row["ltla24_code"], DISTRICT_VINTAGE)
    for district, icb in shared_parent(
            (lsoa_parents[2021, row["lsoa21_code"]][0], row["icb24_code"]) for row in raw["lsoa21_icb"]):
        add(district, DISTRICT_VINTAGE, icb, BODY_VINTAGE)
    forces = {code: parent for code, _, parent, _, _ in links if parent.startswith(("E23", "W15"))}
    for county, force in shared_parent((parent, forces[code]) for code, _, parent, _, _ in links
                                       if parent.startswith("E10") and code in forces):
        add(county, COUNTY_VINTAGE, force, BODY_VINTAGE)
    for row in groups:
        add(row["member"], lads[row["member"]]["vintage"], row["code"], int(row["vintage"]))
    return sorted(links)


def build_former_names(raw, lads):
    """District names that survive only in the names of the 2011 LSOAs."""
    old = set()
    for row in raw["lsoa11_lad21"]:
        name, code = row["lsoa11_name"].rsplit(" ", 1)[0], row["ltla21_code"]
        if name != lads[code]["name"]:
            old.add((code, name, "", LAST_MONTH_OF_OLD_NAME.get(code, "")))
    return sorted(old)


def build_changes(raw, lads):
    """What replaced what. An area that kept its code and its extent is left out."""
    changes = {(row["lsoa11_code"], 2011, row["lsoa21_code"], 2021, CHANGE[row["change_code"]])
               for row in raw["lsoa"] if row["change_code"] != "U"}
    msoa11 = {row["lsoa11_code"]: row["msoa11_code"] for row in raw["lsoa11_msoa11"]}
    msoa21 = msoa_of_lsoa21(raw)
    pairs = {(msoa11[row["lsoa11_code"]], msoa21[row["lsoa21_code"]]) for row in raw["lsoa_kent"]}
    parts, sources = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    for old, new in pairs:
        kind = {(False, False): "unchanged", (True, False): "split", (False, True): "merged",
                (True, True): "irregular"}[parts[old] > 1, sources[new] > 1]
        check(kind != "unchanged" or old == new, f"MSOA {old} became {new} without a change")
        if kind != "unchanged":
            changes.add((old, 2011, new, 2021, kind))
    predecessors = Counter(d["successor"] for d in lads.values())
    for code, d in lads.items():
        if d["successor"]:
            # A district that alone precedes another got a new code because its edge moved.
            kind = "merged" if predecessors[d["successor"]] > 1 else "irregular"
            changes.add((code, d["vintage"], d["successor"], lads[d["successor"]]["vintage"], kind))
    return sorted(changes)


def write(out, folder):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "edition.toml").write_text(EDITION_TOML, encoding="utf-8", newline="\n")
    for name, header in HEADERS.items():
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as f:
            f.write(header + "\n")
            csv.writer(f, lineterminator="\n").writerows(out[name])


def main(raw_folder, out_folder):
    here = Path(__file__).resolve().parent
    raw, groups = load_raw(Path(raw_folder)), read(here / "groups.csv")
    lads = districts(raw, read(here / "abolished_districts.csv"))
    parents = lsoa_districts(raw, lads)
    out = {
        "areas": build_areas(raw, lads, parents, groups),
        "former_names": build_former_names(raw, lads),
        "within": build_within(raw, lads, parents, groups),
        "changes": build_changes(raw, lads),
        "population": build_population(raw, lads),
    }
    check_all(out, raw)
    write(out, Path(out_folder))
    for name, rows in out.items():
        print(f"{name:14}{len(rows):8} rows")
    for (level, vintage), n in sorted(Counter((r[1], r[2]) for r in out["areas"]).items()):
        print(f"  {level:16}{vintage:6}{n:8}")
    for name, column in (("within", 4), ("changes", 4), ("population", 3)):
        print(f"  {name}: {dict(sorted(Counter(r[column] for r in out[name]).items()))}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: build.py RAW_DATA_DIR OUT_DIR")
    main(sys.argv[1], sys.argv[2])
