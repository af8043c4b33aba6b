#!/usr/bin/env python3
"""Count street-level crime rows by Kent district and crime type, straight from raw extracts.

    make_kent_districts.py LOOKUP.csv OUT.csv EXTRACT...

LOOKUP is the LSOA 2011 to LSOA 2021 to district table for Kent (lsoa11_lsoa21_lad22_kent.csv).
EXTRACT is a police.uk street file, as .csv or .csv.zst.

The hub's own figures are tested against these, so this script shares nothing with the hub or
with its reference data. It counts rows and does not remove duplicates: anti-social behaviour
rows have no ID, and identical ones are separate incidents.
"""

import csv
import subprocess
import sys
from collections import Counter

CRIME_TYPES = [
    "Anti-social behaviour", "Bicycle theft", "Burglary", "Criminal damage and arson", "Drugs",
    "Other crime", "Other theft", "Possession of weapons", "Public order", "Robbery",
    "Shoplifting", "Theft from the person", "Vehicle crime", "Violence and sexual offences",
]


def district_of_lsoa(path):
    """Codes of both LSOA vintages: extracts up to 2022 use those of 2011, later ones 2021."""
    districts = {}
    with open(path, newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            for column in ("lsoa11_code", "lsoa21_code"):
                code, district = row[column], row["ltla22_code"]
                if districts.setdefault(code, district) != district:
                    raise ValueError(f"{code} lies in two districts")
    return districts


def read_rows(path):
    if path.endswith(".zst"):
        data = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout
    else:
        with open(path, "rb") as f:
            data = f.read()
    return csv.DictReader(data.decode("utf-8").splitlines())


def main(lookup, out, extracts):
    districts = district_of_lsoa(lookup)
    counts = Counter()
    for path in extracts:
        for row in read_rows(path):
            lsoa = row["LSOA code"]
            place = districts.get(lsoa, "OUTSIDE_KENT") if lsoa else "NO_LSOA"
            counts[place, row["Crime type"]] += 1
    unknown = {kind for _, kind in counts} - set(CRIME_TYPES)
    if unknown:
        raise ValueError(f"unknown crime types: {sorted(unknown)}")
    with open(out, "w", newline="\n", encoding="utf-8") as f:
        f.write("district,crime_type,rows\n")
        for place in sorted(set(districts.values())) + ["NO_LSOA", "OUTSIDE_KENT"]:
            for kind in CRIME_TYPES:
                f.write(f"{place},{kind},{counts[place, kind]}\n")
    print(f"{len(extracts)} extracts, {counts.total()} rows")


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit("usage: make_kent_districts.py LOOKUP.csv OUT.csv EXTRACT...")
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
