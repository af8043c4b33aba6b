"""How sources are compiled, from compile_commands.json, and a memory of what already passed.

A check runs a command for each file.  When it succeeds, a stamp is left in the build folder under a hash of all
that the command depends on: its own words, the configuration, and the file with every header of the project that
it includes.  Headers of the system are not hashed: their packages change with the release, not between two runs.
"""

import hashlib
import json
import os
import re
import shlex
import subprocess
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tree import ROOT

_INCLUDE = re.compile(rb'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)


class CompileDb:
    def __init__(self, build):
        self.build = Path(build).resolve()
        self.flags = {}  # source -> the compiler's words, without input and output
        for entry in json.loads((self.build / "compile_commands.json").read_text(encoding="utf-8")):
            source = Path(entry["directory"], entry["file"]).resolve()
            if source.is_relative_to(ROOT) and not source.is_relative_to(ROOT / "build"):
                self.flags[source.relative_to(ROOT)] = self._words(entry)

    @staticmethod
    def _words(entry):
        words = shlex.split(entry["command"])
        while not Path(words[0]).name.startswith("clang"):
            words.pop(0)  # ccache
        kept, skip = [], False
        for word in words:
            if skip:
                skip = False
            elif word in ("-o", "-c", "-MF", "-MT", "-MQ"):
                skip = word != "-c"
            elif word not in (entry["file"], "-MD", "-MMD"):
                kept.append(word)
        return kept

    def flags_beside(self, header):
        """How most sources in a header's folder are compiled; in the nearest folder above when there are none.

        Most, because a folder may hold a source of another target: hub/http has the one that compiles Asio.
        """
        for folder in header.parents:
            beside = Counter(tuple(flags) for source, flags in self.flags.items() if source.is_relative_to(folder))
            if beside:
                return list(beside.most_common(1)[0][0])
        return None

    def digest(self, path, flags, *extra):
        """Of all that decides what a command says about this file."""
        roots = [ROOT] + [Path(flag[2:]) for flag in flags if flag.startswith("-I")]
        roots += [Path(flags[i + 1]) for i, flag in enumerate(flags[:-1]) if flag == "-isystem"]
        state = hashlib.sha256(json.dumps([flags, *extra]).encode())
        queue, seen = [ROOT / path], set()
        while queue:
            file = queue.pop()
            if file in seen:
                continue
            seen.add(file)
            content = file.read_bytes()
            state.update(str(file).encode() + b"\0" + hashlib.sha256(content).digest())
            for name in _INCLUDE.findall(content):
                found = next((r / name.decode() for r in roots if (r / name.decode()).is_file()), None)
                if found:
                    queue.append(found)
        return state.hexdigest()


def run_on_all(db, name, jobs, work, extra=()):
    """Runs work[path] = (flags, command) where it has not passed yet.  Returns how many failed and how many ran."""
    stamps = db.build / "lint" / name
    stamps.mkdir(parents=True, exist_ok=True)

    def one(item):
        path, (flags, command) = item
        stamp = stamps / (db.digest(path, flags, command, *extra) + ".ok")
        if stamp.exists():
            stamp.touch()
            return None, 0.0
        start = time.monotonic()
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
        took = time.monotonic() - start
        if done.returncode == 0:
            stamp.touch()
            return None, took
        said = (done.stdout + done.stderr).replace(f"{ROOT}{os.sep}", "").strip()
        print(f"{path}: does not pass:\n{said}", flush=True)  # at once: a run that is cut short has still said it
        return path, took

    with ThreadPoolExecutor(jobs) as pool:
        results = list(pool.map(one, work.items()))
    for old in sorted(stamps.iterdir(), key=lambda s: s.stat().st_mtime)[: -4 * len(work) or None]:
        old.unlink()
    slowest = sorted(((took, path) for path, (_, took) in zip(work, results) if took), reverse=True)
    for took, path in slowest[:3]:
        print(f"{name}: {path} took {took:.1f} s")
    return sum(failed is not None for failed, _ in results), len(slowest)
