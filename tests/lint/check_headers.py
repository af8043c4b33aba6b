#!/usr/bin/env python3
"""Compiles every header of core/, hub/, agent/ and audit/ by itself, with the flags of the sources beside it.

A header that is the first thing its own source includes is left out: the build has compiled it alone already.
"""

import argparse
import os
import re
import sys

from compile_db import CompileDb, run_on_all
from tree import ROOT, cpp_files, report


FIRST_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*[<"]([^">]+)', re.MULTILINE)


def is_built_alone(db, header):
    source = header.with_suffix(".cpp")
    if source not in db.flags or not (ROOT / source).is_file():
        return False
    first = FIRST_INCLUDE.search((ROOT / source).read_text(encoding="utf-8"))
    return first is not None and first[1] == str(header)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="a build folder with compile_commands.json")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    arguments = parser.parse_args()

    db = CompileDb(arguments.build)
    headers = [f for f in cpp_files(ROOT) if f.suffix == ".h"]
    work, findings = {}, []
    for header in headers:
        if is_built_alone(db, header):
            continue
        flags = db.flags_beside(header)
        if flags is None:
            findings.append(f"{header}: no source near it is compiled")
            continue
        # A static function of a header may well be unused when nothing includes it.
        command = [*flags, "-Wno-unused-function", "-fsyntax-only", "-x", "c++-header", str(ROOT / header)]
        work[header] = (flags, command)
    failed, ran = run_on_all(db, "headers", arguments.jobs, work)
    return report("headers", findings,
                  f"{len(headers)} headers, {len(headers) - len(work)} first in their source, {ran} compiled now", failed)


if __name__ == "__main__":
    sys.exit(main())
