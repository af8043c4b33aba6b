#!/usr/bin/env python3
"""Make the demo extracts from the raw police folder.

    make_extracts.py RAW_POLICE_DIR OUT_DIR

Kent Police files are copied byte for byte. The British Transport Police files are cut from the
table of other forces' rows: its rows of that force, month by month, with the standard columns.
"""

import gzip
import shutil
import subprocess
import sys
from pathlib import Path

MONTHS = ([f"2021-{m:02}" for m in range(3, 13)] + [f"2022-{m:02}" for m in range(1, 4)]
          + [f"2025-{m:02}" for m in range(1, 4)])
OTHER_FORCES = "other_forces_rows_with_kent_lsoas_2021-03_2022-03_and_2025.csv.gz"


def copy_kent(raw, out):
    out.mkdir(parents=True, exist_ok=True)
    for month in MONTHS:
        name = f"{month}-kent-street.csv.zst"
        shutil.copyfile(raw / "street" / name, out / name)


def cut_transport_police(raw, out):
    """The table holds no quoted field, so cutting its lines keeps every value as published."""
    out.mkdir(parents=True, exist_ok=True)
    text = gzip.decompress((raw / OTHER_FORCES).read_bytes()).decode("utf-8")
    if '"' in text:
        raise ValueError("a quoted field: lines can no longer be cut at commas")
    header, *lines = text.splitlines()
    rows = [line.split(",", 1)[1] for line in lines]  # without the source_file column
    columns = header.split(",")[1:]
    force, month_of = columns.index("Reported by"), columns.index("Month")
    for month in MONTHS:
        kept = [row for row in rows if row.split(",")[force] == "British Transport Police"
                and row.split(",")[month_of] == month]
        if not kept:
            continue
        content = "".join(line + "\n" for line in [",".join(columns), *kept])
        packed = subprocess.run(["zstd", "-19", "-q", "-c"], input=content.encode("utf-8"),
                                check=True, capture_output=True).stdout
        (out / f"{month}-btp-street.csv.zst").write_bytes(packed)
        print(f"{month} {len(kept)} rows")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: make_extracts.py RAW_POLICE_DIR OUT_DIR")
    copy_kent(Path(sys.argv[1]), Path(sys.argv[2]) / "kent-police")
    cut_transport_police(Path(sys.argv[1]), Path(sys.argv[2]) / "british-transport-police")
