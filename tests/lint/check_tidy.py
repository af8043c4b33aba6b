#!/usr/bin/env python3
"""Runs clang-tidy-19 with .clang-tidy over every source of core/, hub/, agent/ and audit/ that the build compiles.

The sources of a folder are read a few at a time, joined as cmake/Module.cmake joins them: nine tenths of the time goes
into the headers that they share.  What passed is not looked at again until one of the sources, a header of ours that
they include, their flags or .clang-tidy change.
"""

import argparse
import os
import sys

from compile_db import CompileDb, run_on_all
from tree import PROGRAM, ROOT, report

JOINED = 6  # as in cmake/Module.cmake, whose order this keeps: names that are private to two sources must not meet


def joined(db, wanted):
    """Yields (a source that includes a few others, their flags)."""
    folder = db.build / "lint" / "joined"
    folder.mkdir(parents=True, exist_ok=True)
    alike = {}
    for source, flags in db.flags.items():
        if source.parts[0] in PROGRAM and (not wanted or str(source) in wanted):
            alike.setdefault((source.parent, tuple(flags)), []).append(source)
    for number, ((parent, flags), sources) in enumerate(sorted(alike.items())):
        for first in range(0, len(sources), JOINED):
            file = folder / f"{str(parent).replace('/', '_')}_{number}_{first}.cpp"
            text = "".join(f'#include "{ROOT / source}"\n' for source in sources[first:first + JOINED])
            if not file.exists() or file.read_text(encoding="utf-8") != text:
                file.write_text(text, encoding="utf-8")
            yield file, flags, len(sources[first:first + JOINED])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, help="a build folder with compile_commands.json")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("sources", nargs="*", help="only these, named from the root of the project")
    arguments = parser.parse_args()

    db = CompileDb(arguments.build)
    work, count = {}, 0
    for file, flags, sources in joined(db, arguments.sources):
        # A source that includes sources is what this is; what is found in those counts, and in our headers.
        work[file] = (list(flags), ["clang-tidy-19", "--quiet", f"--config-file={ROOT / '.clang-tidy'}",
                                    f"--header-filter=^{ROOT}/({'|'.join(PROGRAM)})/",
                                    "--checks=-bugprone-suspicious-include", str(file), "--", *flags])
        count += sources
    if not work:
        return report("tidy", ["compile_commands.json names no source to check"], "0 sources")
    config = (ROOT / ".clang-tidy").read_text(encoding="utf-8")
    failed, ran = run_on_all(db, "tidy", arguments.jobs, work, (config,))
    return report("tidy", [], f"{count} sources in {len(work)} readings, {ran} read now", failed)


if __name__ == "__main__":
    sys.exit(main())
