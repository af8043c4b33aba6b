#!/usr/bin/env python3
"""Runs clang-tidy-19 with .clang-tidy over every source of core/, hub/, agent/ and audit/ that the build compiles.

A source that passed is not looked at again until it, a header of ours that it includes, its flags or .clang-tidy
change.
"""

import argparse
import os
import sys

from compile_db import CompileDb, run_on_all
from tree import PROGRAM, ROOT, report


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="a build folder with compile_commands.json")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("sources", nargs="*", help="only these, named from the root of the project")
    arguments = parser.parse_args()

    db = CompileDb(arguments.build)
    work = {}
    for source, flags in sorted(db.flags.items()):
        if source.parts[0] in PROGRAM and (not arguments.sources or str(source) in arguments.sources):
            work[source] = (flags, ["clang-tidy-19", "--quiet", "-p", str(db.build), str(ROOT / source)])
    if not work:
        return report("tidy", ["compile_commands.json names no source to check"], "0 sources")
    config = (ROOT / ".clang-tidy").read_text(encoding="utf-8")
    failed, ran = run_on_all(db, "tidy", arguments.jobs, work, (config,))
    return report("tidy", [], f"{len(work)} sources, {ran} checked now", failed)


if __name__ == "__main__":
    sys.exit(main())
