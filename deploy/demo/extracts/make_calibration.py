#!/usr/bin/env python3
"""Count the police extracts by district and month, for the generator to be calibrated to.

    make_calibration.py > calibration/police_by_district_month.csv

Counts rows of deploy/demo/extracts/kent-police, 2021-04 to 2022-03, of two crime types; districts of LSOAs are
deploy/reference's. Rows without an LSOA, or with one outside Kent and Medway, are left out.
"""

import csv
import subprocess
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
TYPES = {"Violence and sexual offences": "violence_and_sexual", "Anti-social behaviour": "anti_social_behaviour"}
DISTRICTS = [f"E070001{n:02}" for n in range(5, 17)] + ["E06000035"]


def main():
    district = {}
    with open(HERE.parents[1] / "reference" / "within.csv", newline="", encoding="utf-8") as f:
        for row in csv.DictReader(f):
            if row["code"].startswith("E01") and row["parent"] in DISTRICTS:
                district[row["code"]] = row["parent"]
    counts = Counter()
    for path in sorted((HERE / "kent-police").glob("*.csv.zst")):
        month = path.name[:7]
        if not "2021-04" <= month <= "2022-03":
            continue
        text = subprocess.run(["zstd", "-dcq", path], check=True, capture_output=True).stdout.decode("utf-8")
        for row in csv.DictReader(text.splitlines()):
            if row["Crime type"] in TYPES and row["LSOA code"] in district:
                counts[month, district[row["LSOA code"]], TYPES[row["Crime type"]]] += 1
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["month", "district", "type", "records"])
    out.writerows([*key, count] for key, count in sorted(counts.items()))


if __name__ == "__main__":
    main()
