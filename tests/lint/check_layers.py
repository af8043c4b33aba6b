#!/usr/bin/env python3
"""Checks the #include lines of core/, hub/, agent/, audit/ and tests/ against layers.json.

All modules share one include root, so the linker would not notice an arrow that points the wrong way.
"""

import argparse
import graphlib
import json
import re
import sys
import tempfile
from pathlib import Path

from tree import PROGRAM, ROOT, cpp_files, report

INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', re.MULTILINE)


def module_of(path):
    """core/base for core/base/x/y.h; hub/main.cpp for itself."""
    return "/".join(path.parts[:2]) if len(path.parts) > 1 else str(path)


def check_data(data, modules_on_disk):
    modules = data["modules"]
    findings = []
    for module, uses in modules.items():
        for used in uses:
            if used not in modules:
                findings.append(f"layers.json: {module} uses {used}, which is not a module there")
    for header, allowed in data["only"].items():
        for module in allowed:
            if module not in modules:
                findings.append(f"layers.json: 'only' of {header} names {module}, which is not a module there")
    try:
        graphlib.TopologicalSorter(modules).prepare()
    except graphlib.CycleError as cycle:
        findings.append("layers.json: cycle " + " <- ".join(cycle.args[1]))
    for module in sorted(modules_on_disk - modules.keys()):
        findings.append(f"{module}: a module that layers.json does not know; say what it may include")
    for module in sorted(modules.keys() - modules_on_disk):
        findings.append(f"layers.json: {module} has no source on disk")
    return findings


def matches(pattern, header):
    """A pattern that starts with < is the beginning of a header's name, however quoted; others are its end."""
    if pattern.startswith("<"):
        return (header + ">").startswith(pattern[1:])
    return header.endswith(pattern)


def check_include(data, path, quote, header, files):
    """What is wrong with one #include, or nothing."""
    module, folder = module_of(path), path.parts[0]
    exempt = folder in data["may_include_anything"]
    first = header.split("/")[0]
    if first in PROGRAM or first in data["may_include_anything"]:
        if quote == "<":
            return f"<{header}> is ours: write it in quotes"
        if Path(header) not in files:
            return f'"{header}" does not exist'
        target = module_of(Path(header))
        if exempt or target == module:
            return None
        if first in data["may_include_anything"]:
            return f'{module} may not include "{header}": nothing includes {first}'
        if target not in data["modules"].get(module, []):
            return f'{module} may not include "{header}": layers.json has no arrow from {module} to {target}'
        return None
    for pattern, allowed in data["only"].items():
        if matches(pattern, header) and not exempt and module not in allowed:
            return f"{module} may not include {header}: only {', '.join(allowed)} may include {pattern}"
    if quote == '"' and not header.endswith(".pb.h"):
        return f'"{header}" is not named from the root of the project (or, if it is a library\'s, write <{header}>)'
    return None


def check(root, data):
    files = set(cpp_files(root, (*PROGRAM, *data["may_include_anything"])))
    findings = check_data(data, {module_of(f) for f in files if f.parts[0] in PROGRAM})
    for path in sorted(files):
        text = (root / path).read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            wrong = check_include(data, path, match[1], match[2], files)
            if wrong:
                line = text.count("\n", 0, match.start()) + 1
                findings.append(f"{path}:{line}: {wrong}")
    return findings, len(files)


def self_test():
    modules = {"core/base": [], "core/wire": ["core/base"], "hub/store": ["core/base"], "hub/main.cpp": ["hub/store"]}
    data = {"modules": modules, "only": {"<rocksdb/": ["hub/store"], ".pb.h": ["core/wire"]},
            "may_include_anything": ["tests"]}
    clean = {
        "core/base/a.h": "// A.\n#pragma once\n#include <string>\n",
        "core/base/a.cpp": '#include "core/base/a.h"\n',
        "core/wire/w.cpp": '#include "svd/v1/x.pb.h"\n#include "core/base/a.h"\n',
        "hub/store/s.h": "#include <rocksdb/db.h>\n",
        "hub/main.cpp": '#include "hub/store/s.h"\n',
        "tests/unit/t.cpp": '#include <rocksdb/db.h>\n#include "hub/store/s.h"\n#include "tests/support/u.h"\n',
        "tests/support/u.h": "",
    }
    only_twice = {**data["only"], "<zlib.h>": ["hub/none"]}
    # What is planted (files, then changes to the data), and what the report has to say.
    cases = [
        ("nothing", {}, {}, None),
        ("arrow", {"core/base/b.cpp": '\n#include "core/wire/w.h"\n', "core/wire/w.h": ""}, {},
         "core/base/b.cpp:2: core/base may not include"),
        ("main", {"hub/main.cpp": '#include "core/base/a.h"\n'}, {}, "hub/main.cpp:1: hub/main.cpp may not include"),
        ("tests", {"hub/store/t.cpp": '#include "tests/support/u.h"\n'}, {}, "hub/store/t.cpp:1: hub/store may not"),
        ("only, prefix", {"core/base/r.cpp": "  #  include <rocksdb/db.h>\n"}, {}, "core/base/r.cpp:1:"),
        ("only, in quotes", {"core/base/r.cpp": '#include "rocksdb/db.h"\n'}, {}, "only hub/store may include"),
        ("only, suffix", {"hub/store/p.cpp": '#include "svd/v1/x.pb.h"\n'}, {}, "only core/wire may include"),
        ("relative", {"core/base/r.cpp": '#include "a.h"\n'}, {}, "not named from the root"),
        ("angle", {"core/base/r.cpp": "#include <core/base/a.h>\n"}, {}, "write it in quotes"),
        ("missing", {"core/base/r.cpp": '#include "core/base/none.h"\n'}, {}, "does not exist"),
        ("unknown module", {"hub/extra/e.cpp": ""}, {}, "hub/extra: a module that layers.json does not know"),
        ("loose file", {"hub/loose.h": ""}, {}, "hub/loose.h: a module that layers.json does not know"),
        ("absent module", {}, {"modules": {**modules, "core/gone": []}}, "core/gone has no source on disk"),
        ("unknown arrow", {}, {"modules": {**modules, "hub/store": ["core/x"]}}, "uses core/x, which is not"),
        ("unknown only", {}, {"only": only_twice}, "names hub/none"),
        ("cycle", {}, {"modules": {**modules, "core/base": ["core/wire"]}}, "layers.json: cycle"),
    ]
    failures = []
    for name, files, changes, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            for path, text in {**clean, **files}.items():
                target = Path(folder, path)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_text(text)
            findings, _ = check(Path(folder), {**data, **changes})
        if expected is None and findings or expected and not any(expected in f for f in findings):
            failures.append(f"self-test '{name}': expected {expected!r}, found {findings}")
    return report("layers self-test", failures, f"{len(cases)} planted cases")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--self-test", action="store_true", help="plant violations and check that each is found")
    if parser.parse_args().self_test:
        return self_test()
    data = json.loads((Path(__file__).parent / "layers.json").read_text(encoding="utf-8"))
    findings, count = check(ROOT, data)
    return report("layers", findings, f"{count} files, {len(data['modules'])} modules")


if __name__ == "__main__":
    sys.exit(main())
