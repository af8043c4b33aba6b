#!/usr/bin/env python3
"""Checks that clang-format-19 would change nothing in the project's C++.  `--fix` lets it."""

import argparse
import re
import subprocess
import sys

from tree import ROOT, project_files, report


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fix", action="store_true", help="format the files")
    mode = ["-i"] if parser.parse_args().fix else ["--dry-run", "-Werror"]
    files = [str(f) for f in project_files(ROOT, ".h", ".cpp")]
    done = subprocess.run(["clang-format-19", "--style=file", *mode, *files],
                          cwd=ROOT, capture_output=True, text=True, check=False)
    findings = re.findall(r"^\S+:\d+:\d+: error: .*$", done.stderr, re.MULTILINE)
    if done.returncode != 0 and not findings:
        findings = [done.stderr.strip()]
    return report("format", findings, f"{len(files)} files")


if __name__ == "__main__":
    sys.exit(main())
