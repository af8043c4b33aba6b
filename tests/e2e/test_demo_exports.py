"""The demonstration's synthetic exports: the same bytes each time, the planted truth as written down, and of every
file the agent sets aside the rows that were spoilt and no other. Needs the agent alone, no hub."""

import csv
import hashlib
import json
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from harness import AGENT, SOURCE, main

DEMO = SOURCE / "deploy/demo"
CONFIG = """
[agent]
id = "{folder}"
kind = "{kind}"
areas = ["{areas}"]
agreement = "demo"
[hub]
url = "https://localhost:1"
ca = "ca"
cert = "cert"
key = "key"
[reference]
path = "{source}/deploy/reference"
[mapping]
path = "{source}/deploy/mappings/{mapping}/mapping.toml"
[spool]
path = "spool"
[inbox]
dataset = "{dataset}"
"""


def generate(*arguments):
    return subprocess.run([sys.executable, "-B", DEMO / "generate.py", *map(str, arguments)], check=True,
                          capture_output=True, text=True).stdout


def digests(folder):
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*.csv"))}


def written_down():
    """Folder to rows and rows to be set aside, off PLANTED.md."""
    rows = re.findall(r"^\| ([a-z-]+) \| \d+ \| (\d+) \| (\d+) \|$", (DEMO / "PLANTED.md").read_text(), re.MULTILINE)
    return {folder: (int(read), int(aside)) for folder, read, aside in rows}


def worst(files, expected):
    """Of one agency's files the one with the most spoilt rows, and the last, whose columns may have changed."""
    return {max(files, key=lambda name: expected[name]["set_aside"]), files[-1]}


class DemoExports(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.home.cleanup)
        cls.out = Path(cls.home.name) / "out"
        generate(cls.out)

    def test_planted_truth_is_written_down(self):
        generate("--check")

    def test_same_seed_same_bytes(self):
        again = Path(self.home.name) / "again"
        other = Path(self.home.name) / "other"
        generate(again)
        generate(other, "--seed", 7)
        self.assertEqual(digests(self.out), digests(again))
        self.assertNotEqual(digests(self.out), digests(other))

    def test_every_file_says_what_it_is(self):
        for name in digests(self.out):
            self.assertRegex(name, r"/(synthetic|derived)-[^/]*\.csv$")

    def test_expected_is_what_is_written_down(self):
        totals = {}
        for name, numbers in json.loads((self.out / "expected.json").read_text()).items():
            read, aside = totals.get(name.split("/")[0], (0, 0))
            totals[name.split("/")[0]] = (read + numbers["rows"], aside + numbers["set_aside"])
        self.assertEqual(totals, written_down())

    def test_agent_sets_aside_what_was_spoilt(self):
        expected = json.loads((self.out / "expected.json").read_text())
        spoken_for, spoilt = set(), 0
        with open(DEMO / "agencies.csv", newline="", encoding="utf-8") as f:
            agencies = list(csv.DictReader(f))
        for number, agency in enumerate(agencies):
            config = Path(self.home.name) / f"agent-{number}.toml"
            config.write_text(CONFIG.format(source=SOURCE, **agency))
            found = sorted((self.out / agency["folder"]).glob(agency["pattern"]))
            files = [str(path.relative_to(self.out)) for path in found]
            spoken_for.update(files)
            for name in worst(files, expected):
                with self.subTest(name):
                    run = subprocess.run([AGENT, "--config", config, "check", "--json", self.out / name],
                                         capture_output=True, text=True, timeout=60, check=False)
                    self.assertTrue(run.stdout, run.stderr)
                    report = json.loads(run.stdout)
                    self.assertFalse(report["rejected"], report)
                    got = {"rows": report["records_read"], "set_aside": report["set_aside"]}
                    self.assertEqual(got, expected[name], report)
                    spoilt += report["set_aside"]
        self.assertEqual(spoken_for, set(expected), "an export that no agency of agencies.csv reads")
        self.assertGreater(spoilt, 0)


if __name__ == "__main__":
    main()
