"""What the lint checks share: which files there are, and C++ text without its comments and strings."""

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = ("core", "hub", "agent", "audit")


def project_files(root, *suffixes):
    """Files that git tracks or would track, as paths relative to root; all files where there is no git."""
    try:
        listed = subprocess.run(["git", "-C", str(root), "ls-files", "-z", "-co", "--exclude-standard"],
                                capture_output=True, check=True).stdout.decode()
        names = [Path(name) for name in listed.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = []
        for folder, folders, files in os.walk(root):
            folders[:] = [f for f in folders if f not in ("build", ".git", "__pycache__")]
            names += [Path(folder, file).relative_to(root) for file in files]
    return sorted(n for n in names if (not suffixes or n.suffix in suffixes) and (root / n).is_file())


def cpp_files(root, folders=PROGRAM):
    return [f for f in project_files(root, ".h", ".cpp") if f.parts[0] in folders]


_SKIPPED = re.compile(
    r'//(?:\\\n|[^\n])*'
    r'|/\*.*?\*/'
    r'|(?:u8|u|U|L)?R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)"'
    r'|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+'",  # not the separator in 1'000
    re.DOTALL)


def code_only(text):
    """The text with comments blanked and strings emptied; every line keeps its number."""
    def blank(match):
        found = match.group()
        lines = "\n" * found.count("\n")
        return (" " if found[0] == "/" else '""') + lines
    return _SKIPPED.sub(blank, text)


def line_of(text, offset):
    return text.count("\n", 0, offset) + 1


def report(name, findings, looked_at, printed_before=0):
    """Prints the findings and returns the exit code."""
    for finding in findings:
        print(finding)
    count = len(findings) + printed_before
    print(f"{name}: {looked_at}, {count} findings")
    return 1 if count else 0
