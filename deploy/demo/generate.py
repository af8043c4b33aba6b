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
import json
import sys
from collections import Counter
from pathlib import Path

from synthetic.area import people
from synthetic.export import Out
from synthetic.health import ambulance, emergency_departments, integrated_care
from synthetic.people import department_for_education, exclusions, probation, youth_justice
from synthetic.places import councils, fire
from synthetic.planted import planted_text

HERE = Path(__file__).resolve().parent
SEED = 20210401


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
        note.write_text(planted_text(*make(SEED), SEED), encoding="utf-8")
    elif options.check:
        if note.read_text(encoding="utf-8") != planted_text(*make(SEED), SEED):
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
